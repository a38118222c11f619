"""What people fill in on the night itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.forms.boundfield import BoundWidget
from django.utils.translation import gettext_lazy as _

from rukun.roster.actions.handing_over import LONGEST
from rukun.roster.models import Duty, Watcher
from rukun.roster.nights_in_words import short, zone_of
from rukun.roster.queries.giving import Fellow
from rukun.ui.forms import LongText

ANYBODY = ""


@dataclass(frozen=True)
class Offer:
    """The choices that one person is. ``open``: one of the trades was chosen."""

    name: str
    takes: BoundWidget | None
    trades: list[BoundWidget]
    open: bool


class SwapForm(forms.Form):
    """To whom a duty is offered: whoever takes it, one of the others, or one of them for a duty of theirs."""

    to = forms.ChoiceField(
        label=_("Kepada siapa?"),
        required=False,
        widget=forms.RadioSelect,
        error_messages={
            "invalid_choice": _("Pilihan itu tidak tersedia lagi. Pilih yang lain, atau siapa saja."),
            "required": _("Belum dipilih. Pilih giliran siapa yang ditukar."),
        },
        help_text=_(
            "Pilih satu orang, atau buka gilirannya bila ingin bertukar dengan giliran itu. Alasan tidak ditanyakan."
        ),
    )

    def __init__(self, *args: Any, fellows: Sequence[Fellow], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fellows = fellows
        to = self.fields["to"]
        assert isinstance(to, forms.ChoiceField)
        self.offered_to_all = any(each.takes for each in fellows)  # else it would only be refused
        to.required = not self.offered_to_all
        to.choices = [
            *([(ANYBODY, _("Siapa saja yang bisa"))] if self.offered_to_all else []),
            *(choice for each in fellows for choice in self._of(each)),
        ]

    @property
    def anybody(self) -> BoundWidget | None:
        return self["to"].subwidgets[0] if self.offered_to_all else None

    def offers(self) -> list[Offer]:
        """The other choices, by person: that they take it, and each of their duties for which it is traded."""
        left, found = self["to"].subwidgets[self.offered_to_all :], []
        for each in self.fellows:
            number = each.takes + len(each.duties)
            own, left = left[:number], left[number:]
            takes, trades = (own[0], own[1:]) if each.takes else (None, own)
            found.append(Offer(each.name, takes, trades, any(one.data["selected"] for one in trades)))
        return found

    def wanted(self) -> tuple[Watcher | None, Duty | None]:
        """Whom, and for which duty; neither: whoever takes it. Of a valid form."""
        watcher, _colon, duty = self.cleaned_data["to"].partition(":")
        fellow = next((each for each in self.fellows if str(each.watcher.pk) == watcher), None)
        if fellow is None:
            return None, None
        return fellow.watcher, next((each for each in fellow.duties if str(each.pk) == duty), None)

    def _of(self, fellow: Fellow) -> list[tuple[str, str]]:
        key = str(fellow.watcher.pk)
        swap = str(_("%(name)s, tukar dengan %(night)s"))
        return [
            *([(key, str(_("%s mengambil giliran ini")) % fellow.name)] if fellow.takes else []),
            *(
                (f"{key}:{each.pk}", swap % {"name": fellow.name, "night": short(each.starts_at, zone_of(each))})
                for each in fellow.duties
            ),
        ]


class NoteForm(forms.Form):
    text = LongText(
        label=_("Catatan untuk giliran berikutnya"),
        max_length=LONGEST,
        widget=forms.Textarea({"rows": 5}),
        help_text=_(
            "Misalnya: lampu gang mati, portal dikunci, senter dipinjam. Tanpa nama warga dan tanpa menuduh siapa pun. "
            "Kejadian dilaporkan lewat “Laporan”. Catatan dihapus setelah 90 hari."
        ),
        error_messages={"required": _("Catatannya belum diisi. Tulis apa yang perlu diketahui regu berikutnya.")},
    )


class RollForm(forms.Form):
    """What is noted of a duty: that somebody came (of a household: who), that nobody did, or that it was wrong."""

    CAME, ABSENT, BACK = "hadir", "absen", "batal"

    what = forms.ChoiceField(choices=[(each, each) for each in (CAME, ABSENT, BACK)])
    person = forms.UUIDField(required=False)

    def who(self) -> UUID | None:
        found: UUID | None = self.cleaned_data["person"]
        return found
