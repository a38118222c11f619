"""How many members there were, month by month."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta

from rukun.training.algo.months import months_after
from rukun.training.algo.states import ACTIVE, ON_LEAVE, History, state_at

GROWTH_MONTHS = 24
"""How far back the growth of an organisation is shown."""
BELONGS = (ACTIVE, ON_LEAVE)
"""States in which somebody counts as a member."""


def month_ends(now: datetime, months: int) -> list[datetime]:
    """The last moments of so many months, oldest first; of the present month ``now``."""
    begins = now.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    earlier = [months_after(begins, -back) - timedelta(microseconds=1) for back in range(months - 2, -1, -1)]
    return [*earlier, now]


def month_of(moment: datetime) -> date:
    """The first day of its month, by its own clock."""
    return moment.date().replace(day=1)


def members_at(histories: Collection[History], moments: Sequence[datetime]) -> list[int]:
    """How many of these memberships counted at each moment."""
    return [sum(state_at(each, moment) in BELONGS for each in histories) for moment in moments]
