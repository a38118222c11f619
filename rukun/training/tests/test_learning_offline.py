"""What a phone keeps of the courses' pages, and that it is nobody's."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from django.test import Client

from rukun.guard import anybody
from rukun.people.actor import actor_of
from rukun.people.tests.factories import person
from rukun.training.actions.learning import draw_quiz
from rukun.training.content import courses
from rukun.training.views import learning as views
from rukun.ui import nav
from rukun.ui.nav import NavItem

pytestmark = pytest.mark.django_db

COURSE = "hak-anak"
QUIZ = f"/belajar/{COURSE}/kuis/"


@pytest.fixture(autouse=True)
def _nothing_remembered() -> Iterator[None]:
    """What the worker keeps is worked out once in a process's life."""
    views._kept.cache_clear()
    yield
    views._kept.cache_clear()


def test_pages_for_everybody_open_no_session_and_hold_nothing_to_send(client: Client) -> None:
    """They are kept on phones, for whoever holds the phone."""
    kept = views._kept("id")
    for path in [*kept["pages"], kept["shell"]]:
        answer = client.get(path)
        assert answer.status_code == 200
        assert not answer.cookies, path
        assert b"csrfmiddlewaretoken" not in answer.content, path


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_the_worker_keeps_public_pages_of_its_own_language_alone(client: Client, prefix: str) -> None:
    answer = client.get(f"{prefix}/belajar/sw.js")
    assert answer.headers["Content-Type"].startswith("text/javascript")
    assert "no-cache" in answer.headers["Cache-Control"]
    found = re.search(r"const KEPT = (\{.*\});", answer.content.decode())
    assert found
    kept = json.loads(found[1])
    expected = {f"{prefix}/belajar/", *(f"{prefix}/belajar/{code}/" for code in courses())}
    assert set(kept["pages"]) == expected
    assert kept["shell"] == f"{prefix}/belajar/luring/"
    assert kept["prefix"] == f"belajar-{prefix.strip('/') or 'id'}-"
    assert not any("kuis" in each for each in [*kept["pages"], *kept["files"]])
    page = client.get(f"{prefix}/belajar/").content.decode()
    assert f'data-worker="{prefix}/belajar/sw.js"' in page
    linked = set(re.findall(r'(?:src|href)="(/static/[^"]+)"', page))
    assert linked == set(kept["files"]), "a kept page finds everything that it is made of"


def test_phones_fetch_the_cards_again_when_a_course_changes(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    before = client.get("/belajar/sw.js").content
    assert client.get("/belajar/sw.js").content == before
    known = {**courses(), COURSE: replace(courses()[COURSE], about="Ditulis ulang.")}
    monkeypatch.setattr(views, "courses", lambda: known)
    views._kept.cache_clear()
    assert client.get("/belajar/sw.js").content != before


def test_phones_fetch_the_cards_again_when_anything_on_their_pages_changes(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The version is a digest of the pages themselves: also of the menu, of the components, of the translation."""
    before = {language: views._kept(language)["version"] for language in ("id", "en")}
    assert len(set(before.values())) == 1, "made in this process's language: the prefix keeps them apart"
    monkeypatch.setattr(nav, "NAV", [*nav.NAV, NavItem("training:conduct", "Baru di menu", anybody)])
    views._kept.cache_clear()
    assert views._kept("id")["version"] != before["id"]
    monkeypatch.undo()
    views._kept.cache_clear()
    assert views._kept("id")["version"] == before["id"]
    workers = [client.get(f"{prefix}/belajar/sw.js").content.decode() for prefix in ("", "/en")]
    assert len({version for each in workers for version in re.findall(r'"version": "(\w+)"', each)}) == 2


def test_the_scripts_of_this_topic_weigh_no_more_than_four_kilobytes(client: Client) -> None:
    import brotli
    from django.contrib.staticfiles import finders

    parts = [client.get("/belajar/sw.js").content]
    for name in views.KEPT_FILES:
        if name.endswith(".js"):
            path = finders.find(name)
            assert isinstance(path, str)
            parts.append(Path(path).read_bytes())
    assert len(parts) == 3
    assert sum(len(brotli.compress(each)) for each in parts) <= 4096


def test_a_page_says_by_a_mark_whose_quizzes_it_is_for(client: Client) -> None:
    def mark(path: str) -> str:
        found = re.search(r'data-owner="([^"]*)"', client.get(path).content.decode())
        assert found, path
        return found[1]

    kept = views._kept("id")
    assert {mark(path) for path in [*kept["pages"], kept["shell"]]} == {""}, "what a phone keeps is nobody's"
    marks = []
    for name in ("Sari Wulandari", "Budi Santoso"):
        who = person(name=name)
        for _ in range(2):
            client.force_login(who)
            draw_quiz(actor=actor_of(who), course=COURSE)
            [each] = {mark("/belajar/"), mark(f"/belajar/{COURSE}/"), mark(QUIZ)}
            assert str(who.pk) not in each
            marks.append(each)
        assert marks[-1] == marks[-2], "also after signing in again"
    assert len(set(marks)) == 2
