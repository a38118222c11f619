"""Headers, and what becomes of a refusal."""

import pytest

from rukun.ui.middleware import CLOSED, OPEN
from rukun.ui.tests.conftest import Site


@pytest.mark.parametrize("path", ["/", "/tidak/ada/", "/gagal/", "/tolak/"])
def test_every_answer_closes_what_no_page_uses(site: Site, path: str) -> None:
    answer = site.get(path)
    policy = dict(part.split("=") for part in answer.headers["Permissions-Policy"].split(", "))
    assert {name for name, who in policy.items() if who == "(self)"} == set(OPEN) == {"camera", "geolocation"}
    assert {name for name, who in policy.items() if who == "()"} == set(CLOSED)
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"


@pytest.mark.parametrize(
    ("path", "way"),
    [
        ("/tolak/", "/masuk/?next=%2Ftolak%2F"),
        ("/tolak/?rw=3&q=a b", "/masuk/?next=%2Ftolak%2F%3Frw%3D3%26q%3Da%2520b"),
        ("/en/tolak/", "/en/masuk/?next=%2Fen%2Ftolak%2F"),
    ],
)
def test_whoever_has_not_signed_in_is_led_there_and_back(site: Site, path: str, way: str) -> None:
    answer = site.get(path)
    assert answer.status_code == 302
    assert answer.headers["Location"] == way
    assert "no-store" in answer.headers["Cache-Control"]


def test_whoever_sent_a_form_is_led_back_to_its_page(site: Site) -> None:
    assert site.post("/tolak/").headers["Location"] == "/masuk/?next=%2Ftolak%2F"


def test_whoever_is_signed_in_reads_why_not_and_what_to_do(site: Site) -> None:
    site.sign_in("Siti")
    answer = site.get("/tolak/")
    page = answer.content.decode()
    assert answer.status_code == 403
    assert "Anda bukan &lt;Ketua RW 03&gt;." in page
    assert "Tidak ada yang berubah." in page
    assert "no-store" in answer.headers["Cache-Control"]


def test_other_exceptions_are_left_to_their_own_pages(site: Site) -> None:
    assert site.get("/gagal/").status_code == 500
