"""Who may see a person's own data, recover somebody's account, and write the privacy notice."""

from uuid import UUID

from django.utils.translation import gettext as _

from rukun.guard import Actor, Allowed, Decision, Denied
from rukun.guard.views import signed_in
from rukun.people.access.invitations import held_by
from rukun.people.actor import PersonActor
from rukun.people.models import Person
from rukun.people.strength import Strength
from rukun.ui.templatetags.units import unit as in_words


def may_see_own_data(actor: Actor) -> Decision:
    """Whether this session may see what is stored about its person.

    A one-time code shows who holds the number now, which after a while may be somebody new: it is not enough for the
    account of whoever ever held a position. The reason says nothing of the person, not even that there was one.
    """
    if not isinstance(actor, PersonActor):
        return (
            Denied(_("Halaman ini hanya untuk orang yang masuk ke akunnya.")) if actor.signed_in else signed_in(actor)
        )
    if not actor.is_surely_them:
        return Denied(
            _(
                "Kode sekali pakai saja belum cukup untuk membuka data akun ini, sebab nomor dapat berpindah tangan. "
                "Keluar, lalu masuk dengan kata sandi atau kunci sandi (passkey)."
            )
        )
    return Allowed()


def may_write_notice(actor: Actor) -> Decision:
    """The privacy notice speaks for the whole installation."""
    return actor.may("people.manage", "")


def may_recover_somebody(actor: Actor) -> Decision:
    """Whether there is any unit in which the actor may take part in recovering an account."""
    return actor.holds("people.manage")


def may_recover(actor: Actor, person: Person) -> Decision:
    """Whether the actor may be one of the two who recover this person's account.

    It opens everything that the person holds, so the actor must manage people over all of that, and be somebody else.
    """
    if not (anywhere := may_recover_somebody(actor)).allowed:
        return anywhere
    if not isinstance(actor, PersonActor) or actor.strength < Strength.STRONG:
        return Denied(_("Pemulihan akun diajukan dan disetujui oleh dua orang pengurus yang masuk ke akunnya."))
    if actor.person.pk == person.pk:
        return Denied(_("Akun Anda sendiri dipulihkan oleh dua pengurus lain. Silakan hubungi mereka."))
    for unit in units_of(person):
        within = actor.may("people.manage", unit)
        if isinstance(within, Denied):
            return Denied(
                _("Orang ini terdaftar atau menjabat untuk %(unit)s. %(why)s")
                % {"unit": in_words(unit), "why": within.reason}
            )
    return Allowed()


def person_to_recover(actor: Actor, key: UUID) -> Person | None:
    """The person, or ``None`` both where there is none and where nothing of theirs lies in the actor's area.

    Whether the actor may really take part is for ``may_recover``, whose reason they may then read.
    """
    person = Person.objects.filter(pk=key, released_at=None).first()
    if person is None or not may_recover_somebody(actor).allowed:
        return None
    own = actor.label == f"person:{person.pk}"
    return person if own or any(actor.may("people.manage", unit).allowed for unit in units_of(person)) else None


def may_manage(actor: Actor, person: Person) -> Decision:
    """Whether the actor manages people everywhere where this person belongs or holds something.

    Whoever lives in one kelurahan and serves in another is not released or renamed by the first alone.
    """
    for unit in units_of(person):
        within = actor.may("people.manage", unit)
        if not within.allowed:
            return within
    return Allowed()


def may_read_contact(actor: Actor, person: Person) -> Decision:
    """Whether the actor may open a private number: of somebody who belongs, or holds something, in their area."""
    decisions = [actor.may("people.contacts", unit) for unit in {person.unit, *units_of(person)}]
    return next((each for each in decisions if each.allowed), decisions[0])


def units_of(person: Person) -> list[str]:
    """Where somebody holds a position or soon will, and where they belong, if they say so."""
    held = {each.unit for each in held_by(person)}
    return sorted(held | {person.unit} if person.unit or not held else held)
