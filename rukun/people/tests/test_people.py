"""Persons and positions: what an office gives, until the second it ends."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth import authenticate
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from rukun.guard import ANYONE, Refused
from rukun.journal import actions as journal
from rukun.journal.models import Entry
from rukun.people import actions
from rukun.people.actor import actor_of
from rukun.people.errors import (
    Nameless,
    NameTooLong,
    NoSuchUnit,
    PhoneTaken,
    Released,
    UnknownTitle,
    UnknownUnit,
    WrongUnit,
)
from rukun.people.models import Person, Position
from rukun.people.phones import NotAPhoneNumber, normalise
from rukun.people.queries import names_of_office_holders
from rukun.people.tests.factories import PASSWORD, SYSTEM, person, position_until
from rukun.territory.tests.towns import listed

pytestmark = pytest.mark.django_db
KELURAHAN = "31.73.07.1001"


@pytest.mark.parametrize("typed", ["0812-3456-7890", "+62 812 3456 7890", "6281234567890", " (0812) 3456 7890 "])
def test_a_phone_number_is_stored_alike_however_it_was_typed(typed: str) -> None:
    assert normalise(typed) == "+6281234567890"


@given(st.text(max_size=30))
def test_whatever_is_typed_is_a_number_or_a_clear_refusal(text: str) -> None:
    try:
        stored = normalise(text)
    except NotAPhoneNumber:
        return
    assert normalise(stored) == stored


def test_an_office_reaches_its_unit_and_everything_below_and_nothing_else() -> None:
    actor = actor_of(person("ketua_rw", f"{KELURAHAN}.003"))
    assert actor.may("journal.read", f"{KELURAHAN}.003").allowed
    assert actor.may("journal.read", f"{KELURAHAN}.003.002").allowed
    for beyond in (KELURAHAN, f"{KELURAHAN}.004", f"{KELURAHAN}.0031", ""):
        assert not actor.may("journal.read", beyond).allowed, beyond
    assert not actor.may("journal.read_notes", f"{KELURAHAN}.003").allowed


def test_several_offices_add_up() -> None:
    who = person("ketua_rt", f"{KELURAHAN}.003.002")
    actions.give_position(actor=SYSTEM, person=who, title="petugas_posko", unit="31.71.06.1001")
    assert actor_of(who).scopes("journal.read") == ("31.71.06.1001", f"{KELURAHAN}.003.002")
    assert actor_of(who).scopes("journal.write") == ("31.71.06.1001",)


def test_an_office_gives_nothing_before_its_first_and_from_its_last_second_on() -> None:
    now = timezone.now().replace(microsecond=0)
    who = person()
    position_until(who, "lurah", KELURAHAN, now + timedelta(seconds=10), now + timedelta(seconds=20))
    actor = actor_of(who)  # one session, open all the time
    with time_machine.travel(now, tick=False) as clock:
        expected = [(9, False), (10, True), (19, True), (20, False), (3600, False)]
        for second, allowed in expected:
            clock.move_to(now + timedelta(seconds=second))
            assert actor.may("journal.read", KELURAHAN).allowed is allowed, second


def test_ending_an_office_takes_its_rights_in_that_second_and_is_recorded_once() -> None:
    who = person("lurah", KELURAHAN)
    position = Position.objects.get()
    actions.end_position(actor=SYSTEM, position=position)
    actions.end_position(actor=SYSTEM, position=position)
    assert not actor_of(who).may("journal.read", KELURAHAN).allowed
    assert Entry.objects.filter(verb="people.position_ended", unit=KELURAHAN).count() == 1


def test_an_open_session_loses_the_page_when_the_office_ends(client: Client) -> None:
    client.force_login(person("lurah", KELURAHAN))
    assert client.get("/buku-mutasi/").status_code == 200
    actions.end_position(actor=SYSTEM, position=Position.objects.get())
    answer = client.get("/buku-mutasi/")
    assert answer.status_code == 403
    assert "Jabatan Anda" in answer.content.decode()


def test_only_who_manages_people_in_a_unit_can_add_and_appoint_there() -> None:
    lurah, rw = actor_of(person("lurah", KELURAHAN)), actor_of(person("ketua_rw", f"{KELURAHAN}.003"))
    with pytest.raises(Refused):
        actions.add_person(actor=rw, name="Budi", phone="081299990001", unit=f"{KELURAHAN}.003")
    with pytest.raises(Refused):
        actions.add_person(actor=lurah, name="Budi", phone="081299990001", unit="31.71.06.1001")
    made = actions.add_person(actor=lurah, name=" Budi ", phone="0812-9999-0001", unit=f"{KELURAHAN}.003")
    assert (made.name, made.phone, made.has_usable_password()) == ("Budi", "+6281299990001", False)
    with pytest.raises(Refused):
        actions.give_position(actor=lurah, person=made, title="lurah", unit="")


def test_what_cannot_be_stored_is_refused_with_the_next_step() -> None:
    first = person()
    with pytest.raises(PhoneTaken, match="sudah terdaftar"):
        actions.add_person(actor=SYSTEM, name="Lain", phone=first.phone)
    with pytest.raises(Nameless):
        actions.add_person(actor=SYSTEM, name="  ", phone="081299990001")
    with pytest.raises(NotAPhoneNumber):
        actions.add_person(actor=SYSTEM, name="Budi", phone="12")
    with pytest.raises(ValidationError):
        actions.add_person(actor=SYSTEM, name="Budi", phone="081299990001", password="123")
    with pytest.raises(UnknownTitle, match="ketua_rw"):
        actions.give_position(actor=SYSTEM, person=first, title="raja", unit="")
    with pytest.raises(UnknownUnit):
        actions.give_position(actor=SYSTEM, person=first, title="lurah", unit="Palmerah")
    for title, unit in (
        ("ketua_rw", ""),
        ("ketua_rw", KELURAHAN),
        ("lurah", f"{KELURAHAN}.003"),
        ("ketua_rt", "31.73"),
    ):
        with pytest.raises(WrongUnit, match=r"31\.73"):
            actions.give_position(actor=SYSTEM, person=first, title=title, unit=unit)
    with pytest.raises(NameTooLong):
        actions.add_person(actor=SYSTEM, name="x" * 121, phone="081299990001")
    assert Person.objects.count() == 1
    assert not Position.objects.exists()


def test_nothing_of_a_person_but_the_id_reaches_the_journal() -> None:
    who = person("lurah", KELURAHAN)
    stored = " ".join(str(row) for row in Entry.objects.values_list())
    assert str(who.pk) in stored
    assert who.name not in stored
    assert who.phone not in stored


def test_a_released_person_cannot_sign_in_and_is_erased_ninety_days_later() -> None:
    who = person("lurah", KELURAHAN)
    actions.release_person(actor=SYSTEM, person=who)
    actions.release_person(actor=SYSTEM, person=who)
    who.refresh_from_db()
    assert authenticate(phone=who.phone, password=PASSWORD) is None
    assert actor_of(who) is ANYONE
    assert Position.objects.get().until is not None
    with time_machine.travel(timezone.now() + timedelta(days=89), tick=False):
        assert actions.erase_released() == 0
    with time_machine.travel(timezone.now() + timedelta(days=91), tick=False):
        assert actions.erase_released() == 1
        assert actions.erase_released() == 0
    assert not Person.objects.exists()
    assert not Position.objects.exists()
    assert Entry.objects.filter(verb="people.person_erased").count() == 1


def test_releasing_ends_positions_that_would_have_ended_later_too() -> None:
    who = person()
    position_until(who, "lurah", KELURAHAN, timezone.now(), timezone.now() + timedelta(days=900))
    actions.release_person(actor=SYSTEM, person=who)
    assert Position.objects.get().until <= timezone.now()  # type: ignore[operator]
    assert Entry.objects.filter(verb="people.position_ended").count() == 1


def test_a_new_password_ends_the_sessions_of_the_old_one(client: Client) -> None:
    who = person()
    client.post("/masuk/", {"login": who.phone, "password": PASSWORD})
    assert client.get("/hari-ini/").status_code == 200
    actions.set_password(actor=SYSTEM, person=who, password="gang-mawar-nomor-lima")
    assert client.get("/hari-ini/").status_code == 302
    assert authenticate(phone=who.phone, password="gang-mawar-nomor-lima") == who


def test_an_open_session_of_a_released_person_is_worth_nothing(client: Client) -> None:
    who = person("lurah", KELURAHAN)
    client.force_login(who)
    actions.release_person(actor=SYSTEM, person=who)
    assert client.get("/hari-ini/").status_code == 302


def test_office_holders_are_named_on_screen_and_residents_are_not() -> None:
    resident, lurah = person(), person("lurah", KELURAHAN, name="Ibu Hartati")
    labels = {f"person:{resident.pk}", f"person:{lurah.pk}", "system:tick", "person:"}
    assert names_of_office_holders(labels - {"person:"}) == {f"person:{lurah.pk}": "Ibu Hartati"}


def test_adding_a_person_inside_a_transaction_that_fails_leaves_nothing() -> None:
    with pytest.raises(ZeroDivisionError), journal.atomic():
        person()
        raise ZeroDivisionError
    assert not Person.objects.exists()
    assert not Entry.objects.exists()


def test_where_the_territory_is_known_an_office_needs_a_unit_that_exists() -> None:
    listed("kode,nama\n31,Jakarta\n31.73,Jakarta Barat\n31.73.07,Palmerah\n31.73.07.1001,Palmerah\n")
    person("lurah", KELURAHAN)
    with pytest.raises(NoSuchUnit):
        person("lurah", "31.73.07.1002")
    person("administrator", "")


def test_a_released_persons_number_is_erased_at_once_and_can_be_somebody_elses() -> None:
    who = person("ketua_rt", f"{KELURAHAN}.003.002")
    number = who.phone
    actions.release_person(actor=SYSTEM, person=who)
    assert not Person.objects.filter(phone=number).exists()
    assert actions.add_person(actor=SYSTEM, name="Pemilik Baru", phone=number).phone == number
    who.refresh_from_db()
    with pytest.raises(Released):
        actions.read_contact(actor=SYSTEM, person=who)
    with pytest.raises(Released):
        actions.give_position(actor=SYSTEM, person=who, title="ketua_rt", unit=f"{KELURAHAN}.003.002")
