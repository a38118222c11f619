"""Taking a quiz: drawn once, sent once. What is sent again changes nothing."""

import secrets
from collections.abc import Mapping
from uuid import UUID

from django.db import IntegrityError
from django.utils import timezone

from rukun.guard import Actor
from rukun.journal import actions as journal
from rukun.people.actions import one_after_another
from rukun.people.queries import person_with_id
from rukun.training.access.learning import learner_of
from rukun.training.actions.certificates import issue_if_earned
from rukun.training.algo import quiz
from rukun.training.content import courses
from rukun.training.errors.learning import NoSuchQuiz, QuizOver, Unanswered
from rukun.training.models import Attempt
from rukun.training.queries.learning import is_over, why_not_now
from rukun.training.verbs import QUIZ_SENT


def draw_quiz(*, actor: Actor, course: str) -> Attempt:
    """Draw a quiz for the actor; one that can still be answered is given again.

    Raises ``Refused``, ``ClassFirst``, ``NotRestedYet``, ``PassedAlready``; ``KeyError`` where there is no such course.
    """
    person, found, now = learner_of(actor), courses()[course], timezone.now()
    with journal.atomic():
        one_after_another([person])
        known = Attempt.objects.select_for_update().filter(person=person, course=course, sent_at=None).first()
        if known is not None and not is_over(known, now):
            return known
        if against := why_not_now(person, found, now):
            raise against
        if known is not None:
            known.delete()
        bank = {each.id: len(each.choices) for each in found.questions}
        asked = quiz.draw(bank, found.draw, secrets.SystemRandom())
        try:
            with journal.atomic():
                return Attempt.objects.create(
                    person_id=person,
                    course=course,
                    version=found.version,
                    drawn=quiz.as_rows(asked),
                    started_at=now,
                )
        except IntegrityError:  # another window was faster
            return Attempt.objects.get(person=person, course=course, sent_at=None)


def send_answers(*, actor: Actor, attempt_id: UUID, answers: Mapping[str, int]) -> Attempt:
    """Mark a quiz. ``answers`` says for each question's id which position, from 0, of the choices shown was ticked.

    One that was sent already comes back as it is. Raises ``Refused``, ``NoSuchQuiz`` (also for somebody else's),
    ``QuizOver`` or ``Unanswered``.
    """
    person, now = learner_of(actor), timezone.now()
    with journal.atomic():
        one_after_another([person])
        attempt = Attempt.objects.select_for_update().filter(pk=attempt_id, person=person).first()
        if attempt is None:
            raise NoSuchQuiz
        if attempt.sent_at is not None:
            return attempt
        if is_over(attempt, now):
            raise QuizOver
        course, asked = courses()[attempt.course], quiz.from_rows(attempt.drawn)
        choices = quiz.choices_at(asked, answers)
        if missing := quiz.unanswered(asked, choices):
            raise Unanswered(missing)
        attempt.answers, attempt.sent_at = choices, now
        attempt.right = quiz.right_ones(asked, choices, {each.id for each in course.questions})
        attempt.passed = attempt.right >= course.passing
        attempt.save(update_fields=["answers", "sent_at", "right", "passed"])
        holder = person_with_id(person)
        # How it went is erased with the attempt; the journal, which is kept for ever, does not say.
        journal.record(
            QUIZ_SENT,
            actor=actor,
            unit=holder.unit if holder else "",
            about=("attempt", attempt.pk),
            codes={"course": attempt.course, "version": attempt.version},
        )
        if attempt.passed:
            issue_if_earned(actor=actor, person=person, course=attempt.course)
        return attempt
