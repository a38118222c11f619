"""Words that whoever reported will read are looked through before they are taken: they are to name nobody."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rukun.report.actions.handling import KINDS
from rukun.report.algo import personal
from rukun.report.errors.handoff import WordsTell


class CarefulForm(forms.Form):
    """Asks once about ``words`` that seem to name somebody. The writer decides: takes it out, or ticks ``sure``."""

    sure = forms.BooleanField(
        label=_("Sudah saya periksa: tidak ada nama, nomor, atau ciri seseorang."),
        required=False,
        widget=forms.HiddenInput,
    )

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        found = personal.find(given.get("words") or "")
        if found:
            self.fields["sure"].widget = forms.CheckboxInput()
            if not given.get("sure"):
                kinds = dict.fromkeys(str(KINDS[each.kind]) for each in found)
                self.add_error("words", str(WordsTell(", ".join(kinds))))
        return given
