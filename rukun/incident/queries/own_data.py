"""What this room keeps of one person, for that person alone: what they wrote on situations, and when.

A situation is about nobody: what anybody else wrote of it is no data of theirs. Words are given back as they were
written; who decided about them is somebody else's.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rukun import seal
from rukun.incident.kinds import SHORT
from rukun.incident.measures import MEASURES
from rukun.incident.models import Closing, FollowUp, Handover, HotSpot, Incident, Joined, Measure, Observation, Step
from rukun.incident.words import opened
from rukun.people.queries.profile import Part

Rows = Sequence[Mapping[str, Any]]


def _label(person: UUID) -> str:
    return f"person:{person}"


def _opened(person: UUID) -> Rows:
    found = Incident.objects.filter(opened_by=_label(person)).order_by("-opened_at", "pk")
    return list(found.values("id", "kind", "place", "opened_at"))


def _summaries(person: UUID) -> Rows:
    found = Incident.objects.filter(summary_by=_label(person)).order_by("-changed_at", "pk")
    return [{"id": each.pk, "summary": each.summary, "at": each.reviewed_at or each.opened_at} for each in found]


def _steps(person: UUID) -> Rows:
    rows = Step.objects.filter(by=_label(person)).order_by("-at")
    return [
        {"id": each.pk, "what": each.what, "level": each.level, "at": each.at, "words": _words("Step", each)}
        for each in rows
    ]


def _observations(person: UUID) -> Rows:
    rows = Observation.objects.filter(by=_label(person)).order_by("-at")
    found = []
    for each in rows:
        words = _words("Observation", each)
        if each.withdrawn_by != each.by:
            words.pop("withdrawal", None)  # whoever leads wrote that
        said = {"id": each.pk, "seen_at": each.seen_at, "at": each.at, "withdrawn_at": each.withdrawn_at}
        found.append({**said, "words": words})
    return found


def _joined(person: UUID) -> Rows:
    found = Joined.objects.filter(by=_label(person)).order_by("-at")
    return list(found.values("id", "at", "parted_at"))


def _measures(person: UUID) -> Rows:
    rows = Measure.objects.filter(by=_label(person)).order_by("-at")
    return [
        {"id": each.pk, "kind": each.kind, "done_at": each.done_at, "at": each.at, "words": _words("Measure", each)}
        for each in rows
    ]


def _closings(person: UUID) -> Rows:
    rows = Closing.objects.filter(by=_label(person)).order_by("-at")
    found = [{"id": each.pk, "harm": each.harm, "at": each.at, "words": _words("Closing", each)} for each in rows]
    for each in found:
        each["words"].pop("refusal", None)  # the second person's
    return found


def _followups(person: UUID) -> Rows:
    found = FollowUp.objects.filter(done_by=_label(person)).order_by("-done_at")
    return list(found.values("id", "kind", "until", "done_at"))


def _spots(person: UUID) -> Rows:
    rows = HotSpot.objects.filter(made_by=_label(person)).order_by("-made_at")
    return [{"id": each.pk, "name": each.name, "at": each.made_at, "words": _words("HotSpot", each)} for each in rows]


def _handovers(person: UUID) -> Rows:
    given = Handover.objects.filter(given_by=_label(person)).order_by("-given_at")
    taken = Handover.objects.filter(taken_by=_label(person)).order_by("-given_at")
    return [
        {"id": each.pk, "unit": each.unit, "given": True, "at": each.given_at, "words": _words("Handover", each)}
        for each in given
    ] + [{"id": each.pk, "unit": each.unit, "given": False, "at": each.taken_at, "words": {}} for each in taken]


def _words(table: str, row: Any) -> dict[str, Any]:
    try:
        return dict(opened(table, row.pk, row.content))
    except seal.CannotOpen:  # a key is missing; perhaps it comes back
        return {}


def _moment(at: Any) -> str:
    return date_format(timezone.localtime(at), "j F Y, H.i") if at else ""


def _said(words: Mapping[str, Any]) -> str:
    return " ".join(str(each) for each in words.values() if each and isinstance(each, str))


def _line(at: Any, *parts: object) -> str:
    return ": ".join(filter(None, (_moment(at), *(str(each) for each in parts))))


def _lines(rows: Rows) -> list[str]:
    return [_line(row["at"], _said(row["words"])) for row in rows]


def _opened_lines(rows: Rows) -> list[str]:
    return [_line(row["opened_at"], row["place"]) for row in rows]


def _summary_lines(rows: Rows) -> list[str]:
    return [_line(row["at"], row["summary"]) for row in rows]


def _step_lines(rows: Rows) -> list[str]:
    return [_line(row["at"], SHORT[row["level"]] or _("tanpa tingkat"), _said(row["words"])) for row in rows]


def _joined_lines(rows: Rows) -> list[str]:
    return [_line(row["at"]) for row in rows]


def _measure_lines(rows: Rows) -> list[str]:
    named = {code: each.words for code, each in MEASURES.items()}
    return [_line(row["at"], named.get(row["kind"], row["kind"]), _said(row["words"])) for row in rows]


def _followup_lines(rows: Rows) -> list[str]:
    return [_line(row["done_at"]) for row in rows]


def _parts(*given: tuple[str, str, Any, Any, Any]) -> Iterable[Part]:
    return (Part(f"incident_{name}", f"incident.{table}", *more) for name, table, *more in given)


OWN_PARTS = list(
    _parts(
        ("opened", "Incident", gettext_lazy("Kejadian yang Anda buka"), _opened, _opened_lines),
        ("summaries", "Incident", gettext_lazy("Ringkasan kejadian yang Anda tulis"), _summaries, _summary_lines),
        ("levels", "Step", gettext_lazy("Penilaian Anda atas tingkat kejadian"), _steps, _step_lines),
        ("observations", "Observation", gettext_lazy("Pengamatan Anda pada kejadian"), _observations, _lines),
        ("joined", "Joined", gettext_lazy("Laporan yang Anda gabungkan ke kejadian"), _joined, _joined_lines),
        ("measures", "Measure", gettext_lazy("Tindakan yang Anda catat pada kejadian"), _measures, _measure_lines),
        ("closings", "Closing", gettext_lazy("Penutupan kejadian yang Anda usulkan"), _closings, _lines),
        ("followups", "FollowUp", gettext_lazy("Tindak lanjut yang Anda selesaikan"), _followups, _followup_lines),
        ("hot_spots", "HotSpot", gettext_lazy("Titik rawan yang Anda catat"), _spots, _lines),
        ("handovers", "Handover", gettext_lazy("Giliran posko yang Anda serahkan atau terima"), _handovers, _lines),
    )
)
