"""How far somebody is on the way to a certificate: what of it counts by now, and which class it came from."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Max
from django.utils import timezone

from rukun.training.algo.months import months_after
from rukun.training.content import Course, courses
from rukun.training.models import Attempt, Attendance, Certificate

EARNED_WITHIN_MONTHS = 3
"""Quiz and practical check of one course belong together if they lie no further apart than this."""
RENEWED_BEFORE = timedelta(days=60)
"""So long before a certificate ends, or a passed quiz no longer counts, it can be earned again."""


@dataclass(frozen=True)
class Progress:
    """When the quiz was passed, when they were in a class, and when in one where they did it right; ``None`` for not.

    Only what still counts: of the newest version, within three months, and after the last certificate of this course
    that was revoked. ``barred``: one was, and they have been in no class since; a quiz alone does not bring it back.
    """

    quiz: datetime | None = None
    there: datetime | None = None
    seen: datetime | None = None
    barred: bool = False

    def earned(self, course: Course) -> datetime | None:
        """When the last thing that a certificate takes was there; ``None`` while something lacks."""
        if self.barred:
            return None
        if course.practical:
            return max(self.quiz, self.seen) if self.quiz and self.seen else None
        return max((each for each in (self.quiz, self.there) if each), default=None)


def progress_of(persons: Collection[UUID], course: Course) -> dict[UUID, Progress]:
    """For each of these persons. Three queries."""
    now = timezone.now()
    oldest = months_after(now, -EARNED_WITHIN_MONTHS)
    certificates = Certificate.objects.filter(person__in=persons, course=course.code, revoked_at__isnull=False)
    revoked = dict(certificates.values("person").annotate(last=Max("revoked_at")).values_list("person", "last"))
    after = {key: max(oldest, revoked.get(key, oldest)) for key in persons}
    passed = Attempt.objects.filter(
        person__in=persons, course=course.code, version=course.version, passed=True, sent_at__gt=oldest
    )
    sent = passed.order_by("sent_at").values_list("person", "sent_at")
    quiz = {key: moment for key, moment in sent if moment and moment > after[key]}
    there: dict[UUID, datetime] = {}
    seen: dict[UUID, datetime] = {}
    barred = set(revoked)
    attended = Attendance.objects.filter(person__in=persons, course_class__course=course.code)
    for key, made, held_on, version, practical in attended.order_by("course_class__made_at").values_list(
        "person", "course_class__made_at", "course_class__held_on", "course_class__version", "practical"
    ):
        if key in revoked and _since(revoked[key], made, held_on):
            barred.discard(key)  # however long ago: what was earned by it is renewed like anybody's
        if version == course.version and _since(after[key], made, held_on):
            there[key] = made
            if practical:
                seen[key] = made
    return {key: Progress(quiz.get(key), there.get(key), seen.get(key), key in barred) for key in persons}


def _since(moment: datetime, made: datetime, held_on: date) -> bool:
    """Whether a class was recorded after this moment, and held on its day at the earliest."""
    return made > moment and held_on >= timezone.localtime(moment).date()


def certificate_from(attendance: Attendance) -> Certificate | None:
    """The certificate that rests, or may rest, on this line of a class, and can still be revoked."""
    held = attendance.course_class
    course = courses().get(held.course)
    if course is None or (course.practical and not attendance.practical):
        return None
    issued = Certificate.objects.filter(
        person=attendance.person_id,
        course=held.course,
        version=held.version,
        issued_at__gte=held.made_at,
        expires_at__gt=timezone.now(),
        revoked_at=None,
    )
    for each in issued.order_by("-issued_at"):
        if timezone.localtime(months_after(each.issued_at, -EARNED_WITHIN_MONTHS)).date() <= held.held_on:
            return each
    return None
