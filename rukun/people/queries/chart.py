"""An organisation's chart: who sits where, below whom, and which seats are empty."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.utils import timezone

from rukun.guard import Actor, covers
from rukun.people import access
from rukun.people.algo import ranks
from rukun.people.models import Organisation, Position
from rukun.people.titles import TITLES, Title

FEWEST_COUNTED = 5
"""Fewer people than these are "some": a small number beside known names would tell who is meant."""


@dataclass
class Seat:
    """A place in the chart; without ``position`` it is vacant. ``unit`` is that in which it stands above others."""

    title: Title
    unit: str
    position: Position | None = None
    below: "list[Group]" = field(default_factory=list)

    @property
    def name(self) -> str:
        return called(self.position) if self.position else ""


@dataclass
class Group:
    """Seats of one title under the same seat."""

    title: Title
    seats: list[Seat]

    @property
    def flat(self) -> bool:
        """Whether it is a mere list of names, as members are: with nobody below them, and no number to call."""
        listed = all(seat.position and not seat.below for seat in self.seats)
        return listed and len(self.seats) > 1 and not self.title.public


@dataclass(frozen=True)
class Chart:
    """``hidden`` is how many persons the reader may not see; ``upcoming`` are positions that begin later."""

    groups: list[Group]
    hidden: int
    upcoming: list[Position]


def chart_of(actor: Actor, organisation: Organisation) -> Chart:
    """The chart as far as the actor may see it. One query."""
    known = list(
        Position.objects.filter(organisation=organisation)
        .exclude(until__lte=timezone.now())
        .select_related("person")
        .order_by("unit", "person__name", "pk")
    )
    held = [each for each in known if access.is_held(each)]
    seen = [each for each in held if access.sees_position(actor, each)]
    shown = {each.person_id for each in seen}
    return Chart(
        _tree(organisation, seen, whole=access.sees_members(actor, organisation)),
        len({each.person_id for each in held} - shown),
        [each for each in known if each not in held and access.sees_position(actor, each)],
    )


def called(position: Position) -> str:
    """The holder, with the rank in front."""
    return ranks.in_front_of(position.person.name, position.rank)


def should_have(organisation: Organisation, title: Title) -> bool:
    """Whether somebody should hold the title in such an organisation: its chair, the police of a kelurahan."""
    if organisation.closed_at is not None or organisation.kind not in title.kinds:
        return False
    depth = len(organisation.unit.split(".")) if organisation.unit else 0
    if title.single:
        return not title.levels or depth in title.levels
    # Those of a unit directly below: of a Polsek for each kelurahan, but not of a Polres. Not what any kind may have.
    own = title.kinds == (organisation.kind,)
    return own and title.public and (not title.levels or min(title.levels) - 1 <= depth <= max(title.levels))


def _tree(organisation: Organisation, seen: list[Position], *, whole: bool) -> list[Group]:
    seats: dict[str, list[Seat]] = defaultdict(list)
    for each in seen:
        title = TITLES[each.title]
        seats[title.code].append(Seat(title, organisation.unit if title.single else each.unit, each))
    for title in TITLES.values():
        if title.code not in seats and (whole or title.public) and should_have(organisation, title):
            seats[title.code].append(Seat(title, organisation.unit))
    under: dict[int, list[Seat]] = defaultdict(list)
    every = [seat for code in TITLES for seat in seats.get(code, [])]
    for seat in every:
        under[id(_above(seat, seats))].append(seat)
    for seat in every:
        seat.below = _grouped(under[id(seat)])
    return _grouped(under[id(None)])


def _above(seat: Seat, seats: dict[str, list[Seat]]) -> Seat | None:
    """Whoever holds the title above, for the smallest unit around; where nobody does, the title above that."""
    code = seat.title.below
    while code:
        around = [each for each in seats.get(code, []) if covers(each.unit, seat.unit)]
        if around:
            return max(around, key=lambda each: len(each.unit))
        code = TITLES[code].below
    return None


def _grouped(seats: list[Seat]) -> list[Group]:
    groups: dict[str, Group] = {}
    for seat in seats:
        groups.setdefault(seat.title.code, Group(seat.title, [])).seats.append(seat)
    return list(groups.values())
