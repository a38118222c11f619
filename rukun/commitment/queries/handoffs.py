"""To whom promises were handed: what waits for somebody here, and what the holder of a link is told."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from rukun.commitment import follow
from rukun.commitment.actions.desk import left_outside
from rukun.commitment.actions.handing import LEAST, TAKEN_WITHIN
from rukun.commitment.actions.outside import ACCEPTED_WITHIN, ANSWERED_WITHIN, Authority
from rukun.commitment.algo.states import OWNERS_TURN
from rukun.commitment.clocks import CLOCKS
from rukun.commitment.follow import Described
from rukun.commitment.models import Commitment, Handoff, Step
from rukun.commitment.owners import GOVERNMENT, KEEP, POSKO, Owner, words_of
from rukun.commitment.sealing import text_of
from rukun.commitment.verbs import DECLINED, OUTSIDE_ANSWERED
from rukun.guard import Actor
from rukun.journal.algo.chain import chain_of
from rukun.people.access.people import seats_with
from rukun.seal import CannotOpen

__all__ = [
    "ACCEPTED_WITHIN",
    "ANSWERED_WITHIN",
    "LEAST",
    "OWNERS_TURN",
    "TAKEN_WITHIN",
    "Shown",
    "answered_by_link",
    "days_by_link",
    "handed_to",
    "names_of_authorities",
    "offered_to",
    "open_handoffs",
    "reason_of",
    "shown",
]


LABEL = "handoff:"
"""How the label of whoever holds a link begins: see ``actions.outside.Authority``."""


@dataclass(frozen=True)
class Shown:
    """What whoever holds a link is told: nothing that anybody said but the summary and why it was handed."""

    authority: str
    about: Described
    kelurahan: str
    reason: str
    asked_at: datetime
    expires_at: datetime
    accepted_at: datetime | None
    time: str
    """How long there is for it here, in words."""


def offered_to(actor: Actor) -> QuerySet[Handoff]:
    """What the actor may take for an organisation or office of theirs, as ``access.may_take`` says of each.

    Whether they may see what it is about, the room above says.
    """
    wanted = Q(pk__in=[])
    for seat in seats_with(actor, KEEP):
        held = Q(to_unit=seat.unit) | Q(to_unit__startswith=f"{seat.unit}.") if seat.unit else Q()
        wanted |= Q(to_title=seat.title) & held
        if seat.organisation is not None:
            wanted |= Q(to_organisation=seat.organisation)
        if seat.title == POSKO:
            wanted |= Q(to_organisation__kind=GOVERNMENT, to_unit=seat.unit)
    waiting = Handoff.objects.filter(wanted, ended_at=None, authority="")
    return waiting.select_related("commitment", "step").order_by("asked_at", "pk")


def open_handoffs(commitments: list[UUID]) -> dict[UUID, Handoff]:
    """What waits for an answer, by the promise. One query."""
    found = Handoff.objects.filter(commitment__in=commitments, ended_at=None).select_related("step")
    return {each.commitment_id: each for each in found}


def handed_to(handoff: Handoff) -> str:
    """Whom it was handed to, in words. One query at most."""
    if handoff.outside:
        return handoff.authority
    to = Owner(handoff.to_unit, handoff.to_organisation_id, handoff.to_title)
    return words_of([to])[to]


def reason_of(handoff: Handoff) -> str:
    """Why, as whoever handed it wrote. Raises ``seal.CannotOpen``."""
    return text_of(handoff.step) if handoff.step is not None else ""


def shown(handoff: Handoff) -> Shown | None:
    """What the holder of its link is told; ``None`` where that is nothing any more."""
    owed: Commitment = handoff.commitment
    describe = follow.DESCRIBED.get(owed.about_label)
    about = describe(owed.about_id) if describe else None
    if about is None:
        return None
    try:
        reason = reason_of(handoff)
    except CannotOpen:  # without it they still know what it is about
        reason = ""
    return Shown(
        authority=handoff.authority,
        about=about,
        kelurahan=chain_of(owed.unit),
        reason=reason,
        asked_at=handoff.asked_at,
        expires_at=handoff.expires_at,
        accepted_at=handoff.accepted_at,
        time=str(CLOCKS[owed.clock].words),
    )


def days_by_link(handoff: Handoff) -> int:
    """How many days its link can open in all, from when it was handed: once its holder says there that it is theirs.

    One query at most.
    """
    if handoff.accepted_at is not None:
        return (handoff.expires_at - handoff.asked_at).days
    return (left_outside(handoff.commitment, handoff.asked_at) or ANSWERED_WITHIN).days


def answered_by_link(key: UUID) -> bool:
    """Whether a handoff ended by the word of whoever held its link: so that what is sent twice is answered alike."""
    verbs = [OUTSIDE_ANSWERED.name, DECLINED.name]
    return Step.objects.filter(by=Authority(key).label, verb__in=verbs, commitment__handoffs=key).exists()


def names_of_authorities(labels: Collection[str]) -> dict[str, str]:
    """For ``journal.naming.NAMERS``: what the authorities are called that answered by a link. One query, or none."""
    keys = {each: each.removeprefix(LABEL) for each in labels if each.startswith(LABEL)}
    if not keys:
        return {}
    known = {
        str(key): name for key, name in Handoff.objects.filter(pk__in=keys.values()).values_list("pk", "authority")
    }
    return {label: known.get(key) or _("instansi di luar") for label, key in keys.items()}
