"""What cannot be set up, who may not, and what two do at once."""

from collections.abc import Callable
from datetime import date, time, timedelta
from typing import Any

import pytest
from django.db import transaction

from rukun.almanac.algo.nights import AKHIR_PEKAN, BIASA
from rukun.guard import Actor, Refused
from rukun.people.actions import give_position
from rukun.people.actor import actor_of
from rukun.people.tests.factories import SYSTEM, person
from rukun.roster import errors_people as wrong
from rukun.roster import errors_setup as errors
from rukun.roster.actions.people import (
    add_all_members,
    add_household,
    add_watchers,
    change_watcher,
    end_watcher,
    set_leaders,
)
from rukun.roster.actions.people_groups import add_pair, remove_group, remove_pair, save_group
from rukun.roster.actions.setup import save_rules
from rukun.roster.actions.setup_posts import (
    Row,
    close_post,
    close_shift,
    remove_season,
    renew_token,
    save_needs,
    save_post,
    save_season,
    save_shift,
)
from rukun.roster.algo import rules as names
from rukun.roster.errors import ChangedMeanwhile
from rukun.roster.models import Watch
from rukun.roster.queries.setup import seen_of
from rukun.roster.tests.factories import Made, group, officer
from rukun.roster.tests.setting_up import a_minor, a_pair, a_season, join_later, limits_of, stand_of, today
from rukun.training.tests.factories import KELURAHAN, RW, candidate

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


REFUSALS: list[tuple[type[Exception], Callable[[Made], object]]] = [
    (errors.NameMissing, lambda m: save_post(actor=m.actor, watch=m.watch, name="  ")),
    (errors.NameTooLong, lambda m: save_post(actor=m.actor, watch=m.watch, name="x" * 81)),
    (errors.NameTaken, lambda m: save_post(actor=m.actor, watch=m.watch, name="POS 1")),
    (errors.PlaceTooLong, lambda m: save_post(actor=m.actor, watch=m.watch, name="B", place="x" * 201)),
    (errors.UnknownPostKind, lambda m: save_post(actor=m.actor, watch=m.watch, name="B", kind="bar")),
    (errors.PostElsewhere, lambda m: save_post(actor=m.actor, watch=m.watch, name="B", unit="31.73.07.1002")),
    (errors.CapacityOff, lambda m: save_post(actor=m.actor, watch=m.watch, name="B", capacity=1)),
    (errors.CapacityBelowNeed, lambda m: save_post(actor=m.actor, watch=m.watch, name="B", capacity=2, post=m.post)),
    (errors.WrongLength, lambda m: save_shift(actor=m.actor, post=m.post, begins=time(22), ends=time(22))),
    (errors.WrongLength, lambda m: save_shift(actor=m.actor, post=m.post, begins=time(22), ends=time(10, 30))),
    (errors.WrongLength, lambda m: save_shift(actor=m.actor, post=m.post, begins=time(22), ends=time(22, 30))),
    (errors.SameShift, lambda m: save_shift(actor=m.actor, post=m.post, begins=time(22), ends=time(2))),
    (errors.NobodyAlone, lambda m: save_needs(actor=m.actor, shift=m.shift, rows=[Row(BIASA, 1)])),
    (errors.NobodyAlone, lambda m: save_needs(actor=m.actor, shift=m.shift, rows=[Row(BIASA, -1)])),
    (errors.MoreThanFit, lambda m: save_needs(actor=m.actor, shift=m.shift, rows=[Row(AKHIR_PEKAN, 7)])),
    (errors.OfficerAlone, lambda m: save_needs(actor=m.actor, shift=m.shift, rows=[Row(BIASA, 0, officer=True)])),
    (errors.UnknownNight, lambda m: save_needs(actor=m.actor, shift=m.shift, rows=[Row("purnama", 2)])),
    (errors.SeasonBackwards, lambda m: a_season(m, date(2027, 2, 2), date(2027, 2, 1))),
    (errors.SeasonTooLong, lambda m: a_season(m, date(2027, 1, 1), date(2028, 1, 2))),
    (errors.SeasonsOverlap, lambda m: [a_season(m, date(2027, 1, 1), date(2027, 2, 1)) for _twice in range(2)]),
    (errors.NoSuchRule, lambda m: save_rules(actor=m.actor, watch=m.watch, off=[names.TWO])),
    (errors.NumberOff, lambda m: save_rules(actor=m.actor, watch=m.watch, rest=7)),
    (errors.NumberOff, lambda m: save_rules(actor=m.actor, watch=m.watch, max_week=0)),
    (wrong.NobodyChosen, lambda m: add_watchers(actor=m.actor, watch=m.watch, persons=[])),
    (wrong.NotAMember, lambda m: add_watchers(actor=m.actor, watch=m.watch, persons=[person()])),
    (wrong.NotAMember, lambda m: add_watchers(actor=m.actor, watch=m.watch, persons=[candidate(m.organisation)])),
    (wrong.NotAnOfficer, lambda m: add_watchers(actor=m.actor, watch=m.watch, persons=[person()], officer=True)),
    (wrong.NotGrownUp, lambda m: add_watchers(actor=m.actor, watch=m.watch, persons=[a_minor(m)])),
    (wrong.OfficerLeads, lambda m: change_watcher(actor=m.actor, watcher=officer(m.watch), leader=True)),
    (wrong.WeekOff, lambda m: change_watcher(actor=m.actor, watcher=m.watchers[0], max_week=8)),
    (wrong.NotItsPost, lambda m: change_watcher(actor=m.actor, watcher=m.watchers[0], posts=[group(2).post])),
    (wrong.BeginsTooFar, lambda m: join_later(m, timedelta(days=400))),
    (wrong.ByPerson, lambda m: add_household(actor=m.actor, watch=m.watch, name="A", persons=m.people[:1])),
    (wrong.ByPerson, lambda m: change_watcher(actor=m.actor, watcher=m.watchers[0], name="A")),
    (wrong.EndsTooEarly, lambda m: end_watcher(actor=m.actor, watcher=m.watchers[0], last_day=today(m) - 2 * DAY)),
    (wrong.LimitMissing, lambda m: save_group(actor=m.actor, watch=m.watch, name="A", watchers=m.watchers[:1])),
    (wrong.TogetherOff, lambda m: limits_of(m, max_together=0)),
    (wrong.WeekOff, lambda m: limits_of(m, max_week=9)),
    (wrong.NotInTheWatch, lambda m: limits_of(m, max_week=1, watchers=group(2).watchers)),
    (wrong.NobodyChosen, lambda m: limits_of(m, max_week=1, watchers=[])),
    (errors.NameTaken, lambda m: [limits_of(m, max_week=1) for _twice in range(2)]),
    (wrong.PairOfOne, lambda m: a_pair(m, 0, 0)),
    (wrong.PairContradicts, lambda m: (a_pair(m, 0, 1), a_pair(m, 1, 0, together=False))),
    (wrong.PairContradicts, lambda m: (a_pair(m, 0, 1), a_pair(m, 2, 1), a_pair(m, 0, 2, together=False))),
    (wrong.PairContradicts, lambda m: (a_pair(m, 0, 2, together=False), a_pair(m, 0, 1), a_pair(m, 1, 2))),
    (wrong.PairsTooLarge, lambda m: [a_pair(m, 0, at) for at in range(1, 8)]),
    (wrong.NotInTheWatch, lambda m: add_pair(actor=m.actor, watch=m.watch, first=m.watchers[0],
                                              second=group(2).watchers[0], together=True)),
]  # fmt: skip


@pytest.mark.parametrize("begin", range(0, len(REFUSALS), 12))
def test_what_cannot_be_is_refused_in_words_and_nothing_stays(begin: int) -> None:
    made = group(8, need=3)
    before = stand_of(made.watch)
    for error, ask in REFUSALS[begin : begin + 12]:
        with pytest.raises(error) as caught, transaction.atomic():
            ask(made)
        assert str(caught.value).endswith("."), error
        assert stand_of(made.watch) == before, error


def test_only_whoever_keeps_the_roster_sets_it_up() -> None:
    made = group(3)
    one, season = made.watchers[0], a_season(made, date(2027, 1, 1), date(2027, 2, 1))
    limits, pair = limits_of(made, max_week=1), a_pair(made, 0, 1)
    strangers = [
        made.people[0], person(), person("ketua_rw", RW), person("lurah", KELURAHAN), group(2).keeper,
    ]  # fmt: skip
    for who in strangers:
        asked: list[Callable[[Actor], object]] = [
            lambda by: save_post(actor=by, watch=made.watch, name="B"),
            lambda by: close_post(actor=by, post=made.post),
            lambda by: renew_token(actor=by, post=made.post),
            lambda by: save_shift(actor=by, post=made.post, begins=time(20), ends=time(22)),
            lambda by: close_shift(actor=by, shift=made.shift),
            lambda by: save_needs(actor=by, shift=made.shift, rows=[]),
            lambda by: save_season(actor=by, watch=made.watch, name="A", first=date(2028, 1, 1), last=date(2028, 1, 2)),
            lambda by: remove_season(actor=by, season=season),
            lambda by: save_rules(actor=by, watch=made.watch),
            lambda by: add_watchers(actor=by, watch=made.watch, persons=made.people),
            lambda by: add_all_members(actor=by, watch=made.watch),
            lambda by: add_household(actor=by, watch=made.watch, name="A", persons=made.people),
            lambda by: change_watcher(actor=by, watcher=one, leader=True),
            lambda by: end_watcher(actor=by, watcher=one, last_day=today(made)),
            lambda by: set_leaders(actor=by, watch=made.watch, leads=[one.pk]),
            lambda by: save_group(actor=by, watch=made.watch, name="A", max_week=1, watchers=[one]),
            lambda by: remove_group(actor=by, group=limits),
            lambda by: add_pair(actor=by, watch=made.watch, first=one, second=made.watchers[1], together=True),
            lambda by: remove_pair(actor=by, pair=pair),
        ]
        for ask in asked:
            with pytest.raises(Refused):
                ask(actor_of(who))
    coordinator = person()
    give_position(actor=SYSTEM, person=coordinator, title="koordinator", unit=KELURAHAN, organisation=made.organisation)
    save_post(actor=actor_of(coordinator), watch=made.watch, name="B")


def test_nobody_overwrites_what_they_have_not_seen() -> None:
    made = group(3)
    limits = limits_of(made, max_week=1)
    season = a_season(made, date(2027, 1, 1), date(2027, 2, 1))
    one = made.watchers[0]
    by = made.actor
    asked: list[tuple[Any, Callable[[str], object]]] = [
        (Watch.objects.get(pk=made.watch.pk), lambda seen: save_rules(actor=by, watch=made.watch, rest=3, seen=seen)),
        (made.post, lambda seen: save_post(actor=by, watch=made.watch, post=made.post, name="Pos Dua", seen=seen)),
        (made.shift, lambda seen: save_needs(actor=by, shift=made.shift, rows=[Row(BIASA, 3)], seen=seen)),
        (made.shift, lambda seen: save_shift(actor=by, post=made.post, shift=made.shift, begins=time(21), ends=time(1),
                                             seen=seen)),
        (season, lambda seen: save_season(actor=by, watch=made.watch, season=season, name="Kemarau", first=season.first,
                                          last=season.last, seen=seen)),
        (one, lambda seen: change_watcher(actor=by, watcher=one, max_week=1, seen=seen)),
        (one, lambda seen: end_watcher(actor=by, watcher=one, last_day=today(made) + 9 * DAY, seen=seen)),
        (limits, lambda seen: save_group(actor=by, watch=made.watch, group=limits, name="A", max_week=2,
                                         watchers=made.watchers, seen=seen)),
    ]  # fmt: skip
    for thing, ask in asked:
        thing.refresh_from_db()
        seen = seen_of(thing)
        ask(seen)
        with pytest.raises(ChangedMeanwhile):
            ask(seen)
        thing.refresh_from_db()
        assert seen_of(thing) != seen
