"""Courses and their cards for everybody; quizzes for whoever signed in; and what lets both be used without a signal."""

import json
from functools import cache
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from rukun.guard import ANYONE, ActorRequest, public, requires
from rukun.training.access.learning import attempt_for, learner_of, may_take_quizzes
from rukun.training.actions.learning import draw_quiz, send_answers
from rukun.training.content import Course, courses
from rukun.training.errors.learning import ClassFirst, NotRestedYet, PassedAlready, QuizOver
from rukun.training.forms.learning import QuizForm
from rukun.training.models import Attempt
from rukun.training.print.learning import cards_pdf
from rukun.training.queries.learning import certificate_of, is_over, last_sent, marked, open_attempt, why_not_now
from rukun.ui import kept

KEPT_FILES = (
    "ui/rukun.css",
    "ui/mark.svg",
    "training/learning.css",
    "training/learning_waiting.js",
    "training/learning.js",
)


@public
@require_safe
def course_list(request: ActorRequest) -> HttpResponse:
    """All courses, in the order in which they are best taken."""
    return render(request, "training/learning/courses.html", {"courses": courses().values()})


@public
@require_safe
def course(request: ActorRequest, code: str) -> HttpResponse:
    """A course's cards, all in one page."""
    return render(request, "training/learning/course.html", {"course": course_or_404(code)})


@public
@require_safe
def printed(request: ActorRequest, code: str) -> HttpResponse:
    """The same on paper."""
    found = course_or_404(code)
    answer = HttpResponse(cards_pdf(found), content_type="application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="kartu-{found.code}.pdf"'
    return answer


@requires(may_take_quizzes)
@require_http_methods(["GET", "POST"])
@never_cache
def quiz(request: ActorRequest, code: str) -> HttpResponse:
    """The open quiz, or a button that draws one. Answers sent again lead to the result that is there."""
    found, person = course_or_404(code), learner_of(request.actor)
    if request.method == "POST" and "attempt" in request.POST:
        return _answered(request, found)
    if request.method == "POST":
        try:
            draw_quiz(actor=request.actor, course=code)
        except (ClassFirst, NotRestedYet, PassedAlready):
            return _start(request, found)  # it says the same, and why
        return redirect("training:quiz", code)
    attempt = open_attempt(person, code)
    if attempt is None:
        return _start(request, found)
    before = kept.take(request)
    if before is not None and before.get("attempt") != str(attempt.pk):
        before = None
    return _questions(request, found, attempt, QuizForm(before, attempt=attempt, course=found))


@requires(may_take_quizzes)
@require_safe
@never_cache
def result(request: ActorRequest, key: UUID) -> HttpResponse:
    """How a quiz went, with the reasons."""
    attempt = attempt_for(request.actor, key)
    if attempt is None or attempt.course not in courses():
        raise Http404
    if attempt.sent_at is None:
        return redirect("training:quiz", attempt.course)
    now, found = timezone.now(), courses()[attempt.course]
    against = why_not_now(attempt.person_id, found, now)
    return render(
        request,
        "training/learning/result.html",
        {
            "attempt": attempt,
            "course": found,
            "asked": len(attempt.drawn),
            "marked": marked(attempt),
            "changed": attempt.version != found.version,
            "against": against,
            "class_first": against if isinstance(against, ClassFirst) else None,
            "certificate": certificate_of(attempt.person_id, found.code, now) if attempt.passed else None,
        },
    )


@public
@require_safe
def offline(request: ActorRequest) -> HttpResponse:
    """What the service worker shows for a page that needs the net; a quiz kept on the phone appears in it."""
    return render(request, "training/learning/offline.html")


@public
@require_safe
def worker(request: ActorRequest) -> HttpResponse:
    """The service worker for the addresses below ``/belajar/``, of either language."""
    answer = render(
        request,
        "training/learning/worker.js",
        {"kept": json.dumps(_kept(get_language() or settings.LANGUAGE_CODE))},
        content_type="text/javascript; charset=utf-8",
    )
    patch_cache_control(answer, no_cache=True)
    return answer


def course_or_404(code: str) -> Course:
    found = courses().get(code)
    if found is None:
        raise Http404
    return found


def _start(request: ActorRequest, found: Course, *, over: QuizOver | None = None) -> HttpResponse:
    person, now = learner_of(request.actor), timezone.now()
    return render(
        request,
        "training/learning/start.html",
        {
            "course": found,
            "against": why_not_now(person, found, now),
            "last": last_sent(person, found.code),
            "over": over,
        },
        status=410 if over else 200,  # tells the script of a quiz kept on a phone that it can stop
    )


def _questions(request: ActorRequest, found: Course, attempt: Attempt, form: QuizForm) -> HttpResponse:
    return render(request, "training/learning/quiz.html", {"course": found, "attempt": attempt, "form": form})


def _answered(request: ActorRequest, found: Course) -> HttpResponse:
    try:
        attempt = attempt_for(request.actor, UUID(request.POST["attempt"]))
    except ValueError:
        attempt = None
    if attempt is None or attempt.course != found.code:
        raise Http404
    if attempt.sent_at is None:
        if is_over(attempt, timezone.now()):
            return _start(request, found, over=QuizOver())
        form = QuizForm(request.POST, attempt=attempt, course=found)
        if not form.is_valid():
            return _questions(request, found, attempt, form)
        try:
            send_answers(actor=request.actor, attempt_id=attempt.pk, answers=form.positions())
        except QuizOver as error:  # in this very second
            return _start(request, found, over=error)
    return redirect("training:quiz_result", attempt.pk)


@cache
def _kept(language: str) -> dict[str, Any]:
    """What the service worker keeps on the phone: pages that are the same for everybody, and what they are made of.

    ``version`` is a digest of all of it, as it comes out: whatever changes it, all is fetched anew.
    """
    first = reverse("training:courses")
    pages = {first: _shown("courses.html", first, courses=courses().values())}
    for code, each in courses().items():
        path = reverse("training:course", args=[code])
        pages[path] = _shown("course.html", path, course=each)
    shell = reverse("training:learning_offline")
    files = [static(name) for name in KEPT_FILES]
    made_of = [*pages.values(), _shown("offline.html", shell), *files]
    version = sha256("\0".join(made_of).encode()).hexdigest()[:12]
    return {
        "prefix": f"belajar-{language}-",
        "version": version,
        "pages": list(pages),
        "shell": shell,
        "files": files,
    }


def _shown(template: str, path: str, **context: Any) -> str:
    """A page as nobody sees it, in the language of the moment."""
    request: Any = HttpRequest()
    request.path = request.path_info = path
    request.actor = ANYONE
    return render_to_string(f"training/learning/{template}", context, request)
