"""Answering a call: by whoever was called, from wherever they are. To withdraw is always in order."""

from datetime import datetime
from uuid import UUID

from django.utils import timezone

from rukun.alarm.access import may_answer
from rukun.alarm.actions.calling import about_ring
from rukun.alarm.actions.holding import SYSTEM, changed
from rukun.alarm.actions.together import hold_together
from rukun.alarm.errors import AlreadyEnded, NotAnAnswer, SentHome
from rukun.alarm.models import Called, Ring
from rukun.alarm.queries.circles import still_called
from rukun.alarm.verbs import ANSWERED
from rukun.guard import Actor
from rukun.journal import actions as journal
from rukun.notify.actions.calling_many import take_back_from

PAGE = "page"


def answer(*, actor: Actor, called: Called, answer: str, by: str = PAGE) -> Called:
    """Write down an answer; the newest counts, and nobody calls them any further. ``by`` is a channel or "page".

    Whoever comes may withdraw until the ring is over, in one tap or one "0"; that holds for all that calls them then.
    Who is on duty no more, or would be the only one to come, is sent home instead. Raises ``Refused``,
    ``NotAnAnswer``, ``AlreadyEnded``, ``SentHome`` (that is written down then).
    """
    may_answer(actor, called).demand()
    if answer not in (Called.COMES, Called.CANNOT, Called.WITHDREW):
        raise NotAnAnswer
    said = answer
    home: dict[UUID, str] = {}
    with journal.atomic():
        rings = _held(called, answer)
        ring = rings.pop(called.ring_id)
        row = Called.objects.get(pk=called.pk)
        if row.answer == answer:
            return row
        if ring.state == Ring.ENDED:
            raise AlreadyEnded
        now = timezone.now()
        if answer == Called.COMES and row.role == Called.DUTY and not still_called(ring, [row], now):
            answer, home = Called.CANNOT, {row.person: "suspended"}
        home |= _write(ring, row, answer, by, now)
        for other in rings.values():
            for theirs in Called.objects.filter(ring=other, person=row.person, answer__in=("", Called.COMES)):
                _write(other, theirs, answer, by, now)
        row.refresh_from_db()
    if said == Called.COMES and (why := home.get(row.person)):
        raise SentHome(why, drill=ring.drill)
    return row


def _held(called: Called, answer: str) -> dict[UUID, Ring]:
    """The ring, held; where somebody withdraws all that ring and call them, in one order."""
    keys = {called.ring_id}
    if answer == Called.WITHDREW:
        keys |= set(
            Called.objects.filter(person=called.person, ring__state=Ring.RINGING).values_list("ring", flat=True)
        )
    rows = Ring.objects.select_for_update().filter(pk__in=keys).order_by("pk")
    return {row.pk: row for row in rows if row.pk == called.ring_id or row.state == Ring.RINGING}


def _write(ring: Ring, row: Called, answer: str, by: str, now: datetime) -> dict[UUID, str]:
    row.answer, row.answered_by = answer, by
    row.answered_at, row.next_at = max(now, ring.rung_at), None
    row.save(update_fields=["answer", "answered_by", "answered_at", "next_at"])
    if answer != Called.COMES:  # whoever comes may still say "0"
        take_back_from(about_ring(ring), [row.person])
    # Who said what is kept for 90 days; the book, which is for ever, has the answer alone.
    journal.record(
        ANSWERED, actor=SYSTEM, unit=ring.unit, about=(ring.about_label, ring.about_id),
        codes={"ring": str(ring.pk), "answer": answer},
    )  # fmt: skip
    home = hold_together(ring, now, row.person)
    changed(ring)
    return home
