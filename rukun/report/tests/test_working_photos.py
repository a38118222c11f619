"""Photos of proof: seen and covered by whoever answers for it, and by others once faces are covered."""

import re
from io import BytesIO

import pytest
from django.test import Client
from django.utils import timezone

from rukun.commitment.models import Claim, Commitment
from rukun.commitment.queries import proof_photos
from rukun.evidence.queries import Photo
from rukun.evidence.tests.camera import exif_of
from rukun.evidence.tests.camera import jpeg as camera_jpeg
from rukun.guard import Refused
from rukun.guard.ids import new_id
from rukun.journal.models import Entry
from rukun.people.actor import actor_of
from rukun.people.tests.factories import person
from rukun.report.account import text_of
from rukun.report.actions import dialogue
from rukun.report.actions.openings import ask_opening
from rukun.report.models import Message, Report
from rukun.report.queries.today import todo_for
from rukun.report.tests.factories import KELURAHAN, NEXT_RW, RT, RW, jpeg, report, town
from rukun.report.tests.inbox import logged_in, of, page, sent, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture
def made() -> Report:
    """A report that an RW owes an answer to: its head reads and works, and does not handle reports."""
    town()
    made = report("keadaan", RT)[0]
    Commitment.objects.filter(about_id=made.pk).update(owner_organisation=None, owner_title="ketua_rw", owner_unit=RW)
    return made


def photos_of_the_claim() -> list[Photo]:
    claim = Claim.objects.get()
    return proof_photos([claim.pk])[claim.pk]


def test_its_owner_covers_faces_on_proof_and_on_nothing_else(made: Report) -> None:
    head, neighbour = signed_in("ketua_rw", RW, "Pak Harun"), signed_in("ketua_rt", RT, "Bu Tini")
    posko, outside = signed_in(), signed_in("ketua_rw", NEXT_RW)
    files = [BytesIO(jpeg(seed=1)), BytesIO(jpeg(seed=2))]
    told = sent(head, of(made, "bukti"), seen="1", claim_id=new_id(), kind="photo", photos=files)
    first, second = photos_of_the_claim()
    assert f"/laporan/foto/{first.pk}/list.jpg" in told, "who proves sees it at once"
    assert f"/laporan/foto/{first.pk}/list.jpg" in page(posko, of(made)), "and whoever handles the report"
    assert "Foto bukti 2: sedang diperiksa petugas." in page(neighbour, of(made))
    base = f"/laporan/foto/{first.pk}/"
    assert "Foto bukti 1" in page(neighbour, base)
    for kind in ("list.jpg", "page.jpg"):
        assert neighbour.get(base + kind).status_code == 404
        assert head.get(base + kind).status_code == 200
    boxes = {"boxes_left": "10", "boxes_right": "40", "boxes_top": "10", "boxes_bottom": "50"}
    for step in ("tutupi", "loloskan", "ulang"):
        assert neighbour.post(f"{base}{step}/", boxes).status_code == 403, step
        assert outside.post(f"{base}{step}/", boxes).status_code == 404, step
    before = head.get(base + "page.jpg").content
    assert "Ditutupi." in sent(head, f"{base}tutupi/", **boxes)
    assert head.get(base + "page.jpg").content != before
    assert "terlihat oleh semua yang membaca laporannya" in sent(head, f"{base}loloskan/")
    assert neighbour.get(base + "list.jpg").status_code == 200
    assert not re.search(r'<p class="row">\s*</p>', neighbour.get(of(made)).content.decode()), "nothing to say of it"
    assert "Semua kotak dibuka lagi" in sent(head, f"{base}ulang/")
    assert neighbour.get(base + "list.jpg").status_code == 404
    from rukun.report.actions.photos import add_photo

    reporters = add_photo(report=made, content=jpeg(seed=3))
    assert head.get(f"/laporan/foto/{reporters.pk}/list.jpg").status_code == 404
    assert head.post(f"/laporan/foto/{reporters.pk}/loloskan/").status_code == 403
    book = Entry.objects.filter(verb__startswith="report.photo_", object_label="report", object_id=str(made.pk))
    assert set(book.values_list("unit", flat=True)) == {KELURAHAN}
    assert {each.verb for each in book} >= {"report.photo_painted", "report.photo_cleared", "report.photo_uncovered"}
    Commitment.objects.filter(about_id=made.pk).update(owner_title="lurah", owner_unit=KELURAHAN)
    assert head.get(f"/laporan/foto/{second.pk}/list.jpg").status_code == 404, (
        "whose it is no longer waits as others do"
    )


def test_whether_proof_was_taken_then_and_there_is_told_to_whoever_confirms_and_to_whoever_reported() -> None:
    town()
    made, code = report("keadaan", RT, lat=-6.2, lon=106.8)
    Commitment.objects.filter(about_id=made.pk).update(owner_organisation=None, owner_title="ketua_rw", owner_unit=RW)
    head, posko, visitor = signed_in("ketua_rw", RW, "Pak Harun"), signed_in(), Client()
    form = page(head, of(made, "bukti")).replace("\n", " ")
    tick = re.search(r'<input[^>]*name="read"[^>]*>', form)
    assert tick
    assert "checked" in tick[0]
    assert "Periksa waktu dan tempat memotret (dibaca dari foto, lalu dihapus dari foto)." in form
    assert 'name="read"' not in page(head, of(made, "tidak-dapat"))
    taken = exif_of(timezone.now(), (-6.3, 106.8))
    given = {"seen": "1", "claim_id": new_id(), "kind": "photo", "read": "on"}
    sent(head, of(made, "bukti"), photos=BytesIO(camera_jpeg(9, exif=taken)), **given)
    photo = photos_of_the_claim()[0]
    sent(posko, f"/laporan/foto/{photo.pk}/loloskan/")
    words = ("waktu memotret: cocok", "tempat memotret: tidak cocok")
    for client, where in ((head, of(made)), (head, f"/laporan/foto/{photo.pk}/"), (posko, of(made))):
        for each in words:
            assert each in page(client, where), where
    assert "Buktinya meragukan" in page(posko, of(made))
    shown = sent(visitor, "/r/", code=code, do="look")
    assert " · ".join(words) in shown
    assert "106" not in shown.partition("<main")[2].partition("</main>")[0].partition("waktu memotret")[2][:300]


def test_two_open_the_original_of_proof_together(made: Report) -> None:
    head = signed_in("ketua_rw", RW, "Pak Harun")
    sent(head, of(made, "bukti"), seen="1", claim_id=new_id(), kind="photo", photos=BytesIO(jpeg(seed=5)))
    photo = photos_of_the_claim()[0]
    lurah, babinsa = person("lurah", KELURAHAN, name="Budi Santoso"), person("babinsa", KELURAHAN, name="Darto")
    opening = ask_opening(actor=actor_of(lurah), report=made, of=photo, reason="Mencocokkan tiang di foto itu.")
    assert [each.url for each in todo_for(actor_of(babinsa)) if "foto asli" in each.words] == [of(made)]
    assert not [each for each in todo_for(actor_of(lurah)) if "foto asli" in each.words]
    base = f"/laporan/foto/{photo.pk}/asli/"
    assert head.post(f"{base}setuju/{opening.pk}/").status_code == 403
    assert "Disetujui." in sent(logged_in(babinsa), f"{base}setuju/{opening.pk}/")
    shown = logged_in(lurah).post(base)
    assert shown.headers["Content-Type"] == "image/jpeg"
    assert Entry.objects.filter(verb="report.original_seen", object_id=str(made.pk)).exists()


def test_a_photo_of_what_was_taken_back_is_gone(made: Report) -> None:
    head = signed_in("ketua_rw", RW, "Pak Harun")
    sent(head, of(made, "bukti"), seen="1", claim_id=new_id(), kind="photo", photos=BytesIO(jpeg(seed=6)))
    photo = photos_of_the_claim()[0]
    sent(head, of(made, "batalkan"))
    assert head.get(f"/laporan/foto/{photo.pk}/").status_code == 404


def test_its_owner_puts_ready_questions_alone_to_whoever_reported(made: Report) -> None:
    head, other = signed_in("ketua_rw", RW, "Pak Harun"), signed_in("ketua_rt", RT, "Bu Tini")
    told = page(head, of(made))
    for words in ("Apakah sekarang sudah beres?", "Pertanyaan lain diajukan oleh petugas", "Kirim pertanyaan"):
        assert words in told, words
    assert "<textarea" not in told.partition('id="percakapan"')[2].partition("</section>")[0]
    for absent in ("Tampilkan letak tepat", "Buka kontak", "Sisihkan"):
        assert absent not in told, absent
    ask = of(made, "tanya")
    for typed in ("", "Siapa nama Anda?", "selamat", "untuk"):
        told = sent(head, ask, message_id=new_id(), text=typed)
        assert "Pilih satu pertanyaan." in told
        assert "Siapa nama Anda" not in told
    assert not Message.objects.exists()
    twice = new_id()
    for _twice in range(2):
        assert "Apakah sekarang sudah beres?" in sent(head, ask, message_id=twice, text="beres")
    message = Message.objects.get()
    assert text_of(message).strip() == "Apakah sekarang sudah beres?"
    assert Commitment.objects.get(about_id=made.pk).answered_at is not None
    assert "Kirim pertanyaan" not in page(other, of(made))
    assert other.post(ask, {"message_id": new_id(), "text": "beres"}).status_code == 403
    Commitment.objects.filter(about_id=made.pk).update(owner_title="lurah", owner_unit=KELURAHAN)
    assert head.post(ask, {"message_id": new_id(), "text": "beres"}).status_code == 403


def test_to_own_what_few_may_know_lets_nobody_ask_who_does_not_read_it(made: Report) -> None:
    hidden = report("kekerasan", RT)[0]
    Commitment.objects.filter(about_id=hidden.pk).update(owner_organisation=None, owner_title="ketua_rw", owner_unit=RW)
    head = person("ketua_rw", RW, name="Pak Harun")
    assert logged_in(head).post(of(hidden, "tanya"), {"message_id": new_id(), "text": "selamat"}).status_code == 404
    for about, text in ((hidden, "Apakah Anda dapat membaca pesan ini dengan aman sekarang?"), (made, "Siapa Anda?")):
        with pytest.raises(Refused):
            dialogue.ask(actor=actor_of(head), report=about, text=text, message_id=new_id())
