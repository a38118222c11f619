"""API keys: shown once, hashed, never more than their maker holds now, and dead with the office in that second."""

import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from rukun.guard import Refused, System
from rukun.journal.models import Entry
from rukun.journal.naming import NAMERS, names_of
from rukun.people import actions
from rukun.people.access.keys import key_for
from rukun.people.actions.keys import make_key, revoke_key
from rukun.people.actor import actor_of
from rukun.people.errors import (
    KeyExpired,
    KeyMadeBefore,
    KeyRevoked,
    KeyTooLong,
    KeyUnknown,
    KeyWithoutCapability,
    KeyWithoutHolder,
    NamelessKey,
    PeopleError,
    Released,
)
from rukun.people.models import ApiKey, Person, Position
from rukun.people.queries.keys import names_of_keys
from rukun.people.signin.keys import KeyActor, hashed, key_of
from rukun.people.strength import Strength
from rukun.people.tests.factories import SYSTEM, person

pytestmark = pytest.mark.django_db
KELURAHAN, FOREIGN = "31.73.07.1001", "31.73.07.1002"
RW = f"{KELURAHAN}.003"
ENTRIES = "/api/v1/journal/entries"


def a_key(who: Person, *capabilities: str, unit: str = KELURAHAN, days: int = 30, **more: Any) -> tuple[ApiKey, str]:
    return make_key(
        actor=actor_of(who),
        person=who,
        name="Papan informasi",
        capabilities=capabilities or ("journal.read",),
        unit=unit,
        days=days,
        **more,
    )


def bearer(secret: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {secret}"}


def test_a_key_is_random_kept_as_a_hash_and_recorded_without_its_name() -> None:
    lurah = person("lurah", KELURAHAN)
    key, secret = a_key(lurah, "journal.read", "people.see")
    other, other_secret = a_key(lurah)
    assert re.fullmatch(r"rukun_[a-z2-7]{32}", secret), "160 bits"
    assert secret != other_secret
    assert key.secret_hash == hashed(secret)
    assert secret not in str(ApiKey.objects.values())
    assert key.expires_at - key.made_at == timedelta(days=30)
    entry = Entry.objects.get(verb="people.key_made", object_id=str(key.pk))
    assert (entry.unit, entry.actor, entry.object_label) == (KELURAHAN, f"person:{lurah.pk}", "key")
    assert entry.codes == {"person": str(lurah.pk), "days": 30, "journal_read": True, "people_see": True}
    assert other.pk != key.pk


def test_one_makes_keys_for_oneself_with_what_one_holds_there_by_a_strong_sign_in() -> None:
    lurah, head = person("lurah", KELURAHAN), person("ketua_rw", RW)
    wanted: dict[str, Any] = {"name": "x", "capabilities": ["journal.read"], "unit": KELURAHAN, "days": 1}
    for actor, whose in (
        (actor_of(head), head),  # may read there, but make no keys
        (actor_of(lurah), head),  # in somebody else's name it would outlive the office
        (actor_of(lurah, Strength.WORD), lurah),
        (KeyActor(a_key(lurah)[0]), lurah),  # a key makes no keys
    ):
        with pytest.raises(Refused):
            make_key(actor=actor, person=whose, **wanted)
    admin = person("administrator", KELURAHAN)
    for who, unit, capability in (
        (lurah, FOREIGN, "journal.read"), (lurah, "31.73.07", "journal.read"), (admin, KELURAHAN, "reports.see"),
    ):  # fmt: skip
        with pytest.raises(Refused):
            a_key(who, capability, unit=unit)
    a_key(lurah, unit=RW)
    console = System("console")
    make_key(actor=console, person=lurah, **wanted)
    with pytest.raises(Refused):
        make_key(actor=console, person=head, **wanted)
    assert ApiKey.objects.count() == 3


def test_what_makes_no_sense_is_refused_in_words_beside_its_field() -> None:
    lurah = person("lurah", KELURAHAN)
    twice = uuid4()
    a_key(lurah, key_id=twice)
    for wrong, error, field in (
        ({"days": 0}, KeyTooLong, "days"),
        ({"days": 366}, KeyTooLong, "days"),
        ({"key_id": twice}, KeyMadeBefore, ""),
    ):
        with pytest.raises(error) as caught:
            a_key(lurah, **wrong)
        assert caught.value.field == field
    for capabilities in ((), ("keys.manage",), ("commitments.keep",), ("journal.read", "fly")):
        with pytest.raises(KeyWithoutCapability):
            make_key(actor=actor_of(lurah), person=lurah, name="x", capabilities=capabilities, unit=KELURAHAN, days=9)
    with pytest.raises(NamelessKey):
        make_key(actor=actor_of(lurah), person=lurah, name=" ", capabilities=["journal.read"], unit=KELURAHAN, days=9)
    actions.release_person(actor=SYSTEM, person=lurah)
    lurah.refresh_from_db()
    with pytest.raises(Released):
        make_key(actor=SYSTEM, person=lurah, name="x", capabilities=["journal.read"], unit=KELURAHAN, days=9)
    assert ApiKey.objects.count() == 1


def test_a_key_holds_what_it_was_given_and_its_person_still_holds_where_both_reach() -> None:
    admin = person("administrator")
    actions.give_position(actor=SYSTEM, person=admin, title="ketua_rw", unit=RW)
    key, _secret = a_key(admin, "journal.read", unit=KELURAHAN)
    actor = KeyActor(key)
    assert actor.label == f"key:{key.pk}"
    assert actor.scopes("journal.read") == (KELURAHAN, RW)
    assert actor.may("journal.read", RW).allowed
    assert not actor.may("journal.read", FOREIGN).allowed
    assert not actor.may("journal.read", "").allowed
    assert not actor.holds("journal.write").allowed, "held by the person, not given to the key"
    refused = actor.may("journal.write", RW)
    assert "tidak diberi" in str(getattr(refused, "reason", ""))
    person("administrator", name="Kedua")  # the last one could not go
    actions.end_position(actor=SYSTEM, position=Position.objects.get(person=admin, title="administrator"))
    actor = KeyActor(key)
    assert actor.scopes("journal.read") == (RW,), "what is left of the person's own"
    refused = actor.may("journal.read", KELURAHAN)
    assert "selama pemiliknya" in str(getattr(refused, "reason", ""))


def test_an_ended_office_kills_its_keys_in_that_second() -> None:
    now = timezone.now().replace(microsecond=0)
    lurah = person()
    actions.give_position(
        actor=SYSTEM, person=lurah, title="lurah", unit=KELURAHAN, since=now - timedelta(days=9),
        until=now + timedelta(seconds=20),
    )  # fmt: skip
    actor = KeyActor(a_key(lurah)[0])
    with time_machine.travel(now, tick=False) as clock:
        for second, allowed in ((19, True), (20, False)):
            clock.move_to(now + timedelta(seconds=second))
            assert actor.holds("journal.read").allowed is allowed, second


def test_a_key_that_is_wrong_revoked_expired_or_whose_person_left_is_told_so_and_is_nobody(client: Client) -> None:
    lurah = person("lurah", KELURAHAN)
    now = timezone.now()
    keys = [a_key(lurah, days=days) for days in (30, 1, 30)]
    revoke_key(actor=actor_of(lurah), key=keys[0][0])
    revoke_key(actor=actor_of(lurah), key=keys[0][0])
    assert Entry.objects.filter(verb="people.key_revoked").count() == 1
    with time_machine.travel(now + timedelta(days=2), tick=False):
        cases: list[tuple[str, type[PeopleError]]] = [
            ("rukun_" + "a" * 32, KeyUnknown),
            ("", KeyUnknown),
            (keys[0][1], KeyRevoked),
            (keys[1][1], KeyExpired),
        ]
        for secret, error in cases:
            with pytest.raises(error):
                key_of(f"Bearer {secret}")
            for address in ("/api/v1/installation", ENTRIES, "/api/v1/nothing"):
                answer = client.get(address, headers=bearer(secret))
                assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, "Bearer"), address
                assert "unci" in answer.json()["detail"]
        assert client.get(ENTRIES, headers=bearer(keys[2][1])).status_code == 200
        actions.release_person(actor=SYSTEM, person=lurah)
        with pytest.raises(KeyRevoked):
            key_of(f"Bearer {keys[2][1]}")
        ApiKey.objects.filter(pk=keys[2][0].pk).update(revoked_at=None)
        with pytest.raises(KeyWithoutHolder):
            key_of(f"Bearer {keys[2][1]}")
    live = KeyActor(ApiKey.objects.select_related("person").get(pk=keys[2][0].pk))
    assert live.scopes("journal.read") == ()


def test_a_key_opens_the_api_alone_and_before_the_session(client: Client) -> None:
    lurah, head = person("lurah", KELURAHAN), person("ketua_rw", RW)
    _key, secret = a_key(lurah)
    assert client.get(ENTRIES).status_code == 401
    assert client.get(ENTRIES, headers={"Authorization": "Basic cHJveHk6cGFzcw=="}).status_code == 401
    assert client.get(ENTRIES, headers=bearer(secret)).json()["entries"]
    assert client.get("/buku-mutasi/", headers=bearer(secret)).status_code == 302, "a page takes a session alone"
    client.force_login(head)
    units = {each["unit"] for each in client.get(ENTRIES).json()["entries"]}
    assert units == {RW}, "a session still reads"
    units = {each["unit"] for each in client.get(ENTRIES, headers=bearer(secret)).json()["entries"]}
    assert KELURAHAN in units
    assert client.get(ENTRIES, headers=bearer(secret + "x")).status_code == 401, "not the session instead"


def test_when_a_key_was_used_is_noted_once_an_hour(client: Client) -> None:
    key, secret = a_key(person("lurah", KELURAHAN))
    start = timezone.now().replace(microsecond=0) + timedelta(minutes=1)
    with time_machine.travel(start, tick=False) as clock:
        for minutes, noted in ((0, 0), (59, 0), (60, 60), (90, 60)):
            clock.move_to(start + timedelta(minutes=minutes))
            assert client.get(ENTRIES, headers=bearer(secret)).status_code == 200
            key.refresh_from_db()
            assert key.used_at == start + timedelta(minutes=noted), minutes


def test_the_journal_calls_a_key_by_its_name_and_owner(monkeypatch: pytest.MonkeyPatch) -> None:
    key, _secret = a_key(person("lurah", KELURAHAN, name="Hartati Ningsih"))
    monkeypatch.setattr("rukun.journal.naming.NAMERS", [*NAMERS, names_of_keys])
    assert names_of([f"key:{key.pk}"])[f"key:{key.pk}"] == "kunci API “Papan informasi” milik Hartati Ningsih"
    assert names_of_keys(["person:x", "anyone"]) == {}


def test_the_page_makes_a_key_shows_it_once_lists_it_and_revokes_it(client: Client) -> None:
    lurah = person("lurah", KELURAHAN, name="Hartati Ningsih")
    client.force_login(lurah)
    page = client.get("/kunci-api/").content.decode()
    assert "Belum ada kunci" in page
    assert "keys.manage" not in page
    assert "territory.manage" not in page, "only what one holds is offered"
    typed = {
        "key_id": str(uuid4()), "name": "Papan RW 03", "unit": RW, "capabilities": ["journal.read"], "days": "30",
    }  # fmt: skip
    made = client.post("/kunci-api/", typed).content.decode()
    found = re.search(r"<code class=\"long\">(rukun_[a-z2-7]{32})</code>", made)
    assert found
    secret = found[1]
    assert client.get(ENTRIES, headers=bearer(secret)).status_code == 200
    listed = client.get("/kunci-api/").content.decode()
    assert "Papan RW 03" in listed
    assert secret not in listed
    assert secret[:12] not in listed
    again = client.post("/kunci-api/", typed).content.decode()
    assert "hanya tampil sekali" in again
    key = ApiKey.objects.get()
    assert client.get(f"/kunci-api/{key.pk}/cabut/").status_code == 405
    assert client.post(f"/kunci-api/{key.pk}/cabut/").headers["Location"] == "/kunci-api/"
    listed = client.get("/kunci-api/").content.decode()
    assert "Kunci yang sudah berakhir" in listed
    assert client.get(ENTRIES, headers=bearer(secret)).status_code == 401


def test_what_is_wrong_in_the_form_is_said_beside_its_field_and_nothing_typed_is_lost(client: Client) -> None:
    client.force_login(person("lurah", KELURAHAN))
    typed: dict[str, Any] = {
        "key_id": str(uuid4()), "name": "Papan", "unit": FOREIGN, "capabilities": ["journal.read"], "days": "30",
    }  # fmt: skip
    page = client.post("/kunci-api/", typed).content.decode()
    assert "berlaku untuk" in page, "the reason why not there"
    assert 'value="Papan"' in page
    wrongs: list[dict[str, Any]] = [
        {"days": "0"},
        {"days": "400"},
        {"capabilities": ["territory.manage"]},
        {"capabilities": []},
        {"unit": ""},
    ]
    for wrong in wrongs:
        page = client.post("/kunci-api/", typed | {"unit": KELURAHAN} | wrong).content.decode()
        assert "invalid" in page, wrong
    assert not ApiKey.objects.exists()


def test_whose_keys_one_sees_depends_on_the_area_and_others_are_not_there(client: Client) -> None:
    lurah, other, head = person("lurah", KELURAHAN), person("lurah", FOREIGN), person("ketua_rw", RW)
    admin = person("administrator")
    key, _secret = a_key(lurah)
    assert client.get("/kunci-api/").status_code == 302
    client.force_login(head)
    assert client.get("/kunci-api/").status_code == 403
    assert client.post(f"/kunci-api/{key.pk}/cabut/").status_code == 403
    client.force_login(other)
    assert "Papan informasi" not in client.get("/kunci-api/").content.decode()
    for absent in (key.pk, uuid4()):
        assert client.post(f"/kunci-api/{absent}/cabut/").status_code == 404
    assert key_for(actor_of(head), key.pk) is None
    assert key_for(System("console"), key.pk) == key
    with pytest.raises(Refused):
        revoke_key(actor=actor_of(other), key=key)
    client.force_login(admin)
    assert client.post(f"/kunci-api/{key.pk}/cabut/").status_code == 302
    key.refresh_from_db()
    assert key.revoked_at is not None
