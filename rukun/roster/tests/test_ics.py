"""Somebody's own nights in the calendar of their phone: right hours everywhere, no other names, a secret address."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from rukun.guard import Refused
from rukun.people.actor import actor_of
from rukun.people.models import Person
from rukun.people.strength import Strength
from rukun.people.tests.factories import person
from rukun.roster.actions.feeds import end_feed, renew_feed
from rukun.roster.models import Duty, Feed, Roster
from rukun.roster.tests.factories import Made, families, group, published

pytestmark = pytest.mark.django_db
FIRST = date(2026, 12, 8)


@pytest.fixture(autouse=True)
def _december() -> Iterator[None]:
    with time_machine.travel("2026-12-07T09:00+07:00", tick=False):
        yield


def address(secret: str) -> str:
    return reverse("kalender:feed", args=[secret])


def feed(secret: str) -> Any:
    answer = Client().get(address(secret))
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    return Calendar.from_ical(answer.content)


def secret_of(who: Person) -> str:
    return renew_feed(actor=actor_of(who))


@pytest.mark.parametrize(
    ("unit", "zone", "utc"),
    [("", "Asia/Jakarta", 15), ("51.71.01.1001", "Asia/Makassar", 14), ("91.71.01.1001", "Asia/Jayapura", 13)],
)
def test_a_night_has_the_hours_of_its_place_in_every_zone(unit: str, zone: str, utc: int) -> None:
    made = group(persons=2, unit=unit)
    roster = published(made, FIRST, 1)
    calendar = feed(secret_of(made.people[0]))
    [event] = calendar.events
    begin, end = event["DTSTART"], event["DTEND"]
    assert (begin.params["TZID"], begin.dt.hour, end.dt - begin.dt) == (zone, 22, timedelta(hours=4))
    assert begin.dt.astimezone(ZoneInfo("UTC")).hour == utc
    assert [str(each["TZID"]) for each in calendar.timezones] == [zone]
    assert (event["SUMMARY"], event["SEQUENCE"]) == ("Ronda: Pos 1", roster.edition)
    assert "/jadwal/tugas/" in event["URL"]
    assert not event.alarms.times


def test_it_follows_the_roster_and_says_nothing_of_others() -> None:
    made = families(households=2, hours=((22, 2),))
    other = group(persons=1)
    roster = published(made, FIRST, 3)
    mine = made.people[1]
    secret = secret_of(mine)
    text = Client().get(address(secret)).content.decode()
    again = Client().get(address(secret)).content.decode()
    assert text == again, "the same until something changes"
    assert not any(each.name in text for each in (*made.people, made.keeper))
    assert "Keluarga" not in text
    before = {str(each["UID"]): each["SEQUENCE"] for each in feed(secret).events}
    assert len(before) == 3
    Duty.objects.filter(watcher=made.watchers[0], night=FIRST).update(gone_at=timezone.now())
    Roster.objects.filter(pk=roster.pk).update(edition=2)
    after = {str(each["UID"]): each["SEQUENCE"] for each in feed(secret).events}
    assert after.keys() < before.keys()
    assert set(after.values()) == {2}
    roster.refresh_from_db()
    roster.state = Roster.DRAFT
    roster.save()
    assert feed(secret).events == [], "what is not published is nobody's night"
    assert other.people[0].name not in text


def test_both_watches_of_somebody_are_in_one_calendar_and_what_is_long_over_is_not() -> None:
    made, other = group(persons=2), group(persons=2)
    other.watchers[0].persons.update(person=made.people[0])
    published(made, FIRST, 1)
    published(other, FIRST + timedelta(days=3), 1)
    published(other, FIRST - timedelta(days=90), 1)
    found = feed(secret_of(made.people[0])).events
    assert sorted(each["DTSTART"].dt.date() for each in found) == [FIRST, FIRST + timedelta(days=3)]
    assert {each["DESCRIPTION"].split(",")[0] for each in found} == {made.organisation.name, other.organisation.name}


def test_the_address_is_secret_renewed_ended_and_gone_with_its_owner() -> None:
    who = person()
    first = secret_of(who)
    assert len(first) >= 32, "at least 128 bits"
    row = Feed.objects.get()
    assert first not in (row.secret_hash, str(row.pk))
    second = secret_of(who)
    assert [Client().get(address(each)).status_code for each in (first, second, "x", "a" * 300)] == [404, 200, 404, 404]
    assert end_feed(actor=actor_of(who))
    assert not end_feed(actor=actor_of(who))
    assert Client().get(address(second)).status_code == 404
    third = secret_of(who)
    who.released_at = timezone.now()
    who.save()
    assert feed(third).events == []
    made = group(persons=1)
    with pytest.raises(Refused):
        renew_feed(actor=actor_of(made.keeper, Strength.CODE))


def test_an_unknown_address_costs_the_same_first_query_and_no_session(django_assert_num_queries: Any) -> None:
    made: Made = group(persons=2)
    published(made, FIRST, 2)
    secret = secret_of(made.people[0])
    with django_assert_num_queries(1):
        assert Client().get(address("unknown")).status_code == 404
    with django_assert_num_queries(3):
        answer = Client().get(address(secret))
    assert answer["Cache-Control"] == "private, max-age=900"
    assert not answer.cookies
    assert "Cookie" not in answer.get("Vary", "")
    assert address(secret).startswith("/jadwal/ics/")
    assert Client().post(address(secret)).status_code == 405
