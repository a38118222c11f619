"""One's own profile and data: complete, nobody else's, and closed to whoever merely has the number now."""

import json
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.test import Client
from django.utils import timezone

from rukun.guard import System
from rukun.journal import actions as journal
from rukun.journal.models import Entry
from rukun.journal.queries import BATCH
from rukun.people import actions
from rukun.people.access.own import may_see_own_data
from rukun.people.actions.invitations import renew_invitation
from rukun.people.actor import actor_of
from rukun.people.models import ApiKey, Person, Position, Recovery, SignIn
from rukun.people.queries.profile import PARTS, TABLES, own_data, own_data_as_json
from rukun.people.strength import SESSION_KEY, Strength
from rukun.people.tests.factories import PASSWORD, SYSTEM, person, position_until
from rukun.people.verbs import CONTACT_READ, PERSON_CORRECTED
from rukun.territory.tests.towns import listed

pytestmark = pytest.mark.django_db
KELURAHAN = "31.73.07.1001"
RW = f"{KELURAHAN}.016"
OWN_PAGES = ("/profil/", "/profil/data/", "/profil/data/unduh/", "/profil/data/perbaiki/", "/profil/data/hapus/")


def text_of(answer: Any) -> str:
    text: str = (b"".join(answer.streaming_content) if answer.streaming else answer.content).decode()
    return text


def as_strong_as(strength: Strength, client: Client) -> None:
    session = client.session
    session[SESSION_KEY] = int(strength)
    session.save()


def with_everything(name: str, title: str = "lurah") -> Person:
    """Somebody of whom every table holds something."""
    who = person(title, KELURAHAN, name=name)
    now = timezone.now()
    renew_invitation(actor=SYSTEM, person=who)
    Recovery.objects.create(
        person=who, phone="+6281255500001", asked_by="person:x", asked_at=now, expires_at=now + timedelta(days=7)
    )
    SignIn.objects.create(session_key=f"sesi{who.pk}", person=who, strength=4, device="Firefox, Linux", since=now)
    ApiKey.objects.create(
        person=who, name="Papan posko", secret_hash=f"rahasia{who.pk}", capabilities=["journal.read"],
        unit=KELURAHAN, made_at=now, expires_at=now + timedelta(days=30),
    )  # fmt: skip
    Authenticator.objects.create(user=who, type="totp", data={"secret": f"rahasia{who.pk}"})
    return who


def test_the_profile_says_who_one_is_what_each_position_opens_and_what_this_session_keeps_closed(
    client: Client,
) -> None:
    now = timezone.now()
    who = person("ketua_rw", RW, name="Bu Ratna")
    actions.give_position(actor=SYSTEM, person=who, title="lurah", unit=KELURAHAN)
    position_until(who, "camat", "31.73.07", now - timedelta(days=700), now - timedelta(days=300))
    position_until(who, "kapolsek", "31.73.08", now + timedelta(days=30), now + timedelta(days=60))
    client.force_login(who)
    page = client.get("/profil/").content.decode()
    assert page.index("Jabatan sekarang") < page.index("Ketua RW") < page.index("Jabatan yang akan datang")
    assert page.index("Jabatan yang akan datang") < page.index("Kapolsek") < page.index("Jabatan sebelumnya")
    assert page.index("Jabatan sebelumnya") < page.index("Camat")
    assert "Bu Ratna" in page
    assert "membuka nomor pribadi seseorang (dicatat)" in page
    assert "belum terbuka" not in page
    for link in ("/profil/data/", "/profil/keamanan/", "/profil/sesi/", "/wewenang/", "/privasi/", "/pemulihan/"):
        assert f'href="{link}"' in page, link
    as_strong_as(Strength.WORD, client)
    page = client.get("/profil/").content.decode()
    assert "<strong>Lurah</strong>" in page
    assert "<strong>Ketua RW</strong>" not in page
    assert "Untuk membukanya" in page
    assert "Bu Ratna" in page
    assert 'href="/pemulihan/"' not in page


def test_whoever_holds_the_number_now_sees_nothing_of_the_office_holder_who_had_it_before(client: Client) -> None:
    who = person("lurah", KELURAHAN, name="Ibu Hartati")
    actions.end_position(actor=SYSTEM, position=Position.objects.get())
    client.force_login(who)
    for strength in (Strength.NONE, Strength.CODE):
        as_strong_as(strength, client)
        for path in OWN_PAGES:
            for answer in (client.get(path), client.post(path, {"name": "Maling", "unit": ""})):
                page = answer.content.decode()
                assert answer.status_code == 403, path
                assert "Data ini masih tertutup" in page, path
                for secret in ("Hartati", who.phone, who.phone[3:], "Lurah", "Palmerah"):
                    assert secret not in page, (path, secret)
    who.refresh_from_db()
    assert (who.name, who.released_at) == ("Ibu Hartati", None)
    for strength in (Strength.INVITED, Strength.WORD):
        as_strong_as(strength, client)
        assert "Ibu Hartati" in client.get("/profil/").content.decode()


def test_a_resident_without_an_office_may_see_their_data_by_a_code_alone(client: Client) -> None:
    who = person(name="Sari Wulandari")
    client.force_login(who)
    as_strong_as(Strength.CODE, client)
    for path in OWN_PAGES:
        assert client.get(path, follow=True).status_code == 200, path
    assert "Sari Wulandari" in client.get("/profil/").content.decode()


def test_pages_about_oneself_are_for_persons_who_signed_in(client: Client) -> None:
    for path in OWN_PAGES:
        assert client.get(path).headers["Location"].startswith("/masuk/"), path
    assert not may_see_own_data(System("konsol")).allowed


def test_my_data_hold_everything_of_me_and_nothing_of_anybody_else(client: Client) -> None:
    who, other = with_everything("Ibu Hartati"), with_everything("Yusuf Maulana", "babinsa")
    for each in (who, other):
        with journal.atomic():
            journal.record(CONTACT_READ, actor=actor_of(other), unit=KELURAHAN, about=("person", each.pk))
    client.force_login(who)
    answer = client.post("/profil/data/unduh/")
    assert answer.headers["Content-Type"] == "application/json"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="data-saya.json"'
    assert "no-store" in answer.headers["Cache-Control"]
    raw = text_of(answer)
    held = json.loads(raw)
    assert held["person"]["name"] == "Ibu Hartati"
    assert held["person"]["phone"] == who.phone
    assert [each["title"] for each in held["positions"]] == ["lurah"]
    assert [each["device"] for each in held["sign_ins"]] == ["Firefox, Linux"]
    assert [each["name"] for each in held["api_keys"]] == ["Papan posko"]
    assert [each["type"] for each in held["ways_to_sign_in"]] == ["totp"]
    assert len(held["invitations"]) == len(held["recoveries"]) == 1
    verbs = [each["verb"] for each in held["journal"]]
    assert {"people.person_added", "people.position_given", "people.invited", CONTACT_READ.name} == set(verbs)
    read = next(each for each in held["journal"] if each["verb"] == CONTACT_READ.name)
    assert (read["by_me"], read["about_me"]) == (False, True)
    for foreign in ("Yusuf", str(other.pk), other.phone, "rahasia", "5550000", who.password, f"sesi{who.pk}"):
        assert foreign not in raw, foreign
    page = client.get("/profil/data/").content.decode()
    for words in ("Ibu Hartati", "Firefox, Linux", "Papan posko", "nomor pribadi seseorang dibaca", "90 hari"):
        assert words in page, words
    assert "Yusuf" not in page


def test_no_field_of_any_table_about_a_person_is_forgotten() -> None:
    """Each field of each table that points to a person is in the file, or is left out for a reason that stands here.

    Rooms above look after the tables of their own parts.
    """
    who = with_everything("Ibu Hartati")
    secret = {"password", "secret_hash", "session_key", "data"}
    of_others = {"made_by", "asked_by", "confirmed_by"}
    itself = {"person", "user"}
    told_otherwise = {"phone": {"people.Recovery"}, "organisation": {"people.Position"}, "id": {"mfa.Authenticator"}}
    told_otherwise["position"] = {"people.Invitation"}
    parts = {table: part for part, table in TABLES.items()}
    held = own_data(who)
    for model in [Person, *(each.related_model for each in Person._meta.related_objects)]:
        table = f"{model._meta.app_label}.{model.__name__}"  # type: ignore[union-attr]
        if table == "account.EmailAddress":
            continue  # of the sign-in's library: there is no mail here
        if table in {part.table for part in PARTS}:
            continue
        row = held[parts[table]]
        row = row if isinstance(row, dict) else row[0]
        for field in model._meta.concrete_fields:  # type: ignore[union-attr]
            left_out = field.name in secret | of_others | itself or table in told_otherwise.get(field.name, ())
            assert left_out or field.name in row, f"{table}.{field.name}"


def test_a_long_journal_comes_whole_and_in_order() -> None:
    who = person(name="Yusuf Maulana")
    with journal.atomic():
        for _ in range(BATCH + 3):
            journal.record(PERSON_CORRECTED, actor=actor_of(who), unit=KELURAHAN, about=("person", who.pk))
    times = [each["time"] for each in json.loads("".join(own_data_as_json(who)))["journal"]]
    assert len(times) == BATCH + 4
    assert times == sorted(times, reverse=True)


def test_one_corrects_ones_own_name_and_unit_in_words_and_nothing_else(client: Client) -> None:
    units = {"31": "Jakarta", "31.73": "Jakarta Barat", "31.73.07": "Palmerah", KELURAHAN: "Palmerah", RW: "RW 16"}
    listed("kode,nama\n" + "".join(f"{code},{name}\n" for code, name in units.items()))
    who = person(name="Sari")
    client.force_login(who)
    page = "/profil/data/perbaiki/"
    answer = client.post(page, {"name": " Sari  Wulandari ", "unit": "RW 16 Palmerah", "adult": "", "phone": "1"})
    assert answer.headers["Location"] == "/profil/data/"
    who.refresh_from_db()
    assert (who.name, who.unit, who.adult) == ("Sari Wulandari", RW, True)
    assert 'value="RW 16, Palmerah"' in client.get(page).content.decode()
    assert client.post(page, {"name": "Sari W", "unit": "RW 16, Palmerah"}).status_code == 302
    entry = Entry.objects.filter(verb=PERSON_CORRECTED.name).latest("pk")
    assert (entry.actor, entry.object_id, entry.unit) == (f"person:{who.pk}", str(who.pk), RW)
    assert "Sari" not in str(list(Entry.objects.values_list()))
    wrong = [
        ({"name": "", "unit": ""}, "Nama belum diisi"),
        ({"name": "x" * 121, "unit": ""}, "121"),
        ({"name": "Aiptu Sari", "unit": ""}, "Pangkat Aiptu tidak ditulis dalam nama"),
        ({"name": "Sari", "unit": "Entah di mana"}, "Wilayah itu tidak dikenal"),
        ({"name": "Sari", "unit": "31.73.07.1001.999"}, "tidak ada atau sudah berakhir"),
    ]
    for typed, words in wrong:
        answer = client.post(page, typed)
        assert words in answer.content.decode(), words
        assert answer.status_code == 200
    who.refresh_from_db()
    assert (who.name, who.unit) == ("Sari W", RW)


def test_a_rank_that_stands_in_a_name_already_does_not_keep_its_owner_from_correcting_the_unit(client: Client) -> None:
    who = person(name="Aiptu Made Wirawan")
    client.force_login(who)
    assert client.post("/profil/data/perbaiki/", {"name": who.name, "unit": KELURAHAN}).status_code == 302
    who.refresh_from_db()
    assert who.unit == KELURAHAN


def test_who_never_held_an_office_is_erased_at_once_and_told_so(client: Client) -> None:
    who = person(name="Sari Wulandari")
    client.post("/masuk/", {"login": who.phone, "password": PASSWORD})
    before = client.get("/profil/data/hapus/").content.decode()
    assert "cara masuk, undangan, dan semua yang lain tentang Anda dihapus" in before
    assert "90 hari" not in before
    assert Person.objects.exists(), "nothing happens by looking"
    answer = client.post("/profil/data/hapus/", follow=True)
    assert answer.redirect_chain == [("/profil/terhapus/", 302)]
    page = answer.content.decode()
    assert "Data Anda sudah dihapus" in page
    assert "Sari" not in page
    assert not Person.objects.exists()
    assert not SignIn.objects.exists()
    assert client.get("/profil/").headers["Location"].startswith("/masuk/")
    assert list(Entry.objects.order_by("pk").values_list("verb", flat=True))[-2:] == [
        "people.person_released",
        "people.person_erased",
    ]
    assert "Sari" not in str(list(Entry.objects.values_list()))


def test_who_held_an_office_leaves_at_once_and_is_erased_ninety_days_later(client: Client) -> None:
    who = person("ketua_rw", RW, name="Bu Ratna")
    client.force_login(who)
    before = client.get("/profil/data/hapus/").content.decode()
    assert "Semua jabatan Anda berakhir" in before
    assert "90 hari" in before
    answer = client.post("/profil/data/hapus/", follow=True)
    assert answer.redirect_chain == [("/profil/berakhir/", 302)]
    assert "Akun Anda sudah ditutup" in answer.content.decode()
    assert client.get("/profil/").headers["Location"].startswith("/masuk/")
    who.refresh_from_db()
    assert who.released_at is not None
    assert Position.objects.get().until is not None
    with time_machine.travel(timezone.now() + timedelta(days=91), tick=False):
        actions.erase_released()
    assert not Person.objects.exists()


def test_the_last_administrator_is_asked_to_find_another_first(client: Client) -> None:
    who = person("administrator")
    client.force_login(who)
    answer = client.post("/profil/data/hapus/")
    assert answer.status_code == 200
    assert "Ini administrator terakhir" in answer.content.decode()
    assert client.get("/profil/").status_code == 200
    person("administrator")
    assert client.post("/profil/data/hapus/").headers["Location"] == "/profil/berakhir/"
