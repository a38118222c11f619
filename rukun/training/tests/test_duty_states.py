"""Partners, members and suspensions in any order of events: states follow each other, duty follows the states."""

import itertools
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from rukun.guard import Refused
from rukun.guard.ids import new_id
from rukun.journal.models import Entry
from rukun.people.actor import actor_of
from rukun.people.errors import PeopleError
from rukun.people.models import Person, Position
from rukun.people.tests.factories import SYSTEM, person
from rukun.training import models
from rukun.training.actions import duty, members, partners
from rukun.training.algo import fitness as algo
from rukun.training.algo.states import ENDED, MEMBERSHIP, PARTNERSHIP
from rukun.training.content import conduct, courses
from rukun.training.errors import TrainingError
from rukun.training.models import Membership, Partnership, Suspension
from rukun.training.queries.fitness import duty_statuses, span_of
from rukun.training.tests import slow_fitness
from rukun.training.tests.factories import KELURAHAN, fit
from rukun.training.tests.test_fitness import in_slow_words
from rukun.ui.dates import first_moment

pytestmark = pytest.mark.django_db
TABLES = [getattr(models, name) for name in models.__all__]
officials = st.sampled_from(["lurah", "sekretaris", "bhabin", "kapolsek", "camat", "chair", "wati", "yusuf"])
people = st.sampled_from(["wati", "yusuf", "chair"])
reasons = st.sampled_from(["Alasan.", ""])
ahead = st.none() | st.integers(-1, 91)


class Neighbourhood(RuleBasedStateMachine):
    """Everybody tries everything; what is refused changes no row."""

    def __init__(self) -> None:
        super().__init__()
        self.undo = ExitStack()
        self.clock = self.undo.enter_context(time_machine.travel(timezone.now(), tick=False))
        self.undo.enter_context(_undone())
        self.who: dict[str, Person] = {}

    def teardown(self) -> None:
        self.undo.close()

    @initialize(ready=st.booleans())
    def people_arrive(self, ready: bool) -> None:
        """``ready``: the partner is there, and two of its members are fit, so that the rest is reached sooner."""
        self.who = {
            "lurah": person("lurah", KELURAHAN, name="Lurah"),
            "sekretaris": person("sekretaris_kelurahan", KELURAHAN, name="Sekretaris"),
            "bhabin": person("bhabinkamtibmas", KELURAHAN, name="Bhabin"),
            "kapolsek": person("kapolsek", "31.73.07", name="Kapolsek"),
            "camat": person("camat", "31.73.07", name="Camat"),
            "chair": person(name="Burhan Ketua"),
            "wati": person(name="Wati"),
            "yusuf": person(name="Yusuf"),
        }
        for each in ("wati", "yusuf", "chair"):
            fit(self.who[each])
        if ready:
            self.applies()
            self.verifies("lurah", "kelurahan", approved=True, reason="Dikenal.")
            self.verifies("kapolsek", "polsek", approved=True, reason="Dikenal.")
            self.agrees("lurah", 0, 300)
            for each in ("wati", "chair"):
                self.is_invited(each)
                self.consents(each)

    # What each can try

    def attempt(self, what: Callable[[], Any]) -> Any:
        """Do it; if it is refused, nothing whatever has changed."""
        before = _rows()
        with suppress(TrainingError, PeopleError, Refused), transaction.atomic():
            return what()
        assert _rows() == before
        return None

    def actor(self, name: str) -> Any:
        return actor_of(Person.objects.get(pk=self.who[name].pk))

    @property
    def partnership(self) -> Partnership | None:
        return Partnership.objects.order_by("applied_at", "pk").last()

    def membership(self, name: str) -> Membership | None:
        return Membership.objects.filter(person=self.who[name]).order_by("made_at", "pk").last()

    @rule()
    def applies(self) -> None:
        last = self.partnership
        if last is None or last.closed_at is not None:
            self.attempt(
                lambda: partners.apply_for_partnership(
                    actor=SYSTEM, kind="ormas", name="Mitra Kampung", unit=KELURAHAN, chair_name="Burhan Ketua",
                    chair_phone=self.who["chair"].phone, legal_number="AHU-1", purpose="Menjaga",
                    help_offered=["ronda"], application_id=new_id(),
                    organisation=last.organisation_id if last else None,
                )
            )  # fmt: skip

    @rule(
        by=officials, authority=st.sampled_from(["kelurahan", "polsek", "rw"]), approved=st.booleans(), reason=reasons
    )
    def verifies(self, by: str, authority: str, approved: bool, reason: str) -> None:
        if found := self.partnership:
            self.attempt(
                lambda: partners.verify_partnership(
                    actor=self.actor(by), partnership=found, authority=authority, approved=approved, reason=reason
                )
            )

    @rule(by=officials, since=st.integers(-40, 40), days=st.integers(0, 400))
    def agrees(self, by: str, since: int, days: int) -> None:
        if found := self.partnership:
            first = timezone.localdate() + timedelta(days=since)
            self.attempt(
                lambda: partners.make_agreement(
                    actor=self.actor(by), partnership=found, number="PKS/1", since=first,
                    until_last_day=first + timedelta(days=days),
                )
            )  # fmt: skip

    @rule(
        by=officials, reason=reasons,
        step=st.sampled_from(["suspend_partnership", "restore_partnership", "restore_partnership", "end_partnership"]),
    )  # fmt: skip
    def decides_about_the_partner(self, by: str, step: str, reason: str) -> None:
        if found := self.partnership:
            self.attempt(lambda: getattr(partners, step)(actor=self.actor(by), partnership=found, reason=reason))

    @rule(name=people)
    def is_invited(self, name: str) -> None:
        found = self.partnership
        if found and found.organisation_id:
            key = found.organisation_id
            self.attempt(lambda: members.begin_membership(actor=SYSTEM, person=self.who[name].pk, organisation=key))

    @rule(name=people)
    def asks_to_join(self, name: str) -> None:
        found = self.partnership
        if found and found.organisation_id:
            key = found.organisation_id
            self.attempt(lambda: members.apply_to_join(actor=self.actor(name), organisation=key))

    @rule(name=people)
    def consents(self, name: str) -> None:
        if found := self.membership(name):
            self.attempt(lambda: members.consent(actor=self.actor(name), membership=found))

    @rule(
        name=people, by=officials,
        step=st.sampled_from(["accept_member", "pause_membership", "resume_membership", "resume_membership", "leave"]),
        own=st.booleans(),
    )  # fmt: skip
    def changes_a_membership(self, name: str, by: str, step: str, own: bool) -> None:
        if found := self.membership(name):
            self.attempt(lambda: getattr(members, step)(actor=self.actor(name if own else by), membership=found))

    @rule(by=officials, name=people, reason=reasons, until=ahead, review_by=ahead)
    def suspends(self, by: str, name: str, reason: str, until: int | None, review_by: int | None) -> None:
        before, now = set(Suspension.objects.values_list("pk", flat=True)), timezone.now()
        made = self.attempt(
            lambda: duty.suspend_from_duty(
                actor=self.actor(by), person=self.who[name].pk, unit=KELURAHAN, reason=reason,
                until=_day(until), review_by=_day(review_by),
            )
        )  # fmt: skip
        if made is None:
            return
        assert by in ("lurah", "sekretaris", "bhabin", "kapolsek")
        assert made.authority == ("kelurahan" if by in ("lurah", "sekretaris") else "polsek")
        if made.pk in before:
            assert span_of(made).holds(now)
        else:
            assert made.until is not None
            assert made.reason
            assert now < made.until <= now + timedelta(days=122)
            self.unreviewed_before(made)

    def unreviewed_before(self, made: Suspension) -> None:
        for each in Suspension.objects.filter(person=made.person_id, authority=made.authority).exclude(pk=made.pk):
            ended = span_of(each).until
            assert ended is not None
            settled = each.upheld or ended + timedelta(days=90) <= made.made_at
            assert settled or made.until <= made.made_at + timedelta(days=8)

    @rule(number=st.integers(0, 3), by=officials, text=reasons)
    def answers(self, number: int, by: str, text: str) -> None:
        if found := _any_of(number):
            done = self.attempt(lambda: duty.answer_suspension(actor=self.actor(by), suspension=found, text=text))
            assert done is None or done.person_id == self.who[by].pk

    @rule(number=st.integers(0, 3), by=officials, upheld=st.booleans(), reason=reasons, until=ahead)
    def reviews(self, number: int, by: str, upheld: bool, reason: str, until: int | None) -> None:
        if found := _any_of(number):
            self.attempt(
                lambda: duty.review_suspension(
                    actor=self.actor(by), suspension=found, upheld=upheld, reason=reason, until=_day(until)
                )
            )

    @rule(number=st.integers(0, 3), by=officials, reason=reasons)
    def lifts(self, number: int, by: str, reason: str) -> None:
        if found := _any_of(number):
            self.attempt(lambda: duty.lift_suspension(actor=self.actor(by), suspension=found, reason=reason))

    @rule(days=st.sampled_from([1, 9, 31, 90, 200]))
    def time_goes_by(self, days: int) -> None:
        self.clock.shift(timedelta(days=days, seconds=1))

    # What holds whatever happened

    @invariant()
    def states_follow_each_other(self) -> None:
        for model, related, allowed in (
            (models.PartnershipState, "partnership", PARTNERSHIP),
            (models.MembershipState, "membership", MEMBERSHIP),
        ):
            rows = model.objects.order_by(related, "since", "pk").values_list(related, "state", "since")
            for _key, history in itertools.groupby(rows, key=lambda row: row[0]):
                steps = list(history)
                states = ["", *(state for _key, state, _since in steps)]
                assert all(after in allowed[before] for before, after in itertools.pairwise(states)), states
                assert [since for *_rest, since in steps] == sorted(since for *_rest, since in steps)

    @invariant()
    def a_partnership_is_closed_exactly_when_it_ended(self) -> None:
        for each in Partnership.objects.all():
            newest = each.states.order_by("since", "pk").last()
            assert newest is not None
            assert (newest.state == ENDED) == (each.closed_at is not None)

    @invariant()
    def nobody_reviews_the_own_decision_and_each_has_an_end(self) -> None:
        for each in Suspension.objects.all():
            assert each.until is not None
            assert each.reviewed_by != each.by
            assert each.reviewed_authority != each.authority
            assert (each.upheld is None) == (each.reviewed_at is None) == (not each.reviewed_by)
        now = timezone.now()
        held = [(each.person_id, each.authority) for each in Suspension.objects.all() if span_of(each).holds(now)]
        assert len(held) == len(set(held))

    @invariant()
    def duty_is_as_the_slow_way_says(self) -> None:
        now, own = timezone.now(), conduct()
        keys = [each.pk for each in self.who.values()]
        quick = duty_statuses(keys, now, KELURAHAN)
        for key in keys:
            slow = slow_fitness.why_not(key, now, KELURAHAN, courses(), (own.version, first_moment(own.since)))
            assert in_slow_words(quick[key]) == slow
            held = any(span_of(each).holds(now) for each in Suspension.objects.filter(person=key))
            assert held == any(reason.code == algo.SUSPENDED_NOW for reason in quick[key].reasons)

    @invariant()
    def the_journal_names_nobody(self) -> None:
        entries = str(list(Entry.objects.filter(verb__startswith="training.").values_list("codes", "object_id")))
        assert not any(each.name in entries or each.phone in entries for each in self.who.values())


@contextmanager
def _undone() -> Iterator[None]:
    """A transaction whose every change is undone at the end."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def _rows() -> list[tuple[str, list[tuple[Any, ...]]]]:
    found = [(each.__name__, sorted(each._default_manager.values_list(), key=str)) for each in TABLES]
    return [
        *found,
        ("Position", sorted(Position.objects.values_list(), key=str)),
        ("Entry", [(Entry.objects.count(),)]),
    ]


def _any_of(number: int) -> Suspension | None:
    found = list(Suspension.objects.order_by("made_at", "pk"))
    return found[number % len(found)] if found else None


def _day(ahead: int | None) -> Any:
    return None if ahead is None else timezone.localdate() + timedelta(days=ahead)


def run(examples: int, steps: int) -> None:
    quiet = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
    run_state_machine_as_test(
        Neighbourhood,
        settings=settings(max_examples=examples, stateful_step_count=steps, deadline=None, suppress_health_check=quiet),
    )


@pytest.mark.once
def test_whatever_happens_in_whatever_order() -> None:
    run(5, 12)


@pytest.mark.long
def test_whatever_happens_in_whatever_order_for_long() -> None:
    run(30, 40)
