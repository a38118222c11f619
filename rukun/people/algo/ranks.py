"""Ranks of army and police, so that nobody is given a rank of the other.

Source: the names in use by Tentara Nasional Indonesia Angkatan Darat (PP 39/2010 on the administration of soldiers)
and by Kepolisian Negara RI (Perkap 3/2016 on the administration of ranks), lowest first. Abbreviations are as they are
written in front of a name; the long words that people type are understood too.
"""

import re

ARMY = (
    "Prada", "Pratu", "Praka", "Kopda", "Koptu", "Kopka",
    "Serda", "Sertu", "Serka", "Serma", "Pelda", "Peltu",
    "Letda", "Lettu", "Kapten", "Mayor", "Letkol", "Kolonel", "Brigjen TNI", "Mayjen TNI", "Letjen TNI", "Jenderal TNI",
)  # fmt: skip
POLICE = (
    "Bharada", "Bharatu", "Bharaka", "Abripda", "Abriptu", "Abrip",
    "Bripda", "Briptu", "Brigpol", "Bripka", "Aipda", "Aiptu",
    "Ipda", "Iptu", "AKP", "Kompol", "AKBP", "Kombes Pol",
    "Brigjen Pol", "Irjen Pol", "Komjen Pol", "Jenderal Pol",
)  # fmt: skip

AGENCIES = {"tni": ARMY, "polri": POLICE}
"""Which ranks are given in organisations of a kind. In every other kind there are none."""

_ALSO = {
    "prajurit dua": "Prada", "prajurit satu": "Pratu", "prajurit kepala": "Praka",
    "kopral dua": "Kopda", "kopral satu": "Koptu", "kopral kepala": "Kopka",
    "sersan dua": "Serda", "sersan satu": "Sertu", "sersan kepala": "Serka", "sersan mayor": "Serma",
    "pembantu letnan dua": "Pelda", "pembantu letnan satu": "Peltu",
    "letnan dua": "Letda", "letnan satu": "Lettu", "letnan kolonel": "Letkol",
    "brigadir": "Brigpol", "brigadir polisi": "Brigpol", "kombes": "Kombes Pol",
    "bhayangkara dua": "Bharada", "bhayangkara satu": "Bharatu", "bhayangkara kepala": "Bharaka",
    "brigadir polisi dua": "Bripda", "brigadir polisi satu": "Briptu", "brigadir polisi kepala": "Bripka",
    "ajun inspektur polisi dua": "Aipda", "ajun inspektur polisi satu": "Aiptu",
    "inspektur polisi dua": "Ipda", "inspektur polisi satu": "Iptu",
    "ajun komisaris polisi": "AKP", "komisaris polisi": "Kompol",
    "ajun komisaris besar polisi": "AKBP", "komisaris besar polisi": "Kombes Pol",
}  # fmt: skip
_KNOWN = {rank.lower(): rank for rank in (*ARMY, *POLICE)} | _ALSO
_IN_NAMES = re.compile(
    r"^(" + "|".join(re.escape(rank) for rank in sorted((*ARMY, *POLICE), key=len, reverse=True)) + r")\b\.?\s+",
    re.IGNORECASE,
)


def known(text: str) -> str:
    """The rank that somebody typed, as it is usually written; ``""`` for none that there is.

    >>> known("sertu"), known("Brigadir Polisi Kepala"), known("Kapitan")
    ('Sertu', 'Bripka', '')
    """
    return _KNOWN.get(" ".join(text.replace(".", " ").lower().split()), "")


def agency_of(rank: str) -> str:
    """``"tni"`` or ``"polri"``; ``""`` for a word that is no rank."""
    return next((agency for agency, ranks in AGENCIES.items() if rank in ranks), "")


def split(name: str) -> tuple[str, str]:
    """A name without the rank that was typed in front of it, and that rank. ``Mayor`` alone is a name.

    >>> split("Aiptu Made Wirawan"), split("Made Wirawan")
    (('Made Wirawan', 'Aiptu'), ('Made Wirawan', ''))
    """
    name = " ".join(name.split())
    match = _IN_NAMES.match(name)
    return (name[match.end() :], known(match[1])) if match else (name, "")


def in_front_of(name: str, rank: str) -> str:
    """The name with the rank in front, once: people type it there too, and it may have been a lower one.

    >>> in_front_of("Agus Prabowo", "Sertu"), in_front_of("Serda Agus Prabowo", "Sertu")
    ('Sertu Agus Prabowo', 'Sertu Agus Prabowo')
    >>> in_front_of("Mayor Hutapea", "")
    'Mayor Hutapea'
    """
    if not rank:
        return name
    bare, typed = split(name)
    return f"{rank} {bare if agency_of(typed) == agency_of(rank) else name}"
