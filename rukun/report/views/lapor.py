"""Reporting without script: one question a screen, nobody known, nothing kept until it is sent.

One address. What was answered travels in hidden fields, never in the address, a cookie or a session. Id and receipt
code are made at the first answer and travel signed: sent twice, a report is stored once and answered the same.
"""

import re
from collections.abc import Callable
from datetime import timedelta

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from rukun.guard import ActorRequest, covers, public
from rukun.report.actions.intake import is_dangerous
from rukun.report.algo import personal
from rukun.report.errors import ReportError
from rukun.report.errors.intake import NoPlace, OutsideTerritory
from rukun.report.forms.lapor import STEPS, Answers, point_of, when_typed
from rukun.report.queries import places
from rukun.report.views.lapor_screens import show, start
from rukun.report.views.sending import minted, send, thanks

JUST = timedelta(minutes=30)
"""What "baru saja" means: within the last hour, so half of it."""

_TAP = re.compile(r"m([0-9]{3})\.([xy])")
_STEP_OF = {"category": "category", "subject": "who", "organisation": "who", "unit": "where", "place": "where",
            "happened": "when", "words": "words", "name": "contact", "phone": "contact"}  # fmt: skip


@csrf_exempt
@public
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters()
def lapor(request: ActorRequest) -> HttpResponse:
    """Everything of the report. A GET is the same for everybody but for the RW of a poster (``?rw=``)."""
    if request.method != "POST":
        code = request.GET.get("rw", "")
        return start(request, Answers(rw=code if places.is_served(code) else ""))
    answers = Answers.read(request.POST)
    if answers.kind is not None and answers.kind.kind == "elsewhere":
        return HttpResponseRedirect(reverse("report:elsewhere", args=["bawaslu"]))
    return _answered(request, answers) if answers.kind else start(request, answers)


@public
@require_safe
def map_to_tap(request: ActorRequest, code: str) -> HttpResponse:
    """The map of a unit as a picture. It has a style sheet of its own inside, and may do nothing else."""
    drawn = places.map_to_tap(code)
    if drawn is None:
        raise Http404
    response = HttpResponse(drawn, content_type="image/svg+xml; charset=utf-8")
    response.headers["Cache-Control"] = "public, max-age=86400"
    response.headers["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    return response


def _answered(request: ActorRequest, answers: Answers) -> HttpResponse:
    """The screen after an answer, or the one that somebody goes back to."""
    name = minted(answers)
    answers.rw = answers.rw if places.is_served(answers.rw) else ""
    answers.home = places.kelurahan_of(answers.home or answers.rw)
    at, do = request.POST.get("at", ""), request.POST.get("do", "")
    if do == "back":
        return _back(request, answers, at)
    if do.startswith("to:"):
        return show(request, answers, do.removeprefix("to:"))
    if at == "send" and name.fresh:  # too old, or not ours: shown once more with another code before it is sent
        return show(request, answers, "send", fresh=True)
    return _ANSWERED.get(at, _begin)(request, answers, do)


# The questions: each takes what was answered on its screen and shows the next.


def _begin(request: ActorRequest, answers: Answers, do: str) -> HttpResponse:
    """A category was chosen, for the first time or anew."""
    answers.passed = answers.reviewed = ""
    answers.unit = answers.unit or answers.rw
    return _onwards(request, answers)


def _now(request: ActorRequest, answers: Answers, do: str) -> HttpResponse:
    answers.now = do if do in ("ya", "tidak") else answers.now
    if answers.now == "ya":
        answers.about, answers.happened = "now", _moment()
    elif answers.about == "now":
        answers.about = answers.happened = ""
    return _onwards(request, answers, "now")


def _danger(request: ActorRequest, answers: Answers, do: str) -> HttpResponse:
    answers.told = "1"
    return _onwards(request, answers)


def _who(request: ActorRequest, answers: Answers, do: str) -> HttpResponse:
    if (subject := answers.complained_of) and not subject.readers:
        return show(request, answers, "outside")
    return _onwards(request, answers, "who")


def _where(request: ActorRequest, answers: Answers, do: str) -> HttpResponse:
    if do == "find":
        return _found(request, answers, request.POST.get("find", "")[:200].strip())
    if do.startswith("pick:"):
        return _picked(request, answers, do.removeprefix("pick:"))
    if do == "map" and (area := places.to_tap(answers.home)):
        answers.area = area
        return show(request, answers, "spot")
    if do == "other":
        answers.rw = answers.home = answers.unit = answers.lat = answers.lon = ""
        return show(request, answers, "where")
    if not answers.home:  # what was chosen is a kelurahan
        answers.home = places.kelurahan_of(answers.unit)
        answers.unit = ""
        return show(request, answers, "where", [] if answers.home else [NoPlace()])
    here = point_of(answers)
    if here is not None and not covers(answers.unit, places.unit_at(here)):
        answers.lat = answers.lon = ""  # another RW was chosen since
    return _onwards(request, answers, "where")


def _spot(request: ActorRequest, answers: Answers, do: str) -> HttpResponse:
    taps = {(match[1], match[2]): value for name, value in request.POST.items() if (match := _TAP.fullmatch(name))}
    widths = [width for width, axis in taps if axis == "x"]
    here = None
    if widths and all(str(taps.get((widths[0], axis), "")).isdecimal() for axis in "xy"):
        x, y = (int(str(taps[widths[0], axis])[:5]) for axis in "xy")
        here = places.tapped(answers.area, x, y, int(widths[0])) if (x, y) != (0, 0) else None
    unit = places.unit_at(here) if here else ""
    if here is None or not unit:
        return show(request, answers, "spot", [OutsideTerritory()])
    answers.lat, answers.lon, answers.unit = f"{here.lat:.6f}", f"{here.lon:.6f}", unit
    answers.home = places.kelurahan_of(unit)
    answers.area = ".".join(unit.split(".")[:5])
    return show(request, answers, "point")


def _pointed(request: ActorRequest, answers: Answers, do: str) -> HttpResponse:
    return show(request, answers, "spot") if do == "map" else _onwards(request, answers, "where")


def _when(request: ActorRequest, answers: Answers, do: str) -> HttpResponse:
    if do == "next":
        try:
            answers.about, moment = when_typed(answers.day, answers.hour)
        except ReportError as error:
            answers.about = answers.happened = ""
            return show(request, answers, "when", [error])
        answers.happened = moment.isoformat()
    elif do in ("now", "just"):
        answers.about = "now" if do == "now" else "hour"
        answers.happened = _moment(timedelta() if do == "now" else JUST)
    elif do == "unknown":
        answers.about, answers.happened = "unknown", ""
    return _onwards(request, answers, "when")


def _words(request: ActorRequest, answers: Answers, do: str) -> HttpResponse:
    return _onwards(request, answers, "words")


def _personal(request: ActorRequest, answers: Answers, do: str) -> HttpResponse:
    if do == "change":
        return show(request, answers, _where_it_tells(answers))
    if do == "remove":
        answers.place, answers.words = answers.cleaned()
    answers.keep(answers.found)
    return _onwards(request, answers, "words")


def _contact(request: ActorRequest, answers: Answers, do: str) -> HttpResponse:
    answers.contact = "phone" if do == "phone" else "none"
    return _onwards(request, answers, "contact")


def _sent(request: ActorRequest, answers: Answers, do: str) -> HttpResponse:
    """Send it, if nothing is missing; what is wrong is shown on the screen that asks for it."""
    for step in answers.steps:
        if errors := answers.wrong(step):
            return show(request, answers, step, errors)
    try:
        sent = send(request, answers)
    except ReportError as error:
        return show(request, answers, _STEP_OF.get(error.field, "send"), [error])
    return thanks(request, answers, sent)


_ANSWERED: dict[str, Callable[[ActorRequest, Answers, str], HttpResponse]] = {
    "now": _now,
    "danger": _danger,
    "who": _who,
    "where": _where,
    "spot": _spot,
    "point": _pointed,
    "when": _when,
    "words": _words,
    "personal": _personal,
    "contact": _contact,
    "send": _sent,
}


# Ways between them.


def _onwards(request: ActorRequest, answers: Answers, done: str = "") -> HttpResponse:
    """The screen after ``done``: the same with what is wrong, 110 and 112 if they are due, or the next question.

    Whoever came back from the review to change one thing goes straight there again.
    """
    if done and (errors := answers.wrong(done)):
        return show(request, answers, done, errors)
    if answers.tells and (done == "words" or (done and answers.reviewed)):  # asked once, of the place and the words
        return show(request, answers, "personal")
    answers.passed = done or answers.passed
    if not answers.told and _is_dangerous(answers):
        return show(request, answers, "danger")
    after = STEPS.index(answers.passed) + 1 if answers.passed in STEPS else 0
    for step in answers.steps:
        if step == "send" or (answers.wrong(step) if answers.reviewed else STEPS.index(step) >= after):
            return show(request, answers, step)
    return start(request, answers)


def _back(request: ActorRequest, answers: Answers, at: str) -> HttpResponse:
    if at in ("spot", "point", "outside", "personal"):
        step = {"spot": "where", "point": "spot", "outside": "who", "personal": _where_it_tells(answers)}[at]
        return show(request, answers, step)
    here = at if at in STEPS else answers.passed
    place = STEPS.index(here) + (at not in STEPS) if here in STEPS else 0
    before = [step for step in answers.steps if STEPS.index(step) < place]
    return show(request, answers, before[-1]) if before else start(request, answers)


def _where_it_tells(answers: Answers) -> str:
    return "words" if personal.find(answers.words) or not answers.found else "where"


def _is_dangerous(answers: Answers) -> bool:
    kind = answers.kind
    return kind is not None and is_dangerous(kind, answers.about or "unknown", answers.moment, answers.words)


def _found(request: ActorRequest, answers: Answers, text: str) -> HttpResponse:
    hits = places.places_named(text, answers.home) if text else []
    return show(request, answers, "where", found=hits, searched=text)


def _picked(request: ActorRequest, answers: Answers, token: str) -> HttpResponse:
    place = places.place_with_token(token)
    if place is None:
        return show(request, answers, "where", [NoPlace()])
    answers.home, answers.unit = places.kelurahan_of(place.unit), place.unit
    answers.lat = "" if place.lat is None else f"{place.lat:.6f}"
    answers.lon = "" if place.lon is None else f"{place.lon:.6f}"
    if not token.startswith("unit:"):
        answers.place = place.words
        answers.keep(personal.find_in_place(place.words))  # everybody calls it so
    if place.is_near_enough:
        return _onwards(request, answers, "where")
    answers.unit = ""
    return show(request, answers, "where", chosen=place)


def _moment(ago: timedelta = timedelta()) -> str:
    return (timezone.now() - ago).replace(second=0, microsecond=0).isoformat()
