"""The journal for other systems: what the page shows, entry by entry, never the words of a note."""

from datetime import date, datetime
from typing import Annotated

from ninja import Field, Router, Schema

from rukun.guard import ActorRequest, requires
from rukun.journal import access, queries
from rukun.journal.actions import IDENTIFIER, UNIT

router = Router(tags=["journal"])
Code = Annotated[str, Field(pattern=f"^{IDENTIFIER.pattern}$")]
Cursor = Annotated[int, Field(ge=0, lt=2**63)]


class EntryOut(Schema):
    """One entry. Its hash seals it together with previous, the hash of the entry before it in its chain."""

    chain: str = Field(alias="chain_id")
    sequence: int
    time: datetime
    actor: str
    unit: str
    verb: str
    object_label: str
    object_id: str
    codes: dict[str, str | int | bool]
    note_hash: str
    previous: str
    hash: str


class EntriesOut(Schema):
    """A page, newest first. Pass older as before to go on; null at the end."""

    entries: list[EntryOut]
    older: int | None
    newer: int | None


@router.get("/entries", response=EntriesOut, by_alias=False, summary="Entries of the journal, newest first")
@requires(access.can_read_journal)
def entries(
    request: ActorRequest,
    unit: Annotated[str, Field(pattern=f"^{UNIT.pattern}$")] = "",
    verb: Code = "",
    actor: Code = "",
    object_label: Code = "",
    object_id: Code = "",
    since: date | None = None,
    until: date | None = None,
    before: Cursor | None = None,
    after: Cursor | None = None,
) -> queries.Page:
    """Entries that the caller may see. unit includes every unit below it; days are local and inclusive."""
    wanted = queries.Filter(unit, verb, actor, object_label, object_id, since, until)
    return queries.find_entries(request.actor, wanted, before=before, after=after)
