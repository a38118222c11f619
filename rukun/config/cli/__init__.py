"""The console program ``rukun``. A command's heavy libraries are imported only when it runs."""

import argparse
import sys
from collections.abc import Sequence

import rukun
from rukun.config.cli import installing, journal, people, running, saving
from rukun.config.cli.outcome import IMPOSSIBLE, INTERRUPTED, Failure
from rukun.config.installation import NotInstalled
from rukun.config.words import _


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit code."""
    args = parser().parse_args(argv)
    try:
        code: int = args.run(args)
    except Failure as failure:
        return _complain(failure.what, failure.remedy, failure.code)
    except NotInstalled as error:
        return _complain(error.what, error.remedy, IMPOSSIBLE)
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:  # the reader, `head` say, has had enough
        sys.stderr.close()
        return 0
    return code


def parser() -> argparse.ArgumentParser:
    root = argparse.ArgumentParser(
        prog="rukun",
        description=_("Menjalankan instalasi Rukun. Foldernya ditentukan oleh RUKUN_DATA (bila kosong: ./data)."),
        epilog=_(
            "Kode keluar: 0 baik; 1 ada temuan; 2 perintah keliru; 3 belum dapat dijalankan "
            "(pesannya menyebut sebab dan cara mengatasinya); 130 dihentikan. RUKUN_LANG=en for English."
        ),
    )
    root.add_argument("--version", action="version", version=rukun.__version__)
    commands = root.add_subparsers(title=_("perintah"), metavar="…", required=True)
    for module in (installing, running, saving, journal, people):
        module.add_to(commands)
    return root


def _complain(what: str, remedy: str, code: int) -> int:
    print(f"rukun: {what}", file=sys.stderr)
    if remedy:
        print(f"       {remedy}", file=sys.stderr)
    return code
