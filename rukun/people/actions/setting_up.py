from rukun.guard import Actor
from rukun.journal import actions as journal
from rukun.people.actions.invitations import renew_invitation
from rukun.people.actions.persons import add_person, release_person
from rukun.people.actions.positions import give_position
from rukun.people.errors import AlreadySetUp, CanSignIn
from rukun.people.models import Invitation, Person, Position
from rukun.people.phones import normalise
from rukun.people.signin import means, sessions
from rukun.people.verbs import PROOF_REMOVED


def invite_first_administrator(*, actor: Actor, name: str, phone: str) -> tuple[Invitation, str]:
    """The first administrator of an installation, and the invitation to come in by.

    Again makes a new invitation while nobody has come in; with another number, in the place of the first. Once an
    administrator can sign in, others are appointed: raises ``AlreadySetUp``.
    """
    number = normalise(phone)
    with journal.atomic():
        there = Position.objects.filter(title="administrator", unit="", person__released_at=None)
        if any(means.of(each.person) for each in there.select_related("person")):
            raise AlreadySetUp
        person = Person.objects.filter(phone=number, released_at=None).first()
        if person is None:
            person = add_person(actor=actor, name=name, phone=phone)
        position = there.filter(person=person).first()
        if position is None:
            position = give_position(actor=actor, person=person, title="administrator", unit="")
        for other in there.exclude(person=person):  # a slip in the number, say: nobody has come in by it
            release_person(actor=actor, person=other.person)
        return renew_invitation(actor=actor, person=person, position=position)


def invite_from_console(*, actor: Actor, person: Person, reset: bool) -> tuple[Invitation, str]:
    """An invitation by whoever holds the machine.

    Raises ``CanSignIn`` where there is a way in, unless that is ``reset``.
    """
    with journal.atomic():
        if means.of(person):
            if not reset:
                raise CanSignIn
            means.remove_all(person)
            sessions.end_all(person)
            journal.record(
                PROOF_REMOVED, actor=actor, unit=person.unit, about=("person", person.pk), codes={"what": "all"}
            )
        return renew_invitation(actor=actor, person=person)
