"""What is kept no longer: of a situation whose time is over one row stays, which leads to nothing and nobody.

Of what was none after all not even that. What organisations still owe after it outlives its words: the bare row stays
until that is confirmed, or too old.
"""

import secrets
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Exists, Max, OuterRef, Q
from django.utils import timezone

from rukun.guard import System
from rukun.incident.actions.handover import forget_handovers
from rukun.incident.actions.holding import changed, moment
from rukun.incident.actions.pulse import recount
from rukun.incident.actions.settling import CLOCK, end_closing
from rukun.incident.closings import DONE, STALE
from rukun.incident.models import Closing, FollowUp, HotSpot, Incident, Joined, Measure, Observation, Step, Trace
from rukun.incident.queries.closing import waiting_closing
from rukun.incident.verbs import CLOSED, PUT_AWAY
from rukun.journal import actions as journal
from rukun.journal.algo.chain import chain_of
from rukun.report.algo.shifts import shift_of

AFTER_CLOSING = timedelta(days=90)
SPOT_AFTER_END, SPOT_AFTER_REVIEW = timedelta(days=90), timedelta(days=365)
OWED_FOR = timedelta(days=400)
"""So long after a situation was closed its follow-ups stay, where nobody has confirmed them."""
STALE_AFTER = timedelta(days=180)
"""A situation without a level that nobody did anything about for so long is closed by the clock."""
AT_ONCE = 500


def put_away() -> int:
    """Erase the situations that were closed long enough ago, with all that was said of them; hot spots and handovers.

    Returns how many situations. The journal is told once in each chain, with their number. The rows that stay are made
    in no order: else the first of them would be of what was opened first. Before that, what everybody left is closed.
    """
    close_stale()
    recount()
    now = timezone.now()
    owed = FollowUp.objects.filter(incident=OuterRef("pk"), confirmed_at=None, incident__closed_at__gt=now - OWED_FOR)
    said, owing = (table.objects.filter(incident=OuterRef("pk")) for table in (Closing, FollowUp))
    bare = ~Exists(said) & Exists(owing)
    due = Incident.objects.filter(closed_at__lte=now - AFTER_CLOSING).exclude(bare & Exists(owed))
    keys = list(due.values_list("pk", flat=True))
    secrets.SystemRandom().shuffle(keys)
    erased = 0
    for start in range(0, len(keys), AT_ONCE):
        chosen = keys[start : start + AT_ONCE]
        with journal.atomic():
            # Somebody may have opened one again: what is held here is closed still.
            held = due.select_for_update(of=("self",)).order_by("pk").in_bulk(chosen)
            rows = [held[key] for key in chosen if key in held]
            erased += _put_away(rows, set(owed_after(rows, now)))
    _forget_spots()
    forget_handovers()
    return erased


def trace_of(row: Incident, level: int, reports: int) -> Trace:
    """The row that stays of what really happened: what kind, about where, on which day and in which quarter of it."""
    happened = timezone.localtime(row.happened_at)
    return Trace(
        kind=row.kind,
        cell=row.cell,
        day=happened.date(),
        shift=shift_of(happened.hour),
        level=level,
        reports=min(reports, 32_767),
    )


def owed_after(rows: Sequence[Incident], now: datetime) -> Iterable[UUID]:
    """After which of these something is still owed."""
    young = [each.pk for each in rows if each.closed_at is not None and each.closed_at > now - OWED_FOR]
    return FollowUp.objects.filter(incident__in=young, confirmed_at=None).values_list("incident", flat=True)


def close_stale() -> int:
    """Close what has no level and what nobody did anything about for half a year. Returns how many.

    Nobody judged how it ended, so nobody is told; a closing that was proposed and never confirmed counts as refused.
    """
    before = timezone.now() - STALE_AFTER
    closed = 0
    stale = Incident.objects.filter(closed_at=None, level=Incident.NONE, changed_at__lte=before).order_by("pk")
    for one in list(stale):
        with journal.atomic():
            row = Incident.objects.select_for_update().filter(pk=one.pk, closed_at=None, changed_at__lte=before).first()
            if row is None or row.level != Incident.NONE:
                continue
            row.as_held, at = (row.area, row.level, row.state, row.verified), moment(row)
            row.state, row.closed_at, row.closing, row.closed_by = Incident.CLOSED, at, STALE, CLOCK.label
            if (proposed := waiting_closing(row)) is not None:
                end_closing(proposed, at, CLOCK.label)
            changed(row, CLOCK, CLOSED, at=at, codes={"closing": STALE})
            closed += 1
    return closed


def _put_away(rows: Sequence[Incident], owed: Collection[UUID]) -> int:
    """``owed``: those of them of which a bare row stays for now."""
    keys = [each.pk for each in rows]
    owing = FollowUp.objects.filter(incident__in=keys).exclude(incident__in=Closing.objects.values("incident"))
    bare = set(owing.values_list("incident", flat=True))
    levels = dict(
        Step.objects.filter(incident__in=keys, state=Step.HOLDS)
        .order_by()
        .values_list("incident")
        .annotate(highest=Max("level"))
    )
    reports = Counter(Joined.objects.filter(incident__in=keys, parted_at=None).values_list("incident_id", flat=True))
    new = [each for each in rows if each.pk not in bare]  # of the others that was done when their words were erased
    real = [each for each in new if each.closing == DONE]  # the others were none, or another one's, or nobody looked
    Trace.objects.bulk_create(trace_of(each, levels.get(each.pk, 0), reports[each.pk]) for each in real)
    _erase_notes("incident", [each.pk for each in new])
    for table in (Step, Observation, Measure, Joined, Closing):
        table.objects.filter(incident__in=owed).delete()
    Incident.objects.filter(pk__in=owed).update(
        summary="",
        summary_by="",
        reviewed_at=None,
        reviewed_by="",
        opened_by="",
        closed_by="",
        lat=None,
        lon=None,
        cell=None,
    )
    Incident.objects.filter(pk__in=set(keys) - set(owed)).delete()  # whatever belongs to it goes with it
    for chain, number in Counter(chain_of(each.unit) for each in new).items():
        journal.record(PUT_AWAY, actor=System("retention"), unit=chain, codes={"number": number})
    return len(new)


def _forget_spots() -> None:
    now: datetime = timezone.now()
    over = Q(ended_at__lte=now - SPOT_AFTER_END) | Q(reviewed_at__lte=now - SPOT_AFTER_REVIEW)
    with journal.atomic():
        keys = list(HotSpot.objects.select_for_update(of=("self",)).filter(over).values_list("pk", flat=True))
        _erase_notes("hot_spot", keys)
        HotSpot.objects.filter(pk__in=keys).delete()


def _erase_notes(label: str, keys: Iterable[UUID]) -> None:
    for key in keys:
        journal.erase_notes(about=(label, key), because="retention")
