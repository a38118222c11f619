"""One's own profile and data."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeAlias

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from rukun.guard import ActorRequest, Denied, public, requires, signed_in
from rukun.people.access.own import may_recover_somebody, may_see_own_data
from rukun.people.actions import correct_person, forget_oneself
from rukun.people.actions.persons import KEPT_AFTER_RELEASE
from rukun.people.actor import PersonActor
from rukun.people.errors import PeopleError
from rukun.people.forms.profile import CorrectionForm
from rukun.people.keeping import kept_in
from rukun.people.models import Position
from rukun.people.queries.profile import PARTS, TABLES, own_data, own_data_as_json, own_journal
from rukun.people.queries.recovery import open_recovery_of
from rukun.people.signin.freshness import freshly
from rukun.people.strength import Strength
from rukun.people.titles import CAPABILITIES, TITLES
from rukun.ui import kept

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

LATEST = 20
"""So many entries of the journal stand on the page; the file holds all."""

SHOWN: "dict[Strength, _StrPromise]" = {
    Strength.CODE: gettext_lazy("kode sekali pakai"),
    Strength.INVITED: gettext_lazy("undangan"),
    Strength.WORD: gettext_lazy("kata sandi"),
    Strength.STRONG: gettext_lazy("kunci sandi (passkey) atau aplikasi autentikator"),
}
"""What a session was opened with, in words."""
WAYS: "dict[str, _StrPromise]" = {
    "webauthn": gettext_lazy("kunci sandi (passkey)"),
    "totp": gettext_lazy("aplikasi autentikator"),
}

OwnView: TypeAlias = Callable[[ActorRequest, PersonActor], HttpResponseBase]


def own(view: OwnView) -> Callable[[ActorRequest], HttpResponseBase]:
    """For a page about the actor alone. Whoever might be somebody else is told how to come in properly, no more."""

    @requires(signed_in)
    @wraps(view)
    def opened(request: ActorRequest) -> HttpResponseBase:
        actor, may = request.actor, may_see_own_data(request.actor)
        if isinstance(actor, PersonActor) and may.allowed:
            return view(request, actor)
        reason = may.reason if isinstance(may, Denied) else ""
        return render(request, "people/profile/closed.html", {"reason": reason}, status=403)

    return opened


@dataclass(frozen=True)
class Held:
    """A position on its holder's page. ``opens`` is what one may do in it; ``closed``: not in this session."""

    position: Position
    words: "_StrPromise"
    opens: "list[_StrPromise]"
    closed: bool


@own
@require_safe
@never_cache
def profile(request: ActorRequest, actor: PersonActor) -> HttpResponse:
    """Who one is here, what one may do, and the way to everything that is one's own."""
    now, waiting = timezone.now(), actor.waiting_for_strength
    return render(
        request,
        "people/profile/profile.html",
        {
            "person": actor.person,
            "shown": SHOWN.get(actor.strength, ""),
            "present": [_held(each, closed=each in waiting) for each in actor.positions],
            "coming": [_held(each) for each in actor.known_positions if each.since > now and each.until != each.since],
            "past": [_held(each) for each in actor.known_positions if each.until is not None and each.until <= now],
            "waiting": waiting,
            "needs_strong": any(TITLES[each.title].sealed for each in waiting),
            "recovery": open_recovery_of(actor.person),
            "recovers": may_recover_somebody(actor).allowed,
            "makes_keys": actor.holds("keys.manage").allowed,
        },
    )


@own
@require_safe
@never_cache
def data(request: ActorRequest, actor: PersonActor) -> HttpResponse:
    """What is stored about oneself, table by table, and for how long."""
    own_rows = own_data(actor.person)
    latest = list(islice(own_journal(actor.person), LATEST + 1))
    return render(
        request,
        "people/profile/data.html",
        {
            **own_rows,
            "until": {part: kept_in(table).until for part, table in TABLES.items()},
            "parts": [(part.title, part.lines(own_rows[part.name]), kept_in(part.table).until) for part in PARTS],
            "until_journal": kept_in("journal.Entry").until,
            "positions": _positions_in_words(own_rows["positions"]),
            "ways": [
                (WAYS.get(each["type"], each["type"]), each["created_at"], each["last_used_at"])
                for each in own_rows["ways_to_sign_in"]
            ],
            "latest": latest[:LATEST],
            "there_is_more": len(latest) > LATEST,
        },
    )


@own
@require_http_methods(["GET", "POST"])
@never_cache
def download(request: ActorRequest, actor: PersonActor) -> HttpResponseBase:
    """The same as a file. A POST, so that no link on another page can put it on somebody's disk."""
    if request.method != "POST":
        return redirect("people:data")
    return StreamingHttpResponse(
        own_data_as_json(actor.person),
        content_type="application/json",
        headers={"Content-Disposition": 'attachment; filename="data-saya.json"'},
    )


@own
@require_http_methods(["GET", "POST"])
@never_cache
def correct(request: ActorRequest, actor: PersonActor) -> HttpResponse:
    """One's own name and unit. What else may be wrong is put right by others, and the page says by whom."""
    person = actor.person
    form = CorrectionForm(person, request.POST or kept.take(request))
    if request.method == "POST" and form.is_valid():
        try:
            correct_person(actor=actor, person=person, adult=person.adult, **form.cleaned_data)
        except PeopleError as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
        else:
            messages.success(request, _("Data Anda sudah diperbaiki."))
            return redirect("people:data")
    return render(request, "people/profile/correct.html", {"form": form, "person": person})


@own
@require_http_methods(["GET", "POST"])
@never_cache
@freshly
def forget(request: ActorRequest, actor: PersonActor) -> HttpResponse:
    """Leave, and be forgotten: at once, or 90 days later for whoever held an office. First in words, then by POST."""
    problem = ""
    if request.method == "POST":
        try:
            at_once = forget_oneself(actor=actor, person=actor.person)
        except PeopleError as error:
            problem = str(error)
        else:
            logout(request)
            return redirect("people:forgotten" if at_once else "people:released")
    return render(
        request,
        "people/profile/forget.html",
        {
            "problem": problem,
            "held_office": bool(actor.known_positions),
            "held_now": bool(actor.positions),
            "erased_on": timezone.now() + KEPT_AFTER_RELEASE,
        },
    )


@public
@require_safe
@never_cache
def forgotten(request: ActorRequest, *, at_once: bool) -> HttpResponse:
    """What has happened to somebody who is no longer signed in."""
    return render(request, "people/profile/forgotten.html", {"at_once": at_once})


def _held(position: Position, *, closed: bool = False) -> Held:
    title = TITLES[position.title]
    return Held(
        position, title.words, [each.words for each in CAPABILITIES.values() if each.code in title.capabilities], closed
    )


def _positions_in_words(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{**row, "words": TITLES[row["title"]].words if row["title"] in TITLES else row["title"]} for row in rows]
