"""Peta kerawanan, a day's list, lists beside the board, and situations for other systems."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.utils import timezone

from rukun.guard.ids import new_id
from rukun.incident.actions.closing import propose_closing
from rukun.incident.models import HotSpot, Incident, Observation
from rukun.incident.queries.today import pages_for, todo_for
from rukun.incident.tests.factories import (
    AG,
    KELURAHAN,
    NEXT_RW,
    PG,
    REASON,
    RW,
    at_level,
    incident,
    observation,
    officer,
    town,
    two_houses,
)
from rukun.incident.tests.test_situation_pages import as_client, hidden, of, page, sent
from rukun.people.actions.keys import make_key
from rukun.people.models import Person
from rukun.territory.tests.towns import imported

pytestmark = [pytest.mark.django_db, pytest.mark.once]
SPOTS = "/kerawanan/"


def test_a_potential_disturbance_becomes_a_hot_spot_with_sides_that_are_areas() -> None:
    town()
    desk, police = two_houses()
    one, two = as_client(desk), as_client(police)
    row = incident(desk, kind="keadaan")
    seen = observation(desk, row)
    form = page(one, of(row, "tingkat"))
    given = {
        "step_id": hidden(form, "step_id"), "version": hidden(form, "version"), "level": "1",
        "evidence": [f"observation:{seen.pk}"], "reason": REASON,
    }  # fmt: skip
    form = sent(one, of(row, "tingkat"), **given)
    assert "Tidak perlu, kembali ke kejadian" in form, "offered at once, and need not be taken"
    new = {
        "spot_id": hidden(form, "spot_id"), "unit": "RW 16 Palmerah", "name": "jembatan", "friction": "grudge",
        "side_1": "RW 16 Palmerah", "side_2": "RT 003 RW 16 Palmerah", "calendar": ["ramadan", "weekend"],
        "about": "Saling ejek antarwilayah, berulang tiap malam Minggu.", "helps": "Futsal bersama.",
    }  # fmt: skip
    path = f"{SPOTS}baru/?kejadian={row.pk}"
    assert "terletak di dalam sisi lain" in sent(one, path, **new)
    made = sent(one, path, **{**new, "side_2": "RW 03 Palmerah"})
    spot = HotSpot.objects.get()
    assert (spot.incident_id, spot.sides, spot.name) == (row.pk, [RW, NEXT_RW], "jembatan")
    assert "Futsal bersama." in made
    assert "RW 03" in made
    assert "jembatan" in page(two, SPOTS)
    change = page(two, f"{SPOTS}{spot.pk}/ubah/")
    version = hidden(change, "version")
    assert "Tinjauan dicatat" in sent(one, f"{SPOTS}{spot.pk}/tinjau/", version=version, review_by=_in_days(30))
    clash = sent(two, f"{SPOTS}{spot.pk}/ubah/", **{**new, "side_2": "", "version": version, "helps": "Lampu jalan."})
    assert "Lampu jalan." in clash
    assert HotSpot.objects.get().sides == [RW, NEXT_RW], "what somebody else did first is not overwritten"
    saved = sent(two, f"{SPOTS}{spot.pk}/ubah/", **{**new, "side_2": "", "version": hidden(clash, "version")})
    assert "Tersimpan" in saved
    assert HotSpot.objects.get().sides == [RW]
    HotSpot.objects.update(review_by=timezone.localdate() - timedelta(days=1))
    assert "perlu ditinjau" in page(one, SPOTS)
    assert any("titik rawan" in each.words for each in todo_for(desk))
    version = str(HotSpot.objects.get().version)
    assert "Dihapus dari peta kerawanan" in sent(one, f"{SPOTS}{spot.pk}/akhiri/", version=version)
    assert "Belum ada titik rawan" in page(one, SPOTS)
    other = as_client(officer("petugas_posko@31.73.07.1002", "Dewi Lestari"))
    assert other.get(f"{SPOTS}{spot.pk}/").status_code == 404


def test_the_map_shows_the_places_and_shades_both_sides(tmp_path: Path) -> None:
    imported(tmp_path)
    desk = officer("petugas_posko@31.73.07.1001")
    client = as_client(desk)
    form = page(client, f"{SPOTS}baru/")
    given = {
        "spot_id": hidden(form, "spot_id"), "unit": "31.73.07.1001.001", "name": "simpang", "friction": "border",
        "side_1": "31.73.07.1001.001", "side_2": "31.73.07.1001.002", "about": "Parkir dan jalan yang diperebutkan.",
        "point": "-6.2005, 106.8005",
    }  # fmt: skip
    sent(client, f"{SPOTS}baru/", **given)
    shown = page(client, SPOTS)
    assert 'class="shade' in shown
    assert "simpang" in shown
    assert "titik itu tidak terbaca" in sent(client, f"{SPOTS}baru/", **{**given, "point": "di sana"}).casefold()


def test_the_day_says_whose_word_is_waited_for_and_nothing_to_whoever_sees_no_board() -> None:
    town()
    desk, police = two_houses()
    row = at_level(incident(desk), AG, desk)
    closing = at_level(incident(desk, place="lapangan"), PG, desk)
    propose_closing(
        actor=desk, incident=closing, version=Incident.objects.get(pk=closing.pk).version, closing="wrong",
        happened="Ternyata latihan drum.", harm={}, done="Ditanya baik-baik.", lessons="Kabari RT dulu.", followups=[],
    )  # fmt: skip
    words = [each.words for each in todo_for(police)]
    assert any(f"di {row.place} menunggu Anda" in each for each in words)
    assert any("Penutupan kejadian di lapangan" in each for each in words)
    assert not any("menunggu Anda" in each.words for each in todo_for(desk)), "nobody is their own second"
    assert {each.url for each in pages_for(desk)} >= {SPOTS, "/kejadian/baru/", "/kejadian/kartu/"}
    nobody = officer("bendahara_rw@" + RW, "Tono Wijaya")
    assert todo_for(nobody) == []
    assert pages_for(nobody) == []


def test_other_systems_read_situations_without_the_spot_and_add_what_was_observed() -> None:
    town()
    desk, _police = two_houses()
    row = at_level(incident(desk), AG, desk)
    lurah = officer("lurah", "Ratna Dewi")
    who = Person.objects.get(pk=UUID(lurah.label.removeprefix("person:")))
    may = ["incidents.see", "incidents.write"]
    _made, secret = make_key(actor=lurah, person=who, name="Radio", capabilities=may, unit=KELURAHAN, days=1)
    client = Client(headers={"Authorization": f"Bearer {secret}"})
    told = client.get("/api/v1/incidents").json()
    assert [(each["id"], each["level"], each["verified"]) for each in told["incidents"]] == [(str(row.pk), "AG", False)]
    assert told["incidents"][0]["lat"] == round(row.lat or 0, 3)
    assert client.get("/api/v1/incidents", {"unit": "31.73.07.1002"}).json()["incidents"] == []
    given = {"id": str(new_id()), "text": "Radio: makin ramai.", "seen_at": timezone.now().isoformat()}
    path = f"/api/v1/incidents/{row.pk}/observations"
    for _twice in range(2):
        answered = _post(client, path, given)
        assert answered.status_code == 201, answered.content
    assert Observation.objects.filter(pk=given["id"]).count() == 1
    Incident.objects.filter(pk=row.pk).update(summary="Belum dibaca orang kedua.")
    whole = client.get(f"/api/v1/incidents/{row.pk}").json()
    assert whole["summary"] == whole["place"] == "", "what nobody else has read yet leaves no posko"
    assert "place" not in told["incidents"][0]
    assert as_client(lurah).get(f"/api/v1/incidents/{row.pk}").json()["place"] == row.place, "a person sees it anyway"
    Incident.objects.filter(pk=row.pk).update(reviewed_at=timezone.now(), reviewed_by="person:x")
    assert client.get(f"/api/v1/incidents/{row.pk}").json()["place"] == row.place
    assert "Radio: makin ramai." in [each["text"] for each in whole["observations"]]
    assert "Sari" not in json.dumps(whole)
    assert _post(client, path, {**given, "id": str(new_id()), "text": ""}).status_code == 422
    assert client.get(f"/api/v1/incidents/{new_id()}").status_code == 404
    assert _post(as_client(desk), path, given).status_code == 401, "no cookie writes"


def _post(client: Client, path: str, given: dict[str, Any]) -> Any:
    return client.post(path, json.dumps(given), content_type="application/json")


def _in_days(days: int) -> str:
    return (timezone.localdate() + timedelta(days=days)).isoformat()
