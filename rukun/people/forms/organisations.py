from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rukun.guard.ids import new_id
from rukun.people.forms.fields import PhoneField
from rukun.people.forms.units import OTHERS_PHONE, UnitField
from rukun.people.kinds import KINDS
from rukun.people.models import LONGEST_NAME

NAME = {"required": _("Nama organisasi belum diisi. Tulis namanya."),
        "max_length": _("Nama terlalu panjang. Ringkas menjadi paling banyak %(limit_value)d huruf.")}  # fmt: skip


def _every_kind() -> list[tuple[str, Any]]:
    return [("", _("Semua")), *((kind.code, kind.words) for kind in KINDS.values())]


class OrganisationFilterForm(forms.Form):
    """What to look for among the organisations; both may stay empty."""

    wilayah = UnitField(label=_("Wilayah (nama atau kode)"), required=False)
    jenis = forms.ChoiceField(label=_("Jenis"), required=False, choices=_every_kind)

    def wanted(self) -> dict[str, str]:
        """As arguments for the query; what is not valid does not narrow (the page shows why)."""
        self.is_valid()
        valid = self.cleaned_data if self.is_bound else {}
        return {"unit": valid.get("wilayah", ""), "kind": valid.get("jenis", "")}


class OrganisationForm(forms.Form):
    """Another name or office number of one that is there."""

    name = forms.CharField(label=_("Nama"), max_length=LONGEST_NAME, error_messages=NAME)
    work_phone = PhoneField(
        label=_("Nomor telepon kantor"),
        widget=OTHERS_PHONE,
        required=False,
        help_text=_("Nomor organisasi, bukan nomor pribadi: siapa pun dapat melihatnya."),
    )


class EstablishForm(OrganisationForm):
    """A new organisation."""

    organisation_id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    kind = forms.ChoiceField(
        label=_("Jenis"),
        choices=lambda: [("", _("Pilih jenisnya")), *((kind.code, kind.words) for kind in KINDS.values())],
        error_messages={"required": _("Jenis organisasi belum dipilih.")},
    )
    unit = UnitField(
        help_text=_("Tempat organisasi ini berada. Tulis misalnya RW 16 Palmerah, atau kodenya."),
        error_messages={"required": _("Wilayah belum diisi. Tulis wilayah tempat organisasi ini berada.")},
    )
    field_order = ["organisation_id", "kind", "name", "unit", "work_phone"]

    def __init__(self, *args: Any, within: tuple[str, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unit = self.fields["unit"]
        assert isinstance(unit, UnitField)
        unit.within = within
