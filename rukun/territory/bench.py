"""What the map costs, beside its marks and beside what the parts cost alone.

The Jakarta extract is read from ``../shared/data`` beside the project; without it Kampung Contoh stands in for it.
"""

import gzip
import math
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import osmium
import shapely
from django.template import Context, Template
from django.test import Client

from rukun.geo.streets import Streets
from rukun.guard import System
from rukun.territory import pictures, queries
from rukun.territory.actions import draw_basemap, import_map
from rukun.territory.algo.locating import NOWHERE

JAKARTA = Path(__file__).resolve().parents[3] / "shared" / "data" / "jakarta" / "jakarta.osm.pbf"
PALMERAH = "31.73.07.1001"
Row = tuple[str, object, object, object, str]

IMPORT_SECONDS, IMPORT_BYTES = 20, 2**30
POINTS_A_SECOND = 20_000
MAP_BYTES, MAP_SECONDS = 6 * 1024, 0.05
TILES_SECONDS, TILES_BYTES = 10, 2 * 2**20


def bench_import() -> list[Row]:
    """A whole import into an empty database, beside its mark and beside osmium reading the file and no more."""
    with tempfile.TemporaryDirectory() as folder:
        path, note = _map(Path(folder))
        reading = _seconds(lambda: _read_only(path))
        start = time.perf_counter()
        import_map(actor=System("bench"), path=path, tiles=False)
        seconds = time.perf_counter() - start
        memory = _memory_of_an_import(path)
    return [
        ("territory: import, seconds", seconds, IMPORT_SECONDS, seconds / IMPORT_SECONDS, f"mark, {note}"),
        ("territory: import, seconds", seconds, reading, seconds / reading, "beside: osmium reading the file alone"),
        ("territory: import, bytes at most", memory, IMPORT_BYTES, memory / IMPORT_BYTES, f"mark, {note}"),
    ]


def bench_locate() -> list[Row]:
    """Points a second, one by one and many at once, beside the mark and beside a loop over all outlines."""
    with tempfile.TemporaryDirectory() as folder:
        path, note = _map(Path(folder))
        import_map(actor=System("bench"), path=path, retire_many=True, tiles=False)
    locator = queries.territory().locator
    west, south, east, north = shapely.total_bounds(locator._shapes)  # noqa: SLF001  the same outlines for the loop
    if PALMERAH in locator.codes:
        west, south, east, north = 106.68, -6.38, 106.98, -6.08  # the mainland, where people ask
    rng = np.random.default_rng(1)
    points = np.stack([rng.uniform(west, east, 100_000), rng.uniform(south, north, 100_000)], axis=1)
    pairs = [(y, x) for x, y in points.tolist()]
    single = 20_000 / _seconds(lambda: [locator.locate(lat, lon) for lat, lon in pairs[:20_000]])
    bulk = 100_000 / _seconds(lambda: locator.locate_all(points))
    loop = 20 / _seconds(lambda: [shapely.intersects_xy(locator._shapes, x, y) for y, x in pairs[:20]])  # noqa: SLF001
    inside = float((locator.locate_all(points) != NOWHERE).mean())
    where = f"{note}, {inside:.0%} inside"
    return [
        ("territory: points/s, one by one", single, POINTS_A_SECOND, single / POINTS_A_SECOND, f"mark, {where}"),
        ("territory: points/s, many at once", bulk, POINTS_A_SECOND, bulk / POINTS_A_SECOND, f"mark, {where}"),
        ("territory: points/s, one by one", single, loop, single / loop, "beside: asking every outline"),
    ]


def bench_search() -> list[Row]:
    """Searches a second, beside the database's own ``LIKE`` over the same names, which finds no typing error."""
    with tempfile.TemporaryDirectory() as folder:
        path, note = _map(Path(folder))
        import_map(actor=System("bench"), path=path, retire_many=True, tiles=False)
    from rukun.territory.models import Unit  # noqa: PLC0415  only here

    typed = ["rw 9 menteng", "RW 09", "kali pasir", "palmerh", "utan panjang", "jalan kebon jeruk raya"]
    queries.search("a")
    ours = len(typed) / _seconds(lambda: [queries.search(text) for text in typed])
    like = len(typed) / _seconds(lambda: [list(Unit.objects.filter(name__icontains=text)[:20]) for text in typed])
    return [("territory: searches/s", ours, like, ours / like, f"beside: LIKE over the units alone, {note}")]


def bench_map() -> list[Row]:
    """Drawing a kelurahan at 360 px: seconds and bytes beside their marks; the page's markup around it included."""
    with tempfile.TemporaryDirectory() as folder:
        path, note = _map(Path(folder))
        import_map(actor=System("bench"), path=path, retire_many=True, tiles=False)
    code = PALMERAH if queries.exists(PALMERAH) else "99.01.01.1001"
    picture = pictures.map_of(code)
    assert picture
    seconds = _seconds(lambda: pictures._drawn(code))  # noqa: SLF001  without the memory of pictures
    weight = len(gzip.compress(picture.content.encode()))
    page = Template("{% load maps %}{% area_map picture title='' listed=True %}").render(Context({"picture": picture}))
    whole = len(gzip.compress(page.encode()))
    block = Streets.packed(queries.streets() or _none())
    unpacking = _seconds(lambda: Streets.unpacked(block))
    return [
        ("territory: map of a kelurahan, bytes", weight, MAP_BYTES, weight / MAP_BYTES, f"mark, {note}"),
        ("territory: with legend and list, bytes", whole, MAP_BYTES, whole / MAP_BYTES, "the whole component"),
        ("territory: map of a kelurahan, seconds", seconds, MAP_SECONDS, seconds / MAP_SECONDS, "mark"),
        ("territory: streets into memory, seconds", unpacking, MAP_SECONDS, unpacking / MAP_SECONDS, "once a process"),
    ]


def bench_tiles() -> list[Row]:
    """Drawing the basemap, seconds and bytes beside their marks; and tiles a second beside the smallest view.

    Both through all of the site's middleware, in one thread; the tile is the one with the most on it.
    """
    with tempfile.TemporaryDirectory() as folder:
        path, note = _map(Path(folder))
        import_map(actor=System("bench"), path=path, retire_many=True, tiles=False)
    start = time.perf_counter()
    done = draw_basemap(actor=System("bench"))
    seconds = time.perf_counter() - start
    west, south, east, north = done.bounds
    lon, lat = (106.8, -6.2) if queries.exists(PALMERAH) else ((west + east) / 2, (south + north) / 2)
    y = (1 - math.asinh(math.tan(math.radians(lat))) / math.pi) / 2
    address = done.tiles.format(z=14, x=int((lon + 180) / 360 * 2**14), y=int(y * 2**14))
    client = Client(headers={"Accept-Encoding": "gzip"})
    for each in (address, "/healthz"):
        assert client.get(each).status_code == 200, each
    served = 300 / _seconds(lambda: [client.get(address) for _ in range(300)])
    smallest = 300 / _seconds(lambda: [client.get("/healthz") for _ in range(300)])
    weight = len(client.get(address).content)
    return [
        ("territory: basemap, seconds", seconds, TILES_SECONDS, seconds / TILES_SECONDS, f"mark, {note}"),
        ("territory: basemap, bytes", done.size, TILES_BYTES, done.size / TILES_BYTES, f"mark, {note}"),
        ("territory: tiles/s", served, smallest, served / smallest, f"beside: /healthz; a tile of {weight} bytes"),
    ]


def _map(folder: Path) -> tuple[Path, str]:
    if JAKARTA.exists():
        return JAKARTA, "Jakarta"
    # A room may not know the demo; a benchmark asks for its map as anybody would, by a program.
    path = folder / "kampung.osm"
    program = "import sys; from rukun.demo.kampung import osm_of_kampung_contoh as o; sys.stdout.write(o())"
    path.write_bytes(subprocess.run([sys.executable, "-c", program], check=True, capture_output=True).stdout)
    return path, "Kampung Contoh (no ../shared/data)"


def _memory_of_an_import(path: Path) -> int:
    """Bytes that a process of its own needs at most to work everything out."""
    program = (
        "import sys, resource; from pathlib import Path\n"
        "from rukun.territory.algo.reading import read; from rukun.territory.algo.settling import settle\n"
        "from rukun.geo.streets import build\n"
        "e = read(Path(sys.argv[1])); s = settle(e.boundaries); b = build(e.ways).packed()\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
    )
    done = subprocess.run([sys.executable, "-c", program, str(path)], check=True, capture_output=True, text=True)
    unit = 1 if sys.platform == "darwin" else 1024
    return max(int(done.stdout) * unit, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit)


def _read_only(path: Path) -> None:
    for _ in osmium.FileProcessor(str(path)).with_locations():
        pass


def _none() -> Streets:
    raise AssertionError("no streets were imported")


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start
