"""The page behind a receipt code: what it shows, takes, refuses and never gives away; and the page of promises."""

import gzip
import json
import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from rukun.evidence.queries import photos_of
from rukun.guard import System
from rukun.guard.ids import new_id
from rukun.people.actions import establish_organisation, give_position
from rukun.people.tests.factories import SYSTEM, person
from rukun.report import limits
from rukun.report.actions.dialogue import ask
from rukun.report.algo import codes
from rukun.report.errors.dialogue import ReportGone
from rukun.report.forms.receipt import CodeForm
from rukun.report.models import Contact, Message, Report
from rukun.report.queries.dialogue import talk_of
from rukun.report.tests.factories import KELURAHAN, RW, WORDS, jpeg, report, town
from rukun.ui.tests.chance import without_chance

pytestmark = [pytest.mark.django_db, pytest.mark.once]
HERE = "/r/"
SCRIPT = Path(__file__).parent.parent / "static" / "report" / "receipt.js"
UNKNOWN = "Tidak ada laporan dengan kode ini"
MANY = "terlalu banyak kode yang keliru"
KEPT = "Yang sudah Anda isi tetap ada"


@pytest.fixture(autouse=True)
def _town(settings: Any) -> None:
    settings.FILE_UPLOAD_HANDLERS = ["rukun.ui.uploads.Bounded"]
    town()


@pytest.fixture
def send(client: Client) -> Callable[..., str]:
    def sent(code: str, do: str = "look", status: int = 200, **fields: Any) -> str:
        answer = client.post(HERE, {"code": code, "do": do, **fields})
        assert answer.status_code == status, do
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert not answer.cookies
        text = answer.content.decode()
        assert "csrfmiddlewaretoken" not in text
        for link in re.findall(r'(?:href|action|src)="([^"]*)"', text):
            assert not code or code not in link, link
        return text

    return sent


def test_a_code_opens_how_it_stands_and_the_address_never_holds_it(client: Client, send: Callable[..., str]) -> None:
    told, code = report(phone="0812-3456-7890", name="Rina Dewi", place="Dekat bengkel biru", lat=-6.2, lon=106.79)
    empty = client.get(HERE)
    assert empty.headers["Cache-Control"] == "no-store"
    assert not empty.cookies
    assert 'inputmode="numeric"' in empty.content.decode()
    for typed in (code, codes.grouped(code), codes.grouped(code).replace(" ", "-")):
        shown = send(typed)
        for words in ("diterima, belum dibaca", "Ketertiban", "RW 16", "Kontak Anda tersimpan", "belum ada petugas"):
            assert words in shown, words
        for hidden in (WORDS, "Rina", "7890", "bengkel", "106.79"):
            assert hidden not in without_chance(shown), hidden
        assert str(told.pk) not in shown
    person("ketua_rw", RW)
    assert "belum ada petugas" not in send(code)
    for address in (f"{HERE}?code={code}", f"{HERE}?{code}"):
        assert "Ketertiban" not in client.get(address).content.decode()
    assert client.get(f"{HERE}{code}/").status_code == 404
    assert client.put(HERE, {"code": code}).status_code == 405
    english = client.post("/en/r/", {"code": code})
    assert english.status_code == 200
    assert english.headers["Cache-Control"] == "no-store"


def test_slips_are_called_slips_and_unknown_codes_are_all_alike(send: Callable[..., str]) -> None:
    _told, code = report()
    wrong_digit = str((int(code[5]) + 1) % 10)
    for typed, words in (
        ("", "Kode belum diisi"),
        (code[:-1], "yang tertulis 19"),
        (f"{code}1", "yang tertulis 21"),
        (code[:5] + wrong_digit + code[6:], "keliru atau tertukar"),
        ("<script>alert(1)</script>", "yang tertulis 1"),
        (codes.new_code(), UNKNOWN),
    ):
        shown = send(typed)
        assert shown.count(words) == 2, f"{words}: above the form and beside the field"
        assert "<script>alert" not in shown
    said = [re.sub(r'value="[0-9]*"', "", send(codes.new_code())) for _time in range(2)]
    assert said[0] == said[1]
    assert limits.wrong_codes() == 3, "slips are not counted"


def test_after_too_many_wrong_codes_a_wrong_one_waits_and_a_right_one_is_still_answered(
    client: Client, send: Callable[..., str]
) -> None:
    told, code = report()
    for _try in range(limits.LIMITS["code"] + 1):
        shown = send(codes.new_code())
        assert UNKNOWN in shown
        assert MANY not in shown
    assert "Ketertiban" in send(code), "a neighbour's wrong codes lock nobody out"
    assert "Pesan Anda terkirim" in send(code, "answer", message=new_id(), text="Masih ramai.")
    assert len(talk_of(told)) == 1
    wrong = codes.new_code()
    shown = send(wrong, status=429)
    assert MANY in shown
    assert shown_twice(shown, UNKNOWN)
    assert f'value="{wrong}"' in shown, "what was typed is kept"
    assert limits.wrong_codes() == limits.LIMITS["code"] + 2, "and counted"
    assert "challenge" not in shown, "nothing is to be worked out: no work opens an unknown code"
    elsewhere = client.post(HERE, {"code": wrong}, REMOTE_ADDR="10.9.8.7")
    assert (elsewhere.status_code, MANY in elsewhere.content.decode()) == (200, False)


def test_questions_are_read_and_answered_and_what_points_at_somebody_is_asked_about_first(
    send: Callable[..., str],
) -> None:
    told, code = report()
    ask(actor=System("test"), report=told, text="Dari arah <mana>?", message_id=new_id())
    shown = send(code)
    assert "ada pertanyaan untuk Anda" in shown
    assert "Dari arah &lt;mana&gt;?" in shown
    assert talk_of(told)[0].read_at
    (key,) = re.findall(r'name="message" value="([^"]+)"', shown)
    text = "Dari rumah Pak Budi, telepon 0812-3456-7890."
    asked = send(code, "answer", message=key, text=text)
    for words in ("belum terkirim", "<strong>Budi</strong>", "<strong>0812-3456-7890</strong>", text, f'value="{key}"'):
        assert words in asked, words
    assert len(talk_of(told)) == 1
    for _tap in range(2):
        assert "Pesan Anda terkirim" in send(code, "answer", message=key, text=text, clean="1")
    assert talk_of(told)[-1].text == "Dari rumah Pak [nama], telepon [nomor]."
    send(code, "answer", message=str(uuid4()), text=text, as_it_is="1")
    assert talk_of(told)[-1].text == text
    for wrong, words in (("", "Pesan belum diisi"), ("a" * 2001, "terlalu panjang")):
        shown = send(code, "answer", message=key, text=wrong)
        assert shown.count(words) == 2
        assert wrong in shown
    send(code, "answer", message="bukan-nomor", text="Tambahan.")
    assert [each.from_reporter for each in talk_of(told)] == [False, True, True, True]
    other, other_code = report()
    assert "sudah dipakai pesan lain" in send(other_code, "answer", message=key, text="Lain.")
    assert not talk_of(other)


def test_a_photo_arrives_once_is_not_shown_and_a_refused_one_says_why(send: Callable[..., str]) -> None:
    told, code = report()
    (key,) = re.findall(r'name="photo_id" value="([^"]+)"', send(code))
    for _tap in range(2):
        shown = send(code, "photo", photo_id=key, photo=SimpleUploadedFile("a.jpg", jpeg()))
    assert "Foto Anda sudah sampai" in shown
    assert "1 foto sudah sampai" in shown
    assert " multiple" not in shown
    assert "<img" not in shown.partition("<main")[2]
    for content, words in (
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "SVG"),
        (b"%PDF-1.7", "bukan foto"),
        (jpeg() + b"\0" * 5 * 1024 * 1024, "lebih besar dari 5 MB"),
    ):
        assert shown_twice(send(code, "photo", photo_id=new_id(), photo=SimpleUploadedFile("a.jpg", content)), words)
    shown = send(code, "photo", photo_id=new_id())
    assert shown_twice(shown, "Foto belum dipilih")
    assert KEPT not in shown, "no browser keeps a chosen file"
    for number in range(2, 5):
        send(code, "photo", photo_id=new_id(), photo=SimpleUploadedFile("a.jpg", jpeg(seed=number)))
    shown = send(code, "photo", photo_id=new_id(), photo=SimpleUploadedFile("a.jpg", jpeg(seed=9)))
    assert "4 foto sudah sampai" in shown
    assert "Tambah foto" not in shown
    assert len(photos_of("report", [told.pk])[told.pk]) == 4


def test_contact_comes_and_goes(send: Callable[..., str]) -> None:
    _told, code = report()
    assert shown_twice(send(code, "contact", name="Rina", phone="12"), "Format nomor telepon belum benar")
    shown = send(code, "contact", name="Rina")
    assert shown_twice(shown, "Nomor telepon belum diisi")
    assert KEPT in shown
    shown = send(code, "contact", name="Rina", phone="0812-3456-7890")
    assert "tersimpan dan disegel" in shown
    assert "Hapus kontak saya" in shown
    assert Contact.objects.count() == 1
    for _tap in range(2):
        assert "sekarang tanpa nama" in send(code, "forget")
    assert not Contact.objects.exists()


def test_taking_back_is_asked_first_and_then_nothing_is_left_to_do(send: Callable[..., str]) -> None:
    told, code = report(phone="0812-3456-7890")
    shown = send(code)
    assert "Ya, tarik laporan saya" in shown
    assert "Tidak seorang pun berhak memaksa" in shown
    for _tap in range(2):
        shown = send(code, "withdraw")
        assert "Laporan Anda sudah ditarik" in shown
    for absent in ('name="text"', 'name="photo"', "Ya, tarik", "Saya ingin dapat dihubungi"):
        assert absent not in shown, absent
    assert "sudah ditutup" in send(code, "answer", message=new_id(), text="Lagi.")
    assert send(code, "photo", photo_id=new_id(), photo=SimpleUploadedFile("a.jpg", jpeg()))
    assert not photos_of("report", [told.pk])
    told.refresh_from_db()
    assert told.closing == "withdrawn"


def test_one_set_aside_says_how_to_object(send: Callable[..., str]) -> None:
    told, code = report()
    Report.objects.filter(pk=told.pk).update(closed_at=timezone.now(), closing="spam", closed_by="x")
    shown = send(code)
    assert "disisihkan petugas" in shown
    assert 'name="text"' in shown
    assert 'name="photo"' not in shown
    assert "Pesan Anda terkirim" in send(code, "answer", message=new_id(), text="Ini sungguh terjadi.")
    assert Message.objects.count() == 1


def test_a_protected_report_names_no_category_and_shows_whom_to_call(send: Callable[..., str]) -> None:
    _told, code = report("kekerasan", phone="0812-3456-7890", happened_about="now")
    shown = send(code)
    for words in ("Keluar cepat", 'href="tel:129"', 'href="tel:112"', 'href="tel:110"', "belum ada petugas khusus"):
        assert words in shown, words
    for hidden in (
        "Kekerasan",
        "kekerasan",
        "pelindungan",
        "Perempuan",
        "SAPA",
    ):  # whoever looks over a shoulder learns nothing
        assert hidden not in shown.partition("<main")[2].partition("</main>")[0], hidden
    assert "https://www.bmkg.go.id/" in shown
    danger, code = report("bencana")
    assert danger.danger
    assert 'class="calls"' in send(code)


def test_a_complaint_that_nobody_here_may_read_names_who_hears_it_outside(send: Callable[..., str]) -> None:
    _told, code = report("keluhan", subject="kelurahan")
    shown = send(code)
    assert "belum ada yang terdaftar untuk membaca keluhan ini" in shown
    assert "Inspektorat daerah, Ombudsman Republik Indonesia (137)." in shown
    assert "telepon 110 atau 112" not in shown
    person("camat", "31.73.07")
    assert "Ombudsman" not in send(code)


def test_of_a_complaint_only_somebody_of_another_group_counts_as_a_reader(send: Callable[..., str]) -> None:
    group = establish_organisation(actor=SYSTEM, kind="ormas", name="Mitra Jaya", unit=KELURAHAN)
    _told, code = report("keluhan", subject="anggota", organisation=group.pk)
    lurah = person("lurah", KELURAHAN)
    assert "belum ada yang terdaftar" not in send(code)
    give_position(actor=SYSTEM, person=lurah, title="ketua", unit=KELURAHAN, organisation=group)
    assert "belum ada yang terdaftar" in send(code)


def test_times_are_written_as_here(send: Callable[..., str]) -> None:
    told, code = report()
    Report.objects.filter(pk=told.pk).update(received_at=datetime(2026, 11, 20, 10, 51, tzinfo=UTC))
    ask(actor=System("test"), report=told, text="Dari arah mana?", message_id=new_id())
    Message.objects.update(sent_at=datetime(2026, 11, 20, 12, 5, tzinfo=UTC))
    shown = send(code)
    assert "Jumat, 20 November 2026, 17.51" in shown
    assert "20 November 2026, 19.05" in shown


def test_the_proof_comes_as_a_file_whose_name_tells_nothing(client: Client) -> None:
    told, code = report()
    answer = client.post(HERE, {"code": codes.grouped(code), "do": "proof"})
    assert answer.headers["Content-Type"] == "application/json"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="bukti-lapor.json"'
    assert answer.headers["Cache-Control"] == "no-store"
    proof = json.loads(answer.content)
    assert proof["digest"] == told.digest
    assert proof["filed"]["words"] == WORDS
    client.post(HERE, {"code": code, "do": "withdraw"})
    after = client.post(HERE, {"code": code, "do": "proof"}).content.decode()
    assert WORDS not in after
    assert told.digest in after


def test_a_report_that_is_put_away_meanwhile_is_unknown_from_then_on(
    send: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    told, code = report()
    assert "Ketertiban" in send(code)

    def answered(**_what: object) -> None:
        Report.objects.filter(pk=told.pk).delete()
        raise ReportGone

    monkeypatch.setattr("rukun.report.views.receipt.answer", answered)
    assert shown_twice(send(code, "answer", message=new_id(), text="Halo."), "masa simpannya habis")
    assert shown_twice(send(code), UNKNOWN)


@given(st.text(max_size=120))
def test_whatever_is_typed_as_a_code_is_one_or_an_error(typed: str) -> None:
    form = CodeForm({"code": typed})
    if form.is_valid():
        assert codes.read(form.cleaned_data["code"]) == form.cleaned_data["code"]
    else:
        assert form.errors["code"]


def test_the_script_is_small_and_the_pages_are_light(client: Client) -> None:
    assert len(gzip.compress(SCRIPT.read_bytes())) <= 1024
    for path in (HERE, "/lapor/janji/"):
        assert len(gzip.compress(client.get(path).content)) < 6 * 1024, path


def shown_twice(shown: str, words: str) -> bool:
    """Above the form, and beside the field."""
    return shown.count(words) == 2
