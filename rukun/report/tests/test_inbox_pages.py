"""The handlers' list, the page of a report, and the outlines of partners' members, role by role."""

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from rukun.guard.ids import new_id
from rukun.journal.models import Entry
from rukun.people.actor import actor_of
from rukun.people.tests.factories import person
from rukun.report import limits
from rukun.report.actions import handling
from rukun.report.actions.dialogue import answer, ask
from rukun.report.actions.openings import ask_opening
from rukun.report.actions.photos import add_photo
from rukun.report.actions.withdrawing import withdraw
from rukun.report.models import Contact, Report
from rukun.report.tests.factories import KELURAHAN, NEXT_RW, OTHER, RT, RW, WORDS, jpeg, report, town
from rukun.report.tests.inbox import LIST, OUTLINES, ids, logged_in, of, page, sent, signed_in
from rukun.report.urls import complaints, inbox, photos
from rukun.territory.tests.towns import imported
from rukun.territory.tests.towns import town as mapped
from rukun.training.actions.partners import suspend_partnership
from rukun.training.models import Partnership
from rukun.training.tests.factories import candidate, member, partner

pytestmark = [pytest.mark.django_db, pytest.mark.once]
PHONE = "0812-7000-4321"
REPORT_PAGES = [*inbox.urlpatterns, *photos.urlpatterns, *complaints.urlpatterns]


@pytest.fixture(autouse=True)
def _town() -> None:
    town()


def test_the_list_holds_what_the_role_may_read_by_due_time_and_nobodys_words() -> None:
    first, second = report(unit=RT)[0], report("tawuran", NEXT_RW, happened_about="now", words="")[0]
    report("saran", f"{OTHER}.001")
    waiting = report("kabar", words="Lihat https://contoh.test", triage="spam")[0]
    hidden, complaint = report("kekerasan")[0], report("keluhan", subject="posko")[0]
    posko = signed_in()
    told = page(posko, LIST)
    assert ids(told) == [str(each.pk) for each in (second, waiting, first)], "unread danger stands above all"
    assert told.index("Tanda bahaya, belum dibaca") < told.index("Periksa dulu") < told.index("Yang lain")
    assert "baru saja" in told
    assert "0\xa0menit" not in told
    assert "tanda bahaya" in told
    assert "belum dibaca" in told
    assert WORDS not in told
    assert "contoh.test" not in told
    for title, unit, seen in (
        ("ketua_rw", RW, [first]),
        ("ketua_rt", RT, [first]),
        ("kapolsek", "31.73.07", [second, first]),
        ("lurah", KELURAHAN, [waiting, complaint, second, first]),
        ("petugas_pelindungan", KELURAHAN, [hidden]),
    ):
        shown = ids(page(signed_in(title, unit), LIST))
        assert set(shown) >= {str(each.pk) for each in seen}, title
        assert not {str(each.pk) for each in (waiting, hidden, complaint) if each not in seen} & set(shown), title
    with time_machine.travel(timezone.now() + timedelta(minutes=3, seconds=1)):
        later = report()[0]
        handling.note_read(actor=actor_of(person("sekretaris_kelurahan", KELURAHAN)), report=second)
        told = page(signed_in(), LIST)
        assert ids(told) == [str(each.pk) for each in (waiting, second, first, later)], (
            "read, it stands by its due time"
        )
        assert "Tanda bahaya, belum dibaca" not in told
        assert "3\xa0menit lalu" in told
        withdraw(report=later)
    withdraw(report=first)
    assert "Belum ada laporan" in page(signed_in("sekretaris_rw", RW), LIST)
    for outsider in (person(), person("staf_kelurahan", KELURAHAN), person("danramil", "31.73.07")):
        page(logged_in(outsider), LIST, 403)
    assert Client().get(LIST).headers["Location"].startswith("/masuk/")


def test_the_list_is_narrowed_by_its_address_and_stays_quick() -> None:
    made = [report(unit=(RW, NEXT_RW)[number % 2])[0] for number in range(30)]
    tawuran = report("tawuran", happened_about="day", happened=timezone.now())[0]
    lurah = actor_of(person("sekretaris_kelurahan", KELURAHAN))
    handling.note_read(actor=lurah, report=made[0])
    handling.set_aside(actor=lurah, report=made[1], reason="Hanya iklan pinjaman.")
    withdraw(report=made[2])
    ask(actor=lurah, report=made[3], text="Di mana?", message_id=new_id())
    answer(report=made[3], text="Di jembatan.", message_id=new_id())
    client = signed_in()
    assert len(ids(page(client, LIST))) == 26, "and what another set aside stands above"
    assert len(ids(page(client, LIST, page="2"))) == 4
    assert ids(page(client, LIST, jenis="tawuran")) == [str(tawuran.pk)]
    assert len(ids(page(client, LIST, wilayah=NEXT_RW))) == 15
    for state, found in (
        ("dibaca", made[0]), ("disisihkan", made[1]), ("ditarik", made[2]), ("ada-jawaban", made[3])
    ):  # fmt: skip
        assert ids(page(client, LIST, status=state)) == [str(found.pk)], state
    assert len(ids(page(client, LIST, status="belum-dibaca"))) == 25
    assert "Tidak ada yang cocok" in page(client, LIST, jenis="saran")
    wrong = page(client, LIST, wilayah="Antah Berantah", jenis="apa")
    assert "Wilayah itu tidak dikenal" in wrong
    assert ids(wrong), "and the list stays"
    with CaptureQueriesContext(connection) as asked:
        page(client, LIST)
    own = [each["sql"] for each in asked.captured_queries if "report_" in each["sql"] or "evidence_" in each["sql"]]
    assert len(own) <= 4
    assert not any('"account"' in each for each in own), "what is sealed is not even fetched"
    assert len(asked.captured_queries) <= 8, "with whoever asks, their positions and the territory"


def test_operators_see_when_more_comes_in_than_usual(monkeypatch: pytest.MonkeyPatch) -> None:
    made = [report()[0] for _each in range(3)][-1]
    posko = signed_in()
    assert "sejam terakhir" not in page(posko, LIST)
    assert "sejam terakhir: 3 laporan" in page(posko, LIST, wilayah=KELURAHAN)
    assert "lebih dari" not in page(posko, of(made))
    monkeypatch.setitem(limits.CEILINGS, 5, 2)
    assert "3 laporan, lebih dari 2" in page(posko, LIST, wilayah=RW)
    assert "lebih dari 2" in page(posko, of(made))
    report(triage="flood")
    assert "sejam terakhir: 4 laporan" in page(posko, LIST), "of the whole kelurahan, once some wait for a first look"


def test_a_report_shows_its_words_to_those_who_read_and_its_tools_to_those_who_handle() -> None:
    made, _code = report(unit=RT, place="dekat tiang listrik", phone=PHONE, name="Ibu Ratna")
    posko, head, lurah = signed_in(), signed_in("ketua_rw", RW), signed_in("lurah")
    for client in (posko, head, lurah):
        told = page(client, of(made))
        assert WORDS in told
        assert "dekat tiang listrik" in told
        assert "Ratna" not in told
        assert PHONE not in told
    assert "Kirim pertanyaan" in page(posko, of(made))
    assert "Kirim pertanyaan" not in page(head, of(made))
    assert "ditangani oleh petugas lain" in page(head, of(made))
    assert "Buka kontak" in page(lurah, of(made))
    elsewhere = page(posko, of(made))
    assert "Buka kontak" not in elsewhere
    assert "Pelapor meninggalkan kontak. Yang dapat membukanya, dengan alasan tertulis: Lurah," in elsewhere
    nameless = report(unit=RT)[0]
    assert "tidak meninggalkan kontak. Tanyakan lewat percakapan" in page(posko, of(nameless))
    for each in (made, nameless):
        assert "Tanyakan" not in page(head, of(each)), "whoever may not ask is not told to"
        assert "Pelapor meninggalkan kontak" not in page(head, of(each))
        named = re.findall(r'\bid="([^"]+)"', page(lurah, of(each)))
        assert len(named) == len(set(named)), "each field is called by its own name"
    steps = ("ringkasan", "jenis", "tanya", "letak", "lembar", "sisihkan", "kembalikan", "loloskan", "kontak")
    for step in steps:
        assert head.post(of(made, step)).status_code == 403, step
    for outsider in (
        signed_in("ketua_rw", NEXT_RW),
        signed_in("petugas_posko", OTHER),
        signed_in("petugas_pelindungan"),
    ):
        assert outsider.get(of(made)).status_code == 404
        for step in steps:
            assert outsider.post(of(made, step)).status_code == 404, step
    assert posko.post(of(made, "kontak"), {"reason": "Menanyakan tempatnya."}).status_code == 403
    posko.head(of(made))
    for step in ("ringkasan", "jenis"):
        assert page(posko, of(made, step))
    for step in ("letak", "lembar", "sisihkan", "kembalikan", "loloskan"):
        assert posko.get(of(made, step)).status_code == 405, step
    assert posko.get(of(made, "tanya")).headers["Location"] == of(made)
    before = Entry.objects.filter(verb="report.read").count()
    posko.head(of(report()[0]))
    assert Entry.objects.filter(verb="report.read").count() == before


def test_what_few_may_read_is_absent_for_all_others() -> None:
    hidden = report("kekerasan", phone=PHONE)[0]
    about_member, about_posko = report("keluhan")[0], report("keluhan", subject="posko")[0]
    about_lurah = report("keluhan", subject="kelurahan")[0]
    readers = {
        "petugas_pelindungan": [hidden],
        "lurah": [about_member, about_posko],
        "bhabinkamtibmas": [about_member],
        "petugas_posko": [],
        "sekretaris_kelurahan": [],
    }
    for title, read in readers.items():
        client = signed_in(title)
        for each in (hidden, about_member, about_posko, about_lurah):
            assert client.get(of(each)).status_code == (200 if each in read else 404), (title, each.subject)
    assert signed_in("camat", "31.73.07").get(of(about_lurah)).status_code == 200
    told = page(signed_in("petugas_pelindungan", "31.73"), of(hidden))
    assert "SAPA 129" in told
    assert "Hanya petugas pelindungan" in told
    told = page(signed_in("bhabinkamtibmas", RW), of(about_member))
    assert "Tangguhkan anggota itu" in told
    assert "Yang membaca ini: Lurah, Kapolsek, Bhabinkamtibmas, dan tidak seorang pun selain mereka" in told
    books = Entry.objects.filter(
        object_id__in=[str(each.pk) for each in (hidden, about_member, about_posko, about_lurah)]
    )
    assert set(books.values_list("unit", flat=True)) == {""}
    assert all("category" not in each.codes for each in books)


def test_the_place_is_rounded_until_a_handler_asks_for_more(tmp_path: Any) -> None:
    imported(tmp_path, mapped())
    here, elsewhere = f"{KELURAHAN}.001", f"{KELURAHAN}.004"
    made, _code = report(unit=here, lat=-6.19771, lon=106.79123)
    posko, head = signed_in(), signed_in("ketua_rw", here)
    told = page(posko, of(made))
    assert "kira-kira di sini" in told
    assert "106.79123" not in told
    assert "di luar wilayah yang dipilih" not in told
    exact = posko.post(of(made, "letak")).content.decode()
    assert "-6.19771, 106.79123" in exact
    assert 'href="geo:-6.19771,106.79123"' in exact
    assert "Tampilkan letak tepat" not in page(head, of(made))
    wrong, _code = report(unit=elsewhere, lat=-6.19771, lon=106.79123)
    assert "di luar wilayah yang dipilih. Tanyakan kepada pelapor" in page(posko, of(wrong))
    assert "di luar wilayah yang dipilih.</p>" in page(signed_in("ketua_rw", elsewhere), of(wrong))
    far, _code = report(unit=here, lat=-6.9, lon=107.6)
    assert "di luar wilayah yang dipilih" in page(posko, of(far))


def test_what_no_key_opens_is_said_and_breaks_no_page() -> None:
    made, _code = report(phone=PHONE, lat=-6.2, lon=106.8)
    Report.objects.filter(pk=made.pk).update(account=b"\0" * 40)
    Contact.objects.filter(pk=made.pk).update(content=b"\0" * 40)
    lurah = signed_in("lurah")
    for told in (
        page(lurah, of(made)),
        sent(lurah, of(made, "letak")),
        sent(lurah, of(made, "lembar")),
        sent(lurah, of(made, "kontak"), reason="Menanyakan tempat kejadiannya."),
    ):
        assert "kuncinya tidak ada di sini" in told
    assert "Ringkasan laporan" in page(lurah, of(made, "ringkasan"))
    assert not Entry.objects.filter(verb__in=["report.contact_read", "report.sheet_printed"]).exists()


@pytest.mark.parametrize(("method", "known"), [
    ("get", {"report", "summary", "photo", "photo_list", "photo_page"}),
    ("post", {"exact_place", "contact", "ask", "sheet", "recategorise", "photo_paint", "photo_ask"}),
])  # fmt: skip
def test_whoever_sees_words_or_pictures_by_whatever_address_stands_in_the_journal(method: str, known: set[str]) -> None:
    lurah = person("lurah", KELURAHAN)
    client, label, shown = logged_in(lurah), actor_of(lurah).label, set()
    colleague = actor_of(person("petugas_posko", KELURAHAN))
    for number, pattern in enumerate(each for each in REPORT_PAGES if each.pattern.converters):
        made, _code = report("keluhan" if pattern in complaints.urlpatterns else "ketertiban", phone=PHONE)
        named = {"key": made.pk}
        if pattern in photos.urlpatterns:
            photo = add_photo(report=made, content=jpeg(seed=number))
            asked = ask_opening(actor=colleague, report=made, of=photo, reason="Mencocokkan jam di foto itu.")
            named = {"key": photo.pk, "opening": asked.pk}
        address = reverse(f"report:{pattern.name}", kwargs={name: named[name] for name in pattern.pattern.converters})
        answered = getattr(client, method)(address, {"text": "", "reason": ""})
        if answered.status_code == 200:
            shown.add(pattern.name)
            read = Entry.objects.filter(verb="report.read", actor=label, object_id=str(made.pk))
            assert read.count() == 1, pattern.name
    assert shown >= known, "these are the addresses that show some"


def test_members_of_a_partner_see_category_rw_day_and_summary_while_it_is_one() -> None:
    lurah = actor_of(person("lurah", KELURAHAN))
    shown, bare = report(unit=RT)[0], report("kriminal")[0]
    handling.summarise(actor=lurah, report=shown, text="Motor keras di jembatan.")
    away = report(unit=f"{OTHER}.001")[0]
    handling.summarise(actor=actor_of(person("lurah", OTHER)), report=away, text="Di Slipi saja.")
    complaint = report("keluhan")[0]
    handling.summarise(actor=lurah, report=complaint, text="Keluhan seorang warga.")
    mitra = partner(KELURAHAN)
    client = logged_in(member(mitra))
    told = page(client, OUTLINES)
    assert "Motor keras di jembatan." in told
    assert "RW 16" in told
    for hidden in ("RT 003", WORDS, "Kriminal", "Slipi", "Keluhan seorang warga", str(shown.pk), str(bare.pk)):
        assert hidden not in told
    assert client.get(of(shown)).status_code == 403
    handling.set_aside(actor=lurah, report=shown, reason="Hanya iklan pinjaman.")
    assert "Belum ada ringkasan" in page(client, OUTLINES)
    for outsider in (candidate(mitra), person(), person("petugas_posko", KELURAHAN)):
        page(logged_in(outsider), OUTLINES, 403)
    handling.restore(actor=lurah, report=shown)
    suspend_partnership(
        actor=lurah, partnership=Partnership.objects.get(organisation=mitra), reason="Diperiksa dulu oleh kelurahan."
    )
    assert "Motor keras" not in page(client, OUTLINES, 403)


def test_whoever_may_restore_what_another_set_aside_opens_the_reason() -> None:
    made, _code = report()
    why = "Iklan <b>pinjaman</b>, bukan laporan."
    posko, lurah = signed_in("petugas_posko"), signed_in("lurah")
    sent(posko, of(made, "sisihkan"), reason=why)
    shown = page(lurah, of(made))
    assert "Baca alasannya" in shown
    assert "pinjaman" not in shown
    told = sent(lurah, of(made, "mengapa-disisihkan"))
    assert "Iklan &lt;b&gt;pinjaman&lt;/b&gt;" in told
    assert "Kembalikan: ini laporan" in told
    sent(lurah, of(made, "kembalikan"))
    assert "pinjaman" not in sent(lurah, of(made, "mengapa-disisihkan"))
