"""Dates as people write them, "Senin, 3 Maret 2025", and what a day means in moments.

A weekday that does not go with its date is an error: one of the two was mistyped, and only the writer knows which.
"""

import re
import unicodedata
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.dates import MONTHS, WEEKDAYS
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

LONGEST = 60
YEARS = range(1900, 2200)

_MONTH_WORDS = (
    "januari january jan",
    "februari pebruari february feb peb",
    "maret march mar",
    "april apr",
    "mei may",
    "juni june jun",
    "juli july jul",
    "agustus august agu agt ags agust aug",
    "september sept sep",
    "oktober october okt oct",
    "november nopember nov nop",
    "desember december des dec",
)
_WEEKDAY_WORDS = (
    "senin sen monday mon",
    "selasa sel tuesday tues tue",
    "rabu rab wednesday wed",
    "kamis kam thursday thurs thur thu",
    "jumat jumaat jum friday fri",
    "sabtu sab saturday sat",
    "minggu ahad min mgg sunday sun",
)
_MONTH = {word: number for number, words in enumerate(_MONTH_WORDS, 1) for word in words.split()}
_WEEKDAY = {word: number for number, words in enumerate(_WEEKDAY_WORDS) for word in words.split()}

_ORDERS = (
    re.compile(r"(?P<day>[0-9]{1,2})[ /.-]+(?P<month>[a-z]+|[0-9]{1,2})[ /.,-]+(?P<year>[0-9]{1,4})"),
    re.compile(r"(?P<year>[0-9]{4})[ /.-]+(?P<month>[a-z]+|[0-9]{1,2})[ /.-]+(?P<day>[0-9]{1,2})"),
    re.compile(r"(?P<month>[a-z]+)[ /.-]+(?P<day>[0-9]{1,2})[ /.,-]+(?P<year>[0-9]{1,4})"),
)
_WEEKDAY_FIRST = re.compile(r"(?P<weekday>[a-z]+)[ .,]+(?:(?:tanggal|tgl)[ .]+)?(?P<rest>.*[0-9].*)")
_ORDINAL = re.compile(r"(?<=[0-9])(st|nd|rd|th)\b")


class NotADate(Exception):
    """What was typed is no date. ``str()`` of it says why and what to write, for the screen."""


def read(text: str) -> date:
    """The date that somebody typed: with or without its weekday, day before month, or as 2025-03-03.

    Months and weekdays may be Indonesian or English, whole or short. Raises ``NotADate``.
    """
    plain = _plain(text)
    found = _WEEKDAY_FIRST.fullmatch(plain)
    weekday = _WEEKDAY.get(found["weekday"]) if found else None
    if found and (weekday is not None or found["weekday"] in ("tanggal", "tgl")):
        plain = found["rest"]
    parts = next((match for order in _ORDERS if (match := order.fullmatch(plain))), None)
    month = 0 if parts is None else _MONTH.get(parts["month"], 0) or _number(parts["month"])
    if parts is None or month is None:
        raise NotADate(_("Tanggal itu tidak terbaca. Tulis seperti “Senin, 3 Maret 2025” atau “3/3/2025”."))
    day = _existing(int(parts["year"]), month, int(parts["day"]))
    if weekday is not None and weekday != day.weekday():
        raise NotADate(
            _("%(date)s jatuh pada hari %(right)s, bukan %(wrong)s. Periksa tanggal atau harinya.")
            % {"date": in_words(day), "right": WEEKDAYS[day.weekday()], "wrong": WEEKDAYS[weekday]}
        )
    return day


def in_words(day: date) -> str:
    """``3 Maret 2025``, in the reader's language."""
    return date_format(day, "j F Y")


def written_out(day: date) -> str:
    """``Senin, 3 Maret 2025``, in the reader's language; ``read`` understands it again."""
    return date_format(day, "l, j F Y")


def first_moment(day: date) -> datetime:
    """When the day begins where the installation stands."""
    return datetime.combine(day, time.min, timezone.get_default_timezone())


def moment_after(day: date) -> datetime:
    """When the day is over: for a last day that still counts, since an end is kept as the first moment after it."""
    return first_moment(day + timedelta(days=1))


def last_day(until: datetime) -> date:
    """The last day of what is over from ``until`` on: at midnight it is the day before."""
    return timezone.localtime(until - timedelta(microseconds=1)).date()


class DayField(forms.DateField):
    """A day, typed as people write it. Gives a ``date``; its initial value, a date or moment, is shown written out."""

    widget = forms.TextInput

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", gettext_lazy("Misalnya: Senin, 3 Maret 2025. Harinya boleh tidak ditulis."))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> date | None:
        if isinstance(value, datetime):
            return timezone.localtime(value, timezone.get_default_timezone()).date()
        if isinstance(value, date):
            return value
        if value in self.empty_values or not str(value).strip():
            return None
        try:
            return read(str(value))
        except NotADate as error:
            raise ValidationError(str(error), code="invalid") from None

    def prepare_value(self, value: Any) -> Any:
        return written_out(self.to_python(value) or value) if isinstance(value, date) else value


def _plain(text: str) -> str:
    """Small letters, single blanks, no apostrophe (*Jum'at*), full-width and non-breaking characters made plain."""
    if len(text) > LONGEST:
        return ""
    small = unicodedata.normalize("NFKC", text).casefold()
    return _ORDINAL.sub("", " ".join(re.sub(r"['’‘`]", "", small).split())).strip(" .,")


def _number(text: str) -> int | None:
    return int(text) if text.isdigit() else None


def _existing(year: int, month: int, day: int) -> date:
    if year not in YEARS:
        raise NotADate(_("Tahunnya ditulis dengan empat angka, dari 1900 sampai 2199. Contoh: 3 Maret 2025."))
    if month not in MONTHS:
        raise NotADate(
            _("Tidak ada bulan ke-%(month)s. Tulis tanggal, bulan, lalu tahun. Contoh: 3 Maret 2025 atau 3/3/2025.")
            % {"month": month}
        )
    try:
        return date(year, month, day)
    except ValueError:
        raise NotADate(
            _("Tanggal %(day)s %(month)s %(year)s tidak ada. Periksa tanggalnya. Contoh: 3 Maret 2025.")
            % {"day": day, "month": MONTHS[month], "year": year}
        ) from None
