"""Fit for duty and kept from it, in a real browser on a small phone: looked at, ticked, read without barriers."""

from typing import Any

import pytest
from playwright.sync_api import expect

from tools.browser import barriers

pytestmark = pytest.mark.browser


def enter(page: Any, role: str) -> None:
    page.goto("/demo/")
    page.locator(f"button[name=person][value={role}]").click()
    page.wait_for_url("**/hari-ini/")


def whole(page: Any) -> None:
    """No serious barrier, nothing cut off at the side, everything large enough for a thumb."""
    page.wait_for_load_state()
    assert barriers(page) == [], page.url
    assert not page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"), page.url
    small = page.evaluate(
        """[...document.querySelectorAll("main .log a, main button, main summary, main .tick")].flatMap(each =>
        each.checkVisibility() && each.getBoundingClientRect().height < 44 ? [each.outerHTML.slice(0, 90)] : [])"""
    )
    assert small == [], page.url


def test_a_coordinator_ticks_a_team_and_is_told_whether_it_is_fit(page: Any) -> None:
    enter(page, "koordinator")
    page.goto("/kelayakan/")
    whole(page)
    fit = page.locator(".log li", has=page.get_by_text("layak bertugas", exact=True)).locator("input")
    assert fit.count() >= 2
    fit.nth(0).check()
    page.get_by_role("button", name="Periksa regu ini").click()
    expect(page.locator(".notice").first).to_contain_text("belum layak")
    fit.nth(1).check()
    expect(fit.nth(0), "who was ticked stays ticked").to_be_checked()
    page.get_by_role("button", name="Periksa regu ini").click()
    expect(page.locator(".notice").first).to_contain_text("Regu ini layak: 2 orang")
    whole(page)


@pytest.mark.long
def test_the_pages_about_a_suspension_have_no_serious_barrier(page: Any) -> None:
    enter(page, "lurah")
    page.goto("/penangguhan/")
    whole(page)
    page.locator(".log a").first.click()
    page.wait_for_url("**/penangguhan/*-*/")
    whole(page)
    page.goto("/kelayakan/")
    page.get_by_role("link", name="Tangguhkan", exact=False).last.click()
    page.wait_for_url("**/penangguhan/baru/*")
    whole(page)
