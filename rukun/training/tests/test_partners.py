"""Becoming a partner: who applies, who verifies, from when to when; and whoever would like to get round that."""

from datetime import datetime
from typing import Any
from uuid import UUID

import pytest
from django.utils import timezone

from rukun.guard import ANYONE, Refused
from rukun.guard.ids import new_id
from rukun.journal.models import Entry, Note
from rukun.people.actions import add_person, establish_organisation, give_position
from rukun.people.actor import actor_of
from rukun.people.models import Organisation, Person, Position
from rukun.people.tests.factories import SYSTEM, person
from rukun.territory.tests.towns import listed
from rukun.training.actions import partners as actions
from rukun.training.actions.members import begin_membership, consent
from rukun.training.actions.partner_applications import MOST_OPEN
from rukun.training.algo.receipts import hash_of
from rukun.training.algo.states import APPLIED, ENDED, SUSPENDED, VERIFIED
from rukun.training.errors import TrainingError
from rukun.training.errors import partners as errors
from rukun.training.models import Agreement, Document, Membership, Partnership, PartnershipState, Verification
from rukun.training.queries import partners as queries
from rukun.training.tests.partnering import (
    KELURAHAN,
    NOW,
    OTHER,
    REASON,
    RW,
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
from rukun.training.tests.test_partner_papers import PHOTO, PICTURE, SHEET
from rukun.training.ways import WAYS

pytestmark = pytest.mark.django_db


def test_an_ormas_becomes_a_partner_by_two_authorities_and_an_agreement(now: Any) -> None:
    asked, code = applied(documents=[("../../akta.html", SHEET + b"<script>"), ("foto", PHOTO), ("x.exe", PICTURE)])
    kelurahan, polsek = lurah(), police()
    assert hash_of(code) == asked.receipt_hash
    assert [each.name for each in asked.documents.all()] == ["akta.pdf", "foto.jpg", "x.png"]
    assert bytes(asked.documents.all()[0].content) == SHEET
    assert not Organisation.objects.filter(kind="ormas").exists(), "nothing is established by asking"
    assert not Person.objects.filter(name="Ratna Dewi").exists()
    with pytest.raises(errors.StillToBeVerified, match="Kelurahan, Polsek"):
        agree(kelurahan, asked)
    verify(polsek, asked, "polsek")
    with pytest.raises(errors.StillToBeVerified, match=r"ditunggu: Kelurahan\."):
        agree(kelurahan, asked)
    verify(kelurahan, asked, "kelurahan")
    assert state(asked) == APPLIED, "without an agreement it is no partner yet"
    with pytest.raises(Refused):
        agree(polsek, asked)
    agree(kelurahan, asked)
    asked.refresh_from_db()
    assert state(asked) == VERIFIED
    assert asked.organisation is not None
    assert (asked.organisation.kind, asked.organisation.name) == ("ormas", "Mitra Kampung")
    chair = Position.objects.get(organisation=asked.organisation)
    assert (chair.title, chair.person.name, chair.person.phone) == ("ketua", "Ratna Dewi", "+6281270000009")
    joined = Membership.objects.get(organisation=asked.organisation)
    assert joined.accepted_at is not None
    assert joined.consented_at is None, "nobody agrees for them"
    assert verbs() == [
        "partner_applied", "partner_approved", "partner_approved", "partner_agreed", "partner_verified",
        "member_accepted",
    ]  # fmt: skip
    assert not Note.objects.filter(entry__verb__startswith="training.").exists(), "reasons stay in their own rows"
    agreement = asked.agreements.get()
    assert (agreement.since, agreement.until) == (
        datetime.fromisoformat("2026-05-04T00:00:00+07:00"),
        datetime.fromisoformat("2027-05-04T00:00:00+07:00"),
    )


@pytest.mark.parametrize(
    ("kind", "unit", "months"), [("pokdar", KELURAHAN, 36), ("siskamling", RW, 12), ("fkdm", KELURAHAN, 36)]
)
def test_a_short_way_ends_with_the_last_word_of_its_verifiers(kind: str, unit: str, months: int, now: Any) -> None:
    asked = apply(kind, unit=unit, legal_number="", purpose="")
    for authority in WAYS[kind].verifiers:
        assert state(asked) == APPLIED
        with pytest.raises(errors.WithoutAgreement):
            agree(SYSTEM, asked)
        verify(SYSTEM, asked, authority)
    assert state(asked) == VERIFIED
    agreement = asked.agreements.get()
    assert (agreement.until.year - agreement.since.year) * 12 == months


def test_sent_twice_it_is_there_once_and_has_the_same_code(settings: Any) -> None:
    key = new_id()
    asked, code = applied(application_id=key, documents=[("a.pdf", SHEET)])
    again, same = applied(application_id=key, name="Lain sama sekali", documents=[("b.pdf", SHEET)])
    assert (again.pk, again.name, same) == (asked.pk, "Mitra Kampung", code)
    assert applied(kind="pokdar")[1] != code
    Partnership.objects.exclude(pk=key).delete()
    settings.SECRET_KEY = "another by now"
    assert applied(application_id=key)[1] == "", "a code that would find nothing is not shown"
    assert Document.objects.count() == PartnershipState.objects.count() == 1
    assert set(verbs()) == {"partner_applied"}
    verify(SYSTEM, asked, "kelurahan")
    verify(SYSTEM, asked, "kelurahan")
    verify(SYSTEM, asked, "polsek")
    today = timezone.localdate()
    agree(SYSTEM, asked, today)
    agree(SYSTEM, asked, today)
    for action in (actions.suspend_partnership, actions.restore_partnership, actions.end_partnership):
        action(actor=SYSTEM, partnership=asked, reason="Sebab.")
        action(actor=SYSTEM, partnership=asked, reason="Sebab.")
    assert [each.state for each in asked.states.all()] == [APPLIED, VERIFIED, SUSPENDED, VERIFIED, ENDED]
    assert Agreement.objects.count() == 1
    assert verbs()[-3:] == ["partner_suspended", "partner_restored", "partner_ended"]


@pytest.mark.parametrize(
    ("given", "error"),
    [
        ({"kind": "lmk"}, errors.UnknownWay),
        ({"name": " \u200b "}, errors.NamelessPartner),
        ({"name": "x" * 121}, errors.PartnerTextTooLong),
        ({"chair_name": ""}, errors.NamelessChair),
        ({"chair_phone": "0812-RUMAH"}, errors.NotTheChairsNumber),
        ({"legal_number": " "}, errors.WithoutLegalNumber),
        ({"purpose": ""}, errors.WithoutPurpose),
        ({"purpose": "x" * 2001}, errors.PartnerTextTooLong),
        ({"help_offered": ("ronda", "menahan")}, errors.UnknownHelp),
        ({"unit": "31.73.07"}, errors.WrongUnitOfPartner),
        ({"unit": ""}, errors.WrongUnitOfPartner),
        ({"unit": "Palmerah"}, errors.NoSuchUnitHere),
        ({"kind": "pokdar", "unit": RW}, errors.WrongUnitOfPartner),
        ({"kind": "siskamling"}, errors.WrongUnitOfPartner),
        ({"documents": [("a.pdf", SHEET)] * 5}, errors.TooManyDocuments),
        ({"documents": [("a.pdf", SHEET + b" " * 5 * 1024 * 1024)]}, errors.DocumentTooLarge),
        ({"documents": [("a.pdf", SHEET), ("b.pdf", b"<html>")]}, errors.UnfitDocument),
    ],
)
def test_what_is_wrong_with_an_application_is_said_beside_its_field_and_nothing_is_kept(
    given: dict[str, Any], error: type[TrainingError]
) -> None:
    with pytest.raises(error) as raised:
        apply(**{"kind": "ormas", **given})
    assert raised.value.field in {*given, "unit"}
    assert str(raised.value).endswith(".")
    assert not Partnership.objects.exists()
    assert not Document.objects.exists()
    assert not Entry.objects.filter(verb__startswith="training.").exists()


def test_a_unit_that_the_map_does_not_know_is_refused() -> None:
    listed(f"kode,nama\n31,Jakarta\n31.73,Jakarta Barat\n31.73.07,Palmerah\n{KELURAHAN},Palmerah\n")
    apply()
    with pytest.raises(errors.NoSuchUnitHere):
        apply(unit=OTHER)


def test_a_flood_of_applications_stops_at_a_limit_that_other_kelurahan_and_known_groups_do_not_feel() -> None:
    for number in range(MOST_OPEN):
        apply(name=f"Kelompok {number}", unit=RW if number % 2 else KELURAHAN)
    with pytest.raises(errors.TooManyApplications, match="kantor kelurahan"):
        apply(name="Kelompok terakhir")
    apply(unit=OTHER)
    known = establish_organisation(actor=SYSTEM, kind="ormas", name="Yang Dikenal", unit=KELURAHAN)
    apply(actor=lurah(), organisation=known.pk)
    verify(SYSTEM, Partnership.objects.get(name="Kelompok 0"), "polsek", approved=False)
    apply(name="Kelompok terakhir")


def test_a_refusal_ends_it_and_what_was_refused_is_no_partner(now: Any) -> None:
    asked = apply()
    verify(SYSTEM, asked, "polsek")
    for missing in ("", "  \n "):
        with pytest.raises(errors.ReasonMissing):
            verify(SYSTEM, asked, "kelurahan", approved=False, reason=missing)
    verify(lurah(), asked, "kelurahan", approved=False)
    asked.refresh_from_db()
    assert (state(asked), asked.closed_at, asked.organisation) == (ENDED, NOW, None)
    for authority in ("kelurahan", "polsek"):
        with pytest.raises(errors.AlreadyDecided):
            verify(police(), asked, "polsek")
        with pytest.raises(errors.AlreadyDecided):
            verify(SYSTEM, asked, authority, approved=authority == "kelurahan")
    with pytest.raises(errors.NoSuchStep, match="berakhir"):
        agree(SYSTEM, asked)
    assert queries.register(state=ENDED).count() == 0, "what was refused never stands in the register"


def test_only_who_speaks_for_an_authority_there_decides_and_only_for_that_one(now: Any) -> None:
    asked, siskamling = apply(), apply("siskamling", unit=RW, name="Siskamling RW 03", chair_phone="081270000777")
    head_of_rw = actor_of(person("ketua_rw", RW))
    for who, authority in (
        (lurah(), "polsek"),
        (police(), "kelurahan"),
        (lurah(OTHER), "kelurahan"),
        (police(OTHER), "polsek"),
        (ANYONE, "kelurahan"),
        (actor_of(person("petugas_posko", KELURAHAN)), "polsek"),
        (actor_of(person()), "kelurahan"),
    ):
        with pytest.raises(Refused):
            verify(who, asked, authority)
    for who in (police(), lurah(OTHER), ANYONE):
        with pytest.raises(Refused):
            agree(who, asked)
    for who in (head_of_rw, lurah(OTHER), ANYONE):
        with pytest.raises(Refused):
            actions.end_partnership(actor=who, partnership=asked, reason=REASON)
    for authority in ("rw", "camat", ""):
        with pytest.raises(errors.NotItsAuthority):
            verify(head_of_rw, asked, authority)
    verify(head_of_rw, siskamling, "rw")
    with pytest.raises(errors.NotItsAuthority):
        verify(lurah(OTHER), siskamling, "kelurahan")
    assert Verification.objects.count() == 1


def test_one_person_does_not_speak_for_two_authorities(now: Any) -> None:
    both = person("bhabinkamtibmas", KELURAHAN)
    give_position(actor=SYSTEM, person=both, title="sekretaris_kelurahan", unit=KELURAHAN)
    asked = apply()
    verify(actor_of(both), asked, "polsek")
    with pytest.raises(errors.OnePersonTwoAuthorities):
        verify(actor_of(both), asked, "kelurahan")
    verify(lurah(), asked, "kelurahan")
    with pytest.raises(errors.OnePersonTwoAuthorities):
        agree(actor_of(both), asked)
    assert state(asked) == APPLIED


def test_nobody_decides_about_a_group_that_they_applied_for_lead_or_belong_to(now: Any) -> None:
    secretary, chief = person("sekretaris_kelurahan", KELURAHAN), person("lurah", KELURAHAN)
    own = apply(actor=actor_of(secretary))
    with pytest.raises(errors.NotImpartial):
        verify(actor_of(secretary), own, "kelurahan")
    led = apply(chair_name=chief.name, chair_phone=chief.phone, name="Yang lain")
    with pytest.raises(errors.NamedAsChair):
        verify(actor_of(chief), led, "kelurahan")
    verify(actor_of(secretary), led, "kelurahan")
    made = partner(name="Ketiga", chair_phone="081270000778")
    assert made.organisation is not None
    give_position(actor=SYSTEM, person=secretary, title="bendahara", unit=KELURAHAN, organisation=made.organisation)
    consent(
        actor=actor_of(chief),
        membership=begin_membership(actor=SYSTEM, person=chief.pk, organisation=made.organisation.pk),
    )
    for who in (secretary, chief):
        with pytest.raises(errors.NotImpartial):
            actions.suspend_partnership(actor=actor_of(who), partnership=made, reason=REASON)
    assert state(made) == VERIFIED


def test_somebody_elses_number_makes_nobody_a_chair_and_tells_nothing_of_whose_it_is(now: Any) -> None:
    victim = person(name="Haji Mahmud")
    asked = apply("pokdar", chair_phone=victim.phone)
    with pytest.raises(errors.ChairUnfit) as other_name:
        verify(police(), asked, "polsek")
    child = add_person(actor=SYSTEM, name="Ratna Dewi", phone="081270000779", adult=False)
    minor = apply("pokdar", chair_phone=child.phone, name="Lain")
    with pytest.raises(errors.ChairUnfit) as too_young:
        verify(police(), minor, "polsek")
    assert str(other_name.value) == str(too_young.value)
    assert "Mahmud" not in str(other_name.value)
    assert state(asked) == state(minor) == APPLIED, "nothing is half done"
    assert not Verification.objects.exists()
    assert not Organisation.objects.filter(kind="pokdar").exists()
    assert not Position.objects.filter(person=victim).exists()
    verify(police(), asked, "polsek", approved=False)


def test_a_chair_who_is_known_by_that_name_stays_the_same_person(now: Any) -> None:
    known = person(name="Ratna Dewi")
    made = partner(chair_name=" ratna  DEWI ", chair_phone=known.phone)
    assert Position.objects.get(organisation=made.organisation).person == known
    assert Person.objects.filter(name__icontains="ratna").count() == 1


def test_a_registered_organisation_is_applied_for_by_its_board_or_whoever_manages_people_there(now: Any) -> None:
    known = establish_organisation(actor=SYSTEM, kind="ormas", name="Mitra Kampung", unit=KELURAHAN)
    chair, treasurer = person(name="Ratna Dewi"), person()
    give_position(actor=SYSTEM, person=chair, title="ketua", unit=KELURAHAN, organisation=known)
    give_position(actor=SYSTEM, person=treasurer, title="bendahara", unit=KELURAHAN, organisation=known)
    with pytest.raises(errors.OrganisationKnown):
        apply(name="mitra kampung")
    for who in (ANYONE, actor_of(treasurer), lurah(OTHER), police()):
        with pytest.raises(Refused):
            apply(actor=who, organisation=known.pk)
    with pytest.raises(errors.OrganisationDiffers):
        apply("pokdar", actor=actor_of(chair), organisation=known.pk)
    made = apply(actor=actor_of(chair), organisation=known.pk, name="Nama Lain", chair_phone=chair.phone)
    assert made.name == "Mitra Kampung"
    with pytest.raises(errors.AlreadyPartner):
        apply(actor=actor_of(chair), organisation=known.pk)
    for authority in ("kelurahan", "polsek"):
        verify(SYSTEM, made, authority)
    agree(SYSTEM, made)
    assert Position.objects.filter(organisation=known, title="ketua").count() == 1
    with pytest.raises(Refused):
        apply(actor=actor_of(chair), organisation=UUID(int=1))


def test_a_name_that_was_taken_while_the_application_waited_is_said_and_nothing_is_half_done(now: Any) -> None:
    asked = apply("pokdar")
    establish_organisation(actor=SYSTEM, kind="pokdar", name="Mitra Kampung", unit=KELURAHAN)
    with pytest.raises(errors.OrganisationKnown):
        verify(SYSTEM, asked, "polsek")
    assert state(asked) == APPLIED
    assert not Verification.objects.exists()
