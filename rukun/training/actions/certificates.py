"""Certificates: issued when they are earned, never by hand; revoked with a reason."""

from datetime import datetime
from functools import cache
from uuid import UUID

from django.utils import timezone

from rukun.guard import Actor
from rukun.journal import actions as journal
from rukun.journal.heads import public_key
from rukun.people.queries import person_with_id
from rukun.training.algo.codes import mark_of, new_code
from rukun.training.algo.months import months_after
from rukun.training.content import Course, courses
from rukun.training.models import Attempt, Attendance, Certificate, MembershipState
from rukun.training.verbs import CERTIFICATE_ISSUED

EARNED_WITHIN_MONTHS = 6
"""Quiz and practical check of one course belong together if they lie no further apart than this."""


@cache
def mark() -> str:
    """This installation's mark in its certificates' codes."""
    return mark_of(bytes.fromhex(public_key()))


def issue_if_earned(*, actor: Actor, person: UUID, course: str) -> Certificate | None:
    """Issue what the person has earned by now: call it after a quiz was passed or a class recorded.

    A course without practical part is mastered by its quiz or by a class; one with it takes the quiz and a class in
    which the trainer saw it done. Of the newest version, and within six months. A certificate that began after the
    newest of these is not issued again. Call it inside ``journal.atomic()``; the actor is who caused it.
    """
    found, now = courses()[course], timezone.now()
    earned = _earned_at(found, person, now)
    if earned is None:
        return None
    if Certificate.objects.filter(person=person, course=course, issued_at__gte=earned, version=found.version).exists():
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
        expires_at=months_after(now, found.months),
    )
    journal.record(
        CERTIFICATE_ISSUED,
        actor=actor,
        unit=holder.unit,
        about=("certificate", made.pk),
        codes={"course": course, "version": found.version, "person": str(person)},
    )
    return made


def _earned_at(course: Course, person: UUID, now: datetime) -> datetime | None:
    """When the last thing that a certificate takes was there; ``None`` while something lacks."""
    oldest = months_after(now, -EARNED_WITHIN_MONTHS)
    passed = (
        Attempt.objects.filter(
            person=person, course=course.code, version=course.version, passed=True, sent_at__gte=oldest
        )
        .order_by("-sent_at")
        .first()
    )
    quiz = passed.sent_at if passed else None
    attended = Attendance.objects.filter(
        person=person,
        course_class__course=course.code,
        course_class__version=course.version,
        course_class__held_on__gte=oldest.date(),
    ).order_by("-course_class__made_at")
    if course.practical:
        seen = attended.filter(practical=True).first()
        return max(quiz, seen.course_class.made_at) if quiz and seen else None
    there = attended.first()
    return max((each for each in (quiz, there.course_class.made_at if there else None) if each), default=None)


def _organisation_of(person: UUID) -> str:
    """The name of the organisation the person is in now, for the certificate's face."""
    newest = (
        MembershipState.objects.filter(membership__person=person, membership__left_at=None)
        .order_by("-since")
        .values_list("membership__organisation__name", flat=True)
        .first()
    )
    return newest or ""
