"""A person as the rooms below see one: an actor."""

from functools import cached_property

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rukun.guard import ANYONE, Actor, Allowed, Decision, Denied, covers
from rukun.people.models import Person, Position
from rukun.people.titles import TITLES


class PersonActor:
    """Positions are read once per request; whether one holds is asked of the clock each time."""

    signed_in = True

    def __init__(self, person: Person) -> None:
        self.person = person
        self.label = f"person:{person.pk}"

    @cached_property
    def _positions(self) -> list[Position]:
        return list(Position.objects.filter(person=self.person).order_by("unit", "since"))

    @property
    def positions(self) -> list[Position]:
        """The positions held at this moment."""
        now = timezone.now()
        return [each for each in self._positions if each.since <= now and (each.until is None or now < each.until)]

    def scopes(self, capability: str) -> tuple[str, ...]:
        held = {each.unit for each in self.positions if capability in TITLES[each.title].capabilities}
        return tuple(sorted(held))

    def may(self, capability: str, unit: str) -> Decision:
        if any(covers(scope, unit) for scope in self.scopes(capability)):
            return Allowed()
        return Denied(
            _("Jabatan Anda belum mencakup tindakan ini di wilayah tersebut. Silakan hubungi pengurus wilayah itu.")
        )


def actor_of(user: object) -> Actor:
    """The actor behind ``request.user``."""
    return PersonActor(user) if isinstance(user, Person) and user.is_active else ANYONE
