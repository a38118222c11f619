"""What handlers type on the pages of reports."""

from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from rukun.people.forms.units import UnitField
from rukun.report.categories import CATEGORIES, KEPT
from rukun.report.complaints import SUBJECTS
from rukun.report.queries.inbox import STATES
from rukun.ui.forms import LongText

ONLY_SUBJECTS = tuple(each for each in SUBJECTS.values() if each.readers)
"""Those about whom a complaint is kept here."""


class FilterForm(forms.Form):
    """What to look for among the reports; all may stay empty."""

    wilayah = UnitField(label=_("Wilayah (nama atau kode)"), required=False)
    jenis = forms.ChoiceField(
        label=_("Jenis"),
        required=False,
        choices=lambda: [("", _("Semua")), *((each, CATEGORIES[each].words) for each in KEPT)],
    )
    status = forms.ChoiceField(
        label=_("Status"), required=False, choices=lambda: [("", _("Semua yang terbuka")), *STATES.items()]
    )

    def wanted(self) -> dict[str, str]:
        """As arguments for the query; what is not valid does not narrow (the page shows why)."""
        self.is_valid()
        valid = self.cleaned_data if self.is_bound else {}
        return {"unit": valid.get("wilayah", ""), "category": valid.get("jenis", ""), "state": valid.get("status", "")}


class AskForm(forms.Form):
    """A question to whoever reported."""

    message_id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    text = LongText(
        label=_("Tanyakan kepada pelapor"),
        help_text=_("Dibaca dengan kode tanda terima. Jangan tanyakan namanya; tanyakan apa yang perlu diketahui."),
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": _("Pertanyaan belum diisi. Tulis apa yang perlu diketahui.")},
    )


class ContactForm(forms.Form):
    """Why somebody needs to reach the reporter by telephone."""

    reason = LongText(
        label=_("Untuk apa kontak pelapor dibutuhkan?"),
        help_text=_("Alasan ini disimpan di buku mutasi bersama nama Anda."),
        widget=forms.Textarea({"rows": 2}),
        error_messages={"required": _("Alasannya belum diisi. Tulis untuk apa kontak pelapor dibutuhkan.")},
    )


class SetAsideForm(forms.Form):
    """Why it is no report. It stands on one page with ``ContactForm``, which asks for a reason too."""

    reason = LongText(label=_("Mengapa"), required=False, widget=forms.Textarea({"rows": 2}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "id_aside_%s", **kwargs})


class SummaryForm(forms.Form):
    """What others may know of a report. ``before`` is the summary that the writer saw."""

    before = forms.CharField(required=False, widget=forms.HiddenInput, strip=False)
    text = LongText(
        label=_("Ringkasan"),
        required=False,
        help_text=_(
            "Satu atau dua kalimat: apa yang terjadi dan kapan. Tanpa nama, nomor, sekolah, atau alamat rumah."
        ),
        widget=forms.Textarea({"rows": 4}),
    )
    sure = forms.BooleanField(
        label=_("Sudah saya periksa: tidak ada nama, nomor, atau ciri seseorang."), required=False
    )

    def __init__(self, *args: Any, ask: bool = False, **kwargs: Any) -> None:
        """``ask``: something that looks like a name was found, and the tick is offered."""
        super().__init__(*args, **kwargs)
        if not ask:
            self.fields["sure"].widget = forms.HiddenInput()


class RecategoriseForm(forms.Form):
    """What a report is really about. ``opens``: it is read by few now, and others would read it."""

    category = forms.ChoiceField(
        label=_("Jenis yang benar"),
        choices=lambda: [(each, CATEGORIES[each].words) for each in KEPT],
        error_messages={"required": _("Jenisnya belum dipilih.")},
    )
    subject = forms.ChoiceField(
        label=_("Bila keluhan: tentang siapa"),
        required=False,
        choices=lambda: [("", "—"), *((each.code, each.words) for each in ONLY_SUBJECTS)],
    )
    organisation = forms.ChoiceField(
        label=_("Bila tentang anggota: dari kelompok mana"),
        required=False,
        help_text=_("Tidak seorang pun dari kelompok itu membaca keluhan ini."),
    )

    sure = forms.BooleanField(
        label=_("Saya tahu bahwa laporan ini kemudian dibaca oleh RT/RW dan semua petugas di wilayahnya."),
        required=False,
    )

    def __init__(self, *args: Any, groups: list[tuple[str, str]], opens: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["organisation"]
        assert isinstance(choice, forms.ChoiceField)
        choice.choices = [("", _("Tidak diketahui")), *groups]
        self.opens = opens
        if not opens:
            del self.fields["sure"]

    def clean_organisation(self) -> UUID | None:
        text = self.cleaned_data["organisation"]
        return UUID(text) if text else None

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        category = CATEGORIES.get(cleaned.get("category", ""))
        if self.opens and category and category.kind == "ordinary" and not cleaned.get("sure"):
            self.add_error(
                "sure",
                _("Centang bila benar: dengan jenis itu laporan ini dibaca oleh lebih banyak orang daripada kini."),
            )
        return cleaned

    def arguments(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("category", "subject", "organisation")}
