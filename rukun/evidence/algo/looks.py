"""How a picture looks, in 64 bits that hardly change when it is encoded anew, made smaller or trimmed a little.

Perceptual hash by the discrete cosine transform, after Zauner, "Implementation and Benchmarking of Perceptual Image
Hash Functions" (2010): 32 × 32 grey levels, their lowest 8 × 8 frequencies without the mean, each above or below the
median of all.
"""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from PIL.Image import Image

SIDE, LOW = 32, 8
NOTHING = bytes(8)
"""The look of what shows nothing (night, a finger, a wall): alike to nothing. Half of all other looks' bits are set."""
CLOSE = 10
"""Bits in which two encodings of one picture may differ. The tests show both sides of it."""
FAINT = 1.0
"""Root mean square of the 64 frequencies, of 255, below which they are noise of the sensor."""

_k = np.arange(1, LOW + 1)[:, None]
_BASIS: NDArray[np.float64] = np.sqrt(2 / SIDE) * np.cos(np.pi * _k * (2 * np.arange(SIDE)[None, :] + 1) / (2 * SIDE))


def look_of(image: "Image") -> bytes:
    """The look of a picture, 8 bytes; ``NOTHING`` where there is nothing to recognise."""
    from PIL.Image import Resampling  # noqa: PLC0415  only whoever looks at pictures pays for the decoder

    grey = np.asarray(image.convert("L").resize((SIDE, SIDE), Resampling.BOX, reducing_gap=None), dtype=np.float64)
    waves = (_BASIS @ grey @ _BASIS.T).ravel()
    if np.sqrt(np.mean(np.square(waves / SIDE))) < FAINT:
        return NOTHING
    return np.packbits(waves > np.median(waves)).tobytes()


def distance(one: bytes, other: bytes) -> int:
    """In how many of 64 bits two looks differ: some 32 for pictures that have nothing to do with each other."""
    return (number_of(one) ^ number_of(other)).bit_count()


def alike(look: bytes, looks: NDArray[np.uint64]) -> NDArray[np.bool_]:
    """Which of many looks, each as a number (``number_of``), are of the same picture as this one."""
    if look == NOTHING:
        return np.zeros(len(looks), dtype=bool)
    near: NDArray[np.bool_] = np.bitwise_count(looks ^ np.uint64(number_of(look))) <= CLOSE
    near &= looks != number_of(NOTHING)
    return near


def number_of(look: bytes) -> int:
    return int.from_bytes(look, "big")
