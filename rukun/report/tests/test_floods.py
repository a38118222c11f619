"""Too much at once, whichever way it comes in: all of it is taken, and the rest of it waits for a first look."""

import hashlib
import json
import re
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from rukun.evidence.queries import photos_of
from rukun.guard.ids import new_id
from rukun.people.tests.factories import person
from rukun.people.tests.test_api import key_for
from rukun.report import limits
from rukun.report.algo.codes import new_code
from rukun.report.models import Report
from rukun.report.tests.factories import KELURAHAN, RT, RW, jpeg, report, town
from rukun.report.tests.wizard import Walk
from rukun.territory.tests.towns import imported

pytestmark = pytest.mark.django_db
FIRST_RW = f"{KELURAHAN}.001"
IN_IT = {"lat": -6.19771, "lon": 106.79123}
V1 = "/api/v1/reports"


def typed(**changed: Any) -> dict[str, Any]:
    return {
        "id": str(new_id()),
        "code": new_code(),
        "category": "keadaan",
        "happened_about": "unknown",
        "words": "Lampu mati.",
        **changed,
    }


def answer_to(challenge: str) -> str:
    return next(str(n) for n in count() if hashlib.sha256(f"{challenge}:{n}".encode()).digest()[0] == 0)


def photo(seed: int) -> SimpleUploadedFile:
    return SimpleUploadedFile("foto.jpg", jpeg(seed=seed), "image/jpeg")


def photos(stored: Report) -> int:
    return len(photos_of("report", [stored.pk]).get(stored.pk, []))


def triage(stored: Report) -> str:
    stored.refresh_from_db()
    return stored.triage


class Ways:
    """The four ways in. Each sends a report of the same RW, two of them by a point alone."""

    def __init__(self) -> None:
        self.numbers = count(1)
        self.operator = Client()
        self.operator.force_login(person("petugas_posko", KELURAHAN))
        self.key = key_for(person("lurah", KELURAHAN), "reports.write")

    def app(self) -> Any:
        return Client().post(
            "/lapor/kirim/", typed(**IN_IT, challenge="-"), REMOTE_ADDR=f"36.72.1.{next(self.numbers)}"
        )

    def plain(self) -> Any:
        client = Client(REMOTE_ADDR=f"36.72.1.{next(self.numbers)}")
        walk = Walk(client, f"/lapor/?rw={FIRST_RW}").press("keadaan", "category").press("next").press("unknown")
        return walk.press("next", words="Lampu mati.").press("none").press("send").answer

    def api(self, **more: Any) -> Any:
        given = {**typed(**IN_IT, source="system"), **more}
        return Client().post(V1, json.dumps(given), content_type="application/json", headers=self.key)

    def posko(self) -> Any:
        secret = re.search(r'name="secret" value="([^"]+)"', self.operator.get("/laporan/catat/").content.decode())
        assert secret is not None
        given = {"secret": secret[1], "category": "keadaan", "unit": "RW 01 Palmerah", "happened_about": "unknown"}
        return self.operator.post("/laporan/catat/", {**given, "words": "Lampu mati.", "source": "resident"})


@pytest.mark.once
def test_every_way_in_fills_the_same_hour_of_a_place_and_a_point_is_in_its_rw(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    imported(tmp_path)
    ways = Ways()
    all_ways: list[Callable[[], Any]] = [ways.app, ways.plain, ways.api, ways.posko]
    monkeypatch.setitem(limits.CEILINGS, 5, len(all_ways))
    for number, send in enumerate([*all_ways, *all_ways], 1):
        answer = send()
        assert answer.status_code in (200, 201), answer.content
        stored = Report.objects.order_by("pk").last()
        assert stored is not None
        assert (Report.objects.count(), stored.unit) == (number, FIRST_RW)
        assert stored.triage == ("flood" if number > len(all_ways) else ""), (number, stored.channel)
    assert sorted(Report.objects.filter(triage="flood").values_list("channel", flat=True)) == [
        "api", "app", "posko", "web",
    ]  # fmt: skip
    monkeypatch.setitem(limits.CEILINGS, 5, 2 * len(all_ways) + 1)
    given = {**typed(**IN_IT, source="system"), "code": ""}
    for _again in range(3):
        assert ways.api(**given).status_code in (200, 201)
    assert ways.api().status_code == 201
    assert Report.objects.filter(triage="flood").count() == len(all_ways) + 1, "what a key sends again counts once"


def test_a_report_that_is_asked_for_work_and_brings_it_is_counted_once(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    town()
    monkeypatch.setattr(limits, "BITS", 8)
    monkeypatch.setitem(limits.LIMITS, "file", 1)
    monkeypatch.setitem(limits.CEILINGS, 6, 3)
    assert client.post("/lapor/kirim/", typed(unit=RT)).status_code == 201
    sent = typed(unit=RT)
    asked = client.post("/lapor/kirim/", sent)
    assert asked.status_code == 202
    challenge = asked.json()["challenge"]
    work = {"challenge": challenge, "answer": answer_to(challenge)}
    other = typed(unit=RT, **work)
    assert client.post("/lapor/kirim/", {**sent, **work}).status_code == 201
    assert client.post("/lapor/kirim/", typed(unit=RT), REMOTE_ADDR="36.72.10.10").status_code == 201, "the third"
    assert client.post("/lapor/kirim/", typed(unit=RT), REMOTE_ADDR="36.72.10.11").status_code == 202, "the fourth"
    assert client.post("/lapor/kirim/", other).status_code == 201
    waiting = Report.objects.filter(triage="flood").values_list("pk", flat=True)
    assert [str(each) for each in waiting] == [other["id"]], "work for one report is none for another"


def test_photos_beyond_the_limit_are_taken_and_a_report_nobody_has_read_waits_for_a_first_look(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    town()
    monkeypatch.setitem(limits.LIMITS, "photo", 1)
    numbers = count(1)

    def send(stored: Report, code: str) -> str:
        sent = {"report": str(stored.pk), "code": code, "id": str(new_id()), "file": photo(next(numbers))}
        answer = client.post("/lapor/foto/", sent)
        assert answer.status_code == 201, answer.content
        return triage(stored)

    (first, first_code), (later, later_code), (read, read_code) = report(), report(), report()
    Report.objects.filter(pk=read.pk).update(first_read_at=timezone.now())
    assert send(first, first_code) == ""
    assert send(later, later_code) == "flood"
    assert send(read, read_code) == "", "somebody looked at it already"
    assert triage(first) == ""
    assert [photos(each) for each in (first, later, read)] == [1, 1, 1]


def test_the_plain_form_takes_photos_beyond_the_limit_also_when_it_is_sent_again(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    town()
    monkeypatch.setitem(limits.LIMITS, "photo", 1)
    walk = Walk(client, f"/lapor/?rw={RW}").press("keadaan", "category").press("next").press("unknown")
    walk.press("next", words="Lampu mati.").press("none")
    form = next(each for each in walk.forms if ("do", "send") in each.buttons)
    walk.send(form, do="send", photos=[photo(1)])
    stored = Report.objects.get()
    assert (triage(stored), photos(stored)) == ("", 1)
    walk.send(form, do="send", photos=[photo(2), photo(3)])  # back, and two photos more
    assert "Foto ke-" not in walk.text
    assert (triage(stored), photos(stored)) == ("flood", 3)
    walk = Walk(client, f"/lapor/?rw={RW}").press("saran", "category").press("next")
    walk.press("next", words="Lampu jalan perlu ditambah.").press("none")
    form = next(each for each in walk.forms if ("do", "send") in each.buttons)
    walk.send(form, do="send", photos=[photo(4), photo(5)])
    stored = Report.objects.get(category="saran")
    assert (triage(stored), photos(stored)) == ("flood", 2)


def test_a_neighbours_wrong_codes_keep_nobodys_photo_back(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    town()
    monkeypatch.setitem(limits.LIMITS, "code", 1)
    stored, code = report()
    sent = {"report": str(stored.pk), "id": str(new_id())}
    for _guess in range(3):
        assert client.post("/lapor/foto/", {**sent, "code": new_code(), "file": photo(1)}).status_code == 404
    assert limits.wrong_codes() == 3
    assert client.post("/lapor/foto/", {**sent, "code": code, "file": photo(1)}).status_code == 201
    assert photos(stored) == 1


@pytest.mark.once
def test_those_who_handle_see_that_codes_are_guessed_at(client: Client) -> None:
    town()
    told = "kali dicoba kode tanda terima yang tidak ada"
    posko, head = Client(), Client()
    posko.force_login(person("petugas_posko", KELURAHAN))
    head.force_login(person("ketua_rw", RW))
    assert told not in posko.get("/laporan/").content.decode()
    for _guess in range(2):
        client.post("/r/", {"code": new_code()})
    assert f"2 {told}" in posko.get("/laporan/").content.decode()
    assert told not in head.get("/laporan/").content.decode()


def test_what_is_theirs_to_tell_is_taken_from_nobody_else(client: Client) -> None:
    """Whoever sends a report for somebody holds its code, and with it all that is said about it later."""
    town()
    key = key_for(person("lurah", KELURAHAN), "reports.write")
    for category in ("kekerasan", "keluhan"):
        given = typed(category=category, unit=RW, source="officer", code="", subject="anggota")
        answer = client.post(V1, json.dumps(given), content_type="application/json", headers=key)
        assert answer.status_code == 422
        assert answer.json()["field"] == "category"
        assert "129" in answer.json()["detail"]
    assert not Report.objects.exists()
