"""Updates in the shapes that Telegram documents; ids are made up."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rukun.notify.algo.incoming import Said
from rukun.notify.algo.reading.telegram import MOST, address, parts, query_of, understood, unread

pytestmark = pytest.mark.pure
CHAT = 5_000_000_001
AT = datetime.fromtimestamp(1763800000, UTC)


def update(kind: str = "message", *, chat: str = "private", sender: dict[str, Any] | None = None, **more: Any) -> Any:
    message = {
        "message_id": 7,
        "from": sender or {"id": CHAT, "is_bot": False, "first_name": "Siti", "language_code": "id"},
        "chat": {"id": CHAT, "type": chat},
        "date": 1763800000,
    }
    return {"update_id": 900, kind: message | more}


def said(**more: Any) -> Said:
    [part] = parts(update(**more))
    assert (part.key, part.sender) == ("900", f"telegram:{CHAT}")
    found = understood(part.content)
    assert isinstance(found, Said)
    return found


def test_a_text_is_what_was_written() -> None:
    assert said(text="lapor\nbanjir") == Said((f"telegram:{CHAT}",), "text", "lapor\nbanjir", said_at=AT)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("/start", "mulai"),
        ("/start r-123", "mulai"),
        ("/lapor@posko_bot banjir", "lapor banjir"),
        ("/batal", "batal"),
        ("/stop", "berhenti"),
        ("/help", "bantuan"),
        ("1/2 jalan tertutup", "1/2 jalan tertutup"),
        ("/", "/"),
        ("/jalan/rusak", "/jalan/rusak"),
        ("👍", "👍"),
    ],
)
def test_commands_are_words(text: str, word: str) -> None:
    assert said(text=text).text == word


@pytest.mark.parametrize(
    ("text", "link"),
    [("/start a-B_9", "a-B_9"), ("/start@posko_bot x", "x"), ("/start", ""), ("/start a b", ""), ("x", "")],
)
def test_what_a_link_into_the_chat_carried_is_kept_apart_from_what_is_said(text: str, link: str) -> None:
    assert said(text=text).link == link


def test_an_answer_names_the_message_of_ours() -> None:
    assert said(text="ya", reply_to_message={"message_id": 6}).answers == f"{CHAT}:6"


def test_the_sharpest_size_within_ten_megabytes_is_taken() -> None:
    sizes = [
        {"file_id": "small", "width": 90, "height": 90, "file_size": 900},
        {"file_id": "huge", "width": 9000, "height": 9000, "file_size": MOST + 1},
        {"file_id": "right", "width": 1280, "height": 960, "file_size": MOST},
        {"file_id": "middle", "width": 320, "height": 320, "file_size": 9000},
    ]
    found = said(photo=sizes, caption="jalan rusak")
    assert (found.kind, found.media, found.media_type, found.text) == ("photo", "right", "image/jpeg", "jalan rusak")


def test_a_photo_that_is_too_big_in_every_size_is_something_else() -> None:
    found = said(photo=[{"file_id": "huge", "file_size": MOST + 1}], caption="jalan rusak")
    assert (found.kind, found.media, found.text) == ("other", "", "jalan rusak")


def test_a_photo_sent_as_a_file_is_a_photo() -> None:
    found = said(document={"file_id": "d", "mime_type": "image/png", "file_size": 5})
    assert (found.kind, found.media, found.media_type) == ("photo", "d", "image/png")
    assert said(document={"file_id": "d", "mime_type": "application/pdf"}).kind == "other"
    assert said(document={"file_id": "d", "mime_type": "image/png", "file_size": MOST + 1}).kind == "other"


def test_a_voice_note_has_its_media() -> None:
    found = said(voice={"file_id": "v", "mime_type": "audio/ogg", "duration": 3})
    assert (found.kind, found.media, found.media_type) == ("voice", "v", "audio/ogg")


def test_a_place_and_a_venue() -> None:
    place = said(location={"latitude": -6.2, "longitude": 106.8})
    assert (place.kind, place.lat, place.lon, place.live) == ("place", -6.2, 106.8, False)
    where = {"latitude": -6.2, "longitude": 106.8}
    assert said(location=where, venue={"location": where, "title": "Pos RW", "address": "x"}).text == "Pos RW"


def test_a_live_position_says_so_when_it_begins_and_when_it_moves() -> None:
    assert said(location={"latitude": -6.2, "longitude": 106.8, "live_period": 900}).live
    moved = said(kind="edited_message", location={"latitude": -6.3, "longitude": 106.8}, edit_date=1763800060)
    assert (moved.kind, moved.lat, moved.live) == ("place", -6.3, True)
    assert moved.said_at == datetime.fromtimestamp(1763800060, UTC)


def test_an_edited_text_is_not_heard_a_second_time() -> None:
    [part] = parts(update("edited_message", text="lapor banjir"))
    assert understood(part.content) is None


def test_a_pressed_button_gives_its_id_and_its_label() -> None:
    keyboard = {
        "inline_keyboard": [[{"text": "Sudah", "callback_data": "ya"}, {"text": "Belum", "callback_data": "no"}]]
    }
    message = {"message_id": 6, "chat": {"id": CHAT, "type": "private"}, "reply_markup": keyboard}
    query = {"id": "q1", "from": {"id": CHAT, "is_bot": False}, "message": message, "data": "no"}
    [part] = parts({"update_id": 901, "callback_query": query})
    found = understood(part.content)
    assert part.sender == f"telegram:{CHAT}"
    assert found == Said((f"telegram:{CHAT}",), "choice", "Belum", "no", answers=f"{CHAT}:6")
    assert query_of(part.content) == "q1"


def test_the_senders_own_card_names_their_number_and_another_ones_does_not() -> None:
    assert said(contact={"phone_number": "6281200000001", "user_id": CHAT}).names == (
        f"telegram:{CHAT}",
        "phone:+6281200000001",
    )
    for card in ({"phone_number": "6281200000001", "user_id": 5}, {"phone_number": "6281200000001"}):
        assert said(contact=card).names == (f"telegram:{CHAT}",)


@pytest.mark.parametrize("kind", ["sticker", "video", "video_note", "animation", "poll", "dice", "story", "hologram"])
def test_kinds_that_we_cannot_read_are_heard_as_something_else(kind: str) -> None:
    assert said(**{kind: {"file_id": "x"}}).kind == "other"


@pytest.mark.parametrize("chat", ["group", "supergroup", "channel", "", None])
def test_groups_and_channels_are_not_heard(chat: Any) -> None:
    for kind in ("message", "edited_message"):
        [part] = parts(update(kind, chat=chat, text="lapor"))
        assert part.sender == ""
        assert understood(part.content) is None


@pytest.mark.parametrize(
    "strange",
    [
        {"update_id": 1, "channel_post": {"chat": {"id": CHAT, "type": "private"}, "text": "x"}},
        {"update_id": 1, "my_chat_member": {"chat": {"id": CHAT, "type": "private"}, "new_chat_member": {}}},
        {"update_id": 1, "business_message": {"chat": {"id": CHAT, "type": "private"}, "text": "x"}},
        {"update_id": 1},
        {"message": {"chat": {"id": CHAT, "type": "private"}, "text": "x"}},
    ],
)
def test_other_updates_are_kept_and_mean_nothing(strange: Any) -> None:
    [part] = parts(strange)
    assert part.key
    assert understood(part.content) is None


def test_another_bot_is_not_heard() -> None:
    [part] = parts(update(sender={"id": CHAT, "is_bot": True}, text="lapor"))
    assert understood(part.content) is None


def test_the_chats_own_notes_are_not_heard() -> None:
    [part] = parts(update(pinned_message={"message_id": 1}))
    assert understood(part.content) is None
    [part] = parts(update(migrate_to_chat_id=-100123))
    assert understood(part.content) is None


def test_what_polling_gives_is_one_part_each() -> None:
    found = parts([update(text="a") | {"update_id": n} for n in (3, 4)])
    assert [each.key for each in found] == ["3", "4"]
    assert [unread(each.content) for each in found] == [4, 5]


def test_the_address_is_the_chat() -> None:
    assert address(["phone:+62812", f"telegram:{CHAT}"]) == {"chat": str(CHAT)}
    assert address(["phone:+62812"]) == {}


junk = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.sampled_from(["private", "image/png"]),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.text(max_size=4)
            | st.sampled_from(
                [
                    "update_id",
                    "message",
                    "edited_message",
                    "callback_query",
                    "chat",
                    "id",
                    "type",
                    "text",
                    "photo",
                    "file_id",
                    "file_size",
                    "width",
                    "height",
                    "location",
                    "latitude",
                    "longitude",
                    "data",
                    "reply_markup",
                    "inline_keyboard",
                    "from",
                    "date",
                    "contact",
                    "voice",
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
        understood(each.content)
        query_of(each.content)
        assert unread(each.content) >= 0 or isinstance(each.content["update_id"], int)


@given(
    st.dictionaries(
        st.sampled_from(
            ["photo", "location", "venue", "voice", "audio", "document", "contact", "text", "caption", "date"]
        ),
        junk,
    ),
    st.sampled_from(["message", "edited_message", "callback_query"]),
)
def test_nothing_within_a_proper_update_raises(content: dict[str, Any], kind: str) -> None:
    inner = update(**content) if kind == "message" else {"update_id": 1, kind: update(**content)["message"] | content}
    for each in parts(inner) + parts({"update_id": 2, "callback_query": inner}):
        understood(each.content)
