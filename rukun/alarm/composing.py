"""From a row to the message that is published, and to what pages show of it."""

from dataclasses import dataclass
from datetime import datetime
from typing import cast
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import get_language, override

from rukun.alarm.algo.cap import Alert, Area, Notice, Reference, compose
from rukun.alarm.algo.cap.composing import description, headline, instructions
from rukun.alarm.algo.cap.message import NAMESPACE, Certainty, Language, MessageType, Severity, Status, Urgency
from rukun.alarm.algo.cap.reading import read
from rukun.alarm.algo.cap.rings import rings_of
from rukun.alarm.models import PublicWarning
from rukun.almanac.queries import zone_in
from rukun.territory import queries as territory
from rukun.territory.algo.codes import parent_of
from rukun.ui.addresses import whole
from rukun.ui.templatetags.units import unit as in_words
from rukun.ui.units import name_of

FEW = 4
"""So many RW are named in a headline."""
_MESSAGES: dict[str, MessageType] = {"alert": "Alert", "update": "Update", "cancel": "Cancel"}
_LANGUAGES: dict[str, Language] = {"en": "en-US"}


@dataclass(frozen=True)
class Shown:
    """A warning in words, in the reader's language and by the clocks of the place.

    ``about`` says what happens, ``does`` what to do, line by line. ``ahead``: it has not begun yet.
    """

    row: PublicWarning
    headline: str
    about: str
    does: tuple[str, ...]
    where: str
    areas: tuple[str, ...]
    begins: str
    ends: str
    sent: str
    practised: bool
    over: bool
    ahead: bool


def identifier_of(key: UUID) -> str:
    return f"rukun-{key}"


def sender() -> str:
    """A name that is this installation's alone: its host."""
    return urlsplit(whole("")).hostname or "rukun"


def alert_of(row: PublicWarning) -> Alert:
    """The message of a row about to be published (``published_at`` is when). Raises ``LookupError`` for no kind."""
    assert row.published_at is not None, "what is not published has no time of sending"
    zone = zone_in(row.unit)
    with override("id"):  # names of units and of who runs the site, in both languages the same
        path = reverse("alarm:warning", args=[row.pk])
    return compose(
        notice_of(row, outlined=True),
        identifier=row.identifier,
        sender=sender(),
        sender_name=settings.INSTALLATION.operator or settings.INSTALLATION.name,
        sent=row.published_at.astimezone(zone),
        web=whole(path),
        references=_references(row),
    )


def notice_of(row: PublicWarning, *, outlined: bool = False) -> Notice:
    """What the row tells; with outlines where they are asked for, which takes a query."""
    zone = zone_in(row.unit)
    found = territory.outlines(row.areas) if outlined else {}
    with override("id"):
        areas = tuple(
            Area(in_words(code), rings_of(found[code]) if code in found else (), (code,)) for code in row.areas
        )
        where = _where(row.areas)
    return Notice(
        kind=row.kind,
        message=_MESSAGES[row.message],
        status=status_of(row),
        where=where,
        onset=row.onset.astimezone(zone),
        expires=row.expires.astimezone(zone),
        areas=areas,
        detail=row.detail,
        urgency=cast("Urgency", row.urgency),
        severity=cast("Severity", row.severity),
        certainty=cast("Certainty", row.certainty),
    )


def shown(row: PublicWarning, now: datetime) -> Shown:
    notice = notice_of(row)
    language = _LANGUAGES.get(get_language() or "", "id-ID")
    return Shown(
        row=row,
        headline=headline(notice, language),
        about=description(notice, language),
        does=instructions(notice, language),
        where=notice.where,
        areas=tuple(area.description for area in notice.areas),
        begins=_on_the_clock(notice.onset),
        ends=_on_the_clock(notice.expires),
        sent=_on_the_clock(row.published_at.astimezone(notice.onset.tzinfo)) if row.published_at else "",
        practised=notice.status != "Actual",
        over=row.expires <= now,
        ahead=row.onset > now,
    )


def status_of(row: PublicWarning) -> Status:
    """A made-up kelurahan warns of nothing: what the demo publishes says so itself."""
    if row.drill:
        return "Exercise"
    return "Test" if settings.INSTALLATION.demo else "Actual"


def _on_the_clock(at: datetime) -> str:
    """``Senin, 23 November 2026, 08.15 WIB``."""
    return f"{date_format(at.replace(tzinfo=None), 'l, j F Y, H.i')} {at.tzname()}"


def _where(codes: list[str]) -> str:
    """A few words for headlines: two RW by name, of more their number, all of a kelurahan as the kelurahan."""
    if len(codes) == 1:
        return in_words(codes[0])
    parents = sorted({parent_of(code) for code in codes})
    whole_ones = [parent for parent in parents if {part.code for part in territory.parts_of(parent)} <= {*codes}]
    if parents == whole_ones:
        return ", ".join(map(name_of, parents))
    names = [in_words(code).partition(",")[0] for code in codes]
    few = ", ".join(names) if len(names) <= FEW else f"{len(names)} RW"
    return f"{few}, {', '.join(map(name_of, parents))}"


def _references(row: PublicWarning) -> tuple[Reference, ...]:
    """Every earlier message of the same warning, as it went out, whatever this site is called by now."""
    found: list[Reference] = []
    before = row.before
    while before is not None and before.xml is not None:
        root = read(bytes(before.xml))
        name, key, sent = (root.findtext(f"{{{NAMESPACE}}}{each}") or "" for each in ("sender", "identifier", "sent"))
        found.append(Reference(name, key, datetime.fromisoformat(sent)))
        before = before.before
    return tuple(reversed(found))
