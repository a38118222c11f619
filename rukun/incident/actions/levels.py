"""How serious it is: judged by one on evidence, confirmed or refused by one from elsewhere, taken back by oneself."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from django.utils import timezone

from rukun.guard import Actor
from rukun.incident import access
from rukun.incident.actions.holding import changed, demand_seen, held, moment
from rukun.incident.actions.settling import decide, overtake_closing, settled
from rukun.incident.algo import ladder
from rukun.incident.errors_levels import (
    EvidenceElsewhere,
    EvidenceExpired,
    EvidenceWithdrawn,
    NoEvidence,
    NoReason,
    NothingChanges,
    NotWaiting,
    NotYours,
    OthersWord,
    StepWaits,
    TookOver,
    UnknownLevel,
)
from rukun.incident.errors_opening import IdTaken, SavedOtherwise, WordsTooLong
from rukun.incident.kinds import LEVELS
from rukun.incident.models import Incident, Joined, Observation, Step
from rukun.incident.queries.changes import became
from rukun.incident.queries.standing import rungs_of
from rukun.incident.verbs import LOWERED, RAISED, REFUSED, RENEWED, STEP_WITHDRAWN, VERIFIED
from rukun.incident.words import opened, says, sealed
from rukun.journal import actions as journal

LEAST_LETTERS, LONGEST_REASON = 10, 500
VERBS = {"raised": RAISED, "lowered": LOWERED, "renewed": RENEWED}
WHY = {"nothing": NothingChanges, "waits": StepWaits, "others": OthersWord, "replaced": TookOver}


@dataclass(frozen=True)
class EvidenceRef:
    """What a judgement rests on: a report that is joined, or an observation, by its id."""

    what: Literal["report", "observation"]
    id: UUID


def judge(
    *,
    actor: Actor,
    incident: Incident,
    step_id: UUID,
    version: int,
    level: int,
    reason: str,
    evidence: Sequence[EvidenceRef],
) -> Step:
    """Say that it is at a level: raises, lowers or renews what is in force. Sent twice, it is said once.

    AG and GN wait for a second word, see ``verify``; whoever lowers their own unconfirmed word to what held before
    takes it back, and gets that step. Who says so over another's unconfirmed word, on newer evidence, takes its place
    for good. What raises it ends a closing that was proposed before. Raises ``Refused``, ``IncidentError``,
    ``ChangedMeanwhile``.
    """
    access.may_judge(actor, incident).demand()
    with journal.atomic():
        row = held(actor, incident, access.may_judge)
        if known := Step.objects.filter(pk=step_id).first():
            if (known.by, known.incident_id) != (actor.label, row.pk):
                raise IdTaken
            if known.level != level or not says("Step", known.pk, known.content, reason=reason.strip()):
                raise SavedOtherwise
            return known
        demand_seen(row, version)
        if level not in LEVELS:
            raise UnknownLevel
        reason, at = _reason(reason), moment(row)
        steps, _lapsed = settled(row, at)
        rungs = rungs_of(steps)
        refs = _evidence(row, max(level, ladder.standing(rungs, at).level), evidence)
        try:
            move = ladder.judged(rungs, level=level, by=actor.label, at=at)
        except ladder.Cannot as cannot:
            raise WHY[cannot.why] from None
        replaced = next((each for each in steps if each.number == move.replaced), None)
        if move.step is None and replaced is not None:
            return _withdrawn(row, replaced, actor, at, reason)
        if replaced is not None:
            decide(replaced, Step.WITHDRAWN, at, actor.label)
        made = _made(row, move.step, step_id, actor, reason, refs)
        if made.level > made.before:
            overtake_closing(row, at)
        changed(row, actor, VERBS[made.what], at=at, codes={"level": level, "evidence": len(refs)})
    return made


def verify(*, actor: Actor, incident: Incident, step: Step) -> Step:
    """The second person's word: it is so, on evidence that is still there and still fresh. Sent twice, it is said once.

    Raises ``Refused`` for the author and for whoever is of the author's house, ``NotWaiting``, ``EvidenceExpired``,
    ``EvidenceElsewhere``, ``EvidenceWithdrawn``, ``IncidentError``.
    """
    return _decided(actor, incident, step, Step.HOLDS)


def refuse(*, actor: Actor, incident: Incident, step: Step, reason: str) -> Step:
    """The second person's word: it is not so; what held before holds, if it has not ended. With a reason.

    Raises ``Refused``, ``NoReason``, ``NotWaiting``, ``IncidentError``.
    """
    return _decided(actor, incident, step, Step.REFUSED, _reason(reason))


def withdraw_step(*, actor: Actor, incident: Incident, step: Step) -> Step:
    """The author takes back what nobody confirmed yet, unless it took the place of another person's word.

    Raises ``Refused``, ``NotYours``, ``NotWaiting``, ``TookOver``.
    """
    with journal.atomic():
        row = held(actor, incident, access.may_judge)
        at = moment(row)
        found = _waiting(row, step, at, actor, Step.WITHDRAWN)
        if found.by != actor.label:
            raise NotYours
        if found.replaced and found.state == Step.WAITING:
            raise TookOver
        return _withdrawn(row, found, actor, at) if found.state == Step.WAITING else found


def _decided(actor: Actor, incident: Incident, step: Step, state: str, refusal: str = "") -> Step:
    with journal.atomic():
        row = held(actor, incident, access.may_see)
        at = moment(row)
        found = _waiting(row, step, at, actor, state)
        if found.state != Step.WAITING:
            return found
        access.may_decide(actor, row, found.by, found.houses).demand()
        if state == Step.HOLDS:
            given = [EvidenceRef(each["what"], UUID(each["id"])) for each in found.evidence]
            _evidence(row, max(found.level, found.before), given)
        if refusal:
            _add_words(found, refusal=refusal)
        decide(found, state, at, actor.label)
        if state == Step.HOLDS and found.level > found.before:
            overtake_closing(row, at)
        changed(row, actor, VERIFIED if state == Step.HOLDS else REFUSED, at=at, codes={"level": found.level})
    return found


def _waiting(row: Incident, step: Step, at: datetime, actor: Actor, wanted: str) -> Step:
    """The step if it waits, or became by this very actor what they want. Raises ``NotWaiting`` with what was done."""
    steps, _lapsed = settled(row, at)
    found = next((each for each in steps if each.pk == step.pk), None)
    if found is not None and (found.state == Step.WAITING or (found.state, found.decided_by) == (wanted, actor.label)):
        return found
    raise NotWaiting(became(found) if found is not None else "")


def _withdrawn(row: Incident, step: Step, actor: Actor, at: datetime, reason: str = "") -> Step:
    if reason:
        _add_words(step, withdrawal=reason)
    decide(step, Step.WITHDRAWN, at, actor.label)
    changed(row, actor, STEP_WITHDRAWN, at=at, codes={"level": step.level})
    return step


def _made(
    row: Incident, rung: ladder.Rung | None, key: UUID, actor: Actor, reason: str, refs: list[dict[str, str]]
) -> Step:
    if rung is None:  # nothing to take back and nothing to say
        raise NothingChanges
    made = Step(
        id=key,
        incident=row,
        number=rung.number,
        what=rung.what,
        level=rung.level,
        before=rung.before,
        state=rung.state,
        evidence=refs,
        content=sealed("Step", key, {"reason": reason}),
        by=actor.label,
        houses=access.houses_of(actor),
        replaced=rung.replaced,
        at=rung.at,
        until=rung.until,
    )
    made.save(force_insert=True)
    return made


def _add_words(step: Step, **words: str) -> None:
    step.content = sealed("Step", step.pk, {**opened("Step", step.pk, step.content), **words})
    step.save(update_fields=["content"])


def _reason(text: str) -> str:
    text = text.strip()
    if sum(each.isalpha() for each in text) < LEAST_LETTERS:
        raise NoReason(LEAST_LETTERS)
    if len(text) > LONGEST_REASON:
        raise WordsTooLong(LONGEST_REASON, "reason")
    return text


def _evidence(row: Incident, level: int, refs: Sequence[EvidenceRef]) -> list[dict[str, str]]:
    """Each as it is kept: what, id, when.

    Raises ``NoEvidence``, ``EvidenceElsewhere``, ``EvidenceWithdrawn``, ``EvidenceExpired``.

    Its age is by the clock as it is now: what was seen just now is fresh, though a clock ran ahead before. A report is
    as old as what it tells of, where it says when that was.
    """
    if not refs:
        raise NoEvidence
    wanted = {(each.what, each.id) for each in refs}
    known: dict[tuple[str, UUID], datetime] = {}
    observed = Observation.objects.filter(incident=row, pk__in=[key for what, key in wanted if what == "observation"])
    for key, seen_at, withdrawn_at in observed.values_list("pk", "seen_at", "withdrawn_at"):
        if withdrawn_at is not None:
            raise EvidenceWithdrawn
        known["observation", key] = seen_at
    joined = Joined.objects.filter(
        incident=row, parted_at=None, report__in=[key for what, key in wanted if what == "report"]
    )
    for key, happened_at, received_at in joined.values_list("report", "report__happened_at", "report__received_at"):
        known["report", key] = happened_at or received_at
    if wanted - known.keys():
        raise EvidenceElsewhere
    most, now = ladder.EVIDENCE[level], timezone.now()
    if any(when <= now - most for when in known.values()):
        raise EvidenceExpired(int(most.total_seconds() // 3600))
    found = sorted((when, what, str(key)) for (what, key), when in known.items())
    return [{"what": what, "id": key, "at": when.isoformat()} for when, what, key in found]


def forget_report(incidents: Collection[UUID], report: UUID) -> None:
    """No step names a report any more that few may know of; that it rested on something stays.

    For the caller's transaction, which holds the report. The book says nothing of it.
    """
    for step in Step.objects.filter(incident__in=incidents):
        left = [each for each in step.evidence if each["id"] != str(report)]
        if left != step.evidence:
            step.evidence = left
            step.save(update_fields=["evidence"])
