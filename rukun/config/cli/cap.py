"""``rukun cap check``: whether a file is a warning that may go out, by the standard and by our own rules."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from rukun.config.cli.outcome import FOUND, OK, Commands, command, report
from rukun.config.words import _

if TYPE_CHECKING:
    from rukun.alarm.algo.cap import Problem


def add_to(commands: Commands) -> None:
    parser = commands.add_parser("cap", help=_("peringatan bencana (CAP 1.2): memeriksa berkas"))
    sub = parser.add_subparsers(metavar="…", required=True)
    check = command(sub, "check", _("memeriksa sebuah peringatan CAP 1.2 (docs/cap.md)"), run_check, reports=True)
    check.add_argument("file", metavar="FILE", help=_("berkas XML; - membaca dari masukan baku"))


def run_check(args: argparse.Namespace) -> int:
    """0: may go out; 1: something is wrong with it. Needs no installation."""
    from rukun.alarm.algo.cap import problems
    from rukun.alarm.algo.cap.reading import LARGEST
    from rukun.alarm.algo.cap.schema import CARRIER, schema_file, schema_says

    if args.file == "-":
        xml = sys.stdin.buffer.read(LARGEST + 1)
    else:
        with Path(args.file).open("rb") as file:
            xml = file.read(LARGEST + 1)
    found = problems(xml)
    schema = schema_file()
    theirs = schema_says(xml, schema) if schema and not any(each.rule == "xml" for each in found) else []
    data = {
        "problems": [vars(each) for each in found],
        "schema": None if schema is None else theirs,
    }
    lines = [f"{each.where}: {_in_words(each)}" for each in found]
    lines += [_("Skema OASIS: %s") % each for each in theirs]
    if not lines:
        lines = [_("Baik: sesuai CAP 1.2 dan aturan peringatan di sini.")]
    if schema is None:
        lines.append(
            _("Skema OASIS tidak ikut diperiksa: paket %s tidak terpasang. Bentuknya diperiksa dengan tabel sendiri.")
            % CARRIER
        )
    report(args, data, lines)
    return FOUND if found or theirs else OK


def _in_words(problem: "Problem") -> str:
    words = {
        "large": _("berkasnya terlalu besar untuk sebuah peringatan"),
        "dtd": _("ada DOCTYPE; tidak dibaca, karena entitas dapat disalahgunakan"),
        "deep": _("terlalu banyak lapis elemen"),
        "xml": _("bukan XML yang utuh (baris %s)"),
        "root": _("elemen pertamanya bukan alert dari CAP 1.2 (tertulis: %s)"),
        "attribute": _("atribut yang tidak dikenal: %s"),
        "unknown": _("elemen yang tidak dikenal: %s"),
        "order": _("urutannya keliru: harus sebelum %s"),
        "twice": _("hanya boleh sekali"),
        "missing": _("harus ada"),
        "text": _("ada tulisan di antara elemen"),
        "value": _("nilainya tidak sah: %s"),
        "nested": _("tidak boleh memuat elemen: %s"),
        "name": _("kosong, atau memuat spasi, koma, & atau <: %s"),
        "references_missing": _("pembaruan dan pencabutan harus menyebut pesan sebelumnya"),
        "reference": _("bukan pengirim,nama,waktu: %s"),
        "reference_later": _("menyebut pesan yang lebih baru daripada dirinya: %s"),
        "reference_itself": _("menyebut dirinya sendiri: %s"),
        "scope_without": _("lingkup %s memerlukan elemen ini"),
        "note": _("latihan harus menjelaskan untuk apa"),
        "empty": _("kosong"),
        "headline": _("lebih dari 160 huruf (%s)"),
        "over_before": _("berakhir sebelum mulai berlaku"),
        "over_before_onset": _("berakhir sebelum bahayanya mulai"),
        "point_number": _("ada titik yang bukan lintang,bujur"),
        "point_range": _("ada titik di luar bumi"),
        "point_swapped": _("lintang dan bujur tertukar: lintang lebih dahulu"),
        "ring_few": _("kurang dari empat titik"),
        "ring_open": _("tidak tertutup: titik terakhir harus sama dengan yang pertama"),
        "ring_flat": _("tidak melingkupi apa pun"),
        "ring_crossing": _("garisnya memotong dirinya sendiri"),
        "circle": _("bukan lintang,bujur radius: %s"),
        "ceiling": _("ceiling memerlukan altitude"),
        "status": _("di sini hanya Actual, Exercise, Test (tertulis: %s)"),
        "msgType": _("di sini hanya Alert, Update, Cancel (tertulis: %s)"),
        "scope": _("peringatan di sini selalu Public (tertulis: %s)"),
        "practice": _("latihan atau uji coba harus mengatakannya: %s"),
        "not_practice": _("judulnya menyebut latihan, tetapi statusnya bukan"),
        "no_end": _("tidak ada waktu berakhirnya"),
        "too_long": _("berlaku lebih dari 48 jam; perbarui saja nanti"),
        "category": _("hanya bahaya alam, kebakaran, dan evakuasi; tidak untuk %s"),
        "kind": _("jenis bahaya tidak dikenal: %s"),
        "crime": _("peringatan tidak untuk kejahatan atau orang: %s"),
        "spot": _("lingkaran menunjuk satu titik; pakai garis batas RW"),
        "too_fine": _("lebih halus daripada RW: %s"),
        "no_area": _("wilayahnya tidak disebut"),
        "language": _("harus ada tepat satu info dalam tiap bahasa (%s)"),
        "other_language": _("bahasa lain: %s"),
        "differ": _("info dalam kedua bahasa tidak sama isinya"),
        "number": _("tampaknya ada nomor telepon atau nomor identitas"),
    }
    text = words[problem.code]
    return text % (problem.about or "-") if "%s" in text else text
