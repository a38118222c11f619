"""Opening a watch, its posts and rules, and what is still missing."""

from collections.abc import Callable
from datetime import date, time, timedelta

import pytest
from django.utils import timezone

from rukun.almanac.algo.nights import BIASA, SAHUR
from rukun.guard import Refused
from rukun.people.actor import actor_of
from rukun.people.tests.factories import SYSTEM, person
from rukun.roster import errors_setup as errors
from rukun.roster.actions.people import (
    add_watchers,
    set_leaders,
)
from rukun.roster.actions.setup import open_watch, save_rules
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
from rukun.roster.models import Duty, Shift, Watch
from rukun.roster.queries.setup import organisations_to_open, seen_of
from rukun.roster.queries.setup_check import overview_of
from rukun.roster.rules_words import RULES, Rules, as_stored, rules_of
from rukun.roster.tests.factories import group, members, published
from rukun.roster.tests.setting_up import did
from rukun.training.tests.factories import KELURAHAN, RW, chair, partner

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


# Opening


def test_a_watch_is_opened_once_for_a_partner_that_goes_on_duty() -> None:
    ormas, reports = partner(name="Mitra Satu"), partner(kind="fkdm", name="FKDM")
    chief = actor_of(chair(ormas))
    assert [each.pk for each in organisations_to_open(chief)] == [ormas.pk]
    watch = open_watch(actor=chief, organisation=ormas)
    assert open_watch(actor=chief, organisation=ormas) == watch
    assert (watch.unit, watch.households) == (KELURAHAN, False)
    assert did() == ["watch_made"]
    assert organisations_to_open(chief) == []
    with pytest.raises(errors.ReportsOnly):
        open_watch(actor=SYSTEM, organisation=reports)
    with pytest.raises(errors.HouseholdsOfResidents):
        open_watch(actor=SYSTEM, organisation=partner(name="Mitra Dua"), households=True)
    head = actor_of(person("ketua_rw", RW))
    with pytest.raises(Refused):
        open_watch(actor=head, organisation=partner(name="Mitra Tiga"))
    partner_of_rw = partner(RW, "Siskamling RW 03", "siskamling")
    assert open_watch(actor=head, organisation=partner_of_rw, households=True).households


def test_only_a_partner_of_now_opens_a_watch() -> None:
    made = partner(name="Mitra Lama")
    made.partnerships.get().agreements.update(until=timezone.now() - DAY, since=timezone.now() - 2 * DAY)
    with pytest.raises(errors.NotAPartner):
        open_watch(actor=SYSTEM, organisation=made)


# Posts, shifts, needs, seasons


def test_posts_shifts_and_needs_are_changed_and_closed() -> None:
    made = group(2)
    post = save_post(
        actor=made.actor, watch=made.watch, post=made.post, name="  Pos   Mawar ", kind="patroli", place="Dekat musala",
        unit=RW, capacity=4, leader=False, seen=seen_of(made.post),
    )  # fmt: skip
    assert (post.name, post.unit, post.capacity, post.leader) == ("Pos Mawar", RW, 4, False)
    old = post.token
    assert renew_token(actor=made.actor, post=post).token != old
    second = save_shift(actor=made.actor, post=post, begins=time(2), ends=time(5), needs=[Row(SAHUR, 4, officer=True)])
    said = {(each.kind, each.people, each.officer) for each in second.needs.all()}
    assert said == {(SAHUR, 4, True), (BIASA, 0, False)}, "only at sahur: so nobody on other nights, in so many words"
    rain = save_season(
        actor=made.actor, watch=made.watch, name="Musim hujan", first=date(2027, 1, 1), last=date(2027, 2, 28)
    )
    save_needs(actor=made.actor, shift=second, rows=[Row(BIASA, 2), Row(BIASA, 3, season=rain.pk)])
    remove_season(actor=made.actor, season=rain)
    remove_season(actor=made.actor, season=rain)
    assert [(each.people, each.season_id) for each in second.needs.all()] == [(2, None)]
    close_shift(actor=made.actor, shift=second)
    close_post(actor=made.actor, post=post)
    close_post(actor=made.actor, post=post)
    assert Shift.objects.filter(closed_at=None).count() == 0
    assert save_post(actor=made.actor, watch=made.watch, name="pos mawar").pk != post.pk, "a closed name is free"
    assert did()[4:] == [
        "post_saved", "code_renewed", "shift_saved", "season_saved", "needs_saved", "season_removed", "shift_closed",
        "post_closed", "post_saved",
    ]  # fmt: skip


def test_what_is_published_keeps_posts_shifts_and_hours() -> None:
    made = group(6)
    roster = published(made, nights=3)
    nights = [roster.first + at * DAY for at in range(3)]
    asked: list[Callable[[], object]] = [
        lambda: close_post(actor=made.actor, post=made.post),
        lambda: close_shift(actor=made.actor, shift=made.shift),
        lambda: save_shift(actor=made.actor, post=made.post, shift=made.shift, begins=time(21), ends=time(2)),
        lambda: save_post(actor=made.actor, watch=made.watch, post=made.post, name="Pos", unit=RW),
    ]
    for ask in asked:
        with pytest.raises(errors.PublishedAhead) as caught:
            ask()
        assert caught.value.nights == nights
    assert str(nights[0].year) in str(caught.value)
    same = save_shift(
        actor=made.actor, post=made.post, shift=made.shift, begins=time(22), ends=time(2), needs=[Row(BIASA, 4)]
    )
    assert same.needs.get().people == 4, "what is needed may change: only what is made from now on knows"
    Duty.objects.update(gone_at=timezone.now())
    close_post(actor=made.actor, post=made.post)


# Rules


@pytest.mark.pure
def test_every_rule_is_explained_and_what_is_stored_is_only_what_differs() -> None:
    assert set(RULES) == set(names.ALL)
    assert {name for name, words in RULES.items() if words.source} == set(names.ALWAYS)
    assert as_stored(Rules()) == {}
    chosen = Rules(frozenset({names.REST, names.LEADER}), rest=0, max_week=7)
    assert rules_of(Watch(rules=as_stored(chosen))) == chosen
    broken = Watch(rules={"off": [names.TWO, "x"], "rest": True, "max_week": 99})
    assert rules_of(broken) == Rules(), "what nobody could have chosen is not believed"
    assert rules_of(Watch(rules=[])) == Rules()


def test_rules_are_chosen() -> None:
    made = group(2)
    save_rules(actor=made.actor, watch=made.watch, off=[names.OFFICER, names.REST], max_week=3)
    row = Watch.objects.get(pk=made.watch.pk)
    assert row.rules == {"off": [names.OFFICER, names.REST], "max_week": 3}
    assert save_rules(actor=made.actor, watch=row, off=[names.OFFICER, names.REST]) == rules_of(row)
    assert did().count("rules_changed") == 1, "nothing changed the second time"


def test_what_is_missing_is_said_until_nothing_is() -> None:
    made = group(0, posts=0, leaders=0)
    first = overview_of(made.watch)
    assert [each.done for each in first.steps] == [False, False, True]
    assert first.next is not None
    assert first.next.url_name == "roster:posts"
    post = save_post(actor=made.actor, watch=made.watch, name="Pos")
    shift = save_shift(actor=made.actor, post=post, begins=time(22), ends=time(2))
    assert overview_of(made.watch).next is not None
    save_needs(actor=made.actor, shift=shift, rows=[Row(BIASA, 0)])
    assert not overview_of(made.watch).steps[0].done, "a watch that nobody keeps"
    save_needs(actor=made.actor, shift=shift, rows=[Row(BIASA, 3, officer=True)])
    assert overview_of(made.watch).steps[0].done
    people = members(made.organisation, 2) + members(made.organisation, 1, fit=False)
    watchers = add_watchers(actor=made.actor, watch=made.watch, persons=people)
    found = overview_of(made.watch).steps[1]
    assert (len(found.missing), len(found.hints)) == (1, 3), "nobody leads; one unfit, too few for a night, no officer"
    set_leaders(actor=made.actor, watch=made.watch, leads=[watchers[0].pk])
    save_rules(actor=made.actor, watch=made.watch, off=[names.OFFICER])
    last = overview_of(Watch.objects.get(pk=made.watch.pk))
    assert last.next is None
    assert not last.made
