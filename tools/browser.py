"""The headless browser of tests and screenshots: finding one, getting one, and opening it shut off from the net."""

import os
import platform
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from playwright.sync_api import Browser, ConsoleMessage, Error, Page, Playwright, Request, Response, sync_playwright

from tools import apt

COMMANDS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MAC_APPS = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
# No name but this machine's resolves, and the browser's own errands (updates, reports, suggestions) are off.
FLAGS = (
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost, EXCLUDE [::1]",
    "--disable-background-networking",
    "--disable-client-side-phishing-detection",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-domain-reliability",
    "--disable-sync",
    "--dns-prefetch-disable",
    "--metrics-recording-only",
    "--no-first-run",
    "--no-pings",
)


class NoBrowserError(Exception):
    """No browser on this machine that starts."""


def launch(playwright: Playwright, executable: str) -> Browser:
    return playwright.chromium.launch(executable_path=executable, args=list(FLAGS))


def find() -> str | None:
    """The path of a browser that really starts, or None. ``RUKUN_BROWSER`` is believed without a try."""
    if chosen := os.environ.get("RUKUN_BROWSER"):
        return chosen
    with sync_playwright() as playwright:
        found = [shutil.which(command) for command in COMMANDS]
        candidates = [*found, *MAC_APPS, playwright.chromium.executable_path]
        return next((path for path in candidates if path and Path(path).exists() and starts(playwright, path)), None)


def starts(playwright: Playwright, executable: str) -> bool:
    """Whether it opens a page: Ubuntu's ``chromium-browser``, for one, may only ask for a snap."""
    try:
        browser = launch(playwright, executable)
        browser.new_page().goto("about:blank")
        browser.close()
    except Error:
        return False
    return True


def get() -> str:
    """Find a browser, or install one. Raises ``NoBrowserError``."""
    if found := find():
        return found
    if apt.usable():
        print("No browser found: installing Chromium with apt-get …", flush=True)
        apt.install("chromium")
        if found := find():
            return found
    print("No browser found: fetching Playwright's Chromium …", flush=True)
    with_libraries = ["--with-deps"] if os.geteuid() == 0 and platform.system() == "Linux" else []
    subprocess.run([sys.executable, "-m", "playwright", "install", *with_libraries, "chromium"], check=False)
    if found := find():
        return found
    raise NoBrowserError("No browser. Install Chromium or Chrome (Debian: sudo apt install chromium), then try again.")


def barriers(
    page: Page,
    impacts: tuple[str, ...] = ("serious", "critical"),
    schemes: Sequence[Literal["light", "dark"]] = ("light",),
) -> list[str]:
    """What axe finds wrong with a page, by day or by night. By night only colours are different."""
    from axe_playwright_python.sync_playwright import Axe  # noqa: PLC0415  only the tests have it

    found = []
    page.evaluate(Axe().axe_script)
    for scheme in schemes:
        choice = {"runOnly": ["color-contrast", "link-in-text-block"]} if scheme == "dark" else {}
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # no colour half-way to another
        answer = page.evaluate("options => axe.run(options)", {"resultTypes": ["violations"], **choice})
        found += [
            f"{scheme}: {each['id']} {[node['target'] for node in each['nodes']]}"
            for each in answer["violations"]
            if each["impact"] in impacts
        ]
    page.emulate_media(color_scheme="light")
    return found


@contextmanager
def watched_page(browser: Browser, url: str, **options: Any) -> Iterator[Page]:
    """A page in a context of its own, whose relative addresses start at ``url``.

    Raises ``AssertionError`` at the end if it asked for another host or put an error on the console, which is where
    a browser tells about a refused script or style. Opening a page that answers 4xx or 5xx is no error in itself.
    """
    complaints: list[str] = []
    answered_with_error: set[str] = set()

    def on_request(request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in {"http", "https", "ws", "wss"} and parts.netloc != urlsplit(url).netloc:
            complaints.append(f"asked for {request.url}")

    def on_response(response: Response) -> None:
        if response.status >= 400 and response.request.is_navigation_request():
            answered_with_error.add(response.url)

    def on_console(message: ConsoleMessage) -> None:
        its_own_status = "status of" in message.text and message.location["url"] in answered_with_error
        if message.type == "error" and not its_own_status:
            complaints.append(f"console: {message.text}")

    context = browser.new_context(base_url=url, **options)
    try:
        context.on("request", on_request)
        context.on("response", on_response)
        context.on("console", on_console)
        context.on("weberror", lambda error: complaints.append(f"script: {error.error}"))
        yield context.new_page()
    finally:
        context.close()
    assert not complaints, "the page misbehaved: " + "; ".join(complaints)


def until(what: Callable[[], Any], seconds: float = 20) -> Any:
    """Asked again and again: under the site's policy the browser takes no condition to wait for in words."""
    end = time.monotonic() + seconds
    while not (found := what()):
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.05)
    return found
