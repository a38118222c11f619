"""Pages of the channels: how they are, their settings, and trying them out."""

import os
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from rukun.notify import connecting
from rukun.notify.actions.errands import leave
from rukun.notify.actions.telling import reply, tell
from rukun.notify.actions.trying import introduce_to_telegram
from rukun.notify.adapters import WHY, Outcome
from rukun.notify.desk import Say
from rukun.notify.models import Outgoing, Received, Setting, Spent
from rukun.notify.queries.health import health
from rukun.notify.queries.today import todo_for
from rukun.notify.reasons import REASONS, reason
from rukun.notify.tests.factories import NEWS, SYSTEM, come, contact, turn_on, world
from rukun.notify.tests.provider import Provider, Reply
from rukun.notify.tests.rounds import deliver
from rukun.people.actor import actor_of
from rukun.people.models import Person
from rukun.people.tests.factories import person

pytestmark = [pytest.mark.django_db, pytest.mark.once]
WHATSAPP = {"phone_number_id": "104711000000001", "token": "EAA" + "x" * 30, "app_secret": "0a" * 16}
BOT = "123456789:AAE-abcdefghijklmnopqrstuvwxyz012345"


@pytest.fixture
def admin(client: Client) -> Person:
    made = person("administrator")
    client.force_login(made)
    return made


def page(client: Client, address: str, **typed: Any) -> str:
    answer = client.post(address, typed, follow=True) if typed else client.get(address)
    assert answer.status_code == 200, address
    return " ".join(answer.content.decode().split())


def message(channel: str, **values: Any) -> Outgoing:
    now = timezone.now()
    written = min(now, values.get("next_at") or now)
    given = {"state": Outgoing.WAITING, "next_at": now, "written_at": written, "until": now + timedelta(days=1)}
    given |= values
    return Outgoing.objects.create(contact=contact(channel), channel=channel, notice=NEWS.name, **given)


# How they are


def test_reasons_are_told_in_words_for_every_code_there_is() -> None:
    assert REASONS.keys() == WHY.keys()
    assert reason("window") == "lewat 24 jam, dan belum ada templat yang disetujui"
    assert reason("apa saja") == "sebab yang tidak dikenal"


def test_the_page_tells_of_each_channel_what_waits_what_failed_and_what_it_cost(client: Client, admin: Person) -> None:
    turn_on("sms", price=350, ceiling=1_500_000)
    now = timezone.now()
    message("sms")
    message("sms", next_at=now + timedelta(hours=2))
    for why in ("address", "address", "unreachable"):
        message("sms", state=Outgoing.GIVEN_UP, next_at=None, why=why)
    message("sms", state=Outgoing.GIVEN_UP, next_at=None, why="token", written_at=now - timedelta(days=8))
    Spent.objects.create(channel="sms", month=f"{timezone.localtime():%Y-%m}", messages=1234, rupiah=1_250_000)
    text = page(client, "/saluran/")
    assert "<dd>2, yang paling lama sejak" in text
    assert "2 penyedia tidak mengenal alamat penerima; 1 penyedia tidak terhubung" in text
    assert reason("token") not in text
    assert "1234 pesan, Rp 1.250.000 dari batas Rp 1.500.000" in text
    assert "Hubungkan WhatsApp" in text
    assert "Rp 1,250,000" in page(client, "/en/saluran/")


def test_the_page_asks_few_questions_however_many_messages_there_are(
    admin: Person, django_assert_num_queries: Any
) -> None:
    turn_on("sms", "telegram", "mail")
    for channel in ("sms", "telegram", "mail"):
        for why in ("address", "busy"):
            message(channel, state=Outgoing.GIVEN_UP, next_at=None, why=why)
        message(channel)
    with django_assert_num_queries(5):
        health()


def test_what_waits_behind_another_in_its_talk_is_not_said_to_be_late(admin: Person) -> None:
    turn_on("sms")
    begun = timezone.now()
    reply(contact("sms").pk, [Say("pertama"), Say("kedua")])
    assert health()["sms"].oldest >= begun, "due an hour ahead, so that it goes first, but not since then"  # type: ignore[operator]
    first = Outgoing.objects.earliest("pk")
    first.why, first.next_at = "token", begun + timedelta(hours=1)
    first.save()
    with time_machine.travel(begun + timedelta(minutes=40)):
        found = health()["sms"]
        assert (found.waiting, found.due, found.troubles(timezone.now())) == (2, 0, [])
    with time_machine.travel(begun + timedelta(minutes=80)):
        assert health()["sms"].troubles(timezone.now()) == [
            "1 pesan sudah waktunya dikirim tetapi masih menunggu. Apakah pekerja latar (rukun worker) berjalan?"
        ]


def test_what_the_next_channel_says_instead_is_no_failure(client: Client, admin: Person) -> None:
    turn_on("whatsapp", "sms")
    with world() as carried:
        carried.answer = lambda letter: Outcome("no", why="window") if "Kabar" in letter.text else Outcome("sent")
        for _n in range(3):
            tell(NEWS.name, {"name": "Ibu Sari"}, person=admin.pk)
        tell(NEWS.name, {"name": "Ibu Sari"}, contact=contact("whatsapp").pk)
        deliver()
        deliver()
    assert health()["whatsapp"].failures == {"window": 1}
    assert health()["whatsapp"].passed_on == {"window": 3}
    assert Spent.objects.get(channel="whatsapp").failures == 1
    assert "<dt>Pindah ke saluran lain, 7 hari</dt><dd>3 lewat 24 jam, dan belum" in page(client, "/saluran/whatsapp/")


def test_who_connects_channels_is_told_what_is_wrong_and_nobody_else_is(client: Client, admin: Person) -> None:
    turn_on("sms", "mail", "telegram", price=100, ceiling=1000)
    assert todo_for(actor_of(admin)) == []
    now = timezone.now()
    message("sms", next_at=now - timedelta(minutes=14))
    assert todo_for(actor_of(admin)) == []
    message("sms", next_at=now - timedelta(minutes=16))
    Setting.objects.filter(pk="mail").update(worked_at=now - timedelta(hours=1), failed_at=now, why="token")
    Spent.objects.create(channel="telegram", month=f"{timezone.localtime():%Y-%m}", rupiah=950)
    with world():
        come("halo", channel="whatsapp", sender="phone:+6281")
    Received.objects.update(state=Received.BROKEN, next_at=None)
    told = [each.words for each in todo_for(actor_of(admin))]
    assert told == [
        "WhatsApp: 1 pesan masuk gagal dibaca dalam tujuh hari ini.",
        "Telegram: Batas biaya bulan ini tercapai: hanya percakapan, tanda bahaya, alarm, dan kode masuk yang dikirim.",
        "SMS: 2 pesan sudah waktunya dikirim tetapi masih menunggu. Apakah pekerja latar (rukun worker) berjalan?",
        "Surel: Pengiriman terakhir gagal: token atau kata sandi tidak diterima penyedia.",
    ]
    assert 'href="/saluran/sms/"' in page(client, "/hari-ini/")
    assert todo_for(actor_of(person("lurah", "31.73.07.1001"))) == []
    Setting.objects.filter(pk="mail").update(worked_at=now + timedelta(seconds=1))
    assert len(todo_for(actor_of(admin))) == 3, "it works again"
    assert "kode masuk atau pemberitahuan" not in page(client, "/saluran/")
    leave("code", {"phone": "+6281234567890", "code": "1"})
    Received.objects.filter(channel="code").update(state=Received.BROKEN, next_at=None)
    failed = "1 kode masuk atau pemberitahuan petugas gagal dikerjakan dalam tujuh hari ini."
    assert failed in page(client, "/saluran/")
    assert todo_for(actor_of(admin))[0].words == failed
    Spent.objects.create(channel="sms", month=f"{timezone.localtime():%Y-%m}", rupiah=950)
    assert [bool("worker" in each) for each in health()["sms"].troubles(timezone.now())] == [True, False], (
        "what the ceiling holds is not due: something else is wrong"
    )


# Settings


GATEWAY = {"way": "http", "url": "https://sms.example/kirim", "secret": "s" * 20}
SERVER = {"host": "smtp.contoh.id", "tls": "starttls", "sender": "a@contoh.id", "password": "rahasia"}


@pytest.mark.parametrize(
    ("channel", "typed", "moved", "secret"),
    [
        ("whatsapp", {**WHATSAPP, "base": "https://meta.example"}, {"base": "https://jahat.example"}, "token"),
        ("telegram", {"token": BOT}, {"base": "https://jahat.example"}, "token"),
        ("sms", GATEWAY, {"url": "https://jahat.example/"}, "secret"),
        ("mail", SERVER, {"host": "jahat.example"}, "password"),
    ],
)
def test_another_host_does_not_get_the_secret_that_was_typed_for_this_one(
    client: Client, admin: Person, channel: str, typed: dict[str, str], moved: dict[str, str], secret: str
) -> None:
    assert "Saluran ini hidup." in page(client, f"/saluran/{channel}/", on="on", **typed)
    again = {**typed, **moved, "on": "on", **dict.fromkeys(("token", "app_secret", "secret", "password"), "")}
    assert "Alamatnya diganti" in page(client, f"/saluran/{channel}/", **again)
    before = connecting.setting_of(channel)
    assert before is not None
    assert not set(moved.values()) & {str(each) for each in before.content.values()}
    assert "Saluran ini hidup." in page(client, f"/saluran/{channel}/", **{**again, secret: typed[secret]})
    after = connecting.setting_of(channel)
    assert after is not None
    assert after.content[next(iter(moved))] == next(iter(moved.values())).rstrip("/")


def test_a_modems_folder_is_looked_at_before_the_channel_is_on(
    client: Client, admin: Person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed = {"way": "gammu", "folder": str(tmp_path)}
    text = page(client, "/saluran/sms/", on="on", **{**typed, "folder": "/etc/tidakada"})
    assert "Folder /etc/tidakada tidak ada di mesin ini." in text
    assert 'value="/etc/tidakada"' in text
    assert "Saluran ini mati." in page(client, "/saluran/sms/", **{**typed, "folder": "/etc/tidakada"}), "not yet"
    for box in ("inbox", "outbox", "sent"):
        (tmp_path / box).mkdir()
    assert f"Folder {tmp_path}/error tidak ada di mesin ini." in page(client, "/saluran/sms/", on="on", **typed)
    (tmp_path / "error").mkdir()
    monkeypatch.setattr("os.access", lambda path, mode: not (mode == os.W_OK and str(path).endswith("outbox")))
    closed = f"Program ini tidak boleh membaca atau menulis di {tmp_path}/outbox."
    assert closed in page(client, "/saluran/sms/", on="on", **typed)
    assert connecting.setting_of("sms") is None
    monkeypatch.setattr("os.statvfs", lambda path: SimpleNamespace(f_flag=os.ST_RDONLY))
    assert "Saluran ini hidup." in page(client, "/saluran/sms/", on="on", **typed), "its service writes nowhere"


def test_machines_in_ones_own_network_are_named_without_https(client: Client, admin: Person) -> None:
    assert "Tulis nama mesin" in page(client, "/saluran/sink/", on="on", hosts="http://192.168.1.20")
    page(client, "/saluran/sink/", on="on", hosts="192.168.1.20\nSirene.lan")
    there = connecting.setting_of("sink")
    assert there is not None
    assert there.content["hosts"] == ["192.168.1.20", "sirene.lan"]


def test_tokens_are_stored_sealed_and_never_shown_again_and_an_empty_field_keeps_them(
    client: Client, admin: Person
) -> None:
    text = page(client, "/saluran/whatsapp/", on="on", price="350", ceiling="Rp 200.000", **WHATSAPP)
    assert "Saluran ini hidup." in text
    assert WHATSAPP["token"] not in text
    assert WHATSAPP["app_secret"] not in text
    assert text.count("Tersimpan. Isi hanya bila hendak diganti.") == 2
    assert 'value="200.000"' in text
    first = connecting.setting_of("whatsapp")
    assert first is not None
    assert (first.price, first.ceiling) == (350, 200_000)
    assert f"<code>{first.content['verify_token']}</code>" in text
    assert "<code>http://testserver/kiriman/whatsapp/</code>" in text
    page(client, "/saluran/whatsapp/", on="on", phone_number_id="204711000000002", token="", app_secret="")
    second = connecting.setting_of("whatsapp")
    assert second is not None
    assert second.content == {**first.content, "phone_number_id": "204711000000002"}
    assert (second.price, second.ceiling) == (0, None)
    row = Setting.objects.get(pk="whatsapp")
    assert WHATSAPP["token"].encode() not in bytes(row.content or b"")


def test_what_the_form_does_not_know_stays_as_it_was(client: Client, admin: Person) -> None:
    connecting.save_setting(actor=SYSTEM, channel="telegram", on=True, content={"token": BOT, "rate": 3, "bot": "uji"})
    page(client, "/saluran/telegram/", on="on", token="", polling="on")
    setting = connecting.setting_of("telegram")
    assert setting is not None
    assert {**setting.content, "secret": ""} == {
        "token": BOT, "rate": 3, "bot": "uji", "polling": True, "base": "", "secret": "",
    }  # fmt: skip
    assert len(setting.content["secret"]) >= 30


@pytest.mark.parametrize(
    ("channel", "typed", "words"),
    [
        ("whatsapp", {**WHATSAPP, "token": "EAA punya spasi"}, "biasanya diawali EAA"),
        ("whatsapp", {**WHATSAPP, "phone_number_id": "081234567890"}, "Itu nomor telepon"),
        ("whatsapp", {**WHATSAPP, "phone_number_id": "+62 812"}, "bukan nomor telepon"),
        ("whatsapp", {**WHATSAPP, "app_secret": "pendek"}, "biasanya 32 huruf dan angka"),
        ("whatsapp", {**WHATSAPP, "base": "http://graph.example"}, "diawali https://"),
        ("whatsapp", {"token": WHATSAPP["token"]}, "ID nomor telepon belum diisi."),
        ("whatsapp", {**WHATSAPP, "price": "tiga ratus"}, "Tulis jumlah rupiah tanpa sen"),
        ("whatsapp", {**WHATSAPP, "price": "3,50"}, "Tulis jumlah rupiah tanpa sen"),
        ("whatsapp", {**WHATSAPP, "price": "350", "ceiling": "9.999.999.999"}, "terlalu besar"),
        ("whatsapp", {**WHATSAPP, "ceiling": "100.000"}, "Isi juga harga satu pesan"),
        ("telegram", {"token": "AAE-tanpa-angka"}, "angka, titik dua, lalu huruf"),
        ("telegram", {}, "Token bot belum diisi."),
        ("sms", {}, "Cara mengirim belum dipilih."),
        ("sms", {"way": "gammu", "folder": "spool"}, "folder lengkap dari akarnya"),
        ("sms", {"way": "http", "url": "https://sms.example/kirim"}, "Kunci tanda tangan belum diisi."),
        ("sms", {"way": "http", "url": "https://sms.example", "secret": "pendek"}, "paling sedikit 16"),
        ("push", {"contact": "bukan surel"}, "Tulis alamat surel"),
        ("push", {"services": "https://baik.example jahat"}, "diawali https://"),
        ("mail", {"tls": "starttls", "sender": "posko@contoh.id"}, "Server surel belum diisi."),
        (
            "mail",
            {"tls": "none", "host": "smtp.contoh.id", "sender": "posko@contoh.id"},
            "hanya boleh ke server di mesin",
        ),
        ("mail", {"tls": "ssl", "host": "smtp.contoh.id", "sender": "p@contoh.id", "port": "70000"}, "1 sampai 65535"),
    ],
)
def test_what_cannot_be_is_explained_and_nothing_typed_is_lost(
    client: Client, admin: Person, channel: str, typed: dict[str, str], words: str
) -> None:
    text = page(client, f"/saluran/{channel}/", on="on", **typed)
    assert words in text
    assert not Setting.objects.exists()
    for name, each in typed.items():
        assert each in text, f"{name} is not lost"


def test_a_channel_can_be_prepared_while_it_is_off_and_switched_off_with_half_of_it(
    client: Client, admin: Person
) -> None:
    assert "Saluran ini mati." in page(client, "/saluran/telegram/", polling="on")
    assert connecting.setting_of("telegram") is None
    assert not Setting.objects.get(pk="telegram").on


@pytest.mark.parametrize("channel", ["sms", "mail", "push", "sink"])
def test_every_channel_can_be_switched_on(client: Client, admin: Person, channel: str) -> None:
    typed = {
        "sms": {"way": "http", "url": "https://sms.example/kirim", "secret": "s" * 16, "sender": "POSKO"},
        "mail": {"host": "smtp.contoh.id", "tls": "ssl", "port": "", "user": "posko", "password": "kata sandi",
                 "sender": "posko@contoh.id"},
        "push": {"contact": "a@contoh.id", "services": "https://push.example\nhttp://127.0.0.1:9"},
        "sink": {},
    }[channel]  # fmt: skip
    page(client, f"/saluran/{channel}/", on="on", **typed)
    setting = connecting.setting_of(channel)
    assert setting is not None
    expected: dict[str, dict[str, Any]] = {
        "sms": {**typed, "folder": ""},
        "mail": {"host": "smtp.contoh.id", "tls": "ssl", "port": None, "user": "posko", "password": "kata sandi",
                 "from": "posko@contoh.id"},
        "push": {"contact": "a@contoh.id", "services": ["https://push.example", "http://127.0.0.1:9"]},
        "sink": {"hosts": []},
    }  # fmt: skip
    assert setting.content == expected[channel]
    assert "kata sandi" not in page(client, f"/saluran/{channel}/").replace("kata sandi tidak diterima", "")


def test_settings_that_open_with_no_key_are_asked_for_again(client: Client, admin: Person) -> None:
    turn_on("mail")
    Setting.objects.update(content=b"00000000" + b"x" * 60)
    assert "tidak dapat dibuka" in page(client, "/saluran/mail/")


# Trying


def test_whoever_connects_a_channel_sends_themselves_a_message_and_sees_what_came_of_it(
    client: Client, admin: Person
) -> None:
    assert "belum dihidupkan" in page(client, "/saluran/sms/coba/", x="1")
    turn_on("sms", price=350, ceiling=0)
    assert "Menunggu dikirim." in page(client, "/saluran/sms/coba/", x="1")
    row = Outgoing.objects.get()
    assert row.contact.person == admin.pk
    assert row.urgent, "the ceiling does not hold it up"
    for state, why, words in (
        (Outgoing.SENT, "", "Diterima oleh penyedia."),
        (Outgoing.DELIVERED, "", "Sampai di perangkat."),
        (Outgoing.GIVEN_UP, "refused", "Gagal: penyedia menolak pesan."),
    ):
        Outgoing.objects.update(state=state, next_at=None, why=why)
        assert words in page(client, "/saluran/sms/")
    Outgoing.objects.update(state=Outgoing.WAITING, next_at=timezone.now(), why="token")
    assert "akan dicoba lagi: token atau kata sandi tidak diterima" in page(client, "/saluran/sms/")


def test_whoever_has_no_address_on_it_is_told_where_to_add_one(client: Client, admin: Person) -> None:
    turn_on("telegram")
    assert "Profil → Pemberitahuan" in page(client, "/saluran/telegram/coba/", x="1")
    assert not Outgoing.objects.exists()


def test_telegram_is_asked_for_the_bots_name_and_told_where_to_bring_messages(client: Client, admin: Person) -> None:
    with Provider(Reply({"ok": True, "result": {"username": "posko_bot"}}), Reply({"ok": True, "result": True})) as at:
        content = {"token": BOT, "secret": "rahasia-kita", "base": at.base}
        connecting.save_setting(actor=SYSTEM, channel="telegram", on=True, content=content)
        assert "Bot Anda: @posko_bot." in page(client, "/saluran/telegram/perkenalkan/", x="1")
        asked, told = at.asked
    assert asked.path == f"/bot{BOT}/getMe"
    assert told.path == f"/bot{BOT}/setWebhook"
    assert told.values["url"] == "http://testserver/kiriman/telegram/"
    assert told.values["secret_token"] == "rahasia-kita"
    setting = connecting.setting_of("telegram")
    assert setting is not None
    assert setting.content == {**content, "bot": "posko_bot"}


def test_telegram_that_does_not_know_the_token_is_told_in_words(client: Client, admin: Person) -> None:
    with Provider(Reply({"ok": False, "error_code": 401}, status=401)) as at:
        connecting.save_setting(actor=SYSTEM, channel="telegram", on=True, content={"token": BOT, "base": at.base})
        assert "token atau kata sandi tidak diterima" in page(client, "/saluran/telegram/perkenalkan/", x="1")
    assert introduce_to_telegram({"token": "x/../y"}, "https://a.example") == ("", "token")
    with Provider(Reply({"ok": True, "result": {"username": "b"}}), Reply(b"<html>")) as at:
        assert introduce_to_telegram({"token": BOT, "base": at.base, "polling": True}, "") == ("b", "garbage")
        assert at.asked[1].path.endswith("/deleteWebhook")
