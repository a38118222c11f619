"""Photos of reports and of proofs: added, and painted over by whoever handles them.

What is wrong with a photo itself is an ``EvidenceError`` (room ``evidence``), all else a ``ReportError``. Whatever is
done with a photo, its report's row is locked first: so both are there, or ``ReportGone`` and ``Gone`` say which is
not. Whether the actor may is asked before and, as the report may have become another category, again of that row.
"""

import hashlib
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from uuid import UUID

from django.utils import timezone
from django.utils.dateparse import parse_datetime

from rukun import seal
from rukun.evidence import actions as evidence
from rukun.evidence.actions import Box, Capture, Claim, Photo
from rukun.geo.coordinates import NotAPoint, point
from rukun.guard import ANYONE, Actor, Decision
from rukun.journal import actions as journal
from rukun.journal.verbs import Verb
from rukun.report.access.photos import REPORT, may_paint
from rukun.report.account import account_of
from rukun.report.actions.booking import unit_of
from rukun.report.actions.holding import locked_for
from rukun.report.categories import CATEGORIES
from rukun.report.errors.photos import Closed
from rukun.report.models import Report
from rukun.report.verbs import PHOTO_ADDED, PHOTO_CLEARED, PHOTO_PAINTED, PHOTO_UNCOVERED

OLDEST = timedelta(days=3660)
"""A phone's clock that says more was never set."""


def add_photo(
    *,
    report: Report,
    content: bytes,
    photo_id: UUID | None = None,
    capture: Capture | None = None,
    actor: Actor = ANYONE,
) -> Photo:
    """Take a photo of a report in; the caller has seen the receipt code, or asked whether the actor may.

    Sent again with its id, it is stored once; without an id the picture itself stands for it. Its metadata stay only
    with ``capture``, which the sender agreed to tell; of an anonymous report, that is ignored. Raises ``EvidenceError``
    where it is no photo that can be taken (``field`` "photo" or "id"), or not now; ``Closed`` where the report takes
    nothing any more.
    """
    about = (REPORT, report.pk)
    photo_id = photo_id or id_of(report, content)
    if sent := evidence.known(photo_id, about):
        return sent
    if report.closed_at is not None:
        raise Closed
    picture = evidence.prepare(content)  # the long part, while nobody waits for a lock
    with journal.atomic():
        row = Report.objects.select_for_update().filter(pk=report.pk).first()
        if row is None or row.closed_at is not None:
            raise Closed
        told = account_of(row)
        added = evidence.add_photo(
            photo_id=photo_id,
            about=about,
            picture=picture,
            apart=CATEGORIES[row.category].kind != "ordinary",  # that it looks alike would tell that it is there
            capture=None if row.anonymous else capture,
            claim=Claim(row.happened_at, told.lat, told.lon),
        )
        if added.new:
            _note(PHOTO_ADDED, actor, row)
    return added.photo


def id_of(report: Report, content: bytes) -> UUID:
    """The id of a photo that came without one: the same for the same picture.

    Nobody can compute it without our key, so that it does not tell whether a picture they have was sent.
    """
    return UUID(seal.mark("photo id", f"{report.pk}/{hashlib.sha256(content).hexdigest()}")[:32], version=4)


def read_capture(taken: str, lat: str, lon: str) -> Capture | None:
    """What a phone tells of a photo, as text; what cannot be is left out. A time without zone is local time."""
    here = None
    if lat and lon:
        with suppress(NotAPoint):
            here = point(lat, lon)
    time = _time(taken)
    if time is None and here is None:
        return None
    return Capture(time, here.lat if here else None, here.lon if here else None)


def paint(*, actor: Actor, report: Report, photo: Photo, boxes: Sequence[Box]) -> None:
    """Cover parts of what people see. Raises ``Refused``, ``ReportGone``, and ``EvidenceError`` (``field`` "boxes")."""
    may_paint(actor, report, photo).demand()
    with journal.atomic():
        row = _locked(actor, report, photo)
        evidence.paint(photo=photo, boxes=boxes)
        _note(PHOTO_PAINTED, actor, row)


def start_again(*, actor: Actor, report: Report, photo: Photo) -> None:
    """Take all boxes away: only handlers see the photo, until it is cleared again.

    Raises ``Refused``, ``ReportGone``, ``EvidenceError``.
    """
    may_paint(actor, report, photo).demand()
    large = evidence.uncovered(photo=photo)  # the long part
    with journal.atomic():
        row = _locked(actor, report, photo)
        evidence.start_again(photo=photo, large=large)
        _note(PHOTO_UNCOVERED, actor, row)


def clear(*, actor: Actor, report: Report, photo: Photo, seen: str | None = None) -> None:
    """Say that no face and no plate can be seen (any more); whoever reads the report then sees the photo.

    ``seen`` says what they looked at. Raises ``Refused``, ``ReportGone``, ``Gone``, ``PhotoChanged``.
    """
    may_paint(actor, report, photo).demand()
    with journal.atomic():
        row = _locked(actor, report, photo)
        if evidence.clear(photo=photo, by=actor.label, seen=seen):
            _note(PHOTO_CLEARED, actor, row)


def _locked(actor: Actor, report: Report, photo: Photo) -> Report:
    def may(actor: Actor, row: Report) -> Decision:
        return may_paint(actor, row, photo)

    return locked_for(actor, report, may)


def _note(verb: Verb, actor: Actor, report: Report, note: str = "") -> None:
    journal.record(verb, actor=actor, unit=unit_of(report), about=(REPORT, report.pk), note=note)


def _time(text: str) -> datetime | None:
    try:
        time = parse_datetime(text.strip())
    except ValueError:
        return None
    if time is None:
        return None
    now = timezone.now()
    time = time if timezone.is_aware(time) else timezone.make_aware(time)
    return time if now - OLDEST < time < now + timedelta(days=1) else None
