"""``rukun people add``: the first who can sign in, and whoever else the person at the machine lets in."""

import argparse
import getpass
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from rukun.config.cli.outcome import OK, USAGE, Commands, Failure, command, report, start_django, using_installation
from rukun.config.words import _


def add_to(commands: Commands) -> None:
    parser = commands.add_parser("people", help=_("orang yang dapat masuk"))
    sub = parser.add_subparsers(metavar="…", required=True)
    add = command(
        sub, "add", _("mendaftarkan orang, atau memberi jabatan pada orang yang sudah ada"), run_add, reports=True
    )
    add.add_argument("--name", default="", help=_("nama; wajib bagi orang baru"))
    add.add_argument("--phone", required=True, help=_("nomor telepon, dipakai untuk masuk"))
    add.add_argument("--title", default="", help=_("jabatan, misalnya administrator, lurah, petugas_posko, ketua_rw"))
    add.add_argument("--unit", default="", help=_("kode wilayah jabatan itu; kosong hanya bagi administrator"))
    password = command(sub, "password", _("memberi orang kata sandi baru"), run_password)
    password.add_argument("--phone", required=True, help=_("nomor telepon orang itu"))
    for each in (add, password):
        each.add_argument("--password-stdin", action="store_true", help=_("membaca kata sandi dari masukan"))


def run_add(args: argparse.Namespace) -> int:
    start_django()
    from rukun.guard import System
    from rukun.journal import actions as journal
    from rukun.people import actions
    from rukun.people.queries import person_with_phone

    actor = System("console")
    with _said_in_words(), using_installation():
        phone = _normalised(args.phone)
        person = person_with_phone(phone)
        if person and not args.title:
            raise Failure(_("Nomor telepon itu sudah terdaftar."), _("Sebut --title untuk memberinya jabatan."))
        password = "" if person else _password(args)
        with journal.atomic():
            person = person or actions.add_person(
                actor=actor, name=args.name, phone=phone, password=password, unit=args.unit
            )
            if args.title:
                actions.give_position(actor=actor, person=person, title=args.title, unit=args.unit)
    report(args, {"person": str(person.pk)}, [_("Terdaftar. ID orang: %s") % person.pk])
    return OK


def run_password(args: argparse.Namespace) -> int:
    start_django()
    from rukun.guard import System
    from rukun.people import actions
    from rukun.people.queries import person_with_phone

    with _said_in_words(), using_installation():
        person = person_with_phone(_normalised(args.phone))
        if person is None:
            raise Failure(_("Tidak ada orang dengan nomor itu."), _("Daftarkan dengan `rukun people add`."))
        actions.set_password(actor=System("console"), person=person, password=_password(args))
    print(_("Kata sandi diganti. Sesi yang masih terbuka berakhir."))
    return OK


@contextmanager
def _said_in_words() -> Iterator[None]:
    """What the actions refuse, as a failure of the command."""
    from django.core.exceptions import ValidationError

    from rukun.journal.errors import NotACode
    from rukun.people.errors import PeopleError

    try:
        yield
    except ValidationError as error:
        raise Failure(" ".join(error.messages), _("Pilih kata sandi lain."), USAGE) from None
    except PeopleError as error:
        raise Failure(str(error), code=USAGE) from None
    except NotACode:
        raise Failure(_("Kode wilayah tidak dikenal. Contoh: 31.73.07.1001.016 untuk RW 16."), code=USAGE) from None


def _normalised(phone: str) -> str:
    from rukun.people.phones import NotAPhoneNumber, normalise

    try:
        return normalise(phone)
    except NotAPhoneNumber as error:
        raise Failure(str(error), code=USAGE) from None


def _password(args: argparse.Namespace) -> str:
    password = sys.stdin.readline().rstrip("\n") if args.password_stdin else _ask_password()
    if not password:
        raise Failure(_("Kata sandi kosong."), _("Ulangi dan isi kata sandi, paling sedikit 10 karakter."), USAGE)
    return password


def _ask_password() -> str:
    if not sys.stdin.isatty():
        raise Failure(_("Kata sandi tidak dapat ditanyakan di sini."), _("Pakai --password-stdin."), USAGE)
    first = getpass.getpass(_("Kata sandi: "))
    if getpass.getpass(_("Sekali lagi: ")) != first:
        raise Failure(_("Kedua kata sandi berbeda."), _("Jalankan perintah ini sekali lagi."))
    return first
