"""The database's own refusal to change the journal, whoever asks: the code, a shell, a script gone wrong.

It does not stop somebody who owns the database and removes the triggers first; that is what the hashes
and the signed heads are for.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.apps import AppConfig
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper

# Per table: what an UPDATE must satisfy to pass, or "" if none may.
CHAIN_GROWS = "NEW.code = OLD.code AND NEW.length > OLD.length"
NOTE_ERASED = (
    "NEW.entry_id = OLD.entry_id AND NEW.text = '' AND NEW.salt = ''"
    " AND OLD.erased_at IS NULL AND NEW.erased_at IS NOT NULL AND NEW.erase_after = OLD.erase_after"
)
ALLOWED_UPDATE = {"journal_chain": CHAIN_GROWS, "journal_entry": "", "journal_note": NOTE_ERASED}
MESSAGE = "the journal is append-only"


def expected(vendor: str) -> set[str]:
    """Names of the triggers that must be there."""
    kinds = {"sqlite": ("update", "delete", "replace"), "postgresql": ("change", "truncate")}[vendor]
    return {f"{table}_no_{kind}" for table in ALLOWED_UPDATE for kind in kinds}


def missing(alias: str = DEFAULT_DB_ALIAS) -> set[str]:
    """Names of triggers that are absent, switched off, or do something else than they should."""
    connection = connections[alias]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            present = dict(cursor.fetchall())
            made = {statement.split()[2]: statement for statement in _creation(connection)}
            return {name for name in expected("sqlite") if present.get(name) != made[name]}
        cursor.execute(
            """
            SELECT t.tgname, pg_get_triggerdef(t.oid, true), p.prosrc
            FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid
            WHERE t.tgenabled = 'A' AND t.tgrelid = ANY (%s::regclass[])
            """,
            [list(ALLOWED_UPDATE)],
        )
        whole = set()
        for name, definition, source in cursor.fetchall():
            table, _separator, kind = name.rpartition("_no_")
            when = "BEFORE TRUNCATE" if kind == "truncate" else "BEFORE DELETE OR UPDATE"
            each = "STATEMENT" if kind == "truncate" else "ROW"
            wanted = f"CREATE TRIGGER {name} {when} ON {table} FOR EACH {each} EXECUTE FUNCTION {table}_refuse()"
            if definition == wanted and source == _body(ALLOWED_UPDATE.get(table, "")):
                whole.add(name)
        return expected("postgresql") - whole


def install(alias: str = DEFAULT_DB_ALIAS) -> None:
    """Put every trigger in place; those already there are made anew."""
    connection = connections[alias]
    _execute(connection, _removal(connection) + _creation(connection))


def after_migrate(*, using: str, app_config: AppConfig, **_kwargs: Any) -> None:
    connection = connections[using]
    if set(ALLOWED_UPDATE) <= set(connection.introspection.table_names()):
        install(using)


@contextmanager
def lifted(alias: str = DEFAULT_DB_ALIAS) -> Iterator[None]:
    """For the test suite's flush, and for nothing else: a house rule refuses it elsewhere."""
    connection = connections[alias]
    _execute(connection, _removal(connection))
    try:
        yield
    finally:
        install(alias)


def _execute(connection: BaseDatabaseWrapper, statements: list[str]) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql" and connection.in_atomic_block:
            # Foreign keys checked at the end of the transaction would keep their tables from being altered.
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        for statement in statements:
            cursor.execute(statement)


def _removal(connection: BaseDatabaseWrapper) -> list[str]:
    if connection.vendor == "sqlite":
        return [f"DROP TRIGGER IF EXISTS {name}" for name in sorted(expected("sqlite"))]
    return [
        f"DROP TRIGGER IF EXISTS {table}_no_{kind} ON {table}"
        for table in ALLOWED_UPDATE
        for kind in ("change", "truncate")
    ]


def _creation(connection: BaseDatabaseWrapper) -> list[str]:
    make = _for_sqlite if connection.vendor == "sqlite" else _for_postgresql
    return [statement for table, allowed in ALLOWED_UPDATE.items() for statement in make(table, allowed)]


def _for_sqlite(table: str, allowed: str) -> list[str]:
    refuse = f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
    condition = f"WHEN NOT ({allowed})" if allowed else ""
    # INSERT OR REPLACE deletes the old row without calling a delete trigger.
    same = {
        "journal_chain": "code = NEW.code",
        "journal_entry": "id = NEW.id OR (chain_id = NEW.chain_id AND sequence = NEW.sequence)"
        " OR (chain_id = NEW.chain_id AND previous = NEW.previous)",
        "journal_note": "entry_id = NEW.entry_id",
    }[table]
    exists = f"EXISTS (SELECT 1 FROM {table} WHERE {same})"  # noqa: S608  our own words, no input
    return [
        f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} {condition} {refuse}",
        f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} {refuse}",
        f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} WHEN {exists} {refuse}",
    ]


def _for_postgresql(table: str, allowed: str) -> list[str]:
    call = f"EXECUTE FUNCTION {table}_refuse()"
    return [
        f"CREATE OR REPLACE FUNCTION {table}_refuse() RETURNS trigger LANGUAGE plpgsql AS $${_body(allowed)}$$",
        f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW {call}",
        f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} FOR EACH STATEMENT {call}",
        # ALWAYS: also when a session calls itself a replica, which switches ordinary triggers off.
        f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {table}_no_change",
        f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {table}_no_truncate",
    ]


def _body(allowed: str) -> str:
    return f"""
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF {allowed or "FALSE"} THEN RETURN NEW; END IF;
    END IF;
    RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'integrity_constraint_violation';
END """
