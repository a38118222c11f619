"""The running server, asked by a client from PyPI as it is, and by a browser's and a program's own means."""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
import requests
from georeport import GeoReport  # type: ignore[import-untyped]

from rukun.demo.cast import RW_03
from rukun.guard.ids import new_id
from rukun.report.categories import ORDINARY
from rukun.report.open311.specification import SHOWN

V2 = "open311/v2"


@pytest.fixture(params=["json", "xml"])
def client(request: pytest.FixtureRequest, served: Any) -> GeoReport:
    return GeoReport(f"{served.url}/{V2}", output_format=request.param)


@pytest.fixture(scope="module")
def key(served: Any) -> Iterator[str]:
    """An API key, made on the page as the lurah makes it."""
    with requests.Session() as browser:
        assert browser.post(f"{served.url}/demo/", data=signed(browser, f"{served.url}/demo/", person="lurah")).ok
        page = f"{served.url}/kunci-api/"
        more = {"name": "Uji Open311", "unit": RW_03, "capabilities": ["reports.write"], "days": "1"}
        made = browser.post(page, data=signed(browser, page, key_id=str(new_id()), **more))
        found = re.search(r"rukun_[a-z2-7]+", made.text)
        assert found, made.text
        yield found[0]


def signed(browser: requests.Session, page: str, **fields: Any) -> dict[str, Any]:
    """A form's fields with the page's own token."""
    found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', browser.get(page).text)
    assert found, page
    return {"csrfmiddlewaretoken": found[1], **fields}


def test_an_unmodified_client_lists_services_and_their_questions(client: GeoReport) -> None:
    services = client.get_service_list()
    assert [each["service_code"] for each in services] == [*ORDINARY]
    for each in services:
        assert each["service_name"]
        assert client.get_service_definition(each["service_code"])["service_code"] == each["service_code"]
    with pytest.raises(requests.HTTPError, match="404"):
        client.get_service_definition("kekerasan")


def test_an_unmodified_client_lists_requests_and_reads_each(client: GeoReport) -> None:
    found = client.get_service_requests()
    found = found if isinstance(found, list) else [found]
    assert found, "the demo has a past"
    for each in found[:5]:
        assert each["service_code"] in SHOWN
        assert each["description"] is None
        one = client.get_service_request(each["service_request_id"])
        assert one == each
    several = client.get_service_requests(service_request_id=",".join(each["service_request_id"] for each in found[:2]))
    assert len(several) == len(found[:2])


def test_a_client_that_names_the_jurisdiction_is_answered_and_another_is_not(served: Any) -> None:
    host = urlsplit(served.url).hostname
    assert GeoReport(f"{served.url}/{V2}", jurisdiction=host).get_service_list()
    with pytest.raises(requests.HTTPError, match="404"):
        GeoReport(f"{served.url}/{V2}", jurisdiction="sfgov.org").get_service_list()


def test_the_whole_way_from_discovery_over_post_and_token_to_the_request(served: Any, key: str) -> None:
    endpoint = requests.get(f"{served.url}/open311/discovery.json", timeout=20).json()["endpoints"][0]["url"]
    assert endpoint == f"{served.url}/{V2}"
    body = dict(parse_qsl(
        f"api_key={key}&service_code=keadaan&address_id={RW_03}&description=Lampu+jalan+mati&first_name=Sri"
        "&email=sri%40contoh.id&device_id=tt222111&attribute[kapan]=unknown"
    ))  # fmt: skip
    sent = requests.post(f"{endpoint}/requests.json", data=body, timeout=20)
    assert sent.status_code == 201, sent.text
    (answer,) = sent.json()
    token = answer["token"]
    assert requests.get(f"{endpoint}/tokens/{token}.json", timeout=20).json() == [
        {"service_request_id": None, "token": token}
    ]
    by_key = {"Authorization": f"Bearer {key}"}
    (known,) = requests.get(f"{endpoint}/tokens/{token}.json", headers=by_key, timeout=20).json()
    name = known["service_request_id"]
    (row,) = requests.get(f"{endpoint}/requests/{name}.json", headers=by_key, timeout=20).json()
    assert (row["status"], row["service_code"], row["address_id"]) == ("open", "keadaan", RW_03)
    assert requests.get(f"{endpoint}/requests/{name}.json", timeout=20).status_code == 404, "for a day"
    page = requests.post(answer["receipt_url"].partition("#")[0], data={"code": answer["receipt"]}, timeout=20)
    assert page.status_code == 200
    assert "Keadaan tidak biasa" in page.text
    refused = requests.post(f"{endpoint}/requests.xml", data={**body, "api_key": "xyz"}, timeout=20)
    assert (refused.status_code, refused.headers["Content-Type"]) == (403, "text/xml; charset=utf-8")


def test_what_is_far_too_large_is_refused_and_head_has_no_body(served: Any, key: str) -> None:
    large = requests.post(
        f"{served.url}/{V2}/requests.json", data={"api_key": key, "description": "a" * 300_000}, timeout=20
    )
    assert (large.status_code, large.json()[0]["code"]) == (400, 400)
    head = requests.head(f"{served.url}/{V2}/services.json", timeout=20)
    assert (head.status_code, head.content, head.headers["Access-Control-Allow-Origin"]) == (200, b"", "*")
    assert "Set-Cookie" not in head.headers
