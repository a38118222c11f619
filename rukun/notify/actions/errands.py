"""What is left to the worker: written down in the transaction that leaves it, so that no crash forgets it.

For what somebody who waits for an answer need not wait for, or must not notice. It takes the way of what comes in: the
worker does it a moment later, in a transaction of its own, and tries again where that fails.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from rukun.guard.ids import new_id
from rukun.notify.actions.receiving import store
from rukun.notify.algo.incoming import Part

ERRANDS: dict[str, Callable[[Mapping[str, Any], datetime], None]] = {}
"""By name, at most ten letters and no channel's: what gets the words that were left, and when that was. Filled in
``config/wiring.py``. Done once, whatever happens; but things may be otherwise by then."""


def leave(errand: str, words: Mapping[str, Any]) -> None:
    """In the caller's transaction. ``words`` are what JSON can hold; they are sealed, and erased once it is done."""
    store(errand, [Part(key=str(new_id()), sender="", content=dict(words))])
