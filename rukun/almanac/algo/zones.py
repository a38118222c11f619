"""Indonesia's three time zones, by the code of a unit."""

from datetime import tzinfo
from zoneinfo import ZoneInfo

from rukun.territory.algo.codes import is_invented, time_zone_of

WIB, WITA, WIT = ZoneInfo("Asia/Jakarta"), ZoneInfo("Asia/Makassar"), ZoneInfo("Asia/Jayapura")
_BY_ISLANDS = {"5": WITA, "7": WITA, "8": WIT, "9": WIT}
"""A province made after the table of the territory was written lies among these islands: the first digit says which.

Sumatra, Java and Kalimantan are left out: the first two keep Jakarta's time anyway, the third has two.
"""


def zone_of(unit: str, unknown: tzinfo = WIB) -> tzinfo:
    """The zone in which a unit lies; ``unknown`` where its code does not say: everywhere, and invented ground.

    >>> str(zone_of("95.01")), str(zone_of("", WITA))
    ('Asia/Jayapura', 'Asia/Makassar')
    """
    if known := time_zone_of(unit):
        return ZoneInfo(known)
    return unknown if is_invented(unit) else _BY_ISLANDS.get(unit[:1], unknown)
