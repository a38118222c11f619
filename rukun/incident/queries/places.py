"""Places that people of a unit know by name: to choose from, and where they are."""

from rukun.geo.coordinates import Point
from rukun.incident.models import Incident
from rukun.territory import queries as territory
from rukun.territory.algo import codes
from rukun.territory.pictures import places_of

MOST = 60


def place_names(unit: str) -> list[str]:
    """Names of places in the RW, else in the kelurahan, around a unit: bridges, schools, fields. No query."""
    found = [each.name for each in places_of(codes.up_to(unit, codes.KELURAHAN)) if each.name] if unit else []
    return sorted(dict.fromkeys(found), key=str.casefold)[:MOST]


def point_of(unit: str, name: str) -> Point | None:
    """Where the place of that name is, or the nearest of several in the unit; ``None`` for one nobody knows."""
    wanted = " ".join(name.casefold().split())
    around = (unit, codes.up_to(unit, codes.KELURAHAN))
    for code in around:
        for each in places_of(code) if wanted and territory.exists(code) else ():
            if each.name.casefold() == wanted:
                return Point(each.lat, each.lon)
    return None


def point_or_none(incident: Incident) -> Point | None:
    if incident.lat is None or incident.lon is None:
        return None
    return Point(incident.lat, incident.lon)
