from typing import Any

from django import forms
from django.contrib.auth import authenticate
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from rukun.people.models import Person
from rukun.people.phones import NotAPhoneNumber, normalise


class SignInForm(forms.Form):
    """Phone number and password. Says the same for a wrong number and a wrong password."""

    phone = forms.CharField(
        label=_("Nomor telepon"),
        max_length=30,
        widget=forms.TextInput({"autocomplete": "username", "inputmode": "tel"}),
    )
    password = forms.CharField(
        label=_("Kata sandi"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "current-password"}),
    )

    def __init__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request
        self.person: Person | None = None

    def clean_phone(self) -> str:
        try:
            return normalise(self.cleaned_data["phone"])
        except NotAPhoneNumber as error:
            raise forms.ValidationError(str(error), code="phone") from None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors:
            person = authenticate(self.request, phone=cleaned["phone"], password=cleaned["password"])
            if not isinstance(person, Person):
                raise forms.ValidationError(
                    _("Nomor telepon atau kata sandi tidak cocok. Periksa keduanya, lalu coba lagi."), code="mismatch"
                )
            self.person = person
        return cleaned
