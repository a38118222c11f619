from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rukun.territory import queries as territory
from rukun.territory.algo.gazetteer import NamedUnit
from rukun.ui.dates import DayField

LONGEST_QUERY = 200
EVERYWHERE = "semua"
"""What the form says where actions say an empty code: nothing chosen must not mean everywhere."""


def unit_meant(text: str) -> str:
    """The code of the unit that has all these words, or this code; ``""`` if none does."""
    if territory.exists(text):
        return text
    things = (hit.thing for hit in territory.search(text) if hit.complete)
    return next((thing.code for thing in things if isinstance(thing, NamedUnit)), "")


class YearForm(forms.Form):
    """Which year, and where."""

    wilayah = forms.CharField(
        label=_("Wilayah"),
        required=False,
        max_length=LONGEST_QUERY,
        help_text=_("Nama kelurahan atau kota, atau kodenya."),
    )
    tahun = forms.TypedChoiceField(
        label=_("Tahun"),
        required=False,
        coerce=int,
        empty_value=None,
        error_messages={"invalid_choice": _("Kalender tahun itu tidak ada di sini. Pilih tahun dari daftar.")},
    )

    def __init__(self, *args: Any, years: Sequence[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        tahun = self.fields["tahun"]
        assert isinstance(tahun, forms.TypedChoiceField)
        tahun.choices = [(str(each), str(each)) for each in years]

    def clean_wilayah(self) -> str:
        """The unit's code. What is misspelt is an error: whoever means one place must not read another's calendar."""
        text: str = self.cleaned_data["wilayah"]
        meant = unit_meant(text) if text else ""
        if text and not meant:
            raise forms.ValidationError(_("Wilayah itu tidak dikenal. Tulis misalnya Palmerah, atau kode wilayahnya."))
        return meant

    def wanted(self) -> tuple[str, int | None]:
        """The unit and the year, as far as they could be understood."""
        if not self.is_bound:
            return "", None
        self.is_valid()
        return self.cleaned_data.get("wilayah", ""), self.cleaned_data.get("tahun")


class DayForm(forms.Form):
    """What kind of day it is, and in which of ``units``, at first in ``begin``.

    Length and dates are judged by the action, which says what to do.
    """

    day = DayField(label=_("Tanggal"), error_messages={"required": _("Tanggalnya belum diisi.")})
    working = forms.TypedChoiceField(
        label=_("Hari itu"),
        choices=[
            ("libur", _("Libur: tidak ada jam kerja")),
            ("kerja", _("Hari kerja, walaupun kalender menyebutnya libur")),
        ],
        coerce=lambda value: value == "kerja",
        initial="libur",
        widget=forms.RadioSelect,
        error_messages={"required": _("Libur atau hari kerja belum dipilih.")},
    )
    name = forms.CharField(
        label=_("Nama hari itu, atau alasannya"),
        help_text=_("Misalnya: Lebaran Betawi; Idul Fitri sesuai sidang isbat. Semua orang dapat membacanya."),
        error_messages={"required": _("Namanya belum diisi. Tulis hari apa itu.")},
    )
    unit = forms.TypedChoiceField(
        label=_("Berlaku di"),
        coerce=lambda value: "" if value == EVERYWHERE else value,
        help_text=_("Berlaku juga untuk semua wilayah di bawahnya."),
        error_messages={
            "required": _("Wilayahnya belum dipilih."),
            "invalid_choice": _("Wilayah itu bukan wewenang Anda, atau tidak ada. Pilih dari daftar."),
        },
    )

    def __init__(self, data: Any = None, *, units: Sequence[tuple[str, str]], begin: str) -> None:
        super().__init__(data, initial={"unit": begin or EVERYWHERE})
        unit = self.fields["unit"]
        assert isinstance(unit, forms.ChoiceField)
        unit.choices = [(code or EVERYWHERE, words) for code, words in units]
