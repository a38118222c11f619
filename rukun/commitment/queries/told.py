"""Steps of many promises at once, without their words: for rooms that tell the public how things stand."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery

from rukun.commitment.models import Step


@dataclass(frozen=True)
class Taken:
    """A step: of which promise, what, when."""

    id: UUID
    commitment: UUID
    verb: str
    at: datetime


def last_step(field: str, *, verbs: Iterable[str], before: datetime, commitment: str = "commitment_id") -> Subquery:
    """A field ("verb", "at") of the last step with one of ``verbs`` before a moment; null where there is none.

    For a queryset of another room, whose rows name a promise in their column ``commitment``.
    """
    steps = Step.objects.filter(commitment=OuterRef(commitment), verb__in=list(verbs), at__lt=before)
    return Subquery(steps.order_by("-number").values(field)[:1])


def steps_of(
    commitments: "QuerySet[Any, Any]",
    *,
    verbs: Iterable[str],
    since: datetime,
    before: datetime,
    start: int = 0,
    most: int = 1000,
) -> list[Taken]:
    """Steps with one of ``verbs`` from ``since`` on and before ``before``, the newest first. One query.

    ``commitments`` gives ids of promises.
    """
    found = Step.objects.filter(commitment__in=commitments, verb__in=list(verbs), at__gte=since, at__lt=before)
    rows = found.order_by("-at", "-pk").values_list("pk", "commitment_id", "verb", "at")
    return [Taken(*row) for row in rows[start : start + most]]
