"""Who acts, what they may do, and the mark every view must wear.

This room knows no person and no table. Rooms above say what an actor holds; rooms with things say
what may be done with them. The words passed between them are here.
"""

from rukun.guard.actor import ANYONE, Actor, System, covers
from rukun.guard.decision import Allowed, Decision, Denied, Refused
from rukun.guard.retention import Retention
from rukun.guard.views import ActorRequest, anybody, policy_of, public, requires, signed_in

__all__ = [
    "ANYONE",
    "Actor",
    "ActorRequest",
    "Allowed",
    "Decision",
    "Denied",
    "Refused",
    "Retention",
    "System",
    "anybody",
    "covers",
    "policy_of",
    "public",
    "requires",
    "signed_in",
]
