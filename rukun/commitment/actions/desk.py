"""How anything happens to a promise: its row is held, changed, its clock set, the step written down, and others told.

Actions change fields of the row that ``held`` gives and then call ``happened``, which does all the rest.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

from django.utils import timezone

from rukun.almanac.algo.working import Working
from rukun.almanac.queries import working_time
from rukun.commitment import follow
from rukun.commitment.algo import states
from rukun.commitment.algo.clock import Clock, Measure, Plain
from rukun.commitment.algo.levels import MOST, above
from rukun.commitment.algo.stages import Ladder
from rukun.commitment.clocks import CLOCKS
from rukun.commitment.errors import ChangedMeanwhile, Gone, HandedAway, Joined, NotNow, WordsTooLong
from rukun.commitment.models import Claim, Commitment, Handoff, Step
from rukun.commitment.owners import Owner
from rukun.commitment.sealing import seal_text
from rukun.guard import Actor
from rukun.guard.ids import new_id
from rukun.journal import actions as journal
from rukun.journal.verbs import Verb

LONGEST = 1000
ANSWERED_WITHIN = timedelta(days=7)
"""How long whoever reported has to confirm before lots are drawn."""
CHECKED_WITHIN = timedelta(days=14)
"""How long one that somebody independent is to check waits for that."""
MOST_OUTSIDE, LEAST_OUTSIDE = timedelta(days=30), timedelta(days=1)
"""So long a clock stands at most for authorities outside, all of them together; less than a day is not worth a link."""
PLAIN = Plain()


def held(commitment: Commitment, *, seen: int | None = None) -> Commitment:
    """The row as it is now, locked until the end of the transaction.

    ``seen`` is the version that somebody looked at. Raises ``Gone``, ``ChangedMeanwhile``.
    """
    row = Commitment.objects.select_for_update().filter(pk=commitment.pk).first()
    if row is None:
        raise Gone
    demand_seen(row, seen)
    row.as_held = _told(row)
    if row.due_at is not None and row.wake_at is not None and row.wake_at <= moment(row):
        keep_due(row, measure_of(row))  # days may have changed, and the timed job has not come by yet
    return row


def keep_due(row: Commitment, measure: Measure) -> None:
    """A day off that is none any more takes no time away."""
    due = clock_of(row).reached(row.allowance, measure)
    if row.due_at is not None and due is not None and due < row.due_at:
        row.allowance += measure.between(due, row.due_at)


def demand_seen(row: Commitment, seen: int | None) -> None:
    """Raises ``ChangedMeanwhile`` for a version that somebody looked at and that is not this one."""
    if seen is not None and seen != row.version:
        raise ChangedMeanwhile


def moment(row: Commitment) -> datetime:
    """Now, as far as this promise knows: never before what happened to it last, whatever the server's clock says."""
    return max(timezone.now(), row.last_at)


def measure_of(row: Commitment, working: Working | None = None) -> Measure:
    """How its time counts. One query for working time that was not brought."""
    if not CLOCKS[row.clock].working:
        return PLAIN
    return working or working_time(row.unit)


def clock_of(row: Commitment) -> Clock:
    return Clock(row.allowance, row.spent, row.running_since)


def ladder_of(row: Commitment) -> Ladder:
    """As many levels whoever owes it: it may come to an owner further up, when some have been told already."""
    return Ladder(row.allowance, MOST if row.book else 0)


def levels_of(row: Commitment) -> tuple[str, ...]:
    """The units whose officers may be told when it is late, the nearest first; none of what only few may know."""
    return above(row.owner_unit) if row.book else ()


def owner_of(row: Commitment) -> Owner:
    return Owner(row.owner_unit, row.owner_organisation_id, row.owner_title)


def move(row: Commitment, name: str, to: str = "") -> None:
    """Put the row into the state that a move leads to. Raises ``NotNow``, ``Joined``."""
    if row.joined_id is not None:
        raise Joined
    try:
        row.state = states.moved(name, row.state, to)
    except states.CannotMove:
        raise NotNow from None


def not_handed_away(row: Commitment) -> None:
    """Raises ``HandedAway``."""
    if open_handoff(row) is not None:
        raise HandedAway


def open_handoff(row: Commitment) -> Handoff | None:
    return Handoff.objects.filter(commitment=row, ended_at=None).first()


def waiting_claim(row: Commitment) -> Claim | None:
    return Claim.objects.select_related("step").filter(commitment=row, verdict="").first()


def words(text: str) -> str:
    """What somebody typed, fit to be kept. Raises ``WordsTooLong``."""
    text = text.strip()
    if len(text) > LONGEST:
        raise WordsTooLong(LONGEST)
    return text


def letters(text: str) -> int:
    """How much of it says something: a row of dots is no reason."""
    return sum(each.isalnum() for each in text)


def snapshot(row: Commitment) -> dict[str, object]:
    """What ``undo`` puts back. Never the clock: what was used stays used."""
    return {
        "state": row.state,
        "reopened": row.reopened,
        "answered_at": row.answered_at.isoformat() if row.answered_at else None,
    }


def happened(
    row: Commitment,
    verb: Verb,
    *,
    actor: Actor,
    at: datetime,
    text: str = "",
    facts: Mapping[str, str | int] | None = None,
    organisation: UUID | None = None,
    undo: dict[str, object] | None = None,
    measure: Measure | None = None,
) -> Step:
    """Settle the clock of a row that was changed, save it, write the step and the journal, and tell the room above.

    In the caller's transaction, which holds the row.
    """
    settle(row, at, measure)
    step = note(row, verb, actor=actor, at=at, text=text, facts=facts, organisation=organisation, undo=undo)
    row.save()
    step.save(force_insert=True)
    if (follower := follow.CHANGED.get(row.about_label)) and row.as_held != _told(row):
        follower(row)
        row.as_held = _told(row)
    if tell := follow.HAPPENED.get(row.about_label):
        tell([step])
    return step


def note(
    row: Commitment,
    verb: Verb,
    *,
    actor: Actor,
    at: datetime,
    text: str = "",
    facts: Mapping[str, str | int] | None = None,
    organisation: UUID | None = None,
    undo: dict[str, object] | None = None,
) -> Step:
    """The step and the journal's entry alone, for a settled row: the caller saves both. No query."""
    row.last_at = at
    row.version += 1
    key = new_id()
    journal.record(verb, actor=actor, unit=row.book, about=(row.about_label, row.about_id), codes=facts)
    return Step(
        id=key,
        commitment=row,
        number=row.version,
        verb=verb.name,
        at=at,
        by=actor.label,
        organisation=organisation,
        facts=dict(facts or {}),
        content=seal_text(text, key) if text else None,
        undo=undo,
    )


def _told(row: Commitment) -> tuple[str, str, bool]:
    return row.state, row.closing, row.joined_id is not None


def put_owner(row: Commitment, owner: Owner) -> None:
    row.owner_organisation_id, row.owner_title, row.owner_unit = owner.organisation, owner.title, owner.unit


def give_all(row: Commitment, owner: Owner, at: datetime) -> None:
    """Another owner, with a whole allowance from now on: what was used stays used, and nothing is due earlier."""
    clock = clock_of(row).given(CLOCKS[row.clock].allowance, at, measure_of(row))
    row.allowance, row.spent, row.running_since = clock.allowance, clock.spent, clock.since
    row.stage, row.raised_to, row.taken_at = 0, "", at
    put_owner(row, owner)


def change_clock(row: Commitment, clock: str, at: datetime) -> None:
    """Another clock, which stands: there is the share of its time that was left of the one before.

    So nobody wins time by putting it right to and fro. What was late was due at the same moment as before: a share of
    it could lie before it was promised at all, as one clock counts nights and the other does not. Of what was reminded
    it is not reminded again.
    """
    measure, there = measure_of(row), CLOCKS[clock].allowance
    before = clock_of(row).stopped(at, measure)
    left, spent = before.allowance - before.spent, before.spent
    kind, row.clock = CLOCKS[row.clock], clock
    if left >= 0:
        left = min(left, kind.allowance) * there // kind.allowance
    else:
        left = -measure_of(row).between(measure.after(at, left), at)
        spent = max(spent, there - left)
    row.spent, row.running_since, row.allowance = spent, None, spent + left


def without_claim(row: Commitment) -> str:
    """The state without what waits for confirmation: that is taken back."""
    if row.state != states.AWAITING:
        return row.state
    Claim.objects.filter(commitment=row, verdict="").update(verdict="taken_back")
    return states.WORKING


def end_offer(row: Commitment, at: datetime, ending: str = "taken_back") -> Handoff | None:
    """Whatever it was handed to is asked no longer."""
    handoff = open_handoff(row)
    if handoff is not None:
        handoff.ended_at, handoff.ending, handoff.secret = at, ending, ""
        handoff.save(update_fields=["ended_at", "ending", "secret"])
    return handoff


def left_outside(row: Commitment, at: datetime) -> timedelta:
    """How much longer its clock may stand for an authority that is asked at a moment, after those asked before.

    Nothing once it is less than ``LEAST_OUTSIDE``. One query.
    """
    asked = Handoff.objects.filter(commitment=row, asked_at__lt=at).exclude(authority="")
    used = sum(
        (
            min(ended or at, until) - since
            for since, until, ended in asked.values_list("asked_at", "expires_at", "ended_at")
        ),
        timedelta(),
    )
    left = MOST_OUTSIDE - used
    return left if left >= LEAST_OUTSIDE else timedelta()


def settle(row: Commitment, at: datetime, measure: Measure | None = None, *, new: bool = False) -> None:
    """Let its clock run or stand as its state wants, and note when it is due and when to look at it again.

    A ``new`` one is not in the database yet: nobody was asked to take it.
    """
    handoff = open_handoff(row) if row.state in states.OWNERS_TURN and not new else None
    arrange(row, at, measure or measure_of(row), handoff)


def arrange(row: Commitment, at: datetime, measure: Measure, handoff: Handoff | None) -> None:
    """The same of a row whose open handoff is known. No query, but where it waits to be confirmed or is outside.

    While it counts with another it is never due, but its time is used: to join it and part it again wins nothing, and
    leaves everything as it was. Of danger the clock waits for nobody outside.
    """
    waits = handoff is not None and handoff.outside and CLOCKS[row.clock].waits_outside
    stands = handoff is not None and waits and bool(left_outside(row, handoff.asked_at))
    runs = row.state in states.OWNERS_TURN and not stands
    clock = clock_of(row)
    clock = clock.started(at) if runs else clock.stopped(at, measure)
    row.spent, row.running_since = clock.spent, clock.since
    row.due_at = clock.reached(row.allowance, measure) if row.joined_id is None else None
    row.wake_at = _next_look(row, clock, measure, handoff)


def _next_look(row: Commitment, clock: Clock, measure: Measure, handoff: Handoff | None) -> datetime | None:
    if row.joined_id is not None or row.state in states.CLOSED:
        return None
    if row.state == states.AWAITING:
        claim = waiting_claim(row)
        if claim is None:
            return None
        return claim.sampled_at + CHECKED_WITHIN if claim.sampled_at else claim.at + ANSWERED_WITHIN
    moments = [handoff.expires_at] if handoff else []
    ladder = ladder_of(row)
    if row.stage < ladder.last and (reached := clock.reached(ladder.threshold(row.stage + 1), measure)):
        moments.append(reached)
    return min(moments, default=None)
