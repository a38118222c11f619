"""Two handlers on one report in a real browser: they see each other, hear of changes, and lose no words."""

from typing import Any

import pytest
from playwright.sync_api import expect

from rukun.report.tests.sending import told_just_now
from rukun.report.tests.visiting import sign_in, whole

pytestmark = pytest.mark.browser
TOLD = "Tutup selokan di depan pos hilang lagi, lubangnya dalam."


@pytest.fixture
def told(page: Any) -> str:
    """The address of a report that came just now."""
    return f"/laporan/{told_just_now(page, TOLD)}/"


def test_two_see_each_other_and_what_is_typed_stays(page: Any, browser: Any, served: Any, told: str) -> None:
    page.clock.install()
    sign_in(page, "petugas_posko")
    page.goto(told)
    expect(page.locator("#siapa")).to_be_hidden()
    button = page.get_by_role("button", name="Mulai dikerjakan")
    assert button.bounding_box()["y"] < 740, "what to do next is above the fold"
    whole(page)
    page.get_by_text("Langkah lain").click()
    page.get_by_label("Keterangan singkat").fill("Kami pasang papan dulu.")
    whole(page)

    other = browser.new_context(base_url=served.url, viewport={"width": 1280, "height": 800}, locale="id-ID")
    lurah = other.new_page()
    sign_in(lurah, "lurah")
    lurah.goto(told)
    expect(lurah.locator("#siapa")).to_have_text("Sedang dibuka juga: Yusuf Maulana (Petugas posko)")
    page.clock.fast_forward(20_000)
    expect(page.locator("#siapa")).to_contain_text("(Lurah)")
    expect(page.locator("#berubah")).to_be_hidden()
    lurah.get_by_role("button", name="Mulai dikerjakan").click()
    expect(lurah.get_by_role("status").first).to_contain_text("sedang dikerjakan")
    whole(lurah)
    page.clock.fast_forward(20_000)
    expect(page.locator("#berubah")).to_contain_text("Ada perubahan: muat ulang")
    expect(page.get_by_label("Keterangan singkat")).to_have_value("Kami pasang papan dulu.")
    page.get_by_role("button", name="Sedang dikoordinasikan").click()
    expect(page.get_by_role("alert")).to_contain_text("orang lain sudah bertindak")
    expect(page.get_by_text("Kami pasang papan dulu.")).to_be_visible()
    whole(page)
    other.close()
