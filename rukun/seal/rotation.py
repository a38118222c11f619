"""Exchanging the sealing key: a new one seals from now on, and what older ones sealed is sealed anew.

The site may run meanwhile: every key in the ring opens. A process that had just read the ring may still seal with the
key before, so that one stays until the next exchange, and so does what a killed exchange left: whoever runs it
again ends that one first.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.apps import apps
from django.db import models, transaction
from django.db.models.functions import Substr

from rukun.seal.keys import add_seal_key, changing_keys, drop_seal_keys, ring, seal_keys_rest_since
from rukun.seal.locks import ID, CannotOpen, seal, sealed_with, unseal
from rukun.seal.tables import SEALED, Sealed, about

AT_ONCE = 20
"""Values in one transaction: photos of some megabytes are among them."""
AT_REST = timedelta(hours=1)
"""Keys are taken away only when the ring has not changed for so long: nothing begun before is still being written."""

Progress = Callable[[str, int], None]
"""Is told a table's field and how many of its values are sealed anew so far."""


@dataclass(frozen=True)
class Exchanged:
    """``key`` seals now. ``begun`` is false where this call ended an exchange that had been cut off.

    ``resealed`` values were sealed anew; ``lost`` ones open with no key there is, and were left as they are.
    ``retired`` are the ids of keys that were taken away.
    """

    key: str
    begun: bool
    resealed: int
    lost: int
    retired: list[str]


def exchange(progress: Progress = lambda _field, _number: None) -> Exchanged:
    """Exchange the sealing key; or end an exchange that was cut off. May be killed at any moment and run again.

    Raises ``keys.KeysInUse`` where somebody else is at it.
    """
    with changing_keys():
        left, lost = reseal(progress)
        if left:
            return Exchanged(ring().newest[0], begun=False, resealed=left, lost=lost, retired=[])
        retired = drop_seal_keys(set(counts())) if seal_keys_rest_since() > AT_REST else []
        key = add_seal_key()
        resealed, lost = reseal(progress)
        return Exchanged(key, begun=True, resealed=resealed, lost=lost, retired=retired)


def reseal(progress: Progress = lambda _field, _number: None) -> tuple[int, int]:
    """Seal anew with the newest key whatever another one sealed. Returns how many values, and how many do not open."""
    resealed = lost = 0
    for each in SEALED:
        done, unreadable = _reseal(each, progress)
        resealed, lost = resealed + done, lost + unreadable
    return resealed, lost


def counts() -> dict[str, int]:
    """How many values each key sealed, by its id."""
    found: dict[str, int] = {}
    for each in SEALED:
        rows = _rows(each).order_by().values("sealed_with").annotate(number=models.Count("pk"))
        for prefix, number in rows.values_list("sealed_with", "number"):
            name = bytes(prefix).hex()
            found[name] = found.get(name, 0) + number
    return found


def _reseal(each: Sealed, progress: Progress) -> tuple[int, int]:
    newest = bytes.fromhex(ring().newest[0])
    resealed = lost = 0
    last: Any = None
    while True:
        stale = _rows(each).exclude(sealed_with=newest).order_by("pk")
        if last is not None:
            stale = stale.filter(pk__gt=last)
        keys = list(stale.values_list("pk", flat=True)[:AT_ONCE])
        if not keys:
            return resealed, lost
        with transaction.atomic():
            for key in keys:
                opened = _reseal_one(each, key)
                resealed, lost = resealed + (opened is True), lost + (opened is False)
        last = keys[-1]
        progress(f"{each.table}.{each.field}", resealed)


def _reseal_one(each: Sealed, key: Any) -> bool | None:
    """Whether the value opened and was sealed anew; ``None`` where it is gone or sealed anew meanwhile."""
    rows = _model(each)._base_manager.filter(pk=key)  # noqa: SLF001  all rows, whatever a manager hides
    value = rows.select_for_update().values_list(each.field, flat=True).first()
    if value is None or sealed_with(value) == ring().newest[0]:
        return None
    belongs = about(each.table, each.field, key)
    try:
        plain = unseal(value, belongs)
    except CannotOpen:
        return False
    rows.update(**{each.field: seal(plain, belongs)})
    return True


def _rows(each: Sealed) -> "models.QuerySet[Any]":
    """The rows that hold a value, with the id of its key as ``sealed_with``."""
    first = Substr(each.field, 1, ID, output_field=models.BinaryField())
    rows = _model(each)._base_manager.exclude(**{each.field: None})  # noqa: SLF001
    found: models.QuerySet[Any] = rows.annotate(sealed_with=first)
    return found


def _model(each: Sealed) -> type[models.Model]:
    return apps.get_model(each.table)
