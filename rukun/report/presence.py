"""Who else has a report open: so that two who handle one see each other, and lose no words.

Known for two minutes, in the cache alone: nothing in the database, nothing of whoever is not signed in. A cache that
processes do not share (the default without ``CACHE_URL``) knows of each process's own readers: then two may miss each
other for a while, and what they do is still kept apart by the promise's version. Where the cache cannot be reached,
nobody is seen.
"""

import logging
import time
from uuid import UUID

from django.core.cache import cache

from rukun.guard import Actor
from rukun.journal.naming import names_of
from rukun.people.access.people import seats_with
from rukun.people.titles import TITLES
from rukun.report.models import Report

SECONDS = 120
SEEN_AS = ("reports.handle", "reports.protected", "commitments.keep", "reports.see")
"""By which of their offices somebody is named: the first that gives one of these."""

logger = logging.getLogger(__name__)


def note(actor: Actor, report: Report) -> None:
    """Somebody has it before their eyes. Of two at the very same moment one may be missed until they ask again."""
    if not actor.label.startswith("person:"):
        return
    now = time.time()
    try:
        here = _fresh(cache.get(_key(report.pk)), now) | {actor.label: (now, _office_of(actor))}
        cache.set(_key(report.pk), here, SECONDS)
    except Exception as error:  # noqa: BLE001  whatever is wrong with the cache, the report is shown
        logger.warning("The cache cannot be reached; nobody sees who else reads (%s)", type(error).__name__)


def others(actor: Actor, report: Report) -> list[str]:
    """The others who have it open, with their offices: "Sari Wulandari (Petugas posko)". One query, none for nobody."""
    try:
        here = _fresh(cache.get(_key(report.pk)), time.time())
    except Exception:  # noqa: BLE001
        return []
    here.pop(actor.label, None)
    names = names_of(here) if here else {}
    return sorted(_named(names[label], office) for label, (_since, office) in here.items())


def _fresh(found: dict[str, tuple[float, str]] | None, now: float) -> dict[str, tuple[float, str]]:
    return {label: seen for label, seen in (found or {}).items() if now - seen[0] < SECONDS}


def _office_of(actor: Actor) -> str:
    return next((seat.title for capability in SEEN_AS for seat in seats_with(actor, capability)), "")


def _named(name: str, office: str) -> str:
    return f"{name} ({TITLES[office].words})" if office in TITLES else name


def _key(report: UUID) -> str:
    return f"report:open:{report}"
