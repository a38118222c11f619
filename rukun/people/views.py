from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, logout
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from rukun.guard import ActorRequest, public
from rukun.people.forms import SignInForm


@public
@require_http_methods(["GET", "POST"])
@sensitive_post_parameters()
@never_cache
def sign_in(request: ActorRequest) -> HttpResponse:
    """Sign in by phone number and password, then go where one was going."""
    onward = safe_onward(request)
    if request.actor.signed_in:
        return HttpResponseRedirect(onward)
    form = SignInForm(request, request.POST or None)
    if request.method == "POST" and form.is_valid() and form.person:
        login(request, form.person)
        return HttpResponseRedirect(onward)
    return render(request, "people/sign_in.html", {"form": form, "onward": onward})


@public
@require_http_methods(["GET", "POST"])
@never_cache
def sign_out(request: ActorRequest) -> HttpResponse:
    """Out by POST alone: a link must not be able to do it. Whoever comes by a link is shown the front door."""
    if request.method == "POST":
        logout(request)
        messages.success(request, _("Anda sudah keluar."))
    return redirect("home:landing")


def safe_onward(request: ActorRequest) -> str:
    """Where to go after signing in: ``next`` if it stays on this site, else the day's page."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    if wanted.startswith("/") and url_has_allowed_host_and_scheme(
        wanted, {request.get_host()}, require_https=request.is_secure()
    ):
        return wanted
    return resolve_url(settings.LOGIN_REDIRECT_URL)
