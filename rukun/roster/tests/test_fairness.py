"""The year's fairness: what was stood beside the fair share of it, for who joins, leaves or cannot for a time."""

from datetime import datetime, time, timedelta

import pytest
import time_machine
from django.utils import timezone

from rukun.people.tests.factories import SYSTEM
from rukun.roster.actions import making, publishing, running, solving
from rukun.roster.actions.people import add_watchers
from rukun.roster.models import Duty, Roster, Watcher, Wish
from rukun.roster.queries.fairness import accounts, past_of
from rukun.roster.queries.setup import today_in
from rukun.roster.tests import factories
from rukun.roster.tests.test_making import published, solved

pytestmark = pytest.mark.django_db
A_DAY = timedelta(days=1)


def test_the_year_is_remembered_fairly() -> None:
    """Who stood more owes less, who could not for a time is not flooded, who is new owes nothing."""
    made = factories.group(4, leader=False)
    today = today_in(made.watch.unit)
    one, two, ill, absent = made.watchers
    roster = factories.published(made, today - 10 * A_DAY, 10, per_shift=0)
    for at in range(10):
        who = (one, two) if at < 6 else (one, absent)
        for each in who:
            factories.duty(roster, made.shift, each, roster.first + at * A_DAY).save()
    Duty.objects.filter(watcher=absent).update(absent_at=timezone.now())
    nights = {one: "1" * 10, two: "1" * 10, absent: "1" * 10, ill: "1" + "0" * 9}
    could = {str(each.pk): {"nights": told, "rest": 0, "week": None} for each, told in nights.items()}
    kinds = {(roster.first + at * A_DAY).isoformat(): ["akhir_pekan"] for at in (0, 7)}
    stretch = {"first": roster.first.isoformat(), "last": roster.last.isoformat(), "could": could}
    Roster.objects.update(outcome={"stretches": [stretch], "kinds": kinds})
    past = past_of(made.watch, today)
    # 16 nights were stood: 2 in the first night, which four could have; of the others three have a third each
    others = 2 / 4 + 5 * 2 / 3 + 4 * 1 / 3
    assert {key: each["total"] for key, each in past.items()} == pytest.approx(
        {one.pk: 10 - others, two.pk: 6 - others, ill.pk: -2 / 4, absent.pk: -others}
    )
    assert past[one.pk]["weekend"] == pytest.approx(2 - 2 / 4 - 1 / 3)
    assert sum(each["total"] for each in past.values()) == pytest.approx(0)
    [newcomer] = add_watchers(
        actor=SYSTEM, watch=made.watch, persons=factories.members(made.organisation, 1), since=today
    )
    assert newcomer.pk not in accounts(made.watch, today)
    assert past_of(made.watch, today + 400 * A_DAY) == {}


def test_who_joins_in_the_middle_has_no_share_of_the_nights_before() -> None:
    """And what was remembered of those stays, whatever became of wishes and of who takes part."""
    made = factories.group(10, leader=False)
    roster = published(made, 28)
    before = roster.outcome["stretches"][0]["could"]
    with time_machine.travel(timezone.now() + 15 * A_DAY, tick=False):
        day = today_in(made.watch.unit) + A_DAY
        [new] = add_watchers(
            actor=SYSTEM, watch=made.watch, persons=factories.members(made.organisation, 1),
            since=today_in(made.watch.unit),
        )  # fmt: skip
        leaver, ill, *_others = made.watchers
        Watcher.objects.filter(pk=leaver.pk).update(until=day - A_DAY)
        past = {"watcher": ill, "wish": Wish.NEVER, "by": "system", "at": timezone.now()}
        Wish.objects.create(first=roster.first, last=day - A_DAY, **past)
        rest = solved(made, publishing.resolve_from(actor=SYSTEM, roster=roster, day=day))
        publishing.publish_roster(actor=SYSTEM, roster=rest, edition=rest.edition, reason="Ada yang baru.")
        roster.refresh_from_db()
        old, fresh = roster.outcome["stretches"]
        nights = (day - roster.first).days
        assert (old["last"], fresh["first"]) == ((day - A_DAY).isoformat(), day.isoformat())
        assert old["could"] == {key: {**each, "nights": "1" * nights} for key, each in before.items()}
        assert fresh["could"][str(new.pk)]["nights"] == "1" * (28 - nights)
        assert str(leaver.pk) not in fresh["could"]
        middle = accounts(made.watch, day)
        assert new.pk not in middle
        assert middle[ill.pk].share["total"] == pytest.approx(2 * nights / 10)
    end = accounts(made.watch, roster.last + A_DAY)
    assert end[new.pk].share["total"] == pytest.approx(2 * (28 - nights) / 10)
    assert end[leaver.pk].share["total"] == pytest.approx(2 * nights / 10)
    assert end[ill.pk].share["total"] == pytest.approx(2 * 28 / 10)
    assert sum(each.past["total"] for each in end.values()) == pytest.approx(0)


@pytest.mark.long
def test_over_a_year_those_who_can_alike_stand_alike() -> None:
    """A roster each four weeks: nights and each kind of them differ by one at most among those who were there alike."""
    made = factories.group(9, leader=False)
    first = last = today_in(made.watch.unit) + A_DAY
    late = made.watchers[-1]
    Watcher.objects.filter(pk=late.pk).update(since=first + 140 * A_DAY)
    for month in range(13):
        begin = first + 28 * month * A_DAY
        with time_machine.travel(timezone.make_aware(datetime.combine(begin - A_DAY, time(9))), tick=False):
            last = begin + 27 * A_DAY
            roster = making.make_roster(actor=SYSTEM, watch=made.watch, first=begin, last=last)
            solving.start_solving(actor=SYSTEM, roster=roster, edition=roster.edition, seconds=5)
            running.solve_now(roster.pk)
            roster.refresh_from_db()
            publishing.publish_roster(actor=SYSTEM, roster=roster, edition=roster.edition)
    found = accounts(made.watch, last + A_DAY)
    alike = [found[each.pk] for each in made.watchers[:-1]]
    for kind in ("total", "weekend"):
        stood = [each.stood[kind] for each in alike]
        assert max(stood) - min(stood) <= 1, kind
        assert sum(each.past[kind] for each in found.values()) == pytest.approx(0)
    assert abs(found[late.pk].past["total"]) <= 1.5, "neither spared nor flooded"
