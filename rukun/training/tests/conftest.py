"""What several modules of this room's tests ask for."""

from collections.abc import Iterator

import pytest
import time_machine

from rukun.training.tests.partnering import NOW


@pytest.fixture
def now() -> Iterator[time_machine.Traveller]:
    """It is ``NOW`` and stays so, until the test moves it."""
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller
