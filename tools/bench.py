"""``make bench``: runs every ``bench_*`` function of the rooms and prints one table. Nothing here passes or fails.

A room keeps them in ``rukun/<room>/bench.py`` or ``rukun/<room>/bench/*.py``. Each returns rows: what was measured, our
value, the value beside it (another library, another way), their ratio, and a note. It runs on an empty SQLite database.
"""

import importlib
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import django
from django.test.utils import get_runner, setup_test_environment

ROOT = Path(__file__).resolve().parent.parent
HEAD = ("what", "ours", "beside", "ratio", "note")

Row = tuple[str, object, object, object, str]


def main(words: list[str]) -> int:
    """Run the benchmarks whose name holds one of the words; all without words."""
    django.setup()
    setup_test_environment()
    runner = get_runner(django.conf.settings)(verbosity=0, interactive=False)
    databases = runner.setup_databases()
    rows: list[tuple[str, ...]] = []
    try:
        for name, benchmark in benchmarks():
            if not words or any(word in name for word in words):
                print(f"{name} …", file=sys.stderr, flush=True)
                rows += [tuple(shown(value) for value in row) for row in benchmark()]
    finally:
        runner.teardown_databases(databases)
    if not rows:
        print("No benchmark found.")
        return 1
    widths = [max(len(row[column]) for row in [HEAD, *rows]) for column in range(len(HEAD))]
    for row in [HEAD, tuple("-" * width for width in widths), *rows]:
        print("  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip())
    return 0


def benchmarks() -> Iterator[tuple[str, Callable[[], Iterable[Row]]]]:
    for path in sorted([*ROOT.glob("rukun/*/bench.py"), *ROOT.glob("rukun/*/bench/*.py")]):
        name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
        module = importlib.import_module(name.removesuffix(".__init__"))
        for function in vars(module).values():
            if callable(function) and getattr(function, "__name__", "").startswith("bench_"):
                yield f"{name}.{function.__name__}", function


def shown(value: object) -> str:
    """Numbers with three significant digits, and thousands apart; everything else as it is."""
    if isinstance(value, float):
        return f"{value:.3g}" if abs(value) < 1000 else f"{value:,.0f}"
    return f"{value:,}" if isinstance(value, int) else str(value)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
