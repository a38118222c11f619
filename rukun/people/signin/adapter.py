"""What allauth asks of us: who has a number, where a code goes, and what a sign-in opens.

It also says our words instead of allauth's own.
"""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.contrib.auth import authenticate
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rukun.people.forms.fields import PhoneField
from rukun.people.models import Person
from rukun.people.signin import codes, locks, secrecy, sessions
from rukun.people.strength import Strength

_WORTH = {"code": Strength.CODE, "password": Strength.WORD, "mfa": Strength.STRONG}
_WRONG_CODE = gettext_lazy("Kode tidak cocok atau sudah kedaluwarsa. Periksa lagi, atau minta kode baru.")


class Account(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "phone_password_mismatch": gettext_lazy(
            "Nomor telepon atau kata sandi tidak cocok. Periksa keduanya, lalu coba lagi."
        ),
        "incorrect_code": _WRONG_CODE,
        "incorrect_password": gettext_lazy("Kata sandi tidak cocok. Coba lagi."),
        "too_many_login_attempts": gettext_lazy("Tiga kali kode keliru. Minta kode baru."),
        "rate_limited": gettext_lazy("Terlalu banyak permintaan. Coba lagi beberapa menit lagi."),
    }

    # Nobody makes an account for themselves; there is no mail.

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def send_notification_mail(self, *_args: Any, **_kwargs: Any) -> None:
        """There is no mail: what was done stands in the journal and on the person's own page."""

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        """Only what is said in our words."""
        if message:
            messages.add_message(request, level, message, extra_tags=extra_tags)

    # Numbers and codes

    def phone_form_field(self, **kwargs: Any) -> PhoneField:
        return PhoneField(**kwargs)

    def get_phone(self, user: Any) -> tuple[str, bool] | None:
        return user.phone, True

    def set_phone(self, user: Any, phone: str, verified: bool) -> None:
        raise NotImplementedError  # a number changes by two administrators together

    def set_phone_verified(self, user: Any, phone: str) -> None:
        """Every number was given by whoever registered the person."""

    def get_user_by_phone(self, phone: str) -> Person | None:
        return Person.objects.filter(phone=phone, released_at=None).first()

    def generate_phone_verification_code(self, *, user: Any, phone: str) -> str:
        return codes.new_code()

    def send_verification_code_sms(self, user: Any, phone: str, code: str, **_kwargs: Any) -> None:
        codes.send(phone, code)

    def send_unknown_account_sms(self, phone: str, **_kwargs: Any) -> None:
        codes.pretend(phone)

    # Signing in

    def is_safe_url(self, url: str | None) -> bool:
        """Onward to pages of this site alone, by their path."""
        return bool(url and url.startswith("/") and super().is_safe_url(url))

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Person | None:
        phone: str = credentials["phone"]
        locks.demand_open(phone)
        person = authenticate(request, **credentials)
        if not isinstance(person, Person):
            locks.wrong(phone)
            return None
        return person

    def login(self, request: HttpRequest, user: Any) -> None:
        records = get_authentication_records(request, user)
        strength = max((_WORTH.get(each["method"], Strength.NONE) for each in records), default=Strength.NONE)
        sessions.begin(request, user, strength)
        if strength > Strength.CODE:  # whoever has the number now may not begin anew to guess an older password
            locks.right(user.phone)

    def is_reauthentication_required(self, *, app: str, **_kwargs: Any) -> bool:
        """Ways to sign in are changed in a fresh session alone. Our views see to it before allauth asks."""
        return not sessions.is_fresh(self.request)

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """The strongest first, and a weaker one only where there is no stronger."""
        if not user.is_authenticated:
            return []
        types = set(Authenticator.objects.filter(user=user).values_list("type", flat=True))
        found = []
        if Authenticator.Type.WEBAUTHN in types:
            found.append((_("Pakai kunci sandi (passkey)"), "mfa_reauthenticate_webauthn"))
        if Authenticator.Type.TOTP in types:
            found.append((_("Pakai aplikasi autentikator"), "mfa_reauthenticate"))
        if not found and user.has_usable_password():
            found.append((_("Pakai kata sandi"), "account_reauthenticate"))
        return [{"id": name, "description": words, "url": reverse(name)} for words, name in found]


class SecondFactor(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": gettext_lazy("Kode atau kunci tidak cocok. Coba lagi."),
    }

    def encrypt(self, text: str) -> str:
        return secrecy.sealed(text)

    def decrypt(self, encrypted_text: str) -> str:
        return secrecy.opened(encrypted_text)

    def get_totp_label(self, user: Any) -> str:
        name: str = user.name
        return name

    def build_totp_svg(self, url: str) -> str:
        return ""  # the page draws its own: a picture as data: is refused by our content policy

    def generate_authenticator_name(self, user: Any, type: Any) -> str:  # noqa: A002  allauth's own name
        number: int = Authenticator.objects.filter(user=user, type=type).count() + 1
        return _("Kunci sandi %d") % number

    def get_public_key_credential_user_entity(self, user: Any) -> dict[str, Any]:
        """The name is kept by the person's own device alone."""
        return dict(super().get_public_key_credential_user_entity(user)) | {
            "display_name": user.name,
            "name": user.name,
        }
