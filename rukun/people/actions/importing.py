"""A list of people at once: the same actions as for one, row by row, all good rows or nothing."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import takewhile
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from rukun.guard import Actor, Refused
from rukun.journal import actions as journal
from rukun.people.access import person_for
from rukun.people.actions.persons import add_person
from rukun.people.actions.positions import give_position
from rukun.people.algo.terms import Span, longest_end
from rukun.people.errors import OthersNumber, PeopleError
from rukun.people.importing.checking import Draft, Unfit, absent, check, organisation_called, same_name, spelt_alike
from rukun.people.importing.reading import Row
from rukun.people.models import Organisation, Person, Position
from rukun.people.phones import NotAPhoneNumber
from rukun.people.titles import TITLES
from rukun.people.verbs import PEOPLE_IMPORTED
from rukun.territory import queries as territory
from rukun.ui.dates import first_moment, moment_after


@dataclass(frozen=True)
class Outcome:
    """What a row did: somebody was registered, was given a position, both, or neither because all was known already.

    A row with ``reasons`` (by field) did nothing.
    """

    draft: Draft
    person: bool = False
    position: bool = False
    reasons: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Report:
    """``units``: words in the file that were taken for a unit, each with its code."""

    outcomes: list[Outcome]
    units: list[tuple[str, str]]

    @property
    def good(self) -> list[Outcome]:
        return [each for each in self.outcomes if not each.reasons]

    @property
    def bad(self) -> list[Outcome]:
        return [each for each in self.outcomes if each.reasons]

    def counts(self) -> dict[str, int]:
        """``persons`` registered, ``positions`` given, rows that were ``known`` already, rows that are ``bad``."""
        return {
            "persons": sum(each.person for each in self.good),
            "positions": sum(each.position for each in self.good),
            "known": sum(not each.person and not each.position for each in self.good),
            "bad": len(self.bad),
        }


class _Undone(Exception):
    pass


def import_people(*, actor: Actor, rows: Sequence[Row]) -> Report:
    """Register whom the good rows name, with their positions; bad rows are told with reasons, and left out.

    Imported again, a list changes nothing more: a person is known by phone and name, a position by person, title,
    unit and time. Raises ``Refused``.
    """
    actor.holds("people.manage").demand()
    with journal.atomic():
        report = _carry_out(actor, rows)
        counts = report.counts()
        if counts["persons"] or counts["positions"]:
            journal.record(PEOPLE_IMPORTED, actor=actor, unit=_around(report), codes=counts)
    return report


def try_import(*, actor: Actor, rows: Sequence[Row]) -> Report:
    """What ``import_people`` would do now, found out by doing it and undoing it. Raises ``Refused``."""
    actor.holds("people.manage").demand()
    with suppress(_Undone), journal.atomic():
        report = _carry_out(actor, rows)
        raise _Undone
    return report


def _carry_out(actor: Actor, rows: Sequence[Row]) -> Report:
    checked = check(actor, rows)
    phones = {draft.phone for draft in checked.drafts if not draft.reasons}
    # Locked in one order before anything else is: two who import overlapping lists wait for each other here.
    persons = Person.objects.select_for_update().filter(phone__in=phones, released_at=None).order_by("pk")
    known = {person.phone: person for person in persons}
    held: dict[UUID, list[Position]] = {person.pk: [] for person in known.values()}
    for position in Position.objects.filter(person__in=held):
        held[position.person_id].append(position)
    run = _Run(actor, known, held)
    with territory.one_look():
        return Report([run.outcome(draft) for draft in checked.drafts], checked.units)


@dataclass
class _Run:
    """Who is ``known``, by phone, and the positions they ever ``held``, as the import goes on."""

    actor: Actor
    known: dict[str, Person]
    held: dict[UUID, list[Position]]
    organisations: dict[tuple[str, str, str], Organisation] = field(default_factory=dict)

    def outcome(self, draft: Draft) -> Outcome:
        if draft.reasons:
            return Outcome(draft, reasons=draft.reasons)
        giving = False
        try:
            with journal.atomic():
                person = self._person(draft)
                giving = True
                position = self._position(person, draft) if draft.title else None
        except (PeopleError, NotAPhoneNumber, Refused, Unfit) as error:
            return Outcome(draft, reasons=_reasons(error, draft, giving=giving))
        new = draft.phone not in self.known
        self.known[draft.phone] = person
        self.held.setdefault(person.pk, []).extend([position] if position else [])
        return Outcome(draft, new, position is not None)

    def _person(self, draft: Draft) -> Person:
        """Who has this number, new or known. Raises ``Unfit`` or ``OthersNumber`` if it is somebody else's.

        Of somebody whom the actor may not see, the very name must be there, and is not told.
        """
        person = self.known.get(draft.phone)
        if person is None:
            return add_person(actor=self.actor, name=draft.name, phone=draft.phone, unit=draft.unit, adult=draft.adult)
        if spelt_alike(person.name, draft.name):
            return person
        if person_for(self.actor, person.pk) is None:
            raise OthersNumber
        if same_name(person.name, draft.name):
            return person
        raise Unfit(_("Nomor ini sudah dipakai orang lain (%s). Periksa nomor atau namanya.") % person.name, "phone")

    def _position(self, person: Person, draft: Draft) -> Position | None:
        """The position that was given; ``None`` if the person holds it already."""
        organisation = self._organisation(draft)
        since = first_moment(draft.since) if draft.since else timezone.now()
        until = moment_after(draft.until) if draft.until else None
        if self._holds(person, draft, organisation, Span(since, until)):
            return None
        return give_position(
            actor=self.actor,
            person=person,
            title=draft.title,
            unit=draft.position_unit,
            organisation=organisation,
            since=since,
            until=until,
            rank=draft.cell("rank"),
            decree=draft.cell("decree"),
            work_phone=draft.cell("work_phone"),
        )

    def _organisation(self, draft: Draft) -> Organisation | None:
        name = draft.cell("organisation")
        if not name:
            return None
        key = (name, draft.title, draft.position_unit)
        if key not in self.organisations:
            self.organisations[key] = organisation_called(*key)
        return self.organisations[key]

    def _holds(self, person: Person, draft: Draft, organisation: Organisation | None, span: Span) -> bool:
        """Whether the person has this very position at some moment of that time, or had it from the same moment on."""
        years = TITLES[draft.title].years
        if years is not None and span.until is None:
            span = Span(span.since, longest_end(span.since, years))
        return any(
            each.since == span.since or Span(each.since, each.until).meets(span)
            for each in self.held.get(person.pk, [])
            if (each.title, each.unit) == (draft.title, draft.position_unit)
            and (organisation is None or each.organisation_id == organisation.pk)
        )


_GIVING = {"person": "title", "": "decree", "unit": "position_unit"}
"""Cells that an argument of ``give_position`` stands in, where they are called otherwise."""


def _reasons(error: Exception, draft: Draft, *, giving: bool) -> dict[str, str]:
    if isinstance(error, Refused):
        error = absent()
    if isinstance(error, NotAPhoneNumber):
        return {"work_phone" if giving else "phone": str(error)}
    assert isinstance(error, PeopleError | Unfit)
    name = error.field
    if giving and isinstance(error, PeopleError):
        name = _GIVING.get(name, name)
    if name == "position_unit" and not draft.cell("position_unit"):
        name = "unit"
    return {name: str(error)}


def _around(report: Report) -> str:
    """The smallest unit that holds all that was changed."""
    changed = [each for each in report.good if each.person or each.position]
    units = {each.draft.unit for each in changed} | {each.draft.position_unit for each in changed}
    columns = zip(*(unit.split(".") for unit in units), strict=False)
    return ".".join(parts[0] for parts in takewhile(lambda parts: len(set(parts)) == 1, columns))
