"""To whom what is owed about reports may be handed, to whom it is handed now, and what the actor may do about that."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy

from rukun.commitment.access import may_take
from rukun.commitment.clocks import CLOCKS
from rukun.commitment.errors import CommitmentError, HandedAway, Joined, NotNow
from rukun.commitment.owners import KEEP, Owner, words_of
from rukun.commitment.queries import Commitment, Handoff, open_handoff, owner_of
from rukun.commitment.queries.handoffs import OWNERS_TURN, handed_to, offered_to, open_handoffs, reason_of
from rukun.guard import Actor
from rukun.journal.naming import names_of
from rukun.people.queries.offices import holders_in
from rukun.people.queries.organisations import holders_of, open_organisations
from rukun.people.titles import titles_with
from rukun.report import access
from rukun.report.categories import CATEGORIES
from rukun.report.complaints import SUBJECTS
from rukun.report.errors import ReportError
from rukun.report.errors.handling import Closed
from rukun.report.errors.handoff import NoSummary, NotForOutside, NotInBulk, NotLookedAt, NotTheirTurn
from rukun.report.models import Report
from rukun.report.queries.rules import owners_able, path_of
from rukun.seal import CannotOpen
from rukun.training.access.duty import organisations_near

AUTHORITIES = (
    gettext_lazy("Dinas Bina Marga"),
    gettext_lazy("Dinas Sumber Daya Air"),
    gettext_lazy("Dinas Lingkungan Hidup"),
    gettext_lazy("Dinas Perhubungan"),
    gettext_lazy("Dinas Sosial"),
    gettext_lazy("Dinas Perumahan Rakyat dan Kawasan Permukiman"),
    gettext_lazy("Dinas Pertamanan dan Hutan Kota"),
    gettext_lazy("Satpol PP kecamatan"),
    gettext_lazy("Suku Dinas Penanggulangan Kebakaran dan Penyelamatan"),
    gettext_lazy("BPBD"),
    gettext_lazy("PPSU kelurahan"),
    gettext_lazy("Puskesmas kecamatan"),
    gettext_lazy("PLN"),
    gettext_lazy("PAM Jaya"),
    gettext_lazy("BNN kota"),
)
"""Offered while somebody types; any other office may be named."""


@dataclass(frozen=True)
class Box:
    """How a report was handed on, and what the actor may do. Without ``to`` it waits for nobody.

    ``runs_on``: its clock waits for no authority outside.
    """

    may_hand: bool
    handoff: UUID | None = None
    to: str = ""
    outside: bool = False
    by: str = ""
    reason: str = ""
    since: datetime | None = None
    until: datetime | None = None
    accepted_at: datetime | None = None
    runs_on: bool = False
    may_take: bool = False
    may_take_back: bool = False


def box_for(actor: Actor, report: Report) -> Box | None:
    """For the report's page; ``None`` where there is nothing to say. A few queries."""
    owed = owed_by(report)
    if owed is None:
        return None
    handoff = open_handoff(owed)
    hands = access.may_hand_over(actor, report).allowed
    if handoff is None:
        may = hands and why_not(report, None) is None
        return Box(may_hand=True) if may else None
    try:
        reason = reason_of(handoff)
    except CannotOpen:
        reason = ""
    return Box(
        may_hand=False,
        handoff=handoff.pk,
        to=handed_to(handoff),
        outside=handoff.outside,
        by=names_of([handoff.asked_by])[handoff.asked_by],
        reason=reason,
        since=handoff.asked_at,
        until=handoff.expires_at,
        accepted_at=handoff.accepted_at,
        runs_on=runs_on(owed),
        may_take=may_take(actor, handoff).allowed and access.may_read(actor, report).allowed,
        may_take_back=hands,
    )


def owed_by(report: Report) -> Commitment | None:
    """What is owed about this very report, unless that is owed about another that it was merged into."""
    owed = report.commitment
    return None if owed is None or report.merged_into_id is not None or owed.joined_id is not None else owed


def runs_on(owed: Commitment | None) -> bool:
    """Whether its clock waits for no authority outside: that of danger."""
    return owed is not None and not CLOCKS[owed.clock].waits_outside


def why_not(
    report: Report, handed: Handoff | None, *, outside: bool = False, many: bool = False
) -> ReportError | CommitmentError | None:
    """Why it cannot be handed on now, whoever wants to; ``None`` if it can. No query.

    ``handed`` is to whom it is handed now; ``many``: together with others, at one stroke.
    """
    owed = owed_by(report)
    problems: list[tuple[bool, type[ReportError | CommitmentError]]] = [
        (report.closed_at is not None, Closed),
        (report.merged_into_id is not None, Joined),
        (owed is None, NotNow),
        (handed is not None, HandedAway),
        (owed is not None and owed.state not in OWNERS_TURN, NotTheirTurn),
        (bool(report.triage), NotLookedAt),
        (outside and CATEGORIES[report.category].kind != "ordinary", NotForOutside),
        (outside and many and (report.danger or runs_on(owed)), NotInBulk),
        (outside and not report.summary, NoSummary),
    ]
    return next((problem() for wrong, problem in problems if wrong), None)


def recipients_of(report: Report) -> list[Owner]:
    """Whom it may be offered to here, without whose it is: they can read such a report, and there is somebody.

    Organisations first, each the nearest first. Of what is protected, and of complaints, only the offices that may
    read it; none whose holders all belong to whom a complaint is about. About a query for each organisation.
    """
    return _but_its_owner(report, _able(report))


def recipients_of_each(reports: Collection[Report]) -> dict[UUID, list[Owner]]:
    """The same of many, asking once for those that are alike."""
    able: dict[tuple[str, str, str, UUID | None], list[Owner]] = {}
    found = {}
    for each in reports:
        alike = (CATEGORIES[each.category].kind, each.unit, each.subject, each.organisation_id)
        if alike not in able:
            able[alike] = _able(each)
        found[each.pk] = _but_its_owner(each, able[alike])
    return found


def words_for(owners: Collection[Owner]) -> list[tuple[Owner, str]]:
    """What people call them, in the same order. One query at most."""
    words = words_of(owners)
    return [(each, words[each]) for each in owners]


def chosen_by(actor: Actor, keys: Collection[UUID]) -> list[Report]:
    """Those of these reports that the actor may read, in the order given, with what is owed about them. One query."""
    visible = access.reports_visible_to(actor).filter(pk__in=keys).defer("account").select_related("commitment")
    found = {each.pk: each for each in visible}
    return [found[key] for key in dict.fromkeys(keys) if key in found]


def is_handed(handed: Handoff, to: Owner | str, actor: Actor) -> bool:
    """Whether the actor handed it to just this owner, or authority: what is sent twice was done."""
    if isinstance(to, str):
        same = handed.authority.casefold() == " ".join(to.split()).casefold()
    else:
        same = not handed.outside and to.same_as(Owner(handed.to_unit, handed.to_organisation_id, handed.to_title))
    return same and handed.asked_by == actor.label


def handed_of(reports: Collection[Report]) -> dict[UUID, Handoff]:
    """What waits for somebody's answer, by the report. One query."""
    handed = open_handoffs([each.commitment_id for each in reports if each.commitment_id])
    return {each.pk: handed[each.commitment_id] for each in reports if each.commitment_id in handed}


def offered_reports(actor: Actor) -> list[Report]:
    """The reports that were offered to the actor, the longest waiting first. Two queries, none for most people."""
    if not access.can_see_reports(actor).allowed:
        return []
    waiting = [each.commitment_id for each in offered_to(actor)]
    if not waiting:
        return []
    found = {
        each.commitment_id: each
        for each in access.reports_visible_to(actor).filter(commitment__in=waiting).defer("account")
    }
    return [found[each] for each in waiting if each in found]


def _able(report: Report) -> list[Owner]:
    return _ordinary(report.unit) if CATEGORIES[report.category].kind == "ordinary" else _offices(report)


def _but_its_owner(report: Report, owners: list[Owner]) -> list[Owner]:
    own = owner_of(report.commitment) if report.commitment else None
    return [each for each in owners if own is None or not each.same_as(own)]


def _ordinary(unit: str) -> list[Owner]:
    """Those whom a line of the table could name, if anybody is there."""
    path = path_of(unit)
    titles = [each for each in titles_with("reports.see") if KEEP in each.capabilities]
    able = owners_able(unit)
    held = holders_in({each.code for each in titles}, path)  # one of a larger unit stands in the list by itself
    groups = open_organisations().filter(pk__in=[each.organisation for each in able if each.organisation])
    manned = {
        group.pk
        for group in groups
        if any(
            holder.unit in path
            for title in titles
            if group.kind in title.kinds
            for holder in holders_of(group, title.code)
        )
    }
    return [each for each in able if each.organisation in manned or (each.title, each.unit) in held]


def _offices(report: Report) -> list[Owner]:
    kind = CATEGORIES[report.category].kind
    readers = ("reports.protected",) if kind == "protected" else SUBJECTS[report.subject].readers
    path = path_of(report.unit)
    offices = list(
        dict.fromkeys(
            (title.code, unit)
            for unit in path
            for capability in readers
            for title in titles_with(capability)
            if KEEP in title.capabilities and unit.count(".") + 1 in title.levels
        )
    )
    held = holders_in({title for title, _unit in offices}, set(path))
    near = organisations_near(set[UUID]().union(*held.values())) if held and report.organisation_id else {}
    return [
        Owner(unit, title=title)
        for title, unit in offices
        if any(
            report.organisation_id is None or report.organisation_id not in near.get(each, set())
            for each in held.get((title, unit), set())
        )
    ]
