"""``rukun notify``: messages in and out, for Gammu's daemon and for whoever looks what is wrong."""

import argparse
import os
from pathlib import PurePath

from rukun.config.cli.outcome import OK, USAGE, Commands, Failure, command, report, start_django, using_installation
from rukun.config.words import _


def add_to(commands: Commands) -> None:
    group = commands.add_parser("notify", help=_("pesan masuk dan keluar: WhatsApp, Telegram, SMS, surel"))
    actions = group.add_subparsers(title=_("perintah"), metavar="…", required=True)
    words = _("menyimpan SMS yang diterima gammu-smsd; dipasang sebagai RunOnReceive")
    incoming = command(actions, "sms-masuk", words, run_incoming, reports=True)
    incoming.add_argument("files", nargs="*", metavar="FILE", help=_("nama berkas yang diberikan gammu-smsd"))
    carry = command(
        actions, "antar", _("mengolah pesan masuk dan mengirim yang menunggu, sekali"), run_once, reports=True
    )
    carry.add_argument(
        "--rounds", type=int, default=1, help=_("paling banyak sekian putaran, sampai tidak ada lagi yang menunggu")
    )
    words = _("mengolah sekali lagi pesan masuk yang gagal dibaca, sesudah kesalahannya diperbaiki")
    command(actions, "baca-ulang", words, run_again, reports=True)


def run_incoming(args: argparse.Namespace) -> int:
    """Ends with an error where it could not store: then the daemon's files stay, and the worker takes them later."""
    start_django()
    from rukun.notify.actions.receiving import store
    from rukun.notify.algo.reading.sms import environment, parts
    from rukun.notify.carriers import adapter_of
    from rukun.notify.channels import SMS
    from rukun.notify.connecting import setting_of

    item = environment(os.environ, args.files)
    if not item["from"]:
        raise Failure(_("Tidak ada SMS: perintah ini dijalankan oleh gammu-smsd."), _("Baca docs/kanal-sms.md."), USAGE)
    with using_installation():
        stored = store(SMS, parts(item))
        setting = setting_of(SMS)
        if setting is not None and setting.content.get("way") == "gammu":
            adapter_of(SMS, setting.content).forget(setting.content, [PurePath(name).name for name in args.files])
    report(args, {"stored": stored}, [_("Tersimpan.") if stored else _("Sudah pernah tersimpan.")])
    return OK


def run_again(args: argparse.Namespace) -> int:
    """The worker hears them a moment later."""
    start_django()
    from rukun.notify.actions.hearing import hear_again

    with using_installation():
        number = hear_again()
    report(args, {"again": number}, [_("%d pesan akan diolah sekali lagi.") % number])
    return OK


def run_once(args: argparse.Namespace) -> int:
    start_django()
    from rukun.notify.actions.carrying import carry_once

    rounds = 0
    with using_installation():
        while rounds < args.rounds and carry_once():
            rounds += 1
    report(
        args,
        {"rounds": rounds, "left": rounds == args.rounds},
        [
            _("Selesai.")
            if rounds < args.rounds
            else _("Mungkin masih ada yang menunggu: ulangi, atau lihat /saluran/.")
        ],
    )
    return OK
