"""Which tables hold sealed values: filled in ``config/wiring.py``, read when keys are exchanged."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Sealed:
    """A field of a table, ``app.Model`` and ``field``, whose values are sealed ``about(table, field, key)``."""

    table: str
    field: str


SEALED: list[Sealed] = []


def about(table: str, field: str, key: Any) -> str:
    """What a sealed value belongs to: ``report.Report.account/0190…``."""
    return f"{table}.{field}/{key}"
