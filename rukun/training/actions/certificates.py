"""Certificates: issued when they are earned, never by hand; revoked with a reason."""

from functools import cache
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from rukun.guard import Actor
from rukun.journal import actions as journal
from rukun.journal.heads import public_key
from rukun.people.actions import one_after_another
from rukun.people.queries import person_with_id
from rukun.training.algo.codes import mark_of, new_code
from rukun.training.algo.states import ACTIVE
from rukun.training.content import courses
from rukun.training.days import end_after
from rukun.training.models import Certificate, MembershipState
from rukun.training.queries.progress import RENEWED_BEFORE, progress_of
from rukun.training.verbs import CERTIFICATE_ISSUED


@cache
def mark() -> str:
    """This installation's mark in its certificates' codes."""
    return mark_of(bytes.fromhex(public_key()))


def issue_if_earned(*, actor: Actor, person: UUID, course: str) -> Certificate | None:
    """Issue what the person has earned by now: call it after a quiz was passed or a class recorded.

    A course without practical part is mastered by its quiz or by a class; one with it takes the quiz and a class in
    which the trainer saw it done. Of the newest version, within three months, and all of it after the last certificate
    of this course that was revoked: from then on it takes a class in any case, not a quiz alone. A certificate that
    began after the newest of these is not issued again, and none beside one that still holds for long. Call it inside
    ``journal.atomic()``; the actor is who caused it.
    """
    one_after_another([person])
    found, now = courses()[course], timezone.now()
    earned = progress_of([person], found)[person].earned(found)
    if earned is None:
        return None
    from_it, holds = Q(issued_at__gte=earned), Q(expires_at__gt=now + RENEWED_BEFORE, revoked_at=None)
    if Certificate.objects.filter(from_it | holds, person=person, course=course, version=found.version).exists():
        return None
    holder = person_with_id(person)
    if holder is None:
        return None
    made = Certificate.objects.create(
        code=new_code(mark()),  # sixty bits: two do not meet
        person_id=person,
        course=course,
        version=found.version,
        organisation=_organisation_of(person),
        issued_at=now,
        expires_at=end_after(now, found.months),
    )
    journal.record(
        CERTIFICATE_ISSUED,
        actor=actor,
        unit=holder.unit,
        about=("certificate", made.pk),
        codes={"course": course, "version": found.version, "person": str(person)},
    )
    return made


def _organisation_of(person: UUID) -> str:
    """The name of the organisation the person is a member of now, for the certificate's face.

    One that has only invited them, or that they only asked to join, is not theirs.
    """
    newest = (
        MembershipState.objects.filter(membership__person=person, membership__left_at=None, state=ACTIVE)
        .order_by("-since")
        .values_list("membership__organisation__name", flat=True)
        .first()
    )
    return newest or ""
