"""Drafts: begun, filled by hand, thrown away."""

from collections.abc import Collection
from datetime import date, timedelta
from uuid import UUID

from django.utils import timezone

from rukun.almanac.queries import zone_in
from rukun.guard import Actor
from rukun.journal import actions as journal
from rukun.roster import outcomes
from rukun.roster.access import may_keep
from rukun.roster.actions.changing import EDIT, Broken, change, demand, made_of, newly_broken
from rukun.roster.actions.holding import hold
from rukun.roster.actions.holding_roster import own_roster
from rukun.roster.algo import rules
from rukun.roster.errors import ChangedMeanwhile
from rukun.roster.errors_making import (
    AlreadyPublished,
    InThePast,
    NightOver,
    NoNights,
    NotInThisState,
    NotOfThisWatch,
    ReasonTooLong,
    StillSolving,
    TooFarAhead,
    TooManyNights,
)
from rukun.roster.frames import frame_of
from rukun.roster.models import Duty, Roster, Shift, Watch, Watcher
from rukun.roster.verbs import DISCARDED, EDITED, ROSTER_MADE

MOST_NIGHTS = 62
AHEAD = timedelta(days=366)
LONGEST_REASON = 300
OPEN = (Roster.DRAFT, Roster.PROPOSED)
BUSY = (Roster.WAITING, Roster.SOLVING)
LATER = frozenset({rules.NEED, rules.TWO, rules.LEADER, rules.OFFICER, rules.TOGETHER})
"""What may still be missing while a draft is filled; publishing asks for it."""


def make_roster(*, actor: Actor, watch: Watch, first: date, last: date) -> Roster:
    """Begin a draft for some nights: from yesterday's on, at most 62, none of them published already.

    Drafts may overlap. Raises ``Refused``, ``NoNights``, ``TooManyNights``, ``InThePast``, ``TooFarAhead``,
    ``AlreadyPublished``.
    """
    may_keep(actor, watch).demand()
    today = timezone.localdate(timezone=zone_in(watch.unit))
    if last < first:
        raise NoNights
    if (last - first).days >= MOST_NIGHTS:
        raise TooManyNights(MOST_NIGHTS)
    if first < today - timedelta(days=1):
        raise InThePast
    if last > today + AHEAD:
        raise TooFarAhead
    with journal.atomic():
        locked = hold(watch.pk)
        refuse_published(locked, first, last)
        made = Roster.objects.create(watch=locked, first=first, last=last, made_by=actor.label, made_at=timezone.now())
        journal.record(
            ROSTER_MADE, actor=actor, unit=locked.unit, about=("roster", made.pk), codes=nights_as_codes(made)
        )
    return made


def discard_roster(*, actor: Actor, roster: Roster) -> None:
    """Throw a draft away, also one that is being solved. Twice is once. Raises ``Refused``, ``NotInThisState``."""
    may_keep(actor, roster.watch).demand()
    with journal.atomic():
        locked = own_roster(roster.pk)
        if locked.state == Roster.DISCARDED:
            return
        if locked.state == Roster.PUBLISHED:
            raise NotInThisState
        throw_away(locked)
        journal.record(
            DISCARDED, actor=actor, unit=locked.watch.unit, about=("roster", locked.pk), codes=nights_as_codes(locked)
        )


def edit_cell(
    *,
    actor: Actor,
    roster: Roster,
    night: date,
    shift: Shift,
    watchers: Collection[UUID],
    edition: int,
    reason: str = "",
) -> Roster:
    """Say by hand who stands in a shift of a night: exactly these, of a draft or of a published roster.

    ``reason``: why rules may be broken, 300 characters, never why somebody cannot come. In a draft somebody may still
    be missing. Raises ``Refused``, ``ChangedMeanwhile``, ``StillSolving``, ``NotInThisState``, ``NotOfThisWatch``,
    ``NightOver``, ``ReasonTooLong``, ``BreaksRules``.
    """
    may_keep(actor, roster.watch).demand()
    reason = " ".join(reason.split())
    if len(reason) > LONGEST_REASON:
        raise ReasonTooLong(LONGEST_REASON)
    with journal.atomic():
        locked = own_roster(roster.pk, edition)
        if locked.state in BUSY:
            raise StillSolving
        if locked.state == Roster.DISCARDED:
            raise NotInThisState
        chosen = _chosen(locked, night, shift, watchers)
        here = list(
            Duty.objects.filter(roster=locked, shift=shift, night=night, gone_at=None).select_related(
                "roster", "shift__post", "watcher"
            )
        )
        gone = [each for each in here if each.watcher_id not in {one.pk for one in chosen}]
        new = [each for each in chosen if each.pk not in {one.watcher_id for one in here}]
        if not gone and not new:
            return locked
        begun = made_of(Watcher(), shift, night, locked, timezone.now()).starts_at <= timezone.now()
        if begun and (new or locked.state == Roster.PUBLISHED):  # a draft that was left lying may be emptied there
            raise NightOver
        if locked.state == Roster.PUBLISHED:
            change(
                actor=actor,
                watch=locked.watch,
                gone=gone,
                new=[(each, shift, night) for each in new],
                why=EDIT,
                verb=EDITED,
                roster=locked,
                reason=reason,
            )
            locked.refresh_from_db()
        else:
            _edit_draft(actor, locked, night, shift, gone, new, reason)
    return locked


def _edit_draft(
    actor: Actor, roster: Roster, night: date, shift: Shift, gone: list[Duty], new: list[Watcher], reason: str
) -> None:
    frame = frame_of(roster.watch, roster.first, roster.last, draft=roster, with_current=False, also=new)
    before = frame.assignment(Duty.objects.filter(roster=roster, gone_at=None))
    place = frame.place(night, shift.pk)
    stay = before.get(place, frozenset()) - {str(each.watcher_id) for each in gone}
    after = {**before, place: stay | {str(each.pk) for each in new}}
    broken = Broken()
    for violation in newly_broken(frame, before, after):
        if violation.rule not in LATER and violation.rule != rules.FIXED:
            broken.add(violation, frame)
    demand(broken, reason)
    now = timezone.now()
    Duty.objects.filter(pk__in=[each.pk for each in gone]).delete()
    Duty.objects.bulk_create(
        made_of(each, shift, night, roster, now, broken=broken.rules, reason=reason, by_hand=True) for each in new
    )
    roster.edition += 1
    if roster.outcome:
        roster.outcome = {**roster.outcome, outcomes.EDITED: True}
    roster.save(update_fields=["edition", "outcome"])
    codes: dict[str, str | int] = {"night": night.isoformat(), "gone": len(gone), "new": len(new)}
    if broken.rules:
        codes["broken"] = ".".join(broken.rules)[:64]
    journal.record(EDITED, actor=actor, unit=roster.watch.unit, about=("roster", roster.pk), codes=codes)


def _chosen(roster: Roster, night: date, shift: Shift, watchers: Collection[UUID]) -> list[Watcher]:
    chosen = list(Watcher.objects.filter(watch=roster.watch, pk__in=list(watchers)))
    if len(chosen) < len(set(watchers)) or shift.post.watch_id != roster.watch_id:
        raise NotOfThisWatch
    if not roster.first <= night <= roster.last:
        raise NotOfThisWatch
    return chosen


def refuse_published(watch: Watch, first: date, last: date, besides: Roster | None = None) -> None:
    """Raises ``AlreadyPublished`` if one of these nights stands in a published roster. The watch is locked."""
    found = Roster.objects.filter(watch=watch, state=Roster.PUBLISHED, first__lte=last, last__gte=first)
    if besides is not None:
        found = found.exclude(pk=besides.pk)
    if there := found.order_by("first").first():
        raise AlreadyPublished(there.first, there.last)


def throw_away(roster: Roster) -> None:
    """A locked draft and what it proposed. Whoever solves it finds it gone."""
    Duty.objects.filter(roster=roster).delete()
    roster.state, roster.lease_until, roster.progress, roster.outcome = Roster.DISCARDED, None, None, None
    roster.edition += 1
    roster.save(update_fields=["state", "lease_until", "progress", "outcome", "edition"])


def nights_as_codes(roster: Roster) -> dict[str, str | int]:
    return {"first": roster.first.isoformat(), "last": roster.last.isoformat()}


def open_draft(roster: Roster, edition: int) -> Roster:
    """A draft that nobody solves now, locked, as whoever acts has seen it.

    Raises ``StillSolving``, ``ChangedMeanwhile`` (also if it was published or thrown away meanwhile).
    """
    locked = own_roster(roster.pk)
    if locked.state in BUSY:
        raise StillSolving
    if locked.state not in OPEN or locked.edition != edition:
        raise ChangedMeanwhile
    return locked
