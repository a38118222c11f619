"""The page of a situation and what is typed on it, by people of several organisations."""

import re
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from rukun.alarm.verbs import ANSWERED
from rukun.guard import Actor, System
from rukun.guard.ids import new_id
from rukun.incident.actions.states import set_state
from rukun.incident.errors import ChangedMeanwhile
from rukun.incident.models import Incident, Measure, Observation, Step
from rukun.incident.tests.factories import (
    AG,
    REASON,
    RW,
    TEXT,
    again,
    at_level,
    incident,
    observation,
    officer,
    report_near,
    town,
    two_houses,
)
from rukun.journal import actions as journal
from rukun.journal.models import Entry
from rukun.notify.tests.factories import contact, turn_on
from rukun.people.models import Person

pytestmark = [pytest.mark.django_db, pytest.mark.once]
OPEN = "/kejadian/baru/"


@pytest.fixture(autouse=True)
def _town() -> None:
    town()


def as_client(actor: Actor) -> Client:
    client = Client()
    client.force_login(Person.objects.get(pk=UUID(actor.label.removeprefix("person:"))))
    return client


def of(row: Incident, *steps: object) -> str:
    return f"/kejadian/{row.pk}/" + "".join(f"{each}/" for each in steps)


def reachable(actor: Actor) -> None:
    """By Telegram, which is on."""
    turn_on("telegram")
    contact("telegram", person=UUID(actor.label.removeprefix("person:")))


def page(client: Client, path: str, expected: int = 200, **asked: str) -> str:
    answered = client.get(path, asked)
    assert answered.status_code == expected, (answered.status_code, answered.headers.get("Location"))
    return answered.content.decode()


def sent(client: Client, path: str, **given: Any) -> str:
    answered = client.post(path, given, follow=True)
    assert answered.status_code == 200, answered.status_code
    return answered.content.decode()


def hidden(html: str, name: str) -> str:
    found = re.search(rf'<input type="hidden" name="{name}" value="([^"]*)"', html)
    assert found, name
    return found[1]


def button(html: str, name: str) -> str:
    found = re.search(rf'<button [^>]*name="{name}" value="([^"]*)"', html)
    assert found, name
    return found[1]


def test_a_situation_is_opened_from_a_report_which_then_belongs_to_it_and_sent_twice_it_is_one() -> None:
    desk, _police = two_houses()
    told = report_near(incident(desk))
    client = as_client(desk)
    form = page(client, OPEN, laporan=str(told.pk))
    assert 'href="tel:110"' in form
    assert '<option value="tawuran" selected>' in form
    given = {
        "incident_id": hidden(form, "incident_id"), "report": hidden(form, "report"), "kind": "tawuran",
        "unit": "RW 16 Palmerah", "place": "mulut gang", "hour": "", "text": "Sudah mulai ramai.",
    }  # fmt: skip
    for _twice in range(2):
        shown = sent(client, OPEN, **given)
        assert "Kejadian dicatat" in shown
    row = Incident.objects.get(pk=UUID(given["incident_id"]))
    assert (row.unit, row.place) == (RW, "mulut gang")
    assert row.joined.get(parted_at=None).report_id == told.pk
    assert "Sudah mulai ramai." in shown
    assert f'href="/laporan/{told.pk}/"' in shown
    same = {**given, "incident_id": str(new_id()), "report": ""}
    twice = sent(client, OPEN, **same)
    assert "Kejadian seperti ini masih terbuka" in twice, "nobody makes a second record without knowing it"
    assert of(row) in twice
    assert Incident.objects.count() == 2
    assert "Kejadian dicatat" in sent(client, OPEN, **same, lain="ya")
    wrong = sent(client, OPEN, **{**given, "incident_id": str(new_id()), "unit": "Antah", "place": ""})
    assert "Wilayah itu tidak dikenal" in wrong
    assert "Tempatnya belum diisi" in wrong
    assert "Sudah mulai ramai." in wrong, "nothing typed is lost"
    outsider = officer("bendahara_rw@" + RW, "Tono Wijaya")
    assert as_client(outsider).get(of(row)).status_code == 403
    assert as_client(officer("petugas_posko@31.73.07.1002", "Dewi Lestari")).get(of(row)).status_code == 404
    assert Client().get(of(row)).headers["Location"].startswith("/masuk/")


def test_names_are_pointed_at_and_saved_only_by_the_button_that_says_it_is_nobody() -> None:
    desk, _police = two_houses()
    row = incident(desk)
    client = as_client(desk)
    given = {"observation_id": str(new_id()), "source": "seen", "hour": "", "text": "Ada Budi Santoso di jembatan."}
    warned = sent(client, of(row, "amati"), **given)
    assert "“Budi Santoso”" in warned
    assert "Sudah saya ubah, simpan" in warned
    assert "“Budi Santoso”" in sent(client, of(row, "amati"), **given), "the usual button looks again"
    assert not Observation.objects.exists()
    mark = button(warned, "sure")
    again_other = sent(client, of(row, "amati"), **{**given, "text": "Ada Andi Wijaya di jembatan.", "sure": mark})
    assert "“Andi Wijaya”" in again_other, "other words are pointed at anew"
    saved = sent(client, of(row, "amati"), **given, sure=mark)
    assert "Pengamatan dicatat" in saved
    assert Observation.objects.count() == 1
    late = sent(client, of(row, "amati"), **{**given, "observation_id": str(new_id()), "hour": "99", "sure": ""})
    assert "Ini bukan orang" not in late, "nobody says so along with putting something else right"
    place = sent(client, of(row, "amati"), **{**given, "observation_id": str(new_id()), "text": "Ramai di jembatan."})
    assert "Pengamatan dicatat" in place


def test_numbers_of_people_are_saved_by_no_button() -> None:
    desk, _police = two_houses()
    row = incident(desk)
    client = as_client(desk)
    given = {"observation_id": str(new_id()), "source": "seen", "hour": ""}
    for words, kind in (
        ("Hubungi 0812 3456 7890 ya.", "nomor telepon"),
        ("NIK 3173051234567890 di jembatan.", "nomor identitas"),
        ("Ada Budi Santoso, motor B 1234 XYZ.", "nomor kendaraan"),
    ):
        told = sent(client, of(row, "amati"), **given, text=words)
        assert kind in told
        assert words in told, "nothing typed is lost"
        assert "Ini bukan orang" not in told
    opened = {"incident_id": str(new_id()), "kind": "tawuran", "unit": "RW 16 Palmerah", "hour": "", "text": ""}
    assert "Hapus dulu" in sent(client, OPEN, **opened, place="Rumah 081234567890")
    assert not Observation.objects.exists()
    assert Incident.objects.count() == 1


def test_a_level_takes_two_houses_and_at_gn_the_page_begins_with_the_two_numbers() -> None:
    desk, police = two_houses()
    row = incident(desk)
    one, two = as_client(desk), as_client(police)
    seen = observation(desk, row)
    form = page(one, of(row, "tingkat"))
    assert TEXT[:40] in form
    given = {
        "step_id": hidden(form, "step_id"), "version": hidden(form, "version"), "level": "3",
        "evidence": [f"observation:{seen.pk}"], "reason": REASON,
    }  # fmt: skip
    assert "Dasarnya belum dipilih" in sent(one, of(row, "tingkat"), **{**given, "evidence": []})
    shown = sent(one, of(row, "tingkat"), **given)
    assert shown.index("Hubungi 110 / 112") < shown.index("<h1>")
    could = shown.partition("Yang dapat memastikan:")[2].partition("</ul>")[0]
    assert "Bhabinkamtibmas: Budi Santoso" in re.sub(r"\s+", " ", could), "who to ask, by name"
    assert "belum diverifikasi" in shown
    assert "Tarik penilaian saya" in shown
    assert "pastikan GN" not in shown, "nobody confirms their own word"
    step = Step.objects.get(incident=row)
    told = page(two, of(row))
    assert "Ya, benar: pastikan GN" in told
    assert REASON in told
    why = sent(two, of(row, "tingkat", step.pk, "tolak"), reason="Tidak", sure="")
    assert "sekurang-kurangnya 10 huruf" in why
    assert "Terima kasih. Tingkat ini sudah dipastikan dua pihak." in sent(two, of(row, "tingkat", step.pk, "pastikan"))
    assert again(row).verified
    fixed = page(one, of(row, "ubah"))
    assert "tidak dapat diubah sekarang" in fixed
    assert re.search(r'name="place"[^>]*readonly', fixed)
    assert "kebakaran" not in fixed.split("</select>")[0].split('name="kind"')[1], "no other kind is offered"
    typed = {"version": hidden(fixed, "version"), "kind": row.kind, "unit": RW, "point": "-6.2001, 106.7993"}
    elsewhere = sent(one, of(row, "ubah"), **typed, lead="polsek", place="lapangan barat")
    assert "Catat kejadian baru untuk tempat lain" in elsewhere
    assert 'value="lapangan barat"' in elsewhere
    late = sent(two, of(row, "tingkat", step.pk, "tolak"), reason="Tidak ada apa-apa di sana.")
    assert "tidak menunggu lagi" in late
    assert "Tidak ada apa-apa di sana." in late, "what was typed can be copied"
    other = at_level(at_level(incident(desk), AG, desk), AG, police)
    shown = page(two, of(other))
    assert "Hanya pihak lain yang dapat menolaknya" in shown
    assert "Tarik penilaian saya" not in shown
    for path in ("/kejadian/kartu/", of(row, "ubah"), of(row, "tutup"), of(row, "ringkasan")):
        page(two, path)


def test_who_edits_what_somebody_else_changed_sees_it_and_loses_no_words() -> None:
    desk, police = two_houses()
    row = incident(desk)
    one = as_client(desk)
    form = page(one, of(row, "ubah"))
    given = {
        "version": hidden(form, "version"),
        "kind": "ketertiban",
        "unit": RW,
        "place": "lapangan",
        "lead": "kelurahan",
    }
    set_state(actor=police, incident=row, version=row.version, state="handled")
    clash = sent(one, of(row, "ubah"), **given)
    assert "Sementara itu orang lain mengubah" in clash
    assert "Budi Santoso" in clash, "and says who"
    assert 'value="lapangan"' in clash
    assert "Tersimpan" in sent(one, of(row, "ubah"), **{**given, "version": hidden(clash, "version")})
    assert again(row).place == "lapangan"
    assert "Sementara itu" in sent(one, of(row, "keadaan"), state="calming", version="1")
    assert "Keadaan: ditangani" in page(one, of(row))


def test_however_many_answer_or_add_something_no_edit_is_hidden_and_nobody_is_in_anybodys_way() -> None:
    desk, police = two_houses()
    row = incident(desk)
    set_state(actor=desk, incident=row, version=row.version, state="watched")
    before = again(row).version
    told: dict[str, Any] = {"unit": RW, "about": ("incident", row.pk), "codes": {"answer": "comes"}}
    with journal.atomic():
        for _each in range(60):
            journal.record(ANSWERED, actor=System("alarm"), **told)
    for _each in range(55):
        observation(police, row)
    assert "Keadaan: dipantau" in page(as_client(desk), of(row)), "answers fill the book, not the page"
    set_state(actor=desk, incident=row, version=before, state="handled")
    for _each in range(6):
        observation(police, row)
    with pytest.raises(ChangedMeanwhile) as refused:
        set_state(actor=police, incident=row, version=before, state="calming")
    assert str(refused.value).index("Keadaan kejadian diubah oleh Sari Wulandari") < 100, "what matters is said first"
    assert "Dan 57 perubahan lagi" in str(refused.value)
    client = as_client(police)
    form = {"kind": "tawuran", "unit": RW, "place": "jembatan", "lead": "kelurahan"}
    with CaptureQueriesContext(connection) as asked:
        for version in ("-5000000000", "-1", "0", "9" * 30, ""):
            assert "Sementara itu" in sent(client, of(row, "ubah"), **form, version=version) or version[:1] in "-9"
    assert len(asked) < 300
    assert again(row).version == before + 62
    for place in ("x", "31", "%", "//jahat.id/"):  # no address of ours, and no name of a view either
        answered = client.post(of(row, "keadaan"), {"state": "calming", "version": again(row).version, "next": place})
        assert (answered.status_code, answered["Location"]) == (302, of(row))


def test_a_report_near_is_joined_with_one_tap_and_parted_with_another() -> None:
    desk, _police = two_houses()
    row = incident(desk)
    told = report_near(row)
    client = as_client(desk)
    shown = page(client, of(row))
    assert "Mungkin tentang kejadian ini" in shown
    assert 'data-key="g" data-now' in shown
    assert "Laporan digabungkan" in sent(client, of(row, "gabung"), report=str(told.pk))
    assert "Laporan dilepas" in sent(client, of(row, "lepas"), report=str(told.pk))
    assert client.post(of(row, "gabung"), {"report": "x"}).status_code == 404
    back = client.post(of(row, "gabung"), {"report": str(told.pk), "next": "https://jahat.test/"})
    assert back.headers["Location"] == of(row), "and leads nowhere else"


def test_what_is_done_is_recorded_with_its_card_beside_it() -> None:
    desk, police = two_houses()
    row = at_level(incident(desk), AG, desk, police)
    client = as_client(desk)
    shown = page(client, of(row))
    assert "Cara: lakukan" in shown
    assert "Jangan memukul" not in shown, "patrol is not installed"
    assert 'href="tel:110"' in shown
    assert "Catatan ini tidak menelepon siapa pun" in shown
    assert "Tindakan dicatat" in sent(
        client, of(row, "tindakan"), measure_id=hidden(shown, "measure_id"), kind="call_110", hour=""
    )
    form = page(client, of(row, "tindakan"), jenis="hand_over")
    given = {"measure_id": hidden(form, "measure_id"), "kind": "hand_over", "hour": "", "note": "Petugas datang."}
    assert "Belum dipilih kepada siapa" in sent(client, of(row, "tindakan"), **given, to="")
    done = sent(client, of(row, "tindakan"), **given, to="satpol_pp")
    assert "Satpol PP" in done
    assert "Petugas datang." in done
    assert client.get(of(row, "tindakan"), {"jenis": "cordon"}).status_code == 404
    assert Measure.objects.filter(incident=row).count() == 2


def test_the_page_asks_for_news_and_gets_almost_nothing_when_there_is_none() -> None:
    desk, police = two_houses()
    row = incident(desk)
    client = as_client(desk)
    version = str(row.version)
    first = client.get(of(row, "kabar"), {"v": version})
    assert first.json()["words"] == ""
    tag = first.headers["ETag"]
    for mark in (tag, f"W/{tag}"):  # as it comes back where answers are zipped
        assert client.get(of(row, "kabar"), {"v": version}, headers={"If-None-Match": mark}).status_code == 304
    set_state(actor=police, incident=row, version=row.version, state="watched")
    later = client.get(of(row, "kabar"), {"v": version}, headers={"If-None-Match": tag})
    assert "Budi Santoso" in later.json()["words"]


def test_reading_is_written_down_once_for_each_reader() -> None:
    desk, police = two_houses()
    row = incident(desk)
    for _each in range(2):
        page(as_client(police), of(row))
    assert Entry.objects.filter(verb="incident.read", object_id=str(row.pk)).count() == 1


def test_the_kentongan_is_rung_in_ready_words_and_ended_for_everybody() -> None:
    desk, police = two_houses()
    row = at_level(incident(desk), AG, desk)
    client = as_client(desk)
    form = page(client, of(row, "kentongan"))
    assert "hanya posko dan petugas" in form
    assert "Titik kumpul" not in form, "what nobody verified calls nobody to a place"
    assert "1 petugas" in form, "who would read it stands there before it rings"
    assert "Yang mereka baca" in form, "and in which words"
    given = {name: hidden(form, name) for name in ("ring_id", "measure_id")}
    assert "Pesannya belum dipilih" in sent(client, of(row, "kentongan"), **given)
    nobody = sent(client, of(row, "kentongan"), **given, message="periksa")
    assert "Tidak ada yang dapat dihubungi" in nobody, "and says to telephone instead"
    reachable(police)
    for _twice in range(2):
        rung = sent(client, of(row, "kentongan"), **given, message="periksa")
    assert "Kentongan berbunyi" in rung
    assert "Budi Santoso" in rung[rung.index('id="dipanggil"') :]
    ring = Measure.objects.get(incident=row, kind="ring").about_id
    assert "Alarm palsu" in rung
    assert "Kejadian ini masih AG" in rung, "before everybody reads that it is safe"
    again_form = page(client, of(row, "kentongan"))
    assert "Sedang berbunyi sejak" in again_form
    assert hidden(again_form, "instead") == str(ring)
    other = {name: hidden(again_form, name) for name in ("ring_id", "measure_id")}
    late = client.post(of(row, "kentongan"), {**other, "message": "periksa"})
    assert "pesan=periksa" in late.headers["Location"], "refused, and loading the page again never rings"
    assert "sudah berbunyi" in client.get(late.headers["Location"]).content.decode()
    assert "akhiri bila sudah aman" in sent(
        client, of(row, "keadaan"), state="calming", version=str(again(row).version)
    )
    assert client.post(of(row, "kentongan", new_id(), "akhiri"), {"ending": "safe"}).status_code == 404
    ended = sent(client, of(row, "kentongan", ring, "akhiri"), ending="safe")
    assert "Tingkatnya masih berlaku" in ended, "while AG stands nobody is told that it is safe"
    assert "Tingkatnya masih AG" in ended
    assert "Nilai tingkatnya lagi" in ended
    twice = sent(client, of(row, "kentongan", ring, "akhiri"), ending="false")
    assert "sudah diakhiri lebih dulu: selesai" in twice, "nothing is claimed that was not done"
    assert "Kentongan berakhir: selesai, tingkatnya masih berlaku" in ended
    assert 'name="ending"' not in ended
