"""`rukun territory` as somebody at the machine meets it: real processes, both databases."""

import json
import os
import random
import resource
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from rukun.config.tests.installed import RUKUN, Installed, installed
from rukun.demo.kampung import osm_of_kampung_contoh
from rukun.territory.tests.towns import KELURAHAN, at, town

RW_01 = f"{KELURAHAN}.001"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installed]:
    with installed(tmp_path_factory.mktemp("wilayah") / "data") as made:
        yield made


@pytest.fixture
def kota(tmp_path: Path) -> Path:
    return town().write(tmp_path / "kota.osm")


def chain_at(site: Installed, east: float, north: float) -> list[str]:
    lon, lat = at(east, north)
    return [unit["code"] for unit in site.json("territory", "locate", str(lat), str(lon))["units"]]


@pytest.mark.long
@pytest.mark.once
def test_a_map_comes_in_is_reported_and_answers_where_something_is(site: Installed, kota: Path) -> None:
    report = site.json("territory", "import", str(kota))
    assert report["units"] == {"5": 1, "6": 1, "7": 1, "8": 4}
    assert set(report["streets"]) >= {"nodes", "edges", "km", "largest_component"}
    assert report["places"]["school"] == 1
    assert report["problems"] == [{"kind": "parent_absent", "what": "31", "where": "1"}]
    assert report["seconds"] >= 0
    assert chain_at(site, 1, 1) == ["31.73", "31.73.07", KELURAHAN, RW_01]
    assert site.json("territory", "locate", "-5.5", "106.5") == {
        "lat": -5.5,
        "lon": 106.5,
        "inside": False,
        "units": [],
    }
    lon, lat = at(1, 1)
    for typed in (
        [f"{lat:.4f},{lon:.4f}"],
        [f"{lat:.4f},", f"{lon:.4f}"],
        [f"{lat:.4f}".replace(".", ","), f"{lon:.4f}".replace(".", ",")],
        [f"{lat:.4f},{lon:.4f}".replace(".", ",")],
    ):
        assert site.json("territory", "locate", *typed)["units"][-1]["code"] == RW_01, typed
    assert "Di luar wilayah" in site.run("territory", "locate", "-5.5", "106.5").stdout
    found = site.json("territory", "search", "rw 1 palmerah")["found"]
    assert found[0]["unit"] == RW_01
    said = site.run("territory", "import", str(kota), "--clip", RW_01)
    assert "4 Kelurahan" not in said.stdout
    assert "1 RW" in said.stdout
    assert "Menyimpan" in said.stderr
    assert site.json("territory", "tiles")["size"] > 1000


@pytest.mark.long
@pytest.mark.once
@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("locate", "106.8", "-6.2"), 2, "tertukar"),
        (("locate", "nan", "106.8"), 2, "bukan bilangan"),
        (("locate", "-6.2"), 2, "bukan bilangan"),
        (("locate", "-6.2", "106.8", "3"), 2, "bukan bilangan"),
        (("import", "/tidak/ada.osm"), 3, "tidak dapat dibuka"),
        (("units", "/tidak/ada.csv"), 3, "/tidak/ada.csv"),
        (("import", "README.md"), 3, "bukan peta OpenStreetMap"),
        (("import", "{kota}", "--clip", "106.8"), 2, "--clip"),
        (("import", "{kota}", "--clip", "31.99"), 3, "31.99"),
    ],
)
def test_slips_are_said_with_what_to_do(
    site: Installed, kota: Path, arguments: tuple[str, ...], code: int, words: str
) -> None:
    done = site.run("territory", *(each.format(kota=kota) for each in arguments), expect=code)
    assert words in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.long
@pytest.mark.once
def test_a_list_is_taken_whole_or_its_rows_are_named(site: Installed, kota: Path, tmp_path: Path) -> None:
    site.run("territory", "import", str(kota))
    table = tmp_path / "rt.csv"
    table.write_text(f"kode,nama\n{RW_01}.001,RT 001\n{RW_01}.1,RT 002\n", encoding="utf-8")
    done = site.run("territory", "units", str(table), expect=3)
    assert "baris 3" in done.stderr
    answer = site.json("territory", "units", str(table), expect=3)
    assert answer["errors"][0]["line"] == 3
    table.write_bytes(f"kode,nama\n{RW_01}.001,Caf\xe9\n".encode("latin-1"))
    assert "UTF-8" in site.run("territory", "units", str(table), expect=3).stderr
    table.write_text(f"kode,nama\n{RW_01}.001,RT 001\n{RW_01}.002,RT 002\n", encoding="utf-8")
    assert site.json("territory", "units", str(table))["units"] == {"9": 2}


@pytest.mark.long
def test_killed_in_the_middle_of_saving_the_old_territory_still_works(
    site: Installed, kota: Path, tmp_path: Path
) -> None:
    site.run("territory", "import", str(kota))
    newer = town(rw=("11", "12", "13", "14"), name="Setengah Jalan").write(tmp_path / "baru.osm")
    with site.start("rukun.territory.tests.halfway", str(newer)) as process:
        assert process.stdout
        assert process.stdout.readline().strip() == "half-way"
        process.kill()
    assert chain_at(site, 1, 1)[-1] == RW_01
    assert site.json("territory", "search", "palmerah")["found"][0]["name"] == "Palmerah"
    assert site.json("territory", "import", str(newer))["retired"] == [f"{KELURAHAN}.{n:03}" for n in range(1, 5)]
    assert chain_at(site, 1, 1)[-1] == f"{KELURAHAN}.011"


@pytest.mark.long
@pytest.mark.skipif(os.environ.get("RUKUN_TEST_DB") == "postgresql", reason="the server writes, not the command")
def test_a_disk_that_fills_up_leaves_the_old_territory_and_says_what_to_do(
    site: Installed, kota: Path, tmp_path: Path
) -> None:
    site.run("territory", "import", str(kota))
    kampung = tmp_path / "kampung.osm"
    kampung.write_text(osm_of_kampung_contoh(), encoding="utf-8")
    room = 256 * 1024  # less than what the import has to write ahead

    def little_room() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))

    command = [*RUKUN, "territory", "import", str(kampung), "--retire-many"]
    full = subprocess.run(
        command, env=site.env, preexec_fn=little_room, capture_output=True, text=True, check=False, timeout=120
    )
    assert full.returncode == 3, full.stderr
    assert "ruang di disk" in full.stderr
    assert "Traceback" not in full.stderr
    assert chain_at(site, 1, 1)[-1] == RW_01
    assert site.json("territory", "import", str(kampung), "--retire-many")["units"]["9"] >= 55
    site.run("territory", "import", str(kota), "--retire-many")


@pytest.mark.long
def test_killed_at_any_moment_the_territory_is_the_old_one_or_the_new_one(tmp_path: Path) -> None:
    maps = [tmp_path / "satu.osm", tmp_path / "dua.osm"]
    for seed, path in enumerate(maps, start=1):
        path.write_text(osm_of_kampung_contoh(seed), encoding="utf-8")
    rng = random.Random(20261122)

    def state(site: Installed) -> Any:
        """What each map alone answers."""
        return [site.json("territory", "search", f"rw {n} kampung contoh")["found"] for n in (1, 5)], [
            site.json("territory", "locate", lat, lon)["units"] for lat, lon in points
        ]

    points = [(f"{-5.594 - 0.003 * i:.4f}", f"{107.598 + 0.003 * j:.4f}") for i in range(3) for j in range(3)]
    with installed(tmp_path / "data") as site:
        known = []
        for path in maps:
            begun = time.monotonic()
            site.run("territory", "import", str(path))
            whole = time.monotonic() - begun
            known.append(json.dumps(state(site)))
        assert known[0] != known[1]
        for attempt in range(12):
            with site.start("rukun.config.cli", "territory", "import", str(maps[attempt % 2])) as process:
                time.sleep(rng.uniform(0.2, 1.1) * whole)
                process.kill()
            assert json.dumps(state(site)) in known
        site.run("territory", "import", str(maps[0]))
        assert json.dumps(state(site)) == known[0]
        assert site.run("journal", "verify").returncode == 0
