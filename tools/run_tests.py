"""``make test`` and ``make test-long``: the suite on SQLite and PostgreSQL, with a browser; names what did not run.

    python -m tools.run_tests [--long] [arguments for pytest]

With ``RUKUN_REQUIRE_ALL=1`` (as ``.ci/run`` sets it) tests that did not run count as failed ones.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from tools import apt, browser, postgres

ROOT = Path(__file__).resolve().parent.parent
NOTHING_COLLECTED = 5  # pytest's exit status
WORKERS = str(max(2, min(4, os.cpu_count() or 2)))


class TerminatedError(KeyboardInterrupt):
    """Somebody ended this process; unlike with Ctrl-C, pytest has not heard of it."""


def terminated(*_: object) -> None:
    raise TerminatedError


@dataclass
class Phase:
    """One run of pytest. ``needs`` names the counts that must not be zero for the phase to have done its work."""

    title: str
    marks: str
    needs: tuple[str, ...]
    environment: dict[str, str]
    failed: bool = False
    seconds: float = 0.0
    counts: dict[str, int] = field(default_factory=dict)

    def run(self, arguments: list[str]) -> None:
        print(f"\n== {self.title}: pytest -m '{self.marks}'", flush=True)
        with tempfile.NamedTemporaryFile(prefix="rukun-counts-") as counts:
            environment = {**os.environ, **self.environment, "RUKUN_COUNTS": counts.name}
            # The tests start hundreds of processes, each of which would compile everything anew.
            environment.pop("PYTHONDONTWRITEBYTECODE", None)
            spread = ["-n", WORKERS, "--dist", "worksteal"]
            command = [sys.executable, "-m", "pytest", *spread, "-m", self.marks, *arguments]
            begin = time.monotonic()
            status = run(command, environment)
            self.seconds = time.monotonic() - begin
            self.counts = json.loads(Path(counts.name).read_text(encoding="ascii") or "{}")
        self.failed = status not in {0, NOTHING_COLLECTED}
        print(f"== {self.title}: {self.seconds:.0f} s", flush=True)

    def missing(self) -> list[str]:
        """What should have run here, and did not."""
        return [f"{self.title}: not one test of kind '{kind}' ran" for kind in self.needs if not self.counts.get(kind)]


def main(arguments: list[str]) -> int:
    signal.signal(signal.SIGTERM, terminated)
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell may have it ignored in the background
    long = "--long" in arguments
    chosen = [argument for argument in arguments if argument != "--long"]
    not_run: list[str] = []
    phases: list[Phase] = []
    with ExitStack() as stack:
        has_browser = {}
        try:
            has_browser = {"RUKUN_BROWSER": browser.get()}
        except browser.NoBrowserError as error:
            not_run.append(f"Everything in a browser. {error}")
        phases.append(sqlite_phase(long, whole=not chosen, environment=has_browser))
        if long and not has_modem():
            not_run.append("Everything with an SMS modem. Install gammu-smsd (Debian: sudo apt install gammu-smsd).")
        try:
            server = stack.enter_context(postgres.cluster())
            phases.append(postgresql_phase(long, server, environment=has_browser))
        except postgres.NoPostgresError as error:
            not_run.append(f"Everything on PostgreSQL. {error}")
        for phase in phases:
            phase.run(chosen)
    return conclusion(phases, not_run, selected=bool(chosen))


def has_modem() -> bool:
    """Whether Gammu's daemon is here, whose dummy device stands for a modem; installed where we may."""
    if not shutil.which("gammu-smsd") and apt.usable():
        print("No SMS daemon found: installing gammu-smsd with apt-get …", flush=True)
        apt.install("gammu-smsd")
    return shutil.which("gammu-smsd") is not None


def sqlite_phase(long: bool, whole: bool, environment: dict[str, str]) -> Phase:
    marks = ["long" if long else "not long"] + ([] if environment else ["not browser"])
    environment = {**environment, "RUKUN_TEST_DB": "sqlite"}
    if whole and not long:
        environment["RUKUN_WHOLE_SUITE"] = "1"  # then a template that no test renders is an error
    if long:
        environment["RUKUN_HYPOTHESIS"] = "long"
    needs = ("long",) if long else ("sqlite", "browser")
    return Phase("SQLite, long" if long else "SQLite", " and ".join(marks), needs, environment)


def postgresql_phase(long: bool, server: postgres.Cluster, environment: dict[str, str]) -> Phase:
    marks = f"{'' if long else 'not '}long and not pure and not once"
    marks += " and (not browser or postgres_smoke)" if environment else " and not browser"
    environment = {
        **environment,
        "RUKUN_TEST_DB": "postgresql",
        "DATABASE_URL": server.url,
        "PATH": os.pathsep.join([str(server.binaries), os.environ["PATH"]]),  # pg_dump, for backups
    }
    if long:
        environment["RUKUN_HYPOTHESIS"] = "long"
    return Phase(
        "PostgreSQL, long" if long else "PostgreSQL",
        marks,
        ("long",) if long else ("postgresql", "postgres_smoke"),
        environment,
    )


def run(command: list[str], environment: dict[str, str]) -> int:
    process = subprocess.Popen(command, cwd=ROOT, env=environment)
    try:
        return process.wait()
    except KeyboardInterrupt as reason:
        # Ctrl-C reached pytest too, and a second one would keep it from stopping what it started.
        if isinstance(reason, TerminatedError):
            process.send_signal(signal.SIGINT)
        try:
            process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            process.kill()
        raise


def conclusion(phases: list[Phase], not_run: list[str], selected: bool) -> int:
    print()
    for phase in phases:
        numbers = ", ".join(f"{count} {kind}" for kind, count in sorted(phase.counts.items()) if kind != "all")
        state = "FAILED" if phase.failed else "ok"
        print(f"{phase.title:<17}{state:<8}{phase.counts.get('all', 0):>5} tests {phase.seconds:>5.0f} s   {numbers}")
    failed = any(phase.failed for phase in phases)
    require_all = os.environ.get("RUKUN_REQUIRE_ALL") == "1"
    if require_all:
        not_run += [line for phase in phases for line in phase.missing()]
    if not_run:
        print("\n" + "!" * 100)
        print("NOT RUN:")
        for line in not_run:
            print(f"  {line}")
        print("!" * 100)
        failed = failed or require_all
    if selected and not any(phase.counts.get("all") for phase in phases):
        print("No test matches that choice.")
        failed = True
    return 1 if failed else 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
