"""An OpenAPI document taken apart for reading."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Field:
    """A parameter or a field of an answer. ``kind`` is the type in words, such as ``array of EntryOut``."""

    name: str
    kind: str
    required: bool
    about: str


@dataclass(frozen=True)
class Answer:
    """What one status code comes with: the schema's name (empty if none) and its fields."""

    status: str
    schema: str
    about: str
    fields: tuple[Field, ...]
    nested: tuple["Answer", ...]


@dataclass(frozen=True)
class Operation:
    method: str
    path: str
    anchor: str
    summary: str
    about: str
    parameters: tuple[Field, ...]
    body: Answer | None
    answers: tuple[Answer, ...]


def operations(schema: Mapping[str, Any]) -> list[Operation]:
    """Every operation of the document, in its order."""
    return [
        Operation(
            method=method.upper(),
            path=path,
            anchor=operation["operationId"],
            summary=operation.get("summary", ""),
            about=operation.get("description", ""),
            parameters=tuple(
                Field(each["name"], kind_of(each["schema"]), each.get("required", False), each.get("description", ""))
                for each in operation.get("parameters", [])
            ),
            body=_content(schema, "", operation.get("requestBody", {})),
            answers=tuple(
                _content(schema, str(status), answer) or Answer(str(status), "", "", (), ())
                for status, answer in operation.get("responses", {}).items()
            ),
        )
        for path, methods in schema["paths"].items()
        for method, operation in methods.items()
    ]


def kind_of(schema: Mapping[str, Any]) -> str:
    """A schema's type in words.

    >>> kind_of({"type": "array", "items": {"$ref": "#/components/schemas/EntryOut"}})
    'array of EntryOut'
    """
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    if "anyOf" in schema:
        return " | ".join(kind_of(each) for each in schema["anyOf"])
    if schema.get("type") == "array":
        return f"array of {kind_of(schema.get('items', {}))}"
    if schema.get("type") == "object" and isinstance(schema.get("additionalProperties"), Mapping):
        return f"object of {kind_of(schema['additionalProperties'])}"
    kind = str(schema.get("type", "any"))
    return f"{kind} ({schema['format']})" if "format" in schema else kind


def _content(document: Mapping[str, Any], status: str, holder: Mapping[str, Any]) -> Answer | None:
    content = holder.get("content", {})
    for media in content.values():
        return _answer(document, status, media.get("schema", {}), frozenset())
    return None


def _answer(document: Mapping[str, Any], status: str, schema: Mapping[str, Any], above: frozenset[str]) -> Answer:
    name = kind_of(schema)
    target = _resolved(document, schema)
    properties: Mapping[str, Any] = target.get("properties", {})
    required = set(target.get("required", []))
    nested = [
        _answer(document, "", reference, above | {name})
        for reference in (found for each in properties.values() for found in _references(each))
        if kind_of(reference) not in above | {name}
    ]
    fields = (
        Field(key, kind_of(each), key in required, each.get("description", "")) for key, each in properties.items()
    )
    return Answer(status, name, target.get("description", ""), tuple(fields), tuple(nested))


def _resolved(document: Mapping[str, Any], schema: Mapping[str, Any]) -> Mapping[str, Any]:
    if "$ref" not in schema:
        return schema
    target: Mapping[str, Any] = document["components"]["schemas"][kind_of(schema)]
    return target


def _references(schema: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    if "$ref" in schema:
        yield schema
    for each in schema.get("anyOf", []):
        yield from _references(each)
    for key in ("items", "additionalProperties"):
        if isinstance(schema.get(key), Mapping):
            yield from _references(schema[key])
