"""One-time codes of the demo: no message is sent anywhere, a page shows the last ones instead."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock

from django.core.cache import cache
from django.utils import timezone

KEPT = timedelta(minutes=15)
MOST = 20
_KEY = "demo.codes"
_writing = Lock()


@dataclass(frozen=True)
class Sent:
    phone: str
    code: str
    at: datetime


def keep(phone: str, code: str) -> None:
    """Take a code that would have been sent to a number. For ``rukun.people.signin.codes.SENDERS``."""
    with _writing:  # the demo's web server is one process with several threads
        kept = [Sent(phone, code, timezone.now()), *last()]
        cache.set(_KEY, kept[:MOST], KEPT.total_seconds())


def last() -> list[Sent]:
    """The codes of the last 15 minutes, the newest first."""
    kept: list[Sent] = cache.get(_KEY, [])
    return [each for each in kept if timezone.now() - each.at < KEPT]
