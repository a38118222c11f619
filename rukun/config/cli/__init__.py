"""The console program ``rukun``. A command's heavy libraries are imported only when it runs."""

import argparse
import os
import sys
from collections.abc import Sequence

import rukun
from rukun.config.cli import (
    cap,
    duty,
    installing,
    journal,
    keys,
    notify,
    people,
    proofs,
    roster,
    running,
    saving,
    setup,
    territory,
)
from rukun.config.cli.outcome import INTERRUPTED, OK, USAGE, explain
from rukun.config.words import _


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit code."""
    os.umask(0o077)  # what an installation writes is nobody else's to read
    arguments = sys.argv[1:] if argv is None else list(argv)
    if not arguments:
        parser().print_help()
        return USAGE
    args = parser().parse_args(arguments)
    try:
        code: int = args.run(args)
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:  # the reader, `head` say, has had enough
        sys.stderr.close()
        return OK
    except Exception as error:
        failure = explain(error)
        if failure is None:
            raise
        print(f"rukun: {failure.what}", file=sys.stderr)
        if failure.remedy:
            print(f"       {failure.remedy}", file=sys.stderr)
        return failure.code
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
    rooms = (territory, journal, people, duty, roster, notify, cap, keys, proofs)
    for module in (installing, setup, running, saving, *rooms):
        module.add_to(commands)
    return root
