"""What every test gets: no way out of this machine, a served demo site, a browser, and an eye on unused templates."""

import gc
import json
import os
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.dispatch import receiver
from django.test import Client, TransactionTestCase
from django.test.signals import template_rendered
from django.utils import translation
from hypothesis import settings as hypothesis_settings

ROOT = Path(__file__).resolve().parent
BLOCKS_NETWORK = ROOT / "tools" / "loopback_only"

# Processes that tests start must not reach the network either; pytest-socket only sees our own.
os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [str(BLOCKS_NETWORK), os.environ.get("PYTHONPATH")]))

# The same cases each time: what is red then is red because of a change. RUKUN_NEW_CASES=1 looks for cases nobody had.
same_cases = not os.environ.get("RUKUN_NEW_CASES")
hypothesis_settings.register_profile("usual", deadline=None, derandomize=same_cases)
hypothesis_settings.register_profile("long", deadline=None, derandomize=same_cases, max_examples=1000)
hypothesis_settings.load_profile(os.environ.get("RUKUN_HYPOTHESIS") or "usual")


# The journal's tables refuse to be emptied, which is what Django does after a test with real transactions.

_flush = TransactionTestCase._fixture_teardown  # type: ignore[attr-defined]


def _flush_with_triggers_lifted(self: TransactionTestCase) -> None:
    from rukun.journal.triggers import lifted  # needs the settings, which are not loaded yet

    with lifted():
        _flush(self)


TransactionTestCase._fixture_teardown = _flush_with_triggers_lifted  # type: ignore[attr-defined]


# ``force_login`` means: by a passkey. What weaker ways of signing in open is asked of the sign-in itself.

_force_login = Client.force_login


def _force_strong_login(self: Client, user: Any, backend: str | None = None) -> None:
    from rukun.people.strength import FRESH_KEY, SESSION_KEY, Strength

    _force_login(self, user, backend)
    session = self.session
    session[SESSION_KEY], session[FRESH_KEY] = int(Strength.STRONG), time.time()
    session.save()


Client.force_login = _force_strong_login  # type: ignore[assignment, method-assign]


@pytest.fixture(autouse=True)
def _indonesian() -> None:
    """The test client's requests leave their language behind in the thread."""
    translation.activate(settings.LANGUAGE_CODE)


# What the runner wants to know at the end: how many tests really ran, on which database, in a browser,
# and whether any template was rendered by none of them. Workers of pytest-xdist report to the one that started them.

rendered: set[str] = set()
counts: Counter[str] = Counter()


@receiver(template_rendered)
def _note_template(template: Any, **_: object) -> None:
    if template.origin:
        rendered.add(str(template.origin.name))


def pytest_sessionstart() -> None:
    from django.db import connection

    wanted = os.environ.get("RUKUN_TEST_DB", "sqlite")
    assert connection.vendor == wanted, f"asked for {wanted}, but the settings say {connection.vendor}"


def pytest_collection_finish() -> None:
    # What is loaded by now stays for the whole run: the garbage collector need not look through it again and again.
    gc.collect()
    gc.freeze()


def pytest_runtest_setup(item: pytest.Item) -> None:
    from django.db import connection

    fixtures = set(getattr(item, "fixturenames", ()))
    its_class = getattr(item, "cls", None)
    if (
        item.get_closest_marker("django_db")
        or {"db", "transactional_db"} & fixtures
        or (its_class and issubclass(its_class, TransactionTestCase))
    ):
        item.user_properties.append(("database", connection.vendor))


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    if report.when == "call" and report.outcome != "skipped":
        counts["all"] += 1
        counts.update(str(value) for name, value in report.user_properties if name == "database")
        counts.update({"browser", "long", "postgres_smoke", "pure"} & set(report.keywords))


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    rendered.update(getattr(node, "workeroutput", {}).get("rendered", ()))


def pytest_sessionfinish(session: pytest.Session) -> None:
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["rendered"] = sorted(rendered)
        return
    if path := os.environ.get("RUKUN_COUNTS"):
        Path(path).write_text(json.dumps(counts), encoding="ascii")
    if never_rendered() and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    for name in never_rendered():
        terminalreporter.write_line(f"FAILED {name}: no test renders this template", red=True)


def never_rendered() -> list[str]:
    """Templates that no test rendered; none unless the runner says that the whole suite ran."""
    if os.environ.get("RUKUN_WHOLE_SUITE") != "1":
        return []
    ours = {path for path in (ROOT / "rukun").glob("**/templates/**/*") if path.is_file()}
    return sorted(str(path.relative_to(ROOT)) for path in ours if str(path) not in rendered)


# The running site, and a browser that looks at it.


@pytest.fixture(scope="session")
def served() -> Iterator[Any]:
    """The real server on a demo installation of its own: ``served.url``, ``served.data``."""
    from tools.served import served as run_site

    on_postgresql = os.environ.get("RUKUN_TEST_DB") == "postgresql"
    with run_site(database_server=os.environ["DATABASE_URL"] if on_postgresql else "") as site:
        yield site


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """A headless browser for which no host but this machine exists."""
    from playwright.sync_api import expect, sync_playwright

    from tools import browser as browsers

    executable = browsers.find()
    assert executable, "no browser: `make test` looks for one and says what to install"
    expect.set_options(timeout=20_000)  # a busy machine takes its time
    # Playwright keeps an event loop in this thread, at which Django would refuse the database to later tests.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        opened = browsers.launch(playwright, executable)
        yield opened
        opened.close()


@pytest.fixture
def page(browser: Any, served: Any) -> Iterator[Any]:
    """A page of 360 px on the served site. The test fails if it asked for another host or complained on its console."""
    from tools.browser import watched_page

    with watched_page(browser, served.url, viewport={"width": 360, "height": 740}, locale="id-ID") as opened:
        yield opened
