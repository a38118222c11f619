"""What a worker does with a roster that waits: take it, solve it, write the proposal. It may be killed at any moment.

Whoever solves holds the roster by ``lease_until``, which they move on as they go. One that ran out says that its holder
is no more (``sweep``), and a holder who finds it moved by somebody else has lost the roster and writes nothing.
"""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from time import monotonic
from typing import Any
from uuid import UUID

from django.db import DatabaseError
from django.utils import timezone
from django_tasks import task

from rukun.guard import System
from rukun.journal import actions as journal
from rukun.roster.actions.changing import made_of
from rukun.roster.actions.holding_roster import locked_roster
from rukun.roster.algo.outcome import INFEASIBLE, Progress, Solution
from rukun.roster.algo.problem import Assignment
from rukun.roster.frames import Frame, frame_of
from rukun.roster.models import Duty, Roster
from rukun.roster.outcomes import ASSIGNMENT, FAILED
from rukun.roster.verbs import SOLVED

LEASE = timedelta(seconds=60)
"""How long somebody who solves may say nothing before they count as gone."""
TO_BEGIN = timedelta(minutes=5)
"""How long a roster waits in the queue before it is put there once more."""
TRIES = 3
TELL_EVERY = 1.0

SOLVER = System("roster")
logger = logging.getLogger(__name__)


@task
def solve_roster(key: str) -> None:
    """To be enqueued in the transaction that lets a roster wait."""
    solve_now(UUID(key))


def solve_now(key: UUID) -> None:
    """Solve a roster that waits. Nothing if it does not: then it was solved, stopped or thrown away already."""
    held = _take(key)
    if held is None:
        return
    try:
        from rukun.roster.algo.solving import solve  # noqa: PLC0415  it is heavy, and only workers need it

        roster = Roster.objects.select_related("watch__organisation").get(pk=key)
        frame = frame_of(roster.watch, roster.first, roster.last, draft=roster)
        if not held.tell(None):
            return
        solution = solve(frame.problem, seconds=roster.seconds, report=held.tell)
    except Exception:
        logger.exception("A roster could not be solved")
        give_back(key, held.lease)
        return
    _keep(held, frame, solution)


@dataclass
class Held:
    """A roster that this process solves."""

    key: UUID
    edition: int
    lease: datetime
    told: float = field(default_factory=monotonic)

    def tell(self, progress: Progress | None) -> bool:
        """Say how far it is, and keep the roster for another while. ``False``: stop, by request or as it is lost."""
        if progress is not None and monotonic() - self.told < TELL_EVERY:
            return True
        lease = timezone.now() + LEASE
        said: dict[str, Any] = {"lease_until": lease}
        if progress is not None:
            said["progress"] = {
                "seconds": round(progress.seconds, 1),
                "part": progress.part,
                "parts": progress.parts,
                "objective": progress.objective,
                "bound": progress.bound,
            }
        try:
            mine = Roster.objects.filter(
                pk=self.key, state=Roster.SOLVING, edition=self.edition, lease_until=self.lease
            )
            if not mine.update(**said):
                return False
            self.lease, self.told = lease, monotonic()
            return not Roster.objects.filter(pk=self.key, cancel=True).exists()
        except DatabaseError:  # a busy database is no reason to throw the work away
            logger.warning("How far a roster is could not be written down")
            return True


def give_back(key: UUID, lease: datetime | None) -> bool:
    """Let a roster wait once more whose solver is gone; after three tries say that it failed. Whether it was theirs."""
    with journal.atomic():
        roster = locked_roster(key)
        if roster is None or roster.state != Roster.SOLVING or roster.lease_until != lease:
            return False
        if roster.cancel or roster.tries >= TRIES:
            roster.state, roster.lease_until, roster.progress = Roster.DRAFT, None, None
            roster.outcome = None if roster.cancel else {"status": FAILED}
            roster.save(update_fields=["state", "lease_until", "progress", "outcome"])
        else:
            wait(roster)
    return True


def wait(roster: Roster) -> None:
    """Put a locked roster into the queue."""
    roster.state, roster.lease_until, roster.progress = Roster.WAITING, timezone.now() + TO_BEGIN, None
    roster.save(update_fields=["state", "lease_until", "progress"])
    solve_roster.enqueue(str(roster.pk))


def sweep() -> int:
    """Queue again what nobody solves any more, or what the queue has lost. Returns how many. The job."""
    now, again = timezone.now(), 0
    over = Roster.objects.filter(state__in=(Roster.SOLVING, Roster.WAITING), lease_until__lt=now)
    for key, state, lease in list(over.values_list("pk", "state", "lease_until")):
        if state == Roster.SOLVING:
            again += give_back(key, lease)
            continue
        with journal.atomic():
            roster = locked_roster(key)
            if roster is not None and roster.state == Roster.WAITING and roster.lease_until == lease:
                wait(roster)
                again += 1
    return again


def propose(roster: Roster, frame: Frame, assignment: Assignment) -> None:
    """Put an assignment into a locked draft: what was set by hand stays, what was proposed before goes."""
    now = timezone.now()
    Duty.objects.filter(roster=roster, by_hand=False).delete()
    kept = set(Duty.objects.filter(roster=roster, gone_at=None).values_list("watcher_id", "shift_id", "night"))
    wanted = [
        (frame.watcher_of[member], frame.shift_of[line], frame.night(number))
        for (number, line), members in sorted(assignment.items())
        for member in sorted(members)
    ]
    Duty.objects.bulk_create(
        made_of(watcher, shift, night, roster, now)
        for watcher, shift, night in wanted
        if (watcher.pk, shift.pk, night) not in kept
    )


def _take(key: UUID) -> Held | None:
    with journal.atomic():
        roster = locked_roster(key)
        if roster is None or roster.state != Roster.WAITING:
            return None
        roster.state, roster.lease_until = Roster.SOLVING, timezone.now() + LEASE
        roster.tries += 1
        roster.save(update_fields=["state", "lease_until", "tries"])
        return Held(roster.pk, roster.edition, roster.lease_until)


def _keep(held: Held, frame: Frame, solution: Solution) -> None:
    """Write what was found, unless the roster was changed, thrown away or taken by somebody else meanwhile.

    Where no roster keeps all rules, the next best one is only written once somebody accepts what it gives up.
    """
    with journal.atomic():
        roster = locked_roster(held.key)
        if roster is None or roster.state != Roster.SOLVING:
            return
        if (roster.edition, roster.lease_until) != (held.edition, held.lease):
            return
        outcome: dict[str, Any] = solution.as_json()
        if solution.status != INFEASIBLE:
            outcome.pop(ASSIGNMENT)
            if any(solution.assignment.values()):
                propose(roster, frame, solution.assignment)
                roster.state = Roster.PROPOSED
        if roster.state != Roster.PROPOSED:
            roster.state = Roster.DRAFT
        roster.outcome, roster.progress, roster.lease_until, roster.cancel = outcome, None, None, False
        roster.edition += 1
        roster.save(update_fields=["state", "outcome", "progress", "lease_until", "cancel", "edition"])
        journal.record(
            SOLVED,
            actor=SOLVER,
            unit=roster.watch.unit,
            about=("roster", roster.pk),
            codes={"status": solution.status, "first": roster.first.isoformat(), "last": roster.last.isoformat()},
        )


def assignment_in(outcome: Mapping[str, Any]) -> Assignment:
    """What an outcome would put where, if its relaxation is accepted."""
    return {(each["night"], each["post"]): frozenset(each["people"]) for each in outcome.get(ASSIGNMENT, ())}
