"""Being a partner: agreements, suspension, the end, the register, and who is told what waits for them."""

import threading
from contextlib import suppress
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from rukun.guard import ANYONE, Actor, Refused
from rukun.guard.ids import new_id
from rukun.people.actor import actor_of
from rukun.people.models import Organisation, Position
from rukun.people.tests.factories import SYSTEM, person
from rukun.training.actions import partners as actions
from rukun.training.actions.partner_applications import MOST_OPEN
from rukun.training.algo.states import APPLIED, ENDED, PARTNERSHIP, SUSPENDED, VERIFIED, standing_at
from rukun.training.errors import TrainingError
from rukun.training.errors import partners as errors
from rukun.training.models import Agreement, Document, Partnership, PartnershipState
from rukun.training.queries import partners as queries
from rukun.training.tests.partnering import (
    KELURAHAN,
    NOW,
    OTHER,
    REASON,
    RW,
    TODAY,
    agree,
    applied,
    apply,
    lurah,
    partner,
    police,
    state,
    verbs,
    verify,
)
from rukun.training.tests.test_partner_papers import SHEET

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("since", "days", "number", "error", "field"),
    [
        (TODAY - timedelta(days=40), 39, "1", errors.AgreementPast, "until_last_day"),
        (TODAY - timedelta(days=1), 364, "1", errors.AgreementTooEarly, "since"),
        (TODAY, -1, "1", errors.AgreementBackwards, "until_last_day"),
        (TODAY + timedelta(days=366), 30, "1", errors.AgreementTooFar, "since"),
        (TODAY, 5 * 366, "1", errors.AgreementTooLong, "until_last_day"),
        (date(2062, 5, 4), 30, "1", errors.AgreementTooFar, "since"),
        (TODAY, 364, " ", errors.AgreementUnnumbered, "number"),
    ],
)
def test_an_agreement_in_the_past_backwards_or_endless_is_refused_in_words(
    since: date, days: int, number: str, error: type[TrainingError], field: str, now: Any
) -> None:
    asked = apply()
    for authority in ("kelurahan", "polsek"):
        verify(SYSTEM, asked, authority)
    with pytest.raises(error) as raised:
        agree(lurah(), asked, since, days, number)
    assert raised.value.field == field
    assert not Agreement.objects.exists()
    assert state(asked) == APPLIED
    agree(SYSTEM, asked, TODAY, (date(2031, 5, 4) - TODAY).days)
    assert state(asked) == VERIFIED, "five years, as papers count them"


def test_an_agreement_signed_last_week_is_entered_today_but_not_before_the_application(now: Any) -> None:
    asked = apply()
    for authority in ("kelurahan", "polsek"):
        verify(SYSTEM, asked, authority)
    now.move_to(NOW + timedelta(days=50))
    with pytest.raises(errors.AgreementTooEarly):
        agree(SYSTEM, asked, TODAY + timedelta(days=18))
    agree(SYSTEM, asked, TODAY + timedelta(days=19))
    assert state(asked) == VERIFIED


def test_a_further_agreement_follows_the_first_and_does_not_overlap_it(now: Any) -> None:
    made = partner()
    with pytest.raises(errors.AgreementOverlaps, match="3 Mei 2027"):
        agree(lurah(), made, TODAY + timedelta(days=364), number="PKS/2")
    agree(lurah(), made, TODAY + timedelta(days=365), number="PKS/2")
    assert state(made) == VERIFIED
    now.move_to(NOW + timedelta(days=400))
    assert state(made) == VERIFIED
    now.move_to(NOW + timedelta(days=800))
    assert state(made) == ENDED, "the agreement ran out"
    assert [each.pk for each in queries.register(state=ENDED)] == [made.pk]
    assert not queries.register()


@pytest.mark.django_db(transaction=True)
def test_a_flood_at_the_same_moment_fills_no_more_than_the_limit() -> None:
    for number in range(MOST_OPEN - 1):
        apply(name=f"Kelompok {number}")
    outcomes: list[str] = []
    together = threading.Barrier(4)

    def send(name: str) -> None:
        together.wait(timeout=30)
        try:
            apply(name=name)
            outcomes.append("in")
        except errors.TooManyApplications:
            outcomes.append("full")
        finally:
            connections.close_all()

    threads = [threading.Thread(target=send, args=(f"Sekaligus {number}",)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["full", "full", "full", "in"]
    assert Partnership.objects.count() == MOST_OPEN


def test_a_short_way_is_prolonged_for_no_longer_than_the_way_says(now: Any) -> None:
    made = partner("siskamling", unit=RW)
    head, ends = actor_of(person("ketua_rw", RW)), TODAY + timedelta(days=365)
    with pytest.raises(Refused):
        agree(lurah(OTHER), made, ends, number="")
    with pytest.raises(errors.AgreementOverlaps):
        agree(head, made, ends - timedelta(days=1), number="")
    with pytest.raises(errors.AgreementTooLong):
        agree(head, made, ends, 370, number="")
    agree(head, made, ends, 364, number="")
    assert made.agreements.count() == 2


def test_a_suspension_waits_for_an_authority_and_an_end_is_final(now: Any) -> None:
    made = partner()
    actions.suspend_partnership(actor=police(), partnership=made, reason="Ada keluhan.")
    assert state(made) == SUSPENDED
    with pytest.raises(errors.NoSuchStep, match="ditangguhkan"):
        agree(lurah(), made, TODAY + timedelta(days=365))
    for who in (ANYONE, lurah(OTHER), actor_of(person("ketua_rw", RW))):
        with pytest.raises(Refused):
            actions.restore_partnership(actor=who, partnership=made, reason=REASON)
    actions.restore_partnership(actor=actor_of(person("kapolsek", "31.73.07")), partnership=made, reason="Selesai.")
    chair = actor_of(Position.objects.get(organisation=made.organisation).person)
    for action in (actions.suspend_partnership, actions.restore_partnership):
        with pytest.raises(Refused):
            action(actor=chair, partnership=made, reason=REASON)
    actions.end_partnership(actor=chair, partnership=made, reason="Kami berhenti.")
    made.refresh_from_db()
    assert (state(made), made.closed_at) == (ENDED, NOW)
    for action in (actions.suspend_partnership, actions.restore_partnership):
        with pytest.raises(errors.NoSuchStep):
            action(actor=police(), partnership=made, reason=REASON)


def test_an_application_is_neither_suspended_nor_made_a_partner_by_restoring_it(now: Any) -> None:
    asked = apply()
    for action in (actions.suspend_partnership, actions.restore_partnership):
        with pytest.raises(errors.NoSuchStep, match="diajukan"):
            action(actor=police(), partnership=asked, reason=REASON)
    assert state(asked) == APPLIED


def test_whoever_has_the_receipt_takes_the_application_back_until_it_is_decided(now: Any) -> None:
    asked, code = applied()
    assert actions.withdraw_application(actor=ANYONE, code="0" * 15) is None
    assert actions.withdraw_application(actor=ANYONE, code="") is None
    for _twice in range(2):
        assert actions.withdraw_application(actor=ANYONE, code=code.lower()) == asked
    assert [each.state for each in asked.states.all()] == [APPLIED, ENDED]
    made, code = applied("pokdar")
    verify(SYSTEM, made, "polsek")
    with pytest.raises(errors.NoSuchStep):
        actions.withdraw_application(actor=ANYONE, code=code)


def test_what_ran_out_long_ago_is_ended_and_makes_way_for_a_new_application(now: Any) -> None:
    made, other = partner(), partner(name="Yang lain", chair_phone="081270000780", unit=OTHER)
    now.move_to(NOW + timedelta(days=366))
    chair = actor_of(Position.objects.get(organisation=made.organisation).person)
    assert actions.end_lapsed() == 0, "for a while it can still be prolonged"
    anew = apply(actor=chair, organisation=made.organisation_id)
    made.refresh_from_db()
    assert (state(made), state(anew)) == (ENDED, APPLIED)
    assert made.closed_at == timezone.now()
    agree(lurah(OTHER), other, TODAY + timedelta(days=366))
    now.move_to(NOW + timedelta(days=366 + 179))
    assert actions.end_lapsed() == 0
    now.move_to(NOW + timedelta(days=366 + 181))
    assert (actions.end_lapsed(), state(anew)) == (1, ENDED), "nobody decided about it for half a year"
    now.move_to(NOW + timedelta(days=366 + 364 + 89))
    assert actions.end_lapsed() == 0
    now.move_to(NOW + timedelta(days=366 + 365 + 91))
    assert (actions.end_lapsed(), actions.end_lapsed()) == (1, 0)
    other.refresh_from_db()
    assert other.closed_at == timezone.now()


def test_a_paper_is_read_by_those_who_verify_and_each_reading_is_recorded() -> None:
    asked = apply(documents=[("a.pdf", SHEET)])
    paper = Document.objects.defer("content").get()
    for who in (ANYONE, lurah(OTHER), actor_of(person("petugas_posko", KELURAHAN)), actor_of(person("ketua_rw", RW))):
        with pytest.raises(Refused):
            actions.read_document(actor=who, partnership=asked, document=paper)
    assert bytes(actions.read_document(actor=police(), partnership=asked, document=paper).content) == SHEET
    other = apply(name="Lain")
    with pytest.raises(Document.DoesNotExist):
        actions.read_document(actor=police(), partnership=other, document=paper)
    assert verbs().count("document_read") == 1


@pytest.mark.django_db(transaction=True)
def test_two_verifiers_at_the_same_moment_make_one_partner() -> None:
    asked, outcomes, together = apply("siskamling", unit=RW), [], threading.Barrier(2)
    actors = {"rw": actor_of(person("ketua_rw", RW)), "polsek": police()}

    def speak(authority: str) -> None:
        together.wait(timeout=30)
        try:
            verify(actors[authority], asked, authority)
            outcomes.append("done")
        finally:
            connections.close_all()

    threads = [threading.Thread(target=speak, args=(authority,)) for authority in actors]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert outcomes == ["done", "done"]
    assert [each.state for each in asked.states.all()] == [APPLIED, VERIFIED]
    assert Agreement.objects.count() == Organisation.objects.filter(kind="siskamling").count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_same_form_sent_twice_at_the_same_moment_is_stored_once() -> None:
    key, codes, together = new_id(), [], threading.Barrier(2)

    def send() -> None:
        together.wait(timeout=30)
        try:
            codes.append(applied(application_id=key, documents=[("a.pdf", SHEET)])[1])
        finally:
            connections.close_all()

    threads = [threading.Thread(target=send) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert codes[0] == codes[1] != ""
    assert Partnership.objects.count() == PartnershipState.objects.count() == Document.objects.count() == 1


STEPS = ("kelurahan", "polsek", "refuse", "agree", "renew", "suspend", "restore", "end", "withdraw", "lapse", "wait")


@settings(max_examples=12)
@given(st.lists(st.sampled_from(STEPS), max_size=12))
@pytest.mark.django_db(transaction=True)
def test_whatever_is_tried_in_whatever_order_states_follow_the_table_and_the_register_agrees(steps: list[str]) -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        asked, code = applied(name=f"Mitra {new_id()}", chair_phone="081270000781")
        for step in steps:
            before = state(asked)
            with suppress(TrainingError):
                _do(step, asked, code, clock)
            history = [each.state for each in asked.states.all()]
            assert all(after in PARTNERSHIP[before] for before, after in zip(["", *history], history, strict=False))
            asked.refresh_from_db()
            assert (asked.closed_at is not None) == (history[-1] == ENDED)
            if before == APPLIED and state(asked) == VERIFIED:
                spoken = {each.authority for each in asked.verifications.filter(approved=True)}
                assert spoken == {"kelurahan", "polsek"}
                assert asked.agreements.exists()
            _register_agrees(asked)
        Partnership.objects.all().delete()


def _do(step: str, asked: Partnership, code: str, clock: Any) -> None:
    today = timezone.localdate()
    if step in ("kelurahan", "polsek"):
        verify(SYSTEM, asked, step)
    elif step == "refuse":
        verify(SYSTEM, asked, "polsek", approved=False)
    elif step in ("agree", "renew"):
        agree(SYSTEM, asked, today if step == "agree" else today + timedelta(days=100), 99, number=f"{today} {step}")
    elif step == "withdraw":
        actions.withdraw_application(actor=ANYONE, code=code)
    elif step == "lapse":
        actions.end_lapsed()
    elif step == "wait":
        clock.shift(timedelta(days=110))
    else:
        {
            "suspend": actions.suspend_partnership,
            "restore": actions.restore_partnership,
            "end": actions.end_partnership,
        }[step](actor=SYSTEM, partnership=asked, reason=REASON)


def _register_agrees(asked: Partnership) -> None:
    """What the database says of the state is what the algorithm says, and no application stands in the register."""
    history = queries.history_of(asked)
    now = timezone.now()
    counts = standing_at(history, queries.spans_of(asked), now)
    shown = {
        each.standing
        for wanted in ("", VERIFIED, SUSPENDED, ENDED)
        for each in queries.register(state=wanted).filter(pk=asked.pk)
    }
    assert shown == ({counts} if VERIFIED in {each for _since, each in history} else set())


def test_what_waits_is_told_to_those_for_whom_it_waits_and_to_nobody_else(now: Any) -> None:
    asked = apply()
    kelurahan, polsek, head = lurah(), police(), actor_of(person("ketua_rw", RW))
    night = apply("siskamling", unit=RW, name="Siskamling", chair_phone="081270000782")

    def waiting(who: Actor) -> list[tuple[str, str]]:
        return [
            (each.partnership.name, each.authority.code if each.authority else "") for each in queries.worklist_for(who)
        ]

    assert waiting(kelurahan) == [("Mitra Kampung", "kelurahan")]
    assert waiting(polsek) == [("Mitra Kampung", "polsek"), ("Siskamling", "polsek")]
    assert waiting(head) == [("Siskamling", "rw")]
    for other in (ANYONE, lurah(OTHER), actor_of(person())):
        assert waiting(other) == []
        assert queries.renewals_due(other) == []
    verify(polsek, asked, "polsek")
    verify(kelurahan, asked, "kelurahan")
    assert waiting(polsek) == [("Siskamling", "polsek")]
    assert waiting(kelurahan) == [("Mitra Kampung", "")], "its agreement"
    told = [each.words for each in queries.renewals_due(kelurahan)]
    assert told == ["1 pengajuan mitra sudah dibenarkan semua pihak. Catat perjanjiannya."]
    agree(kelurahan, asked)
    assert waiting(kelurahan) == []
    verify(polsek, night, "polsek", approved=False)
    assert waiting(head) == []


def test_a_renewal_is_called_for_sixty_days_before_and_until_it_is_too_late(now: Any) -> None:
    made = partner()
    chair = actor_of(Position.objects.get(organisation=made.organisation).person)
    readers = (lurah(), police(), chair)
    for days, told in ((304, ""), (306, "berakhir setelah 3 Mei 2027"), (366, "sudah berakhir"), (456, "")):
        now.move_to(NOW + timedelta(days=days))
        for reader in readers:
            words = " ".join(each.words for each in queries.renewals_due(reader))
            assert told in words
            assert bool(told) == bool(words), (days, words)
        assert queries.renewals_due(lurah(OTHER)) == queries.renewals_due(ANYONE) == []
    now.move_to(NOW + timedelta(days=306))
    for reader, do in zip(
        readers, ("Perpanjang sebelumnya", *["Hubungi Kelurahan untuk memperpanjang"] * 2), strict=True
    ):
        assert do in queries.renewals_due(reader)[0].words
    night = partner("siskamling", unit=RW, name="Siskamling", chair_phone="081270000782")
    head = actor_of(Position.objects.get(organisation=night.organisation).person)
    now.move_to(NOW + timedelta(days=306 + 330))
    assert "Hubungi Pengurus RW atau Polsek" in queries.renewals_due(head)[0].words
    assert "Perpanjang sebelumnya" in queries.renewals_due(readers[1])[0].words
    now.move_to(NOW + timedelta(days=306))
    agree(readers[0], made, TODAY + timedelta(days=365))
    assert queries.renewals_due(chair) == []


def test_the_register_takes_as_few_queries_for_many_as_for_one() -> None:
    partner()
    with CaptureQueriesContext(connection) as one:
        assert len(list(queries.register())) == 1
    for number in range(3):
        partner(name=f"Mitra {number}", chair_phone=f"08127000100{number}")
    with CaptureQueriesContext(connection) as many:
        assert len(list(queries.register(unit="31.73"))) == 4
    assert len(one) == len(many) == 1
    assert not queries.register(unit=OTHER)
    assert not queries.register(kind="pokdar")
