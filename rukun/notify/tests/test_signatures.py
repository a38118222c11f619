import hashlib
import hmac

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rukun.notify.algo.signatures import sms, sms_signature, telegram, whatsapp

pytestmark = pytest.mark.pure
BODY, NOW = b'{"id":"1"}', 1_763_800_000


def test_metas_signature_over_the_raw_body_is_accepted() -> None:
    # Written out as RFC 2104 has it, so that it does not merely agree with itself.
    key = b"rahasia".ljust(64, b"\0")
    inner = hashlib.sha256(bytes(each ^ 0x36 for each in key) + BODY).digest()
    digest = hashlib.sha256(bytes(each ^ 0x5C for each in key) + inner).hexdigest()
    assert whatsapp("rahasia", BODY, f"sha256={digest}")


@pytest.mark.parametrize("secret", ["lain", ""])
def test_another_secret_is_refused_and_so_is_an_empty_one(secret: str) -> None:
    made = hmac.new(b"", BODY, hashlib.sha256).hexdigest()
    assert not whatsapp(secret, BODY, f"sha256={made}")


def test_a_changed_body_and_another_form_are_refused() -> None:
    made = hmac.new(b"rahasia", BODY, hashlib.sha256).hexdigest()
    assert whatsapp("rahasia", BODY, f"sha256={made}")
    assert not whatsapp("rahasia", BODY + b" ", f"sha256={made}")
    assert not whatsapp("rahasia", BODY, made)
    assert not whatsapp("rahasia", BODY, f"sha1={made}")


def test_telegrams_header_is_the_secret_itself() -> None:
    assert telegram("rahasia", "rahasia")
    assert not telegram("rahasia", "Rahasia")
    assert not telegram("rahasia", "")
    assert not telegram("", "")


def test_a_gateways_signature_is_good_for_five_minutes_on_either_side() -> None:
    header = sms_signature("rahasia", BODY, NOW, "in")
    assert sms("rahasia", BODY, header, NOW + 300)
    assert sms("rahasia", BODY, header, NOW - 300)
    assert not sms("rahasia", BODY, header, NOW + 301)
    assert not sms("rahasia", BODY, header, NOW - 301)


def test_a_gateways_signature_is_of_this_body_this_secret_and_this_direction() -> None:
    header = sms_signature("rahasia", BODY, NOW, "in")
    assert not sms("rahasia", BODY + b" ", header, NOW)
    assert not sms("lain", BODY, header, NOW)
    assert not sms("rahasia", BODY, sms_signature("rahasia", BODY, NOW, "out"), NOW)
    assert sms("rahasia", BODY, sms_signature("rahasia", BODY, NOW, "out"), NOW, "out")
    assert not sms("", BODY, sms_signature("", BODY, NOW, "in"), NOW)


def test_the_time_cannot_be_moved() -> None:
    header = sms_signature("rahasia", BODY, NOW, "in")
    assert not sms("rahasia", BODY, header.replace(str(NOW), str(NOW + 600)), NOW + 600)


def test_the_format_is_the_documented_one() -> None:
    made = hmac.new(b"rahasia", b"in.1763800000." + BODY, hashlib.sha256).hexdigest()
    assert sms_signature("rahasia", BODY, NOW, "in") == f"t=1763800000,v1={made}"


@given(st.text(), st.text())
def test_no_header_raises_and_none_by_chance_is_accepted(secret: str, header: str) -> None:
    assert not whatsapp(secret or "x", BODY, header)
    assert not sms(secret or "x", BODY, header, NOW)
    assert telegram("rahasia", header) == (header == "rahasia")
