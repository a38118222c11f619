"""Four of Mitra Kampung stand at the bridge now, whatever the hour: a shift that their chair adds to the roster."""

import time
from datetime import datetime, timedelta
from itertools import combinations, islice
from typing import Any

from django.utils import timezone

from rukun.almanac.algo.nights import BIASA
from rukun.demo.cast import CAST, RW_03, person_id
from rukun.demo.partners import MITRA
from rukun.guard import Actor
from rukun.roster.access import watches_seen_by
from rukun.roster.actions import making, setup_posts
from rukun.roster.actions.setup_posts import Row
from rukun.roster.errors import RosterError
from rukun.roster.queries.on_duty import fit_on_duty
from rukun.roster.queries.setup_people import watchers_of

POST = "Pos Jembatan"
LASTS = timedelta(hours=6)
ASKED = (CAST["koordinator"].number, CAST["ketua_ormas"].number, 1001, 1002, 1003, 1004, 1006, 1007, 1008, 1009)
"""Numbers of those who are asked to stand, in this order."""
PEOPLE, LEAST, TRIES = 4, 2, 60
PATIENCE = 80.0
"""Seconds until a shift that begins at the next full minute has begun."""


def wait() -> bool:
    """Until their shift has begun, which is a minute after the chair added it. Whether somebody stands there then."""
    end = time.monotonic() + PATIENCE
    while not (there := _standing()) and time.monotonic() < end:
        time.sleep(1)
    return there


def stand(chair: Actor) -> datetime:
    """From when on somebody stands at the bridge: now, if some do anyway. Raises ``RosterError`` where nobody can."""
    now = timezone.localtime()
    if _standing():
        return now
    watch = watches_seen_by(chair).get(organisation=MITRA)
    begins = (now + timedelta(minutes=1)).replace(second=0, microsecond=0)
    if begins - now < timedelta(seconds=10):
        begins += timedelta(minutes=1)
    ends = begins + LASTS
    night = begins.date()
    post = watch.posts.get(name=POST, closed_at=None)
    roster = watch.rosters.get(state="published", first__lte=night, last__gte=night)
    shift = post.shifts.filter(begins=begins.time(), closed_at=None).first()
    if shift is None:
        shift = setup_posts.save_shift(
            actor=chair, post=post, begins=begins.time(), ends=ends.time().replace(second=0), needs=[Row(BIASA, 0)]
        )
    _fill(chair, roster, shift, begins, watch)
    return begins


def _standing() -> bool:
    return len([each for each in fit_on_duty(RW_03).standing if not each.on.officer]) >= LEAST


def _fill(chair: Actor, roster: Any, shift: Any, begins: datetime, watch: Any) -> None:
    of_person = {person.person_id: each for each in watchers_of(watch) for person in each.persons.all()}
    asked = [of_person[person_id(each)].pk for each in ASKED if person_id(each) in of_person]
    refused: RosterError | None = None
    for some in islice(combinations(asked, PEOPLE), TRIES):
        try:
            making.edit_cell(
                actor=chair, roster=roster, night=begins.date(), shift=shift, watchers=some, edition=roster.edition,
                reason="Giliran tambahan untuk peragaan malam ini.",
            )  # fmt: skip
        except RosterError as error:
            refused = error
        else:
            return
    assert refused is not None
    raise refused
