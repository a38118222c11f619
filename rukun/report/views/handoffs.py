"""Many reports are handed on at once: what was chosen, one recipient, one reason, and what happened to each."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import DatabaseError
from django.http import HttpResponse
from django.http.request import QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from rukun.commitment.errors import (
    ChangedMeanwhile,
    CommitmentError,
    HandedAway,
    NoAuthority,
    ReasonTooShort,
    WordsTooLong,
)
from rukun.commitment.owners import Owner
from rukun.guard import ActorRequest, Refused, requires
from rukun.people.forms.units import blame
from rukun.report import access
from rukun.report.actions import handoff as actions
from rukun.report.errors import ReportError
from rukun.report.errors.handoff import NothingHanded, NotInBulk, ReasonTells, TooManyChosen
from rukun.report.forms.handoff import MOST_AT_ONCE, InsideForm, OutsideForm, chosen_ids
from rukun.report.models import Report
from rukun.report.print.letter import letters_pdf
from rukun.report.queries.handoffs import (
    AUTHORITIES,
    chosen_by,
    handed_of,
    is_handed,
    recipients_of_each,
    why_not,
    words_for,
)
from rukun.report.queries.inbox import Outline, outline_of
from rukun.report.queries.merging import number_of
from rukun.report.views.handoff import INSTEAD, letter_of, link_of, pdf_of
from rukun.ui import kept

OF_THE_FORM = (ReasonTooShort, WordsTooLong, NoAuthority, ReasonTells)
"""What is wrong with what was typed, and so would be for each of them: nothing has happened yet."""


@dataclass(frozen=True)
class Chosen:
    """A report that was ticked, as its outline, and why it cannot be handed on: at all, or to the outside."""

    report: Report
    outline: Outline
    why_not: str
    why_not_outside: str
    alone: bool
    """Whether it goes outside by itself alone."""

    @property
    def number(self) -> str:
        return number_of(self.report)

    @property
    def version(self) -> int | None:
        return self.report.commitment.version if self.report.commitment else None


@dataclass(frozen=True)
class Result:
    """What happened to one: ``done``, or why not, in ``words``. ``link`` is shown this once."""

    chosen: Chosen
    done: bool
    words: str
    link: str = ""
    secret: str = ""


@requires(access.can_see_reports)
@require_http_methods(["GET", "POST"])
@never_cache
@sensitive_post_parameters()
def bulk(request: ActorRequest) -> HttpResponse:
    """Hand on up to a hundred, each by itself: one that fails stops no other."""
    typed = request.POST or kept.take(request) or request.GET
    keys = chosen_ids(typed.getlist("laporan"))
    if not keys or len(keys) > MOST_AT_ONCE:
        problem = TooManyChosen(MOST_AT_ONCE) if keys else None
        return render(request, "report/handoff/bulk_none.html", {"problem": problem}, status=422 if problem else 200)
    chosen = _chosen(request, keys)
    ready = [each for each in chosen if not each.why_not]
    able = Counter(owner for owners in recipients_of_each([each.report for each in ready]).values() for owner in owners)
    owners = [
        (owner, words if able[owner] == len(ready) else _("%(who)s (%(n)d dari %(all)d laporan)")
         % {"who": words, "n": able[owner], "all": len(ready)})
        for owner, words in words_for(able)
    ]  # fmt: skip
    way = typed.get("way")
    inside = InsideForm(typed if way == "inside" else None, owners=owners)
    outside = OutsideForm(typed if way == "outside" else None, ask=bool(typed.get("sure")))
    if request.method == "POST" and inside.is_bound and inside.is_valid():
        try:
            return _results(request, _inside(request, chosen, typed, inside), inside)
        except OF_THE_FORM as error:
            blame(inside, error, INSTEAD)
    if request.method == "POST" and outside.is_bound and outside.is_valid():
        try:
            return _results(request, _outside(request, chosen, typed, outside), outside)
        except OF_THE_FORM as error:
            outside = OutsideForm(typed, ask=isinstance(error, ReasonTells) or bool(typed.get("sure")))
            outside.is_valid()
            blame(outside, error, INSTEAD)
    return render(
        request,
        "report/handoff/bulk.html",
        {
            "chosen": chosen,
            "ready": len(ready),
            "ready_outside": sum(not each.why_not_outside for each in chosen),
            "alone": sum(each.alone for each in chosen),
            "missing": len(keys) - len(chosen),
            "inside": inside,
            "outside": outside,
            "sent": next((each for each in (inside, outside) if each.is_bound), None),
            "authorities": AUTHORITIES,
        },
    )


@requires(access.can_see_reports)
@require_POST
@never_cache
@sensitive_post_parameters()
def letters(request: ActorRequest) -> HttpResponse:
    """The letters of those that were handed to the outside, in one document; each printing is recorded."""
    sent = zip(request.POST.getlist("laporan"), request.POST.getlist("secret"), strict=False)
    secrets = {key: secret for typed, secret in sent for key in chosen_ids([typed])}
    found = []
    for each in chosen_by(request.actor, list(secrets)[:MOST_AT_ONCE]):
        if not access.may_hand_over(request.actor, each).allowed:
            continue
        letter = letter_of(request, each, secrets[each.pk])
        if letter is not None:
            found.append(letter)
    if not found:
        messages.error(request, str(NothingHanded()))
        return redirect("report:reports")
    content = letters_pdf(found)
    for letter in found:
        actions.note_letter(actor=request.actor, report=letter.report)
    return pdf_of(content, "surat-penerusan.pdf")


def _chosen(request: ActorRequest, keys: list[UUID]) -> list[Chosen]:
    reports = chosen_by(request.actor, keys)
    handed = handed_of(reports)
    found = []
    for each in reports:
        may = access.may_hand_over(request.actor, each)
        waits = handed.get(each.pk)
        inside, outside = why_not(each, waits), why_not(each, waits, outside=True, many=True)
        found.append(
            Chosen(
                report=each,
                outline=outline_of(each),
                why_not=str(inside or "") if may.allowed else str(may.reason),
                why_not_outside=str(outside or "") if may.allowed else str(may.reason),
                alone=may.allowed and isinstance(outside, NotInBulk),
            )
        )
    return found


def _inside(request: ActorRequest, chosen: list[Chosen], typed: QueryDict, form: InsideForm) -> list[Result]:
    to, reason = form.owner, form.cleaned_data["reason"]

    def offer(each: Chosen) -> Result:
        actions.hand_over(actor=request.actor, report=each.report, to=to, reason=reason, seen=_seen(typed, each))
        return Result(each, done=True, words=_("Ditawarkan."))

    return [_one(request, each, to, offer) for each in chosen]


def _outside(request: ActorRequest, chosen: list[Chosen], typed: QueryDict, form: OutsideForm) -> list[Result]:
    given: dict[str, Any] = {name: form.cleaned_data[name] for name in ("authority", "reason", "sure")}

    def ask(each: Chosen) -> Result:
        _handoff, secret = actions.hand_outside(
            actor=request.actor, report=each.report, seen=_seen(typed, each), many=True, **given
        )
        return Result(each, done=True, words=_("Diteruskan."), link=link_of(request, secret), secret=secret)

    return [_one(request, each, given["authority"], ask) for each in chosen]


def _one(request: ActorRequest, each: Chosen, to: Owner | str, act: Callable[[Chosen], Result]) -> Result:
    """One of them, in a transaction of its own. What is wrong with the form is raised: see ``OF_THE_FORM``."""
    try:
        return act(each)
    except OF_THE_FORM:
        raise
    except (HandedAway, ChangedMeanwhile) as error:
        handed = handed_of([each.report]).get(each.report.pk)
        if handed is not None and is_handed(handed, to, request.actor):
            again = _("Sudah diteruskan sebelumnya. Tautan hanya tampil sekali; buat yang baru di halaman laporannya.")
            return Result(each, done=True, words=again if handed.outside else _("Sudah ditawarkan sebelumnya."))
        return Result(each, done=False, words=str(error))
    except (ReportError, CommitmentError) as error:
        return Result(each, done=False, words=str(error))
    except Refused as error:
        return Result(each, done=False, words=str(error.reason))
    except DatabaseError:
        return Result(each, done=False, words=_("Belum tercatat karena sedang ramai. Coba sekali lagi untuk ini."))


def _seen(typed: QueryDict, each: Chosen) -> int | None:
    """The version that was shown; of one that came without, the one of now."""
    sent = typed.get(f"seen-{each.report.pk}", "")
    return int(sent) if sent.isdecimal() and len(sent) < 10 else each.version


def _results(request: ActorRequest, results: list[Result], form: InsideForm | OutsideForm) -> HttpResponse:
    return render(
        request,
        "report/handoff/bulk_done.html",
        {
            "results": results,
            "done": sum(each.done for each in results),
            "links": [each for each in results if each.link],
            "authority": form.cleaned_data.get("authority", ""),
            "reason": "" if all(each.done for each in results) else form.cleaned_data["reason"],
        },
    )
