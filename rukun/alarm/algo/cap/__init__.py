"""Warnings as the Common Alerting Protocol 1.2 writes them (OASIS, CAP-v1.2-os, July 2010).

What is not in ``kinds`` cannot be warned of: natural hazards, fire and evacuation from them, never crime.
"""

from rukun.alarm.algo.cap.checking import Problem, problems
from rukun.alarm.algo.cap.composing import Notice, compose
from rukun.alarm.algo.cap.message import Alert, Area, CannotWrite, Info, Reference, Ring
from rukun.alarm.algo.cap.writing import write

__all__ = [
    "Alert",
    "Area",
    "CannotWrite",
    "Info",
    "Notice",
    "Problem",
    "Reference",
    "Ring",
    "compose",
    "problems",
    "write",
]
