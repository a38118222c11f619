"""What is known of photos and voice notes. Who may see one is asked of the room that it belongs to."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Count, IntegerField, OuterRef, Q, Subquery, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce
from django.utils import timezone

from rukun.evidence.actions import ASKED_FOR, mark_apart, mark_of
from rukun.evidence.actions.openings import about
from rukun.evidence.algo.judging import judge
from rukun.evidence.models import Opening, Photo, Piece, Rendition, Voice
from rukun.evidence.sealing import capture_of, rendition_content, version_of

__all__ = [
    "Opening",
    "Photo",
    "Piece",
    "Voice",
    "capture_of",
    "content_type",
    "count_of",
    "number_at",
    "openings_of",
    "openings_waiting",
    "photo",
    "photos_of",
    "picture",
    "size_shown",
    "used_before",
    "version_of",
    "voice",
    "voices_of",
]


def used_before(content: bytes, within: tuple[str, UUID]) -> bool:
    """Whether this very file came before: anywhere but apart, or apart within the same thing. One query."""
    mark = mark_of(content)
    return Photo.objects.filter(sha256__in=[mark, mark_apart(mark, within)]).exists()


def photos_of(label: str, ids: Iterable[UUID]) -> dict[UUID, list[Photo]]:
    """The photos of objects, in the order in which they came. Objects without any are not there."""
    found: dict[UUID, list[Photo]] = defaultdict(list)
    for each in Photo.objects.filter(about_label=label, about_id__in=list(ids)):
        found[each.about_id].append(each)
    return dict(found)


def count_of(label: str, ids: Iterable[UUID]) -> dict[UUID, int]:
    """How many photos objects have; one query. Objects without any are not there."""
    found = Photo.objects.filter(about_label=label, about_id__in=list(ids)).order_by()
    return dict(found.values_list("about_id").annotate(Count("pk")))


def number_at(label: str, key: OuterRef, **only: Any) -> Combinable:
    """How many photos the object has that a query around this one reads, ``key`` being its id. No query of its own."""
    found = Photo.objects.filter(about_label=label, about_id=key, **only).order_by()
    counted = found.values("about_label").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted), Value(0), output_field=IntegerField())


def photo(key: UUID) -> Photo | None:
    return Photo.objects.filter(pk=key).first()


def picture(photo: Photo, kind: str) -> bytes | None:
    """The JPEG that people see, ``kind`` "list" or "page". Raises ``seal.CannotOpen``."""
    found = Rendition.objects.filter(photo=photo, kind=kind).first()
    return rendition_content(found) if found else None


def size_shown(photo: Photo, kind: str) -> tuple[int, int]:
    """Width and height in pixels of what people see; none where the photo has gone."""
    found = Rendition.objects.filter(photo=photo, kind=kind).values_list("width", "height").first()
    return found or (0, 0)


def content_type(original: bytes) -> str:
    """What a browser is told of an original."""
    return f"image/{judge(original).kind}"


def voices_of(label: str, key: UUID) -> list[Voice]:
    """The voice notes of an object in the order in which they came, without what was said."""
    return list(Voice.objects.filter(about_label=label, about_id=key).defer("content"))


def voice(key: UUID) -> Voice | None:
    return Voice.objects.filter(pk=key).defer("content").first()


def openings_of(of: Piece) -> list[Opening]:
    """Who asked to open it or may look at it now; what ran out without agreement is left out."""
    now = timezone.now()
    asked = Opening.objects.filter(**about(of), agreed_at=None, asked_at__gt=now - ASKED_FOR)
    return [*asked, *Opening.objects.filter(**about(of), until__gt=now)]


def openings_waiting(*labels: str) -> list[Opening]:
    """Requests to open something of objects so labelled that wait for a second person, with what it is. One query."""
    since = timezone.now() - ASKED_FOR
    theirs = Q(photo__about_label__in=labels) | Q(voice__about_label__in=labels)
    waiting = Opening.objects.filter(theirs, agreed_at=None, asked_at__gt=since)
    return list(waiting.select_related("photo", "voice").defer("voice__content"))
