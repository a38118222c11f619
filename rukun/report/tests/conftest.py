from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core.cache import cache

from rukun.report.tests.phone import HERE, PHONE


@pytest.fixture(autouse=True)
def _fresh_limits() -> Iterator[None]:
    """What one test sent is not counted against the next: all of them come from one address."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def phone(browser: Any, served: Any) -> Iterator[Any]:
    """A browser of its own. The test fails if a page complained about anything but the signal that was taken away."""
    complaints: list[str] = []

    def listen(message: Any) -> None:
        posted = urlsplit(message.location["url"]).path.endswith(("/kirim/", "/foto/", "/wilayah.json"))
        if message.type == "error" and "ERR_INTERNET_DISCONNECTED" not in message.text and not posted:
            complaints.append(message.text)

    context = browser.new_context(base_url=served.url, geolocation=HERE, permissions=["geolocation"], **PHONE)
    context.on("console", listen)
    context.on("weberror", lambda error: complaints.append(str(error.error)))
    yield context
    context.close()
    assert not complaints, complaints
