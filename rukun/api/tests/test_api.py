"""The API's root and the page that reads its document."""

from django.test import Client

from rukun.api.reading import kind_of, operations
from rukun.api.root import api


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
