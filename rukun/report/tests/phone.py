"""A phone at the page that reports: what its owner does there, and what lies on it."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tools.browser import until

PHONE = {"viewport": {"width": 360, "height": 740}, "locale": "id-ID"}
HERE = {"latitude": -5.59946, "longitude": 107.60181}
"""Within the demo installation's kelurahan."""
WORDS = "Ada asap tipis dari tumpukan sampah di belakang pos."


def opened(phone: Any, path: str = "/lapor/") -> Any:
    """The page, once its script asks the questions. Work that a busy server asks for is left to other tests."""
    page = phone.new_page()
    page.goto(path)
    page.locator("#lapor-app details").wait_for()
    page.evaluate("queue.patience = 0")
    return page


def ready(page: Any) -> None:
    """Wait until the worker has all that it keeps."""
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")


def heading(page: Any) -> str:
    return str(page.locator("main h1").locator("visible=true").inner_text())


def onwards(page: Any, heading_next: str) -> None:
    page.locator("main form .button.wide").last.click()
    page.get_by_role("heading", name=heading_next, exact=True).wait_for()


def choose(page: Any, category: str, heading_next: str) -> None:
    page.locator(f"button[name=category][value={category}]").click()
    page.get_by_role("heading", name=heading_next, exact=True).wait_for()


def fill(page: Any, words: str = WORDS, photo: Path | None = None) -> str:
    """Everything of a report up to the last screen; the code that it shows."""
    choose(page, "keadaan", "Di mana?")
    page.locator("#lapor-rw").select_option(label="RW 02")
    onwards(page, "Kapan?")
    page.get_by_label("Saya tidak tahu").check()
    onwards(page, "Apa yang terjadi?")
    page.locator("#lapor-cerita").fill(words)
    onwards(page, "Dengan nama atau tanpa nama?")
    onwards(page, "Ada foto?")
    if photo:
        page.locator("#lapor-foto").set_input_files(photo)
        page.locator("[data-show=photos] canvas").wait_for()
    onwards(page, "Periksa, lalu kirim")
    assert words in page.locator("[data-show=review]").inner_text()
    return str(page.locator("[data-show=code]").locator("visible=true").inner_text())


def state(page: Any) -> str:
    return str(page.locator("[data-show=state]").inner_text())


def kept(page: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = page.evaluate("queue.all()")
    return found


def stored(served: Any, keys: list[str]) -> int:
    """How many of these ids the database has; each can only be there once, so other ids would be another mistake."""
    wanted = [key.replace("-", "") for key in keys]
    with closing(sqlite3.connect(served.data / "rukun.sqlite3")) as base:
        marks = ",".join("?" * len(wanted))
        return int(base.execute(f"SELECT count(*) FROM report_report WHERE id IN ({marks})", wanted).fetchone()[0])


def rows(served: Any) -> int:
    with closing(sqlite3.connect(served.data / "rukun.sqlite3")) as base:
        return int(base.execute("SELECT count(*) FROM report_report").fetchone()[0])


def fire_sync(phone: Any, page: Any) -> None:
    """What the browser does when the line is back: it wakes the worker, whether a page is open or not."""
    found: list[Any] = []
    session = phone.new_cdp_session(page)
    session.on("ServiceWorker.workerRegistrationUpdated", lambda event: found.extend(event["registrations"]))
    session.send("ServiceWorker.enable")
    own = until(lambda: page.evaluate("1") and [each for each in found if each["scopeURL"].endswith("/lapor/")])
    parts = urlsplit(page.url)
    session.send(
        "ServiceWorker.dispatchSyncEvent",
        {
            "origin": f"{parts.scheme}://{parts.netloc}",
            "registrationId": own[0]["registrationId"],
            "tag": "lapor",
            "lastChance": False,
        },
    )
