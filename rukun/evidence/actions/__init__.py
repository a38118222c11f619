"""Photos come in, are painted over, and go. What is recorded of it says the room above.

``prepare`` takes a second at worst and changes nothing: call it before the transaction that ``add_photo`` needs.
"""

import hashlib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import IntegrityError
from django.utils import timezone

from rukun import seal
from rukun.evidence import gallery
from rukun.evidence.actions.openings import ASKED_FOR, LONGEST_REASON, agree_opening, ask_opening, original_of
from rukun.evidence.actions.voices import MOST_VOICES, AddedVoice, add_voice, erase_voices
from rukun.evidence.algo.captures import capture_in
from rukun.evidence.algo.fitting import Capture, Claim, place_fit, time_fit
from rukun.evidence.algo.judging import Judged, NotAPhoto, judge
from rukun.evidence.algo.looks import look_of
from rukun.evidence.algo.pictures import LIST, LIST_BYTES, PAGE, Box, listed, painted, rendition, stripped, upright
from rukun.evidence.errors import (
    BadPhotoId,
    Busy,
    Gone,
    IdTaken,
    NoBoxes,
    PhotoChanged,
    PhotoRefused,
    TooMany,
    TooManyBoxes,
)
from rukun.evidence.models import Opening, Original, Photo, Piece, Rendition, Voice
from rukun.evidence.sealing import (
    original_content,
    rendition_content,
    seal_capture,
    seal_look,
    seal_original,
    version_of,
)
from rukun.evidence.sealing import seal_rendition as _sealed
from rukun.journal import actions as journal

__all__ = [
    "ASKED_FOR",
    "LONGEST_REASON",
    "MOST",
    "MOST_VOICES",
    "AddedVoice",
    "Box",
    "Capture",
    "Claim",
    "Opening",
    "Photo",
    "Piece",
    "Voice",
    "add_photo",
    "add_voice",
    "agree_opening",
    "ask_opening",
    "capture_told",
    "clear",
    "erase_about",
    "erase_voices",
    "known",
    "make_bare",
    "original_of",
    "paint",
    "prepare",
    "set_apart",
    "start_again",
    "uncovered",
]

MOST = 4
"""Photos of one object."""
MOST_BOXES = 12


@dataclass(frozen=True)
class Prepared:
    """A photo that was judged, and what people will see of it."""

    content: bytes
    judged: Judged
    look: bytes
    small: bytes
    large: bytes


@dataclass(frozen=True)
class Added:
    """``new`` is false where the very same photo had been stored before."""

    photo: Photo
    new: bool


_ahead: dict[bytes, Prepared] = {}
"""The photo that was prepared ahead, by its digest."""


def prepare_ahead(content: bytes) -> bool:
    """Do the long part of a photo before a transaction in which it is prepared. Whether that can be done now.

    Of what is no photo that can be taken, ``prepare`` tells. One at a time is remembered, until it was asked for.
    """
    _ahead.clear()
    try:
        prepared = prepare(content)
    except PhotoRefused as error:
        return error.why != "busy"
    _ahead[hashlib.sha256(content).digest()] = prepared
    return True


def prepare(content: bytes) -> Prepared:
    """Judge a photo and make of it what people see. Raises ``PhotoRefused``, also where too many come at once."""
    if _ahead and (ready := _ahead.pop(hashlib.sha256(content).digest(), None)):
        return ready
    try:
        judged = judge(content)
        with upright(content, judged) as image:
            look = look_of(image)
            large, small = rendition(image, PAGE), rendition(image, LIST, LIST_BYTES)
    except NotAPhoto as error:
        raise PhotoRefused(error.why) from None
    gallery.catch_up()  # so that little is left of it for the transaction
    return Prepared(content, judged, look, small, large)


def capture_told(picture: Prepared) -> Capture:
    """When and where a photo was taken by its own metadata, each part empty where they do not tell it.

    A time without an offset is local.
    """
    return capture_in(picture.content, picture.judged.container, timezone.get_default_timezone())


def mark_of(content: bytes) -> str:
    """What stands for the file itself: equal for equal files, and comparable by nobody without our key."""
    return seal.mark("photo", hashlib.sha256(content).hexdigest())


def mark_apart(mark: str, within: tuple[str, UUID]) -> str:
    """The same for a photo apart: equal within what it belongs to alone, so that the table tells nothing beyond that.

    ``within`` are label and id of that: of a photo of proof, what was promised.
    """
    return seal.mark("photo apart", f"{within[0]}/{within[1]}/{mark}")


def known(photo_id: UUID, about: tuple[str, UUID]) -> Photo | None:
    """The photo, if it was sent before. Raises ``BadPhotoId``, and ``IdTaken`` where another object's has this id."""
    if photo_id.version not in (4, 7):  # others tell of the machine that made them
        raise BadPhotoId
    found = Photo.objects.filter(pk=photo_id).first()
    if found is not None and (found.about_label, found.about_id) != about:
        raise IdTaken
    return found


def add_photo(
    *,
    photo_id: UUID,
    about: tuple[str, UUID],
    picture: Prepared,
    apart: bool,
    capture: Capture | None,
    claim: Claim,
    within: tuple[str, UUID] | None = None,
    whole: bool = True,
) -> Added:
    """Store a photo of an object, whose row the caller has locked. All of it or nothing; sent again, it is one.

    Metadata stay in the original only where the sender agreed to tell what was read of them, ``capture``, and to have
    it stored ``whole``. A photo ``apart`` is compared with no other, nor others with it; only the very same file is
    found again ``within`` what the object belongs to, itself if nothing else is named. Raises ``BadPhotoId``,
    ``IdTaken``, ``TooMany``.
    """
    if sent := known(photo_id, about):
        return Added(sent, new=False)
    if Photo.objects.filter(about_label=about[0], about_id=about[1]).count() >= MOST:
        raise TooMany(MOST)
    mark = mark_of(picture.content)
    repeat = None if apart else gallery.earlier(picture.look, mark, besides=about)
    photo = Photo(
        id=photo_id,
        about_label=about[0],
        about_id=about[1],
        apart=apart,
        sha256=mark_apart(mark, within or about) if apart else mark,
        phash=seal_look(picture.look, photo_id),
        capture=seal_capture(capture, photo_id) if capture else None,
        time_fit=time_fit(capture, claim),
        place_fit=place_fit(capture, claim),
        repeats=repeat.photo if repeat else None,
        repeats_month=repeat.month if repeat else "",
        added_at=timezone.now(),
    )
    content, judged = picture.content, picture.judged
    original = content[: judged.length] if whole and not photo.bare else stripped(content, judged)
    try:
        with journal.atomic():
            photo.save(force_insert=True)
            Original.objects.create(photo=photo, content=seal_original(original, photo_id))
            _put(photo, Rendition.PAGE, picture.large)
            _put(photo, Rendition.LIST, picture.small)
    except IntegrityError:
        if sent := known(photo_id, about):
            return Added(sent, new=False)  # sent twice at once
        raise
    return Added(photo, new=True)


def make_bare(*, about: tuple[str, UUID]) -> None:
    """Take from the photos of an object what they tell of the phone: metadata, and what was read of them.

    In the transaction of the caller, who has locked the object. Raises ``seal.CannotOpen``.
    """
    for photo in Photo.objects.filter(about_label=about[0], about_id=about[1]).exclude(capture=None):
        original = Original.objects.get(photo=photo)
        content = original_content(original)
        original.content = seal_original(stripped(content, judge(content)), photo.pk)
        original.save(update_fields=["content"])
        photo.capture, photo.time_fit, photo.place_fit = None, Photo.NONE, Photo.NONE
        photo.save(update_fields=["capture", "time_fit", "place_fit"])


def set_apart(*, about: tuple[str, UUID], apart: bool, within: tuple[str, UUID] | None = None) -> None:
    """Compare the photos of an object with no others any more, or with later ones again.

    What was found before is forgotten: theirs, and that others looked like them. ``within`` as in ``add_photo``. In the
    transaction of the caller.
    """
    changed = list(Photo.objects.filter(about_label=about[0], about_id=about[1], apart=not apart))
    for photo in changed:
        photo.apart, photo.repeats, photo.repeats_month = apart, None, ""
        if apart:
            photo.sha256 = mark_apart(photo.sha256, within or about)
        photo.save(update_fields=["apart", "repeats", "repeats_month", "sha256"])
    Photo.objects.filter(repeats__in=[each.pk for each in changed]).update(repeats=None, repeats_month="")


def paint(*, photo: Photo, boxes: Sequence[Box]) -> None:
    """Put solid boxes on what people see; the original stays as it is.

    Raises ``NoBoxes``, ``TooManyBoxes``, ``Gone``.
    """
    whole = [_within(box) for box in boxes]
    whole = [box for box in whole if box[2] > box[0] and box[3] > box[1]]
    if not whole:
        raise NoBoxes
    if len(whole) > MOST_BOXES:
        raise TooManyBoxes(MOST_BOXES)
    with journal.atomic():
        page = Rendition.objects.select_for_update().filter(photo=photo, kind=Rendition.PAGE).first()
        if page is None:
            raise Gone
        _show(photo, painted(rendition_content(page), whole))


def uncovered(*, photo: Photo) -> bytes:
    """What people saw of a photo at first, made anew for ``start_again``; like ``prepare``, before a transaction.

    Raises ``Gone``, ``Busy``, ``seal.CannotOpen``.
    """
    original = Original.objects.filter(photo=photo).first()
    if original is None:
        raise Gone
    content = original_content(original)
    try:
        with upright(content, judge(content)) as image:
            return rendition(image, PAGE)
    except NotAPhoto as error:
        if error.why == "busy":
            raise Busy from None
        raise  # it was one when it came


def start_again(*, photo: Photo, large: bytes) -> None:
    """Show a photo without any box, as ``uncovered`` made it; only handlers see it until it is cleared again.

    Raises ``Gone``.
    """
    with journal.atomic():
        locked = _held(photo)
        locked.cleared_at, locked.cleared_by = None, ""
        locked.save(update_fields=["cleared_at", "cleared_by"])
        _show(photo, large)


def clear(*, photo: Photo, by: str, seen: str | None = None) -> bool:
    """Let others than handlers see it: faces and plates are painted over, or there are none. False if it was clear.

    ``seen`` is the ``queries.version_of`` that they looked at. Raises ``Gone``, ``PhotoChanged``.
    """
    with journal.atomic():
        locked = _held(photo)
        if locked.cleared_at is not None:
            return False
        if seen is not None and seen != version_of(photo):
            raise PhotoChanged
        locked.cleared_at, locked.cleared_by = timezone.now(), by
        locked.save(update_fields=["cleared_at", "cleared_by"])
    return True


def erase_about(label: str, ids: Iterable[UUID]) -> int:
    """Erase the photos and voice notes of these objects, with all that belongs to them. Returns how many."""
    wanted = list(ids)
    return sum(_erase(label, wanted[start : start + 200]) for start in range(0, len(wanted), 200))


def _erase(label: str, ids: Collection[UUID]) -> int:
    found = Photo.objects.filter(about_label=label, about_id__in=ids)
    number = found.count()
    found.delete()
    return number + erase_voices(label, list(ids))


def _held(photo: Photo) -> Photo:
    row = Photo.objects.select_for_update().filter(pk=photo.pk).first()
    if row is None:
        raise Gone
    return row


def _show(photo: Photo, large: bytes) -> None:
    """Put another picture in place of both that people see."""
    for kind, content in ((Rendition.PAGE, large), (Rendition.LIST, listed(large))):
        row = Rendition.objects.get(photo=photo, kind=kind)
        row.content = _sealed(content, row.pk)
        row.save(update_fields=["content"])


def _put(photo: Photo, kind: str, content: bytes) -> None:
    judged = judge(content)
    row = Rendition.objects.create(photo=photo, kind=kind, width=judged.width, height=judged.height, content=b"")
    row.content = _sealed(content, row.pk)  # sealed for this very row, whose number is known only now
    row.save(update_fields=["content"])


def _within(box: Box) -> Box:
    left, top, right, bottom = (min(max(float(each), 0.0), 1.0) for each in box)
    return left, top, right, bottom
