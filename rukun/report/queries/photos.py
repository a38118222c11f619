"""What a page shows of photos, to whom: those of a report, and those that prove what was done about it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from rukun.commitment.queries.claims import things_of
from rukun.evidence import queries as evidence
from rukun.evidence.queries import Photo, Piece
from rukun.guard import Actor
from rukun.report.access.photos import PROOF, REPORT, may_paint, sees
from rukun.report.access.reports import report_for
from rukun.report.models import Report
from rukun.report.queries.proof_photos import taken_of

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

    ``handles``: the reader covers them. ``repeats`` says when the same picture was used before; ``repeats_report`` is
    that report, where the reader may read it.
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

    @property
    def proof(self) -> bool:
        return self.photo.about_label == PROOF


def for_page(actor: Actor, report: Report) -> list[Shown]:
    """The photos of a report that the actor may read, for ``report/photos/row.html``."""
    return _row(actor, report, evidence.photos_of(REPORT, [report.pk]).get(report.pk, []))


def of_proof(actor: Actor, report: Report, claims: Iterable[UUID]) -> dict[UUID, list[Shown]]:
    """By claim, the photos that prove something done about a report that the actor may read."""
    return {key: _row(actor, report, photos) for key, photos in evidence.photos_of(PROOF, claims).items()}


def shown(actor: Actor, report: Report, photo: Photo) -> Shown | None:
    """One of them; ``None`` where it has gone in the meantime."""
    beside = evidence.photos_of(photo.about_label, [photo.about_id]).get(photo.about_id, [])
    return next((each for each in _row(actor, report, beside) if each.photo.pk == photo.pk), None)


def photo_for(actor: Actor, key: UUID) -> tuple[Photo, Report] | None:
    """A photo and the report that it belongs to; ``None`` if there is none, or the actor may not read that report."""
    photo = evidence.photo(key)
    about = reports_of([photo]).get(photo.pk) if photo else None
    report = report_for(actor, about) if about else None
    return (photo, report) if photo and report else None


def picture_for(actor: Actor, key: UUID, kind: str) -> bytes | None:
    """The JPEG, ``kind`` "list" or "page"; ``None`` also while the actor must wait until it is cleared."""
    found = photo_for(actor, key)
    if found is None or not sees(actor, found[1], found[0]):
        return None
    return evidence.picture(found[0], kind)


def _row(actor: Actor, report: Report, photos: list[Photo]) -> list[Shown]:
    handles = bool(photos) and may_paint(actor, report, photos[0]).allowed
    return [_shown(actor, each, number, handles) for number, each in enumerate(photos, 1)]


def reports_of(pieces: Iterable[Piece]) -> dict[UUID, UUID]:
    """By photo or voice note, the id of the report that it belongs to. A query if some of them prove something."""
    pieces = list(pieces)
    about = {each.pk: each.about_id for each in pieces if each.about_label == REPORT}
    proofs = {each.pk: each.about_id for each in pieces if each.about_label == PROOF}
    claims = things_of(set(proofs.values()), REPORT) if proofs else {}
    return about | {key: claims[claim] for key, claim in proofs.items() if claim in claims}


def _shown(actor: Actor, photo: Photo, number: int, handles: bool) -> Shown:
    before: Any = evidence.photo(photo.repeats) if photo.repeats else None
    about = reports_of([before]).get(before.pk) if before is not None else None
    other = report_for(actor, about) if about else None
    width, height = evidence.size_shown(photo, "list")
    time, place = _fits(photo)
    return Shown(
        photo=photo,
        number=number,
        seen=handles or photo.cleared_at is not None,
        handles=handles,
        time=time,
        place=place,
        repeats=_when(photo.repeats_month) if photo.repeats_month else "",
        repeats_report=other.pk if other else None,
        width=width,
        height=height,
    )


def _fits(photo: Photo) -> tuple[Fit, Fit]:
    if photo.about_label == PROOF:
        time, place = taken_of(photo)
        return Fit(FITS[photo.time_fit], time), Fit(FITS[photo.place_fit], place)
    return _fit(photo.time_fit, _("waktu foto")), _fit(photo.place_fit, _("tempat foto"))


def _fit(code: str, what: str) -> Fit:
    words = {"cocok": _("cocok"), "tidak_cocok": _("tidak cocok"), "tidak_ada": _("tidak ada")}
    return Fit(FITS[code], f"{what}: {words[code]}")


def _when(month: str) -> str:
    """Of other people's reports no more than the month."""
    year, number = month.split("-")
    return date_format(date(int(year), int(number), 1), "F Y")
