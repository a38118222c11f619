"""Deciding what kind of day it is, and entering what lasts from a day to a day.

Whatever counts working time, or planned by the calendar, learns of it in the same transaction.
"""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from rukun.almanac import access, follow, queries
from rukun.almanac.algo.hijri import LENGTHS, MOVED, Fast
from rukun.almanac.algo.nights import LIBUR_SEKOLAH, RAMADAN
from rukun.almanac.errors import (
    AlreadyDecided,
    AlreadySo,
    Backwards,
    NameTooLong,
    NoName,
    NoSuchMonth,
    NotThatRamadan,
    Over,
    Overlaps,
    RamadanTooNarrow,
    SpanOver,
    SpanTooFarAhead,
    TooFarAhead,
    TooLong,
    UnknownKind,
    UnknownUnit,
)
from rukun.almanac.kinds import SPANS, SpanKind
from rukun.almanac.models import Day, Span
from rukun.almanac.verbs import DAY_REMOVED, DAY_SET, SPAN_REMOVED, SPAN_SET
from rukun.guard import Actor
from rukun.journal import actions as journal
from rukun.journal.verbs import Verb
from rukun.territory import queries as territory
from rukun.territory.algo.codes import DISTRICT, level_of

LONGEST_NAME = 80
ALONE = frozenset({RAMADAN, LIBUR_SEKOLAH})
"""Kinds of which a unit has one at a time, whatever it is called."""
_AROUND = timedelta(days=60)
"""What is to be entered can only collide with what ended no longer ago than this before it."""


def set_day(*, actor: Actor, day: date, unit: str, working: bool, name: str) -> Day:
    """Decide that people work on a day, or do not, in a unit and below it, against the calendar; ``""`` is everywhere.

    Sent twice it is decided once. A day of which the calendar knows only by estimate may be decided as it is: then it
    stays. Raises ``Refused``, ``NoName``, ``NameTooLong``, ``Over``, ``TooFarAhead``, ``UnknownUnit``,
    ``AlreadyDecided``, ``AlreadySo``.
    """
    access.may_decide(actor, unit).demand()
    if unit and not territory.exists(unit) and unit not in access.managed_by(actor):
        raise UnknownUnit
    name = " ".join(name.split())
    if not name:
        raise NoName
    if len(name) > LONGEST_NAME:
        raise NameTooLong(LONGEST_NAME)
    _demand_near(day)
    with journal.atomic():
        decided = list(queries.decisions_about(day, unit).select_for_update())
        if not any(each.unit == unit for each in decided):
            _demand_different(day, queries.special_day(day, unit, decided), working=working)
        row, made = Day.objects.get_or_create(
            date=day,
            unit=unit,
            defaults={"working": working, "name": name, "by": actor.label, "at": timezone.now()},
        )
        if made:
            _changed(DAY_SET, actor, row)
        elif (row.working, row.name) != (working, name):
            raise AlreadyDecided(day, row.name)
    return row


def remove_day(*, actor: Actor, key: int) -> Day | None:
    """Take a decision back: the day is again what the calendar and the units above say.

    ``None`` where there is none, or no longer. Raises ``Refused``, ``Over``.
    """
    found = queries.decision_with(key)
    if found is None:
        return None
    access.may_decide(actor, found.unit).demand()
    with journal.atomic():
        row = Day.objects.select_for_update().filter(pk=key).first()
        if row is None:
            return None
        if row.date < earliest():
            raise Over(earliest())
        row.delete()
        row.pk = key
        _changed(DAY_REMOVED, actor, row)
    return row


def earliest() -> date:
    """The first day that can still be changed: whoever is late must not find that yesterday was a holiday."""
    return timezone.localdate()


def latest() -> date:
    """The last day that can be decided already."""
    return date(queries.working_years()[-1], 12, 31)


def _demand_near(day: date) -> None:
    if day < earliest():
        raise Over(earliest())
    if day > latest():
        raise TooFarAhead(latest())


def _demand_different(day: date, known: queries.Special | None, *, working: bool) -> None:
    first = known.said[0] if known else None
    if queries.works_on(day, known) == working and not (first and first.estimated):
        raise AlreadySo(day, first.name if first else "", working=working)


def _changed(verb: Verb, actor: Actor, row: Day) -> None:
    kind = "working" if row.working else "off"
    about = ("almanac_day", str(row.pk))
    journal.record(verb, actor=actor, unit=row.unit, about=about, codes={"date": row.date.isoformat(), "kind": kind})
    for changed in follow.CHANGED:
        changed()


# From a day to a day


def set_span(*, actor: Actor, kind: str, unit: str, first: date, last: date, name: str) -> Span:
    """Enter something from ``first`` to ``last``, both included, in a unit and below it; ``""`` is everywhere.

    Sent twice it is entered once. A Ramadan replaces the reckoned one of its year and needs no name; like school
    holidays and elections it can be entered while it goes on, for it is announced late. Raises ``Refused`` and, of
    ``errors``, all from ``UnknownKind`` on, ``NoName``, ``NameTooLong`` and ``UnknownUnit``.
    """
    if kind not in SPANS:
        raise UnknownKind
    access.may_enter(actor, kind, unit).demand()
    if unit and not territory.exists(unit) and unit not in access.entered_by(actor):
        raise UnknownUnit
    name = _named(name, kind)
    _demand_sensible(SPANS[kind], first, last)
    hijri = _demand_ramadan(first, last, unit) if kind == RAMADAN else None
    with journal.atomic():
        known = _near(kind, unit, first).select_for_update()
        if not _same(known, first, last, name):
            _demand_room(known, first, last, name, hijri)
        what = {"unit": unit, "kind": kind, "first": first, "last": last, "name": name, "hijri": hijri}
        only = ("unit", "hijri") if hijri else ("unit", "kind", "first", "last", "name")
        row, made = Span.objects.get_or_create(
            **{each: what[each] for each in only}, defaults={**what, "by": actor.label, "at": timezone.now()}
        )
        if made:
            _span_changed(SPAN_SET, actor, row)
        elif not _same([row], first, last, name):  # somebody else was a moment faster
            _demand_room([row], first, last, name, hijri)
    return row


def remove_span(*, actor: Actor, key: int) -> Span | None:
    """Take it back: its nights are again what they are without it.

    ``None`` where there is none, or no longer. Raises ``Refused``, ``SpanOver``.
    """
    found = queries.span_with(key)
    if found is None:
        return None
    access.may_enter(actor, found.kind, found.unit).demand()
    with journal.atomic():
        row = Span.objects.select_for_update().filter(pk=key).first()
        if row is None:
            return None
        if row.last < timezone.localdate():
            raise SpanOver(timezone.localdate(), begun=False)
        row.delete()
        row.pk = key
        _span_changed(SPAN_REMOVED, actor, row)
    return row


def _named(name: str, kind: str) -> str:
    name = " ".join(name.split())
    if not name and kind != RAMADAN:
        raise NoName(_("Namanya belum diisi. Tulis apa itu, misalnya: Pasar malam di lapangan."))
    if len(name) > LONGEST_NAME:
        raise NameTooLong(LONGEST_NAME)
    return name


def _demand_sensible(kind: SpanKind, first: date, last: date) -> None:
    today = timezone.localdate()
    if last < first:
        raise Backwards
    if last < today:
        raise SpanOver(today, begun=False)
    if kind.ahead and first < today:
        raise SpanOver(today, begun=True)
    if last > latest():
        raise SpanTooFarAhead(latest())
    days = (last - first).days + 1
    if kind.code == RAMADAN and days not in LENGTHS:
        raise NoSuchMonth(days)
    if days > kind.longest:
        raise TooLong(kind.words, kind.longest)


def _demand_ramadan(first: date, last: date, unit: str) -> int:
    """The Hijri year to which such a Ramadan belongs."""
    if unit and level_of(unit) > DISTRICT:
        raise RamadanTooNarrow
    near = queries.estimated_ramadan(first)
    if near is None or abs((near.first - first).days) > MOVED:
        raise NotThatRamadan(near.first if near else None)
    return Fast(first, last).year


def _near(kind: str, unit: str, first: date) -> QuerySet[Span]:
    return Span.objects.filter(unit=unit, kind=kind, last__gte=first - _AROUND)


def _same(known: Iterable[Span], first: date, last: date, name: str) -> Span | None:
    return next((each for each in known if (each.first, each.last, each.name) == (first, last, name)), None)


def _demand_room(known: Iterable[Span], first: date, last: date, name: str, hijri: int | None) -> None:
    for each in known:
        meets = each.first <= last and each.last >= first
        alike = each.kind in ALONE or each.name.casefold() == name.casefold()
        if (meets and alike) or (hijri and each.hijri == hijri):
            raise Overlaps(each.name or str(SPANS[each.kind].words), each.first, each.last)


def _span_changed(verb: Verb, actor: Actor, row: Span) -> None:
    about = ("almanac_span", str(row.pk))
    codes = {"kind": row.kind, "first": row.first.isoformat(), "last": row.last.isoformat()}
    journal.record(verb, actor=actor, unit=row.unit, about=about, codes=codes)
    for changed in follow.CHANGED:
        changed()
