"""Which kentongan are ringing at this moment, in numbers alone: for lists of what they are rung for."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q

from rukun.alarm.models import Called, Ring


@dataclass(frozen=True)
class Going:
    """A ring that nobody has ended: ``called`` were called by now, ``comes`` of them said that they come.

    ``withdrew``: who came and found it unsafe.
    """

    ring: UUID
    drill: bool
    narrow: bool
    called: int
    answered: int
    comes: int
    withdrew: int = 0


def going_on(label: str, keys: Sequence[UUID]) -> dict[UUID, Going]:
    """The ring of each of these things, where one is ringing. One query."""
    rung = Ring.objects.filter(about_label=label, about_id__in=keys, state=Ring.RINGING).annotate(
        people=Count("called"),
        answers=Count("called", filter=~Q(called__answer="")),
        coming=Count("called", filter=Q(called__answer=Called.COMES)),
        out=Count("called", filter=Q(called__answer=Called.WITHDREW)),
    )
    return {
        each.about_id: Going(each.pk, each.drill, each.narrow, each.people, each.answers, each.coming, each.out)
        for each in rung
    }
