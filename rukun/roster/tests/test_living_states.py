"""Whatever happens to a published roster: every rule holds, by two checkers, and no duty is lost or doubled."""

from collections import Counter
from contextlib import suppress
from datetime import date, timedelta
from itertools import pairwise

import pytest
import time_machine
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from rukun.guard import Actor, Refused
from rukun.journal import actions as journal
from rukun.people.actor import actor_of
from rukun.roster.actions.calling import answer_ask, call_next, open_call, withdraw_call
from rukun.roster.actions.changing import EDIT, change
from rukun.roster.actions.holding import hold
from rukun.roster.actions.swapping import accept_swap, ask_swap, end_swaps, refuse_swap, withdraw_swap
from rukun.roster.algo.checking import violations
from rukun.roster.errors import RosterError
from rukun.roster.frames import frame_of
from rukun.roster.models import Call, CallAsk, Duty, Roster, Swap, Wish
from rukun.roster.rules_words import rules_of
from rukun.roster.tests.factories import Made, group, published
from rukun.roster.verbs import EDITED

pytestmark = pytest.mark.django_db
PEOPLE, NIGHTS, NEED, LEADERS = 8, 4, 2, 4
SOMEBODY, PLACE, LATER = st.integers(0, PEOPLE - 1), st.integers(0, NIGHTS * NEED - 1), st.integers(0, 200)


class Living(RuleBasedStateMachine):
    """A week of two at one post. Members ask, take, refuse; the keeper edits; whoever may not is refused."""

    made: Made
    roster: Roster
    edition = 0

    def __init__(self) -> None:
        super().__init__()
        self.undone = transaction.atomic()  # each course of events has a database of its own
        self.undone.__enter__()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.undone.__exit__(None, None, None)

    @initialize(never=st.dictionaries(SOMEBODY, st.integers(0, NIGHTS - 1), max_size=2), leader=st.booleans())
    def begin(self, never: dict[int, int], leader: bool) -> None:
        self.made = group(PEOPLE, need=NEED, capacity=3, leaders=LEADERS, leader=leader)
        # 0 4 | 1 5 | 2 6 | 3 7: one who can lead each night.
        first = timezone.localdate() + timedelta(days=2)
        order = [each + half for each in range(NIGHTS) for half in (0, 4)]
        made = Made(**{**vars(self.made), "watchers": [self.made.watchers[each] for each in order]})
        self.roster = published(made, first, NIGHTS)
        standing = {(each.watcher_id, each.night) for each in Duty.objects.filter(roster=self.roster)}
        for who, night in never.items():
            day, watcher = first + timedelta(days=night), self.made.watchers[who]
            if (watcher.pk, day) not in standing:
                Wish.objects.create(watcher=watcher, wish=Wish.NEVER, first=day, last=day, by="x", at=timezone.now())

    def actor(self, number: int) -> Actor:
        return actor_of(self.made.people[number])

    def duties(self) -> list[Duty]:
        rows = Duty.objects.filter(roster=self.roster, gone_at=None).select_related("watcher", "watch", "shift__post")
        return list(rows.order_by("night", "watcher__pk"))

    def whose(self, duty: Duty) -> Actor:
        return actor_of(duty.watcher.persons.get().person)

    @rule(place=PLACE, to=SOMEBODY, back=PLACE, named=st.booleans(), both=st.booleans())
    def asks(self, place: int, to: int, back: int, named: bool, both: bool) -> None:
        duties = self.duties()
        duty, other = duties[place % len(duties)], duties[back % len(duties)]
        watcher = other.watcher if both else self.made.watchers[to]
        with suppress(RosterError):
            ask_swap(
                actor=self.whose(duty),
                duty=duty,
                to=watcher if named else None,
                for_duty=other if named and both else None,
            )

    @rule(pick=LATER, who=SOMEBODY, what=st.sampled_from((accept_swap, accept_swap, refuse_swap, withdraw_swap)))
    def answers(self, pick: int, who: int, what: object) -> None:
        swaps = list(Swap.objects.select_related("duty__watch", "to", "duty__watcher").order_by("asked_at", "pk"))
        swaps = [each for each in swaps if each.state == Swap.ASKED or pick % 4 == 0]
        if not swaps:
            return
        swap = swaps[pick % len(swaps)]
        named = actor_of(swap.to.persons.get().person) if swap.to is not None and pick % 3 else self.actor(who)
        with suppress(RosterError, Refused):
            what(actor=named, swap=swap)  # type: ignore[operator]

    @rule(place=PLACE)
    def falls_ill(self, place: int) -> None:
        duties = self.duties()
        duty = duties[place % len(duties)]
        open_call(actor=self.whose(duty), duty=duty)

    @rule(pick=LATER, yes=st.booleans())
    def is_asked(self, pick: int, yes: bool) -> None:
        asks = list(CallAsk.objects.select_related("call__duty__watch", "watcher").order_by("pk"))
        if not asks:
            return
        ask = asks[-1 - pick % len(asks)]
        with suppress(RosterError):
            answer_ask(actor=actor_of(ask.watcher.persons.get().person), ask=ask, yes=yes)

    @rule(pick=LATER)
    def is_well_again(self, pick: int) -> None:
        calls = list(Call.objects.select_related("duty__watch", "duty__watcher").order_by("opened_at", "pk"))
        if not calls:
            return
        call = calls[pick % len(calls)]
        with suppress(RosterError):
            withdraw_call(actor=actor_of(self.made.keeper), call=call)

    @rule(place=PLACE, to=SOMEBODY)
    def edited(self, place: int, to: int) -> None:
        duties = self.duties()
        duty, watcher = duties[place % len(duties)], self.made.watchers[to]
        with suppress(RosterError), journal.atomic():
            change(
                actor=self.made.actor,
                watch=hold(self.made.watch.pk),
                gone=[duty],
                new=[(watcher, duty.shift, duty.night)],
                why=EDIT,
                verb=EDITED,
            )

    @rule(hours=st.integers(0, 4))
    def time_passes(self, hours: int) -> None:
        """The clock's jobs; answers run out."""
        CallAsk.objects.filter(answer="").update(until=timezone.now() + timedelta(hours=hours - 2))
        call_next()
        end_swaps()

    @invariant()
    def every_rule_holds_by_two_checkers(self) -> None:
        if not hasattr(self, "roster"):
            return
        edition = Roster.objects.get(pk=self.roster.pk).edition
        if edition == self.edition:
            return
        self.edition, duties = edition, self.duties()
        frame = frame_of(self.made.watch, self.roster.first, self.roster.last)
        assert not violations(frame.problem, frame.assignment(duties))
        assert not frame.violations(frame.assignment(duties))
        _check_alone(self.made, self.roster, duties)

    @invariant()
    def nothing_is_lost_or_doubled(self) -> None:
        if not hasattr(self, "roster"):
            return
        duties = self.duties()
        assert Counter(each.night for each in duties) == {
            self.roster.first + timedelta(days=number): NEED for number in range(NIGHTS)
        }
        assert max(Counter((each.watcher_id, each.night) for each in duties).values()) == 1
        went = Duty.objects.filter(roster=self.roster).exclude(gone_at=None)
        assert went.count() == Duty.objects.filter(roster=self.roster).count() - NEED * NIGHTS
        assert set(went.values_list("gone_why", flat=True)) <= {"swapped", "stood_in", "edited"}

    @invariant()
    def what_is_open_is_about_what_is_there(self) -> None:
        """Nobody can take a duty that is gone; of each accepted swap and each call there is one outcome."""
        if not hasattr(self, "roster"):
            return
        assert not Call.objects.filter(state=Call.OPEN).exclude(duty__gone_at=None).exists()
        assert not Swap.objects.filter(state=Swap.ASKED).exclude(duty__gone_at=None).exists()
        assert max(Counter(CallAsk.objects.filter(answer="yes").values_list("call_id")).values(), default=1) == 1
        found = Call.objects.filter(state=Call.FOUND)
        assert found.count() == CallAsk.objects.filter(answer="yes").values("call").distinct().count()
        assert not found.filter(duty__gone_at=None).exists()


def _check_alone(made: Made, roster: Roster, duties: list[Duty]) -> None:
    """The rules once more, over the rows alone and with other means than the room's."""
    ruled, post = rules_of(made.watch), made.post
    nights: dict[date, list[Duty]] = {}
    for each in duties:
        nights.setdefault(each.night, []).append(each)
    for night, there in nights.items():
        assert NEED <= len(there) <= post.capacity
        assert len({each.watcher_id for each in there}) == len(there)
        if post.leader:
            assert any(each.watcher.leader for each in there), night
        for each in there:
            unwilling = Wish.objects.filter(watcher=each.watcher, wish=Wish.NEVER, first__lte=night, last__gte=night)
            assert not unwilling.exists()
    of_one: dict[object, list[date]] = {}
    for each in duties:
        of_one.setdefault(each.watcher_id, []).append(each.night)
    for stood in of_one.values():
        stood.sort()
        for before, after in pairwise(stood):
            assert (after - before).days > ruled.rest
        for night in stood:
            monday = night - timedelta(days=night.weekday())
            week = [other for other in stood if monday <= other < monday + timedelta(days=7)]
            assert ruled.max_week is None or len(week) <= ruled.max_week


def living(examples: int, steps: int) -> None:
    with time_machine.travel(timezone.localtime().replace(hour=9), tick=True):  # at night nobody is asked
        run_state_machine_as_test(
            Living,
            settings=settings(
                max_examples=examples, stateful_step_count=steps, deadline=None, suppress_health_check=list(HealthCheck)
            ),
        )


def test_after_whatever_happens_every_rule_holds_and_no_duty_is_lost(db: None) -> None:
    living(6, 12)


@pytest.mark.long
def test_after_very_much_that_happens_every_rule_holds_and_no_duty_is_lost(db: None) -> None:
    living(120, 40)
