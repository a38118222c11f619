"""What people and programs see of the territory."""

import itertools
import json
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from rukun.geo.coordinates import Point
from rukun.people.tests.factories import person
from rukun.territory import cards, pictures, queries
from rukun.territory.drawing import CellCount, Mark
from rukun.territory.models import Unit
from rukun.territory.tests.osm import Osm
from rukun.territory.tests.towns import KELURAHAN, at, imported, listed, square, town

pytestmark = pytest.mark.django_db


def text_of(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, answer.content.decode()[:500]
    return answer.content.decode()


def json_of(client: Client, address: str, status: int = 200) -> Any:
    return json.loads(text_of(client, address, status))


def test_before_any_import_the_pages_say_how_to_begin(client: Client) -> None:
    assert "Belum ada wilayah" in text_of(client, "/wilayah/")
    assert "Belum ada peta" in text_of(client, "/wilayah/peta/")
    assert "Tidak ada yang cocok" in text_of(client, "/wilayah/?q=palmerah")
    text_of(client, f"/wilayah/{KELURAHAN}/", 404)
    assert json_of(client, "/api/v1/units") == []


def test_one_goes_from_the_kelurahan_to_its_rw_and_back(client: Client, tmp_path: Path) -> None:
    imported(tmp_path)
    listed(f"kode,nama\n{KELURAHAN}.001.001,RT 001\n")
    page = text_of(client, "/wilayah/")
    assert f'href="/wilayah/{KELURAHAN}/"' in page, "levels with one unit are skipped"
    assert f'href="/wilayah/{KELURAHAN}.001/"' in page
    page = text_of(client, f"/wilayah/{KELURAHAN}/")
    for number in range(1, 5):
        assert f'href="/wilayah/{KELURAHAN}.{number:03}/"' in page
    assert "© OpenStreetMap contributors" in page
    assert "<svg" in page
    assert "Posko Palmerah" in page
    assert "rekaan" not in page
    page = text_of(client, f"/wilayah/{KELURAHAN}.001/")
    assert f'href="/wilayah/{KELURAHAN}/"' in page
    assert f'href="/wilayah/{KELURAHAN}.001.001/"' in page
    page = text_of(client, f"/en/wilayah/{KELURAHAN}.001.001/")
    assert "<svg" in page  # of the RW around it, and it says so
    assert "RW 01" in page
    assert "Garis batas" not in page


def test_a_retired_unit_says_so_and_leads_to_its_successor(client: Client, tmp_path: Path) -> None:
    imported(tmp_path)
    listed(f"kode,nama,berakhir,pengganti\n{KELURAHAN}.004,RW 04,ya,{KELURAHAN}.003\n")
    page = text_of(client, f"/wilayah/{KELURAHAN}.004/")
    assert "tidak dipakai lagi" in page
    assert f"/wilayah/{KELURAHAN}.003/" in page
    answer = json_of(client, f"/api/v1/units/{KELURAHAN}.004")
    assert (answer["retired"], answer["successor"]) == (True, f"{KELURAHAN}.003")


def test_a_unit_without_any_outline_around_it_has_a_page_all_the_same(client: Client) -> None:
    listed("kode,nama\n31,DKI Jakarta\n31.73,Jakarta Barat\n")
    page = text_of(client, "/wilayah/31.73/")
    assert "Belum ada gambar peta" in page
    assert "<svg" in text_of(client, "/wilayah/")  # icons only
    assert json_of(client, "/api/v1/units/31.73/geojson")["geometry"] is None


def test_a_search_result_leads_to_the_thing_on_the_map(client: Client, tmp_path: Path) -> None:
    imported(tmp_path)
    posko = f"/wilayah/{KELURAHAN}.002/?tempat={queries.search('posko')[0].thing.id}"  # type: ignore[union-attr]
    gang = f"/wilayah/{KELURAHAN}.001/?jalan=Gang+Mawar"
    assert posko in text_of(client, "/wilayah/?q=posko")
    assert gang in text_of(client, "/wilayah/?q=gang+mawar")
    assert "<strong>Posko Palmerah</strong> ditandai pada peta" in text_of(client, posko)
    assert "<strong>Gang Mawar</strong> ditandai pada peta" in text_of(client, gang)
    for nonsense in ("jalan=Gang+Tidak+Ada", "tempat=1", "jalan=<script>", "tempat=", "jalan=%00"):
        assert "ditandai pada peta" not in text_of(client, f"/wilayah/{KELURAHAN}.002/?{nonsense}")


def test_a_search_that_nothing_fits_wholly_says_so(client: Client, tmp_path: Path) -> None:
    imported(tmp_path)
    assert "Tidak ada yang memuat semua kata itu" in text_of(client, "/wilayah/?q=palmerah+zzzz")
    assert "Tidak ada yang memuat semua kata itu" not in text_of(client, "/wilayah/?q=palmerah")


def test_names_are_shown_as_text_whatever_they_hold(client: Client, tmp_path: Path) -> None:
    imported(tmp_path, town(name="<script>alert(1)</script> & 'Palmerah'"))
    for address in ("/wilayah/", f"/wilayah/{KELURAHAN}/", f"/wilayah/{KELURAHAN}.001/", "/wilayah/?q=alert"):
        page = text_of(client, address)
        assert "<script>" not in page
        assert "alert(1)" in page or address == "/wilayah/"


def test_invented_places_say_so_and_owe_their_map_to_nobody(client: Client, tmp_path: Path) -> None:
    osm = Osm()
    osm.unit(4, "Provinsi Contoh", square=square(0, 0, 8, 4), code="99")
    imported(tmp_path, osm)
    for address in ("/wilayah/99/", "/wilayah/peta/"):
        page = text_of(client, address)
        assert "Tempat ini rekaan" in page
        assert "OpenStreetMap" not in page


def test_who_asks_where_a_point_lies_gets_units_or_words(client: Client, tmp_path: Path) -> None:
    imported(tmp_path)
    lon, lat = at(1, 1)
    answer = json_of(client, f"/api/v1/units/at?lat={lat}&lon={lon}")
    assert answer["inside"] is True
    assert [(unit["code"], unit["level"]) for unit in answer["units"]] == [
        ("31.73", 5),
        ("31.73.07", 6),
        (KELURAHAN, 7),
        (f"{KELURAHAN}.001", 8),
    ]
    assert json_of(client, "/api/v1/units/at?lat=-5.5&lon=106.5") == {  # the Java Sea
        "lat": -5.5,
        "lon": 106.5,
        "inside": False,
        "units": [],
    }
    for lat_, lon_, words in (
        (lon, lat, "tertukar"),
        ("nan", lon, "bukan bilangan"),
        ("utara", lon, "bukan bilangan"),
        ("", lon, "bukan bilangan"),
        (-91, 106, "Tidak ada tempat"),
        ("1e999", 106, "bukan bilangan"),
    ):
        assert words in json_of(client, f"/api/v1/units/at?lat={lat_}&lon={lon_}", 422)["detail"]
    assert client.get("/api/v1/units/at?lat=1").status_code == 422


def test_outlines_are_geojson_that_programs_accept(client: Client, tmp_path: Path) -> None:
    imported(tmp_path)
    answer = client.get(f"/api/v1/units/{KELURAHAN}/geojson")
    assert answer["Content-Type"] == "application/geo+json"
    feature = answer.json()
    assert feature["type"] == "Feature"
    assert feature["properties"]["name"] == "Palmerah"
    assert feature["geometry"]["type"] == "Polygon"
    ring = feature["geometry"]["coordinates"][0]
    assert ring[0] == ring[-1]
    turned = sum((b[0] - a[0]) * (b[1] + a[1]) for a, b in itertools.pairwise(ring))
    assert turned < 0  # counter-clockwise, RFC 7946
    whole = json_of(client, f"/api/v1/units/geojson?parent={KELURAHAN}")
    assert [each["id"] for each in whole["features"]] == [f"{KELURAHAN}.{n:03}" for n in range(1, 5)]
    assert whole["attribution"] == "© OpenStreetMap contributors"
    assert "Tidak ada wilayah" in json_of(client, "/api/v1/units/31.73.99/geojson", 404)["detail"]
    assert client.get("/api/v1/units/apa%20saja").status_code == 422


def test_units_and_search_by_api(client: Client, tmp_path: Path) -> None:
    imported(tmp_path)
    assert [each["code"] for each in json_of(client, "/api/v1/units")] == ["31.73"]
    assert len(json_of(client, f"/api/v1/units?parent={KELURAHAN}")) == 4
    assert "Tidak ada wilayah" in json_of(client, "/api/v1/units?parent=31.99", 404)["detail"]
    assert "Tidak ada wilayah" in json_of(client, "/api/v1/units/geojson?parent=31.99", 404)["detail"]
    assert json_of(client, "/api/v1/units/search?q=posko")["hits"][0]["category"] == "guard_post"
    answer = json_of(client, f"/api/v1/units/{KELURAHAN}")
    assert (answer["kind"], answer["time_zone"], len(answer["parts"])) == ("kelurahan", "Asia/Jakarta", 4)
    assert [each["code"] for each in answer["within"]] == ["31.73", "31.73.07"]
    hit = json_of(client, "/api/v1/units/search?q=kali+pasir")["hits"][0]
    assert (hit["kind"], hit["name"]) == ("street", "Jalan Kali Pasir")
    assert hit["within"][-1]["code"] == KELURAHAN
    assert json_of(client, "/api/v1/units/search?q=rw+2")["hits"][0]["within"][-1]["code"] == f"{KELURAHAN}.002"


def test_searching_and_locating_cost_two_queries_at_most(tmp_path: Path) -> None:
    imported(tmp_path)
    lon, lat = at(1, 1)
    queries._held = None  # as in a process that has just begun
    for most in (2, 1):
        with CaptureQueriesContext(connection) as asked:
            assert queries.search("rw 1 palmerah")
        assert len(asked) <= most
    queries._held = None
    with CaptureQueriesContext(connection) as asked:
        assert queries.units_at(Point(lat, lon))
    assert len(asked) == 3
    with CaptureQueriesContext(connection) as asked:
        assert queries.units_at(Point(lat, lon))
    assert len(asked) == 1
    with queries.one_look():
        queries.territory()
        with CaptureQueriesContext(connection) as asked:
            assert queries.units_at(Point(lat, lon))
        assert len(asked) == 0


def test_a_page_costs_few_queries(client: Client, tmp_path: Path) -> None:
    imported(tmp_path)
    text_of(client, f"/wilayah/{KELURAHAN}/")
    with CaptureQueriesContext(connection) as asked:
        text_of(client, f"/wilayah/{KELURAHAN}/")
    assert len(asked) <= 4, "two of its own, two for the card of offices and organisations"


def test_processes_see_what_another_has_imported(tmp_path: Path) -> None:
    imported(tmp_path)
    before = queries.territory()
    assert queries.territory() is before
    listed(f"kode,nama\n{KELURAHAN}.001,RW Satu\n")
    assert queries.territory() is not before
    assert queries.name_of(f"{KELURAHAN}.001") == "RW Satu"
    first = pictures.map_of(KELURAHAN)
    assert pictures.map_of(KELURAHAN) is first
    imported(tmp_path, town(name="Lain"))
    assert pictures.map_of(KELURAHAN) is not first


def test_other_rooms_put_marks_and_counts_on_the_map_of_a_unit(tmp_path: Path) -> None:
    imported(tmp_path)
    lon, lat = at(3, 2)
    plain = pictures.map_of(KELURAHAN)
    picture = pictures.map_of(KELURAHAN, marks=[Mark(lat, lon, "AG", "Ujung jembatan")])
    assert plain
    assert picture
    assert "Ujung jembatan" in [row.label for row in picture.rows]
    assert "Ujung jembatan" not in [row.label for row in plain.rows]
    cell = "8a8c1ac8a527fff"
    counted = pictures.map_of(KELURAHAN, cells=[CellCount(cell, 7)])
    assert counted
    assert 7 in [row.count for row in counted.rows]


def test_other_rooms_hang_their_cards_on_a_units_page(client: Client, tmp_path: Path) -> None:
    imported(tmp_path)
    assert len(cards.CARDS) >= 1
    assert "Buka buku mutasi wilayah ini" not in text_of(client, f"/wilayah/{KELURAHAN}/")
    client.force_login(person("lurah", KELURAHAN))
    page = text_of(client, f"/wilayah/{KELURAHAN}.001/")
    assert "Buka buku mutasi wilayah ini" in page
    assert f"?unit={KELURAHAN}.001" in page
    assert "Buka buku mutasi wilayah ini" not in text_of(client, "/wilayah/31.73/")


def test_the_journal_calls_units_by_name_and_finds_them_by_name(client: Client, tmp_path: Path) -> None:
    imported(tmp_path)
    client.force_login(person("lurah", KELURAHAN))
    page = text_of(client, "/buku-mutasi/?unit=palmerah")
    assert "Kelurahan Palmerah" in page
    assert "Wilayah itu tidak dikenal" not in page
    assert "Wilayah itu tidak dikenal" in text_of(client, "/buku-mutasi/?unit=zzz")


def test_about_the_map_tells_what_was_amiss(client: Client, tmp_path: Path) -> None:
    imported(tmp_path, town(rw=("01", "01", "", "04")))
    page = text_of(client, "/wilayah/peta/")
    assert "kota.osm" in page
    assert "tanpa nomor" in page
    assert "relation 22" in page
    assert "OpenStreetMap contributors" in page


def test_every_unit_keeps_its_page_however_odd(client: Client, tmp_path: Path) -> None:
    imported(tmp_path, town(rw=("", "", "01", "01")))
    for code in Unit.objects.values_list("code", flat=True):
        text_of(client, f"/wilayah/{code}/")
        text_of(client, f"/api/v1/units/{code}/geojson")
