"""From an application to the first certified member, in a real browser: two verifiers, a chair, a member."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from rukun.training.content import courses

pytestmark = [pytest.mark.browser, pytest.mark.long]

PHONE = {"viewport": {"width": 360, "height": 740}, "locale": "id-ID"}
WORD = "jembatan-di-pagi-hari"
CHAIR, MEMBER = "Nurhayati Lasut", "Bonifasius Tambun"
GROUP = "Peduli Kali Contoh"
A_PAPER = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
COURSE = "pelaporan"


def become(page: Any, role: str) -> None:
    page.goto("/demo/")
    page.locator(f"button[name=person][value={role}]").click()
    page.wait_for_url("**/hari-ini/")


def apply(page: Any) -> str:
    """Hand the application in, without an account. Returns the receipt."""
    page.goto("/mitra/daftar/")
    page.get_by_role("link", name=re.compile("Ajukan Organisasi kemasyarakatan")).click()
    page.get_by_label("Nama kelompok").fill(GROUP)
    page.get_by_label("Wilayah kemitraan").fill("Kelurahan Kampung Contoh")
    page.get_by_label(re.compile("Nomor badan hukum")).fill("AHU-0000789.AH.01.07.TAHUN 2025")
    page.get_by_label(re.compile("Apa yang ingin dilakukan")).fill("Ronda bersama dan membersihkan bantaran kali.")
    page.get_by_label(re.compile("Ronda dan kehadiran")).check()
    page.get_by_label(re.compile("Nama lengkap ketua")).fill(CHAIR)
    page.get_by_label(re.compile("telepon", re.IGNORECASE)).fill("0828-9901-3001")
    page.locator("input[type=file]").set_input_files(
        [{"name": "akta.pdf", "mimeType": "application/pdf", "buffer": A_PAPER}]
    )
    page.get_by_label(re.compile("Ketua berusia 18")).check()
    page.locator("main form button").last.click()
    return str(page.locator("main code").first.inner_text())


def verify(page: Any, role: str, reason: str) -> None:
    become(page, role)
    page.get_by_role("link", name=re.compile("pengajuan mitra menunggu")).click()
    page.get_by_role("link", name=re.compile(GROUP)).first.click()
    page.get_by_role("link", name=re.compile("^Periksa")).first.click()
    page.get_by_label(re.compile("Benarkan|Dibenarkan|Setuju", re.IGNORECASE)).first.check()
    page.get_by_label(re.compile("Alasan")).fill(reason)
    page.get_by_label(re.compile("berbicara", re.IGNORECASE)).check()
    page.locator("main form button").last.click()
    page.wait_for_load_state()


def agree(page: Any) -> None:
    page.get_by_role("link", name="Catat perjanjian").click()
    page.get_by_label("Nomor perjanjian").fill("31/PKS/KC")
    today = timezone.localdate()
    page.get_by_label("Hari pertama").fill(today.isoformat())
    page.get_by_label("Hari terakhir").fill((today + timedelta(days=700)).isoformat())
    page.locator("main form button").last.click()
    page.get_by_text("mitra terverifikasi").first.wait_for()


def invited_chair(page: Any) -> str:
    """From the partner's page to the chair's office, and an invitation. Returns its link."""
    page.get_by_role("link", name="Pengurus organisasi ini").click()
    page.get_by_role("link", name=re.compile(CHAIR)).first.click()
    page.get_by_role("link", name="Undang").first.click()
    page.get_by_role("button", name="Buat undangan").click()
    return str(page.locator("code").first.inner_text())


def come_in(page: Any, link: str) -> None:
    """Open an invitation and choose a password."""
    page.goto(re.sub(r"^https?://[^/]+", "", link))
    page.get_by_role("button", name="Buka undangan").click()
    page.wait_for_url("**/profil/keamanan/")
    page.get_by_role("link", name="Buat kata sandi").click()
    page.get_by_label("Kata sandi baru").fill(WORD)
    page.get_by_role("button", name="Simpan").click()
    page.wait_for_url("**/profil/keamanan/")


def join(page: Any) -> None:
    page.goto("/hari-ini/")
    page.get_by_role("link", name=re.compile(f"{GROUP} mengundang Anda")).click()
    page.get_by_role("button", name="Saya bergabung").wait_for()  # it stands below what is ticked
    for tick in page.locator("main input[type=checkbox]").all():
        tick.check()
    page.get_by_role("button", name="Saya bergabung").click()
    page.wait_for_url("**/tugas/")


def invite_member(page: Any) -> str:
    page.goto("/anggota/")
    page.get_by_role("link", name=GROUP).click()
    page.get_by_role("link", name=re.compile("Undang")).click()
    page.get_by_label("Nama", exact=True).fill(MEMBER)
    page.get_by_label("Nomor telepon").fill("0828-9901-3002")
    page.get_by_label("berusia 18 tahun").check()
    page.locator("main form button").last.click()
    page.get_by_role("button", name="Buat undangan masuk").click()
    return str(page.locator("code").first.inner_text())


def sign(page: Any) -> None:
    page.get_by_role("link", name="Baca dan tanda tangani").first.click()
    page.get_by_role("button", name="Tanda tangani").wait_for()
    for tick in page.locator("main input[type=checkbox]").all():
        tick.check()
    page.get_by_role("button", name="Tanda tangani").click()
    page.wait_for_url("**/tugas/")


def pass_quiz(page: Any) -> None:
    """Answer everything as the course's file says is right."""
    right = {each.ask: each.choices[0] for each in courses()[COURSE].questions}
    page.goto(f"/belajar/{COURSE}/kuis/")
    page.get_by_role("button", name="Mulai kuis").click()
    asked = page.locator("main fieldset")
    page.wait_for_load_state()
    asked.first.wait_for()
    for question in asked.all():
        told = question.inner_text()
        answer = next(choice for ask, choice in right.items() if ask in told)
        question.get_by_label(answer, exact=True).check()
    page.locator("main form button[type=submit], main form button").last.click()
    page.wait_for_url("**/belajar/kuis/*/")


def test_from_application_to_the_first_certified_member(browser: Any, served: Any) -> None:
    from tools.browser import watched_page

    def phone() -> Any:
        return watched_page(browser, served.url, **PHONE)

    with phone() as applicant, phone() as lurah, phone() as police:
        receipt = apply(applicant)
        verify(lurah, "lurah", "Akta sesuai, pengurus ditemui di kantor.")
        assert lurah.get_by_role("link", name="Catat perjanjian").count() == 0, "one authority alone is not enough"
        applicant.goto("/mitra/pengajuan/")
        applicant.get_by_label("Kode pengajuan").fill(receipt)
        applicant.locator("main form button").last.click()
        applicant.get_by_text("Akta sesuai").wait_for()
        verify(police, "bhabinkamtibmas", "Ketuanya paham: tanpa kekerasan, tanpa atribut negara.")
        lurah.reload()
        agree(lurah)
        link = invited_chair(lurah)
        applicant.goto("/mitra/")
        applicant.get_by_role("link", name=GROUP).wait_for()

        with phone() as chair, phone() as member:
            come_in(chair, link)
            join(chair)
            come_in(member, invite_member(chair))
            join(member)
            assert "Belum dapat bertugas" in member.locator("main").inner_text()
            sign(member)
            pass_quiz(member)
            member.goto("/tugas/")
            assert courses()[COURSE].title in member.locator("main").inner_text()
            sheet = member.get_by_role("link", name="Cetak (PDF)").get_attribute("href")
            printed = member.context.request.get(served.url + sheet)
            assert printed.headers["content-type"] == "application/pdf"
            code = member.get_by_role("link", name=re.compile(r"^\w{4}-\w{4}-\w{4}-\w{4}$")).inner_text()
        applicant.goto("/sertifikat/")
        applicant.get_by_label("Kode sertifikat").fill(code.lower().replace("-", " "))
        applicant.locator("main form button").last.click()
        expect(applicant.locator("main")).to_contain_text("B. T.")
        applicant.wait_for_load_state()
        shown = applicant.locator("main").inner_text()
        assert MEMBER not in shown
        assert GROUP in shown
