import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rukun.notify.algo.incoming import Receipt, Said
from rukun.notify.algo.reading import phone
from rukun.notify.algo.reading.sms import address, environment, filed, parts, understood

pytestmark = pytest.mark.pure
NUMBER = "+6281200000001"
ITEM = {"id": "g-1", "from": "081200000001", "text": "lapor banjir RW 9", "at": "2026-11-22T17:00:00+07:00"}


def test_a_message_of_a_gateway_is_heard() -> None:
    [part] = parts(ITEM)
    assert (part.key, part.sender) == ("g-1", f"phone:{NUMBER}")
    at = datetime(2026, 11, 22, 10, tzinfo=UTC)
    assert understood(part.content) == Said((f"phone:{NUMBER}",), "text", "lapor banjir RW 9", said_at=at)


@pytest.mark.parametrize("payload", [[ITEM, ITEM | {"id": "g-2"}], {"messages": [ITEM, ITEM | {"id": "g-2"}]}])
def test_several_messages_are_several_parts(payload: Any) -> None:
    assert [each.key for each in parts(payload)] == ["g-1", "g-2"]


def test_without_an_id_the_time_tells_two_equal_messages_apart() -> None:
    one = {"from": NUMBER, "text": "1", "at": "1763800000"}
    assert parts(one)[0].key == parts(dict(reversed(one.items())))[0].key
    assert parts(one)[0].key != parts(one | {"at": "1763800060"})[0].key


@pytest.mark.parametrize("sender", ["TELKOMSEL", "3355", "+112", "0812-RUMAH"])
def test_machines_are_not_answered(sender: str) -> None:
    [part] = parts(ITEM | {"from": sender})
    assert part.sender == f"sms:{sender}"
    assert understood(part.content) is None


def test_an_empty_message_is_something_else() -> None:
    found = understood(ITEM | {"text": " "})
    assert isinstance(found, Said)
    assert (found.kind, found.text) == ("other", "")


@pytest.mark.parametrize(
    ("item", "receipt"),
    [
        (
            {"id": "o-1", "state": "delivered", "at": "2026-11-22"},
            Receipt("o-1", "delivered", datetime(2026, 11, 22, tzinfo=UTC)),
        ),
        ({"id": "o-1", "state": "failed", "why": "address"}, Receipt("o-1", "failed", None, "address")),
        ({"id": "o-1", "state": "failed", "why": "0812 is off"}, Receipt("o-1", "failed", None, "refused")),
        ({"id": "o-1", "state": "sent", "why": "address"}, Receipt("o-1", "sent")),
    ],
)
def test_what_became_of_a_message_of_ours_is_a_receipt(item: Any, receipt: Receipt) -> None:
    [part] = parts(item)
    assert (part.key, part.sender) == (f"o-1 {item['state']}", "")
    assert understood(part.content) == receipt


@pytest.mark.parametrize(
    "item", [{"id": "o-1", "state": "flying"}, {"state": "sent"}, {}, [], None, "x", {"text": "x"}]
)
def test_what_is_neither_is_kept_and_means_nothing(item: Any) -> None:
    [part] = parts(item)
    assert part.key
    assert understood(part.content) is None


def test_gammus_environment_is_a_message() -> None:
    variables = {"SMS_MESSAGES": "1", "SMS_1_NUMBER": NUMBER, "SMS_1_TEXT": "lapor", "DECODED_PARTS": "0", "HOME": "/"}
    [part] = parts(environment(variables, ["IN20261122_170900_00_+6281200000001_00.txt"]))
    found = understood(part.content)
    assert isinstance(found, Said)
    assert (found.names, found.kind, found.text) == ((f"phone:{NUMBER}",), "text", "lapor")
    assert part.key.startswith("gammu ")


def test_a_long_message_is_one_as_decoded_or_else_as_its_parts_one_after_the_other() -> None:
    variables = {"SMS_MESSAGES": "2", "SMS_1_NUMBER": NUMBER, "SMS_2_NUMBER": NUMBER}
    variables |= {"SMS_1_TEXT": "lapor ban", "SMS_2_TEXT": "jir"}
    assert environment(variables)["text"] == "lapor banjir"
    assert environment(variables | {"DECODED_PARTS": "1", "DECODED_1_TEXT": "lapor banjir!"})["text"] == "lapor banjir!"


def test_equal_words_in_two_files_are_two_messages() -> None:
    variables = {"SMS_MESSAGES": "1", "SMS_1_NUMBER": NUMBER, "SMS_1_TEXT": "1"}
    keys = {parts(environment(variables, [name]))[0].key for name in ("IN_1.txt", "IN_2.txt")}
    assert len(keys) == 2


def test_a_message_read_from_its_file_is_the_one_of_the_environment_though_that_lost_its_accents() -> None:
    name = "IN20261122_170900_00_+6281200000001_00.txt"
    variables = {"SMS_MESSAGES": "1", "SMS_1_NUMBER": NUMBER, "SMS_1_TEXT": "lapor ?jalan?"}
    assert parts(environment(variables, [name]))[0].key == parts(filed([f"/x/{name}"], NUMBER, "lapor “jalan”"))[0].key


@pytest.mark.parametrize("count", ["", "-1", "x", "9999999999", "999999"])
def test_an_environment_of_nonsense_is_an_empty_message(count: str) -> None:
    assert environment({"SMS_MESSAGES": count, "DECODED_PARTS": count}) == {"from": "", "text": ""}


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("0812 0000 0001", NUMBER),
        ("6281200000001", NUMBER),
        ("006281200000001", NUMBER),
        ("+0812", ""),
        ("", ""),
        (None, ""),
    ],
)
def test_numbers_as_networks_write_them(typed: Any, number: str) -> None:
    assert phone(typed) == number


def test_the_address_is_the_phone() -> None:
    assert address(["sms:X", f"phone:{NUMBER}"]) == {"phone": NUMBER}
    assert address(["sms:X"]) == {}


junk = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.text(max_size=4) | st.sampled_from(["id", "from", "text", "at", "state", "why", "messages"]),
            inner,
            max_size=6,
        )
    ),
    max_leaves=20,
)


@given(junk)
def test_nothing_that_comes_raises(payload: Any) -> None:
    found = parts(payload)
    assert found
    for each in found:
        json.dumps(each.content, ensure_ascii=False).encode()
        each.key.encode()
        each.sender.encode()
        understood(each.content)


names = st.sampled_from(["SMS_MESSAGES", "DECODED_PARTS", "SMS_1_NUMBER", "SMS_1_TEXT", "SMS_2_TEXT", "DECODED_1_TEXT"])


@given(st.dictionaries(names, st.text() | st.sampled_from(["1", "2", NUMBER])), st.lists(st.text(), max_size=2))
def test_no_environment_raises(variables: dict[str, str], files: list[str]) -> None:
    [part] = parts(environment(variables, files))
    understood(part.content)
