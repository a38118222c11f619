"""One number for each kelurahan that grows with every change there: what the board asks every few seconds."""

from collections import Counter
from collections.abc import Mapping, Sequence

from django.db.models import Count, F
from django.db.models.functions import Greatest

from rukun.incident.models import Incident, Pulse
from rukun.journal import actions as journal

BY_LEVEL = {Incident.NONE: "none", Incident.PG: "pg", Incident.AG: "ag", Incident.GN: "gn"}


def beat(area: str, moved: Mapping[int, int] | None = None) -> None:
    """Something on the board of a kelurahan changed. In the caller's ``journal.atomic()``.

    ``moved``: by how many the open situations of a level grew or fell (``{AG: 1, PG: -1}``). All that a transaction
    says of boards is written once, last of all in it, in the order of the areas: so no two ever wait for each other,
    whatever else each holds. The row then stays locked until the transaction ends, so that whoever reads a number also
    sees what was done before it. A count that is wrong keeps nobody from anything: none falls below nought, and
    ``recount`` puts them right.
    """
    journal.at_the_end(_beat, (area, moved or {}))


def _beat(left: Sequence[tuple[str, Mapping[int, int]]]) -> None:
    moved: dict[str, Counter[int]] = {}
    for area, by in left:
        moved.setdefault(area, Counter()).update(by)
    for area in sorted(moved):
        _grow(area, moved[area])


def _grow(area: str, moved: Mapping[int, int]) -> None:
    grows = {
        BY_LEVEL[level]: Greatest(F(BY_LEVEL[level]) + by, 0) if by < 0 else F(BY_LEVEL[level]) + by
        for level, by in moved.items()
        if by
    }
    if not Pulse.objects.filter(area=area).update(number=F("number") + 1, **grows):
        Pulse.objects.get_or_create(area=area)
        Pulse.objects.filter(area=area).update(number=F("number") + 1, **grows)


def recount() -> int:
    """Count anew what is open in each kelurahan, where that is not what stands there. Returns how many were wrong."""
    wrong = 0
    for area in Pulse.objects.order_by("area").values_list("area", flat=True):
        with journal.atomic():
            pulse = Pulse.objects.select_for_update().get(area=area)  # who changes anything there has ended, or waits
            there = Incident.objects.filter(area=area, closed_at=None).order_by().values_list("level")
            counts = {BY_LEVEL[level]: number for level, number in there.annotate(number=Count("pk"))}
            right = {name: counts.get(name, 0) for name in BY_LEVEL.values()}
            if right != {name: getattr(pulse, name) for name in right}:
                Pulse.objects.filter(area=area).update(number=F("number") + 1, **right)
                wrong += 1
    return wrong
