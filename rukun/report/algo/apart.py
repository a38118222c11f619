"""What is no answer to an open question nor an addition to a report, whatever that is about: violence, a new danger."""

import re
from collections.abc import Sequence

from rukun.report.algo import understanding
from rukun.report.algo.danger import speaks_of_brawl, speaks_of_danger_anyhow
from rukun.report.algo.times_in_words import is_over
from rukun.report.algo.told import Kind, Rules, Spot, State, kind_of

_LOST = re.compile(
    r"\b(?:(?:anak|balita|bayi)\w*(?: \w+){0,2} hilang|(?:lost|missing) child|"
    r"(?:child|kid|son|daughter)(?: \w+){0,2} (?:lost|missing))\b",
    re.IGNORECASE,
)
_ILL = re.compile(
    r"\b(?:pingsan|(?:tidak|tak|gak|nggak) sadar|sesak na[pf]as|(?:serangan|henti) jantung|heart attack|drown\w*|"
    r"tenggelam|kelelep|hanyut|(?:jat[uo]h|kecebur|kecemplung|nyemplung|tercebur) |got (?:hit|hurt)|kecelakaan|"
    r"tabrakan|(?:ke|ter)tabrak|pe[nr]darahan|keracunan|overdosis|kejang\w*|stroke|sekarat|melahirkan|unconscious|accident|"
    r"injured)\b",
    re.IGNORECASE,
)
_BESIDE = re.compile(r"\W*(?:di )?(?:dekat|deket|dkt|depan|sebelah|samping|belakang|near|next to)\b", re.IGNORECASE)
"""What begins so says where something is: "dekat rumah yang kebakaran"."""
_RW = 5
"""Parts of the code of an RW."""


def cries(text: str) -> bool:
    """Whether words call for 110 and 112 before anything else."""
    return understanding.answer(text) == "cry" or in_danger(text)


def in_danger(text: str) -> bool:
    """Whether they tell of a danger that is not over, or of a child that is lost."""
    return (speaks_of_danger_anyhow(text) or bool(_LOST.search(text)) or needs_ambulance(text)) and not is_over(text)


def needs_ambulance(text: str) -> bool:
    """Whether somebody fell ill or was hurt, and not in a fight."""
    return understanding.about(text) == "bantuan" and bool(_ILL.search(text))


def speaks_of_violence(text: str, rules: Rules) -> bool:
    """Whether it is for those few alone who read of violence at home, and for nobody else's conversation."""
    quarrel = understanding.speaks_of_home(text) and speaks_of_brawl(text) and not understanding.about(text)
    return quarrel or _kind(text, rules) == "protected"


def stands_alone(text: str, spots: Sequence[Spot], unit: str, rules: Rules) -> bool:
    """Whether it is rather a report of its own: "lapor …", a danger, a complaint, another RW than that of ``unit``."""
    new = understanding.begins_with_report(text) or understanding.answer(text) == "report"
    matter = in_danger(text) or speaks_of_violence(text, rules) or _kind(text, rules) != "ordinary"
    return new or matter or is_elsewhere(spots, unit)


def is_new_danger(state: State, text: str, spots: Sequence[Spot], rules: Rules) -> bool:
    """Whether a danger is told in the midst of an ordinary report, and is no part of its story."""
    kind = kind_of(state, rules)
    if kind.kind != "ordinary" or state.want == "words" or not (state.category and in_danger(text)):
        return False
    if state.step in ("where", "which") and _BESIDE.match(text):
        return False
    if not kind.danger and not speaks_of_danger_anyhow(state.words):
        return True
    differs = understanding.about(text) != state.category or not in_danger(state.words)
    return differs and is_elsewhere(spots, state.unit)


def is_elsewhere(spots: Sequence[Spot], unit: str) -> bool:
    """Whether places were named, and none of them lies in the RW of ``unit``, or around it."""
    ours = unit.split(".")[:_RW]
    same = (all(one == two for one, two in zip(ours, each.unit.split(".")[:_RW], strict=False)) for each in spots)
    return bool(unit and spots) and not any(same)


def _kind(text: str, rules: Rules) -> str:
    return rules.kinds.get(understanding.about(text), Kind()).kind
