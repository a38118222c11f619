"""A real city, where the data for tests are at hand: the marks that an import and a look-up must keep."""

import json
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from rukun.config.tests.installed import installed
from rukun.territory.algo.locating import Locator
from rukun.territory.algo.reading import read
from rukun.territory.algo.settling import settle

JAKARTA = Path(__file__).resolve().parents[3].parent / "shared" / "data" / "jakarta" / "jakarta.osm.pbf"
SECONDS, BYTES, POINTS_A_SECOND = 20, 2**30, 20_000

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(not JAKARTA.exists(), reason=f"no data for tests: {JAKARTA} is not there"),
]

MEASURED = """
import os, resource, runpy, sys
sys.argv = ["rukun", "territory", "import", sys.argv[1], "--json"]
try:
    runpy.run_module("rukun.config.cli", run_name="__main__")
finally:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    if os.path.exists("/proc/self/status"):  # there the figure above begins with the peak of whoever started this
        peak = next((int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmHWM")), peak)
    print(peak, file=sys.stderr)
"""


def test_all_of_jakarta_comes_in_within_its_marks(tmp_path: Path) -> None:
    """The marks are five times what it takes on a slow machine: only a change of kind breaks them."""
    with installed(tmp_path / "data") as site:
        begun = time.monotonic()
        done = subprocess.run(
            [sys.executable, "-c", MEASURED, str(JAKARTA)], env=site.env, capture_output=True, text=True, check=True
        )
        seconds = time.monotonic() - begun
        report = json.loads(done.stdout)
        assert report["units"] == {"5": 6, "6": 44, "7": 267, "8": 2685}
        assert 0.97 < report["streets"]["nodes"] / 34_000 < 1.03
        assert 0.97 < report["streets"]["edges"] / 48_000 < 1.03
        assert seconds <= SECONDS
        assert int(done.stderr.split()[-1]) * (1 if sys.platform == "darwin" else 1024) <= BYTES
        again = site.json("territory", "import", str(JAKARTA))
        assert (again["retired"], again["revived"], again["added"]) == ([], [], 0)
        chain = site.json("territory", "locate", "-6.2", "106.7925")["units"]
        assert [unit["code"] for unit in chain][:3] == ["31.73", "31.73.07", "31.73.07.1001"]
        found = site.json("territory", "search", "rw 9 menteng")["found"]
        assert found[0]["unit"] == "31.71.06.1001.009"


def test_points_in_jakarta_are_located_fast_enough() -> None:
    units = settle(read(JAKARTA).boundaries).units
    locator = Locator([(unit.code, unit.geometry) for unit in units if unit.geometry is not None])
    rng = np.random.default_rng(1)
    points = [
        (y, x) for x, y in zip(rng.uniform(106.68, 106.98, 20_000), rng.uniform(-6.38, -6.08, 20_000), strict=True)
    ]
    locator.locate(*points[0])
    begun = time.perf_counter()
    found = [locator.locate(lat, lon) for lat, lon in points]
    assert len(points) / (time.perf_counter() - begun) >= POINTS_A_SECOND / 2, (
        "half the mark: others use the machine too"
    )
    assert 0.5 < sum(code is not None for code in found) / len(found) < 0.8
