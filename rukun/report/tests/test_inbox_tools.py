"""What handlers do with a report by its pages, and the posko's form, role by role."""

import io
import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from rukun.guard.ids import new_id
from rukun.journal.models import Entry
from rukun.people.actor import actor_of
from rukun.people.tests.factories import person
from rukun.report import access
from rukun.report.account import account_of, contact_of
from rukun.report.actions import handling
from rukun.report.actions.dialogue import answer, ask
from rukun.report.actions.withdrawing import withdraw
from rukun.report.algo import codes
from rukun.report.models import Message, Report
from rukun.report.queries.aside import RESTORED_WITHIN
from rukun.report.queries.receipt import report_with_code
from rukun.report.tests.factories import KELURAHAN, NEXT_RW, OTHER, RT, RW, WORDS, report, town
from rukun.report.tests.inbox import LIST, TAKE, ids, logged_in, of, page, sent, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.once]
PHONE = "0812-7000-4321"


@pytest.fixture(autouse=True)
def _town() -> None:
    town()


def test_handlers_talk_with_whoever_reported_and_nothing_typed_is_lost() -> None:
    made, _code = report()
    posko = signed_in(name="Dewi Posko")
    key = re.search(r'name="message_id" value="([^"]+)"', page(posko, of(made)))
    assert key is not None
    told = sent(posko, of(made, "tanya"), message_id=key[1], text="Masih bising?")
    told = sent(posko, of(made, "tanya"), message_id=key[1], text="Masih bising?")
    assert told.count("Masih bising?") == 1
    assert "Petugas: Dewi Posko" in told
    assert "belum dibaca pelapor" in told
    answer(report=made, text="Sudah sepi.", message_id=new_id())
    assert Message.objects.filter(from_reporter=True, read_at=None).exists()
    first = page(posko, of(made))
    assert "Sudah sepi." in first
    assert not Message.objects.filter(from_reporter=True, read_at=None).exists()
    empty = sent(posko, of(made, "tanya"), message_id=str(new_id()), text=" ")
    assert "Pertanyaan belum diisi" in empty
    long = sent(posko, of(made, "tanya"), message_id=str(new_id()), text="a" * 2001)
    assert "terlalu panjang" in long
    assert "a" * 2001 in long
    withdraw(report=made)
    gone = page(posko, of(made))
    assert "Ditarik oleh pelapornya" in gone
    assert WORDS not in gone
    late = sent(posko, of(made, "tanya"), message_id=str(new_id()), text="Halo?")
    assert "sudah ditutup" in late


def test_contact_is_shown_once_after_a_reason_and_on_no_later_page() -> None:
    made, _code = report(phone=PHONE, name="Ibu Ratna")
    lurah = signed_in("lurah")
    short = lurah.post(of(made, "kontak"), {"reason": "ingin"}).content.decode()
    assert 'href="#id_reason"' in short, "the summary leads to this reason and no other"
    assert "sekurang-kurangnya 10 huruf" in short
    assert "Ratna" not in short
    told = lurah.post(of(made, "kontak"), {"reason": "Menjemput anak yang hilang."})
    assert "Ibu Ratna" in told.content.decode()
    assert "tel:+6281270004321" in told.content.decode()
    assert "no-store" in told.headers["Cache-Control"]
    assert "Ratna" not in page(lurah, of(made))
    assert lurah.get(of(made, "kontak")).headers["Location"] == of(made)
    assert Entry.objects.filter(verb="report.contact_read").count() == 1
    nameless = page(lurah, of(report()[0]))
    assert "tidak meninggalkan kontak" in nameless


def test_a_summary_with_a_name_is_asked_about_and_one_changed_meanwhile_is_shown() -> None:
    made, _code = report()
    posko = signed_in()
    form = page(posko, of(made, "ringkasan"))
    assert "anggota aktif kelompok mitra" in form
    assert "di depannya tidak ditemukan oleh program" in form
    asked = sent(posko, of(made, "ringkasan"), text="Pak Budi membuat ribut.", before="")
    assert "tampaknya ada nama orang" in asked
    assert "Pak Budi membuat ribut." in asked
    assert 'type="checkbox"' in asked
    told = sent(posko, of(made, "ringkasan"), text="Pak Budi membuat ribut.", before="", sure="on")
    assert "Ringkasan tersimpan" in told
    other = sent(posko, of(made, "ringkasan"), text="Motor keras.", before="")
    assert "orang lain mengubah ringkasan ini" in other
    assert "Motor keras." in other
    assert "Ringkasan yang sekarang" in other
    assert "Motor keras." in sent(posko, of(made, "ringkasan"), text="Motor keras.", before="Pak Budi membuat ribut.")
    kept = sent(posko, of(made, "ringkasan"), text="x" * 501, before="Motor keras.")
    assert "terlalu panjang" in kept
    complaint = report("keluhan")[0]
    assert "Hanya dibaca" in page(signed_in("lurah"), of(complaint, "ringkasan"))


def test_a_report_put_where_one_may_not_read_it_leads_back_to_the_list() -> None:
    made, _code = report("bantuan")
    posko = signed_in()
    asked = page(posko, of(made, "jenis"))
    assert "Belum ada petugas pelindungan" in asked
    keeper = signed_in("petugas_pelindungan")
    assert "Belum ada petugas pelindungan" not in page(posko, of(made, "jenis"))
    assert "Belum diisi siapa yang dikeluhkan" in sent(posko, of(made, "jenis"), category="keluhan")
    assert "bukan salah satu" in sent(posko, of(made, "jenis"), category="pemilu")
    untitled = sent(posko, of(made, "jenis"), category="keluhan", subject="kelurahan")
    assert "belum ada yang membaca laporan seperti itu" in untitled
    told = sent(posko, of(made, "jenis"), category="kekerasan")
    assert "tidak lagi tampil bagi Anda" in told
    assert posko.get(of(made)).status_code == 404
    hesitant = sent(keeper, of(made, "jenis"), category="saran")
    assert "dibaca oleh lebih banyak orang" in hesitant
    assert "tidak lagi tampil" in sent(keeper, of(made, "jenis"), category="saran", sure="on")
    assert posko.get(of(made)).status_code == 200


def test_first_looks_setting_aside_and_taking_back() -> None:
    made, _code = report(triage="flood")
    posko, head = signed_in(), signed_in("ketua_rw", RW)
    assert head.get(of(made)).status_code == 404
    assert "Masuk saat laporan sangat banyak" in page(posko, of(made))
    assert "Diloloskan" in sent(posko, of(made, "loloskan"))
    assert head.get(of(made)).status_code == 200
    aside = sent(posko, of(made, "sisihkan"), reason="Sudah dicatat dua kali.")
    assert "Disisihkan sebagai bukan laporan" in aside
    assert "Kembalikan: ini laporan" in aside
    assert "Kembalikan: ini laporan" not in page(head, of(made))
    assert "terbuka lagi" in sent(posko, of(made, "kembalikan"))
    sent(posko, of(made, "sisihkan"), reason="Hanya tautan iklan.")
    with time_machine.travel(timezone.now() + RESTORED_WITHIN):
        posko.force_login(person("petugas_posko", KELURAHAN))
        assert "tidak dapat dikembalikan" in sent(posko, of(made, "kembalikan"))
    spam = page(signed_in(), of(report(triage="spam")[0]))
    assert "Tampaknya bukan laporan" in spam


def test_an_objection_to_being_set_aside_reaches_the_handlers_and_takes_the_report_back() -> None:
    made, code = report()
    posko = signed_in()
    sent(posko, of(made, "sisihkan"), reason="Hanya tautan iklan.")
    assert "Ini sungguh terjadi" not in page(posko, LIST, status="ada-jawaban")
    with time_machine.travel(timezone.now() + timedelta(days=20)):
        told = sent(Client(), "/r/", code=code, do="answer", text="Ini sungguh terjadi.", message=str(new_id()))
        assert "Pesan Anda terkirim" in told
        posko = signed_in()
        assert "Pelapor menjawab: 1 laporan" in page(posko, "/hari-ini/")
        listed = page(posko, LIST, status="ada-jawaban")
        assert ids(listed) == [str(made.pk)]
        assert "ada jawaban" in listed
        objection = page(posko, of(made))
        assert "Ini sungguh terjadi." in objection
        assert "Pelapor menulis lagi sesudahnya" in objection
        assert "Kembalikan: ini laporan" in page(posko, of(made)), "read, it can still be taken back for a week"
        assert "terbuka lagi" in sent(posko, of(made, "kembalikan"))
        assert ids(page(posko, LIST)) == [str(made.pk)]


def test_what_few_read_is_set_aside_with_a_reason_and_shown_to_the_others_of_them() -> None:
    made, _code = report("kekerasan")
    one, other = signed_in("petugas_pelindungan"), signed_in("petugas_pelindungan", "31.73")
    assert "Alasannya wajib" in page(one, of(made))
    short = sent(one, of(made, "sisihkan"), reason="Bukan ya")
    assert "mengapa ini bukan laporan?" in short
    assert 'href="#id_aside_reason"' in short
    assert "Bukan ya" in short, "nothing typed is lost"
    assert "Disisihkan sebagai bukan laporan" in sent(one, of(made, "sisihkan"), reason="Kiriman kedua kalinya.")
    assert ids(page(one, LIST)) == []
    listed = page(other, LIST)
    assert ids(listed) == [str(made.pk)]
    assert "disisihkan oleh pihak lain" in listed
    assert "terbuka lagi" in sent(other, of(made, "kembalikan"))
    assert ids(page(one, LIST)) == [str(made.pk)]


def test_a_report_that_was_put_away_between_the_look_and_the_act_is_absent(monkeypatch: pytest.MonkeyPatch) -> None:
    posko = signed_in("lurah")
    for step, typed in (
        ("letak", {}),
        ("lembar", {}),
        ("tanya", {"text": "Di mana?", "message_id": str(new_id())}),
        ("kontak", {"reason": "Menanyakan tempat kejadiannya."}),
        ("ringkasan", {"text": "Motor keras."}),
        ("jenis", {"category": "saran"}),
        ("sisihkan", {"reason": "Sudah dicatat dua kali."}),
        ("kembalikan", {}),
        ("loloskan", {}),
    ):
        made, _code = report(phone=PHONE)
        page(posko, of(made))
        sight = access.report_for

        def gone_meanwhile(actor: Any, key: Any, sight: Any = sight) -> Report | None:
            found = sight(actor, key)
            Report.objects.filter(pk=key).delete()
            return found  # type: ignore[no-any-return]

        monkeypatch.setattr(access, "report_for", gone_meanwhile)
        answered = posko.post(of(made, step), typed, follow=True)
        monkeypatch.setattr(access, "report_for", sight)
        assert answered.status_code == 404, step


def test_the_sheet_has_facts_apart_from_opinion_and_nothing_of_who_reported() -> None:
    made, _code = report(
        phone=PHONE, name="Ibu Ratna", place="dekat jembatan", happened_about="hour", happened=timezone.now()
    )
    posko, lurah = signed_in(), actor_of(person("lurah", KELURAHAN))
    handling.summarise(actor=lurah, report=made, text="Motor keras di jembatan.")
    ask(actor=lurah, report=made, text="Berapa orang?", message_id=new_id())
    answer(report=made, text="Kira-kira lima.", message_id=new_id())
    printed = posko.post(of(made, "lembar"))
    assert printed.headers["Content-Type"] == "application/pdf"
    assert "no-store" in printed.headers["Cache-Control"]
    pages = PdfReader(io.BytesIO(printed.content)).pages
    assert len(pages) == 1, "a short one stays on one sheet"
    text = " ".join("".join(each.extract_text() for each in pages).replace("\u200b", "").split())
    assert "Ringkasan petugas: Motor keras di jembatan. Fakta yang sudah diperiksa Pendapat" in text, (
        "no fact by itself"
    )
    for words in ("Siapa", "Apa", "Bilamana", "Di mana", "Bagaimana", "Mengapa", "Ketertiban", WORDS, "dekat jembatan",
                  "Kira-kira lima.", "Fakta yang sudah diperiksa", "Pendapat dan dugaan"):  # fmt: skip
        assert words in text, words
    for secret in ("Ratna", "4321", "anonim", "tanpa nama"):
        assert secret not in text
    assert Entry.objects.filter(verb="report.sheet_printed", object_id=str(made.pk)).count() == 1
    for about in ("now", "day", "unknown"):
        other, _code = report(words="W" * 3000, happened_about=about, happened=timezone.now())
        assert posko.post(of(other, "lembar")).content[:4] == b"%PDF"


def filled(client: Client, **more: str) -> dict[str, str]:
    secret = re.search(r'name="secret" value="([^"]+)"', page(client, TAKE))
    assert secret is not None
    return {
        "secret": secret[1], "category": "ketertiban", "unit": "RW 16 Palmerah", "happened_about": "now",
        "words": WORDS, "source": "resident", **more,
    }  # fmt: skip


def test_the_posko_takes_down_a_call_once_and_reads_out_the_code() -> None:
    posko = signed_in()
    typed = filled(posko, unit="RT 003 RW 16 Palmerah", name="Ibu Ratna", phone=PHONE, place="dekat jembatan")
    for _again in range(2):
        told = sent(posko, TAKE, **typed)
    code = re.search(r">([0-9 ]{24})</p>", told)
    assert code is not None
    found = report_with_code(codes.read(code[1]))
    assert found is not None
    assert Report.objects.count() == 1
    assert (found.source, found.channel, found.unit, found.anonymous) == ("resident", "posko", RT, False)
    assert account_of(found).place == "dekat jembatan"
    assert contact_of(found.contact).name == "Ibu Ratna"
    assert "Ratna" not in told
    assert "<svg" in told
    entry = Entry.objects.get(verb="report.received")
    assert entry.actor.startswith("person:"), "who took it down"
    for typed, words in (
        (filled(posko, category=""), "Jenisnya belum dipilih"),
        (filled(posko, category="keluhan"), "tidak dicatat untuk orang lain"),
        (filled(posko, category="kekerasan"), "tidak dicatat untuk orang lain"),
        (filled(posko, category="pemilu"), "tidak dicatat untuk orang lain"),
        (filled(posko, unit=f"{OTHER}.001"), "Slipi"),
        (filled(posko, unit="Antah"), "tidak dikenal"),
        (filled(posko, words=""), "satu kalimat sudah cukup"),
        (filled(posko, words="Pak Budi berteriak."), "nama atau nomor seseorang"),
        (filled(posko, place="rumah Pak Budi"), "nama atau nomor seseorang"),
        (filled(posko, happened_about="hour"), "Jamnya belum diisi"),
        (filled(posko, happened_about="day"), "Harinya belum diisi"),
        (filled(posko, happened_about="day", day="1 Januari 2020"), "lebih dari setahun"),
        (filled(posko, name="Ratna"), "Nomor telepon belum diisi"),
        (filled(posko, phone="123"), "error"),
        (filled(posko, secret="asal"), "terlalu lama terbuka"),
    ):
        wrong = sent(posko, TAKE, **typed)
        assert 'class="notice error summary"' in wrong or "summary" in wrong
        assert words in wrong or words == "error", words
        assert typed["words"] in wrong, "nothing typed is lost"
    assert Report.objects.count() == 1
    kept = sent(
        posko, TAKE, **filled(posko, words="Pak Budi berteriak.", sure="on", happened_about="hour", hour="0.05")
    )
    assert "Laporan tersimpan" in kept
    street = sent(posko, TAKE, **filled(posko, place="Gang Haji Naim"))
    assert "Laporan tersimpan" in street, "a street is no person"
    danger = sent(posko, TAKE, **filled(posko, category="bencana", words=""))
    assert "Tanda bahaya" in danger
    asked = page(posko, TAKE)
    for few in ("kekerasan", "keluhan", "pemilu"):
        assert f'value="{few}"' not in asked
    for instead in ('href="tel:129"', 'href="tel:110"', "http://testserver/lapor/", "<svg"):
        assert instead in asked
    gone = Client()
    assert gone.post(TAKE, filled(posko)).headers["Location"].startswith("/masuk/")
    assert "secret" not in gone.session["kept"]["words"], "the code lies in no session"
    head = signed_in("ketua_rw", RW)
    assert "Laporan tersimpan" in sent(head, TAKE, **filled(head))
    assert "RW" in sent(head, TAKE, **filled(head, unit=NEXT_RW))
    for outsider in (person("petugas_pelindungan", KELURAHAN), person()):
        page(logged_in(outsider), TAKE, 403)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    typed=st.dictionaries(
        st.sampled_from(
            ["category", "subject", "organisation", "unit", "place", "happened_about", "day", "hour", "words", "source",
             "name", "phone", "secret", "sure"]
        ),
        st.one_of(
            st.text(max_size=60),
            st.sampled_from(["keluhan", "anggota", "now", "hour", RW, RT, "31", "25.99", "3/3/2025", "resident"]),
        ),
    )
)  # fmt: skip
def test_whatever_is_typed_at_the_posko_is_answered_in_words(typed: dict[str, str]) -> None:
    posko = signed_in()
    assert posko.post(TAKE, {**filled(posko), **typed}).status_code == 200
