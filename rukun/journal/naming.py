"""Who an actor label stands for, on the screen of somebody who may read the journal.

The journal itself knows ids alone. A room that knows persons adds a function to ``NAMERS`` (see
``config/wiring.py``); it answers only for those whose office is public, never for a resident who reported.
"""

from collections.abc import Callable, Collection, Mapping

from django.utils.translation import gettext as _

Namer = Callable[[Collection[str]], Mapping[str, str]]

NAMERS: list[Namer] = []


def names_of(labels: Collection[str]) -> dict[str, str]:
    """``{label: words}`` for every label; one that nobody can name gets its kind and the end of its id."""
    known: dict[str, str] = {}
    for namer in NAMERS:
        known |= namer(labels)
    return {label: known.get(label) or _plain(label) for label in labels}


def _plain(label: str) -> str:
    kind, _separator, rest = label.partition(":")
    if kind == "system":
        return _("sistem (%s)") % rest
    if kind == "anyone":
        return _("pengunjung")
    return _("orang …%s") % rest[-6:]
