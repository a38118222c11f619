"""A whole message from what an officer chose: kind, detail, areas, times. No word in it is typed by anybody."""

import re
from dataclasses import dataclass
from datetime import datetime

from rukun.alarm.algo.cap.kinds import DRILL, EMERGENCY_NUMBERS, ENDED, KINDS, Kind, said
from rukun.alarm.algo.cap.message import (
    LANGUAGES,
    LONGEST_HEADLINE,
    Alert,
    Area,
    Certainty,
    Info,
    Language,
    MessageType,
    Reference,
    Severity,
    Status,
    Urgency,
)

_BEGINNINGS = {
    ("Alert", "id-ID"): "Peringatan {event} di {where}",
    ("Alert", "en-US"): "Warning of {event}: {where}",
    ("Update", "id-ID"): "Diperbarui: peringatan {event} di {where}",
    ("Update", "en-US"): "Updated warning of {event}: {where}",
    ("Cancel", "id-ID"): "Dicabut: peringatan {event} di {where}",
    ("Cancel", "en-US"): "Warning over: {event}, {where}",
}
_DRILLS = {
    ("Exercise", "id-ID"): "LATIHAN. ",
    ("Exercise", "en-US"): "EXERCISE. ",
    ("Test", "id-ID"): "UJI COBA. ",
    ("Test", "en-US"): "TEST. ",
}


_CALL = re.compile(r"\b1[0-9]{2}\b")
"""An emergency number."""


@dataclass(frozen=True)
class Notice:
    """What is told. ``where`` names the areas in a few words, for headlines; it may be shortened there."""

    kind: str
    message: MessageType
    status: Status
    where: str
    onset: datetime
    expires: datetime
    areas: tuple[Area, ...]
    detail: str = ""
    urgency: Urgency | None = None
    severity: Severity | None = None
    certainty: Certainty | None = None


def compose(
    notice: Notice,
    *,
    identifier: str,
    sender: str,
    sender_name: str,
    sent: datetime,
    web: str,
    references: tuple[Reference, ...] = (),
) -> Alert:
    """The message in both languages. Raises ``KeyError`` for a kind or detail that is not in the table.

    ``sent`` is also when it takes effect; ``onset`` is when the hazard is expected, which may be later.
    """
    kind = KINDS[notice.kind]
    if kind.detail(notice.detail) is None and (notice.detail or kind.needs_detail):
        raise KeyError(notice.detail)
    return Alert(
        identifier=identifier,
        sender=sender,
        sent=sent,
        status=notice.status,
        message=notice.message,
        note=_note(notice.status),
        references=references,
        infos=tuple(_info(notice, kind, language, sent, sender_name, web) for language in LANGUAGES),
    )


def headline(notice: Notice, language: Language) -> str:
    """At most ``LONGEST_HEADLINE`` characters; "LATIHAN" or "EXERCISE" goes before what is only practised."""
    kind = KINDS[notice.kind]
    before = _DRILLS.get((notice.status, language), "")
    pattern = before + _BEGINNINGS[notice.message, language]
    event = said(kind.event, language)
    room = LONGEST_HEADLINE - len(pattern.format(event=event, where=""))
    return pattern.format(event=event, where=_shortened(notice.where, room))


def description(notice: Notice, language: Language) -> str:
    kind = KINDS[notice.kind]
    if notice.message == "Cancel":
        return said(ENDED[0], language)
    detail = kind.detail(notice.detail)
    parts = [said(kind.tells, language), said(detail.words, language) if detail else ""]
    return " ".join(part for part in parts if part)


def instructions(notice: Notice, language: Language) -> tuple[str, ...]:
    """One sentence or two each, in the order in which they matter. In a drill nobody is told to call anybody."""
    lines = ENDED if notice.message == "Cancel" else KINDS[notice.kind].does
    told = tuple(said(words, language) for words in lines)
    if notice.status == "Actual":
        return told
    return (said(DRILL, language), *(line for line in told if not _CALL.search(line)))


def _info(notice: Notice, kind: Kind, language: Language, sent: datetime, sender_name: str, web: str) -> Info:
    over = notice.message == "Cancel"
    return Info(
        language=language,
        kind=kind.code,
        categories=(kind.category,),
        event=said(kind.event, language),
        # The schema's "AllClear", and for Safety still what the message was about (``kinds.SAFETY_NEEDS``).
        responses=(*(kind.responses if kind.category == "Safety" else ()), "AllClear") if over else kind.responses,
        urgency="Past" if over else notice.urgency or kind.urgency,
        severity=notice.severity or kind.severity,
        certainty=notice.certainty or kind.certainty,
        effective=sent,
        onset=notice.onset,
        expires=notice.expires,
        sender_name=sender_name,
        headline=headline(notice, language),
        description=description(notice, language),
        instruction="\n".join(instructions(notice, language)),
        web=web,
        contact=EMERGENCY_NUMBERS,
        areas=notice.areas,
    )


def _note(status: Status) -> str:
    """The standard wants one with an exercise: what it is for."""
    return "" if status == "Actual" else f"{said(DRILL, 'id-ID')} {said(DRILL, 'en-US')}"


def _shortened(text: str, room: int) -> str:
    return text if len(text) <= room else text[: room - 1].rstrip(" ,;") + "…"
