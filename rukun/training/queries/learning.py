"""Where somebody stands with a course, and what a quiz came to."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from rukun.training.algo import quiz
from rukun.training.algo.months import months_after
from rukun.training.content import Course, courses
from rukun.training.errors.learning import ClassFirst, NotRestedYet, PassedAlready
from rukun.training.models import Attempt, Certificate
from rukun.training.queries.progress import EARNED_WITHIN_MONTHS, RENEWED_BEFORE, progress_of


def open_attempt(person: UUID, course: str) -> Attempt | None:
    """The quiz that was drawn and can still be answered."""
    found = Attempt.objects.filter(person=person, course=course, sent_at=None).first()
    return found if found and not is_over(found, now=timezone.now()) else None


def last_sent(person: UUID, course: str) -> Attempt | None:
    return Attempt.objects.filter(person=person, course=course).exclude(sent_at=None).order_by("-sent_at").first()


def certificate_of(person: UUID, course: str, at: datetime) -> Certificate | None:
    """The one that holds at this moment and longest."""
    valid = Certificate.objects.filter(
        person=person, course=course, issued_at__lte=at, expires_at__gt=at, revoked_at=None
    )
    return valid.order_by("-expires_at").first()


def is_over(attempt: Attempt, now: datetime) -> bool:
    """Whether an unsent quiz can no longer be answered: too old, or of an earlier version of its course."""
    course = courses().get(attempt.course)
    return course is None or course.version != attempt.version or now >= attempt.started_at + quiz.OPEN_FOR


def why_not_now(person: UUID, course: Course, now: datetime) -> ClassFirst | NotRestedYet | PassedAlready | None:
    """What keeps somebody from drawing the quiz now; it says until when."""
    if progress_of([person], course)[person].barred:
        return ClassFirst()
    tries = Attempt.objects.filter(person=person, course=course.code).exclude(sent_at=None)
    rested = quiz.rested_at((each.sent_at, each.passed) for each in tries if each.sent_at)
    if rested and now < rested:
        return NotRestedYet(rested)
    passed = tries.filter(passed=True, version=course.version).order_by("-sent_at").first()
    if passed and passed.sent_at and now < (again := _again_after(passed.sent_at, person, course)):
        return PassedAlready(again)
    return None


def _again_after(passed_at: datetime, person: UUID, course: Course) -> datetime:
    """When a quiz that was passed is due again: shortly before the certificate ends, at once if that was revoked."""
    of_it = Certificate.objects.filter(person=person, course=course.code, version=course.version)
    whole = of_it.filter(revoked_at=None).order_by("-expires_at").first()
    ends = [whole.expires_at - RENEWED_BEFORE] if whole else []
    came_of_it = Q(issued_at__gte=passed_at) | Q(revoked_at__gte=passed_at)
    if not of_it.filter(came_of_it).exists():  # the trainer has not seen it done yet
        ends.append(months_after(passed_at, EARNED_WITHIN_MONTHS) - RENEWED_BEFORE)
    return max(ends, default=passed_at)


@dataclass(frozen=True)
class Marked:
    """A question with what was answered, what is right, and why."""

    ask: str
    given: str
    correct: str
    why: str
    right: bool


def marked(attempt: Attempt) -> list[Marked]:
    """Each question of a quiz that was sent.

    None once the course has another version: its questions and choices may no longer be those that were shown.
    """
    course = courses().get(attempt.course)
    if course is None or course.version != attempt.version or attempt.answers is None:
        return []
    found = []
    for asked in quiz.from_rows(attempt.drawn):
        question, given = course.question(asked.question), attempt.answers.get(asked.question)
        if question is not None and given is not None and given < len(question.choices):
            found.append(
                Marked(
                    question.ask,
                    question.choices[given],
                    question.choices[quiz.RIGHT],
                    question.why,
                    given == quiz.RIGHT,
                )
            )
    return found
