"""What is typed into the table of receivers, and into its trial."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from rukun.almanac.algo.zones import zone_of
from rukun.commitment.clocks import CLOCKS
from rukun.commitment.owners import Owner
from rukun.guard.ids import new_id
from rukun.people.forms.units import UnitField
from rukun.report.algo.rules import EVERY_DAY
from rukun.report.categories import CATEGORIES, KEPT, ORDINARY
from rukun.report.forms.app import MEMBER
from rukun.report.forms.inbox import ONLY_SUBJECTS
from rukun.report.queries.inbox import key_of
from rukun.report.queries.rules import today_in
from rukun.ui.dates import DayField

HOURS = [(hour, f"{hour:02}.00") for hour in range(25)]


def tomorrow(unit: str) -> date:
    return today_in(unit) + timedelta(days=1)


class RuleFilterForm(forms.Form):
    """Which lines to show; all may stay empty."""

    wilayah = UnitField(label=_("Wilayah (nama atau kode)"), required=False)
    jenis = forms.ChoiceField(
        label=_("Jenis"),
        required=False,
        choices=lambda: [("", _("Semua")), *((each, CATEGORIES[each].words) for each in ORDINARY)],
    )

    def wanted(self) -> dict[str, str]:
        """As arguments for the query; what is not valid does not narrow (the page shows why)."""
        self.is_valid()
        valid = self.cleaned_data if self.is_bound else {}
        return {"unit": valid.get("wilayah", ""), "category": valid.get("jenis", "")}


class RuleUnitForm(forms.Form):
    """For which unit a line is to be: who can receive depends on it."""

    wilayah = UnitField(
        label=_("Untuk wilayah mana?"),
        help_text=_("Kelurahan, RW, atau RT. Aturan berlaku di wilayah itu dan semua di bawahnya."),
        error_messages={"required": _("Wilayahnya belum diisi. Tulis misalnya RW 16 Palmerah.")},
    )


class RuleForm(forms.Form):
    """A line of the table, for a unit that was chosen before."""

    rule_id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    category = forms.ChoiceField(
        label=_("Jenis laporan"),
        required=False,
        choices=lambda: [("", _("Semua jenis")), *((each, CATEGORIES[each].words) for each in ORDINARY)],
    )
    owner = forms.ChoiceField(
        label=_("Siapa yang menerima?"),
        help_text=_("Hanya yang dapat membaca laporan di wilayah ini."),
        error_messages={
            "required": _("Penerimanya belum dipilih."),
            "invalid_choice": _("Penerima itu tidak dapat membaca laporan di wilayah ini. Pilih yang lain."),
        },
    )
    clock = forms.ChoiceField(
        label=_("Tenggat"),
        help_text=_("Laporan dengan tanda bahaya selalu 24 jam, apa pun isi aturannya."),
        choices=lambda: [(each.code, each.words) for each in CLOCKS.values()],
        initial="tiga_hari",
    )
    days = forms.TypedMultipleChoiceField(
        label=_("Hari"),
        coerce=int,
        choices=lambda: list(WEEKDAYS.items()),
        initial=list(range(7)),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Harinya belum dipilih. Centang sekurang-kurangnya satu hari.")},
    )
    from_hour = forms.TypedChoiceField(label=_("Dari pukul"), coerce=int, choices=HOURS[:24], initial=0)
    to_hour = forms.TypedChoiceField(
        label=_("Sampai pukul"),
        help_text=_("Boleh lewat tengah malam: 22.00 sampai 06.00 ikut hari saat mulainya."),
        coerce=int,
        choices=HOURS[1:],
        initial=24,
    )
    since = DayField(
        label=_("Berlaku mulai"),
        error_messages={"required": _("Tanggal mulainya belum diisi. Tulis hari ini atau sesudahnya.")},
    )
    until = DayField(
        label=_("Tidak berlaku lagi mulai"),
        required=False,
        help_text=_("Kosongkan bila berlaku terus."),
    )

    def __init__(self, *args: Any, unit: str, owners: Sequence[tuple[Owner, str]], **kwargs: Any) -> None:
        """``owners`` with what people call them: those who can receive there."""
        super().__init__(*args, **{"initial": {"since": tomorrow(unit)}, **kwargs})
        self.owners = {key_of(each): each for each, _words in owners}
        self.fields["owner"].choices = [("", "—"), *((key_of(each), words) for each, words in owners)]  # type: ignore[attr-defined]

    def arguments(self) -> dict[str, Any]:
        """As the action takes them."""
        days = sum(1 << day for day in set(self.cleaned_data["days"]))
        return {**self.cleaned_data, "days": days & EVERY_DAY, "owner": self.owners[self.cleaned_data["owner"]]}


class RuleEndForm(forms.Form):
    """When a line ends."""

    until = DayField(
        label=_("Tidak berlaku lagi mulai"),
        help_text=_("Paling awal hari ini. Laporan yang sudah masuk tetap pada penerimanya."),
        error_messages={"required": _("Tanggalnya belum diisi. Tulis hari ini atau sesudahnya.")},
    )


class RuleTryForm(forms.Form):
    """A report that might come. Without day and hour: now."""

    jenis = forms.ChoiceField(
        label=_("Jenis laporan"), choices=lambda: [(each, CATEGORIES[each].words) for each in KEPT]
    )
    tentang = forms.ChoiceField(
        label=_("Bila keluhan: tentang siapa"),
        required=False,
        choices=lambda: [("", "—"), *((each.code, each.words) for each in ONLY_SUBJECTS)],
    )
    wilayah = UnitField(
        label=_("Wilayah (nama atau kode)"),
        error_messages={"required": _("Wilayahnya belum diisi. Tulis misalnya RW 16 Palmerah.")},
    )
    organisasi = forms.ChoiceField(
        label=_("Bila tentang anggota: dari kelompok mana"),
        required=False,
        help_text=_("Tidak seorang pun dari kelompok itu membaca keluhan ini."),
    )
    tanggal = DayField(label=_("Tanggal"), required=False)
    jam = forms.TypedChoiceField(
        label=_("Pukul"), required=False, coerce=int, empty_value=None, choices=[("", "—"), *HOURS[:24]]
    )
    bahaya = forms.BooleanField(label=_("Dengan tanda bahaya"), required=False)

    def __init__(self, *args: Any, groups: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        """``groups`` of the place that is asked about, by their ids."""
        super().__init__(*args, **kwargs)
        self.fields["organisasi"].choices = [("", _("Tidak diketahui")), *groups]  # type: ignore[attr-defined]

    def clean_organisasi(self) -> UUID | None:
        text = self.cleaned_data["organisasi"]
        return UUID(text) if text else None

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        if found.get("tentang") != MEMBER:
            found["organisasi"] = None
        if found.get("jenis") == "keluhan" and not found.get("tentang"):
            self.add_error("tentang", _("Belum diisi siapa yang dikeluhkan. Pilih salah satu dari daftar."))
        return found

    def at(self) -> datetime:
        """The moment that is asked about, on the clocks of the unit."""
        now = timezone.now().astimezone(zone_of(self.cleaned_data["wilayah"]))
        day, hour = self.cleaned_data.get("tanggal"), self.cleaned_data.get("jam")
        if day is None and hour is None:
            return now
        return datetime.combine(day or now.date(), time(now.hour if hour is None else hour), now.tzinfo)
