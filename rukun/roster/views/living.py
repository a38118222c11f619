"""One duty: what it is, giving it away, finding a stand-in, answering."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rukun.guard import ActorRequest, requires, signed_in
from rukun.people.access.own import may_see_own_data
from rukun.people.forms.units import blame
from rukun.roster.access import duty_for
from rukun.roster.access_living import ask_for, call_for, own_duties, swap_for
from rukun.roster.actions.calling import answer_ask, open_call, withdraw_call
from rukun.roster.actions.swapping import accept_swap, ask_swap, refuse_swap, withdraw_swap
from rukun.roster.errors import RosterError
from rukun.roster.forms.living import SwapForm
from rukun.roster.models import Duty
from rukun.roster.queries.giving import fellows_of
from rukun.roster.queries.living import duty_page
from rukun.ui import kept

Step = Callable[[], object]


@requires(signed_in, may_see_own_data)
@require_safe
@never_cache
def duty(request: ActorRequest, key: UUID) -> HttpResponse:
    """A duty of a published roster, for whoever sees the roster."""
    return render(request, "roster/living/duty.html", {"page": duty_page(request.actor, _duty(request, key))})


@requires(signed_in, may_see_own_data)
@require_http_methods(["GET", "POST"])
@never_cache
def swap(request: ActorRequest, key: UUID) -> HttpResponse:
    """Offer it to somebody. What the rules have against it is said here, and what was chosen stays."""
    found = _duty(request, key)
    page = duty_page(request.actor, found)
    if not page.speaks or page.swap is not None or page.call is not None:
        return redirect("roster:duty", found.pk)
    form = SwapForm(request.POST or kept.take(request), fellows=fellows_of(found))
    if request.method == "POST" and form.is_valid():
        to, for_duty = form.wanted()
        try:
            ask_swap(actor=request.actor, duty=found, to=to, for_duty=for_duty)
        except RosterError as error:
            blame(form, error)
        else:
            said = _("Tersimpan. Sampai ada yang menerima, giliran ini tetap giliran Anda.")
            messages.success(request, said)
            return redirect("roster:duty", found.pk)
    return render(request, "roster/living/swap.html", {"page": page, "form": form})


@requires(signed_in, may_see_own_data)
@require_POST
@never_cache
def answer_swap(request: ActorRequest, key: UUID) -> HttpResponse:
    """Take an offer, refuse it, or take one's own back."""
    found = swap_for(request.actor, key)
    if found is None:
        raise Http404
    actor = request.actor
    steps: dict[str, tuple[Step, str]] = {
        "terima": (
            lambda: accept_swap(actor=actor, swap=found),
            _("Terima kasih. Giliran itu sekarang giliran Anda; jadwal sudah diperbarui."),
        ),
        "tolak": (lambda: refuse_swap(actor=actor, swap=found), _("Tersimpan. Tidak ada yang berubah.")),
        "tarik": (lambda: withdraw_swap(actor=actor, swap=found), _("Tawaran ditarik. Tidak ada yang berubah.")),
    }
    return _stepped(request, found.duty, steps.get(request.POST.get("jawab", "")))


@requires(signed_in, may_see_own_data)
@require_POST
@never_cache
def call(request: ActorRequest, key: UUID) -> HttpResponse:
    """Somebody cannot come: look for a stand-in. Nobody asks why."""
    found = _duty(request, key)
    said = _(
        "Tercatat. Sampai ada yang bersedia menggantikan, giliran ini tetap giliran Anda. Kelanjutannya ada di bawah."
    )
    return _stepped(request, found, (lambda: open_call(actor=request.actor, duty=found), said))


@requires(signed_in, may_see_own_data)
@require_POST
@never_cache
def end_call(request: ActorRequest, key: UUID) -> HttpResponse:
    """They can come after all."""
    found = call_for(request.actor, key)
    if found is None:
        raise Http404
    said = _("Pencarian dihentikan. Giliran ini tetap giliran Anda.")
    return _stepped(request, found.duty, (lambda: withdraw_call(actor=request.actor, call=found), said))


@requires(signed_in, may_see_own_data)
@require_POST
@never_cache
def answer_call(request: ActorRequest, key: int) -> HttpResponse:
    """Stand in, or not."""
    found = ask_for(request.actor, key)
    if found is None:
        raise Http404
    answer = request.POST.get("jawab", "")
    yes = answer == "bisa"
    said = (
        _("Terima kasih! Giliran ini sekarang giliran Anda.")
        if yes
        else _("Tersimpan. Terima kasih sudah menjawab; kami bertanya kepada yang lain.")
    )
    step: tuple[Step, str] | None = (lambda: answer_ask(actor=request.actor, ask=found, yes=yes), said)
    return _stepped(request, found.call.duty, step if answer in ("bisa", "tidak") else None)


def _stepped(request: ActorRequest, duty: Duty, step: tuple[Step, str] | None) -> HttpResponse:
    """Do one step and say what came of it, on the duty's page; on that of the actor's own, if it is theirs by now."""
    if step is not None:
        try:
            step[0]()
        except RosterError as error:
            messages.warning(request, str(error))
        else:
            messages.success(request, step[1])
    own = own_duties(request.actor).filter(shift=duty.shift_id, night=duty.night).first()
    return redirect("roster:duty", own.pk if own is not None else duty.pk)


def _duty(request: ActorRequest, key: UUID) -> Duty:
    found = duty_for(request.actor, key)
    if found is None:
        raise Http404
    return found
