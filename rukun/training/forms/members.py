from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from rukun.guard.ids import new_id
from rukun.people.forms.fields import PhoneField
from rukun.people.forms.units import OTHERS_PHONE, UnitField

LONGEST_NAME = 120
NAME = {"required": _("Nama belum diisi. Tulis nama lengkapnya."),
        "max_length": _("Nama terlalu panjang. Ringkas menjadi paling banyak %(limit_value)d huruf.")}  # fmt: skip
PHONE = {"required": _("Nomor telepon belum diisi.")}


class InviteForm(forms.Form):
    """Whom the board asks to join."""

    name = forms.CharField(
        label=_("Nama"), max_length=LONGEST_NAME, error_messages=NAME, help_text=_("Seperti ia menulis namanya.")
    )
    phone = PhoneField(
        widget=OTHERS_PHONE,
        error_messages=PHONE,
        help_text=_("Nomornya sendiri, bukan nomor Anda: dengan nomor itu ia masuk."),
    )
    unit = UnitField(required=False, help_text=_("Tempat tinggalnya, misalnya RW 16 Palmerah."))
    adult = forms.BooleanField(
        label=_("Saya memastikan orang ini berusia 18 tahun atau lebih"),
        required=False,  # the room says in its words why not
    )

    def __init__(self, *args: Any, within: tuple[str, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unit = self.fields["unit"]
        assert isinstance(unit, UnitField)
        unit.within = within


class JoinForm(forms.Form):
    """Somebody without an account who would like to join."""

    applicant_id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    name = forms.CharField(
        label=_("Nama Anda"),
        max_length=LONGEST_NAME,
        error_messages=NAME,
        widget=forms.TextInput({"autocomplete": "name"}),
    )
    phone = PhoneField(label=_("Nomor telepon Anda"), error_messages=PHONE)
    unit = UnitField(label=_("Tempat tinggal"), required=False, help_text=_("Misalnya RW 16 Palmerah."))
    adult = forms.BooleanField(
        label=_("Saya berusia 18 tahun atau lebih"),
        required=False,  # who is younger is told so by the room, in its words
    )

    def __init__(self, *args: Any, within: tuple[str, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unit = self.fields["unit"]
        assert isinstance(unit, UnitField)
        unit.within = within


class AgreeForm(forms.Form):
    """Agreeing to a text. What was shown must be the ``newest`` version; else that is shown, and asked about again."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    agree = forms.BooleanField(error_messages={"required": _("Centang dulu, bila Anda setuju.")})

    def __init__(self, data: QueryDict | None, *, words: Any, newest: int) -> None:
        self.outdated = data is not None and data.get("version") != str(newest)
        if data is not None and self.outdated:
            data = data.copy()
            data["version"], data["agree"] = str(newest), ""
        super().__init__(data, initial={"version": newest})
        self.fields["agree"].label = words
        if self.outdated:
            self.fields["agree"].error_messages["required"] = _("Isinya sudah diperbarui. Baca dulu, lalu centang.")
