"""Suspended once more, and suspended under the same number: chains of decisions do not pay, nor does coming back."""

from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from rukun.guard import Refused
from rukun.people.actions import establish_organisation, forget_oneself
from rukun.people.actor import actor_of
from rukun.people.models import Person
from rukun.people.phones import number_mark
from rukun.people.tests.factories import SYSTEM, person
from rukun.training.access import duty as access
from rukun.training.access.teaching import members_taught
from rukun.training.actions.duty import lift_suspension, review_suspension, suspend_from_duty
from rukun.training.actions.members import consent, invite_member
from rukun.training.actions.partners import end_partnership
from rukun.training.errors import duty as errors
from rukun.training.models import Partnership, Suspension
from rukun.training.queries.duty import members_seen, own_suspensions
from rukun.training.queries.fitness import duty_status, duty_statuses
from rukun.training.queries.today import todo_for
from rukun.training.tests import partnering
from rukun.training.tests.classes import trainer
from rukun.training.tests.factories import KELURAHAN, chair, fit, member, partner
from rukun.training.tests.test_duty import day, is_fit, lurah, officer, suspended
from rukun.ui.dates import moment_after

pytestmark = pytest.mark.django_db
FAR = "31.75.01.1001"


def local_day(moment: datetime) -> Any:
    return timezone.localtime(moment).date()


def test_what_is_urgent_is_always_possible_and_chaining_does_not_pay() -> None:
    chief, secretary, police = lurah(), person("sekretaris_kelurahan", KELURAHAN), officer()
    who, start = fit(member(partner())), timezone.now()
    made = suspended(chief, who, until=day(9))
    with time_machine.travel(start + timedelta(days=20)) as clock:
        for by in (chief, secretary):
            for until, review_by, field in ((day(8), None, "until"), (None, day(8), "review_by")):
                with pytest.raises(errors.OnlyShortAgain, match="paling lama 7 hari") as said:
                    suspended(by, who, until=until, review_by=review_by)
                assert said.value.field == field
        assert is_fit(who)
        second = suspend_from_duty(actor=actor_of(chief), person=who.pk, unit=KELURAHAN, reason="Parang.")
        assert not is_fit(who), "at once, though nobody looked at the first"
        assert second.until == second.review_by == moment_after(day(7))
        other = suspended(police, who, until=day(80))
        assert local_day(other.until) == day(81), "the other authority has no part in it"
        lift_suspension(actor=actor_of(police), suspension=other, reason="Keliru orang.")
        lift_suspension(actor=actor_of(secretary), suspension=second, reason="Keliru orang.")
        third = suspended(chief, who, review_by=day(3))
        assert (third.until, third.review_by) == (moment_after(day(7)), moment_after(day(3)))
        review_suspension(actor=actor_of(police), suspension=third, upheld=False, reason="Tidak terbukti.")
        with pytest.raises(errors.OnlyShortAgain):
            suspended(chief, who, until=day(30))
        for each in (made, second):
            review_suspension(actor=actor_of(police), suspension=each, upheld=True, reason="Beralasan.")
        made.refresh_from_db()
        assert made.until < timezone.now(), "a review of what is over does not bring it back"
        with pytest.raises(errors.OnlyShortAgain):
            suspended(chief, who, until=day(8))  # the third was refused
        clock.shift(timedelta(days=89))
        with pytest.raises(errors.OnlyShortAgain):
            suspended(chief, who, until=day(8))
        clock.shift(timedelta(days=2))
        assert local_day(suspended(chief, who, until=day(80)).until) == day(81)


def test_the_form_fills_the_seven_days_and_says_why() -> None:
    chief, who = lurah(), member(partner())
    lift_suspension(actor=actor_of(chief), suspension=suspended(chief, who), reason="Keliru.")
    client = Client()
    client.force_login(chief)
    form = f"/penangguhan/baru/?orang={who.pk}"
    shown = client.get(form).content.decode()
    assert shown.count("Paling lama 7 hari, sebab penangguhan sebelumnya") == 2
    assert "30 hari sesudahnya" not in shown
    far = {"reason": "Parang.", "until": f"{day(20):%d/%m/%Y}", "review_by": ""}
    told = client.post(form, far).content.decode()
    assert "tidak dikuatkan oleh pihak kedua. Karena itu yang baru paling lama 7 hari" in told
    assert Suspension.objects.count() == 1
    assert client.post(form, {**far, "until": ""}).status_code == 302
    assert local_day(Suspension.objects.latest("made_at").until) == day(8)


def come_back(name: str, phone: str, organisation: Any) -> Person:
    """As somebody new, under a number that was somebody's before."""
    board = actor_of(chair(organisation))
    joined = invite_member(actor=board, organisation=organisation.pk, name=name, phone=phone, unit="", adult=True)
    who = Person.objects.get(pk=joined.person_id)
    consent(actor=actor_of(who), membership=joined)
    return fit(who)


def test_a_suspension_follows_the_number_of_whoever_goes_and_comes_back() -> None:
    home = partner()
    chief, who, colleague = lurah(), fit(member(home, name="Budi Nakal")), fit(member(home, name="Ratna"))
    made = suspended(chief, who, until=day(80))
    assert made.phone_mark == number_mark(who.phone)
    assert who.phone not in str(list(Suspension.objects.values()))
    phone = who.phone
    forget_oneself(actor=actor_of(who), person=who)
    new = come_back("Budi Nakal", phone, home)
    assert new.pk != who.pk
    with CaptureQueriesContext(connection) as asked:
        found = duty_statuses([new.pk, colleague.pk], timezone.now())
    assert len(asked) == 6
    assert [each.code for each in found[new.pk].reasons] == ["suspended"]
    assert found[colleague.pk].allowed
    assert duty_status(new.pk, made.until).allowed
    (shown,) = own_suspensions(actor_of(new))
    assert (shown.row, shown.by_number) == (made, True)
    told = render_to_string("training/duty/own.html", {"suspensions": [shown]})
    assert "Penangguhan atas nomor ini" in told
    for hidden in ("Mendorong", str(made.pk)):
        assert hidden not in told, "it may be somebody else's number by now"
    assert access.suspension_for(actor_of(new), made.pk) is None
    assert not any("jawab" in each.words for each in todo_for(actor_of(new)))
    lift_suspension(actor=actor_of(chief), suspension=made, reason="Orang lain.")
    assert duty_status(new.pk, timezone.now()).allowed
    assert own_suspensions(actor_of(new)) == []


def test_an_application_elsewhere_opens_no_members_there_and_an_end_closes_them_after_a_while() -> None:
    home = partner()
    who, head = member(home), chair(home)
    asked = partnering.apply(organisation=home.pk, actor=actor_of(head), name="", unit=partnering.OTHER)
    posko, teaches = person("petugas_posko", partnering.OTHER), trainer(partnering.OTHER)
    far = person("lurah", partnering.OTHER, name="Lurah Jauh")

    def seen() -> list[bool]:
        return [
            who.pk in members_seen(access.circles_of(actor_of(posko))),
            who.pk in members_taught(actor_of(teaches)).values_list("person", flat=True),
            access.may_suspend(actor_of(far), who.pk).allowed,
        ]

    assert seen() == [False] * 3
    for authority in ("kelurahan", "polsek"):
        partnering.verify(SYSTEM, asked, authority)
    assert seen() == [False] * 3
    partnering.agree(SYSTEM, asked, timezone.localdate())
    assert seen() == [True] * 3
    end_partnership(actor=SYSTEM, partnership=Partnership.objects.get(pk=asked.pk), reason="Selesai.")
    for days, still in ((89, True), (91, False)):
        with time_machine.travel(timezone.now() + timedelta(days=days)):
            assert seen() == [still] * 3


def test_a_seat_in_the_city_opens_the_members_to_nobody_elsewhere_in_it() -> None:
    big = establish_organisation(actor=SYSTEM, kind="ormas", name="Besar", unit="31")
    partnering.partner(organisation=big.pk, actor=SYSTEM, name="")
    who = member(big)
    Person.objects.filter(pk=who.pk).update(unit="31")
    far, near = person("lurah", FAR, name="Lurah Jauh"), lurah()
    with pytest.raises(Refused):
        suspended(far, who, unit=FAR, until=day(3))
    with pytest.raises(Refused):
        suspended(near, who, unit="31", until=day(3))
    assert suspended(near, who, until=day(3)).unit == KELURAHAN
