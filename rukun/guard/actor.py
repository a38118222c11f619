"""What an actor is to the rooms that ask it for permission."""

from dataclasses import dataclass
from typing import Protocol

from django.utils.translation import gettext_lazy as _

from rukun.guard.decision import Allowed, Decision, Denied


class Actor(Protocol):
    """Somebody or something that acts. Rooms ask it; they never look at who it is."""

    @property
    def label(self) -> str:
        """What the journal writes down: ``person:<uuid>``, ``system:tick``, ``anyone``. Never a name."""

    @property
    def signed_in(self) -> bool:
        """Whether this is a known person (or the system itself), not a passer-by."""

    def may(self, capability: str, unit: str) -> Decision:
        """Whether the actor holds ``capability`` over the territory ``unit`` at this moment."""

    def holds(self, capability: str) -> Decision:
        """Whether the actor holds ``capability`` over any unit at this moment."""

    def scopes(self, capability: str) -> tuple[str, ...]:
        """The units over which the actor holds ``capability`` now; ``""`` is the whole installation."""


def covers(scope: str, unit: str) -> bool:
    """Whether ``unit`` lies in ``scope``. Codes are paths (``31.73.07.1001.016``), so scope is a prefix.

    >>> covers("31.73.07.1001", "31.73.07.1001.016"), covers("31.73", "31.7"), covers("", "31")
    (True, False, True)
    """
    return scope in ("", unit) or unit.startswith(scope + ".")


@dataclass(frozen=True)
class System:
    """The installation itself: a timed job, a command typed by whoever holds the machine."""

    what: str

    @property
    def label(self) -> str:
        return f"system:{self.what}"

    @property
    def signed_in(self) -> bool:
        return True

    def may(self, capability: str, unit: str) -> Decision:
        return Allowed()

    def holds(self, capability: str) -> Decision:
        return Allowed()

    def scopes(self, capability: str) -> tuple[str, ...]:
        return ("",)


@dataclass(frozen=True)
class _Anyone:
    label: str = "anyone"
    signed_in: bool = False

    def may(self, capability: str, unit: str) -> Decision:
        return Denied(_("Anda belum masuk ke akun. Silakan masuk, lalu coba lagi."))

    def holds(self, capability: str) -> Decision:
        return self.may(capability, "")

    def scopes(self, capability: str) -> tuple[str, ...]:
        return ()


ANYONE: Actor = _Anyone()
"""Whoever has not signed in."""
