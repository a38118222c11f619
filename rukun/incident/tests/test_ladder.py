"""The ladder's arithmetic, in any order of words and hours."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from rukun.incident.algo.due import due_of, wake_of
from rukun.incident.algo.ladder import (
    AG,
    GN,
    HOLDS,
    LASTS,
    NONE,
    PG,
    REFUSED,
    WAITING,
    WITHDRAWN,
    Cannot,
    Rung,
    judged,
    lapsed,
    standing,
)

pytestmark = pytest.mark.pure
NIGHT = datetime(2026, 3, 6, 18, 30, tzinfo=UTC)
WHO, LEVEL = st.sampled_from("ab"), st.sampled_from((AG, NONE, PG, GN))
HOURS = st.one_of(st.floats(0, 1), st.floats(0, 2), st.floats(5, 13), st.floats(0, 24 * 100))


class Ladder(RuleBasedStateMachine):
    """Words of two people, second words, hours that pass. ``settled`` after each, as the actions do."""

    def __init__(self) -> None:
        super().__init__()
        self.at = NIGHT
        self.rungs: list[Rung] = []
        self.confirmed: set[int] = set()
        self.words: dict[str, Rung] = {}
        """What each said last that is in force by that alone, and nobody decided yet; what "two" said, of AG or GN."""

    def nobody_else_is_silenced(self, by: str) -> None:
        """After what one person did: whatever another one said, or two, is in force still."""
        others = [each for who, each in self.words.items() if who != by]
        said = [each.level for each in others if each.until is not None and each.until > self.at]
        assert standing(self.rungs, self.at).level >= max(said, default=NONE)

    def decide(self, number: int, state: str) -> None:
        self.rungs = [replace(each, state=state) if each.number == number else each for each in self.rungs]

    def waiting(self) -> Rung | None:
        return next((each for each in self.rungs if each.state == WAITING), None)

    @rule(by=WHO, level=LEVEL)
    def judges(self, by: str, level: int) -> None:
        before = standing(self.rungs, self.at)
        try:
            move = judged(self.rungs, level=level, by=by, at=self.at)
        except Cannot:
            # Nobody is ever kept from saying that it is worse.
            assert level <= before.level
            return
        waited = self.waiting()
        if waited is not None and (waited.by != by or waited.replaced):
            assert level > before.level or (level == before.level and waited.counts_alone)
        if move.replaced is not None:
            self.decide(move.replaced, WITHDRAWN)
        if move.step is not None:
            self.rungs.append(move.step)
        after = standing(self.rungs, self.at)
        if before.base >= AG:  # one person's word alone: nothing that was confirmed moves
            assert (after.base, after.level >= before.base) == (before.base, True)
        if before.verified and level <= before.level:
            assert (after.level, after.verified, after.until) == (before.level, True, before.until)
            assert after.waiting is not None
            assert (after.waiting.by, after.waiting.level) == (by, level)
        if level >= AG and level > before.level:
            assert (after.level, after.verified, after.until) == (level, False, self.at + LASTS[level])
        if max(level, before.base) <= PG:
            assert after.level == level
        self.words.pop(by, None)
        if move.step is not None and move.step.counts_alone and level >= AG:
            self.words[by] = move.step
        self.nobody_else_is_silenced(by)

    @rule(by=WHO)
    def keeps_it_up(self, by: str) -> None:
        self.judges(by=by, level=standing(self.rungs, self.at).level)

    @rule()
    def takes_back(self) -> None:
        waited = self.waiting()
        if waited is not None and not waited.replaced:
            self.decide(waited.number, WITHDRAWN)
            self.words.pop(waited.by, None)
            self.nobody_else_is_silenced(waited.by)

    @rule(yes=st.sampled_from((True, True, False)))
    def second_word(self, yes: bool) -> None:
        waited = self.waiting()
        if waited is None:
            return
        before = standing(self.rungs, self.at)
        self.decide(waited.number, HOLDS if yes else REFUSED)
        after = standing(self.rungs, self.at)
        self.words = {who: each for who, each in self.words.items() if who == "two"}
        if yes:
            # What two said of AG or GN takes two again; a PG anybody says alone, and ends alone.
            self.words["two"] = waited
            if waited.level <= PG:
                del self.words["two"]
            self.confirmed.add(waited.number)
            assert (after.level, after.until) == (waited.level, waited.until)
        else:
            assert (after.level, after.waiting) == (before.base, None)

    @rule(hours=HOURS)
    def time_passes(self, hours: float) -> None:
        self.at += timedelta(hours=hours)
        now = standing(self.rungs, self.at)
        gone, expired = lapsed(self.rungs, self.at)
        for number in gone:
            self.decide(number, WITHDRAWN)
        if expired is not None:
            self.rungs.append(expired)
        noted = standing(self.rungs, self.at)
        # What is written down later is what held already.
        assert (noted.level, noted.verified, noted.until, noted.base) == (now.level, now.verified, now.until, now.base)
        assert lapsed(self.rungs, self.at) == ([], None)

    @invariant()
    def one_step_waits_and_nothing_outlives_its_end(self) -> None:
        now = standing(self.rungs, self.at)
        assert sum(each.state == WAITING for each in self.rungs) == (now.waiting is not None)
        assert now.until is None or now.until > self.at
        assert (now.until is None) == (now.level == NONE)
        assert now.verified == (now.level >= AG and (now.waiting is None or not now.waiting.counts_alone))
        if now.verified:
            assert next(each.number for each in reversed(self.rungs) if each.state == HOLDS) in self.confirmed
        if now.wakes is not None:
            assert now.wakes > self.at
            later = standing(self.rungs, now.wakes)
            assert lapsed(self.rungs, now.wakes) != ([], None)
            assert later.level == NONE or later.waiting is None

    @invariant()
    def steps_stand_in_order(self) -> None:
        assert [each.number for each in self.rungs] == list(range(1, len(self.rungs) + 1))
        assert [each.at for each in self.rungs] == sorted(each.at for each in self.rungs)

    @invariant()
    def the_clock_asks_in_time(self) -> None:
        now = standing(self.rungs, self.at)
        due = due_of(now, self.at, state="handled", opened_at=NIGHT, state_at=NIGHT)
        wake = wake_of(now, self.at)
        if now.until is not None:
            assert wake is not None
            assert self.at < wake <= now.until
        if now.waiting is not None and now.waiting.counts_alone:
            assert (due.what in ("verify", "renew"), bool(due.at)) == (True, True)
        if due.what == "renew":
            assert due.at == now.until


TestLadder = Ladder.TestCase


def test_a_raise_that_nobody_confirmed_in_time_falls_back_to_what_held_below_it() -> None:
    low = judged([], level=PG, by="a", at=NIGHT).step
    assert low is not None
    raised = judged([low], level=AG, by="b", at=NIGHT + timedelta(hours=1)).step
    assert raised is not None
    late = NIGHT + timedelta(hours=1) + LASTS[AG]
    gone, expired = lapsed([low, raised], late)
    assert (gone, expired) == ([raised.number], None)
    after = standing([low, replace(raised, state=WITHDRAWN)], late)
    assert (after.level, after.waiting) == (PG, None)
