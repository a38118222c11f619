"""Ringing the kentongan for a situation, and ending it for everybody."""

from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from rukun.alarm.errors import AlreadyRinging
from rukun.alarm.queries.preview import previews
from rukun.alarm.queries.rings import RingView
from rukun.alarm.words import ENDINGS
from rukun.guard import ActorRequest, requires
from rukun.incident import access
from rukun.incident.actions import ringing as actions
from rukun.incident.cards import CARDS
from rukun.incident.forms.measures import RingForm
from rukun.incident.kinds import SHORT
from rukun.incident.measures import RING
from rukun.incident.models import Incident
from rukun.incident.queries.ringing import ring_of, ring_offer, rings_of, what_is_read
from rukun.incident.views.doing import attempt, back, by_button, is_closed, situation_or_404
from rukun.ui import kept


@requires(access.can_see_board)
@require_http_methods(["GET", "POST"])
@never_cache
def ring(request: ActorRequest, key: UUID) -> HttpResponse:
    """Which words, and where people gather; who is called follows from the level."""
    found = situation_or_404(request, key)
    access.may_ring(request.actor, found).demand()
    if found.closed_at is not None and request.method != "POST":
        return is_closed(request, found)
    offer = ring_offer(request.actor, found)
    rings = _ringing(request, found)
    form = RingForm(
        request.POST or kept.take(request),
        messages=[(each.code, each.words) for each in offer.messages],
        posts=[(each.key, each.name) for each in offer.points],
        initial={
            "message": request.GET.get("pesan") or (offer.codes[0] if offer.codes else ""),
            "meeting": request.GET.get("titik", ""),
            "instead": rings[0].row.pk if rings else None,
        },
    )
    if request.method == "POST":
        try:
            done = attempt(
                form, lambda: actions.ring_for(actor=request.actor, incident=found, **form.cleaned_data), found
            )
        except AlreadyRinging as error:
            return _look_again(request, found, form, error)
        if done:
            messages.success(request, _("Kentongan berbunyi. Di bawah ini siapa yang dipanggil dan apa jawabannya."))
            return redirect("incident:situation", found.pk)
    return render(
        request,
        "incident/one/ring_new.html",
        {
            "form": form,
            "found": found,
            "offer": offer,
            "card": CARDS[RING],
            "rings": rings,
            "previews": previews(request.actor, found.unit, offer.messages),
        },
    )


@requires(access.can_see_board)
@require_POST
@never_cache
def end_ring(request: ActorRequest, key: UUID, ring: UUID) -> HttpResponse:
    """Safe, or a false alarm: everybody who was called is told so."""
    found = situation_or_404(request, key)
    rung = ring_of(found, ring)
    if rung is None:
        raise Http404
    if rung.state == rung.ENDED:  # by somebody else, a moment ago: nothing is claimed that was not done
        words = _("Kentongan itu sudah diakhiri lebih dulu: %s.") % ENDINGS.get(rung.ending, "")
        if _ringing(request, found):
            words += " " + _("Yang baru masih berbunyi.")
        messages.warning(request, words)
        return back(request, found)
    ending = request.POST.get("ending", "")
    return by_button(
        request,
        found,
        lambda: actions.end_ring(actor=request.actor, incident=found, ring=rung, ending=ending),
        _ended(found, ending, narrow=rung.narrow),
    )


def _look_again(request: ActorRequest, found: Incident, form: RingForm, error: AlreadyRinging) -> HttpResponse:
    """Somebody else rang meanwhile. The form anew, by an address of its own: a page loaded again never rings."""
    messages.warning(request, str(error))
    chosen = {"pesan": form.cleaned_data["message"], "titik": form.cleaned_data["meeting"]}
    return redirect(f"{reverse('incident:ring', args=[found.pk])}?{urlencode(chosen)}")


def _ringing(request: ActorRequest, found: Incident) -> list[RingView]:
    return [each for each in rings_of(request.actor, found) if each.ringing]


def _ended(found: Incident, ending: str, *, narrow: bool) -> str:
    """What everybody was told; and what stays as it is until somebody changes it."""
    read = what_is_read(found, narrow=narrow)
    words = _("Semua yang dipanggil membaca: “%s”") % read.get(ending, "")
    if "officers" in read:
        words += " " + _("Petugas membaca:") + f" “{read['officers']}”"
    if found.level > Incident.NONE:
        words += " " + _("Tingkatnya masih %s: nilai lagi bila keadaannya berubah.") % SHORT[found.level]
    return words
