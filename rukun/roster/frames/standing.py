"""Who may stand where and when: whoever is fit for duty then, and is not on duty for another watch at that time."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from rukun.people.queries.holders import terms_with
from rukun.roster.models import Duty, Roster, Watch, Watcher
from rukun.training.queries.fitness import duty_course_in

Span = tuple[datetime, datetime, str]
"""When a shift begins and ends, and the unit of its post."""

OFFICES = ("polri", "tni")
"""The kinds of organisations whose people stand beside the others by their office."""


def fit_in(watchers: Sequence[Watcher], spans: Collection[Span], watch: Watch) -> dict[Span, dict[UUID, UUID]]:
    """For each span the watchers who may stand then, each with the person who is expected: the first who may.

    Seven queries for fitness and office, one for duties elsewhere. The watchers' ``persons`` are prefetched.
    """
    volunteers = {each.person_id for one in watchers if not one.officer for each in one.persons.all()}
    officers = {each.person_id for one in watchers if one.officer for each in one.persons.all()}
    asked = list(dict.fromkeys(spans))
    course = duty_course_in(volunteers, asked) if volunteers and asked else [{} for _span in asked]
    offices, busy = terms_with(officers, OFFICES), _elsewhere(volunteers | officers, asked, watch)
    found: dict[Span, dict[UUID, UUID]] = {}
    for span, statuses in zip(asked, course, strict=True):
        fit = {key for key, status in statuses.items() if status.allowed}
        fit |= {key for key in officers if _covers(offices.get(key, ()), span)}
        fit -= {key for key in fit if key in busy and _overlaps(busy[key], span)}
        found[span] = {
            each.pk: person
            for each in watchers
            if (person := next((one.person_id for one in each.persons.all() if one.person_id in fit), None))
        }
    return found


def _covers(held: Iterable[tuple[datetime, datetime | None]], span: Span) -> bool:
    return any(since <= span[0] and (until is None or until >= span[1]) for since, until in held)


def _elsewhere(
    persons: Collection[UUID], spans: Sequence[Span], watch: Watch
) -> dict[UUID, list[tuple[datetime, datetime]]]:
    """When each is on duty for another watch. One query, none for none.

    Of a household that is its first person: whom of it the others send is their own business.
    """
    if not persons or not spans:
        return {}
    begins, ends = min(each[0] for each in spans), max(each[1] for each in spans)
    rows = (
        Duty.objects.filter(
            Q(watcher__persons__person__in=list(persons), watcher__persons__order=0),
            roster__state=Roster.PUBLISHED,
            gone_at=None,
            starts_at__lt=ends,
            ends_at__gt=begins,
        )
        .exclude(watch=watch)
        .values_list("watcher__persons__person_id", "starts_at", "ends_at")
    )
    found: dict[UUID, list[tuple[datetime, datetime]]] = {}
    for person, since, until in rows.distinct().order_by():
        if person is not None:
            found.setdefault(person, []).append((since, until))
    return found


def _overlaps(busy: Iterable[tuple[datetime, datetime]], span: Span) -> bool:
    return any(since < span[1] and until > span[0] for since, until in busy)
