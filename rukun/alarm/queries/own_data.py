"""What this room keeps of one person, for that person alone: the parts that it adds to "data saya"."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rukun.alarm.models import Called, Ring
from rukun.alarm.words import ANSWERS
from rukun.people.queries.profile import Part
from rukun.ui.dates import written_out

Rows = Sequence[Mapping[str, Any]]


def _calls(person: UUID) -> Rows:
    found = Called.objects.filter(person=person).order_by("-ring__rung_at")
    return list(
        found.values("id", "ring__rung_at", "ring__drill", "role", "channel", "told_at", "answer", "answered_at")
    )


def _rung(person: UUID) -> Rows:
    return list(Ring.objects.filter(rung_by=f"person:{person}").values("id", "unit", "message", "drill", "rung_at"))


def _calls_in_words(rows: Rows) -> list[str]:
    return [
        _("Kentongan %(at)s: %(answer)s") % {"at": _day(row["ring__rung_at"]), "answer": ANSWERS[row["answer"]]}
        for row in rows
    ]


def _rung_in_words(rows: Rows) -> list[str]:
    return [_("Anda membunyikan kentongan %s") % _day(row["rung_at"]) for row in rows]


def _day(moment: Any) -> str:
    return written_out(timezone.localtime(moment).date())


OWN_PARTS = [
    Part("alarm_calls", "alarm.Called", gettext_lazy("Panggilan kentongan"), _calls, _calls_in_words),
    Part("alarm_rung", "alarm.Ring", gettext_lazy("Kentongan yang Anda bunyikan"), _rung, _rung_in_words),
]
