"""A large ring and real workers, killed without a word while they call people and while they send."""

import subprocess
import time
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from rukun.alarm.tests.drilling import AT_FIRST
from rukun.config.tests.installed import RUKUN, Installed, installed
from rukun.notify.tests.provider import Asked, Provider, Reply
from rukun.notify.tests.test_worker_killed import TWICE, kill, queueing, rows, worker

pytestmark = pytest.mark.long
HEADS, KILLS = 2000, 3
PATIENCE = 240.0


class Chats:
    """A provider that takes every message, and remembers by chat."""

    def __init__(self) -> None:
        self.taken: dict[str, list[str]] = defaultdict(list)

    def __call__(self, asked: Asked) -> Reply:
        if not asked.path.endswith("/sendMessage"):
            return Reply({"ok": True, "result": []})
        time.sleep(0.003)
        chat = str(asked.values["chat_id"])
        self.taken[chat].append(asked.values["text"])
        return Reply({"ok": True, "result": {"message_id": len(self.taken[chat])}})

    @property
    def number(self) -> int:
        return sum(len(texts) for texts in list(self.taken.values()))


def called(site: Installed) -> int:
    return int(rows(site, "SELECT count(*) FROM alarm_called")[0][0])


def test_no_one_of_a_large_ring_is_lost_and_only_what_was_in_flight_repeats_marked(tmp_path: Path) -> None:
    chats = Chats()
    with Provider() as provider, installed(tmp_path / "data") as site:
        provider.otherwise = chats
        env = {**site.env, "DJANGO_SETTINGS_MODULE": "rukun.config.settings"}
        command = [*RUKUN[:2], "rukun.alarm.tests.drilling", str(HEADS), provider.base]
        subprocess.run(command, env=env, check=True, timeout=180)
        assert called(site) == AT_FIRST
        end = time.monotonic() + PATIENCE
        process = worker(site)
        while called(site) == AT_FIRST and time.monotonic() < end:
            time.sleep(0.002)
        kill(process)
        assert AT_FIRST < called(site) < HEADS, "it was killed while it called people"
        sending = 0
        for _turn in range(KILLS):
            process, before = worker(site), chats.number
            while chats.number < before + HEADS // (2 * KILLS) and time.monotonic() < end:
                time.sleep(0.005)
            kill(process)
            sending += bool(rows(site, "SELECT 1 FROM notify_outgoing WHERE state = 'sending'"))
            queueing(site, "expire")
        assert sending, "they were killed while they sent"
        process = worker(site)
        try:
            while time.monotonic() < end and (
                called(site) < HEADS or rows(site, "SELECT 1 FROM notify_outgoing WHERE next_at IS NOT NULL")
            ):
                time.sleep(0.5)
        finally:
            kill(process)
        people = Counter(person for (person,) in rows(site, "SELECT person FROM alarm_called"))
        states = Counter(state for (state,) in rows(site, "SELECT state FROM notify_outgoing"))
        assert rows(site, "SELECT filled, circle FROM alarm_ring") == [(True, 0)]
    assert len(people) == HEADS
    assert set(people.values()) == {1}, "nobody was called twice"
    assert states == {"sent": HEADS}
    assert len(chats.taken) == HEADS, "and nobody was forgotten"
    again = 0
    for texts in chats.taken.values():
        assert sum(not text.startswith(TWICE) for text in texts) <= 1, "twice without a word"
        assert all("LATIHAN. Tanpa menelepon." in text for text in texts)
        again += len(texts) - 1
    assert again < HEADS // 4, "what had arrived was not sent again"
