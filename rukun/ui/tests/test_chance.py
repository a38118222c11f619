from uuid import uuid4

import pytest

from rukun.ui.tests.chance import without_chance

pytestmark = pytest.mark.pure


def test_what_is_random_goes_and_what_is_of_a_person_stays() -> None:
    said = "Sri, 081234567890, +62 812 3456 7890, -6.1234567, 31.73.07.1001.016, 2026-11-20T05:00:00+07:00"
    csrf, nonce = "aB3" * 22, "nonce-9AHU_sri"
    for random in (str(uuid4()), uuid4().hex, uuid4().hex + "0812ab78", csrf):
        assert without_chance(f"{said} {random}") == f"{said} "
    assert without_chance(f'{said} nonce="{nonce}"') == f'{said} "'
