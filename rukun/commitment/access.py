"""Who may do what with a promise. Who may see it, the room above says: ask that first."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rukun.commitment.models import Claim, Commitment, Handoff, Step
from rukun.commitment.owners import GOVERNMENT, POSKO, Owner, seat_for
from rukun.commitment.verbs import (
    CANNOT_BE_DONE,
    COORDINATED,
    HANDED_OUTSIDE,
    LINK_RENEWED,
    OUTSIDE_ACCEPTED,
    OUTSIDE_ANSWERED,
    PROVEN,
    STARTED,
)
from rukun.guard import Actor, Allowed, Decision, Denied, covers
from rukun.journal.algo.chain import chain_of
from rukun.people.access.people import seats_near
from rukun.people.queries.offices import organisations_holding, organisations_in
from rukun.people.titles import TITLES
from rukun.training.access.duty import NEAR, organisations_near

NOT_OWNER = _("Ini tanggung jawab pihak lain. Yang mengerjakannya adalah pihak itu.")
NOT_CONFIRMING = _("Memastikan hasilnya dilakukan pelapor, ketua RT/RW, atau petugas dari instansi lain.")
TOO_NEAR = _(
    "Anda termasuk, atau belum lama ini termasuk, pihak yang mengerjakannya. Orang dari pihak lain yang memastikannya."
)
WORKED_ON_IT = _("Anda sendiri ikut mengerjakan atau membuktikannya. Orang lain yang memastikannya.")
ONLY_THE_REPORTER = _("Ini hanya dikonfirmasi oleh pelapornya sendiri.")
INVOLVED = [
    each.name
    for each in (COORDINATED, STARTED, PROVEN, CANNOT_BE_DONE, HANDED_OUTSIDE, LINK_RENEWED, OUTSIDE_ACCEPTED,
                 OUTSIDE_ANSWERED)
]  # fmt: skip
"""Who did one of these worked on it, or held the secret of a link by which it can be answered."""


def owner_of(commitment: Commitment) -> Owner:
    return Owner(commitment.owner_unit, commitment.owner_organisation_id, commitment.owner_title)


def may_work(actor: Actor, commitment: Commitment) -> Decision:
    """Whether the actor acts for its owner: works on it, proves it, says that it cannot be done."""
    return Allowed() if seat_for(actor, owner_of(commitment)) else Denied(NOT_OWNER)


def may_take(actor: Actor, handoff: Handoff) -> Decision:
    """Whether the actor speaks for whom it was offered to."""
    if handoff.outside:
        return Denied(NOT_OWNER)
    to = Owner(handoff.to_unit, handoff.to_organisation_id, handoff.to_title)
    return Allowed() if seat_for(actor, to) else Denied(NOT_OWNER)


def may_confirm(actor: Actor, commitment: Commitment, claim: Claim) -> Decision:
    """Whether the actor may say that it is done or not: an office of the neighbourhood, independent of its owner.

    Who acts for the owner, or for whose it was when it was claimed, or did until a short while ago, under whatever
    other hat and by whatever sign-in, may not; nor who worked on it. What came by the link to an authority outside may
    have been written by whoever made that link, so nobody of their organisations may either. A few queries.
    """
    if not commitment.local:
        return Denied(ONLY_THE_REPORTER)
    key = person_of(actor.label)
    if key is None or not actor.may("commitments.confirm", commitment.unit).allowed:
        return Denied(NOT_CONFIRMING)
    if claim.by == actor.label or _worked(actor, commitment):
        return Denied(WORKED_ON_IT)
    near, owner = near_to(actor, key), owner_of(commitment)
    if near & (houses_of(owner) | _claimed_for(claim)) or has_held(actor, owner):
        return Denied(TOO_NEAR)
    asking = asking_outside([commitment.pk]) if is_from_outside(claim) else {}
    others = organisations_near(asking.get(commitment.pk, set()))
    return Denied(TOO_NEAR) if any(near & each for each in others.values()) else Allowed()


def stays_in_house(actor: Actor, owner: Owner) -> bool:
    """Whether who takes a promise could have acted for whom it comes from: by another hat of theirs, or in one house.

    Asked as of who confirms: whatever this session opens, and the desk of a posko is its kelurahan. A few queries.
    """
    key = person_of(actor.label)
    return key is None or bool(near_to(actor, key) & houses_of(owner)) or has_held(actor, owner)


def near_to(actor: Actor, key: UUID) -> set[UUID]:
    """The organisations to which somebody belongs, or for which they sit at the desk of a posko, or lately did.

    Whatever this session opens: nobody gets independent by signing in by a password. Three queries at most.
    """
    desks = {seat.unit for seat in seats_near(actor, since()) if seat.title == POSKO}
    return organisations_near([key])[key] | (organisations_in(desks, [GOVERNMENT]) if desks else set())


def houses_near(actor: Actor) -> list[str]:
    """The organisations to which the actor belongs or lately did: kept with what they say, in a fixed order.

    The desks of a kelurahan's poskos are one house, also of those who sit there for no organisation: two of them work
    side by side, so neither is the other's second word. Three queries at most; of what is no person none.
    """
    key = person_of(actor.label)
    if key is None:
        return []
    desks = {f"desk:{chain_of(seat.unit)}" for seat in seats_near(actor, since()) if seat.title == POSKO}
    return sorted({str(each) for each in near_to(actor, key)} | desks)


def is_another_house(mine: Collection[str], theirs: Collection[str]) -> bool:
    """Whether two are of different organisations: nothing of either is known to be the other's, and something is known.

    >>> is_another_house(["a"], ["b"]), is_another_house(["a", "b"], ["b"]), is_another_house([], ["b"])
    (True, False, True)
    >>> is_another_house([], [])
    False
    """
    return bool(mine or theirs) and not set(mine) & set(theirs)


def has_held(actor: Actor, owner: Owner) -> bool:
    """Whether somebody holds the very office that an owner is, or lately did. No query."""
    return any(seat.title == owner.title and covers(seat.unit, owner.unit) for seat in seats_near(actor, since()))


def houses_of(owner: Owner) -> set[UUID]:
    """The organisation of an owner; of an office, those of whoever holds it or lately did, and where it belongs."""
    if owner.organisation is not None:
        return {owner.organisation}
    kinds = TITLES[owner.title].kinds[:1]
    return organisations_holding(owner.title, owner.unit, since()) | organisations_in([owner.unit], kinds)


def is_from_outside(claim: Claim) -> bool:
    return claim.step is not None and claim.step.verb == OUTSIDE_ANSWERED.name


def asking_outside(commitments: Collection[UUID]) -> dict[UUID, set[UUID]]:
    """Who made links for authorities outside, or wrote their answers down, by promise. One query."""
    verbs = [HANDED_OUTSIDE.name, LINK_RENEWED.name, OUTSIDE_ANSWERED.name]
    found: dict[UUID, set[UUID]] = {}
    steps = Step.objects.filter(commitment__in=commitments, verb__in=verbs).order_by()
    for commitment, label in steps.values_list("commitment", "by"):
        if (key := person_of(label)) is not None:
            found.setdefault(commitment, set()).add(key)
    return found


def since() -> datetime:
    """From when on whoever left is not too near any more."""
    return timezone.now() - NEAR


def _worked(actor: Actor, commitment: Commitment) -> bool:
    return Step.objects.filter(commitment=commitment, by=actor.label, verb__in=INVOLVED).exists()


def _claimed_for(claim: Claim) -> set[UUID]:
    """The organisation for which it was claimed: the owner may be another by now."""
    return {claim.step.organisation} if claim.step is not None and claim.step.organisation is not None else set()


def person_of(label: str) -> UUID | None:
    kind, _separator, key = label.partition(":")
    return UUID(key) if kind == "person" else None
