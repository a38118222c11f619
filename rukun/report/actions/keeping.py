"""What is kept no longer: of a report whose time is over one row stays, which leads to nothing and nobody."""

import secrets
import time
from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta

import h3
from django.db import connection
from django.db.models import Q
from django.utils import timezone

from rukun.commitment.actions import keeping as commitment
from rukun.commitment.algo.states import VOID
from rukun.evidence import actions as evidence
from rukun.guard import System
from rukun.journal import actions as journal
from rukun.journal.algo.chain import chain_of
from rukun.report.actions.booking import unit_of
from rukun.report.actions.intake import RESOLUTION
from rukun.report.actions.merging import hold_trees, leave_tree
from rukun.report.actions.owing import owe_no_more
from rukun.report.algo.shifts import UNKNOWN, shift_of
from rukun.report.models import Report, Trace
from rukun.report.verbs import PUT_AWAY
from rukun.territory import queries as territory
from rukun.territory.algo import codes

AFTER_CLOSING = timedelta(days=90)
AT_THE_LATEST = timedelta(days=365)
"""After it came, whether or not anybody closed it."""
AT_ONCE = 500
COUNTED_FOR_NOTHING = ("withdrawn", "spam")
"""How those were closed whose row weighs nothing."""
TRIES, PAUSE = 10, 0.1
"""How often, and how many seconds apart, a moment is looked for at which nobody reads the database."""


class LogInUse(Exception):
    """Somebody was reading all the time: the job fails, and is tried again soon."""


def put_away() -> int:
    """Erase the reports whose time is over: words, contact, messages, photos, voice notes, and what officers noted.

    Returns how many. The journal is told of it once in each chain, with their number. The rows that stay are made in
    no order: else the first of them would be of whoever came first. Where others were merged into one that goes and
    stay a while longer, the first of them counts from then on.
    """
    now = timezone.now()
    due = Report.objects.filter(Q(closed_at__lte=now - AFTER_CLOSING) | Q(received_at__lte=now - AT_THE_LATEST))
    keys = list(due.values_list("pk", flat=True))
    secrets.SystemRandom().shuffle(keys)
    erased = 0
    for start in range(0, len(keys), AT_ONCE):
        chosen = keys[start : start + AT_ONCE]
        with journal.atomic():
            merged = Report.objects.filter(Q(merged_into__in=chosen) | Q(pk__in=chosen, merged_into__isnull=False))
            if merged.exists():
                hold_trees(chosen)
            rows = due.select_related("commitment").select_for_update(of=("self",))
            found = rows.order_by("pk").in_bulk(chosen)
            erased += _put_away([found[key] for key in chosen if key in found])
    return erased


def write_over_log() -> None:
    """SQLite: what was erased from the database still stands in its write-ahead log until that is begun anew.

    Never waits for readers, and lets nobody wait: this is for a timed job, not for a request. Does nothing inside a
    transaction. Raises ``LogInUse``.
    """
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        return
    with connection.cursor() as cursor:
        patience = cursor.execute("PRAGMA busy_timeout").fetchone()[0]
        cursor.execute("PRAGMA busy_timeout = 0")
        try:
            for _each in range(TRIES):
                busy, _pages, _moved = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
                if not busy:
                    return
                time.sleep(PAUSE)
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {patience}")
    raise LogInUse


def _put_away(reports: Sequence[Report]) -> int:
    keys = [each.pk for each in reports]
    _leave_to_others(reports)
    for key in keys:
        journal.erase_notes(about=("report", key), because="retention")
    Trace.objects.bulk_create([trace_of(each) for each in reports])
    evidence.erase_about("report", keys)
    commitment.erase_about("report", keys)
    Report.objects.filter(pk__in=keys).delete()  # contact and messages go with it
    chains = Counter(chain_of(unit_of(each)) for each in reports)
    for chain, number in chains.items():
        journal.record(PUT_AWAY, actor=System("retention"), unit=chain, codes={"number": number})
    return len(keys)


def _leave_to_others(reports: Sequence[Report]) -> None:
    """What is owed about a report that goes unanswered is owed about those merged with it, and counted there alone."""
    going = {each.pk for each in reports}
    staying = Report.objects.exclude(pk__in=going)
    if not staying.filter(merged_into__in=going).exists():
        return
    for each in sorted(reports, key=_depth, reverse=True):
        if staying.filter(merged_into=each.pk).exists():
            heir = leave_tree(actor=System("retention"), report=each, leaving=going)
            if heir is not None:
                owe_no_more(actor=System("retention"), report=each)
                each.merged_into = heir


def _depth(report: Report) -> int:
    """How many reports stand above it."""
    return 0 if report.merged_into is None else 1 + _depth(report.merged_into)


def trace_of(report: Report) -> Trace:
    """The row that stays. Of a day on which somebody saw something; of when it came, where nobody said when it was."""
    happened = timezone.localtime(report.happened_at) if report.happened_at else None
    fell_away = report.commitment is not None and report.commitment.state == VOID
    weight = 0 if report.closing in COUNTED_FOR_NOTHING or report.merged_into_id or fell_away else 1
    return Trace(
        category=report.category,
        cell=report.cell if report.cell is not None or not weight else _middle(report.unit),
        day=(happened or timezone.localtime(report.received_at)).date(),
        shift=_shift(happened, report.happened_about),
        source=report.source,
        weight=weight,
    )


def _shift(happened: datetime | None, about: str) -> str:
    return shift_of(happened.hour) if happened and about in ("now", "hour") else UNKNOWN


def _middle(unit: str) -> int | None:
    """The cell in the middle of an RT or RW; of what is larger, none: it would be a lie."""
    found = territory.territory().gazetteer.units.get(unit)
    if found is None or found.level < codes.RW or found.lat is None or found.lon is None:
        return None
    return int(h3.str_to_int(h3.latlng_to_cell(found.lat, found.lon, RESOLUTION)))
