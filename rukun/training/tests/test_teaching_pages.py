"""The trainer's pages."""

import re
from dataclasses import replace
from datetime import date, timedelta
from itertools import count
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from rukun.guard.ids import new_id
from rukun.people.actor import actor_of
from rukun.people.models import Organisation, Person
from rukun.people.tests.factories import person
from rukun.territory.tests.towns import listed
from rukun.training.actions.members import leave, pause_membership
from rukun.training.actions.teaching import remind
from rukun.training.content import courses
from rukun.training.models import Certificate, CourseClass, Membership, MembershipState, Reminder
from rukun.training.queries.fitness import rules
from rukun.training.queries.teaching import certificates_of, rosters_of, usual_day
from rukun.training.tests.classes import FOREIGN, PRACTICAL, QUIZ, held, trainer
from rukun.training.tests.factories import KELURAHAN, RW, candidate, fit, member, membership_of, partner

pytestmark = [pytest.mark.django_db, pytest.mark.once]
TOWN = f"code,name\n31,Jakarta\n31.73,Barat\n31.73.07,Palmerah\n{KELURAHAN},Palmerah\n{RW},RW 03\n{FOREIGN},Slipi\n"
SOON = timedelta(days=60)
_numbers = count(1)


def page(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, path
    return answer.content.decode()


def circle(who: Person, made: Organisation, by: date | None = None) -> Any:
    [found] = rosters_of(actor_of(who), [made.pk], by or timezone.localdate() + SOON)
    return found


def test_the_board_says_of_each_member_what_they_lack_on_that_day(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, who = partner(), trainer()
    sari, ready = member(made), fit(member(made, "Yusuf Maulana"))
    pause_membership(actor=actor_of(ready), membership=membership_of(ready, made))
    candidate(made, "Belum Setuju")
    found = circle(who, made)
    assert [(line.name, line.state) for line in found.lines] == [("Sari Wulandari", "aktif"), ("Yusuf Maulana", "cuti")]
    assert found.complete == 1
    needed = [each for each in courses().values() if each.needed]
    assert found.by_course() == [(each.title, 1, 1, 0) for each in needed], "what lacks comes first"
    later = circle(who, made, timezone.localdate() + timedelta(days=1000))
    assert later.complete == 0
    assert later.by_course() == [(each.title, 1, 0, 1) for each in needed]
    client.force_login(who)
    text = page(client, "/pelatihan/")
    assert "1 dari 2 anggota lengkap" in text
    assert "perkiraan 1 Ramadan" in text
    assert "Belum Setuju" not in text
    assert text.index("Sari Wulandari") < text.index("Yusuf Maulana"), "who lacks most comes first"
    assert text.count('name="orang"') == 1
    assert "cuti" in text
    newer = replace(rules(), courses=tuple(replace(each, version=each.version + 2) for each in rules().courses))
    with monkeypatch.context() as patched:
        patched.setattr("rukun.training.queries.lacking.rules", lambda: newer)
        assert page(client, "/pelatihan/").count("perlu penyegaran") == len(needed)
    text = page(client, "/pelatihan/?sampai=besok")
    assert "Tanggal itu tidak terbaca" in text
    far = (timezone.localdate() + timedelta(days=1000)).isoformat()
    text = page(client, f"/pelatihan/?sampai={far}")
    assert "hanya sampai" in text
    assert "perkiraan" not in text
    remind(actor=actor_of(who), persons=[sari.pk], before=usual_day())
    text = page(client, "/pelatihan/")
    assert "diingatkan" in text
    assert f'value="{sari.pk}"' not in text


def test_of_several_organisations_each_says_how_many_are_complete_and_opens_its_own(client: Client) -> None:
    who = trainer()
    one, other, foreign = partner(), partner(RW, "Pemuda RW 03"), partner(FOREIGN, "Mitra Slipi")
    for made, name in ((one, "Anggota Satu"), (other, "Anggota Dua"), (foreign, "Anggota Slipi")):
        member(made, name)
    member(partner(kind="fkdm", name="FKDM Palmerah"), "Pengamat")
    client.force_login(who)
    text = page(client, "/pelatihan/")
    assert "0 dari 1 anggota lengkap" in text
    for words in (one.name, other.name):
        assert words in text, words
    for hidden in ("Slipi", "FKDM", "Anggota Satu"):
        assert hidden not in text, hidden
    text = page(client, f"/pelatihan/?organisasi={one.pk}")
    assert "Anggota Satu" in text
    assert "Anggota Dua" not in text
    assert "Anggota Slipi" not in page(client, f"/pelatihan/?organisasi={foreign.pk}")
    client.force_login(trainer(RW))
    assert "Anggota Dua" in page(client, "/pelatihan/")


def test_a_big_organisation_is_asked_of_the_database_as_often_as_a_small_one(client: Client) -> None:
    made, who = partner(), trainer()
    member(made, "Anggota 00")
    client.force_login(who)
    page(client, "/pelatihan/")
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as asked:
            page(client, "/pelatihan/")
        counts.append(len(asked))
        for number in range(12):
            fit(member(made, f"Anggota {number + 1:02}"))
    assert counts[0] == counts[1] <= 12


def test_the_table_holds_everybody_and_no_formula(client: Client) -> None:
    made, who = partner(name="=Mitra"), trainer()
    fit(member(made, "Yusuf Maulana"))
    member(made)
    member(partner(RW, "Pemuda RW 03"), "Anggota Dua")
    client.force_login(who)
    answer = client.get("/pelatihan/anggota.csv?sampai=2027-02-08")
    assert answer.headers["Content-Type"].startswith("text/csv")
    assert "pelatihan-2027-02-08.csv" in answer.headers["Content-Disposition"]
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert len(lines) == 4
    assert courses()[QUIZ].title in lines[0]
    assert "'=Mitra" in lines[1] or "'=Mitra" in lines[2]
    assert sum("belum ada" in line for line in lines) == 2
    assert sum("sampai" in line for line in lines) == 1
    assert len(client.get(f"/pelatihan/anggota.csv?organisasi={made.pk}").content.decode().splitlines()) == 3


def test_those_ticked_are_reminded_from_the_page(client: Client) -> None:
    made, who = partner(), trainer()
    sari = member(made)
    client.force_login(who)
    day = usual_day().isoformat()
    assert client.get("/pelatihan/ingatkan/").status_code == 405

    def sent(**data: Any) -> str:
        answer = client.post("/pelatihan/ingatkan/", {"organisasi": str(made.pk), "sampai": day, **data}, follow=True)
        assert answer.redirect_chain[-1][0].startswith("/pelatihan/?organisasi=")
        return answer.content.decode()

    assert "Belum ada yang ditandai" in sent()
    assert "Daftar itu tidak terbaca" in sent(orang="semua")
    assert "bukan anggota organisasi" in sent(orang=str(uuid4()))
    assert "1 anggota diingatkan" in sent(orang=str(sari.pk))
    assert "Tidak ada yang diingatkan lagi" in sent(orang=str(sari.pk))
    assert Reminder.objects.count() == 1


def test_a_trainer_records_a_class_in_the_browser(client: Client) -> None:
    listed(TOWN)
    made, who = partner(), trainer()
    sari, dewi = member(made), member(made, "Dewi Lestari")
    client.force_login(who)
    assert "Belum ada kelas" in page(client, "/pelatihan/kelas/")
    text = page(client, "/pelatihan/kelas/baru/")
    assert "Kelurahan Palmerah" in text
    assert text.count("Hadir, dan praktiknya benar") == 2
    data = {
        "class_id": str(new_id()), "course": PRACTICAL, "held_on": "hari ini", "unit": "Palmerah", "place": "Balai RW",
        f"a_{sari.pk.hex}": "praktik", f"a_{dewi.pk.hex}": "hadir",
    }  # fmt: skip
    text = client.post("/pelatihan/kelas/baru/", data).content.decode()
    assert "Tanggal itu tidak terbaca" in text
    assert '<option value="praktik" selected>' in text
    data["held_on"] = timezone.localdate().isoformat()
    text = client.post("/pelatihan/kelas/baru/", {**data, "unit": FOREIGN}).content.decode()
    assert "tidak berlaku di Kelurahan Slipi" in text
    nobody = {key: "tidak" if key.startswith("a_") else value for key, value in data.items()}
    assert "Belum ada yang hadir" in client.post("/pelatihan/kelas/baru/", nobody).content.decode()
    forgotten = {key: value for key, value in data.items() if key != f"a_{dewi.pk.hex}"}
    assert "hadir atau tidak" in client.post("/pelatihan/kelas/baru/", forgotten).content.decode()
    for _ in range(2):
        answer = client.post("/pelatihan/kelas/baru/", data, follow=True)
    text = answer.content.decode()
    for words in ("Sari Wulandari", "praktiknya benar", "Dewi Lestari", "Balai RW", "Kelas tercatat"):
        assert words in text, words
    [found] = CourseClass.objects.all()
    assert dict(found.attendances.values_list("person", "practical")) == {sari.pk: True, dewi.pk: False}
    text = page(client, "/pelatihan/kelas/")
    assert "2 peserta" in text
    assert courses()[PRACTICAL].title in text
    client.force_login(trainer(FOREIGN))
    page(client, f"/pelatihan/kelas/{found.pk}/", 404)
    assert "Balai RW" not in page(client, "/pelatihan/kelas/")
    assert "Belum ada anggota" in page(client, "/pelatihan/kelas/baru/")
    client.force_login(who)
    found.attendances.all().delete()
    assert "sudah dihapus" in page(client, f"/pelatihan/kelas/{found.pk}/")


def test_a_class_may_be_of_several_organisations_that_report_only_included(client: Client) -> None:
    made, watch, who = partner(), partner(kind="fkdm", name="FKDM Palmerah"), trainer()
    member(made), member(watch, "Pengamat")
    client.force_login(who)
    text = page(client, "/pelatihan/kelas/baru/")
    assert "FKDM Palmerah" in text
    assert "Sari" not in text
    assert "Pilih paling sedikit satu" in page(client, "/pelatihan/kelas/baru/?lanjut=1")
    text = page(client, f"/pelatihan/kelas/baru/?organisasi={made.pk}&organisasi={watch.pk}&lanjut=1")
    for words in ("Sari Wulandari · Mitra Kampung", "Pengamat · FKDM Palmerah"):
        assert words in text, words


def many(organisation: Organisation, number: int, name: str = "Anggota") -> list[Person]:
    """So many active members, quickly."""
    now = timezone.now()
    persons = Person.objects.bulk_create(
        Person(name=f"{name} {n:04}", phone=f"+62899{next(_numbers):08}", unit=KELURAHAN) for n in range(number)
    )
    made = Membership.objects.bulk_create(
        Membership(person=each, organisation=organisation, made_at=now, accepted_at=now, consented_at=now)
        for each in persons
    )
    MembershipState.objects.bulk_create(
        MembershipState(membership=each, state="aktif", since=now, by="system:test") for each in made
    )
    return persons


@pytest.mark.long
def test_a_class_of_many_is_recorded_whole_and_of_too_many_in_parts(client: Client) -> None:
    made, who = partner(), trainer()
    everybody = many(made, 300)
    client.force_login(who)
    data = {
        "class_id": str(new_id()), "course": QUIZ, "held_on": timezone.localdate().isoformat(), "unit": KELURAHAN,
        "place": "", **{f"a_{each.pk.hex}": "hadir" for each in everybody},
    }  # fmt: skip
    assert client.post("/pelatihan/kelas/baru/", data).status_code == 302
    assert CourseClass.objects.get().attendances.count() == 300
    other = partner(RW, "Pemuda RW 03")
    many(other, 101, "Pemuda")
    text = page(client, f"/pelatihan/kelas/baru/?organisasi={made.pk}&organisasi={other.pk}&lanjut=1")
    assert "memuat 401 orang; satu halaman paling banyak 400" in text
    assert text.count(" checked") == 2, "what was chosen stays chosen"
    many(made, 101, "Baru")
    address = f"/pelatihan/kelas/baru/?organisasi={made.pk}"
    first, second = page(client, address), page(client, f"{address}&page=2")
    assert (first.count('name="a_'), second.count('name="a_')) == (400, 1)
    assert "Setiap halaman disimpan sendiri" in first
    [left] = re.findall(r'name="(a_\w+)"', second)
    assert left not in first
    found = {key: value for key, value in data.items() if not key.startswith("a_")} | {"class_id": str(new_id())}
    assert client.post(f"{address}&page=2", {**found, left: "hadir"}).status_code == 302
    assert CourseClass.objects.count() == 2


def test_many_are_reminded_page_by_page(client: Client) -> None:
    made, who = partner(), trainer()
    many(made, 401)
    client.force_login(who)
    for number, expected in ((1, 400), (2, 1)):
        text = page(client, f"/pelatihan/?organisasi={made.pk}&page={number}")
        ticked = re.findall(r'name="orang" value="([^"]+)"', text)
        assert len(ticked) == expected
        assert "Ingatkan dulu yang ditandai di halaman ini" in text
        data = {"organisasi": str(made.pk), "sampai": usual_day().isoformat(), "page": str(number), "orang": ticked}
        answer = client.post("/pelatihan/ingatkan/", data)
        assert f"page={number}" in answer.headers["Location"]
    assert Reminder.objects.count() == 401


def test_a_trainer_sees_a_members_certificates_and_takes_one_back(client: Client) -> None:
    made, who = partner(), trainer()
    sari = member(made)
    client.force_login(who)
    assert "Belum ada sertifikat" in page(client, f"/pelatihan/anggota/{sari.pk}/")
    fit(sari)
    paper = Certificate.objects.get(person=sari, course=QUIZ)
    text = page(client, f"/pelatihan/anggota/{sari.pk}/")
    for words in (courses()[QUIZ].title, paper.code, "Berlaku", f"/sertifikat/{paper.pk}/cabut/"):
        assert words in text, words
    cut = f"/sertifikat/{paper.pk}/cabut/"
    assert "sampai ia ikut kelas lagi" in page(client, cut)
    assert "Alasan belum diisi" in client.post(cut, {"reason": " "}).content.decode()
    answer = client.post(cut, {"reason": "Ternyata belum dikuasai."}, follow=True)
    text = answer.content.decode()
    assert "Sertifikat dicabut" in text
    assert "Ternyata belum dikuasai." in text
    assert "sudah dicabut pada" in page(client, cut)
    assert [each.counts for each in certificates_of(sari.pk)].count(False) == 1
    leave(actor=actor_of(sari), membership=membership_of(sari, made))
    page(client, f"/pelatihan/anggota/{sari.pk}/", 404)
    other = Certificate.objects.filter(person=sari, revoked_at=None)[0]
    answer = client.post(f"/sertifikat/{other.pk}/cabut/", {"reason": "Juga sesudah keluar."})
    assert answer.headers["Location"] == "/pelatihan/"


def test_the_trainers_pages_are_closed_to_everybody_else(client: Client) -> None:
    made = partner()
    sari = fit(member(made))
    paper = Certificate.objects.filter(person=sari)[0]
    found = held(trainer(), {sari.pk: False})
    paths = [
        "/pelatihan/", "/pelatihan/anggota.csv", "/pelatihan/kelas/", "/pelatihan/kelas/baru/",
        f"/pelatihan/kelas/{found.pk}/", f"/pelatihan/anggota/{sari.pk}/", f"/sertifikat/{paper.pk}/cabut/",
    ]  # fmt: skip
    for path in paths:
        assert client.get(path).headers["Location"].startswith("/masuk/"), path
    for who in (sari, person("lurah", KELURAHAN), person("ketua_rw", RW)):
        client.force_login(who)
        for path in paths:
            assert client.get(path).status_code == 403, path
        assert client.post("/pelatihan/ingatkan/").status_code == 403
    client.force_login(trainer(FOREIGN))
    for path in paths[4:]:
        assert client.get(path).status_code == 404, path
    assert client.post(f"/sertifikat/{paper.pk}/cabut/", {"reason": "Sebab."}).status_code == 404
    assert "Belum ada anggota" in page(client, "/pelatihan/")
    paper.refresh_from_db()
    assert paper.revoked_at is None
