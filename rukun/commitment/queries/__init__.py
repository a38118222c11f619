"""Reading promises. Who may see one, the room above says."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from rukun.commitment.access import owner_of
from rukun.commitment.actions.claiming import LABEL as CLAIM
from rukun.commitment.actions.confirming import may_contest
from rukun.commitment.actions.desk import open_handoff, waiting_claim
from rukun.commitment.actions.outside import handoff_with
from rukun.commitment.actions.undoing import undoable
from rukun.commitment.models import Claim, Commitment, Handoff, Step
from rukun.commitment.sealing import text_of
from rukun.evidence.queries import Photo, photos_of
from rukun.journal.naming import names_of
from rukun.journal.verbs import words_for
from rukun.people.queries.organisations import names_of_organisations

__all__ = [
    "CLAIM",
    "Claim",
    "Commitment",
    "Handoff",
    "Happened",
    "Step",
    "handoff_with",
    "history_of",
    "may_contest",
    "of",
    "of_things",
    "open_handoff",
    "owner_of",
    "proof_photos",
    "undoable",
    "waiting_claim",
]


@dataclass(frozen=True)
class Happened:
    """A step in words. ``who`` is an office or a person with one, an authority, or empty for the one promised to."""

    verb: str
    words: str
    at: datetime
    by: str
    who: str
    organisation: str
    text: str
    facts: dict[str, Any]
    claim: UUID | None


def of(label: str, key: UUID) -> Commitment | None:
    """What is owed about a thing."""
    return Commitment.objects.filter(about_label=label, about_id=key).first()


def of_things(label: str, keys: Iterable[UUID]) -> dict[UUID, Commitment]:
    """What is owed about things, by their ids. One query."""
    found = Commitment.objects.filter(about_label=label, about_id__in=list(keys))
    return {each.about_id: each for each in found}


def history_of(commitment: Commitment) -> list[Happened]:
    """All that happened to it, in order. Few queries. Raises ``seal.CannotOpen``."""
    steps = list(Step.objects.filter(commitment=commitment).select_related("handoff", "claim"))
    names = names_of({each.by for each in steps if each.by.startswith("person:")})
    organisations = names_of_organisations({each.organisation for each in steps if each.organisation})
    authorities = {f"handoff:{each.pk}": each.authority for each in Handoff.objects.filter(commitment=commitment)}
    return [
        Happened(
            verb=each.verb,
            words=words_for(each.verb),
            at=each.at,
            by=each.by,
            who=names.get(each.by) or authorities.get(each.by, ""),
            organisation=organisations.get(each.organisation, "") if each.organisation else "",
            text=text_of(each),
            facts=each.facts,
            claim=each.claim.pk if hasattr(each, "claim") else None,
        )
        for each in steps
    ]


def proof_photos(claims: Iterable[UUID]) -> dict[UUID, list[Photo]]:
    """The photos of claims. One query."""
    return photos_of(CLAIM, claims)
