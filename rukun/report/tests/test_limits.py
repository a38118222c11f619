"""Limits count connections without keeping addresses, and what is over them is looked at, never lost."""

import hashlib
import logging
import pickle
from datetime import timedelta
from itertools import count
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.http import HttpRequest
from django.test import RequestFactory, override_settings
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from rukun.guard.ids import new_id
from rukun.report import limits
from rukun.report.algo.spam import is_no_report, plain_text
from rukun.report.tests.factories import KELURAHAN, NEXT_RW, RT, RW, report, town

LONG = "Setiap malam ada yang membakar sampah plastik di belakang pasar, asapnya masuk rumah."


def asks(address: str = "36.72.10.9", forwarded: str = "") -> HttpRequest:
    more: dict[str, Any] = {"HTTP_X_FORWARDED_FOR": forwarded} if forwarded else {}
    return RequestFactory().post("/lapor/", REMOTE_ADDR=address, **more)


def work(challenge: str) -> str:
    for number in count():
        digest = hashlib.sha256(f"{challenge}:{number}".encode()).digest()
        if not int.from_bytes(digest, "big") >> (256 - limits.BITS):
            return str(number)
    raise AssertionError


@pytest.mark.pure
@pytest.mark.parametrize(
    ("address", "forwarded", "found"),
    [
        ("36.72.10.9", "", "36.72.10.9"),
        ("36.72.10.9", "1.2.3.4", "36.72.10.9"),  # who is no proxy is not believed
        ("10.0.0.2", "1.2.3.4", "1.2.3.4"),
        ("10.0.0.2", "6.6.6.6, 1.2.3.4", "1.2.3.4"),  # what came with the request is anybody's word
        ("10.0.0.2", "6.6.6.6, 1.2.3.4, 10.9.9.9", "1.2.3.4"),  # two proxies of ours
        ("10.0.0.2", "", "10.0.0.2"),
        ("10.0.0.2", "10.0.0.3", "10.0.0.3"),
        ("10.0.0.2", "bukan alamat", ""),
        ("2001:db8:1:2:aaaa::1", "", "2001:db8:1:2::/64"),
        ("::ffff:36.72.10.9", "", "36.72.10.9"),
        ("fe80::1%eth0", "", "fe80::/64"),
        ("", "", ""),
    ],
)
def test_an_address_is_believed_only_from_a_trusted_proxy(address: str, forwarded: str, found: str) -> None:
    with override_settings(TRUSTED_PROXIES=("10.0.0.0/8",)):
        assert limits.address_of(asks(address, forwarded)) == found


@pytest.mark.pure
@given(st.text(max_size=60), st.text(alphabet="0123456789abcdef.:, %", max_size=60))
def test_no_header_whatsoever_breaks_the_address(address: str, forwarded: str) -> None:
    with override_settings(TRUSTED_PROXIES=("0.0.0.0/0", "::/0")):
        limits.address_of(asks(address, forwarded))


@pytest.mark.pure
def test_each_connection_is_counted_by_itself_for_an_hour() -> None:
    with time_machine.travel("2026-11-22 10:05:00+07:00", tick=False) as clock:
        for what, most in limits.LIMITS.items():
            answers = [limits.over(asks(), what) for _ in range(most + 2)]
            assert answers == [False] * most + [True, True], what
        assert not limits.over(asks("36.72.10.10"), "file")
        assert limits.over(asks(), "file")
        clock.move_to("2026-11-22 11:00:01+07:00")
        assert not limits.over(asks(), "file")


@pytest.mark.pure
def test_wrong_codes_are_counted_by_connection_and_in_all() -> None:
    for _ in range(limits.LIMITS["code"]):
        limits.wrong_code(asks())
    assert not limits.too_many_wrong_codes(asks())
    limits.wrong_code(asks())
    limits.wrong_code(asks("36.72.10.10"))
    assert limits.too_many_wrong_codes(asks())
    assert not limits.too_many_wrong_codes(asks("36.72.10.10"))
    assert limits.wrong_codes() == limits.LIMITS["code"] + 2


@pytest.mark.pure
def test_no_address_is_in_the_cache_and_todays_secret_is_not_tomorrows() -> None:
    who = asks("36.72.10.9")
    with time_machine.travel("2026-11-22 10:05:00+07:00", tick=False) as clock:
        limits.triage_for(who, RW, words=LONG, about=new_id())
        limits.wrong_code(who)
        kept = {**cache._cache}  # type: ignore[attr-defined]
        assert len(kept) >= 6
        for key, value in kept.items():
            told = f"{key} {pickle.loads(value)!r} {value!r}"
            assert "36.72.10.9" not in told
            assert "plastik" not in told
            assert hashlib.sha256(b"36.72.10.9").hexdigest()[:32] not in told
        before = limits._hidden("36.72.10.9")
        assert limits._hidden("36.72.10.9") == before
        clock.shift(timedelta(days=1))
        assert limits._hidden("36.72.10.9") != before


@pytest.mark.pure
def test_over_the_limit_means_a_first_look_unless_some_work_was_done() -> None:
    who = asks()
    assert [limits.triage_for(who, RW) for _ in range(limits.LIMITS["file"])] == [""] * limits.LIMITS["file"]
    assert limits.triage_for(who, RW) == "flood"
    assert limits.triage_for(asks("36.72.10.10"), RW) == ""
    given_work = limits.challenge()
    answer = work(given_work)
    assert limits.triage_for(who, RW, given_work, answer) == ""
    assert limits.triage_for(who, RW, given_work, answer) == "flood", "each piece of work is for one report"


@pytest.mark.pure
def test_work_counts_only_if_it_is_ours_right_and_of_now() -> None:
    asked = limits.challenge()
    answer = work(asked)
    for challenge, wrong in (
        (asked, ""),
        (asked, f"{answer}1"),
        (asked, " " * 21),
        ("", answer),
        (asked[:-1], answer),
        ("x" * 5000, answer),
        ("\ud800", "\ud800"),
    ):
        assert not limits.solved(challenge, wrong)
    with time_machine.travel(timezone.now() + timedelta(minutes=11)):
        assert not limits.solved(asked, answer)
    assert limits.solved(asked, answer)


@pytest.mark.pure
def test_many_reports_of_one_place_from_everywhere_wait_for_a_first_look() -> None:
    def from_anywhere(unit: str) -> str:
        return limits.triage_for(asks(f"36.72.{next(numbers)}.1"), unit)

    numbers = count(1)
    assert {from_anywhere(RT) for _ in range(20)} == {""}
    assert from_anywhere(RT) == "flood"
    assert from_anywhere(f"{RW}.004") == "", "the next RT is not busy"
    assert {from_anywhere(RW) for _ in range(18)} == {""}
    assert from_anywhere(RW) == "flood"
    assert from_anywhere(NEXT_RW) == ""
    assert from_anywhere("") == ""
    assert from_anywhere("31.73") == ""


@pytest.mark.pure
@override_settings(
    CACHES={
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": "redis://127.0.0.1:1/0",
            "OPTIONS": {"socket_connect_timeout": 0.2},
        }
    }
)
def test_without_the_cache_everything_is_taken(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.WARNING)
    assert [limits.triage_for(asks(), RT, words=LONG, about=new_id()) for _ in range(12)] == [""] * 12
    limits.wrong_code(asks())
    assert not limits.too_many_wrong_codes(asks())
    assert limits.wrong_codes() == 0
    asked = limits.challenge()
    assert limits.solved(asked, work(asked))
    assert "ConnectionError" in caplog.text
    assert "36.72" not in caplog.text


@pytest.mark.pure
def test_the_same_long_text_again_is_looked_at_and_sending_again_is_not() -> None:
    def sent(words: str, about: Any, category: str = "ketertiban") -> str:
        return limits.triage_for(asks(), RW, words=words, category=category, about=about)

    first = new_id()
    assert sent(LONG, first) == ""
    assert sent(LONG, first) == "", "the very same report, sent again"
    assert sent(f"  {LONG.upper()}!!", new_id()) == "spam"
    assert sent("ada tawuran", new_id()) == sent("ada tawuran", new_id()) == "", "many people say that"
    assert sent("https://judi.example.com/x", new_id()) == "spam"
    assert sent("https://kabar.example.com/x", new_id(), "kabar") == ""


@pytest.mark.django_db
def test_those_who_handle_see_how_busy_a_unit_is_and_only_of_ordinary_reports() -> None:
    town()
    report(unit=RT)
    report(unit=RW)
    report(unit=NEXT_RW)
    report("kekerasan", unit=RT)
    report("keluhan", unit=RT)
    old, _code = report(unit=RT)
    old.received_at = timezone.now() - timedelta(minutes=61)
    old.save()
    assert [limits.busy(unit) for unit in (RT, RW, KELURAHAN, "31.73")] == [
        limits.Busy(1, 20),
        limits.Busy(2, 40),
        limits.Busy(3, 120),
        None,
    ]
    assert not limits.Busy(20, 20).is_over
    assert limits.Busy(21, 20).is_over


@pytest.mark.pure
@pytest.mark.parametrize(
    ("words", "spam"),
    [
        ("https://judi.example.com/slot?ref=1", True),
        ("www.judi.example  http://a.b", True),
        ("gacor88.com gacor99.xyz!!", True),
        ("aaaaaaaaaaaa", True),
        ("A a a a A a a", True),
        ("......", False),
        ("aaa!", False),  # may be a cry
        ("", False),
        ("   ", False),
        ("Kabar di https://x.example.com katanya ada penculik", False),
        ("Ada api", False),
        ("tolong", False),
        ("🔥🔥🔥", False),
    ],
)
def test_only_what_tells_nothing_is_spam(words: str, spam: bool) -> None:
    assert is_no_report(words) is spam


@pytest.mark.pure
@given(st.text(max_size=300))
def test_spacing_and_capitals_hide_no_repetition(text: str) -> None:
    assert plain_text(f" {text} . ") == plain_text(text)
    assert plain_text(plain_text(text)) == plain_text(text)
    is_no_report(text)


@pytest.mark.pure
@given(st.sampled_from(["a", ".", "a.", "-", "www.", "http://", " "]), st.integers(1, 20_000))
def test_no_text_takes_long_to_look_at(piece: str, times: int) -> None:
    """A pattern that tries every way to cut such a text would not come back within a run of this test."""
    is_no_report(piece * times)
