"""Members are asked by chat when they can stand, and answer in their own words."""

from collections.abc import Iterator
from datetime import date, timedelta
from unittest.mock import patch

import pytest
import time_machine

from rukun.notify import notices as known
from rukun.notify.algo.gsm7 import segments
from rukun.notify.desk import Sender
from rukun.notify.models import Outgoing, Question
from rukun.notify.tests.factories import come, contact, outbox, turn_on
from rukun.notify.tests.factories import world as channels
from rukun.notify.tests.rounds import hear
from rukun.people.models import Person
from rukun.people.tests.factories import SYSTEM
from rukun.roster import notices, talk_availability
from rukun.roster.actions.people import end_watcher
from rukun.roster.actions.wishes import ask_availability, set_wishes
from rukun.roster.models import Asking, Reply, Wish
from rukun.roster.queries.wishes import wishes_of
from rukun.roster.tests.factories import Made, families, group

pytestmark = pytest.mark.django_db
FIRST, LAST = date(2026, 12, 1), date(2026, 12, 31)
NEVER, GLADLY = Wish.NEVER, Wish.GLADLY


@pytest.fixture(autouse=True)
def _carried() -> Iterator[None]:
    with (
        time_machine.travel("2026-11-24T19:00+07:00", tick=True),
        channels(*talk_availability.TOPICS),
        patch.dict(known.NOTICES, {each.name: each for each in notices.NOTICES}),
    ):
        yield


def reach(*people: Person) -> None:
    turn_on("telegram")
    for each in people:
        contact(name=f"telegram:{each.pk}", person=each.pk)


def asked(made: Made) -> Asking:
    return ask_availability(actor=made.actor, watch=made.watch, first=FIRST, last=LAST)


def says(who: Person, text: str, **more: str) -> str:
    """What is said back."""
    before = len(outbox())
    come(text, sender=f"telegram:{who.pk}", **more)
    hear()
    return " | ".join(outbox()[before:])


def test_an_answer_is_read_back_corrected_and_stored_once_it_is_right() -> None:
    made = group(persons=3)
    who, watcher = made.people[0], made.watchers[0]
    reach(who, made.people[1])
    asking = asked(made)
    first = outbox()[0]
    assert first.startswith(f"{made.organisation.name}: kapan Anda TIDAK bisa ronda, dari 1 sampai 31 Desember 2026?")
    assert "tidak bisa tiap Jumat, Kam 3/12, Kam 10/12 - Sab 12/12. Benar?" in says(
        who, "tidak bisa 3, 10-12, tiap Jumat"
    )
    assert not Wish.objects.exists(), "not before it is right"
    assert "Baik, tulis sekali lagi" in says(who, "2")
    back = says(who, "tidak bisa 3, 10-12, tiap jumat; senang Sabtu")
    assert "tidak bisa tiap Jumat, Kam 3/12, Kam 10/12 - Sab 12/12; senang tiap Sabtu. Benar?" in back
    assert "tidak bisa tiap Jumat, Min 6/12; senang" in says(who, "tidak bisa 6, tiap Jumat; senang Sabtu")
    assert "Tersimpan" in says(who, "1")
    found = wishes_of(watcher)
    assert (found.weekly, found.dated) == ({4: NEVER, 5: GLADLY}, ((date(2026, 12, 6), date(2026, 12, 6), NEVER),))
    assert Reply.objects.get(asking=asking).watcher == watcher
    assert Question.objects.count() == 1, "the other's"
    assert {each.by for each in Wish.objects.all()} == {f"person:{who.pk}"}


def test_what_was_said_before_stays_where_the_answer_does_not_speak_of_it_and_all_is_taken_back_at_once() -> None:
    made = group(persons=1)
    who, watcher = made.people[0], made.watchers[0]
    reach(who)
    later = (date(2027, 1, 5), date(2027, 1, 6), NEVER)
    set_wishes(
        actor=made.actor, watcher=watcher, weekly={4: NEVER, 5: NEVER}, dated=[(FIRST, date(2026, 12, 3), NEVER), later]
    )
    asked(made)
    back = says(who, "bisa Sabtu dan 2, tidak bisa 4")
    assert "tidak bisa tiap Jumat, Sel 1/12, Kam 3/12 - Jum 4/12. Benar?" in back
    assert "1 sampai 31 Desember 2026: bisa semua. Benar?" in says(who, "bisa semua")
    assert "Tersimpan" in says(who, "ya benar")
    assert (wishes_of(watcher).weekly, wishes_of(watcher).dated) == ({}, (later,))


def test_what_is_not_clear_is_asked_again_and_says_why_and_a_report_is_never_in_the_way() -> None:
    made = group(persons=1)
    who = made.people[0]
    reach(who)
    asked(made)
    assert '"5/2" tidak termasuk 1 sampai 31 Desember 2026' in says(who, "tidak bisa 5/2")
    assert 'Di "kamis 4/12" hari dan tanggalnya belum jelas' in says(who, "Kamis 4/12")
    assert "belum yakin" in says(who, "tidak bisa semua")
    assert "kapan Anda TIDAK bisa" not in says(who, "lapor ada tawuran di jembatan").split(" | ")[0]
    assert "1 lapor ada tawuran di jembatan" in outbox(), "the entrance heard it"
    says(who, "batal")
    assert "kapan Anda TIDAK bisa" in " ".join(outbox()[-2:]), "then the question is put again"
    says(who, "kebakaran di gang 7")
    assert "1 kebakaran di gang 7" in outbox()
    says(who, "batal")
    says(who, "tolong")
    assert "1 tolong" in outbox()
    says(who, "batal")
    assert "tidak bisa Sab 5/12. Benar?" in says(who, "tidak bisa 5 karena hajatan"), "a reason is passed over"
    assert not Wish.objects.exists()


def test_one_of_a_household_answers_for_all_and_whoever_left_is_asked_nothing_more() -> None:
    made = families(households=2)
    reach(*made.people)
    asking = asked(made)
    assert Question.objects.count() == 4
    says(made.people[1], "0")
    assert "Tersimpan" in says(made.people[1], "1")
    assert Question.objects.count() == 2
    end_watcher(actor=SYSTEM, watcher=made.watchers[1], last_day=date(2026, 11, 23))
    made.watchers[1].persons.filter(person=made.people[2]).delete()
    assert "sudah tidak berlaku" in says(made.people[2], "0")
    says(made.people[3], "0")
    assert "sudah keluar" in says(made.people[3], "1")
    assert Reply.objects.filter(asking=asking).count() == 1


def test_whoever_cannot_write_back_gets_the_address_of_the_page() -> None:
    made = group(persons=2)
    turn_on("telegram", "push")
    contact("push", name="push:1", person=made.people[0].pk)
    asked(made)
    assert [row.notice for row in Outgoing.objects.all()] == [notices.ASKED]
    assert not Question.objects.exists()


def test_what_waited_for_a_yes_is_not_silently_lost_and_every_sentence_is_short() -> None:
    made = group(persons=1)
    reach(made.people[0])
    asked(made)
    says(made.people[0], "tidak bisa 5")
    state = {"asking": str(Asking.objects.get().pk), "watcher": str(made.watchers[0].pk)}
    sender = Sender(contact().pk, "telegram", "id", made.people[0].pk)
    assert talk_availability.over(sender, state) == ()
    pending = {**state, "answer": {"fine": False, "weekly": {}, "dated": []}}
    assert "belum tersimpan" in talk_availability.over(sender, pending)[0].text
    with time_machine.travel("2027-01-02T08:00+07:00"):
        assert "sudah tidak berlaku" in talk_availability.again(sender, state)[0].text
    said = [say for _name, say in talk_availability.sentences()]
    assert len(said) > 8
    assert all(segments(say.text) <= 2 for say in said)
    assert timedelta(days=1) < talk_availability.LASTS
