from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rukun.people.forms.units import UnitField
from rukun.report.algo.proofs import LARGEST
from rukun.ui.dates import DayField
from rukun.ui.forms import LongText

LONG = {"max_length": gettext_lazy("Terlalu panjang. Ringkas menjadi paling banyak %(limit_value)d huruf.")}


class FiguresForm(forms.Form):
    """Where and when; both may stay empty."""

    wilayah = UnitField(label=gettext_lazy("Kelurahan (nama atau kode)"), required=False)
    bulan = forms.ChoiceField(label=gettext_lazy("Bulan"), required=False)

    def __init__(self, *args: Any, months: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["bulan"] = forms.ChoiceField(label=gettext_lazy("Bulan"), required=False, choices=months)

    def wanted(self) -> tuple[str, str]:
        """The unit and the month asked for, ``""`` where nothing usable was."""
        if not (self.is_bound and self.is_valid()):
            return "", ""
        return self.cleaned_data["wilayah"], self.cleaned_data["bulan"]


class WhereForm(forms.Form):
    wilayah = UnitField(label=gettext_lazy("Kelurahan (nama atau kode)"), required=False)


class ProofForm(forms.Form):
    """A proof, pasted or as a file."""

    text = LongText(
        label=gettext_lazy("Isi berkas bukti"),
        required=False,
        max_length=LARGEST,
        error_messages={"max_length": gettext_lazy("Ini terlalu panjang untuk sebuah bukti.")},
        widget=forms.Textarea({"rows": 6, "autocomplete": "off", "spellcheck": "false"}),
    )
    file = forms.FileField(
        label=gettext_lazy("Atau pilih berkasnya"),
        required=False,
        error_messages={"empty": gettext_lazy("Berkas itu kosong, atau terlalu besar untuk sebuah bukti.")},
    )

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if not given.get("text", "").strip() and not given.get("file") and not self.errors:
            self.add_error("text", _("Tempelkan isi berkas bukti, atau pilih berkasnya."))
        if given.get("file") and given["file"].size > LARGEST:
            self.add_error("file", _("Berkas itu terlalu besar untuk sebuah bukti."))
        return given

    def proof(self) -> str:
        """What was given: the file, where there is one."""
        file = self.cleaned_data["file"]
        return file.read().decode("utf-8", "replace") if file else str(self.cleaned_data["text"])


class KnownForm(forms.Form):
    """On which day somebody came to know of it."""

    known = DayField(
        label=gettext_lazy("Kapan Anda mengetahuinya?"),
        error_messages={"required": gettext_lazy("Tanggalnya belum diisi.")},
    )

    def clean_known(self) -> date:
        known: date = self.cleaned_data["known"]
        if known > timezone.localdate():
            raise forms.ValidationError(_("Tanggal itu belum tiba. Periksa tanggalnya."))
        return known


def _line(label: Any, help_text: Any = "", longest: int = 200) -> forms.CharField:
    return forms.CharField(
        label=label, help_text=help_text, required=False, max_length=longest, error_messages=LONG, strip=True
    )


class SheetForm(forms.Form):
    """What goes onto a sheet for an authority. All of it may be left out and written in by hand."""

    reporter = _line(gettext_lazy("Pelapor"), gettext_lazy("Nama, alamat, dan nomor Anda. Boleh ditulis tangan nanti."))
    subject = _line(gettext_lazy("Terlapor"), gettext_lazy("Siapa, dan bertugas atau tinggal di mana, bila tahu."))
    event = LongText(
        label=gettext_lazy("Peristiwa"),
        help_text=gettext_lazy("Apa yang Anda lihat atau alami, menurut urutannya."),
        required=False,
        max_length=4000,
        error_messages=LONG,
    )
    time = _line(gettext_lazy("Waktu"), gettext_lazy("Hari, tanggal, dan jam; juga kapan Anda mengetahuinya."))
    place = _line(gettext_lazy("Tempat"))
    witnesses = _line(gettext_lazy("Saksi"), gettext_lazy("Nama dan cara menghubunginya, bila mereka bersedia."), 500)
    evidence = _line(gettext_lazy("Bukti"), gettext_lazy("Foto, video, surat, barang: sebutkan saja."), 500)
    wilayah = UnitField(
        label=gettext_lazy("Kelurahan"),
        help_text=gettext_lazy("Hanya untuk menghitung berapa kali lembar ini dipakai di sebuah kelurahan."),
        required=False,
    )
