"""Reporting without script, screen by screen: what is asked, shown first, kept, refused, and never lost."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from rukun.evidence.queries import photos_of
from rukun.journal.models import Entry
from rukun.people.actions import establish_organisation, give_position
from rukun.people.tests.factories import SYSTEM, person
from rukun.report.account import account_of, contact_of
from rukun.report.algo import codes
from rukun.report.categories import CATEGORIES
from rukun.report.forms.lapor import CUT, Answers
from rukun.report.models import Report
from rukun.report.queries.receipt import report_with_code
from rukun.report.tests.factories import KELURAHAN, NEXT_RW, RW, town
from rukun.report.tests.wizard import Walk

pytestmark = [pytest.mark.django_db, pytest.mark.once]
NOW = datetime(2026, 11, 20, 14, 0, tzinfo=UTC)  # nine in the evening, a Friday
START = f"/lapor/?rw={RW}"
TELLING = "Ada nama atau nomor dalam tulisan Anda"


@pytest.fixture(autouse=True)
def _evening(settings: Any) -> Iterator[None]:
    settings.FILE_UPLOAD_HANDLERS = ["rukun.ui.uploads.Bounded"]
    with time_machine.travel(NOW, tick=False):
        town()
        yield


def picture(colour: str = "teal", kind: str = "JPEG") -> bytes:
    drawn = BytesIO()
    Image.new("RGB", (64, 48), colour).save(drawn, kind)
    return drawn.getvalue()


def up_to_review(client: Client, category: str = "ketertiban", words: str = "Musik keras sekali.") -> Walk:
    walk = Walk(client, START).press(category, "category")
    return walk.press("next").press("unknown").press("next", words=words).press("none")


def the_code(walk: Walk) -> str:
    return re.sub(r"\D", "", walk.text.split('<p class="code">')[1].split("</p>")[0])


def test_a_report_takes_five_taps_and_a_sentence_and_nobody_is_known(client: Client) -> None:
    client.force_login(person("ketua_rw", RW))
    walk = Walk(client, START)
    assert walk.title == "Apa yang terjadi?"
    assert "Untuk RW 16, Palmerah" in walk.text
    shown = [value for form in walk.forms for name, value in form.buttons if name == "category"]
    assert shown == list(CATEGORIES)
    walk.press("ketertiban", "category")
    assert (walk.title, walk.value("unit")) == ("Di mana?", RW)
    walk.press("next", place="depan warung")
    assert walk.title == "Kapan kejadiannya?"
    walk.press("just")
    walk.press("next", words="Musik keras sekali.\nSampai pagi.")
    assert walk.title == "Tanpa nama, atau boleh dihubungi?"
    walk.press("none")
    assert walk.title == "Periksa, lalu kirim"
    for words in ("Ketertiban", "depan warung, RW 16, Palmerah", "sekitar Jumat, 20 November 2026, 20.30",
                  "Musik keras sekali.\nSampai pagi.", "tanpa nama", "Yang membaca: Lurah", "Ketua RW"):  # fmt: skip
        assert words in walk.text, words
    code = the_code(walk)
    walk.press("send")
    assert walk.title == "Terima kasih. Laporan Anda sudah kami terima."
    report = Report.objects.get()
    assert (the_code(walk), codes.read(code)) == (code, code)
    assert report_with_code(code) == report
    assert (report.category, report.unit, report.source, report.channel) == ("ketertiban", RW, "resident", "web")
    assert (report.anonymous, report.danger, report.triage) == (True, False, "")
    assert (report.happened_at, report.happened_about) == (NOW - timedelta(minutes=30), "hour")
    told = account_of(report)
    assert (told.words, told.place) == ("Musik keras sekali.\nSampai pagi.", "depan warung")
    assert Entry.objects.get(verb="report.received").actor == "anyone", "whoever is signed in"
    for words in ("Buka laporan saya", "<svg", "Ketua RW", "Mereka tidak tahu siapa Anda", "Unduh bukti"):
        assert words in walk.text, words
    assert "tel:110" in walk.text.split("<main")[0], "always on top"
    opened = walk.press("look")
    assert opened.answer.status_code == 200
    assert "Musik" not in client.get("/lapor/").content.decode()


def test_no_screen_takes_or_leaves_a_trace(client: Client) -> None:
    client.force_login(person("ketua_rw", RW))
    walk = Walk(client, START)
    plain = Client().get(START).content
    assert walk.answer.content == plain, "the same for everybody"
    for press in (("ketertiban", "category"), ("next",), ("unknown",)):
        walk.press(*press)
        walk_is_traceless(walk)
    walk.press("next", words="Ada kucing terjepit")
    walk.press("phone", phone="0812-3456-7890", name="Rina")
    walk_is_traceless(walk)
    walk.press("send")
    walk_is_traceless(walk)
    contact = Report.objects.get().contact
    assert (contact_of(contact).name, contact_of(contact).phone) == ("Rina", "+6281234567890")
    assert "Nama dan nomor Anda tidak tampil bagi mereka" in walk.text


def walk_is_traceless(walk: Walk) -> None:
    headers = walk.answer.headers
    assert not walk.answer.cookies
    assert (headers["Referrer-Policy"], headers["Cache-Control"]) == ("no-referrer", "no-store")
    assert "csrfmiddlewaretoken" not in walk.text
    assert not re.search(r'(href|action|src)="[^"]*(ketertiban|kekerasan|unit=)', walk.text), "no answer in an address"
    assert "Keluar</button>" not in walk.text, "nobody is signed in here"


@pytest.mark.parametrize("category", ["tawuran", "kriminal", "bantuan", "bencana"])
def test_where_every_second_counts_the_numbers_come_first_and_words_may_stay_empty(
    client: Client, category: str
) -> None:
    walk = Walk(client, START).press(category, "category")
    if category != "bencana":
        assert "Hubungi" not in walk.title
        walk.press("ya")
    assert walk.title == "Hubungi 110 / 112 dulu"
    main = walk.text.split("<main")[1]
    assert main.index("tel:110") < main.index("Lanjutkan melapor")
    assert "tidak memanggil polisi" in main
    assert ("jangan melerai" in main) == (category != "bencana")
    assert ("Keluar dari bangunan" in main) == (category == "bencana")
    walk.press("next").press("next")
    if category == "bencana":
        walk.press("now")
    walk.press("next").press("none")
    assert "Hubungi" not in walk.title, "once is enough"
    walk.press("send")
    report = Report.objects.get()
    assert (report.danger, report.happened_at, report.happened_about) == (True, NOW, "now")
    assert walk.text.split("<main")[1].index("tel:112") < walk.text.split("<main")[1].index("Simpan kode ini")


def test_words_of_a_weapon_bring_the_numbers_too_and_what_is_long_over_does_not(client: Client) -> None:
    walk = Walk(client, START).press("ketertiban", "category").press("next").press("unknown")
    assert walk.press("next", words="Ada yang membawa celurit").title == "Hubungi 110 / 112 dulu"
    assert walk.press("back").title == "Ceritakan dengan singkat"
    assert walk.value("words") == "Ada yang membawa celurit"
    assert walk.press("next").press("next").title == "Tanpa nama, atau boleh dihubungi?"
    old = Walk(client, START).press("tawuran", "category").press("tidak").press("next")
    assert "Sekarang, masih terjadi" not in old.text, "that was answered"
    old.press("next", day="2026-11-18")
    assert old.press("next", words="Ada yang membawa celurit").title == "Tanpa nama, atau boleh dihubungi?"
    old.press("none").press("send")
    report = Report.objects.get()
    assert (report.danger, report.happened_about) == (False, "day")
    assert report.happened_at == datetime(2026, 11, 18, 5, 0, tzinfo=UTC)


def test_a_name_or_number_is_asked_about_once_and_the_writer_decides(client: Client) -> None:
    told = "Pak Budi Santoso, motor B 3456 XYZ, ada di sana."
    walk = Walk(client, START).press("ketertiban", "category").press("next").press("unknown").press("next", words=told)
    assert walk.title == TELLING
    for words in ("<strong>Budi Santoso</strong>", "<strong>B 3456 XYZ</strong>", "Pak [nama], motor [pelat], ada di"):
        assert words in walk.text, words
    walk.press("change")
    assert walk.value("words") == told
    walk.press("next").press("remove")
    assert walk.title == "Tanpa nama, atau boleh dihubungi?"
    walk.press("none")
    assert "Pak [nama], motor [pelat], ada di sana." in walk.text
    walk.press("to:words").press("next", words="Pak Joko saja.").press("keep")
    assert walk.title == "Periksa, lalu kirim", "from the review straight back to it"
    walk.press("to:words").press("next")
    assert walk.title == "Periksa, lalu kirim", "the same words are not asked about again"
    walk.press("send")
    assert account_of(Report.objects.get()).words == "Pak Joko saja."


def test_the_words_for_the_place_are_looked_through_like_the_others_and_streets_keep_their_names(
    client: Client,
) -> None:
    def told(place: str, words: str = "Musik keras sekali.") -> Walk:
        walk = Walk(client, START).press("ketertiban", "category").press("next", place=place)
        return walk.press("unknown").press("next", words=words)

    contact = "Tanpa nama, atau boleh dihubungi?"
    assert told("Jalan Haji Nawi, dekat Masjid Haji Salim").title == contact
    walk = told("Rumah Pak Budi, Jalan Haji Nawi", "Tanya Bu Siti.")
    assert walk.title == TELLING
    for words in ("<strong>Budi</strong>", "<strong>Siti</strong>", "Rumah Pak [nama], Jalan Haji Nawi", "Bu [nama]."):
        assert words in walk.text, words
    walk.press("change").press("next", words="Musik keras sekali.")
    assert walk.title == TELLING, "the place is still to be decided"
    assert walk.press("change").value("place") == "Rumah Pak Budi, Jalan Haji Nawi"
    walk.press("next").press("unknown").press("next").press("remove")
    assert walk.title == contact
    walk.press("none")
    assert "Rumah Pak [nama], Jalan Haji Nawi, RW 16" in walk.text
    walk.press("to:where").press("next", place="telepon 0812-3456-7890")
    assert walk.title == TELLING
    assert walk.press("change").value("place") == "telepon 0812-3456-7890"
    walk.press("next").press("keep")
    assert walk.title == "Periksa, lalu kirim", "from the review straight back to it"
    assert walk.press("to:words").press("next", words="Musik keras lagi.").title == "Periksa, lalu kirim", "asked once"
    walk.press("send")
    assert account_of(Report.objects.get()).place == "telepon 0812-3456-7890"


def test_what_is_missing_or_wrong_is_said_beside_its_field_and_everything_stays(client: Client) -> None:
    walk = Walk(client, START).press("ketertiban", "category")
    walk.press("next", unit="", place="dekat pos")
    assert walk.text.count("Lokasi belum diisi") == 2, "above and beside"
    assert walk.value("place") == "dekat pos"
    assert walk.press("next", unit="31.73.99").text.count("Lokasi belum diisi") == 2
    walk.press("next", unit=RW, place="x" * 300)
    assert "terlalu panjang" in walk.text
    assert walk.value("place") == "x" * 300
    walk.press("next", place="dekat pos")
    for typed, words in (
        ({}, "Waktu kejadian belum diisi"),
        ({"day": "20/13/2026"}, "Tidak ada bulan ke-13"),
        ({"day": "Senin, 20 November 2026"}, "jatuh pada hari Jumat"),
        ({"hour": "22:30"}, "belum terjadi"),
        ({"hour": "9"}, "Waktu kejadian tidak terbaca"),
        ({"day": "2025-11-01"}, "lebih dari setahun"),
    ):
        walk.press("next", **{"day": "", "hour": "", **typed})
        assert words in walk.text, typed
        for name, value in typed.items():
            assert walk.value(name) == value
    walk.press("next", day="2026-11-20", hour="")
    assert walk.title == "Ceritakan dengan singkat"
    assert "Ceritakan dengan singkat apa yang terjadi" in walk.press("next", words=" ").text
    long = "Ya, begitu. " * 400
    walk.press("next", words=long)
    assert "terlalu panjang" in walk.text
    assert walk.value("words") == long
    walk.press("next", words='Suara <b>keras</b> "sekali" & lama.')
    assert "Nomor telepon belum diisi" in walk.press("phone", name="Rina").text
    assert walk.value("name") == "Rina"
    assert "Format nomor telepon belum benar" in walk.press("phone", phone="12").text
    assert "terlalu panjang" in walk.press("phone", phone="08123456789", name="R" * 200).text
    walk.press("none")
    assert "Suara &lt;b&gt;keras&lt;/b&gt; &quot;sekali&quot; &amp; lama." in walk.text
    assert "Jumat, 20 November 2026<" in walk.text.replace("\n", ""), "a day without an hour"
    walk.press("send")
    report = Report.objects.get()
    assert (report.happened_about, report.happened_at) == ("day", datetime(2026, 11, 20, 5, 0, tzinfo=UTC))
    assert report.anonymous, "a number that was typed and then not wanted is not kept"
    assert account_of(report).words == 'Suara <b>keras</b> "sekali" & lama.'


def test_every_answer_can_be_changed_from_the_review_and_one_goes_back_screen_by_screen(client: Client) -> None:
    walk = up_to_review(client)
    walk.press("to:where").press("next", unit=NEXT_RW)
    assert walk.title == "Periksa, lalu kirim"
    assert "RW 03, Palmerah" in walk.text
    walk.press("to:contact").press("phone", phone="0812-3456-7890")
    assert "0812-3456-7890" in walk.text
    titles = []
    while walk.title != "Apa yang terjadi?":
        titles.append(walk.title)
        walk.press("back")
    assert titles == ["Periksa, lalu kirim", "Tanpa nama, atau boleh dihubungi?", "Ceritakan dengan singkat",
                      "Kapan kejadiannya?", "Di mana?"]  # fmt: skip
    walk.press("tawuran", "category").press("tidak")
    assert walk.value("unit") == NEXT_RW, "another category, and all the rest still there"
    walk.press("next").press("unknown").press("next")
    assert walk.press("phone").title == "Periksa, lalu kirim"
    walk.press("to:category").press("saran", "category").press("next")
    assert walk.title == "Ceritakan dengan singkat", "a suggestion has no time"
    assert "Apa usul Anda?" in walk.text


def test_sent_twice_is_stored_once_and_says_the_same(client: Client) -> None:
    walk = up_to_review(client)
    form = next(each for each in walk.forms if ("do", "send") in each.buttons)
    first = walk.send(form, do="send").text
    again = walk.send(form, do="send").text
    changed = walk.send(form, do="send", words="Lain sekali.").text
    assert Report.objects.count() == 1
    code = first.split('<p class="code">')[1].split("</p>")[0]
    assert code in again
    assert code in changed
    assert "sudah tersimpan sebelumnya" not in first
    assert "dengan isi yang pertama dikirim" in changed
    assert account_of(Report.objects.get()).words == "Musik keras sekali."


def test_a_page_left_open_for_a_week_or_tampered_with_gets_another_code_before_it_is_sent(client: Client) -> None:
    walk = up_to_review(client)
    code, form = the_code(walk), next(each for each in walk.forms if ("do", "send") in each.buttons)
    walk.send(form, do="send", sealed=form.values["sealed"][:-2] + "xx")
    assert "kode tanda terimanya diganti" in walk.text
    assert the_code(walk) != code
    with time_machine.travel(NOW + timedelta(days=8), tick=False):
        walk.send(form, do="send")
        assert "kode tanda terimanya diganti" in walk.text
        assert not Report.objects.exists()
        walk.press("send")
        assert "Terima kasih" in walk.title
    assert Report.objects.count() == 1


def test_a_complaint_goes_past_its_subject_and_some_are_only_heard_outside(client: Client) -> None:
    group = establish_organisation(actor=SYSTEM, kind="ormas", name="Mitra Jaya", unit=KELURAHAN)
    walk = Walk(client, START).press("keluhan", "category")
    assert "dibaca: Lurah, Kapolsek, Bhabinkamtibmas" in walk.text
    assert "Belum diisi siapa yang dikeluhkan" in walk.press("next").text
    for subject, links in (("polisi", ("propam", "kompolnas", "ombudsman")), ("tni", ("denpom", "ombudsman")),
                           ("kecamatan", ("inspektorat", "ombudsman"))):  # fmt: skip
        walk.press("next", subject=subject)
        assert walk.title == "Ini disampaikan ke lembaganya"
        for each in links:
            assert f"/lapor/lembaga/{each}/" in walk.text
        walk.press("back")
        assert walk.value("subject") == subject
    walk.press("next", subject="anggota", organisation=str(group.pk))
    walk.press("next").press("unknown").press("next", words="Meminta uang rokok.").press("none")
    for words in ("Anggota ormas atau relawan", "Mitra Jaya"):
        assert words in walk.text, words
    walk.press("send")
    report = Report.objects.get()
    assert (report.subject, report.organisation) == ("anggota", group)
    assert "/lapor/lembaga/ombudsman/" in walk.text
    assert "Ketua RW" not in walk.text


def test_a_complaint_that_nobody_here_may_read_names_who_hears_it_outside(client: Client) -> None:
    walk = Walk(client, START).press("keluhan", "category").press("next", subject="kelurahan")
    walk.press("next").press("unknown").press("next", words="Meminta uang rokok.").press("none")
    for _screen in ("before", "after"):
        assert "belum ada yang terdaftar untuk membaca" in walk.text
        assert "Inspektorat daerah, Ombudsman Republik Indonesia (137)." in walk.text
        assert "telepon 110 atau 112" not in walk.text
        walk.press("send") if _screen == "before" else None
    person("camat", "31.73.07")
    assert "belum ada yang terdaftar" not in walk.press("look").text


def test_violence_at_home_shows_sapa_first_who_reads_it_and_a_way_out(client: Client) -> None:
    walk = Walk(client, START).press("kekerasan", "category")
    main = walk.text.split("<main")[1]
    assert main.index("bmkg.go.id") < main.index("tel:129") < main.index('value="ya"')
    assert "hanya dibaca: Petugas pelindungan perempuan dan anak" in main
    assert "belum ada petugas pelindungan yang terdaftar" in main
    give_position(
        actor=SYSTEM,
        person=person(),
        title="petugas_pelindungan",
        unit=KELURAHAN,
        organisation=establish_organisation(actor=SYSTEM, kind="pelindungan", name="P2TP2A", unit=KELURAHAN),
    )
    walk = Walk(client, START).press("kekerasan", "category")
    assert "belum ada petugas pelindungan" not in walk.text
    main = walk.press("ya").text.split("<main")[1]
    assert walk.title == "Telepon dulu"
    assert main.index("tel:110") < main.index("tel:129") < main.index("Lanjutkan melapor")
    assert "pergi ke tempat yang ada orang lain" in main
    assert "jangan melerai" not in main, "that is for whoever looks on"
    walk.press("next").press("next").press("next", words="Tetangga memukul istrinya.").press("none")
    assert "jangan potret layarnya" in walk.text
    assert "Catat atau potret" not in walk.text
    assert 'rel="noreferrer">Keluar cepat' in walk.text
    walk.press("send")
    assert "jangan potret layarnya" in walk.text
    main = walk.text.split("<main")[1]
    assert main.index("tel:110") < main.index("tel:129")
    assert main.index("Berkas bukti berisi cerita Anda") < main.index("Unduh bukti lapor")
    assert "Ketua RW" not in walk.text
    assert not walk.text.split("<title>")[1].split("</title>")[0].count("ekerasan")
    report = Report.objects.get()
    assert (report.category, report.danger) == ("kekerasan", True)
    entry = Entry.objects.get(verb="report.received")
    assert (entry.unit, "category" in entry.codes) == ("", False)


def test_an_election_offence_is_pointed_to_bawaslu_and_leaves_nothing(client: Client) -> None:
    walk = Walk(client, START).press("pemilu", "category")
    assert walk.answer.status_code == 302
    assert walk.answer.headers["Location"] == "/lapor/lembaga/bawaslu/"
    assert not Report.objects.exists()


def test_photos_come_last_and_one_that_is_refused_never_takes_the_report_with_it(client: Client) -> None:
    walk = up_to_review(client)
    assert 'enctype="multipart/form-data"' in walk.text
    assert walk.text.index("Pilih foto paling akhir") < walk.text.index('name="photos"')
    sent = [
        SimpleUploadedFile("a.jpg", picture()),
        SimpleUploadedFile("b.jpg", b"<svg/>"),
        SimpleUploadedFile("c.jpg", picture("red") + b" " * 6 * 1024 * 1024),
        SimpleUploadedFile("d.png", picture("blue", "PNG")),
        SimpleUploadedFile("e.jpg", picture("green")),
    ]
    form = next(each for each in walk.forms if ("do", "send") in each.buttons)
    walk.send(form, do="send", photos=sent)
    report = Report.objects.get()
    for words in ("Foto ke-2:", "Foto ke-3: Fotonya lebih besar dari 5 MB", "Foto ke-5: Paling banyak 4 foto",
                  "menambah foto dengan kode"):  # fmt: skip
        assert words in walk.text, words
    assert "Foto ke-1" not in walk.text
    assert len(photos_of("report", [report.pk])[report.pk]) == 2
    walk.send(form, do="send", photos=[SimpleUploadedFile("a.jpg", picture())])
    assert len(photos_of("report", [report.pk])[report.pk]) == 2, "the same photo again adds nothing"


def test_a_photo_that_breaks_something_still_leaves_the_receipt(client: Client, monkeypatch: Any) -> None:
    def broken(**_given: Any) -> None:
        raise OSError("no space left")

    monkeypatch.setattr("rukun.report.views.sending.photos.add_photo", broken)
    walk = up_to_review(client)
    form = next(each for each in walk.forms if ("do", "send") in each.buttons)
    walk.send(form, do="send", photos=[SimpleUploadedFile("a.jpg", picture())])
    assert "Fotonya tidak dapat disimpan sekarang" in walk.text
    assert the_code(walk)


def test_over_the_limit_a_report_waits_for_a_first_look_and_is_never_refused(client: Client) -> None:
    for _number in range(10):
        up_to_review(client, words=f"Musik keras, malam ke-{_number}.").press("send")
    assert "Terima kasih" in up_to_review(client, words="Masih keras.").press("send").title
    assert sorted(Report.objects.values_list("triage", flat=True)) == [""] * 10 + ["flood"]
    assert "Terima kasih" in up_to_review(client, words="https://contoh.com/x").press("send").title


ANSWERS = st.fixed_dictionaries(
    {},
    optional={
        **{name: st.text(max_size=60) for name in Answers.__dataclass_fields__},
        "category": st.sampled_from([*CATEGORIES, "x"]),
        "unit": st.sampled_from([RW, NEXT_RW, KELURAHAN, "31", "x", "", "\x00"]),
        "home": st.sampled_from([KELURAHAN, "31", "x", ""]),
        "about": st.sampled_from(["now", "hour", "day", "unknown", "x"]),
        "happened": st.sampled_from(["2026-11-20T10:00:00+07:00", "2026-11-20", "9999-12-31T23:59:59+00:00", "x"]),
        "lat": st.sampled_from(["-6.2", "nan", "1e400", "91", "x"]),
        "lon": st.sampled_from(["106.8", "-inf", "x"]),
        "area": st.sampled_from([KELURAHAN, "31.73/x", ""]),
        "contact": st.sampled_from(["none", "phone"]),
        "subject": st.sampled_from(["anggota", "polisi", "x"]),
        "passed": st.sampled_from(["now", "where", "send", "x"]),
        "at": st.sampled_from(["now", "danger", "who", "where", "spot", "point", "when", "words", "personal", "contact",
                               "send", "outside", "x"]),
        "do": st.sampled_from(["next", "back", "ya", "tidak", "find", "pick:", "pick:unit:x", "pick:street::", "map",
                               "other", "home", "now", "just", "keep", "remove", "phone", "none", "send", "to:spot",
                               "to:send", "to:now", "to:x", "to:personal", "to:point", "to:category", "to:danger"]),
        "find": st.text(max_size=300),
        "m320.x": st.sampled_from(["1", "99999999", "-1", "x", "²"]),
        "m320.y": st.sampled_from(["1", "x"]),
    },
)  # fmt: skip


@given(ANSWERS)
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_sent_some_screen_is_the_answer(client: Client, sent: dict[str, str]) -> None:
    answer = client.post("/lapor/", sent)
    assert answer.status_code in (200, 302)
    assert answer.headers["Cache-Control"] == "no-store"


def test_longer_answers_than_any_form_has_are_cut_and_not_choked_on(client: Client) -> None:
    answer = client.post("/lapor/", {"category": "saran", "at": "words", "do": "next", "words": "x" * 100_000})
    assert answer.status_code == 200
    assert len(answer.content) < 3 * CUT["words"]
