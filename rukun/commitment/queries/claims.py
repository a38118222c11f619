"""Reading what was claimed to be done."""

from collections.abc import Iterable
from uuid import UUID

from rukun.commitment.models import Claim, Commitment, Step


def claim_with(key: UUID) -> Claim | None:
    """The claim, with its promise. One query."""
    return Claim.objects.select_related("commitment").filter(pk=key).first()


def claims_of(commitment: Commitment) -> list[Claim]:
    """All that was ever claimed of it, in order. One query."""
    return list(Claim.objects.filter(commitment=commitment))


def things_of(claims: Iterable[UUID], label: str) -> dict[UUID, UUID]:
    """By claim, the id of the thing that it is about, where that has this label. One query."""
    found = Claim.objects.filter(pk__in=list(claims), commitment__about_label=label).order_by()
    return dict(found.values_list("pk", "commitment__about_id"))


def done_just_now(commitment: Commitment, verb: str, by: str, seen: int | None) -> bool:
    """Whether the very step that somebody asks for is the one that they did when it stood at ``seen``: sent twice."""
    if seen is None:
        return False
    return Step.objects.filter(commitment=commitment, number=seen + 1, verb=verb, by=by).exists()
