"""The hash chain by itself: what a tampered chain gives away."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rukun.journal.algo.chain import Finding, Record, chain_of, examine, genesis, note_hash, seal
from rukun.journal.tests.factories import resealed, sound_chain

CHAIN = "31.73.07.1001"


def look(stored: list[Record], known: dict[int, str]) -> list[Finding]:
    return examine(CHAIN, lambda: sorted(stored, key=lambda each: each.sequence), known)


def head_of(records: list[Record]) -> dict[int, str]:
    return {len(records): records[-1].hash} if records else {}


def test_a_chain_goes_with_its_kelurahan_and_every_higher_unit_has_its_own() -> None:
    assert chain_of("31.73.07.1001.016.003") == "31.73.07.1001"
    assert chain_of("31.73.07.1001") == "31.73.07.1001"
    assert chain_of("31.73.07") == "31.73.07"
    assert chain_of("") == ""


def test_two_chains_begin_differently() -> None:
    assert genesis("31") != genesis("32")


def test_the_seal_covers_every_field() -> None:
    record = sound_chain(1)[0]
    other = {
        "chain": "x",
        "sequence": 9,
        "time": "x",
        "actor": "x",
        "unit": "x",
        "verb": "x",
        "object_label": "x",
        "object_id": "x",
        "codes": {"n": 2},
        "note_hash": "x",
        "previous": "x",
    }
    assert set(other) == set(Record.__slots__) - {"hash"}
    for name, value in other.items():
        assert seal(replace(record, **{name: value})) != record.hash, name  # type: ignore[arg-type]


def test_the_seal_is_the_one_written_in_the_documentation() -> None:
    """The format must never drift: a chain written today is verified in ten years."""
    record = Record(
        "31", 1, "2026-03-01T00:00:00.000000+00:00", "a", "31", "t.v", "o", "1", {"b": 1, "a": "x"}, "", "00"
    )
    assert seal(record) == "c10d901a403b9aa8b143c418c93398e212e96c15de513b287ee0ea61a0a56e0e"


def test_a_note_cannot_be_guessed_without_its_salt() -> None:
    assert note_hash("aa", "alasan") != note_hash("bb", "alasan")


@given(st.integers(0, 30))
def test_a_sound_chain_gives_no_findings(length: int) -> None:
    records = sound_chain(length)
    assert look(records, head_of(records)) == []


@given(st.integers(1, 20), st.data())
def test_a_changed_entry_is_named(length: int, data: st.DataObject) -> None:
    records = sound_chain(length)
    known = head_of(records)
    at = data.draw(st.integers(0, length - 1))
    changes: list[dict[str, Any]] = [{"codes": {"level": "PG"}}, {"actor": "person:b"}, {"object_id": "0"}]
    records[at] = replace(records[at], **data.draw(st.sampled_from(changes)))
    assert look(records, known) == [Finding(CHAIN, at + 1, at + 1, "changed")]


@given(st.integers(2, 20), st.data())
def test_a_changed_entry_that_was_sealed_anew_is_named_too(length: int, data: st.DataObject) -> None:
    records = sound_chain(length)
    known = head_of(records)
    at = data.draw(st.integers(0, length - 2))
    records[at] = resealed(records[at], actor="person:b")
    assert look(records, known) == [Finding(CHAIN, at + 1, at + 1, "changed")]


@given(st.integers(3, 20), st.data())
def test_entries_removed_from_the_middle_are_named(length: int, data: st.DataObject) -> None:
    records = sound_chain(length)
    known = head_of(records)
    first = data.draw(st.integers(1, length - 2))
    last = data.draw(st.integers(first, length - 2))
    del records[first : last + 1]
    assert look(records, known) == [Finding(CHAIN, first + 1, last + 1, "removed")]


@given(st.integers(1, 20), st.data())
def test_a_cut_tail_is_named_by_the_known_head(length: int, data: st.DataObject) -> None:
    records = sound_chain(length)
    known = head_of(records)
    left = data.draw(st.integers(0, length - 1))
    assert look(records[:left], known) == [Finding(CHAIN, left + 1, length, "cut")]
    assert look(records[:left], head_of(records[:left])) == [], "a bare chain cannot know"


@given(st.integers(2, 20), st.data())
def test_two_entries_that_changed_places_are_named(length: int, data: st.DataObject) -> None:
    records = sound_chain(length)
    known = head_of(records)
    one = data.draw(st.integers(0, length - 2))
    two = data.draw(st.integers(one + 1, length - 1))
    records[one], records[two] = (
        replace(records[two], sequence=one + 1),
        replace(records[one], sequence=two + 1),
    )
    named = {place for each in look(records, known) for place in range(each.first, each.last + 1)}
    assert {each.kind for each in look(records, known)} == {"reordered"}
    assert named == {one + 1, two + 1}


@given(st.integers(2, 20), st.data())
def test_an_entry_slipped_in_is_named(length: int, data: st.DataObject) -> None:
    records = sound_chain(length)
    known = head_of(records)
    at = data.draw(st.integers(1, length - 1))
    forged = resealed(records[at], actor="person:b", previous=records[at - 1].hash)
    moved = [replace(each, sequence=each.sequence + 1) for each in records[at:]]
    found = look([*records[:at], forged, *moved], known)
    assert Finding(CHAIN, at + 1, at + 1, "inserted") in found


@given(st.integers(3, 15), st.data())
def test_an_entry_removed_and_the_rest_renumbered_is_named_as_removed(length: int, data: st.DataObject) -> None:
    records = sound_chain(length)
    at = data.draw(st.integers(1, length - 2))
    rest = [replace(each, sequence=each.sequence - 1) for each in records[at + 1 :]]
    found = look([*records[:at], *rest], {length - 1: records[-1].hash})
    assert Finding(CHAIN, at + 1, at + 1, "removed") in found
    assert {each.kind for each in found} == {"removed", "reordered"}


def test_an_entry_added_past_the_known_end_is_named() -> None:
    records = sound_chain(4)
    assert look(records, head_of(records[:3])) == [Finding(CHAIN, 4, 4, "inserted")]


def test_a_chain_written_anew_from_some_point_on_contradicts_a_signed_head() -> None:
    records = sound_chain(9)
    known = {3: records[2].hash, 6: records[5].hash}
    again = records[:4]
    for record in records[4:]:
        again.append(resealed(record, actor="person:b", previous=again[-1].hash))
    assert look(again, known | head_of(again)) == [Finding(CHAIN, 4, 6, "rewritten")]


@given(st.integers(4, 15), st.randoms(use_true_random=False))
def test_whatever_is_done_to_a_chain_never_passes_unseen(length: int, random: "object") -> None:
    """Any mixture of changes, removals, swaps and forged entries leads to at least one finding."""
    import random as randoms

    assert isinstance(random, randoms.Random)
    records = sound_chain(length)
    known = head_of(records)
    tampered = list(records)
    for _ in range(random.randint(1, 4)):
        at = random.randrange(len(tampered))
        match random.choice(["change", "reseal", "remove", "swap", "forge"]):
            case "change":
                tampered[at] = replace(tampered[at], object_id=f"x{random.random()}")
            case "reseal":
                tampered[at] = resealed(tampered[at], object_id=f"x{random.random()}")
            case "remove" if len(tampered) > 2:
                del tampered[at]
            case "swap":
                other = random.randrange(len(tampered))
                one, two = tampered[at].sequence, tampered[other].sequence
                tampered[at] = replace(tampered[at], sequence=two)
                tampered[other] = replace(tampered[other], sequence=one)
            case "forge":
                tampered.append(resealed(tampered[at], sequence=length + at + 1, previous=tampered[at].hash))
    if sorted(tampered, key=lambda each: each.sequence) != records:
        assert look(tampered, known)


@pytest.mark.parametrize("known", [{}, {3: "0" * 64}])
def test_an_empty_chain_is_judged_by_what_is_known_of_it(known: dict[int, str]) -> None:
    assert look([], known) == ([Finding(CHAIN, 1, 3, "cut")] if known else [])


@pytest.mark.long
def test_whatever_is_done_to_a_chain_never_passes_unseen_many_times() -> None:
    settings(max_examples=20_000, deadline=None)(test_whatever_is_done_to_a_chain_never_passes_unseen)()
