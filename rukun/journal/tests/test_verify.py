"""Verification on a real database, against somebody who owns it and lifts the triggers first."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from django.conf import settings
from django.db import connection

from rukun.guard import System
from rukun.journal import actions as journal
from rukun.journal import verify
from rukun.journal.errors import HeadsUnreadable
from rukun.journal.heads import current_heads, export_heads, public_key, read_heads, sign
from rukun.journal.models import Chain, Entry
from rukun.journal.queries import lines_for
from rukun.journal.tasks import JOBS
from rukun.journal.tests.factories import holder
from rukun.journal.triggers import lifted
from rukun.journal.verbs import LOG_WRITTEN
from rukun.journal.verify import Report, problems_in_words, verify_journal

pytestmark = pytest.mark.django_db
CHAIN = "31.73.07.1001"


@pytest.fixture(autouse=True)
def _chain() -> None:
    for number in range(1, 9):
        with journal.atomic():
            journal.record(
                LOG_WRITTEN,
                actor=System("test"),
                unit=f"{CHAIN}.003",
                about=("report", f"r{number}"),
                codes={"n": number, "level": "AG"},
                note=f"keterangan {number}" if number % 2 else "",
            )
            journal.record(LOG_WRITTEN, actor=System("test"), unit="")


@pytest.fixture
def heads(tmp_path: Path) -> Path:
    path = tmp_path / "heads.jsonl"
    assert export_heads(path) == 2
    return path


def tamper(*statements: str) -> None:
    with lifted(), connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement.replace("CHAIN", f"chain_id = '{CHAIN}'"))


def kinds(report: Report) -> set[tuple[str, str, int, int]]:
    return {(each.kind, each.chain, each.first, each.last) for each in report.problems}


def test_an_untouched_journal_is_sound(heads: Path) -> None:
    report = verify_journal(heads=heads)
    assert report.sound
    assert (report.chains, report.entries, report.notes, report.heads) == (2, 16, 4, 2)


@pytest.mark.parametrize(
    "field", ["actor = 'x'", "unit = ''", "verb = 'x.y'", "codes = '{\"n\": 3}'", "object_id = 'r9'", "note_hash = ''"]
)
def test_a_changed_field_is_found(field: str) -> None:
    tamper(f"UPDATE journal_entry SET {field} WHERE CHAIN AND sequence = 4 OR CHAIN AND sequence = 5")
    found = {each[3] for each in kinds(verify_journal()) if each[0] == "changed"}
    assert found <= {4, 5}
    assert found


def test_a_moved_clock_is_found() -> None:
    entry = Entry.objects.get(chain=CHAIN, sequence=3)
    with lifted():
        Entry.objects.filter(pk=entry.pk).update(time=entry.time - timedelta(microseconds=1))
    assert kinds(verify_journal()) == {("changed", CHAIN, 3, 3)}


def test_a_removed_entry_is_found() -> None:
    tamper("DELETE FROM journal_entry WHERE CHAIN AND sequence IN (4, 6)")
    assert kinds(verify_journal()) == {("removed", CHAIN, 4, 4), ("removed", CHAIN, 6, 6)}


def test_entries_in_another_order_are_found() -> None:
    tamper(
        "UPDATE journal_entry SET sequence = 100 WHERE CHAIN AND sequence = 2",
        "UPDATE journal_entry SET sequence = 2 WHERE CHAIN AND sequence = 6",
        "UPDATE journal_entry SET sequence = 6 WHERE CHAIN AND sequence = 100",
    )
    assert {each[0] for each in kinds(verify_journal())} >= {"reordered"}
    assert {each[2] for each in kinds(verify_journal()) if each[0] == "reordered"} == {2, 6}


def test_an_entry_appended_behind_the_journals_back_is_found() -> None:
    last = Entry.objects.get(chain=CHAIN, sequence=8)
    Entry.objects.create(
        chain_id=CHAIN, sequence=9, time=last.time, actor="x", unit="", verb="x.y", previous=last.hash, hash="0" * 64
    )
    assert kinds(verify_journal()) == {("inserted", CHAIN, 9, 9)}


def test_a_cut_tail_is_found_even_if_the_head_was_moved_back(heads: Path) -> None:
    fifth = Entry.objects.get(chain=CHAIN, sequence=5)
    tamper(
        "DELETE FROM journal_note WHERE entry_id IN (SELECT id FROM journal_entry WHERE CHAIN AND sequence > 5)",
        "DELETE FROM journal_entry WHERE CHAIN AND sequence > 5",
    )
    assert kinds(verify_journal()) == {("cut", CHAIN, 6, 8)}, "the head in the database still knows"
    tamper(f"UPDATE journal_chain SET length = 5, head = '{fifth.hash}' WHERE code = '{CHAIN}'")
    assert verify_journal().sound, "a bare chain cannot tell"
    assert kinds(verify_journal(heads=heads)) == {("cut", CHAIN, 6, 8)}


def test_a_chain_that_vanished_altogether_is_found(heads: Path) -> None:
    tamper(
        "DELETE FROM journal_note",
        "DELETE FROM journal_entry WHERE CHAIN",
        f"DELETE FROM journal_chain WHERE code = '{CHAIN}'",
    )
    assert kinds(verify_journal(heads=heads)) == {("cut", CHAIN, 1, 8)}


def test_a_chain_rewritten_with_fresh_seals_contradicts_the_signed_heads(heads: Path) -> None:
    tamper(
        "DELETE FROM journal_note",
        "DELETE FROM journal_entry WHERE CHAIN",
        f"DELETE FROM journal_chain WHERE code = '{CHAIN}'",
    )
    with journal.atomic():
        for _ in range(8):
            journal.record(LOG_WRITTEN, actor=System("other"), unit=CHAIN)
    assert verify_journal().sound
    assert kinds(verify_journal(heads=heads)) == {("rewritten", CHAIN, 1, 8)}


@pytest.mark.parametrize(
    ("statement", "kind"),
    [
        ("UPDATE journal_note SET text = 'lain' WHERE text = 'keterangan 3'", "note_changed"),
        (
            "UPDATE journal_note SET text = '', salt = '', erased_at = CURRENT_TIMESTAMP WHERE text = 'keterangan 3'",
            "note_erased_unrecorded",
        ),
        ("DELETE FROM journal_note WHERE text = 'keterangan 3'", "note_removed"),
    ],
)
def test_a_note_that_was_touched_is_found(statement: str, kind: str) -> None:
    tamper(statement)
    assert kinds(verify_journal()) == {(kind, CHAIN, 3, 3)}


def test_a_note_slipped_under_an_entry_is_found() -> None:
    entry = Entry.objects.get(chain=CHAIN, sequence=2)
    tamper(
        "INSERT INTO journal_note (entry_id, text, salt, erase_after)"
        f" VALUES ({entry.pk}, 'palsu', 'aa', CURRENT_TIMESTAMP)"
    )
    assert kinds(verify_journal()) == {("note_added", CHAIN, 2, 2)}


def test_a_note_erased_by_retention_is_counted_and_is_no_problem() -> None:
    journal.erase_notes(about=("report", "r3"), because="retention")
    report = verify_journal()
    assert report.sound
    assert report.erased == 1
    assert report.as_json()["erased_by_retention"] == 1


def test_missing_triggers_are_a_problem() -> None:
    with connection.cursor() as cursor:
        suffix = " ON journal_entry" if connection.vendor == "postgresql" else ""
        name = "journal_entry_no_change" if connection.vendor == "postgresql" else "journal_entry_no_update"
        cursor.execute(f"DROP TRIGGER {name}{suffix}")
    assert [each.kind for each in verify_journal().problems] == ["unguarded"]


def test_every_problem_can_be_said_in_words() -> None:
    tamper("DELETE FROM journal_entry WHERE CHAIN AND sequence IN (4, 6)")
    assert problems_in_words(verify_journal().problems) == [
        f"[{CHAIN}] Catatan nomor 4 dihapus dari tengah rantai.",
        f"[{CHAIN}] Catatan nomor 6 dihapus dari tengah rantai.",
    ]


def test_heads_are_exported_only_where_a_chain_has_grown(heads: Path) -> None:
    assert export_heads(heads) == 0
    with journal.atomic():
        journal.record(LOG_WRITTEN, actor=System("test"), unit="")
    assert export_heads(heads) == 1
    first, second = read_heads(heads, public_key())
    assert set(first.heads) == {"", CHAIN}
    assert set(second.heads) == {""}
    assert first.genuine
    assert second.genuine


def test_a_forged_head_is_found(heads: Path) -> None:
    document = json.loads(heads.read_text())
    document["heads"][CHAIN][0] = 7
    heads.write_text(json.dumps(document) + "\n")
    assert [each.kind for each in verify_journal(heads=heads).problems] == ["forged"]


def test_heads_signed_by_another_key_are_not_believed(heads: Path) -> None:
    assert [each.kind for each in verify_journal(heads=heads, key="00" * 32).problems] == ["forged"]


def test_a_torn_line_does_not_keep_later_heads_from_being_written(heads: Path) -> None:
    heads.write_bytes(heads.read_bytes() + b'{"format": "rukun.he')
    with journal.atomic():
        journal.record(LOG_WRITTEN, actor=System("test"), unit="")
    assert export_heads(heads) == 1
    lines = heads.read_bytes().split(b"\n")
    assert json.loads(lines[2])["heads"].keys() == {""}
    assert kinds(verify_journal(heads=heads)) == {("damaged", "", 2, 2)}


def test_a_file_that_is_no_heads_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_text("[1, 2]\n")
    with pytest.raises(HeadsUnreadable):
        verify_journal(heads=path)
    with pytest.raises(OSError, match="No such file"):
        verify_journal(heads=tmp_path / "absent")


def test_the_daily_job_writes_to_the_installations_own_file_and_verify_reads_it() -> None:
    settings.INSTALLATION.heads.unlink(missing_ok=True)
    job = next(each for each in JOBS if each.name == "journal.export_heads")
    job.run()
    assert verify_journal().heads == 2
    settings.INSTALLATION.heads.unlink()


def test_the_heads_of_the_database_are_compared_too() -> None:
    with lifted():
        Chain.objects.filter(code=CHAIN).update(head="0" * 64)
    assert kinds(verify_journal()) == {("rewritten", CHAIN, 1, 8)}


def test_a_chain_whose_own_row_was_deleted_is_found_and_looked_at() -> None:
    """Needs foreign keys out of the way, which a database's owner can do."""
    connection.check_constraints()
    with lifted(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("ALTER TABLE journal_entry DROP CONSTRAINT IF EXISTS " + _foreign_key())
        else:
            cursor.execute("PRAGMA defer_foreign_keys = ON")
        cursor.execute(f"UPDATE journal_entry SET actor = 'x' WHERE chain_id = '{CHAIN}' AND sequence = 3")
        cursor.execute(f"DELETE FROM journal_chain WHERE code = '{CHAIN}'")
    try:
        assert kinds(verify_journal()) == {("headless", CHAIN, 1, 8), ("changed", CHAIN, 3, 3)}
    finally:
        with lifted(), connection.cursor() as cursor:
            cursor.execute(f"INSERT INTO journal_chain (code, length, head) VALUES ('{CHAIN}', 8, 'x')")


def _foreign_key() -> str:
    with connection.cursor() as cursor:
        constraints = connection.introspection.get_constraints(cursor, "journal_entry")
    return str(next(name for name, each in constraints.items() if each["foreign_key"]))


@pytest.mark.parametrize("value", ["time = 'kemarin'", "actor = X'ff'", "codes = '{'", "time = 'infinity'"])
def test_a_row_that_is_no_entry_any_more_is_named_and_not_fallen_over(value: str) -> None:
    if (connection.vendor == "postgresql") != ("infinity" in value):
        return
    if connection.vendor == "sqlite" and "codes" in value:
        value = "codes = '[1]'"  # what is no JSON at all SQLite refuses by a check of Django's
    tamper(f"UPDATE journal_entry SET {value} WHERE CHAIN AND sequence = 3")
    assert kinds(verify_journal()) == {("changed", CHAIN, 3, 3)}


@pytest.mark.parametrize("value", ["note_hash = 'é'", "time = '0001-01-01 00:00:00+14:00'"])
def test_what_no_program_would_write_is_named_too(value: str) -> None:
    tamper(f"UPDATE journal_entry SET {value} WHERE CHAIN AND sequence = 3")
    assert ("changed", CHAIN, 3, 3) in kinds(verify_journal())


def test_a_number_that_is_none_is_found() -> None:
    if connection.vendor == "sqlite":
        with lifted(), connection.cursor() as cursor:
            cursor.execute("PRAGMA ignore_check_constraints = ON")
            cursor.execute(f"UPDATE journal_entry SET sequence = 'abc' WHERE chain_id = '{CHAIN}' AND sequence = 8")
        found = {(each.kind, each.first) for each in verify_journal().problems}
        assert ("cut", 8) in found or ("removed", 8) in found
        with lifted(), connection.cursor() as cursor:
            cursor.execute("UPDATE journal_entry SET sequence = 8 WHERE sequence = 'abc'")
            cursor.execute("PRAGMA ignore_check_constraints = OFF")


def test_an_erased_note_that_was_filled_again_is_found_and_shown_to_nobody() -> None:
    journal.erase_notes(about=("report", "r3"), because="retention")
    tamper("UPDATE journal_note SET text = 'PALSU' WHERE text = '' AND erased_at IS NOT NULL")
    assert kinds(verify_journal()) == {("note_changed", CHAIN, 3, 3)}
    lines = lines_for(holder(""), Entry.objects.all())
    assert all("PALSU" not in line.text for line in lines)


def test_notes_erased_while_verifying_are_no_false_alarm() -> None:
    looked = verify._add_heads

    def erase_meanwhile(*arguments: Any) -> None:
        looked(*arguments)
        journal.erase_notes(about=("report", "r5"), because="retention")

    with patch.object(verify, "_add_heads", erase_meanwhile):
        assert verify_journal().sound


def test_rows_that_pages_would_show_in_another_order_are_found() -> None:
    one, two = Entry.objects.filter(chain=CHAIN, sequence__in=(2, 4)).order_by("sequence").values_list("pk", flat=True)
    tamper(
        f"UPDATE journal_entry SET id = -1 WHERE id = {one}",
        f"UPDATE journal_entry SET id = {one} WHERE id = {two}",
        f"UPDATE journal_entry SET id = {two} WHERE id = -1",
    )
    assert {each[0] for each in kinds(verify_journal())} == {"misplaced"}


def test_triggers_that_do_nothing_are_a_problem() -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "CREATE OR REPLACE FUNCTION journal_entry_refuse() RETURNS trigger LANGUAGE plpgsql"
                " AS $$ BEGIN RETURN NEW; END $$"
            )
        else:
            cursor.execute("DROP TRIGGER journal_entry_no_update")
            cursor.execute("CREATE TRIGGER journal_entry_no_update BEFORE UPDATE ON journal_entry BEGIN SELECT 1; END")
    assert {each.kind for each in verify_journal().problems} == {"unguarded"}


def test_heads_as_they_are_printed_or_sent_can_be_compared(tmp_path: Path) -> None:
    line = sign(current_heads(), "2026-03-01T00:00:00.000000+00:00")
    printed, sent = tmp_path / "printed", tmp_path / "sent"
    printed.write_text(f"Kepala rantai buku mutasi\nKunci publik: aa\n*   8  bb\n{line}\n")
    sent.write_text(json.dumps({"public_key": "aa", "signed": line}, indent=2))
    for path in (printed, sent):
        report = verify_journal(heads=path)
        assert report.sound
        assert report.heads == 2


def test_heads_of_the_installation_that_are_torn_altogether_are_named() -> None:
    path = settings.INSTALLATION.heads
    path.write_text('{"torn')
    assert kinds(verify_journal()) == {("damaged", "", 1, 1)}
    path.unlink()
