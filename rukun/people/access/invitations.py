"""Who may invite whom."""

from collections.abc import Callable
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rukun.guard import Actor, Allowed, Decision, Denied, System, covers
from rukun.people.actor import PersonActor
from rukun.people.models import Invitation, Person, Position, Recovery
from rukun.people.signin import means
from rukun.people.titles import TITLES

ALSO_INVITE: list[Callable[[Actor, Person], bool]] = []
"""Further rules for somebody without a way to sign in, of rooms above: filled in ``config/wiring.py``."""

LET_IN_BY_OTHERS: list[Callable[[Person, UUID | None], bool]] = []
"""Whether a person was let in by others than those who manage people: rules of rooms above, as ``ALSO_INVITE``.

Asked before somebody is given a position in an organisation (its id, or ``None``).
"""


def way_in_is_doubtful(person: Person, organisation: UUID | None) -> bool:
    """Whether somebody else may hold a way into the account of a person who is about to get a sealed position there.

    A society's board may make its newcomers known and hand them the invitation; it could keep it, for a number that it
    knows an officer will have. Until a recovery, which takes two, has opened the account anew, nothing sealed is given
    to whoever came in so. Whoever holds something sealed of that kind already was looked at then.
    """
    came_in = person.last_login is not None or bool(means.of(person))
    if not came_in or not _let_in_by_others(person, organisation):
        return False
    if Recovery.objects.filter(person=person).exclude(confirmed_by="").exists():
        return False
    sealed = [each.organisation_id for each in held_by(person) if TITLES[each.title].sealed]
    return not any(_let_in_by_others(person, each) for each in sealed)


def _let_in_by_others(person: Person, organisation: UUID | None) -> bool:
    return any(rule(person, organisation) for rule in LET_IN_BY_OTHERS)


def may_invite(actor: Actor, person: Person) -> Decision:
    """Whether the actor may make an invitation for a person.

    Whoever manages people may invite those all of whose positions lie in their area. A coordinator may invite those all
    of whose positions are in the coordinator's own organisation and area, and see nothing sealed: else an invitation
    would be a way into somebody else's office. Rooms above may add rules (``ALSO_INVITE``). Who can sign in already
    is invited by nobody.
    """
    if isinstance(actor, System):
        return Allowed()
    if means.of(person):
        return Denied(
            _(
                "Orang ini sudah punya cara masuk sendiri. "
                "Bila ponselnya hilang, ajukan pemulihan akun: dua pengurus bersama."
            )
        )
    if any(rule(actor, person) for rule in ALSO_INVITE):
        return Allowed()
    held = held_by(person)
    units = [each.unit for each in held] or [person.unit]
    manages = [actor.may("people.manage", unit) for unit in units]
    if all(each.allowed for each in manages):
        return Allowed()
    if not isinstance(actor, PersonActor) or not held:
        return next(each for each in manages if not each.allowed)
    return _as_coordinator(actor, held)


def _as_coordinator(actor: PersonActor, held: list[Position]) -> Decision:
    """Whether the actor may invite the holder of these positions for being a coordinator over all of them."""
    own = [
        each
        for each in actor.positions
        if "people.invite" in TITLES[each.title].capabilities and actor.opens(each) and each.organisation_id
    ]
    if not own:
        return actor.holds("people.invite")
    for position in held:
        within = any(
            each.organisation_id == position.organisation_id and covers(each.unit, position.unit) for each in own
        )
        if not within or TITLES[position.title].sealed:
            return Denied(
                _("Anda dapat mengundang anggota organisasi dan wilayah Anda sendiri. Untuk jabatan lain, minta lurah.")
            )
    return Allowed()


def held_by(person: Person) -> list[Position]:
    """The positions that a person holds or will hold."""
    return list(Position.objects.filter(person=person).exclude(until__lte=timezone.now()))


def invitation_for(actor: Actor, key: UUID) -> Invitation | None:
    """An open invitation that the actor could have made, else ``None``."""
    found = Invitation.objects.select_related("person", "position").filter(pk=key, ended_at=None).first()
    return found if found is not None and may_invite(actor, found.person).allowed else None
