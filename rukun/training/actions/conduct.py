"""Signing the code of conduct."""

from datetime import timedelta

from django.utils import timezone

from rukun.guard import Actor
from rukun.journal import actions as journal
from rukun.people.access.own import may_see_own_data
from rukun.people.actions import one_after_another
from rukun.people.queries import person_with_id
from rukun.training.access.members import own_key
from rukun.training.content import conduct
from rukun.training.errors.members import NewerConduct, NotGrownUp
from rukun.training.models import CodeSigning
from rukun.training.verbs import CODE_SIGNED

SIGNED_ONCE_WITHIN = timedelta(days=30)
"""What was signed is not signed again within this time."""


def sign_code(*, actor: Actor, version: int) -> CodeSigning:
    """Sign the code of conduct oneself, in the ``version`` that was shown. Signed twice is once.

    Raises ``Refused``, ``NewerConduct``, ``NotGrownUp``.
    """
    may_see_own_data(actor).demand()
    key = own_key(actor)
    person = person_with_id(key) if key else None
    if person is None or not person.adult:
        raise NotGrownUp
    if version != conduct().version:
        raise NewerConduct
    with journal.atomic():
        one_after_another([person.pk])
        now = timezone.now()
        signed = CodeSigning.objects.filter(
            person=person.pk, version=version, signed_at__gt=now - SIGNED_ONCE_WITHIN, signed_at__lte=now
        ).last()
        if signed is not None:
            return signed
        signed = CodeSigning.objects.create(person_id=person.pk, version=version, signed_at=now)
        journal.record(
            CODE_SIGNED, actor=actor, unit=person.unit, about=("person", person.pk), codes={"version": version}
        )
    return signed
