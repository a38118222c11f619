"""Whether a file is sound and nothing else, told by its first bytes: never by its name or what the sender says.

Nothing is decoded. Read after RFC 3533, 7845 (Ogg, Opus), ISO 14496-12 (MP4), 11172-3 and ID3v2 (MP3), 13818-7 (ADTS)
and RFC 4867 (AMR).
"""

import re
from collections.abc import Callable

LARGEST = 2 * 1024 * 1024
"""Ten minutes of what WhatsApp and Telegram record."""
OGG_BEGINS = b"OggS\x00\x02"
"""The page with which a stream begins."""
OGG_SOUNDS = (b"OpusHead", b"\x01vorbis", b"Speex   ", b"\x7fFLAC")
MP4_TRACK = re.compile(rb"hdlr.{8}(vide|pict|soun)", re.DOTALL)
BIT_RATES = (
    (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 0),
    (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160, 0),
)
"""Of MPEG 1 layer III, and of MPEG 2 and 2.5, in kbit/s; 0 where nobody may say so."""
SAMPLE_RATES = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}
"""By the version bits of MPEG 1, 2 and 2.5."""


class NotASound(Exception):
    """``why`` is a key of ``errors.WHY_NO_VOICE``: "empty", "large", "unknown"."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def sound_type(content: bytes) -> str:
    """The media type of a recording, one of five. Raises ``NotASound``."""
    if not content:
        raise NotASound("empty")
    if len(content) > LARGEST:
        raise NotASound("large")
    for media_type, is_so in (
        ("audio/ogg", _is_ogg),
        ("audio/amr", _is_amr),
        ("audio/mp4", _is_mp4),
        ("audio/mpeg", _is_mpeg),
        ("audio/aac", _is_aac),
    ):
        if is_so(content):
            return media_type
    raise NotASound("unknown")


def _is_ogg(content: bytes) -> bool:
    """One stream, of a codec that knows only sound."""
    if not content.startswith(OGG_BEGINS) or len(content) < 28 or content.count(OGG_BEGINS) != 1:
        return False
    return content[27 + content[26] :].startswith(OGG_SOUNDS)


def _is_amr(content: bytes) -> bool:
    return content.startswith((b"#!AMR\n", b"#!AMR-WB\n"))


def _is_mp4(content: bytes) -> bool:
    """Of a film the boxes say so; they need not stand at the beginning."""
    return content[4:8] == b"ftyp" and set(MP4_TRACK.findall(content)) == {b"soun"}


def _is_mpeg(content: bytes) -> bool:
    at = 0
    if content.startswith(b"ID3") and len(content) > 10:
        size = 0
        for byte in content[6:10]:
            size = size << 7 | byte & 0x7F
        at = 10 + size
    return _frames(content, at, _mpeg_frame)


def _is_aac(content: bytes) -> bool:
    return _frames(content, 0, _adts_frame)


def _frames(content: bytes, at: int, length_at: Callable[[bytes], int]) -> bool:
    """Whether frames follow each other here; a recording that ends with its first one is none."""
    for _ in range(3):
        length = length_at(content[at : at + 7])
        if not length:
            return False
        at += length
    return True


def _mpeg_frame(head: bytes) -> int:
    """Bytes of a frame of layer III; 0 where there is none."""
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE6 != 0xE2:
        return 0
    version, rate, sampling = head[1] >> 3 & 3, head[2] >> 4, head[2] >> 2 & 3
    if version not in SAMPLE_RATES or sampling == 3:
        return 0
    first = version == 3
    kilobits = BIT_RATES[0 if first else 1][rate]
    samples = 144 if first else 72
    return samples * 1000 * kilobits // SAMPLE_RATES[version][sampling] + (head[2] >> 1 & 1) if kilobits else 0


def _adts_frame(head: bytes) -> int:
    if len(head) < 7 or head[0] != 0xFF or head[1] & 0xF6 != 0xF0 or (head[2] >> 2 & 0xF) > 12:
        return 0
    length = (head[3] & 3) << 11 | head[4] << 3 | head[5] >> 5
    return length if length >= 7 else 0
