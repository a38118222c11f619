"""A drill in a real browser: rung at the posko's desk, answered by one tap on a phone that runs no script."""

import gzip
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from rukun.report.tests.test_inbox_in_browser import SIDEWAYS, sign_in
from tools.browser import barriers

pytestmark = pytest.mark.browser
STYLE = Path(__file__).parent.parent / "static" / "alarm" / "alarm.css"
THUMB = 44


def test_the_style_is_small() -> None:
    assert len(gzip.compress(STYLE.read_bytes())) <= 900


def test_a_drill_is_answered_by_one_tap_without_script_and_seen_at_the_posko(
    page: Any, browser: Any, served: Any
) -> None:
    sign_in(page)
    page.goto("/kentongan/")
    assert barriers(page) == []
    page.get_by_role("link", name="Siapkan latihan").click()
    page.get_by_label("Periksa", exact=False).check()
    page.get_by_role("button", name="Lihat siapa yang dipanggil").click()
    expect(page.get_by_role("heading", name="Yang akan dipanggil")).to_be_visible()
    assert barriers(page) == []
    assert not page.evaluate(SIDEWAYS)
    page.get_by_role("button", name="Bunyikan LATIHAN sekarang").click()
    expect(page.get_by_role("button", name="Akhiri latihan")).to_be_visible()
    phone = browser.new_context(
        base_url=served.url, locale="id-ID", java_script_enabled=False, viewport={"width": 360, "height": 740}
    )
    try:
        other = phone.new_page()
        sign_in(other, "bhabinkamtibmas")
        other.goto("/panggilan/")
        other.get_by_role("link", name="Buka dan jawab").first.click()
        expect(other.get_by_text("LATIHAN: ini bukan kejadian sungguhan")).to_be_visible()
        for name in ("Siap", "Tidak bisa", "Mundur"):
            box = other.get_by_role("button", name=name).bounding_box()
            assert box["height"] >= 1.5 * THUMB
            assert box["width"] >= 300
        other.get_by_role("button", name="Siap").click()
        expect(other.get_by_text("Anda menjawab: siap")).to_be_visible()
    finally:
        phone.close()
    page.reload()
    expect(page.get_by_role("list", name="Jawaban").get_by_text("siap")).to_contain_text("1")
    page.get_by_role("button", name="Akhiri latihan").click()
    expect(page.get_by_text("Latihan ini sudah berakhir.")).to_be_visible()
    assert barriers(page) == []
