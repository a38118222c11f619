"""The year of nights, what lasts from a day to a day, and what other systems are told of it."""

import gzip
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any
from unittest import mock

import pytest
import time_machine
from django.test import Client

from rukun.almanac import actions, follow
from rukun.almanac.models import Span
from rukun.guard import System
from rukun.people.tests.factories import person
from rukun.territory.tests.towns import listed

pytestmark = [pytest.mark.django_db, pytest.mark.once]
NOW = datetime(2026, 11, 23, 3, tzinfo=UTC)
KELURAHAN, OTHER, AMBON = "31.73.07.1001", "31.73.07.1002", "81.71.01.1001"
RW = f"{KELURAHAN}.016"
SYSTEM = System("test")
NIGHTS, SPANS, ENTER = "/kalender/malam/", "/kalender/rentang/", "/kalender/rentang/tambah/"
API = "/api/v1/almanac/nights"
TYPED = {"kind": "acara", "name": "Pasar malam", "first": "Sabtu, 5 Desember 2026", "last": "", "unit": RW}
TOWN = f"""kode,nama
31,Jakarta
31.73,Jakarta Barat
31.73.07,Palmerah
{KELURAHAN},Palmerah
{RW},RW 016
{OTHER},Slipi
81,Maluku
81.71,Ambon
81.71.01,Nusaniwe
{AMBON},Waihaong
"""


@pytest.fixture(autouse=True)
def _town() -> Iterator[None]:
    listed(TOWN)
    with time_machine.travel(NOW, tick=False), mock.patch.object(follow, "CHANGED", []):
        yield


def text(client: Client, address: str, **query: Any) -> str:
    answer = client.get(address, query)
    assert answer.status_code == 200, address
    return " ".join(answer.content.decode().split())


def entered(**other: Any) -> Span:
    day = date(2026, 12, 5)
    given = {"kind": "acara", "unit": RW, "first": day, "last": day, "name": "Pasar malam", **other}
    return actions.set_span(actor=SYSTEM, **given)


def test_anybody_sees_the_nights_of_a_year_with_imsak_in_ramadan(client: Client) -> None:
    entered(name="Pasar <malam>")
    assert "/kalender/malam/?wilayah=" in text(client, "/kalender/", wilayah=RW)
    page = text(client, NIGHTS, wilayah=RW)
    assert "Malam-malam 2026" in page
    assert page.index("<h2>Januari</h2>") < page.index("<h2>Desember</h2>")
    assert "Sabtu, 5 Desember</time>: Pasar &lt;malam&gt;" in page
    assert "malam takbiran, menjelang Hari Raya Idul Fitri" in page
    assert '<td aria-current="date">23</td>' in page
    assert '<use href="#acara"/></svg><span class="unseen"> Malam acara</span>' in page
    assert "Ramadan 19 Februari 2026 sampai 20 Maret 2026" in page
    assert '<td class="number">1</td><td class="number">04.31</td><td class="number">04.41</td>' in page
    assert "waktunya dihitung untuk Jakarta (WIB)" in page
    assert "Pasar" not in text(client, NIGHTS, wilayah=OTHER)
    assert "untuk Ambon (WIT)" in text(client, NIGHTS, wilayah=AMBON, tahun=2027)
    two = text(client, NIGHTS, wilayah=RW, tahun=2030)
    assert two.count('<h2 id="ramadan') == 2
    assert "Christmas Day" in text(client, "/en/kalender/malam/", wilayah=RW)


def test_a_year_of_nights_comes_in_one_round_trip(client: Client) -> None:
    for year in (2026, 2027, 2030):
        page = client.get(NIGHTS, {"wilayah": RW, "tahun": year}).content
        assert len(gzip.compress(page)) < 10 * 1024, year
        assert b"<script" not in page


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ({"wilayah": "Xyzzyplugh"}, "Wilayah itu tidak dikenal"),
        ({"wilayah": "\x00"}, ""),
        ({"tahun": "1066"}, "Kalender tahun itu tidak ada"),
        ({"tahun": "", "wilayah": ""}, "Malam-malam 2026"),
    ],
)
def test_an_odd_question_is_answered_with_this_years_nights(client: Client, query: dict[str, str], says: str) -> None:
    page = text(client, NIGHTS, **query)
    assert says in page
    assert "Hari Raya Natal" in page
    if "wilayah" in query:
        assert says in text(client, SPANS, **query) or not says or "Malam" in says


def test_the_chair_of_an_rw_enters_an_event_and_takes_it_back(client: Client) -> None:
    assert ENTER not in text(client, SPANS, wilayah=RW)
    client.force_login(person("ketua_rw", RW))
    assert f"{ENTER}?wilayah={RW}" in text(client, SPANS, wilayah=RW)
    form = text(client, ENTER, wilayah=RW)
    assert f'<option value="{RW}" selected>' in form
    for other in ('value="semua"', f'value="{KELURAHAN}"', 'value="ramadan"', 'value="pemilu"'):
        assert other not in form
    saved = client.post(f"{ENTER}?wilayah={RW}", TYPED)
    assert saved.status_code == 302
    assert saved["Location"] == f"{SPANS}?wilayah={RW}"
    page = text(client, saved["Location"])
    assert "Tersimpan." in page
    assert "“Pasar malam” untuk RW 16" in page
    made = Span.objects.get()
    assert (made.first, made.last) == (date(2026, 12, 5), date(2026, 12, 5))
    removal = f"{SPANS}hapus/{made.pk}/"
    assert client.get(removal).status_code == 302  # whoever had to sign in first lands here
    assert Span.objects.exists()
    assert "Sudah dihapus" in client.post(removal, {"wilayah": RW}, follow=True).content.decode()
    assert "sudah tidak ada" in client.post(removal, {"wilayah": RW}, follow=True).content.decode()
    assert not Span.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"kind": ""}, "Jenisnya belum dipilih"),
        ({"kind": "ramadan"}, "Pilih jenisnya dari daftar"),
        ({"name": " "}, "Namanya belum diisi"),
        ({"name": "Panjang " * 11}, "80 huruf"),
        ({"first": ""}, "Hari pertamanya belum diisi"),
        ({"first": "kapan-kapan"}, "Tanggal itu tidak terbaca"),
        ({"first": "1/1/2020"}, "sudah lewat"),
        ({"last": "1/12/2026"}, "lebih awal daripada hari pertama"),
        ({"last": "1/12/2027"}, "paling lama 31 hari"),
        ({"unit": KELURAHAN}, "bukan wewenang Anda"),
        ({"unit": ""}, "Wilayahnya belum dipilih"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_nothing_typed_is_lost(
    client: Client, wrong: dict[str, str], says: str
) -> None:
    client.force_login(person("ketua_rw", RW))
    answer = client.post(ENTER, {**TYPED, **wrong})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert says in page
    assert (TYPED | wrong)["name"].strip() in page
    assert not Span.objects.exists()


def test_a_camat_announces_ramadan_and_is_told_of_the_holiday(client: Client) -> None:
    client.force_login(person("camat", "31.73.07"))
    typed = {"kind": "ramadan", "name": "", "first": "9/2/2027", "last": "9/3/2027", "unit": "31.73.07"}
    assert "tidak untuk yang lebih kecil" in client.post(ENTER, {**typed, "unit": KELURAHAN}).content.decode()
    page = client.post(ENTER, typed, follow=True).content.decode()
    assert "Hari libur Idul Fitri tidak ikut bergeser" in page
    assert "9 Februari 2027 sampai 9 Maret 2027. Sudah ditetapkan." in " ".join(page.split())
    nights = text(client, NIGHTS, wilayah=RW, tahun=2027)
    assert "Ramadan 9 Februari 2027 sampai 9 Maret 2027</h2>" in nights


def test_who_may_not_enter_is_sent_away_and_what_lies_elsewhere_is_refused(client: Client) -> None:
    other = entered(unit=OTHER)
    removal = f"{SPANS}hapus/{other.pk}/"
    for address in (ENTER, removal):
        assert client.post(address, TYPED).status_code in {302, 401, 403}
    client.force_login(person("sekretaris_rw", RW))
    for address in (ENTER, removal):
        assert client.get(address).status_code == 403
        assert client.post(address, TYPED).status_code == 403
    client.force_login(person("ketua_rw", RW))
    assert client.post(removal).status_code == 403
    assert "Ya, hapus" not in text(client, SPANS, wilayah=OTHER)
    assert Span.objects.get() == other


def test_what_holds_in_parts_only_is_listed_page_by_page(client: Client) -> None:
    for number in range(30):
        entered(name=f"Acara {number}", unit=(RW, OTHER)[number % 2], first=date(2026, 12, 5), last=date(2026, 12, 6))
    Span.objects.create(
        unit=RW, kind="acara", first=date(2026, 1, 1), last=date(2026, 1, 2), name="Dulu", by="system:test", at=NOW
    )
    client.force_login(person("administrator", ""))
    page = text(client, SPANS, wilayah="31.73")
    assert "Hanya di sebagian wilayah ini" in page
    assert "Halaman 1 dari 2" in page
    assert page.count("Ya, hapus") == 25
    assert "Dulu" not in page + text(client, SPANS, wilayah="31.73", page=2)
    assert "Acara 28" in text(client, SPANS, wilayah=RW)


def test_other_systems_read_the_same(client: Client) -> None:
    entered()
    answer = client.get(API, {"first": "2026-12-05", "last": "2026-12-06", "unit": RW}).json()
    assert (answer["unit"], answer["time_zone"], answer["sun"]["town"]) == (RW, "Asia/Jakarta", "Jakarta")
    first, second = answer["nights"]
    assert first == {
        "date": "2026-12-05",
        "kinds": ["akhir_pekan", "acara"],
        "names": ["Pasar malam"],
        "school": False,
        "estimated": False,
        "fasting": None,
        "sunset": "2026-12-05T18:02:00+07:00",
        "imsak": None,
        "subuh": "2026-12-06T04:07:00+07:00",
        "sunrise": "2026-12-06T05:25:00+07:00",
    }
    assert (second["kinds"], second["school"]) == (["biasa"], True)
    fasting = client.get(API, {"first": "2027-02-08", "last": "2027-02-08", "unit": AMBON}).json()["nights"][0]
    assert (fasting["kinds"], fasting["fasting"], fasting["imsak"][-6:]) == (["sahur"], 2, "+09:00")
    assert len(client.get(API).json()["nights"]) == 30
    assert len(client.get(API, {"first": "2026-01-01", "last": "2027-02-04"}).json()["nights"]) == 400
    assert len(client.get(API, {"last": "2026-11-25"}).json()["nights"]) == 3
    assert client.get(API, {"unit": "31.99"}).status_code == 404
    for odd in (
        {"first": "2026-01-01", "last": "2027-02-05"},
        {"first": "2027-01-01", "last": "2026-12-31"},
        {"first": "1989-12-31"},
        {"last": "2077-01-01"},
        {"first": "x"},
        {"unit": "<x>"},
    ):
        assert client.get(API, odd).status_code == 422, odd
    assert len(client.get(API, {"first": "2076-12-30"}).json()["nights"]) == 2
    assert timedelta(minutes=10) == _between(fasting["imsak"], fasting["subuh"])


def _between(start: str, end: str) -> timedelta:
    return datetime.fromisoformat(end) - datetime.fromisoformat(start)
