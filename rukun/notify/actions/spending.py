"""What channels cost and carry, by month."""

from django.db.models import Count, F, Q
from django.utils import timezone

from rukun.notify.connecting import Connected
from rukun.notify.models import Outgoing, Setting, Spent
from rukun.notify.notices import REPLY


def month_now() -> str:
    """By the installation's clock: "2026-11"."""
    return f"{timezone.localtime():%Y-%m}"


def add(channel: str, *, messages: int = 0, failures: int = 0, rupiah: int = 0) -> None:
    """In the caller's transaction."""
    if not (messages or failures or rupiah):
        return
    row, _made = Spent.objects.get_or_create(channel=channel, month=month_now())
    Spent.objects.filter(pk=row.pk).update(
        messages=F("messages") + messages, failures=F("failures") + failures, rupiah=F("rupiah") + rupiah
    )


def left_this_month(setting: Connected) -> int | None:
    """Rupiah that may still be spent, messages under way counted; ``None`` without a ceiling.

    Whoever asks holds the channel's row until the transaction ends, so that two workers do not spend the same money.
    """
    if setting.ceiling is None or not (setting.price or setting.price_of(REPLY)):
        return None
    list(Setting.objects.select_for_update(no_key=True).filter(pk=setting.channel).values_list("pk"))
    spent = Spent.objects.filter(channel=setting.channel, month=month_now()).values_list("rupiah", flat=True).first()
    sending = Outgoing.objects.filter(channel=setting.channel, state=Outgoing.SENDING, next_at__gt=timezone.now())
    numbers = sending.aggregate(all=Count("pk"), said=Count("pk", filter=Q(notice=REPLY)))
    under_way = numbers["said"] * setting.price_of(REPLY) + (numbers["all"] - numbers["said"]) * setting.price
    left: int = max(0, setting.ceiling - (spent or 0) - under_way)
    return left
