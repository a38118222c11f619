from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest

from rukun.notify import adapters
from rukun.notify.adapters import WHY, Letter, Outcome, telegram
from rukun.notify.adapters.calling import NotFetchedError
from rukun.notify.tests.provider import Provider, Reply, nobody

pytestmark = pytest.mark.pure
TOKEN = "123456:AA-bb_cc"
ID = UUID("01920000-0000-7000-8000-000000000001")
TAKEN = Reply({"ok": True, "result": {"message_id": 41, "chat": {"id": 5}}})


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(adapters, "TIMEOUT", (2, 0.5))


@pytest.fixture
def bot() -> Iterator[Provider]:
    with Provider() as provider:
        yield provider


def setting(provider: Provider, token: str = TOKEN) -> dict[str, Any]:
    return {"base": provider.base, "token": token}


def letter(**more: Any) -> Letter:
    usual: dict[str, Any] = {"id": ID, "address": {"chat": "5000000001"}, "text": "Laporan diterima"}
    return Letter(**(usual | more))


def error(code: int, about: str, status: int | None = None, **parameters: int) -> Reply:
    content: dict[str, Any] = {"ok": False, "error_code": code, "description": about}
    return Reply(content | ({"parameters": parameters} if parameters else {}), status or code)


def test_words_go_out_and_their_id_has_the_chat_in_it(bot: Provider) -> None:
    bot.then(TAKEN)
    assert telegram.send(setting(bot), letter()) == Outcome("sent", message="5000000001:41")
    [asked] = bot.asked
    assert asked.path == f"/bot{TOKEN}/sendMessage"
    assert asked.values == {
        "chat_id": 5000000001,
        "text": "Laporan diterima",
        "link_preview_options": {"is_disabled": True},
    }


def test_choices_are_buttons_below_the_message(bot: Provider) -> None:
    bot.then(TAKEN)
    telegram.send(setting(bot), letter(choices=(("ya", "Sudah beres"), ("no", "Belum"))))
    assert bot.asked[0].values["reply_markup"] == {
        "inline_keyboard": [
            [{"text": "Sudah beres", "callback_data": "ya"}],
            [{"text": "Belum", "callback_data": "no"}],
        ]
    }


def test_ids_too_long_for_buttons_become_keys(bot: Provider) -> None:
    bot.then(TAKEN)
    telegram.send(setting(bot), letter(choices=(("é" * 33, "Sudah"),)))
    assert bot.asked[0].values["reply_markup"]["keyboard"] == [[{"text": "Sudah"}]]


@pytest.mark.parametrize("chat", ["-100123", "", "abc", "5/../6", None])
def test_only_private_chats_are_written_to(bot: Provider, chat: Any) -> None:
    assert telegram.send(setting(bot), letter(address={"chat": chat})) == Outcome("no", why="address")
    assert bot.asked == []


def test_words_longer_than_telegram_takes_are_not_sent(bot: Provider) -> None:
    assert telegram.send(setting(bot), letter(text="x" * 4097)) == Outcome("no", why="too_long")
    assert bot.asked == []


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        (error(403, "Forbidden: bot was blocked by the user"), Outcome("no", why="blocked", gone=True)),
        (error(403, "Forbidden: user is deactivated"), Outcome("no", why="blocked", gone=True)),
        (error(429, "Too Many Requests: retry after 35", retry_after=35), Outcome("later", why="busy", wait=35)),
        (error(400, "Bad Request: chat not found"), Outcome("no", why="address")),
        (error(400, "upgraded", migrate_to_chat_id=-1001), Outcome("no", why="address")),
        (error(400, "Bad Request: message is too long"), Outcome("no", why="too_long")),
        (error(400, "Bad Request: can't parse entities"), Outcome("no", why="refused")),
        (error(401, "Unauthorized"), Outcome("off", why="token")),
        (error(404, "Not Found"), Outcome("off", why="token")),
        (error(500, "Internal Server Error"), Outcome("later", why="down")),
        (error(403, "Forbidden", status=200), Outcome("no", why="blocked", gone=True)),
        (Reply(b"<html>", 502), Outcome("later", why="down")),
        (Reply(b"<html>", 429, {"Retry-After": "9"}), Outcome("later", why="busy", wait=9)),
        (Reply(b"<html>"), Outcome("unknown", why="garbage")),
        (Reply({"ok": True}), Outcome("unknown", why="garbage")),
        (Reply({"ok": False, "error_code": "x"}), Outcome("unknown", why="garbage")),
        (Reply(cuts=True), Outcome("unknown", why="timeout")),
        (Reply(stalls=True), Outcome("unknown", why="timeout")),
    ],
)
def test_what_goes_wrong_has_a_defined_outcome(bot: Provider, reply: Reply, expected: Outcome) -> None:
    bot.then(reply)
    assert telegram.send(setting(bot), letter()) == expected
    assert expected.why in WHY
    assert len(bot.asked) == 1


def test_no_connection_is_for_later() -> None:
    assert telegram.send({"base": nobody(), "token": TOKEN}, letter()) == Outcome("later", why="unreachable")


@pytest.mark.parametrize("token", ["", "x", "123456:a/../b", "123456:ä"])
def test_a_token_that_is_none_turns_the_channel_off(bot: Provider, token: str) -> None:
    assert telegram.send(setting(bot, token), letter()) == Outcome("off", why="token")
    assert bot.asked == []


def test_polling_gives_what_came_and_where_to_go_on(bot: Provider) -> None:
    bot.then(
        Reply({"ok": True, "result": [{"update_id": 8}, "garbage", {"update_id": 9}]}),
        Reply({"ok": True, "result": []}),
    )
    found, offset = telegram.poll(setting(bot), 3, 0)
    assert (found, offset) == ([{"update_id": 8}, {"update_id": 9}], 10)
    assert telegram.poll(setting(bot), offset, 0) == ([], 10)
    assert [each.values["offset"] for each in bot.asked] == [3, 10]
    assert "message" in bot.asked[0].values["allowed_updates"]


@pytest.mark.parametrize(
    ("reply", "why", "wait"),
    [
        (error(409, "Conflict: terminated by other getUpdates request"), "refused", 0),
        (error(429, "Too Many Requests", retry_after=4), "busy", 4),
        (error(401, "Unauthorized"), "token", 0),
        (Reply(b"<html>"), "garbage", 0),
        (Reply({"ok": True, "result": {}}), "garbage", 0),
        (Reply(stalls=True), "timeout", 0),
    ],
)
def test_polling_that_fails_says_why(bot: Provider, reply: Reply, why: str, wait: float) -> None:
    bot.then(reply)
    with pytest.raises(NotFetchedError) as refused:
        telegram.poll(setting(bot), 3, 0)
    assert (refused.value.why, refused.value.wait) == (why, wait)


def test_a_photo_is_fetched_in_two_steps(bot: Provider) -> None:
    bot.then(Reply({"ok": True, "result": {"file_id": "f", "file_path": "photos/file 1.jpg"}}), Reply(b"jpeg"))
    assert telegram.fetch(setting(bot), "f") == b"jpeg"
    assert [each.path for each in bot.asked] == [f"/bot{TOKEN}/getFile", f"/file/bot{TOKEN}/photos/file%201.jpg"]


@pytest.mark.parametrize(
    ("replies", "why"),
    [
        ([error(400, "Bad Request: file is too big")], "address"),
        ([Reply({"ok": True, "result": {"file_path": "../../x"}})], "garbage"),
        ([Reply({"ok": True, "result": {}})], "garbage"),
        ([Reply({"ok": True, "result": {"file_path": "x", "file_size": 10 * 1024 * 1024 + 1}})], "too_long"),
        ([Reply({"ok": True, "result": {"file_path": "x"}}), Reply(b"x" * (10 * 1024 * 1024 + 1))], "too_long"),
        ([Reply({"ok": True, "result": {"file_path": "x"}}), Reply(b"", 404)], "refused"),
    ],
)
def test_what_cannot_be_fetched_says_why(bot: Provider, replies: list[Reply], why: str) -> None:
    bot.then(*replies)
    with pytest.raises(NotFetchedError) as refused:
        telegram.fetch(setting(bot), "f")
    assert refused.value.why == why


def test_a_pressed_button_is_told_that_it_was_heard_and_nothing_else_is(bot: Provider) -> None:
    telegram.acknowledge(setting(bot), {"update_id": 1, "callback_query": {"id": "q1", "data": "ya"}})
    telegram.acknowledge(setting(bot), {"update_id": 2, "message": {"text": "ya"}})
    [asked] = bot.asked
    assert asked.path.endswith("/answerCallbackQuery")
    assert asked.values == {"callback_query_id": "q1"}
    telegram.acknowledge({"base": nobody(), "token": TOKEN}, {"callback_query": {"id": "q1"}})
