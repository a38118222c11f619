"""What is sealed opens with its key at its place, and nowhere else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rukun import seal
from rukun.seal.locks import LEAST, padded_length
from rukun.seal.tables import about

HERE, THERE = about("report.Report", "account", 1), about("report.Report", "account", 2)


@given(st.binary(max_size=300))
def test_what_was_sealed_opens_and_says_nothing_of_itself(plain: bytes) -> None:
    sealed = seal.seal(plain, HERE)
    assert seal.unseal(memoryview(sealed), HERE) == plain
    assert len(sealed) == padded_length(len(plain) + 4) + 4 + 12 + 16
    assert len(plain) < 8 or plain not in sealed
    assert seal.seal(plain, HERE) != sealed, "equal words must not look equal"


@given(st.binary(max_size=60), st.data())
def test_what_was_moved_or_changed_does_not_open(plain: bytes, data: st.DataObject) -> None:
    sealed = seal.seal(plain, HERE)
    with pytest.raises(seal.CannotOpen):
        seal.unseal(sealed, THERE)
    place = data.draw(st.integers(0, len(sealed) - 1))
    changed = bytearray(sealed)
    changed[place] ^= data.draw(st.integers(1, 255))
    with pytest.raises(seal.CannotOpen):
        seal.unseal(bytes(changed), HERE)
    with pytest.raises(seal.CannotOpen):
        seal.unseal(sealed[:place], HERE)


def test_what_cannot_be_opened_is_not_named_in_the_error() -> None:
    with pytest.raises(seal.CannotOpen) as error:
        seal.unseal(b"", HERE)
    assert str(error.value) == "report.Report.account"


@given(st.text(max_size=40), st.text(max_size=40))
def test_marks_are_equal_for_equal_values_of_one_purpose_only(one: str, other: str) -> None:
    one, other = one.replace("\x00", ""), other.replace("\x00", "")
    assert (seal.mark("receipt", one) == seal.mark("receipt", other)) == (one == other)
    assert seal.mark("receipt", one) != seal.mark("proof", one)


@given(st.integers(1, 6_000_000))
def test_lengths_grow_by_an_eighth_at_most_and_few_are_left(length: int) -> None:
    padded = padded_length(length)
    assert length <= padded == padded_length(padded)
    assert padded <= max(LEAST, length * 1.125)


@given(st.text(max_size=60), st.text(max_size=60))
def test_a_sealed_name_is_as_long_as_any_other(one: str, other: str) -> None:
    assert len(seal.seal_words({"name": one}, HERE)) == len(seal.seal_words({"name": other}, HERE))
