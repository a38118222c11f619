"""Who acts for an owner, as people to be told: what ``owners.speaks_for`` says of a seat, asked of all who sit."""

from collections.abc import Collection

from rukun.commitment.owners import KEEP, POSKO, Owner, speaks_for
from rukun.people.queries.holders import Holder, sitting
from rukun.people.titles import titles_with


def who_act_for(owners: Collection[Owner]) -> dict[Owner, list[Holder]]:
    """For each owner, the seats of those who act for it now. A query, and one for each desk of a posko found."""
    titles = {each.code for each in titles_with(KEEP)}
    units = {unit for each in owners if each.title for unit in _and_above(each.unit)}
    desks = {each.unit for each in owners if each.organisation is not None}
    groups = {each.organisation for each in owners if each.organisation is not None}
    offices = {each.title for each in owners if each.title}
    found = [
        each
        for each in sitting(titles, units=units | desks, organisations=groups)
        if each.seat.title in offices or each.seat.organisation in groups or each.seat.title == POSKO
    ]
    return {owner: [each for each in found if speaks_for(each.seat, owner)] for owner in owners}


def _and_above(unit: str) -> list[str]:
    parts = unit.split(".")
    return ["", *(".".join(parts[:end]) for end in range(1, len(parts) + 1))]
