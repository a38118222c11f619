"""Hot spots drawn: their places as marks, their sides as areas."""

from collections.abc import Sequence

from django.urls import reverse

from rukun.incident.models import HotSpot
from rukun.territory import pictures
from rukun.territory import queries as territory
from rukun.territory.algo import codes
from rukun.territory.drawing import Mark, Picture, Shade
from rukun.ui.templatetags.units import unit as in_words

MOST_SIDES = 40
"""Areas that one drawing can carry and still be read."""


def map_of_spots(unit: str, spots: Sequence[HotSpot]) -> Picture | None:
    """The kelurahan (or what is larger) around, with everything that has a point; ``None`` without outlines."""
    around = codes.up_to(unit, codes.KELURAHAN)
    marks = [
        Mark(place["lat"], place["lon"], "PG", place["name"], reverse("incident:spot", args=[each.pk]))
        for each in spots
        for place in each.places
        if place.get("lat") is not None and place.get("lon") is not None
    ]
    sides = list(dict.fromkeys(side for each in spots for side in each.sides))[:MOST_SIDES]
    shades = [Shade(shape, "area", in_words(code)) for code, shape in territory.outlines(sides).items()]
    return pictures.map_of(around, marks=marks, shades=shades)
