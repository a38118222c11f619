"""A lost phone or a changed number: one who manages people there asks, another agrees, and the account begins anew."""

from datetime import timedelta

from django.db import IntegrityError
from django.db.models import F
from django.utils import timezone

from rukun.guard import Actor
from rukun.journal import actions as journal
from rukun.journal.verbs import Verb
from rukun.people.access.own import may_recover
from rukun.people.actions.invitations import renew_invitation
from rukun.people.actor import actor_of
from rukun.people.errors import AskerGone, NeedsSecond, PhoneTaken, RecoveryOpen, RecoveryOver, Released
from rukun.people.models import ApiKey, Invitation, Person, Recovery
from rukun.people.phones import normalise
from rukun.people.signin import means, sessions
from rukun.people.verbs import KEY_REVOKED, RECOVERY_ASKED, RECOVERY_CONFIRMED, RECOVERY_WITHDRAWN

VALID_FOR = timedelta(days=7)


def ask_recovery(*, actor: Actor, person: Person, phone: str) -> Recovery:
    """Ask that somebody's account be opened anew under a number: a new one, or their own on another phone.

    Nothing changes until another agrees, within a week. Raises ``Refused``, ``NotAPhoneNumber``, ``PhoneTaken``,
    ``RecoveryOpen``, ``Released``.
    """
    may_recover(actor, person).demand()
    phone = normalise(phone)
    with journal.atomic():
        person = _locked(person)
        now = timezone.now()
        if Person.objects.filter(phone=phone).exclude(pk=person.pk).exists():
            raise PhoneTaken
        not_ended = Recovery.objects.filter(person=person, ended_at=None)
        not_ended.filter(expires_at__lte=now).update(ended_at=F("expires_at"))
        if not_ended.exists():
            raise RecoveryOpen
        made = Recovery.objects.create(
            person=person, phone=phone, asked_by=actor.label, asked_at=now, expires_at=now + VALID_FOR
        )
        _record(RECOVERY_ASKED, actor, person, made)
    return made


def confirm_recovery(*, actor: Actor, recovery: Recovery) -> tuple[Invitation, str]:
    """Agree, as the second. Every way into the account ends; the invitation given back with its secret is the only new.

    Raises ``Refused``, ``NeedsSecond`` for whoever asked, ``RecoveryOver``, ``AskerGone`` if who asked may no longer,
    ``PhoneTaken``, ``Released``. Of two who agree at once, one is too late.
    """
    with journal.atomic():
        person, recovery = _locked_with_person(recovery)
        may_recover(actor, person).demand()
        if recovery.asked_by == actor.label:
            raise NeedsSecond
        if recovery.ended_at is not None or recovery.expires_at <= timezone.now():
            raise RecoveryOver
        _demand_asker(recovery, person)
        _record(RECOVERY_CONFIRMED, actor, person, recovery)
        person.phone = recovery.phone
        try:
            with journal.atomic():
                person.save(update_fields=["phone"])
        except IntegrityError:
            raise PhoneTaken from None
        means.remove_all(person)
        sessions.end_all(person)
        _revoke_keys(actor, person)
        recovery.confirmed_by, recovery.ended_at = actor.label, timezone.now()
        recovery.save(update_fields=["confirmed_by", "ended_at"])
        return renew_invitation(actor=actor, person=person)  # ends the older ones


def withdraw_recovery(*, actor: Actor, recovery: Recovery) -> None:
    """It is not needed, or it is wrong. One that is over stays as it is."""
    with journal.atomic():
        person, recovery = _locked_with_person(recovery)
        may_recover(actor, person).demand()
        if recovery.ended_at is not None:
            return
        recovery.ended_at = timezone.now()
        recovery.save(update_fields=["ended_at"])
        _record(RECOVERY_WITHDRAWN, actor, person, recovery)


def _locked(person: Person) -> Person:
    """All that happens to one person's account happens one after the other."""
    person = Person.objects.select_for_update().get(pk=person.pk)
    if person.released_at is not None:
        raise Released
    return person


def _locked_with_person(recovery: Recovery) -> tuple[Person, Recovery]:
    person = _locked(recovery.person)
    return person, Recovery.objects.select_for_update().get(pk=recovery.pk)


def _demand_asker(recovery: Recovery, person: Person) -> None:
    """It takes two who may, at the moment when it happens: one whose office has ended meanwhile does not count."""
    asker = Person.objects.filter(pk=recovery.asked_by.removeprefix("person:"), released_at=None).first()
    if not may_recover(actor_of(asker), person).allowed:
        raise AskerGone


def _revoke_keys(actor: Actor, person: Person) -> None:
    open_keys = ApiKey.objects.select_for_update().filter(person=person, revoked_at=None)
    for key in open_keys:
        key.revoked_at = timezone.now()
        key.save(update_fields=["revoked_at"])
        journal.record(KEY_REVOKED, actor=actor, unit=key.unit, about=("key", key.pk))


def _record(verb: Verb, actor: Actor, person: Person, recovery: Recovery) -> None:
    journal.record(
        verb, actor=actor, unit=person.unit, about=("recovery", recovery.pk), codes={"person": str(person.pk)}
    )
