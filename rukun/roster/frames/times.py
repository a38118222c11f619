"""When a shift of a night begins and ends."""

from datetime import date, datetime, time, timedelta

from rukun.almanac.queries import zone_in
from rukun.roster.models import Shift

NOON = time(12)


def times_of(night: date, shift: Shift) -> tuple[datetime, datetime]:
    """Begin and end of a shift in a night, by the clock of its post's unit. No query if the shift knows its post.

    One that begins before noon belongs to the evening before; one whose end is not after its begin ends the next day.
    """
    zone = zone_in(shift.post.unit)
    first = night + timedelta(days=1) if shift.begins < NOON else night
    last = first + timedelta(days=1) if shift.ends <= shift.begins else first
    return datetime.combine(first, shift.begins, zone), datetime.combine(last, shift.ends, zone)


def hours_of(shift: Shift) -> tuple[float, float]:
    """Begin and end in hours after noon of the night's evening, as ``algo.problem.PostLine`` wants them."""
    begins = (_hour(shift.begins) - 12) % 24
    return begins, begins + ((_hour(shift.ends) - _hour(shift.begins)) % 24 or 24)


def _hour(at: time) -> float:
    return at.hour + at.minute / 60
