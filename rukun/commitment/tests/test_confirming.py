"""Somebody else says whether it is done; of two at once one does, and the other hears that."""

from datetime import timedelta
from functools import partial
from random import Random

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone

from rukun.commitment.actions import confirming, outside, ticking
from rukun.commitment.actions.confirming import CONTESTED_WITHIN, DESK, OFFICE, REPORTER, SAMPLE, contest, may_contest
from rukun.commitment.errors import AlreadyAnswered, CodeSeen, Joined, NotNow, ReasonTooShort, TooLateToContest
from rukun.commitment.models import Claim, Commitment, Step
from rukun.commitment.sealing import text_of
from rukun.commitment.tests.factories import (
    REASON,
    WORDS,
    again,
    at_once,
    claimed,
    confirmed,
    handed_outside,
    in_state,
    promise,
    rejected,
    rows,
    somebody,
    town,
)
from rukun.commitment.verbs import CODE_WAS_SEEN
from rukun.guard import ANYONE, Refused
from rukun.guard.ids import new_id
from rukun.journal.models import Entry
from rukun.people.tests.factories import SYSTEM

pytestmark = pytest.mark.django_db
NEVER = Random(3)
DAY = timedelta(days=1)


def test_each_way_in_which_it_was_confirmed_is_told_apart_and_closes_it() -> None:
    town()
    lurah, head = somebody("lurah"), somebody("ketua_rt")
    for outcome, way, actor, sampled, closing in (
        ("done", REPORTER, ANYONE, False, REPORTER),
        ("cannot", REPORTER, ANYONE, False, REPORTER),
        ("done", OFFICE, head, False, OFFICE),
        ("cannot", OFFICE, head, True, SAMPLE),
        ("done", REPORTER, ANYONE, True, REPORTER),
    ):
        row = promise()
        claim = claimed(lurah, row, outcome)
        if sampled:
            Claim.objects.filter(pk=claim.pk).update(sampled_at=timezone.now())
        confirming.confirm(actor=actor, commitment=row, claim_id=claim.pk, way=way, words="Sudah saya lihat.")
        after = again(row)
        assert (after.state, after.closing, after.due_at, after.wake_at) == (outcome, closing, None, None)
        claim.refresh_from_db()
        assert (claim.verdict, claim.answered_by, claim.answered_at) == ("confirmed", actor.label, after.closed_at)
        step = Step.objects.filter(commitment=row).last()
        assert step is not None
        assert (text_of(step), step.facts, bool(step.undo)) == ("Sudah saya lihat.", {"way": closing}, way == OFFICE)


def test_by_a_code_that_an_officer_wrote_down_nothing_is_closed_and_somebody_independent_looks() -> None:
    town()
    lurah, head = somebody("lurah"), somebody("ketua_rt")
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for outcome in ("done", "cannot"):
            row = promise()
            claim = claimed(lurah, row, outcome)
            clock.shift(2 * DAY)
            confirmed(row, claim, ANYONE, DESK)
            confirmed(row, claim, ANYONE, DESK)
            after, at = again(row), timezone.now()
            claim.refresh_from_db()
            assert (after.state, after.closing, after.due_at, after.wake_at) == ("awaiting", "", None, at + 14 * DAY)
            assert (claim.verdict, claim.sampled_at) == ("", at)
            said = Step.objects.filter(commitment=row, verb=CODE_WAS_SEEN.name)
            assert [(each.by, each.facts, each.undo) for each in said] == [(ANYONE.label, {"way": DESK}, None)]
            assert Entry.objects.filter(object_id=str(row.about_id), verb=CODE_WAS_SEEN.name).count() == 1
            with pytest.raises(Refused):
                confirmed(row, claim, lurah, OFFICE)
            confirmed(row, claim, head, OFFICE)
            assert (again(row).state, again(row).closing) == (outcome, SAMPLE)


def test_of_what_such_a_code_left_to_others_time_and_a_no_do_what_they_do_of_any_that_is_to_be_checked() -> None:
    town()
    lurah, silent, doubted, objected, drawn = somebody("lurah"), promise(), promise(), promise(), promise()
    with time_machine.travel(timezone.now(), tick=False) as clock:
        claims = {row.pk: claimed(lurah, row) for row in (silent, doubted, objected, drawn)}
        Claim.objects.filter(commitment=doubted).update(doubtful=True)
        Claim.objects.filter(commitment=drawn).update(sampled_at=timezone.now())
        for row in (silent, doubted, objected, drawn):
            confirmed(row, claims[row.pk], ANYONE, DESK)
        assert not Step.objects.filter(commitment=drawn, verb=CODE_WAS_SEEN.name).exists(), "it is checked already"
        rejected(objected, claims[objected.pk], ANYONE, DESK)
        assert again(objected).state == "reopened"
        clock.shift(13 * DAY)
        ticking.tick(NEVER)
        assert again(silent).state == "awaiting"
        clock.shift(2 * DAY)
        ticking.tick(NEVER)
        assert (again(silent).closing, again(doubted).state) == ("unconfirmed", "reopened")


def test_where_nobody_else_may_look_such_a_code_closes_nothing_and_says_so() -> None:
    town()
    lurah, hidden = somebody("lurah"), promise(book="", local=False)
    claim = claimed(lurah, hidden)
    with pytest.raises(CodeSeen, match="tidak dapat dipakai untuk menutup"):
        confirmed(hidden, claim, ANYONE, DESK)
    claim.refresh_from_db()
    assert (again(hidden).state, claim.sampled_at) == ("awaiting", None)
    rejected(hidden, claim, ANYONE, DESK)
    assert again(hidden).state == "reopened"
    first, second = promise(), promise()
    joined = claimed(lurah, first)
    Commitment.objects.filter(pk=first.pk).update(joined=second)
    with pytest.raises(Joined):
        confirmed(first, joined, ANYONE, DESK)


def test_a_rejection_gives_it_back_to_its_owner_with_the_words_and_the_time_that_was_left() -> None:
    town()
    lurah, head = somebody("lurah"), somebody("ketua_rt")
    with time_machine.travel(timezone.now(), tick=False) as clock:
        row = promise(clock="segera")
        for times, (actor, way) in enumerate(((ANYONE, REPORTER), (head, OFFICE), (ANYONE, DESK)), start=1):
            clock.shift(timedelta(hours=2))
            claim = claimed(lurah, row)
            clock.shift(timedelta(days=3))
            rejected(row, claim, actor, way)
            after = again(row)
            assert (after.state, after.reopened, after.closed_at) == ("reopened", times, None)
            assert after.due_at == timezone.now() + timedelta(hours=24 - 2 * times)
            step = Step.objects.filter(commitment=row).last()
            assert step is not None
            assert (text_of(step), step.facts) == (WORDS, {"way": way})
            claim.refresh_from_db()
            assert claim.verdict == "rejected"
    for words in ("", "....!!", "  a "):
        with pytest.raises(ReasonTooShort):
            confirming.reject(actor=ANYONE, commitment=row, claim_id=claim.pk, way=REPORTER, words=words)


def test_what_was_answered_is_not_answered_again_and_the_same_officers_second_click_is_the_first() -> None:
    town()
    lurah, head, other = somebody("lurah"), somebody("ketua_rt"), somebody("babinsa")
    for act, opposite in ((confirmed, rejected), (rejected, confirmed)):
        row, strange = promise(), promise()
        claim = claimed(lurah, row)
        act(row, claim, head, OFFICE)
        before = rows()
        assert act(row, claim, head, OFFICE).pk == row.pk
        for actor, way in ((other, OFFICE), (ANYONE, REPORTER), (ANYONE, DESK)):
            with pytest.raises(AlreadyAnswered, match="lebih dulu"):
                act(row, claim, actor, way)
        for actor, way in ((head, OFFICE), (ANYONE, REPORTER)):
            with pytest.raises(AlreadyAnswered):
                opposite(row, claim, actor, way)
        for unknown in (Claim(id=new_id()), claimed(lurah, promise(), "cannot")):
            with pytest.raises(AlreadyAnswered):
                act(strange, unknown)
        assert rows()[0][: len(before[0])] == before[0]
        assert Entry.objects.filter(object_id=str(row.about_id)).count() == 2


def test_whoever_proved_it_is_refused_by_the_database_itself_and_so_is_a_second_claim() -> None:
    town()
    lurah, row = somebody("lurah"), promise()
    handoff, _token = handed_outside(lurah, promise())
    outside.answer_outside(
        actor=outside.Authority(handoff.pk), handoff=handoff, claim_id=new_id(), outcome="cannot", kind="", words=REASON
    )
    claimed(lurah, row)
    for claim in Claim.objects.all():
        for verdict in ("confirmed", "rejected"):
            with pytest.raises(IntegrityError), transaction.atomic():
                Claim.objects.filter(pk=claim.pk).update(verdict=verdict, answered_by=claim.by)
        Claim.objects.filter(pk=claim.pk).update(verdict="unanswered", answered_by="system:commitment")


def test_the_one_to_whom_it_was_promised_may_contest_any_end_for_two_weeks() -> None:
    town()
    lurah, head = somebody("lurah"), somebody("ketua_rt")
    with time_machine.travel(timezone.now(), tick=False) as clock:
        found = [in_state("done", lurah), in_state("cannot", lurah), promise(), promise()]
        confirmed(found[2], claimed(lurah, found[2]), head, OFFICE)
        claimed(lurah, found[3])
        clock.shift(8 * DAY)
        ticking.tick(NEVER)
        assert again(found[3]).closing == "unconfirmed"
        clock.shift(CONTESTED_WITHIN * DAY - timedelta(seconds=1))
        assert may_contest(again(found[3]))
        with pytest.raises(ReasonTooShort):
            contest(commitment=found[3], words="...")
        contest(commitment=found[3], words=WORDS)
        for row in found[:3]:
            assert not may_contest(again(row))
            with pytest.raises(TooLateToContest, match="laporan baru"):
                contest(commitment=row, words=WORDS)
        after = again(found[3])
        assert (after.state, after.closing, after.closed_at, after.reopened) == ("reopened", "", None, 1)
        assert after.due_at is not None
        with pytest.raises(NotNow):
            contest(commitment=found[3], words=WORDS)
        step = Step.objects.filter(commitment=after).last()
        assert step is not None
        assert (step.by, step.undo, text_of(step)) == ("anyone", None, WORDS)
        void = in_state("void", lurah)
        assert not may_contest(void)
        assert not may_contest(after)
        confirmed(found[3], claimed(lurah, found[3]))
        clock.shift(CONTESTED_WITHIN * DAY)
        assert not may_contest(again(found[3]))


def test_an_officers_word_after_lots_were_drawn_closes_a_doubtful_one() -> None:
    town()
    lurah, head = somebody("lurah"), somebody("ketua_rt")
    with time_machine.travel(timezone.now(), tick=False) as clock:
        row = promise()
        claim = claimed(lurah, row)
        Claim.objects.filter(pk=claim.pk).update(doubtful=True)
        for _week in range(2):
            clock.shift(7 * DAY)
            ticking.tick(NEVER)
        assert again(row).state == "awaiting"
        confirmed(row, claim, head, OFFICE)
        assert again(row).closing == SAMPLE


def _fresh(row: Commitment) -> Commitment:
    return Commitment.objects.get(pk=row.pk)


@pytest.mark.django_db(transaction=True)
def test_of_several_answers_at_the_same_moment_one_counts_and_the_others_hear_that() -> None:
    town()
    lurah, head, other = somebody("lurah"), somebody("ketua_rt"), somebody("babinsa")
    for yes, no in ((confirmed, rejected), (confirmed, confirmed), (rejected, rejected)):
        row = promise()
        claim = claimed(lurah, row)
        outcomes = at_once(
            partial(yes, _fresh(row), claim, head, OFFICE),
            partial(no, _fresh(row), claim, other, OFFICE),
            partial(yes, _fresh(row), claim),
            partial(confirmed, _fresh(row), claim),
        )
        assert sorted(outcomes) == ["AlreadyAnswered"] * 3 + ["done"], outcomes
        after = again(row)
        claim.refresh_from_db()
        assert (after.state == "done") == (claim.verdict == "confirmed")
        assert (after.closing != "") == (after.closed_at is not None) == (after.state == "done")
        assert Step.objects.filter(commitment=row).count() == after.version - 1 == 2
        assert Entry.objects.filter(object_id=str(row.about_id)).count() == 2


@pytest.mark.django_db(transaction=True)
def test_an_answer_and_its_lapse_at_the_same_moment_are_one_end() -> None:
    town()
    lurah = somebody("lurah")
    row = promise()
    claim = claimed(lurah, row)
    Claim.objects.filter(pk=claim.pk).update(at=timezone.now() - 8 * DAY)
    Commitment.objects.filter(pk=row.pk).update(wake_at=timezone.now() - DAY)
    outcomes = at_once(
        lambda: confirmed(_fresh(row), claim),
        lambda: ticking.tick(NEVER),
        lambda: ticking.tick(NEVER),
    )
    assert outcomes[1:] == ["done", "done"], "the job is not stopped by somebody's word"
    after = again(row)
    assert (after.closing, outcomes[0]) in ((REPORTER, "done"), ("unconfirmed", "AlreadyAnswered"))
    assert Step.objects.filter(commitment=row).count() == after.version - 1 == 2


def test_what_is_not_local_is_confirmed_by_whoever_reported_and_by_no_office_however_it_is_asked() -> None:
    town()
    lurah, row = somebody("lurah"), promise(book="", local=False)
    claim = claimed(lurah, row)
    for actor in (somebody("ketua_rt"), somebody("babinsa"), SYSTEM):
        with pytest.raises(Refused):
            confirmed(row, claim, actor, OFFICE)
    with time_machine.travel(timezone.now() + 8 * DAY, tick=False):
        ticking.tick(Random(1))
        claim.refresh_from_db()
        assert (again(row).closing, claim.sampled_at) == ("unconfirmed", None)
    contest(commitment=row, words=WORDS)
    confirmed(row, claimed(lurah, row))
    assert again(row).closing == REPORTER
