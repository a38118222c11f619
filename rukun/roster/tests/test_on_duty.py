"""Who is on duty at a moment: one query, and suspension counts from its very second."""

from datetime import timedelta
from uuid import UUID

import pytest
import time_machine
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from rukun.people.actor import actor_of
from rukun.people.models import Person, Position
from rukun.people.phones import number_mark
from rukun.people.tests.factories import person
from rukun.roster.models import Duty, Roster, Watcher
from rukun.roster.queries.on_duty import OnDuty, fit_on_duty, on_duty
from rukun.roster.tests.factories import RW, Made, families, group, officer, published
from rukun.roster.tests.factories import duty as unsaved
from rukun.training.actions.duty import lift_suspension, suspend_from_duty
from rukun.training.models import Certificate, Membership, MembershipState, Suspension
from rukun.training.tests.factories import KELURAHAN

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)


def tonight(made: Made) -> tuple[Roster, list[Duty]]:
    """A week of duties, and those of its first night, in the order of their watchers."""
    roster = published(made)
    first = list(Duty.objects.filter(roster=roster, night=roster.first).order_by("starts_at", "pk"))
    return roster, sorted(first, key=lambda each: [one.pk for one in made.watchers].index(each.watcher_id))


def suspend(who: Person) -> Suspension:
    return suspend_from_duty(
        actor=actor_of(person("bhabinkamtibmas", KELURAHAN, name="Aiptu Raka")),
        person=who.pk,
        unit=KELURAHAN,
        reason="Ada keluhan warga yang sedang diperiksa.",
        until=timezone.localdate() + timedelta(days=7),
    )


def names(found: list[OnDuty]) -> list[str]:
    return [each.expected.name for each in found]


def test_it_is_one_query_from_the_first_second_to_the_last(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    made, other = group(6, posts=2, unit=KELURAHAN), group(4, unit=f"{KELURAHAN}.009")
    roster, duties = tonight(made)
    published(other)
    begin, end = duties[0].starts_at, duties[0].ends_at
    for at, number in ((begin - SECOND, 0), (begin, 6), (end - SECOND, 6), (end, 0)):
        with django_assert_num_queries(1):
            found = on_duty(KELURAHAN, at)
        assert len(found) == number, at
    at = begin + SECOND
    assert {each.duty for each in on_duty(f"{KELURAHAN}.009", at)} < {each.duty for each in on_duty("", at)}
    assert len(on_duty(f"{KELURAHAN}.009", at)) == 2
    assert on_duty(f"{KELURAHAN}.00", at) == [], "a unit is no prefix of letters"
    # A post of the kelurahan's watch that stands in an RW is there for that RW.
    made.posts[1].unit = RW
    made.posts[1].save()
    here = on_duty(RW, at)
    assert {each.post for each in here} == {made.posts[1].pk}
    assert here[0].organisation == made.organisation.name
    assert here[0].unit == RW
    assert here[0].household == ""
    assert here[0].checked_at is None
    # Drafts, what was taken away, who is absent and who left before that night are not on duty.
    Duty.objects.filter(pk=duties[0].pk).update(gone_at=begin, gone_why="edited")
    Duty.objects.filter(pk=duties[1].pk).update(absent_at=begin)
    Watcher.objects.filter(pk=duties[2].watcher_id).update(until=roster.first - timedelta(days=1))
    left = {each.duty for each in on_duty(KELURAHAN, at)} & {each.pk for each in duties}
    assert left == {duties[3].pk}
    Roster.objects.filter(pk=roster.pk).update(state=Roster.PROPOSED)
    assert not {each.duty for each in on_duty(KELURAHAN, at)} & {each.pk for each in duties}


def test_suspension_and_release_count_from_their_very_second_and_follow_the_number(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    made = group(4, need=2)
    _roster, duties = tonight(made)
    begin = duties[0].starts_at
    Membership.objects.filter(person__in=made.people).update(made_at=begin - timedelta(days=100))
    with time_machine.travel(begin + timedelta(hours=1), tick=False):
        at = timezone.now()
        assert names(on_duty(KELURAHAN)) == ["Agus A", "Bambang A"]
        given = suspend(made.people[0])
        with django_assert_num_queries(1):
            assert names(on_duty(KELURAHAN)) == ["Bambang A"], "in that second"
        assert names(on_duty(KELURAHAN, at - SECOND)) == ["Agus A", "Bambang A"], "not before"
        # Whoever comes back under the number of somebody suspended is suspended; the database cannot know.
        Suspension.objects.filter(pk=given.pk).update(
            person=made.people[3], phone_mark=number_mark(made.people[0].phone)
        )
        with django_assert_num_queries(1):
            assert names(on_duty(KELURAHAN)) == ["Bambang A"]
        fit = fit_on_duty(KELURAHAN)
        assert [each.codes for each in fit.excluded] == [("suspended",)]
    with time_machine.travel(at + timedelta(minutes=1), tick=False):
        given.refresh_from_db()
        lift_suspension(
            actor=actor_of(person("bhabinkamtibmas", KELURAHAN)), suspension=given, reason="Keluhan itu tidak terbukti."
        )
        assert names(on_duty(KELURAHAN)) == ["Agus A", "Bambang A"], "lifted"
        Person.objects.filter(pk=made.people[1].pk).update(released_at=timezone.now())
        assert names(on_duty(KELURAHAN)) == ["Agus A"]


def test_the_alarm_gets_who_is_fit_at_that_moment_and_is_told_why_others_are_not(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    made = group(4, need=3, officer=True)
    police, ended = officer(made.watch), officer(made.watch, "babinsa", name="Serda Tono")
    made.watchers.extend([police, ended])
    roster = published(made, nights=1, per_shift=4)
    shift, night = made.shift, roster.first
    Duty.objects.bulk_create(unsaved(roster, shift, each, night) for each in (police, ended))
    duties = {each.watcher_id: each for each in Duty.objects.filter(roster=roster)}
    at = duties[made.watchers[0].pk].starts_at + SECOND
    suspend(made.people[0])
    Certificate.objects.filter(person=made.people[1]).update(expires_at=at)
    MembershipState.objects.create(
        membership=Membership.objects.get(person=made.people[2]), state="cuti", since=at, by="system"
    )
    tono: UUID = ended.persons.get().person_id
    Position.objects.filter(person=tono).update(until=at)
    with time_machine.travel(at, tick=False), django_assert_num_queries(8):
        fit = fit_on_duty(KELURAHAN)
    assert {each.person.name for each in fit.standing} == {"Dedi A", "Aiptu Made"}
    assert {each.person.name: set(each.codes) for each in fit.excluded} == {
        "Agus A": {"suspended"},
        "Bambang A": {"expired"},
        "Cahyo A": {"on_leave"},
        "Serda Tono": {"no_office"},
    }
    assert on_duty(KELURAHAN, at + timedelta(days=3)) == []
    with django_assert_num_queries(1):
        assert fit_on_duty(KELURAHAN, at + timedelta(days=3)).standing == (), "nobody is asked about nobody"


def test_of_a_household_stands_who_came_else_the_first_who_is_fit() -> None:
    made = families(2, persons=3)
    published(made, nights=1)
    duty = Duty.objects.get(watcher=made.watchers[0])
    at = duty.starts_at + SECOND
    first, second, third = made.people[:3]
    Person.objects.filter(pk=first.pk).update(adult=False)

    def standing() -> set[str]:
        return {each.person.name for each in fit_on_duty(RW, at).standing if each.on.watcher == duty.watcher_id}

    [found] = [each for each in on_duty(RW, at) if each.duty == duty.pk]
    assert found.household == made.watchers[0].name
    assert [each.id for each in found.persons] == [first.pk, second.pk, third.pk]
    assert standing() == {second.name}
    Duty.objects.filter(pk=duty.pk).update(person=third, checked_at=at)
    assert standing() == {third.name}
    MembershipState.objects.create(
        membership=Membership.objects.get(person=third), state="keluar", since=at - SECOND, by="system"
    )
    assert standing() == set(), "who came is there, and may not be: nobody else of them is there"
    codes = [each.codes for each in fit_on_duty(RW, at).excluded if each.on.watcher == duty.watcher_id]
    assert codes == [("left",)]
