"""Photos that prove something, for whoever holds a receipt code: no cookie says who they are, so the address must.

It holds the photo's id alone, signed, for a few minutes. What no handler has cleared of faces is not shown.
"""

from dataclasses import dataclass
from uuid import UUID

from django.core import signing
from django.utils.translation import gettext as _

from rukun.commitment.queries import CLAIM, proof_photos
from rukun.evidence import queries as evidence
from rukun.evidence.queries import Photo
from rukun.seal import CannotOpen

SALT = "report.proof_photo"
GOOD_FOR = 600
"""Seconds."""


@dataclass(frozen=True)
class ProofPhoto:
    """``token`` is its address for the next minutes; width and height are those of the small picture.

    ``taken`` says whether it was taken when and where it should have been.
    """

    token: str
    width: int
    height: int
    taken: tuple[str, str]


def shown_of(claim: UUID) -> tuple[tuple[ProofPhoto, ...], int]:
    """The photos of a claim that a handler has cleared, and how many wait for that."""
    photos = proof_photos([claim]).get(claim, [])
    cleared = [each for each in photos if each.cleared_at is not None]
    shown = tuple(ProofPhoto(_token(each.pk), *evidence.size_shown(each, "list"), taken_of(each)) for each in cleared)
    return shown, len(photos) - len(cleared)


def follow(claim: UUID) -> bool:
    """Whether a claim has photos, and none that a handler has cleared yet: they follow."""
    photos = proof_photos([claim]).get(claim, [])
    return bool(photos) and all(each.cleared_at is None for each in photos)


def taken_of(photo: Photo) -> tuple[str, str]:
    """Whether a photo of proof was taken when and where it should have been, by its own metadata."""
    try:
        told = evidence.capture_of(photo)
    except CannotOpen:
        told = None
    words = {photo.FITS: _("cocok"), photo.DIFFERS: _("tidak cocok")}
    none = _("tidak tercatat di foto") if told else _("tidak diperiksa")
    nowhere = _("tidak dibandingkan") if told and told.lat is not None else none
    return (
        _("waktu memotret: %s") % words.get(photo.time_fit, none),
        _("tempat memotret: %s") % words.get(photo.place_fit, nowhere),
    )


def picture_with(token: str, kind: str) -> bytes | None:
    """The JPEG, ``kind`` "list" or "page"; ``None`` for an old or made-up token, and for a photo no longer cleared."""
    try:
        key = UUID(signing.loads(token, salt=SALT, max_age=GOOD_FOR))
    except (signing.BadSignature, ValueError):
        return None
    photo = evidence.photo(key)
    if photo is None or photo.about_label != CLAIM or photo.cleared_at is None:
        return None
    return evidence.picture(photo, kind)


def _token(key: UUID) -> str:
    return signing.dumps(str(key), salt=SALT)
