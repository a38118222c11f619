"""What handlers type on the pages of reports."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rukun.commitment.owners import Owner, words_of
from rukun.people.forms.units import UnitField
from rukun.report.categories import CATEGORIES, KEPT
from rukun.report.complaints import SUBJECTS
from rukun.report.queries.inbox import BY_DUE, FIRST_OF_OVER, FIRST_OF_OWN, LEVELS, ORDERS, STATES, key_of, owner_with
from rukun.report.questions import question_with, questions_for
from rukun.ui.forms import LongText
from rukun.ui.templatetags.units import unit

ONLY_SUBJECTS = tuple(each for each in SUBJECTS.values() if each.readers)
"""Those about whom a complaint is kept here."""


MINE = "saya"


def _states() -> list[Any]:
    """What is open, what waits for the reader, and what is over, each under its heading."""
    heads = {"": _("Yang terbuka"), FIRST_OF_OWN: _("Yang menunggu Anda"), FIRST_OF_OVER: _("Yang tidak lagi terbuka")}
    groups: list[tuple[Any, list[tuple[str, Any]]]] = [(heads[""], [])]
    for code, words in STATES.items():
        if code in heads:
            groups.append((heads[code], []))
        groups[-1][1].append((code, words))
    return [("", _("Semua yang terbuka")), *groups]


class OwnerField(forms.ChoiceField):
    """An organisation or office, by its name in an address. Whom one can choose is filled in by the page."""

    def valid_value(self, value: Any) -> bool:
        return value == MINE or owner_with(str(value)) is not None


class FilterForm(forms.Form):
    """What to look for among the reports; all may stay empty."""

    wilayah = UnitField(label=_("Wilayah (nama atau kode)"), required=False)
    jenis = forms.ChoiceField(
        label=_("Jenis"),
        required=False,
        choices=lambda: [("", _("Semua")), *((each, CATEGORIES[each].words) for each in KEPT)],
    )
    status = forms.ChoiceField(label=_("Status"), required=False, choices=_states)
    pihak = OwnerField(label=_("Penanggung jawab"), required=False)
    prioritas = forms.ChoiceField(
        label=_("Prioritas"), required=False, choices=lambda: [("", _("Semua")), *LEVELS.items()]
    )
    urut = forms.ChoiceField(
        label=_("Urutan"),
        required=False,
        choices=lambda: [("" if each == BY_DUE else each, words) for each, words in ORDERS.items()],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._asked: dict[Owner, str] = {}
        self.offer({})

    def wanted(self) -> dict[str, Any]:
        """As fields of ``Wanted``; what is not valid does not narrow (the page shows why)."""
        self.is_valid()
        valid = self.cleaned_data if self.is_bound else {}
        owner = valid.get("pihak", "")
        return {
            "unit": valid.get("wilayah", ""),
            "category": valid.get("jenis", ""),
            "state": valid.get("status", ""),
            "owner": owner_with(owner) if owner and owner != MINE else None,
            "mine": owner == MINE,
            "level": valid.get("prioritas", ""),
            "order": valid.get("urut", ""),
        }

    def offer(self, owners: Mapping[Owner, str]) -> None:
        """Whom one can choose, with what people call them: those of the page, and whoever was chosen already."""
        choices = {key_of(owner): words for owner, words in sorted(owners.items(), key=lambda each: each[1])}
        field = self.fields["pihak"]
        assert isinstance(field, OwnerField)
        asked = owner_with(self.data.get("pihak", ""))
        if asked is not None and key_of(asked) not in choices:
            choices[key_of(asked)] = self._asked.get(asked) or words_of([asked])[asked]
            self._asked[asked] = choices[key_of(asked)]
        field.choices = [("", _("Semua")), (MINE, _("Instansi saya")), *choices.items()]

    def narrowed(self) -> list[tuple[str, str]]:
        """What it narrows by or is put in order by, field by field: its name, and all of it in words."""
        found = []
        for each in self:
            value = self.cleaned_data.get(each.name) if self.is_bound else None
            if value:
                words = unit(value) if each.name == "wilayah" else f"{each.label}: {_words_of(each, value)}"
                found.append((each.name, words))
        return found


def _words_of(bound: forms.BoundField, value: str) -> str:
    for code, words in getattr(bound.field, "choices", ()):
        if code == value:
            return str(words)
        if not isinstance(words, str | Promise):
            for inner, inner_words in words:
                if inner == value:
                    return str(inner_words)
    return value


class ViewForm(forms.Form):
    """The name under which a selection is kept, and what it selects, as in the address."""

    name = forms.CharField(
        label=_("Simpan pilihan ini dengan nama"),
        max_length=60,
        error_messages={
            "required": _("Namanya belum diisi. Tulis misalnya: RW 16, terlambat."),
            "max_length": _("Nama ini terlalu panjang (paling banyak %(limit_value)d huruf). Persingkat."),
        },
    )
    query = forms.CharField(required=False, widget=forms.HiddenInput)


class AskForm(forms.Form):
    """A question to whoever reported."""

    message_id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    text = LongText(
        label=_("Tanyakan kepada pelapor"),
        help_text=_("Jangan tanyakan namanya; tanyakan apa yang perlu diketahui."),
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": _("Pertanyaan belum diisi. Tulis apa yang perlu diketahui.")},
    )


class ReadyForm(forms.Form):
    """One of the ready questions, for whoever owes it and does not handle reports."""

    message_id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    text = forms.ChoiceField(
        label=_("Tanyakan kepada pelapor"),
        help_text=_("Pertanyaan lain diajukan oleh petugas yang menangani laporan."),
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), _("Pilih satu pertanyaan.")),
    )

    def __init__(self, *args: Any, category: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.category, asked = category, self.fields["text"]
        assert isinstance(asked, forms.ChoiceField)
        asked.choices = [(each.code, each.words) for each in questions_for(category)]

    def clean_text(self) -> str:
        return question_with(self.cleaned_data["text"], self.category)


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
