"""Joining, staying away and leaving. It takes two to join, the organisation and the person; one to leave."""

from datetime import datetime
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from rukun.guard import Actor, Refused, System
from rukun.journal import actions as journal
from rukun.journal.verbs import Verb
from rukun.people import actions as people
from rukun.people.access.own import may_see_own_data
from rukun.people.errors import PhoneTaken
from rukun.people.importing.checking import same_name
from rukun.people.phones import normalise
from rukun.people.queries import person_with_id, person_with_phone
from rukun.people.queries.persons import not_over
from rukun.training import follow
from rukun.training.access.members import is_on_the_board, manages_members, own_key
from rukun.training.actions.conduct import sign_code
from rukun.training.actions.member_steps import SYSTEM, end_membership, enter, locked_row, newest_state, note
from rukun.training.algo.states import ACTIVE, CANDIDATE, ON_LEAVE
from rukun.training.algo.texts import flowing
from rukun.training.content import consent as consent_text
from rukun.training.errors.members import (
    AlreadyLeft,
    AnotherName,
    NameTooLong,
    NoName,
    NotGrownUp,
    NotYetMember,
    OnTheBoard,
    OwnLeave,
    TakesNoMembers,
    TooManyWaiting,
)
from rukun.training.models import Applicant, Membership, MembershipState, Partnership
from rukun.training.queries.members import takes_members
from rukun.training.verbs import (
    APPLICANT_ANSWERED,
    MEMBER_ACCEPTED,
    MEMBER_ACTIVE,
    MEMBER_APPLIED,
    MEMBER_CONSENTED,
    MEMBER_INVITED,
    MEMBER_ON_LEAVE,
)

__all__ = [
    "accept_member",
    "answer_applicant",
    "apply_to_join",
    "ask_to_join",
    "begin_membership",
    "consent",
    "invite_member",
    "leave",
    "pause_membership",
    "resume_membership",
    "sign_code",
]

LONGEST_NAME = 120
MOST_WAITING = 50
"""So many may wait in an organisation for an answer of its board, and as many for their own."""


def apply_to_join(*, actor: Actor, organisation: UUID) -> Membership:
    """Somebody who is signed in would like to join: that is their consent. Who was invited before is in at once.

    Raises ``Refused``, ``TakesNoMembers``, ``NotGrownUp``, ``TooManyWaiting``.
    """
    may_see_own_data(actor).demand()
    key = own_key(actor)
    person = person_with_id(key) if key else None
    if person is None or not person.adult:
        raise NotGrownUp
    with journal.atomic():
        _takes_members(organisation)
        open_ones = Membership.objects.filter(organisation=organisation, left_at=None)
        asking = open_ones.filter(accepted_at=None, consented_at__isnull=False)
        if asking.count() >= MOST_WAITING and not open_ones.filter(person=person.pk).exists():
            raise TooManyWaiting(MOST_WAITING)
        membership = _begun(actor, person.pk, organisation)
        if membership.consented_at is None:
            note(MEMBER_APPLIED, actor, membership)
            _consent(actor, membership)
    return membership


def ask_to_join(*, organisation: UUID, name: str, phone: str, unit: str, adult: bool, applicant_id: UUID) -> None:
    """Somebody without an account would like to join; nothing here depends on whether the number is known.

    The same number asks once; sent twice is once. Raises ``NotGrownUp``, ``NoName``, ``NameTooLong``,
    ``TakesNoMembers``, ``TooManyWaiting``, ``NotAPhoneNumber``.
    """
    if not adult:
        raise NotGrownUp
    name, phone = _a_name(name), normalise(phone)
    with journal.atomic():
        home = _takes_members(organisation)
        waiting = Applicant.objects.filter(organisation=organisation)
        if waiting.filter(phone=phone).exists() or Applicant.objects.filter(pk=applicant_id).exists():
            return
        if waiting.count() >= MOST_WAITING:
            raise TooManyWaiting(MOST_WAITING)
        made = Applicant.objects.create(
            pk=applicant_id,
            organisation_id=organisation,
            name=name,
            phone=phone,
            unit=unit,
            applied_at=timezone.now(),
        )
        journal.record(
            MEMBER_APPLIED,
            actor=SYSTEM,
            unit=home,
            about=("applicant", made.pk),
            codes={"organisation": str(organisation)},
        )


def answer_applicant(*, actor: Actor, applicant: Applicant, accepted: bool) -> Membership | None:
    """Take somebody in who asked, or not; what they had written is erased either way. Answered twice is once.

    Gives the membership, which waits for their own consent. Raises ``Refused``, ``AnotherName``, ``NotGrownUp``,
    ``TakesNoMembers``.
    """
    manages_members(actor, applicant.organisation_id).demand()
    with journal.atomic():
        locked = (
            Applicant.objects.select_for_update(of=("self",))
            .select_related("organisation")
            .filter(pk=applicant.pk)
            .first()
        )
        if locked is None:
            return None
        membership = None
        if accepted:
            home = _takes_members(locked.organisation_id)
            membership = _taken_in(actor, locked.organisation_id, locked.name, locked.phone, locked.unit or home)
        journal.record(
            APPLICANT_ANSWERED,
            actor=actor,
            unit=locked.organisation.unit,
            about=("applicant", locked.pk),
            codes={"organisation": str(locked.organisation_id), "accepted": int(accepted)},
        )
        locked.delete()
    return membership


def invite_member(*, actor: Actor, organisation: UUID, name: str, phone: str, unit: str, adult: bool) -> Membership:
    """Ask somebody to join: known by their number, or registered by this. They are a member once they agree.

    ``adult``: the board says that they are 18 or older. Raises ``Refused``, ``NotGrownUp``, ``NoName``,
    ``NameTooLong``, ``TakesNoMembers``, ``AnotherName``, ``TooManyWaiting``, ``NotAPhoneNumber`` or a ``PeopleError``.
    """
    manages_members(actor, organisation).demand()
    if not adult:
        raise NotGrownUp
    name = _a_name(name)
    with journal.atomic():
        home = _takes_members(organisation)
        waiting = Membership.objects.filter(
            organisation=organisation, left_at=None, accepted_at__isnull=False, consented_at=None
        )
        if waiting.count() >= MOST_WAITING:
            raise TooManyWaiting(MOST_WAITING)
        return _taken_in(actor, organisation, name, normalise(phone), unit or home)


def begin_membership(*, actor: Actor, person: UUID, organisation: UUID) -> Membership:
    """Take in a person who is known already, as the chair of a new partner. They are a member once they agree."""
    manages_members(actor, organisation).demand()
    with journal.atomic():
        membership = _begun(actor, person, organisation)
        _accept(actor, membership)
    return membership


def accept_member(*, actor: Actor, membership: Membership) -> None:
    """Let somebody in who asked to join. Accepted twice is once. Raises ``Refused``, ``AlreadyLeft``."""
    manages_members(actor, membership.organisation_id).demand()
    with journal.atomic():
        _accept(actor, _locked(membership.pk))


def consent(*, actor: Actor, membership: Membership) -> None:
    """Agree to one's own membership, in the newest words. Raises ``Refused``, ``AlreadyLeft``, ``NotGrownUp``."""
    if not _own(actor, membership):
        raise Refused(_("Persetujuan hanya diberikan oleh orangnya sendiri."))
    with journal.atomic():
        _consent(actor, _locked(membership.pk))


def pause_membership(*, actor: Actor, membership: Membership) -> None:
    """Go on leave, or send a member on leave. Raises ``Refused``, ``AlreadyLeft``, ``NotYetMember``, ``OnTheBoard``."""
    own = _own_or_board(actor, membership)
    with journal.atomic():
        locked = _locked(membership.pk)
        state = newest_state(locked).state
        if state == CANDIDATE:
            raise NotYetMember
        if state == ON_LEAVE:
            return
        if not own and is_on_the_board(locked):
            raise OnTheBoard
        enter(actor, locked, ON_LEAVE)
        note(MEMBER_ON_LEAVE, actor, locked)


def resume_membership(*, actor: Actor, membership: Membership) -> None:
    """Come back from leave. A member may always; the board ends only a leave that the member did not take themselves.

    Raises ``Refused``, ``AlreadyLeft``, ``NotYetMember``, ``OwnLeave``.
    """
    own = _own_or_board(actor, membership)
    with journal.atomic():
        locked = _locked(membership.pk)
        newest = newest_state(locked)
        if newest.state == CANDIDATE:
            raise NotYetMember
        if newest.state == ACTIVE:
            return
        if not own and newest.by == f"person:{locked.person_id}":
            raise OwnLeave
        enter(actor, locked, ACTIVE)
        note(MEMBER_ACTIVE, actor, locked)


def leave(*, actor: Actor, membership: Membership) -> None:
    """Leave, now, without a reason; or the board lets somebody go. What they held in the organisation ends with it.

    Whoever does not join after all keeps an office there: a chair is appointed by others, who end that as well. Left
    twice is once. Raises ``Refused``, and ``OnTheBoard`` for a colleague of the board: whoever appointed them
    ends that first.
    """
    own = _own_or_board(actor, membership)
    with journal.atomic():
        locked = locked_row(membership.pk)
        if locked is None or locked.left_at is not None:
            return
        if not own and is_on_the_board(locked):
            raise OnTheBoard
        _end(actor, locked)


def _a_name(name: str) -> str:
    name = flowing(name)
    if not name:
        raise NoName
    if len(name) > LONGEST_NAME:
        raise NameTooLong(LONGEST_NAME)
    return name


def _takes_members(organisation: UUID) -> str:
    """Wait for whoever else joins this organisation now; gives its unit. Raises ``TakesNoMembers``."""
    locked = list(
        Partnership.objects.select_for_update(of=("self",))
        .select_related("organisation")
        .filter(organisation=organisation, closed_at=None)
        .order_by("pk")
    )
    home = locked[0].organisation if locked else None
    if home is None or home.closed_at is not None or not takes_members(organisation):
        raise TakesNoMembers
    return home.unit


def _taken_in(actor: Actor, organisation: UUID, name: str, phone: str, unit: str) -> Membership:
    """An accepted membership for whoever has this number; who is not known is registered with it."""
    person, since = _person(name, phone, unit)
    membership = _begun(actor, person, organisation, since)
    _accept(actor, membership, MEMBER_INVITED)
    return membership


def _person(name: str, phone: str, unit: str) -> tuple[UUID, datetime | None]:
    """Whose number it is, and if this made them known, when. Raises ``AnotherName``, ``NotGrownUp``."""
    known = person_with_phone(phone)
    if known is None:
        try:
            made = people.add_person(actor=SYSTEM, name=name, phone=phone, unit=unit)
        except PhoneTaken:  # by somebody who was quicker
            known = person_with_phone(phone)
        else:
            return made.pk, made.added_at
    if known is None or not same_name(known.name, name):
        raise AnotherName
    if not known.adult:
        raise NotGrownUp
    return known.pk, None


def _begun(actor: Actor, person: UUID, organisation: UUID, since: datetime | None = None) -> Membership:
    """The open membership of a person, locked; a new one begins as candidate. ``since``: they became known by it."""
    now = since or timezone.now()
    found, new = Membership.objects.get_or_create(
        person_id=person, organisation_id=organisation, left_at=None, defaults={"made_at": now}
    )
    if not new:
        return _locked(found.pk)
    if found.person.released_at is not None:
        raise AlreadyLeft
    MembershipState.objects.create(membership=found, state=CANDIDATE, since=now, by=actor.label)
    return found  # nobody else sees it yet


def _locked(key: UUID) -> Membership:
    """The row as it is now, kept from others until the transaction ends. Raises ``AlreadyLeft``."""
    found = locked_row(key)
    if found is None or found.left_at is not None or found.person.released_at is not None:
        raise AlreadyLeft
    return found


def _accept(actor: Actor, membership: Membership, verb: Verb = MEMBER_ACCEPTED) -> None:
    if membership.accepted_at is not None:
        return
    if not membership.person.adult:
        raise NotGrownUp
    membership.accepted_at, membership.accepted_by = timezone.now(), actor.label
    membership.save(update_fields=["accepted_at", "accepted_by"])
    note(verb, actor, membership)
    _settle(actor, membership)
    if membership.consented_at is None:
        follow.tell(follow.INVITED, {membership.person_id: None})


def _consent(actor: Actor, membership: Membership) -> None:
    if membership.consented_at is not None:
        return
    if not membership.person.adult:
        raise NotGrownUp
    membership.consented_at, membership.consent_version = timezone.now(), consent_text().version
    membership.save(update_fields=["consented_at", "consent_version"])
    note(MEMBER_CONSENTED, actor, membership)
    _settle(actor, membership)


def _settle(actor: Actor, membership: Membership) -> None:
    """Once both have agreed: an active member, who stands in the organisation's chart."""
    if membership.accepted_at is None or membership.consented_at is None:
        return
    enter(actor, membership, ACTIVE)
    home = membership.organisation
    held = not_over([membership.person_id])[membership.person_id]
    if all(each.organisation_id != home.pk for each in held):
        people.give_position(actor=SYSTEM, person=membership.person, title="anggota", unit=home.unit, organisation=home)
    note(MEMBER_ACTIVE, actor, membership)


def _end(actor: Actor, membership: Membership) -> None:
    """Over, and with it what they held there as a member; who never became one keeps an office given by others."""
    was_member = newest_state(membership).state != CANDIDATE
    end_membership(actor, membership)
    for each in not_over([membership.person_id])[membership.person_id] if was_member else []:
        if each.organisation_id == membership.organisation_id:
            people.end_position(actor=SYSTEM, position=each)


def _own(actor: Actor, membership: Membership) -> bool:
    """Whether it is the actor's own; raises ``Refused`` for a session that may be somebody else's."""
    if actor.label != f"person:{membership.person_id}":
        return False
    may_see_own_data(actor).demand()
    return True


def _own_or_board(actor: Actor, membership: Membership) -> bool:
    """Whether it is the actor's own (or the installation acts); else they must be on the board: raises ``Refused``."""
    if _own(actor, membership) or isinstance(actor, System):
        return True
    manages_members(actor, membership.organisation_id).demand()
    return False
