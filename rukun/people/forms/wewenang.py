from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from rukun.journal.actions import UNIT
from rukun.people.titles import CAPABILITIES
from rukun.territory import queries as territory
from rukun.ui.units import find as find_unit


class QuestionForm(forms.Form):
    """May I do this there? Without a unit: anywhere at all?"""

    what = forms.ChoiceField(
        label=_("Apa yang ingin Anda lakukan?"),
        error_messages={
            "required": _("Belum dipilih. Pilih satu dari daftar."),
            "invalid_choice": _("Pilihan itu tidak ada. Pilih satu dari daftar."),
        },
    )
    where = forms.CharField(
        label=_("Di mana?"),
        help_text=_("Nama atau kode wilayah, misalnya RW 3 Palmerah. Kosong berarti di mana saja."),
        required=False,
        max_length=80,
        widget=forms.TextInput({"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["what"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(each.code, capfirst(str(each.words))) for each in CAPABILITIES.values()]

    def clean_where(self) -> str:
        """The code of the unit that these words mean; ``""`` for none given."""
        text: str = self.cleaned_data["where"].strip()
        if not text:
            return ""
        if UNIT.fullmatch(text):
            code = text if territory.is_empty() or territory.exists(text) else ""
        else:
            code = find_unit(text)
        if not code:
            raise forms.ValidationError(
                _("Wilayah itu tidak dikenal. Tulis misalnya RW 16 Palmerah, atau kodenya: 31.73.07.1001.016."),
                code="unknown",
            )
        return code
