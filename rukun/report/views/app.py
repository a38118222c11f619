"""What the app on a phone talks to: the report, its photos, and what it keeps to work without a line.

Nobody is asked who they are, and nothing depends on it. What these addresses say is the same for everybody.
"""

import json
from dataclasses import replace
from functools import lru_cache
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import NoReverseMatch, resolve, reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from rukun.evidence.errors import EvidenceError
from rukun.guard import ANYONE, ActorRequest, public
from rukun.people.phones import NotAPhoneNumber, normalise
from rukun.people.queries.organisations import open_organisations
from rukun.report import limits
from rukun.report.actions import photos
from rukun.report.actions.intake import Draft, file_report, unit_meant
from rukun.report.actions.waiting import wait_for_first_look
from rukun.report.algo import codes, danger, personal
from rukun.report.categories import CATEGORIES, COMPLAINTS, KEPT, PROTECTED
from rukun.report.complaints import SUBJECTS
from rukun.report.errors.base import ReportError
from rukun.report.forms.app import PhotoForm, SendForm
from rukun.report.forms.lapor import AWAY
from rukun.report.queries.area import area as area_of
from rukun.report.queries.area import at, drawn, found, tapped
from rukun.report.queries.readers import readers_of
from rukun.report.queries.receipt import report_with_code
from rukun.territory import queries as territory
from rukun.training.ways import WAYS

SCRIPT = "report/lapor.js"
KEPT_FILES = (SCRIPT, "ui/rukun.css", "ui/mark.svg", "report/lapor.css")
MOST_ORGANISATIONS = 60


@csrf_exempt
@public
@require_http_methods(["POST"])
def send(request: ActorRequest) -> HttpResponse:
    """Take a report. Sent again, the same answer: ``{"received", "new"}``.

    Where the number cannot be one, the report is stored without it, for often nobody looks when it is sent:
    ``"dropped": ["phone"]`` tells so.

    Whoever sends a great many is first asked for a little work (202 and ``{"challenge", "bits"}``): the same again
    with ``challenge`` and ``answer`` is taken in any case, without a right answer for a first look by a person.
    """
    form = SendForm(request.POST)
    if not form.is_valid():
        return _refused({name: str(errors[0]) for name, errors in form.errors.items()})
    draft = form.draft(timezone.now())
    dropped = [] if draft.anonymous or _is_number(draft.phone) else ["phone"]
    if dropped:
        draft = replace(draft, anonymous=True)
    try:
        triage = _triage(request, form, draft)
        if triage == "flood" and not form.cleaned_data["challenge"] and report_with_code(draft.code) is None:
            return JsonResponse({"challenge": limits.challenge(draft.id), "bits": limits.BITS}, status=202)
        filed = file_report(actor=ANYONE, draft=draft, source="resident", channel="app", triage=triage)
    except ReportError as error:
        return _refused({error.field: str(error)}, error.status)
    said: dict[str, Any] = {"received": filed.report.received_at.isoformat(), "new": filed.new}
    return JsonResponse({**said, **({"dropped": dropped} if dropped else {})}, status=201 if filed.new else 200)


@csrf_exempt
@public
@require_http_methods(["POST"])
def send_photo(request: ActorRequest) -> HttpResponse:
    """Take a photo for a report, whose receipt code comes along. Sent again, the same answer: ``{"id"}``.

    Beyond what one address usually sends it is taken too, and the report waits for a first look.
    """
    form = PhotoForm(request.POST, request.FILES)
    if not form.is_valid():
        return _refused({name: str(errors[0]) for name, errors in form.errors.items()})
    sent = form.cleaned_data
    report = report_with_code(sent["code"])
    if report is None or report.pk != sent["report"]:
        if codes.read(sent["code"]):
            limits.wrong_code(request)  # counted alone: a neighbour's guesses keep nobody's photo back
        return _refused({"code": _("Kode itu tidak cocok dengan laporan mana pun. Periksa angkanya.")}, 404)
    many = limits.over(request, "photo")
    try:
        photo = photos.add_photo(
            report=report,
            content=sent["file"],
            photo_id=sent["id"],
            capture=photos.read_capture(sent["taken"], sent["lat"], sent["lon"]),
        )
    except (EvidenceError, ReportError) as error:
        return _refused({error.field or "file": str(error)}, error.status)
    if many:
        wait_for_first_look(report=report)
    return JsonResponse({"id": str(photo.pk)}, status=201)


@public
@require_safe
def parts(request: ActorRequest) -> HttpResponse:
    """The app's questions, one section each: a script moves them into the page."""
    return render(request, "report/lapor/parts.html", _questions())


@public
@require_safe
def worker(request: ActorRequest) -> HttpResponse:
    """The service worker for what lies below this language's ``/lapor/``."""
    answer = render(
        request,
        "report/lapor/worker.js",
        {"kept": json.dumps(_kept(get_language() or settings.LANGUAGE_CODE, territory.territory().token))},
        content_type="text/javascript; charset=utf-8",
    )
    patch_cache_control(answer, no_cache=True)
    return answer


@public
@require_safe
def manifest(request: ActorRequest) -> HttpResponse:
    """What a phone needs to put the page on its home screen."""
    start = reverse("report:lapor")
    name = settings.INSTALLATION.name
    sizes = (("report/icon-192.png", "192x192"), ("report/icon-512.png", "512x512"))
    icons = [
        {"src": static(path), "sizes": size, "type": "image/png", "purpose": "any maskable"} for path, size in sizes
    ]
    icons.append({"src": static("ui/mark.svg"), "sizes": "any", "type": "image/svg+xml", "purpose": "any"})
    answer = JsonResponse(
        {
            "id": start,
            "name": _("Lapor – %s") % name,
            "short_name": _("Lapor"),
            "lang": get_language(),
            "start_url": start,
            "scope": start,
            "display": "standalone",
            "background_color": "#f4ede1",
            "theme_color": "#4b2c16",
            "icons": icons,
        },
        content_type="application/manifest+json",
    )
    patch_cache_control(answer, max_age=24 * 3600)
    return answer


@csrf_exempt
@public
@require_http_methods(["GET", "HEAD", "POST"])
def area(request: ActorRequest) -> HttpResponse:
    """The units in a unit (GET, ``di`` a kelurahan's code), or where something is (POST).

    That is what words mean (``di`` the words, ``near`` a code), or a tap on a unit's map (``di`` its code, ``x``, ``y``
    and ``wide`` in pixels), or a phone's position (``lat``, ``lon``), or the map itself to show in the page (``map`` a
    code). By POST, so that no log of
    addresses tells where somebody was.
    """
    if request.method == "POST":
        sent = request.POST
        if "map" in sent:
            return JsonResponse({"map": drawn(sent["map"])})
        if "lat" in sent:
            return JsonResponse({"at": at(sent["lat"], sent.get("lon", ""))})
        if "x" in sent:
            return JsonResponse({"at": tapped(sent.get("di", ""), sent["x"], sent.get("y", ""), sent.get("wide", ""))})
        return JsonResponse({"found": found(sent.get("di", ""), sent.get("near", ""))})
    code = request.GET.get("di", "")
    if code and not territory.exists(code):
        return _refused({"unit": _("Wilayah itu tidak dikenal. Pilih lagi dari daftar.")}, 404)
    answer = JsonResponse(area_of(code))
    patch_cache_control(answer, no_cache=True)
    return answer


def _triage(request: HttpRequest, form: SendForm, draft: Draft) -> str:
    sent = form.cleaned_data
    return limits.triage_for(
        request,
        unit_meant(draft),
        sent["challenge"],
        sent["answer"],
        words=draft.words,
        category=draft.category,
        about=draft.id,
    )


def _refused(errors: dict[str, Any], status: int = 422) -> HttpResponse:
    return JsonResponse({"errors": errors}, status=status)


def _questions() -> dict[str, Any]:
    categories = {
        each.code: {
            "words": str(each.words),
            "kind": each.kind,
            "danger": each.danger,
            "needs": each.needs_words,
            "timed": each.timed,
        }
        for each in CATEGORIES.values()
    }
    known = {
        "categories": categories,
        "readers": _readers(),
        "danger": danger.PATTERNS,
        "folds": danger.FOLDS,
        "personal": personal.PATTERNS,
        "instead": personal.INSTEAD,
    }
    return {
        "known": json.dumps(known, ensure_ascii=False, separators=(",", ":")),
        "subjects": SUBJECTS.values(),
        "organisations": open_organisations().filter(kind__in=list(WAYS))[:MOST_ORGANISATIONS],
        "away": AWAY,
        "protected": " ".join(PROTECTED),
        "others": " ".join(each for each in KEPT if each not in PROTECTED),
        "bystanders": " ".join(each for each in KEPT if each not in (*PROTECTED, "bencana")),
    }


def _readers() -> dict[str, str]:
    """Who reads what, in a sentence: by category, of complaints by whom they are about."""
    asked = [(code, code, "") for code, each in CATEGORIES.items() if each.kind != "complaint"]
    asked += [(subject, code, subject) for code in COMPLAINTS for subject in SUBJECTS]
    named = {key: readers_of(category, "", subject) for key, category, subject in asked}
    return {key: _("Yang membaca: %(who)s.") % {"who": ", ".join(who)} for key, who in named.items() if who}


def _is_number(phone: str) -> bool:
    try:
        normalise(phone)
    except NotAPhoneNumber:
        return False
    return True


@lru_cache(maxsize=8)
def _kept(language: str, edition: str) -> dict[str, Any]:
    """What the worker keeps on the phone: the same for everybody.

    ``version`` is a digest of all of it as it comes out: whatever changes, all is fetched anew, and the page never
    meets the questions of another version.
    """
    pages = [_address("lapor"), _address("app"), _address("promise"), _address("elsewhere", "bawaslu")]
    pages = [each for each in pages if each]
    files = [static(name) for name in KEPT_FILES]
    units = reverse("report:area")
    made_of = [*(_shown(each) for each in pages), str(edition), render_to_string("report/lapor/worker.js"), *files]
    return {
        "prefix": f"lapor-{language}-",
        "version": sha256("\0".join(made_of).encode()).hexdigest()[:12],
        "script": static(SCRIPT),
        "paths": [*files, *pages, units],
        "home": reverse("report:lapor"),
    }


def _address(name: str, *args: str) -> str:
    try:
        return reverse(f"report:{name}", args=args)
    except NoReverseMatch:
        return ""


def _shown(path: str) -> str:
    """A page as nobody sees it, in the language of the moment."""
    request: Any = HttpRequest()
    request.method = "GET"
    request.path = request.path_info = path
    request.actor = ANYONE
    found_view = resolve(path)
    answer: HttpResponse = found_view.func(request, *found_view.args, **found_view.kwargs)
    return answer.content.decode()
