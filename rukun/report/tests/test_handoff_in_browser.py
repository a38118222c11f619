"""From the posko to an authority without account and back, in a real browser: link, acceptance, proof, rejection."""

from typing import Any

import pytest
from playwright.sync_api import expect

from rukun.report.tests.factories import jpeg
from rukun.report.tests.sending import told_just_now
from tools.browser import barriers

pytestmark = pytest.mark.browser

SUMMARY = "Lampu jalan di jembatan mati sejak tiga malam."
WHY = "Tiang dan lampunya milik dinas, bukan milik kelurahan."
WORDS = "Gelap sekali di jembatan, tadi malam saya hampir jatuh."


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


def hand_outside(page: Any, report: str, authority: str) -> str:
    """The link that the page shows this once."""
    page.goto(f"{report}teruskan/")
    whole(page)
    page.get_by_label("Nama instansi").fill(authority)
    page.locator("#id_luar_reason").fill(WHY)
    page.get_by_role("button", name="Teruskan dan buat tautan").click()
    expect(page.get_by_role("heading", name=f"Tautan untuk {authority}")).to_be_visible()
    whole(page)
    return str(page.locator("code.long").inner_text()).strip()


def test_an_authority_accepts_and_proves_is_rejected_and_another_declines(page: Any, browser: Any, served: Any) -> None:
    key = told_just_now(page, WORDS)
    report = f"/laporan/{key}/"
    sign_in(page, "lurah")
    page.goto(f"{report}ringkasan/")
    page.get_by_label("Ringkasan").fill(SUMMARY)
    page.get_by_role("button", name="Simpan").click()
    page.wait_for_url(f"**{report}")
    link = hand_outside(page, report, "Dinas Bina Marga")
    with page.expect_download() as download:
        page.get_by_role("button", name="Cetak surat").click()
    assert download.value.path().read_bytes().startswith(b"%PDF")

    context = browser.new_context(base_url=served.url, viewport={"width": 360, "height": 740}, locale="id-ID")
    asked: list[str] = []
    office = context.new_page()
    office.on("request", lambda request: asked.append(request.url))
    office.goto(link)
    expect(office.get_by_text(SUMMARY)).to_be_visible()
    expect(office.get_by_text(WHY)).to_be_visible()
    assert office.url == f"{served.url}/serah/"
    whole(office)
    assert WORDS not in office.content()
    office.get_by_role("button", name="Ini kewenangan kami").click()
    expect(office.get_by_text("Tercatat bahwa ini kewenangan Anda")).to_be_visible()
    office.get_by_label("Sudah ditangani").check()
    office.get_by_label("Keterangan").fill("Lampunya sudah kami ganti.")
    office.get_by_role("button", name="Kirim jawaban").click()
    expect(office.locator(".summary")).to_contain_text("Bukti belum ada")
    whole(office)
    expect(office.get_by_label("Keterangan")).to_have_value("Lampunya sudah kami ganti.")
    office.get_by_label("Foto bukti").set_input_files(
        {"name": "bukti.jpg", "mimeType": "image/jpeg", "buffer": jpeg(seed=int(key[-4:], 16))}
    )
    office.get_by_role("button", name="Kirim jawaban").click()
    expect(office.get_by_role("heading", name="Terima kasih")).to_be_visible()
    whole(office)
    office.goto(link)
    expect(office.locator(".summary")).to_contain_text("tidak berlaku lagi")
    whole(office)
    secret = link.partition("#")[2]
    assert not [url for url in asked if secret in url]
    assert context.cookies() == []

    sign_in(page, "ketua_rw")
    page.goto(report)
    page.locator("textarea").first.fill("Masih mati malam ini.")
    page.get_by_role("button", name="Belum: buka lagi").click()
    sign_in(page, "lurah")
    page.goto(report)
    expect(page.get_by_text("Masih mati malam ini.").first).to_be_visible()
    office.goto(hand_outside(page, report, "PLN"))
    office.get_by_text("Bukan kewenangan kami", exact=True).click()
    office.get_by_label("Mengapa bukan").fill("Tiang itu milik Bina Marga, bukan PLN.")
    office.get_by_role("button", name="Kirim: bukan kewenangan kami").click()
    expect(office.get_by_role("heading", name="Terima kasih")).to_be_visible()
    context.close()
    page.goto(f"{report}teruskan/")  # it is its owner's again
    expect(page.get_by_role("button", name="Tawarkan")).to_be_visible()


def test_the_end_of_a_link_is_pasted_without_script(browser: Any, served: Any) -> None:
    context = browser.new_context(
        base_url=served.url, java_script_enabled=False, viewport={"width": 360, "height": 740}
    )
    page = context.new_page()
    page.goto("/serah/#keliru")
    page.get_by_label("Kode tautan").fill("keliru")
    page.get_by_role("button", name="Buka penerusan").click()
    expect(page.locator(".summary")).to_contain_text("Hubungi kelurahan")
    assert context.cookies() == []
    context.close()
