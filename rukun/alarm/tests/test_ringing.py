"""Ringing: who is called to where, by which words, and who never is."""

from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from unittest.mock import patch

import pytest
from django.conf import settings
from django.utils import timezone, translation

from rukun.alarm import notices
from rukun.alarm.actions import ending
from rukun.alarm.actions.drilling import start_drill
from rukun.alarm.actions.ending import end, end_all_about
from rukun.alarm.errors import (
    AlreadyRinging,
    NeedsMeeting,
    NoOfficer,
    NoSituation,
    NotAMeeting,
    OnlyOfficers,
    UnknownMessage,
    UnknownPlace,
)
from rukun.alarm.follow import DRILL
from rukun.alarm.messages import CHECK, GATHER, KEEP_AWAY, MESSAGES, OVER, answers, over_words, words_for
from rukun.alarm.models import Called, Ring
from rukun.alarm.queries import rings
from rukun.alarm.queries.meeting import meeting_points
from rukun.alarm.queries.rings import ring_view, rings_about
from rukun.alarm.tests.factories import (
    LABEL,
    SITUATION,
    Night,
    call_of,
    called_in,
    chat_of,
    clock,
    night,
    rung,
    said_to,
    stepped,
)
from rukun.commitment.tests.factories import at_once
from rukun.guard import Denied, Refused
from rukun.guard.ids import new_id
from rukun.journal.models import Entry
from rukun.notify.actions.errands import ERRANDS
from rukun.notify.adapters import Outcome
from rukun.notify.algo.gsm7 import is_gsm7, septets
from rukun.notify.models import Outgoing, Question
from rukun.notify.tests.rounds import deliver, hear_all
from rukun.people.actor import actor_of
from rukun.people.models import Position
from rukun.roster.tests.factories import RW
from rukun.roster.tests.test_on_duty import suspend
from rukun.training.models import Certificate
from rukun.training.tests.factories import KELURAHAN

pytestmark = pytest.mark.django_db
DEEDS = ("maling", "pencuri", "thief", "tawuran", "brawl", "serang", "attack")


@pytest.fixture
def one() -> Iterator[Night]:
    with night() as made, clock(made.at):
        yield made


def test_people_on_duty_are_called_to_a_meeting_point_beside_an_officer_and_not_told_the_spot(
    one: Night,
) -> None:
    for who in one.on_duty:
        chat_of(who)
    row = rung(one)
    assert called_in(row) == {each.pk for each in (*one.on_duty, one.bhabin)}, "whoever rings knows already"
    [text] = said_to(one, one.on_duty[0])
    assert text == "Kumpul di Pos 1. Tunggu petugas, jangan hadapi siapa pun."
    [letter] = [
        each for each in one.world.sent if each.text == text and each.address["telegram"] == one.on_duty[0].phone
    ]
    assert [label for _key, label in letter.choices] == ["Siap", "Tidak bisa", "Mundur"]
    [sms] = said_to(one, one.bhabin)
    assert sms.startswith("Ambang gangguan, RW 03, Palmerah. Regu jaga kumpul di Pos 1. Mohon dampingi.")
    assert sms.endswith("Balas 1 siap, 2 tidak bisa, 0 mundur.")
    assert one.changed == [SITUATION]
    assert Entry.objects.filter(verb="alarm.rung", object_label=LABEL).count() == 1
    assert (row.filled, row.state) == (True, Ring.RINGING)


def test_nobody_suspended_untrained_or_alone_is_called_to_a_place(one: Night) -> None:
    suspended, untrained, third, fourth = one.on_duty
    suspend(suspended)
    Certificate.objects.filter(person=untrained).delete()
    row = rung(one)
    assert not {suspended.pk, untrained.pk} & called_in(row)
    assert {third.pk, fourth.pk} < called_in(row)
    assert row.left_out == {"suspended": 1, "unfit": 1}
    end(actor=one.actor, ring=row, ending="safe")
    suspend(third)
    alone = rung(one)
    assert not {each.pk for each in one.on_duty} & called_in(alone), "one alone stays at home"
    assert alone.left_out == {"suspended": 2, "unfit": 1, "alone": 1}
    [left] = [words for words, _n in ring_view(alone).left_out if "sendirian" in str(words)]
    assert left


def test_whoever_is_suspended_after_the_tap_is_called_on_no_further_channel(one: Night) -> None:
    row = rung(one)
    first, second = one.on_duty[:2]
    chat_of(first), chat_of(second)  # a further channel for both
    suspend(first)
    with clock(one.at, seconds=119):
        stepped(one, seconds=119)
    assert call_of(row, second).told == 1
    stepped(one, seconds=121)
    assert call_of(row, second).told == 2
    assert call_of(row, first).told == 1
    assert call_of(row, first).next_at is None


def test_once_it_is_worse_nobody_is_called_to_a_place_any_further(one: Night) -> None:
    chat_of(one.on_duty[0]), chat_of(one.bhabin)
    row = rung(one)
    one.gathers = False
    stepped(one, seconds=121)
    assert call_of(row, one.on_duty[0]).told == 1
    assert call_of(row, one.bhabin).told == 2, "officers hear of it on"


def test_what_nobody_verified_calls_the_posko_and_officers_alone_and_no_siren(one: Night) -> None:
    with patch("rukun.alarm.actions.ringing.tell_posko") as siren:
        row = rung(one, CHECK, actor=actor_of(one.head))
    assert called_in(row) == {one.posko.pk, one.bhabin.pk}
    assert not siren.called
    assert not any("periksa" in each for each in notices.POSKO)
    stepped(one, seconds=301)
    assert called_in(row) == {one.posko.pk, one.bhabin.pk, one.kapolsek.pk}, "and then the next level of them"
    for message in (GATHER, KEEP_AWAY):
        with pytest.raises(OnlyOfficers):
            rung(one, message, narrow=True)


def test_at_gn_all_but_officers_are_told_to_keep_away_and_heads_hear_it_at_once(one: Night) -> None:
    row = rung(one, KEEP_AWAY)
    assert {one.head.pk, *(each.pk for each in one.on_duty)} < called_in(row)
    [head], [duty] = said_to(one, one.head), said_to(one, one.on_duty[0])
    assert head.startswith("Hubungi 110 / 112. Ajak warga RW 03, Palmerah menjauh.")
    assert duty.startswith("Hubungi 110 / 112. Jangan mendekat: RW 03, Palmerah.")


@pytest.mark.once
def test_words_fit_one_sms_in_both_languages_and_say_drill_name_no_deed_and_no_spot() -> None:
    longest, where = "Balai Warga RW 16 Kebayoran Lama Selatan Jaya Raya", "RW 16, Kebayoran Lama Selatan Jaya"
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            for message in MESSAGES.values():
                for role in message.said:
                    for meeting in (longest, "") if message.meeting == "may" else (longest,):
                        text = words_for(message.code, role, where=where, meeting=meeting, drill=True)
                        whole = f"{text} {answers()}"
                        assert is_gsm7(whole), whole
                        assert septets(whole) <= 160, (language, septets(whole), whole)
                        assert text.startswith("LATIHAN. ")
                        assert "LATIHAN" not in words_for(message.code, role, where=where, meeting=meeting)
                        low = text.casefold()
                        assert not any(
                            word in low for word in ("maling", "pencuri", "thief", "tawuran", "brawl", "serang")
                        )
            for ending in OVER:
                over = over_words(ending, where=where, drill=True)
                assert over.startswith("LATIHAN. ")
                assert is_gsm7(over)
                assert septets(over) <= 160, over
            for notice in notices.NOTICES:
                if ".drill_" in notice.name:
                    assert str(notice.push).startswith("LATIHAN. ")
                    assert str(notice.title).startswith("LATIHAN. ")
    with translation.override("id"):
        for role in (Called.DUTY, Called.OFFICER, Called.HEAD):
            assert words_for(KEEP_AWAY, role, where=where).startswith("Hubungi 110 / 112")


def test_without_an_officer_who_can_be_reached_nobody_is_called_to_a_place(one: Night) -> None:
    Position.objects.filter(title="bhabinkamtibmas").delete()
    row = rung(one)
    assert one.kapolsek.pk in called_in(row), "the Polsek is called at once instead"
    end(actor=one.actor, ring=row, ending="false")
    Position.objects.filter(title="kapolsek").delete()
    before = Outgoing.objects.count()
    with pytest.raises(NoOfficer, match="110 atau 112"):
        rung(one)
    assert Outgoing.objects.count() == before, "nobody was told anything"
    assert rung(one, KEEP_AWAY).state == Ring.RINGING, "to keep away needs no officer"


def test_it_rings_for_an_open_situation_only_once_and_in_a_place_from_the_list(one: Night) -> None:
    for error, more in (
        (NeedsMeeting, {"meeting": ""}),
        (NotAMeeting, {"meeting": "di jembatan, cepat!"}),
        (UnknownPlace, {"unit": "31.99"}),
        (NoSituation, {"about": ("other", SITUATION)}),
        (NoSituation, {"about": (DRILL, SITUATION)}),
    ):
        with pytest.raises(error):
            rung(one, **more)
    with pytest.raises(UnknownMessage):
        rung(one, CHECK, narrow=False)
    with pytest.raises(Refused):
        rung(one, may=Denied("Tidak."))
    one.open = False
    with pytest.raises(NoSituation):
        rung(one)
    one.open = True
    assert [each.name for each in meeting_points(RW)] == ["Pos 1"]
    key = new_id()
    row = rung(one, ring_id=key, meeting=meeting_points(RW)[0].key)
    assert row.meeting == "Pos 1"
    sent = Outgoing.objects.count()
    assert rung(one, ring_id=key) == row
    with pytest.raises(AlreadyRinging):
        rung(one)
    with pytest.raises(AlreadyRinging):
        rung(one, CHECK)
    assert Outgoing.objects.count() == sent
    assert [each.row.pk for each in rings_about(LABEL, SITUATION)] == [key]


def test_a_verified_level_rings_wider_than_the_ring_before_which_ends_without_a_word(one: Night) -> None:
    narrow = rung(one, CHECK)
    wide = rung(one)
    narrow.refresh_from_db()
    assert (narrow.state, narrow.ending) == (Ring.ENDED, "replaced")
    assert not Question.objects.filter(about=f"alarm:{narrow.pk}").exists()
    assert one.bhabin.pk in called_in(wide)
    deliver()
    assert not any("selesai" in each for each in one.world.texts)


def test_a_drill_needs_no_situation_and_says_so_in_every_word(one: Night) -> None:
    key = new_id()
    row = rung(one, KEEP_AWAY, about=(DRILL, key), ring_id=key, drill=True)
    end(actor=one.actor, ring=row, ending="safe")
    deliver()
    assert one.world.sent
    assert [each.text for each in one.world.sent if "LATIHAN" not in each.text] == []


def test_whoever_can_be_reached_on_no_channel_is_shown_so_and_a_dead_channel_is_left_at_once() -> None:
    with night("telegram", "sms") as one, clock(one.at):
        whole, lost = one.on_duty[:2]
        chat_of(whole)
        lost.phone = "+622155501234"  # a landline, and no chat
        lost.save()
        one.world.answer = lambda letter: (
            Outcome("no", why="blocked") if "telegram" in letter.address else Outcome("sent")
        )
        row = rung(one)
        deliver()
        assert call_of(row, whole).channel == "telegram"
        stepped(one, seconds=10)
        assert call_of(row, whole).channel == "sms", "nobody waits two minutes for what did not go"
        deliver()
        people = {each.called.person: each for each in ring_view(row, one.actor).people}
        assert (people[lost.pk].state, people[whole.pk].state) == ("unreachable", "sent")
        assert str(people[lost.pk].state_words) == "tidak terjangkau"
        assert people[lost.pk].name == lost.name
        assert {each.name for each in ring_view(row).people} == {""}
        assert ring_view(row).counts.unreachable == 1
        one.world.answer = lambda letter: Outcome("no", why="address")
        stepped(one, seconds=15)
        stepped(one, seconds=131)
        deliver()
        stepped(one, seconds=262)
        people = {each.called.person: each for each in ring_view(row, one.actor).people}
        assert people[whole.pk].state == "sent", "an earlier message had gone"


@pytest.mark.once
def test_however_many_answered_whoever_is_still_to_answer_stands_in_the_list(one: Night) -> None:
    row = rung(one)  # four on duty, and an officer
    said = {Called.COMES: 12, Called.CANNOT: 9, Called.WITHDREW: 1, "": 2}
    Called.objects.bulk_create(
        Called(ring=row, person=new_id(), circle=1, role=Called.HEAD, unit=RW, told=1, channel="sms", answer=answer)
        for answer, number in said.items()
        for _each in range(number)
    )
    for most, wanted in (
        (10, ["withdrew", *["comes"] * 4, *[""] * 5]),
        (25, ["withdrew", *["comes"] * 12, *[""] * 7, *["cannot"] * 5]),
        (40, ["withdrew", *["comes"] * 12, *[""] * 7, *["cannot"] * 9]),
    ):
        with patch.object(rings, "MOST", most):
            view = ring_view(row)
        assert [each.answer for each in view.people] == wanted
        assert (view.counts.called, view.more) == (29, max(0, 29 - most))
    end(actor=one.actor, ring=row, ending="safe")
    codes = Entry.objects.get(verb="alarm.ended").codes
    assert [codes[each] for each in ("called", "comes", "cannot", "withdrew")] == [29, 12, 9, 1]


@pytest.mark.django_db(transaction=True)
def test_of_drills_begun_at_the_same_moment_one_rings_and_sent_twice_it_is_that_one() -> None:
    with night() as one, clock(one.at):
        twice, other = new_id(), new_id()
        begin = partial(start_drill, actor=one.actor, unit=RW, message=KEEP_AWAY)
        again = partial(begin, ring_id=twice)
        assert at_once(again, again, again) == ["done"] * 3
        end(actor=one.actor, ring=Ring.objects.get(), ending="safe")
        real = partial(rung, one, KEEP_AWAY)
        outcomes = at_once(partial(begin, ring_id=other), partial(begin, ring_id=new_id()), real)
        going = Ring.objects.filter(state=Ring.RINGING)
        assert list(going.values_list("drill", flat=True)) == [False], outcomes
        assert outcomes[2] == "done"


def test_it_is_over_for_everybody_once_and_nobody_is_called_afterwards(one: Night) -> None:
    row = rung(one)
    said_to(one, one.bhabin)
    one.world.sent.clear()
    end(actor=one.actor, ring=row, ending="false")
    end(actor=one.actor, ring=row, ending="safe")
    row.refresh_from_db()
    assert (row.ending, row.next_at) == ("false", None)
    assert not Question.objects.filter(about=f"alarm:{row.pk}").exists()
    for who in (one.bhabin, *one.on_duty):
        assert said_to(one, who) == [
            "Kentongan RW 03, Palmerah: alarm palsu. Tidak ada yang perlu dilakukan. Terima kasih."
        ]
    one.world.sent.clear()
    for minutes in (2, 5, 10, 200):
        stepped(one, minutes=minutes)
    deliver()
    assert one.world.sent == []
    with pytest.raises(Refused):
        end(actor=actor_of(one.on_duty[0]), ring=row, ending="safe")
    other = rung(one)
    assert end_all_about(actor=one.actor, label=LABEL, key=SITUATION) == 1
    other.refresh_from_db()
    assert other.ending == "closed"


def test_thousands_are_told_by_the_worker_that_it_is_over(one: Night) -> None:
    row = rung(one)
    deliver()
    one.world.sent.clear()
    with patch.object(ending, "AT_ONCE", 2), patch.dict(ERRANDS, {ending.OVER: ending.tell_over}):
        end(actor=one.actor, ring=row, ending="safe")
        deliver()
        assert one.world.sent == []
        hear_all()
    deliver()
    assert len(one.world.sent) == len(called_in(row))


def test_circles_follow_only_while_too_few_come_and_it_runs_out_by_itself(one: Night) -> None:
    row = rung(one)
    stepped(one, seconds=299)
    assert one.head.pk not in called_in(row)
    stepped(one, seconds=301)
    assert one.head.pk in called_in(row)
    assert one.kapolsek.pk not in called_in(row)
    stepped(one, hours=1)  # the machine slept: one step
    assert one.kapolsek.pk in called_in(row)
    row.refresh_from_db()
    assert row.circle == 2
    stepped(one, hours=2, seconds=1)
    row.refresh_from_db()
    assert (row.state, row.ending) == (Ring.ENDED, "run_out")
    assert Entry.objects.filter(verb="alarm.widened").count() == 2


def test_kelurahan_wide_all_heads_are_called_and_everybody_on_duty_in_it(one: Night) -> None:
    row = rung(one, KEEP_AWAY, unit=KELURAHAN)
    assert {one.head.pk, one.bhabin.pk, *(each.pk for each in one.on_duty)} == called_in(row)
    assert timezone.now() - row.rung_at < timedelta(minutes=1)
