"""The basemap: what is on its tiles, how they are served, and what a board shows where there are none."""

import gzip
import hashlib
import json
import math
import subprocess
import tomllib
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import shapely
from django.db import connection
from django.template import Context, Template
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from rukun.guard import Refused, System
from rukun.guard.ids import new_id
from rukun.journal.models import Entry
from rukun.journal.tests.factories import holder
from rukun.territory import basemap
from rukun.territory.actions import draw_basemap
from rukun.territory.drawing import Mark
from rukun.territory.errors import CannotDraw, ImportedMeanwhile, NothingToDraw
from rukun.territory.models import Basemap, Edition
from rukun.territory.tests.towns import KELURAHAN, SIDE, at, imported, listed, square, town
from rukun.territory.tiling import building
from rukun.territory.tiling.archive import Archive, OutOfRange
from rukun.territory.tiling.layers import LAYERS, Outlined, Source, layers

STATIC = Path(__file__).resolve().parent.parent / "static" / "territory"
TAG = Template(
    "{% load maps %}{% posko_map 'Peta papan' code=code bounds=bounds marks=marks %}",
)


def tile_of(lat: float, lon: float, zoom: int = 14) -> tuple[int, int, int]:
    """Zoom, x and y of the tile in which a point lies (web Mercator)."""
    y = (1 - math.asinh(math.tan(math.radians(lat))) / math.pi) / 2
    return zoom, int((lon + 180) / 360 * 2**zoom), int(y * 2**zoom)


def decoded(block: bytes, folder: Path, tile: tuple[int, int, int]) -> dict[str, list[dict[str, Any]]]:
    """What a tile holds, layer by layer, as tippecanoe's own decoder reads it: a line of words for each feature."""
    path = folder / "peta.pmtiles"
    path.write_bytes(block)
    command = [str(building.program().with_name("tippecanoe-decode")), str(path), *map(str, tile)]
    done = subprocess.run(command, capture_output=True, check=True)
    found = json.loads(done.stdout)["features"]
    return {layer["properties"]["layer"]: [each["properties"] for each in layer["features"]] for layer in found}


def shown(**more: Any) -> str:
    return TAG.render(Context({"code": "", "bounds": None, "marks": (), **more}))


def outlined(code: str, level: int, box: tuple[float, float, float, float]) -> Outlined:
    west, south, east, north = box
    return Outlined(code, code, level, shapely.box(*box), (south + north) / 2, (west + east) / 2)


# What is drawn


@pytest.mark.once
@pytest.mark.django_db
def test_kampung_contoh_has_everything_on_its_finest_tile_and_only_the_main_things_on_the_coarsest(
    tmp_path: Path,
) -> None:
    from rukun.demo.actions import _draw_the_kampung

    _draw_the_kampung()
    block = bytes(Basemap.objects.get().block)
    whole = basemap.tiles()
    assert whole is not None
    west, south, east, north = whole.bounds
    found = decoded(block, tmp_path, tile_of((south + north) / 2, (west + east) / 2))
    assert {*found, "rail"} == set(LAYERS)  # the rails run at the edge
    assert {"level": 8, "name": "RW 03"} in found["units"]
    assert {"kind": "river", "name": "Kali Contoh"} in found["water"]
    assert any(each["kind"] == "lane" and each.get("name", "").startswith("Gang") for each in found["roads"])
    assert {"kind": "guard_post", "name": "Posko Kampung Contoh"} in found["places"]
    assert {each["level"] for each in found["edges"]} >= {8, 9}
    coarse = decoded(block, tmp_path, tile_of((south + north) / 2, (west + east) / 2, 8))
    assert "buildings" not in coarse
    assert not any(each["kind"] in ("street", "lane") for each in coarse.get("roads", ()))


@pytest.mark.pure
def test_a_boundary_drawn_twice_some_metres_apart_is_one_line_of_the_higher_level() -> None:
    beside = 0.15 * SIDE  # 17 m: the neighbour's outline is of another year
    units = [
        outlined("31.73.07.1001", 7, square(0, 0, 20, 20)),
        outlined("31.73.07.1002", 7, (at(20, 0)[0] + beside, *square(20, 0, 40, 20)[1:])),
        outlined("31.73.07.1001.001", 8, square(0, 0, 10, 20)),
        outlined("31.73.07.1001.002", 8, square(10, 0, 20, 20)),
    ]
    found = layers(Source(units, None, [], []))["edges"]
    by_level = {level: sum(each.geometry.length for each in found if each.said["level"] == level) for level in (7, 8)}
    assert by_level[7] == pytest.approx((4 * 20 + 3 * 20) * SIDE, rel=0.02)
    assert by_level[8] == pytest.approx(20 * SIDE, rel=0.02)


@pytest.mark.pure
def test_a_city_drawn_by_a_few_points_gets_the_outline_of_its_kelurahan() -> None:
    crude = Outlined("31.73", "Kota", 5, shapely.Polygon([at(-9, -9), at(50, -5), at(9, 35)]), -6.2, 106.8)
    part = outlined("31.73.07.1001", 7, square(0, 0, 20, 20))
    found = layers(Source([crude, part], None, [], []))
    assert [each.said["level"] for each in found["edges"]] == [5]
    assert found["edges"][0].geometry.hausdorff_distance(part.geometry.boundary) < 0.05 * SIDE
    assert [each.geometry.equals(part.geometry) for each in found["territory"]] == [True], "nor is more of it land"


# How tiles are served


@pytest.mark.django_db
def test_a_tile_comes_as_stored_for_ever_and_without_asking_the_database_twice(client: Client, tmp_path: Path) -> None:
    imported(tmp_path, tiles=True)
    drawn = basemap.tiles()
    assert drawn is not None
    lon, lat = at(2, 2)
    address = reverse("tiles:tile", args=[drawn.token, *tile_of(lat, lon)])
    first = client.get(address, headers={"Accept-Encoding": "gzip, br"})
    with CaptureQueriesContext(connection) as asked:
        again = client.get(address)
    assert len(asked) == 0
    assert (first.status_code, first["Content-Encoding"]) == (200, "gzip")
    assert gzip.decompress(first.content) == again.content, "who takes no gzip gets it plain"
    for answer in (first, again):
        assert answer["Cache-Control"] == "public, max-age=31536000, immutable"
        assert "Accept-Encoding" in answer["Vary"]
        assert not answer.cookies
    empty = client.get(reverse("tiles:tile", args=[drawn.token, 14, 0, 0]))
    assert (empty.status_code, empty.content, "immutable" in empty["Cache-Control"]) == (204, b"", True)
    for zoom, x, y in ((7, 1, 1), (15, 1, 1), (14, 1 << 14, 1), (14, 1, 1 << 14), (10**30, 1, 1)):
        assert client.get(reverse("tiles:tile", args=[drawn.token, zoom, x, y])).status_code == 404
    assert client.get(reverse("tiles:tile", args=[new_id(), *tile_of(lat, lon)])).status_code == 404
    assert client.get("/tiles/bukan/14/1/1").status_code == 404
    assert client.post(address).status_code == 405


@pytest.mark.django_db
def test_a_new_map_takes_the_place_of_the_old_tiles_and_a_list_leaves_them(tmp_path: Path) -> None:
    imported(tmp_path, tiles=True)
    first = basemap.tiles()
    listed(f"kode,nama\n{KELURAHAN}.001.001,RT 001\n")
    assert basemap.tiles() == first
    imported(tmp_path, town(name="Baru"), tiles=True)
    second = basemap.tiles()
    assert first is not None
    assert second is not None
    assert second.token != first.token
    assert Basemap.objects.count() == 1
    assert basemap.archive(second.token) is not None
    assert basemap.archive(first.token) is None
    imported(tmp_path, town(name="Lagi"), tiles=False)
    assert basemap.tiles() is None, "tiles of another map than the newest are not offered"


@pytest.mark.django_db
def test_the_basemap_can_be_drawn_anew_from_what_is_stored(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    system = System("test")
    with pytest.raises(NothingToDraw):
        draw_basemap(actor=system)
    imported(tmp_path)
    with pytest.raises(Refused):
        draw_basemap(actor=holder("", capabilities=("people.see",)))
    listed(f"kode,nama\n{KELURAHAN}.002,RW Mawar\n")
    report = draw_basemap(actor=system)
    assert report.size == len(bytes(Basemap.objects.get().block))
    assert Entry.objects.filter(verb="territory.basemap_drawn").count() == 1
    drawn = basemap.tiles()
    assert drawn is not None
    lon, lat = at(2, 2)
    units = decoded(bytes(Basemap.objects.get().block), tmp_path, tile_of(lat, lon))["units"]
    assert {"level": 7, "name": "Palmerah"} in units

    def meanwhile(found: object) -> bytes:
        Edition.objects.create(kind=Edition.MAP)
        return b"too late"

    monkeypatch.setattr(basemap, "archive_of", meanwhile)
    with pytest.raises(ImportedMeanwhile):
        draw_basemap(actor=system)
    assert Basemap.objects.get().token == drawn.token


@pytest.mark.django_db
@pytest.mark.parametrize("why", ["missing", "failed"])
def test_without_tippecanoe_the_map_still_comes_in_and_boards_show_the_drawing(
    why: str, client: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    imported(tmp_path, tiles=True)

    def broken() -> Path:
        if why == "missing":
            raise building.NoTiles("missing")
        path = tmp_path / "tippecanoe"
        path.write_text("#!/bin/sh\necho 'tidak ada ruang di disk' >&2\nexit 1\n")
        path.chmod(0o700)
        return path

    monkeypatch.setattr(building, "program", broken)
    report = imported(tmp_path, tiles=True)
    assert report.units["7"] == 1
    [problem] = [each for each in report.problems if each.kind.startswith("tiles_")]
    assert (problem.kind, problem.what) == (f"tiles_{why}", "tidak ada ruang di disk" if why == "failed" else "")
    page = client.get("/wilayah/peta/").content.decode()
    assert "peta dasar untuk papan" in page
    assert basemap.tiles() is None
    lon, lat = at(3, 1)
    board = shown(code=KELURAHAN, marks=[Mark(lat, lon, "AG", "Jembatan")])
    assert "<svg" in board
    assert "Jembatan" in board
    assert "data-tiles" not in board
    with pytest.raises(CannotDraw) as caught:
        draw_basemap(actor=System("test"))
    assert "tippecanoe" in str(caught.value) if why == "missing" else "ruang di disk" in str(caught.value)
    assert "rukun territory tiles" in caught.value.remedy


# What a board gets


@pytest.mark.django_db
def test_a_board_gets_addresses_on_this_site_alone_the_box_asked_for_and_whom_the_map_is_owed_to(
    tmp_path: Path,
) -> None:
    assert "Belum ada peta" in shown()
    imported(tmp_path, tiles=True)
    drawn = basemap.tiles()
    assert drawn is not None
    page = shown(code=f"{KELURAHAN}.002")
    assert f'data-tiles="/tiles/{drawn.token}/{{z}}/{{x}}/{{y}}"' in page
    assert f'data-bounds="{",".join(f"{edge:.6f}" for edge in square(2, 0, 4, 4))}"' in page
    assert 'data-attribution="© OpenStreetMap contributors"' in page
    assert "<svg" not in page
    assert "http" not in page
    assert 'data-bounds="106.790000,-6.200000,106.800000,-6.190000"' in shown(bounds=(106.79, -6.2, 106.8, -6.19))
    assert f'data-bounds="{",".join(f"{edge:.6f}" for edge in drawn.bounds)}"' in shown()


@pytest.mark.pure
def test_programs_of_others_are_those_that_were_looked_at_and_fetch_nothing_elsewhere() -> None:
    folder = STATIC / "vendor"
    told = tomllib.loads((folder / "vendor.toml").read_text(encoding="utf-8"))
    names = {"vendor.toml", "LICENSES.txt"}
    for name, each in told.items():
        assert each["version"]
        assert each["licence"] in {"BSD-2-Clause", "BSD-3-Clause"}
        assert f"{name} {each['version']}" in (folder / "LICENSES.txt").read_text(encoding="utf-8")
        for file, digest in each["files"].items():
            assert hashlib.sha256((folder / file).read_bytes()).hexdigest() == digest, file
            names.add(file)
    assert {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()} == names
    for path in folder.rglob("*.js"):
        code = path.read_text(encoding="utf-8")
        for forbidden in ("eval(", "new Function", "new Worker", "createObjectURL", "sourceMappingURL"):
            assert forbidden not in code, (path.name, forbidden)


@pytest.mark.django_db
def test_an_archive_says_what_it_cannot_hold(tmp_path: Path) -> None:
    imported(tmp_path, tiles=True)
    archive = Archive(bytes(Basemap.objects.get().block))
    with pytest.raises(OutOfRange):
        archive.tile(3, 0, 0)
    assert archive.tile(8, 0, 0) is None
    assert isinstance(Basemap.objects.get().token, UUID)
