"""What the views of a situation have in common."""

from collections.abc import Callable
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from rukun.alarm.errors import AlarmError, AlreadyRinging
from rukun.guard import ActorRequest
from rukun.incident import access
from rukun.incident.errors import ChangedMeanwhile, IncidentError
from rukun.incident.forms.fields import VersionedForm
from rukun.incident.models import Incident
from rukun.people.forms.units import blame

WRONG = (IncidentError, AlarmError)


def situation_or_404(request: ActorRequest, key: UUID) -> Incident:
    """The situation, for whoever may see it."""
    found = access.incident_for(request.actor, key)
    if found is None:
        raise Http404
    return found


def by_button(request: ActorRequest, found: Incident, act: Callable[[], object], words: str) -> HttpResponse:
    """Do what needs nothing typed, say what came of it, and go back to the page (or to the board, if it came there)."""
    try:
        act()
    except WRONG as error:
        messages.error(request, str(error))
    else:
        messages.success(request, words)
    return back(request, found)


def back(request: ActorRequest, found: Incident) -> HttpResponse:
    """To the page named by the form, if it is one of ours, else to the situation."""
    asked = request.POST.get("next", "")
    if asked.startswith("/") and url_has_allowed_host_and_scheme(asked, allowed_hosts=None):
        return HttpResponseRedirect(asked)
    return redirect("incident:situation", found.pk)


def is_closed(request: ActorRequest, found: Incident) -> HttpResponse:
    """Where there is nothing to fill in any more: what was typed is not asked for first."""
    messages.warning(request, _("Kejadian ini sudah ditutup. Bila terjadi lagi, buka lagi di bawah."))
    return redirect(f"{reverse('incident:situation', args=[found.pk])}#akhir")


def seen(request: ActorRequest) -> int:
    """The version that a button was shown with; none is one that never was."""
    typed = request.POST.get("version", "")
    return int(typed) if typed.isdecimal() and len(typed) < 10 else 0


def writes_there(request: ActorRequest, form: forms.Form) -> bool:
    """Whether the actor may write in the unit that was typed; if not, a valid form says why and loses nothing."""
    there = request.actor.may("incidents.write", form.cleaned_data["unit"])
    if not there.allowed:
        form.add_error("unit", str(there.reason))
    return there.allowed


def attempt(form: forms.Form, act: Callable[[], object], found: Incident) -> bool:
    """Whether a valid form's action went through; if not, the form says why and can be sent once more."""
    if not form.is_valid():
        return False
    try:
        act()
    except ChangedMeanwhile as error:
        found.refresh_from_db()
        form.add_error(None, str(error))
        if isinstance(form, VersionedForm):
            form.show_again(found.version)
        return False
    except AlreadyRinging:
        raise
    except WRONG as error:
        blame(form, error)
        return False
    return True
