"""What is chosen on the page where reports are merged."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rukun.report.actions.identity import LONGEST_REASON


class MergeForm(forms.Form):
    """Into which report: its number as people read it, its id, or the address of its page.

    ``seen``: the id of the one whose outline was shown: a number is easily mistyped, and then it is another's.
    """

    into = forms.CharField(
        label=_("Nomor laporan lain"),
        help_text=_("Delapan huruf dan angka di halaman laporan itu, atau alamat halamannya."),
        max_length=200,
        error_messages={"required": _("Nomor laporan lain belum diisi. Salin dari halamannya.")},
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    sure = forms.BooleanField(label=_("Jenisnya lain, tetapi tentang hal yang sama."), required=False)
    reason = forms.CharField(
        label=_("Mengapa keduanya tentang hal yang sama?"),
        help_text=_("Dicatat di buku mutasi. Jangan menulis nama orang."),
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": LONGEST_REASON}),
        required=False,
    )

    def __init__(self, *args: Any, ask: bool = False, **kwargs: Any) -> None:
        """``ask``: the kinds differ, and the tick is offered with its reason."""
        super().__init__(*args, **kwargs)
        if not ask:
            self.fields["sure"].widget = forms.HiddenInput()
            self.fields["reason"].widget = forms.HiddenInput()
