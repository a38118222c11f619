"""What a file really is, by its content: a PDF, a JPEG or a PNG, and where it ends.

Names and types that a browser sends are only claims. Of a picture exactly the picture is kept: what hangs behind its
end (a film that a phone adds, an archive that somebody hides there) is cut off. Nothing is decoded, so that no file can
unpack to more than it is.
"""

import re
from dataclasses import dataclass

PDF, JPEG, PNG = "application/pdf", "image/jpeg", "image/png"
ENDINGS = {PDF: ".pdf", JPEG: ".jpg", PNG: ".png"}

_PNG_BEGINS = b"\x89PNG\r\n\x1a\n"
_PNG_LAST = b"IEND"
_SOI, _EOI, _SOS = 0xD8, 0xD9, 0xDA
_WITHOUT_LENGTH = frozenset({0x01, *range(0xD0, 0xD8)})
"""JPEG's markers that stand alone: TEM and the restarts."""
_NO_PADDING = re.compile(rb"[^\xff]")
_MARKER = re.compile(rb"\xff[^\x00\x01\xd0-\xd7]")
"""What ends coded data: neither a byte that happens to be 0xFF, written with a zero behind it, nor a restart."""
_PDF_END = b"%%EOF"


@dataclass(frozen=True)
class Paper:
    """``content`` is the file without what was behind its end."""

    content_type: str
    content: bytes


def read(data: bytes) -> Paper | None:
    """What the file is; ``None`` for anything else, and for one that is not whole."""
    for content_type, begins, end_of in (
        (PDF, b"%PDF-", _end_of_pdf),
        (JPEG, b"\xff\xd8\xff", _end_of_jpeg),
        (PNG, _PNG_BEGINS, _end_of_png),
    ):
        if data.startswith(begins):
            end = end_of(data)
            return Paper(content_type, data[:end]) if end else None
    return None


def _end_of_pdf(data: bytes) -> int:
    """Behind the last end mark: a file that was changed and saved again has several."""
    at = data.rfind(_PDF_END)
    return at + len(_PDF_END) if at > 0 else 0


def _end_of_png(data: bytes) -> int:
    """Behind the chunk that says that it is the last. The first has to be the header."""
    at = len(_PNG_BEGINS)
    if data[at + 4 : at + 8] != b"IHDR":
        return 0
    while at + 12 <= len(data):
        length, name = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8]
        at += 12 + length
        if name == _PNG_LAST:
            return at if at <= len(data) else 0
    return 0


def _end_of_jpeg(data: bytes) -> int:
    """Behind the end marker of the picture itself: one in a thumbnail lies inside a segment and is stepped over."""
    at, seen_scan = 2, False
    while at + 2 <= len(data):
        if data[at] != 0xFF:
            return 0
        marker = data[at + 1]
        if marker == 0xFF:  # padding: as much as there is, in one search
            found = _NO_PADDING.search(data, at)
            at = found.start() - 1 if found else len(data)
        elif marker == _EOI:
            return at + 2 if seen_scan else 0
        elif marker in _WITHOUT_LENGTH:
            at += 2
        else:
            length = int.from_bytes(data[at + 2 : at + 4], "big")
            if marker in (0x00, _SOI) or length < 2:
                return 0
            at += 2 + length
            if marker == _SOS:
                seen_scan = True
                at = _behind_scan(data, at)
    return 0


def _behind_scan(data: bytes, at: int) -> int:
    """The next marker behind coded data, in which 0xFF is followed by zero or by a restart."""
    found = _MARKER.search(data, at)
    return found.start() if found else len(data)
