"""A situation ends by two: one says what happened, what was done and learnt; somebody of another house confirms."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from rukun.alarm.actions.ending import end_all_about
from rukun.guard import Actor, Denied
from rukun.guard.ids import new_id
from rukun.incident.access import houses_of, may_judge, may_see
from rukun.incident.access_closing import NOT_SECOND, may_confirm_closing
from rukun.incident.actions.holding import changed, held, moment
from rukun.incident.actions.joining import part_all
from rukun.incident.actions.settling import end_closing
from rukun.incident.algo import harm as harms
from rukun.incident.closings import CLOSINGS, DONE, FOLLOWUPS, SAME
from rukun.incident.errors import ChangedMeanwhile
from rukun.incident.errors_closing import (
    ClosingWaits,
    FollowUpLacking,
    FollowUpMissing,
    FollowUpWrong,
    HarmWrong,
    NothingProposed,
    UnknownClosing,
    WordsMissing,
)
from rukun.incident.errors_levels import NoReason
from rukun.incident.errors_opening import WordsTooLong
from rukun.incident.models import Closing, FollowUp, Incident, Joined, Step
from rukun.incident.queries.closing import in_short, organisations_for, waiting_closing
from rukun.incident.verbs import CLOSED, CLOSING_PROPOSED, CLOSING_REFUSED, CLOSING_WITHDRAWN
from rukun.incident.words import opened, sealed
from rukun.journal import actions as journal
from rukun.report.actions.telling import tell_situation_over
from rukun.training.algo.texts import readable

LONGEST, LEAST_LETTERS = 2000, 10
LATEST = timedelta(days=366)
MOST_FOLLOWUPS = 8
Owed = tuple[str, UUID, date]


def propose_closing(
    *,
    actor: Actor,
    incident: Incident,
    version: int,
    closing: str,
    happened: str,
    harm: Mapping[str, int],
    done: str,
    lessons: str,
    followups: Sequence[Owed] = (),
) -> Closing:
    """Say how it ended, for a second person to confirm; until then it stays open.

    ``harm`` are numbers by ``algo.harm.KINDS``. ``followups``: what, which organisation, until when; at least one where
    it was ever confirmed as GN and nothing is owed for that yet. What two agreed on when it was closed before stays.
    Raises ``Refused``, ``IncidentError``, ``ChangedMeanwhile``.
    """
    if closing not in CLOSINGS:
        raise UnknownClosing
    words = _words(closing, happened=happened, done=done, lessons=lessons)
    try:
        numbers = harms.checked(harm)
    except ValueError as error:
        raise HarmWrong(str(error)) from error
    with journal.atomic():
        row = held(actor, incident, may_judge, version=version)
        if waiting_closing(row) is not None:
            raise ClosingWaits
        owed = _checked(row, followups)
        if not owed and _lacks_followup(row, closing):
            raise FollowUpMissing
        at, key = moment(row), new_id()
        made = Closing.objects.create(
            id=key, incident=row, closing=closing, content=sealed("Closing", key, words), harm=numbers,
            houses=houses_of(actor), by=actor.label, at=at,
        )  # fmt: skip
        FollowUp.objects.bulk_create(
            FollowUp(incident=row, kind=kind, organisation_id=whose, until=until, made_at=at)
            for kind, whose, until in owed
        )
        changed(row, actor, CLOSING_PROPOSED, at=at, codes={"closing": closing, "followups": len(owed)})
    return made


def confirm_closing(*, actor: Actor, incident: Incident, closing: UUID) -> Incident:
    """Somebody of another organisation says that it is over; a kentongan that rings for it ends with it.

    ``closing`` is the proposal that they read. Whoever reported is told, once, without any detail. Reports of what
    turned out to be another situation are free for that one. Raises ``Refused``, ``NothingProposed``,
    ``ChangedMeanwhile`` where something else is proposed by now, ``FollowUpLacking``, ``IncidentError``.
    """
    with journal.atomic():
        row = held(actor, incident, may_see)
        found = _waiting(row, closing)
        may_confirm_closing(actor, row, found).demand()
        if _lacks_followup(row, found.closing):
            raise FollowUpLacking
        at = moment(row)
        found.confirmed_at, found.confirmed_by = at, actor.label
        found.save(update_fields=["confirmed_at", "confirmed_by"])
        FollowUp.objects.filter(incident=row, agreed_at=None).update(agreed_at=at)
        row.state, row.closed_at, row.closing, row.closed_by = Incident.CLOSED, at, found.closing, actor.label
        if found.closing == SAME:
            part_all(row, at, actor.label)
        else:
            _tell_reporters(row)
        end_all_about(actor=actor, label="incident", key=row.pk)
        changed(row, actor, CLOSED, at=at, codes={"closing": found.closing})
    return row


def refuse_closing(*, actor: Actor, incident: Incident, closing: UUID, reason: str) -> Closing:
    """The second person says that it is not over, and why; it goes on. Raises as ``confirm_closing``, ``NoReason``."""
    reason = readable(reason)
    if sum(each.isalpha() for each in reason) < LEAST_LETTERS:
        raise NoReason(LEAST_LETTERS)
    if len(reason) > LONGEST:
        raise WordsTooLong(LONGEST, "reason")
    with journal.atomic():
        row = held(actor, incident, may_see)
        found = _waiting(row, closing)
        may_confirm_closing(actor, row, found).demand()
        words = {**opened("Closing", found.pk, found.content), "refusal": reason}
        found.content = sealed("Closing", found.pk, words)
        end_closing(found, moment(row), actor.label)
        changed(row, actor, CLOSING_REFUSED)
    return found


def withdraw_closing(*, actor: Actor, incident: Incident) -> Closing:
    """Whoever proposed it takes it back. Raises ``Refused``, ``NothingProposed``."""
    with journal.atomic():
        row = held(actor, incident)
        closing = waiting_closing(row)
        if closing is None:
            raise NothingProposed
        if closing.by != actor.label:
            Denied(NOT_SECOND).demand()
        end_closing(closing, moment(row), actor.label)
        changed(row, actor, CLOSING_WITHDRAWN)
    return closing


def _waiting(row: Incident, key: UUID) -> Closing:
    """The proposal that waits, which is the one that somebody read."""
    found = waiting_closing(row)
    if found is None:
        raise NothingProposed
    if found.pk != key:
        raise ChangedMeanwhile(in_short(found))
    return found


def _words(closing: str, **given: str) -> dict[str, Any]:
    """What happened is always said; what was done, and learnt, of what there was."""
    needed = ("happened", "done", "lessons") if closing == DONE else ("happened",)
    words = {name: readable(text) for name, text in given.items()}
    for name in needed:
        if not words[name]:
            raise WordsMissing(name)
    for name, text in words.items():
        if len(text) > LONGEST:
            raise WordsTooLong(LONGEST, name)
    return words


def _checked(row: Incident, followups: Sequence[Owed]) -> list[Owed]:
    """Each once, with an organisation that can be held to it and a day that is still to come."""
    found = list(dict.fromkeys(followups))
    if not found:
        return []
    known = {key for key, _name in organisations_for(row)}
    today = timezone.localdate()
    right = all(
        kind in FOLLOWUPS and whose in known and today <= until <= today + LATEST for kind, whose, until in found
    )
    if not right or len(found) > MOST_FOLLOWUPS:
        raise FollowUpWrong
    return found


def _lacks_followup(row: Incident, closing: str) -> bool:
    """Whether a second person ever confirmed that it was happening, and nothing is owed for it or proposed to be."""
    if closing == SAME or FollowUp.objects.filter(incident=row).exists():
        return False
    return Step.objects.filter(incident=row, state=Step.HOLDS, level=Incident.GN).exists()


def _tell_reporters(row: Incident) -> None:
    """Those who were not told yet: it may have been opened again since. Their reports are held from here on."""
    joined = Joined.objects.filter(incident=row, parted_at=None, told_at=None)
    keys = list(joined.values_list("report", flat=True))
    if keys:
        tell_situation_over(reports=keys)
        joined.filter(report__in=keys).update(told_at=moment(row))
