"""Decoding photos of strangers, and making of them what people see."""

import io
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rukun.evidence.algo.containers import NotAPhoto, bare
from rukun.evidence.algo.judging import Judged, judge

if TYPE_CHECKING:
    from PIL.Image import Image

LIST, PAGE = 320, 1280
"""Pixels of the longer side."""
LIST_BYTES = 30_000
Box = tuple[float, float, float, float]
"""Left, top, right, bottom, as parts of width and height (0 to 1)."""

_two = threading.BoundedSemaphore(2)
"""How many are decoded at once in a process: one takes some hundred megabytes at worst."""
PATIENCE = 5.0
"""Seconds that a photo waits for its turn: whoever sent it waits as long, and so does a worker of the server."""


@contextmanager
def upright(content: bytes, judged: Judged) -> Iterator["Image"]:
    """The picture in RGB, turned upright, on white where it can be looked through, no longer than ``PAGE`` pixels.

    As a context, because few may be open at once. Raises ``NotAPhoto`` where the decoder cannot make sense of it, and
    ("busy") where it was not its turn for five seconds.
    """
    if not _two.acquire(timeout=PATIENCE):
        raise NotAPhoto("busy")
    try:
        yield _turned(_shrunk(_decoded(content, judged), PAGE), judged.container.orientation)
    finally:
        _two.release()


def rendition(image: "Image", longest: int, most_bytes: int = 0) -> bytes:
    """A JPEG without metadata, its longer side at most ``longest`` pixels, and of ``most_bytes`` if that is given."""
    small = _shrunk(image, longest)
    encoded = b""
    for quality in (80, 70, 60, 50, 40, 30, 20):
        out = io.BytesIO()
        small.save(out, "JPEG", quality=quality, optimize=True, progressive=longest > LIST)
        encoded = out.getvalue()
        if not most_bytes or len(encoded) <= most_bytes:
            break
    return encoded


def stripped(content: bytes, judged: Judged) -> bytes:
    """The photo without metadata and without what was appended, its pixels untouched; it is still turned upright."""
    return bare(content, judged.container)


def painted(jpeg: bytes, boxes: Iterable[Box]) -> bytes:
    """A JPEG of ours with solid boxes on it. Nothing of what was under them is left."""
    from PIL import ImageDraw  # noqa: PLC0415

    image = _own(jpeg)
    draw = ImageDraw.Draw(image)
    width, height = image.size
    for left, top, right, bottom in boxes:
        # Whole blocks of the encoder (16 pixels): no shadow of what was there shows around the edge.
        draw.rectangle(
            (
                int(left * width) // 16 * 16,
                int(top * height) // 16 * 16,
                -(-int(right * width + 1) // 16) * 16 - 1,
                -(-int(bottom * height + 1) // 16) * 16 - 1,
            ),
            fill=(38, 32, 26),
        )
    return rendition(image, PAGE)


def listed(jpeg: bytes) -> bytes:
    """The picture of a list, from the JPEG of ours that is its page's."""
    return rendition(_own(jpeg), LIST, LIST_BYTES)


def _own(jpeg: bytes) -> "Image":
    """A picture that we made: small, and so decoded without waiting, even while a row is locked."""
    return _decoded(jpeg, judge(jpeg))


def _shrunk(image: "Image", longest: int) -> "Image":
    from PIL.Image import Resampling  # noqa: PLC0415

    if max(image.size) <= longest:
        return image
    part = longest / max(image.size)
    size = max(1, round(image.width * part)), max(1, round(image.height * part))
    return image.resize(size, Resampling.LANCZOS, reducing_gap=3.0)


def _decoded(content: bytes, judged: Judged) -> "Image":
    from PIL import Image  # noqa: PLC0415

    plain = bare(content, judged.container, turned=False)
    try:
        image = Image.open(io.BytesIO(plain), formats=(judged.kind.upper(),))
        if image.size != (judged.container.width, judged.container.height):
            raise NotAPhoto("damaged")
        image.draft(image.mode, (PAGE, PAGE))  # a JPEG is decoded no larger than it is needed
        image.load()
        return _flat(image)
    except NotAPhoto:
        raise
    except MemoryError:
        raise NotAPhoto("pixels") from None
    except Exception:  # noqa: BLE001  decoders raise whatever the damage leads them to
        raise NotAPhoto("damaged") from None


def _flat(image: "Image") -> "Image":
    """Pixels in RGB and nothing else."""
    from PIL import Image  # noqa: PLC0415

    if image.mode.startswith("I"):  # 16 bits of grey, which conversion would cut off instead of scaling
        return image.point(lambda level: level / 256).convert("L").convert("RGB")
    if image.mode in ("RGBA", "LA", "PA") or image.has_transparency_data:
        seen = image.convert("RGBA")
        ground = Image.new("RGB", seen.size, "white")
        ground.paste(seen, mask=seen.getchannel("A"))
        return ground
    plain = image if image.mode == "RGB" else image.convert("RGB")
    plain.info.clear()
    return plain


def _turned(image: "Image", orientation: int) -> "Image":
    from PIL.Image import Transpose  # noqa: PLC0415

    ways = {
        2: Transpose.FLIP_LEFT_RIGHT,
        3: Transpose.ROTATE_180,
        4: Transpose.FLIP_TOP_BOTTOM,
        5: Transpose.TRANSPOSE,
        6: Transpose.ROTATE_270,
        7: Transpose.TRANSVERSE,
        8: Transpose.ROTATE_90,
    }
    return image.transpose(ways[orientation]) if orientation in ways else image
