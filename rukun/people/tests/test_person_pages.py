"""Pages of persons: for whom they are there, and that a private number is never read in silence."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from rukun.guard.ids import new_id
from rukun.journal.models import Entry
from rukun.people import actions
from rukun.people.models import Person, Position
from rukun.people.tests.circles import KELURAHAN, RW_03, RW_04, circle, holds, organisation, somebody
from rukun.people.tests.factories import SYSTEM, person

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def page(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, path
    return answer.content.decode()


def at(who: Person) -> str:
    return f"/orang/{who.pk}/"


def test_a_person_is_there_for_themselves_and_for_those_who_see_people_where_they_are(client: Client) -> None:
    member = holds(organisation("ormas", "31.71.06.1001", "Ormas Jauh"), "anggota", somebody("Yusuf", RW_03)).person
    assert client.get(at(member)).headers["Location"].startswith("/masuk/")
    client.force_login(person("ketua_rw", RW_04))
    page(client, at(member), 404)
    page(client, f"/orang/{uuid4()}/", 404)
    assert client.post(f"{at(member)}nomor/").status_code == 404
    client.force_login(person("ketua_rw", RW_03))
    text = page(client, at(member))
    for missing in ("Ormas Jauh", "Tampilkan nomor", "Perbaiki data", "Akhiri akses", "+62813"):
        assert missing not in text, missing  # the position there is not theirs to see
    for path in ("ubah/", "akhiri/", "nomor/"):
        assert client.post(at(member) + path).status_code == 403
    client.force_login(person("lurah", "31.71.06.1001"))
    text = page(client, at(member))
    assert "Ormas Jauh" in text
    assert "Tampilkan nomor" in text, "who serves in their area can be called"
    assert "Perbaiki data" not in text, "but belongs to others too"
    client.force_login(member)
    text = page(client, at(member))
    assert "Ormas Jauh" in text
    assert "/profil/" in text
    assert member.phone not in text
    page(client, "/orang/", 403)
    actions.end_position(actor=SYSTEM, position=Position.objects.get(person=member))
    assert "Jabatan dulu" in page(client, at(member))
    client.force_login(person("sekretaris_kelurahan", "31.71.06.1001"))
    page(client, at(member), 404)


def test_a_private_number_is_shown_once_by_post_and_each_reading_is_recorded(client: Client) -> None:
    who, lurah = somebody("Yusuf Maulana", RW_03), person("lurah", KELURAHAN)
    client.force_login(lurah)
    text = page(client, at(who))
    assert "Tampilkan nomor (dicatat)" in text
    assert who.phone not in text
    assert not Entry.objects.filter(verb="people.contact_read").exists()
    assert client.get(f"{at(who)}nomor/").headers["Location"] == at(who)
    answer = client.post(f"{at(who)}nomor/")
    text = answer.content.decode()
    assert f"tel:{who.phone}" in text
    assert f"https://wa.me/{who.phone[1:]}" in text
    assert "no-store" in answer.headers["Cache-Control"]
    entry = Entry.objects.get(verb="people.contact_read")
    assert (entry.actor, entry.object_id, entry.unit) == (f"person:{lurah.pk}", str(who.pk), RW_03)
    assert who.phone not in page(client, at(who))


def test_the_list_holds_whom_one_may_see_and_searches_names_without_writing_them_into_the_address(
    client: Client,
) -> None:
    circle(members=30)
    somebody("Orang Jauh", "31.71.06.1001")
    holds(organisation("ormas", RW_03, "Pemuda"), "ketua", somebody("Pendatang", "31.71.06.1001"))
    client.force_login(person("lurah", KELURAHAN, name="Ibu Hartati"))
    text = page(client, "/orang/")
    assert "Halaman 1 dari 2" in text
    assert "Daftarkan orang" in text
    assert "Anggota, Citra Bhayangkara" in text
    everybody = text + page(client, "/orang/?page=2")
    assert everybody.count("/orang/0") == 36
    assert "Pendatang" in everybody
    for hidden in ("Orang Jauh", "+62813"):
        assert hidden not in everybody, hidden
    answer = client.post("/orang/", {"nama": "1 anggota"})
    text = answer.content.decode()
    assert "Anggota 10" in text
    assert "Anggota 02" not in text
    assert "12 orang ditemukan" in text
    assert 'method="post" class="pager"' not in text
    text = client.post("/orang/", {"nama": "a", "page": "2"}).content.decode()
    assert 'method="post" class="pager"' in text
    assert "Halaman 2 dari 2" in text
    assert "?nama" not in text
    assert "Tidak ada yang cocok" in client.post("/orang/", {"nama": "Orang Jauh"}).content.decode()
    client.force_login(person("ketua_rt", "31.73.07.1009.001.001"))
    assert "Sari Wulandari" in page(client, "/orang/")


def test_a_full_list_asks_the_database_no_more_often_than_a_short_one(client: Client) -> None:
    client.force_login(person("lurah", KELURAHAN))
    somebody("Yusuf")
    page(client, "/orang/")
    counts = []
    for more in (0, 20):
        for number in range(more):
            holds(organisation("ormas", KELURAHAN, f"Ormas {number}"), "ketua", f"Ketua {number}")
        with CaptureQueriesContext(connection) as asked:
            page(client, "/orang/")
        counts.append(len(asked))
    assert counts[1] == counts[0] <= 9


def test_registering_says_what_is_wrong_beside_its_field_and_is_done_once(client: Client) -> None:
    known = somebody("Yusuf")
    client.force_login(person("lurah", KELURAHAN))
    text = page(client, "/orang/baru/")
    assert f'value="{KELURAHAN}"' in text
    typed = {"person_id": str(new_id()), "name": "Ratna", "phone": "0812-7000-0001", "unit": RW_03, "adult": "on"}
    before = Person.objects.count()

    def sent(**changed: str) -> str:
        return str(client.post("/orang/baru/", {**typed, **changed}, follow=True).content.decode())

    for changed, field, words in (
        ({"name": ""}, "name", "Tulis nama"),
        ({"name": "x" * 121}, "name", "Ringkas"),
        ({"phone": ""}, "phone", "belum diisi"),
        ({"phone": "12"}, "phone", "Format nomor"),
        ({"phone": known.phone}, "phone", "sudah terdaftar"),
        ({"unit": ""}, "unit", "belum diisi"),
        ({"unit": "RW entah"}, "unit", "tidak dikenal"),
        ({"unit": "31.71.06.1001"}, "unit", "hubungi pengurus"),
    ):
        text = sent(**changed)
        assert words in text, words
        assert f'href="#id_{field}"' in text, field
    assert Person.objects.count() == before
    assert "<h1>Ratna</h1>" in sent()
    assert "<h1>Ratna</h1>" in sent()
    made = Person.objects.get(name="Ratna")
    assert (made.phone, made.adult, made.has_usable_password()) == ("+6281270000001", True, False)
    assert "Tercatat belum dewasa" in sent(person_id=str(new_id()), phone="0812-7000-0002", adult="")


def test_what_is_known_is_corrected_and_access_is_ended_with_its_consequences_said_first(client: Client) -> None:
    who = holds(circle(members=0), "anggota", somebody("Yusuf", RW_03)).person
    client.force_login(person("lurah", KELURAHAN))
    assert 'value="Yusuf"' in page(client, f"{at(who)}ubah/")
    answer = client.post(f"{at(who)}ubah/", {"name": "", "unit": RW_03})
    assert 'href="#id_name"' in answer.content.decode()
    answer = client.post(f"{at(who)}ubah/", {"name": "Yusuf", "unit": "31.71.06.1001"})
    assert 'href="#id_unit"' in answer.content.decode()
    answer = client.post(f"{at(who)}ubah/", {"name": "Yusuf <b>", "unit": RW_04, "adult": "on"}, follow=True)
    text = answer.content.decode()
    assert "<h1>Yusuf &lt;b&gt;</h1>" in text
    assert "Semua jabatannya berakhir" in text
    assert "90 hari lagi" in text
    answer = client.post(f"{at(who)}akhiri/", follow=True)
    assert "Akses diakhiri" in answer.content.decode()
    assert "Yusuf &lt;b&gt;" not in page(client, "/orang/")
    text = page(client, at(who))
    assert "Aksesnya diakhiri pada" in text
    assert "Akhiri akses" not in text
    who.refresh_from_db()
    assert who.name == "Yusuf <b>"
    assert who.released_at is not None
    client.force_login(person("camat", "31.73.07"))
    page(client, at(who), 404)


def test_the_chair_of_a_society_sees_its_members_and_nobody_else_who_lives_there(client: Client) -> None:
    ours, theirs = (
        actions.establish_organisation(actor=SYSTEM, kind="ormas", name=name, unit=KELURAHAN)
        for name in ("Mitra Kita", "Mitra Lain")
    )
    chair, member, other, resident = (person(name=name) for name in ("Ketua", "Anggota Kita", "Anggota Lain", "Warga"))
    actions.correct_person(actor=SYSTEM, person=resident, name="Warga", unit=KELURAHAN, adult=True)
    actions.give_position(actor=SYSTEM, person=chair, title="ketua", unit=KELURAHAN, organisation=ours)
    for who, society in ((member, ours), (other, theirs)):
        actions.give_position(actor=SYSTEM, person=who, title="anggota", unit=KELURAHAN, organisation=society)
    client.force_login(chair)
    listed = client.get("/orang/").content.decode()
    assert "Anggota Kita" in listed
    assert "Anggota Lain" not in listed
    assert "Warga</a>" not in listed
    assert [client.get(f"/orang/{each.pk}/").status_code for each in (member, other, resident)] == [200, 404, 404]
    assert "Anggota Kita" in client.get(f"/organisasi/{ours.pk}/").content.decode()
    assert "Anggota Lain" not in client.get(f"/organisasi/{theirs.pk}/").content.decode()
    listed_by_api = client.get(f"/api/v1/people/organisations/{ours.pk}/positions").content.decode()
    assert "Anggota Kita" in listed_by_api


def test_the_number_of_somebody_released_is_gone_and_the_page_says_so(client: Client) -> None:
    who = somebody("Yusuf", RW_03)
    actions.release_person(actor=SYSTEM, person=who)
    manager = holds(organisation("kelurahan", KELURAHAN, "Kelurahan"), "lurah", "Ibu Hartati").person
    holds(organisation("polri", "31.73.07", "Polsek"), "kapolsek", manager, "31.73.07")
    client.force_login(manager)
    answer = client.post(f"{at(who)}nomor/", follow=True)
    if answer.status_code == 403:
        pytest.fail("nobody here may both read numbers and see who was released")
    assert "sudah diakhiri" in answer.content.decode()
    assert not Entry.objects.filter(verb="people.contact_read").exists()


def test_signs_that_no_keyboard_types_do_not_reach_the_search(client: Client) -> None:
    holds(organisation(), "ketua", "Haji Mahmud")
    client.force_login(person("lurah", KELURAHAN, name="Ibu Hartati"))
    text = client.post("/orang/", {"nama": "Mah\x00mud\x07"}).content.decode()
    assert "Haji Mahmud" in text
    assert "\x00" not in text
    for path in ("/?q=%00", "/organisasi/?wilayah=%00&jenis=%00", "/wewenang/?what=%00&where=%00", "/petugas/?q=%00"):
        assert client.get(path).status_code in (200, 302, 404), path
