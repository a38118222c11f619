"""What the sign-in promises: locks, equal answers, codes that work once, two proofs where they are needed."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from unittest.mock import patch

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.contrib.auth.hashers import make_password
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.functional import Promise

from rukun.journal.models import Entry
from rukun.people.actions import give_position, release_person
from rukun.people.actions.forgetting import forget_sign_ins
from rukun.people.models import Person, SignIn, Tries
from rukun.people.signin import backend, codes, locks
from rukun.people.strength import Strength
from rukun.people.tests.factories import PASSWORD, SYSTEM, person, strength_of
from rukun.people.views.signin import ActivateApp, AddPasskey, DeactivateApp, RemovePasskey

pytestmark = pytest.mark.django_db
KELURAHAN = "31.73.07.1001"
RW = f"{KELURAHAN}.016"
NOBODY = "081299998888"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture
def sent() -> Iterator[list[tuple[str, str]]]:
    """Codes that left, and to whom."""
    left: list[tuple[str, str]] = []
    codes.SENDERS.append(lambda phone, code: left.append((phone, code)))
    yield left
    codes.SENDERS.pop()


def by_password(client: Client, phone: str, password: str = PASSWORD) -> str:
    answer = client.post("/masuk/", {"login": phone, "password": password}, follow=True)
    return answer.content.decode()


def ask_code(client: Client, phone: str) -> str:
    return client.post("/masuk/kode/", {"phone": phone}, follow=True).content.decode()


def by_code(client: Client, code: str) -> str:
    return client.post("/masuk/kode/isi/", {"code": code}, follow=True).content.decode()


def plain(page: str) -> str:
    """A page without what differs each time."""
    return re.sub(r'(value|content|nonce)="[^"]*"', "", page)


def app_code(secret: str = SECRET) -> str:
    counter = next(iter(yield_hotp_counters_from_time()))
    return str(format_hotp_value(hotp_value(secret, counter)))


# Locks


def test_ten_wrong_passwords_lock_a_number_for_a_growing_time_even_for_the_right_one(client: Client) -> None:
    who = person()
    with time_machine.travel("2026-03-01T08:00:00+07:00", tick=False) as clock:
        for _ in range(9):
            assert "tidak cocok" in by_password(client, who.phone, "salah-sekali")
        assert "Terlalu banyak" not in by_password(Client(), who.phone, "salah-sekali")
        locked = by_password(client, who.phone)
        assert "Terlalu banyak percobaan" in locked
        assert "08.02" in locked
        clock.shift(timedelta(minutes=1, seconds=1))
        by_password(client, who.phone, "salah-sekali")
        clock.shift(timedelta(minutes=1, seconds=1))
        assert "Terlalu banyak" in by_password(client, who.phone), "the eleventh locks for two minutes"
        clock.shift(timedelta(minutes=1, seconds=1))
        assert "Terlalu banyak" not in by_password(client, who.phone)
        assert strength_of(client) is Strength.WORD
    assert not Tries.objects.filter(wrong__gt=0).exists(), "the owner is in: the count begins anew"


def test_a_number_that_nobody_has_locks_alike(client: Client) -> None:
    who = person()
    for _ in range(10):
        by_password(client, who.phone, "salah-sekali")
        by_password(client, NOBODY, "salah-sekali")
    known, unknown = by_password(client, who.phone, "x"), by_password(client, NOBODY, "x")
    assert plain(known) == plain(unknown)
    assert "Terlalu banyak" in unknown
    assert who.phone not in str(Tries.objects.values_list("key", flat=True))


def test_what_is_kept_of_wrong_tries_is_forgotten(client: Client) -> None:
    by_password(client, NOBODY, "salah-sekali")
    assert Tries.objects.exists()
    with time_machine.travel(timezone.now() + timedelta(days=2, minutes=1)):
        assert forget_sign_ins() >= 1
    assert not Tries.objects.exists()


def test_wrong_codes_count_over_all_browsers(sent: list[tuple[str, str]]) -> None:
    who = person()
    for _ in range(4):
        browser = Client()
        ask_code(browser, who.phone)
        for _try in range(3):
            by_code(browser, "000000" if sent[-1][1] != "000000" else "000001")
    assert "Terlalu banyak" in ask_code(Client(), who.phone)


def test_codes_to_one_number_are_few_an_hour(sent: list[tuple[str, str]]) -> None:
    who = person()
    for _ in range(locks.MOST_CODES):
        ask_code(Client(), who.phone)
    known = ask_code(Client(), who.phone)
    assert "satu jam" in known
    assert len(sent) == locks.MOST_CODES
    for _ in range(locks.MOST_CODES):
        ask_code(Client(), NOBODY)
    assert plain(ask_code(Client(), NOBODY)) == plain(known)


# Equal answers, equal work


def test_a_code_asked_for_an_unknown_number_looks_and_costs_the_same(sent: list[tuple[str, str]]) -> None:
    who = person()
    pages, queries = [], []
    for phone in (who.phone, NOBODY):
        client = Client()
        client.get("/masuk/kode/")
        with CaptureQueriesContext(connection) as captured:
            pages.append(plain(ask_code(client, phone)))
        queries.append(len(captured))
    assert pages[0] == pages[1]
    assert queries[0] == queries[1]
    assert [phone for phone, _ in sent] == [who.phone]


def test_a_wrong_password_costs_the_same_for_known_and_unknown_numbers() -> None:
    who = person()
    queries = []
    for phone in (who.phone, NOBODY):
        with (
            CaptureQueriesContext(connection) as captured,
            patch.object(backend, "make_password", wraps=make_password) as hashed,
            patch.object(Person, "check_password", autospec=True, side_effect=Person.check_password) as checked,
        ):
            Client().post("/masuk/", {"login": phone, "password": "salah-sekali"})
        assert hashed.call_count + checked.call_count == 1
        queries.append(len(captured))
    assert queries[0] == queries[1]


# Codes


def test_a_code_works_once_and_for_five_minutes(client: Client, sent: list[tuple[str, str]]) -> None:
    who = person()
    with time_machine.travel("2026-03-01T08:00:00+07:00", tick=False) as clock:
        ask_code(client, who.phone)
        clock.shift(timedelta(minutes=5, seconds=1))
        by_code(client, sent[-1][1])
        assert strength_of(client) is Strength.NONE, "too late"
        ask_code(client, who.phone)
        by_code(client, sent[-1][1])
        assert strength_of(client) is Strength.CODE
        other = Client()
        ask_code(other, NOBODY)
        by_code(other, sent[-1][1])
        assert strength_of(other) is Strength.NONE, "a code is good in the browser that asked for it alone"
        client.post("/keluar/")
        by_code(client, sent[-1][1])
        assert strength_of(client) is Strength.NONE, "used"


def test_without_anybody_to_carry_codes_none_is_offered(client: Client) -> None:
    with patch.object(codes, "SENDERS", []):
        assert "/masuk/kode/" not in client.get("/masuk/").content.decode()
        assert "belum dapat mengirim kode" in client.get("/masuk/kode/").content.decode()


# A code alone opens no office; a sealed one asks for more than a password


def test_a_recycled_sim_card_opens_nothing_of_its_former_owner(client: Client, sent: list[tuple[str, str]]) -> None:
    """Somebody new has the number: they get the code, and not the office, nor a way to make it theirs."""
    who = person("ketua_rw", RW)
    ask_code(client, who.phone)
    by_code(client, sent[-1][1])
    assert strength_of(client) is Strength.CODE
    refused = client.get("/buku-mutasi/")
    assert refused.status_code == 403
    assert "Anda masuk dengan kode saja" in refused.content.decode()
    everywhere = "".join(
        client.get(path).content.decode() for path in ("/hari-ini/", "/profil/", "/petugas/", "/wewenang/")
    )
    assert who.name not in everywhere + refused.content.decode()
    assert "Ketua RW" not in refused.content.decode()
    for path in ("kunci/", "aplikasi/", "sandi/"):
        assert client.get(f"/profil/keamanan/{path}").status_code == 403, path
    assert client.post("/profil/keamanan/sandi/", {"password": "rumah-di-tepi-kali"}).status_code == 403


def test_a_password_opens_a_plain_office_and_not_a_sealed_one(client: Client) -> None:
    who = person("ketua_rw", RW)
    by_password(client, who.phone)
    assert client.get("/buku-mutasi/").status_code == 200
    give_position(actor=SYSTEM, person=who, title="petugas_posko", unit=KELURAHAN)
    assert client.get("/buku-mutasi/").status_code == 200
    sealed = person("lurah", KELURAHAN)
    other = Client()
    by_password(other, sealed.phone)
    refused = other.get("/buku-mutasi/")
    assert refused.status_code == 403
    assert "kunci sandi (passkey) atau aplikasi autentikator" in refused.content.decode()
    assert "melihat hal yang dirahasiakan" in other.get("/profil/keamanan/").content.decode()


def test_who_has_set_up_an_app_must_show_it_after_password_and_after_code(sent: list[tuple[str, str]]) -> None:
    who = person("lurah", KELURAHAN)
    TOTP.activate(who, SECRET)
    assert SECRET not in str(Authenticator.objects.values_list("data", flat=True)), "not readable in the database"
    for enter in ("password", "code"):
        client = Client()
        if enter == "password":
            page = by_password(client, who.phone)
        else:
            ask_code(client, who.phone)
            page = by_code(client, sent[-1][1])
        assert "Satu langkah lagi" in page
        assert strength_of(client) is Strength.NONE
        assert client.get("/hari-ini/").status_code == 302
        wrong = client.post("/masuk/kedua/", {"code": "000000"}).content.decode()
        assert "tidak cocok" in wrong
        with time_machine.travel(timezone.now() + timedelta(minutes=2 if enter == "code" else 1), tick=False):
            assert client.post("/masuk/kedua/", {"code": app_code()}).status_code == 302
            assert strength_of(client) is Strength.STRONG
            assert client.get("/buku-mutasi/").status_code == 200
    assert SignIn.objects.filter(person=who, strength=Strength.STRONG).count() == 2


def test_wrong_codes_of_an_app_lock_the_number() -> None:
    who = person("lurah", KELURAHAN)
    TOTP.activate(who, SECRET)
    client = Client()
    by_password(client, who.phone)
    for _ in range(10):
        client.post("/masuk/kedua/", {"code": "000000"})
    assert "Terlalu banyak" in client.post("/masuk/kedua/", {"code": app_code()}).content.decode()
    assert strength_of(client) is Strength.NONE


def test_ways_to_sign_in_change_only_shortly_after_showing_who_one_is(client: Client) -> None:
    who = person("ketua_rw", RW)
    by_password(client, who.phone)
    assert client.get("/profil/keamanan/aplikasi/").status_code == 200
    with time_machine.travel(timezone.now() + timedelta(minutes=16)):
        answer = client.get("/profil/keamanan/aplikasi/")
        assert answer.headers["Location"].startswith("/masuk/lagi/sandi/")
        assert "tidak cocok" in client.post("/masuk/lagi/sandi/", {"password": "salah"}).content.decode()
        client.post("/masuk/lagi/sandi/?next=/profil/keamanan/aplikasi/", {"password": PASSWORD})
        assert client.get("/profil/keamanan/aplikasi/").status_code == 200


def test_an_app_is_set_up_with_its_own_code_and_makes_the_session_strong(client: Client) -> None:
    who = person("lurah", KELURAHAN)
    by_password(client, who.phone)
    page = client.get("/profil/keamanan/aplikasi/").content.decode()
    assert "<svg" in page
    assert "data:" not in page
    secret = re.sub(r"\s", "", re.findall(r"<code>([A-Z2-7 ]+)</code>", page)[0])
    before = client.session.session_key
    assert "tidak cocok" in client.post("/profil/keamanan/aplikasi/", {"code": "000000"}).content.decode()
    assert client.post("/profil/keamanan/aplikasi/", {"code": app_code(secret)}).status_code == 302
    assert strength_of(client) is Strength.STRONG
    assert client.session.session_key != before
    assert client.get("/buku-mutasi/").status_code == 200
    assert Entry.objects.filter(verb="people.proof_added", object_id=str(who.pk)).count() == 1
    assert "Lepas aplikasi autentikator?" in client.get("/profil/keamanan/aplikasi/lepas/").content.decode()
    assert client.post("/profil/keamanan/aplikasi/lepas/").status_code == 302
    assert Entry.objects.filter(verb="people.proof_removed", object_id=str(who.pk)).count() == 1


# Sessions


def test_leaving_everywhere_ends_every_session_in_that_second(client: Client) -> None:
    who = person()
    other = Client(headers={"user-agent": "Mozilla/5.0 (Linux; Android 14) Chrome/130 Mobile"})
    by_password(client, who.phone)
    by_password(other, who.phone)
    page = client.get("/profil/sesi/").content.decode()
    assert "Chrome, Android" in page
    assert "perangkat ini" in page
    assert str(other.session.session_key) not in page
    which = re.findall(r'name="which" value="([0-9a-f]+)"', page)
    assert len(which) == 1
    client.post("/profil/sesi/akhiri/", {"which": which[0]})
    assert other.get("/hari-ini/").status_code == 302
    by_password(other, who.phone)
    client.post("/profil/sesi/akhiri/")
    assert client.get("/hari-ini/").status_code == 302
    assert other.get("/hari-ini/").status_code == 302
    assert not SignIn.objects.filter(person=who).exists()
    assert not [each for each in Session.objects.all() if str(who.pk) in str(each.get_decoded().get("_auth_user_id"))]


def test_somebody_elses_session_cannot_be_ended(client: Client) -> None:
    one, two = person(), person()
    by_password(client, one.phone)
    other = Client()
    by_password(other, two.phone)
    page = other.get("/profil/sesi/").content.decode()
    assert 'name="which"' not in page
    from rukun.people.signin.sessions import open_ones

    client.post("/profil/sesi/akhiri/", {"which": open_ones(two)[0].handle})
    assert other.get("/hari-ini/").status_code == 200


def test_a_new_password_ends_other_sessions_and_keeps_this_one(client: Client) -> None:
    who = person()
    other = Client()
    by_password(client, who.phone)
    by_password(other, who.phone)
    answer = client.post("/profil/keamanan/sandi/", {"password": "12345678901"})
    assert answer.status_code == 200, "a weak one is refused"
    client.post("/profil/keamanan/sandi/", {"password": "rumah-di-tepi-kali"})
    assert client.get("/hari-ini/").status_code == 200
    assert other.get("/hari-ini/").status_code == 302
    assert "tidak cocok" in by_password(Client(), who.phone)


def test_a_released_person_is_out_in_that_second(client: Client) -> None:
    who = person()
    by_password(client, who.phone)
    release_person(actor=SYSTEM, person=who)
    assert client.get("/hari-ini/").status_code == 302
    assert "tidak cocok" in by_password(client, who.phone)


# Going back, and being sure


def test_a_new_code_can_be_asked_for_while_one_is_awaited(client: Client, sent: list[tuple[str, str]]) -> None:
    who = person()
    with patch.object(codes, "new_code", side_effect=["111111", "222222", "333333"]):
        ask_code(client, "081200009999")  # mistyped: nobody has it
        assert 'name="phone"' in client.get("/masuk/kode/").content.decode()
        assert "Isi kode" in ask_code(client, who.phone)
        assert "/masuk/kode/" in client.get("/masuk/kode/isi/").content.decode()
        assert 'name="phone"' in client.get("/masuk/kode/").content.decode()
        ask_code(client, who.phone)
        assert "Isi kode" in ask_code(client, who.phone), "posting alone starts anew as well"
    assert [code for _, code in sent] == ["111111", "222222", "333333"]
    for old in ("111111", "222222"):
        assert "tidak cocok" in by_code(client, old)
        assert strength_of(client) is Strength.NONE
    by_code(client, "333333")
    assert strength_of(client) is Strength.CODE
    assert client.get("/masuk/").headers["Location"] == "/hari-ini/", "who is signed in goes onward"
    assert client.get("/masuk/kode/").status_code == 302


def test_from_a_code_awaited_one_can_go_back_to_the_password(client: Client, sent: list[tuple[str, str]]) -> None:
    who = person()
    ask_code(client, who.phone)
    assert 'name="password"' in client.get("/masuk/").content.decode()
    assert client.get("/masuk/kode/isi/").status_code == 302, "the code awaited is forgotten"
    ask_code(client, who.phone)
    by_password(client, who.phone)
    assert strength_of(client) is Strength.WORD, "and a password posted from an older page is taken"


def test_from_the_second_step_one_can_go_back_to_the_first(client: Client, sent: list[tuple[str, str]]) -> None:
    who = person()
    TOTP.activate(who, SECRET)
    page = by_password(client, who.phone)
    assert "Satu langkah lagi" in page
    assert 'href="/masuk/"' in page
    assert 'name="password"' in client.get("/masuk/").content.decode()
    assert client.get("/masuk/kedua/").headers["Location"] == "/masuk/", "half a sign-in does not wait"
    by_password(client, who.phone)
    assert 'name="phone"' in client.get("/masuk/kode/").content.decode()
    assert client.get("/masuk/kedua/").headers["Location"] == "/masuk/"
    by_password(client, who.phone)
    passkey = client.get("/masuk/kunci/", headers={"x-requested-with": "XMLHttpRequest"})
    assert "request_options" in passkey.json()


def test_a_count_that_is_erased_while_it_is_looked_for_begins_anew() -> None:
    erased: list[str] = []

    def erase_once(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        done = execute(sql, params, many, context)
        if sql.startswith("INSERT") and "people_tries" in sql and not erased:
            erased.append(sql)
            Tries.objects.all().delete()
        return done

    with connection.execute_wrapper(erase_once):
        locks.wrong(NOBODY)
    assert erased
    assert Tries.objects.get().wrong == 1


def test_a_code_alone_does_not_begin_the_count_anew(client: Client, sent: list[tuple[str, str]]) -> None:
    """Else whoever has the number now could guess the password of whoever had it before, ten at a time."""
    who = person()
    for _ in range(9):
        by_password(Client(), who.phone, "salah-sekali")
    ask_code(client, who.phone)
    by_code(client, sent[-1][1])
    assert strength_of(client) is Strength.CODE
    by_password(Client(), who.phone, "salah-sekali")
    assert "Terlalu banyak" in by_password(Client(), who.phone)


def test_a_way_in_added_or_removed_ends_the_other_sessions(client: Client) -> None:
    who = person("lurah", KELURAHAN)
    by_password(client, who.phone)
    other = Client()
    by_password(other, who.phone)
    page = client.get("/profil/keamanan/aplikasi/").content.decode()
    secret = re.sub(r"\s", "", re.findall(r"<code>([A-Z2-7 ]+)</code>", page)[0])
    done = client.post("/profil/keamanan/aplikasi/", {"code": app_code(secret)}, follow=True).content.decode()
    assert "Perangkat lain yang masih masuk sudah dikeluarkan" in done
    assert other.get("/hari-ini/").status_code == 302
    assert client.get("/hari-ini/").status_code == 200
    with time_machine.travel(timezone.now() + timedelta(minutes=1), tick=False):
        by_password(other, who.phone)
        other.post("/masuk/kedua/", {"code": app_code(secret)})
        assert strength_of(other) is Strength.STRONG
        client.post("/profil/keamanan/aplikasi/lepas/")
        assert other.get("/hari-ini/").status_code == 302
        assert client.get("/hari-ini/").status_code == 200


def test_who_has_an_authenticator_changes_ways_in_only_by_it(client: Client) -> None:
    who = person("lurah", KELURAHAN)
    by_password(client, who.phone)
    TOTP.activate(who, SECRET)  # as if this session had been overlooked
    for path in ("kunci/", "aplikasi/lepas/", "sandi/"):
        for refused in (client.get(f"/profil/keamanan/{path}"), client.post(f"/profil/keamanan/{path}")):
            assert refused.status_code == 403, path
            assert "masuk lagi dengan kunci sandi" in refused.content.decode()
    assert Authenticator.objects.filter(user=who).count() == 1
    page = client.get("/profil/keamanan/").content.decode()
    assert "masuk lagi dengan kunci sandi" in page
    assert "Lepas aplikasi" not in page


def test_a_password_sent_too_late_is_not_kept_while_one_shows_who_one_is(client: Client) -> None:
    who = person()
    by_password(client, who.phone)
    with time_machine.travel(timezone.now() + timedelta(minutes=16)):
        answer = client.post("/profil/keamanan/sandi/", {"password": "rumah-di-tepi-kali"})
        assert answer.headers["Location"] == "/masuk/lagi/sandi/?next=%2Fprofil%2Fkeamanan%2Fsandi%2F"
        assert "rumah-di-tepi-kali" not in str(dict(client.session))


@pytest.mark.parametrize("each", [AddPasskey, RemovePasskey, ActivateApp, DeactivateApp])
def test_what_is_said_after_a_change_is_said_in_the_language_of_the_page(each: Any) -> None:
    assert isinstance(each.said, Promise)


# Leaving for good


def test_one_is_deleted_only_shortly_after_showing_who_one_is(client: Client) -> None:
    who = person()
    by_password(client, who.phone)
    with time_machine.travel(timezone.now() + timedelta(minutes=16)):
        for answer in (client.get("/profil/data/hapus/"), client.post("/profil/data/hapus/")):
            assert answer.headers["Location"] == "/masuk/lagi/sandi/?next=%2Fprofil%2Fdata%2Fhapus%2F"
        assert Person.objects.filter(pk=who.pk).exists()
        back = client.post("/masuk/lagi/sandi/?next=/profil/data/hapus/", {"password": PASSWORD})
        assert back.headers["Location"] == "/profil/data/hapus/"
        assert Person.objects.filter(pk=who.pk).exists(), "nothing happens but by the button"
        client.post("/profil/data/hapus/")
        assert not Person.objects.filter(pk=who.pk).exists()


def test_who_has_nothing_to_show_signs_in_again_to_be_deleted(client: Client, sent: list[tuple[str, str]]) -> None:
    who = person(password="")
    ask_code(client, who.phone)
    by_code(client, sent[-1][1])
    assert client.get("/profil/data/hapus/").status_code == 200
    with time_machine.travel(timezone.now() + timedelta(minutes=16)):
        refused = client.post("/profil/data/hapus/")
        assert refused.status_code == 403
        assert "Keluar, lalu masuk lagi" in refused.content.decode()
        assert Person.objects.filter(pk=who.pk).exists()
        client.post("/keluar/")
        ask_code(client, who.phone)
        by_code(client, sent[-1][1])
        client.post("/profil/data/hapus/")
        assert not Person.objects.filter(pk=who.pk).exists()
