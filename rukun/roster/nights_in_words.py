"""Nights, hours and watchers in words: as messages, pages and the poster say them.

Never "malam Minggu": to one it is the night before Sunday, to another the night of Sunday. A day stands with its hour.
"""

from collections.abc import Iterable
from datetime import date, datetime, tzinfo
from uuid import UUID

from django.utils import timezone
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from rukun.almanac.queries import zone_in
from rukun.people.queries import duty_facts
from rukun.roster.models import Duty, Watcher, WatcherPerson

LONGEST_POST = 30
"""Letters of a post's name in a message; what is longer is cut."""


def zone_of(duty: Duty) -> tzinfo:
    """The clock of the post where a duty is (``duty.shift.post`` should be there already)."""
    return zone_in(duty.shift.post.unit)


def short(moment: datetime, zone: tzinfo) -> str:
    """``Sab 12/12 22.00``: 15 letters at most, all of GSM-7."""
    there = timezone.localtime(moment, zone)
    return f"{short_day(there.date())} {there:%H.%M}"


def short_day(day: date) -> str:
    """``Sab 12/12``."""
    return f"{WEEKDAYS_ABBR[day.weekday()]} {day.day}/{day.month}"


def span(first: date, last: date) -> str:
    """``3 sampai 9 Desember 2026``, or one day."""
    if first == last:
        return date_format(first, "j F Y")
    begin = (
        "j" if (first.year, first.month) == (last.year, last.month) else "j F" if first.year == last.year else "j F Y"
    )
    return _("%(first)s sampai %(last)s") % {
        "first": date_format(first, begin), "last": date_format(last, "j F Y"),
    }  # fmt: skip


def hours(begins: datetime, ends: datetime, zone: tzinfo) -> str:
    """``22.00 sampai 02.00 WIB``."""
    begin, end = timezone.localtime(begins, zone), timezone.localtime(ends, zone)
    words = _("%(begin)s sampai %(end)s") % {"begin": f"{begin:%H.%M}", "end": f"{end:%H.%M}"}
    return f"{words} {begin.tzname()}"


def cut(words: str, longest: int) -> str:
    """No longer than that, and it can be seen where something is missing."""
    return words if len(words) <= longest else words[: longest - 3].rstrip() + "..."


def names_of(watchers: Iterable[Watcher]) -> dict[UUID, str]:
    """What each watcher is called: a household by its name, a person by theirs. Two queries, however many."""
    whole = {each.pk: each for each in watchers}
    first: dict[UUID, UUID] = {}
    rows = WatcherPerson.objects.filter(watcher__in=whole).order_by("order", "pk")
    for watcher, person in rows.values_list("watcher", "person"):
        first.setdefault(watcher, person)
    facts = duty_facts(set(first.values()))
    return {
        key: each.name or (facts[first[key]].name if first.get(key) in facts else _("(sudah keluar)"))
        for key, each in whole.items()
    }
