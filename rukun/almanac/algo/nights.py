"""What kind of night it is: put together from what is known of the days, without asking anything.

The night of a date begins on its evening and ends on the next morning. So a night is a *sahur* night if people fast
on the morning in which it ends, and the eve of a holiday if that morning's day is one.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, tzinfo

from rukun.almanac.algo.hijri import Fast
from rukun.almanac.algo.sun import Spot, sky_of
from rukun.almanac.algo.working import WEEKDAYS

BIASA = "biasa"  # none of the others
AKHIR_PEKAN = "akhir_pekan"  # Friday's and Saturday's
SAHUR = "sahur"  # people fast in the morning
MALAM_LIBUR = "malam_libur"  # the next day is off, and not only because it is a Saturday or Sunday
PEMILU = "pemilu"  # a stage of an election: from the evening before its first day to the evening of its last
ACARA = "acara"  # an event or a match on this date
KINDS = (BIASA, AKHIR_PEKAN, SAHUR, MALAM_LIBUR, PEMILU, ACARA)

# What people enter, from a day to a day.
RAMADAN = "ramadan"
LIBUR_SEKOLAH = "libur_sekolah"
PERTANDINGAN = "pertandingan"
SPANS = (ACARA, PERTANDINGAN, LIBUR_SEKOLAH, PEMILU, RAMADAN)

FRIDAY, SATURDAY = 4, 5
_A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Stretch:
    """Something that lasts from a day to a day. ``kind`` is one of ``SPANS`` but Ramadan, which is a ``Fast``."""

    kind: str
    first: date
    last: date
    name: str

    def holds(self, day: date) -> bool:
        return self.first <= day <= self.last


@dataclass(frozen=True)
class Facts:
    """What is known of the days in one place.

    ``off`` are the days off with their names, Saturdays and Sundays only if they are holidays besides; ``estimated``
    those of them that may still move. ``takbiran`` is what the evening of the last day of fasting is called, ``eve``
    how the evening before a day off is: with %s for the day's name.
    """

    off: Mapping[date, str] = field(default_factory=dict)
    estimated: frozenset[date] = frozenset()
    fasts: tuple[Fast, ...] = ()
    stretches: tuple[Stretch, ...] = ()
    takbiran: str = ""
    eve: str = "%s"


@dataclass(frozen=True)
class Night:
    """The night from the evening of ``date`` to the next morning. Moments are aware, by the clock of the place.

    ``kinds`` are codes of ``KINDS``, in their order, at least one; ``names`` say in words what is special. ``sunset``
    is Maghrib; ``imsak`` is None unless people fast in the morning, ``fasting`` is which day of the fast that is.
    ``school``: the next day is one on which children go to school. ``estimated``: something of it may still move.
    """

    date: date
    kinds: tuple[str, ...]
    names: tuple[str, ...]
    school: bool
    estimated: bool
    fasting: int | None
    sunset: datetime
    imsak: datetime | None
    subuh: datetime
    sunrise: datetime

    def __contains__(self, kind: str) -> bool:
        return kind in self.kinds

    @property
    def special(self) -> bool:
        """Whether more is to be said of it than its weekday."""
        return bool(set(self.kinds) - {BIASA, AKHIR_PEKAN})


def compose(day: date, facts: Facts, spot: Spot, zone: tzinfo) -> Night:
    """What kind of night begins on the evening of ``day``. Raises ``ValueError`` far from the equator: see ``sun``."""
    morning = day + _A_DAY
    fast = next((each for each in facts.fasts if each.first <= morning <= each.last), None)
    eve = any(each.last == day for each in facts.fasts)
    kinds, names = set(), []
    if day.weekday() in (FRIDAY, SATURDAY):
        kinds.add(AKHIR_PEKAN)
    if fast:
        kinds.add(SAHUR)
    if eve or morning in facts.off:
        kinds.add(MALAM_LIBUR)
        names += [facts.takbiran] * eve + ([facts.eve % facts.off[morning]] if morning in facts.off else [])
    for each in facts.stretches:
        if each.kind == PEMILU and (each.holds(day) or each.holds(morning)):
            kinds.add(PEMILU)
            names.append(each.name)
        elif each.kind in (ACARA, PERTANDINGAN) and each.holds(day):
            kinds.add(ACARA)
            names.append(each.name)
    sky = sky_of(day, spot, zone)
    return Night(
        date=day,
        kinds=tuple(each for each in KINDS if each in (kinds or {BIASA})),
        names=tuple(dict.fromkeys(filter(None, names))),
        school=_is_school_day(morning, facts),
        estimated=morning in facts.estimated or any(_unsure(each, day, morning) for each in facts.fasts),
        fasting=fast.day_of(morning) if fast else None,
        sunset=sky.sunset,
        imsak=sky.imsak if fast else None,
        subuh=sky.subuh,
        sunrise=sky.sunrise,
    )


def nights(first: date, last: date, facts: Facts, spot: Spot, zone: tzinfo) -> list[Night]:
    """All from the evening of ``first`` to that of ``last``."""
    return [compose(first + timedelta(days=at), facts, spot, zone) for at in range((last - first).days + 1)]


def kinds_of(found: Iterable[Night]) -> dict[date, frozenset[str]]:
    """The kinds by date: what whoever compares two looks at the same nights wants."""
    return {each.date: frozenset(each.kinds) for each in found}


def _is_school_day(day: date, facts: Facts) -> bool:
    """Monday to Friday, but for days off and school holidays."""
    if day.weekday() >= WEEKDAYS or day in facts.off:
        return False
    return not any(each.kind == LIBUR_SEKOLAH and each.holds(day) for each in facts.stretches)


def _unsure(fast: Fast, day: date, morning: date) -> bool:
    """Whether a night would be another if an estimated Ramadan began or ended up to two days sooner or later."""
    if fast.announced:
        return False
    near = timedelta(days=2)
    return any(abs(edge - each) <= near for edge in (fast.first, fast.last) for each in (day, morning))
