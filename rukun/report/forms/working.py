"""What is typed about a promise: on the page of its report, and on the page of its proof.

``seen`` is how it stood when the page was shown (its ``version``): whoever acts upon something else is told first.
"""

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from rukun.commitment.actions.claiming import LEAST, MOST_PHOTOS
from rukun.commitment.actions.desk import LONGEST
from rukun.commitment.forms import READ, Minted
from rukun.commitment.queries import Claim
from rukun.report.forms.careful import CarefulForm
from rukun.ui.forms import LongText
from rukun.ui.uploads import FilesField

PICTURES = ("image/jpeg", "image/png", "image/webp")
LONG = {"max_length": _("Terlalu panjang. Ringkas menjadi paling banyak %(limit_value)d huruf.")}


SHIELDED_KINDS = [
    (Claim.MINUTES, _("Berita acara atau surat pendampingan yang sudah ditandatangani")),
    (Claim.PHOTO, _("Foto lain, tanpa tempat dan tanpa orang")),
]
NO_HOMES = _("Potret suratnya saja. Jangan rumah, korban, atau siapa pun, dan jangan datang untuk memotret.")
READ_AT_HOME = _("Hanya pelapor yang membacanya, dan orang serumah mungkin ikut: jangan sebut apa yang dilaporkan.")


class Seen(forms.IntegerField):
    """The version that somebody looked at; whatever is none is one that nobody ever saw."""

    widget = forms.HiddenInput

    def clean(self, value: Any) -> int:
        try:
            return int(super().clean(value))
        except (forms.ValidationError, TypeError):
            return 0


class OnceMore(forms.Form):
    """Can be shown again upon what happened meanwhile, with all that was typed."""

    seen = Seen(required=False)

    def show_again(self, version: int) -> None:
        self.data = {**dict(self.data.items()), self.add_prefix("seen"): str(version)}


class StepForm(OnceMore):
    """Somebody begins: talks to others about it, works on it."""

    words = LongText(
        label=_("Keterangan singkat"),
        required=False,
        max_length=LONGEST,
        help_text=_("Dibaca semua yang boleh membaca laporan ini. Tanpa nama orang."),
        widget=forms.Textarea({"rows": 2}),
        error_messages=LONG,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "id_step_%s", **kwargs})


class AnswerForm(forms.Form):
    """Whether what is claimed is so."""

    claim = forms.UUIDField(widget=forms.HiddenInput)
    words = LongText(
        label=_("Apa yang Anda lihat di sana"),
        required=False,
        max_length=LONGEST,
        help_text=_("Wajib bila belum benar: pihak yang mengerjakannya membaca kata-kata ini. Tanpa nama orang."),
        widget=forms.Textarea({"rows": 2}),
        error_messages=LONG,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "id_answer_%s", **kwargs})


class ClaimForm(OnceMore, CarefulForm):
    """That it is done, with photos of how it is now or of signed minutes. The id is made with the form.

    ``shielded``: of violence. Then minutes come first, nobody is asked for a picture of a home, nothing is read out of
    the file, and whoever reported is the only other reader.
    """

    claim_id = Minted()
    kind = forms.ChoiceField(
        label=_("Buktinya"),
        choices=[
            (Claim.PHOTO, _("Foto keadaan sekarang")),
            (Claim.MINUTES, _("Foto berita acara yang sudah ditandatangani")),
        ],
        initial=Claim.PHOTO,
        widget=forms.RadioSelect,
        error_messages={"required": _("Pilih buktinya: foto keadaan sekarang, atau berita acara.")},
    )
    photos = FilesField(
        most=MOST_PHOTOS,
        accept=PICTURES,
        label=_("Foto (1 sampai 4)"),
        help_text=_("Foto baru, dari tempatnya. Hindari wajah, pelat, dan anak-anak."),
        error_messages={"required": _("Foto belum dipilih. Potret keadaannya sekarang, lalu pilih fotonya.")},
    )
    read = forms.BooleanField(label=READ, required=False, initial=True)
    words = LongText(
        label=_("Apa yang sudah dikerjakan"),
        required=False,
        max_length=LONGEST,
        help_text=_("Dibaca pelapor dan siapa yang memastikannya. Tanpa nama orang."),
        widget=forms.Textarea({"rows": 3}),
        error_messages=LONG,
    )
    outcome = "done"
    field_order: tuple[str, ...] = ("kind", "photos", "read", "words", "sure")

    def __init__(self, *args: Any, shielded: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not shielded:
            return
        self.fields.pop("read", None)
        self.fields["photos"].help_text = NO_HOMES
        self.fields["words"].help_text = READ_AT_HOME
        kind = self.fields.get("kind")
        if isinstance(kind, forms.ChoiceField):
            kind.choices, kind.initial = SHIELDED_KINDS, Claim.MINUTES
            self.fields["photos"].error_messages["required"] = _("Foto suratnya belum dipilih.")

    def arguments(self) -> dict[str, Any]:
        """What ``commitment``'s ``claim`` takes. The claim's id says whether it came before; photos get new ones."""
        given = {name: self.cleaned_data[name] for name in ("seen", "claim_id", "words")}
        photos = [(uuid4(), content) for _name, content in self.cleaned_data["photos"]]
        kind, read = self.cleaned_data.get("kind", Claim.REASON), self.cleaned_data.get("read", False)
        return {**given, "outcome": self.outcome, "kind": kind, "read": read, "photos": photos}


class CannotForm(ClaimForm):
    """That it cannot be done, and why."""

    kind = read = None  # type: ignore[assignment]  # not asked
    photos = FilesField(
        most=MOST_PHOTOS,
        accept=PICTURES,
        required=False,
        label=_("Foto"),
        help_text=_("Bila membantu orang lain mengerti. Hindari wajah, pelat, dan anak-anak."),
    )
    words = LongText(
        label=_("Mengapa tidak dapat dikerjakan, dan siapa yang mungkin dapat"),
        max_length=LONGEST,
        min_length=LEAST,
        help_text=_("Dibaca pelapor dan siapa yang memastikannya. Tanpa nama orang."),
        widget=forms.Textarea({"rows": 4}),
        error_messages={
            "required": _("Alasannya belum diisi. Tulis mengapa, supaya orang lain mengerti."),
            "min_length": _("Tulis alasannya, sekurang-kurangnya %(limit_value)d huruf, supaya orang lain mengerti."),
            **LONG,
        },
    )
    outcome = "cannot"
    field_order = ("words", "sure", "photos")
