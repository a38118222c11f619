import re
from collections.abc import Sequence
from typing import Any, Protocol

from django import forms
from django.utils.translation import gettext_lazy as _

from rukun.guard import covers
from rukun.journal.actions import UNIT
from rukun.territory import queries as territory
from rukun.territory.algo import codes
from rukun.territory.algo.gazetteer import NamedUnit
from rukun.ui.templatetags.units import unit as in_words

OTHERS_PHONE = forms.TextInput({"autocomplete": "off", "inputmode": "tel"})
"""Where somebody else's number is typed: the browser must not offer one's own."""


BARE = re.compile(r"(rt|rw)\.? ?\d+", re.IGNORECASE)
"""A number and no place: every RW has its RT 001."""


class UnitField(forms.CharField):
    """A territory unit in words or by its code; its value is the code. Of several alike, those ``within`` come first.

    What is misspelt, or a bare number that several have, is an error: whoever means RW 33 must not get RW 03.
    """

    within: tuple[str, ...] = ()
    default_error_messages = {
        "several": _("Ada beberapa wilayah seperti itu, misalnya %(some)s. Tulis lengkap."),
        "unknown": _("Wilayah itu tidak dikenal. Tulis misalnya %(some)s, atau kodenya: %(code)s."),
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"label": _("Wilayah"), "max_length": 200, **kwargs})

    def to_python(self, value: Any) -> str:
        text: str = super().to_python(value) or ""
        if not text or UNIT.fullmatch(text):
            return text
        found = _units(text, "")
        if not found:
            some, code = example(self.within)
            raise forms.ValidationError(
                self.error_messages["unknown"], code="unknown", params={"some": some, "code": code}
            )
        near = [each for scope in self.within for each in _units(text, scope) if covers(scope, each.code)]
        # Another RW 03, or another that is called Palmerah: but not one that merely lies in what was typed.
        own = [each for each in near if each.level == found[0].level or each.name == found[0].name]
        meant = own or found
        alike = [each.code for each in meant if each.level == meant[0].level]
        if len(alike) > 1 and BARE.fullmatch(text.strip()):
            raise forms.ValidationError(
                self.error_messages["several"], code="several", params={"some": "; ".join(map(in_words, alike[:3]))}
            )
        return meant[0].code


def _units(text: str, near: str) -> list[NamedUnit]:
    """Those that have all the words, the best first."""
    hits = territory.search(text, near=near)
    return [hit.thing for hit in hits if isinstance(hit.thing, NamedUnit) and hit.complete]


def as_typed(code: str) -> str:
    """What to write into a ``UnitField`` beforehand: words that it finds again, else the code."""
    return in_words(code) if territory.exists(code) else code


def example(within: Sequence[str] = ()) -> tuple[str, str]:
    """A unit that is there, an RW if there is one, in words and by its code: to say how units are written."""
    code = within[0] if within else ""
    while codes.level_of(code) < codes.RW and (parts := territory.parts_of(code)):
        code = parts[0].code
    return (in_words(code), code) if territory.exists(code) else ("RW 16 Palmerah", "31.73.07.1001.016")


class Blames(Protocol):
    """An error that says what it is about: of this room or of one above it."""

    @property
    def field(self) -> str: ...


def blame(form: forms.BaseForm, error: Blames, instead: dict[str, str] | None = None) -> None:
    """Say an error beside its field; ``instead`` names the field that stands for another here."""
    field = (instead or {}).get(error.field, error.field)
    form.add_error(field if field in form.fields else None, str(error))
