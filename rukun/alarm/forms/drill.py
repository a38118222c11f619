"""What a drill says, and where people gather."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rukun.alarm.messages import MESSAGES
from rukun.commitment.forms import Minted

NOWHERE = ""


class DrillForm(forms.Form):
    """What is looked at first, and rung only by a second button."""

    ring_id = Minted()
    message = forms.ChoiceField(
        label=_("Pesan latihan"),
        widget=forms.RadioSelect,
        choices=lambda: [(each.code, each.words) for each in MESSAGES.values()],
        help_text=_("Setiap pesan diawali kata LATIHAN, di semua saluran."),
        error_messages={"required": _("Pesannya belum dipilih.")},
    )
    meeting = forms.ChoiceField(
        label=_("Titik kumpul"),
        required=False,
        help_text=_("Wajib untuk pesan “Kumpul”. Daftarnya pos ronda dan tempat yang dikenal di wilayah ini."),
        error_messages={"invalid_choice": _("Titik kumpul itu tidak ada dalam daftar. Pilih satu dari daftar.")},
    )

    def __init__(self, *args: Any, points: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["meeting"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(NOWHERE, _("Tidak ada")), *points]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        message = MESSAGES.get(given.get("message", ""))
        if message is not None and message.meeting == "must" and "meeting" in given and not given["meeting"]:
            self.add_error(
                "meeting", _("Pilih titik kumpul dari daftar. Orang tidak pernah dipanggil ke tempat kejadian.")
            )
        return given
