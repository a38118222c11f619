"""A warning is chosen, never typed: kind, detail, RW, hours."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from rukun.alarm.actions.warnings import MOST_HOURS, USUAL_HOURS, Told
from rukun.alarm.algo.cap.kinds import KINDS, said
from rukun.guard.ids import new_id

HOURS = (1, 3, 6, 12, 24, MOST_HOURS)
LATER = (0, 1, 3, 6, 12, 24)
"""Hours from now at which it begins."""
SEVERITIES = {
    "": _("Seperti biasanya"),
    "Minor": _("Ringan"),
    "Moderate": _("Sedang: dapat merugikan"),
    "Severe": _("Berat: membahayakan"),
    "Extreme": _("Luar biasa: mengancam jiwa banyak orang"),
}
CERTAINTIES = {
    "": _("Seperti biasanya"),
    "Observed": _("Sudah terjadi, ada yang melihat"),
    "Likely": _("Kemungkinan besar terjadi"),
    "Possible": _("Mungkin terjadi"),
}


def in_words(words: tuple[str, str]) -> str:
    return said(words, "en-US" if get_language() == "en" else "id-ID")


class WarningForm(forms.Form):
    """``units`` are the RW to choose from. With ``fixed`` the kind stays as it is: an update of that kind."""

    warning_id = forms.UUIDField(widget=forms.HiddenInput)
    kind = forms.ChoiceField(
        label=_("Bahaya apa?"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Jenis bahayanya belum dipilih."),
            "invalid_choice": _("Peringatan hanya untuk bahaya dalam daftar ini. Untuk yang lain: 110 atau 112."),
        },
    )
    detail = forms.ChoiceField(
        label=_("Keterangan"),
        required=False,
        help_text=_("Boleh kosong, kecuali untuk evakuasi. Pilih yang sesuai dengan bahayanya."),
        error_messages={"invalid_choice": _("Pilih keterangan dari daftar.")},
    )
    areas = forms.MultipleChoiceField(
        label=_("Untuk RW mana?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Wilayahnya belum dipilih. Pilih satu RW atau lebih."),
            "invalid_choice": _("Salah satu wilayah itu bukan RW di wilayah wewenang Anda. Pilih RW dari daftar."),
        },
    )
    later = forms.TypedChoiceField(label=_("Mulai kapan?"), coerce=int, required=False, empty_value=None)
    hours = forms.TypedChoiceField(
        label=_("Berlaku berapa lama?"),
        coerce=int,
        initial=USUAL_HOURS,
        error_messages={"required": _("Lamanya belum dipilih.")},
    )
    severity = forms.ChoiceField(label=_("Seberapa berat?"), required=False, choices=list(SEVERITIES.items()))
    certainty = forms.ChoiceField(label=_("Seberapa pasti?"), required=False, choices=list(CERTAINTIES.items()))
    drill = forms.BooleanField(
        label=_("Ini latihan"),
        required=False,
        help_text=_("Semua kata-katanya diawali LATIHAN, dan dikatakan bahwa tidak ada bahaya."),
    )

    def __init__(
        self, data: Any = None, *, units: Sequence[tuple[str, str]], fixed: str = "", initial: Any = None
    ) -> None:
        super().__init__(data, initial={"warning_id": new_id(), **(initial or {})})
        kinds = [KINDS[fixed]] if fixed else list(KINDS.values())
        self._choose("kind", [(kind.code, in_words(kind.event).capitalize()) for kind in kinds])
        self._choose(
            "detail",
            [
                ("", _("Tidak ada")),
                *(
                    (f"{kind.code}:{each.code}", f"{in_words(kind.event).capitalize()}: {in_words(each.words)}")
                    for kind in kinds
                    for each in kind.details
                ),
            ],
        )
        self._choose("areas", units)
        self._choose("hours", [(each, _("%d jam") % each) for each in HOURS])
        self._choose("later", [(each, _("%d jam lagi") % each if each else _("Sekarang")) for each in LATER])
        if fixed:
            del self.fields["drill"]

    def _choose(self, name: str, choices: Sequence[tuple[Any, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(choices)

    def clean(self) -> dict[str, Any]:
        """A detail belongs to its kind; the list shows all of them, so that it works without a script."""
        typed = self.cleaned_data
        kind, _colon, detail = typed.get("detail", "").partition(":")
        if kind and "kind" in typed and kind != typed["kind"]:
            self.add_error("detail", _("Keterangan itu untuk bahaya yang lain. Pilih yang sesuai."))
        typed["detail"] = detail
        return typed

    def told(self, now: datetime, *, drill: bool | None = None) -> Told:
        typed = self.cleaned_data
        return Told(
            kind=typed["kind"],
            areas=typed["areas"],
            detail=typed["detail"],
            hours=typed["hours"],
            onset=now + timedelta(hours=typed["later"]) if typed["later"] else None,
            severity=typed["severity"],
            certainty=typed["certainty"],
            drill=typed.get("drill", False) if drill is None else drill,
        )
