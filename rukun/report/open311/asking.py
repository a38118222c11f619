"""What a program asks for: the parameters of a GET, read strictly, since a filter misread is an answer misread."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from rukun.report.errors.open311 import Wrong
from rukun.report.open311.specification import CLOSED, OPEN

SPAN = timedelta(days=90)
MOST = 1000
"""Requests in one answer."""
LAST_PAGE = 10_000
YEARS = range(1970, 2200)


@dataclass(frozen=True)
class Span:
    """From ``since`` up to and with ``until``."""

    since: datetime
    until: datetime


@dataclass(frozen=True)
class Asked:
    """``ids`` or, without them, all the others. ``None`` asks for no such thing; of ``codes`` it asks for all."""

    ids: tuple[str, ...] | None = None
    codes: tuple[str, ...] | None = None
    statuses: tuple[str, ...] = (OPEN, CLOSED)
    requested: Span | None = None
    updated: Span | None = None
    page: int = 1
    size: int = MOST

    @property
    def start(self) -> int:
        return (self.page - 1) * self.size


def asked(given: Mapping[str, str]) -> Asked:
    """The filters of a list of requests. Raises ``Wrong``.

    What is empty is as if it were not there. Who asks what was updated in a time is not held to when it was requested.
    """
    ids = listed(given, "service_request_id")
    if ids is not None:
        if len(ids) > MOST:
            raise Wrong(_("service_request_id: paling banyak %d sekaligus.") % MOST)
        return Asked(ids=ids)
    statuses = listed(given, "status") or (OPEN, CLOSED)
    if not {*statuses} <= {OPEN, CLOSED}:
        raise Wrong(_("status: isi open, closed, atau keduanya dipisah koma."))
    updated = _span(given, "updated_after", "updated_before")
    requested = _span(given, "start_date", "end_date")
    if requested is None and updated is None:
        requested = _latest()
    return Asked(
        codes=listed(given, "service_code"),
        statuses=statuses,
        requested=requested,
        updated=updated,
        page=_number(given, "page", 1, LAST_PAGE),
        size=_number(given, "page_size", MOST, MOST),
    )


def asked_updates(given: Mapping[str, str]) -> Asked:
    """The filters of a list of updates: ids narrow it here, since it has no others. Raises ``Wrong``."""
    ids = listed(given, "service_request_id")
    if ids is not None and len(ids) > MOST:
        raise Wrong(_("service_request_id: paling banyak %d sekaligus.") % MOST)
    return Asked(
        ids=ids,
        updated=_span(given, "start_date", "end_date") or _latest(),
        page=_number(given, "page", 1, LAST_PAGE),
        size=_number(given, "page_size", MOST, MOST),
    )


def listed(given: Mapping[str, str], name: str) -> tuple[str, ...] | None:
    found = tuple(each.strip() for each in given.get(name, "").split(",") if each.strip())
    return found or None


def moment(text: str, name: str) -> datetime:
    """A time as the W3C writes it, with its zone. Raises ``Wrong``."""
    # A plus that was not escaped has become a blank on its way.
    plain = text.strip().replace(" ", "+")
    try:
        found = datetime.fromisoformat(plain)
        if timezone.is_aware(found) and found.year in YEARS:
            return found.astimezone(UTC)
    except (ValueError, OverflowError):
        pass
    raise Wrong(_("%s: tulis waktu dengan zonanya, misalnya 2026-11-22T00:00:00+07:00.") % name)


def _span(given: Mapping[str, str], first: str, last: str) -> Span | None:
    since, until = (moment(given[each], each) if given.get(each, "").strip() else None for each in (first, last))
    if since is None and until is None:
        return None
    if since is None:
        since = (until or timezone.now()) - SPAN
    if until is None:
        until = since + SPAN
    if until < since:
        raise Wrong(_("%(first)s harus sebelum %(last)s.") % {"first": first, "last": last})
    if until - since > SPAN:
        raise Wrong(_("%(first)s sampai %(last)s paling lama 90 hari.") % {"first": first, "last": last})
    return Span(since, until)


def _latest() -> Span:
    now = timezone.now()
    return Span(now - SPAN, now)


def _number(given: Mapping[str, str], name: str, usual: int, most: int) -> int:
    text = given.get(name, "").strip()
    if not text:
        return usual
    if not (text.isascii() and text.isdigit() and len(text) <= 6 and 1 <= int(text) <= most):
        raise Wrong(_("%(name)s: isi angka dari 1 sampai %(most)d.") % {"name": name, "most": most})
    return int(text)
