"""The page of a report around its promise: how it stands, what one may do next, what happened, and who looks too."""

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from rukun.commitment.actions import handing, ticking
from rukun.commitment.actions.working import start
from rukun.commitment.models import Claim, Commitment
from rukun.commitment.owners import Owner
from rukun.commitment.queries import proof_photos, waiting_claim
from rukun.guard.ids import new_id
from rukun.journal.models import Entry
from rukun.people.actor import actor_of
from rukun.people.models import Person
from rukun.people.tests.factories import person
from rukun.report import access, presence
from rukun.report.actions import merging, owing
from rukun.report.categories import CATEGORIES
from rukun.report.models import Report
from rukun.report.queries.promise import span_words
from rukun.report.questions import BY_CATEGORY, question_with, questions_for
from rukun.report.tests.factories import KELURAHAN, NEXT_RW, OTHER, RT, RW, jpeg, report, town
from rukun.report.tests.inbox import logged_in, of, page, sent, signed_in
from rukun.report.tests.proving import claimed
from rukun.territory.tests.towns import imported
from rukun.territory.tests.towns import town as mapped

pytestmark = [pytest.mark.django_db, pytest.mark.once]
WRONG = "Masih gelap, lampunya belum menyala."
FIXED = "Lampu sudah diganti oleh petugas."
MONDAY = "2026-11-23 09:00+07:00"
SEATED = "2026-11-20 09:00+07:00"  # whoever holds an office since later would have none on that Monday


@pytest.fixture(autouse=True)
def staff() -> dict[str, Person]:
    with time_machine.travel(SEATED, tick=False):
        return _staff()


def _staff() -> dict[str, Person]:
    town()
    return {
        title: person(title, unit, name=name)
        for title, unit, name in (
            ("lurah", KELURAHAN, "Budi Santoso"),
            ("petugas_posko", KELURAHAN, "Sari Wulandari"),
            ("babinsa", KELURAHAN, "Serka Darto"),
            ("ketua_rw", RW, "Pak Harun"),
        )
    }


def promise_of(made: Report) -> Commitment:
    return Commitment.objects.get(about_id=made.pk)


def version(html: str) -> str:
    found = re.search(r'name="seen" value="(\d+)"', html)
    assert found, "the form says what was seen"
    return found[1]


def prove(client: Client, made: Report, *photos: bytes, step: str = "bukti", **typed: Any) -> str:
    """Fill in the page of proof as it is shown, and send it."""
    shown = page(client, of(made, step))
    claim = re.search(r'name="claim_id" value="([0-9a-f-]{36})"', shown)
    assert claim
    files = [SimpleUploadedFile(f"{n}.jpg", each, "image/jpeg") for n, each in enumerate(photos)]
    given = {"claim_id": claim[1], "seen": version(shown), "kind": "photo", "words": FIXED, "photos": files}
    return sent(client, of(made, step), **{**given, **typed})


def answer(client: Client, made: Report, step: str = "konfirmasi", words: str = "") -> str:
    claim = waiting_claim(promise_of(made))
    assert claim
    return sent(client, of(made, step), claim=claim.pk, words=words)


def buttons(html: str) -> list[str]:
    return re.findall(r'data-key="(\w)"', html.split('id="janji"')[1].split("</section>", maxsplit=1)[0])


def test_how_it_stands_is_said_in_words_and_the_next_step_is_offered_first(staff: dict[str, Person]) -> None:
    with time_machine.travel(MONDAY, tick=False):
        made = report("kriminal", RT)[0]
        posko, head = logged_in(staff["petugas_posko"]), logged_in(staff["ketua_rw"])
        told = page(posko, of(made))
        assert "diterima, belum dikerjakan" in told
        assert "Tenggat Kamis 26 November 09.00, 3 hari kerja lagi" in told
        assert "Waktunya 3 hari kerja, pukul 08.00–16.00; hari libur tidak dihitung." in told
        assert "Kelurahan Palmerah" in told
        assert buttons(told) == ["s", "b", "d", "c"]
        assert told.index('id="janji"') < told.index("Apa yang diceritakan"), "what to do comes before all else"
        read = page(head, of(made))
        assert buttons(read) == []
        assert "Ini tanggung jawab pihak lain." in read
        told = sent(posko, of(made, "koordinasi"), seen=version(told), words="Menghubungi PLN dulu.")
        assert "Tercatat: sedang dikoordinasikan." in told
        assert buttons(told) == ["s", "b", "c", "u"]
        told = sent(posko, of(made, "mulai"), seen=version(told))
        assert "Tercatat: sedang dikerjakan." in told
        assert buttons(told) == ["b", "c", "u"]
        assert "Anda memulai pengerjaannya, pukul 09.00. Masih 10 menit." in told
        read = page(head, of(made))
        assert "Menghubungi PLN dulu." in read, "whoever reads it reads what is done"
        assert "Sari Wulandari, Kelurahan Palmerah" in read
        assert "Batalkan" not in read
        assert "Tidak ada yang dapat dibatalkan" in sent(head, of(made, "batalkan")), "whoever only reads is told"
        assert "dikerjakan" in page(posko, of(made))
    with time_machine.travel("2026-11-23 09:09+07:00", tick=False):
        told = sent(posko, of(made, "batalkan"))
        assert "Dibatalkan." in told
        assert "dikoordinasikan" in told
        assert "Langkah terakhir dibatalkan dalam sepuluh menit: tindak lanjut dikerjakan" in told
    with time_machine.travel("2026-11-25 15:30+07:00", tick=False):
        ticking.tick()
        told = page(posko, of(made))
        assert "Tenggatnya sudah diingatkan." in told
        assert "2 jam kerja lagi" in told
        assert "Tidak ada yang dapat dibatalkan" in sent(posko, of(made, "batalkan"))
    with time_machine.travel("2026-12-01 10:00+07:00", tick=False):
        person("camat", "31.73.07")
        ticking.tick()
        told = page(posko, of(made))
        assert "Terlambat 5 hari, tenggatnya Kamis 26 November 09.00" in told
        assert "Keterlambatannya sudah disampaikan ke Kecamatan Palmerah." in told
        assert "Otomatis" in told


def test_proof_is_rejected_by_a_neighbour_proven_again_and_confirmed(staff: dict[str, Person]) -> None:
    made = report("keadaan", RT)[0]
    posko, lurah = logged_in(staff["petugas_posko"]), logged_in(staff["lurah"])
    head, babinsa = logged_in(staff["ketua_rw"]), logged_in(staff["babinsa"])
    told = prove(posko, made, jpeg(seed=1), jpeg(seed=2))
    assert "Terkirim. Sekarang orang lain yang memastikannya." in told
    assert "menunggu konfirmasi" in told
    assert "Jam berhenti karena menunggu konfirmasi." in told
    assert FIXED in told
    for words in ("waktu memotret: tidak diperiksa", "tempat memotret: tidak diperiksa"):
        assert words in told, "the tick was taken out"
    first = proof_photos([Claim.objects.get().pk])[Claim.objects.get().pk][0]
    assert "Orang lain baru melihat fotonya setelah wajah dan pelat di dalamnya ditutupi." in told
    assert f'<a href="/laporan/foto/{first.pk}/">Tutupi sekarang</a>' in told
    assert "Anda sendiri ikut mengerjakan atau membuktikannya." in told
    assert buttons(told) == ["u"]
    assert "Anda termasuk, atau belum lama ini termasuk, pihak yang mengerjakannya." in page(lurah, of(made))
    assert lurah.post(of(made, "konfirmasi"), {"claim": waiting_claim(promise_of(made)).pk}).status_code == 403  # type: ignore[union-attr]
    told = page(head, of(made))
    assert buttons(told) == ["o", "n"]
    assert "Foto bukti 1: sedang diperiksa petugas." in told
    assert "Fotonya belum ditutupi." in told
    assert "Waktu dan tempat memotret ditulis ponsel dan dapat keliru atau diubah; lihat sendiri ke tempatnya." in told
    assert "boleh kosong" not in told.split('id="janji"')[1].split("</section>", maxsplit=1)[0]
    photo = proof_photos([Claim.objects.get().pk])[Claim.objects.get().pk][0]
    assert head.get(f"/laporan/foto/{photo.pk}/list.jpg").status_code == 404
    assert "Foto bukti 1" in page(lurah, f"/laporan/foto/{photo.pk}/")
    lurah.post(f"/laporan/foto/{photo.pk}/loloskan/")
    assert f"/laporan/foto/{photo.pk}/list.jpg" in page(head, of(made))
    assert head.get(f"/laporan/foto/{photo.pk}/list.jpg").status_code == 200
    told = sent(head, of(made, "belum-benar"), claim=Claim.objects.get().pk, words="ya")
    assert "Tulis apa yang belum beres, sekurang-kurangnya 5 huruf" in told
    assert "\nya</textarea>" in told
    told = answer(head, made, "belum-benar", WRONG)
    assert "Dibuka lagi." in told
    told = page(posko, of(made))
    assert "Belum beres menurut Pak Harun" in told
    assert WRONG in told
    assert buttons(told) == ["s", "b", "d", "c"]
    prove(posko, made, jpeg(seed=3), kind="minutes")
    assert "berita acara, 1 foto" in page(babinsa, of(made))
    told = answer(babinsa, made, words="Sudah terang.")
    assert "Dikonfirmasi. Laporan ini ditutup." in told
    assert "Dikonfirmasi oleh Serka Darto, dari pihak lain." in told
    assert "Pelapor masih dapat membantahnya sampai" in told
    assert buttons(told) == ["u"]
    made.refresh_from_db()
    assert made.closing == "done"
    assert "Dibatalkan." in sent(babinsa, of(made, "batalkan"))
    made.refresh_from_db()
    assert made.closing == ""
    books = Entry.objects.filter(object_id=str(made.pk), verb__startswith="commitment.")
    assert set(books.values_list("unit", flat=True)) == {KELURAHAN}
    assert not [each for each in books if FIXED in str(each.codes) or WRONG in str(each.codes)]


def test_what_cannot_be_done_needs_a_reason_and_somebody_else_who_agrees(staff: dict[str, Person]) -> None:
    made = report("keadaan", RT)[0]
    posko, head = logged_in(staff["petugas_posko"]), logged_in(staff["ketua_rw"])
    assert "sekurang-kurangnya 20 huruf" in prove(posko, made, step="tidak-dapat", words="Bukan kami.")
    why = "Tiang ini milik pengelola jalan tol, kami tidak boleh memanjatnya."
    assert "memastikan alasannya" in prove(posko, made, step="tidak-dapat", words=why)
    told = page(head, of(made))
    assert "Dinyatakan tidak dapat dikerjakan" in told
    assert why in told
    assert "memang tidak dapat dikerjakan?" in told
    assert "tidak dapat dikerjakan" in answer(head, made)
    made.refresh_from_db()
    assert made.closing == "cannot"
    assert page(posko, of(made))
    assert posko.get(of(made, "bukti")).headers["Location"] == of(made), "there is nothing left to prove"


@pytest.mark.parametrize(("closing", "state", "words"), [
    ("reporter", "done", "Dikonfirmasi oleh pelapor."),
    ("desk", "done", "Dikonfirmasi lewat kode dari posko"),
    ("office", "done", "dari pihak lain."),
    ("sample", "cannot", "Dikonfirmasi lewat pemeriksaan tambahan"),
    ("unconfirmed", "done", "Ditutup tanpa konfirmasi"),
    ("void", "void", "Tidak ada lagi yang harus dikerjakan"),
])  # fmt: skip
def test_a_closed_one_says_how_it_was_closed(closing: str, state: str, words: str) -> None:
    made = report("keadaan", RT)[0]
    owed = promise_of(made)
    Commitment.objects.filter(pk=owed.pk).update(
        state=state, closing=closing, closed_at=timezone.now(), due_at=None, running_since=None
    )
    told = page(signed_in(), of(made))
    assert words in told
    assert ("masih dapat membantahnya" in told) == (closing != "void")
    with time_machine.travel(timezone.now() + timedelta(days=15)):
        assert "masih dapat membantahnya" not in page(signed_in(), of(made))


def test_whoever_reported_objects_later_and_the_page_shows_their_words(staff: dict[str, Person]) -> None:
    made = report("keadaan", RT)[0]
    claim = claimed(made, actor_of(staff["lurah"]))
    owing.confirmed_by_reporter(report=made, claim_id=claim.pk)
    assert "Dikonfirmasi oleh pelapor." in page(signed_in(), of(made))
    owing.contested_by_reporter(report=made, words="Kemarin mati lagi.")
    told = page(signed_in(), of(made))
    assert "Belum beres menurut Pelapor" in told
    assert "Kemarin mati lagi." in told
    assert "dibuka lagi" in told
    start(actor=actor_of(staff["lurah"]), commitment=promise_of(made))
    top = page(signed_in(), of(made)).partition("Riwayat, dan cara")[0]
    assert "Kemarin mati lagi." in top, "who works on it now reads what is wrong"
    claimed(made, actor_of(staff["lurah"]))
    assert "Kemarin mati lagi." not in page(signed_in(), of(made)).partition("Riwayat, dan cara")[0]


def test_a_merged_report_leads_to_the_one_that_counts_and_offers_nothing(staff: dict[str, Person]) -> None:
    first, second = report("keadaan", RT)[0], report("keadaan", RT)[0]
    merging.merge(actor=actor_of(staff["lurah"]), report=second, into=first)
    posko, head = logged_in(staff["petugas_posko"]), logged_in(staff["ketua_rw"])
    for client in (posko, head):
        told = page(client, of(second))
        assert f'Digabung dengan <a href="{of(first)}">' in told
        assert buttons(told) == []
    assert buttons(page(posko, of(first))) == ["s", "b", "d", "c"]
    told = sent(posko, of(second, "mulai"), seen=promise_of(second).version, words="Berangkat ke sana.")
    assert "digabung dengan yang lain" in told
    assert "Salin dari sini bila masih perlu" in told
    assert "Berangkat ke sana." in told


def test_while_somebody_else_is_asked_the_owner_waits(staff: dict[str, Person]) -> None:
    made = report("keadaan", RT)[0]
    lurah = actor_of(staff["lurah"])
    handing.offer(
        actor=lurah,
        commitment=promise_of(made),
        to=Owner(RW, title="ketua_rw"),
        reason="Lampu ini dipasang dan dirawat oleh RW.",
        may=access.may_hand_over(lurah, made),
    )
    posko = logged_in(staff["petugas_posko"])
    assert buttons(page(posko, of(made))) == []
    told = sent(posko, of(made, "mulai"), seen=promise_of(made).version, words="Kami kerjakan saja.")
    assert "Masih menunggu jawaban pihak lain." in told
    assert "Kami kerjakan saja." in told


def test_only_whoever_reads_it_comes_here_and_only_its_owner_acts(staff: dict[str, Person]) -> None:
    made, hidden = report("keadaan", RT)[0], report("kekerasan", RT)[0]
    posko, head = logged_in(staff["petugas_posko"]), logged_in(staff["ketua_rw"])
    outside, protects = signed_in("ketua_rw", NEXT_RW), signed_in("petugas_pelindungan")
    steps = ("koordinasi", "mulai", "bukti", "tidak-dapat", "konfirmasi", "belum-benar", "batalkan")
    for step in steps:
        assert outside.post(of(made, step)).status_code == 404, step
        assert posko.post(of(hidden, step)).status_code == 404, step
        assert Client().post(of(made, step)).headers["Location"].startswith("/masuk/"), step
    for step in steps[:4]:
        assert head.get(of(made, step)).status_code == 403, step
        assert head.post(of(made, step)).status_code == 403, step
    assert outside.get(of(made, "siapa")).status_code == 404
    assert posko.get(of(made, "batalkan")).status_code == 405
    for step in ("koordinasi", "mulai", "konfirmasi", "belum-benar"):
        assert posko.get(of(made, step)).headers["Location"] == of(made), step
    assert posko.post(of(made, "konfirmasi"), {"claim": new_id()}).status_code == 404
    told = page(protects, of(hidden))
    assert buttons(told) == ["s", "b", "d", "c"]
    told = prove(protects, hidden, jpeg(seed=9))
    assert "Tanpa jawaban pelapor sampai" in told
    photo = proof_photos([Claim.objects.get().pk])[Claim.objects.get().pk][0]
    assert photo.apart, "that it looks like another would tell that there is one"
    assert posko.get(f"/laporan/foto/{photo.pk}/").status_code == 404
    assert "Ini hanya dikonfirmasi oleh pelapornya sendiri." in page(signed_in("petugas_pelindungan"), of(hidden))
    assert set(Entry.objects.filter(object_id=str(hidden.pk)).values_list("unit", flat=True)) == {""}


def test_two_who_have_it_open_see_each_other_for_two_minutes(staff: dict[str, Person]) -> None:
    made = report("keadaan", RT)[0]
    posko, head = logged_in(staff["petugas_posko"]), logged_in(staff["ketua_rw"])
    assert 'id="siapa" role="status"' in page(posko, of(made))
    told = page(head, of(made))
    assert "Sari Wulandari (Petugas posko)" in told
    assert "Pak Harun" not in told.split('id="siapa"')[1].split("</p>")[0], "nobody is told of themselves"
    answered = posko.get(of(made, "siapa")).json()
    assert answered == {"names": ["Pak Harun (Ketua RW)"], "version": 1}
    posko.post(of(made, "mulai"), {"seen": "1"})
    assert head.get(of(made, "siapa")).json()["version"] == 2
    with time_machine.travel(timezone.now() + timedelta(seconds=presence.SECONDS + 1)):
        assert head.get(of(made, "siapa")).json()["names"] == []
    other = report("keadaan", RT)[0]
    assert head.get(of(other, "siapa")).json()["names"] == [], "of this report alone"
    assert Entry.objects.filter(verb="report.read", object_id=str(other.pk)).count() == 1


def test_whoever_is_not_signed_in_is_never_noted(monkeypatch: pytest.MonkeyPatch, staff: dict[str, Person]) -> None:
    from rukun.guard import ANYONE, System

    made = report("keadaan", RT)[0]
    for nobody in (ANYONE, System("worker")):
        presence.note(nobody, made)
    lurah = actor_of(staff["lurah"])
    assert presence.others(lurah, made) == []

    def broken(*_given: Any) -> Any:
        raise ConnectionError

    for name in ("get", "set"):
        monkeypatch.setattr(f"rukun.report.presence.cache.{name}", broken)
    presence.note(lurah, made)
    assert presence.others(lurah, made) == [], "and the page goes on"


def test_ready_questions_fill_the_field_without_script_and_keep_what_was_typed(staff: dict[str, Person]) -> None:
    assert set(BY_CATEGORY) == {code for code, each in CATEGORIES.items() if each.kind != "elsewhere"}
    assert all(3 <= len(questions_for(code)) <= 5 for code in BY_CATEGORY)
    assert question_with("masih", "kekerasan") == "", "of what is protected only careful ones"
    made = report("keadaan", RT)[0]
    posko = logged_in(staff["petugas_posko"])
    shown = page(posko, of(made), tanya="bahaya")
    assert "Apakah membahayakan orang yang lewat?</textarea>" in shown
    assert shown.index("Pertanyaan siap pakai") < shown.index("Apakah membahayakan orang yang lewat?</textarea>")
    assert ">\n</textarea>" in page(posko, of(made), tanya="tidak-ada")
    key = new_id()
    told = sent(posko, of(made, "tanya"), text="Selamat pagi.", tanya="mana", message_id=key)
    assert "Selamat pagi.\nDi sebelah mana tepatnya?" in told
    assert f'value="{key}"' in told
    assert "Periksa satu hal" not in told
    assert "Belum ada pertanyaan dan jawaban." in told, "nothing is sent yet"
    assert "Di sebelah mana tepatnya?" in sent(
        posko, of(made, "tanya"), text="Di sebelah mana tepatnya?", message_id=key
    )


def test_what_else_is_open_around_it_is_numbered_on_the_map_never_at_its_own_place(
    tmp_path: Any, staff: dict[str, Person], django_assert_max_num_queries: Any
) -> None:
    from rukun.report.queries.near import near

    imported(tmp_path, mapped())
    here = f"{KELURAHAN}.001"
    made = report("keadaan", here, lat=-6.19771, lon=106.79123)[0]
    beside = report("ketertiban", here, lat=-6.19781, lon=106.79133)[0]
    after = report("kriminal", here, lat=-6.19791, lon=106.79143)[0]
    hidden = report("kekerasan", here, lat=-6.19781, lon=106.79133)[0]
    waiting = report("kabar", here, lat=-6.19781, lon=106.79133, triage="spam")[0]
    far = report("keadaan", f"{OTHER}.001", lat=-6.9, lon=107.6)[0]
    merging.merge(
        actor=actor_of(staff["lurah"]), report=report("keadaan", here, lat=-6.19781, lon=106.79133)[0], into=made
    )
    posko = logged_in(staff["petugas_posko"])
    told = page(posko, of(made)).split('id="sekitar"')[1].split("</ol>")[0]
    assert "2 laporan lain di sekitarnya" in told
    assert told.index(str(after.pk)) < told.index(str(beside.pk)), "the newest first"
    for each in (hidden, waiting, far, made):
        assert str(each.pk) not in told
    assert "106.791" not in told
    assert re.search(r">1(, 2)?</text>", told) or ">1, 2<" in told
    with django_assert_max_num_queries(2):
        found = near(actor_of(staff["lurah"]), made)
    assert [each.number for each in found] == [1, 2]
    assert near(actor_of(staff["lurah"]), hidden) == []
    assert near(actor_of(person("ketua_rw", NEXT_RW, name="Bu Ani")), made) == []
    with time_machine.travel(timezone.now() + timedelta(days=31)):
        assert near(actor_of(staff["lurah"]), made) == []


def test_time_is_said_in_the_measure_by_which_it_counts() -> None:
    for seconds, working, words in (
        (3 * 8 * 3600, True, "3 hari kerja"),
        (3 * 8 * 3600 - 60, True, "3 hari kerja"),
        (6 * 3600, True, "6 jam kerja"),
        (5, True, "1 jam kerja"),
        (24 * 3600, False, "24 jam"),
        (50 * 3600, False, "2 hari"),
    ):
        assert span_words(seconds, working=working) == words


def test_of_violence_nobody_is_asked_for_a_picture_of_a_home_and_the_reporter_alone_confirms() -> None:
    client = logged_in(person("petugas_pelindungan", KELURAHAN))
    made = report("kekerasan", RT)[0]
    for step in ("bukti", "tidak-dapat"):
        shown = page(client, of(made, step))
        assert "Hanya pelapor yang memastikannya" in shown
        for absent in (
            "pihak lain", "siapa yang memastikannya", "dari tempatnya", "Foto keadaan sekarang", 'name="read"',
        ):  # fmt: skip
            assert absent not in shown.split("<main", maxsplit=1)[1], (step, absent)
        assert "orang serumah mungkin ikut" in shown
    form = page(client, of(made, "bukti"))
    assert form.index('value="minutes"') < form.index('value="photo"')
    assert re.search(r'value="minutes"[^>]*checked', form)
    assert "Jangan rumah, korban, atau siapa pun" in form
    told = prove(client, made, jpeg(seed=1), kind="minutes", words="Sudah didampingi.", read="on")
    assert "Terkirim. Sekarang pelapor yang memastikannya." in told
    assert "Tanpa jawaban pelapor sampai" in told
    assert "tidak diperiksa" in told, "no place is read out of it whatever is sent"
