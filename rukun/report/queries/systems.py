"""Reports as other systems read them: ordinary ones alone, whoever asks."""

from uuid import UUID

from django.db.models import Q

from rukun.guard import Actor
from rukun.people.access import inside
from rukun.report import access
from rukun.report.categories import ORDINARY
from rukun.report.models import Report

PER_PAGE = 100


def ordinary_reports(
    actor: Actor, *, unit: str = "", category: str = "", before: UUID | None = None
) -> tuple[list[Report], UUID | None]:
    """Up to a hundred reports that the actor may read, the newest first, and where older ones go on.

    ``before`` is the id of a report that the actor may read; of any other nothing follows.
    """
    found = access.reports_visible_to(actor).filter(inside(unit), category__in=ORDINARY)
    if category:
        found = found.filter(category=category)
    if before is not None:
        last = ordinary_report(actor, before)
        if last is None:
            return [], None
        found = found.filter(Q(received_at__lt=last.received_at) | Q(received_at=last.received_at, pk__lt=last.pk))
    shown = list(found[: PER_PAGE + 1])
    return shown[:PER_PAGE], shown[PER_PAGE - 1].pk if len(shown) > PER_PAGE else None


def ordinary_report(actor: Actor, key: UUID) -> Report | None:
    """One of them; ``None`` for what is absent, of another kind, or not for the actor."""
    return access.reports_visible_to(actor).filter(pk=key, category__in=ORDINARY).first()
