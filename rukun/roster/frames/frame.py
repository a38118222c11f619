"""Some nights of a watch as the pure problem, and the way back from its numbers to tables."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Prefetch, Q
from django.utils import timezone

from rukun.almanac.algo.nights import Night
from rukun.almanac.queries import nights_of
from rukun.roster.algo import rules
from rukun.roster.algo.checking import Violation, violations
from rukun.roster.algo.problem import Assignment, Limit, Member, Place, PostLine, Problem
from rukun.roster.called import watchers_with_names
from rukun.roster.frames.demand import demand_of
from rukun.roster.frames.standing import Span, fit_in
from rukun.roster.frames.times import hours_of, times_of
from rukun.roster.frames.wishing import wished
from rukun.roster.kinds import CLASS_KINDS
from rukun.roster.models import Duty, Group, Need, Pair, Roster, Season, Shift, Watch, Watcher, Wish
from rukun.roster.queries.fairness import past_of
from rukun.roster.queries.setup_people import name_of
from rukun.roster.rules_words import rules_of

WEEK = 7

Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Frame:
    """What bears on the nights from the first to the last, read at one moment.

    Ids of members and post lines in ``problem`` are those of watchers and shifts, as strings. ``kinds`` is what the
    almanac says of each night. ``standing``: for each place the members who may stand there by fitness, office and
    duties elsewhere, each with the person who is expected.
    """

    watch: Watch
    problem: Problem
    nights: list[date]
    kinds: Mapping[date, Night]
    shift_of: Mapping[str, Shift]
    watcher_of: Mapping[str, Watcher]
    standing: Mapping[Place, Mapping[str, UUID]]
    willing: Mapping[str, frozenset[int]]
    """By member the nights on which they take part and did not say "never"."""

    def night(self, number: int) -> date:
        """The night of a number, also before the first and after the last."""
        return self.nights[0] + timedelta(days=number)

    def place(self, night: date, shift: UUID) -> Place:
        return (night - self.nights[0]).days, str(shift)

    def times(self, night: date, shift: Shift) -> tuple[datetime, datetime]:
        """Begin and end, in the zone of the post."""
        return times_of(night, shift)

    def assignment(self, duties: Iterable[Duty]) -> Assignment:
        """Who stands where, of duties that are not gone; those of other nights are left out."""
        found: dict[Place, set[str]] = {}
        for each in duties:
            if each.gone_at is None and self.nights[0] <= each.night <= self.nights[-1]:
                found.setdefault(self.place(each.night, each.shift_id), set()).add(str(each.watcher_id))
        return {place: frozenset(members) for place, members in found.items()}

    def name_of(self, member: str) -> str:
        """What a watcher is called: the household's name, else the person's."""
        known = self.watcher_of.get(member)
        return name_of(known) if known else ""

    def person_for(self, watcher: UUID, night: date, shift: UUID) -> UUID | None:
        """Who of a watcher is expected there: the first who may stand; ``None`` if nobody of them may."""
        return self.standing.get(self.place(night, shift), {}).get(str(watcher))

    def violations(self, assignment: Assignment) -> list[Violation]:
        """Every rule that an assignment breaks, fitness for each very shift included."""
        lenient = replace(
            self.problem,
            people=tuple(
                replace(each, available=self.willing[each.id], posts=self._posts(each)) for each in self.problem.people
            ),
        )
        found = list(violations(lenient, assignment))
        said = {(night, member) for each in found if each.rule == rules.AVAILABLE
                for night in each.nights for member in each.people}  # fmt: skip
        for place, members in assignment.items():
            found += [
                Violation(rules.AVAILABLE, (place[0],), (place[1],), (member,))
                for member in sorted(members - self.standing.get(place, {}).keys())
                if (place[0], member) not in said
            ]
        return found

    def _posts(self, member: Member) -> frozenset[str]:
        """The lines where alone a watcher asked to stand: the problem's may be fewer, by fitness."""
        return _lines_of(self.watcher_of[member.id], self.shift_of.values())


def frame_of(
    watch: Watch,
    first: date,
    last: date,
    *,
    with_current: bool = True,
    draft: Roster | None = None,
    also: Iterable[Watcher] = (),
) -> Frame:
    """Everything for the pure problem of the nights from ``first`` to ``last``, however many people there are.

    ``with_current``: what stood before is in ``problem.current``, so that as few as possible move: the duties of the
    ``draft`` that is made anew, else (and for a draft that replaces them) the published ones of these nights. What was
    put into the draft by hand is fixed, and nobody is needed where a shift of a draft has begun. Published duties
    before and after count for rest and weeks, and nobody stands here while they stand there. ``also``: watchers to have
    in it though they take no part in these nights, so that it can be said that they do not.
    """
    nights = [date.fromordinal(day) for day in range(first.toordinal(), last.toordinal() + 1)]
    kinds = {each.date: each for each in nights_of(first, last, watch.unit)}
    ruled = rules_of(watch)
    margin = timedelta(days=max(WEEK, ruled.rest + 1))
    around = list(
        Duty.objects.filter(
            watch=watch,
            gone_at=None,
            roster__state=Roster.PUBLISHED,
            night__range=(first - margin, last + margin),
        ).order_by()
    )
    drafted = list(draft.duties.filter(gone_at=None)) if draft and draft.state != Roster.PUBLISHED else []
    published = [each for each in around if first <= each.night <= last]
    begun = timezone.now() if draft and draft.state != Roster.PUBLISHED else None
    lines, shift_of = _lines(watch, nights, kinds, {each.shift_id for each in [*drafted, *published]}, begun)
    named = {each.watcher_id for each in [*drafted, *published]} | {each.pk for each in also}
    watchers = _watchers(watch, first, last, named)
    watcher_of = {str(each.pk): each for each in watchers}
    outside = [each for each in around if not first <= each.night <= last]
    standing = _standing(watch, nights, watchers, shift_of, outside)
    wishes = wished([each.pk for each in watchers], first, last)
    past = past_of(watch, first)
    beside: dict[str, set[int]] = {}
    for each in outside:
        beside.setdefault(str(each.watcher_id), set()).add((each.night - first).days)
    willing = {key: _willing(one, nights, wishes.get(one.pk, {})) for key, one in watcher_of.items()}
    people = tuple(
        _member(
            one,
            nights,
            willing[key],
            wishes.get(one.pk, {}),
            standing,
            shift_of,
            ruled.off,
            max_week=one.max_week or ruled.max_week,
            rest=ruled.rest,
            past=past.get(one.pk, {}),
            before=frozenset(beside.get(key, ())),
        )
        for key, one in watcher_of.items()
    )
    together, apart = _pairs(watch, watcher_of.keys())
    frame = Frame(
        watch,
        Problem(
            nights=len(nights),
            posts=lines,
            people=people,
            weekend=_of_kind(nights, kinds, CLASS_KINDS["weekend"]),
            sahur=_of_kind(nights, kinds, CLASS_KINDS["sahur"]),
            holiday=_of_kind(nights, kinds, CLASS_KINDS["holiday"]),
            weeks=tuple(range(-first.weekday(), len(nights), WEEK)),
            limits=_limits(watch),
            off=frozenset(ruled.off),
            together=together,
            apart=apart,
        ),
        nights,
        kinds,
        shift_of,
        watcher_of,
        standing,
        willing,
    )
    fixed = frame.assignment(each for each in drafted if each.by_hand)
    replacing = draft is not None and draft.replaces_id is not None
    current = frame.assignment(published if replacing else drafted or published) if with_current else {}
    return replace(frame, problem=replace(frame.problem, fixed=fixed, current=current))


def _lines(
    watch: Watch,
    nights: Sequence[date],
    kinds: Mapping[date, Night],
    also: Iterable[UUID],
    begun: datetime | None,
) -> tuple[tuple[PostLine, ...], dict[str, Shift]]:
    """Each open shift, and closed ones in which somebody still stands: nobody is needed there. Three queries.

    ``begun``: nor is anybody needed where a shift has begun by then.
    """
    shifts = list(
        Shift.objects.filter(Q(post__watch=watch, closed_at=None, post__closed_at=None) | Q(pk__in=list(also)))
        .select_related("post")
        .order_by("post__made_at", "post__pk", "pk")
    )
    shifts.sort(key=lambda each: (each.post.made_at, each.post.pk, hours_of(each)))
    open_ones = {each.pk for each in shifts if each.closed_at is None and each.post.closed_at is None}
    seasons = list(Season.objects.filter(watch=watch, first__lte=nights[-1], last__gte=nights[0]))
    wanted = demand_of(Need.objects.filter(shift__in=open_ones), seasons)
    lines = []
    for each in shifts:
        asked = [
            (0, False) if begun and times_of(night, each)[0] <= begun else wanted(each.pk, night, kinds[night].kinds)
            for night in nights
        ]
        lines.append(
            PostLine(
                id=str(each.pk),
                need=tuple(people for people, _officer in asked),
                capacity=each.post.capacity if each.pk in open_ones else 0,
                leader=each.post.leader,
                officer_nights=frozenset(i for i, (people, officer) in enumerate(asked) if officer and people),
                hours=hours_of(each),
            )
        )
    return tuple(lines), {str(each.pk): each for each in shifts}


def _watchers(watch: Watch, first: date, last: date, also: Iterable[UUID]) -> list[Watcher]:
    """Who takes part at some time of these nights, or stands in one of them. Five queries."""
    taking_part = Q(since__lte=last) & (Q(until=None) | Q(until__gte=first))
    return list(
        Watcher.objects.filter(Q(watch=watch) & (taking_part | Q(pk__in=list(also))))
        .prefetch_related(watchers_with_names(), "posts", Prefetch("groups", Group.objects.only("pk")))
        .order_by("since", "pk")
    )


def _standing(
    watch: Watch,
    nights: Sequence[date],
    watchers: Sequence[Watcher],
    shift_of: Mapping[str, Shift],
    outside: Iterable[Duty],
) -> dict[Place, dict[str, UUID]]:
    """Who is fit, and on duty nowhere else then: neither for another watch nor in the nights around (``outside``)."""
    span_of: dict[Place, Span] = {
        (number, line): (*times_of(night, shift), shift.post.unit)
        for number, night in enumerate(nights)
        for line, shift in shift_of.items()
    }
    fit = fit_in(watchers, span_of.values(), watch)
    worded = {span: {str(watcher): person for watcher, person in found.items()} for span, found in fit.items()}
    for duty in outside:
        for span, here in worded.items():
            if duty.starts_at < span[1] and duty.ends_at > span[0]:
                here.pop(str(duty.watcher_id), None)
    return {place: worded[span] for place, span in span_of.items()}


def _willing(watcher: Watcher, nights: Sequence[date], wishes: Mapping[date, str]) -> frozenset[int]:
    return frozenset(
        number
        for number, night in enumerate(nights)
        if watcher.since <= night
        and (watcher.until is None or night <= watcher.until)
        and wishes.get(night) != Wish.NEVER
    )


def _member(
    watcher: Watcher,
    nights: Sequence[date],
    willing: frozenset[int],
    wishes: Mapping[date, str],
    standing: Mapping[Place, Mapping[str, UUID]],
    shift_of: Mapping[str, Shift],
    off: Iterable[str],
    *,
    max_week: int | None,
    rest: int,
    past: Mapping[str, float],
    before: frozenset[int],
) -> Member:
    """A watcher as the solver sees them: available in a night in which they may stand in each of their shifts.

    Somebody who is never fit at a post (a partnership may cover one RW alone) is kept to the others.
    """
    key = str(watcher.pk)
    asked = _lines_of(watcher, shift_of.values()) if rules.POST not in off else frozenset()
    allowed = asked or frozenset(shift_of)
    counted = Counter(line for number in willing for line in allowed if key in standing.get((number, line), {}))
    posts = frozenset(counted) if counted and rules.POST not in off else allowed
    available = frozenset(n for n in willing if all(key in standing.get((n, line), {}) for line in posts))
    return Member(
        id=key,
        available=available,
        rather_not=frozenset(n for n in available if wishes.get(nights[n]) == Wish.RATHER_NOT),
        gladly=frozenset(n for n in available if wishes.get(nights[n]) == Wish.GLADLY),
        leader=watcher.leader,
        officer=watcher.officer,
        max_week=max_week,
        rest=rest,
        past=past,
        before=before,
        posts=frozenset() if posts == frozenset(shift_of) else posts,
        groups=tuple(str(each.pk) for each in watcher.groups.all()),
    )


def _lines_of(watcher: Watcher, shifts: Iterable[Shift]) -> frozenset[str]:
    """The shifts of the posts where alone a watcher stands; none: anywhere."""
    posts = {each.pk for each in watcher.posts.all()}
    return frozenset(str(each.pk) for each in shifts if each.post_id in posts)


def _limits(watch: Watch) -> tuple[Limit, ...]:
    return tuple(Limit(str(each.pk), each.max_week, each.max_together) for each in Group.objects.filter(watch=watch))


def _pairs(watch: Watch, members: Iterable[str]) -> tuple[Pairs, Pairs]:
    """Those who asked to stand together, and those who asked not to, as far as both take part."""
    known = set(members)
    found: dict[bool, list[tuple[str, str]]] = {True: [], False: []}
    for first, second, together in Pair.objects.filter(watch=watch).values_list("first_id", "second_id", "together"):
        if {str(first), str(second)} <= known:
            found[together].append((str(first), str(second)))
    return tuple(found[True]), tuple(found[False])


def _of_kind(nights: Sequence[date], kinds: Mapping[date, Night], kind: str) -> frozenset[int]:
    return frozenset(number for number, night in enumerate(nights) if kind in kinds[night].kinds)
