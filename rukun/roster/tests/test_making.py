"""From an empty draft to a published roster: solved in the worker, filled by hand, and what goes wrong meanwhile."""

from collections.abc import Callable
from datetime import datetime, time, timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from rukun.guard import Refused
from rukun.journal.models import Entry
from rukun.people.actor import actor_of
from rukun.people.tests.factories import SYSTEM
from rukun.roster.actions import making, publishing, running, solving
from rukun.roster.algo import rules
from rukun.roster.algo import solving as algo
from rukun.roster.errors import ChangedMeanwhile
from rukun.roster.errors_making import (
    AlreadyPublished,
    BreaksRules,
    EmptyRoster,
    InThePast,
    NeedsReason,
    NightOver,
    NobodyTakesPart,
    NoNights,
    NothingToStaff,
    NotPublishable,
    StillSolving,
    TooManyNights,
)
from rukun.roster.frames import frame_of
from rukun.roster.models import Duty, Need, Roster, Swap, Watcher, Wish
from rukun.roster.outcomes import FAILED
from rukun.roster.queries.setup import today_in
from rukun.roster.tests import factories
from rukun.roster.tests.factories import Made
from rukun.ui.dates import in_words

pytestmark = pytest.mark.django_db
A_DAY = timedelta(days=1)


def draft(made: Made, nights: int = 7, ahead: int = 1) -> Roster:
    first = today_in(made.watch.unit) + ahead * A_DAY
    return making.make_roster(actor=made.actor, watch=made.watch, first=first, last=first + (nights - 1) * A_DAY)


def solved(made: Made, roster: Roster, seconds: int = 10) -> Roster:
    solving.start_solving(actor=made.actor, roster=roster, edition=roster.edition, seconds=seconds)
    running.solve_now(roster.pk)
    roster.refresh_from_db()
    return roster


def published(made: Made, nights: int = 7, ahead: int = 1) -> Roster:
    roster = solved(made, draft(made, nights, ahead))
    return publishing.publish_roster(actor=made.actor, roster=roster, edition=roster.edition)


def test_a_roster_is_made_solved_and_published() -> None:
    made = factories.group(8)
    roster = draft(made)
    solving.start_solving(actor=made.actor, roster=roster, edition=roster.edition, seconds=10)
    roster.refresh_from_db()
    assert (roster.state, DBTaskResult.objects.count()) == (Roster.WAITING, 1)
    assert DBTaskResult.objects.get().args_kwargs["args"] == [str(roster.pk)]
    with pytest.raises(StillSolving):
        publishing.publish_roster(actor=made.actor, roster=roster, edition=roster.edition)
    running.solve_roster.call(str(roster.pk))
    running.solve_roster.call(str(roster.pk))  # twice is once
    roster.refresh_from_db()
    assert (roster.state, roster.outcome["status"]) == (Roster.PROPOSED, "optimal")
    assert Duty.objects.filter(roster=roster).count() == 14
    frame = frame_of(made.watch, roster.first, roster.last, draft=roster)
    assert frame.violations(frame.assignment(roster.duties.all())) == []
    publishing.publish_roster(actor=made.actor, roster=roster, edition=roster.edition)
    roster.refresh_from_db()
    assert roster.state == Roster.PUBLISHED
    [stretch] = roster.outcome["stretches"]
    assert (stretch["first"], stretch["last"]) == (roster.first.isoformat(), roster.last.isoformat())
    assert {key: each["nights"] for key, each in stretch["could"].items()} == {
        str(each.pk): "1" * 7 for each in made.watchers
    }
    verbs = list(Entry.objects.filter(verb__startswith="roster.").values_list("verb", flat=True))
    assert [verbs.count(f"roster.{each}") for each in ("roster_made", "solved", "published")] == [1, 1, 1]
    with pytest.raises(ChangedMeanwhile):
        publishing.publish_roster(actor=made.actor, roster=roster, edition=roster.edition - 1)


def test_nights_that_cannot_be_and_actors_who_may_not() -> None:
    made = factories.group(4)
    today = today_in(made.watch.unit)
    for first, last, error in (
        (today, today - A_DAY, NoNights),
        (today, today + 62 * A_DAY, TooManyNights),
        (today - 2 * A_DAY, today, InThePast),
    ):
        with pytest.raises(error):
            making.make_roster(actor=made.actor, watch=made.watch, first=first, last=last)
    making.make_roster(actor=made.actor, watch=made.watch, first=today - A_DAY, last=today + 60 * A_DAY)
    factories.published(made, today + 3 * A_DAY, 2)
    with pytest.raises(AlreadyPublished):
        draft(made)
    roster = draft(made, 2)
    for action in (making.discard_roster, solving.cancel_solving):
        with pytest.raises(Refused):
            action(actor=actor_of(made.people[0]), roster=roster)
    with pytest.raises(EmptyRoster):
        publishing.publish_roster(actor=made.actor, roster=roster, edition=roster.edition)
    making.discard_roster(actor=made.actor, roster=roster)
    making.discard_roster(actor=made.actor, roster=roster)


def test_without_people_or_without_need_there_is_nothing_to_solve() -> None:
    made = factories.group(2)
    roster = draft(made)
    Watcher.objects.update(until=roster.first - A_DAY)
    with pytest.raises(NobodyTakesPart):
        solving.start_solving(actor=made.actor, roster=roster, edition=roster.edition)
    Need.objects.update(people=0)
    with pytest.raises(NothingToStaff):
        solving.start_solving(actor=made.actor, roster=roster, edition=roster.edition)


def test_where_not_all_rules_can_hold_the_smallest_relaxation_is_offered_and_taken() -> None:
    """Nobody can in one night, and only one in another: these are named, and all the rest is solved."""
    made = factories.group(8, leader=False)
    roster = draft(made)
    for each in made.watchers:
        Wish.objects.create(
            watcher=each, wish=Wish.NEVER, first=roster.first, last=roster.first, by="system", at=timezone.now()
        )
    solved(made, roster)
    assert (roster.state, roster.outcome["status"]) == (Roster.DRAFT, "infeasible")
    assert not roster.duties.exists()
    assert {(each["rule"], each["night"]) for each in roster.outcome["relaxation"]} == {(rules.NEED, 0)}
    solving.accept_relaxation(actor=made.actor, roster=roster, edition=roster.edition)
    roster.refresh_from_db()
    assert (roster.state, roster.duties.count()) == (Roster.PROPOSED, 12)
    with pytest.raises(NeedsReason) as needs:
        publishing.publish_roster(actor=made.actor, roster=roster, edition=roster.edition)
    assert len(needs.value.words) == 1
    publishing.publish_roster(actor=made.actor, roster=roster, edition=roster.edition, reason="Malam itu pos tutup.")
    roster.refresh_from_db()
    assert roster.outcome["reason"] == "Malam itu pos tutup."


def test_a_solver_that_was_killed_is_followed_by_another_three_times_at_most(monkeypatch: pytest.MonkeyPatch) -> None:
    made = factories.group(8)
    roster = draft(made)
    solving.start_solving(actor=made.actor, roster=roster, edition=roster.edition)

    def killed(*_args: Any, **_kwargs: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("rukun.roster.algo.solving.solve", killed)
    for tries in (1, 2, 3):
        with pytest.raises(KeyboardInterrupt):
            running.solve_now(roster.pk)
        roster.refresh_from_db()
        assert (roster.state, roster.tries) == (Roster.SOLVING, tries)
        assert running.sweep() == 0, "its lease still holds"
        Roster.objects.update(lease_until=timezone.now() - A_DAY)
        assert running.sweep() == 1
    roster.refresh_from_db()
    assert (roster.state, roster.outcome) == (Roster.DRAFT, {"status": FAILED})
    assert DBTaskResult.objects.count() == 3
    monkeypatch.undo()
    assert solved(made, roster).state == Roster.PROPOSED
    solving.start_solving(actor=made.actor, roster=roster, edition=roster.edition)
    DBTaskResult.objects.all().delete()  # a queue that was lost
    Roster.objects.update(lease_until=timezone.now() - A_DAY)
    assert running.sweep() == 1
    assert DBTaskResult.objects.count() == 1


def test_what_a_solver_brings_to_a_roster_that_changed_is_dropped(monkeypatch: pytest.MonkeyPatch) -> None:
    made = factories.group(8)
    whole = algo.solve
    changes: list[Callable[[Roster], object]] = [
        lambda roster: making.discard_roster(actor=made.actor, roster=roster),
        lambda roster: Roster.objects.filter(pk=roster.pk).update(lease_until=timezone.now() + A_DAY),
        lambda roster: solving.cancel_solving(actor=made.actor, roster=roster),
    ]
    monkeypatch.setattr(running, "TELL_EVERY", 0.0)
    rosters = []
    for change in changes:
        roster = draft(made)
        rosters.append(roster)

        def meanwhile(problem: Any, *, now: Any = change, about: Roster = roster, **given: Any) -> Any:
            now(about)
            return whole(problem, **given)

        monkeypatch.setattr(algo, "solve", meanwhile)
        solving.start_solving(actor=made.actor, roster=roster, edition=roster.edition)
        running.solve_now(roster.pk)
        roster.refresh_from_db()
    discarded, lost, stopped = rosters
    assert (discarded.state, lost.state) == (Roster.DISCARDED, Roster.SOLVING)
    assert not Duty.objects.filter(roster__in=[discarded, lost]).exists()
    assert stopped.state in (Roster.DRAFT, Roster.PROPOSED)
    assert (stopped.cancel, stopped.lease_until) == (False, None)


def test_a_draft_is_filled_by_hand_and_a_new_solving_leaves_that() -> None:
    made = factories.group(8)
    roster = draft(made)
    leader, second, third, fourth, *_rest = made.watchers
    night = roster.first + A_DAY
    Wish.objects.create(watcher=third, wish=Wish.NEVER, first=night, last=night, by="system", at=timezone.now())

    def put(*watchers: Watcher, at: Any = night, **given: Any) -> Roster:
        return making.edit_cell(
            actor=made.actor, roster=roster, night=at, shift=made.shift, watchers=[each.pk for each in watchers],
            edition=Roster.objects.get(pk=roster.pk).edition, **given,
        )  # fmt: skip

    put(fourth)
    put(leader, fourth)
    with pytest.raises(BreaksRules) as never:
        put(leader, third, reason="Ia mau.")
    assert not never.value.waivable
    with pytest.raises(BreaksRules) as rest:
        put(leader, second, at=night + A_DAY)
    assert (rest.value.rules, rest.value.waivable) == ([rules.REST], True)
    put(leader, second, at=night + A_DAY, reason="Atas permintaan sendiri.")
    with pytest.raises(ChangedMeanwhile):
        making.edit_cell(
            actor=made.actor, roster=roster, night=night, shift=made.shift, watchers=[], edition=roster.edition
        )
    roster.refresh_from_db()
    kept = {(each.watcher_id, each.night) for each in roster.duties.all()}
    assert set(roster.duties.filter(night=night + A_DAY).values_list("reason", flat=True)) == {
        "Atas permintaan sendiri."
    }
    solved(made, roster)
    if roster.state == Roster.DRAFT:
        solving.accept_relaxation(actor=made.actor, roster=roster, edition=roster.edition)
    assert kept <= set(roster.duties.values_list("watcher_id", "night"))
    put(leader)
    roster.refresh_from_db()
    with pytest.raises(NotPublishable):
        publishing.publish_roster(actor=made.actor, roster=roster, edition=roster.edition, reason="Sebentar saja.")


def test_the_rest_of_a_published_roster_is_made_anew_and_few_move() -> None:
    made = factories.group(10)
    roster = published(made, 10)
    before = {(each.watcher_id, each.night): each.pk for each in roster.duties.all()}
    gone = next(each for each in roster.duties.order_by("-night") if not each.watcher.leader).watcher
    last = roster.duties.filter(watcher=gone).latest("night")
    swap = Swap.objects.create(duty=last, by="system", asked_at=timezone.now())
    day = roster.first + 3 * A_DAY
    Wish.objects.create(watcher=gone, wish=Wish.NEVER, first=day, last=roster.last, by="system", at=timezone.now())
    rest = publishing.resolve_from(actor=made.actor, roster=roster, day=day)
    other = publishing.resolve_from(actor=made.actor, roster=roster, day=day)
    solved(made, rest)
    assert rest.state == Roster.PROPOSED
    done = publishing.publish_roster(actor=made.actor, roster=rest, edition=rest.edition)
    assert done.pk == roster.pk
    after = {(each.watcher_id, each.night): each.pk for each in roster.duties.filter(gone_at=None)}
    stayed = before.keys() & after.keys()
    assert all(before[each] == after[each] for each in stayed), "whoever stays keeps their very duty"
    lost = {each for each in before if each[0] == gone.pk and each[1] >= day}
    assert lost
    assert not lost & after.keys()
    assert len(before.keys() - after.keys()) <= 2 * len(lost)
    assert set(roster.duties.exclude(gone_at=None).values_list("gone_why", flat=True)) == {"solved"}
    swap.refresh_from_db()
    assert swap.state == Swap.OVER
    solved(made, other)
    with pytest.raises(ChangedMeanwhile):
        publishing.publish_roster(actor=made.actor, roster=other, edition=other.edition)


def test_what_is_busy_or_over_is_not_changed() -> None:
    made = factories.group(6)
    roster = factories.published(made, today_in(made.watch.unit) - A_DAY, 3)
    with pytest.raises(NightOver):
        making.edit_cell(
            actor=made.actor, roster=roster, night=roster.first, shift=made.shift, watchers=[], edition=roster.edition
        )
    with pytest.raises(InThePast):
        publishing.resolve_from(actor=made.actor, roster=roster, day=roster.first)


def test_a_draft_that_was_left_lying_publishes_nothing_that_has_begun() -> None:
    made = factories.group(8)
    roster = solved(made, draft(made, 5))
    with time_machine.travel(timezone.now() + 20 * A_DAY, tick=False), pytest.raises(InThePast):
        publishing.publish_roster(actor=SYSTEM, roster=roster, edition=roster.edition)
    late = timezone.make_aware(datetime.combine(roster.first, time(23)))  # the first shift began at ten
    with time_machine.travel(late, tick=False):
        with pytest.raises(InThePast, match=in_words(roster.first + A_DAY)):
            publishing.publish_roster(actor=SYSTEM, roster=roster, edition=roster.edition)
        making.edit_cell(
            actor=SYSTEM, roster=roster, night=roster.first, shift=made.shift, watchers=[], edition=roster.edition
        )
        solved(made, Roster.objects.get(pk=roster.pk))
        roster.refresh_from_db()
        assert roster.outcome["status"] == "optimal", "nobody is needed in what has begun"
        assert not roster.duties.filter(night=roster.first).exists()
        with pytest.raises(NightOver):
            making.edit_cell(
                actor=SYSTEM, roster=roster, night=roster.first, shift=made.shift,
                watchers=[made.watchers[0].pk], edition=roster.edition,
            )  # fmt: skip
        publishing.publish_roster(actor=SYSTEM, roster=roster, edition=roster.edition)
    roster.refresh_from_db()
    assert roster.state == Roster.PUBLISHED
    with time_machine.travel(late + A_DAY - timedelta(hours=3), tick=False):
        rest = solved(made, publishing.resolve_from(actor=SYSTEM, roster=roster, day=roster.first + A_DAY))
    with time_machine.travel(late + A_DAY, tick=False), pytest.raises(InThePast, match="Buang rancangan"):
        publishing.publish_roster(actor=SYSTEM, roster=rest, edition=rest.edition)
