"""Shares of nights: of each among those who could stand in it, to nobody more than they could, all that was stood."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rukun.roster.algo.sharing import Able, shares_by_night

pytestmark = pytest.mark.pure
NIGHTS = st.integers(1, 30)
PEOPLE = st.sampled_from("abcdef")


@given(
    st.dictionaries(NIGHTS, st.lists(PEOPLE, max_size=4)),
    st.dictionaries(PEOPLE, st.builds(Able, st.frozensets(NIGHTS), st.integers(0, 2), st.none() | st.integers(0, 3))),
    st.builds(Able, st.frozensets(NIGHTS), st.integers(0, 2), st.none() | st.integers(0, 3)),
)
def test_shares_add_up_and_are_alike_for_those_who_are(
    stood: dict[int, list[str]], able: dict[str, Able], twin: Able
) -> None:
    whole = sum(len(each) for each in stood.values())
    able = {**able, "x": twin, "y": twin}
    found = shares_by_night(stood, able)
    assert sum(found.values()) == pytest.approx(whole)
    assert min(found.values(), default=0) >= 0
    assert found.get("x", 0) == pytest.approx(found.get("y", 0))
    there = {night for night, people in stood.items() if people}
    assert all(there & able[key].nights for key in ("x", "y") if found.get(key)), "no share of others' nights"


def test_nobody_has_a_share_beyond_their_rest_and_weeks_while_others_have_room() -> None:
    nights = frozenset(range(1, 15))  # two weeks from a Monday on
    able = {
        "often": Able(nights),
        "weekly": Able(nights, week=1),
        "rests": Able(nights, rest=6),
        "half": Able(frozenset(range(1, 8))),
    }
    stood = {night: ["often"] for night in nights}
    found = shares_by_night(stood, able)
    assert able["rests"].most(nights) == able["weekly"].most(nights) == 2
    assert found["weekly"] == found["rests"] == 2
    assert found["half"] < found["often"]
    assert shares_by_night({1: ["a", "b"], 2: ["a", "b"]}, {"late": Able(frozenset({2}))}) == pytest.approx(
        {"a": 2 / 2 + 2 / 3, "b": 2 / 2 + 2 / 3, "late": 2 / 3}
    )
