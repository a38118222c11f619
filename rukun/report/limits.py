"""How much one connection may send, and what becomes of the rest: a first look by a person (triage), never a refusal.

Thousands of phones share one address of their carrier, so that being over a limit says nothing about who sends.
What is counted lives in the cache alone, under an HMAC of the address whose secret is in that cache too and made anew
every day. No address is written anywhere. Where the cache cannot be reached nothing is limited: a report must not be
lost for that.

What the views do:

    over(request, "photo")                 counts one more; true once there are too many in this hour
    triage_for(request, unit, …)           the ``triage`` of ``file_report``: "", "flood" or "spam"
    triage_in(unit)                        the same of what an operator or another system sends: "" or "flood"
    triage_by(sender, unit, …)             the same of what comes by chat or SMS; ``over_by`` for photos and voice
    too_many_wrong_codes(request)          once a receipt code is unknown; ``wrong_code(request)`` counts it
    challenge(about), solved(…)            small work by which a script shows that it is no flood
    busy(unit)                             how many reports came in the last hour, for those who handle them
"""

import hashlib
import hmac
import logging
import secrets
import time
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from django.conf import settings
from django.core import signing
from django.core.cache import cache
from django.http import HttpRequest
from django.utils import timezone

from rukun.people.access import inside
from rukun.report.algo.spam import is_no_report, plain_text
from rukun.report.categories import COMPLAINTS, PROTECTED
from rukun.report.models import Report

HOUR, DAY = 3600, 24 * 3600
LIMITS = {
    "file": 10,  # a family on one connection in its worst night, and some neighbours on the same address
    "photo": 40,  # four with each of those reports
    "message": 30,  # a conversation, and its slips
    "code": 20,  # wrong codes without a slip of typing: more than anybody has in the drawer
}
"""Per address and hour."""

CEILINGS = {4: 120, 5: 40, 6: 20}
"""Reports in an hour beyond which a unit's further ones wait for a first look, by the parts of its code: kelurahan, RW,
RT. The fights and floods that made the news brought less from one place, as people see that others have called."""

BITS = 16
"""How many bits of a hash must be zero: sixty-five thousand tries, seconds on a cheap phone, and as much for each
report of a flood."""

WORK_LASTS = 10 * 60
LONGEST_CHALLENGE, LONGEST_ANSWER = 200, 20
FEW_LETTERS = 40
"""Shorter words may well come twice: many people write "ada tawuran di jembatan"."""

logger = logging.getLogger(__name__)
_work = signing.TimestampSigner(salt="rukun.report.work")


@dataclass(frozen=True)
class Busy:
    """Reports of the last hour in a unit and below it, and from where on further ones wait for a first look."""

    count: int
    ceiling: int

    @property
    def is_over(self) -> bool:
        return self.count > self.ceiling


def over(request: HttpRequest, what: str) -> bool:
    """Count one more of ``what`` (a key of ``LIMITS``) for this address; true where that is beyond the limit."""
    return _count(f"{what}:{_who(request)}", HOUR) > LIMITS[what]


def too_many_wrong_codes(request: HttpRequest) -> bool:
    """Whether so many unknown codes came from this address that it is guessing. Counts nothing."""
    return _seen(f"code:{_who(request)}") > LIMITS["code"]


def wrong_code(request: HttpRequest) -> None:
    """Count a code that is well-formed and unknown. Slips, which the check digit shows, are not worth counting."""
    over(request, "code")
    _count("codes", HOUR)


def wrong_codes() -> int:
    """How many unknown codes were tried in this hour, whoever did."""
    return _seen("codes")


def triage_for(
    request: HttpRequest,
    unit: str,
    challenge: str = "",
    answer: str = "",
    *,
    words: str = "",
    category: str = "",
    about: object = "",
) -> str:
    """What ``file_report`` is told: "flood", "spam", or "" for a report that takes the usual way. Counts one more.

    ``unit`` is where the report will lie (``intake.unit_meant``). Whoever solved a ``challenge`` is no flood: a
    script that gets "flood" may be answered 202 with a new ``challenge(about)`` and send again, with the answer, which
    counts no second time. ``words`` are looked at if given: only links say nothing, unless the category is "kabar".
    ``about`` is the report's id, so that sending it again does not count as the same words again.
    """
    asked_before = bool(_asked(challenge, about))  # so it was counted, and was one too many
    if (asked_before or _are_many(request, unit)) and not solved(challenge, answer, about):
        return "flood"
    no_report = is_no_report(words, links_tell=category == "kabar")
    return "spam" if no_report or _came_before(words, about) else ""


def triage_in(unit: str) -> str:
    """What ``file_report`` is told of a report by somebody known, an operator or a key: "flood" or "". Counts one more.

    One connection may bring any number of these; how many a unit can look at in an hour is the same for all.
    """
    return "flood" if _are_many_in(unit) else ""


def over_by(sender: object, what: str) -> bool:
    """As ``over``, for what comes by chat or SMS: counted by its sender, whom only an id of ours names."""
    return _count(f"{what}:{_hidden(f'sender {sender}')}", HOUR) > LIMITS[what]


def triage_by(sender: object, unit: str, *, words: str = "", category: str = "", about: object = "") -> str:
    """What ``file_report`` is told of a report that came by chat or SMS: "", "flood" or "spam". Counts one more."""
    photos = _seen(f"photo:{_hidden(f'sender {sender}')}") > LIMITS["photo"]
    many = over_by(sender, "file")
    if _are_many_in(unit) or many or photos:
        return "flood"
    no_report = is_no_report(words, links_tell=category == "kabar")
    return "spam" if no_report or _came_before(words, about) else ""


def busy(unit: str) -> Busy | None:
    """How busy a unit is, for those who handle its reports; ``None`` above a kelurahan.

    Only ordinary reports are counted: one more than the list shows would tell that there was another kind.
    """
    ceiling = CEILINGS.get(len(unit.split(".")))
    if ceiling is None:
        return None
    since = timezone.now() - timedelta(hours=1)
    # By what it is not: SQLite would else look through all that ever came of these kinds instead of the last hour.
    few_read = (*PROTECTED, *COMPLAINTS)
    recent = Report.objects.filter(inside(unit), received_at__gt=since).exclude(category__in=few_read)
    return Busy(recent.count(), ceiling)


def challenge(about: object = "") -> str:
    """Work to do within ten minutes, for the report with the id ``about``.

    Find an answer of at most 20 characters such that the SHA-256 of challenge, ":" and answer begins with ``BITS``
    zero bits.
    """
    return _work.sign(f"{secrets.token_urlsafe(12)}:{about}")


def solved(challenge: str, answer: str, about: object = "") -> bool:
    """Whether the work was done, for a challenge of ours about this, in time, and not used already."""
    token = _asked(challenge, about)
    if not token or len(answer) > LONGEST_ANSWER:
        return False
    found = hashlib.sha256(f"{challenge}:{answer}".encode(errors="replace")).digest()
    if int.from_bytes(found, "big") >> (256 - BITS):
        return False
    try:
        return cache.add(f"limits:work:{token}", 1, WORK_LASTS)  # each piece of work is for one report
    except Exception as error:  # noqa: BLE001  see _secret
        _complain(error)
        return True


def address_of(request: HttpRequest) -> str:
    """Where a request comes from, never to be kept. Behind a trusted proxy: what that proxy says, the last one first.

    Of IPv6 the network (/64), of which every connection has as many addresses as it likes.
    """
    address = str(request.META.get("REMOTE_ADDR", ""))
    hops = str(request.META.get("HTTP_X_FORWARDED_FOR", "")).split(",")
    while hops and _is_trusted(address):
        hop = hops.pop().strip()
        if not hop:
            break
        address = hop
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return ""
    if isinstance(found, IPv6Address):
        return str(found.ipv4_mapped or IPv6Network((found, 64), strict=False))
    return str(found)


def _is_trusted(address: str) -> bool:
    try:
        found = ip_address(address)
    except ValueError:
        return False
    return any(found in network for network in _networks(tuple(settings.TRUSTED_PROXIES)))


@lru_cache(maxsize=4)
def _networks(proxies: tuple[str, ...]) -> tuple[IPv4Network | IPv6Network, ...]:
    return tuple(ip_network(each, strict=False) for each in proxies)


def _who(request: HttpRequest) -> str:
    return _hidden(address_of(request))


def _hidden(value: str) -> str:
    """An HMAC under the secret of the day, which is nowhere but in the cache."""
    return hmac.new(_secret(), value.encode(), hashlib.sha256).hexdigest()[:32]


def _secret() -> bytes:
    key = f"limits:secret:{int(time.time() // DAY)}"
    try:
        found: bytes | None = cache.get(key)
        if found is None:
            cache.add(key, secrets.token_bytes(32), DAY)
            found = cache.get(key)
    except Exception as error:  # noqa: BLE001  whatever is wrong with the cache, the report is taken
        _complain(error)
        found = None
    return found or secrets.token_bytes(32)


def _count(what: str, seconds: int) -> int:
    """One more; how many there are now. Each begins anew with the next hour (or whatever ``seconds`` are)."""
    key = _key(what, seconds)
    try:
        if cache.add(key, 1, seconds):
            return 1
        return cache.incr(key)
    except ValueError:  # it ran out between the two
        return 1
    except Exception as error:  # noqa: BLE001  see _secret
        _complain(error)
        return 0


def _seen(what: str) -> int:
    try:
        return int(cache.get(_key(what, HOUR), 0))
    except Exception as error:  # noqa: BLE001  see _secret
        _complain(error)
        return 0


def _key(what: str, seconds: int) -> str:
    return f"limits:{int(time.time() // seconds)}:{what}"


def _are_many(request: HttpRequest, unit: str) -> bool:
    from_here = over(request, "file")
    return _are_many_in(unit) or from_here


def _are_many_in(unit: str) -> bool:
    """Count one more in a unit and in those above it; whether that is too many for any of them."""
    too_many = [_count(f"unit:{code}", HOUR) > ceiling for code, ceiling in _ceilings(unit)]  # all are counted
    return any(too_many)


def _asked(challenge: str, about: object) -> str:
    """What is particular to a challenge that we gave for this, not long ago; else ``""``."""
    if not challenge or len(challenge) > LONGEST_CHALLENGE:
        return ""
    try:
        token, _sign, given_for = _work.unsign(challenge, max_age=WORK_LASTS).partition(":")
    except signing.BadSignature:
        return ""
    return token if given_for == str(about) else ""


def _ceilings(unit: str) -> list[tuple[str, int]]:
    parts = unit.split(".")
    return [(".".join(parts[:size]), ceiling) for size, ceiling in CEILINGS.items() if size <= len(parts)]


def _came_before(words: str, about: object) -> bool:
    """Whether the same words came today with another report. What is remembered is an HMAC."""
    plain = plain_text(words)
    if len(plain) < FEW_LETTERS:
        return False
    key, mine = f"limits:words:{_hidden(plain)}", _hidden(str(about))
    try:
        return not cache.add(key, mine, DAY) and cache.get(key) != mine
    except Exception as error:  # noqa: BLE001  see _secret
        _complain(error)
        return False


def _complain(error: Exception) -> None:
    logger.warning("The cache cannot be reached; nothing is limited (%s)", type(error).__name__)
