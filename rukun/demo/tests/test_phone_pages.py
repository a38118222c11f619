"""The made-up phone's pages: what is done there goes out, what cannot be is said, and all of it can be seen."""

import html
import re
from collections.abc import Iterator

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from rukun.demo import drawing
from rukun.demo.actions import _draw_the_kampung
from rukun.demo.provider import behaving, kept
from rukun.demo.provider.kept import Bubble
from rukun.demo.provider.phones import PHONES
from rukun.demo.views.phone import MOST

pytestmark = [pytest.mark.django_db, pytest.mark.urls("rukun.demo.tests.test_demo")]
GUEST = PHONES["tamu"]
PAGE = "/demo/ponsel/?siapa=tamu&lewat="


@pytest.fixture(autouse=True)
def _nothing_kept() -> Iterator[None]:
    def forget() -> None:
        for name in ("", "-wal", "-shm"):
            kept.path().with_name(kept.path().name + name).unlink(missing_ok=True)

    forget()
    yield
    forget()


def written(channel: str) -> list[Bubble]:
    return kept.chat(channel, GUEST.number)


def test_words_are_sent_and_nothing_is_for_nothing(client: Client) -> None:
    assert client.post(PAGE + "whatsapp", {"text": " lapor ", "do": "text"}).status_code == 302
    assert client.post(PAGE + "whatsapp", {"text": "   ", "do": "text"}).status_code == 302
    assert [each.text for each in written("whatsapp")] == ["lapor"]
    assert "lapor" in client.get(PAGE + "whatsapp").content.decode()
    assert [each.channel for each in kept.due()] == ["whatsapp"]


def test_a_photo_is_shown_and_what_is_none_is_not_sent(client: Client) -> None:
    picture = drawing.a_street()
    for name, content, kind in (("a.jpg", picture, "image/jpeg"), ("a.svg", b"<svg/>", "image/svg+xml")):
        client.post(PAGE + "telegram", {"do": "photo", "photo": SimpleUploadedFile(name, content, kind)})
    client.post(PAGE + "telegram", {"do": "photo"})
    [found] = written("telegram")
    shown = client.get("/demo/ponsel/foto/", {"kunci": found.photo})
    assert (shown.content, shown.headers["Content-Type"]) == (picture, "image/jpeg")
    assert "Pilih dulu satu foto" in client.get(PAGE + "telegram").content.decode()
    client.post(PAGE + "telegram", {"do": "voice"})
    assert client.get("/demo/ponsel/foto/", {"kunci": written("telegram")[-1].photo}).status_code == 404


def test_places_by_name_by_point_and_outside_are_sent(client: Client) -> None:
    _draw_the_kampung()
    for sent in ({"place": "Pasar Pagi Contoh"}, {"place": "Monas, Jakarta"}, {"lat": "-6,2", "lon": "106.8"}):
        client.post(PAGE + "whatsapp", {"do": "place", **sent})
    for wrong in ({"place": "Di mana saja"}, {"lat": "91", "lon": "0"}, {"lat": "nan", "lon": "x"}):
        client.post(PAGE + "whatsapp", {"do": "place", **wrong})
    found = [(each.text, each.lat, each.lon) for each in written("whatsapp")]
    assert [name for name, _lat, _lon in found] == ["Pasar Pagi Contoh", "Monas, Jakarta", ""]
    assert found[2][1:] == (-6.2, 106.8)


def test_an_sms_carries_words_alone(client: Client) -> None:
    client.post(PAGE + "sms", {"do": "sample", "text": ""})
    client.post(PAGE + "sms", {"do": "place", "place": "Monas, Jakarta", "text": "lapor"})
    assert [(each.text, each.photo, each.lat) for each in written("sms")] == [("lapor", "", None)]


def test_buttons_are_pressed_once_and_only_those_of_ones_own_chat(client: Client) -> None:
    ask = Bubble("whatsapp", GUEST.number, ours=True, text="Benar?", message="wamid.1", choices=(("check:yes", "Ya"),))
    mine, other = kept.add(ask), kept.add(Bubble(**{**vars(ask), "who": PHONES["lurah"].number}))
    button = f'value="{mine}:check:yes"'
    assert button in client.get(PAGE + "whatsapp").content.decode()
    for choice in (f"{other}:check:yes", f"{mine}:check:no", "x:check:yes"):
        client.post(PAGE + "whatsapp", {"choice": choice})
    assert len(written("whatsapp")) == 1
    client.post(PAGE + "whatsapp", {"choice": f"{mine}:check:yes"})
    assert written("whatsapp")[-1].text == "Ya"
    assert button not in client.get(PAGE + "whatsapp").content.decode()


def test_nobody_has_a_phone_that_there_is_not(client: Client) -> None:
    assert client.get("/demo/ponsel/?siapa=presiden").status_code == 404
    assert client.get("/demo/ponsel/?lewat=merpati").status_code == 404


def test_all_that_was_sent_is_listed_and_providers_can_be_made_to_fail(client: Client) -> None:
    assert "Belum ada yang terkirim" in client.get("/demo/terkirim/").content.decode()
    kept.add(Bubble("sms", GUEST.number, ours=True, text="Kode 123456", note="1 SMS", state="delivered"))
    kept.add(Bubble("mail", "bu@contoh.invalid", ours=True, text="Isi", title="Judul"))
    kept.add(Bubble("sms", GUEST.number, ours=False, text="dari warga"))
    page = client.get("/demo/terkirim/").content.decode()
    assert page.index("Judul") < page.index("Kode 123456"), "the newest first"
    assert "Yanti Kusuma, 0828-9901-9801" in page
    assert "dari warga" not in page
    client.post("/demo/terkirim/", {"channel": "sms", "mood": "fail", "share": "30"})
    assert behaving.behaviour_of("sms") == behaving.Behaviour("fail", 0.3)
    for wrong in ({"channel": "merpati"}, {"mood": "marah"}, {"share": "101"}, {"share": "x"}):
        sent = {"channel": "sms", "mood": "fail", "share": "30", **wrong}
        assert client.post("/demo/terkirim/", sent).status_code == 404


def test_a_push_message_can_be_read_on_the_phone_of_whose_browser_it_is(client: Client) -> None:
    kept.add(Bubble("push", "lurah", ours=True, text="Ada kabar.", title="Kabar", note="/laporan/"))
    page = client.get("/demo/ponsel/?siapa=lurah&lewat=push").content.decode()
    assert "Ada kabar." in page
    assert "<textarea" not in page
    assert client.post("/demo/ponsel/?siapa=lurah&lewat=push", {"text": "x", "do": "text"}).status_code == 404
    assert client.get(PAGE + "push").status_code == 404, "whoever has none has no such page"


def test_what_was_sent_is_found_by_person_and_the_older_behind_a_link(client: Client) -> None:
    lurah = PHONES["lurah"]
    for number in range(MOST + 2):
        kept.add(Bubble("sms", GUEST.number, ours=True, text=f"pesan-{number:03}"))
    kept.add(Bubble("push", "lurah", ours=True, text="lewat peramban"))
    kept.add(Bubble("sms", lurah.number, ours=True, text="lewat pesan"))
    page = client.get("/demo/terkirim/").content.decode()
    assert ("pesan-004" in page, "pesan-003" in page) == (True, False)
    older = client.get("/demo/terkirim/" + _next(page)).content.decode()
    assert ("pesan-003" in older, "pesan-000" in older, "pesan-004" in older) == (True, True, False)
    assert "Yang lebih lama" not in older
    for who in (lurah.number, "lurah"):
        only = client.get("/demo/terkirim/", {"siapa": who}).content.decode()
        assert ("lewat peramban" in only, "lewat pesan" in only, "pesan-" in only) == (True, True, False)
    page = client.get("/demo/terkirim/", {"siapa": GUEST.number}).content.decode()
    assert "pesan-002" in page
    assert "pesan-001" in client.get("/demo/terkirim/" + _next(page)).content.decode()


def _next(page: str) -> str:
    found = re.search(r'<a href="([^"]+)">Yang lebih lama', page)
    assert found
    return html.unescape(found[1])


def test_outside_demo_mode_there_is_no_phone_and_no_provider() -> None:
    from django.urls import Resolver404, resolve

    for address in ("/demo/ponsel/", "/demo/terkirim/", "/demo/penyedia/sms/"):
        with pytest.raises(Resolver404):
            resolve(address, "rukun.config.urls")
