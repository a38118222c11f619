"""The calendar's pages and what other systems are told of it."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any
from unittest import mock

import pytest
import time_machine
from django.test import Client

from rukun.almanac import actions, follow, queries, whose
from rukun.almanac.models import Day
from rukun.guard import System
from rukun.people.tests.factories import person
from rukun.territory.tests.towns import listed

pytestmark = [pytest.mark.django_db, pytest.mark.once]
NOW = datetime(2026, 11, 23, 3, tzinfo=UTC)
KELURAHAN, OTHER, AMBON = "31.73.07.1001", "31.73.07.1002", "81.71.01.1001"
RW = f"{KELURAHAN}.016"
SYSTEM = System("test")
PAGE, DECIDE = "/kalender/", "/kalender/tetapkan/"
TYPED = {"day": "Selasa, 24 November 2026", "working": "libur", "name": "Lebaran Betawi", "unit": KELURAHAN}
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


def officer(client: Client, title: str = "camat", unit: str = "31.73.07") -> None:
    client.force_login(person(title, unit))


def test_anybody_reads_the_days_off_of_a_year_by_month_and_place(client: Client) -> None:
    actions.set_day(actor=SYSTEM, day=date(2026, 11, 24), unit="31", working=False, name="Pilkada")
    actions.set_day(actor=SYSTEM, day=date(2026, 12, 24), unit=KELURAHAN, working=True, name="Tetap <buka>")
    page = text(client, PAGE, wilayah="Waihaong")
    assert "08.00–16.00 WIT" in page
    assert "Pilkada" not in page
    page = text(client, PAGE, wilayah=KELURAHAN)
    assert "Senin sampai Jumat, 08.00–16.00 WIB" in page
    assert page.index("<h2>Januari</h2>") < page.index("Kamis, 1 Januari") < page.index("<h2>Desember</h2>")
    assert "Ketetapan untuk Provinsi Jakarta" in page
    assert "Tetap &lt;buka&gt;" in page
    assert "Di kalender nasional: Cuti Bersama Hari Raya Natal" in page
    assert "Hapus ketetapan" not in page
    assert DECIDE not in page
    assert "Tetap &lt;buka&gt;" not in text(client, PAGE, wilayah=OTHER)
    assert "Christmas Day" in text(client, "/en/kalender/", wilayah=KELURAHAN)


def test_what_is_estimated_or_not_known_is_said(client: Client) -> None:
    page = text(client, PAGE, tahun=2028, wilayah="31")
    assert "Hari Raya Idul Fitri" in page
    assert "perkiraan" in page
    assert "Dapat bergeser satu atau dua hari" in page
    assert "Cuti bersama tahun ini belum diumumkan" in page
    assert "Cuti bersama tahun ini" not in text(client, PAGE, tahun=2026)
    queries.holidays_of.cache_clear()
    with mock.patch("holidays.country_holidays", side_effect=KeyError):
        page = text(client, PAGE, tahun=2029)
    queries.holidays_of.cache_clear()
    assert "Libur nasional tahun ini belum diketahui" in page
    assert "Belum ada hari libur" in page


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ({"wilayah": "Xyzzyplugh"}, "Wilayah itu tidak dikenal"),
        ({"wilayah": "\x00"}, ""),
        ({"wilayah": "x" * 5000}, ""),
        ({"tahun": "1066"}, "Kalender tahun itu tidak ada"),
        ({"tahun": "<b>"}, "Kalender tahun itu tidak ada"),
        ({"tahun": "", "wilayah": ""}, "Hari libur 2026"),
        ({"page": "99"}, "Hari libur 2026"),
    ],
)
def test_an_odd_question_is_answered_with_this_years_calendar(client: Client, query: dict[str, str], says: str) -> None:
    page = text(client, PAGE, **query)
    assert says in page
    assert "Hari Raya Natal" in page


def test_one_sees_ones_own_kelurahan_first(client: Client) -> None:
    with mock.patch.object(whose, "OWN", [lambda _actor: "", lambda _actor: f"{OTHER}.001.002"]):
        assert "Kelurahan Slipi</p>" in text(client, PAGE)
        officer(client)
        assert "Kecamatan Palmerah</p>" in text(client, PAGE)
    with mock.patch.object(whose, "OWN", []):
        assert "Semua wilayah</p>" in text(Client(), PAGE)


def test_a_camat_decides_of_a_day_and_takes_it_back(client: Client) -> None:
    officer(client)
    assert f"{DECIDE}?wilayah={KELURAHAN}" in text(client, PAGE, wilayah=KELURAHAN)
    form = text(client, DECIDE, wilayah=KELURAHAN)
    assert f'<option value="{KELURAHAN}" selected>' in form
    assert f'<option value="{RW}"' in form
    for other in ('value="semua"', 'value="31.73"', 'value="31"'):
        assert f"<option {other}" not in form
    saved = client.post(f"{DECIDE}?wilayah={KELURAHAN}", TYPED)
    assert saved.status_code == 302
    assert saved["Location"] == f"{PAGE}?wilayah={KELURAHAN}&tahun=2026"
    page = text(client, saved["Location"])
    assert "Tersimpan." in page
    assert "Hapus ketetapan 24 November" in page
    assert "“Lebaran Betawi” untuk Kelurahan Palmerah dihapus" in page
    key = Day.objects.get().pk
    assert client.get(f"{PAGE}hapus/{key}/").status_code == 302  # whoever had to sign in first lands here
    assert Day.objects.exists()
    gone = client.post(f"{PAGE}hapus/{key}/", {"wilayah": RW}, follow=True)
    assert "Ketetapan itu dihapus" in gone.content.decode()
    assert "wilayah=" + RW in gone.redirect_chain[0][0]
    again = client.post(f"{PAGE}hapus/{key}/", {"wilayah": RW}, follow=True)
    assert "sudah tidak ada" in again.content.decode()
    assert not Day.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"day": "Senin, 24 November 2026"}, "jatuh pada hari Selasa, bukan Senin"),
        ({"day": "kapan-kapan"}, "Tanggal itu tidak terbaca"),
        ({"day": ""}, "Tanggalnya belum diisi"),
        ({"day": "1/1/2020"}, "sudah lewat"),
        ({"day": "25/12/2026"}, "sudah hari libur di sana: Hari Raya Natal"),
        ({"name": "  "}, "Namanya belum diisi"),
        ({"name": "Panjang " * 11}, "80 huruf"),
        ({"working": ""}, "belum dipilih"),
        ({"unit": "31.73"}, "bukan wewenang Anda"),
        ({"unit": "semua"}, "bukan wewenang Anda"),
        ({"unit": ""}, "Wilayahnya belum dipilih"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_nothing_typed_is_lost(
    client: Client, wrong: dict[str, str], says: str
) -> None:
    officer(client)
    answer = client.post(DECIDE, {**TYPED, **wrong})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert says in page
    assert (TYPED | wrong)["name"].strip() in page
    assert not Day.objects.exists()


def test_who_may_not_decide_is_sent_away_and_what_lies_elsewhere_is_refused(client: Client) -> None:
    other = actions.set_day(actor=SYSTEM, day=date(2026, 11, 24), unit="31.73", working=False, name="Pesta kota")
    removal = f"{PAGE}hapus/{other.pk}/"
    for address in (DECIDE, removal):
        assert client.post(address, TYPED).status_code in {302, 401, 403}
    officer(client, "ketua_rw", RW)
    for address in (DECIDE, removal):
        assert client.get(address).status_code == 403
        assert client.post(address, TYPED).status_code == 403
    officer(client)
    assert client.post(removal).status_code == 403
    assert "Hapus ketetapan" not in text(client, PAGE, wilayah=OTHER)
    assert client.post(PAGE).status_code == 405
    assert Day.objects.get() == other


def test_what_holds_in_parts_only_is_listed_page_by_page(client: Client) -> None:
    days = [date(2026, 11, 25) + timedelta(days=number) for number in range(30)]
    Day.objects.bulk_create(
        Day(date=day, unit=(RW, OTHER)[number % 2], working=False, name=f"Hari {number}", by="system:test", at=NOW)
        for number, day in enumerate(days)
    )
    officer(client, "administrator", "")
    page = text(client, PAGE, wilayah="31.73")
    assert "Hanya di sebagian wilayah ini" in page
    assert "Ketetapan untuk RW 16, Palmerah" in page
    assert "Halaman 1 dari 2" in page
    assert page.count("Ya, hapus") == 25
    assert "Hari 29" in text(client, PAGE, wilayah="31.73", page=2)
    assert '<option value="semua" selected>' in text(client, DECIDE)
    client.post(DECIDE, {**TYPED, "unit": "semua"})
    assert Day.objects.get(name=TYPED["name"]).unit == ""
    actions.set_day(actor=SYSTEM, day=date(2026, 11, 24), unit=OTHER, working=True, name="Tetap masuk")
    page = text(client, PAGE, wilayah=OTHER)
    assert "Tidak berlaku di sini: Lebaran Betawi (Semua wilayah)" in page
    assert "Hapus ketetapan untuk Semua wilayah" in page
    with time_machine.travel(NOW + timedelta(days=12)):
        officer(client, "administrator", "")  # the session is over
        assert text(client, PAGE, wilayah="31.73", tahun=2026).count("Ya, hapus") == 14  # the others are past


def test_other_systems_read_the_same(client: Client) -> None:
    actions.set_day(actor=SYSTEM, day=date(2026, 12, 24), unit=KELURAHAN, working=True, name="Tetap buka")
    answer = client.get("/api/v1/almanac/days", {"unit": RW, "year": "2026"}).json()
    assert {name: answer[name] for name in ("year", "unit", "time_zone", "opens", "closes", "national")} == {
        "year": 2026,
        "unit": RW,
        "time_zone": "Asia/Jakarta",
        "opens": "08:00",
        "closes": "16:00",
        "national": True,
    }
    assert answer["days"][-2:] == [
        {"date": "2026-12-24", "working": True, "name": "Tetap buka", "unit": KELURAHAN, "estimated": False},
        {"date": "2026-12-25", "working": False, "name": "Hari Raya Natal", "unit": None, "estimated": False},
    ]
    assert client.get("/api/v1/almanac/days").json()["days"][-2]["working"] is False
    assert client.get("/api/v1/almanac/days", {"unit": AMBON}).json()["time_zone"] == "Asia/Jayapura"
    assert client.get("/api/v1/almanac/days", {"unit": "31.99"}).status_code == 404
    for odd in ({"unit": "<x>"}, {"year": "9999999999"}, {"year": "x"}):
        assert client.get("/api/v1/almanac/days", odd).status_code == 422
