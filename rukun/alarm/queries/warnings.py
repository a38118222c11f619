"""Public warnings: what holds now, what was told lately, and the drafts that wait."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from rukun.alarm import access_warnings as access
from rukun.alarm.composing import Shown, shown
from rukun.alarm.models import PublicWarning
from rukun.guard import Actor, Decision

LATELY = timedelta(hours=48)
"""What ended so long ago is still listed, so that nobody wonders where it went."""
MOST = 100
"""In the feed and on the pages; a deployment that has more at once has another problem."""


def published() -> QuerySet[PublicWarning]:
    return PublicWarning.objects.filter(published_at__isnull=False)


def holding(now: datetime) -> QuerySet[PublicWarning]:
    """Published, not over, not ended and not replaced."""
    replaced = published().filter(before=OuterRef("pk"))
    return (
        published()
        .filter(expires__gt=now)
        .exclude(message="cancel")
        .exclude(Exists(replaced))
        .order_by("-published_at")
    )


def told_lately(now: datetime) -> QuerySet[PublicWarning]:
    """Every message of the last days and each that still holds, the newest first: what the feed lists."""
    lately = published().filter(published_at__gt=now - LATELY) | published().filter(expires__gt=now)
    return lately.order_by("-published_at", "-pk")


def holding_now() -> list[Shown]:
    """In the reader's language, the gravest first, drills last."""
    now = timezone.now()
    grave = ("Extreme", "Severe", "Moderate", "Minor")
    rows = sorted(holding(now)[:MOST], key=lambda row: (row.drill, grave.index(row.severity)))
    return [shown(row, now) for row in rows]


def ended_lately() -> list[Shown]:
    """Ends that were told, and what ran out, within two days; without what was replaced."""
    now = timezone.now()
    replaced = published().filter(before=OuterRef("pk"))
    rows = published().filter(published_at__gt=now - LATELY).exclude(Exists(replaced)).order_by("-published_at")
    return [shown(row, now) for row in rows[:MOST] if row.message == "cancel" or row.expires <= now]


@dataclass(frozen=True)
class Chain:
    """A published warning with what came ``after`` it, ``None`` if nothing was published."""

    shown: Shown
    after: PublicWarning | None


def published_with(key: UUID) -> Chain | None:
    row = published().filter(pk=key).first()
    if row is None:
        return None
    return Chain(shown(row, timezone.now()), row.after.filter(published_at__isnull=False).first())


def message_with(identifier: str) -> PublicWarning | None:
    """As it was published, also when it is over: other systems look up what a later message names."""
    return published().filter(identifier=identifier).first()


@dataclass(frozen=True)
class Draft:
    """Something that waits, with what the reader may do about it."""

    shown: Shown
    may_publish: Decision
    may_drop: Decision
    written_by_you: bool
    too_late: bool


def drafts_for(actor: Actor) -> list[PublicWarning]:
    """What waits for a second word where the actor can see it, the oldest first."""
    waiting = access.warnings_visible_to(actor).filter(published_at=None, dropped_at=None, expires__gt=timezone.now())
    return list(waiting.order_by("written_at", "pk")[:MOST])


def draft(actor: Actor, row: PublicWarning) -> Draft:
    now = timezone.now()
    return Draft(
        shown=shown(row, now),
        may_publish=access.may_publish(actor, row),
        may_drop=access.may_drop(actor, row),
        written_by_you=row.written_by == actor.label,
        too_late=row.dropped_at is not None or row.expires <= now,
    )
