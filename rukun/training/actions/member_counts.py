"""How many members there were at the end of each month, written down before those who left are erased."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.utils import timezone

from rukun.journal import actions as journal
from rukun.training.algo.growth import GROWTH_MONTHS, members_at, month_ends, month_of
from rukun.training.models import MemberCount, Membership, MembershipState


def count_months() -> int:
    """Write the number of each month that is over and not written yet, once. Returns how many.

    Of an organisation's months since its first member, as far back as the chart goes.
    """
    ends = month_ends(timezone.localtime(), GROWTH_MONTHS)[:-1]
    written = 0
    for organisation, histories in _not_counted(ends[-1]).items():
        first = min(history[0][0] for history in histories)
        begun = [moment for moment in ends if first <= moment]
        with journal.atomic():
            for moment, number in zip(begun, members_at(histories, begun), strict=True):
                _row, new = MemberCount.objects.get_or_create(
                    organisation_id=organisation, month=month_of(moment), defaults={"active": number}
                )
                written += new
    return written


def _not_counted(last: datetime) -> Mapping[UUID, list[list[tuple[datetime, str]]]]:
    """``{organisation: histories}`` of those that had anybody by then, and for which that month is not written."""
    counted = MemberCount.objects.filter(
        organisation=OuterRef("membership__organisation"), month=month_of(timezone.localtime(last))
    )
    begun = Membership.objects.filter(organisation=OuterRef("membership__organisation"), made_at__lte=last)
    found: dict[UUID, dict[UUID, list[tuple[datetime, str]]]] = {}
    for organisation, key, since, state in (
        MembershipState.objects.filter(~Exists(counted), Exists(begun))
        .order_by("since", "pk")
        .values_list("membership__organisation_id", "membership_id", "since", "state")
    ):
        found.setdefault(organisation, {}).setdefault(key, []).append((since, state))
    return {organisation: list(histories.values()) for organisation, histories in found.items()}
