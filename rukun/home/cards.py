"""What the front of the house hangs on the pages of units."""

from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from rukun.guard import ActorRequest
from rukun.journal import queries as journal
from rukun.journal.access import can_read_journal
from rukun.territory.cards import Card

LATEST = 3


def journal_card(request: ActorRequest, code: str) -> Card | None:
    """What was last written in the unit, for those who may read it."""
    actor = request.actor
    if not can_read_journal(actor).allowed or not actor.may("journal.read", code).allowed:
        return None
    page = journal.find_entries(actor, journal.Filter(unit=code))
    content = render_to_string(
        "home/journal_card.html",
        {"code": code, "latest": journal.lines_for(actor, page.entries[:LATEST])},
        request=request,
    )
    return Card(_("Buku mutasi"), content)
