"""The kentongan's pages: one's own call, how it is set up, the table of codes, a drill from the preview to its end."""

import io
import re
from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise
from typing import Any
from unittest.mock import patch
from urllib.parse import unquote
from uuid import UUID

import pytest
from django.test import Client
from django.utils import timezone
from pypdf import PdfReader

from rukun.alarm import follow
from rukun.alarm.access import may_read_calls
from rukun.alarm.actions.beats import MOST, add_beat, change_beat, move_beat, stamp_of
from rukun.alarm.actions.drilling import start_drill
from rukun.alarm.actions.setting_up import save_setting
from rukun.alarm.algo.beats import read
from rukun.alarm.algo.harmless import violent_word
from rukun.alarm.algo.strokes import NEAR, strokes
from rukun.alarm.errors_setup import (
    CallsToViolence,
    ChangedHere,
    DrillGoesOn,
    Impatient,
    MeaningMissing,
    NoSuchRhythm,
    NotBeatsHere,
    OutOfBounds,
    RealRingGoesOn,
    SameBeats,
    TableFull,
)
from rukun.alarm.models import Beat, Called, Ring, Setting
from rukun.alarm.print.beats import table_pdf
from rukun.alarm.queries.set_up import lines_of
from rukun.alarm.settings import USUAL, setting_of
from rukun.alarm.talk import TOPICS
from rukun.commitment.tests.factories import DISTRICT, KELURAHAN, NEXT_RW, OTHER, RW, somebody, town
from rukun.guard import Actor, Denied, Refused
from rukun.guard.ids import new_id
from rukun.journal.models import Entry
from rukun.notify.tests.factories import turn_on, world
from rukun.people.actor import actor_of
from rukun.people.models import Person
from rukun.people.strength import Strength

pytestmark = [pytest.mark.django_db, pytest.mark.once]
LINE: dict[str, Any] = {
    "beats": "2-2-2",
    "rhythm": "even",
    "meaning": "Kebakaran",
    "what_to_do": "Menjauh, berkumpul di balai warga.",
}
TIMES: dict[str, Any] = {"channel_seconds": 60, "circle_seconds": 180, "needed": 3, "lasts_minutes": 90}


@pytest.fixture(autouse=True)
def _town() -> Iterator[None]:
    town()
    with world(*TOPICS):
        turn_on("sms")
        yield


def person_of(actor: Actor) -> UUID:
    return UUID(actor.label.removeprefix("person:"))


def as_client(actor: Actor) -> Client:
    client = Client()
    client.force_login(Person.objects.get(pk=person_of(actor)))
    return client


def seen(html: bytes) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html.decode()).split())


def page(client: Client, path: str, expected: int = 200, **asked: str) -> str:
    answered = client.get(path, asked)
    assert answered.status_code == expected, (path, answered.status_code, answered.headers.get("Location"))
    return seen(answered.content)


def sent(client: Client, path: str, expected: Any = 200, **given: Any) -> str:
    answered = client.post(path, given, follow=expected == 200)
    assert answered.status_code == expected, (path, answered.status_code)
    return seen(answered.content)


def ringing(unit: str = RW, **more: Any) -> Ring:
    now = timezone.now()
    given = {"message": "kumpul", "narrow": False, "meeting": "Pos RW 016", "about_label": "incident", **more}
    return Ring.objects.create(
        id=new_id(), about_id=new_id(), unit=unit, area=KELURAHAN, channel_seconds=120, circle_seconds=300, needed=4,
        rung_at=now, rung_by="system:test", circle_at=now, next_at=now, until=now + timedelta(hours=2), **given,
    )  # fmt: skip


def called(actor: Actor, ring: Ring, role: str = Called.DUTY) -> Called:
    return Called.objects.create(ring=ring, person=person_of(actor), circle=0, role=role, unit=ring.unit, told=1)


def test_a_call_is_answered_by_one_of_three_buttons_and_who_comes_may_withdraw_until_it_is_over() -> None:
    who, other = somebody(name="Agus"), somebody(name="Bambang")
    client = as_client(who)
    assert "Belum ada panggilan" in page(client, "/panggilan/")
    mine, theirs = called(who, ringing(), Called.OFFICER), called(other, ringing(NEXT_RW, drill=True))
    own = f"/panggilan/{mine.pk}/"
    assert "Buka dan jawab" in page(client, "/panggilan/")
    html = client.get(own).content.decode()
    text = seen(html.encode())
    for said in (
        "Siap", "Tidak bisa", "Mundur", "Titik kumpul", "Pos RW 016", "Jangan sendirian", "Tidak aman? Mundur.",
        "kumpul di Pos RW 016.", "RW 16",
    ):  # fmt: skip
        assert said in text, said
    assert "LATIHAN" not in text
    assert 'href="tel:110"' in html
    assert 'href="tel:112"' in html
    assert html.index('value="siap"') < html.index('value="tidak"') < html.index('value="mundur"')

    assert "Tercatat: siap" in sent(client, f"{own}jawab/", jawab="siap")
    coming = client.get(own).content.decode()
    assert [each in coming for each in ('value="siap"', 'value="tidak"', 'value="mundur"')] == [False, True, True]
    assert "Ternyata tidak bisa" in coming
    assert "Itu keputusan yang baik" in sent(client, f"{own}jawab/", jawab="mundur")
    assert "Anda mundur" in page(client, own)
    assert "Anda mundur. Jangan datang." in page(client, own).partition("kumpul di Pos RW 016.")[0], "that leads"
    assert 'value="siap"' not in client.get(own).content.decode(), "nobody who withdrew is urged back"
    sent(client, f"{own}jawab/", jawab="menyerbu")
    mine.refresh_from_db()
    assert (mine.answer, mine.answered_by) == (Called.WITHDREW, "page")
    ring = mine.ring
    Ring.objects.filter(pk=ring.pk).update(
        state=Ring.ENDED, next_at=None, ended_at=timezone.now(), ended_by="system:test", ending="safe"
    )
    assert "sudah berakhir" in sent(client, f"{own}jawab/", jawab="siap")
    assert "keadaan aman" in page(client, own)
    assert "Sudah berakhir" in page(client, "/panggilan/")

    page(client, f"/panggilan/{theirs.pk}/", 404)
    sent(client, f"/panggilan/{theirs.pk}/jawab/", 404, jawab="siap")
    drilled = client = as_client(other)
    assert "LATIHAN: ini bukan kejadian sungguhan" in page(drilled, "/panggilan/")
    text = page(drilled, f"/panggilan/{theirs.pk}/")
    assert text.count("LATIHAN") >= 3
    assert "LATIHAN. Kumpul di" in text
    assert "jangan menelepon 110 atau 112 untuk latihan ini" in text
    assert 'class="calls"' not in drilled.get(f"/panggilan/{theirs.pk}/").content.decode()
    assert "Tercatat: tidak bisa" in sent(drilled, f"/panggilan/{theirs.pk}/jawab/", jawab="tidak")
    assert "Ternyata siap" in page(drilled, f"/panggilan/{theirs.pk}/")
    away = Client().get(f"/panggilan/{theirs.pk}/")
    assert (away.status_code, f"/panggilan/{theirs.pk}/" in unquote(away["Location"])) == (302, True)


def test_waiting_times_keep_their_bounds_are_inherited_and_nobody_overwrites_what_another_did() -> None:
    lurah, chair = somebody("lurah"), somebody("ketua_rw")
    assert setting_of(RW) == USUAL
    save_setting(actor=lurah, unit=KELURAHAN, **TIMES)
    assert (setting_of(RW).needed, setting_of(RW).unit, setting_of(OTHER)) == (3, KELURAHAN, USUAL)
    for wrong, error in (
        ({"channel_seconds": 29}, OutOfBounds), ({"circle_seconds": 3601}, OutOfBounds), ({"needed": 1}, OutOfBounds),
        ({"lasts_minutes": 721}, OutOfBounds), ({"channel_seconds": 200}, Impatient),
    ):  # fmt: skip
        with pytest.raises(error):
            save_setting(actor=lurah, unit=KELURAHAN, **{**TIMES, **wrong})
    for who, unit in ((chair, KELURAHAN), (lurah, OTHER), (somebody("bhabinkamtibmas"), RW)):
        with pytest.raises(Refused):
            save_setting(actor=who, unit=unit, **TIMES)

    client = as_client(chair)
    start = page(client, "/kentongan/")
    for said in ("Mengikuti Kelurahan Palmerah", "60 detik", "3 orang", "90 menit", "RW 16", "belum diisi"):
        assert said in start, said
    at = f"/kentongan/waktu/?wilayah={RW}"
    assert "Sekarang mengikuti" in page(client, at)
    assert "sedikitnya 2" in sent(client, at, **{**TIMES, "needed": 1, "seen": "new"})
    assert "Isi sama atau lebih lama" in sent(client, at, **{**TIMES, "channel_seconds": 400, "seen": "new"})
    assert "Tersimpan" in sent(client, at, **{**TIMES, "needed": 5, "seen": "new"})
    assert (setting_of(RW).needed, setting_of(NEXT_RW).needed) == (5, 3)
    text = sent(client, at, **{**TIMES, "needed": 7, "seen": "new"})
    assert "orang lain mengubah" in text
    assert "5 orang" in text, "what the other one did stands beside it"
    seen_now = Setting.objects.get(pk=RW).changed_at.isoformat()
    assert seen_now in client.post(at, {**TIMES, "needed": 7, "seen": "new"}).content.decode()
    assert "Tersimpan" in sent(client, at, **{**TIMES, "needed": 7, "seen": seen_now})
    assert "mengikuti wilayah di atasnya" in sent(client, f"/kentongan/waktu/ikut/?wilayah={RW}")
    assert setting_of(RW).unit == KELURAHAN
    page(client, "/kentongan/waktu/", 404, wilayah=NEXT_RW)
    page(as_client(somebody("bhabinkamtibmas")), "/kentongan/", 403)
    assert Entry.objects.filter(verb="alarm.setting_changed").count() == 4


def test_each_rw_writes_its_own_codes_and_one_sound_has_one_meaning() -> None:
    chair, posko = somebody("ketua_rw"), somebody("petugas_posko")
    assert not Beat.objects.exists(), "none is built in"

    def add(**more: Any) -> Beat:
        return add_beat(**{"actor": chair, "beat_id": new_id(), "unit": RW, **LINE, **more})

    first = add(beats="2 - 2-2")
    assert first.beats == "2-2-2"
    for wrong, error in (
        ({"beats": "dung dung"}, NotBeatsHere), ({"beats": "99"}, NotBeatsHere), ({"rhythm": "waltz"}, NoSuchRhythm),
        ({"meaning": " "}, MeaningMissing), ({"meaning": "Maling, kejar dan bakar"}, CallsToViolence),
        ({"what_to_do": "Bawa senjata tajam"}, CallsToViolence),
        ({"meaning": "Banjir"}, SameBeats), ({"unit": KELURAHAN}, Refused),
        ({"unit": NEXT_RW}, Refused),
    ):  # fmt: skip
        with pytest.raises(error):
            add(**wrong)
    assert violent_word("Kebakaran. Menjauh, jangan mengejar siapa pun; pukul kentongan.") == ""
    second, third = add(beats="1 …", rhythm="fast", meaning="Bahaya"), add(rhythm="slow", meaning="Kabar duka")
    add_beat(actor=posko, beat_id=new_id(), unit=NEXT_RW, **{**LINE, "meaning": "Banjir"})
    move_beat(actor=posko, beat=third, up=True)
    move_beat(actor=chair, beat=third, up=True)
    move_beat(actor=chair, beat=third, up=True)
    assert [each.row.meaning for each in lines_of(RW)] == ["Kabar duka", "Kebakaran", "Bahaya"]
    before = stamp_of(second)
    change_beat(actor=posko, beat=second, **{**LINE, "beats": "3", "meaning": "Bahaya"}, seen=before)
    with pytest.raises(ChangedHere):
        change_beat(actor=chair, beat=second, **{**LINE, "beats": "4", "meaning": "Bahaya"}, seen=before)
    with pytest.raises(SameBeats):
        change_beat(actor=chair, beat=second, **{**LINE, "meaning": "Bahaya"})
    for number in range(MOST - 3):
        add(beats=f"{number % 9 + 1}-{number // 9 + 4}")
    with pytest.raises(TableFull):
        add(beats="7-7-7")


def test_the_table_is_written_on_its_pages_read_by_whoever_signed_in_and_printed_on_one_sheet() -> None:
    chair, watcher = somebody("ketua_rw"), somebody(name="Agus")
    client, reader = as_client(chair), as_client(watcher)
    table, new = f"/kentongan/kode/?wilayah={RW}", f"/kentongan/kode/baru/?wilayah={RW}"
    assert "Tulis baris pertama" in page(client, table)
    blank = client.get(new).content.decode()
    assert "misalnya kebakaran" in blank
    assert re.search(r'name="meaning" value=', blank) is None, "examples are never filled in"
    assert "Ketukan itu tidak terbaca" in sent(client, new, **{**LINE, "beats": "dung"})
    key = new_id()
    assert "Baris ditambahkan" in sent(client, new, beat_id=key, **LINE)
    sent(client, new, beat_id=key, **LINE)
    sent(client, new, **{**LINE, "beats": "1 ...", "rhythm": "rising", "meaning": "Bahaya"})
    row = Beat.objects.get(meaning="Bahaya")
    shown = client.get(table).content.decode()
    assert shown.count("<circle") == 6 + 1 + 3
    assert "makin cepat" in shown
    assert "Ubah" in page(client, f"/kentongan/kode/{row.pk}/")
    sent(client, f"/kentongan/kode/{row.pk}/", **{**LINE, "beats": "1 …", "rhythm": "fast", "meaning": "Bahaya besar"})
    text = sent(client, f"/kentongan/kode/{row.pk}/", **{**LINE, "beats": "5", "meaning": "Lain", "seen": "lama"})
    assert "Yang tersimpan sekarang" in text
    assert "Bahaya besar" in text
    sent(client, f"/kentongan/kode/{row.pk}/pindah/", arah="naik")
    assert [each.row.meaning for each in lines_of(RW)] == ["Bahaya besar", "Kebakaran"]

    read_only = page(reader, table)
    assert "Kebakaran" in read_only
    assert "Tambah baris" not in read_only
    for path in (new, f"/kentongan/kode/{row.pk}/"):
        page(reader, path, 403)
        page(as_client(somebody(f"petugas_posko@{OTHER}")), path, 404)
    assert "RW 16" in page(reader, "/kentongan/kode/"), "without a name, what there is to choose from"
    assert reader.get("/kentongan/kode/lembar.pdf").headers["Location"] == "/kentongan/kode/"
    page(reader, "/kentongan/kode/", 404, wilayah=KELURAHAN)
    page(reader, "/kentongan/kode/", 404, wilayah="' OR 1")
    assert Client().get(table).status_code == 302

    answer = reader.get(f"/en/kentongan/kode/lembar.pdf?wilayah={RW}")
    assert answer["Content-Type"] == "application/pdf"
    [text] = pages(answer.content)
    for said in (
        "Kode kentongan", "RW 16", "Kebakaran", "2-2-2, tetap", "1 …, cepat", "balai warga", "110", "112", "Polisi",
        "sedikitnya berdua", "hanya berlaku di RW ini",
    ):  # fmt: skip
        assert said in text, (said, text)
    assert "dihapus dari tabel" in sent(client, f"/kentongan/kode/{row.pk}/hapus/")
    for number in range(MOST - 1):
        add_beat(
            actor=chair, beat_id=new_id(), unit=RW, beats=f"{number % 9 + 1}-{number // 9 + 4}-12-12-12-12-12-12 …",
            rhythm="slow", meaning="W" * 60, what_to_do="Menjauh bersama keluarga dan tetangga " * 3,
        )  # fmt: skip
    assert len(pages(table_pdf(RW, lines_of(RW)))) == 1, "the longest table there can be is one sheet"
    assert "belum diisi" in pages(table_pdf(NEXT_RW, []))[0]


def test_strokes_of_a_group_stand_closer_than_groups_and_those_that_quicken_come_closer() -> None:
    for rhythm in NEAR:
        drawing = strokes(read("3-2"), rhythm)
        gaps = [later[0] - sooner[0] for sooner, later in pairwise(drawing.circles)]
        assert gaps[2] > max(gaps[:2]), rhythm
        assert drawing.circles[-1][0] + drawing.circles[-1][1] <= drawing.width
    middles = [at for at, _radius in strokes(read("5"), "rising").circles]
    between = [later - sooner for sooner, later in pairwise(middles)]
    assert between == sorted(between, reverse=True)
    assert between[-1] < between[0]


def test_a_drill_shows_who_would_be_called_says_latihan_everywhere_and_ends_for_all() -> None:
    chair, police = somebody("ketua_rw", name="Bu RW"), somebody("bhabinkamtibmas", name="Budi Santoso")
    somebody("lurah", name="Bu Lurah")
    client = as_client(chair)
    at = f"/kentongan/latihan/?wilayah={RW}"
    assert "Tidak ada yang berbunyi" in page(client, at)
    assert "Pilih titik kumpul" in sent(client, at, message="kumpul", lanjut="lihat")
    looked = sent(client, at, message="periksa", lanjut="lihat")
    for said in ("Yang akan dipanggil", "Langsung: 2 orang", "Budi Santoso", "Bu Lurah", "LATIHAN. Kejadian di RW 16"):
        assert said in looked, (said, looked)
    assert "Bu RW" not in looked.split("Yang akan dipanggil")[1], "whoever rings knows already"
    assert not Ring.objects.exists(), "looking rings nothing"

    key = new_id()
    other = sent(client, at, message="jauhi", ring_id=key, lanjut="bunyikan periksa")
    assert "Tanpa menelepon." in other, "what was chosen after looking is looked at first"
    assert not Ring.objects.exists()
    going = sent(client, at, message="periksa", ring_id=key, lanjut="bunyikan periksa")
    for said in ("LATIHAN", "dipanggil", "belum menjawab", "Akhiri latihan", "memuat ulang sendiri", "Budi Santoso"):
        assert said in going, said
    ring = Ring.objects.get()
    assert (ring.pk, ring.drill, ring.about_label, ring.narrow) == (key, True, "drill", True)
    assert client.get(f"/kentongan/latihan/{key}/").headers["Refresh"]
    assert start_drill(actor=chair, ring_id=key, unit=RW, message="periksa") == ring
    with pytest.raises(DrillGoesOn):
        start_drill(actor=somebody("petugas_posko"), ring_id=new_id(), unit=KELURAHAN, message="periksa")
    for where in ("/kentongan/", at):
        assert "LATIHAN sedang berjalan" in page(client, where)

    mine = Called.objects.get(person=person_of(police))
    assert "LATIHAN" in page(as_client(police), f"/panggilan/{mine.pk}/")
    sent(as_client(police), f"/panggilan/{mine.pk}/jawab/", jawab="siap")
    assert "1 siap" in page(client, f"/kentongan/latihan/{key}/")
    page(as_client(somebody(f"petugas_posko@{OTHER}")), f"/kentongan/latihan/{key}/", 404)
    page(as_client(police), f"/kentongan/latihan/{key}/", 403)
    assert "Latihan diakhiri" in sent(client, f"/kentongan/latihan/{key}/akhiri/")
    over = client.get(f"/kentongan/latihan/{key}/")
    assert "Refresh" not in over.headers
    assert "Akhiri latihan" not in over.content.decode()
    assert "keadaan aman. Tidak perlu datang lagi" in page(as_client(police), f"/panggilan/{mine.pk}/")
    assert "Latihan sebelumnya" in page(client, "/kentongan/")


def test_no_drill_rings_beside_the_real_thing_or_for_a_whole_district() -> None:
    chair, lurah = somebody("ketua_rw"), somebody("lurah")
    real = ringing()
    for who, unit in ((chair, RW), (lurah, KELURAHAN)):
        with pytest.raises(RealRingGoesOn):
            start_drill(actor=who, ring_id=new_id(), unit=unit, message="periksa")
    assert "sungguhan" in page(as_client(chair), "/kentongan/latihan/")
    assert "kentongan/latihan/" + str(real.pk) not in as_client(chair).get("/kentongan/latihan/").content.decode()
    page(as_client(chair), f"/kentongan/latihan/{real.pk}/", 404)
    with pytest.raises(Refused):
        start_drill(actor=lurah, ring_id=new_id(), unit=DISTRICT, message="periksa")
    with pytest.raises(Refused):
        start_drill(actor=somebody("bhabinkamtibmas"), ring_id=new_id(), unit=RW, message="periksa")


def pages(pdf: bytes) -> list[str]:
    found = PdfReader(io.BytesIO(pdf)).pages
    assert (round(found[0].mediabox.width), round(found[0].mediabox.height)) == (595, 842)
    return [" ".join(each.extract_text().replace("\u200b", "").split()) for each in found]


def test_who_comes_by_the_link_of_a_call_reads_why_to_sign_in_and_goes_on_from_there() -> None:
    there = f"/panggilan/{new_id()}/"
    client = Client()
    entrance = client.get(there, follow=True).content.decode()
    assert "balas pesan SMS, WhatsApp, atau Telegram itu dengan 1 (siap)" in entrance
    assert f'name="next" value="{there}"' in entrance
    assert "kentongan" not in client.get(f"/masuk/?next=https://lain.example{there}").content.decode()
    assert "balas pesan" not in client.get("/hari-ini/", follow=True).content.decode()


def test_a_one_time_code_reads_how_to_answer_and_an_officer_goes_on_to_the_situation() -> None:
    who = somebody("lurah", name="Agus")
    weak = may_read_calls(actor_of(Person.objects.get(pk=person_of(who)), Strength.CODE))
    assert isinstance(weak, Denied)
    assert "1 siap, 2 tidak bisa, 0 mundur" in str(weak.reason)
    mine = called(who, ringing(), Called.OFFICER)
    own, there = f"/panggilan/{mine.pk}/", f'href="/kejadian/{mine.ring.about_id}/"'
    with patch.dict(follow.PAGES, {mine.ring.about_label: lambda _actor, key: f"/kejadian/{key}/"}):
        assert there in as_client(who).get(own).content.decode()
        Called.objects.update(role=Called.DUTY)
        assert there not in as_client(who).get(own).content.decode()
