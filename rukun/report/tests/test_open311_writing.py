"""Open311's two formats, names and filters: what needs no database."""

import hashlib
import json
from collections.abc import Iterator
from typing import Any
from uuid import RFC_4122, UUID
from xml.etree import ElementTree as ET

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from rukun.report.algo.codes import read
from rukun.report.categories import CATEGORIES, ORDINARY
from rukun.report.errors.open311 import Wrong
from rukun.report.open311 import naming, posting, specification
from rukun.report.open311.asking import SPAN, asked, asked_updates
from rukun.report.open311.serialising import ITEMS, Answer

pytestmark = pytest.mark.pure
TEXTS = st.text(max_size=30)
SCALARS = st.none() | st.booleans() | st.integers(-(10**9), 10**9) | TEXTS
ROWS = st.dictionaries(st.sampled_from(["code", "description", "lat", "status_notes"]), SCALARS, min_size=1)


def spark(element: ET.Element) -> Any:
    """XML in the convention of the specification: a list has no name around its items. Texts alone."""
    if element.tag in ITEMS:
        return [spark(each) for each in element]
    if len(element):
        return {each.tag: spark(each) for each in element}
    return element.text or ""


def plain(value: Any) -> Any:
    """What JSON says, as texts."""
    match value:
        case dict():
            return {name: plain(each) for name, each in value.items()}
        case list():
            return [plain(each) for each in value]
        case None:
            return ""
        case bool():
            return str(value).lower()
    return str(value)


def both(answer: Answer) -> tuple[Any, ET.Element]:
    written = answer.written("xml")
    assert written.startswith(b'<?xml version="1.0" encoding="utf-8"?>')
    return json.loads(answer.written("json")), ET.fromstring(written)


@pytest.mark.parametrize(
    ("root", "item"),
    [
        ("services", "service"),
        ("service_requests", "request"),
        ("service_request_updates", "request_update"),
        ("errors", "error"),
    ],
)
def test_a_list_is_a_bare_array_in_json_and_named_in_xml(root: str, item: str) -> None:
    found, tree = both(
        Answer(root, [{"code": 403, "description": "Kunci salah <b>"}, {"code": 1, "description": None}])
    )
    assert found == [{"code": 403, "description": "Kunci salah <b>"}, {"code": 1, "description": None}]
    assert tree.tag == root
    assert [each.tag for each in tree] == [item, item]
    assert [each.text for each in tree[0]] == ["403", "Kunci salah <b>"]
    assert tree[1].find("description").text is None  # type: ignore[union-attr]


def test_an_empty_list_is_an_empty_array_and_an_empty_element() -> None:
    found, tree = both(Answer("service_requests", []))
    assert found == []
    assert (tree.tag, len(tree), tree.text) == ("service_requests", 0, None)


def test_a_service_definition_is_an_object_with_bare_lists_and_whole_truths() -> None:
    found, tree = both(Answer("service_definition", specification.definition("tawuran")))
    assert set(found) == {"service_code", "attributes"}
    assert found["attributes"][0]["variable"] is False
    assert [each["order"] for each in found["attributes"]] == [1, 2, 3]
    for each in found["attributes"]:
        names = {"variable", "code", "datatype", "required", "datatype_description", "order", "description"}
        assert set(each) - {"values"} == names
    assert [each.tag for each in tree] == ["service_code", "attributes"]
    attributes = tree.findall("attributes/attribute")
    assert [each.findtext("variable") for each in attributes] == ["false", "true", "true"]
    assert [each.findtext("key") for each in attributes[1].findall("values/value")] == [*specification.WHEN]
    assert spark(tree) == plain(found)


@given(st.lists(ROWS, max_size=4))
def test_xml_says_what_json_says_whatever_is_in_it(rows: list[dict[str, Any]]) -> None:
    found, tree = both(Answer("service_requests", rows))
    assert found == rows
    assert [len(each) for each in tree] == [len(each) for each in rows]


@given(st.text(alphabet=st.characters(exclude_categories=["C"]), max_size=40))
def test_what_xml_can_write_it_writes_as_it_is(text: str) -> None:
    _found, tree = both(Answer("errors", [{"description": text}]))
    assert (tree[0].findtext("description") or "") == text


@pytest.mark.parametrize("hostile", ["\x00", "\x0b", "\ufffe", "]]>", "<!DOCTYPE a [<!ENTITY b 'c'>]>&b;", "\x1b[2J"])
def test_no_character_breaks_the_xml(hostile: str) -> None:
    _found, tree = both(Answer("errors", [{"description": f"a{hostile}b"}]))
    said = tree[0].findtext("description") or ""
    assert said[0] + said[-1] == "ab"


def test_the_services_are_the_ordinary_categories_and_no_others() -> None:
    codes = [each["service_code"] for each in specification.services()]
    assert codes == [*ORDINARY]
    assert not {each.code for each in CATEGORIES.values() if each.kind != "ordinary"} & {*codes}
    for each in specification.services():
        assert set(each) == {
            "service_code", "service_name", "description", "metadata", "type", "keywords", "group",
        }  # fmt: skip
        assert each["type"] in ("realtime", "batch", "blackbox")
        assert each["metadata"] == bool(specification.definition(each["service_code"])["attributes"])  # type: ignore[index]
    for category in CATEGORIES.values():
        assert (specification.definition(category.code) is None) == (category.kind != "ordinary")


def test_the_changeset_is_renewed_with_the_services() -> None:
    """Whoever changes a category or a question writes the day into ``CHANGED``, and the new digest here."""
    what = [specification.services(), [specification.definition(code) for code in ORDINARY]]
    digest = hashlib.sha256(json.dumps(what, sort_keys=True).encode()).hexdigest()[:16]
    assert (specification.CHANGED, digest) == ("2026-11-22T00:00:00+07:00", "be132385e68485a7")


@given(st.uuids())
def test_names_lead_back_and_tell_nothing_of_each_other(key: UUID) -> None:
    name, token, update = naming.public_id(key), naming.token_for(key), naming.update_id(key)
    assert naming.report_named(name) == key
    assert naming.report_of_token(token) == key
    assert len({key.hex, name, token[:32], update}) == 4
    assert naming.report_named(token) is None
    assert naming.report_of_token(name + "0" * 16) is None
    assert naming.report_named(token[:32]) != key, "a token is no id"
    assert naming.report_named(key.hex) != key


@given(TEXTS)
def test_nothing_that_we_did_not_make_is_a_token(text: str) -> None:
    assert naming.report_of_token(text) is None
    assert naming.report_named(text) is None or len(text) == 32


def test_a_token_that_was_changed_is_none() -> None:
    token = naming.token_for(UUID(int=7))
    for place in range(len(token)):
        other = "0" if token[place] != "0" else "1"
        assert naming.report_of_token(token[:place] + other + token[place + 1 :]) is None
    assert naming.report_of_token(token.upper()) is None


@pytest.mark.parametrize(
    "wrong",
    [
        {"status": "buka"},
        {"status": "open,tutup"},
        {"start_date": "2026-11-01"},
        {"start_date": "2026-11-01T00:00:00"},
        {"start_date": "kemarin"},
        {"start_date": "0001-01-01T00:00:00+14:00"},
        {"end_date": "9999-12-31T23:59:59-12:00"},
        {"start_date": "2026-11-02T00:00:00Z", "end_date": "2026-11-01T00:00:00Z"},
        {"start_date": "2026-01-01T00:00:00Z", "end_date": "2026-11-01T00:00:00Z"},
        {"updated_after": "2026-01-01T00:00:00Z", "updated_before": "2026-11-01T00:00:00Z"},
        {"page": "0"},
        {"page": "-1"},
        {"page": "١"},
        {"page": "1_0"},
        {"page": "99999999999999999999"},
        {"page_size": "1001"},
        {"page_size": "x"},
        {"service_request_id": ",".join(["a"] * 1001)},
    ],
)
def test_a_filter_that_cannot_be_read_is_an_error_and_no_guess(wrong: dict[str, str]) -> None:
    with pytest.raises(Wrong) as caught:
        asked(wrong)
    assert caught.value.status == 400
    assert caught.value.why[0]


@pytest.mark.parametrize(
    "name",
    ["service_request_id", "service_code", "status", "start_date", "end_date", "updated_after", "page", "page_size"],
)
def test_an_empty_parameter_is_as_if_it_were_not_there(name: str) -> None:
    bare, empty = asked({}), asked({name: " "})
    assert (bare.ids, bare.codes, bare.statuses, bare.page, bare.size) == (
        empty.ids, empty.codes, empty.statuses, empty.page, empty.size,
    )  # fmt: skip
    assert bare.requested is not None
    assert empty.requested is not None
    assert bare.requested.until - bare.requested.since == SPAN


def test_lists_are_separated_by_commas_and_ids_override_all_else() -> None:
    several = asked({"service_code": "saran, ketertiban,", "status": "closed,open", "page": "3", "page_size": "10"})
    assert several.codes == ("saran", "ketertiban")
    assert {*several.statuses} == {"open", "closed"}
    assert (several.start, several.size) == (20, 10)
    chosen = asked({"service_request_id": "a,b", "status": "apa saja", "start_date": "kapan saja"})
    assert (chosen.ids, chosen.requested, chosen.codes) == (("a", "b"), None, None)


@pytest.mark.parametrize(
    "text", ["2026-11-22T07:00:00+07:00", "2026-11-22T00:00:00Z", "2026-11-22T00:00Z", "2026-11-22T07:00:00 07:00"]
)
def test_a_time_is_read_as_the_w3c_writes_it(text: str) -> None:
    found = asked({"start_date": text})
    assert found.requested is not None
    assert found.requested.since.isoformat() == "2026-11-22T00:00:00+00:00"
    assert found.requested.until - found.requested.since == SPAN


def test_one_end_of_a_span_is_ninety_days_from_the_other() -> None:
    last = asked({"end_date": "2026-04-01T00:00:00Z"}).requested
    assert last is not None
    assert last.since.isoformat() == "2026-01-01T00:00:00+00:00"
    assert asked({"updated_after": "2026-04-01T00:00:00Z"}).requested is None
    assert asked_updates({"start_date": "2026-01-01T00:00:00Z"}).updated is not None


def sent(**more: str) -> QueryDict:
    made = QueryDict(mutable=True)
    made.update({"service_code": "saran", "lat": "-6.2", "long": "106.8", "description": "Lampu jalan.", **more})
    return made


def test_the_same_under_the_same_key_has_the_same_names_and_nothing_else_has() -> None:
    first = posting.named("key:1", "abc", sent())
    assert posting.named("key:1", "abc", sent(email="a@b.id")) == first
    assert first.id.version == 7
    assert first.id.variant == RFC_4122
    assert read(first.code) == first.code
    others = [
        posting.named("key:2", "abc", sent()),
        posting.named("key:1", "abd", sent()),
        posting.named("key:1", "abc", sent(description="Lampu lain.")),
        posting.named("key:1", "", sent()),
        posting.named("key:1", "", sent()),
    ]
    assert len({each.id for each in (first, *others)} | {each.code for each in (first, *others)}) == 12


def fields() -> Iterator[tuple[dict[str, str], int, int]]:
    yield {"service_code": ""}, 400, 1
    yield {"service_code": "", "lat": "", "long": ""}, 400, 2
    yield {"service_code": "001"}, 404, 1
    yield from (({"service_code": each.code}, 404, 1) for each in CATEGORIES.values() if each.kind != "ordinary")
    yield {"lat": ""}, 400, 1
    yield {"lat": "enam"}, 400, 1
    yield {"lat": "-6,2"}, 400, 1
    yield {"lat": "nan"}, 400, 1
    yield {"long": "inf"}, 400, 1
    yield {"lat": "91"}, 400, 1
    yield {"long": "1_0"}, 400, 1
    yield {"attribute[kapan]": "besok"}, 400, 1
    yield {"attribute[waktu]": "2026-11-22T10:00:00"}, 400, 1
    yield {"media_url": "javascript:alert(1)"}, 400, 1
    yield {"media_url": "https://x/" + "a" * 600}, 400, 1


@pytest.mark.parametrize(("wrong", "status", "number"), [*fields()])
def test_what_is_wrong_with_a_post_is_said_all_at_once(wrong: dict[str, str], status: int, number: int) -> None:
    with pytest.raises(Wrong) as caught:
        posting.draft_of(sent(**wrong), posting.Name(UUID(int=1), "1"))
    assert (caught.value.status, len(caught.value.why)) == (status, number)


def test_a_post_becomes_a_draft_and_what_nobody_needs_is_dropped() -> None:
    draft = posting.draft_of(
        sent(
            email="sri@contoh.id",
            device_id="D-1",
            account_id="A-1",
            first_name="Sri",
            last_name="Lestari",
            phone="0812 3456 7890",
            media_url="https://contoh.id/foto.jpg",
            **{"attribute[waktu]": "2026-11-22T10:00:00+07:00"},
        ),
        posting.Name(UUID(int=1), "1"),
    )
    assert (draft.name, draft.phone, draft.anonymous) == ("Sri Lestari", "0812 3456 7890", False)
    assert draft.words == "Lampu jalan.\nhttps://contoh.id/foto.jpg"
    assert (draft.happened_about, draft.happened and draft.happened.hour) == ("hour", 3)
    for dropped in ("sri@contoh.id", "D-1", "A-1"):
        assert dropped not in repr(draft)
    assert posting.draft_of(sent(first_name="Sri"), posting.Name(UUID(int=1), "1")).anonymous
