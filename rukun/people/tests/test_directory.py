"""Petugas kita: whom residents call, by work numbers alone."""

import io
import itertools
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pypdf import PdfReader

from rukun.people.actions import end_position, establish_organisation, give_position
from rukun.people.actor import actor_of
from rukun.people.models import Organisation, Person, Position
from rukun.people.phones import national, normalise
from rukun.people.queries.directory import directory_of, own_unit
from rukun.people.strength import Strength
from rukun.people.tests.factories import SYSTEM, person
from rukun.people.titles import TITLES
from rukun.territory.tests.towns import KELURAHAN, at, imported, listed

pytestmark = [pytest.mark.django_db, pytest.mark.once]
RW, RT = f"{KELURAHAN}.001", f"{KELURAHAN}.001.001"
_numbers = itertools.count(1)


@pytest.fixture(autouse=True)
def _town(tmp_path: Path) -> None:
    imported(tmp_path)
    listed(f"kode,nama\n{RT},RT 001\n{RW}.002,RT 002\n")


def appoint(title: str, unit: str, name: str, work_phone: str = "", **more: Any) -> Position:
    return give_position(actor=SYSTEM, person=person(name=name), title=title, unit=unit, work_phone=work_phone, **more)


def organisation(kind: str, name: str, unit: str, work_phone: str = "") -> Organisation:
    return establish_organisation(actor=SYSTEM, kind=kind, name=name, unit=unit, work_phone=work_phone)


def page_of(client: Client, code: str) -> str:
    answer = client.get(f"/petugas/{code}/")
    assert answer.status_code == 200, code
    return str(answer.content.decode())


def sheet_of(client: Client, code: str, prefix: str = "") -> str:
    answer = client.get(f"{prefix}/petugas/{code}/daftar.pdf")
    assert answer.headers["Content-Type"] == "application/pdf"
    read = PdfReader(io.BytesIO(answer.content))
    assert {tuple(round(float(side)) for side in page.mediabox[2:]) for page in read.pages} == {(595, 842)}, "A4"
    return " ".join("\n".join(page.extract_text() for page in read.pages).replace("\u200b", "").split())


def in_this_order(text: str, *words: str) -> bool:
    places = [text.index(each) for each in words]
    return places == sorted(places)


def test_each_office_stands_there_in_order_with_its_work_number(client: Client) -> None:
    appoint("ketua_rt", RT, "Pak Darto", "0812-1111-0001")
    appoint("ketua_rw", RW, "Bu Ratna Siregar", "0812-1111-0002")
    appoint("lurah", KELURAHAN, "Hartati Ningsih", "021-5484444")
    appoint("babinsa", KELURAHAN, "Sertu Agus Prabowo")
    appoint("bhabinkamtibmas", KELURAHAN, "Aiptu Made Wirawan", "0812-1111-0003", rank="Ipda")
    appoint("petugas_posko", KELURAHAN, "Yusuf Maulana", organisation=organisation("lain", "Pos Jembatan", KELURAHAN))
    organisation("lain", "Posko Palmerah", KELURAHAN, "021-5480001")
    appoint("petugas_pelindungan", KELURAHAN, "Maria Lestari", "0812-1111-0004")
    appoint("sekretaris_rw", RW, "Joko Susilo", "0812-1111-0005")
    appoint("kapolsek", "31.73.07", "Kompol Dewi Anggraini", "021-5480002")
    page = page_of(client, RT)
    assert in_this_order(
        page,
        *("Ipda Made Wirawan", "Sertu Agus Prabowo", "Hartati Ningsih", "Bu Ratna Siregar", "Pak Darto"),
        *("Yusuf Maulana", "Posko Palmerah", "Maria Lestari", "SAPA 129", "Kompol Dewi Anggraini", "Joko Susilo"),
    )
    assert "Aiptu" not in page, "the newer rank stands for the one typed into the name"
    assert 'href="tel:+62215484444"' in page
    assert "(021) 5484444" in page
    assert "wa.me/62215484444" not in page, "nobody reads a chat at a fixed line"
    assert 'href="https://wa.me/6281211110001"' in page
    assert "RT 001 / RW 01, Palmerah" in page
    assert "Nomor kantor belum diisi." in page.partition("Sertu Agus Prabowo")[2].partition("<h3>")[0]
    for number in ("110", "112", "129"):
        assert f'href="tel:{number}"' in page
    assert "elum terisi" not in page
    sheet = sheet_of(client, RT)
    for word in ("Ipda Made Wirawan", "0812-1111-0001", "(021) 5484444", "Posko Palmerah", "belum diisi", "112", "129"):
        assert word in sheet, word


def test_an_office_that_must_be_is_shown_as_vacant(client: Client) -> None:
    assert page_of(client, RT).count("Belum terisi.") == 5
    rw, kelurahan = page_of(client, RW), page_of(client, KELURAHAN)
    assert rw.count("Belum terisi.") == 4
    assert rw.count("belum terisi") == 2, "its two RT"
    assert kelurahan.count("Belum terisi.") == 3
    assert kelurahan.count("belum terisi") == 4, "its four RW"
    assert "elum terisi" not in page_of(client, "31.73")
    assert sheet_of(client, RW).count("belum terisi") == 6


def test_an_office_counts_while_it_is_held_and_no_moment_longer(client: Client) -> None:
    now = timezone.now()
    appoint("lurah", KELURAHAN, "Lurah Dahulu", since=now - timedelta(days=9), until=now - timedelta(days=2))
    held = appoint("lurah", KELURAHAN, "Lurah Kini", since=now - timedelta(days=2), until=now + timedelta(days=5))
    appoint("lurah", KELURAHAN, "Lurah Nanti", since=now + timedelta(days=5))
    for moment, name in (
        (held.since - timedelta(seconds=1), "Lurah Dahulu"),
        (held.since, "Lurah Kini"),
        (now + timedelta(days=5, seconds=-1), "Lurah Kini"),
        (now + timedelta(days=5), "Lurah Nanti"),
    ):
        with time_machine.travel(moment, tick=False):
            page = page_of(client, RW)
        assert [each for each in ("Lurah Dahulu", "Lurah Kini", "Lurah Nanti") if each in page] == [name], moment
    end_position(actor=SYSTEM, position=held)
    assert "Lurah Kini" not in page_of(client, RW)


def test_whoever_is_there_for_this_very_rw_comes_first_and_one_person_is_one_line(client: Client) -> None:
    polsek = organisation("polri", "Polsek Palmerah", "31.73.07", "021-5480002")
    appoint("bhabinkamtibmas", KELURAHAN, "Aiptu Umum")
    shared = person(name="Bripka Khusus")
    for number, phone in ((1, ""), (2, "0812-1111-0009")):
        give_position(
            actor=SYSTEM, person=shared, title="bhabinkamtibmas", unit=f"{KELURAHAN}.{number:03}", work_phone=phone
        )
    assert in_this_order(page_of(client, RT), "Bripka Khusus", "Aiptu Umum")
    assert "Bripka Khusus" not in page_of(client, f"{KELURAHAN}.003")
    page = page_of(client, KELURAHAN)
    assert in_this_order(page, "Aiptu Umum", "Bripka Khusus", "RW 01, Palmerah; RW 02, Palmerah", "0812-1111-0009")
    assert page.count("<strong>Bripka Khusus</strong>") == 1
    assert polsek.work_phone in page, "where the officer has no number, the Polsek's stands there and says so"
    assert "Nomor Polsek Palmerah:" in page
    appoint("babinsa", RW, "Sertu Sendiri")
    assert "Sertu Sendiri" in page_of(client, KELURAHAN), "not vacant: somebody is there for a part of it"


def test_a_kelurahan_leads_to_its_rw_and_an_rw_names_the_heads_of_its_rt(client: Client) -> None:
    appoint("ketua_rw", RW, "Bu Ratna Siregar", "0812-1111-0002")
    appoint("ketua_rt", RT, "Pak Darto", "0812-1111-0001")
    page = page_of(client, KELURAHAN)
    for number in range(1, 5):
        assert f'href="/petugas/{KELURAHAN}.{number:03}/"' in page
    assert in_this_order(
        page, f"/petugas/{RW}/", "Bu Ratna Siregar", "tel:+6281211110002", f"/petugas/{KELURAHAN}.002/"
    )
    assert "Pak Darto" not in page
    page = page_of(client, RW)
    assert in_this_order(page, f"/petugas/{RT}/", "Pak Darto", "tel:+6281211110001", f"/petugas/{RW}.002/")
    assert f'href="/petugas/{KELURAHAN}/"' in page, "and back up"
    sheet = sheet_of(client, KELURAHAN, "/en")
    assert in_this_order(sheet, "Kelurahan Palmerah", "Ketua RW", "Bu Ratna Siregar", "0812-1111-0002")
    assert "http://testserver/petugas/31.73.07.1001/" in sheet
    assert "en/petugas" not in sheet, "what hangs at the post is Indonesian"


def test_the_board_asks_the_database_three_times_at_most_and_opens_no_session(client: Client) -> None:
    for title in TITLES.values():
        if title.public and title.levels and len(title.kinds) < 2 and title.code != "petugas_pelindungan":
            appoint(title.code, ".".join(RT.split(".")[: title.levels[-1]]), f"Nama {title.code}", "0812-1111-0002")
    pages = ["/petugas/", "/petugas/?q=gang+mawar", "/petugas/?q=zzz&lokasi=luar"]
    pages += [f"/petugas/{code}/" for code in ("31.73", "31.73.07", KELURAHAN, RW, RT)]
    pages += [f"/petugas/{RT}/daftar.pdf"]
    client.get("/petugas/")  # a process reads the names of all units once
    for address in pages:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            answer = client.get(address)
        assert answer.status_code == 200
        assert len(asked) <= 3, (address, [each["sql"] for each in asked])
        assert "sesi" not in answer.cookies, address
    with CaptureQueriesContext(connection) as asked:
        client.post("/petugas/di-sini/", {"lat": at(0.5, 3.5)[1], "lon": at(0.5, 3.5)[0]})
    assert len(asked) <= 3
    assert not Session.objects.exists()


def test_no_page_and_no_sheet_ever_shows_a_private_number(client: Client) -> None:
    """Whoever holds whichever title: the work number is seen, theirs never."""
    circle = {kind: organisation(kind, f"Kumpulan {kind}", KELURAHAN) for kind in ("ormas", "pelindungan", "sekolah")}
    work: set[str] = set()
    hidden: list[str] = []
    for index, title in enumerate(TITLES.values()):
        unit = ".".join(RT.split(".")[: title.levels[-1]]) if title.levels else KELURAHAN
        of = next((circle[kind] for kind in title.kinds if kind in circle), None)
        number = ("", f"0812-1111-{index:04}", f"0812-2222-{index:04}")[index % 3]
        who = person(name=f"Orang {title.code}")
        give_position(actor=SYSTEM, person=who, title=title.code, unit=unit, organisation=of, work_phone=number)
        if number and title.public:
            work.add(normalise(number))
        if not title.public:
            hidden.append(who.name)
    assert len(work) > 5
    units = ["31.73", "31.73.07", KELURAHAN, RW, RT, f"{RW}.002"]
    shown = "".join(page_of(client, code) + sheet_of(client, code) for code in units)
    shown += client.get("/petugas/?q=palmerah").content.decode()
    digits = "".join(each for each in shown if each.isdigit() or each.isalpha() or each in "<> ")
    private = set(Person.objects.values_list("phone", flat=True))
    for phone in work | private:
        forms = (phone, phone[1:], national(phone), "0" + phone[3:])
        seen = any(form in text for form in forms for text in (shown, digits))
        assert seen == (phone in work), phone
    for name in hidden:
        assert not re.search(rf"{name}\b", shown), "offices that are not public stay off the board"


def test_one_finds_a_unit_by_the_names_of_places_streets_rw_and_kelurahan(client: Client) -> None:
    for typed, code in (
        ("gang mawar", RW),
        ("masjid al-ikhlas", RW),
        ("posko palmerah", f"{KELURAHAN}.002"),
        ("rw 3", f"{KELURAHAN}.003"),
        ("palmerah", KELURAHAN),
    ):
        page = client.get("/petugas/", {"q": typed}).content.decode()
        found = page.partition('<ol class="log">')[2].partition("</ol>")[0]
        assert f'href="/petugas/{code}/"' in found, typed
    assert "yang paling mirip" in client.get("/petugas/", {"q": "gang mawar zzzqqq"}).content.decode().lower()
    assert "Tidak ada yang cocok" in client.get("/petugas/", {"q": "zzzqqq"}).content.decode()
    assert client.get("/petugas/", {"q": "\x00" * 9 + "a" * 9000}).status_code == 200


def test_ones_own_position_leads_to_the_unit_around_it_and_leaves_no_trace(client: Client) -> None:
    lon, lat = at(3, 3)
    answer = client.post("/petugas/di-sini/", {"lat": lat, "lon": lon})
    assert answer.headers["Location"] == f"/petugas/{KELURAHAN}.002/"
    for nonsense in ({"lat": "x", "lon": "y"}, {"lat": lon, "lon": lat}, {"lat": "inf", "lon": "0"}, {"lat": lat}, {}):
        answer = client.post("/petugas/di-sini/", nonsense)
        assert answer.headers["Location"] == "/petugas/?lokasi=salah", nonsense
    assert "tidak terbaca" in client.get("/petugas/?lokasi=salah").content.decode()
    outside = client.post("/en/petugas/di-sini/", {"lat": 5.5, "lon": 95.3}, follow=True)
    assert outside.redirect_chain == [("/en/petugas/?lokasi=luar", 302)]
    page = client.get("/petugas/?lokasi=luar").content.decode()
    assert "di luar peta" in page
    assert "pilih dari daftar" in page
    assert client.get("/petugas/?lokasi=lain").status_code == 200
    assert client.get("/petugas/di-sini/").headers["Location"] == "/petugas/"
    assert Client(enforce_csrf_checks=True).post("/petugas/di-sini/", {"lat": lat, "lon": lon}).status_code == 403


def test_the_script_is_small_and_nothing_depends_on_it(client: Client) -> None:
    script = Path(__file__).resolve().parent.parent / "static" / "people" / "lokasi.js"
    assert len(script.read_bytes()) <= 1024
    page = client.get("/petugas/").content.decode()
    assert page.count("<script") == 1
    form = page.partition('id="lokasi"')[2].partition(">")[0]
    assert " hidden" in form, "the button is shown by the script alone"
    assert "<script" not in page_of(client, RW)


def test_somebody_who_told_their_unit_is_offered_it_first(client: Client) -> None:
    who = person(name="Sari")
    client.force_login(who)
    assert "Wilayah Anda" not in client.get("/petugas/").content.decode()
    Person.objects.filter(pk=who.pk).update(unit=RT)
    page = client.get("/petugas/").content.decode()
    assert in_this_order(
        page, "<h2>Wilayah Anda</h2>", "RT 001 / RW 01, Palmerah", f"/petugas/{RT}/", "Cari wilayah lain"
    )
    former = person("ketua_rw", RW, name="Bu Ratna")
    Person.objects.filter(pk=former.pk).update(unit=RT)
    assert own_unit(actor_of(Person.objects.get(pk=former.pk), Strength.WORD)) == RT
    assert own_unit(actor_of(Person.objects.get(pk=former.pk), Strength.CODE)) == "", "the number may be another's now"
    Person.objects.filter(pk=who.pk).update(unit=f"{KELURAHAN}.099")
    assert "Wilayah Anda" not in client.get("/petugas/").content.decode(), "that unit is no more"


def test_units_that_are_not_there_have_no_board(client: Client) -> None:
    listed(f"kode,nama,berakhir,pengganti\n{KELURAHAN}.004,RW 04,ya,{KELURAHAN}.003\n")
    for code in (f"{KELURAHAN}.004", f"{KELURAHAN}.099", "99", "x", "%00", "31.73.07.1001.001.001.001"):
        assert client.get(f"/petugas/{code}/").status_code == 404, code
        assert client.get(f"/petugas/{code}/daftar.pdf").status_code == 404, code


def test_a_city_is_chosen_from_in_levels(client: Client) -> None:
    listed("kode,nama\n31.73.08,Kembangan\n31.73.08.1001,Meruya Utara\n31.73.09,Tambora\n")
    appoint("lurah", "31.73.08.1001", "Lurah Meruya")
    appoint("camat", "31.73.08", "Camat Kembangan", "021-5480003")
    for page in (client.get("/petugas/").content.decode(), page_of(client, "31.73")):
        assert in_this_order(
            page, "Kecamatan Palmerah", f"/petugas/{KELURAHAN}/", "Kecamatan Kembangan", "Meruya Utara"
        )
        assert "/petugas/31.73.09/" in page, "a kecamatan of which no kelurahan is known"
        assert f"/petugas/{RW}/" not in page
    page = page_of(client, "31.73.08")
    assert in_this_order(page, "Camat Kembangan", "(021) 5480003", "Meruya Utara", "Lurah Meruya")
    assert "Camat Kembangan" in page_of(client, "31.73.08.1001")


def test_before_any_map_the_page_says_what_will_be_there(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    from rukun.territory.models import Edition

    Edition.objects.all().delete()
    page = client.get("/petugas/").content.decode()
    assert "Belum ada wilayah" in page
    assert 'href="tel:110"' in page


def test_names_that_look_like_markup_are_printed_as_typed(client: Client) -> None:
    odd = '#panic("x") *tebal* $x$ <b>'
    appoint("lurah", KELURAHAN, odd)
    assert odd in sheet_of(client, KELURAHAN)
    assert "&lt;b&gt;" in page_of(client, KELURAHAN)


def test_a_name_that_is_also_a_rank_stays_a_name() -> None:
    appoint("babinsa", KELURAHAN, "Agus Mayor", rank="Serka")
    appoint("lurah", KELURAHAN, "Kapten", "0812-1111-0001")
    names = [holder.name for seat in directory_of(KELURAHAN).first for holder in seat.holders]
    assert names == ["Serka Agus Mayor", "Kapten"]
