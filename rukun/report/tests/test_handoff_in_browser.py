"""An authority's link in a browser without script; the whole way of one is in ``test_whole_chain_in_browser``."""

from typing import Any

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


def test_the_end_of_a_link_is_pasted_without_script(browser: Any, served: Any) -> None:
    context = browser.new_context(
        base_url=served.url, java_script_enabled=False, viewport={"width": 360, "height": 740}
    )
    page = context.new_page()
    page.goto("/serah/#keliru")
    page.get_by_label("Kode tautan").fill("keliru")
    page.get_by_role("button", name="Buka penerusan").click()
    expect(page.locator(".summary")).to_contain_text("Hubungi kelurahan")
    assert context.cookies() == []
    context.close()
