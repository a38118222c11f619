from collections.abc import Callable
from typing import cast

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from rukun.guard import Actor, ActorRequest
from rukun.people.actor import actor_of


def actor(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Put ``request.actor`` there, found out only when somebody asks: a public page then opens no session."""

    def middleware(request: HttpRequest) -> HttpResponse:
        def find() -> Actor:
            # request.user is lazy too: look through it, or isinstance() sees the proxy's class alone.
            return actor_of(request.user if request.user.is_authenticated else None)

        cast("ActorRequest", request).actor = cast("Actor", SimpleLazyObject(find))
        return get_response(request)

    return middleware
