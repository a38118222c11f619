"""Bodies in the shapes that Meta documents, old and new; numbers and ids are made up."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rukun.notify.adapters import WHY
from rukun.notify.algo.incoming import Joined, Receipt, Said
from rukun.notify.algo.reading.whatsapp import address, parts, understood, why_of

pytestmark = pytest.mark.pure
PHONE, USER = "6281200000001", "ID.13491208655302741918"
NAMES = (f"wa:{USER}", f"phone:+{PHONE}")


def body(*values: dict[str, Any]) -> dict[str, Any]:
    changes = [{"field": "messages", "value": {"messaging_product": "whatsapp", **value}} for value in values]
    return {"object": "whatsapp_business_account", "entry": [{"id": "102290129340398", "changes": changes}]}


def message(kind: str = "text", content: Any = None, **more: Any) -> dict[str, Any]:
    content = {"body": "lapor"} if content is None else content
    found = {"from": PHONE, "id": "wamid.A1", "timestamp": "1763800000", "type": kind, kind: content} | more
    return {key: value for key, value in found.items() if value is not None}


def said(kind: str, content: Any, **more: Any) -> Said:
    contact = {"profile": {"name": "Siti"}, "wa_id": PHONE, "user_id": USER}
    [part] = parts(body({"contacts": [contact], "messages": [message(kind, content, **more)]}))
    found = understood(part.content)
    assert isinstance(found, Said)
    assert found.names == NAMES
    return found


def test_an_older_body_names_the_sender_by_phone_alone() -> None:
    [part] = parts(body({"contacts": [{"wa_id": PHONE}], "messages": [message()]}))
    assert (part.key, part.sender) == ("wamid.A1", f"phone:+{PHONE}")
    found = understood(part.content)
    assert found == Said((f"phone:+{PHONE}",), "text", "lapor", said_at=datetime.fromtimestamp(1763800000, UTC))


def test_a_newer_body_names_the_sender_by_the_id_first_and_the_phone_second() -> None:
    contact = {"profile": {"name": "Siti", "username": "siti"}, "wa_id": PHONE, "user_id": USER}
    [part] = parts(body({"contacts": [contact], "messages": [message(from_user_id=USER)]}))
    assert part.sender == NAMES[0]
    found = understood(part.content)
    assert isinstance(found, Said)
    assert found.names == NAMES
    assert "Siti" not in json.dumps(part.content)


def test_a_body_without_any_phone_is_heard() -> None:
    contact = {"profile": {"username": "siti"}, "user_id": USER}
    senders: list[dict[str, Any]] = [{"from": None, "from_user_id": USER}, {"from": None}]
    for sender in senders:
        [part] = parts(body({"contacts": [contact], "messages": [message(**sender)]}))
        found = understood(part.content)
        assert isinstance(found, Said)
        assert part.sender == NAMES[0]
        assert found.names == NAMES[:1]


def test_an_id_in_the_place_of_the_phone_is_an_id() -> None:
    [part] = parts(body({"messages": [message(**{"from": USER})]}))
    assert part.sender == NAMES[0]


def test_messages_of_several_people_in_one_body_keep_their_senders() -> None:
    contacts = [{"wa_id": f"62812000000{n}", "user_id": f"ID.{n}"} for n in range(10, 15)]
    messages = [message(id=f"wamid.{n}", **{"from": f"62812000000{n}"}) for n in reversed(range(10, 15))]
    found = parts(body({"contacts": contacts, "messages": messages}))
    assert [(each.key, each.sender) for each in found] == [(f"wamid.{n}", f"wa:ID.{n}") for n in (14, 13, 12, 11, 10)]


def test_somebody_who_is_not_among_the_contacts_gets_nobody_elses_id() -> None:
    [part] = parts(body({"contacts": [{"wa_id": "6281299999999", "user_id": "ID.9"}], "messages": [message()]}))
    assert part.sender == f"phone:+{PHONE}"


def test_several_entries_and_changes_are_all_taken() -> None:
    many = body(*({"messages": [message(id=f"wamid.{n}")]} for n in range(3)))
    many["entry"] += body({"statuses": [{"id": "wamid.OUT", "status": "sent"}]})["entry"]
    assert [each.key for each in parts(many)] == ["wamid.0", "wamid.1", "wamid.2", "wamid.OUT sent"]


def test_five_hundred_messages_in_one_body_are_five_hundred_parts() -> None:
    messages = [message(id=f"wamid.{n}") for n in range(500)]
    assert len({each.key for each in parts(body({"messages": messages}))}) == 500


def test_a_photo_carries_its_caption() -> None:
    found = said("image", {"id": "1234", "mime_type": "image/jpeg", "sha256": "x", "caption": "jalan rusak"})
    assert (found.kind, found.media, found.media_type, found.text) == ("photo", "1234", "image/jpeg", "jalan rusak")


def test_a_photo_sent_as_a_document_is_a_photo_and_another_document_is_not() -> None:
    assert said("document", {"id": "1", "mime_type": "image/png", "filename": "a.png"}).kind == "photo"
    other = said("document", {"id": "1", "mime_type": "application/pdf", "caption": "surat"})
    assert (other.kind, other.media, other.text) == ("other", "", "surat")


@pytest.mark.parametrize("kind", ["audio", "voice"])
def test_a_voice_note_has_its_media(kind: str) -> None:
    found = said(kind, {"id": "77", "mime_type": "audio/ogg; codecs=opus", "voice": True})
    assert (found.kind, found.media, found.media_type) == ("voice", "77", "audio/ogg")


def test_a_pin_is_a_place_and_its_name_is_text() -> None:
    pin = {"latitude": -6.2, "longitude": 106.8, "name": "Jembatan", "address": "Jalan Satu"}
    found = said("location", pin)
    assert (found.kind, found.lat, found.lon, found.live) == ("place", -6.2, 106.8, False)
    assert found.text == "Jembatan, Jalan Satu"


def test_a_live_position_says_so() -> None:
    assert said("live_location", {"latitude": -6.2, "longitude": 106.8}).live
    assert said("location", {"latitude": -6.2, "longitude": 106.8, "live_period": 900}).live


@pytest.mark.parametrize("place", [{"latitude": 91, "longitude": 0}, {"latitude": "x"}, {"latitude": float("nan")}, []])
def test_a_place_that_is_none_on_earth_is_not_believed(place: Any) -> None:
    found = said("location", place)
    assert (found.kind, found.lat, found.lon) == ("other", None, None)


@pytest.mark.parametrize("kind", ["button_reply", "list_reply"])
def test_a_pressed_button_gives_its_id_and_its_label_and_what_it_answers(kind: str) -> None:
    found = said("interactive", {"type": kind, kind: {"id": "ya", "title": "Sudah beres"}}, context={"id": "wamid.OUT"})
    assert (found.kind, found.choice, found.text, found.answers) == ("choice", "ya", "Sudah beres", "wamid.OUT")


def test_a_templates_button_gives_its_payload() -> None:
    found = said("button", {"payload": "belum", "text": "Belum"})
    assert (found.kind, found.choice, found.text) == ("choice", "belum", "Belum")
    assert said("button", {"text": "Belum"}).choice == "Belum"


@pytest.mark.parametrize("kind", ["sticker", "video", "contacts", "order", "unsupported", "hologram", "ephemeral"])
def test_kinds_that_we_cannot_read_are_heard_as_something_else(kind: str) -> None:
    found = said(kind, {"id": "5", "mime_type": "x/y"})
    assert (found.kind, found.text, found.media) == ("other", "", "")


def test_a_videos_caption_is_kept() -> None:
    assert said("video", {"id": "5", "caption": "tawuran"}).text == "tawuran"


def test_somebody_who_only_opened_the_chat_says_mulai() -> None:
    assert said("request_welcome", {}).text == "mulai"


@pytest.mark.parametrize("kind", ["reaction", "edit", "revoke"])
def test_what_asks_for_no_answer_means_nothing(kind: str) -> None:
    [part] = parts(body({"messages": [message(kind, {"message_id": "wamid.OUT", "emoji": "👍"})]}))
    assert part.sender == f"phone:+{PHONE}"
    assert understood(part.content) is None


def test_a_group_is_not_heard() -> None:
    [part] = parts(body({"messages": [message(group_id="g1")]}))
    assert part.sender == ""
    assert understood(part.content) is None


def test_a_changed_number_joins_names_the_new_ones_first() -> None:
    system = {"type": "user_changed_number", "wa_id": "6281200000002", "user_id": "ID.2", "previous_user_id": USER}
    [part] = parts(body({"messages": [message("system", system)]}))
    names = ("wa:ID.2", f"wa:{USER}", "phone:+6281200000002", f"phone:+{PHONE}")
    assert understood(part.content) == Joined(names)


def test_a_changed_number_of_an_older_body_joins_phones() -> None:
    system = {"type": "customer_changed_number", "new_wa_id": "6281200000002", "customer": PHONE}
    [part] = parts(body({"messages": [message("system", system)]}))
    assert understood(part.content) == Joined(("phone:+6281200000002", f"phone:+{PHONE}"))


def test_a_changed_id_without_any_phone_joins_ids_and_has_a_sender() -> None:
    system = {"type": "user_changed_user_id", "user_id": "ID.2", "previous_user_id": USER}
    [part] = parts(body({"messages": [message("system", system, **{"from": None})]}))
    assert part.sender
    assert understood(part.content) == Joined(("wa:ID.2", f"wa:{USER}"))


def test_another_system_message_joins_nobody() -> None:
    [part] = parts(
        body({"messages": [message("system", {"type": "customer_identity_changed", "wa_id": "62812999999"})]})
    )
    assert understood(part.content) is None


@pytest.mark.parametrize(
    ("status", "state"), [("sent", "sent"), ("delivered", "delivered"), ("read", "read"), ("played", "read")]
)
def test_receipts_say_what_became_of_a_message(status: str, state: str) -> None:
    content = {
        "id": "wamid.OUT",
        "status": status,
        "timestamp": "1763800000",
        "recipient_id": PHONE,
        "recipient_user_id": USER,
        "biz_opaque_callback_data": "0192",
        "pricing": {"billable": True, "pricing_model": "PMP", "category": "utility"},
    }
    [part] = parts(body({"statuses": [content]}))
    assert (part.key, part.sender) == (f"wamid.OUT {status}", "")
    at = datetime.fromtimestamp(1763800000, UTC)
    assert understood(part.content) == Receipt("wamid.OUT", state, at, "", "0192")  # type: ignore[arg-type]


def test_a_failure_gives_a_code_of_ours_and_never_metas_words() -> None:
    errors = [{"code": 131026, "title": f"{PHONE} is not reachable"}]
    [part] = parts(body({"statuses": [{"id": "wamid.OUT", "status": "failed", "errors": errors}]}))
    assert understood(part.content) == Receipt("wamid.OUT", "failed", None, "address")


@pytest.mark.parametrize("status", ["warning", "deleted", "", None, 7])
def test_a_status_of_a_kind_nobody_knows_is_kept_and_means_nothing(status: Any) -> None:
    [part] = parts(body({"statuses": [{"id": "wamid.OUT", "status": status}]}))
    assert understood(part.content) is None


@pytest.mark.parametrize(
    ("code", "why"),
    [
        (131047, "window"),
        (131026, "address"),
        (131030, "address"),
        (130429, "busy"),
        ("80007", "busy"),
        (190, "token"),
        (215, "token"),
        (132001, "template"),
        (131050, "blocked"),
        (131016, "down"),
        (999999, "refused"),
        ("x", "refused"),
        (None, "refused"),
    ],
)
def test_codes_of_meta_are_reasons_of_ours(code: object, why: str) -> None:
    assert why_of(code) == why
    assert why in WHY


def test_what_is_no_message_is_kept_once() -> None:
    account = {
        "object": "whatsapp_business_account",
        "entry": [{"changes": [{"field": "account_update", "value": {}}]}],
    }
    [one], [other] = parts(account), parts(json.loads(json.dumps(account)))
    assert one == other
    assert (one.sender, understood(one.content)) == ("", None)
    [errors] = parts(body({"errors": [{"code": 1}]}))
    assert understood(errors.content) is None


def test_a_message_without_an_id_is_known_by_its_content() -> None:
    [one] = parts(body({"messages": [message(id=None)]}))
    [other] = parts(body({"messages": [message(id=None, text={"body": "lain"})]}))
    assert one.key.startswith("digest:")
    assert one.key != other.key


def test_half_characters_and_nulls_can_be_sealed_and_stored() -> None:
    [part] = parts(json.loads(json.dumps(body({"messages": [message(text={"body": "a\ud83d\x00b"})]}))))
    found = understood(part.content)
    assert isinstance(found, Said)
    assert json.dumps(part.content, ensure_ascii=False).encode()
    assert found.text.encode() == b"a?b"


def test_the_address_is_the_first_id_and_the_first_phone() -> None:
    assert address((*NAMES, "phone:+62999")) == {"user": USER, "phone": f"+{PHONE}"}
    assert address(["telegram:5"]) == {}


junk = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text()
    | st.sampled_from(["text", "failed", PHONE, USER]),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.text(max_size=4)
            | st.sampled_from(
                [
                    "entry",
                    "changes",
                    "value",
                    "field",
                    "messages",
                    "statuses",
                    "contacts",
                    "from",
                    "from_user_id",
                    "id",
                    "type",
                    "text",
                    "body",
                    "status",
                    "errors",
                    "code",
                    "system",
                    "wa_id",
                    "user_id",
                    "interactive",
                    "button_reply",
                    "location",
                    "latitude",
                    "longitude",
                    "image",
                    "timestamp",
                ]
            ),
            inner,
            max_size=5,
        )
    ),
    max_leaves=25,
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


@given(st.lists(junk, max_size=3), st.lists(junk, max_size=3), junk)
def test_nothing_within_a_proper_body_raises(messages: list[Any], statuses: list[Any], contact: Any) -> None:
    whole = [each | {"id": "w", "from": PHONE} if isinstance(each, dict) else each for each in messages]
    for each in parts(body({"messages": whole, "statuses": statuses, "contacts": [contact]})):
        understood(each.content)


@given(junk, st.sampled_from(["text", "image", "location", "interactive", "button", "audio", "system", "document"]))
def test_no_content_of_a_known_kind_raises(content: Any, kind: str) -> None:
    for each in parts(body({"messages": [message(kind, content)]})):
        understood(each.content)
        understood({"message": content, "status": content, "contact": content})


def test_what_is_nested_without_end_is_taken() -> None:
    deep: list[Any] = []
    for _ in range(100_000):
        deep = [deep]
    assert len(parts(deep)) == 1
