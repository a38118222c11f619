"""The list of reports as a file: what they are and how far they are, and nothing that anybody said."""

import csv
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import h3
import openpyxl
import pytest
from django.test import Client

from rukun.commitment.actions import outside, working
from rukun.guard import Allowed, System
from rukun.guard.ids import new_id
from rukun.journal.models import Entry
from rukun.people.actions import establish_organisation
from rukun.people.actor import actor_of
from rukun.people.models import Position
from rukun.people.tests.factories import person
from rukun.report.actions.dialogue import ask
from rukun.report.actions.handling import set_aside, summarise
from rukun.report.actions.merging import merge
from rukun.report.actions.withdrawing import withdraw
from rukun.report.models import Report
from rukun.report.queries import exporting
from rukun.report.queries.exporting import COLUMNS, keys_of, lines
from rukun.report.tests.factories import KELURAHAN, OTHER, RT, RW, report, town
from rukun.report.tests.inbox import logged_in, page
from rukun.report.tests.proving import claimed
from rukun.report.verbs import REPORTS_EXPORTED
from rukun.territory.tests.towns import imported

pytestmark = pytest.mark.django_db

CHOOSE = "/laporan/unduh/"
KINDS = ("csv", "xlsx", "geojson")
PLACES = list(COLUMNS)


@pytest.fixture
def lurah() -> Any:
    town()
    return person("lurah", KELURAHAN, name="Wibisana Lurahnya")


def fetched(client: Client, kind: str, query: str = "") -> bytes:
    answer = client.post(f"/laporan/unduh.{kind}{query}")
    assert answer.status_code == 200, answer.status_code
    assert answer.headers["Content-Disposition"].endswith(f'.{kind}"')
    assert "no-store" in answer.headers["Cache-Control"]
    return answer.getvalue()


def read(kind: str, content: bytes) -> tuple[str, list[dict[str, str]]]:
    """The line that says what it is, and the rows by the names of their columns, all as text."""
    if kind == "geojson":
        found = json.loads(content)
        assert found["type"] == "FeatureCollection"
        for each in found["features"]:
            assert list(each) == ["type", "geometry", "properties"]
        return found["description"], [
            {name: "" if value is None else str(value) for name, value in each["properties"].items()}
            for each in found["features"]
        ]
    if kind == "csv":
        table = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    else:
        sheet = openpyxl.load_workbook(io.BytesIO(content)).active
        assert sheet is not None
        table = [
            ["" if cell is None else f"{cell:%Y-%m-%d}" if hasattr(cell, "year") else str(cell) for cell in row]
            for row in sheet.iter_rows(values_only=True)
        ]
    (about, *_rest), head, *rows = table
    assert head == [str(each) for each in COLUMNS.values()]
    return about, [dict(zip(PLACES, each, strict=True)) for each in rows]


SECRETS = ("Zamrudwati", "0812777", "Gang Kelewang", "Ringkasjanji", "Tanyasiapa", "Jawabansia", "Kerjasembunyi",
           "Alasandinas", "Dinas Rahasia", "Wibisana", "Pembantuposko")  # fmt: skip
"""Words that stand somewhere about reports, and must stand in no file."""


def world(tmp_path: Path) -> dict[str, Report]:
    """Reports of every kind and in every state, each with a secret wherever words can be."""
    town()
    imported(tmp_path)
    lurah, posko = (
        actor_of(person(title, KELURAHAN, name=name))
        for title, name in (("lurah", "Wibisana Lurahnya"), ("petugas_posko", "Pembantuposko Satu"))
    )
    here: dict[str, Any] = {"lat": -6.1985, "lon": 106.7905}
    told: dict[str, Any] = {"words": "Zamrudwati berteriak.", "place": "Gang Kelewang 7", "phone": "081277700001"}
    made = {
        name: report(unit=RW, **told)[0] for name in ("new", "asked", "working", "claimed", "away", "aside", "gone")
    }
    made["near"] = report("kriminal", unit="", happened_about="unknown", **here, **told)[0]
    made["twice"] = report(unit=RW, **told)[0]
    made["hidden"], made["complaint"] = report("kekerasan", **told)[0], report("keluhan", **told)[0]
    merge(actor=posko, report=made["twice"], into=made["new"])
    ask(actor=posko, report=made["asked"], text="Tanyasiapa?", message_id=new_id())
    summarise(actor=posko, report=made["asked"], text="Ringkasjanji singkat.", sure=True)
    for name in ("working", "claimed"):
        owed = Report.objects.get(pk=made[name].pk).commitment
        assert owed is not None
        working.start(actor=lurah, commitment=owed, words="Kerjasembunyi.")
    claimed(made["claimed"], lurah)
    owed = Report.objects.get(pk=made["away"].pk).commitment
    assert owed is not None
    outside.hand_outside(
        actor=lurah, commitment=owed, authority="Dinas Rahasia", reason="Alasandinas itu.", may=Allowed()
    )
    set_aside(actor=posko, report=made["aside"], reason="Jawabansia")
    withdraw(report=made["gone"])
    return made


@pytest.mark.once
def test_no_file_holds_a_word_of_anybody_whatever_the_filter(tmp_path: Path) -> None:
    made = world(tmp_path)
    client = logged_in(Position.objects.get(title="lurah", unit=KELURAHAN).person)
    points = {str(part) for part in (-6.1985, 106.7905)}
    for query in (
        "",
        "?status=disisihkan",
        "?status=ditarik",
        "?status=digabung",
        f"?wilayah={KELURAHAN}",
        "?jenis=keluhan",
        "?jenis=kekerasan",
    ):
        for kind in KINDS:
            content = fetched(client, kind, query)
            about, rows = read(kind, content)
            text = content.decode("utf-8-sig") if kind != "xlsx" else _unzipped(content)
            for secret in (*SECRETS, *points):
                assert secret not in text, (secret, kind, query)
            for each in made.values():
                assert str(each.pk) not in text
                assert each.receipt not in text
            numbers = {each["kode"] for each in rows}
            assert not numbers & {made["hidden"].pk.hex[-8:], made["complaint"].pk.hex[-8:]}
            assert all(":" not in value for each in rows for value in each.values()), "no minute"
            assert about.startswith("Laporan warga yang diterima sampai 20")
            if not query:
                assert numbers == {each.pk.hex[-8:] for name, each in made.items()
                                   if name not in ("hidden", "complaint", "aside", "gone", "twice")}  # fmt: skip
                state = {each["kode"]: each["keadaan"] for each in rows}
                assert state[made["claimed"].pk.hex[-8:]] == "menunggu konfirmasi"
            if query.startswith("?status"):
                assert [each["digabung"] for each in rows] == ["ya" if "digabung" in query else "tidak"]
            if query.startswith("?jenis"):
                assert rows == []


def _unzipped(content: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        return "\n".join(parts.read(name).decode() for name in parts.namelist() if name.endswith(".xml"))


@pytest.mark.once
def test_a_place_is_the_middle_of_a_cell_or_of_an_rw(tmp_path: Path) -> None:
    imported(tmp_path)
    exact = report("kriminal", unit="", happened_about="unknown", lat=-6.1985, lon=106.7905)[0]
    by_rw = report(unit=f"{KELURAHAN}.001")[0]
    nowhere = report(unit=KELURAHAN)[0]
    client = logged_in(person("petugas_posko", KELURAHAN))
    found = json.loads(fetched(client, "geojson"))
    place = {each["properties"]["kode"]: each["geometry"] for each in found["features"]}
    assert place[nowhere.pk.hex[-8:]] is None
    lon, lat = place[exact.pk.hex[-8:]]["coordinates"]
    assert h3.str_to_int(h3.latlng_to_cell(lat, lon, 9)) == exact.cell
    assert (lat, lon) != (-6.1985, 106.7905)
    assert place[by_rw.pk.hex[-8:]]["type"] == "Point"
    for each in found["features"]:
        if each["geometry"]:
            lon, lat = each["geometry"]["coordinates"]
            assert -180 <= lon <= 180
            assert -90 <= lat <= 90


@pytest.mark.once
def test_only_what_somebody_handles_is_in_their_file_and_only_handlers_get_one(lurah: Any) -> None:
    mine, other = report(unit=RT)[0], report(unit=f"{OTHER}.001")[0]
    assert lurah
    for title, unit, expected in (
        ("lurah", KELURAHAN, 200),
        ("ketua_rw", RW, 403),
        ("kapolsek", "31.73.07", 403),
        ("camat", "31.73.07", 403),
        ("petugas_pelindungan", KELURAHAN, 403),
    ):
        client = logged_in(lurah if title == "lurah" else person(title, unit, name=title))
        assert client.get(CHOOSE).status_code == expected, title
        assert client.post("/laporan/unduh.csv").status_code == expected, title
    assert Client().post("/laporan/unduh.csv").status_code in (302, 403)
    client = logged_in(lurah)
    assert client.get("/laporan/unduh.csv").status_code == 405
    assert client.post("/laporan/unduh.pdf").status_code == 404
    _about, rows = read("csv", fetched(client, "csv", f"?wilayah={OTHER}"))
    assert rows == []
    _about, rows = read("csv", fetched(client, "csv"))
    assert [each["kode"] for each in rows] == [mine.pk.hex[-8:]]
    assert rows[0]["kode_wilayah"] == RW, "no nearer than the RW"
    assert other.pk.hex[-8:] not in str(rows)


@pytest.mark.once
def test_that_a_file_was_taken_stands_in_the_journal_with_how_many_and_as_what(lurah: Any) -> None:
    for _each in range(3):
        report()
    client = logged_in(lurah)
    text = page(client, CHOOSE, jenis="ketertiban")
    assert "3 laporan, dengan saringan yang sama" in text
    assert 'action="/laporan/unduh.csv?jenis=ketertiban"' in text
    assert not Entry.objects.filter(verb=REPORTS_EXPORTED.name).exists()
    for kind in KINDS:
        fetched(client, kind, "?jenis=ketertiban")
    found = Entry.objects.filter(verb=REPORTS_EXPORTED.name).order_by("sequence")
    assert [(each.unit, each.codes) for each in found] == [(KELURAHAN, {"number": 3, "format": kind}) for kind in KINDS]
    about, _rows = read("csv", fetched(client, "csv", f"?jenis=ketertiban&wilayah={RW}"))
    assert about.endswith("Saringan: RW 16, Palmerah; Jenis: Ketertiban.")
    assert "Tidak ada yang dapat diunduh" in page(client, CHOOSE, jenis="saran")


@pytest.mark.once
def test_a_name_that_looks_like_a_formula_calculates_nothing(lurah: Any) -> None:
    group = establish_organisation(actor=System("test"), kind="siskamling", name="=SUM(1+1)", unit=RW)
    made, _code = report()
    owed = Report.objects.get(pk=made.pk).commitment
    assert owed is not None
    owed.owner_organisation_id, owed.owner_title = group.pk, ""
    owed.save()
    client = logged_in(lurah)
    for kind in KINDS:
        _about, rows = read(kind, fetched(client, kind))
        assert rows[0]["penanggung_jawab"] == ("=SUM(1+1)" if kind == "geojson" else "'=SUM(1+1)")


def test_lots_join_without_losing_or_repeating_a_row(lurah: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    made = [report()[0] for _each in range(7)]
    Report.objects.filter(pk__in=[each.pk for each in made[:5]]).update(received_at=made[0].received_at)
    expected = keys_of(Report.objects.all())
    assert expected == list(Report.objects.order_by("-received_at", "-pk").values_list("pk", flat=True))
    for at_once in (1, 2, 3, 6, 7, 8):
        monkeypatch.setattr(exporting, "AT_ONCE", at_once)
        found = [line.cells[0] for line in lines(expected)]
        assert found == [each.hex[-8:] for each in expected]


def test_rows_come_as_they_are_read_and_not_all_at_once(
    lurah: Any, monkeypatch: pytest.MonkeyPatch, django_assert_max_num_queries: Any
) -> None:
    for _each in range(6):
        report()
    monkeypatch.setattr(exporting, "AT_ONCE", 2)
    keys = keys_of(Report.objects.all())
    some = lines(keys)
    with django_assert_max_num_queries(5):
        next(some), next(some)
    Report.objects.filter(pk=keys[2]).update(category="kekerasan")
    with django_assert_max_num_queries(9):
        assert [each.cells[0] for each in some] == [each.hex[-8:] for each in keys[3:]], "nor what is hidden since"
