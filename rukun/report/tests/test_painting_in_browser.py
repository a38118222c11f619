"""Faces are covered with a finger, on a small phone, with the keyboard, and without script."""

from typing import Any

import pytest
from playwright.sync_api import expect

from tools.browser import barriers

pytestmark = pytest.mark.browser
VALUES = (
    "[...document.querySelectorAll('#kotak input:not([type=hidden])')].map(each => each.value).filter(each => each)"
)


def open_photo(page: Any) -> str:
    """The demo's photo, as the lurah sees it."""
    page.goto("/demo/")
    page.locator("button[name=person][value=lurah]").click()
    page.wait_for_url("**/hari-ini/")
    page.goto("/laporan/")
    page.locator(".log li", has_text="1 foto").locator("a").first.click()
    page.wait_for_url("**/laporan/*-*/")
    page.get_by_role("link", name="Foto 1").click()
    page.wait_for_url("**/laporan/foto/*/")
    return str(page.url)


def shown(page: Any) -> bytes:
    answer = page.request.get(page.url + "page.jpg")
    assert answer.ok
    return bytes(answer.body())


@pytest.mark.long
def test_boxes_are_drawn_typed_and_put_on_the_photo(page: Any) -> None:
    here = open_photo(page)
    page.wait_for_load_state()
    assert barriers(page) == []
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
    before = shown(page)
    field = page.locator("#lukis")
    field.scroll_into_view_if_needed()
    frame = field.bounding_box()
    for part in (0.1, 0.5):
        page.mouse.move(frame["x"] + part * frame["width"], frame["y"] + 0.2 * frame["height"])
        page.mouse.down()
        page.mouse.move(frame["x"] + (part + 0.2) * frame["width"], frame["y"] + 0.5 * frame["height"])
        page.mouse.up()
    field.click()  # a tap alone is no box
    drawn = [float(each) for each in page.evaluate(VALUES)]
    assert drawn == pytest.approx([10, 30, 20, 50, 50, 70, 20, 50], abs=1)
    expect(page.locator("#lukis rect")).to_have_count(2)
    row = page.locator("#kotak fieldset").nth(2)
    for name, number in (("kiri", "80"), ("kanan", "95"), ("atas", "80"), ("bawah", "95")):
        row.get_by_label(name).fill(number)
    expect(page.locator("#lukis rect")).to_have_count(3)
    for more in range(3):  # there is always one more row to type into
        row = page.locator("#kotak fieldset").nth(3 + more)
        for name, number in (("kiri", "1"), ("kanan", "5"), ("atas", "1"), ("bawah", "5")):
            row.get_by_label(name).fill(number)
    page.get_by_role("button", name="Hapus semua kotak").click()
    expect(page.locator("#lukis rect")).to_have_count(0)
    page.locator("#id_boxes").fill("0")
    for name, number in (("kanan", "40"), ("atas", "0"), ("bawah", "40")):
        page.locator("#kotak fieldset").first.get_by_label(name).fill(number)
    page.get_by_role("button", name="Tutupi", exact=True).click()
    expect(page.locator(".notice").first).to_contain_text("Ditutupi")
    assert page.url == here
    assert shown(page) != before
    page.get_by_text("Mulai lagi tanpa kotak").click()
    page.get_by_role("button", name="Ya, buka semua kotak").click()
    expect(page.locator(".notice").first).to_contain_text("dibuka lagi")
    assert shown(page) == before


@pytest.mark.long
def test_a_box_can_be_put_without_script(browser: Any, served: Any) -> None:
    from tools.browser import watched_page

    with watched_page(browser, served.url, viewport={"width": 360, "height": 740}, java_script_enabled=False) as page:
        open_photo(page)
        before = shown(page)
        expect(page.locator("#kotak fieldset")).to_have_count(4)
        for name, number in (("kiri", "50"), ("kanan", "90"), ("atas", "10"), ("bawah", "40")):
            page.locator("#kotak fieldset").nth(1).get_by_label(name).fill(number)
        page.get_by_role("button", name="Tutupi", exact=True).click()
        expect(page.locator(".notice").first).to_contain_text("Ditutupi")
        assert shown(page) != before
