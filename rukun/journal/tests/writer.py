"""A process that writes into the journal as fast as it can, for tests of concurrency and crashes.

``python -m rukun.journal.tests.writer COUNT UNIT …``: each transaction writes into all the units given, in the
order given, and is acknowledged by a line on standard output once it is committed. ``COUNT`` 0 goes on for ever.
"""

import sys
from itertools import count
from threading import Thread

from rukun.config.cli.outcome import start_django


def write(wanted: int, units: list[str]) -> None:
    from rukun.guard import System
    from rukun.journal import actions as journal
    from rukun.journal.verbs import LOG_WRITTEN

    for number in count(1):
        with journal.atomic():
            for unit in units:
                journal.record(LOG_WRITTEN, actor=System("writer"), unit=unit, note="kata", codes={"n": number})
        sys.stdout.write(f"{number}\n")
        sys.stdout.flush()
        if number == wanted:
            return


def main() -> None:
    start_django()
    wanted, units = int(sys.argv[1]), sys.argv[2:]
    if "--threads" in units:
        units.remove("--threads")
        threads = [Thread(target=write, args=(wanted, units[:: 1 if odd else -1])) for odd in (0, 1, 0, 1)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    else:
        write(wanted, units)


if __name__ == "__main__":
    main()
