"""When somebody can stand: every week, and on which of the next nights."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rukun.roster.models import Wish
from rukun.roster.nights_in_words import span
from rukun.roster.queries.wishes import AHEAD, Span, Wishes
from rukun.ui.dates import DayField

NIGHTS = 62
"""So many nights can be ticked one by one; what is later, by a first and a last one."""
WISHES = {
    "": gettext_lazy("bisa"),
    Wish.NEVER: gettext_lazy("tidak bisa"),
    Wish.RATHER_NOT: gettext_lazy("lebih baik jangan"),
    Wish.GLADLY: gettext_lazy("senang"),
}
_CHOOSE = {"invalid_choice": gettext_lazy("Pilih salah satu dari daftar."), "required": gettext_lazy("Pilih satu.")}
_DATE = {
    "invalid": gettext_lazy("Tulis tanggalnya, misalnya 3 Maret 2026."),
    "required": gettext_lazy("Isi tanggalnya."),
}


class WishesForm(forms.Form):
    """All that a watcher wishes from ``today`` on. What is ticked in the calendar is "never" on that night.

    What else was said of single nights is listed, and stays unless it is ticked to be removed.
    """

    def __init__(self, data: Any = None, *, wishes: Wishes, today: date) -> None:
        self.today, self.wishes = today, wishes
        self.last = today + timedelta(days=NIGHTS - 1)
        never = [each for each in self.nights if wishes.on(each) == Wish.NEVER]
        super().__init__(
            data,
            initial={
                **{f"weekday_{day}": wishes.weekly.get(day, "") for day in range(7)},
                "never": [each.isoformat() for each in never],
            },
        )
        for day in range(7):
            self.fields[f"weekday_{day}"] = forms.ChoiceField(
                label=str(WEEKDAYS[day]), choices=list(WISHES.items()), required=False, error_messages=_CHOOSE
            )
        self.fields["never"] = forms.MultipleChoiceField(
            label=_("Malam yang tidak bisa"),
            choices=[(each.isoformat(), each.isoformat()) for each in self.nights],
            required=False,
            widget=forms.CheckboxSelectMultiple,
            error_messages={"invalid_choice": _("Salah satu malam sudah lewat. Periksa, lalu simpan lagi.")},
        )
        self.fields["remove"] = forms.MultipleChoiceField(
            label=_("Hapus"),
            choices=[(_code(each), _in_words(each)) for each in self.others],
            required=False,
            widget=forms.CheckboxSelectMultiple,
            error_messages={"invalid_choice": _("Salah satunya sudah tidak ada. Periksa, lalu simpan lagi.")},
        )
        self.fields["first"] = DayField(label=_("Dari malam"), required=False, error_messages=_DATE)
        self.fields["last"] = DayField(
            label=_("Sampai malam"), required=False, error_messages=_DATE,
            help_text=_("Kosongkan bila hanya satu malam."),
        )  # fmt: skip
        self.fields["wish"] = forms.ChoiceField(
            label=_("Pada malam-malam itu saya"), choices=list(WISHES.items()), required=False, initial=Wish.NEVER,
            error_messages=_CHOOSE,
        )  # fmt: skip

    @property
    def nights(self) -> list[date]:
        return [self.today + timedelta(days=day) for day in range(NIGHTS)]

    @property
    def others(self) -> list[Span]:
        """What was said of nights that the calendar cannot show as a tick."""
        return [
            each
            for each in self.wishes.dated
            if each[1] >= self.today and (each[2] != Wish.NEVER or each[1] > self.last)
        ]

    @property
    def weekday_fields(self) -> list[forms.BoundField]:
        return [self[f"weekday_{day}"] for day in range(7)]

    @property
    def months(self) -> list[tuple[date, list[list["Tick | None"]]]]:
        """The nights month by month in weeks from Monday; ``None`` where a week has no night to tick."""
        ticked = set(self["never"].value() or [])
        found: list[tuple[date, list[list[Tick | None]]]] = []
        for at, each in enumerate(self.nights):
            if not found or found[-1][0].month != each.month:
                found.append((each, []))
            weeks = found[-1][1]
            if not weeks or each.weekday() == 0:
                weeks.append([None] * 7)
            weeks[-1][each.weekday()] = Tick(each, self.wishes, at=at, ticked=each.isoformat() in ticked)
        return found

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, last = cleaned.get("first"), cleaned.get("last")
        if last and not first and "first" not in self.errors:
            self.add_error("first", _("Isi juga malam yang pertama."))
        if first and last and last < first:
            self.add_error("last", _("Tanggal terakhir lebih awal daripada yang pertama. Periksa keduanya."))
        end = last or first
        if end and end < self.today:
            self.add_error("last" if last else "first", _("Malam-malam itu sudah lewat. Pilih tanggal dari hari ini."))
        if end and end > self.today + AHEAD:
            words = _("Itu terlalu jauh ke depan. Isi paling jauh sampai %s.")
            self.add_error("last" if last else "first", words % span(self.today + AHEAD, self.today + AHEAD))
        return cleaned

    def weekly(self) -> dict[int, str]:
        chosen = {day: self.cleaned_data[f"weekday_{day}"] for day in range(7)}
        return {day: wish for day, wish in chosen.items() if wish}

    def dated(self) -> list[Span]:
        """All dated wishes from today on, as they are to be."""
        removed = set(self.cleaned_data["remove"])
        kept = [each for each in self.others if _code(each) not in removed]
        nights: dict[date, str] = {}
        for first, last, wish in kept:
            for day in range(max(first, self.today).toordinal(), last.toordinal() + 1):
                night = date.fromordinal(day)
                if wish != Wish.NEVER or night > self.last:
                    nights[night] = wish
        nights |= {date.fromisoformat(each): Wish.NEVER for each in self.cleaned_data["never"]}
        first, last = self.cleaned_data["first"], self.cleaned_data["last"]
        if first:
            for day in range(max(first, self.today).toordinal(), (last or first).toordinal() + 1):
                nights[date.fromordinal(day)] = self.cleaned_data["wish"]
        return [(night, night, wish) for night, wish in sorted(nights.items()) if wish]


class Tick:
    """A night in the calendar: whether it is ticked, and what else was said of it."""

    def __init__(self, night: date, wishes: Wishes, *, at: int, ticked: bool) -> None:
        self.night, self.at, self.ticked = night, at, ticked
        dated, weekly = wishes.on(night), wishes.weekly.get(night.weekday(), "")
        said = dated if dated and dated != Wish.NEVER else "" if dated else weekly
        self.said = said
        self.words = str(WISHES[said]) if said else ""


class AskForm(forms.Form):
    """For which nights all are asked."""

    first = DayField(label=gettext_lazy("Dari malam"), error_messages=_DATE)
    last = DayField(label=gettext_lazy("Sampai malam"), error_messages=_DATE)


def _code(each: Span) -> str:
    return f"{each[0].isoformat()}_{each[1].isoformat()}"


def _in_words(each: Span) -> str:
    return f"{span(each[0], each[1])}: {WISHES[each[2]]}"
