"""Pages for when something went wrong: what happened, what to do next, and the emergency numbers."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import get_template
from django.templatetags.static import static
from django.utils.translation import get_language


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "ui/errors/bad_request.html", status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "ui/errors/forbidden.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "ui/errors/not_found.html", status=404)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form kept open too long, or cookies switched off: the reader did nothing wrong and has lost nothing."""
    return render(request, "ui/errors/csrf_failure.html", status=403)


def server_error(request: HttpRequest) -> HttpResponse:
    """Rendered without context processors: the database, or the shell itself, may be what has just failed."""
    try:
        page = get_template("ui/errors/server_error.html").render(
            {
                "installation": settings.INSTALLATION,
                "language": get_language() or settings.LANGUAGE_CODE,
                "stylesheet": _static_or_nothing("ui/rukun.css"),
                "mark": _static_or_nothing("ui/mark.svg"),
            }
        )
    except Exception:  # noqa: BLE001 - the last page of all: whatever broke, the numbers must be readable
        return HttpResponse(LAST_WORDS, status=500, content_type="text/plain; charset=utf-8")
    return HttpResponse(page, status=500)


LAST_WORDS = (
    "Maaf, halaman ini belum dapat ditampilkan. Coba lagi beberapa menit lagi.\n"
    "Sorry, this page is not working. Please try again in a few minutes.\n\n"
    "Polisi / Police: 110\nDarurat / Emergency: 112\n"
)
"""Both languages, because by now even the translations may be out of reach."""


def _static_or_nothing(path: str) -> str:
    try:
        return static(path)
    except ValueError:  # the list of hashed names is missing or incomplete
        return ""
