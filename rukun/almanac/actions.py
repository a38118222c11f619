"""Deciding what kind of day it is. Whatever counts working time learns of it in the same transaction."""

from datetime import date

from django.utils import timezone

from rukun.almanac import access, follow, queries
from rukun.almanac.errors import (
    AlreadyDecided,
    AlreadySo,
    NameTooLong,
    NoName,
    Over,
    TooFarAhead,
    UnknownUnit,
)
from rukun.almanac.models import Day
from rukun.almanac.verbs import DAY_REMOVED, DAY_SET
from rukun.guard import Actor
from rukun.journal import actions as journal
from rukun.journal.verbs import Verb
from rukun.territory import queries as territory

LONGEST_NAME = 80


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
