"""Headers that close what no page uses, and the page that a refusal becomes."""

from collections.abc import Callable
from typing import TypeAlias
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render, resolve_url
from django.utils.cache import add_never_cache_headers
from django.utils.http import url_has_allowed_host_and_scheme

from rukun.guard import ANYONE, Actor, Refused
from rukun.ui.kept import keep

GetResponse: TypeAlias = Callable[[HttpRequest], HttpResponseBase]

OPEN = ("camera", "geolocation")
CLOSED = (
    "accelerometer",
    "autoplay",
    "browsing-topics",
    "display-capture",
    "encrypted-media",
    "gyroscope",
    "hid",
    "idle-detection",
    "local-fonts",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "picture-in-picture",
    "screen-wake-lock",
    "serial",
    "usb",
    "xr-spatial-tracking",
)
POLICY = ", ".join([*(f"{name}=(self)" for name in OPEN), *(f"{name}=()" for name in CLOSED)])


def permissions_policy(get_response: GetResponse) -> GetResponse:
    """A report may need the place and a photo; nothing here ever needs the rest, nor to be read by other sites."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        response.headers.setdefault("Permissions-Policy", POLICY)  # a view may loosen it for its own page
        response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
        return response

    return middleware


def refusals(get_response: GetResponse) -> GetResponse:
    """Turns ``Refused`` into the way to the sign-in page, or into a page that gives the reason.

    A method that an address does not take is answered in words, too, where a view has none of its own.
    """

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if isinstance(response, HttpResponseNotAllowed) and not response.content:
            response.content = render(request, "ui/errors/not_allowed.html").content
        return response

    # Django looks for this name on whatever a middleware factory returns, a function included.
    middleware.process_exception = _answer_refusal  # type: ignore[attr-defined]
    return middleware


def _answer_refusal(request: HttpRequest, exception: Exception) -> HttpResponse | None:
    if not isinstance(exception, Refused):
        return None
    actor: Actor = getattr(request, "actor", ANYONE)
    if actor.signed_in:
        response = render(request, "ui/refused.html", {"reason": exception.reason}, status=403)
    else:
        if request.method == "POST":
            keep(request)
        response = HttpResponseRedirect(_sign_in_url(request))
    add_never_cache_headers(response)
    return response


def _sign_in_url(request: HttpRequest) -> str:
    url = resolve_url(settings.LOGIN_URL)
    back = request.get_full_path()
    # A page that takes a form can be opened too; one that takes nothing else leads on from there.
    if url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        return f"{url}?{urlencode({'next': back})}"
    return url
