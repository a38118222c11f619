"""Whole addresses, as they stand in messages and on paper."""

from dataclasses import replace

import pytest
from django.conf import settings
from django.test import override_settings

from rukun.ui.addresses import whole

pytestmark = pytest.mark.pure


@pytest.mark.parametrize(
    ("hosts", "https", "expected"),
    [
        (("rukun.contoh.id", "lain.contoh.id"), True, "https://rukun.contoh.id/r/"),
        (("posko.contoh.id",), False, "http://posko.contoh.id:8177/r/"),
        ((), False, "http://127.0.0.1:8177/r/"),  # the demo prints this: under another name nobody would be signed in
    ],
)
def test_a_link_leads_where_the_site_is_open(
    hosts: tuple[str, ...], https: bool, expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PORT", "8177")
    with override_settings(INSTALLATION=replace(settings.INSTALLATION, hosts=hosts), HTTPS=https):
        assert whole("/r/") == expected
