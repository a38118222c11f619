"""Who may see the buku mutasi. Capabilities: ``journal.read``, ``journal.read_notes``, ``journal.write``."""

from django.utils.translation import gettext_lazy as _

from rukun.guard import Actor, Allowed, Decision, Denied, covers, signed_in
from rukun.journal.models import Entry


def can_read_journal(actor: Actor) -> Decision:
    """Whether there is any unit whose journal the actor may see."""
    if not actor.signed_in:
        return signed_in(actor)
    if actor.scopes("journal.read"):
        return Allowed()
    return Denied(
        _(
            "Buku mutasi dibuka bagi pengurus wilayah dan petugas. "
            "Bila itu tugas Anda, minta lurah mendaftarkan jabatannya."
        )
    )


def can_write_log(actor: Actor) -> Decision:
    """Whether there is any unit into whose journal the actor may write by hand."""
    if actor.scopes("journal.write"):
        return Allowed()
    return Denied(_("Menulis di buku mutasi adalah tugas posko. Silakan sampaikan kejadiannya kepada petugas posko."))


def can_read_note(actor: Actor, entry: Entry) -> Decision:
    return Allowed() if entry.actor == actor.label else actor.may("journal.read_notes", entry.unit)


def entry_for(actor: Actor, chain: str, sequence: int) -> Entry | None:
    """The entry, or ``None`` both where it is absent and where the actor may not see it."""
    entry = Entry.objects.filter(chain_id=chain, sequence=sequence).first()
    if entry is None or not any(covers(scope, entry.unit) for scope in actor.scopes("journal.read")):
        return None
    return entry
