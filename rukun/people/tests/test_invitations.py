"""Being let in for the first time: once, by the right one, and into nothing more than one holds."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from rukun.guard import Refused, covers
from rukun.journal.models import Entry
from rukun.people.access.invitations import invitation_for
from rukun.people.actions import end_position, establish_organisation, give_position
from rukun.people.actions.invitations import invite, renew_invitation, use_invitation
from rukun.people.actor import actor_of
from rukun.people.errors import InvitationOver, InvitationUnknown
from rukun.people.models import Invitation, Organisation, Person, Position
from rukun.people.queries.invitations import open_invitations_of
from rukun.people.strength import Strength
from rukun.people.tests.factories import PASSWORD, SYSTEM, person, strength_of

pytestmark = pytest.mark.django_db
KELURAHAN = "31.73.07.1001"
RW = f"{KELURAHAN}.016"


def newcomer(title: str = "ketua_rt", unit: str = f"{RW}.003") -> Person:
    return person(title, unit, password="")


def test_an_invitation_lets_one_person_in_once_and_their_own_way_opens_the_office(client: Client) -> None:
    who = newcomer()
    invitation, secret = invite(actor=SYSTEM, person=who, position=Position.objects.get(person=who))
    assert secret.replace("-", "") not in invitation.secret_hash
    page = client.post("/undangan/", {"secret": secret.lower()}, follow=True).content.decode()
    assert "Selamat datang" in page
    assert strength_of(client) is Strength.INVITED
    assert client.get("/buku-mutasi/").status_code == 403, "being invited is not yet having shown who one is"
    again = Client().post("/undangan/", {"secret": secret}).content.decode()
    assert "sudah dipakai" in again
    client.post("/profil/keamanan/sandi/", {"password": "rumah-di-tepi-kali"})
    assert client.get("/buku-mutasi/").status_code == 200
    assert Entry.objects.filter(verb="people.invitation_used", actor=f"person:{who.pk}").count() == 1
    assert secret not in str(list(Entry.objects.values()))


def test_invitations_expire_are_replaced_and_end_with_the_position() -> None:
    who = newcomer()
    position = Position.objects.get(person=who)
    _first, old = renew_invitation(actor=SYSTEM, person=who, position=position)
    _second, new = renew_invitation(actor=SYSTEM, person=who, position=position)
    with pytest.raises(InvitationOver):
        use_invitation(secret=old)
    with time_machine.travel(timezone.now() + timedelta(days=7, minutes=1)), pytest.raises(InvitationOver):
        use_invitation(secret=new)
    end_position(actor=SYSTEM, position=position)
    with pytest.raises(InvitationOver):
        use_invitation(secret=new)
    with pytest.raises(InvitationUnknown):
        use_invitation(secret="AAAA-BBBB")
    assert Invitation.objects.filter(used=True).count() == 0


def test_nobody_gets_into_somebody_elses_account_by_an_invitation(client: Client) -> None:
    """Who can sign in already is not invited; a coordinator invites none but their own members."""
    from rukun.people.actions import establish_organisation
    from rukun.people.actor import actor_of

    ormas = establish_organisation(actor=SYSTEM, kind="ormas", name="Mitra Uji", unit=KELURAHAN)
    other = establish_organisation(actor=SYSTEM, kind="ormas", name="Mitra Lain", unit=KELURAHAN)
    coordinator, member, stranger, both = person(), person(password=""), person(password=""), person(password="")
    give_position(actor=SYSTEM, person=coordinator, title="koordinator", unit=RW, organisation=ormas)
    give_position(actor=SYSTEM, person=member, title="anggota", unit=RW, organisation=ormas)
    give_position(actor=SYSTEM, person=stranger, title="anggota", unit=RW, organisation=other)
    give_position(actor=SYSTEM, person=both, title="anggota", unit=RW, organisation=ormas)
    give_position(actor=SYSTEM, person=both, title="babinsa", unit=KELURAHAN)
    acting = actor_of(coordinator)
    invite(actor=acting, person=member)
    for somebody in (stranger, both):
        with pytest.raises(Refused):
            invite(actor=acting, person=somebody)
    lurah, settled = person("lurah", KELURAHAN), person("ketua_rw", RW)
    with pytest.raises(Refused, match="refused"):
        invite(actor=actor_of(lurah), person=settled)
    client.force_login(coordinator)
    own, foreign = (Position.objects.filter(person=each).first() for each in (member, stranger))
    assert own
    assert foreign
    page = client.post(f"/jabatan/{own.pk}/undang/").content.decode()
    assert re.search(r"/undangan/#([A-Z2-7]{4}-){7}[A-Z2-7]{4}", page)
    assert "<svg" in page
    assert client.post(f"/jabatan/{foreign.pk}/undang/").status_code == 404
    listed = client.get("/undangan/terbuka/").content.decode()
    assert "Tarik undangan" in listed
    key = Invitation.objects.get(person=member, ended_at=None).pk
    assert client.post(f"/undangan/{key}/tarik/").status_code == 302
    assert not Invitation.objects.filter(ended_at=None).exists()
    assert client.post(f"/undangan/{key}/tarik/").status_code == 404


def test_the_list_of_open_invitations_is_that_of_the_rule_and_asks_no_more_for_many() -> None:
    ormas = establish_organisation(actor=SYSTEM, kind="ormas", name="Mitra Uji", unit=KELURAHAN)
    other = establish_organisation(actor=SYSTEM, kind="ormas", name="Mitra Lain", unit=KELURAHAN)
    coordinator, lurah, rw = person(), person("lurah", KELURAHAN), person("ketua_rw", RW)
    give_position(actor=SYSTEM, person=coordinator, title="koordinator", unit=RW, organisation=ormas)

    def invited(organisation: Organisation, *, password: str = "", also: str = "") -> Invitation:
        who = person(password=password)
        position = give_position(actor=SYSTEM, person=who, title="anggota", unit=RW, organisation=organisation)
        if also:
            give_position(actor=SYSTEM, person=who, title=also, unit="31.73.07")
        return renew_invitation(actor=SYSTEM, person=who, position=position)[0]

    made = [invited(ormas), invited(other), invited(ormas, password=PASSWORD), invited(ormas, also="kapolsek")]
    made.append(renew_invitation(actor=SYSTEM, person=person(password=""))[0])
    ended = renew_invitation(actor=SYSTEM, person=person(password=""))[0]
    Invitation.objects.filter(pk=ended.pk).update(ended_at=timezone.now())
    for who in (coordinator, lurah, rw, person("administrator")):
        actor = actor_of(who)
        scopes = actor.scopes("people.invite")
        allowed = {
            each
            for each in made
            if invitation_for(actor, each.pk)
            and any(covers(scope, each.position.unit if each.position else each.person.unit) for scope in scopes)
        }
        assert set(open_invitations_of(actor)) == allowed
    assert [each.pk for each in open_invitations_of(actor_of(coordinator))] == [made[0].pk]
    counts = []
    for more in (0, 30):
        for _number in range(more):
            invited(ormas)
        for who in (coordinator, lurah):
            actor = actor_of(who)
            with CaptureQueriesContext(connection) as asked:
                found = open_invitations_of(actor)
            counts.append(len(asked))
            assert len(found) > more
    assert counts[2:] == counts[:2]
    assert max(counts) <= 4


def test_an_invitation_opened_over_an_hour_ago_sets_up_nothing_and_a_new_one_helps(client: Client) -> None:
    who = newcomer()
    with time_machine.travel("2026-03-01T08:00:00+07:00", tick=False) as clock:
        _invitation, secret = invite(actor=SYSTEM, person=who)
        client.post("/undangan/", {"secret": secret})
        clock.shift(timedelta(minutes=59))
        assert client.get("/profil/keamanan/sandi/").status_code == 200
        assert "Buat kata sandi" in client.get("/profil/keamanan/").content.decode()
        clock.shift(timedelta(minutes=2))
        for path in ("kunci/", "aplikasi/", "sandi/"):
            for refused in (
                client.get(f"/profil/keamanan/{path}"),
                client.post(f"/profil/keamanan/{path}", {"password": "rumah-di-tepi-kali"}),
            ):
                assert refused.status_code == 403, path
                assert "minta undangan baru" in refused.content.decode()
        page = client.get("/profil/keamanan/").content.decode()
        assert "minta undangan baru" in page
        assert "Buat kata sandi" not in page
        who.refresh_from_db()
        assert not who.has_usable_password()
        _invitation, secret = invite(actor=SYSTEM, person=who)
        client.post("/undangan/", {"secret": secret})
        client.post("/profil/keamanan/sandi/", {"password": "rumah-di-tepi-kali"})
        assert strength_of(client) is Strength.WORD
