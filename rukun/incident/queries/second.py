"""Who could say the second word: officers of another house, as the directory shows them to everybody."""

from collections.abc import Collection
from uuid import UUID

from rukun.commitment.owners import GOVERNMENT, POSKO
from rukun.people.queries.directory import Officer, holders_with
from rukun.people.queries.organisations import kind_of

MOST, DESKS = 4, 2


def who_could_decide(unit: str, houses: Collection[str]) -> list[Officer]:
    """Officers whose word counts where ``houses`` said the first one, those with a number first. One query.

    Behind them who sits at the posko, where neither a posko nor the kelurahan for which it works said the first word.
    Whoever wears another hat besides may be refused all the same; their page says why.
    """
    found = holders_with("incidents.verify", unit)
    others = [each for each in found if each.house is None or str(each.house) not in houses]
    others.sort(key=lambda each: not each.holder.phone)
    desks = [each for each in others if each.title.code == POSKO]
    return [each for each in others if each.title.code != POSKO][:MOST] + ([] if _of_a_desk(houses) else desks[:DESKS])


def _of_a_desk(houses: Collection[str]) -> bool:
    """Whether the first word was a posko's, or that of the office for which it works: see ``houses_near``."""
    return any(each.startswith("desk:") or kind_of(UUID(each)) == GOVERNMENT for each in houses)
