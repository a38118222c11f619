"""What goes wrong around a promise is said in words, and nothing that was typed is lost."""

import re
from io import BytesIO

import pytest
from django.test import Client
from django.utils import timezone
from PIL import Image

from rukun.commitment.actions import ticking, working
from rukun.commitment.models import Claim, Commitment, Step
from rukun.guard import System
from rukun.guard.ids import new_id
from rukun.people.actions import close_organisation, end_position, give_position
from rukun.people.actor import actor_of
from rukun.people.models import Organisation, Person, Position
from rukun.people.tests.factories import person
from rukun.report.actions import owing, withdrawing
from rukun.report.models import Report
from rukun.report.queries.promise import promise_for
from rukun.report.tests.factories import KELURAHAN, RT, RW, jpeg, report, town
from rukun.report.tests.inbox import logged_in, of, page, sent
from rukun.report.tests.proving import claimed
from rukun.report.tests.test_working_pages import FIXED, WRONG, answer, buttons, promise_of, prove, version

pytestmark = [pytest.mark.django_db, pytest.mark.once]
SYSTEM = System("test")
WORDS = "Sudah dijadwalkan besok pagi."


@pytest.fixture(autouse=True)
def staff() -> dict[str, Person]:
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


@pytest.fixture
def made() -> Report:
    return report("keadaan", RT)[0]


@pytest.fixture
def posko(staff: dict[str, Person]) -> Client:
    return logged_in(staff["petugas_posko"])


def test_who_acts_upon_an_older_page_is_shown_what_happened_and_keeps_the_words(
    staff: dict[str, Person], made: Report, posko: Client
) -> None:
    seen = version(page(posko, of(made)))
    working.start(actor=actor_of(staff["lurah"]), commitment=promise_of(made), words="Saya yang berangkat.")
    told = sent(posko, of(made, "koordinasi"), seen=seen, words=WORDS)
    assert "Sementara itu orang lain sudah bertindak." in told
    assert WORDS in told
    assert "Saya yang berangkat." in told, "what happened stands on the same page"
    assert "Salin dari sini" in told, "there is nothing to coordinate any more"
    again = report("keadaan", RT)[0]
    seen = version(page(posko, of(again)))
    working.coordinate(actor=actor_of(staff["lurah"]), commitment=promise_of(again))
    told = sent(posko, of(again, "mulai"), seen=seen, words=WORDS)
    assert f"{WORDS}</textarea>" in told
    told = sent(posko, of(again, "mulai"), seen=version(told), words=WORDS)
    assert "Tercatat: sedang dikerjakan." in told, "sent once more, it is about what was shown"
    for junk in ("", "sembarang", "999"):
        assert "Sementara itu orang lain" in sent(posko, of(again, "mulai"), seen=junk), junk


def test_proof_upon_an_older_page_keeps_its_words_and_shows_the_history(
    staff: dict[str, Person], made: Report, posko: Client
) -> None:
    shown = page(posko, of(made, "bukti"))
    working.start(actor=actor_of(staff["lurah"]), commitment=promise_of(made), words="Saya yang berangkat.")
    told = prove(posko, made, jpeg(seed=1), seen=version(shown))
    assert "Sementara itu orang lain sudah bertindak." in told
    assert "Saya yang berangkat." in told
    assert f"{FIXED}</textarea>" in told
    assert not Claim.objects.exists()
    told = prove(posko, made, jpeg(seed=1), seen=version(told))
    assert "Terkirim." in told
    withdrawn = report("keadaan", RT)[0]
    page(posko, of(withdrawn, "bukti"))
    seen = promise_of(withdrawn).version
    withdrawing.withdraw(report=withdrawn)
    told = sent(posko, of(withdrawn, "bukti"), seen=seen, claim_id=new_id(), kind="photo", words=FIXED)
    assert "Foto belum dipilih" in told
    assert FIXED in told
    assert "Kirim bukti" not in told, "there is nothing to prove any more"
    assert "tidak ikut tersimpan" in told
    assert "Yang sudah Anda isi tetap ada." not in told, "one page says one thing"
    given = {"claim_id": new_id(), "kind": "photo", "words": FIXED, "photos": BytesIO(jpeg(seed=2))}
    told = sent(posko, of(withdrawn, "bukti"), seen=seen, **given)
    assert "di sini tidak ada lagi yang dapat dikirim" in told
    assert "lalu kirim lagi" not in told
    assert "<details open><summary>Riwayat" in told


def test_names_in_what_the_reporter_reads_are_asked_about_once(made: Report, posko: Client) -> None:
    named = "Dikerjakan bersama Pak Sumarno, 0812 3456 7890."
    told = prove(posko, made, jpeg(seed=1), words=named)
    assert "tampaknya ada nama orang, nomor telepon" in told
    assert 'type="checkbox" name="sure"' in told
    assert f"{named}</textarea>" in told
    assert not Claim.objects.exists()
    why = "Tiang ini milik Pak Sumarno, dan beliau tidak mengizinkannya."
    assert "tampaknya ada nama orang" in prove(posko, made, step="tidak-dapat", words=why)
    assert "Terkirim." in prove(posko, made, jpeg(seed=1), words=named, sure="on")
    assert not re.search(r'type="checkbox" name="sure"', page(posko, of(report("keadaan", RT)[0], "bukti")))


def test_sent_twice_is_done_once(staff: dict[str, Person], made: Report, posko: Client) -> None:
    given = {"seen": "1", "words": WORDS}
    for _each in range(2):
        assert "Tercatat: sedang dikerjakan." in sent(posko, of(made, "mulai"), **given)
    assert Step.objects.filter(commitment=promise_of(made)).count() == 1
    claim = new_id()
    shown = version(page(posko, of(made, "bukti")))
    for _each in range(2):
        told = sent(posko, of(made, "bukti"), seen=shown, claim_id=claim, kind="photo", photos=BytesIO(jpeg(seed=4)))
        assert "Terkirim." in told
    assert Claim.objects.count() == 1
    head = logged_in(staff["ketua_rw"])
    for _each in range(2):
        assert "Dikonfirmasi. Laporan ini ditutup." in sent(head, of(made, "konfirmasi"), claim=claim)
    other = report("keadaan", RT)[0]
    told = sent(posko, of(other, "bukti"), seen="1", claim_id=claim, kind="photo", photos=BytesIO(jpeg(seed=5)))
    assert "Bukti ini sudah dikirim untuk hal lain." in told


def test_the_second_of_two_who_answer_is_told_who_was_first(staff: dict[str, Person], made: Report) -> None:
    claim = claimed(made, actor_of(staff["lurah"]))
    head, babinsa = logged_in(staff["ketua_rw"]), logged_in(staff["babinsa"])
    for client in (head, babinsa):
        assert buttons(page(client, of(made))) == ["o", "n"]
    answer(head, made)
    told = sent(babinsa, of(made, "belum-benar"), claim=claim.pk, words=WRONG)
    assert "Sudah ada yang menjawab lebih dulu" in told
    assert "Yang lebih dulu: Pak Harun" in told
    assert WRONG in told, "and their words are there to be copied"
    assert promise_of(made).state == "done"
    other = report("keadaan", RT)[0]
    claim = claimed(other, actor_of(staff["lurah"]))
    owing.undo(actor=actor_of(staff["lurah"]), report=other)
    assert "sudah ditarik kembali" in sent(babinsa, of(other, "konfirmasi"), claim=claim.pk)
    assert "Periksa satu hal" in sent(babinsa, of(other, "konfirmasi"), claim="bukan-id")


def test_the_owner_under_another_hat_does_not_confirm(staff: dict[str, Person], made: Report) -> None:
    """Whoever proved it as the kelurahan's officer is head of the RW as well."""
    head = staff["ketua_rw"]
    give_position(actor=SYSTEM, person=head, title="sekretaris_kelurahan", unit=KELURAHAN)
    claim = claimed(made, actor_of(staff["lurah"]))
    client = logged_in(head)
    told = page(client, of(made))
    assert "Anda termasuk, atau belum lama ini termasuk, pihak yang mengerjakannya." in told
    assert buttons(told) == []
    refused = client.post(of(made, "konfirmasi"), {"claim": claim.pk})
    assert refused.status_code == 403
    assert "Orang dari pihak lain yang memastikannya." in refused.content.decode()
    end_position(actor=SYSTEM, position=Position.objects.get(person=head, title="sekretaris_kelurahan"))
    assert buttons(page(client, of(made))) == [], "nor does who belonged there until a moment ago"


def test_an_office_that_ends_meanwhile_acts_no_longer(staff: dict[str, Person], made: Report, posko: Client) -> None:
    """Who also reads as head of an RT still sees the page, and is told whose it is."""
    give_position(actor=SYSTEM, person=staff["petugas_posko"], title="ketua_rt", unit=RT)
    seen = version(page(posko, of(made)))
    end_position(actor=SYSTEM, position=Position.objects.get(person=staff["petugas_posko"], title="petugas_posko"))
    refused = posko.post(of(made, "mulai"), {"seen": seen, "words": WORDS})
    assert refused.status_code == 403
    assert "Ini tanggung jawab pihak lain." in refused.content.decode()
    told = page(posko, of(made))
    assert buttons(told) == []
    assert "Ini tanggung jawab pihak lain." in told
    assert promise_of(made).state == "received"


def test_a_dissolved_owner_is_said_with_who_has_it_next(staff: dict[str, Person], made: Report, posko: Client) -> None:
    group = Organisation.objects.create(kind="siskamling", name="Siskamling Lama", unit=RW, founded_at=timezone.now())
    Commitment.objects.filter(about_id=made.pk).update(owner_organisation=group, owner_title="", owner_unit=RW)
    assert "Siskamling Lama" in page(posko, of(made))
    close_organisation(actor=SYSTEM, organisation=group)
    told = page(posko, of(made))
    assert "Pihak ini sudah bubar, atau jabatannya kosong; dialihkan ke Kelurahan Palmerah." in told
    assert buttons(told) == []
    ticking.mend_owners()
    told = page(posko, of(made))
    assert "Pihak sebelumnya sudah bubar, atau jabatannya kosong; dialihkan ke sini." in told
    assert "Penanggung jawab tidak ada lagi, beralih" in told
    assert buttons(told) == ["s", "b", "d", "c"]
    nobody = report("kekerasan", RT)[0]
    promise = promise_for(actor_of(person("petugas_pelindungan", "31.73")), nobody)
    assert promise is not None
    assert promise.gone == "" or "dialihkan" in promise.gone


def test_a_photo_that_was_used_before_proves_nothing(staff: dict[str, Person], made: Report, posko: Client) -> None:
    first = report("keadaan", RT)[0]
    used = jpeg(seed=11)
    prove(posko, first, used)
    told = prove(posko, made, used)
    assert "Foto ini sudah pernah dikirim." in told
    assert f"{FIXED}</textarea>" in told
    with Image.open(BytesIO(used)) as image:
        small = BytesIO()
        image.resize((100, 75)).save(small, "JPEG", quality=80)
    told = prove(posko, made, small.getvalue())
    assert "Terkirim." in told, "another file that looks the same is taken"
    assert "pernah dipakai" in told
    assert "Buktinya meragukan" in page(logged_in(staff["ketua_rw"]), of(made))
    photo = re.search(r"/laporan/foto/([0-9a-f-]{36})/\"", told)
    assert photo
    about = page(posko, f"/laporan/foto/{photo[1]}/")
    assert "Foto yang tampak sama pernah dikirim pada" in about
    assert of(first) in about


@pytest.mark.parametrize(("content", "words"), [
    (b"", "Berkas"),
    (b"\xff\xd8\xff\xe0" + b"\0" * 200, "Foto ini"),
    (b"GIF89a" + b"\0" * 90, "GIF"),
    (b"x" * (5 * 1024 * 1024 + 1), "lebih besar dari 5 MB"),
])  # fmt: skip
def test_a_damaged_photo_keeps_the_words(posko: Client, made: Report, content: bytes, words: str) -> None:
    told = prove(posko, made, content)
    assert f"{FIXED}</textarea>" in told
    assert 'class="wrong" id="id_photos_error"' in told
    assert words in told or "kosong" in told
    assert not Claim.objects.exists()


def test_too_many_and_too_long_are_said_beside_their_fields(posko: Client, made: Report) -> None:
    told = prove(posko, made, *[jpeg(seed=each) for each in range(5)])
    assert "Terlalu banyak berkas." in told
    told = prove(posko, made, jpeg(seed=1), words="a" * 1001)
    assert "Terlalu panjang. Ringkas menjadi paling banyak 1000 huruf." in told
    told = sent(posko, of(made, "mulai"), seen="1", words="a" * 1001)
    assert 'id="id_step_words_error"' in told


def test_what_no_key_opens_is_said_and_the_rest_goes_on(staff: dict[str, Person], made: Report, posko: Client) -> None:
    sent(posko, of(made, "mulai"), seen="1", words=WORDS)
    prove(posko, made, jpeg(seed=1))
    Step.objects.update(content=b"\0" * 40)
    told = page(logged_in(staff["ketua_rw"]), of(made))
    assert "Riwayatnya tidak dapat dibuka: kuncinya tidak ada di sini." in told
    assert "Dinyatakan selesai" in told
    assert buttons(told) == ["o", "n"]
    Report.objects.update(account=b"\0" * 40)
    again = report("keadaan", RT)[0]
    Report.objects.update(account=b"\0" * 40)
    assert "Terkirim." in prove(posko, again, jpeg(seed=2))


def test_words_typed_in_a_session_that_ended_come_back(staff: dict[str, Person], made: Report) -> None:
    nobody = Client()
    nobody.post(of(made, "mulai"), {"seen": "1", "words": WORDS})
    session = dict(nobody.session)
    posko = logged_in(staff["petugas_posko"])
    changed = posko.session
    changed["kept"] = session["kept"]
    changed.save()
    told = page(posko, of(made, "mulai"))
    assert f"{WORDS}</textarea>" in told
    assert promise_of(made).state == "received", "nothing is done before they send it"


def test_a_report_without_a_promise_says_so(posko: Client, made: Report) -> None:
    Report.objects.filter(pk=made.pk).update(commitment=None)
    assert 'id="janji"' not in page(posko, of(made))
    for step in ("mulai", "bukti"):
        assert "Langkah itu tidak mungkin" in sent(posko, of(made, step), seen="1")
    assert posko.get(of(made, "siapa")).json()["version"] == 0
