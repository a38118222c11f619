"""How somebody wants to be told: order, quiet hours, their own addresses, and connecting them."""

import re
from datetime import time, timedelta
from itertools import count
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from rukun.notify.actions import contacts, wishes
from rukun.notify.actions.linking import PENDING, link_code, linked
from rukun.notify.actions.receiving import store
from rukun.notify.actions.telling import content_of, tell
from rukun.notify.algo.reading import telegram
from rukun.notify.channels import USUAL_ORDER
from rukun.notify.errors import CannotSubscribe, MailNotConfirmed, NotConnected, TooManyTries
from rukun.notify.models import Contact, Name, Outgoing, Wish
from rukun.notify.notices import NOTICES
from rukun.notify.own_notices import MAIL_CODE
from rukun.notify.own_notices import NOTICES as OWN
from rukun.notify.tests.factories import NEWS, contact, turn_on, world
from rukun.notify.tests.rounds import hear
from rukun.people.models import Person
from rukun.people.queries.profile import own_data
from rukun.people.strength import SESSION_KEY, Strength
from rukun.people.tests.factories import person

pytestmark = pytest.mark.django_db
numbers = count(1)
PAGE = "/profil/pemberitahuan/"
SUBSCRIPTION = {"endpoint": "https://fcm.googleapis.com/fcm/send/abc", "p256dh": "B" * 87, "auth": "a" * 22}
ORDER = {"channel_push": "", "channel_telegram": "2", "channel_whatsapp": "1", "channel_sms": "2", "channel_mail": ""}
TYPED = {**ORDER, "quiet_from": "22:00", "quiet_until": "05:00", "language": "en"}


@pytest.fixture
def sari(client: Client) -> Person:
    made = person()
    client.force_login(made)
    return made


def page(client: Client, address: str = PAGE, **typed: Any) -> str:
    answer = client.post(address, typed, follow=True) if typed else client.get(address)
    assert answer.status_code == 200, address
    return " ".join(answer.content.decode().split())


def everything_on() -> None:
    turn_on(*USUAL_ORDER)


# The form


@pytest.mark.once
def test_channels_are_put_in_order_and_of_two_on_one_place_the_usual_goes_first(client: Client, sari: Person) -> None:
    everything_on()
    assert "Tersimpan." in page(client, **TYPED)
    wish = Wish.objects.get(pk=sari.pk)
    assert wish.order == ["whatsapp", "telegram", "sms"]
    assert (wish.quiet_from, wish.quiet_until, wish.language) == (time(22), time(5), "en")
    text = page(client)
    assert re.search(r'name="channel_whatsapp".*?<option value="1" selected>', text)
    assert 'value="22:00"' in text


@pytest.mark.once
def test_a_channel_that_is_off_is_not_offered_and_keeps_its_place(client: Client, sari: Person) -> None:
    turn_on("sms", "mail")
    Wish.objects.create(person=sari.pk, order=["telegram", "sms"])
    text = page(client)
    assert "Telegram" not in text
    sms, mail = re.findall(r'<select[^>]*name="channel_(?:sms|mail)".*?</select>', text)
    assert re.findall(r"<option[^>]*>([^<]*)", sms) == ["ke-1", "ke-2", "jangan lewat ini, kecuali alarm"]
    assert '<option value="1" selected>' in sms, "the first of those that there are"
    assert '<option value="" selected>jangan lewat ini, kecuali alarm' in mail
    assert "yang lebih atas di daftar ini dicoba dulu" in text
    page(client, channel_sms="2", channel_mail="1", language="id", quiet_from="", quiet_until="")
    assert Wish.objects.get().order == ["mail", "sms", "telegram"]


@pytest.mark.once
@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"quiet_until": ""}, "Isi kedua jamnya"),
        ({"quiet_from": "", "quiet_until": "05:00"}, "Isi kedua jamnya"),
        ({"quiet_from": "05:00"}, "Jam mulai dan selesainya sama"),
        ({"quiet_from": "sore"}, "Tulis jamnya, misalnya 22:00."),
        ({"language": "jv"}, "Pilih bahasanya dari daftar."),
        ({"channel_sms": "9"}, "Pilih urutannya dari daftar."),
    ],
)
def test_what_cannot_be_is_explained_and_nothing_is_lost(
    client: Client, sari: Person, wrong: dict[str, str], words: str
) -> None:
    everything_on()
    text = page(client, **{**TYPED, **wrong})
    assert words in text
    assert not Wish.objects.exists()
    assert re.search(r'name="channel_whatsapp".*?<option value="1" selected>', text)


@pytest.mark.once
def test_nothing_is_asked_where_no_channel_is_on_and_hours_are_kept_all_the_same(client: Client, sari: Person) -> None:
    assert "Belum ada saluran yang dihidupkan" in page(client)
    page(client, language="id", quiet_from="21.30", quiet_until="04:30")
    assert Wish.objects.get().quiet_from == time(21, 30)
    assert Wish.objects.get().order == list(USUAL_ORDER), "nothing was said of it"


@pytest.mark.once
def test_whoever_came_by_a_code_after_holding_an_office_changes_nothing(client: Client) -> None:
    client.force_login(person("lurah", "31.73.07.1001"))
    session = client.session
    session[SESSION_KEY] = int(Strength.CODE)
    session.save()
    assert client.get(PAGE).status_code == 403
    assert client.post(f"{PAGE}peramban/", SUBSCRIPTION).status_code == 403


# One's own addresses


@pytest.mark.once
def test_an_address_is_stopped_goes_on_and_is_erased_by_its_owner_alone(client: Client, sari: Person) -> None:
    turn_on("telegram")
    mine, other = contact(person=sari.pk), contact(person=person().pk)
    address = f"{PAGE}alamat/"
    assert "dihentikan" in page(client, address, contact=str(mine.pk), what="stop")
    assert tell_sari(sari) is None
    assert "dipakai lagi" in page(client, address, contact=str(mine.pk), what="go_on")
    assert tell_sari(sari) is not None
    assert "dihapus" in page(client, address, contact=str(mine.pk), what="forget")
    assert list(Contact.objects.all()) == [other]
    for wrong in ({"contact": str(other.pk), "what": "forget"}, {"contact": str(mine.pk), "what": "stop"},
                  {"contact": "x", "what": "stop"}, {"contact": str(other.pk), "what": "lain"}):  # fmt: skip
        assert client.post(address, wrong).status_code == 404, wrong
    assert Contact.objects.get(pk=other.pk).stopped_at is None


def tell_sari(sari: Person) -> Any:
    with world():
        return tell(NEWS.name, {"name": "Sari"}, person=sari.pk)


def test_my_data_tell_where_i_am_reached_and_not_of_codes_that_wait(sari: Person) -> None:
    turn_on("push", "telegram")
    wishes.subscribe(person=sari.pk, subscription=SUBSCRIPTION)
    link_code(sari.pk)
    wishes.save_wish(person=sari.pk, order=["push"], quiet=(time(22), time(5)), language="id")
    told = own_data(sari)
    assert [row["channel"] for row in told["contacts"]] == ["push"]
    assert told["contacts"][0]["address"]["endpoint"] == SUBSCRIPTION["endpoint"]
    assert told["wishes"][0]["order"] == ["push"]
    for part, model in (("contacts", Contact), ("wishes", Wish)):
        fields = {each.name for each in model._meta.concrete_fields}
        assert fields - {"person"} == set(told[part][0]), f"each field of {part} is told"


@pytest.mark.once
def test_my_data_say_it_in_words(client: Client, sari: Person) -> None:
    turn_on("push")
    wishes.subscribe(person=sari.pk, subscription=SUBSCRIPTION)
    wishes.save_wish(person=sari.pk, order=[], quiet=(time(22), time(5)), language="id")
    text = page(client, "/profil/data/")
    assert "Notifikasi peramban, sejak" in text
    assert "Urutan: hanya alarm" in text
    assert "Jam tenang: 22.00–05.00" in text
    assert f'href="{PAGE}"' in page(client, "/profil/")


# A browser


def test_a_browser_belongs_to_whoever_subscribed_it_last(sari: Person) -> None:
    with pytest.raises(NotConnected):
        wishes.subscribe(person=sari.pk, subscription=SUBSCRIPTION)
    turn_on("push")
    first = wishes.subscribe(person=sari.pk, subscription=SUBSCRIPTION)
    other = person()
    assert wishes.subscribe(person=other.pk, subscription=SUBSCRIPTION).pk == first.pk
    assert Contact.objects.get().person == other.pk
    wishes.unsubscribe(person=sari.pk, endpoint=SUBSCRIPTION["endpoint"])
    assert Contact.objects.count() == 1, "it is not theirs any more"
    wishes.unsubscribe(person=other.pk, endpoint=SUBSCRIPTION["endpoint"])
    assert not Contact.objects.exists()


def test_somebody_has_ten_browsers_at_most_and_none_that_are_gone(sari: Person) -> None:
    turn_on("push")
    for number in range(11):
        with time_machine.travel(timezone.now() + timedelta(minutes=number)):
            wishes.subscribe(
                person=sari.pk, subscription={**SUBSCRIPTION, "endpoint": f"{SUBSCRIPTION['endpoint']}{number}"}
            )
    endpoints = {contacts.address_of(row)["endpoint"][-3:] for row in Contact.objects.all()}
    assert len(endpoints) == 10
    assert "bc0" not in endpoints, "the one unused for longest went"
    Contact.objects.update(stopped_at=timezone.now())
    wishes.subscribe(person=sari.pk, subscription=SUBSCRIPTION)
    assert Contact.objects.count() == 1


@pytest.mark.parametrize("wrong", [{"endpoint": "https://jahat.example/"}, {"p256dh": ""}, {"auth": "a" * 2000}])
def test_what_is_no_subscription_is_refused(sari: Person, wrong: dict[str, str]) -> None:
    turn_on("push")
    with pytest.raises(CannotSubscribe):
        wishes.subscribe(person=sari.pk, subscription={**SUBSCRIPTION, **wrong})
    assert not Contact.objects.exists()


@pytest.mark.once
def test_a_browser_subscribes_only_with_the_token_of_its_page(sari: Person) -> None:
    turn_on("push")
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(sari)
    assert strict.post(f"{PAGE}peramban/", SUBSCRIPTION).status_code == 403
    assert not Contact.objects.exists()


# Telegram


@pytest.mark.once
def test_a_link_connects_the_chat_it_is_sent_from_once(client: Client, sari: Person) -> None:
    turn_on("telegram")
    assert "belum diperkenalkan" in page(client)
    assert "belum terhubung" in page(client, f"{PAGE}telegram/", x="1")
    turn_on("telegram", bot="posko_bot")
    text = page(client, f"{PAGE}telegram/", x="1")
    found = re.search(r'href="https://t\.me/posko_bot\?start=([A-Za-z0-9_-]{20,64})"', text)
    assert found
    chat, other = contact(), contact()
    assert linked(found[1], chat)
    assert Contact.objects.get(pk=chat.pk).person == sari.pk
    assert not linked(found[1], other), "a code is good for once"
    assert Contact.objects.get(pk=other.pk).person is None
    assert "percakapan dengan bot" in page(client)


@pytest.mark.once
def test_a_telegram_is_connected_only_shortly_after_signing_in(client: Client, sari: Person) -> None:
    turn_on("telegram", bot="posko_bot")
    with time_machine.travel(timezone.now() + timedelta(minutes=16)):
        answer = client.post(f"{PAGE}telegram/")
        assert answer.headers["Location"].startswith("/masuk/lagi/")
    assert not Contact.objects.filter(channel=PENDING).exists(), "whoever finds the phone open gets no codes"
    assert "tekan sekali lagi" in client.get(f"{PAGE}telegram/", follow=True).content.decode()


def test_the_bot_says_whether_the_code_that_a_link_carried_connects_the_chat(sari: Person) -> None:
    code = link_code(sari.pk)
    for text in (f"/start {code}", f"/start {code}", f"/start@posko_bot {code[::-1]}", "/start poster-rw-09"):
        message = {"message_id": 7, "from": {"id": 5}, "chat": {"id": 5, "type": "private"}, "date": 1, "text": text}
        store("telegram", telegram.parts({"update_id": next(numbers), "message": message}))
        hear()
    answers = [content_of(row)["text"] for row in Outgoing.objects.order_by("pk")]
    assert answers[0] == "Telegram ini sekarang terhubung dengan akun Anda."
    assert all("sudah tidak berlaku" in each for each in answers[1:3])
    assert len(answers) > 3, "what a poster's link carries is no code: it begins a talk"
    assert not any("berlaku" in each for each in answers[3:])
    assert Contact.objects.get(channel="telegram").person == sari.pk
    assert tell_sari(sari) is None, "while the channel is off"
    turn_on("telegram")
    assert tell_sari(sari)


def test_a_code_ends_after_a_quarter_of_an_hour_or_when_another_is_asked_for(sari: Person) -> None:
    chat, first = contact(), link_code(sari.pk)
    second = link_code(sari.pk)
    assert not linked(first, chat)
    assert not linked("", chat)
    with time_machine.travel(timezone.now() + timedelta(minutes=15, seconds=1)):
        assert not linked(second, chat)
        link_code(person().pk)
    assert Contact.objects.filter(channel=PENDING).count() == 1
    assert Contact.objects.get(pk=chat.pk).person is None


def test_a_code_is_kept_as_its_mark_alone_and_nobody_is_told_through_it(sari: Person) -> None:
    turn_on("telegram")
    code = link_code(sari.pk)
    assert code not in "".join(Name.objects.values_list("mark", flat=True))
    assert tell_sari(sari) is None


def test_a_chat_that_had_stopped_is_told_again_once_it_is_connected(sari: Person) -> None:
    chat = contact()
    contacts.stop(chat)
    assert linked(link_code(sari.pk), chat)
    assert Contact.objects.get(pk=chat.pk).stopped_at is None


# Mail


def sent_code() -> str:
    return str(content_of(Outgoing.objects.latest("pk"))["values"]["code"])


@pytest.mark.once
def test_a_mail_address_is_somebodys_own_once_they_typed_what_was_sent_there(client: Client, sari: Person) -> None:
    turn_on("mail")
    assert "Tulis alamat surel" in page(client, f"{PAGE}surel/", mail="bukan surel")
    text = page(client, f"{PAGE}surel/", mail="sari@contoh.id")
    assert "Kode dikirim ke sari@contoh.id." in text
    row = Outgoing.objects.get()
    assert (row.notice, row.contact.person) == (MAIL_CODE, None)
    code = sent_code()
    assert "Kodenya keliru." in page(client, f"{PAGE}surel/", code=f"{(int(code) + 1) % 10**6:06d}")
    assert Contact.objects.get().person is None
    assert "Alamat surel Anda terdaftar." in page(client, f"{PAGE}surel/", code=f" {code[:3]} {code[3:]} ")
    assert Contact.objects.get().person == sari.pk
    assert "sari@contoh.id" in page(client)


@pytest.mark.once
def test_guessing_ends_soon_and_nobody_sends_codes_all_day(client: Client, sari: Person) -> None:
    turn_on("mail")
    page(client, f"{PAGE}surel/", mail="sari@contoh.id")
    wrong = f"{(int(sent_code()) + 1) % 10**6:06d}"
    texts = [page(client, f"{PAGE}surel/", code=wrong) for _try in range(5)]
    assert "terlalu sering keliru" in texts[-1]
    assert "Alamat surel belum diisi" in page(client, f"{PAGE}surel/", code=sent_code()), "that code is over"
    for _again in range(4):
        page(client, f"{PAGE}surel/", mail="sari@contoh.id")
    assert "Coba lagi besok" in page(client, f"{PAGE}surel/", mail="sari@contoh.id")
    assert Outgoing.objects.count() == 5


def test_a_code_for_a_mail_address_is_good_for_half_an_hour_and_for_one_person(sari: Person) -> None:
    turn_on("mail")
    kept = wishes.send_mail_code(person=sari.pk, mail="sari@contoh.id")
    code = sent_code()
    with pytest.raises(MailNotConfirmed):
        wishes.confirm_mail(person=person().pk, kept=kept, code=code)
    with time_machine.travel(timezone.now() + timedelta(minutes=31)), pytest.raises(MailNotConfirmed):
        wishes.confirm_mail(person=sari.pk, kept=kept, code=code)
    for _try in range(4):
        right, kept = wishes.confirm_mail(person=sari.pk, kept=kept, code="tidak")
        assert not right
    with pytest.raises(TooManyTries):
        wishes.confirm_mail(person=sari.pk, kept=kept, code="tidak")
    assert "sari@contoh.id" not in kept


def test_notices_of_this_room_are_registered() -> None:
    assert {each.name for each in OWN} <= NOTICES.keys()
