"""Reading who takes part in a watch, who could, and whether they may go on duty."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from rukun.people.queries import duty_facts
from rukun.people.queries.holders import officers_near, serving
from rukun.people.titles import TITLES
from rukun.roster.models import Group, Pair, Watch, Watcher, WatcherPerson
from rukun.roster.queries.setup import today_in
from rukun.training.algo.states import ACTIVE
from rukun.training.queries.fitness import duty_statuses
from rukun.training.queries.members import roll_of

UNIFORMED = ("polri", "tni")
"""Kinds of organisations whose people stand beside the others on joint nights."""


def not_over(day: date) -> Q:
    return Q(until=None) | Q(until__gte=day)


def watchers_of(watch: Watch, *, over: bool = False) -> QuerySet[Watcher]:
    """Those who take part now or later, with their persons and posts; with ``over``, all there ever were."""
    found = Watcher.objects.filter(watch=watch).prefetch_related("persons__person", "posts")
    return found if over else found.filter(not_over(today_in(watch.unit)))


def name_of(watcher: Watcher) -> str:
    """What a watcher is called: the household, or the person. No query where the persons are prefetched."""
    if watcher.name:
        return watcher.name
    first = next(iter(watcher.persons.all()), None)
    return first.person.name if first and first.person.name else _("(sudah tidak terdaftar)")


def taken_in(watch: Watch) -> set[UUID]:
    """The persons who take part in a watch, alone or in a household. One query."""
    open_ones = Watcher.objects.filter(not_over(today_in(watch.unit)), watch=watch)
    return set(WatcherPerson.objects.filter(watcher__in=open_ones).values_list("person_id", flat=True))


def grown_up(persons: Collection[UUID]) -> set[UUID]:
    """Who of these is 18 or older. One query."""
    return {key for key, facts in duty_facts(persons).items() if facts.adult}


def active_members(watch: Watch) -> list[UUID]:
    """Those grown-up members of its organisation who are not on leave and do not take part yet, by name."""
    there = taken_in(watch)
    found = [each.person for each in roll_of(watch.organisation_id).members if each.state == ACTIVE]
    grown = grown_up(found)
    return [key for key in found if key not in there and key in grown]


def members_to_add(watch: Watch, besides: Iterable[UUID] = ()) -> list[tuple[UUID, str]]:
    """The members who do not take part yet, on leave or not, by name; and ``besides``, who do."""
    there = taken_in(watch) - set(besides)
    found = [(each.person, each.name) for each in roll_of(watch.organisation_id).members if each.person not in there]
    grown = grown_up([key for key, _name in found])
    return [(key, name) for key, name in found if key in grown]


def officers_to_add(watch: Watch) -> list[tuple[UUID, str]]:
    """Who holds a public title of police or army in the watch's unit or for it, and is not there yet: ``name, title``.

    The directory says the same to everybody.
    """
    there = taken_in(watch)
    found: dict[UUID, str] = {}
    for key, name, title in officers_near(watch.unit, UNIFORMED):
        if key not in there:
            found.setdefault(key, f"{name}, {TITLES[title].words}")
    return list(found.items())


@dataclass(frozen=True)
class Line:
    """A watcher on the list. ``fit``: may go on duty now; ``why`` not, in words; ``also`` in how many other watches."""

    watcher: Watcher
    name: str
    persons: tuple[tuple[str, bool], ...]
    fit: bool
    why: tuple[str, ...]
    also: int

    @property
    def later(self) -> bool:
        return self.watcher.since > today_in(self.watcher.watch.unit)


def lines_of(watch: Watch) -> list[Line]:
    """Everybody who takes part, by name, with whether they may go on duty now. Eleven queries, however many they are.

    A household is fit when one of its persons is. An officer is by their office.
    """
    watchers = list(watchers_of(watch).select_related("watch"))
    volunteers = {each.person_id for one in watchers if not one.officer for each in one.persons.all()}
    officers = {each.person_id for one in watchers if one.officer for each in one.persons.all()}
    now = timezone.now()
    statuses = duty_statuses(volunteers, now, watch.unit) if volunteers else {}
    serve = serving(officers, UNIFORMED, now)
    elsewhere = _elsewhere(watch, volunteers)
    found = []
    for each in watchers:
        rows = list(each.persons.all())
        if each.officer:
            fit = {row.person_id for row in rows} & serve
            why = [] if fit else [_("Sekarang tidak memegang jabatan di kepolisian atau TNI.")]
        else:
            fit = {row.person_id for row in rows if statuses[row.person_id].allowed}
            why = []
            for row in rows if not fit else ():
                words = statuses[row.person_id].words
                why += [f"{row.person.name}: {said}" for said in words] if each.name else words
        found.append(
            Line(
                each,
                name_of(each),
                tuple((row.person.name, row.person_id in fit) for row in rows),
                bool(fit),
                tuple(why),
                max((elsewhere.get(row.person_id, 0) for row in rows), default=0),
            )
        )
    return sorted(found, key=lambda line: (line.watcher.officer, line.name.casefold(), str(line.watcher.pk)))


def _elsewhere(watch: Watch, persons: Collection[UUID]) -> dict[UUID, int]:
    """In how many other watches each takes part. One query, none for none."""
    if not persons:
        return {}
    others = Watcher.objects.filter(not_over(today_in(watch.unit)), persons__person__in=persons).exclude(watch=watch)
    found: dict[UUID, int] = {}
    for key in others.values_list("persons__person_id", flat=True):
        if key is not None:
            found[key] = found.get(key, 0) + 1
    return found


def groups_of(watch: Watch) -> list[Group]:
    """Groups with limits and those of their members who still take part. Three queries."""
    return list(Group.objects.filter(watch=watch).prefetch_related("watchers__persons__person"))


def pairs_of(watch: Watch) -> list[Pair]:
    """Pairs of whom both still take part. Three queries."""
    today = today_in(watch.unit)
    still = (Q(first__until=None) | Q(first__until__gte=today)) & (Q(second__until=None) | Q(second__until__gte=today))
    found = Pair.objects.filter(still, watch=watch).select_related("first", "second")
    return list(found.prefetch_related("first__persons__person", "second__persons__person").order_by("pk"))


def watcher_choices(watch: Watch, *, officers: bool = True) -> list[tuple[UUID, str]]:
    """Who can be chosen for a group or a pair, by name. Two queries."""
    found = watchers_of(watch)
    if not officers:
        found = found.filter(officer=False)
    return sorted(((each.pk, name_of(each)) for each in found), key=lambda pair: (pair[1].casefold(), str(pair[0])))
