"""What belongs to no open question, and to no earlier report: violence, "lapor …", a new danger, another RW."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from rukun.evidence.models import Photo
from rukun.guard.ids import new_id
from rukun.notify.actions import asking
from rukun.notify.actions.asking import read
from rukun.notify.actions.contacts import known
from rukun.notify.models import Contact, Outgoing, Question
from rukun.report.account import account_of
from rukun.report.actions.dialogue import ask
from rukun.report.models import Report
from rukun.report.queries.dialogue import talk_of
from rukun.report.queries.places_of_talk import home, no_rw, rws_here
from rukun.report.tests.chatting import hears, outbox, wired
from rukun.report.tests.factories import KELURAHAN, jpeg, town
from rukun.report.tests.proving import lurah

pytestmark = pytest.mark.django_db
NUMBER = "+6281234567890"
LAMP = "Lampu jalan mati di RW 16 Palmerah kemarin"
VIOLENCE = "suami saya mukulin saya lagi, tolong"
WHOSE = "jawaban untuk petugas, atau laporan baru?"


@pytest.fixture(autouse=True)
def _desk() -> Iterator[None]:
    with wired():
        yield


@pytest.fixture
def contact() -> Contact:
    """Somebody who reported a lamp a moment ago."""
    town()
    lurah()
    made = known("sms", [f"phone:{NUMBER}"], {"phone": NUMBER})
    hears(made, LAMP)
    hears(made, "ya")
    return made


def asked(text: str = "Tiang yang mana?") -> Report:
    lamp = Report.objects.get()
    ask(actor=lurah(), report=lamp, text=text, message_id=new_id())
    return lamp


def answers(lamp: Report) -> list[str]:
    return [each.text for each in talk_of(lamp) if each.from_reporter]


@pytest.mark.parametrize("opened", ["question", "kept", "recent", "more", "draft", "photo"])
def test_violence_goes_its_own_way_whatever_is_open(contact: Contact, opened: str) -> None:
    lamp = Report.objects.get()
    if opened in ("question", "kept"):
        asked()
        asked("Sejak jam berapa?")
    if opened == "kept":
        assert WHOSE in hears(contact, "ada tawuran di sini")
    elif opened == "more":
        assert "tambahan" in hears(contact, "masih mati juga")
    elif opened == "draft":
        hears(contact, "lapor got mampet di rw 16 palmerah kemarin")
    said = hears(contact, VIOLENCE, kind="photo" if opened == "photo" else "text")
    assert "129" in said
    assert "hanya dibaca petugas pelindungan" in said
    assert "mukul" not in said
    assert "Tiang" not in said
    assert Question.objects.count() == 1
    for text in ("lanjut di sini", "ya, sekarang", "rw 16 palmerah"):
        said = hears(contact, text) if "Saya ulangi" not in said else said
    assert "Saya ulangi" in said
    assert "mukul" not in said
    after = hears(contact, "ya")
    assert "Demi keamanan Anda" in after
    assert "Petugas bertanya" not in after, "no question is put again by itself"
    told = Report.objects.exclude(pk=lamp.pk).get()
    assert told.category == "kekerasan"
    assert "mukul" in account_of(told).words
    assert answers(lamp) == []
    assert account_of(lamp).words == LAMP
    assert Question.objects.exists() is (opened == "draft"), "an unfinished report waited behind it"


@pytest.mark.parametrize("then", ["mukul saya lagi", "ngamuk bawa golok"])
def test_violence_told_word_by_word_is_no_answer_to_an_officer(contact: Contact, then: str) -> None:
    lamp = asked()
    assert WHOSE in hears(contact, "suami saya")
    said = hears(contact, then)
    assert "129" in said
    assert "129" in said.partition("Ini layanan")[0] or "golok" not in then, "whom to call comes first"
    for text in ("lanjut di sini", "ya, sekarang", "rw 16 palmerah", "ya"):
        hears(contact, text)
    told = Report.objects.exclude(pk=lamp.pk).get()
    assert (told.category, account_of(told).words) == ("kekerasan", f"suami saya\n{then}")
    assert answers(lamp) == []


def test_lapor_always_begins_a_report_and_the_question_comes_back_after_it(contact: Contact) -> None:
    lamp = asked()
    said = hears(contact, "lapor ada kebakaran di rw 16 palmerah")
    assert said.startswith("Bila ada bahaya")
    assert WHOSE not in said
    assert "Saya ulangi" in said
    assert "Kebakaran" in said
    after = hears(contact, "ya")
    assert "Kode tanda terima" in after
    assert "Tiang yang mana" in after
    assert "sudah sampai" in hears(contact, "tiang nomor 4")
    assert answers(lamp) == ["tiang nomor 4"]
    assert Report.objects.exclude(pk=lamp.pk).get().danger


@pytest.mark.parametrize(
    ("words", "answer", "is_report"),
    [
        ("ada tawuran bawa celurit di sini", "2", True),
        ("ada tawuran bawa celurit di sini", "laporan baru", True),
        ("yang di rw 3 palmerah itu pak", "1", False),
        ("dekat rumah yang kebakaran", "jawaban", False),
    ],
)
def test_danger_or_another_rw_is_asked_about_before_it_is_an_answer(
    contact: Contact, words: str, answer: str, is_report: bool
) -> None:
    lamp = asked()
    said = hears(contact, words)
    assert WHOSE in said
    assert said.startswith("Bila ada bahaya") is ("rw 3" not in words)
    assert answers(lamp) == []
    again = hears(contact, "ya")
    assert WHOSE in again, "a yes is no answer to either-or"
    said = hears(contact, answer)
    assert ("sudah sampai ke petugas" in said) is not is_report
    assert answers(lamp) == ([] if is_report else [words])
    if is_report:
        assert "tambahan" not in said, "that it is new was said"
        for text in ("ya", "rw 16 palmerah"):
            hears(contact, text)
        assert "Tiang yang mana" in hears(contact, "ya")
        assert words in account_of(Report.objects.exclude(pk=lamp.pk).get()).words


def test_what_is_kept_is_not_lost_when_nobody_says_whose_it_is(contact: Contact) -> None:
    asked()
    hears(contact, "kebakaran di rw 16 palmerah")
    hears(contact, "apinya besar")
    hears(contact, "cepat pak ke sini")
    said = hears(contact, "aduh gimana sih")
    assert "Saya ulangi" in said
    assert "apinya besar" in said
    hears(contact, "batal")
    assert "Tiang yang mana" in outbox()


@pytest.mark.parametrize(
    ("first", "then", "told"),
    [
        ("ada yang bawa celurit di rw 16 palmerah", (), "celurit"),
        ("masih mati juga", ("ya", "lapor ada anak hilang di rw 16 palmerah"), "anak hilang"),
        ("lampunya kedip", ("ya", "ya", "ya"), "kedip"),
        ("got mampet di rw 3 palmerah", (), "mampet"),
        ("lurah minta uang buat surat", (), "minta uang"),
    ],
)
def test_after_a_report_only_what_may_belong_to_it_is_asked_about(
    contact: Contact, first: str, then: tuple[str, ...], told: str
) -> None:
    said = hears(contact, first)
    assert ("tambahan" in said) is bool(then)
    for text in then:
        assert "ditambahkan ke laporan" not in said
        said = hears(contact, text)
    assert "tambahan untuk" not in said
    assert "layanan lapor" in said
    assert told in read(Question.objects.get())["state"]["words"]
    assert answers(Report.objects.get()) == []


def test_what_is_no_report_at_all_can_be_said_to_be_none(contact: Contact) -> None:
    assert "tambahan" in hears(contact, "jam buka kelurahan?")
    said = hears(contact, "3")
    assert "tidak kami simpan" in said
    assert not Question.objects.exists()
    assert answers(Report.objects.get()) == []


@pytest.mark.parametrize("ending", ["ya", "batal"])
def test_lapor_in_the_midst_of_a_report_begins_another_and_the_first_comes_back(contact: Contact, ending: str) -> None:
    hears(contact, "lapor got mampet di rw 3 palmerah")
    said = hears(contact, "lapor ada kebakaran di rw 16 palmerah")
    assert said.startswith("Bila ada bahaya")
    assert "Saya ulangi. Kebakaran" in said
    assert "mampet" not in said
    said = hears(contact, ending)
    assert "Kita lanjutkan" in said
    assert "Kapan" in said or "Sejak kapan" in said
    assert "mampet" in hears(contact, "kemarin")
    assert "Kode tanda terima" in hears(contact, "ya")
    made = Report.objects.values_list("category", flat=True)
    assert sorted(made) == [*(["bencana"] if ending == "ya" else []), "keadaan", "keadaan"]


def test_by_sms_nobody_is_asked_for_photos_and_the_rw_that_there_are_are_named(contact: Contact) -> None:
    whatsapp = known("whatsapp", ["user:x"], {"user": "x"})
    for text in ("lapor", "lampu mati", "bantuan"):
        told, shown = hears(contact, f"lapor {text}" if text == "lampu mati" else text), hears(whatsapp, text)
        assert "foto" not in told
        assert "lokasi" not in told
        assert "lokasi" in shown
    hears(contact, "batal")
    asked()
    assert "Balas dengan tulisan." in outbox()
    assert "Boleh juga kirim foto." not in outbox()


def test_which_rw_there_are_is_known_where_it_is_clear_which_kelurahan_is_meant(contact: Contact) -> None:
    here = rws_here(KELURAHAN)
    assert 16 in here
    assert list(here) == sorted(here)
    several = not home()
    assert bool(rws_here()) is not several
    missing = max(here) + 1
    assert no_rw(f"di rw {missing}") == (0 if several else missing)
    assert no_rw("di rw 16") == 0


def test_two_reports_of_one_day_are_told_apart_by_the_hour(contact: Contact) -> None:
    with time_machine.travel(timezone.now() + timedelta(hours=3)):
        hears(contact, "lapor got mampet di rw 16 palmerah kemarin")
        hears(contact, "ya")
        said = hears(contact, "status")
    lines = [each for each in said.splitlines() if each.startswith("Laporan Anda")]
    assert len(lines) == len(set(lines)) == 2


def test_words_that_nobody_said_the_owner_of_are_said_not_to_be_sent_when_they_go(contact: Contact) -> None:
    asked()
    hears(contact, "kebakaran di rw 16 palmerah")
    before = set(Outgoing.objects.values_list("pk", flat=True))
    with time_machine.travel(timezone.now() + timedelta(days=8)):
        asking.end_run_out()
    assert "TIDAK terkirim" in outbox(before)
    lamp = asked("Masih mati?")
    assert "TIDAK terkirim" not in hears(contact, "stop")
    assert answers(lamp) == []


def test_an_answer_that_comes_twice_is_no_answer_to_the_next_question(contact: Contact) -> None:
    lamp = asked()
    asked("Sejak jam berapa?")
    hears(contact, "tiang nomor empat")
    assert "Sejak jam berapa" in hears(contact, "tiang nomor empat")
    hears(contact, "sejak jam dua")
    hears(contact, "sejak jam dua")
    assert answers(lamp) == ["tiang nomor empat", "sejak jam dua"]
    asked("Dekat apa?")
    for _twice in range(2):
        assert WHOSE in hears(contact, "ada tawuran di sini")
    assert "sudah sampai" in hears(contact, "1")
    assert answers(lamp)[-1] == "ada tawuran di sini"


def test_a_photo_of_a_danger_told_over_a_lamp_goes_with_the_danger(contact: Contact) -> None:
    hears(contact, "lapor got mampet di rw 16 palmerah kemarin")
    hears(contact, "ada yang bawa celurit di rw 3 palmerah", jpeg(), kind="photo")
    hears(contact, "ya")
    assert "belum terkirim" in hears(contact, "ya")
    hears(contact, "ya")
    reports = {each.category: each for each in Report.objects.all() if "Lampu" not in account_of(each).words}
    assert reports["kriminal"].danger
    assert reports["kriminal"].unit.endswith("003")
    assert "celurit" not in account_of(reports["keadaan"]).words
    assert [each.about_id for each in Photo.objects.all()] == [reports["kriminal"].pk]
