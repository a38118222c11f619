"""Reading tiles out of a PMTiles archive held in memory."""

from functools import cached_property, lru_cache

from pmtiles.tile import Entry, HeaderDict, deserialize_directory, deserialize_header, find_tile, zxy_to_tileid

MOST_DEPTH = 4
"""Directories one after the other on the way to a tile (PMTiles 3)."""
DIRECTORIES = 64
"""Directories that are kept read."""


class OutOfRange(ValueError):
    """No archive of this kind has such a tile: a zoom that it does not hold, or beyond the edge of the world."""


class Archive:
    """One archive. Its directories are read when they are first needed, and kept."""

    def __init__(self, block: bytes) -> None:
        self._block = block
        self._directory = lru_cache(maxsize=DIRECTORIES)(self._read)

    @cached_property
    def _header(self) -> HeaderDict:
        return deserialize_header(self._block[:127])

    def tile(self, zoom: int, x: int, y: int) -> bytes | None:
        """A tile as stored (gzip); ``None`` where nothing is drawn. Raises ``OutOfRange``."""
        head = self._header
        if not (head["min_zoom"] <= zoom <= head["max_zoom"] and 0 <= x < 1 << zoom and 0 <= y < 1 << zoom):
            raise OutOfRange(f"{zoom}/{x}/{y}")
        number = zxy_to_tileid(zoom, x, y)
        offset, length = head["root_offset"], head["root_length"]
        for _ in range(MOST_DEPTH):
            entry = find_tile(self._directory(offset, length), number)
            if entry is None:
                return None
            if entry.run_length:
                start = head["tile_data_offset"] + entry.offset
                return self._block[start : start + entry.length]
            offset, length = head["leaf_directory_offset"] + entry.offset, entry.length
        return None

    def _read(self, offset: int, length: int) -> list[Entry]:
        return deserialize_directory(self._block[offset : offset + length])
