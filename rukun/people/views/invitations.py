"""Inviting, and being invited."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rukun.guard import Actor, ActorRequest, Decision, Denied, public, requires
from rukun.people.access import invitations as access
from rukun.people.access import position_for
from rukun.people.actions.invitations import invite, use_invitation, withdraw_invitation
from rukun.people.errors import PeopleError
from rukun.people.forms.invitations import SecretForm
from rukun.people.models import Invitation, Person
from rukun.people.queries.invitations import open_invitations_of
from rukun.people.signin import sessions
from rukun.people.strength import Strength
from rukun.people.titles import TITLES
from rukun.ui.qr import on_page


def can_invite(actor: Actor) -> Decision:
    return actor.holds("people.invite")


@public
@require_http_methods(["GET", "POST"])
@never_cache
@sensitive_post_parameters("secret")
def accept(request: ActorRequest) -> HttpResponse:
    """The door for the invited. The secret stands behind the "#" of the link, and comes by POST alone."""
    form = SecretForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            person = use_invitation(secret=form.cleaned_data["secret"])
        except PeopleError as error:
            form.add_error("secret", str(error))
        else:
            sessions.begin(request, person, Strength.INVITED)
            messages.success(
                request,
                _("Selamat datang, %s. Undangan sudah dipakai; sekarang pilih cara Anda masuk lain kali.")
                % person.name,
            )
            return redirect("mfa_index")
    return render(request, "people/invitations/accept.html", {"form": form})


@requires(can_invite)
@require_http_methods(["GET", "POST"])
@never_cache
def invite_to(request: ActorRequest, key: UUID) -> HttpResponse:
    """Invite the holder of a position: what will happen, then the link and its QR, shown once."""
    position = position_for(request.actor, key)
    if position is None:
        raise Http404
    decision = access.may_invite(request.actor, position.person)
    if request.method == "POST":
        decision.demand()
        try:
            invitation, secret = invite(actor=request.actor, person=position.person, position=position)
        except PeopleError as error:
            decision = Denied(str(error))
        else:
            return show_invitation(request, invitation, secret)
    return render(
        request,
        "people/invitations/invite.html",
        {"position": position, "title": TITLES[position.title], "decision": decision},
    )


def show_invitation(
    request: ActorRequest, invitation: Invitation, secret: str, *, back: tuple[str, str] | None = None
) -> HttpResponse:
    """The link and its QR, this once: nobody can bring them back. ``back``: where one came from, address and words."""
    link = f"{request.build_absolute_uri(reverse('people:accept_invitation'))}#{secret}"
    person: Person = invitation.person
    return render(
        request,
        "people/invitations/made.html",
        {
            "invitation": invitation,
            "person": person,
            "link": link,
            "secret": secret,
            "qr": on_page(link),
            "lists": can_invite(request.actor).allowed,
            "back": back,
        },
    )


@requires(can_invite)
@require_safe
@never_cache
def open_invitations(request: ActorRequest) -> HttpResponse:
    """Invitations that still work, in the actor's area."""
    return render(request, "people/invitations/open.html", {"invitations": open_invitations_of(request.actor)})


@requires(can_invite)
@require_POST
@never_cache
def withdraw(request: ActorRequest, key: UUID) -> HttpResponse:
    invitation = access.invitation_for(request.actor, key)
    if invitation is None:
        raise Http404
    withdraw_invitation(actor=request.actor, invitation=invitation)
    messages.success(request, _("Undangan ditarik. Tautannya tidak berlaku lagi."))
    return redirect("people:invitations")
