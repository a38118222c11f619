from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rukun.commitment.actions.desk import LONGEST
from rukun.commitment.forms import Minted
from rukun.people.forms.fields import PhoneField
from rukun.report.actions.dialogue import LONGEST_TEXT
from rukun.report.actions.intake import LONGEST_NAME
from rukun.report.algo import codes
from rukun.report.errors.receipt import CodeSlip, CodeTooShort
from rukun.ui.forms import LongText
from rukun.ui.uploads import FilesField

LONG = {"max_length": _("Terlalu panjang. Ringkas menjadi paling banyak %(limit_value)d huruf.")}


class CodeField(forms.CharField):
    """A receipt code however it was typed; its value are the twenty digits."""

    def to_python(self, value: Any) -> str:
        typed: str = super().to_python(value) or ""
        digits = codes.read(typed)
        if typed and not digits:
            count = sum(each.isdigit() for each in typed)
            raise forms.ValidationError(str(CodeSlip() if count == codes.DIGITS else CodeTooShort(count)))
        return digits


class CodeForm(forms.Form):
    """The receipt code, and nothing else."""

    code = CodeField(
        label=_("Kode tanda terima"),
        max_length=100,
        help_text=_("Dua puluh angka, misalnya 1234 5678 9012 3456 7890. Spasi boleh ditulis, boleh tidak."),
        widget=forms.TextInput({"autocomplete": "off", "inputmode": "numeric", "spellcheck": "false"}),
        error_messages={"required": _("Kode belum diisi. Tulis angka yang Anda terima saat melapor."), **LONG},
    )


class AnswerForm(forms.Form):
    """An answer to a question, or something to add."""

    message = Minted()
    text = LongText(
        label=_("Pesan Anda"),
        max_length=LONGEST_TEXT,
        help_text=_("Tanpa nama, alamat rumah, atau nomor siapa pun bila tidak perlu."),
        widget=forms.Textarea({"rows": 4}),
        error_messages={
            "required": _("Pesan belum diisi. Tulis dengan singkat; satu kalimat sudah cukup."),
            "max_length": _("Pesan ini terlalu panjang (paling banyak %(limit_value)d huruf). Kirim dalam dua bagian."),
        },
    )


class PhotoForm(forms.Form):
    """One more photo."""

    photo_id = Minted()
    photo = FilesField(
        most=1,
        accept=("image/jpeg", "image/png", "image/webp"),
        label=_("Foto"),
        help_text=_("Potret tempat atau bendanya. Hindari wajah, pelat, dan anak-anak."),
        error_messages={"required": _("Foto belum dipilih. Ketuk, lalu pilih satu foto.")},
    )


class ContactForm(forms.Form):
    """How to reach whoever reported, given later."""

    name = forms.CharField(
        label=_("Nama"),
        required=False,
        max_length=LONGEST_NAME,
        error_messages=LONG,
        widget=forms.TextInput({"autocomplete": "name"}),
    )
    phone = PhoneField(
        label=_("Nomor telepon"),
        error_messages={"required": _("Nomor telepon belum diisi. Isi, atau biarkan laporan ini tanpa nama.")},
    )


class ConfirmForm(forms.Form):
    """That it is done; of a made-up claim nothing is said."""

    claim = Minted()


class RejectForm(forms.Form):
    """That it is not, and why. Also of what was closed a short while ago, where there is no claim to name."""

    claim = Minted()
    words = LongText(
        label=_("Apa yang belum beres?"),
        max_length=LONGEST,
        help_text=_("Dibaca yang mengerjakannya. Satu kalimat cukup, tanpa nama atau nomor siapa pun."),
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": _("Belum ada keterangan. Tulis dengan singkat apa yang belum beres."), **LONG},
    )
