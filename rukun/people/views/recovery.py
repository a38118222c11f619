"""Recovering somebody's account, by two."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from rukun.guard import ActorRequest, requires
from rukun.journal.naming import names_of
from rukun.people.access.own import may_recover, may_recover_somebody, person_to_recover
from rukun.people.actions.recovery import ask_recovery, confirm_recovery, withdraw_recovery
from rukun.people.errors import PeopleError
from rukun.people.forms.profile import RecoveryForm
from rukun.people.models import Person, Recovery
from rukun.people.queries.recovery import open_recoveries_for, open_recovery_of, past_recoveries_of
from rukun.people.views.invitations import show_invitation
from rukun.ui import kept


@requires(may_recover_somebody)
@require_safe
@never_cache
def recoveries(request: ActorRequest) -> HttpResponse:
    """What waits for a second person, in the actor's area."""
    found = open_recoveries_for(request.actor)
    names = names_of({each.asked_by for each in found})
    return render(
        request,
        "people/profile/recoveries.html",
        {"waiting": [(each, names[each.asked_by], each.asked_by == request.actor.label) for each in found]},
    )


@requires(may_recover_somebody)
@require_http_methods(["GET", "POST"])
@never_cache
@sensitive_post_parameters()
def recovery(request: ActorRequest, key: UUID) -> HttpResponse:
    """One person's account: ask, or see what was asked."""
    person = _person(request, key)
    form = RecoveryForm(request.POST or kept.take(request))
    if request.method == "POST" and form.is_valid():
        try:
            ask_recovery(actor=request.actor, person=person, phone=form.cleaned_data["phone"])
        except PeopleError as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
        else:
            messages.success(
                request, _("Pengajuan tersimpan. Belum ada yang berubah sampai orang kedua menyetujuinya.")
            )
            return redirect("people:recovery", key)
    waiting = open_recovery_of(person)
    return render(
        request,
        "people/profile/recovery.html",
        {
            "person": person,
            "form": form,
            "waiting": waiting,
            "asked_by": names_of({waiting.asked_by})[waiting.asked_by] if waiting else "",
            "own": waiting is not None and waiting.asked_by == request.actor.label,
            "past": past_recoveries_of(person),
        },
    )


@requires(may_recover_somebody)
@require_http_methods(["GET", "POST"])
@never_cache
def confirm(request: ActorRequest, key: UUID) -> HttpResponse:
    """Agree to exactly what was shown; then the invitation, this once."""
    asked = _asked(request, _person(request, key))
    if asked is None:
        return redirect("people:recovery", key)
    try:
        invitation, secret = confirm_recovery(actor=request.actor, recovery=asked)
    except PeopleError as error:
        messages.error(request, str(error))
        return redirect("people:recovery", key)
    return show_invitation(request, invitation, secret)


@requires(may_recover_somebody)
@require_http_methods(["GET", "POST"])
@never_cache
def withdraw(request: ActorRequest, key: UUID) -> HttpResponse:
    asked = _asked(request, _person(request, key))
    if asked is not None:
        withdraw_recovery(actor=request.actor, recovery=asked)
        messages.success(request, _("Pengajuan dibatalkan. Akun orang itu tidak berubah."))
    return redirect("people:recovery", key)


def _person(request: ActorRequest, key: UUID) -> Person:
    """The person, for whoever may take part; 404 for others, or why not for those who know of the person."""
    person = person_to_recover(request.actor, key)
    if person is None:
        raise Http404
    may_recover(request.actor, person).demand()
    return person


def _asked(request: ActorRequest, person: Person) -> Recovery | None:
    """The one that the form was about; ``None`` when the page was only reloaded, or come to from the sign-in."""
    try:
        key = UUID(request.POST.get("recovery", ""))
    except ValueError:
        return None
    return Recovery.objects.filter(pk=key, person=person).first()
