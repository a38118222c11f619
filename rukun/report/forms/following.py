from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rukun.people.forms.units import UnitField


class FollowingForm(forms.Form):
    """Of which unit, and from which month to which; all may stay empty."""

    wilayah = UnitField(label=_("Wilayah (nama atau kode)"), required=False)
    bulan = forms.ChoiceField(label=_("Dari bulan"), required=False)
    sampai = forms.ChoiceField(label=_("Sampai bulan"), required=False)

    def __init__(self, *args: Any, months: list[tuple[str, str]], units: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("bulan", "sampai"):
            choice = self.fields[name]
            assert isinstance(choice, forms.ChoiceField)
            choice.choices = months
        self.fields["wilayah"].within = tuple(units)  # type: ignore[attr-defined]

    def wanted(self) -> tuple[str, str, str]:
        """The unit, the first and the last month; ``""`` for what was not asked for, or not so that it can be used."""
        if not self.is_bound:
            return "", "", ""
        self.is_valid()
        valid = self.cleaned_data
        first, last = valid.get("bulan", ""), valid.get("sampai", "")
        first, last = first or last, last or first
        return valid.get("wilayah", ""), min(first, last), max(first, last)
