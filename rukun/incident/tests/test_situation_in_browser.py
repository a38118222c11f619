"""The page of a situation in a real browser: by thumb, by key, without script, and while somebody else works on it."""

import gzip
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from rukun.report.tests.test_inbox_in_browser import SIDEWAYS, sign_in
from tools.browser import barriers

pytestmark = pytest.mark.browser
STATIC = Path(__file__).parent.parent / "static" / "incident"


def opened(page: Any, place: str) -> str:
    """Its address, after an operator wrote it down by thumb."""
    sign_in(page)
    page.goto("/kejadian/baru/")
    page.get_by_label("Apa", exact=True).select_option("ketertiban")
    page.get_by_label("RW atau RT").fill("RW 03")
    page.get_by_label("Di mana tepatnya").fill(place)
    page.get_by_role("button", name="Catat kejadian").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(place)
    return str(page.url)


def test_script_and_style_of_the_page_are_small() -> None:
    assert len(gzip.compress((STATIC / "situation.js").read_bytes())) <= 1536
    assert len(gzip.compress((STATIC / "incident.css").read_bytes())) <= 1800
    for name in ("pick.js", "hold.js"):
        assert len(gzip.compress((STATIC / name).read_bytes())) <= 1024, name


def test_somebody_elses_change_is_told_while_one_types_and_no_word_is_lost(
    page: Any, browser: Any, served: Any
) -> None:
    address = opened(page, "lapangan voli")
    assert not page.evaluate(SIDEWAYS)
    assert barriers(page) == []
    page.get_by_label("Apa yang terlihat atau terdengar").fill("Musik keras, makin ramai.")
    other = browser.new_context(base_url=served.url, locale="id-ID")
    try:
        second = other.new_page()
        sign_in(second, "bhabinkamtibmas")
        second.goto(address)
        second.get_by_role("button", name="ditangani").click()
        expect(second.get_by_text("Dicatat: sedang ditangani.")).to_be_visible()
    finally:
        other.close()
    expect(page.locator("#berubah")).to_contain_text("keadaan kejadian diubah", ignore_case=True, timeout=10_000)
    expect(page.get_by_label("Apa yang terlihat atau terdengar")).to_have_value("Musik keras, makin ramai.")
    page.get_by_role("button", name="Catat", exact=True).click()
    expect(page.get_by_text("Pengamatan dicatat.")).to_be_visible()
    page.keyboard.press("t")
    page.wait_for_url("**/tingkat/")
    page.get_by_label("AG, ambang gangguan", exact=False).check()
    page.get_by_label("Musik keras", exact=False).check()
    page.get_by_label("Mengapa").fill("Makin ramai dan ada yang mulai saling teriak.")
    page.get_by_role("button", name="Simpan penilaian").click()
    expect(page.locator("#menunggu")).to_contain_text("Menunggu orang kedua")
    assert barriers(page) == []


def test_the_point_is_set_by_a_tap_by_keys_or_by_typing(page: Any) -> None:
    sign_in(page)
    page.goto("/kejadian/baru/")
    point, ground = page.get_by_label("Titik di peta"), page.get_by_role("region", name="Pilih titik kejadian")
    page.locator(".pick summary").click()
    expect(ground.locator(".leaflet-tile-pane canvas").first).to_be_visible()
    ground.click(position={"x": 120, "y": 150})
    expect(page.get_by_role("status").last).to_contain_text("Titik tersimpan")
    tapped = point.input_value()
    lat, lon = map(float, tapped.split(","))
    assert -11 < lat < 6
    assert 95 < lon < 141
    assert ground.locator(".posko-mark").count() == 1
    ground.press("ArrowRight")
    page.wait_for_timeout(400)  # it glides
    page.get_by_role("button", name="Pakai titik tengah peta").click()
    expect(point).not_to_have_value(tapped)
    page.get_by_role("button", name="Hapus titik").click()
    expect(point).to_have_value("")
    assert ground.locator(".posko-mark").count() == 0
    point.fill("-6.2, di sana")
    page.get_by_role("button", name="Catat kejadian").click()
    expect(page.locator("#id_point_field")).to_contain_text("Titik itu tidak terbaca")
    page.get_by_label("Titik di peta").fill(tapped)
    page.keyboard.press("Tab")
    expect(page.locator(".posko-mark")).to_have_count(1)
    assert barriers(page) == []
