"""Does the journal still say what it said when it was written?"""

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import F, Max, TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from rukun.journal.actions import iso
from rukun.journal.algo.chain import Finding, Record, examine, note_hash
from rukun.journal.errors import HeadsUnreadable
from rukun.journal.heads import public_key, read_heads
from rukun.journal.models import Chain, Entry, Note
from rukun.journal.triggers import missing
from rukun.journal.verbs import NOTE_ERASED


@dataclass(frozen=True)
class Problem:
    """``chain`` is a unit's code (``""`` for the installation); entries are counted from 1, 0 where none is meant."""

    kind: str
    chain: str
    first: int
    last: int
    words: str


@dataclass
class Report:
    """What ``verify_journal`` looked at and found. ``erased`` notes are in order: their time was over."""

    chains: int = 0
    entries: int = 0
    notes: int = 0
    erased: int = 0
    heads: int = 0
    problems: list[Problem] = field(default_factory=list)

    @property
    def sound(self) -> bool:
        return not self.problems

    def as_json(self) -> dict[str, Any]:
        return {
            "sound": self.sound,
            "chains": self.chains,
            "entries": self.entries,
            "notes": self.notes,
            "erased_by_retention": self.erased,
            "signed_heads": self.heads,
            "problems": [problem.__dict__ for problem in self.problems],
        }


def verify_journal(*, heads: Path | None = None, key: str = "") -> Report:
    """Look at every entry, every note and every signed head.

    ``heads`` defaults to the installation's own heads file; ``key`` (hex) to its own public key. Raises
    ``HeadsUnreadable`` for a heads file that is none and ``OSError`` for one that cannot be read.
    Safe while others write: what is appended meanwhile is left for the next time.
    """
    report = Report()
    for name in sorted(missing()):
        report.problems.append(_problem("unguarded", "", 0, 0, name))
    lengths = dict(Chain.objects.values_list("code", "length"))
    known = {code: {length: head} for code, length, head in Chain.objects.values_list("code", "length", "head")}
    _add_heads(report, known, heads, key)
    stored = Entry.objects.order_by().values_list("chain_id").annotate(last=Cast(Max("sequence"), TextField()))
    lasts = {code: _number(last) for code, last in stored}
    with _reading_anything():
        for code in sorted(known.keys() | lasts.keys()):
            _verify_chain(report, code, lengths.get(code), lasts.get(code, 0), known.get(code, {}))
        beyond = Entry.objects.filter(sequence__gt=F("chain__length")).order_by("chain_id", "pk")
        for code, sequence in beyond.values_list("chain_id", Cast("sequence", TextField())):
            report.problems.append(_from_finding(Finding(code, _number(sequence), _number(sequence), "inserted")))
    return report


def _verify_chain(report: Report, code: str, length: int | None, last: int, known: dict[int, str]) -> None:
    """One chain up to its recorded ``length``; past it another process may be writing right now."""
    points = {place: head for place, head in known.items() if place}
    if length is None and last:
        # The chain's own row is gone, which only somebody who lifted the triggers can do.
        report.problems.append(_problem("headless", code, 1, last))
        points.setdefault(last, _hash_at(code, last))
    end = last if length is None else max([length, *points])
    report.chains += 1
    found = examine(code, lambda: _records(code, end), points)
    report.problems += [_from_finding(each) for each in found]
    report.problems += [_problem("misplaced", code, place, place) for place in _misplaced(code, end)]
    report.entries += Entry.objects.filter(chain_id=code, sequence__lte=end).count()
    _verify_notes(report, code, end)


def _hash_at(code: str, sequence: int) -> str:
    return Entry.objects.filter(chain_id=code, sequence=sequence).values_list("hash", flat=True).first() or ""


def _records(code: str, end: int) -> Iterator[Record]:
    """The chain's entries up to ``end``. A row that holds no time, number or codes comes as one whose seal is wrong."""
    names = ("actor", "unit", "verb", "object_label", "object_id", "note_hash", "previous", "hash")
    texts = {f"{name}_text": Cast(name, TextField()) for name in ("sequence", "time", "codes", *names)}
    rows = Entry.objects.filter(chain_id=code, sequence__lte=end).order_by("sequence").annotate(**texts)
    for row in rows.values_list(*texts).iterator(chunk_size=2000):
        sequence, time, codes, actor, unit, verb, label, identifier, note, previous, seal = map(str, row)
        try:
            moment = datetime.fromisoformat(time)
            sealed_time = iso(moment if moment.tzinfo else moment.replace(tzinfo=UTC))
            sealed_codes = json.loads(codes)
        except (ValueError, OverflowError, RecursionError):
            sealed_time, sealed_codes = "?", {}
        yield Record(
            code,
            _number(sequence),
            sealed_time,
            actor,
            unit,
            verb,
            label,
            identifier,
            sealed_codes,
            note,
            previous,
            seal,
        )


def _misplaced(code: str, end: int) -> list[int]:
    """Entries whose row id does not grow with their number: pages go by it, and the seal does not cover it."""
    rows = Entry.objects.filter(chain_id=code, sequence__lte=end).order_by("sequence").values_list("sequence", "pk")
    highest, found = 0, []
    for sequence, key in rows.iterator(chunk_size=10_000):
        if key < highest:
            found.append(_number(sequence))
        highest = max(highest, key)
    return found


def _number(value: object) -> int:
    """A sequence number, or 0 for what is none: SQLite keeps whatever somebody puts there."""
    text = str(value)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 20 else 0


@contextmanager
def _reading_anything() -> Iterator[None]:
    """Bytes that are no text must be found, not fallen over."""
    if connection.vendor != "sqlite":
        yield
        return
    connection.ensure_connection()
    before = connection.connection.text_factory
    connection.connection.text_factory = lambda raw: raw.decode("utf-8", "replace")
    try:
        yield
    finally:
        connection.connection.text_factory = before


def _add_heads(report: Report, known: dict[str, dict[int, str]], heads: Path | None, key: str) -> None:
    path = heads or settings.INSTALLATION.heads
    if heads is None and not path.exists():
        return
    try:
        lines = read_heads(path, key or public_key())
    except HeadsUnreadable:
        if heads is not None:
            raise
        report.problems.append(_problem("damaged", "", 1, 1))
        return
    for signed in lines:
        if not signed.genuine:
            kind = "damaged" if signed.damaged else "forged"
            report.problems.append(_problem(kind, "", signed.line, signed.line))
            continue
        for code, (length, head) in signed.heads.items():
            report.heads += 1
            points = known.setdefault(code, {})
            if points.setdefault(length, head) != head:
                # The database's own head of that length is another one: the signed one counts.
                points[length] = head


def _verify_notes(report: Report, code: str, end: int) -> None:
    """Each note against its entry's salted hash; an erased one against the entry that says it was erased."""
    # Notes first, the entries that record erasures last, and all of them: retention may be at work meanwhile.
    stored = Note.objects.filter(entry__chain_id=code).values_list(
        "entry__sequence", "text", "salt", Cast("erased_at", TextField())
    )
    notes = {_number(sequence): (text, salt, erased) for sequence, text, salt, erased in stored}
    entries = Entry.objects.filter(chain_id=code)
    erasures = set(
        entries.filter(verb=NOTE_ERASED.name, object_label="note", actor="system:retention").values_list(
            "object_id", flat=True
        )
    )
    promised = entries.filter(sequence__lte=end).exclude(note_hash="").order_by("sequence")
    for sequence, expected in promised.values_list("sequence", "note_hash").iterator(chunk_size=2000):
        report.notes += 1
        note = notes.pop(_number(sequence), None)
        if note is None:
            report.problems.append(_problem("note_removed", code, sequence, sequence))
            continue
        text, salt, erased = note
        if erased is None:
            if note_hash(salt, text) != expected:
                report.problems.append(_problem("note_changed", code, sequence, sequence))
            continue
        report.erased += 1
        if text or salt:
            report.problems.append(_problem("note_changed", code, sequence, sequence))
        elif str(sequence) not in erasures:
            report.problems.append(_problem("note_erased_unrecorded", code, sequence, sequence))
    for sequence in sorted(notes):
        if sequence <= end:
            report.problems.append(_problem("note_added", code, sequence, sequence))


def _from_finding(finding: Finding) -> Problem:
    return _problem(finding.kind, finding.chain, finding.first, finding.last)


def _problem(kind: str, chain: str, first: int, last: int, what: str = "") -> Problem:
    span = {"first": first, "last": last}
    place = _("nomor %d") % first if first == last else _("nomor %(first)d sampai %(last)d") % span
    words = {
        "changed": _("Catatan %s diubah setelah ditulis."),
        "removed": _("Catatan %s dihapus dari tengah rantai."),
        "reordered": _("Catatan %s dipindahkan dari tempatnya."),
        "inserted": _("Catatan %s disisipkan; bukan dari rantai ini."),
        "cut": _("Catatan %s hilang dari ujung rantai."),
        "rewritten": _("Catatan %s tidak cocok lagi dengan kepala rantai yang disimpan: rantai ditulis ulang."),
        "headless": _("Kepala rantai hilang dari basis data; catatannya %s."),
        "misplaced": _("Catatan %s ditampilkan di tempat yang salah: nomor barisnya diubah."),
        "note_removed": _("Keterangan catatan %s hilang dari basis data."),
        "note_erased_unrecorded": _("Keterangan catatan %s dikosongkan tanpa catatan penghapusan."),
        "note_changed": _("Keterangan catatan %s diubah."),
        "note_added": _("Keterangan catatan %s ditambahkan kemudian."),
        "forged": _("Tanda tangan kepala rantai pada baris %s tidak sah."),
        "damaged": _("Baris %s dalam berkas kepala rantai rusak. Bandingkan dengan salinannya."),
        "unguarded": _("Pengaman basis data %s tidak terpasang. Jalankan `rukun migrate`."),
    }[kind]
    subject = what if kind == "unguarded" else str(first) if kind in ("forged", "damaged") else place
    return Problem(kind, chain, first, last, words % subject)


def problems_in_words(problems: Iterable[Problem]) -> list[str]:
    """One line each, with the chain it is in."""
    return [f"[{each.chain or _('instalasi')}] {each.words}" for each in problems]
