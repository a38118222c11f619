"""Open311's addresses: where to begin, the services, formats, jurisdiction, errors, and who may keep answers."""

import pytest
from django.test import Client

from rukun.report.categories import CATEGORIES, ORDINARY
from rukun.report.tests.factories import town
from rukun.report.tests.open311 import V2, key, offices, told

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _town() -> None:
    town()
    offices()


def test_discovery_names_the_endpoint_and_both_formats(client: Client) -> None:
    for address in ("/open311/discovery", f"{V2}/discovery"):
        found = client.get(f"{address}.json").json()
        assert set(found) == {"changeset", "contact", "key_service", "endpoints"}
        (endpoint,) = found["endpoints"]
        assert endpoint["url"] == f"http://testserver{V2}"
        assert endpoint["specification"] == "http://wiki.open311.org/GeoReport_v2"
        assert endpoint["formats"] == ["text/xml", "application/json"]
        assert endpoint["type"] in ("production", "test")
        assert "/kunci-api/" in found["key_service"]
        answer = client.get(f"{address}.xml")
        assert answer["Content-Type"] == "text/xml; charset=utf-8"
        assert b"<discovery><changeset>" in answer.content
        assert b"<formats><format>text/xml</format><format>application/json</format></formats>" in answer.content


def test_services_and_their_questions_are_told_in_both_formats(client: Client) -> None:
    assert [each["service_code"] for each in told(client, "services")] == [*ORDINARY]
    tree = told(client, "services", "xml")
    assert [each.findtext("service_code") for each in tree.findall("service")] == [*ORDINARY]
    assert told(client, "services/saran") == {"service_code": "saran", "attributes": []}
    assert told(client, "services/tawuran", "xml").findtext("attributes/attribute/code") == "bahaya"
    for code in [each.code for each in CATEGORIES.values() if each.kind != "ordinary"] + ["001", "%00", "a.b"]:
        assert told(client, f"services/{code}", code=404)[0]["code"] == 404


@pytest.mark.parametrize(
    "address", ["services.csv", "services", "requests.JSON", "requests/x.html", "discovery.", "tokens/a.yaml"]
)
def test_another_format_is_not_there(client: Client, address: str) -> None:
    assert client.get(f"{V2}/{address}").status_code == 404


def test_what_is_wrong_is_told_in_the_format_that_was_asked_for(client: Client) -> None:
    (error,) = told(client, "requests", code=400, start_date="kemarin")
    assert set(error) == {"code", "description"}
    assert error["code"] == 400
    tree = told(client, "requests", "xml", code=400, page="nol")
    assert (tree.tag, tree[0].tag, tree[0].findtext("code")) == ("errors", "error", "400")
    unknown = client.get(f"{V2}/services.csv")
    assert unknown["Content-Type"] == "text/xml; charset=utf-8"
    assert b"<errors><error><code>404</code>" in unknown.content


def test_there_is_one_jurisdiction_and_nobody_needs_to_name_it(client: Client) -> None:
    everything = told(client, "services")
    for mine in ("", "testserver", "TESTSERVER", " testserver "):
        assert told(client, "services", jurisdiction_id=mine) == everything
    for what in ("services", "services/saran", "requests", f"requests/{'0' * 32}", "tokens/1", "servicerequestupdates"):
        (error,) = told(client, what, code=404, jurisdiction_id="sfgov.org")
        assert "jurisdiction_id" in error["description"]


def test_reads_are_open_to_pages_of_other_sites_and_writes_are_not(client: Client) -> None:
    for address in ("services.json", "requests.xml", "requests/x.json", "tokens/x.json", "discovery.json"):
        assert client.get(f"{V2}/{address}")["Access-Control-Allow-Origin"] == "*"
        head = client.head(f"{V2}/{address}")
        assert head.status_code == client.get(f"{V2}/{address}").status_code
        assert head.content == b""
    asked = client.options(f"{V2}/requests.json", headers={"Access-Control-Request-Method": "POST"})
    assert (asked.status_code, asked["Access-Control-Allow-Methods"]) == (204, "GET, HEAD")
    assert asked["Allow"] == "GET, HEAD, POST, OPTIONS"
    assert "Access-Control-Allow-Headers" not in asked, "no page brings a key"
    assert "Access-Control-Allow-Credentials" not in asked
    assert "Access-Control-Allow-Origin" not in client.post(f"{V2}/requests.json")
    for method in ("put", "patch", "delete", "trace"):
        answer = getattr(client, method)(f"{V2}/services.json")
        assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD, OPTIONS")
        assert method == "trace" or answer.json()[0]["code"] == 405


def test_only_what_everybody_reads_may_be_kept_on_the_way(client: Client) -> None:
    open_answer = client.get(f"{V2}/requests.json")
    assert "public" in open_answer["Cache-Control"]
    assert "Authorization" in open_answer["Vary"]
    assert "no-store" in client.get(f"{V2}/requests.json", headers=key("reports.see"))["Cache-Control"]
    assert "no-store" in client.get(f"{V2}/requests/x.json")["Cache-Control"]
