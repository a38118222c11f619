"""The pages of members: who sees whom, what a board may do, how somebody joins, and what is one's own."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from rukun.guard.ids import new_id
from rukun.people.actions import give_position
from rukun.people.actor import actor_of
from rukun.people.models import Invitation, Organisation, Person, Position
from rukun.people.strength import SESSION_KEY, Strength
from rukun.people.tests.factories import SYSTEM, person
from rukun.training.actions.members import (
    apply_to_join,
    ask_to_join,
    leave,
    pause_membership,
)
from rukun.training.actions.partners import end_partnership, suspend_partnership
from rukun.training.content import conduct, consent
from rukun.training.models import Applicant, Certificate, CodeSigning, Membership, Partnership, Reminder
from rukun.training.queries.members import waiting_for
from rukun.training.queries.today import pages_for
from rukun.training.tests.factories import KELURAHAN, candidate, chair, fit, member, membership_of, partner

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def page(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, (path, answer.status_code)
    return answer.content.decode()


def as_(who: Person, strength: Strength = Strength.STRONG) -> Client:
    client = Client()
    client.force_login(who)
    session = client.session
    session[SESSION_KEY] = int(strength)
    session.save()
    return client


def asked(home: Organisation, name: str, phone: str) -> Applicant:
    ask_to_join(organisation=home.pk, name=name, phone=phone, unit="", adult=True, applicant_id=new_id())
    return Applicant.objects.get(name=name)


def test_the_board_sees_who_belongs_who_asks_and_who_was_asked_and_others_see_members_alone() -> None:
    home, other = partner(), partner(name="Mitra Lain")
    head, stranger = chair(home), chair(other)
    names = {"active": "Sari Wulandari", "leave": "Yusuf Maulana", "asks": "Dewi Lestari", "invited": "Budi Santoso"}
    member(home, names["active"])
    on_leave = member(home, names["leave"])
    pause_membership(actor=actor_of(on_leave), membership=membership_of(on_leave, home))
    apply_to_join(actor=actor_of(person(name=names["asks"])), organisation=home.pk)
    candidate(home, names["invited"])
    asked(home, "Rina Marlina", "081280000777")
    leave(actor=SYSTEM, membership=membership_of(member(home, "Sudah Keluar"), home))
    address = f"/anggota/{home.pk}/"
    shown = page(as_(head), address)
    for name in (*names.values(), "Rina Marlina"):
        assert name in shown, name
    assert "…777" in shown
    assert "81280000777" not in shown
    assert "Sudah Keluar" not in shown
    assert "1 sudah keluar dalam 90 hari terakhir" in shown
    assert "1 di antaranya cuti" in shown
    assert f"http://testserver/mitra/gabung/{home.pk}/</code>" in shown, "the board reads it out; it is not led there"
    assert re.search(r'<div class="qr"><svg[^>]*>.*?</svg>', shown, re.DOTALL)
    assert shown.count("<svg") >= 2, "and how it grew"
    lurah = person("lurah", KELURAHAN)
    for seer in (lurah, person("bhabinkamtibmas", KELURAHAN)):
        seen = page(as_(seer), address)
        assert names["active"] in seen
        assert names["leave"] in seen
        for hidden in (names["asks"], names["invited"], "Rina Marlina", "undang/", "/anggota/orang/", "/mitra/gabung/"):
            assert hidden not in seen, hidden
    for nobody in (stranger, person("ketua_rw", f"{KELURAHAN}.003"), person("lurah", "31.73.07.1002")):
        assert as_(nobody).get(address).status_code == 404
    assert as_(person()).get(address).status_code == 403
    assert Client().get(address).headers["Location"].startswith("/masuk/")
    assert [each[1:] for each in waiting_for(actor_of(head))] == [("Mitra Kampung", 2)]
    assert waiting_for(actor_of(lurah)) == []


def test_the_list_of_organisations_is_that_of_what_one_may_see() -> None:
    home, other = partner(), partner(name="Mitra Lain")
    asked(other, "Rina Marlina", "081280000777")
    assert "Mitra Lain" not in page(as_(chair(home)), "/anggota/")
    shown = page(as_(chair(other)), "/anggota/")
    assert f"/anggota/{other.pk}/" in shown
    assert "1 menunggu jawaban" in shown
    both = page(as_(person("lurah", KELURAHAN)), "/anggota/")
    assert "Mitra Lain" in both
    assert "Mitra Kampung" in both
    assert "menunggu" not in both
    for state, change in (("ditangguhkan", suspend_partnership), ("berakhir", end_partnership)):
        assert state not in both
        change(actor=SYSTEM, partnership=Partnership.objects.get(name="Mitra Lain"), reason="Diperiksa.")
        both = page(as_(Person.objects.get(positions__title="lurah")), "/anggota/")
        rows = both.split("<li>")
        assert [state in row for row in rows if "Mitra Lain</a>" in row] == [True]
        assert [state in row for row in rows if "Mitra Kampung</a>" in row] == [False]
    assert "Belum ada organisasi mitra" in page(as_(person("lurah", "31.73.07.1002")), "/anggota/")
    assert as_(person()).get("/anggota/").status_code == 403


def test_a_coordinator_of_a_part_is_led_to_what_they_may_see() -> None:
    home = partner()
    part, whole = person(name="Wayan"), person(name="Made")
    give_position(actor=SYSTEM, person=part, title="koordinator", unit=f"{KELURAHAN}.003", organisation=home)
    give_position(actor=SYSTEM, person=whole, title="koordinator", unit=KELURAHAN, organisation=home)
    for who, listed in ((part, False), (whole, True), (chair(home), True), (person(), False)):
        pages = {each.url for each in pages_for(actor_of(who))}
        assert ("/anggota/" in pages) == listed, who.name
    told = page(as_(part), "/anggota/")
    assert "Belum ada organisasi mitra" not in told
    assert "hanya untuk pengurus organisasinya" in told
    assert 'href="/kelayakan/"' in told
    page(as_(part), "/kelayakan/")


def test_a_board_invites_a_newcomer_lets_them_in_and_they_agree_themselves() -> None:
    home = partner()
    board = as_(chair(home))
    form = f"/anggota/{home.pk}/undang/"
    assert "ia boleh menolak" in page(board, form)
    answer = board.post(form, {"name": "Dewi Lestari", "phone": "0812-8000-0009", "unit": "", "adult": "on"})
    new = Person.objects.get(name="Dewi Lestari")
    held = membership_of(new, home)
    assert answer.headers["Location"] == f"/anggota/orang/{held.pk}/"
    assert (
        board.post(form, {"name": "Dewi Lestari", "phone": "+62 812 8000 0009", "unit": "", "adult": "on"}).status_code
        == 302
    )
    assert Membership.objects.filter(person=new).count() == 1
    assert "Buat undangan masuk" in page(board, f"/anggota/orang/{held.pk}/")
    made = board.post(f"/anggota/orang/{held.pk}/undangan/").content.decode()
    secret = re.search(r"/undangan/#((?:[A-Z2-7]{4}-){7}[A-Z2-7]{4})", made)
    assert secret
    assert 'href="/undangan/terbuka/"' not in made, "that page is not for the board"
    assert f'href="/anggota/{home.pk}/"' in made
    dewi = Client()
    dewi.post("/undangan/", {"secret": secret[1]})
    own = page(dewi, "/tugas/")
    assert "Mitra Kampung mengundang Anda menjadi anggota" in own
    agree = f"/tugas/setuju/{held.pk}/"
    assert consent().text[0] in page(dewi, agree)
    assert "Centang dulu" in dewi.post(agree, {"version": consent().version}).content.decode()
    old = dewi.post(agree, {"version": consent().version - 1, "agree": "on"}).content.decode()
    assert "Isinya sudah diperbarui" in old
    assert f'value="{consent().version}"' in old
    assert not Position.objects.filter(person=new).exists()
    assert dewi.post(agree, {"version": consent().version, "agree": "on"}).headers["Location"] == "/tugas/"
    assert dewi.get(agree).headers["Location"] == "/tugas/"
    assert Position.objects.get(person=new).title == "anggota"
    own = page(dewi, "/tugas/")
    for words in ("Belum dapat bertugas", "Kode etik belum ditandatangani.", "Belum punya sertifikat", "aktif"):
        assert words in own, words
    refused = board.post(f"/anggota/orang/{held.pk}/undangan/", follow=True).content.decode()
    assert "belum pernah masuk" in refused
    assert not Invitation.objects.filter(person=new, ended_at=None).exists()


def test_what_cannot_be_invited_is_said_beside_its_field_and_nothing_is_lost() -> None:
    home = partner()
    board = as_(chair(home))
    officer = person("lurah", KELURAHAN, name="Hartati")
    form = f"/anggota/{home.pk}/undang/"
    wrong = [
        ({"name": "", "phone": "081280000009"}, "Nama belum diisi"),
        ({"name": "Dewi", "phone": "12"}, "Format nomor telepon"),
        ({"name": "Dewi", "phone": officer.phone}, "tidak dapat dipakai bersama"),
        ({"name": "Dewi", "phone": "081280000009", "unit": "Entah"}, "tidak dikenal"),
        ({"name": "Dewi", "phone": "081280000009", "unit": "31.99"}, ""),
        ({"name": "Dewi", "phone": "081280000009", "adult": ""}, "berusia 18 tahun atau lebih."),
    ]
    for typed, words in wrong:
        answer = board.post(form, {"adult": "on", **typed})
        shown = answer.content.decode()
        if words:
            assert answer.status_code == 200
            assert words in shown, words
            assert f'value="{typed["name"]}"' in shown or not typed["name"]
        assert "Hartati" not in shown
    suspend_partnership(actor=SYSTEM, partnership=Partnership.objects.get(), reason="Diperiksa.")
    assert "belum menerima anggota baru" in page(board, form)
    assert "sedang tidak, menjadi mitra" in page(board, f"/anggota/{home.pk}/")


def test_a_board_answers_whoever_asked_and_keeps_nothing_of_whom_it_refused() -> None:
    home = partner()
    board, outsider = as_(chair(home)), as_(person("lurah", KELURAHAN))
    yes, no = asked(home, "Rina Marlina", "081280000777"), asked(home, "Tono", "081280000778")
    taken = asked(home, "Bukan Namanya", person("babinsa", KELURAHAN).phone)
    for said in ({}, {"jawaban": "ya"}):
        told = board.post(f"/anggota/pelamar/{yes.pk}/", said, follow=True).content.decode()
        assert "Jawabannya tidak terbaca" in told
        assert Applicant.objects.filter(pk=yes.pk).exists(), "what was not said erases nothing"
    for each in (yes, no):
        assert outsider.post(f"/anggota/pelamar/{each.pk}/", {"jawaban": "terima"}).status_code == 404
    answer = board.post(f"/anggota/pelamar/{yes.pk}/", {"jawaban": "terima"})
    assert answer.headers["Location"] == f"/anggota/orang/{Membership.objects.get(person__name='Rina Marlina').pk}/"
    told = board.post(f"/anggota/pelamar/{no.pk}/", {"jawaban": "tidak"}, follow=True).content.decode()
    assert "Nama dan nomornya dihapus" in told
    told = board.post(f"/anggota/pelamar/{taken.pk}/", {"jawaban": "terima"}, follow=True).content.decode()
    assert "tidak dapat dipakai bersama" in told
    assert "Sari Wulandari" not in told
    assert list(Applicant.objects.values_list("pk", flat=True)) == [taken.pk]
    assert not Person.objects.filter(name="Tono").exists()
    assert board.post(f"/anggota/pelamar/{no.pk}/", {"jawaban": "terima"}).status_code == 404


def test_what_a_board_does_with_a_member_and_what_it_cannot() -> None:
    home = partner()
    head = chair(home)
    board, who, secretary = as_(head), member(home), member(home, "Dewi Lestari")
    give_position(actor=SYSTEM, person=secretary, title="sekretaris", unit=KELURAHAN, organisation=home)
    held = membership_of(who, home)
    address = f"/anggota/orang/{held.pk}/"
    assert "laporkan kepada kelurahan atau Polsek" in page(board, address)
    board.post(f"{address}cuti/")
    assert "Akhiri cuti" in page(board, address)
    board.post(f"{address}kembali/")
    as_(who).post(f"{address}cuti/")
    assert "ia sendiri yang kembali" in page(board, address)
    assert "ia sendiri yang kembali" in board.post(f"{address}kembali/", follow=True).content.decode()
    colleague = f"/anggota/orang/{membership_of(secretary, home).pk}/"
    assert "Orang ini pengurus" in page(board, colleague)
    assert "Orang ini pengurus" in board.post(f"{colleague}keluar/", follow=True).content.decode()
    assert "Tugas saya" in page(board, f"/anggota/orang/{membership_of(head, home).pk}/")
    applied = apply_to_join(actor=actor_of(person(name="Budi")), organisation=home.pk)
    assert "menunggu jawaban pengurus" in page(board, f"/anggota/orang/{applied.pk}/")
    board.post(f"/anggota/orang/{applied.pk}/terima/")
    board.post(f"{address}keluar/")
    assert "sudah keluar" in page(board, address)
    assert "sudah keluar" in board.post(f"{address}cuti/", follow=True).content.decode()
    outsiders: list[Callable[[], Client]] = [
        lambda: as_(person("lurah", KELURAHAN)),
        lambda: as_(member(home, "Rekan")),
        lambda: as_(chair(partner(name="Mitra Lain"))),
    ]
    for outsider in outsiders:
        client = outsider()
        assert client.get(colleague).status_code == 404
        for what in ("terima", "undangan", "cuti", "kembali", "keluar"):
            assert client.post(f"{colleague}{what}/").status_code == 404
    assert as_(secretary).get(colleague).status_code == 200
    assert as_(who, Strength.CODE).post(f"{address}keluar/").status_code == 404


def test_somebody_without_an_account_joins_and_a_known_number_gets_the_same_answer() -> None:
    home = partner()
    officer = person("lurah", KELURAHAN)
    address = f"/mitra/gabung/{home.pk}/"
    shown = page(Client(), address)
    for words in (
        "Bergabung dengan Mitra Kampung",
        consent().text[1],
        "tidak dipungut biaya",
        "Bukan pengganti petugas",
    ):
        assert words in shown, words
    pages = []
    for phone in ("081280000001", officer.phone, "081280000001"):
        typed = {"applicant_id": new_id(), "name": "Dewi", "phone": phone, "unit": "", "adult": "on"}
        answer = Client().post(address, typed, follow=True)
        assert answer.redirect_chain == [(f"{address}terima-kasih/", 302)]
        pages.append(re.sub(r"[A-Za-z0-9]{64}", "", answer.content.decode()))
    assert pages[0] == pages[1] == pages[2]
    assert "Temui pengurusnya" in pages[0]
    assert Applicant.objects.count() == 2
    young = {"applicant_id": new_id(), "name": "Adi", "phone": "081280000003", "unit": ""}
    answer = Client().post(address, young)
    assert "berusia 18 tahun" in answer.content.decode()
    assert 'value="Adi"' in answer.content.decode()
    assert "Nama belum diisi" in Client().post(address, {**young, "name": ""}).content.decode()
    suspend_partnership(actor=SYSTEM, partnership=Partnership.objects.get(), reason="Diperiksa.")
    assert "belum menerima anggota baru" in page(Client(), address)
    assert Client().get(f"/mitra/gabung/{new_id()}/").status_code == 404
    polsek = Organisation.objects.create(kind="polri", name="Polsek", unit="31.73.07")
    assert Client().get(f"/mitra/gabung/{polsek.pk}/").status_code == 404


def test_whoever_is_signed_in_joins_by_agreeing_and_is_led_to_their_own_page() -> None:
    home = partner()
    who = person(name="Sari Wulandari")
    client = as_(who)
    address = f"/mitra/gabung/{home.pk}/"
    assert 'name="phone"' not in page(client, address)
    assert "Centang dulu" in client.post(address, {"version": consent().version}).content.decode()
    answer = client.post(address, {"version": consent().version, "agree": "on"})
    assert answer.headers["Location"] == "/tugas/"
    assert "Menunggu jawaban pengurus" in page(client, "/tugas/")
    assert client.get(address).headers["Location"] == "/tugas/"
    assert 'name="phone"' in page(as_(member(home), Strength.CODE), f"/mitra/gabung/{partner(name='B').pk}/")


def test_ones_own_page_says_what_is_missing_and_when_nothing_is() -> None:
    home = partner()
    who = member(home)
    client = as_(who)
    Reminder.objects.create(person=who, before=timezone.localdate(), by="person:x", made_at=timezone.now())
    shown = page(client, "/tugas/")
    assert 'href="/tugas/kode-etik/"' in shown
    assert "Sudah saya baca" in shown
    assert shown.count("Buka kursusnya") >= 4
    fit(who)
    shown = page(client, "/tugas/")
    assert "Anda layak bertugas" in shown
    assert "Belum dapat bertugas" not in shown
    assert "Cetak" in shown
    newest = Certificate.objects.filter(person=who).first()
    assert newest
    Certificate.objects.filter(pk=newest.pk).update(revoked_at=timezone.now(), revoked_reason="Praktik diulang.")
    assert "Praktik diulang." in page(client, "/tugas/")
    held = membership_of(who, home)
    assert client.post(f"/anggota/orang/{held.pk}/cuti/").headers["Location"] == "/tugas/"
    assert "Kembali aktif" in page(client, "/tugas/")
    client.post(f"/anggota/orang/{held.pk}/kembali/")
    assert "Keluar" in page(client, "/tugas/")
    client.post(f"/anggota/orang/{held.pk}/keluar/")
    assert "Anda bukan anggota organisasi mitra" in page(client, "/tugas/")
    assert as_(member(home), Strength.CODE).get("/tugas/").status_code == 403
    assert Client().get("/tugas/").headers["Location"].startswith("/masuk/")
    assert as_(who).get(f"/tugas/setuju/{membership_of(candidate(home), home).pk}/").status_code == 404


def test_the_code_of_conduct_is_public_and_signed_in_the_version_that_was_shown() -> None:
    text = conduct()
    shown = page(Client(), "/kode-etik/")
    for words in (*text.promises, *text.never, text.preface, text.consequence):
        assert words in shown, words
    assert "/tugas/kode-etik/" not in shown
    printed = Client().get("/kode-etik/kode-etik.pdf")
    assert printed.headers["Content-Type"] == "application/pdf"
    assert printed.content.startswith(b"%PDF-")
    who = person()
    client = as_(who)
    assert "/tugas/kode-etik/" in page(client, "/kode-etik/")
    assert text.never[0] in page(client, "/tugas/kode-etik/")
    old = client.post("/tugas/kode-etik/", {"version": text.version - 1, "agree": "on"}).content.decode()
    assert "Isinya sudah diperbarui" in old
    assert not CodeSigning.objects.exists()
    for _time in range(2):
        assert client.post("/tugas/kode-etik/", {"version": text.version, "agree": "on"}).status_code == 302
    assert CodeSigning.objects.count() == 1
    assert "Anda tanda tangani pada" in page(client, "/tugas/kode-etik/")
    Person.objects.filter(pk=who.pk).update(adult=False)
    CodeSigning.objects.all().delete()
    told = client.post("/tugas/kode-etik/", {"version": text.version, "agree": "on"}).content.decode()
    assert "berusia 18 tahun" in told


@pytest.mark.parametrize("path", ["/anggota/", "/tugas/", "/tugas/kode-etik/"])
def test_personal_pages_are_not_kept_by_browsers(path: str) -> None:
    answer: Any = as_(chair(partner())).get(path)
    assert "no-store" in answer.headers["Cache-Control"]
