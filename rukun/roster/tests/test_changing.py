"""The one way in which published duties change: no rule is newly broken unnoticed, and two at once never both win."""

import threading
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from typing import Any

import pytest
import time_machine
from django.db import connection, connections
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rukun.guard import Actor
from rukun.journal import actions as journal
from rukun.journal.models import Entry
from rukun.notify.models import Outgoing, Question
from rukun.notify.tests.factories import contact, turn_on
from rukun.notify.tests.factories import world as channels
from rukun.people.actor import actor_of
from rukun.roster import notices_living, talk_living
from rukun.roster.actions import making, publishing
from rukun.roster.actions.calling import open_call
from rukun.roster.actions.changing import change, take_out, would_break
from rukun.roster.actions.holding import hold
from rukun.roster.actions.people import end_watcher
from rukun.roster.actions.swapping import ask_swap
from rukun.roster.algo import rules
from rukun.roster.errors import ChangedMeanwhile
from rukun.roster.errors_making import AlreadyPublished, AlreadyThere, BreaksRules, NotOfThisWatch, NotPublishable
from rukun.roster.frames import broken_rules, frame_of
from rukun.roster.models import Call, CallAsk, Duty, Pair, Roster, Shift, Swap, Watch, Watcher, WatcherPerson, Wish
from rukun.roster.queries.setup import today_in
from rukun.roster.queries.standing_in import stand_ins
from rukun.roster.tests import factories
from rukun.roster.tests.factories import Made
from rukun.roster.tests.test_telling import told
from rukun.roster.verbs import EDITED, STOOD_IN, SWAPPED
from rukun.training.models import Suspension

A_DAY = timedelta(days=1)


def changed(made: Made, gone: list[Duty], new: list[tuple[Watcher, Shift, date]], **given: Any) -> list[Duty]:
    with journal.atomic():
        watch = hold(made.watch.pk)
        return change(actor=made.actor, watch=watch, gone=gone, new=new, **{"why": "swapped", "verb": SWAPPED, **given})


def at(roster: Roster, night: int) -> list[Duty]:
    return list(Duty.objects.filter(roster=roster, night=roster.first + night * A_DAY, gone_at=None))


@pytest.mark.django_db
def test_a_change_keeps_the_rules_tells_and_ends_what_was_asked() -> None:
    made = factories.group(8)
    today = today_in(made.watch.unit)
    roster = factories.published(made, today + A_DAY, 4)
    later = factories.published(made, today + 5 * A_DAY, 3, per_shift=0)
    one, two = at(roster, 0)
    three = at(roster, 1)[0]
    swap = Swap.objects.create(duty=one, by="system", asked_at=timezone.now())
    call = Call.objects.create(duty=one, by="system", opened_at=timezone.now())
    other = Watcher.objects.get(pk=made.watchers[6].pk)
    with pytest.raises(BreaksRules) as rest:
        changed(made, [one], [(three.watcher, made.shift, one.night)])
    assert rest.value.rules == [rules.REST]
    assert would_break(made.watch, [one], [(three.watcher, made.shift, one.night)]) == rest.value.words
    with pytest.raises(BreaksRules) as alone:
        changed(made, [one], [], reason="Sebentar saja.")
    assert (set(alone.value.rules) >= {rules.TWO}, alone.value.waivable) == (True, False)
    with pytest.raises(AlreadyThere):
        changed(made, [one], [(two.watcher, made.shift, one.night)])
    with pytest.raises(NotOfThisWatch):
        changed(made, [], [(other, made.shift, today + 9 * A_DAY)])
    assert Duty.objects.filter(gone_at=None).count() == 8
    leader, beside = (Watcher.objects.get(pk=made.watchers[number].pk) for number in (2, 5))
    fifth = later.first + A_DAY
    wanted = [(leader, made.shift, one.night), (other, made.shift, fifth), (beside, made.shift, fifth)]
    assert would_break(made.watch, [one], wanted)
    new, far, _third = changed(made, [one], wanted, reason="Sudah sepakat.")
    assert (new.roster_id, far.roster_id) == (roster.pk, later.pk)
    assert new.reason == "Sudah sepakat."
    one.refresh_from_db()
    swap.refresh_from_db()
    call.refresh_from_db()
    assert (one.gone_why, swap.state, call.state) == ("swapped", Swap.OVER, Call.WITHDRAWN)
    assert set(Roster.objects.values_list("edition", flat=True)) == {2}
    assert Entry.objects.filter(verb="roster.swapped").count() == 1
    with pytest.raises(ChangedMeanwhile):
        changed(made, [one], [])


@pytest.mark.django_db
def test_nobody_unfit_is_ever_put_on_duty_and_whoever_leaves_is_taken_out() -> None:
    made = factories.group(8)
    roster = factories.published(made, today_in(made.watch.unit) + A_DAY, 4)
    one, _two = at(roster, 0)
    unfit = Watcher.objects.get(pk=made.watchers[7].pk)
    Suspension.objects.create(
        person=made.people[7], unit=made.watch.unit, reason="x", by="system", authority="lurah",
        made_at=timezone.now(), until=timezone.now() + timedelta(days=30), review_by=timezone.now(), phone_mark="",
    )  # fmt: skip
    with pytest.raises(BreaksRules) as never:
        changed(made, [one], [(unfit, made.shift, one.night)], reason="Ia tetap mau.")
    assert (rules.AVAILABLE in never.value.rules, never.value.waivable) == (True, False)
    leaving = Watcher.objects.select_related("watch").get(pk=made.watchers[0].pk)
    with journal.atomic():
        hold(made.watch.pk)
        left = take_out(actor=made.actor, watcher=leaving, after=today_in(made.watch.unit))
    assert {each.watcher_id for each in left} == {leaving.pk}
    assert not Duty.objects.filter(watcher=leaving, gone_at=None).exists()
    assert set(Duty.objects.filter(watcher=leaving).values_list("gone_why", flat=True)) == {"left"}


@pytest.mark.django_db
def test_one_of_two_who_asked_to_stand_together_may_be_stood_in_for() -> None:
    made = factories.group(8, leader=False)
    roster = factories.published(made, today_in(made.watch.unit) + A_DAY, 4)
    one, two = at(roster, 0)
    Pair.objects.create(watch=made.watch, first=one.watcher, second=two.watcher, together=True)
    [free, *_others] = stand_ins(_fresh(one))
    wanted = [(free, made.shift, one.night)]
    assert would_break(made.watch, [one], wanted), "whoever makes the roster gives a reason"
    assert would_break(made.watch, [one], wanted, "swapped") == []
    changed(made, [one], wanted, why="stood_in", verb=STOOD_IN)
    # Who asked to stand with somebody else is no stand-in.
    Pair.objects.create(watch=made.watch, first=made.watchers[6], second=made.watchers[7], together=True)
    assert not {made.watchers[6].pk, made.watchers[7].pk} & {each.pk for each in stand_ins(_fresh(two))}
    assert would_break(made.watch, [two], [(made.watchers[6], made.shift, two.night)], "stood_in")


@pytest.mark.django_db
@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_everybody_who_is_asked_to_stand_in_can(data: st.DataObject) -> None:
    two = st.tuples(st.integers(0, 8), st.integers(0, 8), st.booleans()).filter(lambda each: each[0] < each[1])
    pairs = data.draw(st.lists(two, max_size=4, unique_by=lambda each: each[:2]))
    with journal.atomic():
        made = factories.group(9, leaders=data.draw(st.integers(2, 9)))
        roster = factories.published(made, today_in(made.watch.unit) + A_DAY, 4)
        for first, second, together in pairs:
            watchers = made.watchers[first], made.watchers[second]
            Pair.objects.create(watch=made.watch, first=watchers[0], second=watchers[1], together=together)
        never = made.watchers[data.draw(st.integers(0, 8))]
        Wish.objects.create(
            watcher=never, wish=Wish.NEVER, first=roster.first, last=roster.first, by="x", at=timezone.now()
        )
        leaves = Watcher.objects.select_related("watch").get(pk=made.watchers[data.draw(st.integers(0, 8))].pk)
        take_out(actor=made.actor, watcher=leaves, after=today_in(made.watch.unit))
    duties = list(Duty.objects.filter(roster=roster, gone_at=None).order_by("night", "pk"))
    for gone in data.draw(st.permutations(duties))[:1]:
        duty = _fresh(gone)
        for each in stand_ins(duty):
            assert would_break(made.watch, [duty], [(each, made.shift, duty.night)], "stood_in") == []


@pytest.mark.django_db
def test_whom_a_leaver_leaves_alone_is_told_with_the_keepers_and_can_still_give_the_duty_away() -> None:
    turn_on("telegram")
    made = factories.group(8, leader=False)
    for each in [*made.people, made.keeper]:
        contact(person=each.pk)
    today = today_in(made.watch.unit)
    roster = factories.published(made, today + A_DAY, 8)
    for number in (0, 2):
        end_watcher(actor=made.actor, watcher=made.watchers[number], last_day=today, release=True)
    for number in (1, 3):
        [text] = told(made.people[number])
        assert text.splitlines()[1] == "Kurang orang:"
        assert (len(text.splitlines()), made.people[0].name in text) == (5, False)
    assert [told(made.people[number]) for number in (4, 5, 6, 7)] == [[]] * 4
    first, _second = told(made.keeper)
    assert "(+1)" in first, "one message, however many nights"
    assert "tidak ada pengganti" in first
    [alone] = at(roster, 0)
    [free, *_others] = stand_ins(_fresh(alone))
    with pytest.raises(BreaksRules):
        changed(made, [at(roster, 2)[0]], [])
    changed(made, [alone], [(free, made.shift, alone.night)], why="stood_in", verb=STOOD_IN)
    assert [each.watcher_id for each in at(roster, 0)] == [free.pk]
    # Where nobody is left the keepers are told, too.
    Outgoing.objects.all().delete()
    last = Duty.objects.get(pk=at(roster, 1)[0].pk).watcher
    end_watcher(actor=made.actor, watcher=last, last_day=today, release=True)
    assert ["tidak ada pengganti" in each for each in told(made.keeper)] == [True]


@pytest.mark.django_db
def test_what_was_asked_about_a_duty_that_goes_is_ended_written_down_and_taken_back() -> None:
    made = factories.group(8, leader=False)
    roster = factories.published(made, today_in(made.watch.unit) + A_DAY, 4)
    (one, two), (three, _four), (five, _six) = (at(roster, number) for number in (0, 1, 2))
    with channels(*talk_living.TOPICS):
        turn_on("telegram")
        for each in made.people:
            contact("telegram", f"telegram:{each.pk}", each.pk)
        with time_machine.travel(one.starts_at - timedelta(hours=2), tick=True):
            call = open_call(actor=_as(made, one), duty=one)
            swap = ask_swap(actor=_as(made, two), duty=two, to=five.watcher, for_duty=five)
            other = ask_swap(actor=_as(made, three), duty=three, to=made.watchers[6])
            asked = CallAsk.objects.filter(call=call).count()
            assert Question.objects.count() == asked + 2
            free = [each for each in made.watchers[4:] if not would_break(made.watch, [one], [_place(each, one)])]
            changed(made, [one], [_place(free[-1], one)], why="edited", verb=EDITED)
            assert Question.objects.count() == 2
            new = next(each for each in made.watchers if not would_break(made.watch, [five], [_place(each, five)]))
            changed(made, [five], [_place(new, five)], why="edited", verb=EDITED)
            assert Question.objects.count() == 1
    for row in (call, swap, other):
        row.refresh_from_db()
    assert (call.state, swap.state, other.state) == (Call.WITHDRAWN, Swap.OVER, Swap.ASKED)
    ended = Entry.objects.filter(verb__in=("roster.call_ended", "roster.swap_ended")).order_by("pk")
    assert [each.verb for each in ended] == ["roster.call_ended", "roster.swap_ended"]
    told_not = Outgoing.objects.filter(notice=notices_living.SWAP_NOT).values_list("contact__person", flat=True)
    assert list(told_not) == [two.watcher.persons.get().person_id], "the one who asked, whose duty it stays"


@pytest.mark.django_db
def test_a_reason_is_one_for_its_night_post_and_person_alone() -> None:
    made = factories.group(4, posts=2, leaders=0)
    roster = factories.published(made, today_in(made.watch.unit) + A_DAY, 2, state=Roster.PROPOSED)
    frame = frame_of(made.watch, roster.first, roster.last, draft=roster, with_current=False)
    duties = list(Duty.objects.filter(roster=roster).order_by("night", "pk"))

    def left() -> set[tuple[str, tuple[int, ...], tuple[str, ...], tuple[str, ...]]]:
        return {(each.rule, each.nights, each.posts, each.people) for each in broken_rules(frame, duties)[1]}

    everything = left()
    assert {each[0] for each in everything} == {rules.LEADER, rules.REST}
    assert len(everything) == 8
    mine = duties[0]
    mine.reason, mine.broken = "Sudah sepakat.", [rules.LEADER, rules.REST]
    post, me = str(mine.shift_id), str(mine.watcher_id)
    assert everything - left() == {(rules.LEADER, (0,), (post,), ()), (rules.REST, (0, 1), (post, post), (me,))}


@pytest.mark.django_db
def test_a_watch_can_be_deleted_with_its_duties() -> None:
    made = factories.group(4)
    factories.published(made, today_in(made.watch.unit) + A_DAY, 2)
    Watch.objects.get(pk=made.watch.pk).delete()
    assert not Duty.objects.exists()


@pytest.mark.long
@pytest.mark.django_db
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moves=st.lists(st.tuples(st.integers(0, 13), st.integers(0, 9)), max_size=8))
def test_whatever_is_changed_no_rule_is_broken_that_held(moves: list[tuple[int, int]]) -> None:
    with journal.atomic():
        made = factories.group(10, leaders=10)
        roster = factories.published(made, today_in(made.watch.unit) + A_DAY, 7)
    for which, who in moves:
        duties = list(Duty.objects.filter(roster=roster, gone_at=None).order_by("night", "pk"))
        gone = duties[which]
        try:
            changed(made, [gone], [(Watcher.objects.get(pk=made.watchers[who].pk), made.shift, gone.night)])
        except (BreaksRules, AlreadyThere):
            continue
    frame = frame_of(made.watch, roster.first, roster.last)
    assert frame.violations(frame.problem.current) == []


@pytest.mark.django_db(transaction=True)
def test_of_two_who_publish_at_once_one_wins() -> None:
    made = factories.group(8)
    first = today_in(made.watch.unit) + A_DAY
    same = factories.published(made, first, 3, state=Roster.PROPOSED)
    beside = factories.published(made, first + A_DAY, 3, state=Roster.PROPOSED)
    for drafts in ([same, same, beside], [factories.published(made, first + 9 * A_DAY, 3, state=Roster.PROPOSED)] * 2):
        outcomes = _at_once([partial(_publish, made, each) for each in drafts])
        assert sorted(each is None for each in outcomes) == [False] * (len(drafts) - 1) + [True]
        assert {type(each) for each in outcomes if each} <= {ChangedMeanwhile, AlreadyPublished}
    assert Roster.objects.filter(state=Roster.PUBLISHED).count() == 2
    assert Entry.objects.filter(verb="roster.published").count() == 2
    roster = Roster.objects.filter(state=Roster.PUBLISHED).latest("first")
    one, _two = at(roster, 1)

    def put(number: int) -> None:
        making.edit_cell(
            actor=made.actor, roster=roster, night=one.night, shift=made.shift, edition=roster.edition,
            watchers=[made.watchers[0].pk, made.watchers[number].pk], reason="Sudah sepakat.",
        )  # fmt: skip

    outcomes = _at_once([lambda: put(5), lambda: put(6)])
    assert [type(each) for each in outcomes if each] == [ChangedMeanwhile]
    connection.close()


@pytest.mark.django_db(transaction=True)
def test_two_watches_never_have_somebody_at_the_same_time() -> None:
    here, there = factories.group(4), factories.group(4)
    for mine, theirs in zip(here.people[:2], reversed(there.watchers[:2]), strict=True):
        WatcherPerson.objects.filter(watcher=theirs).update(person=mine)
    first = today_in(here.watch.unit) + A_DAY
    for number in range(2):
        drafts = [
            (each, factories.published(each, first + number * A_DAY, 1, state=Roster.PROPOSED))
            for each in (here, there)
        ]
        outcomes = _at_once([partial(_publish, *each) for each in drafts])
        assert [type(each) for each in outcomes if each] == [NotPublishable]
    assert Roster.objects.filter(state=Roster.PUBLISHED).count() == 2
    connection.close()


def _fresh(duty: Duty) -> Duty:
    return Duty.objects.select_related("roster", "watch__organisation", "shift__post", "watcher").get(pk=duty.pk)


def _as(made: Made, duty: Duty) -> Actor:
    return actor_of(made.people[[each.pk for each in made.watchers].index(duty.watcher_id)])


def _place(watcher: Watcher, duty: Duty) -> tuple[Watcher, Shift, date]:
    return watcher, duty.shift, duty.night


def _publish(made: Made, roster: Roster) -> None:
    publishing.publish_roster(actor=made.actor, roster=roster, edition=roster.edition, reason="Sudah disepakati.")


def _at_once(calls: list[Callable[[], object]]) -> list[Exception | None]:
    """What each of these raises, all begun in the same moment."""
    ready = threading.Barrier(len(calls))
    found: list[Exception | None] = []

    def run(call: Callable[[], object]) -> None:
        ready.wait(20)
        try:
            call()
        except (ChangedMeanwhile, AlreadyPublished, NotPublishable) as error:
            found.append(error)
        else:
            found.append(None)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(each,)) for each in calls]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert len(found) == len(calls)
    return found
