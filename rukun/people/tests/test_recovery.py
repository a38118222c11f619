"""A lost phone, a changed number: two who may, and never one."""

import threading
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.contrib.auth import authenticate
from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from rukun.guard import Refused, System
from rukun.journal.models import Entry
from rukun.people import actions
from rukun.people.access.own import may_recover
from rukun.people.actions.invitations import renew_invitation, use_invitation
from rukun.people.actions.recovery import ask_recovery, confirm_recovery, withdraw_recovery
from rukun.people.actor import actor_of
from rukun.people.errors import (
    AskerGone,
    InvitationOver,
    NeedsSecond,
    PhoneTaken,
    RecoveryOpen,
    RecoveryOver,
    Released,
)
from rukun.people.models import ApiKey, Person, Position, Recovery, SignIn
from rukun.people.phones import NotAPhoneNumber
from rukun.people.queries.recovery import open_recoveries_for
from rukun.people.signin import means
from rukun.people.strength import Strength
from rukun.people.tests.factories import PASSWORD, SYSTEM, person

pytestmark = pytest.mark.django_db
KELURAHAN = "31.73.07.1001"
RW = f"{KELURAHAN}.016"
NEW, SHOWN = "+6281299990001", "0812-9999-0001"


def staff() -> tuple[Person, Person]:
    """The two of a kelurahan who manage its people."""
    lurah = person("lurah", KELURAHAN, name="Ibu Hartati")
    return lurah, person("sekretaris_kelurahan", KELURAHAN, name="Pak Joko")


def someone(title: str = "ketua_rw", unit: str = RW, name: str = "Bu Ratna") -> Person:
    """Whose phone is lost. They live where they hold their office."""
    who = person(title, unit, name=name)
    Person.objects.filter(pk=who.pk).update(unit=unit)
    who.refresh_from_db()
    return who


def test_two_who_manage_people_there_give_an_account_a_new_number_and_end_every_old_way_in() -> None:
    lurah, secretary = staff()
    who, now = someone(), timezone.now()
    owner = Client()
    owner.post("/masuk/", {"login": who.phone, "password": PASSWORD})
    assert owner.get("/profil/").status_code == 200
    Authenticator.objects.create(user=who, type="webauthn", data={})
    Authenticator.objects.create(user=who, type="totp", data={})
    key = ApiKey.objects.create(
        person=who, name="Papan", secret_hash="x", capabilities=[], unit=RW, made_at=now,
        expires_at=now + timedelta(days=9),
    )  # fmt: skip
    _, older_secret = renew_invitation(actor=SYSTEM, person=who)
    asked = ask_recovery(actor=actor_of(lurah), person=who, phone="0812 9999 0001")
    assert (asked.phone, asked.expires_at - asked.asked_at) == (NEW, timedelta(days=7))
    assert owner.get("/profil/").status_code == 200, "nothing changes until the second agrees"
    assert "mengajukan pemulihan akun Anda" in owner.get("/profil/").content.decode()
    with pytest.raises(NeedsSecond):
        confirm_recovery(actor=actor_of(lurah), recovery=asked)
    invitation, secret = confirm_recovery(actor=actor_of(secretary), recovery=asked)
    who.refresh_from_db()
    key.refresh_from_db()
    assert who.phone == NEW
    assert means.of(who) == set()
    assert authenticate(phone=NEW, password=PASSWORD) is None
    assert owner.get("/profil/").headers["Location"].startswith("/masuk/")
    assert not SignIn.objects.filter(person=who).exists()
    assert key.revoked_at is not None
    with pytest.raises(InvitationOver):
        use_invitation(secret=older_secret)
    assert (invitation.person, use_invitation(secret=secret)) == (who, who)
    assert [each.title for each in actor_of(who).positions] == ["ketua_rw"], "the office stays"  # type: ignore[attr-defined]
    with pytest.raises(RecoveryOver):
        confirm_recovery(actor=actor_of(secretary), recovery=asked)
    told = [
        (each.verb.removeprefix("people."), each.actor, each.codes.get("person", str(who.pk)))
        for each in Entry.objects.filter(verb__startswith="people.").order_by("pk")
        if each.verb.startswith(("people.recovery", "people.key"))
    ]
    assert told == [
        ("recovery_asked", f"person:{lurah.pk}", str(who.pk)),
        ("recovery_confirmed", f"person:{secretary.pk}", str(who.pk)),
        ("key_revoked", f"person:{secretary.pk}", str(who.pk)),
    ]
    journal = str(list(Entry.objects.values_list()))
    for words in (NEW, "99990001", "Ratna", "Hartati", "Joko"):
        assert words not in journal


def test_nobody_recovers_their_own_account_nor_one_that_reaches_beyond_their_area() -> None:
    lurah, secretary = staff()
    camat_too = someone("ketua_rt", f"{RW}.003")
    actions.give_position(actor=SYSTEM, person=camat_too, title="camat", unit="31.73.07")
    soon = someone("ketua_rt", f"{RW}.004")
    later = timezone.now() + timedelta(days=1)
    actions.give_position(actor=SYSTEM, person=soon, title="kapolsek", unit="31.73.07", since=later)
    elsewhere = someone("ketua_rw", "31.73.07.1002.001")
    nowhere = person()  # without office, and nobody knows where they live: a matter for the administrators
    for who in (lurah, camat_too, soon, elsewhere, nowhere):
        with pytest.raises(Refused):
            ask_recovery(actor=actor_of(lurah), person=who, phone=NEW)
    weak = actor_of(lurah, Strength.WORD)
    for actor in (weak, System("konsol"), actor_of(someone("ketua_rt", f"{RW}.005"))):
        with pytest.raises(Refused):
            ask_recovery(actor=actor, person=someone("ketua_rt", f"{RW}.00{Person.objects.count()}"), phone=NEW)
    Person.objects.filter(pk=lurah.pk).update(unit=KELURAHAN)
    lurah.refresh_from_db()
    asked = ask_recovery(actor=actor_of(secretary), person=lurah, phone=NEW)
    for actor in (actor_of(lurah), actor_of(secretary, Strength.WORD)):
        with pytest.raises(Refused):
            confirm_recovery(actor=actor, recovery=asked)
    assert Recovery.objects.get().confirmed_by == ""


def test_what_cannot_be_asked_is_refused_with_the_next_step() -> None:
    lurah, secretary = staff()
    who, other = someone(), someone("ketua_rt", f"{RW}.003")
    first = actor_of(lurah)
    with pytest.raises(NotAPhoneNumber):
        ask_recovery(actor=first, person=who, phone="12")
    with pytest.raises(PhoneTaken):
        ask_recovery(actor=first, person=who, phone=other.phone)
    asked = ask_recovery(actor=first, person=who, phone=who.phone)  # the same number on another phone
    with pytest.raises(RecoveryOpen):
        ask_recovery(actor=actor_of(secretary), person=who, phone=NEW)
    with time_machine.travel(timezone.now() + timedelta(days=7, seconds=1), tick=False):
        with pytest.raises(RecoveryOver):
            confirm_recovery(actor=actor_of(secretary), recovery=asked)
        again = ask_recovery(actor=first, person=who, phone=NEW)
    withdraw_recovery(actor=actor_of(secretary), recovery=again)
    withdraw_recovery(actor=actor_of(secretary), recovery=again)
    assert Entry.objects.filter(verb="people.recovery_withdrawn").count() == 1
    with pytest.raises(RecoveryOver):
        confirm_recovery(actor=actor_of(secretary), recovery=again)
    taken = ask_recovery(actor=first, person=who, phone=NEW)
    Person.objects.filter(pk=other.pk).update(phone=NEW)
    with pytest.raises(PhoneTaken):
        confirm_recovery(actor=actor_of(secretary), recovery=taken)
    who.refresh_from_db()
    assert who.has_usable_password(), "half a recovery is none"
    actions.release_person(actor=SYSTEM, person=who)
    with pytest.raises(Released):
        confirm_recovery(actor=actor_of(secretary), recovery=taken)


def test_who_asked_must_still_be_one_who_may_when_the_second_agrees() -> None:
    lurah, secretary = staff()
    asked = ask_recovery(actor=actor_of(lurah), person=someone(), phone=NEW)
    actions.end_position(actor=SYSTEM, position=Position.objects.get(person=lurah))
    with pytest.raises(AskerGone):
        confirm_recovery(actor=actor_of(secretary), recovery=asked)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_agree_at_the_same_moment_one_is_too_late() -> None:
    lurah, secretary = staff()
    third = person("administrator")
    asked = ask_recovery(actor=actor_of(lurah), person=someone(), phone=NEW)
    together, outcomes = threading.Barrier(2), []

    def agree(who: Person) -> None:
        together.wait(timeout=30)
        try:
            confirm_recovery(actor=actor_of(who), recovery=Recovery.objects.get(pk=asked.pk))
            outcomes.append("done")
        except RecoveryOver:
            outcomes.append("late")
        finally:
            connections.close_all()

    threads = [threading.Thread(target=agree, args=(who,)) for who in (secretary, third)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["done", "late"]
    assert Entry.objects.filter(verb="people.recovery_confirmed").count() == 1


def test_on_the_pages_one_asks_another_agrees_and_gets_the_invitation_once(client: Client) -> None:
    lurah, secretary = staff()
    who = someone()
    page, second = f"/orang/{who.pk}/pemulihan/", Client()
    client.force_login(lurah)
    second.force_login(secretary)
    assert "Tidak ada pengajuan" in client.get("/pemulihan/").content.decode()
    assert who.phone[3:] not in client.get(page).content.decode()
    wrong = client.post(page, {"phone": "12"}).content.decode()
    assert "Format nomor telepon belum benar" in wrong
    assert 'value="12"' in wrong
    assert "sudah terdaftar" in client.post(page, {"phone": lurah.phone}).content.decode()
    assert client.post(page, {"phone": NEW}).headers["Location"] == page
    own = client.get(page).content.decode()
    assert "…001" in own
    assert SHOWN not in own, "whoever may not read private numbers does not read one here"
    assert "menunggu orang kedua" in own
    assert "Setujui</" not in own
    assert "masih terbuka untuk orang ini" in client.post(page, {"phone": NEW}).content.decode()
    waiting = second.get("/pemulihan/").content.decode()
    assert "Bu Ratna" in waiting
    assert "Ibu Hartati" in waiting
    assert SHOWN not in waiting
    shown = second.get(page).content.decode()
    assert "Ibu Hartati" in shown
    assert "…001" in shown
    assert SHOWN not in shown
    assert NEW[3:] not in shown
    asked = Recovery.objects.get()
    answer = client.post(f"{page}setuju/", {"recovery": asked.pk}, follow=True)
    assert "Pengajuan ini dari Anda sendiri" in answer.content.decode()
    for nothing in ({}, {"recovery": "x"}, {"recovery": who.pk}):
        assert second.post(f"{page}setuju/", nothing).headers["Location"] == page
    assert second.get(f"{page}setuju/").headers["Location"] == page
    made = second.post(f"{page}setuju/", {"recovery": asked.pk})
    assert "no-store" in made.headers["Cache-Control"]
    assert "/undangan/#" in made.content.decode()
    assert "<svg" in made.content.decode()
    who.refresh_from_db()
    assert who.phone == NEW
    late = second.post(f"{page}setuju/", {"recovery": asked.pk}, follow=True).content.decode()
    assert "sudah disetujui, dibatalkan, atau lewat waktunya" in late
    assert "disetujui oleh Pak Joko" in late
    assert SHOWN not in late, "once it is over, the number is the person's own again"


def test_an_asked_recovery_can_be_withdrawn_and_lapses(client: Client) -> None:
    lurah, _ = staff()
    who = someone()
    page = f"/orang/{who.pk}/pemulihan/"
    client.force_login(lurah)
    client.post(page, {"phone": NEW})
    answer = client.post(f"{page}batal/", {"recovery": Recovery.objects.get().pk}, follow=True)
    assert "Pengajuan dibatalkan" in answer.content.decode()
    assert "oleh Ibu Hartati: dibatalkan" in answer.content.decode()
    lapsed = ask_recovery(actor=actor_of(lurah), person=who, phone=NEW)
    ago = timedelta(days=8)
    Recovery.objects.filter(pk=lapsed.pk).update(asked_at=lapsed.asked_at - ago, expires_at=lapsed.expires_at - ago)
    assert "oleh Ibu Hartati: lewat waktu" in client.get(page).content.decode()
    assert "Tidak ada pengajuan" in client.get("/pemulihan/").content.decode()


def status(client: Client, who: Person, path: str = "") -> tuple[int, str]:
    answer: Any = client.get(f"/orang/{who.pk}/pemulihan/{path}")
    return answer.status_code, answer.content.decode()


def test_who_may_not_recover_learns_why_and_who_may_not_know_learns_nothing(client: Client) -> None:
    lurah, _ = staff()
    beyond, elsewhere = someone("ketua_rt", f"{RW}.003", "Pak Darto"), someone("ketua_rw", "31.73.07.1002.001")
    actions.give_position(actor=SYSTEM, person=beyond, title="camat", unit="31.73.07")
    absent = Person(name="x")
    client.force_login(lurah)
    code, page = status(client, beyond)
    assert (code, "terdaftar atau menjabat untuk Kecamatan 31.73.07" in page) == (403, True)
    code, page = status(client, lurah)
    assert (code, "dipulihkan oleh dua pengurus lain" in page) == (403, True)
    for path in ("", "setuju/", "batal/"):
        assert status(client, elsewhere, path)[0] == status(client, absent, path)[0] == 404
    outside = ask_recovery(actor=actor_of(person("administrator")), person=beyond, phone=NEW)
    assert "Pak Darto" not in client.get("/pemulihan/").content.decode()
    assert client.post(f"/orang/{beyond.pk}/pemulihan/setuju/", {"recovery": outside.pk}).status_code == 403
    client.force_login(someone("ketua_rt", f"{RW}.009"))
    assert client.get("/pemulihan/").status_code == status(client, beyond)[0] == 403


def test_the_list_of_what_waits_is_that_of_the_rule_and_asks_no_more_for_many(client: Client) -> None:
    lurah, secretary = staff()
    Person.objects.filter(pk=lurah.pk).update(unit=KELURAHAN)
    beyond, elsewhere = someone("ketua_rt", f"{RW}.090"), someone("ketua_rw", "31.73.07.1002.001")
    actions.give_position(actor=SYSTEM, person=beyond, title="camat", unit="31.73.07")
    later = timezone.now() + timedelta(days=1)
    soon = someone("ketua_rt", f"{RW}.091")
    actions.give_position(actor=SYSTEM, person=soon, title="kapolsek", unit="31.73.07", since=later)
    admin = actor_of(person("administrator"))
    for number, who in enumerate((lurah, beyond, elsewhere, soon, someone())):
        ask_recovery(actor=admin, person=who, phone=f"0812-9999-1{number:03}")
    for actor in (admin, actor_of(lurah), actor_of(secretary), actor_of(secretary, Strength.WORD), SYSTEM):
        allowed = {each for each in Recovery.objects.all() if may_recover(actor, each.person).allowed}
        assert set(open_recoveries_for(actor)) == allowed
    assert [each.person.name for each in open_recoveries_for(actor_of(lurah))] == ["Bu Ratna"]
    counts = []
    for more in (0, 20):
        for number in range(more):
            who = someone("ketua_rt", f"{RW}.{number + 1:03}")
            ask_recovery(actor=admin, person=who, phone=f"0812-9999-2{number:03}")
        actor = actor_of(lurah)
        with CaptureQueriesContext(connection) as asked:
            open_recoveries_for(actor)
        counts.append(len(asked))
    assert counts[1] == counts[0] <= 4
