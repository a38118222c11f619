"""A posko's shift, handed over by one and taken by another: what happened, and what the next one has to know."""

from datetime import timedelta
from uuid import UUID

from django.db import IntegrityError
from django.utils import timezone

from rukun.guard import Actor
from rukun.incident.access_shift import may_hand_over
from rukun.incident.errors_opening import IdTaken, UnknownUnit
from rukun.incident.errors_shift import AlreadyTaken, HandoverGone, HandoverWaits, NotGiver, OwnHandover, WordsTooLong
from rukun.incident.models import Handover
from rukun.incident.queries.shift import as_numbers, as_owed, as_rows, since_last, summary_of
from rukun.incident.verbs import GIVEN, READ, TAKEN, TAKEN_BACK
from rukun.incident.words import opened, sealed
from rukun.journal import actions as journal
from rukun.territory import queries as territory

LONGEST = 2000
KEPT = timedelta(days=90)
LABEL = "incident_shift"


def give_shift(*, actor: Actor, handover_id: UUID, unit: str, words: str = "") -> Handover:
    """Hand over the shift of a unit's posko; it waits for a second person.

    Its span begins where the last handover ended. The same form sent twice is one handover. Numbers are counted here,
    never typed. Raises ``Refused``, ``UnknownUnit``, ``WordsTooLong``, ``HandoverWaits``, ``IdTaken`` for the id of
    another handover, or with other words than were kept.
    """
    words = words.strip()
    may_hand_over(actor, unit).demand()
    if not territory.exists(unit):
        raise UnknownUnit
    if len(words) > LONGEST:
        raise WordsTooLong(LONGEST)
    try:
        with journal.atomic():
            return _given(actor, handover_id, unit, words)
    except IntegrityError:  # somebody else, or the same tap, was a moment sooner
        if (twice := _twice(actor, handover_id, unit, words)) is not None:
            return twice
        raise HandoverWaits from None


def _twice(actor: Actor, key: UUID, unit: str, words: str) -> Handover | None:
    """What the same form brought before, if it did."""
    found = Handover.objects.filter(pk=key).first()
    if found is None:
        return None
    said = opened("Handover", found.pk, found.content)["text"]
    if (found.given_by, found.unit, said) != (actor.label, unit, words):
        raise IdTaken
    return found


def _given(actor: Actor, key: UUID, unit: str, words: str) -> Handover:
    if (twice := _twice(actor, key, unit, words)) is not None:
        return twice
    if Handover.objects.filter(unit=unit, taken_at=None).exists():
        raise HandoverWaits
    now = timezone.now()
    # The row first: while it waits no other can be given here, so nothing slips between its span and the next.
    made = Handover.objects.create(
        id=key, unit=unit, since=now, until=now, content=b"", given_by=actor.label, given_at=now
    )
    since = since_last(unit, now, made)
    now = max(now, since)  # a clock that was set back
    summary = summary_of(unit, since, now)
    made.since, made.until, made.given_at = since, now, now
    made.numbers = as_numbers(summary)
    made.content = sealed(
        "Handover", key, {"text": words, "open": as_rows(summary.rows), "owed": as_owed(summary.owed)}
    )
    made.save()
    journal.record(
        GIVEN,
        actor=actor,
        unit=unit,
        about=(LABEL, made.pk),
        codes={"open": sum(summary.open), "overdue": summary.numbers["overdue"]},
    )
    return made


def take_shift(*, actor: Actor, handover: Handover) -> Handover:
    """Take a shift over, by somebody else than who gave it. Taken twice by the same person it is taken once.

    Raises ``Refused``, ``OwnHandover``, ``AlreadyTaken``, ``HandoverGone``.
    """
    may_hand_over(actor, handover.unit).demand()
    with journal.atomic():
        row = _held(handover)
        if row.given_by == actor.label:
            raise OwnHandover
        if row.taken_at is not None:
            if row.taken_by == actor.label:
                return row
            raise AlreadyTaken
        row.taken_by, row.taken_at = actor.label, max(timezone.now(), row.given_at)
        row.save(update_fields=["taken_by", "taken_at"])
        journal.record(TAKEN, actor=actor, unit=row.unit, about=(LABEL, row.pk))
    return row


def take_back(*, actor: Actor, handover: Handover) -> None:
    """Take back what one handed over and nobody took yet: the shift goes on, and its span with it.

    Raises ``Refused``, ``NotGiver``, ``AlreadyTaken``; what is gone already is gone.
    """
    may_hand_over(actor, handover.unit).demand()
    with journal.atomic():
        row = Handover.objects.select_for_update().filter(pk=handover.pk).first()
        if row is None:
            return
        if row.given_by != actor.label:
            raise NotGiver
        if row.taken_at is not None:
            raise AlreadyTaken
        row.delete()
        journal.record(TAKEN_BACK, actor=actor, unit=handover.unit, about=(LABEL, handover.pk))


def note_read(*, actor: Actor, handover: Handover) -> None:
    """Somebody else than the two who signed reads what one shift told the next: that stands in the journal."""
    if handover.taken_at is None or actor.label in (handover.given_by, handover.taken_by):
        return
    with journal.atomic():
        journal.record(READ, actor=actor, unit=handover.unit, about=(LABEL, handover.pk))


def forget_handovers() -> int:
    """Erase handovers older than ninety days; how many. Part of the job ``incident.put_away``."""
    return Handover.objects.filter(given_at__lte=timezone.now() - KEPT).delete()[0]


def _held(handover: Handover) -> Handover:
    row = Handover.objects.select_for_update().filter(pk=handover.pk).first()
    if row is None:
        raise HandoverGone
    return row
