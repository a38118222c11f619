import gzip
import logging
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest

from rukun.notify import adapters
from rukun.notify.adapters import WHY, Letter, Outcome, calling, whatsapp
from rukun.notify.adapters.calling import NotFetchedError
from rukun.notify.tests.provider import Provider, Reply, nobody

pytestmark = pytest.mark.pure
PHONE, USER = "+6281200000001", "ID.13491208655302741918"
ID = UUID("01920000-0000-7000-8000-000000000001")
TAKEN = Reply({"messaging_product": "whatsapp", "contacts": [{"input": PHONE}], "messages": [{"id": "wamid.OUT"}]})

WHERE = Reply()  # stands for where a file lies, which the provider knows only when it runs


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(adapters, "TIMEOUT", (2, 0.5))


@pytest.fixture
def meta() -> Iterator[Provider]:
    with Provider() as provider:
        yield provider


def setting(provider: Provider, **more: Any) -> dict[str, Any]:
    return {"base": f"{provider.base}/v23.0", "phone_number_id": "106540352242922", "token": "EAAG", **more}


def letter(**more: Any) -> Letter:
    usual: dict[str, Any] = {"id": ID, "address": {"phone": PHONE}, "text": "Laporan diterima"}
    return Letter(**(usual | more))


def error(code: int, status: int = 400, **headers: str) -> Reply:
    message = {"message": f"about {PHONE}", "type": "OAuthException", "code": code, "error_data": {"details": PHONE}}
    return Reply({"error": message}, status, headers)


def test_words_go_out_within_the_window(meta: Provider) -> None:
    meta.then(TAKEN)
    assert whatsapp.send(setting(meta), letter()) == Outcome("sent", message="wamid.OUT")
    [asked] = meta.asked
    assert (asked.method, asked.path) == ("POST", "/v23.0/106540352242922/messages")
    assert asked.headers["Authorization"] == "Bearer EAAG"
    assert asked.values == {
        "messaging_product": "whatsapp",
        "recipient_type": "individual",
        "to": "6281200000001",
        "type": "text",
        "text": {"body": "Laporan diterima"},
        "biz_opaque_callback_data": str(ID),
    }


def test_a_business_scoped_id_goes_into_a_field_of_its_own(meta: Provider) -> None:
    meta.then(TAKEN)
    assert whatsapp.send(setting(meta), letter(address={"user": USER, "phone": PHONE})).result == "sent"
    [asked] = meta.asked
    assert asked.values["recipient"] == USER
    assert "to" not in asked.values


def test_the_phone_is_tried_where_ids_are_not_taken(meta: Provider) -> None:
    meta.then(error(131062), TAKEN)
    assert whatsapp.send(setting(meta), letter(address={"user": USER, "phone": PHONE})).result == "sent"
    assert [each.values.get("to") for each in meta.asked] == [None, "6281200000001"]


def test_the_phone_is_not_tried_where_the_person_is_gone(meta: Provider) -> None:
    meta.then(error(131026))
    outcome = whatsapp.send(setting(meta), letter(address={"user": USER, "phone": PHONE}))
    assert (outcome.result, outcome.why, len(meta.asked)) == ("no", "address", 1)


def test_nobody_to_write_to_is_no_address(meta: Provider) -> None:
    assert whatsapp.send(setting(meta), letter(address={})) == Outcome("no", why="address")
    assert meta.asked == []


def test_three_choices_are_buttons(meta: Provider) -> None:
    meta.then(TAKEN)
    whatsapp.send(setting(meta), letter(choices=(("ya", "Sudah beres"), ("no", "Belum"))))
    body = meta.asked[0].values
    assert body["type"] == "interactive"
    assert body["interactive"] == {
        "type": "button",
        "body": {"text": "Laporan diterima"},
        "action": {
            "buttons": [
                {"type": "reply", "reply": {"id": "ya", "title": "Sudah beres"}},
                {"type": "reply", "reply": {"id": "no", "title": "Belum"}},
            ]
        },
    }


@pytest.mark.parametrize(
    ("choices", "text"),
    [
        ((("a", "A"), ("b", "B"), ("c", "C"), ("d", "D")), "Ya?"),
        ((("a", "dua puluh satu huruf!"),), "Ya?"),
        ((("a", "sama"), ("b", "sama")), "Ya?"),
        ((("a", "A"),), "x" * 1025),
    ],
)
def test_choices_that_do_not_fit_buttons_are_numbered(meta: Provider, choices: Any, text: str) -> None:
    meta.then(TAKEN)
    assert whatsapp.send(setting(meta), letter(choices=choices, text=text)).result == "sent"
    body = meta.asked[0].values["text"]["body"]
    assert body.startswith(f"{text}\n1 {choices[0][1]}")


def test_words_longer_than_whatsapp_takes_are_not_sent(meta: Provider) -> None:
    assert whatsapp.send(setting(meta), letter(text="x" * 4097)) == Outcome("no", why="too_long")
    assert meta.asked == []


def test_outside_the_window_the_template_goes_with_its_values(meta: Provider) -> None:
    meta.then(TAKEN)
    outside = letter(window=False, template="status", parameters=("R-1", "baris\nbaru", ""), language="id")
    assert whatsapp.send(setting(meta), outside).result == "sent"
    body = meta.asked[0].values
    assert body["type"] == "template"
    assert body["template"]["name"] == "status"
    assert body["template"]["language"] == {"code": "id"}
    assert [each["text"] for each in body["template"]["components"][0]["parameters"]] == ["R-1", "baris baru", "-"]
    assert "text" not in body


def test_a_one_time_code_goes_in_a_template_of_its_own_with_its_button_and_only_to_a_number(meta: Provider) -> None:
    meta.then(TAKEN)
    coded = letter(window=False, code="123456", parameters=("123456",), address={"user": USER, "phone": PHONE})
    assert whatsapp.send(setting(meta, code_template="kode_masuk"), coded).result == "sent"
    (asked,) = meta.asked
    assert (asked.values["to"], asked.values.get("recipient")) == (PHONE.removeprefix("+"), None)
    assert asked.values["template"]["name"] == "kode_masuk"
    value = [{"type": "text", "text": "123456"}]
    assert asked.values["template"]["components"] == [
        {"type": "body", "parameters": value},
        {"type": "button", "sub_type": "url", "index": "0", "parameters": value},
    ]


def test_a_one_time_code_takes_no_other_template_and_goes_to_nobody_without_a_number(meta: Provider) -> None:
    coded = letter(window=False, code="123456", template="kode_masuk", parameters=("123456",))
    assert whatsapp.send(setting(meta), coded) == Outcome("no", why="window")
    hidden = letter(window=False, code="123456", address={"user": USER})
    assert whatsapp.send(setting(meta, code_template="kode_masuk"), hidden) == Outcome("no", why="address")
    assert meta.asked == []


def test_within_the_window_a_code_is_told_in_words_to_whoever_hides_their_number(meta: Provider) -> None:
    meta.then(TAKEN)
    coded = letter(text="123456 adalah kode Anda", code="123456", address={"user": USER})
    assert whatsapp.send(setting(meta, code_template="kode_masuk"), coded).result == "sent"
    assert meta.asked[0].values["recipient"] == USER
    assert meta.asked[0].values["type"] == "text"


def test_outside_the_window_without_a_template_nothing_is_asked(meta: Provider) -> None:
    assert whatsapp.send(setting(meta), letter(window=False)) == Outcome("no", why="window")
    assert meta.asked == []


def test_a_window_that_closed_meanwhile_takes_the_template(meta: Provider) -> None:
    meta.then(error(131047), TAKEN)
    assert whatsapp.send(setting(meta), letter(template="status")).result == "sent"
    assert [each.values["type"] for each in meta.asked] == ["text", "template"]


@pytest.mark.parametrize(
    ("reply", "result", "why"),
    [
        (error(131047), "no", "window"),
        (error(131026), "no", "address"),
        (error(131030), "no", "address"),
        (error(130429, 429), "later", "busy"),
        (error(80007), "later", "busy"),
        (error(190, 401), "off", "token"),
        (error(10, 403), "off", "token"),
        (error(132001, 404), "no", "template"),
        (error(131042), "off", "refused"),
        (error(131050), "no", "blocked"),
        (error(131000, 500), "later", "down"),
        (error(131051), "no", "refused"),
        (error(777, 500), "later", "down"),
        (Reply({}, 429), "later", "busy"),
        (Reply(b"<html>", 500), "later", "down"),
        (Reply(b"<html>", 502), "later", "down"),
        (Reply(b"", 504), "unknown", "timeout"),
        (Reply(b"<html>", 401), "off", "token"),
        (Reply(b"<html>", 200), "unknown", "garbage"),
        (Reply({"messages": []}), "unknown", "garbage"),
        (Reply({"messages": "x"}), "unknown", "garbage"),
        (Reply([1]), "unknown", "garbage"),
        (Reply(b"\xff\xfe"), "unknown", "garbage"),
        (Reply(b"[" * 100_000), "unknown", "garbage"),
        (Reply(b"", 302, {"Location": "http://127.0.0.1:9/"}), "unknown", "garbage"),
        (Reply(cuts=True), "unknown", "timeout"),
        (Reply(stalls=True), "unknown", "timeout"),
        (Reply({"messages": [{"id": "w"}]}, short=True), "unknown", "timeout"),
        (Reply(b"x" * (10 * 1024 * 1024 + 1)), "unknown", "too_long"),
    ],
)
def test_what_goes_wrong_has_a_defined_outcome(meta: Provider, reply: Reply, result: str, why: str) -> None:
    meta.then(reply)
    outcome = whatsapp.send(setting(meta), letter())
    assert (outcome.result, outcome.why) == (result, why)
    assert why in WHY
    assert len(meta.asked) == 1


def test_the_providers_wait_is_honoured(meta: Provider) -> None:
    meta.then(error(130429, 429, **{"Retry-After": "17"}))
    assert whatsapp.send(setting(meta), letter()).wait == 17


def test_no_connection_is_for_later() -> None:
    outcome = whatsapp.send({"base": nobody(), "phone_number_id": "1234", "token": "x"}, letter())
    assert outcome == Outcome("later", why="unreachable")


@pytest.mark.parametrize(
    "wrong", [{"phone_number_id": "../1"}, {"phone_number_id": ""}, {"token": "zeile\nneu"}, {"base": "nonsense"}]
)
def test_a_setting_that_cannot_work_turns_the_channel_off(meta: Provider, wrong: dict[str, str]) -> None:
    meta.then(Reply({}, 401))
    outcome = whatsapp.send(setting(meta, **wrong), letter())
    assert (outcome.result, outcome.why) == ("off", "token")


def test_nothing_of_a_call_is_logged(meta: Provider, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    meta.then(error(131026), Reply(stalls=True), Reply(cuts=True))
    for _ in range(3):
        whatsapp.send(setting(meta), letter())
    whatsapp.send({"base": nobody(), "phone_number_id": "1234", "token": "x"}, letter())
    assert caplog.text == ""


def test_a_photo_is_fetched_in_two_steps_with_the_token(meta: Provider) -> None:
    meta.then(Reply({"url": f"{meta.base}/files/9", "mime_type": "image/jpeg"}), Reply(b"\xff\xd8jpeg"))
    assert whatsapp.fetch(setting(meta), "1234") == b"\xff\xd8jpeg"
    assert [(each.method, each.path) for each in meta.asked] == [("GET", "/v23.0/1234"), ("GET", "/files/9")]
    assert {each.headers["Authorization"] for each in meta.asked} == {"Bearer EAAG"}


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:9/x", "https://fbsbx.com.example/x", "http://lookaside.fbsbx.com/x", "", None, "http://["]
)
def test_the_token_goes_to_no_stranger(meta: Provider, url: Any) -> None:
    meta.then(Reply({"url": url}))
    with pytest.raises(NotFetchedError) as refused:
        whatsapp.fetch(setting(meta), "1234")
    assert refused.value.why == "garbage"
    assert len(meta.asked) == 1


def test_a_file_of_ten_megabytes_is_taken_and_one_byte_more_is_not(meta: Provider) -> None:
    where = Reply({"url": f"{meta.base}/files/9"})
    most = 10 * 1024 * 1024
    meta.then(where, Reply(b"x" * most), where, Reply(b"x" * (most + 1)))
    assert len(whatsapp.fetch(setting(meta), "1234")) == most
    with pytest.raises(NotFetchedError) as refused:
        whatsapp.fetch(setting(meta), "1234")
    assert (refused.value.why, refused.value.later) == ("too_long", False)


@pytest.mark.parametrize(
    ("replies", "why", "later"),
    [
        ([error(190, 401)], "token", False),
        ([Reply(b"", 500)], "down", True),
        ([Reply(stalls=True)], "timeout", True),
        ([WHERE, Reply(b"", 404)], "refused", False),
        ([WHERE, Reply(b"", 302, {"Location": "/other"})], "garbage", True),
        ([WHERE, Reply(b"x", short=True)], "timeout", True),
        ([WHERE, Reply(stalls=True)], "timeout", True),
    ],
)
def test_what_cannot_be_fetched_says_why(meta: Provider, replies: list[Reply], why: str, later: bool) -> None:
    at = Reply({"url": f"{meta.base}/files/9"})
    meta.then(*(at if each is WHERE else each for each in replies))
    with pytest.raises(NotFetchedError) as refused:
        whatsapp.fetch(setting(meta), "1234")
    assert (refused.value.why, refused.value.later) == (why, later)


def test_an_answer_that_comes_in_drops_is_waited_for_no_longer_than_a_while(
    meta: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calling, "LONGEST", 0.3)
    monkeypatch.setattr(calling, "LONGEST_FILE", 0.3)
    meta.then(Reply({"messages": [{"id": "w"}]}, drips=True))
    assert whatsapp.send(setting(meta), letter()) == Outcome("unknown", why="timeout")
    meta.then(Reply({"url": f"{meta.base}/files/9"}), Reply(b"jpeg", drips=True))
    with pytest.raises(NotFetchedError) as refused:
        whatsapp.fetch(setting(meta), "1234")
    assert refused.value.why == "timeout"


def test_a_compressed_answer_is_read_and_one_that_swells_is_not(meta: Provider) -> None:
    packed = {"Content-Encoding": "gzip"}
    where = Reply({"url": f"{meta.base}/files/9"})
    meta.then(where, Reply(gzip.compress(b"jpeg"), 200, packed))
    assert whatsapp.fetch(setting(meta), "1234") == b"jpeg"
    meta.then(where, Reply(gzip.compress(b"x" * (11 * 1024 * 1024)), 200, packed))
    with pytest.raises(NotFetchedError) as refused:
        whatsapp.fetch(setting(meta), "1234")
    assert refused.value.why == "too_long"
    meta.then(where, Reply(b"no gzip at all", 200, packed))
    with pytest.raises(NotFetchedError):
        whatsapp.fetch(setting(meta), "1234")


@pytest.mark.parametrize("media", ["", "../me", "a/b", "1?x=y"])
def test_an_id_that_is_none_is_not_asked_for(meta: Provider, media: str) -> None:
    with pytest.raises(NotFetchedError):
        whatsapp.fetch(setting(meta), media)
    assert meta.asked == []
