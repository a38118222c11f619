from collections.abc import Callable
from typing import cast

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.functional import SimpleLazyObject

from rukun.guard import Actor, ActorRequest
from rukun.people.actor import actor_of
from rukun.people.errors import KeyNotAccepted
from rukun.people.signin import keys, sessions

PROGRAMS = "/api/v1/"
"""Below this address a key is understood; a page takes a session alone."""


def actor(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Put ``request.actor`` there, found out only when somebody asks: a public page then opens no session."""

    def middleware(request: HttpRequest) -> HttpResponse:
        def find() -> Actor:
            # request.user is lazy too: look through it, or isinstance() sees the proxy's class alone.
            return actor_of(request.user if request.user.is_authenticated else None, sessions.of(request))

        try:
            by_key = (
                keys.key_of(request.headers.get("Authorization", "")) if request.path.startswith(PROGRAMS) else None
            )
        except KeyNotAccepted as error:
            return JsonResponse({"detail": str(error)}, status=401, headers={"WWW-Authenticate": "Bearer"})
        cast("ActorRequest", request).actor = by_key or cast("Actor", SimpleLazyObject(find))
        return get_response(request)

    return middleware
