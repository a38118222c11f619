"""What was done about a situation is recorded; telling officers, heads and authorities is done here as well."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from django.conf import settings
from django.db import IntegrityError
from django.urls import reverse
from django.utils import translation

from rukun.guard import Actor, Refused
from rukun.incident import notices
from rukun.incident.actions.holding import changed, held, moment
from rukun.incident.actions.times import no_later_than_now
from rukun.incident.errors_measures import (
    DoneLongBefore,
    NobodyToAsk,
    NoteMissing,
    NotOffered,
    UnknownAuthority,
    UnknownMeasure,
)
from rukun.incident.errors_opening import IdTaken, SavedOtherwise, WordsTooLong
from rukun.incident.kinds import KINDS
from rukun.incident.measures import ASK, AUTHORITIES, HAND_OVER, MEASURES, NOTE, NOTIFY, RING
from rukun.incident.models import Incident, Joined, Measure
from rukun.incident.queries.measures import why_not
from rukun.incident.queries.standing import standing_of
from rukun.incident.verbs import MEASURE
from rukun.incident.words import says, sealed
from rukun.journal import actions as journal
from rukun.notify import connecting
from rukun.notify.actions.telling import tell_many
from rukun.notify.algo.gsm7 import cut
from rukun.people.kinds import OFFICES
from rukun.people.queries.holders import sitting
from rukun.people.queries.offices import seated_in
from rukun.people.titles import TITLES, titles_with
from rukun.report.access import may_ask_ready, report_for
from rukun.report.actions.dialogue import ask
from rukun.report.errors.dialogue import ReportClosed, ReportGone
from rukun.report.queries.rules import path_of
from rukun.report.questions import question_with
from rukun.territory import queries as territory
from rukun.territory.algo.codes import KELURAHAN, RW, level_of, up_to
from rukun.ui.addresses import whole
from rukun.ui.templatetags.units import unit as in_words

LONGEST = 2000
BEFORE = timedelta(hours=24)
"""Somebody may have telephoned before anybody opened the situation, but not on another day."""
HEADS = ("ketua_rw", "sekretaris_rw", "ketua_rt")
RING_LABEL = "alarm"


def record_measure(
    *,
    actor: Actor,
    incident: Incident,
    measure_id: UUID,
    kind: str,
    done_at: datetime,
    to: str = "",
    note: str = "",
    ring: UUID | None = None,
) -> Measure:
    """Record something that was done; sent twice, it is done once.

    "notify" tells the officers there, and heads of RT and RW where an AG or GN is confirmed; "hand_over" tells whoever
    holds the public office of that authority, where one is registered around there.
    ``ring``: the kentongan that was rung, by whoever may and with their own checks, before "ring" is recorded.
    Raises ``Refused``, ``IncidentError``.
    """
    note = note.strip()
    if kind not in MEASURES or kind == ASK or (kind == RING) != (ring is not None):
        raise UnknownMeasure
    if (kind == HAND_OVER) != (to in AUTHORITIES):
        raise UnknownAuthority
    if kind == NOTE and not note:
        raise NoteMissing
    return _record(actor, incident, measure_id, kind, done_at, to=to, note=note, ring=ring)


def ask_reporters(*, actor: Actor, incident: Incident, measure_id: UUID, question: str) -> Measure:
    """Put one of the ready questions to whoever sent the reports joined to it; none of them learns of the others.

    Those that the actor may ask, and that are open. Raises ``Refused``, ``IncidentError``: ``NobodyToAsk``.
    """
    return _record(actor, incident, measure_id, ASK, None, question=question)


def _record(
    actor: Actor,
    incident: Incident,
    key: UUID,
    kind: str,
    done_at: datetime | None,
    *,
    to: str = "",
    note: str = "",
    ring: UUID | None = None,
    question: str = "",
) -> Measure:
    if known := _known(actor, incident, key, kind, to, note):
        return known
    if len(note) > LONGEST:
        raise WordsTooLong(LONGEST, "note")
    if kind == RING:
        done_at = None  # just now; a clock that was set back must not keep anybody from ringing
    if done_at is not None:
        done_at = no_later_than_now(done_at, "done_at")
    try:
        with journal.atomic():
            row = held(actor, incident)
            # A ring that was rung has happened: it is written down whatever the level has become meanwhile.
            if kind != RING and (reason := why_not(actor, row, MEASURES[kind])):
                raise NotOffered(reason)
            if done_at is not None and done_at < row.happened_at - BEFORE:
                raise DoneLongBefore
            at = moment(row)
            made = Measure(
                id=key, incident=row, kind=kind, to=to, about_label=RING_LABEL if ring else "", about_id=ring,
                content=sealed("Measure", key, {"note": note}) if note else None, done_at=done_at or at,
                by=actor.label, at=at,
            )  # fmt: skip
            made.save(force_insert=True)
            _do(actor, row, made, question)
            changed(row, actor, MEASURE, at=at, codes={"kind": kind, **({"to": to} if to else {})})
    except IntegrityError:
        if known := _known(actor, incident, key, kind, to, note):
            return known
        raise
    return made


def _do(actor: Actor, row: Incident, measure: Measure, question: str) -> None:
    """What the software itself does about a measure; all else people did before they wrote it down."""
    if measure.kind == ASK:
        _ask(actor, row, measure.pk, question)
    elif measure.kind == NOTIFY:
        _notify(row, actor)
    elif measure.kind == HAND_OVER:
        _hand_over(row, measure.to, actor)


def _known(actor: Actor, incident: Incident, key: UUID, kind: str, to: str, note: str) -> Measure | None:
    found = Measure.objects.filter(pk=key).first()
    if found is None:
        return None
    if (found.by, found.incident_id, found.kind) != (actor.label, incident.pk, kind):
        raise IdTaken
    same = says("Measure", key, found.content, note=note) if found.content is not None else not note
    if not same or found.to != to:
        raise SavedOtherwise
    return found


def _ask(actor: Actor, row: Incident, key: UUID, code: str) -> None:
    """Each question's id follows from the measure's and the report's."""
    asked = 0
    joined = Joined.objects.filter(incident=row, parted_at=None).order_by("report")  # all lock reports in one order
    for report_id in joined.values_list("report", flat=True):
        report = report_for(actor, report_id)
        if report is None or report.closed_at is not None or not may_ask_ready(actor, report).allowed:
            continue
        with translation.override(settings.LANGUAGE_CODE):
            text = question_with(code, report.category)
            if not text:
                continue
            try:
                ask(actor=actor, report=report, text=text, message_id=uuid5(key, str(report_id)))
            except (ReportClosed, ReportGone, Refused):  # just now, by somebody else
                continue
        asked += 1
    if not asked:
        raise NobodyToAsk


def _notify(row: Incident, actor: Actor) -> None:
    """Heads of RT and RW hear of it only while a second person's word holds: nobody runs there on one person's."""
    if not connecting.connected():
        return
    officers = [each.code for each in titles_with("incidents.verify")]
    above = _persons(officers, path_of(row.unit), actor)
    sure = standing_of(row).confirmed
    heads = _persons(HEADS, [*path_of(row.unit), *_below(row.unit)], actor) if sure else []
    _tell(notices.HEADS, row, [each for each in heads if each not in above])
    _tell(
        notices.OFFICERS,
        row,
        above,
        page=whole(reverse("incident:board")),
        url=reverse("incident:situation", args=[row.pk]),
    )


def _hand_over(row: Incident, to: str, actor: Actor) -> None:
    kind = AUTHORITIES[to].kind
    if not kind or not connecting.connected():
        return
    there = [*path_of(row.unit), *_below(row.unit)] if kind == "sekolah" else path_of(row.unit)
    organisations = [each.pk for each in seated_in(there, [kind])]
    titles = [each.code for each in TITLES.values() if each.public and kind in each.kinds and kind not in OFFICES]
    found = sitting(titles, organisations=organisations) if organisations else []
    persons = dict.fromkeys(each.person for each in found if each.seat.organisation in organisations)
    _tell(notices.HANDED_OVER, row, [each for each in persons if f"person:{each}" != actor.label])


def _persons(titles: Iterable[str], units: Iterable[str], actor: Actor) -> list[UUID]:
    found = dict.fromkeys(each.person for each in sitting(list(titles), units=list(units)))
    return [each for each in found if f"person:{each}" != actor.label]


def _below(unit: str) -> list[str]:
    """The RW and RT in a unit; of what is larger than a kelurahan none."""
    if level_of(unit) < KELURAHAN:
        return []
    found = [each.code for each in territory.parts_of(unit)]
    return found + [code for each in found for code in _below(each)]


def _tell(notice: str, row: Incident, persons: list[UUID], *, page: str = "", url: str = "") -> None:
    with translation.override(settings.LANGUAGE_CODE):
        values = {
            "kind": str(KINDS[row.kind].words),
            "where": cut(in_words(up_to(row.unit, RW)), notices.LONGEST_PLACE),
            **({"page": page} if page else {}),
        }
    tell_many(notice, [(person, values) for person in persons], url=url)
