"""What a title lets its holder do in the unit it is held for."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True)
class Title:
    """``code`` is stored; ``capabilities`` are names that the rooms ask an actor about."""

    code: str
    words: "_StrPromise"
    capabilities: frozenset[str]


_READER = frozenset({"journal.read"})
_POSKO = _READER | {"journal.write", "journal.read_notes"}

TITLES = {
    title.code: title
    for title in (
        # Runs the machine; that is no reason to read what people wrote.
        Title("administrator", _("Administrator"), _READER | {"people.manage"}),
        Title("lurah", _("Lurah"), _POSKO | {"people.manage"}),
        Title("babinsa", _("Babinsa"), _POSKO),
        Title("bhabinkamtibmas", _("Bhabinkamtibmas"), _POSKO),
        Title("petugas_posko", _("Petugas posko"), _POSKO),
        Title("ketua_rw", _("Ketua RW"), _READER | {"journal.write"}),
        Title("ketua_rt", _("Ketua RT"), _READER),
    )
}
