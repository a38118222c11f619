"""Telling what may come many times in a row: at most one message of a kind in ten minutes, and nothing left out."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from rukun.journal import actions as journal
from rukun.notify import connecting
from rukun.notify.actions.sinks import tell_posko
from rukun.notify.actions.telling import Values, tell_many
from rukun.notify.channels import SINK
from rukun.notify.models import Outgoing

WITHIN = timedelta(minutes=10)
OVER = (Outgoing.GIVEN_UP, Outgoing.PASSED_ON, Outgoing.STALE, Outgoing.DROPPED)


def tell_gathered(
    notice: str, whom: Sequence[tuple[UUID, Values]], *, more: str, values: Values, about: str = "", url: str = ""
) -> None:
    """Tell persons something, in the caller's transaction; ``values`` are those of the notice ``more``.

    Whoever was told of this notice within ten minutes, or stands here twice, is told ``more`` when these are over: that
    there is more than what they were told. While that message waits it stands for whatever else comes. So the first is
    told at once, and whatever follows it later, but never one by one. Two who tell at the very same moment do not see
    each other: then there may be one message too many, never one too few.
    """
    if not whom or not connecting.connected():
        return
    with journal.atomic():
        now = timezone.now()
        told, gathered, waiting = _told_lately({person for person, _values in whom}, notice, more, now)
        first: dict[UUID, Values] = {}
        later: dict[datetime, set[UUID]] = defaultdict(set)
        for person, each in whom:
            if person not in told:
                first[person] = each
                told[person] = now
            elif person not in waiting:
                later[max(told[person], gathered.get(person, now)) + WITHIN].add(person)
        if first:
            tell_many(notice, list(first.items()), about=about, url=url)
        for when, persons in later.items():
            tell_many(more, [(person, values) for person in persons], not_before=when)


def tell_posko_gathered(notice: str, unit: str) -> None:
    """Tell a posko's sinks, unless they were told the same within ten minutes: there are no values in it anyway."""
    around = [unit[:at] for at, letter in enumerate(unit) if letter == "."] + [unit, ""]
    lately = Outgoing.objects.filter(
        channel=SINK, notice=notice, contact__sink__unit__in=around, written_at__gt=timezone.now() - WITHIN
    )
    if not lately.exists():
        tell_posko(notice, unit)


def _told_lately(
    persons: set[UUID], notice: str, more: str, now: datetime
) -> tuple[dict[UUID, datetime], dict[UUID, datetime], set[UUID]]:
    """When each of them was told of the notice last, or will be; the same of ``more``; for whom that waits."""
    since = now - WITHIN
    lately = Q(next_at__isnull=False) | Q(sent_at__gt=since) | Q(written_at__gt=since)
    rows = Outgoing.objects.filter(lately, notice__in=[notice, more], contact__person__in=list(persons))
    told: dict[UUID, datetime] = {}
    gathered: dict[UUID, datetime] = {}
    waiting = set()
    columns = ("contact__person", "notice", "state", "next_at", "sent_at", "written_at")
    for person, name, state, next_at, sent_at, written_at in rows.exclude(state__in=OVER).values_list(*columns):
        if person is None:
            continue
        when = max(next_at or sent_at or written_at, written_at)
        known = told if name == notice else gathered
        known[person] = max(when, known.get(person, when))
        if name == more and state == Outgoing.WAITING:
            waiting.add(person)
    return told, gathered, waiting
