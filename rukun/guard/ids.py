from uuid import UUID

import uuid_utils.compat


def new_id() -> UUID:
    """A UUIDv7: sorted by time, and it can be made anywhere."""
    return uuid_utils.compat.uuid7()
