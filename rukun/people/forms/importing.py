from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rukun.people.importing.errors import UnfitFile
from rukun.people.importing.reading import LARGEST, Sheet, read_sheet, too_large


class ListForm(forms.Form):
    """A list of people as a file; its value is what was read from it."""

    file = forms.FileField(
        label=_("Berkas CSV atau XLSX"),
        help_text=_("Paling banyak 2.000 baris. Belum ada yang disimpan sebelum Anda memeriksanya."),
        error_messages={"required": _("Berkas belum dipilih. Pilih berkas yang berisi daftar orang.")},
        widget=forms.FileInput({"accept": ".csv,.xlsx,text/csv"}),
    )

    def clean_file(self) -> Sheet:
        sent: Any = self.cleaned_data["file"]
        try:
            if sent.size > LARGEST:
                raise too_large()
            return read_sheet(sent.read())
        except UnfitFile as error:
            raise forms.ValidationError(str(error)) from None
