"""Signing in and out, and setting up how: allauth's ceremonies, with what they open written down by us."""

import json
from typing import TYPE_CHECKING, Any

from allauth.account.internal.stagekit import clear_login
from allauth.account.views import ConfirmLoginCodeView, LoginView, ReauthenticateView, RequestLoginCodeView
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.base.views import ReauthenticateView as AppReauthenticateView
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from allauth.mfa.webauthn.views import (
    AddWebAuthnView,
    LoginWebAuthnView,
    ReauthenticateWebAuthnView,
    RemoveWebAuthnView,
)
from django.contrib import messages
from django.contrib.auth import logout, update_session_auth_hash
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rukun.guard import ActorRequest, public, requires, signed_in
from rukun.guard.ids import new_id
from rukun.journal import actions as journal
from rukun.people.access import ways_in as access
from rukun.people.access.own import may_see_own_data
from rukun.people.actions import set_password
from rukun.people.forms.signin import NewPasswordForm
from rukun.people.models import Person, SignIn
from rukun.people.queries import closed_positions_of, positions_of
from rukun.people.signin import means, sessions
from rukun.people.signin.codes import can_be_sent
from rukun.people.signin.doors import why
from rukun.people.signin.freshness import freshly, may_go_on
from rukun.people.strength import Strength
from rukun.people.titles import TITLES
from rukun.people.verbs import PROOF_ADDED, PROOF_REMOVED, SIGN_INS_ENDED
from rukun.ui.qr import on_page

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

# Signing in


class _Entrance:
    """What the pages before the sign-in show: whether codes can be sent from here, where one was going, and why."""

    request: ActorRequest

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        onward = self.request.POST.get("next") or self.request.GET.get("next") or ""
        return {
            **super().get_context_data(**kwargs),  # type: ignore[misc]
            "codes_can_be_sent": can_be_sent(),
            "next_page": onward,
            "why_sign_in": why(onward),
        }


class _Anew:
    """A page where a sign-in begins: one that was half done is forgotten, for whoever comes back wants another way."""

    def dispatch(self, request: ActorRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            clear_login(request)
        answer: HttpResponseBase = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        return answer


class ByPassword(_Anew, _Entrance, LoginView):
    template_name = "people/signin/sign_in.html"


class AskForCode(_Anew, _Entrance, RequestLoginCodeView):
    template_name = "people/signin/ask_for_code.html"


class ByPasskey(_Anew, LoginWebAuthnView):
    pass


class ByCode(_Entrance, ConfirmLoginCodeView):
    template_name = "people/signin/code.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        if self.stage.login.user is None:
            Person.objects.filter(pk=new_id()).first()  # a number that nobody has costs as much as one that is known
        return dict(super().get_form_kwargs())


class ByApp(_Entrance, AuthenticateView):
    template_name = "people/signin/second_factor.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        has = set(Authenticator.objects.filter(user=self.stage.login.user).values_list("type", flat=True))
        return {
            **context,
            "app": Authenticator.Type.TOTP in has,
            "passkey": Authenticator.Type.WEBAUTHN in has,
            "options": _options(context["js_data"]["request_options"]),
        }


sign_in = public(ByPassword.as_view())
ask_for_code = public(never_cache(AskForCode.as_view()))
by_code = public(ByCode.as_view())
by_app = public(never_cache(ByApp.as_view()))
by_passkey = public(never_cache(ByPasskey.as_view()))


@public
@require_http_methods(["GET", "POST"])
@never_cache
def sign_out(request: ActorRequest) -> HttpResponse:
    """Out by POST alone: a link must not be able to do it. Whoever comes by a link is shown the front door."""
    if request.method == "POST":
        SignIn.objects.filter(session_key=request.session.session_key or "").delete()
        logout(request)
        messages.success(request, _("Anda sudah keluar."))
    return redirect("home:landing")


# Showing once more who one is, before ways to sign in are changed


class _Again:
    request: ActorRequest

    def form_valid(self, form: Any) -> HttpResponse:
        sessions.refresh(self.request)
        answer: HttpResponse = super().form_valid(form)  # type: ignore[misc]
        return answer


class PasswordAgain(_Again, ReauthenticateView):
    template_name = "people/signin/again.html"


class AppAgain(_Again, AppReauthenticateView):
    template_name = "people/signin/again.html"


class PasskeyAgain(_Again, ReauthenticateWebAuthnView):
    template_name = "people/signin/again.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return {**context, "options": _options(context["js_data"]["request_options"])}


password_again = requires(signed_in)(never_cache(PasswordAgain.as_view()))
app_again = requires(signed_in)(never_cache(AppAgain.as_view()))
passkey_again = requires(signed_in)(never_cache(PasskeyAgain.as_view()))


# One's own ways to sign in


@requires(signed_in)
@require_safe
@never_cache
def security(request: ActorRequest) -> HttpResponse:
    """What one has set up, what one's positions need, and the next step."""
    person = _person(request)
    has = means.of(person)
    held = positions_of(request.actor)
    may = access.may_set_up(request.actor)
    needs_more = [each for each in held if TITLES[each.title].sealed]
    return render(
        request,
        "people/signin/security.html",
        {
            "means": has,
            "passkeys": [each.wrap() for each in Authenticator.objects.filter(user=person, type="webauthn")],
            "needs_strong": needs_more and not means.suffices(person, has),
            "sealed_titles": [TITLES[each.title].words for each in needs_more],
            "app_without_word": "app" in has and not means.suffices(person, has),
            "may_set_up": may_go_on(request) if may.allowed else may,
            "waiting": closed_positions_of(request.actor),
            "nothing_yet": not has,
        },
    )


class _Changing:
    """A change of the ways to sign in, with its entry in the journal: both or neither.

    Sessions opened before end, for one of them may be somebody else's; this one goes on.
    """

    request: ActorRequest
    verb = PROOF_ADDED
    what = ""
    said: "str | _StrPromise" = ""

    def form_valid(self, form: Any) -> HttpResponse:
        person = _person(self.request)
        with journal.atomic():
            answer: HttpResponse = super().form_valid(form)  # type: ignore[misc]
            journal.record(
                self.verb,
                actor=self.request.actor,
                unit=person.unit,
                about=("person", person.pk),
                codes={"what": self.what},
            )
        if self.verb is PROOF_ADDED:
            sessions.strengthen(self.request, Strength.STRONG)
        sessions.end_all(person, but=self.request.session.session_key or "")
        messages.success(self.request, self.said)
        return answer


class AddPasskey(_Changing, AddWebAuthnView):
    template_name = "people/signin/add_passkey.html"
    what = "passkey"
    said = gettext_lazy(
        "Kunci sandi tersimpan. Lain kali Anda masuk cukup dengan jari, wajah, atau PIN ponsel. "
        "Perangkat lain yang masih masuk sudah dikeluarkan."
    )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return {**context, "options": _options(context["js_data"]["creation_options"])}


class RemovePasskey(_Changing, RemoveWebAuthnView):
    template_name = "people/signin/remove.html"
    verb, what = PROOF_REMOVED, "passkey"
    said = gettext_lazy("Kunci sandi dihapus. Perangkat lain yang masih masuk sudah dikeluarkan.")

    def get_success_url(self) -> str:
        return reverse("mfa_index")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "name": self.object.wrap().name}


class ActivateApp(_Changing, ActivateTOTPView):
    template_name = "people/signin/activate_app.html"
    what = "app"
    said = gettext_lazy("Aplikasi autentikator terpasang. Perangkat lain yang masih masuk sudah dikeluarkan.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        secret = context["form"].secret
        return {
            **context,
            "qr": on_page(context["totp_url"]),
            "secret": " ".join(secret[start : start + 4] for start in range(0, len(secret), 4)),
        }


class DeactivateApp(_Changing, DeactivateTOTPView):
    template_name = "people/signin/remove.html"
    verb, what = PROOF_REMOVED, "app"
    said = gettext_lazy("Aplikasi autentikator dilepas. Perangkat lain yang masih masuk sudah dikeluarkan.")


add_passkey = requires(access.may_set_up)(never_cache(freshly(AddPasskey.as_view())))
remove_passkey = requires(access.may_set_up)(never_cache(freshly(RemovePasskey.as_view())))
activate_app = requires(access.may_set_up)(never_cache(freshly(ActivateApp.as_view())))
deactivate_app = requires(access.may_set_up)(never_cache(freshly(DeactivateApp.as_view())))


@requires(access.may_set_up)
@require_http_methods(["GET", "POST"])
@never_cache
@sensitive_post_parameters()
@freshly
def password(request: ActorRequest) -> HttpResponse:
    """Set or change one's password. Sessions opened before end; this one goes on."""
    person = _person(request)
    form = NewPasswordForm(person, request.POST or None)
    if request.method == "POST" and form.is_valid():
        set_password(actor=request.actor, person=person, password=form.cleaned_data["password"])
        update_session_auth_hash(request, person)
        sessions.strengthen(request, Strength.WORD)
        sessions.end_all(person, but=request.session.session_key or "")
        messages.success(request, _("Kata sandi tersimpan. Perangkat lain yang masih masuk sudah dikeluarkan."))
        return redirect("mfa_index")
    return render(request, "people/signin/password.html", {"form": form, "has": person.has_usable_password()})


# One's own sessions


@requires(may_see_own_data)
@require_safe
@never_cache
def list_sessions(request: ActorRequest) -> HttpResponse:
    """Where one is signed in."""
    return render(
        request,
        "people/signin/sessions.html",
        {"sign_ins": sessions.open_ones(_person(request)), "this": request.session.session_key},
    )


@requires(may_see_own_data)
@require_POST
@never_cache
def end_sessions(request: ActorRequest) -> HttpResponse:
    """Out everywhere, here as well; or at one place, named by its number in the list."""
    person = _person(request)
    with journal.atomic():
        journal.record(SIGN_INS_ENDED, actor=request.actor, unit=person.unit, about=("person", person.pk))
        if which := request.POST.get("which"):
            found = next((each for each in sessions.open_ones(person) if each.handle == which), None)
            if found is not None:
                sessions.end_one(person, found.session_key)
            messages.success(request, _("Perangkat itu sudah dikeluarkan."))
            return redirect("people:sessions")
        sessions.end_all(person)
    logout(request)
    messages.success(request, _("Anda sudah keluar dari semua perangkat."))
    return redirect("account_login")


def _options(options: Any) -> str:
    """What the browser's ceremony needs, as JSON for an attribute."""
    return json.dumps(options, default=dict)


def _person(request: ActorRequest) -> Person:
    person = request.user
    assert isinstance(person, Person)
    return person
