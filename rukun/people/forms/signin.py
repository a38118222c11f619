"""The forms of the sign-in: allauth's, in our words, with our locks."""

from typing import Any

from allauth.account.forms import ConfirmLoginCodeForm, LoginForm, ReauthenticateForm, RequestLoginCodeForm
from allauth.core import context
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as AppReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from rukun.people.models import Person
from rukun.people.signin import locks

_DIGITS = {"autocomplete": "one-time-code", "inputmode": "numeric"}


class PasswordForm(LoginForm):
    """Phone number and password. Says the same for a wrong number and a wrong password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].widget.attrs["autocomplete"] = "username"
        self.fields["password"] = forms.CharField(
            label=_("Kata sandi"),
            max_length=200,
            strip=False,
            widget=forms.PasswordInput({"autocomplete": "current-password"}),
        )


class AskForCodeForm(RequestLoginCodeForm):
    """Where a code shall go. For a number that nobody has, all goes on as for one that somebody has."""

    def clean_phone(self) -> str:
        phone: str = self.cleaned_data["phone"]
        locks.demand_open(phone)
        locks.demand_code_allowed(phone)
        return str(super().clean_phone())


class CodeForm(ConfirmLoginCodeForm):
    """The code that came. Wrong ones count for the number, whatever browser they are typed in."""

    code = forms.CharField(label=_("Kode enam angka"), max_length=12, widget=forms.TextInput(_DIGITS))

    def clean_code(self) -> str:
        phone = context.request._login_stage.state["phone"]  # noqa: SLF001  allauth gives it no other name
        locks.demand_open(phone)
        try:
            return str(super().clean_code())
        except forms.ValidationError:
            locks.wrong(phone)
            raise


class _CountedForPerson:
    """A code of an authenticator app: wrong ones count for the person's number."""

    user: Person

    def clean_code(self) -> str:
        locks.demand_open(self.user.phone)
        try:
            return str(super().clean_code())  # type: ignore[misc]
        except forms.ValidationError:
            locks.wrong(self.user.phone)
            raise


def _app_code() -> forms.CharField:
    return forms.CharField(label=_("Kode dari aplikasi autentikator"), max_length=12, widget=forms.TextInput(_DIGITS))


class AppCodeForm(_CountedForPerson, AuthenticateForm):
    code = _app_code()


class AppCodeAgainForm(_CountedForPerson, AppReauthenticateForm):
    code = _app_code()


class ActivateAppForm(_CountedForPerson, ActivateTOTPForm):
    code = _app_code()


class PasswordAgainForm(ReauthenticateForm):
    password = forms.CharField(
        label=_("Kata sandi"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "current-password"}),
    )


class AddPasskeyForm(AddWebAuthnForm):
    """A passkey always asks for finger, face or PIN: it stands for two things, having and being or knowing."""

    name = forms.CharField(label=_("Nama kunci ini"), max_length=60, required=False)
    passwordless = None

    def clean(self) -> dict[str, Any]:
        self.cleaned_data["passwordless"] = True
        return dict(super().clean())


class NewPasswordForm(forms.Form):
    password = forms.CharField(
        label=_("Kata sandi baru"),
        max_length=200,
        strip=False,
        help_text=_("Paling sedikit 10 huruf. Beberapa kata yang mudah Anda ingat lebih kuat daripada satu kata."),
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )

    def __init__(self, person: Person, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password, self.person)
        return password
