"""Nothing of anybody is kept longer than each table says, and what is over is ended."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db.models import Model
from django.utils import timezone

from rukun.guard.ids import new_id
from rukun.journal.models import Entry
from rukun.people.actions import release_person
from rukun.people.actor import actor_of
from rukun.people.models import Person, Position
from rukun.people.tests.factories import SYSTEM
from rukun.training import models
from rukun.training.actions.duty import lift_suspension
from rukun.training.actions.forgetting import forget
from rukun.training.actions.members import leave
from rukun.training.actions.partners import apply_for_partnership, end_partnership, verify_partnership
from rukun.training.algo.months import months_after
from rukun.training.models import (
    Applicant,
    Attempt,
    Attendance,
    Certificate,
    CodeSigning,
    CourseClass,
    Document,
    Membership,
    MembershipState,
    Partnership,
    Reminder,
    Suspension,
    Verification,
)
from rukun.training.tasks import JOBS
from rukun.training.tests.factories import KELURAHAN, candidate, fit, member, membership_of, partner
from rukun.training.tests.test_duty import day, lurah, suspended

pytestmark = pytest.mark.django_db


def gone_after(made: Model, days: float, since: Any = None) -> None:
    """That a row is there to the end of its time, and no longer; run again, nothing more happens."""
    start, rows = since or timezone.now(), type(made)._default_manager.filter(pk=made.pk)
    with time_machine.travel(start + timedelta(days=days, minutes=-5), tick=False):
        forget()
        assert rows.exists()
    with time_machine.travel(start + timedelta(days=days, minutes=5), tick=False):
        assert forget() >= 1
        assert not rows.exists()
        assert forget() == 0


def test_every_table_of_the_room_is_in_the_hands_of_this_job() -> None:
    assert ("training.forget", timedelta(days=1), forget) in [(each.name, each.every, each.run) for each in JOBS]
    tables = [getattr(models, name) for name in models.__all__]
    assert {each.retention.job for each in tables if each is not models.MemberCount} == {"training.forget"}


def test_small_things_about_learning_go_after_some_months() -> None:
    who, now = member(partner()), timezone.now()
    gone_after(
        Attempt.objects.create(person=who, course="pelaporan", version=1, drawn=[], started_at=now, sent_at=now),
        (months_after(now, 4) - now).days,
    )
    gone_after(Reminder.objects.create(person=who, before=now.date(), by="system:test", made_at=now), 90)


def test_who_would_like_to_join_is_forgotten_after_thirty_days_without_an_answer() -> None:
    asked = Applicant.objects.create(
        organisation=partner(), name="Yusuf", phone="+6281300000001", unit="", applied_at=timezone.now()
    )
    gone_after(asked, 30)


def test_a_certificate_stays_a_year_after_it_expired() -> None:
    paper = Certificate.objects.filter(person=fit(member(partner()))).first()
    assert paper is not None
    gone_after(paper, (months_after(paper.expires_at, 12) - paper.expires_at).days, paper.expires_at)


def test_a_signature_under_the_code_of_conduct_stays_two_years() -> None:
    signed = CodeSigning.objects.get(person=fit(member(partner())))
    gone_after(signed, (months_after(signed.signed_at, 24) - signed.signed_at).days)


def test_a_class_goes_after_three_years_with_who_was_there() -> None:
    who = member(partner())
    held = CourseClass.objects.create(
        course="pelaporan", version=1, unit=KELURAHAN, held_on=day(0), by="system:test", made_at=timezone.now()
    )
    there = Attendance.objects.create(course_class=held, person=who)
    start = timezone.now()
    with time_machine.travel(start + timedelta(days=1094)):
        forget()
        assert Attendance.objects.filter(pk=there.pk).exists()
    with time_machine.travel(start + timedelta(days=1098)):
        forget()
        assert not CourseClass.objects.exists()
        assert not Attendance.objects.exists()


def test_a_suspension_goes_a_year_after_it_ended_however_it_did() -> None:
    mitra, chief = partner(), lurah()
    first, second = member(mitra, name="Satu"), member(mitra, name="Dua")
    ends = suspended(chief, first, until=day(9))
    assert ends.until is not None
    lifted = lift_suspension(
        actor=actor_of(chief), suspension=suspended(chief, second, until=day(80)), reason="Keliru."
    )
    gone_after(lifted, (months_after(timezone.now(), 12) - timezone.now()).days + 1)
    gone_after(ends, (months_after(ends.until, 12) - ends.until).days, ends.until)
    assert not Suspension.objects.exists()


def test_a_membership_goes_ninety_days_after_leaving_and_one_that_is_open_stays() -> None:
    mitra = partner()
    who, stays = member(mitra), member(mitra, name="Tetap")
    left = membership_of(who, mitra)
    leave(actor=actor_of(who), membership=left)
    gone_after(left, 90)
    assert not MembershipState.objects.filter(membership=left.pk).exists()
    assert membership_of(stays, mitra).states.exists()


def application(name: str) -> Partnership:
    made, _receipt = apply_for_partnership(
        actor=SYSTEM, kind="ormas", name=name, unit=KELURAHAN, chair_name="Burhan", legal_number="AHU-1",
        chair_phone=f"0813777{Partnership.objects.count():05d}", purpose="Menjaga", help_offered=["ronda"],
        application_id=new_id(),
    )  # fmt: skip
    return made


def test_a_refused_application_goes_after_ninety_days_and_a_partnership_a_year_after_its_end() -> None:
    refused = application("Ditolak")
    verify_partnership(actor=SYSTEM, partnership=refused, authority="polsek", approved=False, reason="Tidak dikenal.")
    Document.objects.create(
        partnership=refused, name="akta.pdf", content_type="application/pdf", size=1, sha256="x", content=b"x",
        added_at=timezone.now(),
    )  # fmt: skip
    waits = application("Menunggu")
    ended = Partnership.objects.get(organisation=partner(name="Selesai"))
    end_partnership(actor=SYSTEM, partnership=ended, reason="Bubar.")
    start = timezone.now()
    gone_after(refused, 90)
    assert not Document.objects.exists()
    assert not Verification.objects.filter(partnership=refused.pk).exists()
    assert Partnership.objects.filter(pk=waits.pk).exists()
    gone_after(ended, 365, start)


def test_what_nobody_ended_is_ended_and_then_forgotten_in_its_time() -> None:
    mitra = partner()
    released, invited = member(mitra), candidate(mitra)
    release_person(actor=SYSTEM, person=released)
    start = timezone.now()
    forget()
    assert Membership.objects.get(person=released).left_at is not None
    assert Entry.objects.filter(verb="training.member_left").exists()
    with time_machine.travel(start + timedelta(days=31)):
        forget()
        assert Membership.objects.get(person=invited).left_at is not None
    with time_machine.travel(start + timedelta(days=91)):
        forget()
        assert not Membership.objects.filter(person=released).exists()
    lapsed = Partnership.objects.get(organisation=mitra)
    with time_machine.travel(start + timedelta(days=364 + 91)):
        forget()
        lapsed.refresh_from_db()
        assert lapsed.closed_at is not None


def test_an_erased_person_takes_everything_along() -> None:
    mitra = partner()
    who = fit(member(mitra))
    suspended(lurah(), who)
    Reminder.objects.create(person=who, before=day(1), by="system:test", made_at=timezone.now())
    Position.objects.filter(person=who).delete()
    Person.objects.filter(pk=who.pk).delete()
    for model in (Suspension, Certificate, CodeSigning, Reminder):
        assert not model._default_manager.filter(person=who.pk).exists()
    assert not Membership.objects.filter(person=who.pk).exists()
