"""A report's whole way in a real browser, from a resident's phone to an end that somebody else than its owner saw."""

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from rukun.demo.cast import KELURAHAN
from rukun.report.algo.codes import new_code
from rukun.report.tests.factories import jpeg
from rukun.report.tests.phone import fill, kept, onwards, state
from rukun.report.tests.sending import told_just_now
from rukun.report.tests.visiting import sign_in, whole
from tools.browser import until

pytestmark = [pytest.mark.browser, pytest.mark.long]

OWNER = "Kelurahan Kampung Contoh"


def photo(seed: int) -> dict[str, Any]:
    return {"name": "bukti.jpg", "mimeType": "image/jpeg", "buffer": jpeg(640, 480, seed=seed)}


def receipt(page: Any, code: str) -> Any:
    """What whoever has the code is told now."""
    page.goto("/r/")
    page.get_by_label("Kode tanda terima").fill(code)
    page.get_by_role("button", name="Lihat laporan").click()
    expect(page.get_by_role("heading", name="Laporan Anda")).to_be_visible()
    return page.locator("main")


def last_step(page: Any) -> Any:
    """What the receipt tells last of all that happened, or is to happen next."""
    return page.locator("main ol").first.locator("li").last


def listed(page: Any, key: str, status: str = "") -> Any:
    """The one line of a report of RW 02 in the list of those who handle it."""
    page.goto(f"/laporan/?wilayah={KELURAHAN}.002&urut=terbaru&status={status}")
    line = page.locator(".log li", has=page.locator(f"a[data-line][href='/laporan/{key}/']"))
    expect(line).to_have_count(1)
    return line


def stands(page: Any, words: str) -> None:
    """How it stands with the promise, on the page of its report."""
    expect(page.locator("#janji .badge").first).to_have_text(words)


def figures(page: Any) -> tuple[int, int, int]:
    """What the lurah reads: how many were promised, confirmed by whoever reported, and opened again."""
    sign_in(page, "lurah")
    page.goto("/laporan/tindak-lanjut/")
    text = page.locator("main").inner_text()
    made, reopened = re.search(r": (\d+) laporan\b", text), re.search(r"(\d+) pernah dibuka lagi", text)
    assert made
    assert reopened
    ended = page.locator("tr", has=page.get_by_text("pelapor", exact=True))
    return int(made[1]), int(ended.locator("td").first.inner_text()), int(reopened[1])


def hand_outside(page: Any, report: str, authority: str, why: str) -> str:
    """The link that the page shows this once."""
    page.goto(f"{report}teruskan/")
    page.get_by_label("Nama instansi").fill(authority)
    page.locator("#id_luar_reason").fill(why)
    page.get_by_role("button", name="Teruskan dan buat tautan").click()
    expect(page.get_by_role("heading", name=f"Tautan untuk {authority}")).to_be_visible()
    return str(page.locator("code.long").inner_text()).strip()


def test_a_report_is_closed_when_its_reporter_who_rejected_the_first_proof_confirms_the_second(
    page: Any, phone: Any
) -> None:
    before = figures(page)
    resident = phone.new_page()
    resident.goto("/lapor/")
    resident.locator("#lapor-app details").wait_for()
    code = fill(resident, "Papan jembatan kecil di belakang musala patah dua, sepeda harus dituntun lewat pematang.")
    [key] = (each["id"] for each in kept(resident))
    onwards(resident, "Terima kasih")
    until(lambda: state(resident) == "Terkirim.", 60)

    # It has an owner before anybody reads it; the question is one of those that lie ready.
    sign_in(page, "petugas_posko")
    line = listed(page, key, "belum-dibaca")
    expect(line).to_contain_text(OWNER)
    line.get_by_role("link").click()
    stands(page, "diterima, belum dikerjakan")
    expect(page.locator("#janji strong")).to_have_text([OWNER])
    page.get_by_text("Pertanyaan siap pakai").click()
    page.get_by_label("Tanyakan kepada pelapor").fill("Selamat sore.")
    page.get_by_role("button", name="Apakah membahayakan orang yang lewat?").click()
    asked = "Selamat sore.\nApakah membahayakan orang yang lewat?"
    expect(page.get_by_label("Tanyakan kepada pelapor")).to_have_value(asked)
    whole(page)
    page.get_by_role("button", name="Kirim pertanyaan").click()
    expect(page.locator("#percakapan .log")).to_contain_text("belum dibaca pelapor")

    told = receipt(resident, code)
    expect(told).to_contain_text("Petugas bertanya kepada Anda.")
    expect(told.locator("dd", has_text=OWNER)).to_have_count(1)
    expect(told.locator(".log li")).to_contain_text("Apakah membahayakan orang yang lewat?")
    resident.get_by_label("Pesan Anda").fill("Ya, kemarin sore ada yang terpeleset di sana.")
    resident.get_by_role("button", name="Kirim pesan").click()
    expect(resident.get_by_text("Pesan Anda terkirim")).to_be_visible()

    listed(page, key, "ada-jawaban").get_by_role("link").click()
    expect(page.locator("#percakapan .log li").last).to_contain_text("kemarin sore ada yang terpeleset")
    page.get_by_role("button", name="Mulai dikerjakan").click()
    stands(page, "dikerjakan")
    page.get_by_role("link", name="Nyatakan selesai").click()
    whole(page)
    page.get_by_label("Apa yang sudah dikerjakan").fill("Papannya sudah diganti.")
    page.get_by_role("button", name="Kirim bukti").click()
    expect(page.get_by_role("alert")).to_contain_text("Foto belum dipilih")
    expect(page.get_by_label("Apa yang sudah dikerjakan")).to_have_value("Papannya sudah diganti.")
    first = photo(301)
    page.locator("input[type=file]").set_input_files(first)
    page.get_by_role("button", name="Kirim bukti").click()
    stands(page, "menunggu konfirmasi")
    expect(page.get_by_role("button", name="Ya, benar")).to_have_count(0)
    whole(page)

    # Its owner's word alone closes nothing: whoever reported looks, and says no.
    told = receipt(resident, code)
    expect(told).to_contain_text("Papannya sudah diganti.")
    expect(told).to_contain_text("1 foto diperiksa dulu supaya wajah orang tidak terlihat.")
    resident.locator("#konfirmasi summary").click()
    whole(resident)
    resident.get_by_label("Apa yang belum beres?").fill("Papan barunya goyang, belum dipaku.")
    resident.get_by_role("button", name="Kirim: belum beres").click()
    expect(resident.locator("main .badge").first).to_have_text("dibuka lagi")
    expect(last_step(resident)).to_contain_text("Belum beres menurut pelapor: dibuka lagi")

    listed(page, key, "dibuka-lagi").get_by_role("link").click()
    stands(page, "dibuka lagi")
    expect(page.locator("#janji .notice")).to_contain_text("Belum beres menurut Pelapor")
    expect(page.locator("#janji .notice")).to_contain_text("Papan barunya goyang, belum dipaku.")
    expect(page.locator("#janji strong")).to_have_text([OWNER])
    page.get_by_role("link", name="Nyatakan selesai").click()
    page.get_by_label("Apa yang sudah dikerjakan").fill("Sudah dipaku di kedua ujungnya.")
    page.locator("input[type=file]").set_input_files(first)
    page.get_by_role("button", name="Kirim bukti").click()
    expect(page.get_by_role("alert")).to_contain_text("Foto ini sudah pernah dikirim.")
    page.locator("input[type=file]").set_input_files(photo(302))
    page.get_by_role("button", name="Kirim bukti").click()
    stands(page, "menunggu konfirmasi")
    page.get_by_role("link", name="Foto bukti 1").first.click()
    page.get_by_role("button", name="Tidak ada wajah atau pelat: loloskan").click()
    expect(page.get_by_text("Foto ini terlihat oleh semua")).to_be_visible()

    told = receipt(resident, code)
    expect(told).to_contain_text("Sudah dipaku di kedua ujungnya.")
    expect(told).not_to_contain_text("Papannya sudah diganti.")
    expect(resident.get_by_role("img", name="Foto bukti 1")).to_be_visible()
    resident.get_by_role("button", name="Sudah beres").click()
    expect(resident.get_by_text("konfirmasi Anda tercatat")).to_be_visible()
    expect(resident.locator("main .badge").first).to_have_text("selesai")

    listed(page, key, "selesai").get_by_role("link").click()
    stands(page, "selesai")
    expect(page.locator("#janji")).to_contain_text("Dikonfirmasi oleh pelapor.")
    expect(page.get_by_role("link", name="Nyatakan selesai")).to_have_count(0)
    page.get_by_text("Riwayat, dan cara").click()
    whole(page)
    made, confirmed, reopened = before
    assert figures(page) == (made + 1, confirmed + 1, reopened + 1)


def test_an_authority_answers_by_a_link_alone_and_officer_and_reporter_see_what_it_says(
    page: Any, browser: Any, served: Any, phone: Any
) -> None:
    resident, code = phone.new_page(), new_code()
    words = "Gelap sekali di jembatan, tadi malam saya hampir jatuh."
    report = f"/laporan/{told_just_now(page, words, code)}/"
    summary, why = "Lampu jalan di jembatan mati sejak tiga malam.", "Tiang dan lampunya milik dinas."
    sign_in(page, "lurah")
    page.goto(f"{report}ringkasan/")
    page.get_by_label("Ringkasan").fill(summary)
    page.get_by_role("button", name="Simpan").click()
    page.wait_for_url(f"**{report}")
    link = hand_outside(page, report, "Dinas Bina Marga", why)
    whole(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="Cetak surat").click()
    assert download.value.path().read_bytes().startswith(b"%PDF")
    expect(receipt(resident, code)).to_contain_text("Menunggu jawaban Dinas Bina Marga.")

    context = browser.new_context(base_url=served.url, viewport={"width": 360, "height": 740}, locale="id-ID")
    asked: list[str] = []
    office = context.new_page()
    office.on("request", lambda request: asked.append(request.url))
    office.goto(link)
    expect(office.get_by_text(summary)).to_be_visible()
    expect(office.get_by_text(why)).to_be_visible()
    assert office.url == f"{served.url}/serah/"
    whole(office)
    assert words not in office.content()
    office.get_by_role("button", name="Ini kewenangan kami").click()
    expect(office.get_by_text("Tercatat bahwa ini kewenangan Anda")).to_be_visible()
    page.goto(report)
    expect(page.locator("#penerusan .badge")).to_have_text("diterima, hasilnya ditunggu")
    receipt(resident, code)
    expect(last_step(resident)).to_contain_text("Diterima oleh Dinas Bina Marga")

    office.get_by_label("Sudah ditangani").check()
    office.get_by_label("Keterangan").fill("Lampunya sudah kami ganti.")
    office.get_by_role("button", name="Kirim jawaban").click()
    expect(office.locator(".summary")).to_contain_text("Bukti belum ada")
    whole(office)
    expect(office.get_by_label("Keterangan")).to_have_value("Lampunya sudah kami ganti.")
    office.get_by_label("Foto bukti").set_input_files(photo(303))
    office.get_by_role("button", name="Kirim jawaban").click()
    expect(office.get_by_role("heading", name="Terima kasih")).to_be_visible()
    whole(office)
    office.goto(link)
    expect(office.locator(".summary")).to_contain_text("tidak berlaku lagi")
    whole(office)
    assert not [url for url in asked if link.partition("#")[2] in url]
    assert context.cookies() == []

    page.goto(report)
    stands(page, "menunggu konfirmasi")
    expect(page.locator("#janji")).to_contain_text("Lampunya sudah kami ganti.")
    expect(page.get_by_role("button", name="Ya, benar")).to_have_count(0)
    told = receipt(resident, code)
    expect(told).to_contain_text("Dinas Bina Marga menyatakan ini selesai.")
    expect(told).to_contain_text("Lampunya sudah kami ganti.")

    # A neighbour saw that it is not so. It is its owner's again, who asks another authority.
    sign_in(page, "ketua_rw")
    page.goto(report)
    expect(page.get_by_text("sudah benar selesai?")).to_be_visible()
    whole(page)
    page.get_by_role("button", name="Belum: buka lagi").click()
    expect(page.get_by_role("alert")).to_contain_text("Tulis apa yang belum beres")
    page.get_by_label("Apa yang Anda lihat di sana").fill("Masih mati malam ini.")
    page.get_by_role("button", name="Belum: buka lagi").click()
    stands(page, "dibuka lagi")
    receipt(resident, code)
    expect(last_step(resident)).to_contain_text("Belum beres menurut petugas dari pihak lain: dibuka lagi")
    sign_in(page, "lurah")
    page.goto(report)
    expect(page.locator("#janji .notice")).to_contain_text("Masih mati malam ini.")
    office.goto(hand_outside(page, report, "PLN", "Listriknya dari PLN."))
    office.get_by_text("Bukan kewenangan kami", exact=True).click()
    office.get_by_label("Mengapa bukan").fill("Tiang itu milik Bina Marga, bukan PLN.")
    office.get_by_role("button", name="Kirim: bukan kewenangan kami").click()
    expect(office.get_by_role("heading", name="Terima kasih")).to_be_visible()
    context.close()
    page.goto(report)
    expect(page.locator("#janji .notice").get_by_text("Tiang itu milik Bina Marga, bukan PLN.")).to_be_visible()
    page.get_by_role("link", name="Teruskan", exact=True).click()
    expect(page.get_by_role("button", name="Tawarkan")).to_be_visible()
    whole(page)
    receipt(resident, code)
    expect(last_step(resident)).to_contain_text("Menurut PLN, ini bukan wewenangnya")
