"""Words around a map: title, legend, and everything that is on it once more as a list."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any, Union

from django import template
from django.utils.html import strip_tags
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from rukun.geo.coordinates import Bounds
from rukun.territory import basemap, pictures, queries
from rukun.territory.drawing import CellCount, Key, Mark, Picture, Row, signs
from rukun.territory.drawing.given import MOST_CELLS, MOST_MARKS
from rukun.territory.words import PLACES

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

Text = Union[str, "_StrPromise"]

register = template.Library()

LONG = 12
"""A longer list is folded."""
LEVELS: dict[str, Text] = {
    "4": gettext_lazy("provinsi"),
    "5": gettext_lazy("kota/kabupaten"),
    "6": gettext_lazy("kecamatan"),
    "7": gettext_lazy("kelurahan"),
    "8": "RW",
    "9": "RT",
}
MARKS: dict[str, Text] = {
    "PG": gettext_lazy("PG: potensi gangguan"),
    "AG": gettext_lazy("AG: ambang gangguan"),
    "GN": gettext_lazy("GN: gangguan nyata"),
    "post": gettext_lazy("posko"),
    "gathering": gettext_lazy("titik kumpul"),
    "point": gettext_lazy("titik yang ditunjuk"),
}
SHADES: dict[str, Text] = {
    "cordon": gettext_lazy("daerah yang ditutup"),
    "search": gettext_lazy("daerah pencarian"),
    "area": gettext_lazy("daerah yang dimaksud"),
}
GROUND: dict[str, Text] = {
    "motorway": gettext_lazy("jalan tol"),
    "major": gettext_lazy("jalan utama"),
    "minor": gettext_lazy("jalan penghubung"),
    "street": gettext_lazy("jalan"),
    "lane": gettext_lazy("gang, jalan kecil"),
    "rail": gettext_lazy("rel kereta"),
    "river": gettext_lazy("kali, sungai"),
    "water": gettext_lazy("air"),
    "park": gettext_lazy("taman"),
    "cemetery": gettext_lazy("makam"),
    "building": gettext_lazy("bangunan"),
}
GROUPS: dict[str, Text] = {
    "mark": gettext_lazy("Tanda"),
    "shade": gettext_lazy("Daerah"),
    "cell": gettext_lazy("Jumlah per petak, terbanyak dulu"),
    "unit": gettext_lazy("Wilayah"),
    "spot": gettext_lazy("Tempat"),
}
COMPASS: dict[str, Text] = {
    "c": gettext_lazy("tengah"),
    "n": gettext_lazy("utara"),
    "ne": gettext_lazy("timur laut"),
    "e": gettext_lazy("timur"),
    "se": gettext_lazy("tenggara"),
    "s": gettext_lazy("selatan"),
    "sw": gettext_lazy("barat daya"),
    "w": gettext_lazy("barat"),
    "nw": gettext_lazy("barat laut"),
}


@dataclass(frozen=True)
class Line:
    """A row of the list, in words."""

    label: Text
    url: str
    notes: tuple[Text, ...]


@register.inclusion_tag("territory/components/map.html")
def area_map(picture: Picture, title: Text, attribution: Text = "", listed: bool = False) -> dict[str, Any]:
    """A map with its legend and, beside it, the same as a list.

    ``listed`` says that the page itself lists the units: then the list is folded even when it is short.
    """
    return {
        "picture": picture,
        "title": title,
        "content": mark_safe(picture.content),  # noqa: S308 - built and escaped by ``drawing``
        "description": _in_words(picture),
        "legend": [(mark_safe(key.swatch), _key(key)) for key in picture.legend],  # noqa: S308 - likewise
        "groups": [
            (group, GROUPS[group], [_line(row) for row in rows])
            for group, rows in groupby(picture.rows, key=lambda row: row.group)
        ],
        "fold": listed or len(picture.rows) > LONG,
        "attribution": attribution,
    }


@register.inclusion_tag("territory/components/posko_map.html")
def posko_map(
    title: Text,
    code: str = "",
    bounds: Bounds | None = None,
    marks: Sequence[Mark] = (),
    cells: Sequence[CellCount] = (),
    ident: str = "peta",
    drawn: bool = True,
) -> dict[str, Any]:
    """A map that moves and zooms, for ``RukunMap.make`` (``territory/map.js``), with the scripts that it needs.

    It begins at ``bounds``, else at the unit ``code``, else at all there is. Where no tiles were made, the drawing
    stands there instead, with ``marks`` and ``cells``, unless it is not to be ``drawn``; on tiles the page's own script
    puts them. That script comes after this tag, with ``defer``. Every page that uses it lists the same beside the map.
    """
    found = basemap.tiles()
    attribution = strip_tags(pictures.attribution(code or next((unit.code for unit in queries.parts_of("")), "")))
    if found is None:
        picture = pictures.map_of(code, marks=marks[:MOST_MARKS], cells=cells[:MOST_CELLS]) if drawn else None
        return {"title": title, "ident": ident, "attribution": attribution, "picture": picture}
    box = bounds or queries.bounds_of(code) or found.bounds
    return board(title, pictures.tile_addresses(found.token), box, attribution, ident)


def board(title: Text, tiles: str, bounds: Bounds, attribution: str, ident: str = "peta") -> dict[str, Any]:
    """What the component is rendered from where there are tiles."""
    words = {
        **{kind: str(said) for kind, said in MARKS.items()},
        "in": _("Perbesar"),
        "out": _("Perkecil"),
        "few": _("terlalu sedikit untuk ditampilkan"),
        "unverified": _("belum diverifikasi"),
    }
    return {
        "title": title,
        "ident": ident,
        "attribution": attribution,
        "tiles": tiles,
        "bounds": ",".join(f"{edge:.6f}" for edge in bounds),
        "words": json.dumps(words, ensure_ascii=False),
        "signs": json.dumps(signs.MARKS),
    }


def _key(key: Key) -> Text:
    if key.group == "boundary":
        return _("batas %(unit)s") % {"unit": LEVELS[key.kind]}
    if key.group == "label":
        return _("nomor %(unit)s") % {"unit": LEVELS[key.kind]}
    if key.group == "cell":
        return _("terlalu sedikit untuk ditampilkan") if key.kind == "few" else key.detail
    if key.group == "spot":
        return _spot(key.kind)
    return {"mark": MARKS, "shade": SHADES, "ground": GROUND}[key.group][key.kind]


def _spot(kind: str) -> str:
    """A kind of place as on the unit's page, but in the middle of a line."""
    words = str(PLACES[kind])
    return words[:1].lower() + words[1:]


def _line(row: Row) -> Line:
    words: dict[str, Text] = {**MARKS, **SHADES}
    label: Text = row.label
    notes: list[Text] = []
    if row.group == "cell":
        label = label or _("petak di %(where)s") % {"where": COMPASS[row.where]}
        notes.append(_("terlalu sedikit untuk ditampilkan") if row.count is None else str(row.count))
    elif row.group == "spot" or row.kind in words:
        what = _spot(row.kind) if row.group == "spot" else words[row.kind]
        notes += [what] if label else []
        label = label or what
    if row.group == "unit" and row.where:
        notes.append(_("sebelah %(where)s") % {"where": COMPASS[row.where]})
    if not row.shown:
        notes.append(_("di luar gambar"))
    return Line(label or LEVELS.get(row.kind, ""), row.url, tuple(notes))


def _in_words(picture: Picture) -> str:
    """How many of what are on the map, for those who do not see it."""
    counts = {group: sum(row.group == group and row.shown for row in picture.rows) for group in GROUPS}
    phrases = {
        "mark": ngettext("%(n)s tanda", "%(n)s tanda", counts["mark"]),
        "shade": ngettext("%(n)s daerah", "%(n)s daerah", counts["shade"]),
        "cell": ngettext("%(n)s petak dengan jumlah", "%(n)s petak dengan jumlah", counts["cell"]),
        "unit": ngettext("%(n)s wilayah", "%(n)s wilayah", counts["unit"]),
        "spot": ngettext("%(n)s tempat", "%(n)s tempat", counts["spot"]),
    }
    found = [phrases[group] % {"n": count} for group, count in counts.items() if count]
    return (_("Pada peta: %(things)s.") % {"things": ", ".join(found)}) if found else ""
