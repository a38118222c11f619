"""Making a draft count: all rules are looked at once more, and everybody is told their nights."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from rukun.almanac.queries import zone_in
from rukun.guard import Actor
from rukun.journal import actions as journal
from rukun.roster import telling
from rukun.roster.access import may_keep
from rukun.roster.actions.changing import SOLVE, apply_change, made_of
from rukun.roster.actions.holding import hold_people
from rukun.roster.actions.holding_roster import own_roster
from rukun.roster.actions.making import (
    LONGEST_REASON,
    nights_as_codes,
    open_draft,
    refuse_published,
    throw_away,
)
from rukun.roster.errors import ChangedMeanwhile
from rukun.roster.errors_making import (
    EmptyRoster,
    InThePast,
    NeedsReason,
    NightOver,
    NotInThisState,
    NotOfThisWatch,
    NotPublishable,
    ReasonTooLong,
)
from rukun.roster.frames import Frame, broken_rules, frame_of
from rukun.roster.models import Duty, Roster
from rukun.roster.outcomes import KINDS, STRETCHES
from rukun.roster.queries.fairness import cut, stretch_of
from rukun.roster.verbs import PUBLISHED, ROSTER_MADE
from rukun.roster.words import all_in_words


def publish_roster(*, actor: Actor, roster: Roster, edition: int, reason: str = "") -> Roster:
    """Publish a draft as it was seen in ``edition``. Returns the published roster.

    A draft that makes the rest of another anew changes that one, and is gone. All rules are looked at once more.
    ``reason``: why some rules need not hold, where they are broken. Those of ``ALWAYS`` are never waived. Of two who
    publish at once one gets ``ChangedMeanwhile`` or ``AlreadyPublished``. Raises also ``Refused``, ``StillSolving``,
    ``EmptyRoster``, ``InThePast`` (something of it has begun), ``NotPublishable``, ``NeedsReason``, ``ReasonTooLong``.
    """
    may_keep(actor, roster.watch).demand()
    reason = " ".join(reason.split())
    if len(reason) > LONGEST_REASON:
        raise ReasonTooLong(LONGEST_REASON)
    with journal.atomic():
        locked = open_draft(roster, edition)
        replaced = _replaced(locked)
        refuse_published(locked.watch, locked.first, locked.last, besides=replaced)
        duties = _duties(locked)
        if not duties:
            raise EmptyRoster
        _refuse_begun(duties, locked, timezone.now())
        hold_people(each.watcher for each in duties)
        frame = frame_of(locked.watch, locked.first, locked.last, draft=locked, with_current=False)
        waived = _demand(frame, duties, reason)
        if replaced is None:
            return _publish(actor, locked, frame, waived, reason)
        return _replace(actor, locked, replaced, duties, frame, waived, reason)


def resolve_from(*, actor: Actor, roster: Roster, day: date) -> Roster:
    """Begin a draft that makes the nights of a published roster from ``day`` on anew, moving as few as possible.

    Nothing changes until it is published. Raises ``Refused``, ``NotInThisState``, ``NotOfThisWatch``, ``InThePast``.
    """
    may_keep(actor, roster.watch).demand()
    with journal.atomic():
        locked = own_roster(roster.pk)
        if locked.state != Roster.PUBLISHED:
            raise NotInThisState
        if not locked.first <= day <= locked.last:
            raise NotOfThisWatch
        if day < timezone.localdate(timezone=zone_in(locked.watch.unit)):
            raise InThePast
        if Duty.objects.filter(roster=locked, night__gte=day, starts_at__lte=timezone.now(), gone_at=None).exists():
            raise NightOver
        made = Roster.objects.create(
            watch=locked.watch,
            first=day,
            last=locked.last,
            replaces=locked,
            replaces_edition=locked.edition,
            made_by=actor.label,
            made_at=timezone.now(),
        )
        journal.record(
            ROSTER_MADE,
            actor=actor,
            unit=locked.watch.unit,
            about=("roster", made.pk),
            codes={**nights_as_codes(made), "replaces": str(locked.pk)},
        )
    return made


def _demand(frame: Frame, duties: Sequence[Duty], reason: str) -> list[str]:
    """The names of the rules that are broken with a reason."""
    never, waivable = broken_rules(frame, duties)
    if never:
        raise NotPublishable(all_in_words(never, frame))
    if waivable and not reason:
        raise NeedsReason(all_in_words(waivable, frame))
    return list(dict.fromkeys(each.rule for each in waivable))


def _duties(roster: Roster) -> list[Duty]:
    return list(Duty.objects.filter(roster=roster, gone_at=None).select_related("roster", "shift__post", "watcher"))


def _replaced(draft: Roster) -> Roster | None:
    """The published roster whose rest a draft makes anew. Raises ``ChangedMeanwhile`` if that changed since."""
    if draft.replaces_id is None:
        return None
    found = own_roster(draft.replaces_id)
    if found.state != Roster.PUBLISHED or found.edition != draft.replaces_edition:
        raise ChangedMeanwhile
    return found


def _refuse_begun(duties: Sequence[Duty], draft: Roster, now: datetime) -> None:
    """Nobody is given a duty that has begun, nor loses it. Raises ``InThePast`` with the first night still possible."""
    if late := [each.night for each in duties if each.starts_at <= now]:
        begin = max(late) + timedelta(days=1)
        raise InThePast(begin, filled=draft.replaces_id is None and begin <= draft.last)


def _publish(actor: Actor, roster: Roster, frame: Frame, waived: Sequence[str], reason: str) -> Roster:
    roster.outcome = {**(roster.outcome or {}), **remembered(None, frame), **_given(waived, reason)}
    roster.state, roster.progress = Roster.PUBLISHED, None
    roster.published_by, roster.published_at = actor.label, timezone.now()
    roster.edition += 1
    roster.save(update_fields=["outcome", "state", "progress", "published_by", "published_at", "edition"])
    journal.record(
        PUBLISHED, actor=actor, unit=roster.watch.unit, about=("roster", roster.pk), codes=_codes(roster, waived)
    )
    telling.told_published(roster)
    return roster


def _replace(
    actor: Actor,
    draft: Roster,
    replaced: Roster,
    duties: Sequence[Duty],
    frame: Frame,
    waived: Sequence[str],
    reason: str,
) -> Roster:
    """Change the nights that are made anew: whoever stays where they are keeps their very duty."""
    before = [each for each in _duties(replaced) if draft.first <= each.night <= draft.last]
    now = timezone.now()
    _refuse_begun(before, draft, now)
    wanted = {(each.watcher_id, each.shift_id, each.night): each for each in duties}
    known = {(each.watcher_id, each.shift_id, each.night) for each in before}
    gone = [each for each in before if (each.watcher_id, each.shift_id, each.night) not in wanted]
    new = [each for key, each in wanted.items() if key not in known]
    throw_away(draft)
    apply_change(
        watch=draft.watch,
        gone=gone,
        new=[
            made_of(
                each.watcher,
                each.shift,
                each.night,
                replaced,
                now,
                broken=each.broken,
                reason=each.reason,
                by_hand=each.by_hand,
            )
            for each in new
        ],
        why=SOLVE,
    )
    replaced.refresh_from_db()
    replaced.outcome = {**(replaced.outcome or {}), **remembered(replaced.outcome, frame), **_given(waived, reason)}
    replaced.save(update_fields=["outcome"])
    journal.record(
        PUBLISHED,
        actor=actor,
        unit=draft.watch.unit,
        about=("roster", replaced.pk),
        codes={**_codes(draft, waived), "gone": len(gone), "new": len(new)},
    )
    return replaced


def remembered(outcome: Mapping[str, Any] | None, frame: Frame) -> dict[str, Any]:
    """What a published roster keeps for the year's fairness: the kinds of its nights, and who could stand in which.

    Of nights before the frame's it stays as it was.
    """
    before = outcome or {}
    kinds = {night.isoformat(): list(each.kinds) for night, each in frame.kinds.items()}
    return {
        KINDS: {**before.get(KINDS, {}), **kinds},
        STRETCHES: [*cut(before.get(STRETCHES, ()), frame.nights[0]), stretch_of(frame)],
    }


def _given(waived: Sequence[str], reason: str) -> dict[str, Any]:
    return {"waived": list(waived), "reason": reason} if waived else {}


def _codes(roster: Roster, waived: Sequence[str]) -> dict[str, str | int]:
    codes = nights_as_codes(roster)
    return {**codes, "broken": ".".join(waived)[:64]} if waived else codes
