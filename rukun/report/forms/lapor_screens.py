"""The fields of each screen of reporting."""

from collections.abc import Collection
from dataclasses import asdict
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rukun.people.queries.organisations import open_organisations
from rukun.report.complaints import SUBJECTS
from rukun.report.errors import ReportError
from rukun.report.forms.lapor import Answers
from rukun.report.queries import places
from rukun.training.ways import WAYS
from rukun.ui.forms import LongText

MOST_ORGANISATIONS = 100
PROMPTS = {
    "saran": _("Apa usul Anda?"),
    "bantuan": _("Bantuan apa yang dibutuhkan?"),
    "kabar": _("Kabar apa, dan di mana beredarnya?"),
    "keluhan": _("Apa yang terjadi?"),
    "kekerasan": _("Apa yang terjadi? Tulis sejauh Anda sanggup."),
}


class StepForm(forms.Form):
    """The fields of one screen, with what ``Answers.wrong`` found. ``needed`` are those that may not stay empty."""

    use_required_attribute = False
    needed: tuple[str, ...] = ()
    instead: tuple[tuple[str, str], ...] = ()  # the field here for one of the report

    def __init__(self, answers: Answers, errors: Collection[ReportError] = ()) -> None:
        super().__init__(asdict(answers) if errors else None, initial=asdict(answers))
        self.prepare(answers)
        for each in errors:
            field = dict(self.instead).get(each.field, each.field)
            self.add_error(field if field in self.fields else None, str(each))
        for name in self.needed:  # only now: what is missing was said in better words
            self.fields[name].required = True

    def prepare(self, answers: Answers) -> None:
        """Fit the fields to what was answered before."""

    def offer(self, name: str, choices: Collection[Any]) -> None:
        self.fields[name].widget.choices = choices


class WhoForm(StepForm):
    needed = ("subject",)
    subject = forms.CharField(label=_("Siapa yang dikeluhkan?"), widget=forms.RadioSelect, required=False)
    organisation = forms.CharField(
        label=_("Organisasinya, bila Anda tahu"),
        help_text=_("Tidak seorang pun dari organisasi itu membaca keluhan Anda."),
        widget=forms.Select,
        required=False,
    )

    def prepare(self, answers: Answers) -> None:
        self.offer("subject", [(each.code, each.words) for each in SUBJECTS.values()])
        known = (
            open_organisations(answers.home).filter(kind__in=list(WAYS))[:MOST_ORGANISATIONS] if answers.home else ()
        )
        choices = [(str(each.pk), each.name) for each in known]
        self.offer("organisation", [("", _("Tidak tahu")), *choices])
        if not choices:
            del self.fields["organisation"]


class HomeForm(StepForm):
    needed = ("unit",)
    unit = forms.CharField(label=_("Kelurahan"), widget=forms.Select, required=False)

    def prepare(self, answers: Answers) -> None:
        self.offer("unit", [("", _("Pilih kelurahan")), *_grouped(places.kelurahan_choices())])


class WhereForm(StepForm):
    needed = ("unit",)
    unit = forms.CharField(label=_("RW atau RT"), widget=forms.Select, required=False)
    place = forms.CharField(
        label=_("Patokan"),
        help_text=_("Misalnya: depan warung, dekat jembatan. Jangan tulis nama orang."),
        required=False,
        widget=forms.TextInput({"autocomplete": "off"}),
    )

    def prepare(self, answers: Answers) -> None:
        self.offer(
            "unit",
            [
                ("", _("Pilih RW atau RT")),
                *_grouped(places.unit_choices(answers.home)),
                (answers.home, _("Saya tidak tahu RW-nya")),
            ],
        )


class FindForm(forms.Form):
    use_required_attribute = False
    find = forms.CharField(
        label=_("Cari nama tempat, jalan, atau RW"),
        widget=forms.TextInput({"autocomplete": "off", "enterkeyhint": "search", "type": "search"}),
    )


class WhenForm(StepForm):
    instead = (("happened", "hour"),)
    day = forms.CharField(
        label=_("Tanggal"), required=False, widget=forms.TextInput({"type": "date", "autocomplete": "off"})
    )
    hour = forms.CharField(
        label=_("Jam, kira-kira"), required=False, widget=forms.TextInput({"type": "time", "autocomplete": "off"})
    )


class WordsForm(StepForm):
    words = LongText(
        label=_("Apa yang Anda lihat atau dengar?"),
        help_text=_("Satu kalimat sudah cukup. Jangan tulis nama, nomor telepon, atau pelat kendaraan siapa pun."),
        required=False,
        widget=forms.Textarea({"rows": 6, "autocomplete": "off"}),
    )

    def prepare(self, answers: Answers) -> None:
        self.fields["words"].label = PROMPTS.get(answers.category, self.fields["words"].label)
        self.needed = ("words",) if answers.kind and answers.kind.needs_words else ()


class ContactForm(StepForm):
    needed = ("phone",)
    phone = forms.CharField(
        label=_("Nomor telepon Anda"),
        required=False,
        widget=forms.TextInput({"autocomplete": "tel", "inputmode": "tel"}),
    )
    name = forms.CharField(
        label=_("Nama panggilan"), required=False, widget=forms.TextInput({"autocomplete": "nickname"})
    )


def _grouped(groups: list[places.Group]) -> list[tuple[str, list[tuple[str, str]]]]:
    return [(group.words, [(each.code, each.words) for each in group.choices]) for group in groups]
