"""What happened earlier in Kampung Contoh is written by the same actions as all else, with the clock set back."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from unittest.mock import patch

from django.utils import timezone


@contextmanager
def on(moment: datetime) -> Iterator[None]:
    """While this holds, it is ``moment`` for all of this process. For filling the demo, before it serves anybody."""
    with patch.object(timezone, "now", lambda: moment):
        yield


class Diary:
    """What happens when: noted in any order, played from the earliest on, with the timed work of each day between."""

    def __init__(self, each_day: Callable[[], object]) -> None:
        self._each_day = each_day
        self._noted: list[tuple[datetime, int, Callable[[], object]]] = []

    def at(self, moment: datetime, act: Callable[[], object]) -> None:
        self._noted.append((moment, len(self._noted), act))

    def play(self, until: datetime) -> None:
        """Up to a moment; what is noted for later does not happen."""
        told = sorted((each for each in self._noted if each[0] <= until), key=lambda each: each[:2])
        day = told[0][0] if told else until
        for moment, _order, act in told:
            while day + timedelta(days=1) <= moment:
                day += timedelta(days=1)
                with on(day):
                    self._each_day()
            with on(moment):
                act()
