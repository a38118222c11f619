"""The answer to "may I?": yes, or no with a reason that a screen can show."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


class Refused(Exception):
    """An actor asked for what it may not do. Carries the reason in the reader's language."""

    def __init__(self, reason: "str | _StrPromise") -> None:
        super().__init__("refused")
        self.reason = reason


@dataclass(frozen=True)
class Allowed:
    allowed: Literal[True] = True

    def demand(self) -> None:
        """Go on: nothing is in the way."""


@dataclass(frozen=True)
class Denied:
    """``reason`` says what is missing and what to do about it."""

    reason: "str | _StrPromise"
    allowed: Literal[False] = False

    def demand(self) -> None:
        """Raise ``Refused`` with the reason."""
        raise Refused(self.reason)


Decision: TypeAlias = Allowed | Denied
