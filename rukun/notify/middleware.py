"""What providers bring goes straight to its view: a machine has no language, session or form, and many come."""

from collections.abc import Callable
from typing import cast

from django.http import HttpRequest, HttpResponse

from rukun.guard import ANYONE, ActorRequest
from rukun.notify.views import webhooks

VIEWS = {f"/kiriman/{view.__name__}/": view for view in (webhooks.whatsapp, webhooks.telegram, webhooks.sms)}


def machines(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Must stand behind what makes a connection safe, and before whatever pages need."""

    def middleware(request: HttpRequest) -> HttpResponse:
        view = VIEWS.get(request.path_info)
        if view is None:
            return get_response(request)
        asked = cast("ActorRequest", request)
        asked.actor = ANYONE
        return view(asked)

    return middleware
