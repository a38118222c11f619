"""The reporter's side in a real browser on a small phone: a scanned code, an answer, the page of promises."""

from typing import Any

import pytest
from playwright.sync_api import expect

from rukun.demo.cast import receipt_code
from tools.browser import barriers

pytestmark = pytest.mark.browser


def whole(page: Any) -> None:
    """No serious barrier, nothing cut off at the side, everything large enough for a thumb."""
    page.wait_for_load_state()
    assert barriers(page) == [], page.url
    assert not page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"), page.url
    small = page.evaluate(
        """[...document.querySelectorAll("main button, main summary, main input, main a.button")].flatMap(each =>
        each.checkVisibility() && each.getBoundingClientRect().height < 44 ? [each.outerHTML.slice(0, 90)] : [])"""
    )
    assert small == [], page.url


def test_a_scanned_code_leaves_the_address_at_once_and_opens_the_report(page: Any, served: Any) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"/r/#{receipt_code(2)}")
    expect(page.get_by_role("heading", name="Laporan Anda")).to_be_visible()
    assert page.url == f"{served.url}/r/"
    assert not [url for url in asked if receipt_code(2) in url]
    assert page.evaluate("document.cookie") == ""
    whole(page)
    page.get_by_text("Tambah foto", exact=True).click()
    page.get_by_text("Saya ingin dapat dihubungi").click()
    page.get_by_text("Tarik laporan ini").click()
    whole(page)
    page.get_by_text("Tidak jadi").last.click()
    page.get_by_label("Pesan Anda").fill("Lampunya masih mati malam ini.")
    page.get_by_role("button", name="Kirim pesan").click()
    expect(page.get_by_text("Pesan Anda terkirim")).to_be_visible()
    expect(page.locator(".log li").last).to_contain_text("Lampunya masih mati")
    page.evaluate(f"location.hash = '#{receipt_code(8)}'")  # another one is scanned into the same page
    expect(page.get_by_text("Keluar cepat")).to_be_visible()
    assert page.url == f"{served.url}/r/"
    whole(page)
    page.goto("/r/")
    page.evaluate("location.hash = '#isi'")  # the link for those who use a keyboard
    expect(page.get_by_role("heading", name="Kelanjutan laporan")).to_be_visible()
    page.evaluate(f"location.hash = '#{receipt_code(3)}'")
    expect(page.get_by_role("heading", name="Laporan Anda")).to_be_visible()


def test_a_code_is_typed_without_script(browser: Any, served: Any) -> None:
    context = browser.new_context(
        base_url=served.url, java_script_enabled=False, viewport={"width": 360, "height": 740}
    )
    page = context.new_page()
    page.goto(f"/r/#{receipt_code(1)}")
    expect(page.get_by_text("Salin angka di belakang tanda #")).to_be_visible()
    page.get_by_label("Kode tanda terima").fill(receipt_code(1)[:-1])
    page.get_by_role("button", name="Lihat laporan").click()
    expect(page.locator(".summary")).to_contain_text("yang tertulis 19")
    page.get_by_label("Kode tanda terima").fill(" ".join(receipt_code(1)))
    page.get_by_role("button", name="Lihat laporan").click()
    expect(page.get_by_text("Masih ramai sekarang?")).to_be_visible()
    assert context.cookies() == []
    context.close()


def test_the_page_of_promises_has_no_serious_barrier(page: Any) -> None:
    page.goto("/lapor/janji/")
    expect(page.get_by_role("heading", name="Yang tidak dapat kami lindungi")).to_be_visible()
    whole(page)
