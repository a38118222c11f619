"""What was done to a situation since somebody looked, in words. The journal knows: each entry bears the version."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from rukun.guard import System
from rukun.incident import verbs
from rukun.incident.kinds import SHORT
from rukun.incident.models import Incident, Step
from rukun.journal.naming import names_of
from rukun.journal.queries import Filter, find_entries
from rukun.journal.verbs import Verb, words_for

READING = System("incident")
ADDS = tuple(each.name for each in (verbs.OBSERVED, verbs.JOINED, verbs.PARTED, verbs.MEASURE))
"""What is in nobody's way who edits something else."""
_ELSEWHERE = (
    verbs.READ, verbs.SPOT_MADE, verbs.SPOT_CHANGED, verbs.SPOT_REVIEWED, verbs.SPOT_ENDED, verbs.GIVEN, verbs.TAKEN,
    verbs.TAKEN_BACK, verbs.PUT_AWAY,
)  # fmt: skip
"""What changes no situation."""
EDITS = tuple(
    each.name
    for each in vars(verbs).values()
    if isinstance(each, Verb) and each not in _ELSEWHERE and each.name not in ADDS
)
"""What else is done to a situation. Answers to a kentongan stand with it in the book too, by the thousand."""
MOST = 5
BY_ITSELF = "system"
"""Who ended a step that nobody decided."""


@dataclass(frozen=True)
class Change:
    """An entry of the book: ``level`` is the one that it was about, if any."""

    verb: str
    by: str
    at: datetime
    version: int
    level: int


def changes_since(incident: Incident, version: int) -> str:
    """What was done after a version, by whom and when: sentences, at most ``MOST``; "" for nothing.

    What was more than an addition is said first, however much was added since; the newest first. Names stand for the
    holders of public offices alone. Three queries.
    """
    found = [*_since(incident, version, EDITS), *_since(incident, version, ADDS)]
    names = names_of({each.by for each in found})
    said = [
        _by_the_clock(each)
        if each.by == READING.label
        else _("%(what)s oleh %(who)s pukul %(time)s.")
        % {"what": _what(each), "who": names[each.by], "time": _time(each.at)}
        for each in found[:MOST]
    ]
    if (more := max(len(found), incident.version - version) - MOST) > 0:
        said.append(_("Dan %d perubahan lagi.") % more)
    return " ".join(said)


def only_added_since(incident: Incident, version: int) -> bool:
    """Whether whatever came after a version that somebody looked at, if there ever was such a one, was an addition."""
    return incident.edited_version <= version <= incident.version


def _since(incident: Incident, version: int, of: tuple[str, ...]) -> list[Change]:
    """What stands in the book after a version, the newest first; a page of it is enough to say what was done."""
    wanted = Filter(object_label="incident", object_id=str(incident.pk), verbs=of)
    return [
        Change(each.verb, each.actor, each.time, after, int(each.codes.get("level") or 0))
        for each in find_entries(READING, wanted).entries
        if (after := int(each.codes.get("version") or 0)) > version
    ]


def became(step: Step) -> str:
    """What became of a step that does not wait any more, by whom and when; "" for one that still does. One query."""
    if step.state == Step.WAITING or step.decided_at is None:
        return ""
    if step.decided_by == BY_ITSELF:
        return _("masa berlakunya habis, atau kejadiannya ditutup.")
    words = {
        Step.HOLDS: _("sudah dipastikan %(who)s pukul %(time)s."),
        Step.REFUSED: _("sudah ditolak %(who)s pukul %(time)s."),
        Step.WITHDRAWN: _("sudah ditarik atau diganti %(who)s pukul %(time)s."),
    }[step.state]
    return words % {"who": names_of([step.decided_by])[step.decided_by], "time": _time(step.decided_at)}


def _by_the_clock(change: Change) -> str:
    return _("%(what)s pukul %(time)s.") % {"what": _what(change), "time": _time(change.at)}


def _time(at: datetime) -> str:
    return date_format(timezone.localtime(at), "H.i")


def _what(change: Change) -> str:
    words = str(words_for(change.verb))
    words, short = words[:1].upper() + words[1:], SHORT.get(change.level, "")
    return f"{words} ({short})" if short else words
