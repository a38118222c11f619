"""Giving positions, and the page of each."""

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from rukun.journal.models import Entry
from rukun.people import actions
from rukun.people.models import Invitation, Organisation, Person, Position
from rukun.people.strength import SESSION_KEY, Strength
from rukun.people.tests.circles import KELURAHAN, RW_03, circle, holds, organisation, somebody
from rukun.people.tests.factories import SYSTEM, person, position_until
from rukun.territory.tests.towns import listed
from rukun.ui.dates import first_moment

pytestmark = [pytest.mark.django_db, pytest.mark.once]
MONDAY = "2025-03-03 05:00:00+00:00"
RT_02 = f"{RW_03}.002"
TOWN = (
    "kode,nama\n31,Jakarta\n31.73,Jakarta Barat\n31.73.07,Palmerah\n31.73.07.1001,Palmerah\n"
    "31.73.07.1001.003,RW 03\n31.73.07.1001.003.002,RT 002\n31.73.07.1001.004,RW 04\n"
)
MISMATCH = "Nomor itu sudah terdaftar dengan nama lain. Periksa nomornya atau namanya."
EMPTY = dict.fromkeys(
    ("person", "phone", "name", "title", "unit", "rank", "decree", "work_phone", "since", "until"), ""
)


class Giver:
    """A lurah at the form of one organisation."""

    def __init__(self, client: Client, where: Organisation) -> None:
        self.client, self.path = client, f"/organisasi/{where.pk}/jabatan/"
        client.force_login(person("lurah", KELURAHAN))

    def opens(self, query: str = "") -> str:
        return str(self.client.get(self.path + query).content.decode())

    def sends(self, **typed: str) -> str:
        return str(self.client.post(self.path, {**EMPTY, **typed}, follow=True).content.decode())

    def is_told(self, field: str, words: str, **typed: str) -> None:
        text = self.sends(**typed)
        assert f'href="#id_{field}"' in text, field
        assert words in text, (field, words)
        assert "Yang sudah Anda isi tetap ada" in text


def test_somebody_new_gets_a_position_in_one_step_and_sent_twice_it_is_given_once(client: Client) -> None:
    listed(TOWN)
    giver = Giver(client, organisation("rw", RW_03, "RW 03"))
    typed = {"phone": "0812-7000-0001", "name": "Ratna Siregar", "adult": "on", "title": "ketua_rw", "decree": "SK 7"}
    giver.is_told("unit", "setingkat", **typed, unit=RT_02)
    text = giver.sends(**typed, unit="rw 3")
    assert "Ratna Siregar" in text
    assert "ke-1 dari paling banyak 2" in text
    assert "Undang untuk masuk" in text
    assert "Ratna Siregar" in giver.sends(**typed)
    position = Position.objects.get(title="ketua_rw")
    assert (position.unit, position.person.unit, position.person.phone) == (RW_03, RW_03, "+6281270000001")
    assert Entry.objects.filter(verb="people.person_added").count() == 2  # the lurah is the other


def test_who_is_meant_is_asked_where_it_is_not_clear_and_nothing_is_half_saved(client: Client) -> None:
    giver = Giver(client, organisation())
    known, child = somebody("Yusuf Maulana"), somebody("Adi", adult=False)
    far = somebody("Orang Jauh", "31.71.06.1001")
    new = {"phone": "0812-7000-0001", "name": "Ratna", "adult": "on"}
    at_work, entries = {"title": "anggota"}, Entry.objects.count()
    giver.is_told("phone", "Siapa orangnya?", **at_work)
    giver.is_told("phone", "Format nomor telepon", **at_work, phone="12")
    giver.is_told("name", "belum terdaftar", **at_work, phone="0812-7000-0001")
    giver.is_told("phone", "terdaftar dengan nama lain", **at_work, phone=known.phone, name="Budi")
    giver.is_told("phone", "sudah dipilih dari daftar", **at_work, person=str(known.pk), phone="0812-7000-0001")
    giver.is_told("name", "sudah dipilih dari daftar", **at_work, person=str(known.pk), name="Budi")
    giver.is_told("person", "", **at_work, person=str(far.pk))
    giver.is_told("person", "hanya untuk orang dewasa", **at_work, person=str(child.pk))
    giver.is_told("adult", "hanya untuk orang dewasa", **at_work, **{**new, "adult": ""})
    giver.is_told("title", "Jabatan belum dipilih", **new)
    giver.is_told("title", "", **new, title="lurah")
    giver.is_told("title", "", **new, title="petugas_posko")  # not within an ormas
    giver.is_told("unit", "hubungi pengurus wilayah itu", **new, **at_work, unit="31.71.06.1001")
    giver.is_told("work_phone", "Format nomor telepon", **new, **at_work, work_phone="12")
    giver.is_told("decree", "80", **new, **at_work, decree="x" * 81)
    assert Person.objects.count() == 4
    assert (Position.objects.count(), Entry.objects.count()) == (1, entries)
    assert "Yusuf Maulana" in giver.sends(**at_work, phone=known.phone)
    assert "Jabatan tercatat" in giver.sends(**at_work, person=str(known.pk), unit=RW_03)
    assert "Jabatan tercatat" in giver.sends(title="sekretaris", phone=far.phone, name="ORANG  jauh")


def test_days_are_read_with_their_weekday_and_an_office_begins_and_ends_with_a_day(client: Client) -> None:
    listed(TOWN)
    with time_machine.travel(MONDAY, tick=False):
        giver = Giver(client, organisation("rw", RW_03, "RW 03"))
        assert 'value="Senin, 3 Maret 2025"' in giver.opens()
        who = {"person": str(somebody("Ratna", RW_03).pk), "title": "ketua_rw"}
        giver.is_told("since", "jatuh pada hari Selasa, bukan Senin", **who, since="Senin, 4 Maret 2025")
        giver.is_told("since", "tidak terbaca", **who, since="besok lusa")
        giver.is_told("until", "mendahului", **who, since="10 Maret 2025", until="9 Maret 2025")
        giver.is_told("until", "mendahului", **who, until="2 Maret 2025")
        giver.is_told("until", "paling lama 5 tahun", **who, since="10 Maret 2025", until="11 Maret 2030")
        text = giver.sends(**who, since="Senin, 10 Maret 2025", until="10/3/2030")
        assert "baru mulai pada Senin, 10 Maret 2025" in text
        held = Position.objects.get(title="ketua_rw")
        assert held.since == first_moment(timezone.localdate() + timedelta(days=7))
        assert held.until == held.since.replace(year=2030)
        text = giver.sends(title="sekretaris_rw", person=who["person"], until="4 Maret 2025")
        assert "Senin, 3 Maret 2025 sampai Selasa, 4 Maret 2025" in " ".join(text.split())
        assert Position.objects.get(title="sekretaris_rw").since == timezone.now()
    with time_machine.travel("2025-03-04 16:59:59+00:00", tick=False):
        assert "berakhir pada" not in giver.client.get(f"/jabatan/{held.pk}/").content.decode()


def test_a_taken_seat_a_third_term_and_a_rank_of_others_are_refused_beside_the_field(client: Client) -> None:
    rw, polsek = organisation("rw", RW_03, "RW 03"), organisation("polri", "31.73.07", "Polsek")
    again, now = somebody("Ratna", RW_03), timezone.now()
    for begin in (3200, 1600):
        start = now - timedelta(days=begin)
        position_until(again, "ketua_rw", RW_03, start, start + timedelta(days=1500))
    giver = Giver(client, rw)
    first = {"person": str(again.pk), "title": "ketua_rw"}
    giver.is_told("person", "sudah 2 kali menjabat", **first)
    giver.is_told("phone", "sudah 2 kali menjabat", title="ketua_rw", phone=again.phone)
    other = somebody("Budi", RW_03)
    then = f"{now - timedelta(days=1000):%d/%m/%Y}"
    giver.is_told("since", "Sudah ada Ketua RW", person=str(other.pk), title="ketua_rw", since=then)
    assert 'name="rank"' not in giver.opens()
    giver.path = f"/organisasi/{polsek.pk}/jabatan/"
    text = giver.opens("?jabatan=bhabinkamtibmas")
    assert 'name="rank"' in text
    assert '<option value="bhabinkamtibmas" selected>' in text
    assert "babinsa" not in text
    assert f'value="{KELURAHAN}"' in text  # a lurah appoints in the kelurahan, not in the whole kecamatan
    police = {"person": "", "phone": "0812-7000-0007", "name": "Made", "adult": "on", "title": "bhabinkamtibmas"}
    giver.is_told("rank", "pangkat TNI", **police, unit=KELURAHAN, rank="sersan satu")
    giver.is_told("rank", "Pangkat tidak dikenal", **police, unit=KELURAHAN, rank="kapitan")
    giver.is_told("unit", "hubungi pengurus", **police, unit="31.73.07.1002", rank="Aiptu")
    assert not Person.objects.filter(name="Made").exists()
    assert "<h1>Aiptu Made</h1>" in giver.sends(**police, unit=KELURAHAN, rank="ajun inspektur polisi satu")


def test_public_offices_have_a_public_page_and_others_only_for_those_who_may_see_them(client: Client) -> None:
    made = circle(members=1)
    chair, member = (Position.objects.get(title=title) for title in ("ketua", "anggota"))

    def status(position: object) -> int:
        return client.get(f"/jabatan/{position}/").status_code

    text = client.get(f"/jabatan/{chair.pk}/").content.decode()
    for words in ("Haji Mahmud", "Citra Bhayangkara", "SK 7/2025", "0812-7000-0001", "melihat anggota organisasinya"):
        assert words in text, words
    for hidden in ("Buka halaman orangnya", "Akhiri jabatan", "Undang", "masa jabatan", chair.person.phone):
        assert hidden not in text, hidden
    assert status(member.pk) == status(uuid4()) == 404
    client.force_login(person("lurah", "31.71.06.1001"))
    assert status(member.pk) == 404
    client.force_login(member.person)
    assert status(member.pk) == 200
    client.force_login(person("ketua_rw", RW_03))
    text = client.get(f"/jabatan/{member.pk}/").content.decode()
    assert "Tidak ada hak khusus" in text
    assert "Buka halaman orangnya" in text
    assert "Akhiri jabatan" not in text
    for path in ("ubah/", "akhiri/"):
        assert client.post(f"/jabatan/{member.pk}/{path}").status_code == 403
    actions.end_position(actor=SYSTEM, position=chair)
    client.logout()
    assert status(chair.pk) == 404
    assert made.closed_at is None


def test_a_number_that_may_have_gone_to_somebody_else_shows_nothing_of_who_had_it(client: Client) -> None:
    member = holds(organisation(), "anggota", "Anggota Satu")
    client.force_login(member.person)
    session = client.session
    session[SESSION_KEY] = int(Strength.CODE)
    session.save()
    assert client.get(f"/jabatan/{member.pk}/").status_code == 404
    assert client.get(f"/orang/{member.person_id}/").status_code == 404


def test_a_position_is_corrected_and_ended_by_those_who_manage_there(client: Client) -> None:
    polsek = organisation("polri", "31.73.07", "Polsek")
    held = holds(polsek, "bhabinkamtibmas", "Made", KELURAHAN, rank="Aipda")
    lurah = person("lurah", KELURAHAN)
    client.force_login(lurah)
    path = f"/jabatan/{held.pk}/"
    assert 'value="Aipda"' in client.get(f"{path}ubah/").content.decode()
    answer = client.post(f"{path}ubah/", {"rank": "Serda", "decree": "", "work_phone": ""})
    assert "pangkat TNI" in answer.content.decode()
    assert 'href="#id_rank"' in answer.content.decode()
    answer = client.post(f"{path}ubah/", {"rank": "aiptu", "decree": "SK 9", "work_phone": "081270000009"}, follow=True)
    for words in ("<h1>Aiptu Made</h1>", "SK 9", "0812-7000-0009", "Hak aksesnya berakhir saat itu juga"):
        assert words in answer.content.decode(), words
    answer = client.post(f"{path}akhiri/", follow=True)
    assert "Jabatan ini berakhir pada" in answer.content.decode()
    assert "Akhiri jabatan" not in answer.content.decode()
    assert "Undang" not in answer.content.decode()
    client.post(f"{path}akhiri/")
    assert Entry.objects.filter(verb="people.position_ended").count() == 1
    later = timezone.now() + timedelta(days=5)
    coming = actions.give_position(
        actor=SYSTEM, person=held.person, title="bhabinkamtibmas", unit=KELURAHAN, since=later, rank="Aiptu"
    )
    assert "batal sebelum mulai" in client.get(f"/jabatan/{coming.pk}/").content.decode()
    answer = client.post(f"/jabatan/{coming.pk}/akhiri/", follow=True)
    with time_machine.travel(later + timedelta(days=1), tick=False):
        client.force_login(lurah)
        assert "dibatalkan sebelum mulai" in client.get(f"/jabatan/{coming.pk}/").content.decode()


def test_the_last_administrator_stays(client: Client) -> None:
    admin = person("administrator", "")
    client.force_login(admin)
    held = Position.objects.get(person=admin)
    answer = client.post(f"/jabatan/{held.pk}/akhiri/", follow=True)
    assert "administrator terakhir" in answer.content.decode()
    assert "tanpa organisasi" in answer.content.decode()
    answer = client.post(f"/orang/{admin.pk}/akhiri/", follow=True)
    assert "administrator terakhir" in answer.content.decode()
    held.refresh_from_db()
    assert held.until is None


def test_the_second_term_says_so(client: Client) -> None:
    rt, who, now = organisation("rt", RT_02, "RT 002"), somebody("Pak Darto", RT_02), timezone.now()
    position_until(who, "ketua_rt", RT_02, now - timedelta(days=3000), now - timedelta(days=1500))
    second = holds(rt, "ketua_rt", who)
    assert "ke-2 dari paling banyak 2" in client.get(f"/jabatan/{second.pk}/").content.decode()


def test_a_private_number_is_not_published_as_a_work_number(client: Client) -> None:
    rw, known = organisation("rw", RW_03, "RW 03"), somebody("Ratna", RW_03)
    giver = Giver(client, rw)
    words, entries = "Nomor itu adalah nomor pribadi yang terdaftar", Entry.objects.count()
    own = {"person": str(known.pk), "title": "ketua_rw", "work_phone": known.phone}
    giver.is_told("work_phone", words, **own)
    new = {"phone": "0812-7000-0001", "name": "Budi", "adult": "on", "title": "ketua_rw"}
    giver.is_told("work_phone", words, **new, work_phone="+62 812 7000 0001")
    assert Entry.objects.count() == entries
    assert "Jabatan tercatat" in giver.sends(**{**own, "work_phone": "0812-7000-0002"})
    held = Position.objects.get(title="ketua_rw")
    for path in (f"/jabatan/{held.pk}/ubah/", f"/organisasi/{rw.pk}/ubah/"):
        answer = client.post(path, {"name": "RW 03", "decree": "", "work_phone": known.phone}).content.decode()
        assert words in answer
        assert 'href="#id_work_phone"' in answer
    rw.refresh_from_db()
    held.refresh_from_db()
    assert (rw.work_phone, held.work_phone) == ("", "+6281270000002")


def test_a_number_of_somebody_unseen_gives_nothing_away_and_needs_their_name(client: Client) -> None:
    giver, far = Giver(client, organisation()), somebody("Joko Jauh", "31.71.06.1001")
    known, title = somebody("Dewi Tetangga"), {"title": "anggota"}
    for name in ("", "Joko", "Joko Dekat"):
        giver.is_told("phone", MISMATCH, **title, phone=far.phone, name=name)
        assert "Joko Jauh" not in giver.sends(**title, phone=far.phone, name=name)
    giver.is_told("phone", MISMATCH, **title, phone=known.phone, name="Dewi Lain")
    assert not Position.objects.filter(title="anggota").exists()
    assert "Jabatan tercatat" in giver.sends(**title, phone=known.phone)
    assert "Jabatan tercatat" in giver.sends(title="sekretaris", phone=far.phone, name=" joko  JAUH ")


def test_who_was_released_meanwhile_is_not_invited_and_the_page_says_why(client: Client) -> None:
    held = holds(organisation("rw", RW_03, "RW 03"), "ketua_rw", "Ratna")
    client.force_login(person("administrator"))
    Person.objects.filter(pk=held.person_id).update(released_at=timezone.now())
    answer = client.post(f"/jabatan/{held.pk}/undang/", follow=True)
    assert answer.status_code == 200
    assert "sudah diakhiri" in answer.content.decode()
    assert not Invitation.objects.exists()
