"""The forms with which rosters are made."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from rukun.roster.actions.solving import SECONDS
from rukun.roster.queries.making import Choice
from rukun.ui.dates import DayField

REASON_HELP = _("Paling banyak 300 huruf. Jangan menulis alasan seseorang tidak dapat hadir.")


def seconds_in_words() -> list[tuple[int, str]]:
    return [*((each, _t("%d detik") % each) for each in SECONDS[:-1]), (SECONDS[-1], _t("2 menit"))]


class NightsForm(forms.Form):
    """From which night to which."""

    first = DayField(label=_("Malam pertama"), error_messages={"required": _("Malam pertama belum diisi.")})
    last = DayField(
        label=_("Malam terakhir"),
        help_text=_("Paling banyak 62 malam. Misalnya: Minggu, 29 Maret 2026."),
        error_messages={"required": _("Malam terakhir belum diisi.")},
    )


class SolveForm(forms.Form):
    """How long a solver may look."""

    edition = forms.IntegerField(widget=forms.HiddenInput)
    seconds = forms.TypedChoiceField(
        label=_("Berapa lama sistem boleh mencari"),
        coerce=int,
        choices=seconds_in_words,
        initial=SECONDS[1],
        help_text=_("Berhenti lebih awal bila yang terbaik sudah pasti ditemukan."),
    )


class EditionForm(forms.Form):
    """The edition that whoever acts has seen."""

    edition = forms.IntegerField(widget=forms.HiddenInput)


class ReasonForm(EditionForm):
    """Why rules may be broken. Its length is judged by the action, which says what to do."""

    reason = forms.CharField(
        label=_("Alasan bila ada aturan yang tidak terpenuhi"), required=False, help_text=REASON_HELP
    )


class CellForm(EditionForm):
    """Who stands in a shift of a night."""

    watchers = forms.TypedMultipleChoiceField(
        label=_("Yang berjaga"), coerce=UUID, required=False, widget=forms.CheckboxSelectMultiple
    )
    reason = forms.CharField(label=_("Alasan bila melanggar aturan"), required=False, help_text=REASON_HELP)

    def __init__(self, *args: Any, choices: Sequence[Choice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["watchers"]
        assert isinstance(field, forms.TypedMultipleChoiceField)
        field.choices = [(str(each.key), choice_in_words(each)) for each in choices]


class FromForm(forms.Form):
    """From which night on to make a published roster anew."""

    day = DayField(label=_("Mulai malam"), error_messages={"required": _("Malamnya belum diisi.")})


def choice_in_words(choice: Choice) -> str:
    """``Agus A: dapat memimpin, 3 giliran``: so many in this roster."""
    told = [
        _t("petugas Polri atau TNI") if choice.officer else "",
        _t("dapat memimpin") if choice.leader else "",
        {"gladly": _t("dengan senang hati"), "rather_not": _t("lebih suka tidak")}.get(choice.wish, ""),
        ngettext("%d giliran", "%d giliran", choice.often) % choice.often,
    ]
    return f"{choice.name}: {', '.join(filter(None, told))}"
