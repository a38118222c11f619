"""What the app on a phone sends, field by field."""

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rukun.report.actions.intake import CLOCKS_DIFFER, OLDEST, Draft
from rukun.ui.uploads import LARGEST, MEGABYTE

LONGEST = 6000
"""Letters of any field; what a field really takes is said by the intake, in its own words."""
MEMBER = "anggota"
"""Only members of an organisation have one that the complaint is about."""
NOT_A_TIME = {"invalid": _("Waktu kejadian tidak terbaca. Tulis tanggal dan jamnya sekali lagi.")}
NOT_READ = {
    "required": _("Bagian ini belum terisi. Muat ulang halaman, lalu kirim lagi."),
    "invalid": _("Bagian ini tidak terbaca. Muat ulang halaman, lalu kirim lagi."),
    "max_length": _("Isian ini terlalu panjang. Persingkat."),
}


def _text(**options: Any) -> forms.CharField:
    options.setdefault("required", False)
    return forms.CharField(max_length=LONGEST, error_messages=NOT_READ, **options)


class SendForm(forms.Form):
    """A report.

    ``happened`` is when, for programs. The app sends what was typed: ``now`` ("1": it happens now); with
    ``happened_about`` "hour" ``hour_at`` (14:30, the last one); with "day" ``day_at``. ``ago`` is how many seconds ago
    that was written down, which is right on phones whose clock is wrong.
    """

    id = forms.UUIDField(error_messages=NOT_READ)
    code = _text(required=True)
    category = _text(required=True)
    unit = _text()
    lat = forms.FloatField(required=False, error_messages=NOT_READ)
    lon = forms.FloatField(required=False, error_messages=NOT_READ)
    place = _text()
    happened = forms.DateTimeField(required=False, error_messages=NOT_A_TIME)
    day_at = forms.DateTimeField(required=False, error_messages=NOT_A_TIME)
    hour_at = forms.TimeField(required=False, error_messages=NOT_A_TIME)
    now = _text()
    ago = forms.FloatField(required=False, error_messages=NOT_READ)
    happened_about = _text()
    words = _text(strip=False)
    name = _text()
    phone = _text()
    anonymous = _text()
    subject = _text()
    organisation = forms.UUIDField(required=False, error_messages=NOT_READ)
    challenge = _text()
    answer = _text()

    def draft(self, now: datetime) -> Draft:
        """Of a valid form. Whoever does not say otherwise (``anonymous=0``) is anonymous."""
        sent = self.cleaned_data
        about = "now" if sent["now"] == "1" else sent["happened_about"] or "unknown"
        written = now - timedelta(seconds=min(max(0, sent["ago"] or 0), 2 * OLDEST.total_seconds()))
        happened = sent["happened"]
        if about == "now":
            happened = written
        elif about == "day":
            happened = happened or sent["day_at"]
        elif about == "hour" and sent["hour_at"]:
            happened = happened or _last(sent["hour_at"], written)
        return Draft(
            id=sent["id"],
            code=sent["code"],
            category=sent["category"],
            unit=sent["unit"],
            lat=sent["lat"],
            lon=sent["lon"],
            place=sent["place"],
            happened=happened,
            happened_about=about,
            words=sent["words"].replace("\r\n", "\n"),
            name=sent["name"],
            phone=sent["phone"],
            anonymous=sent["anonymous"] != "0",
            subject=sent["subject"],
            organisation=sent["organisation"] if sent["subject"] == MEMBER else None,
        )

    def clean(self) -> None:
        """What is wrong with a time is told of ``happened``, which is what it is called everywhere else."""
        for name in ("day_at", "hour_at"):
            if name in self.errors:
                self.errors["happened"] = self.errors.pop(name)


def _last(clock: time, before: datetime) -> datetime:
    """The last moment at which it was that late where this installation is; clocks may differ a little."""
    moment = timezone.localtime(before).replace(hour=clock.hour, minute=clock.minute, second=0, microsecond=0)
    return moment if moment <= before + CLOCKS_DIFFER else moment - timedelta(days=1)


class PhotoForm(forms.Form):
    """A photo of a report that was sent before. ``taken``, ``lat`` and ``lon`` only come with consent."""

    report = forms.UUIDField(error_messages=NOT_READ)
    code = _text(required=True)
    id = forms.UUIDField(error_messages=NOT_READ)
    file = forms.FileField(error_messages={**NOT_READ, "empty": _("Foto ini kosong. Pilih foto lain.")})
    taken = _text()
    lat = _text()
    lon = _text()

    def clean_file(self) -> bytes:
        """The content. Of a file that is too large nothing was kept but its size."""
        sent = self.cleaned_data["file"]
        content: bytes = sent.read()
        if len(content) != sent.size:
            raise forms.ValidationError(
                _("Foto ini lebih besar dari %(most)d MB. Perkecil, atau pilih foto lain."),
                params={"most": LARGEST // MEGABYTE},
            )
        return content
