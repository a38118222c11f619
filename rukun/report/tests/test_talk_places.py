"""Places that somebody names in words or by a pin, with the database."""

from collections.abc import Iterator
from typing import Any

import pytest

from rukun.report.queries.places_of_talk import spot_at, spots_in
from rukun.report.tests.chatting import wired
from rukun.report.tests.factories import KELURAHAN, NEXT_RW, OTHER, RT, RW, town
from rukun.report.tests.proving import lurah
from rukun.report.tests.texting import Phone
from rukun.territory.tests import towns

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


def test_units_are_found_by_their_numbers(phone: Phone) -> None:
    assert [each.unit for each in spots_in("rw 16")] == [RW]
    assert [each.unit for each in spots_in("RW enam belas")] == [RW]
    assert [each.unit for each in spots_in("rt 3 rw 16")] == [RT]
    assert [each.unit for each in spots_in("rt 9 rw 16")] == [RW], "nobody listed that RT"
    assert [each.unit for each in spots_in("di erwe tiga")] == [NEXT_RW]
    assert spots_in("rw 77") == ()
    assert spots_in("lampu mati") == ()


def test_two_rw_of_one_number_are_told_apart_by_the_kelurahan(phone: Phone) -> None:
    towns.listed(f"kode,nama\n{OTHER},Slipi\n{OTHER}.016,RW 016\n")
    found = {each.unit for each in spots_in("rw 16")}
    if len(found) > 1:
        assert [each.unit for each in spots_in("rw 16 slipi")] == [f"{OTHER}.016"]
        assert [each.unit for each in spots_in("rw 16", KELURAHAN)] == [RW]
    assert found


def test_places_and_streets_are_found_by_their_names(tmp_path: Any) -> None:
    towns.imported(tmp_path)
    assert [each.place for each in spots_in("ada ribut di masjid al ikhlas")] == ["Masjid Al-Ikhlas"]
    assert {each.place for each in spots_in("tawuran di jembatan kali pasir sekarang")} == {"Jalan Kali Pasir"}
    assert len(spots_in("di kali pasir")) > 1, "a long street runs through several RW"
    only = spots_in("jalan kali pasir rw 02")
    assert {each.unit for each in only} == {f"{KELURAHAN}.002"}
    assert spots_in("di depan rumah saya") == ()
    assert spots_in("ada orang di jalan") == ()


def test_the_bridge_is_found_where_there_are_few(tmp_path: Any) -> None:
    osm = towns.town()
    osm.place("Jembatan Kali Contoh", at=towns.at(3.8, 2), man_made="bridge")
    osm.place("Lapangan Merah", at=towns.at(0.5, 1), leisure="pitch")
    osm.place("Lapangan Putih", at=towns.at(7, 1), leisure="pitch")
    for number in range(6):
        osm.place(f"Masjid Nomor {number}", at=towns.at(0.5 + number, 3), amenity="place_of_worship")
    towns.imported(tmp_path, osm)
    assert "Masjid Al-Ikhlas" in {each.place for each in spots_in("masjid al ikhlas")}
    assert {each.place for each in spots_in("lampu jalan mati di dekat lapangan")} == {
        "Lapangan Merah",
        "Lapangan Putih",
    }
    assert [each.place for each in spots_in("di lapangan rw 04")] == ["Lapangan Putih"]
    assert [each.unit for each in spots_in("di lapangan rw 02")] == [f"{KELURAHAN}.002"], "there is none in that RW"
    assert spots_in("di dekat masjid") == (), "there are too many to choose from"
    assert {each.place for each in spots_in("dekat jembatan")} >= {"Jembatan Kali Contoh"}
    assert len(spots_in("dekat jembatan")) <= 2


def test_a_pin_is_placed_and_one_outside_is_said_to_be_outside(tmp_path: Any) -> None:
    towns.imported(tmp_path)
    north, west = towns.at(1, 1)[1], towns.at(1, 1)[0]
    found = spot_at(north, west)
    assert found is not None
    assert found.unit == f"{KELURAHAN}.001"
    assert spot_at(-7.5, 110.0) is None
    assert spot_at(float("nan"), 200.0) is None
    phone = Phone()
    assert "di luar wilayah" in phone.writes(kind="place", lat=-7.5, lon=110.0)
    assert "Lokasi diterima" in phone.writes(kind="place", lat=north, lon=west)
