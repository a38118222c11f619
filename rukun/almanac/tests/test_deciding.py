"""What is decided of a day, by whom, and what then counts as working time."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any
from unittest import mock

import holidays
import pytest
import time_machine
from django.utils import translation

from rukun.almanac import actions, follow, queries
from rukun.almanac.algo.working import A_DAY, Working
from rukun.almanac.errors import (
    AlmanacError,
    AlreadyDecided,
    AlreadySo,
    NameTooLong,
    NoName,
    Over,
    TooFarAhead,
    UnknownUnit,
)
from rukun.almanac.models import Day
from rukun.guard import ANYONE, Actor, Refused, System
from rukun.journal.models import Entry
from rukun.people.actor import actor_of
from rukun.people.tests.factories import person
from rukun.territory.tests.towns import listed

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 3, tzinfo=UTC)  # a Monday, ten o'clock in Jakarta
KELURAHAN, OTHER = "31.73.07.1001", "31.73.07.1002"
RW = f"{KELURAHAN}.016"
TUESDAY = date(2026, 11, 24)
CHRISTMAS = date(2026, 12, 25)
EVERYWHERE = System("test")
TOWN = f"""kode,nama
31,Jakarta
31.73,Jakarta Barat
31.73.07,Palmerah
{KELURAHAN},Palmerah
{RW},RW 016
{OTHER},Slipi
"""


@pytest.fixture(autouse=True)
def _town() -> Iterator[None]:
    listed(TOWN)
    with time_machine.travel(NOW, tick=False), mock.patch.object(follow, "CHANGED", []):
        yield


def decide(actor: Actor = EVERYWHERE, **other: Any) -> Day:
    given = {"day": TUESDAY, "unit": KELURAHAN, "working": False, "name": "Lebaran Betawi", **other}
    return actions.set_day(actor=actor, **given)


def entries() -> list[tuple[str, str, dict[str, Any]]]:
    found = Entry.objects.filter(verb__startswith="almanac.").order_by("chain", "sequence")
    return [(each.verb, each.unit, each.codes) for each in found]


def test_a_decision_holds_in_its_unit_and_below_and_the_narrower_one_decides() -> None:
    decide(unit="31")
    decide(unit=RW, working=True, name="Kerja bakti di kantor RW")
    found = queries.calendars(["", "31", "31.73", KELURAHAN, RW, f"{RW}.003", OTHER, "32", "81.71", KELURAHAN])
    assert {unit for unit, each in found.items() if not each.works_on(TUESDAY)} == {"31", "31.73", KELURAHAN, OTHER}
    assert found[KELURAHAN] is found["31"]  # what is equal is one
    assert found[RW] is found[f"{RW}.003"]
    assert found["32"] is not found["81.71"]
    opens = {unit: working.after(NOW - timedelta(days=2), 1).isoformat() for unit, working in found.items()}
    assert opens["32"] == "2026-11-23T08:00:01+07:00"
    assert opens["81.71"] == "2026-11-23T08:00:01+09:00"
    assert queries.working_time(OTHER).after(NOW, A_DAY).date() == date(2026, 11, 25)


def test_calendars_of_very_many_units_take_one_query(django_assert_num_queries: Any) -> None:
    for number in range(30):
        decide(unit=KELURAHAN, day=date(2027, 8, 2) + timedelta(days=7 * number // 2), name=f"Hari {number}")
    units = [f"{KELURAHAN}.{rw:03}.{rt:03}" for rw in range(40) for rt in range(100)]
    with django_assert_num_queries(1):
        found = queries.calendars(units)
    assert len(found) == 4000
    assert len({id(each) for each in found.values()}) == 1


def test_public_holidays_and_cuti_bersama_are_no_working_days_unless_somebody_says_so() -> None:
    working = queries.working_time(KELURAHAN)
    assert not working.works_on(CHRISTMAS)
    assert not working.works_on(date(2026, 12, 24))  # cuti bersama
    assert not working.works_on(date(2027, 3, 10))  # Idul Fitri, an estimate
    assert queries.national_days(2026)[CHRISTMAS] == "Hari Raya Natal"
    decide(day=date(2026, 12, 24), working=True, name="Tetap buka")
    assert queries.working_time(KELURAHAN).works_on(date(2026, 12, 24))
    assert not queries.working_time(OTHER).works_on(date(2026, 12, 24))


def test_a_year_at_which_the_library_fails_has_weekdays_and_what_people_decided() -> None:
    queries.holidays_of.cache_clear()
    try:
        with mock.patch.object(holidays, "country_holidays", side_effect=OverflowError("odd")):
            assert queries.holidays_of(2027) == {}
            decide()
            working = queries.working_time(KELURAHAN)
        assert isinstance(working, Working)
        assert working.works_on(CHRISTMAS)
        assert not working.works_on(TUESDAY)
        assert not working.works_on(date(2026, 11, 22))  # a Sunday
    finally:
        queries.holidays_of.cache_clear()
    assert queries.holidays_of(1) == queries.holidays_of(9999) == {}
    assert all(queries.holidays_of(year) for year in queries.working_years())


def test_what_follows_the_moon_is_marked_and_named_in_the_readers_language() -> None:
    eid = queries.holidays_of(2028)[date(2028, 2, 27)]
    assert eid == queries.Holiday("Hari Raya Idul Fitri", estimated=True)
    assert not queries.holidays_of(2028)[date(2028, 8, 17)].estimated
    assert queries.holidays_of(2028, "en")[date(2028, 2, 27)] == queries.Holiday("Eid al-Fitr", estimated=True)
    with translation.override("en"):
        assert queries.special_days(2026, "31")[-1].said[0].name == "Christmas Day"


@pytest.mark.once
@pytest.mark.parametrize(
    ("title", "seat", "allowed"),
    [
        ("camat", "31.73.07", {KELURAHAN, RW, OTHER}),
        ("lurah", KELURAHAN, set()),  # the calendar times what the kelurahan promised
        ("administrator", "", {"", "31", KELURAHAN, RW, OTHER}),
        ("ketua_rw", RW, set()),
        ("kapolsek", "31.73.07", set()),
    ],
)
def test_who_decides_for_which_unit(title: str, seat: str, allowed: set[str]) -> None:
    actor = actor_of(person(title, seat))
    for unit in ("", "31", KELURAHAN, RW, OTHER):
        if unit in allowed:
            actions.remove_day(actor=actor, key=decide(actor, unit=unit).pk)
            assert not Day.objects.exists()
            continue
        with pytest.raises(Refused):
            decide(actor, unit=unit)
        other = decide(unit=unit)
        with pytest.raises(Refused):
            actions.remove_day(actor=actor, key=other.pk)
        assert actions.remove_day(actor=EVERYWHERE, key=other.pk)
    with pytest.raises(Refused):
        decide(ANYONE)


def test_each_decision_stands_in_its_units_book_and_is_told_once_in_the_same_transaction() -> None:
    told: list[int] = []
    follow.CHANGED.append(lambda: told.append(Day.objects.count()))
    made = decide(name="  Lebaran \n Betawi ")
    assert (made.name, made.by) == ("Lebaran Betawi", "system:test")
    assert decide() == made  # sent twice
    assert entries() == [("almanac.day_set", KELURAHAN, {"date": "2026-11-24", "kind": "off"})]
    assert told == [1]
    actions.remove_day(actor=EVERYWHERE, key=made.pk)
    assert actions.remove_day(actor=EVERYWHERE, key=made.pk) is None
    assert [verb for verb, _unit, _codes in entries()] == ["almanac.day_set", "almanac.day_removed"]
    assert told == [1, 0]
    follow.CHANGED.append(mock.Mock(side_effect=RuntimeError))
    with pytest.raises(RuntimeError):
        decide()
    assert not Day.objects.exists()
    assert len(entries()) == 2


@pytest.mark.parametrize(
    ("wrong", "error", "says"),
    [
        ({"name": " \t "}, NoName, "Tulis hari apa itu"),
        ({"name": "x" * 81}, NameTooLong, "80 huruf"),
        ({"day": date(2026, 11, 20)}, Over, "23 November 2026"),
        ({"day": date(2032, 1, 1)}, TooFarAhead, "31 Desember 2031"),
        ({"unit": "31.99"}, UnknownUnit, "tidak dikenal"),
        ({"unit": "<RW>"}, UnknownUnit, "tidak dikenal"),
        ({"day": CHRISTMAS}, AlreadySo, "Jumat, 25 Desember 2026 sudah hari libur di sana: Hari Raya Natal"),
        ({"day": date(2026, 11, 29)}, AlreadySo, "bukan Senin sampai Jumat"),
        ({"working": True}, AlreadySo, "Selasa, 24 November 2026 memang hari kerja"),
    ],
)
def test_what_cannot_be_decided_is_said_and_changes_nothing(
    wrong: dict[str, Any], error: type[AlmanacError], says: str
) -> None:
    with pytest.raises(error, match=says) as raised:
        decide(**wrong)
    assert raised.value.field in {"name", "day", "unit", "working"}
    assert not Day.objects.exists()
    assert entries() == []


def test_two_who_decide_differently_at_once_are_told_and_the_first_one_holds() -> None:
    decide(name="Pilkada")
    with pytest.raises(AlreadyDecided, match="Pilkada"):
        decide(working=True, name="Tidak jadi libur")
    with mock.patch.object(queries, "decisions_about", return_value=Day.objects.none()):  # it was not there yet
        with pytest.raises(AlreadyDecided):
            decide(name="Libur kelurahan")
        assert decide(name="Pilkada").name == "Pilkada"
    assert [each.name for each in Day.objects.all()] == ["Pilkada"]
    with pytest.raises(AlreadySo, match="Pilkada"):
        decide(unit=RW)  # below, it is so already
    decide(unit="31", name="Pilkada DKI")  # above, it is not
    assert len(entries()) == 2


def test_an_estimated_holiday_can_be_confirmed_and_moved() -> None:
    estimated, next_day = date(2028, 2, 27), date(2028, 2, 29)
    decide(day=estimated, unit="", name="Idul Fitri 1449 H")
    decide(day=next_day, unit="", name="Cuti bersama")
    said = {each.date: each.said for each in queries.special_days(2028, RW)}
    assert [each.name for each in said[estimated]] == ["Idul Fitri 1449 H", "Hari Raya Idul Fitri"]
    assert [each.estimated for each in said[estimated]] == [False, True]
    assert not queries.working_time(RW).works_on(next_day)


def test_what_is_long_over_is_not_taken_back() -> None:
    made = decide()
    with time_machine.travel(NOW + timedelta(days=400)):
        with pytest.raises(Over):
            actions.remove_day(actor=EVERYWHERE, key=made.pk)
        assert not queries.working_time(KELURAHAN).works_on(TUESDAY)
    assert Day.objects.exists()
