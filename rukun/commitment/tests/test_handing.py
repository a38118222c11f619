"""A promise is offered, taken, declined or taken back; somebody owns it all the time, and nobody gains time by it."""

from datetime import timedelta
from functools import partial
from random import Random
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from rukun.commitment.access import owner_of
from rukun.commitment.actions import handing, making, ticking, working
from rukun.commitment.actions.handing import TAKEN_WITHIN, WHOLE_AGAIN
from rukun.commitment.actions.outside import hand_outside
from rukun.commitment.errors import (
    AlreadyAnswered,
    HandedAway,
    NoAuthority,
    ReasonTooShort,
    SameOwner,
)
from rukun.commitment.models import Handoff, Step
from rukun.commitment.owners import Owner
from rukun.commitment.queries import open_handoff
from rukun.commitment.sealing import text_of
from rukun.commitment.tests.factories import (
    KELURAHAN,
    LABEL,
    REASON,
    RT,
    RW,
    YES,
    again,
    at_once,
    claimed,
    handed_outside,
    offered,
    organisation,
    promise,
    rejected,
    rows,
    somebody,
    town,
)
from rukun.guard import Denied, Refused
from rukun.journal.models import Entry
from rukun.people.tests.factories import SYSTEM

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def test_until_it_is_taken_it_stays_whose_it_was_and_then_there_is_a_whole_allowance() -> None:
    town()
    lurah, head = somebody("lurah"), somebody("ketua_rw")
    government, rw = organisation("kelurahan", KELURAHAN), organisation("rw", RW)
    with time_machine.travel(timezone.now(), tick=False) as clock:
        row = promise(clock="segera")
        working.start(actor=lurah, commitment=row)
        clock.shift(10 * HOUR)
        handoff = offered(lurah, row, rw)
        assert handoff.step is not None
        assert (text_of(handoff.step), handoff.outside, handoff.secret) == (REASON, False, "")
        waiting = again(row)
        assert (owner_of(waiting), waiting.state) == (government, "working")
        assert waiting.due_at == timezone.now() + 14 * HOUR, "its clock goes on"
        assert waiting.wake_at == timezone.now() + 8 * HOUR, "to remind of it"
        clock.shift(20 * HOUR)
        ticking.tick(Random(1))
        assert again(row).stage >= 2
        handing.take(actor=head, handoff=handoff)
        taken = again(row)
        assert (owner_of(taken), taken.state, taken.stage, taken.raised_to) == (rw, "received", 0, "")
        assert (taken.due_at, taken.spent, taken.taken_at) == (
            timezone.now() + 24 * HOUR, 30 * 3600, timezone.now()
        )  # fmt: skip
        step = Step.objects.filter(commitment=row).last()
        assert step is not None
        assert (step.by, step.organisation, step.undo) == (head.label, rw.organisation, None)
        before = rows()
        assert handing.take(actor=head, handoff=handoff).pk == row.pk, "twice is once"
        with pytest.raises(AlreadyAnswered):
            handing.decline(actor=head, handoff=handoff, reason=REASON)
        with pytest.raises(AlreadyAnswered):
            handing.take_back(actor=lurah, handoff=handoff, may=YES)
        with pytest.raises(Refused):
            working.start(actor=lurah, commitment=taken)
        assert rows() == before
        with pytest.raises(Refused):
            claimed(lurah, row)


def test_declined_taken_back_or_expired_it_is_still_whose_it_was() -> None:
    town()
    lurah, head = somebody("lurah"), somebody("ketua_rw")
    rw, row = organisation("rw", RW), promise()
    handoff = offered(lurah, row, rw)
    with pytest.raises(ReasonTooShort):
        handing.decline(actor=head, handoff=handoff, reason="tidak.....")
    for _twice in range(2):
        handing.decline(actor=head, handoff=handoff, reason="Bukan di RW kami.")
    step = Step.objects.filter(commitment=row).last()
    assert step is not None
    assert (step.verb, text_of(step)) == ("commitment.declined", "Bukan di RW kami.")
    with pytest.raises(AlreadyAnswered):
        handing.take(actor=head, handoff=handoff)
    second = offered(lurah, row, rw)
    for _twice in range(2):
        handing.take_back(actor=lurah, handoff=second, may=YES)
    third = offered(lurah, row, rw)
    with time_machine.travel(timezone.now() + TAKEN_WITHIN + HOUR, tick=False):
        ticking.tick(Random(1))
        with pytest.raises(AlreadyAnswered):
            handing.take(actor=head, handoff=third)
    assert list(Handoff.objects.values_list("ending", flat=True)) == ["declined", "taken_back", "expired"]
    assert owner_of(again(row)) == organisation("kelurahan", KELURAHAN)
    assert Entry.objects.filter(verb="commitment.declined").count() == 1
    assert Entry.objects.filter(verb="commitment.offer_taken_back").count() == 1


def test_it_is_not_offered_to_its_own_owner_by_another_name_nor_twice_nor_without_reason_or_right() -> None:
    town()
    lurah = somebody("lurah")
    somebody("ketua_rw")
    rw, row = organisation("rw", RW), promise()
    government = organisation("kelurahan", KELURAHAN)
    before = rows()
    wrong: list[tuple[dict[str, Any], type[Exception]]] = [
        ({"to": government}, SameOwner),
        ({"to": Owner("", government.organisation)}, SameOwner),
        ({"to": Owner(RT, government.organisation)}, SameOwner),
        ({"reason": "sebab...."}, ReasonTooShort),
        ({"may": Denied("Bukan Anda.")}, Refused),
    ]
    for given, error in wrong:
        with pytest.raises(error):
            handing.offer(actor=lurah, commitment=row, **{"to": rw, "reason": REASON, "may": YES, **given})
        assert rows() == before
    for authority in ("", " ", "Di", "0812 3456 7890", "x" * 121):
        with pytest.raises(NoAuthority):
            hand_outside(actor=lurah, commitment=row, authority=authority, reason=REASON, may=YES)
    with pytest.raises(Refused):
        hand_outside(actor=lurah, commitment=row, authority="Dinas", reason=REASON, may=Denied(""))
    assert rows() == before
    offered(lurah, row, rw)
    for act in (lambda: offered(lurah, row, rw), lambda: handed_outside(lurah, row)):
        with pytest.raises(HandedAway):
            act()


def test_passing_it_to_and_fro_wins_time_a_few_times_and_then_no_more() -> None:
    town()
    lurah, head = somebody("lurah"), somebody("ketua_rw")
    government, rw = organisation("kelurahan", KELURAHAN), organisation("rw", RW)
    with time_machine.travel(timezone.now(), tick=False) as clock:
        row = promise(clock="segera")
        for times in range(2 * WHOLE_AGAIN):
            clock.shift(20 * HOUR)
            due = again(row).due_at
            handoff = offered(*((head, row, government) if times % 2 else (lurah, row, rw)))
            handing.take(actor=lurah if times % 2 else head, handoff=handoff)
            after = again(row)
            assert owner_of(after) == (government if times % 2 else rw), "they have it all the same"
            assert after.due_at == (timezone.now() + 24 * HOUR if times < WHOLE_AGAIN else due)
        ticking.tick(Random(1))
        assert again(row).stage >= 2, "it is late"


def test_nobody_wins_time_by_taking_it_from_themselves_or_from_their_own_house() -> None:
    town()
    lurah, secretary, desk = somebody("lurah"), somebody("sekretaris_kelurahan"), somebody("petugas_posko")
    somebody("camat")
    police = somebody("bhabinkamtibmas")
    government = organisation("kelurahan", KELURAHAN)
    chief, posko = Owner(KELURAHAN, title="lurah"), Owner(KELURAHAN, title="petugas_posko")
    with time_machine.travel(timezone.now(), tick=False) as clock:
        row = promise()
        clock.shift(20 * 24 * HOUR)
        ticking.tick(Random(1))
        before = again(row)
        assert before.stage > 2
        assert before.raised_to == "31.73.07"
        for actor, to in ((lurah, chief), (lurah, government), (desk, posko), (secretary, government), (lurah, chief)):
            handing.take(actor=actor, handoff=offered(lurah, row, to))
            after = again(row)
            assert (owner_of(after), after.state, after.taken_at) == (to, "received", timezone.now())
            assert (after.due_at, after.stage, after.raised_to) == (before.due_at, before.stage, before.raised_to)
        other = promise(chief)
        clock.shift(20 * 24 * HOUR)
        bhabin = Owner(KELURAHAN, title="bhabinkamtibmas")
        handing.take(actor=police, handoff=offered(lurah, other, bhabin))
        after = again(other)
        assert after.due_at is not None
        assert (after.stage, after.due_at > timezone.now()) == (0, True), "of another house there is all of it"


def test_who_has_it_by_the_rules_now_has_no_offer_of_before_waiting() -> None:
    town()
    lurah, head = somebody("lurah"), somebody("ketua_rw")
    somebody("ketua_rt")
    for outside in (False, True):
        row = promise()
        handoff = handed_outside(lurah, row)[0] if outside else offered(lurah, row, organisation("rw", RW))
        making.reassign(
            actor=SYSTEM, commitment=row, owner=organisation("rt", RT), clock=row.clock, book=row.book, local=True
        )
        assert open_handoff(again(row)) is None
        assert again(row).running_since is not None
        handoff.refresh_from_db()
        assert (handoff.ending, handoff.secret) == ("taken_back", "")
        with pytest.raises((AlreadyAnswered, Refused)):
            handing.take(actor=head, handoff=handoff)


def test_the_same_decision_twice_is_no_step() -> None:
    town()
    somebody("lurah")
    row = promise()
    before = rows()
    making.reassign(actor=SYSTEM, commitment=row, owner=owner_of(row), clock=row.clock, book=row.book, local=row.local)
    making.replace_owner(commitment=row, owner=owner_of(row))
    assert rows() == before
    assert not Entry.objects.filter(object_label=LABEL).exists()


def test_after_a_rejection_it_may_be_handed_on_and_the_count_of_it_stays() -> None:
    town()
    lurah, head = somebody("lurah"), somebody("ketua_rw")
    row = promise()
    rejected(row, claimed(lurah, row))
    handing.take(actor=head, handoff=offered(lurah, row, organisation("rw", RW)))
    after = again(row)
    assert (after.state, after.reopened, after.answered_at is None) == ("received", 1, False)


@pytest.mark.django_db(transaction=True)
def test_taken_declined_and_taken_back_at_the_same_moment_it_is_one_of_these() -> None:
    town()
    lurah, head, clerk = somebody("lurah"), somebody("ketua_rw"), somebody("sekretaris_rw")
    row = promise()
    key = offered(lurah, row, organisation("rw", RW)).pk
    outcomes = at_once(
        lambda: handing.take(actor=head, handoff=Handoff.objects.get(pk=key)),
        lambda: handing.decline(actor=clerk, handoff=Handoff.objects.get(pk=key), reason=REASON),
        lambda: handing.take_back(actor=lurah, handoff=Handoff.objects.get(pk=key), may=YES),
    )
    assert sorted(outcomes) == ["AlreadyAnswered", "AlreadyAnswered", "done"]
    after, handoff = again(row), Handoff.objects.get(pk=key)
    assert handoff.ending == ("taken", "declined", "taken_back")[outcomes.index("done")]
    assert (owner_of(after) == organisation("rw", RW)) == (outcomes[0] == "done")
    assert after.version == 3


@pytest.mark.django_db(transaction=True)
def test_two_of_one_house_who_take_it_at_the_same_moment_take_it_once() -> None:
    town()
    lurah, head, clerk = somebody("lurah"), somebody("ketua_rw"), somebody("sekretaris_rw")
    row = promise()
    key = offered(lurah, row, organisation("rw", RW)).pk
    taken = at_once(*(partial(handing.take, actor=who, handoff=Handoff.objects.get(pk=key)) for who in (head, clerk)))
    assert taken == ["done", "done"]
    assert Step.objects.filter(commitment=row, verb="commitment.taken").count() == 1
    assert again(row).version == 3
