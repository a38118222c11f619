"""How often officers are told: what follows soon is gathered, but danger never is."""

from datetime import datetime, time, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from rukun.commitment.actions.ticking import tick
from rukun.guard.ids import new_id
from rukun.notify.actions.spending import month_now
from rukun.notify.actions.telling import content_of
from rukun.notify.models import Outgoing, Spent, Wish
from rukun.notify.tests.factories import turn_on, world
from rukun.notify.tests.rounds import deliver
from rukun.people.tests.factories import person
from rukun.report import notices_officers as notices
from rukun.report.actions.alerting import MOST
from rukun.report.actions.dialogue import answer
from rukun.report.tests.alerts import later, read, report, told
from rukun.report.tests.factories import KELURAHAN, NEXT_RW, RW, town
from rukun.report.tests.factories import report as filed

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _world() -> None:
    town()
    turn_on("sms")


def test_the_first_is_told_at_once_and_all_that_follow_within_ten_minutes_in_one_message_afterwards() -> None:
    person("lurah", KELURAHAN, name="Lurah")
    begun = timezone.now()
    with time_machine.travel(begun, tick=False):
        for _each in range(5):
            report()
    first, more = Outgoing.objects.order_by("pk")
    assert (first.notice, more.notice) == (notices.NEW, notices.MORE)
    assert first.next_at == begun
    assert more.next_at == begun + timedelta(minutes=10)
    assert read(more).startswith("Sejak pesan terakhir, masih ada yang baru")
    Outgoing.objects.filter(pk=first.pk).update(state="sent", next_at=None, sent_at=begun)
    with time_machine.travel(begun + timedelta(minutes=9), tick=False):
        report()
    assert Outgoing.objects.count() == 2, "what waits stands for it too"
    Outgoing.objects.filter(pk=more.pk).update(state="sent", next_at=None, sent_at=more.next_at)
    with time_machine.travel(begun + timedelta(minutes=9, seconds=30), tick=False):
        report()
    assert Outgoing.objects.order_by("pk").last().next_at == begun + timedelta(minutes=20)  # type: ignore[union-attr]


def test_after_ten_minutes_and_of_another_kind_it_is_told_at_once_again() -> None:
    person("lurah", KELURAHAN, name="Lurah")
    made, _code = report()
    answer(report=made, text="Masih sama.", message_id=new_id())
    Outgoing.objects.update(state="sent", next_at=None, sent_at=timezone.now())
    with later(minutes=11):
        report()
    assert told() == {notices.NEW: ["Lurah", "Lurah"], notices.ANSWERED: ["Lurah"]}


def test_who_could_not_be_reached_is_told_anew() -> None:
    person("lurah", KELURAHAN, name="Lurah")
    report()
    Outgoing.objects.update(state="given_up", next_at=None)
    report()
    assert list(Outgoing.objects.order_by("pk").values_list("notice", flat=True)) == [notices.NEW] * 2


def test_many_due_at_once_are_two_messages_for_each_person_and_few_queries() -> None:
    for title in ("lurah", "sekretaris_kelurahan"):
        person(title, KELURAHAN, name=title)
    begun = datetime(2027, 3, 1, 9, tzinfo=timezone.get_default_timezone())
    with time_machine.travel(begun):
        for _each in range(12):
            report()
    told()
    with time_machine.travel(begun + timedelta(days=3, hours=8)), CaptureQueriesContext(connection) as asked:
        assert tick() == 12
    assert told() == {
        notices.REMINDER: ["lurah", "sekretaris_kelurahan"],
        notices.MORE: ["lurah", "sekretaris_kelurahan"],
    }
    tables = [each["sql"] for each in asked.captured_queries if "notify_" in each["sql"]]
    assert len(tables) < 30


def test_no_more_than_a_dozen_are_told_of_one_thing() -> None:
    person("lurah", KELURAHAN, name="Lurah")
    for number in range(MOST + 3):
        person("petugas_posko", KELURAHAN, name=f"Posko {number:02}")
    report()
    assert len(told()[notices.NEW]) == MOST


def test_without_a_channel_nothing_is_asked_or_written() -> None:
    from rukun.notify.connecting import save_setting
    from rukun.notify.tests.factories import SYSTEM

    person("lurah", KELURAHAN, name="Lurah")
    save_setting(actor=SYSTEM, channel="sms", on=False)
    with CaptureQueriesContext(connection) as asked:
        filed()
    assert told() == {}
    assert len([each for each in asked.captured_queries if "notify_" in each["sql"]]) == 1


def test_danger_is_told_above_the_months_ceiling_but_not_within_quiet_hours() -> None:
    turn_on("sms", price=300, ceiling=1000)
    person("lurah", KELURAHAN, name="Lurah")
    sleeper = person("sekretaris_kelurahan", KELURAHAN, name="Sekretaris")
    Wish.objects.create(person=sleeper.pk, order=["sms"], quiet_from=time(21), quiet_until=time(5))
    night = datetime(2027, 3, 1, 23, tzinfo=timezone.get_default_timezone())
    with time_machine.travel(night, tick=True):
        Spent.objects.create(channel="sms", month=month_now(), rupiah=1000)
        report("tawuran", happened_about="now")
        report()
        with world() as carried:
            while deliver():
                pass
    assert [letter.text[:13] for letter in carried.sent] == ["Tanda bahaya,"]
    waiting = {row.notice: row for row in Outgoing.objects.filter(contact__person=sleeper.pk)}
    assert waiting[notices.DANGER].next_at == night + timedelta(hours=6)
    assert waiting[notices.DANGER].until > night + timedelta(hours=6), "and then it is still told"
    assert set(Outgoing.objects.filter(why="money").values_list("notice", flat=True)) == {notices.NEW}


def test_a_second_danger_within_ten_minutes_is_told_at_once_with_its_place() -> None:
    person("lurah", KELURAHAN, name="Lurah")
    for unit in (RW, NEXT_RW, NEXT_RW):
        report("tawuran", unit=unit, happened_about="now")
    told = list(Outgoing.objects.order_by("pk"))
    assert [row.notice for row in told] == [notices.DANGER] * 3
    assert all(row.next_at is not None and row.next_at <= row.written_at for row in told)
    places = [content_of(row)["values"]["where"] for row in told]
    assert places[0] != places[1] == places[2]
