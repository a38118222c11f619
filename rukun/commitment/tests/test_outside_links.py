"""An authority without account is asked by a link: the clock stands meanwhile, and the link opens one thing once."""

import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.utils import timezone

from rukun.commitment.actions.confirming import reject
from rukun.commitment.actions.desk import MOST_OUTSIDE
from rukun.commitment.actions.handing import take_back
from rukun.commitment.actions.outside import (
    ACCEPTED_WITHIN,
    Authority,
    accept_outside,
    answer_outside,
    decline_outside,
    hand_outside,
    handoff_with,
    new_link,
)
from rukun.commitment.actions.ticking import tick
from rukun.commitment.errors import AlreadyAnswered, LinkOver, NoAuthority, ReasonTooShort
from rukun.commitment.models import Claim, Commitment, Handoff
from rukun.commitment.queries.handoffs import answered_by_link, days_by_link, names_of_authorities, shown
from rukun.commitment.tests.factories import again, handed_outside, promise, somebody
from rukun.evidence.queries import photos_of
from rukun.guard import ANYONE, Allowed, Refused
from rukun.guard.ids import new_id
from rukun.people.actor import actor_of
from rukun.people.tests.factories import person
from rukun.report.actions.handling import summarise
from rukun.report.actions.withdrawing import withdraw
from rukun.report.tests.factories import KELURAHAN, jpeg, report, town

pytestmark = pytest.mark.django_db

YES = Allowed()
WHY = "Lampu jalan milik dinas, bukan milik kelurahan."
SUMMARY = "Lampu jalan mati sejak tiga malam."


class Handed:
    """A report, what is owed about it, and the link that an authority was given."""

    def __init__(self, authority: str = "Dinas Bina Marga") -> None:
        town()
        self.officer = actor_of(person("lurah", KELURAHAN))
        self.report, self.code = report("keadaan")
        summarise(actor=self.officer, report=self.report, text=SUMMARY)
        self.handoff, self.token = hand_outside(
            actor=self.officer, commitment=self.owed, authority=authority, reason=WHY, may=YES
        )
        self.authority = Authority(self.handoff.pk)

    @property
    def owed(self) -> Commitment:
        return Commitment.objects.get(about_id=self.report.pk)

    def answer(self, claim: Any = None, **given: Any) -> Claim:
        with_photo = {"photos": [(new_id(), jpeg(seed=given.pop("seed", 3)))]}
        return answer_outside(
            **{
                "actor": self.authority,
                "handoff": self.handoff,
                "claim_id": claim or uuid4(),
                "outcome": "done",
                "kind": "photo",
                **with_photo,
                **given,
            }
        )


def stands(handed: Handed) -> bool:
    """Whether the clock does."""
    return (handed.owed.due_at, handed.owed.running_since) == (None, None)


def test_the_clock_stands_while_an_authority_is_asked_and_goes_on_when_its_time_is_over() -> None:
    begin = timezone.now()
    with time_machine.travel(begin, tick=False) as clock:
        handed = Handed()
        allowance, spent = handed.owed.allowance, handed.owed.spent
        assert stands(handed)
        clock.shift(ACCEPTED_WITHIN - timedelta(minutes=1))
        tick()
        assert stands(handed)
        accept_outside(actor=handed.authority, handoff=handed.handoff)
        accept_outside(actor=handed.authority, handoff=handed.handoff)  # a second click gives no second month
        waits = Handoff.objects.get().expires_at
        assert waits == begin + MOST_OUTSIDE, "nobody's clock stands for longer"
        clock.shift(MOST_OUTSIDE - ACCEPTED_WITHIN)
        tick()
        accept_outside(actor=handed.authority, handoff=handed.handoff)
        assert Handoff.objects.get().expires_at == waits
        assert handoff_with(handed.token) == handed.handoff
        clock.shift(timedelta(minutes=1))
        with pytest.raises(LinkOver):  # to the second, also before the timed job has come by
            handoff_with(handed.token)
        with pytest.raises(LinkOver):
            handed.answer()
        tick()
        ended = Handoff.objects.get()
        assert (ended.ending, ended.secret, handed.owed.state) == ("expired", "", "received")
        assert not stands(handed)
        assert (handed.owed.spent, handed.owed.allowance) == (spent, allowance)  # all of it is left
        clock.shift(timedelta(days=30))
        tick()
        assert handed.owed.stage >= 2


def test_as_many_days_are_named_as_the_link_opens() -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        handed = Handed()
        said = days_by_link(handed.handoff)
        clock.shift(timedelta(days=6))
        accept_outside(actor=handed.authority, handoff=handed.handoff)
        known = Handoff.objects.get()
        assert (known.expires_at - known.asked_at).days == days_by_link(known) == said == MOST_OUTSIDE.days
        clock.shift(timedelta(days=6))
        decline_outside(actor=handed.authority, handoff=handed.handoff, reason="Bukan kewenangan kami.")
        second = hand_outside(actor=handed.officer, commitment=handed.owed, authority="PLN", reason=WHY, may=YES)[0]
        said = days_by_link(second)
        assert said == MOST_OUTSIDE.days - 12
        accept_outside(actor=Authority(second.pk), handoff=second)
        known = Handoff.objects.get(pk=second.pk)
        assert (known.expires_at - known.asked_at).days == days_by_link(known) == said


def test_an_officer_who_enters_that_it_was_accepted_wins_no_time() -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        handed = Handed()
        until = handed.handoff.expires_at
        clock.shift(timedelta(days=6))
        accept_outside(actor=handed.officer, handoff=handed.handoff, may=YES)
        found = Handoff.objects.get()
        assert (found.accepted_at, found.expires_at) == (timezone.now(), until)


def test_however_often_authorities_are_asked_the_clock_stands_for_no_more_than_thirty_days() -> None:
    begin = timezone.now()
    with time_machine.travel(begin, tick=False) as clock:
        handed = Handed()
        stood, last = timedelta(), handed.handoff
        for _round in range(6):
            accept_outside(actor=Authority(last.pk), handoff=last)
            found = Handoff.objects.get(pk=last.pk)
            assert found.expires_at > timezone.now(), "the link opens"
            if stands(handed):
                assert found.expires_at - found.asked_at <= MOST_OUTSIDE - stood
            clock.shift(timedelta(days=9))
            tick()
            if stands(handed):
                stood += timedelta(days=9)
            if (open_one := Handoff.objects.filter(ended_at=None).first()) is not None:
                decline_outside(actor=Authority(open_one.pk), handoff=open_one, reason=WHY)
            last, _token = hand_outside(
                actor=handed.officer, commitment=handed.owed, authority="PLN", reason=WHY, may=YES
            )
        assert stood == timedelta(days=27)
        assert not stands(handed), "it is asked, and the clock runs on"
        assert handed.owed.due_at is not None
        assert handed.owed.stage >= 2


def test_a_link_opens_nothing_once_it_was_answered_renewed_taken_back_or_never_was() -> None:
    handed = Handed()
    assert handed.token not in str(Handoff.objects.values())
    assert re.fullmatch("[0-9A-Za-z]{32}", handed.token)
    said = []
    for wrong in ("", "x" * 32, handed.token[:-1], handed.token + "A", "\0", "é" * 300):
        with pytest.raises(LinkOver) as raised:
            handoff_with(wrong)
        said.append(str(raised.value))
    newer = new_link(actor=handed.officer, handoff=handed.handoff, may=YES)
    with pytest.raises(LinkOver) as raised:
        handoff_with(handed.token)
    said.append(str(raised.value))
    opened = handoff_with(newer)
    take_back(actor=handed.officer, handoff=opened, may=YES)
    with pytest.raises(LinkOver) as raised:
        handoff_with(newer)
    said.append(str(raised.value))
    assert len(set(said)) == 1
    for act in (
        lambda: accept_outside(actor=handed.authority, handoff=opened),
        lambda: decline_outside(actor=handed.authority, handoff=opened, reason=WHY),
        handed.answer,
    ):
        with pytest.raises(AlreadyAnswered):  # the page was open while it was taken back
            act()
    assert handed.owed.due_at is not None
    assert not answered_by_link(opened.pk)
    assert not Claim.objects.exists()


def test_of_two_answers_at_once_the_first_counts_and_the_same_answer_twice_is_one() -> None:
    handed = Handed()
    key = uuid4()
    first = handed.answer(key, words="Lampu sudah diganti.")
    assert handed.answer(key, words="Lampu sudah diganti.") == first
    with pytest.raises(AlreadyAnswered):
        handed.answer(seed=9)
    with pytest.raises(AlreadyAnswered):
        decline_outside(actor=handed.authority, handoff=handed.handoff, reason=WHY)
    assert Claim.objects.count() == 1
    assert handed.owed.state == "awaiting"
    assert len(photos_of("claim", [key])[key]) == 1
    assert answered_by_link(handed.handoff.pk)
    gone = f"handoff:{uuid4()}"
    named = names_of_authorities([handed.authority.label, gone, "person:x"])
    assert named == {handed.authority.label: "Dinas Bina Marga", gone: "instansi di luar"}
    reject(actor=ANYONE, commitment=handed.owed, claim_id=first.pk, way="reporter", words="Masih mati.")
    assert handed.owed.state == "reopened"  # it is its owner's again, and can be handed on again
    again, token = hand_outside(actor=handed.officer, commitment=handed.owed, authority="PLN", reason=WHY, may=YES)
    assert handoff_with(token) == again
    decline_outside(actor=Authority(again.pk), handoff=again, reason="Tiangnya milik Bina Marga, bukan PLN.")
    assert (Handoff.objects.get(pk=again.pk).ending, handed.owed.state) == ("declined", "reopened")
    assert handed.owed.due_at is not None


def test_only_the_authority_itself_or_whom_the_room_above_lets_answers() -> None:
    handed = Handed()
    other = Authority(uuid4())
    for actor in (handed.officer, other, ANYONE):
        for act in (
            lambda actor=actor: accept_outside(actor=actor, handoff=handed.handoff),
            lambda actor=actor: decline_outside(actor=actor, handoff=handed.handoff, reason=WHY),
            lambda actor=actor: handed.answer(actor=actor),
        ):
            with pytest.raises(Refused):
                act()
    assert not handed.authority.may("reports.see", KELURAHAN).allowed
    assert not handed.authority.holds("reports.see").allowed
    assert handed.authority.scopes("reports.see") == ()
    with pytest.raises(ReasonTooShort):
        decline_outside(actor=handed.authority, handoff=handed.handoff, reason="bukan")
    claim = handed.answer(actor=handed.officer, may=YES, kind="minutes")
    assert (claim.by, claim.kind) == (handed.officer.label, "minutes")


def test_an_authority_is_named_as_an_office_and_reads_no_more_than_its_summary() -> None:
    handed = Handed("  Dinas <b>Bina</b>\n Marga ")
    told = shown(handed.handoff)
    assert told is not None
    assert told.authority == "Dinas <b>Bina</b> Marga"
    assert (told.about.summary, told.reason, told.kelurahan) == (SUMMARY, WHY, KELURAHAN)
    take_back(actor=handed.officer, handoff=handed.handoff, may=YES)
    for name in ("", "PL", "0812 3456 7890", "x" * 121):
        with pytest.raises(NoAuthority):
            hand_outside(actor=handed.officer, commitment=handed.owed, authority=name, reason=WHY, may=YES)
    made, token = hand_outside(actor=handed.officer, commitment=handed.owed, authority="PLN", reason=WHY, may=YES)
    withdraw(report=handed.report)
    with pytest.raises(LinkOver):
        handoff_with(token)
    assert shown(made) is None


def test_the_clock_of_danger_runs_on_while_an_authority_is_asked() -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        town()
        lurah = somebody("lurah")
        row, due = promise(clock="segera"), timezone.now() + timedelta(hours=24)
        made, _token = handed_outside(lurah, row)
        assert (again(row).due_at, again(row).running_since) == (due, timezone.now())
        clock.shift(timedelta(hours=25))
        tick()
        assert (again(row).due_at, again(row).stage) == (due, 2), "it is late, and told"
        accept_outside(actor=Authority(made.pk), handoff=made)
        decline_outside(actor=Authority(made.pk), handoff=made, reason=WHY)
        assert again(row).due_at == due
        slower = promise()
        handed_outside(lurah, slower)
        assert again(slower).due_at is None
