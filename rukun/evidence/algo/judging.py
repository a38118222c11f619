"""Whether a file is a photo that can be taken in, judged by its content: never by its name or what the sender says."""

from dataclasses import dataclass

from rukun.evidence.algo.containers import Container, Kind, NotAPhoto, read

__all__ = ["Judged", "NotAPhoto", "judge"]

LARGEST = 5 * 1024 * 1024
MOST_PIXELS = {"jpeg": 25_000_000, "png": 16_000_000, "webp": 16_000_000}
"""Phones that take "24 megapixels" write 24.5 million, as JPEG, which is decoded at the size that is needed.

The others are decoded whole (WebP several times over: some 350 MB for 16 million); a long screenshot has ten million.
"""
LONGEST_SIDE = 12_000
TEXTS = (b"%pdf-", b"<html", b"<script", b"<!doctype", b"<?php", b"<svg ", b"<svg\n", b"javascript:")
ARCHIVES = (b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c")
APPENDED = (b"PK\x03\x04", b"\x1f\x8b\x08", b"MZ", b"\x7fELF", b"#!", b"GIF8")


@dataclass(frozen=True)
class Judged:
    """``width`` and ``height`` of the picture turned upright. ``length`` is how many bytes of the content are it.

    Phones append videos and second pictures; those are to be cut off.
    """

    kind: Kind
    width: int
    height: int
    length: int
    container: Container


def judge(content: bytes) -> Judged:
    """Judge a file without decoding it. Raises ``NotAPhoto``, whose ``why`` says what is the matter.

    Decoding may still find that it is damaged, see ``pictures.upright``.
    """
    if not content:
        raise NotAPhoto("empty")
    if len(content) > LARGEST:
        raise NotAPhoto("large")
    found = read(content)
    if found.moves:
        raise NotAPhoto("animated")
    if max(found.width, found.height) > LONGEST_SIDE or found.width * found.height > MOST_PIXELS[found.kind]:
        raise NotAPhoto("pixels")
    if _is_also_something_else(content, found):
        raise NotAPhoto("polyglot")
    turned = found.orientation >= 5
    width, height = (found.height, found.width) if turned else (found.width, found.height)
    return Judged(found.kind, width, height, found.end, found)


def _is_also_something_else(content: bytes, found: Container) -> bool:
    """Whether another program would take the same bytes for an archive, a page or a script.

    Looked for where pictures are not. Short marks occur by chance in a phone's video, so they count only at the very
    beginning of what was appended, and a ZIP archive only with both its directory and that directory's end.
    """
    rest = content[found.end :]
    if rest.startswith(APPENDED):
        return True
    around = b"\0".join([*(content[start:stop] for start, stop in found.aside), rest])
    if any(mark in around for mark in ARCHIVES) or (b"PK\x01\x02" in around and b"PK\x05\x06" in around):
        return True
    around = around.lower()
    return any(text in around for text in TEXTS)
