"""The posko's board as pages are asked for: what is on it, for whom, in which order, and whether anything changed."""

import hashlib
import json
import re
import tomllib
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from rukun.alarm.models import Called, Ring
from rukun.clock.jobs import registered
from rukun.clock.models import JobRun
from rukun.guard import Actor
from rukun.guard.ids import new_id
from rukun.incident.actions.expiring import expire
from rukun.incident.actions.observing import observe
from rukun.incident.actions.states import set_state
from rukun.incident.models import Incident, Joined
from rukun.incident.queries.board import MOST, MOST_POINTS, READABLE
from rukun.incident.queries.pulse import JOBS, LATE, pulse_of
from rukun.incident.queries.shift import summary_of
from rukun.incident.queries.today import todo_for
from rukun.incident.tests.boards import fill, situation
from rukun.incident.tests.factories import (
    KELURAHAN,
    NEXT_RW,
    OTHER,
    RW,
    TEXT,
    again,
    at_level,
    incident,
    officer,
    report_near,
    town,
    two_houses,
)
from rukun.people.actions import give_position
from rukun.people.models import Person
from rukun.people.tests.factories import SYSTEM, person
from rukun.report.actions import handling, merging, owing
from rukun.report.actions.withdrawing import withdraw
from rukun.report.models import Report
from rukun.report.tests.factories import report
from rukun.report.tests.proving import claimed

pytestmark = pytest.mark.django_db
BOARD, CHANGES = "/papan/", "/papan/perubahan"
DISTRICT = KELURAHAN.rpartition(".")[0]
VENDOR = Path(__file__).parent.parent / "static" / "incident" / "vendor"
AG, GN, PG = Incident.AG, Incident.GN, Incident.PG
NIGHT = datetime(2026, 3, 6, 18, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _town() -> None:
    town()


def signed_in(title: str = "petugas_posko", unit: str = KELURAHAN, name: str = "Sari Wulandari") -> Client:
    return logged_in(person(title, unit, name=name))


def logged_in(who: Person) -> Client:
    client = Client()
    client.force_login(who)
    return client


def client_of(actor: Actor) -> Client:
    return logged_in(Person.objects.get(pk=actor.label.removeprefix("person:")))


def opened(client: Client, expected: int = 200, **asked: str) -> str:
    answered = client.get(BOARD, asked)
    assert answered.status_code == expected, answered.status_code
    assert "no-store" in answered.headers["Cache-Control"]
    return answered.content.decode()


def keys(html: str) -> list[str]:
    return re.findall(r'<li data-key="([0-9a-f-]{36})"', html)


def changed(client: Client, mark: str = "", **asked: str) -> Any:
    return client.get(CHANGES, asked, headers={"If-None-Match": mark} if mark else {})


def data_of(html: str) -> Any:
    found = re.search(r'data-points="([^"]*)"', html)
    assert found
    return json.loads(found[1].replace("&quot;", '"').replace("&#x27;", "'").replace("&amp;", "&"))


def asked(what: Any) -> int:
    with CaptureQueriesContext(connection) as queries:
        answered = what()
    assert answered.status_code in (200, 304), answered.status_code
    return len(queries)


def test_the_board_puts_level_before_what_is_overdue_and_that_before_age() -> None:
    now = timezone.now()
    late = {"due_at": now - timedelta(minutes=7), "due_what": "verify"}
    soon = {"due_at": now + timedelta(minutes=40), "due_what": "renew"}
    none = situation(RW)
    potential = situation(RW, PG)
    old = situation(RW, AG, opened_at=now - timedelta(hours=5), **soon)
    overdue = situation(RW, AG, opened_at=now - timedelta(hours=1), **late)
    real = situation(NEXT_RW, GN, verified=True, place="jembatan Kali Pasir", state=Incident.HANDLED, lead="polsek")
    situation(OTHER, GN)
    situation(RW, GN, closed_at=now)
    ring = Ring(
        id=new_id(), about_label="incident", about_id=real.pk, unit=RW, area=KELURAHAN, message="jauhi", narrow=False,
        channel_seconds=120, circle_seconds=300, needed=2, rung_at=now, rung_by="person:x", circle_at=now, until=now,
    )  # fmt: skip
    ring.save()
    for answer in ("comes", "cannot", ""):
        Called.objects.create(ring=ring, person=new_id(), circle=0, role="duty", unit=RW, answer=answer)

    html = opened(signed_in())
    assert keys(html) == [str(each.pk) for each in (real, overdue, old, potential, none)]
    numbers = re.findall(r"<li class=\"(gn|ag|pg)[^>]*><b>(\d+)</b>", html)
    assert numbers == [("gn", "1"), ("ag", "2"), ("pg", "1")]
    assert "jembatan Kali Pasir" in html
    assert "kentongan: 3 dipanggil, 1 siap" in html
    assert "lewat 7 menit" in html
    assert html.count("belum diverifikasi</span>") == 2
    assert html.count("data-verify") == 2
    assert {each["id"] for each in data_of(html)["points"]} == set(keys(html))
    english = signed_in().get("/en/papan/").content.decode()
    assert keys(english) == keys(html)


def test_an_rw_sees_its_own_situations_and_nothing_of_its_neighbours() -> None:
    own, beside = situation(RW, PG, place="lapangan sendiri"), situation(NEXT_RW, GN, place="lapangan sebelah")
    above = situation(KELURAHAN, AG, place="kantor kelurahan")
    head = signed_in("ketua_rw", RW)
    html = opened(head)
    assert keys(html) == [str(own.pk)]
    answered = changed(head)
    for text in (html, answered.content.decode()):
        assert not {str(beside.pk), str(above.pk), "sebelah", "kantor kelurahan"} & set(re.split(r'[<>"/,]', text))
    assert 'class="gn zero"><b>0' in answered.json()["numbers"]
    assert 'class="pg"><b>1' in answered.json()["numbers"]
    assert [each["id"] for each in answered.json()["points"]] == [str(own.pk)]
    assert re.fullmatch(r'"[0-9a-f]{24}"', answered.headers["ETag"]), "it tells no number of the kelurahan"
    for unit in (NEXT_RW, KELURAHAN, OTHER):
        assert head.get(BOARD, {"wilayah": unit}).status_code == 403
        assert changed(head, wilayah=unit).status_code == 403
    narrowed = changed(head, tingkat="GN").json()
    assert keys(narrowed["rows"]) == []
    assert 'class="pg"><b>1' in narrowed["numbers"], "a filter hides nothing that goes on"


def test_nothing_new_costs_four_queries_and_says_nothing_and_what_one_does_the_other_is_told() -> None:
    one, two = two_houses()
    row = incident(one)
    desk, police = (client_of(each) for each in (one, two))
    mark = re.search(r'data-mark="([^"]+)"', opened(police))
    assert mark
    seen = mark[1].replace("&quot;", '"')
    same = changed(police, seen)
    assert (same.status_code, same.content, same.headers["ETag"]) == (304, b"", seen)
    assert asked(lambda: changed(police, f"W/{seen}")) <= 4

    observe(actor=one, incident=row, observation_id=new_id(), source="seen", text=TEXT, seen_at=timezone.now())
    news = changed(police, seen)
    assert news.status_code == 200
    assert keys(news.json()["rows"]) == [str(row.pk)]
    assert TEXT not in news.content.decode(), "words are read on the situation's page, where that is written down"
    later = news.headers["ETag"]
    assert later != seen
    assert changed(police, later).status_code == 304
    assert changed(police, later, jenis="banjir").status_code == 200, "another filter is another board"
    assert police.get(f"/en{CHANGES}", headers={"If-None-Match": later}).status_code == 200
    assert changed(desk, changed(desk).headers["ETag"]).status_code == 304


def test_a_filter_narrows_and_what_it_does_not_understand_it_says() -> None:
    fire = situation(RW, PG, kind="kebakaran")
    brawl = situation(NEXT_RW, AG, kind="tawuran")
    desk = signed_in()
    assert keys(opened(desk, jenis="kebakaran")) == [str(fire.pk)]
    assert keys(opened(desk, tingkat="AG")) == [str(brawl.pk)]
    assert keys(opened(desk, tingkat="pastikan")) == [str(brawl.pk)]
    assert keys(opened(desk, tingkat="PG", wilayah="RW 16 Palmerah")) == [str(fire.pk)]
    html = opened(desk, wilayah=NEXT_RW, jenis="tawuran")
    assert keys(html) == [str(brawl.pk)]
    assert "Jenis: Tawuran atau perkelahian" in html
    assert f'href="?wilayah={NEXT_RW}"' in html
    assert "Tidak ada yang cocok" in opened(desk, jenis="banjir")
    wrong = opened(desk, wilayah="Atlantis", jenis="gajah")
    assert len(keys(wrong)) == 2
    assert "Wilayah itu tidak dikenal" in wrong


@pytest.mark.parametrize(("title", "unit"), [("petugas_posko", KELURAHAN), ("ketua_rw", RW), ("kapolsek", DISTRICT)])
def test_whatever_there_is_the_board_takes_ten_queries(title: str, unit: str) -> None:
    client = signed_in(title, unit)
    situation(RW, AG)
    few = asked(lambda: client.get(BOARD))
    fill([RW], MOST_POINTS + 20)
    for path, query in ((BOARD, {}), (BOARD, {"tingkat": "PG"}), (CHANGES, {}), (CHANGES, {"jenis": "tawuran"})):
        assert asked(lambda path=path, query=query: client.get(path, query)) <= 10, (path, query)
    assert few <= 10


def test_beyond_three_hundred_points_the_map_has_numbers_in_cells() -> None:
    fill([RW, NEXT_RW], MOST_POINTS)
    desk = signed_in()
    html = opened(desk)
    data = data_of(html)
    assert (len(data["points"]), data["cells"]) == (MOST_POINTS, [])
    assert len(keys(html)) == MOST
    assert f"Dan {MOST_POINTS - MOST} kejadian lagi" in html
    nowhere = situation(RW, GN, lat=None, lon=None, cell=None)
    data = changed(desk).json()
    assert data["points"] == []
    assert all(len(layer) <= MOST_POINTS for layer in data["cells"])
    assert len(data["cells"][-1]) <= READABLE
    for layer in data["cells"]:
        assert sum(each["count"] for each in layer) == MOST_POINTS
        assert {"lat", "lon", "href"}.isdisjoint(layer[0])
    assert str(nowhere.pk) in keys(data["rows"])
    assert f"Dan {MOST_POINTS + 1 - MOST} kejadian lagi" in data["rows"]
    own = changed(signed_in("ketua_rw", RW)).json()
    assert len(own["points"]) == MOST_POINTS // 2


def test_a_level_that_ended_stands_on_no_board_though_no_worker_runs_and_each_says_that_it_is_late() -> None:
    assert set(JOBS) <= {each.name for each in registered()}
    desk, police = two_houses()
    chief, head = officer("kapolsek", "Rahmat Hidayat"), officer("ketua_rw", "Pak RW")
    with time_machine.travel(NIGHT, tick=False) as clock:
        row = at_level(incident(desk), AG, desk, police)
        row = set_state(actor=desk, incident=row, version=row.version, state="handled")
        assert "Pekerjaan otomatis belum pernah berjalan" in changed(client_of(desk)).json()["rows"]
        for name in JOBS:
            JobRun.objects.create(name=name, started_at=timezone.now(), succeeded_at=timezone.now())
        first = changed(client_of(desk))
        assert "Pekerjaan otomatis" not in first.json()["rows"]
        clock.shift(LATE + timedelta(seconds=1))
        late = changed(client_of(desk), first.headers["ETag"])
        assert "Pekerjaan otomatis terlambat 3 menit" in late.json()["rows"]
        JobRun.objects.filter(name=JOBS[0]).update(succeeded_at=timezone.now())
        assert "terlambat" in changed(client_of(desk)).json()["rows"], "the other one is late still"
        JobRun.objects.update(succeeded_at=NIGHT + timedelta(hours=6, seconds=2))
        marks = {each: changed(client_of(each)).headers["ETag"] for each in (desk, chief, head)}
        clock.move_to(NIGHT + timedelta(hours=6, seconds=2))
        for each, mark in marks.items():
            told = changed(client_of(each), mark)
            assert told.status_code == 200, each
            assert 'class="ag zero"><b>0' in told.json()["numbers"]
            assert "<li><b>1</b>" in told.json()["numbers"]
            assert 'data-level="0"' in told.json()["rows"]
            assert "Pekerjaan otomatis" not in told.json()["rows"]
            assert keys(opened(client_of(each), tingkat="AG")) == []
            assert keys(opened(client_of(each), tingkat="pastikan")) == []
            assert keys(opened(client_of(each), tingkat="0")) == [str(row.pk)]
            assert "ambang gangguan" not in " ".join(todo.words for todo in todo_for(each))
        potential = situation(RW, PG, opened_at=timezone.now())
        assert keys(opened(client_of(desk))) == [str(potential.pk), str(row.pk)], "what ended stands below"
        assert summary_of(KELURAHAN, NIGHT, timezone.now()).open == (1, 1, 0, 0)
        before = changed(client_of(desk))
        assert expire() == 1
        after = changed(client_of(desk), before.headers["ETag"])
        assert after.json()["numbers"] == before.json()["numbers"]
        assert (again(row).level, pulse_of(KELURAHAN).over) == (Incident.NONE, ())


def test_a_wider_board_adds_up_and_several_boards_are_chosen_from() -> None:
    situation(RW, GN)
    situation(OTHER, PG)
    situation(DISTRICT, AG)
    numbers = pulse_of(DISTRICT)
    assert (numbers.gn, numbers.ag, numbers.pg, numbers.all) == (1, 1, 1, 3)
    assert pulse_of("").number == numbers.number > pulse_of(KELURAHAN).number
    chief = signed_in("kapolsek", DISTRICT)
    assert len(keys(opened(chief))) == 3
    assert keys(opened(chief, wilayah=OTHER)) == [str(Incident.objects.get(unit=OTHER).pk)]

    both = person("bhabinkamtibmas", RW)
    give_position(actor=SYSTEM, person=both, title="bhabinkamtibmas", unit=NEXT_RW)
    client = logged_in(both)
    html = opened(client)
    assert f"?wilayah={RW}" in html
    assert f"?wilayah={NEXT_RW}" in html
    assert keys(html) == []
    assert len(keys(opened(client, wilayah=RW))) == 1
    assert changed(client).status_code == 403


def test_whatever_becomes_of_an_offered_report_every_board_hears_of_it_over_the_border_too() -> None:
    desk, _police = two_houses()
    officer("petugas_pelindungan", "Dewi")
    row = incident(desk)
    posko, chief = (client_of(each) for each in (desk, officer("kapolsek", "Rahmat Hidayat")))
    marks = {posko: "", chief: ""}

    def offered(*clients: Client) -> list[str]:
        """What the boards offer after something was done of which each has to hear."""
        found: list[list[str]] = []
        for each in clients or (posko, chief):
            told = changed(each, marks[each])
            assert told.status_code == 200, "a board that shows it is left as it was"
            marks[each] = told.headers["ETag"]
            found.append(re.findall(r'value="([0-9a-f-]{36})"', told.json()["rows"]))
        assert all(each == found[0] for each in found)
        return found[0]

    assert offered() == []
    one = report_near(row)
    first = [str(one.pk)]
    assert offered() == first
    earlier = report_near(row, ago=timedelta(minutes=30))
    assert offered() == first, "the nearest in time is the one that joins with one tap"
    merging.merge(actor=desk, report=one, into=earlier)
    assert offered() == first, "what came first counts"
    merging.unmerge(actor=desk, report=Report.objects.get(merged_into__isnull=False))
    assert offered() == first
    handling.set_aside(actor=desk, report=earlier, reason="Hanya percobaan anak-anak.")
    assert offered() == first
    handling.set_aside(actor=desk, report=one, reason="Hanya percobaan anak-anak.")
    assert offered() == []
    handling.restore(actor=desk, report=one)
    assert offered() == first
    handling.recategorise(actor=desk, report=one, category="saran")
    assert offered() == []
    handling.recategorise(actor=desk, report=one, category="tawuran")
    assert offered() == first
    handling.recategorise(actor=desk, report=one, category="kekerasan")
    assert offered() == [], "what few may know stands on nobody's wall"
    over = report_near(row)
    assert offered() == [str(over.pk)]
    owing.confirmed_by_reporter(report=over, claim_id=claimed(over, officer("lurah", "Ratna Dewi")).pk)
    assert offered() == []
    gone = report_near(row)
    assert offered() == [str(gone.pk)]
    withdraw(report=gone)
    assert offered() == []
    beyond, _code = report("tawuran", unit=OTHER, lat=row.lat, lon=row.lon)
    assert offered(chief) == [str(beyond.pk)]
    assert offered(posko) == [], "the posko reads none of there"
    report("kekerasan", unit=row.unit, lat=row.lat, lon=row.lon)
    assert [changed(each, mark).status_code for each, mark in marks.items()] == [304, 304], "few may ever know of it"


def test_what_is_over_is_turned_page_by_page_in_the_unit_that_was_asked_for_and_never_counted() -> None:
    fill([RW, NEXT_RW], 60, closed=True)
    situation(OTHER, PG, closed_at=timezone.now(), place="di kelurahan lain")
    Incident.objects.filter(unit=RW).update(closed_at=NIGHT)  # all in one moment: no page repeats or loses one
    desk, found, address = signed_in(), [], f"/kejadian/selesai/?wilayah={RW}"
    while address:
        with CaptureQueriesContext(connection) as asked:
            html = desk.get(address).content.decode()
        assert not [each["sql"] for each in asked if "COUNT(" in each["sql"] and "incident_incident" in each["sql"]]
        found.append(re.findall(r'href="/kejadian/([0-9a-f-]{36})/"', html))
        older = re.search(r'rel="next" href="([^"]+)"', html)
        address = f"/kejadian/selesai/{older[1].replace('&amp;', '&')}" if older else ""
    assert [len(each) for each in found] == [25, 5]
    assert {key for each in found for key in each} == {str(each.pk) for each in Incident.objects.filter(unit=RW)}
    everything = desk.get("/kejadian/selesai/", {"sebelum": "bukan kunci"}).content.decode()
    latest = set(re.findall(r'href="/kejadian/([0-9a-f-]{36})/"', everything))
    assert latest < {str(each.pk) for each in Incident.objects.filter(unit=NEXT_RW)}
    assert "di kelurahan lain" not in everything
    assert desk.get("/kejadian/selesai/", {"wilayah": OTHER}).status_code == 403


def test_one_tap_joins_the_report_that_is_offered_and_another_parts_it() -> None:
    desk, _police = two_houses()
    row = incident(desk)
    told = report_near(row)
    client = client_of(desk)
    html = opened(client)
    assert f'value="{told.pk}"' in html
    back = f"{CHANGES}?kata=1"
    answered = client.post(f"/kejadian/{row.pk}/gabung/", {"report": str(told.pk), "next": back}, follow=True)
    news = answered.json()
    assert [tag for tag, _words in news["said"]] == ["success"]
    assert "1 laporan" in news["rows"]
    assert str(told.pk) not in news["rows"]
    assert Joined.objects.filter(report=told.pk, parted_at=None).exists()
    again = client.post(f"/kejadian/{row.pk}/lepas/", {"report": str(told.pk), "next": back}, follow=True).json()
    assert str(told.pk) in again["rows"]
    missing = client.post(f"/kejadian/{row.pk}/gabung/", {"report": str(new_id()), "next": back}, follow=True).json()
    assert [tag for tag, _words in missing["said"]] == ["error"]
    assert "said" not in changed(client).json(), "what another page has to say is left to it"


def test_the_wall_shows_no_controls_and_may_keep_its_screen_awake() -> None:
    situation(RW, AG)
    desk = signed_in()
    answered = desk.get(BOARD, {"layar": "dinding", "tingkat": "AG"})
    html = answered.content.decode()
    assert "Catat kejadian" not in html
    assert "Tombol papan ketik" not in html
    assert 'href="?tingkat=AG"' in html
    assert "screen-wake-lock=(self)" in answered.headers["Permissions-Policy"]
    assert "screen-wake-lock=()" in desk.get("/").headers["Permissions-Policy"]


def test_who_has_no_board_is_told_so_and_an_empty_one_says_how_to_begin() -> None:
    assert Client().get(BOARD).status_code == 302
    assert Client().get(CHANGES).status_code == 302
    assert opened(logged_in(person()), 403)
    html = opened(signed_in())
    assert "Tidak ada kejadian yang terbuka" in html
    assert html.count(f"/kejadian/baru/?wilayah={KELURAHAN}") == 2
    watcher = opened(signed_in("camat", DISTRICT))
    assert "/kejadian/baru/" not in watcher


@pytest.mark.pure
def test_what_others_made_is_what_they_published() -> None:
    told = tomllib.loads((VENDOR / "vendor.toml").read_text(encoding="utf-8"))
    for each in told.values():
        for name, digest in each["files"].items():
            assert hashlib.sha256((VENDOR / name).read_bytes()).hexdigest() == digest
