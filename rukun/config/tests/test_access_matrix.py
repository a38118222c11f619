"""Every address and every operation, asked for by every role: what comes back stands in ``access_table``, by hand.

An address that is missing there fails, and so does one that is no longer anywhere else.
"""

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, include, path, reverse
from django.utils import timezone

from rukun.api.root import api
from rukun.config import urls as site
from rukun.config.tests.access_table import (
    ADDRESSES,
    ELSEWHERE,
    NEEDS,
    OPERATIONS,
    REST,
    ROLES,
    SIGN_IN,
    Row,
    Status,
    Who,
)
from rukun.demo.actions import fill
from rukun.demo.cast import CAST, KELURAHAN, RT_02
from rukun.guard import System
from rukun.guard.ids import new_id
from rukun.journal import actions as journal
from rukun.journal.models import Entry
from rukun.people import actions
from rukun.people.actions.invitations import invite
from rukun.people.actions.keys import make_key
from rukun.people.actor import actor_of
from rukun.people.models import Person, Position
from rukun.people.signin.keys import GRANTABLE
from rukun.people.strength import SESSION_KEY, Strength
from rukun.territory.tests.towns import listed

FOREIGN = "99.01.01.1002"
FOREIGN_RT = f"{FOREIGN}.001.001"
SYSTEM = System("test")

urlpatterns = [*site.urlpatterns, path("demo/", include("rukun.demo.urls"))]


@dataclass
class Place:
    """One of each thing that addresses name, all of it in one RT. Each is the list of arguments that names it."""

    unit: tuple[str]
    organisation: tuple[UUID]
    person: tuple[UUID]
    position: tuple[UUID]
    entry: tuple[str, int]
    key: tuple[UUID]
    invitation: tuple[UUID]
    passkey: tuple[int]


@dataclass
class World:
    own: Place
    foreign: Place
    clients: dict[str, Client] = field(default_factory=dict)
    headers: dict[str, dict[str, str]] = field(default_factory=dict)


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """Kampung Contoh and its neighbour, made once; each test is rolled back to it."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield _made()
        transaction.set_rollback(True)


def _made() -> World:
    fill()
    listed(f"code,name\n{FOREIGN},Kampung Sebelah\n{FOREIGN}.001,RW 01\n{FOREIGN_RT},RT 001\n")
    cast = {key: Person.objects.get(pk=role.person_id) for key, role in CAST.items()}
    neighbour = _person("Lurah Sebelah", "lurah", FOREIGN)
    made = World(_place(RT_02, KELURAHAN, cast["lurah"]), _place(FOREIGN_RT, FOREIGN, neighbour))
    long_ago = datetime(2001, 3, 5, tzinfo=UTC)
    formerly = _person("Lurah Dahulu", "", KELURAHAN)
    held = actions.give_position(actor=SYSTEM, person=formerly, title="lurah", unit=KELURAHAN, since=long_ago,
                                 until=long_ago + timedelta(days=900))  # fmt: skip
    for role in ROLES:
        made.clients[role] = Client()
        made.headers[role] = {}
        if role in cast:
            made.clients[role].force_login(cast[role])
    made.clients["mantan_lurah"].force_login(formerly)
    made.clients["lurah_dengan_kode"].force_login(cast["lurah"])
    session = made.clients["lurah_dengan_kode"].session
    session[SESSION_KEY] = int(Strength.CODE)
    session.save()
    made.headers["kunci_lurah"] = _key(cast["lurah"], KELURAHAN)
    Position.objects.filter(pk=held.pk).update(until=timezone.now() + timedelta(days=1))
    made.headers["kunci_mati"] = _key(formerly, KELURAHAN)
    Position.objects.filter(pk=held.pk).update(until=long_ago + timedelta(days=900))
    return made


def _place(unit: str, kelurahan: str, lurah: Person) -> Place:
    organisation = actions.establish_organisation(actor=SYSTEM, kind="lain", name="Kelompok Ronda", unit=unit)
    member = _person("Anggota Ronda", "", unit)
    position = actions.give_position(actor=SYSTEM, person=member, title="anggota", unit=unit, organisation=organisation)
    journal.write_log(actor=SYSTEM, unit=unit, text="Lampu mati.", log_id=new_id())
    entry = Entry.objects.filter(unit=unit, verb="journal.log_written").latest("pk")
    key, _secret = make_key(
        actor=actor_of(lurah), person=lurah, name="Papan", capabilities=["people.see"], unit=unit, days=9
    )
    invitation, _secret = invite(actor=SYSTEM, person=member, position=position)
    owner = _person("Pemilik Kunci", "", unit)
    passkey = Authenticator.objects.create(user=owner, type=Authenticator.Type.WEBAUTHN, data={"name": "Ponsel"})
    return Place(
        unit=(unit,),
        organisation=(organisation.pk,),
        person=(member.pk,),
        position=(position.pk,),
        entry=(entry.chain_id, entry.sequence),
        key=(key.pk,),
        invitation=(invitation.pk,),
        passkey=(passkey.pk,),
    )


def _person(name: str, title: str, unit: str) -> Person:
    number = Person.objects.count()
    made = actions.add_person(actor=SYSTEM, name=name, phone=f"0828-9902-{number:04d}", unit=unit)
    if title:
        actions.give_position(actor=SYSTEM, person=made, title=title, unit=unit)
    return made


def _key(person: Person, unit: str) -> dict[str, str]:
    held = [code for code in GRANTABLE if actor_of(person).may(code, unit).allowed]
    _made, secret = make_key(
        actor=actor_of(person), person=person, name="Program", capabilities=held, unit=unit, days=9
    )
    return {"Authorization": f"Bearer {secret}"}


# Asking

_document = functools.cache(api.get_openapi_schema)


@pytest.fixture
def _quickly(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is asked some thousand times and looked at elsewhere: the page of a refusal, the API's document."""
    monkeypatch.setattr("rukun.ui.middleware.render", lambda *_args, status, **_more: HttpResponse(status=status))
    monkeypatch.setattr(api, "get_openapi_schema", lambda **_more: _document())


def told(who: Who, role: str) -> Status:
    """What the table says to a role: by name, else what it says to the rest."""
    named = [status for status, roles in who.items() if role in roles]
    assert len(named) <= 1, f"{role} is told {named}"
    return named[0] if named else next((status for status, roles in who.items() if roles == REST), "nothing")


def answer(world: World, role: str, method: str, address: str) -> Status:
    """What comes back. Whatever was done is undone, and the client keeps its session."""
    client = world.clients[role]
    cookies = SimpleCookie(client.cookies)
    before = transaction.savepoint()
    try:
        response = client.generic(
            method, address, content_type="application/x-www-form-urlencoded", headers=world.headers[role]
        )
    finally:
        transaction.savepoint_rollback(before)
        client.cookies = cookies
    if response.status_code != 302:
        return response.status_code
    return SIGN_IN if response.headers["Location"].startswith(f"{reverse('account_login')}?next=") else ELSEWHERE


def asked(row: Row, world: World) -> Iterator[tuple[str, tuple[Any, ...], Row]]:
    """The places at which a row is asked: the own one, the neighbour's."""
    if not row.about:
        yield "", (), row
        return
    assert row.foreign is not None, f"what of a {row.about} elsewhere?"
    yield "own", getattr(world.own, row.about), row
    yield "foreign", getattr(world.foreign, row.about), row.foreign


def address_of(operation: str, args: tuple[Any, ...]) -> str:
    address = "/api/v1" + re.sub(r"\{\w+\}", str(args[0]) if args else "", operation.partition(" ")[2])
    return f"{address}?{urlencode(NEEDS[operation])}" if operation in NEEDS else address


def differences(world: World, role: str, what: str, address: str, row: Row) -> Iterator[str]:
    for method, who in (("GET", row.get), ("POST", row.post)):
        if who is not None:
            came, expected = answer(world, role, method, address), told(who, role)
            if came != expected:
                yield f"{method} {what}: {came}, not {expected}"


@pytest.mark.django_db
@pytest.mark.urls(__name__)
@pytest.mark.usefixtures("_quickly")
@pytest.mark.parametrize("role", ROLES)
def test_every_address_and_operation_answers_a_role_as_the_table_says(role: str, world: World) -> None:
    cache.clear()
    wrong: list[str] = []
    for name, whole in ADDRESSES.items():
        for where, args, row in asked(whole, world):
            address = name if name.startswith("/") else reverse(name, args=args)
            wrong += differences(world, role, f"{name} {where}", address, row)
    for name, whole in OPERATIONS.items():
        for where, args, row in asked(whole, world):
            wrong += differences(world, role, f"{name} {where}", address_of(name, args), row)
    assert not wrong, "\n".join(wrong)


@pytest.mark.django_db
@pytest.mark.urls(__name__)
@pytest.mark.parametrize("role", ["administrator", "lurah"])
def test_an_address_of_which_the_table_says_no_post_takes_none(role: str, world: World) -> None:
    taken = []
    for name, whole in ADDRESSES.items():
        for _where, args, row in asked(whole, world):
            if row.post is None and not name.startswith("api:"):
                address = name if name.startswith("/") else reverse(name, args=args)
                if answer(world, role, "POST", address) not in (403, 404, 405):
                    taken.append(name)
    assert taken == []


# The table is whole


def patterns(found: list[Any], space: str = "") -> Iterator[tuple[str, str]]:
    """Every address: its full name (its path where it has none) and how it is written."""
    for each in found:
        if isinstance(each, URLResolver):
            yield from patterns(each.url_patterns, f"{space}{each.namespace}:" if each.namespace else space)
        elif isinstance(each, URLPattern):
            yield space + each.name if each.name else f"/{each.pattern}", str(each.pattern)


def operations() -> set[str]:
    return {
        f"{method} {prefix}{path}"
        for prefix, router in api._routers
        for path, view in router.path_operations.items()
        for operation in view.operations
        for method in operation.methods
    }


@pytest.mark.urls(__name__)
def test_every_address_and_operation_stands_in_the_table_and_nothing_else_does() -> None:
    behind_api = {f"api:{view.url_name or operation.view_func.__name__}"
                  for _prefix, router in api._routers
                  for view in router.path_operations.values()
                  for operation in view.operations}  # fmt: skip
    found = dict(patterns(get_resolver(__name__).url_patterns))
    assert set(found) - behind_api == set(ADDRESSES)
    assert operations() == set(OPERATIONS)
    for name, pattern in found.items():
        if name in ADDRESSES:
            assert bool(ADDRESSES[name].about) == ("<" in pattern), f"{name}: {pattern}"
    for name, row in OPERATIONS.items():
        assert bool(row.about) == ("{" in name), name
        assert (row.post is not None) == name.startswith("POST"), name


def test_the_table_tells_each_role_one_thing() -> None:
    rows = [*ADDRESSES.values(), *OPERATIONS.values()]
    for row in [*rows, *(row.foreign for row in rows if row.foreign)]:
        for who in filter(None, (row.get, row.post)):
            assert {role for roles in who.values() for role in roles} <= set(ROLES)
            assert all(told(who, role) != "nothing" for role in ROLES), who
