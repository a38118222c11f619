"""A POST becomes a report: by key alone, in its place, once, with the receipt for whoever sent it and nobody else."""

from datetime import timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch
from urllib.parse import urlencode

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from rukun.evidence.models import Photo
from rukun.journal.models import Entry
from rukun.people.models import ApiKey
from rukun.people.titles import TITLES
from rukun.report import limits
from rukun.report.account import account_of, contact_of
from rukun.report.actions.withdrawing import withdraw
from rukun.report.algo.codes import read
from rukun.report.categories import CATEGORIES, ORDINARY
from rukun.report.models import Contact, Report
from rukun.report.open311 import naming
from rukun.report.queries.receipt import report_with_code
from rukun.report.tests.factories import KELURAHAN, NEXT_RW, OTHER, RT, RW, jpeg, town
from rukun.report.tests.open311 import FORM, V2, holder, ids, key, offices, secret, told
from rukun.territory.tests import towns

pytestmark = pytest.mark.django_db
WORDS = "Lampu jalan di depan pos mati sejak Senin."


@pytest.fixture(autouse=True)
def _town() -> None:
    town()
    offices()


def sent(**more: Any) -> dict[str, Any]:
    return {"service_code": "keadaan", "address_id": RW, "description": WORDS, **more}


def post(client: Client, fields: dict[str, Any], form: str = "json", **headers: str) -> Any:
    return client.post(
        f"{V2}/requests.{form}",
        urlencode(fields),
        content_type=f"{FORM}; charset=utf-8",
        headers={name.replace("_", "-"): value for name, value in headers.items()},
    )


def taken(answer: Any) -> dict[str, Any]:
    assert answer.status_code == 201, answer.content
    (found,) = answer.json()
    return dict(found)


def meant(token: str) -> Report:
    key = naming.report_of_token(token)
    assert key is not None
    return Report.objects.get(pk=key)


def test_a_post_is_stored_as_a_report_and_its_sender_gets_the_receipt(client: Client) -> None:
    answer = post(client, sent(api_key=secret(key()), jurisdiction_id="testserver"))
    found = taken(answer)
    assert "no-store" in answer["Cache-Control"]
    assert set(found) == {"token", "service_notice", "account_id", "receipt", "receipt_url", "media_not_taken"}
    assert "service_request_id" not in found, "where there is a token there is none"
    stored = Report.objects.get()
    assert (stored.source, stored.channel, stored.category, stored.unit) == ("resident", "open311", "keadaan", RW)
    assert (stored.anonymous, stored.triage, account_of(stored).words) == (True, "", WORDS)
    assert report_with_code(found["receipt"]) == stored
    assert found["receipt_url"] == f"http://testserver/r/#{read(found['receipt'])}"
    entry = Entry.objects.get(verb="report.received")
    assert entry.actor == f"key:{ApiKey.objects.get().pk}"
    for name in (naming.public_id(stored.pk), str(stored.pk)):
        assert name not in answer.content.decode()


def test_the_answer_in_xml_says_the_same(client: Client) -> None:
    answer = post(client, sent(api_key=secret(key())), "xml")
    assert (answer.status_code, answer["Content-Type"]) == (201, "text/xml; charset=utf-8")
    assert b"<service_requests><request><token>" in answer.content
    assert b"<service_notice /><account_id /><receipt>" in answer.content


def test_from_post_over_token_to_the_request(client: Client) -> None:
    headers = key()
    with time_machine.travel(timezone.now() - timedelta(days=3), tick=False) as clock:
        fresh = key()
        token = taken(post(client, sent(), **fresh))["token"]
        assert told(client, f"tokens/{token}") == [{"service_request_id": None, "token": token}]
        (mine,) = told(client, f"tokens/{token}", headers=fresh)
        name = mine["service_request_id"]
        (row,) = told(client, f"requests/{name}", headers=fresh)
        assert (row["status"], row["description"], row["service_code"]) == ("open", None, "keadaan")
        told(client, f"requests/{name}", code=404)
        assert told(client, "requests") == []
        clock.shift(timedelta(hours=24))
        told(client, f"requests/{name}", code=404)
    assert told(client, f"tokens/{token}") == [{"service_request_id": name, "token": token}]
    tree = told(client, f"tokens/{token}", "xml")
    assert (tree.tag, tree[0].tag, tree[0].findtext("service_request_id")) == ("service_requests", "request", name)
    assert told(client, f"requests/{name}")[0]["service_request_id"] == name
    assert ids(told(client, "requests", headers=headers)) == {name}


def test_of_help_there_is_no_token_as_nobody_is_shown_it(client: Client) -> None:
    found = taken(post(client, sent(service_code="bantuan"), **key()))
    assert "token" not in found
    assert found["receipt"]
    blackbox = [each["service_code"] for each in told(client, "services") if each["type"] == "blackbox"]
    assert blackbox == ["bantuan"]


def test_a_token_of_a_report_that_was_withdrawn_looks_like_one_that_waits(client: Client) -> None:
    headers = key()
    gone, waits = (taken(post(client, sent(description=f"{WORDS} {number}"), **headers))["token"] for number in (1, 2))
    withdraw(report=meant(gone))
    for token in (gone, waits):
        assert told(client, f"tokens/{token}") == [{"service_request_id": None, "token": token}]
    assert told(client, f"tokens/{gone}", headers=headers)[0]["service_request_id"] is None
    told(client, f"tokens/{'0' * 48}", code=404)
    told(client, "tokens/12345", code=404)


def test_a_key_of_another_place_learns_nothing_by_a_token(client: Client) -> None:
    token = taken(post(client, sent(), **key()))["token"]
    elsewhere = key("reports.write", unit=NEXT_RW)
    assert told(client, f"tokens/{token}", headers=elsewhere)[0]["service_request_id"] is None
    told(client, f"requests/{naming.public_id(Report.objects.get().pk)}", headers=elsewhere, code=404)


@pytest.mark.parametrize("form", ["json", "xml"])
def test_without_a_key_that_writes_there_nothing_is_taken(client: Client, form: str) -> None:
    reader, near = key("reports.see"), key("reports.write", unit=NEXT_RW)
    dead = key()
    ApiKey.objects.filter(unit=KELURAHAN, capabilities=["reports.write"]).update(revoked_at=timezone.now())
    client.force_login(holder("lurah"))
    for fields, headers in (
        ({}, {}),
        ({"api_key": ""}, {}),
        ({"api_key": "xyz"}, {}),
        ({"api_key": "\x00é" * 300}, {}),
        ({"api_key": secret(dead)}, {}),
        ({}, dead),
        ({}, reader),
        ({}, near),
        ({"address_id": OTHER}, reader),
    ):
        answer = post(client, sent(**fields), form, **headers)
        assert answer.status_code == 403, (fields, answer.content)
        assert (b'"code":403' if form == "json" else b"<code>403</code>") in answer.content
    in_address = client.post(f"{V2}/requests.json?api_key={secret(near)}", sent(address_id=NEXT_RW))
    assert in_address.status_code in (400, 403), "a key in an address stands in logs by then"
    assert not Report.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"service_code": ""}, 400),
        ({"service_code": "001"}, 404),
        ({"address_id": ""}, 400),
        ({"address_id": "31.73.07.1001.777"}, 400),
        ({"address_id": "", "lat": "-6.2"}, 400),
        ({"address_id": "", "address_string": "Jalan Antah Berantah 7"}, 400),
        ({"address_id": "", "lat": "89", "long": "179"}, 400),
        ({"description": ""}, 400),
        ({"description": "a" * 4001}, 400),
        ({"address_string": "a" * 201}, 400),
        ({"phone": "bukan nomor"}, 400),
        ({"phone": "081234567890", "first_name": "a" * 121}, 400),
        ({"attribute[waktu]": "2099-01-01T00:00:00Z"}, 400),
        ({"attribute[waktu]": "2001-01-01T00:00:00Z"}, 400),
        ({"attribute[kapan]": "day"}, 400),
        ({"jurisdiction_id": "sfgov.org"}, 404),
        *(({"service_code": each.code}, 404) for each in CATEGORIES.values() if each.kind != "ordinary"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_stored(client: Client, wrong: dict[str, str], code: int) -> None:
    answer = post(client, sent(**wrong), **key())
    assert answer.status_code == code, answer.content
    assert {error["code"] for error in answer.json()} == {code}
    assert all(error["description"] for error in answer.json())
    assert not Report.objects.exists()


def test_what_is_missing_is_told_together(client: Client) -> None:
    errors = post(client, {"description": WORDS}, **key()).json()
    assert [each["description"].split()[0] for each in errors] == ["service_code", "Lokasi"]


def test_a_category_that_few_may_read_looks_like_one_that_is_not_there(client: Client) -> None:
    answers = {
        post(client, sent(service_code=code), **key()).content for code in ("kekerasan", "keluhan", "pemilu", "apa")
    }
    assert len(answers) == 1


@pytest.mark.parametrize("category", ORDINARY)
def test_every_service_takes_a_request(client: Client, category: str) -> None:
    found = taken(post(client, sent(service_code=category), **key()))
    report = Report.objects.get()
    assert report.category == category
    assert (found["service_notice"] is not None) == report.danger
    if CATEGORIES[category].danger == "always":
        assert "110" in found["service_notice"]


def test_a_point_a_code_and_a_name_all_say_where(client: Client, tmp_path: Any) -> None:
    towns.imported(tmp_path)
    headers = key()
    near = f"{towns.KELURAHAN}.001"
    for where, unit in (
        ({"address_id": near}, near),
        ({"address_string": "RW 02 Palmerah"}, f"{towns.KELURAHAN}.002"),
        ({"address_string": "RW 02 Palmerah", "address_id": near}, near),
        ({"address_string": "Jalan Kali Pasir"}, towns.KELURAHAN),
    ):
        fields = {**sent(address_id=""), **where}
        answer = post(client, fields, **headers)
        assert answer.status_code == 201, where
        token = taken(answer)["token"]
        stored = meant(token)
        assert (stored.unit, account_of(stored).place) == (unit, where.get("address_string", ""))
    there_are_two = post(client, sent(address_id="", address_string="RW 01"), **headers)
    assert there_are_two.status_code == 400, "one in Palmerah, one in Slipi: nobody guesses"


def test_a_phone_leaves_a_contact_and_a_name_alone_leaves_nothing(client: Client) -> None:
    person = {
        "first_name": "Sri",
        "last_name": "Lestari",
        "email": "sri@contoh.id",
        "device_id": "D1",
        "account_id": "7",
    }
    taken(post(client, sent(**person), **key()))
    assert not Contact.objects.exists()
    taken(post(client, sent(**person, phone="0812 3456 7890"), **key()))
    reachable = contact_of(Contact.objects.get())
    assert (reachable.name, reachable.phone) == ("Sri Lestari", "+6281234567890")


def test_the_attributes_say_when_it_happened(client: Client) -> None:
    moment = (timezone.now() - timedelta(hours=5)).replace(second=0, microsecond=0)
    taken(post(client, sent(**{"attribute[waktu]": moment.isoformat(), "attribute[kapan]": "day"}), **key()))
    stored = Report.objects.get()
    assert (stored.happened_at, stored.happened_about) == (moment, "day")
    taken(post(client, sent(service_code="tawuran", **{"attribute[kapan][]": "now"}), **key()))
    fight = Report.objects.get(category="tawuran")
    assert (fight.happened_about, fight.danger) == ("now", True)


def test_sent_again_with_an_idempotency_key_it_is_stored_once_and_answered_the_same(client: Client) -> None:
    headers = {**key(), "Idempotency_Key": "pesan-1"}
    first = post(client, sent(), **headers)
    again = post(client, sent(), **headers)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    assert Report.objects.count() == 1
    assert Entry.objects.filter(verb="report.received").count() == 1
    assert post(client, sent(description="Pagar lapangan rusak."), **headers).status_code == 201
    other = {**key(), "Idempotency_Key": "pesan-1"}
    assert post(client, sent(), **other).json() != first.json()
    assert Report.objects.count() == 3
    assert post(client, sent(), **{**headers, "Idempotency_Key": "a" * 201}).status_code == 400


def test_without_one_each_is_a_report_of_its_own(client: Client) -> None:
    headers = key()
    made = [taken(post(client, sent(device_id="D1"), **headers)) for _each in range(2)]
    assert made[0]["receipt"] != made[1]["receipt"]
    assert Report.objects.count() == 2


def test_more_than_a_unit_can_look_at_wait_for_a_first_look_and_none_is_refused(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "CEILINGS", {4: 100, 5: 2, 6: 20})
    headers = key()
    for number in range(4):
        taken(post(client, sent(address_id=RT, description=f"{WORDS} {number}"), **headers))
    assert sorted(Report.objects.values_list("triage", flat=True)) == ["", "", "flood", "flood"]


def test_only_a_link_waits_for_a_first_look_but_of_a_rumour_it_is_one(client: Client) -> None:
    headers = key()
    taken(post(client, sent(description="https://contoh.id/beli"), **headers))
    taken(post(client, sent(service_code="kabar", description="https://contoh.id/kabar"), **headers))
    assert dict(Report.objects.values_list("category", "triage")) == {"keadaan": "spam", "kabar": ""}


def test_a_link_to_a_picture_is_told_and_never_fetched(client: Client) -> None:
    taken(post(client, sent(media_url="http://127.0.0.1:9/rahasia.jpg"), **key()))
    assert account_of(Report.objects.get()).words == f"{WORDS}\nhttp://127.0.0.1:9/rahasia.jpg"


def test_photos_come_along_and_one_that_is_none_takes_nothing_with_it(client: Client) -> None:
    files = [SimpleUploadedFile("a.jpg", jpeg(seed=5)), SimpleUploadedFile("b.jpg", b"bukan foto")]
    answer = client.post(f"{V2}/requests.json", {**sent(), "media": files}, headers=key())
    found = taken(answer)
    assert len(found["media_not_taken"]) == 1
    assert Photo.objects.filter(about_id=Report.objects.get().pk).count() == 1
    many = [SimpleUploadedFile(f"{number}.jpg", jpeg(seed=number)) for number in range(10, 16)]
    found = taken(client.post(f"{V2}/requests.json", {**sent(description="Lagi."), "media": many}, headers=key()))
    assert len(found["media_not_taken"]) == 2


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ('{"service_code": "saran"}', "application/json"),
        ("service_code=saran", "text/plain"),
        ("service_code=saran&description=" + "a" * 200_000, FORM),
        ("&".join(f"a{number}=1" for number in range(1100)), FORM),
        ("--x\r\nrusak", "multipart/form-data; boundary=x"),
        ("rusak", "multipart/form-data"),
        ("", "multipart/form-data; boundary=é"),
        ("service_code=saran", f"{FORM}; charset=utf-7"),
        ("service_code=%ff%fe%00", f"{FORM}; charset=hex"),
    ],
)
def test_a_body_that_cannot_be_read_is_told_so_in_the_right_format(client: Client, body: str, kind: str) -> None:
    answer = client.generic("POST", f"{V2}/requests.xml", body, content_type=kind, headers=key())
    assert answer.status_code in (400, 404), answer.content
    assert b"<errors><error><code>40" in answer.content
    assert not Report.objects.exists()


def test_a_wrong_key_in_the_header_is_refused_before_photos_are_read(client: Client) -> None:
    with patch("django.http.multipartparser.MultiPartParser.parse", side_effect=AssertionError("it was read")):
        answer = client.post(
            f"{V2}/requests.json", {**sent(), "media": SimpleUploadedFile("a.jpg", jpeg())},
            headers={"Authorization": "Bearer salah"},
        )  # fmt: skip
    assert answer.status_code == 403, answer.content


@pytest.mark.once
def test_the_guide_names_who_makes_keys_and_what_an_unknown_category_is_answered(client: Client) -> None:
    guide = " ".join((Path(__file__).resolve().parents[3] / "docs" / "open311.md").read_text(encoding="utf-8").split())
    makers = [str(each.words) for each in TITLES.values() if {"keys.manage", "reports.write"} <= set(each.capabilities)]
    assert f"oleh **{' atau '.join(makers).lower()}**" in guide
    assert client.get(f"{V2}/requests.json", {"service_code": "zzz"}).json() == []
    assert client.get(f"{V2}/services/zzz.json").status_code == 404
    assert post(client, sent(service_code="zzz", api_key=secret(key()))).status_code == 404
