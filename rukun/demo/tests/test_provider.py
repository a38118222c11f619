"""The made-up providers against our own adapters and webhooks: what goes out arrives, what comes in is heard.

And when a provider fails, stalls, repeats and reorders: nothing is lost, and nobody is told twice unmarked.
"""

import smtplib
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.db import connections
from django.test import Client

from rukun.demo import drawing, recording
from rukun.demo.cast import private_phone
from rukun.demo.provider import Asked as Request
from rukun.demo.provider import behaving, bringing, browsers, kept, mail, phones, speaking
from rukun.demo.provider.answering import answer
from rukun.demo.provider.connecting import connect
from rukun.demo.provider.phones import PHONES
from rukun.guard import System
from rukun.guard.ids import new_id
from rukun.notify.actions.carrying import carry_once
from rukun.notify.actions.linking import link_code
from rukun.notify.actions.telling import tell
from rukun.notify.actions.trying import introduce_to_telegram
from rukun.notify.adapters import Letter, Outcome
from rukun.notify.adapters import mail as mail_adapter
from rukun.notify.adapters import telegram as telegram_adapter
from rukun.notify.adapters.calling import NotFetchedError
from rukun.notify.carriers import adapter_of
from rukun.notify.channels import CHANNELS, MAIL, PUSH, SMS, TELEGRAM, WHATSAPP
from rukun.notify.connecting import connected, save_setting, setting_of
from rukun.notify.keys import push_public
from rukun.notify.models import Contact, Outgoing, Received
from rukun.notify.own_notices import TRIAL
from rukun.notify.queries.wishes import bot_name
from rukun.notify.tests.provider import Asked, Provider, Reply
from rukun.people.actions import add_person

pytestmark = pytest.mark.django_db
GUEST, HIDDEN = PHONES["tamu"], PHONES["tersembunyi"]
TALKING = (WHATSAPP, TELEGRAM, SMS)


def _answered(asked: Asked) -> Reply:
    """The made-up provider behind the raw server that adapters are tested with."""
    path = urlsplit(asked.path).path.removeprefix("/demo/penyedia/")
    headers = {name.lower(): value for name, value in asked.headers.items()}
    try:
        found = answer(Request(asked.method, path, headers, asked.body))
    finally:
        connections.close_all()  # of this thread of the server's
    return Reply(found.raw, found.status, found.headers, cuts=bool(found.stall))  # what a time-out ends in, only sooner


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Where the providers are, and that our channels are connected to them."""
    kept.path().unlink(missing_ok=True)
    monkeypatch.setattr("rukun.demo.provider.connecting.BROWSERS", ())
    with Provider() as server:
        server.otherwise = _answered
        connect(server.base)
        yield server.base
    for name in ("", "-wal", "-shm"):
        kept.path().with_name(kept.path().name + name).unlink(missing_ok=True)


def bring() -> int:
    """Everything that the providers have for us, however long from now, to the real webhooks."""
    client, taken = Client(), 0

    def post(path: str, body: bytes, headers: Mapping[str, str]) -> int:
        named = {name: value for name, value in headers.items() if name != "Content-Type"}
        return client.post(path, body, content_type="application/json", headers=named).status_code

    while kept.next_due() is not None:
        with kept._opened() as connection:
            connection.execute("UPDATE event SET due = 0")
        taken += bringing.bring_due(post)
    return taken


def settle() -> None:
    """Until nobody has anything to do."""
    for _turn in range(20):
        if not (bring() + carry_once()):
            return
    raise AssertionError("they talk for ever")


def texts(channel: str, who: Any = GUEST, *, ours: bool = True) -> list[str]:
    return [each.text for each in kept.chat(channel, who.number) if each.ours == ours]


def letter(channel: str, **more: Any) -> Letter:
    address = {WHATSAPP: {"phone": GUEST.number}, TELEGRAM: {"chat": GUEST.chat}, SMS: {"phone": GUEST.number}}
    return Letter(**{"id": new_id(), "address": address[channel], "text": "Sudah beres?", **more})


def send(channel: str, **more: Any) -> Outcome:
    setting = setting_of(channel)
    assert setting is not None
    outcome: Outcome = adapter_of(channel, setting.content).send(setting.content, letter(channel, **more))
    return outcome


@pytest.mark.parametrize("channel", TALKING)
def test_what_somebody_writes_is_taken_by_the_webhook_and_answered_on_their_phone(at: str, channel: str) -> None:
    speaking.write(GUEST, channel, "bantuan")
    settle()
    assert kept.chat(channel, GUEST.number)[0].state == "delivered"
    assert any("batal" in each for each in texts(channel)), texts(channel)
    assert list(Received.objects.exclude(state=Received.DONE)) == []


@pytest.mark.parametrize("channel", [WHATSAPP, TELEGRAM])
def test_photos_places_and_buttons_go_all_the_way(at: str, channel: str) -> None:
    picture = drawing.a_street()
    speaking.send_file(GUEST, channel, picture, "image/jpeg", "lihat ini")
    setting = setting_of(channel)
    assert setting is not None
    adapter = adapter_of(channel, setting.content)
    [bubble] = kept.chat(channel, GUEST.number)
    assert adapter.fetch(setting.content, bubble.photo) == picture
    with pytest.raises(NotFetchedError):
        adapter.fetch(setting.content, "0" * 24)
    speaking.send_place(GUEST, channel, -6.2, 106.8, "Pasar")
    speaking.send_file(GUEST, channel, recording.four_seconds(), "audio/ogg")
    settle()
    assert Received.objects.filter(state=Received.DONE).count() >= 3

    assert send(channel, choices=(("confirm:yes", "Sudah beres"), ("confirm:no", "Belum"))).result == "sent"
    asked = kept.chat(channel, GUEST.number)[-1]
    assert asked.choices == (("confirm:yes", "Sudah beres"), ("confirm:no", "Belum"))
    speaking.press(GUEST, asked, "confirm:no")
    settle()
    assert not Received.objects.exclude(state=Received.DONE).exclude(sender="").exists()
    assert texts(channel, ours=False)[-1] == "Belum"


def test_whoever_hides_their_number_is_answered_by_their_id(at: str) -> None:
    speaking.write(HIDDEN, WHATSAPP, "bantuan")
    settle()
    assert texts(WHATSAPP, HIDDEN)


def test_receipts_come_back_signed_and_move_the_row(at: str) -> None:
    speaking.write(GUEST, WHATSAPP, "bantuan")
    settle()
    assert set(Outgoing.objects.values_list("state", flat=True)) == {"delivered"}
    speaking.look(GUEST, WHATSAPP)
    settle()
    assert set(Outgoing.objects.values_list("state", flat=True)) == {"read"}
    assert {each.state for each in kept.chat(WHATSAPP, GUEST.number) if each.ours} == {"read"}


def test_outside_the_window_whatsapp_takes_approved_templates_alone(at: str) -> None:
    assert send(WHATSAPP).why == "window"
    assert send(WHATSAPP, window=False, template="pesan_percobaan").result == "sent"
    assert "percobaan" in texts(WHATSAPP)[0]
    assert send(WHATSAPP, window=False, template="tidak_ada").why == "template"
    assert send(WHATSAPP, window=False, template="pesan_percobaan", parameters=("x",)).why == "template"


def test_a_bot_cannot_begin_a_chat(at: str) -> None:
    assert send(TELEGRAM).why == "address"


def test_the_gateway_sends_once_what_it_is_given_twice(at: str) -> None:
    key = new_id()
    first, second = send(SMS, id=key), send(SMS, id=key)
    assert (first.result, second.result, first.message) == ("sent", "sent", second.message)
    assert texts(SMS) == ["Sudah beres?"]


@pytest.mark.parametrize("channel", TALKING)
@pytest.mark.parametrize(
    ("mood", "result"),
    [
        (behaving.FAIL, "later"),
        (behaving.BUSY, "later"),
        (behaving.TOKEN, "off"),
        (behaving.REFUSE, "no"),
        (behaving.STALL, "unknown"),
        (behaving.GARBAGE, "unknown"),
    ],
)
def test_each_mood_is_understood_by_the_adapter(at: str, channel: str, mood: str, result: str) -> None:
    speaking.write(GUEST, channel, "halo")
    behaving.behave(channel, mood)
    assert send(channel).result == result
    arrived = mood in (behaving.STALL, behaving.GARBAGE)
    assert texts(channel) == (["Sudah beres?"] if arrived else [])


def test_a_wrong_token_is_told_and_a_wrong_signature_too(at: str) -> None:
    for channel in TALKING:
        setting = setting_of(channel)
        assert setting is not None
        wrong = setting.content | {"token": "4711:wrong", "secret": "wrong"}
        assert adapter_of(channel, wrong).send(wrong, letter(channel)).result == "off"
    speaking.write(GUEST, SMS, "halo")
    kept.know("secret sms", "another")
    bring()
    assert kept.chat(SMS, GUEST.number)[0].state == "failed"
    assert not Received.objects.exists()


def test_what_is_brought_three_times_and_out_of_order_is_heard_once_each(at: str) -> None:
    behaving.behave(TELEGRAM, behaving.REPEAT)
    behaving.behave(WHATSAPP, behaving.REORDER)
    for channel in (TELEGRAM, WHATSAPP):
        for number in range(5):
            speaking.write(GUEST, channel, f"pesan {number}")
    settle()
    came = Received.objects.filter(state=Received.DONE).exclude(sender="")
    assert sorted(came.values_list("channel", flat=True)) == [TELEGRAM] * 5 + [WHATSAPP] * 5


def test_a_person_is_told_on_the_next_channel_when_the_first_fails_later(at: str) -> None:
    who = add_person(actor=System("test"), name="Endah Puspita", phone=PHONES["sekretaris"].number)
    behaving.behave(WHATSAPP, behaving.LATE)
    assert tell(TRIAL, {}, person=who.pk)
    settle()
    assert [each.state for each in kept.chat(WHATSAPP, PHONES["sekretaris"].number)] == ["failed"]
    assert "percobaan" in texts(SMS, PHONES["sekretaris"])[0]


def test_a_browser_reads_what_the_push_service_cannot(at: str) -> None:
    setting = setting_of(PUSH)
    assert setting is not None
    address = {**browsers.subscription("lurah", at), "key": push_public()}
    given = Letter(id=new_id(), address=address, text="Ada kabar.", title="Kabar", url="/hari-ini/")
    adapter = adapter_of(PUSH, setting.content)
    assert adapter.send(setting.content, given).result == "sent"
    [found] = kept.sent()
    assert (found.title, found.text, found.note) == ("Kabar", "Ada kabar.", "/hari-ini/")
    other = Letter(id=new_id(), address={**address, "endpoint": f"{at}/demo/penyedia/push/lain"}, text="x")
    assert adapter.send(setting.content, other).gone


def test_mail_is_kept_and_goes_nowhere(at: str) -> None:
    with mail.serving() as port:
        setting = {"host": "127.0.0.1", "port": port, "tls": "none", "from": "posko@kampung-contoh.invalid"}
        given = Letter(id=new_id(), address={"mail": "bu@contoh.invalid"}, text="Isi\n.titik", title="Judul ✓")
        assert mail_adapter.send(setting, given).result == "sent"
        behaving.behave(MAIL, behaving.REFUSE)
        assert mail_adapter.send(setting, given).why == "address"
        with smtplib.SMTP("127.0.0.1", port) as smtp:
            assert smtp.docmd("VRFY bu")[0] == 502
    [found] = kept.sent()
    assert (found.who, found.title, found.text) == ("bu@contoh.invalid", "Judul ✓", "Isi\n.titik")


def test_at_another_address_channels_move_along_and_keep_what_was_changed(at: str) -> None:
    assert {each for each in CHANNELS if each != MAIL} == set(connected())
    save_setting(actor=System("test"), channel=SMS, on=False)
    telegram = setting_of(TELEGRAM)
    assert telegram is not None
    own = telegram.content | {"base": "https://api.telegram.org"}
    save_setting(actor=System("test"), channel=TELEGRAM, on=True, content=own)
    before = setting_of(WHATSAPP)
    assert before is not None
    connect("http://127.0.0.1:9", 2525)
    after, there = setting_of(WHATSAPP), setting_of(TELEGRAM)
    assert after is not None
    assert there is not None
    assert after.content == before.content | {"base": "http://127.0.0.1:9/demo/penyedia/whatsapp"}
    assert there.content["base"] == "https://api.telegram.org"
    assert setting_of(SMS) is None
    assert setting_of(MAIL) is not None


def test_a_bot_is_introduced_linked_by_a_pasted_link_and_can_be_fetched_from_instead(at: str) -> None:
    who = add_person(actor=System("test"), name="Endah Puspita", phone=PHONES["sekretaris"].number)
    setting = setting_of(TELEGRAM)
    assert setting is not None
    content = setting.content | {"secret": "another-secret"}
    save_setting(actor=System("test"), channel=TELEGRAM, on=True, content=content)
    assert introduce_to_telegram(content, f"{at}/kiriman/telegram/") == (setting.content["bot"], "")
    assert introduce_to_telegram(content | {"token": "4711:wrong"}, at) == ("", "token")

    link = f"https://t.me/{bot_name()}?start={link_code(who.pk)}"
    speaking.write(PHONES["sekretaris"], TELEGRAM, link)
    settle()
    assert texts(TELEGRAM, PHONES["sekretaris"], ours=False)[0].startswith("/start "), "as the app does with a link"
    assert Contact.objects.filter(channel=TELEGRAM, person=who.pk).exists()
    assert tell(TRIAL, {}, person=who.pk, through=[TELEGRAM])
    settle()
    assert "percobaan" in texts(TELEGRAM, PHONES["sekretaris"])[-1]

    assert introduce_to_telegram(content | {"polling": True}, at)[1] == ""
    for word in ("satu", "dua"):
        speaking.write(GUEST, TELEGRAM, word)
    assert bringing.bring_due(lambda *_asked: 200) == 0, "nobody brings them now"
    updates, offset = telegram_adapter.poll(content, 0, 1)
    assert [each["message"]["text"] for each in updates] == ["satu", "dua"]
    asked = Request("POST", f"telegram/bot{content['token']}/getUpdates", {}, b'{"offset": %d}' % offset)
    assert answer(asked).body == {"ok": True, "result": []}, "they are not given twice"
    assert [each.state for each in kept.chat(TELEGRAM, GUEST.number)] == ["delivered", "delivered"]


def test_everybody_who_is_told_has_a_phone_and_can_answer_on_it(at: str) -> None:
    who = add_person(actor=System("test"), name="Melati Rumbiak", phone=private_phone(1301))
    assert tell(TRIAL, {}, person=who.pk)
    settle()
    [phone] = [each for each in phones.phones() if each.key not in PHONES]
    assert (phone.name, phone.number) == ("Melati Rumbiak", who.phone)
    assert (phones.number_of(phone.chat), phones.with_key(phone.key)) == (phone.number, phone)
    speaking.write(phone, SMS, "bantuan")
    speaking.write(phone, TELEGRAM, "bantuan")
    settle()
    assert len(texts(SMS, phone)) > 1
    assert texts(TELEGRAM, phone)
    assert phones.with_key("6281") is None


def test_titles_that_several_hold_are_told_apart() -> None:
    chairs = [str(each.about) for each in PHONES.values() if str(each.about).startswith("Ketua")]
    assert "Ketua, Mitra Kampung" in chairs
    assert len(set(chairs)) == len(chairs)
