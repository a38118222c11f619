"""The numbers that a posko's board asks for every few seconds, and time in the few words that it has room for."""

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import Q
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rukun.clock.jobs import OLDEST_SUCCESS
from rukun.guard import covers
from rukun.incident.models import Incident, Pulse
from rukun.journal.algo.chain import chain_of

KELURAHAN_PARTS = 4
JOBS = ("incident.expire", "alarm.step")
"""What levels and rings do by themselves."""
LATE = timedelta(minutes=3)
"""So long these may not have done their work before the board says so: nightly jobs take their time too."""

# By hand, because every board asks this every few seconds: to have it put together costs more than the answer.
PULSES = (
    f'SELECT area, number, "none", pg, ag, gn, ({OLDEST_SUCCESS}) '  # noqa: S608  names are ours
    f"FROM {Pulse._meta.db_table} WHERE "  # noqa: SLF001  Django's documented name
)
OVER = (
    " UNION ALL SELECT area, -1, level, COUNT(*), 0, 0, NULL "  # noqa: S608  the name is ours
    f"FROM {Incident._meta.db_table} WHERE wake_at <= %s AND level_until <= %s GROUP BY area, level"  # noqa: SLF001
)
"""How many levels are over, and nobody has noted it, in the columns of a pulse. They are among those that the timed job
is to look at, of which there are few anywhere, none is closed, and none is left while it runs: so they are looked for
by that alone, and no index of areas or of all that is open is walked."""


@dataclass(frozen=True)
class Numbers:
    """How much is open in a unit, by level. ``number`` grows with every change there.

    ``over``: how many levels, by level, ended without the timed job noting it; they are among ``none`` already.
    ``late``: what to tell of timed jobs that are late.
    """

    number: int = 0
    none: int = 0
    pg: int = 0
    ag: int = 0
    gn: int = 0
    over: tuple[tuple[int, int], ...] = ()
    late: str = ""

    @property
    def all(self) -> int:
        return self.none + self.pg + self.ag + self.gn


def pulse_of(unit: str) -> Numbers:
    """How often anything changed in a unit, and how much is open there. One query of a few small rows.

    Below a kelurahan they are the kelurahan's; ``board`` counts what is open in the unit itself. Where nothing was ever
    open nobody is told of late jobs.
    """
    now, area = timezone.now(), chain_of(unit)
    moment = connection.ops.adapt_datetimefield_value(now)
    there, codes = "area = %s OR area LIKE %s", [area, f"{area}.%"]
    if not unit:
        there, codes = "1 = 1", []
    elif unit.count(".") + 1 >= KELURAHAN_PARTS:
        there, codes = "area = %s", [area]
    with connection.cursor() as cursor:
        cursor.execute(PULSES + there + OVER, [*JOBS, *codes, moment, moment])
        found = cursor.fetchall()
    rows, over = [each for each in found if each[1] >= 0], Counter[int]()
    for its_area, number, level, many, *_nothing in found:
        if number < 0 and covers(area, its_area):
            over[level] += many
    if not rows:
        return Numbers()
    number, none, pg, ag, gn = (sum(each) for each in list(zip(*rows, strict=True))[1:6])
    return Numbers(
        number,
        none + over.total(),
        max(0, pg - over[Incident.PG]),
        max(0, ag - over[Incident.AG]),
        max(0, gn - over[Incident.GN]),
        tuple(sorted(over.items())),
        _late(_moment(rows[0][6]), now),
    )


def areas_of(unit: str) -> Q:
    """Of what belongs to areas, that which may lie in a unit: so that an index of areas is walked."""
    if not unit:
        return Q()
    if unit.count(".") + 1 >= KELURAHAN_PARTS:
        return Q(area=chain_of(unit))
    return Q(area=unit) | Q(area__startswith=f"{unit}.")


def clock(due: datetime | None) -> str:
    """How long until something is due, or since when it is; "" for what never is."""
    if due is None:
        return ""
    left = due - timezone.now()
    return _("lewat %s") % span(-left) if left < timedelta() else _("%s lagi") % span(left)


def span(by: timedelta) -> str:
    """So much time, in one word and a number: a board is read from afar."""
    minutes = max(0, by // timedelta(minutes=1))
    if minutes < 1:
        return _("kurang dari semenit")
    if minutes < 120:
        return ngettext("%d menit", "%d menit", minutes) % minutes
    if by < timedelta(days=2):
        hours = by // timedelta(hours=1)
        return ngettext("%d jam", "%d jam", hours) % hours
    return ngettext("%d hari", "%d hari", by.days) % by.days


def _moment(value: Any) -> datetime | None:
    """As the database tells it: SQLite in letters, in UTC."""
    return parse_datetime(value).replace(tzinfo=UTC) if isinstance(value, str) else value  # type: ignore[union-attr]


def _late(done: datetime | None, now: datetime) -> str:
    """What to tell of timed jobs that did their work last so long ago, or never; "" while they do it."""
    if done is None:
        return _(
            "Pekerjaan otomatis belum pernah berjalan: tingkat yang habis masanya dan kentongan tidak dilanjutkan. "
            "Hubungi pengelola."
        )
    if now - done <= LATE:
        return ""
    return _(
        "Pekerjaan otomatis terlambat %s: tingkat yang habis masanya dan kentongan mungkin belum dilanjutkan. "
        "Hubungi pengelola."
    ) % span(now - done)
