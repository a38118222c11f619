"""Kept from duty: by whom, for how long, with an answer, and with a second who looks at it."""

import threading
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.db import connections
from django.utils import timezone

from rukun.guard import Refused, System
from rukun.journal.models import Entry
from rukun.people.actions import end_position, give_position
from rukun.people.actor import actor_of
from rukun.people.models import Organisation, Person, Position
from rukun.people.strength import Strength
from rukun.people.tests.factories import SYSTEM, person
from rukun.training.access import duty as access
from rukun.training.actions.duty import (
    answer_suspension,
    lift_suspension,
    note_seen,
    review_suspension,
    suspend_from_duty,
)
from rukun.training.actions.members import leave
from rukun.training.errors import TrainingError
from rukun.training.errors import duty as errors
from rukun.training.models import Suspension
from rukun.training.queries.duty import Suspended, own_suspensions, reviews_waiting, suspensions_of
from rukun.training.queries.fitness import duty_status
from rukun.training.tests.factories import KELURAHAN, RW, candidate, fit, member, membership_of, partner

pytestmark = pytest.mark.django_db
REASON = "Mendorong seorang remaja di jembatan."


def day(ahead: int) -> date:
    return timezone.localdate() + timedelta(days=ahead)


def lurah(name: str = "Ibu Hartati") -> Person:
    return person("lurah", KELURAHAN, name=name)


def officer(unit: str = KELURAHAN, name: str = "Agus Bhabin") -> Person:
    return person("bhabinkamtibmas", unit, name=name)


def suspended(
    by: Person,
    who: Person,
    reason: str = REASON,
    until: date | None = None,
    review_by: date | None = None,
    unit: str = KELURAHAN,
) -> Suspension:
    return suspend_from_duty(
        actor=actor_of(by), person=who.pk, unit=unit, reason=reason, until=until,
        review_by=review_by or (None if until else day(14)),
    )  # fmt: skip


def is_fit(who: Person, at: datetime | None = None) -> bool:
    return duty_status(who.pk, at or timezone.now()).allowed


def test_it_holds_from_that_second_on_until_its_end_and_says_nothing_of_whom_in_the_journal() -> None:
    chief, who = lurah(), fit(member(partner()))
    assert is_fit(who)
    made = suspended(chief, who, until=day(9))
    assert not is_fit(who)
    assert not is_fit(who, made.made_at)
    assert is_fit(who, made.made_at - timedelta(microseconds=1))
    assert made.until is not None
    assert timezone.localtime(made.until).date() == day(10)
    assert not is_fit(who, made.until - timedelta(microseconds=1))
    assert is_fit(who, made.until)
    assert suspended(chief, who, reason="Lain", until=day(3)) == made, "sent twice is once"
    entry = Entry.objects.get(verb="training.duty_suspended")
    assert (entry.object_id, entry.unit, entry.actor) == (str(made.pk), KELURAHAN, f"person:{chief.pk}")
    journal = str(list(Entry.objects.filter(verb__startswith="training.duty").values_list()))
    for words in (str(who.pk), "Mendorong", "Sari", who.phone):
        assert words not in journal
    both = suspended(officer(), who, until=day(3))
    assert both != made
    assert both.authority == "polsek"


def test_only_kelurahan_and_polsek_around_decide_and_never_about_themselves() -> None:
    mitra = partner()
    who = member(mitra)
    chair = Position.objects.get(organisation=mitra, title="ketua").person
    for by, unit in (
        (chair, KELURAHAN),
        (who, KELURAHAN),
        (person("ketua_rw", RW), RW),
        (person("babinsa", KELURAHAN), KELURAHAN),
        (person("lurah", "31.73.07.1002"), "31.73.07.1002"),
        (person("lurah", "31.73.07.1003"), KELURAHAN),
    ):
        with pytest.raises(Refused):
            suspended(by, who, unit=unit)
    for actor in (System("console"), actor_of(lurah(), Strength.WORD)):
        with pytest.raises(Refused):
            suspend_from_duty(actor=actor, person=who.pk, unit=KELURAHAN, reason=REASON, review_by=day(3))
    police = officer(RW)
    with pytest.raises(Refused):
        suspended(police, who, unit=KELURAHAN)  # their area is an RW of it
    assert suspended(police, who, unit=RW).unit == RW, "the organisation is a partner there, too"
    stranger, asks = person(), candidate(mitra)
    for nobody in (stranger, asks):
        with pytest.raises(Refused) as refused:
            suspended(police, nobody, unit=RW)
        assert "bukan anggota mitra" in str(refused.value.reason)
    member_too = officer(name="Bhabin Anggota")
    pokdar = partner(name="Pokdar Uji", kind="pokdar")
    _join(member_too, pokdar)
    with pytest.raises(Refused) as refused:
        suspended(member_too, member_too)
    assert "Anda sendiri" in str(refused.value.reason)
    assert Suspension.objects.count() == 1


def _join(who: Person, organisation: Organisation) -> None:
    from rukun.training.actions.members import begin_membership, consent

    joined = begin_membership(actor=SYSTEM, person=who.pk, organisation=organisation.pk)
    consent(actor=actor_of(who), membership=joined)


def test_a_chair_with_an_office_does_not_silence_critics_nor_by_a_friend_of_the_same_organisation() -> None:
    mitra = partner()
    critic = member(mitra, name="Wati Kritis")
    chair_too, friend, patron, near = lurah(), officer(name="Teman"), officer(name="Pembina"), officer(name="Diundang")
    seat = Position.objects.get(organisation=mitra, title="ketua")
    end_position(actor=SYSTEM, position=seat)
    give_position(actor=SYSTEM, person=chair_too, title="ketua", unit=KELURAHAN, organisation=mitra)
    held = give_position(actor=SYSTEM, person=patron, title="pembina", unit=KELURAHAN, organisation=mitra)
    _join(friend, mitra)
    from rukun.training.actions.members import begin_membership

    begin_membership(actor=SYSTEM, person=near.pk, organisation=mitra.pk)
    for by in (chair_too, friend, patron):
        with pytest.raises(Refused) as refused:
            suspended(by, critic)
        assert "membungkam" in str(refused.value.reason)
    # leaving today does not open the way tomorrow
    leave(actor=actor_of(friend), membership=membership_of(friend, mitra))
    end_position(actor=SYSTEM, position=held)
    for by in (friend, patron):
        with pytest.raises(Refused):
            suspended(by, critic)
    made = suspended(near, critic, until=day(89))
    assert made.authority == "polsek", "an invitation alone makes nobody belong: no board puts officers out of action"
    # nor do they read, review or lift it
    for by in (chair_too, friend, patron):
        assert access.suspension_for(actor_of(by), made.pk) is None
        assert suspensions_of(actor_of(by)) == []
        assert not access.may_review(actor_of(by), made).allowed
        assert not access.may_lift(actor_of(by), made).allowed
    with time_machine.travel(timezone.now() + timedelta(days=91)):
        assert access.may_suspend(actor_of(friend), critic.pk).allowed
        assert access.may_suspend(actor_of(patron), critic.pk).allowed
        assert not access.may_suspend(actor_of(chair_too), critic.pk).allowed


@pytest.mark.parametrize(
    ("until", "review_by", "reason", "error", "field"),
    [
        (None, None, REASON, errors.NoEnd, "until"),
        (-1, None, REASON, errors.EndNotAhead, "until"),
        (91, None, REASON, errors.EndTooFar, "until"),
        (None, -1, REASON, errors.ReviewNotAhead, "review_by"),
        (None, 91, REASON, errors.ReviewTooFar, "review_by"),
        (9, 10, REASON, errors.ReviewAfterEnd, "review_by"),
        (9, None, " \n ", errors.NoReason, "reason"),
        (9, None, "x" * 2001, errors.TooLong, "reason"),
    ],
)
def test_what_is_missing_or_too_far_is_said_and_nothing_is_stored(
    until: int | None, review_by: int | None, reason: str, error: type[TrainingError], field: str
) -> None:
    chief, who = lurah(), fit(member(partner()))
    with pytest.raises(error) as said:
        suspend_from_duty(
            actor=actor_of(chief), person=who.pk, unit=KELURAHAN, reason=reason,
            until=None if until is None else day(until), review_by=None if review_by is None else day(review_by),
        )  # fmt: skip
    assert said.value.field == field
    assert str(said.value)
    assert is_fit(who)
    assert not Suspension.objects.exists()


def test_without_an_end_it_goes_on_a_while_after_the_review_was_due_and_then_ends_by_itself() -> None:
    chief, who = lurah(), fit(member(partner()))
    made = suspended(chief, who, review_by=day(90))
    assert made.review_by is not None
    assert made.until == made.review_by + timedelta(days=30)
    last = suspended(officer(), who, until=day(90))
    assert last.review_by == last.until
    late = Suspended(made, made.review_by)
    assert (late.overdue, late.in_force, late.ends_unreviewed) == (True, True, True)
    over = Suspended(made, made.until)
    assert (over.overdue, over.in_force, over.waiting) == (False, False, False)
    assert not Suspended(made, made.review_by - timedelta(seconds=1)).overdue


def test_the_member_reads_it_without_learning_who_decided_and_answers_until_it_is_reviewed() -> None:
    chief, police, mitra = lurah(), officer(), partner()
    who, other = member(mitra), member(mitra, name="Orang Lain")
    made = suspended(chief, who)
    for somebody in (other, person(), chief):
        assert own_suspensions(actor_of(somebody)) == []
        with pytest.raises(Refused):
            answer_suspension(actor=actor_of(somebody), suspension=made, text="Bukan saya")
        with pytest.raises(Refused):
            note_seen(actor=actor_of(somebody), suspension=made)
    assert [each.row for each in own_suspensions(actor_of(who))] == [made]
    note_seen(actor=actor_of(who), suspension=made)
    made.refresh_from_db()
    read = made.seen_at
    note_seen(actor=actor_of(who), suspension=made)
    made.refresh_from_db()
    assert made.seen_at == read is not None
    for text, error in (("  ", errors.NoAnswer), ("x" * 2001, errors.AnswerTooLong)):
        with pytest.raises(error):
            answer_suspension(actor=actor_of(who), suspension=made, text=text)
    for text in ("Saya melerai.", "Saya melerai.", "Saya melerai, ada saksi."):
        made = answer_suspension(actor=actor_of(who), suspension=made, text=text)
    assert made.answer == "Saya melerai, ada saksi."
    assert Entry.objects.filter(verb="training.suspension_answered").count() == 2
    review_suspension(actor=actor_of(police), suspension=made, upheld=False, reason="Ada saksi.")
    with pytest.raises(errors.AlreadyReviewed):
        answer_suspension(actor=actor_of(who), suspension=made, text="Masih ada lagi")
    assert answer_suspension(actor=actor_of(who), suspension=made, text="Saya melerai, ada saksi.").upheld is False
    weak = person("ketua_rt", f"{RW}.001")
    _join(weak, mitra)
    seen = suspended(police, weak)
    assert own_suspensions(actor_of(weak, Strength.CODE)) == [], "a number may be somebody else's by now"
    assert access.suspension_for(actor_of(weak, Strength.CODE), seen.pk) is None


def test_the_other_authority_reviews_and_only_once() -> None:
    chief, secretary, police, who = (
        lurah(),
        person("sekretaris_kelurahan", KELURAHAN),
        officer(),
        fit(member(partner())),
    )
    both = officer(name="Dua Jabatan")
    made = suspended(chief, who)
    assert [bool(reviews_waiting(actor_of(each))) for each in (chief, secretary, police)] == [False, False, True]
    for by in (chief, secretary, who, person("ketua_rw", RW), person("kapolsek", "31.73.08")):
        with pytest.raises(Refused):
            review_suspension(actor=actor_of(by), suspension=made, upheld=False, reason="Tidak benar.")
    give_position(
        actor=SYSTEM, person=both, title="sekretaris_kelurahan", unit="31.73.07.1009",
    )  # fmt: skip
    assert access.reviewing_as(actor_of(both), made) == "polsek"
    for wrong, error in (
        ({"reason": " "}, errors.NoReason),
        ({"reason": "Ya.", "until": day(-1)}, errors.EndNotAhead),
        ({"reason": "Ya.", "until": day(91)}, errors.EndTooFar),
    ):
        with pytest.raises(error):
            review_suspension(actor=actor_of(police), suspension=made, upheld=True, **wrong)
    made.refresh_from_db()
    assert made.reviewed_at is None
    first = review_suspension(actor=actor_of(police), suspension=made, upheld=True, reason="Ya.", until=day(60))
    assert first.until is not None
    assert (first.reviewed_authority, timezone.localtime(first.until).date()) == ("polsek", day(61))
    assert not is_fit(who, first.until - timedelta(seconds=1))
    assert review_suspension(actor=actor_of(police), suspension=made, upheld=True, reason="Ya.") == first
    for by, upheld in ((police, False), (both, True)):
        with pytest.raises(errors.AlreadyReviewed):
            review_suspension(actor=actor_of(by), suspension=made, upheld=upheld, reason="Lain.")
    assert reviews_waiting(actor_of(police)) == []
    for by in (police, who):
        with pytest.raises(Refused):
            lift_suspension(actor=actor_of(by), suspension=made, reason="Cukup.")
    for _ in range(2):
        lifted = lift_suspension(actor=actor_of(secretary), suspension=made, reason="Cukup.")
    assert (lifted.review_reason, lifted.lift_reason) == ("Ya.", "Cukup.")
    assert is_fit(who)
    with pytest.raises(errors.SuspensionOver):
        lift_suspension(actor=actor_of(chief), suspension=made, reason="Cukup.")
    verbs = [each.verb for each in Entry.objects.filter(object_id=made.pk).order_by("pk")]
    assert verbs == ["training.duty_suspended", "training.suspension_upheld", "training.suspension_lifted"]
    with time_machine.travel(timezone.now() + timedelta(days=91)):
        late = suspended(chief, fit(member(partner(name="Lain"), name="Lain")), until=day(1))
        with time_machine.travel(timezone.now() + timedelta(days=93)), pytest.raises(errors.SuspensionOver):
            review_suspension(actor=actor_of(police), suspension=late, upheld=True, reason="Terlambat.")


def test_whoever_speaks_for_both_authorities_is_still_one_person() -> None:
    both, who = officer(), member(partner())
    give_position(actor=SYSTEM, person=both, title="sekretaris_kelurahan", unit=KELURAHAN)
    made = suspended(both, who)
    assert not access.may_review(actor_of(both), made).allowed
    assert access.may_lift(actor_of(both), made).allowed


def test_not_upheld_ends_it_in_that_second() -> None:
    chief, police, who = lurah(), officer(), fit(member(partner()))
    made = suspended(police, who)
    found = review_suspension(
        actor=actor_of(chief), suspension=made, upheld=False, reason="Tidak terbukti.", until=day(9)
    )
    assert found.lifted_at is not None
    assert is_fit(who, found.lifted_at)
    assert not is_fit(who, found.lifted_at - timedelta(microseconds=1))
    assert (found.upheld, found.lifted_by) == (False, f"person:{chief.pk}")


def test_overdue_reviews_come_first_and_what_is_over_last() -> None:
    chief, police, mitra, start = lurah(), officer(), partner(), timezone.now()
    names = ("berakhir", "terlambat", "nanti", "segera", "dikuatkan")
    who = {name: member(mitra, name=name) for name in names}
    made = {
        "berakhir": suspended(chief, who["berakhir"], until=day(1)),
        "terlambat": suspended(chief, who["terlambat"], review_by=day(2)),
        "nanti": suspended(chief, who["nanti"], review_by=day(40)),
        "segera": suspended(chief, who["segera"], review_by=day(20)),
        "dikuatkan": suspended(chief, who["dikuatkan"], review_by=day(3)),
    }
    review_suspension(actor=actor_of(police), suspension=made["dikuatkan"], upheld=True, reason="Ya.", until=day(30))
    with time_machine.travel(start + timedelta(days=10)):
        order = [each.row.person.name for each in suspensions_of(actor_of(police))]
        assert order == ["terlambat", "segera", "nanti", "dikuatkan", "berakhir"]
        [told] = reviews_waiting(actor_of(police))
        assert told.words == "3 penangguhan dari tugas menunggu tinjauan Anda. 1 sudah lewat waktunya."
        assert suspensions_of(actor_of(person("lurah", "31.73.07.1002"))) == []
        assert suspensions_of(actor_of(who["segera"])) == []


def test_one_of_another_installation_or_nobody_s_is_not_there() -> None:
    assert access.suspension_for(actor_of(lurah()), uuid4()) is None


@pytest.mark.django_db(transaction=True)
def test_of_two_who_review_at_once_one_is_too_late() -> None:
    made = suspended(lurah(), member(partner()))
    outcomes = _at_once(
        [officer(name="Satu"), officer(name="Dua")],
        lambda by: review_suspension(
            actor=actor_of(by),
            suspension=Suspension.objects.get(pk=made.pk),
            upheld=by.name == "Satu",
            reason="Putusan.",
        ),
    )
    assert sorted(outcomes) == ["AlreadyReviewed", "done"]
    made.refresh_from_db()
    assert made.upheld == (outcomes["done"] == "Satu")
    assert Entry.objects.filter(verb__in=["training.suspension_upheld", "training.suspension_lifted"]).count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_of_one_authority_who_suspend_at_once_make_one_suspension() -> None:
    who = member(partner())
    pair = [lurah(), person("sekretaris_kelurahan", KELURAHAN)]
    _at_once(pair, lambda by: suspended(by, who))
    assert Suspension.objects.count() == 1


def _at_once(people: list[Person], work: Any) -> dict[str, str]:
    """``{outcome: whose}``, of the last with that outcome."""
    together, outcomes = threading.Barrier(len(people)), {}

    def run(by: Person) -> None:
        together.wait(timeout=30)
        try:
            work(by)
            outcomes["done"] = by.name
        except TrainingError as error:
            outcomes[type(error).__name__] = by.name
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(each,)) for each in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes
