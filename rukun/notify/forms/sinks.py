"""A posko's new sink."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rukun.guard import Actor
from rukun.guard.ids import new_id
from rukun.notify.access import POSKO
from rukun.notify.forms.fields import CHOOSE, LONG, SecretField
from rukun.people.forms.units import UnitField, as_typed, example


class SinkForm(forms.Form):
    """A new sink of a posko. Offers what rooms send to poskos."""

    sink_id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    unit = UnitField(
        label=gettext_lazy("Posko di wilayah"),
        error_messages={"required": gettext_lazy("Wilayah posko belum diisi.")},
    )
    label = forms.CharField(
        label=gettext_lazy("Nama saluran ini"),
        max_length=60,
        help_text=gettext_lazy("Misalnya: sirene balai RW, layar posko."),
        error_messages={**LONG, "required": gettext_lazy("Namanya belum diisi.")},
    )
    url = SecretField(
        label=gettext_lazy("Alamat"),
        required=True,
        help_text=gettext_lazy(
            "Untuk ntfy: ntfys://server/topik. Matrix: matrixs://token@server/#ruang. Gotify: gotifys://server/token. "
            "Sirene atau program lain: jsons://server/jalur. Setelah disimpan tidak ditampilkan lagi."
        ),
        error_messages={"required": gettext_lazy("Alamatnya belum diisi.")},
    )
    notices = forms.MultipleChoiceField(
        label=gettext_lazy("Kabar apa yang terdengar di situ?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages=CHOOSE,
    )

    def __init__(self, data: Any = None, *, actor: Actor, notices: Sequence[tuple[str, str]]) -> None:
        super().__init__(data)
        unit, offered = self.fields["unit"], self.fields["notices"]
        assert isinstance(unit, UnitField)
        assert isinstance(offered, forms.MultipleChoiceField)
        unit.within = actor.scopes(POSKO)
        unit.help_text = _("Misalnya %s. Paling kecil satu RW.") % example(unit.within)[0]
        if len(unit.within) == 1 and unit.within[0]:
            unit.initial = as_typed(unit.within[0])
        offered.choices = list(notices)
        if not notices:
            del self.fields["notices"]
