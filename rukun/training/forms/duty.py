from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rukun.people.forms.units import UnitField
from rukun.training.access.duty import Circle
from rukun.ui.dates import DayField
from rukun.ui.forms import LongText

REVIEW_WITHIN = timedelta(days=14)
"""The review that a new suspension suggests."""
ONLY_SHORT = _("Paling lama %d hari, sebab penangguhan sebelumnya oleh pihak Anda tidak dikuatkan oleh pihak kedua.")


class DutyForm(forms.Form):
    """Whose fitness, when and where; all may stay empty: everybody, now, anywhere."""

    mitra = forms.ChoiceField(label=_("Organisasi mitra"), required=False)
    hari = DayField(label=_("Hari bertugas"), required=False)
    jam = forms.TimeField(
        label=_("Jam mulai"),
        required=False,
        input_formats=["%H.%M", "%H:%M", "%H"],
        widget=forms.TextInput({"inputmode": "decimal"}),
        help_text=_("Misalnya 22.00. Bila kosong: sekarang, atau awal hari itu."),
        error_messages={"invalid": _("Jam itu tidak terbaca. Tulis seperti 22.00.")},
    )
    sampai = forms.TimeField(
        label=_("Jam selesai"),
        required=False,
        input_formats=["%H.%M", "%H:%M", "%H"],
        widget=forms.TextInput({"inputmode": "decimal"}),
        help_text=_(
            "Misalnya 04.00; yang tidak sesudah jam mulai ialah hari berikutnya. Bila diisi: layak sampai selesai."
        ),
        error_messages={"invalid": _("Jam itu tidak terbaca. Tulis seperti 22.00.")},
    )
    wilayah = UnitField(
        label=_("Tempat bertugas"),
        required=False,
        help_text=_("Misalnya RW 16 Palmerah. Bila diisi, diperiksa juga apakah kemitraannya mencakup tempat itu."),
    )

    def __init__(self, *args: Any, circles: Sequence[Circle], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(each.key), each.name) for each in circles]
        mitra = self.fields["mitra"]
        assert isinstance(mitra, forms.ChoiceField)
        mitra.choices = [("", _("Semua")), *choices]

    def wanted(self) -> tuple[str, datetime, datetime | None, str]:
        """The organisation's id, the moment, until when, and the unit.

        What is not valid does not narrow (the page shows why). Without end it is the one moment.
        """
        self.is_valid()
        valid = self.cleaned_data if self.is_bound else {}
        at = _moment(valid.get("hari"), valid.get("jam"))
        return valid.get("mitra", ""), at, _end(at, valid.get("sampai")), valid.get("wilayah", "")


def _moment(day: Any, hour: Any) -> datetime:
    """A day without an hour means its beginning, but today, and an hour without a day today's."""
    now = timezone.localtime(timezone.now(), timezone.get_default_timezone())
    if hour is None and day in (None, now.date()):
        return now
    begins = datetime.combine(day or now.date(), hour or datetime.min.time())
    return begins.replace(tzinfo=timezone.get_default_timezone())


def _end(at: datetime, hour: Any) -> datetime | None:
    """The next time after ``at`` that the clock shows this hour."""
    if hour is None:
        return None
    begins = timezone.localtime(at, timezone.get_default_timezone())
    day = begins.date() if hour > begins.time() else begins.date() + timedelta(days=1)
    return datetime.combine(day, hour, timezone.get_default_timezone())


def _reason(label: Any, help_text: Any = "", error: Any = "") -> LongText:
    """Several lines. Its length is judged by the action, which says what to do."""
    return LongText(label=label, help_text=help_text, error_messages={"required": error} if error else None)


class SuspendForm(forms.Form):
    """Keep a member from duty. ``short``: for how many days at most, where an earlier decision was not upheld."""

    reason = _reason(
        _("Apa yang terjadi"),
        _(
            "Anggota itu akan membacanya dan dapat menjawab. Tulis faktanya. Jangan sebut nama pelapor, dan jangan "
            "tulis apa pun yang menunjukkan siapa dia. Paling banyak 2.000 huruf."
        ),
        _("Alasannya belum diisi. Tulis apa yang terjadi: anggota itu berhak mengetahuinya."),
    )
    review_by = DayField(
        label=_("Hari terakhir untuk ditinjau pihak kedua"),
        required=False,
        help_text=_(
            "Paling lama 90 hari. "
            "Bila tidak ditinjau dan hari terakhirnya tidak diisi, penangguhan berakhir 30 hari sesudahnya."
        ),
    )
    until = DayField(
        label=_("Hari terakhir penangguhan"),
        required=False,
        help_text=_("Boleh kosong bila hari tinjauan diisi. Paling lama 90 hari."),
    )

    def __init__(self, *args: Any, short: int = 0, **kwargs: Any) -> None:
        within = timedelta(days=short) if short else REVIEW_WITHIN
        last = (timezone.localtime() + within).date()
        suggested = {"review_by": last, "until": last} if short else {"review_by": last}
        super().__init__(*args, **{"initial": suggested, **kwargs})
        if short:
            self.fields["review_by"].help_text = self.fields["until"].help_text = ONLY_SHORT % short


class AnswerForm(forms.Form):
    """The member's own account."""

    text = _reason(
        _("Jawaban Anda"),
        _("Ceritakan apa yang terjadi menurut Anda. Dapat diubah sampai pihak kedua meninjaunya."),
        _("Jawaban Anda belum diisi. Tulis apa yang terjadi menurut Anda."),
    )


class ReviewForm(forms.Form):
    """What the second authority says of it."""

    upheld = forms.TypedChoiceField(
        label=_("Hasil tinjauan"),
        choices=[
            ("ya", _("Dikuatkan: penangguhan ini beralasan")),
            ("tidak", _("Tidak dikuatkan: penangguhan berakhir seketika")),
        ],
        coerce=lambda value: value == "ya",
        widget=forms.RadioSelect,
        error_messages={"required": _("Hasil tinjauan belum dipilih.")},
    )
    reason = _reason(
        _("Alasan Anda"),
        _("Anggota itu akan membacanya. Jangan sebut nama pelapor."),
        _("Alasan tinjauan belum diisi. Tulis mengapa."),
    )
    until = DayField(
        label=_("Hari terakhir penangguhan"),
        required=False,
        help_text=_("Hanya bila dikuatkan dan waktunya perlu diubah. Paling lama 90 hari dari sekarang."),
    )


class LiftForm(forms.Form):
    """Take it back."""

    reason = _reason(
        _("Mengapa dicabut"),
        _("Anggota itu akan membacanya."),
        _("Alasannya belum diisi. Tulis mengapa penangguhan ini dicabut."),
    )
