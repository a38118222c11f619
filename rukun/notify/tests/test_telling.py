"""Telling: the row is written with what caused it, on the channel that the person wants, when they want it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from unittest.mock import patch
from uuid import uuid4

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from rukun.guard.ids import new_id
from rukun.journal import actions as journal
from rukun.notify import notices
from rukun.notify.actions import codes, contacts
from rukun.notify.actions.telling import content_of, reply, tell, tell_many
from rukun.notify.actions.writing import insert
from rukun.notify.algo.hours import after_quiet
from rukun.notify.desk import Say
from rukun.notify.models import Contact, Name, Outgoing, Received, Wish
from rukun.notify.own_notices import NOTICES
from rukun.notify.rendering import CannotMark, letter_of
from rukun.notify.tests import fake
from rukun.notify.tests.factories import NEWS, contact, turn_on, world
from rukun.notify.tests.rounds import hear
from rukun.people.actions import release_person
from rukun.people.signin import codes as signin_codes
from rukun.people.tests.factories import SYSTEM, person

pytestmark = pytest.mark.django_db
NAME = {"name": "Ibu Sari"}


@pytest.fixture(autouse=True)
def carried() -> Iterator[fake.World]:
    with world() as made:
        yield made


def told() -> list[str]:
    return list(Outgoing.objects.order_by("pk").values_list("channel", flat=True))


def row() -> Outgoing:
    return Outgoing.objects.select_related("contact").get()


# On which channel


def test_somebody_is_told_on_the_first_of_the_usual_channels_that_is_on_and_reaches_them() -> None:
    who = person()
    turn_on("push", "sms")
    assert tell("test.news", NAME, person=who.pk) is not None
    assert told() == ["sms"], "no browser of theirs is known"
    contact("push", "push:1", person=who.pk)
    tell("test.news", NAME, person=who.pk)
    assert told() == ["sms", "push"]


def test_somebody_is_told_on_the_channel_they_put_first() -> None:
    who = person()
    turn_on("push", "sms", "whatsapp")
    contact("push", "push:1", person=who.pk)
    Wish.objects.create(person=who.pk, order=["whatsapp", "sms"])
    tell("test.news", NAME, person=who.pk)
    assert told() == ["whatsapp"]
    assert content_of(row())["then"] == ["sms"]


def test_an_alarm_goes_on_to_channels_that_were_not_wished_for() -> None:
    who = person()
    turn_on("push", "sms")
    Wish.objects.create(person=who.pk, order=["push"])
    assert tell("test.news", NAME, person=who.pk) is None
    assert tell("test.news", NAME, person=who.pk, urgent=True) is not None
    assert told() == ["sms"]


def test_nobody_is_told_where_nothing_is_on_or_the_person_is_gone() -> None:
    who = person()
    assert tell("test.news", NAME, person=who.pk) is None
    turn_on("sms")
    assert tell("test.news", NAME, person=uuid4()) is None
    release_person(actor=SYSTEM, person=who)
    assert tell("test.news", NAME, person=who.pk) is None
    assert tell("test.news", NAME, contact=uuid4()) is None


def test_a_fixed_line_gets_no_messages() -> None:
    who = person()
    who.phone = "+62215484444"
    who.save()
    turn_on("sms", "whatsapp")
    assert tell("test.news", NAME, person=who.pk) is None


def test_whoever_wants_no_more_is_told_elsewhere_or_not_at_all() -> None:
    who = person()
    turn_on("sms", "whatsapp")
    tell("test.news", NAME, person=who.pk)
    contacts.stop(row().contact)
    assert Outgoing.objects.get().state == Outgoing.DROPPED
    tell("test.news", NAME, person=who.pk)
    assert told() == ["whatsapp", "sms"]
    assert tell("test.news", NAME, contact=row_of("whatsapp").contact_id) is None


def row_of(channel: str) -> Outgoing:
    return Outgoing.objects.filter(channel=channel).earliest("pk")


def test_every_browser_of_somebody_is_told_as_one_message() -> None:
    who = person()
    turn_on("push")
    contact("push", "push:1", person=who.pk)
    contact("push", "push:2", person=who.pk)
    tell("test.news", NAME, person=who.pk)
    assert told() == ["push", "push"]
    assert len(set(Outgoing.objects.values_list("bundle", flat=True))) == 1


def test_the_same_number_is_the_same_contact_each_time_and_moves_with_its_owner() -> None:
    first, second = person(), person()
    turn_on("sms")
    tell("test.news", NAME, person=first.pk)
    number = first.phone
    release_person(actor=SYSTEM, person=first)
    second.phone = number
    second.save()
    tell("test.news", NAME, person=second.pk)
    assert Contact.objects.get().person == second.pk


# When


def test_nothing_is_told_where_what_caused_it_did_not_happen() -> None:
    who = contact()
    with pytest.raises(ZeroDivisionError), journal.atomic():
        tell("test.news", NAME, contact=who.pk)
        raise ZeroDivisionError
    assert told() == []


def test_quiet_hours_are_those_where_the_person_lives_and_alarms_know_none() -> None:
    turn_on("sms")
    for unit, expected in (("31.73", "2026-11-22T22:00:00+00:00"), ("94.01", "2026-11-22T20:00:00+00:00")):
        who = person()
        who.unit = unit
        who.save()
        Wish.objects.create(person=who.pk, order=["sms"], quiet_from=time(21), quiet_until=time(5))
        with time_machine.travel(datetime(2026, 11, 22, 16, tzinfo=UTC), tick=False):
            tell("test.news", NAME, person=who.pk, about=unit)
            tell("test.news", NAME, person=who.pk, urgent=True, about="alarm")
        waits = Outgoing.objects.get(about=unit)
        assert waits.next_at == datetime.fromisoformat(expected)
        assert set(Outgoing.objects.filter(about="alarm").values_list("next_at", flat=True)) == {
            datetime(2026, 11, 22, 16, tzinfo=UTC)
        }


def test_what_is_short_lived_is_still_told_after_quiet_hours() -> None:
    turn_on("sms")
    who = person()
    Wish.objects.create(person=who.pk, order=["sms"], quiet_from=time(21), quiet_until=time(5))
    with time_machine.travel(datetime(2026, 11, 22, 16, tzinfo=UTC), tick=False):
        tell("test.brief", {}, person=who.pk)
    found = row()
    assert found.next_at is not None
    assert found.until > found.next_at


@pytest.mark.parametrize(
    ("begin", "end", "hour", "expected"),
    [(22, 5, 23, 29), (22, 5, 4, 5), (22, 5, 5, 5), (22, 5, 12, 12), (13, 15, 14, 15), (13, 15, 16, 16), (8, 8, 8, 8)],
)
def test_quiet_hours_may_span_midnight(begin: int, end: int, hour: int, expected: int) -> None:
    day = datetime(2026, 11, 22, tzinfo=UTC)
    at = after_quiet(day + timedelta(hours=hour), time(begin), time(end), UTC)
    assert at == day + timedelta(hours=expected)


def test_no_sooner_than_asked() -> None:
    begin = timezone.now() + timedelta(days=2)
    tell("test.news", NAME, contact=contact().pk, not_before=begin)
    assert row().next_at == begin
    assert row().until == begin + timedelta(days=3)


# What


def test_words_and_addresses_lie_sealed() -> None:
    turn_on("sms")
    who = person()
    tell("test.news", {"name": "Gang Mawar"}, person=who.pk)
    for values in (Outgoing.objects.values().get(), Contact.objects.values().get()):
        for value in values.values():
            text = bytes(value).decode("latin-1") if isinstance(value, bytes | memoryview) else str(value)
            assert "Mawar" not in text
            assert who.phone[3:] not in text


def test_each_channel_has_its_words_and_a_locked_screen_none_of_the_person() -> None:
    for channel, title, text in (
        ("sms", "", "SMS untuk Ibu Sari"),
        ("telegram", "", "Kabar untuk Ibu Sari"),
        ("whatsapp", "", "Kabar untuk Ibu Sari"),
        ("mail", "Kabar", "Kabar untuk Ibu Sari"),
        ("push", "Kabar", "Ada kabar"),
        ("sink", "Kabar", "Ada kabar"),
    ):
        tell("test.news", NAME, contact=contact(channel, f"x:{channel}").pk, about=channel)
        found = Outgoing.objects.select_related("contact").get(about=channel)
        letter = letter_of(found, content_of(found), {}, timezone.now())
        assert (letter.title, letter.text) == (title, text)
        assert letter.parameters == (("Ibu Sari",) if channel == "whatsapp" else ())


def test_choices_are_numbered_where_there_are_no_buttons() -> None:
    from rukun.notify.desk import Choice

    for channel, text, choices in (
        ("sms", "Beres?\n1 Ya\n2 Tidak", ()),
        ("telegram", "Beres?", (("ya", "Ya"), ("tidak", "Tidak"))),
    ):
        who = contact(channel, f"phone:{channel}")
        reply(who.pk, [Say("Beres?", (Choice("ya", "Ya"), Choice("tidak", "Tidak")))])
        found = Outgoing.objects.select_related("contact").get(contact=who)
        letter = letter_of(found, content_of(found), {}, timezone.now())
        assert (letter.text, letter.choices) == (text, choices)


def test_the_language_is_the_persons() -> None:
    turn_on("sms")
    who = person()
    Wish.objects.create(person=who.pk, order=["sms"], language="en")
    tell("test.news", NAME, person=who.pk)
    assert row().language == "en"


# Many


def test_many_are_told_in_few_queries_each_with_their_own_values() -> None:
    turn_on("sms", "push")
    people = [person() for _ in range(30)]
    contact("push", "push:1", person=people[0].pk)
    other = contact()
    numbers = []
    for some in (people[:10], people):
        with CaptureQueriesContext(connection) as captured:
            whom = [(each.pk, {"name": f"nomor {n}"}) for n, each in enumerate(some)]
            assert tell_many("test.news", [*whom, (other.pk, NAME), (uuid4(), NAME)]) == len(some) + 1
        numbers.append(len(captured))
    assert numbers[1] <= numbers[0] + 3
    rows = Outgoing.objects.order_by("-pk")[:31]
    assert {content_of(each)["values"]["name"] for each in rows} == {"Ibu Sari", *(f"nomor {n}" for n in range(30))}
    assert Contact.objects.count() == 31


# Sign-in codes


def ask_code(phone: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        codes.send_code(phone, "123456")
    return len(captured)


def test_a_code_reaches_the_number_and_nobodys_number_gets_nothing_for_the_same_work() -> None:
    turn_on("sms")
    who = person()
    with journal.atomic():
        assert len({ask_code(who.phone), ask_code("+6281299998888"), ask_code(who.phone)}) == 1
    assert told() == []
    Received.objects.order_by("-pk").first().delete()  # type: ignore[union-attr]
    while hear():
        pass
    found = row()
    assert (found.channel, found.urgent, found.notice) == ("sms", True, "people.code")
    assert content_of(found)["values"] == {"code": "123456"}
    assert Contact.objects.count() == 1, "of an unknown number nothing is kept"
    assert not Received.objects.exclude(content=None).exists()


def test_a_code_goes_through_the_channel_wished_for_but_never_to_a_locked_screen() -> None:
    turn_on("push", "sms", "whatsapp", "telegram")
    who = person()
    contact("push", "push:1", person=who.pk)
    Wish.objects.create(person=who.pk, order=["push", "telegram", "whatsapp"])
    codes.send_code(who.phone, "123456")
    hear()
    assert told() == ["whatsapp"], "no Telegram of theirs is known"


def test_a_code_is_sent_to_whoever_asks_though_they_want_no_messages() -> None:
    turn_on("sms")
    who = person()
    tell("test.news", NAME, person=who.pk)
    contacts.stop(row().contact)
    codes.send_code(who.phone, "123456")
    hear()
    assert Outgoing.objects.filter(notice="people.code", state=Outgoing.WAITING).exists()


def test_a_code_that_nobody_carried_in_time_is_dropped() -> None:
    turn_on("sms")
    codes.send_code(person().phone, "123456")
    with time_machine.travel(timezone.now() + timedelta(minutes=11), tick=True):
        hear()
    assert told() == []


def test_codes_are_offered_only_while_something_can_carry_them() -> None:
    ours = [each for each in signin_codes.SENDERS if each is codes.send_code]
    assert ours == [codes.send_code]
    assert not signin_codes.can_be_sent()
    turn_on("whatsapp")
    assert not signin_codes.can_be_sent(), "Meta takes codes in a template of their own alone"
    turn_on("whatsapp", code_template="kode_masuk")
    assert signin_codes.can_be_sent()
    turn_on("whatsapp")
    turn_on("sms")
    assert signin_codes.can_be_sent()


def test_a_code_by_whatsapp_is_marked_as_one_unless_it_may_have_come_already() -> None:
    row = Outgoing(channel="whatsapp", notice="people.code", contact=contact("whatsapp"), until=timezone.now())
    row.contact.heard_at = timezone.now()
    values = {"values": {"code": "123456"}}
    assert letter_of(row, values, {}, timezone.now()).code == "123456"
    row.maybe_twice = True
    assert letter_of(row, values, {}, timezone.now()).code == "", "a template cannot say that"
    row.contact.heard_at = None
    with pytest.raises(CannotMark):
        letter_of(row, values, {}, timezone.now())


def test_a_notice_may_have_another_told_outside_the_window_of_whatsapp() -> None:
    row = Outgoing(channel="whatsapp", notice="test.news", contact=contact("whatsapp"), until=timezone.now())
    with patch.dict(notices.NOTICES, {"test.news": replace(NEWS, outside="test.brief")}):
        letter = letter_of(row, {"values": NAME}, {}, timezone.now())
    assert (letter.text, letter.template, letter.parameters) == ("Kabar untuk Ibu Sari", "singkat", ())


def test_our_own_notices_fit_one_sms() -> None:
    from rukun.notify.algo.gsm7 import is_gsm7, segments

    for each in NOTICES:
        text = str(each.sms) % each.example
        assert is_gsm7(text)
        assert segments(text) == 1


# Many rows


def test_rows_written_at_once_have_the_defaults_of_their_fields_and_where_told_so_leave_what_is_there() -> None:
    there, other = contact(), contact()
    mark = Name.objects.get(contact=there).mark
    rows = [{"mark": mark, "contact_id": other.pk}, {"mark": "new", "contact_id": other.pk}]
    insert(Name, rows, ignore_conflicts=True)
    assert Name.objects.get(pk=mark).contact == there
    assert Name.objects.get(pk="new").contact == other
    now = timezone.now()
    key = new_id()
    insert(Contact, [{"id": key, "channel": "sms", "address": b"x", "made_at": now, "used_at": now}])
    found = Contact.objects.get(pk=key)
    assert (found.language, found.person, found.made_at, bytes(found.address)) == ("id", None, now, b"x")
    with pytest.raises(IntegrityError), transaction.atomic():
        insert(Name, rows)
