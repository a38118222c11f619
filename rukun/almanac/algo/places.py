"""Where the sun is reckoned for while no map says where a unit lies: the seat of its province's government."""

from datetime import tzinfo

from rukun.almanac.algo.sun import Spot
from rukun.almanac.algo.zones import WIB, WIT, WITA

# By the first part of a unit's code. A province is up to an hour's turn of the sun wide: the pages say what was taken.
SEATS = {
    "11": ("Banda Aceh", Spot(5.55, 95.32)),
    "12": ("Medan", Spot(3.59, 98.67)),
    "13": ("Padang", Spot(-0.95, 100.35)),
    "14": ("Pekanbaru", Spot(0.51, 101.45)),
    "15": ("Jambi", Spot(-1.61, 103.61)),
    "16": ("Palembang", Spot(-2.99, 104.76)),
    "17": ("Bengkulu", Spot(-3.80, 102.27)),
    "18": ("Bandar Lampung", Spot(-5.43, 105.26)),
    "19": ("Pangkalpinang", Spot(-2.13, 106.11)),
    "21": ("Tanjungpinang", Spot(0.92, 104.45)),
    "31": ("Jakarta", Spot(-6.18, 106.83)),
    "32": ("Bandung", Spot(-6.91, 107.61)),
    "33": ("Semarang", Spot(-6.99, 110.42)),
    "34": ("Yogyakarta", Spot(-7.80, 110.37)),
    "35": ("Surabaya", Spot(-7.25, 112.75)),
    "36": ("Serang", Spot(-6.12, 106.15)),
    "51": ("Denpasar", Spot(-8.65, 115.22)),
    "52": ("Mataram", Spot(-8.58, 116.12)),
    "53": ("Kupang", Spot(-10.17, 123.61)),
    "61": ("Pontianak", Spot(-0.03, 109.33)),
    "62": ("Palangka Raya", Spot(-2.21, 113.92)),
    "63": ("Banjarmasin", Spot(-3.32, 114.59)),
    "64": ("Samarinda", Spot(-0.50, 117.15)),
    "65": ("Tanjung Selor", Spot(2.84, 117.36)),
    "71": ("Manado", Spot(1.49, 124.84)),
    "72": ("Palu", Spot(-0.90, 119.87)),
    "73": ("Makassar", Spot(-5.14, 119.41)),
    "74": ("Kendari", Spot(-3.97, 122.51)),
    "75": ("Gorontalo", Spot(0.54, 123.06)),
    "76": ("Mamuju", Spot(-2.68, 118.89)),
    "81": ("Ambon", Spot(-3.70, 128.18)),
    "82": ("Sofifi", Spot(0.73, 127.56)),
    "91": ("Jayapura", Spot(-2.53, 140.72)),
    "92": ("Manokwari", Spot(-0.86, 134.06)),
    "93": ("Merauke", Spot(-8.49, 140.40)),
    "94": ("Nabire", Spot(-3.37, 135.50)),
    "95": ("Wamena", Spot(-4.10, 138.95)),
    "96": ("Sorong", Spot(-0.88, 131.26)),
}
_OF_ZONE: dict[tzinfo, str] = {WIB: "31", WITA: "73", WIT: "91"}


def seat_of(unit: str, zone: tzinfo = WIB) -> tuple[str, Spot]:
    """The town, and where it lies, that stands for a unit: its province's, else one in the zone whose clock it keeps.

    >>> seat_of("73.71.01")[0], seat_of("", WIT)[0], seat_of("79.01", WITA)[0]
    ('Makassar', 'Jayapura', 'Makassar')
    """
    return SEATS.get(unit[:2]) or SEATS[_OF_ZONE.get(zone, "31")]


def in_indonesia(spot: Spot) -> bool:
    """Whether a point lies in the box around the country: a map with lat and lon swapped must not move the sun."""
    return -11.5 <= spot.lat <= 6.5 and 94.5 <= spot.lon <= 141.5
