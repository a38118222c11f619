"""The database itself refuses to change the journal, on SQLite and PostgreSQL alike."""

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from rukun.guard import System
from rukun.journal import actions as journal
from rukun.journal import triggers
from rukun.journal.checks import triggers_present
from rukun.journal.models import Entry, Note
from rukun.journal.verbs import LOG_WRITTEN

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _entry() -> None:
    with journal.atomic():
        journal.record(LOG_WRITTEN, actor=System("test"), unit="31.73", note="kata")
    connection.check_constraints()  # nothing is left to be checked when the triggers are taken away


def execute(statement: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE journal_entry SET actor = 'x'",
        "UPDATE journal_entry SET hash = hash",
        "DELETE FROM journal_entry",
        "DELETE FROM journal_chain",
        "DELETE FROM journal_note",
        "UPDATE journal_chain SET length = length - 1",
        "UPDATE journal_chain SET head = 'x'",
        "UPDATE journal_chain SET code = 'x', length = length + 1",
        "UPDATE journal_note SET text = 'lain'",
        "UPDATE journal_note SET text = '', salt = ''",
        "UPDATE journal_note SET text = 'lain', salt = '', erased_at = CURRENT_TIMESTAMP",
    ],
)
def test_the_database_refuses(statement: str) -> None:
    with pytest.raises(DatabaseError, match="append-only"):
        execute(statement)
    assert Entry.objects.get().note.text == "kata"


def test_the_models_refuse_too() -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        Entry.objects.update(actor="x")
    with pytest.raises(DatabaseError), transaction.atomic():
        Note.objects.all().delete()


@pytest.mark.parametrize("table", ["journal_entry", "journal_note", "journal_chain"])
def test_an_insert_cannot_take_the_place_of_a_row(table: str) -> None:
    if connection.vendor != "sqlite":
        with pytest.raises(DatabaseError, match="append-only"):
            execute(f"TRUNCATE {table} CASCADE")
        return
    with pytest.raises(DatabaseError, match="append-only"):
        execute(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}")


def test_a_session_that_calls_itself_a_replica_is_refused_as_well() -> None:
    if connection.vendor == "postgresql":
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica")
            cursor.execute("DELETE FROM journal_entry")
    else:
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("PRAGMA recursive_triggers = OFF")
            cursor.execute("DELETE FROM journal_entry")


def test_an_erased_note_stays_erased() -> None:
    journal.erase_notes(about=("", ""), because="retention")
    with pytest.raises(DatabaseError, match="append-only"):
        execute("UPDATE journal_note SET erased_at = CURRENT_TIMESTAMP")


def test_a_trigger_that_is_gone_is_noticed_and_put_back_by_the_next_migrate() -> None:
    name = min(triggers.expected(connection.vendor))
    execute(f"DROP TRIGGER {name}" + (" ON journal_chain" if connection.vendor == "postgresql" else ""))
    assert triggers.missing() == {name}
    assert [each.id for each in triggers_present()] == ["journal.E001"]
    call_command("migrate", verbosity=0)
    assert triggers.missing() == set()
    assert triggers_present() == []


def test_a_trigger_that_is_switched_off_is_noticed() -> None:
    if connection.vendor == "postgresql":
        execute("ALTER TABLE journal_entry DISABLE TRIGGER journal_entry_no_change")
        assert triggers.missing() == {"journal_entry_no_change"}


def test_the_triggers_can_be_lifted_for_the_flush_of_tests() -> None:
    with transaction.atomic(), triggers.lifted():
        execute("UPDATE journal_entry SET actor = 'x'")
    assert triggers.missing() == set()
