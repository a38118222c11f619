"""A report sent to the served site as the app sends it, with the work done that is asked of whoever sends many."""

import hashlib
from itertools import count
from typing import Any

from rukun.demo.cast import RW_03
from rukun.guard.ids import new_id
from rukun.report.algo.codes import new_code


def told_just_now(page: Any, words: str, code: str = "") -> str:
    """The id of a report of something unusual in RW 03. ``words`` are followed by the end of its id.

    Its receipt code is ``code``, or one that nobody knows.
    """
    key = str(new_id())
    form = {"id": key, "code": code or new_code(), "category": "keadaan", "unit": RW_03, "words": f"{words} {key[-6:]}"}
    answer = page.request.post("/lapor/kirim/", form=form)
    if answer.status == 202:  # other tests sent many from this address
        asked = answer.json()
        work = {"challenge": asked["challenge"], "answer": _work(asked["challenge"], asked["bits"])}
        answer = page.request.post("/lapor/kirim/", form=form | work)
    assert answer.status == 201
    return key


def _work(challenge: str, bits: int) -> str:
    for each in count():
        found = hashlib.sha256(f"{challenge}:{each}".encode()).digest()
        if not int.from_bytes(found, "big") >> (256 - bits):
            return str(each)
    raise AssertionError
