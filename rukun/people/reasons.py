"""Why somebody may not: the same words on a refused page and on the page that answers "mengapa saya tidak boleh?"."""

from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from rukun.guard import covers
from rukun.people.errors import day, last_day
from rukun.people.models import Position
from rukun.people.titles import CAPABILITIES, TITLES, titles_with
from rukun.ui.templatetags.units import unit as in_words

if TYPE_CHECKING:
    from rukun.people.actor import PersonActor


def why_nowhere(actor: "PersonActor", *capabilities: str) -> str:
    """Why the actor holds a capability, or any one of several, in no unit at all."""
    closed = [reason for each in capabilities if (reason := _closed(actor, each, ""))]
    return closed[0] if closed else _not_theirs(actor, *capabilities)


def why_not(actor: "PersonActor", capability: str, unit: str) -> str:
    """Why the actor does not hold a capability in a unit, and what would help."""
    if reason := _closed(actor, capability, unit):
        return reason
    elsewhere = [each for each in actor.positions if capability in TITLES[each.title].capabilities]
    if not elsewhere:
        return _not_theirs(actor, capability)
    return _("%(position)s, jadi tidak berlaku di %(unit)s. Silakan hubungi pengurus wilayah itu.") % {
        "position": _held(elsewhere[0]),
        "unit": in_words(unit),
    }


def _closed(actor: "PersonActor", capability: str, unit: str) -> str:
    """A position that would give it, were the session stronger, or the day another."""
    if not actor.is_surely_them:
        # Not a word of what office this number's owner holds or held.
        return _(
            "Anda masuk dengan kode saja, dan itu belum cukup untuk ini. "
            "Masuklah dengan cara lain yang pernah Anda pasang."
        )
    now = timezone.now()
    fitting = [
        each
        for each in actor.known_positions
        if capability in TITLES[each.title].capabilities and (not unit or covers(each.unit, unit))
    ]
    held = [each for each in fitting if each in actor.positions]
    if held:
        if actor.opens(held[0]):
            return ""
        how = (
            _("kunci sandi (passkey) atau aplikasi autentikator")
            if TITLES[held[0].title].sealed
            else _("kata sandi, kunci sandi (passkey), atau aplikasi autentikator")
        )
        return _(
            "Jabatan Anda sebagai %(title)s baru terbuka bila Anda masuk dengan %(how)s. "
            "Pasang atau pakai cara itu: Profil, lalu Cara masuk dan keamanan."
        ) % {"title": TITLES[held[0].title].words, "how": how}
    past = [each for each in fitting if each.until is not None and each.until <= now]
    if past:
        last = max(past, key=lambda each: each.until or now)
        return _("Jabatan Anda sebagai %(title)s berakhir pada %(day)s.") % {
            "title": TITLES[last.title].words,
            "day": last_day(last.until or now),
        }
    if fitting:
        first = min(fitting, key=lambda each: each.since)
        return _("Jabatan Anda sebagai %(title)s baru mulai pada %(day)s.") % {
            "title": TITLES[first.title].words,
            "day": day(first.since),
        }
    return ""


def _not_theirs(actor: "PersonActor", *capabilities: str) -> str:
    words = _(" atau ").join(str(CAPABILITIES[each].words) if each in CAPABILITIES else each for each in capabilities)
    holders = ", ".join(dict.fromkeys(str(title.words) for each in capabilities for title in titles_with(each)))
    own = ", ".join(str(TITLES[each.title].words) for each in actor.positions) or _("belum memegang jabatan")
    return _("Wewenang %(what)s dipegang oleh: %(holders)s. Jabatan Anda: %(own)s.") % {
        "what": words,
        "holders": holders,
        "own": own,
    }


def _held(position: Position) -> str:
    return _("Jabatan Anda sebagai %(title)s berlaku untuk %(unit)s") % {
        "title": TITLES[position.title].words,
        "unit": in_words(position.unit),
    }
