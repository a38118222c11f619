"""Where: whose calendar is shown, which units a form offers, and what they are called."""

from collections.abc import Callable, Iterable
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from rukun.almanac import access, queries
from rukun.almanac.forms import unit_meant
from rukun.almanac.whose import own_unit
from rukun.guard import Actor, Decision
from rukun.territory import queries as territory
from rukun.territory.algo import codes
from rukun.territory.words import ZONES
from rukun.ui.templatetags.units import unit as in_words


def unit_of(actor: Actor) -> str:
    """Where an actor's calendar is: where they decide, else their own kelurahan, else all that this site is for."""
    managed = next((each for each in access.managed_by(actor) if each), "")
    return managed or codes.up_to(own_unit(actor), codes.KELURAHAN) or territory.begin()


def units_for(
    actor: Actor, shown: str, held: Iterable[str], may: Callable[[Actor, str], Decision]
) -> list[tuple[str, str]]:
    """Where an actor ``may``, near the unit shown: it, those around it and its parts, and where they hold office."""
    here = shown if territory.exists(shown) else unit_of(actor)
    near = ["", *codes.chain_of(here), *(each.code for each in territory.parts_of(here)), *held]
    return [(each, place(each)) for each in dict.fromkeys(near) if may(actor, each).allowed]


def first_of(units: list[tuple[str, str]], wanted: str) -> str:
    """The unit that the form suggests: the one wanted, else the last and so the narrowest held."""
    offered = [code for code, _words in units]
    return wanted if wanted in offered or not offered else offered[-1]


def place(code: str) -> str:
    return in_words(code) if code else _("Semua wilayah")


def as_typed(code: str) -> str:
    """What to write into the field beforehand: words that it finds again, else the code."""
    if not code or not territory.exists(code):
        return ""
    words = in_words(code)
    return words if unit_meant(words) == code else code


def zone_in_words(unit: str) -> str:
    """WIB, WITA or WIT."""
    zone = str(queries.zone_in(unit))
    return ZONES.get(zone, zone) if unit else _("waktu setempat")


def address(name: str, unit: str, **asked: object) -> str:
    """A page of the calendar for a unit. Codes of units that there are not are left out."""
    where = {"wilayah": unit} if unit and territory.exists(unit) else {}
    query = urlencode({**where, **asked})
    return f"{reverse(name)}?{query}" if query else reverse(name)
