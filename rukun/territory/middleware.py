from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from rukun.territory.queries import one_look


def territory(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """One request sees one state of the territory, and asks for it once."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        with one_look():
            return get_response(request)

    return middleware
