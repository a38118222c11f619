"""How all photos but those apart look, held unsealed by this process alone, to find what was used before.

A look cannot be searched for in the database, where it lies sealed. A hundred thousand of them are some megabytes and
are compared in a millisecond; what is new or gone since the last time is learnt by one small query.
"""

import threading
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import numpy as np
from django.db.models import Count, Max, QuerySet
from django.utils import timezone
from numpy.typing import NDArray

from rukun.evidence.algo.looks import NOTHING, alike, number_of
from rukun.evidence.models import Photo
from rukun.evidence.sealing import look_of
from rukun.seal import CannotOpen

LATE = timedelta(minutes=5)
"""How much later than its time a row may appear: its transaction took that long."""


@dataclass(frozen=True)
class Repeat:
    """The earliest other photo that looks the same: which, and of which month ("2026-11")."""

    photo: UUID
    month: str


class _Gallery:
    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.ids: list[UUID] = []
        self.known: set[UUID] = set()
        self.looks: NDArray[np.uint64] = np.zeros(0, dtype=np.uint64)
        self.marks: list[str] = []
        self.newest: datetime | None = None

    def catch_up(self) -> None:
        now = _compared().aggregate(number=Count("pk"), newest=Max("added_at"))
        if (now["number"], now["newest"]) == (len(self.ids), self.newest):
            return
        if self.newest is not None:
            self._add(_compared().filter(added_at__gte=self.newest - LATE).exclude(pk__in=self._recent()))
        if now["number"] != len(self.ids):  # some are gone, or this is the first time
            there = set(_compared().values_list("pk", flat=True))
            self._keep(there)
            missing = list(there - self.known)
            for start in range(0, len(missing), 500):
                self._add(_compared().filter(pk__in=missing[start : start + 500]))
        self.newest = now["newest"]

    def alike(self, look: bytes, mark: str) -> list[UUID]:
        near = alike(look, self.looks)
        return [each for each, close, its in zip(self.ids, near, self.marks, strict=True) if close or its == mark]

    def _recent(self) -> list[UUID]:
        return self.ids[-200:]

    def _add(self, photos: QuerySet[Photo]) -> None:
        ids, looks = [], []
        for pk, sealed, mark in photos.order_by("added_at").values_list("pk", "phash", "sha256"):
            if pk in self.known:
                continue
            try:
                look = look_of(bytes(sealed), pk)
            except CannotOpen:
                look = NOTHING  # its key is gone: it is found no more, and nothing else suffers
            ids.append(pk)
            looks.append(number_of(look))
            self.marks.append(mark)
        self.ids += ids
        self.known.update(ids)
        self.looks = np.concatenate([self.looks, np.array(looks, dtype=np.uint64)])

    def _keep(self, there: set[UUID]) -> None:
        stays = [each in there for each in self.ids]
        self.looks = self.looks[np.array(stays, dtype=bool)] if self.ids else self.looks
        self.marks = [mark for mark, stay in zip(self.marks, stays, strict=True) if stay]
        self.ids = [each for each in self.ids if each in there]
        self.known &= there


def _compared() -> QuerySet[Photo]:
    return Photo.objects.filter(apart=False)


_gallery = _Gallery()


def catch_up() -> None:
    """Learn what is new. The first time in a process takes a second for a hundred thousand photos."""
    with _gallery.lock:
        _gallery.catch_up()


def earlier(look: bytes, mark: str, *, besides: tuple[str, UUID]) -> Repeat | None:
    """The earliest photo that looks like this one, or is the very same file, of anything but the object itself.

    Never one that is apart: what was known of it a moment ago is asked again.
    """
    with _gallery.lock:
        _gallery.catch_up()
        near = _gallery.alike(look, mark)
    found = _compared().filter(pk__in=near[:500]).exclude(about_label=besides[0], about_id=besides[1])
    first = found.order_by("added_at").only("pk", "added_at").first()
    return Repeat(first.pk, timezone.localtime(first.added_at).strftime("%Y-%m")) if first else None
