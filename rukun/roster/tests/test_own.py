"""The pages of somebody who keeps watch: their own nights, when they can stand, the nights of their watch."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from html import unescape
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from rukun.notify.tests.factories import contact, turn_on
from rukun.people.actor import actor_of
from rukun.people.models import Person
from rukun.people.queries.profile import own_data
from rukun.people.tests.factories import person
from rukun.roster.actions.swapping import ask_swap
from rukun.roster.actions.wishes import ask_availability
from rukun.roster.algo.days_in_words import read
from rukun.roster.models import Duty, Reply, Wish
from rukun.roster.queries.own_data import OWN_PARTS
from rukun.roster.queries.setup import today_in
from rukun.roster.queries.today import pages_for, todo_for
from rukun.roster.queries.wishes import wishes_of
from rukun.roster.tests.factories import families, group, officer, published
from rukun.roster.tests.test_swapping import duty_of, world
from rukun.training.tests.factories import KELURAHAN

pytestmark = [pytest.mark.django_db, pytest.mark.once]
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _noon() -> Iterator[None]:
    with time_machine.travel("2026-12-07T12:00+07:00", tick=True):
        yield


def client(who: Person | None) -> Client:
    signed = Client()
    if who is not None:
        signed.force_login(who)
    return signed


def words(response: Any) -> str:
    inner = response.content.decode()
    inner = inner[inner.index("<main") : inner.index("</main>")]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", inner)).split())


def of(name: str, *args: Any) -> str:
    return reverse(f"roster:{name}", args=args)


def test_somebody_sees_their_next_nights_with_whom_and_what_waits_for_them() -> None:
    made, _roster = world()
    mine = duty_of(made, 0)
    ask_swap(actor=actor_of(made.people[4]), duty=duty_of(made, 4), to=made.watchers[0], for_duty=mine)
    ask_availability(actor=made.actor, watch=made.watch, first=mine.night + 30 * DAY, last=mine.night + 60 * DAY)
    page = client(made.people[0]).get(of("home"))
    told = words(page)
    for said in ("Pos 1", "22.00 sampai 02.00 WIB", "Bersama Bambang A", "kapan Anda bisa ronda", "Kapan saya bisa"):
        assert said in told, said
    assert told.index("Menunggu jawaban Anda") < told.index("Giliran Anda")
    assert of("duty", mine.pk) in page.content.decode()
    assert "Cahyo" not in told
    assert "Jadwal yang Anda susun" not in told
    assert "no-store" in page["Cache-Control"]
    assert "Susun jadwal" in words(client(made.keeper).get(of("home")))
    assert "Anda belum ikut ronda" in words(client(person()).get(of("home")))
    assert client(None).get(of("home")).status_code == 302
    todo = [each.words for each in todo_for(actor_of(made.people[0]))]
    assert todo[0].startswith("Giliran ronda Anda berikutnya")
    assert any("bertanya kapan Anda bisa ronda" in each for each in todo)
    assert len(todo) == 3
    assert [len(pages_for(actor_of(each))) for each in (made.people[0], made.keeper, person())] == [1, 1, 0]
    assert todo[0] in words(client(made.people[0]).get("/hari-ini/"))


def test_the_nights_of_a_watch_are_for_those_who_belong_to_it_and_empty_places_for_those_inside() -> None:
    made = families(households=4, need=3)
    first = today_in(made.watch.unit)
    published(made, first, 2)
    guard = officer(made.watch)
    seen = {
        "member": made.people[1], "keeper": made.keeper, "rw": person("ketua_rw", made.watch.unit),
        "police": guard.persons.get().person, "lurah": person("lurah", KELURAHAN),
    }  # fmt: skip
    address = of("watch", made.watch.pk)
    for who in (person(), person("lurah", "31.73.07.1002"), person("ketua_rw", f"{KELURAHAN}.004")):
        assert client(who).get(address).status_code == 404
    assert client(None).get(address).status_code == 302
    told = {name: client(who).get(address) for name, who in seen.items()}
    for name, answer in told.items():
        assert answer.status_code == 200, name
        assert f"Keluarga {made.people[0].name}" in words(answer), name
        assert "no-store" in answer["Cache-Control"]
        assert "malam ini" in words(answer)
    assert "1 tempat kosong" in words(told["member"])
    assert "1 tempat kosong" in words(told["keeper"])
    assert "kosong" not in words(told["lurah"])
    assert "Cetak untuk pos" in words(told["lurah"])
    with time_machine.travel("2026-12-08T01:00+07:00"):
        late = words(client(made.people[0]).get(address))
    assert "Senin, 7 Desember malam ini" in late, "until the morning"
    far = client(made.people[0]).get(address, {"bulan": "2031-01"})
    assert "Belum ada jadwal yang terbit" in words(far)
    assert client(made.people[0]).get(address, {"bulan": "kapan"}).status_code == 200


def test_a_shift_after_midnight_says_the_day_on_which_it_is() -> None:
    made = group(persons=2, hours=((2, 5),))
    first = today_in(made.watch.unit) + DAY
    published(made, first, 1)
    told = words(client(made.people[0]).get(of("home")))
    assert f"{date_format(first + DAY, 'l, j F Y')} 02.00 sampai 05.00 WIB (dini hari)" in told
    shown = words(client(made.people[0]).get(of("watch", made.watch.pk), {"bulan": f"{first:%Y-%m}"}))
    assert f"{date_format(first, 'l, j F')} Pos 1 02.00–05.00 dini hari" in shown


def test_the_guide_fits_one_page_and_calls_things_as_the_pages_do() -> None:
    guide = (Path(__file__).resolve().parents[3] / "docs" / "peserta-ronda.md").read_text(encoding="utf-8")
    assert len(guide.split()) < 360
    said = "".join(
        page.read_text(encoding="utf-8")
        for room in ("roster", "ui")
        for page in (Path(__file__).resolve().parents[2] / room / "templates").rglob("*.html")
    )
    named = re.findall(r"(?<!\*)\*([^*\n]+)\*(?!\*)", guide)
    assert len(named) > 8
    assert [each for each in named if each != "Jadwal ronda" and each not in said] == []
    for line in ("tidak bisa 3/12, 10-12, tiap Jumat", "senang Sabtu; lebih baik jangan 5/12", "bisa semua", "0"):
        assert line in guide
        assert read(line, date(2026, 12, 1), date(2026, 12, 31)).clear


def test_a_thousand_duties_take_no_more_queries_than_ten(django_assert_max_num_queries: Any) -> None:
    made = group(persons=30, posts=4, hours=((20, 0), (0, 4)), need=4)
    first = today_in(made.watch.unit).replace(day=1)
    published(made, first, 28, per_shift=4)
    assert Duty.objects.count() == 896
    with django_assert_max_num_queries(40):
        answer = client(made.people[0]).get(of("watch", made.watch.pk))
    assert answer.content.decode().count("<dt>") == 28 * 8
    with django_assert_max_num_queries(45):
        assert client(made.people[0]).get(of("home")).status_code == 200


def test_wishes_are_set_on_the_phone_without_losing_what_was_typed() -> None:
    made = group(persons=1)
    watcher, phone, address = made.watchers[0], client(made.people[0]), of("wishes", made.watch.pk)
    today = today_in(made.watch.unit)
    ask_availability(actor=made.actor, watch=made.watch, first=today + 5 * DAY, last=today + 35 * DAY)
    page = phone.get(address).content.decode()
    assert page.count('name="never"') == 62
    assert page.count("<select") == 8
    tick = (today + 2 * DAY).isoformat()
    form: dict[str, Any] = {"weekday_4": "never", "weekday_5": "gladly", "never": [tick], "wish": "rather_not"}
    wrong = phone.post(address, {**form, "first": "31/2/2027", "last": ""})
    assert "tidak ada" in words(wrong)
    assert "31/2/2027" in wrong.content.decode()
    assert re.search(rf'value="{tick}" checked', wrong.content.decode())
    for first, last, said in (
        ("", "3/1/2030", "Isi juga malam yang pertama"), ("1/1/2020", "", "sudah lewat"),
        ((today + 9 * DAY).isoformat(), (today + 8 * DAY).isoformat(), "lebih awal"),
        ((today + 500 * DAY).isoformat(), "", "terlalu jauh"),
    ):  # fmt: skip
        assert said in words(phone.post(address, {**form, "first": first, "last": last})), said
    assert not Wish.objects.exists()
    span = {"first": (today + 70 * DAY).isoformat(), "last": (today + 80 * DAY).isoformat()}
    assert phone.post(address, {**form, **span}).url == of("home")  # type: ignore[attr-defined]
    stored = wishes_of(watcher)
    assert stored.weekly == {4: "never", 5: "gladly"}
    assert stored.dated == (
        (today + 2 * DAY, today + 2 * DAY, "never"), (today + 70 * DAY, today + 80 * DAY, "rather_not"),
    )  # fmt: skip
    assert Reply.objects.get().watcher == watcher
    shown = phone.get(address)
    assert re.search(rf'value="{tick}" checked', shown.content.decode())
    assert "lebih baik jangan" in words(shown)
    [code] = re.findall(r'name="remove" value="([^"]+)"', shown.content.decode())
    assert phone.post(address, {"weekday_4": "never", "remove": [code]}).status_code == 302
    assert (wishes_of(watcher).weekly, wishes_of(watcher).dated) == ({4: "never"}, ())
    assert "tidak ada" in words(phone.post(address, {"remove": ["x"]}))


def test_a_span_over_the_nights_that_can_be_ticked_goes_before_what_was_said_of_them() -> None:
    made = group(persons=1)
    watcher, phone, address = made.watchers[0], client(made.people[0]), of("wishes", made.watch.pk)
    today = today_in(made.watch.unit)
    ticks = [(today + at * DAY).isoformat() for at in range(1, 4)]
    span = {"first": (today + 2 * DAY).isoformat(), "last": (today + 100 * DAY).isoformat()}
    phone.post(address, {"never": ticks, "wish": "never", **span})
    assert wishes_of(watcher).dated == ((today + DAY, today + 100 * DAY, "never"),)
    page = phone.get(address).content.decode()
    assert page.count(" checked") == 61
    phone.post(address, {"never": ticks, **span, "last": (today + 2 * DAY).isoformat(), "wish": ""})
    assert wishes_of(watcher).dated == (
        (today + DAY, today + DAY, "never"), (today + 3 * DAY, today + 3 * DAY, "never"),
        (today + 62 * DAY, today + 100 * DAY, "never"),
    )  # fmt: skip


def test_a_coordinator_enters_paper_asks_all_and_sees_who_has_not_answered() -> None:
    made, stranger = families(households=2), person()
    keeper, address = client(made.keeper), of("availability", made.watch.pk)
    paper = of("wishes_of", made.watch.pk, made.watchers[0].pk)
    for who in (made.people[0], stranger):
        assert client(who).get(address).status_code == 404
    assert client(stranger).get(paper).status_code == 404
    assert client(made.people[2]).get(paper).status_code == 404
    assert client(made.people[1]).get(paper).status_code == 200, "one of that household"
    assert client(made.keeper).get(of("wishes", made.watch.pk)).status_code == 404, "who takes no part"
    assert keeper.get(of("wishes_of", group(persons=1).watch.pk, made.watchers[0].pk)).status_code == 404
    assert f"Keluarga {made.people[0].name}" in words(keeper.get(address))
    turn_on("telegram")
    contact(person=made.people[0].pk)
    today = today_in(made.watch.unit)
    bad = keeper.post(address, {"first": "2027", "last": "kapan"})
    assert "tidak terbaca" in words(bad)
    asked = keeper.post(
        address, {"first": (today + 9 * DAY).isoformat(), "last": (today + 20 * DAY).isoformat()}, follow=True
    )
    assert "2 dari 2 belum menjawab" in words(asked)
    entered = keeper.post(paper, {"weekday_0": "never"}, follow=True)
    assert "1 dari 2 belum menjawab" in words(entered)
    assert Wish.objects.get().by == f"person:{made.keeper.pk}"


def test_a_calendar_address_is_shown_once_and_can_be_ended() -> None:
    made = group(persons=1)
    phone = client(made.people[0])
    assert "Buat alamat kalender" in words(phone.get(of("home")))
    shown = phone.post(of("feed"), {"what": "new"}, follow=True).content.decode()
    [address] = re.findall(r"<code>(http[^<]+)</code>", shown)
    assert "/jadwal/ics/" in address
    assert address not in phone.get(of("home")).content.decode()
    path = "/" + address.split("/", 3)[3]
    assert Client().get(path).status_code == 200
    phone.post(of("feed"), {"what": "end"})
    assert Client().get(path).status_code == 404
    assert client(None).post(of("feed")).status_code == 302


def test_somebodys_data_say_what_the_roster_keeps_of_them_without_others() -> None:
    made, _roster = world()
    ask_swap(actor=actor_of(made.people[0]), duty=duty_of(made, 0), to=made.watchers[4], for_duty=None)
    Wish.objects.create(watcher=made.watchers[0], weekday=4, wish="never", by="x", at=timezone.now())
    data = own_data(made.people[0])
    assert {part.name for part in OWN_PARTS} <= data.keys()
    assert (
        len(data["roster_duties"]),
        len(data["roster_wishes"]),
        len(data["roster_swaps"]),
        len(data["roster_watchers"]),
    ) == (1, 1, 1, 1)
    for part in OWN_PARTS:
        assert len(part.lines(part.rows(made.people[0].pk))) == len(data[part.name])
    assert made.people[4].name not in str([data[part.name] for part in OWN_PARTS])
    assert "tiap Jumat: tidak bisa" in client(made.people[0]).get("/profil/data/").content.decode()
