"""The journal's pages and API: who sees what, filtered and paged."""

import re
from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from rukun.guard import System
from rukun.journal import actions as journal
from rukun.journal.models import Entry
from rukun.journal.queries import PAGE, Filter, entries_visible_to, find_entries
from rukun.journal.tests.factories import holder
from rukun.journal.verbs import LOG_WRITTEN, NOTE_READ
from rukun.people.tests.factories import PASSWORD, person

pytestmark = pytest.mark.django_db
KELURAHAN = "31.73.07.1001"
RW = f"{KELURAHAN}.003"
OTHER = "31.71.06.1001"


def write(unit: str, note: str = "", about: tuple[str, str] = ("", "")) -> None:
    with journal.atomic():
        journal.record(LOG_WRITTEN, actor=System("test"), unit=unit, note=note, about=about)


def as_(client: Client, title: str, unit: str) -> Client:
    client.force_login(person(title, unit))
    return client


@pytest.mark.parametrize(
    ("scopes", "expected"),
    [
        ((), set()),
        (("",), {"", "31.73", KELURAHAN, RW, OTHER, "31.73.07.10011"}),
        (("31.73",), {"31.73", KELURAHAN, RW, "31.73.07.10011"}),
        ((KELURAHAN,), {KELURAHAN, RW}),
        ((RW,), {RW}),
        ((RW, OTHER), {RW, OTHER}),
    ],
)
def test_a_reader_sees_the_entries_of_their_units_and_no_others(scopes: tuple[str, ...], expected: set[str]) -> None:
    for unit in ("", "31.73", KELURAHAN, RW, OTHER, "31.73.07.10011"):
        write(unit)
    assert {entry.unit for entry in entries_visible_to(holder(*scopes))} == expected


def test_filters_narrow_by_unit_verb_actor_object_and_day() -> None:
    reader = holder("31")
    with time_machine.travel(datetime.fromisoformat("2026-03-01T23:30:00+07:00"), tick=False):
        write(RW, about=("report", "r1"))
    with time_machine.travel(datetime.fromisoformat("2026-03-02T00:30:00+07:00"), tick=False):
        write(OTHER)

    def units(**wanted: object) -> list[str]:
        return [each.unit for each in find_entries(reader, Filter(**wanted)).entries]  # type: ignore[arg-type]

    first, second = date(2026, 3, 1), date(2026, 3, 2)
    assert units() == [OTHER, RW]
    assert units(unit=KELURAHAN) == [RW]
    assert units(verb="people.person_added") == []
    assert units(actor="system:test") == [OTHER, RW]
    assert units(object_label="report", object_id="r1") == [RW]
    assert units(since=second) == [OTHER], "the day begins at midnight here, not in Greenwich"
    assert units(until=first) == [RW]


def test_pages_hang_on_an_entry_so_that_nothing_is_skipped_or_shown_twice() -> None:
    for _ in range(2 * PAGE + 5):
        write(RW)
    reader = holder(KELURAHAN)
    first = find_entries(reader, Filter())
    write(RW)  # somebody writes while somebody reads
    second = find_entries(reader, Filter(), before=first.older)
    third = find_entries(reader, Filter(), before=second.older)
    seen = [entry.sequence for page in (first, second, third) for entry in page.entries]
    assert seen == list(range(2 * PAGE + 5, 0, -1))
    assert third.older is None
    assert first.newer is None
    back = find_entries(reader, Filter(), after=third.newer)
    assert [entry.pk for entry in back.entries] == [entry.pk for entry in second.entries]


def test_the_page_costs_the_same_number_of_queries_however_long_the_journal(client: Client) -> None:
    as_(client, "lurah", KELURAHAN)
    client.get("/buku-mutasi/")  # names of units are read once
    counts = []
    for _ in range(2):
        for _ in range(20):
            write(RW, note="kata")
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/buku-mutasi/").status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 7


def test_the_log_is_read_in_place_and_only_by_who_may_read_notes(client: Client) -> None:
    write(RW, note="Lampu <b>jembatan</b> mati")
    page = as_(client, "petugas_posko", KELURAHAN).get("/buku-mutasi/").content.decode()
    assert "Lampu &lt;b&gt;jembatan&lt;/b&gt; mati" in page
    page = as_(client, "ketua_rw", RW).get("/buku-mutasi/").content.decode()
    assert "Lampu" not in page


def test_a_reason_is_opened_one_by_one_and_that_is_recorded(client: Client) -> None:
    with journal.atomic():
        journal.record(NOTE_READ, actor=System("test"), unit=RW, note="alasan panjang")
    as_(client, "lurah", KELURAHAN)
    address = f"/buku-mutasi/{KELURAHAN}/1/"
    assert "alasan panjang" not in client.get("/buku-mutasi/").content.decode()
    assert "alasan panjang" not in client.get(address).content.decode()
    before = Entry.objects.count()
    assert "alasan panjang" in client.post(address + "keterangan/").content.decode()
    assert Entry.objects.count() == before + 1


def test_who_may_not_read_notes_is_told_why(client: Client) -> None:
    write(RW, note="rahasia")
    as_(client, "ketua_rw", RW)
    page = client.get(f"/buku-mutasi/{KELURAHAN}/1/").content.decode()
    assert "rahasia" not in page
    assert "membaca catatan dan alasan" in page
    assert client.post(f"/buku-mutasi/{KELURAHAN}/1/keterangan/").status_code == 403


def test_an_entry_elsewhere_and_an_entry_that_is_not_there_look_the_same(client: Client) -> None:
    write(OTHER)
    as_(client, "ketua_rw", RW)
    elsewhere, absent = client.get(f"/buku-mutasi/{OTHER}/1/"), client.get(f"/buku-mutasi/{OTHER}/2/")
    assert (elsewhere.status_code, absent.status_code) == (404, 404)
    assert client.get(f"/buku-mutasi/{OTHER}/99999999999999999999/").status_code == 404
    assert client.get("/buku-mutasi/-/1/").status_code == 404


def test_an_erased_note_says_so(client: Client) -> None:
    with journal.atomic():
        journal.record(LOG_WRITTEN, actor=System("test"), unit=RW, note="lama", keep_note=timedelta(0))
    journal.erase_due_notes()
    page = as_(client, "lurah", KELURAHAN).get(f"/buku-mutasi/{KELURAHAN}/1/").content.decode()
    assert "masa simpan" in page
    assert "lama<" not in page


def test_an_entry_shows_its_seal_and_codes(client: Client) -> None:
    with journal.atomic():
        journal.record(LOG_WRITTEN, actor=System("test"), unit="", about=("thing", "t1"), codes={"level": "AG"})
    page = as_(client, "administrator", "").get("/buku-mutasi/-/1/").content.decode()
    for shown in (Entry.objects.get(chain="", sequence=1).hash, "thing t1", "level", "AG"):
        assert shown in page


def test_the_installations_own_chain_has_an_address(client: Client) -> None:
    write("")
    page = as_(client, "administrator", "").get("/buku-mutasi/").content.decode()
    assert 'href="/buku-mutasi/-/1/"' in page


def test_writing_by_hand_through_the_page(client: Client) -> None:
    as_(client, "petugas_posko", KELURAHAN)
    assert client.get("/buku-mutasi/tulis/").status_code == 200
    wrong = client.post("/buku-mutasi/tulis/", {"unit": KELURAHAN, "text": "", "log_id": str(uuid4())})
    assert wrong.status_code == 200
    assert not Entry.objects.filter(verb=LOG_WRITTEN.name).exists()
    kept = client.post(
        "/buku-mutasi/tulis/", {"unit": OTHER, "text": "tetap ada", "log_id": str(uuid4())}
    ).content.decode()
    assert "tetap ada" in kept, "what was typed stays"
    answer = client.post(
        "/buku-mutasi/tulis/", {"unit": KELURAHAN, "text": "Lampu mati", "log_id": str(uuid4())}, follow=True
    )
    assert "Catatan tersimpan" in answer.content.decode()
    assert "Lampu mati" in answer.content.decode()


def test_numbers_of_people_never_come_into_the_book_and_names_only_after_a_second_look(client: Client) -> None:
    as_(client, "petugas_posko", KELURAHAN)
    typed = {"unit": KELURAHAN, "log_id": str(uuid4())}

    def sent(**more: str) -> str:
        return client.post("/buku-mutasi/tulis/", {**typed, **more}, follow=True).content.decode()

    number = sent(text="Titipan untuk 0812-3456-7890.")
    assert "nomor telepon" in number
    assert "Ini bukan orang, simpan" not in number
    named = sent(text="Dikejar Budi Santoso ke pasar.")
    assert "Budi Santoso" in named
    mark = re.search(r'name="sure" value="([0-9a-f]+)"', named)
    assert mark
    assert not Entry.objects.filter(verb=LOG_WRITTEN.name).exists()
    assert "Catatan tersimpan" in sent(text="Dikejar Budi Santoso ke pasar.", sure=mark[1])


def test_several_units_are_offered_to_choose_from(client: Client) -> None:
    from rukun.people.actions import give_position
    from rukun.people.tests.factories import SYSTEM

    who = person("petugas_posko", KELURAHAN)
    give_position(actor=SYSTEM, person=who, title="petugas_posko", unit=OTHER)
    client.force_login(who)
    page = client.get("/buku-mutasi/tulis/").content.decode()
    assert page.count("<option") == 2


def test_a_wrong_filter_is_explained_and_does_not_narrow(client: Client) -> None:
    write(RW)
    as_(client, "lurah", KELURAHAN)
    page = client.get("/buku-mutasi/?unit=Palmerah&since=2026-13-01&before=abc").content.decode()
    assert "Wilayah itu tidak dikenal" in page
    page = client.get("/buku-mutasi/?since=2026-03-02&until=2026-03-01").content.decode()
    assert "Tukar keduanya" in page


def test_empty_pages_say_what_will_be_there(client: Client) -> None:
    as_(client, "ketua_rw", OTHER + ".001")
    assert "Tidak ada yang cocok" in client.get("/buku-mutasi/?unit=91").content.decode()


def test_residents_are_told_that_the_journal_is_not_for_them(client: Client) -> None:
    client.force_login(person())
    answer = client.get("/buku-mutasi/")
    assert answer.status_code == 403
    assert "Jabatan Anda: belum memegang jabatan" in answer.content.decode()
    assert client.get("/buku-mutasi/tulis/").status_code == 403


def test_the_api_gives_the_same_to_the_same(client: Client) -> None:
    write(RW, note="rahasia", about=("report", "r1"))
    write(OTHER)
    anonymous = client.get("/api/v1/journal/entries")
    assert anonymous.status_code == 401
    assert "masuk" in anonymous.json()["detail"]
    client.force_login(person())
    assert client.get("/api/v1/journal/entries").status_code == 403
    as_(client, "ketua_rw", RW)
    answer = client.get("/api/v1/journal/entries", {"unit": KELURAHAN, "object_label": "report"})
    entries = answer.json()["entries"]
    assert [(each["chain"], each["sequence"], each["object_id"]) for each in entries] == [(KELURAHAN, 1, "r1")]
    assert "rahasia" not in answer.content.decode()
    assert client.get("/api/v1/journal/entries", {"unit": "Palmerah"}).status_code == 422
    assert client.get("/api/v1/journal/entries", {"before": -1}).status_code == 422
    assert client.get("/api/v1/journal/entries", {"before": 2**64}).status_code == 422


@pytest.mark.parametrize(
    "query",
    [
        "until=9999-12-31",
        "since=0001-01-01",
        "since=9999-12-31&until=9999-12-31",
        "before=" + "9" * 4400,
        "verb=%00",
        "actor=%00",
        "object_label=%00&object_id=%00",
        "unit=%00",
        "before=-1&after=x",
    ],
)
def test_strange_filters_of_somebody_signed_in_are_answered(client: Client, query: str) -> None:
    write(RW)
    as_(client, "lurah", KELURAHAN)
    assert client.get(f"/buku-mutasi/?{query}").status_code == 200
    assert client.get(f"/api/v1/journal/entries?{query}").status_code in (200, 422)


def test_the_same_form_sent_twice_is_stored_once(client: Client) -> None:
    as_(client, "petugas_posko", KELURAHAN)
    sent = {"unit": KELURAHAN, "text": "Lampu mati", "log_id": str(uuid4())}
    for _ in range(2):
        assert client.post("/buku-mutasi/tulis/", sent).status_code == 302
    assert Entry.objects.filter(verb=LOG_WRITTEN.name).count() == 1


def test_what_was_typed_survives_a_session_that_ended(client: Client) -> None:
    who = person("ketua_rw", RW)
    sent = {"unit": RW, "text": "Lampu jembatan mati", "log_id": str(uuid4()), "password": "tak-disimpan"}
    answer = client.post("/buku-mutasi/tulis/", sent)
    assert answer.headers["Location"] == "/masuk/?next=%2Fbuku-mutasi%2Ftulis%2F"
    answer = client.post("/masuk/", {"login": who.phone, "password": PASSWORD, "next": "/buku-mutasi/tulis/"})
    page = client.get("/buku-mutasi/tulis/").content.decode()
    assert "Lampu jembatan mati" in page
    assert "Lampu jembatan mati" not in client.get("/buku-mutasi/tulis/").content.decode(), "given back once"
    assert "tak-disimpan" not in str(dict(client.session))


def test_line_breaks_count_once_and_what_is_too_long_is_said_not_cut(client: Client) -> None:
    as_(client, "petugas_posko", KELURAHAN)
    sent = {"unit": KELURAHAN, "text": "a\r\n" * 999 + "aa", "log_id": str(uuid4())}
    assert client.post("/buku-mutasi/tulis/", sent).status_code == 302
    page = client.post("/buku-mutasi/tulis/", {**sent, "text": "b" * 2001}).content.decode()
    assert "2001 huruf" in page
    assert "b" * 2001 in page
    assert "maxlength" not in page


def test_whoever_wrote_something_can_read_it_again(client: Client) -> None:
    as_(client, "ketua_rw", RW)
    sent = {"unit": RW, "text": "Dua kelompok di jembatan", "log_id": str(uuid4())}
    assert "Dua kelompok" in client.post("/buku-mutasi/tulis/", sent, follow=True).content.decode()


def test_a_reloaded_note_leads_to_its_entry(client: Client) -> None:
    write(RW, note="x")
    as_(client, "lurah", KELURAHAN)
    address = f"/buku-mutasi/{KELURAHAN}/1/"
    assert client.get(address + "keterangan/").headers["Location"] == address
