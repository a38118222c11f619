"""The one way in which duties of a published roster change: checked, written down, told."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import F
from django.utils import timezone

from rukun.guard import Actor
from rukun.guard.ids import new_id
from rukun.journal import actions as journal
from rukun.journal.verbs import Verb
from rukun.roster import telling, telling_living
from rukun.roster.actions.ending import end_all_about
from rukun.roster.actions.holding import hold_people
from rukun.roster.algo import rules
from rukun.roster.algo.checking import Violation, newly
from rukun.roster.algo.problem import Assignment, Place
from rukun.roster.algo.standing_in import forgiven
from rukun.roster.errors import ChangedMeanwhile
from rukun.roster.errors_making import AlreadyThere, BreaksRules, NotOfThisWatch
from rukun.roster.frames import Frame, frame_of, times_of
from rukun.roster.models import Duty, Roster, Shift, Watch, Watcher
from rukun.roster.verbs import EDITED
from rukun.roster.words import in_words

EDIT, SWAP, STAND_IN, SOLVE, LEAVE = "edited", "swapped", "stood_in", "solved", "left"
"""Why a duty went (``Duty.gone_why``)."""
APART = timedelta(days=14)
"""Nights further from each other than this bear on no common rule, and are looked at by themselves."""

FELLOWS = 2
"""Nobody stands alone: where fewer are left, those concerned are told."""

New = tuple[Watcher, Shift, date]


def change(
    *,
    actor: Actor,
    watch: Watch,
    gone: Sequence[Duty],
    new: Sequence[New],
    why: str,
    verb: Verb,
    roster: Roster | None = None,
    reason: str = "",
) -> list[Duty]:
    """Take duties of published rosters away and give new ones, all at once. Returns the new ones.

    The watch must be locked, in an open ``journal.atomic``. Each new duty goes into the published roster that holds
    its night. Whoever may do this is the caller's to ask. ``reason``: why other rules than ``ALWAYS`` may be broken;
    only edits by hand give one. Swaps and calls still open about what goes are ended, and those concerned are told.

    Raises ``BreaksRules`` for rules that held before, ``AlreadyThere``, ``NotOfThisWatch`` (no published roster holds
    that night), ``ChangedMeanwhile`` (what is to go went already).
    """
    new = list(dict.fromkeys(new))
    gone, new = _without_both(gone, new)
    taken = _locked(watch, gone)
    rosters = _rosters(watch, new, roster)
    hold_people(watcher for watcher, _shift, _night in new)
    broken = _broken(watch, taken, new, why)
    demand(broken, reason)
    reason = reason if broken.rules else ""
    now = timezone.now()
    made = apply_change(
        watch=watch,
        gone=taken,
        new=[
            made_of(*each, home, now, broken=broken.rules, reason=reason, by_hand=why == EDIT)
            for each, home in zip(new, rosters, strict=True)
        ],
        why=why,
        broken=broken.rules,
        reason=reason,
    )
    about = roster or (rosters[0] if rosters else taken[0].roster if taken else None)
    if about is not None:
        journal.record(
            verb,
            actor=actor,
            unit=watch.unit,
            about=("roster", about.pk),
            codes=_codes(why, taken, made, broken.rules),
        )
    return made


def would_break(watch: Watch, gone: Sequence[Duty], new: Sequence[New], why: str = EDIT) -> list[str]:
    """What ``change`` would refuse, in words; nothing if it would not. Writes nothing."""
    gone, new = _without_both(gone, list(dict.fromkeys(new)))
    return _broken(watch, gone, new, why).words


def take_out(*, actor: Actor, watcher: Watcher, after: date) -> list[Duty]:
    """Take from somebody who leaves all published duties after their last day. Returns those.

    The watch must be locked, in an open ``journal.atomic``. Nothing is refused: nobody stands against their will. Whom
    it leaves alone is told, and the keepers, also where nobody stands any more.
    """
    now = timezone.now()
    left = list(
        Duty.objects.select_for_update(of=("self",))
        .filter(watcher=watcher, gone_at=None, roster__state=Roster.PUBLISHED, night__gt=after, starts_at__gt=now)
        .select_related("roster", "shift__post", "watcher")
    )
    if left:
        watch = watcher.watch
        apply_change(watch=watch, gone=left, new=[], why=LEAVE)
        _tell_of_short(watch, left)
        journal.record(
            EDITED, actor=actor, unit=watch.unit, about=("roster", left[0].roster_id), codes=_codes(LEAVE, left, [], [])
        )
    return left


def apply_change(
    *,
    watch: Watch,
    gone: Sequence[Duty],
    new: Sequence[Duty],
    why: str,
    broken: Sequence[str] = (),
    reason: str = "",
) -> list[Duty]:
    """Write what was decided and tell those concerned: for this room's actions, after all checks. ``new`` are unsaved.

    ``reason`` is kept with what is new, which has it already; where nothing is, with what goes.
    """
    now = timezone.now()
    keys = [each.pk for each in gone]
    for each in gone:
        each.gone_at, each.gone_why = now, why
    Duty.objects.filter(pk__in=keys).update(gone_at=now, gone_why=why)
    if reason and not new:
        Duty.objects.filter(pk__in=keys).update(broken=list(broken), reason=reason)
    end_all_about(keys, now)
    made = Duty.objects.bulk_create(new)
    touched = {each.roster_id for each in gone} | {each.roster_id for each in made}
    Roster.objects.filter(pk__in=touched).update(edition=F("edition") + 1)
    telling.told_changed(watch, gone, made)
    return made


def made_of(
    watcher: Watcher,
    shift: Shift,
    night: date,
    roster: Roster,
    now: datetime,
    *,
    broken: Sequence[str] = (),
    reason: str = "",
    by_hand: bool = False,
) -> Duty:
    """A duty, not saved yet."""
    begins, ends = times_of(night, shift)
    return Duty(
        pk=new_id(),
        roster=roster,
        watch_id=roster.watch_id,
        shift=shift,
        watcher=watcher,
        night=night,
        starts_at=begins,
        ends_at=ends,
        made_at=now,
        broken=list(broken),
        reason=reason,
        by_hand=by_hand,
    )


@dataclass
class Broken:
    """Rules that would be broken newly: in words, and by name."""

    words: list[str] = field(default_factory=list)
    rules: list[str] = field(default_factory=list)

    def add(self, violation: Violation, frame: Frame) -> None:
        words = in_words(violation, frame)
        if words not in self.words:
            self.words.append(words)
        if violation.rule not in self.rules:
            self.rules.append(violation.rule)


def newly_broken(frame: Frame, before: Assignment, after: Assignment) -> list[Violation]:
    """What holds in ``before`` and not in ``after``, and what holds in neither but got worse."""
    known, now = frame.violations(before), frame.violations(after)
    new = set(newly(now, known))
    fuller = {place for place in before if len(after.get(place, ())) < len(before[place])}
    added = {(place[0], each) for place in after for each in after[place] - before.get(place, frozenset())}
    return [
        each
        for each in now
        if each in new
        or _worse(each, fuller)
        or (each.rule != rules.TWO and any((n, one) in added for n in each.nights for one in each.people))
    ]


def _worse(violation: Violation, fewer: set[Place]) -> bool:
    """Whether people are missing where there were more of them."""
    return violation.rule == rules.NEED and any(
        (night, post) in fewer for night in violation.nights for post in violation.posts
    )


def _broken(watch: Watch, gone: Sequence[Duty], new: Sequence[New], why: str) -> Broken:
    """Looks at the calendar weeks of the nights that change, those far from each other one after the other."""
    found = Broken()
    leavers = {str(each.watcher_id) for each in gone} if why in (SWAP, STAND_IN) else set()
    for nights in _clusters({each.night for each in gone} | {night for _watcher, _shift, night in new}):
        first = nights[0] - timedelta(days=nights[0].weekday())
        last = nights[-1] + timedelta(days=6 - nights[-1].weekday())
        frame = frame_of(watch, first, last, also=[watcher for watcher, _shift, _night in new])
        before, after = frame.problem.current, {**frame.problem.current}
        for each in gone:
            if each.night in nights:
                place = frame.place(each.night, each.shift_id)
                after[place] = after.get(place, frozenset()) - {str(each.watcher_id)}
        for watcher, shift, night in new:
            if night in nights:
                place = frame.place(night, shift.pk)
                if str(watcher.pk) in after.get(place, frozenset()):
                    raise AlreadyThere
                after[place] = after.get(place, frozenset()) | {str(watcher.pk)}
        for violation in newly_broken(frame, before, after):
            if not forgiven(violation, leavers):
                found.add(violation, frame)
    return found


def demand(broken: Broken, reason: str) -> None:
    """Raises ``BreaksRules`` unless there is a reason, and nothing of what is never waived."""
    never = [each for each in broken.rules if each in rules.ALWAYS]
    if never or (broken.rules and not reason):
        raise BreaksRules(broken.words, broken.rules, waivable=not never)


def _clusters(nights: Iterable[date]) -> list[list[date]]:
    found: list[list[date]] = []
    for night in sorted(nights):
        if found and night - found[-1][-1] <= APART:
            found[-1].append(night)
        else:
            found.append([night])
    return found


def _without_both(gone: Sequence[Duty], new: Sequence[New]) -> tuple[list[Duty], list[New]]:
    """Whoever is taken from where they are put stays as they are."""
    old = {(each.watcher_id, each.shift_id, each.night): each for each in gone}
    same = {(watcher.pk, shift.pk, night) for watcher, shift, night in new} & old.keys()
    return (
        [each for key, each in old.items() if key not in same],
        [(watcher, shift, night) for watcher, shift, night in new if (watcher.pk, shift.pk, night) not in same],
    )


def _locked(watch: Watch, gone: Sequence[Duty]) -> list[Duty]:
    keys: list[UUID] = [each.pk for each in gone]
    found = list(
        Duty.objects.select_for_update(of=("self",))
        .filter(pk__in=keys, watch=watch, gone_at=None, roster__state=Roster.PUBLISHED)
        .select_related("roster", "shift__post", "watcher")
    )
    if len(found) < len(keys):
        raise ChangedMeanwhile
    return found


def _rosters(watch: Watch, new: Sequence[New], preferred: Roster | None) -> list[Roster]:
    """The published roster of each new duty's night."""
    if not new:
        return []
    nights = [night for _watcher, _shift, night in new]
    known = list(
        Roster.objects.filter(watch=watch, state=Roster.PUBLISHED, first__lte=max(nights), last__gte=min(nights))
    )
    known.sort(key=lambda each: each.pk != (preferred.pk if preferred else None))
    found = []
    for watcher, shift, night in new:
        home = next((each for each in known if each.first <= night <= each.last), None)
        if home is None or watcher.watch_id != watch.pk or shift.post.watch_id != watch.pk:
            raise NotOfThisWatch
        found.append(home)
    return found


def _tell_of_short(watch: Watch, left: Sequence[Duty]) -> None:
    """Where those who left leave one alone, or nobody: whoever is still there is told, and the keepers."""
    beside: dict[tuple[UUID, date], list[Duty]] = {(each.shift_id, each.night): [] for each in left}
    nights = {each.night for each in left}
    rows = Duty.objects.filter(watch=watch, roster__state=Roster.PUBLISHED, gone_at=None, night__in=nights)
    for each in rows.select_related("watcher"):
        if (each.shift_id, each.night) in beside:
            beside[each.shift_id, each.night].append(each)
    short = {
        place: there for place, there in beside.items() if sum(not each.watcher.officer for each in there) < FELLOWS
    }
    telling.told_short(watch, [each for there in short.values() for each in there])
    telling_living.left_short(watch, [each for each in left if (each.shift_id, each.night) in short])


def _codes(why: str, gone: Sequence[Duty], new: Sequence[Duty], broken: Sequence[str]) -> dict[str, str | int]:
    nights = [each.night for each in [*gone, *new]]
    codes: dict[str, str | int] = {"why": why, "gone": len(gone), "new": len(new)}
    if nights:
        codes |= {"first": min(nights).isoformat(), "last": max(nights).isoformat()}
    if broken:
        codes["broken"] = ".".join(broken)[:64]
    return codes
