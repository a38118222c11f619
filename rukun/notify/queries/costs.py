"""What channels cost, in rupiah."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Sum
from django.utils.formats import number_format

from rukun.notify.actions.spending import month_now
from rukun.notify.models import Spent

MONTHS = 12


def rupiah(amount: int) -> str:
    """As it is written: "Rp 1.250.000"."""
    return f"Rp\N{NO-BREAK SPACE}{number_format(amount, force_grouping=True)}"


@dataclass(frozen=True)
class Month:
    """``month`` as "2026-11"."""

    month: str
    messages: int = 0
    failures: int = 0
    rupiah: int = 0


def this_month() -> dict[str, Month]:
    """By channel; a channel that carried nothing is not in it. One query."""
    return {row.channel: _month(row) for row in Spent.objects.filter(month=month_now())}


def months_of(channel: str) -> Sequence[Month]:
    """The last twelve in which it carried anything, the newest first. One query."""
    return [_month(row) for row in Spent.objects.filter(channel=channel).order_by("-month")[:MONTHS]]


def _month(row: Spent) -> Month:
    return Month(row.month, row.messages, row.failures, row.rupiah)


def totals() -> dict[str, Month]:
    """By channel, of all months together: numbers that only grow. One query."""
    rows = Spent.objects.order_by().values("channel")
    summed = rows.annotate(sent=Sum("messages"), lost=Sum("failures"), cost=Sum("rupiah"))
    return {row["channel"]: Month("", row["sent"], row["lost"], row["cost"]) for row in summed}
