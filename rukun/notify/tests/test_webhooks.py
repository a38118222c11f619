"""What anybody may post to the three webhooks: nothing gets in that its provider did not sign, nothing breaks them."""

import hashlib
import hmac
import json
import time
from collections.abc import Mapping
from unittest.mock import patch

import pytest
from django.db import OperationalError
from django.http import HttpResponse
from django.test import Client

from rukun.notify.algo import signatures
from rukun.notify.models import Received
from rukun.notify.tests.factories import turn_on
from rukun.notify.views import webhooks

pytestmark = [pytest.mark.django_db, pytest.mark.once]
SECRET = "rahasia-rahasia-rahasia"
CHANNELS = ("whatsapp", "telegram", "sms")
BROKEN_UNICODE = "\\ud800 \\u0000"


@pytest.fixture(autouse=True)
def _on() -> None:
    turn_on("whatsapp", app_secret=SECRET, verify_token="sandi", phone_number_id="123456")
    turn_on("telegram", secret=SECRET, token="123:ABC")
    turn_on("sms", secret=SECRET, url="https://sms.example/kirim")


def signed(channel: str, body: bytes, secret: str = SECRET) -> dict[str, str]:
    if channel == "whatsapp":
        return {"X-Hub-Signature-256": "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()}
    if channel == "telegram":
        return {"X-Telegram-Bot-Api-Secret-Token": secret}
    return {signatures.HEADER: signatures.sms_signature(secret, body, int(time.time()), "in")}


def post(channel: str, body: bytes, headers: Mapping[str, str] | None = None) -> HttpResponse:
    given = dict(signed(channel, body) if headers is None else headers)
    answer = Client(enforce_csrf_checks=True).post(
        f"/kiriman/{channel}/", data=body, content_type="application/json", headers=given
    )
    assert len(answer.content) < 100
    return answer  # type: ignore[return-value]


def messages(channel: str, number: int) -> bytes:
    """So many of one sender; of Telegram, which brings one at a time, one."""
    now = int(time.time())
    if channel == "telegram":
        chat = {"id": 7, "type": "private"}
        return json.dumps({"update_id": 1, "message": {"chat": chat, "from": chat, "text": "halo"}}).encode()
    if channel == "sms":
        several = [{"id": f"m{at}", "from": "+6281234567890", "text": f"halo {at}"} for at in range(number)]
        return json.dumps({"messages": several}).encode()
    texts = [
        {"id": f"m{at}", "from": "6281234567890", "type": "text", "timestamp": str(now), "text": {"body": f"halo {at}"}}
        for at in range(number)
    ]
    return json.dumps({"entry": [{"changes": [{"field": "messages", "value": {"messages": texts}}]}]}).encode()


@pytest.mark.parametrize("channel", CHANNELS)
def test_what_its_provider_did_not_sign_is_not_stored(channel: str) -> None:
    body = messages(channel, 1)
    another = {"whatsapp": "telegram", "telegram": "sms", "sms": "whatsapp"}[channel]
    for headers in ({}, signed(channel, body, "lain"), signed(channel, body, ""), signed(another, body)):
        assert post(channel, body, headers).status_code == 403
    if channel != "telegram":  # whose header is the secret itself
        assert post(channel, body, signed(channel, body + b" ")).status_code == 403
    if channel == "sms":
        for at, way in ((int(time.time()) - 400, "in"), (int(time.time()), "out")):
            headers = {signatures.HEADER: signatures.sms_signature(SECRET, body, at, way)}  # type: ignore[arg-type]
            assert post(channel, body, headers).status_code == 403
    assert not Received.objects.exists()


@pytest.mark.parametrize("channel", CHANNELS)
def test_what_was_brought_is_stored_once_however_often_it_is_brought_again(channel: str) -> None:
    body, number = messages(channel, 500), 1 if channel == "telegram" else 500
    begun = time.monotonic()
    assert post(channel, body).status_code == 200
    assert time.monotonic() - begun < 10
    assert post(channel, body).status_code == 200
    assert Received.objects.exclude(sender="").count() == Received.objects.count() == number


@pytest.mark.parametrize("channel", CHANNELS)
def test_what_is_too_large_or_no_json_is_refused_and_stores_nothing(channel: str) -> None:
    assert post(channel, b"x" * 10_000_000).status_code == 413
    assert post(channel, b" " * (webhooks.LARGEST + 1)).status_code == 413
    for body in (b"", b"\xff\xfe{", b"halo", b"[" * 200_000, b"9" * 5000):
        assert post(channel, body).status_code == 400, body[:9]
    assert not Received.objects.exists()


@pytest.mark.parametrize("channel", CHANNELS)
def test_what_is_json_but_nothing_we_know_breaks_nothing(channel: str) -> None:
    shapes = [
        "null", "[]", "1", "{}", '"halo"', "NaN", '{"entry": ' + "[" * 90 + "]" * 90 + "}",
        '{"entry": [{"changes": [{"value": {"messages": [{"id": NaN, "from": [], "text": {"body": Infinity}}]}}]}]}',
        f'{{"update_id": 2, "message": {{"chat": {{"id": 7, "type": "private"}}, "text": "{BROKEN_UNICODE}"}}}}',
        f'{{"id": "{BROKEN_UNICODE}", "from": "+6281234567890", "text": "{BROKEN_UNICODE}"}}',
    ]  # fmt: skip
    for text in shapes:
        assert post(channel, text.encode()).status_code == 200, text


@pytest.mark.parametrize("channel", CHANNELS)
def test_while_the_database_takes_nothing_the_provider_is_asked_to_come_again(channel: str) -> None:
    with patch.object(webhooks, "store", side_effect=OperationalError("database is locked")):
        answer = post(channel, messages(channel, 1))
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "10")
    with patch.object(webhooks, "setting_of", side_effect=OperationalError("database is locked")):
        assert post(channel, messages(channel, 1)).status_code == 503


def test_meta_is_answered_only_where_it_knows_the_token() -> None:
    asked = {"hub.mode": "subscribe", "hub.verify_token": "sandi", "hub.challenge": "<b>1"}
    answer = Client().get("/kiriman/whatsapp/", asked)
    assert (answer.status_code, answer.content) == (200, b"<b>1")
    assert answer.headers["Content-Type"].startswith("text/plain")
    for wrong in ({"hub.verify_token": "lain"}, {"hub.verify_token": "s\u00e4ndi"}, {"hub.mode": "", "x": "1"}):
        assert Client().get("/kiriman/whatsapp/", {**asked, **wrong}).status_code == 403
