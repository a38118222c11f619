"""Words that mean: telephone first. Better once too often than once too few."""

import re

_WEAPONS = re.compile(
    r"\b(celurit|clurit|parang|golok|samurai|pedang|corbek|badik|pisau|belati|sajam|senjata|pistol|senpi|airsoft|"
    r"softgun|bom|molotov|panah|busur|ketapel|gir|bacok\w*|dibacok|membacok|tusuk\w*|ditusuk|menusuk|tikam\w*|"
    r"ditikam|menikam|tembak\w*|ditembak|menembak|air keras|bambu runcing|petasan besar)\b",
    re.IGNORECASE,
)
_FIRE = re.compile(
    r"\b(kebakaran|terbakar|kebakar|api besar|ada api|asap tebal|gas bocor|meledak|ledakan)\b", re.IGNORECASE
)
_FIGHT = re.compile(
    r"\b(tawuran|berkelahi|perkelahian|bentrok|keroyok\w*|dikeroyok|lempar batu|saling lempar)\b", re.IGNORECASE
)
PATTERNS = (_WEAPONS.pattern, _FIRE.pattern, _FIGHT.pattern)
"""Read the same by browsers, so that a phone without a line knows it too. Whatever the case of the letters."""


def speaks_of_danger(words: str) -> bool:
    """Whether somebody speaks of a weapon, a fire or a fight."""
    return bool(_WEAPONS.search(words) or _FIRE.search(words) or _FIGHT.search(words))
