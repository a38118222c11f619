"""What this room hangs on the pages of units."""

from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from rukun.guard import ActorRequest
from rukun.people.queries.organisations import offices_of
from rukun.territory.cards import Card


def people_card(request: ActorRequest, code: str) -> Card | None:
    """Who holds a public office for exactly this unit, and which organisations it has."""
    offices = offices_of(code)
    manages = request.actor.may("people.manage", code).allowed
    if not offices and not manages:
        return None
    content = render_to_string(
        "people/organisations/card.html", {"code": code, "offices": offices, "manages": manages}, request=request
    )
    return Card(_("Pengurus dan organisasi"), content)
