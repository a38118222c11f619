"""How pictures look to the system, what people see of them, and what is left under a box."""

from itertools import combinations
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageEnhance

from rukun.evidence.algo import pictures
from rukun.evidence.algo.judging import NotAPhoto, judge
from rukun.evidence.algo.looks import CLOSE, NOTHING, alike, distance, look_of, number_of
from rukun.evidence.algo.pictures import LIST, LIST_BYTES, PAGE, listed, painted, rendition, stripped, upright
from rukun.evidence.tests.camera import GPS, encoded, exif, jpeg, opened, scene

pytestmark = pytest.mark.pure
STREETS = [scene(seed) for seed in range(40)]


def trimmed(image: Image.Image, part: float) -> Image.Image:
    width, height = image.size
    return image.crop((int(part * width), int(part * height), int((1 - part) * width), int((1 - part) * height)))


def test_the_same_picture_is_known_again_after_what_people_do_to_it() -> None:
    """The threshold lies between the two kinds of pairs, with room on both sides."""
    ways: dict[str, Any] = {
        "encoded poorly": lambda image: opened(encoded(image, quality=30)),
        "encoded twice": lambda image: opened(encoded(opened(encoded(image, quality=70)), quality=60)),
        "made small": lambda image: image.resize((160, 120)),
        "made large": lambda image: image.resize((1280, 960)),
        "as WebP": lambda image: opened(encoded(image, "WEBP", quality=50)),
        "a little brighter": lambda image: ImageEnhance.Brightness(image).enhance(1.15),
        "grey": lambda image: image.convert("L"),
        "trimmed": lambda image: trimmed(image, 0.015),
    }
    for name, change in ways.items():
        apart = [distance(look_of(each), look_of(change(each))) for each in STREETS]
        assert np.mean([each <= CLOSE for each in apart]) >= 0.95, (name, sorted(apart))
        assert np.median(apart) <= CLOSE / 2, (name, sorted(apart))


def test_different_pictures_are_not_taken_for_the_same() -> None:
    looks = [look_of(scene(seed, 160, 120)) for seed in range(100, 250)]
    apart = [distance(one, other) for one, other in combinations(looks, 2)]
    assert min(apart) > CLOSE, min(apart)
    assert 28 <= np.mean(apart) <= 36, "as for bits that have nothing to do with each other"


def test_what_shows_nothing_is_alike_to_nothing() -> None:
    chance = np.random.default_rng(5)
    night = Image.fromarray(chance.integers(0, 9, (480, 640, 3)).astype(np.uint8))
    assert look_of(night) == look_of(Image.new("RGB", (50, 50), "grey")) == NOTHING
    looks = np.array([number_of(look_of(each)) for each in STREETS[:3]] + [0], dtype=np.uint64)
    assert list(alike(NOTHING, looks)) == [False] * 4
    assert list(alike(look_of(STREETS[1]), looks)) == [False, True, False, False]
    assert alike(look_of(STREETS[0]), looks[:0]).size == 0


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_what_people_see_has_no_metadata_and_is_small_enough(kind: str) -> None:
    content = encoded(scene(8, 1800, 1200), kind, exif=exif(6))
    judged = judge(content)
    with upright(content, judged) as image:
        large, small = rendition(image, PAGE), rendition(image, LIST, LIST_BYTES)
    for shown, longest in ((large, PAGE), (small, LIST)):
        assert opened(shown).size == (round(longest * 1200 / 1800), longest), "turned upright, longer side as asked"
        for secret in (GPS, b"Exif", b"Telepon"):
            assert secret not in shown
        assert stripped(shown, judge(shown)).count(b"\xff\xe1") == 0
    assert len(small) <= LIST_BYTES


def test_a_photo_that_does_not_get_its_turn_is_told_so_and_our_own_pictures_need_none(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    content = jpeg(4)
    monkeypatch.setattr(pictures, "PATIENCE", 0.01)
    with upright(content, judge(content)), upright(content, judge(content)):
        with pytest.raises(NotAPhoto) as caught, upright(content, judge(content)):
            pass
        assert caught.value.why == "busy"
        assert listed(painted(content, [(0, 0, 0.5, 0.5)]))
    with upright(content, judge(content)) as image:
        assert image.size == (640, 480), "the turns that were taken were given back"


def test_noise_too_fits_into_a_list() -> None:
    noise = Image.fromarray(np.random.default_rng(1).integers(0, 255, (900, 900, 3)).astype(np.uint8))
    assert len(rendition(noise, LIST, LIST_BYTES)) <= LIST_BYTES
    assert rendition(scene(1, 12_000, 1), LIST)


def test_nothing_is_left_under_a_box_and_nothing_beside_it_changes_much() -> None:
    before = jpeg(11, 640, 480)
    after = painted(before, [(0.25, 0.25, 0.5, 0.5), (0.9, 0.9, 1.0, 1.0)])
    pixels, old = (np.asarray(opened(each).convert("L"), dtype=int) for each in (after, before))
    box = pixels[120:240, 160:320]
    assert box.max() - box.min() <= 4, "one even surface"
    assert np.abs(pixels[:110, :150] - old[:110, :150]).mean() < 6
    another = painted(jpeg(12, 640, 480), [(0.25, 0.25, 0.5, 0.5)])
    assert np.abs(np.asarray(opened(another).convert("L"), dtype=int)[120:240, 160:320] - box).max() <= 4, (
        "whatever was there"
    )
