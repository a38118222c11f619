"""What stays of promises when their time is over: numbers."""

from collections import Counter
from collections.abc import Iterable
from uuid import UUID

from django.db.models import F
from django.utils import timezone

from rukun.commitment.actions.claiming import LABEL
from rukun.commitment.algo.endings import Ending
from rukun.commitment.algo.spans import NEVER, bucket, took
from rukun.commitment.algo.states import CLOSED, VOID
from rukun.commitment.models import Claim, Commitment, Tally
from rukun.commitment.queries.figures import ever_late, handed_outside
from rukun.evidence import actions as evidence
from rukun.journal.algo.chain import chain_of

AT_ONCE = 200
Key = tuple[str, str, str, str, int, int, bool]
"""Label, kelurahan, month, ending, class of the time to an answer, to the end, whether it was ever opened again."""


def erase_about(label: str, ids: Iterable[UUID]) -> int:
    """Erase the promises about these things with all that was said and shown, and count them. Returns how many.

    In the caller's transaction. What fell away, and what was kept with another one, is not counted: it never was; nor
    will it be when the other one goes first. Whoever wants that one of several goes on parts it before.
    """
    wanted = list(ids)
    keys: list[UUID] = []
    for start in range(0, len(wanted), AT_ONCE):  # all are counted before any goes: they may be joined to each other
        rows = Commitment.objects.filter(about_label=label, about_id__in=wanted[start : start + AT_ONCE])
        held = list(rows.select_for_update().order_by("pk"))
        _add(tallied(held))
        keys += [each.pk for each in held]
    for start in range(0, len(keys), AT_ONCE):
        _erase(keys[start : start + AT_ONCE], keys)
    return len(keys)


def tallied(rows: Iterable[Commitment]) -> Counter[Key]:
    """As what these promises are counted, and what is counted beside them: see ``algo.endings``. Few queries."""
    found = [each for each in rows if counts(each)]
    chosen = Commitment.objects.filter(pk__in=[each.pk for each in found])
    late = set(chosen.filter(ever_late()).values_list("pk", flat=True))
    numbers = Counter(key_of(each, late=each.pk in late) for each in found)
    now = timezone.now()
    for pk in chosen.filter(handoffs__authority__gt="").values_list("pk", flat=True).distinct().order_by():
        row = next(each for each in found if each.pk == pk)
        label, unit, month, *_rest = key_of(row, late=False)
        for what, number in handed_outside(chosen.filter(pk=pk), now).items():
            numbers[label, unit, month, what, NEVER, NEVER, False] += number
    return +numbers


def key_of(row: Commitment, *, late: bool | None = None) -> Key:
    """As what a promise is counted. Of what no neighbourhood's book may tell, not even the kelurahan.

    ``late``: whether it ever was, where that is known; else one query.
    """
    if late is None:
        late = Commitment.objects.filter(ever_late(), pk=row.pk).exists()
    return (
        row.about_label,
        chain_of(row.unit) if row.book else "",
        timezone.localtime(row.made_at).strftime("%Y-%m"),
        Ending.of(row.state, row.closing, late=late).code,
        bucket(took(row.made_at, row.answered_at)),
        bucket(took(row.made_at, row.closed_at)),
        row.reopened > 0,
    )


def counts(row: Commitment) -> bool:
    """Whether it counts at all."""
    return row.joined_id is None and row.state != VOID


def _add(numbers: Counter[Key]) -> None:
    for (label, unit, month, ending, answer, closing_time, reopened), number in numbers.items():
        tally, _new = Tally.objects.get_or_create(
            about_label=label,
            unit=unit,
            month=month,
            ending=ending,
            answer=answer,
            closing_time=closing_time,
            reopened=reopened,
        )
        Tally.objects.filter(pk=tally.pk).update(number=F("number") + number)


def _erase(keys: list[UUID], going: list[UUID]) -> None:
    # What is kept with one of them and stays a while longer would count by itself from now on.
    left = Commitment.objects.filter(joined__in=keys).exclude(pk__in=going).exclude(state__in=CLOSED)
    left.update(before_void=F("state"), state=VOID, closed_at=timezone.now(), closing="void", version=F("version") + 1)
    evidence.erase_about(LABEL, list(Claim.objects.filter(commitment__in=keys).values_list("pk", flat=True)))
    Commitment.objects.filter(pk__in=keys).delete()
