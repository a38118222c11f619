"""What is typed when a watch is set up: its posts, shifts, needs, seasons and rules.

Each form that changes something carries ``seen``: how that stood when it was shown, so that nobody overwrites unaware.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from rukun.almanac.algo.nights import BIASA, KINDS
from rukun.almanac.kinds import EXPLAINED, NIGHTS
from rukun.people.forms.units import UnitField, as_typed
from rukun.roster.actions.setup_posts import (
    LEAST_CAPACITY,
    LONGEST_PLACE,
    MOST_CAPACITY,
    Row,
    check_need,
)
from rukun.roster.algo import rules as names
from rukun.roster.errors import RosterError
from rukun.roster.kinds import POSTS
from rukun.roster.models import Post, Season, Shift, Watch
from rukun.roster.models.setup import LONGEST_NAME
from rukun.roster.queries.setup import needs_of, seen_of
from rukun.roster.rules_words import RULES, RuleWords, rules_of
from rukun.ui.dates import DayField

NOT_A_NUMBER = _("Tulis angka saja, misalnya 4.")
NOT_AN_HOUR = {
    "required": _("Jamnya belum diisi. Tulis seperti 22.00."),
    "invalid": _("Jam itu tidak terbaca. Tulis seperti 22.00."),
}
HOURS = ["%H.%M", "%H:%M", "%H"]
TOO_LONG = _("Terlalu panjang. Ringkas menjadi paling banyak %(limit_value)d huruf.")
NOT_A_CHOICE = _("Pilih salah satu dari daftar.")


def _numeral(**attrs: Any) -> forms.TextInput:
    """Typed on a keyboard of numbers; a wheel that turns by accident would change what somebody wrote."""
    return forms.TextInput({"inputmode": "numeric", "autocomplete": "off", **attrs})


class SeenForm(forms.Form):
    """Carries how what it changes stood when it was shown."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=16)

    def refresh(self, seen: str) -> None:
        """After somebody else's change was shown: what is sent next is about the newest stand."""
        if isinstance(self.data, QueryDict):
            data = self.data.copy()
            data[self.add_prefix("seen")] = seen
            self.data = data


class OpenForm(forms.Form):
    """For which organisation a watch is opened; ``organisations`` with whether they may be by households."""

    organisasi = forms.TypedChoiceField(
        label=_("Untuk organisasi mana?"),
        coerce=UUID,
        widget=forms.RadioSelect,
        error_messages={"required": _("Organisasinya belum dipilih."), "invalid_choice": NOT_A_CHOICE},
    )
    cara = forms.ChoiceField(
        label=_("Siapa yang mendapat giliran?"),
        choices=[("orang", _("Setiap orang sendiri")), ("keluarga", _("Setiap keluarga, dengan penggantinya"))],
        initial="orang",
        widget=forms.RadioSelect,
        required=False,
        help_text=_(
            "Per keluarga: seperti jadwal ronda RT, satu giliran untuk satu rumah dan siapa yang datang bergantian. "
            "Hanya untuk siskamling, dan tidak dapat diganti kemudian."
        ),
        error_messages={"invalid_choice": NOT_A_CHOICE},
    )

    def __init__(self, *args: Any, organisations: Sequence[Any], by_household: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(each.pk), each.name) for each in organisations]
        self.fields["organisasi"].choices = choices  # type: ignore[attr-defined]
        if len(choices) == 1:
            self.fields["organisasi"].initial = choices[0][0]
        if not by_household:
            del self.fields["cara"]


class PostForm(SeenForm):
    """A post: what it is called, where it is, how many fit there."""

    name = forms.CharField(
        label=_("Nama pos"),
        max_length=LONGEST_NAME,
        help_text=_("Seperti orang menyebutnya, misalnya Pos Gang Mawar."),
        error_messages={"required": _("Nama posnya belum diisi."), "max_length": TOO_LONG},
    )
    kind = forms.ChoiceField(
        label=_("Jenisnya"), choices=lambda: list(POSTS.items()), error_messages={"invalid_choice": NOT_A_CHOICE}
    )
    place = forms.CharField(
        label=_("Tempatnya"),
        required=False,
        max_length=LONGEST_PLACE,
        help_text=_("Patokan yang mudah ditemukan, misalnya di samping musala. Tanpa nama orang."),
        error_messages={"max_length": TOO_LONG},
    )
    unit = UnitField(
        label=_("Wilayah"),
        required=False,
        help_text=_("Wilayah jadwal ini atau bagian di dalamnya. Kosong: seluruh wilayah jadwal ini."),
    )
    capacity = forms.IntegerField(
        label=_("Memuat paling banyak berapa orang?"),
        min_value=LEAST_CAPACITY,
        max_value=MOST_CAPACITY,
        initial=6,
        widget=_numeral(),
        help_text=_("Tanpa menghitung petugas polisi atau TNI pada malam gabungan."),
        error_messages={
            "required": _("Daya tampungnya belum diisi."),
            "invalid": NOT_A_NUMBER,
            "min_value": _("Tulis sedikitnya %(limit_value)d."),
            "max_value": _("Tulis paling banyak %(limit_value)d."),
        },
    )
    leader = forms.BooleanField(
        label=_("Harus ada seorang yang dapat memimpin"),
        required=False,
        initial=True,
        help_text=_("Ia yang menghubungi petugas, dan yang memutuskan untuk mundur."),
    )

    def __init__(self, *args: Any, watch: Watch, post: Post | None = None, **kwargs: Any) -> None:
        initial = {"unit": as_typed(watch.unit)}
        if post is not None:
            initial = {name: getattr(post, name) for name in ("name", "kind", "place", "capacity", "leader")}
            initial |= {"unit": as_typed(post.unit), "seen": seen_of(post)}
        super().__init__(*args, **{"initial": initial, **kwargs})
        unit = self.fields["unit"]
        assert isinstance(unit, UnitField)
        unit.within = (watch.unit,)

    def arguments(self) -> dict[str, Any]:
        """As the action takes them."""
        return {key: value for key, value in self.cleaned_data.items() if key in self.fields}


@dataclass(frozen=True)
class NeedLine:
    """A row of the table of needs: what kind of night, and the two fields."""

    title: Any
    about: Any
    people: forms.BoundField
    officer: forms.BoundField


@dataclass(frozen=True)
class NeedTable:
    """What is needed always (no ``season``), or in a season. ``said``: whether anything is said for it."""

    season: Season | None
    lines: list[NeedLine]
    said: bool


class ShiftForm(SeenForm):
    """The hours of a shift, and for each kind of night and each season how many it needs."""

    begins = forms.TimeField(
        label=_("Mulai"), input_formats=HOURS, widget=forms.TextInput({"inputmode": "decimal"}),
        error_messages=NOT_AN_HOUR,
    )  # fmt: skip
    ends = forms.TimeField(
        label=_("Selesai"), input_formats=HOURS, widget=forms.TextInput({"inputmode": "decimal"}),
        error_messages=NOT_AN_HOUR,
    )  # fmt: skip

    def __init__(
        self,
        *args: Any,
        seasons: Sequence[Season],
        shift: Shift | None = None,
        capacity: int = MOST_CAPACITY,
        **kwargs: Any,
    ) -> None:
        initial: dict[str, Any] = {}
        if shift is not None:
            initial = {"begins": f"{shift.begins:%H.%M}", "ends": f"{shift.ends:%H.%M}", "seen": seen_of(shift)}
        super().__init__(*args, **{"initial": initial, **kwargs})
        self.seasons, self.capacity = list(seasons), capacity
        for season in (None, *self.seasons):
            said = {each.kind: each for each in needs_of(shift, season.pk if season else None)} if shift else {}
            for kind in KINDS:
                known = said.get(kind)
                label = f"{NIGHTS[kind]} ({season.name})" if season else NIGHTS[kind]
                self.fields[_of("n", season, kind)] = forms.IntegerField(
                    label=label,
                    required=season is None and kind == BIASA,
                    min_value=0,
                    max_value=MOST_CAPACITY,
                    initial=known.people if known else None,
                    widget=_numeral(size=3),
                    error_messages={
                        "required": _("Tulis berapa orang pada malam biasa, atau 0 bila tidak dijaga."),
                        "invalid": NOT_A_NUMBER,
                        "min_value": _("Tulis 0, atau sedikitnya 2."),
                        "max_value": _("Tulis paling banyak %(limit_value)d."),
                    },
                )
                self.fields[_of("o", season, kind)] = forms.BooleanField(
                    label=_("%s: malam gabungan") % label, required=False, initial=bool(known and known.officer)
                )

    def tables(self) -> Iterator[NeedTable]:
        for season in (None, *self.seasons):
            names_of_fields = [(_of("n", season, kind), _of("o", season, kind)) for kind in KINDS]
            lines = [
                NeedLine(NIGHTS[kind], EXPLAINED.get(kind, ""), self[people], self[officer])
                for kind, (people, officer) in zip(KINDS, names_of_fields, strict=True)
            ]
            said = any(self[people].value() not in (None, "") for people, _officer in names_of_fields)
            yield NeedTable(season, lines, said)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for season in (None, *self.seasons):
            for kind in KINDS:
                people, officer = cleaned.get(_of("n", season, kind)), cleaned.get(_of("o", season, kind), False)
                if _of("n", season, kind) in self.errors:
                    continue
                try:
                    check_need(people or 0, officer, self.capacity)
                except RosterError as error:
                    self.add_error(_of("n", season, kind), str(error))
        return cleaned

    def rows(self) -> list[Row]:
        """What is needed, of those kinds of which something is said."""
        return [
            Row(kind, people, self.cleaned_data[_of("o", season, kind)], season.pk if season else None)
            for season in (None, *self.seasons)
            for kind in KINDS
            if (people := self.cleaned_data[_of("n", season, kind)]) is not None
        ]


def _of(what: str, season: Season | None, kind: str) -> str:
    return f"{what}_{kind}_{season.pk.hex}" if season else f"{what}_{kind}"


class SeasonForm(SeenForm):
    """Some weeks in which other numbers are needed."""

    name = forms.CharField(
        label=_("Nama musim"),
        max_length=LONGEST_NAME,
        help_text=_("Misalnya: musim hujan, atau libur sekolah."),
        error_messages={"required": _("Nama musimnya belum diisi."), "max_length": TOO_LONG},
    )
    first = DayField(label=_("Malam pertama"), error_messages={"required": _("Malam pertamanya belum diisi.")})
    last = DayField(
        label=_("Malam terakhir"), help_text="", error_messages={"required": _("Malam terakhirnya belum diisi.")}
    )


@dataclass(frozen=True)
class RuleLine:
    """A rule on the page: its words, and the fields with which it is switched and set."""

    words: RuleWords
    on: forms.BoundField
    number: forms.BoundField | None


class RulesForm(SeenForm):
    """Which rules are on, and their numbers."""

    def __init__(self, *args: Any, watch: Watch, **kwargs: Any) -> None:
        chosen = rules_of(watch)
        super().__init__(*args, **{"initial": {"seen": seen_of(watch)}, **kwargs})
        numbers = {names.REST: chosen.rest, names.MAX_WEEK: chosen.max_week}
        for name in names.SWITCHED:
            words = RULES[name]
            self.fields[name] = forms.BooleanField(
                label=words.title, required=False, initial=name not in chosen.off, help_text=words.meaning
            )
            if words.number is not None:
                self.fields[f"{name}_n"] = forms.IntegerField(
                    label=words.number.label,
                    min_value=words.number.low,
                    max_value=words.number.high,
                    initial=numbers[name],
                    widget=_numeral(),
                    error_messages={
                        "required": _("Angkanya belum diisi."),
                        "invalid": NOT_A_NUMBER,
                        "min_value": _("Tulis sedikitnya %(limit_value)d."),
                        "max_value": _("Tulis paling banyak %(limit_value)d."),
                    },
                )

    def lines(self) -> Iterator[RuleLine]:
        for name in names.SWITCHED:
            yield RuleLine(RULES[name], self[name], self[f"{name}_n"] if f"{name}_n" in self.fields else None)

    def arguments(self) -> dict[str, Any]:
        """As the action takes them."""
        given = self.cleaned_data
        return {
            "off": [name for name in names.SWITCHED if not given[name]],
            "rest": given[f"{names.REST}_n"],
            "max_week": given[f"{names.MAX_WEEK}_n"],
            "seen": given["seen"],
        }
