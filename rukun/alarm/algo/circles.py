"""Who is called, circle by circle: a table of titles and where they are held. Pure; who sits there is asked elsewhere.

Safety first: what nobody verified rings the posko and officers alone. Only ``DUTY`` is ever called to a meeting point,
and of those only whoever is fit.
"""

from dataclasses import dataclass
from typing import Literal

from rukun.territory.algo import codes

Reach = Literal["around", "inside", "district"]
OFFICER, HEAD = "officer", "head"


@dataclass(frozen=True)
class Seats:
    """Titles that are called in a role. ``reach`` says for which units they are held.

    ``around``: the unit, all in it, and what it lies in up to the kelurahan. ``inside``: the RW and all in it.
    ``district``: its kecamatan.
    """

    role: str
    titles: tuple[str, ...]
    reach: Reach


@dataclass(frozen=True)
class Circle:
    """``duty``: those who stand on duty right now are called too, if they are fit."""

    seats: tuple[Seats, ...]
    duty: bool = False


UNIFORMED = ("bhabinkamtibmas", "babinsa", "kapolsek", "danramil")
"""Whoever stands beside people that are called to a meeting point: one of these must have been reached."""
_OFFICERS = Seats(
    OFFICER, ("bhabinkamtibmas", "babinsa", "petugas_posko", "lurah", "sekretaris_kelurahan"), "around"
)  # fmt: skip
_HEADS = Seats(HEAD, ("ketua_rw", "ketua_rt"), "inside")
_NEXT = Seats(OFFICER, ("kapolsek", "danramil", "camat"), "district")

NARROW = (Circle((_OFFICERS,)), Circle((_NEXT,)))
WIDE = (Circle((_OFFICERS,), duty=True), Circle((_HEADS,)), Circle((_NEXT,)))
SPREAD = (Circle((_OFFICERS, _HEADS), duty=True), Circle((_NEXT,)))
"""Where people have to keep away, their heads hear of it at once."""


def circles(*, narrow: bool, spread: bool) -> tuple[Circle, ...]:
    return NARROW if narrow else SPREAD if spread else WIDE


def reached(reach: Reach, unit: str) -> tuple[list[str], str]:
    """Units to be asked for exactly, and one that is asked for with all in it (``""``: none).

    >>> reached("around", "31.73.07.1001.016")
    (['31.73.07.1001'], '31.73.07.1001.016')
    >>> reached("inside", "31.73.07.1001.016.003"), reached("district", "31.73.07.1001.016")
    (([], '31.73.07.1001.016'), (['31.73.07'], ''))
    >>> reached("district", "31.73")
    ([], '31.73')
    """
    within = codes.up_to(unit, codes.RW)
    level = codes.level_of(within)
    if reach == "inside":
        return [], within
    if reach == "around":
        return ([codes.up_to(unit, codes.KELURAHAN)] if level > codes.KELURAHAN else []), within
    return ([codes.up_to(unit, codes.DISTRICT)], "") if level >= codes.DISTRICT else ([], within)
