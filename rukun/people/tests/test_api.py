"""People through the API: what is public, what a member list asks for, and what a key may write."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from rukun.journal.models import Entry
from rukun.people import actions, api
from rukun.people.actions.keys import make_key
from rukun.people.actor import actor_of
from rukun.people.models import Organisation, Person, Position
from rukun.people.strength import SESSION_KEY, Strength
from rukun.people.tests.factories import SYSTEM, person
from rukun.people.titles import CAPABILITIES, TITLES
from rukun.territory.tests.towns import listed

pytestmark = pytest.mark.django_db
KELURAHAN, FOREIGN = "31.73.07.1001", "31.73.07.1002"
RW = f"{KELURAHAN}.003"
V1 = "/api/v1/people"


def key_for(who: Person, *capabilities: str, unit: str = KELURAHAN) -> dict[str, str]:
    _key, secret = make_key(
        actor=actor_of(who), person=who, name="Program uji", capabilities=capabilities, unit=unit, days=1
    )
    return {"Authorization": f"Bearer {secret}"}


def ormas(unit: str = KELURAHAN) -> Organisation:
    """A society with a chair, whom all may know, and a member, whom not all may."""
    made = actions.establish_organisation(actor=SYSTEM, kind="ormas", name="Mitra Uji", unit=unit)
    for title, name in (("ketua", "Burhan Ketua"), ("anggota", "Udin Anggota")):
        actions.give_position(
            actor=SYSTEM, person=person(name=name), title=title, unit=unit, organisation=made,
            work_phone="021-9901-0009" if title == "ketua" else "",
        )  # fmt: skip
    return made


def names(answer: Any) -> set[str]:
    return {each["name"] for each in answer.json()["positions"]}


def test_the_directory_gives_public_offices_with_work_numbers_and_no_private_ones(client: Client) -> None:
    listed(
        f"code,name\n31,Jakarta\n31.73,Barat\n31.73.07,Palmerah\n{KELURAHAN},Palmerah\n{RW},RW 03\n{FOREIGN},Slipi\n"
    )
    head = person(name="Ratna Siregar")
    actions.give_position(
        actor=SYSTEM, person=head, title="ketua_rw", unit=RW, work_phone="021-9901-0300", decree="Nomor 3"
    )
    officer = person(name="Agus Prabowo")
    actions.give_position(actor=SYSTEM, person=officer, title="babinsa", unit=KELURAHAN, rank="Sertu")
    ormas()
    answer = client.get(f"{V1}/directory/{RW}")
    offices = {each["title"]: each for each in answer.json()["offices"]}
    assert offices["ketua_rw"]["holders"] == [
        {"name": "Ratna Siregar", "units": [RW], "organisation": "", "phone": "+62219901" + "0300", "phone_of": ""}
    ]
    assert offices["babinsa"]["holders"][0]["name"] == "Sertu Agus Prabowo"
    assert offices["bhabinkamtibmas"]["vacant"]
    text = answer.content.decode()
    assert "Udin" not in text
    assert not [each.phone for each in Person.objects.all() if each.phone in text]
    parts = {each["code"]: each["head"] for each in client.get(f"{V1}/directory/{KELURAHAN}").json()["parts"]}
    assert parts[RW]["holders"][0]["name"] == "Ratna Siregar"
    assert client.get(f"{V1}/directory/31.73.07.1009").status_code == 404
    assert client.get(f"{V1}/directory/nowhere").status_code == 422
    assert client.get(f"{V1}/organisations", {"unit": "31.73.07.1009"}).status_code == 404


def test_organisations_are_public_and_who_is_in_them_is_not(client: Client) -> None:
    own, foreign = ormas(), ormas(FOREIGN)
    found = client.get(f"{V1}/organisations", {"unit": KELURAHAN, "kind": "ormas"}).json()
    assert [each["id"] for each in found["organisations"]] == [str(own.pk)]
    assert found["next"] is None
    assert found["organisations"][0]["words"] == "Ormas"
    assert client.get(f"{V1}/organisations", {"kind": "gang"}).status_code == 422
    assert client.get(f"{V1}/organisations", {"page": 0}).status_code == 422
    assert client.get(f"{V1}/organisations/{own.pk}").json()["name"] == "Mitra Uji"
    assert client.get(f"{V1}/organisations/{uuid4()}").status_code == 404

    public, everybody = {"Burhan Ketua"}, {"Burhan Ketua", "Udin Anggota"}
    answer = client.get(f"{V1}/organisations/{own.pk}/positions")
    assert (names(answer), answer.json()["complete"]) == (public, False)
    client.force_login(person("ketua_rw", RW))
    assert names(client.get(f"{V1}/organisations/{own.pk}/positions")) == public, "sees people in the RW alone"
    client.force_login(Person.objects.get(name="Udin Anggota", positions__organisation=own))
    assert names(client.get(f"{V1}/organisations/{own.pk}/positions")) == everybody, "oneself is no secret to oneself"
    client.force_login(person("lurah", KELURAHAN))
    answer = client.get(f"{V1}/organisations/{own.pk}/positions")
    assert (names(answer), answer.json()["complete"]) == (everybody, True)
    assert names(client.get(f"{V1}/organisations/{foreign.pk}/positions")) == public
    for position in Position.objects.filter(organisation=own):
        actions.end_position(actor=SYSTEM, position=position)
    assert names(client.get(f"{V1}/organisations/{own.pk}/positions")) == set(), "held now"
    actions.close_organisation(actor=SYSTEM, organisation=own)
    assert client.get(f"{V1}/organisations/{own.pk}").json()["closed_at"]
    client.logout()
    assert client.get(f"{V1}/organisations/{own.pk}").status_code == 404


def test_long_lists_come_in_pages(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(api, "PER_PAGE", 2)
    for number in range(5):
        actions.establish_organisation(actor=SYSTEM, kind="ormas", name=f"Mitra {number}", unit=KELURAHAN)
    seen: list[str] = []
    page: int | None = 1
    while page:
        answer = client.get(f"{V1}/organisations", {"page": page}).json()
        seen += [each["name"] for each in answer["organisations"]]
        page = answer["next"]
    assert seen == [f"Mitra {number}" for number in range(5)]


def test_who_am_i_is_answered_for_sessions_by_their_strength_and_for_keys(client: Client) -> None:
    assert client.get(f"{V1}/me").status_code == 401
    lurah = person("lurah", KELURAHAN, name="Hartati Ningsih")
    client.force_login(lurah)
    answer = client.get(f"{V1}/me").json()
    assert (answer["actor"], answer["name"], answer["strength"]) == (f"person:{lurah.pk}", "Hartati Ningsih", "strong")
    assert [each["title"] for each in answer["positions"]] == ["lurah"]
    assert "people.manage" in answer["capabilities"][KELURAHAN]
    session = client.session
    session[SESSION_KEY] = int(Strength.CODE)
    session.save()
    answer = client.get(f"{V1}/me").json()
    assert (answer["strength"], answer["positions"], answer["capabilities"]) == ("code", [], {})
    assert answer["name"] == "", "the number may have a new holder"
    answer = client.get(f"{V1}/me", headers=key_for(lurah, "journal.read", unit=RW)).json()
    assert answer["actor"].startswith("key:")
    assert (answer["name"], answer["strength"]) == ("Program uji", None)
    assert answer["capabilities"] == {RW: ["journal.read"]}
    assert answer["positions"] == []


def test_the_table_of_capabilities_is_the_one_that_decides(client: Client) -> None:
    answer = client.get(f"{V1}/capabilities").json()
    assert {each["code"]: each["sealed"] for each in answer["capabilities"]} == {
        code: each.sealed for code, each in CAPABILITIES.items()
    }
    told = {each["code"]: set(each["capabilities"]) for each in answer["titles"]}
    assert told == {code: set(title.capabilities) for code, title in TITLES.items()}


def test_a_position_is_ended_by_a_key_for_that_area_and_by_nothing_less(client: Client) -> None:
    lurah, head = person("lurah", KELURAHAN), person("ketua_rw", RW)
    foreign = person("ketua_rw", f"{FOREIGN}.001")
    own, other = (Position.objects.get(person=each) for each in (head, foreign))
    address = f"{V1}/positions/{own.pk}/end"
    client.force_login(lurah)
    refused = client.post(address)
    assert refused.status_code == 401, "a cookie alone writes nothing"
    assert "kunci API" in refused.json()["detail"]
    assert client.post(address, headers=key_for(lurah, "people.see")).status_code == 403
    key = key_for(lurah, "people.manage")
    assert client.post(address, headers=key_for(lurah, "people.manage", unit=f"{KELURAHAN}.004")).status_code == 404
    absent = client.post(f"{V1}/positions/{uuid4()}/end", headers=key)
    outside = client.post(f"{V1}/positions/{other.pk}/end", headers=key)
    assert (absent.status_code, outside.status_code) == (404, 404)
    assert absent.json() == outside.json()
    assert Position.objects.filter(until__lte=timezone.now()).count() == 0
    for _again in range(2):
        answer = client.post(address, headers=key)
        assert answer.status_code == 200
        assert answer.json()["until"]
    assert not actor_of(head).holds("journal.read").allowed
    entry = Entry.objects.get(verb="people.position_ended", object_id=str(own.pk))
    assert entry.actor.startswith("key:")
    admin = person("administrator")
    last = Position.objects.get(person=admin)
    answer = client.post(f"{V1}/positions/{last.pk}/end", headers=key_for(admin, "people.manage", unit=""))
    assert answer.status_code == 422
    assert "administrator terakhir" in answer.json()["detail"]


def test_a_position_that_has_not_begun_or_is_over_stands_in_no_list(client: Client) -> None:
    society = actions.establish_organisation(actor=SYSTEM, kind="ormas", name="Mitra Uji", unit=KELURAHAN)
    now = timezone.now()
    for name, since, until in (
        ("Nanti", now + timedelta(days=1), None),
        ("Dulu", now - timedelta(days=9), now - timedelta(days=1)),
    ):
        actions.give_position(
            actor=SYSTEM, person=person(name=name), title="ketua", unit=KELURAHAN, organisation=society,
            since=since, until=until,
        )  # fmt: skip
    assert names(client.get(f"{V1}/organisations/{society.pk}/positions")) == set()


def test_what_a_caller_is_told_is_kept_by_nobody_on_the_way_and_what_all_may_know_may_be(client: Client) -> None:
    own, lurah = ormas(), person("lurah", KELURAHAN)
    paths = [f"{V1}/me", f"{V1}/organisations/{own.pk}/positions", f"{V1}/organisations/{own.pk}"]
    by_key = key_for(lurah, "people.see", "people.manage")
    signed_in = Client()
    signed_in.force_login(lurah)
    for path in paths:
        for answer in (signed_in.get(path), client.get(path, headers=by_key)):
            assert answer.status_code == 200
            assert set(answer.headers["Cache-Control"].split(", ")) == {"private", "no-store"}, path
    assert "no-store" in client.get(f"{V1}/organisations/{uuid4()}", headers=by_key).headers["Cache-Control"]
    ended = client.post(f"{V1}/positions/{Position.objects.get(title='anggota').pk}/end", headers=by_key)
    assert "no-store" in ended.headers["Cache-Control"]
    assert "Cache-Control" not in client.get(paths[1]).headers
