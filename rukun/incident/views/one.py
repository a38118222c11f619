"""The page of a situation: what it is, what waits for the reader's word, what can be done, and all that happened."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse, HttpResponseNotModified, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from rukun.alarm.queries.rings import RingView
from rukun.alarm.words import ENDINGS
from rukun.guard import Actor, ActorRequest, requires
from rukun.incident import access
from rukun.incident.access_closing import may_confirm_closing, may_confirm_done, may_do
from rukun.incident.actions.reading import note_read
from rukun.incident.forms.closing import RefuseClosingForm, ReopenForm
from rukun.incident.forms.levels import RefuseForm
from rukun.incident.forms.measures import MeasureForm
from rukun.incident.forms.opening import ObserveForm
from rukun.incident.kinds import SHORT
from rukun.incident.measures import MEASURES
from rukun.incident.models import Incident, Step
from rukun.incident.queries import page as queries
from rukun.incident.queries.changes import changes_since
from rukun.incident.queries.closing import CONFIRMED, DONE, OWED, ClosingWords, closings_of, followups_of
from rukun.incident.queries.evidence import evidence_of
from rukun.incident.queries.joinable import joined_in, offers_for
from rukun.incident.queries.measures import done, offered
from rukun.incident.queries.places import point_or_none
from rukun.incident.queries.ringing import rings_of, what_is_read
from rukun.incident.queries.second import who_could_decide
from rukun.incident.queries.timeline import book_of, joins_of, timeline
from rukun.incident.views.doing import situation_or_404
from rukun.seal import CannotOpen
from rukun.territory import pictures
from rukun.territory.drawing import Mark, Picture

TYPED = ("text", "reason", "note")
SAID_OVER = ("safe", "still", "false")
"""Endings of a ring by somebody who looked: the level may be over as well."""
STATES_OF_FOLLOWUPS = {
    OWED: _("belum dilakukan"),
    DONE: _("sudah dilakukan, menunggu dipastikan pihak lain"),
    CONFIRMED: _("selesai"),
}


@dataclass(frozen=True)
class Ending:
    """What was said of its end: waiting for a second word, refused, taken back, overtaken, or confirmed."""

    row: Any
    words: ClosingWords
    how: str
    who: str
    refused_by: str
    confirmed_by: str
    waits: bool
    may_decide: bool
    why_not: str
    own: bool


@requires(access.can_see_board)
@require_safe
@never_cache
def situation(request: ActorRequest, key: UUID) -> HttpResponse:
    """Everything about one situation. That its words were read stands in the posko's book, once for each reader."""
    return page_of(request, situation_or_404(request, key))


@requires(access.can_see_board)
@require_safe
@never_cache
def news(request: ActorRequest, key: UUID) -> HttpResponse:
    """What changed since version ``v``, in words, and how the kentongan stands: asked for by the page itself."""
    found = situation_or_404(request, key)
    asked = request.GET.get("v", "")
    before = int(asked) if asked.isdecimal() and len(asked) < 10 else found.version
    rings = rings_of(request.actor, found)
    told = {
        "version": found.version,
        "words": changes_since(found, before) if found.version > before else "",
        "ring": render_to_string("incident/one/ring_people.html", {"rings": rings, "found": found}, request),
    }
    tag = f'"{sha256(repr(told).encode()).hexdigest()[:24]}"'
    if request.headers.get("If-None-Match", "").removeprefix("W/") == tag:  # weak once the page was zipped
        return HttpResponseNotModified()
    return JsonResponse(told, headers={"ETag": tag})


def page_of(request: ActorRequest, found: Incident, **sent: forms.Form) -> HttpResponse:
    """The page, with whatever form of it was sent and had something wrong: with what was typed in it."""
    actor = request.actor
    if request.method != "HEAD":  # which shows nothing
        note_read(actor=actor, incident=found)
    found = access.incident_for(actor, found.pk) or found
    told = _told(actor, found)
    shown = {**told, **_asked(actor, found, told, sent), "found": found}
    lost = [form for name, form in sent.items() if shown.get(name) is not form]
    return render(
        request,
        "incident/one/situation.html",
        {
            **shown,
            "sent": next(iter(sent.values()), None),
            "typed": "".join(_typed(form) for form in lost),
        },
    )


def _told(actor: Actor, found: Incident) -> dict[str, Any]:
    """What is, what waits for a second word, and everything that happened."""
    steps, seen = queries.steps_of(found), queries.observations_of(found)
    readable = queries.can_read([("Step", each) for each in steps] + [("Observation", each) for each in seen])
    try:
        measures, closings = done(found), closings_of(found)
    except CannotOpen:
        measures, closings, readable = [], [], False
    joins, book, rings = joins_of(found), book_of(found), rings_of(actor, found)
    rows = [*steps, *seen, *(each.row for each in measures), *(row for row, _about in joins)]
    more = [each.actor for each in book]
    more += [who for each in closings for who in (each.row.by, each.row.refused_by, each.row.confirmed_by)]
    names = queries.names_in(found, rows, more)
    joined = joined_in(actor, found)
    waits = any(each.state == each.WAITING for each in steps)
    evidence = {each.key: each.words for each in evidence_of(actor, found, seen, joined)} if waits else {}
    withdrawn = {str(each.pk) for each in seen if each.withdrawn_at is not None}
    return {
        "page": queries.facts_of(actor, found, names, unreadable=not readable),
        "step": queries.waiting_step(actor, found, steps, names, evidence, withdrawn),
        "unfounded": queries.rests_on_withdrawn(found, steps, seen),
        "ending": _ending(actor, found, closings[0], names) if closings else None,
        "earlier": [_ending(actor, found, each, names) for each in closings[1:]],
        "followups": _followups(actor, found, closings),
        "joined": [(each, names.get(each.by, "")) for each in joined],
        "near": offers_for(actor, [found])[found.pk],
        "rings": rings,
        "live": any(each.ringing for each in rings),
        "over": what_is_read(found, narrow=any(each.ringing and each.row.narrow for each in rings)),
        "judge_again": _judge_again(found, rings, steps),
        "picture": _picture(found),
        "lines": timeline(
            found,
            names,
            steps=queries.shown_steps(steps, names),
            seen=queries.seen_in(actor, found, seen, names),
            done=measures,
            joins=joins,
            rings=rings,
            book=book,
        ),
    }


def _asked(actor: Actor, found: Incident, told: Mapping[str, Any], sent: Mapping[str, forms.Form]) -> dict[str, Any]:
    """The forms of the page, each as it was sent or new; and what can be done."""
    step, ending = told["step"], told["ending"]
    stuck = step or (ending if ending and ending.waits else None)
    is_open, writes = found.closed_at is None, access.may_write(actor, found).allowed
    judges = access.may_judge(actor, found).allowed
    return {
        "others": who_could_decide(found.unit, stuck.row.houses) if stuck and not stuck.may_decide else [],
        "spot": is_open and writes and found.level == Incident.PG and not hasattr(found, "hot_spot"),
        "observe": (sent.get("observe") or ObserveForm()) if is_open and writes else None,
        "refuse": (sent.get("refuse") or RefuseForm()) if step and step.may_decide else None,
        "not_over": (sent.get("not_over") or RefuseClosingForm()) if ending and ending.may_decide else None,
        "reopen": (sent.get("reopen") or ReopenForm()) if not is_open and judges else None,
        "offers": [
            (each, MEASURES[each.code].first, MeasureForm() if MEASURES[each.code].first and each.allowed else None)
            for each in (offered(actor, found) if is_open else [])
        ],
    }


def _ending(actor: Actor, found: Incident, closing: ClosingWords, names: Mapping[str, str]) -> Ending:
    row = closing.row
    waits = closing.state == "waiting" and found.closed_at is None
    may = may_confirm_closing(actor, found, row) if waits else None
    return Ending(
        row=row,
        words=closing,
        how=str(closing.words),
        who=names.get(row.by, ""),
        refused_by=names.get(row.refused_by, ""),
        confirmed_by=names.get(row.confirmed_by, ""),
        waits=waits,
        may_decide=bool(may and may.allowed),
        why_not=str(may.reason) if may is not None and not may.allowed else "",
        own=waits and row.by == actor.label,
    )


def _followups(actor: Actor, found: Incident, closings: Sequence[ClosingWords]) -> Sequence[dict[str, Any]]:
    """What is owed since it was closed, also where it was opened again; what is only proposed stands in that."""
    last = closings[0] if closings else None
    return [
        {
            "row": each.row,
            "words": each.words,
            "organisation": each.organisation,
            "state": STATES_OF_FOLLOWUPS[each.state],
            "may_do": each.state == OWED and may_do(actor, found, each.row).allowed,
            "may_confirm": each.state == DONE and may_confirm_done(actor, found, each.row).allowed,
        }
        for each in (followups_of(found) if last is None or last.state == "waiting" else last.followups)
    ]


def _judge_again(found: Incident, rings: Sequence[RingView], steps: Sequence[Step]) -> dict[str, Any] | None:
    """The last ring, where people were told that it is over, and nobody has judged the level since."""
    last = rings[0] if rings else None
    if last is None or found.closed_at is not None or found.level < Incident.AG or any(each.ringing for each in rings):
        return None
    row = last.row
    if row.ending not in SAID_OVER or row.ended_at is None or any(each.at > row.ended_at for each in steps):
        return None
    return {"row": row, "how": ENDINGS[row.ending]}


def _picture(found: Incident) -> Picture | None:
    here = point_or_none(found)
    if here is None:
        return None
    return pictures.map_of(found.unit, marks=[Mark(here.lat, here.lon, SHORT[found.level] or "point", found.place)])


def _typed(form: forms.Form) -> str:
    """The words in a form for which there is no place any more."""
    return next((form.data[name] for name in TYPED if form.data.get(name)), "")
