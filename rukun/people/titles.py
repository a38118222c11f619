"""What a title lets its holder do in the unit it is held for."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True)
class Title:
    """``code`` is stored; ``capabilities`` are names that the rooms ask an actor about.

    ``levels`` says for what units the title is given: how many parts their codes have, 4 for a kelurahan, 5 for
    an RW, 6 for an RT; empty for any, the whole installation among them.
    """

    code: str
    words: "_StrPromise"
    capabilities: frozenset[str]
    levels: tuple[int, ...] = ()


_READER = frozenset({"journal.read"})
_POSKO = _READER | {"journal.write", "journal.read_notes"}

TITLES = {
    title.code: title
    for title in (
        # Runs the machine; that is no reason to read what people wrote.
        Title("administrator", _("Administrator"), _READER | {"people.manage", "territory.manage"}),
        Title("lurah", _("Lurah"), _POSKO | {"people.manage"}, (4,)),
        Title("babinsa", _("Babinsa"), _POSKO, (4,)),
        Title("bhabinkamtibmas", _("Bhabinkamtibmas"), _POSKO, (4,)),
        Title("petugas_posko", _("Petugas posko"), _POSKO, (4, 5)),
        Title("ketua_rw", _("Ketua RW"), _READER | {"journal.write"}, (5,)),
        Title("ketua_rt", _("Ketua RT"), _READER, (6,)),
    )
}
