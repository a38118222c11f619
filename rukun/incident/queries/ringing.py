"""The kentongan as the page of a situation shows it: what may be rung now, and what was rung."""

import re
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import numpy as np

from rukun.alarm.messages import (
    CHECK,
    FIRE,
    GATHER,
    HAZARD,
    KEEP_AWAY,
    MESSAGES,
    OFFICER,
    Message,
    ending_for,
    over_words,
)
from rukun.alarm.queries.meeting import Point, meeting_point, meeting_points
from rukun.alarm.queries.rings import RingView, ring_about, rings_about
from rukun.alarm.words import where_of
from rukun.geo.coordinates import lengths
from rukun.guard import Actor
from rukun.incident.access import may_ring
from rukun.incident.algo.ladder import Standing
from rukun.incident.kinds import KINDS
from rukun.incident.models import Incident
from rukun.incident.queries.standing import standing_of
from rukun.territory.algo.codes import KELURAHAN, level_of

LABEL = "incident"
FAR_ENOUGH = 150
"""Metres between what happens and where people gather."""
COMMON = frozenset(
    """balai barat bawah belakang dalam dekat depan gedung gudang jalan kampung kantor kelurahan kompleks lapangan
    masjid musala musholla mushola rumah samping sebelah seberang sekolah selatan sekitar simpang tengah timur ujung
    utara warga wilayah""".split()  # noqa: SIM905  a list would be a page long
)
"""Words of five letters and more that names of any two places may share."""


@dataclass(frozen=True)
class RingOffer:
    """What may be rung now, the usual first. ``narrow``: the posko and officers alone. ``why_not``: nothing may."""

    messages: list[Message]
    narrow: bool
    points: list[Point]
    why_not: str

    @property
    def codes(self) -> list[str]:
        return [each.code for each in self.messages]


def messages_for(incident: Incident) -> list[Message]:
    """What may be rung at this moment, see ``messages_at``. One query."""
    return messages_at(incident, standing_of(incident))


def messages_at(incident: Incident, standing: Standing) -> list[Message]:
    """What may be rung for a situation as it stands; what rings already may go on so long.

    What nobody confirmed rings the posko and officers alone. While a second person's word holds, people are told to
    stay away, also where somebody has said since that it is worse; to a place they are called only at an AG, and by
    that word, in an RW or a kelurahan: of a larger unit all would go to one point. At GN nobody is called anywhere.
    """
    if not standing.confirmed:
        return [MESSAGES[CHECK]]
    codes: list[str] = []
    if KINDS[incident.kind].hazard:
        codes.append(FIRE if incident.kind == "kebakaran" else HAZARD)
    elif standing.verified and standing.level == Incident.AG and level_of(incident.unit) >= KELURAHAN:
        codes.append(GATHER)
    return [MESSAGES[each] for each in (*codes, KEEP_AWAY, CHECK)]


def ring_offer(actor: Actor, incident: Incident) -> RingOffer:
    """For whoever opens the form. Four queries."""
    messages = messages_for(incident)
    allowed = may_ring(actor, incident)
    narrow = all(each.narrow for each in messages)
    points = meeting_points(incident.unit) if any(each.meeting != "no" for each in messages) else []
    points = [each for each in points if not is_the_spot(incident, each)]
    return RingOffer(messages, narrow, points, "" if allowed.allowed else str(allowed.reason))


def is_the_spot(incident: Incident, point: Point) -> bool:
    """Whether a meeting point is where it happens, or within 150 m of it: nobody is told to gather there.

    Where it is not known how far they are apart, a word that both names have tells; but not what any place may be.
    """
    name, place = point.name.casefold(), incident.place.casefold()
    if name in place or place in name:
        return True
    if point.at is not None and incident.lat is not None and incident.lon is not None:
        line = np.array([(point.at[1], point.at[0]), (incident.lon, incident.lat)])
        return bool(lengths(line)[0] < FAR_ENOUGH)
    return bool(_telling(name) & _telling(place))


def is_the_spot_named(incident: Incident, name: str) -> bool:
    """The same of a meeting point by its name, which may be in no list any more."""
    return is_the_spot(incident, meeting_point(incident.unit, name) or Point("", name))


def _telling(name: str) -> set[str]:
    return {each for each in re.findall(r"[^\W\d_]{5,}", name) if each not in COMMON}


def goes_on(incident: Incident, ending: str, *, narrow: bool) -> bool:
    """Whether one person who ends a ring ends nothing else: it is not over, and nobody is told so. One query at most.

    While an AG or GN is in force nobody reads that it is safe; that there was nothing, only the few officers of a
    ``narrow`` ring do, and not while a second person's word holds: that level is first brought down by two.
    """
    if incident.closed_at is not None or incident.level < Incident.AG:
        return False
    return ending == "safe" or not narrow or incident.verified or standing_of(incident).confirmed


def what_is_read(incident: Incident, *, narrow: bool = False) -> dict[str, str]:
    """What those who were called by a ring read at each ending; those that would say the same are one choice.

    "officers": what officers read instead, where a level is in force and others are told to keep away. One query at
    most.
    """
    where = where_of(incident.unit)
    endings = {each: "still" if goes_on(incident, each, narrow=narrow) else each for each in ("safe", "false")}
    if narrow:  # officers alone
        endings = {code: ending_for(ending, OFFICER) for code, ending in endings.items()}
    read = {code: over_words(ending, where=where, drill=False) for code, ending in endings.items()}
    if "still" in endings.values():
        read["officers"] = over_words("board", where=where, drill=False)
    return read


def rings_of(actor: Actor, incident: Incident) -> list[RingView]:
    """All rings for it, the newest first, with names for whoever may see who is on duty there."""
    return rings_about(LABEL, incident.pk, actor)


def ring_of(incident: Incident, key: UUID) -> Any:
    """A ring for this very situation; ``None`` where there is no such one."""
    return ring_about(LABEL, incident.pk, key)
