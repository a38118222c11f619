"""``rukun roster solve``: the pure problem of a roster, from a file (its schema: docs/roster.md)."""

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rukun.config.cli.outcome import FOUND, INTERRUPTED, OK, USAGE, Commands, Failure, command, report
from rukun.config.words import _

if TYPE_CHECKING:
    from rukun.roster.algo.outcome import Progress, Relaxation, Solution
    from rukun.roster.algo.reading import ProblemError

LARGEST = 50_000_000
SHORTEST, LONGEST = 0.1, 24 * 3600.0


def add_to(commands: Commands) -> None:
    parser = commands.add_parser("roster", help=_("jadwal ronda: menyusun dari berkas"))
    sub = parser.add_subparsers(metavar="…", required=True)
    solve = command(sub, "solve", _("menyusun jadwal dari berkas soal (docs/roster.md)"), run_solve, reports=True)
    solve.add_argument("problem", metavar="PROBLEM.json", help=_("berkas soal; - membaca dari masukan baku"))
    solve.add_argument("--seconds", type=float, default=60.0, help=_("paling lama sekian detik; bila kosong: 60"))
    solve.add_argument("--seed", type=int, default=1, help=_("angka awal pencarian; yang sama memberi hasil yang sama"))


def run_solve(args: argparse.Namespace) -> int:
    """0: a roster that keeps all rules; 1: none does, or time was too short to find one."""
    if not SHORTEST <= args.seconds <= LONGEST:
        raise Failure(_("--seconds di luar batas."), _("Pilih 0,1 sampai 86400 detik."), USAGE)
    if not 0 <= args.seed < 2**31:
        raise Failure(_("--seed di luar batas."), _("Pilih 0 sampai 2147483647."), USAGE)
    data = _read(args.problem)
    from rukun.roster.algo.reading import ProblemError, read_problem

    try:
        problem = read_problem(data)
    except ProblemError as error:
        raise Failure(
            _("Soal keliru di %(where)s: %(what)s") % {"where": error.where, "what": _in_words(error)},
            _("Bentuk berkasnya dijelaskan di docs/roster.md."),
            USAGE,
        ) from None
    from rukun.roster.algo.solving import CANCELLED, FEASIBLE, OPTIMAL, solve

    stop = _Stop(shows=sys.stderr.isatty())
    solution = solve(problem, seconds=args.seconds, report=stop, seed=args.seed)
    stop.end()
    report(args, solution.as_json(), _lines(solution))
    if solution.status == CANCELLED:
        return INTERRUPTED
    return OK if solution.status in {OPTIMAL, FEASIBLE} else FOUND


class _Stop:
    """Shows how far it is, and lets Ctrl-C end the search with the best roster so far."""

    def __init__(self, *, shows: bool) -> None:
        import signal

        self.shows, self.stopped = shows, False
        self.signal = signal
        self.before = signal.signal(signal.SIGINT, self._stop)

    def _stop(self, *_ignored: object) -> None:
        self.stopped = True

    def __call__(self, progress: "Progress") -> bool:
        if self.shows:
            print(
                f"\r{progress.seconds:6.0f} s  {progress.part}/{progress.parts}  {_number(progress.objective)}"
                f" ≥ {_number(progress.bound)} ",
                end="",
                file=sys.stderr,
                flush=True,
            )
        return not self.stopped

    def end(self) -> None:
        self.signal.signal(self.signal.SIGINT, self.before)
        if self.shows:
            print(file=sys.stderr)


def _read(name: str) -> Any:
    if name == "-":
        text = sys.stdin.buffer.read(LARGEST + 1)
    else:
        with Path(name).open("rb") as file:
            text = file.read(LARGEST + 1)
    if len(text) > LARGEST:
        raise Failure(_("Berkas itu terlalu besar."), _("Paling besar 50 MB."), USAGE)
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        where = f" ({error})" if isinstance(error, json.JSONDecodeError) else ""
        raise Failure(_("Berkas itu bukan JSON%s.") % where, _("Periksa berkasnya."), USAGE) from None


def _in_words(error: "ProblemError") -> str:
    words = {
        "version": _("versi soal yang dikenal hanya %s."),
        "key": _("kunci %s tidak dikenal."),
        "missing": _("%s harus ada."),
        "type": _("jenis nilainya harus %s."),
        "range": _("di luar batas (%s)."),
        "twice": _("%s disebut dua kali."),
        "unknown": _("%s tidak ada dalam soal ini."),
        "length": _("banyaknya harus %s."),
        "large": _("terlalu banyak; paling banyak %s."),
        "both": _("dua hal yang bertentangan untuk %s."),
        "hours": _("harus dua angka, mulai lalu selesai yang lebih besar."),
        "weeks": _("awal minggu harus berjarak tujuh malam."),
        "always": _("aturan %s tidak dapat dimatikan."),
    }
    text = words[error.code]
    return text % error.about if "%s" in text else text


def _lines(solution: "Solution") -> list[str]:
    states = {
        "optimal": _("Terbaik, dan terbukti."),
        "feasible": _("Semua aturan dipenuhi; belum terbukti terbaik."),
        "infeasible": _("Tidak ada jadwal yang memenuhi semua aturan."),
        "unknown": _("Waktu habis sebelum jelas apakah semua aturan dapat dipenuhi."),
        "cancelled": _("Dihentikan; ini yang terbaik sejauh ini."),
    }
    lines = [states[solution.status]]
    lines += [
        f"{night:>4}  {post:<20} {', '.join(sorted(people))}"
        for (night, post), people in sorted(solution.assignment.items())
    ]
    lines += ["", _("Nilai %(ours)s, batas bawah %(low)s, selisih %(gap)s, %(seconds).1f detik.") % {
        "ours": _number(solution.objective), "low": _number(solution.bound),
        "gap": "–" if solution.gap is None else f"{solution.gap:.2%}", "seconds": solution.seconds,
    }]  # fmt: skip
    lines += [f"  {name}: {value} × {solution.weights.get(name, 1)}" for name, value in solution.terms.items()]
    if solution.conflict:
        lines += ["", _("Yang bertentangan (aturan: malam; pos; peserta):")]
        lines += [
            f"  {each.rule}: {', '.join(map(str, each.nights))}; {', '.join(each.posts)}; {', '.join(each.people)}"
            for each in solution.conflict
        ]
    for words, given in (
        (_("Jadwal di atas berlaku bila ini diterima:"), solution.relaxation),
        (_("Atau, agar lebih sedikit yang kosong, bila ini diterima:"), solution.instead),
    ):
        if given:
            lines += ["", words, *(_given_up(each) for each in given)]
    if solution.moved:
        lines += ["", _("Yang berubah dari jadwal sebelumnya:"), *(f"  {person}" for person in solution.moved)]
    return lines


def _given_up(each: "Relaxation") -> str:
    people = f" ({', '.join(each.people)})" if each.people else ""
    return f"  {each.rule}: {each.night}, {each.post}, {each.by}{people}"


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:,.0f}"
