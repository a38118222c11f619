"""The public side of partners: the register, applying, and what came of an application."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rukun.guard import ActorRequest, public, requires
from rukun.journal.naming import names_of
from rukun.people.access import circles_with, organisation_for
from rukun.people.forms.units import as_typed, blame
from rukun.people.kinds import KELURAHAN
from rukun.people.queries.organisations import holders_of
from rukun.territory import queries as territory
from rukun.training.access import partners as access
from rukun.training.access.members import members_of
from rukun.training.actions import partners as actions
from rukun.training.algo.states import APPLIED, ENDED, SUSPENDED, VERIFIED
from rukun.training.errors import TrainingError
from rukun.training.forms.partners import ApplicationForm, ReceiptForm, RegisterForm
from rukun.training.models import Partnership
from rukun.training.queries import partners as queries
from rukun.training.queries.members import takes_members
from rukun.training.ways import AUTHORITIES, WAYS, Way
from rukun.ui import kept
from rukun.ui.dates import last_day

PER_PAGE = 25
BADGES = {APPLIED: "new", VERIFIED: "done", SUSPENDED: "waiting", ENDED: "off"}


@dataclass(frozen=True)
class Line:
    """A partner in the register, with the last day on which it is or was one."""

    partnership: Any
    kind: Any
    badge: str
    words: str
    last: date | None


@public
@require_safe
@never_cache
def register(request: ActorRequest) -> HttpResponse:
    """Who is a partner, in which unit, from when to when; and, for authorities, what waits for them."""
    form = RegisterForm(request.GET if {"wilayah", "jenis", "status"} & request.GET.keys() else None)
    wanted = form.wanted()
    page = Paginator(queries.register(wanted["unit"], wanted["state"], wanted["kind"]), PER_PAGE).get_page(
        request.GET.get("page")
    )
    return render(
        request,
        "training/partners/register.html",
        {
            "form": form,
            "page": page,
            "lines": [
                Line(
                    each,
                    WAYS[each.kind].words,
                    BADGES[each.standing],
                    queries.state_in_words(each.standing),
                    each.ends and last_day(each.ends),
                )
                for each in page
            ],
            "narrowed": any(wanted.values()),
            "unit": wanted["unit"],
            "tasks": queries.worklist_for(request.actor),
            "ending": [
                (each, last_day(each.ends), queries.prolonged_by(each)) for each in queries.ending_soon(request.actor)
            ],
        },
    )


@public
@require_safe
@never_cache
def ways(request: ActorRequest) -> HttpResponse:
    """How each kind of group becomes a partner."""
    own = [organisation_for(request.actor, key) for key, _unit in circles_with(request.actor, "members.manage")]
    return render(
        request,
        "training/partners/ways.html",
        {
            "ways": [(way, _who(way), _(" atau ").join(_levels(way))) for way in WAYS.values()],
            "own": [each for each in own if each is not None and each.kind in WAYS],
        },
    )


@public
@require_http_methods(["GET", "POST"])
@never_cache
@sensitive_post_parameters()
def apply(request: ActorRequest, kind: str) -> HttpResponse:
    """The form of one way. No account is needed; a registered organisation's board names it by ``?organisasi=``."""
    way = WAYS.get(kind)
    if way is None:
        raise Http404
    organisation = _organisation(request, way)
    initial = {"unit": as_typed(organisation.unit)} if organisation else {"unit": _typed(request.GET.get("wilayah"))}
    form = ApplicationForm(
        request.POST or kept.take(request),
        request.FILES or None,
        way=way,
        where=_where(way),
        named=organisation is not None,
        initial=initial,
    )
    if request.method == "POST" and form.is_valid():
        given = {"name": organisation.name if organisation else "", **form.arguments()}
        try:
            made, code = actions.apply_for_partnership(
                actor=request.actor, kind=kind, organisation=organisation.pk if organisation else None, **given
            )
        except TrainingError as error:
            blame(form, error)
        else:
            return render(
                request, "training/partners/thanks.html", {"made": made, "code": code, "way": way, "who": _who(way)}
            )
    return render(
        request,
        "training/partners/apply.html",
        {"form": form, "way": way, "who": _who(way), "organisation": organisation},
    )


@public
@require_http_methods(["GET", "POST"])
@never_cache
@sensitive_post_parameters()
def status(request: ActorRequest) -> HttpResponse:
    """What came of an application, for whoever has its code; the code is never in an address."""
    form = ReceiptForm(request.POST or None)
    found: queries.Detail | None = None
    if request.method == "POST" and form.is_valid():
        code = form.cleaned_data["code"]
        if "withdraw" in request.POST:
            try:
                if actions.withdraw_application(actor=request.actor, code=code) is not None:
                    messages.success(request, _("Pengajuan ditarik. Datanya dihapus dalam 90 hari."))
            except TrainingError as error:
                messages.error(request, str(error))
        known = queries.with_receipt(code)
        found = queries.detail_of(known) if known else None
        if found is None:
            form.add_error("code", _("Tidak ada pengajuan dengan kode itu. Periksa huruf dan angkanya."))
    return render(request, "training/partners/status.html", {"form": form, "found": found, **(_shown(found))})


@public
@require_safe
@never_cache
def partner(request: ActorRequest, key: UUID) -> HttpResponse:
    """One partner: the public part, and what the reader may see of the rest."""
    return _page(request, partnership_or_404(request, key))


@requires(access.can_verify)
@require_POST
@never_cache
def chair_contact(request: ActorRequest, key: UUID) -> HttpResponse:
    """The same, with the number that the application gives for its chair. Each reading is recorded."""
    found = partnership_or_404(request, key)
    return _page(request, found, actions.read_chair_contact(actor=request.actor, partnership=found))


def _page(request: ActorRequest, found: Partnership, chair_phone: str = "") -> HttpResponse:
    detail = queries.detail_of(found)
    actor = request.actor
    application, decisions = access.sees_application(actor, found), access.sees_decisions(actor, found)
    names = (
        names_of({*(each.by for each in detail.verifications), *(each.by for each in detail.history)})
        if application
        else {}
    )
    shown = _shown(detail)
    speaks = access.authorities_of(actor, found)
    home = found.organisation
    return render(
        request,
        "training/partners/page.html",
        {
            "found": detail,
            **shown,
            "unit_known": territory.exists(found.unit),
            "application": application,
            "decisions": decisions,
            "verified": [(each, who, names.get(each.by, "")) for each, who in shown["authorities"]],
            "history": [(each, names.get(each.by, "")) for each in detail.history],
            "papers": queries.papers_of(found) if application else (),
            "alike": queries.alike(found) if application and detail.state == APPLIED else (),
            "open": detail.state == APPLIED,
            "chair_phone": chair_phone,
            "chair": holders_of(home, "ketua") if application and home else (),
            "proposed": detail.proposed,
            "proposed_last": detail.proposed and last_day(detail.proposed.until),
            "confirms": _confirms(request, detail),
            "joins": home is not None and home.closed_at is None and takes_members(home.pk),
            "sees_members": home is not None and members_of(actor, home.pk) is not None,
            "chairs": queries.chairs_to_invite(actor, found),
            "verifies": detail.state == APPLIED and bool({each.code for each in speaks} & _codes(detail)),
            "agrees": access.may_agree(actor, found).allowed and _takes_agreement(detail),
            "suspends": detail.state == VERIFIED and access.may_decide(actor, found).allowed,
            "restores": detail.state == SUSPENDED and access.may_restore(actor, found).allowed,
            "ends": found.closed_at is None and detail.state != APPLIED and access.may_end(actor, found).allowed,
        },
    )


def partnership_or_404(request: ActorRequest, key: UUID) -> Partnership:
    found = access.partnership_for(request.actor, key)
    if found is None:
        raise Http404
    return found


def _confirms(request: ActorRequest, detail: queries.Detail) -> bool:
    """Whether the actor's word, as another person of another authority, is one that an agreement waits for."""
    if detail.proposed is None or detail.proposed.by == request.actor.label or not _takes_agreement(detail):
        return False
    mine = {each.code for each in access.authorities_of(request.actor, detail.partnership)}
    return any(each.code in mine for each in detail.prolonging)


def _shown(found: queries.Detail | None) -> dict[str, Any]:
    """What several pages say of one partnership."""
    if found is None:
        return {}
    return {
        "badge": BADGES[found.state],
        "kind": found.way.words,
        "last": found.ends and last_day(found.ends),
        "agreements": [(each, last_day(each.until)) for each in found.agreements],
        "authorities": [(each, AUTHORITIES[each.authority].words) for each in found.verifications],
    }


def _codes(detail: queries.Detail) -> set[str]:
    return {each.code for each in detail.waiting}


def _takes_agreement(detail: queries.Detail) -> bool:
    """Whether its next step is an agreement: the first, or one that prolongs."""
    if queries.is_gone(detail.partnership):
        return False
    return detail.awaits_agreement or (detail.partnership.closed_at is None and detail.state in (VERIFIED, ENDED))


def _organisation(request: ActorRequest, way: Way) -> Any:
    """The registered organisation that the address names, for whoever may apply for it; ``None`` if it names none."""
    text = request.GET.get("organisasi", "")
    if not text:
        return None
    try:
        found = organisation_for(request.actor, UUID(text))
    except ValueError:
        found = None
    if found is None or found.kind != way.kind:
        raise Http404
    access.may_apply_for(request.actor, found.pk, found.unit).demand()
    return found


def _typed(code: str | None) -> str:
    return as_typed(code) if code and territory.exists(code) else ""


def _who(way: Way) -> list[str]:
    return [str(AUTHORITIES[code].words) for code in way.verifiers]


def _levels(way: Way) -> list[str]:
    return queries.units_in_words(queries.levels_of(way))


def _where(way: Way) -> str:
    """What to type for a unit."""
    if queries.levels_of(way) == (KELURAHAN,):
        return _("Satu kelurahan. Tulis namanya, misalnya “Palmerah”.")
    return _("Satu %s. Tulis misalnya “RW 16 Palmerah”.") % _(" atau ").join(_levels(way))
