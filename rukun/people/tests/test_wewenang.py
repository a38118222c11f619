"""The table of who may do what, and the answer to "mengapa saya tidak boleh?"."""

import ast
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from django.utils.html import escape

from rukun.people.actor import actor_of
from rukun.people.models import Person
from rukun.people.strength import SESSION_KEY, Strength
from rukun.people.tests.factories import SYSTEM, person, position_until
from rukun.people.titles import CAPABILITIES, TITLES, titles_with
from rukun.people.views.wewenang import answer_to
from rukun.territory.tests.towns import KELURAHAN, listed

RW = f"{KELURAHAN}.003"


@pytest.fixture
def _listed(db: None) -> None:
    listed(
        "kode,nama\n31,DKI Jakarta\n31.73,Kota Jakarta Barat\n31.73.07,Palmerah\n"
        f"{KELURAHAN},Palmerah\n{RW},RW 03\n{KELURAHAN}.004,RW 04\n"
    )


def ask(client: Client, what: str, where: str = "") -> str:
    answer = client.get("/wewenang/", {"what": what, "where": where})
    assert answer.status_code == 200
    page: str = answer.content.decode()
    return page.partition('id="mengapa"')[0]


@pytest.mark.django_db
def test_the_table_says_of_each_title_what_it_may_do_where_how_long_and_how_one_signs_in(client: Client) -> None:
    page = client.get("/wewenang/").content.decode()
    for title in TITLES.values():
        assert escape(str(title.words)) in page, title.code
    cards = {}
    for card in page.split('<section class="card"><h3>')[1:]:
        head, _, rest = card.partition("</h3>")
        cards[head] = rest.partition("</section>")[0]
    powerful = [title for title in TITLES.values() if title.capabilities]
    assert list(cards) == [str(title.words) for title in powerful]
    for title in powerful:
        shown = cards[str(title.words)]
        for code, capability in CAPABILITIES.items():
            assert (f"<li>{capability.words}</li>" in shown) == (code in title.capabilities), (title.code, code)
        assert ("kata sandi" in shown) == (not title.sealed), title.code
    assert "Untuk satu RW · 5 tahun, paling banyak 2 masa jabatan" in cards["Ketua RW"]
    assert "Untuk satu kelurahan atau RW" in cards["Babinsa"]
    rows = page.partition("<tbody>")[2].partition("</tbody>")[0].split("</tr>")
    camat = next(row for row in rows if "Camat" in row)
    assert camat.count("<td>ya</td>") == len(TITLES["camat"].capabilities)
    assert "Tanpa jabatan" in page


@pytest.mark.usefixtures("_listed")
def test_whoever_is_not_signed_in_is_told_so_and_who_may(client: Client) -> None:
    said = ask(client, "people.manage", "rw 3 palmerah")
    assert "Anda belum masuk ke akun" in said
    assert "RW 03, Palmerah" in said
    for title in titles_with("people.manage"):
        assert str(title.words) in said


@pytest.mark.usefixtures("_listed")
@pytest.mark.parametrize(
    ("make", "strength", "reason"),
    [
        (person, Strength.STRONG, "belum memegang jabatan"),
        (lambda: _past("lurah"), Strength.STRONG, "Jabatan Anda sebagai Lurah berakhir pada "),
        (lambda: _future("lurah"), Strength.STRONG, "Jabatan Anda sebagai Lurah baru mulai pada "),
        (lambda: person("lurah", KELURAHAN), Strength.CODE, "Anda masuk dengan kode saja"),
        (lambda: person("lurah", KELURAHAN), Strength.WORD, "baru terbuka bila Anda masuk dengan kunci sandi"),
        (lambda: person("ketua_rw", RW), Strength.STRONG, "Jabatan Anda: Ketua RW."),
    ],
    ids=["resident", "ended", "not yet", "code", "password", "other title"],
)
def test_the_reason_says_what_is_missing(client: Client, make: Any, strength: Strength, reason: str) -> None:
    _sign_in(client, make(), strength)
    said = ask(client, "people.manage", RW)
    assert "Anda belum boleh mendaftarkan orang" in said
    assert reason in said
    assert "Ya, Anda boleh" not in said


@pytest.mark.usefixtures("_listed")
def test_an_office_elsewhere_is_named_and_so_is_the_one_that_gives_it(client: Client) -> None:
    _sign_in(client, person("ketua_rw", RW), Strength.WORD)
    said = ask(client, "journal.write", f"{KELURAHAN}.004")
    assert "Jabatan Anda sebagai Ketua RW berlaku untuk RW 03, Palmerah, jadi tidak berlaku di RW 04, Palmerah" in said
    said = ask(client, "journal.write", "RW 3")
    assert "Ya, Anda boleh menulis di buku mutasi." in said
    assert "<li>Ketua RW, RW 03, Palmerah</li>" in said
    assert "<li>Ketua RW, RW 03, Palmerah</li>" in ask(client, "journal.write"), "anywhere at all"
    assert "Anda belum boleh" in ask(client, "keys.manage")


@pytest.mark.usefixtures("_listed")
def test_a_position_that_this_session_does_not_open_is_not_given_as_the_reason() -> None:
    who = person("ketua_rw", RW)
    position_until(who, "petugas_posko", KELURAHAN, timezone.now(), timezone.now() + timedelta(days=9))
    weak, strong = (answer_to(actor_of(who, each), "journal.write", RW) for each in (Strength.WORD, Strength.STRONG))
    assert [str(words) for words, _ in weak.because] == ["Ketua RW"]
    assert [str(words) for words, _ in strong.because] == ["Petugas posko", "Ketua RW"]
    assert answer_to(SYSTEM, "journal.write", RW).allowed


@pytest.mark.usefixtures("_listed")
def test_the_question_starts_at_home_and_says_what_it_did_not_understand(client: Client) -> None:
    who = person(name="Sari")
    client.force_login(who)
    Person.objects.filter(pk=who.pk).update(unit=RW)
    assert 'value="RW 03, Palmerah"' in client.get("/wewenang/").content.decode()
    assert "RW 03, Palmerah" in ask(client, "journal.read", "RW 03, Palmerah"), "and what it says is understood"
    for where in ("zzzqqq", f"{KELURAHAN}.099"):
        page = client.get("/wewenang/", {"what": "journal.read", "where": where}).content.decode()
        assert "Wilayah itu tidak dikenal" in page, where
        assert "Anda belum boleh" not in page
    ask(client, "journal.read", "\x00" * 99)
    page = client.get("/wewenang/", {"what": "rule.the.world"}).content.decode()
    assert "Pilih satu dari daftar" in page


@pytest.mark.usefixtures("_listed")
def test_a_refused_page_leads_here(client: Client) -> None:
    client.force_login(person(name="Sari"))
    refused = client.get("/buku-mutasi/")
    assert refused.status_code == 403
    assert 'href="/wewenang/"' in refused.content.decode()


# What the rooms ask for, and what the table gives.


def asked_directly(tree: ast.Module) -> set[str]:
    """The capabilities named in ``actor.may("…", unit)`` and its sisters."""
    return {
        node.args[0].value
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in {"may", "holds", "scopes"}
        and node.args
        and isinstance(node.args[0], ast.Constant)
        and isinstance(node.args[0].value, str)
    }


@pytest.mark.once
def test_what_the_code_asks_for_stands_in_the_table_and_all_of_the_table_is_asked_for() -> None:
    package = Path(settings.PACKAGE)
    asked: set[str] = set()
    words: set[str] = set()
    for path in package.rglob("*.py"):
        if "tests" not in path.parts and path != package / "people" / "titles.py":
            tree = ast.parse(path.read_text(encoding="utf-8"))
            asked |= asked_directly(tree)
            words |= {
                node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and type(node.value) is str
            }
    assert {"journal.read", "people.manage", "territory.manage"} <= asked, "the search sees something"
    assert asked <= set(CAPABILITIES)
    assert set(CAPABILITIES) <= words, "a capability that nobody asks for"
    given = {code for title in TITLES.values() for code in title.capabilities}
    assert given == set(CAPABILITIES), "each is given by some title, and no title gives another"


def _sign_in(client: Client, who: Person, strength: Strength) -> None:
    client.force_login(who)
    session = client.session
    session[SESSION_KEY] = int(strength)
    session.save()


def _past(title: str) -> Person:
    who = person()
    position_until(who, title, KELURAHAN, timezone.now() - timedelta(days=9), timezone.now() - timedelta(days=1))
    return who


def _future(title: str) -> Person:
    who = person()
    position_until(who, title, KELURAHAN, timezone.now() + timedelta(days=1), timezone.now() + timedelta(days=9))
    return who
