"""Every verb the journal may hold, declared by the room that records it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

_known: dict[str, "Verb"] = {}


@dataclass(frozen=True)
class Verb:
    """``name`` is ``room.what_happened``, for ever; ``words`` say it to people and may be reworded.

    ``needs``: the capability without which nobody reads such an entry of a unit, besides ``journal.read``; "" for none.
    """

    name: str
    words: "_StrPromise"
    needs: str = ""

    def __post_init__(self) -> None:
        if _known.setdefault(self.name, self) is not self:
            raise ValueError(f"the verb {self.name} is declared twice")


def known_verbs() -> tuple[Verb, ...]:
    return tuple(sorted(_known.values(), key=lambda verb: verb.name))


def verbs_that_need() -> dict[str, set[str]]:
    """Names of the verbs that are not for every reader, by the capability that they need."""
    found: dict[str, set[str]] = {}
    for verb in _known.values():
        if verb.needs:
            found.setdefault(verb.needs, set()).add(verb.name)
    return found


def words_for(name: str) -> str:
    """The verb in the reader's language; its bare name if the room that knew it is gone."""
    verb = _known.get(name)
    return str(verb.words) if verb else name


LOG_WRITTEN = Verb("journal.log_written", _("catatan ditulis"))
NOTE_READ = Verb("journal.note_read", _("keterangan dibaca"))
NOTE_ERASED = Verb("journal.note_erased", _("keterangan dihapus sesuai masa simpan"))
