"""The plain sign-in, through the pages."""

from unittest.mock import patch

import pytest
from django.test import Client

from rukun.people.signin import backend
from rukun.people.tests.factories import PASSWORD, person

pytestmark = pytest.mark.django_db


def attempt(client: Client, phone: str, password: str = PASSWORD, **more: str) -> object:
    return client.post("/masuk/", {"login": phone, "password": password, **more})


def test_signing_in_leads_to_the_day_and_out_again(client: Client) -> None:
    who = person(name="Sari Wulandari")
    answer = attempt(client, who.phone)
    assert answer.headers["Location"] == "/hari-ini/"  # type: ignore[attr-defined]
    assert "Sari Wulandari" in client.get("/hari-ini/").content.decode()
    assert client.get("/masuk/").status_code == 302
    assert client.post("/keluar/").headers["Location"] == "/"
    assert client.get("/hari-ini/").headers["Location"] == "/masuk/?next=%2Fhari-ini%2F"


def test_a_wrong_password_and_an_unknown_number_read_alike_and_keep_what_was_typed(client: Client) -> None:
    who = person()
    wrong = attempt(client, who.phone, "salah-sekali").content.decode()  # type: ignore[attr-defined]
    unknown = attempt(client, "081299998888", "salah-sekali").content.decode()  # type: ignore[attr-defined]
    assert "tidak cocok" in wrong
    assert "tidak cocok" in unknown
    assert "+6281299998888" in unknown or "081299998888" in unknown
    assert "salah-sekali" not in wrong


def test_an_unknown_number_costs_as_much_hashing_as_a_known_one(client: Client) -> None:
    with patch.object(backend, "make_password") as hashing:
        attempt(client, "081299998888")
    hashing.assert_called_once()


def test_after_signing_in_one_goes_on_where_one_wanted_to_but_never_to_another_site(client: Client) -> None:
    who = person()
    answer = attempt(client, who.phone, next="/en/buku-mutasi/?unit=31")
    assert answer.headers["Location"] == "/en/buku-mutasi/?unit=31"  # type: ignore[attr-defined]
    for elsewhere in ("https://jahat.example/", "//jahat.example", "javascript:alert(1)", "'; --", "people:sign_out"):
        client.post("/keluar/")
        answer = attempt(client, who.phone, next=elsewhere)
        assert answer.headers["Location"] == "/hari-ini/", elsewhere  # type: ignore[attr-defined]


def test_signing_out_needs_a_post(client: Client) -> None:
    client.force_login(person())
    assert client.get("/keluar/").headers["Location"] == "/"
    assert client.get("/hari-ini/").status_code == 200


def test_a_form_without_its_token_is_refused_with_a_way_back() -> None:
    client = Client(enforce_csrf_checks=True)
    answer = client.post("/masuk/", {"phone": "1", "password": "2"})
    assert answer.status_code == 403
    assert "muat ulang" in answer.content.decode().lower() or "kembali" in answer.content.decode().lower()


def test_a_person_without_a_password_cannot_sign_in_by_one(client: Client) -> None:
    who = person(password="")
    assert attempt(client, who.phone, "").status_code == 200  # type: ignore[attr-defined]
    assert attempt(client, who.phone, "!").status_code == 200  # type: ignore[attr-defined]
