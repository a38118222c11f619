"""Reports a second through the real server, beside what the disk and the smallest view on the same server can do.

Where the time of the intake goes: ``RUKUN_PROFILE=1 make bench ARGS=report``. The inbox on PostgreSQL:
``RUKUN_TEST_DB=postgresql DATABASE_URL=postgres://… make bench ARGS=bench_inbox``.
"""

import cProfile
import gzip
import hashlib
import hmac
import http.client
import json
import os
import pstats
import random
import re
import secrets
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from django.db import connection
from django.test import Client
from django.utils import timezone

from rukun.commitment.algo.states import CANNOT, DONE, OPEN
from rukun.commitment.queries import Commitment
from rukun.guard import ANYONE, System
from rukun.guard.ids import new_id
from rukun.journal.algo.chain import chain_of
from rukun.people.actions import add_person, give_position
from rukun.people.strength import SESSION_KEY, Strength
from rukun.report.actions.intake import Draft, file_report
from rukun.report.algo.codes import new_code
from rukun.report.categories import ORDINARY
from rukun.report.models import Report
from rukun.territory.actions import list_units

Row = tuple[str, object, object, object, str]
Request = tuple[str, bytes, dict[str, str]]
"""Path, body and headers of something posted."""
KELURAHAN = "31.73.07.1001"
RW = f"{KELURAHAN}.001"
UNITS = f"code,name\n31,Jakarta\n31.73,Barat\n31.73.07,Palmerah\n{KELURAHAN},Palmerah\n{RW},RW 001\n"
SENDERS, EACH = 4, 100
COMMITS = 400
ROUNDS = 3
ONE_ROUND_TRIP, SCRIPT = 14 * 1024, 8 * 1024
START = 60
FEW, MANY, BATCH = 100, 100_000, 500
OPENED = 31
"""How often a page is asked for; the shortest time counts, as whatever else the machine does only adds to it."""
MOST_QUERIES = 8
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
RUKUN = [sys.executable, "-m", "rukun.config.cli"]
# The smallest view that commits one row: the same server, Django and database settings, and nothing of ours around it.
SMALLEST = """
import secrets
import django
from django.conf import settings
from django.http import HttpResponse
django.setup()
settings.MIDDLEWARE = []
settings.ROOT_URLCONF = __name__
from django.db import connection
from django.urls import path

def commit(request):
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO bench (words) VALUES (%s)", [secrets.token_hex(200)])
    return HttpResponse("ok", status=201)

from django.core.handlers.wsgi import WSGIHandler
application = WSGIHandler()
urlpatterns = [path("healthz", lambda request: HttpResponse("ok")), path("commit", commit)]
"""

APP_SECRET = "bench"
CONNECT = """
import sys
import django
django.setup()
from rukun.guard import System
from rukun.notify.connecting import save_setting
save_setting(actor=System("bench"), channel="whatsapp", on=True, content={"app_secret": sys.argv[1]})
"""


def bench_intake() -> list[Row]:
    """Reports a second, sent by four phones at once, as the app sends them."""
    if os.environ.get("RUKUN_PROFILE"):
        _print_profile()
    with tempfile.TemporaryDirectory(prefix="rukun-bench-") as made:
        folder, data = Path(made), Path(made) / "data"
        env = _installed(data)
        raw, smallest, reports = [], [], []
        for _ in range(ROUNDS):  # in turn, so that a disk that is busy for a while is so for all
            raw.append(_raw_commits(folder / "raw.sqlite3"))
            with _smallest(folder, data, env) as port:
                smallest.append(_rate(port, lambda: ("/commit", {})))
            with _serving([*RUKUN, "serve"], env) as port:
                reports.append(_rate(port, lambda: ("/lapor/kirim/", _typed())))
        stored = _stored(data)
    assert stored == ROUNDS * (SENDERS + 1) * EACH, f"{stored} reports were stored"
    ours, beside, disk = max(reports), max(smallest), max(raw)
    return [
        ("report: accepted/s", ours, disk, ours / disk, "beside: raw durable commits of one row on this disk"),
        ("report: accepted/s", ours, beside, ours / beside, "beside: the smallest view that commits a row; aim ≥ 0.4"),
        ("report: smallest view/s", beside, disk, beside / disk, "beside: raw durable commits"),
    ]


def bench_webhook() -> list[Row]:
    """Messages of WhatsApp a second that are stored, sealed, and answered, brought by four connections at once."""
    with tempfile.TemporaryDirectory(prefix="rukun-bench-") as made:
        folder, data = Path(made), Path(made) / "data"
        env = _installed(data)
        python = {**env, "DJANGO_SETTINGS_MODULE": "rukun.config.settings"}
        subprocess.run([sys.executable, "-c", CONNECT, APP_SECRET], env=python, check=True)
        smallest, brought = [], []
        for _ in range(ROUNDS):
            with _smallest(folder, data, env) as port:
                smallest.append(_rate(port, lambda: ("/commit", {})))
            with _serving([*RUKUN, "serve"], env) as port:
                brought.append(_posted(port, _message, 200))
        with sqlite3.connect(data / "rukun.sqlite3") as database:
            stored = database.execute("SELECT count(*) FROM notify_received WHERE content IS NOT NULL").fetchone()[0]
    assert stored == ROUNDS * (SENDERS + 1) * EACH, f"{stored} messages were stored"
    ours, beside = max(brought), max(smallest)
    note = "beside: the smallest view that commits a row; aim ≥ 0.6"
    return [("notify: webhook accepted/s", ours, beside, ours / beside, note)]


def bench_pages() -> list[Row]:
    """What a phone fetches to report: the first screen without script, and all script of the app."""
    with tempfile.TemporaryDirectory(prefix="rukun-bench-") as made:
        env = _installed(Path(made) / "data")
        with _serving([*RUKUN, "serve"], env) as port:
            plain, script = _first_visit(port, "/lapor/")
            receipt, _script = _first_visit(port, "/r/")
    return [
        ("report: /lapor/ without script, bytes", plain, ONE_ROUND_TRIP, plain / ONE_ROUND_TRIP, "one TCP round trip"),
        ("report: script of the app, bytes", script, SCRIPT, script / SCRIPT, "beside: the most we allow"),
        ("report: /r/ without script, bytes", receipt, ONE_ROUND_TRIP, receipt / ONE_ROUND_TRIP, "one TCP round trip"),
    ]


def bench_inbox() -> list[Row]:
    """The handlers' list, of a whole installation with few and with many reports, as a posko of one kelurahan opens it.

    Half of the many lie in that kelurahan, and four of ten are open. Its second, deeper page, and what is late of one
    kind, beside the same pages where there are few.
    """
    list_units(actor=System("bench"), data=UNITS.encode(), file="units.csv")
    client = _posko()
    pages = ("/laporan/", "/laporan/?page=2", "/laporan/?status=terlambat&jenis=ketertiban", "/laporan/?urut=prioritas")
    _fill(FEW, seed=1)
    before = {page: _opened(client, page) for page in pages}
    _fill(MANY - FEW, seed=2)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")  # as its autovacuum does after a while
    rows: list[Row] = []
    for page in pages:
        (few, _asked), (many, asked) = before[page], _opened(client, page)
        note = f"beside: with {FEW}; aim ≤ 1.5; {connection.vendor}"
        rows.append((f"report: {page} with {MANY:,} reports, ms", many * 1e3, few * 1e3, many / few, note))
        if page == pages[0]:
            rows.append((f"report: {page}, queries", asked, MOST_QUERIES, asked / MOST_QUERIES, "beside: the most"))
    return rows


def _posko() -> Client:
    who = add_person(actor=System("bench"), name="Petugas Posko", phone="+6281690000001", unit=KELURAHAN)
    give_position(actor=System("bench"), person=who, title="petugas_posko", unit=KELURAHAN)
    client = Client()
    client.force_login(who)
    session = client.session
    session[SESSION_KEY] = int(Strength.STRONG)
    session.save()
    return client


def _opened(client: Client, page: str) -> tuple[float, int]:
    """The shortest time of a page, and with how many queries it comes, sign-in and all."""
    asked = 0

    def counted(execute: Any, *rest: Any) -> Any:
        nonlocal asked
        asked += 1
        return execute(*rest)

    times = []
    for _ in range(OPENED):
        asked, begun = 0, time.perf_counter()
        with connection.execute_wrapper(counted):
            answered = client.get(page, secure=True)
        times.append(time.perf_counter() - begun)
        assert answered.status_code == 200, answered.status_code
    return min(times), asked


def _fill(number: int, seed: int) -> None:
    """Reports and what is owed about them, as they stand in an installation after a year: sealed words and all."""
    sent = Draft(id=new_id(), code=new_code(), category="ketertiban", unit=RW, words="Ada yang membakar sampah.")
    like = file_report(actor=ANYONE, draft=sent, source="resident", channel="app").report
    chance, now = random.Random(seed), timezone.now()
    own = [f"{KELURAHAN}.{rw:03}" for rw in range(1, 17)]
    others = [f"31.{71 + n % 5}.{n % 8 + 1:02}.{1001 + n % 267}.{n % 9 + 1:03}" for n in range(600)]
    for start in range(0, number, BATCH):
        promises, reports = [], []
        for place in range(start, min(start + BATCH, number)):
            unit = chance.choice(own if number <= FEW or place % 2 else others)
            made = now - timedelta(minutes=chance.randrange(1, 300 * 24 * 60))
            is_open = chance.random() < 0.4
            state = chance.choice(OPEN if is_open else (DONE, CANNOT))
            due = now + timedelta(minutes=chance.randrange(-10 * 24 * 60, 10 * 24 * 60))
            closed = None if is_open else made + timedelta(days=5)
            promise = Commitment(
                about_label="report", about_id=new_id(), unit=unit, area=chain_of(unit), book=chain_of(unit),
                local=True, made_at=made, taken_at=made, last_at=made, owner_title="lurah", owner_unit=chain_of(unit),
                state=state, clock="tiga_hari", allowance=24 * 3600, closed_at=closed,
                closing="" if is_open else "reporter",
                due_at=due if is_open and state != "awaiting" else None,
            )  # fmt: skip
            promises.append(promise)
            reports.append(Report(
                id=promise.about_id, receipt=promise.about_id.hex, category=chance.choice(ORDINARY), source="resident",
                channel="app", unit=unit, area=chain_of(unit), happened_about="unknown", received_at=made,
                anonymous=True, danger=chance.random() < 0.1, account=like.account, digest=like.digest,
                triage="flood" if chance.random() < 0.002 else "",
                first_read_at=None if chance.random() < 0.02 else made, commitment=promise,
                priority=chance.randrange(100), closed_at=closed, closing="" if is_open else state,
            ))  # fmt: skip
        Commitment.objects.bulk_create(promises)
        Report.objects.bulk_create(reports)


def _typed() -> dict[str, object]:
    return {
        "id": new_id(),
        "code": new_code(),
        "category": "ketertiban",
        "unit": RW,
        "happened_about": "now",
        "ago": 60,
        "words": f"Ada yang membakar sampah di belakang pasar sejak sore. {secrets.token_hex(16)}",
        "anonymous": "1",
        "challenge": "-",  # none solved: beyond the limit of one address, taken for a first look
    }


def _message() -> Request:
    """A message as Meta brings it, signed."""
    number = f"62812{secrets.randbelow(10**8):08d}"
    message = {
        "from": number, "id": f"wamid.{secrets.token_hex(16)}", "timestamp": str(int(time.time())), "type": "text",
        "text": {"body": "lapor lampu jalan mati di RW 03"},
    }  # fmt: skip
    value = {"messaging_product": "whatsapp", "contacts": [{"wa_id": number}], "messages": [message]}
    changes = [{"field": "messages", "value": value}]
    body = json.dumps({"object": "whatsapp_business_account", "entry": [{"id": "1", "changes": changes}]}).encode()
    digest = hmac.new(APP_SECRET.encode(), body, hashlib.sha256).hexdigest()
    return "/kiriman/whatsapp/", body, {"Content-Type": "application/json", "X-Hub-Signature-256": f"sha256={digest}"}


def _installed(data: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in {"DJANGO_SETTINGS_MODULE", "DATABASE_URL"}}
    env = {**kept, "RUKUN_DATA": str(data), "RUKUN_LANG": "id"}
    units = data.parent / "units.csv"
    units.write_text(UNITS, encoding="utf-8")
    for command in (
        ["init", "--domain", "rukun.localhost", "--name", "Bench", "--no-https"],
        ["territory", "units", str(units)],
    ):
        subprocess.run([*RUKUN, *command], env=env, check=True, stdout=subprocess.DEVNULL)
    return env


@contextmanager
def _serving(command: list[str], env: dict[str, str]) -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with subprocess.Popen([*command, "--port", str(port)], env=env, stdout=subprocess.DEVNULL) as server:
        try:
            end = time.monotonic() + START
            while time.monotonic() < end and server.poll() is None:
                with suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5):
                    break
                time.sleep(0.05)
            yield port
        finally:
            server.terminate()


@contextmanager
def _smallest(folder: Path, data: Path, env: dict[str, str]) -> Iterator[int]:
    (folder / "smallest.py").write_text(SMALLEST, encoding="utf-8")
    database = data / "rukun.sqlite3"
    with sqlite3.connect(database) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS bench (id INTEGER PRIMARY KEY, words TEXT)")
    threads = ["--blocking-threads", str(min(8, 2 * (os.cpu_count() or 1) + 1))]
    granian = [sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws", "--log-level", "warning", *threads]
    path = os.pathsep.join(filter(None, [str(folder), env.get("PYTHONPATH")]))
    more = {**env, "PYTHONPATH": path, "DJANGO_SETTINGS_MODULE": "rukun.config.settings"}
    with _serving([*granian, "smallest:application"], more) as port:
        yield port


def _raw_commits(path: Path) -> float:
    """One row, one durable transaction, again and again: what the disk gives to one writer."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode=wal")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("CREATE TABLE IF NOT EXISTS bench (id INTEGER PRIMARY KEY, words TEXT)")
    words = secrets.token_hex(200)
    begun = time.perf_counter()
    for _ in range(COMMITS):
        connection.execute("INSERT INTO bench (words) VALUES (?)", (words,))
    took = time.perf_counter() - begun
    connection.close()
    return COMMITS / took


def _rate(port: int, made: Callable[[], tuple[str, dict[str, object]]]) -> float:
    """Forms a second that are answered with 201."""

    def form() -> Request:
        path, fields = made()
        return path, urlencode(fields).encode(), FORM

    return _posted(port, form, 201)


def _posted(port: int, made: Callable[[], Request], expected: int) -> float:
    def sender(_number: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        for _ in range(EACH):
            path, sent, headers = made()
            connection.request("POST", path, sent, headers)
            answer = connection.getresponse()
            body = answer.read()
            assert answer.status == expected, body
        connection.close()

    sender(0)
    begun = time.perf_counter()
    with ThreadPoolExecutor(SENDERS) as pool:
        list(pool.map(sender, range(SENDERS)))
    return SENDERS * EACH / (time.perf_counter() - begun)


def _stored(data: Path) -> int:
    with sqlite3.connect(data / "rukun.sqlite3") as connection:
        return int(connection.execute("SELECT count(*) FROM report_report").fetchone()[0])


def _first_visit(port: int, path: str) -> tuple[int, int]:
    """Compressed bytes of a page with what it shows without script, and of its scripts."""

    def fetch(address: str) -> tuple[int, bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        connection.request("GET", address, headers={"Accept-Encoding": "gzip"})
        answer = connection.getresponse()
        body = answer.read()
        connection.close()
        return len(body), gzip.decompress(body) if answer.getheader("Content-Encoding") == "gzip" else body

    size, page = fetch(path)
    links = {link.decode() for link in re.findall(rb'(?:href|src)="(/static/[^"]+)"', page)}
    scripts = {link for link in links if link.endswith(".js")}
    return size + sum(fetch(link)[0] for link in links - scripts), sum(fetch(link)[0] for link in scripts)


def _print_profile() -> None:
    """Where the intake's time goes, in this process and on the test database."""
    list_units(actor=System("bench"), data=UNITS.encode(), file="units.csv")

    def file_one() -> None:
        sent = Draft(id=new_id(), code=new_code(), category="ketertiban", unit=RW, words="Ada yang membakar sampah.")
        file_report(actor=ANYONE, draft=sent, source="resident", channel="app")

    file_one()
    profile = cProfile.Profile()
    profile.enable()
    for _ in range(200):
        file_one()
    profile.disable()
    pstats.Stats(profile).sort_stats("cumulative").print_stats(45)
