"""A list between its preview and its confirmation: in the session of whoever sent it, on the server, for an hour.

Nobody need come back for it: a job erases what is older every hour, so two hours after it was sent it is gone.
"""

import json
import time
from collections.abc import MutableMapping
from dataclasses import asdict, dataclass, field
from typing import Any, TypeAlias

from django.contrib.sessions.models import Session as Stored
from django.utils.translation import gettext as _

from rukun.guard import Actor
from rukun.guard.ids import new_id
from rukun.people.actions.importing import Outcome, Report
from rukun.people.importing.columns import HEADINGS, REQUIRED
from rukun.people.importing.errors import UnfitFile
from rukun.people.importing.reading import Row, Sheet

KEY = "import"
KEPT = 3600  # seconds
LARGEST = 1_000_000  # characters of rows
SAMPLES = 10

Session: TypeAlias = MutableMapping[str, Any]


@dataclass(frozen=True)
class Bad:
    """A row that was not taken. ``reasons`` stand by field."""

    number: int
    name: str
    reasons: dict[str, str]

    @property
    def reasons_by_heading(self) -> list[tuple[str, str]]:
        return [(HEADINGS.get(field, field), reason) for field, reason in self.reasons.items()]


@dataclass(frozen=True)
class Good:
    """A row that is taken, for the first few to be looked at."""

    name: str
    title: str
    unit: str
    person: bool
    position: bool


@dataclass(frozen=True)
class Waiting:
    """``done``: it was imported, and ``rows`` are the bad ones left over. Otherwise ``rows`` are all that were sent.

    ``units`` are words that were taken for a unit, each with its code. ``by`` and ``at``: whose it is, and since when.
    """

    by: str
    rows: list[Row]
    ignored: list[str]
    counts: dict[str, int]
    units: list[tuple[str, str]]
    bad: list[Bad]
    good: list[Good]
    done: bool = False
    at: float = field(default_factory=time.time)
    key: str = field(default_factory=lambda: str(new_id()))

    @property
    def new(self) -> int:
        """Persons to register and positions to give."""
        return self.counts["persons"] + self.counts["positions"]

    def left_over(self) -> tuple[list[str], list[list[str]]]:
        """Heading and cells of the bad rows with what is wrong with them, to be mended and sent again."""
        reasons = {
            each.number: "; ".join(f"{heading}: {reason}" for heading, reason in each.reasons_by_heading)
            for each in self.bad
        }
        rows = [row for row in self.rows if row.number in reasons]
        fields = [each for each in HEADINGS if each in REQUIRED or any(each in row.cells for row in rows)]
        header = ["baris", *(HEADINGS[each] for each in fields), "alasan"]
        return header, [
            [str(row.number), *(row.cells.get(each, "") for each in fields), reasons[row.number]] for row in rows
        ]


def keep(session: Session, actor: Actor, sheet: Sheet, report: Report, *, done: bool = False) -> None:
    """Put a list there instead of an earlier one; of one that is ``done`` only the bad rows. Raises ``UnfitFile``."""
    rows = [each.draft.row for each in report.bad] if done else sheet.rows
    waiting = Waiting(
        by=actor.label,
        rows=rows,
        ignored=sheet.ignored,
        counts=report.counts(),
        units=report.units,
        bad=[Bad(each.draft.row.number, each.draft.cell("name"), each.reasons) for each in report.bad],
        good=[] if done else [_sample(each) for each in report.good[:SAMPLES]],
        done=done,
    )
    if len(json.dumps([asdict(row) for row in rows])) > LARGEST:
        raise UnfitFile(_("Isi berkas itu terlalu banyak untuk sekali muat. Bagi menjadi beberapa berkas."))
    session[KEY] = asdict(waiting)


def waiting_for(session: Session, actor: Actor) -> Waiting | None:
    """What this actor's session keeps; whatever is too old or another's is forgotten."""
    kept = session.get(KEY)
    if kept is None:
        return None
    if kept["by"] != actor.label or _is_over(kept):
        forget(session)
        return None
    return Waiting(
        **{
            **kept,
            "rows": [Row(**each) for each in kept["rows"]],
            "bad": [Bad(**each) for each in kept["bad"]],
            "good": [Good(**each) for each in kept["good"]],
        }
    )


def forget(session: Session) -> None:
    session.pop(KEY, None)


def forget_old() -> int:
    """Erase the lists that waited longer than an hour in whosoever's session. Returns how many."""
    return sum(forget_in(each) for each in Stored.objects.iterator(chunk_size=100))


def forget_in(stored: Stored) -> bool:
    """Erase a list that waited too long from one session, unless it was changed since it was read: next time, then."""
    session = stored.get_decoded()
    if KEY not in session or not _is_over(session[KEY]):
        return False
    forget(session)
    mended = Stored.objects.encode(session)
    unchanged = Stored.objects.filter(pk=stored.pk, session_data=stored.session_data)
    return bool(unchanged.update(session_data=mended))


def _is_over(kept: dict[str, Any]) -> bool:
    return not 0 <= time.time() - kept["at"] <= KEPT


def _sample(outcome: Outcome) -> Good:
    draft = outcome.draft
    unit = draft.position_unit if draft.title else draft.unit
    return Good(draft.cell("name"), draft.title, unit, outcome.person, outcome.position)
