import time
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest

from rukun.notify import adapters
from rukun.notify.adapters import WHY, Letter, Outcome, sms_http
from rukun.notify.algo import signatures
from rukun.notify.tests.provider import Provider, Reply, nobody

pytestmark = pytest.mark.pure
PHONE = "+6281200000001"
ID = UUID("01920000-0000-7000-8000-000000000001")


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(adapters, "TIMEOUT", (2, 0.5))


@pytest.fixture
def gateway() -> Iterator[Provider]:
    with Provider() as provider:
        yield provider


def setting(provider: Provider, **more: Any) -> dict[str, Any]:
    return {"way": "http", "url": f"{provider.base}/kirim", "secret": "rahasia", **more}


def letter(**more: Any) -> Letter:
    usual: dict[str, Any] = {"id": ID, "address": {"phone": PHONE}, "text": "Sudah beres?"}
    return Letter(**(usual | more))


def test_a_signed_message_goes_out_in_short_letters_with_numbered_choices(gateway: Provider) -> None:
    gateway.then(Reply({"id": "g-7"}))
    sent = letter(text="“Jembatan” – sudah beres?", choices=(("ya", "Sudah"), ("no", "Belum")))
    assert sms_http.send(setting(gateway, sender="POSKO"), sent) == Outcome("sent", message="g-7")
    [asked] = gateway.asked
    assert asked.values == {
        "id": str(ID),
        "to": PHONE,
        "text": '"Jembatan" - sudah beres?\n1 Sudah\n2 Belum',
        "from": "POSKO",
        "seconds": 86_400,
    }
    assert signatures.sms("rahasia", asked.body, asked.headers[signatures.HEADER], time.time(), "out")
    assert asked.headers["Content-Type"] == "application/json"


def test_without_an_id_of_the_gateway_ours_counts(gateway: Provider) -> None:
    assert sms_http.send(setting(gateway), letter()) == Outcome("sent", message=str(ID))


def test_a_message_that_the_gateway_has_already_is_sent(gateway: Provider) -> None:
    gateway.then(Reply(b"", 409))
    assert sms_http.send(setting(gateway), letter()) == Outcome("sent", message=str(ID))


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        (Reply({"why": "address"}, 422), Outcome("no", why="address")),
        (Reply({"why": "blocked"}, 400), Outcome("no", why="blocked")),
        (Reply({"why": f"{PHONE} is off"}, 400), Outcome("no", why="refused")),
        (Reply({}, 401), Outcome("off", why="token")),
        (Reply({}, 429, {"Retry-After": "30"}), Outcome("later", why="busy", wait=30)),
        (Reply({}, 429, {"Retry-After": "Sun, 22 Nov 2026 17:00:00 GMT"}), Outcome("later", why="busy")),
        (Reply({}, 500), Outcome("later", why="down")),
        (Reply({}, 503, {"Retry-After": "5"}), Outcome("later", why="down", wait=5)),
        (Reply(b"OK"), Outcome("unknown", why="garbage")),
        (Reply(b"", 204), Outcome("unknown", why="garbage")),
        (Reply({}, 301, {"Location": "http://127.0.0.1:9/"}), Outcome("unknown", why="garbage")),
        (Reply(cuts=True), Outcome("unknown", why="timeout")),
        (Reply(stalls=True), Outcome("unknown", why="timeout")),
    ],
)
def test_what_goes_wrong_has_a_defined_outcome(gateway: Provider, reply: Reply, expected: Outcome) -> None:
    gateway.then(reply)
    assert sms_http.send(setting(gateway), letter()) == expected
    assert expected.why in WHY
    assert len(gateway.asked) == 1


def test_no_connection_is_for_later() -> None:
    outcome = sms_http.send({"url": nobody(), "secret": "x"}, letter())
    assert outcome == Outcome("later", why="unreachable")


@pytest.mark.parametrize("wrong", [{"url": ""}, {"url": "file:///etc/passwd"}, {"secret": ""}])
def test_a_setting_that_cannot_work_turns_the_channel_off(gateway: Provider, wrong: dict[str, str]) -> None:
    assert sms_http.send(setting(gateway, **wrong), letter()) == Outcome("off", why="token")
    assert gateway.asked == []


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"address": {"phone": "0812"}}, "address"),
        ({"address": {}}, "address"),
        ({"text": ""}, "refused"),
        ({"text": "x" * 1531}, "too_long"),
    ],
)
def test_what_no_gateway_could_send_is_not_posted(gateway: Provider, wrong: dict[str, Any], why: str) -> None:
    assert sms_http.send(setting(gateway), letter(**wrong)) == Outcome("no", why=why)
    assert gateway.asked == []
