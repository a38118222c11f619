"""Whether a photo was taken when and where the claim says, as far as anybody knows."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np

from rukun.geo.coordinates import lengths

FITS, DIFFERS, NONE = "cocok", "tidak_cocok", "tidak_ada"
WITHIN = timedelta(hours=24)
"""People photograph what is left on the next day, and say "last night" of both sides of midnight."""
NEAR = 500.0
"""Metres: photos are taken from a safe distance, and between tall houses a phone errs by a hundred."""
CLOCKS_DIFFER = timedelta(minutes=10)
"""So far a phone's clock may be from ours where a photo has to be of a certain time."""


@dataclass(frozen=True)
class Capture:
    """What a phone noted when the photo was taken: told with consent, each part may be missing."""

    time: datetime | None = None
    lat: float | None = None
    lon: float | None = None


@dataclass(frozen=True)
class Claim:
    """What is said of when and where it happened; with ``since``, that it is so now and was not before that."""

    happened: datetime | None = None
    lat: float | None = None
    lon: float | None = None
    since: datetime | None = None


def time_fit(capture: Capture | None, claim: Claim) -> str:
    if capture is None or capture.time is None or claim.happened is None:
        return NONE
    if claim.since is not None:
        return FITS if claim.since - CLOCKS_DIFFER <= capture.time <= claim.happened + CLOCKS_DIFFER else DIFFERS
    return FITS if abs(capture.time - claim.happened) <= WITHIN else DIFFERS


def place_fit(capture: Capture | None, claim: Claim) -> str:
    if capture is None or capture.lat is None or capture.lon is None or claim.lat is None or claim.lon is None:
        return NONE
    metres = lengths(np.array([(capture.lon, capture.lat), (claim.lon, claim.lat)], dtype=np.float64))[0]
    return FITS if metres <= NEAR else DIFFERS
