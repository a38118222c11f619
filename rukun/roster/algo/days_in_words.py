"""What somebody means who writes when they can stand: "tidak bisa 3, 10-12, tiap Jumat".

Pure: nights are dates, wishes are codes. What can be meant in two ways is never guessed: it is given back as
``Unclear``, and whoever asked asks again.

A message is divided into clauses; in each clause wishes and days take turns, either the wish first ("tidak bisa 3,
senang Sabtu") or the days first ("Sabtu senang, 3 tidak bisa"). Days without a wish are such on which they cannot,
because that is what is asked. "Malam Minggu" is the night before Sunday, "Minggu malam" that of Sunday.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from rukun.roster.algo.day_words import ALONE, FINE, GLADLY, LONGEST, MONTH, NEVER, RATHER_NOT, TOKEN, WEEKDAY, WISHES
from rukun.roster.algo.day_words import plain as made_plain

__all__ = ["FINE", "GLADLY", "LONGEST", "NEVER", "RATHER_NOT", "Answer", "Unclear", "read", "spans"]

LONG, TWICE, OUTSIDE, TWO_MONTHS, WRONG_WEEKDAY, ORDER, BACKWARDS, NOTHING = (
    "long", "twice", "outside", "two_months", "weekday", "order", "backwards", "nothing",
)  # fmt: skip
_BUT = "except"


@dataclass(frozen=True)
class Unclear:
    """What could not be read: why (a code), and which words it is about."""

    why: str
    words: str = ""


@dataclass(frozen=True)
class Answer:
    """``weekly`` by weekday (Monday is 0), ``dated`` from a night to a night; ``FINE`` takes back what was said before.

    ``fine``: all that was said before is taken back first. ``unknown`` are words that mean nothing here, ``known`` how
    many mean something.
    """

    weekly: Mapping[int, str] = field(default_factory=dict)
    dated: tuple[tuple[date, date, str], ...] = ()
    fine: bool = False
    unclear: tuple[Unclear, ...] = ()
    unknown: tuple[str, ...] = ()
    known: int = 0

    @property
    def clear(self) -> bool:
        return not self.unclear and not self.unknown


@dataclass(frozen=True)
class _Said:
    """A wish, or days: weekdays, a first and last night, or all. ``piece``: how many commas stand before it.

    ``one_weekday`` may belong to a date after it: it stands without "tiap", and is no row of them.
    """

    words: str
    wish: str | None = None
    weekdays: tuple[int, ...] = ()
    nights: tuple[date, date] | None = None
    everything: bool = False
    one_weekday: bool = False
    piece: int = 0

    @property
    def is_days(self) -> bool:
        return self.wish is None


_Given = list[tuple[str, _Said]]


def read(text: str, first: date, last: date) -> Answer:
    """What somebody means who was asked for the nights from ``first`` to ``last``. Never raises."""
    plain = made_plain(text)
    if not plain or len(plain) > LONGEST:
        return Answer(unclear=(Unclear(LONG if plain else NOTHING),))
    if plain.strip(" .!") in ALONE:
        return Answer(fine=True, known=1)
    clauses, unclear, unknown, known = _heard(plain, first, last)
    told: _Given = []
    for clause in clauses:
        given = _given(clause)
        if given is None and not unclear:
            unclear.append(Unclear(ORDER, " ".join(each.words for each in clause)))
        told += given or []
    unclear += _told_twice(told)
    if not told and not unclear and not unknown:
        unclear.append(Unclear(NOTHING))
    weekly = {day: wish for wish, each in told for day in each.weekdays}
    nights = {night: wish for wish, each in told if each.nights for night in _days(*each.nights)}
    fine = any(each.everything for _wish, each in told)
    return Answer(weekly, spans(nights), fine, tuple(dict.fromkeys(unclear)), tuple(unknown), known)


def spans(nights: Mapping[date, str]) -> tuple[tuple[date, date, str], ...]:
    """Nights in a row with the same wish as one: first, last, wish; in order."""
    found: list[tuple[date, date, str]] = []
    for night in sorted(nights):
        wish = nights[night]
        if found and found[-1][2] == wish and found[-1][1] + timedelta(days=1) == night:
            found[-1] = (found[-1][0], night, wish)
        else:
            found.append((night, night, wish))
    return tuple(found)


# Words


def _heard(plain: str, first: date, last: date) -> tuple[list[list[_Said]], list[Unclear], list[str], int]:
    """The clauses, what is unclear in itself, unknown words, and how many mean something."""
    clauses: list[list[_Said]] = [[]]
    unclear: list[Unclear] = []
    unknown: list[str] = []
    known, piece, between = 0, 0, ""
    for found in TOKEN.finditer(plain):
        said = _said(found, first, last)
        if found["break"]:
            clauses.append([])
        elif found["other"]:
            unknown.append(found["other"])
        elif said is not None:
            known += 1
            said = _with_weekday(clauses[-1], found, said, between)
            if isinstance(said, Unclear):
                unclear.append(said)
            else:
                clauses[-1].append(replace(said, piece=piece))
        piece += bool(found["comma"])
        between = found["and"] or found["comma"] or (between if found["noise"] else "")
    return clauses, unclear, unknown, known


def _said(found: re.Match[str], first: date, last: date) -> _Said | Unclear | None:
    words = found[0].strip()
    wish = next((wish for at, (_words, wish) in enumerate(WISHES) if found[f"wish{at}"]), None)
    if wish is not None or found["except"]:
        return _Said(words, wish=_BUT if wish is None else wish)
    if found["all"]:
        return _Said(words, everything=True)
    if found["weekday"]:
        return _weekdays(found, words)
    return _nights(found, first, last, words) if found["day1"] else None


def _with_weekday(clause: list[_Said], found: re.Match[str], said: _Said | Unclear, between: str) -> _Said | Unclear:
    """A weekday before a date belongs to it, and must be right; it is taken back out of the clause.

    So "Jumat 4/12" and "Jumat, 4 Desember" are one day, "Jumat dan 4" two; "Jumat, 4" may be either where the 4th is a
    Friday.
    """
    before = clause[-1] if clause else None
    if isinstance(said, Unclear) or said.nights is None or before is None or not before.one_weekday:
        return said
    right, comma = said.nights[0].weekday() == before.weekdays[0], between == ","
    if between and not (comma and right):
        return said
    if not right or (comma and not (found["month1"] or found["number1"])):
        return Unclear(WRONG_WEEKDAY, f"{before.words} {said.words}")
    clause.pop()
    return said


def _weekdays(found: re.Match[str], words: str) -> _Said:
    shift = 1 if found["eve"] else 0
    begin = (WEEKDAY[found["weekday"]] - shift) % 7
    if not found["until"]:
        return _Said(words, weekdays=(begin,), one_weekday=not found["every"])
    end = (WEEKDAY[found["until"]] - shift) % 7
    return _Said(words, weekdays=tuple((begin + step) % 7 for step in range((end - begin) % 7 + 1)))


def _nights(found: re.Match[str], first: date, last: date, words: str) -> _Said | Unclear:
    """A night or several in a row, of those asked about."""
    one = _night(found, "1")
    if not found["day2"]:
        there = one.within(first, last)
        return there if isinstance(there, Unclear) else _Said(words, nights=(there, there))
    two = _night(found, "2")
    if one.month is None and two.month is not None and one.day <= two.day:  # "10-12 des"
        one = _Night(one.day, two.month, two.year)
    begin = one.within(first, last)
    if isinstance(begin, Unclear):
        return begin
    end = two.after(begin)
    if end is None or end > last:
        return Unclear(BACKWARDS if end is None else OUTSIDE, words)
    return _Said(words, nights=(begin, end))


@dataclass(frozen=True)
class _Night:
    """A day of the month, perhaps with its month and year."""

    day: int
    month: int | None
    year: int | None

    def _is(self, night: date) -> bool:
        return night.day == self.day and self.month in (None, night.month) and self.year in (None, night.year)

    def within(self, first: date, last: date) -> date | Unclear:
        found = [each for each in _days(first, last) if self._is(each)]
        if len(found) == 1:
            return found[0]
        words = "/".join(str(each) for each in (self.day, self.month, self.year) if each is not None)
        return Unclear(TWO_MONTHS if found else OUTSIDE, words)

    def after(self, begin: date) -> date | None:
        """The next such night from ``begin`` on, within a month of it where no month is said."""
        within = timedelta(days=31 if self.month is None else 366)
        return next((each for each in _days(begin, begin + within) if self._is(each)), None)


def _night(found: re.Match[str], which: str) -> _Night:
    day, month, number, year = (found[f"{name}{which}"] for name in ("day", "month", "number", "year"))
    return _Night(int(day), MONTH[month] if month else int(number) if number else None, int(year) if year else None)


def _days(first: date, last: date) -> Iterator[date]:
    return (date.fromordinal(day) for day in range(first.toordinal(), last.toordinal() + 1))


# Clauses


def _given(clause: Sequence[_Said]) -> _Given | None:
    """Each day with its wish; ``None`` where it stays open which belongs to which."""
    wishes = [each for each in clause if not each.is_days]
    days = [each for each in clause if each.is_days]
    if any(each.wish == _BUT for each in wishes):
        return _excepted(clause)
    if any(each.everything for each in days):
        return _everything(wishes, days)
    if len(wishes) <= 1:
        wish = (wishes[0].wish or FINE) if wishes else NEVER
        return [(wish, each) for each in days] if days or not wishes else None  # "bisa" alone may be a yes to anything
    if clause[0].is_days == clause[-1].is_days:
        return _in_pieces(clause)
    return _in_turns(clause if clause[-1].is_days else clause[::-1])


def _everything(wishes: Sequence[_Said], days: Sequence[_Said]) -> _Given | None:
    """Of "bisa semua" or "bebas"; that somebody can never stand is for whoever makes the roster to hear."""
    alone = len(days) == 1 and (days[0].words == "bebas" or len(wishes) == 1)
    return [(FINE, days[0])] if alone and all(each.wish == FINE for each in wishes) else None


def _in_turns(clause: Sequence[_Said]) -> _Given | None:
    """Wishes, each with the days after it."""
    given: _Given = []
    wish, empty = FINE, False
    for each in clause:
        if each.is_days:
            given.append((wish, each))
            empty = False
        elif empty:
            return None
        else:
            wish, empty = each.wish or FINE, True
    return given


def _in_pieces(clause: Sequence[_Said]) -> _Given | None:
    """As in "senang Sabtu, Jumat tidak bisa": clear where each piece between commas has a wish and days of its own."""
    given: _Given = []
    for piece in sorted({each.piece for each in clause}):
        here = [each for each in clause if each.piece == piece]
        wishes, days = [each.wish for each in here if not each.is_days], [each for each in here if each.is_days]
        if len(wishes) != 1 or not days:
            return None
        given += [(wishes[0] or FINE, each) for each in days]
    return given


def _excepted(clause: Sequence[_Said]) -> _Given | None:
    """As in "bisa semua kecuali 3 dan 10": all is fine, but for these."""
    at = next(number for number, each in enumerate(clause) if each.wish == _BUT)
    before, after = clause[:at], clause[at + 1 :]
    fine = _everything([each for each in before if not each.is_days], [each for each in before if each.is_days])
    if not fine or not after or not all(each.is_days and not each.everything for each in after):
        return None
    return [*fine, *((NEVER, each) for each in after)]


def _told_twice(told: _Given) -> list[Unclear]:
    """Days that are told twice, and differently. A dated wish goes before a weekly one, so those never clash."""
    said: dict[int | date, str] = {}
    return [
        Unclear(TWICE, each.words)
        for wish, each in told
        for day in (*each.weekdays, *(_days(*each.nights) if each.nights else ()))
        if said.setdefault(day, wish) != wish
    ]
