"""Push messages: what leaves us, what push services answer, and what a browser makes of them."""

import base64
import json
import os
import re
from dataclasses import replace
from typing import Any
from uuid import UUID

import http_ece
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings
from django.test import Client

from rukun.notify.adapters import Letter, push
from rukun.notify.keys import PUSH, push_public
from rukun.notify.tests.provider import Provider, Reply, nobody
from tools.browser import barriers, until

BROWSER = ec.generate_private_key(ec.SECP256R1())
AUTH = os.urandom(16)
ID = UUID("01980000-0000-7000-8000-000000000001")


def coded(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def point(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def letter(base: str, **changes: Any) -> Letter:
    address = {
        "endpoint": f"{base}/kirim/abc", "p256dh": coded(point(BROWSER)), "auth": coded(AUTH), "key": push_public(),
    }  # fmt: skip
    made = Letter(ID, address, "Ada kabar tentang laporan Anda.", title="Kabar", url="/laporan/", seconds=600)
    return replace(made, **changes)


def sent(provider: Provider, **changes: Any) -> Any:
    return push.send({"contact": "a@contoh.id", "services": [provider.base]}, letter(provider.base, **changes))


def test_what_a_browser_decrypts_is_title_words_and_where_a_tap_leads() -> None:
    with Provider(Reply(status=201)) as provider:
        assert sent(provider, urgent=True).result == "sent"
        [asked] = provider.asked
    plain = http_ece.decrypt(asked.body, private_key=BROWSER, auth_secret=AUTH, version="aes128gcm")
    assert json.loads(plain) == {
        "id": str(ID), "title": "Kabar", "body": "Ada kabar tentang laporan Anda.", "url": "/laporan/",
    }  # fmt: skip
    assert asked.path == "/kirim/abc"
    assert asked.headers["TTL"] == "600"
    assert asked.headers["Urgency"] == "high"
    assert asked.headers["Topic"] == ID.hex
    assert len(asked.headers["Topic"]) <= 32


def test_the_installation_signs_for_this_push_service_alone_with_the_key_browsers_subscribed_to() -> None:
    with Provider(Reply(status=201)) as provider:
        sent(provider)
        [asked] = provider.asked
    found = re.fullmatch(r"vapid t=([\w-]+)\.([\w-]+)\.[\w-]+,k=([\w-]+)", asked.headers["Authorization"])
    assert found
    claims = json.loads(base64.urlsafe_b64decode(found[2] + "=="))
    assert claims["aud"] == provider.base
    assert claims["sub"] == "mailto:a@contoh.id"
    assert found[3] == push_public()
    assert asked.headers["Urgency"] == "normal"


@pytest.mark.parametrize(
    ("status", "result", "why", "gone"),
    [
        (200, "sent", "", False),
        (404, "no", "address", True),
        (410, "no", "address", True),
        (413, "no", "too_long", False),
        (400, "no", "refused", False),
        (403, "off", "token", False),
        (429, "later", "busy", False),
        (503, "later", "down", False),
    ],
)
def test_what_a_push_service_answers_means_something(status: int, result: str, why: str, gone: bool) -> None:
    with Provider(Reply(status=status, headers={"Retry-After": "30"})) as provider:
        outcome = sent(provider)
    assert (outcome.result, outcome.why, outcome.gone) == (result, why, gone)
    assert outcome.wait == (30 if status in (429, 503) else 0)


def test_a_service_that_is_not_there_or_breaks_off_is_tried_again() -> None:
    base = nobody()
    assert push.send({"services": [base]}, letter(base)).result == "later"
    with Provider(Reply(cuts=True)) as provider:
        assert sent(provider).result == "unknown"
    assert push.ONCE, "whatever came of that, the same id comes once"


def test_nothing_is_called_that_is_no_push_service() -> None:
    with Provider() as provider:
        outcome = push.send({}, letter(provider.base))
        assert (outcome.result, outcome.gone) == ("no", True)
        assert provider.asked == []
    good = ("https://fcm.googleapis.com/fcm/send/x", "https://updates.push.services.mozilla.com/wpush/v2/x",
            "https://web.push.apple.com/x", "https://wns2-sg2p.notify.windows.com/w/?token=x")  # fmt: skip
    bad = ("http://fcm.googleapis.com/x", "https://fcm.googleapis.com.evil.example/x", "https://evil.example/x",
           "https://user@fcm.googleapis.com/x", "https://fcm.googleapis.com:6379/x", "https://[::1", "", "javascript:1",
           "https://xpush.apple.com.example/x")  # fmt: skip
    assert [push.trusted(each, {}) for each in good] == [True] * len(good)
    assert [push.trusted(each, {}) for each in bad] == [False] * len(bad)


def test_a_subscription_to_another_key_or_with_broken_keys_is_gone() -> None:
    with Provider() as provider:
        for wrong in ({"key": "BAnother"}, {"p256dh": coded(b"\x04" * 65)}, {"p256dh": ""}, {"auth": "A"}):
            address = {**letter(provider.base).address, **wrong}
            outcome = sent(provider, address=address)
            assert (outcome.result, outcome.gone) == ("no", True), wrong
        assert provider.asked == []


def test_without_a_key_nothing_is_sent_and_pages_know_of_none(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    monkeypatch.setattr("rukun.notify.keys.settings.INSTALLATION", replace(settings.INSTALLATION, data=tmp_path))
    assert push_public() == ""
    with Provider() as provider:
        outcome = sent(provider, address={**letter(provider.base).address, "key": ""})
        assert outcome.result == "off"
        assert provider.asked == []


def test_every_installation_has_a_key_of_its_own() -> None:
    path = settings.INSTALLATION.keys / PUSH
    assert re.fullmatch(r"[0-9a-f]{64}\n", path.read_text())
    assert path.stat().st_mode & 0o077 == 0
    assert len(base64.urlsafe_b64decode(push_public() + "=")) == 65


@pytest.mark.django_db
def test_the_worker_is_the_same_for_everybody_and_asked_for_anew(client: Client) -> None:
    answer = client.get("/pekerja-notifikasi.js")
    assert answer.headers["Content-Type"].startswith("text/javascript")
    assert "no-cache" in answer.headers["Cache-Control"]
    assert "Set-Cookie" not in answer.headers
    assert 'const NAME = "Posko Uji"' in answer.content.decode()


# In a browser. No push service answers here: subscribing is played, everything else is real.

SUBSCRIBES = """
PushManager.prototype.subscribe = async (options) => {
  self.subscribedWith = options;
  return { toJSON: () => ({ endpoint: self.playedEndpoint, keys: { p256dh: "%s", auth: "%s" } }) };
};
self.playedEndpoint = "%s";
"""


def subscribes(context: Any, endpoint: str) -> None:
    context.add_init_script(SUBSCRIBES % (coded(point(BROWSER)), coded(AUTH), endpoint))


def sign_in(page: Any, role: str) -> None:
    page.goto("/demo/")
    page.locator(f"button[name=person][value={role}]").click()
    page.wait_for_url("**/hari-ini/")


def turn_push_on(page: Any) -> None:
    sign_in(page, "administrator")
    page.goto("/saluran/push/")
    page.get_by_label("Hidupkan saluran ini").check()
    page.get_by_role("button", name="Simpan").click()
    page.get_by_role("status").filter(has_text="Tersimpan").wait_for()


@pytest.mark.browser
def test_a_browser_subscribes_shows_what_is_pushed_and_a_tap_leads_there(page: Any, served: Any) -> None:
    subscribes(page.context, "https://fcm.googleapis.com/fcm/send/uji")
    page.context.grant_permissions(["notifications"], origin=served.url)
    turn_push_on(page)
    page.goto("/profil/pemberitahuan/")
    assert barriers(page) == []
    page.get_by_text("Perangkat ini belum menerima notifikasi.").wait_for()
    page.get_by_role("button", name="Nyalakan di perangkat ini").click()
    page.get_by_text("Perangkat ini menerima notifikasi.").wait_for()
    options = page.evaluate("subscribedWith")
    assert options["userVisibleOnly"] is True
    assert options["applicationServerKey"] == page.locator("#peramban").get_attribute("data-key")
    page.reload()
    assert page.get_by_text("peramban yang didaftarkan").is_visible(), "it is one of the person's addresses now"

    scopes = page.evaluate("navigator.serviceWorker.getRegistrations().then(all => all.map(each => each.scope))")
    assert scopes == [f"{served.url}/pekerja-notifikasi/"], "a scope in which no page lies"
    session = page.context.new_cdp_session(page)
    registrations: list[Any] = []
    session.on("ServiceWorker.workerRegistrationUpdated", lambda said: registrations.extend(said["registrations"]))
    session.send("ServiceWorker.enable")
    until(lambda: page.wait_for_timeout(50) or registrations)
    data = {"id": str(ID), "title": "Kabar", "body": "Ada kabar.", "url": "/hari-ini/"}

    def delivered() -> Any:
        """What is shown after it came twice. Asked while one is on its way, the browser forgets it: so, once more."""
        for _twice in range(2):
            session.send(
                "ServiceWorker.deliverPushMessage",
                {"origin": served.url, "registrationId": registrations[0]["registrationId"], "data": json.dumps(data)},
            )
        page.wait_for_timeout(500)
        return page.evaluate(SHOWN)

    shown = until(delivered)
    assert shown == [{"title": "Kabar", "body": "Ada kabar.", "data": {"url": "/hari-ini/"}}], "sent twice, shown once"


SHOWN = """navigator.serviceWorker.getRegistration("/pekerja-notifikasi/").then((each) => each.getNotifications())
  .then((all) => all.map(({ title, body, data }) => ({ title, body, data })))"""


@pytest.mark.browser
def test_a_push_service_nobody_knows_is_refused_in_words(browser: Any, served: Any) -> None:
    context = browser.new_context(base_url=served.url, locale="id-ID")
    subscribes(context, "https://jahat.example/x")
    context.grant_permissions(["notifications"], origin=served.url)
    page = context.new_page()
    turn_push_on(page)
    page.goto("/profil/pemberitahuan/")
    with page.expect_response("**/peramban/") as answered:
        page.get_by_role("button", name="Nyalakan di perangkat ini").click()
    assert answered.value.status == 400
    page.get_by_text("layanan notifikasi yang belum dikenal").wait_for()
    assert page.get_by_role("button", name="Nyalakan di perangkat ini").is_visible()
    context.close()


@pytest.mark.browser
def test_whoever_forbids_notifications_reads_how_to_allow_them(page: Any) -> None:
    page.context.add_init_script('Notification.requestPermission = async () => "denied"')
    turn_push_on(page)
    page.goto("/profil/pemberitahuan/")
    page.get_by_role("button", name="Nyalakan di perangkat ini").click()
    page.get_by_text("Izinkan dulu di setelan peramban").wait_for()
    assert not page.get_by_role("button", name="Nyalakan di perangkat ini").is_visible()


@pytest.mark.long
@pytest.mark.browser
def test_a_browser_without_push_says_so_and_keeps_all_other_ways(page: Any) -> None:
    page.context.add_init_script("delete self.PushManager")
    turn_push_on(page)
    page.goto("/profil/pemberitahuan/")
    page.get_by_text("Peramban ini tidak dapat menerima notifikasi.").wait_for()
    assert not page.get_by_role("button", name="Nyalakan di perangkat ini").is_visible()
    page.get_by_label("Jam tenang mulai").fill("22:00")
    page.get_by_label("Jam tenang selesai").fill("05:00")
    page.get_by_role("button", name="Simpan").click()
    page.get_by_role("status").filter(has_text="Tersimpan.").wait_for()
