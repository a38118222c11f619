"""What other systems may ask of this room, one router for each topic; ``api.root`` mounts them."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse

from rukun.training.api import duty, learning, partners, teaching
from rukun.training.api.partners import PartnerNotThere

routers = [
    ("/partners", partners.router),
    ("", teaching.router),
    ("/training", learning.router),
    ("", duty.router),
]


def refused(request: HttpRequest, error: Any) -> HttpResponse:
    """What is wrong with the question, in words."""
    return JsonResponse({"detail": str(error)}, status=404 if isinstance(error, PartnerNotThere) else 422)
