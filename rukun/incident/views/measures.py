"""What is done about a situation: each action with its card, and the record that it was done."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from rukun.guard import ActorRequest, requires
from rukun.incident import access
from rukun.incident.actions.measures import ask_reporters, record_measure
from rukun.incident.forms.measures import AskForm, MeasureForm
from rukun.incident.models import Incident
from rukun.incident.queries.measures import Offer, offered, questions_for_reporters
from rukun.incident.queries.places import place_names
from rukun.incident.views.doing import attempt, situation_or_404
from rukun.ui import kept

ASK, RING = "ask_reporter", "ring"


@requires(access.can_see_board)
@require_http_methods(["GET", "POST"])
@never_cache
@sensitive_post_parameters()
def measure(request: ActorRequest, key: UUID) -> HttpResponse:
    """One action: its card, and a form that says that it was done. ``?jenis=`` names it."""
    found = situation_or_404(request, key)
    access.may_write(request.actor, found).demand()
    typed = request.POST or kept.take(request)
    code = (typed or request.GET).get("kind" if typed else "jenis", "")
    offer = next((each for each in offered(request.actor, found) if each.code == code), None)
    if offer is None:
        raise Http404
    if code == RING:
        return redirect("incident:ring", found.pk)
    form = _form(request, found, offer, typed)
    if request.method == "POST" and attempt(form, lambda: _do(request, found, form), found):
        messages.success(request, _("Tindakan dicatat."))
        return redirect("incident:situation", found.pk)
    return render(request, "incident/one/measure.html", {"form": form, "found": found, "offer": offer})


def _form(request: ActorRequest, found: Incident, offer: Offer, typed: object) -> AskForm | MeasureForm:
    if offer.code == ASK:
        questions = questions_for_reporters(request.actor, found)
        return AskForm(typed, questions=questions, initial={"kind": ASK})
    form = MeasureForm(typed, to=offer.to, initial={"kind": offer.code})
    form.places = [found.place, *place_names(found.unit)]
    return form


def _do(request: ActorRequest, found: Incident, form: AskForm | MeasureForm) -> None:
    if isinstance(form, AskForm):
        given = {name: form.cleaned_data[name] for name in ("measure_id", "question")}
        ask_reporters(actor=request.actor, incident=found, **given)
    else:
        record_measure(actor=request.actor, incident=found, **form.arguments())
