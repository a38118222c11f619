"""Fields that forms of channels have: rupiah, what is secret, and the address of a provider."""

import re
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.utils.translation import gettext_lazy

MOST_RUPIAH = 2_000_000_000
LONG = {"max_length": gettext_lazy("Terlalu panjang. Ringkas menjadi paling banyak %(limit_value)d huruf.")}
CHOOSE = dict.fromkeys(("required", "invalid_choice"), gettext_lazy("Pilih satu dari daftar."))
LOCAL = ("localhost", "127.0.0.1", "::1")


class RupiahField(forms.CharField):
    """Whole rupiah as people write them: "350", "Rp 1.250.000"."""

    default_error_messages = {
        "rupiah": gettext_lazy("Tulis jumlah rupiah tanpa sen, misalnya 350 atau 1.250.000."),
        "much": gettext_lazy("Jumlah itu terlalu besar. Paling banyak 2.000.000.000."),
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"required": False, "widget": forms.TextInput({"inputmode": "numeric"}), **kwargs})

    def to_python(self, value: Any) -> Any:
        text = str(super().to_python(value) or "").strip()
        if not text:
            return None
        number = re.fullmatch(r"(?:rp\.?)?\s*(\d{1,3}(?:[., ]\d{3})+|\d{1,12})(?:,-|,00)?", text, re.IGNORECASE)
        if number is None:
            raise forms.ValidationError(self.error_messages["rupiah"], code="rupiah")
        rupiah = int(re.sub(r"\D", "", number[1]))
        if rupiah > MOST_RUPIAH:
            raise forms.ValidationError(self.error_messages["much"], code="much")
        return rupiah

    def prepare_value(self, value: Any) -> Any:
        return f"{value:,}".replace(",", ".") if isinstance(value, int) else value


class SecretField(forms.CharField):
    """Typed, stored and never shown again; what was typed wrongly stays in its field, as all else does."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.PasswordInput({"autocomplete": "new-password", "spellcheck": "false"}, render_value=True)
        words = {**LONG, **kwargs.pop("error_messages", {})}
        given = {"required": False, "widget": widget, "max_length": 1000, "error_messages": words, **kwargs}
        super().__init__(**given)


class ProviderField(forms.CharField):
    """An address of a provider: https, or http on this very machine."""

    default_error_messages = {
        "base": gettext_lazy("Tulis alamat lengkap yang diawali https://, misalnya https://penyedia.example/kirim.")
    }

    def to_python(self, value: Any) -> Any:
        text = str(super().to_python(value) or "").strip().rstrip("/")
        if not text:
            return ""
        try:
            parts = urlsplit(text)
            good = bool(parts.hostname) and (
                parts.scheme == "https" or (parts.scheme == "http" and is_here(parts.hostname))
            )
        except ValueError:
            good = False
        if not good or any(each.isspace() for each in text):
            raise forms.ValidationError(self.error_messages["base"], code="base")
        return text


def is_here(host: str | None) -> bool:
    return host in LOCAL


def host_of(address: str) -> str:
    """Which machine an address means, with its port; of what is none, itself."""
    try:
        return urlsplit(address).netloc.lower() or address.lower()
    except ValueError:
        return address.lower()
