"""How a situation ended, what is still owed after it, and by whom."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from rukun.commitment.owners import GOVERNMENT
from rukun.guard import Actor
from rukun.incident.access import incidents_visible_to, person_of
from rukun.incident.access_closing import houses_now
from rukun.incident.algo.harm import KINDS
from rukun.incident.closings import CLOSINGS, FOLLOWUPS, HARMS
from rukun.incident.models import Closing, FollowUp, Incident
from rukun.incident.queries.changes import READING
from rukun.incident.words import opened
from rukun.journal.naming import names_of
from rukun.people.queries.holders import sitting
from rukun.people.queries.offices import seated_in
from rukun.people.queries.organisations import names_of_organisations
from rukun.people.titles import titles_with
from rukun.report.queries.rules import path_of

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

OWED, DONE, CONFIRMED, WAITING = "owed", "done", "confirmed", "waiting"


@dataclass(frozen=True)
class FollowUpShown:
    """``state``: "owed", "done" (nobody else said so yet), "confirmed". ``late``: owed, and its day is over."""

    row: FollowUp
    words: "_StrPromise"
    organisation: str
    state: str
    late: bool


@dataclass(frozen=True)
class ClosingWords:
    """``state``: "waiting" for a second person, "refused", "withdrawn", "overtaken" by a raise or "confirmed".

    ``harm`` in words, none of nought. ``followups``: of one that waits those proposed with it, else all agreed on.
    """

    row: Closing
    words: "_StrPromise"
    state: str
    happened: str
    done: str
    lessons: str
    refusal: str
    harm: "list[tuple[_StrPromise, int]]"
    followups: list[FollowUpShown]


def waiting_closing(incident: Incident) -> Closing | None:
    """The closing that waits for a second person. One query."""
    return Closing.objects.filter(incident=incident, confirmed_at=None, refused_at=None).first()


def closing_of(incident: Incident) -> ClosingWords | None:
    """What was said of its end last; ``None`` for nothing. Three queries. Raises ``seal.CannotOpen``."""
    return next(iter(closings_of(incident)), None)


def closings_of(incident: Incident) -> list[ClosingWords]:
    """The same, then what two agreed on before it was opened again, the newest first. As many queries."""
    rows = list(Closing.objects.filter(incident=incident).order_by("-at", "-pk"))
    if not rows:
        return []
    last, *earlier = rows
    followups = followups_of(incident, agreed=_state(last) != WAITING)
    return [_worded(last, followups), *(_worded(each, []) for each in earlier if each.confirmed_at is not None)]


def in_short(row: Closing) -> str:
    """What is proposed, by whom and when, in a sentence. One query."""
    return _("usul penutupan sekarang “%(how)s”, oleh %(who)s pukul %(time)s.") % {
        "how": CLOSINGS[row.closing],
        "who": names_of([row.by])[row.by],
        "time": date_format(timezone.localtime(row.at), "H.i"),
    }


def _state(row: Closing) -> str:
    if row.confirmed_at is not None:
        return CONFIRMED
    if row.refused_at is None:
        return WAITING
    return {row.by: "withdrawn", READING.label: "overtaken"}.get(row.refused_by, "refused")


def _worded(row: Closing, followups: "list[FollowUpShown]") -> ClosingWords:
    words = {name: str(text) for name, text in opened("Closing", row.pk, row.content).items()}
    return ClosingWords(
        row,
        CLOSINGS[row.closing],
        _state(row),
        words.get("happened", ""),
        words.get("done", ""),
        words.get("lessons", ""),
        words.get("refusal", ""),
        [(HARMS[kind], row.harm[kind]) for kind in KINDS if row.harm.get(kind)],
        followups,
    )


def followups_of(incident: Incident, *, agreed: bool = True) -> list[FollowUpShown]:
    """What is owed after it, or was; or else what is only proposed to be. Two queries."""
    return _shown(list(FollowUp.objects.filter(incident=incident, agreed_at__isnull=not agreed)))


def followup_for(actor: Actor, incident: Incident, key: UUID) -> FollowUp | None:
    """One of those, for whoever sees the situation."""
    return FollowUp.objects.filter(pk=key, incident=incident, incident__in=incidents_visible_to(actor)).first()


def owed_by(actor: Actor) -> list[FollowUpShown]:
    """What the actor's own organisations still owe, as two agreed, the first day first."""
    key = person_of(actor)
    if key is None:
        return []
    found = FollowUp.objects.filter(
        done_at=None,
        agreed_at__isnull=False,
        organisation__in=houses_now(actor, key),
        incident__in=incidents_visible_to(actor),
    )
    return _shown(list(found.select_related("incident")))


def organisations_for(incident: Incident) -> list[tuple[UUID, str]]:
    """Who can be held to something after it: organisations whose people act on situations there. By name, 3 queries."""
    there = path_of(incident.unit)
    acting = sitting([each.code for each in titles_with("incidents.write")], units=there)
    keys = {each.seat.organisation for each in acting if each.seat.organisation is not None}
    keys |= {each.pk for each in seated_in(there, [GOVERNMENT])}
    return sorted(names_of_organisations(keys).items(), key=lambda each: (each[1].casefold(), each[0]))


def others_open(actor: Actor, incident: Incident) -> bool:
    """Whether there is another one around that this one could be the same as. One query."""
    found = incidents_visible_to(actor).filter(area=incident.area, closed_at=None)
    return found.exclude(pk=incident.pk).exists()


def _shown(rows: list[FollowUp]) -> list[FollowUpShown]:
    names = names_of_organisations({each.organisation_id for each in rows})
    today = timezone.localdate()
    return [_one(each, names.get(each.organisation_id, ""), today) for each in rows]


def _one(row: FollowUp, organisation: str, today: date) -> FollowUpShown:
    state = CONFIRMED if row.confirmed_at else DONE if row.done_at else OWED
    return FollowUpShown(row, FOLLOWUPS[row.kind], organisation, state, state == OWED and row.until < today)
