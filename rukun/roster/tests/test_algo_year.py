"""Twelve months simulated: docs/roster.md shows the table that these figures are of."""

import pytest

from tools.roster_year import BEGIN, DOCUMENT, by_lot, in_turns, ours, people, spreads, year

pytestmark = [pytest.mark.pure, pytest.mark.long]


@pytest.mark.parametrize("seed", [1, 2])
def test_over_a_year_nights_differ_by_one_at_most_among_equals(seed: int) -> None:
    outcome = year(ours, seed)
    assert max(spreads(outcome, seed).values()) <= 1
    assert outcome.short == 0
    stood = outcome.stood
    joined = [stood[each.name]["total"] for each in people(seed) if each.cohort == "joined in month 7"]
    all_year = [stood[each.name]["total"] for each in people(seed) if each.cohort == "all year"]
    assert abs(2 * sum(joined) / len(joined) - sum(all_year) / len(all_year)) < 6  # half a year: half as many
    away = [stood[each.name]["total"] for each in people(seed) if each.cohort.startswith("away")]
    assert max(away) <= max(all_year)  # nobody is flooded afterwards
    for other in (in_turns(), by_lot):
        assert max(spreads(year(other, seed), seed).values()) > 10


def test_the_table_is_in_the_document() -> None:
    assert f"{BEGIN}\n| | total |" in DOCUMENT.read_text(encoding="utf-8")
