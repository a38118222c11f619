"""Who leads, by kind and level. At GN it is police, or the fire brigade where it burns."""

BURNS = "kebakaran"
OF_POLICE = ("tawuran", "kejahatan")
OFFICES = {
    "kelurahan": ("lurah", "sekretaris_kelurahan"),
    "bhabinkamtibmas": ("bhabinkamtibmas", "kapolsek"),
    "polsek": ("kapolsek", "bhabinkamtibmas"),
}
"""Titles of the office that leads; whoever leads without one here is stood in for by the kelurahan."""
GN = 3
AT_GN = ("polsek", "bhabinkamtibmas")


def usual_lead(kind: str, level: int) -> str:
    """Who leads unless somebody says otherwise.

    >>> usual_lead("tawuran", 0), usual_lead("tawuran", 3), usual_lead("kebakaran", 3), usual_lead("banjir", 1)
    ('bhabinkamtibmas', 'polsek', 'damkar', 'kelurahan')
    """
    if kind == BURNS:
        return "damkar"
    if level >= GN:
        return "polsek"
    return "bhabinkamtibmas" if kind in OF_POLICE else "kelurahan"


def offices(lead: str) -> tuple[str, ...]:
    """The titles that speak for whoever leads.

    >>> offices("polsek"), offices("damkar")
    (('kapolsek', 'bhabinkamtibmas'), ('lurah', 'sekretaris_kelurahan'))
    """
    return OFFICES.get(lead, OFFICES["kelurahan"])


def may_lead(lead: str, kind: str, level: int) -> bool:
    """Whether somebody may lead at a level: at GN never residents, an ormas or the kelurahan.

    >>> may_lead("kelurahan", "tawuran", 2), may_lead("kelurahan", "tawuran", 3), may_lead("damkar", "kebakaran", 3)
    (True, False, True)
    """
    return level < GN or lead in AT_GN or (lead == "damkar" and kind == BURNS)
