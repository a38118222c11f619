from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rukun.guard.ids import new_id
from rukun.journal.actions import UNIT
from rukun.journal.queries import Filter
from rukun.journal.verbs import known_verbs
from rukun.ui.careful import CarefulForm
from rukun.ui.forms import LongText
from rukun.ui.templatetags.units import unit as unit_in_words
from rukun.ui.units import find as find_unit

UNIT_WRONG = _("Wilayah itu tidak dikenal. Tulis misalnya RW 16 Palmerah, atau kodenya: 31.73.07.1001.016.")


class FilterForm(forms.Form):
    """What to look for in the journal; every field may stay empty."""

    unit = forms.CharField(label=_("Wilayah (nama atau kode)"), required=False, max_length=80)
    verb = forms.ChoiceField(label=_("Peristiwa"), required=False)
    since = forms.DateField(
        label=_("Dari tanggal"), required=False, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d")
    )
    until = forms.DateField(
        label=_("Sampai tanggal"), required=False, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d")
    )
    actor = forms.CharField(label=_("Dilakukan oleh (kode)"), required=False, max_length=80)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["verb"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("Semua")), *((verb.name, verb.words) for verb in known_verbs())]

    def clean_unit(self) -> str:
        """A code, or the code of the unit that these words mean."""
        text: str = self.cleaned_data["unit"].strip()
        code = text if UNIT.fullmatch(text) else find_unit(text)
        if text and not code:
            raise forms.ValidationError(UNIT_WRONG)
        return code

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and since > until:
            self.add_error("until", _("Tanggal akhir lebih awal daripada tanggal mulai. Tukar keduanya."))
        return cleaned

    def wanted(self) -> Filter:
        """The filter as typed; what is not valid does not narrow (the page shows why)."""
        if not self.is_bound:
            return Filter()
        self.is_valid()
        valid = {name: value for name, value in self.cleaned_data.items() if value}
        return Filter(**valid)


class LogForm(CarefulForm):
    """An observation written by hand. It cannot be altered any more: whose numbers are in it is asked before."""

    looked = ("text",)

    log_id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    unit = forms.ChoiceField(label=_("Wilayah"))
    text = LongText(
        label=_("Apa yang terjadi?"),
        help_text=_(
            "Fakta dulu: apa, di mana, jam berapa. "
            "Jangan menulis nama atau nomor orang, agama, atau suku. Paling banyak 2.000 huruf."
        ),
        max_length=2000,
        widget=forms.Textarea({"rows": 5}),
        error_messages={
            "required": _("Catatan belum diisi. Tulis apa yang terjadi, lalu simpan."),
            "max_length": _(
                "Catatan terlalu panjang: %(show_value)d huruf. Ringkas menjadi paling banyak %(limit_value)d."
            ),
        },
    )

    def __init__(self, *args: Any, units: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["unit"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(code, unit_in_words(code)) for code in units]
