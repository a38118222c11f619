"""What the kentongan calls somebody for: their own calls, and one with three buttons."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from rukun.alarm import follow
from rukun.alarm.access import may_read_calls
from rukun.alarm.actions.answering import answer as give_answer
from rukun.alarm.errors import AlarmError
from rukun.alarm.messages import MESSAGES, thanks
from rukun.alarm.models import Called
from rukun.alarm.queries.called import call_view, called_for, own_calls
from rukun.guard import ActorRequest, requires, signed_in

SAID = {"siap": Called.COMES, "tidak": Called.CANNOT, "mundur": Called.WITHDREW}
"""What the three buttons send."""


@requires(signed_in, may_read_calls)
@require_safe
@never_cache
def calls(request: ActorRequest) -> HttpResponse:
    """The actor's own calls, the newest first."""
    found = [call_view(each) for each in own_calls(request.actor)]
    return render(
        request,
        "alarm/own/calls.html",
        {"now": [each for each in found if not each.ended], "past": [each for each in found if each.ended]},
    )


@requires(signed_in, may_read_calls)
@require_safe
@never_cache
def call(request: ActorRequest, key: UUID) -> HttpResponse:
    """One call: what it says, where to meet, three buttons, how to stay safe."""
    view = call_view(_called(request, key))
    return render(
        request,
        "alarm/own/call.html",
        {
            "view": view,
            "role": view.called.role,
            "there": follow.page_of(request.actor, view.ring.about_label, view.ring.about_id)
            if view.called.role == Called.OFFICER
            else "",
            "gathers": MESSAGES[view.ring.message].gathers,
            **_open(view.answer),
        },
    )


@requires(signed_in, may_read_calls)
@require_POST
@never_cache
def answer(request: ActorRequest, key: UUID) -> HttpResponse:
    """One of the three buttons."""
    called = _called(request, key)
    said = SAID.get(request.POST.get("jawab", ""))
    if said is not None:
        try:
            give_answer(actor=request.actor, called=called, answer=said, by="page")
        except AlarmError as error:
            messages.warning(request, str(error))
        else:
            messages.success(request, _words(called, said))
    return redirect("alarm:call", called.pk)


def _words(called: Called, said: str) -> str:
    if said == Called.COMES:
        return _("Tercatat: siap.") + " " + thanks(called.ring.message, called.role, drill=called.ring.drill)
    if said == Called.WITHDREW:
        return _("Tercatat: mundur. Itu keputusan yang baik. Menjauhlah bersama yang lain.")
    return _("Tercatat: tidak bisa. Terima kasih sudah menjawab.")


def _open(given: str) -> dict[str, bool]:
    """Which buttons there are. Whoever said yes may take it back, by either word. Who withdrew is not urged back."""
    return {
        "may_come": given in ("", Called.CANNOT),
        "may_not": given in ("", Called.COMES),
        "may_withdraw": given in ("", Called.COMES),
    }


def _called(request: ActorRequest, key: UUID) -> Called:
    found = called_for(request.actor, key)
    if found is None:
        raise Http404
    return found
