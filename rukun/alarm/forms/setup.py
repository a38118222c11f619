"""How the kentongan is set up: waiting times, and a line of the table of codes."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rukun.alarm.actions.beats import LONGEST_DOING, LONGEST_MEANING
from rukun.alarm.settings import BOUNDS, Times
from rukun.alarm.words import RHYTHMS
from rukun.commitment.forms import Minted


def _number(label: Any, name: str, help_text: Any) -> forms.IntegerField:
    low, high = BOUNDS[name]
    return forms.IntegerField(
        label=label,
        min_value=low,
        max_value=high,
        help_text=help_text,
        widget=forms.NumberInput({"inputmode": "numeric"}),
        error_messages={
            "required": _("Belum diisi. Tulis sebuah angka."),
            "invalid": _("Tulis angka saja."),
            "min_value": _("Terlalu kecil: sedikitnya %(limit_value)d."),
            "max_value": _("Terlalu besar: paling banyak %(limit_value)d."),
        },
    )


class TimesForm(forms.Form):
    """How long is waited."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    channel_seconds = _number(
        _("Detik sampai saluran berikutnya"),
        "channel_seconds",
        _("Yang belum menjawab dihubungi lewat saluran lain. 30 sampai 900; biasanya 120."),
    )
    circle_seconds = _number(
        _("Detik sampai lingkaran berikutnya"),
        "circle_seconds",
        _("Bila yang siap belum cukup, lingkaran orang berikutnya dipanggil. 60 sampai 3.600; biasanya 300."),
    )
    needed = _number(
        _("Berapa orang siap sudah cukup"),
        "needed",
        _("Sedikitnya 2, sebab tidak ada yang berangkat sendirian. Paling banyak 50; biasanya 4."),
    )
    lasts_minutes = _number(
        _("Menit sampai kentongan berhenti sendiri"),
        "lasts_minutes",
        _("Bila tidak ada yang mengakhirinya. 15 sampai 720; biasanya 120."),
    )

    def refresh(self, seen: str) -> None:
        """After what was done meanwhile has been read, the same can be sent once more."""
        self.data = {**self.data.dict(), "seen": seen} if hasattr(self.data, "dict") else {**self.data, "seen": seen}


def initial_of(times: Times) -> dict[str, int]:
    return {name: getattr(times, name) for name in BOUNDS}


class BeatForm(forms.Form):
    """A line of the table. Examples stand in the help alone: no village's codes are taken for another's."""

    beat_id = Minted()
    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    beats = forms.CharField(
        label=_("Ketukan"),
        max_length=40,
        help_text=_("Jumlah ketukan tiap kelompok, dipisah tanda hubung. Akhiri dengan … bila terus diulang."),
        widget=forms.TextInput({"placeholder": _("misalnya 2-2-2 …"), "autocomplete": "off", "inputmode": "text"}),
        error_messages={"required": _("Ketukannya belum diisi. Tulis seperti 2-2-2.")},
    )
    rhythm = forms.ChoiceField(
        label=_("Irama"),
        choices=lambda: list(RHYTHMS.items()),
        widget=forms.RadioSelect,
        error_messages={"required": _("Iramanya belum dipilih.")},
    )
    meaning = forms.CharField(
        label=_("Artinya"),
        max_length=LONGEST_MEANING,
        help_text=_("Seperti yang disepakati warga RW ini. Tiap kampung punya kodenya sendiri."),
        widget=forms.TextInput({"placeholder": _("misalnya kebakaran"), "autocomplete": "off"}),
        error_messages={
            "required": _("Artinya belum diisi. Tulis apa yang didengar warga dari ketukan ini."),
            "max_length": _("Terlalu panjang. Paling banyak %(limit_value)d huruf, agar terbaca dari jauh."),
        },
    )
    what_to_do = forms.CharField(
        label=_("Apa yang dilakukan warga"),
        max_length=LONGEST_DOING,
        required=False,
        help_text=_(
            "Yang aman saja: menjauh, berkumpul di mana, menelepon 110 atau 112. Bukan mengejar atau menghadang."
        ),
        widget=forms.Textarea({"rows": 2}),
        error_messages={"max_length": _("Terlalu panjang. Paling banyak %(limit_value)d huruf.")},
    )

    def arguments(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in ("beats", "rhythm", "meaning", "what_to_do")}

    def refresh(self, seen: str) -> None:
        self.data = {**self.data.dict(), "seen": seen} if hasattr(self.data, "dict") else {**self.data, "seen": seen}
