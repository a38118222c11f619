"""What is kept of people, and for how long; and clocks that are set back."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from rukun.guard import Refused
from rukun.journal.models import Entry
from rukun.notify.actions.asking import ask
from rukun.notify.actions.keeping import erase_words, mend_clock, put_away
from rukun.notify.actions.receiving import store
from rukun.notify.actions.telling import tell
from rukun.notify.algo.incoming import Part
from rukun.notify.connecting import connected, content_of, save_setting, setting_of
from rukun.notify.errors import UnknownChannel
from rukun.notify.models import Contact, Name, Outgoing, Question, Received, Setting, Wish
from rukun.notify.tests import fake
from rukun.notify.tests.factories import come, contact, later, question, states, turn_on, world
from rukun.notify.tests.rounds import deliver, hear
from rukun.people.actions import release_person
from rukun.people.actor import actor_of
from rukun.people.tests.factories import SYSTEM, person

pytestmark = pytest.mark.django_db
NAME = {"name": "Ibu Sari"}


@pytest.fixture(autouse=True)
def carried() -> Iterator[fake.World]:
    with world(question()) as made:
        yield made


def test_what_came_in_and_went_out_is_erased_after_a_week() -> None:
    turn_on("telegram")
    come("halo")
    hear()
    deliver()
    store("telegram", [Part("x", "", {"crash": True})])
    Received.objects.filter(state=Received.NEW).update(state=Received.BROKEN, next_at=None)
    with time_machine.travel(later(days=6), tick=True):
        put_away()
    assert (Received.objects.count(), Outgoing.objects.count()) == (2, 1)
    with time_machine.travel(later(days=7), tick=True):
        assert put_away() >= 3
    assert (Received.objects.count(), Outgoing.objects.count()) == (0, 0)


def test_what_nobody_could_hear_while_all_was_off_has_a_day_more() -> None:
    come("halo")
    with time_machine.travel(later(days=7), tick=True):
        put_away()
        hear()
        assert states() == ["done"]


def test_words_that_no_receipt_came_for_are_erased_when_they_are_of_no_use() -> None:
    turn_on("whatsapp")
    tell("test.brief", {}, contact=contact("whatsapp").pk)
    deliver()
    assert erase_words() == 0
    with time_machine.travel(later(minutes=11), tick=True):
        assert erase_words() == 1
    assert Outgoing.objects.get().content is None


def test_contacts_that_nobody_used_for_half_a_year_are_erased_but_those_of_office_holders() -> None:
    turn_on("telegram")
    holder, wisher, other = person("lurah", "31.73.07.1001"), person(), person()
    Wish.objects.create(person=wisher.pk)
    kept = {contact(person=holder.pk).pk, contact(person=wisher.pk).pk}
    gone = {contact(person=other.pk).pk, contact().pk}
    told = contact()
    with time_machine.travel(later(days=178), tick=True):
        tell("test.news", NAME, contact=told.pk)
        deliver()
    with time_machine.travel(later(days=181), tick=True):
        put_away()
    left = set(Contact.objects.values_list("pk", flat=True))
    assert left == kept | {told.pk}
    assert not left & gone
    assert set(Name.objects.values_list("contact", flat=True)) == left


def test_a_browser_that_is_gone_is_forgotten_after_a_week_and_a_stopped_chat_is_not() -> None:
    who = person("lurah", "31.73.07.1001")
    for channel, days in (("push", -8), ("push", -6), ("push", 0), ("telegram", -8)):
        made = contact(channel, person=who.pk)
        made.stopped_at = later(days=days) if days else None
        made.save()
    put_away()
    assert list(Contact.objects.order_by("pk").values_list("channel", flat=True)) == ["push", "push", "telegram"]
    assert Contact.objects.filter(channel="push", stopped_at__lte=later(days=-7)).count() == 0


def test_with_a_person_go_their_contacts_and_wishes_and_what_waits_for_them() -> None:
    who, stays = person(), person()
    turn_on("sms")
    for each in (who, stays):
        Wish.objects.create(person=each.pk, order=["sms"])
        tell("test.news", NAME, person=each.pk)
        ask(Contact.objects.get(person=each.pk).pk, "test.done", {"what": "beres"})
    release_person(actor=SYSTEM, person=who)
    put_away()
    for model in (Wish, Contact):
        assert [row.person for row in model.objects.all()] == [stays.pk]
    assert Outgoing.objects.filter(notice="test.news").count() == Question.objects.count() == 1


def test_a_clock_that_was_set_back_makes_nobody_wait() -> None:
    turn_on("telegram")
    with time_machine.travel(later(hours=5), tick=True):
        come("halo")
        tell("test.news", NAME, contact=contact().pk)
    assert hear() == deliver() == 0
    assert mend_clock() == 2
    assert hear() == 1
    assert deliver() == 2
    row = Outgoing.objects.filter(notice="test.news").get()
    assert row.until <= timezone.now() + timedelta(days=3)
    assert mend_clock() == 0


def test_how_a_channel_is_connected_lies_sealed_and_is_written_down_without_its_token() -> None:
    save_setting(actor=SYSTEM, channel="telegram", on=True, content={"token": "123:ABC"}, price=5, ceiling=1000)
    row = Setting.objects.get()
    assert row.content is not None
    assert b"ABC" not in bytes(row.content)
    found = setting_of("telegram")
    assert found is not None
    assert (found.content, found.price, found.ceiling) == ({"token": "123:ABC"}, 5, 1000)
    save_setting(actor=SYSTEM, channel="telegram", on=False)
    assert setting_of("telegram") is None
    assert connected() == {}
    assert content_of(Setting.objects.get()) == {"token": "123:ABC"}, "what was written down stays"
    save_setting(actor=SYSTEM, channel="telegram", on=False, price=7)
    verbs = list(Entry.objects.filter(verb__startswith="notify.").order_by("pk").values_list("verb", flat=True))
    assert verbs == ["notify.channel_on", "notify.channel_off", "notify.channel_changed"]
    assert "ABC" not in str(list(Entry.objects.values()))


def test_channels_are_connected_by_whoever_may_and_only_those_there_are() -> None:
    with pytest.raises(Refused):
        save_setting(actor=actor_of(person()), channel="sms", on=True)
    with pytest.raises(UnknownChannel):
        save_setting(actor=SYSTEM, channel="burung", on=True)


def test_a_setting_that_no_key_opens_counts_as_off() -> None:
    turn_on("telegram", "sms")
    Setting.objects.filter(channel="telegram").update(content=b"x" * 600)
    assert set(connected()) == {"sms"}
