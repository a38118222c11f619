"""Made-up photos, and what people and their phones do to them."""

import io
import struct
import zlib
from datetime import datetime
from typing import Any

import numpy as np
from PIL import Image, ImageDraw

GPS = b"6 derajat 12 menit lintang selatan"
"""Stands for what a phone writes into a photo and nobody may find again."""


def scene(seed: int, width: int = 640, height: int = 480) -> Image.Image:
    """A made-up street: sky above, ground below, houses, posts, lamps, and grain."""
    chance = np.random.default_rng(seed)
    colours = chance.integers(30, 225, (2, 3))
    rows = np.linspace(0, 1, height)[:, None, None]
    ground = (colours[0] * (1 - rows) + colours[1] * rows) * np.ones((height, width, 1))
    image = Image.fromarray(ground.astype(np.uint8))
    draw = ImageDraw.Draw(image)
    for _ in range(14):
        x, y = int(chance.integers(-width // 8, width)), int(chance.integers(0, height))
        size = [int(each) for each in chance.integers(width // 20, width // 3, 2)]
        shape = (draw.rectangle, draw.ellipse)[chance.integers(2)]
        shape((x, y, x + size[0], y + size[1]), fill=tuple(int(each) for each in chance.integers(0, 255, 3)))
    grain = chance.normal(0, 4, (height, width, 3))
    return Image.fromarray(np.clip(np.asarray(image) + grain, 0, 255).astype(np.uint8))


def encoded(image: Image.Image, kind: str = "JPEG", **how: Any) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **how)
    return out.getvalue()


def jpeg(seed: int = 1, width: int = 640, height: int = 480, **how: Any) -> bytes:
    return encoded(scene(seed, width, height), **{"quality": 85, **how})


def exif(orientation: int = 1) -> bytes:
    """What Pillow writes as EXIF: how to turn it, the phone's name, where it stood."""
    told = Image.Exif()
    told[0x0112], told[0x010F] = orientation, "Telepon Contoh"
    told.get_ifd(0x8825)[29] = GPS.decode()
    return told.tobytes()


def exif_of(taken: datetime | None = None, place: tuple[float, float] | None = None, *, offset: bool = True) -> bytes:
    """What a phone writes of when (with its offset, or without) and where a photo was taken."""
    told = Image.Exif()
    told[0x010F] = "Telepon Contoh"
    if taken is not None:
        told.get_ifd(0x8769)[0x9003] = f"{taken:%Y:%m:%d %H:%M:%S}"
        if offset:
            told.get_ifd(0x8769)[0x9011] = taken.isoformat()[-6:]
    if place is not None:
        gps = told.get_ifd(0x8825)
        for sign, value, letters in ((1, place[0], "NS"), (3, place[1], "EW")):
            whole, rest = divmod(abs(value), 1)
            gps[sign] = letters[value < 0]
            gps[sign + 1] = (whole, rest * 60 // 1, rest * 60 % 1 * 60)
    return told.tobytes()


def opened(content: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(content))
    image.load()
    return image


def png_saying(width: int, height: int) -> bytes:
    """A PNG of a hundred bytes that claims to be of any size."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(bytes(99))), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in chunks
    )


def jpeg_saying(width: int, height: int) -> bytes:
    """The same as JPEG."""
    small = bytearray(jpeg(width=16, height=16))
    at = small.index(b"\xff\xc0")
    small[at + 5 : at + 9] = struct.pack(">HH", height, width)
    return bytes(small)
