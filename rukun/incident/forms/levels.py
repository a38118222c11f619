"""How serious it is, upon what evidence, and the second person's no."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from rukun.commitment.forms import Minted
from rukun.incident.forms.fields import LEAST, VersionedForm, words
from rukun.ui.careful import CarefulForm

LEVELS = [
    ("3", _("GN, gangguan nyata: sedang terjadi atau sudah terjadi")),
    ("2", _("AG, ambang gangguan: terjadi bila tidak ada yang mencegah")),
    ("1", _("PG, potensi gangguan: keadaan yang dapat memicu")),
    ("0", _("Tidak lagi: turunkan, tidak ada gangguan")),
]


class JudgeForm(VersionedForm, CarefulForm):
    """A step of the ladder. Evidence is what was observed or reported lately: somebody's word alone is none.

    ``lowers``: there is a level to come down from.
    """

    step_id = Minted()
    level = forms.TypedChoiceField(
        label=_("Tingkatnya"),
        coerce=int,
        choices=LEVELS,
        widget=forms.RadioSelect,
        error_messages={"required": _("Tingkatnya belum dipilih.")},
    )
    evidence = forms.MultipleChoiceField(
        label=_("Berdasarkan apa"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Pilih satu atau lebih. Belum ada? Catat dulu apa yang terlihat."),
        error_messages={
            "required": _("Dasarnya belum dipilih. Pilih pengamatan atau laporan yang menunjukkannya."),
            "invalid_choice": _("Salah satu dasar yang dipilih sudah tidak berlaku. Pilih lagi dari daftar."),
        },
    )
    reason = words(
        _("Mengapa"),
        min_length=LEAST,
        help_text=_("Satu dua kalimat tentang keadaan di tempat. Tanpa nama siapa pun."),
        error_messages={
            "required": _("Alasannya belum diisi. Tulis apa yang menunjukkan tingkat itu."),
            "min_length": _("Tulis alasannya, sekurang-kurangnya %(limit_value)d huruf."),
        },
    )
    looked: ClassVar[tuple[str, ...]] = ("reason",)
    field_order = ("step_id", "version", "sure", "level", "evidence", "reason")

    def __init__(self, *args: Any, evidence: Sequence[tuple[str, str]], lowers: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["evidence"]
        assert isinstance(choice, forms.MultipleChoiceField)
        choice.choices = list(evidence)
        if not lowers:  # what is sent all the same is answered in words by the action
            self.fields["level"].widget.choices = LEVELS[:-1]


class RefuseForm(CarefulForm):
    """Why it is not so."""

    reason = words(
        _("Mengapa tidak benar"),
        rows=2,
        min_length=LEAST,
        help_text=_("Penilainya membaca ini. Tanpa nama siapa pun."),
        error_messages={
            "required": _("Alasannya belum diisi. Tulis apa yang Anda lihat di sana."),
            "min_length": _("Tulis alasannya, sekurang-kurangnya %(limit_value)d huruf."),
        },
    )
    looked: ClassVar[tuple[str, ...]] = ("reason",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "id_refuse_%s", **kwargs})
