"""What is owed about a report: given to its one owner when it comes in, and kept in step with the report afterwards."""

from collections.abc import Callable, Collection
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from rukun.commitment.actions import confirming, ending, making, undoing
from rukun.commitment.algo.states import ENDED
from rukun.commitment.errors import ChangedMeanwhile, NotNow
from rukun.commitment.follow import Described
from rukun.commitment.owners import Owner
from rukun.commitment.queries import Commitment
from rukun.guard import ANYONE, Actor
from rukun.journal import actions as journal
from rukun.report import access, follow
from rukun.report.account import account_of
from rukun.report.actions.booking import unit_of
from rukun.report.actions.holding import locked, locked_for
from rukun.report.actions.merging import stand_alone
from rukun.report.actions.telling import tell_course
from rukun.report.categories import CATEGORIES
from rukun.report.models import Report
from rukun.report.queries.merging import family_of, root_of
from rukun.report.queries.rules import owner_for
from rukun.report.sources import TAKEN_DOWN
from rukun.seal import CannotOpen
from rukun.territory.algo import codes
from rukun.ui.templatetags.units import unit as unit_in_words

LABEL = "report"
GONE = ("withdrawn", "spam")
"""A report whose promise ended is closed as that (``ENDED``); these are the reporter's or a handler's word."""


def owe(report: Report, at: datetime) -> None:
    """Find the owner of a report that comes in, and let the clock run. In the caller's transaction, who saves it."""
    found = owner_for(report.category, report.unit, report.subject, at, report.organisation_id, danger=report.danger)
    report.commitment = making.make(
        about=(LABEL, report.pk),
        unit=report.unit,
        book=unit_of(report),
        local=is_local(report),
        owner=found.owner,
        clock=found.clock,
        at=at,
    )


def owe_again(*, actor: Actor, report: Report) -> None:
    """The same after it was put right what a report is. In the caller's transaction, which holds the report."""
    if report.commitment is None:
        return
    now = timezone.now()
    found = owner_for(report.category, report.unit, report.subject, now, report.organisation_id, danger=report.danger)
    making.reassign(
        actor=actor,
        commitment=report.commitment,
        owner=found.owner,
        clock=found.clock,
        book=unit_of(report),
        local=is_local(report),
    )


def owe_no_more(*, actor: Actor, report: Report, forget: bool = False) -> None:
    """It was taken back (``forget`` what was said), or is no report. In the caller's transaction, which holds it."""
    if report.commitment is not None:
        ending.void(actor=actor, commitment=report.commitment, forget=forget)


def owe_after_all(*, actor: Actor, report: Report) -> None:
    """It is a report after all. In the caller's transaction, which holds the report."""
    if report.commitment is not None:
        ending.revive(actor=actor, commitment=report.commitment)


def is_local(report: Report) -> bool:
    """Whether others than the reporter may confirm: never of violence in a home, of which nobody else is to know."""
    return CATEGORIES[report.category].kind != "protected"


def confirm(*, actor: Actor, report: Report, claim_id: UUID, words: str = "") -> Report:
    """An office says that it is done, or cannot be. Raises ``Refused``, ``ReportGone``, ``CommitmentError``."""
    return _answer(actor, report, lambda owed: confirming.confirm(
        actor=actor, commitment=owed, claim_id=claim_id, way=confirming.OFFICE, words=words))  # fmt: skip


def reject(*, actor: Actor, report: Report, claim_id: UUID, words: str) -> Report:
    """An office says that it is not. Raises ``Refused``, ``ReportGone``, ``CommitmentError``."""
    return _answer(actor, report, lambda owed: confirming.reject(
        actor=actor, commitment=owed, claim_id=claim_id, way=confirming.OFFICE, words=words))  # fmt: skip


def undo(*, actor: Actor, report: Report) -> Report:
    """Ten minutes' regret. Raises ``Refused``, ``ReportGone``, ``NothingToUndo``."""
    return _answer(actor, report, lambda owed: undoing.undo(actor=actor, commitment=owed))


def confirmed_by_reporter(*, report: Report, claim_id: UUID) -> Report:
    """Whoever holds the code says that it is done. With a code that others have seen somebody else looks first.

    Then it is still open. Of what was merged into another report nobody says so for whoever reported first. Raises
    ``CommitmentError`` (``NotNow`` for these), ``ReportGone``.
    """
    way = way_of(report)
    return _answer(None, report, lambda owed: confirming.confirm(
        actor=ANYONE, commitment=owed, claim_id=claim_id, way=way), alone=True)  # fmt: skip


def rejected_by_reporter(*, report: Report, claim_id: UUID, words: str) -> Report:
    """Whoever holds the code says that it is not. Raises ``CommitmentError``, ``ReportGone``."""
    way = way_of(report)
    return _answer(None, report, lambda owed: confirming.reject(
        actor=ANYONE, commitment=owed, claim_id=claim_id, way=way, words=words))  # fmt: skip


def contested_by_reporter(*, report: Report, words: str) -> Report:
    """Whoever holds the code says, after it was closed, that it is not so. Raises as the others.

    Where it was closed with a report that is gone since, it stands alone from now on, or the one that is left on top.
    """
    with journal.atomic():
        hold([report.pk])
        row = locked(report)
        root = root_of(row)
        left = row if root.closing in GONE else root
        if row.closing not in ENDED or left.commitment is None or not was_left(root):
            return _answer(None, report, lambda owed: confirming.contest(commitment=owed, words=words))
        closed_at = row.closed_at
        if left.pk != root.pk:
            stand_alone(actor=ANYONE, report=row, root=root)
        confirming.contest(commitment=left.commitment, words=words, closed_at=closed_at)
    row.refresh_from_db()
    return row


def was_left(root: Report) -> bool:
    """Whether those that were closed with it are left: it was withdrawn, or was closed with one erased since."""
    if root.closing in GONE:
        return True
    return root.closing in ENDED and root.commitment is not None and root.commitment.state not in ENDED


def way_of(report: Report) -> str:
    """What the word of whoever holds the code is worth."""
    return confirming.DESK if report.channel in TAKEN_DOWN else confirming.REPORTER


def owed_about(report: Report) -> Commitment | None:
    """What is owed about a report; about one that was merged, what is owed about the report that it was merged into."""
    return root_of(report).commitment


def _answer(actor: Actor | None, report: Report, act: Callable[[Commitment], object], *, alone: bool = False) -> Report:
    """Hold the report before what is owed about it, as everybody does; of an actor, ask again whether they read it.

    ``alone``: not where another report counts for this one.
    """
    with journal.atomic():
        hold([report.pk])
        row = locked(report) if actor is None else locked_for(actor, report, access.may_read)
        owed = owed_about(row)
        if owed is None or (actor is None and row.closing in GONE) or (alone and row.merged_into_id is not None):
            raise NotNow
        act(owed)
    row.refresh_from_db()
    return row


# What ``config/wiring.py`` fills ``commitment.follow`` with.


def keep_in_step(owed: Commitment) -> None:
    """A promise ended, or was opened again: so are its report and those merged with it."""
    root = Report.objects.filter(pk=owed.about_id).first()
    if root is None or owed.joined_id is not None:
        return  # what is merged stands as that into which it was merged
    tell_course(report=root, state=owed.state)
    if owed.state not in ENDED and root.closing not in ENDED:
        return  # nothing ended, and nothing was opened again: no other report is touched, nor locked
    for row in _with_merged(root):
        if owed.state in ENDED and row.closing == "":
            row.closed_at, row.closing, row.closed_by = owed.closed_at, owed.state, ""
        elif owed.state not in ENDED and row.closing in ENDED:
            row.closed_at, row.closing, row.closed_by = None, "", ""
        else:
            continue
        row.save(update_fields=["closed_at", "closing", "closed_by"])
        follow.around(row)
        if row.pk != root.pk:
            tell_course(report=row, state=owed.state)


def hold(keys: Collection[UUID]) -> None:
    """Lock these reports and all that are merged with them, in one order.

    Raises ``ChangedMeanwhile`` where somebody merged one of them while this waited: what was not locked at first must
    not be locked out of order. The room below calls this too, and knows no error of this one.
    """
    family = family_of(keys)
    list(Report.objects.select_for_update().filter(pk__in=family).order_by("pk").values_list("pk", flat=True))
    if family_of(keys) != family:
        raise ChangedMeanwhile


def heir_of(owed: Commitment) -> Owner | None:
    """Who has it by the rules as they are now, which pass over who is there no longer."""
    report = Report.objects.filter(pk=owed.about_id).first()
    if report is None:
        return None
    return owner_for(
        report.category, report.unit, report.subject, timezone.now(), report.organisation_id, danger=report.danger
    ).owner


def described(key: UUID) -> Described | None:
    """What an authority outside is told of a report: category, place, the handler's summary. Ordinary ones alone."""
    report = Report.objects.filter(pk=key).first()
    if report is None or CATEGORIES[report.category].kind != "ordinary" or report.closing in ("withdrawn", "spam"):
        return None
    return Described(
        str(CATEGORIES[report.category].words), unit_in_words(codes.up_to(report.unit, codes.RW)), report.summary
    )


def place_of(key: UUID) -> tuple[float, float] | None:
    """Exactly where a report says that it is: for comparing, and shown to nobody by that."""
    report = Report.objects.filter(pk=key).first()
    try:
        told = account_of(report) if report else None
    except CannotOpen:
        return None
    return (told.lat, told.lon) if told and told.lat is not None and told.lon is not None else None


def take_up() -> int:
    """Give an owner to open reports that have none: those that came before there were owners. Returns how many."""
    number = 0
    for key in list(Report.objects.filter(commitment=None, closed_at=None).order_by("pk").values_list("pk", flat=True)):
        with journal.atomic():
            row = Report.objects.select_for_update().filter(pk=key, commitment=None, closed_at=None).first()
            if row is not None:
                owe(row, timezone.now())
                row.save(update_fields=["commitment"])
                number += 1
    return number


def _with_merged(root: Report) -> list[Report]:
    """A report and all that were merged into it, directly or not."""
    found, newest = [root], [root.pk]
    while newest:
        more = list(Report.objects.select_for_update().filter(merged_into__in=newest).order_by("pk"))
        found += more
        newest = [each.pk for each in more]
    return found
