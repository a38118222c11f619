"""Arrays as bytes and back: compressed, without pickles, so that reading them can run nobody's code."""

import io
import json
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

DEGREE = 10_000_000
"""Coordinates are kept as whole 1e-7 degrees (about 1 cm), as OpenStreetMap itself does."""


def pack(**arrays: NDArray[Any]) -> bytes:
    """Named arrays in one compressed block."""
    block = io.BytesIO()
    np.savez_compressed(block, allow_pickle=False, **arrays)
    return block.getvalue()


def unpack(block: bytes) -> dict[str, NDArray[Any]]:
    """What ``pack`` was given. Raises ``ValueError`` for anything else."""
    try:
        with np.load(io.BytesIO(block), allow_pickle=False) as stored:
            return {name: stored[name] for name in stored.files}
    except Exception as error:  # a damaged block fails in a dozen ways, each library's its own
        raise ValueError("not a block of arrays") from error


def words(texts: Sequence[str]) -> NDArray[np.uint8]:
    """Texts as an array, so that they can be packed beside the numbers."""
    return np.frombuffer(json.dumps(list(texts), ensure_ascii=False).encode(), dtype=np.uint8)


def texts(array: NDArray[np.uint8]) -> tuple[str, ...]:
    """The texts that ``words`` was given."""
    return tuple(json.loads(array.tobytes().decode()))


def whole(degrees: NDArray[np.float64]) -> NDArray[np.int32]:
    """Degrees as whole 1e-7 degrees."""
    return np.rint(degrees * DEGREE).astype(np.int32)


def degrees(whole_numbers: NDArray[np.int32]) -> NDArray[np.float64]:
    """The reverse of ``whole``."""
    return whole_numbers / DEGREE
