"""What the kentongan has for somebody's day: a call that waits for their answer stands above everything."""

from django.urls import reverse
from django.utils.translation import gettext as _

from rukun.alarm.access import person_of
from rukun.alarm.access_pages import can_manage_alarms
from rukun.alarm.actions.calling import words_of
from rukun.alarm.models import Called, Ring
from rukun.alarm.queries import today_warnings
from rukun.guard import Actor
from rukun.training.todo import Todo


def todo_for(actor: Actor) -> list[Todo]:
    """Calls of rings that go on, unanswered ones first; then what public warnings have."""
    mine = person_of(actor)
    rows = (
        Called.objects.select_related("ring").filter(person=mine, ring__state=Ring.RINGING).order_by("answer")
        if mine is not None
        else []
    )
    calls = [Todo(words_of(row.ring, row.role), reverse("alarm:call", args=[row.pk])) for row in rows]
    return [*calls, *today_warnings.todo_for(actor)]


def pages_for(actor: Actor) -> list[Todo]:
    pages = [Todo(_("Kentongan: kode, waktu tunggu, latihan"), reverse("alarm:setup"))]
    return [*(pages if can_manage_alarms(actor).allowed else []), *today_warnings.pages_for(actor)]
