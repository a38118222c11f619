"""The page of one report: what was told, the talk with whoever reported, and everything around the promise."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rukun.guard import Actor, ActorRequest, requires
from rukun.journal.naming import names_of
from rukun.people.forms.units import blame
from rukun.report import access, limits, presence
from rukun.report.account import Account, Reachable, account_of
from rukun.report.actions import dialogue, handling
from rukun.report.actions.identity import read_contact
from rukun.report.categories import CATEGORIES
from rukun.report.complaints import SUBJECTS
from rukun.report.errors import ReportError
from rukun.report.errors.dialogue import ReportGone
from rukun.report.forms.inbox import AskForm, ContactForm, ReadyForm, SetAsideForm
from rukun.report.forms.working import AnswerForm, StepForm
from rukun.report.models import Report
from rukun.report.queries import handoffs, photos
from rukun.report.queries import inbox as queries
from rukun.report.queries.aside import RESTORED_WITHIN, is_restorable
from rukun.report.queries.dialogue import became_of, talk_of
from rukun.report.queries.merging import box_for
from rukun.report.queries.near import map_with, near
from rukun.report.queries.openings import voices_for
from rukun.report.queries.priority import priority_of
from rukun.report.queries.promise import promise_for
from rukun.report.queries.readers import openers_of, readers_of
from rukun.report.questions import question_with, questions_for
from rukun.report.sources import CHANNELS, SOURCES
from rukun.seal import CannotOpen
from rukun.territory.algo import codes
from rukun.training.access.duty import can_suspend
from rukun.ui import kept


@requires(access.can_see_reports)
@require_safe
@never_cache
def report(request: ActorRequest, key: UUID) -> HttpResponse:
    """One report: its words, where and when, photos, and the talk with whoever reported."""
    return page_of(request, report_or_404(request, key))


@requires(access.can_see_reports)
@require_POST
@never_cache
def exact_place(request: ActorRequest, key: UUID) -> HttpResponse:
    """The same with the place as it was pointed out; each look is recorded."""
    found = report_or_404(request, key)
    try:
        exact = handling.read_exact_place(actor=request.actor, report=found)
    except CannotOpen:
        exact = None
    return page_of(request, found, exact=exact)


@requires(access.can_see_reports)
@require_http_methods(["GET", "POST"])
@never_cache
@sensitive_post_parameters()
def contact(request: ActorRequest, key: UUID) -> HttpResponse:
    """The same with the reporter's name and number, shown this once, for a written reason."""
    found = report_or_404(request, key)
    access.may_read_contact(request.actor, found).demand()
    form = ContactForm(request.POST or kept.take(request))
    if not form.is_bound:
        return redirect("report:report", found.pk)
    reachable: Reachable | None = None
    if request.method == "POST" and form.is_valid():
        try:
            reachable = read_contact(actor=request.actor, report=found, **form.cleaned_data)
        except ReportGone:
            raise
        except ReportError as error:
            blame(form, error)
        except CannotOpen:
            return page_of(request, found)
    return page_of(request, found, contact=form, reachable=reachable)


@requires(access.can_see_reports)
@require_http_methods(["GET", "POST"])
@never_cache
@sensitive_post_parameters()
def ask(request: ActorRequest, key: UUID) -> HttpResponse:
    """A question to whoever reported: in words of one's own, or one of the ready ones."""
    found = report_or_404(request, key)
    access.may_ask_ready(request.actor, found).demand()
    typed = request.POST or kept.take(request)
    form: AskForm | ReadyForm = AskForm(typed)
    if not access.may_handle(request.actor, found).allowed:
        form = ReadyForm(typed, category=found.category)
    if not form.is_bound:
        return redirect("report:report", found.pk)
    if isinstance(form, AskForm) and (question := question_with(request.POST.get("tanya", ""), found.category)):
        return page_of(request, found, ask=_begun(form, question))
    if request.method == "POST" and form.is_valid():
        try:
            dialogue.ask(actor=request.actor, report=found, **form.cleaned_data)
        except ReportGone:
            raise
        except ReportError as error:
            found = report_or_404(request, key)
            blame(form, error)
        else:
            return redirect("report:report", found.pk)
    return page_of(request, found, ask=form)


def _begun(form: forms.Form, question: str) -> AskForm:
    """What was typed so far, and a ready question after it."""
    typed = form.data.get("text", "").strip()
    text = typed if question in typed else f"{typed}\n{question}".strip()
    return AskForm(initial={"text": text, "message_id": form.data.get("message_id") or uuid4})


def report_or_404(request: ActorRequest, key: UUID) -> Report:
    """The report, for whoever may read it. By whatever page they come to it, that they did stands in the journal."""
    found = access.report_for(request.actor, key)
    if found is None:
        raise Http404
    if request.method != "HEAD":  # which shows nothing
        handling.note_read(actor=request.actor, report=found)
    return found


def page_of(
    request: ActorRequest,
    found: Report,
    *,
    exact: Account | None = None,
    reachable: Reachable | None = None,
    why_aside: str | None = None,
    **sent: forms.Form,
) -> HttpResponse:
    """The page of a report, with whatever form of it was sent and had something wrong: with what was typed in it."""
    if request.method != "HEAD":
        presence.note(request.actor, found)
    handles = access.may_handle(request.actor, found)
    shown = {
        **_told(request, found, exact, handles=handles.allowed),
        **_promise(request.actor, found, sent),
        **_tools(request, found, sent, handles=handles.allowed),
    }
    return render(
        request,
        "report/inbox/report.html",
        {
            **shown,
            "found": found,
            "category": CATEGORIES[found.category],
            "is_open": found.closed_at is None,
            "why_not": "" if handles.allowed else handles.reason,
            "reachable": reachable,
            "why_aside": why_aside,
            "others": presence.others(request.actor, found),
            "sent": next(iter(sent.values()), None),
            "typed": "".join(_typed(form) for name, form in sent.items() if shown.get(name) is not form),
        },
    )


def _told(request: ActorRequest, found: Report, exact: Account | None, *, handles: bool) -> dict[str, Any]:
    """What was said, where it was, and what was asked back."""
    actor = request.actor
    try:
        account, talk, unreadable = account_of(found), talk_of(found), False
    except CannotOpen:
        account, talk, unreadable = Account(), [], True
    new_answers = {each.id for each in talk if each.from_reporter and each.read_at is None}
    if new_answers and handles and request.method != "HEAD":
        dialogue.read_by_handler(actor=actor, report=found, shown=talk)
    names = names_of({found.summary_by, found.closed_by, *(each.by for each in talk)} - {""})
    there, became = became_of(found, talk)
    around = near(actor, found)
    picture, here = map_with(found, exact or account, around, exact=exact is not None)
    return {
        "account": account,
        "unreadable": unreadable,
        "picture": picture,
        "around": around,
        "here": here,
        "exact": exact is not None,
        "outside": queries.lies_outside(found, account),
        "busy": _busy(found),
        "source": SOURCES[found.source],
        "channel": CHANNELS[found.channel],
        "about": SUBJECTS[found.subject].words if found.subject else "",
        "readers": readers_of(found.category, found.unit, found.subject) if found.subject else [],
        "photos": photos.for_page(actor, found),
        "voices": voices_for(actor, found),
        "talk": [(each, names.get(each.by, ""), each.id in new_answers, became.get(each.id, "")) for each in talk],
        "by_talk": there,
        "objected": any(each.from_reporter and found.closed_at and each.sent_at > found.closed_at for each in talk),
        "summary_by": names.get(found.summary_by, ""),
        "closed_by": names.get(found.closed_by, ""),
    }


def _promise(actor: Actor, found: Report, sent: Mapping[str, forms.Form]) -> dict[str, Any]:
    """What is owed about it, and what the actor may do about that."""
    promise = promise_for(actor, found)
    merged = box_for(actor, found)
    here = promise is not None and found.merged_into_id is None
    begins = here and promise is not None and "start" in promise.offers
    waiting = promise.waiting if here and promise else None
    answers = waiting is not None and waiting.may.allowed
    seen = promise.owed.version if promise else 0
    fresh = AnswerForm(initial={"claim": waiting.claim.pk}) if waiting else None
    return {
        "promise": promise,
        "merged": merged,
        "handoff": handoffs.box_for(actor, found),
        "version": seen,
        "step": (sent.get("step") or StepForm(initial={"seen": seen})) if begins else None,
        "answer": (sent.get("answer") or fresh) if answers else None,
        "priority": priority_of(found).sentence if here and found.closed_at is None else "",
    }


def _tools(request: ActorRequest, found: Report, sent: Mapping[str, forms.Form], *, handles: bool) -> dict[str, Any]:
    """What whoever handles it does besides."""
    actor, is_open = request.actor, found.closed_at is None
    contact = access.may_read_contact(actor, found).allowed and not found.anonymous
    wanted, ready = question_with(request.GET.get("tanya", ""), found.category), ReadyForm(category=found.category)
    asks = is_open and access.may_ask_ready(actor, found).allowed
    return {
        "handles": handles,
        "restorable": handles and is_restorable(found),
        "restored_within": RESTORED_WITHIN.days,
        "openers": openers_of(found.unit) if handles and is_open and not found.anonymous else [],
        "contact": (sent.get("contact") or ContactForm()) if contact else None,
        "ask": (sent.get("ask") or (AskForm(initial={"text": wanted}) if handles else ready)) if asks else None,
        "questions": questions_for(found.category) if handles and asks else [],
        "aside": (sent.get("aside") or SetAsideForm()) if handles and is_open else None,
        "suspends": is_open and found.subject == "anggota" and can_suspend(actor).allowed,
    }


def _typed(form: forms.Form) -> str:
    """The words in a form for which there is no place any more. A ready question nobody typed."""
    if isinstance(form, ReadyForm):
        return ""
    return next((form.data[name] for name in ("words", "text", "reason") if form.data.get(name)), "")


def _busy(found: Report) -> Any:
    """How busy the RW is in which it came, if that is more than usual and this one came just now."""
    if CATEGORIES[found.category].kind != "ordinary":
        return None
    busy = limits.busy(codes.up_to(found.unit, codes.RW))
    return busy if busy and busy.is_over else None
