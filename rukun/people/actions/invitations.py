"""Letting somebody in for the first time: a secret that works once, for one person, for a week."""

import base64
import hashlib
import secrets
from datetime import timedelta

from django.utils import timezone

from rukun.guard import Actor
from rukun.journal import actions as journal
from rukun.people.access.invitations import may_invite
from rukun.people.actor import actor_of
from rukun.people.errors import InvitationOver, InvitationUnknown, PositionOver, Released
from rukun.people.models import Invitation, Person, Position
from rukun.people.signin import means
from rukun.people.verbs import INVITATION_USED, INVITATION_WITHDRAWN, INVITED

VALID_FOR = timedelta(days=7)


def invite(
    *, actor: Actor, person: Person, position: Position | None = None, valid_for: timedelta = VALID_FOR
) -> tuple[Invitation, str]:
    """Make an invitation, and its secret, which is nowhere kept. Earlier open ones of this person end.

    Raises ``Refused``, and for somebody who can sign in already: an invitation would let its maker into their account,
    so a lost phone takes two (``actions.recovery``).
    """
    may_invite(actor, person).demand()
    if position is not None and _is_over(Position.objects.get(pk=position.pk)):
        raise PositionOver
    return renew_invitation(actor=actor, person=person, position=position, valid_for=valid_for)


def renew_invitation(
    *, actor: Actor, person: Person, position: Position | None = None, valid_for: timedelta = VALID_FOR
) -> tuple[Invitation, str]:
    """The same without asking: for a recovery that two have agreed to, and for the console."""
    secret = new_secret()
    with journal.atomic():
        person = Person.objects.select_for_update().get(pk=person.pk)
        if person.released_at is not None:
            raise Released
        now = timezone.now()
        Invitation.objects.filter(person=person, ended_at=None).update(ended_at=now)
        made = Invitation.objects.create(
            person=person,
            position=position,
            secret_hash=_hash(secret),
            made_by=actor.label,
            made_at=now,
            expires_at=now + valid_for,
        )
        journal.record(
            INVITED,
            actor=actor,
            unit=position.unit if position else person.unit,
            about=("invitation", made.pk),
            codes={"person": str(person.pk)},
        )
    return made, secret


def use_invitation(*, secret: str) -> Person:
    """Give the secret back for the person it lets in. It works once; two at the same moment are one.

    Raises ``InvitationUnknown``, ``InvitationOver``.
    """
    with journal.atomic():
        found = (
            Invitation.objects.select_for_update(of=("self",))
            .select_related("person", "position")
            .filter(secret_hash=_hash(secret))
            .first()
        )
        if found is None:
            raise InvitationUnknown
        now = timezone.now()
        position = found.position
        if (
            found.ended_at is not None
            or found.expires_at <= now
            or found.person.released_at is not None
            or (position is not None and _is_over(position))
            or not _maker_still_may(found)
            or means.of(found.person)
        ):
            raise InvitationOver
        found.ended_at, found.used = now, True
        found.save(update_fields=["ended_at", "used"])
        person = found.person
        journal.record(
            INVITATION_USED,
            actor=actor_of(person),
            unit=position.unit if position else person.unit,
            about=("invitation", found.pk),
        )
    return person


def _is_over(position: Position) -> bool:
    return position.until is not None and position.until <= timezone.now()


def _maker_still_may(invitation: Invitation) -> bool:
    """Whether whoever made it could make it now: their office may have ended, or the invited may hold more."""
    kind, _separator, key = invitation.made_by.partition(":")
    if kind != "person":
        return True
    maker = Person.objects.filter(pk=key, released_at=None).first()
    return may_invite(actor_of(maker), invitation.person).allowed


def withdraw_invitation(*, actor: Actor, invitation: Invitation) -> None:
    """It works no longer. Twice is once."""
    may_invite(actor, invitation.person).demand()
    with journal.atomic():
        if Invitation.objects.filter(pk=invitation.pk, ended_at=None).update(ended_at=timezone.now()):
            journal.record(
                INVITATION_WITHDRAWN, actor=actor, unit=invitation.person.unit, about=("invitation", invitation.pk)
            )


def new_secret() -> str:
    """160 bits in eight groups of four letters and digits, so that they can be read out and typed."""
    text = base64.b32encode(secrets.token_bytes(20)).decode("ascii")
    return "-".join(text[start : start + 4] for start in range(0, len(text), 4))


def _hash(secret: str) -> str:
    """Of what was typed, however it was grouped. The secret is long: no slow hash is needed."""
    plain = "".join(each for each in secret.upper() if each.isalnum())
    return hashlib.sha256(plain.encode()).hexdigest()
