"""What a visitor of the demo sees. A module of its own: a browser that starts takes the database's transaction away."""

import re
from typing import Any

import pytest

pytestmark = pytest.mark.browser


def test_the_demo_says_on_every_page_that_it_is_one(page: Any) -> None:
    for address in ("/", "/en/", "/masuk/"):
        page.goto(address)
        assert re.search("peragaan|demonstration|demo", page.locator(".demo").inner_text(), re.IGNORECASE)
