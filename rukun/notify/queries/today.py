"""What this room has for somebody's day: channels that do not work, and the pages that are theirs."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from rukun.guard import Actor
from rukun.notify import access
from rukun.notify.queries.health import errands_failed, failed_in_words, health
from rukun.training.todo import Todo


def todo_for(actor: Actor) -> list[Todo]:
    """One line for each channel with which something is wrong. No query for whoever connects none."""
    if not access.can_manage_channels(actor).allowed:
        return []
    now, failed = timezone.now(), errands_failed()
    return [
        *([Todo(failed_in_words(failed), reverse("notify:channels"))] if failed else []),
        *(
            Todo(f"{each.channel.words}: {trouble}", reverse("notify:channel", args=[code]))
            for code, each in health().items()
            for trouble in each.troubles(now)[:1]
        ),
    ]


def pages_for(actor: Actor) -> list[Todo]:
    if not access.can_manage_sinks(actor).allowed:
        return []
    return [Todo(_("Saluran posko: di mana kabar bagi posko terdengar"), reverse("notify:sinks"))]
