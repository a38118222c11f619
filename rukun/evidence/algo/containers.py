"""The structure of JPEG, PNG and WebP files: what in them is picture and what is not, without decoding anything.

Read after ITU-T T.81 annex B (JPEG), the W3C's PNG specification and Google's container specification of WebP.
Nothing but picture is ever handed to a decoder, so that no decoder meets metadata that strangers wrote.
"""

import re
import struct
import zlib
from dataclasses import dataclass
from typing import Literal

Kind = Literal["jpeg", "png", "webp"]
Span = tuple[int, int]

PNG_HEAD = b"\x89PNG\r\n\x1a\n"
MOST_SEGMENTS = 20_000
MOST_SCANS = 20
"""Of a progressive JPEG: cameras write about ten, web sites that squeeze small pictures up to twenty."""
MOST_PASSES = 300_000_000
"""Pixels times scans, as each scan is another pass over all of them: twelve over 25 megapixels take half a second."""
NEXT_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
NOT_FILL = re.compile(rb"[^\xff]")
FRAMES = set(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


class NotAPhoto(Exception):
    """``why`` is a key of ``errors.WHY``: "empty", "large", "heic", "truncated", …"""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True)
class Container:
    """``width`` and ``height`` as stored, before ``orientation`` (1 to 8, EXIF's) turns the picture upright.

    ``picture`` and ``aside`` are spans of the content, the second those that decoders do not need; ``end`` is where
    the file ends by its own word. ``alpha`` is whether a WebP says it can be looked through.
    """

    kind: Kind
    width: int
    height: int
    orientation: int
    end: int
    picture: tuple[Span, ...]
    aside: tuple[Span, ...]
    moves: bool = False
    alpha: bool = False


def read(content: bytes) -> Container:
    """The structure of a JPEG, PNG or WebP. Raises ``NotAPhoto``."""
    try:
        if content.startswith(b"\xff\xd8\xff"):
            found = _jpeg(content)
        elif content.startswith(PNG_HEAD):
            found = _png(content)
        elif content[:4] == b"RIFF" and content[8:12] == b"WEBP":
            found = _webp(content)
        else:
            raise NotAPhoto(_stranger(content))
    except (IndexError, struct.error):
        raise NotAPhoto("truncated") from None
    if not (found.width and found.height):
        raise NotAPhoto("damaged")
    return found


def bare(content: bytes, container: Container, *, turned: bool = True) -> bytes:
    """The same picture, bit for bit, without anything else; of the metadata only how to turn it stays (``turned``)."""
    orientation = container.orientation if turned else 1
    parts = [content[start:stop] for start, stop in container.picture]
    if container.kind == "jpeg":
        if orientation != 1:
            exif = b"Exif\0\0" + _only_orientation(orientation)
            parts.insert(1, b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif)
        return b"".join(parts)
    if container.kind == "png":
        if orientation != 1:
            parts.insert(2, _png_chunk(b"eXIf", _only_orientation(orientation)))
        return b"".join(parts)
    return _webp_of(parts, container, orientation)


def _stranger(content: bytes) -> str:
    """What a file is that is none of the three, as far as it helps to say so."""
    head = content[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if content[4:8] == b"ftyp":
        return "heic" if content[8:12] in (b"heic", b"heix", b"heim", b"heis", b"mif1", b"msf1", b"avif") else "video"
    for start, why in (
        (b"gif8", "gif"),
        (b"%pdf", "pdf"),
        (b"pk\x03\x04", "archive"),
        (b"rar!", "archive"),
        (b"7z\xbc\xaf", "archive"),
        (b"\x1f\x8b", "archive"),
    ):
        if head.startswith(start):
            return why
    return "svg" if b"<svg" in content[:4096].lower() else "unknown"


def _jpeg(content: bytes) -> Container:
    at, orientation, size, scans = 2, 1, (0, 0), 0
    picture: list[Span] = [(0, 2)]
    aside: list[Span] = []
    for _ in range(MOST_SEGMENTS):
        start, marker = _marker(content, at)
        if marker == 0xD9:
            _sound(scans > 0)
            if scans * size[0] * size[1] > MOST_PASSES:
                raise NotAPhoto("pixels")
            picture.append((start, start + 2))
            return Container("jpeg", *size, orientation, start + 2, tuple(picture), tuple(aside))
        data, at = start + 4, start + 2 + struct.unpack_from(">H", content, start + 2)[0]
        _sound(at >= data)
        if at > len(content):
            raise NotAPhoto("truncated")
        if _is_aside(content, marker, data, at):
            aside.append((start, at))
            if marker == 0xE1 and content[data : data + 6] == b"Exif\0\0":
                orientation = _orientation(content[data + 6 : at])
            continue
        if marker in FRAMES:
            _sound(size == (0, 0))
            size = _frame(content, marker, data)
        elif marker == 0xDA:
            scans += 1
            _sound(size != (0, 0) and scans <= MOST_SCANS)
            at = _end_of_scan(content, at)
        picture.append((start, at))
    raise NotAPhoto("damaged")


def _sound(holds: bool) -> None:
    if not holds:
        raise NotAPhoto("damaged")


def _frame(content: bytes, marker: int, data: int) -> tuple[int, int]:
    if marker > 0xC2 or content[data] != 8:
        raise NotAPhoto("unknown")  # lossless, arithmetic, twelve bits: no phone writes it
    height, width = struct.unpack_from(">HH", content, data + 1)
    return width, height


def _end_of_scan(content: bytes, at: int) -> int:
    found = NEXT_MARKER.search(content, at)
    if found is None:
        raise NotAPhoto("truncated")
    return found.start()


def _marker(content: bytes, at: int) -> Span:
    """Where the marker at this place begins, past fill bytes, and which it is; only such as may stand there."""
    _sound(content[at] == 0xFF)
    found = NOT_FILL.search(content, at)
    if found is None:
        raise NotAPhoto("truncated")
    marker = content[found.start()]
    _sound(marker > 0x01 and not 0xD0 <= marker <= 0xD8)
    return found.start() - 1, marker


def _is_aside(content: bytes, marker: int, data: int, stop: int) -> bool:
    """Whether a segment holds what no decoder needs. Adobe's says how colours are meant, and is needed."""
    adobe = marker == 0xEE and content[data : data + 5] == b"Adobe" and stop == data + 12
    return marker == 0xFE or (0xE0 <= marker <= 0xEF and not adobe)


def _png(content: bytes) -> Container:
    if content[12:16] != b"IHDR" or content[8:12] != b"\0\0\0\r":
        raise NotAPhoto("damaged")
    width, height = struct.unpack_from(">II", content, 16)
    at, orientation, moves = 8, 1, False
    picture: list[Span] = [(0, 8)]
    aside: list[Span] = []
    for _ in range(MOST_SEGMENTS):
        length, name = struct.unpack_from(">I4s", content, at)
        stop = at + 12 + length
        if stop > len(content):
            raise NotAPhoto("truncated")
        if name in (b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND"):
            picture.append((at, stop))
        else:
            aside.append((at, stop))
            moves |= name in (b"acTL", b"fcTL", b"fdAT")
            if name == b"eXIf":
                orientation = _orientation(content[at + 8 : stop - 4])
        if name == b"IEND":
            return Container("png", width, height, orientation, stop, tuple(picture), tuple(aside), moves)
        at = stop
    raise NotAPhoto("damaged")


def _webp(content: bytes) -> Container:
    end = 8 + struct.unpack_from("<I", content, 4)[0]
    if end > len(content):
        raise NotAPhoto("truncated")
    at, orientation, moves, alpha, width, height = 12, 1, False, False, 0, 0
    picture: list[Span] = []
    aside: list[Span] = []
    for _ in range(MOST_SEGMENTS):
        if at >= end:
            break
        name, length = struct.unpack_from("<4sI", content, at)
        data, stop = at + 8, at + 8 + length
        if stop > end:
            raise NotAPhoto("truncated")
        size = _webp_size(name, content[data : data + 10])
        if size is None:
            aside.append((at, stop))
            moves |= name in (b"ANIM", b"ANMF")
            if name == b"EXIF":
                orientation = _orientation(content[data:stop].removeprefix(b"Exif\0\0"))
        else:
            width, height = max(width, size[0]), max(height, size[1])
            alpha |= name == b"ALPH" or (name == b"VP8L" and bool(content[data + 4] & 0x10))
            if name == b"VP8X":
                moves |= bool(content[data] & 0x02)
            else:
                picture.append((at, stop))
        at = stop + length % 2
    else:
        raise NotAPhoto("damaged")
    return Container("webp", width, height, orientation, end, tuple(picture), tuple(aside), moves, alpha)


def _webp_size(name: bytes, head: bytes) -> tuple[int, int] | None:
    """Width and height that a chunk tells (of an alpha channel none, so zero), ``None`` where it is no picture."""
    if name == b"VP8X":
        return int.from_bytes(head[4:7], "little") + 1, int.from_bytes(head[7:10], "little") + 1
    if name == b"VP8 ":
        if head[3:6] != b"\x9d\x01\x2a":
            raise NotAPhoto("damaged")
        return int.from_bytes(head[6:8], "little") & 0x3FFF, int.from_bytes(head[8:10], "little") & 0x3FFF
    if name == b"VP8L":
        if head[:1] != b"\x2f":
            raise NotAPhoto("damaged")
        bits = int.from_bytes(head[1:5], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    return (0, 0) if name == b"ALPH" else None


def _webp_of(parts: list[bytes], container: Container, orientation: int) -> bytes:
    chunks = [part + b"\0" * (len(part) % 2) for part in parts]
    if len(chunks) > 1 or orientation != 1:
        flags = (0x10 if container.alpha else 0) | (0x08 if orientation != 1 else 0)
        size = (container.width - 1).to_bytes(3, "little") + (container.height - 1).to_bytes(3, "little")
        chunks.insert(0, b"VP8X" + struct.pack("<II", 10, flags) + size)
        if orientation != 1:
            exif = _only_orientation(orientation)
            chunks.append(b"EXIF" + struct.pack("<I", len(exif)) + exif)
    body = b"WEBP" + b"".join(chunks)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def _orientation(exif: bytes) -> int:
    """Tag 0x0112 of the first directory of a TIFF structure; 1 (upright) where there is none that can be read."""
    order = {b"II*\0": "<", b"MM\0*": ">"}.get(exif[:4])
    if order is None:
        return 1
    try:
        at = struct.unpack_from(f"{order}I", exif, 4)[0]
        for number in range(min(struct.unpack_from(f"{order}H", exif, at)[0], 100)):
            tag, kind, count, value = struct.unpack_from(f"{order}HHIH", exif, at + 2 + 12 * number)
            if tag == 0x0112:
                return value if kind == 3 and count == 1 and 1 <= value <= 8 else 1
    except struct.error:
        pass
    return 1


def _only_orientation(orientation: int) -> bytes:
    """A TIFF structure that says how to turn a picture, and nothing else: 26 bytes."""
    return b"MM\0*" + struct.pack(">IHHHIHHI", 8, 1, 0x0112, 3, 1, orientation, 0, 0)


def _png_chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
