"""Promises kept by the running server, asked as any visitor would."""

import gzip
import http.client
import json
import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import pytest

pytestmark = pytest.mark.once

PAGES = ["/", "/en/", "/masuk/", "/komponen/", "/demo/", "/api/v1/docs", "/tidak-ada/"]
CSP = {"default-src 'self'", "base-uri 'none'", "form-action 'self'", "frame-ancestors 'none'", "object-src 'none'"}
COMPRESSED_PAGE, WITH_SCRIPT = 14 * 1024, 30 * 1024


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes
    on_the_wire: int

    @property
    def text(self) -> str:
        return self.body.decode()


def ask(served: Any, path: str, method: str = "GET", body: str | None = None, **headers: str) -> Answer:
    connection = http.client.HTTPConnection(urlsplit(served.url).netloc, timeout=20)
    sent = {"Accept-Encoding": "gzip", **{name.replace("_", "-"): value for name, value in headers.items()}}
    connection.request(method, path, body=body, headers=sent)
    answer = connection.getresponse()
    raw = answer.read()
    connection.close()
    found = {name.lower(): value for name, value in answer.getheaders()}
    head = sum(len(name) + len(value) + 4 for name, value in answer.getheaders())
    unpacked = gzip.decompress(raw) if found.get("content-encoding") == "gzip" else raw
    return Answer(answer.status, found, unpacked, len(raw) + head)


@pytest.mark.parametrize("path", PAGES)
def test_every_page_carries_the_security_headers(served: Any, path: str) -> None:
    headers = ask(served, path).headers
    expected = {
        "x-content-type-options": "nosniff",
        "x-frame-options": "DENY",
        "referrer-policy": "same-origin",
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-resource-policy": "same-origin",
    }
    assert {name: headers.get(name) for name in expected} == expected
    assert set(headers["content-security-policy"].split("; ")) == CSP
    assert "microphone=()" in headers["permissions-policy"]


@pytest.mark.parametrize("path", ["/", "/en/", "/api/v1/docs", "/api/v1/installation", "/tidak-ada/", "/healthz"])
def test_whoever_only_reads_gets_no_cookie(served: Any, path: str) -> None:
    assert "set-cookie" not in ask(served, path).headers


@pytest.mark.parametrize("path", ["/", "/en/", "/masuk/"])
def test_a_first_visit_weighs_at_most_one_round_trip(served: Any, path: str) -> None:
    """Everything that a browser without script fetches to show the page, with headers, compressed."""
    page = ask(served, path)
    links = set(re.findall(r'(?:href|src)="(/static/[^"]+)"', page.text))
    scripts = {link for link in links if link.endswith(".js")}
    assert links, "the page has a style sheet"
    plain = page.on_the_wire + sum(ask(served, link).on_the_wire for link in links - scripts)
    assert plain <= COMPRESSED_PAGE
    assert plain + sum(ask(served, link).on_the_wire for link in scripts) <= WITH_SCRIPT


def test_static_files_are_kept_for_ever_and_compressed(served: Any) -> None:
    sheet = re.search(r'href="(/static/ui/rukun\.\w+\.css)"', ask(served, "/").text)
    assert sheet
    for coding in ("gzip", "br"):
        headers = ask(served, sheet[1], Accept_Encoding=coding).headers
        assert headers["content-encoding"] == coding
        assert "immutable" in headers["cache-control"]


def test_pages_about_somebody_are_kept_by_nobody(served: Any) -> None:
    for path in ("/masuk/", "/demo/", "/hari-ini/"):
        assert "no-store" in ask(served, path).headers["cache-control"], path


def test_the_language_is_in_the_address_and_nowhere_else(served: Any) -> None:
    indonesian, english = ask(served, "/", Accept_Language="en"), ask(served, "/en/", Accept_Language="id")
    assert '<html lang="id">' in indonesian.text
    assert '<html lang="en">' in english.text
    assert ask(served, "/", Cookie="django_language=en").text == indonesian.text
    assert 'hreflang="en"' in indonesian.text
    assert "tel:110" in indonesian.text
    assert "tel:112" in english.text


def test_the_machine_can_ask_whether_all_is_well(served: Any) -> None:
    assert (ask(served, "/healthz").status, ask(served, "/healthz").text) == (200, "ok\n")
    ready = ask(served, "/readyz")
    assert ready.status == 200
    assert json.loads(ready.body) == {"ready": True, "database": True, "files": True}


def test_the_api_describes_itself(served: Any) -> None:
    from openapi_spec_validator import validate

    document = json.loads(ask(served, "/api/v1/openapi.json").body)
    validate(document)
    assert "/api/v1/installation" in document["paths"]
    page = ask(served, "/api/v1/docs").text
    for path in document["paths"]:
        assert path in page
    answer = json.loads(ask(served, "/api/v1/installation").body)
    assert answer["emergency"] == {"police": "110", "emergency": "112"}
    assert answer["demo"] is True


def test_an_address_that_is_not_there_says_what_to_do(served: Any) -> None:
    answer = ask(served, "/tidak-ada/")
    assert answer.status == 404
    assert "110" in answer.text
    assert ask(served, "/en/tidak-ada/").text.count('lang="en"') >= 1
    assert ask(served, "/api/v1/tidak-ada").status == 404


@pytest.mark.parametrize(
    ("method", "path", "headers", "status"),
    [
        ("GET", "/", {"Host": "jahat.example"}, {400}),
        ("POST", "/masuk/", {}, {403}),
        ("POST", "/", {}, {403, 405}),
        ("PUT", "/healthz", {}, {403, 405}),
        ("GET", "/buku-mutasi/" + "9" * 5000 + "/", {}, {302, 404, 414}),
        ("GET", "/buku-mutasi/?unit=%00", {}, {302}),
        ("GET", "/%ff%fe", {}, {400, 404}),
        ("GET", "/static/../../etc/passwd", {}, {400, 404}),
        ("GET", "/static/%2e%2e/%2e%2e/keys/django.key", {}, {400, 404}),
        ("GET", "/masuk/?next=" + "a" * 20000, {}, {200, 400, 414, 431}),
        ("GET", "/", {"Cookie": "sesi=" + "x" * 3000}, {200}),
        ("GET", "/hari-ini/", {"Cookie": "sesi='; DROP TABLE"}, {302}),
        ("GET", "/api/v1/journal/entries?before=x", {}, {401, 422}),
    ],
)  # fmt: skip
def test_absurd_requests_are_answered_calmly(
    served: Any, method: str, path: str, headers: dict[str, str], status: set[int]
) -> None:
    answer = ask(served, path, method, **headers)
    assert answer.status in status
    assert b"Traceback" not in answer.body
    assert ask(served, "/healthz").status == 200


def test_a_very_large_form_is_refused_and_the_site_lives_on(served: Any) -> None:
    body = "&".join(f"a{number}=1" for number in range(5000))
    answer = ask(served, "/masuk/", "POST", body, Content_Type="application/x-www-form-urlencoded")
    assert answer.status in (400, 403)
    assert ask(served, "/healthz").status == 200
