"""Does the journal still say what it said when it was written?"""

import hmac
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import F
from django.utils.translation import gettext as _

from rukun.journal.actions import iso
from rukun.journal.algo.chain import Finding, Record, examine, note_hash
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
    known = {code: {length: head} for code, length, head in Chain.objects.values_list("code", "length", "head")}
    _add_heads(report, known, heads, key)
    for code in sorted(known.keys() | set(Entry.objects.values_list("chain_id", flat=True).distinct())):
        points = {length: head for length, head in known.get(code, {}).items() if length}
        end = max(points, default=0)
        report.chains += 1
        found = examine(code, lambda code=code, end=end: _records(code, end), points)  # type: ignore[misc]
        report.problems += [_from_finding(each) for each in found]
        report.entries += Entry.objects.filter(chain_id=code, sequence__lte=end).count()
        _verify_notes(report, code, end)
    beyond = Entry.objects.filter(sequence__gt=F("chain__length")).order_by("chain_id", "sequence")
    for code, sequence in beyond.values_list("chain_id", "sequence"):
        report.problems.append(_from_finding(Finding(code, sequence, sequence, "inserted")))
    return report


def _records(code: str, end: int) -> Iterator[Record]:
    """The chain's entries up to ``end``; past it another process may be writing right now."""
    names = ("sequence", "time", "actor", "unit", "verb", "object_label", "object_id", "codes", "note_hash")
    rows = Entry.objects.filter(chain_id=code, sequence__lte=end).order_by("sequence")
    for row in rows.values_list(*names, "previous", "hash").iterator(chunk_size=2000):
        sequence, time, *rest = row
        yield Record(code, sequence, iso(time), *rest)


def _add_heads(report: Report, known: dict[str, dict[int, str]], heads: Path | None, key: str) -> None:
    path = heads or settings.INSTALLATION.heads
    if heads is None and not path.exists():
        return
    for signed in read_heads(path, key or public_key()):
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
    entries = Entry.objects.filter(chain_id=code, sequence__lte=end)
    erasures = set(
        entries.filter(verb=NOTE_ERASED.name, object_label="note", actor="system:retention").values_list(
            "object_id", flat=True
        )
    )
    promised = entries.exclude(note_hash="").order_by("sequence").values_list("sequence", "note_hash")
    stored = Note.objects.filter(entry__chain_id=code).values_list("entry__sequence", "text", "salt", "erased_at")
    notes = {sequence: (text, salt, erased_at) for sequence, text, salt, erased_at in stored}
    for sequence, expected in promised.iterator(chunk_size=2000):
        report.notes += 1
        note = notes.pop(sequence, None)
        if note is None:
            report.problems.append(_problem("note_removed", code, sequence, sequence))
            continue
        text, salt, erased_at = note
        if erased_at is not None:
            report.erased += 1
            if str(sequence) not in erasures:
                report.problems.append(_problem("note_erased_unrecorded", code, sequence, sequence))
        elif not hmac.compare_digest(note_hash(salt, text), expected):
            report.problems.append(_problem("note_changed", code, sequence, sequence))
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
