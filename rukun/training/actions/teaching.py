"""What trainers do: record a class and correct it, take a certificate back, remind. And having read a reminder."""

from collections.abc import Collection, Mapping
from datetime import date, timedelta
from uuid import UUID

from django.utils import timezone

from rukun.guard import Actor
from rukun.journal import actions as journal
from rukun.people.access.own import may_see_own_data
from rukun.people.actions import one_after_another
from rukun.training import follow
from rukun.training.access import teaching as access
from rukun.training.access.members import own_key
from rukun.training.actions.certificates import issue_if_earned
from rukun.training.content import courses
from rukun.training.errors.teaching import (
    CertificateFromIt,
    CertificateOver,
    ClassAhead,
    ClassTooLongAgo,
    CorrectedWithoutReason,
    DayNotAhead,
    NobodyThere,
    NotAMember,
    OlderCourse,
    PlaceTooLong,
    ReasonTooLong,
    RevokedWithoutReason,
    TrainerAmongThem,
    UnknownCourse,
)
from rukun.training.models import Attendance, Certificate, CourseClass, Reminder
from rukun.training.queries.lacking import training_of
from rukun.training.queries.progress import certificate_from
from rukun.training.verbs import CERTIFICATE_REVOKED, CLASS_CORRECTED, CLASS_RECORDED, REMINDED

RECORDED_WITHIN_DAYS = 30
REMINDED_EVERY = timedelta(days=7)
LONGEST_PLACE = 120
LONGEST_REASON = 2000
FURTHEST = timedelta(days=731)
"""How far ahead the day may lie by which people are reminded to have what they lack."""


def record_class(
    *,
    actor: Actor,
    course: str,
    unit: str,
    held_on: date,
    place: str,
    attendance: Mapping[UUID, bool],
    class_id: UUID,
) -> CourseClass:
    """Record a class of a course's newest version, and issue what its participants have earned by it.

    ``attendance`` maps who was there to whether the trainer saw them do it right. Sent twice with one ``class_id``, it
    is recorded once. Raises ``Refused`` and this topic's errors.
    """
    actor.may(access.TEACH, unit).demand()
    version = _teachable(course, held_on)
    if len(place := place.strip()) > LONGEST_PLACE:
        raise PlaceTooLong(LONGEST_PLACE)
    if not attendance:
        raise NobodyThere
    if any(actor.label == f"person:{person}" for person in attendance):
        raise TrainerAmongThem
    with journal.atomic():
        one_after_another(attendance)
        made, new = CourseClass.objects.get_or_create(
            pk=class_id,
            defaults={
                "course": course,
                "version": version,
                "unit": unit,
                "place": place,
                "held_on": held_on,
                "by": actor.label,
                "made_at": timezone.now(),
            },
        )
        if not new:
            return made
        if access.taught_among(actor, attendance) != set(attendance):
            raise NotAMember
        Attendance.objects.bulk_create(
            Attendance(course_class=made, person_id=person, practical=practical)
            for person, practical in attendance.items()
        )
        journal.record(
            CLASS_RECORDED,
            actor=actor,
            unit=unit,
            about=("class", made.pk),
            codes={"course": course, "version": version, "attended": len(attendance)},
        )
        for person in attendance:
            issue_if_earned(actor=actor, person=person, course=course)
    return made


def correct_class(*, actor: Actor, course_class: CourseClass, person: UUID, present: bool, reason: str) -> None:
    """Take back that somebody was in a class, or, with ``present``, only that they did it right there; once.

    Not while a certificate rests on it: that is revoked first, for its holder and the public to see. The reason becomes
    a note of the journal, which alone keeps it. Raises ``Refused``, ``CorrectedWithoutReason``, ``ReasonTooLong``,
    ``CertificateFromIt``.
    """
    access.may_correct(actor, course_class).demand()
    reason = reason.strip()
    if not reason:
        raise CorrectedWithoutReason
    if len(reason) > LONGEST_REASON:
        raise ReasonTooLong(LONGEST_REASON)
    with journal.atomic():
        one_after_another([person])  # a quiz that comes in now would issue a certificate from it
        found = course_class.attendances.select_for_update().filter(person=person).first()
        if found is None or (present and not found.practical):
            return
        if certificate_from(found):
            raise CertificateFromIt
        if present:
            found.practical = False
            found.save(update_fields=["practical"])
        else:
            found.delete()
        journal.record(
            CLASS_CORRECTED,
            actor=actor,
            unit=course_class.unit,
            about=("class", course_class.pk),
            codes={"person": str(person), "left": "present" if present else "nothing"},
            note=reason,
        )


def revoke_certificate(*, actor: Actor, certificate: Certificate, reason: str) -> None:
    """Take a certificate back from this moment on; once. The holder reads the reason, the public does not.

    Whatever else they hold of this course goes with it: it says the same of the same person.
    """
    access.may_revoke(actor, certificate).demand()
    reason = reason.strip()
    if not reason:
        raise RevokedWithoutReason
    if len(reason) > LONGEST_REASON:
        raise ReasonTooLong(LONGEST_REASON)
    now = timezone.now()
    with journal.atomic():
        one_after_another([certificate.person_id])
        given = Certificate.objects.get(pk=certificate.pk)
        if given.revoked_at is not None:
            return
        if given.expires_at <= now:
            raise CertificateOver
        holding = Certificate.objects.filter(
            person=given.person_id, course=given.course, revoked_at=None, expires_at__gt=now
        )
        for each in holding.order_by("issued_at", "pk"):
            each.revoked_at, each.revoked_by, each.revoked_reason = now, actor.label, reason
            each.save(update_fields=["revoked_at", "revoked_by", "revoked_reason"])
            journal.record(
                CERTIFICATE_REVOKED,
                actor=actor,
                unit=certificate.person.unit,
                about=("certificate", each.pk),
                codes={"course": each.course, "person": str(each.person_id)},
            )


def remind(*, actor: Actor, persons: Collection[UUID], before: date) -> list[UUID]:
    """Remind those of ``persons`` who by then will lack a course; gives whom. Nobody twice within seven days.

    Raises ``Refused``, ``NotAMember``, ``DayNotAhead``.
    """
    access.can_teach(actor).demand()
    now = timezone.now()
    if not timezone.localdate() < before <= timezone.localdate() + FURTHEST:
        raise DayNotAhead
    with journal.atomic():
        one_after_another(persons)
        members = access.members_for_duty(actor).filter(person__in=persons)
        units = dict(members.values_list("person_id", "organisation__unit"))
        if units.keys() != set(persons):
            raise NotAMember
        recently = Reminder.objects.filter(person__in=persons, made_at__gt=now - REMINDED_EVERY)
        known = set(recently.values_list("person_id", flat=True))
        lacking = [key for key, training in training_of(units, before).items() if training.lacks]
        made = [
            Reminder(person_id=key, before=before, by=actor.label, made_at=now) for key in lacking if key not in known
        ]
        Reminder.objects.bulk_create(made)
        for each in made:
            journal.record(
                REMINDED,
                actor=actor,
                unit=units[each.person_id],
                about=("reminder", each.pk),
                codes={"person": str(each.person_id), "before": before.isoformat()},
            )
        follow.tell(follow.REMINDED, {each.person_id: before for each in made})
    return [each.person_id for each in made]


def seen_reminders(actor: Actor) -> None:
    """The actor has read what they were reminded of. Not journaled: it decides nothing."""
    may_see_own_data(actor).demand()
    own = Reminder.objects.filter(person=own_key(actor), seen_at=None)
    own.update(seen_at=timezone.now())


def _teachable(course: str, held_on: date) -> int:
    """The version that a class on this day taught, if it may still be recorded."""
    found = courses().get(course)
    if found is None:
        raise UnknownCourse
    today = timezone.localdate()
    if held_on > today:
        raise ClassAhead
    if held_on < today - timedelta(days=RECORDED_WITHIN_DAYS):
        raise ClassTooLongAgo(RECORDED_WITHIN_DAYS)
    if found.version > 1 and held_on < found.since:
        raise OlderCourse(found.since)
    return found.version
