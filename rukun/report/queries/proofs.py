"""Proofs of filing: made for whoever has the receipt code, and looked at by anybody."""

import json
from typing import Any

from django.conf import settings
from django.utils import timezone as clock

from rukun import seal
from rukun.journal import heads as journal_heads
from rukun.journal.actions import iso
from rukun.journal.queries import entries_about
from rukun.report.account import account_of
from rukun.report.actions.intake import filed_values, salt_of
from rukun.report.algo import proofs
from rukun.report.algo.proofs import Head, Key, Verdict
from rukun.report.categories import CATEGORIES
from rukun.report.models import Report
from rukun.report.verbs import REPORT_RECEIVED
from rukun.seal.keys import proof_keys


def proof_for(report: Report, code: str) -> str:
    """The proof that a report was filed, as JSON to keep, for whoever showed its receipt ``code`` (20 digits).

    What the report says now may be less than what was filed: of a withdrawn one the proof tells only that, when and
    where in the journal it was received. Raises ``LookupError`` for a report without an entry in the journal.
    """
    entry = _entry_of(str(report.pk))
    if entry is None:
        raise LookupError("a report without an entry")
    salt = salt_of(code)
    document: dict[str, Any] = {
        "format": proofs.FORMAT,
        "installation": settings.INSTALLATION.name,
        "report": str(report.pk),
        "received": iso(report.received_at),
        "made": iso(clock.now()),
        "salt": salt,
        "filed": _filed(report, salt),
        "digest": report.digest,
        "journal": {
            "chain": entry.chain_id,
            "time": iso(entry.time),
            **{name: getattr(entry, name) for name in proofs.FIELDS if name not in ("chain", "time")},
            "previous": entry.previous,
            "hash": entry.hash,
        },
        "key": seal.signing_key(),
    }
    document["signature"] = seal.sign(proofs.canonical(document))
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def verify(text: str, *, heads: list[Head] | None = None) -> Verdict:
    """What can be said of a proof by this installation's own keys, retired ones among them, its journal and its heads.

    ``heads`` are those that somebody kept elsewhere.
    """
    verdict = proofs.examine(text, own_keys(), heads)
    if not verdict.genuine:
        return verdict  # of what is not ours our journal tells nothing
    entry = _entry_of(verdict.document["report"])
    return proofs.at_home(verdict, entry and entry.hash, _own_heads(verdict.document["journal"]["chain"]))


def own_keys() -> list[Key]:
    """The public keys of this installation's proofs, the one that signs now first."""
    return [Key(each.key, each.since, each.until) for each in proof_keys()]


def journal_key() -> str:
    """The public key under which the heads of this installation's journal are signed."""
    return journal_heads.public_key()


def _entry_of(key: str) -> Any:
    """The journal's entry about the coming of a report, if there is one."""
    about = entries_about((), {"report": [key]})
    return next((each for each in about if each.verb == REPORT_RECEIVED.name), None)


def _own_heads(chain: str) -> list[Head]:
    """The heads of one chain that this installation wrote down day by day."""
    path = settings.INSTALLATION.heads
    if not path.exists():
        return []
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    return proofs.heads_of("\n".join(each for each in lines if f'"{chain}"' in each), journal_key())


def _filed(report: Report, salt: str) -> dict[str, object] | None:
    """What was filed, if that is still there: handlers may have put the report under another category since."""
    try:
        account = account_of(report)
    except seal.CannotOpen:
        return None
    categories = sorted(CATEGORIES, key=lambda each: each != report.category)
    for category in categories:
        values = filed_values(report.pk, category, report.unit, account, report.happened_at)
        if proofs.digest(salt, values) == report.digest:
            return values
    return None
