import pytest
from hypothesis import given
from hypothesis import strategies as st

from rukun.notify.algo.gsm7 import BASIC, EXTENDED, is_gsm7, plain, segments, septets

pytestmark = pytest.mark.pure


def test_the_alphabet_has_as_many_letters_as_the_standard_says() -> None:
    assert len(BASIC) == 127  # 128 places, one of which is the escape
    assert len(EXTENDED) == 10
    assert not BASIC & EXTENDED


@pytest.mark.parametrize(
    ("text", "many"),
    [
        ("", 1),
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("a" * 306, 2),
        ("a" * 307, 3),
        ("€" * 80, 1),
        ("€" * 81, 2),
        ("a" * 159 + "€", 2),
        ("a" * 152 + "€" + "a" * 152, 3),  # the escape is not torn from its letter: 152, 2 + 151, 1
        ("é" * 160, 1),
        ("ê" * 70, 1),
        ("ê" * 71, 2),
        ("ê" * 134, 2),
        ("ê" * 135, 3),
        ("👍" * 35, 1),
        ("👍" * 36, 2),
        ("ê" * 66 + "👍" + "ê" * 66, 3),  # nor is half a character: 66, 2 + 65, 1
    ],
)
def test_how_many_sms_a_text_is(text: str, many: int) -> None:
    assert segments(text) == many


def test_letters_of_the_extension_count_twice() -> None:
    assert septets("a[b]€") == 8


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("“Jembatan” ‘Kali’", "\"Jembatan\" 'Kali'"),
        ("22–23 — besok…", "22-23 - besok..."),
        ("RW\u00a09", "RW 9"),
        ("• satu", "- satu"),
        ("naïve façade", "naive facade"),
        ("e\u0301", "é"),
        ("zero\u200bwidth", "zerowidth"),
        ("é à ü ñ Ç € [x]", "é à ü ñ Ç € [x]"),
    ],
)
def test_typed_ornaments_become_plain_letters(text: str, short: str) -> None:
    assert plain(text) == short
    assert is_gsm7(short)


def test_what_has_no_neighbour_stays() -> None:
    assert plain("👍 漢") == "👍 漢"
    assert not is_gsm7("👍")


@given(st.text(alphabet=sorted(BASIC | EXTENDED)))
def test_what_the_alphabet_has_is_left_alone(text: str) -> None:
    assert plain(text) == text
    assert is_gsm7(text)
    assert segments(text) >= septets(text) / 160


@given(st.text())
def test_making_a_text_plain_twice_changes_nothing_more(text: str) -> None:
    assert plain(plain(text)) == plain(text)
