"""What several forms of this room have in common: words that are looked through, moments, and what the writer saw."""

import re
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rukun.geo.coordinates import NotAPoint, point
from rukun.ui.forms import LongText

LONGEST = 2000
LEAST = 10
"""Letters of a reason."""
POINT = re.compile(r"\s*(-?\d{1,2}(?:[.]\d+)?)\s*[,; ]\s*(-?\d{1,3}(?:[.]\d+)?)\s*")
LONG = {"max_length": gettext_lazy("Terlalu panjang. Ringkas menjadi paling banyak %(limit_value)d huruf.")}
NOBODY = gettext_lazy("Apa, berapa banyak, ke mana. Tanpa nama, nomor, pelat, atau sekolah siapa pun.")


def words(label: Any, rows: int = 3, **given: Any) -> LongText:
    """A field for somebody's own words."""
    errors = {**LONG, **given.pop("error_messages", {})}
    widget = forms.Textarea({"rows": rows})
    return LongText(label=label, **{"max_length": LONGEST, "widget": widget, "error_messages": errors, **given})


class VersionedForm(forms.Form):
    """Knows what its writer saw, so that nobody overwrites what somebody else did meanwhile."""

    version = forms.IntegerField(required=False, min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)

    def clean_version(self) -> int:
        """One that is missing is none that ever was."""
        return self.cleaned_data.get("version") or 0

    def show_again(self, version: int) -> None:
        """After what was done meanwhile has been read, the same can be sent once more."""
        self.data = _with(self.data, self.add_prefix("version"), str(version))


class HourField(forms.TimeField):
    """An hour as people write it; empty is now."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            **{
                "label": gettext_lazy("Pukul berapa"),
                "required": False,
                "input_formats": ["%H.%M", "%H:%M", "%H"],
                "widget": forms.TextInput({"inputmode": "decimal", "autocomplete": "off"}),
                "help_text": gettext_lazy("Kosong: baru saja. Misalnya 22.30."),
                "error_messages": {"invalid": gettext_lazy("Jam itu tidak terbaca. Tulis seperti 22.30.")},
                **kwargs,
            }
        )


class PointField(forms.CharField):
    """A point as maps of phones give it: latitude, longitude. Its value is a pair of degrees, or ``None``."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            **{
                "label": gettext_lazy("Titik di peta"),
                "required": False,
                "max_length": 60,
                "help_text": gettext_lazy("Lintang, bujur: -6.2030, 106.7890. Kosong: titik tempat yang dikenal."),
                "widget": forms.TextInput({"autocomplete": "off"}),
                **kwargs,
            }
        )

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        found = POINT.fullmatch(text)
        try:
            here = point(found[1], found[2]) if found else None
        except NotAPoint:
            here = None
        if here is None:
            raise forms.ValidationError(_("Titik itu tidak terbaca. Tulis lintang dan bujur: -6.2030, 106.7890."))
        return here.lat, here.lon


def last_time(hour: Any, day: Any = None) -> datetime:
    """The moment meant by an hour of a day; without a day the last time that the clock showed it; without both now."""
    now = timezone.now()
    if hour is None and day is None:
        return now
    zone, today = timezone.get_current_timezone(), timezone.localdate()
    if hour is None:
        return now if day == today else datetime.combine(day, datetime.min.time(), zone)
    found = datetime.combine(day or today, hour, zone)
    return found - timedelta(days=1) if day is None and found > now else found


def _with(data: Any, name: str, value: str) -> Any:
    """The same that was sent, but for one hidden field."""
    if isinstance(data, QueryDict):
        changed = data.copy()
        changed[name] = value
        return changed
    return {**data, name: value}
