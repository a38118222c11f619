"""How a command ends, and how it says what it found."""

import argparse
import json
import os
import pwd
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, TypeAlias

from rukun.config.words import _, language

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


def explain(error: Exception) -> Failure | None:
    """A failure in words, for what goes wrong without being anybody's mistake in the code; else ``None``."""
    from rukun.config.installation import NotInstalled

    if isinstance(error, Failure):
        return error
    if isinstance(error, NotInstalled):
        return Failure(error.what, error.remedy)
    if isinstance(error, OSError):
        what = _("%(where)s: %(why)s.") % {"where": error.filename or "-", "why": error.strerror or error}
        return Failure(what, _("Periksa izin folder itu dan ruang di disk. Tidak ada yang diubah setengah jalan."))
    if "django" in sys.modules:
        from django.db import Error

        if isinstance(error, Error):
            return Failure(
                _("Basis data tidak dapat dipakai (%s).") % type(error).__name__,
                _("Periksa DATABASE_URL atau keys/database.url, apakah PostgreSQL berjalan, dan ruang di disk."),
            )
    return None


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


@contextmanager
def using_installation() -> Iterator[None]:
    """Around whatever reads or writes data: many may, but none while a restore is going on or was cut off."""
    from django.conf import settings

    from rukun.config.locks import HalfRestored, InUse, in_use

    try:
        with in_use(settings.INSTALLATION):
            yield
    except InUse:
        raise Failure(_("Data sedang dipulihkan."), _("Tunggu sampai `rukun restore` selesai.")) from None
    except HalfRestored as error:
        raise Failure(
            _("Pemulihan sebelumnya terputus di tengah jalan."),
            _("Ulangi `rukun restore … --replace`. Data yang lama ada di %s.") % error,
        ) from None


def start_django() -> None:
    """Load the settings and the rooms. Raises ``NotInstalled``."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rukun.config.settings")
    _refuse_stranger()
    import django
    from django.utils import translation

    django.setup()
    translation.activate(language())


def _refuse_stranger() -> None:
    """Files written by another user than the owner, root above all, would lock the site out of its own data."""
    from rukun.config.installation import data_folder

    folder = data_folder()
    if folder.exists() and folder.stat().st_uid != os.geteuid():
        owner = str(folder.stat().st_uid)
        with suppress(KeyError):
            owner = pwd.getpwuid(folder.stat().st_uid).pw_name
        raise Failure(
            _("Folder %(folder)s milik pengguna lain (%(owner)s).") % {"folder": folder, "owner": owner},
            _("Jalankan sebagai pengguna itu: sudo -u %(owner)s rukun …") % {"owner": owner},
        )
