"""Everything that happened to a situation, the newest first: what people wrote, and what the book has besides."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from rukun.alarm.queries.rings import RingView
from rukun.alarm.words import ENDINGS
from rukun.incident import verbs
from rukun.incident.kinds import STATES
from rukun.incident.models import Incident, Joined, Step
from rukun.incident.queries.changes import READING
from rukun.incident.queries.measures import Done
from rukun.incident.queries.page import Seen, StepShown
from rukun.journal.queries import Filter, find_entries
from rukun.journal.verbs import words_for
from rukun.report.categories import CATEGORIES

FROM_BOOK = tuple(
    each.name
    for each in (
        verbs.CHANGED,
        verbs.STATE_CHANGED,
        verbs.SUMMARISED,
        verbs.REVIEWED,
        verbs.CLOSING_PROPOSED,
        verbs.CLOSING_REFUSED,
        verbs.CLOSED,
        verbs.REOPENED,
        verbs.FOLLOWUP_DONE,
        verbs.FOLLOWUP_CONFIRMED,
    )
)
"""What leaves no row of its own that the page reads."""


@dataclass(frozen=True)
class Line:
    """``what`` is a class for the style sheet, ``more`` what came of it later.

    ``key`` is that of an observation that the reader may withdraw; ``off``: it was, and its words stand aside.
    """

    at: datetime
    what: str
    icon: str
    words: str
    who: str = ""
    text: str = ""
    more: tuple[str, ...] = field(default=())
    key: UUID | None = None
    off: bool = False

    @property
    def today(self) -> bool:
        return timezone.localtime(self.at).date() == timezone.localdate()


@dataclass(frozen=True)
class InBook:
    """An entry of the journal, as far as the page says it."""

    at: datetime
    actor: str
    words: str


def book_of(found: Incident) -> list[InBook]:
    """Its last entries in the journal, but those that rows say better. One query."""
    page = find_entries(READING, Filter(object_label="incident", object_id=str(found.pk), verbs=FROM_BOOK))
    return [
        InBook(each.time, each.actor, _of_book(each.verb, str(each.codes.get("state", "")))) for each in page.entries
    ]


def joins_of(found: Incident) -> list[tuple[Joined, str]]:
    """Every joining, undone ones too, with what the report is about. One query."""
    rows = Joined.objects.filter(incident=found).select_related("report").defer("report__account")
    return [(each, str(CATEGORIES[each.report.category].words)) for each in rows]


def timeline(
    found: Incident,
    names: dict[str, str],
    *,
    steps: Sequence[StepShown],
    seen: Sequence[Seen],
    done: Sequence[Done],
    joins: Sequence[tuple[Joined, str]],
    rings: Sequence[RingView],
    book: Sequence[InBook],
) -> list[Line]:
    """Lines put together. No query."""
    lines = [_step(each) for each in steps]
    lines += [_seen(each) for each in seen]
    rung = {each.row.pk: str(each.message.words) for each in rings}
    lines += [_measure(each, names, rung) for each in done]
    for row, words in joins:
        lines.append(Line(row.at, "joined", "right", _("Laporan digabungkan: %s") % words, names.get(row.by, "")))
        if row.parted_at is not None:
            who = names.get(row.parted_by, "")
            lines.append(Line(row.parted_at, "joined", "left", _("Laporan dilepas: %s") % words, who))
    lines += [line for each in rings for line in _ring(each)]
    lines += [Line(each.at, "book", "right", each.words, names.get(each.actor, "")) for each in book]
    lines.append(Line(found.opened_at, "opened", "new", _("Kejadian dicatat"), names.get(found.opened_by, "")))
    return sorted(lines, key=lambda line: line.at, reverse=True)


def _step(step: StepShown) -> Line:
    row, more = step.row, []
    when = _time(row.decided_at) if row.decided_at else ""
    if row.state == Step.HOLDS and row.decided_at:
        more.append(_("Dipastikan %(who)s, %(when)s.") % {"who": step.decided_by, "when": when})
    elif row.state == Step.REFUSED:
        told = {"who": step.decided_by, "when": when, "why": step.refusal}
        more.append(_("Tidak dibenarkan %(who)s, %(when)s: %(why)s") % told)
    elif row.state == Step.WITHDRAWN:
        more.append(_("Ditarik atau digantikan, %s.") % when)
    elif row.state == Step.WAITING:
        more.append(_("Belum diverifikasi: menunggu orang kedua."))
    icon = {1: "PG", 2: "AG", 3: "GN"}.get(row.level, "off")
    return Line(row.at, "step", icon, step.words, step.who, step.reason, tuple(more))


def _seen(seen: Seen) -> Line:
    row, more, off = seen.row, list(_seen_at(seen.row)), seen.row.withdrawn_at is not None
    words = _("Pengamatan, %s") % seen.source
    if row.withdrawn_at is not None:
        told = {"who": seen.withdrawn_by, "when": _time(row.withdrawn_at), "why": seen.withdrawal}
        more.append(_("Ditarik %(who)s, %(when)s: %(why)s") % told)
        words = _("Pengamatan ditarik, %s") % seen.source
    key = row.pk if seen.may_withdraw else None
    icon = "off" if off else "info"
    return Line(row.at, "seen", icon, words, seen.who, seen.text, tuple(more), key=key, off=off)


def _measure(done: Done, names: dict[str, str], rung: dict[UUID, str]) -> Line:
    ring = done.row.about_id
    what = done.to or (rung.get(ring, "") if ring is not None else "")
    words = f"{done.words}: {what}" if what else str(done.words)
    return Line(done.row.at, "measure", "done", words, names.get(done.by, ""), done.note, _when(done))


def _when(done: Done) -> tuple[str, ...]:
    """What was done earlier than it was written down says when."""
    if (done.row.at - done.done_at).total_seconds() < 60:
        return ()
    return (_("Dilakukan %s.") % _time(done.done_at),)


def _seen_at(row: Any) -> tuple[str, ...]:
    if (row.at - row.seen_at).total_seconds() < 60:
        return ()
    return (_("Terlihat %s.") % _time(row.seen_at),)


def _of_book(verb: str, state: str) -> str:
    if verb == verbs.STATE_CHANGED.name:
        return _("Keadaan: %s") % STATES.get(state, "")
    words = str(words_for(verb))
    return words[:1].upper() + words[1:]


def _ring(ring: RingView) -> list[Line]:
    """How it ended. That it was rung is a measure, which stands there already."""
    row = ring.row
    if row.ended_at is None:
        return []
    told = {"how": ENDINGS.get(row.ending, ""), "comes": ring.counts.comes, "called": ring.counts.called}
    words = _("Kentongan berakhir: %(how)s. %(comes)d dari %(called)d menjawab siap.") % told
    if not ring.counts.withdrew:
        return [Line(row.ended_at, "ring", "done", words)]
    return [Line(row.ended_at, "ring withdrew", "done", " ".join([words, _("%d mundur.") % ring.counts.withdrew]))]


def _time(at: datetime) -> str:
    return date_format(timezone.localtime(at), "j F, H.i")
