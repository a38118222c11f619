"""Which partnerships open the members of a group to those who have a say in its territory."""

from datetime import timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from rukun.training.algo.states import VERIFIED
from rukun.training.models import Agreement, Partnership, PartnershipState

OPEN_AFTER = timedelta(days=90)
"""For how long one that is over still does: what happened in it may have to be looked at."""


def partnerships_counting() -> QuerySet[Partnership]:
    """Those whose agreement has begun, and is not over or was not until a short while ago; suspended ones too.

    An application opens nothing: anybody can hand one in, for any territory.
    """
    now = timezone.now()
    verified = PartnershipState.objects.filter(partnership=OuterRef("pk"), state=VERIFIED)
    agreed = Agreement.objects.filter(
        partnership=OuterRef("pk"), awaiting="", since__lte=now, until__gt=now - OPEN_AFTER
    )
    not_long_over = Q(closed_at=None) | Q(closed_at__gt=now - OPEN_AFTER)
    return Partnership.objects.filter(not_long_over, Exists(verified), Exists(agreed))
