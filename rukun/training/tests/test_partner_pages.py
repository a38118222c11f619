"""Pages of partners: what the public, an applicant, the authorities and the board see, send and are told."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from rukun.journal.models import Entry
from rukun.people.actions import establish_organisation, give_position
from rukun.people.models import Position
from rukun.people.strength import SESSION_KEY, Strength
from rukun.people.tests.factories import SYSTEM, person
from rukun.territory.tests.towns import listed
from rukun.training.actions import partners as actions
from rukun.training.algo.receipts import hash_of
from rukun.training.algo.states import ENDED, SUSPENDED, VERIFIED
from rukun.training.forms.partners import minted
from rukun.training.models import Document, Partnership
from rukun.training.tests.partnering import (
    KELURAHAN,
    NOW,
    OTHER,
    REASON,
    RW,
    agree,
    applied,
    apply,
    partner,
    state,
    verify,
)
from rukun.training.tests.test_partner_papers import SHEET
from rukun.ui.tests.chance import without_chance

pytestmark = [pytest.mark.django_db, pytest.mark.once]
TOWN = (
    "kode,nama\n31,Jakarta\n31.73,Jakarta Barat\n31.73.07,Palmerah\n31.73.07.1001,Palmerah\n"
    "31.73.07.1001.003,RW 03\n31.73.07.1002,Slipi\n"
)
CHAIR = {"chair_name": "Ratna Dewi", "chair_phone": "0812-7000-0009", "adult": "on"}


@pytest.fixture(autouse=True)
def _town(settings: Any) -> Iterator[None]:
    settings.FILE_UPLOAD_HANDLERS = ["rukun.ui.uploads.Bounded"]
    with time_machine.travel(NOW, tick=False):
        listed(TOWN)
        yield


def page(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, (path, answer.status_code)
    return answer.content.decode()


def form(**other: Any) -> dict[str, Any]:
    return {
        "application_id": minted(),
        "name": "Sahabat Kali",
        "unit": "kelurahan Palmerah",
        "legal_number": "AHU-1",
        "purpose": "Menjaga bersama.",
        "help_offered": ["bencana"],
        **CHAIR,
        **other,
    }


def test_somebody_without_an_account_applies_and_looks_the_state_up_by_the_code(client: Client) -> None:
    start = page(client, "/mitra/daftar/")
    for words in ("Yang memeriksa: Kelurahan, Polsek", "Tidak berjaga", "berlaku 12 bulan", "satu RW atau RT"):
        assert words in start, words
    empty = page(client, "/mitra/daftar/ormas/")
    assert 'enctype="multipart/form-data"' in empty
    sent = form(documents=[SimpleUploadedFile("akta.pdf", SHEET), SimpleUploadedFile("b.pdf", SHEET)])
    answer = client.post("/mitra/daftar/ormas/", sent)
    assert answer.headers["Cache-Control"].count("no-store") == 1
    text = answer.content.decode()
    asked = Partnership.objects.get()
    code = text.split("<code>")[1].split("</code>")[0]
    assert hash_of(code) == asked.receipt_hash
    assert (asked.unit, asked.applied_by, asked.documents.count()) == (KELURAHAN, "anyone", 2)
    again = client.post("/mitra/daftar/ormas/", {**sent, "documents": [], "name": "Lain"}).content.decode()
    assert f"<code>{code}</code>" in again, "a second tap shows the same, and stores nothing"
    assert "Sahabat Kali" in again
    assert (Partnership.objects.count(), Document.objects.count()) == (1, 2)
    for typed in (code, code.lower().replace("-", " ")):
        shown = client.post("/mitra/pengajuan/", {"code": typed}).content.decode()
        for words in ("Sahabat Kali", "diajukan", "belum memutuskan"):
            assert words in shown, words
    for hidden in ("Ratna", "7000", "AHU-1"):
        assert hidden not in without_chance(shown), hidden
    assert "Tidak ada pengajuan dengan kode itu" in client.post("/mitra/pengajuan/", {"code": "x"}).content.decode()
    verify(SYSTEM, asked, "polsek")
    verify(SYSTEM, asked, "kelurahan")
    shown = client.post("/mitra/pengajuan/", {"code": code}).content.decode()
    for words in ("sedang disiapkan kelurahan", "Semua pihak sudah membenarkan; perjanjiannya belum dicatat."):
        assert words in shown, words
    assert REASON in shown
    assert client.get(f"/mitra/pengajuan/?code={code}").content.decode().count("Sahabat Kali") == 0


def test_an_applicant_takes_the_application_back(client: Client) -> None:
    asked, code = applied()
    shown = client.post("/mitra/pengajuan/", {"code": code, "withdraw": "1"}).content.decode()
    assert "Pengajuan ditarik" in shown
    assert state(asked) == ENDED
    made, code = applied("pokdar", chair_phone="081270000555")
    verify(SYSTEM, made, "polsek")
    shown = client.post("/mitra/pengajuan/", {"code": code, "withdraw": "1"}).content.decode()
    assert "langkah itu tidak dapat dilakukan" in shown
    assert "4 Mei 2026 sampai 3 Mei 2029" in shown


def test_what_is_wrong_is_said_beside_its_field_and_what_was_typed_is_kept(client: Client) -> None:
    big = SimpleUploadedFile("besar.pdf", SHEET + b" " * 50 * 1024 * 1024)
    told: dict[str, dict[str, Any]] = {
        "besar.pdf” lebih besar dari 5 MB": {"documents": [big]},
        "bukan PDF, JPEG, atau PNG": {"documents": [SimpleUploadedFile("a.pdf", b"<html>")]},
        "Terlalu banyak berkas": {"documents": [SimpleUploadedFile("a.pdf", SHEET)] * 5},
        "Format nomor telepon belum benar": {"chair_phone": "12"},
        "Ketua harus orang dewasa": {"adult": ""},
        "Nomornya belum diisi": {"legal_number": ""},
        "bermitra untuk satu kelurahan atau RW": {"unit": "31.73.07"},
        "Wilayah itu tidak dikenal": {"unit": "Atlantis"},
    }
    for words, wrong in told.items():
        text = client.post("/mitra/daftar/ormas/", form(**wrong)).content.decode()
        assert text.count(words) == 2, f"{words}: above the form and beside the field"
        assert "Menjaga bersama." in text
    assert not Partnership.objects.exists()
    assert not Document.objects.exists()


def test_a_short_way_asks_for_less_and_fkdm_is_told_its_limits(client: Client) -> None:
    for kind, unit in (("siskamling", "RW 03 Palmerah"), ("fkdm", KELURAHAN)):
        text = page(client, f"/mitra/daftar/{kind}/?wilayah={KELURAHAN}")
        assert "Kelurahan Palmerah" in text
        assert ("tidak berjaga, dan tidak menangani kejadian" in text) == (kind == "fkdm")
        for absent in ('name="documents"', 'name="legal_number"', 'name="purpose"'):
            assert absent not in text
        sent = {"application_id": minted(), "name": kind, "unit": unit, **CHAIR}
        assert "Terima kasih" in client.post(f"/mitra/daftar/{kind}/", sent).content.decode()
    assert Partnership.objects.get(kind="siskamling").unit == RW
    page(client, "/mitra/daftar/lmk/", 404)


def test_the_board_applies_for_its_registered_organisation(client: Client) -> None:
    known = establish_organisation(actor=SYSTEM, kind="ormas", name="Mitra Jaya", unit=KELURAHAN)
    chair = person(name="Ratna Dewi")
    give_position(actor=SYSTEM, person=chair, title="ketua", unit=KELURAHAN, organisation=known)
    address = f"/mitra/daftar/ormas/?organisasi={known.pk}"
    assert client.get(address).status_code == 302, "to the sign-in"
    client.force_login(person("lurah", OTHER))
    page(client, address, 403)
    client.force_login(chair)
    assert address in page(client, "/mitra/daftar/")
    text = page(client, address)
    assert "Mitra Jaya" in text
    assert 'name="name"' not in text
    for absent in (uuid4(), "x"):
        page(client, f"/mitra/daftar/ormas/?organisasi={absent}", 404)
    page(client, f"/mitra/daftar/pokdar/?organisasi={known.pk}", 404)
    client.post(address, form(name="Lain"))
    asked = Partnership.objects.get()
    assert (asked.name, asked.organisation) == ("Mitra Jaya", known)
    seen = page(client, f"/mitra/{asked.pk}/")
    assert "belum memutuskan" in seen
    assert "0812-7000" not in seen


def test_the_register_shows_the_public_who_is_a_partner_and_nothing_of_their_people(client: Client) -> None:
    assert "Belum ada mitra" in page(client, "/mitra/")
    partner()
    night = partner("siskamling", unit=RW, name="Siskamling RW 03", chair_phone="081270000111")
    apply(name="Masih Diajukan", chair_phone="081270000112")
    actions.suspend_partnership(actor=SYSTEM, partnership=night, reason="Rahasia pemeriksaan.")
    text = page(client, "/mitra/")
    for words in ("Mitra Kampung", "mitra terverifikasi", "4 Mei 2026 sampai 3 Mei 2027", "RW 03, Palmerah",
                  "ditangguhkan"):  # fmt: skip
        assert words in text, words
    own = page(client, f"/mitra/{night.pk}/")
    assert "Siskamling (Satkamling) warga" in own
    for hidden in ("Ratna", "Rahasia", "Masih Diajukan", "AHU", "Riwayat", "Tangguhkan", "Menunggu"):
        assert hidden not in without_chance(text + own), hidden
    narrowed = page(client, f"/mitra/?wilayah={RW}&jenis=&status=")
    assert "Siskamling RW 03" in narrowed
    assert "Mitra Kampung" not in narrowed
    assert "Siskamling RW 03" not in page(client, f"/mitra/?status={VERIFIED}")
    assert "Siskamling RW 03" in page(client, f"/mitra/?status={SUSPENDED}&jenis=siskamling")
    assert "Tidak ada yang cocok" in page(client, f"/mitra/?status={ENDED}")
    assert "Wilayah itu tidak dikenal" in page(client, "/mitra/?wilayah=Atlantis")
    asked = Partnership.objects.get(name="Masih Diajukan")
    for absent in (asked.pk, uuid4()):
        page(client, f"/mitra/{absent}/", 404)


def test_in_the_browser_two_verifiers_and_an_agreement_make_a_partner(client: Client) -> None:
    asked = apply(documents=[("akta.pdf", SHEET)])
    here, polsek = f"/mitra/{asked.pk}/", Client()
    client.force_login(person("lurah", KELURAHAN, name="Ibu Hartati"))
    polsek.force_login(person("bhabinkamtibmas", KELURAHAN, name="Made"))
    for each in (client, polsek):
        assert "Menunggu Anda" in page(each, "/mitra/")
        text = page(each, here)
        for words in ("Ratna Dewi", "Tampilkan nomor ketua", "akta.pdf", "Menjaga bersama.", "periksa/", "AHU-1"):
            assert words in text, words
        assert "7000" not in without_chance(text)
    sent = {"authority": "polsek", "approved": "ya", "reason": "Akta lengkap."}
    told = polsek.post(f"{here}periksa/", sent).content.decode()
    assert "Hubungi dahulu ketuanya" in told
    assert "Akta lengkap." in told
    assert polsek.post(f"{here}periksa/", {**sent, "met": "on"}).headers["Location"] == here
    assert "sudah memutuskan" in polsek.post(f"{here}periksa/", {**sent, "approved": "tidak"}).content.decode()
    for wrong in ("kelurahan", "rw"):
        polsek.post(f"{here}periksa/", {**sent, "met": "on", "authority": wrong})
    page(polsek, f"{here}perjanjian/", 403)
    assert asked.verifications.count() == 1
    early = {"number": "PKS/1", "since": "4 Mei 2026", "until_last_day": "3 Mei 2027"}
    assert "Masih ditunggu: Kelurahan" in client.post(f"{here}perjanjian/", early).content.decode()
    client.post(f"{here}periksa/", {"authority": "kelurahan", "approved": "ya", "met": "on", "reason": "Dikenal."})
    assert "perjanjian dicatat" in page(client, "/mitra/")
    assert "perjanjiannya belum dicatat" in page(client, here)
    assert "perjanjiannya belum dicatat" in page(polsek, here)
    past = client.post(f"{here}perjanjian/", {**early, "until_last_day": "3 Mei 2026"}).content.decode()
    assert past.count("Hari terakhir lebih awal") == 2
    assert 'value="PKS/1"' in past
    page(client, f"{here}perjanjian/")
    assert client.post(f"{here}perjanjian/", early).headers["Location"] == here
    text = page(client, here)
    for words in ("PKS/1: 4 Mei 2026 sampai 3 Mei 2027", "Ibu Hartati", "Made", "Akta lengkap.", "Perpanjang"):
        assert words in text, words
    assert "Tampilkan nomor" not in text, "from now on the number is the person's own"
    assert "Ratna Dewi" in text, "whoever holds the office"
    assert state(asked) == VERIFIED
    assert 'value="Selasa, 4 Mei 2027"' in page(client, f"{here}perjanjian/"), "the day after the last"


def test_a_new_partner_leads_to_its_chair_to_be_invited_its_members_and_joining(client: Client) -> None:
    made = partner()
    home, seat = made.organisation, Position.objects.get(organisation=made.organisation)
    assert home
    here, invite = f"/mitra/{made.pk}/", f"/jabatan/{seat.pk}/undang/"
    head, polsek = Client(), Client()
    client.force_login(person("lurah", KELURAHAN))
    polsek.force_login(person("bhabinkamtibmas", KELURAHAN))
    text = page(client, here)
    for words in ("Undang ketuanya", invite, f'href="/anggota/{home.pk}/"', f'href="/mitra/gabung/{home.pk}/"'):
        assert words in text, words
    assert invite in page(client, "/hari-ini/")
    assert f'href="/anggota/{home.pk}/"' in page(polsek, here)
    head.force_login(seat.person)
    for other in (polsek, head, Client()):
        text = page(other, here)
        assert "Undang ketuanya" not in text
        assert f'href="/mitra/gabung/{home.pk}/"' in text
    assert "/anggota/" not in text
    shown = client.post(invite).content.decode()
    assert "Undangan untuk Ratna Dewi" in shown
    for path in (here, "/hari-ini/"):
        assert invite not in page(client, path), "an invitation waits for them: another would end it"
    with time_machine.travel(NOW + timedelta(days=8), tick=False):
        client.force_login(Position.objects.get(title="lurah").person)
        assert invite in page(client, here), "it ran out"
        seat.person.set_password("kata sandi ketua")
        seat.person.save()
        assert invite not in page(client, here) + page(client, "/hari-ini/")
    actions.suspend_partnership(actor=SYSTEM, partnership=made, reason="Diperiksa.")
    assert "/mitra/gabung/" not in page(Client(), here)


def test_a_group_without_agreement_has_a_time_that_is_prolonged(client: Client) -> None:
    night = partner("siskamling", unit=RW, name="Siskamling RW 03", chair_phone="081270000111")
    client.force_login(person("ketua_rw", RW))
    here = f"/mitra/{night.pk}/"
    shown, form_of_it = page(client, here), page(client, f"{here}perjanjian/")
    assert "Masa berlaku" in shown
    assert "Perpanjang kemitraan" in form_of_it
    typed = {"number": "", "since": "4 Mei 2026", "until_last_day": "3 Mei 2027"}
    told = [
        client.post(f"{here}perjanjian/", {**typed, **wrong}).content.decode()
        for wrong in (
            {},
            {"since": "1 Mei 2026", "until_last_day": "3 Mei 2026"},
            {"since": "1 Mei 2026"},
            {"since": "4 Juni 2027", "until_last_day": "4 Juli 2027"},
        )
    ]
    words = ("Masih berlaku yang lain", "sudah lewat", "Tidak dapat berlaku surut", "lebih dari setahun lagi")
    for text, expected in zip(told, words, strict=True):
        assert expected in text
    for text in (shown, form_of_it, *told):
        assert "erjanjian" not in text.replace("/perjanjian/", "")


def test_a_name_that_is_registered_is_answered_with_the_way_there_is(client: Client) -> None:
    partner()
    told = client.post("/mitra/daftar/ormas/", form(name="Mitra Kampung")).content.decode()
    assert "masuk ke akun, lalu Mitra → Ajukan kelompok Anda → Organisasi Anda" in told
    assert "Ajukan kelompok Anda" in page(client, "/mitra/")


def test_a_refusal_names_whoever_may_of_all_the_authorities(client: Client) -> None:
    made = partner()
    client.force_login(Position.objects.get(organisation=made.organisation).person)
    refused = page(client, "/penangguhan/", 403)
    for words in ("Lurah", "Sekretaris kelurahan", "Kapolsek", "Bhabinkamtibmas", "Jabatan Anda: Ketua"):
        assert words in refused, words
    assert "Ketua RW" in page(client, f"/mitra/{made.pk}/tangguhkan/", 403)
    client.force_login(person("kapolsek", "31.73.07"))
    session = client.session
    session[SESSION_KEY] = int(Strength.WORD)
    session.save()
    assert "baru terbuka bila Anda masuk dengan" in page(client, "/penangguhan/", 403)


def test_a_paper_is_saved_by_a_verifier_and_never_shown_by_the_browser(client: Client) -> None:
    asked = apply(documents=[("<b>akta\r\nX: y.html", SHEET)])
    paper = f"/mitra/{asked.pk}/dokumen/{asked.documents.get().pk}/"
    other = f"/mitra/{apply(name='Lain').pk}/dokumen/{asked.documents.get().pk}/"
    assert client.post(paper).status_code == 302
    client.force_login(person("bhabinkamtibmas", KELURAHAN))
    assert client.get(paper).status_code == 405
    answer = client.post(paper)
    assert answer.content == SHEET
    for name, value in {
        "Content-Type": "application/pdf",
        "Content-Disposition": f'attachment; filename="dokumen-{asked.documents.get().pk}.pdf"',
        "X-Content-Type-Options": "nosniff",
    }.items():
        assert answer.headers[name] == value
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert "no-store" in answer.headers["Cache-Control"]
    assert client.post(other).status_code == 404
    for title, unit in (("lurah", OTHER), ("ketua_rw", RW), ("petugas_posko", KELURAHAN)):
        client.force_login(person(title, unit))
        assert client.post(paper).status_code in (403, 404), title
    assert Entry.objects.filter(verb="training.document_read").count() == 1


def test_an_authority_suspends_restores_and_ends_and_the_board_reads_why(client: Client) -> None:
    made = partner()
    here, board = f"/mitra/{made.pk}/", Client()
    client.force_login(person("bhabinkamtibmas", KELURAHAN, name="Made"))
    board.force_login(Position.objects.get(organisation=made.organisation).person)
    for step, words, after in (
        ("tangguhkan", "Ada keluhan warga.", SUSPENDED),
        ("pulihkan", "Sudah dijelaskan.", VERIFIED),
        ("akhiri", "Tidak aktif lagi.", ENDED),
    ):
        assert f"{step}/" in page(client, here)
        page(client, f"{here}{step}/")
        assert "Alasan belum diisi" in client.post(f"{here}{step}/", {"reason": " "}).content.decode()
        assert client.post(f"{here}{step}/", {"reason": words}).headers["Location"] == here
        assert state(made) == after
        seen = page(board, here)
        assert words in seen
        assert "Made" not in seen, "an office decided, not a person to be angry with"
        assert words not in page(Client(), here)
    assert "langkah itu tidak dapat dilakukan" in client.post(f"{here}pulihkan/", {"reason": "x"}).content.decode()


def test_a_chair_ends_the_own_partnership_and_does_nothing_else_to_it(client: Client) -> None:
    made = partner()
    here = f"/mitra/{made.pk}/"
    for path in ("periksa", "perjanjian", "tangguhkan", "pulihkan", "akhiri"):
        assert client.get(here + path + "/").status_code == 302, path
    client.force_login(Position.objects.get(organisation=made.organisation).person)
    text = page(client, here)
    assert f"{here}akhiri/" in text
    for path in ("periksa", "perjanjian", "tangguhkan", "pulihkan"):
        assert f"{here}{path}/" not in text
        page(client, f"{here}{path}/", 403)
        assert client.post(f"{here}{path}/", {"reason": "x"}).status_code == 403
    client.post(f"{here}akhiri/", {"reason": "Kami berhenti."})
    assert state(made) == ENDED
    client.force_login(person())
    page(client, f"{here}akhiri/", 403)


def test_who_belongs_to_the_group_is_told_before_typing_that_somebody_else_decides(client: Client) -> None:
    secretary = person("sekretaris_kelurahan", KELURAHAN)
    client.force_login(secretary)
    asked = apply(chair_name=secretary.name, chair_phone=secretary.phone)
    assert "Mintalah rekan Anda" in page(client, f"/mitra/{asked.pk}/periksa/")
    sent = {"authority": "kelurahan", "approved": "ya", "met": "on", "reason": "Bagus."}
    assert "Mintalah rekan Anda" in client.post(f"/mitra/{asked.pk}/periksa/", sent).content.decode()
    twin = apply(name="mitra kampung", chair_phone="081270000333")
    assert f"/mitra/{asked.pk}/" in page(client, f"/mitra/{twin.pk}/"), "one like it is pointed out"


def test_what_ends_soon_is_shown_to_who_can_prolong_it(client: Client) -> None:
    made = partner()
    with time_machine.travel(NOW + timedelta(days=320), tick=False):
        assert "Segera berakhir" not in page(client, "/mitra/")
        client.force_login(person("lurah", KELURAHAN))
        assert "hari terakhir Senin, 3 Mei 2027" in page(client, "/mitra/")
        agree(SYSTEM, made, timezone.localdate() + timedelta(days=45), number="PKS/2")
        assert "Segera berakhir" not in page(client, "/mitra/")


def test_long_names_and_many_partners_keep_the_register_readable(client: Client) -> None:
    for number in range(27):
        partner("pokdar", name=f"Paguyuban {'Panjang ' * 12}{number:02}", chair_phone=f"0812700005{number:02}")
    text = page(client, "/mitra/?status=")
    assert text.count("Paguyuban") == 25
    assert "page=2" in text
    assert page(client, "/mitra/?page=2").count("Paguyuban") == 2


def test_who_applied_while_signed_in_reads_what_became_public_of_it_and_nothing_else() -> None:
    someone, client = person(), Client()
    client.force_login(someone)
    client.post("/mitra/daftar/ormas/", form())
    asked = Partnership.objects.get()
    assert asked.applied_by == f"person:{someone.pk}"
    text = page(client, f"/mitra/{asked.pk}/")
    assert "diajukan" in text
    for hidden in ("Ratna", "AHU-1", "Riwayat"):
        assert hidden not in text
    give_position(actor=SYSTEM, person=someone, title="ketua_rw", unit=RW)
    session = client.session
    session[SESSION_KEY] = int(Strength.CODE)
    session.save()
    assert client.get(f"/mitra/{asked.pk}/").status_code == 404, "a number may be somebody else's by now"
