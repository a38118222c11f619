"""Keeping a member from duty because of what somebody complained of."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from rukun.training.forms.duty import SuspendForm


class SuspendMemberForm(SuspendForm):
    """Which member, why, and until when. The reason is read by that member."""

    person = forms.ChoiceField(
        label=_("Anggota"), error_messages={"required": _("Anggotanya belum dipilih. Pilih dari daftar.")}
    )
    field_order = ["person", "reason", "review_by", "until"]

    def __init__(self, *args: Any, people: list[tuple[UUID, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["person"]
        assert isinstance(choice, forms.ChoiceField)
        choice.choices = [("", _("Pilih")), *((str(key), name) for key, name in people)]

    def clean_person(self) -> UUID:
        return UUID(self.cleaned_data["person"])
