"""Kampung Contoh exists once, verifies, and is nowhere to be found outside demo mode."""

import re
from typing import Any

import pytest
from django.test import Client, override_settings
from django.urls import include, path

from rukun.config import urls as site
from rukun.demo.actions import NIGHT, fill
from rukun.demo.cast import CAST
from rukun.journal.models import Entry
from rukun.journal.verify import verify_journal
from rukun.people.models import Person
from rukun.people.phones import normalise

urlpatterns = [*site.urlpatterns, path("demo/", include("rukun.demo.urls"))]


@pytest.mark.django_db
def test_filling_twice_leaves_one_kampung_whose_journal_verifies() -> None:
    assert fill() is True
    entries = Entry.objects.count()
    assert fill() is False
    assert Entry.objects.count() == entries
    assert Person.objects.count() == len(CAST)
    assert verify_journal().sound
    assert Entry.objects.filter(verb="journal.log_written").count() == len(NIGHT)


@pytest.mark.django_db
@override_settings(ROOT_URLCONF=__name__)
def test_one_click_signs_in_as_a_role_and_a_made_up_role_is_not_found(client: Client) -> None:
    fill()
    page = client.get("/demo/").content.decode()
    assert all(role.name in page for role in CAST.values())
    assert client.post("/demo/", {"person": "lurah"}).headers["Location"] == "/hari-ini/"
    assert client.post("/demo/", {"person": "presiden"}).status_code == 404


@pytest.mark.django_db
def test_outside_demo_mode_there_is_no_one_click_sign_in(client: Client) -> None:
    fill()
    assert client.post("/demo/", {"person": "lurah"}).status_code == 404
    assert client.get("/en/demo/").status_code == 404
    assert not Person.objects.exclude(password__startswith="!").exists(), "nobody of the cast has a password"


def test_the_cast_is_made_up_and_nobody_is_called_twice() -> None:
    assert len({role.phone for role in CAST.values()}) == len(CAST)
    assert all(normalise(role.phone) == role.phone for role in CAST.values())
    assert all(role.person_id.version == 7 for role in CAST.values())
    assert all(role.unit.startswith("99.") or not role.unit for role in CAST.values())


@pytest.mark.browser
def test_the_demo_says_on_every_page_that_it_is_one(page: Any) -> None:
    for address in ("/", "/en/", "/masuk/"):
        page.goto(address)
        assert re.search("peragaan|demonstration|demo", page.locator(".demo").inner_text(), re.IGNORECASE)
