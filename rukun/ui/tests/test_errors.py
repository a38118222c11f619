"""Every error page says what to do next and shows the emergency numbers, whatever else is broken."""

from typing import Any

import pytest
from django.test import Client, RequestFactory
from django.utils.functional import SimpleLazyObject

from rukun.ui import errors
from rukun.ui.tests.conftest import Site


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/curiga/", 400, "tidak dapat kami baca"),
        ("/larang/", 403, "tidak terbuka untuk Anda"),
        ("/tidak/ada/", 404, "Halaman ini tidak ada"),
        ("/gagal/", 500, "belum dapat ditampilkan"),
    ],
)
def test_an_error_page_says_what_happened_and_whom_to_call(site: Site, path: str, status: int, words: str) -> None:
    answer = site.get(path)
    page = answer.content.decode()
    assert answer.status_code == status
    assert words in page
    assert page.count('href="tel:110"') == page.count('href="tel:112"') == 2
    assert "secret detail" not in page


def test_a_form_kept_open_too_long_loses_nothing_and_says_how_to_go_on(site: Site) -> None:
    site.client = Client(enforce_csrf_checks=True)
    answer = site.post("/komponen/")
    page = answer.content.decode()
    assert answer.status_code == 403
    assert "masih ada" in page
    assert "kirim lagi" in page
    assert 'href="tel:110"' in page


def broken(*args: object, **kwargs: object) -> Any:
    raise RuntimeError("broken too")


def test_the_page_for_our_own_failures_never_asks_who_is_here(site: Site) -> None:
    request = RequestFactory().get("/")
    request.actor = SimpleLazyObject(broken)  # type: ignore[attr-defined]
    request.user = SimpleLazyObject(broken)  # type: ignore[assignment]
    answer = errors.server_error(request)
    assert answer.status_code == 500
    assert 'href="tel:112"' in answer.content.decode()


def test_the_page_for_our_own_failures_does_without_a_stylesheet_if_it_must(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(path: str) -> str:
        raise ValueError("Missing staticfiles manifest entry")

    monkeypatch.setattr(errors, "static", missing)
    page = errors.server_error(RequestFactory().get("/")).content.decode()
    assert "stylesheet" not in page
    assert 'href="tel:110"' in page


def test_when_not_even_templates_work_plain_words_remain(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(errors, "get_template", broken)
    answer = errors.server_error(RequestFactory().get("/"))
    assert answer.status_code == 500
    assert answer.headers["Content-Type"].startswith("text/plain")
    assert "110" in answer.content.decode()
