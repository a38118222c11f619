"""How many people each shift needs in each night."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from uuid import UUID

from rukun.almanac.algo.nights import BIASA
from rukun.roster.models import Need, Season

Wanted = tuple[int, bool]
"""How many, and whether an officer stands beside them."""


def demand_of(needs: Iterable[Need], seasons: Sequence[Season]) -> Callable[[UUID, date, Iterable[str]], Wanted]:
    """A function that says what a shift needs in a night of some kinds.

    The most of what the night's kinds say. For each kind: what is said for a season of that night, else what is said
    for always, else the same of an ordinary night; where nothing at all is said, nobody is needed.
    """
    said: dict[tuple[UUID, str, UUID | None], Wanted] = {
        (each.shift_id, each.kind, each.season_id): (each.people, each.officer) for each in needs
    }

    def wanted(shift: UUID, night: date, kinds: Iterable[str]) -> Wanted:
        now = [each.pk for each in seasons if each.first <= night <= each.last]
        found = [_said(said, shift, kind, now) for kind in kinds or (BIASA,)]
        return max((people for people, _officer in found), default=0), any(officer for _people, officer in found)

    return wanted


def _said(
    said: Mapping[tuple[UUID, str, UUID | None], Wanted], shift: UUID, kind: str, seasons: Sequence[UUID]
) -> Wanted:
    for each in dict.fromkeys((kind, BIASA)):
        of_season = [said[shift, each, season] for season in seasons if (shift, each, season) in said]
        if of_season:
            return max(people for people, _officer in of_season), any(officer for _people, officer in of_season)
        if (shift, each, None) in said:
            return said[shift, each, None]
    return 0, False
