"""What retention leaves of promises: their numbers, each once, whatever happens half-way."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from rukun.commitment.actions import ending, making, outside
from rukun.commitment.actions.keeping import AT_ONCE, erase_about, tallied
from rukun.commitment.algo.endings import OUTSIDE, OUTSIDE_DAYS
from rukun.commitment.models import Claim, Commitment, Handoff, Step, Tally
from rukun.commitment.owners import Owner
from rukun.commitment.queries.figures import figures
from rukun.evidence.models import Photo
from rukun.guard import Allowed, System
from rukun.guard.ids import new_id
from rukun.journal import actions as journal

pytestmark = pytest.mark.django_db

KELURAHAN = "31.73.07.1001"
RW = f"{KELURAHAN}.016"
LURAH = Owner(KELURAHAN, title="lurah")
SYSTEM = System("test")
MADE = datetime(2026, 11, 2, 2, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _then() -> Iterator[None]:
    with time_machine.travel(MADE, tick=False):
        yield


def promised(**fields: Any) -> Commitment:
    made = making.make(
        about=("thing", new_id()), unit=RW, book=KELURAHAN, local=True, owner=LURAH, clock="tiga_hari", at=MADE
    )
    if fields:
        Commitment.objects.filter(pk=made.pk).update(**fields)
        made.refresh_from_db()
    return made


def closed(way: str = "reporter") -> Commitment:
    return promised(state="done", closing=way, closed_at=MADE + 2 * DAY, answered_at=MADE + DAY, wake_at=None)


def erase(*rows: Commitment) -> int:
    with transaction.atomic():
        return erase_about("thing", [each.about_id for each in rows])


def counted() -> dict[str, int]:
    return {each.ending: each.number for each in Tally.objects.all()}


def test_alike_ones_are_one_number_and_added_to_the_one_of_before() -> None:
    first, second, third = closed(), closed(), closed()
    assert erase(first, second) == 2
    assert counted() == {"done.rep": 2}
    assert erase(third) == 1
    assert counted() == {"done.rep": 3}
    assert erase(first, second, third) == 0, "done twice it is done once"
    assert counted() == {"done.rep": 3}
    assert not Commitment.objects.exists()


def test_nothing_of_them_stays_but_numbers() -> None:
    row = promised()
    outside.hand_outside(
        actor=SYSTEM, commitment=row, authority="Dinas Bina Marga", reason="Milik dinas itu.", may=Allowed()
    )
    Handoff.objects.update(ended_at=MADE + 3 * DAY, ending="declined")
    Claim.objects.create(
        id=new_id(), commitment=row, outcome="done", kind="photo", by="person:x", at=MADE, verdict="taken_back"
    )
    erase(row)
    for table in (Commitment, Step, Claim, Handoff, Photo):
        assert not table._default_manager.exists(), table
    assert counted() == {"open": 1, OUTSIDE: 1, OUTSIDE_DAYS: 3}
    assert {field.name for field in Tally._meta.get_fields()} == {
        "id", "about_label", "unit", "month", "ending", "answer", "closing_time", "reopened", "number",
    }  # fmt: skip
    assert {each.unit for each in Tally.objects.all()} == {KELURAHAN}


def test_what_stops_half_way_leaves_rows_and_numbers_as_they_were(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [closed() for _each in range(5)]
    erase(closed("office"))
    before = counted()

    def stop(*_args: object) -> None:
        raise OSError("killed")

    with monkeypatch.context() as patched:
        patched.setattr("rukun.commitment.actions.keeping._erase", stop)
        with pytest.raises(OSError, match="killed"):
            erase(*rows)
    assert counted() == before
    assert Commitment.objects.count() == 5
    assert erase(*rows) == 5
    assert counted() == {**before, "done.rep": 5}


def test_joined_ones_count_once_in_whatever_order_and_lot_they_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rukun.commitment.actions.keeping.AT_ONCE", 1)
    for turn in range(2):
        root, *others = [promised() for _each in range(3)]
        for each in others:
            ending.join(actor=SYSTEM, commitment=each, to=root)
        together = [root, *others]
        erase(*(together if turn else together[::-1]))
        assert counted() == {"open": turn + 1}


def test_one_that_was_joined_to_what_goes_first_is_not_counted_by_itself_later() -> None:
    root, other = promised(), promised()
    ending.join(actor=SYSTEM, commitment=other, to=root)
    erase(root)
    other.refresh_from_db()
    assert (other.joined_id, other.state, other.closing) == (None, "void", "void")
    assert figures("thing", KELURAHAN, "2026-11", "2026-11").made == 1
    erase(other)
    assert counted() == {"open": 1}


def test_one_that_was_parted_before_counts_by_itself() -> None:
    root, other = promised(), promised()
    ending.join(actor=SYSTEM, commitment=other, to=root)
    ending.part(actor=SYSTEM, commitment=other)
    erase(root)
    erase(other)
    assert counted() == {"open": 2}


def test_many_take_few_queries(django_assert_max_num_queries: Any) -> None:
    rows = [closed() for _each in range(60)]
    with django_assert_max_num_queries(30), journal.atomic():
        assert erase_about("thing", [each.about_id for each in rows]) == 60 < AT_ONCE
    with CaptureQueriesContext(connection) as asked:
        assert not tallied([])
    assert len(asked) <= 2
    assert counted() == {"done.rep": 60}
