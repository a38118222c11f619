"""Whatever anybody does in whatever order: nothing is done because its owner says so."""

from collections import Counter
from contextlib import suppress
from datetime import timedelta
from functools import partial
from random import Random
from typing import Any

import pytest
import time_machine
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from rukun.almanac import actions as almanac
from rukun.almanac.models import Day
from rukun.commitment import verbs
from rukun.commitment.access import may_take, may_work, stays_in_house
from rukun.commitment.actions import claiming, outside, ticking, working
from rukun.commitment.actions.desk import measure_of
from rukun.commitment.actions.keeping import counts, key_of
from rukun.commitment.actions.undoing import undoable
from rukun.commitment.algo import states
from rukun.commitment.algo.endings import BESIDE
from rukun.commitment.errors import LinkOver
from rukun.commitment.models import Commitment, Step, Tally
from rukun.commitment.queries import open_handoff, owner_of, waiting_claim
from rukun.guard import Allowed, Decision, Denied
from rukun.guard.ids import new_id
from rukun.journal.verbs import Verb
from rukun.people.actions import end_position, give_position
from rukun.people.actor import actor_of
from rukun.people.models import Position
from rukun.people.tests.factories import SYSTEM
from rukun.report import access
from rukun.report.actions import handling, handoff, merging, owing, withdrawing
from rukun.report.actions.keeping import put_away
from rukun.report.models import Report
from rukun.report.queries.handoffs import recipients_of
from rukun.report.tests.street import (
    DISTRICT,
    FIT,
    OFFICES,
    TABLES,
    Back,
    Street,
    about,
    anyhow,
    anything,
    aside,
    awaiting,
    in_turn,
    merged,
    offered,
    outside_now,
    over,
    standing,
    still_open,
)
from rukun.report.verbs import (
    REPORT_MERGED,
    REPORT_RECATEGORISED,
    REPORT_REOPENED,
    REPORT_SPAM,
    REPORT_UNMERGED,
    REPORT_WITHDRAWN,
)

pytestmark = pytest.mark.django_db
WHO = (FIT,) * 3 * len(OFFICES) + tuple(OFFICES)
WHICH = range(3)
YES = (False, True)
SELDOM = (False,) * 5 + (True,)
ANSWERS = ("accept", "decline", "done", "cannot")
KINDS = ("keadaan", "kriminal", "kabar", "saran", "keadaan", "kriminal", "kekerasan", "keluhan", "keluhan")
LEAVING = ("bhabin", "lurah", "pelindung")
LEAST_STREETS, MOST_STREETS = 10, 60
REPORTS = (REPORT_MERGED, REPORT_UNMERGED, REPORT_RECATEGORISED, REPORT_SPAM, REPORT_REOPENED, REPORT_WITHDRAWN)
ALSO = (
    f"{verbs.OUTSIDE_ACCEPTED.name} person",
    f"{verbs.OUTSIDE_ACCEPTED.name} handoff",
    f"{verbs.OUTSIDE_ANSWERED.name} person",
    f"{verbs.OUTSIDE_ANSWERED.name} handoff",
    f"{verbs.CONFIRMED.name} person",
    f"{verbs.CONFIRMED.name} anyone",
    f"{verbs.REJECTED.name} person",
    f"{verbs.REJECTED.name} anyone",
    "withdrawn after it had ended",
)
REASON = "Ini urusan mereka, bukan kami."
TOGETHER = "Keduanya tentang lampu yang sama."


class Promises(Street):
    """All that anybody can do."""

    # The owner's turn

    @about(in_turn, who=WHO, begin=YES)
    def works(self, number: int, who: str, begin: bool) -> None:
        owed, act = self.owed(number), working.start if begin else working.coordinate
        actor = self.chosen(who, lambda each: may_work(each, owed))
        self.attempt(lambda: act(actor=actor, commitment=owed))

    @about(in_turn, often=4, who=WHO, outcome=("done", "done", "cannot"), lazy=SELDOM, like_another=(False, True, True))
    def claims(self, number: int, who: str, outcome: str, lazy: bool, like_another: bool) -> None:
        owed = self.owed(number)
        actor = self.chosen(who, lambda each: may_work(each, owed))
        photos = [] if lazy else self.proof(like_another=like_another)
        self.attempt(
            lambda: claiming.claim(
                actor=actor,
                commitment=owed,
                claim_id=new_id(),
                outcome=outcome,
                kind="photo",
                words="Sudah dikerjakan semalam." if outcome == "done" else "Ini di luar kewenangan kelurahan.",
                photos=photos,
            )
        )

    # Somebody else's word

    @about(awaiting, who=WHO, yes=YES)
    def an_office_answers(self, number: int, who: str, yes: bool) -> None:
        found, claim, key = self.fresh(number), waiting_claim(self.owed(number)), self.claim_of(number)
        actor = self.chosen(who, lambda each: access.may_confirm(each, found, claim) if claim else Denied(""))
        if yes:
            self.attempt(lambda: owing.confirm(actor=actor, report=found, claim_id=key))
        else:
            self.attempt(lambda: owing.reject(actor=actor, report=found, claim_id=key, words="Masih gelap."))

    @about(awaiting, yes=YES)
    def the_reporter_answers(self, number: int, yes: bool) -> None:
        key, found = self.claim_of(number), self.fresh(number)
        if yes:
            self.attempt(lambda: owing.confirmed_by_reporter(report=found, claim_id=key))
        else:
            self.attempt(lambda: owing.rejected_by_reporter(report=found, claim_id=key, words="Masih gelap."))

    @about(over)
    def the_reporter_objects(self, number: int) -> None:
        found = self.fresh(number)
        alone = found.commitment is not None and found.commitment.state not in states.ENDED
        if self.attempt(lambda: owing.contested_by_reporter(report=found, words="Belum beres.")) and alone:
            self.seen["objected alone"] += (
                found.merged_into_id is not None and self.fresh(number).merged_into_id is None
            )

    # Handing on

    @about(in_turn, who=WHO, to=range(10))
    def is_offered(self, number: int, who: str, to: int) -> None:
        found = self.fresh(number)
        if able := recipients_of(found):
            actor = self.chosen(who, lambda each: access.may_hand_over(each, found))
            self.attempt(lambda: handoff.hand_over(actor=actor, report=found, to=able[to % len(able)], reason=REASON))

    @about(offered, who=WHO, yes=YES)
    def an_offer_is_answered(self, number: int, who: str, yes: bool) -> None:
        found, before = self.fresh(number), self.owed(number)
        asked = open_handoff(before)
        if asked is None:
            return
        actor = self.chosen(who, lambda each: may_take(each, asked))
        if not yes:
            self.attempt(lambda: handoff.decline(actor=actor, report=found, handoff=asked.pk, reason=REASON))
            return
        at_home = stays_in_house(actor, owner_of(before))
        if self.attempt(lambda: handoff.take(actor=actor, report=found, handoff=asked.pk)):
            after = self.owed(number)
            assert not at_home or (after.due_at, after.stage) == (before.due_at, before.stage)
            assert after.due_at is None or before.due_at is None or after.due_at >= before.due_at

    @about(lambda each: each.asked is not None, who=WHO)
    def is_asked_no_longer(self, number: int, who: str) -> None:
        found, asked = self.fresh(number), open_handoff(self.owed(number))
        if asked:
            actor = self.chosen(who, lambda each: access.may_hand_over(each, found))
            self.attempt(lambda: handoff.take_back(actor=actor, report=found, handoff=asked.pk))

    @about(in_turn, who=WHO)
    def is_handed_outside(self, number: int, who: str) -> None:
        found = self.fresh(number)
        actor = self.chosen(who, lambda each: access.may_hand_over(each, found))
        if not found.summary:
            self.attempt(lambda: handling.summarise(actor=actor, report=found, text="Lampu gang mati."))
        made = self.attempt(
            lambda: handoff.hand_outside(actor=actor, report=found, authority="Dinas Bina Marga", reason=REASON)
        )
        if made:
            self.links[made[0].pk] = made[1]

    @about(outside_now, often=2, who=WHO)
    def gets_another_link(self, number: int, who: str) -> None:
        found = self.fresh(number)
        actor = self.chosen(who, lambda each: access.may_hand_over(each, found))
        made = self.attempt(lambda: handoff.new_link(actor=actor, report=found))
        if made:
            with pytest.raises(LinkOver):
                outside.handoff_with(self.links[made[0].pk])
            self.links[made[0].pk] = made[1]

    @about(outside_now, often=3, answer=ANSWERS)
    def the_authority_answers(self, number: int, answer: str) -> None:
        found = open_handoff(self.owed(number))
        with suppress(LinkOver):
            asked = outside.handoff_with(self.links[found.pk] if found else "")
            actor = outside.Authority(asked.pk)
            if answer == "accept":
                self.attempt(lambda: outside.accept_outside(actor=actor, handoff=asked))
            elif answer == "decline":
                self.attempt(lambda: outside.decline_outside(actor=actor, handoff=asked, reason=REASON))
            else:
                key, photos, words = new_id(), self.proof(), "Sudah diperiksa di lapangan."
                self.attempt(
                    lambda: outside.answer_outside(
                        actor=actor,
                        handoff=asked,
                        claim_id=key,
                        outcome=answer,
                        kind="photo",
                        words=words,
                        photos=photos,
                    )
                )

    @about(outside_now, often=2, who=WHO, answer=ANSWERS)
    def the_authority_answers_by_letter(self, number: int, who: str, answer: str) -> None:
        found, before = self.fresh(number), open_handoff(self.owed(number))
        actor = self.chosen(who, lambda each: access.may_hand_over(each, found))
        if answer == "accept":
            self.attempt(lambda: handoff.enter_accepted(actor=actor, report=found, words="Telepon dari dinas."))
            after = open_handoff(self.owed(number))
            assert (after and after.expires_at) == (before and before.expires_at), "that wins no time"
        elif answer == "decline":
            self.attempt(lambda: handoff.enter_declined(actor=actor, report=found, reason=REASON))
        elif before and before.outside:
            key, photos, words = new_id(), self.proof(), "Dinas menyurati kami kemarin."
            self.attempt(
                lambda: handoff.enter_answer(
                    actor=actor, report=found, claim_id=key, outcome=answer, kind="minutes", words=words, photos=photos
                )
            )

    # Regret, merging, putting right, falling away

    @about(anyhow, who=WHO)
    def regrets(self, number: int, who: str) -> None:
        owed = self.owed(number)
        actor = self.chosen(who, lambda each: _decided(undoable(each, owed) is not None))
        self.attempt(lambda: owing.undo(actor=actor, report=self.reports[number]))

    @about(still_open, who=WHO, into=WHICH)
    def merges(self, number: int, who: str, into: int) -> None:
        found, other = self.fresh(number), self.fresh(into)
        actor = self.chosen(who, lambda each: access.may_handle(each, found))
        self.attempt(lambda: merging.merge(actor=actor, report=found, into=other, other_category=True, reason=TOGETHER))

    @about(still_open, into=WHICH)
    def merges_and_parts_at_once(self, number: int, into: int) -> None:
        before, posko = standing(), self.who["posko"]
        found, other = self.fresh(number), self.fresh(into)
        if found.merged_into_id or other.merged_into_id or self.decided:
            return
        made = self.attempt(
            lambda: merging.merge(actor=posko, report=found, into=other, other_category=True, reason=TOGETHER)
        )
        if made:
            merging.unmerge(actor=posko, report=made)
            assert standing() == before, "merged and parted again, all stands as it stood"

    @about(merged, who=WHO)
    def parts(self, number: int, who: str) -> None:
        found = self.fresh(number)
        actor = self.chosen(who, lambda each: access.may_handle(each, found))
        self.attempt(lambda: merging.unmerge(actor=actor, report=found))

    @about(still_open, who=WHO, to=KINDS, subject=("anggota", "kelurahan"))
    def is_put_right(self, number: int, who: str, to: str, subject: str) -> None:
        found = self.fresh(number)
        actor = self.chosen(who, lambda each: access.may_handle(each, found))
        subject = subject if to == "keluhan" else ""
        self.attempt(lambda: handling.recategorise(actor=actor, report=found, category=to, subject=subject))

    @about(still_open, to=("keadaan", "kabar", "saran"))
    def is_put_right_to_and_fro(self, number: int, to: str) -> None:
        found, before, posko = self.fresh(number), self.owed(number), self.who["posko"]
        if self.decided:
            return
        made = self.attempt(lambda: handling.recategorise(actor=posko, report=found, category=to))
        if made and found.category in ("keadaan", "kriminal", "kabar", "saran"):
            handling.recategorise(actor=posko, report=made, category=found.category)
            after = self.owed(number)
            assert (after.clock, after.stage) == (before.clock, before.stage)
            self.due.pop(after.pk, None)  # of what a lifted day left over, only a share of the usual time is kept
            won = measure_of(after).between(before.due_at, after.due_at) if after.due_at and before.due_at else 0
            assert won == 0, "that wins no time"

    @about(anyhow, seldom=SELDOM, late=YES)
    def is_withdrawn(self, number: int, seldom: bool, late: bool) -> None:
        before, found = self.owed(number), self.fresh(number)
        if found.closing == "withdrawn" or not (seldom or (late and before.state in states.ENDED)):
            return
        if self.attempt(lambda: withdrawing.withdraw(report=found)) and before.state in states.ENDED:
            self.ended[found.pk] = before.state
            self.seen["withdrawn after it had ended"] += 1
        if not Report.objects.filter(merged_into=found).exists():
            assert not Step.objects.filter(commitment=before, content__isnull=False).exists(), "no word of it is left"

    @about(still_open, often=2, who=WHO, seldom=SELDOM)
    def is_set_aside(self, number: int, who: str, seldom: bool) -> None:
        found = self.fresh(number)
        actor = self.chosen(who, lambda each: access.may_handle(each, found))
        if seldom:
            self.attempt(lambda: handling.set_aside(actor=actor, report=found, reason="Hanya iklan pinjaman."))

    @about(aside, often=3, who=WHO)
    def comes_back(self, number: int, who: str) -> None:
        found = self.fresh(number)
        actor = self.chosen(who, lambda each: access.may_handle(each, found))
        self.attempt(lambda: handling.restore(actor=actor, report=found))

    # People, days, time

    @anything(often=2, name=(*LEAVING, FIT), seldom=SELDOM)
    def somebody_leaves_or_comes_again(self, name: str, seldom: bool) -> None:
        needed = {each.owed.owner_title for each in self.stands if each.owed.closed_at is None}
        name = next((each for each in LEAVING if OFFICES[each][0] in needed), "bhabin") if name == FIT else name
        held = Position.objects.filter(person=self.people[name], until=None).first()
        title, unit = OFFICES[name]
        if held and (seldom or OFFICES[name][0] in needed):
            self.attempt(lambda: end_position(actor=SYSTEM, position=held))
        elif not held and seldom:
            self.attempt(lambda: give_position(actor=SYSTEM, person=self.people[name], title=title, unit=unit))
        self.who[name] = actor_of(self.people[name])

    @anything(days=range(7), off=YES, at_once=YES)
    def a_day_is_decided(self, days: int, off: bool, at_once: bool) -> None:
        camat, day = self.who["camat"], timezone.localdate() + timedelta(days=days)
        decided = Day.objects.order_by("-date").first()
        if off:
            self.attempt(
                lambda: almanac.set_day(actor=camat, day=day, unit=DISTRICT, working=False, name="Kerja bakti")
            )
        elif decided:
            self.attempt(lambda: almanac.remove_day(actor=camat, key=decided.pk))
        self.decided = timezone.now()
        for each in self.stands:
            if each.owed.due_at is None:
                self.due.pop(each.owed.pk, None)  # its time is used from another day on
        if at_once:
            self.works_the_timed_job()

    @anything(often=3, hours=(0.1, 1, 5, 24, 72, 200, 400, 500), draws=range(10))
    def time_passes(self, hours: float, draws: int) -> None:
        self.clock.shift(timedelta(hours=hours))
        self.works_the_timed_job(draws)
        ticking.mend_owners()

    @anything(hours=range(1, 101))
    def the_servers_clock_is_set_back(self, hours: int) -> None:
        self.clock.shift(-timedelta(hours=hours))
        self.works_the_timed_job()

    def works_the_timed_job(self, draws: int = 1) -> None:
        ticking.tick(Random(draws))
        if self.decided and self.decided <= timezone.now():
            self.decided = None

    @anything()
    def retention_keeps_the_counts(self) -> None:
        with suppress(Back), transaction.atomic():
            expected = Counter(key_of(each) for each in Commitment.objects.all() if counts(each))
            with time_machine.travel(timezone.now() + timedelta(days=800), tick=False):
                put_away()
            found = {
                (t.about_label, t.unit, t.month, t.ending, t.answer, t.closing_time, t.reopened): t.number
                for t in Tally.objects.exclude(ending__in=BESIDE)
            }
            assert found == expected
            assert not any(table.objects.exists() for table in TABLES)
            raise Back

    @anything(days=(85, 95, 350, 360))
    def retention_leaves_the_rest_as_it_should(self, days: int) -> None:
        with suppress(Back), transaction.atomic(), time_machine.travel(timezone.now() + timedelta(days=days)):
            put_away()
            self.reports_stand_as_their_promises_do()
            self.one_owner_and_nothing_done_alone()
            raise Back


def _decided(yes: bool) -> Decision:
    return Allowed() if yes else Denied("")


def run(examples: int, steps: int) -> Counter[str]:
    """What happened, and how often."""
    quiet = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
    seen: Counter[str] = Counter()
    machine: Any = partial(Promises, seen)
    run_state_machine_as_test(
        machine,
        settings=settings(max_examples=examples, stateful_step_count=steps, deadline=None, suppress_health_check=quiet),
    )
    return seen


@pytest.mark.once
def test_nothing_is_done_because_its_owner_says_so() -> None:
    run(5, 30)


@pytest.mark.long
def test_nothing_is_done_because_its_owner_says_so_for_long() -> None:
    run(15, 50)


@pytest.mark.long
def test_all_that_can_happen_to_a_promise_happens_here() -> None:
    """Else it would prove nothing of that which is always refused. It goes on until all of it did."""
    seen: Counter[str] = Counter()
    every = {each.name for each in (*vars(verbs).values(), *REPORTS) if isinstance(each, Verb)} | set(ALSO)
    missing = every
    for number in range(MOST_STREETS):
        street = Promises(seen)
        try:
            street.walks(Random(number), 60)
        finally:
            street.teardown()
        missing = every - set(seen) - {each.partition(" ")[0] for each in seen}
        if not missing and number >= LEAST_STREETS:
            break
    assert missing == set()
