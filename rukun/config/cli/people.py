"""``rukun people add``: the first who can sign in, and whoever else the person at the machine lets in."""

import argparse
import getpass
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rukun.config.cli.outcome import (
    FOUND,
    OK,
    USAGE,
    Commands,
    Failure,
    command,
    report,
    start_django,
    using_installation,
)
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
    add.add_argument("--invite", action="store_true", help=_("mencetak undangan sekali pakai, tanpa kata sandi"))
    password = command(sub, "password", _("memberi orang kata sandi baru"), run_password)
    password.add_argument("--phone", required=True, help=_("nomor telepon orang itu"))
    invite = command(sub, "invite", _("membuat undangan sekali pakai bagi seseorang"), run_invite, reports=True)
    invite.add_argument("--phone", required=True, help=_("nomor telepon orang itu"))
    invite.add_argument("--reset", action="store_true", help=_("mencabut dulu semua cara masuknya yang lama"))
    bring = command(sub, "import", _("memuat daftar orang dan jabatan dari CSV atau XLSX"), run_import, reports=True)
    bring.add_argument("file", metavar=_("BERKAS"), help=_("berkas .csv atau .xlsx, paling banyak 2.000 baris"))
    bring.add_argument("--dry-run", action="store_true", help=_("memeriksa saja, tanpa menyimpan apa pun"))
    for each in (add, password):
        each.add_argument("--password-stdin", action="store_true", help=_("membaca kata sandi dari masukan"))


def run_add(args: argparse.Namespace) -> int:
    start_django()
    from rukun.config.cli.invitation import shown
    from rukun.guard import System
    from rukun.journal import actions as journal
    from rukun.people import actions
    from rukun.people.actions.setting_up import invite_from_console
    from rukun.people.queries import person_with_phone

    actor = System("console")
    with said_in_words(), using_installation():
        phone = _normalised(args.phone)
        person = person_with_phone(phone)
        if person and not args.title:
            raise Failure(_("Nomor telepon itu sudah terdaftar."), _("Sebut --title untuk memberinya jabatan."))
        password = "" if person or args.invite else _password(args)
        with journal.atomic():
            person = person or actions.add_person(
                actor=actor, name=args.name, phone=phone, password=password, unit=args.unit
            )
            if args.title:
                actions.give_position(actor=actor, person=person, title=args.title, unit=args.unit)
        if args.invite:
            invitation, secret = invite_from_console(actor=actor, person=person, reset=False)
            return shown(args, invitation.expires_at, secret)
    report(args, {"person": str(person.pk)}, [_("Terdaftar. ID orang: %s") % person.pk])
    return OK


def run_password(args: argparse.Namespace) -> int:
    start_django()
    from rukun.guard import System
    from rukun.people import actions
    from rukun.people.queries import person_with_phone

    with said_in_words(), using_installation():
        person = person_with_phone(_normalised(args.phone))
        if person is None:
            raise Failure(_("Tidak ada orang dengan nomor itu."), _("Daftarkan dengan `rukun people add`."))
        actions.set_password(actor=System("console"), person=person, password=_password(args))
    print(_("Kata sandi diganti. Sesi yang masih terbuka berakhir."))
    return OK


def run_invite(args: argparse.Namespace) -> int:
    start_django()
    from rukun.config.cli.invitation import shown
    from rukun.guard import System
    from rukun.people.actions.setting_up import invite_from_console
    from rukun.people.queries import person_with_phone

    with said_in_words(), using_installation():
        person = person_with_phone(_normalised(args.phone))
        if person is None:
            raise Failure(_("Tidak ada orang dengan nomor itu."), _("Daftarkan dengan `rukun people add`."))
        invitation, secret = invite_from_console(actor=System("console"), person=person, reset=args.reset)
    return shown(args, invitation.expires_at, secret)


def run_import(args: argparse.Namespace) -> int:
    start_django()
    from rukun.guard import System
    from rukun.people.actions.importing import import_people, try_import
    from rukun.people.importing.columns import HEADINGS
    from rukun.people.importing.errors import UnfitFile
    from rukun.people.importing.reading import LARGEST, read_sheet, too_large

    path = Path(args.file)
    if not path.is_file():
        raise Failure(_("Berkas %s tidak ada.") % path, _("Periksa nama berkasnya."), USAGE)
    carry_out = try_import if args.dry_run else import_people
    with using_installation():
        try:
            if path.stat().st_size > LARGEST:
                raise too_large()
            sheet = read_sheet(path.read_bytes())
        except UnfitFile as error:
            raise Failure(str(error), code=USAGE) from None
        result = carry_out(actor=System("console"), rows=sheet.rows)
    counts = result.counts()
    bad = [{"row": each.draft.row.number, "reasons": each.reasons} for each in result.bad]
    lines = [
        _("Diperiksa, belum ada yang disimpan.") if args.dry_run else _("Daftar dimuat."),
        _("Orang baru: %(persons)d. Jabatan baru: %(positions)d. Sudah tercatat: %(known)d. Tidak dimuat: %(bad)d.")
        % counts,
        *([_("Kolom yang dilewati: %s.") % ", ".join(sheet.ignored)] if sheet.ignored else []),
        *(_("%(words)s dibaca sebagai %(code)s.") % {"words": words, "code": code} for words, code in result.units),
    ]
    for each in result.bad:
        reasons = [f"{HEADINGS.get(field, field)}: {reason}" for field, reason in each.reasons.items()]
        lines.append(_("Baris %(number)d: %(why)s") % {"number": each.draft.row.number, "why": "; ".join(reasons)})
    data = {**counts, "bad": bad, "ignored": sheet.ignored, "units": dict(result.units), "dry_run": args.dry_run}
    report(args, data, lines)
    return FOUND if bad else OK


@contextmanager
def said_in_words() -> Iterator[None]:
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
