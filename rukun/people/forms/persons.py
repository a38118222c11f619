from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rukun.guard.ids import new_id
from rukun.people.forms.fields import PhoneField
from rukun.people.forms.units import OTHERS_PHONE, UnitField
from rukun.people.models import LONGEST_NAME


class PersonForm(forms.Form):
    """What is known of somebody, without their number."""

    name = forms.CharField(
        label=_("Nama"),
        max_length=LONGEST_NAME,
        error_messages={
            "required": _("Nama belum diisi. Tulis nama orang itu."),
            "max_length": _("Nama terlalu panjang. Ringkas menjadi paling banyak %(limit_value)d huruf."),
        },
    )
    unit = UnitField(help_text=_("Tempat tinggal atau tugasnya. Tulis misalnya RT 3 RW 16 Palmerah, atau kodenya."))
    adult = forms.BooleanField(label=_("Sudah dewasa (18 tahun atau lebih)"), required=False)

    def __init__(self, *args: Any, within: tuple[str, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unit = self.fields["unit"]
        assert isinstance(unit, UnitField)
        unit.within = within
        unit.required = "" not in within
        unit.error_messages["required"] = _("Wilayah belum diisi. Tulis wilayah orang itu.")


class RegisterForm(PersonForm):
    """Somebody new."""

    person_id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    phone = PhoneField(
        label=_("Nomor telepon pribadi"),
        widget=OTHERS_PHONE,
        help_text=_("Tidak ditampilkan. Pembacaannya dicatat."),
        error_messages={"required": _("Nomor telepon belum diisi.")},
    )
    field_order = ["person_id", "name", "phone", "unit", "adult"]
