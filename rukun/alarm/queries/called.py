"""One's own calls: nobody else's are anybody's to see here."""

from dataclasses import dataclass
from uuid import UUID

from rukun.alarm.access import person_of
from rukun.alarm.actions.calling import words_of
from rukun.alarm.messages import ending_for, meeting_of, over_words
from rukun.alarm.models import Called, Ring
from rukun.alarm.words import where_of
from rukun.guard import Actor

MOST = 20


@dataclass(frozen=True)
class CallView:
    """A call as its owner reads it. ``ending_words``: how it ended, and what they are told then."""

    called: Called
    ring: Ring
    words: str
    where: str
    meeting: str
    drill: bool
    answer: str
    ended: bool
    ending_words: str


def called_for(actor: Actor, key: UUID) -> Called | None:
    """The actor's own call; ``None`` both for another's and for one that is none."""
    mine = person_of(actor)
    found = Called.objects.select_related("ring").filter(pk=key).first() if mine is not None else None
    return found if found is not None and found.person == mine else None


def own_calls(actor: Actor) -> list[Called]:
    """The actor's newest calls, the ones that still ring first."""
    mine = person_of(actor)
    if mine is None:
        return []
    rows = Called.objects.select_related("ring").filter(person=mine).order_by("-ring__rung_at")[:MOST]
    return sorted(rows, key=lambda row: row.ring.state != Ring.RINGING)


def call_view(called: Called) -> CallView:
    """In the language of the moment. No query where ``ring`` is at hand."""
    ring = called.ring
    ended = ring.state == Ring.ENDED
    return CallView(
        called,
        ring,
        words_of(ring, called.role),
        where_of(ring.unit),
        meeting_of(ring.message, called.role, ring.meeting_for(called.role)),
        ring.drill,
        called.answer,
        ended,
        over_words(_ending(called), where=where_of(ring.unit), drill=ring.drill) if ended else "",
    )


def _ending(called: Called) -> str:
    """A key of ``messages.OVER``: the last that was said of it to whoever was called."""
    ring = called.ring
    return "calm" if ring.calm_told_at is not None else ending_for(ring.ending, called.role)
