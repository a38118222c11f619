"""What comes first, and why, in a sentence that everybody can check."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Min, Q, QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rukun.people.access import inside
from rukun.report.algo.priority import SAFETY, Facts, Level, cells_near, hours_near, level_of, points_of
from rukun.report.categories import CATEGORIES
from rukun.report.models import Report
from rukun.report.queries.merging import below
from rukun.territory.algo import codes


@dataclass(frozen=True)
class Priority:
    """``points`` order the list; ``sentence`` says what they are for."""

    points: int
    level: Level
    sentence: str


def priority_of(report: Report) -> Priority:
    """What a report's priority is now, and why. Some three queries."""
    facts, since = _facts(report)
    points = points_of(facts)
    level = level_of(points.sum)
    return Priority(points.sum, level, _sentence(level, facts, since))


def facts_of(report: Report) -> Facts:
    """What counts for a report, as it is now."""
    return _facts(report)[0]


def words_of(level: Level) -> str:
    return {"tinggi": _("Tinggi"), "sedang": _("Sedang"), "biasa": _("Biasa")}[level]


def _facts(report: Report) -> tuple[Facts, datetime | None]:
    ordinary = CATEGORIES[report.category].kind == "ordinary"
    near = neighbours_of(report).aggregate(number=Count("pk"), since=Min("received_at")) if ordinary else {}
    members = below([report.pk]) if ordinary else []
    facts = Facts(
        category=report.category,
        danger=report.danger or any(each.danger for each in members),
        neighbours=near.get("number", 0),
        tellers=len(members),
        days=days_since(report.received_at, timezone.now()),
        reopened=report.commitment is not None and report.commitment.reopened > 0,
    )
    return facts, near.get("since")


def neighbours_of(report: Report) -> QuerySet[Report]:
    """Other open reports that count, of the same kind, near in place and time: as ``algo.priority.Neighbours`` says."""
    apart = timedelta(hours=hours_near(report.category))
    unit = codes.up_to(report.unit, codes.RW)
    if report.cell is not None:
        where = Q(cell__in=cells_near(report.cell))
    else:
        where = Q(cell=None) & (inside(unit) if codes.level_of(unit) == codes.RW else Q(unit=unit))
    return Report.objects.filter(
        where,
        category=report.category,
        closed_at=None,
        merged_into=None,
        triage="",
        received_at__gte=report.received_at - apart,
        received_at__lte=report.received_at + apart,
    ).exclude(pk=report.pk)


def days_since(received: datetime, now: datetime) -> int:
    return max(0, (now - received).days)


def _sentence(level: Level, facts: Facts, since: datetime | None) -> str:
    because = _because(facts, since)
    if not because:
        return _("%s: tidak ada tanda yang mendesak.") % words_of(level)
    listed = because[0] if len(because) == 1 else _("%(some)s, dan %(last)s") % {
        "some": ", ".join(because[:-1]),
        "last": because[-1],
    }  # fmt: skip
    return f"{words_of(level)}: {listed}."


def _because(facts: Facts, since: datetime | None) -> list[str]:
    points = points_of(facts)
    found = []
    if points.danger:
        found.append(_("tanda bahaya"))
    if points.safety >= SAFETY:
        found.append(_("menyangkut keselamatan orang"))
    if points.reopened:
        found.append(_("dibuka lagi karena ternyata belum selesai"))
    if points.tellers:
        number = facts.tellers
        found.append(
            ngettext("%d laporan lain menceritakan hal yang sama", "%d laporan lain menceritakan hal yang sama", number)
            % number
        )
    if points.neighbours:
        number = facts.neighbours
        words = ngettext("%d laporan lain di dekatnya", "%d laporan lain di dekatnya", number) % number
        found.append(f"{words} {_since(since)}" if since else words)
    if points.days:
        found.append(ngettext("sudah %d hari terbuka", "sudah %d hari terbuka", facts.days) % facts.days)
    return found


def _since(moment: datetime) -> str:
    days = (timezone.localdate() - timezone.localtime(moment).date()).days
    if days <= 0:
        return _("sejak hari ini")
    return _("sejak kemarin") if days == 1 else _("sejak %s") % date_format(timezone.localtime(moment), "j F")
