"""The handlers' list in a real browser: by keyboard, by thumb, without script, and with a thousand reports."""

import gzip
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from rukun.demo.cast import RW_03
from rukun.report.tests.sending import told_just_now
from tools.browser import barriers

pytestmark = pytest.mark.browser
SCRIPT = Path(__file__).parent.parent / "static" / "report" / "inbox.js"
SIDEWAYS = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


@pytest.fixture
def told(page: Any) -> str:
    """The id of a report that came just now, so that there are some."""
    return told_just_now(page, "Lampu mati.")


def sign_in(page: Any, role: str = "petugas_posko") -> None:
    page.goto("/demo/")
    page.locator(f"button[name=person][value={role}]").click()
    page.wait_for_url("**/hari-ini/")


def focused(page: Any) -> str:
    return str(page.evaluate("document.activeElement.getAttribute('href') || document.activeElement.name || ''"))


def test_the_script_of_keys_is_small() -> None:
    assert len(gzip.compress(SCRIPT.read_bytes())) <= 1536


def test_a_day_goes_by_keyboard_alone(page: Any, told: str) -> None:
    page.set_viewport_size({"width": 1280, "height": 800})
    sign_in(page)
    page.goto("/laporan/")
    lines = page.locator("[data-line]")
    first, second = (lines.nth(number).get_attribute("href") for number in range(2))
    page.keyboard.press("j")
    assert focused(page) == first
    page.keyboard.press("ArrowDown")
    assert focused(page) == second
    page.keyboard.press("k")
    assert focused(page) == first
    page.keyboard.press("k")
    assert focused(page) == first, "there is none above"
    boxes = page.locator("input[name=laporan]")
    page.keyboard.press("x")
    assert [boxes.nth(number).is_checked() for number in range(2)] == [True, False]
    page.keyboard.press("Control+x")
    assert boxes.first.is_checked(), "that belongs to the browser"
    page.keyboard.press("a")
    assert page.locator("input[name=laporan]:checked").count() == lines.count()
    page.keyboard.press("a")
    assert page.locator("input[name=laporan]:checked").count() == 0
    page.keyboard.press("h")
    assert page.evaluate("document.activeElement.dataset.key") == "h"
    assert page.url.endswith("/laporan/"), "a slip of the finger sends nothing"
    page.keyboard.press("?")
    shown = page.locator("#tombol li:visible").all_inner_texts()
    assert any(each.startswith("j / k") for each in shown)
    assert not any("konfirmasi" in each for each in shown), "only keys that do something here"
    page.keyboard.press("?")
    expect(page.locator("#tombol ul")).to_be_hidden()
    page.keyboard.press("/")
    assert focused(page) == "wilayah"
    page.keyboard.type("jx/?ah")
    assert page.locator("[name=wilayah]").input_value() == "jx/?ah", "who types is left alone"
    assert page.locator("input[name=laporan]:checked").count() == 0
    page.locator("[name=wilayah]").fill("")
    page.get_by_label("Status").select_option("belum-dibaca")
    page.keyboard.press("j")  # in a list of choices a letter chooses
    page.get_by_label("Status").select_option("belum-dibaca")
    page.locator("[name=wilayah]").press("Enter")
    page.wait_for_url("**/laporan/?*status=belum-dibaca*")
    page.keyboard.press("j")
    here = focused(page)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{here}")


def test_one_report_is_worked_on_by_keyboard(page: Any, told: str) -> None:
    page.set_viewport_size({"width": 1280, "height": 800})
    sign_in(page)
    page.goto(f"/laporan/{told}/")
    for key in ("b", "h", "r"):  # links are followed
        page.keyboard.press(key)
        page.wait_for_url(lambda url: not url.endswith(f"{told}/"))
        page.go_back()
        page.wait_for_url(f"**/laporan/{told}/")
    page.keyboard.press("s")
    expect(page.get_by_role("button", name="Mulai dikerjakan")).to_be_focused()
    assert page.url.endswith(f"{told}/")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Mulai dikerjakan")).to_have_count(0)
    page.keyboard.press("u")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Mulai dikerjakan")).to_be_visible()
    page.keyboard.press("t")
    page.keyboard.type("Di tiang yang mana?")
    assert page.evaluate("document.activeElement.value") == "Di tiang yang mana?"
    page.locator("body").click(position={"x": 1, "y": 1})
    page.keyboard.press("c")  # a link within what is folded
    page.wait_for_url(f"**/laporan/{told}/tidak-dapat/")
    page.go_back()
    page.wait_for_url(f"**/laporan/{told}/")
    for key, name in (("d", "Sedang dikoordinasikan"), ("p", "Cetak lembar SIABIDIBAM")):
        page.keyboard.press(key)
        expect(page.get_by_role("button", name=name)).to_be_focused()
    page.keyboard.press("Shift+S")
    expect(page.locator("#lain [name=reason]")).to_be_focused()
    page.locator("body").click(position={"x": 1, "y": 1})
    page.keyboard.press("?")
    shown = page.locator("#tombol li:visible").all_inner_texts()
    assert any("mulai dikerjakan" in each for each in shown)
    assert not any(each.startswith(("j / k", "a:", "/:")) for each in shown)


def test_from_one_report_keys_lead_to_the_next_of_the_list_and_to_all_that_can_be_done(page: Any, told: str) -> None:
    page.set_viewport_size({"width": 1280, "height": 800})
    sign_in(page)
    page.goto("/laporan/")
    hrefs = list(dict.fromkeys(each.get_attribute("href") for each in page.locator("[data-line]").all()))
    page.goto(str(hrefs[0]))
    page.keyboard.press("k")
    page.keyboard.press("j")
    page.wait_for_url(f"**{hrefs[1]}")
    page.keyboard.press("k")
    page.wait_for_url(f"**{hrefs[0]}")
    page.keyboard.press("?")
    shown = page.locator("#tombol li:visible").all_inner_texts()
    assert any(each.startswith("j / k") for each in shown)
    assert not any(each.startswith("Enter") for each in shown)
    page.goto("/laporan/?status=belum-dibaca")
    page.keyboard.press("w")
    assert focused(page) == "name"
    page.goto("/laporan/")
    page.keyboard.press("e")
    page.wait_for_url("**/unduh/**")


@pytest.mark.long
def test_it_fits_a_phone_and_what_is_ticked_is_handed_on(page: Any, told: str) -> None:
    sign_in(page)
    for address in ("/laporan/", "/laporan/?status=terlambat&jenis=keadaan&pihak=saya&urut=prioritas",
                    "/en/laporan/", "/laporan/pilihan/?dari=status%3Dterlambat"):  # fmt: skip
        page.goto(address)
        assert barriers(page) == [], address
        assert not page.evaluate(SIDEWAYS), address
    page.goto(f"/laporan/?wilayah={RW_03}&urut=terbaru")
    page.locator(f"input[value='{told}']").locator("xpath=..").click()
    page.get_by_role("button", name="Teruskan yang dicentang").click()
    page.wait_for_url("**/laporan/teruskan/")
    assert page.locator(f"input[name=laporan][value='{told}']").count() >= 1
    page.goto(f"/laporan/?wilayah={RW_03}&urut=terbaru")
    page.get_by_text("Simpan pilihan ini").click()
    page.get_by_label("Namanya").fill(f"RW 03 {told[-6:]}")
    page.get_by_role("button", name="Simpan", exact=True).click()
    page.wait_for_url("**/laporan/?wilayah=*")
    assert not page.evaluate(SIDEWAYS)
    expect(page.locator(".tabs [aria-current]")).to_have_text(f"RW 03 {told[-6:]}")


@pytest.mark.long
def test_all_of_it_works_without_script(browser: Any, served: Any, page: Any, told: str) -> None:
    context = browser.new_context(
        base_url=served.url, java_script_enabled=False, viewport={"width": 360, "height": 740}
    )
    plain = context.new_page()
    sign_in(plain)
    plain.goto("/laporan/")
    plain.get_by_role("link", name="Pilih semua di halaman ini").click()
    assert plain.locator("input[name=laporan]:checked").count() == plain.locator("[data-line]").count() > 0
    plain.locator("summary", has_text="Saring dan urutkan").click()
    plain.get_by_label("Jenis").select_option("keadaan")
    plain.get_by_role("button", name="Tampilkan", exact=True).click()
    plain.wait_for_url("**jenis=keadaan*")
    plain.get_by_role("link", name="Lepas saringan: Jenis").click()
    plain.wait_for_url(lambda url: "jenis" not in url)
    plain.locator("summary", has_text="Tombol papan ketik").click()
    expect(plain.locator("#tombol ul")).to_be_visible()
    context.close()
