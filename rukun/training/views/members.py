"""The members of an organisation, for its board and whoever may see them."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rukun.guard import ActorRequest, Denied, requires, signed_in
from rukun.people.actions.invitations import invite as make_invitation
from rukun.people.errors import PeopleError
from rukun.people.forms.units import blame
from rukun.people.kinds import KINDS
from rukun.people.views.invitations import show_invitation
from rukun.training.access import members as access
from rukun.training.actions import members as actions
from rukun.training.algo.states import VERIFIED
from rukun.training.errors import TrainingError
from rukun.training.forms.members import InviteForm
from rukun.training.models import Membership
from rukun.training.queries import members as queries
from rukun.training.queries.partners import state_in_words
from rukun.training.views.partners import BADGES
from rukun.training.ways import WAYS
from rukun.ui import kept
from rukun.ui.qr import on_page

PER_PAGE = 50


@requires(access.can_see_members)
@require_safe
@never_cache
def organisations(request: ActorRequest) -> HttpResponse:
    """The partners whose members the actor may see."""
    found = queries.organisations_seen_by(request.actor)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    waiting = {key: number for key, _name, number in queries.waiting_for(request.actor)}
    standings = queries.standings_of([each.pk for each in page])
    over = {key: (BADGES[state], state_in_words(state)) for key, state in standings.items() if state != VERIFIED}
    rows = [(each, KINDS[each.kind].words, waiting.get(each.pk, 0), over.get(each.pk)) for each in page]
    area = request.actor.holds("people.see").allowed
    return render(request, "training/members/organisations.html", {"page": page, "rows": rows, "area": area})


@requires(access.can_see_members)
@require_safe
@never_cache
def members(request: ActorRequest, key: UUID) -> HttpResponse:
    """One organisation: who belongs to it, who would like to, and how it grew."""
    found = _organisation(request, key)
    manages = access.manages_members(request.actor, key).allowed
    roll = queries.roll_of(key)
    page = Paginator(roll.members, PER_PAGE).get_page(request.GET.get("page"))
    link = request.build_absolute_uri(reverse("training:join", args=[key]))
    return render(
        request,
        "training/members/members.html",
        {
            "organisation": found,
            "kind": KINDS[found.kind].words,
            "roll": roll,
            "page": page,
            "on_leave": sum(each.state == "cuti" for each in roll.members),
            "manages": manages,
            "applicants": queries.applicants_of(key) if manages else [],
            "takes_members": queries.takes_members(key),
            "link": link,
            "qr": on_page(link) if manages else "",
            "on_duty": found.kind not in WAYS or WAYS[found.kind].duty,
            "growth": roll.growth if any(number for _month, number in roll.growth) else [],
        },
    )


@requires(access.can_see_members)
@require_http_methods(["GET", "POST"])
@never_cache
@sensitive_post_parameters("name", "phone")
def invite(request: ActorRequest, key: UUID) -> HttpResponse:
    """Ask somebody to join. Whether their number is known is not told."""
    found = _organisation(request, key)
    access.manages_members(request.actor, key).demand()
    form = InviteForm(request.POST or kept.take(request), within=(found.unit,))
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.invite_member(actor=request.actor, organisation=key, **form.cleaned_data)
        except (TrainingError, PeopleError) as error:
            blame(form, error)
        else:
            messages.success(request, _("Tercatat. Ia menjadi anggota setelah ia sendiri setuju."))
            return redirect("training:member", made.pk)
    return render(
        request,
        "training/members/invite.html",
        {"form": form, "organisation": found, "takes_members": queries.takes_members(key)},
    )


@requires(access.can_see_members)
@require_POST
@never_cache
def answer(request: ActorRequest, key: UUID) -> HttpResponse:
    """Take in somebody who asked without an account, or not. Whoever was answered already is gone."""
    applicant = access.applicant_for(request.actor, key)
    if applicant is None:
        raise Http404
    said = request.POST.get("jawaban")
    if said not in ("terima", "tidak"):
        messages.error(request, _("Jawabannya tidak terbaca. Tidak ada yang berubah: ketuk “Terima” atau “Tidak”."))
        return redirect("training:members", applicant.organisation_id)
    try:
        made = actions.answer_applicant(actor=request.actor, applicant=applicant, accepted=said == "terima")
    except (TrainingError, PeopleError) as error:
        messages.error(request, str(error))
        return redirect("training:members", applicant.organisation_id)
    if made is None:
        messages.success(request, _("Sudah dijawab. Nama dan nomornya dihapus."))
        return redirect("training:members", applicant.organisation_id)
    messages.success(request, _("Diterima. Ia menjadi anggota setelah ia sendiri setuju."))
    return redirect("training:member", made.pk)


@requires(signed_in)
@require_safe
@never_cache
def member(request: ActorRequest, key: UUID) -> HttpResponse:
    """One member, for the board; one's own are under "Tugas saya"."""
    found = _membership(request, key)
    if not access.manages_members(request.actor, found.organisation_id).allowed:
        return redirect("training:own_duty")
    return render(
        request,
        "training/members/member.html",
        {
            "member": queries.membership_now(found.pk),
            "history": list(found.states.all()),
            "left": found.left_at is not None,
            "own": access.own_key(request.actor) == found.person_id,
            "on_the_board": access.is_on_the_board(found),
            "may_let_in": access.may_be_let_in(request.actor, found),
        },
    )


@requires(signed_in)
@require_POST
@never_cache
def accept(request: ActorRequest, key: UUID) -> HttpResponse:
    return _done(request, key, actions.accept_member, _("Diterima."))


@requires(signed_in)
@require_POST
@never_cache
def pause(request: ActorRequest, key: UUID) -> HttpResponse:
    return _done(request, key, actions.pause_membership, _("Cuti tercatat."))


@requires(signed_in)
@require_POST
@never_cache
def resume(request: ActorRequest, key: UUID) -> HttpResponse:
    return _done(request, key, actions.resume_membership, _("Cuti selesai."))


@requires(signed_in)
@require_POST
@never_cache
def leave(request: ActorRequest, key: UUID) -> HttpResponse:
    """Nobody is asked why, and nobody can say no to whoever leaves."""
    return _done(request, key, actions.leave, _("Keanggotaan sudah berakhir."))


@requires(signed_in)
@require_POST
@never_cache
def let_in(request: ActorRequest, key: UUID) -> HttpResponse:
    """An invitation for a newcomer whom this board made known: the link and its QR, shown once."""
    found = _membership(request, key)
    access.manages_members(request.actor, found.organisation_id).demand()
    may = access.may_be_let_in(request.actor, found)
    if isinstance(may, Denied):
        messages.error(request, str(may.reason))
        return redirect("training:member", key)
    made, secret = make_invitation(actor=request.actor, person=found.person)
    back = (reverse("training:members", args=[found.organisation_id]), _("Semua anggota"))
    return show_invitation(request, made, secret, back=back)


def _done(request: ActorRequest, key: UUID, action: Callable[..., None], words: str) -> HttpResponse:
    """Do it; then back to where the actor came from: their own page, or the member's."""
    found = _membership(request, key)
    try:
        action(actor=request.actor, membership=found)
    except (TrainingError, PeopleError) as error:
        messages.error(request, str(error))
    else:
        messages.success(request, words)
    if access.own_key(request.actor) == found.person_id:
        return redirect("training:own_duty")
    return redirect("training:member", key)


def _membership(request: ActorRequest, key: UUID) -> Membership:
    found = access.membership_for(request.actor, key)
    if found is None:
        raise Http404
    return found


def _organisation(request: ActorRequest, key: UUID) -> Any:
    found = access.members_of(request.actor, key)
    if found is None:
        raise Http404
    return found
