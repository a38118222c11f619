"""Actors and chains for tests."""

from dataclasses import dataclass, replace

from rukun.guard import Allowed, Decision, Denied, covers
from rukun.journal.algo.chain import Record, genesis, seal


@dataclass(frozen=True)
class Holder:
    """An actor that holds the given capabilities over the given units."""

    held: dict[str, tuple[str, ...]]
    label: str = "person:01900000-0000-7000-8000-000000000001"
    signed_in: bool = True

    def may(self, capability: str, unit: str) -> Decision:
        return Allowed() if any(covers(each, unit) for each in self.scopes(capability)) else Denied("no")

    def holds(self, capability: str) -> Decision:
        return Allowed() if self.scopes(capability) else Denied("no")

    def scopes(self, capability: str) -> tuple[str, ...]:
        return self.held.get(capability, ())


def holder(
    *units: str, capabilities: tuple[str, ...] = ("journal.read", "journal.write", "journal.read_notes")
) -> Holder:
    return Holder(dict.fromkeys(capabilities, units))


def sound_chain(length: int, chain: str = "31.73.07.1001") -> list[Record]:
    """A chain as the journal writes it."""
    records: list[Record] = []
    previous = genesis(chain)
    for sequence in range(1, length + 1):
        record = Record(
            chain=chain,
            sequence=sequence,
            time=f"2026-03-01T00:00:{sequence % 60:02d}.000000+00:00",
            actor="person:a",
            unit=f"{chain}.003",
            verb="test.happened",
            object_label="thing",
            object_id=str(sequence * 7),
            codes={"level": "AG", "n": sequence},
            note_hash="",
            previous=previous,
        )
        records.append(replace(record, hash=seal(record)))
        previous = records[-1].hash
    return records


def resealed(record: Record, **changes: object) -> Record:
    """The record changed and sealed anew, as somebody would who knows how the seal is made."""
    record = replace(record, **changes)  # type: ignore[arg-type]
    return replace(record, hash=seal(record))
