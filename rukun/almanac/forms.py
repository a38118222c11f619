from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rukun.almanac import access
from rukun.almanac.algo.nights import RAMADAN
from rukun.almanac.kinds import SPANS
from rukun.guard import Actor
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


class WhereForm(forms.Form):
    """Which unit."""

    wilayah = forms.CharField(
        label=_("Wilayah"),
        required=False,
        max_length=LONGEST_QUERY,
        help_text=_("Nama kelurahan atau kota, atau kodenya."),
    )

    def clean_wilayah(self) -> str:
        """The unit's code. What is misspelt is an error: whoever means one place must not read another's calendar."""
        text: str = self.cleaned_data["wilayah"]
        meant = unit_meant(text) if text else ""
        if text and not meant:
            raise forms.ValidationError(_("Wilayah itu tidak dikenal. Tulis misalnya Palmerah, atau kode wilayahnya."))
        return meant

    def wanted_unit(self) -> str:
        """The unit, as far as it could be understood."""
        if not self.is_bound:
            return ""
        self.is_valid()
        return str(self.cleaned_data.get("wilayah", ""))


class YearForm(WhereForm):
    """Which year, and where."""

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

    def wanted(self) -> tuple[str, int | None]:
        """The unit and the year, as far as they could be understood."""
        unit = self.wanted_unit()
        return unit, self.cleaned_data.get("tahun") if self.is_bound else None


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


class SpanForm(forms.Form):
    """What lasts from a day to a day, of one of ``kinds``, in one of ``units``, at first in ``begin``.

    Lengths and dates are judged by the action, which says what to do. Without a last day it lasts one.
    """

    kind = forms.ChoiceField(
        label=_("Apa itu?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Jenisnya belum dipilih."), "invalid_choice": _("Pilih jenisnya dari daftar.")},
    )
    name = forms.CharField(
        label=_("Namanya"),
        required=False,
        help_text=_(
            "Misalnya: Pasar malam di lapangan; Final Persija; Pencoblosan. Semua orang dapat membacanya, jadi jangan "
            "menulis nama orang. Untuk Ramadan boleh kosong."
        ),
    )
    first = DayField(label=_("Hari pertama"), error_messages={"required": _("Hari pertamanya belum diisi.")})
    last = DayField(
        label=_("Hari terakhir"),
        required=False,
        help_text=_("Boleh kosong bila hanya sehari. Untuk Ramadan: hari puasa yang terakhir."),
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

    def __init__(
        self, data: Any = None, *, actor: Actor, kinds: Sequence[str], units: Sequence[tuple[str, str]], begin: str
    ) -> None:
        super().__init__(data, initial={"unit": begin or EVERYWHERE})
        self.actor = actor
        kind, unit = self.fields["kind"], self.fields["unit"]
        assert isinstance(kind, forms.ChoiceField)
        assert isinstance(unit, forms.ChoiceField)
        kind.choices = [(each, SPANS[each].words) for each in kinds]
        unit.choices = [(code or EVERYWHERE, words) for code, words in units]

    def clean(self) -> dict[str, Any]:
        """What is only announced by the government is entered where the actor decides for it."""
        typed = self.cleaned_data
        if "first" in typed and "last" in typed:
            typed["last"] = typed["last"] or typed["first"]
        if {"kind", "unit"} <= typed.keys():
            decision = access.may_enter(self.actor, typed["kind"], typed["unit"])
            if not decision.allowed:
                self.add_error("unit", str(decision.reason))
        if "kind" in typed and typed["kind"] != RAMADAN and not typed.get("name"):
            self.add_error("name", _("Namanya belum diisi. Tulis apa itu, misalnya: Pasar malam di lapangan."))
        return typed
