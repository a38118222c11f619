"""Who may see who is fit for duty, and who may keep somebody from it.

Kelurahan or Polsek suspends, and the other of the two reviews. Neither is done by anybody who belongs to an
organisation of the member, or belonged to one a short while ago: a chair with an office must not silence critics, nor
leave on Monday in order to do so on Tuesday. An invitation alone makes nobody belong: else a board could invite every
officer around and be out of their reach.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rukun.guard import Actor, Allowed, Decision, Denied, covers
from rukun.people.access import holds_any, inside, own_circles
from rukun.people.access.own import may_see_own_data
from rukun.people.queries.persons import organisations_of
from rukun.training.access.places import partnerships_counting
from rukun.training.models import Membership, Partnership, Suspension
from rukun.training.ways import AUTHORITIES

SUSPENDING = ("kelurahan", "polsek")
"""The authorities that suspend somebody from duty; each reviews what the other did."""
NEAR = timedelta(days=90)
"""For how long whoever left an organisation still counts as too near to it."""
NOT_HERE = _("Orang itu bukan anggota mitra di wilayah Anda.")


# Seeing who is fit


@dataclass(frozen=True)
class Circle:
    """An organisation whose members' fitness an actor may see; ``parts`` are the units of those, none for all."""

    key: UUID
    name: str
    unit: str
    parts: tuple[str, ...] = ()


def can_see_duty(actor: Actor) -> Decision:
    """Whether there is anybody whose fitness the actor may see."""
    anywhere = actor.holds("duty.see")
    return Allowed() if anywhere.allowed or own_circles(actor) else anywhere


def circles_of(actor: Actor) -> list[Circle]:
    """The organisations of members whose fitness the actor may see, by name.

    Those that are, or lately were, partners in a unit where the actor has ``duty.see``, and the one of which they are
    on the board or a coordinator: a coordinator of an RW sees those of that RW. So does the head of an RW, of a partner
    of a whole kelurahan: whoever joins has agreed that the board of their RW sees it.
    """
    own: dict[UUID, str] = {}
    for key, scope in own_circles(actor):
        own[key] = min(scope, own.get(key, scope), key=len)
    scopes = actor.scopes("duty.see")
    found: dict[UUID, Circle] = {}
    rows = Partnership.objects.filter(organisation__isnull=False, organisation__closed_at=None)
    there = Q(pk__in=[])
    for scope in scopes:
        there |= inside(scope) | Q(unit__in=_above(scope))
    near = Q(organisation__in=own, closed_at=None) | (there & Q(counts=True))
    counting = Exists(partnerships_counting().filter(pk=OuterRef("pk")))
    for key, name, home, unit, counts in (
        rows.alias(counts=counting)
        .filter(near)
        .values_list("organisation", "organisation__name", "organisation__unit", "unit", counting)
    ):
        mine, seeing = [own[key]] if key in own else [], scopes if counts else ()
        known = found.get(key)
        if any(covers(scope, unit) for scope in seeing) or any(covers(scope, home) for scope in mine):
            found[key] = Circle(key, name, home)
        elif known is None or known.parts:
            parts = {*mine, *(scope for scope in seeing if covers(unit, scope)), *(known.parts if known else ())}
            found[key] = Circle(key, name, home, tuple(sorted(parts)))
    return sorted(found.values(), key=lambda each: (each.name, each.key))


def _above(unit: str) -> list[str]:
    """The units that hold this one, itself left out."""
    steps = unit.split(".")
    return [".".join(steps[:end]) for end in range(1, len(steps))]


# Keeping somebody from duty


@dataclass(frozen=True)
class Standing:
    """In whose name an actor can suspend somebody, and where."""

    authority: str
    unit: str


def can_suspend(actor: Actor) -> Decision:
    """Whether the actor decides about duty anywhere."""
    return holds_any(actor, *(AUTHORITIES[code].capability for code in SUSPENDING))


def standings(actor: Actor, person: UUID) -> list[Standing]:
    """Where the actor can decide about a member, the widest first.

    That is where an organisation of theirs is, or lately was, a partner, or below that; and where they live or it has
    its seat, for whoever is over all of that: one may live, or be seated, in "the city".
    """
    partnered, homes = _places_of(person)
    found = {
        Standing(code, max(scope, place, key=len))
        for code in SUSPENDING
        for scope in actor.scopes(AUTHORITIES[code].capability)
        for place in {*partnered, *homes}
        if covers(scope, place) or (place in partnered and covers(place, scope))
    }
    return sorted(found, key=lambda each: (len(each.unit), SUSPENDING.index(each.authority), each.unit))


def authority_in(actor: Actor, person: UUID, unit: str) -> str:
    """In whose name the actor can decide about a member in this very unit; ``""`` where they cannot."""
    there = {each.authority for each in standings(actor, person) if covers(each.unit, unit) or covers(unit, each.unit)}
    return next((code for code in authorities_over(actor, unit) if code in there), "")


def may_suspend(actor: Actor, person: UUID) -> Decision:
    """Whether the actor may suspend this member from duty. The reason says who may instead."""
    if not (anywhere := can_suspend(actor)).allowed:
        return anywhere
    return _may_decide(actor, person) if standings(actor, person) else Denied(NOT_HERE)


def suspension_for(actor: Actor, key: UUID) -> Suspension | None:
    """The suspension, for its member and for the authorities there; ``None`` for all others, and if there is none.

    Not for an officer who belongs to an organisation of the member: what is held against somebody stays outside it.
    """
    found = Suspension.objects.select_related("person").filter(pk=key).first()
    if found is None or is_own(actor, found):
        return found
    seen = authorities_over(actor, found.unit) and not too_near(actor, [found.person_id])
    return found if seen else None


def is_own(actor: Actor, suspension: Suspension) -> bool:
    return actor.label == f"person:{suspension.person_id}" and may_see_own_data(actor).allowed


def authorities_over(actor: Actor, unit: str) -> list[str]:
    """In whose name the actor may speak in a unit."""
    return [
        code for code in SUSPENDING if any(covers(scope, unit) for scope in actor.scopes(AUTHORITIES[code].capability))
    ]


def may_review(actor: Actor, suspension: Suspension) -> Decision:
    """Whether the actor may be the second: of the other authority, and another person."""
    if not (anywhere := can_suspend(actor)).allowed:
        return anywhere
    if actor.label == suspension.by:
        return Denied(_("Anda sendiri yang memutuskan penangguhan ini. Orang lain yang meninjaunya."))
    if not reviewing_as(actor, suspension):
        other = AUTHORITIES[reviewer_of(suspension)].words
        return Denied(_("Penangguhan ini ditinjau oleh pihak kedua: %s di wilayah itu.") % other)
    return _may_decide(actor, suspension.person_id)


def reviewing_as(actor: Actor, suspension: Suspension) -> str:
    """The authority in whose name the actor can review; ``""`` where in none."""
    return next((each for each in authorities_over(actor, suspension.unit) if each != suspension.authority), "")


def reviewer_of(suspension: Suspension) -> str:
    """The authority that reviews it."""
    return next(each for each in SUSPENDING if each != suspension.authority)


def may_lift(actor: Actor, suspension: Suspension) -> Decision:
    """Whether the actor may take it back: anybody of the authority that decided it."""
    if suspension.authority not in authorities_over(actor, suspension.unit):
        words = AUTHORITIES[suspension.authority].words
        return Denied(_("Penangguhan ini dicabut oleh pihak yang memutuskannya: %s di wilayah itu.") % words)
    return _may_decide(actor, suspension.person_id)


def too_near(actor: Actor, persons: Collection[UUID]) -> set[UUID]:
    """Those of these persons with whom the actor has, or a short while ago had, an organisation in common."""
    deciding = _person_of(actor)
    if deciding is None:
        return set()
    belongs = organisations_near({deciding, *persons})
    return {key for key in persons if key != deciding and belongs[key] & belongs[deciding]}


def _places_of(person: UUID) -> tuple[set[str], set[str]]:
    """Where the organisations of somebody are partners; and where the person lives, and those have their seats.

    A seat above any of the rest says nothing of where the member is.
    """
    rows = list(
        belonging()
        .filter(person=person, left_at=None)
        .values_list("person__unit", "organisation__unit", "organisation_id")
    )
    known = partnerships_counting().filter(organisation__in=[key for _home, _seat, key in rows])
    partnered = set(known.values_list("unit", flat=True))
    homes = {home for home, _seat, _key in rows if home}
    seats = {seat for _home, seat, _key in rows if seat}
    above = {seat for seat in seats if any(seat != place and covers(seat, place) for place in partnered | homes)}
    return partnered, homes | (seats - above)


def _may_decide(actor: Actor, person: UUID) -> Decision:
    """What holds for suspending, reviewing and lifting alike."""
    deciding = _person_of(actor)
    if deciding is None:
        return Denied(_("Tentang tugas seseorang hanya orang yang memutuskan: masuk ke akun Anda sendiri."))
    if deciding == person:
        return Denied(_("Tentang tugas Anda sendiri orang lain yang memutuskan."))
    if too_near(actor, [person]):
        return Denied(
            _(
                "Anda termasuk, atau belum lama ini termasuk, organisasi anggota itu sendiri. Supaya tidak ada "
                "pengurus yang membungkam pengkritiknya, yang memutuskan adalah orang dari luar organisasinya: "
                "hubungi pihak lain di kelurahan atau Polsek."
            )
        )
    return Allowed()


def organisations_near(persons: Collection[UUID]) -> dict[UUID, set[UUID]]:
    """Where each belongs, or did until a short while ago, by a position or a membership. Two queries."""
    since = timezone.now() - NEAR
    found = organisations_of(persons, since)
    rows = belonging().filter(Q(left_at=None) | Q(left_at__gt=since), person__in=persons)
    for key, organisation in rows.values_list("person_id", "organisation_id"):
        found[key].add(organisation)
    return found


def belonging() -> QuerySet[Membership]:
    """Memberships to which both sides have agreed, over ones too."""
    return Membership.objects.exclude(accepted_at=None).exclude(consented_at=None)


def _person_of(actor: Actor) -> UUID | None:
    kind, _separator, key = actor.label.partition(":")
    return UUID(key) if kind == "person" else None
