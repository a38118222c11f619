"""Watchers are told of their own nights, in the transaction that changes them. Nobody is told why, or whose they were.

Days and hours stand in it in Indonesian, as on the wall of the post, whatever language whoever changes things reads.

Whoever cannot be reached finds the same on their page.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from rukun.notify import connecting
from rukun.notify.actions.asking import ask, take_back
from rukun.notify.actions.telling import Values, contacts_for, tell_many
from rukun.roster import notices
from rukun.roster.models import Asking, Duty, Roster, Watch, Watcher, WatcherPerson
from rukun.roster.nights_in_words import LONGEST_POST, cut, short, span, zone_of
from rukun.roster.queries.on_duty import fit_for
from rukun.ui.addresses import whole

BEFORE, LATEST_HOUR = timedelta(hours=6), 17
"""A reminder comes so long before a duty, but no later than at this hour of the night's evening: nobody is woken."""
AHEAD = timedelta(hours=24)
"""No reminder is due longer before a duty than that."""
AVAILABILITY = "roster.availability"
"""The topic of ``talk_availability``, under which members are asked."""
MOST_LINES = 40
"""Nights that a chat message lists."""


@override("id")
def told_published(roster: Roster) -> None:
    """A roster was published: each person behind its watchers is told their own nights that are still to come."""
    duties = _whole(Duty.objects.filter(roster=roster, gone_at=None, ends_at__gt=timezone.now()))
    told = {
        person: {"all": _lines(own), "nights": _few(own), "page": _page()} for person, own in _by_person(duties).items()
    }
    _tell(notices.PUBLISHED, told, f"roster:{roster.pk}")


@override("id")
def told_changed(watch: Watch, gone: Sequence[Duty], new: Sequence[Duty]) -> None:
    """Duties of a published roster changed: whoever lost or got some that are still to come is told which.

    What somebody loses and gets again at the same post and time is no change to them.
    """
    now = timezone.now()
    keys = {each.pk for each in (*gone, *new) if each.ends_at > now}
    whole_ones = {each.pk: each for each in _whole(Duty.objects.filter(pk__in=keys))}
    lost = _by_person(whole_ones[each.pk] for each in gone if each.pk in whole_ones)
    got = _by_person(whole_ones[each.pk] for each in new if each.pk in whole_ones)
    told: dict[UUID, Values] = {}
    for person in [*lost, *(each for each in got if each not in lost)]:
        without, more = _apart(lost.get(person, []), got.get(person, []))
        parts = [(words, own) for words, own in ((_("Tidak jadi:"), without), (_("Baru:"), more)) if own]
        if parts:
            told[person] = {
                "all": "\n".join(f"{words}\n{_lines(own)}" for words, own in parts),
                "change": ". ".join(f"{words} {_few(own, 1)}" for words, own in parts),
                "page": _page(),
            }
    _tell(notices.CHANGED, told, f"roster:{watch.pk}")


@override("id")
def told_short(watch: Watch, duties: Sequence[Duty]) -> None:
    """Whose fellows left, so that too few stand with them in these duties: they are told which. Not who, nor why."""
    told: dict[UUID, Values] = {
        person: {
            "all": f"{_('Kurang orang:')}\n{_lines(own)}",
            "change": f"{_('Kurang orang:')} {_few(own, 1)}",
            "page": _page(),
        }
        for person, own in _by_person(_whole(Duty.objects.filter(pk__in=[each.pk for each in duties]))).items()
    }
    _tell(notices.CHANGED, told, f"roster:{watch.pk}")


@override("id")
def remind(now: datetime | None = None) -> int:
    """Remind whoever stands soon, once a duty. The job. Returns of how many duties.

    After any absence only those whose duty is still to come are reminded; nobody of what they heard of later than
    its reminder was due. Whoever may not go on duty in that shift, as things stand, is not told to come.
    """
    now = now or timezone.now()
    soon = Duty.objects.filter(
        roster__state=Roster.PUBLISHED, gone_at=None, reminded_at=None, starts_at__gt=now, starts_at__lte=now + AHEAD
    )
    due = [each.pk for each in _whole(soon) if reminder_of(each) <= now]
    if not due:
        return 0
    with transaction.atomic():
        held = Duty.objects.select_for_update().filter(pk__in=due, gone_at=None, reminded_at=None, absent_at=None)
        keys = list(held.values_list("pk", flat=True))
        Duty.objects.filter(pk__in=keys).update(reminded_at=now)
        duties = [each for each in _whole(Duty.objects.filter(pk__in=keys)) if _heard_at(each) <= reminder_of(each)]
        fit = fit_for(duties)
        duties = [each for each in duties if fit[each.pk]]
        left = {
            person: mine
            for person, own in _by_person(duties).items()
            if (mine := [each for each in own if person in fit[each.pk]])
        }
        while left:  # somebody may stand in two watches on one day
            _tell(notices.REMINDED, {person: _reminder(own[0]) for person, own in left.items()}, "")
            left = {person: own[1:] for person, own in left.items() if own[1:]}
    return len(duties)


def reminder_of(duty: Duty) -> datetime:
    """When the reminder of a duty is due."""
    evening = datetime(duty.night.year, duty.night.month, duty.night.day, LATEST_HOUR, tzinfo=zone_of(duty))
    return min(duty.starts_at - BEFORE, evening)


@override("id")
def tell_asked(asking: Asking, watchers: Iterable[Watcher]) -> int:
    """These are asked when they can stand: where people can write back as a question, else as a notice.

    Returns how many persons can be reached.
    """
    if not connecting.connected():
        return 0
    persons = persons_behind(watchers)
    contacts = contacts_for(persons)
    for person, contact in contacts.items():
        watcher = persons[person][0]
        ask(contact, AVAILABILITY, {"asking": str(asking.pk), "watcher": str(watcher)}, about_wishes(watcher))
    nights = span(asking.first, asking.last)
    told = {each: {"nights": nights, "page": _page()} for each in persons if each not in contacts}
    return len(contacts) + _tell(notices.ASKED, told, f"roster:{asking.watch_id}")


def wishes_known(watcher: UUID) -> None:
    """A watcher answered: whoever else was asked for them need not."""
    take_back(about_wishes(watcher))


def about_wishes(watcher: UUID) -> str:
    """What a question to a watcher about their nights is about; the newest stands for all."""
    return f"roster-wishes:{watcher}"


def persons_behind(watchers: Iterable[Watcher]) -> dict[UUID, list[UUID]]:
    """``{person: watchers}`` of who is behind them. One query."""
    found: dict[UUID, list[UUID]] = defaultdict(list)
    rows = WatcherPerson.objects.filter(watcher__in=[each.pk for each in watchers]).order_by("order", "pk")
    for person, watcher in rows.values_list("person", "watcher"):
        found[person].append(watcher)
    return dict(found)


def _tell(notice: str, told: Mapping[UUID, Values], about: str) -> int:
    if not told or not connecting.connected():
        return 0
    return tell_many(notice, list(told.items()), about=about, url=reverse("roster:home"))


def _reminder(duty: Duty) -> Values:
    return {
        "night": short(duty.starts_at, zone_of(duty)),
        "post": cut(duty.shift.post.name, LONGEST_POST),
        "page": _page(),
        "duty": whole(reverse("roster:duty", args=[duty.pk])),
    }


def _heard_at(duty: Duty) -> datetime:
    """When whoever stands was told that they do."""
    return max(filter(None, (duty.made_at, duty.roster.published_at)))


def _whole(duties: QuerySet[Duty]) -> list[Duty]:
    found = duties.select_related("shift__post", "roster", "watcher")
    return sorted(found, key=lambda each: (each.starts_at, str(each.pk)))


def _by_person(duties: Iterable[Duty]) -> dict[UUID, list[Duty]]:
    rows = list(duties)
    persons: dict[UUID, list[UUID]] = defaultdict(list)
    behind = WatcherPerson.objects.filter(watcher__in={each.watcher_id for each in rows})
    for watcher, person in behind.values_list("watcher", "person"):
        persons[watcher].append(person)
    own: dict[UUID, list[Duty]] = defaultdict(list)
    for each in rows:
        for person in persons[each.watcher_id]:
            own[person].append(each)
    return dict(own)


def _apart(lost: Sequence[Duty], got: Sequence[Duty]) -> tuple[list[Duty], list[Duty]]:
    """What was lost and what was got, without what is in both."""
    was, now = {_where(each) for each in lost}, {_where(each) for each in got}
    return [each for each in lost if _where(each) not in now], [each for each in got if _where(each) not in was]


def _where(duty: Duty) -> tuple[UUID, datetime, datetime]:
    return duty.shift.post_id, duty.starts_at, duty.ends_at


def _lines(duties: Sequence[Duty]) -> str:
    lines = [f"- {short(each.starts_at, zone_of(each))}, {each.shift.post.name}" for each in duties[:MOST_LINES]]
    more = len(duties) - MOST_LINES
    return "\n".join([*lines, *([_("dan %d lagi") % more] if more > 0 else [])])


def _few(duties: Sequence[Duty], most: int = 2) -> str:
    first = ", ".join(short(each.starts_at, zone_of(each)) for each in duties[:most])
    return f"{first} (+{len(duties) - most})" if len(duties) > most else first


def _page() -> str:
    return whole(reverse("roster:home"))
