"""In whose name something is decided about a partner, who cannot be kept from deciding, and what of a chair is kept."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from rukun.guard import ANYONE, Actor, Refused
from rukun.guard.ids import new_id
from rukun.journal.models import Entry
from rukun.people.actions import close_organisation, end_position, give_position
from rukun.people.actor import actor_of
from rukun.people.models import Person, Position
from rukun.people.tests.factories import SYSTEM, person
from rukun.territory.tests.towns import listed
from rukun.training.actions import partners as actions
from rukun.training.actions.members import consent, invite_member, leave
from rukun.training.algo.states import APPLIED, ENDED, SUSPENDED, VERIFIED
from rukun.training.content import conduct, courses
from rukun.training.errors import partners as errors
from rukun.training.forms.partners import minted
from rukun.training.models import Agreement, Document, Partnership
from rukun.training.queries import partners as queries
from rukun.training.queries.fitness import duty_status
from rukun.training.tests import factories, slow_fitness
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
from rukun.ui.dates import first_moment

pytestmark = pytest.mark.django_db
ENDS = TODAY + timedelta(days=365)
"""The first day after a siskamling's year."""


@pytest.fixture
def town() -> None:
    listed(
        "kode,nama\n31,Jakarta\n31.73,Jakarta Barat\n31.73.07,Palmerah\n31.73.07.1001,Palmerah\n"
        "31.73.07.1001.003,RW 03\n31.73.07.1002,Slipi\n"
    )


def head() -> Actor:
    return actor_of(person("ketua_rw", RW, name="Pak RW"))


def chair_of(made: Partnership) -> Person:
    return Position.objects.get(organisation=made.organisation, title="ketua").person


# Who cannot be kept from deciding


def test_an_invitation_keeps_nobody_from_deciding_about_the_group(now: Any) -> None:
    made, officer = partner(), person("lurah", KELURAHAN, name="Ibu Hartati")
    assert made.organisation is not None
    chair = factories.chair(made.organisation)
    invited = invite_member(
        actor=actor_of(chair),
        organisation=made.organisation.pk,
        name=officer.name,
        phone=officer.phone,
        unit="",
        adult=True,
    )
    actions.suspend_partnership(actor=actor_of(officer), partnership=made, reason=REASON)
    assert state(made) == SUSPENDED
    consent(actor=actor_of(officer), membership=invited)
    with pytest.raises(errors.NotImpartial):
        actions.end_partnership(actor=actor_of(officer), partnership=made, reason=REASON)
    leave(actor=actor_of(officer), membership=invited)
    with pytest.raises(errors.NotImpartial):
        actions.restore_partnership(actor=actor_of(officer), partnership=made, reason=REASON)
    now.move_to(NOW + timedelta(days=91))
    actions.restore_partnership(actor=actor_of(officer), partnership=made, reason=REASON)


def test_whom_a_stranger_names_as_chair_refuses_all_the_same_and_does_not_approve(now: Any) -> None:
    officer = person("lurah", KELURAHAN, name="Ibu Hartati")
    by_number = apply(chair_name="Budi", chair_phone=officer.phone)
    verify(actor_of(officer), by_number, "kelurahan")
    named = apply(chair_name=officer.name, chair_phone=officer.phone, name="Lain")
    with pytest.raises(errors.NamedAsChair, match="boleh menolak"):
        verify(actor_of(officer), named, "kelurahan")
    verify(actor_of(officer), named, "kelurahan", approved=False)
    assert state(named) == ENDED


def test_whoever_held_an_office_in_the_group_a_short_while_ago_does_not_decide_about_it(now: Any) -> None:
    made, officer = partner(), person("lurah", KELURAHAN)
    assert made.organisation is not None
    held = give_position(
        actor=SYSTEM, person=officer, title="bendahara", unit=KELURAHAN, organisation=made.organisation
    )
    now.shift(timedelta(days=1))
    end_position(actor=SYSTEM, position=held)
    with pytest.raises(errors.NotImpartial):
        actions.suspend_partnership(actor=actor_of(officer), partnership=made, reason=REASON)
    now.shift(timedelta(days=91))
    actions.suspend_partnership(actor=actor_of(officer), partnership=made, reason=REASON)


# In whose name


def test_only_the_authority_that_suspended_restores_and_the_other_may_end(now: Any) -> None:
    made = partner()
    actions.suspend_partnership(actor=police(), partnership=made, reason="Ada kekerasan.")
    with pytest.raises(Refused) as refused:
        actions.restore_partnership(actor=lurah(), partnership=made, reason="Biar saja.")
    assert "ditangguhkan atas nama Polsek" in refused.value.reason
    assert state(made) == SUSPENDED
    with pytest.raises(errors.NoSuchStep):
        actions.suspend_partnership(actor=lurah(), partnership=made, reason="Saya juga.")
    chief = actor_of(person("kapolsek", "31.73.07"))
    actions.restore_partnership(actor=chief, partnership=made, reason="Selesai.")
    actions.suspend_partnership(actor=lurah(), partnership=made, reason="Ada pungutan.")
    with pytest.raises(Refused):
        actions.restore_partnership(actor=chief, partnership=made, reason=REASON)
    actions.end_partnership(actor=chief, partnership=made, reason=REASON)
    assert [each.authority for each in made.states.all()] == [
        "", "kelurahan", "polsek", "polsek", "kelurahan", "polsek",
    ]  # fmt: skip


def test_whoever_speaks_for_both_restores_in_the_name_of_the_one_that_suspended(now: Any) -> None:
    both = person("sekretaris_kelurahan", KELURAHAN)
    give_position(actor=SYSTEM, person=both, title="bhabinkamtibmas", unit=KELURAHAN)
    made = partner()
    actions.suspend_partnership(actor=police(), partnership=made, reason=REASON)
    actions.restore_partnership(actor=actor_of(both), partnership=made, reason=REASON)
    assert [each.authority for each in made.states.all()][-2:] == ["polsek", "polsek"]
    actions.end_partnership(actor=actor_of(chair_of(made)), partnership=made, reason=REASON)
    newest = made.states.last()
    assert newest is not None
    assert newest.authority == "", "the chair speaks for the group"


def test_a_siskamling_is_prolonged_only_when_each_of_its_verifiers_has_entered_the_same_days(now: Any) -> None:
    made, rw, polsek = partner("siskamling", unit=RW), head(), police()
    for _twice in range(2):
        agree(rw, made, ENDS, number="")
    proposal = made.agreements.get(awaiting="polsek")
    assert made.agreements.count() == 2
    now.move_to(NOW + timedelta(days=370))
    assert made.organisation is not None
    worker = factories.fit(factories.member(made.organisation))
    assert state(made) == ENDED, "one alone prolongs nothing"
    assert not queries.register()
    assert "Kemitraan Mitra Kampung sudah berakhir." in duty_status(worker.pk, timezone.now()).words
    code = (conduct().version, first_moment(conduct().since))
    assert "partner" in slow_fitness.why_not(worker.pk, timezone.now(), "", courses(), code)
    assert actions.end_lapsed() == 0, "there is still time"
    agree(polsek, made, ENDS, number="")
    proposal.refresh_from_db()
    assert (proposal.awaiting, state(made)) == ("", VERIFIED)
    assert duty_status(worker.pk, timezone.now()).allowed
    assert [each.pk for each in queries.register()] == [made.pk]
    agree(polsek, made, ENDS, number="")
    assert made.agreements.count() == 2
    assert verbs().count("partner_agreed") == 2


def test_one_person_does_not_prolong_for_two_authorities_and_other_days_take_the_place_of_the_first(now: Any) -> None:
    made = partner("siskamling", unit=RW)
    both = person("ketua_rw", RW)
    give_position(actor=SYSTEM, person=both, title="bhabinkamtibmas", unit=KELURAHAN)
    for _twice in range(2):
        agree(actor_of(both), made, ENDS, number="")
    assert made.agreements.get(since__gt=NOW).awaiting == "polsek"
    agree(police(), made, ENDS, 300, number="")
    proposed = made.agreements.get(since__gt=NOW)
    assert proposed.awaiting == "rw", "the Polsek's own days, which the RW has not seen yet"
    now.move_to(NOW + timedelta(days=365 + 32))
    with pytest.raises(errors.AgreementTooEarly):
        agree(actor_of(both), made, ENDS, 300, number="")
    now.move_to(NOW + timedelta(days=365 + 91))
    assert actions.end_lapsed() == 1, "what nobody confirmed keeps nothing alive"


def test_what_waits_for_a_second_word_is_told_to_those_who_can_give_it(now: Any) -> None:
    made, rw, polsek = partner("siskamling", unit=RW, name="Siskamling RW 03"), head(), police()
    now.move_to(NOW + timedelta(days=330))
    agree(rw, made, ENDS, number="")

    def told(who: Actor) -> str:
        return " ".join(each.words for each in queries.renewals_due(who))

    assert told(polsek) == "Perpanjangan kemitraan Siskamling RW 03 menunggu Anda."
    assert "Perpanjangannya menunggu Polsek." in told(rw)
    assert "Perpanjangannya menunggu Polsek." in told(actor_of(chair_of(made)))
    assert told(lurah()) == ""
    assert queries.worklist_for(rw) == queries.worklist_for(police(OTHER)) == []
    agree(polsek, made, ENDS, number="")
    assert told(polsek) == told(rw) == ""
    now.shift(timedelta(days=60))
    agree(rw, made, ENDS + timedelta(days=365), number="")
    assert [each.prolongs for each in queries.worklist_for(polsek)] == [True]
    actions.suspend_partnership(actor=polsek, partnership=made, reason=REASON)
    assert queries.worklist_for(polsek) == [], "while it is suspended nobody prolongs it"


def test_in_the_browser_the_second_verifier_confirms_with_one_button(now: Any, town: None) -> None:
    made = partner("siskamling", unit=RW, name="Siskamling RW 03")
    now.move_to(NOW + timedelta(days=330))
    first, second, here = Client(), Client(), f"/mitra/{made.pk}/"
    first.force_login(person("ketua_rw", RW))
    second.force_login(person("bhabinkamtibmas", KELURAHAN))
    assert "Berlaku setelah Pengurus RW dan Polsek" in first.get(f"{here}perjanjian/").content.decode()
    sent = {"number": "", "since": ENDS.isoformat(), "until_last_day": (ENDS + timedelta(days=364)).isoformat()}
    first.post(f"{here}perjanjian/", sent)
    text = first.get(here).content.decode()
    assert "Perpanjangan 4 Mei 2027 sampai 2 Mei 2028 belum berlaku." in text
    assert "Menunggu Polsek." in text
    assert "Benarkan perpanjangan" not in text
    assert "belum berlaku" not in Client().get(here).content.decode()
    assert "perpanjangan dibenarkan atas nama Polsek" in second.get("/mitra/").content.decode()
    assert "perpanjangannya menunggu Polsek" in first.get("/mitra/").content.decode()
    text = second.get(here).content.decode()
    assert "Benarkan perpanjangan" in text
    hidden = text.split("Menunggu Polsek.")[1]
    given = {name: hidden.split(f'name="{name}" value="')[1].split('"')[0] for name in sent}
    assert given == sent
    assert 'value="Selasa, 2 Mei 2028"' in second.get(f"{here}perjanjian/").content.decode()
    assert second.post(f"{here}perjanjian/", given).headers["Location"] == here
    assert not Agreement.objects.exclude(awaiting="").exists()
    assert "belum berlaku" not in second.get(here).content.decode()


def test_a_suspension_names_its_authority_and_only_that_one_has_the_button(
    client: Client, now: Any, town: None
) -> None:
    made = partner()
    here = f"/mitra/{made.pk}/"
    actions.suspend_partnership(actor=police(), partnership=made, reason="Ada keluhan.")
    client.force_login(person("lurah", KELURAHAN))
    text = client.get(here).content.decode()
    assert "atas nama Polsek" in text
    assert f"{here}pulihkan/" not in text
    assert f"{here}akhiri/" in text
    refused = client.get(f"{here}pulihkan/")
    assert (refused.status_code, "pihak itu juga yang mencabutnya" in refused.content.decode()) == (403, True)
    assert client.post(f"{here}pulihkan/", {"reason": "x"}).status_code == 403
    assert state(made) == SUSPENDED


# A group that is there no more


def test_a_closed_organisation_is_nobodys_partner_any_more(now: Any) -> None:
    made = partner()
    assert made.organisation is not None
    now.move_to(NOW + timedelta(days=320))
    assert queries.ending_soon(lurah())
    for each in Position.objects.filter(organisation=made.organisation, until=None):
        end_position(actor=SYSTEM, position=each)
    close_organisation(actor=SYSTEM, organisation=made.organisation)
    now.shift(timedelta(seconds=1))
    made.refresh_from_db()
    assert not queries.register()
    (row,) = queries.register(state=ENDED)
    closed = NOW + timedelta(days=320)
    assert (row.standing, row.ends) == (ENDED, closed)
    assert (queries.detail_of(made).state, queries.detail_of(made).ends) == (ENDED, closed)
    assert Client().get(f"/api/v1/partners/{made.pk}").json()["state"] == ENDED
    assert queries.ending_soon(lurah()) == []
    with pytest.raises(errors.NoSuchStep, match="berakhir"):
        agree(lurah(), made, ENDS, number="PKS/2")
    assert (actions.end_lapsed(), actions.end_lapsed()) == (1, 0)
    made.refresh_from_db()
    assert made.closed_at == timezone.now()
    assert Entry.objects.get(verb="training.partner_ended").codes == {"because": "closed"}


def test_a_suspended_partner_whose_organisation_was_closed_is_not_restored(now: Any) -> None:
    made = partner()
    assert made.organisation is not None
    actions.suspend_partnership(actor=lurah(), partnership=made, reason=REASON)
    for each in Position.objects.filter(organisation=made.organisation, until=None):
        end_position(actor=SYSTEM, position=each)
    close_organisation(actor=SYSTEM, organisation=made.organisation)
    with pytest.raises(errors.NoSuchStep, match="berakhir"):
        actions.restore_partnership(actor=lurah(), partnership=made, reason=REASON)


# What of a chair is kept, and who reads it


def test_what_the_application_said_of_the_chair_goes_when_it_becomes_a_partner(now: Any) -> None:
    asked = apply("pokdar")
    refused = apply("pokdar", name="Lain")
    verify(police(), refused, "polsek", approved=False)
    verify(police(), asked, "polsek")
    asked.refresh_from_db()
    refused.refresh_from_db()
    assert (asked.chair_name, asked.chair_phone) == ("", "")
    assert chair_of(asked).name == "Ratna Dewi"
    assert refused.chair_name == "Ratna Dewi", "until it goes as a whole"


def test_the_chairs_number_is_read_by_a_verifier_of_an_open_application_and_each_time_recorded(
    client: Client, now: Any, town: None
) -> None:
    asked = apply("pokdar")
    here = f"/mitra/{asked.pk}/"
    contact, number = f"{here}ketua/", "tel:+6281270000009"
    assert client.post(contact).status_code == 302
    for title, unit in (("bhabinkamtibmas", OTHER), ("lurah", KELURAHAN), ("ketua_rw", RW)):
        client.force_login(person(title, unit))
        assert client.post(contact).status_code == 404, title
    client.force_login(person("bhabinkamtibmas", KELURAHAN))
    assert number not in client.get(here).content.decode()
    assert client.get(contact).status_code == 405
    assert not Entry.objects.filter(verb="training.chair_contact_read").exists()
    answer = client.post(contact)
    assert number in answer.content.decode()
    assert "no-store" in answer.headers["Cache-Control"]
    entry = Entry.objects.get(verb="training.chair_contact_read")
    assert (entry.object_id, entry.codes) == (str(asked.pk), {})
    verify(SYSTEM, asked, "polsek")
    assert client.post(contact).status_code == 403
    assert Entry.objects.filter(verb="training.chair_contact_read").count() == 1
    with pytest.raises(Refused):
        actions.read_chair_contact(actor=ANYONE, partnership=asked)


# The form's own id


@pytest.mark.parametrize("forged", ["the public one", "unsigned", "", "garbled"])
def test_an_id_that_the_form_was_not_given_stores_nothing_and_shows_no_code(
    forged: str, client: Client, now: Any, town: None
) -> None:
    known, code = applied(name="Sudah Ada")
    key = {"the public one": str(known.pk), "unsigned": str(new_id()), "garbled": minted()[:-1] + "!"}.get(forged, "")
    sent = {
        "application_id": key, "name": "Sahabat Kali", "unit": KELURAHAN, "legal_number": "1", "purpose": "Menjaga.",
        "chair_name": "Ratna", "chair_phone": "0812-7000-0009", "adult": "on",
    }  # fmt: skip
    text = client.post("/mitra/daftar/ormas/", sent).content.decode()
    assert "Formulir ini tidak dikenal" in text
    assert code not in text
    assert Partnership.objects.count() == 1
    assert not Document.objects.exists()
    fresh = text.split('name="application_id" value="')[1].split('"')[0]
    again = client.post("/mitra/daftar/ormas/", {**sent, "application_id": fresh}).content.decode()
    assert "Simpan kode ini" in again, "what was typed is still there, and is sent with one more tap"
    assert Partnership.objects.count() == 2
    assert state(known) == APPLIED


@pytest.mark.parametrize("path", ["/mitra/", "/mitra/daftar/ormas/"])
def test_what_no_form_sends_or_far_too_much_is_answered_in_words(path: str, client: Client) -> None:
    far = client.generic(
        "POST", "/mitra/daftar/ormas/", b"--x\r\n", "multipart/form-data; boundary=x", CONTENT_LENGTH="300000000"
    )
    assert (far.status_code, "ukurannya terlalu besar" in far.content.decode()) == (400, True)
    for answer in (client.post("/mitra/"), client.put(path)):
        assert (answer.status_code, "tidak dapat dibuka dengan cara itu" in answer.content.decode()) == (405, True)
        assert answer.headers["Allow"]
