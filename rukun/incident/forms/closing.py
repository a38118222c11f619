"""What others may know of it, how it ended, and what is still owed after it."""

from collections.abc import Sequence
from datetime import date
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from rukun.incident.closings import CLOSINGS, FOLLOWUPS, HARMS, SAME
from rukun.incident.forms.fields import NOBODY, VersionedForm, words
from rukun.ui.careful import CarefulForm
from rukun.ui.dates import DayField

MOST_FOLLOWUPS = 3


class SummaryForm(VersionedForm, CarefulForm):
    """One or two sentences for others than officers."""

    text = words(
        _("Ringkasan"),
        max_length=300,
        help_text=_("Satu dua kalimat: apa yang terjadi, kapan, bagaimana sekarang. Tanpa nama, sekolah, atau alamat."),
        error_messages={"required": _("Ringkasannya belum diisi.")},
    )
    looked: ClassVar[tuple[str, ...]] = ("text",)


class CloseForm(VersionedForm, CarefulForm):
    """What happened, the harm in numbers alone, what was done, what was learnt; what is owed."""

    closing = forms.ChoiceField(
        label=_("Bagaimana berakhirnya"),
        choices=lambda: list(CLOSINGS.items()),
        initial="done",
        widget=forms.RadioSelect,
        error_messages={"required": _("Belum dipilih bagaimana berakhirnya.")},
    )
    happened = words(
        _("Apa yang terjadi"), help_text=NOBODY, error_messages={"required": _("Belum ditulis apa yang terjadi.")}
    )
    done = words(
        _("Apa yang dilakukan"),
        help_text=_("Oleh instansi atau kelompok mana, bukan oleh siapa."),
        error_messages={"required": _("Belum ditulis apa yang dilakukan. Tidak ada? Tulis: tidak ada.")},
    )
    lessons = words(
        _("Apa yang dipelajari"),
        rows=2,
        required=False,
        help_text=_(
            "Apa yang lain kali lebih baik. Tidak perlu bila ternyata tidak terjadi apa-apa, atau kejadiannya sama "
            "dengan yang lain."
        ),
    )
    looked: ClassVar[tuple[str, ...]] = ("happened", "done", "lessons")

    def __init__(
        self,
        *args: Any,
        organisations: Sequence[tuple[UUID, str]],
        others: bool = True,
        **kwargs: Any,
    ) -> None:
        """``organisations``: who may owe something, by their ids; ``others``: whether any other one is open there."""
        super().__init__(*args, **kwargs)
        if not others:
            how = self.fields["closing"]
            assert isinstance(how, forms.ChoiceField)
            how.choices = [(code, words) for code, words in CLOSINGS.items() if code != SAME]
        owers = [("", _("Pilih")), *((str(key), name) for key, name in organisations)]
        for code, label in HARMS.items():
            self.fields[f"harm_{code}"] = forms.IntegerField(
                label=label,
                required=False,
                min_value=0,
                max_value=100_000,
                widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off"}),
                error_messages={
                    "invalid": _("Tulis angka saja. Kosong berarti nol."),
                    "min_value": _("Tulis angka mulai dari 0."),
                    "max_value": _("Angka ini terlalu besar. Periksa lagi."),
                },
            )
        for number in range(1, MOST_FOLLOWUPS + 1):
            self.fields[f"kind_{number}"] = forms.ChoiceField(
                label=_("Apa"), required=False, choices=[("", _("Tidak ada")), *FOLLOWUPS.items()]
            )
            self.fields[f"by_{number}"] = forms.ChoiceField(label=_("Oleh siapa"), required=False, choices=owers)
            self.fields[f"until_{number}"] = DayField(
                label=_("Paling lambat"), required=False, help_text=_("Misalnya: 3 Maret 2025.")
            )

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        for number in range(1, MOST_FOLLOWUPS + 1):
            if not given.get(f"kind_{number}"):
                continue
            if not given.get(f"by_{number}"):
                self.add_error(f"by_{number}", _("Belum dipilih siapa yang melakukannya."))
            if not given.get(f"until_{number}") and f"until_{number}" not in self.errors:
                self.add_error(f"until_{number}", _("Belum diisi sampai kapan."))
        return given

    def harms(self) -> list[forms.BoundField]:
        return [self[f"harm_{code}"] for code in HARMS]

    def owed(self) -> list[tuple[forms.BoundField, forms.BoundField, forms.BoundField]]:
        return [(self[f"kind_{n}"], self[f"by_{n}"], self[f"until_{n}"]) for n in range(1, MOST_FOLLOWUPS + 1)]

    def arguments(self) -> dict[str, Any]:
        given = self.cleaned_data
        followups: list[tuple[str, UUID, date]] = [
            (given[f"kind_{n}"], UUID(given[f"by_{n}"]), given[f"until_{n}"])
            for n in range(1, MOST_FOLLOWUPS + 1)
            if given[f"kind_{n}"]
        ]
        return {
            **{name: given[name] for name in ("version", "closing", "happened", "done", "lessons")},
            "harm": {code: given[f"harm_{code}"] or 0 for code in HARMS},
            "followups": followups,
        }


class RefuseClosingForm(CarefulForm):
    """Why it is not over."""

    reason = words(
        _("Mengapa belum dapat ditutup"),
        rows=2,
        help_text=_("Yang mengusulkan membaca ini. Tanpa nama siapa pun."),
        error_messages={"required": _("Alasannya belum diisi. Tulis apa yang belum selesai.")},
    )
    looked: ClassVar[tuple[str, ...]] = ("reason",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "id_not_over_%s", **kwargs})


class ReopenForm(CarefulForm):
    """Why it goes on."""

    reason = words(
        _("Mengapa dibuka lagi"),
        rows=2,
        help_text=_("Tanpa nama siapa pun."),
        error_messages={"required": _("Alasannya belum diisi. Tulis apa yang terjadi lagi.")},
    )
    looked: ClassVar[tuple[str, ...]] = ("reason",)
