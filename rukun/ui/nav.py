"""The main navigation: a list that stays empty here and is filled by whoever knows the pages."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from django.urls import reverse

from rukun.guard import Actor
from rukun.guard.views import Check

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True)
class NavItem:
    """One entry. ``check`` is the same check that guards the page, so that nobody is shown a closed door."""

    url_name: str
    label: "str | _StrPromise"
    check: Check


@dataclass(frozen=True)
class NavLink:
    """An entry as the template shows it. ``current`` is the value of ``aria-current``, empty elsewhere."""

    url: str
    label: "str | _StrPromise"
    current: Literal["", "page", "true"]


NAV: list[NavItem] = []


def visible(actor: Actor, path: str, home: str) -> list[NavLink]:
    """The entries that ``actor`` may open, with the one that ``path`` belongs to marked.

    A page below an entry (``/laporan/12/`` below ``/laporan/``) marks that entry too; of several the longest
    wins. Everything lies below ``home``, so home is marked only when it is the page itself.
    """
    items = [(item, reverse(item.url_name)) for item in NAV if item.check(actor).allowed]
    above = [url for _, url in items if url != home and url.endswith("/") and path.startswith(url)]
    parent = max(above, key=len, default="")
    return [NavLink(url, item.label, "page" if url == path else "true" if url == parent else "") for item, url in items]
