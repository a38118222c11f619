"""Fit for duty: the same answers as the slow way, every reason in words, six queries for everybody."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import count
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from rukun.people.models import Organisation, Person
from rukun.people.phones import number_mark
from rukun.training.algo import fitness as algo
from rukun.training.content import Conduct, Course
from rukun.training.models import (
    Agreement,
    Certificate,
    CodeSigning,
    Membership,
    MembershipState,
    Partnership,
    PartnershipState,
    Suspension,
)
from rukun.training.queries import fitness
from rukun.training.queries.fitness import WORDS, duty_course, duty_status, duty_statuses, in_words, team_status
from rukun.training.tests import slow_fitness

pytestmark = pytest.mark.django_db
KELURAHAN = "31.73.07.1001"
RW = f"{KELURAHAN}.003"
PLACES = ("", KELURAHAN, RW, f"{RW}.001", "31.73.07.1002", "31.73.07")
ZERO = datetime(2025, 1, 1, tzinfo=ZoneInfo("Asia/Jakarta"))
DAYS = (0, 30, 59, 60, 90, 180, 364, 365, 366, 400)
COURSES = {
    code: Course(
        code, code.title(), "", version, since, needed, practical=False, minutes=1, months=12, draw=1, passing=1,
        cards=(), questions=(),
    )
    for code, version, since, needed in (
        ("lapor", 1, date(2025, 1, 1), True),
        ("anak", 3, date(2025, 3, 2), True),
        ("luas", 1, date(2025, 1, 1), False),
    )
}  # fmt: skip
CONDUCT = Conduct(2, date(2025, 3, 2), "", "", (), (), "")
_numbers = count(1)


@pytest.fixture(autouse=True)
def _small_courses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fitness, "courses", lambda: COURSES)
    monkeypatch.setattr(fitness, "conduct", lambda: CONDUCT)


def moment(day: int, seconds: int = 0) -> datetime:
    return ZERO + timedelta(days=day, seconds=seconds)


@dataclass
class World:
    """One ormas, one other group, and two members of the ormas who lack nothing on day 0."""

    persons: list[Person] = field(default_factory=list)
    organisations: list[Organisation] = field(default_factory=list)
    partnerships: list[Partnership] = field(default_factory=list)

    def __post_init__(self) -> None:
        for kind, unit in (("ormas", KELURAHAN), ("fkdm", RW)):
            number = next(_numbers)
            made = Organisation.objects.create(kind=kind, name=f"Mitra {number}", unit=unit)
            partnership = Partnership.objects.create(
                kind=kind, organisation=made, name=made.name, unit=unit, chair_name="K", chair_phone="+62",
                receipt_hash=str(number), applied_by="anyone", applied_at=ZERO,
            )  # fmt: skip
            self.organisations.append(made)
            self.partnerships.append(partnership)
            self.partner(len(self.partnerships) - 1, 0, "diverifikasi")
            self.agree(len(self.partnerships) - 1, 0, 365)
        for _ in range(2):
            self.persons.append(Person.objects.create(name="Sari", phone=f"+62812{next(_numbers):08d}"))
            who = len(self.persons) - 1
            self.member(who, 0, [(0, "calon"), (0, "aktif")])
            self.certify(who, "lapor", 1, 0, 365, None)
            self.certify(who, "anak", 3, 0, 365, None)
            self.sign(who, 2, 0)

    def partner(self, which: int, day: int, state: str) -> None:
        PartnershipState.objects.create(
            partnership=self.partnerships[which], state=state, since=moment(day), by="system:test"
        )

    def agree(self, which: int, since: int, until: int) -> None:
        Agreement.objects.create(
            partnership=self.partnerships[which], since=moment(since), until=moment(max(until, since + 1)),
            by="system:test", made_at=ZERO,
        )  # fmt: skip

    def member(self, who: int, which: int, states: list[tuple[int, str]]) -> None:
        left = Membership.objects.filter(person=self.persons[who], organisation=self.organisations[which], left_at=None)
        left.update(left_at=ZERO)
        made = Membership.objects.create(
            person=self.persons[who], organisation=self.organisations[which], made_at=ZERO, accepted_at=ZERO
        )
        for day, state in states:
            MembershipState.objects.create(membership=made, state=state, since=moment(day), by="system:test")

    def leave(self, who: int, day: int, state: str) -> None:
        for each in Membership.objects.filter(person=self.persons[who], organisation=self.organisations[0]):
            MembershipState.objects.create(membership=each, state=state, since=moment(day), by="system:test")

    def certify(self, who: int, course: str, version: int, issued: int, expires: int, revoked: int | None) -> None:
        Certificate.objects.create(
            code=str(next(_numbers)), person=self.persons[who], course=course, version=version,
            issued_at=moment(issued), expires_at=moment(max(expires, issued + 1)),
            revoked_at=None if revoked is None else moment(revoked),
        )  # fmt: skip

    def uncertify(self, who: int, course: str) -> None:
        Certificate.objects.filter(person=self.persons[who], course=course).delete()

    def sign(self, who: int, version: int, day: int) -> None:
        CodeSigning.objects.create(person=self.persons[who], version=version, signed_at=moment(day))

    def unsign(self, who: int) -> None:
        CodeSigning.objects.filter(person=self.persons[who]).delete()

    def suspend(self, who: int, since: int, lasts: int, lifted: int | None) -> None:
        Suspension.objects.create(
            person=self.persons[who], unit=KELURAHAN, reason="Memukul", by="person:x", authority="polsek",
            made_at=moment(since), until=moment(since) + timedelta(days=lasts), review_by=moment(since + 9),
            lifted_at=None if lifted is None else moment(lifted),
        )  # fmt: skip

    def suspend_number(self, who: int, since: int, lasts: int) -> None:
        """Somebody else had the number before, and was suspended."""
        before = Person.objects.create(name="Sebelumnya", phone=f"-{next(_numbers)}", released_at=moment(since))
        Suspension.objects.create(
            person=before, unit=KELURAHAN, reason="Memukul", by="person:x", authority="polsek",
            phone_mark=number_mark(self.persons[who].phone), made_at=moment(since),
            until=moment(since) + timedelta(days=lasts),
        )  # fmt: skip

    def is_minor(self, who: int) -> None:
        Person.objects.filter(pk=self.persons[who].pk).update(adult=False)

    def release(self, who: int, day: int) -> None:
        Person.objects.filter(pk=self.persons[who].pk).update(released_at=moment(day))

    def close(self, which: int, day: int) -> None:
        Organisation.objects.filter(pk=self.organisations[which].pk).update(closed_at=moment(day))


day, who, which = st.sampled_from(DAYS), st.integers(0, 1), st.integers(0, 1)
member_states = st.sampled_from(["calon", "aktif", "cuti", "keluar"])
partner_states = st.sampled_from(["diajukan", "diverifikasi", "ditangguhkan", "berakhir"])
changes = st.one_of(
    st.tuples(st.just("is_minor"), who),
    st.tuples(st.just("release"), who, day),
    st.tuples(st.just("close"), which, day),
    st.tuples(st.just("leave"), who, day, member_states),
    st.tuples(st.just("member"), who, which, st.lists(st.tuples(day, member_states), max_size=3)),
    st.tuples(st.just("partner"), which, day, partner_states),
    st.tuples(st.just("agree"), which, day, day),
    st.tuples(st.just("uncertify"), who, st.sampled_from(["lapor", "anak"])),
    st.tuples(
        st.just("certify"), who, st.sampled_from(["lapor", "anak"]), st.integers(0, 4), day, day, st.none() | day
    ),
    st.tuples(st.just("unsign"), who),
    st.tuples(st.just("sign"), who, st.integers(0, 3), day),
    st.tuples(st.just("suspend"), who, day, st.integers(1, 400), st.none() | day),
    st.tuples(st.just("suspend_number"), who, day, st.integers(1, 400)),
)
AS_SLOW = {
    algo.UNKNOWN: "unknown", algo.RELEASED: "released", algo.MINOR: "minor", algo.SUSPENDED_NOW: "suspended",
    algo.UNSIGNED: "code", algo.SIGNING_EXPIRED: "code", algo.SIGN_AGAIN: "code",
}  # fmt: skip


def in_slow_words(status: fitness.DutyStatus) -> set[str]:
    courses = {each.about for each in status.reasons if each.code in fitness.OF_A_COURSE}
    others = {AS_SLOW.get(each.code, "partner") for each in status.reasons if each.code not in fitness.OF_A_COURSE}
    return courses | others


def check(todo: list[tuple[Any, ...]], at: datetime, place: str) -> None:
    with transaction.atomic():
        world = World()
        for name, *arguments in todo:
            getattr(world, name)(*arguments)
        keys = [*(each.pk for each in world.persons), uuid4()]
        quick = duty_statuses(keys, at, place)
        code = (CONDUCT.version, datetime(2025, 3, 2, tzinfo=ZoneInfo("Asia/Jakarta")))
        for key in keys:
            slow = slow_fitness.why_not(key, at, place, COURSES, code)
            event(f"allowed: {not slow}")
            assert in_slow_words(quick[key]) == slow
            assert quick[key].allowed == (not slow)
            assert len(set(quick[key].reasons)) == len(quick[key].reasons)
            assert all(in_words(each) and "%s" not in in_words(each) for each in quick[key].reasons)
        transaction.set_rollback(True)


moments = st.builds(moment, day, st.integers(-1, 1))


@pytest.mark.once
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(changes, max_size=4), moments, st.sampled_from(PLACES))
def test_the_quick_answer_is_the_slow_one(todo: list[tuple[Any, ...]], at: datetime, place: str) -> None:
    check(todo, at, place)


@pytest.mark.long
@settings(max_examples=400, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(changes, max_size=8), moments, st.sampled_from(PLACES))
def test_the_quick_answer_is_the_slow_one_many_times(todo: list[tuple[Any, ...]], at: datetime, place: str) -> None:
    check(todo, at, place)


def codes(world: World, at: datetime, unit: str = "", who: int = 0) -> list[str]:
    return [each.code for each in duty_status(world.persons[who].pk, at, unit).reasons]


def test_every_reason_is_found_where_it_belongs_and_said_in_words() -> None:
    found: set[str] = set()
    cases: list[tuple[list[tuple[Any, ...]], int, str, list[str]]] = [
        ([], 1, "", []),
        ([], 1, RW, []),
        ([("is_minor", 0)], 1, "", ["minor"]),
        ([("release", 0, 1)], 1, "", ["released"]),
        ([("suspend", 0, 1, 99, None)], 1, "", ["suspended"]),
        ([("suspend", 0, 1, 8, 5)], 5, "", []),
        ([("suspend_number", 0, 1, 8)], 8, "", ["suspended"]),
        ([("suspend_number", 1, 1, 8), ("suspend_number", 0, 1, 7)], 8, "", []),
        ([], -1, "", ["no_member", "no_certificate", "no_certificate", "unsigned"]),
        ([("leave", 0, 1, "calon")], 1, "", ["candidate"]),
        ([("leave", 0, 1, "cuti")], 1, "", ["on_leave"]),
        ([("leave", 0, 1, "keluar")], 1, "", ["left"]),
        ([("leave", 0, 1, "keluar"), ("member", 0, 0, [(2, "calon")])], 2, "", ["candidate"]),
        ([("partner", 0, 1, "diajukan")], 1, "", ["partner_not_yet"]),
        ([("partner", 0, 1, "ditangguhkan")], 1, "", ["partner_suspended"]),
        ([("partner", 0, 1, "berakhir")], 1, "", ["partner_ended"]),
        ([("close", 0, 1)], 1, "", ["partner_ended"]),
        ([("leave", 0, 1, "keluar"), ("member", 0, 1, [(1, "aktif")])], 1, "", ["reports_only"]),
        ([], 1, "31.73.07.1002", ["partner_elsewhere"]),
        ([("uncertify", 0, "lapor")], 1, "", ["no_certificate"]),
        ([("uncertify", 0, "lapor"), ("certify", 0, "lapor", 1, 0, 1, None)], 1, "", ["expired"]),
        ([("uncertify", 0, "lapor"), ("certify", 0, "lapor", 1, 0, 9, 1)], 1, "", ["revoked"]),
        ([("uncertify", 0, "anak"), ("certify", 0, "anak", 2, 0, 365, None)], 119, "", []),
        ([("uncertify", 0, "anak"), ("certify", 0, "anak", 2, 0, 365, None)], 120, "", ["refresh"]),
        ([("uncertify", 0, "anak"), ("certify", 0, "anak", 1, 0, 365, None)], 61, "", ["refresh"]),
        ([("unsign", 0)], 1, "", ["unsigned"]),
        ([("unsign", 0), ("sign", 0, 2, -366)], 0, "", []),
        ([("unsign", 0), ("sign", 0, 2, -367)], 0, "", ["signing_expired"]),
        ([("unsign", 0), ("sign", 0, 1, 0)], 120, "", ["sign_again"]),
    ]
    for todo, day, unit, expected in cases:
        with transaction.atomic():
            world = World()
            for name, *arguments in todo:
                getattr(world, name)(*arguments)
            assert codes(world, moment(day), unit) == expected, (todo, day)
            found |= set(expected)
            transaction.set_rollback(True)
    nobody = duty_status(uuid4(), moment(0))
    assert (nobody.allowed, nobody.words) == (False, ["Orang itu tidak terdaftar."])
    world = World()
    PartnershipState.objects.all().delete()
    assert codes(world, moment(1)) == ["no_partner"]
    assert found | {"unknown", "no_partner"} == set(WORDS)
    assert in_words(algo.Reason("expired", "anak")) == "Sertifikat “Anak” sudah habis masa berlakunya."
    assert in_words(algo.Reason("left", "anak")) == "Sudah keluar dari anak.", (
        "an organisation may be called as a course"
    )


def test_a_team_is_fit_when_two_of_it_are_and_nobody_counts_twice() -> None:
    world = World()
    first, second = (each.pk for each in world.persons)
    assert team_status([first, second, uuid4()], moment(1)).fit
    assert not team_status([first, first], moment(1)).fit
    world.suspend(1, 1, 99, None)
    alone = team_status([first, second], moment(1))
    assert (alone.fit, alone.fit_members) == (False, [first])
    assert not team_status([], moment(1)).fit


def test_who_is_fit_today_and_not_tomorrow_is_told_from_one_look() -> None:
    world = World()
    with CaptureQueriesContext(connection) as asked:
        today, tomorrow = duty_course([world.persons[0].pk], [(moment(364), None), (moment(366), None)])
    status = (today[world.persons[0].pk], tomorrow[world.persons[0].pk])
    assert [each.allowed for each in status] == [True, False]
    assert {each.code for each in status[1].reasons} == {"partner_ended", "expired", "signing_expired"}
    assert len(asked) == 6


def test_it_takes_six_queries_for_one_person_and_for_many() -> None:
    worlds = [World() for _ in range(15)]
    keys = [each.pk for world in worlds for each in world.persons]
    for persons in ([keys[0]], keys, [*keys, *keys, uuid4()]):
        with CaptureQueriesContext(connection) as asked:
            found = duty_statuses(persons, moment(1))
        assert len(asked) == 6
        assert list(found) == list(dict.fromkeys(persons))
    assert all(found[key].allowed for key in keys)
    with CaptureQueriesContext(connection) as asked:
        assert duty_statuses([], moment(1)) == {}
    assert len(asked) <= 6


def test_a_signature_and_its_whole_last_day() -> None:
    world = World()
    CodeSigning.objects.filter(person=world.persons[0]).update(signed_at=moment(0, 50_000))
    at = [moment(365), moment(366, -1), moment(366)]  # 1 January 2026, and the first moment of the next day
    assert ["signing_expired" in codes(world, each) for each in at] == [False, False, True]


def test_who_is_fit_when_a_shift_begins_but_not_up_to_its_end_is_not_fit_for_it() -> None:
    world = World()
    who = world.persons[0].pk
    evening, night = moment(364, 22 * 3600), moment(365)
    Certificate.objects.filter(person=who, course="lapor").update(expires_at=night - timedelta(minutes=1))
    assert duty_status(who, evening).allowed
    with CaptureQueriesContext(connection) as asked:
        status = duty_status(who, evening, until=night)
    assert len(asked) == 6
    assert [each.code for each in status.reasons] == ["expired"]
    assert not team_status([each.pk for each in world.persons], evening, until=night).fit
    ends = night - timedelta(minutes=1)
    assert duty_status(who, evening, until=ends).allowed, "the end itself is no part of the shift"
    world.suspend(0, 364, 1, None)
    both = duty_status(who, evening, until=moment(365, 60)).reasons
    assert [each.code for each in both] == ["suspended", "expired", "partner_ended", "expired"]
    assert len(set(both)) == 4, "each reason once"
    assert duty_status(uuid4(), evening, until=night).words == ["Orang itu tidak terdaftar."]


def test_a_gap_in_the_middle_of_a_shift_is_found() -> None:
    world = World()
    who = world.persons[0].pk
    Agreement.objects.all().delete()
    world.agree(0, 0, 30)
    world.agree(0, 31, 60)
    assert duty_status(who, moment(29)).allowed
    assert duty_status(who, moment(32)).allowed
    assert [each.code for each in duty_status(who, moment(29), until=moment(33)).reasons] == ["partner_not_yet"]


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(changes, max_size=4), day, st.integers(1, 3), st.sampled_from(PLACES))
def test_a_shift_has_the_reasons_of_all_its_days(
    todo: list[tuple[Any, ...]], first: int, days: int, place: str
) -> None:
    """Whatever changes in these worlds changes at a midnight."""
    with transaction.atomic():
        world = World()
        for name, *arguments in todo:
            getattr(world, name)(*arguments)
        code = (CONDUCT.version, datetime(2025, 3, 2, tzinfo=ZoneInfo("Asia/Jakarta")))
        at, until = moment(first), moment(first + days)
        quick = duty_statuses([each.pk for each in world.persons], at, place, until)
        for each in world.persons:
            slow = [slow_fitness.why_not(each.pk, moment(first + n), place, COURSES, code) for n in range(days)]
            assert in_slow_words(quick[each.pk]) == set().union(*slow)
        transaction.set_rollback(True)
