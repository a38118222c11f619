from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from rukun.geo.coordinates import NotAPoint, point
from rukun.guard import ActorRequest, public
from rukun.territory import pictures, queries
from rukun.territory.algo import codes
from rukun.territory.algo.gazetteer import NamedPlace, NamedStreet, NamedUnit
from rukun.territory.cards import cards_of
from rukun.territory.drawing import Mark
from rukun.territory.words import LEVELS, PLACES, PROBLEMS, ZONES

LONGEST_QUERY = 200
PER_PAGE = 100


@public
@require_safe
def index(request: ActorRequest) -> HttpResponse:
    """All of the territory, and the search."""
    text = request.GET.get("q", "")[:LONGEST_QUERY].strip()
    hits = queries.search(text) if text else []
    top = queries.parts_of("")
    return render(
        request,
        "territory/index.html",
        {
            "text": text,
            "hits": [(hit, _place_of(hit), _kind_of(hit.thing)) for hit in hits],
            "units": top,
            "picture": None if text else pictures.map_of(""),
            "attribution": attribution(top[0].code) if top else "",
            "invented": any(codes.is_invented(unit.code) for unit in top),
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
    places = queries.places_in(code) if found.level >= codes.KELURAHAN and not found.retired_at else []
    chain = queries.territory().gazetteer.chain(codes.parent_of(code))
    return render(
        request,
        "territory/unit.html",
        {
            "unit": found,
            "level": LEVELS[found.level],
            "zone": ZONES.get(found.time_zone, found.time_zone),
            "chain": chain,
            "parts": parts,
            "parts_level": LEVELS.get(parts[0].level if parts else 0, ""),
            "places": [(PLACES[kind], within) for kind, within in _by_kind(places).items()],
            "picture": None if found.retired_at else pictures.map_of(code, marks=_pointed_at(request)),
            "outline_of": None
            if found.boundary is not None
            else next((each for each in chain[::-1] if each.drawn), None),
            "attribution": attribution(code),
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
            "page": page,
            "rows": [(PROBLEMS[each["kind"]][0], each["what"], each["where"]) for each in page],
            "headers": [_("Apa"), _("Yang mana"), _("Di OpenStreetMap")],
        },
    )


def attribution(code: str) -> str:
    """Whom the map of this unit is owed to. Invented ground is owed to nobody."""
    if codes.is_invented(code):
        return _("Peta rekaan: tempat ini tidak ada.")
    return "© OpenStreetMap contributors"


def _pointed_at(request: ActorRequest) -> list[Mark]:
    """The point that a search result leads to. Whatever else stands there is no point, and is not shown."""
    lat, _comma, lon = request.GET.get("titik", "").partition(",")
    try:
        where = point(lat, lon)
    except NotAPoint:
        return []
    return [Mark(where.lat, where.lon, "point", _("Titik yang dicari"))]


def _place_of(hit: queries.Hit) -> str:
    """Where a search result leads: a unit to its page, a place or street to the unit around it, with a mark."""
    if isinstance(hit.thing, NamedUnit):
        return pictures.address(hit.thing.code)
    if not hit.chain:
        return ""
    return f"{pictures.address(hit.chain[-1].code)}?titik={hit.thing.lat:.6f},{hit.thing.lon:.6f}"


def _kind_of(thing: NamedUnit | NamedPlace | NamedStreet) -> str:
    if isinstance(thing, NamedUnit):
        return str(LEVELS[thing.level])
    return str(PLACES[thing.kind]) if isinstance(thing, NamedPlace) else _("Jalan")


def _by_kind(places: list[NamedPlace]) -> dict[str, list[NamedPlace]]:
    grouped: dict[str, list[NamedPlace]] = {kind: [] for kind in PLACES}
    for place in places:
        grouped[place.kind].append(place)
    return {kind: within for kind, within in grouped.items() if within}
