"""What public warnings have for somebody's day: drafts that wait for their word, and the page."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rukun.alarm import access_warnings as access
from rukun.alarm.queries.warnings import drafts_for
from rukun.guard import Actor
from rukun.training.todo import Todo


def todo_for(actor: Actor) -> list[Todo]:
    """How many drafts the actor is the second person for."""
    if not access.can_handle_warnings(actor).allowed:
        return []
    waiting = sum(access.may_publish(actor, row).allowed for row in drafts_for(actor))
    if not waiting:
        return []
    words = ngettext("%d naskah peringatan menunggu kata Anda.", "%d naskah peringatan menunggu kata Anda.", waiting)
    return [Todo(words % waiting, reverse("alarm:manage_warnings"))]


def pages_for(actor: Actor) -> list[Todo]:
    handles = access.can_handle_warnings(actor).allowed
    return [Todo(_("Peringatan bencana"), reverse("alarm:manage_warnings"))] if handles else []
