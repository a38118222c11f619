"""A CAP 1.2 message as data. Names are the standard's where it has one; what we never send has no field."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias

NAMESPACE = "urn:oasis:names:tc:emergency:cap:1.2"
MEDIA_TYPE = "application/cap+xml"

Status: TypeAlias = Literal["Actual", "Exercise", "Test"]
MessageType: TypeAlias = Literal["Alert", "Update", "Cancel"]
Category: TypeAlias = Literal["Geo", "Met", "Safety", "Rescue", "Fire", "Env"]
ResponseType: TypeAlias = Literal["Shelter", "Evacuate", "Prepare", "Execute", "Avoid", "Monitor", "AllClear"]
Urgency: TypeAlias = Literal["Immediate", "Expected", "Future", "Past", "Unknown"]
Severity: TypeAlias = Literal["Extreme", "Severe", "Moderate", "Minor", "Unknown"]
Certainty: TypeAlias = Literal["Observed", "Likely", "Possible", "Unlikely", "Unknown"]
Language: TypeAlias = Literal["id-ID", "en-US"]
Ring: TypeAlias = tuple[tuple[float, float], ...]
"""Latitude and longitude in degrees (WGS 84); the last point is the first again."""

LANGUAGES: tuple[Language, ...] = ("id-ID", "en-US")
LONGEST_HEADLINE = 160
"""Characters: what the standard recommends, because some devices show no more."""
UNIT_CODE = "rukun.wilayah"
"""``valueName`` of the geocode: a unit's code as the territory writes it, never finer than an RW."""
KIND_CODE = "rukun.kind"
"""``valueName`` of the event code: a key of ``kinds.KINDS``."""


class CannotWrite(ValueError):
    """Something in an alert that the format has no way to say; a mistake of the caller, not of a person."""


@dataclass(frozen=True)
class Reference:
    """An earlier message that this one replaces or takes back."""

    sender: str
    identifier: str
    sent: datetime


@dataclass(frozen=True)
class Area:
    description: str
    polygons: tuple[Ring, ...] = ()
    codes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Info:
    """What is told in one language. Times carry their offset."""

    language: Language
    kind: str
    categories: tuple[Category, ...]
    event: str
    responses: tuple[ResponseType, ...]
    urgency: Urgency
    severity: Severity
    certainty: Certainty
    effective: datetime
    onset: datetime
    expires: datetime
    sender_name: str
    headline: str
    description: str
    instruction: str
    web: str
    contact: str
    areas: tuple[Area, ...]


@dataclass(frozen=True)
class Alert:
    """``references`` are needed in an Update and a Cancel. Scope is always Public."""

    identifier: str
    sender: str
    sent: datetime
    status: Status
    message: MessageType
    infos: tuple[Info, ...]
    references: tuple[Reference, ...] = ()
    note: str = ""
