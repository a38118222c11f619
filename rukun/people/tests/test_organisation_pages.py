"""Pages of organisations: who sees what, and what those who manage people can do there."""

import io
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from pypdf import PdfReader

from rukun.guard import ANYONE
from rukun.guard.ids import new_id
from rukun.journal.models import Entry
from rukun.people import actions
from rukun.people.actor import actor_of
from rukun.people.cards import people_card
from rukun.people.forms.units import UnitField
from rukun.people.models import Organisation, Position
from rukun.people.tests.circles import KELURAHAN, RW_03, RW_04, circle, holds, organisation, somebody
from rukun.people.tests.factories import SYSTEM, person
from rukun.territory.tests.towns import listed

pytestmark = [pytest.mark.django_db, pytest.mark.once]
TOWN = (
    "kode,nama\n31,Jakarta\n31.73,Jakarta Barat\n31.73.07,Palmerah\n31.73.07.1001,Palmerah\n"
    "31.73.07.1001.003,RW 03\n31.73.07.1001.003.002,RT 002\n31.73.07.1001.004,RW 04\n"
)


def page(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, path
    return answer.content.decode()


def at(which: Organisation) -> str:
    return f"/organisasi/{which.pk}/"


def test_the_public_reads_the_chair_and_the_work_number_and_no_member(client: Client) -> None:
    made = circle(members=6)
    text = page(client, at(made))
    for words in ("Haji Mahmud", "tel:+6281270000001", "https://wa.me/6281270000001", "ada 9 pengurus dan anggota"):
        assert words in text, words
    for hidden in ("Anggota 0", "Koordinator", "Dewi", "Beri jabatan", "Tutup organisasi", "+62813000", "belum terisi"):
        assert hidden not in text, hidden
    assert "beberapa pengurus" not in text
    polsek = organisation("polri", "31.73.07", "Polsek Palmerah")
    for number in (7, 8):
        holds(polsek, "bhabinkamtibmas", f"Made {number}", KELURAHAN, rank="Aiptu", work_phone=f"081270000{number:03}")
    text = page(client, at(polsek))
    for words in ("Aiptu Made 7", "Aiptu Made 8", "0812-7000-0007", "0812-7000-0008", "Kapolsek"):
        assert words in text, words
    assert text.count("belum terisi") == 1
    Position.objects.filter(title="anggota").delete()
    assert "ada beberapa pengurus dan anggota" in page(client, at(made))


def test_those_who_see_people_there_read_the_whole_chart_with_its_empty_seats(client: Client) -> None:
    made = circle(members=6)
    client.force_login(person("camat", "31.73.07"))
    text = page(client, at(made))
    for words in (
        "Dewi Lestari",
        "Yusuf Koordinator",
        "Koordinator · RW 03",
        "Anggota 00",
        "Anggota (2)",
        "belum terisi",
    ):
        assert words in text, words
    for missing in ("Beri jabatan", "Isi jabatan", "Tutup organisasi", "Selain yang tampak"):
        assert missing not in text, missing
    client.force_login(person("lurah", KELURAHAN))
    text = page(client, at(made))
    for words in ("Beri jabatan", "jabatan/?jabatan=bendahara", "Ubah nama atau nomor", "Tutup organisasi ini"):
        assert words in text, words
    client.force_login(person("lurah", "31.71.06.1001"))
    assert "Anggota 00" not in page(client, at(made))


def test_names_are_shown_as_they_were_typed(client: Client) -> None:
    made = organisation(name="Pokdar <script>alert(1)</script>")
    holds(made, "ketua", "<b>Haji</b> & Putra")
    text = page(client, at(made)) + page(client, "/organisasi/")
    assert "<script>alert" not in text
    assert "<b>Haji" not in text
    assert "&lt;b&gt;Haji&lt;/b&gt; &amp; Putra" in text


def test_a_page_of_many_members_asks_the_database_no_more_often_than_one_of_few(client: Client) -> None:
    lurah = person("lurah", KELURAHAN)
    few, many = circle(members=1), organisation(name="Yang besar")
    for number in range(34):
        holds(many, "anggota", f"Anggota {number}", RW_03)
    client.force_login(lurah)
    page(client, at(few))
    counts = []
    for made in (few, many):
        with CaptureQueriesContext(connection) as asked:
            assert "Anggota" in page(client, at(made))
        counts.append(len(asked))
    assert counts[1] == counts[0] <= 8


def test_the_list_is_by_kind_and_narrowed_by_unit_and_kind_in_pages(client: Client) -> None:
    listed(TOWN)
    assert "Belum ada organisasi" in page(client, "/organisasi/")
    organisation("ormas", RW_03, "Pemuda RW 03", work_phone="(021) 5484444")
    organisation("kelurahan", KELURAHAN, "Kelurahan Palmerah")
    organisation("rt", f"{RW_03}.002", "RT 002")
    for number in range(30):
        organisation("ormas", KELURAHAN, f"Ormas {number:02}")
    text = page(client, "/organisasi/")
    assert text.index("Pemerintah kelurahan</h2>") < text.index("Ormas</h2>")
    assert "Halaman 1 dari 2" in text
    last = page(client, "/organisasi/?page=2")
    assert last.index("Ormas 29") < last.index("RT</h2>"), "RW and RT, of which there are many, come last"
    assert "RT 002 / RW 03, Palmerah</a>" in last
    text = page(client, "/organisasi/?wilayah=RW+3+palmerah&jenis=ormas")
    assert "Pemuda RW 03" in text
    assert "(021) 5484444" in text
    assert "wa.me" not in text
    assert "RT 002" not in text
    assert "Ormas 0" not in text
    text = page(client, "/organisasi/?wilayah=RW+77&jenis=raja")
    assert "Wilayah itu tidak dikenal" in text
    assert "Pilihan" in text or "valid" in text
    assert "Tidak ada yang cocok" in page(client, "/organisasi/?wilayah=31.73.07.1001.004")


def test_a_closed_organisation_is_found_only_by_those_who_see_people_there(client: Client) -> None:
    made = organisation(name="Pokdar Lama")
    lurah = person("lurah", KELURAHAN)
    who = holds(made, "ketua", "Haji Mahmud")
    client.force_login(lurah)
    answer = client.post(f"{at(made)}tutup/", follow=True)
    assert "Masih ada yang menjabat" in answer.content.decode()
    actions.end_position(actor=SYSTEM, position=who)
    answer = client.post(f"{at(made)}tutup/", follow=True)
    assert "Organisasi ini ditutup pada" in answer.content.decode()
    assert "Beri jabatan" not in answer.content.decode()
    assert client.get(f"{at(made)}jabatan/").headers["Location"] == at(made)
    assert Entry.objects.filter(verb="people.organisation_closed", unit=KELURAHAN).count() == 1
    assert "Ditutup" in PdfReader(io.BytesIO(client.get(f"{at(made)}bagan.pdf").content)).pages[0].extract_text()
    client.logout()
    for path in (at(made), f"{at(made)}bagan.pdf", f"/organisasi/{uuid4()}/", f"/organisasi/{uuid4()}/bagan.pdf"):
        page(client, path, 404)
    assert "Pokdar Lama" not in page(client, "/organisasi/")


def test_establishing_says_what_is_wrong_beside_its_field_and_is_done_once(client: Client) -> None:
    listed(TOWN)
    client.force_login(person("lurah", KELURAHAN))
    text = page(client, "/organisasi/baru/?wilayah=31.73.07.1001.003")
    assert 'value="RW 03, Palmerah"' in text
    typed = {"organisation_id": str(new_id()), "kind": "rw", "name": "RW 03", "unit": "rw 3", "work_phone": ""}

    def sent(**changed: str) -> str:
        answer = client.post("/organisasi/baru/", {**typed, **changed}, follow=True)
        return str(answer.content.decode())

    for changed, field, words in (
        ({"kind": ""}, "kind", "belum dipilih"),
        ({"name": " "}, "name", "Tulis namanya"),
        ({"name": "x" * 121}, "name", "Ringkas"),
        ({"unit": "RW 77"}, "unit", "tidak dikenal"),
        ({"unit": "31.73.07.1001.077"}, "unit", "tidak ada atau sudah berakhir"),
        ({"unit": "palmerah"}, "unit", "setingkat"),
        ({"unit": "31.73", "kind": "ormas"}, "unit", "hubungi pengurus wilayah itu"),
        ({"work_phone": "12"}, "work_phone", "Format nomor telepon"),
    ):
        text = sent(**changed)
        assert words in text, words
        assert f'href="#id_{field}"' in text, field
    assert not Organisation.objects.exclude(kind="kelurahan").exists()
    assert "Organisasi terdaftar" in sent(work_phone="0812-7000-0009")
    assert "0812-7000-0009" in sent()
    assert Organisation.objects.filter(kind="rw").count() == 1
    assert "sudah ada di wilayah ini" in sent(organisation_id=str(new_id()))


def test_name_and_number_are_changed_by_those_who_manage_there_alone(client: Client) -> None:
    made, other = organisation(name="Satu"), organisation(name="Dua")
    client.force_login(person("lurah", KELURAHAN))
    assert 'value="Satu"' in page(client, f"{at(made)}ubah/")
    answer = client.post(f"{at(made)}ubah/", {"name": "Dua", "work_phone": ""})
    assert "pakai nama lain" in answer.content.decode()
    answer = client.post(f"{at(made)}ubah/", {"name": "Tiga", "work_phone": "(021) 5484444"}, follow=True)
    assert "(021) 5484444" in answer.content.decode()
    made.refresh_from_db()
    assert made.name == "Tiga"
    for who in (person("lurah", "31.71.06.1001"), person("ketua_rw", RW_03)):
        client.force_login(who)
        for path in ("ubah/", "jabatan/"):
            page(client, at(other) + path, 403)
            assert client.post(at(other) + path, {"name": "Rebut"}).status_code == 403
        assert client.post(f"{at(other)}tutup/").status_code == 403
    client.logout()
    assert client.get(f"{at(other)}ubah/").headers["Location"].startswith("/masuk/")
    assert client.get("/organisasi/baru/").headers["Location"].startswith("/masuk/")
    other.refresh_from_db()
    assert (other.name, other.closed_at) == ("Dua", None)


def test_the_paper_shows_each_reader_what_the_page_shows(client: Client) -> None:
    made = circle(members=4)

    def text() -> str:
        answer = client.get(f"{at(made)}bagan.pdf")
        assert answer.headers["Content-Type"] == "application/pdf"
        assert "Mahmud" not in answer.headers["Content-Disposition"]
        return " ".join(each.extract_text() for each in PdfReader(io.BytesIO(answer.content)).pages)

    assert "Anggota 00" not in text()
    client.force_login(person("lurah", KELURAHAN))
    assert "Anggota 00" in text()


def test_a_units_page_gets_a_card_with_its_offices_and_organisations() -> None:
    request = RequestFactory().get("/")
    request.actor = ANYONE  # type: ignore[attr-defined]

    def card(code: str) -> str:
        made = people_card(request, code)  # type: ignore[arg-type]
        return made.content if made else ""

    assert card(KELURAHAN) == ""
    holds(organisation("polri", "31.73.07", "Polsek Palmerah"), "bhabinkamtibmas", "Made", KELURAHAN, rank="Aiptu")
    made = circle(members=1)
    organisation("ormas", RW_03, "Pemuda RW 03")
    text = card(KELURAHAN)
    for words in ("Aiptu Made", "Bhabinkamtibmas", at(made), "Ketua: Haji Mahmud", f"?wilayah={KELURAHAN}"):
        assert words in text, words
    assert text.index("Aiptu Made") < text.index("Citra Bhayangkara")
    for missing in ("Pemuda", "Polsek", "Dewi", "Daftarkan"):
        assert missing not in text, missing
    assert "Pemuda RW 03" in card(RW_03)
    request.actor = actor_of(person("lurah", KELURAHAN))  # type: ignore[attr-defined]
    assert "Daftarkan organisasi" in card(KELURAHAN)
    assert "Belum ada organisasi" in card(f"{KELURAHAN}.005")
    assert "Warga Biasa" not in card(somebody("Warga Biasa").unit)


def test_a_bare_number_that_several_units_have_is_asked_back_not_guessed() -> None:
    listed(TOWN + f"{RW_04}.002,RT 002\n")
    assert UnitField().clean("RW 3 Palmerah") == RW_03
    with pytest.raises(ValidationError, match="RT 002 / RW 03"):
        UnitField().clean("RT 2")
    field = UnitField()
    field.within = (RW_04,)
    assert field.clean("rt 2") == f"{RW_04}.002"
