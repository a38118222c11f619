"""Wrong tries lock a number for a growing time. It is the same for numbers that nobody has, and outlives a restart.

What is counted is the number typed, under an HMAC: an attacker who changes address or browser is counted all the same,
and the table tells nobody which numbers were tried. A passkey is not locked: it cannot be guessed, and so its owner can
get in while somebody else tries the number.
"""

import hashlib
import hmac
from datetime import datetime, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from rukun.people.models import Tries

MOST_WRONG = 10
FIRST_LOCK = timedelta(minutes=1)
LONGEST_LOCK = timedelta(hours=24)
FORGOTTEN_AFTER = timedelta(days=2)

MOST_CODES = 5
CODES_WITHIN = timedelta(hours=1)


def locked_until(phone: str) -> datetime | None:
    """Until when a number is locked; ``None`` while it is not."""
    found = Tries.objects.filter(pk=_key("wrong", phone)).first()
    until = found.locked_until if found else None
    return until if until is not None and until > timezone.now() else None


def demand_open(phone: str) -> None:
    """Raises ``ValidationError`` with the time at which the number is open again."""
    if until := locked_until(phone):
        raise ValidationError(
            _(
                "Terlalu banyak percobaan yang keliru. "
                "Coba lagi pukul %(time)s, atau masuk dengan kunci sandi (passkey)."
            )
            % {"time": date_format(timezone.localtime(until + timedelta(minutes=1)), "H.i")},
            code="locked",
        )


def wrong(phone: str) -> None:
    """One more wrong try at this number. From the tenth on each locks it, twice as long as the one before."""
    with transaction.atomic():
        tries = _row("wrong", phone)
        now = timezone.now()
        tries.wrong = 1 if now - tries.last_at > FORGOTTEN_AFTER else tries.wrong + 1
        tries.last_at = now
        if tries.wrong >= MOST_WRONG:
            tries.locked_until = now + lock_after(tries.wrong)
        tries.save()


def right(phone: str) -> None:
    """Its owner is in: the count begins anew."""
    Tries.objects.filter(pk=_key("wrong", phone)).delete()


def lock_after(wrong_tries: int) -> timedelta:
    """How long a number is locked after so many wrong tries.

    >>> [int(lock_after(tries).total_seconds() // 60) for tries in (9, 10, 11, 12, 40)]
    [0, 1, 2, 4, 1440]
    """
    if wrong_tries < MOST_WRONG:
        return timedelta()
    doublings: int = min(wrong_tries - MOST_WRONG, 20)
    return min(FIRST_LOCK * (1 << doublings), LONGEST_LOCK)


def demand_code_allowed(phone: str) -> None:
    """Count a code to be sent: five an hour for a number, or somebody is being pestered and somebody pays for it."""
    with transaction.atomic():
        sent = _row("codes", phone)
        now = timezone.now()
        if sent.locked_until is None or sent.locked_until <= now:
            sent.wrong, sent.locked_until = 0, now + CODES_WITHIN
        if sent.wrong >= MOST_CODES:
            raise ValidationError(
                _(
                    "Sudah beberapa kali kode diminta untuk nomor ini. "
                    "Coba lagi satu jam lagi, atau masuk dengan cara lain."
                ),
                code="codes",
            )
        sent.wrong, sent.last_at = sent.wrong + 1, now
        sent.save()


def forget_old() -> int:
    """Erase what is older than two days. Returns how many."""
    return Tries.objects.filter(last_at__lte=timezone.now() - FORGOTTEN_AFTER).delete()[0]


def _row(what: str, phone: str) -> Tries:
    """The count, locked. Within a transaction."""
    key = _key(what, phone)
    while True:  # between making and locking it somebody may erase it
        if found := Tries.objects.select_for_update().filter(pk=key).first():
            return found
        Tries.objects.bulk_create([Tries(pk=key, last_at=timezone.now())], ignore_conflicts=True)


def _key(what: str, phone: str) -> str:
    return hmac.new(settings.SECRET_KEY.encode(), f"{what}:{phone}".encode(), hashlib.sha256).hexdigest()
