"""The promises of the one stylesheet, and of the mark."""

import gzip
import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

STATIC = Path(__file__).resolve().parent.parent / "static" / "ui"
CSS = (STATIC / "rukun.css").read_text(encoding="utf-8")
TOKENS = re.findall(r":root \{(.*?)\}", CSS, re.DOTALL)[:2]
LIGHT, DARK = (dict(re.findall(r"--([\w-]+): (#[0-9a-f]+)\b", block)) for block in TOKENS)

READ = [
    ("ink", "board"), ("ink", "paper"), ("soft", "board"), ("soft", "paper"), ("leaf", "paper"), ("leaf", "board"),
    ("on-leaf", "leaf"), ("on-leaf", "leaf-deep"), ("on-rail", "rail"), ("red", "paper"), ("on-red", "red"),
    ("pg", "pg-bg"), ("ag", "ag-bg"), ("gn", "gn-bg"), ("gn", "paper"), ("ink", "leaf-wash"), ("ink", "gn-bg"),
]  # fmt: skip
SEEN = [
    ("edge", "paper"), ("edge", "board"), ("focus", "paper"), ("focus", "board"), ("gn-mark", "paper"),
    ("ag-mark", "ag-bg"), ("gn-mark", "gn-bg"), ("wood", "paper"), ("leaf", "leaf-wash"), ("leaf", "board"),
]  # fmt: skip


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    digits = colour[1:] if len(colour) == 7 else "".join(digit * 2 for digit in colour[1:])
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted([luminance(one), luminance(other)])
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("tokens", [LIGHT, LIGHT | DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("front", "back"), READ)
def test_letters_can_be_read_on_what_lies_behind_them(tokens: dict[str, str], front: str, back: str) -> None:
    assert contrast(tokens[front], tokens[back]) >= 4.5


@pytest.mark.parametrize("tokens", [LIGHT, LIGHT | DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("front", "back"), SEEN)
def test_edges_and_shapes_can_be_seen(tokens: dict[str, str], front: str, back: str) -> None:
    assert contrast(tokens[front], tokens[back]) >= 3


def test_the_stylesheet_is_small_enough_for_a_bad_network() -> None:
    assert len(gzip.compress(CSS.encode(), 9)) <= 7 * 1024


def test_the_stylesheet_fetches_nothing() -> None:
    assert "url(" not in CSS
    assert "@import" not in CSS


def test_every_token_that_is_used_exists() -> None:
    assert set(re.findall(r"var\(--([\w-]+)\)", CSS)) <= set(re.findall(r"--([\w-]+):", CSS))


def test_the_mark_is_a_small_picture_without_script_or_address() -> None:
    mark = (STATIC / "mark.svg").read_text(encoding="utf-8")
    assert len(mark.encode()) < 1024
    assert ET.fromstring(mark).tag.endswith("svg")
    assert not re.search(r"<script|href|style=|on\w+=", mark)
