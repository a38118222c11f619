"""What time does to promises by itself: reminders, lateness, the next level, lots, offers that run out."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rukun.almanac.actions import remove_day, set_day
from rukun.almanac.algo.working import Working
from rukun.almanac.queries import working_time
from rukun.commitment.actions import handing, making, outside, ticking, working
from rukun.commitment.actions.desk import happened, held, measure_of, moment, move
from rukun.commitment.actions.ticking import AT_ONCE, calendar_changed, tick
from rukun.commitment.algo.clock import Measure
from rukun.commitment.algo.draws import ONE_IN, drawn
from rukun.commitment.algo.levels import above
from rukun.commitment.algo.stages import OVERDUE, REMINDED, Ladder
from rukun.commitment.models import Claim, Commitment, Step
from rukun.commitment.owners import Owner
from rukun.commitment.verbs import (
    GIVEN_BACK,
    OFFER_EXPIRED,
    PROVEN,
    RAISED,
    RECOUNTED,
    SAMPLED,
    UNCONFIRMED,
)
from rukun.commitment.verbs import OVERDUE as LATE
from rukun.commitment.verbs import REMINDED as WARNED
from rukun.guard import Allowed, System
from rukun.guard.ids import new_id
from rukun.journal import actions as journal
from rukun.journal.models import Entry
from rukun.people.actor import actor_of
from rukun.people.models import Position
from rukun.people.tests.factories import person

pytestmark = pytest.mark.django_db

KELURAHAN, DISTRICT = "31.73.07.1001", "31.73.07"
RW = f"{KELURAHAN}.016"
RT = f"{RW}.003"
CHAIR, LURAH = Owner(RT, title="ketua_rt"), Owner(KELURAHAN, title="lurah")
WORKER = System("test")
MONDAY = datetime(2026, 11, 2, 1, tzinfo=UTC)  # eight o'clock in Jakarta: the working week begins
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@contextmanager
def at(when: datetime) -> Iterator[None]:
    with time_machine.travel(when, tick=False):
        yield


def promised(
    owner: Owner = CHAIR,
    *,
    clock: str = "tiga_hari",
    book: str = KELURAHAN,
    local: bool = True,
    when: datetime = MONDAY,
) -> Commitment:
    return making.make(about=("thing", new_id()), unit=RT, book=book, local=local, owner=owner, clock=clock, at=when)


def claimed(commitment: Commitment, *, doubtful: bool = False, outcome: str = "done") -> None:
    with journal.atomic():
        row = held(commitment)
        move(row, "claim")
        Claim.objects.create(
            id=new_id(), commitment=row, outcome=outcome, kind="photo", by="person:x", at=moment(row), doubtful=doubtful
        )  # fmt: skip
        happened(row, PROVEN, actor=WORKER, at=moment(row))


def steps(commitment: Commitment) -> list[str]:
    return list(Step.objects.filter(commitment=commitment).order_by("number").values_list("verb", flat=True))


def ticked(when: datetime, chance: Random | None = None) -> int:
    with at(when):
        return tick(chance)


def now(commitment: Commitment) -> Commitment:
    return Commitment.objects.get(pk=commitment.pk)


class Never(Random):
    """Draws nothing."""

    def randrange(self, start: int, stop: int | None = None, step: int = 1) -> int:
        return 1


class Always(Random):
    def randrange(self, start: int, stop: int | None = None, step: int = 1) -> int:
        return 0


def watching() -> None:
    """Somebody at each level who sees what is late; in an RW nobody does."""
    for title, unit in (("ketua_rw", RW), ("lurah", KELURAHAN), ("camat", DISTRICT)):
        person(title, unit)


def test_each_thing_is_said_once_however_often_the_job_runs() -> None:
    with at(MONDAY):
        watching()
        row = promised()
    for hour in range(24 * 30):
        ticked(MONDAY + hour * HOUR)
    names = steps(row)
    assert names == [WARNED.name, LATE.name, RAISED.name, RAISED.name]
    told = [
        each["to"] for each in Step.objects.filter(verb=RAISED.name).order_by("number").values_list("facts", flat=True)
    ]
    assert above(RT) == (RW, KELURAHAN, DISTRICT)
    assert told == [KELURAHAN, DISTRICT], "one level after the other, but where nobody would hear of it"
    assert now(row).raised_to == DISTRICT
    assert now(row).wake_at is None, "nothing is left to say"
    journaled = Entry.objects.filter(object_id=str(row.pk)) or Entry.objects.filter(object_label="thing")
    assert [each.verb for each in journaled.order_by("sequence")] == names
    assert {(each.unit, each.actor) for each in journaled} == {(KELURAHAN, "system:commitment")}


def test_stages_are_reached_when_so_much_working_time_is_used_and_not_a_minute_before() -> None:
    with at(MONDAY):
        watching()
        row = promised()  # due on Wednesday at four
    moments = {
        MONDAY + 2 * DAY + 2 * HOUR: (REMINDED, ""),  # 18 of 24 working hours
        MONDAY + 2 * DAY + 8 * HOUR: (OVERDUE, ""),
        MONDAY + 4 * DAY + 4 * HOUR: (OVERDUE + 1, KELURAHAN),  # half as much again: Friday noon
    }
    for when, (stage, told) in moments.items():
        ticked(when - timedelta(minutes=1))
        assert now(row).stage == stage - 1
        ticked(when)
        assert (now(row).stage, now(row).raised_to) == (stage, told)


def test_a_worker_that_was_off_for_a_week_says_the_last_thing_and_not_each() -> None:
    with at(MONDAY):
        watching()
        rows = [promised() for _each in range(3)]
    assert ticked(MONDAY + 14 * DAY) == 3
    for row in rows:
        assert steps(row) == [LATE.name, RAISED.name], "no reminder of what is over, and only the highest level"
        assert now(row).raised_to == DISTRICT
    assert ticked(MONDAY + 14 * DAY + HOUR) == 0


def test_a_clock_that_is_set_back_takes_nothing_back_and_does_nothing_twice() -> None:
    with at(MONDAY):
        row = promised()
    ticked(MONDAY + 3 * DAY)
    before = now(row)
    assert before.stage == OVERDUE
    for hours in (60, 30, 1):
        ticked(MONDAY + hours * HOUR)
        with at(MONDAY + hours * HOUR):
            calendar_changed()
            tick()
        after = now(row)
        assert (after.stage, after.due_at, after.spent) == (before.stage, before.due_at, before.spent)
    ticked(MONDAY + 3 * DAY + HOUR)
    assert steps(row) == [LATE.name]
    moments = list(Step.objects.filter(commitment=row).order_by("number").values_list("at", flat=True))
    assert moments == sorted(moments)


def test_a_holiday_that_is_set_afterwards_gives_time_and_one_that_is_lifted_takes_none() -> None:
    with at(MONDAY):
        row = promised()
        due = now(row).due_at
        assert due == MONDAY + 2 * DAY + 8 * HOUR
        actor = actor_of(person("administrator", "", name="Admin"))
        made = set_day(actor=actor, unit="", day=date(2026, 11, 3), working=False, name="Hari libur baru")
        tick()
        assert now(row).due_at == due + DAY
        assert steps(row) == [RECOUNTED.name]
        remove_day(actor=actor, key=made.pk)
        tick()
        assert now(row).due_at == due + DAY, "what was given stays given"
        tick()
    assert steps(row) == [RECOUNTED.name]
    ticked(MONDAY + 3 * DAY)
    assert now(row).stage < OVERDUE
    ticked(MONDAY + 3 * DAY + 8 * HOUR)
    assert now(row).stage == OVERDUE


def test_a_holiday_that_is_lifted_takes_no_time_from_whoever_acts_before_the_job_comes_by() -> None:
    with at(MONDAY):
        row = promised()
        actor = actor_of(person("administrator", "", name="Admin"))
        made = set_day(actor=actor, unit="", day=date(2026, 11, 3), working=False, name="Hari libur baru")
        tick()
        due = now(row).due_at
        remove_day(actor=actor, key=made.pk)
        working.start(actor=actor_of(person("ketua_rt", RT)), commitment=now(row))
        assert now(row).due_at == due, "what was given stays given"
        tick()
        assert now(row).due_at == due


def test_where_nobody_sits_who_would_hear_of_it_nobody_is_said_to_have_been_told() -> None:
    with at(MONDAY):
        of_the_district = promised(Owner(DISTRICT, title="camat"))
        watching()
        lone = Commitment.objects.get(pk=promised().pk)
        Position.objects.exclude(unit=DISTRICT).update(until=MONDAY)
        Position.objects.filter(unit=DISTRICT).update(until=MONDAY + 8 * DAY)
    ticked(MONDAY + 5 * DAY)
    assert now(lone).raised_to == DISTRICT, "the nearest where somebody sits"
    with at(MONDAY + 8 * DAY):
        row = promised(when=MONDAY + 8 * DAY)
    ticked(MONDAY + 60 * DAY)
    for each in (row, of_the_district):
        assert (steps(each).count(RAISED.name), now(each).raised_to) == (0, "")
    assert steps(lone).count(RAISED.name) == 1


def test_whoever_takes_an_office_while_it_is_late_is_told_at_the_next_level() -> None:
    with at(MONDAY):
        row = promised()
    ticked(MONDAY + 5 * DAY)
    assert (now(row).stage, now(row).raised_to) == (OVERDUE + 1, "")
    person("lurah", KELURAHAN)
    ticked(MONDAY + 60 * DAY)
    assert now(row).raised_to == KELURAHAN


def test_what_is_late_goes_on_up_after_it_was_put_right_whose_it_is() -> None:
    with at(MONDAY):
        watching()
        row = promised()
    with at(MONDAY + 5 * DAY):
        tick()
        before = now(row)
        assert before.raised_to == KELURAHAN
        making.reassign(actor=WORKER, commitment=row, owner=LURAH, clock="dua_puluh_hari", book="", local=True)
        few = now(row)
        assert (few.stage, few.raised_to) == (before.stage, KELURAHAN)
        assert few.due_at is not None
        assert few.due_at < MONDAY + 5 * DAY
        making.reassign(actor=WORKER, commitment=row, owner=LURAH, clock="tiga_hari", book=KELURAHAN, local=True)
    ticked(MONDAY + 60 * DAY)
    assert now(row).raised_to == DISTRICT


def test_putting_right_what_it_is_takes_back_nothing_that_was_announced() -> None:
    with at(MONDAY):
        row = promised()
    with at(MONDAY + 2 * DAY + 3 * HOUR):
        tick()
        assert now(row).stage == REMINDED
        making.reassign(actor=WORKER, commitment=row, owner=CHAIR, clock="dua_puluh_hari", book=KELURAHAN, local=True)
        assert now(row).stage == REMINDED
    [entry] = Entry.objects.filter(verb="commitment.reassigned")
    assert entry.codes == {}, "no clock: one tells of danger, and that another came, of another kind"


def test_what_few_may_know_is_reminded_and_late_and_told_to_no_higher_level() -> None:
    with at(MONDAY):
        row = promised(book="", local=False)
    ticked(MONDAY + 60 * DAY)
    assert steps(row) == [LATE.name]
    assert now(row).raised_to == ""
    assert set(Entry.objects.filter(object_label="thing").values_list("unit", flat=True)) == {""}


def test_plain_time_goes_on_at_night_and_on_sundays() -> None:
    saturday = MONDAY + 5 * DAY
    with at(saturday):
        watching()
        row = promised(clock="segera", when=saturday)
    ticked(saturday + 18 * HOUR)
    assert steps(row) == [WARNED.name]
    ticked(saturday + 24 * HOUR)
    assert steps(row) == [WARNED.name, LATE.name]
    ticked(saturday + 36 * HOUR)
    assert now(row).raised_to == KELURAHAN


# What nobody confirmed


@pytest.mark.parametrize("outcome", ["done", "cannot"])
def test_without_an_answer_for_a_week_it_is_closed_unconfirmed_and_no_sooner(outcome: str) -> None:
    with at(MONDAY):
        row = promised()
        claimed(row, outcome=outcome)
    ticked(MONDAY + 7 * DAY - HOUR, Never())
    assert now(row).state == "awaiting"
    ticked(MONDAY + 7 * DAY, Never())
    found = now(row)
    assert (found.state, found.closing, found.wake_at) == (outcome, "unconfirmed", None)
    assert found.claims.get().verdict == "unanswered"
    assert steps(row) == [PROVEN.name, UNCONFIRMED.name]
    assert ticked(MONDAY + 99 * DAY, Always()) == 0


def test_one_that_is_drawn_waits_two_weeks_more_for_somebody_independent() -> None:
    with at(MONDAY):
        row = promised()
        claimed(row)
    ticked(MONDAY + 7 * DAY, Always())
    assert steps(row) == [PROVEN.name, SAMPLED.name]
    assert now(row).claims.get().sampled_at == MONDAY + 7 * DAY
    ticked(MONDAY + 21 * DAY - HOUR, Always())
    assert now(row).state == "awaiting"
    ticked(MONDAY + 21 * DAY, Always())
    assert now(row).closing == "unconfirmed"


def test_what_looks_doubtful_is_always_drawn_and_never_closed_by_itself() -> None:
    with at(MONDAY):
        row = promised()
        claimed(row, doubtful=True)
    ticked(MONDAY + 7 * DAY, Never())
    assert steps(row) == [PROVEN.name, SAMPLED.name]
    ticked(MONDAY + 20 * DAY, Never())
    assert now(row).state == "awaiting"
    ticked(MONDAY + 21 * DAY, Never())
    assert (now(row).state, now(row).reopened, now(row).closed_at) == ("reopened", 1, None)
    assert now(row).running_since is not None, "nobody checked it: nor may its clock stand for ever"
    assert steps(row)[-1] == GIVEN_BACK.name


def test_what_only_whoever_reported_confirms_is_never_drawn() -> None:
    with at(MONDAY):
        plain, doubtful = promised(book="", local=False), promised(book="", local=False)
        claimed(plain)
        claimed(doubtful, doubtful=True)
    for days in (7, 21, 99):
        ticked(MONDAY + days * DAY, Always())
    assert now(plain).closing == "unconfirmed"
    assert now(doubtful).state == "reopened", "nothing doubtful closes without somebody's word"
    assert not {*steps(plain), *steps(doubtful)} & {SAMPLED.name}


def test_lots_are_drawn_as_the_given_chance_says() -> None:
    with at(MONDAY):
        rows = [promised() for _each in range(40)]
        for row in rows:
            claimed(row)
    ticked(MONDAY + 7 * DAY, Random(7))
    chance = Random(7)
    expected = sum(chance.randrange(ONE_IN) == 0 for _each in rows)
    assert 0 < expected < len(rows)
    assert Claim.objects.filter(sampled_at__isnull=False).count() == expected
    assert Commitment.objects.filter(closing="unconfirmed").count() == len(rows) - expected


@given(st.integers())
def test_about_one_in_five_is_drawn_and_every_doubtful_one(seed: int) -> None:
    chance = Random(seed)
    number = sum(drawn(False, chance) for _each in range(2000))
    assert 280 < number < 520
    assert drawn(True, chance)


# Offers


def test_an_offer_nobody_takes_runs_out_and_an_authoritys_silence_lets_the_clock_go_on() -> None:
    with at(MONDAY):
        person("lurah", KELURAHAN)
        inside, away = promised(clock="dua_puluh_hari"), promised(clock="dua_puluh_hari")
        handing.offer(actor=WORKER, commitment=inside, to=LURAH, reason="Ini urusan kelurahan.", may=Allowed())
        outside.hand_outside(
            actor=WORKER, commitment=away, authority="Dinas Bina Marga", reason="Milik dinas itu.", may=Allowed()
        )
        assert now(inside).due_at is not None
        assert now(away).due_at is None
    ticked(MONDAY + 3 * DAY - HOUR)
    assert OFFER_EXPIRED.name not in steps(inside)
    ticked(MONDAY + 3 * DAY)
    assert OFFER_EXPIRED.name in steps(inside)
    assert now(inside).owner_title == "ketua_rt"
    ticked(MONDAY + 7 * DAY - HOUR)
    assert now(away).due_at is None
    ticked(MONDAY + 7 * DAY)
    assert OFFER_EXPIRED.name in steps(away)
    found = now(away)
    assert found.due_at is not None
    assert found.running_since == MONDAY + 7 * DAY
    assert found.handoffs.get().ending == "expired"
    assert found.spent == 0, "the clock stood"
    for row in (inside, away):
        assert steps(row).count(OFFER_EXPIRED.name) == 1


def test_the_clock_goes_on_when_an_authoritys_time_is_over_and_not_when_the_job_comes_by() -> None:
    with at(MONDAY):
        row = promised()
        outside.hand_outside(
            actor=WORKER, commitment=row, authority="Dinas Bina Marga", reason="Milik dinas itu.", may=Allowed()
        )
    ticked(MONDAY + 10 * DAY)
    found = now(row)
    assert (found.running_since, found.handoffs.get().ended_at) == (MONDAY + 7 * DAY, MONDAY + 7 * DAY)
    assert found.due_at == MONDAY + 9 * DAY + 8 * HOUR
    assert found.stage == OVERDUE


def test_one_that_fails_stops_no_other(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    with at(MONDAY):
        rows = [promised() for _each in range(4)]
    bad = rows[1]

    def measured(row: Commitment, working: Working | None = None) -> Measure:
        if row.pk == bad.pk:
            raise RuntimeError
        return measure_of(row, working)

    monkeypatch.setattr(ticking, "measure_of", measured)
    assert ticked(MONDAY + 3 * DAY) == 4
    assert [now(each).stage for each in rows] == [OVERDUE, 0, OVERDUE, OVERDUE]
    assert str(bad.pk) in caplog.text
    monkeypatch.undo()
    ticked(MONDAY + 3 * DAY)
    assert now(bad).stage == OVERDUE


def test_rows_are_locked_by_the_calendar_in_the_order_in_which_the_job_locks_them() -> None:
    with at(MONDAY):
        rows = [promised() for _each in range(3)]
    for place, row in enumerate(rows):  # the last is due first
        Commitment.objects.filter(pk=row.pk).update(wake_at=MONDAY - place * HOUR)
    with at(MONDAY + DAY), CaptureQueriesContext(connection) as asked:
        calendar_changed()
        tick()
    by_key = ('ORDER BY "commitment_commitment"."id" ASC', "ORDER BY 1 ASC")  # 1: where keys alone are read
    in_order = [each for each in asked if each["sql"].removesuffix(" FOR UPDATE").endswith(by_key)]
    assert len(in_order) == 2
    assert Commitment.objects.filter(wake_at__lte=MONDAY + DAY).count() == 0, "all were looked at"


# Many


def test_more_than_fit_into_one_go_are_all_looked_at() -> None:
    with at(MONDAY):
        model = promised()
        rows = []
        for _each in range(AT_ONCE + 20):
            row = Commitment.objects.get(pk=model.pk)
            row.pk, row.about_id = new_id(), new_id()
            rows.append(row)
        Commitment.objects.bulk_create(rows)
    assert ticked(MONDAY + 3 * DAY) == AT_ONCE + 21
    assert Commitment.objects.filter(stage=OVERDUE).count() == AT_ONCE + 21
    assert ticked(MONDAY + 3 * DAY) == 0


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.lists(st.integers(-30, 200), min_size=1, max_size=8))
def test_whenever_the_job_runs_a_stage_is_the_one_that_so_much_time_has_reached(hours: list[int]) -> None:
    """Jumps of the server's clock in hours, backwards too."""
    Commitment.objects.all().delete()
    with at(MONDAY):
        row = promised()
    when, latest, before = MONDAY, MONDAY, 0
    for jump in hours:
        when = max(when + jump * HOUR, MONDAY)
        latest = max(latest, when)
        ticked(when)
        found = now(row)
        assert found.stage >= before
        with at(latest):
            ladder = Ladder(found.allowance, 3)
            assert found.stage <= ladder.reached(working_time(RT).between(MONDAY, latest), 0)
        if when == latest:
            assert found.stage == ladder.reached(working_time(RT).between(MONDAY, latest), 0)
        before = found.stage
    names = steps(row)
    assert names.count(WARNED.name) <= 1
    assert names.count(LATE.name) <= 1
