"""What other systems may ask of this room; ``api.root`` mounts it."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse

from rukun.report.api import reports

routers = [("/reports", reports.router)]


def refused(request: HttpRequest, error: Any) -> HttpResponse:
    """What is wrong with what was sent, in words, and with which part of it."""
    return JsonResponse({"detail": str(error), "field": error.field}, status=error.status)
