"""Where the demo's adapters find their providers."""

import time

from django.http import HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from rukun.demo.provider import Asked, bringing
from rukun.demo.provider.answering import answer
from rukun.guard import ActorRequest, public


@public
@csrf_exempt
@never_cache
@require_http_methods(["GET", "POST"])
def provider(request: ActorRequest, path: str) -> HttpResponse:
    """What a provider answers. Secrets of its own guard it, as they do elsewhere."""
    headers = {name.lower(): value for name, value in request.headers.items()}
    found = answer(Asked(request.method or "GET", path, headers, request.body))
    bringing.wake()
    if found.stall:
        time.sleep(found.stall)
    response = HttpResponse(found.raw, status=found.status, content_type="application/json")
    for name, value in found.headers.items():
        response.headers[name] = value
    return response
