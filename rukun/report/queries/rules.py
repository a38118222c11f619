"""Who receives a report: the table of lines for ordinary ones; what is protected, and complaints, no line moves."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from rukun.almanac.algo.zones import zone_of
from rukun.commitment.owners import KEEP, Owner
from rukun.people.kinds import CITY, DISTRICT, KELURAHAN
from rukun.people.queries.offices import held_offices, holders_in, seated_in
from rukun.people.queries.organisations import organisation_of_kind
from rukun.people.titles import Title, titles_with
from rukun.report.algo.rules import Rule, chosen
from rukun.report.categories import CATEGORIES
from rukun.report.complaints import SUBJECTS
from rukun.report.models import OwnerRule
from rukun.training.access.duty import organisations_near

URGENT = "segera"
CLOCKS = {"ketertiban": "lima_hari", "keadaan": "lima_hari", "saran": "dua_puluh_hari", "keluhan": "sepuluh_hari"}
"""How long there is where no line says so; three working days for the rest."""
BY_RULE, BY_DEFAULT, PROTECTED, COMPLAINT = "rule", "default", "protected", "complaint"
PROTECTS = "petugas_pelindungan"


@dataclass(frozen=True)
class Assignment:
    """``why`` is one of ``BY_RULE``, ``BY_DEFAULT``, ``PROTECTED``, ``COMPLAINT``; ``rule`` the line that decided."""

    owner: Owner
    clock: str
    rule: UUID | None
    why: str


def owner_for(
    category: str,
    unit: str,
    subject: str = "",
    at: datetime | None = None,
    organisation: UUID | None = None,
    *,
    danger: bool = False,
) -> Assignment:
    """Who owes an answer to such a report of ``unit`` that came ``at`` a moment, now without one.

    ``subject`` and ``organisation`` are those of a complaint. Whoever tells of danger waits no longer than a day,
    whatever a line says. Three queries at most. Raises ``ValueError`` for what is never kept here.
    """
    kind = CATEGORIES[category].kind
    if kind == "protected":
        return Assignment(_protecting(unit), default_clock(category, danger=danger), None, PROTECTED)
    if kind == "complaint":
        return Assignment(_hearing(subject, unit, organisation), default_clock(category), None, COMPLAINT)
    if kind == "elsewhere":
        raise ValueError(f"{category} is handed to an authority outside")
    at = local(at or timezone.now(), unit)
    units = path_of(unit)
    lines = {each.pk: each for each in _holding(category, units, at)}
    rules = [as_rule(each) for each in lines.values()]
    rule = chosen(rules, category=category, units=units, at=at, gone=owners_gone(lines.values()))
    if rule is None:
        return Assignment(default_owner(unit), default_clock(category, danger=danger), None, BY_DEFAULT)
    return Assignment(owner_of(lines[rule.id]), URGENT if danger else rule.clock, rule.id, BY_RULE)


def default_owner(unit: str) -> Owner:
    """Who receives what no line speaks of: the kelurahan. One query at most.

    A report of a whole kecamatan belongs to the office there that reads such reports: no government below answers for
    all of it, and the camat reads none. Of what is larger none is kept; it is answered as if it were.
    """
    parts = unit.split(".")
    if len(parts) < KELURAHAN:
        return Owner(unit, title=next(each.code for each in _reading_and_keeping() if DISTRICT in each.levels))
    kelurahan = ".".join(parts[:KELURAHAN])
    government = organisation_of_kind("kelurahan", kelurahan)
    return Owner(kelurahan, organisation=government.pk) if government else Owner(kelurahan, title="lurah")


def default_clock(category: str, *, danger: bool = False) -> str:
    """How long there is for an ordinary one where no line says; for the rest always. No danger waits three days."""
    urgent = danger and CATEGORIES[category].kind != "complaint"
    return URGENT if urgent else CLOCKS.get(category, "tiga_hari")


def path_of(unit: str) -> list[str]:
    """The unit and those that hold it, upwards."""
    parts = unit.split(".")
    return [".".join(parts[:end]) for end in range(len(parts), 0, -1)]


def local(at: datetime, unit: str) -> datetime:
    """The time on the clocks there."""
    return at.astimezone(zone_of(unit))


def as_rule(line: OwnerRule) -> Rule:
    """A line as ``algo.rules`` takes it, its ``owner_key`` an ``Owner``. No query for a row read with organisation."""
    return Rule(
        line.pk,
        line.unit,
        line.category,
        line.days,
        line.from_hour,
        line.to_hour,
        owner_of(line),
        line.clock,
        line.since,
        line.until,
    )


def owner_of(line: OwnerRule) -> Owner:
    """Whom a line names. No query for one read with its organisation."""
    if line.to_organisation is not None:
        return Owner(line.to_organisation.unit, organisation=line.to_organisation.pk)
    return Owner(line.to_unit, title=line.to_title)


def owners_gone(lines: Iterable[OwnerRule]) -> set[Owner]:
    """Those named by these lines who do not stand: closed organisations, vacant offices. One query at most."""
    owners = {owner_of(each): each for each in lines}
    closed = {
        owner
        for owner, line in owners.items()
        if line.to_organisation is not None and line.to_organisation.closed_at is not None
    }
    offices = {(owner.title, owner.unit) for owner in owners if owner.title}
    vacant = offices - held_offices(offices)
    return closed | {owner for owner in owners if (owner.title, owner.unit) in vacant}


def owners_able(unit: str) -> list[Owner]:
    """Whom a line for that unit may name, organisations first, each the nearest first. One query.

    Those in which somebody may hold a title with which reports of the whole unit are read and promises are kept:
    others would owe an answer to what they cannot see.
    """
    path = path_of(unit)
    titles = _reading_and_keeping()
    seats = seated_in(path, {kind for title in titles for kind in title.kinds})
    organisations = [
        Owner(each.unit, organisation=each.pk)
        for each in sorted(seats, key=lambda each: path.index(each.unit))
        if any(
            each.kind in title.kinds and each.unit.count(".") + 1 <= level <= len(path)
            for title in titles
            for level in title.levels
        )
    ]
    offices = [
        Owner(each, title=title.code) for each in path for title in titles if each.count(".") + 1 in title.levels
    ]
    return organisations + offices


def _reading_and_keeping() -> list[Title]:
    return [each for each in titles_with("reports.see") if KEEP in each.capabilities]


def today_in(unit: str) -> date:
    """The date on the calendars there."""
    return local(timezone.now(), unit).date()


def _holding(category: str, units: Collection[str], at: datetime) -> QuerySet[OwnerRule]:
    """What may decide about such a report. A night that began yesterday may still belong to a line that has ended."""
    today = at.date()
    return OwnerRule.objects.filter(
        Q(until=None) | Q(until__gte=today), unit__in=units, category__in=("", category), since__lte=today
    ).select_related("to_organisation")


def _protecting(unit: str) -> Owner:
    """The office of whoever protects women and children, of the smallest unit that has one. One query."""
    units = [each for each in path_of(unit) if each.count(".") + 1 in (KELURAHAN, DISTRICT, CITY)]
    held = holders_in([PROTECTS], units)
    return Owner(
        next((each for each in units if (PROTECTS, each) in held), units[0] if units else unit), title=PROTECTS
    )


def _hearing(subject: str, unit: str, organisation: UUID | None) -> Owner:
    """The office that hears a complaint: the first of its readers', whose holder is outside whom it is about.

    Before one whose only holders belong there comes one that nobody holds. Three queries.
    """
    readers = SUBJECTS[subject].readers if subject in SUBJECTS else ()
    if not readers:
        raise ValueError(f"a complaint about {subject!r} is handed to an authority outside")
    offices = [
        (title.code, each)
        for capability in readers
        for title in titles_with(capability)
        for each in path_of(unit)
        if each.count(".") + 1 in title.levels
    ]
    if not offices:  # of a whole city, say: there is no such office above
        return Owner(unit, title=titles_with(readers[0])[0].code)
    held = holders_in({title for title, _unit in offices}, {each for _title, each in offices})
    near = organisations_near(set[UUID]().union(*held.values())) if organisation and held else {}

    def rank(office: tuple[str, str]) -> int:
        holders = held.get(office, set())
        inside = {each for each in holders if organisation in near.get(each, set())}
        if not holders:
            return 2
        return 0 if not inside else 3 if inside == holders else 1

    title, where = min(offices, key=rank)
    return Owner(where, title=title)
