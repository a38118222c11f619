"""Whoever reports is nobody: on these addresses no cookie is read and none is set, whoever is signed in."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

NAMELESS = ("/lapor/", "/r/", "/serah/")
"""Addresses (also below ``/en``) at which people report, follow up what they reported, and authorities answer."""


def is_nameless(path: str) -> bool:
    plain = path[3:] if path.startswith("/en/") else path
    return f"{plain}/".startswith(NAMELESS)


def nameless(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Must stand before whatever reads cookies."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if not is_nameless(request.path_info):
            return get_response(request)
        request.META.pop("HTTP_COOKIE", None)
        request.META.pop("HTTP_AUTHORIZATION", None)
        response = get_response(request)
        response.cookies.clear()
        response.headers["Referrer-Policy"] = "no-referrer"
        if request.method not in ("GET", "HEAD") or "/r/" in request.path_info[:6]:
            response.headers["Cache-Control"] = "no-store"
        return response

    return middleware
