"""The browser's side of push: its worker, and what it subscribed to."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from rukun.guard import ActorRequest, public, requires
from rukun.notify.access import can_have_wishes
from rukun.notify.actions.wishes import subscribe, unsubscribe
from rukun.notify.errors import NotifyError
from rukun.people.actor import PersonActor


@public
@require_safe
def worker(request: ActorRequest) -> HttpResponse:
    """The worker that shows notifications. Its scope holds no page, so that it is no page's and no other worker's."""
    answer = render(request, "notify/push_worker.js", content_type="text/javascript; charset=utf-8")
    patch_cache_control(answer, no_cache=True)
    return answer


@requires(can_have_wishes)
@require_POST
@never_cache
def browser(request: ActorRequest) -> HttpResponse:
    """This browser wants to be told (its ``endpoint`` and keys are sent), or no longer (``off``).

    204, or 400 with words that its page shows.
    """
    actor = request.actor
    assert isinstance(actor, PersonActor)
    given = {name: request.POST.get(name, "") for name in ("endpoint", "p256dh", "auth")}
    if "off" in request.POST:
        unsubscribe(person=actor.person.pk, endpoint=given["endpoint"])
        return HttpResponse(status=204)
    try:
        subscribe(person=actor.person.pk, subscription=given)
    except NotifyError as error:
        return HttpResponse(str(error), "text/plain; charset=utf-8", 400)
    return HttpResponse(status=204)
