"""Reports and answers by the made-up phones: what is written goes to our webhooks, and the worker answers."""

import time
from collections.abc import Callable
from functools import partial

from rukun.demo.provider import bringing, kept, speaking
from rukun.demo.provider.kept import Bubble
from rukun.demo.provider.phones import TALKING, Phone

SEND, LAST_QUESTION = "check:yes", "1 Ya, kirim"
MOST_ANSWERS = 7
PATIENCE = 20.0
"""Seconds that an answer may take; after that the scene is said not to have come through."""
LOOK_EVERY, PAUSE = 0.2, 1.0


class NobodyAnsweredError(Exception):
    """The worker did not answer on the made-up phone in time."""


def report(phone: Phone, channel: str, words: str, place: str) -> None:
    """Somebody reports in a talk: what happens, where, and no more. Until the last question is answered."""
    _say(phone, channel, partial(speaking.write, phone, channel, words))
    for _turn in range(MOST_ANSWERS):
        last = _chat(phone, channel)[-1]
        if SEND in dict(last.choices):
            _say(phone, channel, partial(speaking.press, phone, last, SEND))
            return
        if LAST_QUESTION in last.text:  # by SMS answers are numbered
            _say(phone, channel, partial(speaking.write, phone, channel, "1"))
            return
        if "mana" in last.text.lower():
            _say(phone, channel, partial(speaking.write, phone, channel, place))
        else:
            _say(phone, channel, partial(speaking.write, phone, channel, "tidak tahu"))
    raise NobodyAnsweredError


def answer(phone: Phone, words: str) -> None:
    """Answer the kentongan on the channel on which it came last."""
    last = next((each for each in kept.sent(to=[phone.number]) if each.channel in TALKING), None)
    if last is None:
        raise NobodyAnsweredError
    speaking.write(phone, last.channel, words)
    bringing.wake()


def _say(phone: Phone, channel: str, act: Callable[[], None]) -> None:
    before = max((each.id for each in _chat(phone, channel)), default=0)
    act()
    bringing.wake()
    end = time.monotonic() + PATIENCE
    while not any(each.ours and each.id > before for each in _chat(phone, channel)):
        if time.monotonic() > end:
            raise NobodyAnsweredError
        time.sleep(LOOK_EVERY)
    seen = 0
    while seen != (seen := len(_chat(phone, channel))):  # what is said in several messages is heard out
        time.sleep(PAUSE)


def _chat(phone: Phone, channel: str) -> list[Bubble]:
    return kept.chat(channel, phone.number)
