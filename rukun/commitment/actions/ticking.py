"""What time does to promises, by the timed job: reminders, the due time, the next level, lots, offers that run out.

Whatever was due while nobody ran it is done once, as it stands now: who was off for a week hears of the last thing,
not of each. Then a hundred thousand may be due at once, so rows are read and written by the lot, each lot in a
transaction of its own: nobody waits for long, and one that is killed goes on where it was.
"""

import logging
from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime
from random import Random, SystemRandom
from uuid import UUID

from django.utils import timezone

from rukun.almanac.algo.working import Working
from rukun.almanac.queries import calendars
from rukun.commitment import follow
from rukun.commitment.actions.desk import (
    ANSWERED_WITHIN,
    CHECKED_WITHIN,
    arrange,
    clock_of,
    end_offer,
    happened,
    held,
    keep_due,
    ladder_of,
    levels_of,
    measure_of,
    moment,
    move,
    note,
    owner_of,
    settle,
    waiting_claim,
)
from rukun.commitment.actions.making import replace_owner
from rukun.commitment.algo.clock import Measure
from rukun.commitment.algo.draws import drawn
from rukun.commitment.algo.stages import OVERDUE, REMINDED
from rukun.commitment.algo.states import AWAITING, CANNOT, DONE, OWNERS_TURN
from rukun.commitment.clocks import CLOCKS
from rukun.commitment.errors import Gone
from rukun.commitment.models import Commitment, Handoff, Step
from rukun.commitment.owners import Owner
from rukun.commitment.verbs import GIVEN_BACK, OFFER_EXPIRED, RAISED, RECOUNTED, SAMPLED, UNCONFIRMED
from rukun.commitment.verbs import OVERDUE as OVERDUE_VERB
from rukun.commitment.verbs import REMINDED as REMINDED_VERB
from rukun.guard import System
from rukun.journal import actions as journal
from rukun.people.queries.offices import holders_in
from rukun.people.titles import titles_with

logger = logging.getLogger(__name__)
AT_ONCE = 500
WATCH = "commitments.watch"
BY_TIME = System("commitment")
WORKING = [code for code, kind in CLOCKS.items() if kind.working]
CHANGED = ("allowance", "spent", "running_since", "due_at", "wake_at", "stage", "raised_to", "last_at", "version")
"""What time alone changes of a promise whose owner's turn it is."""


def tick(chance: Random | None = None) -> int:
    """Do all that is due. Returns how many promises were looked at. ``chance`` draws the lots."""
    chance = chance or SystemRandom()
    looked = 0
    stuck: set[UUID] = set()
    while True:
        due = Commitment.objects.filter(wake_at__lte=timezone.now()).exclude(pk__in=stuck).order_by("wake_at")
        rows = list(due[:AT_ONCE])
        if not rows:
            return looked
        try:
            stuck |= _go(rows, chance)
        except Exception:
            logger.exception("Promises could not be looked at together")
            for row in rows:  # each by itself, so that one that fails stops no other
                try:
                    stuck |= _go([row], chance)
                except Exception:
                    logger.exception("Promise %s could not be looked at", row.pk)
                    stuck.add(row.pk)
        looked += len(rows)


def calendar_changed() -> None:
    """Days off have changed: every promise whose working time runs is looked at again at once."""
    running = Commitment.objects.filter(running_since__isnull=False, joined=None, clock__in=WORKING)
    with journal.atomic():
        keys = list(running.select_for_update().order_by("pk").values_list("pk", flat=True))  # locked as by ``_look``
        for start in range(0, len(keys), AT_ONCE):
            Commitment.objects.filter(pk__in=keys[start : start + AT_ONCE]).update(wake_at=timezone.now())


def mend_owners() -> int:
    """Promises whose owner was dissolved, or whose office is empty, go to whom the room above says. How many did."""
    waiting = Commitment.objects.filter(closed_at=None, joined=None)
    mended = 0
    keys = waiting.values_list("owner_unit", "owner_organisation", "owner_title").distinct().order_by()
    for unit, organisation, title in list(keys):
        gone = Owner(unit, organisation, title)
        if gone.stands:
            continue
        rows = waiting.filter(owner_unit=unit, owner_organisation=organisation, owner_title=title)
        for row in list(rows):
            try:
                mended += _mended(row, gone)
            except Exception:
                logger.exception("The owner of promise %s could not be replaced", row.pk)
    return mended


def _mended(found: Commitment, gone: Owner) -> bool:
    """Give it to its heir, if it is still owed by the one that is gone when it is held."""
    heir_of = follow.HEIRS.get(found.about_label)
    if heir_of is None:
        return False
    with journal.atomic():
        _hold([found])
        try:
            row = held(found)
        except Gone:
            return False
        if row.closed_at is not None or row.joined_id is not None or owner_of(row) != gone:
            return False
        heir = heir_of(row)
        if heir is None or heir == gone:
            return False
        replace_owner(commitment=row, owner=heir)
    return True


def _go(rows: list[Commitment], chance: Random) -> set[UUID]:
    """Look at some in a transaction of their own."""
    with journal.atomic():
        _hold(rows)
        return _look(rows, chance)


def _hold(rows: list[Commitment]) -> None:
    """Lock what they are about first, as whoever acts on that does: so that neither waits for the other."""
    things = defaultdict(list)
    for each in rows:
        things[each.about_label].append(each.about_id)
    for label, keys in things.items():
        if hold := follow.HOLD.get(label):
            hold(keys)


def _look(found: list[Commitment], chance: Random) -> set[UUID]:
    """Look at these. Returns those that would have to be looked at again at once, which must not go on for ever."""
    keys = [each.pk for each in found]
    rows = Commitment.objects.select_for_update().filter(pk__in=keys, wake_at__lte=timezone.now())  # nobody was quicker
    locked = list(rows.order_by("pk"))  # as whoever locks many does; then in the order in which it was due
    locked.sort(key=lambda each: each.wake_at or each.last_at)
    turn = [each for each in locked if each.state != AWAITING]
    offers = {each.commitment_id: each for each in Handoff.objects.filter(commitment__in=turn, ended_at=None)}
    working: Mapping[str, Working] = calendars([each.unit for each in turn])  # once locked: days may just have changed
    watched = _watched(turn)
    steps: list[Step] = []
    for row in turn:
        steps += _passed(row, offers.get(row.pk), measure_of(row, working[row.unit]), watched)
    # They exist and are locked, so each is only updated: many times faster than one CASE for each field and row.
    Commitment.objects.bulk_create(turn, update_conflicts=True, unique_fields=["id"], update_fields=CHANGED)
    Step.objects.bulk_create(steps)
    _tell(steps)
    for row in locked:
        if row.state == AWAITING:
            _unanswered(held(row), moment(row), chance)
    return set(Commitment.objects.filter(pk__in=keys, wake_at__lte=timezone.now()).values_list("pk", flat=True))


def _tell(steps: list[Step]) -> None:
    by_label = defaultdict(list)
    for each in steps:
        by_label[each.commitment.about_label].append(each)
    for label, some in by_label.items():
        if tell := follow.HAPPENED.get(label):
            tell(some)


def _passed(row: Commitment, handoff: Handoff | None, measure: Measure, watched: Collection[str]) -> list[Step]:
    """Time has passed in its owner's turn: what there is to say of it. The caller saves the row, and the steps."""
    at, steps = moment(row), []
    if handoff is not None and handoff.expires_at <= at:
        over = max(handoff.expires_at, row.last_at)  # not only now, when the job came by
        handoff = None
        end_offer(row, over, "expired")
        arrange(row, over, measure, handoff)
        steps.append(note(row, OFFER_EXPIRED, actor=BY_TIME, at=at))
    if row.state in OWNERS_TURN:
        if _recounted(row, measure):
            steps.append(note(row, RECOUNTED, actor=BY_TIME, at=at))
        steps += _stages(row, at, measure, watched)
    arrange(row, at, measure, handoff)
    return steps


def _unanswered(row: Commitment, at: datetime, chance: Random) -> None:
    claim = waiting_claim(row)
    if claim is None:
        settle(row, at)
        row.save(update_fields=["wake_at"])
        return
    if claim.sampled_at is None and at >= claim.at + ANSWERED_WITHIN and row.local and drawn(claim.doubtful, chance):
        claim.sampled_at = at
        claim.save(update_fields=["sampled_at"])
        happened(row, SAMPLED, actor=BY_TIME, at=at)
        return
    over = claim.at + ANSWERED_WITHIN if claim.sampled_at is None else claim.sampled_at + CHECKED_WITHIN
    if at >= over:
        claim.verdict, claim.answered_by, claim.answered_at = "unanswered", BY_TIME.label, at
        claim.save(update_fields=["verdict", "answered_by", "answered_at"])
        if claim.doubtful:  # it closes by somebody's word alone; nor may its clock stand for ever
            move(row, "give_back")
            row.reopened += 1
            happened(row, GIVEN_BACK, actor=BY_TIME, at=at)
            return
        move(row, "lapse", DONE if claim.outcome == "done" else CANNOT)
        row.closed_at, row.closing = at, "unconfirmed"
        happened(row, UNCONFIRMED, actor=BY_TIME, at=at)
        return
    settle(row, at)
    row.save(update_fields=["wake_at"])


def _recounted(row: Commitment, measure: Measure) -> bool:
    """Whether the calendar changed when it is due. A day off gives time; one that is none any more takes none away."""
    due = clock_of(row).reached(row.allowance, measure)
    if row.due_at is None or due is None or due == row.due_at:
        return False
    keep_due(row, measure)
    return clock_of(row).reached(row.allowance, measure) != row.due_at


def _stages(row: Commitment, at: datetime, measure: Measure, watched: Collection[str]) -> list[Step]:
    before, steps = row.stage, []
    row.stage = stage = ladder_of(row).reached(clock_of(row).spent_at(at, measure), before)
    if before < REMINDED == stage:
        steps.append(note(row, REMINDED_VERB, actor=BY_TIME, at=at))
    if before < OVERDUE <= stage:
        steps.append(note(row, OVERDUE_VERB, actor=BY_TIME, at=at))
    if stage > max(before, OVERDUE) and (to := _next_level(row, stage - OVERDUE, watched)):
        row.raised_to = to
        steps.append(note(row, RAISED, actor=BY_TIME, at=at, facts={"to": to}))
    return steps


def _watched(rows: Collection[Commitment]) -> set[str]:
    """Of the units above their owners, those where somebody sits now who sees what is late. One query, or none."""
    titles = [each.code for each in titles_with(WATCH)]
    return {unit for _title, unit in holders_in(titles, {unit for row in rows for unit in levels_of(row)})}


def _next_level(row: Commitment, number: int, watched: Collection[str]) -> str:
    """The unit that hears of it as the ``number``-th, passing over those where nobody would; ``""`` for none.

    Never one at or below which it was told already, by an owner who had it before.
    """
    told = [each for each in levels_of(row) if each in watched][:number]
    return told[-1] if told and (not row.raised_to or len(told[-1]) < len(row.raised_to)) else ""
