"""Public warnings: one writes, another of another organisation publishes. What is published never changes again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError
from django.urls import reverse
from django.utils import timezone

from rukun.alarm import access_warnings as access
from rukun.alarm import errors_warnings as errors
from rukun.alarm.algo.cap import problems, write
from rukun.alarm.algo.cap.kinds import KINDS
from rukun.alarm.algo.cap.message import CannotWrite
from rukun.alarm.composing import alert_of, identifier_of
from rukun.alarm.models import PublicWarning
from rukun.alarm.notices_warnings import OUT, OVER, PRACTISED, WAITING
from rukun.alarm.verbs_warnings import CANCELLED, DROPPED, PUBLISHED, UPDATED, WRITTEN
from rukun.guard import Actor
from rukun.journal import actions as journal
from rukun.notify.actions.sinks import tell_poskos
from rukun.notify.actions.telling import tell_many
from rukun.people.queries.offices import holders_in
from rukun.people.titles import titles_with
from rukun.territory import queries as territory
from rukun.territory.algo.codes import chain_of
from rukun.ui.addresses import whole

ALERT, UPDATE, CANCEL = "alert", "update", "cancel"
USUAL_HOURS, MOST_HOURS = 6, 48
EARLIEST, AHEAD = timedelta(hours=1), timedelta(hours=24)
"""What began longer ago, or begins later than that, is a slip of the date."""
CANCEL_STANDS = timedelta(hours=3)
"""For how long at least the end of a warning is told."""
SEVERITIES = ("Minor", "Moderate", "Severe", "Extreme")
CERTAINTIES = ("Observed", "Likely", "Possible")


@dataclass(frozen=True)
class Told:
    """What an officer chose. ``areas`` are codes of RW; ``hours`` from the onset, or from now where none is given.

    ``severity`` and ``certainty`` in the standard's words; empty: as usual for the kind.
    """

    kind: str
    areas: Sequence[str]
    detail: str = ""
    hours: int = USUAL_HOURS
    onset: datetime | None = None
    severity: str = ""
    certainty: str = ""
    drill: bool = False


def issue_warning(*, actor: Actor, warning_id: UUID, told: Told) -> PublicWarning:
    """Write a warning, which waits for the second word. Sent twice it is there once.

    Raises ``Refused``, ``NoSuchKind``, ``NoSuchDetail``, ``SayWhy``, ``NoArea``, ``AreaNotYours``, ``WrongHours``,
    ``WrongOnset``.
    """
    access.can_warn(actor).demand()
    with journal.atomic():
        return _written(actor, warning_id, told, ALERT, None)


def update_warning(*, actor: Actor, warning: PublicWarning, warning_id: UUID, told: Told) -> PublicWarning:
    """Write what takes the place of a warning that holds: other areas, longer, graver. The kind and drill stay.

    Raises also ``NotHolding`` and ``FollowedAlready``.
    """
    with journal.atomic():
        held = _held(actor, warning)
        if told.kind != held.kind or told.drill != held.drill:
            raise errors.NoSuchKind
        return _written(actor, warning_id, told, UPDATE, held)


def cancel_warning(*, actor: Actor, warning: PublicWarning, warning_id: UUID) -> PublicWarning:
    """Write the end of a warning that holds. It too waits for the second word: too early an end takes protection away.

    Raises ``Refused``, ``NotHolding`` or ``FollowedAlready``.
    """
    with journal.atomic():
        held = _held(actor, warning)
        now = timezone.now()
        row = PublicWarning(
            kind=held.kind, detail=held.detail, unit=held.unit, areas=held.areas, urgency=held.urgency,
            severity=held.severity, certainty=held.certainty, drill=held.drill, onset=min(held.onset, now),
            expires=max(held.expires, now + CANCEL_STANDS),
        )  # fmt: skip
        return _kept(actor, warning_id, row, CANCEL, held)


def publish_warning(*, actor: Actor, warning: PublicWarning) -> PublicWarning:
    """The second word: from now on it is in the feed, and the posko's screens and sirens hear of it. Twice is once.

    Raises ``Refused``, ``DraftOver``, ``NotHolding`` (what it follows has ended meanwhile) or ``CannotBeTold``.
    """
    with journal.atomic():
        before, row = _both(warning)
        access.may_publish(actor, row).demand()
        if row.published_at is not None:
            return row
        now = timezone.now().replace(microsecond=0)  # as it stands in the message
        if row.dropped_at is not None or row.expires <= now:
            raise errors.DraftOver
        if before is not None:
            now = max(now, before.published_at or now)  # a clock that was set back must not disorder them
            if before.expires <= now:
                raise errors.NotHolding
        row.published_at, row.published_by = now, actor.label
        row.onset = max(row.onset, now) if row.message != CANCEL else row.onset
        row.xml = _valid(row)
        row.save(update_fields=["published_at", "published_by", "onset", "xml"])
        verb = {ALERT: PUBLISHED, UPDATE: UPDATED, CANCEL: CANCELLED}[row.message]
        journal.record(
            verb, actor=actor, unit=row.unit, about=("warning", row.pk), codes={"kind": row.kind, "drill": row.drill}
        )
        _tell_poskos(row)
    return row


def drop_warning(*, actor: Actor, warning: PublicWarning) -> PublicWarning:
    """Give up a draft: by its writer, or by a no of the second person. Raises ``Refused`` or ``AlreadyOut``."""
    with journal.atomic():
        row = PublicWarning.objects.select_for_update().get(pk=warning.pk)
        access.may_drop(actor, row).demand()
        if row.published_at is not None:
            raise errors.AlreadyOut
        if row.dropped_at is None:
            row.dropped_at = timezone.now()
            row.save(update_fields=["dropped_at"])
            journal.record(DROPPED, actor=actor, unit=row.unit, about=("warning", row.pk))
    return row


def _written(actor: Actor, key: UUID, told: Told, message: str, before: PublicWarning | None) -> PublicWarning:
    kind = KINDS.get(told.kind)
    if kind is None:
        raise errors.NoSuchKind
    if told.detail and kind.detail(told.detail) is None:
        raise errors.NoSuchDetail
    if kind.needs_detail and not told.detail:
        raise errors.SayWhy
    areas = sorted(set(told.areas))
    if not areas:
        raise errors.NoArea
    if not access.may_warn_in(actor, areas) or not all(map(territory.exists, areas)):
        raise errors.AreaNotYours
    now = timezone.now()
    onset = told.onset or now
    if not now - EARLIEST <= onset <= now + AHEAD:
        raise errors.WrongOnset
    expires = max(onset, now) + timedelta(hours=told.hours)
    if not 1 <= told.hours <= MOST_HOURS or expires - now > timedelta(hours=MOST_HOURS):
        raise errors.WrongHours(MOST_HOURS)
    if (told.severity and told.severity not in SEVERITIES) or (told.certainty and told.certainty not in CERTAINTIES):
        raise errors.NoSuchDetail
    row = PublicWarning(
        kind=kind.code,
        detail=told.detail,
        unit=_around(areas),
        areas=areas,
        urgency="Expected" if onset > now + EARLIEST else kind.urgency,
        severity=told.severity or kind.severity,
        certainty=told.certainty or kind.certainty,
        drill=told.drill,
        onset=onset,
        expires=expires,
    )
    return _kept(actor, key, row, message, before)


def _kept(actor: Actor, key: UUID, row: PublicWarning, message: str, before: PublicWarning | None) -> PublicWarning:
    if found := PublicWarning.objects.filter(pk=key, written_by=actor.label).first():
        return found
    row.pk, row.message, row.before = key, message, before
    row.identifier = identifier_of(key)
    row.written_at, row.written_by, row.houses = timezone.now(), actor.label, access.houses_of(actor)
    try:
        with journal.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise errors.FollowedAlready from None
    journal.record(WRITTEN, actor=actor, unit=row.unit, about=("warning", key), codes={"kind": row.kind})
    _ask_for_second_word(actor, row)
    return row


def _held(actor: Actor, warning: PublicWarning) -> PublicWarning:
    """The warning, locked, if it holds and the actor may follow it up."""
    row = PublicWarning.objects.select_for_update().get(pk=warning.pk)
    access.may_follow(actor, row).demand()
    if row.published_at is None or row.message == CANCEL or row.expires <= timezone.now():
        raise errors.NotHolding
    if row.after.filter(published_at__isnull=False).exists():
        raise errors.NotHolding
    return row


def _both(warning: PublicWarning) -> tuple[PublicWarning | None, PublicWarning]:
    """What it follows, if anything, and it itself, locked in that order."""
    before = (
        PublicWarning.objects.select_for_update().filter(pk=warning.before_id).first() if warning.before_id else None
    )
    return before, PublicWarning.objects.select_for_update().get(pk=warning.pk)


def _valid(row: PublicWarning) -> bytes:
    try:
        xml = write(alert_of(row))
    except CannotWrite as error:
        raise errors.CannotBeTold(str(error)) from None
    found = problems(xml)
    if found:
        raise errors.CannotBeTold(f"{found[0].where}: {found[0].code}")
    return xml


def _around(areas: Sequence[str]) -> str:
    """The smallest unit that holds all of them.

    >>> _around(["31.73.07.1001.003", "31.73.07.1001.016"]), _around(["31.73.07.1001.003"])
    ('31.73.07.1001', '31.73.07.1001.003')
    """
    chains = zip(*map(chain_of, areas), strict=False)
    return max((each[0] for each in chains if len({*each}) == 1), key=len, default="")


def _ask_for_second_word(actor: Actor, row: PublicWarning) -> None:
    """Tell whoever could give it. Those of the writer's own house find on the page why they cannot."""
    titles = {title.code for capability in (access.WARN, access.VERIFY) for title in titles_with(capability)}
    holders = holders_in(titles, chain_of(row.unit))
    persons = set[UUID]().union(*holders.values()) - {access.person_of(actor)}
    path = reverse("alarm:manage_warnings")
    tell_many(
        WAITING,
        [(person, {"page": whole(path)}) for person in sorted(persons)],
        urgent=not row.drill,
        about=f"warning:{row.pk}",
        url=path,
    )


def _tell_poskos(row: PublicWarning) -> None:
    """Each RW's own sinks and those around it, each once."""
    notice = PRACTISED if row.drill else OVER if row.message == CANCEL else OUT
    tell_poskos(notice, row.areas, urgent=not row.drill and notice == OUT, about=f"warning:{row.pk}")
