"""Each cell of a row on its own: what it says, or what is wrong with it. What a row may do, the actions check."""

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from rukun.guard import Actor, covers
from rukun.journal.actions import UNIT
from rukun.people.algo import ranks
from rukun.people.errors import Nameless, NotGrownUp, PeopleError, UnknownTitle
from rukun.people.importing.columns import plain
from rukun.people.importing.reading import LONGEST_CELL, Row
from rukun.people.models import Organisation
from rukun.people.phones import NotAPhoneNumber, normalise
from rukun.people.titles import TITLES
from rukun.territory import queries as territory
from rukun.territory.algo.codes import chain_of
from rukun.ui import dates

_YES = {"", "ya", "y", "dewasa", "benar", "yes", "true", "1"}
_NO = {"tidak", "t", "bukan", "belum", "anak", "no", "n", "false", "0"}
_UNSEEN = ("Cc", "Cs", "Co", "Cn")
"""Unicode's control characters, halves of characters, and what is no character at all."""


class Unfit(Exception):
    """A cell or row that cannot be taken. ``str()`` of it is the reason, ``field`` names the cell."""

    def __init__(self, reason: str, field: str = "") -> None:
        super().__init__(reason)
        self.field = field


@dataclass
class Draft:
    """A row, read. ``unit`` is the person's, ``position_unit`` the title's; ``until`` is the last day in office.

    ``phone`` is in E.164. ``reasons`` say by field what is wrong; where there are any, the rest is not to be relied on.
    """

    row: Row
    name: str = ""
    phone: str = ""
    adult: bool = True
    unit: str = ""
    title: str = ""
    position_unit: str = ""
    since: date | None = None
    until: date | None = None
    reasons: dict[str, str] = field(default_factory=dict)

    def cell(self, name: str) -> str:
        """What stands in a cell, ``""`` for nothing."""
        return self.row.cells.get(name, "")


@dataclass(frozen=True)
class Checked:
    """``units``: words in the file that were taken for a unit, each with its code."""

    drafts: list[Draft]
    units: list[tuple[str, str]]


def check(actor: Actor, rows: Sequence[Row]) -> Checked:
    """Read every cell of every row, for somebody who manages people in some units and need not know of others."""
    units = _Units(actor)
    with territory.one_look():
        drafts = [_read(row, units) for row in rows]
    _one_name_for_one_phone(drafts)
    return Checked(drafts, sorted(units.by_words))


def same_name(one: str, other: str) -> bool:
    """Whether two spellings may be of one person: rank, case, dots and commas tell nobody apart."""
    return _bare(one) == _bare(other)


def spelt_alike(one: str, other: str) -> bool:
    """Whether two names are the very same, but for capitals and blanks."""
    return one.casefold().split() == other.casefold().split()


def organisation_called(name: str, title: str, unit: str) -> Organisation:
    """The organisation of that name for a title in a unit: the nearest that covers it. Raises ``Unfit``."""
    covering = Organisation.objects.filter(unit__in=["", *chain_of(unit)], closed_at=None)
    called = [each for each in covering if plain(each.name) == plain(name)]
    fitting = [each for each in called if not TITLES[title].kinds or each.kind in TITLES[title].kinds] or called
    nearest = max((len(each.unit) for each in fitting), default=0)
    found = [each for each in fitting if len(each.unit) == nearest]
    if not found:
        raise Unfit(
            _("Organisasi ini tidak ada di wilayah itu. Periksa namanya, atau daftarkan dulu organisasinya."),
            "organisation",
        )
    if len(found) > 1:
        raise Unfit(
            _("Ada beberapa organisasi bernama ini di wilayah itu. Beri jabatan ini di halaman organisasinya."),
            "organisation",
        )
    return found[0]


def _read(row: Row, units: "_Units") -> Draft:
    draft = Draft(row, reasons={field: reason for field, text in row.cells.items() if (reason := _unreadable(text))})
    for name, read in _READERS.items():
        _take(draft, name, read)
    _take_units(draft, units)
    if draft.title and not draft.adult:
        draft.reasons.setdefault("adult", str(NotGrownUp()))
    in_name, beside = ranks.split(draft.name)[1], ranks.known(draft.cell("rank"))
    if in_name and beside and in_name != beside:
        draft.reasons.setdefault(
            "rank",
            _("Namanya diawali pangkat %(in_name)s, tetapi kolom pangkat berisi %(beside)s. Periksa keduanya.")
            % {"in_name": in_name, "beside": beside},
        )
    return draft


def _take_units(draft: Draft, units: "_Units") -> None:
    """One unit stands for both, the person's and the title's, where a row has but one."""
    levels = TITLES[draft.title].levels if draft.title else ()
    if draft.cell("unit") and draft.cell("position_unit"):
        _take(draft, "unit", units.code)
        _take(draft, "position_unit", lambda text: units.code(text, levels))
    elif draft.cell("position_unit"):
        _take(draft, "position_unit", lambda text: units.code(text, levels))
        draft.unit = draft.position_unit
    elif draft.cell("unit"):
        _take(draft, "unit", lambda text: units.code(text, levels))
        draft.position_unit = draft.unit
    else:
        reason = _("Wilayah belum diisi. Tulis kodenya, misalnya 31.73.07.1001.016, atau namanya.")
        draft.reasons.setdefault("unit", reason)


def _take(draft: Draft, name: str, read: Callable[[str], Any]) -> None:
    """Put into the draft what the cell says, or the reason why it says nothing."""
    if name in draft.reasons:
        return
    try:
        setattr(draft, name, read(draft.cell(name)))
    except (Unfit, PeopleError, NotAPhoneNumber, dates.NotADate) as error:
        draft.reasons[name] = str(error)


def _unreadable(text: str) -> str:
    if text.startswith("="):
        return _("Sel ini berisi rumus. Ganti dengan isinya saja.")
    if len(text) > LONGEST_CELL:
        return _("Isian ini terlalu panjang. Ringkas menjadi paling banyak %d huruf.") % LONGEST_CELL
    if any(unicodedata.category(each) in _UNSEEN for each in "".join(text.split())):
        return _("Isian ini berisi tanda yang tidak terbaca. Hapus, lalu ketik ulang.")
    return ""


def _name(text: str) -> str:
    if not text:
        raise Nameless
    return " ".join(text.split())


def _adult(text: str) -> bool:
    if plain(text) in _NO:
        return False
    if plain(text) in _YES:
        return True
    raise Unfit(_("Tulis ya atau tidak."))


def _title(text: str) -> str:
    code = _titles_by_words().get(plain(text), "")
    if text and not code:
        raise UnknownTitle([str(title.words) for title in TITLES.values()])
    return code


def _day(text: str) -> date | None:
    return dates.read(text) if text else None


_READERS: dict[str, Callable[[str], Any]] = {
    "name": _name,
    "phone": normalise,
    "adult": _adult,
    "title": _title,
    "since": _day,
    "until": _day,
}


@cache
def _titles_by_words() -> dict[str, str]:
    known = {plain(code): code for code in TITLES}
    for language in ("id", "en"):
        with override(language):
            for code, title in TITLES.items():
                known.setdefault(plain(str(title.words)), code)
    return known


def _bare(name: str) -> str:
    return plain(ranks.split(name)[0])


def _one_name_for_one_phone(drafts: Sequence[Draft]) -> None:
    """Rows with one number and several names: nobody here knows whose it is, so none of them is taken."""
    by_phone: dict[str, list[Draft]] = {}
    for draft in drafts:
        if draft.phone and draft.name:
            by_phone.setdefault(draft.phone, []).append(draft)
    for same in by_phone.values():
        for draft in same:
            other = next((each for each in same if not same_name(each.name, draft.name)), None)
            if other is not None:
                draft.reasons["phone"] = (
                    _("Nomor ini sudah dipakai orang lain di baris %d. Periksa nomor atau namanya.") % other.row.number
                )


class _Units:
    """What somebody's words and codes mean among the units in which they manage people."""

    def __init__(self, actor: Actor) -> None:
        self.scopes = actor.scopes("people.manage")
        self.by_words: set[tuple[str, str]] = set()
        self._known: dict[tuple[str, tuple[int, ...]], str | Unfit] = {}

    def code(self, text: str, levels: tuple[int, ...] = ()) -> str:
        """The unit's code; where words fit several, one of these levels.

        Raises ``Unfit``, for the same reason whether a unit is not there or not theirs.
        """
        key = (text, levels)
        if key not in self._known:
            try:
                self._known[key] = self._found(text, levels)
            except Unfit as error:
                self._known[key] = error
        known = self._known[key]
        if isinstance(known, Unfit):
            raise Unfit(str(known))
        return known

    def _found(self, text: str, levels: tuple[int, ...]) -> str:
        if UNIT.fullmatch(text):
            if not self._theirs(text) or not (territory.is_empty() or territory.exists(text)):
                raise absent()
            return text
        found = [code for scope in self.scopes for code in _by_words(text, scope)]
        wanted = [code for code in found if not levels or _level(code) in levels] or found
        if not wanted:
            raise absent()
        alike = {each for each in wanted if _level(each) == _level(wanted[0]) and _called_like(each, wanted[0])}
        if len(alike) > 1:
            raise Unfit(_("Ada beberapa wilayah bernama ini. Tulis kodenya, misalnya 31.73.07.1001.016."))
        self.by_words.add((text, wanted[0]))
        return wanted[0]

    def _theirs(self, code: str) -> bool:
        return any(covers(scope, code) for scope in self.scopes)


def absent() -> Unfit:
    """One reason for what is not there and for what is not theirs to know."""
    return Unfit(
        _(
            "Wilayah ini tidak ada di antara yang Anda kelola. Tulis kodenya, misalnya 31.73.07.1001.016, "
            "atau namanya, misalnya RW 16 Palmerah."
        ),
        "unit",
    )


def _by_words(text: str, scope: str) -> list[str]:
    """Units within the scope that have all of these words, the best first. Some of them make but a guess."""
    hits = [hit for hit in territory.search(text, near=scope) if hit.kind == "unit" and hit.complete]
    return [hit.chain[-1].code for hit in hits if covers(scope, hit.chain[-1].code)]


def _level(code: str) -> int:
    return len(code.split("."))


def _called_like(one: str, other: str) -> bool:
    return territory.name_of(one) == territory.name_of(other)
