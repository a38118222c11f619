"""What the room says of rules, nights and shifts."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from rukun.roster.algo import rules
from rukun.roster.algo.checking import Violation
from rukun.roster.models import Shift
from rukun.roster.nights_in_words import short_day
from rukun.roster.rules_words import RULES

if TYPE_CHECKING:
    from rukun.roster.frames import Frame


def night_in_words(night: date) -> str:
    """``Jumat malam, 6 Maret 2026``: never "malam Jumat", which is the evening before."""
    return _("%(weekday)s malam, %(day)s") % {
        "weekday": date_format(night, "l"),
        "day": date_format(night, "j F Y"),
    }


def hours_in_words(shift: Shift) -> str:
    """``22.00–02.00``."""
    return f"{time_format(shift.begins, 'H.i')}–{time_format(shift.ends, 'H.i')}"


def shift_in_words(shift: Shift) -> str:
    """``Pos Melati, 22.00–02.00``. The shift knows its post."""
    return f"{shift.post.name}, {hours_in_words(shift)}"


def listed(names: Iterable[str]) -> str:
    """``Budi, Sari, dan Tono``; of very many the first ten and how many more."""
    known = list(names)
    if len(known) > MOST_NAMES:
        more = len(known) - MOST_NAMES
        known = [*known[:MOST_NAMES], ngettext("%d lainnya", "%d lainnya", more) % more]
    if len(known) < 2:
        return "".join(known)
    return _("%(names)s dan %(last)s") % {"names": ", ".join(known[:-1]), "last": known[-1]}


MOST_NAMES = 10


def in_words(violation: Violation, frame: "Frame") -> str:
    """A broken rule, with the nights, the shift and the people it is about. Whoever reads it may see the roster."""
    told = _told(violation, frame)
    if violation.rule == rules.AVAILABLE and violation.people:
        return str(_unavailable(violation, frame)) % told
    return str(BROKEN[violation.rule]) % told


BY_THEMSELVES = frozenset({rules.AVAILABLE, rules.REST, rules.ONCE, rules.MAX_WEEK, rules.GROUP_WEEK})
"""Rules about certain nights of somebody, which say nothing about others."""


def all_in_words(found: Iterable[Violation], frame: "Frame") -> list[str]:
    """Many at once: what is the same in several nights is said once, with these nights."""
    return list(dict.fromkeys(in_words(each, frame) for each in joined(found)))


def joined(found: Iterable[Violation]) -> list[Violation]:
    """The same with one for all nights in which the same is broken at the same place, in the order of the first."""
    nights: dict[tuple[Any, ...], list[int]] = {}
    for each in found:
        own = each.nights if each.rule in BY_THEMSELVES else ()
        nights.setdefault((each.rule, each.posts, each.people, own), []).extend(each.nights)
    return [
        Violation(rule, tuple(dict.fromkeys(numbers)), posts, people)
        for (rule, posts, people, _own), numbers in nights.items()
    ]


def nights_in_words(nights: Sequence[date]) -> str:
    """One or two written out; of more how many, and when in short."""
    if len(nights) < 3:
        return listed(night_in_words(each) for each in nights)
    words = ngettext("%(number)d malam (%(nights)s)", "%(number)d malam (%(nights)s)", len(nights))
    return words % {"number": len(nights), "nights": listed(short_day(each) for each in nights)}


def _unavailable(violation: Violation, frame: "Frame") -> str:
    """Why somebody may not stand: what they said, or that they may not go on duty then. Never more than that."""
    night, member = violation.nights[0], violation.people[0]
    if night not in frame.willing.get(member, frozenset()):
        return _("%(people)s tidak dapat berjaga pada %(nights)s.")
    if member in frame.watcher_of and frame.watcher_of[member].officer:
        return _("%(people)s tidak memegang jabatan Polri atau TNI pada %(nights)s, atau bertugas di jadwal lain.")
    return _("%(people)s belum layak bertugas pada %(nights)s, atau saat itu bertugas di jadwal lain.")


def _told(violation: Violation, frame: "Frame") -> Mapping[str, str]:
    shifts = [frame.shift_of[each] for each in dict.fromkeys(violation.posts) if each in frame.shift_of]
    return {
        "people": listed(frame.name_of(each) for each in violation.people) or _("Seorang peserta"),
        "nights": nights_in_words([frame.night(each) for each in violation.nights]),
        "where": listed(shift_in_words(each) for each in shifts),
    }


BROKEN = {
    rules.AVAILABLE: gettext_lazy("%(people)s tidak dapat berjaga pada %(nights)s."),
    rules.NEED: gettext_lazy("Masih kurang orang di %(where)s pada %(nights)s."),
    rules.CAPACITY: gettext_lazy("Terlalu banyak orang di %(where)s pada %(nights)s."),
    rules.REST: gettext_lazy("%(people)s belum cukup istirahat di antara %(nights)s."),
    rules.ONCE: gettext_lazy("%(people)s tercatat di dua tempat pada %(nights)s."),
    rules.MAX_WEEK: gettext_lazy("%(people)s terlalu sering berjaga dalam seminggu: %(nights)s."),
    rules.TWO: gettext_lazy("Di %(where)s pada %(nights)s perlu sedikitnya dua peserta: jangan ada yang sendirian."),
    rules.LEADER: gettext_lazy("Belum ada yang dapat memimpin di %(where)s pada %(nights)s."),
    rules.OFFICER: gettext_lazy("Belum ada petugas Polri atau TNI di %(where)s pada %(nights)s."),
    rules.GROUP_WEEK: gettext_lazy("%(people)s melewati batas kelompoknya dalam seminggu: %(nights)s."),
    rules.GROUP_TOGETHER: gettext_lazy("Terlalu banyak dari satu kelompok di %(where)s pada %(nights)s: %(people)s."),
    rules.APART: gettext_lazy("%(people)s minta tidak berjaga bersama, tetapi bersama di %(where)s pada %(nights)s."),
    rules.TOGETHER: gettext_lazy("%(people)s minta berjaga bersama, tetapi terpisah di %(where)s pada %(nights)s."),
    rules.POST: gettext_lazy("%(people)s tidak berjaga di %(where)s, tetapi ditempatkan di sana pada %(nights)s."),
    rules.FIXED: gettext_lazy("%(people)s ditempatkan dengan tangan di %(where)s pada %(nights)s."),
}  # fmt: skip
"""What is said of each rule that does not hold."""


def conflict_in_words(violation: Violation, frame: "Frame") -> str:
    """One of several rules that cannot all be kept, and where."""
    told = _told(violation, frame)
    title = str(RULES[violation.rule].title) if violation.rule in RULES else _("Yang sudah ditempatkan dengan tangan")
    names = listed(frame.name_of(each) for each in violation.people)
    return ": ".join(filter(None, [title, "; ".join(filter(None, [told["where"], told["nights"], names]))]))


def relaxations_in_words(given_up: Iterable[Mapping[str, Any]], frame: "Frame") -> list[str]:
    """What would be given up (``algo.outcome.Relaxation`` as JSON), so that the rest holds."""
    by: dict[Violation, int] = {}
    for each in given_up:
        one = Violation(str(each["rule"]), (each["night"],), (each["post"],), tuple(each["people"]))
        by[one] = int(each["by"])
    found: dict[str, None] = {}
    for number in dict.fromkeys(by.values()):
        for one in joined(each for each, missing in by.items() if missing == number):
            found[_given_up(one, number, frame)] = None
    return list(found)


def _given_up(violation: Violation, number: int, frame: "Frame") -> str:
    told = {**_told(violation, frame), "number": str(number)}
    if violation.rule == rules.NEED:
        words = ngettext(
            "%(where)s, %(nights)s: kurang %(number)s orang",
            "%(where)s, %(nights)s: kurang %(number)s orang",
            number,
        )
        return words % told
    return str(GIVEN_UP.get(violation.rule, GIVEN_UP[rules.REST])) % {
        **told,
        "rule": str(RULES[violation.rule].title) if violation.rule in RULES else violation.rule,
        "people": listed(frame.name_of(each) for each in violation.people) or "–",
    }


GIVEN_UP = {
    rules.LEADER: gettext_lazy("%(where)s, %(nights)s: tanpa yang memimpin"),
    rules.OFFICER: gettext_lazy("%(where)s, %(nights)s: tanpa petugas Polri atau TNI"),
    rules.REST: gettext_lazy("%(where)s, %(nights)s: “%(rule)s” tidak berlaku untuk %(people)s"),
}
"""What is said of each rule that is given up at a place; the last one stands for all others."""
