"""Opening a situation, putting right what it is, and what somebody saw there."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from rukun.commitment.forms import Minted
from rukun.geo.coordinates import Point
from rukun.incident.forms.fields import (
    LEAST,
    NOBODY,
    HourField,
    PointField,
    VersionedForm,
    last_time,
    words,
)
from rukun.incident.kinds import KINDS, LEADS
from rukun.incident.queries.places import point_of
from rukun.people.forms.units import UnitField, example
from rukun.ui.careful import CarefulForm
from rukun.ui.dates import DayField

SOURCES = [
    ("seen", _("saya atau rekan saya melihatnya")),
    ("told", _("diceritakan orang di tempat")),
    ("call", _("dari telepon atau radio")),
]


class _Where(CarefulForm):
    kind = forms.ChoiceField(
        label=_("Apa"),
        choices=lambda: [("", _("Pilih")), *((each.code, each.words) for each in KINDS.values())],
        error_messages={"required": _("Jenisnya belum dipilih.")},
    )
    unit = UnitField(
        label=_("RW atau RT"),
        error_messages={"required": _("Wilayahnya belum diisi. Tulis RW-nya.")},
    )
    place = forms.CharField(
        label=_("Di mana tepatnya"),
        max_length=80,
        help_text=_("Nama tempat: jembatan, lapangan, mulut gang. Bukan rumah siapa pun."),
        widget=forms.TextInput({"autocomplete": "off", "list": "tempat"}),
        error_messages={
            "required": _("Tempatnya belum diisi. Tulis nama tempat yang dikenal warga."),
            "max_length": _("Terlalu panjang. Ringkas menjadi paling banyak %(limit_value)d huruf."),
        },
    )
    point = PointField()
    lead = forms.ChoiceField(
        label=_("Siapa yang memimpin penanganan"),
        required=False,
        choices=lambda: [("", _("Sesuai jenis dan tingkatnya")), *LEADS.items()],
    )

    def __init__(
        self, *args: Any, within: tuple[str, ...] = (), places: list[str] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.places = places or []
        unit = self.fields["unit"]
        assert isinstance(unit, UnitField)
        unit.within = within
        unit.help_text = _("Misalnya %s.") % example(within)[0]

    def where(self) -> dict[str, Any]:
        """Kind, unit, place, point and lead; without a point that of a known place of that name."""
        given = {name: self.cleaned_data[name] for name in ("kind", "unit", "place", "point", "lead")}
        here: Point | None = None if given["point"] else point_of(given["unit"], given["place"])
        if here is not None:
            given["point"] = (here.lat, here.lon)
        return given


class OpenForm(_Where):
    """A new situation. What was seen becomes its first observation."""

    incident_id = Minted()
    report = forms.UUIDField(required=False, widget=forms.HiddenInput)  # that it begins with
    hour = HourField(label=_("Sejak pukul berapa"))
    day = DayField(label=_("Hari"), required=False, help_text=_("Hanya bila bukan hari ini: 3 Maret 2025."))
    text = words(
        _("Apa yang terlihat atau terdengar"),
        required=False,
        help_text=_(
            "Apa, berapa banyak, ke mana. Tanpa nama, nomor, pelat, atau sekolah siapa pun. Selama ini kosong, "
            "tingkatnya belum dapat dinilai dan kentongan belum dapat dibunyikan."
        ),
    )
    looked = ("place", "text")
    field_order = ("incident_id", "sure", "report", "kind", "unit", "place", "text", "hour", "day", "point", "lead")

    def arguments(self) -> dict[str, Any]:
        given = self.cleaned_data
        happened = last_time(given["hour"], given["day"])
        key: UUID = given["incident_id"]
        return {**self.where(), "incident_id": key, "happened_at": happened, "text": given["text"]}


class ChangeForm(VersionedForm, _Where):
    """What and where it really is, and who leads.

    ``fixed``: a level is in force that was judged for this kind and place alone. What cannot be changed then is shown,
    and not to be typed into; what was typed before that became so stays there, with the reason beside it.
    """

    lead = forms.ChoiceField(label=_("Siapa yang memimpin penanganan"), choices=lambda: list(LEADS.items()))
    looked = ("place",)

    def __init__(self, *args: Any, fixed: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not fixed:
            return
        self.fields["point"].help_text = _("Hanya dapat digeser sedikit selama tingkatnya AG/GN.")
        if self.is_bound:
            return
        for name in ("unit", "place"):
            self.fields[name].widget.attrs["readonly"] = True
            self.fields[name].help_text = ""
        kind = self.fields["kind"]
        assert isinstance(kind, forms.ChoiceField)
        kind.choices = [(each.code, each.words) for each in KINDS.values() if each.code == self.initial["kind"]]

    def arguments(self) -> dict[str, Any]:
        return {**self.where(), "version": self.cleaned_data["version"]}


class ObserveForm(CarefulForm):
    """What somebody saw or heard."""

    observation_id = Minted()
    text = words(
        _("Apa yang terlihat atau terdengar"),
        help_text=NOBODY,
        error_messages={"required": _("Belum ada isinya. Tulis apa yang terlihat, misalnya: dua kelompok berkumpul.")},
    )
    source = forms.ChoiceField(label=_("Dari mana tahunya"), choices=SOURCES, initial="seen", widget=forms.RadioSelect)
    hour = HourField()
    looked = ("text",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "id_observe_%s", **kwargs})

    def arguments(self) -> dict[str, Any]:
        given = {name: self.cleaned_data[name] for name in ("observation_id", "source", "text")}
        return {**given, "seen_at": last_time(self.cleaned_data["hour"])}


class WithdrawForm(CarefulForm):
    """Why what somebody wrote is taken back, and whether its words have to go."""

    reason = words(
        _("Mengapa ditarik"),
        rows=2,
        min_length=LEAST,
        help_text=_("Yang lain membaca alasan ini. Tanpa nama siapa pun."),
        error_messages={
            "required": _("Alasannya belum diisi. Tulis mengapa pengamatan ini tidak dipakai lagi."),
            "min_length": _("Tulis alasannya, sekurang-kurangnya %(limit_value)d huruf."),
        },
    )
    erase = forms.BooleanField(
        label=_("Hapus juga kata-katanya: di dalamnya ada nama, nomor, atau hal lain tentang orang"),
        required=False,
    )
    looked = ("reason",)

    def arguments(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("reason", "erase")}
