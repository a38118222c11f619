"""A site of this room alone: its own addresses, no database, and an actor chosen by the test."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from types import SimpleNamespace
from typing import Any

import pytest
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.template import engines
from django.test import Client
from django.utils import translation

from rukun.guard import ANYONE, Actor, System
from rukun.ui import nav


@dataclass
class Site:
    """``actor`` and ``name`` say who asks from now on."""

    client: Client
    actor: Actor = ANYONE
    name: str = ""

    def sign_in(self, name: str) -> None:
        self.actor, self.name = System("test"), name

    def get(self, path: str, **more: Any) -> Any:
        return self.client.get(path, **more)

    def post(self, path: str, data: dict[str, Any] | None = None, **more: Any) -> Any:
        return self.client.post(path, data or {}, **more)


here: list[Site] = []


def who(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware in the place of the one of the room that knows people."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        request.actor = here[-1].actor  # type: ignore[attr-defined]
        request.user = SimpleNamespace(name=here[-1].name)  # type: ignore[assignment]
        return get_response(request)

    return middleware


@pytest.fixture
def menu(monkeypatch: pytest.MonkeyPatch) -> list[nav.NavItem]:
    """An empty main navigation for the test to fill."""
    items: list[nav.NavItem] = []
    monkeypatch.setattr(nav, "NAV", items)
    return items


@pytest.fixture
def site(settings: Any, menu: list[nav.NavItem]) -> Iterator[Site]:
    settings.ROOT_URLCONF = "rukun.ui.tests.urls"
    settings.SESSION_ENGINE = "django.contrib.sessions.backends.signed_cookies"
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = False
    settings.MIDDLEWARE = [
        "rukun.ui.middleware.permissions_policy",
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.locale.LocaleMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        f"{__name__}.who",
        "django.contrib.messages.middleware.MessageMiddleware",
        "rukun.ui.middleware.refusals",
    ]
    settings.INSTALLATION = replace(settings.INSTALLATION, name="Posko <Uji>", operator="Kelurahan Uji", demo=False)
    here.append(Site(Client(raise_request_exception=False)))
    yield here[-1]
    here.clear()


@pytest.fixture(autouse=True)
def _indonesian() -> Iterator[None]:
    with translation.override("id"):
        yield


@pytest.fixture
def render() -> Callable[..., str]:
    """Renders template source with the given context, without a request unless one is given."""

    def rendered(source: str, request: HttpRequest | None = None, **context: Any) -> str:
        return str(engines["django"].from_string(source).render(context, request))

    return rendered
