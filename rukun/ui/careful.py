"""A form whose words are looked through before they are kept, for what seems to tell of somebody.

What looks through them knows names of places, titles, plates: a room above, which puts itself into ``LOOKS`` (see
``config/wiring.py``).
"""

from collections.abc import Collection, Sequence
from hashlib import sha256
from typing import Any, ClassVar, Protocol

from django import forms


class Doubt(Protocol):
    """What may be somebody: the very words."""

    @property
    def text(self) -> str: ...


class Look(Protocol):
    """``refused`` and ``warned`` say what is in a text and what to do, "" where nothing is.

    ``known`` are names of places, which are nobody's.
    """

    def refused(self, text: str) -> str: ...
    def warned(self, text: str, known: Collection[str] = ()) -> str: ...
    def doubted(self, text: str, known: Collection[str] = ()) -> Sequence[Doubt]: ...


LOOKS: list[Look] = []


class CarefulForm(forms.Form):
    """Keeps numbers of people out, and points at words that look like somebody's name.

    What is written down is about places and times, never about a person. Telephone and identity numbers and plates are
    known for certain: they are refused. Names are a warning: a program that looks for names errs, and at night nobody
    is to fight with it. Who looked again and says that it is nobody sends ``sure``, a mark of the very words that were
    pointed at, by a button of its own: what is sent by the usual button is looked through again.
    """

    looked: ClassVar[tuple[str, ...]] = ()
    """The fields with free words."""
    places: Sequence[str] = ()
    """Names of places, which are nobody's."""

    sure = forms.CharField(required=False, widget=forms.HiddenInput)

    _mark = ""
    _doubted: frozenset[str] = frozenset()

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        looked = {name: given.get(name) or "" for name in self.looked if name in self.fields}
        numbers = {name: why for name, text in looked.items() if (why := _refused(text))}
        told = sorted({each for text in looked.values() for each in _doubted_in(text, self.places)})
        mark = sha256("\n".join(told).encode()).hexdigest()[:16] if told else ""
        names = {name: why for name, text in looked.items() if (why := _warned(text, self.places))}
        if numbers or (told and given.get("sure") != mark):
            self._mark, self._doubted = "" if numbers else mark, frozenset(names)
            for found in (numbers, names):
                for name, why in found.items():
                    self.add_error(name, why)
        return given

    @property
    def mark(self) -> str:
        """What ``sure`` has to be for these words; ``""`` where more than names is in the way, or nothing."""
        return self._mark if self.errors and self.errors.keys() <= self._doubted else ""


def _refused(text: str) -> str:
    return next(filter(None, (each.refused(text) for each in LOOKS)), "")


def _warned(text: str, known: Collection[str]) -> str:
    return next(filter(None, (each.warned(text, known) for each in LOOKS)), "")


def _doubted_in(text: str, known: Collection[str]) -> list[str]:
    return [each.text for look in LOOKS for each in look.doubted(text, known)]
