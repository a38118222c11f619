"""What somebody saw, heard or was told there, written down as they saw it. Added, or taken back with a reason."""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError

from rukun.guard import Actor
from rukun.incident.access import may_judge, may_withdraw
from rukun.incident.actions.holding import changed, held, moment
from rukun.incident.actions.times import no_later_than_now
from rukun.incident.errors_levels import LevelWaitsOnIt, NoReason
from rukun.incident.errors_opening import IdTaken, NoWords, SavedOtherwise, UnknownSource, WordsTooLong
from rukun.incident.models import Incident, Observation, Step
from rukun.incident.verbs import OBSERVATION_WITHDRAWN, OBSERVED
from rukun.incident.words import opened, says, sealed
from rukun.journal import actions as journal
from rukun.training.algo.texts import readable

OWN_EYES, TOLD, CALL = "seen", "told", "call"
SOURCES = (OWN_EYES, TOLD, CALL)
LEAST, LONGEST = 3, 2000
LEAST_LETTERS, LONGEST_REASON = 10, 500


def observe(
    *, actor: Actor, incident: Incident, observation_id: UUID, source: str, text: str, seen_at: datetime
) -> Observation:
    """Add what somebody saw (``source`` "seen"), was told ("told") or heard by telephone ("call"). Sent twice, once.

    ``seen_at`` is when, not when it is written. Raises ``Refused``, ``IncidentError``.
    """
    if known := _known(actor, incident, observation_id, text):
        return known
    seen_at = no_later_than_now(seen_at, "seen_at")
    try:
        with journal.atomic():
            row = held(actor, incident)
            at = moment(row)
            made = write_observation(row, actor, observation_id, source, text, seen_at, at)
            changed(row, actor, OBSERVED, at=at, codes={"source": source})
    except IntegrityError:
        if known := _known(actor, incident, observation_id, text):
            return known
        raise
    return made


def withdraw_observation(
    *, actor: Actor, incident: Incident, observation: Observation, reason: str, erase: bool = False
) -> Observation:
    """Take an observation back, with a reason: it stays in its place, and nothing can rest on it any more.

    ``erase``: its words go, because they tell of somebody; why it was withdrawn stays. A level that was judged on it
    holds until somebody judges anew, but cannot be confirmed on it any more. Withdrawn twice, it is once; words can
    still be erased. The office that leads does not take away what an unconfirmed level of others rests on: one person
    could so keep it from ever being confirmed. Raises ``Refused``, ``NoReason``, ``LevelWaitsOnIt``, ``IncidentError``.
    """
    reason = readable(reason)
    if sum(each.isalpha() for each in reason) < LEAST_LETTERS:
        raise NoReason(LEAST_LETTERS)
    if len(reason) > LONGEST_REASON:
        raise WordsTooLong(LONGEST_REASON, "reason")
    with journal.atomic():
        row = held(actor, incident, may_judge)
        found = Observation.objects.get(pk=observation.pk, incident=row)
        may_withdraw(actor, row, found).demand()
        words = opened("Observation", found.pk, found.content)
        if found.withdrawn_at is not None and not (erase and words.get("text")):
            return found
        if actor.label != found.by and waits_on(row, found):
            raise LevelWaitsOnIt
        at = moment(row)
        kept = {} if erase else words
        found.content = sealed("Observation", found.pk, {**kept, "withdrawal": reason})
        found.withdrawn_at, found.withdrawn_by = at, actor.label
        found.save(update_fields=["content", "withdrawn_at", "withdrawn_by"])
        changed(row, actor, OBSERVATION_WITHDRAWN, at=at, codes={"erased": erase})
    return found


def waits_on(incident: Incident, observation: Observation) -> bool:
    """Whether a level that still waits for its second person rests on this observation. One query."""
    waiting = incident.steps.filter(state=Step.WAITING).values_list("evidence", flat=True)
    return any(each["id"] == str(observation.pk) for evidence in waiting for each in evidence)


def write_observation(
    row: Incident, actor: Actor, key: UUID, source: str, text: str, seen_at: datetime, at: datetime
) -> Observation:
    """The row alone, for a situation that the caller holds and then tells of. Raises ``IncidentError``."""
    text = text.strip()
    if source not in SOURCES:
        raise UnknownSource
    if len(text) < LEAST:
        raise NoWords
    if len(text) > LONGEST:
        raise WordsTooLong(LONGEST)
    content = sealed("Observation", key, {"text": text})
    made = Observation(id=key, incident=row, source=source, content=content, seen_at=seen_at, by=actor.label, at=at)
    made.save(force_insert=True)
    return made


def _known(actor: Actor, incident: Incident, key: UUID, text: str) -> Observation | None:
    found = Observation.objects.filter(pk=key).first()
    if found is None:
        return None
    if (found.by, found.incident_id) != (actor.label, incident.pk):
        raise IdTaken
    if not says("Observation", key, found.content, text=text.strip()):
        raise SavedOtherwise
    return found
