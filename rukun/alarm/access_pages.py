"""Who opens the pages of the kentongan: one's own calls, and how it is set up."""

from django.utils.translation import gettext_lazy as _

from rukun.alarm.access import may_manage
from rukun.guard import Actor, Allowed, Decision, Denied, covers
from rukun.territory.algo import codes

NOT_AN_RW = _("Tabel kode kentongan dibuat per RW. Pilih salah satu RW.")


def can_manage_alarms(actor: Actor) -> Decision:
    """Whether there is any unit in which the actor says how the kentongan rings."""
    return actor.holds("alarms.manage")


def managed_units(actor: Actor) -> list[str]:
    """The actor's units, none inside another of them."""
    scopes = actor.scopes("alarms.manage")
    return [each for each in scopes if not any(other != each and covers(other, each) for other in scopes)]


def may_write_beats(actor: Actor, unit: str) -> Decision:
    """Whether the actor writes the table of codes of an RW: each has its own, so no larger unit has one."""
    if codes.level_of(unit) != codes.RW:
        return Denied(NOT_AN_RW)
    return may_manage(actor, unit)


def may_drill(actor: Actor, unit: str) -> Decision:
    """Whether the actor rings a drill in a unit: an RW or a kelurahan, never a whole district or city."""
    if codes.level_of(unit) not in (codes.KELURAHAN, codes.RW):
        return Denied(_("Latihan dibunyikan untuk satu RW atau satu kelurahan."))
    return may_manage(actor, unit)


def may_read_beats(actor: Actor) -> Decision:
    """Whoever has signed in reads and prints any RW's table: it hangs on the wall of the pos."""
    if actor.signed_in:
        return Allowed()
    return Denied(_("Anda belum masuk ke akun. Silakan masuk, lalu coba lagi."))
