from typing import Any
from uuid import UUID

from django import forms
from django.core.signing import BadSignature, Signer
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from rukun.guard.ids import new_id
from rukun.people.forms.fields import PhoneField
from rukun.people.forms.units import OTHERS_PHONE, UnitField
from rukun.training.actions.partner_applications import LONGEST_NAME, LONGEST_NUMBER
from rukun.training.actions.partner_papers import MOST_DOCUMENTS
from rukun.training.actions.partner_steps import LONGEST_TEXT
from rukun.training.algo.states import ENDED, SUSPENDED, VERIFIED
from rukun.training.queries.partners import state_in_words
from rukun.training.ways import HELP, WAYS, Authority, Way
from rukun.ui.dates import DayField
from rukun.ui.forms import LongText
from rukun.ui.uploads import FilesField

LONG = {"max_length": _("Terlalu panjang. Ringkas menjadi paling banyak %(limit_value)d huruf.")}


class RegisterForm(forms.Form):
    """What to look for in the register; all may stay empty."""

    wilayah = UnitField(label=_("Wilayah (nama atau kode)"), required=False)
    jenis = forms.ChoiceField(
        label=_("Jenis"),
        required=False,
        choices=lambda: [("", _("Semua")), *((way.kind, way.words) for way in WAYS.values())],
    )
    status = forms.ChoiceField(
        label=_("Status"),
        required=False,
        choices=lambda: [
            ("", _("Yang belum berakhir")),
            *((each, state_in_words(each)) for each in (VERIFIED, SUSPENDED, ENDED)),
        ],
    )

    def wanted(self) -> dict[str, str]:
        """As arguments for the query; what is not valid does not narrow (the page shows why)."""
        self.is_valid()
        valid = self.cleaned_data if self.is_bound else {}
        return {"unit": valid.get("wilayah", ""), "kind": valid.get("jenis", ""), "state": valid.get("status", "")}


def minted() -> str:
    """An id for an application, signed: whoever sends a form with it was given that form."""
    return _signer().sign(str(new_id()))


def _opened(text: str) -> UUID | None:
    try:
        return UUID(_signer().unsign(text))
    except (BadSignature, ValueError):
        return None


def _signer() -> Signer:
    return Signer(salt="rukun.training.application")


class ApplicationForm(forms.Form):
    """A group asks to be a partner. A short way has fewer fields; a registered organisation has its name already."""

    application_id = forms.CharField(required=False, widget=forms.HiddenInput, initial=minted)
    name = forms.CharField(
        label=_("Nama kelompok"),
        max_length=LONGEST_NAME,
        error_messages={"required": _("Nama kelompok belum diisi. Tulis namanya."), **LONG},
    )
    unit = UnitField(
        error_messages={"required": _("Wilayah belum diisi. Tulis wilayah tempat kelompok ini akan bermitra.")}
    )
    legal_number = forms.CharField(
        label=_("Nomor badan hukum atau surat keterangan terdaftar"),
        max_length=LONGEST_NUMBER,
        error_messages={"required": _("Nomornya belum diisi. Tulis seperti tertera pada suratnya."), **LONG},
    )
    purpose = LongText(
        label=_("Apa yang ingin dilakukan kelompok ini?"),
        max_length=LONGEST_TEXT,
        help_text=_("Beberapa kalimat saja. Jangan menulis nama orang."),
        widget=forms.Textarea({"rows": 4}),
        error_messages={"required": _("Tujuan belum diisi. Tulis dengan singkat."), **LONG},
    )
    help_offered = forms.MultipleChoiceField(
        label=_("Bantuan yang ditawarkan"),
        required=False,
        choices=lambda: list(HELP.items()),
        widget=forms.CheckboxSelectMultiple,
    )
    chair_name = forms.CharField(
        label=_("Nama lengkap ketua"),
        max_length=LONGEST_NAME,
        error_messages={"required": _("Nama ketua belum diisi. Tulis nama lengkapnya."), **LONG},
    )
    chair_phone = PhoneField(
        label=_("Nomor telepon ketua"),
        widget=OTHERS_PHONE,
        help_text=_("Ketua akan dihubungi di nomor ini. Tidak ditampilkan kepada umum."),
        error_messages={"required": _("Nomor telepon ketua belum diisi. Contoh: 0812-3456-7890.")},
    )
    documents = FilesField(
        label=_("Dokumen"),
        most=MOST_DOCUMENTS,
        accept=("application/pdf", "image/jpeg", "image/png"),
        required=False,
        help_text=_(
            "Akta, surat keterangan terdaftar, atau susunan pengurus: PDF atau foto, paling banyak 4 berkas, "
            "masing-masing sampai 5 MB. Boleh juga dibawa ke kantor kelurahan."
        ),
    )
    adult = forms.BooleanField(
        label=_("Ketua berusia 18 tahun atau lebih dan tahu bahwa kelompok ini diajukan."),
        error_messages={"required": _("Ketua harus orang dewasa dan tahu tentang pengajuan ini. Centang bila benar.")},
    )

    def __init__(
        self, data: QueryDict | None, *args: Any, way: Way, where: str, named: bool = False, **kwargs: Any
    ) -> None:
        """``where`` says in words what units there are to choose; ``named``: the name is known already."""
        self.unknown = data is not None and _opened(data.get("application_id") or "") is None
        if data is not None and self.unknown:  # another takes its place, so that what was typed can be sent once more
            data = data.copy()
            data["application_id"] = minted()
        super().__init__(data, *args, **kwargs)
        self.fields["unit"].label = _("Wilayah kemitraan")
        self.fields["unit"].help_text = where
        if named:
            del self.fields["name"]
        if not way.agreement:
            for name in ("legal_number", "purpose", "help_offered", "documents"):
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if self.unknown:
            raise forms.ValidationError(
                _("Formulir ini tidak dikenal, jadi belum ada yang tersimpan. Periksa isinya, lalu kirim sekali lagi.")
            )
        cleaned["application_id"] = _opened(cleaned["application_id"])
        return cleaned

    def arguments(self) -> dict[str, Any]:
        """As the action takes them."""
        return {name: value for name, value in self.cleaned_data.items() if name != "adult"}


class ReceiptForm(forms.Form):
    """The code that an applicant was given."""

    code = forms.CharField(
        label=_("Kode pengajuan"),
        max_length=100,
        help_text=_("Lima belas huruf dan angka, misalnya 7QF2K-3MD9X-TRHB4."),
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        error_messages={"required": _("Kode belum diisi. Tulis kode yang Anda terima saat mengajukan.")},
    )


class VerificationForm(forms.Form):
    """What one authority found."""

    authority = forms.ChoiceField(
        label=_("Anda memutuskan atas nama"), error_messages={"required": _("Pilih atas nama siapa Anda memutuskan.")}
    )
    approved = forms.ChoiceField(
        label=_("Keputusan"),
        choices=[("ya", _("Benarkan")), ("tidak", _("Tolak: pengajuan ini berakhir"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Keputusan belum dipilih. Benarkan atau tolak.")},
    )
    met = forms.BooleanField(
        label=_("Saya sudah berbicara dengan ketuanya sendiri: nomor dan namanya benar, dan ia sudah dewasa."),
        required=False,
    )
    reason = LongText(
        label=_("Alasan"),
        max_length=LONGEST_TEXT,
        help_text=_("Apa yang Anda periksa, dan hasilnya. Pemohon dan pengurus kelompok ini ikut membacanya."),
        widget=forms.Textarea({"rows": 4}),
        error_messages={"required": _("Alasan belum diisi. Tulis apa yang Anda periksa dan apa hasilnya."), **LONG},
    )

    def __init__(self, *args: Any, authorities: list[Authority], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["authority"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(each.code, each.words) for each in authorities]
        if len(authorities) == 1:
            field.widget, field.initial = forms.HiddenInput(), authorities[0].code

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("approved") == "ya" and not cleaned.get("met"):
            self.add_error("met", _("Hubungi dahulu ketuanya, lalu centang. Nomor orang lain bisa saja tercantum."))
        return cleaned


class AgreementForm(forms.Form):
    """From which day to which a group is a partner."""

    number = forms.CharField(
        label=_("Nomor perjanjian"),
        max_length=LONGEST_NUMBER,
        error_messages={"required": _("Nomor perjanjian belum diisi. Tulis nomor suratnya."), **LONG},
    )
    since = DayField(
        label=_("Hari pertama"), error_messages={"required": _("Hari pertama belum diisi. Tulis tanggalnya.")}
    )
    until_last_day = DayField(
        label=_("Hari terakhir"), error_messages={"required": _("Hari terakhir belum diisi. Tulis tanggalnya.")}
    )

    def __init__(self, *args: Any, numbered: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not numbered:
            self.fields["number"].required = False
            self.fields["number"].label = _("Nomor surat, bila ada")


class ReasonForm(forms.Form):
    """Why a partnership is suspended, restored or ended."""

    reason = LongText(
        label=_("Alasan"),
        max_length=LONGEST_TEXT,
        help_text=_("Pengurus kelompok ini dan pihak lain yang memeriksanya ikut membacanya."),
        widget=forms.Textarea({"rows": 4}),
        error_messages={"required": _("Alasan belum diisi. Tulis mengapa."), **LONG},
    )
