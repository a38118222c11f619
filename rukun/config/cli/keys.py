"""``rukun keys``: what seals, marks and signs what residents hand in."""

import argparse
from typing import Any

from rukun.config.cli.outcome import (
    FOUND,
    OK,
    Commands,
    Failure,
    command,
    report,
    start_django,
    using_installation,
)
from rukun.config.words import _


def add_to(commands: Commands) -> None:
    parser = commands.add_parser("keys", help=_("kunci penyegel laporan dan kunci bukti: melihat dan mengganti"))
    sub = parser.add_subparsers(metavar="…", required=True)
    command(sub, "list", _("kunci apa yang ada, dan berapa yang tersegel dengannya"), run_list, reports=True)
    command(
        sub,
        "rotate",
        _("mengganti kunci penyegel dan menyegel ulang semuanya; aman dihentikan dan diulang, situs boleh berjalan"),
        run_rotate,
        reports=True,
    )
    command(
        sub,
        "rotate-proof",
        _("mengganti kunci penanda tangan bukti; yang lama tetap tercantum di /kunci/"),
        run_rotate_proof,
        reports=True,
    )


def run_list(args: argparse.Namespace) -> int:
    start_django()
    from rukun.report.queries.proofs import journal_key
    from rukun.seal.keys import proof_keys, receipt_key, ring
    from rukun.seal.rotation import counts

    with using_installation():
        sealed = counts()
    keys, newest = ring().keys, ring().newest[0]
    receipt_key()  # a missing one is said here
    unknown = {name: number for name, number in sealed.items() if name not in keys}
    proofs = proof_keys()
    data = {
        "seal": [{"id": each, "values": sealed.get(each, 0), "seals": each == newest} for each in keys],
        "unknown": [{"id": each, "values": number} for each, number in unknown.items()],
        "proof": [{"key": each.key, "since": each.since, "until": each.until} for each in proofs],
        "journal": journal_key(),
    }
    lines = [_("Kunci penyegel (id, isi yang tersegel):")]
    lines += [
        f"  {each}  {sealed.get(each, 0):>9}" + (f"  {_('menyegel sekarang')}" if each == newest else "")
        for each in keys
    ]
    lines += [f"✗ {each}  {number:>9}  {_('kuncinya tidak ada')}" for each, number in unknown.items()]
    lines += [_("Kunci publik bukti:")]
    lines += [f"  {each.key}  {each.since} – {each.until or _('sekarang')}" for each in proofs]
    lines += [_("Kunci publik buku mutasi:"), f"  {journal_key()}"]
    report(args, data, lines)
    return FOUND if unknown else OK


def run_rotate(args: argparse.Namespace) -> int:
    start_django()
    from rukun.guard import System
    from rukun.journal import actions as journal
    from rukun.report.verbs import KEYS_EXCHANGED
    from rukun.seal.keys import KeysInUse
    from rukun.seal.rotation import exchange

    def told(field: str, number: int) -> None:
        if not args.json:
            print(f"  {field}: {number}", flush=True)

    with using_installation():
        try:
            done = exchange(told)
        except KeysInUse:
            raise _in_use() from None
        codes: dict[str, Any] = {"key": done.key, "resealed": done.resealed, "retired": len(done.retired)}
        with journal.atomic():
            journal.record(KEYS_EXCHANGED, actor=System("console"), unit="", about=("keys", "seal"), codes=codes)
    lines = [
        _("Menyegel sekarang: %(key)s. Disegel ulang: %(number)d.") % {"key": done.key, "number": done.resealed},
        _("Dibuang: %s.") % ", ".join(done.retired)
        if done.retired
        else _("Kunci sebelumnya disimpan sampai pergantian berikut."),
        _("Buat cadangan baru sekarang (`rukun backup`): cadangan lama hanya terbuka dengan arsip kuncinya sendiri."),
    ]
    if not done.begun:
        lines[1] = _("Pergantian yang tadi terputus kini selesai. Jalankan lagi bila ingin kunci yang lebih baru.")
    if done.lost:
        lines.append(_("✗ %d isi tidak terbuka dengan kunci mana pun, dan dibiarkan.") % done.lost)
    report(args, done.__dict__, lines)
    return FOUND if done.lost else OK


def run_rotate_proof(args: argparse.Namespace) -> int:
    start_django()
    from rukun.guard import System
    from rukun.journal import actions as journal
    from rukun.report.verbs import KEYS_EXCHANGED
    from rukun.seal.keys import KeysInUse, changing_keys, proof_keys, replace_proof_key

    with using_installation():
        try:
            with changing_keys():
                fresh = replace_proof_key()
        except KeysInUse:
            raise _in_use() from None
        with journal.atomic():
            codes = {"key": fresh.key}
            journal.record(KEYS_EXCHANGED, actor=System("console"), unit="", about=("keys", "proof"), codes=codes)
    lines = [
        _("Bukti kini ditandatangani dengan kunci %s.") % fresh.key,
        _("Kunci publiknya tampil di /kunci/. Buat cadangan baru (`rukun backup`)."),
    ]
    report(args, {"key": fresh.key, "retired": [each.key for each in proof_keys()[1:]]}, lines)
    return OK


def _in_use() -> Failure:
    return Failure(_("Kunci sedang diganti oleh perintah lain."), _("Tunggu sampai perintah itu selesai."))
