"""What this room has for somebody's day: what waits for them, and which of its pages are theirs."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from rukun.guard import Actor
from rukun.roster.access import can_keep_any, own_watchers
from rukun.roster.access_living import own_duties
from rukun.roster.nights_in_words import short, span, zone_of
from rukun.roster.queries.living import waiting_for
from rukun.roster.queries.setup import watches_kept_by
from rukun.roster.queries.wishes import asked_of
from rukun.training.todo import Todo


def todo_for(actor: Actor) -> list[Todo]:
    """The actor's next duty, what waits for their answer, and whether they were asked when they can stand."""
    takes_part = own_watchers(actor).exists()
    if not takes_part and not can_keep_any(actor).allowed:
        return []
    return [
        *_next(actor),
        *(Todo(each.words, each.url) for each in waiting_for(actor)),
        *(
            Todo(
                _("%(name)s bertanya kapan Anda bisa ronda, %(nights)s.")
                % {
                    "name": each.asking.watch.organisation.name,
                    "nights": span(each.asking.first, each.asking.last),
                },
                reverse("roster:wishes", args=[each.asking.watch_id]),
            )
            for each in asked_of(actor)
        ),
    ]


def pages_for(actor: Actor) -> list[Todo]:
    """The pages of this room that are for the actor and stand in no navigation."""
    takes_part = own_watchers(actor).exists()
    keeps = can_keep_any(actor).allowed and bool(watches_kept_by(actor))
    words = _("Ronda saya: giliran, ketersediaan, tukar") if takes_part else _("Jadwal ronda yang Anda susun")
    return [Todo(words, reverse("roster:home"))] if takes_part or keeps else []


def _next(actor: Actor) -> list[Todo]:
    duty = own_duties(actor).filter(ends_at__gt=timezone.now()).order_by("starts_at", "pk").first()
    if duty is None:
        return []
    words = _("Giliran ronda Anda berikutnya: %(night)s, %(post)s.")
    night = short(duty.starts_at, zone_of(duty))
    return [Todo(words % {"night": night, "post": duty.shift.post.name}, reverse("roster:duty", args=[duty.pk]))]
