"""When and where a photo says that it was taken: read after Exif 2.32 (CIPA DC-008), without decoding the picture."""

import math
import re
import struct
from contextlib import suppress
from datetime import datetime, tzinfo

from rukun.evidence.algo.containers import Container
from rukun.evidence.algo.fitting import Capture

SUB_IFD, GPS_IFD, TAKEN, OFFSET = 0x8769, 0x8825, 0x9003, 0x9011
MOST_TAGS = 200
BYTES = {2: 1, 5: 8}
"""Of the types that are read: text, and fractions."""
Directory = dict[int, tuple[int, int, int]]
"""By tag, its type, how many values it has, and where those are."""


def capture_in(content: bytes, container: Container, zone: tzinfo) -> Capture:
    """What is told in a photo's own metadata; all of it may be missing. A time without an offset is of ``zone``."""
    for start, stop in container.aside:
        exif = _exif(content[start:stop], container.kind)
        order = {b"II*\0": "<", b"MM\0*": ">"}.get(exif[:4])
        if order is not None:
            return _Tiff(exif, order).capture(zone)
    return Capture()


def _exif(part: bytes, kind: str) -> bytes:
    """The TIFF structure in a part that is no picture; empty where it holds something else."""
    if kind == "jpeg":
        return part[10:] if part[1:2] == b"\xe1" and part[4:10] == b"Exif\0\0" else b""
    if kind == "png":
        return part[8:-4] if part[4:8] == b"eXIf" else b""
    return part[8:].removeprefix(b"Exif\0\0") if part[:4] == b"EXIF" else b""


class _Tiff:
    """What strangers wrote: whatever in it makes no sense is not there."""

    def __init__(self, content: bytes, order: str) -> None:
        self.content, self.order = content, order

    def capture(self, zone: tzinfo) -> Capture:
        first = self._directory(4)
        lat, lon = self._place(self._below(first, GPS_IFD))
        return Capture(self._time(self._below(first, SUB_IFD), zone), lat, lon)

    def _directory(self, pointer: int) -> Directory:
        """The directory to which the four bytes at ``pointer`` point."""
        found: Directory = {}
        with suppress(struct.error):
            (at,) = struct.unpack_from(f"{self.order}I", self.content, pointer)
            (number,) = struct.unpack_from(f"{self.order}H", self.content, at)
            for place in range(at + 2, at + 2 + 12 * min(number, MOST_TAGS), 12):
                tag, kind, count = struct.unpack_from(f"{self.order}HHI", self.content, place)
                found[tag] = kind, count, place + 8
        return found

    def _below(self, directory: Directory, tag: int) -> Directory:
        return self._directory(directory[tag][2]) if tag in directory else {}

    def _values(self, directory: Directory, tag: int, kind: int, most: int) -> bytes:
        """The bytes of at most so many values of a type; empty where they are of another, or lie outside."""
        its, count, at = directory.get(tag, (0, 0, 0))
        size = BYTES[kind] * min(count, most)
        if its != kind:
            return b""
        if BYTES[kind] * count > 4:
            try:
                (at,) = struct.unpack_from(f"{self.order}I", self.content, at)
            except struct.error:
                return b""
        return self.content[at : at + size] if at + size <= len(self.content) else b""

    def _text(self, directory: Directory, tag: int, most: int) -> str:
        return self._values(directory, tag, 2, most).split(b"\0")[0].decode("ascii", "replace").strip()

    def _time(self, directory: Directory, zone: tzinfo) -> datetime | None:
        taken, offset = self._text(directory, TAKEN, 20), self._text(directory, OFFSET, 7)
        try:
            found = datetime.strptime(taken, "%Y:%m:%d %H:%M:%S")  # noqa: DTZ007  the zone is given below
            found = found.replace(tzinfo=zone)
            if re.fullmatch(r"[+-]\d\d:\d\d", offset):
                found = datetime.fromisoformat(f"{found:%Y-%m-%dT%H:%M:%S}{offset}")
            found.timestamp()
        except (ValueError, OverflowError):
            return None
        return found

    def _place(self, directory: Directory) -> tuple[float | None, float | None]:
        lat = self._degrees(directory, 1, "NS", 90)
        lon = self._degrees(directory, 3, "EW", 180)
        if lat is None or lon is None or (lat, lon) == (0, 0):  # phones that do not know yet write zeros
            return None, None
        return lat, lon

    def _degrees(self, directory: Directory, sign: int, letters: str, most: int) -> float | None:
        """Degrees, minutes and seconds as fractions, in the tag after their sign's."""
        side, parts = self._text(directory, sign, 2).upper(), self._values(directory, sign + 1, 5, 3)
        if side not in tuple(letters) or len(parts) != 24:
            return None
        numbers = struct.unpack(f"{self.order}6I", parts)
        if not all(numbers[1::2]):
            return None
        found = sum(numbers[at] / numbers[at + 1] / 60 ** (at // 2) for at in (0, 2, 4))
        return math.copysign(found, -1 if side == letters[1] else 1) if found <= most else None
