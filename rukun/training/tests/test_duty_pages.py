"""Fit for duty, and kept from it, on the pages, through the API and at the console."""

import json
import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from rukun.config.cli import main
from rukun.journal.models import Entry
from rukun.people.actions import give_position, release_person
from rukun.people.actions.keys import make_key
from rukun.people.actor import actor_of
from rukun.people.models import Organisation, Person
from rukun.people.strength import SESSION_KEY, Strength
from rukun.people.tests.factories import SYSTEM, person
from rukun.territory.tests.towns import listed
from rukun.training.algo.months import months_after
from rukun.training.models import Certificate, CodeSigning, Suspension
from rukun.training.queries.duty import own_suspensions
from rukun.training.tests.factories import KELURAHAN, RW, candidate, fit, member, partner
from rukun.training.tests.test_duty import REASON, day, lurah, officer, suspended
from rukun.ui.dates import moment_after, written_out

pytestmark = [pytest.mark.django_db, pytest.mark.once]
DUTY, LIST = "/kelayakan/", "/penangguhan/"
PLACES = (
    f"code,name\n31,Jakarta\n31.73,Barat\n31.73.07,Palmerah\n{KELURAHAN},Palmerah\n{RW},RW 03\n"
    "31.73.07.1002,Slipi\n31.73.07.1004,Kemanggisan\n"
)


def page(client: Client, path: str, **asked: str) -> str:
    answer = client.get(path, asked)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def read_by(who: Person) -> list[str]:
    """The suspensions whose reasons somebody read, as the journal has it."""
    read = Entry.objects.filter(verb="training.suspension_read", actor=f"person:{who.pk}")
    return list(read.values_list("object_id", flat=True))


def logged_in(who: Person) -> Client:
    client = Client()
    client.force_login(who)
    return client


def rows(html: str) -> dict[str, str]:
    """``{name: what its row says}``."""
    found = re.findall(
        r"<li><div class=\"tick\">.*?<label[^>]*>([^<]*?)\s*(?:<span.*?)?</label>(.*?)</li>", html, re.DOTALL
    )
    return {name.strip(): " ".join(re.sub(r"<[^>]+>", " ", rest).split()) for name, rest in found}


def test_whoever_may_see_it_finds_each_member_fit_or_with_every_reason() -> None:
    listed(PLACES)
    mitra, other = partner(), partner("31.73.07.1002", name="Mitra Slipi")
    fit(member(mitra, name="Sari Layak"))
    member(mitra, name="Yusuf Baru")
    candidate(mitra, name="Ratna Diundang")
    release_person(actor=SYSTEM, person=member(mitra, name="Sudah Pergi"))
    member(other, name="Orang Slipi")
    minor = fit(member(mitra, name="Dimas Muda"))
    Person.objects.filter(pk=minor.pk).update(adult=False)
    suspended(lurah(), fit(member(mitra, name="Wati Tangguh")))
    client = logged_in(officer())
    told = rows(page(client, DUTY))
    assert set(told) == {"Sari Layak", "Yusuf Baru", "Dimas Muda", "Wati Tangguh"}
    assert told["Sari Layak"].startswith("layak bertugas")
    assert told["Yusuf Baru"].startswith("tidak layak bertugas Tangguhkan Yusuf Baru Belum punya sertifikat")
    assert re.search(r"dan \d alasan lain", told["Yusuf Baru"])
    assert "Kode etik belum ditandatangani" in told["Yusuf Baru"]
    assert "Belum berusia 18 tahun" in told["Dimas Muda"]
    assert "Sedang ditangguhkan dari tugas" in told["Wati Tangguh"]
    assert REASON not in page(client, DUTY), "why is for the member and the authorities"
    assert "Tangguhkan" in told["Sari Layak"]
    whole = rows(page(logged_in(person("kapolsek", "31.73.07")), DUTY))
    assert set(whole) == {*told, "Orang Slipi"}
    trainer, polsek = person(name="Nining"), Organisation.objects.get(kind="polri", unit="31.73.07")
    give_position(actor=SYSTEM, person=trainer, title="pelatih", unit="31.73.07", organisation=polsek)
    choice = rows(page(logged_in(trainer), DUTY, mitra=str(other.pk)))
    assert list(choice) == ["Orang Slipi"]
    assert "Tangguhkan" not in choice["Orang Slipi"]
    elsewhere = rows(page(client, DUTY, wilayah="Kelurahan Slipi"))
    assert "tidak mencakup wilayah ini" in elsewhere["Sari Layak"]
    empty = page(logged_in(person("lurah", "31.73.07.1004")), DUTY)
    assert "Belum ada mitra" in empty


def test_the_board_sees_its_own_and_a_coordinator_those_of_the_own_rw() -> None:
    mitra = partner()
    partner(name="Mitra Lain")
    here, there = member(mitra, name="Warga RW 03"), member(mitra, name="Warga RW 04")
    Person.objects.filter(pk=here.pk).update(unit=f"{RW}.001")
    head, coordinator = person(name="Ketua Dua"), person(name="Koordinator RW 03")
    give_position(actor=SYSTEM, person=head, title="sekretaris", unit=KELURAHAN, organisation=mitra)
    give_position(actor=SYSTEM, person=coordinator, title="koordinator", unit=RW, organisation=mitra)
    assert set(rows(page(logged_in(head), DUTY))) == {"Warga RW 03", "Warga RW 04"}
    assert "Tangguhkan" not in page(logged_in(head), DUTY)
    assert set(rows(page(logged_in(coordinator), DUTY))) == {"Warga RW 03"}
    for who in (here, there, person("ketua_rt", f"{RW}.001")):
        assert logged_in(who).get(DUTY).status_code == 403
    assert Client().get(DUTY).headers["Location"].startswith("/masuk/")


def test_a_shift_tomorrow_with_a_certificate_that_ends_tonight_is_said_beforehand() -> None:
    who = fit(member(partner(), name="Sari Layak"))
    tonight = timezone.now() + timedelta(hours=6)
    Certificate.objects.filter(person=who, course="hak-anak").update(expires_at=tonight)
    client = logged_in(officer())
    now = rows(page(client, DUTY))["Sari Layak"]
    assert now.startswith("layak bertugas")
    assert "Sehari kemudian tidak lagi layak: Sertifikat “Anak dilindungi lebih dulu” sudah habis" in now
    tomorrow = rows(page(client, DUTY, hari=written_out(day(2)), jam="22.00"))["Sari Layak"]
    assert tomorrow.startswith("tidak layak bertugas")
    assert "Sertifikat “Anak dilindungi lebih dulu” sudah habis masa berlakunya." in tomorrow
    wrong = page(client, DUTY, hari="besok", jam="99", wilayah="Antah")
    assert "Tanggal itu tidak terbaca" in wrong
    assert "Jam itu tidak terbaca" in wrong
    assert rows(wrong), "and the list stays"


def test_a_shift_over_midnight_asks_for_people_who_are_fit_up_to_its_end() -> None:
    mitra = partner()
    sari, ratna = fit(member(mitra, name="Sari Layak")), fit(member(mitra, name="Ratna Layak"))
    midnight = moment_after(day(2))
    Certificate.objects.filter(person=sari, course="hak-anak").update(expires_at=midnight)
    client, evening = logged_in(officer()), {"hari": written_out(day(2)), "jam": "22.00"}
    assert rows(page(client, DUTY, **evening, sampai="23.30"))["Sari Layak"].startswith("layak bertugas")
    html = page(client, DUTY, **evening, sampai="04.00")
    assert "Selesai " in html
    assert written_out(day(3)) in html, "an hour that is not after the first is one of the next day"
    assert rows(html)["Sari Layak"].startswith("tidak layak bertugas")
    assert rows(html)["Ratna Layak"].startswith("layak bertugas")
    address = f"{DUTY}?hari={written_out(day(2))}&jam=22.00&sampai="
    team = {"orang": [sari.pk, ratna.pk]}
    assert "Regu ini layak: 2 orang" in client.post(f"{address}24", team).content.decode(), "not an hour: not asked"
    assert "Yang layak baru Ratna Layak" in client.post(f"{address}04.00", team).content.decode()
    assert "Jam itu tidak terbaca" in page(client, DUTY, sampai="nanti")


def test_a_team_is_checked_by_ticking_and_nobody_else_can_be_slipped_in() -> None:
    mitra, other = partner(), partner("31.73.07.1002", name="Mitra Slipi")
    sari, ratna = fit(member(mitra, name="Sari Layak")), fit(member(mitra, name="Ratna Layak"))
    yusuf, stranger = member(mitra, name="Yusuf Baru"), fit(member(other, name="Orang Slipi"))
    client = logged_in(officer())
    asked = client.post(DUTY, {"orang": [sari.pk, ratna.pk, yusuf.pk]}).content.decode()
    assert "Regu ini layak: 2 orang" in asked
    assert "Tidak ikut bertugas" in asked
    assert asked.count("checked") == 3
    alone = client.post(DUTY, {"orang": [sari.pk, sari.pk, yusuf.pk, stranger.pk, "x"]}).content.decode()
    assert "belum layak: perlu sekurang-kurangnya dua orang" in alone
    assert "Yang layak baru Sari Layak" in alone
    assert "Orang Slipi" not in alone
    assert "Belum ada yang dicentang" in client.post(DUTY).content.decode()
    a_year_ago = months_after(timezone.localtime(), -12)
    CodeSigning.objects.filter(person=sari).update(signed_at=a_year_ago)
    warned = client.post(DUTY, {"orang": [sari.pk, ratna.pk]}).content.decode()
    assert "Sehari kemudian Sari Layak tidak lagi layak" in warned


def test_the_page_asks_as_much_for_many_as_for_few() -> None:
    mitra = partner()
    client = logged_in(officer())
    asked = []
    for number in (1, 9):
        for each in range(number):
            fit(member(mitra, name=f"Anggota {number} {each}"))
        with CaptureQueriesContext(connection) as queries:
            assert len(rows(page(client, DUTY))) >= number
        asked.append(len(queries))
    assert asked[0] == asked[1]


def test_an_officer_suspends_the_member_answers_and_the_second_authority_decides() -> None:
    mitra = partner()
    who = fit(member(mitra, name="Wati Anggota"))
    chief, police = lurah("Ibu Hartati"), officer(name="Agus Prabowo")
    deciding, reviewing, own = logged_in(chief), logged_in(police), logged_in(who)
    assert "Tidak ada penangguhan" in page(deciding, LIST)
    assert deciding.get(f"{LIST}baru/").headers["Location"] == DUTY
    form = f"{LIST}baru/?orang={who.pk}"
    assert "Tangguhkan Wati Anggota dari tugas" in page(deciding, f"{LIST}baru/", orang=str(who.pk))
    typed = {"reason": "Mendorong seorang warga.", "until": "1 Januari 2020", "review_by": ""}
    wrong = deciding.post(form, typed).content.decode()
    assert "Hari terakhirnya sudah lewat" in wrong
    assert "Mendorong seorang warga." in wrong
    assert "Alasannya belum diisi" in deciding.post(form, {"reason": " "}).content.decode()
    assert not Suspension.objects.exists()
    sent = deciding.post(form, {**typed, "until": "", "review_by": written_out(day(7))})
    made = Suspension.objects.get()
    here = f"{LIST}{made.pk}/"
    assert sent.headers["Location"] == here
    assert (made.unit, made.authority) == (KELURAHAN, "kelurahan")
    for again in (deciding.get(form), deciding.post(form, {**typed, "reason": "Lain."})):
        assert again.headers["Location"] == here
    assert "sudah ditangguhkan atas nama pihak Anda" in page(deciding, here)
    assert Suspension.objects.get().reason == "Mendorong seorang warga."
    assert "menunggu tinjauan" in page(deciding, LIST)
    assert "Belum dibaca" in page(reviewing, here)
    # the member
    mine = page(own, here)
    assert "Mendorong seorang warga." in mine
    for hidden in ("Hartati", str(chief.pk), "Tinjau keputusan"):
        assert hidden not in mine
    assert own.get(LIST).status_code == 403
    assert own.get(f"{here}dibaca/").status_code == 405
    own.post(f"{here}dibaca/")
    assert "Sudah dibaca pada" in page(reviewing, here)
    assert "Jawaban Anda belum diisi" in own.post(f"{here}jawaban/", {"text": " "}).content.decode()
    assert own.post(f"{here}jawaban/", {"text": "Saya menahan pintu.\nTidak mendorong."}).headers["Location"] == here
    assert "Jawaban Anda tersimpan" in page(own, here)
    unread = page(reviewing, here)
    for text in ("Tidak mendorong.", "Mendorong seorang warga."):
        assert text not in unread, "not before somebody asks for it, which is recorded"
    assert "Tinjau keputusan ini" in unread
    assert not read_by(police)
    shown = reviewing.post(f"{here}alasan/").content.decode()
    for text in ("Tidak mendorong.", "Mendorong seorang warga.", "Tinjau keputusan ini"):
        assert text in shown
    assert read_by(police) == [str(made.pk)]
    assert reviewing.get(f"{here}alasan/").status_code == 405
    assert own.post(f"{here}alasan/").status_code == 403
    assert not read_by(who)
    assert logged_in(person("lurah", "31.73.07.1002")).post(f"{here}alasan/").status_code == 404
    assert "sudah dijawab" in page(reviewing, LIST)
    # each only what is theirs to do
    assert "Tinjau keputusan ini" not in page(deciding, here)
    assert "Akan ditinjau oleh orang lain atas nama Polsek" in page(deciding, here)
    verdict = {"upheld": "tidak", "reason": "Saksi membenarkan jawabannya."}
    assert deciding.post(f"{here}tinjauan/", verdict).status_code == 403
    assert own.post(f"{here}tinjauan/", verdict).status_code == 403
    assert reviewing.post(f"{here}pencabutan/", {"reason": "Cukup."}).status_code == 403
    assert reviewing.post(f"{here}jawaban/", {"text": "Bukan saya."}).status_code == 404
    assert reviewing.post(f"{here}dibaca/").status_code == 404
    missing = reviewing.post(f"{here}tinjauan/", {"reason": "Sudah saya tanyakan."}).content.decode()
    assert "Hasil tinjauan belum dipilih" in missing
    assert "Sudah saya tanyakan." in missing
    assert "Tidak mendorong." in missing, "a decision is made over the texts"
    assert len(read_by(police)) == 2
    assert "Agus Prabowo" not in page(own, here)
    assert reviewing.post(f"{here}tinjauan/", verdict).headers["Location"] == here
    done = page(own, here)
    assert "Tidak dikuatkan oleh pihak kedua" in done
    assert "Saksi membenarkan" in done
    for hidden in ("Hartati", "Agus Prabowo"):
        assert hidden not in done
    assert "Kirim jawaban" not in done
    assert "Agus Prabowo" in page(deciding, here)
    late = reviewing.post(f"{here}tinjauan/", {**verdict, "upheld": "ya"}).content.decode()
    assert "sudah ditinjau" in late
    assert "layak bertugas" in rows(page(deciding, DUTY))["Wati Anggota"]
    told = deciding.post(form, {**typed, "until": "", "review_by": written_out(day(9))}).content.decode()
    assert "tidak dikuatkan oleh pihak kedua" in told


def test_the_authority_takes_its_own_back_and_an_address_alone_leads_to_the_page() -> None:
    who, deciding = fit(member(partner(), name="Wati Anggota")), logged_in(lurah())
    made = suspended(person("sekretaris_kelurahan", KELURAHAN), who)
    here = f"{LIST}{made.pk}/"
    for step in ("tinjauan", "pencabutan"):
        assert deciding.get(f"{here}{step}/").headers["Location"] == here
    assert logged_in(who).get(f"{here}jawaban/").headers["Location"] == here
    assert (
        "Tulis mengapa penangguhan ini dicabut" in deciding.post(f"{here}pencabutan/", {"reason": ""}).content.decode()
    )
    assert deciding.post(f"{here}pencabutan/", {"reason": "Keliru orang."}).headers["Location"] == here
    shown = page(deciding, here)
    assert "dicabut" in shown
    assert "Keliru orang." not in shown
    assert "Keliru orang." in deciding.post(f"{here}alasan/").content.decode()
    assert "Ya, cabut sekarang" not in shown
    assert "Keliru orang." in page(logged_in(who), here)


def test_an_overdue_review_is_said_to_the_member_and_whom_to_ask() -> None:
    who, chief = member(partner()), lurah()
    made = suspended(chief, who, review_by=day(2))
    own = logged_in(who)
    actor = actor_of(who)
    told = render_to_string("training/duty/own.html", {"suspensions": own_suspensions(actor)})
    assert "Kelurahan menangguhkan Anda dari tugas" in told
    assert "Baca alasannya dan jawab" in told
    with time_machine.travel(timezone.now() + timedelta(days=4), tick=False):
        own.force_login(who)
        shown = page(own, f"{LIST}{made.pk}/")
        assert "Tinjauannya terlambat. Anda boleh menanyakannya kepada Polsek." in shown
        assert "bila sampai saat itu tidak ditinjau" in shown
    with time_machine.travel(timezone.now() + timedelta(days=40)):
        told = render_to_string("training/duty/own.html", {"suspensions": own_suspensions(actor)})
        assert "sudah berakhir" in told
    with time_machine.travel(timezone.now() + timedelta(days=140)):
        assert own_suspensions(actor) == []


def test_who_may_not_see_it_finds_nothing_there() -> None:
    mitra = partner()
    who, colleague = member(mitra), member(mitra, name="Rekan")
    head = person(name="Sekretaris Mitra")
    give_position(actor=SYSTEM, person=head, title="sekretaris", unit=KELURAHAN, organisation=mitra)
    chief = lurah()
    made = suspended(chief, who)
    here, new = f"{LIST}{made.pk}/", f"{LIST}baru/"
    for other in (colleague, head, person("lurah", "31.73.07.1002"), person("camat", "31.73.07")):
        client = logged_in(other)
        assert client.get(here).status_code == 404
        assert client.post(f"{here}jawaban/", {"text": "x"}).status_code == 404
        assert client.post(f"{here}tinjauan/", {"upheld": "ya", "reason": "x"}).status_code in (403, 404)
        assert client.get(new, {"orang": str(who.pk)}).status_code in (403, 404)
    assert Client().get(here).headers["Location"].startswith("/masuk/")
    deciding = logged_in(chief)
    for unknown in (uuid4(), "x", person().pk):
        assert deciding.get(new, {"orang": str(unknown)}).status_code == 404
    assert deciding.get(f"{LIST}{uuid4()}/").status_code == 404
    give_position(actor=SYSTEM, person=chief, title="pembina", unit=KELURAHAN, organisation=mitra)
    assert deciding.get(here).status_code == 404, "who belongs to the organisation reads it no more"
    refused = deciding.get(new, {"orang": str(who.pk)})
    assert refused.status_code == 403
    assert "membungkam" in refused.content.decode()
    weak = logged_in(officer())
    session = weak.session
    session[SESSION_KEY] = int(Strength.WORD)
    session.save()
    assert weak.get(LIST).status_code == 403


def test_a_program_asks_before_it_puts_somebody_on_the_street(client: Client) -> None:
    mitra, other = partner(), partner("31.73.07.1002", name="Mitra Slipi")
    sari, ratna, yusuf = fit(member(mitra)), fit(member(mitra, name="Ratna")), member(mitra, name="Yusuf")
    stranger, chief = fit(member(other, name="Slipi")), lurah()
    _key, secret = make_key(
        actor=actor_of(chief), person=chief, name="Jadwal", capabilities=("duty.see",), unit=KELURAHAN, days=1
    )
    _other, idle = make_key(
        actor=actor_of(chief), person=chief, name="Lain", capabilities=("people.see",), unit=KELURAHAN, days=1
    )
    path = reverse("api:check_duty")

    def ask(secret: str = secret, **body: Any) -> Any:
        return client.post(
            path, json.dumps({"at": timezone.now().isoformat(), **body}, default=str),
            content_type="application/json", headers={"Authorization": f"Bearer {secret}"},
        )  # fmt: skip

    answer = ask(persons=[sari.pk, ratna.pk, yusuf.pk, stranger.pk, uuid4(), sari.pk])
    assert answer.status_code == 200
    found = answer.json()
    assert found["team_fit"] is True
    assert [each["allowed"] for each in found["persons"]] == [True, True, False, False, False]
    assert {"code": "unsigned", "about": "", "words": "Kode etik belum ditandatangani."} in found["persons"][2][
        "reasons"
    ]
    assert [[each["code"] for each in one["reasons"]] for one in found["persons"][3:]] == [["unknown"], ["unknown"]]
    assert "no-store" in answer.headers["Cache-Control"]
    assert ask(persons=[sari.pk, stranger.pk]).json()["team_fit"] is False
    assert (
        ask(persons=[sari.pk], unit="31.73.07.1002").json()["persons"][0]["reasons"][0]["code"] == "partner_elsewhere"
    )
    suspended(officer(), sari)
    assert ask(persons=[sari.pk]).json()["persons"][0]["reasons"][0]["code"] == "suspended"
    bodies: tuple[dict[str, Any], ...] = (
        {"persons": []},
        {"persons": ["x"]},
        {"persons": [sari.pk], "at": "2026-01-01T20:00"},
    )
    for body in bodies:
        assert ask(**body).status_code == 422
    now = timezone.now()
    Certificate.objects.filter(person=ratna, course="hak-anak").update(expires_at=now + timedelta(hours=2))
    shift: dict[str, Any] = {"persons": [ratna.pk], "at": now.isoformat()}
    assert ask(**shift, until=(now + timedelta(hours=1)).isoformat()).json()["persons"][0]["allowed"] is True
    found = ask(**shift, until=(now + timedelta(hours=3)).isoformat()).json()["persons"][0]
    assert [each["code"] for each in found["reasons"]] == ["expired"]
    backwards = ask(**shift, until=now.isoformat())
    assert backwards.status_code == 422
    assert "tidak sesudah waktu mulai" in backwards.json()["detail"]
    assert ask(secret=idle, persons=[sari.pk]).status_code == 403
    client.force_login(chief)
    assert client.post(path, "{}", content_type="application/json").status_code == 401, "not by a cookie"


def test_at_the_console_ids_alone_unless_names_are_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    listed(PLACES)
    mitra = partner()
    sari, yusuf = fit(member(mitra)), member(mitra, name="Yusuf Baru")

    def said(*arguments: str, code: int = 0) -> str:
        assert main(["duty", *arguments]) == code
        out = capsys.readouterr()
        return out.err if code else out.out

    plain = said()
    assert str(sari.pk) in plain
    assert str(yusuf.pk) not in plain
    assert "Layak bertugas: 1 dari 2 anggota." in plain
    assert "Sari" not in plain
    assert "Sari Wulandari" in said("--names", "--unit", RW)
    later = (timezone.localtime() + timedelta(days=800)).strftime("%Y-%m-%dT%H:%M")
    assert "0 dari 2" in said("--at", later)
    found = json.loads(said("--json", "--unit", "31.73.07.1002"))
    assert [each["allowed"] for each in found["members"]] == [False, False]
    assert {"code": "partner_elsewhere", "about": "Mitra Kampung"} in found["members"][0]["reasons"]
    assert "name" not in found["members"][0]
    assert "0 dari 2" in said("--until", later), "from now on up to then"
    assert "tidak sesudah waktu mulai" in said("--at", later, "--until", later, code=2)
    assert "tidak terbaca" in said("--at", "besok", code=2)
    assert "tidak dikenal" in said("--unit", "99.99", code=2)
