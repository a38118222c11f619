"""``rukun setup``: the first administrator, and the link by which they come in."""

import argparse
import sys

from rukun.config.cli.outcome import USAGE, Commands, Failure, command, start_django, using_installation
from rukun.config.cli.people import said_in_words
from rukun.config.words import _


def add_to(commands: Commands) -> None:
    setup = command(
        commands,
        "setup",
        _("mengundang administrator pertama: tautan sekali pakai dan QR-nya"),
        run_setup,
        reports=True,
    )
    setup.add_argument("--name", default="", help=_("nama administrator itu"))
    setup.add_argument("--phone", default="", help=_("nomor teleponnya"))


def run_setup(args: argparse.Namespace) -> int:
    start_django()
    from rukun.config.cli.invitation import shown
    from rukun.guard import System
    from rukun.people.actions.setting_up import invite_first_administrator
    from rukun.people.phones import NotAPhoneNumber

    name, phone = args.name or _asked(_("Nama administrator: ")), args.phone or _asked(_("Nomor telepon: "))
    with said_in_words(), using_installation():
        try:
            invitation, secret = invite_first_administrator(actor=System("console"), name=name, phone=phone)
        except NotAPhoneNumber as error:
            raise Failure(str(error), code=USAGE) from None
    return shown(args, invitation.expires_at, secret)


def _asked(question: str) -> str:
    if not sys.stdin.isatty():
        raise Failure(_("Nama dan nomor telepon belum disebut."), _("Pakai --name dan --phone."), USAGE)
    return input(question)
