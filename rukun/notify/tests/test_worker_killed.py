"""A real worker, killed without a word while it sends to a provider that fails three times in ten."""

import os
import random
import signal
import sqlite3
import subprocess
import time
from collections import Counter, defaultdict
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg
import pytest

from rukun.config.tests.installed import RUKUN, Installed, installed
from rukun.notify.tests.provider import Asked, Provider, Reply

pytestmark = pytest.mark.long
MESSAGES, KILLS = 1000, 6
TWICE = "(mungkin terkirim dua kali) "
PATIENCE = 240.0


class Moody:
    """Three of ten requests fail: refused, answered with nonsense, or cut off after they were taken."""

    def __init__(self) -> None:
        self.random = random.Random(8)
        self.taken: dict[int, list[str]] = defaultdict(list)
        self.moods: Counter[str] = Counter()

    def __call__(self, asked: Asked) -> Reply:
        if not asked.path.endswith("/sendMessage"):
            return Reply({"ok": True, "result": []})
        mood = self.random.choices(["well", "down", "busy", "garbage", "cut"], [70, 10, 5, 5, 10])[0]
        self.moods[mood] += 1
        time.sleep(0.005)
        if mood == "down":
            return Reply({"ok": False, "error_code": 502}, status=502)
        if mood == "busy":
            return Reply({"ok": False, "error_code": 429, "parameters": {"retry_after": 1}}, status=429)
        chat, text = asked.values["chat_id"], asked.values["text"]
        self.taken[chat].append(text)
        if mood == "cut":
            return Reply(cuts=True)
        if mood == "garbage":
            return Reply(b"<html>")
        return Reply({"ok": True, "result": {"message_id": len(self.taken[chat])}})


def rows(site: Installed, sql: str) -> list[tuple[Any, ...]]:
    if url := site.env.get("DATABASE_URL"):
        with psycopg.connect(url) as connection:
            return list(connection.execute(sql.encode()))
    with closing(sqlite3.connect(site.data / "rukun.sqlite3", timeout=20)) as connection:
        return list(connection.execute(sql))


def queueing(site: Installed, *arguments: str) -> None:
    env = {**site.env, "DJANGO_SETTINGS_MODULE": "rukun.config.settings"}
    command = [*RUKUN[:2], "rukun.notify.tests.queueing", *arguments]
    subprocess.run(command, env=env, check=True, timeout=120)


def worker(site: Installed) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [*RUKUN, "worker"], env=site.env, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip


def kill(process: "subprocess.Popen[bytes]") -> None:
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def test_each_message_arrives_at_least_once_and_none_twice_unmarked(tmp_path: Path) -> None:
    mood = Moody()
    with Provider() as provider, installed(tmp_path / "data") as site:
        provider.otherwise = mood
        queueing(site, "fill", str(MESSAGES), provider.base)
        killed_at_work = 0
        end = time.monotonic() + PATIENCE
        for _turn in range(KILLS):
            process, before = worker(site), len(provider.asked)
            while len(provider.asked) < before + MESSAGES // (2 * KILLS) and time.monotonic() < end:
                time.sleep(0.01)
            kill(process)
            killed_at_work += bool(rows(site, "SELECT 1 FROM notify_outgoing WHERE state = 'sending'"))
            queueing(site, "expire")
        assert killed_at_work >= KILLS // 2, "they were killed while they sent"
        two = [worker(site), worker(site)]
        try:
            while rows(site, "SELECT 1 FROM notify_outgoing WHERE next_at IS NOT NULL") and time.monotonic() < end:
                time.sleep(1)
                queueing(site, "hurry")
        finally:
            for process in two:
                kill(process)
        states = Counter(state for (state,) in rows(site, "SELECT state FROM notify_outgoing"))
    assert states["sent"] + states["given_up"] == MESSAGES, states
    assert states["given_up"] <= 5, "eight tries at three in ten"
    assert sum(mood.moods.values()) - mood.moods["well"] > MESSAGES // 5, mood.moods
    for chat in range(1, MESSAGES + 1):
        texts = mood.taken[chat]
        assert texts or states["given_up"], f"{chat} never arrived"
        assert texts.count(f"pesan {chat}") <= 1, f"{chat} arrived twice without a word"
        assert set(texts) <= {f"pesan {chat}", f"{TWICE}pesan {chat}"}
    lost = [chat for chat in range(1, MESSAGES + 1) if not mood.taken[chat]]
    assert len(lost) <= states["given_up"]
    assert any(text.startswith(TWICE) for texts in mood.taken.values() for text in texts)
