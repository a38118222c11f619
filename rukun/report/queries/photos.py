"""What a page shows of a report's photos, to whom."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from rukun.evidence import queries as evidence
from rukun.evidence.queries import Opening, Photo
from rukun.guard import Actor
from rukun.report.access.reports import may_handle, may_open_original, may_see_photo, openable_by, report_for
from rukun.report.models import Report

LABEL = "report"
FITS = {"cocok": "done", "tidak_cocok": "waiting", "tidak_ada": "off"}
"""The badge of each answer."""


@dataclass(frozen=True)
class Fit:
    """Whether time or place of a photo go with what was reported: its badge and words."""

    badge: str
    words: str


@dataclass(frozen=True)
class Shown:
    """A photo as one reader sees it. ``seen`` is false while faces and plates wait for a handler to cover them.

    ``repeats`` says when the same picture was used before; ``repeats_report`` is that report, where the reader may
    read it.
    """

    photo: Photo
    number: int
    seen: bool
    handles: bool
    time: Fit
    place: Fit
    repeats: str
    repeats_report: UUID | None
    width: int
    height: int

    @property
    def cleared(self) -> bool:
        return self.photo.cleared_at is not None


@dataclass(frozen=True)
class Request:
    """A request for the original: whose, and what the reader may do about it."""

    opening: Opening
    mine: bool

    @property
    def agreed(self) -> bool:
        return self.opening.agreed_at is not None


def for_page(actor: Actor, report: Report) -> list[Shown]:
    """The photos of a report that the actor may read, for ``report/photos/row.html``."""
    photos = evidence.photos_of(LABEL, [report.pk]).get(report.pk, [])
    handles = bool(photos) and may_handle(actor, report).allowed
    return [_shown(actor, each, number, handles) for number, each in enumerate(photos, 1)]


def shown(actor: Actor, report: Report, photo: Photo) -> Shown | None:
    """One of them; ``None`` where it has gone in the meantime."""
    return next((each for each in for_page(actor, report) if each.photo.pk == photo.pk), None)


def photo_for(actor: Actor, key: UUID) -> tuple[Photo, Report] | None:
    """A photo and its report; ``None`` where there is none and where the actor may not read the report."""
    photo = evidence.photo(key)
    if photo is None or photo.about_label != LABEL:
        return None
    report = report_for(actor, photo.about_id)
    return (photo, report) if report else None


def picture_for(actor: Actor, key: UUID, kind: str) -> bytes | None:
    """The JPEG, ``kind`` "list" or "page"; ``None`` also while the actor must wait until it is cleared."""
    found = photo_for(actor, key)
    if found is None or not may_see_photo(actor, found[1], cleared=found[0].cleared_at is not None):
        return None
    return evidence.picture(found[0], kind)


def requests_for(actor: Actor, report: Report, photo: Photo) -> list[Request]:
    """Who asked for the original, or may look at it now; nothing for whoever may not take part."""
    if not may_open_original(actor, report).allowed:
        return []
    return [Request(each, each.asked_by == actor.label) for each in evidence.openings_of(photo)]


def openings_waiting_for(actor: Actor) -> list[tuple[Report, Photo]]:
    """Originals that somebody else asked for and that wait for the actor, or another, to agree."""
    waiting = [each.photo for each in evidence.openings_waiting(LABEL) if each.asked_by != actor.label]
    reports = openable_by(actor).in_bulk({each.about_id for each in waiting}) if waiting else {}
    return [(reports[each.about_id], each) for each in waiting if each.about_id in reports]


def numbers_of(ids: Iterable[UUID]) -> dict[UUID, tuple[int, int]]:
    """How many photos reports have, and how many of them wait to be cleared. Reports without any are not there."""
    return {
        key: (len(photos), sum(each.cleared_at is None for each in photos))
        for key, photos in evidence.photos_of(LABEL, ids).items()
    }


def _shown(actor: Actor, photo: Photo, number: int, handles: bool) -> Shown:
    before: Any = evidence.photo(photo.repeats) if photo.repeats else None
    other = report_for(actor, before.about_id) if before is not None and before.about_label == LABEL else None
    width, height = evidence.size_shown(photo, "list")
    return Shown(
        photo=photo,
        number=number,
        seen=handles or photo.cleared_at is not None,
        handles=handles,
        time=_fit(photo.time_fit, _("waktu foto")),
        place=_fit(photo.place_fit, _("tempat foto")),
        repeats=_when(photo.repeats_month) if photo.repeats_month else "",
        repeats_report=other.pk if other else None,
        width=width,
        height=height,
    )


def _fit(code: str, what: str) -> Fit:
    words = {"cocok": _("cocok"), "tidak_cocok": _("tidak cocok"), "tidak_ada": _("tidak ada")}
    return Fit(FITS[code], f"{what}: {words[code]}")


def _when(month: str) -> str:
    """Of other people's reports no more than the month."""
    year, number = month.split("-")
    return date_format(date(int(year), int(number), 1), "F Y")
