"""The posko's board: what asking costs while nothing changes, and how it stands up to very much. As ratios, on SQLite.

On PostgreSQL: ``RUKUN_TEST_DB=postgresql DATABASE_URL=postgres://… make bench ARGS=incident``.
"""

import math
import time
from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

from rukun.guard import System, requires
from rukun.incident import urls
from rukun.incident.access import can_see_board
from rukun.incident.models import Incident
from rukun.incident.tests.boards import fill
from rukun.people.actions import add_person, give_position
from rukun.people.strength import SESSION_KEY, Strength
from rukun.territory.actions import list_units

Row = tuple[str, object, object, object, str]
DISTRICT = "31.73.07"
KELURAHAN = f"{DISTRICT}.1001"
RWS = [f"{KELURAHAN}.{number:03}" for number in range(1, 17)]
UNITS = "\n".join(
    ["code,name", "31,Jakarta", "31.73,Barat", f"{DISTRICT},Palmerah", f"{KELURAHAN},Palmerah"]
    + [f"{each},RW {each[-3:]}" for each in RWS]
)
BOARDS = (("petugas_posko", KELURAHAN), ("ketua_rw", RWS[0]), ("kapolsek", DISTRICT))
BOARD, CHANGES, SMALLEST = "/papan/", "/papan/perubahan", "/papan/terkecil"
FEW, MANY, SEEDS, CLOSED = 100, 10_000, 20_000, 1_000_000
TIMES, POLLS = 31, 500
MOST_QUERIES = 10


@requires(can_see_board)
def smallest(request: HttpRequest) -> HttpResponse:
    """The least that a page can be which asks whether somebody may see it."""
    return HttpResponse(status=204)


def bench_board() -> list[Row]:
    """A poll without news, beside the smallest view; the board and its pieces with few and with very many."""
    list_units(actor=System("bench"), data=UNITS.encode(), file="units.csv")
    clients = {unit: _signed_in(title, unit) for title, unit in BOARDS}
    fill(RWS, FEW)
    urls.urlpatterns.append(path(SMALLEST.removeprefix("/"), smallest))
    rows = [_polls(clients[KELURAHAN])]
    pages = [(BOARD, unit) for _title, unit in BOARDS] + [(CHANGES, KELURAHAN)]
    before = {(page, unit): _opened(clients[unit], page) for page, unit in pages if unit != RWS[0]}
    fill(RWS[:1], FEW - FEW // len(RWS), seed=4)  # its own board had but a sixteenth of them
    before[BOARD, RWS[0]] = _opened(clients[RWS[0]], BOARD)
    fill(RWS, MANY - FEW, seed=2)
    fill(RWS, SEEDS, closed=True, seed=3)
    _multiply(CLOSED)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE" if connection.vendor == "postgresql" else "PRAGMA optimize")
    for each in pages:
        page, unit = each
        (few, _asked), (many, asked) = before[each], _opened(clients[unit], page)
        what = f"board: {page} of {unit}, {MANY:,} open and {CLOSED:,} closed"
        rows.append((f"{what}, ms", many * 1e3, few * 1e3, many / few, f"beside: with {FEW}; aim ≤ 2"))
        rows.append((f"{what}, queries", asked, MOST_QUERIES, asked / MOST_QUERIES, "beside: the most"))
    rows.append(_polls(clients[KELURAHAN], f", {MANY:,} open"))
    return rows


def _multiply(number: int) -> None:
    """As many closed ones, the database copying those that there are: a million by the model take many minutes."""
    meta = Incident._meta  # noqa: SLF001 - Django's documented name
    table, key = meta.db_table, "id"
    columns = ", ".join(f'"{each.column}"' for each in meta.concrete_fields if each.column != key)
    made = "gen_random_uuid()" if connection.vendor == "postgresql" else "lower(hex(randomblob(16)))"
    there = SEEDS
    with connection.cursor() as cursor:
        while there < number:
            cursor.execute(
                f'INSERT INTO {table} ("{key}", {columns}) SELECT {made}, {columns} FROM {table} '
                "WHERE closed_at IS NOT NULL LIMIT %s",
                [number - there],
            )
            there += cursor.rowcount


def _signed_in(title: str, unit: str) -> Client:
    number = sum(map(ord, title)) % 10_000
    who = add_person(actor=System("bench"), name="Petugas Papan", phone=f"+62816900{number:05}", unit=unit)
    give_position(actor=System("bench"), person=who, title=title, unit=unit)
    client = Client()
    client.force_login(who)
    session = client.session
    session[SESSION_KEY] = int(Strength.STRONG)
    session.save()
    return client


def _polls(client: Client, what: str = "") -> Row:
    """The shortest times of many, taken in turn, so that whatever else the machine does is done to both."""
    mark = client.get(CHANGES, secure=True).headers["ETag"]
    ours = beside = math.inf
    for _ in range(POLLS):
        ours = min(ours, _timed(client, CHANGES, 304, {"If-None-Match": mark}))
        beside = min(beside, _timed(client, SMALLEST, 204, {}))
    note = "beside: the smallest signed-in view that asks who may"
    return (f"board: nothing new (304){what}, ms", ours * 1e3, beside * 1e3, ours / beside, note)


def _opened(client: Client, page: str) -> tuple[float, int]:
    """The shortest time of a page, and with how many queries it comes, sign-in and all."""
    asked = 0

    def counted(execute: Any, *rest: Any) -> Any:
        nonlocal asked
        asked += 1
        return execute(*rest)

    times = []
    for _ in range(TIMES):
        asked = 0
        with connection.execute_wrapper(counted):
            times.append(_timed(client, page, 200, {}))
    return min(times), asked


def _timed(client: Client, page: str, expected: int, headers: dict[str, str]) -> float:
    begun = time.perf_counter()
    answered = client.get(page, secure=True, headers=headers)
    took = time.perf_counter() - begun
    assert answered.status_code == expected, answered.status_code
    return took
