"""Reports as other systems read them: ordinary ones alone, whoever asks."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from rukun.commitment.owners import Owner, words_of
from rukun.commitment.queries import Commitment, owner_of
from rukun.guard import Actor
from rukun.people.access import inside
from rukun.report import access
from rukun.report.categories import ORDINARY
from rukun.report.models import Report
from rukun.report.queries.merging import roots_of

PER_PAGE = 100


@dataclass(frozen=True)
class Owed:
    """What is owed about a report, and who owes it, in words."""

    commitment: Commitment
    owner: Owner
    words: str


def ordinary_reports(
    actor: Actor,
    *,
    unit: str = "",
    category: str = "",
    state: str = "",
    overdue: bool = False,
    before: UUID | None = None,
) -> tuple[list[Report], UUID | None]:
    """Up to a hundred reports that the actor may read, the newest first, and where older ones go on.

    With ``state`` or ``overdue`` merged reports are not among them: the one that they were merged into stands for them.
    ``before`` is the id of a report that the actor may read; of any other nothing follows.
    """
    found = access.reports_visible_to(actor).filter(inside(unit), category__in=ORDINARY)
    found = found.select_related("commitment")
    if category:
        found = found.filter(category=category)
    if state:
        found = found.filter(merged_into=None, commitment__state=state)
    if overdue:
        found = found.filter(merged_into=None, closed_at=None, commitment__due_at__lte=timezone.now())
    if before is not None:
        last = ordinary_report(actor, before)
        if last is None:
            return [], None
        found = found.filter(Q(received_at__lt=last.received_at) | Q(received_at=last.received_at, pk__lt=last.pk))
    shown = list(found[: PER_PAGE + 1])
    return shown[:PER_PAGE], shown[PER_PAGE - 1].pk if len(shown) > PER_PAGE else None


def ordinary_report(actor: Actor, key: UUID) -> Report | None:
    """One of them; ``None`` for what is absent, of another kind, or not for the actor."""
    visible = access.reports_visible_to(actor).select_related("commitment")
    return visible.filter(pk=key, category__in=ORDINARY).first()


def owed_about_each(reports: Iterable[Report]) -> dict[UUID, Owed]:
    """What is owed about reports, by their ids; about merged ones what is owed about the one they were merged into.

    A query for the names of organisations, and one for each step up a tree of merged reports.
    """
    roots = roots_of(reports)
    counts = {key: root.commitment for key, root in roots.items() if root.commitment is not None}
    words = words_of(owner_of(each) for each in counts.values())
    return {key: Owed(owed, owner_of(owed), words[owner_of(owed)]) for key, owed in counts.items()}
