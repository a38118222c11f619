"""API keys of one's own area: see, make, revoke."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from rukun.guard import ActorRequest, Denied, Refused, requires
from rukun.people.access import keys as access
from rukun.people.actions.keys import make_key, revoke_key
from rukun.people.actor import PersonActor
from rukun.people.errors import PeopleError
from rukun.people.forms.keys import KeyForm
from rukun.people.forms.units import blame
from rukun.people.models import ApiKey
from rukun.people.queries.keys import ended_keys, live_keys
from rukun.people.titles import CAPABILITIES
from rukun.ui import kept

PER_PAGE = 25


@requires(access.can_manage_keys)
@require_http_methods(["GET", "POST"])
@never_cache
def keys(request: ActorRequest) -> HttpResponse:
    """The keys, and making one. A new one's secret is shown in the answer, this once."""
    form = KeyForm(request.POST or kept.take(request), actor=request.actor)
    if request.method == "POST" and form.is_valid():
        actor = request.actor
        if not isinstance(actor, PersonActor):
            Denied(_("Kunci dibuat oleh orang yang masuk ke akunnya.")).demand()
        else:
            try:
                key, secret = make_key(actor=actor, person=actor.person, **form.cleaned_data)
                return render(request, "people/keys/made.html", {"key": key, "secret": secret, "can": _can(key)})
            except PeopleError as error:
                blame(form, error)
            except Refused as refused:  # held somewhere, but not there
                form.add_error("unit", str(refused.reason))
    page = Paginator(live_keys(request.actor), PER_PAGE).get_page(request.GET.get("page"))
    ended = ended_keys(request.actor)[:PER_PAGE]
    return render(
        request,
        "people/keys/keys.html",
        {
            "form": form,
            "page": page,
            "keys": [(key, _can(key)) for key in page],
            "headers": [_("Kunci"), _("Pemilik"), _("Berakhir")],
            "ended": [(key.name, key.person.name, key.revoked_at or key.expires_at) for key in ended],
        },
    )


@requires(access.can_manage_keys)
@require_POST
@never_cache
def revoke(request: ActorRequest, key: UUID) -> HttpResponse:
    found = access.key_for(request.actor, key)
    if found is None:
        raise Http404
    revoke_key(actor=request.actor, key=found)
    messages.success(request, _("Kunci dicabut. Program yang memakainya ditolak mulai sekarang."))
    return redirect("people:keys")


def _can(key: ApiKey) -> list[str]:
    return [str(CAPABILITIES[code].words) for code in key.capabilities if code in CAPABILITIES]
