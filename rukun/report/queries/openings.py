"""Who asked to open what was received, a photo's original or a voice note, and what waits for a second person."""

from dataclasses import dataclass
from uuid import UUID

from rukun.evidence import queries as evidence
from rukun.evidence.queries import Opening, Piece, Voice
from rukun.guard import Actor
from rukun.report.access.photos import PROOF, REPORT
from rukun.report.access.reports import may_open_original, openable_by, report_for
from rukun.report.models import Report
from rukun.report.queries.photos import reports_of


@dataclass(frozen=True)
class Request:
    """A request to open something: whose, and what the reader may do about it."""

    opening: Opening
    mine: bool

    @property
    def agreed(self) -> bool:
        return self.opening.agreed_at is not None


def requests_for(actor: Actor, report: Report, of: Piece) -> list[Request]:
    """Who asked to open it, or may look at it now; nothing for whoever may not take part."""
    if not may_open_original(actor, report).allowed:
        return []
    return [Request(each, each.asked_by == actor.label) for each in evidence.openings_of(of)]


def is_open_to(actor: Actor, requests: list[Request]) -> bool:
    """Whether the actor is one of two who opened it."""
    return any(each.agreed and actor.label in (each.opening.asked_by, each.opening.agreed_by) for each in requests)


def openings_waiting_for(actor: Actor) -> list[tuple[Report, Piece]]:
    """What somebody else asked to open and waits for the actor, or another, to agree."""
    waiting = [each.of for each in evidence.openings_waiting(REPORT, PROOF) if each.asked_by != actor.label]
    about = reports_of(waiting)
    reports = openable_by(actor).in_bulk(set(about.values())) if about else {}
    return [(reports[about[each.pk]], each) for each in waiting if about.get(each.pk) in reports]


def voices_for(actor: Actor, report: Report) -> list[Voice]:
    """The voice notes of a report, for whoever may be one of two who open them."""
    if not may_open_original(actor, report).allowed:
        return []
    return evidence.voices_of(REPORT, report.pk)


def voice_for(actor: Actor, key: UUID) -> tuple[Voice, Report] | None:
    """A voice note and its report; ``None`` if there is none, or the actor may not read that report."""
    voice = evidence.voice(key)
    report = report_for(actor, voice.about_id) if voice and voice.about_label == REPORT else None
    return (voice, report) if voice and report else None
