"""Pages for this room's tests alone: the rooms above it, which really have them, are not needed here."""

from django.conf.urls.i18n import i18n_patterns
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, URLResolver, include, path

from rukun.guard import Refused
from rukun.ui import errors


def page(request: HttpRequest, number: int = 0) -> HttpResponse:
    return render(request, "ui/base.html")


def refuse(request: HttpRequest) -> HttpResponse:
    raise Refused("Anda bukan <Ketua RW 03>.")


def deny(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied


def suspect(request: HttpRequest) -> HttpResponse:
    raise SuspiciousOperation


def fail(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("secret detail")


people: tuple[list[URLPattern], str] = (
    [path("keluar/", page, name="sign_out")],
    "people",
)
urlpatterns: list[URLPattern | URLResolver] = [
    path("sehat", page, name="plain"),
    *i18n_patterns(
        path("", page, name="front"),
        path("", include(people)),
        path("masuk/", page, name="account_login"),
        path("", include("rukun.ui.urls")),
        path("laporan/", page, name="reports"),
        path("laporan/lama/", page, name="old_reports"),
        path("laporan/<int:number>/", page, name="report"),
        path("tolak/", refuse, name="refuse"),
        path("larang/", deny, name="deny"),
        path("curiga/", suspect, name="suspect"),
        path("gagal/", fail, name="fail"),
        prefix_default_language=False,
    ),
]

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.server_error
