"""What the rooms above do, and know, about the things that were promised: filled in ``config/wiring.py``."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from rukun.commitment.models import Commitment, Step
from rukun.commitment.owners import Owner


@dataclass(frozen=True)
class Described:
    """What somebody outside is told of a thing: fit for an authority without an account, so without anybody's words."""

    title: str
    where: str
    summary: str


CHANGED: dict[str, Callable[[Commitment], None]] = {}
"""By label: called with the locked row after its state or end changed, or it was joined, in the same transaction."""
HAPPENED: dict[str, Callable[[Sequence[Step]], None]] = {}
"""By label: called with every step after it was written, in the same transaction; of the timed job with many at once.
So that people are told what waits for them."""
DESCRIBED: dict[str, Callable[[UUID], Described | None]] = {}
"""By label: what the thing is, in words."""
HEIRS: dict[str, Callable[[Commitment], Owner | None]] = {}
"""By label: who has it when its owner is there no longer; ``None`` where nobody else does."""
PLACES: dict[str, Callable[[UUID], tuple[float, float] | None]] = {}
"""By label: exactly where the thing is (latitude, longitude), to compare photos of proof with; ``None`` if unknown."""
HOLD: dict[str, Callable[[Collection[UUID]], None]] = {}
"""By label: locks the rows of these things, before promises about them are locked by the timed job."""
