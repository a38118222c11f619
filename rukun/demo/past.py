"""What happened earlier in Kampung Contoh is written by the same actions as all else, with the clock set back."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from unittest.mock import patch

from django.utils import timezone


@contextmanager
def on(moment: datetime) -> Iterator[None]:
    """While this holds, it is ``moment`` for all of this process. For filling the demo, before it serves anybody."""
    with patch.object(timezone, "now", lambda: moment):
        yield
