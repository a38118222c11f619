"""What is taken for a photo and what is not, by its content alone."""

import io
import struct
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from rukun.evidence.algo.containers import bare, read
from rukun.evidence.algo.judging import LARGEST, NotAPhoto, judge
from rukun.evidence.algo.pictures import upright
from rukun.evidence.errors import WHY, PhotoRefused
from rukun.evidence.tests.camera import GPS, encoded, exif, jpeg, jpeg_saying, opened, png_saying, scene

pytestmark = pytest.mark.pure
PICTURE = scene(3, 96, 64)
KINDS = {
    "jpeg": encoded(PICTURE, "JPEG"),
    "progressive": encoded(PICTURE, "JPEG", progressive=True),
    "grey": encoded(PICTURE.convert("L"), "JPEG"),
    "ink": encoded(PICTURE.convert("CMYK"), "JPEG"),
    "png": encoded(PICTURE, "PNG"),
    "palette": encoded(PICTURE.quantize(8), "PNG"),
    "deep": encoded(PICTURE.convert("I;16"), "PNG"),
    "see-through": encoded(PICTURE.convert("RGBA"), "PNG"),
    "webp": encoded(PICTURE, "WEBP"),
    "webp, lossless": encoded(PICTURE.convert("RGBA"), "WEBP", lossless=True),
    "webp, see-through": encoded(Image.new("RGBA", (96, 64), (9, 9, 9, 99)), "WEBP"),
}


def why(content: bytes) -> str:
    with pytest.raises(NotAPhoto) as caught:
        judge(content)
    assert str(PhotoRefused(caught.value.why)), "there are words for it"
    return caught.value.why


def archive() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr("a.txt", "halo")
    return out.getvalue()


@pytest.mark.parametrize("name", KINDS)
def test_photos_of_every_usual_kind_are_taken_and_decoded(name: str) -> None:
    content = KINDS[name]
    judged = judge(content)
    assert (judged.width, judged.height, judged.length) == (96, 64, len(content))
    with upright(content, judged) as image:
        assert (image.mode, image.size, image.info) == ("RGB", (96, 64), {})


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", "empty"),
        (KINDS["jpeg"] + bytes(LARGEST), "large"),
        (b"<?xml version='1.0'?><!-- x --><svg xmlns='http://www.w3.org/2000/svg'/>", "svg"),
        (b"\xef\xbb\xbf <svg onload='alert(1)'/>", "svg"),
        (b"\0\0\0\x18ftypheic\0\0\0\0", "heic"),
        (b"\0\0\0\x18ftypavif\0\0\0\0", "heic"),
        (b"\0\0\0\x18ftypisom\0\0\0\0", "video"),
        (encoded(PICTURE, "GIF"), "gif"),
        (b"%PDF-1.7\n", "pdf"),
        (archive(), "archive"),
        (encoded(PICTURE, "BMP"), "unknown"),
        (encoded(PICTURE, "TIFF"), "unknown"),
        (b"MZ" + KINDS["jpeg"], "unknown"),
        (b"GIF89a" + KINDS["jpeg"], "gif"),
        (b"halo", "unknown"),
        (jpeg_saying(65_500, 65_500), "pixels"),
        (png_saying(2**31 - 1, 2**31 - 1), "pixels"),
        (png_saying(12_001, 1), "pixels"),
        (png_saying(5_000, 4_000), "pixels"),
        (png_saying(0, 5), "damaged"),
        (jpeg_saying(16, 0), "damaged"),
        (encoded(PICTURE, "PNG", save_all=True, append_images=[scene(4, 96, 64)]), "animated"),
        (encoded(PICTURE, "WEBP", save_all=True, append_images=[scene(4, 96, 64)]), "animated"),
        (KINDS["jpeg"][:-2], "truncated"),
        (KINDS["png"][:-20], "truncated"),
        (KINDS["webp"][:-9], "truncated"),
        (KINDS["jpeg"] + archive(), "polyglot"),
        (KINDS["png"] + archive(), "polyglot"),
        (KINDS["webp"] + b"%PDF-1.4", "polyglot"),
        (KINDS["jpeg"] + b"\n<HTML><Script>", "polyglot"),
        (KINDS["jpeg"] + b"#!/bin/sh", "polyglot"),
        (encoded(PICTURE, "JPEG", comment=b"<?php system(1);"), "polyglot"),
        (encoded(PICTURE, "JPEG", comment=archive()), "polyglot"),
    ],
    ids=lambda each: each if isinstance(each, str) else "",
)
def test_everything_else_is_refused_with_what_it_is(content: bytes, expected: str) -> None:
    assert why(content) == expected


def scanned(content: bytes, times: int) -> bytes:
    """The same progressive JPEG with its last scan repeated."""
    found = read(content)
    parts = [content[start:stop] for start, stop in found.picture]
    last = max(number for number, each in enumerate(parts) if each[:2] == b"\xff\xda")
    return b"".join([*parts[: last + 1], *[parts[last]] * times, *parts[last + 1 :]])


def test_no_photo_makes_the_decoder_pass_over_all_pixels_too_often() -> None:
    """A progressive JPEG of few bytes may ask for any number of passes: as many as cameras and web sites write."""
    small, large = KINDS["progressive"], encoded(Image.new("RGB", (5712, 4284)), "JPEG", progressive=True)
    assert [each[:2] for each in (small[start:] for start, _stop in read(small).picture)].count(b"\xff\xda") == 10
    assert judge(scanned(small, 10)).width == 96
    assert why(scanned(small, 11)) == "damaged"
    assert judge(scanned(large, 2)).width == 5712
    assert why(scanned(large, 3)) == "pixels"


def test_there_are_words_for_every_reason_and_reasons_for_all_words() -> None:
    assert "Ubah setelan kamera ke JPEG" in str(PhotoRefused("heic"))
    assert all(str(PhotoRefused(each)).endswith(".") for each in WHY)


def test_what_phones_append_is_cut_off() -> None:
    video = struct.pack(">I4s4s", 24, b"ftyp", b"mp42") + bytes(range(256)) * 400
    second = jpeg(9, 48, 48)
    for extra in (video, second, b"\0" * 64, b"SEFH" + bytes(90) + b"SEFT"):
        judged = judge(KINDS["jpeg"] + extra)
        assert judged.length == len(KINDS["jpeg"]), extra[:8]


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_bare_photo_keeps_its_pixels_and_how_to_turn_it_and_nothing_else(kind: str, orientation: int) -> None:
    how = {"lossless": True} if kind == "WEBP" else {}
    content = encoded(PICTURE, kind, exif=exif(orientation), icc_profile=b"p" * 300, **how)
    assert GPS in content
    found = read(content)
    assert found.orientation == orientation
    plain = bare(content, found)
    for secret in (GPS, b"Telepon", b"pppp"):
        assert secret not in plain
    again = read(plain)
    assert (again.orientation, again.width, again.height) == (orientation, 96, 64)
    assert bare(plain, again) == plain, "there is nothing left to take away"
    assert opened(plain).convert("RGB").tobytes() == opened(content).convert("RGB").tobytes()
    assert opened(plain).getexif().get(0x0112, 1) == orientation, "others read it the same"
    judged = judge(content)
    assert (judged.width, judged.height) == ((64, 96) if orientation >= 5 else (96, 64))
    with upright(content, judged) as image:
        assert image.size == (judged.width, judged.height)


def test_comments_and_texts_of_any_kind_do_not_stay() -> None:
    from PIL.PngImagePlugin import PngInfo

    told = PngInfo()
    told.add_text("Author", GPS.decode())
    for content in (
        encoded(PICTURE, "PNG", pnginfo=told),
        encoded(PICTURE, "JPEG", comment=GPS, xmp=GPS),
        encoded(PICTURE, "WEBP", xmp=GPS),
    ):
        assert GPS in content
        assert GPS not in bare(content, read(content))


@given(st.binary(max_size=400), st.sampled_from(["", *KINDS]))
def test_whatever_it_is_it_is_judged_or_refused(rest: bytes, name: str) -> None:
    for content in (rest, KINDS.get(name, b"\xff\xd8\xff")[:200] + rest):
        try:
            assert 0 < judge(content).length <= len(content)
        except NotAPhoto as error:
            PhotoRefused(error.why)  # knows the words
