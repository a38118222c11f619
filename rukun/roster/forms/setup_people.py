"""What is typed about who takes part in a watch, about groups with limits, and about pairs."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from rukun.roster.actions.people import MOST_IN_A_HOUSEHOLD
from rukun.roster.actions.people_groups import MOST_TOGETHER
from rukun.roster.forms.setup import NOT_A_CHOICE, NOT_A_NUMBER, TOO_LONG, SeenForm
from rukun.roster.models import Group, Post, Watcher
from rukun.roster.models.setup import LONGEST_NAME
from rukun.roster.queries.setup import seen_of
from rukun.ui.dates import DayField

Choices = Sequence[tuple[UUID, str]]
NOBODY = {"required": _("Belum ada yang dipilih."), "invalid_choice": _("Pilihan ini sudah tidak ada. Pilih lagi.")}


class _Several(forms.TypedMultipleChoiceField):
    """Several of a list, each an id."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(coerce=UUID, widget=forms.CheckboxSelectMultiple, error_messages=NOBODY, **kwargs)


class _Number(forms.IntegerField):
    """A small number that may stay empty."""

    def __init__(self, most: int, **kwargs: Any) -> None:
        super().__init__(
            required=False,
            min_value=1,
            max_value=most,
            widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off"}),
            error_messages={
                "invalid": NOT_A_NUMBER,
                "min_value": _("Tulis sedikitnya %(limit_value)d, atau kosongkan."),
                "max_value": _("Tulis paling banyak %(limit_value)d, atau kosongkan."),
            },
            **kwargs,
        )


def _fill(form: forms.Form, name: str, choices: Choices, empty: Any = None) -> None:
    found = [(str(key), words) for key, words in choices]
    form.fields[name].choices = found if empty is None else [("", empty), *found]  # type: ignore[attr-defined]


class AddForm(forms.Form):
    """Members, or officers, who are to take part."""

    orang = _Several(label=_("Siapa yang ikut?"))

    def __init__(self, *args: Any, choices: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _fill(self, "orang", choices)


class WatcherForm(SeenForm):
    """How somebody takes part."""

    leader = forms.BooleanField(
        label=_("Dapat memimpin giliran"),
        required=False,
        help_text=_("Menghubungi petugas, menulis serah giliran, dan memutuskan untuk mundur."),
    )
    max_week = _Number(
        7, label=_("Paling banyak berapa malam seminggu?"), help_text=_("Kosong: menurut aturan jadwal ini.")
    )
    posts = _Several(label=_("Hanya di pos mana?"), required=False, help_text=_("Tanpa centang: di pos mana pun."))

    def __init__(self, *args: Any, places: Sequence[Post], watcher: Watcher | None = None, **kwargs: Any) -> None:
        initial: dict[str, Any] = {}
        if watcher is not None:
            chosen = [str(each.pk) for each in watcher.posts.all()]
            initial = {"leader": watcher.leader, "max_week": watcher.max_week, "posts": chosen}
            initial["seen"] = seen_of(watcher)
        super().__init__(*args, **{"initial": initial, **kwargs})
        self.places = {each.pk: each for each in places}
        if len(places) > 1 or (watcher is not None and initial["posts"]):
            _fill(self, "posts", [(each.pk, each.name) for each in places])
        else:
            del self.fields["posts"]
        if watcher is not None and watcher.officer:
            del self.fields["leader"]

    def arguments(self) -> dict[str, Any]:
        """As the action takes them."""
        given = {name: value for name, value in self.cleaned_data.items() if name in self.fields}
        if "posts" in given:
            given["posts"] = [self.places[key] for key in given["posts"]]
        return given


class HouseholdForm(WatcherForm):
    """A household: its name, who usually comes, and who does instead."""

    field_order = ("name",)
    name = forms.CharField(
        label=_("Nama keluarga"),
        max_length=LONGEST_NAME,
        help_text=_("Seperti pada jadwal di dinding, misalnya Keluarga Pak Hasan, No. 12."),
        error_messages={"required": _("Nama keluarganya belum diisi."), "max_length": TOO_LONG},
    )

    def __init__(self, *args: Any, choices: Choices, watcher: Watcher | None = None, **kwargs: Any) -> None:
        super().__init__(*args, watcher=watcher, **kwargs)
        known: list[UUID] = []
        if watcher is not None:
            self.initial["name"] = watcher.name
            known = [each.person_id for each in watcher.persons.all()]
        for place in range(MOST_IN_A_HOUSEHOLD):
            name, label = f"p{place}", _("Pengganti %d") % place if place else _("Yang biasanya datang")
            self.fields[name] = forms.TypedChoiceField(
                label=label,
                required=not place,
                coerce=UUID,
                empty_value=None,
                initial=str(known[place]) if place < len(known) else "",
                error_messages={
                    "required": _("Belum dipilih siapa yang biasanya datang."),
                    "invalid_choice": NOBODY["invalid_choice"],
                },
            )
            _fill(self, name, choices, empty="–")
        self.order_fields(["seen", "name", *(f"p{place}" for place in range(MOST_IN_A_HOUSEHOLD))])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        chosen = [cleaned.get(f"p{place}") for place in range(MOST_IN_A_HOUSEHOLD)]
        for place, key in enumerate(chosen):
            if key is not None and key in chosen[:place]:
                self.add_error(f"p{place}", _("Orang ini sudah dipilih di atas. Pilih yang lain, atau kosongkan."))
        return cleaned

    def arguments(self) -> dict[str, Any]:
        given = super().arguments()
        places = [given.pop(f"p{place}") for place in range(MOST_IN_A_HOUSEHOLD)]
        return {**given, "persons": [each for each in places if each is not None]}


class EndForm(SeenForm):
    """Somebody's last night."""

    last_day = DayField(
        label=_("Malam terakhir ia ikut"),
        help_text=_("Tulis kemarin bila berhenti sekarang juga. Alasannya tidak ditanyakan."),
        error_messages={"required": _("Malam terakhirnya belum diisi.")},
    )
    release = forms.BooleanField(
        label=_("Lepaskan ia dari giliran sesudahnya; tempatnya kosong sampai ada pengganti"), required=False
    )

    def __init__(self, *args: Any, nights: bool, **kwargs: Any) -> None:
        """``nights``: whether published duties of theirs lie ahead."""
        super().__init__(*args, **kwargs)
        if not nights:
            del self.fields["release"]


class LeadersForm(forms.Form):
    """Who can lead. ``was`` are those who were ticked when it was shown: only what was changed since is changed."""

    was = forms.CharField(widget=forms.HiddenInput, required=False)
    leaders = _Several(label=_("Siapa yang dapat memimpin giliran?"), required=False)

    def __init__(self, *args: Any, choices: Choices, leading: Sequence[UUID], **kwargs: Any) -> None:
        ticked = [str(each) for each in leading]
        super().__init__(*args, **{"initial": {"was": " ".join(ticked), "leaders": ticked}, **kwargs})
        _fill(self, "leaders", choices)

    def changes(self) -> tuple[set[UUID], set[UUID]]:
        """Who was ticked, and whose tick was taken away."""
        was = {UUID(each) for each in self.cleaned_data["was"].split()}
        now = set(self.cleaned_data["leaders"])
        return now - was, was - now

    def clean_was(self) -> str:
        words: str = self.cleaned_data["was"]
        try:
            [UUID(each) for each in words.split()]
        except ValueError:
            raise forms.ValidationError(_("Halaman ini sudah lama. Muat ulang, lalu centang lagi.")) from None
        return words


class GroupForm(SeenForm):
    """Limits for some of those who take part."""

    name = forms.CharField(
        label=_("Nama kelompok"),
        max_length=LONGEST_NAME,
        help_text=_(
            "Menurut keadaan kerjanya di ronda, misalnya “Kerja malam” atau “Peserta baru”. "
            "Jangan membuat kelompok menurut partai, agama, atau suku."
        ),
        error_messages={"required": _("Nama kelompoknya belum diisi."), "max_length": TOO_LONG},
    )
    max_week = _Number(
        7, label=_("Paling banyak berapa malam seminggu?"), help_text=_("Untuk setiap anggotanya. Kosong: tanpa batas.")
    )
    max_together = _Number(
        MOST_TOGETHER,
        label=_("Paling banyak berapa orang di satu pos?"),
        help_text=_("Dari kelompok ini, pada giliran yang sama. Kosong: tanpa batas."),
    )
    watchers = _Several(label=_("Siapa saja anggotanya?"))

    def __init__(self, *args: Any, choices: Choices, group: Group | None = None, **kwargs: Any) -> None:
        initial: dict[str, Any] = {}
        if group is not None:
            chosen = [str(each.pk) for each in group.watchers.all()]
            initial = {"name": group.name, "max_week": group.max_week, "max_together": group.max_together}
            initial |= {"watchers": chosen, "seen": seen_of(group)}
        super().__init__(*args, **{"initial": initial, **kwargs})
        _fill(self, "watchers", choices)


class PairForm(forms.Form):
    """Two who asked to stand together, or apart."""

    first = forms.TypedChoiceField(
        label=_("Peserta pertama"), coerce=UUID, error_messages={**NOBODY, "required": _("Belum dipilih.")}
    )
    second = forms.TypedChoiceField(
        label=_("Peserta kedua"), coerce=UUID, error_messages={**NOBODY, "required": _("Belum dipilih.")}
    )
    together = forms.ChoiceField(
        label=_("Mereka minta"),
        choices=[("bersama", _("selalu berjaga bersama")), ("pisah", _("tidak pernah berjaga bersama"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Pilih: bersama, atau dipisah."), "invalid_choice": NOT_A_CHOICE},
    )

    def __init__(self, *args: Any, choices: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("first", "second"):
            _fill(self, name, choices, empty="–")
