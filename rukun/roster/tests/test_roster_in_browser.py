"""A roster's whole way in real browsers: from an organisation without a watch to a night at which all came.

The site runs in this very process, on a day of its own: between the afternoon and the night the clock is moved.
"""

import io
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import date, datetime, timedelta
from itertools import product
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client
from playwright.sync_api import expect
from pypdf import PdfReader

from rukun.people.actions import give_position
from rukun.people.models import Person
from rukun.people.tests.factories import SYSTEM, person
from rukun.report.tests.visiting import whole
from rukun.roster.actions.running import solve_now
from rukun.roster.frames import Frame, frame_of
from rukun.roster.models import CallAsk, Duty, Post, Roster, Watch, Watcher
from rukun.roster.tests.factories import members
from rukun.training.tests.factories import KELURAHAN, partner
from tools.browser import watched_page

pytestmark = [pytest.mark.browser, pytest.mark.long, pytest.mark.django_db(transaction=True)]

JAKARTA = ZoneInfo("Asia/Jakarta")
AFTERNOON = datetime(2026, 9, 7, 14, tzinfo=JAKARTA)
"""A Monday far from Ramadan and from holidays."""
FIRST, LAST = date(2026, 9, 7), date(2026, 9, 12)
HERE, PLACE = "Mitra Kali", "Pos Gang Mawar"
PHONE = {"viewport": {"width": 360, "height": 740}, "locale": "id-ID"}
Opening = Callable[[Person], Any]


@pytest.fixture
def phone(browser: Any, live_server: Any, settings: Any) -> Iterator[Opening]:
    """A phone of somebody who signed in, by a passkey, just before; one for each person and moment."""
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = False  # no proxy stands before this site
    with ExitStack() as opened:

        def phone_of(who: Person) -> Any:
            client = Client()
            client.force_login(who)
            page = opened.enter_context(watched_page(browser, live_server.url, **PHONE))
            name = settings.SESSION_COOKIE_NAME
            page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_server.url}])
            return page

        yield phone_of


def press(page: Any, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).first.click()
    page.wait_for_load_state()


def follow(page: Any, name: str) -> None:
    page.locator("main").get_by_role("link", name=name).first.click()
    page.wait_for_load_state()


def set_up(page: Any, leaders: list[Person]) -> None:
    """From nothing to a watch of which everything is complete."""
    page.goto("/jadwal/")
    follow(page, "Buka jadwal ronda")
    press(page, "Buka jadwal ronda")
    expect(page.locator("main")).to_contain_text("Belum ada pos")
    page.goto(f"{page.url}pos/baru/")
    page.get_by_label("Nama pos").fill(PLACE)
    page.get_by_label("Tempatnya").fill("Di samping musala")
    page.get_by_label("Memuat paling banyak").fill("4")
    page.get_by_label("Mulai").fill("21.00")
    page.get_by_label("Selesai").fill("1.00")
    page.locator("[name$=n_biasa]").fill("1")
    press(page, "Simpan pos")
    expect(page.get_by_role("alert")).to_contain_text("Tidak seorang pun berjaga sendirian")
    expect(page.get_by_label("Nama pos"), "nothing typed is lost").to_have_value(PLACE)
    whole(page)
    page.locator("[name$=n_biasa]").fill("2")
    page.locator("[name$=n_akhir_pekan]").fill("3")
    press(page, "Simpan pos")
    expect(page.locator("main")).to_contain_text("21.00 sampai 01.00")
    page.goto(f"{page.url.partition('/pos/')[0]}/peserta/")
    press(page, "Tambah semua anggota aktif")
    follow(page, "Siapa yang memimpin")
    for each in leaders:
        page.get_by_label(each.name).check()
    press(page, "Simpan")
    page.goto(f"{page.url.partition('/peserta/')[0]}/")
    expect(page.locator("main")).to_contain_text("Semuanya lengkap.")
    whole(page)


def make(page: Any) -> Roster:
    """From the complete watch to a roster that is published."""
    follow(page, "Susun jadwal")
    follow(page, "Jadwal baru")
    page.get_by_label("Malam pertama").fill("7 September 2026")
    page.get_by_label("Malam terakhir").fill("12/9/2026")
    press(page, "Buat rancangan")
    expect(page.locator("main")).to_contain_text("kurang 2 orang")
    press(page, "Mulai menyusun")
    expect(page.get_by_role("button", name="Hentikan")).to_be_visible()
    roster = Roster.objects.get()
    solve_now(roster.pk)
    page.reload()
    expect(page.locator("main")).to_contain_text("Ini susunan terbaik")
    whole(page)
    follow(page, "Periksa dan terbitkan")
    press(page, "Terbitkan sekarang")
    expect(page.locator("h1, .badge", has_text="terbit").first).to_be_visible()
    roster.refresh_from_db()
    return roster


def printed(page: Any, watch: Watch) -> str:
    """What the poster says that hangs in the pos."""
    page.goto(f"/jadwal/{watch.pk}/")
    whole(page)
    address = page.get_by_role("link", name="A4", exact=True).get_attribute("href")
    answer = page.context.request.get(f"{page.url.partition('?')[0]}{address}" if address[0] == "?" else address)
    assert answer.headers["content-type"] == "application/pdf"
    return "\n".join(each.extract_text() for each in PdfReader(io.BytesIO(answer.body())).pages)


def standing(watch: Watch) -> list[Duty]:
    found = Duty.objects.filter(watch=watch, gone_at=None, roster__state=Roster.PUBLISHED)
    return list(found.select_related("watcher", "shift__post").order_by("night", "watcher"))


def of(watcher: Watcher) -> Person:
    return watcher.persons.get().person


def exchangeable(frame: Frame, duties: list[Duty]) -> tuple[Duty, Duty]:
    """Two duties whose watchers can change places without breaking any rule; neither of the first night."""
    for mine, theirs in product(duties, duties):
        if FIRST < mine.night < theirs.night and mine.watcher_id != theirs.watcher_id:
            mine.watcher, theirs.watcher = theirs.watcher, mine.watcher
            broken = frame.violations(frame.assignment(duties))
            mine.watcher, theirs.watcher = theirs.watcher, mine.watcher
            if not broken:
                return mine, theirs
    raise AssertionError("nobody can swap")


def swap(phone: Opening, watch: Watch) -> None:
    """A member asks another for a night of theirs; it moves when the other says yes, and not before."""
    mine, theirs = exchangeable(frame_of(watch, FIRST, LAST), standing(watch))
    asking, asked = phone(of(mine.watcher)), phone(of(theirs.watcher))
    asking.goto(f"/jadwal/tugas/{mine.pk}/")
    follow(asking, "Tukar giliran")
    whole(asking)
    asking.get_by_text(f"Tukar dengan giliran {of(theirs.watcher).name}", exact=True).click()
    asking.locator(f'input[value="{theirs.watcher_id}:{theirs.pk}"]').check()
    press(asking, "Tawarkan")
    expect(asking.locator("main")).to_contain_text(f"Menunggu jawaban {of(theirs.watcher).name}")
    assert {mine.pk, theirs.pk} <= {each.pk for each in standing(watch)}
    asked.goto("/jadwal/")
    follow(asked, "Ada yang minta tukar giliran")
    whole(asked)
    press(asked, "Terima")
    expect(asked.get_by_role("status")).to_contain_text("jadwal sudah diperbarui")
    expect(asked.locator("main")).to_contain_text(f"{of(theirs.watcher).name} (Anda)")
    asking.reload()
    expect(asking.locator("main")).to_contain_text("sudah berpindah")
    after = {(each.night, each.watcher_id) for each in standing(watch)}
    assert {(mine.night, theirs.watcher_id), (theirs.night, mine.watcher_id)} <= after
    assert not {(mine.night, mine.watcher_id), (theirs.night, theirs.watcher_id)} & after


def stand_in(phone: Opening, watch: Watch) -> Person:
    """Somebody cannot come tonight; the first who is asked says no, the next one stands in."""
    ill = next(each for each in standing(watch) if each.night == FIRST)
    calling = phone(of(ill.watcher))
    calling.goto("/jadwal/")
    follow(calling, "Hadir, tukar, atau berhalangan")
    calling.get_by_text("Carikan pengganti", exact=True).click()
    press(calling, "Ya, carikan pengganti")
    expect(calling.locator("main")).to_contain_text("1 orang sedang ditanya")
    whole(calling)
    for words, then in (("Tidak bisa", "kami bertanya kepada yang lain"), ("Bisa", "sekarang giliran Anda")):
        ask = CallAsk.objects.get(answer="")
        helping = phone(of(ask.watcher))
        helping.goto("/jadwal/")
        follow(helping, "Bisa menggantikan ronda")
        press(helping, words)
        expect(helping.get_by_role("status")).to_contain_text(then)
    expect(helping.locator("main")).to_contain_text(f"{of(ask.watcher).name} (Anda)")
    calling.reload()
    expect(calling.locator("main")).to_contain_text("sudah berpindah")
    return of(ask.watcher)


def feed_of(page: Any) -> str:
    """The calendar of somebody's nights, as a program fetches it by its address alone."""
    page.goto("/jadwal/")
    press(page, "Buat alamat kalender")
    address = page.locator("#kalender ~ * code").inner_text()
    page.goto("/jadwal/")
    expect(page.locator("#kalender ~ * code"), "it is shown this once").to_have_count(0)
    path = address[address.index("/jadwal/") :]
    return Client().get(path).content.decode()


def test_from_an_organisation_without_a_watch_to_a_poster_a_swap_a_stand_in_and_a_night_at_the_post(
    phone: Opening,
) -> None:
    with time_machine.travel(AFTERNOON) as clock:
        organisation = partner(name=HERE)
        people = members(organisation, 8)
        coordinator = person(name="Wati Simanjuntak")
        give_position(actor=SYSTEM, person=coordinator, title="koordinator", unit=KELURAHAN, organisation=organisation)
        keeper = phone(coordinator)
        set_up(keeper, people[:4])
        watch = Watch.objects.select_related("organisation").get()
        roster = make(keeper)
        assert (roster.state, roster.first, roster.last) == (Roster.PUBLISHED, FIRST, LAST)
        poster = printed(keeper, watch)
        assert [each.name for each in people if each.name not in poster] == []
        assert PLACE in poster

        first = standing(watch)[0]
        own = phone(of(first.watcher))
        own.goto("/jadwal/")
        expect(own.locator("main")).to_contain_text("21.00 sampai 01.00 WIB")
        nights = sum(each.watcher_id == first.watcher_id for each in standing(watch))
        expect(own.get_by_role("link", name="Hadir, tukar, atau berhalangan")).to_have_count(nights)
        whole(own)
        assert feed_of(own).count("BEGIN:VEVENT") == nights
        swap(phone, watch)
        helper = stand_in(phone, watch)

        clock.move_to(AFTERNOON + timedelta(hours=7, minutes=5))
        at_post = phone(helper)
        at_post.goto(f"/jadwal/hadir/{Post.objects.get().token}/")
        whole(at_post)
        press(at_post, "Saya hadir")
        expect(at_post.get_by_role("status")).to_contain_text("Kehadiran Anda tercatat")
        keeper = phone(coordinator)
        keeper.goto(f"/jadwal/{watch.pk}/sekarang/")
        expect(keeper.locator("main")).to_contain_text("1 dari 2 sudah tercatat hadir.")
        expect(keeper.locator(".log li", has_text=helper.name)).to_contain_text("21.05")
        whole(keeper)

        last = frame_of(watch, FIRST, LAST)
        assert last.violations(last.assignment(standing(watch))) == []
