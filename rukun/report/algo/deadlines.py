"""How long there is to tell an authority."""

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True)
class Left:
    """``last`` is the last day that counts; ``days`` how many days that is from today, negative once it is over."""

    last: date
    days: int


def left(known: date, within: int, today: date) -> Left:
    """What is left of ``within`` days since something became known: plain days, the day itself not among them.

    Where the law means working days this ends too early, never too late.

    >>> left(date(2026, 11, 20), 7, date(2026, 11, 22))
    Left(last=datetime.date(2026, 11, 27), days=5)
    """
    last = known + timedelta(days=within)
    return Left(last, (last - today).days)
