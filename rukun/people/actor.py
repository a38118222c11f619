"""A person as the rooms below see one: an actor."""

from functools import cached_property

from django.utils import timezone

from rukun.guard import ANYONE, Actor, Allowed, Decision, Denied, covers
from rukun.people import reasons
from rukun.people.models import Person, Position
from rukun.people.strength import Strength
from rukun.people.titles import TITLES


class PersonActor:
    """Positions are read once per request; whether one holds is asked of the clock each time.

    ``strength`` is what the session was opened with: a position opens to a password or more, one that sees sealed data
    only to a passkey or an authenticator app.
    """

    signed_in = True

    def __init__(self, person: Person, strength: Strength) -> None:
        self.person = person
        self.strength = strength
        self.label = f"person:{person.pk}"

    @cached_property
    def known_positions(self) -> list[Position]:
        """All positions ever held, with their organisations."""
        return list(
            Position.objects.select_related("organisation").filter(person=self.person).order_by("unit", "since")
        )

    @property
    def positions(self) -> list[Position]:
        """The positions held at this moment, whatever the sign-in."""
        now = timezone.now()
        return [each for each in self.known_positions if each.since <= now and (each.until is None or now < each.until)]

    @property
    def is_surely_them(self) -> bool:
        """Whether what is theirs may be shown.

        Whoever came by a code alone to a number that had an office may be somebody new: numbers are given to others.
        """
        return self.strength > Strength.CODE or not self.known_positions

    @property
    def shown_name(self) -> str:
        return self.person.name if self.is_surely_them else ""

    def opens(self, position: Position) -> bool:
        """Whether this session is strong enough for a position."""
        return self.strength >= (Strength.STRONG if TITLES[position.title].sealed else Strength.WORD)

    @property
    def waiting_for_strength(self) -> list[Position]:
        """Positions held now that stay closed in this session."""
        return [each for each in self.positions if TITLES[each.title].capabilities and not self.opens(each)]

    def scopes(self, capability: str) -> tuple[str, ...]:
        held = {
            each.unit for each in self.positions if capability in TITLES[each.title].capabilities and self.opens(each)
        }
        return tuple(sorted(held))

    def holds(self, capability: str) -> Decision:
        return Allowed() if self.scopes(capability) else Denied(reasons.why_nowhere(self, capability))

    def may(self, capability: str, unit: str) -> Decision:
        if any(covers(scope, unit) for scope in self.scopes(capability)):
            return Allowed()
        return Denied(reasons.why_not(self, capability, unit))


def actor_of(user: object, strength: Strength = Strength.STRONG) -> Actor:
    """The actor behind ``request.user``, as far as the session opens."""
    return PersonActor(user, strength) if isinstance(user, Person) and user.is_active else ANYONE
