"""The board in real browsers: two operators at once, by keyboard, with sound, on a phone, on the wall, without a line.

The site runs in this very process, so that what somebody does elsewhere is done by the room's own actions.
"""

import gzip
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone
from playwright.sync_api import expect

from rukun.guard import Actor
from rukun.guard.ids import new_id
from rukun.incident.actions.observing import observe
from rukun.incident.models import Incident
from rukun.incident.tests.boards import fill, situation
from rukun.incident.tests.factories import AG, GN, RW, TEXT, at_level, incident, report_near, town, two_houses
from rukun.people.models import Person
from rukun.report.tests.visiting import whole
from tools.browser import until, watched_page

STATIC = Path(__file__).parent.parent / "static" / "incident"
DESK = {"viewport": {"width": 1280, "height": 800}, "locale": "id-ID"}
PHONE = {"viewport": {"width": 360, "height": 740}, "locale": "id-ID"}
SECONDS = 4
"""After so many what one operator did is on the other's screen."""
BEATS = """() => {
  window.beats = 0;
  const made = AudioContext.prototype.createOscillator;
  AudioContext.prototype.createOscillator = function () { window.beats += 1; return made.call(this); };
}"""
Opening = Callable[..., Any]


@pytest.fixture
def screen(browser: Any, live_server: Any, settings: Any) -> Iterator[Opening]:
    """A browser of somebody who signed in. ``quiet``: what its console complains of is part of the test."""
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = False  # no proxy stands before this site
    with ExitStack() as opened:

        def of(who: Actor, *, quiet: bool = False, **how: Any) -> Any:
            client = Client()
            client.force_login(Person.objects.get(pk=who.label.removeprefix("person:")))
            if quiet:
                context = browser.new_context(base_url=live_server.url, **how)
                opened.callback(context.close)
                page = context.new_page()
            else:
                page = opened.enter_context(watched_page(browser, live_server.url, **how))
            name = settings.SESSION_COOKIE_NAME
            page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_server.url}])
            page.add_init_script(f"({BEATS})()")
            return page

        yield of


def focused(page: Any) -> str:
    """The situation whose row has the focus."""
    return str(page.evaluate("document.activeElement.closest('li[data-key]')?.dataset.key ?? ''"))


def row_of(page: Any, row: Incident) -> Any:
    return page.locator(f"li[data-key='{row.pk}']")


@pytest.mark.pure
def test_script_and_style_of_the_board_are_small() -> None:
    sizes = {name: len(gzip.compress((STATIC / name).read_bytes())) for name in ("board.js", "board.css")}
    assert sizes["board.js"] <= 6 * 1024, sizes
    assert sizes["board.css"] <= 4 * 1024, sizes


@pytest.mark.browser
@pytest.mark.long
@pytest.mark.django_db(transaction=True)
def test_what_one_operator_does_the_other_sees_hears_and_loses_nothing_by(screen: Opening) -> None:
    town()
    one, two = two_houses()
    rows = [incident(one, place=f"lapangan {number}") for number in range(12)]
    desk, police = screen(one, **DESK), screen(two, **DESK)
    for page in (desk, police):
        page.goto("/papan/")
        page.wait_for_load_state()

    # By keyboard: the fifth row, the filter half typed, sound switched on.
    for _ in range(5):
        police.keyboard.press("j")
    assert focused(police) == str(rows[4].pk)
    police.keyboard.press("k")
    assert focused(police) == str(rows[3].pk)
    police.keyboard.press("s")
    expect(police.locator("#bunyi")).to_have_attribute("aria-pressed", "true")
    until(lambda: police.evaluate("window.beats") == 2)
    police.keyboard.press("/")
    police.get_by_label("Wilayah").fill("RW 1")
    police.locator("[data-line]").nth(3).focus()

    # The first operator finds a situation serious, and the other sees and hears of it.
    before = police.evaluate("window.beats")
    top = police.locator("[data-line]").nth(3).bounding_box()["y"]
    at_level(rows[9], AG, one)
    begun = time.monotonic()
    until(lambda: row_of(police, rows[9]).get_attribute("data-level") == "2", SECONDS)
    assert time.monotonic() - begun <= SECONDS
    until(lambda: police.evaluate("window.beats") == before + 2)
    expect(police.locator("#kata")).to_contain_text("lapangan 9")
    assert police.locator("li[data-key]").first.get_attribute("data-key") == str(rows[9].pk)
    assert focused(police) == str(rows[3].pk), "nobody's place moves"
    assert abs(row_of(police, rows[3]).locator("[data-line]").bounding_box()["y"] - top) < 3
    assert police.get_by_label("Wilayah").input_value() == "RW 1"
    assert police.title().startswith("(1) ")
    expect(row_of(police, rows[9]).locator(".tags")).to_contain_text("belum diverifikasi")
    assert row_of(police, rows[9]).locator("[data-verify]").count() == 1

    # A report comes near, is joined by one key and parted by another; the other board follows.
    told = report_near(rows[9])
    observe(actor=two, incident=rows[0], observation_id=new_id(), source="seen", text=TEXT, seen_at=timezone.now())
    expect(row_of(desk, rows[9]).locator("[data-join]")).to_have_attribute("value", str(told.pk))
    row_of(desk, rows[9]).locator("[data-line]").focus()
    desk.keyboard.press("g")
    expect(desk.locator("#kata")).to_contain_text("Laporan digabungkan.")
    expect(row_of(desk, rows[9]).locator("[data-join]")).to_have_count(0)
    assert focused(desk) == str(rows[9].pk)
    expect(row_of(police, rows[9])).to_contain_text("1 laporan")
    desk.keyboard.press("u")
    expect(desk.locator("#kata")).to_contain_text("Laporan dilepas lagi.")
    expect(row_of(desk, rows[9]).locator("[data-join]")).to_have_count(1)

    desk.keyboard.press("Enter")
    desk.wait_for_url(f"**/kejadian/{rows[9].pk}/")
    desk.go_back()
    expect(desk.locator("li[data-key]")).to_have_count(12)
    desk.keyboard.press("?")
    expect(desk.locator("#tombol")).to_have_attribute("open", "")
    desk.keyboard.press("b")
    desk.wait_for_url("**/kejadian/baru/**")


@pytest.mark.browser
@pytest.mark.long
@pytest.mark.django_db(transaction=True)
def test_an_operator_without_a_line_is_told_so_and_catches_up(screen: Opening) -> None:
    town()
    one, two = two_houses()
    row = incident(one)
    page = screen(two, quiet=True, **DESK)
    page.goto("/papan/")
    expect(page.locator("#segar")).to_contain_text("Diperbarui")
    page.context.set_offline(True)
    expect(page.locator("#putus")).to_contain_text("Sambungan terputus")
    at_level(row, GN, one)
    page.context.set_offline(False)
    until(lambda: row_of(page, row).get_attribute("data-level") == "3", SECONDS)
    expect(page.locator("#putus")).to_be_hidden()
    expect(page.locator("#kata")).not_to_be_empty()
    assert "new" in (row_of(page, row).get_attribute("class") or "")
    Session.objects.all().delete()
    expect(page.locator("#putus")).to_contain_text("Anda tidak lagi masuk")
    assert row_of(page, row).count() == 1, "what was there stays readable"


@pytest.mark.browser
@pytest.mark.long
@pytest.mark.django_db(transaction=True)
def test_an_operator_offline_for_ten_minutes_reads_since_when_loses_no_words_and_catches_up(screen: Opening) -> None:
    town()
    one, two = two_houses()
    row = incident(one)
    board = screen(two, quiet=True, **DESK)
    board.clock.install()
    board.goto("/papan/")
    expect(board.locator("#segar")).to_contain_text("detik lalu")
    page = board.context.new_page()
    page.goto(f"/kejadian/{row.pk}/")
    seen = page.get_by_label("Apa yang terlihat atau terdengar")
    seen.fill(TEXT)

    board.context.set_offline(True)
    expect(board.locator("#putus")).to_contain_text("Sambungan terputus")
    said = board.locator("#putus").inner_text()
    board.clock.fast_forward("10:00")
    expect(board.locator("#segar")).to_contain_text("10 menit lalu")
    assert board.locator("#putus").inner_text() == said, "it says how old what it shows is, not what time it is"
    assert row_of(board, row).count() == 1
    at_level(row, AG, one)
    page.get_by_role("button", name="Catat", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("Yang Anda tulis tetap di sini")
    assert (seen.input_value(), page.url) == (TEXT, f"{page.url.partition('/kejadian')[0]}/kejadian/{row.pk}/")
    assert row.observations.count() == 1, "the one on which it was judged"

    board.context.set_offline(False)
    until(lambda: row_of(board, row).get_attribute("data-level") == "2", SECONDS)
    expect(board.locator("#putus")).to_be_hidden()
    assert "new" in (row_of(board, row).get_attribute("class") or "")
    expect(page.get_by_role("alert")).to_contain_text("Tersambung lagi", timeout=10_000)
    page.get_by_role("button", name="Catat", exact=True).dblclick()
    expect(page.get_by_text("Pengamatan dicatat.")).to_be_visible()
    assert row.observations.filter(by=two.label).count() == 1
    assert "Naik ke AG" in page.locator("#urutan").inner_text()


@pytest.mark.browser
@pytest.mark.long
@pytest.mark.django_db(transaction=True)
def test_the_board_is_whole_on_a_phone_on_the_wall_and_by_night(screen: Opening) -> None:
    town()
    one, _two = two_houses()
    page = screen(one, **PHONE)
    page.goto("/papan/")
    whole(page)
    page.set_viewport_size({"width": 360, "height": 640})
    assert page.locator("#daftar").bounding_box()["y"] <= 640 / 3, "the list begins within the first third"
    situation(RW, GN, verified=True, place="lapangan di belakang Masjid Jami Al-Ikhlas dekat sekolah dasar yang lama")
    fill([RW], 120)
    page.goto("/papan/")
    expect(page.locator("li[data-key]")).to_have_count(100)
    whole(page)
    page.get_by_role("button", name="Peta", exact=True).click()
    expect(page.locator("#daftar")).to_be_hidden()
    whole(page)
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size({"width": 1280, "height": 800})
    expect(page.locator("#daftar")).to_be_visible()
    whole(page)
    page.set_viewport_size({"width": 1920, "height": 1080})
    page.goto("/papan/?layar=dinding")
    expect(page.locator("#jam")).to_be_visible()
    expect(page.get_by_role("link", name="Catat kejadian")).to_have_count(0)
    whole(page)
    page.keyboard.press("l")
    page.wait_for_url("**/papan/?")
