from collections.abc import Collection
from datetime import timedelta
from uuid import UUID

from django.contrib.auth.password_validation import validate_password
from django.db import IntegrityError
from django.utils import timezone

from rukun.guard import Actor, Denied, System
from rukun.guard.ids import new_id
from rukun.journal import actions as journal
from rukun.people.access.invitations import held_by
from rukun.people.access.own import may_manage, may_read_contact
from rukun.people.actions.checking import a_name, a_unit
from rukun.people.actions.positions import end_position_of
from rukun.people.errors import MinorInOffice, Nameless, PhoneTaken, Released
from rukun.people.models import ApiKey, Invitation, Person, Position, Recovery
from rukun.people.phones import normalise
from rukun.people.signin import sessions
from rukun.people.verbs import (
    CONTACT_READ,
    PASSWORD_SET,
    PERSON_ADDED,
    PERSON_CORRECTED,
    PERSON_ERASED,
    PERSON_RELEASED,
)

KEPT_AFTER_RELEASE = timedelta(days=90)


def add_person(
    *,
    actor: Actor,
    name: str,
    phone: str,
    password: str = "",
    unit: str = "",
    adult: bool = True,
    person_id: UUID | None = None,
) -> Person:
    """Make somebody known. Without a password they come in by invitation.

    ``unit`` is where they belong, where it is recorded, and who may do it. Raises ``Refused``, ``NotAPhoneNumber``,
    a ``PeopleError``, or Django's ``ValidationError`` for a weak password.
    """
    actor.may("people.manage", unit).demand()
    person = Person(
        id=person_id or new_id(), name=a_name(name, Nameless), phone=normalise(phone), unit=a_unit(unit), adult=adult
    )
    if password:
        validate_password(password, person)
        person.set_password(password)
    else:
        person.set_unusable_password()
    with journal.atomic():
        try:
            with journal.atomic():
                person.save(force_insert=True)
        except IntegrityError:
            raise PhoneTaken from None
        journal.record(PERSON_ADDED, actor=actor, unit=unit, about=("person", person.pk))
    return person


def one_after_another(persons: Collection[UUID]) -> None:
    """Wait for whatever else decides about these persons now; others wait for this transaction to end.

    For rules that look at what is there before they add to it: asked at once, two would each miss the other. Call it
    inside ``journal.atomic()``, before anything is read.
    """
    list(Person.objects.select_for_update(no_key=True).filter(pk__in=persons).order_by("pk").values_list("pk"))


def correct_person(*, actor: Actor, person: Person, name: str, unit: str, adult: bool) -> None:
    """What is known of somebody was wrong.

    Each may correct their own name and unit; the rest asks ``people.manage``.
    """
    own = actor.label == f"person:{person.pk}"
    if not own or adult != person.adult:
        may_manage(actor, person).demand()
    if not own:
        actor.may("people.manage", unit).demand()
    if not adult and held_by(person):
        raise MinorInOffice
    with journal.atomic():
        person.name, person.unit, person.adult = a_name(name, Nameless), a_unit(unit), adult
        person.save(update_fields=["name", "unit", "adult"])
        journal.record(PERSON_CORRECTED, actor=actor, unit=unit, about=("person", person.pk))


def set_password(*, actor: Actor, person: Person, password: str) -> None:
    """Give a person a new password; sessions opened with the old one end. Raises ``Refused``, ``ValidationError``.

    One's own is set by oneself, another's from the console alone: whoever sets a password could sign in with it.
    """
    if actor.label != f"person:{person.pk}" and not isinstance(actor, System):
        Denied("").demand()
    validate_password(password, person)
    with journal.atomic():
        person.set_password(password)
        person.save(update_fields=["password"])
        journal.record(PASSWORD_SET, actor=actor, unit=person.unit, about=("person", person.pk))


def read_contact(*, actor: Actor, person: Person) -> str:
    """Somebody's private number. That it was read stands in the journal, and in what they can see of themselves."""
    may_read_contact(actor, person).demand()
    if person.released_at is not None:
        raise Released
    with journal.atomic():
        journal.record(CONTACT_READ, actor=actor, unit=person.unit, about=("person", person.pk))
    return person.phone


def release_person(*, actor: Actor, person: Person) -> None:
    """Somebody leaves: no more signing in, positions end, the number is erased; the rest 90 days later."""
    may_manage(actor, person).demand()
    _release(actor, person)


def forget_oneself(*, actor: Actor, person: Person) -> bool:
    """Somebody wants to be known no longer. Returns whether all was erased at once.

    Whoever held an office is released first and erased 90 days later: until then somebody may still ask or complain
    about what was done in it. Raises ``LastAdministrator``.
    """
    if actor.label != f"person:{person.pk}":
        Denied("").demand()
    with journal.atomic():
        held = Position.objects.filter(person=person).exists()
        _release(actor, person)
        if not held:
            _erase(actor, person.pk)
    return not held


def _release(actor: Actor, person: Person) -> None:
    with journal.atomic():
        locked = Person.objects.select_for_update().get(pk=person.pk)
        if locked.released_at is not None:
            return
        now = timezone.now()
        held = [*Position.objects.select_for_update().filter(person=locked).exclude(until__lte=now)]
        for position in held:
            end_position_of(actor, position)
        locked.released_at = now
        locked.phone = _nobodys(locked.pk)
        locked.save(update_fields=["released_at", "phone"])
        sessions.end_all(locked)
        Invitation.objects.filter(person=locked, ended_at=None).update(ended_at=now)
        Recovery.objects.filter(person=locked, ended_at=None).update(ended_at=now)
        Recovery.objects.filter(person=locked).update(phone="")
        ApiKey.objects.filter(person=locked, revoked_at=None).update(revoked_at=now)
        journal.record(PERSON_RELEASED, actor=actor, unit=locked.unit, about=("person", locked.pk))


def _nobodys(key: UUID) -> str:
    """What stands in the place of a number that is erased.

    The number may soon be somebody else's, who can then be registered.
    """
    return f"-{key.hex[-19:]}"


def erase_released() -> int:
    """Erase the persons released more than 90 days ago, with their positions. Returns how many."""
    due = Person.objects.filter(released_at__lte=timezone.now() - KEPT_AFTER_RELEASE)
    erased = 0
    for key in list(due.values_list("pk", flat=True)):
        with journal.atomic():
            erased += _erase(System("retention"), key)
    return erased


def _erase(actor: Actor, key: UUID) -> bool:
    if not Person.objects.filter(pk=key).delete()[0]:
        return False
    journal.record(PERSON_ERASED, actor=actor, unit="", about=("person", key))
    return True
