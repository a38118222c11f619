"""The table of receivers as the roles see, try and write it."""

import json
import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from rukun.commitment.owners import Owner
from rukun.config.cli import main
from rukun.guard import System
from rukun.guard.ids import new_id
from rukun.people.actions import establish_organisation, give_position
from rukun.people.actor import actor_of
from rukun.people.models import Position
from rukun.people.tests.factories import person
from rukun.report.actions.rules import add_rule, end_rule
from rukun.report.models import OwnerRule
from rukun.report.tests.factories import KELURAHAN, NEXT_RW, OTHER, RT, RW, report, town
from rukun.report.tests.inbox import logged_in, page, sent, signed_in
from rukun.training.tests.factories import partner

pytestmark = [pytest.mark.django_db, pytest.mark.once]
TABLE, ADD, TRY = "/laporan/aturan/", "/laporan/aturan/tambah/", "/laporan/aturan/coba/"
NOON = datetime(2026, 11, 25, 5, tzinfo=UTC)  # Wednesday, noon in Jakarta
TODAY = date(2026, 11, 25)
POSKO = Owner(KELURAHAN, title="petugas_posko")
NOT_HERE = "di luar wilayah Anda"


@pytest.fixture(autouse=True)
def _town() -> Any:
    town()
    with time_machine.travel(NOON, tick=False):
        yield


def line(**given: Any) -> OwnerRule:
    asked = {"rule_id": new_id(), "unit": KELURAHAN, "owner": POSKO, "clock": "lima_hari", "since": TODAY, **given}
    return add_rule(actor=System("test"), **asked)


def ending(made: OwnerRule) -> str:
    return f"{TABLE}{made.pk}/akhiri/"


def hidden(html: str, name: str) -> str:
    [found] = re.findall(rf'name="{name}"[^>]* value="([^"]+)"', html)
    return str(found)


def typed(html: str, **given: Any) -> dict[str, Any]:
    filled = {"rule_id": hidden(html, "rule_id"), "category": "", "owner": f"petugas_posko@{KELURAHAN}"}
    when = {"days": list(range(7)), "from_hour": 0, "to_hour": 24, "since": "Kamis, 26 November 2026", "until": ""}
    return {**filled, "clock": "tiga_hari", **when, **given}


def test_each_role_sees_the_lines_of_its_place_and_only_some_write() -> None:
    own, street, other = line(), line(unit=RW, category="saran"), line(unit=OTHER, owner=Owner(OTHER, title="lurah"))
    later = line(unit=f"{KELURAHAN}.003", since=TODAY + timedelta(days=3))
    lurah, away = signed_in("lurah"), signed_in("lurah", OTHER)
    told = page(lurah, TABLE)
    assert "Petugas posko Palmerah" in told
    assert "Dilewati: jabatan penerimanya sedang kosong." in told
    assert "Penerimanya: Kelurahan Palmerah." in told
    assert ending(own) in told
    assert ending(street) in told
    assert ending(other) not in told
    assert ending(later) not in told
    assert ending(later) in page(lurah, TABLE, status="akan")
    assert "Aturan yang sudah berakhir tetap disimpan" in page(lurah, TABLE, status="berakhir")
    assert ending(street) not in page(lurah, TABLE, wilayah=NEXT_RW)
    assert ending(own) in page(lurah, TABLE, wilayah=NEXT_RW, jenis="tawuran"), "it holds there too"
    assert "Tidak ada yang cocok" in page(lurah, TABLE, wilayah=f"{OTHER}.001")
    assert "Wilayah itu tidak dikenal" in page(lurah, TABLE, wilayah="Negeri Dongeng")
    told = page(signed_in("sekretaris_kelurahan"), TABLE)
    assert "Dilewati" in told
    told = page(signed_in("bhabinkamtibmas", RW), TABLE)
    assert "Semua jenis" in told, "the line of the kelurahan decides there"
    assert "RW 16, Palmerah" in told
    assert "Akhiri" not in told
    assert "Tambah aturan" not in told
    posko = signed_in("petugas_posko")
    assert "Dilewati" not in page(posko, TABLE), "now somebody is there"
    for reader in (posko, signed_in("babinsa", NEXT_RW)):
        assert "Akhiri" not in page(reader, TABLE)
        page(reader, TRY)
        page(reader, ADD, 403)
        for answered in (reader.get(ending(own)), reader.post(ending(own), {"until": "1/12/2026"})):
            assert answered.status_code == 403
    for answered in (away.get(ending(own)), away.post(ending(own), {"remove": "1"})):
        assert answered.status_code == 404
    for title, unit in (("ketua_rw", RW), ("kapolsek", "31.73.07"), ("petugas_pelindungan", KELURAHAN), ("", "")):
        stranger = logged_in(person(title, unit))
        for path in (TABLE, TRY, ADD):
            page(stranger, path, 403)
        assert stranger.get(ending(own)).status_code == 403
    for path in (TABLE, TRY):
        assert lurah.post(path).status_code == 405
    assert Client().get(TABLE).status_code in (302, 403)
    OwnerRule.objects.all().delete()
    assert "Belum ada aturan" in page(away, TABLE)
    assert "mulai berlaku besok" in page(away, TABLE, status="akan")


def test_a_line_is_written_in_two_steps_for_who_can_read_there() -> None:
    polsek = establish_organisation(actor=System("test"), kind="polri", name="Polsek Palmerah", unit="31.73.07")
    client = signed_in("lurah")
    told = page(client, ADD)
    assert "Untuk wilayah mana?" in told
    assert 'value="Kelurahan Palmerah"' in told
    for place, why in (("", "Wilayahnya belum diisi"), (f"{OTHER}.001", NOT_HERE), (f"{KELURAHAN}.099", NOT_HERE)):
        assert why in page(client, ADD, wilayah=place)
    told = page(client, ADD, wilayah="RW 16")
    assert "Untuk laporan dari RW 16, Palmerah" in told
    for owner in (str(polsek.pk), f"ketua_rw@{RW}", f"petugas_posko@{RW}", f"lurah@{KELURAHAN}"):
        assert f'value="{owner}"' in told
    for owner in ("camat", f"ketua_rt@{RT}", f"ketua_rw@{NEXT_RW}", "petugas_pelindungan", "kekerasan", "keluhan"):
        assert owner not in told
    where = f"{ADD}?wilayah={RW}"
    given = typed(told, days=[], since="Rabu, 26 November 2026", owner="camat@31.73.07", until="besok")
    told = sent(client, where, **given)
    for wrong in ("Harinya belum dipilih", "jatuh pada hari Kamis", "tidak dapat membaca laporan", "tidak terbaca"):
        assert wrong in told
    assert OwnerRule.objects.count() == 0
    told = sent(client, where, **typed(told, to_hour=6, from_hour=6, since="1/1/2026"))
    assert "Jam mulai dan jam selesainya sama" in told
    assert "yang sudah terjadi tidak diubah" in sent(client, where, **typed(told, since="1/1/2026"))
    good = typed(told, owner=str(polsek.pk), category="kriminal", days=[4, 5], from_hour=22, to_hour=4)
    told = sent(client, where, **good)
    assert "Aturan tersimpan." in told
    assert "Jumat, Sabtu pukul 22.00–04.00 keesokan harinya" in told
    assert "Kriminal</strong> · RW 16, Palmerah" in told
    assert "→ Polsek Palmerah" in told
    assert "mulai 26 November 2026" in told
    sent(client, where, **good)
    [made] = OwnerRule.objects.all()
    assert (made.days, made.to_organisation_id, made.since) == (0b0110000, polsek.pk, TODAY + timedelta(days=1))
    told = sent(client, where, **{**good, "rule_id": str(new_id()), "days": [5, 6]})
    assert "sudah ada aturan yang sama rincinya: Kriminal, RW 16, Palmerah" in told
    assert 'value="5" ' in told, "what was typed is still there"
    assert OwnerRule.objects.count() == 1


def test_a_line_is_ended_taken_back_and_never_twice() -> None:
    client, colleague = signed_in("lurah"), actor_of(person("sekretaris_kelurahan", KELURAHAN))
    held, to_come = line(), line(category="saran", since=TODAY + timedelta(days=2))
    told = page(client, ending(held))
    assert 'value="Kamis, 26 November 2026"' in told
    assert "Hapus aturan ini" not in told
    assert "Aturan berakhir paling awal hari ini" in sent(client, ending(held), until="24/11/2026")
    assert "Tanggalnya belum diisi" in sent(client, ending(held), until="")
    assert "sudah berlaku, jadi tidak dapat dihapus" in sent(client, ending(held), remove="1")
    told = sent(client, ending(held), until="28/11/2026")
    assert "Akhir aturan tersimpan." in told
    assert "tidak berlaku lagi sejak 28 November 2026" in told
    end_rule(actor=colleague, rule=held, until=TODAY)
    assert "mungkin oleh orang lain" in sent(client, ending(held), until="27/11/2026")
    assert "sudah berakhir. Tidak ada yang perlu dilakukan" in page(client, ending(held))
    assert "Semua jenis" in page(client, TABLE, status="berakhir")
    assert "Belum ada aturan" in page(client, TABLE)
    assert "Hapus aturan ini" in page(client, ending(to_come))
    assert "Aturan dihapus sebelum berlaku." in sent(client, ending(to_come), remove="1")
    assert client.post(ending(to_come), {"remove": "1"}).status_code == 404
    assert [each.pk for each in OwnerRule.objects.all()] == [held.pk]


def test_the_trial_says_who_until_when_and_why_not_the_others() -> None:
    person("petugas_posko", KELURAHAN)
    always, nights = line(), line(category="tawuran", from_hour=22, to_hour=6, clock="segera")
    line(unit=NEXT_RW)
    client = signed_in("lurah")
    assert "Coba dulu" in page(client, TRY)
    asked: dict[str, Any] = {"jenis": "tawuran", "wilayah": RT, "tanggal": "Jumat, 27 November 2026", "jam": "23"}
    told = page(client, TRY, **asked)
    assert '<h2 id="jawab">Petugas posko Palmerah</h2>' in told
    assert "24 jam, siang dan malam: Sabtu, 28 November 2026, 23.00" in told
    assert "Aturan ini yang menentukan" in told
    assert "Cocok, tetapi ada aturan khusus untuk jenis ini." in told
    assert "Tidak cocok: untuk RW 03, Palmerah, bukan RT 003 / RW 16, Palmerah" in told
    told = page(client, TRY, **{**asked, "jam": "12"})
    assert "5 hari kerja: Jumat, 4 Desember 2026, 12.00" in told, "Friday noon to Friday noon"
    assert "Tidak cocok: hanya pukul 22.00–06.00." in told
    told = page(client, TRY, **{**asked, "tanggal": "24/11/2026"})
    assert "penerimanya kelurahan" in told
    assert "Belum berlaku saat itu: mulai 25 November 2026." in told
    told = page(client, TRY, jenis="saran", wilayah=RT, bahaya="on")
    assert "24 jam, siang dan malam: Kamis, 26 November 2026, 12.00" in told, "now"
    told = page(client, TRY, jenis="kekerasan", wilayah=RT)
    assert "selalu diterima petugas pelindungan" in told
    assert "Mengapa bukan aturan yang lain" not in told
    assert "siapa yang dikeluhkan" in page(client, TRY, jenis="keluhan", wilayah=RT)
    assert "tidak pernah yang dikeluhkan" in page(client, TRY, jenis="keluhan", wilayah=RT, tentang="rt_rw")
    for place in (f"{OTHER}.001", f"{KELURAHAN}.099", "31.73"):
        assert NOT_HERE in page(client, TRY, jenis="saran", wilayah=place)
    end_rule(actor=System("test"), rule=always, until=TODAY)
    end_rule(actor=System("test"), rule=nights, until=TODAY + timedelta(days=1))
    assert "Sudah berakhir saat itu: sejak 25 November 2026." in page(client, TRY, jenis="saran", wilayah=RT)


def test_the_trial_of_a_complaint_asks_of_which_group_the_member_is() -> None:
    """Else it would name a reader who is of that group, and the complaint itself would go to another."""
    person("kapolsek", "31.73.07")
    group = partner()
    client = signed_in("lurah")
    lurah = Position.objects.get(title="lurah", unit=KELURAHAN).person
    give_position(actor=System("test"), person=lurah, title="pembina", unit=KELURAHAN, organisation=group)
    assert str(group.pk) in page(client, TRY)
    asked: dict[str, Any] = {"jenis": "keluhan", "wilayah": RT, "tentang": "anggota"}
    assert '<h2 id="jawab">Lurah Palmerah</h2>' in page(client, TRY, **asked)
    told = page(client, TRY, **asked, organisasi=str(group.pk))
    assert '<h2 id="jawab">Kapolsek Palmerah</h2>' in told
    told = page(client, TRY, **{**asked, "tentang": "rt_rw"}, organisasi=str(group.pk))
    assert '<h2 id="jawab">Lurah Palmerah</h2>' in told, "only a member is of a group"
    assert 'id="jawab"' not in page(client, TRY, **asked, organisasi=str(new_id()))


def test_a_thousand_lines_cost_as_many_queries_as_three_and_gaps_are_told() -> None:
    client = signed_in("lurah")
    report("saran", RT)
    told = page(client, TABLE)
    assert "Kelurahan Palmerah: 1 laporan 30 hari terakhir tidak cocok dengan aturan mana pun" in told
    line()
    line(category="saran")
    counts = []
    for more in (1, 997):
        rows = [
            OwnerRule(unit=RW, category="saran", from_hour=number % 24, to_hour=24, to_title="lurah", to_unit=KELURAHAN)
            for number in range(more)
        ]
        for each in rows:
            each.clock, each.since, each.made_at = "segera", TODAY, NOON
        OwnerRule.objects.bulk_create(rows)
        each_page: list[tuple[str, Any]] = [(TABLE, {}), (TRY, {"jenis": "saran", "wilayah": RT})]
        for path, asked in each_page:
            with CaptureQueriesContext(connection) as made:
                told = page(client, path, **asked)
            counts.append(len(made))
    assert counts[:2] == counts[2:]
    assert max(counts) <= 16
    assert "Masih ada 940 aturan lain yang kurang rinci atau tidak cocok." in told
    assert "tidak cocok dengan aturan mana pun" not in page(client, TABLE)
    assert "?page=2" in page(client, TABLE) or "page=2" in page(client, TABLE)


def test_the_console_tells_the_same(capsys: Any) -> None:
    def told(*arguments: str, code: int = 0) -> str:
        assert main(["report", "who", *arguments]) == code
        return "".join(capsys.readouterr())

    person("petugas_posko", KELURAHAN)
    nights = line(category="tawuran", from_hour=22, to_hour=6, clock="segera")
    found = json.loads(told("tawuran", RT, "--at", "2026-11-25T23:00", "--json"))
    assert found == {
        "at": "2026-11-25T23:00:00+07:00",
        "owner": {"organisation": None, "title": "petugas_posko", "unit": KELURAHAN, "words": "Petugas posko Palmerah"},
        "clock": "segera",
        "due": "2026-11-26T23:00:00+07:00",
        "why": "rule",
        "rule": str(nights.pk),
    }
    words = told("tawuran", RT)
    assert words.startswith("Lurah Palmerah\nTenggat: 3 hari kerja, 2026-11-30 12:00.\n")
    assert "· Tawuran atau perkelahian, " in words
    assert "Tidak cocok: hanya pukul 22.00–06.00." in words
    assert "Aturan ini yang menentukan" in told("tawuran", RT, "--at", "2026-11-25T23:00")
    assert "petugas pelindungan" in told("kekerasan", RT)
    for wrong in (("keluhan", RT), ("tawuran", f"{KELURAHAN}.099"), ("tawuran", RT, "--at", "besok")):
        assert "rukun: " in told(*wrong, code=2)
