"""Voice notes come in, sealed as received, and go. Nobody's words are read out of them, and none is compared."""

import hashlib
from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone

from rukun import seal
from rukun.evidence.algo.sounds import NotASound, sound_type
from rukun.evidence.errors import TooManyVoices, VoiceRefused
from rukun.evidence.models import Voice
from rukun.evidence.sealing import seal_voice
from rukun.guard.ids import new_id

MOST_VOICES = 3
"""Voice notes of one object."""


@dataclass(frozen=True)
class AddedVoice:
    """``new`` is false where the very same recording had been stored before."""

    voice: Voice
    new: bool


def add_voice(*, about: tuple[str, UUID], content: bytes) -> AddedVoice:
    """Store a voice note of an object, whose row the caller has locked; the same recording sent again is one.

    Raises ``VoiceRefused``, ``TooManyVoices``.
    """
    try:
        media_type = sound_type(content)
    except NotASound as error:
        raise VoiceRefused(error.why) from None
    label, key = about
    mark = seal.mark("voice", f"{label}/{key}/{hashlib.sha256(content).hexdigest()}")
    beside = Voice.objects.filter(about_label=label, about_id=key).defer("content")
    if sent := beside.filter(sha256=mark).first():
        return AddedVoice(sent, new=False)
    if beside.count() >= MOST_VOICES:
        raise TooManyVoices(MOST_VOICES)
    fresh = new_id()
    voice = Voice.objects.create(
        id=fresh,
        about_label=label,
        about_id=key,
        media_type=media_type,
        size=len(content),
        sha256=mark,
        content=seal_voice(content, fresh),
        added_at=timezone.now(),
    )
    return AddedVoice(voice, new=True)


def erase_voices(label: str, ids: list[UUID]) -> int:
    """Erase the voice notes of these objects, with who asked to hear them. Returns how many."""
    found = Voice.objects.filter(about_label=label, about_id__in=ids).only("pk")
    number = found.count()
    found.delete()
    return number
