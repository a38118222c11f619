"""The ladder PG, AG, GN: what holds at a moment, and what may follow. Steps are only ever added or decided.

One person's word raises at once, but AG and GN stand as unverified until a second person's. From a verified AG or GN
nobody comes down alone: what would lower or renew it waits, and meanwhile it holds as it was. Nor does anybody alone
bring down what another one said: whoever took over another's waiting word cannot take it back. Every level has an end.
Whose word may be the second is not decided here, see ``access.may_decide``.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

NONE, PG, AG, GN = 0, 1, 2, 3
WAITING, HOLDS, REFUSED, WITHDRAWN = "waiting", "holds", "refused", "withdrawn"
What = Literal["raised", "lowered", "renewed", "expired"]

LASTS = {PG: timedelta(days=90), AG: timedelta(hours=6), GN: timedelta(hours=12)}
"""For how long a level holds from the step that said so."""
EVIDENCE = {NONE: timedelta(days=90), PG: timedelta(days=90), AG: timedelta(hours=6), GN: timedelta(hours=2)}
"""How old may be what a step rests on: of the level it says, or of the one in force where that is higher."""
RENEW_BEFORE = {PG: timedelta(days=7), AG: timedelta(hours=1), GN: timedelta(hours=1)}
"""So long before its end a level asks to be renewed."""


@dataclass(frozen=True)
class Rung:
    """A step: ``level`` is what it says, ``before`` what held by a second word (or as PG) when it was said.

    ``replaced``: it took the place of what another person had said and nobody had confirmed yet.
    """

    number: int
    what: What
    level: int
    before: int
    state: str
    by: str
    at: datetime
    until: datetime | None
    replaced: bool = False

    @property
    def counts_alone(self) -> bool:
        """Whether it is in force while it waits: it says more than what held."""
        return self.level > self.before


@dataclass(frozen=True)
class Standing:
    """What holds at a moment. ``base`` is the level below what only waits, ``waiting`` the step that waits.

    ``base_until``: when the base ends.
    """

    level: int
    verified: bool
    until: datetime | None
    since: datetime | None
    base: int
    waiting: Rung | None
    base_until: datetime | None = None

    @property
    def confirmed(self) -> bool:
        """Whether a second person's word for AG or more holds, also below what somebody has said since."""
        return self.base >= AG

    @property
    def wakes(self) -> datetime | None:
        """When this will have changed by itself."""
        ends = [each for each in (self.until, self.waiting.until if self.waiting else None) if each is not None]
        return min(ends, default=None)


class Cannot(Exception):
    """Nobody may say this now.

    ``why``: "nothing" (it is at that level), "waits" (another step is to be decided first), "others" (what one person
    said alone is refused, not lowered, by others), "replaced" (the same of one's own step, which took another's place).
    """

    def __init__(self, why: Literal["nothing", "waits", "others", "replaced"]) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True)
class Move:
    """What a judgement comes to. ``step`` is the new one, or ``None`` where the author merely takes back ``replaced``.

    ``replaced`` is the number of the waiting step that is withdrawn with it.
    """

    step: Rung | None
    replaced: int | None = None


def standing(rungs: Sequence[Rung], at: datetime) -> Standing:
    """What holds at a moment; nothing holds at or after its ``until``, whether that was noted or not."""
    base = next((each for each in reversed(rungs) if each.state == HOLDS), None)
    waiting = next((each for each in reversed(rungs) if each.state == WAITING), None)
    if waiting is not None and _over(waiting, at):
        waiting = None  # what nobody confirmed in time takes nothing away of what held below it
    if base is not None and _over(base, at):
        base = None
    held, base_until = (base.level, base.until) if base else (NONE, None)
    if waiting is not None and waiting.counts_alone:
        return Standing(
            waiting.level, verified=False, until=waiting.until, since=waiting.at, base=held, waiting=waiting,
            base_until=base_until,
        )  # fmt: skip
    if waiting is not None and waiting.before != held:
        waiting = None  # what it would have lowered or renewed is over
    return Standing(
        held,
        verified=held >= AG,
        until=base_until,
        since=base.at if base else None,
        base=held,
        waiting=waiting,
        base_until=base_until,
    )


def judged(rungs: Sequence[Rung], *, level: int, by: str, at: datetime) -> Move:
    """What it comes to when somebody says at a moment that it is at a level. Raises ``Cannot``.

    ``rungs`` are settled: see ``lapsed``.
    """
    now = standing(rungs, at)
    waiting = now.waiting
    if waiting is None:
        if level == now.level == NONE:
            raise Cannot("nothing")
        return Move(_step(rungs, now, level, by, at))
    own = waiting.by == by
    replaced = not own or waiting.replaced
    if replaced and level < now.level:
        raise Cannot("replaced" if own else "others" if waiting.counts_alone else "waits")
    if not own and level == now.level and not waiting.counts_alone:
        raise Cannot("waits")
    if waiting.counts_alone and level == now.base:
        return Move(None, waiting.number)
    return Move(_step(rungs, now, level, by, at, replaced=replaced), waiting.number)


def lapsed(rungs: Sequence[Rung], at: datetime) -> tuple[list[int], Rung | None]:
    """What the clock alone has ended by a moment: waiting steps to withdraw, and the step "expired" that stands for it.

    An expired level falls to none: it has to be judged anew. A raise that nobody confirmed in time falls back to what
    still holds below it.
    """
    gone: list[int] = []
    base = next((each for each in reversed(rungs) if each.state == HOLDS), None)
    waiting = next((each for each in reversed(rungs) if each.state == WAITING), None)
    over = base is not None and base.level > NONE and _over(base, at)
    alone = waiting is not None and waiting.counts_alone
    if waiting is not None and (_over(waiting, at) or (over and not alone)):
        gone.append(waiting.number)
    below = base is not None and base.level > NONE
    if waiting is not None and alone:
        ends = bool(gone) and (over or not below)
        return gone, (expired(rungs, waiting.level, at) if ends else None)
    return gone, (expired(rungs, base.level, at) if over and base is not None else None)


def last_number(rungs: Sequence[Rung]) -> int:
    return rungs[-1].number if rungs else 0


def _step(rungs: Sequence[Rung], now: Standing, level: int, by: str, at: datetime, *, replaced: bool = False) -> Rung:
    what: What = "renewed" if level == now.level else "raised" if level > now.level else "lowered"
    # PG and less by one person; what comes to AG or GN, or from a verified one, takes two.
    state = WAITING if max(level, now.base) >= AG else HOLDS
    until = at + LASTS[level] if level else None
    return Rung(last_number(rungs) + 1, what, level, now.base, state, by, at, until, replaced)


def expired(rungs: Sequence[Rung], level: int, at: datetime) -> Rung:
    """The step that says that a level is over: it has to be judged anew."""
    return Rung(last_number(rungs) + 1, "expired", NONE, level, HOLDS, "", at, None)


def _over(rung: Rung, at: datetime) -> bool:
    return rung.until is not None and rung.until <= at
