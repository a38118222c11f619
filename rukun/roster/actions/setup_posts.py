"""Posts, their shifts, how many these need, and seasons."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time, timedelta
from uuid import UUID

from django.utils import timezone

from rukun.almanac.algo.nights import BIASA, KINDS
from rukun.guard import Actor, covers
from rukun.journal import actions as journal
from rukun.roster import access
from rukun.roster.actions.setup import locked
from rukun.roster.errors import ChangedMeanwhile
from rukun.roster.errors_setup import (
    CapacityBelowNeed,
    CapacityOff,
    Closed,
    MoreThanFit,
    NameMissing,
    NameTaken,
    NameTooLong,
    NobodyAlone,
    OfficerAlone,
    PlaceTooLong,
    PostElsewhere,
    PublishedAhead,
    SameShift,
    SeasonBackwards,
    SeasonsOverlap,
    SeasonTooLong,
    TooMany,
    UnknownNight,
    UnknownPostKind,
    WrongLength,
)
from rukun.roster.kinds import POSTS
from rukun.roster.models import Need, Post, Season, Shift, Watch
from rukun.roster.models.setup import LONGEST_NAME
from rukun.roster.queries.setup import most_needed, nights_ahead, seen_of
from rukun.roster.verbs import POST_CHANGED
from rukun.territory import queries as territory
from rukun.ui.templatetags.units import unit as in_words

LONGEST_PLACE = 200
LEAST_CAPACITY, MOST_CAPACITY = 2, 50
SHORTEST, LONGEST = 1, 12
"""Hours of a shift."""
MOST_POSTS, MOST_SHIFTS, MOST_SEASONS = 60, 8, 12
LONGEST_SEASON = 366


@dataclass(frozen=True)
class Row:
    """So many ``people`` in a ``kind`` of night, with an ``officer`` beside them; perhaps only in a season."""

    kind: str
    people: int
    officer: bool = False
    season: UUID | None = None


# Posts


def save_post(
    *,
    actor: Actor,
    watch: Watch,
    name: str,
    kind: str = "pos",
    place: str = "",
    unit: str = "",
    capacity: int = 6,
    leader: bool = True,
    post: Post | None = None,
    seen: str = "",
) -> Post:
    """Make a post, or change ``post``. ``unit`` is where it is, the watch's own if empty.

    ``capacity`` counts those who keep watch, not officers beside them; ``leader``: one there must be able to lead.
    ``seen`` is what ``seen_of`` said of the post when it was shown. Raises ``Refused`` and this topic's errors.
    """
    access.may_keep(actor, watch).demand()
    name, place, unit = " ".join(name.split()), " ".join(place.split()), unit or watch.unit
    _check_name(name)
    if len(place) > LONGEST_PLACE:
        raise PlaceTooLong(LONGEST_PLACE)
    if kind not in POSTS:
        raise UnknownPostKind
    if not covers(watch.unit, unit) or (territory.exists(watch.unit) and not territory.exists(unit)):
        raise PostElsewhere(in_words(watch.unit))
    if not LEAST_CAPACITY <= capacity <= MOST_CAPACITY:
        raise CapacityOff(LEAST_CAPACITY, MOST_CAPACITY)
    with journal.atomic():
        locked(watch.pk)
        others = Post.objects.filter(watch=watch.pk, closed_at=None)
        if post is None:
            if others.count() >= MOST_POSTS:
                raise TooMany(MOST_POSTS)
            row = Post(watch_id=watch.pk, token=_token(), made_at=timezone.now())
        else:
            row = _open_post(post, seen)
            others = others.exclude(pk=row.pk)
            needed = most_needed(row.shifts.filter(closed_at=None).prefetch_related("needs"))
            if capacity < needed:
                raise CapacityBelowNeed(needed)
            if unit != row.unit and (ahead := nights_ahead(shift__post=row.pk)):
                raise PublishedAhead(ahead)
        if any(each.casefold() == name.casefold() for each in others.values_list("name", flat=True)):
            raise NameTaken
        row.name, row.kind, row.place, row.unit = name, kind, place, unit
        row.capacity, row.leader = capacity, leader
        row.save()
        _note(actor, watch, "post_saved", post=row.pk)
    return row


def close_post(*, actor: Actor, post: Post) -> None:
    """End a post and its shifts. Closed twice is once. What was stood there stays in the past's rosters.

    Raises ``Refused``, and ``PublishedAhead`` while somebody is to stand there.
    """
    access.may_keep(actor, post.watch).demand()
    with journal.atomic():
        locked(post.watch_id)
        row = Post.objects.get(pk=post.pk)
        if row.closed_at is not None:
            return
        if ahead := nights_ahead(shift__post=row.pk):
            raise PublishedAhead(ahead)
        now = timezone.now()
        row.shifts.filter(closed_at=None).update(closed_at=now)
        row.closed_at = now
        row.save(update_fields=["closed_at"])
        _note(actor, post.watch, "post_closed", post=row.pk)


def renew_token(*, actor: Actor, post: Post) -> Post:
    """Give a post a new code for its wall; the old one opens nothing any more. Raises ``Refused``, ``Closed``."""
    access.may_keep(actor, post.watch).demand()
    with journal.atomic():
        locked(post.watch_id)
        row = _open_post(post)
        row.token = _token()
        row.save(update_fields=["token"])
        _note(actor, post.watch, "code_renewed", post=row.pk)
    return row


# Shifts and what they need


def save_shift(
    *,
    actor: Actor,
    post: Post,
    begins: time,
    ends: time,
    needs: Iterable[Row] | None = None,
    shift: Shift | None = None,
    seen: str = "",
) -> Shift:
    """Make a shift of a post, or change ``shift``; with ``needs``, these replace what it needed.

    One whose end is not after its begin ends the next day. Its hours stay while published duties stand in it. Raises
    ``Refused`` and this topic's errors.
    """
    access.may_keep(actor, post.watch).demand()
    begins, ends = begins.replace(second=0, microsecond=0), ends.replace(second=0, microsecond=0)
    if not SHORTEST * 60 <= _minutes(begins, ends) <= LONGEST * 60:
        raise WrongLength(SHORTEST, LONGEST)
    with journal.atomic():
        locked(post.watch_id)
        home = _open_post(post)
        others = home.shifts.filter(closed_at=None)
        if shift is None:
            if others.count() >= MOST_SHIFTS:
                raise TooMany(MOST_SHIFTS)
            row = Shift(post=home, made_at=timezone.now())
        else:
            row = _open_shift(shift, seen)
            others = others.exclude(pk=row.pk)
            moved = (row.begins, row.ends) != (begins, ends)
            if moved and (ahead := nights_ahead(shift=row.pk)):
                raise PublishedAhead(ahead)
        if others.filter(begins=begins, ends=ends).exists():
            raise SameShift
        row.begins, row.ends = begins, ends
        row.save()
        if needs is not None:
            _replace_needs(row, home, needs)
        _note(actor, post.watch, "shift_saved", post=home.pk, shift=row.pk)
    return row


def close_shift(*, actor: Actor, shift: Shift) -> None:
    """End a shift. Closed twice is once. Raises ``Refused``, ``PublishedAhead``."""
    post = shift.post
    access.may_keep(actor, post.watch).demand()
    with journal.atomic():
        locked(post.watch_id)
        row = Shift.objects.get(pk=shift.pk)
        if row.closed_at is not None:
            return
        if ahead := nights_ahead(shift=row.pk):
            raise PublishedAhead(ahead)
        row.closed_at = timezone.now()
        row.save(update_fields=["closed_at"])
        _note(actor, post.watch, "shift_closed", post=post.pk, shift=row.pk)


def save_needs(*, actor: Actor, shift: Shift, rows: Iterable[Row], seen: str = "") -> None:
    """Say how many a shift needs: all kinds of nights and seasons at once; these replace what was said before.

    A kind without a row needs what an ordinary night needs, and a season without one what is needed always. What is
    published already stays as it is. Raises ``Refused``, ``Closed``, ``ChangedMeanwhile``, ``NobodyAlone``,
    ``MoreThanFit``, ``OfficerAlone``, ``UnknownNight``.
    """
    post = shift.post
    access.may_keep(actor, post.watch).demand()
    with journal.atomic():
        locked(post.watch_id)
        row = _open_shift(shift, seen)
        _replace_needs(row, _open_post(post), rows)
        _note(actor, post.watch, "needs_saved", post=post.pk, shift=row.pk)


def check_need(people: int, officer: bool, capacity: int) -> None:
    """Whether a shift may need so many. Raises ``NobodyAlone``, ``MoreThanFit``, ``OfficerAlone``."""
    if people < 0 or people == 1:
        raise NobodyAlone
    if people > capacity:
        raise MoreThanFit(capacity)
    if officer and not people:
        raise OfficerAlone


def _replace_needs(shift: Shift, post: Post, rows: Iterable[Row]) -> None:
    wanted = {(each.kind, each.season): each for each in rows}
    seasons = set(Season.objects.filter(watch=post.watch_id).values_list("pk", flat=True))
    for each in wanted.values():
        if each.kind not in KINDS:
            raise UnknownNight
        if each.season is not None and each.season not in seasons:
            raise ChangedMeanwhile
        check_need(each.people, each.officer, post.capacity)
    if wanted and (BIASA, None) not in wanted:
        wanted[BIASA, None] = Row(BIASA, 0)  # said in so many words: on other nights nobody stands
    Need.objects.filter(shift=shift).delete()
    Need.objects.bulk_create(
        Need(shift=shift, kind=each.kind, season_id=each.season, people=each.people, officer=each.officer)
        for each in wanted.values()
    )


# Seasons


def save_season(
    *, actor: Actor, watch: Watch, name: str, first: date, last: date, season: Season | None = None, seen: str = ""
) -> Season:
    """Name some weeks in which other numbers are needed, or change ``season``. A night is in one season at most.

    Raises ``Refused``, ``SeasonBackwards``, ``SeasonTooLong``, ``SeasonsOverlap``, ``Closed`` and errors about names.
    """
    access.may_keep(actor, watch).demand()
    name = " ".join(name.split())
    _check_name(name)
    if last < first:
        raise SeasonBackwards
    if last - first >= timedelta(days=LONGEST_SEASON):
        raise SeasonTooLong(LONGEST_SEASON)
    with journal.atomic():
        locked(watch.pk)
        others = Season.objects.filter(watch=watch.pk)
        if season is None:
            if others.count() >= MOST_SEASONS:
                raise TooMany(MOST_SEASONS)
            row = Season(watch_id=watch.pk)
        else:
            found = others.filter(pk=season.pk).first()
            if found is None or (seen and seen != seen_of(found)):
                raise ChangedMeanwhile
            row, others = found, others.exclude(pk=season.pk)
        if met := others.filter(first__lte=last, last__gte=first).first():
            raise SeasonsOverlap(met.name)
        row.name, row.first, row.last = name, first, last
        row.save()
        _note(actor, watch, "season_saved", season=row.pk)
    return row


def remove_season(*, actor: Actor, season: Season) -> None:
    """Take a season away with what shifts need in it. Removed twice is once. Raises ``Refused``."""
    watch = season.watch
    access.may_keep(actor, watch).demand()
    with journal.atomic():
        locked(watch.pk)
        key = season.pk
        gone, _what = Season.objects.filter(pk=key).delete()
        if gone:
            _note(actor, watch, "season_removed", season=key)


def _open_post(post: Post, seen: str = "") -> Post:
    row = Post.objects.get(pk=post.pk)
    if row.closed_at is not None:
        raise Closed
    if seen and seen != seen_of(row):
        raise ChangedMeanwhile
    return row


def _open_shift(shift: Shift, seen: str = "") -> Shift:
    row = Shift.objects.get(pk=shift.pk)
    if row.closed_at is not None:
        raise Closed
    if seen and seen != seen_of(row):
        raise ChangedMeanwhile
    return row


def _check_name(name: str) -> None:
    if not name:
        raise NameMissing
    if len(name) > LONGEST_NAME:
        raise NameTooLong(LONGEST_NAME)


def _minutes(begins: time, ends: time) -> int:
    """How long a shift is; one that ends when it begins lasts a day."""
    return (ends.hour * 60 + ends.minute - begins.hour * 60 - begins.minute) % 1440 or 1440


def _token() -> str:
    return secrets.token_urlsafe(24)


def _note(actor: Actor, watch: Watch, did: str, **things: UUID) -> None:
    codes = {"did": did, **{name: str(key) for name, key in things.items()}}
    journal.record(POST_CHANGED, actor=actor, unit=watch.unit, about=("roster", watch.pk), codes=codes)
