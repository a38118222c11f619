"""What somebody tells at the posko or by telephone, taken down on one page."""

from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.core import signing
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rukun.guard.ids import new_id
from rukun.people.forms.units import OTHERS_PHONE, UnitField
from rukun.report.actions.intake import Draft
from rukun.report.algo import personal
from rukun.report.algo.codes import new_code
from rukun.report.categories import CATEGORIES, ORDINARY
from rukun.report.sources import SOURCES
from rukun.ui.dates import DayField
from rukun.ui.forms import LongText

SALT = "rukun.report.posko"
HOURS = 24
"""How long a form that was opened can be sent."""


def minted() -> str:
    """An id and a receipt code for a report, signed: sent twice, a form is stored once."""
    return signing.dumps({"id": str(new_id()), "code": new_code()}, salt=SALT)


def opened(text: str) -> tuple[UUID, str] | None:
    """The id and the code of a form of ours; ``None`` for anything else."""
    try:
        found = signing.loads(text, salt=SALT, max_age=HOURS * 3600)
        return UUID(found["id"]), str(found["code"])
    except (signing.BadSignature, ValueError, KeyError, TypeError):
        return None


class TakeDownForm(forms.Form):
    """A report as an operator hears it. ``name`` and ``phone`` stay empty for whoever does not want to be known.

    What few people read is not taken down for others: whoever wrote it down would know the words, and the code.
    """

    secret = forms.CharField(required=False, widget=forms.HiddenInput, initial=minted)
    category = forms.ChoiceField(
        label=_("Tentang apa"),
        choices=lambda: [("", _("Pilih")), *((each, CATEGORIES[each].words) for each in ORDINARY)],
        error_messages={
            "required": _("Jenisnya belum dipilih. Tanyakan: apa yang terjadi?"),
            "invalid_choice": _("Jenis itu tidak dicatat untuk orang lain. Apa gantinya, tertulis di atas."),
        },
    )
    unit = UnitField(
        label=_("Di mana (RW atau RT)"),
        help_text=_("Misalnya RT 003 RW 16 Palmerah."),
        error_messages={"required": _("Tempatnya belum diisi. Tanyakan: di RW mana?")},
    )
    place = forms.CharField(
        label=_("Tepatnya di mana"), required=False, help_text=_("Dekat apa, gang apa. Bukan alamat pelapor.")
    )
    happened_about = forms.ChoiceField(
        label=_("Kapan"),
        choices=[
            ("now", _("Sekarang, masih terjadi")),
            ("hour", _("Jamnya diketahui")),
            ("day", _("Hanya harinya diketahui")),
            ("unknown", _("Tidak tahu")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Waktunya belum dipilih. Tanyakan: kapan terjadi?")},
    )
    day = DayField(
        label=_("Hari"), required=False, help_text=_("Misalnya 3 Maret 2025. Kosong dengan jam: yang terakhir lewat.")
    )
    hour = forms.TimeField(
        label=_("Jam"),
        required=False,
        input_formats=["%H.%M", "%H:%M", "%H"],
        widget=forms.TextInput({"inputmode": "decimal"}),
        help_text=_("Misalnya 22.30."),
        error_messages={"invalid": _("Jam itu tidak terbaca. Tulis seperti 22.30.")},
    )
    words = LongText(
        label=_("Apa yang diceritakan"),
        required=False,
        help_text=_("Dengan kata-kata pelapor. Jangan tulis namanya atau ciri seseorang di sini."),
        widget=forms.Textarea({"rows": 6}),
    )
    sure = forms.BooleanField(label=_("Sudah saya periksa: biarkan seperti itu."), required=False)
    source = forms.ChoiceField(
        label=_("Siapa yang melihatnya"),
        choices=[(each, SOURCES[each]) for each in ("resident", "patrol", "officer")],
        widget=forms.RadioSelect,
        initial="resident",
        error_messages={"required": _("Belum dipilih siapa yang melihatnya.")},
    )
    name = forms.CharField(
        label=_("Nama pelapor"),
        required=False,
        help_text=_("Hanya bila ia ingin dapat dihubungi. Disimpan tersegel; Anda tidak dapat membacanya lagi."),
    )
    phone = forms.CharField(label=_("Nomor telepon pelapor"), required=False, max_length=30, widget=OTHERS_PHONE)
    field_order = [
        "secret", "category", "unit", "place", "happened_about", "day", "hour", "words", "sure", "source", "name",
        "phone",
    ]  # fmt: skip

    def __init__(self, data: QueryDict | None, *args: Any, within: tuple[str, ...], **kwargs: Any) -> None:
        self.unknown = data is not None and opened(data.get("secret") or "") is None
        if data is not None and self.unknown:  # another takes its place, so that what was typed can be sent once more
            data = data.copy()
            data["secret"] = minted()
        super().__init__(data, *args, **kwargs)
        unit = self.fields["unit"]
        assert isinstance(unit, UnitField)
        unit.within = within
        looked = (("place", personal.find_in_place), ("words", personal.find))
        self.telling = [name for name, find in looked if data is not None and find(data.get(name) or "")]
        if not self.telling:
            self.fields["sure"].widget = forms.HiddenInput()

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if self.unknown:
            raise forms.ValidationError(
                _("Formulir ini terlalu lama terbuka, jadi belum ada yang tersimpan. Periksa isinya, lalu kirim lagi.")
            )
        for name in self.telling if not cleaned.get("sure") else ():
            self.add_error(
                name,
                _("Di sini tampaknya ada nama atau nomor seseorang. Hapus, atau centang di bawah bila memang perlu."),
            )
        about = cleaned.get("happened_about")
        if about == "hour" and cleaned.get("hour") is None and "hour" not in self.errors:
            self.add_error("hour", _("Jamnya belum diisi. Tulis seperti 22.30, atau pilih “Tidak tahu”."))
        if about == "day" and cleaned.get("day") is None and "day" not in self.errors:
            self.add_error("day", _("Harinya belum diisi. Tulis tanggalnya, atau pilih “Tidak tahu”."))
        return cleaned

    def draft(self) -> Draft:
        """As the intake takes it."""
        given = self.cleaned_data
        minted_before = opened(self.data["secret"])
        assert minted_before is not None  # clean() looked
        key, code = minted_before
        return Draft(
            id=key,
            code=code,
            happened=_moment(given),
            anonymous=not (given["name"].strip() or given["phone"].strip()),
            **{name: given[name] for name in ("category", "unit", "place", "happened_about", "words", "name", "phone")},
        )


def _moment(given: dict[str, Any]) -> datetime | None:
    """An hour without a day is the last time that the clock showed it."""
    about = given["happened_about"]
    if about in ("now", "unknown"):
        return None
    zone, today = timezone.get_default_timezone(), timezone.localdate()
    if about == "day":
        return datetime.combine(given["day"], time.min, zone)
    found = datetime.combine(given["day"] or today, given["hour"], zone)
    return found - timedelta(days=1) if given["day"] is None and found > timezone.now() else found
