"""Who came. Noted by themselves with the code on the post's wall, or by whoever leads there; nobody asks why not."""

from datetime import datetime, timedelta
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from rukun.guard import Actor
from rukun.journal import actions as journal
from rukun.people.queries.holders import serving
from rukun.roster.access import is_own, may_keep
from rukun.roster.access_living import EARLY, may_take_roll
from rukun.roster.actions.holding import held_duty
from rukun.roster.errors_living import DutyGone, NotBegun, NotFit, TooEarly, TooLateToCorrect, WhoCame, WrongCode
from rukun.roster.models import Duty
from rukun.roster.queries.on_duty import AGAINST_ANYBODY, UNIFORMED
from rukun.roster.verbs import ABSENT, CHECKED_IN
from rukun.training.access.members import own_key
from rukun.training.queries.fitness import duty_status

LATE = timedelta(minutes=15)
"""Whoever comes later than that after the beginning came late. It counts as having come."""
LEADER_CORRECTS = timedelta(hours=12)
KEEPER_CORRECTS = timedelta(days=3)
"""So long after the end attendance can still be noted, by whoever led there and from the paper list by the keeper."""


def check_in(*, actor: Actor, duty: Duty, person: UUID | None = None, token: str = "") -> Duty:
    """Note that somebody came, from an hour before the shift on. Done twice it is done once.

    With ``token``, the code on the wall, the actor is there themselves; without it, whoever leads there or keeps the
    roster says so. ``person`` is who of a household came. What is noted after the end counts as come in time: nobody
    looked at a clock. Raises ``Refused``, ``DutyGone``, ``TooEarly``, ``TooLateToCorrect``, ``WrongCode``, ``WhoCame``,
    ``NotFit`` (whoever may not be on duty at this moment does not check in).
    """
    with journal.atomic():
        row, now = held_duty(duty), timezone.now()
        own = bool(token) and is_own(actor, row.watcher)
        if not own:
            may_take_roll(actor, row.watch, row.shift_id, row.night).demand()
        elif row.shift.post.token != token:
            raise WrongCode
        if now < row.starts_at - EARLY:
            raise TooEarly(row.starts_at - EARLY)
        _demand_open(actor, row, now, own=own)
        came = own_key(actor) if own else _who(row, person)
        if row.checked_at is not None and row.person_id == came:
            return row
        _demand_fit(row, came, now)
        row.person_id = came
        row.checked_at = row.checked_at or (now if now < row.ends_at else row.starts_at)
        row.checked_by, row.absent_at = actor.label, None
        row.save(update_fields=["person", "checked_at", "checked_by", "absent_at"])
        journal.record(
            CHECKED_IN,
            actor=actor,
            unit=row.watch.unit,
            about=("roster", row.pk),
            codes={"night": row.night.isoformat(), "how": "code" if own else "roll"},
        )
    return row


def mark_absent(*, actor: Actor, duty: Duty) -> Duty:
    """Note that nobody came for a duty, once its shift has begun. Why is not asked. Done twice it is done once.

    Raises ``Refused``, ``DutyGone``, ``NotBegun``, ``TooLateToCorrect``.
    """
    with journal.atomic():
        row, now = _held_roll(actor, duty)
        if now < row.starts_at:
            raise NotBegun
        if row.absent_at is None:
            row.person, row.checked_at, row.checked_by, row.absent_at = None, None, actor.label, now
            row.save(update_fields=["person", "checked_at", "checked_by", "absent_at"])
            codes = {"night": row.night.isoformat()}
            journal.record(ABSENT, actor=actor, unit=row.watch.unit, about=("roster", row.pk), codes=codes)
    return row


def take_back(*, actor: Actor, duty: Duty) -> Duty:
    """What was noted of this duty was wrong: nothing is noted any more. Raises as ``mark_absent``."""
    with journal.atomic():
        row, _now = _held_roll(actor, duty)
        verb = ABSENT if row.absent_at else CHECKED_IN if row.checked_at else None
        if verb is not None:
            row.person, row.checked_at, row.checked_by, row.absent_at = None, None, "", None
            row.save(update_fields=["person", "checked_at", "checked_by", "absent_at"])
            codes = {"night": row.night.isoformat(), "how": "taken_back"}
            journal.record(verb, actor=actor, unit=row.watch.unit, about=("roster", row.pk), codes=codes)
    return row


def is_late(starts_at: datetime, checked_at: datetime | None) -> bool:
    """Whether somebody came late: a fact about the night, not about the person."""
    return checked_at is not None and checked_at > starts_at + LATE


def open_until(duty: Duty, *, keeper: bool) -> datetime:
    """Until when attendance of a duty is noted."""
    return duty.ends_at + (KEEPER_CORRECTS if keeper else LEADER_CORRECTS)


def _held_roll(actor: Actor, duty: Duty) -> tuple[Duty, datetime]:
    row, now = held_duty(duty), timezone.now()
    may_take_roll(actor, row.watch, row.shift_id, row.night).demand()
    _demand_open(actor, row, now, own=False)
    return row, now


def _demand_open(actor: Actor, row: Duty, now: datetime, *, own: bool) -> None:
    end = row.ends_at if own else open_until(row, keeper=may_keep(actor, row.watch).allowed)
    if now >= end:
        raise TooLateToCorrect


def _who(row: Duty, person: UUID | None) -> UUID:
    behind = list(row.watcher.persons.filter(person__released_at=None).values_list("person_id", flat=True))
    if not behind:
        raise DutyGone
    if person is None and len(behind) == 1:
        return behind[0]
    if person not in behind:
        raise WhoCame
    return person


def _demand_fit(row: Duty, person: UUID | None, now: datetime) -> None:
    """Fit for what is left of the shift; asked of the whole of it where it is over."""
    if person is None:
        raise WhoCame
    reasons = unfit_words(row, person, now)
    if reasons:
        raise NotFit(reasons)


def unfit_words(duty: Duty, person: UUID, now: datetime) -> list[str]:
    """Why somebody may not stand in this duty from now to its end, in words; nothing where they may."""
    at = now if now < duty.ends_at else duty.starts_at
    if not duty.watcher.officer:
        return duty_status(person, at, duty.shift.post.unit, duty.ends_at).words
    status = duty_status(person, at)
    told = zip(status.reasons, status.words, strict=True)
    suspended = [words for reason, words in told if reason.code in AGAINST_ANYBODY]
    in_office = bool(serving([person], UNIFORMED, at))
    no_office = [] if in_office else [_("Tidak tercatat memegang jabatan di kepolisian atau TNI saat ini.")]
    return [*suspended, *no_office]
