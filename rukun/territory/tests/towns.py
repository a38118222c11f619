"""Two made-up towns that tests share: one as first mapped, one as mapped a year later."""

from pathlib import Path

from rukun.guard import System
from rukun.territory.actions import Report, import_map, list_units
from rukun.territory.tests.osm import Osm

SYSTEM = System("test")
KELURAHAN = "31.73.07.1001"
X, Y = 106.79, -6.20
SIDE = 0.001  # degrees, about 110 m


def at(east: float, north: float) -> tuple[float, float]:
    """A point so many sides east and north of the town's corner."""
    return X + east * SIDE, Y + north * SIDE


def square(west: float, south: float, east: float, north: float) -> tuple[float, float, float, float]:
    return (*at(west, south), *at(east, north))


def town(*, rw: tuple[str, ...] = ("01", "02", "03", "04"), name: str = "Palmerah") -> Osm:
    """A kelurahan of four RW side by side, each 2 × 4 sides; a street through all, a gang, a bridge, a river."""
    osm = Osm()
    osm.unit(5, "Kota Jakarta Barat", square=square(-2, -2, 10, 6), code="31.73", osm_id=10)
    osm.unit(6, "Palmerah", square=square(-1, -1, 9, 5), code="31.73.07", osm_id=11)
    osm.unit(7, name, square=square(0, 0, 8, 4), code=KELURAHAN, osm_id=12)
    for column, number in enumerate(rw):
        box = square(2 * column, 0, 2 * column + 2, 4)
        tags = {"is_in:kemendagri": KELURAHAN, **({"ref": number, "name": f"RW {number}"} if number else {})}
        osm.unit(8, square=box, tags=tags, osm_id=20 + column)
    osm.street("Jalan Kali Pasir", [at(east, 2) for east in range(-1, 4)], highway="secondary")
    osm.street("Jalan Kali Pasir", [at(3, 2), at(4.5, 2)], highway="secondary", bridge="yes")
    osm.street("Jalan Kali Pasir", [at(4.5, 2), at(9, 2)], highway="secondary")
    osm.street("Gang Mawar", [at(1, 2), at(1, 3.5)], highway="footway")
    osm.street("", [at(7, 0.5), at(7, 1)], highway="steps")
    osm.street("Jalan Tol", [at(-1, 3.9), at(9, 3.9)], highway="motorway")
    osm.area(square(3.7, 0, 4, 4), natural="water", name="Kali Contoh")
    osm.place("Masjid Al-Ikhlas", at=at(1.5, 1), amenity="place_of_worship")
    osm.place("SDN Palmerah 01", square=square(5, 1, 5.5, 1.5), amenity="school", building="yes")
    osm.place("Posko Palmerah", at=at(2.5, 2.2), building="guardhouse")
    return osm


def imported(folder: Path, osm: Osm | None = None, **how: object) -> Report:
    """Without the basemap, which most tests need not wait for."""
    path = (osm or town()).write(folder / "kota.osm")
    return import_map(actor=SYSTEM, path=path, **{"tiles": False, **how})  # type: ignore[arg-type]


def listed(text: str) -> Report:
    return list_units(actor=SYSTEM, data=text.encode(), file="daftar.csv")
