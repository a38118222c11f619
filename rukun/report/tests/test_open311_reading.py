"""Open311 as everybody reads it: ordinary categories, the RW, the day, a day late; and what a key reads besides."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from rukun.commitment.actions import working
from rukun.journal.models import Entry
from rukun.people.actor import actor_of
from rukun.report.actions.handling import recategorise, set_aside
from rukun.report.actions.keeping import put_away
from rukun.report.actions.merging import merge, unmerge
from rukun.report.actions.owing import confirm, contested_by_reporter, owed_about, undo
from rukun.report.actions.withdrawing import withdraw
from rukun.report.categories import CATEGORIES, ORDINARY
from rukun.report.models import Report
from rukun.report.open311 import naming
from rukun.report.open311.specification import SHOWN
from rukun.report.tests.factories import OTHER, RT, RW, WORDS, report, town
from rukun.report.tests.open311 import V2, holder, ids, key, offices, old, told
from rukun.report.tests.proving import claimed, lurah
from rukun.territory.tests import towns
from rukun.ui.tests.chance import without_chance

pytestmark = pytest.mark.django_db
FIELDS = [
    "service_request_id", "status", "status_notes", "service_name", "service_code", "description",
    "agency_responsible", "service_notice", "requested_datetime", "updated_datetime", "expected_datetime",
    "address", "address_id", "zipcode", "lat", "long", "media_url",
]  # fmt: skip
DAY = timedelta(days=1)
NOON = datetime(2026, 11, 20, 5, 0, tzinfo=UTC)  # of the 20th in Jakarta


@pytest.fixture(autouse=True)
def _town() -> None:
    town()
    offices()


def name(of: Report) -> str:
    return naming.public_id(of.pk)


def posko() -> Any:
    return actor_of(holder("petugas_posko"))


def owed(of: Report) -> Any:
    return owed_about(Report.objects.get(pk=of.pk))


@pytest.mark.parametrize("form", ["json", "xml"])
def test_a_request_has_every_field_of_the_specification_in_its_order(client: Client, form: str) -> None:
    made = old()
    found = told(client, "requests", form)
    if form == "json":
        assert isinstance(found, list)
        assert [*found[0]] == FIELDS
        row = found[0]
    else:
        assert (found.tag, [each.tag for each in found]) == ("service_requests", ["request"])
        assert [each.tag for each in found[0]] == FIELDS
        row = {each.tag: each.text for each in found[0]}
    assert (row["service_code"], row["service_name"]) == ("ketertiban", "Ketertiban")
    assert (row["service_request_id"], row["status"], row["status_notes"]) == (name(made), "open", "Diterima.")
    one = told(client, f"requests/{name(made)}", form)
    assert json.dumps(one) == json.dumps(found) if form == "json" else [each.tag for each in one[0]] == FIELDS


def test_every_time_has_its_zone_and_tells_the_day_alone(client: Client) -> None:
    made = old()
    (row,) = told(client, "requests")
    for field in ("requested_datetime", "updated_datetime"):
        moment = datetime.fromisoformat(row[field])
        assert moment.utcoffset() is not None
        assert row[field].endswith("T00:00:00+07:00")
    assert datetime.fromisoformat(row["requested_datetime"]).date() == timezone.localdate(made.received_at)


@pytest.mark.once
def test_a_day_is_told_when_it_has_been_over_for_a_day_and_all_of_it_at_once(client: Client) -> None:
    begin = datetime(2026, 11, 19, 17, 0, tzinfo=UTC)  # midnight in Jakarta
    made = []
    for hour in (0, 12, 23):
        with time_machine.travel(begin + timedelta(hours=hour), tick=False):
            made.append(report()[0])
    known = set()
    for minutes in range(0, 4 * 24 * 60, 120):
        with time_machine.travel(begin + timedelta(minutes=minutes), tick=False):
            found = ids(told(client, "requests"))
            assert found in (set(), {name(each) for each in made})
            for each in made:
                told(client, f"requests/{name(each)}", code=200 if found else 404)
            if found:
                known.add(minutes)
    assert min(known) == 2 * 24 * 60


def test_nothing_leads_from_a_line_to_who_reported_where_or_what(client: Client) -> None:
    made = old(place="Rumah Bu Sri, gang buntu nomor 7", lat=-6.1234, lon=106.7891, phone="081234567890", name="Sri")
    written = b"".join(client.get(f"{V2}/{what}").content for what in (
        "requests.json", "requests.xml", f"requests/{name(made)}.json", "servicerequestupdates.json",
        f"tokens/{naming.token_for(made.pk)}.json",
    ))  # fmt: skip
    for secret in (str(made.pk), made.pk.hex, made.digest):
        assert secret.encode() not in written, secret
    for secret in (WORDS, "Sri", "gang buntu", "1234", "7891", "0812", RT):
        assert secret not in without_chance(written.decode()), secret
    (row,) = told(client, "requests")
    assert row["address_id"] == RW, "of an RT the RW is told"
    told_nothing = ("description", "agency_responsible", "expected_datetime", "zipcode", "media_url", "service_notice")
    assert [row[each] for each in told_nothing] == [None] * 6


def test_the_place_is_the_middle_of_the_rw_and_of_what_is_larger_there_is_none(client: Client, tmp_path: Path) -> None:
    towns.imported(tmp_path)
    near, far = (old(unit=f"{towns.KELURAHAN}.001", lat=-6.2 + more, lon=106.8) for more in (0.0, 0.0001))
    large = old(unit=towns.KELURAHAN)
    rows = {each["service_request_id"]: each for each in told(client, "requests")}
    assert rows[name(near)]["lat"] == rows[name(far)]["lat"] is not None
    assert rows[name(near)]["long"] == rows[name(far)]["long"] is not None
    assert (rows[name(large)]["lat"], rows[name(large)]["long"]) == (None, None)
    assert rows[name(near)]["address"].startswith("RW 01, Palmerah, ")


def waiting(made: Report) -> None:
    Report.objects.filter(pk=made.pk).update(triage="flood")


GONE: dict[str, Callable[[Report], object]] = {
    "withdrawn": lambda made: withdraw(report=made),
    "set_aside": lambda made: set_aside(actor=posko(), report=made, reason="Bukan laporan."),
    "merged": lambda made: merge(actor=posko(), report=made, into=old(ago=timedelta(days=4), unit=RT)),
    "waiting": waiting,
    "protected": lambda made: recategorise(actor=posko(), report=made, category="kekerasan"),
    "erased": lambda made: Report.objects.filter(pk=made.pk).delete(),
}


@pytest.mark.parametrize("how", GONE)
def test_what_is_gone_is_gone_by_list_id_token_update_and_count(client: Client, how: str) -> None:
    made = old(unit=RT)
    working.start(actor=lurah(), commitment=owed(made))
    token = naming.token_for(made.pk)
    assert told(client, f"tokens/{token}")[0]["service_request_id"] == name(made)
    GONE[how](made)
    assert name(made) not in ids(told(client, "requests"))
    assert told(client, "requests", service_request_id=name(made)) == []
    told(client, f"requests/{name(made)}", code=404)
    assert told(client, f"tokens/{token}") == [{"service_request_id": None, "token": token}]
    assert name(made) not in ids(told(client, "servicerequestupdates", end_date=_later()))
    by_key = key("reports.see", "reports.handle", "reports.write")
    assert told(client, "requests", service_request_id=name(made), headers=by_key) == []
    told(client, f"requests/{name(made)}", code=404, headers=by_key)


def test_a_merged_report_comes_back_when_it_is_parted_again(client: Client) -> None:
    first, second = old(ago=timedelta(days=4)), old()
    merge(actor=posko(), report=second, into=first)
    assert ids(told(client, "requests")) == {name(first)}
    unmerge(actor=posko(), report=Report.objects.get(pk=second.pk))
    assert ids(told(client, "requests")) == {name(first), name(second)}


@pytest.mark.parametrize("category", [each.code for each in CATEGORIES.values() if each.kind != "elsewhere"])
def test_only_categories_fit_for_the_public_are_told_and_the_others_look_like_nothing(
    client: Client, category: str
) -> None:
    made = old(category)
    shown = category in SHOWN
    assert (ids(told(client, "requests")) == {name(made)}) == shown
    assert (told(client, "requests", service_code=category) != []) == shown
    token = naming.token_for(made.pk)
    known = told(client, f"tokens/{token}")[0]["service_request_id"]
    assert known == (name(made) if shown else None)
    if not shown:
        nothing = client.get(f"{V2}/requests/{naming.public_id(uuid4())}.json")
        same = client.get(f"{V2}/requests/{name(made)}.json")
        assert (same.status_code, same.content) == (nothing.status_code, nothing.content)
    by_key = key("reports.see", "reports.handle")
    seen = ids(told(client, "requests", headers=by_key))
    assert seen == ({name(made)} if category in ORDINARY else set())


def test_an_answer_asks_the_database_as_often_for_a_thousand_as_for_one(
    client: Client, django_assert_max_num_queries: Any
) -> None:
    first = old()
    working.start(actor=lurah(), commitment=owed(first))
    rows = []
    for number in range(1, 1102):
        made = Report.objects.get(pk=first.pk)
        made.pk, made.receipt, made.commitment_id = uuid4(), f"{number:064x}", None
        rows.append(made)
    Report.objects.bulk_create(rows)
    for form in ("json", "xml"):
        with django_assert_max_num_queries(2):
            assert len(list(told(client, "requests", form))) == 1000
    with django_assert_max_num_queries(2):
        assert len(told(client, "requests", page=2)) == 102
    with django_assert_max_num_queries(3):
        told(client, "servicerequestupdates")
    by_key = key("reports.see")
    told(client, "requests", headers=by_key)
    with django_assert_max_num_queries(9):
        assert len(told(client, "requests", headers=by_key)) == 1000


def test_pages_hold_everything_once_and_the_newest_first(client: Client) -> None:
    made = [old(ago=timedelta(days=number)) for number in (5, 3, 9, 4, 7)]
    order = [name(each) for each in sorted(made, key=lambda each: each.received_at, reverse=True)]
    pages = [told(client, "requests", page=page, page_size=2) for page in (1, 2, 3, 4)]
    assert [len(each) for each in pages] == [2, 2, 1, 0]
    assert [each["service_request_id"] for page in pages for each in page] == order


def test_ninety_days_are_told_unless_others_are_asked_for(client: Client) -> None:
    recent, ancient = old(), old(ago=timedelta(days=120))
    assert ids(told(client, "requests")) == {name(recent)}
    begin = (timezone.now() - timedelta(days=150)).isoformat()
    assert ids(told(client, "requests", start_date=begin)) == {name(ancient)}
    assert ids(told(client, "requests", service_request_id=f"{name(ancient)},{name(recent)}")) == {
        name(ancient), name(recent),
    }  # fmt: skip


def test_a_filter_of_time_sees_the_times_that_are_told_and_no_finer_ones(client: Client) -> None:
    """Else whoever asks again and again would find the second at which somebody reported."""
    with time_machine.travel(NOON, tick=False):
        made, _code = report()
    with time_machine.travel(NOON + 5 * DAY, tick=False):
        midnight = told(client, "requests")[0]["requested_datetime"]
        for shift, since, until in ((-1, True, False), (0, True, True), (1, False, True), (43_200, False, True)):
            moment = (datetime.fromisoformat(midnight) + timedelta(seconds=shift)).isoformat()
            assert (ids(told(client, "requests", start_date=moment)) == {name(made)}) == since, shift
            assert (ids(told(client, "requests", end_date=moment)) == {name(made)}) == until, shift


def test_services_and_statuses_filter(client: Client) -> None:
    lamp, noise = old("keadaan", ago=4 * DAY, unit=RT), old("ketertiban", unit=RT)
    with time_machine.travel(timezone.now() - 2.9 * DAY, tick=False):
        claim = claimed(lamp, lurah())
        confirm(actor=actor_of(holder("ketua_rw")), report=lamp, claim_id=claim.pk)
    assert ids(told(client, "requests", service_code="keadaan,saran")) == {name(lamp)}
    assert ids(told(client, "requests", service_code="keadaan,ketertiban")) == {name(lamp), name(noise)}
    assert told(client, "requests", service_code="keluhan,kekerasan,pemilu,001") == []
    assert ids(told(client, "requests", status="closed")) == {name(lamp)}
    assert ids(told(client, "requests", status="open")) == {name(noise)}
    assert ids(told(client, "requests", status="open,closed")) == {name(lamp), name(noise)}
    closed = told(client, f"requests/{name(lamp)}")[0]
    assert (closed["status"], closed["status_notes"]) == ("closed", "Ditutup: hasilnya dikonfirmasi.")
    assert closed["updated_datetime"] >= closed["requested_datetime"]


def test_what_happens_is_told_a_day_late_too_and_how_it_stood_until_then(client: Client) -> None:
    with time_machine.travel(NOON, tick=False):
        made, _code = report("keadaan", unit=RT)
    head = actor_of(holder("ketua_rw"))
    who = lurah()
    with time_machine.travel(NOON + DAY, tick=False):
        working.start(actor=who, commitment=owed(made))
    with time_machine.travel(NOON + 2 * DAY, tick=False):
        claim = claimed(made, who)
        confirm(actor=head, report=made, claim_id=claim.pk)
    with time_machine.travel(NOON + 3 * DAY, tick=False):
        contested_by_reporter(report=Report.objects.get(pk=made.pk), words="Lampunya mati lagi malam ini.")
    seen = []
    for days in range(1, 7):
        with time_machine.travel(NOON + days * DAY, tick=False):
            rows = told(client, "requests")
            notes = told(client, "servicerequestupdates")
            seen.append([(each["status"], each["status_notes"], each["updated_datetime"][:10]) for each in rows])
            assert [each["description"] for each in notes][:1] == [
                each["status_notes"] for each in rows if each["status_notes"] != "Diterima."
            ]
            for status in ("open", "closed"):
                assert told(client, "requests", status=status) == [each for each in rows if each["status"] == status]
    assert seen == [
        [],
        [("open", "Diterima.", "2026-11-20")],
        [("open", "Sedang dikerjakan.", "2026-11-21")],
        [("closed", "Ditutup: hasilnya dikonfirmasi.", "2026-11-22")],
        [("open", "Dibuka lagi: belum beres.", "2026-11-23")],
        [("open", "Dibuka lagi: belum beres.", "2026-11-23")],
    ]


def test_updates_tell_each_step_once_and_nobody_by_name(client: Client) -> None:
    with time_machine.travel(timezone.now() - 4 * DAY, tick=False) as clock:
        made = report("keadaan", unit=RT)[0]
        working.coordinate(actor=lurah(), commitment=owed(made), words="Kata petugas.")
        clock.shift(timedelta(minutes=1))
        working.start(actor=lurah(), commitment=owed(made))
        clock.shift(timedelta(minutes=1))
        undo(actor=lurah(), report=Report.objects.get(pk=made.pk))
    found = told(client, "servicerequestupdates")
    assert [each["description"] for each in found] == [
        "Langkah terakhir dibatalkan.", "Sedang dikerjakan.", "Sedang dikoordinasikan.",
    ]  # fmt: skip
    assert ids(found) == {name(made)}
    assert {each["status"] for each in found} == {"open"}
    assert len({each["update_id"] for each in found}) == 3
    assert [*found[0]] == [
        "update_id", "service_request_id", "status", "updated_datetime", "description", "media_url",
    ]  # fmt: skip
    assert "Budi" not in json.dumps(found) + json.dumps(told(client, "requests"))
    assert "Kata petugas" not in json.dumps(found)
    tree = told(client, "servicerequestupdates", "xml")
    assert (tree.tag, tree[0].tag, len(tree)) == ("service_request_updates", "request_update", 3)
    assert told(client, "servicerequestupdates", page=2, page_size=2) == found[2:]
    assert told(client, "servicerequestupdates", service_request_id=naming.public_id(uuid4())) == []
    assert told(client, "servicerequestupdates", service_request_id=name(made)) == found


def test_what_was_updated_can_be_asked_for(client: Client) -> None:
    with time_machine.travel(timezone.now() - 100 * DAY, tick=False):
        early, silent = (report("keadaan", unit=RT)[0] for _each in range(2))
    with time_machine.travel(timezone.now() - 5 * DAY, tick=False):
        working.start(actor=lurah(), commitment=owed(early))
    assert told(client, "requests") == []
    since = (timezone.now() - 10 * DAY).isoformat()
    assert ids(told(client, "requests", updated_after=since)) == {name(early)}
    until = (timezone.now() - 50 * DAY).isoformat()
    assert ids(told(client, "requests", updated_before=until)) == {name(silent)}


def test_a_key_reads_at_once_what_its_owner_may_read_and_each_reading_is_written_down(client: Client) -> None:
    made, _code = report(unit=RT, lat=-6.123456, lon=106.7891, place="Dekat jembatan")
    there, _code = report(unit=OTHER)
    by_key = key("reports.see")
    (row,) = told(client, "requests", headers=by_key)
    assert (row["service_request_id"], row["description"]) == (name(made), None)
    assert datetime.fromisoformat(row["requested_datetime"]) == made.received_at
    assert row["agency_responsible"]
    assert row["expected_datetime"]
    (one,) = told(client, f"requests/{name(made)}", headers=by_key)
    assert (one["description"], one["address"]) == (WORDS, "Dekat jembatan")
    assert (one["lat"], one["long"]) == (-6.123, 106.789)
    assert Report.objects.get(pk=made.pk).first_read_at is None, "a key that handles nothing"
    assert Entry.objects.filter(verb="report.read", object_id=str(made.pk)).count() == 1
    told(client, f"requests/{name(there)}", headers=by_key, code=404)
    assert told(client, "requests", headers=by_key, service_request_id=name(there)) == []
    told(client, f"requests/{name(made)}", code=404)


def test_of_places_where_a_key_reads_nothing_it_reads_what_everybody_reads(client: Client) -> None:
    there = old(unit=OTHER)
    by_key = key("reports.see")
    assert told(client, f"requests/{name(there)}", headers=by_key) == told(client, f"requests/{name(there)}")
    writer = key("reports.write")
    assert told(client, "requests", headers=writer) == told(client, "requests")


def test_a_key_that_is_none_is_refused_and_never_passes_for_anybody(client: Client) -> None:
    old()
    for headers in ({"Authorization": "Bearer rukun_salah"}, {"Authorization": "Bearer "}):
        for what in ("requests", f"requests/{naming.public_id(uuid4())}", "servicerequestupdates"):
            (error,) = told(client, what, code=403, headers=headers)
            assert error["code"] == 403
            assert "api_key" in error["description"]


def test_a_session_is_nobody(client: Client) -> None:
    made, _code = report(unit=RT)
    client.force_login(holder("lurah"))
    assert told(client, "requests") == []
    told(client, f"requests/{name(made)}", code=404)
    answer = client.get(f"{V2}/requests.json")
    assert not answer.cookies
    assert "Cookie" not in answer["Vary"]


def test_after_its_retention_nothing_of_a_report_is_left_here(client: Client) -> None:
    made = old(ago=timedelta(days=89))
    assert ids(told(client, "requests")) == {name(made)}
    Report.objects.filter(pk=made.pk).update(received_at=timezone.now() - timedelta(days=366))
    assert put_away() == 1
    assert told(client, "requests", service_request_id=name(made)) == []


def _later() -> str:
    return (timezone.now() + DAY).isoformat()
