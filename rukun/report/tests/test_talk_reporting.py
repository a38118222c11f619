"""Reporting by chat or SMS, with the database: what is stored of it, and what is not."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from rukun.evidence.models import Photo
from rukun.report import limits, talk
from rukun.report.account import account_of
from rukun.report.actions.telling import contact_of
from rukun.report.models import Contact, Report, Talk
from rukun.report.queries.dialogue import talk_of
from rukun.report.tests.chatting import wired
from rukun.report.tests.factories import NEXT_RW, RW, jpeg, town
from rukun.report.tests.proving import lurah
from rukun.report.tests.texting import LAMP, Phone, sent

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _desk() -> Iterator[None]:
    with wired():
        yield


@pytest.fixture
def phone() -> Phone:
    town()
    lurah()
    return Phone()


def test_a_report_by_sms_is_stored_and_its_code_opens_the_receipt_page(phone: Phone, client: Client) -> None:
    asked = phone.writes(LAMP)
    assert "kami kunci" in asked
    assert "RW 16, Palmerah" in asked
    assert not Report.objects.exists()
    receipt = phone.writes("iya bener")
    told = Report.objects.get()
    assert (told.category, told.unit, told.channel, told.source) == ("keadaan", RW, "sms", "resident")
    assert account_of(told).words == LAMP
    assert told.happened_about == "day"
    code = receipt.partition("/r/#")[2].split()[0]
    assert "diterima" in client.post("/r/", {"code": code}).content.decode()
    assert contact_of(Talk.objects.get()) == phone.contact.pk
    assert not Contact.objects.exists(), "no number is kept with the report"


def test_the_same_yes_heard_twice_makes_one_report(phone: Phone) -> None:
    phone.writes(LAMP)
    state = dict(phone.state)
    first = phone.writes("ya")
    phone.state = state  # the answer was lost with its transaction, and the message is heard again
    assert phone.writes("ya") == first
    assert Report.objects.count() == 1
    assert Talk.objects.count() == 1


def test_of_a_place_that_was_wrong_the_right_one_is_taken(phone: Phone) -> None:
    phone.writes(LAMP)
    assert "RW 03, Palmerah" in phone.writes("bukan rw 16 tapi rw 3")
    assert "Tempatnya tetap: RW 03" in phone.writes("di rw 16 palmerah ada yang mati juga")
    phone.writes("ya")
    told = Report.objects.get()
    assert told.unit == NEXT_RW
    assert account_of(told).words.endswith("bukan rw 16 tapi rw 3\ndi rw 16 palmerah ada yang mati juga")


def test_a_short_answer_is_in_the_report_that_is_stored(phone: Phone) -> None:
    for text in ("ada sesuatu di sana", "orang bawa celurit", "masih", "rw 16 palmerah", "ya"):
        phone.writes(text)
    told = Report.objects.get()
    assert account_of(told).words == "ada sesuatu di sana\norang bawa celurit"
    assert (told.category, told.happened_about, told.danger) == ("kriminal", "now", True)


def test_batal_leaves_nothing_behind(phone: Phone) -> None:
    phone.writes(LAMP)
    phone.writes(kind="photo", media=jpeg(), media_type="image/jpeg")
    assert Photo.objects.count() == 1
    assert "Dibatalkan" in phone.writes("batal")
    assert (Report.objects.count(), Photo.objects.count(), phone.state) == (0, 0, {})


def test_a_photo_without_words_belongs_to_the_report_that_follows(phone: Phone) -> None:
    phone.writes(kind="photo", media=jpeg())
    for text in ("lampu mati", "rw 16", "palmerah", "kemarin", "ya"):
        if phone.state:
            phone.writes(text)
    told = Report.objects.get()
    photo = Photo.objects.get()
    assert (photo.about_id, photo.apart) == (told.pk, False)


def test_what_is_no_photo_is_said_to_be_none_and_the_talk_goes_on(phone: Phone) -> None:
    answer = phone.writes("lampu mati di rw 16 palmerah", kind="photo", media=b"GIF89a not a photo")
    assert "tidak tersimpan" in answer
    assert "kapan" in answer
    assert "tidak sampai" in phone.writes(kind="photo")
    assert not Photo.objects.exists()


def test_a_photo_soon_after_joins_the_report(phone: Phone) -> None:
    told = sent(phone)
    assert "ditambahkan" in phone.writes("dari depan", kind="photo", media=jpeg())
    assert Photo.objects.get().about_id == told.pk
    assert [each.text for each in talk_of(told)] == ["dari depan"]


def test_words_soon_after_are_asked_about_and_join_it(phone: Phone) -> None:
    told = sent(phone)
    assert "tambahan" in phone.writes("tiangnya juga miring, hampir jatuh")
    assert "ditambahkan" in phone.writes("1")
    assert [each.text for each in talk_of(told)] == ["tiangnya juga miring, hampir jatuh"]
    with time_machine.travel(timezone.now() + timedelta(hours=2)):
        assert "tambahan" not in phone.writes("selokan mampet di rw 3 palmerah")


def test_a_second_yes_after_the_receipt_makes_no_second_report(phone: Phone) -> None:
    sent(phone)
    phone.writes("ya")
    phone.writes("Ya, kirim", kind="choice", choice="check:yes")
    assert Report.objects.count() == 1
    assert phone.state == {}


def test_status_is_told_in_words(phone: Phone) -> None:
    assert "Belum ada laporan" in phone.writes("laporan saya kemarin gimana?")
    assert "Belum ada laporan" in phone.writes("status")
    sent(phone)
    assert "diterima, belum dibaca" in phone.writes("status")


def test_violence_is_stored_for_few_and_nothing_is_ever_sent_there(phone: Phone) -> None:
    for text in ("tetangga dipukuli suaminya di rw 16 palmerah", "lanjut", "tidak", "kemarin"):
        phone.writes(text)
    answer = phone.writes("ya")
    told = Report.objects.get()
    assert told.category == "kekerasan"
    assert not Talk.objects.exists()
    assert "Hapus percakapan" in answer
    assert "SAPA 129" in answer, "nobody protects here yet"


def test_a_complaint_names_its_subject(phone: Phone) -> None:
    for text in ("petugas minta uang di rw 16 palmerah", "1", "posko", "kemarin"):
        phone.writes(text)
    phone.writes("ya")
    told = Report.objects.get()
    assert (told.category, told.subject) == ("keluhan", "posko")


def test_who_sends_many_waits_for_a_first_look_and_is_never_refused(
    phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(limits.LIMITS, "file", 2)
    for number in range(4):
        for text in (f"lapor lampu ke-{number} mati di rw 16 palmerah kemarin", "ya"):
            phone.writes(text)
    triages = list(Report.objects.order_by("received_at", "pk").values_list("triage", flat=True))
    assert triages == ["", "", "flood", "flood"]
    other = Phone("+6281234567891")
    assert sent(other).triage == ""


def test_a_talk_that_is_not_ended_is_said_to_be_over(phone: Phone) -> None:
    phone.writes(LAMP)
    phone.writes(kind="photo", media=jpeg())
    assert talk.TALK.over is not None
    said = talk.TALK.over(phone.sender, phone.state)
    assert "BELUM terkirim" in said[0].text
    assert not Photo.objects.exists()


def test_an_open_talk_is_put_again_as_it_was(phone: Phone) -> None:
    asked = phone.writes("Lampu jalan mati")
    assert talk.TALK.again(phone.sender, phone.state)[0].text in asked


def test_english_is_spoken_to_who_asks_for_it(phone: Phone) -> None:
    phone.writes("english")
    assert phone.sender.language == "en"
    phone.writes("the street light is broken near rw 16 palmerah yesterday")
    phone.writes("yes")
    assert Talk.objects.get().language == "en"


def test_a_wrong_answer_by_sms_is_told_the_answers_in_words_and_they_are_understood(phone: Phone) -> None:
    phone.writes("ada motor berisik di rw 16 palmerah")
    again = phone.writes("y")
    assert '"Sekarang", "Baru saja" atau "Tidak tahu"' in again
    assert "Benar?" in phone.writes("Baru saja")
    assert "Apa yang diubah?" in phone.writes("Ubah")
    other = Phone("+6281234567892", "telegram")
    other.writes("ada motor berisik di rw 16 palmerah")
    assert "Baru saja" not in other.writes("y"), "there are buttons"
