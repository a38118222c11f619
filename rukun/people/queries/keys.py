"""Reading about API keys."""

from collections.abc import Collection

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from rukun.guard import Actor
from rukun.people.access.keys import keys_visible_to
from rukun.people.models import ApiKey


def live_keys(actor: Actor) -> QuerySet[ApiKey]:
    """Those of the actor's area that open something as long as their person holds it; the newest first."""
    return keys_visible_to(actor).filter(
        revoked_at=None, expires_at__gt=timezone.now(), person__released_at=None
    ).order_by("-made_at", "pk")  # fmt: skip


def ended_keys(actor: Actor) -> QuerySet[ApiKey]:
    """The others, until they are erased; the newest first."""
    live = live_keys(actor).order_by().values("pk")
    return keys_visible_to(actor).exclude(pk__in=live).order_by("-made_at", "pk")


def names_of_keys(labels: Collection[str]) -> dict[str, str]:
    """``{actor label: words}`` of API keys, for the journal's pages."""
    keys = [label.removeprefix("key:") for label in labels if label.startswith("key:")]
    found = ApiKey.objects.filter(pk__in=keys).select_related("person") if keys else []
    return {
        f"key:{key.pk}": _("kunci API “%(name)s” milik %(person)s") % {"name": key.name, "person": key.person.name}
        for key in found
    }
