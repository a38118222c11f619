"""What nobody may come to harm by: who is sent where, who is sent home, and who is never left waiting."""

from collections.abc import Iterator
from datetime import timedelta
from unittest.mock import patch

import pytest
from django.utils import timezone

from rukun.alarm.actions import ticking
from rukun.alarm.actions.answering import answer
from rukun.alarm.actions.calling import call_new
from rukun.alarm.actions.drilling import start_drill
from rukun.alarm.actions.ending import end
from rukun.alarm.actions.ticking import step
from rukun.alarm.errors import AlreadyRinging, IdTaken, SentHome
from rukun.alarm.errors_setup import RealRingGoesOn
from rukun.alarm.follow import DRILL
from rukun.alarm.messages import CHECK, FIRE, GATHER, KEEP_AWAY
from rukun.alarm.models import Called, Ring
from rukun.alarm.notices import NOTICES
from rukun.alarm.queries.called import call_view
from rukun.alarm.queries.circles import Meant
from rukun.alarm.talk import claim
from rukun.alarm.tests.factories import (
    DISTRICT,
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
from rukun.guard.ids import new_id
from rukun.journal.models import Entry
from rukun.notify import desk
from rukun.notify.actions.asking import open_waiting
from rukun.notify.models import Outgoing, Question
from rukun.notify.tests.factories import come
from rukun.notify.tests.rounds import deliver, hear_all
from rukun.people.actor import actor_of
from rukun.people.models import Person, Position
from rukun.people.tests.factories import person
from rukun.roster.tests.factories import RW
from rukun.roster.tests.test_on_duty import suspend
from rukun.training.models import Suspension
from rukun.training.tests.factories import KELURAHAN

pytestmark = [pytest.mark.django_db, pytest.mark.once]
POINT, SLIPI = "Pos 1", "31.73.07.1002"


@pytest.fixture
def one() -> Iterator[Night]:
    with night() as made, clock(made.at):
        for who in made.on_duty:
            chat_of(who)
        yield made


def comes(row: Ring, who: Person, said: str = Called.COMES) -> None:
    answer(actor=actor_of(who), called=call_of(row, who), answer=said)


def last_said(one: Night, who: Person) -> str:
    return said_to(one, who)[-1]


def test_whoever_was_called_to_a_place_and_is_not_called_by_the_ring_that_replaces_it_is_told_to_stay_away(
    one: Night,
) -> None:
    who, other = one.on_duty[:2]
    gather = rung(one)
    comes(gather, who)
    said_to(one, who)
    suspend(who)
    away = rung(one, KEEP_AWAY, instead=gather.pk)
    gather.refresh_from_db()
    assert gather.ending == "replaced"
    assert who.pk not in called_in(away)
    assert any("Jangan datang lagi, RW 03, Palmerah. Tetap menjauh." in each for each in said_to(one, who))
    assert last_said(one, other) == "Hubungi 110 / 112. Jangan mendekat: RW 03, Palmerah.", "told once, by the new one"


def test_an_officer_whom_the_next_ring_does_not_call_is_not_told_to_keep_away_from_their_work(one: Night) -> None:
    check = rung(one, CHECK)
    call_new(check, [Meant(one.kapolsek.pk, Called.OFFICER, DISTRICT)])
    assert "perlu diperiksa" in last_said(one, one.kapolsek)
    gather = rung(one, instead=check.pk)
    assert one.kapolsek.pk not in called_in(gather)
    words = "Satu kentongan di RW 03, Palmerah selesai, yang lain masih berbunyi."
    assert words in last_said(one, one.kapolsek)
    assert call_view(call_of(check, one.kapolsek)).ending_words.startswith(words)


def test_two_who_ring_at_once_learn_of_each_other_and_what_is_replaced_goes_out_no_more(one: Night) -> None:
    gather = rung(one)
    with pytest.raises(AlreadyRinging, match="Kumpul"):
        rung(one, KEEP_AWAY)
    assert Outgoing.objects.filter(bundle=call_of(gather, one.on_duty[0]).pk, state=Outgoing.WAITING).exists()
    rung(one, KEEP_AWAY, instead=gather.pk)
    deliver()
    assert not any("Kumpul di" in each.text for each in one.world.sent), "what had not gone yet is not read after it"
    with pytest.raises(IdTaken):
        rung(one, ring_id=gather.pk, about=("test_thing", one.bhabin.pk))
    with pytest.raises(IdTaken):
        rung(one, ring_id=gather.pk, actor=actor_of(one.bhabin))


def test_where_all_stay_away_nobody_on_duty_is_told_of_a_meeting_point_or_to_go_near(one: Night) -> None:
    who = one.on_duty[0]
    for message in (KEEP_AWAY, FIRE):
        row = rung(one, message, meeting=POINT, about=("test_thing", new_id()))
        assert POINT not in last_said(one, who)
        assert (f"Kumpul: {POINT}." in last_said(one, one.head)) == (message == FIRE), "at GN nobody is to gather"
        with clock(one.at, seconds=40):
            says(who, "1")
            assert last_said(one, who) == "Terima kasih. Jangan mendekat. Darurat: 110 / 112."
        end(actor=one.actor, ring=row, ending="safe", still=True)
        assert "Tetap menjauh" in last_said(one, who)
        assert "aman" not in last_said(one, who)


def test_one_alone_on_duty_hears_to_stay_away_but_is_called_to_no_place() -> None:
    with night(duty=2) as one, clock(one.at):
        lone, other = one.made.people[:2]
        suspend(other)
        assert lone.pk in called_in(rung(one, KEEP_AWAY))
        row = rung(one, about=("test_thing", new_id()))
        assert lone.pk not in called_in(row)
        assert row.left_out["alone"] == 1


def test_two_together_counts_who_is_reached_not_who_is_fit() -> None:
    with night("telegram") as one, clock(one.at):
        chat_of(one.on_duty[0])
        chat_of(one.bhabin)
        row = rung(one)
        assert called_in(row) == {one.bhabin.pk}
        assert row.left_out == {"alone": 4}
        with clock(one.at, seconds=30):
            [text] = said_to(one, one.bhabin)
        assert text == "Ambang gangguan, RW 03, Palmerah. Regu jaga tidak ada. Mohon hadir, jangan sendirian."
        assert row.meeting == "", "nobody waits there"


def test_officers_are_told_once_when_nobody_of_the_guard_comes_any_more(one: Night) -> None:
    chat_of(one.bhabin)
    row = rung(one)
    first, second, third, fourth = one.on_duty
    assert "Regu jaga kumpul di Pos 1. Mohon dampingi." in last_said(one, one.bhabin)
    with clock(one.at, seconds=20):
        comes(row, one.bhabin)
        for who in (third, fourth):
            comes(row, who, Called.CANNOT)
        comes(row, first)
        before = len(said_to(one, one.bhabin))
        comes(row, second, Called.WITHDREW)
    with clock(one.at, seconds=25):
        step()
        (told,) = said_to(one, one.bhabin)[before:]
    assert "Regu jaga tidak ada. Mohon hadir, jangan sendirian." in told
    view = call_view(call_of(row, one.bhabin))
    assert ("Pos 1" in view.words, view.meeting, view.answer) == (False, "", Called.COMES)
    assert call_view(call_of(row, first)).meeting == "Pos 1"
    with clock(one.at, seconds=40):
        step()
        assert len(said_to(one, one.bhabin)) == before + 1
    assert one.kapolsek.pk not in called_in(row), "an officer knows"


def test_officers_are_not_told_that_nobody_comes_while_somebody_may_still_be_on_their_way() -> None:
    with night(duty=3) as one, clock(one.at):
        row = rung(one)
        comes(row, one.made.people[0], Called.CANNOT)
        for seconds in (130, 250, 400):
            stepped(one, seconds=seconds)
        row.refresh_from_db()
        assert row.guard_gone_at is None


def test_the_last_one_is_called_no_further_and_whoever_would_stand_alone_is_sent_home(one: Night) -> None:
    row = rung(one)
    first, second, third, fourth = one.on_duty
    with clock(one.at, seconds=30):
        comes(row, first)
        comes(row, second)
        comes(row, third, Called.CANNOT)
        said_to(one, first)
    with clock(one.at, seconds=60):
        comes(row, second, Called.WITHDREW)
        assert call_of(row, first).answer == Called.COMES, "the fourth may come yet"
        says(fourth, "2")
        home = call_of(row, first)
        assert (home.answer, home.answered_by, home.next_at) == (Called.WITHDREW, "rule", None)
        assert "Tinggal Anda sendiri. Jangan datang" in last_said(one, first)
    assert one.head.pk not in called_in(row)
    stepped(one, seconds=65)
    assert one.head.pk in called_in(row), "the next circle is called at once"
    stepped(one, seconds=185)
    assert call_of(row, first).told == 1
    with clock(one.at, seconds=190), pytest.raises(SentHome, match="Tinggal Anda sendiri"):
        comes(row, second)
    assert call_of(row, second).answer == Called.WITHDREW


def test_whoever_waits_for_one_who_can_be_called_no_further_is_sent_home_in_the_same_look() -> None:
    with night(duty=2) as one, clock(one.at):
        ready, silent = one.made.people[:2]
        chat_of(silent)
        row = rung(one)
        comes(row, ready)
        stepped(one, seconds=185)
        assert call_of(row, silent).told == 2
        stepped(one, seconds=306)
        assert call_of(row, ready).answered_by == "rule"


def test_whoever_is_suspended_is_not_sent_to_the_point_whenever_they_answer(one: Night) -> None:
    early, late = one.on_duty[:2]
    row = rung(one)
    comes(row, early)
    suspend(early)
    suspend(late)
    with clock(one.at, seconds=40):
        says(late, "1")
        assert "Tugas jaga Anda tidak berlaku lagi" in last_said(one, late)
        assert call_of(row, late).answer == Called.CANNOT
        with pytest.raises(SentHome):
            comes(row, late)
        step()
        assert call_of(row, early).answer == Called.WITHDREW
        assert any("Tugas jaga Anda tidak berlaku lagi" in each for each in said_to(one, early))


def test_whoever_is_suspended_before_they_answer_is_told_and_is_nobodys_second_person() -> None:
    with night("whatsapp", duty=2) as one, clock(one.at):
        silent, ready = one.made.people[:2]
        row = rung(one)
        suspend(silent)
        stepped(one, seconds=5)
        assert call_of(row, silent).answered_by == "rule"
        with clock(one.at, seconds=10):
            assert any("Tugas jaga Anda tidak berlaku lagi. Jangan datang" in each for each in said_to(one, silent))
            assert "Tinggal Anda sendiri" in last_said(one, ready), "before they go there"
            one.world.sent.clear()
            come("1", sender=f"phone:{silent.phone}", channel="whatsapp")
            hear_all()
            assert "Tugas jaga Anda tidak berlaku lagi" in last_said(one, silent), "a 1 is met with an answer"


@pytest.mark.parametrize("how", ["office", "suspended"])
def test_an_officer_whose_office_ended_or_who_is_suspended_is_called_no_further(one: Night, how: str) -> None:
    chat_of(one.bhabin), chat_of(one.kapolsek)
    row = rung(one)
    if how == "office":
        Position.objects.filter(person=one.bhabin).update(until=timezone.now())
    else:
        now = timezone.now()
        week = timedelta(days=7)
        Suspension.objects.create(
            person=one.bhabin, unit=RW, reason="-", by="-", authority="-", made_at=now, until=now + week
        )
    stepped(one, seconds=121)
    assert call_of(row, one.bhabin).told == 1
    assert call_of(row, one.on_duty[0]).told == 2


def test_where_nothing_reaches_the_officer_the_next_level_is_called_and_without_any_all_are_sent_home(
    one: Night,
) -> None:
    row = rung(one)
    lost = {"state": Outgoing.GIVEN_UP, "next_at": None}
    Outgoing.objects.filter(bundle=call_of(row, one.bhabin).pk).update(**lost)
    stepped(one, seconds=5)
    assert call_of(row, one.bhabin).next_at is None
    assert one.kapolsek.pk not in called_in(row)
    stepped(one, seconds=10)
    assert call_of(row, one.kapolsek).channel
    Outgoing.objects.filter(bundle=call_of(row, one.kapolsek).pk).update(**lost)
    stepped(one, seconds=15)
    stepped(one, seconds=20)
    row.refresh_from_db()
    assert row.ending == "officer"
    with clock(one.at, seconds=25):
        assert "Petugas belum terhubung. Jangan datang" in last_said(one, one.on_duty[0])


def test_where_the_only_officer_is_suspended_or_says_no_the_next_level_is_called_at_once(one: Night) -> None:
    row = rung(one)
    Suspension.objects.create(
        person=one.bhabin, unit=RW, reason="-", by="-", authority="-", made_at=one.at, until=one.at + timedelta(days=7)
    )
    stepped(one, seconds=5)
    assert one.kapolsek.pk in called_in(row)
    Suspension.objects.all().delete()
    said_no = rung(one, about=("test_thing", new_id()))
    with clock(one.at, seconds=10):
        comes(said_no, one.bhabin, Called.CANNOT)
    stepped(one, seconds=15)
    assert one.kapolsek.pk in called_in(said_no)
    with clock(one.at, seconds=20):
        comes(said_no, one.kapolsek, Called.WITHDREW)
    stepped(one, seconds=25)
    said_no.refresh_from_db()
    assert said_no.state == Ring.RINGING, "they know of it, and the posko sees what they said"


def test_what_goes_on_ends_for_nobody_as_safe_or_as_a_false_alarm(one: Night) -> None:
    for ending in ("safe", "false"):
        assert end(actor=one.actor, ring=rung(one, KEEP_AWAY), ending=ending, still=True).ending == "still"


def test_a_drill_ends_where_it_rings_in_earnest_and_swallows_no_answer(one: Night) -> None:
    who = one.on_duty[0]
    drill = start_drill(actor=one.actor, ring_id=new_id(), unit=RW, message=GATHER, meeting=POINT)
    said_to(one, who)
    with clock(one.at, seconds=60):
        real = rung(one)
        drill.refresh_from_db()
        assert drill.ending == "real"
        ended, called = sorted(said_to(one, who)[-2:])
        assert "LATIHAN. Latihan RW 03, Palmerah dihentikan: kentongan yang sungguhan berbunyi." in ended
        assert called == "Kumpul di Pos 1. Tunggu petugas, jangan hadapi siapa pun."
    with clock(one.at, seconds=90):
        says(who, "1")
    assert (call_of(drill, who).answer, call_of(real, who).answer) == ("", Called.COMES)


def test_whoever_is_called_by_a_drill_elsewhere_answers_what_is_real(one: Night) -> None:
    chat_of(one.bhabin)
    near = start_drill(actor=one.actor, ring_id=new_id(), unit=f"{KELURAHAN}.016", message=KEEP_AWAY)
    key = new_id()
    person("bhabinkamtibmas", SLIPI, name="Aiptu Nyoman")
    far = rung(one, KEEP_AWAY, ring_id=key, about=(DRILL, key), unit=SLIPI, drill=True)
    call_new(far, [Meant(one.bhabin.pk, Called.OFFICER, SLIPI)])  # as the Polsek's officers are, by further circles
    with clock(one.at, seconds=60):
        real = rung(one)
        near.refresh_from_db()
        far.refresh_from_db()
        assert (near.ending, far.state) == ("real", Ring.RINGING)
        with pytest.raises(RealRingGoesOn):
            start_drill(actor=one.actor, ring_id=new_id(), unit=f"{KELURAHAN}.016", message=CHECK)
        assert any(each.startswith("Ambang gangguan") for each in said_to(one, one.bhabin))
    with clock(one.at, seconds=90), patch.object(desk, "CLAIMS", [claim]):
        says(one.bhabin, "1")
        assert (call_of(far, one.bhabin).answer, call_of(real, one.bhabin).answer) == ("", Called.COMES)
        come("0", sender=f"phone:{one.bhabin.phone}", channel="sms")
        hear_all()
    assert call_of(real, one.bhabin).answer == Called.WITHDREW


def test_a_drill_asks_nobody_to_phone(one: Night) -> None:
    for message in (KEEP_AWAY, FIRE):
        drill = start_drill(actor=one.actor, ring_id=new_id(), unit=RW, message=message)
        assert said_to(one, one.head)[-1 - (message == FIRE)].startswith("LATIHAN. Tanpa menelepon. ")
        says(one.on_duty[0], "1")
        end(actor=one.actor, ring=drill, ending="safe")
    drill = start_drill(actor=one.actor, ring_id=new_id(), unit=RW, message=GATHER, meeting=POINT)
    stepped(one, seconds=301)
    with clock(one.at, seconds=302):
        assert any(each.startswith("LATIHAN. Ajak warga RW 03, Palmerah tetap") for each in said_to(one, one.head))
        Position.objects.filter(person__in=[one.bhabin.pk, one.kapolsek.pk]).update(until=timezone.now())
    stepped(one, seconds=310)
    drill.refresh_from_db()
    assert drill.ending == "officer"
    with clock(one.at, seconds=311):
        deliver()
    assert not any("110" in each.text or "112" in each.text for each in one.world.sent)
    assert not any("110" in str(each.push) for each in NOTICES if ".drill_" in each.name)


def test_of_two_rings_to_stay_away_is_asked_first_and_zero_is_a_no_to_all(one: Night) -> None:
    who = one.on_duty[0]
    gather = rung(one)
    with clock(one.at, seconds=30):
        says(who, "1")
    with clock(one.at, seconds=60):
        away = rung(one, KEEP_AWAY, about=("test_thing", new_id()))
        [asked] = Question.objects.filter(contact__person=who.pk, state=Question.OPEN)
        assert asked.about == f"alarm:{away.pk}"
        end(actor=one.actor, ring=away, ending="safe")
        news = "Satu kentongan di RW 03, Palmerah selesai, yang lain masih berbunyi."
        assert any(news in each for each in said_to(one, who))
    with clock(one.at, seconds=90):
        again = rung(one, KEEP_AWAY, about=("test_thing", new_id()))
        says(who, "0")
        open_waiting()
    assert {call_of(each, who).answer for each in (gather, again)} == {Called.WITHDREW}
    assert not Question.objects.filter(contact__person=who.pk).exists()


def test_an_answer_by_sms_counts_for_whoever_was_called_elsewhere(one: Night) -> None:
    row, (who, tells, sees) = rung(one), one.on_duty[:3]
    with patch.object(desk, "CLAIMS", [claim]):
        for minute, (text, wanted) in enumerate((("1", Called.COMES), ("0", Called.WITHDREW)), 1):
            with clock(one.at, minutes=minute):
                come(text, sender=f"phone:{who.phone}", channel="sms")
                hear_all()
            called = call_of(row, who)
            assert (called.channel, called.answer, called.answered_by) == ("telegram", wanted, "sms")
        come("tidak ada orang di pos", sender=f"phone:{tells.phone}", channel="sms")
        says(sees, "siap", kind="photo", media="m1")
        assert {call_of(row, each).answer for each in (tells, sees)} == {""}, "what tells more is heard as what it is"
    assert not Question.objects.filter(contact__person=who.pk, about=f"alarm:{row.pk}").exists()


def test_what_runs_out_is_told_and_the_book_names_nobody_who_answered(one: Night) -> None:
    row, who = rung(one), one.on_duty[0]
    comes(row, who)
    [entry] = Entry.objects.filter(verb="alarm.answered")
    assert entry.actor == "system:alarm"
    for each in one.on_duty[1:]:
        comes(row, each)
    stepped(one, hours=2, seconds=1)
    with clock(one.at, hours=2, seconds=5):
        assert "Waktu kentongan RW 03, Palmerah habis. Tidak perlu datang lagi" in last_said(one, who)


def test_a_large_ring_lets_others_take_their_turn_and_goes_on_at_the_next_look(one: Night) -> None:
    large, small = rung(one, KEEP_AWAY), rung(one, about=("test_thing", new_id()))
    Called.objects.bulk_create(
        Called(ring=large, person=new_id(), circle=0, role=Called.HEAD, unit=RW, told=1, next_at=one.at)
        for _number in range(40)
    )
    left = Called.objects.filter(ring=large, next_at__lte=one.at)
    with clock(one.at, seconds=301), patch.object(ticking, "LOOK", 0), patch.object(ticking, "AT_ONCE", 10):
        step()
        assert one.head.pk in called_in(small)
        assert left.count() == 30
        for _look in range(5):
            step()
        assert left.count() == 0
