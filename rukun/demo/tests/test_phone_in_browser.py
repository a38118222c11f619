"""A whole report on the made-up phone: told with a photo and a pin, asked about, proven, confirmed."""

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from rukun.report.tests.factories import jpeg
from rukun.report.tests.visiting import sign_in, whole
from tools.browser import until

pytestmark = pytest.mark.browser
WORDS = "Lampu jalan mati sejak kemarin, gelap sekali."
PHONE = "/demo/ponsel/?siapa=tamu&lewat=whatsapp"


def newest(page: Any) -> Any:
    """What the posko said last."""
    return page.locator(".chat li:not(.own)").last


def send(page: Any, text: str) -> None:
    page.get_by_label("Pesan").fill(text)
    page.get_by_role("button", name="Kirim", exact=True).click()


def attach(page: Any) -> None:
    page.get_by_text("Foto, lokasi, pesan suara").click()


@pytest.mark.long
def test_a_whatsapp_report_goes_from_the_first_word_to_the_last_confirmation(
    page: Any, browser: Any, served: Any, tmp_path: Path
) -> None:
    page.goto(PHONE)
    expect(page.get_by_text("Belum ada pesan")).to_be_visible()
    whole(page)
    send(page, WORDS)
    expect(newest(page)).to_contain_text("Di mana?")

    photo = tmp_path / "lampu.jpg"
    photo.write_bytes(jpeg(640, 480, seed=911))
    attach(page)
    whole(page)
    page.locator("#foto").set_input_files(photo)
    page.get_by_role("button", name="Kirim foto", exact=True).click()
    expect(page.get_by_text("Foto diterima")).to_be_visible()
    expect(newest(page)).to_contain_text("Di mana?")
    attach(page)
    page.get_by_label("Lokasi", exact=True).select_option("Jembatan Kali Contoh")
    page.get_by_role("button", name="Kirim lokasi").click()
    expect(newest(page)).to_contain_text("1 foto")
    whole(page)
    page.get_by_role("button", name="Ya, kirim").click()
    expect(newest(page)).to_contain_text(re.compile(r"Kode tanda terima: (\d{4} ){4}\d{4}"))
    expect(page.get_by_role("button", name="Ya, kirim")).to_have_count(0)

    office = browser.new_context(base_url=served.url, viewport={"width": 1280, "height": 800}, locale="id-ID")
    posko = office.new_page()
    sign_in(posko, "petugas_posko")
    posko.goto("/laporan/?urut=terbaru&jenis=keadaan")
    links = [each.get_attribute("href") for each in posko.locator("main a").all()]
    posko.goto(max(each for each in links if re.fullmatch(r"/laporan/[0-9a-f-]{36}/", each or "")))
    expect(posko.get_by_text(WORDS)).to_be_visible()
    expect(posko.get_by_text("0828-9901-9801")).to_have_count(0)
    posko.get_by_label("Tanyakan kepada pelapor").fill("Tiang nomor berapa?")
    posko.get_by_role("button", name="Kirim pertanyaan").click()

    expect(page.get_by_text("Tiang nomor berapa?")).to_be_visible()
    send(page, "Tiang ketiga dari warung.")
    expect(newest(page)).to_contain_text("jawaban Anda sudah sampai")
    posko.reload()
    expect(posko.get_by_text("Tiang ketiga dari warung.")).to_be_visible()

    posko.get_by_role("link", name="Nyatakan selesai").click()
    posko.get_by_label("Apa yang sudah dikerjakan").fill("Lampunya sudah diganti.")
    proof = tmp_path / "bukti.jpg"
    proof.write_bytes(jpeg(640, 480, seed=912))
    posko.locator("input[type=file]").set_input_files(proof)
    posko.get_by_role("button", name="Kirim bukti").click()
    expect(posko.get_by_text("menunggu konfirmasi", exact=True)).to_be_visible()

    expect(page.get_by_role("button", name="Sudah beres")).to_be_visible()
    send(page, "1")
    expect(newest(page)).to_contain_text("konfirmasi Anda tercatat")
    posko.reload()
    expect(posko.get_by_text("menunggu konfirmasi", exact=True)).to_have_count(0)
    expect(posko.get_by_text(re.compile("dikonfirmasi", re.IGNORECASE)).first).to_be_visible()
    office.close()

    page.goto("/demo/terkirim/")
    expect(page.locator(".log").get_by_text("Tiang nomor berapa?")).to_be_visible()
    assert page.locator(".log li").filter(has_text="Yanti Kusuma").filter(has_text="dibaca").count() >= 5
    whole(page)


def test_a_sign_in_code_arrives_on_the_phone_of_whoever_asks(page: Any) -> None:
    page.goto("/demo/ponsel/?siapa=fkdm&lewat=sms")
    before = page.locator(".chat li").count()
    other = page.context.new_page()
    other.goto("/masuk/kode/")
    other.get_by_label("Nomor telepon").fill("0828-9901-0012")
    other.locator("main form button").first.click()
    until(lambda: page.locator(".chat li").count() > before)
    code = re.search(r"\b\d{6}\b", newest(page).inner_text())
    assert code
    assert code[0] in (other.goto("/demo/kode/"), other.locator("main").inner_text())[1], "and on the demo's own page"
