"""Reports from and for other systems: by key, stored once, and never more than the key's owner may read."""

import json
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.utils import timezone

from rukun.commitment.actions import working
from rukun.commitment.models import Commitment
from rukun.guard.ids import new_id
from rukun.journal.models import Entry
from rukun.people.actor import actor_of
from rukun.people.models import Person
from rukun.people.tests.factories import person
from rukun.people.tests.test_api import key_for
from rukun.report.account import account_of
from rukun.report.actions.merging import merge
from rukun.report.actions.owing import confirm, owed_about
from rukun.report.algo.codes import new_code
from rukun.report.api import reports as api
from rukun.report.models import Contact, Report
from rukun.report.tests.factories import KELURAHAN, NEXT_RW, OTHER, RT, RW, WORDS, report, town
from rukun.report.tests.proving import FIXED, claimed, lurah

pytestmark = pytest.mark.django_db
V1 = "/api/v1/reports"
WRITE = ("reports.write", "reports.see")


@pytest.fixture(autouse=True)
def _town() -> None:
    town()


def draft(**more: Any) -> dict[str, Any]:
    return {"id": str(new_id()), "source": "system", "category": "ketertiban", "unit": RW, "words": WORDS, **more}


def hand_in(client: Client, sent: dict[str, Any], headers: dict[str, str]) -> Any:
    return client.post(V1, json.dumps(sent), content_type="application/json", headers=headers)


def posko(unit: str = KELURAHAN) -> dict[str, str]:
    return key_for(person("lurah", KELURAHAN), *WRITE, unit=unit)


def test_a_report_is_stored_once_and_its_code_is_said_once(client: Client) -> None:
    key = posko()
    sent = draft(happened=timezone.now().isoformat(), happened_about="hour", lat=-6.19, lon=106.79)
    answer = hand_in(client, sent, key)
    assert answer.status_code == 201, answer.content
    told = answer.json()
    assert (told["new"], told["unit"], told["danger"]) == (True, RW, False)
    assert "no-store" in answer["Cache-Control"]
    stored = Report.objects.get()
    assert (str(stored.pk), stored.source, stored.channel, stored.anonymous) == (sent["id"], "system", "api", True)
    assert account_of(stored).words == WORDS
    entry = Entry.objects.get(verb="report.received")
    assert entry.actor.startswith("key:")

    again = hand_in(client, sent, key)
    assert (again.status_code, again.json()) == (200, {**told, "new": False, "code": None})
    proven = hand_in(client, {**sent, "code": told["code"]}, key)
    assert (proven.status_code, proven.json()["new"]) == (200, False)
    assert hand_in(client, {**sent, "code": new_code()}, key).status_code == 409
    assert Report.objects.count() == 1
    assert Entry.objects.filter(verb="report.received").count() == 1


def test_a_sender_can_make_the_code_and_leave_a_contact(client: Client) -> None:
    key = posko()
    code = new_code()
    answer = hand_in(client, draft(code=code, name="Budi", phone="0812 3456 7890", source="patrol"), key)
    assert (answer.status_code, answer.json()["code"]) == (201, None)
    assert Contact.objects.count() == 1
    assert not Report.objects.get().anonymous


@pytest.mark.parametrize(
    ("wrong", "status", "field"),
    [
        ({"source": "tetangga"}, 422, None),
        ({"source": None}, 422, None),
        ({"id": str(uuid4())}, 422, "id"),
        ({"id": "x"}, 422, None),
        ({"category": "rahasia"}, 422, "category"),
        ({"category": "pemilu"}, 422, "category"),
        ({"category": "keluhan", "subject": "anggota"}, 422, "category"),
        ({"category": "kekerasan"}, 422, "category"),
        ({"words": ""}, 422, "words"),
        ({"words": "a" * 5000}, 422, None),
        ({"unit": ""}, 422, "unit"),
        ({"unit": "31.73.07.1001.777"}, 422, "unit"),
        ({"unit": "\x00"}, 422, None),
        ({"category": "\x00"}, 422, None),
        ({"unit": "", "lat": 90, "lon": 180}, 422, "unit"),
        ({"lat": "NaN", "lon": 1}, 422, None),
        ({"code": "1234"}, 422, "code"),
        ({"phone": "abc"}, 422, "phone"),
        ({"happened": "2026-11-22T10:00:00"}, 422, None),
        ({"happened": "2099-11-22T10:00:00Z", "happened_about": "day"}, 422, "happened"),
        ({"happened_about": "day"}, 422, "happened"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_and_nothing_is_stored(
    client: Client, wrong: dict[str, Any], status: int, field: str | None
) -> None:
    key = posko()
    answer = hand_in(client, draft(**wrong), key)
    assert answer.status_code == status, answer.content
    if field is not None:
        assert answer.json()["field"] == field
        assert answer.json()["detail"]
    assert not Report.objects.exists()


def test_who_may_write_is_asked_of_the_place_that_is_meant(client: Client) -> None:
    near = posko(RW)
    assert hand_in(client, draft(unit=RT), near).status_code == 201
    assert hand_in(client, draft(unit=NEXT_RW), near).status_code == 403
    assert hand_in(client, draft(unit=OTHER), near).status_code == 403
    reader = key_for(Person.objects.get(), "reports.see")
    refused = hand_in(client, draft(), reader)
    assert refused.status_code == 403
    assert "wewenang" in refused.json()["detail"]
    head = person("ketua_rw", RW)
    client.force_login(head)
    assert hand_in(client, draft(), {}).status_code == 401, "no session writes"
    assert Report.objects.count() == 1


def test_a_report_of_somebody_elses_place_is_not_told_to_be_there(client: Client) -> None:
    stored, _code = report(unit=NEXT_RW, channel="api", source="system")
    near = posko(RW)
    answer = hand_in(client, draft(id=str(stored.pk), unit=RW), near)
    assert answer.status_code == 409
    assert set(answer.json()) == {"detail", "field"}


def test_keys_read_ordinary_reports_of_their_place_and_nothing_else(client: Client) -> None:
    seen, _ = report(unit=RT, lat=-6.190123, lon=106.790987, place="dekat warung")
    triaged, _ = report(unit=RW, triage="flood")
    report(unit=OTHER)
    hidden = [report("kekerasan", unit=RW)[0], report("keluhan", unit=RW)[0]]
    lurah = person("lurah", KELURAHAN)
    see = key_for(lurah, "reports.see")
    handle = key_for(lurah, "reports.see", "reports.handle")

    def listed(headers: dict[str, str], **query: Any) -> list[UUID]:
        answer = client.get(V1, query, headers=headers)
        assert answer.status_code == 200
        assert WORDS not in answer.text
        assert "no-store" in answer["Cache-Control"]
        return [UUID(each["id"]) for each in answer.json()["reports"]]

    assert listed(see) == [seen.pk]
    assert set(listed(handle)) == {seen.pk, triaged.pk}
    assert listed(see, unit=NEXT_RW) == listed(see, category="saran") == []
    assert listed(see, unit=RW, category="ketertiban") == [seen.pk]
    one = client.get(f"{V1}/{seen.pk}", headers=see)
    assert one.status_code == 200
    assert (one.json()["words"], one.json()["place"]) == (WORDS, "dekat warung")
    assert (one.json()["lat"], one.json()["lon"]) == (-6.19, 106.791)
    assert Entry.objects.get(verb="report.read").actor.startswith("key:")
    for each in (*hidden, triaged, Report.objects.get(unit=OTHER)):
        assert client.get(f"{V1}/{each.pk}", headers=see).status_code == 404
    assert client.get(f"{V1}/{new_id()}", headers=see).status_code == 404
    assert client.get(V1).status_code == client.get(f"{V1}/{seen.pk}").status_code == 401
    client.force_login(person())
    assert client.get(V1).status_code == 403

    # Not even to whoever may read it on the page: what is protected never leaves by the API.
    client.force_login(person("petugas_pelindungan", KELURAHAN))
    assert client.get(V1).json()["reports"] == []
    assert client.get(f"{V1}/{hidden[0].pk}").status_code == 404


def test_what_is_owed_is_told_with_its_owner_and_asked_for_by_state(client: Client) -> None:
    who, head = lurah(), actor_of(person("ketua_rw", RW))
    mended, fresh, root, merged = (report(unit=RT)[0] for _each in range(4))
    merge(actor=actor_of(person("petugas_posko", KELURAHAN)), report=merged, into=root)
    claim = claimed(mended, who)
    working.start(actor=who, commitment=owed_about(root))  # type: ignore[arg-type]
    key = key_for(Person.objects.get(positions__title="lurah"), "reports.see")

    def told(**query: Any) -> dict[str, Any]:
        answer = client.get(V1, query, headers=key)
        assert answer.status_code == 200, answer.content
        assert FIXED not in answer.text
        return {each["id"]: each for each in answer.json()["reports"]}

    lines = told()
    assert {each["state"] for each in lines.values()} == {"awaiting", "received", "working"}
    line = lines[str(merged.pk)]
    assert (line["merged_into"], line["state"], line["closed"]) == (str(root.pk), "working", None)
    assert line["due"] == lines[str(root.pk)]["due"] is not None
    assert lines[str(mended.pk)]["due"] is None, "its clock stands"
    assert line["owner"] == {"kind": "organisation", "words": "Kelurahan Palmerah"}
    assert line["priority"] >= 0
    assert told(state="working").keys() == {str(root.pk)}
    assert told(state="received").keys() == {str(fresh.pk)}
    assert not told(overdue="true")
    confirm(actor=head, report=mended, claim_id=claim.pk)
    line = told(state="done")[str(mended.pk)]
    assert (line["closing"], line["confirmed"]) == ("done", "office")
    assert line["closed"]
    assert client.get(f"{V1}/{mended.pk}", headers=key).json()["confirmed"] == "office"
    assert FIXED not in client.get(f"{V1}/{mended.pk}", headers=key).text
    assert client.get(V1, {"state": "selesai"}, headers=key).status_code == 422
    Commitment.objects.filter(due_at__isnull=False).update(due_at=timezone.now())
    assert told(overdue="true").keys() == {str(root.pk), str(fresh.pk)}
    assert told(overdue="true", state="working").keys() == {str(root.pk)}
    Report.objects.filter(pk=fresh.pk).update(commitment=None)
    line = told()[str(fresh.pk)]
    assert (line["state"], line["owner"], line["due"]) == ("", None, None)


def test_the_list_takes_few_queries_however_much_was_merged(client: Client, django_assert_max_num_queries: Any) -> None:
    who = actor_of(person("petugas_posko", KELURAHAN))
    made = [report(unit=RT)[0] for _each in range(8)]
    for each in made[1:5]:
        merge(actor=who, report=each, into=made[0])
    key = key_for(person("lurah", KELURAHAN), "reports.see")
    client.get(V1, headers=key)
    with django_assert_max_num_queries(9):
        assert len(client.get(V1, headers=key).json()["reports"]) == 8


def test_the_list_goes_on_where_it_ended_whatever_arrives_meanwhile(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rukun.report.queries.systems.PER_PAGE", 2)
    made = [report(unit=RW)[0] for _ in range(5)]
    for number, each in enumerate(made):
        each.received_at -= timedelta(minutes=5 - number // 2)  # some of one second
        each.save()
    key = key_for(person("lurah", KELURAHAN), "reports.see")
    found: list[str] = []
    older: str | None = ""
    while older is not None:
        answer = client.get(V1, {"before": older} if older else {}, headers=key).json()
        found += [each["id"] for each in answer["reports"]]
        older = answer["older"]
        if len(found) == 2:
            report(unit=RW)
    assert len(found) == len(set(found)) == 5
    assert set(found) == {str(each.pk) for each in made}
    assert client.get(V1, {"before": str(new_id())}, headers=key).json() == {"reports": [], "older": None}


def test_sent_twice_at_once_without_a_code_is_stored_once(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two requests pass the first look together; the row that is there decides."""
    from rukun.report.actions import systems

    key = posko()
    sent = draft()
    hand_in(client, sent, key)
    known, looks = systems._known, iter([True])
    monkeypatch.setattr(systems, "_known", lambda *given: None if next(looks, False) else known(*given))
    answer = hand_in(client, sent, key)
    assert (answer.status_code, answer.json()["new"]) == (200, False)
    assert Report.objects.count() == 1


def test_every_field_of_a_report_is_told_or_left_out_on_purpose() -> None:
    told = {*api.ReportOut.model_fields}
    assert {field.name for field in Report._meta.fields} - told == {
        "receipt", "subject", "organisation", "cell", "happened_at", "received_at", "account", "digest",
        "first_read_at", "summary_by", "summary_at", "closed_at", "closed_by", "commitment", "merged_at", "merged_by",
        "area",
    }  # fmt: skip
