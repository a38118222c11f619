"""The running server: requests a second and the weight of the first visit, beside the marks to beat."""

import gzip
import http.client
import re
import time
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

from tools.served import served

Row = tuple[str, object, object, object, str]
ONE_ROUND_TRIP = 14 * 1024
GOVUK_FRONTEND = 23 * 1024
CONNECTIONS, EACH = 8, 250


def bench_serving() -> list[Row]:
    """Pages a second beside the emptiest answer of the same server, over kept connections."""
    with served() as site:
        host = urlsplit(site.url).netloc
        empty = _rate(host, "/healthz")
        rows: list[Row] = []
        for path in ("/", "/masuk/", "/demo/"):
            rate = _rate(host, path)
            rows.append(
                (f"serving: {path} requests/s", rate, empty, rate / empty, "beside: /healthz of the same server")
            )
        weight = _first_visit(host, "/")
    rows.append(
        ("landing page, first load, bytes", weight, ONE_ROUND_TRIP, weight / ONE_ROUND_TRIP, "one TCP round trip")
    )
    rows.append(
        ("landing page, first load, bytes", weight, GOVUK_FRONTEND, weight / GOVUK_FRONTEND, "GOV.UK, CSS and JS")
    )
    return rows


def _rate(host: str, path: str) -> float:
    def visitor(_number: int) -> None:
        connection = http.client.HTTPConnection(host)
        for _ in range(EACH):
            connection.request("GET", path)
            connection.getresponse().read()
        connection.close()

    visitor(0)
    start = time.perf_counter()
    with ThreadPoolExecutor(CONNECTIONS) as pool:
        list(pool.map(visitor, range(CONNECTIONS)))
    return CONNECTIONS * EACH / (time.perf_counter() - start)


def _first_visit(host: str, path: str) -> int:
    connection = http.client.HTTPConnection(host)

    def fetch(address: str) -> tuple[int, bytes]:
        connection.request("GET", address, headers={"Accept-Encoding": "gzip"})
        answer = connection.getresponse()
        body = answer.read()
        packed = answer.getheader("Content-Encoding") == "gzip"
        return len(body), gzip.decompress(body) if packed else body

    size, page = fetch(path)
    links = set(re.findall(rb'(?:href|src)="(/static/[^"]+)"', page))
    total = size + sum(fetch(link.decode())[0] for link in links)
    connection.close()
    return total
