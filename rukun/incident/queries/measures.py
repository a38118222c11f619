"""What can be done about a situation now, and what was done."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext as _

from rukun.guard import Actor
from rukun.incident import follow
from rukun.incident.cards import CARDS, Card
from rukun.incident.kinds import KINDS, LEVELS
from rukun.incident.measures import ASK, AUTHORITIES, HAND_OVER, MEASURES, ORDER, MeasureKind
from rukun.incident.models import Incident, Measure
from rukun.incident.queries.joinable import joined_in
from rukun.incident.words import opened
from rukun.report.questions import questions_for

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True)
class Offer:
    """A measure as it stands on the page. ``why_not`` says why it cannot be taken now; "" where it can.

    ``to`` are authorities to choose from; ``where`` is the address of another room's page, "" for this one's.
    """

    code: str
    words: "_StrPromise"
    hint: "_StrPromise"
    card: Card
    to: "list[tuple[str, _StrPromise]]"
    where: str = ""
    why_not: str = ""

    @property
    def allowed(self) -> bool:
        return not self.why_not


@dataclass(frozen=True)
class Done:
    """Something that was done. ``by`` is an actor's label; ``about`` a ring of the kentongan."""

    row: Measure
    words: "_StrPromise"
    to: "_StrPromise | str"
    note: str
    by: str
    done_at: datetime
    about: UUID | None


def offered(actor: Actor, incident: Incident) -> list[Offer]:
    """What is on offer at its level, in the level's order; nothing of a room that is not installed. Few queries.

    What the level or the actor's rights forbid stands there with the reason, so that nobody searches for it; what
    belongs to another level is left out. Nothing of what is closed.
    """
    if incident.closed_at is not None:
        return []
    return [
        _offer(actor, incident, MEASURES[code])
        for code in ORDER[incident.level]
        if at_level(incident, MEASURES[code]) and installed(MEASURES[code])
    ]


def at_level(incident: Incident, kind: MeasureKind) -> bool:
    """Whether a measure belongs to the situation's level now."""
    return incident.level in kind.levels or (kind.hazard and KINDS[incident.kind].hazard)


def installed(kind: MeasureKind) -> bool:
    return not kind.room or kind.room in follow.OFFERS


def why_not(actor: Actor, incident: Incident, kind: MeasureKind) -> str:
    """Why somebody cannot take a measure now; "" where they can."""
    if not installed(kind):
        return _("Bagian ini belum dipasang di sini.")
    if not at_level(incident, kind):
        return _("Tidak tersedia pada tingkat “%s”.") % LEVELS[incident.level]
    decision = actor.may(kind.capability, incident.unit)
    return "" if decision.allowed else str(decision.reason)


def questions_for_reporters(actor: Actor, incident: Incident) -> "list[tuple[str, _StrPromise]]":
    """The ready questions that fit the reports joined to it that are still open. A few queries."""
    categories = {each.category for each in joined_in(actor, incident) if each.open and each.readable}
    found = {question.code: question.words for each in sorted(categories) for question in questions_for(each)}
    return list(found.items())


def done(incident: Incident) -> list[Done]:
    """What was done about it, in the order in which it was recorded. One query. Raises ``seal.CannotOpen``."""
    return [
        Done(
            row,
            MEASURES[row.kind].words if row.kind in MEASURES else row.kind,  # type: ignore[arg-type]
            AUTHORITIES[row.to].words if row.to in AUTHORITIES else row.to,
            str(opened("Measure", row.pk, row.content).get("note", "")),
            row.by,
            row.done_at,
            row.about_id,
        )
        for row in Measure.objects.filter(incident=incident)
    ]


def _offer(actor: Actor, incident: Incident, kind: MeasureKind) -> Offer:
    reason = why_not(actor, incident, kind)
    if kind.code == ASK and not reason and not questions_for_reporters(actor, incident):
        reason = _("Belum ada laporan terbuka yang digabungkan.")
    return Offer(
        kind.code,
        kind.words,
        kind.hint,
        CARDS[kind.code],
        [(each.code, each.words) for each in AUTHORITIES.values()] if kind.code == HAND_OVER else [],
        follow.OFFERS[kind.room](incident.pk, incident.unit) if kind.room and not reason else "",
        reason,
    )
