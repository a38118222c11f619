"""A report is handed on: to somebody here, or to an authority outside; and what became of that is answered."""

from collections.abc import Callable
from typing import TypeVar
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.http.request import QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from rukun.commitment.access import may_take
from rukun.commitment.actions.outside import handoff_with
from rukun.commitment.errors import ChangedMeanwhile, CommitmentError, HandedAway, LinkOver
from rukun.commitment.owners import Owner
from rukun.commitment.queries import Handoff, history_of, open_handoff
from rukun.commitment.queries.handoffs import days_by_link, handed_to, reason_of
from rukun.evidence.errors import EvidenceError
from rukun.guard import ActorRequest, requires
from rukun.guard.ids import new_id
from rukun.people.forms.units import blame
from rukun.report import access
from rukun.report.actions import handoff as actions
from rukun.report.categories import CATEGORIES
from rukun.report.errors import ReportError
from rukun.report.errors.dialogue import ReportGone
from rukun.report.errors.handoff import NothingHanded, ReasonTells
from rukun.report.forms.handoff import DeclineForm, EnterForm, HandoffForm, InsideForm, OutsideForm
from rukun.report.models import Report
from rukun.report.print.letter import Letter, letters_pdf
from rukun.report.queries.handoffs import AUTHORITIES, is_handed, owed_by, recipients_of, runs_on, why_not, words_for
from rukun.report.views.one import report_or_404
from rukun.seal import CannotOpen
from rukun.ui import kept
from rukun.ui.qr import on_page

INSTEAD = {"words": "reason"}
LATEST = 3
"""How many of the last steps are shown to whoever was overtaken."""
Form = TypeVar("Form", bound=forms.Form)


@requires(access.can_see_reports)
@require_http_methods(["GET", "POST"])
@never_cache
@sensitive_post_parameters()
def hand(request: ActorRequest, key: UUID) -> HttpResponse:
    """Two ways on one page: to somebody here, who must take it; to an authority outside, by a link."""
    found = report_or_404(request, key)
    access.may_hand_over(request.actor, found).demand()
    typed = request.POST or kept.take(request) or QueryDict()
    owners = words_for(recipients_of(found))
    seen = {"seen": found.commitment.version if found.commitment else None}
    way = typed.get("way")
    inside = InsideForm(typed if way == "inside" else None, owners=owners, initial=seen)
    outside = OutsideForm(typed if way == "outside" else None, ask=bool(typed.get("sure")), initial=seen)
    done: HttpResponse | None = None
    if request.method == "POST" and inside.is_bound and inside.is_valid():
        done, inside = _offer(request, found, typed, inside)
    elif request.method == "POST" and outside.is_bound and outside.is_valid():
        done, outside = _ask(request, found, typed, outside)
    return done or _page(request, found, inside, outside)


@requires(access.can_see_reports)
@require_POST
@never_cache
def take(request: ActorRequest, key: UUID) -> HttpResponse:
    """Whom it was offered to takes it."""
    found = report_or_404(request, key)
    form = HandoffForm(request.POST)
    return _step(
        request,
        found,
        form,
        lambda: actions.take(actor=request.actor, report=found, **form.cleaned_data),
        _("Diterima. Sekarang ini tanggung jawab Anda, dengan tenggat baru."),
    )


@requires(access.can_see_reports)
@require_http_methods(["GET", "POST"])
@never_cache
@sensitive_post_parameters()
def decline(request: ActorRequest, key: UUID) -> HttpResponse:
    """Whom it was offered to says why they do not take it."""
    found = report_or_404(request, key)
    owed = owed_by(found)
    handoff = open_handoff(owed) if owed else None
    if handoff is not None:
        may_take(request.actor, handoff).demand()
    form = DeclineForm(request.POST or kept.take(request), initial={"handoff": handoff and handoff.pk})
    if request.method == "POST" and form.is_valid():
        try:
            actions.decline(actor=request.actor, report=found, **form.cleaned_data)
        except ReportGone:
            raise
        except (ReportError, CommitmentError) as error:
            blame(form, error, INSTEAD)
        else:
            messages.success(request, _("Tidak diterima. Yang menawarkan membaca alasan Anda."))
            return redirect(_box(found))
    if handoff is None and not form.is_bound:
        messages.error(request, str(NothingHanded()))
        return redirect(_box(found))
    more = {"form": form, "found": found, "category": CATEGORIES[found.category]}
    return render(request, "report/handoff/decline.html", more)


@requires(access.can_see_reports)
@require_POST
@never_cache
def take_back(request: ActorRequest, key: UUID) -> HttpResponse:
    """Whoever handed it on, or owns it, asks no longer."""
    found = report_or_404(request, key)
    access.may_hand_over(request.actor, found).demand()
    form = HandoffForm(request.POST)
    owed = owed_by(found)
    handoff = open_handoff(owed) if owed else None
    by_link = handoff is None or handoff.outside
    return _step(
        request,
        found,
        form,
        lambda: actions.take_back(actor=request.actor, report=found, **form.cleaned_data),
        _("Ditarik kembali. Tautan yang pernah dibuat tidak membuka apa pun lagi.")
        if by_link
        else _("Ditarik kembali. Mereka tidak ditanya lagi."),
    )


@requires(access.can_see_reports)
@require_POST
@never_cache
def new_link(request: ActorRequest, key: UUID) -> HttpResponse:
    """Another link for the authority, shown this once; the one before opens nothing any more."""
    found = report_or_404(request, key)
    access.may_hand_over(request.actor, found).demand()
    try:
        handoff, secret = actions.new_link(actor=request.actor, report=found)
    except ReportGone:
        raise
    except (ReportError, CommitmentError) as error:
        messages.error(request, str(error))
        return redirect(_box(found))
    return made_page(request, found, handoff, secret)


@requires(access.can_see_reports)
@require_http_methods(["GET", "POST"])
@never_cache
@sensitive_post_parameters()
def enter_answer(request: ActorRequest, key: UUID) -> HttpResponse:
    """What the authority answered by letter or telephone, with proof."""
    found = report_or_404(request, key)
    access.may_hand_over(request.actor, found).demand()
    owed = owed_by(found)
    handoff = open_handoff(owed) if owed else None
    accepted = handoff is not None and handoff.accepted_at is not None
    form = EnterForm(request.POST or kept.take(request), request.FILES or None, accepted=accepted)
    if request.method == "POST" and form.is_valid():
        try:
            _enter(request, found, form)
        except ReportGone:
            raise
        except (ReportError, CommitmentError, EvidenceError) as error:
            blame(form, error)
        else:
            messages.success(request, _("Jawaban instansi tercatat."))
            return redirect(_box(found))
    if not form.is_bound and (handoff is None or not handoff.outside):
        messages.error(request, str(NothingHanded()))
        return redirect(_box(found))
    more = {
        "form": form,
        "found": found,
        "category": CATEGORIES[found.category],
        "authority": handoff.authority if handoff else "",
    }
    return render(request, "report/handoff/answer.html", more)


@requires(access.can_see_reports)
@require_POST
@never_cache
@sensitive_post_parameters()
def letter(request: ActorRequest, key: UUID) -> HttpResponse:
    """The letter to the authority; with the QR of its link only where the page that showed it sends it along."""
    found = report_or_404(request, key)
    access.may_hand_over(request.actor, found).demand()
    made = letter_of(request, found, request.POST.get("secret", ""))
    if made is None:
        messages.error(request, str(NothingHanded()))
        return redirect(_box(found))
    content = letters_pdf([made])
    actions.note_letter(actor=request.actor, report=found)
    return pdf_of(content, f"surat-{str(found.pk)[-8:]}.pdf")


# For the pages of many at once, too.


def letter_of(request: ActorRequest, found: Report, secret: str) -> Letter | None:
    """The letter about a report that waits for an authority outside; its link if the secret is the one of now."""
    owed = owed_by(found)
    handoff = open_handoff(owed) if owed else None
    if handoff is None or not handoff.outside:
        return None
    try:
        link = link_of(request, secret) if secret and handoff_with(secret).pk == handoff.pk else ""
    except LinkOver:
        link = ""
    try:
        reason = reason_of(handoff)
    except CannotOpen:
        reason = ""
    return Letter(
        report=found,
        handoff=handoff.pk,
        authority=handed_to(handoff),
        reason=reason,
        since=handoff.asked_at,
        until=handoff.expires_at,
        days=days_by_link(handoff),
        link=link,
    )


def link_of(request: ActorRequest, secret: str) -> str:
    """The whole link, in Indonesian whatever language the screen has."""
    with override("id"):
        return f"{request.build_absolute_uri(reverse('commitment:handed'))}#{secret}"


def pdf_of(content: bytes, name: str) -> HttpResponse:
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type="application/pdf", headers=disposition)


def made_page(request: ActorRequest, found: Report, handoff: Handoff, secret: str) -> HttpResponse:
    """The link and its QR, this once: nobody can bring them back."""
    link = link_of(request, secret)
    return render(
        request,
        "report/handoff/made.html",
        {
            "found": found,
            "category": CATEGORIES[found.category],
            "handoff": handoff,
            "link": link,
            "secret": secret,
            "qr": on_page(link),
        },
    )


def _offer(
    request: ActorRequest, found: Report, typed: QueryDict, form: InsideForm
) -> tuple[HttpResponse | None, InsideForm]:
    to, reason, seen = form.owner, form.cleaned_data["reason"], form.cleaned_data["seen"]
    try:
        actions.hand_over(actor=request.actor, report=found, to=to, reason=reason, seen=seen)
    except ReportGone:
        raise
    except (ReportError, CommitmentError) as error:
        if not _was_done(request, found, error, to):
            return None, _again(typed, found, error, lambda data: InsideForm(data, owners=form.owners_in_words))
    messages.success(request, _("Ditawarkan. Tanggung jawab berpindah bila mereka menerimanya."))
    return redirect(_box(found)), form


def _ask(
    request: ActorRequest, found: Report, typed: QueryDict, form: OutsideForm
) -> tuple[HttpResponse | None, OutsideForm]:
    try:
        made, secret = actions.hand_outside(actor=request.actor, report=found, **form.cleaned_data)
    except ReportGone:
        raise
    except (ReportError, CommitmentError) as error:
        if _was_done(request, found, error, form.cleaned_data["authority"]):
            messages.warning(request, _("Tautannya hanya tampil sekali. Belum tersimpan? Buat tautan baru."))
            return redirect(_box(found)), form
        ask = isinstance(error, ReasonTells) or bool(typed.get("sure"))
        return None, _again(typed, found, error, lambda data: OutsideForm(data, ask=ask))
    return made_page(request, found, made, secret), form


def _page(request: ActorRequest, found: Report, inside: InsideForm, outside: OutsideForm) -> HttpResponse:
    owed = owed_by(found)
    handed = open_handoff(owed) if owed else None
    sent: forms.Form | None = next((each for each in (inside, outside) if each.is_bound), None)
    overtaken = sent is not None and str(ChangedMeanwhile()) in sent.non_field_errors()
    return render(
        request,
        "report/handoff/hand.html",
        {
            "found": found,
            "category": CATEGORIES[found.category],
            "inside": inside,
            "outside": outside,
            "sent": sent,
            "problem": why_not(found, handed),
            "closed_to_outside": why_not(found, handed, outside=True),
            "runs_on": runs_on(owed),
            "no_summary": not found.summary,
            "may_write": access.may_handle(request.actor, found).allowed,
            "authorities": AUTHORITIES,
            "happened": history_of(owed)[-LATEST:] if owed and overtaken else [],
        },
    )


def _again(
    typed: QueryDict, found: Report, error: ReportError | CommitmentError, made: Callable[[QueryDict], Form]
) -> Form:
    """The form with what was typed and what was wrong; who was overtaken has seen it now."""
    data = typed.copy()
    if isinstance(error, ChangedMeanwhile):
        found.refresh_from_db()
        data["seen"] = str(found.commitment.version) if found.commitment else ""
    form = made(data)
    form.is_valid()
    blame(form, error, INSTEAD)
    return form


def _was_done(request: ActorRequest, found: Report, error: ReportError | CommitmentError, to: Owner | str) -> bool:
    """Whether the same was sent before: then it is done."""
    if not isinstance(error, HandedAway | ChangedMeanwhile):
        return False
    owed = owed_by(found)
    handed = open_handoff(owed) if owed else None
    return handed is not None and is_handed(handed, to, request.actor)


def _enter(request: ActorRequest, found: Report, form: EnterForm) -> None:
    typed = form.cleaned_data
    if typed["outcome"] == "accepted":
        actions.enter_accepted(actor=request.actor, report=found, words=typed["words"])
    elif typed["outcome"] == "declined":
        actions.enter_declined(actor=request.actor, report=found, reason=typed["words"])
    else:
        actions.enter_answer(
            actor=request.actor,
            report=found,
            claim_id=typed["claim_id"],
            outcome=typed["outcome"],
            kind=typed["kind"],
            words=typed["words"],
            photos=[(new_id(), content) for _name, content in typed["photo"]],
        )


def _step(
    request: ActorRequest, found: Report, form: HandoffForm, action: Callable[[], object], said: str
) -> HttpResponse:
    try:
        if not form.is_valid():
            raise NothingHanded
        action()
    except ReportGone:
        raise
    except (ReportError, CommitmentError) as error:
        messages.error(request, str(error))
    else:
        messages.success(request, said)
    return redirect(_box(found))


def _box(found: Report) -> str:
    return f"{reverse('report:report', args=[found.pk])}#penerusan"
