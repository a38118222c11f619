"""What is owed about a report is handed on: to an owner here, who takes it or does not, or to an authority outside.

Each locks the report before what is owed about it, and asks again whether the actor may: somebody may have put right
what it is. In between nobody's words go anywhere: an authority outside reads the summary.
"""

from collections.abc import Callable
from typing import TypeVar
from uuid import UUID

from rukun.commitment.actions import handing, outside
from rukun.commitment.actions.claiming import Photos
from rukun.commitment.actions.desk import letters
from rukun.commitment.actions.handing import LEAST
from rukun.commitment.errors import AlreadyAnswered, LinkOver
from rukun.commitment.owners import Owner
from rukun.commitment.queries import Claim, Commitment, Handoff, open_handoff
from rukun.guard import Actor, Allowed, Decision
from rukun.journal import actions as journal
from rukun.report import access
from rukun.report.actions.booking import unit_of
from rukun.report.actions.handling import KINDS
from rukun.report.actions.holding import locked_for
from rukun.report.algo import personal
from rukun.report.errors.handoff import CannotReceive, NoAnswerWords, NothingHanded, ReasonTells
from rukun.report.models import Report
from rukun.report.queries.handoffs import owed_by, recipients_of, why_not
from rukun.report.verbs import LETTER_PRINTED

MAY = Allowed()
Done = TypeVar("Done")


def hand_over(*, actor: Actor, report: Report, to: Owner, reason: str, seen: int | None = None) -> Handoff:
    """Offer it to another owner here, who can read it. Until they take it, it stays whose it was.

    ``seen`` is the version of what is owed as it was shown. Raises ``Refused``, ``ReportError``, ``CommitmentError``.
    """
    return _held(actor, report, lambda row, owed: _offer(actor, row, owed, to, reason, seen))


def hand_outside(
    *,
    actor: Actor,
    report: Report,
    authority: str,
    reason: str,
    sure: bool = False,
    seen: int | None = None,
    many: bool = False,
) -> tuple[Handoff, str]:
    """Ask an authority that has no account here. Second: the secret of its link, which is shown this once.

    ``sure``: what looks like somebody's name or number in the reason, or in the office's name, is none. ``many``: it
    goes there together with others. Raises as ``hand_over``, and ``ReasonTells``.
    """
    access.may_hand_over(actor, report).demand()
    found = [] if sure else personal.find(f"{authority}\n{reason}")
    if found:
        raise ReasonTells(", ".join(dict.fromkeys(str(KINDS[each.kind]) for each in found)))
    return _held(actor, report, lambda row, owed: _ask(actor, row, owed, authority, reason, seen, many=many))


def take(*, actor: Actor, report: Report, handoff: UUID) -> Report:
    """Whom it was offered to has it from now on, with a whole allowance. Sent twice it is done once.

    ``handoff`` is the one that was shown. Raises ``Refused``, ``NothingHanded``, ``CommitmentError``.
    """
    return _answered(actor, report, handoff, lambda found: handing.take(actor=actor, handoff=found))


def decline(*, actor: Actor, report: Report, handoff: UUID, reason: str) -> Report:
    """Whom it was offered to does not take it, and says why. Raises as ``take``, and ``ReasonTooShort``."""
    return _answered(actor, report, handoff, lambda found: handing.decline(actor=actor, handoff=found, reason=reason))


def take_back(*, actor: Actor, report: Report, handoff: UUID) -> None:
    """Nobody else is asked any more; a link opens nothing from now on. Raises as ``take``."""
    access.may_hand_over(actor, report).demand()
    with journal.atomic():
        row = locked_for(actor, report, access.may_hand_over)
        handing.take_back(actor=actor, handoff=_handoff(row, handoff), may=MAY)


def new_link(*, actor: Actor, report: Report) -> tuple[Handoff, str]:
    """Another link instead of one that was lost, with the same time limit. Raises as ``take``."""

    def renew(handoff: Handoff) -> tuple[Handoff, str]:
        if not handoff.outside:
            raise NothingHanded
        return handoff, outside.new_link(actor=actor, handoff=handoff, may=MAY)

    return _handed(actor, report, renew)


def enter_accepted(*, actor: Actor, report: Report, words: str) -> None:
    """The authority said, by letter or telephone, that it is theirs: who, when and how. Raises as ``take``.

    And ``NoAnswerWords``: the only trace of it are these words.
    """
    access.may_hand_over(actor, report).demand()
    if letters(words) < LEAST:
        raise NoAnswerWords(LEAST)
    _handed(
        actor,
        report,
        lambda handoff: outside.accept_outside(actor=actor, handoff=_outside(handoff), text=words, may=MAY),
    )


def enter_declined(*, actor: Actor, report: Report, reason: str) -> None:
    """The authority said that it is not theirs. Raises as ``take``, and ``ReasonTooShort``."""
    _handed(
        actor,
        report,
        lambda handoff: outside.decline_outside(actor=actor, handoff=_outside(handoff), reason=reason, may=MAY),
    )


def enter_answer(
    *, actor: Actor, report: Report, claim_id: UUID, outcome: str, kind: str, words: str = "", photos: Photos = ()
) -> Claim:
    """What the authority answered by letter or telephone, with proof. Whoever enters it never confirms it.

    Raises as ``take``, and ``EvidenceError``.
    """
    may: Decision = access.may_hand_over(actor, report)
    may.demand()
    owed = owed_by(report)
    known = Claim.objects.filter(pk=claim_id, commitment=owed, by=actor.label).first() if owed else None
    if known is not None:
        return known  # sent twice
    handoff = open_handoff(owed) if owed else None
    if handoff is None:
        raise NothingHanded
    try:
        # Photos are judged before anything is locked; the report's row is held there by what ``wiring`` says.
        return outside.answer_outside(
            actor=actor,
            handoff=_outside(handoff),
            claim_id=claim_id,
            outcome=outcome,
            kind=kind,
            words=words,
            photos=photos,
            may=may,
        )
    except (LinkOver, AlreadyAnswered):
        raise NothingHanded from None


def note_letter(*, actor: Actor, report: Report) -> None:
    """A letter about it is on paper now. Raises ``Refused``, ``ReportGone``."""
    access.may_hand_over(actor, report).demand()
    with journal.atomic():
        row = locked_for(actor, report, access.may_hand_over)
        journal.record(LETTER_PRINTED, actor=actor, unit=unit_of(row), about=("report", row.pk))


def _offer(actor: Actor, row: Report, owed: Commitment, to: Owner, reason: str, seen: int | None) -> Handoff:
    _demand(row, owed)
    if to not in recipients_of(row):
        raise CannotReceive
    return handing.offer(actor=actor, commitment=owed, to=to, reason=reason, may=MAY, seen=seen)


def _ask(
    actor: Actor, row: Report, owed: Commitment, authority: str, reason: str, seen: int | None, *, many: bool
) -> tuple[Handoff, str]:
    _demand(row, owed, outside=True, many=many)
    return outside.hand_outside(actor=actor, commitment=owed, authority=authority, reason=reason, may=MAY, seen=seen)


def _demand(row: Report, owed: Commitment, *, outside: bool = False, many: bool = False) -> None:
    problem = why_not(row, open_handoff(owed), outside=outside, many=many)
    if problem is not None:
        raise problem


def _held(actor: Actor, report: Report, act: Callable[[Report, Commitment], Done]) -> Done:
    access.may_hand_over(actor, report).demand()
    with journal.atomic():
        row = locked_for(actor, report, access.may_hand_over)
        owed = owed_by(row)
        if owed is None:
            problem = why_not(row, None)
            assert problem is not None
            raise problem
        return act(row, owed)


def _handed(actor: Actor, report: Report, act: Callable[[Handoff], Done]) -> Done:
    """Do something about what it is handed to now, for whoever may hand it on."""
    access.may_hand_over(actor, report).demand()
    with journal.atomic():
        row = locked_for(actor, report, access.may_hand_over)
        try:
            return act(_open(row))
        except LinkOver:  # its time is over, and the timed job has not come by yet
            raise NothingHanded from None


def _answered(actor: Actor, report: Report, key: UUID, act: Callable[[Handoff], Commitment]) -> Report:
    """Whom it was offered to answers. They may be nobody who hands on; that they act for it, ``act`` asks."""
    access.may_read(actor, report).demand()
    with journal.atomic():
        row = locked_for(actor, report, access.may_read)
        act(_handoff(row, key))
    row.refresh_from_db()
    return row


def _handoff(row: Report, key: UUID) -> Handoff:
    """The handoff that somebody looked at, ended or not."""
    found = Handoff.objects.select_related("commitment").filter(pk=key, commitment=owed_by(row)).first()
    if found is None:
        raise NothingHanded
    return found


def _open(row: Report) -> Handoff:
    owed = owed_by(row)
    handoff = open_handoff(owed) if owed else None
    if handoff is None:
        raise NothingHanded
    return handoff


def _outside(handoff: Handoff) -> Handoff:
    if not handoff.outside:
        raise NothingHanded
    return handoff
