"""Whatever anybody does in whatever order: nothing is done because its owner says so."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import timedelta
from random import Random
from typing import Any
from uuid import UUID

import pytest
import time_machine
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from rukun.commitment.access import may_work
from rukun.commitment.actions import claiming, handing, outside, ticking, working
from rukun.commitment.actions.keeping import counts, key_of
from rukun.commitment.algo import states
from rukun.commitment.algo.endings import BESIDE
from rukun.commitment.errors import CommitmentError
from rukun.commitment.models import Claim, Commitment, Handoff, Step, Tally
from rukun.commitment.owners import Owner
from rukun.commitment.queries import open_handoff, waiting_claim
from rukun.evidence.errors import EvidenceError
from rukun.guard import Actor, Refused
from rukun.guard.ids import new_id
from rukun.people.actor import actor_of
from rukun.people.queries.organisations import open_organisations
from rukun.people.tests.factories import person
from rukun.report import access
from rukun.report.actions import handling, merging, owing, withdrawing
from rukun.report.actions.keeping import put_away
from rukun.report.errors import ReportError
from rukun.report.models import Report
from rukun.report.tests.factories import KELURAHAN, RT, RW, jpeg, report, town

pytestmark = pytest.mark.django_db
OFFICES = {
    "lurah": ("lurah", KELURAHAN),
    "sekretaris": ("sekretaris_kelurahan", KELURAHAN),
    "bhabin": ("bhabinkamtibmas", KELURAHAN),
    "posko": ("petugas_posko", KELURAHAN),
    "rw": ("ketua_rw", RW),
    "rt": ("ketua_rt", RT),
}
officials = st.sampled_from(sorted(OFFICES))
which = st.integers(0, 2)
seldom = st.integers(0, 7).map(lambda each: each == 7)
REFUSALS = (CommitmentError, ReportError, EvidenceError, Refused)
TABLES = (Report, Commitment, Step, Claim, Handoff)


class Street(RuleBasedStateMachine):
    """Three reports, six offices and whoever reported; what is refused changes no row."""

    def __init__(self) -> None:
        super().__init__()
        self.undo = ExitStack()
        self.clock = self.undo.enter_context(time_machine.travel(timezone.now(), tick=False))
        self.undo.enter_context(_undone())
        self.photos = 0
        self.spent: dict[UUID, int] = {}
        self.due: dict[UUID, Any] = {}
        self.links: list[str] = []

    def teardown(self) -> None:
        self.undo.close()

    @initialize()
    def begins(self) -> None:
        town()
        self.who: dict[str, Actor] = {
            name: actor_of(person(title, unit, name=name.title())) for name, (title, unit) in OFFICES.items()
        }
        self.reports = [
            report(unit=RT, words=f"Lampu gang mati di ujung {each}.", category="keadaan")[0] for each in "abc"
        ]

    def attempt(self, what: Callable[[], Any]) -> Any:
        before = _rows()
        try:
            with transaction.atomic():
                return what()
        except REFUSALS:
            assert _rows() == before, "what is refused leaves no trace"
            return None

    def owed(self, number: int) -> Commitment:
        return Commitment.objects.get(about_id=self.reports[number].pk)

    def claim_of(self, number: int) -> UUID:
        claim = waiting_claim(self.owed(number))
        return claim.pk if claim else new_id()

    # The owner's turn

    @rule(who=officials, number=which, begin=st.booleans())
    def works(self, who: str, number: int, begin: bool) -> None:
        act = working.start if begin else working.coordinate
        self.attempt(lambda: act(actor=self.who[who], commitment=self.owed(number)))

    @rule(who=officials, number=which, outcome=st.sampled_from(["done", "done", "cannot"]), proof=st.booleans())
    def claims(self, who: str, number: int, outcome: str, proof: bool) -> None:
        self.photos += 1
        photos = [(new_id(), jpeg(seed=self.photos))] if proof else []
        self.attempt(
            lambda: claiming.claim(
                actor=self.who[who],
                commitment=self.owed(number),
                claim_id=new_id(),
                outcome=outcome,
                kind="photo",
                words="Sudah dikerjakan semalam." if outcome == "done" else "Ini di luar kewenangan kelurahan.",
                photos=photos,
            )
        )

    @rule(number=which, outcome=st.sampled_from(["done", "done", "cannot"]))
    def its_owner_claims(self, number: int, outcome: str) -> None:
        for name, actor in self.who.items():
            if may_work(actor, self.owed(number)).allowed:
                self.claims(name, number, outcome, proof=True)

    # Somebody else's word

    @rule(number=which, yes=st.booleans())
    def whoever_may_answers(self, number: int, yes: bool) -> None:
        claim = waiting_claim(self.owed(number))
        for name, actor in self.who.items():
            if claim and access.may_confirm(actor, self.fresh(number), claim).allowed:
                self.an_office_answers(name, number, yes)

    @rule(who=officials, number=which, yes=st.booleans())
    def an_office_answers(self, who: str, number: int, yes: bool) -> None:
        key, actor, found = self.claim_of(number), self.who[who], self.reports[number]
        if yes:
            self.attempt(lambda: owing.confirm(actor=actor, report=found, claim_id=key))
        else:
            self.attempt(lambda: owing.reject(actor=actor, report=found, claim_id=key, words="Masih gelap."))

    @rule(number=which, word=st.sampled_from(["yes", "no", "contest"]))
    def the_reporter_answers(self, number: int, word: str) -> None:
        key, found = self.claim_of(number), self.reports[number]
        if word == "yes":
            self.attempt(lambda: owing.confirmed_by_reporter(report=found, claim_id=key))
        elif word == "no":
            self.attempt(lambda: owing.rejected_by_reporter(report=found, claim_id=key, words="Masih gelap."))
        else:
            self.attempt(lambda: owing.contested_by_reporter(report=found, words="Belum beres."))

    # Handing on

    @rule(who=officials, number=which, police=st.booleans(), seldom=seldom)
    def is_offered(self, who: str, number: int, police: bool, seldom: bool) -> None:
        if not seldom:
            return
        kind = "polri" if police else "rw"
        group = next(iter(open_organisations(kind=kind)), None)
        to = Owner(group.unit, organisation=group.pk) if group else Owner(KELURAHAN, title="bhabinkamtibmas")
        actor, found = self.who[who], self.fresh(number)
        self.attempt(
            lambda: handing.offer(
                actor=actor,
                commitment=self.owed(number),
                to=to,
                reason="Ini urusan mereka.",
                may=access.may_hand_over(actor, found),
            )
        )

    @rule(who=officials, number=which, yes=st.booleans())
    def an_offer_is_answered(self, who: str, number: int, yes: bool) -> None:
        handoff = open_handoff(self.owed(number))
        if handoff is None:
            return
        actor = self.who[who]
        if yes:
            self.attempt(lambda: handing.take(actor=actor, handoff=handoff))
        else:
            self.attempt(lambda: handing.decline(actor=actor, handoff=handoff, reason="Bukan urusan kami."))

    @rule(who=officials, number=which)
    def is_handed_outside(self, who: str, number: int) -> None:
        actor, found = self.who[who], self.fresh(number)
        made = self.attempt(
            lambda: outside.hand_outside(
                actor=actor,
                commitment=self.owed(number),
                authority="Dinas Bina Marga",
                reason="Lampu ini milik dinas.",
                may=access.may_hand_over(actor, found),
            )
        )
        if made:
            self.links.append(made[1])

    @rule(number=st.integers(0, 5), answer=st.sampled_from(["accept", "decline", "done", "cannot"]))
    def the_authority_answers(self, number: int, answer: str) -> None:
        if not self.links:
            return
        with suppress(CommitmentError):
            handoff = outside.handoff_with(self.links[number % len(self.links)])
            actor = outside.Authority(handoff.pk)
            if answer == "accept":
                self.attempt(lambda: outside.accept_outside(actor=actor, handoff=handoff))
            elif answer == "decline":
                self.attempt(lambda: outside.decline_outside(actor=actor, handoff=handoff, reason="Bukan milik kami."))
            else:
                self.photos += 1
                self.attempt(
                    lambda: outside.answer_outside(
                        actor=actor,
                        handoff=handoff,
                        claim_id=new_id(),
                        outcome=answer,
                        kind="photo",
                        words="Sudah diperiksa di lapangan.",
                        photos=[(new_id(), jpeg(seed=self.photos))],
                    )
                )

    # Regret, merging, falling away

    @rule(who=officials, number=which)
    def regrets(self, who: str, number: int) -> None:
        self.attempt(lambda: owing.undo(actor=self.who[who], report=self.reports[number]))

    @rule(who=officials, number=which, into=which)
    def merges(self, who: str, number: int, into: int) -> None:
        self.attempt(lambda: merging.merge(actor=self.who[who], report=self.reports[number], into=self.reports[into]))

    @rule(number=which, into=which)
    def merges_and_parts_at_once(self, number: int, into: int) -> None:
        before = _standing()
        posko = self.who["posko"]
        if any(each.merged_into_id for each in (self.fresh(number), self.fresh(into))):
            return
        made = self.attempt(lambda: merging.merge(actor=posko, report=self.fresh(number), into=self.fresh(into)))
        if made:
            merging.unmerge(actor=posko, report=made)
            assert _standing() == before, "merged and parted again, all stands as it stood"

    @rule(who=officials, number=which)
    def parts(self, who: str, number: int) -> None:
        self.attempt(lambda: merging.unmerge(actor=self.who[who], report=self.reports[number]))

    @rule(number=which, seldom=seldom)
    def is_withdrawn(self, number: int, seldom: bool) -> None:
        if seldom:
            self.attempt(lambda: withdrawing.withdraw(report=self.reports[number]))

    @rule(who=officials, number=which, back=st.booleans(), seldom=seldom)
    def is_set_aside(self, who: str, number: int, back: bool, seldom: bool) -> None:
        act = handling.restore if back else handling.set_aside
        if back or seldom:
            self.attempt(lambda: act(actor=self.who[who], report=self.reports[number]))

    # Time

    @rule(hours=st.sampled_from([0.1, 1, 5, 24, 72, 200, 500]), draws=st.integers(0, 9))
    def time_passes(self, hours: float, draws: int) -> None:
        self.clock.shift(timedelta(hours=hours))
        ticking.tick(Random(draws))
        ticking.mend_owners()

    @rule(hours=st.integers(1, 100))
    def the_servers_clock_is_set_back(self, hours: int) -> None:
        self.clock.shift(-timedelta(hours=hours))
        ticking.tick(Random(1))

    # What always holds

    @invariant()
    def one_owner_and_nothing_done_alone(self) -> None:
        for row in Commitment.objects.all():
            assert (row.owner_organisation_id is None) != (row.owner_title == "")
            claims = list(Claim.objects.select_related("step").filter(commitment=row))
            if row.state in (states.DONE, states.CANNOT):
                last = max(claims, key=lambda each: each.step.number if each.step else 0)
                assert (last.verdict == "confirmed" and last.answered_by != last.by) or (
                    last.verdict == "unanswered" and row.closing == "unconfirmed"
                )
                assert row.state == states.CANNOT or last.kind in (Claim.PHOTO, Claim.MINUTES)
            assert sum(each.verdict == "" for each in claims) == (row.state == states.AWAITING)

    @invariant()
    def time_never_runs_backwards(self) -> None:
        for row in Commitment.objects.all():
            assert row.spent >= self.spent.get(row.pk, 0)
            assert not (row.due_at and self.due.get(row.pk)) or row.due_at >= self.due[row.pk]
            self.spent[row.pk] = row.spent
            self.due[row.pk] = row.due_at or self.due.get(row.pk)
            runs, handoff = row.running_since is not None, open_handoff(row)
            assert (row.due_at is not None) == (runs and row.joined_id is None)
            if not (handoff and handoff.outside):  # there it stands as long as there is time for that
                assert runs == (row.state in states.OWNERS_TURN)

    @invariant()
    def reports_stand_as_their_promises_do(self) -> None:
        into = dict(Report.objects.values_list("pk", "merged_into"))
        for first in list(into):
            seen, key = {first}, into[first]
            while key is not None:
                assert key not in seen, "merged in a circle"
                seen.add(key)
                key = into[key]
        for row in Report.objects.select_related("commitment"):
            owed = owing.owed_about(row)
            assert owed is not None
            if row.closing in ("withdrawn", "spam"):
                assert row.commitment is not None
                assert row.commitment.state == states.VOID
            else:
                assert (row.closing or "open") == (owed.state if owed.state in owing.ENDED else "open")

    @rule()
    def retention_keeps_the_counts(self) -> None:
        with suppress(_Back), transaction.atomic():
            rows = [each for each in Commitment.objects.all() if counts(each)]
            expected = Counter(map(key_of, rows))
            with time_machine.travel(timezone.now() + timedelta(days=800), tick=False):
                put_away()
            found = {
                (t.about_label, t.unit, t.month, t.ending, t.answer, t.closing_time, t.reopened): t.number
                for t in Tally.objects.exclude(ending__in=BESIDE)
            }
            assert found == expected
            assert not any(table.objects.exists() for table in TABLES)
            raise _Back

    def fresh(self, number: int) -> Report:
        return Report.objects.get(pk=self.reports[number].pk)


class _Back(Exception):
    """Take back what was only tried."""


@contextmanager
def _undone() -> Iterator[None]:
    with suppress(_Back), transaction.atomic():
        yield
        raise _Back


def _rows() -> list[Any]:
    return [list(table.objects.order_by("pk").values()) for table in TABLES]


def _standing() -> list[Any]:
    """How promises stand, without their versions and the moments of the last step."""
    rows = Commitment.objects.order_by("pk").values(
        "state", "owner_organisation", "owner_title", "spent", "allowance", "stage", "joined", "closing", "due_at"
    )
    return [list(rows), list(Report.objects.order_by("pk").values("merged_into", "closing", "closed_at"))]


def run(examples: int, steps: int) -> None:
    quiet = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
    run_state_machine_as_test(
        Street,
        settings=settings(max_examples=examples, stateful_step_count=steps, deadline=None, suppress_health_check=quiet),
    )


def test_nothing_is_done_because_its_owner_says_so() -> None:
    run(6, 20)


@pytest.mark.long
def test_nothing_is_done_because_its_owner_says_so_for_long() -> None:
    run(25, 50)
