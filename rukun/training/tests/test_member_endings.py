"""Memberships that end though nobody ended them, and the numbers that stay when they are erased."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
import time_machine
from django.utils import timezone

from rukun.guard.ids import new_id
from rukun.people.actions import end_position, give_position, release_person
from rukun.people.actor import actor_of
from rukun.people.models import Person, Position
from rukun.people.tests.factories import SYSTEM, person
from rukun.training.actions import member_endings as endings
from rukun.training.actions.forgetting import forget
from rukun.training.actions.member_counts import count_months
from rukun.training.actions.member_steps import locked_row
from rukun.training.actions.members import (
    MOST_WAITING,
    accept_member,
    apply_to_join,
    ask_to_join,
    consent,
    invite_member,
    leave,
    pause_membership,
)
from rukun.training.algo.states import ACTIVE, LEFT
from rukun.training.errors.members import AlreadyLeft, NameTooLong, NoName, NotGrownUp, TooManyWaiting
from rukun.training.models import Applicant, MemberCount, Membership
from rukun.training.queries.fitness import duty_status
from rukun.training.queries.members import roll_of
from rukun.training.tests.factories import KELURAHAN, candidate, chair, fit, member, membership_of, partner

pytestmark = pytest.mark.django_db


def states_of(membership: Membership) -> list[str]:
    return list(membership.states.values_list("state", flat=True))


def test_whoever_agrees_while_the_job_runs_stays_and_is_not_released(monkeypatch: pytest.MonkeyPatch) -> None:
    home = partner()
    board = actor_of(chair(home))
    late, held, never = (
        invite_member(actor=board, organisation=home.pk, name=name, phone=phone, unit="", adult=True)
        for name, phone in (("Budi", "081277700011"), ("Tono", "081277700012"), ("Rina", "081277700013"))
    )
    waiting = [late, held]

    def slow(key: UUID) -> Any:
        """Before the first is looked at, one of them agrees and another one gets an office."""
        while waiting:
            each = waiting.pop()
            if each == late:
                consent(actor=actor_of(Person.objects.get(pk=late.person_id)), membership=late)
            else:
                give_position(actor=SYSTEM, person=each.person, title="babinsa", unit=KELURAHAN)
        return locked_row(key)

    with time_machine.travel(timezone.now() + timedelta(days=31)):
        monkeypatch.setattr("rukun.training.actions.member_endings.locked_row", slow)
        assert endings.close_unanswered() == 2
    late.refresh_from_db()
    assert (late.left_at, states_of(late)[-1]) == (None, ACTIVE)
    gone = Person.objects.exclude(released_at=None)
    assert list(gone.values_list("pk", flat=True)) == [never.person_id], "who holds an office is nobody's to release"


def test_whom_the_board_never_answers_is_told_no_after_thirty_days_and_stays_known() -> None:
    home = partner()
    who = person(name="Dewi Lestari")
    asked = apply_to_join(actor=actor_of(who), organisation=home.pk)
    with time_machine.travel(timezone.now() + timedelta(days=29)):
        assert endings.close_unanswered() == 0
    with time_machine.travel(timezone.now() + timedelta(days=30, minutes=1)):
        assert endings.close_unanswered() == 1
    who.refresh_from_db()
    assert (states_of(asked)[-1], who.released_at) == (LEFT, None)


def test_a_flood_of_accounts_that_ask_ends_in_words_and_not_for_those_who_were_invited() -> None:
    home = partner()
    board, invited = actor_of(chair(home)), candidate(home)
    asked = [apply_to_join(actor=actor_of(person()), organisation=home.pk) for _ in range(MOST_WAITING)]
    with pytest.raises(TooManyWaiting):
        apply_to_join(actor=actor_of(person()), organisation=home.pk)
    assert apply_to_join(actor=actor_of(asked[0].person), organisation=home.pk) == asked[0]
    assert states_of(apply_to_join(actor=actor_of(invited), organisation=home.pk))[-1] == ACTIVE
    accept_member(actor=board, membership=asked[0])
    apply_to_join(actor=actor_of(person()), organisation=home.pk)


def test_with_the_last_position_in_an_organisation_the_membership_ends_and_duty_with_it() -> None:
    home = partner()
    lurah, who = person("lurah", KELURAHAN), fit(member(home))
    give_position(actor=SYSTEM, person=who, title="sekretaris", unit=KELURAHAN, organisation=home)
    held = membership_of(who, home)
    first, last = Position.objects.filter(person=who, organisation=home).order_by("pk")
    end_position(actor=SYSTEM, position=first)
    assert states_of(held)[-1] == ACTIVE
    assert duty_status(who.pk, timezone.now()).allowed
    end_position(actor=actor_of(lurah), position=last)
    newest = held.states.last()
    assert newest
    assert (newest.state, newest.by) == (LEFT, f"person:{lurah.pk}")
    assert [each.code for each in duty_status(who.pk, timezone.now()).reasons] == ["left"]
    again = invite_member(actor=SYSTEM, organisation=home.pk, name=who.name, phone=who.phone, unit="", adult=True)
    end_position(actor=SYSTEM, position=last)
    again.refresh_from_db()
    assert again.left_at is None, "ended twice is once"


def test_leaving_and_being_released_end_membership_and_positions_once_each() -> None:
    home, other = partner(), partner(name="Mitra Lain")
    who, gone = member(home), member(home, "Yusuf")
    joined = invite_member(actor=SYSTEM, organisation=other.pk, name=gone.name, phone=gone.phone, unit="", adult=True)
    consent(actor=actor_of(gone), membership=joined)
    held = membership_of(who, home)
    leave(actor=actor_of(who), membership=held)
    assert states_of(held).count(LEFT) == 1
    release_person(actor=SYSTEM, person=gone)
    assert not Membership.objects.filter(person=gone, left_at=None).exists()
    assert not Position.objects.filter(person__in=[who, gone], until=None).exists()
    assert endings.close_for_released() == 0


def test_names_of_strangers_are_kept_without_what_turns_a_line_around_and_never_cut() -> None:
    home = partner()

    def asks(name: str) -> None:
        ask_to_join(organisation=home.pk, name=name, phone="081280000001", unit="", adult=True, applicant_id=new_id())

    for wrong, error in (("\u202e \u200b", NoName), ("x" * 121, NameTooLong)):
        with pytest.raises(error) as said:
            asks(wrong)
        assert said.value.field == "name"
        with pytest.raises(error):
            invite_member(actor=SYSTEM, organisation=home.pk, name=wrong, phone="081280000001", unit="", adult=True)
    asks(" Ade\u202e\u200b  Irma\n")
    assert Applicant.objects.get().name == "Ade Irma"
    made = invite_member(
        actor=SYSTEM, organisation=home.pk, name="B\u202eudi", phone="081280000002", unit="", adult=True
    )
    assert made.person.name == "Budi"
    with pytest.raises(NotGrownUp):
        invite_member(actor=SYSTEM, organisation=home.pk, name="Adi", phone="081280000003", unit="", adult=False)
    assert not Person.objects.filter(name="Adi").exists()


def growth(organisation: Any) -> dict[str, int]:
    return {month: number for month, number in roll_of(organisation.pk).growth if number}


def test_growth_outlives_the_members_who_left_and_were_erased() -> None:
    begin = datetime.fromisoformat("2026-01-20T10:00:00+07:00")
    with time_machine.travel(begin, tick=False) as clock:
        home = partner()
        stays, goes = member(home), member(home, "Yusuf")
        assert count_months() == 0, "no month is over"
        clock.move_to(begin + timedelta(days=20))
        leave(actor=SYSTEM, membership=membership_of(goes, home))
        assert (count_months(), count_months()) == (1, 0)
        clock.move_to(begin + timedelta(days=140))
        before = growth(home)
        assert forget() >= 1
        assert not Membership.objects.filter(person=goes).exists()
        assert growth(home) == before
        assert list(before.values()) == [2, 1, 1, 1, 1, 1], "January to June; February's end came after he left"
        assert list(MemberCount.objects.order_by("month").values_list("month", "active"))[:2] == [
            (date(2026, 1, 1), 2),
            (date(2026, 2, 1), 1),
        ]
        leave(actor=SYSTEM, membership=membership_of(stays, home))
        assert list(growth(home).values()) == [2, 1, 1, 1, 1], "the present month is counted as it is"


def test_memberships_end_with_their_person_and_invitations_with_their_month() -> None:
    home = partner()
    board, gone, known = actor_of(chair(home)), member(home), candidate(home, "Sudah Dikenal")
    lost = candidate(home, "Tak Jadi")
    new = invite_member(actor=board, organisation=home.pk, name="Dewi", phone="081280000009", unit="", adult=True)
    release_person(actor=SYSTEM, person=gone)
    with pytest.raises(AlreadyLeft):
        pause_membership(actor=board, membership=Membership.objects.get(person=gone))
    assert Membership.objects.get(person=gone).left_at, "with their last position"
    release_person(actor=SYSTEM, person=lost)
    assert (endings.close_for_released(), endings.close_for_released()) == (1, 0)
    assert endings.close_unanswered() == 0
    with time_machine.travel(timezone.now() + timedelta(days=30, minutes=1)):
        assert (endings.close_unanswered(), endings.close_unanswered()) == (2, 0)
    released = {key for key, when in Person.objects.values_list("pk", "released_at") if when}
    assert released == {gone.pk, lost.pk, new.person_id}, "whom the invitation made known and who never came"
    assert not Membership.objects.filter(person=known, left_at=None).exists()


def test_the_chair_of_a_new_partner_who_has_not_come_yet_stays_its_chair() -> None:
    home = partner(name="Baru Berdiri")
    seat = Position.objects.get(organisation=home, title="ketua")
    with time_machine.travel(timezone.now() + timedelta(days=31)):
        assert endings.close_unanswered() == 0
    assert Membership.objects.filter(person=seat.person, left_at=None).exists()
    leave(actor=actor_of(seat.person), membership=membership_of(seat.person, home))
    seat.refresh_from_db()
    assert seat.until is None, "who does not become a member stays what others made them"
    assert not Membership.objects.filter(person=seat.person, left_at=None).exists()


def test_a_flood_of_requests_ends_in_words() -> None:
    home = partner()
    board = actor_of(chair(home))
    Applicant.objects.bulk_create(
        Applicant(organisation=home, name="X", phone=f"+62812{number:08}", applied_at=timezone.now())
        for number in range(MOST_WAITING)
    )
    with pytest.raises(TooManyWaiting, match=str(MOST_WAITING)):
        ask_to_join(organisation=home.pk, name="Dewi", phone="081280000001", unit="", adult=True, applicant_id=new_id())
    for number in range(MOST_WAITING):
        candidate(home, f"Calon {number}")
    with pytest.raises(TooManyWaiting):
        invite_member(actor=board, organisation=home.pk, name="Dewi", phone="081280000009", unit="", adult=True)
    assert not Person.objects.filter(name="Dewi").exists()
