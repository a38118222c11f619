from collections.abc import Collection
from datetime import timedelta
from uuid import UUID

from django.db import IntegrityError
from django.utils import timezone

from rukun.guard import Actor, Denied, System
from rukun.guard.ids import new_id
from rukun.journal import actions as journal
from rukun.people.access.keys import may_revoke
from rukun.people.actions.checking import a_name, a_unit
from rukun.people.actor import actor_of
from rukun.people.errors import KeyMadeBefore, KeyTooLong, KeyWithoutCapability, NamelessKey, Released
from rukun.people.models import ApiKey, Person
from rukun.people.signin.keys import GRANTABLE, LONGEST_DAYS, hashed, new_secret
from rukun.people.verbs import KEY_MADE, KEY_REVOKED


def make_key(
    *,
    actor: Actor,
    person: Person,
    name: str,
    capabilities: Collection[str],
    unit: str,
    days: int,
    key_id: UUID | None = None,
) -> tuple[ApiKey, str]:
    """Make a key for a program, and its secret, which is nowhere kept. It lasts so many days, at most a year.

    One makes keys for oneself, with ``keys.manage`` and each capability held over the unit: a key in somebody else's
    name would outlive its maker's office. The console may make one for whoever holds all that. Raises ``Refused`` or a
    ``PeopleError``; ``KeyMadeBefore`` where ``key_id`` was sent twice.
    """
    if actor.label != f"person:{person.pk}" and not isinstance(actor, System):
        Denied("").demand()
    if person.released_at is not None:
        raise Released
    wanted = [code for code in GRANTABLE if code in capabilities]
    if not wanted or len(wanted) != len(set(capabilities)):
        raise KeyWithoutCapability
    if not 1 <= days <= LONGEST_DAYS:
        raise KeyTooLong(LONGEST_DAYS)
    a_unit(unit)
    makers = (actor, actor_of(person)) if isinstance(actor, System) else (actor,)
    for maker in makers:
        for capability in ("keys.manage", *wanted):
            maker.may(capability, unit).demand()
    now = timezone.now()
    secret = new_secret()
    key = ApiKey(
        id=key_id or new_id(),
        person=person,
        name=a_name(name, NamelessKey),
        secret_hash=hashed(secret),
        capabilities=wanted,
        unit=unit,
        made_at=now,
        expires_at=now + timedelta(days=days),
    )
    with journal.atomic():
        try:
            with journal.atomic():
                key.save(force_insert=True)
        except IntegrityError:
            raise KeyMadeBefore from None
        journal.record(
            KEY_MADE,
            actor=actor,
            unit=unit,
            about=("key", key.pk),
            codes={"person": str(person.pk), "days": days, **{_as_code(each): True for each in wanted}},
        )
    return key, secret


def revoke_key(*, actor: Actor, key: ApiKey) -> None:
    """From now on it opens nothing. Twice is once."""
    may_revoke(actor, key).demand()
    with journal.atomic():
        if ApiKey.objects.filter(pk=key.pk, revoked_at=None).update(revoked_at=timezone.now()):
            journal.record(KEY_REVOKED, actor=actor, unit=key.unit, about=("key", key.pk))


def _as_code(capability: str) -> str:
    """``journal.read`` as the journal writes the name of a code: ``journal_read``."""
    return capability.replace(".", "_")
