"""What kinds of situations there are, and who leads: the two tables that everything else asks."""

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True)
class Kind:
    """One row of the table.

    ``reports``: categories of reports that may tell of the same. ``near``: so long before and after one another, and
    in the same cell or one beside it, a report is offered to an open situation. ``hazard``: a natural hazard, a fire or
    what people are evacuated for, of which the public may be warned. ``icon`` is a name in ``ui.icons``.
    """

    code: str
    words: "_StrPromise"
    icon: str
    reports: tuple[str, ...]
    near: timedelta
    hazard: bool = False


KINDS = {
    each.code: each
    for each in (
        Kind("tawuran", _("Tawuran atau perkelahian"), "tawuran", ("tawuran", "ketertiban"), timedelta(minutes=90)),
        Kind("kejahatan", _("Kejahatan"), "kriminal", ("kriminal",), timedelta(minutes=120)),
        Kind("ketertiban", _("Gangguan ketertiban"), "ketertiban", ("ketertiban", "tawuran"), timedelta(minutes=180)),
        Kind("keadaan", _("Keadaan tidak biasa"), "keadaan", ("keadaan", "saran"), timedelta(days=7)),
        Kind("kabar", _("Kabar yang meresahkan"), "kabar", ("kabar",), timedelta(days=1)),
        Kind("kebakaran", _("Kebakaran"), "bencana", ("bencana", "bantuan"), timedelta(minutes=120), hazard=True),
        Kind("banjir", _("Banjir"), "banjir", ("bencana", "bantuan"), timedelta(hours=12), hazard=True),
        Kind("bencana", _("Bencana lain"), "bencana", ("bencana", "bantuan"), timedelta(hours=6), hazard=True),
        Kind("bantuan", _("Warga butuh bantuan"), "bantuan", ("bantuan",), timedelta(minutes=120)),
    )
}

LEVELS = {0: _("belum dinilai"), 1: _("potensi gangguan"), 2: _("ambang gangguan"), 3: _("gangguan nyata")}
SHORT = {0: "", 1: "PG", 2: "AG", 3: "GN"}

STATES = {
    "new": _("baru"),
    "watched": _("dipantau"),
    "handled": _("ditangani"),
    "calming": _("reda"),
    "closed": _("selesai"),
}

LEADS = {
    "kelurahan": _("kelurahan"),
    "bhabinkamtibmas": _("Bhabinkamtibmas"),
    "polsek": _("Polsek"),
    "damkar": _("Damkar"),
    "lain": _("pihak lain"),
}
"""Who leads. At GN it is police, or the fire brigade where it burns; never residents or an ormas."""
