"""Who takes part in a watch: by persons, by households, in groups and pairs; and how they leave."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from rukun.journal.models import Entry
from rukun.people.actor import actor_of
from rukun.people.models import Person
from rukun.people.tests.factories import SYSTEM
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
from rukun.roster.actions.people_groups import remove_group, remove_pair, save_group
from rukun.roster.models import Duty, Watcher
from rukun.roster.queries.setup_people import lines_of
from rukun.roster.tests.factories import families, group, members, officer, published
from rukun.roster.tests.setting_up import a_pair, did, limits_of, today
from rukun.training.actions.members import begin_membership, consent, leave
from rukun.training.tests.factories import membership_of

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def test_all_members_take_part_at_once_and_leave_again() -> None:
    made = group(0)
    fit_ones, raw = members(made.organisation, 3), members(made.organisation, 2, fit=False)
    assert len(add_all_members(actor=made.actor, watch=made.watch)) == 5
    assert add_all_members(actor=made.actor, watch=made.watch) == []
    [one] = add_watchers(actor=made.actor, watch=made.watch, persons=fit_ones[:1])
    lines = lines_of(made.watch)
    assert sum(each.fit for each in lines) == 3
    assert all(each.why for each in lines if each.watcher.persons.get().person in raw)
    assert end_watcher(actor=made.actor, watcher=one, last_day=today(made) + DAY) is not None
    [again] = add_watchers(actor=made.actor, watch=made.watch, persons=fit_ones[:1])
    assert (again.pk, again.until) == (one.pk, None), "whoever stays on after all is the same"
    assert end_watcher(actor=made.actor, watcher=again, last_day=today(made) - DAY) is None, "put there by mistake"
    assert not Watcher.objects.filter(pk=one.pk).exists()
    gone = fit_ones[1]
    leave(actor=actor_of(gone), membership=membership_of(gone, made.organisation))
    [line] = [each for each in lines_of(made.watch) if each.watcher.persons.get().person_id == gone.pk]
    assert not line.fit, "whoever left the organisation stays on the list until the coordinator says so"
    assert set_leaders(actor=made.actor, watch=made.watch, leads=[line.watcher.pk]) == 1
    assert set_leaders(actor=made.actor, watch=made.watch, leads=[line.watcher.pk]) == 0


def test_whoever_leaves_with_published_duties_is_named_with_the_nights() -> None:
    made = group(6, need=2)
    roster = published(made, nights=6)
    one = made.watchers[0]
    with pytest.raises(wrong.StillOnDuty) as caught:
        end_watcher(actor=made.actor, watcher=one, last_day=roster.first)
    assert caught.value.nights == [roster.first + 3 * DAY]
    ended = end_watcher(actor=made.actor, watcher=one, last_day=roster.first, release=True)
    assert ended is not None
    assert ended.until == roster.first
    gone = Duty.objects.get(watcher=one, gone_at__isnull=False)
    assert (gone.night, gone.gone_why) == (roster.first + 3 * DAY, "left")


def test_somebody_of_two_organisations_takes_part_in_both_and_an_officer_beside_them() -> None:
    here, there = group(3), group(3)
    both = here.people[0]
    consent(
        actor=actor_of(both),
        membership=begin_membership(actor=SYSTEM, person=both.pk, organisation=there.organisation.pk),
    )
    add_watchers(actor=there.actor, watch=there.watch, persons=[both])
    police = officer(here.watch)
    by_name = {each.watcher.pk: each for each in lines_of(here.watch)}
    assert by_name[here.watchers[0].pk].also == 1
    assert by_name[police.pk].fit
    police.persons.get().person.positions.update(until=timezone.now())
    [line] = [each for each in lines_of(here.watch) if each.watcher.officer]
    assert not line.fit
    assert line.why
    with pytest.raises(wrong.AlreadyThere):
        add_watchers(actor=here.actor, watch=here.watch, persons=[both], officer=True)


def test_households_take_part_with_their_alternates() -> None:
    made = families(2, persons=2)
    new = members(made.organisation, 7)
    by: dict[str, Any] = {"actor": made.actor}
    first = made.watchers[0]
    assert [each.order for each in first.persons.all()] == [0, 1]
    with pytest.raises(wrong.ByHousehold):
        add_watchers(**by, watch=made.watch, persons=new[:1])
    with pytest.raises(wrong.ByHousehold):
        add_all_members(**by, watch=made.watch)
    with pytest.raises(wrong.HouseholdTooLarge):
        add_household(**by, watch=made.watch, name="Besar", persons=new)
    with pytest.raises(wrong.AlreadyThere):
        add_household(**by, watch=made.watch, name="Lain", persons=[new[0], made.people[0]])
    with pytest.raises(errors.NameTaken):
        add_household(**by, watch=made.watch, name=made.watchers[1].name.upper(), persons=new[:1])
    change_watcher(**by, watcher=first, persons=[new[0], made.people[0]], name="Keluarga Baru", max_week=1)
    first.refresh_from_db()
    assert (first.name, first.max_week) == ("Keluarga Baru", 1)
    assert [each.person for each in first.persons.all()] == [new[0], made.people[0]]
    Person.objects.filter(pk=new[0].pk).update(adult=False)
    [line] = [each for each in lines_of(made.watch) if each.watcher.pk == first.pk]
    assert [fit for _name, fit in line.persons] == [False, True]
    assert line.fit, "one of them is enough"


def test_groups_and_pairs_come_and_go() -> None:
    made = group(4)
    night = limits_of(made, max_week=1, watchers=made.watchers[:2])
    same = save_group(actor=made.actor, watch=made.watch, group=night, name="Malam", max_together=1,
                      watchers=made.watchers[2:])  # fmt: skip
    assert (same.pk, same.max_week, same.max_together) == (night.pk, None, 1)
    assert set(same.watchers.all()) == set(made.watchers[2:])
    pair = a_pair(made, 0, 1, together=False)
    assert a_pair(made, 1, 0, together=False) == pair
    remove_pair(actor=made.actor, pair=pair)
    remove_pair(actor=made.actor, pair=pair)
    assert a_pair(made, 0, 1).together
    end_watcher(actor=made.actor, watcher=made.watchers[1], last_day=today(made) - DAY)
    a_pair(made, 0, 2, together=False)
    a_pair(made, 0, 3)
    remove_group(actor=made.actor, group=night)
    remove_group(actor=made.actor, group=night)
    assert did()[-7:] == [
        "pair_added", "pair_removed", "pair_added", "ended", "pair_added", "pair_added", "group_removed",
    ]  # fmt: skip
    kept = Entry.objects.filter(codes__did__in=("pair_added", "pair_removed")).values_list("codes", flat=True)
    assert all(list(each) == ["did"] for each in kept), "who asked for what is kept no longer than the pair"
