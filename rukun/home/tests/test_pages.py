"""The front door and the day's page."""

from uuid import uuid4

import pytest
from django.test import Client

from rukun.guard import System
from rukun.journal.actions import write_log
from rukun.people.tests.factories import person

pytestmark = pytest.mark.django_db
KELURAHAN = "31.73.07.1001"


def test_the_front_door_says_what_this_is_who_runs_it_and_whom_to_call(client: Client) -> None:
    page = client.get("/").content.decode()
    for shown in ("Posko Uji", "Kelurahan Uji", "tel:110", "tel:112", 'href="/masuk/"', "0812-0000-0000"):
        assert shown in page, shown
    assert "peragaan" not in page, "this is no demo"
    assert client.get("/demo/").status_code == 404


def test_somebody_who_is_in_is_led_to_their_day(client: Client) -> None:
    client.force_login(person(name="Sari"))
    assert 'href="/hari-ini/"' in client.get("/").content.decode()


def test_the_day_of_a_resident_says_that_there_is_no_office(client: Client) -> None:
    client.force_login(person(name="Sari"))
    page = client.get("/hari-ini/").content.decode()
    assert "Hari ini, Sari" in page
    assert "Anda masuk sebagai warga" in page
    assert "Buku mutasi" not in page


def test_the_day_of_an_officer_shows_offices_and_what_was_last_written(client: Client) -> None:
    who = person("petugas_posko", KELURAHAN)
    client.force_login(who)
    write_log(actor=System("test"), unit=f"{KELURAHAN}.003", text="Lampu mati", log_id=uuid4())
    page = client.get("/hari-ini/").content.decode()
    assert "Petugas posko" in page
    assert "Lampu mati" in page
    assert "RW 03" in page
    assert "Tulis catatan" in page


def test_the_day_needs_a_sign_in_and_leads_back(client: Client) -> None:
    assert client.get("/hari-ini/").headers["Location"] == "/masuk/?next=%2Fhari-ini%2F"
    assert client.get("/en/hari-ini/").headers["Location"] == "/en/masuk/?next=%2Fen%2Fhari-ini%2F"


def test_the_same_pages_speak_english(client: Client) -> None:
    client.force_login(person("lurah", KELURAHAN))
    for path in ("/en/", "/en/hari-ini/", "/en/buku-mutasi/", "/en/buku-mutasi/tulis/", "/en/api/v1/docs"):
        page = client.get(path).content.decode()
        assert '<html lang="en">' in page, path
        for word in ("Buku mutasi", "Hari ini", "Tulis catatan", "Jabatan"):
            assert word not in page, (path, word)
