from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rukun.guard import Actor
from rukun.people import access
from rukun.people.actions.checking import LONGEST_DECREE
from rukun.people.algo import ranks
from rukun.people.errors import EndsBeforeItBegins, OthersNumber
from rukun.people.forms.fields import PhoneField
from rukun.people.forms.units import OTHERS_PHONE, UnitField, as_typed
from rukun.people.importing.checking import spelt_alike
from rukun.people.models import LONGEST_NAME, Organisation, Person
from rukun.people.queries import person_with_phone
from rukun.people.queries.persons import persons_near
from rukun.people.titles import TITLES, Title
from rukun.ui.dates import DayField, first_moment, moment_after
from rukun.ui.templatetags.units import unit as in_words

MOST_CHOICES = 500
"""Persons to choose from in one list; beyond that by phone number."""


class _Beside(forms.Form):
    """What stands beside a position. A rank is asked for where there are ranks."""

    rank = forms.CharField(
        label=_("Pangkat"), max_length=40, required=False, help_text=_("Misalnya Aiptu, atau Sersan Satu.")
    )
    decree = forms.CharField(label=_("Nomor surat keputusan"), max_length=LONGEST_DECREE, required=False)
    work_phone = PhoneField(
        label=_("Nomor telepon dinas"),
        widget=OTHERS_PHONE,
        required=False,
        help_text=_("Bukan nomor pribadi: untuk jabatan yang terbuka bagi umum, siapa pun dapat melihatnya."),
    )

    def _without_ranks(self, kind: str) -> None:
        if kind not in ranks.AGENCIES:
            del self.fields["rank"]


class CorrectPositionForm(_Beside):
    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._without_ranks(kind)


class GivePositionForm(_Beside):
    """A position in an organisation, for somebody from the list, somebody known by number, or somebody new.

    ``holder`` is the person known already, ``None`` for somebody new, whose name and number are in ``cleaned_data``.
    """

    person = forms.ChoiceField(label=_("Orang yang sudah terdaftar"), required=False)
    phone = PhoneField(
        label=_("Atau nomor teleponnya"),
        widget=OTHERS_PHONE,
        required=False,
        help_text=_(
            "Nomor pribadi. Isi juga namanya bila orangnya belum terdaftar di wilayah Anda: ia sekaligus didaftarkan."
        ),
    )
    name = forms.CharField(label=_("Nama orangnya"), max_length=LONGEST_NAME, required=False)
    adult = forms.BooleanField(label=_("Orang baru ini sudah dewasa (18 tahun atau lebih)"), required=False)
    title = forms.ChoiceField(label=_("Jabatan"), error_messages={"required": _("Jabatan belum dipilih.")})
    unit = UnitField(label=_("Wilayah jabatan"), required=False)
    since = DayField(label=_("Mulai"), required=False)
    until = DayField(
        label=_("Hari terakhir"),
        required=False,
        help_text=_("Kosongkan bila belum ditentukan. Ketua RT dan ketua RW menjabat lima tahun bila ini kosong."),
    )
    field_order = ["person", "phone", "name", "adult", "title", "unit", "rank", "decree", "work_phone", "since"]

    def __init__(self, *args: Any, actor: Actor, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        self.holder: Person | None = None
        self.organisation = organisation
        self._without_ranks(organisation.kind)
        fields: dict[str, Any] = self.fields
        people = persons_near(actor, organisation, MOST_CHOICES)
        fields["person"].choices = [
            ("", _("Tidak ada di daftar ini")),
            *((str(each.pk), f"{each.name} – {in_words(each.unit)}") for each in people),
        ]
        if not people:
            del self.fields["person"]
        fields["title"].choices = [
            ("", _("Pilih jabatannya")),
            *((title.code, title.words) for title in titles_in(organisation)),
        ]
        units = access.appointing_units(actor, organisation)
        fields["unit"].within = tuple(units)
        fields["unit"].initial = as_typed(units[0]) if units else ""
        fields["unit"].help_text = _("Kosongkan bila seluas organisasinya: %s.") % in_words(organisation.unit)
        fields["since"].initial = timezone.localdate()
        self.persons = {str(each.pk): each for each in people}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        self._find_holder(cleaned)
        if "unit" in cleaned:
            cleaned["unit"] = cleaned["unit"] or self.organisation.unit
        since, until = cleaned.get("since") or timezone.localdate(), cleaned.get("until")
        if until and until < since:
            self.add_error("until", str(EndsBeforeItBegins()))
        return cleaned

    def _find_holder(self, cleaned: dict[str, Any]) -> None:
        chosen = self.persons.get(cleaned.get("person", ""))
        typed, phone, name = "phone" in cleaned, cleaned.get("phone", ""), " ".join(cleaned.get("name", "").split())
        cleaned["name"] = name
        self.holder = chosen or (person_with_phone(phone) if phone else None)
        if chosen and (phone or name):
            self.add_error(
                "phone" if phone else "name",
                _("Orangnya sudah dipilih dari daftar. Kosongkan ini, atau batalkan pilihan di daftar."),
            )
        elif self.holder and not chosen and not self._is_meant(self.holder, name):
            self.add_error("phone", str(OthersNumber()))
        elif typed and not phone and not chosen:
            self.add_error("phone", _("Siapa orangnya? Pilih dari daftar, atau isi nomor teleponnya."))
        elif phone and not self.holder and not name:
            self.add_error("name", _("Nomor itu belum terdaftar. Isi juga nama orangnya, atau periksa nomornya."))

    def _is_meant(self, holder: Person, name: str) -> bool:
        """Whether this name, or none, is enough for the one whose number was typed.

        A number alone must not tell whose it is: of somebody whom the actor may not see the name must be known too.
        """
        if not name:
            return access.person_for(self.actor, holder.pk) is not None
        return spelt_alike(name, holder.name)

    def moments(self) -> tuple[datetime, datetime | None]:
        """The first day and the last as the position's ``since`` and ``until``.

        Whoever begins today begins now, after whoever ended today. A last day may be the anniversary itself, as decrees
        have it: "3 Maret 2025 sampai 3 Maret 2030" is five years.
        """
        today = timezone.localdate()
        first, last = self.cleaned_data.get("since") or today, self.cleaned_data.get("until")
        since = timezone.now() if first == today else first_moment(first)
        return since, moment_after(last) if last else None


def titles_in(organisation: Organisation) -> list[Title]:
    """The titles that can be held in an organisation. An administrator is appointed where the machine stands."""
    depth = len(organisation.unit.split(".")) if organisation.unit else 0
    return [
        title
        for title in TITLES.values()
        if (not title.kinds or organisation.kind in title.kinds)
        and (not title.levels or max(title.levels) >= depth)
        and title.code != "administrator"
    ]
