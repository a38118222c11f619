"""What this room keeps of one person, for that person alone: the parts that it adds to "data saya".

Without other persons: who noted that somebody came, or who asked whom, is somebody else's data. Why a duty was changed
is in the words of whoever changed it, and told them alone.
"""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rukun.people.queries.profile import Part
from rukun.roster.forms.own import WISHES
from rukun.roster.models import CallAsk, Duty, Feed, Reply, Roster, Swap, WatcherPerson, Wish
from rukun.roster.nights_in_words import span
from rukun.ui.dates import in_words, written_out

Rows = Sequence[Mapping[str, Any]]


def _watchers(person: UUID) -> Rows:
    found = WatcherPerson.objects.filter(person=person).select_related("watcher__watch__organisation")
    return [
        {
            "id": each.watcher.pk,
            "organisation": each.watcher.watch.organisation.name,
            "household": each.watcher.name,
            "officer": each.watcher.officer,
            "leader": each.watcher.leader,
            "max_week": each.watcher.max_week,
            "since": each.watcher.since,
            "until": each.watcher.until,
            "groups": [group.name for group in each.watcher.groups.all()],
        }
        for each in found.order_by("watcher__since", "pk")
    ]


def _wishes(person: UUID) -> Rows:
    found = Wish.objects.filter(watcher__persons__person=person).order_by("weekday", "first", "pk")
    return list(found.values("id", "wish", "weekday", "first", "last", "at"))


def _duties(person: UUID) -> Rows:
    found = Duty.objects.filter(watcher__persons__person=person, roster__state=Roster.PUBLISHED)
    return [
        {
            "id": each.pk,
            "post": each.shift.post.name,
            "night": each.night,
            "starts_at": each.starts_at,
            "ends_at": each.ends_at,
            "gone_at": each.gone_at,
            "came": each.person_id == person and each.checked_at is not None,
            "checked_at": each.checked_at,
            "absent_at": each.absent_at,
            "reminded_at": each.reminded_at,
        }
        for each in found.select_related("shift__post").order_by("-starts_at", "pk")
    ]


def _swaps(person: UUID) -> Rows:
    found = Swap.objects.filter(duty__watcher__persons__person=person) | Swap.objects.filter(to__persons__person=person)
    return list(
        found.distinct().order_by("-asked_at").values("id", "duty", "for_duty", "state", "asked_at", "answered_at")
    )


def _asks(person: UUID) -> Rows:
    found = CallAsk.objects.filter(watcher__persons__person=person).order_by("-asked_at")
    return list(found.values("call__duty", "asked_at", "until", "answer", "answered_at"))


def _replies(person: UUID) -> Rows:
    found = Reply.objects.filter(watcher__persons__person=person).order_by("-at")
    return list(found.values("asking__first", "asking__last", "at"))


def _feeds(person: UUID) -> Rows:
    return list(Feed.objects.filter(person=person).values("made_at"))


def _watchers_in_words(rows: Rows) -> list[str]:
    return [
        _("%(name)s, sejak %(since)s")
        % {"name": ", ".join(filter(None, (row["organisation"], row["household"]))), "since": in_words(row["since"])}
        + (_(", sampai %s") % in_words(row["until"]) if row["until"] else "")
        for row in rows
    ]


def _wishes_in_words(rows: Rows) -> list[str]:
    return [
        _("%(when)s: %(wish)s")
        % {
            "when": _("tiap %s") % WEEKDAYS[row["weekday"]]
            if row["first"] is None
            else span(row["first"], row["last"]),
            "wish": WISHES[row["wish"]],
        }
        for row in rows
    ]


def _duties_in_words(rows: Rows) -> list[str]:
    return [
        _("%(night)s, %(post)s: %(what)s")
        % {"night": written_out(row["night"]), "post": row["post"], "what": _what(row)}
        for row in rows
    ]


def _what(row: Mapping[str, Any]) -> str:
    if row["gone_at"]:
        return _("tidak jadi")
    if row["absent_at"]:
        return _("tidak hadir")
    return _("hadir") if row["checked_at"] else _("belum dicatat")


def _swaps_in_words(rows: Rows) -> list[str]:
    return [_day(row["asked_at"]) for row in rows]


def _asks_in_words(rows: Rows) -> list[str]:
    told = {"": _("belum dijawab"), "yes": _("bisa"), "no": _("tidak bisa"), "late": _("tidak dijawab")}
    return [_("%(day)s: %(answer)s") % {"day": _day(row["asked_at"]), "answer": told[row["answer"]]} for row in rows]


def _replies_in_words(rows: Rows) -> list[str]:
    return [
        _("%(nights)s: dijawab %(day)s")
        % {"nights": span(row["asking__first"], row["asking__last"]), "day": _day(row["at"])}
        for row in rows
    ]


def _feeds_in_words(rows: Rows) -> list[str]:
    return [_("dibuat %s") % _day(row["made_at"]) for row in rows]


def _day(moment: Any) -> str:
    return in_words(timezone.localtime(moment).date())


OWN_PARTS = [
    Part(
        "roster_watchers", "roster.WatcherPerson", gettext_lazy("Peserta jadwal ronda"), _watchers, _watchers_in_words
    ),
    Part("roster_wishes", "roster.Wish", gettext_lazy("Kapan bisa ronda"), _wishes, _wishes_in_words),
    Part("roster_duties", "roster.Duty", gettext_lazy("Giliran ronda"), _duties, _duties_in_words),
    Part("roster_swaps", "roster.Swap", gettext_lazy("Tukar giliran"), _swaps, _swaps_in_words),
    Part("roster_stand_ins", "roster.CallAsk", gettext_lazy("Permintaan menggantikan"), _asks, _asks_in_words),
    Part("roster_availability", "roster.Reply", gettext_lazy("Jawaban ketersediaan"), _replies, _replies_in_words),
    Part("roster_calendar", "roster.Feed", gettext_lazy("Alamat kalender"), _feeds, _feeds_in_words),
]
