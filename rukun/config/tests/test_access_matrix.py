"""Every address and every operation, asked for by every role: what comes back stands in ``access_table``, by hand.

An address that is missing there fails, and so does one that is no longer anywhere else.
"""

import functools
import json
import re
from collections.abc import Iterator, Mapping
from copy import copy, deepcopy
from dataclasses import dataclass
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlencode

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.core.cache import cache
from django.db import connection, transaction
from django.http import HttpResponse
from django.urls import URLPattern, URLResolver, get_resolver, include, path, reverse

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
    Key,
    Row,
    Rows,
    Status,
    Who,
    rows,
)
from rukun.config.tests.access_world import World, made
from rukun.people.actor import PersonActor
from rukun.people.models import Position
from rukun.people.signin.backend import PhoneAndPassword

urlpatterns = [*site.urlpatterns, path("demo/", include("rukun.demo.urls"))]


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """Made once; each test is rolled back to it."""
    with django_db_blocker.unblock(), transaction.atomic():
        made_now = made()
        # What would follow a commit that never comes; each rollback would look through it.
        connection.run_on_commit = []
        yield made_now
        transaction.set_rollback(True)


ALWAYS = {"anonim", "lurah", "kunci_lurah"}
"""Roles that are asked each time: who may nothing, and who may most. The others are asked in the long tests."""
EVERYWHERE = ("anonim", "lurah", "ketua_ormas", "kunci_lurah")
"""Roles that the long tests ask on PostgreSQL too; what may be done does not hang on the database."""

# Asking

WRITTEN_OUT = {
    "anonim", "warga", "administrator", "lurah", "lurah_dengan_kode", "pelatih", "ketua_ormas", "anggota",
}  # fmt: skip
"""For these the pages are rendered; of what the others get, which are the same pages, the status is enough."""
_document = functools.cache(api.get_openapi_schema)


@pytest.fixture
def _quickly(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is asked some thousand times and looked at elsewhere: the page of a refusal, the API's document.

    And what is the same before each question, since all that one does is undone: which view an address has, the
    session, who asks, and their positions.
    """
    monkeypatch.setattr("rukun.ui.middleware.render", lambda *_args, status=200, **_more: HttpResponse(status=status))
    monkeypatch.setattr("rukun.report.queries.proof_photos.GOOD_FOR", 86_400)  # whatever else the machine does
    for reason in ("why_nowhere", "why_not"):
        monkeypatch.setattr(f"rukun.people.reasons.{reason}", lambda *_args: "")
    monkeypatch.setattr(URLResolver, "resolve", functools.cache(URLResolver.resolve))
    load, opened = SessionStore.load, dict[str | None, dict[str, Any]]()

    def session(store: SessionStore) -> dict[str, Any]:
        if not opened.get(store.session_key):
            opened[store.session_key] = load(store)
        return deepcopy(opened.get(store.session_key, {}))

    monkeypatch.setattr(SessionStore, "load", session)
    monkeypatch.setattr(api, "get_openapi_schema", lambda **_more: _document())
    person = functools.cache(PhoneAndPassword().get_user)
    monkeypatch.setattr(PhoneAndPassword, "get_user", lambda _backend, key: copy(person(key)))
    read, held = vars(PersonActor)["known_positions"].func, dict[str, list[Position]]()

    def known_positions(actor: PersonActor) -> list[Position]:
        if actor.label not in held:
            held[actor.label] = read(actor)
        return held[actor.label]

    monkeypatch.setattr(PersonActor, "known_positions", property(known_positions))


def told(who: Who, role: str) -> Status:
    """What the table says to a role: by name, else what it says to the rest."""
    named = [status for status, roles in who.items() if role in roles]
    assert len(named) <= 1, f"{role} is told {named}"
    return named[0] if named else next((status for status, roles in who.items() if roles is REST), "nothing")


def answer(world: World, role: str, method: str, address: str, sent: Mapping[str, Any]) -> Status:
    """What comes back. Whatever was done is undone, and the client keeps its session."""
    as_json = bool(sent) and address.startswith("/api/")
    client = world.clients[role]
    cookies = SimpleCookie(client.cookies)
    before = transaction.savepoint()
    try:
        response = client.generic(
            method,
            address,
            (json.dumps(sent) if as_json else urlencode(sent)) if method == "POST" else "",
            content_type="application/json" if as_json else "application/x-www-form-urlencoded",
            headers=world.headers[role],
        )
    finally:
        transaction.savepoint_rollback(before)
        client.cookies = cookies
    if response.status_code != 302:
        return response.status_code
    return SIGN_IN if response.headers["Location"].startswith(f"{reverse('account_login')}?next=") else ELSEWHERE


@dataclass(frozen=True)
class Question:
    """``row`` says what comes back; ``what`` names it for whoever reads that something else did."""

    what: str
    address: str
    row: Row
    sent: Mapping[str, Any]


def questions(table: Mapping[str, Rows], world: World) -> Iterator[Question]:
    """Every address at the places at which its rows are asked: the own one, the neighbour's."""
    for name, whole in table.items():
        for row in rows(whole):
            for where, place, answers in (("own", world.own, row), ("foreign", world.foreign, row.foreign)):
                if answers is not None:
                    keys = place[row.about] if row.about else ()
                    what = f"{name} {where} {row.about}" if row.about else name
                    sent = {at: place[each][-1] if isinstance(each, Key) else each for at, each in row.sent.items()}
                    yield Question(what, address_of(name, row.query, keys), answers, sent)


def address_of(name: str, query: str, keys: tuple[Any, ...]) -> str:
    """Of an address by its name or path, or of an operation. With ``query`` the last key goes there."""
    asked = {query: keys[-1]} if query else NEEDS.get(name, {})
    args = keys[:-1] if query else keys
    if name in OPERATIONS:
        address = "/api/v1" + re.sub(r"\{\w+\}", str(args[0]) if args else "", name.partition(" ")[2])
    else:
        address = name if name.startswith("/") else reverse(name, args=args)
    return f"{address}?{urlencode(asked)}" if asked else address


@pytest.mark.django_db
@pytest.mark.urls(__name__)
@pytest.mark.usefixtures("_quickly")
@pytest.mark.parametrize(
    "role",
    [
        *(pytest.param(role, marks=pytest.mark.once) for role in ROLES if role in ALWAYS),
        *(pytest.param(role, marks=[pytest.mark.once, pytest.mark.long]) for role in ROLES if role not in ALWAYS),
        *(pytest.param(role, marks=pytest.mark.long, id=f"{role}-on-both") for role in EVERYWHERE),
    ],
)
def test_every_address_and_operation_answers_a_role_as_the_table_says(
    role: str, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache.clear()
    if role not in WRITTEN_OUT:
        monkeypatch.setattr("django.template.base.Template._render", lambda *_args: "")
    wrong = []
    for each in questions({**ADDRESSES, **OPERATIONS}, world):
        for method, who in (("GET", each.row.get), ("POST", each.row.post)):
            if who is not None:
                came, expected = answer(world, role, method, each.address, each.sent), told(who, role)
                if came != expected:
                    wrong.append(f"{method} {each.what}: {came}, not {expected}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.django_db
@pytest.mark.urls(__name__)
@pytest.mark.usefixtures("_quickly")
@pytest.mark.once
@pytest.mark.parametrize(
    "role",
    ["lurah", *(pytest.param(role, marks=pytest.mark.long) for role in ("administrator", "pelatih", "ketua_ormas"))],
)
def test_an_address_of_which_the_table_says_no_post_takes_none(role: str, world: World) -> None:
    taken = [
        each.what
        for each in questions(ADDRESSES, world)
        if each.row.post is None and not each.what.startswith("api:")
        if answer(world, role, "POST", each.address, each.sent) not in (403, 404, 405)
    ]
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
        for row in rows(ADDRESSES.get(name, ())):
            assert bool(row.about) == ("<" in pattern or bool(row.query)), f"{name}: {pattern}"
    for name, whole in OPERATIONS.items():
        for row in rows(whole):
            assert bool(row.about) == ("{" in name), name
            assert (row.post is not None) == name.startswith("POST"), name


def test_the_table_tells_each_role_one_thing() -> None:
    own = [row for whole in (*ADDRESSES.values(), *OPERATIONS.values()) for row in rows(whole)]
    for row in own:
        assert row.names == (row.foreign is not None), f"what of a {row.about} elsewhere?"
    for row in [*own, *(row.foreign for row in own if row.foreign)]:
        for who in filter(None, (row.get, row.post)):
            assert {role for roles in who.values() for role in roles} <= set(ROLES)
            assert all(told(who, role) != "nothing" for role in ROLES), who
