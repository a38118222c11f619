"""The page of components as a browser sees it: on a small phone and a desk, by day and by night."""

from typing import Any

import pytest
from playwright.sync_api import expect

from tools.browser import barriers

pytestmark = pytest.mark.browser

SMALL_TARGETS = """
[...document.querySelectorAll("a, button, summary, input, select, textarea")].flatMap(element => {
  const box = (element.closest("label, .tick") ?? element).getBoundingClientRect();
  const inSentence = element.matches("p:not(.row, .calls) > a:not(:only-child)");
  const seen = element.checkVisibility() && !element.matches(".skip, [type=hidden]");
  return seen && !inSentence && (box.height < 44 || box.width < 40) ? [element.outerHTML.slice(0, 120)] : [];
})
"""
HIDDEN_WIDTH = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture(params=[360, pytest.param(1280, marks=pytest.mark.long)])
def board(request: pytest.FixtureRequest, page: Any, served: Any) -> Any:
    page.set_viewport_size({"width": request.param, "height": 740})
    page.goto(f"{served.url}/komponen/")
    return page


def test_everything_in_every_state_is_accessible(board: Any) -> None:
    board.click("text=Kirim contoh")
    board.wait_for_selector("[role=alert]")
    board.wait_for_load_state()
    for summary in board.query_selector_all("summary"):
        summary.click()
    assert barriers(board, ("minor", "moderate", "serious", "critical"), ("light", "dark")) == []


def test_nothing_hides_beyond_the_right_edge(board: Any) -> None:
    assert board.evaluate(HIDDEN_WIDTH) == 0


def test_every_target_is_large_enough_for_a_thumb(board: Any) -> None:
    assert board.evaluate(SMALL_TARGETS) == []


def test_the_keyboard_goes_first_past_the_shell_then_in_reading_order(board: Any) -> None:
    board.keyboard.press("Tab")
    assert board.evaluate("document.activeElement.hash") == "#isi"
    assert board.evaluate("document.activeElement.getBoundingClientRect().top") >= 0
    tops = []
    for _ in range(4):
        board.keyboard.press("Tab")
        tops.append(board.evaluate("document.activeElement.getBoundingClientRect().top"))
    assert tops == sorted(tops)


def test_the_list_of_errors_takes_the_focus_and_leads_to_the_field(board: Any) -> None:
    board.fill("#id_phone", "abc")
    board.click("text=Kirim contoh")
    board.wait_for_selector("[role=alert]:focus", timeout=5000)
    board.click("[role=alert] a[href='#id_phone']")
    expect(board.locator("#id_phone")).to_be_focused()
    expect(board.locator("#id_phone")).to_have_value("abc")
    board.click("[role=alert] a[href='#id_what_0']")
    expect(board.locator("[name=what]:focus")).to_have_count(1)


def test_a_warning_opens_before_anything_is_sent_and_closes_again(board: Any) -> None:
    final = board.get_by_role("button", name="Ya, tutup laporan")
    assert not final.is_visible()
    board.click("text=Tutup laporan ini")
    expect(final).to_be_visible()
    board.click(".confirm summary >> text=Tidak jadi")
    expect(final).to_be_hidden()
