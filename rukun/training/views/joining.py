"""Somebody would like to join: with an account by one tap, without one by a short form."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from rukun.guard import ANYONE, ActorRequest, public
from rukun.people.access import organisation_for
from rukun.people.errors import PeopleError
from rukun.people.forms.units import blame
from rukun.people.kinds import KINDS
from rukun.training.access.members import own_key
from rukun.training.actions.members import apply_to_join, ask_to_join
from rukun.training.content import consent
from rukun.training.errors import TrainingError
from rukun.training.forms.members import AgreeForm, JoinForm
from rukun.training.queries.members import own_memberships, takes_members
from rukun.training.ways import WAYS
from rukun.ui import kept


@public
@require_http_methods(["GET", "POST"])
@never_cache
@sensitive_post_parameters("name", "phone")
def join(request: ActorRequest, key: UUID) -> HttpResponse:
    """The form; for whoever surely is signed in as themselves the same without name and number."""
    found = _organisation(key)
    known = own_key(request.actor) is not None
    if any(each.organisation == key for each in own_memberships(request.actor)):
        return redirect("training:own_duty")
    typed = request.POST or kept.take(request)
    form: Any = (
        AgreeForm(typed, words=_("Saya setuju, dan ingin bergabung."), newest=consent().version)
        if known
        else JoinForm(typed, within=(found.unit,))
    )
    if request.method == "POST" and form.is_valid():
        try:
            if known:
                apply_to_join(actor=request.actor, organisation=key)
            else:
                ask_to_join(organisation=key, **form.cleaned_data)
        except (TrainingError, PeopleError) as error:
            blame(form, error)
        else:
            if known:
                messages.success(request, _("Permintaan Anda tersimpan. Pengurus yang menjawabnya."))
                return redirect("training:own_duty")
            return redirect("training:joined", key)
    return render(
        request,
        "training/members/join.html",
        {
            "form": form,
            "known": known,
            "organisation": found,
            "kind": KINDS[found.kind].words,
            "about": WAYS[found.kind].about,
            "consent": consent(),
            "takes_members": takes_members(key),
        },
    )


@public
@require_safe
@never_cache
def thanks(request: ActorRequest, key: UUID) -> HttpResponse:
    """What happens next. The same for everybody, known here or not."""
    return render(request, "training/members/thanks.html", {"organisation": _organisation(key)})


def _organisation(key: UUID) -> Any:
    """An organisation of a kind that takes members here, as the public sees it."""
    found = organisation_for(ANYONE, key)
    if found is None or found.kind not in WAYS:
        raise Http404
    return found
