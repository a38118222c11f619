"""Power over people has an edge: nobody appoints themselves, makes a second self, or reaches beyond their area."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from rukun.guard import Refused
from rukun.people import actions
from rukun.people.actions.invitations import invite, use_invitation
from rukun.people.actions.recovery import ask_recovery
from rukun.people.actor import actor_of
from rukun.people.errors import (
    InvitationOver,
    MinorInOffice,
    NotOneself,
    PositionOver,
    SeatTaken,
    TooManyTerms,
    WrongOrganisation,
)
from rukun.people.models import Invitation, Organisation, Person, Position, Recovery
from rukun.people.queries import person_with_phone
from rukun.people.signin import means
from rukun.people.tests.factories import SYSTEM, person

pytestmark = pytest.mark.django_db
HERE, THERE = "31.73.07.1001", "31.73.07.1002"
RW = f"{HERE}.016"


def settle(who: Person, unit: str) -> Person:
    actions.correct_person(actor=SYSTEM, person=who, name=who.name, unit=unit, adult=True)
    return who


def test_who_manages_people_is_appointed_and_dismissed_from_above_and_never_by_themselves() -> None:
    lurah, secretary = person("lurah", HERE), person("sekretaris_kelurahan", HERE)
    puppet = settle(person(), HERE)
    for title in ("administrator", "lurah", "sekretaris_kelurahan"):
        with pytest.raises(Refused):
            actions.give_position(actor=actor_of(secretary), person=puppet, title=title, unit=HERE)
    with pytest.raises(NotOneself):
        actions.give_position(actor=actor_of(secretary), person=secretary, title="petugas_posko", unit=HERE)
    with pytest.raises(Refused):
        actions.end_position(actor=actor_of(secretary), position=Position.objects.get(person=lurah))
    actions.end_position(actor=actor_of(lurah), position=Position.objects.get(person=lurah))
    administrator = actor_of(person("administrator", ""))
    actions.give_position(actor=administrator, person=puppet, title="lurah", unit=HERE)


def test_who_lives_here_and_serves_there_is_managed_by_nobody_here() -> None:
    theirs, administrator = settle(person("lurah", THERE), HERE), settle(person("administrator", ""), HERE)
    secretary = actor_of(person("sekretaris_kelurahan", HERE))
    for who in (theirs, administrator):
        with pytest.raises(Refused):
            actions.release_person(actor=secretary, person=who)
        with pytest.raises(Refused):
            actions.correct_person(actor=secretary, person=who, name="Penipu", unit=HERE, adult=True)
    officer = settle(person("petugas_posko", HERE), HERE)
    actions.correct_person(actor=actor_of(officer), person=officer, name=officer.name, unit="", adult=True)
    actions.release_person(actor=secretary, person=officer)


def test_an_invitation_is_worth_no_more_than_its_maker_when_it_is_used() -> None:
    ormas = actions.establish_organisation(actor=SYSTEM, kind="ormas", name="Mitra Uji", unit=HERE)
    coordinator, member = person(), person(password="")
    office = actions.give_position(actor=SYSTEM, person=coordinator, title="koordinator", unit=RW, organisation=ormas)
    actions.give_position(actor=SYSTEM, person=member, title="anggota", unit=RW, organisation=ormas)
    _first, secret = invite(actor=actor_of(coordinator), person=member)
    actions.give_position(actor=SYSTEM, person=member, title="petugas_posko", unit=HERE)
    with pytest.raises(InvitationOver):
        use_invitation(secret=secret)
    other = person(password="")
    actions.give_position(actor=SYSTEM, person=other, title="anggota", unit=RW, organisation=ormas)
    _second, secret = invite(actor=actor_of(coordinator), person=other)
    actions.end_position(actor=SYSTEM, position=office)
    with pytest.raises(InvitationOver):
        use_invitation(secret=secret)
    over = Position.objects.get(person=other)
    actions.end_position(actor=SYSTEM, position=over)
    with pytest.raises(PositionOver):
        invite(actor=SYSTEM, person=other, position=over)
    assert Invitation.objects.filter(person=other, ended_at=None).exists(), "the one that there is stays"
    assert not means.of(other)


def test_a_third_term_is_not_to_be_had_by_founding_the_office_anew() -> None:
    head, since = person(), timezone.now() - timedelta(days=9 * 366)
    for number in range(2):
        begun = since + timedelta(days=5 * 366 * number)
        given = actions.give_position(
            actor=SYSTEM, person=head, title="ketua_rw", unit=RW, since=begun, until=begun + timedelta(days=4 * 365)
        )
    actions.end_position(actor=SYSTEM, position=given)
    actions.close_organisation(actor=SYSTEM, organisation=Organisation.objects.get(kind="rw"))
    with pytest.raises(TooManyTerms):
        actions.give_position(actor=SYSTEM, person=head, title="ketua_rw", unit=RW)
    district = "31.73.07"
    one, two = (
        actions.establish_organisation(actor=SYSTEM, kind="polri", name=name, unit=district)
        for name in ("Polsek Palmerah", "Polsek Lain")
    )
    actions.give_position(actor=SYSTEM, person=person(), title="kapolsek", unit=district, organisation=one)
    with pytest.raises(SeatTaken):
        actions.give_position(actor=SYSTEM, person=person(), title="kapolsek", unit=district, organisation=two)


def test_a_minor_holds_no_office_whatever_is_corrected() -> None:
    officer = settle(person("petugas_posko", HERE), HERE)
    with pytest.raises(MinorInOffice):
        actions.correct_person(actor=SYSTEM, person=officer, name=officer.name, unit=HERE, adult=False)


def test_nothing_of_somebody_released_waits_for_them() -> None:
    who = settle(person("ketua_rw", RW), RW)
    lurah = person("lurah", HERE)
    ask_recovery(actor=actor_of(lurah), person=who, phone="0812-9999-0001")
    actions.release_person(actor=SYSTEM, person=who)
    assert not Recovery.objects.filter(ended_at=None).exists()
    assert not Recovery.objects.exclude(phone="").exists()
    assert person_with_phone("+6281299990001") is None
    with time_machine.travel(timezone.now() + timedelta(days=91)):
        assert actions.erase_released() == 1


def test_a_slip_put_right_is_no_term() -> None:
    head = person()
    for _ in range(3):
        given = actions.give_position(actor=SYSTEM, person=head, title="ketua_rw", unit=RW)
        actions.end_position(actor=SYSTEM, position=given)
    actions.give_position(actor=SYSTEM, person=head, title="ketua_rw", unit=RW)


def test_nobody_keeps_the_posko_as_a_member_of_an_ormas_whose_members_do_not_read_reports() -> None:
    ormas = actions.establish_organisation(actor=SYSTEM, kind="ormas", name="Mitra", unit="31.73.07.1001")
    with pytest.raises(WrongOrganisation):
        actions.give_position(
            actor=SYSTEM, person=person(), title="petugas_posko", unit="31.73.07.1001", organisation=ormas
        )
