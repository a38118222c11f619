"""Who rings, who sets it up, and who answers a call: its owner alone."""

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from rukun.alarm.models import Called
from rukun.guard import Actor, Allowed, Decision, Denied
from rukun.people.access.own import may_see_own_data

NOT_YOURS = _("Panggilan ini untuk orang lain. Setiap orang menjawab sendiri.")

BY_CODE = _(
    "Kode sekali pakai saja belum cukup untuk membuka panggilan ini. Balas pesan SMS, WhatsApp, atau Telegram-nya: 1 "
    "siap, 2 tidak bisa, 0 mundur. Tidak aman? Mundur, menjauh bersama yang lain. Ada bahaya? Telepon 110 atau 112."
)


def may_ring_in(actor: Actor, unit: str) -> Decision:
    """Whether the actor rings in a unit; for which situation, the room above has asked."""
    return actor.may("alarms.ring", unit)


def may_manage(actor: Actor, unit: str) -> Decision:
    """Whether the actor sets waiting times and codes in a unit, and holds drills there."""
    return actor.may("alarms.manage", unit)


def may_read_calls(actor: Actor) -> Decision:
    """Whether this session may open its person's calls. Whoever came by a one-time code reads how to answer without."""
    may = may_see_own_data(actor)
    if may.allowed or person_of(actor) is None:
        return may
    return Denied(BY_CODE)


def may_answer(actor: Actor, called: Called) -> Decision:
    """Whether it is the actor who was called."""
    return Allowed() if person_of(actor) == called.person else Denied(NOT_YOURS)


def person_of(actor: Actor) -> UUID | None:
    kind, _separator, key = actor.label.partition(":")
    return UUID(key) if kind == "person" else None
