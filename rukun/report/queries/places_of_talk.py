"""Where somebody means, who writes it in a message: units by their numbers, places and streets by their names."""

import re
from collections.abc import Sequence
from dataclasses import replace

from rukun.geo.coordinates import NotAPoint, point
from rukun.report.algo.places_in_words import Numbers, fit, is_a, kinds_alone, numbers, phrases
from rukun.report.algo.told import Spot
from rukun.report.queries.places import Place, is_served, kelurahan_of, place_with_token, places_named
from rukun.territory import queries as territory
from rukun.territory.algo import codes
from rukun.ui.templatetags.units import unit as in_words

MOST = 5
"""Places to choose from: more fit no message."""
LEAST_FIT = 0.6
KIND_OF = {"jembatan": "bridge", "pasar": "market"}
"""What the map calls a kind of place: a bridge there often bears the name of its road."""


def spots_in(text: str, near: str = "") -> tuple[Spot, ...]:
    """The places that a text may mean: one where it is clear, at most ``MOST`` else; none where it names none.

    ``near`` is a unit that was named before: only what lies in it, if anything does. Of an RW and a place in it, the
    place is meant.
    """
    with territory.one_look():
        units = _units(text, near)
        named = _named(text, near) or _only_ones(text, near, [each.unit for each in units])
        if units and named:
            inside = [each for each in named if any(codes.covers(unit.unit, each.unit) for unit in units)]
            both = [each for each in units if any(codes.covers(named_one.unit, each.unit) for named_one in named)]
            found = inside or both or units
        else:
            found = units or named
        return tuple(found[:MOST])


def spot_at(lat: float, lon: float) -> Spot | None:
    """The place of a pin; ``None`` outside of what is served."""
    try:
        here = point(lat, lon)
    except NotAPoint:
        return None
    units = territory.units_at(here)
    if not units or not is_served(units[-1].code):
        return None
    return Spot(unit=units[-1].code, words=in_words(units[-1].code), lat=round(lat, 6), lon=round(lon, 6))


def home() -> Spot | None:
    """The kelurahan of an installation that has but one."""
    code = kelurahan_of("")
    return Spot(unit=code, words=in_words(code)) if code else None


def rws_here(near: str = "") -> tuple[int, ...]:
    """The numbers of the RW of a kelurahan; none where it is not clear which is meant."""
    above = codes.up_to(near, codes.KELURAHAN) if near else kelurahan_of("")
    if not above:
        return ()
    units = [each for each in territory.territory().gazetteer.units if codes.level_of(each) == codes.RW]
    served = (each.split(".")[4] for each in units if codes.covers(above, each) and is_served(each))
    return tuple(sorted({int(found[0]) for each in served if (found := re.match(r"[0-9]{1,3}", each))}))


def no_rw(text: str) -> int:
    """The number of an RW that somebody names although there is none; 0 for none, or where nobody can tell."""
    named, here = numbers(text), rws_here()
    return named.rw if named is not None and here and named.rw not in here else 0


def _units(text: str, near: str) -> list[Spot]:
    named = numbers(text)
    units = territory.territory().gazetteer.units
    if named is None:
        return []
    found = [code for code in units if _is(code, named)]
    if not found and named.rt and named.rw:
        found = [code for code in units if _is(code, Numbers(rw=named.rw))]  # nobody listed that RT
    found = [code for code in found if is_served(code)]
    if near and (inside := [code for code in found if codes.covers(near, code)]):
        found = inside
    elif len(found) > 1:
        above = {codes.up_to(code, codes.KELURAHAN) for code in found}
        meant = {code for code in above if _says(text, units[code].name if code in units else "")}
        found = [code for code in found if codes.up_to(code, codes.KELURAHAN) in meant] or found
    return [Spot(unit=code, words=in_words(code)) for code in sorted(found)]


def _is(code: str, named: Numbers) -> bool:
    """Whether a unit bears these numbers."""
    parts = code.split(".")
    level = codes.level_of(code)
    if named.rt and named.rw:
        return level == codes.RT and _bears(parts[5], named.rt) and _bears(parts[4], named.rw)
    if named.rt:
        return level == codes.RT and _bears(parts[5], named.rt)
    return level == codes.RW and _bears(parts[4], named.rw)


def _bears(part: str, number: int) -> bool:
    """Also of a second unit with one number: ``009x7ps``."""
    begins = re.match(r"[0-9]{1,3}", part)
    return begins is not None and int(begins[0]) == number


def _says(text: str, name: str) -> bool:
    return bool(name) and f" {name.casefold()} " in f" {' '.join(text.casefold().replace(',', ' ').split())} "


def _named(text: str, near: str) -> list[Spot]:
    best: list[tuple[float, Spot]] = []
    for phrase in phrases(text):  # the longest first
        if best and max(worth for worth, _spot in best) >= len(phrase.split()):
            break
        for each in places_named(phrase, near):
            worth = fit(phrase, each.words if not each.token.startswith("unit:") else _name(each))
            if worth >= LEAST_FIT:
                best.append((worth * len(phrase.split()), _spot(each)))
    if not best:
        return []
    most = max(worth for worth, _spot in best)
    found = list(dict.fromkeys(spot for worth, spot in best if worth >= most - 0.01))
    if near:
        found = [each for each in found if codes.covers(near, each.unit)] or found
    return found


def _only_ones(text: str, near: str, units: Sequence[str]) -> list[Spot]:
    """The bridge, where somebody says "the bridge" and there are few: of units that were named those in them."""
    kinds = kinds_alone(text)
    if not kinds:
        return []
    within = [*units] or [near]
    listed = (each for unit in within for each in territory.territory().gazetteer.within(unit) if each.name)
    meant = {
        (each.name, each.unit): each.id
        for each in listed
        if is_served(each.unit) and any(is_a(kind, each.name) or KIND_OF.get(kind) == each.kind for kind in kinds)
    }
    if not 0 < len(meant) <= MOST:
        return []
    places = [place_with_token(f"place:{key}") for _of, key in sorted(meant.items())]
    return [_spot(each) for each in places if each is not None]


def _name(place: Place) -> str:
    return territory.name_of(place.unit)


def _spot(place: Place) -> Spot:
    spot = Spot(unit=place.unit, words=place.words, lat=place.lat, lon=place.lon)
    if place.token.startswith("unit:"):
        return spot
    return replace(spot, words=f"{place.words}, {place.where}", place=place.words)
