"""Watchers say when they can stand: on the phone, by chat, or on paper to whoever makes the roster."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from django.utils import timezone

from rukun.guard import Actor
from rukun.journal import actions as journal
from rukun.roster import telling
from rukun.roster.access import may_answer_for, may_keep
from rukun.roster.errors_own import Backwards, Left, NobodyToAsk, NoSuchWish, Over, TooFarAhead
from rukun.roster.models import Asking, Reply, Watch, Watcher, Wish
from rukun.roster.queries.setup import today_in
from rukun.roster.queries.wishes import AHEAD, STRICTEST, Span, open_askings, spans_of, taking_part, wishes_of
from rukun.roster.verbs import ASKED, WISHES_CHANGED

ASKED_AGAIN_AFTER = timedelta(hours=1)
"""Whoever was asked for the same nights is not asked again sooner."""
DAY = timedelta(days=1)


def set_wishes(
    *,
    actor: Actor,
    watcher: Watcher,
    weekly: Mapping[int, str],
    dated: Iterable[Span],
    first: date | None = None,
    last: date | None = None,
) -> bool:
    """When a watcher can stand, instead of what was said before. Whether that changed anything.

    ``weekly`` is by weekday (Monday is 0) all that is wished every week, ``dated`` all from ``first`` (never before
    today) to ``last`` (however far); what was said of other nights stays. Of several wishes about one night the
    strictest holds. Duties that are published already do not change by it. Raises ``Refused``, ``Left``,
    ``NoSuchWish``, ``Backwards`` or ``TooFarAhead``.
    """
    may_answer_for(actor, watcher).demand()
    return _set(actor, watcher, weekly, list(dated), first, last)


def ask_availability(*, actor: Actor, watch: Watch, first: date, last: date) -> Asking:
    """Ask everybody who takes part when they can stand from ``first`` to ``last``: by chat, else by a notice.

    Asked again for the same nights, only those who have not answered are, and not within the hour. Raises ``Refused``,
    ``Backwards``, ``Over``, ``TooFarAhead`` or ``NobodyToAsk``.
    """
    may_keep(actor, watch).demand()
    today = today_in(watch.unit)
    if last < first:
        raise Backwards
    if last < today:
        raise Over
    if last > today + AHEAD:
        raise TooFarAhead(today + AHEAD)
    with journal.atomic():
        watch = Watch.objects.select_for_update().get(pk=watch.pk)
        now = timezone.now()
        asking = Asking.objects.filter(watch=watch, first=first, last=last).first()
        if asking is not None and now - asking.at < ASKED_AGAIN_AFTER:
            return asking
        answered = Reply.objects.filter(asking=asking).values("watcher") if asking is not None else []
        waiting = list(taking_part(watch, max(first, today)).exclude(pk__in=answered))
        if not waiting and asking is None:
            raise NobodyToAsk
        if asking is None:
            asking = Asking.objects.create(watch=watch, first=first, last=last, by=actor.label, at=now)
        else:
            asking.at, asking.by = now, actor.label
            asking.save(update_fields=["at", "by"])
        telling.tell_asked(asking, waiting)
        codes = {"first": first.isoformat(), "last": last.isoformat(), "asked": str(len(waiting))}
        journal.record(ASKED, actor=actor, unit=watch.unit, about=("roster", str(watch.pk)), codes=codes)
    return asking


def _set(
    actor: Actor,
    watcher: Watcher,
    weekly: Mapping[int, str],
    dated: Sequence[Span],
    first: date | None,
    last: date | None,
) -> bool:
    with journal.atomic():
        watch = Watch.objects.select_for_update().get(pk=watcher.watch_id)
        watcher = Watcher.objects.get(pk=watcher.pk)
        today = today_in(watch.unit)
        if watcher.until is not None and watcher.until < today:
            raise Left
        first = max(first or today, today)
        end = min(last, today + AHEAD) if last else today + AHEAD
        wanted = _checked(weekly, dated, first, end, today + AHEAD)
        before = wishes_of(watcher, first)
        clean = {day: wish for day, wish in sorted(weekly.items()) if wish}
        changed = clean != before.weekly or wanted != spans_of(_within(before.dated, first, end))
        if changed:
            _write(actor, watcher, clean, wanted, first, end)
            codes = {"watcher": str(watcher.pk)}
            journal.record(WISHES_CHANGED, actor=actor, unit=watch.unit, about=("roster", str(watch.pk)), codes=codes)
        now = timezone.now()
        askings = [each for each in open_askings(watch) if each.last >= first]
        Reply.objects.bulk_create(
            [Reply(asking=each, watcher=watcher, at=now) for each in askings], ignore_conflicts=True
        )
        telling.wishes_known(watcher.pk)
    return changed


def _checked(
    weekly: Mapping[int, str], dated: Sequence[Span], first: date, end: date, latest: date
) -> tuple[Span, ...]:
    wishes = {*weekly.values(), *(wish for _first, _last, wish in dated)}
    if not wishes <= {*STRICTEST, ""} or not set(weekly) <= set(range(7)):
        raise NoSuchWish
    if any(begins > ends for begins, ends, _wish in dated):
        raise Backwards
    if any(ends > latest for _begins, ends, _wish in dated):
        raise TooFarAhead(latest)
    return spans_of(_within([each for each in dated if each[2]], first, end))


def _within(dated: Iterable[Span], first: date, end: date) -> list[Span]:
    """The parts of these that lie from a night to a night."""
    return [
        (max(begins, first), min(ends, end), wish) for begins, ends, wish in dated if begins <= end and ends >= first
    ]


def _write(
    actor: Actor, watcher: Watcher, weekly: Mapping[int, str], dated: Sequence[Span], first: date, end: date
) -> None:
    now = timezone.now()
    touched = Wish.objects.filter(watcher=watcher, last__gte=first, first__lte=end)
    stays = [
        (begins, ends, each.wish)
        for each in touched
        if each.first is not None and each.last is not None
        for begins, ends in ((each.first, min(each.last, first - DAY)), (max(each.first, end + DAY), each.last))
        if begins <= ends
    ]
    touched.delete()
    Wish.objects.filter(watcher=watcher, weekday__isnull=False).delete()
    made = {"watcher": watcher, "by": actor.label, "at": now}
    Wish.objects.bulk_create(
        [
            *(Wish(weekday=day, wish=wish, **made) for day, wish in weekly.items()),
            *(Wish(first=begins, last=ends, wish=wish, **made) for begins, ends, wish in [*stays, *dated]),
        ]
    )
