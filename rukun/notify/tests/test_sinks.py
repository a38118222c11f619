"""A posko's own sinks: which addresses they take, what they are sent, and who says so."""

from typing import Any
from unittest.mock import patch
from uuid import UUID

import pytest
from django.test import Client

from rukun.guard import Refused
from rukun.guard.ids import new_id
from rukun.journal.models import Entry
from rukun.notify.actions import sinks
from rukun.notify.adapters import Letter, sink
from rukun.notify.errors import SinkLeadsNowhere, SinkTooSmall, TooManySinks
from rukun.notify.models import Contact, Outgoing, Sink
from rukun.notify.own_notices import TRIAL
from rukun.notify.tests.factories import NEWS, turn_on, world
from rukun.notify.tests.provider import Provider, Reply, nobody
from rukun.people.actor import actor_of
from rukun.people.tests.factories import SYSTEM, person

KELURAHAN, RW, OTHER = "31.73.07.1001", "31.73.07.1001.016", "31.73.07.1002"
ID = UUID("01980000-0000-7000-8000-000000000001")
URL = "ntfys://ntfy.sh/posko-palmerah"
LETTER = Letter(ID, {}, "Ada kabar.", title="Kabar")


HERE = {"hosts": ["127.0.0.1"]}


def letter(url: str, **more: Any) -> Letter:
    return Letter(ID, {"url": url}, "Ada kabar.", title="Kabar", **more)


def added(unit: str = KELURAHAN, actor: Any = SYSTEM, **more: Any) -> Sink:
    values = {"sink_id": new_id(), "label": "Sirene", "url": URL, "notices": [NEWS.name], **more}
    return sinks.add_sink(actor=actor, unit=unit, **values)


# The adapter


def test_a_sink_gets_title_and_words_and_nothing_more() -> None:
    with Provider(Reply(status=200)) as provider:
        host = provider.base.removeprefix("http://")
        assert sink.send(HERE, letter(f"json://{host}/panggil", urgent=True)).result == "sent"
        [asked] = provider.asked
    assert asked.path == "/panggil"
    assert (asked.values["title"], asked.values["message"], asked.values["type"]) == ("Kabar", "Ada kabar.", "warning")


def test_a_sink_that_refuses_or_is_not_there_may_have_got_it() -> None:
    with Provider(Reply(status=500)) as provider:
        assert sink.send(HERE, letter(provider.base.replace("http://", "json://"))).result == "unknown"
    assert sink.send(HERE, letter(nobody().replace("http://", "json://"))).result == "unknown"
    assert not sink.ONCE, "so it is marked when it is sent again"


@pytest.mark.parametrize("url", ["", "ntfy", "https://ntfy.sh/x", "syslog://", "dbus://", "mailto://a:b@c.id", "ntfys://",
                                 "windows://", "file:///etc/passwd"])  # fmt: skip
def test_what_reaches_no_other_machine_over_http_is_no_sink(url: str) -> None:
    assert sink.service_of(url) is None
    assert sink.send({}, letter(url)).why == "address"


@pytest.mark.parametrize("url", [
    "json://sirene.example/x", "ntfy://ntfy.sh/x",  # in the clear
    "jsons://127.0.0.1/x", "jsons://169.254.169.254/latest", "jsons://[::1]/x", "jsons://192.168.1.20/x",
    "jsons://[::ffff:10.0.0.1]/x", "jsons://localhost/x", "jsons://posko/x", "jsons://sirene.local/x",
    "jsons://sirene.example/x?verify=no", "jsons://sirene.example/x?method=PUT", "jsons://sirene.example/x?+X-A=b",
    "jsons://sirene.example/x?redirect=yes", "matrixs://token@matrix.example/#posko?discovery=yes",
])  # fmt: skip
def test_no_sink_reaches_what_only_this_machine_reaches(url: str) -> None:
    assert sink.service_of(url) is None


def test_a_machine_in_ones_own_network_may_be_called_where_the_administrator_says_so() -> None:
    assert sink.service_of("json://192.168.1.20:8080/x") is None
    assert sink.service_of("json://192.168.1.20:8080/x", ["192.168.1.20"]) is not None
    assert sink.service_of("json://192.168.1.21/x", ["192.168.1.20"]) is None


@pytest.mark.parametrize(("found", "result"), [
    (["10.0.0.1"], ("no", "address")), (["1.1.1.1", "127.0.0.1"], ("no", "address")), ([], ("later", "unreachable")),
    (["::ffff:127.0.0.1"], ("no", "address")), (["64:ff9b::a00:1"], ("no", "address")),
    (["2002:7f00:1::"], ("no", "address")),
    (["1.1.1.1", "2606:4700:4700::1111"], ("unknown", "down")),
])  # fmt: skip
def test_a_name_that_leads_inside_is_not_called(found: list[str], result: tuple[str, str]) -> None:
    with (
        patch.object(sink, "_addresses", lambda _host: found),
        patch("requests.sessions.Session.request", side_effect=OSError) as called,
    ):
        outcome = sink.send({}, letter("jsons://sirene.example/x"))
    assert (outcome.result, outcome.why) == result
    assert called.called == (result[0] == "unknown")


def test_where_a_sink_leads_elsewhere_nobody_follows() -> None:
    with Provider() as inside:
        there = Reply(status=307, headers={"Location": inside.base})
        with Provider(there) as outside:
            sink.send(HERE, letter(outside.base.replace("http://", "json://")))
            assert len(outside.asked) == 1
        assert not inside.asked


# Who says so


@pytest.mark.django_db
def test_whoever_manages_a_units_people_adds_and_removes_sinks_there_and_the_book_knows() -> None:
    lurah = actor_of(person("lurah", KELURAHAN))
    made = added(RW, lurah)
    with pytest.raises(Refused):
        added(OTHER, lurah)
    for_posko = actor_of(person("petugas_posko", KELURAHAN))
    with pytest.raises(Refused):
        sinks.remove_sink(actor=for_posko, sink=made)
    sinks.remove_sink(actor=lurah, sink=made)
    assert not Contact.objects.exists(), "the address goes with it"
    assert list(Entry.objects.filter(object_label="sink").values_list("verb", "unit").order_by("pk")) == [
        ("notify.sink_added", RW), ("notify.sink_removed", RW),
    ]  # fmt: skip


@pytest.mark.django_db
def test_sent_twice_it_is_there_once_and_there_are_not_endlessly_many() -> None:
    key = new_id()
    assert added(sink_id=key) == added(sink_id=key)
    with patch.object(sinks, "MOST", 2):
        added()
        with pytest.raises(TooManySinks):
            added()
    with pytest.raises(SinkLeadsNowhere):
        added(url="syslog://")
    assert Sink.objects.count() == 2


@pytest.mark.django_db
def test_no_sink_is_smaller_than_an_rw_as_no_alarm_says_which_rt() -> None:
    with pytest.raises(SinkTooSmall):
        added(f"{RW}.003")
    assert added(RW).unit == RW


@pytest.mark.django_db
def test_a_sink_in_ones_own_network_is_taken_once_it_is_allowed() -> None:
    with pytest.raises(SinkLeadsNowhere):
        added(url="json://192.168.1.20/x")
    turn_on("sink", hosts=["192.168.1.20"])
    added(url="json://192.168.1.20/x")


@pytest.mark.django_db
def test_a_posko_hears_what_happens_in_its_unit_and_below_and_only_what_it_wants() -> None:
    with world():
        turn_on("sink")
        kelurahan = added()
        added(RW, label="RW 16")
        added(OTHER, label="Tetangga")
        added(KELURAHAN, label="Tuli", notices=[])
        assert sinks.tell_posko(NEWS.name, RW, urgent=True, about="report:1") == 2
        assert sinks.tell_posko(NEWS.name, KELURAHAN) == 1
    rows = Outgoing.objects.filter(contact=kelurahan.contact)
    assert [row.urgent for row in rows.order_by("pk")] == [True, False]


# The page


@pytest.mark.django_db
@pytest.mark.once
def test_a_sink_is_added_on_its_page_and_its_address_is_never_shown_again(client: Client) -> None:
    client.force_login(person("lurah", KELURAHAN))
    page = client.get("/saluran/posko/").content.decode()
    assert "Belum ada saluran posko" in page
    assert "belum dihidupkan administrator" in page
    typed = {"sink_id": str(new_id()), "unit": KELURAHAN, "label": "Sirene balai", "url": "bukan alamat"}
    page = client.post("/saluran/posko/", typed).content.decode()
    assert "Alamat itu tidak dapat dipakai" in page
    assert 'value="bukan alamat"' in page, "what was typed is not lost"
    answer = client.post("/saluran/posko/", {**typed, "url": "ntfys://token-rahasia@ntfy.sh/x"}, follow=True)
    page = answer.content.decode()
    assert "Sirene balai" in page
    assert "token-rahasia" not in page
    assert "hanya pesan percobaan" in page


@pytest.mark.django_db
@pytest.mark.once
def test_a_sink_is_tried_and_what_came_of_it_is_shown(client: Client) -> None:
    lurah = person("lurah", KELURAHAN)
    client.force_login(lurah)
    made = added(actor=actor_of(lurah))
    address = f"/saluran/posko/{made.pk}"
    assert "belum dihidupkan" in client.post(f"{address}/coba/", follow=True).content.decode()
    assert not Outgoing.objects.exists()
    turn_on("sink")
    assert "Menunggu dikirim" in client.post(f"{address}/coba/", follow=True).content.decode()
    assert Outgoing.objects.get().notice == TRIAL
    Outgoing.objects.update(state=Outgoing.GIVEN_UP, next_at=None, why="address")
    assert "Gagal: penyedia tidak mengenal alamat penerima." in client.get("/saluran/posko/").content.decode()
    assert "Saluran posko dihapus" in client.post(f"{address}/hapus/", follow=True).content.decode()
    assert client.post(f"{address}/hapus/").status_code == 404
