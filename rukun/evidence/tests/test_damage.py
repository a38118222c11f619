"""Damaged photos: thousands of them, each taken or refused with words, none too much for the machine."""

import random
import resource
import subprocess
import sys

import pytest

from rukun.evidence.algo.judging import LARGEST, NotAPhoto, judge
from rukun.evidence.algo.looks import look_of
from rukun.evidence.algo.pictures import LIST, LIST_BYTES, PAGE, rendition, upright
from rukun.evidence.errors import WHY
from rukun.evidence.tests.camera import encoded, exif, jpeg, jpeg_saying, png_saying, scene

pytestmark = pytest.mark.pure
PICTURE = scene(2, 120, 90)
WHOLE = [
    encoded(PICTURE, "JPEG", exif=exif(6)),
    encoded(PICTURE, "JPEG", progressive=True, exif=exif()),
    encoded(PICTURE.convert("CMYK"), "JPEG"),
    encoded(PICTURE, "PNG", exif=exif(3)),
    encoded(PICTURE.quantize(16), "PNG"),
    encoded(PICTURE, "WEBP", exif=exif(8)),
    encoded(PICTURE.convert("RGBA"), "WEBP", lossless=True),
    jpeg_saying(3000, 3000),
    png_saying(2000, 2000),
]


def damaged(chance: random.Random) -> bytes:
    """One of the photos, hurt at random: bytes changed, cut, doubled, moved, mixed with another, sizes overwritten."""
    content = bytearray(chance.choice(WHOLE))
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(content)) if chance.random() < 0.5 else chance.randrange(min(len(content), 300))
        way = chance.randrange(6)
        if way == 0:
            content[at] = chance.randrange(256)
        elif way == 1:
            del content[at : at + chance.choice((1, 2, 50, 10_000))]
        elif way == 2:
            content[at:at] = content[at : at + chance.randrange(200)]
        elif way == 3:
            content[at : at + 4] = chance.choice(
                (b"\xff\xff\xff\xff", b"\0\0\0\0", b"\x7f\xff\xff\xff", b"\xff\xda\0\x08")
            )
        elif way == 4:
            content[at:at] = chance.choice(WHOLE)[: chance.randrange(1, 2000)]
        else:
            content[at : at + 30] = chance.randbytes(30)
        if not content:
            return b""
    return bytes(content)


def taken(content: bytes) -> bool:
    """All that is done with a photo before it is stored; anything but a refusal with words is a failure."""
    try:
        judged = judge(content)
        with upright(content, judged) as image:
            look, large, small = look_of(image), rendition(image, PAGE), rendition(image, LIST, LIST_BYTES)
    except NotAPhoto as error:
        return not str(WHY[error.why])
    assert len(look) == 8
    assert judge(large).kind == judge(small).kind == "jpeg"
    return True


def many(number: int, seed: int) -> int:
    chance = random.Random(seed)
    return sum(taken(damaged(chance)) for _ in range(number))


def test_hundreds_of_damaged_photos_are_taken_or_refused() -> None:
    whole = many(300, seed=7)
    assert 20 < whole < 290, "some can still be seen, some cannot"


@pytest.mark.long
def test_ten_thousand_damaged_photos_are_taken_or_refused_in_bounded_memory() -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    whole = many(10_000, seed=1)
    assert 500 < whole < 9_900
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 400 * 1024, "kilobytes"


@pytest.mark.long
def test_the_largest_photos_take_some_hundred_megabytes_and_no_more() -> None:
    """In a process of its own with a limit: a 24 megapixel JPEG, a PNG and a WebP of 16, each of all worst kinds."""
    script = """
import resource, io
from PIL import Image
from rukun.evidence.tests.test_damage import taken
made = []
for kind, size, how in (("JPEG", (5712, 4284), {"progressive": True, "subsampling": 0}), ("PNG", (4618, 3464), {}),
                        ("WEBP", (4618, 3464), {"lossless": True, "method": 0})):
    out = io.BytesIO()
    Image.new("RGB" if kind == "JPEG" else "RGBA", size, (9, 90, 9)).save(out, kind, **how)
    made.append(out.getvalue())
resource.setrlimit(resource.RLIMIT_AS, (1200 * 2**20, 1200 * 2**20))
assert all(taken(each) for each in made)
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert len(jpeg(1, 5712, 4284)) < LARGEST
