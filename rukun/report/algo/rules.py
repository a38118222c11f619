"""Which line of the table of receivers holds for a report: the most specific of those that fit.

A line holds in a unit and below it, for one category or all, on certain weekdays, at certain hours of local time, from
one day to another. Hours over midnight belong to the day on which they begin, weekday and dates alike: what runs until
six in the morning of the first day without the line is still its night.
"""

from collections.abc import Collection, Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

EVERY_DAY = 0b1111111
"""Monday is the lowest bit."""

# Why a line does not fit.
ELSEWHERE, OTHER_CATEGORY, NOT_YET, ENDED, OTHER_HOUR, OTHER_DAY, OWNER_GONE = FAILS = (
    "elsewhere",
    "category",
    "not_yet",
    "ended",
    "hour",
    "day",
    "gone",
)
# Why it fits and another was chosen: that one names a smaller unit, a category, hours or days; or it began later.
WIDER, ALL_CATEGORIES, ALWAYS, EARLIER, ALIKE = LOSES = ("wider", "all", "always", "earlier", "alike")
CHOSEN = "chosen"


@dataclass(frozen=True)
class Rule:
    """A line. ``category`` ``""`` means all; ``to_hour`` at or below ``from_hour`` lies on the next day.

    ``since`` is the first day on which it holds, ``until`` the first on which it does not any more.
    """

    id: UUID
    unit: str
    category: str
    days: int
    from_hour: int
    to_hour: int
    owner_key: Hashable
    clock: str
    since: date
    until: date | None = None

    @property
    def hours(self) -> int:
        """How many hours it holds each day, 1 to 24."""
        return (self.to_hour - self.from_hour) % 24 or 24

    @property
    def always(self) -> bool:
        return self.days == EVERY_DAY and self.hours == 24

    def begins(self, at: datetime) -> date | None:
        """The day on which those of its hours begin in which ``at`` lies; ``None`` outside them."""
        passed = (at.hour - self.from_hour) % 24
        if passed >= self.hours:
            return None
        return at.date() if at.hour >= self.from_hour else at.date() - timedelta(days=1)


@dataclass(frozen=True)
class Judged:
    """``fits`` although another may have been chosen; ``reason`` is ``CHOSEN``, or one of ``FAILS`` or ``LOSES``."""

    rule: Rule
    fits: bool
    reason: str


def chosen(
    rules: Iterable[Rule], *, category: str, units: Sequence[str], at: datetime, gone: Collection[Hashable] = ()
) -> Rule | None:
    """The line that decides, ``None`` where none fits. Neither their order nor those that do not fit matter.

    ``units`` is the path from the report's unit upwards, ``at`` is local time there, ``gone`` are the keys of owners
    that do not stand any more.
    """
    fitting = [each for each in rules if _fails(each, category, units, at, gone) == ""]
    return max(fitting, key=_weight, default=None)


def why(
    rules: Iterable[Rule], *, category: str, units: Sequence[str], at: datetime, gone: Collection[Hashable] = ()
) -> list[Judged]:
    """The same with the reason of every line: the one that was chosen first, then what fits, then the rest."""
    lines = sorted(rules, key=_weight, reverse=True)
    winner = chosen(lines, category=category, units=units, at=at, gone=gone)
    judged: list[Judged] = []
    for each in lines:
        fails = _fails(each, category, units, at, gone)
        judged.append(Judged(each, not fails, fails or (_loses(each, winner) if winner else CHOSEN)))
    return sorted(judged, key=lambda each: (each.reason != CHOSEN, not each.fits))


def overlap(one: Rule, other: Rule) -> bool:
    """Whether there is a moment at which both hold and are equally specific.

    Then nothing but the day on which each began would decide between them: whoever writes the table did not mean that.
    What one begins in its last night and the other on its first day is no overlap: so one can follow the other.
    """
    if (one.unit, one.category, one.always) != (other.unit, other.category, other.always):
        return False
    first = max(one.since, other.since)
    last = min((each.until for each in (one, other) if each.until), default=None)
    week = [first + timedelta(days=number) for number in range(8)]  # and the night after it
    days = [day for day in week if last is None or day < last]
    return bool(_hours_on(days, one) & _hours_on(days, other))


def _weight(rule: Rule) -> tuple[int, bool, bool, date, UUID]:
    return (rule.unit.count(".") + bool(rule.unit), bool(rule.category), not rule.always, rule.since, rule.id)


def _fails(rule: Rule, category: str, units: Sequence[str], at: datetime, gone: Collection[Hashable]) -> str:
    begun = rule.begins(at)
    day = begun or at.date()
    failing = {
        ELSEWHERE: rule.unit not in units,
        OTHER_CATEGORY: rule.category not in ("", category),
        NOT_YET: day < rule.since,
        ENDED: rule.until is not None and day >= rule.until,
        OTHER_HOUR: begun is None,
        OTHER_DAY: not rule.days >> day.weekday() & 1,
        OWNER_GONE: rule.owner_key in gone,
    }
    return next((reason for reason, so in failing.items() if so), "")


def _loses(rule: Rule, winner: Rule) -> str:
    if rule == winner:
        return CHOSEN
    ours, theirs = _weight(rule), _weight(winner)
    return next(reason for reason, mine, other in zip(LOSES, ours, theirs, strict=True) if mine != other)


def _hours_on(days: Iterable[date], rule: Rule) -> set[int]:
    """The hours, counted from the beginning of the calendar, that it holds of those that begin on these days."""
    starts = [day.toordinal() * 24 + rule.from_hour for day in days if rule.days >> day.weekday() & 1]
    return {start + hour for start in starts for hour in range(rule.hours)}
