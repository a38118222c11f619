"""Lists of people: what the preview promises is what happens, once, and only where the actor may."""

from pathlib import Path

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from rukun.config.tests.installed import installed
from rukun.guard import ANYONE, Actor, Refused
from rukun.journal.models import Entry
from rukun.people.actions import give_position, release_person
from rukun.people.actions.forgetting import forget_sign_ins
from rukun.people.actions.importing import Report, import_people, try_import
from rukun.people.actor import actor_of
from rukun.people.importing import waiting
from rukun.people.importing.reading import read_sheet
from rukun.people.models import Organisation, Person, Position
from rukun.people.tests.circles import KELURAHAN, organisation, somebody
from rukun.people.tests.factories import SYSTEM, person
from rukun.people.verbs import PEOPLE_IMPORTED, PERSON_ADDED
from rukun.territory.tests.towns import imported
from rukun.ui.dates import first_moment, moment_after, read
from rukun.ui.tests.chance import without_chance

pytestmark = pytest.mark.django_db

OTHER = "31.73.07.1002"
RW = f"{KELURAHAN}.003"
PAGE = "/orang/impor/"


def carry_out(text: str, actor: Actor = SYSTEM) -> Report:
    """Try a list, then import it, and hold the two against each other."""
    rows = read_sheet(text.encode()).rows
    before = stored()
    tried = try_import(actor=actor, rows=rows)
    assert stored() == before, "a preview changes nothing"
    report = import_people(actor=actor, rows=rows)
    assert outline(tried) == outline(report), "the preview promised something else"
    return report


def stored() -> tuple[int, ...]:
    return tuple(model.objects.count() for model in (Person, Position, Organisation, Entry))


def outline(report: Report) -> list[tuple[int, bool, bool, dict[str, str]]]:
    return [(each.draft.row.number, each.person, each.position, each.reasons) for each in report.outcomes]


def reasons(report: Report) -> dict[int, dict[str, str]]:
    return {each.draft.row.number: each.reasons for each in report.bad}


def lurah() -> Actor:
    return actor_of(person("lurah", KELURAHAN))


def test_a_list_is_imported_as_previewed_and_only_once() -> None:
    organisation("ormas", KELURAHAN, "Mitra Jaya")
    text = f"""nama;telepon;dewasa;wilayah;jabatan;organisasi;SK;telepon kantor;mulai;selesai;hobi
Siti Nurbaya;0812-3000-0001;ya;{RW};Ketua RW;;12/2025;0812 3000 9999;Senin, 3 Maret 2025;2 Maret 2030;catur
Ujang;+62 812 3000 0002;;{KELURAHAN};anggota;mitra jaya;;;;;
Wahyu;812-3000-0003;;{RW};;;;;;;
SITI NURBAYA;0812 3000 0001;;{RW};ketua;Mitra Jaya;;;;;
Rini;0812-3000-0005;tidak;{RW};;;;;;;
"""
    with time_machine.travel("2025-06-01T03:00:00Z", tick=False):
        report = carry_out(text)
        assert report.counts() == {"persons": 4, "positions": 3, "known": 0, "bad": 0}
        entries = Entry.objects.filter(verb=PEOPLE_IMPORTED.name)
        assert [(each.unit, each.codes) for each in entries] == [(KELURAHAN, report.counts())]
        assert Entry.objects.filter(verb=PERSON_ADDED.name).count() == 4
    siti = Person.objects.get(phone="+6281230000001")
    assert (siti.name, siti.unit, siti.adult, siti.has_usable_password()) == ("Siti Nurbaya", RW, True, False)
    assert not Person.objects.get(name="Rini").adult
    rw = Position.objects.get(title="ketua_rw")
    assert (rw.person, rw.decree, rw.work_phone) == (siti, "12/2025", "+6281230009999")
    assert (rw.since, rw.until) == (first_moment(read("3 Maret 2025")), moment_after(read("2 Maret 2030")))
    assert Position.objects.get(title="ketua").person == siti, "one number, one name: one person with two positions"
    with time_machine.travel("2025-06-02T03:00:00Z", tick=False):
        before = stored()
        assert carry_out(text).counts() == {"persons": 0, "positions": 0, "known": 5, "bad": 0}
        assert stored() == before, "the journal says nothing of what did nothing"


def test_every_bad_row_says_why_beside_its_cell_and_the_good_ones_are_kept() -> None:
    released = somebody("Sudah Pergi")
    release_person(actor=SYSTEM, person=released)
    head = "nama,telepon,dewasa,wilayah,jabatan,organisasi,wilayah jabatan,pangkat,SK,telepon kantor,mulai,selesai"
    rows = [
        (f"Budi,0812-3000-0001,ya,{RW},Ketua RW,,,,,,3/3/2025,", ""),
        (f",0812-3000-0002,,{RW}", "name: Nama belum diisi"),
        (f"Ani,telepon rumah,,{RW}", "phone: Format nomor"),
        (f"Ani,0812-3000-0002,mungkin,{RW}", "adult: Tulis ya"),
        ("Ani,0812-3000-0002,,", "unit: Wilayah belum diisi"),
        ("Ani,0812-3000-0002,,31.73.7", "unit: Wilayah ini tidak ada"),
        (f"Ani,0812-3000-0002,,{RW},Raja", "title: Jabatan tidak dikenal"),
        (f"Ani,0812-3000-0002,tidak,{RW},ketua_rw", "adult: Jabatan hanya untuk orang dewasa"),
        (f"Ani,0812-3000-0002,,{KELURAHAN},ketua_rw", "unit: Jabatan Ketua RW"),
        (f"Ani,0812-3000-0002,,{RW},ketua_rw,,{KELURAHAN}", "position_unit: Jabatan Ketua RW"),
        (f"Ani,0812-3000-0002,,{RW},Ketua RT,RT tak ada,{RW}.001", "organisation: Organisasi ini tidak ada"),
        (f"Ani,0812-3000-0002,,{RW},anggota", "organisation: Jabatan Anggota"),
        (f"Ani,0812-3000-0002,,{KELURAHAN},babinsa,,,Bripka", "rank: Bripka adalah pangkat Polri"),
        (f"Ani,0812-3000-0002,,{KELURAHAN},babinsa,,,Kapitan", "rank: Pangkat tidak dikenal"),
        (f"Sertu Ani,0812-3000-0002,,{KELURAHAN},bhabinkamtibmas", "rank: Sertu adalah pangkat TNI"),
        (f"Sertu Ani,0812-3000-0002,,{KELURAHAN},babinsa,,,Serka", "rank: Namanya diawali pangkat Sertu"),
        (f"Ani,0812-3000-0002,,{KELURAHAN},babinsa,,,,{'x' * 90}", "decree: Isian terlalu panjang"),
        (f"Ani,0812-3000-0002,,{KELURAHAN},babinsa,,,,,nanti", "work_phone: Format nomor"),
        (f"Ani,0812-3000-0002,,{KELURAHAN},babinsa,,,,,0812-3000-0002", "work_phone: Nomor itu adalah nomor pribadi"),
        (f"Ani,0812-3000-0002,,{KELURAHAN},babinsa,,,,,0812-3000-0001", "work_phone: Nomor itu adalah nomor pribadi"),
        (
            f'Ani,0812-3000-0002,,{RW}.001,Ketua RT,,,,,,"Selasa, 3 Maret 2025"',
            "since: 3 Maret 2025 jatuh pada hari Senin",
        ),
        (
            f"Ani,0812-3000-0002,,{RW}.001,Ketua RT,,,,,,3/3/2025,31 Februari 2026",
            "until: Tanggal 31 Februari 2026 tidak ada",
        ),
        (f"Ani,0812-3000-0002,,{RW}.001,Ketua RT,,,,,,3/3/2025,1/3/2025", "until: Tanggal selesai mendahului"),
        (f"Ani,0812-3000-0002,,{RW}.001,Ketua RT,,,,,,3/3/2025,4/3/2030", "until: Masa jabatan Ketua RT"),
        (f"Ani,0812-3000-0002,,{RW},Ketua RW,,,,,,4/3/2025,", "since: Sudah ada Ketua RW"),
        (f'"=HYPERLINK(1)",0812-3000-0002,,{RW}', "name: Sel ini berisi rumus"),
        (f"{'A' * 130},0812-3000-0002,,{RW}", "name: Nama terlalu panjang"),
        (f"{'A' * 300},0812-3000-0002,,{RW}", "name: Isian ini terlalu panjang"),
        (f"A\x07ni,0812-3000-0002,,{RW}", "name: Isian ini berisi tanda"),
        (f"Nomor Dipakai Lagi,{released.phone},,{RW}", ""),
    ]
    numbered = [row.replace("0812-3000-0002", f"0812-3000-1{at:03}") for at, (row, _) in enumerate(rows)]
    report = carry_out("\n".join([head, *numbered]))
    said = {number: [f"{field}: {reason}" for field, reason in why.items()] for number, why in reasons(report).items()}
    for number, (row, wanted) in enumerate(rows, 2):
        assert [each[: len(wanted)] for each in said.get(number, [])] == ([wanted] if wanted else []), row
    assert report.counts() == {"persons": 2, "positions": 1, "known": 0, "bad": len(rows) - 2}
    assert not Person.objects.filter(phone__startswith="+6281230001").exists(), (
        "who got no position was not registered either"
    )
    assert not Organisation.objects.filter(kind="tni").exists(), "nor was an organisation put there for a bad row"


def test_every_wrong_cell_of_a_row_is_told_at_once() -> None:
    report = carry_out("nama,telepon,wilayah,jabatan,mulai\n,x,31.9,Raja,besok")
    assert set(reasons(report)[2]) == {"name", "phone", "unit", "title", "since"}


def test_a_third_term_is_refused_and_an_earlier_or_next_one_is_not_taken_for_the_present() -> None:
    head = "nama,telepon,wilayah,jabatan,mulai,selesai\n"
    first = f"Budi,0812-3000-0001,{RW},ketua_rw,1 Juli 2015,30 Juni 2020\n"
    second = f"Budi,0812-3000-0001,{RW},ketua_rw,1 Juli 2020,30 Juni 2025\n"
    third = f"Budi,0812-3000-0001,{RW},ketua_rw,1 Juli 2025,\n"
    with time_machine.travel("2024-01-01T03:00:00Z", tick=False):
        assert carry_out(head + second).counts()["positions"] == 1
        assert carry_out(head + first).counts()["positions"] == 1
        report = carry_out(head + first + second + third)
    assert report.counts() == {"persons": 0, "positions": 0, "known": 2, "bad": 1}
    assert "sudah 2 kali menjabat" in reasons(report)[4]["title"]


def test_one_number_with_two_names_is_nobodys() -> None:
    budi = somebody("Budi Santoso", RW)
    text = f"""nama,telepon,wilayah
Rina,0812-3000-0001,{RW}
Rini,0812-3000-0001,{RW}
Serka BUDI  SANTOSO,{budi.phone},{RW}
"""
    report = carry_out(text)
    assert "baris 3" in reasons(report)[2]["phone"]
    assert "baris 2" in reasons(report)[3]["phone"]
    assert report.counts() == {"persons": 0, "positions": 0, "known": 1, "bad": 2}


def test_whose_a_number_is_learns_only_who_may_see_that_person() -> None:
    near, far = somebody("Dewi Tetangga", RW), somebody("Joko Jauh", OTHER)
    actor = lurah()
    report = carry_out(f"nama,telepon,wilayah\nSiapa,{near.phone},{RW}\nSiapa,{far.phone},{RW}\n", actor)
    assert "Dewi Tetangga" in reasons(report)[2]["phone"]
    wrong = "Nomor itu sudah terdaftar dengan nama lain. Periksa nomornya atau namanya."
    assert reasons(report)[3]["phone"] == wrong
    report = carry_out(f"nama,telepon,wilayah\nSerka Joko. Jauh,{far.phone},{RW}\n", actor)
    assert reasons(report)[2]["phone"] == wrong, "of somebody unseen the name must be the very name"
    report = carry_out(f"nama,telepon,wilayah,jabatan\nJoko Jauh,{far.phone},{RW},ketua_rw\n", actor)
    assert report.counts()["positions"] == 1, "who knows name and number may give a position at home"


def test_units_by_name_are_those_of_the_actor_and_what_lies_outside_is_as_if_it_were_not(tmp_path: Path) -> None:
    imported(tmp_path)
    text = f"""nama,telepon,wilayah,jabatan
Ani,0812-3000-0001,RW 03 Palmerah,Ketua RW
Budi,0812-3000-0002,rw 4,Ketua RW
Cici,0812-3000-0003,RW 33 Palmerah,Ketua RW
Dodi,0812-3000-0004,31.73,Camat
Evi,0812-3000-0005,{OTHER},
Feri,0812-3000-0006,Palmerah,staf kelurahan
"""
    report = carry_out(text, lurah())
    assert dict(report.units) == {"RW 03 Palmerah": RW, "rw 4": f"{KELURAHAN}.004", "Palmerah": KELURAHAN}
    outside = {number: why["unit"] for number, why in reasons(report).items()}
    assert set(outside) == {4, 5, 6}
    assert len(set(outside.values())) == 1, "absent and not theirs are said in the same words"
    assert report.counts()["positions"] == 3
    named = carry_out(
        "nama,telepon,wilayah,jabatan\nAda,0812-3000-0009,RW 99,\nGani,0812-3000-0008,Palmerah,petugas posko\n"
    )
    assert (named.units, set(reasons(named))) == ([("Palmerah", KELURAHAN)], {2}), "a kecamatan has no posko"


def test_several_units_of_one_name_are_not_guessed_between(tmp_path: Path) -> None:
    imported(tmp_path)
    from rukun.territory.tests.towns import listed

    listed(f"code,name\n{OTHER},Slipi\n{OTHER}.003,RW 03\n")
    report = carry_out("nama,telepon,wilayah\nAni,0812-3000-0001,RW 03\nBudi,0812-3000-0002,RW 03 Slipi\n")
    assert "Ada beberapa wilayah" in reasons(report)[2]["unit"]
    assert report.units == [("RW 03 Slipi", f"{OTHER}.003")]


def test_the_organisation_is_the_nearest_above_in_which_the_title_is_held() -> None:
    organisation("ormas", KELURAHAN, "Mitra")
    organisation("ormas", RW, "Mitra")
    organisation("sekolah", RW, "Mitra")
    organisation("pokdar", KELURAHAN, "Ganda")
    organisation("fkdm", KELURAHAN, "Ganda")
    organisation("ormas", f"{OTHER}", "Tetangga")
    text = f"""nama,telepon,wilayah,jabatan,organisasi
Ani,0812-3000-0001,{RW},anggota,Mitra
Budi,0812-3000-0002,{KELURAHAN},anggota,MITRA
Cici,0812-3000-0003,{RW},Kepala sekolah,Mitra
Dodi,0812-3000-0004,{KELURAHAN},anggota,Ganda
Evi,0812-3000-0005,{KELURAHAN},anggota,Tetangga
"""
    report = carry_out(text)
    at = {each.person.name: each.organisation for each in Position.objects.select_related("person", "organisation")}
    assert {name: each and (each.kind, each.unit) for name, each in at.items()} == {
        "Ani": ("ormas", RW),
        "Budi": ("ormas", KELURAHAN),
        "Cici": ("sekolah", RW),
    }
    assert "Ada beberapa organisasi" in reasons(report)[5]["organisation"]
    assert "tidak ada di wilayah itu" in reasons(report)[6]["organisation"]


def test_who_manages_nobody_imports_nobody(client: Client) -> None:
    rows = read_sheet(f"nama,telepon,wilayah\nAni,0812-3000-0001,{RW}".encode()).rows
    rw = person("ketua_rw", RW)
    for actor in (ANYONE, actor_of(rw)):
        for way in (try_import, import_people):
            with pytest.raises(Refused):
                way(actor=actor, rows=rows)
    client.force_login(rw)
    assert {client.get(PAGE + each).status_code for each in ("", "contoh.csv", "perbaiki.csv")} == {403}
    assert client.post(PAGE, {"file": sent("nama,telepon\nx,1")}).status_code == 403


# The page.


def sent(text: str, name: str = "daftar.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text.encode())


def upload(client: Client, text: str) -> str:
    return client.post(PAGE, {"file": sent(text)}, follow=True).content.decode()


def confirm(client: Client, key: str = "") -> str:
    found = client.session.get(waiting.KEY, {})
    return client.post(PAGE, {"confirm": key or found.get("key", "x")}, follow=True).content.decode()


def manager(client: Client) -> Person:
    who = person("lurah", KELURAHAN, name="Lurah Uji")
    client.force_login(who)
    return who


LIST = f"""nama,telepon,wilayah,jabatan,hobi
Ani <b>Tebal</b>,0812-3000-0001,{RW},Ketua RW,catur
Budi,+62 812 3000 0002,{OTHER},,
=1+1,+62 812 3000 0003,{RW},,
"""


def test_a_list_is_looked_at_before_it_is_imported_and_the_bad_rows_come_back(client: Client) -> None:
    manager(client)
    assert "Unduh berkas contoh" in client.get(PAGE).content.decode()
    before = stored()
    page = upload(client, LIST)
    assert stored() == before
    assert "Ani &lt;b&gt;Tebal" in page
    assert "hobi" in page
    assert page.count("Wilayah ini tidak ada") == page.count("berisi rumus") == 1
    assert "3000" not in without_chance(page), "numbers are not shown"
    assert "Muat sekarang" in client.get(PAGE).content.decode(), "it waits"
    assert "sudah dimuat, diganti" in confirm(client, "another")
    assert stored() == before
    page = confirm(client)
    assert "1 orang baru, 1 jabatan baru" in page
    assert "Yang perlu diperbaiki" in page
    assert Person.objects.filter(phone="+6281230000001").exists()
    kept = str(client.session[waiting.KEY])
    assert "Tebal" not in kept, "what was imported is forgotten"
    assert "3000-0001" not in kept
    answer = client.get(PAGE + "perbaiki.csv")
    assert "no-store" in answer.headers["Cache-Control"]
    again = answer.content.decode("utf-8-sig")
    assert again.splitlines()[0] == "baris,nama,telepon,wilayah,alasan"
    assert "\r\n4,'=1+1,'+62 812 3000 0003," in again
    assert "sudah dimuat, diganti" in confirm(client), "confirmed twice is once"
    mended = again.replace("'=1+1", "Cici").replace(OTHER, RW)
    client.post(PAGE, {"forget": "1"})
    assert client.get(PAGE + "perbaiki.csv").status_code == 404
    assert "Kolom ini tidak dikenal" not in upload(client, mended)
    assert "2 orang baru" in confirm(client)
    assert waiting.KEY not in client.session
    assert "Unduh berkas contoh" in client.get(PAGE).content.decode()


def test_a_file_that_cannot_be_read_is_explained_beside_its_field(client: Client) -> None:
    manager(client)
    for text, word in (("nama,telepon,NIK\nAni,0812,3", "NIK"), ("x" * (5 * 1024 * 1024 + 1), "terlalu besar")):
        assert word in upload(client, text)
        assert waiting.KEY not in client.session
    assert "Berkas belum dipilih" in client.post(PAGE, {}).content.decode()
    assert "kosong" in upload(client, "")
    wide = "\n".join(f"{'x' * 240},0812,{'y' * 240}" for _ in range(2000))
    assert "sekali muat" in upload(client, f"nama,telepon,SK\n{wide}")


def test_a_list_waits_an_hour_and_for_nobody_else(client: Client) -> None:
    with time_machine.travel("2025-06-01T03:00:00Z", tick=False) as clock:
        manager(client)
        upload(client, LIST)
        clock.shift(3500)
        assert "Periksa daftar orang" in client.get(PAGE).content.decode()
        clock.shift(200)
        assert "Unduh berkas contoh" in client.get(PAGE).content.decode()
        assert waiting.KEY not in client.session
        upload(client, LIST)
        session = dict(client.session)
        assert waiting.waiting_for(session, SYSTEM) is None
        assert waiting.KEY not in session


def test_a_list_that_nobody_comes_back_for_is_erased_from_the_session_and_nothing_else_is(client: Client) -> None:
    with time_machine.travel("2025-06-01T03:00:00Z", tick=False) as clock:
        manager(client)
        upload(client, LIST)
        later = Client()
        later.force_login(Person.objects.get(name="Lurah Uji"))
        clock.shift(1800)
        upload(later, LIST)
        forget_sign_ins()
        assert "3000" in str(client.session[waiting.KEY])
        clock.shift(1801)
        forget_sign_ins()
        left = Session.objects.get(session_key=client.session.session_key).get_decoded()
        assert waiting.KEY not in left
        assert "3000" not in without_chance(str(left))
        assert waiting.KEY in later.session, "this one still has half an hour"
        assert client.get("/profil/").status_code == 200, "they are still signed in"


def test_a_session_that_changes_while_it_is_swept_keeps_its_change(client: Client) -> None:
    with time_machine.travel("2025-06-01T03:00:00Z", tick=False) as clock:
        manager(client)
        upload(client, LIST)
        clock.shift(3601)
        row = Session.objects.get(session_key=client.session.session_key)
        session = client.session
        session["meanwhile"] = "typed"
        session.save()
        assert not waiting.forget_in(row)
        assert client.session["meanwhile"] == "typed"
        assert waiting.forget_old() == 1
        assert client.session["meanwhile"] == "typed"
        assert waiting.KEY not in client.session


def test_what_is_all_known_or_all_bad_cannot_be_confirmed(client: Client) -> None:
    manager(client)
    assert "Muat sekarang" not in upload(client, f"nama,telepon,wilayah\n,0812-3000-0001,{RW}")
    known = somebody("Budi", RW)
    page = upload(client, f"nama,telepon,wilayah\nBudi,{known.phone},{RW}")
    assert "Muat sekarang" not in page
    assert "tidak ada yang berubah" in page


def test_the_example_is_read_and_cannot_be_imported_by_mistake(client: Client) -> None:
    manager(client)
    text = client.get(PAGE + "contoh.csv").content.decode("utf-8-sig")
    assert set(reasons(carry_out(text))[2]) == {"phone"}
    mended = text.replace("0812-…", "0812-3000-0001").replace("31.73.07.1001.016", RW)
    assert carry_out(mended).counts() == {"persons": 1, "positions": 1, "known": 0, "bad": 0}


def test_a_position_lost_between_preview_and_confirmation_stops_the_import(client: Client) -> None:
    who = manager(client)
    upload(client, LIST)
    from rukun.people.actions import end_position

    give_position(actor=SYSTEM, person=who, title="staf_kelurahan", unit=KELURAHAN)
    end_position(actor=SYSTEM, position=Position.objects.get(person=who, title="lurah"))
    before = stored()
    key = client.session[waiting.KEY]["key"]
    assert client.post(PAGE, {"confirm": key}).status_code == 403
    assert stored() == before


# The console.


@pytest.mark.long
@pytest.mark.once
def test_the_console_tries_and_imports_a_list(tmp_path: Path) -> None:
    path = tmp_path / "daftar.csv"
    path.write_text(f"nama,telepon,wilayah,jabatan,hobi\nAni,0812-3000-0001,{RW},Ketua RW,x\nBudi,0812,{RW},,\n")
    with installed(tmp_path / "data") as site:
        assert "Tidak dimuat: 1" in site.run("people", "import", str(path), "--dry-run", expect=1).stdout
        report = site.json("people", "import", str(path), expect=1)
        assert {name: report[name] for name in ("persons", "positions", "known", "dry_run")} == {
            "persons": 1,
            "positions": 1,
            "known": 0,
            "dry_run": False,
        }
        assert [(each["row"], list(each["reasons"])) for each in report["bad"]] == [(3, ["phone"])]
        path.write_text("nama,telepon,agama\nAni,0812,x\n")
        assert "agama" in site.run("people", "import", str(path), expect=2).stderr
        assert "Traceback" not in site.run("people", "import", str(tmp_path / "x.csv"), expect=2).stderr
