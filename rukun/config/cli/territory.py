"""``rukun territory``: the map and the list of units come in, the basemap is drawn, things are looked up."""

import argparse
import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from rukun.config.cli.outcome import OK, USAGE, Commands, Failure, command, report, start_django, using_installation
from rukun.config.words import _

if TYPE_CHECKING:
    from rukun.territory.actions import Report
    from rukun.territory.algo.gazetteer import NamedUnit

SHOWN = 5
"""Examples of each kind of problem; ``--json`` has all."""


def add_to(commands: Commands) -> None:
    parser = commands.add_parser("territory", help=_("wilayah: memuat peta dan daftar, mencari tempat"))
    sub = parser.add_subparsers(metavar="…", required=True)
    bring = command(
        sub,
        "import",
        _("memuat peta OpenStreetMap (.osm.pbf atau .osm): wilayah, jalan, tempat"),
        run_import,
        reports=True,
    )
    bring.add_argument("file", type=Path, metavar="FILE", help=_("berkas peta"))
    bring.add_argument(
        "--clip", default="", metavar="CODE|W,S,E,N", help=_("hanya satu wilayah (kode), atau kotak dalam derajat")
    )
    bring.add_argument(
        "--retire-many", action="store_true", help=_("boleh mengakhiri sebagian besar wilayah yang ada sekarang")
    )
    units = command(
        sub, "units", _("menambah atau memperbaiki wilayah tanpa garis batas dari daftar CSV"), run_units, reports=True
    )
    units.add_argument(
        "file", type=Path, metavar="FILE.csv", help=_("kolom: kode, nama, zona_waktu, berakhir, pengganti")
    )
    command(
        sub,
        "tiles",
        _("menggambar ulang peta dasar untuk papan dari peta yang sudah dimuat (setelah Rukun diperbarui)"),
        run_tiles,
        reports=True,
    )
    locate = command(sub, "locate", _("di wilayah mana titik ini"), run_locate, reports=True)
    locate.add_argument("point", nargs="+", metavar="LAT LON", help=_("lintang dan bujur, misalnya -6.2 106.8"))
    # "-6,2" and "-6.2,106.8" are no options, though they begin like one.
    locate._negative_number_matcher = re.compile(r"-\d.*")  # noqa: SLF001
    search = command(sub, "search", _("mencari wilayah, tempat, dan jalan"), run_search, reports=True)
    search.add_argument("text", nargs="+", metavar="TEXT", help=_("misalnya: rw 9 menteng"))


def run_import(args: argparse.Namespace) -> int:
    start_django()
    from rukun.guard import System
    from rukun.territory.actions import import_map

    steps = {
        "reading": _("Membaca berkas …"),
        "units": _("Menyusun wilayah …"),
        "streets": _("Menyusun jaringan jalan …"),
        "saving": _("Menyimpan …"),
        "tiles": _("Menggambar peta dasar …"),
    }

    def say(step: str) -> None:
        if not args.json:
            print(steps[step], file=sys.stderr, flush=True)

    with _said_in_words(), using_installation():
        done = import_map(
            actor=System("console"), path=args.file, clip=args.clip, retire_many=args.retire_many, said=say
        )
    report(args, done.as_json(), [*_summary(done), *_streets(done), *_problems(done)])
    return OK


def run_units(args: argparse.Namespace) -> int:
    start_django()
    from rukun.guard import System
    from rukun.territory.actions import list_units
    from rukun.territory.errors import BadList
    from rukun.territory.words import of_row

    with _said_in_words(), using_installation():
        try:
            done = list_units(actor=System("console"), data=_bytes(args.file), file=args.file.name)
        except BadList as error:
            if args.json:
                rows = [{"line": each.line, "error": each.why, "what": of_row(each)} for each in error.errors]
                report(args, {"saved": False, "errors": rows}, [])
            for each in [] if args.json else error.errors:
                line = _("baris %d") % each.line if each.line else _("berkas")
                print(f"✗ {line}: {of_row(each)}", file=sys.stderr)
            raise
    report(args, {"saved": True, **done.as_json()}, _summary(done))
    return OK


def run_tiles(args: argparse.Namespace) -> int:
    start_django()
    from rukun.guard import System
    from rukun.territory.actions import draw_basemap

    with _said_in_words(), using_installation():
        done = draw_basemap(actor=System("console"))
    said = _("Peta dasar selesai dalam %(seconds)s detik: %(size)d KB.")
    report(args, done.as_json(), [said % {"seconds": done.seconds, "size": round(done.size / 1024)}])
    return OK


def run_locate(args: argparse.Namespace) -> int:
    start_django()
    from rukun.geo.coordinates import NotAPoint, point
    from rukun.territory import queries
    from rukun.territory.errors import BadPoint

    with _said_in_words(), using_installation():
        try:
            where = point(*_pair(" ".join(args.point)))
        except NotAPoint as error:
            raise BadPoint(error) from None
        chain = queries.units_at(where)
        empty = queries.is_empty()
    outside = (
        _("Belum ada peta. Muat dulu dengan `rukun territory import`.") if empty else _("Di luar wilayah yang dimuat.")
    )
    report(
        args,
        {"lat": where.lat, "lon": where.lon, "inside": bool(chain), "units": [_unit(each) for each in chain]},
        [f"{each.code:<28} {each.name}" for each in chain] or [outside],
    )
    return OK


def run_search(args: argparse.Namespace) -> int:
    start_django()
    from rukun.territory import queries
    from rukun.territory.algo.gazetteer import NamedPlace, NamedUnit
    from rukun.territory.words import LEVELS, PLACES

    with using_installation():
        hits = queries.search(" ".join(args.text))
        empty = queries.is_empty()
    found = [
        {
            "kind": hit.thing.kind if isinstance(hit.thing, NamedUnit) else hit.kind,
            "name": hit.thing.name,
            "unit": hit.chain[-1].code if hit.chain else "",
            "within": [each.name for each in hit.chain],
        }
        for hit in hits
    ]
    complete = all(hit.complete for hit in hits)
    lines = [] if complete else [_("Tidak ada yang memuat semua kata itu. Yang paling mirip:")]
    for hit in hits:
        around = [each.name for each in hit.chain if each.code != getattr(hit.thing, "code", "")]
        kind = LEVELS[hit.thing.level] if isinstance(hit.thing, NamedUnit) else _("Jalan")
        kind = PLACES[hit.thing.kind] if isinstance(hit.thing, NamedPlace) else kind
        code = hit.chain[-1].code if hit.chain else "–"
        lines.append(f"{code:<28} {kind}: {hit.thing.name} ({', '.join(reversed(around))})")
    nothing = _("Belum ada peta. Muat dulu dengan `rukun territory import`.") if empty else _("Tidak ada yang cocok.")
    report(args, {"complete": complete, "found": found}, lines or [nothing])
    return OK


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        raise Failure(_("Berkas %s tidak dapat dibuka.") % path, _("Periksa nama berkas dan izin bacanya.")) from None


def _pair(text: str) -> list[str]:
    """Latitude and longitude as people type and paste them: ``-6.2 106.8``, ``-6.2, 106.8``, ``-6,2 106,8``."""
    apart = text.split()
    if len(apart) == 1:
        apart = text.split(",") if text.count(",") != 3 else [text.rsplit(",", 2)[0], ",".join(text.rsplit(",", 2)[1:])]
    return [each.rstrip(",;").replace(",", ".") for each in apart] if len(apart) == 2 else [text, ""]


def _unit(unit: "NamedUnit") -> dict[str, object]:
    return {"code": unit.code, "name": unit.name, "level": unit.level, "kind": unit.kind}


def _summary(done: "Report") -> Iterator[str]:
    from rukun.territory.words import LEVELS

    counts = ", ".join(f"{count} {LEVELS[int(level)]}" for level, count in done.units.items())
    yield _("Wilayah: %s.") % counts
    yield _("Yang baru: %d.") % done.added
    if done.retired:
        yield _("Tidak dipakai lagi: %s.") % ", ".join(done.retired)
    if done.revived:
        yield _("Dipakai kembali: %s.") % ", ".join(done.revived)


def _streets(done: "Report") -> Iterator[str]:
    from rukun.territory.words import PLACES

    yield _(
        "Jalan: %(km)d km, %(edges)d ruas, %(nodes)d simpang; %(apart)d simpang di %(parts)d bagian kecil "
        "tidak tersambung ke jaringan utama."
    ) % {
        **{name: int(value) for name, value in done.streets.items()},
        "apart": done.streets["nodes"] - done.streets["largest_component"],
        "parts": max(done.streets["components"] - 1, 0),
    }
    places = ", ".join(f"{count} {PLACES[kind]}" for kind, count in done.places.items())
    yield _("Tempat: %s.") % (places or _("tidak ada satu pun di berkas ini"))


def _problems(done: "Report") -> Iterator[str]:
    from rukun.territory.words import PROBLEMS

    yield _("Selesai dalam %s detik.") % done.seconds
    for kind, found in groupby(sorted(done.problems, key=lambda each: each.kind), key=lambda each: each.kind):
        examples = list(found)
        what, remedy = PROBLEMS[kind]
        yield f"\n! {len(examples)} × {what}\n  {remedy}"
        yield from _examples([f"{each.what} {each.where and f'({each.where})'}".strip() for each in examples])


def _examples(lines: Sequence[str]) -> Iterator[str]:
    yield from (f"    {line}" for line in lines[:SHOWN])
    if len(lines) > SHOWN:
        yield "    " + _("… dan %d lagi (semuanya dengan --json)") % (len(lines) - SHOWN)


@contextmanager
def _said_in_words() -> Iterator[None]:
    """What the actions refuse, as a failure of the command."""
    from rukun.territory.errors import BadClip, BadPoint, TerritoryError

    try:
        yield
    except TerritoryError as error:
        code = USAGE if isinstance(error, BadClip | BadPoint) else 3
        raise Failure(str(error), error.remedy, code) from None
