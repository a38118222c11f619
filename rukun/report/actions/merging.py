"""Two people told of one thing: their reports are merged, so that what is owed about it is owed, and counted, once.

Somebody decides it, and can take it back: nothing of the merged report is changed but where it points to, and what is
owed about it waits meanwhile, its clock standing.
"""

from collections.abc import Collection, Iterable
from uuid import UUID

from django.utils import timezone

from rukun.commitment.actions import ending
from rukun.commitment.algo.states import CLOSED, ENDED
from rukun.guard import Actor
from rukun.journal import actions as journal
from rukun.journal.verbs import Verb
from rukun.report import access, follow
from rukun.report.actions.booking import unit_of
from rukun.report.actions.identity import LEAST_LETTERS, LONGEST_REASON
from rukun.report.actions.prioritising import prioritise_one
from rukun.report.categories import CATEGORIES
from rukun.report.errors.dialogue import ReportGone
from rukun.report.errors.handling import NoteTooLong
from rukun.report.errors.merging import (
    AlreadyMerged,
    Crosswise,
    MergedMeanwhile,
    NotOpen,
    NotOrdinary,
    OtherCategory,
    SameReport,
    WhyTogether,
)
from rukun.report.models import Report
from rukun.report.queries.fitting import demand_fit
from rukun.report.queries.merging import below, family_of, number_of
from rukun.report.verbs import REPORT_MERGED, REPORT_UNMERGED

Rows = dict[UUID, Report]


def merge(*, actor: Actor, report: Report, into: Report, other_category: bool = False, reason: str = "") -> Report:
    """``report`` tells of the same thing as ``into``, or as the one into which that was merged.

    Whichever came first counts, and its clock goes on: else whoever is late would merge an old report into a new one.
    Returns the one that was merged into the other. What was merged into ``report`` stays below it.
    ``other_category``: the actor knows that the kinds differ, and says in ``reason`` why they are merged all the same:
    for those whose report is closed with another's, this stands in the journal. Done twice it is done once. Raises
    ``Refused``, ``ReportGone``, ``NoteTooLong`` and the errors of ``errors.merging``.
    """
    for each in (report, into):
        access.may_handle(actor, each).demand()
    with journal.atomic():
        rows = hold_trees([report.pk, into.pk])
        row, other = _found(rows, report), _found(rows, into)
        root = _top(rows, other)
        for each in (row, other, root):
            access.may_handle(actor, each).demand()
            if CATEGORIES[each.category].kind != "ordinary":
                raise NotOrdinary
        if row.pk == other.pk:
            raise SameReport
        if row.merged_into_id is not None:
            if _top(rows, row).pk == root.pk:
                return row
            raise AlreadyMerged
        if root.pk == row.pk:
            raise Crosswise
        if (root.received_at, root.pk) > (row.received_at, row.pk):
            row, root = root, row
        demand_fit(row, other, root)
        note = _demand_why(row, root, reason) if other_category else _demand_alike(row, root)
        row.merged_into, row.merged_at, row.merged_by = root, timezone.now(), actor.label
        _point(actor, row)
        _record(REPORT_MERGED, actor, row, {"into": number_of(root)}, note)
        prioritise_one(report=root)
    return row


def demand_mergeable(report: Report) -> None:
    """Raises ``NotOrdinary``, ``AlreadyMerged``, ``NotOpen`` where a report can be merged into none at all."""
    demand_ordinary(report)
    if report.merged_into_id is not None:
        raise AlreadyMerged
    if report.closed_at is not None:
        raise NotOpen


def demand_ordinary(report: Report) -> None:
    """Raises ``NotOrdinary`` for what is never merged, whatever becomes of it."""
    if CATEGORIES[report.category].kind != "ordinary":
        raise NotOrdinary


def unmerge(*, actor: Actor, report: Report) -> Report:
    """It tells of something else after all: it counts by itself again, with the time that it had used.

    If the one into which it was merged is closed by now, this one is open again: nobody did anything about it. Done
    twice it is done once. Raises ``Refused``, ``ReportGone``, ``MergedMeanwhile``.
    """
    access.may_handle(actor, report).demand()
    with journal.atomic():
        rows = hold_trees([report.pk])
        row = _found(rows, report)
        access.may_handle(actor, row).demand()
        if row.merged_into_id is None:
            return row
        stand_alone(actor=actor, report=row, root=_top(rows, row))
    return row


def stand_alone(*, actor: Actor, report: Report, root: Report) -> None:
    """A report counts by itself again, with what is below it: no longer with ``root``. The caller holds the tree."""
    _part(actor, report)
    _record(REPORT_UNMERGED, actor, report, {"from": number_of(root)})
    prioritise_one(report=report)
    prioritise_one(report=root)


def leave_tree(*, actor: Actor, report: Report, leaving: Collection[UUID] = ()) -> Report | None:
    """A report is gone, or no longer one that may be merged: those merged with it stay together without it.

    To be called when it was withdrawn, set aside, made one that few may read, or is about to be erased together with
    those ``leaving``. What was merged into it goes to the one into which it was merged itself, else to its heir, the
    earliest of them: that one counts from now on, with its own clock. Returns the heir, if there had to be one. In the
    caller's transaction, which has called ``hold_trees`` before it locked anything else.
    """
    with journal.atomic():
        rows = hold_trees([report.pk])
        row = _found(rows, report)
        children = [each for each in rows.values() if each.merged_into_id == row.pk]
        parent = rows[row.merged_into_id] if row.merged_into_id else None
        heir = None if parent else heir_of(children, leaving)
        to = parent or heir
        if heir is not None:
            _part(actor, heir)
            _record(REPORT_UNMERGED, actor, heir, {})
        for each in children:
            if to is not None and each.pk != to.pk:
                each.merged_into = to
                _point(actor, each)
                _record(REPORT_MERGED, actor, each, {"into": number_of(to)})
        if parent is not None and row.pk not in leaving:
            _part(actor, row)
        if to is not None:
            prioritise_one(report=_top(rows, to))
    return heir


def heir_of(members: Iterable[Report], leaving: Collection[UUID] = ()) -> Report | None:
    """Which of the reports merged into one that is gone counts instead: the earliest that is open and stays."""
    still = [each for each in members if each.closed_at is None]
    return min(still, key=lambda each: (each.pk in leaving, each.received_at, each.pk), default=None)


def hold_trees(keys: Collection[UUID]) -> Rows:
    """These reports and all that are merged with them, locked in one order until the end of the transaction.

    Whoever locks several reports calls this first: two who wait for each other would both fail. Raises
    ``MergedMeanwhile`` where somebody merged one of them while this waited.
    """
    family = family_of(keys)
    rows = {each.pk: each for each in Report.objects.select_for_update().filter(pk__in=family).order_by("pk")}
    if family_of(keys) != family:
        raise MergedMeanwhile
    return rows


def _found(rows: Rows, report: Report) -> Report:
    if report.pk not in rows:
        raise ReportGone
    return rows[report.pk]


def _top(rows: Rows, row: Report) -> Report:
    while row.merged_into_id is not None:
        row = rows[row.merged_into_id]
    return row


def _demand_alike(row: Report, root: Report) -> str:
    if row.category != root.category:
        raise OtherCategory(str(CATEGORIES[root.category].words))
    return ""


def _demand_why(row: Report, root: Report, reason: str) -> str:
    """The reason to note; none for reports of one kind."""
    reason = reason.strip()
    if row.category == root.category:
        return ""
    if len(reason) > LONGEST_REASON:
        raise NoteTooLong(LONGEST_REASON)
    if sum(each.isalpha() for each in reason) < LEAST_LETTERS:
        raise WhyTogether(LEAST_LETTERS)
    return reason


def _point(actor: Actor, row: Report) -> None:
    """Save where it points to, and let what is owed about it wait for what is owed there."""
    row.save(update_fields=["merged_into", "merged_at", "merged_by"])
    follow.around(row)
    to = row.merged_into.commitment if row.merged_into else None
    if row.commitment is not None and to is not None and row.commitment.state not in CLOSED:
        ending.join(actor=actor, commitment=row.commitment, to=to)


def _part(actor: Actor, row: Report) -> None:
    """It points nowhere, and what is owed about it is owed again."""
    row.merged_into, row.merged_at, row.merged_by = None, None, ""
    row.save(update_fields=["merged_into", "merged_at", "merged_by"])
    if row.closing in ENDED:  # with the one that it was merged into, as was what is below it
        keys = [row.pk, *(each.pk for each in below([row.pk]))]
        Report.objects.filter(pk__in=keys, closing__in=ENDED).update(closed_at=None, closing="", closed_by="")
        row.closed_at, row.closing, row.closed_by = None, "", ""
    follow.around(row)
    if row.commitment is not None:
        ending.part(actor=actor, commitment=row.commitment)


def _record(verb: Verb, actor: Actor, row: Report, codes: dict[str, str], note: str = "") -> None:
    journal.record(verb, actor=actor, unit=unit_of(row), about=("report", row.pk), codes=codes, note=note)
