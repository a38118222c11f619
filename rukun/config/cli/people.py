"""``rukun people add``: the first who can sign in, and whoever else the person at the machine lets in."""

import argparse
import getpass
import sys

from rukun.config.cli.outcome import OK, Commands, Failure, command, report, start_django
from rukun.config.words import _


def add_to(commands: Commands) -> None:
    parser = commands.add_parser("people", help=_("orang yang dapat masuk"))
    sub = parser.add_subparsers(metavar="…", required=True)
    add = command(sub, "add", _("mendaftarkan orang, beserta jabatan bila disebut"), run_add, reports=True)
    add.add_argument("--name", required=True, help=_("nama"))
    add.add_argument("--phone", required=True, help=_("nomor telepon, dipakai untuk masuk"))
    add.add_argument("--title", default="", help=_("jabatan, misalnya administrator atau ketua_rw"))
    add.add_argument("--unit", default="", help=_("kode wilayah; kosong berarti seluruh instalasi"))
    add.add_argument("--password-stdin", action="store_true", help=_("membaca kata sandi dari masukan, bukan bertanya"))


def run_add(args: argparse.Namespace) -> int:
    start_django()
    from django.core.exceptions import ValidationError  # noqa: PLC0415

    from rukun.guard import System  # noqa: PLC0415
    from rukun.journal import actions as journal  # noqa: PLC0415
    from rukun.journal.errors import NotACode  # noqa: PLC0415
    from rukun.people import actions  # noqa: PLC0415
    from rukun.people.errors import PeopleError  # noqa: PLC0415
    from rukun.people.phones import NotAPhoneNumber  # noqa: PLC0415

    password = sys.stdin.readline().rstrip("\n") if args.password_stdin else _ask_password()
    if not password:
        raise Failure(_("Kata sandi kosong."), _("Ulangi dan isi kata sandi, paling sedikit 10 karakter."))
    actor = System("console")
    try:
        with journal.atomic():
            person = actions.add_person(
                actor=actor, name=args.name, phone=args.phone, password=password, unit=args.unit
            )
            if args.title:
                actions.give_position(actor=actor, person=person, title=args.title, unit=args.unit)
    except ValidationError as error:
        raise Failure(" ".join(error.messages), _("Pilih kata sandi lain.")) from None
    except (PeopleError, NotAPhoneNumber) as error:
        raise Failure(str(error)) from None
    except NotACode:
        raise Failure(_("Kode wilayah tidak dikenal. Contoh: 31.73.07.1001.016 untuk RW 16.")) from None
    report(args, {"person": str(person.pk)}, [_("Terdaftar. ID orang: %s") % person.pk])
    return OK


def _ask_password() -> str:
    first = getpass.getpass(_("Kata sandi: "))
    if getpass.getpass(_("Sekali lagi: ")) != first:
        raise Failure(_("Kedua kata sandi berbeda."), _("Jalankan perintah ini sekali lagi."))
    return first
