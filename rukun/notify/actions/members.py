"""Members are told what the room ``training`` has for them: what ``training.follow`` is filled with."""

from collections.abc import Mapping
from uuid import UUID

from rukun.notify import connecting
from rukun.notify.actions.telling import Values, tell_many
from rukun.notify.notices_members import ENDING, INVITED, REMINDED, SUSPENDED
from rukun.training import follow
from rukun.ui.addresses import whole

NOTICE = {
    follow.REMINDED: REMINDED,
    follow.ENDING: ENDING,
    follow.INVITED: INVITED,
    follow.SUSPENDED: SUSPENDED,
}


def tell_members(what: str, persons: Mapping[UUID, Values], path: str) -> None:
    """In the caller's transaction. Whoever cannot be reached finds it on their page, as everybody does."""
    if connecting.connected():
        page = whole(path)
        tell_many(NOTICE[what], [(person, {**values, "page": page}) for person, values in persons.items()], url=path)
