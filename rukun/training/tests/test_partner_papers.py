"""Papers, receipts and words that strangers send: what is kept of them."""

import re
import struct
import zlib
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rukun.training.algo import papers
from rukun.training.algo.papers import JPEG, PDF, PNG, read
from rukun.training.algo.receipts import hash_of, receipt_of
from rukun.training.algo.texts import flowing, readable

pytestmark = pytest.mark.pure


def chunk(name: bytes, data: bytes = b"") -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


PICTURE = (
    b"\x89PNG\r\n\x1a\n"
    + chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    + chunk(b"IDAT", zlib.compress(b"\0\0"))
    + chunk(b"IEND")
)
THUMBNAIL = b"\xff\xd8\xff\xdb\x00\x04ab\xff\xda\x00\x02xx\xff\xd9"
PHOTO = (
    b"\xff\xd8"
     b"\xff\xe1" + struct.pack(">H", 2 + len(THUMBNAIL)) + THUMBNAIL
    + b"\xff\xff\xdb\x00\x04ab"
    + b"\xff\xda\x00\x04cd" + b"coded \xff\x00 data \xff\xd3 more"
    + b"\xff\xda\x00\x04ef" + b"a second scan"
    + b"\xff\xd9"
)  # fmt: skip
SHEET = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF"
SHEETS = {PDF: SHEET, JPEG: PHOTO, PNG: PICTURE}


@pytest.mark.parametrize("content_type", SHEETS)
@pytest.mark.parametrize("behind", [b"", b"\r\n", b"PK\x03\x04 an archive", b"<script>alert(1)</script>"])
def test_a_paper_is_known_by_its_content_and_what_hangs_behind_it_is_cut_off(content_type: str, behind: bytes) -> None:
    whole = SHEETS[content_type]
    found = read(whole + behind)
    assert found is not None
    assert (found.content_type, found.content) == (content_type, whole)


@pytest.mark.parametrize("whole", SHEETS.values())
def test_a_paper_that_was_cut_short_is_none(whole: bytes) -> None:
    for length in range(len(whole)):
        assert read(whole[:length]) is None, length


@pytest.mark.parametrize(
    "other",
    [
        b"",
        b"<html><body>%PDF-1.7 %%EOF",
        b"\n" + SHEET,
        b"MZ\x90\x00",
        b"PK\x03\x04" + SHEET,
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"GIF89a" + PHOTO,
        b"\xff\xd8\xff\xd9",
        b"\xff\xd8\xff\xdb\x00\x01" + PHOTO,
        b"\x89PNG\r\n\x1a\n" + chunk(b"IEND"),
    ],
)
def test_what_is_something_else_or_two_things_at_once_is_none(other: bytes) -> None:
    assert read(other) is None


@given(st.sampled_from([b"", b"%PDF-", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", PICTURE[:33]]), st.binary(max_size=400))
def test_no_bytes_whatever_make_it_stumble_and_what_it_gives_is_a_beginning_of_them(head: bytes, rest: bytes) -> None:
    found = read(head + rest)
    if found is not None:
        assert (head + rest).startswith(found.content)
        assert read(found.content) == found, "what is kept would be taken again, just so"


def test_a_receipt_is_found_again_however_it_is_typed() -> None:
    key = UUID(int=7)
    code = receipt_of(key, b"secret")
    assert len(code) == 17
    assert hash_of(code) == hash_of(f" {code.lower().replace('-', ' ')} ") != ""
    assert hash_of("0" * 14 + "1") == hash_of("o" * 14 + "l")
    assert receipt_of(key, b"secret") == code
    assert code not in (receipt_of(UUID(int=8), b"secret"), receipt_of(key, b"another"))


@pytest.mark.parametrize("typed", ["", "7QF2K", "U" * 15, "0" * 16, "é" * 15, "0" * 5000])
def test_what_cannot_be_a_receipt_has_no_hash(typed: str) -> None:
    assert hash_of(typed) == ""


def test_characters_that_nobody_sees_are_left_out_of_what_is_kept() -> None:
    assert flowing(" Mitra\u202e \n Jaya\x00\u200b ") == "Mitra Jaya"
    assert readable(" satu\r\ndua\u2066 \n\n") == "satu\ndua"


@given(st.text())
def test_kept_words_stay_as_they_are_when_read_again(text: str) -> None:
    assert flowing(flowing(text)) == flowing(text)
    assert readable(readable(text)) == readable(text)
    assert "\x00" not in flowing(text) + readable(text)


def test_padding_and_coded_bytes_are_stepped_over_in_one_search_each(monkeypatch: pytest.MonkeyPatch) -> None:
    searches = []

    class Counted:
        def __init__(self, pattern: re.Pattern[bytes]) -> None:
            self.pattern = pattern

        def search(self, data: bytes, at: int) -> re.Match[bytes] | None:
            searches.append(at)
            return self.pattern.search(data, at)

    monkeypatch.setattr(papers, "_NO_PADDING", Counted(papers._NO_PADDING))
    monkeypatch.setattr(papers, "_MARKER", Counted(papers._MARKER))
    padded = PHOTO[:-2] + b"\xff\x00" * 50_000 + b"\xff" * 100_000 + b"\xff\xd9"
    found = read(padded)
    assert found is not None
    assert found.content == padded
    assert len(searches) < 10
    assert read(b"\xff\xd8" + b"\xff" * 100_000) is None
    assert len(searches) < 12
