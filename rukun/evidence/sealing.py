"""How the values of this room's tables are sealed and opened. Raises ``seal.CannotOpen`` where a key is missing."""

import hashlib
from datetime import datetime
from uuid import UUID

from rukun import seal
from rukun.evidence.algo.fitting import Capture
from rukun.evidence.models import Original, Photo, Rendition, Voice
from rukun.seal.tables import about

PHOTO, ORIGINAL, RENDITION = "evidence.Photo", "evidence.Original", "evidence.Rendition"
VOICE = "evidence.Voice"


def seal_look(look: bytes, key: UUID) -> bytes:
    return seal.seal(look, about(PHOTO, "phash", key))


def look_of(sealed: bytes, key: UUID) -> bytes:
    return seal.unseal(sealed, about(PHOTO, "phash", key))


def seal_capture(capture: Capture, key: UUID) -> bytes:
    time = capture.time.isoformat() if capture.time else None
    return seal.seal_words({"time": time, "lat": capture.lat, "lon": capture.lon}, about(PHOTO, "capture", key))


def capture_of(photo: Photo) -> Capture | None:
    if photo.capture is None:
        return None
    told = seal.unseal_words(photo.capture, about(PHOTO, "capture", photo.pk))
    return Capture(datetime.fromisoformat(told["time"]) if told["time"] else None, told["lat"], told["lon"])


def seal_original(content: bytes, key: UUID) -> bytes:
    return seal.seal(content, about(ORIGINAL, "content", key))


def original_content(original: Original) -> bytes:
    return seal.unseal(original.content, about(ORIGINAL, "content", original.pk))


def seal_rendition(content: bytes, key: int) -> bytes:
    return seal.seal(content, about(RENDITION, "content", key))


def rendition_content(rendition: Rendition) -> bytes:
    return seal.unseal(rendition.content, about(RENDITION, "content", rendition.pk))


def seal_voice(content: bytes, key: UUID) -> bytes:
    return seal.seal(content, about(VOICE, "content", key))


def voice_content(voice: Voice) -> bytes:
    return seal.unseal(voice.content, about(VOICE, "content", voice.pk))


def version_of(photo: Photo) -> str:
    """What tells one state of what people see of a photo from another; it changes with every box."""
    found = Rendition.objects.filter(photo=photo, kind=Rendition.PAGE).values_list("content", flat=True).first()
    return hashlib.sha256(bytes(found or b"")).hexdigest()[:16]
