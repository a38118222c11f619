"""Who may see the buku mutasi. Capabilities: ``journal.read``, ``journal.read_notes``, ``journal.write``."""

from rukun.guard import Actor, Allowed, Decision, covers
from rukun.journal.models import Entry
from rukun.journal.verbs import verbs_that_need


def can_read_journal(actor: Actor) -> Decision:
    """Whether there is any unit whose journal the actor may see."""
    return actor.holds("journal.read")


def can_write_log(actor: Actor) -> Decision:
    """Whether there is any unit into whose journal the actor may write by hand."""
    return actor.holds("journal.write")


def can_read_note(actor: Actor, entry: Entry) -> Decision:
    return Allowed() if entry.actor == actor.label else actor.may("journal.read_notes", entry.unit)


def entry_for(actor: Actor, chain: str, sequence: int) -> Entry | None:
    """The entry, or ``None`` both where it is absent and where the actor may not see it."""
    entry = Entry.objects.filter(chain_id=chain, sequence=sequence).first()
    if entry is None:
        return None
    needed = {"journal.read"} | {each for each, verbs in verbs_that_need().items() if entry.verb in verbs}
    seen = all(any(covers(scope, entry.unit) for scope in actor.scopes(each)) for each in needed)
    return entry if seen else None
