"""What an authority without account sends."""

from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from rukun.commitment.actions.claiming import MOST_PHOTOS
from rukun.commitment.actions.desk import LONGEST
from rukun.commitment.models import Claim
from rukun.ui.forms import LongText
from rukun.ui.uploads import FilesField

PHOTOS = ("image/jpeg", "image/png", "image/webp")
READ = _("Periksa waktu dan tempat memotret (dibaca dari foto, lalu dihapus dari foto).")
LONG = _("Terlalu panjang. Ringkas menjadi paling banyak %(limit_value)d huruf.")


class Minted(forms.UUIDField):
    """An id made with the form, so that what is sent twice is stored once; it tells no time. If it is no id: anew."""

    widget = forms.HiddenInput

    def __init__(self) -> None:
        super().__init__(required=False, initial=uuid4)

    def clean(self, value: Any) -> UUID:
        try:
            return super().clean(value) or uuid4()
        except forms.ValidationError:
            return uuid4()


class LinkForm(forms.Form):
    """The end of a link, put there by the script, or pasted."""

    secret = forms.CharField(
        label=_("Kode tautan"),
        max_length=400,
        help_text=_(
            "Terisi sendiri bila Anda membuka tautan atau memindai QR. Bila tidak, salin yang di belakang tanda #."
        ),
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
        error_messages={
            "required": _("Kode belum diisi. Salin bagian tautan di belakang tanda #."),
            "max_length": _("Kode ini terlalu panjang. Salin hanya bagian tautan di belakang tanda #."),
        },
    )

    def clean_secret(self) -> str:
        """Also where somebody pasted the whole link."""
        typed: str = self.cleaned_data["secret"]
        return typed.rpartition("#")[2].strip()


class DeclineForm(forms.Form):
    """Why it is not theirs."""

    reason = LongText(
        label=_("Mengapa bukan, dan kewenangan siapa menurut Anda?"),
        max_length=LONGEST,
        widget=forms.Textarea({"rows": 3}),
        error_messages={
            "required": _("Alasannya belum diisi. Tulis singkat, misalnya instansi mana yang berwenang."),
            "max_length": LONG,
        },
    )


class AnswerForm(forms.Form):
    """That it is done, with proof, or that it cannot be, with the reason."""

    claim_id = Minted()
    outcome = forms.ChoiceField(
        label=_("Hasilnya"),
        choices=(("done", _("Sudah ditangani")), ("cannot", _("Tidak dapat ditangani"))),
        widget=forms.RadioSelect,
        error_messages={"required": _("Hasilnya belum dipilih. Pilih sudah ditangani, atau tidak dapat.")},
    )
    words = LongText(
        label=_("Keterangan"),
        required=False,
        max_length=LONGEST,
        help_text=_("Apa yang dilakukan dan kapan. Bila tidak dapat ditangani: mengapa. Tanpa nama warga."),
        widget=forms.Textarea({"rows": 4}),
        error_messages={"max_length": LONG},
    )
    photo = FilesField(
        most=MOST_PHOTOS,
        accept=PHOTOS,
        required=False,
        label=_("Foto bukti"),
        help_text=_("Wajib bila sudah ditangani: foto keadaan sekarang. Paling banyak empat, tanpa wajah dan pelat."),
    )
    read = forms.BooleanField(label=READ, required=False, initial=True)
    kind = forms.ChoiceField(
        label=_("Fotonya memperlihatkan"),
        choices=((Claim.PHOTO, _("hasilnya di tempat")), (Claim.MINUTES, _("berita acara yang ditandatangani"))),
        initial=Claim.PHOTO,
        required=False,
        widget=forms.RadioSelect,
    )
