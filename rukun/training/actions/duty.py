"""Keeping somebody from duty, and what follows: their answer, the second authority's review, the end.

It takes effect in the second in which it is stored: ``queries.fitness`` reads these very rows.
"""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils import timezone

from rukun.guard import Actor, Refused
from rukun.journal import actions as journal
from rukun.journal.verbs import Verb
from rukun.people.actions import one_after_another
from rukun.people.queries import duty_facts
from rukun.training import follow
from rukun.training.access import duty as access
from rukun.training.errors.duty import (
    AlreadyReviewed,
    AnswerTooLong,
    EndNotAhead,
    EndTooFar,
    NoAnswer,
    NoEnd,
    NoReason,
    OnlyShortAgain,
    ReviewAfterEnd,
    ReviewNotAhead,
    ReviewTooFar,
    SuspensionOver,
    TooLong,
)
from rukun.training.models import Suspension
from rukun.training.queries.duty import REVIEWABLE, open_suspension, unsettled_before
from rukun.training.queries.fitness import span_of
from rukun.training.verbs import (
    DUTY_SUSPENDED,
    SUSPENSION_ANSWERED,
    SUSPENSION_LIFTED,
    SUSPENSION_READ,
    SUSPENSION_UPHELD,
)
from rukun.ui.dates import moment_after

LONGEST_DAYS = 90
"""How far ahead an end or a review may lie."""
AGAIN_DAYS = 7
"""The same for an authority whose last decision about this member was not upheld.

What is urgent is never held up by that; but no office keeps somebody away month after month without anybody looking.
"""
ENDS_UNREVIEWED = timedelta(days=30)
"""How long after its review was due a suspension without an end still holds.

It does not end on the very day, since nobody is to be on the street because an office was slow; nor does it go on for
ever, since nobody is to be kept away for good by one authority alone.
"""
LONGEST_TEXT = 2000


def suspend_from_duty(
    *, actor: Actor, person: UUID, unit: str, reason: str, until: date | None = None, review_by: date | None = None
) -> Suspension:
    """Keep a member from duty from this second on. ``until`` and ``review_by`` are last days, at most 90 days ahead.

    One of the two must be given; without ``until`` it ends 30 days after the review was due. While one of the same
    authority is open, that one is given back; after one that the second authority did not uphold a new one lasts seven
    days at most, and is reviewed within them. It follows the member's number too. Raises ``Refused`` (an authority
    only, over ``unit`` where the member belongs, from outside all of the member's organisations), ``NoReason``,
    ``TooLong``, ``NoEnd``, ``EndNotAhead``, ``EndTooFar``, ``ReviewNotAhead``, ``ReviewTooFar``, ``ReviewAfterEnd``,
    ``OnlyShortAgain``.
    """
    access.may_suspend(actor, person).demand()
    authority = access.authority_in(actor, person, unit)
    if not authority:
        raise Refused(access.NOT_HERE)
    with journal.atomic():
        one_after_another([person])
        now = timezone.now()
        if known := open_suspension(person, authority):
            return known
        reason = _worded(reason)
        short = unsettled_before(person, authority, now)
        ends, review = _short_times(until, review_by, now) if short else _times(until, review_by, now)
        made = Suspension.objects.create(
            person_id=person,
            unit=unit,
            reason=reason,
            by=actor.label,
            authority=authority,
            made_at=now,
            until=ends,
            review_by=review,
            phone_mark=duty_facts([person])[person].mark,
        )
        _record(DUTY_SUSPENDED, actor, made, until=ends.isoformat())
        follow.tell(follow.SUSPENDED, {person: None})
    return made


def read_suspension(*, actor: Actor, suspension: Suspension) -> None:
    """An authority reads why, and what the member answered: that stands in the journal. Raises ``Refused``."""
    if access.is_own(actor, suspension):
        return
    if access.suspension_for(actor, suspension.pk) is None:
        raise Refused("")
    with journal.atomic():
        _record(SUSPENSION_READ, actor, suspension)


def note_seen(*, actor: Actor, suspension: Suspension) -> None:
    """The member says that they have read it. Once."""
    _demand_own(actor, suspension)
    Suspension.objects.filter(pk=suspension.pk, seen_at=None).update(seen_at=timezone.now())


def answer_suspension(*, actor: Actor, suspension: Suspension, text: str) -> Suspension:
    """The member's own account of it; it can be amended until somebody reviewed it, and after the end too.

    Raises ``Refused``, ``NoAnswer``, ``AnswerTooLong``, ``AlreadyReviewed``.
    """
    _demand_own(actor, suspension)
    text = text.strip()
    if not text:
        raise NoAnswer
    if len(text) > LONGEST_TEXT:
        raise AnswerTooLong(LONGEST_TEXT)
    with journal.atomic():
        locked = _locked(suspension)
        if locked.answer == text:
            return locked
        if locked.reviewed_at is not None:
            raise AlreadyReviewed
        locked.answer, locked.answered_at = text, timezone.now()
        locked.seen_at = locked.seen_at or locked.answered_at
        locked.save(update_fields=["answer", "answered_at", "seen_at"])
        _record(SUSPENSION_ANSWERED, actor, locked)
    return locked


def review_suspension(
    *, actor: Actor, suspension: Suspension, upheld: bool, reason: str, until: date | None = None
) -> Suspension:
    """Say, as the second authority, whether it is right. If not, it ends in this second.

    If so, it ends as it would have, or after the last day ``until``. Possible for 90 days after its end too. Of two
    who review at once one is too late. Raises ``Refused``, ``AlreadyReviewed``, ``SuspensionOver``, ``NoReason``,
    ``TooLong``, ``EndNotAhead``, ``EndTooFar``.
    """
    access.may_review(actor, suspension).demand()
    with journal.atomic():
        locked = _locked(suspension)
        if locked.reviewed_at is not None:
            if (locked.reviewed_by, locked.upheld, locked.review_reason) == (actor.label, upheld, reason.strip()):
                return locked
            raise AlreadyReviewed
        now = timezone.now()
        ended = _end_of(locked)
        if ended + REVIEWABLE <= now:
            raise SuspensionOver
        locked.review_reason = _worded(reason)
        locked.reviewed_by, locked.reviewed_at, locked.upheld = actor.label, now, upheld
        locked.reviewed_authority = access.reviewing_as(actor, locked)
        if now < ended and upheld and until is not None:
            locked.until = _end(until, now)
        elif now < ended and not upheld:
            locked.lifted_at, locked.lifted_by = now, actor.label
        locked.save()
        _record(SUSPENSION_UPHELD if upheld else SUSPENSION_LIFTED, actor, locked, review=locked.reviewed_authority)
    return locked


def lift_suspension(*, actor: Actor, suspension: Suspension, reason: str) -> Suspension:
    """Take it back, as the authority that decided it. Over in this second. Once lifted it stays as it is.

    Raises ``Refused``, ``NoReason``, ``TooLong``, ``SuspensionOver``.
    """
    access.may_lift(actor, suspension).demand()
    with journal.atomic():
        locked, now = _locked(suspension), timezone.now()
        if locked.lifted_at is not None and locked.lifted_by == actor.label:
            return locked
        if not span_of(locked).holds(now):
            raise SuspensionOver
        locked.lifted_at, locked.lifted_by, locked.lift_reason = now, actor.label, _worded(reason)
        locked.save(update_fields=["lifted_at", "lifted_by", "lift_reason"])
        _record(SUSPENSION_LIFTED, actor, locked)
    return locked


def _demand_own(actor: Actor, suspension: Suspension) -> None:
    """Its existence is nobody else's business, so there is nothing to explain."""
    if not access.is_own(actor, suspension):
        raise Refused("")


def _short_times(until: date | None, review_by: date | None, now: datetime) -> tuple[datetime, datetime]:
    """As ``_times`` where seven days are all there is; what was left out is those seven days."""
    last = timezone.localtime(now).date() + timedelta(days=AGAIN_DAYS)
    for field, day in (("until", until), ("review_by", review_by)):
        if day is not None and day > last:
            raise OnlyShortAgain(field, AGAIN_DAYS)
    return _times(until or last, review_by, now)


def _times(until: date | None, review_by: date | None, now: datetime) -> tuple[datetime, datetime]:
    """When it ends at the latest, and by when it is to be reviewed."""
    ends = _end(until, now) if until is not None else None
    if review_by is None:
        if ends is None:
            raise NoEnd
        return ends, ends
    review = moment_after(review_by)
    if review <= now:
        raise ReviewNotAhead
    if review > now + timedelta(days=LONGEST_DAYS + 1):
        raise ReviewTooFar(LONGEST_DAYS)
    if ends is not None and ends < review:
        raise ReviewAfterEnd
    return ends or review + ENDS_UNREVIEWED, review


def _end(last: date, now: datetime) -> datetime:
    """The first moment after a last day."""
    found = moment_after(last)
    if found <= now:
        raise EndNotAhead
    if found > now + timedelta(days=LONGEST_DAYS + 1):
        raise EndTooFar(LONGEST_DAYS)
    return found


def _end_of(suspension: Suspension) -> datetime:
    """When it ended or will."""
    end = span_of(suspension).until
    assert end is not None, "each has an end from the start"
    return end


def _worded(reason: str) -> str:
    reason = reason.strip()
    if not reason:
        raise NoReason
    if len(reason) > LONGEST_TEXT:
        raise TooLong(LONGEST_TEXT)
    return reason


def _locked(suspension: Suspension) -> Suspension:
    return Suspension.objects.select_for_update().get(pk=suspension.pk)


def _record(verb: Verb, actor: Actor, suspension: Suspension, **codes: str) -> None:
    """Without the member's id: many read the journal, and the row says whom it is about as long as it is kept."""
    journal.record(
        verb,
        actor=actor,
        unit=suspension.unit,
        about=("suspension", suspension.pk),
        codes={"authority": suspension.authority, **codes},
    )
