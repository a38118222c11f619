"""Groups become partners: authorities verify, an agreement says for how long; suspended, restored, ended."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from rukun.guard import Actor
from rukun.journal import actions as journal
from rukun.people.actions import add_person, establish_organisation, give_position
from rukun.people.errors import OrganisationTaken, SeatTaken
from rukun.people.importing.checking import same_name
from rukun.people.queries import person_with_phone
from rukun.training.access.partners import (
    authorities_of,
    is_chair,
    is_involved,
    is_named_chair,
    may_agree,
    may_decide,
    may_end,
    may_read_chair_contact,
    may_restore,
)
from rukun.training.actions.members import begin_membership
from rukun.training.actions.partner_applications import apply_for_partnership, withdraw_application
from rukun.training.actions.partner_steps import (
    TRAINING,
    a_line,
    a_text,
    end_as_lapsed,
    locked_row,
    newest_state,
    note,
    put,
)
from rukun.training.algo.months import months_after
from rukun.training.algo.states import APPLIED, ENDED, PARTNERSHIP, SUSPENDED, VERIFIED
from rukun.training.errors import partners as errors
from rukun.training.models import Agreement, Document, Partnership, Verification
from rukun.training.queries.partners import LAPSED_FOR, is_gone, state_in_words
from rukun.training.verbs import (
    CHAIR_CONTACT_READ,
    DOCUMENT_READ,
    PARTNER_AGREED,
    PARTNER_APPROVED,
    PARTNER_ENDED,
    PARTNER_REFUSED,
    PARTNER_RESTORED,
    PARTNER_SUSPENDED,
    PARTNER_VERIFIED,
)
from rukun.training.ways import AUTHORITIES, WAYS, Way
from rukun.ui.dates import first_moment, last_day, moment_after

__all__ = [
    "apply_for_partnership",
    "end_lapsed",
    "end_partnership",
    "make_agreement",
    "read_chair_contact",
    "read_document",
    "restore_partnership",
    "suspend_partnership",
    "verify_partnership",
    "withdraw_application",
]

KELURAHAN = "kelurahan"
LONGEST_NUMBER = 80
LONGEST_AGREEMENT_MONTHS = 60
BACK, AHEAD = timedelta(days=31), timedelta(days=365)
"""How far before or after today an agreement may begin that is entered today."""
UNDECIDED_FOR = timedelta(days=180)
"""How long an application waits for its verifiers, before it is ended and its papers go."""


def verify_partnership(*, actor: Actor, partnership: Partnership, authority: str, approved: bool, reason: str) -> None:
    """What one authority found, with its reason. A refusal ends the application.

    When the last one approves, a group of a way without agreement is a partner; one with agreement waits for it. Nobody
    speaks for two authorities, or about a group of their own. Raises ``Refused``, ``TrainingError``.
    """
    way = WAYS[partnership.kind]
    if authority not in way.verifiers:
        raise errors.NotItsAuthority
    actor.may(AUTHORITIES[authority].capability, partnership.unit).demand()
    reason = a_text(reason, "reason", errors.ReasonMissing)
    with journal.atomic():
        locked = locked_row(partnership)
        given = {each.authority: each for each in locked.verifications.all()}
        if (own := given.get(authority)) is not None:
            if own.by == actor.label and own.approved == approved:
                return
            raise errors.AlreadyDecided
        if newest_state(locked) != APPLIED:
            raise errors.NotWaiting
        _demand_impartial(actor, locked, authority, approving=approved)
        now = timezone.now()
        Verification.objects.create(
            partnership=locked, authority=authority, approved=approved, reason=reason, by=actor.label, at=now
        )
        note(PARTNER_APPROVED if approved else PARTNER_REFUSED, actor, locked, authority=authority)
        if not approved:
            put(locked, ENDED, actor, reason, authority)
        elif not way.agreement and {*given, authority} == set(way.verifiers):
            ends = months_after(first_moment(timezone.localdate()), way.months)  # whole days: another can follow
            Agreement.objects.create(partnership=locked, since=now, until=ends, by=actor.label, made_at=now)
            _become_partner(actor, locked, authority)


def make_agreement(*, actor: Actor, partnership: Partnership, number: str, since: date, until_last_day: date) -> None:
    """Enter an agreement, the first or a further one: from ``since`` to ``until_last_day``, both included.

    The kelurahan makes it, at most five years long; the first makes a verified group a partner. A group without
    agreement on paper is prolonged by its verifiers, for as long as its way says: what one enters is void until each
    of the others, another person, has entered the same dates; other dates take its place. It may not lie in the past,
    nor overlap another. Sent twice is once. Raises ``Refused``, ``TrainingError``.
    """
    way = WAYS[partnership.kind]
    may_agree(actor, partnership).demand()
    number = a_line(number, "number", LONGEST_NUMBER, errors.AgreementUnnumbered, way.agreement)
    with journal.atomic():
        locked = locked_row(partnership)
        begins, ends = first_moment(since), moment_after(until_last_day)
        same = locked.agreements.filter(since=begins, until=ends)
        known = (same.filter(number=number) if way.agreement else same).first()
        authority = _agreeing_as(actor, locked, known)
        if known is not None and (not authority or known.by == actor.label):
            return
        _demand_time_for_agreement(locked, way)
        _demand_impartial(actor, locked, authority, approving=True)
        _demand_dates(locked, way, since, until_last_day)
        if known is not None:
            known.awaiting = _without(known.awaiting.split(), authority)
            known.save(update_fields=["awaiting"])
        else:
            _enter(Agreement(partnership=locked, number=number, since=begins, until=ends), actor, way, authority)
        days = {"since": since.isoformat(), "until": until_last_day.isoformat()}
        note(PARTNER_AGREED, actor, locked, authority=authority, **days)
        if newest_state(locked) == APPLIED:
            _become_partner(actor, locked, authority)


def suspend_partnership(*, actor: Actor, partnership: Partnership, reason: str) -> None:
    """Its members go on duty no more, from this second, until it is restored. Twice is once."""
    may_decide(actor, partnership).demand()
    _step(actor, partnership, SUSPENDED, reason)


def restore_partnership(*, actor: Actor, partnership: Partnership, reason: str) -> None:
    """A suspension is over, by the authority in whose name it was made. Twice is once."""
    may_decide(actor, partnership).demand()
    _step(actor, partnership, VERIFIED, reason)


def end_partnership(*, actor: Actor, partnership: Partnership, reason: str) -> None:
    """It is a partner no more, by an authority's decision or its own chair's. Twice is once."""
    may_end(actor, partnership).demand()
    _step(actor, partnership, ENDED, reason)


def end_lapsed() -> int:
    """End what was left lying, so that its data go in their time.

    These are agreements that ran out, applications undecided, and groups that are there no more. Returns how many.
    """
    now = timezone.now()
    agreed = Agreement.objects.filter(partnership=OuterRef("pk"), awaiting="")
    lapsed = ~Exists(agreed.filter(until__gt=now - LAPSED_FOR)) & (
        Exists(agreed) | Q(applied_at__lte=now - UNDECIDED_FOR)
    )
    ended = 0
    for each in Partnership.objects.filter(lapsed | Q(organisation__closed_at__lte=now), closed_at=None):
        with journal.atomic():
            locked = locked_row(each)
            if locked.closed_at is not None:
                continue  # somebody ended it in this moment
            gone = is_gone(locked, now)
            if gone or not locked.agreements.filter(awaiting="", until__gt=now - LAPSED_FOR).exists():
                end_as_lapsed(locked, "closed" if gone else "lapsed")
                ended += 1
    return ended


def read_document(*, actor: Actor, partnership: Partnership, document: Document) -> Document:
    """A paper with its content, for whoever verifies the group. Each reading is recorded."""
    may_decide(actor, partnership).demand()
    with journal.atomic():
        whole = Document.objects.get(pk=document.pk, partnership=partnership)
        note(DOCUMENT_READ, actor, partnership, document=str(document.pk))
    return whole


def read_chair_contact(*, actor: Actor, partnership: Partnership) -> str:
    """The number that an application gives for its chair, for whoever verifies it. Each reading is recorded."""
    may_read_chair_contact(actor, partnership).demand()
    with journal.atomic():
        note(CHAIR_CONTACT_READ, actor, partnership)
    return partnership.chair_phone


def _agreeing_as(actor: Actor, locked: Partnership, known: Agreement | None) -> str:
    """In whose name the actor enters an agreement; of one that is there already, which still waits for them."""
    mine = [each.code for each in authorities_of(actor, locked)]
    if known is not None:
        return next((code for code in known.awaiting.split() if code in mine), "")
    return KELURAHAN if WAYS[locked.kind].agreement else mine[0]


def _enter(made: Agreement, actor: Actor, way: Way, authority: str) -> None:
    for each in made.partnership.agreements.filter(awaiting=""):
        if each.since < made.until and made.since < each.until:
            raise errors.AgreementOverlaps(last_day(each.until))
    made.partnership.agreements.exclude(awaiting="").delete()  # other dates than these were not agreed on
    made.by, made.made_at = actor.label, timezone.now()
    made.awaiting = "" if way.agreement else _without(way.verifiers, authority)
    made.save()


def _without(codes: Sequence[str], authority: str) -> str:
    return " ".join(code for code in codes if code != authority)


def _become_partner(actor: Actor, locked: Partnership, authority: str) -> None:
    """The decision is made: state, organisation, chair. What follows from it the installation does, not the actor.

    From now on the chair is whoever holds that office; what the application said of them is kept no longer.
    """
    put(locked, VERIFIED, actor, "", authority)
    note(PARTNER_VERIFIED, actor, locked)
    organisation = locked.organisation or _established(locked)
    chair = person_with_phone(locked.chair_phone)
    if chair is None:
        chair = add_person(actor=TRAINING, name=locked.chair_name, phone=locked.chair_phone, unit=locked.unit)
    elif not (chair.adult and same_name(chair.name, locked.chair_name)):
        raise errors.ChairUnfit  # somebody else's number: they would become the chair of strangers
    begin_membership(actor=TRAINING, person=chair.pk, organisation=organisation.pk)
    with suppress(SeatTaken), journal.atomic():  # it may have a chair already, perhaps this very person
        give_position(actor=TRAINING, person=chair, title="ketua", unit=organisation.unit, organisation=organisation)
    locked.chair_name = locked.chair_phone = ""
    locked.save(update_fields=["chair_name", "chair_phone"])


def _established(locked: Partnership) -> Any:
    try:
        locked.organisation = establish_organisation(
            actor=TRAINING, kind=locked.kind, name=locked.name, unit=locked.unit
        )
    except OrganisationTaken:
        raise errors.OrganisationKnown from None
    locked.save(update_fields=["organisation"])
    return locked.organisation


def _step(actor: Actor, partnership: Partnership, state: str, reason: str) -> None:
    reason = a_text(reason, "reason", errors.ReasonMissing)
    with journal.atomic():
        locked = locked_row(partnership)
        if state == VERIFIED:
            may_restore(actor, locked).demand()
        now, as_chair = newest_state(locked), state == ENDED and is_chair(actor, locked)
        authority = "" if as_chair else _in_whose_name(actor, locked, state)
        if now == state and (state != SUSPENDED or authority == _suspended_by(locked)):
            return
        # An application becomes verified by those who verify it, and by nothing else.
        if state not in PARTNERSHIP[now] or (now == APPLIED and state != ENDED):
            raise errors.NoSuchStep(state_in_words(now))
        if state == VERIFIED and is_gone(locked):
            raise errors.NoSuchStep(state_in_words(ENDED))
        if not as_chair:
            _demand_impartial(actor, locked, "")
        put(locked, state, actor, reason, authority)
        note({SUSPENDED: PARTNER_SUSPENDED, VERIFIED: PARTNER_RESTORED, ENDED: PARTNER_ENDED}[state], actor, locked)


def _in_whose_name(actor: Actor, locked: Partnership, state: str) -> str:
    """The authority for which the actor speaks: to restore, that which suspended."""
    mine = [each.code for each in authorities_of(actor, locked)]
    suspended = _suspended_by(locked)
    return suspended if state == VERIFIED and suspended in mine else mine[0]


def _suspended_by(locked: Partnership) -> str:
    newest = locked.states.filter(state=SUSPENDED).last()
    return newest.authority if newest else ""


def _demand_impartial(actor: Actor, locked: Partnership, authority: str, *, approving: bool = False) -> None:
    """Nobody decides about their own group, or for two authorities. (The installation itself is no person.)

    Whom a stranger named as chair only cannot approve: else one could choose who is not to decide.
    """
    if is_involved(actor, locked):
        raise errors.NotImpartial
    if approving and is_named_chair(actor, locked):
        raise errors.NamedAsChair
    others = locked.verifications.exclude(authority=authority) if authority else locked.verifications.none()
    if actor.label.startswith("person:") and others.filter(by=actor.label).exists():
        raise errors.OnePersonTwoAuthorities


def _demand_time_for_agreement(locked: Partnership, way: Way) -> None:
    state = ENDED if is_gone(locked) else newest_state(locked)
    if state not in (APPLIED, VERIFIED):
        raise errors.NoSuchStep(state_in_words(state))
    if state != APPLIED:
        return
    if not way.agreement:
        raise errors.WithoutAgreement
    approved = {each.authority for each in locked.verifications.filter(approved=True)}
    waiting = [str(AUTHORITIES[code].words) for code in way.verifiers if code not in approved]
    if waiting:
        raise errors.StillToBeVerified(waiting)


def _demand_dates(locked: Partnership, way: Way, since: date, last: date) -> None:
    today = timezone.localdate()
    if last < since:
        raise errors.AgreementBackwards
    if last < today:
        raise errors.AgreementPast
    earliest = max(timezone.localtime(locked.applied_at).date(), today - BACK)
    if since < earliest:
        raise errors.AgreementTooEarly(earliest)
    if since > today + AHEAD:
        raise errors.AgreementTooFar
    longest = LONGEST_AGREEMENT_MONTHS if way.agreement else way.months
    latest = last_day(months_after(first_moment(since), longest))
    # Papers name the same day as first and last: "3 Maret 2026 sampai 3 Maret 2031".
    if last > latest + timedelta(days=1):
        raise errors.AgreementTooLong(latest)
