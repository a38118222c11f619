"""A whole report by SMS through Gammu's daemon and its dummy device: told, asked about, proven, confirmed."""

import os
import re
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from rukun.config.tests.installed import RUKUN, Installed, installed
from rukun.notify.tests.test_adapters_gammu import CONFIGURATION, IN_THE_PHONE

pytestmark = pytest.mark.long
SENDER = "+6281200000009"
"""Whose number stands in ``IN_THE_PHONE``."""
PATIENCE = 60.0


class Modem:
    """The daemon with a phone that is a folder; ``said`` is what it sent, in order."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.said, self._number = folder, list[str](), 0
        self._seen: set[str] = set()
        self.closing = threading.Event()

    def write(self, text: str) -> None:
        """Somebody sends an SMS to the posko."""
        self._number += 1
        coded = text.encode("utf-16-be").hex().upper()
        made = self.folder / "made"
        made.write_text(IN_THE_PHONE.format(header="", text=coded, length=len(text)))
        made.rename(self.folder / "phone" / "sms" / "1" / str(self._number))

    def watch(self) -> None:
        """Files lie in the outbox until the daemon sent them, then for some seconds in ``sent``."""
        while not self.closing.wait(0.05):
            for path in sorted((self.folder / "sent").glob("OUT*")):
                try:
                    text = path.read_bytes().decode("utf-16").replace("\0", "")
                except (OSError, UnicodeError):
                    continue  # just put away, or half moved
                if path.name not in self._seen and SENDER in path.name:
                    self._seen.add(path.name)
                    self.said.append(text)

    def until(self, words: str) -> str:
        """The message with these words, once it was sent."""
        found = until(lambda: next((each for each in self.said if words in each), ""), f"{words!r} in {self.said}")
        self.said.clear()
        return found


def until(what: Callable[[], str], failing: str) -> str:
    end = time.monotonic() + PATIENCE
    while not (found := what()):
        assert time.monotonic() < end, failing
        time.sleep(0.1)
    return found


@contextmanager
def modem(folder: Path, site: Installed) -> Iterator[Modem]:
    """As docs/kanal-sms.md says to set it up: the daemon runs our command for what it receives."""
    for name in ("inbox", "outbox", "sent", "error", "phone"):
        (folder / name).mkdir(parents=True)
    (folder / "rc").write_text(CONFIGURATION.format(folder=folder))
    program = folder / "received"
    program.write_text(f'#!/bin/sh\nexec {" ".join(RUKUN)} notify sms-masuk "$@" >> {folder}/received.log 2>&1\n')
    program.chmod(0o755)
    variables = site.env | {"LC_ALL": "C.UTF-8", "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    running = subprocess.Popen(["gammu-smsd", "-c", str(folder / "rc")], env=variables)
    made = Modem(folder)
    watcher = threading.Thread(target=made.watch)
    try:
        until(lambda: "ready" if (folder / "phone" / "sms" / "1").is_dir() else "", "the dummy phone is not there")
        watcher.start()
        yield made
    finally:
        made.closing.set()
        if watcher.is_alive():
            watcher.join()
        running.terminate()
        running.wait(30)


def posko(site: Installed, *arguments: str) -> str:
    env = {**site.env, "DJANGO_SETTINGS_MODULE": "rukun.config.settings"}
    command = [sys.executable, "-m", "rukun.notify.tests.posko_by_sms", *arguments]
    return subprocess.run(command, env=env, check=True, timeout=120, capture_output=True, text=True).stdout.strip()


@pytest.mark.skipif(shutil.which("gammu-smsd") is None, reason="Debian's gammu-smsd is not installed")
def test_a_report_goes_by_sms_from_the_first_word_to_the_last_confirmation(tmp_path: Path) -> None:
    with installed(tmp_path / "site") as site:
        posko(site, "begin", str(tmp_path / "modem"))
        worker = subprocess.Popen([*RUKUN, "worker"], env=site.env, stdin=subprocess.DEVNULL)
        try:
            with modem(tmp_path / "modem", site) as phone:
                phone.write("lapor lampu jalan mati di RW 003 sejak kemarin")
                asked = phone.until("Benar?")
                assert "1 Ya, kirim" in asked
                phone.write("ya")
                assert re.search(r"Kode tanda terima: (\d{4} ){4}\d{4}", phone.until("Kode tanda terima"))
                posko(site, "ask", "Tiang nomor berapa?")
                phone.until("Tiang nomor berapa?")
                phone.write("tiang ketiga dari warung")
                phone.until("jawaban Anda sudah sampai")
                posko(site, "prove")
                assert "1 Sudah beres" in phone.until("1 Sudah beres")
                phone.write("1")
                phone.until("konfirmasi Anda tercatat")
                assert posko(site, "closing") != ""
        finally:
            worker.terminate()
            worker.wait(60)
