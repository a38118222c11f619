"""Figures of promises: the same from the rows as from what retention left of them."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
import time_machine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rukun.commitment.actions import confirming, ending, making, outside, ticking
from rukun.commitment.actions.desk import happened, held, moment, move
from rukun.commitment.actions.keeping import erase_about
from rukun.commitment.algo.distributions import CLASSES, Distribution, gathered
from rukun.commitment.algo.endings import WAYS, Ending
from rukun.commitment.algo.spans import BUCKETS, DAY, NEVER, STEP, bucket, took
from rukun.commitment.models import Claim, Commitment, Handoff, Step, Tally
from rukun.commitment.owners import Owner
from rukun.commitment.queries.figures import Figures, figures, months, standing
from rukun.commitment.verbs import OVERDUE, PROVEN
from rukun.guard import ANYONE, Allowed, System
from rukun.guard.ids import new_id
from rukun.journal import actions as journal
from rukun.journal.algo.chain import chain_of

pytestmark = pytest.mark.django_db

KELURAHAN, OTHER = "31.73.07.1001", "31.73.07.1002"
RW = f"{KELURAHAN}.016"
LURAH = Owner(KELURAHAN, title="lurah")
WORKER = System("test")
MONDAY = datetime(2026, 11, 2, 2, tzinfo=UTC)  # nine o'clock in Jakarta
SECOND = timedelta(seconds=1)


def promised(unit: str = RW, *, book: str = KELURAHAN, at: datetime = MONDAY, clock: str = "tiga_hari") -> Commitment:
    return making.make(about=("thing", new_id()), unit=unit, book=book, local=True, owner=LURAH, clock=clock, at=at)


def row(made: datetime = MONDAY, **fields: Any) -> Commitment:
    """One as it may stand in the table, whatever led to it."""
    given_: dict[str, Any] = {"unit": RW, "book": KELURAHAN, "state": "received", "allowance": 10, **fields}
    return Commitment.objects.create(
        area=chain_of(given_["unit"]),
        about_label="thing", about_id=new_id(), local=True, made_at=made, owner_title="lurah", owner_unit=KELURAHAN,
        taken_at=made, clock="segera", last_at=made, **given_,
    )  # fmt: skip


def told(unit: str = KELURAHAN, first: str = "2026-11", last: str = "2026-11", at: datetime | None = None) -> Figures:
    return figures("thing", unit, first, last, at)


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    with time_machine.travel(moment, tick=False):
        yield


spans = st.one_of(
    st.none(),
    st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=120)),
    st.sampled_from([end + by for end in BUCKETS for by in (-SECOND, timedelta(microseconds=1), timedelta(0), SECOND)]),
)
made_at = st.datetimes(datetime(2026, 9, 28), datetime(2027, 1, 4), timezones=st.just(UTC))  # noqa: DTZ001


@st.composite
def rows_to_be(draw: st.DrawFn) -> dict[str, Any]:
    made, answered, closed = draw(made_at), draw(spans), draw(spans)
    state = draw(
        st.sampled_from(["done", "cannot", "void"] if closed is not None else ["received", "working", "awaiting"])
    )
    return {
        "made": made,
        "unit": draw(st.sampled_from([RW, KELURAHAN, f"{OTHER}.001.002", "31.73.07"])),
        "book": draw(st.sampled_from([KELURAHAN, KELURAHAN, ""])),
        "state": state,
        "closing": "" if closed is None else "void" if state == "void" else draw(st.sampled_from(WAYS)),
        "answered_at": None if answered is None else made + answered,
        "closed_at": None if closed is None else made + closed,
        "reopened": draw(st.integers(0, 2)),
        "stage": draw(st.integers(0, 3)),
        "spent": draw(st.integers(0, 20)),
        "announced": draw(st.booleans()),
        "joined": draw(st.integers(0, 4)) == 0,
        "away": draw(st.lists(st.tuples(st.integers(0, 60), st.booleans()), max_size=2)),
    }


def stored(each: dict[str, Any], root: Commitment) -> Commitment:
    each = dict(each)
    announced, joined, away = each.pop("announced"), each.pop("joined"), each.pop("away")
    made = row(**each, joined=root if joined else None)
    if announced:
        Step.objects.create(commitment=made, number=1, verb=OVERDUE.name, at=made.made_at, by="system:commitment")
    for hours, ended in away:
        since = made.made_at + timedelta(hours=1)
        until = since + timedelta(hours=hours) if ended else None
        if until is None and made.handoffs.filter(ended_at=None).exists():
            continue
        Handoff.objects.create(
            commitment=made, authority="Dinas", asked_by="x", asked_at=since, expires_at=since, ended_at=until,
            ending="answered" if until else "",
        )  # fmt: skip
    return made


SLOW = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]


@settings(max_examples=10, suppress_health_check=SLOW)
@given(st.lists(rows_to_be(), max_size=10), st.data())
def test_figures_are_the_same_before_and_after_retention(wanted: list[dict[str, Any]], data: st.DataObject) -> None:
    the_same_before_and_after(wanted, data)


@pytest.mark.long
@settings(max_examples=150, suppress_health_check=SLOW)
@given(st.lists(rows_to_be(), max_size=20), st.data())
def test_figures_are_the_same_before_and_after_retention_for_long(
    wanted: list[dict[str, Any]], data: st.DataObject
) -> None:
    the_same_before_and_after(wanted, data)


def the_same_before_and_after(wanted: list[dict[str, Any]], data: st.DataObject) -> None:
    Tally.objects.all().delete()
    Commitment.objects.all().delete()
    now = datetime(2027, 6, 1, tzinfo=UTC)
    root = row(made=datetime(2025, 1, 1, tzinfo=UTC))
    rows = [stored(each, root) for each in wanted]
    asked = [
        ("", "2026-09", "2027-01"),
        ("31.73.07", "2026-10", "2026-12"),
        (KELURAHAN, "2026-12", "2027-01"),
        (KELURAHAN, "2026-10", "2026-10"),
        (OTHER, "2026-09", "2027-01"),
    ]
    with at(now):
        before = [told(*each) for each in asked]
        some = [each.about_id for each in rows if data.draw(st.booleans())]
        for gone in (some, [each.about_id for each in rows]):
            erase_about("thing", gone)
            erase_about("thing", gone)  # nothing is counted twice
            for found, was in zip((told(*each) for each in asked), before, strict=True):
                assert found.open + found.erased == was.open + was.erased
                assert replace(found, open=was.open, erased=was.erased) == was
    assert Commitment.objects.get() == root
    assert all(each.open == 0 for each in (told(*each) for each in asked))


@settings(max_examples=40)
@given(spans, made_at)
def test_a_class_is_found_alike_in_the_database(span: timedelta | None, made: datetime) -> None:
    Commitment.objects.all().delete()
    end = None if span is None else made + span
    row(made=made, answered_at=end)
    found = told(first="2026-09", last="2027-01").answer
    place = bucket(took(made, end))
    assert found == (gathered([(place, 1)]))
    assert (place == NEVER) == (span is None)
    if span is not None and 0 <= place < len(BUCKETS):
        assert span < BUCKETS[place] + SECOND


def test_every_class_ends_at_a_whole_step() -> None:
    assert not any(end % STEP for end in BUCKETS)
    assert list(BUCKETS) == sorted(BUCKETS)


@pytest.mark.parametrize("state", ["done", "cannot", "open"])
@pytest.mark.parametrize("late", [True, False])
def test_an_ending_can_be_read_back_from_its_short_code(state: str, late: bool) -> None:
    for way in WAYS if state != "open" else ("",):
        made = Ending(state, way, late)
        assert Ending.read(made.code) == made
        assert len(made.code) <= 12


@given(st.lists(st.tuples(st.integers(NEVER, CLASSES - 1), st.integers(0, 50)), max_size=20))
def test_a_distribution_is_all_of_them_and_those_who_wait_are_never_left_out(pairs: list[tuple[int, int]]) -> None:
    found = gathered(pairs)
    assert found.total == sum(number for _place, number in pairs)
    assert found.within(CLASSES - 1) == found.reached
    for part, of, place in ((1, 2, found.median), (9, 10, found.nine_of_ten)):
        if place is None:
            assert found.reached * of < found.total * part or not found.total
        else:
            assert found.within(place) * of >= found.total * part
            assert place == 0 or found.within(place - 1) * of < found.total * part


def test_half_of_a_few_quick_ones_is_not_half_of_all() -> None:
    found = Distribution((3, *[0] * (CLASSES - 1)), never=7)
    assert (found.median, found.nine_of_ten, found.within(0), found.total) == (None, None, 3, 10)
    assert Distribution().median is None


def test_each_way_of_ending_is_told_apart_and_no_other_counts() -> None:
    for number, way in enumerate(WAYS, 1):
        for state, more in (("done", 0), ("cannot", 1)):
            for _each in range(number + more):
                row(state=state, closing=way, closed_at=MONDAY + DAY, answered_at=MONDAY + 2 * SECOND)
    row(state="void", closing="void", closed_at=MONDAY)
    opened = row()
    row(joined=opened)
    row(unit=f"{OTHER}.001")
    row(made=MONDAY - 7 * DAY)
    found = told()
    assert found.done == dict(zip(WAYS, (1, 2, 3, 4, 5), strict=True))
    assert found.cannot == dict(zip(WAYS, (2, 3, 4, 5, 6), strict=True))
    assert (found.made, found.open, found.erased) == (36, 1, 0)
    assert (found.answer.within(0), found.answer.never) == (35, 1)
    assert found.closing.within(1) == found.closing.reached == 15 + 20 - 5 - 6, "what nobody confirmed took no time"
    assert told("31.73.07").made == 37


def test_months_go_by_the_local_calendar_and_over_the_turn_of_a_year() -> None:
    row(made=datetime(2026, 12, 31, 16, 59, 59, tzinfo=UTC))
    row(made=datetime(2026, 12, 31, 17, tzinfo=UTC))
    assert [told(first=each, last=each).made for each in ("2026-11", "2026-12", "2027-01")] == [0, 1, 1]
    assert told(first="2026-12", last="2027-01").made == 2
    assert months("thing", KELURAHAN) == ("2026-12", "2027-01")
    assert months("thing", OTHER) is None
    erase_about("thing", list(Commitment.objects.values_list("about_id", flat=True)))
    assert months("thing", KELURAHAN) == ("2026-12", "2027-01")


def test_what_no_neighbourhoods_book_may_tell_is_in_the_numbers_of_none() -> None:
    row(book="")
    for erased in (False, True):
        if erased:
            erase_about("thing", [Commitment.objects.get().about_id])
        assert [told(each).made for each in ("", "31.73.07", KELURAHAN)] == [1, 0, 0]
    assert standing("thing", KELURAHAN).open == 0


def test_how_it_stands_now_and_what_was_late_once_stays_late() -> None:
    with at(MONDAY):
        late, done, away, awaited = [promised() for _each in range(4)]
        promised(unit=f"{OTHER}.001")
        outside.hand_outside(
            actor=WORKER, commitment=away, authority="Dinas Bina Marga", reason="Milik dinas itu.", may=Allowed()
        )
    with at(MONDAY + 5 * DAY):
        now = standing("thing", KELURAHAN)
        assert (now.open, now.overdue, now.awaiting, now.reopened, now.outside) == (4, 3, 0, 0, 1)
        assert told().late == 0, "nobody was told yet"
        ticking.tick()
        assert told().late == 3
        assert told().outside == 1
        assert told().outside_days == 5
        for each in (done, awaited):
            _claimed(each)
        assert standing("thing", KELURAHAN).awaiting == 2
        confirming.confirm(actor=ANYONE, commitment=done, claim_id=_claim(done), way="reporter")
        confirming.reject(actor=ANYONE, commitment=awaited, claim_id=_claim(awaited), way="reporter", words="Masih.")
        ending.void(actor=WORKER, commitment=late)
    with at(MONDAY + 6 * DAY):
        now = standing("thing", KELURAHAN)
        assert (now.open, now.overdue, now.awaiting, now.reopened, now.outside) == (2, 1, 0, 1, 1)
        found = told()
        assert (found.made, found.late, found.reopened, sum(found.done.values())) == (3, 2, 1, 1)
        assert found.outside_days == 6


def test_many_are_counted_by_few_queries(django_assert_num_queries: Any) -> None:
    for each in range(30):
        row(unit=f"{KELURAHAN}.{each:03}", stage=each % 4)
    with django_assert_num_queries(3):
        assert told().made == 30
    with django_assert_num_queries(1):
        assert standing("thing", "").open == 30


def _claim(commitment: Commitment) -> UUID:
    key: UUID = commitment.claims.get(verdict="").pk
    return key


def _claimed(commitment: Commitment) -> None:
    """As its owner says, who is the office that nobody holds here: put there by hand."""
    with journal.atomic():
        found = held(commitment)
        move(found, "claim")
        Claim.objects.create(
            id=new_id(), commitment=found, outcome="done", kind="photo", by="person:x", at=moment(found)
        )
        happened(found, PROVEN, actor=WORKER, at=moment(found))
