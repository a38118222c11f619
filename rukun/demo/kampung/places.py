"""What a kelurahan needs, and where it is wished to be: spots of the flat drawing, metres (see ``layout``).

Sites take a whole block and leave some of it open; places are single buildings on a street.
"""

from dataclasses import dataclass

from rukun.demo.kampung.names import KELURAHAN
from rukun.demo.kampung.plan import Point

Tags = dict[str, str]


@dataclass(frozen=True, slots=True)
class Site:
    """A block given to one use. ``largest``: square metres in the drawing; ``margin``: metres left free around it.

    ``buildings``: how many are put up on it at most, ``(width, depth)`` metres each, and how they are tagged.
    """

    tags: Tags
    spot: Point
    largest: float
    margin: float = 5.0
    buildings: int = 0
    size: tuple[float, float] = (34.0, 9.0)
    building: str = "school"


@dataclass(frozen=True, slots=True)
class Place:
    """A building of its own, ``size`` metres wide and deep.

    It stands on a street of one of these kinds (none: of any kind) and in this RW (0: in any).
    """

    tags: Tags
    spot: Point
    size: tuple[float, float] = (14.0, 11.0)
    streets: frozenset[str] = frozenset()
    rw: int = 0


def _school(name: str, spot: Point, largest: float) -> Site:
    return Site({"amenity": "school", "name": name}, spot, largest, buildings=4)


def _park(name: str, spot: Point, largest: float = 5500) -> Site:
    return Site({"leisure": "park", "name": name}, spot, largest, margin=3.5)


def _grove(use: str, name: str, spot: Point, largest: float = 9500) -> Site:
    return Site({"landuse": use, "name": name}, spot, largest, margin=4, buildings=1, size=(7, 6), building="shed")


SITES = (
    _school(f"SDN {KELURAHAN} 01", (-150, 1150), 7500),
    _school(f"SMP Negeri {KELURAHAN}", (-330, 170), 9000),
    _school(f"SMK {KELURAHAN}", (420, 900), 7500),
    _school(f"Madrasah Ibtidaiyah {KELURAHAN}", (160, 250), 6500),
    Site({"leisure": "pitch", "name": "Lapangan Contoh"}, (190, 480), 9500, margin=9),
    Site(
        {"amenity": "marketplace", "name": "Pasar Pagi Contoh"},
        (-350, 625),
        7000,
        buildings=9,
        size=(24, 7),
        building="retail",
    ),
    Site({"landuse": "cemetery", "name": "Pemakaman Contoh"}, (450, 330), 10500),
    _park("Taman Contoh", (-390, 800)),
    _park("Taman Tepi Kali", (60, 980), 4800),
    _park("Taman Kutilang", (210, 1150), 6500),
    _park("Taman Sawo", (-70, 190), 4800),
    _grove("orchard", "Kebun Jati", (-450, 1060)),
    _grove("orchard", "Kebun Bambu", (-470, 420)),
    _grove("farmland", "Kebun Warga", (430, 1150), 7000),
    Site(
        {"landuse": "industrial", "name": "Pergudangan Contoh"},
        (455, 560),
        10500,
        buildings=5,
        size=(36, 18),
        building="warehouse",
    ),
)

MAIN = frozenset({"secondary", "tertiary"})
CALM = frozenset({"residential", "living_street", "tertiary"})


def _worship(name: str, spot: Point, size: tuple[float, float], streets: frozenset[str]) -> Place:
    return Place({"amenity": "place_of_worship", "name": name, "building": "religious"}, spot, size, streets)


def _public(amenity: str, name: str, spot: Point, size: tuple[float, float], rw: int = 0) -> Place:
    return Place({"amenity": amenity, "name": name, "building": "public"}, spot, size, MAIN, rw)


_SINGLE = (
    Place({"building": "guardhouse", "name": f"Posko {KELURAHAN}"}, (-45, 650), (8, 6), MAIN, rw=3),
    _public("police", "Pos Polisi Contoh", (55, 680), (9, 7), rw=6),
    _public("townhall", f"Kantor Kelurahan {KELURAHAN}", (-200, 690), (24, 15)),
    _public("clinic", f"Puskesmas {KELURAHAN}", (-280, 480), (22, 14)),
    _public("fire_station", "Pos Pemadam Contoh", (380, 650), (18, 14)),
    _worship("Masjid Jami Al-Ikhlas", (-160, 820), (24, 24), CALM),
    _worship("Masjid Nurul Huda", (190, 730), (22, 22), CALM | MAIN),
    _worship("Musala Al-Amanah", (-260, 1120), (10, 10), frozenset()),
    _worship("Musala Ar-Rahmah", (-130, 260), (10, 10), frozenset()),
    _worship("Musala Baitussalam", (360, 1030), (10, 10), frozenset()),
    _worship("Gereja Damai Sejahtera", (320, 420), (20, 13), CALM),
    _worship("Vihara Cahaya Welas Asih", (-390, 930), (16, 13), CALM),
)
"""The posko and the police stand on either side of the bridge."""

_MIDDLES = {
    1: (-270, 1160),
    2: (-410, 660),
    3: (-160, 620),
    4: (-240, 170),
    5: (170, 1040),
    6: (150, 420),
    7: (420, 960),
    8: (410, 420),
}
"""About where the RW's middles lie: each has its hall there, and a guard post somewhere on the way out."""

_HALLS = tuple(
    Place({"amenity": "community_centre", "name": f"Balai RW {rw:02d}", "building": "public"}, spot, (15, 10), rw=rw)
    for rw, spot in _MIDDLES.items()
)
_GUARD_POSTS = tuple(
    Place({"building": "guardhouse", "name": f"Pos Ronda RW {rw:02d}"}, (x + 60, y - 80), (4, 3), rw=rw)
    for rw, (x, y) in _MIDDLES.items()
)

PLACES = _SINGLE + _HALLS + _GUARD_POSTS
"""In the order in which they choose their spot."""
