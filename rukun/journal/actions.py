"""Writing the buku mutasi.

``atomic()`` is the transaction in which the house's actions do their work; ``record()`` says what was done.
Entries are written at the very end of the outermost ``atomic()``, each chain's head locked in code order:
two actions that touch the same chains can then never wait for each other, and heads are held but briefly.
A room with rows of that kind leaves what it has to write there by ``at_the_end()``, which comes just before.
"""

import re
import secrets
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, IntegrityError, connections, transaction
from django.utils import timezone

from rukun.guard import Actor, Decision, System
from rukun.journal.algo.chain import Code, Record, chain_of, genesis, note_hash, seal
from rukun.journal.errors import AlreadyWritten, EmptyNote, NotACode, OutsideTransaction
from rukun.journal.models import LOG, Chain, Entry, Note
from rukun.journal.verbs import LOG_WRITTEN, NOTE_ERASED, NOTE_READ, Verb

NOTE_KEPT = timedelta(days=365)
"""How long a note is kept if nobody erases it before. A room whose objects live shorter says so."""

UNIT = re.compile(r"([0-9]{2}(\.[0-9A-Za-z]{2,12}){0,5})?")
LABEL = re.compile(r"[a-z][a-z0-9_]{0,39}")
IDENTIFIER = re.compile(r"[A-Za-z0-9_:.-]{0,64}")
CODE = re.compile(r"[A-Za-z0-9_.:+-]{0,64}")


@dataclass
class _Pending:
    """An entry waiting for the end of its transaction.

    It waits in Django's own list of on-commit calls, because that list forgets what a rolled-back
    savepoint had added: an entry whose change was undone is then never written.
    """

    record: Record
    note: str
    keep_note: timedelta
    written: bool = field(default=False)

    def __call__(self) -> None:
        """On commit there is nothing left to do."""


@dataclass
class _Left:
    """Something to be done at the end of its transaction; it waits where entries do, for the same reason."""

    do: Callable[[list[Any]], None]
    what: Any
    done: bool = field(default=False)

    def __call__(self) -> None:
        """On commit there is nothing left to do."""


# In plain SQL, because every action of the house waits for these two.
HEADS = f"SELECT code, length, head FROM {Chain._meta.db_table}"  # noqa: S608, SLF001  the name is ours
MOVE = f"UPDATE {Chain._meta.db_table} SET length = %s, head = %s WHERE code = %s"  # noqa: S608, SLF001  likewise

_writing = threading.Lock()
"""SQLite lets writers wait by sleeping longer and longer; the threads of one process hand over at once with this."""


@contextmanager
def atomic() -> Iterator[None]:
    """A database transaction whose journal entries are written last. May be nested; the outermost writes."""
    connection = connections[DEFAULT_DB_ALIAS]
    depth: int = getattr(connection, "journal_depth", 0)
    alone = connection.vendor == "sqlite" and not connection.in_atomic_block
    with _writing if alone else nullcontext(), transaction.atomic():
        connection.journal_depth = depth + 1  # type: ignore[attr-defined]
        try:
            yield
        finally:
            connection.journal_depth = depth  # type: ignore[attr-defined]
        if depth == 0:
            _do_left([call for _, call, *_ in connection.run_on_commit if isinstance(call, _Left) and not call.done])
            pending = [call for _, call, *_ in connection.run_on_commit if isinstance(call, _Pending)]
            _write([each for each in pending if not each.written])


def at_the_end(do: Callable[[list[Any]], None], what: Any) -> None:
    """Do something once in the outermost ``atomic()``, after all else in it, just before its entries are written.

    ``do`` gets all that was left for it, in order, but what was undone since; it records nothing itself. For rows that
    many transactions lock: it locks them in one order. Raises ``OutsideTransaction``.
    """
    if not getattr(connections[DEFAULT_DB_ALIAS], "journal_depth", 0):
        raise OutsideTransaction
    transaction.on_commit(_Left(do, what))


def record(
    verb: Verb,
    *,
    actor: Actor,
    unit: str,
    about: tuple[str, UUID | str] = ("", ""),
    codes: Mapping[str, Code] | None = None,
    note: str = "",
    keep_note: timedelta = NOTE_KEPT,
) -> None:
    """Note that ``actor`` did ``verb`` in ``unit`` to the object ``about`` (its label and id).

    ``codes`` are short values without blanks; names and free text are refused (``NotACode``). A reason in
    somebody's words goes into ``note``, which retention can erase. Raises ``OutsideTransaction`` unless
    an ``atomic()`` is open.
    """
    connection = connections[DEFAULT_DB_ALIAS]
    if not getattr(connection, "journal_depth", 0):
        raise OutsideTransaction
    label, identifier = about[0], str(about[1])
    codes = dict(codes or {})
    for key, value in codes.items():
        if not isinstance(value, str | int):  # a bool is an int
            raise NotACode(f"the code {key}")
    for name, value, pattern in (
        ("unit", unit, UNIT),
        ("actor", actor.label, IDENTIFIER),
        ("object label", label or "x", LABEL),
        ("object id", identifier, IDENTIFIER),
        *((f"the code {key}", key, LABEL) for key in codes),
        *((f"the code {key}", str(value), CODE) for key, value in codes.items()),
    ):
        if not pattern.fullmatch(value):
            raise NotACode(name)
    entry = Record(
        chain=chain_of(unit),
        sequence=0,
        time="",
        actor=actor.label,
        unit=unit,
        verb=verb.name,
        object_label=label,
        object_id=identifier,
        codes=codes,
        note_hash="",
        previous="",
    )
    transaction.on_commit(_Pending(entry, note, keep_note))


def write_log(*, actor: Actor, unit: str, text: str, log_id: UUID) -> None:
    """Write an observation into a unit's buku mutasi by hand. Sent twice with one ``log_id``, it is stored once.

    Raises ``Refused`` or ``EmptyNote``.
    """
    actor.may("journal.write", unit).demand()
    if not text.strip():
        raise EmptyNote
    about = (LOG, str(log_id))
    with suppress(AlreadyWritten), atomic():
        if Entry.objects.filter(verb=LOG_WRITTEN.name, object_label=LOG, object_id=about[1]).exists():
            raise AlreadyWritten
        record(LOG_WRITTEN, actor=actor, unit=unit, about=about, note=text.strip())


def read_note(*, actor: Actor, entry: Entry, may: Decision | None = None) -> str:
    """The words that belong to an entry, ``""`` if erased. Reading another's is itself recorded. Raises ``Refused``.

    ``may``: what the room above says, of what somebody there wrote for those who are to look at it again.
    """
    if entry.actor != actor.label:
        (may or actor.may("journal.read_notes", entry.unit)).demand()
    note = Note.objects.filter(entry=entry, erased_at=None).first()
    if note is None:
        return ""
    with atomic():
        record(NOTE_READ, actor=actor, unit=entry.unit, about=("entry", str(entry.sequence)))
    return note.text


def erase_notes(*, about: tuple[str, UUID | str], because: str) -> int:
    """Erase the notes of all entries about one object, for the room whose object's retention has ended.

    ``because`` is a code such as ``retention``. Returns how many were erased.
    """
    notes = Note.objects.filter(entry__object_label=about[0], entry__object_id=str(about[1]), erased_at=None)
    return _erase(list(notes.values_list("pk", flat=True)), because)


def erase_due_notes() -> int:
    """Erase the notes whose time is over. Returns how many were erased."""
    due = Note.objects.filter(erase_after__lte=timezone.now(), erased_at=None)
    erased = 0
    while batch := list(due.order_by("pk").values_list("pk", flat=True)[:500]):
        erased += _erase(batch, "retention")
    return erased


def _erase(keys: list[int], because: str) -> int:
    with atomic():
        notes = Note.objects.select_for_update().filter(pk__in=keys, erased_at=None).select_related("entry")
        for note in notes.order_by("pk"):
            entry = note.entry
            record(
                NOTE_ERASED,
                actor=System("retention"),
                unit=entry.chain_id,
                about=("note", str(entry.sequence)),
                codes={"because": because},
            )
        return Note.objects.filter(pk__in=keys, erased_at=None).update(text="", salt="", erased_at=timezone.now())


def _do_left(left: list[_Left]) -> None:
    for do in dict.fromkeys(each.do for each in left):
        mine = [each for each in left if each.do == do]
        do([each.what for each in mine])
        for each in mine:
            each.done = True


def _write(pending: list[_Pending]) -> None:
    """Seal the entries and append them, each chain's head locked in code order."""
    if not pending:
        return
    codes = sorted({each.record.chain for each in pending})
    if len(codes) > 1:
        _begin(codes)  # before any is locked: whoever holds one and waits for another does so in code order
    chains = _locked(codes)
    if len(chains) < len(codes):
        _begin(codes)
        chains = _locked(codes)
    now = timezone.now()
    entries: list[Entry] = []
    notes: list[Note] = []
    for each in pending:
        chain = chains[each.record.chain]
        salt = secrets.token_hex(16) if each.note else ""
        sealed = replace(
            each.record,
            sequence=chain.length + 1,
            time=iso(now),
            note_hash=note_hash(salt, each.note) if each.note else "",
            previous=chain.head,
        )
        sealed = replace(sealed, hash=seal(sealed))
        chain.length, chain.head = sealed.sequence, sealed.hash
        entry = Entry(
            chain=chain,
            sequence=sealed.sequence,
            time=now,
            actor=sealed.actor,
            unit=sealed.unit,
            verb=sealed.verb,
            object_label=sealed.object_label,
            object_id=sealed.object_id,
            codes=dict(sealed.codes),
            note_hash=sealed.note_hash,
            previous=sealed.previous,
            hash=sealed.hash,
        )
        entries.append(entry)
        if each.note:
            notes.append(Note(entry=entry, text=each.note, salt=salt, erase_after=now + each.keep_note))
    _append(entries)
    for note in notes:
        note.entry_id = note.entry.pk
    if notes:
        Note.objects.bulk_create(notes)
    with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        for code in codes:
            cursor.execute(MOVE, [chains[code].length, chains[code].head, code])
    for each in pending:
        each.written = True


def _append(entries: list[Entry]) -> None:
    """Store entries. Raises ``AlreadyWritten`` where two wrote one log entry at once."""
    logs = [each.object_id for each in entries if each.object_label == LOG]
    try:
        with transaction.atomic() if logs else nullcontext():  # to be able to look what stood in the way
            Entry.objects.bulk_create(entries)
    except IntegrityError as error:
        if logs and Entry.objects.filter(verb=LOG_WRITTEN.name, object_label=LOG, object_id__in=logs).exists():
            raise AlreadyWritten from error
        raise


def _begin(codes: list[str]) -> None:
    """Begin the chains that are not there yet."""
    begun = set(Chain.objects.filter(code__in=codes).values_list("code", flat=True))
    new = [Chain(code=code, head=genesis(code)) for code in codes if code not in begun]
    Chain.objects.bulk_create(new, ignore_conflicts=True)  # another process may begin the same chain


def _locked(codes: list[str]) -> dict[str, Chain]:
    """Their heads, held until the end."""
    connection = connections[DEFAULT_DB_ALIAS]
    lock = " FOR UPDATE" if connection.features.has_select_for_update else ""
    places = ", ".join(["%s"] * len(codes))
    with connection.cursor() as cursor:
        cursor.execute(f"{HEADS} WHERE code IN ({places}) ORDER BY code{lock}", codes)
        return {code: Chain(code, length, head) for code, length, head in cursor.fetchall()}


def iso(time: datetime) -> str:
    """A moment as it is sealed: UTC with microseconds, the same from either database."""
    return time.astimezone(UTC).isoformat(timespec="microseconds")
