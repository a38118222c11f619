"""A drill of the kentongan: who would be called, ringing it, how people answer, and its end."""

from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rukun.alarm.access_pages import can_manage_alarms, may_drill
from rukun.alarm.actions.drilling import end_drill, start_drill
from rukun.alarm.errors import AlarmError
from rukun.alarm.forms.drill import DrillForm
from rukun.alarm.messages import LATIHAN, MESSAGES, words_for
from rukun.alarm.models import Ring
from rukun.alarm.queries.around import ringing_around
from rukun.alarm.queries.drill import drill_for, would_be_called
from rukun.alarm.queries.meeting import meeting_points
from rukun.alarm.queries.rings import ring_view
from rukun.alarm.queries.set_up import tables_in
from rukun.alarm.views.setup import here, managed
from rukun.alarm.words import ROLES, where_of
from rukun.guard import ActorRequest, requires
from rukun.people.forms.units import blame
from rukun.ui.templatetags.units import unit as in_words

LOOKS_AGAIN = 10
"""Seconds after which the page of a running drill loads itself again."""
MOST_UNITS = 40


@requires(can_manage_alarms)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def prepare(request: ActorRequest) -> HttpResponse:
    """Choose what is said, look who would be called, then ring."""
    unit = managed(request)
    points = [(each.key, each.name) for each in meeting_points(unit)]
    form = DrillForm(request.POST or None, points=points)
    looked = request.method == "POST" and form.is_valid()
    if looked and request.POST.get("lanjut") == _ring_now(form):
        try:
            rung = start_drill(
                actor=request.actor,
                ring_id=form.cleaned_data["ring_id"],
                unit=unit,
                message=form.cleaned_data["message"],
                meeting=form.cleaned_data["meeting"],
            )
        except AlarmError as error:
            blame(form, error)
            looked = False
        else:
            messages.success(request, _("LATIHAN dibunyikan. Jawaban muncul di bawah."))
            return redirect("alarm:drill", rung.pk)
    going = ringing_around(unit).first()
    return render(
        request,
        "alarm/drill/prepare.html",
        {
            "unit": unit,
            "units": [(in_words(each), here("alarm:drills", each), each == unit) for each in _units(unit)],
            "allowed": may_drill(request.actor, unit),
            "going": going,
            "own_drill": going is not None and going.drill and drill_for(request.actor, going.pk) is not None,
            "form": form,
            **(_preview(request, unit, form) if looked else {}),
            "query": urlencode({"wilayah": unit}),
        },
    )


@requires(can_manage_alarms)
@require_safe
@never_cache
def drill(request: ActorRequest, key: UUID) -> HttpResponse:
    """How a drill goes, person by person."""
    found = _drill(request, key)
    view = ring_view(found, request.actor)
    answer = render(
        request,
        "alarm/drill/drill.html",
        {"view": view, "now": timezone.now(), "again": LOOKS_AGAIN, "back": here("alarm:setup", found.unit)},
    )
    if found.state == Ring.RINGING:
        answer.headers["Refresh"] = str(LOOKS_AGAIN)
    return answer


@requires(can_manage_alarms)
@require_POST
@never_cache
def finish(request: ActorRequest, key: UUID) -> HttpResponse:
    """It is over: everybody who was called is told."""
    found = _drill(request, key)
    try:
        end_drill(actor=request.actor, drill=found)
    except AlarmError as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, _("Latihan diakhiri. Semua yang dipanggil diberi tahu."))
    return redirect("alarm:drill", found.pk)


def _ring_now(form: DrillForm) -> str:
    """What the last button sends: it rings what was looked at, and nothing that was chosen after."""
    return f"bunyikan {form.cleaned_data['message']} {form.cleaned_data['meeting']}".strip()


def _preview(request: ActorRequest, unit: str, form: DrillForm) -> dict[str, object]:
    message = MESSAGES[form.cleaned_data["message"]]
    place = dict(form.fields["meeting"].choices).get(form.cleaned_data["meeting"], "")  # type: ignore[attr-defined]
    meeting = str(place) if form.cleaned_data["meeting"] else ""
    circles = would_be_called(request.actor, unit, message)
    return {
        "ring_now": _ring_now(form),
        "circles": circles,
        "everybody": sum(each.people for each in circles),
        "said": [
            (ROLES[role], words_for(message.code, role, where=where_of(unit), meeting=meeting, drill=True))
            for role in message.said
        ],
        "latihan": LATIHAN.rstrip("."),
    }


def _units(unit: str) -> list[str]:
    """The unit, and the RW in it."""
    return list(dict.fromkeys([unit, *(each.unit for each in tables_in([unit])[:MOST_UNITS])]))


def _drill(request: ActorRequest, key: UUID) -> Ring:
    found = drill_for(request.actor, key)
    if found is None:
        raise Http404
    return found
