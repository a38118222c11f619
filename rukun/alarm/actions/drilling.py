"""A drill: the kentongan rings as on the night itself, with no situation behind it, and says LATIHAN everywhere."""

from uuid import UUID

from rukun.alarm.access_pages import may_drill
from rukun.alarm.actions.ending import end
from rukun.alarm.actions.ringing import one_after_another, ring, rung_before
from rukun.alarm.errors import UnknownMessage
from rukun.alarm.errors_setup import DrillGoesOn, RealRingGoesOn
from rukun.alarm.follow import DRILL
from rukun.alarm.messages import MESSAGES
from rukun.alarm.models import Ring
from rukun.alarm.queries.around import ringing_around, whole_of
from rukun.guard import Actor
from rukun.journal import actions as journal


def start_drill(*, actor: Actor, ring_id: UUID, unit: str, message: str, meeting: str = "") -> Ring:
    """Ring a drill in an RW or a kelurahan. The same id twice rings once.

    Not while the kentongan rings in earnest in that kelurahan, nor beside another drill there: nobody is to wonder
    which of two counts. Raises ``Refused``, ``DrillGoesOn``, ``RealRingGoesOn`` and what ``ringing.ring`` raises.
    """
    may = may_drill(actor, unit)
    may.demand()
    if message not in MESSAGES:
        raise UnknownMessage
    with journal.atomic():
        one_after_another(unit)
        if (twice := rung_before(actor, ring_id, (DRILL, ring_id))) is not None:
            return twice
        if ringing_around(whole_of(unit)).filter(drill=False).exists():
            raise RealRingGoesOn
        if ringing_around(unit).exists():
            raise DrillGoesOn
        return ring(
            actor=actor,
            ring_id=ring_id,
            about=(DRILL, ring_id),
            unit=unit,
            message=message,
            narrow=MESSAGES[message].narrow,
            meeting=meeting,
            drill=True,
            may=may,
        )


def end_drill(*, actor: Actor, drill: Ring) -> Ring:
    """End a drill for everybody who was called. Raises ``Refused``, ``AlreadyEnded``."""
    may = may_drill(actor, drill.unit)
    may.demand()
    return end(actor=actor, ring=drill, ending="safe", may=may)
