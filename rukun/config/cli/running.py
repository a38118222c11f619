"""``rukun serve``, ``worker``, ``tick`` and ``demo``."""

import argparse
import logging
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from contextlib import suppress
from http import HTTPStatus
from pathlib import Path

from rukun.config import installation as site
from rukun.config.cli.installing import migrate
from rukun.config.cli.lifeline import SERVED, die_with_parent, lifeline
from rukun.config.cli.outcome import FOUND, OK, Commands, Failure, command, report, start_django, using_installation
from rukun.config.installation import Installation
from rukun.config.words import _

TICK_EVERY = 5.0
"""Seconds between two looks at the clock."""
LEAP_SAID_EVERY = 60.0
"""Seconds between two lines of the log about a clock that is not believed."""
CARRY_EVERY = 0.5
"""Seconds between two looks for messages while there are none."""
CARRY_ENDS = 5.0
"""Seconds that messages under way are waited for when the worker is asked to end."""

logger = logging.getLogger(__name__)


def add_to(commands: Commands) -> None:
    serve = command(commands, "serve", _("menjalankan situs web"), run_serve)
    _add_address(serve)
    serve.add_argument(
        "--threads", type=int, default=_threads(), help=_("thread kerja; satu proses cukup bagi satu kelurahan")
    )
    serve.add_argument(
        "--processes", type=_processes, default=1, help=_("proses; lebih dari satu memerlukan RUKUN_CACHE_URL")
    )
    worker = command(commands, "worker", _("menjalankan pekerjaan latar dan tugas berkala"), run_worker)
    worker.add_argument("--every", type=float, default=TICK_EVERY, help=_("jeda antarpemeriksaan jadwal, dalam detik"))
    tick = command(commands, "tick", _("menjalankan sekali tugas berkala yang sudah waktunya"), run_tick, reports=True)
    tick.add_argument("--trust-clock", action="store_true", help=_("jam server sudah diperiksa dan memang benar"))
    demo = command(commands, "demo", _("menyiapkan dan menjalankan Kampung Contoh untuk dilihat-lihat"), run_demo)
    _add_address(demo)


def run_serve(args: argparse.Namespace) -> int:
    die_with_parent()
    start_django()
    from django.core.management import call_command

    with using_installation():
        _refuse_uncounted(args.processes)
        _refuse_unready(args.host, args.port)
        call_command("collectstatic", interactive=False, verbosity=0)
        from granian import Granian
        from granian.constants import Interfaces
        from granian.log import LogLevels

        os.environ[SERVED] = "1"
        print(_("Situs berjalan di %s") % f"http://{args.host}:{args.port}", flush=True)
        Granian(
            "rukun.config.wsgi:application",
            address=args.host,
            port=args.port,
            interface=Interfaces.WSGI,
            workers=args.processes,
            blocking_threads=args.threads,
            websockets=False,
            log_level=LogLevels.warning,
            # A worker asked to end before it listens to signals never hears of it, and would be waited for for ever.
            workers_kill_timeout=5,
        ).serve()
    return OK


def run_worker(args: argparse.Namespace) -> int:
    die_with_parent()
    start_django()
    from django.db import DatabaseError
    from django_tasks_db.management.commands.db_worker import Worker

    worker = Worker(
        queue_names=["*"],
        interval=1.0,
        batch=False,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=f"{socket.gethostname()[:40]}-{os.getpid()}",
        excluded_queue_names=[],
    )
    worker.configure_signals()
    stop = threading.Event()
    ticker = threading.Thread(target=_tick_until, args=(stop, args.every), name="tick")
    carrier = threading.Thread(target=_carry_until, args=(stop,), name="carry")
    with using_installation():
        ticker.start()
        carrier.start()
        try:
            while worker.running:
                try:
                    worker.run()
                except DatabaseError:
                    # A database that restarts, or a disk that is full: work waits, the worker does not die.
                    logger.exception("The queue cannot be read; trying again")
                    time.sleep(args.every)
        except SystemExit:  # how the library's signal handler ends its loop
            pass
        finally:
            stop.set()
            ticker.join()
            carrier.join()
    return OK


def run_tick(args: argparse.Namespace) -> int:
    start_django()
    from rukun.clock.jobs import ClockLeapt, tick

    with using_installation():
        try:
            outcomes = tick(trusted=args.trust_clock)
        except ClockLeapt as leap:
            raise Failure(
                _("Jam server %d hari lebih maju daripada tugas berkala yang terakhir.") % leap.days,
                _("Periksa dengan `date`. Bila jam itu benar: `rukun tick --trust-clock`."),
            ) from None
    if outcomes is None:
        report(args, {"ran": False, "jobs": []}, [_("Proses lain sedang menjalankannya.")])
        return OK
    jobs = [{"job": each.job, "error": each.error} for each in outcomes]
    lines = [f"✗ {each.job}: {each.error}" if each.error else f"✓ {each.job}" for each in outcomes]
    report(args, {"ran": True, "jobs": jobs}, lines or [_("Tidak ada yang jatuh tempo.")])
    return FOUND if any(each.error for each in outcomes) else OK


def run_demo(args: argparse.Namespace) -> int:
    data = site.data_folder()
    os.environ["PORT"] = str(args.port)  # stands in the links of messages, which both processes write
    if not (data / "rukun.toml").exists():
        _step(1, _("Membuat instalasi demo di %s") % data)
        if data.exists() and {path.name for path in data.iterdir()} - {"keys", "files", "heads"}:  # ours, cut off
            raise Failure(_("Folder %s sudah berisi hal lain.") % data, _("Pilih folder kosong dengan RUKUN_DATA."))
        site.create(_demo_installation(data), database_url=os.environ.get("DATABASE_URL", ""))
        _refuse_used_database(data)
    else:
        _step(1, _("Memakai instalasi demo di %s") % data)
    if not site.load(data).demo:
        raise Failure(
            _("Instalasi di %s bukan demo; data sungguhan tidak dicampur dengan rekaan.") % data,
            _("Pilih folder lain dengan RUKUN_DATA."),
        )
    _refuse_other_database(data)
    _step(2, _("Menyiapkan basis data"))
    migrate(verbosity=0)
    _step(3, _("Mengisi Kampung Contoh"))
    from rukun.clock.jobs import leapt, tick
    from rukun.demo.actions import fill
    from rukun.demo.provider import mail
    from rukun.demo.provider.connecting import connect

    fill()
    if leapt():  # made-up people wait for their demo as long as they like
        tick(trusted=True)
    _refuse_unready(args.host, args.port)
    with mail.serving() as mail_port:
        connect(f"http://{_reachable(args.host)}:{args.port}", mail_port)
        _step(4, _("Menjalankan situs dan proses latar"))
        return _run_both(args.host, args.port)


def _refuse_other_database(data: Path) -> None:
    stored = data / "keys" / "database.url"
    chosen = os.environ.get("DATABASE_URL", "")
    if chosen and (not stored.exists() or stored.read_text(encoding="utf-8").strip() != chosen):
        raise Failure(
            _("DATABASE_URL menunjuk ke basis data lain daripada yang dibuat untuk demo ini."),
            _("Hapus DATABASE_URL, atau pilih folder lain dengan RUKUN_DATA."),
        )


def _refuse_used_database(data: Path) -> None:
    """The made-up people never move into a database that holds anything."""
    start_django()
    from django.db import DatabaseError, connection

    try:
        used = bool(connection.introspection.table_names())
    except DatabaseError as error:
        (data / "rukun.toml").unlink()
        raise Failure(_("Basis data tidak dapat dihubungi."), _("Periksa DATABASE_URL.")) from error
    if used:
        (data / "rukun.toml").unlink()
        raise Failure(
            _("Basis data itu sudah berisi data; demo tidak mencampurnya dengan rekaan."),
            _("Pakai basis data yang kosong, atau jalankan tanpa DATABASE_URL."),
        )


def _run_both(host: str, port: int) -> int:
    """Run web server and worker until Ctrl-C, a signal, or the end of either."""
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _interrupt)
    with lifeline() as rope:
        children = [
            rope.start([sys.executable, "-m", "rukun.config.cli", *arguments])
            for arguments in (["serve", "--host", host, "--port", str(port)], ["worker"])
        ]
        try:
            _wait_until_it_answers(f"http://{_reachable(host)}:{port}/healthz", children)
            if all(child.poll() is None for child in children):
                _invite(f"http://{_reachable(host)}:{port}")
            while all(child.poll() is None for child in children):
                time.sleep(0.3)
            failed = _("Situs web berhenti sendiri.") if children[0].poll() is not None else _("Proses latar berhenti.")
            raise Failure(failed, _("Baca pesan di atasnya, lalu mulai lagi."))
        except KeyboardInterrupt:
            print("\n" + _("Menghentikan…"), flush=True)
            return OK
        finally:
            rope.end()


def _invite(address: str) -> None:
    from rukun.demo.cast import CAST
    from rukun.people.titles import TITLES

    print()
    print(_("Rukun berjalan: %s") % f"{address}/")
    print(_("Masuk dengan satu ketukan, tanpa kata sandi: %s") % f"{address}/demo/")
    rows = [
        (str(TITLES[role.title].words) if role.title else _("Warga"), role.name, role.about) for role in CAST.values()
    ]
    wide, names = (max(len(row[column]) for row in rows) for column in (0, 1))
    for words, name, about in rows:
        print(f"  {words:<{wide}}  {name:<{names}}  {about}")
    print(_("Hentikan dengan Ctrl-C."), flush=True)


def _tick_until(stop: threading.Event, every: float) -> None:
    from django.db import close_old_connections, connection

    from rukun.clock.jobs import ClockLeapt, tick

    while not stop.wait(every):
        close_old_connections()
        try:
            tick()
        except ClockLeapt as leap:
            logger.error("%s; no job runs until it is put right, or `rukun tick --trust-clock`", leap)  # noqa: TRY400
            stop.wait(LEAP_SAID_EVERY)
        except Exception:
            logger.exception("The clock could not be read; trying again")
    connection.close()


def _carry_until(stop: threading.Event) -> None:
    """Messages in and out. What it began before it was stopped is written down, if that comes back soon."""
    from django.db import close_old_connections, connection

    from rukun.notify.actions.carrying import Carrier

    carrier, pause = Carrier(), 0.0
    while not stop.wait(pause):
        close_old_connections()
        try:
            pause = 0.0 if carrier.carry_once() else CARRY_EVERY
        except Exception:
            logger.exception("Messages cannot be carried; trying again")
            pause = TICK_EVERY
    try:
        carrier.close(patience=CARRY_ENDS)
    except Exception:
        logger.exception("What became of the last messages is not written down; they are sent again")
    connection.close()


def _refuse_uncounted(processes: int) -> None:
    """Processes that each count for themselves would let through as many times as much."""
    if processes > 1 and not site.cache_url():
        raise Failure(
            _("Dengan lebih dari satu proses, batas laporan harus dihitung bersama."),
            _("Pasang Redis dan isi RUKUN_CACHE_URL (docs/pasang.md), atau jalankan dengan satu proses."),
        )


def _refuse_unready(host: str, port: int) -> None:
    """Say what is missing before a server process starts and buries it in its log."""
    from django.db import DatabaseError

    from rukun.config.health import pending_migrations

    try:
        pending = pending_migrations()
    except DatabaseError:
        raise Failure(
            _("Basis data tidak dapat dihubungi."),
            _("Periksa DATABASE_URL atau keys/database.url, dan apakah PostgreSQL berjalan."),
        ) from None
    if pending:
        raise Failure(_("Basis data belum mengikuti versi program ini."), _("Jalankan `rukun migrate`."))
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise Failure(
                _("%(host)s:%(port)d tidak dapat dipakai: %(why)s.")
                % {"host": host, "port": port, "why": error.strerror},
                _("Mungkin sudah ada yang berjalan di sana. Pilih lain, misalnya PORT=8010."),
            ) from None


def _wait_until_it_answers(url: str, children: list["subprocess.Popen[bytes]"]) -> None:
    while all(child.poll() is None for child in children):
        with suppress(OSError), urllib.request.urlopen(url, timeout=2) as answer:  # noqa: S310  our own http address
            if answer.status == HTTPStatus.OK:
                return
        time.sleep(0.2)


def _reachable(host: str) -> str:
    return {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)  # noqa: S104


def _demo_installation(data: Path) -> Installation:
    return Installation(
        data=data,
        demo=True,
        name="Kampung Contoh",
        operator="Posko Kampung Contoh",
        contact="",
        source="",
        hosts=(),
        https=False,
        time_zone="Asia/Jakarta",
    )


def _add_address(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1", help=_("alamat yang dilayani (bawaan: 127.0.0.1)"))
    parser.add_argument(
        "--port", type=_port, default=os.environ.get("PORT") or "8000", help=_("bawaan: PORT, atau 8000")
    )


def _threads() -> int:
    """Most of a request is waiting for the database; more threads than this only wait for each other."""
    return min(8, 2 * (os.cpu_count() or 1) + 1)


def _processes(text: str) -> int:
    if not text.isdigit() or not 0 < int(text) <= 64:
        raise argparse.ArgumentTypeError(_("%s bukan jumlah proses") % text)
    return int(text)


def _port(text: str) -> int:
    if not text.isdigit() or not 0 < int(text) < 2**16:
        raise argparse.ArgumentTypeError(_("%s bukan nomor port") % text)
    return int(text)


def _step(number: int, words: str) -> None:
    print(f"[{number}/4] {words}", flush=True)


def _interrupt(signum: int, frame: object) -> None:
    raise KeyboardInterrupt
