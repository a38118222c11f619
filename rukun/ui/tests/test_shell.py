"""The page shell: navigation, language, footer, and what the page of components shows."""

from typing import Any

import pytest
from django.test import RequestFactory
from django.utils import translation

from rukun.guard import ANYONE, Allowed, policy_of, signed_in
from rukun.ui import context, nav, views
from rukun.ui.nav import NavItem
from rukun.ui.tests.conftest import Site


def anybody(actor: object) -> Allowed:
    return Allowed()


def test_every_page_names_the_installation_its_operator_and_both_emergency_numbers(site: Site) -> None:
    page = site.get("/").content.decode()
    assert "Posko &lt;Uji&gt;" in page
    assert "Kelurahan Uji" in page
    assert 'href="tel:110"' in page
    assert 'href="tel:112"' in page
    assert "AGPL-3.0-or-later" in page


def test_the_footer_links_to_the_source_of_this_version(site: Site, settings: Any) -> None:
    assert f'href="{settings.INSTALLATION.source}"' in site.get("/").content.decode()


def test_a_demo_says_that_it_is_one_and_others_do_not(site: Site, settings: Any) -> None:
    from dataclasses import replace

    assert "peragaan" not in site.get("/").content.decode()
    settings.INSTALLATION = replace(settings.INSTALLATION, demo=True)
    assert "Ini demo: Kampung Contoh dan semua isinya rekaan." in site.get("/").content.decode()


def test_the_page_says_its_language(site: Site) -> None:
    assert '<html lang="id">' in site.get("/").content.decode()
    assert '<html lang="en">' in site.get("/en/").content.decode()


@pytest.mark.parametrize(
    ("here", "there"),
    [
        ("/", "/en/"),
        ("/en/", "/"),
        ("/laporan/7/?a=1&b=2", "/en/laporan/7/?a=1&b=2"),
        ("/en/laporan/7/?a=1", "/laporan/7/?a=1"),
        ("/tidak/ada/", "/en/tidak/ada/"),
        ("/en/tidak/ada/?x=%22", "/tidak/ada/?x=%22"),
        ("/%E2%80%A6/", "/en/%E2%80%A6/"),
    ],
)
def test_the_language_link_leads_to_this_very_page(site: Site, here: str, there: str) -> None:
    site.get(here)
    with translation.override("en" if here.startswith("/en/") else "id"):
        other = context.other_language(RequestFactory().get(here))
    assert other is not None
    assert other.url == there
    assert f'href="{there.replace("&", "&amp;")}"' in site.get(here).content.decode()


def test_a_page_that_has_no_language_in_its_address_offers_no_other(site: Site) -> None:
    assert "hreflang" not in site.get("/sehat").content.decode()


def test_whoever_is_signed_in_sees_the_name_and_leaves_by_post(site: Site) -> None:
    site.sign_in("Siti <Aminah>")
    page = site.get("/").content.decode()
    assert "Siti &lt;Aminah&gt;" in page
    assert '<form method="post" action="/keluar/">' in page
    assert "csrfmiddlewaretoken" in page


def test_whoever_is_not_signed_in_sees_the_way_in(site: Site) -> None:
    page = site.get("/").content.decode()
    assert 'href="/masuk/"' in page
    assert "/keluar/" not in page


def test_the_menu_shows_only_what_the_actor_may_open(site: Site, menu: list[NavItem]) -> None:
    menu += [NavItem("reports", "Laporan", signed_in), NavItem("front", "Depan", anybody)]
    assert "Laporan" not in site.get("/").content.decode()
    site.sign_in("Siti")
    assert "Laporan" in site.get("/").content.decode()


@pytest.mark.parametrize(
    ("path", "marks"),
    [
        ("/", ["page", "", ""]),
        ("/laporan/", ["", "page", ""]),
        ("/laporan/7/", ["", "true", ""]),
        ("/laporan/lama/", ["", "", "page"]),
        ("/laporan/lama/3/", ["", "", "true"]),
        ("/lain/", ["", "", ""]),
    ],
)
def test_the_menu_marks_the_page_or_the_nearest_one_above(
    site: Site, menu: list[NavItem], path: str, marks: list[str]
) -> None:
    menu += [NavItem(name, name, anybody) for name in ("front", "reports", "old_reports")]
    assert [link.current for link in nav.visible(ANYONE, path, home="/")] == marks


def test_a_message_is_shown_with_its_kind(site: Site) -> None:
    answer = site.post("/komponen/", EVERYTHING, follow=True)
    assert '<div class="notice success" role="status">' in answer.content.decode()


EVERYTHING = {"place": "Gang Mawar", "what": "light", "unit": "003", "words": "Gelap.", "true": "on"}


def test_the_page_of_components_is_public_and_shows_them_all(site: Site) -> None:
    assert policy_of(views.components) == "public"
    page = site.get("/komponen/").content.decode()
    for part in ("calls", "badge gn", "notice warning", "card", "empty", "progress", "tabs", "table", "pager", "chart"):
        assert f'class="{part}' in page, part


def test_the_example_form_keeps_what_was_typed_and_lists_what_is_wrong(site: Site) -> None:
    answer = site.post("/komponen/", EVERYTHING | {"phone": "abc", "place": ""})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Periksa 2 hal ini dulu" in page
    assert 'value="abc"' in page
    assert "Gelap." in page


def test_a_page_holds_no_inline_style_or_script_and_asks_no_other_host(site: Site) -> None:
    page = site.get("/komponen/").content.decode()
    for forbidden in ("<style", "<script", " style=", " onclick=", "data:", 'src="http', "@import"):
        assert forbidden not in page, forbidden
