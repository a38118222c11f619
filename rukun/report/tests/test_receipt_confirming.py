"""What whoever reported sees of a promise: each step, the proof, the question whether it is done, and their answer."""

import re
from collections.abc import Callable
from datetime import timedelta
from random import Random
from typing import Any
from uuid import UUID, uuid4

import pytest
import time_machine
from django.core import signing
from django.test import Client
from django.utils import timezone

from rukun.commitment.actions import handing, outside, ticking, working
from rukun.commitment.owners import Owner
from rukun.commitment.queries import of, proof_photos
from rukun.evidence import actions as evidence
from rukun.guard import Allowed, System
from rukun.guard.ids import new_id
from rukun.people.actions import establish_organisation, give_position
from rukun.people.actor import actor_of
from rukun.people.tests.factories import SYSTEM, person
from rukun.report import access
from rukun.report.actions import merging, owing
from rukun.report.actions.dialogue import ask
from rukun.report.actions.withdrawing import withdraw
from rukun.report.errors.merging import MergedMeanwhile
from rukun.report.models import Contact, Report
from rukun.report.queries.proof_photos import GOOD_FOR, SALT, picture_with, shown_of
from rukun.report.tests.factories import KELURAHAN, RT, RW, WORDS, jpeg, report, town
from rukun.report.tests.proving import CANNOT, FIXED, claimed, lurah
from rukun.report.views import receipt as views
from rukun.ui.tests.chance import without_chance

pytestmark = [pytest.mark.django_db, pytest.mark.once]
DAY = timedelta(days=1)
HERE = "/r/"
Send = Callable[..., str]


@pytest.fixture(autouse=True)
def _town(settings: Any) -> None:
    settings.FILE_UPLOAD_HANDLERS = ["rukun.ui.uploads.Bounded"]
    town()
    lurah()


@pytest.fixture
def send(client: Client) -> Send:
    def sent(code: str, do: str = "look", **fields: Any) -> str:
        answer = client.post(HERE, {"code": code, "do": do, **fields})
        assert answer.status_code == 200, do
        assert answer.headers["Cache-Control"] == "no-store"
        assert not answer.cookies
        text = main(answer.content.decode())
        assert "Budi Santoso" not in text, "an office, never a person"
        return text

    return sent


def main(text: str) -> str:
    return text.partition("<main")[2].partition("</main>")[0]


def shown_photos(text: str) -> list[str]:
    return re.findall(r'<img src="([^"]+)"', text)


def steps(text: str) -> list[str]:
    """The words of the steps, without their times."""
    found = re.findall(r"<li>([^<]*): <time|<li>([^<]*): belum", text.partition("<ol>")[2].partition("</ol>")[0])
    return [first or second for first, second in found]


def test_the_whole_way_is_seen_with_a_rejection_and_a_second_proof(client: Client, send: Send) -> None:
    told, code = report("keadaan", unit=RT)
    who = lurah()
    owed = owing.owed_about(told)
    assert owed is not None
    text = send(code)
    assert "Kelurahan Palmerah" in text
    assert "Dijanjikan dijawab paling lambat" in text
    assert "Sudah beres" not in text
    working.coordinate(actor=who, commitment=owed)
    working.start(actor=who, commitment=owed)
    assert "sedang dikerjakan" in send(code)
    first = claimed(told, who)
    text = send(code)
    for words in ("menunggu konfirmasi Anda", "Sudah beres?", FIXED, "satu dari lima", "Konfirmasi Anda: belum"):
        assert words in text, words
    assert text.index("Sudah beres?") < text.index("menunggu konfirmasi Anda"), "the question comes first"
    assert "paling lambat" not in text, "its clock stands"
    (small,) = shown_photos(text)
    for path in (small, small.removesuffix("?kecil")):
        picture = client.get(path)
        assert picture.content.startswith(b"\xff\xd8"), path

    # Without a word, with too few, with somebody's name in it: nothing is decided, and what was typed stays.
    for typed, words in (("", "Belum ada keterangan"), ("tdk", "5 huruf"), ("a" * 1001, "Terlalu panjang")):
        text = send(code, "reject", claim=first.pk, words=typed)
        assert words in text, words
        assert typed in text
        assert '<details class="confirm" open>' in text
    named = "Kata Pak Joko masih gelap, telepon 0812-3456-7890."
    text = send(code, "reject", claim=first.pk, words=named)
    assert "<strong>Joko</strong>" in text
    assert "menunggu konfirmasi Anda" in text
    text = send(code, "reject", claim=first.pk, words=named, clean="1")
    assert "dibuka lagi" in text
    assert "Belum beres menurut pelapor: dibuka lagi" in steps(text)
    assert "Sudah beres?" not in text
    assert "Joko" not in text
    assert "Ini sudah dibuka lagi sebelumnya" in send(code, "reject", claim=first.pk, words=named, clean="1")

    second = claimed(told, who)
    assert "jawaban Anda tidak dicatat" in send(code, "confirm", claim=first.pk), "not of what was rejected"
    text = send(code, "confirm", claim=second.pk)
    for words in ("konfirmasi Anda tercatat", "selesai", "Belum beres?", "Yang dinyatakan"):
        assert words in text, words
    assert text.index("Yang dinyatakan") > text.index("<ol>"), "what is answered stands below the steps"
    assert text.count('id="konfirmasi"') == 1
    assert steps(text) == [
        *("Diterima", "Dikoordinasikan", "Mulai dikerjakan", "Dinyatakan selesai oleh Kelurahan Palmerah"),
        *(
            "Belum beres menurut pelapor: dibuka lagi",
            "Dinyatakan selesai oleh Kelurahan Palmerah",
            "Dikonfirmasi pelapor",
        ),
    ]
    told.refresh_from_db()
    assert (told.closing, of("report", told.pk).closing) == ("done", "reporter")  # type: ignore[union-attr]
    for absent in ('name="text"', 'name="photo"', "Saya ingin dapat dihubungi"):
        assert absent not in text, absent
    assert "Tarik laporan ini" in text


def test_of_two_answers_at_once_one_counts_and_the_other_is_told(
    client: Client, send: Send, monkeypatch: pytest.MonkeyPatch
) -> None:
    for mine, theirs, words in (
        ("confirm", "confirm", "Ini sudah dikonfirmasi sebelumnya"),
        ("reject", "confirm", "jawaban Anda tidak dicatat"),
        ("confirm", "reject", "jawaban Anda tidak dicatat"),
    ):
        told, code = report()
        claim = claimed(told, lurah())
        monkeypatch.setattr(
            views,
            "_demand_kept",
            lambda _report, code=code, do=theirs, claim=claim: _elsewhere(monkeypatch, code, do, claim.pk),
        )
        text = send(code, mine, claim=claim.pk, words="Masih menyala sebelah.")
        assert words in text, (mine, theirs)
        claim.refresh_from_db()
        assert claim.verdict == {"confirm": "confirmed", "reject": "rejected"}[theirs]
        if mine == "reject":
            assert "Masih menyala sebelah." in text, "what was typed is not lost"
            assert 'value="contest"' in text, "and can be sent to open it again"


def _elsewhere(monkeypatch: pytest.MonkeyPatch, code: str, do: str, claim: UUID) -> None:
    """Somebody's answer that comes while another is on its way."""
    monkeypatch.undo()
    Client().post(HERE, {"code": code, "do": do, "claim": claim, "words": "Masih gelap."})


def test_it_can_be_contested_for_fourteen_days(send: Send) -> None:
    told, code = report()
    send(code, "confirm", claim=claimed(told, lurah()).pk)
    now = timezone.now()
    assert "belum beres" in send(code, "contest", words="ya").lower()
    with time_machine.travel(now + 15 * DAY, tick=False):
        assert "Belum beres?" not in send(code)
        text = send(code, "contest", words="Sudah mati lagi.")
        assert "lebih dari 14 hari" in text
    with time_machine.travel(now + 13 * DAY, tick=False):
        assert "Belum beres?" in send(code)
        text = send(code, "contest", words="Sudah mati lagi.")
        assert "Penanggung jawabnya membaca keterangan Anda" in text
        assert "Kelurahan Palmerah" in text
        assert "tidak mungkin" in send(code, "contest", words="Sudah mati lagi.")
    told.refresh_from_db()
    assert told.closed_at is None


def test_what_cannot_be_done_is_accepted_or_not(send: Send) -> None:
    told, code = report()
    claim = claimed(told, lurah(), "cannot", photos=0)
    text = send(code)
    for words in (
        "Tidak dapat dikerjakan?",
        CANNOT,
        "Mengapa ini masih",
        "Saya terima alasannya",
        "Belum, ini dapat dikerjakan",
    ):
        assert words in text, words
    text = send(code, "confirm", claim=claim.pk)
    assert "tidak dapat dikerjakan" in text
    told.refresh_from_db()
    assert told.closing == "cannot"


def test_who_does_not_answer_reads_that_it_was_closed_without_confirmation(send: Send) -> None:
    told, code = report()
    claimed(told, lurah())
    now = timezone.now()
    with time_machine.travel(now + 8 * DAY, tick=False):
        ticking.tick(Random(1))  # lots that do not fall on it
        text = send(code)
        assert "selesai tanpa konfirmasi" in text
        assert "dihitung terpisah" in text
        assert "Dibuka lagi" in send(code, "contest", words="Masih gelap.")
    other, code = report()
    claim = claimed(other, lurah())
    claim.doubtful = True
    claim.save()
    with time_machine.travel(now + 8 * DAY, tick=False):
        ticking.tick(Random(1))
        text = send(code)
        assert "Orang lain ditunjuk untuk memeriksanya" in text
        assert "konfirmasi Anda tercatat" in send(code, "confirm", claim=claim.pk)


def test_the_answer_of_an_office_is_told_as_that(send: Send) -> None:
    told, code = report(unit=RT)
    head = actor_of(person("ketua_rw", RW, name="Ketua"))
    first = claimed(told, lurah())
    owing.reject(actor=head, report=told, claim_id=first.pk, words="Masih gelap.")
    text = send(code)
    assert "Belum beres menurut petugas dari pihak lain: dibuka lagi" in steps(text)
    assert "Masih gelap" not in text
    second = claimed(told, lurah())
    owing.confirm(actor=head, report=told, claim_id=second.pk)
    text = send(code)
    assert "Petugas dari pihak lain memeriksa dan memastikannya" in text
    assert "Belum beres?" in text


def test_being_late_and_handed_on_is_told(send: Send) -> None:
    told, code = report()
    who, now = lurah(), timezone.now()
    person("camat", "31.73.07")
    with time_machine.travel(now + 30 * DAY, tick=False):
        ticking.tick()
        text = send(code)
        assert "Terlewat, sudah diteruskan ke Kecamatan Palmerah." in text
        assert {"Tenggat terlewat", "Keterlambatannya disampaikan ke Kecamatan Palmerah"} <= set(steps(text))
        owed = owing.owed_about(told)
        assert owed is not None
        made, _token = outside.hand_outside(
            actor=who, commitment=owed, authority="Dinas Bina Marga", reason="Lampu ini milik dinas.", may=Allowed()
        )
        text = send(code)
        for words in ("diteruskan ke instansi luar", "Menunggu jawaban Dinas Bina Marga", "tenggatnya berhenti"):
            assert words in text, words
        assert "Terlewat, sudah" not in text
        assert "milik dinas" not in text, "reasons are between offices"
        authority = outside.Authority(made.pk)
        outside.accept_outside(actor=authority, handoff=made)
        outside.decline_outside(actor=authority, handoff=made, reason="Ini milik kota.")
        again, _token = outside.hand_outside(
            actor=who, commitment=owed, authority="Dinas Perhubungan", reason="Mungkin milik mereka.", may=Allowed()
        )
        outside.answer_outside(
            actor=outside.Authority(again.pk),
            handoff=again,
            claim_id=new_id(),
            outcome="done",
            kind="photo",
            words=FIXED,
            photos=[(new_id(), jpeg(seed=77))],
        )
        text = send(code)
    assert steps(text)[-6:] == [
        "Diteruskan ke instansi luar: Dinas Bina Marga",
        "Diterima oleh Dinas Bina Marga",
        "Menurut Dinas Bina Marga, ini bukan wewenangnya",
        "Diteruskan ke instansi luar: Dinas Perhubungan",
        "Dinyatakan selesai oleh Dinas Perhubungan",
        "Konfirmasi Anda",
    ]
    assert "Dinas Perhubungan menyatakan ini selesai" in text


def test_after_thirty_days_outside_it_says_that_the_clock_runs_on(send: Send) -> None:
    told, code = report()
    owed, who, now = owing.owed_about(told), lurah(), timezone.now()
    assert owed is not None
    for days, words, absent in ((0, "Selama itu tenggatnya berhenti", "berjalan"), (31, "tetap berjalan", "berhenti")):
        with time_machine.travel(now + days * DAY, tick=False):
            ticking.tick()
            made, _token = outside.hand_outside(
                actor=who, commitment=owed, authority="Dinas Bina Marga", reason="Lampu ini milik dinas.", may=Allowed()
            )
            outside.accept_outside(actor=outside.Authority(made.pk), handoff=made)
            text = send(code)
            assert f"Menunggu jawaban Dinas Bina Marga. {'Tenggatnya ' if days else ''}{words}" in text
            assert f"tenggatnya {absent}" not in text.lower()
            assert ("<dt>Tenggat</dt>" in text) is bool(days)


def test_inside_it_goes_from_one_owner_to_another(send: Send) -> None:
    told, code = report()
    police = establish_organisation(actor=SYSTEM, kind="polri", name="Polsek Palmerah", unit="31.73.07")
    head = person(name="Kepala")
    give_position(actor=SYSTEM, person=head, title="kapolsek", unit="31.73.07", organisation=police)
    owed = owing.owed_about(told)
    assert owed is not None
    to = Owner("31.73.07", title="kapolsek")
    offered = handing.offer(actor=lurah(), commitment=owed, to=to, reason="Ini urusan polisi.", may=Allowed())
    before = send(code)
    assert "<dd>Kelurahan Palmerah</dd>" in before, "until it is taken, it stays whose it was"
    assert steps(before) == ["Diterima", "Dibaca petugas"]
    handing.take(actor=actor_of(head), handoff=offered)
    text = send(code)
    assert re.search(r"<dd>Kapolsek[^<]*</dd>", text)
    assert any(each.startswith("Beralih ke Kapolsek") for each in steps(text))
    assert "urusan polisi" not in text


def test_a_photo_is_shown_when_it_was_cleared_and_for_ten_minutes(client: Client, send: Send) -> None:
    told, code = report()
    claim = claimed(told, lurah(), cleared=False, photos=2)
    text = send(code)
    assert shown_photos(text) == []
    assert "2 foto diperiksa dulu supaya wajah orang tidak terlihat" in text
    first, second = proof_photos([claim.pk])[claim.pk]
    evidence.clear(photo=first, by="system:test", seen=None)
    text = send(code)
    assert "1 foto diperiksa dulu" in text
    (address,) = shown_photos(text)
    assert code not in address
    assert str(first.pk) not in address
    picture = client.get(address)
    assert (picture.status_code, picture.headers["Content-Type"]) == (200, "image/jpeg")
    assert picture.headers["Cache-Control"] == "no-store"
    assert picture.headers["X-Content-Type-Options"] == "nosniff"
    assert "noindex" in picture.headers["X-Robots-Tag"]
    assert not picture.cookies
    assert client.head(address).status_code == 200
    assert client.get("/en" + address).status_code == 200
    assert client.post(address).status_code == 405

    def with_token(value: str, salt: str = SALT) -> int:
        return client.get(f"/r/bukti/{signing.dumps(value, salt=salt)}.jpg").status_code

    own = evidence.add_photo(
        photo_id=new_id(), about=("report", told.pk), picture=evidence.prepare(jpeg(seed=5)), apart=False,
        capture=None, claim=evidence.Claim(None, None, None),
    ).photo  # fmt: skip
    evidence.clear(photo=own, by="system:test", seen=None)
    assert with_token(str(first.pk)) == 200
    for wrong in (str(second.pk), str(own.pk), str(uuid4()), "x"):
        assert with_token(wrong) == 404, wrong
    assert with_token(str(first.pk), salt="other") == 404
    assert client.get(address.replace(".jpg", "x.jpg")).status_code == 404
    now = timezone.now()
    with time_machine.travel(now + timedelta(seconds=GOOD_FOR + 5), tick=False):
        assert client.get(address).status_code == 404
        assert client.get(shown_photos(send(code))[0]).status_code == 200, "the page makes a new one"
    evidence.start_again(photo=first, large=evidence.uncovered(photo=first))
    assert client.get(address).status_code == 404
    assert picture_with("", "list") is None
    assert shown_of(uuid4()) == ((), 0)


def test_minutes_are_called_minutes(send: Send) -> None:
    told, code = report()
    claimed(told, lurah(), kind="minutes")
    assert 'alt="Foto berita acara 1"' in send(code)


def test_a_code_confirms_nothing_of_another_report(send: Send) -> None:
    told, code = report()
    _other, other_code = report()
    claim = claimed(told, lurah())
    for do in ("confirm", "reject"):
        for key in (claim.pk, "x", ""):
            assert "jawaban Anda tidak dicatat" in send(other_code, do, claim=key, words="Masih gelap.")
    claim.refresh_from_db()
    assert claim.verdict == ""
    assert "tidak mungkin" in send(code, "contest", words="Masih gelap."), "it is not closed"


def test_withdrawn_while_it_waits_nothing_is_asked_any_more(send: Send) -> None:
    told, code = report()
    claim = claimed(told, lurah())
    (address,) = shown_photos(send(code))
    withdraw(report=told)
    text = send(code)
    for absent in ("Sudah beres", FIXED, "Penanggung jawab", "<img"):
        assert absent not in text, absent
    for do in ("confirm", "reject", "contest"):
        assert "tidak mungkin" in send(code, do, claim=claim.pk, words="Masih gelap.")
    claim.refresh_from_db()
    assert claim.verdict == "taken_back"
    assert Client().get(address).status_code == 404

    done, code = report()
    send(code, "confirm", claim=claimed(done, lurah()).pk)
    withdraw(report=done)
    assert "tidak mungkin" in send(code, "contest", words="Masih gelap.")
    done.refresh_from_db()
    assert done.closing == "withdrawn"


def test_a_name_that_was_left_can_be_taken_back_also_when_all_is_done(send: Send) -> None:
    told, code = report(phone="0812-3456-7890")
    ask(actor=System("test"), report=told, text="Lampu yang mana?", message_id=new_id())
    text = send(code, "confirm", claim=claimed(told, lurah()).pk)
    assert "Ya, hapus kontak saya" in text
    assert "Lampu yang mana?" in text
    assert "Kirim pesan" not in text
    assert "sekarang tanpa nama" in send(code, "forget")
    assert not Contact.objects.exists()


def test_of_a_merged_report_the_others_state_is_told_and_nothing_else_of_it(send: Send) -> None:
    root, root_code = report("keadaan", unit=RT, words="Lampu gang di depan warung biru mati.", phone="0812-3456-7890")
    ask(actor=System("test"), report=root, text="Tiang yang mana?", message_id=new_id())
    working.coordinate(actor=lurah(), commitment=owing.owed_about(root))  # type: ignore[arg-type]
    told, code = report("keadaan", unit=RW)
    posko = actor_of(person("petugas_posko", KELURAHAN, name="Piket"))
    merging.merge(actor=posko, report=told, into=root)
    text = send(code)
    for words in ("digabung dengan laporan lain tentang hal yang sama", "sedang dikoordinasikan", "paling lambat"):
        assert words in text, words
    assert steps(text) == ["Diterima", "Digabung dengan laporan lain tentang hal yang sama"]
    for hidden in ("Tiang yang mana", "warung biru", str(root.pk), root.pk.hex[-8:], "RT 003", WORDS):
        assert hidden not in text, hidden
    assert "7890" not in without_chance(text)
    first = send(root_code)
    for hidden in (str(told.pk), told.pk.hex[-8:], WORDS):
        assert hidden not in first, "nothing else of the others"
    assert steps(first)[-1] == "Laporan lain tentang hal yang sama digabung ke sini"
    told.refresh_from_db()
    assert told.merged_at is not None
    when = timezone.localtime(told.merged_at).isoformat()
    assert first.partition("ke sini: <time ")[2].startswith(f'datetime="{when}"')

    claim = claimed(root, lurah())
    text = send(code)
    assert FIXED in text
    assert len(shown_photos(text)) == 1
    assert "menunggu konfirmasi pelapor pertama" in text
    assert steps(text)[-1] == "Konfirmasi pelapor pertama"
    for absent in ("Sudah beres", 'value="confirm"', "Konfirmasi Anda", "Tanpa jawaban"):
        assert absent not in text, absent
    assert "pelapor pertama yang menjawab apakah ini beres" in text
    assert "tidak mungkin" in send(code, "confirm", claim=claim.pk), "their yes closes nothing for the first one"
    claim.refresh_from_db()
    assert claim.verdict == ""
    text = send(code, "reject", claim=claim.pk, words="Masih gelap.")
    assert "dibuka lagi" in text
    assert "Belum beres menurut pelapor: dibuka lagi" in steps(send(root_code))
    second = claimed(root, lurah())
    assert "konfirmasi Anda tercatat" in send(root_code, "confirm", claim=second.pk)
    assert "Ini sudah dikonfirmasi sebelumnya" in send(root_code, "confirm", claim=second.pk)
    assert {each.closing for each in Report.objects.all()} == {"done"}
    assert steps(send(code))[-1] == "Ditutup"
    assert "Dibuka lagi" in send(code, "contest", words="Mati lagi.")
    assert "dibuka lagi" in send(root_code)
    merging.unmerge(actor=posko, report=told)
    assert "digabung" not in send(root_code)
    text = send(code)
    assert "Dipisahkan lagi dari laporan lain itu" in steps(text)
    assert FIXED not in text


def test_merged_at_the_very_moment_it_is_taken_back_asks_to_try_again(
    send: Send, monkeypatch: pytest.MonkeyPatch
) -> None:
    told, code = report()

    def merged(**_what: object) -> None:
        raise MergedMeanwhile

    monkeypatch.setattr(views, "withdraw", merged)
    assert "Muat ulang, lalu ulangi" in send(code, "withdraw")
    told.refresh_from_db()
    assert told.closed_at is None


def test_of_a_protected_report_a_glance_tells_nothing(send: Send) -> None:
    told, code = report("kekerasan", unit=RT)
    protector = actor_of(person("petugas_pelindungan", KELURAHAN, name="Ani"))
    owed = owing.owed_about(Report.objects.get(pk=told.pk))
    assert owed is not None
    made, _token = outside.hand_outside(
        actor=protector, commitment=owed, authority="UPTD PPA", reason="Butuh pendampingan.",
        may=access.may_hand_over(protector, told),
    )  # fmt: skip
    text = send(code)
    assert "Menunggu jawaban instansi lain" in text
    handing.take_back(actor=protector, handoff=made, may=Allowed())
    claim = claimed(told, protector, "cannot", photos=1)
    text = send(code)
    assert "Petugas yang ditunjuk khusus menyatakan ini tidak dapat dikerjakan" in text
    assert "Tanpa jawaban Anda sampai" in text
    assert "satu dari lima" not in text
    for hidden in ("UPTD", "PPA", "ekerasan", "elindungan", "Perempuan", "Ani<"):
        assert hidden not in without_chance(text), hidden
    closed = text.partition("Lihat keterangan dan buktinya")[2].partition("</details>")[0]
    assert CANNOT in closed, "words and photos only when they are asked for"
    assert "<img" in closed
    assert text.count("<img") == closed.count("<img")
    assert "konfirmasi Anda tercatat" in send(code, "confirm", claim=claim.pk)


SEEN = (
    "Terima kasih. Kode ini pernah diketahui petugas atau sistem lain, jadi petugas lain memeriksa sekali lagi "
    "sebelum laporan ditutup."
)


@pytest.mark.parametrize(("channel", "source"), [("posko", "resident"), ("api", "system")])
def test_a_code_that_the_posko_or_a_system_knows_closes_nothing_and_somebody_else_looks(
    send: Send, channel: str, source: str
) -> None:
    told, code = report(unit=RT, channel=channel, source=source)
    head = actor_of(person("ketua_rw", RW, name="Ketua"))
    claim = claimed(told, lurah())
    assert "Sudah beres?" in send(code)
    for _twice in range(2):
        text = send(code, "confirm", claim=claim.pk)
        assert SEEN in text
        assert "menunggu pemeriksaan petugas lain" in text
        assert "konfirmasi Anda tercatat" not in text
    assert steps(text)[-2:] == [
        "Dikonfirmasi dengan kode yang pernah diketahui petugas atau sistem lain: diperiksa petugas lain",
        "Pemeriksaan petugas lain",
    ]
    text = send(code)
    assert "petugas lain memeriksa sekali lagi sebelum laporan ditutup" in text
    assert "Sudah beres" not in text, "to say it again changes nothing"
    assert "Belum beres?" in text
    told.refresh_from_db()
    assert told.closed_at is None
    claim.refresh_from_db()
    assert claim.sampled_at is not None
    owing.confirm(actor=head, report=told, claim_id=claim.pk)
    assert "Petugas dari pihak lain memeriksa dan memastikannya" in send(code)
    assert of("report", told.pk).closing == "sample"  # type: ignore[union-attr]


def test_a_no_with_such_a_code_opens_it_again_at_once(send: Send) -> None:
    told, code = report(channel="posko")
    first = claimed(told, lurah())
    send(code, "confirm", claim=first.pk)
    assert "Dibuka lagi" in send(code, "reject", claim=first.pk, words="Masih gelap.")
    second = claimed(told, lurah())
    assert "Sudah beres?" in send(code), "of another proof it is asked again"
    assert "Dibuka lagi" in send(code, "reject", claim=second.pk, words="Masih gelap.")
    third = claimed(told, lurah())
    send(code, "confirm", claim=third.pk)
    with time_machine.travel(timezone.now() + 15 * DAY, tick=False):
        ticking.tick(Random(1))
        assert "Tidak ada yang memastikannya, jadi ditutup tanpa konfirmasi" in send(code)


def test_of_what_nobody_else_may_read_such_a_code_says_that_it_closes_nothing(send: Send) -> None:
    told, code = report("kekerasan", unit=RT, channel="posko")
    claim = claimed(told, actor_of(person("petugas_pelindungan", KELURAHAN, name="Ani")), "cannot", photos=0)
    assert "tidak dapat dipakai untuk menutup" in send(code, "confirm", claim=claim.pk)
    claim.refresh_from_db()
    assert (claim.verdict, claim.sampled_at) == ("", None)
