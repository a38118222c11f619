"""What people enter from a day to a day, by whom, and what nights are then."""

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any
from unittest import mock

import holidays
import pytest
import time_machine
from hijridate import Gregorian

from rukun.almanac import actions, errors, follow, queries
from rukun.almanac.algo.nights import (
    ACARA,
    AKHIR_PEKAN,
    BIASA,
    LIBUR_SEKOLAH,
    MALAM_LIBUR,
    PEMILU,
    PERTANDINGAN,
    RAMADAN,
    SAHUR,
)
from rukun.almanac.algo.sun import Spot
from rukun.almanac.kinds import SPANS
from rukun.almanac.models import Day, Span
from rukun.guard import ANYONE, Actor, Refused, System
from rukun.journal.models import Entry
from rukun.people.actor import actor_of
from rukun.people.tests.factories import person
from rukun.territory import queries as territory
from rukun.territory.tests.towns import listed

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 3, tzinfo=UTC)  # a Monday, ten o'clock in Jakarta
KELURAHAN, OTHER = "31.73.07.1001", "31.73.07.1002"
RW, DISTRICT, AMBON, MAKASSAR = f"{KELURAHAN}.016", "31.73.07", "81.71.01.1001", "73.71.01.1001"
EVERYWHERE = System("test")
A_DAY = timedelta(days=1)
TODAY = date(2026, 11, 23)
TOWN = f"""kode,nama
31,Jakarta
31.73,Jakarta Barat
{DISTRICT},Palmerah
{KELURAHAN},Palmerah
{RW},RW 016
{RW}.003,RT 003
{OTHER},Slipi
73,Sulawesi Selatan
73.71,Makassar
73.71.01,Mariso
{MAKASSAR},Bontorannu
81,Maluku
81.71,Ambon
81.71.01,Nusaniwe
{AMBON},Waihaong
"""


@pytest.fixture(autouse=True)
def _town() -> Iterator[None]:
    listed(TOWN)
    with time_machine.travel(NOW, tick=False), mock.patch.object(follow, "CHANGED", []):
        yield


def enter(actor: Actor = EVERYWHERE, **other: Any) -> Span:
    given = {"kind": ACARA, "unit": RW, "first": TODAY, "last": TODAY, "name": "Pasar malam", **other}
    return actions.set_span(actor=actor, **given)


def ramadan(first: str, last: str, unit: str = "31", actor: Actor = EVERYWHERE) -> Span:
    given = {"first": date.fromisoformat(first), "last": date.fromisoformat(last)}
    return enter(actor, kind=RAMADAN, unit=unit, name="", **given)


def entries() -> list[tuple[str, str, dict[str, Any]]]:
    found = Entry.objects.filter(verb__startswith="almanac.").order_by("chain", "sequence")
    return [(each.verb, each.unit, each.codes) for each in found]


def kinds(day: str, unit: str = RW) -> tuple[str, ...]:
    return queries.night_of(date.fromisoformat(day), unit).kinds


# What kind of night


def test_ramadan_and_idul_fitri_of_the_calendar_go_together_and_a_province_announces_its_own() -> None:
    assert [kinds(each) for each in ("2027-02-06", "2027-02-07")] == [(AKHIR_PEKAN,), (SAHUR,)]
    assert [kinds(each) for each in ("2027-03-08", "2027-03-09", "2027-03-10")] == [
        (SAHUR, MALAM_LIBUR), (MALAM_LIBUR,), (MALAM_LIBUR,)
    ]  # fmt: skip
    assert queries.night_of(date(2027, 3, 9), RW).names == ("malam takbiran", "menjelang Hari Raya Idul Fitri")
    ramadan("2027-02-09", "2027-03-09")
    assert [kinds("2027-02-07", each) for each in (RW, "31", AMBON, "")] == [(BIASA,), (BIASA,), (SAHUR,), (SAHUR,)]
    assert queries.night_of(date(2027, 2, 8), RW).fasting == 1
    assert not queries.night_of(date(2027, 2, 8), RW).estimated
    assert queries.night_of(date(2027, 2, 8), AMBON).estimated
    ramadan("2027-02-08", "2027-03-08", DISTRICT)  # the narrower decides
    assert kinds("2027-02-07") == (SAHUR,)
    assert queries.night_of(date(2027, 3, 8), RW).names[0] == "malam takbiran"
    assert queries.next_ramadan(TODAY, "31") == date(2027, 2, 9)
    assert queries.next_ramadan(date(2030, 2, 1)) == date(2030, 12, 26)
    assert [each.first for each in queries.ramadans_of(date(2030, 1, 1), date(2030, 12, 31), "")] == [
        date(2030, 1, 5), date(2030, 12, 26)
    ]  # fmt: skip


def test_the_government_is_right_about_the_years_that_are_known() -> None:
    """Where Umm al-Qura was a day early or short, the calendar's Idul Fitri puts it right."""
    found = {each.first.year: each for each in queries.ramadans_of(date(2023, 1, 1), date(2026, 12, 31), "")}
    assert (found[2023].first, found[2023].last) == (date(2023, 3, 23), date(2023, 4, 21))
    assert (found[2025].first, found[2025].last) == (date(2025, 3, 1), date(2025, 3, 30))
    assert (found[2026].first, found[2026].last) == (date(2026, 2, 19), date(2026, 3, 20))


def test_the_eve_of_a_holiday_follows_what_is_decided_of_the_day() -> None:
    assert kinds("2026-11-24") == (BIASA,)
    assert kinds("2026-12-24") == (MALAM_LIBUR,)
    row = actions.set_day(actor=EVERYWHERE, day=date(2026, 11, 25), unit="31", working=False, name="Pilkada")
    actions.set_day(actor=EVERYWHERE, day=date(2026, 12, 25), unit=KELURAHAN, working=True, name="Tetap masuk")
    assert [kinds("2026-11-24", each) for each in (RW, OTHER, AMBON)] == [(MALAM_LIBUR,), (MALAM_LIBUR,), (BIASA,)]
    assert [kinds("2026-12-24", each) for each in (RW, OTHER)] == [(BIASA,), (MALAM_LIBUR,)]
    assert queries.night_of(date(2026, 12, 24), RW).school
    assert queries.night_of(date(2026, 11, 24), RW).names == ("menjelang Pilkada",)
    actions.remove_day(actor=EVERYWHERE, key=row.pk)
    assert kinds("2026-11-24") == (BIASA,)


def test_nights_go_by_the_clock_and_the_sun_of_the_place(django_assert_max_num_queries: Any) -> None:
    evening = date(2027, 2, 7)
    there = {unit: queries.night_of(evening, unit) for unit in (RW, MAKASSAR, AMBON)}
    assert [f"{each.imsak:%H.%M%z}" for each in there.values()] == ["04.28+0700", "04.40+0800", "05.06+0900"]
    assert queries.sun_of(RW).town == "Jakarta"  # no map is loaded
    with django_assert_max_num_queries(3):
        assert len(queries.nights_of(date(2026, 1, 1), date(2026, 12, 31), RW)) == 365
    assert queries.nights_of(evening, evening - A_DAY, RW) == []


def test_the_sun_is_that_of_the_kelurahan_where_a_map_is_loaded(django_assert_max_num_queries: Any) -> None:
    middle = {KELURAHAN: (-6.2, 106.79), "73.71": (119.41, -5.14)}  # the other one's were swapped
    gazetteer = territory.territory().gazetteer
    units = {
        code: mock.Mock(code=code, lat=middle.get(code, (None, None))[0], lon=middle.get(code, (None, None))[1])
        for code in gazetteer.units
    }
    with mock.patch.object(type(gazetteer), "chain", lambda _self, code: [units[each] for each in _chain(code)]):
        assert queries.sun_of(f"{RW}.003") == queries.Sun(Spot(-6.2, 106.79), KELURAHAN, "")
        assert queries.sun_of(OTHER).town == "Jakarta"
        assert queries.sun_of(MAKASSAR).town == "Makassar"
    with django_assert_max_num_queries(1):
        queries.sun_of(RW)


def _chain(code: str) -> list[str]:
    parts = code.split(".")
    return [".".join(parts[: at + 1]) for at in range(len(parts))]


def test_a_year_of_which_no_calendar_is_known_has_the_feasts_that_can_be_reckoned() -> None:
    queries.holidays_of.cache_clear()
    try:
        with mock.patch.object(holidays, "country_holidays", side_effect=OverflowError("odd")):
            night = queries.night_of(date(2027, 5, 15), RW)
            assert (night.kinds, night.names, night.estimated) == (
                (AKHIR_PEKAN, MALAM_LIBUR), ("menjelang Hari Raya Idul Adha",), True
            )  # fmt: skip
            assert kinds("2027-03-08") == (MALAM_LIBUR,)  # Umm al-Qura alone: a day sooner
    finally:
        queries.holidays_of.cache_clear()


# An oracle that knows nothing of how it is done: it looks at one day after the other.

NATIONAL: dict[date, str] = dict(
    holidays.country_holidays("ID", years=range(2024, 2032), language="id", categories=("public", "government")).items()
)


def fasts(day: date, unit: str, spans: list[Span]) -> bool:
    """Whether people fast on a day: somebody said so, the narrowest, else it lies in the moon's ninth month."""
    said = [each for each in spans if each.kind == RAMADAN and covers(each.unit, unit)]
    year = [each for each in said if abs((each.first - day).days) < 60]
    if year:
        narrowest = max(year, key=lambda each: len(each.unit))
        return narrowest.first <= day <= narrowest.last
    feast = [
        each for each in NATIONAL if NATIONAL[each].startswith("Hari Raya Idul Fitri") and 0 < (each - day).days <= 30
    ]
    before = (feast[0] - day).days if feast else 0
    return bool(feast) and (before <= 29 or moon(day) == 9)


def moon(day: date) -> int:
    return Gregorian(day.year, day.month, day.day).to_hijri().month


def covers(scope: str, unit: str) -> bool:
    return not scope or f"{unit}.".startswith(f"{scope}.")


def oracle(day: date, unit: str, days: list[Day], spans: list[Span]) -> set[str]:
    morning, found = day + A_DAY, set()
    if day.strftime("%a") in ("Fri", "Sat"):
        found.add(AKHIR_PEKAN)
    if fasts(morning, unit, spans):
        found.add(SAHUR)
    decided = sorted(
        (each for each in days if each.date == morning and covers(each.unit, unit)), key=lambda each: len(each.unit)
    )
    off = not decided[-1].working if decided else morning in NATIONAL
    if off or (fasts(day, unit, spans) and not fasts(morning, unit, spans)):
        found.add(MALAM_LIBUR)
    for each in spans:
        if not covers(each.unit, unit):
            continue
        if each.kind == PEMILU and (each.first <= day <= each.last or each.first <= morning <= each.last):
            found.add(PEMILU)
        if each.kind in (ACARA, PERTANDINGAN) and each.first <= day <= each.last:
            found.add(ACARA)
    return found or {BIASA}


@pytest.mark.parametrize("seed", range(4))
def test_four_hundred_random_nights_are_what_looking_at_each_day_says(seed: int) -> None:
    chance = random.Random(seed)
    units = ["", "31", DISTRICT, KELURAHAN, RW, OTHER, AMBON]
    for number in range(60):
        first = TODAY + timedelta(days=chance.randrange(1500))
        kind = chance.choice([ACARA, PERTANDINGAN, PEMILU, LIBUR_SEKOLAH])
        last = first + timedelta(days=chance.randrange(SPANS[kind].longest))
        try:
            enter(kind=kind, unit=chance.choice(units), first=first, last=last, name=f"Acara {number}")
            working = chance.random() < 0.5
            day = chance.choice(sorted(NATIONAL)) if working else first
            actions.set_day(actor=EVERYWHERE, day=day, unit=chance.choice(units), working=working, name="Diubah")
        except errors.AlmanacError:
            continue
    for year, unit in ((2027, "31"), (2028, ""), (2028, DISTRICT), (2030, "31")):
        fast = queries.ramadans_of(date(year, 1, 1), date(year, 12, 31), "")[-1]
        begin = fast.first + timedelta(days=chance.choice([-1, 0, 1]))
        ramadan(begin.isoformat(), (begin + timedelta(days=chance.choice([28, 29]))).isoformat(), unit)
    days, spans = list(Day.objects.all()), list(Span.objects.all())
    assert len(spans) > 40
    assert len(days) > 10
    for unit in (RW, OTHER, AMBON, ""):
        begin = TODAY + timedelta(days=chance.randrange(1400))
        for night in queries.nights_of(begin, begin + timedelta(days=99), unit):
            assert set(night.kinds) == oracle(night.date, unit, days, spans), (night.date, unit)


# Entering


@pytest.mark.once
@pytest.mark.parametrize(
    ("title", "seat", "events", "announced"),
    [
        ("camat", DISTRICT, {DISTRICT, KELURAHAN, RW, OTHER}, {DISTRICT}),
        ("administrator", "", {"", "31", DISTRICT, KELURAHAN, RW, OTHER}, {"", "31", DISTRICT}),
        ("lurah", KELURAHAN, {KELURAHAN, RW}, set()),
        ("sekretaris_kelurahan", KELURAHAN, {KELURAHAN, RW}, set()),
        ("ketua_rw", RW, {RW}, set()),
        ("bhabinkamtibmas", KELURAHAN, {KELURAHAN, RW}, set()),
        ("petugas_posko", KELURAHAN, {KELURAHAN, RW}, set()),
        ("kapolsek", DISTRICT, set(), set()),
        ("ketua_rt", f"{RW}.003", set(), set()),
    ],
)
def test_who_enters_what_where(title: str, seat: str, events: set[str], announced: set[str]) -> None:
    actor = actor_of(person(title, seat))
    for unit in ("", "31", DISTRICT, KELURAHAN, RW, OTHER):
        for kind, allowed in ((ACARA, events), (PERTANDINGAN, events), (LIBUR_SEKOLAH, events)):
            if unit in allowed:
                assert actions.remove_span(actor=actor, key=enter(actor, kind=kind, unit=unit).pk)
                continue
            with pytest.raises(Refused):
                enter(actor, kind=kind, unit=unit)
            other = enter(kind=kind, unit=unit)
            with pytest.raises(Refused):
                actions.remove_span(actor=actor, key=other.pk)
            assert actions.remove_span(actor=EVERYWHERE, key=other.pk)
        if unit in announced:
            assert actions.remove_span(actor=actor, key=ramadan("2027-02-08", "2027-03-09", unit, actor).pk)
        elif not announced:
            for kind in (RAMADAN, PEMILU):
                with pytest.raises(Refused):
                    enter(actor, kind=kind, unit=unit)
    with pytest.raises(Refused):
        enter(ANYONE)
    assert not Span.objects.exists()


def test_it_stands_in_the_book_without_its_name_and_is_told_once_in_the_same_transaction() -> None:
    told: list[int] = []
    follow.CHANGED.append(lambda: told.append(Span.objects.count()))
    made = enter(name="  Pasar \n malam ", last=TODAY + A_DAY)
    assert (made.name, made.by, made.hijri) == ("Pasar malam", "system:test", None)
    assert enter(last=TODAY + A_DAY) == made  # sent twice
    codes = {"kind": "acara", "first": "2026-11-23", "last": "2026-11-24"}
    assert entries() == [("almanac.span_set", RW, codes)]
    assert told == [1]
    assert actions.remove_span(actor=EVERYWHERE, key=made.pk)
    assert actions.remove_span(actor=EVERYWHERE, key=made.pk) is None
    assert entries()[1:] == [("almanac.span_removed", RW, codes)]
    assert told == [1, 0]
    assert ramadan("2027-02-08", "2027-03-09").hijri == 1448
    follow.CHANGED.append(mock.Mock(side_effect=RuntimeError))
    with pytest.raises(RuntimeError):
        enter()
    assert Span.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "error", "says"),
    [
        ({"kind": "hajatan"}, errors.UnknownKind, "Pilih dari daftar"),
        ({"name": " \t "}, errors.NoName, "Pasar malam di lapangan"),
        ({"name": "x" * 81}, errors.NameTooLong, "80 huruf"),
        ({"unit": "31.99"}, errors.UnknownUnit, "tidak dikenal"),
        ({"last": TODAY - A_DAY}, errors.Backwards, "lebih awal daripada hari pertama"),
        ({"first": TODAY - A_DAY}, errors.SpanOver, "paling awal 23 November 2026"),
        ({"kind": PEMILU, "first": TODAY - 2 * A_DAY, "last": TODAY - A_DAY}, errors.SpanOver, "sudah lewat"),
        ({"first": date(2031, 12, 31), "last": date(2032, 1, 1)}, errors.SpanTooFarAhead, "31 Desember 2031"),
        ({"last": TODAY + 31 * A_DAY}, errors.TooLong, "Acara warga paling lama 31 hari"),
        ({"kind": LIBUR_SEKOLAH, "last": TODAY + 60 * A_DAY}, errors.TooLong, "Libur sekolah paling lama 60 hari"),
        ({"kind": RAMADAN, "unit": RW}, errors.NoSuchMonth, "29 atau 30 hari, bukan 1"),
        (
            {"kind": RAMADAN, "unit": KELURAHAN, "first": date(2027, 2, 8), "last": date(2027, 3, 9)},
            errors.RamadanTooNarrow,
            "tidak untuk yang lebih kecil",
        ),
        (
            {"kind": RAMADAN, "unit": "31", "first": date(2027, 2, 12), "last": date(2027, 3, 12)},
            errors.NotThatRamadan,
            "diperkirakan mulai Senin, 8 Februari 2027",
        ),
        (
            {"kind": RAMADAN, "unit": "31", "first": date(2027, 9, 1), "last": date(2027, 9, 30)},
            errors.NotThatRamadan,
            "Periksa tanggalnya",
        ),
    ],
)
def test_what_cannot_be_entered_is_said_and_changes_nothing(
    wrong: dict[str, Any], error: type[errors.AlmanacError], says: str
) -> None:
    with pytest.raises(error, match=says) as raised:
        enter(**wrong)
    assert raised.value.field in {"name", "first", "last", "unit", "kind"}
    assert not Span.objects.exists()
    assert entries() == []


def test_what_contradicts_another_is_refused_in_the_same_unit_alone() -> None:
    ramadan("2027-02-08", "2027-03-09")
    for first, last in (("2027-02-09", "2027-03-09"), ("2027-02-07", "2027-03-07")):
        with pytest.raises(errors.Overlaps, match="“Ramadan”, 8 Februari 2027 sampai 9 Maret 2027"):
            ramadan(first, last)
    ramadan("2027-02-09", "2027-03-09", DISTRICT)
    enter(kind=LIBUR_SEKOLAH, last=TODAY + 9 * A_DAY, name="Libur semester")
    with pytest.raises(errors.Overlaps, match="Libur semester"):
        enter(kind=LIBUR_SEKOLAH, first=TODAY + 9 * A_DAY, last=TODAY + 12 * A_DAY, name="Libur lain")
    enter(kind=LIBUR_SEKOLAH, first=TODAY + 10 * A_DAY, last=TODAY + 12 * A_DAY, name="Libur lain")
    enter(kind=LIBUR_SEKOLAH, unit=OTHER, last=TODAY + 9 * A_DAY, name="Libur semester")
    enter(last=TODAY + 3 * A_DAY)
    with pytest.raises(errors.Overlaps):
        enter(name="PASAR malam", last=TODAY + A_DAY)
    enter(name="Lomba", last=TODAY + A_DAY)
    assert Span.objects.count() == 7


def test_two_who_announce_at_once_are_told_and_the_first_one_holds() -> None:
    ramadan("2027-02-08", "2027-03-09")
    with mock.patch.object(actions, "_near", return_value=Span.objects.none()):  # it was not there yet
        with pytest.raises(errors.Overlaps):
            ramadan("2027-02-09", "2027-03-09")
        assert ramadan("2027-02-08", "2027-03-09") == Span.objects.get()
        market = enter()
        assert enter() == market
    assert len(entries()) == 2


def test_a_ramadan_is_put_right_while_it_goes_on_and_not_when_it_is_over() -> None:
    made = ramadan("2027-02-08", "2027-03-09")
    with time_machine.travel(datetime(2027, 3, 8, 12, tzinfo=UTC)):  # the evening on which the end is announced
        assert actions.remove_span(actor=EVERYWHERE, key=made.pk)
        made = ramadan("2027-02-08", "2027-03-08")
        assert kinds("2027-03-08") == (MALAM_LIBUR,)
    with time_machine.travel(datetime(2027, 3, 9, 12, tzinfo=UTC)), pytest.raises(errors.SpanOver):
        actions.remove_span(actor=EVERYWHERE, key=made.pk)
    assert Span.objects.get() == made
