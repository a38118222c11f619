"""Reports join a situation and leave it again. Their receipts, their promises and their clocks stay their own."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q

from rukun.guard import Actor
from rukun.incident.actions.holding import changed, held, moment
from rukun.incident.actions.levels import forget_report
from rukun.incident.actions.pulse import beat
from rukun.incident.algo.grouping import cells_around
from rukun.incident.errors_joining import ReportElsewhere, ReportNotFound, ReportNotJoinable
from rukun.incident.models import Incident, Joined
from rukun.incident.verbs import JOINED, PARTED
from rukun.journal import actions as journal
from rukun.journal.algo.chain import chain_of
from rukun.report.access import report_for
from rukun.report.actions.holding import locked
from rukun.report.queries.joinable import joinable_report, may_belong


def join_report(*, actor: Actor, incident: Incident, report_id: UUID) -> Joined:
    """Say that a report tells of this situation. Said twice it is said once.

    The report is of those that the actor reads; which one it was does not stand in the book, which is for ever.
    Raises ``Refused``, ``IncidentError``: ``ReportNotFound``, ``ReportElsewhere``, ``ReportNotJoinable``.
    """
    with journal.atomic():
        row = held(actor, incident)
        report = report_for(actor, report_id) if joinable_report(actor, report_id) is not None else None
        if report is None:
            raise ReportNotFound
        report = locked(report)  # from here on it can become nothing else
        known = Joined.objects.filter(report=report_id, parted_at=None).first()
        if known is not None and known.incident_id == row.pk:
            return known
        if known is not None:
            raise ReportElsewhere
        if not may_belong(report):
            raise ReportNotJoinable
        at = moment(row)
        made = Joined.objects.create(incident=row, report=report, at=at, by=actor.label)
        changed(row, actor, JOINED, at=at)
    return made


def part_report(*, actor: Actor, incident: Incident, report_id: UUID) -> bool:
    """Take a wrong join back, at any time, of a closed situation too. Whether it was joined. Raises ``Refused``."""
    with journal.atomic():
        row = held(actor, incident, closed=True)
        joined = Joined.objects.filter(incident=row, report=report_id, parted_at=None).first()
        if joined is None:
            return False
        at = moment(row)
        _part(joined, at, actor.label)
        changed(row, actor, PARTED, at=at)
    return True


def part_all(row: Incident, at: datetime, by: str) -> int:
    """All reports of a situation that the caller holds are free again: it turned out to be another one's. How many."""
    return Joined.objects.filter(incident=row, parted_at=None).update(parted_at=at, parted_by=by)


def report_around(unit: str, cell: int | None) -> None:
    """An ordinary report came in, or is not what it was: boards that offer it, or did, look again.

    Those of its own kelurahan, and over the border wherever anything is open in a cell beside it. For
    ``report.follow.AROUND``.
    """
    near = Q(area=chain_of(unit)) | Q(cell__in=cells_around(cell))
    areas = Incident.objects.filter(near, closed_at=None).order_by("area").values_list("area", flat=True).distinct()
    if found := list(areas):
        with journal.atomic():
            for area in found:
                beat(area)


def report_kept_apart(report: UUID) -> None:
    """A report became what few may know: it belongs to nothing any more, and nothing tells that it ever did.

    For ``report.follow.KEPT_APART``; in the caller's transaction, which holds the report. The book says nothing of it.
    """
    known = Joined.objects.filter(report=report)
    areas = dict(known.order_by().values_list("incident", "incident__area"))
    forget_report(areas, report)
    known.delete()
    for area in sorted(set(areas.values())):
        beat(area)


def over_for(report: UUID) -> datetime | None:
    """When whoever reported was told that the situation is over, for their receipt. For ``report.follow.OVER``."""
    told = Joined.objects.filter(report=report, parted_at=None, told_at__isnull=False)
    return told.values_list("told_at", flat=True).first()


def _part(joined: Joined, at: datetime, by: str) -> None:
    joined.parted_at, joined.parted_by = at, by
    joined.save(update_fields=["parted_at", "parted_by"])
