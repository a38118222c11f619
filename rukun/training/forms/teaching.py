from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rukun.guard.ids import new_id
from rukun.people.forms.units import UnitField
from rukun.training.actions.teaching import LONGEST_PLACE, LONGEST_REASON
from rukun.training.content import courses
from rukun.ui.dates import DayField
from rukun.ui.forms import LongText

ABSENT, THERE, PRACTISED = "tidak", "hadir", "praktik"
PRESENCE = [(ABSENT, _("Tidak hadir")), (THERE, _("Hadir")), (PRACTISED, _("Hadir, dan praktiknya benar"))]


class DayForm(forms.Form):
    """By which day training has to be complete."""

    sampai = DayField(label=_("Lengkap sebelum tanggal"), required=False)


class OrganisationsForm(forms.Form):
    """Whose members were in a class."""

    organisasi = forms.MultipleChoiceField(
        label=_("Siapa saja pesertanya?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Pilih paling sedikit satu organisasi.")},
    )

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["organisasi"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = choices


class ClassForm(forms.Form):
    """A class that was held, with one line for each ``(person, name)`` who can have been there."""

    class_id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    course = forms.ChoiceField(
        label=_("Kursus"),
        choices=lambda: [("", _("Pilih kursusnya")), *((each.code, each.title) for each in courses().values())],
        error_messages={"required": _("Kursus belum dipilih.")},
    )
    held_on = DayField(
        label=_("Tanggal"),
        initial=timezone.localdate,
        error_messages={"required": _("Tanggal belum diisi. Tulis kapan kelas ini diadakan.")},
    )
    unit = UnitField(
        label=_("Wilayah"), error_messages={"required": _("Wilayah belum diisi. Tulis di mana kelas ini diadakan.")}
    )
    place = forms.CharField(
        label=_("Tempat"),
        required=False,
        max_length=LONGEST_PLACE,
        help_text=_("Misalnya: balai RW 03."),
        error_messages={
            "max_length": _("Nama tempat terlalu panjang. Ringkas menjadi paling banyak %(limit_value)d huruf.")
        },
    )

    def __init__(self, *args: Any, pupils: list[tuple[UUID, str]], within: tuple[str, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unit = self.fields["unit"]
        assert isinstance(unit, UnitField)
        unit.within = within
        self.pupils = {f"a_{key.hex}": key for key, _name in pupils}
        for key, name in pupils:
            self.fields[f"a_{key.hex}"] = forms.ChoiceField(
                label=name, choices=PRESENCE, error_messages={"required": _("Pilih: hadir atau tidak.")}
            )

    def of_pupils(self) -> Iterator[forms.BoundField]:
        return (self[name] for name in self.pupils)

    def attendance(self) -> dict[UUID, bool]:
        """Who was there, and whether the trainer saw them do it right."""
        given = {key: self.cleaned_data[name] for name, key in self.pupils.items()}
        return {key: value == PRACTISED for key, value in given.items() if value != ABSENT}


PRESENT, NOTHING = "hadir", "tidak"
CORRECTIONS = [
    (PRESENT, _("Hadir, tetapi praktiknya belum benar")),
    (NOTHING, _("Tidak hadir")),
]


class CorrectForm(forms.Form):
    """What a class says wrongly of one ``(person, name)`` who is in it. ``practical``: whether its course has any."""

    person = forms.TypedChoiceField(
        label=_("Siapa yang keliru ditandai?"),
        coerce=UUID,
        error_messages={
            "required": _("Orangnya belum dipilih."),
            "invalid_choice": _("Orang itu tidak lagi ada di catatan kelas ini. Pilih dari daftar."),
        },
    )
    what = forms.ChoiceField(
        label=_("Yang sebenarnya"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Belum dipilih mana yang sebenarnya."),
            "invalid_choice": _("Pilih salah satu dari daftar."),
        },
    )
    reason = LongText(
        label=_("Alasan"),
        max_length=LONGEST_REASON,
        help_text=_("Disimpan setahun di buku mutasi. Tulis apa yang keliru, tanpa nama orang."),
        error_messages={
            "required": _("Alasan belum diisi. Tulis apa yang keliru ditandai."),
            "max_length": _("Alasan terlalu panjang. Ringkas menjadi paling banyak %(limit_value)d huruf."),
        },
    )

    def __init__(self, *args: Any, pupils: list[tuple[UUID, str]], practical: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        person, what = self.fields["person"], self.fields["what"]
        assert isinstance(person, forms.ChoiceField)
        assert isinstance(what, forms.ChoiceField)
        person.choices = [("", _("Pilih orangnya")), *((str(key), name) for key, name in pupils)]
        what.choices = CORRECTIONS if practical else CORRECTIONS[1:]


class RevokeForm(forms.Form):
    """Why a certificate is taken back."""

    reason = LongText(
        label=_("Alasan"),
        max_length=LONGEST_REASON,
        help_text=_(
            "Dibaca oleh pemegang sertifikat dan pelatih, tidak oleh umum. "
            "Tulis apa yang terjadi, tanpa nama orang lain."
        ),
        error_messages={
            "required": _("Alasan belum diisi. Tulis mengapa sertifikat ini dicabut; pemegangnya akan membacanya."),
            "max_length": _("Alasan terlalu panjang. Ringkas menjadi paling banyak %(limit_value)d huruf."),
        },
    )


class CodeForm(forms.Form):
    """The code of a certificate, as it stands under its QR."""

    kode = forms.CharField(
        label=_("Kode sertifikat"),
        max_length=300,
        help_text=_("Enam belas huruf dan angka di bawah QR, misalnya 7QF2-K3MD-9XTR-HB44."),
        widget=forms.TextInput({"autocapitalize": "characters", "spellcheck": "false"}),
        error_messages={
            "required": _("Kode belum diisi. Salin dari sertifikatnya, di bawah QR."),
            "max_length": _("Terlalu panjang untuk sebuah kode. Salin enam belas huruf dan angka di bawah QR."),
        },
    )


class PersonsField(forms.TypedMultipleChoiceField):
    """Ids of persons; whether the actor may do anything with them is asked of each later."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(coerce=UUID, **kwargs)

    def valid_value(self, value: Any) -> bool:
        try:
            UUID(str(value))
        except ValueError:
            return False
        return True


class RemindForm(forms.Form):
    """Whom to remind, and by when they should have what they lack."""

    orang = PersonsField(
        error_messages={
            "required": _("Belum ada yang ditandai. Tandai siapa yang diingatkan."),
            "invalid_choice": _("Daftar itu tidak terbaca. Muat ulang halaman ini, lalu tandai lagi."),
        }
    )
    sampai = DayField()
