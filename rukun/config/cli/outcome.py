"""How a command ends, and how it says what it found."""

import argparse
import json
import os
from collections.abc import Callable, Iterable
from typing import Any, TypeAlias

from rukun.config.words import language

OK, FOUND, USAGE, IMPOSSIBLE, INTERRUPTED = 0, 1, 2, 3, 130

Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"  # noqa: SLF001  has no public name
Run: TypeAlias = Callable[[argparse.Namespace], int]


class Failure(Exception):
    """The command cannot go on: what happened, and what to do next."""

    def __init__(self, what: str, remedy: str = "", code: int = IMPOSSIBLE) -> None:
        super().__init__(what)
        self.what = what
        self.remedy = remedy
        self.code = code


def command(commands: Commands, name: str, words: str, run: Run, *, reports: bool = False) -> argparse.ArgumentParser:
    """Add a command. With ``reports`` it takes ``--json``."""
    parser = commands.add_parser(name, help=words, description=words)
    parser.set_defaults(run=run)
    if reports:
        parser.add_argument("--json", action="store_true", help="JSON")
    return parser


def report(args: argparse.Namespace, data: Any, lines: Iterable[str]) -> None:
    """Print ``data`` with ``--json``, else the lines."""
    if args.json:
        print(json.dumps(data, ensure_ascii=False, indent=2, default=str))
    else:
        print("\n".join(lines))


def start_django() -> None:
    """Load the settings and the rooms. Raises ``NotInstalled``."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rukun.config.settings")
    import django  # noqa: PLC0415
    from django.utils import translation  # noqa: PLC0415

    django.setup()
    translation.activate(language())
