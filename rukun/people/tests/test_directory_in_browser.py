"""Petugas kita and the table of rights in a real browser, with and without script, with and without a position."""

from typing import Any

import pytest
import shapely
from playwright.sync_api import expect

from tools.browser import barriers, watched_page

pytestmark = pytest.mark.browser

KELURAHAN = "99.01.01.1001"
RW = f"{KELURAHAN}.003"
PAGES = ("/petugas/", f"/petugas/{KELURAHAN}/", f"/petugas/{RW}/", "/wewenang/?what=people.manage&where=rw+3")


@pytest.fixture
def located(page: Any) -> Any:
    """A phone in the middle of RW 03."""
    outline = shapely.geometry.shape(page.request.get(f"/api/v1/units/{RW}/geojson").json()["geometry"])
    middle = outline.representative_point()
    page.context.set_geolocation({"latitude": middle.y, "longitude": middle.x})
    page.context.grant_permissions(["geolocation"])
    return page


def test_somebody_finds_whom_to_call_from_where_they_stand(located: Any) -> None:
    located.goto("/petugas/")
    located.get_by_role("button", name="Pakai lokasi saya").click()
    located.wait_for_url(f"**/petugas/{RW}*/")
    assert "?" not in located.url
    assert located.locator("a[href^='tel:+']").count() >= 1
    assert "RW 03" in located.locator(".lead").first.inner_text()


def test_somebody_far_away_is_told_what_to_do_instead(located: Any) -> None:
    located.context.set_geolocation({"latitude": 5.5, "longitude": 95.3})
    located.goto("/petugas/")
    located.get_by_role("button", name="Pakai lokasi saya").click()
    located.wait_for_url("**/petugas/?lokasi=luar")
    assert "di luar peta" in located.locator(".notice").inner_text()
    located.locator("ul.units a", has_text="RW 03").click()
    located.wait_for_url(f"**/petugas/{RW}/")


def test_somebody_who_keeps_their_position_to_themselves_stays_and_is_told(page: Any) -> None:
    page.goto("/petugas/")
    button = page.get_by_role("button", name="Pakai lokasi saya")
    button.click()
    told = page.locator("#lokasi [role=status]")
    told.get_by_text("tidak diizinkan").wait_for()
    expect(button).to_be_enabled()
    assert page.url.endswith("/petugas/")


def test_without_script_the_button_is_not_there_and_all_else_is(browser: Any, served: Any) -> None:
    with watched_page(browser, served.url, java_script_enabled=False, viewport={"width": 360, "height": 740}) as page:
        page.goto("/petugas/")
        assert not page.get_by_text("Pakai lokasi saya").is_visible()
        page.get_by_role("searchbox").fill("rw 3")
        page.get_by_role("button", name="Cari").click()
        page.locator("ol.log a").first.click()
        page.wait_for_url(f"**/petugas/{RW}/")


@pytest.mark.long
def test_these_pages_have_no_serious_barrier_and_do_not_scroll_sideways(page: Any) -> None:
    for path in PAGES:
        page.goto(path)
        assert barriers(page) == [], path
        assert not page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"), path
        small = page.evaluate(
            """[...document.querySelectorAll("main .log a, main .units a, main button, main summary")].flatMap(each =>
            each.checkVisibility() && each.getBoundingClientRect().height < 44 ? [each.outerHTML.slice(0, 90)] : [])"""
        )
        assert small == [], path
