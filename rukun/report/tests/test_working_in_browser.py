"""Two handlers on one report in a real browser: they see each other, hear of changes, and lose no words."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from rukun.report.tests.factories import jpeg
from rukun.report.tests.sending import told_just_now
from tools.browser import barriers

pytestmark = pytest.mark.browser
TOLD = "Tutup selokan di depan pos hilang lagi, lubangnya dalam."


def whole(page: Any) -> None:
    """No serious barrier, nothing cut off at the side, everything large enough for a thumb."""
    page.wait_for_load_state()
    assert barriers(page) == [], page.url
    assert not page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"), page.url
    small = page.evaluate(
        """[...document.querySelectorAll("main button, main summary, main input, main a.button")].flatMap(each => {
        const touched = each.type === "radio" ? each.closest("label") : each;
        return touched.checkVisibility() && touched.getBoundingClientRect().height < 44 ? [each.outerHTML] : [];})"""
    )
    assert small == [], page.url


def sign_in(page: Any, role: str) -> None:
    page.goto("/demo/")
    page.locator(f"button[name=person][value={role}]").click()
    page.wait_for_url("**/hari-ini/")


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


def test_proof_is_sent_from_a_phone_and_answered_by_a_neighbour(page: Any, told: str, tmp_path: Path) -> None:
    sign_in(page, "petugas_posko")
    page.goto(told)
    page.get_by_text("Pertanyaan siap pakai").click()
    whole(page)
    page.get_by_label("Tanyakan kepada pelapor").fill("Selamat sore.")
    page.get_by_role("button", name="Apakah membahayakan orang yang lewat?").click()
    expect(page.get_by_label("Tanyakan kepada pelapor")).to_have_value(
        "Selamat sore.\nApakah membahayakan orang yang lewat?"
    )
    page.get_by_role("link", name="Nyatakan selesai").click()
    whole(page)
    photo = tmp_path / "selokan.jpg"
    photo.write_bytes(jpeg(640, 480, seed=301))
    page.get_by_label("Apa yang sudah dikerjakan").fill("Tutupnya sudah dipasang.")
    page.get_by_role("button", name="Kirim bukti").click()
    expect(page.get_by_role("alert")).to_contain_text("Foto belum dipilih")
    expect(page.get_by_label("Apa yang sudah dikerjakan")).to_have_value("Tutupnya sudah dipasang.")
    page.locator("input[type=file]").set_input_files(photo)
    page.get_by_role("button", name="Kirim bukti").click()
    expect(page.get_by_text("menunggu konfirmasi", exact=True)).to_be_visible()
    whole(page)
    sign_in(page, "ketua_rw")
    page.goto(told)
    expect(page.get_by_text("sudah benar selesai?")).to_be_visible()
    whole(page)
    page.get_by_role("button", name="Belum: buka lagi").click()
    expect(page.get_by_role("alert")).to_contain_text("Tulis alasannya")
    page.get_by_label("Apa yang Anda lihat di sana").fill("Masih berlubang di ujungnya.")
    page.get_by_role("button", name="Belum: buka lagi").click()
    expect(page.get_by_text("dibuka lagi", exact=True)).to_be_visible()
    expect(page.get_by_text("Masih berlubang di ujungnya.").first).to_be_visible()
    page.get_by_text("Riwayat, dan cara").click()
    whole(page)
