from django import forms
from django.utils.translation import gettext_lazy as _


class SecretForm(forms.Form):
    """The secret of an invitation, from the link or typed."""

    secret = forms.CharField(
        label=_("Kode undangan"),
        max_length=120,
        help_text=_(
            "Terisi sendiri bila Anda membuka tautan atau memindai QR. Bila tidak, ketik kode dari kertas undangan."
        ),
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )
