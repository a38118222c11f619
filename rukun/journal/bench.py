"""What the journal costs, beside what its parts cost alone. On SQLite, each figure as a ratio on the same machine."""

import hashlib
import time
from collections.abc import Callable

from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone

from rukun.guard import System
from rukun.journal import actions as journal
from rukun.journal.models import Entry
from rukun.journal.verbs import LOG_WRITTEN
from rukun.journal.verify import verify_journal

UNIT = "31.73.07.1001.003"
ENTRIES = 5000
Row = tuple[str, object, object, object, str]


def bench_writing() -> list[Row]:
    """Transactions a second with one entry each, beside a plain row in the same database."""

    def plain(number: int) -> None:
        with transaction.atomic():
            Session.objects.create(session_key=f"bench{number}", session_data="x" * 300, expire_date=timezone.now())

    def entry(number: int) -> None:
        with journal.atomic():
            journal.record(LOG_WRITTEN, actor=System("bench"), unit=UNIT, codes={"n": number})

    ours, beside = 300 / _seconds(entry, 300), 300 / _seconds(plain, 300)
    batch = _seconds(_batch, 1)
    return [
        ("journal: entries/s, one a transaction", ours, beside, ours / beside, "beside: one plain row a transaction"),
        ("journal: entries/s, 5,000 in one transaction", ENTRIES / batch, beside, ENTRIES / batch / beside, "same"),
    ]


def bench_verifying() -> list[Row]:
    """Entries verified a second, beside hashing as many bytes and beside reading the rows."""
    _batch(0)
    count = Entry.objects.count()
    ours = count / _seconds(lambda _: verify_journal(), 1)
    reading = count / _seconds(lambda _: list(Entry.objects.values_list().iterator()), 1)
    hashing = count / _seconds(lambda _: [hashlib.sha256(b"x" * 450).hexdigest() for _ in range(count)], 1)
    return [
        ("journal: entries/s verified", ours, reading, ours / reading, "beside: reading the rows and no more"),
        ("journal: entries/s verified", ours, hashing, ours / hashing, "beside: SHA-256 alone, the physical limit"),
    ]


def _batch(_number: int) -> None:
    with journal.atomic():
        for number in range(ENTRIES):
            journal.record(LOG_WRITTEN, actor=System("bench"), unit=UNIT, codes={"n": number, "level": "AG"})


def _seconds(work: Callable[[int], object], times: int) -> float:
    start = time.perf_counter()
    for number in range(times):
        work(number)
    return time.perf_counter() - start
