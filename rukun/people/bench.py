"""What the room of people costs, beside the least that could be asked. On SQLite, as ratios on the same machine."""

import gzip
import time
from collections.abc import Callable
from typing import Any

from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.db import connection
from django.test import Client

from rukun.guard import System
from rukun.journal import actions as journal
from rukun.people import actions
from rukun.people.actions.importing import import_people, try_import
from rukun.people.importing.reading import read_sheet
from rukun.people.print import chart_pdf
from rukun.people.queries.chart import chart_of
from rukun.people.queries.directory import directory_of
from rukun.territory.actions import list_units

KELURAHAN = "31.73.07.1001"
SYSTEM = System("bench")
MEMBERS = 1000
FIRST_ROUND_TRIP = 14 * 1024
Row = tuple[str, object, object, object, str]


def bench_directory() -> list[Row]:
    """The public directory of an RW: queries, size, and its share of the time of a bare page."""
    _offices()
    client = Client()
    path = f"/petugas/{KELURAHAN}.001/"
    client.get(path)
    asked = 0

    def counted(execute: Any, *rest: Any) -> Any:
        nonlocal asked
        asked += 1
        return execute(*rest)

    with connection.execute_wrapper(counted):
        answer = client.get(path)
    assert answer.status_code == 200, answer.status_code
    page = answer.content
    whole, bare = _seconds(lambda: client.get(path), 50), _seconds(lambda: client.get("/healthz"), 50)
    reading = _seconds(lambda: directory_of(f"{KELURAHAN}.001"), 50)
    size = len(gzip.compress(page, 9))
    return [
        (
            "people: directory of an RW, queries",
            asked,
            3,
            asked / 3,
            "beside: the most allowed",
        ),
        (
            "people: directory of an RW, bytes",
            size,
            FIRST_ROUND_TRIP,
            size / FIRST_ROUND_TRIP,
            "beside: a round trip",
        ),
        ("people: directory of an RW, ms", whole * 1e3, bare * 1e3, whole / bare, "beside: a bare answer"),
        ("people: directory of an RW, ms of reading", reading * 1e3, whole * 1e3, reading / whole, "beside: the page"),
    ]


def bench_import() -> list[Row]:
    """Rows of a list a second, beside the persons' and positions' actions without a list."""
    actions.establish_organisation(actor=SYSTEM, kind="ormas", name="Mitra", unit=KELURAHAN)
    head = "nama,telepon,wilayah,jabatan,organisasi\n"
    text = head + "".join(
        f"Anggota {number},+62812{number:08d},{KELURAHAN},anggota,Mitra\n" for number in range(10_000, 10_000 + MEMBERS)
    )
    rows = read_sheet(text.encode()).rows
    preview = _seconds(lambda: try_import(actor=SYSTEM, rows=rows), 1)
    carried = _seconds(lambda: import_people(actor=SYSTEM, rows=rows), 1)
    again = _seconds(lambda: import_people(actor=SYSTEM, rows=rows), 1)
    plain = _seconds(_by_hand, 1)
    return [
        ("people: rows/s, preview", MEMBERS / preview, MEMBERS / plain, plain / preview, "beside: the actions alone"),
        ("people: rows/s, import", MEMBERS / carried, MEMBERS / plain, plain / carried, "same"),
        ("people: rows/s, the same list again", MEMBERS / again, MEMBERS / plain, plain / again, "same"),
    ]


def bench_signing_in() -> list[Row]:
    """A whole sign-in by password, beside the slow hash that guards it: the rest should not be felt."""
    who = actions.add_person(actor=SYSTEM, name="Sari", phone="081200000099", password="jembatan-kali-pasir")
    hasher = PBKDF2PasswordHasher()
    hashing = _seconds(lambda: hasher.encode("jembatan-kali-pasir", "garam-secukupnya"), 3)
    with_hash = _seconds(lambda: Client().post("/masuk/", {"login": who.phone, "password": "jembatan-kali-pasir"}), 20)
    return [
        (
            "people: sign-in but for its hash, ms",
            with_hash * 1e3,
            hashing * 1e3,
            with_hash / hashing,
            "beside: the hash",
        )
    ]


def bench_chart() -> list[Row]:
    """An A4 chart with 34 members as PDF, beside an empty sheet."""
    import typst  # noqa: PLC0415  fifty megabytes

    circle = actions.establish_organisation(actor=SYSTEM, kind="ormas", name="Mitra Bagan", unit=KELURAHAN)
    for number in range(34):
        who = actions.add_person(actor=SYSTEM, name=f"Anggota {number}", phone=f"0813000{number:05d}", unit=KELURAHAN)
        actions.give_position(
            actor=SYSTEM, person=who, title="ketua" if number == 0 else "anggota", unit=KELURAHAN, organisation=circle
        )
    ours = _seconds(lambda: chart_pdf(circle, chart_of(SYSTEM, circle)), 5)
    bare = _seconds(lambda: typst.compile(b'#set page(paper: "a4")', format="pdf", ignore_system_fonts=True), 5)
    return [("people: chart as PDF, ms", ours * 1e3, bare * 1e3, ours / bare, "beside: an empty sheet of typst")]


def _offices() -> None:
    above = "31,Jakarta\n31.73,Jakarta Barat\n31.73.07,Palmerah\n31.73.07.1001,Palmerah\n31.73.07.1001.001,RW 001\n"
    below = "".join(f"{KELURAHAN}.001.{rt:03d},RT {rt:03d}\n" for rt in range(1, 13))
    list_units(actor=SYSTEM, data=f"kode,nama\n{above}{below}".encode())
    for number, (title, unit) in enumerate(
        [("lurah", KELURAHAN), ("babinsa", KELURAHAN), ("bhabinkamtibmas", KELURAHAN), ("ketua_rw", f"{KELURAHAN}.001")]
        + [("ketua_rt", f"{KELURAHAN}.001.{rt:03d}") for rt in range(1, 13)]
    ):
        who = actions.add_person(actor=SYSTEM, name=f"Petugas {number}", phone=f"0811000{number:05d}", unit=KELURAHAN)
        actions.give_position(actor=SYSTEM, person=who, title=title, unit=unit, work_phone="021-99010001")


def _by_hand() -> None:
    with journal.atomic():
        circle = actions.establish_organisation(actor=SYSTEM, kind="ormas", name="Mitra Tangan", unit=KELURAHAN)
        for number in range(MEMBERS):
            who = actions.add_person(
                actor=SYSTEM, name=f"Anggota {number}", phone=f"+62815{number + 10_000:08d}", unit=KELURAHAN
            )
            actions.give_position(actor=SYSTEM, person=who, title="anggota", unit=KELURAHAN, organisation=circle)


def _seconds(work: Callable[[], object], times: int) -> float:
    begun = time.perf_counter()
    for _ in range(times):
        work()
    return (time.perf_counter() - begun) / times
