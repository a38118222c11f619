"""Mitra Kampung's watch: a post at the bridge and a team that walks, four weeks of nights, half of them stood already.

The roster was solved two weeks ago as every real one is; since then some came late, one did not come, and one
looks for somebody to swap with.
"""

from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from rukun.almanac.algo.nights import AKHIR_PEKAN, BIASA, MALAM_LIBUR, SAHUR
from rukun.demo import past
from rukun.demo.cast import CAST, RW_03, person_id
from rukun.demo.partners import MITRA, pass_quiz, record
from rukun.guard import Actor, System
from rukun.people.queries import duty_facts
from rukun.people.queries.holders import at_their_strongest
from rukun.people.queries.offices import holders_in
from rukun.people.queries.organisations import open_organisations
from rukun.roster.actions import attending, handing_over, making, people, people_groups, publishing, setup, setup_posts
from rukun.roster.actions.running import solve_now
from rukun.roster.actions.setup_posts import Row
from rukun.roster.actions.solving import start_solving
from rukun.roster.actions.wishes import set_wishes
from rukun.roster.errors import RosterError
from rukun.roster.queries.setup_people import watchers_of
from rukun.territory import queries as territory
from rukun.training.actions import members
from rukun.training.content import conduct, courses

BEGAN = timedelta(days=30)
PUBLISHED = timedelta(days=14)
NIGHTS = 28
LEADERS = (10, 11, 1001, 1002, 1003, 1004, 1006, 1007)
"""Numbers of those who can lead a post: chair, coordinator, and some who are there longest."""
FRIDAY = 4
BY_PHONE, ON_PAPER = 1010, 1011
SOLVED_WITHIN = 5
ABSENT = 5
"""Of the nights stood so far, every so many somebody did not come."""


def keep_watch(cast: Mapping[str, Actor], actor_of_number: Callable[[int], Actor], today: datetime) -> None:
    """Everything about the roster, in the order in which it happened."""
    chair = cast["ketua_ormas"]
    with past.on(today - BEGAN):
        watch = _set_up(chair)
        _wish(chair, watch, actor_of_number)
    with past.on(today - PUBLISHED):
        roster = making.make_roster(
            actor=chair,
            watch=watch,
            first=today.date() - PUBLISHED,
            last=today.date() - PUBLISHED + timedelta(days=NIGHTS - 1),
        )
        roster = start_solving(actor=chair, roster=roster, edition=roster.edition, seconds=SOLVED_WITHIN)
        solve_now(roster.pk)
        roster.refresh_from_db()
        publishing.publish_roster(
            actor=chair,
            roster=roster,
            edition=roster.edition,
            reason="Beberapa giliran belum terisi; dicari sambil jalan.",
        )
    _attend(chair, roster, today)
    _families(cast, today)


def _families(cast: Mapping[str, Actor], today: datetime) -> None:
    """RW 03's siskamling by households, as its head made it: those of its RT heads, who were trained last month."""
    head, trainer = cast["ketua_rw"], cast["bhabinkamtibmas"]
    ronda = open_organisations(RW_03, "siskamling").get(unit=RW_03)
    places = {each.code for each in territory.parts_of(RW_03)}
    heads = sorted(key for held in holders_in({"ketua_rt"}, places).values() for key in held)
    for person in heads:
        with past.on(today - BEGAN):
            membership = members.begin_membership(actor=System("demo"), person=person, organisation=ronda.pk)
            actor = at_their_strongest(person)
            assert actor is not None
            members.consent(actor=actor, membership=membership)
            members.sign_code(actor=actor, version=conduct().version)
        for course in courses().values():
            if course.practical and course.needed:
                with past.on(today - BEGAN):
                    pass_quiz(actor, course.code)
    for course in courses().values():
        if course.needed:
            record(trainer, course.code, heads, today - BEGAN + timedelta(days=1))
    with past.on(today - PUBLISHED):
        watch = setup.open_watch(actor=head, organisation=ronda, households=True)
        post = setup_posts.save_post(actor=head, watch=watch, name="Pos RW 03", place="Depan balai warga", capacity=4)
        setup_posts.save_shift(
            actor=head, post=post, begins=time(22), ends=time(4), needs=[Row(BIASA, 0), Row(AKHIR_PEKAN, 2)]
        )
        for person, facts in duty_facts(heads).items():
            people.add_household(actor=head, watch=watch, name=f"Keluarga {facts.name}", persons=[person], leader=True)
        roster = making.make_roster(
            actor=head, watch=watch, first=today.date(), last=today.date() + timedelta(days=NIGHTS - 1)
        )
        roster = start_solving(actor=head, roster=roster, edition=roster.edition, seconds=SOLVED_WITHIN)
    solve_now(roster.pk)
    roster.refresh_from_db()
    publishing.publish_roster(
        actor=head, roster=roster, edition=roster.edition, reason="Keluarga belum cukup; dicari sambil jalan."
    )


def _set_up(chair: Actor) -> Any:
    watch = setup.open_watch(actor=chair, organisation=open_organisations().get(pk=MITRA))
    bridge = setup_posts.save_post(
        actor=chair,
        watch=watch,
        name="Pos Jembatan",
        place="Ujung timur jembatan, di samping warung",
        unit=RW_03,
        capacity=4,
    )  # fmt: skip
    team = setup_posts.save_post(
        actor=chair, watch=watch, name="Regu keliling", kind="patroli", place="Dari pos, keliling RW 03 dan RW 05",
        unit=watch.unit, capacity=4,
    )  # fmt: skip
    more = [Row(AKHIR_PEKAN, 3, officer=True), Row(SAHUR, 3), Row(MALAM_LIBUR, 3)]
    setup_posts.save_shift(actor=chair, post=bridge, begins=time(22), ends=time(2), needs=[Row(BIASA, 2), *more])
    setup_posts.save_shift(
        actor=chair,
        post=bridge,
        begins=time(2),
        ends=time(5),
        needs=[Row(BIASA, 0), Row(AKHIR_PEKAN, 2), Row(SAHUR, 3)],
    )
    setup_posts.save_shift(actor=chair, post=team, begins=time(23), ends=time(3), needs=[Row(BIASA, 2)])
    people.add_all_members(actor=chair, watch=watch)
    people.add_watchers(
        actor=chair, watch=watch, persons=[CAST["bhabinkamtibmas"].person_id, CAST["babinsa"].person_id], officer=True
    )
    of_number = _watchers(watch)
    people.set_leaders(actor=chair, watch=watch, leads=[of_number[person_id(each)].pk for each in LEADERS])
    people_groups.add_pair(
        actor=chair, watch=watch, first=of_number[person_id(1008)], second=of_number[person_id(1009)], together=True
    )
    return watch


def _wish(chair: Actor, watch: Any, actor_of_number: Callable[[int], Actor]) -> None:
    """One said so on the phone, one on paper."""
    of_number = _watchers(watch)
    by_phone, on_paper = (of_number[person_id(each)] for each in (BY_PHONE, ON_PAPER))
    weekly = {FRIDAY: "never", FRIDAY + 1: "gladly"}
    set_wishes(actor=actor_of_number(BY_PHONE), watcher=by_phone, weekly=weekly, dated=[])
    away = timezone.localdate() + BEGAN
    set_wishes(actor=chair, watcher=on_paper, weekly={}, dated=[(away, away + timedelta(days=6), "never")])


def _watchers(watch: Any) -> dict[UUID, Any]:
    """By the person behind each."""
    return {person.person_id: each for each in watchers_of(watch) for person in each.persons.all()}


def _attend(chair: Actor, roster: Any, today: datetime) -> None:
    """Who came, as the coordinator ticked it off the next morning; and tonight's shift found word from last night's."""
    over = list(
        roster.duties.filter(gone_at=None, ends_at__lte=today).select_related("watch", "shift__post", "watcher")
    )
    for number, duty in enumerate(over):
        with past.on(min(duty.starts_at + timedelta(minutes=20 if number % 7 == 3 else 5), today)):
            act = attending.mark_absent if number % ABSENT == ABSENT - 1 else attending.check_in
            with suppress(RosterError):  # somebody who could be on duty when it was made may not be any more
                act(actor=chair, duty=duty)
    if over:
        with past.on(over[-1].ends_at):
            handing_over.write_note(
                actor=chair,
                post=over[-1].shift.post,
                text="Senter kedua perlu baterai. Warung tutup pukul satu; jalan tenang.",
            )
