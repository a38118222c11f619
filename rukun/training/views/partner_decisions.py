"""What authorities decide about a partnership, and the papers that they read for it."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from rukun.guard import ActorRequest, requires, signed_in
from rukun.people.errors import PeopleError
from rukun.people.forms.units import blame
from rukun.training.access import partners as access
from rukun.training.actions import partners as actions
from rukun.training.errors import TrainingError
from rukun.training.errors.partners import NamedAsChair, NotImpartial
from rukun.training.forms.partners import AgreementForm, ReasonForm, VerificationForm
from rukun.training.models import Partnership
from rukun.training.queries.partners import detail_of, proposed_of
from rukun.training.views.partners import partnership_or_404
from rukun.training.ways import AUTHORITIES, WAYS, Way
from rukun.ui import kept
from rukun.ui.dates import last_day


@requires(access.can_verify)
@require_http_methods(["GET", "POST"])
@never_cache
def verify(request: ActorRequest, key: UUID) -> HttpResponse:
    """One authority's word about an application."""
    found = partnership_or_404(request, key)
    access.may_decide(request.actor, found).demand()
    spoken = {each.authority for each in found.verifications.all()}
    mine = access.authorities_of(request.actor, found)
    form = VerificationForm(
        request.POST or kept.take(request), authorities=[each for each in mine if each.code not in spoken] or mine
    )
    lead = _("Setiap pihak memutuskan sendiri. Keputusan tidak dapat ditarik kembali.")

    def decide(given: dict[str, Any]) -> None:
        actions.verify_partnership(
            actor=request.actor,
            partnership=found,
            authority=given["authority"],
            approved=given["approved"] == "ya",
            reason=given["reason"],
        )

    return _step(request, found, form, decide, (_("Periksa pengajuan"), _("Simpan keputusan"), lead))


@requires(access.can_verify)
@require_http_methods(["GET", "POST"])
@never_cache
def agreement(request: ActorRequest, key: UUID) -> HttpResponse:
    """From when to when: the first agreement, or one that prolongs."""
    found = partnership_or_404(request, key)
    access.may_agree(request.actor, found).demand()
    way = WAYS[found.kind]
    ends = max((each.until for each in found.agreements.filter(awaiting="")), default=None)
    proposed = proposed_of(found.agreements.all(), timezone.now())
    initial: dict[str, Any] = (
        {"number": proposed.number, "since": proposed.since, "until_last_day": last_day(proposed.until)}
        if proposed
        else {"since": max(timezone.localtime(ends).date() if ends else date.min, timezone.localdate())}
    )
    form = AgreementForm(request.POST or kept.take(request), numbered=way.agreement, initial=initial)
    words = (
        (
            _("Catat perjanjian"),
            _("Catat"),
            _("Paling lama lima tahun. Sejak hari pertama, anggotanya yang layak boleh bertugas."),
        )
        if way.agreement
        else (_("Perpanjang kemitraan"), _("Perpanjang"), _how_long(way))
    )

    def agree(given: dict[str, Any]) -> None:
        actions.make_agreement(actor=request.actor, partnership=found, **given)

    return _step(request, found, form, agree, words)


@requires(access.can_verify)
@require_http_methods(["GET", "POST"])
@never_cache
def suspend(request: ActorRequest, key: UUID) -> HttpResponse:
    found = partnership_or_404(request, key)
    access.may_decide(request.actor, found).demand()
    lead = _("Sejak detik ini tidak seorang pun anggotanya boleh bertugas, sampai penangguhan dicabut.")
    return _with_reason(request, found, actions.suspend_partnership, (_("Tangguhkan mitra"), _("Tangguhkan"), lead))


@requires(access.can_verify)
@require_http_methods(["GET", "POST"])
@never_cache
def restore(request: ActorRequest, key: UUID) -> HttpResponse:
    found = partnership_or_404(request, key)
    access.may_restore(request.actor, found).demand()
    lead = _("Anggotanya yang layak boleh bertugas lagi, sejak detik ini.")
    return _with_reason(request, found, actions.restore_partnership, (_("Cabut penangguhan"), _("Cabut"), lead))


@requires(signed_in)
@require_http_methods(["GET", "POST"])
@never_cache
def end(request: ActorRequest, key: UUID) -> HttpResponse:
    found = partnership_or_404(request, key)
    access.may_end(request.actor, found).demand()
    lead = _("Ini tidak dapat dibatalkan: untuk menjadi mitra lagi, kelompok ini harus mengajukan dari awal.")
    return _with_reason(request, found, actions.end_partnership, (_("Akhiri kemitraan"), _("Akhiri"), lead))


@requires(access.can_verify)
@require_POST
@never_cache
def document(request: ActorRequest, key: UUID, paper: UUID) -> HttpResponse:
    """A paper to be saved, never shown by the browser itself: it came from strangers."""
    found = partnership_or_404(request, key)
    known = access.document_for(request.actor, found, paper)
    if known is None:
        raise Http404
    whole = actions.read_document(actor=request.actor, partnership=found, document=known)
    answer = HttpResponse(bytes(whole.content), content_type=whole.content_type)
    ending = whole.name.rpartition(".")[2]
    answer.headers["Content-Disposition"] = f'attachment; filename="dokumen-{whole.pk}.{ending}"'
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer


def _how_long(way: Way) -> str:
    """How long a group without agreement on paper can be prolonged, and by whom."""
    longest = _("Paling lama %d bulan.") % way.months
    if len(way.verifiers) == 1:
        return longest
    who = _(" dan ").join(str(AUTHORITIES[code].words) for code in way.verifiers)
    return longest + " " + _("Berlaku setelah %s mengisi tanggal yang sama, masing-masing sendiri.") % who


def _with_reason(
    request: ActorRequest, found: Partnership, action: Callable[..., None], words: tuple[str, str, str]
) -> HttpResponse:
    form = ReasonForm(request.POST or kept.take(request))

    def act(given: dict[str, Any]) -> None:
        action(actor=request.actor, partnership=found, reason=given["reason"])

    return _step(request, found, form, act, words)


def _step(
    request: ActorRequest,
    found: Partnership,
    form: Any,
    act: Callable[[dict[str, Any]], None],
    words: tuple[str, str, str],
) -> HttpResponse:
    """Show a form, do what it says, or say why not. ``words`` are title, button, and what will happen."""
    if request.method == "POST" and form.is_valid():
        try:
            act(form.cleaned_data)
        except (TrainingError, PeopleError) as error:
            blame(form, error)
        else:
            messages.success(request, _("Tersimpan."))
            return redirect("training:partner", found.pk)
    elif request.method == "GET" and not access.is_chair(request.actor, found):
        if access.is_involved(request.actor, found):
            messages.warning(request, str(NotImpartial()))
        elif access.is_named_chair(request.actor, found):
            messages.warning(request, str(NamedAsChair()))
    title, button, lead = words
    return render(
        request,
        "training/partners/decide.html",
        {"form": form, "found": detail_of(found), "title": title, "button": button, "lead": lead},
    )
