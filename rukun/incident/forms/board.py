"""What the board is narrowed to."""

from django import forms
from django.utils.translation import gettext_lazy as _

from rukun.incident.kinds import KINDS
from rukun.incident.queries.board import LEVEL_FILTERS, Wanted
from rukun.people.forms.units import UnitField
from rukun.ui.templatetags.units import unit as in_words

BROADER = _("Wilayah itu di luar papan Anda. Pilih satu yang ada di dalamnya.")


class BoardForm(forms.Form):
    """All may stay empty. ``wilayah`` is the unit of the board itself, or one in it."""

    wilayah = UnitField(label=_("Wilayah (nama atau kode)"), required=False)
    jenis = forms.ChoiceField(
        label=_("Jenis"),
        required=False,
        choices=lambda: [("", _("Semua")), *((each.code, each.words) for each in KINDS.values())],
    )
    tingkat = forms.ChoiceField(
        label=_("Tingkat"), required=False, choices=lambda: [("", _("Semua")), *LEVEL_FILTERS.items()]
    )

    def wanted(self, own: str) -> Wanted:
        """What is looked for, ``own`` being the board that is opened where no unit is named.

        What is not valid does not narrow: the page shows why.
        """
        self.is_valid()
        valid = self.cleaned_data if self.is_bound else {}
        return Wanted(valid.get("wilayah") or own, valid.get("jenis", ""), valid.get("tingkat", ""))

    def narrowed(self) -> list[tuple[str, str]]:
        """What it narrows by, field by field: its name, and all of it in words."""
        valid = self.cleaned_data if self.is_bound and self.is_valid() else {}
        found = []
        for name, value in valid.items():
            if value and name != "wilayah":
                words = dict(self.fields[name].choices)[value]  # type: ignore[attr-defined]
                found.append((name, f"{self.fields[name].label}: {words}"))
            elif value:
                found.append((name, in_words(value)))
        return found
