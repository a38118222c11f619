"""Reading about the night itself: what waits for somebody, one duty, a watch at this moment."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rukun.guard import Actor
from rukun.people.queries import duty_facts
from rukun.roster.access import can_keep_any, is_own, may_keep, own_watchers
from rukun.roster.access_living import EARLY, is_suspended, may_read_notes, may_take_roll, takes
from rukun.roster.actions.attending import LATE, open_until
from rukun.roster.models import Call, CallAsk, Duty, Post, Roster, Swap, Watch, Watcher, WatcherPerson
from rukun.roster.nights_in_words import hours, names_of, short, zone_of
from rukun.roster.queries.on_duty import fit_for, not_on_duty
from rukun.roster.queries.setup import watches_kept_by

RECENT = timedelta(hours=12)
"""Shifts that ended so lately stand on the page of the moment too, for whoever notes who came."""
MENDED = timedelta(days=14)
"""So far ahead whoever keeps a roster is told of duties that nobody may stand."""


# What waits for somebody


@dataclass(frozen=True)
class Waiting:
    """Something that somebody can answer, and where.

    ``kind``: stand_in, swap (to them), offer (to all) or, for whoever keeps a roster, unfit.
    """

    words: str
    url: str
    kind: str
    starts_at: datetime


def waiting_for(actor: Actor) -> list[Waiting]:
    """What waits for the actor, the soonest night first: to stand in, to swap, offers to all, and nights to mend."""
    now = timezone.now()
    return sorted([*_to_answer(actor, now), *_to_mend(actor, now)], key=lambda each: each.starts_at)


def _to_answer(actor: Actor, now: datetime) -> list[Waiting]:
    mine = set(own_watchers(actor).values_list("pk", flat=True))
    if not mine:
        return []
    found = [
        Waiting(_("Bisa menggantikan ronda %s?") % where(each.call.duty), _page(each.call.duty), "stand_in",
                each.call.duty.starts_at)
        for each in asks_open(now).filter(watcher__in=mine)
    ]  # fmt: skip
    for each in swaps_open(now).filter(Q(to__in=mine) | Q(to=None, duty__watch__watchers__in=mine)).distinct():
        if each.duty.watcher_id in mine:
            continue
        words, kind = _("Giliran ronda %s ditawarkan."), "offer"
        if each.to_id is not None:
            words, kind = _("Ada yang minta tukar giliran ronda %s dengan Anda."), "swap"
        found.append(Waiting(words % where(each.duty), _page(each.duty), kind, each.duty.starts_at))
    return found


def _to_mend(actor: Actor, now: datetime) -> list[Waiting]:
    """Of each watch that the actor keeps how many published duties nobody may stand, as things are, and the roster."""
    watches = watches_kept_by(actor) if can_keep_any(actor).allowed else []
    if not watches:
        return []
    ahead = Duty.objects.filter(
        watch__in=watches, roster__state=Roster.PUBLISHED, gone_at=None, starts_at__gt=now, starts_at__lte=now + MENDED
    )
    duties = list(ahead.select_related("watcher", "shift__post").order_by("starts_at", "pk"))
    fit = fit_for(duties)
    found = []
    for watch in watches:
        lost = [each for each in duties if each.watch_id == watch.pk and not fit[each.pk]]
        if lost:
            words = ngettext(
                "%(name)s: %(number)d giliran terbit dalam %(days)d hari ini tidak dapat dijalani.",
                "%(name)s: %(number)d giliran terbit dalam %(days)d hari ini tidak dapat dijalani.",
                len(lost),
            ) % {"name": watch.organisation.name, "number": len(lost), "days": MENDED.days}
            page = reverse("roster:roster", args=[lost[0].roster_id])
            found.append(Waiting(words, page, "unfit", lost[0].starts_at))
    return found + _without_stand_in(duties)


def _without_stand_in(duties: Sequence[Duty]) -> list[Waiting]:
    """Those of these duties for which a stand-in was looked for in vain: whoever makes the roster has to know."""
    calls = Call.objects.filter(duty__in=[each.pk for each in duties]).order_by("opened_at")
    newest = dict(calls.values_list("duty", "state"))
    return [
        Waiting(_("Ronda %s: tidak ada yang dapat menggantikan.") % where(each), _page(each), "nobody", each.starts_at)
        for each in duties
        if newest.get(each.pk) == Call.NOBODY
    ]


def asks_open(now: datetime) -> QuerySet[CallAsk]:
    """Whoever was asked to stand in and has not answered, where that is still needed: an answer may be late."""
    needed = Q(call__state=Call.OPEN) | Q(call__state=Call.NOBODY)
    return CallAsk.objects.filter(
        needed, answer__in=("", "late"), call__duty__gone_at=None, call__duty__starts_at__gt=now
    ).select_related("call__duty__shift__post", "watcher")


def swaps_open(now: datetime) -> QuerySet[Swap]:
    """Offers that can still be taken."""
    return Swap.objects.filter(
        Q(for_duty=None) | Q(for_duty__gone_at=None, for_duty__starts_at__gt=now),
        state=Swap.ASKED,
        duty__gone_at=None,
        duty__starts_at__gt=now,
    ).select_related("duty__shift__post", "duty__watch", "for_duty__shift__post", "to")


def where(duty: Duty) -> str:
    """``Sab 12/12 22.00, Pos Melati``."""
    return f"{short(duty.starts_at, zone_of(duty))}, {duty.shift.post.name}"


def _page(duty: Duty) -> str:
    return reverse("roster:duty", args=[duty.pk])


# One duty


@dataclass(frozen=True)
class Line:
    """A duty as lists show it: who, and whether they came. ``people`` are those of a household, to choose who came.

    ``off``: they may not be on duty now (suspended), which only they and whoever notes who came are shown.
    """

    duty: Duty
    name: str
    came: str
    people: tuple[tuple[UUID, str], ...]
    own: bool
    off: bool = False

    @property
    def late(self) -> bool:
        return self.duty.checked_at is not None and self.duty.checked_at > self.duty.starts_at + LATE


@dataclass(frozen=True)
class CallState:
    """How a search for a stand-in goes: numbers alone, for nobody is to be known by a no."""

    call: Call
    waiting: int
    answered: int
    until: datetime | None


@dataclass(frozen=True)
class DutyPage:
    """Everything about one duty, as far as the actor may know and do it."""

    duty: Duty
    name: str
    hours: str
    own: bool
    keeper: bool
    roll: bool
    fellows: list[Line]
    line: Line
    begun: bool
    over: bool
    swap: Swap | None
    swap_to: str
    taker: Watcher | None
    call: CallState | None
    ask: CallAsk | None

    @property
    def speaks(self) -> bool:
        """Whether the actor may give the duty away now."""
        return (self.own or self.keeper) and not self.begun and self.duty.gone_at is None


def duty_page(actor: Actor, duty: Duty) -> DutyPage:
    """For whoever may see the duty (``access.duty_for``)."""
    now = timezone.now()
    mine = set(own_watchers(actor).filter(watch=duty.watch_id).values_list("pk", flat=True))
    there = list(_lines_of(Duty.objects.filter(shift=duty.shift_id, night=duty.night)))
    known = lines(there if duty.gone_at is None else [*there, duty], mine)
    line = next(each for each in known if each.duty.pk == duty.pk)
    swap = swaps_open(now).filter(duty=duty).first()
    ask = asks_open(now).filter(call__duty=duty, watcher__in=mine).first()
    keeper = may_keep(actor, duty.watch).allowed
    notes_roll = may_take_roll(actor, duty.watch, duty.shift_id, duty.night).allowed
    off = _off(Duty.objects.filter(pk__in=[each.duty.pk for each in known]), max(now, duty.starts_at), duty.ends_at)
    if duty.pk in off and (notes_roll or line.own):
        line = replace(line, off=True)
    return DutyPage(
        duty=duty,
        name=line.name,
        hours=hours(duty.starts_at, duty.ends_at, zone_of(duty)),
        own=is_own(actor, duty.watcher),
        keeper=keeper,
        roll=notes_roll and duty.starts_at - EARLY <= now < open_until(duty, keeper=keeper),
        fellows=[each for each in known if not (each.duty.pk in {duty.pk, *off} or each.duty.gone_at)],
        line=line,
        begun=duty.starts_at <= now,
        over=duty.ends_at <= now,
        swap=swap,
        swap_to=names_of([swap.to])[swap.to.pk] if swap is not None and swap.to is not None else "",
        taker=takes(actor, swap) if swap is not None else None,
        call=call_state(duty),
        ask=ask,
    )


def call_state(duty: Duty) -> CallState | None:
    """The last search for a stand-in of a duty, unless somebody was found or is not needed any more."""
    call = Call.objects.filter(duty=duty).order_by("-opened_at", "-pk").first()
    if call is None or call.state not in (Call.OPEN, Call.NOBODY):
        return None
    asks = list(CallAsk.objects.filter(call=call))
    waiting = [each for each in asks if not each.answer]
    until = max((each.until for each in waiting), default=None)
    return CallState(call, len(waiting), len(asks) - len(waiting), until)


def lines(duties: Sequence[Duty], mine: Iterable[UUID]) -> list[Line]:
    """Duties with names, in order of their begin and name; ``mine`` are the actor's watchers. Three queries at most."""
    named = names_of([each.watcher for each in duties])
    behind: dict[UUID, list[UUID]] = {}
    rows = WatcherPerson.objects.filter(watcher__in=named, person__released_at=None).order_by("order", "pk")
    for watcher, person in rows.values_list("watcher", "person"):
        behind.setdefault(watcher, []).append(person)
    keys = {person for each in behind.values() for person in each} | {each.person_id for each in duties} - {None}
    facts = duty_facts([key for key in keys if key is not None])
    own = set(mine)
    made = [
        Line(
            duty=each,
            name=named[each.watcher_id],
            came=facts[each.person_id].name if each.person_id in facts and each.watcher.name else "",
            people=tuple((key, facts[key].name) for key in behind.get(each.watcher_id, ()) if key in facts),
            own=each.watcher_id in own,
        )
        for each in duties
    ]
    return sorted(made, key=lambda each: (each.duty.starts_at, each.duty.watcher.officer, each.name))


def _off(duties: QuerySet[Duty], at: datetime, ends_at: datetime) -> set[UUID]:
    """Of which of these duties nobody may be on duty at a moment; none of a shift that is over."""
    return not_on_duty(duties, at) if at < ends_at else set()


def _lines_of(duties: QuerySet[Duty]) -> QuerySet[Duty]:
    return duties.filter(roster__state=Roster.PUBLISHED, gone_at=None).select_related("watcher", "shift__post", "watch")


# A watch at this moment


@dataclass(frozen=True)
class Turn:
    """A shift of a night at a post: who is there, and whether the actor notes who came."""

    post: Post
    hours: str
    running: bool
    over: bool
    lines: list[Line]
    roll: bool

    @property
    def begun(self) -> bool:
        return self.running or self.over

    @property
    def expected(self) -> int:
        """How many are on duty: whoever is suspended is not."""
        return sum(not each.off for each in self.lines)

    @property
    def here(self) -> int:
        """How many of those are noted as come."""
        return sum(each.duty.checked_at is not None and not each.off for each in self.lines)


@dataclass(frozen=True)
class Now:
    """The shifts of a watch that run, begin within the hour, or ended lately; and when the next one begins."""

    turns: list[Turn]
    posts: list[Post]
    next: Duty | None

    @property
    def running(self) -> list[Turn]:
        return [each for each in self.turns if not each.over]

    @property
    def over(self) -> list[Turn]:
        """Those that ended lately and of which the actor notes who came."""
        return [each for each in self.turns if each.over and each.roll]


def now_of(actor: Actor, watch: Watch) -> Now:
    """For whoever may see the watch. ``posts`` are those whose notes the actor may read."""
    now = timezone.now()
    known = _lines_of(Duty.objects.filter(watch=watch))
    near = known.filter(starts_at__lte=now + EARLY, ends_at__gt=now - RECENT)
    mine = set(own_watchers(actor).filter(watch=watch).values_list("pk", flat=True))
    keeper = may_keep(actor, watch).allowed
    together: dict[tuple[UUID, object], list[Line]] = {}
    for line in lines(list(near), mine):
        together.setdefault((line.duty.shift_id, line.duty.night), []).append(line)
    off, lets = not_on_duty(near.filter(ends_at__gt=now), now), not is_suspended(actor) if mine else False
    turns = []
    for known_there in together.values():
        first = known_there[0].duty
        roll = keeper or (
            lets and any(line.own and line.duty.watcher.leader and line.duty.absent_at is None for line in known_there)
        )
        marked = [replace(line, off=line.duty.pk in off) for line in known_there]
        there = [line for line in marked if roll or line.own or not line.off]
        if not there:
            continue
        turns.append(
            Turn(
                post=first.shift.post,
                hours=hours(first.starts_at, first.ends_at, zone_of(first)),
                running=first.starts_at <= now < first.ends_at,
                over=first.ends_at <= now,
                lines=there,
                roll=roll,
            )
        )
    posts = Post.objects.filter(watch=watch, closed_at=None).select_related("watch__organisation")
    return Now(
        turns=sorted(turns, key=lambda each: (each.lines[0].duty.starts_at, each.post.name)),
        posts=[each for each in posts if may_read_notes(actor, each).allowed],
        next=known.filter(starts_at__gt=now + EARLY).order_by("starts_at").first(),
    )
