"""How somebody wants to be told, and their own addresses."""

from collections.abc import Sequence
from datetime import time
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rukun.notify.channels import CHANNELS, MAIL, PUSH, USUAL_ORDER
from rukun.notify.forms.fields import LONG
from rukun.notify.models import Wish

EXPLAINED = {
    PUSH: gettext_lazy("Kabar singkat yang muncul di layar ponsel atau komputer Anda, walau situs ini tidak dibuka."),
    MAIL: gettext_lazy("Email."),
}
"""What a channel is, where its name alone does not say it to everybody."""


class WishForm(forms.Form):
    """Channels in order by plain lists, quiet hours, language. Two on one place go in the usual order."""

    quiet_from = forms.TimeField(
        label=gettext_lazy("Jam tenang mulai"),
        required=False,
        widget=forms.TimeInput({"type": "time"}, format="%H:%M"),
        help_text=gettext_lazy(
            "Selama jam tenang pesan menunggu sampai jam itu selesai, juga tanda bahaya dari laporan warga. Alarm "
            "(kentongan) tetap datang."
        ),
        error_messages={"invalid": gettext_lazy("Tulis jamnya, misalnya 22:00.")},
        input_formats=["%H:%M", "%H.%M", "%H:%M:%S"],
    )
    quiet_until = forms.TimeField(
        label=gettext_lazy("Jam tenang selesai"),
        required=False,
        widget=forms.TimeInput({"type": "time"}, format="%H:%M"),
        error_messages={"invalid": gettext_lazy("Tulis jamnya, misalnya 05:00.")},
        input_formats=["%H:%M", "%H.%M", "%H:%M:%S"],
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Bahasa pesan"),
        choices=[("id", "Bahasa Indonesia"), ("en", "English")],
        error_messages=dict.fromkeys(("required", "invalid_choice"), gettext_lazy("Pilih bahasanya dari daftar.")),
    )

    def __init__(self, data: Any = None, *, wish: Wish, on: Sequence[str]) -> None:
        places = {f"channel_{code}": str(at) for at, code in enumerate((each for each in wish.order if each in on), 1)}
        super().__init__(
            data,
            initial={
                **places, "quiet_from": wish.quiet_from, "quiet_until": wish.quiet_until, "language": wish.language,
            },
        )  # fmt: skip
        self.kept = [code for code in wish.order if code not in on]
        self.codes = [code for code in USUAL_ORDER if code in on]
        choices = [
            *((str(at), _("ke-%d") % at) for at in range(1, len(self.codes) + 1)),
            ("", _("jangan lewat ini, kecuali alarm")),
        ]
        for code in self.codes:
            self.fields[f"channel_{code}"] = forms.ChoiceField(
                label=str(CHANNELS[code].words),
                required=False,
                choices=choices,
                help_text=EXPLAINED.get(code, ""),
                error_messages={"invalid_choice": gettext_lazy("Pilih urutannya dari daftar.")},
            )
        self.order_fields([*(f"channel_{code}" for code in self.codes), "quiet_from", "quiet_until", "language"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        begin, end = cleaned.get("quiet_from"), cleaned.get("quiet_until")
        if not {"quiet_from", "quiet_until"} & self.errors.keys():
            if (begin is None) != (end is None):
                missing = "quiet_until" if end is None else "quiet_from"
                self.add_error(missing, _("Isi kedua jamnya, atau kosongkan keduanya."))
            elif begin is not None and begin == end:
                self.add_error(
                    "quiet_until", _("Jam mulai dan selesainya sama. Kosongkan keduanya bila tidak perlu jam tenang.")
                )
        return cleaned

    @property
    def channel_fields(self) -> list[forms.BoundField]:
        return [self[f"channel_{code}"] for code in self.codes]

    def order(self) -> list[str]:
        """What was chosen; channels that are switched off keep their place after it."""
        places = {code: self.cleaned_data.get(f"channel_{code}") for code in self.codes}
        chosen = sorted((int(place), USUAL_ORDER.index(code), code) for code, place in places.items() if place)
        return [*(code for _place, _usual, code in chosen), *self.kept]

    def quiet(self) -> tuple[time, time] | None:
        begin, end = self.cleaned_data["quiet_from"], self.cleaned_data["quiet_until"]
        return (begin, end) if begin is not None and end is not None else None


class MailAddressForm(forms.Form):
    mail = forms.EmailField(
        label=gettext_lazy("Alamat surel Anda"),
        max_length=200,
        widget=forms.EmailInput({"autocomplete": "email"}),
        error_messages={
            **LONG,
            "required": gettext_lazy("Alamat surel belum diisi."),
            "invalid": gettext_lazy("Tulis alamat surel, misalnya nama@contoh.id."),
        },
    )


class MailCodeForm(forms.Form):
    code = forms.CharField(
        label=gettext_lazy("Kode dari surel"),
        max_length=20,
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "one-time-code"}),
        error_messages={**LONG, "required": gettext_lazy("Kodenya belum diisi.")},
    )


class ContactForm(forms.Form):
    """A button about one of the actor's own addresses."""

    STOP, GO_ON, FORGET = "stop", "go_on", "forget"

    contact = forms.UUIDField()
    what = forms.ChoiceField(choices=[(each, each) for each in (STOP, GO_ON, FORGET)])

    def wanted(self) -> tuple[UUID, str] | None:
        return (self.cleaned_data["contact"], self.cleaned_data["what"]) if self.is_valid() else None
