"""Writing about persons and positions."""

from datetime import datetime, timedelta
from uuid import UUID

from django.contrib.auth.password_validation import validate_password
from django.utils import timezone

from rukun.guard import Actor, System
from rukun.guard.ids import new_id
from rukun.journal import actions as journal
from rukun.people.errors import Nameless, NameTooLong, NoSuchUnit, PhoneTaken, UnknownTitle, UnknownUnit, WrongUnit
from rukun.people.models import LONGEST_NAME, Person, Position
from rukun.people.phones import normalise
from rukun.people.titles import TITLES
from rukun.people.verbs import (
    PASSWORD_SET,
    PERSON_ADDED,
    PERSON_ERASED,
    PERSON_RELEASED,
    POSITION_ENDED,
    POSITION_GIVEN,
)
from rukun.territory import queries as territory

KEPT_AFTER_RELEASE = timedelta(days=90)


def add_person(
    *, actor: Actor, name: str, phone: str, password: str = "", unit: str = "", person_id: UUID | None = None
) -> Person:
    """Make somebody known. Without a password they cannot sign in by one.

    ``unit`` is where it is recorded and who may do it. Raises ``Refused``, ``NotAPhoneNumber``,
    ``PhoneTaken``, ``Nameless``, or Django's ``ValidationError`` for a weak password.
    """
    actor.may("people.manage", unit).demand()
    if not name.strip():
        raise Nameless
    if len(name.strip()) > LONGEST_NAME:
        raise NameTooLong(LONGEST_NAME)
    person = Person(id=person_id or new_id(), name=name.strip(), phone=normalise(phone))
    if password:
        validate_password(password, person)
        person.set_password(password)
    else:
        person.set_unusable_password()
    with journal.atomic():
        if Person.objects.filter(phone=person.phone).exists():
            raise PhoneTaken
        person.save(force_insert=True)
        journal.record(PERSON_ADDED, actor=actor, unit=unit, about=("person", person.pk))
    return person


def set_password(*, actor: Actor, person: Person, password: str) -> None:
    """Give a person a new password; sessions opened with the old one end. Raises ``Refused``, ``ValidationError``."""
    actor.may("people.manage", "").demand()
    validate_password(password, person)
    with journal.atomic():
        person.set_password(password)
        person.save(update_fields=["password"])
        journal.record(PASSWORD_SET, actor=actor, unit="", about=("person", person.pk))


def give_position(
    *, actor: Actor, person: Person, title: str, unit: str, since: datetime | None = None, until: datetime | None = None
) -> Position:
    """Give a person a title over a unit. Raises ``Refused`` or a ``PeopleError``."""
    actor.may("people.manage", unit).demand()
    if title not in TITLES:
        raise UnknownTitle(sorted(TITLES))
    if not journal.UNIT.fullmatch(unit):
        raise UnknownUnit
    if unit and not territory.is_empty() and not territory.exists(unit):
        raise NoSuchUnit(unit)
    levels = TITLES[title].levels
    if levels and len(unit.split(".")) not in levels:
        raise WrongUnit(str(TITLES[title].words), levels[0])
    with journal.atomic():
        position = Position.objects.create(
            person=person, title=title, unit=unit, since=since or timezone.now(), until=until
        )
        journal.record(
            POSITION_GIVEN,
            actor=actor,
            unit=unit,
            about=("position", position.pk),
            codes={"title": title, "person": str(person.pk)},
        )
    return position


def end_position(*, actor: Actor, position: Position) -> None:
    """End a position now: in this second its rights are gone, open sessions included. Twice is once."""
    actor.may("people.manage", position.unit).demand()
    with journal.atomic():
        now = timezone.now()
        locked = Position.objects.select_for_update().get(pk=position.pk)
        if locked.until is not None and locked.until <= now:
            return
        locked.until = max(now, locked.since)
        locked.save(update_fields=["until"])
        journal.record(
            POSITION_ENDED, actor=actor, unit=locked.unit, about=("position", locked.pk), codes={"title": locked.title}
        )


def release_person(*, actor: Actor, person: Person) -> None:
    """Somebody leaves: no more signing in, positions end; what is known of them is erased 90 days later."""
    actor.may("people.manage", "").demand()
    with journal.atomic():
        locked = Person.objects.select_for_update().get(pk=person.pk)
        if locked.released_at is not None:
            return
        for position in Position.objects.filter(person=locked).exclude(until__lte=timezone.now()):
            end_position(actor=actor, position=position)
        locked.released_at = timezone.now()
        locked.save(update_fields=["released_at"])
        journal.record(PERSON_RELEASED, actor=actor, unit="", about=("person", locked.pk))


def erase_released() -> int:
    """Erase the persons released more than 90 days ago, with their positions. Returns how many."""
    due = Person.objects.filter(released_at__lte=timezone.now() - KEPT_AFTER_RELEASE)
    erased = 0
    for key in list(due.values_list("pk", flat=True)):
        with journal.atomic():
            if Person.objects.filter(pk=key).delete()[0]:
                journal.record(PERSON_ERASED, actor=System("retention"), unit="", about=("person", key))
                erased += 1
    return erased
