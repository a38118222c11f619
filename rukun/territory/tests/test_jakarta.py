"""A real city, where the data for tests are at hand. How long it takes, and what memory, say the benchmarks."""

from pathlib import Path

import numpy as np
import pytest

from rukun.config.tests.installed import installed
from rukun.territory.algo.locating import Locator
from rukun.territory.algo.reading import read
from rukun.territory.algo.settling import settle

JAKARTA = Path(__file__).resolve().parents[3].parent / "shared" / "data" / "jakarta" / "jakarta.osm.pbf"

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(not JAKARTA.exists(), reason=f"no data for tests: {JAKARTA} is not there"),
]


def test_all_of_jakarta_comes_in(tmp_path: Path) -> None:
    with installed(tmp_path / "data") as site:
        report = site.json("territory", "import", str(JAKARTA))
        assert report["units"] == {"5": 6, "6": 44, "7": 267, "8": 2685}
        assert 0.97 < report["streets"]["nodes"] / 34_000 < 1.03
        assert 0.97 < report["streets"]["edges"] / 48_000 < 1.03
        again = site.json("territory", "import", str(JAKARTA))
        assert (again["retired"], again["revived"], again["added"]) == ([], [], 0)
        chain = site.json("territory", "locate", "-6.2", "106.7925")["units"]
        assert [unit["code"] for unit in chain][:3] == ["31.73", "31.73.07", "31.73.07.1001"]
        found = site.json("territory", "search", "rw 9 menteng")["found"]
        assert found[0]["unit"] == "31.71.06.1001.009"


def test_two_thirds_of_the_points_around_jakarta_lie_in_a_unit_of_it() -> None:
    units = settle(read(JAKARTA).boundaries).units
    locator = Locator([(unit.code, unit.geometry) for unit in units if unit.geometry is not None])
    rng = np.random.default_rng(1)
    points = [
        (y, x) for x, y in zip(rng.uniform(106.68, 106.98, 20_000), rng.uniform(-6.38, -6.08, 20_000), strict=True)
    ]
    found = [locator.locate(lat, lon) for lat, lon in points]
    assert 0.5 < sum(code is not None for code in found) / len(found) < 0.8
