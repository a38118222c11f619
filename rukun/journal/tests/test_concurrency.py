"""Real processes and threads writing at once: no fork, no lost entry, no deadlock; and after kill -9, nothing lost."""

import random
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from rukun.config.tests.installed import Installed, installed

UNITS = ("31.73.07.1001.003", "31.71.06.1001", "31.73", "")
WRITER = "rukun.journal.tests.writer"


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Installed]:
    with installed(tmp_path / "data") as each:
        yield each


def written(site: Installed, expect: int = 0) -> tuple[int, bool]:
    report = site.json("journal", "verify", expect=expect)
    return report["entries"], report["sound"]


@pytest.mark.long
def test_processes_that_write_the_same_chains_in_opposite_order_lose_nothing(site: Installed) -> None:
    before, _ = written(site)
    writers = [(WRITER, "15", *(UNITS if number % 2 else UNITS[::-1])) for number in range(3)]
    assert site.finish(*writers) == [0, 0, 0], "no deadlock, no error"
    assert written(site) == (before + 3 * 15 * len(UNITS), True)


@pytest.mark.long
def test_threads_of_one_process_lose_nothing_either(site: Installed) -> None:
    before, _ = written(site)
    assert site.finish((WRITER, "10", *UNITS, "--threads")) == [0]
    assert written(site) == (before + 4 * 10 * len(UNITS), True)


@pytest.mark.long
def test_processes_that_begin_the_same_chains_at_the_same_moment_agree(site: Installed) -> None:
    before, _ = written(site)
    for turn in range(6):
        fresh = [f"9{turn}.0{number}" for number in range(1, 9)]
        writers = [(WRITER, "5", *random.sample(fresh, len(fresh))) for _ in range(4)]
        assert site.finish(*writers) == [0] * 4
    assert written(site) == (before + 6 * 4 * 5 * 8, True)


@pytest.mark.long
def test_a_writer_killed_at_any_moment_loses_nothing_it_acknowledged(site: Installed) -> None:
    acknowledged = 0
    before, _ = written(site)
    chooser = random.Random(1)
    for _ in range(8):
        with site.start(WRITER, "0", *UNITS) as writer:
            assert writer.stdout
            writer.stdout.readline()
            time.sleep(chooser.uniform(0.05, 0.6))
            writer.kill()
            acknowledged += 1 + sum(1 for line in writer.stdout if line.endswith("\n"))
        entries, sound = written(site)
        assert sound
        assert (entries - before) % len(UNITS) == 0, "a transaction is there as a whole or not at all"
        assert (entries - before) // len(UNITS) >= acknowledged
