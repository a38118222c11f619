"""The API's root and the page that reads its document."""

import json

import pytest
from django.test import Client
from django.urls import reverse

from rukun.api.reading import kind_of, operations
from rukun.api.root import api
from rukun.guard.ids import new_id
from rukun.people.actions import establish_organisation
from rukun.people.actions.keys import make_key
from rukun.people.actor import actor_of
from rukun.people.models import Position
from rukun.people.signin.keys import GRANTABLE, KeyActor
from rukun.people.tests.factories import SYSTEM, person
from rukun.report.complaints import READERS
from rukun.report.tests.factories import KELURAHAN, RW


def test_anybody_may_ask_who_runs_the_site(client: Client) -> None:
    answer = client.get("/api/v1/installation").json()
    assert answer["name"] == "Posko Uji"
    assert answer["languages"] == ["id", "en"]
    assert answer["demo"] is False


def test_kinds_are_said_in_words() -> None:
    assert kind_of({"type": "string", "format": "date"}) == "string (date)"
    assert kind_of({"anyOf": [{"type": "integer"}, {"type": "null"}]}) == "integer | null"
    assert kind_of({"type": "object", "additionalProperties": {"type": "string"}}) == "object of string"
    assert kind_of({}) == "any"


def test_every_operation_is_taken_apart_with_what_it_answers() -> None:
    found = {each.path: each for each in operations(api.get_openapi_schema())}
    entries = found["/api/v1/journal/entries"]
    assert {"unit", "before", "since"} <= {each.name for each in entries.parameters}
    (answer,) = entries.answers
    assert (answer.status, answer.schema) == ("200", "EntriesOut")
    (nested,) = answer.nested
    assert "hash" in {each.name for each in nested.fields}


def test_a_body_and_an_answer_without_one_are_told_apart() -> None:
    document = {
        "paths": {
            "/x": {
                "post": {
                    "operationId": "x",
                    "requestBody": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/A"}}}},
                    "responses": {204: {"description": "done"}},
                }
            }
        },
        "components": {
            "schemas": {
                "A": {
                    "type": "object",
                    "properties": {"again": {"$ref": "#/components/schemas/A"}, "n": {"type": "integer"}},
                    "required": ["n"],
                }
            }
        },
    }
    (operation,) = operations(document)
    assert operation.body is not None
    assert operation.body.schema == "A"
    assert operation.body.nested == (), "a schema that holds itself is shown once"
    assert [(each.name, each.required) for each in operation.body.fields] == [("again", False), ("n", True)]
    assert operation.answers[0].schema == ""


def test_the_page_speaks_the_readers_language(client: Client) -> None:
    assert "API untuk sistem lain" in client.get("/api/v1/docs").content.decode()
    assert "/api/v1/journal/entries" in client.get("/en/api/v1/docs").content.decode()


FEW_READ = {"reports.protected", *READERS}
"""Asked of whoever asks for reports at all; but what few may know is for somebody signed in alone."""


@pytest.mark.django_db
def test_a_key_can_be_given_what_some_operation_asks_for_and_nothing_else(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: set[str] = set()

    def scopes(_key: KeyActor, capability: str) -> tuple[str, ...]:
        asked.add(capability)
        return ("",)

    lurah, group = person("lurah", KELURAHAN), establish_organisation(actor=SYSTEM, kind="ormas", name="A", unit=RW)
    _made, secret = make_key(
        actor=actor_of(lurah), person=lurah, name="Uji", capabilities=["people.see"], unit=KELURAHAN, days=1
    )
    monkeypatch.setattr(KeyActor, "scopes", scopes)
    bodies = {
        reverse("api:check_duty"): {"persons": [str(lurah.pk)], "at": "2026-11-20T10:00:00+07:00", "unit": RW},
        reverse("api:hand_in"): {
            "id": str(new_id()), "category": "ketertiban", "unit": RW, "words": "Ramai.", "source": "system",
        },
        reverse("api:add_observation", args=[Position.objects.get(person=lurah).pk]): {
            "id": str(new_id()), "text": "Ramai.", "seen_at": "2026-11-20T10:00:00+07:00",
        },
    }  # fmt: skip
    for each in operations(api.get_openapi_schema()):
        if each.path.endswith("/me"):
            continue  # tells of every one whether the key has it
        key = group.pk if "organisations" in each.path else Position.objects.get(person=lurah).pk
        path = each.path.format(id=key, unit=RW, code=RW)
        body = json.dumps(bodies.get(path, {}))
        client.generic(each.method, path, body, "application/json", headers={"Authorization": f"Bearer {secret}"})
    assert asked - FEW_READ == set(GRANTABLE)
