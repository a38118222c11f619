"""Somebody cannot come: others are asked in a fair order, by page and by chat, until one says yes."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial

import pytest
import time_machine
from django.utils import timezone

from rukun.commitment.tests.factories import at_once
from rukun.guard import Refused
from rukun.journal.models import Entry
from rukun.notify.models import Outgoing, Question
from rukun.notify.tests.factories import come, contact, outbox, turn_on
from rukun.notify.tests.factories import world as channels
from rukun.notify.tests.rounds import hear
from rukun.people.actor import actor_of
from rukun.people.models import Person
from rukun.roster import notices, notices_living, talk_living
from rukun.roster.actions.calling import answer_ask, call_next, open_call, withdraw_call
from rukun.roster.actions.swapping import ask_swap
from rukun.roster.errors_living import AnsweredBefore, Breaks, CallOver, DutyBegun
from rukun.roster.models import Call, CallAsk, Duty, Roster, Swap, Wish
from rukun.roster.queries.living import call_state, waiting_for
from rukun.roster.tests.factories import Made, families, published
from rukun.roster.tests.test_swapping import actor, duty_of, stands, world

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("morning")]
HOUR = timedelta(hours=1)


@pytest.fixture
def morning() -> Iterator[None]:
    """Nine o'clock today: at night nobody is asked."""
    with time_machine.travel(timezone.localtime().replace(hour=9, minute=0), tick=True):
        yield


def asked(call: Call) -> list[str]:
    """The first names of who was asked, and their answers."""
    rows = CallAsk.objects.filter(call=call).order_by("pk")
    return [f"{each.watcher.persons.all()[0].person.name.split()[0]} {each.answer}".strip() for each in rows]


def newest(call: Call) -> CallAsk:
    return CallAsk.objects.select_related("call__duty", "watcher").filter(call=call).latest("pk")


def never(made: Made, numbers: list[int]) -> None:
    first, last = Roster.objects.values_list("first", "last").get(watch=made.watch)
    Wish.objects.bulk_create(
        Wish(watcher=made.watchers[each], wish=Wish.NEVER, first=first, last=last, by="x", at=timezone.now())
        for each in numbers
    )


def who_answers(ask: CallAsk) -> Person:
    found: Person = ask.watcher.persons.all()[0].person
    return found


def test_the_fairest_are_asked_one_after_the_other_and_the_duty_stays_whose_it_was_until_then() -> None:
    made, roster = world()
    before = stands(roster)
    # Who stands next night may not for lack of rest; 4 to 7 are free. 7 would gladly, 4 would rather not.
    Wish.objects.create(
        watcher=made.watchers[7], wish="gladly", first=roster.first, last=roster.last, by="x", at=timezone.now()
    )
    Wish.objects.create(
        watcher=made.watchers[4], wish="rather_not", first=roster.first, last=roster.last, by="x", at=timezone.now()
    )
    with pytest.raises(Refused):
        open_call(actor=actor(made, 1), duty=duty_of(made, 0))
    call = open_call(actor=actor(made, 0), duty=duty_of(made, 0))
    assert open_call(actor=actor_of(made.keeper), duty=duty_of(made, 0)) == call
    assert asked(call) == ["Hasan"]
    assert stands(roster) == before
    assert call_next() == 0
    ask = newest(call)
    assert ask.until - ask.asked_at == 2 * HOUR
    with pytest.raises(Refused):
        answer_ask(actor=actor(made, 6), ask=ask, yes=True)
    answer_ask(actor=actor(made, 7), ask=ask, yes=False)
    answer_ask(actor=actor(made, 7), ask=ask, yes=False)
    assert [each.split()[1:] for each in asked(call)] == [["no"], []]
    with time_machine.travel(newest(call).until, tick=False):
        assert call_next() == 1
        assert call_next() == 0, "once"
    third = newest(call)
    assert [each.split()[1:] for each in asked(call)] == [["no"], ["late"], []]
    answer_ask(actor=actor_of(who_answers(third)), ask=third, yes=False)
    assert asked(call)[-1] == "Eko", "who would rather not comes last"
    second = CallAsk.objects.select_related("call__duty", "watcher").get(call=call, answer="late")
    answer_ask(actor=actor_of(who_answers(second)), ask=second, yes=True)  # late, but it still helps
    call.refresh_from_db()
    assert call.state == Call.FOUND
    assert stands(roster)[0] == sorted(["Bambang", who_answers(second).name.split()[0]])
    with pytest.raises(CallOver, match="penggantinya sudah ada"):
        answer_ask(actor=actor(made, 4), ask=newest(call), yes=True)
    assert Duty.objects.get(watcher=made.watchers[0]).gone_why == "stood_in"
    verbs = Entry.objects.filter(verb__in=("roster.called", "roster.stood_in", "roster.call_ended")).order_by("pk")
    assert [each.verb for each in verbs] == ["roster.called", "roster.stood_in", "roster.call_ended"]


def test_short_before_the_shift_several_are_asked_at_once_and_one_of_two_who_say_yes_has_it() -> None:
    made, roster = world()
    duty = duty_of(made, 0)
    with time_machine.travel(duty.starts_at - 3 * HOUR, tick=False):
        call = open_call(actor=actor(made, 0), duty=duty)
        assert len(asked(call)) == 3
        assert {each.until - each.asked_at for each in CallAsk.objects.filter(call=call)} == {HOUR}
        first, second, third = CallAsk.objects.select_related("call__duty", "watcher").filter(call=call)
        answer_ask(actor=actor_of(who_answers(third)), ask=third, yes=False)
        assert len(asked(call)) == 4, "another one is asked for each who cannot"
        answer_ask(actor=actor_of(who_answers(first)), ask=first, yes=True)
        with pytest.raises(CallOver):
            answer_ask(actor=actor_of(who_answers(second)), ask=second, yes=True)
        assert answer_ask(actor=actor_of(who_answers(first)), ask=first, yes=True).answer == "yes"
        with pytest.raises(AnsweredBefore):
            answer_ask(actor=actor_of(who_answers(first)), ask=first, yes=False)
    assert len(stands(roster)[0]) == 2


def test_where_nobody_can_the_keeper_is_told_and_a_late_yes_still_helps() -> None:
    made, roster = world()
    never(made, [5, 6, 7])
    offer = ask_swap(actor=actor(made, 0), duty=duty_of(made, 0))
    call = open_call(actor=actor(made, 0), duty=duty_of(made, 0))
    offer.refresh_from_db()
    assert offer.state == Swap.OVER
    assert asked(call) == ["Eko"]
    state = call_state(duty_of(made, 0))
    assert state is not None
    assert (state.waiting, state.answered) == (1, 0)
    with time_machine.travel(newest(call).until, tick=False):
        call_next()
    call.refresh_from_db()
    assert call.state == Call.NOBODY
    assert stands(roster)[0] == ["Agus", "Bambang"]
    assert [each.kind for each in waiting_for(actor(made, 4))] == ["stand_in"]
    assert "nobody" in {each.kind for each in waiting_for(made.actor)}
    # Meanwhile a rule is against it: that is said, and nothing is lost.
    never(made, [4])
    with pytest.raises(Breaks):
        answer_ask(actor=actor(made, 4), ask=newest(call), yes=True)
    assert asked(call) == ["Eko no"]
    Wish.objects.filter(watcher=made.watchers[4]).delete()
    answer_ask(actor=actor(made, 4), ask=newest(call), yes=True)
    assert stands(roster)[0] == ["Bambang", "Eko"]
    again = open_call(actor=actor(made, 1), duty=duty_of(made, 1))
    assert again.state == Call.NOBODY, "nobody is left to ask"


def test_a_search_ends_when_they_come_after_all_and_when_the_night_begins() -> None:
    made, roster = world()
    before, duty = stands(roster), duty_of(made, 0)
    call = open_call(actor=actor(made, 0), duty=duty)
    with pytest.raises(Refused):
        withdraw_call(actor=actor(made, 5), call=call)
    assert withdraw_call(actor=actor(made, 0), call=call).state == Call.WITHDRAWN
    assert withdraw_call(actor=actor(made, 0), call=call).state == Call.WITHDRAWN
    with pytest.raises(CallOver, match="tidak diperlukan"):
        answer_ask(actor=actor_of(who_answers(newest(call))), ask=newest(call), yes=True)
    again = open_call(actor=actor(made, 0), duty=duty)
    with time_machine.travel(duty.starts_at, tick=False):
        with pytest.raises(DutyBegun):
            answer_ask(actor=actor_of(who_answers(newest(again))), ask=newest(again), yes=True)
        with pytest.raises(DutyBegun):
            open_call(actor=actor(made, 1), duty=duty_of(made, 1))
        assert call_next() == 1
    again.refresh_from_db()
    assert again.state == Call.NOBODY
    third = open_call(actor=actor(made, 2), duty=duty_of(made, 2))
    Duty.objects.filter(pk=third.duty_id).update(gone_at=timezone.now(), gone_why="edited")
    assert call_next() == 1
    assert Call.objects.get(pk=third.pk).state == Call.WITHDRAWN
    assert stands(roster)[0] == before[0]


def test_at_night_nobody_is_asked_unless_the_shift_begins_soon() -> None:
    made, _roster = world()
    first, later = duty_of(made, 0), duty_of(made, 2)  # tomorrow at 22.00, and a night later
    nine, six = later.starts_at - 25 * HOUR, later.starts_at - 16 * HOUR
    with time_machine.travel(nine - timedelta(hours=1), tick=False):
        early = open_call(actor=actor(made, 4), duty=duty_of(made, 4))
        assert newest(early).until == six, "two hours would end in the night"
    with time_machine.travel(nine, tick=False) as clock:
        soon = open_call(actor=actor(made, 0), duty=first)
        assert len(asked(soon)) == 3, "it begins in an hour"
        call = open_call(actor=actor(made, 2), duty=later)
        assert (asked(call), call.state) == ([], Call.OPEN)
        clock.move_to(six - timedelta(minutes=1))
        call_next()
        assert len(asked(early)) == 1
        assert asked(call) == []
        clock.move_to(six)
        assert call_next() == 2
        assert len(asked(early)) == 2
        assert len(asked(call)) == 1


@pytest.mark.django_db(transaction=True)
def test_two_yes_at_once_and_the_clock_beside_them_leave_one_stand_in() -> None:
    made, roster = world()
    duty = duty_of(made, 0)
    with time_machine.travel(duty.starts_at - 2 * HOUR, tick=False):
        call = open_call(actor=actor(made, 0), duty=duty)
        asks = list(CallAsk.objects.select_related("call__duty", "watcher").filter(call=call))[:2]
        yes = [partial(answer_ask, actor=actor_of(who_answers(each)), ask=each, yes=True) for each in asks]
        outcomes = at_once(*yes, call_next)
    assert sorted(outcomes[:2]) == ["CallOver", "done"]
    assert outcomes[2] == "done"
    assert len(stands(roster)[0]) == 2


# By chat


def heard(who: Person, text: str) -> list[str]:
    """What is said back on Telegram to what somebody wrote, and what they are told besides."""
    before = len(outbox())
    come(text, sender=f"telegram:{who.pk}")
    hear()
    return outbox()[before:]


def test_by_chat_one_letter_is_an_answer_and_the_others_are_told_kindly() -> None:
    made, roster = world()
    registered = [*notices.NOTICES, *notices_living.NOTICES]
    with channels(*talk_living.TOPICS), pytest.MonkeyPatch.context() as patched:
        patched.setattr("rukun.notify.notices.NOTICES", {each.name: each for each in registered})
        patched.setattr("rukun.notify.actions.telling.NOTICES", {each.name: each for each in registered})
        turn_on("telegram")
        for each in made.people:
            contact("telegram", f"telegram:{each.pk}", each.pk)
        with time_machine.travel(duty_of(made, 0).starts_at - 2 * HOUR, tick=True):
            call = open_call(actor=actor(made, 0), duty=duty_of(made, 0))
            assert Question.objects.count() == 3
            first, second, third = (who_answers(each) for each in CallAsk.objects.filter(call=call).order_by("pk"))
            assert "Bisa menggantikan ronda" in outbox()[0]
            assert any(
                "Bisa menggantikan" in each for each in heard(third, "nanti saya lihat dulu jadwal kerja saya ya")
            )
            assert any("bertanya kepada yang lain" in each for each in heard(third, "2 tidak bisa, maaf"))
            said = heard(first, "1 bisa")
            assert any("sekarang giliran Anda" in each for each in said), said
            assert stands(roster)[0] == sorted(["Bambang", first.name.split()[0]])
            assert any("penggantinya sudah ada" in each for each in heard(second, "bisa pak"))
            told = set(Outgoing.objects.exclude(notice="notify.reply").values_list("notice", flat=True))
            assert told == {notices.CHANGED}, "who lost it and who got it"
            other = 6 if first != made.people[6] else 7
            mine, theirs = duty_of(made, 2), duty_of(made, other)
            ask_swap(actor=actor(made, 2), duty=mine, to=made.watchers[other], for_duty=theirs)
            assert "Mau bertukar giliran" in outbox()[-1]
            assert any("sekarang giliran Anda" in each for each in heard(made.people[other], "boleh"))
            assert sorted(["Dedi", made.people[other].name.split()[0]]) == stands(roster)[1]
            assert any("1 boleh" in each for each in heard(made.people[other], "1 boleh")), "it goes to the entrance"


def test_everybody_of_a_household_is_asked_and_the_first_answer_counts() -> None:
    made = families(6, persons=2)
    roster = published(made, timezone.localdate() + timedelta(days=1), 3)
    duty = Duty.objects.select_related("watcher", "watch", "shift__post").get(
        roster=roster, watcher=made.watchers[0], gone_at=None
    )
    call = open_call(actor=actor_of(made.people[1]), duty=duty)
    ask = newest(call)
    second = ask.watcher.persons.all()[1].person
    assert [each.kind for each in waiting_for(actor_of(second))] == ["stand_in"]
    answer_ask(actor=actor_of(second), ask=ask, yes=True)
    assert Duty.objects.filter(watcher=ask.watcher, night=duty.night, gone_at=None).count() == 1
    assert isinstance(call.opened_at, datetime)
