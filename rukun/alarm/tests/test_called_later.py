"""Whoever comes on duty after the kentongan was rung is called too, and nobody is sent home for it."""

import pytest

from rukun.alarm.errors import AlreadyRinging
from rukun.alarm.messages import GATHER, MESSAGES
from rukun.alarm.queries.preview import previews
from rukun.alarm.tests.factories import called_in, clock, night, rung, said_to
from rukun.roster.tests.factories import RW
from rukun.roster.tests.test_on_duty import suspend
from rukun.training.models import Suspension

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def test_whoever_comes_on_duty_after_the_ring_is_called_by_it_and_nobody_is_told_to_go_home() -> None:
    with night("sms") as one, clock(one.at):
        late = one.on_duty[2:]
        for each in late:
            suspend(each)
        row = rung(one)
        with pytest.raises(AlreadyRinging):
            rung(one, instead=row.pk)
        Suspension.objects.all().delete()
        with pytest.raises(AlreadyRinging):
            rung(one)
        assert rung(one, instead=row.pk).pk == row.pk
        assert {each.pk for each in late} < called_in(row)
        assert not any("Jangan datang" in each.text for each in one.world.sent)


def test_officers_who_read_that_nobody_is_on_duty_are_called_anew_once_somebody_is() -> None:
    with night("sms", duty=2) as one, clock(one.at):
        for each in one.made.people[:2]:
            suspend(each)
        [shown] = previews(one.actor, RW, [MESSAGES[GATHER]])
        alone = rung(one)
        officers = dict(shown.said)["petugas"]
        assert "Regu jaga tidak ada" in officers
        assert said_to(one, one.bhabin)[-1].startswith(officers), "what was shown before is what is sent"
        Suspension.objects.all().delete()
        assert rung(one, instead=alone.pk).pk != alone.pk
        assert "Regu jaga kumpul di Pos 1" in said_to(one, one.bhabin)[-1]
        assert not any("Jangan datang" in each.text for each in one.world.sent)
