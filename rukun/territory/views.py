import gzip
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from rukun.guard import ActorRequest, public
from rukun.territory import access, basemap, pictures, queries
from rukun.territory.algo import codes
from rukun.territory.algo.gazetteer import NamedPlace, NamedStreet, NamedUnit
from rukun.territory.cards import cards_of
from rukun.territory.drawing import Mark
from rukun.territory.tiling.archive import OutOfRange
from rukun.territory.words import LEVELS, PLACES, PROBLEMS, ZONES

LONGEST_QUERY = 200
MOST_HITS = 20
PER_PAGE = 25


@public
@require_safe
def index(request: ActorRequest) -> HttpResponse:
    """All of the territory, and the search."""
    text = request.GET.get("q", "")[:LONGEST_QUERY].strip()
    hits = queries.search(text, MOST_HITS) if text else []
    here = queries.begin()
    units = queries.parts_of(here)
    return render(
        request,
        "territory/index.html",
        {
            "text": text,
            "hits": [(hit, _address_of(hit), _kind_of(hit.thing)) for hit in hits],
            "incomplete": bool(hits) and not hits[0].complete,
            "more": len(hits) == MOST_HITS,
            "here": queries.territory().gazetteer.units.get(here),
            "units": units,
            "picture": None if text else pictures.map_of(here),
            "attribution": pictures.attribution(here or (units[0].code if units else "")),
            "invented": any(codes.is_invented(unit.code) for unit in units),
        },
    )


@public
@require_safe
def unit(request: ActorRequest, code: str) -> HttpResponse:
    """A unit: its map, its parts, its useful places, and what other rooms say of it."""
    found = queries.unit_with_code(code)
    if found is None:
        raise Http404
    parts = queries.parts_of(code) if not found.retired_at else []
    places = pictures.places_of(code) if found.level >= codes.KELURAHAN and not found.retired_at else []
    chain = queries.territory().gazetteer.chain(codes.parent_of(code))
    begin = queries.begin()
    marks = _pointed_at(request, code)
    return render(
        request,
        "territory/unit.html",
        {
            "unit": found,
            "level": LEVELS[found.level],
            "zone": ZONES.get(found.time_zone, found.time_zone),
            "chain": [each for each in chain if codes.covers(begin, each.code)],
            "above": chain[-1] if chain else None,
            "parts": parts,
            "parts_level": LEVELS.get(parts[0].level if parts else 0, ""),
            "places": [(PLACES[kind], within) for kind, within in _by_kind(places).items()],
            "marks": marks,
            "picture": None if found.retired_at else pictures.map_of(code, marks=marks),
            "outline_of": None
            if found.boundary is not None
            else next((each for each in chain[::-1] if each.drawn), None),
            "attribution": pictures.attribution(code),
            "invented": codes.is_invented(code),
            "cards": cards_of(request, code),
        },
    )


@public
@require_safe
def about_map(request: ActorRequest) -> HttpResponse:
    """Where the map comes from, how old it is, and what was amiss in it."""
    edition = queries.map_edition()
    if edition is None:
        return render(request, "territory/about_map.html", {"edition": None})
    report: dict[str, Any] = edition.report
    counts: dict[str, int] = {}
    for problem in report["problems"]:
        counts[problem["kind"]] = counts.get(problem["kind"], 0) + 1
    paginator = Paginator(sorted(report["problems"], key=lambda each: (each["kind"], each["what"])), PER_PAGE)
    page = paginator.get_page(request.GET.get("page"))
    return render(
        request,
        "territory/about_map.html",
        {
            "edition": edition,
            "invented": all(codes.is_invented(unit.code) for unit in queries.parts_of("")),
            "units": [(LEVELS[int(level)], count) for level, count in report["units"].items()],
            "places": [(PLACES[kind], count) for kind, count in report["places"].items()],
            "streets": report["streets"],
            "problems": [(PROBLEMS[kind][0], count, PROBLEMS[kind][1]) for kind, count in sorted(counts.items())],
            "manages": access.can_import(request.actor).allowed,
            "page": page,
            "rows": [(PROBLEMS[each["kind"]][0], each["what"], each["where"]) for each in page],
            "headers": [_("Apa"), _("Yang mana"), _("Di OpenStreetMap")],
        },
    )


@public
@require_safe
def tile(request: ActorRequest, token: UUID, zoom: int, x: int, y: int) -> HttpResponse:
    """One tile of the basemap: what it shows is on every street corner, and never changes under its address."""
    access.can_see_territory(request.actor).demand()
    archive = basemap.archive(token)
    if archive is None:
        return HttpResponse(_("Peta ini sudah diganti. Buka halamannya sekali lagi."), "text/plain", 404)
    try:
        found = archive.tile(zoom, x, y)
    except OutOfRange:
        return HttpResponse(_("Di luar peta."), "text/plain", 404)
    answer = HttpResponse(status=204) if found is None else HttpResponse(found, "application/vnd.mapbox-vector-tile")
    if found is not None and "gzip" in request.headers.get("Accept-Encoding", ""):
        answer.headers["Content-Encoding"] = "gzip"
    elif found is not None:
        answer.content = gzip.decompress(found)
    patch_vary_headers(answer, ["Accept-Encoding"])
    answer.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return answer


def _pointed_at(request: ActorRequest, code: str) -> list[Mark]:
    """The place or street that a search result leads to, by id or name: nobody writes on a map by an address."""
    place = queries.place_with_id(request.GET.get("tempat", ""))
    if place:
        return [Mark(place.lat, place.lon, "point", place.name or str(PLACES[place.kind]))]
    street = queries.street_in(request.GET.get("jalan", ""), code)
    return [Mark(street.lat, street.lon, "point", street.name)] if street else []


def _address_of(hit: queries.Hit) -> str:
    """Where a search result leads: a unit to its page, a place or street to the unit around it, with a mark."""
    if not hit.chain:
        return ""
    page = pictures.address(hit.chain[-1].code)
    if isinstance(hit.thing, NamedUnit):
        return page
    if isinstance(hit.thing, NamedPlace):
        return f"{page}?{urlencode({'tempat': hit.thing.id})}"
    return f"{page}?{urlencode({'jalan': hit.thing.name})}"


def _kind_of(thing: NamedUnit | NamedPlace | NamedStreet) -> str:
    if isinstance(thing, NamedUnit):
        return str(LEVELS[thing.level])
    return str(PLACES[thing.kind]) if isinstance(thing, NamedPlace) else _("Jalan")


def _by_kind(places: list[NamedPlace]) -> dict[str, list[NamedPlace]]:
    grouped: dict[str, list[NamedPlace]] = {kind: [] for kind in PLACES}
    for place in places:
        grouped[place.kind].append(place)
    return {kind: within for kind, within in grouped.items() if within}
