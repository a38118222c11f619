"""Recording: with the caller's change or not at all, in order, without names."""

from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from rukun.guard import Refused, System
from rukun.journal import actions as journal
from rukun.journal.algo.chain import Code, genesis
from rukun.journal.errors import EmptyNote, NotACode, OutsideTransaction
from rukun.journal.models import Chain, Entry, Note
from rukun.journal.tests.factories import holder
from rukun.journal.verbs import LOG_WRITTEN, NOTE_ERASED, NOTE_READ, Verb, known_verbs, words_for

pytestmark = pytest.mark.django_db
SYSTEM = System("test")
RW = "31.73.07.1001.016"


def write(unit: str = RW, **more: object) -> None:
    journal.record(LOG_WRITTEN, actor=SYSTEM, unit=unit, **more)  # type: ignore[arg-type]


def test_an_entry_follows_the_one_before_it_in_its_chain() -> None:
    with journal.atomic():
        write(about=("thing", UUID(int=7)), codes={"level": "AG"})
        write()
        write(unit="31.73")
    first, second = Entry.objects.filter(chain="31.73.07.1001").order_by("sequence")
    assert (first.sequence, first.previous) == (1, genesis("31.73.07.1001"))
    assert (second.sequence, second.previous) == (2, first.hash)
    assert first.object_id == str(UUID(int=7))
    assert Chain.objects.get(code="31.73.07.1001").head == second.hash
    assert Entry.objects.get(chain="31.73").sequence == 1


def test_an_entry_lives_and_dies_with_its_change() -> None:
    with pytest.raises(ZeroDivisionError), journal.atomic():
        write()
        raise ZeroDivisionError
    assert not Entry.objects.exists()


def test_an_entry_of_a_savepoint_that_was_rolled_back_is_not_written() -> None:
    with journal.atomic():
        write(codes={"n": 1})
        with pytest.raises(ZeroDivisionError), journal.atomic():
            write(codes={"n": 2})
            raise ZeroDivisionError
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            write(codes={"n": 3})
            raise ZeroDivisionError
        with journal.atomic():
            write(codes={"n": 4})
    assert [entry.codes["n"] for entry in Entry.objects.order_by("sequence")] == [1, 4]


def test_without_a_transaction_nothing_is_recorded() -> None:
    with pytest.raises(OutsideTransaction):
        write()
    with transaction.atomic(), pytest.raises(OutsideTransaction):
        write()


def test_two_blocks_after_each_other_in_one_transaction_write_each_entry_once() -> None:
    with transaction.atomic():
        with journal.atomic():
            write()
        with journal.atomic():
            write()
    assert Entry.objects.count() == 2


def test_heads_are_locked_last_and_in_code_order() -> None:
    with (
        CaptureQueriesContext(
            connection,
        ) as queries,
        journal.atomic(),
    ):
        write(unit="92.01")
        write(unit="31.73")
        write(unit="")
        Chain.objects.count()
    statements = [query["sql"] for query in queries]
    own = next(i for i, sql in enumerate(statements) if "COUNT(*)" in sql)
    inserted = next(i for i, sql in enumerate(statements) if "INSERT" in sql)
    assert own < inserted, "what the caller does comes before any head is touched"
    locking = [sql for sql in statements if sql.startswith("SELECT") and "ORDER BY" in sql and "journal_chain" in sql]
    assert len(locking) == 1
    assert connection.vendor == "sqlite" or "FOR UPDATE" in locking[0]


@pytest.mark.parametrize("entries", [1, 10])
def test_recording_costs_the_same_number_of_queries_however_many_entries(entries: int) -> None:
    with journal.atomic():
        write()
    with CaptureQueriesContext(connection) as queries, journal.atomic():
        for _ in range(entries):
            write(note="kata")
    assert len([query for query in queries if "SAVEPOINT" not in query["sql"]]) == 4


@pytest.mark.parametrize(
    "wrong",
    [
        {"unit": "Palmerah"},
        {"unit": "31.73.07.1001.016.003.001"},
        {"about": ("Pak Budi", "1")},
        {"about": ("person", "Budi Santoso")},
        {"codes": {"reason": "karena bertengkar"}},
        {"codes": {"Nama": "x"}},
        {"codes": {"level": "A" * 65}},
    ],
)
def test_names_and_free_text_are_refused(wrong: Mapping[str, Mapping[str, Code]]) -> None:
    with pytest.raises(NotACode), journal.atomic():
        write(**wrong)  # type: ignore[arg-type]
    assert not Entry.objects.exists()


def test_the_entry_keeps_only_a_salted_hash_of_its_note() -> None:
    with journal.atomic():
        write(note="Warung Bu Tini ribut")
        write(note="Warung Bu Tini ribut")
    one, two = Entry.objects.order_by("sequence")
    assert one.note_hash != two.note_hash, "the same words twice must not be recognisable"
    assert one.note.text == "Warung Bu Tini ribut"
    assert not any("Tini" in str(value) for value in Entry.objects.values_list()[0])


def test_notes_whose_time_is_over_are_erased_and_that_is_recorded() -> None:
    with journal.atomic():
        write(note="lama", keep_note=timedelta(days=-1))
        write(note="baru", keep_note=timedelta(days=1))
    assert journal.erase_due_notes() == 1
    assert journal.erase_due_notes() == 0
    old, new = Note.objects.order_by("pk")
    assert (old.text, old.salt, new.text) == ("", "", "baru")
    assert old.erased_at is not None
    entry = Entry.objects.get(verb=NOTE_ERASED.name)
    assert (entry.object_id, entry.codes) == ("1", {"because": "retention"})


def test_the_room_of_an_object_can_erase_the_notes_about_it() -> None:
    with journal.atomic():
        write(about=("report", "a"), note="satu")
        write(about=("report", "b"), note="dua")
    assert journal.erase_notes(about=("report", "a"), because="retention") == 1
    assert list(Note.objects.filter(erased_at=None).values_list("text", flat=True)) == ["dua"]


def test_reading_a_note_is_recorded_and_needs_the_right_to() -> None:
    with journal.atomic():
        write(note="rahasia")
    entry = Entry.objects.get()
    with pytest.raises(Refused):
        journal.read_note(actor=holder(RW, capabilities=("journal.read",)), entry=entry)
    assert journal.read_note(actor=holder(RW), entry=entry) == "rahasia"
    read = Entry.objects.get(verb=NOTE_READ.name)
    assert (read.actor, read.object_id) == (holder().label, "1")


def test_an_erased_note_reads_as_nothing() -> None:
    with journal.atomic():
        write(note="rahasia", keep_note=timedelta(0))
    journal.erase_due_notes()
    assert journal.read_note(actor=holder(RW), entry=Entry.objects.get(sequence=1)) == ""


def test_writing_by_hand_needs_the_right_and_some_words() -> None:
    with pytest.raises(Refused):
        journal.write_log(actor=holder("31.73.07.1001.001"), unit=RW, text="x", log_id=uuid4())
    with pytest.raises(EmptyNote):
        journal.write_log(actor=holder(RW), unit=RW, text="  \n", log_id=uuid4())
    journal.write_log(actor=holder(RW), unit=RW, text=" Lampu mati ", log_id=uuid4())
    assert Note.objects.get().text == "Lampu mati"
    assert Note.objects.get().erase_after > timezone.now() + timedelta(days=364)


def test_every_verb_is_declared_once_and_has_words() -> None:
    assert all(str(verb.words) for verb in known_verbs())
    with pytest.raises(ValueError, match="twice"):
        Verb(LOG_WRITTEN.name, LOG_WRITTEN.words)
    assert words_for("gone.room") == "gone.room"
