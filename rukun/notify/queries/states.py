"""How far messages came, by the bundle under which one person is told: for whoever waits for an answer."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from rukun.notify.actions.contacts import in_portions
from rukun.notify.models import Outgoing

WAITING, SENT, DELIVERED, READ, FAILED = "waiting", "sent", "delivered", "read", "failed"
_FAR = {
    Outgoing.WAITING: WAITING, Outgoing.SENDING: WAITING, Outgoing.SENT: SENT, Outgoing.DELIVERED: DELIVERED,
    Outgoing.READ: READ,
}  # fmt: skip
_ORDER = (FAILED, WAITING, SENT, DELIVERED, READ)


def states_of(bundles: Collection[UUID]) -> dict[UUID, str]:
    """By bundle the furthest that any of its messages came; ``FAILED`` where all of them were given up.

    A bundle of which no message is kept (any more) is absent. One query for each portion.
    """
    found: dict[UUID, str] = {}
    for some in in_portions(bundles):
        for bundle, state in Outgoing.objects.filter(bundle__in=some).values_list("bundle", "state"):
            far = _FAR.get(state, FAILED)
            found[bundle] = max(found.get(bundle, FAILED), far, key=_ORDER.index)
    return found


def failed_of(bundles: QuerySet[Any]) -> set[UUID]:
    """Of these bundles those of which the newest messages all failed: nothing is on its way to them.

    ``bundles`` is a query of one column. One query; a further one for each portion of those of which anything failed.
    """
    lost = [Outgoing.GIVEN_UP, Outgoing.STALE, Outgoing.DROPPED]
    rows = Outgoing.objects.filter(bundle__in=bundles, state__in=lost).values_list("bundle", flat=True)
    newest: dict[UUID, tuple[datetime, bool]] = {}
    for some in in_portions(set(rows)):
        for bundle, written, state in Outgoing.objects.filter(bundle__in=some).values_list(
            "bundle", "written_at", "state"
        ):
            before, failed = newest.get(bundle, (written, True))
            if written >= before:
                newest[bundle] = written, state in lost and (failed or written > before)
    return {bundle for bundle, (_written, failed) in newest.items() if failed}
