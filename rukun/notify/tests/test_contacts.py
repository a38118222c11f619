"""Whose a contact is: numbers are given to new owners, and whoever merely writes is connected to nobody."""

from collections.abc import Iterator
from datetime import timedelta
from unittest.mock import patch

import pytest
import time_machine
from django.utils import timezone

from rukun.notify.actions import contacts
from rukun.notify.actions.linking import link_code, linked
from rukun.notify.actions.receiving import store
from rukun.notify.actions.telling import tell
from rukun.notify.algo.incoming import Part
from rukun.notify.models import Contact, Name, Outgoing, Received
from rukun.notify.own_notices import CONNECTED
from rukun.notify.tests.factories import NEWS, contact, turn_on, world
from rukun.people.tests.factories import person

pytestmark = pytest.mark.django_db
NUMBER = "+6281234567890"
NAME = {"name": "Sari"}


@pytest.fixture(autouse=True)
def channels() -> Iterator[None]:
    with world():
        yield


def test_whoever_writes_from_a_registered_number_is_connected_to_nobody() -> None:
    who = person()
    assert contacts.known("sms", [f"phone:{who.phone}"]).person is None
    turn_on("sms")
    tell(NEWS.name, NAME, person=who.pk)
    assert Contact.objects.get().person == who.pk, "who is told is connected, by the same contact"
    assert contacts.known("sms", [f"phone:{who.phone}"]).person == who.pk


def test_a_number_that_is_nobodys_any_more_is_connected_to_nobody() -> None:
    who = person()
    turn_on("sms")
    tell(NEWS.name, NAME, person=who.pk)
    number, who.phone = who.phone, "+6281200000000"
    who.save()
    assert contacts.known("sms", [f"phone:{number}"]).person is None


@pytest.mark.parametrize("writes", [True, False])
def test_the_new_owner_of_a_number_is_a_new_contact_and_gets_nothing_of_the_old_ones(*, writes: bool) -> None:
    first, second = person(), person()
    number, second_number = first.phone, second.phone
    turn_on("sms")
    tell(NEWS.name, NAME, person=first.pk)
    before = Contact.objects.get()
    first.phone = "+6281200000000"
    first.save()
    second.phone = number
    second.save()
    if writes:
        now = contacts.known("sms", [f"phone:{number}"])
    else:
        tell(NEWS.name, NAME, person=second.pk)
        now = Contact.objects.get(person=second.pk)
    assert second_number != number
    assert now.pk != before.pk
    assert not Contact.objects.filter(pk=before.pk).exists(), "it was nothing but the number"
    assert not Outgoing.objects.filter(contact=before.pk).exists(), "what waited for the first goes with it"


def test_a_number_that_leaves_a_contact_leaves_its_address_too() -> None:
    before = contacts.known("whatsapp", ["wa:ID.1", f"phone:{NUMBER}"], {"user": "ID.1", "phone": NUMBER})
    now = contacts.known("whatsapp", ["wa:ID.2", f"phone:{NUMBER}"], {"user": "ID.2", "phone": NUMBER})
    assert now.pk != before.pk
    before.refresh_from_db()
    assert contacts.address_of(before) == {"user": "ID.1"}, "what does not reach the id must not go to the number"
    assert contacts.address_of(now) == {"user": "ID.2", "phone": NUMBER}


def test_sharing_a_card_with_a_number_that_nobody_registered_ends_no_connection() -> None:
    who, chat = person(), contact("telegram", "telegram:5")
    assert linked(link_code(who.pk), chat)
    contacts.known("telegram", ["telegram:5", f"phone:{NUMBER}"])
    assert Contact.objects.get(pk=chat.pk).person == who.pk


def test_of_a_telegram_that_was_connected_all_other_ways_hear_once() -> None:
    who = person()
    turn_on("telegram", "sms", "mail", "push")
    contact("mail", "mail:sari@contoh.id", person=who.pk)
    old, new = contact("telegram", "telegram:5", person=who.pk), contact("telegram", "telegram:6")
    assert linked(link_code(who.pk), new)
    rows = Outgoing.objects.filter(notice=CONNECTED)
    assert sorted(rows.values_list("channel", flat=True)) == ["mail", "sms", "telegram"]
    assert rows.get(channel="telegram").contact_id == old.pk
    assert all(rows.values_list("urgent", flat=True)), "no quiet hours: somebody else may be reading codes"
    assert linked(link_code(who.pk), new)
    assert rows.count() == 3, "it was connected before"


# A webhook that somebody caught


def test_what_whatsapp_sent_longer_ago_than_marks_last_is_held() -> None:
    sent = timezone.now()
    part = Part("wamid.1", f"phone:{NUMBER}", {"message": {"timestamp": str(int(sent.timestamp())), "type": "text"}})
    assert store("whatsapp", [part]) == 1
    assert store("whatsapp", [part]) == 0
    with time_machine.travel(sent + timedelta(days=6)):
        Received.objects.all().delete()
        assert store("whatsapp", [part]) == 1, "as late as this Meta itself may bring it"
        Received.objects.all().delete()
    with time_machine.travel(sent + timedelta(days=8)):
        for channel in ("whatsapp", "sms"):
            assert store(channel, [part]) == 1
    held = dict(Received.objects.values_list("channel", "state"))
    assert held == {"whatsapp": Received.BROKEN, "sms": Received.NEW}, "a modem may have lain in a drawer"


def test_no_name_of_a_lost_number_stays() -> None:
    before = contacts.known("whatsapp", ["wa:ID.1", f"phone:{NUMBER}"], {"user": "ID.1", "phone": NUMBER})
    with patch.object(contacts, "person_with_phone", side_effect=AssertionError("nobody is looked for")):
        contacts.loses(before, [contacts.mark_of("whatsapp", f"phone:{NUMBER}")])
    assert list(Name.objects.values_list("mark", flat=True)) == [contacts.mark_of("whatsapp", "wa:ID.1")]
