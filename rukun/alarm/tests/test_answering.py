"""Answers: one tap, one number or one word from any channel, and "mundur" at any time until it is over."""

from collections.abc import Iterator

import pytest

from rukun.alarm.actions.answering import answer
from rukun.alarm.actions.ending import end
from rukun.alarm.errors import AlreadyEnded, NotAnAnswer
from rukun.alarm.messages import CHECK
from rukun.alarm.models import Called, Ring
from rukun.alarm.queries.called import call_view, called_for, own_calls
from rukun.alarm.queries.rings import ring_view
from rukun.alarm.queries.today import todo_for
from rukun.alarm.talk import meant
from rukun.alarm.tests.factories import (
    SITUATION,
    Night,
    call_of,
    called_in,
    chat_of,
    clock,
    night,
    rung,
    said_to,
    says,
    stepped,
)
from rukun.guard import Refused
from rukun.journal.models import Entry
from rukun.notify.actions.asking import ask, open_waiting
from rukun.notify.actions.outcomes import take_receipt
from rukun.notify.algo.incoming import Receipt
from rukun.notify.models import Outgoing, Question
from rukun.notify.tests.factories import come, question
from rukun.notify.tests.rounds import deliver, hear_all
from rukun.people.actor import actor_of

HOME = question("test.home")


@pytest.fixture
def one(db: None) -> Iterator[Night]:
    with night() as made, clock(made.at):
        for who in made.on_duty:
            chat_of(who)
        yield made


def answers(row: Ring) -> dict[str, int]:
    counts = ring_view(row).counts
    return {"comes": counts.comes, "cannot": counts.cannot, "withdrew": counts.withdrew, "silent": counts.silent}


@pytest.mark.pure
@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("1", "comes"), ("1 siap", "comes"), ("siap pak", "comes"), ("SIAP!", "comes"), ("2", "cannot"),
        ("tidak bisa", "cannot"), ("tidak siap", "cannot"), ("0", "withdrew"), ("Mundur", "withdrew"),
        ("siap mundur", "withdrew"), ("3", "withdrew"), ("apa ini", None), ("", None), ("11", None),
        ("siap tapi ada yang terluka di sini", None),
    ],
)  # fmt: skip
def test_a_number_or_a_word_is_an_answer_and_of_two_the_more_careful_one(text: str, answer: str | None) -> None:
    assert meant("", text) == answer


def test_whoever_answered_is_called_no_further(one: Night) -> None:
    row, who = rung(one), one.on_duty[0]
    with clock(one.at, seconds=30):
        says(who, "siap pak")
    called = call_of(row, who)
    assert (called.answer, called.answered_by, called.next_at) == ("comes", "telegram", None)
    stepped(one, seconds=125)
    assert call_of(row, who).told == 1
    assert call_of(row, one.on_duty[1]).told == 2


def test_by_sms_too_and_zero_withdraws_even_after_yes_until_the_end(one: Night) -> None:
    row = rung(one)
    for minute, (text, wanted) in enumerate([("1", "comes"), ("0", "withdrew")], 1):
        with clock(one.at, minutes=minute):
            come(text, sender=f"phone:{one.bhabin.phone}", channel="sms")
            hear_all()
        assert call_of(row, one.bhabin).answer == wanted
    assert call_of(row, one.bhabin).answered_by == "sms"
    with clock(one.at, minutes=3):
        sent = said_to(one, one.bhabin)
    assert "bila tidak aman, mundur dan balas 0." in sent[-2].casefold()
    assert "110 / 112" in sent[-1]
    assert not Question.objects.filter(contact__person=one.bhabin.pk).exists()


def test_an_answer_counts_though_the_clock_was_set_back_since_the_call(one: Night) -> None:
    row, who = rung(one), one.on_duty[0]
    with clock(one.at, minutes=-1):
        says(who, "1")
    assert call_of(row, who).answer == "comes"


def test_zero_reaches_the_open_call_whatever_was_asked_or_told_before(one: Night) -> None:
    row, who = rung(one), one.on_duty[0]
    with clock(one.at, minutes=1):
        says(who, "1")
    with clock(one.at, minutes=2):
        says(who, "ada yang terluka di dekat gang sini, tolong cepat")  # heard as what it is
    with clock(one.at, minutes=3):
        says(who, "0")
    assert call_of(row, who).answer == "withdrew"
    with clock(one.at, minutes=4):
        deliver()
    assert any(each.text.endswith("ada yang terluka di dekat gang sini, tolong cepat") for each in one.world.sent)


def test_what_was_open_before_is_put_again_and_a_second_call_is_told_at_once_and_asked_later(one: Night) -> None:
    from rukun.notify import desk

    who = one.on_duty[0]
    desk.TOPICS[HOME.name] = HOME
    ask(chat_of(who).pk, HOME.name, {"what": "sudah beres"})
    first = rung(one)
    second = rung(one, about=("test_thing", one.bhabin.pk))
    assert Question.objects.filter(contact__person=who.pk, state=Question.OPEN).count() == 1
    texts = said_to(one, who)
    assert sum("Kumpul di Pos 1." in text for text in texts) == 2, "told of both, asked about one"
    for minute, row in enumerate((first, second), 1):
        with clock(one.at, minutes=minute):
            says(who, "2")
            open_waiting()
        assert call_of(row, who).answer == "cannot"
    with clock(one.at, minutes=4):
        assert said_to(one, who)[-1].startswith("sudah beres?")


def test_buttons_answer_and_receipts_show_how_far_a_call_came(one: Night) -> None:
    row, (who, other) = rung(one), one.on_duty[:2]
    assert {each.state for each in ring_view(row).people} == {"waiting"}
    deliver()
    message = Outgoing.objects.get(bundle=call_of(row, other).pk)
    take_receipt("telegram", Receipt(f"m-{message.pk}", "delivered"))
    with clock(one.at, minutes=1):
        says(who, choice="alarm:comes", kind="choice")
    states = {each.called.person: each.state for each in ring_view(row).people}
    assert (states[who.pk], states[other.pk], states[one.bhabin.pk]) == ("read", "delivered", "sent")
    assert answers(row) == {"comes": 1, "cannot": 0, "withdrew": 0, "silent": 4}


def test_on_the_page_only_whoever_was_called_answers_and_what_is_over_is_over(one: Night) -> None:
    row, who = rung(one), one.on_duty[0]
    called = call_of(row, who)
    actor = actor_of(who)
    assert called_for(actor, called.pk) == called
    assert called_for(one.actor, called.pk) is None
    assert [each.pk for each in own_calls(actor)] == [called.pk]
    assert "Kumpul di Pos 1" in todo_for(actor)[0].words
    with pytest.raises(Refused):
        answer(actor=one.actor, called=called, answer=Called.COMES)
    with pytest.raises(NotAnAnswer):
        answer(actor=actor, called=called, answer="mungkin")
    for text in (Called.COMES, Called.COMES, Called.WITHDREW, Called.COMES):
        answer(actor=actor, called=called, answer=text)
    assert answers(row)["comes"] == 1
    assert Entry.objects.filter(verb="alarm.answered").count() == 3
    assert len(one.changed) == 4
    end(actor=one.actor, ring=row, ending="safe")
    with pytest.raises(AlreadyEnded, match="sudah berakhir"):
        answer(actor=actor, called=called, answer=Called.WITHDREW)
    view = call_view(call_of(row, who))
    assert (view.ended, view.answer) == (True, Called.COMES)
    assert "aman" in str(view.ending_words)
    with clock(one.at, minutes=5):
        says(who, "0")  # nothing is open any more: the entrance hears it
    assert call_of(row, who).answer == Called.COMES


def test_enough_who_come_hold_the_next_circle_back_and_one_who_withdraws_lets_it_go(one: Night) -> None:
    row = rung(one)
    for who in one.on_duty:
        answer(actor=actor_of(who), called=call_of(row, who), answer=Called.COMES)
    stepped(one, seconds=400)
    assert one.head.pk not in called_in(row)
    with clock(one.at, seconds=401):
        answer(actor=actor_of(one.on_duty[0]), called=call_of(row, one.on_duty[0]), answer=Called.WITHDREW)
    stepped(one, seconds=405)
    assert one.head.pk in called_in(row)


@pytest.mark.django_db
def test_outside_of_whatsapps_hours_the_call_goes_in_approved_words_and_one_is_an_answer() -> None:
    with night("whatsapp") as one, clock(one.at):
        row, who = rung(one), one.on_duty[0]
        deliver()
        [letter] = [each for each in one.world.sent if each.address.get("phone") == who.phone]
        assert letter.template == "kentongan"
        assert letter.parameters[0].startswith("Kumpul di Pos 1.")
        with clock(one.at, minutes=1):
            come("1", sender=f"phone:{who.phone}", channel="whatsapp")
            hear_all()
        assert call_of(row, who).answer == Called.COMES


@pytest.mark.django_db
def test_whoever_is_reached_by_push_alone_gets_the_address_of_the_page() -> None:
    from rukun.notify.actions import contacts

    with night("push") as one, clock(one.at):
        contacts.of_person("push", one.bhabin.pk, {"endpoint": "https://push.example/1"}, ["push:1"])
        row = rung(one, CHECK)
        deliver()
        [letter] = one.world.sent
        assert letter.url == f"/panggilan/{call_of(row, one.bhabin).pk}/"
        assert letter.text == "Ada kejadian yang perlu diperiksa. Buka untuk menjawab."
        assert one.changed == [SITUATION]
