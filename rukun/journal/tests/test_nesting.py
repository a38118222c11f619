"""Any nesting of transactions, savepoints and failures: exactly the entries whose changes survive are written."""

from contextlib import suppress
from dataclasses import dataclass
from itertools import count

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rukun.guard import System
from rukun.journal import actions as journal
from rukun.journal.errors import OutsideTransaction
from rukun.journal.models import Chain, Entry
from rukun.journal.verbs import LOG_WRITTEN
from rukun.journal.verify import verify_journal

UNITS = ("", "31.73", "31.73.07.1001", "31.71.06.1001.003")


class Failed(Exception):
    """Raised inside a block and caught around it."""


@dataclass(frozen=True)
class Block:
    """A transaction block with what happens in it; a number is an entry in that unit."""

    journaled: bool
    fails: bool
    inside: tuple["Block | int", ...]


blocks = st.recursive(
    st.builds(Block, st.booleans(), st.booleans(), st.lists(st.integers(0, 3), max_size=3).map(tuple)),
    lambda inner: st.builds(
        Block, st.booleans(), st.booleans(), st.lists(inner | st.integers(0, 3), max_size=4).map(tuple)
    ),
    max_leaves=8,
)


def perform(block: Block, numbers: "count[int]") -> list[int]:
    """Do it; returns the numbers of the entries that must be there afterwards."""
    survived: list[int] = []
    try:
        with journal.atomic() if block.journaled else transaction.atomic():
            for each in block.inside:
                if isinstance(each, Block):
                    survived += perform(each, numbers)
                else:
                    number = next(numbers)
                    journal.record(LOG_WRITTEN, actor=System("test"), unit=UNITS[each], codes={"n": number})
                    survived.append(number)
            if block.fails:
                raise Failed
    except Failed:
        return []
    return survived


def check(block: Block) -> None:
    sid = transaction.savepoint()
    numbers = count(1)
    with journal.atomic():
        expected = perform(block, numbers)
    written = [entry.codes["n"] for entry in Entry.objects.order_by("pk")]
    assert written == expected
    assert sum(Chain.objects.values_list("length", flat=True)) == len(expected)
    assert verify_journal().sound
    transaction.savepoint_rollback(sid)


@pytest.mark.django_db
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(blocks)
def test_exactly_the_entries_whose_changes_survive_are_written(block: Block) -> None:
    check(block)


@pytest.mark.long
@pytest.mark.django_db
@settings(max_examples=1500, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(blocks)
def test_exactly_the_entries_whose_changes_survive_are_written_many_times(block: Block) -> None:
    check(block)


@pytest.mark.django_db
def test_what_is_left_for_the_end_is_done_once_in_order_before_the_entries_and_not_what_was_undone() -> None:
    done: list[tuple[list[str], int]] = []

    def do(left: list[str]) -> None:
        done.append((left, Entry.objects.count()))

    with pytest.raises(OutsideTransaction):
        journal.at_the_end(do, "alone")
    before = Entry.objects.count()
    with journal.atomic():
        journal.at_the_end(do, "b")
        journal.record(LOG_WRITTEN, actor=System("test"), unit=UNITS[1])
        with suppress(Failed), transaction.atomic():
            journal.at_the_end(do, "undone")
            raise Failed
        with journal.atomic():
            journal.at_the_end(do, "a")
        assert not done
    assert done == [(["b", "a"], before)]
    assert Entry.objects.count() == before + 1
    with journal.atomic():
        journal.record(LOG_WRITTEN, actor=System("test"), unit=UNITS[1])
    assert len(done) == 1
