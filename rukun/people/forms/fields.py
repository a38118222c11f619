"""Fields that several forms of this room have."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rukun.people.phones import NotAPhoneNumber, normalise


class PhoneField(forms.CharField):
    """A phone number as people type it; its value is E.164."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            **{
                "label": _("Nomor telepon"),
                "max_length": 30,
                "widget": forms.TextInput({"autocomplete": "tel", "inputmode": "tel"}),
                **kwargs,
            }
        )

    def to_python(self, value: Any) -> str:
        text: str = super().to_python(value) or ""
        if not text:
            return ""
        try:
            return normalise(text)
        except NotAPhoneNumber as error:
            raise forms.ValidationError(str(error), code="phone") from None
