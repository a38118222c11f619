"""Why somebody has to sign in before a page, where that page was not of their own choosing.

Rooms above put their pages into ``DOORS`` (see ``config/wiring.py``), by the name of the address.
"""

from typing import TYPE_CHECKING

from django.urls import Resolver404, resolve
from django.utils.http import url_has_allowed_host_and_scheme

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

DOORS: "dict[str, _StrPromise]" = {}


def why(onward: str) -> "_StrPromise | str":
    """The words for the page that one was going to, ``""`` for most and for what is no page of ours."""
    if not onward or not url_has_allowed_host_and_scheme(onward, allowed_hosts=None):
        return ""
    try:
        return DOORS.get(resolve(onward.partition("?")[0]).view_name, "")
    except Resolver404:
        return ""
