"""The territory in a real browser, as a resident with a phone walks through it."""

from typing import Any

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

KELURAHAN = "/wilayah/99.01.01.1001/"


@pytest.mark.postgres_smoke
def test_a_resident_finds_their_rt_by_typing_and_by_tapping(page: Any) -> None:
    page.goto("/")
    page.get_by_role("navigation").get_by_role("link", name="Wilayah").click()
    page.get_by_role("searchbox").fill("rt 2 rw 3")
    page.get_by_role("button", name="Cari").click()
    page.locator("ol.log a").first.click()
    page.wait_for_url("**/wilayah/99.01.01.1001.003.002/")
    assert page.locator("svg[role=img] title").first.inner_html() == "Peta RT 002 / RW 03, Kampung Contoh"
    page.get_by_role("navigation", name="Wilayah di atasnya").get_by_role("link", name="Kampung Contoh").click()
    page.wait_for_url(f"**{KELURAHAN}")
    page.locator("ul.units a", has_text="RW 06").click()
    page.wait_for_url("**/wilayah/99.01.01.1001.006/")
    assert page.get_by_text("Tempat ini rekaan").is_visible()


def test_a_tap_on_the_map_opens_the_unit_under_the_finger(page: Any) -> None:
    page.goto(KELURAHAN)
    drawing = page.locator("figure.map svg").first
    link = drawing.locator("a").first
    assert link.count() == 1
    address = link.get_attribute("href")
    link.click(force=True)
    page.wait_for_url(f"**{address}")


def test_everything_on_the_map_stands_in_the_list_beside_it(page: Any) -> None:
    page.goto(KELURAHAN)
    page.get_by_text("Isi peta sebagai daftar").click()
    listed = page.locator("figure.map details").inner_text()
    for name in ("RW 01", "RW 08", "Posko Kampung Contoh", "Jembatan Kali Contoh"):
        assert name in listed


def test_thumbs_find_every_target(page: Any) -> None:
    page.goto(KELURAHAN)
    small = page.evaluate(
        """[...document.querySelectorAll("main a, main button, main summary, main input")].flatMap(element => {
            const box = element.getBoundingClientRect();
            const drawn = element.closest("svg"), seen = element.checkVisibility();
            return seen && !drawn && box.height < 44 ? [element.outerHTML.slice(0, 120)] : [];
        })"""
    )
    assert small == []


def test_search_results_show_the_point_on_the_map(page: Any) -> None:
    page.goto("/wilayah/?q=posko+kampung+contoh")
    page.locator("ol.log a").first.click()
    expect(page.get_by_text("ditandai pada peta")).to_have_count(1)
    expect(page.locator("figure.map svg").first).to_contain_text("Posko Kampung Contoh")
