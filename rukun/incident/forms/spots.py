"""A standing potential for friction: a place, its sides as areas, when it stirs, and what helps."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from rukun.commitment.forms import Minted
from rukun.guard import covers
from rukun.incident.calendars import KINDS
from rukun.incident.forms.fields import NOBODY, PointField, VersionedForm, words
from rukun.incident.frictions import FRICTIONS
from rukun.incident.queries.places import point_of
from rukun.people.forms.units import UnitField, as_typed
from rukun.ui.careful import CarefulForm
from rukun.ui.dates import DayField

MOST_PLACES, MOST_SIDES = 3, 4
INSTEAD = {"sides": "side_1", "places": "name"}
"""Which field stands for what an error is about."""


class SpotForm(VersionedForm, CarefulForm):
    """For a new one and for one that is changed. Sides are RT or RW, never people or groups of them."""

    spot_id = Minted()
    unit = UnitField(
        label=_("Wilayahnya"),
        help_text=_("RW atau kelurahan tempat titik itu."),
        error_messages={"required": _("Wilayahnya belum diisi. Tulis RW-nya.")},
    )
    name = forms.CharField(
        label=_("Nama tempat"),
        max_length=80,
        help_text=_("Jembatan, lapangan, simpang. Bukan rumah, dan bukan nama kelompok."),
        widget=forms.TextInput({"autocomplete": "off", "list": "tempat"}),
        error_messages={"required": _("Nama tempatnya belum diisi.")},
    )
    point = PointField()
    friction = forms.ChoiceField(
        label=_("Sumber gesekan"),
        choices=lambda: [("", _("Pilih")), *FRICTIONS.items()],
        error_messages={"required": _("Sumber gesekannya belum dipilih.")},
    )
    calendar = forms.MultipleChoiceField(
        label=_("Kapan biasanya rawan"),
        required=False,
        choices=lambda: list(KINDS.items()),
        widget=forms.CheckboxSelectMultiple,
    )
    about = words(
        _("Apa keadaannya"), help_text=NOBODY, error_messages={"required": _("Belum ditulis apa keadaannya.")}
    )
    helps = words(
        _("Apa yang membantu"),
        required=False,
        help_text=_("Dialog, kegiatan bersama, lampu, ronda. Untuk kedua sisi."),
    )
    review_by = DayField(
        label=_("Ditinjau lagi paling lambat"),
        required=False,
        help_text=_("Kosong: tiga bulan lagi. Misalnya: 3 Maret 2025."),
    )
    looked: ClassVar[tuple[str, ...]] = ("name", "about", "helps", "place_2", "place_3")

    def __init__(
        self, *args: Any, within: tuple[str, ...] = (), places: list[str] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.places = places or []
        for number in range(1, MOST_SIDES + 1):
            self.fields[f"side_{number}"] = UnitField(
                label=_("Sisi %d") % number if number > 1 else _("Sisi 1 (RT atau RW)"), required=False
            )
        for number in range(2, MOST_PLACES + 1):
            self.fields[f"place_{number}"] = forms.CharField(
                label=_("Tempat lain %d") % number,
                required=False,
                max_length=80,
                widget=forms.TextInput({"autocomplete": "off", "list": "tempat"}),
            )
        for field in self.fields.values():
            if isinstance(field, UnitField):
                field.within = within

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        sides = self._sides(given)
        for one in sides:
            if any(other != one and covers(other, one) for other in sides):
                self.add_error("side_1", _("Satu sisi terletak di dalam sisi lain. Tulis dua wilayah yang terpisah."))
                break
        return given

    def sides(self) -> list[forms.BoundField]:
        return [self[f"side_{n}"] for n in range(1, MOST_SIDES + 1)]

    def more_places(self) -> list[forms.BoundField]:
        return [self[f"place_{n}"] for n in range(2, MOST_PLACES + 1)]

    def arguments(self) -> dict[str, Any]:
        """All but ids and versions, as the actions take it."""
        given = self.cleaned_data
        names = [given["name"], *(given[f"place_{n}"] for n in range(2, MOST_PLACES + 1))]
        return {
            **{name: given[name] for name in ("unit", "name", "friction", "calendar", "about", "helps")},
            "review_by": given["review_by"],
            "places": [
                _place(given["unit"], each, None if at else given["point"]) for at, each in enumerate(names) if each
            ],
            "sides": self._sides(given),
        }

    def _sides(self, given: dict[str, Any]) -> list[str]:
        return list(dict.fromkeys(given[f"side_{n}"] for n in range(1, MOST_SIDES + 1) if given.get(f"side_{n}")))


def initial_of(spot: Any, texts: dict[str, Any]) -> dict[str, Any]:
    """What the form shows of one that is there. ``texts``: its words, unsealed."""
    places = spot.places or []
    first = places[0] if places else {}
    known = first.get("lat") is not None and first.get("lon") is not None
    return {
        **{name: getattr(spot, name) for name in ("name", "friction", "calendar", "review_by", "version")},
        **{name: texts.get(name, "") for name in ("about", "helps")},
        "unit": as_typed(spot.unit),
        "point": f"{first['lat']:.6f}, {first['lon']:.6f}" if known else "",
        **{f"place_{n}": each["name"] for n, each in enumerate(places[1:], 2)},
        **{f"side_{n}": as_typed(each) for n, each in enumerate(spot.sides, 1)},
    }


def _place(unit: str, name: str, point: tuple[float, float] | None) -> dict[str, Any]:
    here = None if point else point_of(unit, name)
    lat, lon = point or ((here.lat, here.lon) if here else (None, None))
    return {"name": name, "lat": lat, "lon": lon}


class ReviewSpotForm(VersionedForm):
    """Somebody looked at it again: it still holds, until when."""

    review_by = DayField(
        label=_("Ditinjau lagi paling lambat"), error_messages={"required": _("Belum diisi kapan ditinjau lagi.")}
    )
