"""From tables to the pure problem: needs, wishes, fitness, other watches, the nights around; in few queries."""

from datetime import date, datetime, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from rukun.almanac.algo.nights import AKHIR_PEKAN, BIASA, MALAM_LIBUR, SAHUR
from rukun.people.models import Position
from rukun.roster.algo import rules
from rukun.roster.frames import frame_of, times_of
from rukun.roster.models import Need, Pair, Season, Shift, Watcher, WatcherPerson, Wish
from rukun.roster.queries.setup import today_in
from rukun.roster.tests import factories
from rukun.roster.words import in_words
from rukun.training.models import Suspension

pytestmark = pytest.mark.django_db
A_DAY = timedelta(days=1)


def monday(unit: str, weeks: int = 1) -> date:
    today = today_in(unit)
    return today + timedelta(days=7 * weeks - today.weekday())


def test_a_whole_month_of_many_people_takes_few_queries() -> None:
    made = factories.group(35, posts=2)
    first = monday(made.watch.unit)
    _wish(made.watchers[0], Wish.NEVER, weekday=first.weekday())
    day = {"first": first + timedelta(days=3), "last": first + timedelta(days=3), "wish": Wish.NEVER}
    often = {"watcher": made.watchers[1], "by": "system", "at": timezone.now()}
    Wish.objects.bulk_create(Wish(**day, **often) for _ in range(10_000))
    frame_of(made.watch, first, first)  # from now on the process knows the territory
    with CaptureQueriesContext(connection) as few:
        frame_of(made.watch, first, first + timedelta(days=1))
    with CaptureQueriesContext(connection) as many:
        frame = frame_of(made.watch, first, first + timedelta(days=29))
    assert len(many) == len(few) <= 30
    assert (frame.problem.nights, len(frame.problem.posts), len(frame.problem.people)) == (30, 2, 35)


def _wish(watcher: Watcher, wish: str, **when: object) -> None:
    Wish.objects.create(watcher=watcher, wish=wish, by="system", at=timezone.now(), **when)


def test_needs_follow_the_kind_of_night_and_the_season() -> None:
    """The most of a night's kinds; what a season says goes before; a kind of which nothing is said is ordinary."""
    made = factories.group(6, need=2)
    first = monday(made.watch.unit)
    season = Season.objects.create(
        watch=made.watch, name="Musim hujan", first=first + 4 * A_DAY, last=first + 5 * A_DAY
    )
    Need.objects.create(shift=made.shift, kind=AKHIR_PEKAN, people=3)
    Need.objects.create(shift=made.shift, kind=BIASA, season=season, people=5)
    Need.objects.create(shift=made.shift, kind=AKHIR_PEKAN, season=season, people=4, officer=True)
    frame = frame_of(made.watch, first, first + 13 * A_DAY)
    [line] = frame.problem.posts
    expected = []
    for each in frame.kinds.values():
        weekend, rainy = AKHIR_PEKAN in each.kinds, season.first <= each.date <= season.last
        others = bool({*each.kinds} - {AKHIR_PEKAN})
        options = ([4 if rainy else 3] if weekend else []) + ([5 if rainy else 2] if others else [])
        expected.append(max(options))
    assert list(line.need) == expected
    assert expected[4] >= 4
    assert expected[11] >= 3
    assert line.officer_nights == {4, 5}
    assert frame.problem.weekend == {4, 5, 11, 12}
    for name, kind in (("sahur", SAHUR), ("holiday", MALAM_LIBUR)):
        there = {number for number, night in enumerate(frame.nights) if kind in frame.kinds[night].kinds}
        assert getattr(frame.problem, name) == there


def test_somebody_is_available_as_they_wish_and_as_they_may() -> None:
    """Dated wishes go before weekly ones, the strictest holds; term, fitness and duties elsewhere narrow them."""
    made = factories.group(6)
    first = monday(made.watch.unit)
    wishing, suspended, leaving, busy, *_rest = made.watchers
    _wish(wishing, Wish.NEVER, weekday=2)
    _wish(wishing, Wish.GLADLY, first=first + 2 * A_DAY, last=first + 2 * A_DAY)
    _wish(wishing, Wish.RATHER_NOT, first=first + 3 * A_DAY, last=first + 4 * A_DAY)
    _wish(wishing, Wish.NEVER, first=first + 4 * A_DAY, last=first + 40 * A_DAY)
    begins, _ends = times_of(first + 3 * A_DAY, Shift.objects.select_related("post").get(pk=made.shift.pk))
    Suspension.objects.create(
        person=made.people[1], unit=made.watch.unit, reason="x", by="system", authority="lurah",
        made_at=begins + timedelta(hours=1), until=begins + timedelta(days=2), review_by=begins + timedelta(days=2),
        phone_mark="",
    )  # fmt: skip
    Watcher.objects.filter(pk=leaving.pk).update(until=first + A_DAY)
    other = factories.group(1, name="Mitra Sebelah")
    there = Watcher.objects.create(watch=other.watch, since=first - 9 * A_DAY)
    WatcherPerson.objects.create(watcher=there, person=made.people[3])
    roster = factories.published(other, first, 1, per_shift=0)
    factories.duty(roster, other.shift, there, first).save()
    frame = frame_of(made.watch, first, first + 6 * A_DAY)
    members = {each.id: each for each in frame.problem.people}
    mine = members[str(wishing.pk)]
    assert [*map(set, (mine.available, mine.gladly, mine.rather_not))] == [{0, 1, 2, 3}, {2}, {3}]
    assert members[str(suspended.pk)].available == {0, 1, 2, 5, 6}, "a shift is stood whole"
    assert members[str(leaving.pk)].available == {0, 1}
    assert members[str(busy.pk)].available == {1, 2, 3, 4, 5, 6}, "on duty elsewhere in the first night"
    place = frame.place(first, made.shift.pk)
    broken = frame.violations({place: frozenset({str(busy.pk), str(suspended.pk)})})
    [unavailable] = [each for each in broken if each.rule == rules.AVAILABLE]
    assert unavailable.people == (str(busy.pk),)
    assert frame.name_of(str(busy.pk)) in in_words(unavailable, frame)
    assert all(in_words(each, frame) for each in broken)


def test_officers_stand_by_office_and_households_by_whoever_of_them_is_fit() -> None:
    made = factories.families(3)
    first = monday(made.watch.unit)
    Suspension.objects.create(
        person=made.people[0], unit=made.watch.unit, reason="x", by="system", authority="lurah",
        made_at=timezone.now() - A_DAY, until=timezone.now() + timedelta(days=40),
        review_by=timezone.now() + timedelta(days=20), phone_mark="",
    )  # fmt: skip
    officer = factories.officer(made.watch)
    who = officer.persons.get().person
    Position.objects.filter(person=who).update(until=timezone.make_aware(datetime.combine(first + 2 * A_DAY, time(12))))
    frame = frame_of(made.watch, first, first + 6 * A_DAY)
    members = {each.id: each for each in frame.problem.people}
    assert members[str(officer.pk)].officer
    assert members[str(officer.pk)].available == {0, 1}
    family = made.watchers[0]
    assert members[str(family.pk)].available == set(range(7))
    assert frame.person_for(family.pk, first, made.shift.pk) == made.people[1].pk
    assert frame.person_for(made.watchers[1].pk, first, made.shift.pk) == made.people[2].pk


def test_duties_before_and_after_count_for_rest_and_pairs_need_both() -> None:
    made = factories.group(6)
    first = monday(made.watch.unit)
    one, two, three, *_rest = made.watchers
    before = factories.published(made, first - 7 * A_DAY, 7, per_shift=0)
    after = factories.published(made, first + 7 * A_DAY, 7, per_shift=0)
    factories.duty(before, made.shift, one, first - A_DAY).save()
    factories.duty(after, made.shift, one, first + 7 * A_DAY).save()
    Pair.objects.create(watch=made.watch, first=one, second=two, together=False)
    Pair.objects.create(watch=made.watch, first=one, second=three, together=True)
    Watcher.objects.filter(pk=three.pk).update(until=first - 2 * A_DAY)
    frame = frame_of(made.watch, first, first + 6 * A_DAY)
    members = {each.id: each for each in frame.problem.people}
    assert members[str(one.pk)].before == {-1, 7}
    assert frame.problem.apart == ((str(one.pk), str(two.pk)),)
    assert frame.problem.together == ()
    near = frame.violations({frame.place(first, made.shift.pk): frozenset({str(one.pk), str(two.pk)})})
    assert {each.rule for each in near} >= {rules.REST, rules.APART}


def test_nobody_stands_in_two_places_at_once_across_the_edge_of_the_nights() -> None:
    """The desk from six in the morning on is of the night before, and not over when the next night's first begins."""
    made = factories.group(6, hours=((6, 18), (17, 22)))
    first = monday(made.watch.unit)
    desk, evening = sorted(made.shifts, key=lambda each: each.begins)
    one, two, three, *_rest = made.watchers
    before = factories.published(made, first - A_DAY, 1, per_shift=0)
    factories.duty(before, desk, one, first - A_DAY).save()
    factories.duty(before, evening, two, first - A_DAY).save()
    after = factories.published(made, first + 2 * A_DAY, 1, per_shift=0)
    factories.duty(after, evening, three, first + 2 * A_DAY).save()
    frame = frame_of(made.watch, first, first + A_DAY)
    everybody = {str(each.pk) for each in made.watchers}
    standing = {place: everybody - here.keys() for place, here in frame.standing.items()}
    assert standing == {
        (0, str(evening.pk)): {str(one.pk)},
        (0, str(desk.pk)): set(),
        (1, str(evening.pk)): set(),
        (1, str(desk.pk)): {str(three.pk)},
    }
    broken = frame.violations({(0, str(evening.pk)): frozenset({str(one.pk), str(two.pk)})})
    assert [each.people for each in broken if each.rule == rules.AVAILABLE] == [(str(one.pk),)]


def test_a_shift_after_midnight_belongs_to_the_evening_before_also_when_ramadan_begins() -> None:
    """The last night before Ramadan is a sahur night already: people rise in it for the first time."""
    made = factories.group(4, hours=((22, 2), (2, 5)))
    evening, morning = Shift.objects.select_related("post").filter(post=made.post).order_by("-begins")
    night = date(2026, 2, 18)  # Ramadan 1447 begins on 19 February
    begins, ends = times_of(night, evening)
    assert (begins.date(), ends.date()) == (night, night + A_DAY)
    assert times_of(night, morning)[0] == ends
    frame = frame_of(made.watch, night - A_DAY, night)
    assert frame.problem.sahur == {1}
