"""A browser on the demo site: who looks, and what every page they look at must be."""

from typing import Any

from tools.browser import barriers


def sign_in(page: Any, role: str) -> None:
    """As one of ``demo.cast.CAST``, whoever was signed in before."""
    page.goto("/demo/")
    page.locator(f"button[name=person][value={role}]").click()
    page.wait_for_url("**/hari-ini/")


def whole(page: Any) -> None:
    """No serious barrier, nothing cut off at the side, everything large enough for a thumb."""
    page.wait_for_load_state()
    assert barriers(page) == [], page.url
    assert not page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"), page.url
    small = page.evaluate(
        """[...document.querySelectorAll("main button, main summary, main input, main a.button")].flatMap(each => {
        const touched = each.closest("label, .tick") || each;
        return touched.checkVisibility() && touched.getBoundingClientRect().height < 44 ? [each.outerHTML] : [];})"""
    )
    assert small == [], page.url
