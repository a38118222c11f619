from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rukun.journal.actions import UNIT
from rukun.people.actions.notice import LONGEST_NOTICE
from rukun.people.algo import ranks
from rukun.people.errors import RankInName
from rukun.people.forms.fields import PhoneField
from rukun.people.models import LONGEST_NAME, Person
from rukun.ui.forms import LongText
from rukun.ui.templatetags.units import unit as in_words
from rukun.ui.units import find as find_unit


class CorrectionForm(forms.Form):
    """Somebody's own name and unit. The unit is typed in words."""

    name = forms.CharField(
        label=_("Nama"),
        max_length=LONGEST_NAME,
        help_text=_("Seperti orang menyapa Anda, tanpa pangkat."),
        widget=forms.TextInput({"autocomplete": "name"}),
        error_messages={"required": _("Nama belum diisi. Tulis nama Anda.")},
    )
    unit = forms.CharField(
        label=_("Wilayah tempat tinggal"),
        required=False,
        max_length=80,
        help_text=_("Misalnya RT 003 / RW 16, Palmerah, atau kodenya."),
    )

    def __init__(self, person: Person, typed: Any = None) -> None:
        self.person = person
        self.unit_in_words = in_words(person.unit) if person.unit else ""
        super().__init__(typed, initial={"name": person.name, "unit": self.unit_in_words})

    def clean_name(self) -> str:
        """A rank in front of one's own name would be an office that nobody gave; one that stands there may stay."""
        name: str = self.cleaned_data["name"]
        rank = ranks.split(name)[1]
        if rank and name != self.person.name:
            raise forms.ValidationError(str(RankInName(rank)), code="rank")
        return name

    def clean_unit(self) -> str:
        text: str = self.cleaned_data["unit"]
        if text == self.unit_in_words:
            return self.person.unit
        code = text if UNIT.fullmatch(text) else find_unit(text)
        if text and not code:
            raise forms.ValidationError(
                _("Wilayah itu tidak dikenal. Tulis misalnya RW 16 Palmerah, atau kodenya: 31.73.07.1001.016."),
                code="unit",
            )
        return code


class RecoveryForm(forms.Form):
    """The number under which an account is to be opened anew."""

    phone = PhoneField(
        label=_("Nomor telepon setelah pemulihan"),
        help_text=_("Nomor yang baru, atau nomor yang sama bila hanya ponselnya yang hilang."),
        widget=forms.TextInput({"autocomplete": "off", "inputmode": "tel"}),
        error_messages={"required": _("Nomor telepon belum diisi. Tulis nomor yang dipegang orang itu sekarang.")},
    )


class NoticeForm(forms.Form):
    """The privacy notice in the controller's own words."""

    text = LongText(
        label=_("Isi pemberitahuan"),
        help_text=_("Teks biasa. Kosongkan satu baris di antara dua alinea."),
        max_length=LONGEST_NOTICE,
        widget=forms.Textarea({"rows": 18}),
        error_messages={
            "required": _("Pemberitahuan privasi belum diisi. Tulis isinya, lalu simpan."),
            "max_length": _(
                "Teks terlalu panjang: %(show_value)d huruf. Ringkas menjadi paling banyak %(limit_value)d."
            ),
        },
    )
