from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from rukun.guard import Actor
from rukun.guard.ids import new_id
from rukun.people.forms.units import UnitField
from rukun.people.signin.keys import GRANTABLE, LONGEST_DAYS
from rukun.people.titles import CAPABILITIES
from rukun.ui.templatetags.units import unit as in_words


class KeyForm(forms.Form):
    """What a new key is for, and what it may do. Offers what the actor holds anywhere; where, the action asks."""

    key_id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    name = forms.CharField(
        label=_("Untuk apa kunci ini?"), max_length=120, help_text=_("Misalnya: papan informasi RW 03.")
    )
    unit = UnitField(
        required=False,
        help_text=_("Kunci hanya berlaku di wilayah ini dan di bawahnya. Tulis namanya, misalnya RW 03, atau kodenya."),
    )
    capabilities = forms.MultipleChoiceField(
        label=_("Apa yang boleh dilakukan?"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Pilih sesedikit mungkin."),
    )
    days = forms.IntegerField(
        label=_("Berlaku berapa hari?"),
        min_value=1,
        max_value=LONGEST_DAYS,
        initial=90,
        help_text=_("Paling lama 365 hari."),
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"), _("Isi dengan angka dari 1 sampai 365.")
        ),
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        scopes = actor.scopes("keys.manage")
        unit, capabilities = self.fields["unit"], self.fields["capabilities"]
        assert isinstance(unit, UnitField)
        assert isinstance(capabilities, forms.MultipleChoiceField)
        unit.within = scopes
        unit.required = "" not in scopes  # empty is the whole installation
        if len(scopes) == 1 and scopes[0]:
            unit.initial = in_words(scopes[0])
        capabilities.choices = [
            (code, capfirst(str(CAPABILITIES[code].words))) for code in GRANTABLE if actor.scopes(code)
        ]
