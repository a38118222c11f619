"""Imports a map and waits in the middle of saving it, its transaction open: a test kills it there."""

import sys
import time
from pathlib import Path

from rukun.config.cli.outcome import start_django


def main() -> None:
    start_django()
    from rukun.guard import System
    from rukun.territory import actions

    def wait(places: object) -> None:
        sys.stdout.write("half-way\n")
        sys.stdout.flush()
        time.sleep(600)

    actions._replace_places = wait
    actions.import_map(actor=System("test"), path=Path(sys.argv[1]))


if __name__ == "__main__":
    main()
