"""What a judgement can rest on: what was seen, and reports that were joined, each with its age."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from rukun.guard import Actor
from rukun.incident.algo.ladder import EVIDENCE
from rukun.incident.kinds import SHORT
from rukun.incident.models import Incident, Observation
from rukun.incident.queries.joinable import JoinedReport, joined_in
from rukun.incident.queries.page import observations_of, read

LONGEST = 90


@dataclass(frozen=True)
class Evidence:
    """``key`` is what stands in forms: "observation:…" or "report:…"."""

    key: str
    words: str
    at: datetime


def evidence_of(
    actor: Actor,
    found: Incident,
    seen: Sequence[Observation] | None = None,
    joined: Sequence[JoinedReport] | None = None,
) -> list[Evidence]:
    """The newest first; what is too old for every level is left out. A few queries, none for what the caller has."""
    now = timezone.now()
    seen = observations_of(found) if seen is None else seen
    joined = joined_in(actor, found) if joined is None else joined
    rows = [
        Evidence(
            f"observation:{each.pk}",
            _line(each.seen_at, Truncator(read("Observation", each).get("text", "")).chars(LONGEST), now),
            each.seen_at,
        )
        for each in seen
        if each.withdrawn_at is None
    ] + [
        Evidence(
            f"report:{each.report}",
            _line(each.at, _("laporan warga: %s") % each.words, now),
            each.at,
        )
        for each in joined
    ]
    oldest = now - max(EVIDENCE.values())
    return sorted((each for each in rows if each.at > oldest), key=lambda each: each.at, reverse=True)


def _line(at: datetime, words: str, now: datetime) -> str:
    """When and what, and for which levels it is too old by now."""
    stale = [SHORT[level] for level, most in EVIDENCE.items() if SHORT[level] and at <= now - most]
    when = date_format(timezone.localtime(at), "j F, H.i")
    line = _("%(when)s: %(what)s") % {"when": when, "what": words}
    return line + " " + _("(terlalu lama untuk %s)") % ", ".join(stale) if stale else line
