"""What is typed to hand a report on, and to answer."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from rukun.commitment.forms import PHOTOS, Minted
from rukun.commitment.owners import Owner
from rukun.commitment.queries import Claim
from rukun.evidence.actions import MOST
from rukun.report.forms.careful import CarefulForm
from rukun.report.queries.inbox import key_of
from rukun.ui.forms import LongText
from rukun.ui.uploads import FilesField

MOST_AT_ONCE = 100


def _reason(words: Any, help_text: Any = "") -> LongText:
    return LongText(
        label=words,
        help_text=help_text,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": _("Alasannya belum diisi. Tulis mengapa pihak itu yang lebih tepat.")},
    )


class InsideForm(forms.Form):
    """To an organisation or office here."""

    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)
    to = forms.ChoiceField(
        label=_("Kepada siapa?"),
        help_text=_("Hanya yang dapat membaca laporan ini. Sampai mereka menerimanya, tanggung jawab tidak berpindah."),
        error_messages={
            "required": _("Penerimanya belum dipilih."),
            "invalid_choice": _("Pihak itu tidak dapat membaca laporan ini. Pilih yang lain."),
        },
    )
    reason = _reason(_("Mengapa diteruskan"))

    def __init__(self, *args: Any, owners: Sequence[tuple[Owner, str]], **kwargs: Any) -> None:
        """``owners`` with what people call them: those who can receive it."""
        super().__init__(*args, **{"auto_id": "id_di_sini_%s", **kwargs})
        self.owners_in_words = owners
        self.owners = {key_of(each): each for each, _words in owners}
        self.fields["to"].choices = [("", "—"), *((key_of(each), words) for each, words in owners)]  # type: ignore[attr-defined]

    @property
    def owner(self) -> Owner:
        return self.owners[self.cleaned_data["to"]]


class OutsideForm(forms.Form):
    """To an authority that has no account here."""

    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)
    authority = forms.CharField(
        label=_("Nama instansi"),
        max_length=120,
        help_text=_("Nama kantor, bukan nama orang. Boleh memilih dari daftar."),
        error_messages={
            "required": _("Instansinya belum diisi. Tulis misalnya Dinas Bina Marga."),
            "max_length": _("Nama ini terlalu panjang (paling banyak %(limit_value)d huruf). Persingkat."),
        },
    )
    reason = _reason(
        _("Mengapa diteruskan"), _("Dibaca oleh instansi itu. Tanpa nama, nomor, atau ciri pelapor dan warga lain.")
    )
    sure = forms.BooleanField(
        label=_("Sudah saya periksa: tidak ada nama, nomor, atau ciri seseorang."), required=False
    )

    def __init__(self, *args: Any, ask: bool = False, **kwargs: Any) -> None:
        """``ask``: something that looks like a name was found, and the tick is offered."""
        super().__init__(*args, **{"auto_id": "id_luar_%s", **kwargs})
        if not ask:
            self.fields["sure"].widget = forms.HiddenInput()


class HandoffForm(forms.Form):
    """Which handoff somebody looked at when they took it, or took it back."""

    handoff = forms.UUIDField(widget=forms.HiddenInput)


class DeclineForm(HandoffForm):
    reason = LongText(
        label=_("Mengapa tidak diterima"),
        help_text=_("Dibaca oleh yang menawarkannya."),
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": _("Alasannya belum diisi. Tulis mengapa ini bukan tugas Anda.")},
    )


class EnterForm(CarefulForm):
    """What an authority answered by letter or telephone."""

    claim_id = Minted()
    outcome = forms.ChoiceField(
        label=_("Apa jawabannya?"),
        choices=(
            ("accepted", _("Ini kewenangan mereka, hasilnya menyusul")),
            ("done", _("Sudah ditangani")),
            ("cannot", _("Tidak dapat ditangani")),
            ("declined", _("Bukan kewenangan mereka")),
        ),
        widget=forms.RadioSelect,
        error_messages={"required": _("Jawabannya belum dipilih.")},
    )
    words = LongText(
        label=_("Isi jawabannya"),
        required=False,
        help_text=_("Siapa yang menjawab (kantor atau bagian), kapan, lewat apa, dan apa katanya. Tanpa nama orang."),
        widget=forms.Textarea({"rows": 4}),
    )
    photo = FilesField(
        most=MOST,
        accept=PHOTOS,
        required=False,
        label=_("Foto surat, atau foto hasilnya"),
        help_text=_("Wajib bila sudah ditangani. Paling banyak empat, tanpa wajah dan pelat."),
    )
    kind = forms.ChoiceField(
        label=_("Fotonya memperlihatkan"),
        choices=((Claim.MINUTES, _("surat atau berita acara")), (Claim.PHOTO, _("hasilnya di tempat"))),
        initial=Claim.MINUTES,
        required=False,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, accepted: bool = False, **kwargs: Any) -> None:
        """``accepted``: that it is theirs they said before. Sent twice it is taken all the same."""
        super().__init__(*args, **kwargs)
        if accepted and not self.is_bound:
            outcome: Any = self.fields["outcome"]
            outcome.choices = [each for each in outcome.choices if each[0] != "accepted"]


def chosen_ids(sent: Sequence[str]) -> list[UUID]:
    """The ids of reports that were ticked, once each; what is no id is left out."""
    found: dict[UUID, None] = {}
    for each in sent:
        try:
            found[UUID(each)] = None
        except ValueError:
            continue
    return list(found)
