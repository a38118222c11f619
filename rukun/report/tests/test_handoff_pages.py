"""Handing a report on, as its pages are used: one at a time, and many at once."""

import html
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError
from django.test import Client
from django.utils import timezone

from rukun.commitment.actions import outside, ticking
from rukun.commitment.actions.outside import handoff_with
from rukun.commitment.actions.working import start
from rukun.commitment.errors import LinkOver
from rukun.commitment.models import Claim, Commitment, Handoff
from rukun.commitment.owners import Owner
from rukun.commitment.queries import owner_of
from rukun.guard.ids import new_id
from rukun.journal.queries import Filter, find_entries
from rukun.people.actions import give_position
from rukun.people.actor import actor_of
from rukun.people.tests.factories import SYSTEM, person
from rukun.report.actions import handoff as actions
from rukun.report.actions.handling import recategorise, summarise
from rukun.report.models import Report
from rukun.report.print.letter import Letter, letters_pdf
from rukun.report.queries.handoffs import offered_reports
from rukun.report.tests.factories import KELURAHAN, OTHER, RT, RW, WORDS, jpeg, report, town
from rukun.report.tests.inbox import logged_in, of, page, sent, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.once]

WHY = "Letaknya di RW ini, dan kuncinya ada pada mereka."
HEAD = f"ketua_rw@{RW}"
BULK = "/laporan/teruskan/"
SUMMARY = "Lampu jalan mati sejak tiga malam."


def owed(made: Report) -> Commitment:
    return Commitment.objects.get(about_id=made.pk)


def summed(unit: str = RW, category: str = "keadaan", text: str = SUMMARY) -> Report:
    made, _code = report(category, unit, phone="081298765432", name="Rina Kusuma")
    Report.objects.filter(pk=made.pk).update(summary=text)
    return Report.objects.get(pk=made.pk)


def plain(text: str) -> str:
    main = text[text.index("<main") : text.index("</main>")]
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", main)).split())


def link_in(text: str) -> str:
    return str(re.findall(r"http://testserver/serah/#([\w-]{32})", text)[0])


def seen(made: Report) -> dict[str, Any]:
    return {"seen": owed(made).version}


def followed(client: Client, path: str) -> str:
    answered = client.get(path, follow=True)
    assert answered.status_code == 200
    return answered.content.decode()


def on_top(text: str) -> str:
    """What a report's page says before its history is unfolded."""
    return plain(text.partition("<details><summary>Riwayat, dan cara")[0] + "</main>")


def test_an_offer_that_ran_out_is_said_on_top_until_its_owner_does_something() -> None:
    town()
    lurah = person("lurah", KELURAHAN)
    person("ketua_rw", RW)
    desk, (made, _code) = logged_in(lurah), report("ketertiban", RW)
    sent(desk, of(made, "teruskan"), way="inside", to=HEAD, reason=WHY, **seen(made))
    Handoff.objects.update(expires_at=timezone.now())
    Commitment.objects.filter(about_id=made.pk).update(wake_at=timezone.now())
    ticking.tick()
    ended = "Pihak lain tidak menjawab sampai batas waktunya: kepada ketua RW"
    assert ended.casefold() in on_top(page(desk, of(made))).casefold()
    start(actor=actor_of(lurah), commitment=owed(made))
    assert ended.casefold() not in on_top(page(desk, of(made))).casefold()


def test_a_handler_offers_it_here_and_who_was_asked_takes_it_or_says_why_not() -> None:
    town()
    lurah, head = person("lurah", KELURAHAN, name="Budi Santoso"), person("ketua_rw", RW, name="Ani <b>Wijaya</b>")
    desk, street = logged_in(lurah), logged_in(head)
    made, _code = report("ketertiban", RW)
    form = page(desk, of(made, "teruskan"))
    assert f'value="{HEAD}"' in form
    assert "Ringkasannya belum ditulis" in plain(form)
    assert of(made, "ringkasan") in form
    assert WORDS not in form
    for given, why in (
        ({}, "Penerimanya belum dipilih"),
        ({"to": HEAD, "reason": "tolong"}, "Tulis alasannya"),
        ({"to": f"ketua_rt@{RT}", "reason": WHY}, "tidak dapat membaca laporan ini"),
        ({"to": HEAD, "reason": "x" * 1001}, "terlalu panjang"),
    ):
        back = sent(desk, of(made, "teruskan"), way="inside", **seen(made), **given)
        assert why in plain(back), given
        assert given.get("reason", "") in back
    assert not Handoff.objects.exists()
    old = seen(made)
    start(
        actor=actor_of(person("petugas_posko", KELURAHAN, name="Dewi Lestari")),
        commitment=owed(made),
        words="Kami ke sana.",
    )
    back = sent(desk, of(made, "teruskan"), way="inside", to=HEAD, reason=WHY, **old)
    for there in ("orang lain sudah bertindak", "Dewi Lestari", "Kami ke sana.", WHY):
        assert there in plain(back), there
    assert f'name="seen" value="{owed(made).version}"' in back
    given = {"way": "inside", "to": HEAD, "reason": WHY, **seen(made)}
    assert "Ditawarkan" in plain(sent(desk, of(made, "teruskan"), **given))
    assert "Ditawarkan" in plain(sent(desk, of(made, "teruskan"), **given))  # sent twice
    assert Handoff.objects.count() == 1
    assert "Masih menunggu jawaban pihak lain" in plain(page(desk, of(made, "teruskan")))
    assert [each.pk for each in offered_reports(actor_of(head))] == [made.pk]
    box = plain(page(street, of(made)))
    assert "Ditawarkan kepada Anda" in box
    assert WHY in box
    handoff = {"handoff": str(Handoff.objects.get().pk)}
    assert "Alasannya belum diisi" in plain(sent(street, of(made, "tolak"), **handoff))
    assert "Tulis alasannya" in plain(sent(street, of(made, "tolak"), reason="jauh", **handoff))
    assert "Tidak menerima tugas ini" in plain(page(street, of(made, "tolak")))
    assert page(desk, of(made, "tolak"), 403)
    no = "Letaknya di luar gerbang RW kami."
    assert "Tidak diterima" in plain(sent(street, of(made, "tolak"), reason=no, **handoff))
    assert no in on_top(page(desk, of(made)))
    assert "Sudah ada yang menjawab" in plain(sent(street, of(made, "terima"), **handoff))
    assert "tidak sedang diteruskan" in plain(followed(street, of(made, "tolak")))
    sent(desk, of(made, "teruskan"), **{**given, **seen(made)})
    assert no not in on_top(page(desk, of(made))), "somebody is asked again"
    newest = {"handoff": str(Handoff.objects.get(ended_at=None).pk)}
    assert desk.post(of(made, "terima"), newest).status_code == 403
    assert "Sekarang ini tanggung jawab Anda" in plain(sent(street, of(made, "terima"), **newest))
    assert "Sekarang ini tanggung jawab Anda" in plain(sent(street, of(made, "terima"), **newest))
    assert owner_of(owed(made)) == Owner(RW, title="ketua_rw")
    assert "tidak sedang diteruskan" in plain(sent(street, of(made, "terima"), handoff="rusak"))


def test_who_is_asked_and_hands_on_as_well_takes_it_or_not_and_takes_nothing_back() -> None:
    town()
    head = person("ketua_rw", RW)
    give_position(actor=SYSTEM, person=head, title="petugas_posko", unit=KELURAHAN)
    made, _code = report("ketertiban", RW)
    lurah = actor_of(person("lurah", KELURAHAN))
    actions.hand_over(actor=lurah, report=made, to=Owner(RW, title="ketua_rw"), reason=WHY)
    both, posko = logged_in(head), signed_in("petugas_posko", KELURAHAN)
    assert "Terima tugas ini" in page(both, of(made))
    assert of(made, "tarik-penerusan") not in page(both, of(made))
    assert of(made, "tarik-penerusan") in page(posko, of(made))


def test_to_an_authority_the_link_is_shown_once_and_the_letter_says_no_more_than_it() -> None:
    town()
    client = signed_in("lurah", KELURAHAN)
    made = summed(RT)
    form = page(client, of(made, "teruskan"))
    assert SUMMARY in plain(form)
    assert '<option value="PLN">' in form
    given = {"way": "outside", "authority": "PLN <b>unit</b>", "reason": WHY, **seen(made)}
    back = sent(client, of(made, "teruskan"), **{**given, "reason": "Tanya Ibu Rina dulu di rumahnya."})
    assert "nama orang" in plain(back)
    assert 'type="checkbox"' in back
    assert "bukan nama orang" in plain(sent(client, of(made, "teruskan"), **{**given, "authority": "08123"}, sure="on"))
    shown = sent(client, of(made, "teruskan"), **given)
    secret = link_in(shown)
    assert "<svg" in shown
    assert "PLN &lt;b&gt;unit&lt;/b&gt;" in shown
    assert handoff_with(secret).authority == "PLN <b>unit</b>"
    again = sent(client, of(made, "teruskan"), **given)
    assert "Tautannya hanya tampil sekali" in plain(again)
    assert secret not in again
    box = plain(page(client, of(made)))
    assert "PLN <b>unit</b>" in box
    assert "tenggat Anda berhenti" in box
    Commitment.objects.filter(pk=owed(made).pk).update(due_at=timezone.now(), running_since=timezone.now())
    box = plain(page(client, of(made)))
    assert "tenggat Anda berjalan walau mereka belum menjawab" in box
    Commitment.objects.filter(pk=owed(made).pk).update(due_at=None, running_since=None)
    for given_secret in (secret, "", "keliru"):
        letter = client.post(of(made, "surat"), {"secret": given_secret})
        assert letter.content.startswith(b"%PDF")
        assert letter.headers["Content-Type"] == "application/pdf"
        assert "no-store" in letter.headers["Cache-Control"]
    printed = find_entries(SYSTEM, Filter(verb="report.letter_printed")).entries
    assert len(printed) == 3
    renewed = sent(client, of(made, "tautan-baru"))
    with pytest.raises(LinkOver):
        handoff_with(secret)
    handoff = handoff_with(link_in(renewed))
    assert "Ditarik kembali" in plain(sent(client, of(made, "tarik-penerusan"), handoff=str(handoff.pk)))
    with pytest.raises(LinkOver):
        handoff_with(link_in(renewed))
    for step in ("tautan-baru", "surat"):
        assert "tidak sedang diteruskan" in plain(sent(client, of(made, step)))
    english = client.post(f"/en{of(made, 'teruskan')}", {**given, **seen(made)})
    assert link_in(english.content.decode())  # the authority's page is Indonesian


def test_an_officer_enters_what_an_authority_answered_by_letter_or_telephone() -> None:
    town()
    client = signed_in("lurah", KELURAHAN)
    made = summed()
    path = of(made, "jawaban-instansi")
    assert "tidak sedang diteruskan" in plain(followed(client, path))
    actor = actor_of(person("babinsa", KELURAHAN))
    actions.hand_outside(actor=actor, report=made, authority="PLN", reason=WHY)
    assert "PLN" in plain(page(client, path))
    typed = "Telepon dari bagian gangguan, Senin pagi."
    assert "Jawabannya belum dipilih" in plain(sent(client, path, words=typed))
    form = page(client, path)
    assert "boleh kosong" not in form, "whether it is required depends on the answer, as the help says"
    for few in ("", "ya"):
        assert "Tulis siapa yang menjawab" in plain(sent(client, path, outcome="accepted", words=few))
    named = "Telepon dari Pak Sumarno, Senin pagi."
    back = sent(client, path, outcome="accepted", words=named)
    assert "tampaknya ada nama orang" in plain(back)
    assert 'type="checkbox"' in back
    assert Handoff.objects.get().accepted_at is None
    for _twice in range(2):
        assert "tercatat" in plain(sent(client, path, outcome="accepted", words=typed))
    assert page(client, of(made)).count(typed) == 1, "the words are in the history"
    assert 'value="accepted"' not in page(client, path), "what they said once is not asked again"
    assert "hasilnya ditunggu" in plain(page(client, of(made)))
    claim = str(new_id())
    back = sent(client, path, outcome="done", words=typed, claim_id=claim)
    assert "Bukti belum ada" in plain(back)
    assert typed in back
    large = SimpleUploadedFile("surat.jpg", jpeg() + b"\0" * 10_000_000, "image/jpeg")
    back = sent(client, path, outcome="done", words=typed, claim_id=claim, photo=large)
    assert "lebih besar dari 5 MB" in plain(back)
    assert typed in back
    for _twice in range(2):
        photo = SimpleUploadedFile("surat.jpg", jpeg(seed=8), "image/jpeg")
        given = {"outcome": "done", "kind": "minutes", "words": typed, "claim_id": claim}
        assert "tercatat" in plain(sent(client, path, photo=photo, **given))
    found = Claim.objects.get()
    assert (str(found.pk), found.kind, owed(made).state) == (claim, "minutes", "awaiting")
    other = summed()
    actions.hand_outside(actor=actor, report=other, authority="PLN", reason=WHY)
    path = of(other, "jawaban-instansi")
    assert "Tulis alasannya" in plain(sent(client, path, outcome="declined", words="bukan"))
    assert "tercatat" in plain(sent(client, path, outcome="declined", words="Tiangnya milik Bina Marga."))
    assert Handoff.objects.get(commitment=owed(other)).ending == "declined"


def test_who_may_not_see_it_finds_nothing_and_who_only_reads_is_told_why_not() -> None:
    town()
    made = summed()
    steps = ("teruskan", "tarik-penerusan", "tautan-baru", "jawaban-instansi", "surat", "terima", "tolak")
    posts = ("tarik-penerusan", "tautan-baru", "surat", "terima")
    stranger, reader = signed_in("lurah", OTHER), signed_in("ketua_rw", RW)
    for step in steps:
        for client in (stranger, signed_in("petugas_pelindungan", KELURAHAN)):
            assert client.post(of(made, step)).status_code in (403, 404), step
        assert stranger.post(of(made, step)).status_code == 404, step
        if step not in ("terima", "tolak"):
            assert reader.post(of(made, step)).status_code == 403, step
        assert Client().post(of(made, step)).status_code == 302
        assert (reader.get(of(made, step)).status_code == 405) == (step in posts), step
    assert not Handoff.objects.exists()
    complaint, _code = report("keluhan", RW)
    lurah = signed_in("lurah", KELURAHAN)
    form = page(lurah, of(complaint, "teruskan"))
    assert "hanya dibaca petugas tertentu" in plain(form)
    assert "Tidak ada pihak lain di sini" in plain(form)
    assert "masih menunggu pemeriksaan awal" in plain(
        page(lurah, of(report("ketertiban", RW, triage="spam")[0], "teruskan"))
    )


# Many at once.


def ticked(*made: Report, versions: bool = True) -> dict[str, Any]:
    marks = {f"seen-{each.pk}": owed(each).version for each in made} if versions else {}
    return {"laporan": [str(each.pk) for each in made], **marks}


def test_many_are_offered_at_once_and_each_says_what_became_of_it() -> None:
    town()
    lurah, head = person("lurah", KELURAHAN), person("ketua_rw", RW)
    client = logged_in(lurah)
    first, second, elsewhere = summed(), summed(), summed(f"{KELURAHAN}.003")
    flood, _code = report("ketertiban", RW, triage="flood")
    foreign = summed(OTHER)
    everything = (first, second, elsewhere, flood, foreign)
    shown = client.get(BULK, {"laporan": [*(str(each.pk) for each in everything), "rusak", str(first.pk)]})
    text = shown.content.decode()
    assert shown.status_code == 200
    assert "3 dari 4 laporan dapat diteruskan" in plain(text)
    assert "1 laporan tidak tampil bagi Anda" in plain(text)
    assert "masih menunggu pemeriksaan awal" in plain(text)
    assert "(2 dari 3 laporan)" in plain(text)
    assert WORDS not in text
    assert "Rina" not in text
    assert not find_entries(SYSTEM, Filter(verb="report.read")).entries  # outlines alone
    back = sent(client, BULK, way="inside", to=HEAD, reason="tolong", **ticked(*everything))
    assert "Tulis alasannya" in plain(back)
    assert not Handoff.objects.exists()
    old = ticked(*everything)
    start(actor=actor_of(lurah), commitment=owed(second))
    done = sent(client, BULK, way="inside", to=HEAD, reason=WHY, **old)
    assert "1 dari 4 laporan diteruskan" in plain(done)
    for there in ("Ditawarkan.", "orang lain sudah bertindak", "tidak dapat membaca laporan ini", "pemeriksaan awal"):
        assert there in plain(done), there
    assert f"Salin dari sini bila masih perlu: {WHY}" in plain(done)
    again = sent(client, BULK, way="inside", to=HEAD, reason=WHY, **old)
    assert "Sudah ditawarkan sebelumnya" in plain(again)
    assert Handoff.objects.count() == 1
    assert [each.pk for each in offered_reports(actor_of(head))] == [first.pk]


def test_many_go_to_an_authority_each_by_its_own_link_with_letters_in_one_document(monkeypatch: Any) -> None:
    town()
    client = signed_in("lurah", KELURAHAN)
    reports = [summed() for _n in range(3)]
    bare, _code = report("keadaan", RW)
    given = {"way": "outside", "authority": "PLN", "reason": WHY}
    assert "3 laporan dapat diteruskan ke luar" in plain(sent(client, BULK, **ticked(*reports, bare)))
    back = sent(client, BULK, **{**given, "reason": "Tanya Ibu Rina dulu di rumahnya."}, **ticked(*reports))
    assert "nama orang" in plain(back)
    assert 'type="checkbox"' in back
    assert not Handoff.objects.exists()
    real = outside.hand_outside

    def fails_once(**asked: Any) -> Any:
        if asked["commitment"].about_id == reports[1].pk:
            raise OperationalError("database is locked")
        return real(**asked)

    sending = ticked(*reports, bare)
    with monkeypatch.context() as broken:
        broken.setattr(outside, "hand_outside", fails_once)
        done = sent(client, BULK, **given, **sending)
    assert "2 dari 4 laporan diteruskan. PLN" in plain(done)
    assert "Belum tercatat karena sedang ramai" in plain(done)
    assert "Ringkasannya belum ditulis" in plain(done)
    secrets = re.findall(r'name="secret" value="([\w-]{32})"', done)
    assert {handoff_with(each).commitment.about_id for each in secrets} == {reports[0].pk, reports[2].pk}
    again = sent(client, BULK, **given, **sending)  # only the one that failed is done now
    assert "3 dari 4 laporan diteruskan" in plain(again)
    assert plain(again).count("Sudah diteruskan sebelumnya") == 2
    assert Handoff.objects.count() == 3
    keys = [str(reports[0].pk), str(reports[2].pk)]
    letters = client.post(f"{BULK}surat/", {"laporan": keys, "secret": secrets})
    assert letters.content.startswith(b"%PDF")
    assert len(find_entries(SYSTEM, Filter(verb="report.letter_printed")).entries) == 2
    for nothing in ({}, {"laporan": [str(bare.pk)], "secret": [""]}, {"laporan": ["rusak"], "secret": ["x"]}):
        assert "tidak sedang diteruskan" in plain(sent(client, f"{BULK}surat/", **nothing))
    reader = signed_in("ketua_rw", RW)
    assert "tidak sedang diteruskan" in plain(sent(reader, f"{BULK}surat/", laporan=keys, secret=secrets))
    assert "0 dari 3 laporan dapat diteruskan" in plain(sent(reader, BULK, **ticked(*reports)))


def test_nothing_chosen_and_too_many_are_said_in_words() -> None:
    town()
    client = signed_in("lurah", KELURAHAN)
    assert "Belum ada laporan yang dipilih" in plain(page(client, BULK))
    many = client.post(BULK, {"laporan": [str(new_id()) for _n in range(101)]})
    assert many.status_code == 422
    assert "paling banyak 100" in plain(many.content.decode())
    alone, _code = report("ketertiban", RW)
    answered = plain(sent(client, BULK, **ticked(alone, versions=False)))
    assert "Belum satu pun punya ringkasan" in answered
    assert Client().get(BULK).status_code == 302


def test_a_report_that_became_a_complaint_meanwhile_goes_nowhere() -> None:
    town()
    lurah = person("lurah", KELURAHAN)
    person("ketua_rw", RW)
    client = logged_in(lurah)
    made = summed()
    old = seen(made)
    form = page(client, of(made, "teruskan"))
    assert HEAD in form
    recategorise(actor=actor_of(lurah), report=made, category="keluhan", subject="anggota")
    back = plain(sent(client, of(made, "teruskan"), way="outside", authority="PLN", reason=WHY, **old))
    assert "hanya dibaca petugas tertentu" in back
    assert "tidak dapat membaca" in plain(sent(client, of(made, "teruskan"), way="inside", to=HEAD, reason=WHY, **old))
    assert not Handoff.objects.exists()


def test_a_letter_is_printed_whatever_was_typed() -> None:
    town()
    actor = actor_of(person("lurah", KELURAHAN))
    made, _code = report("bencana", RW)
    summarise(actor=actor, report=made, text="#set page(fill: red) $x$ *tebal* <b>" + "panjangsekali" * 30)
    made = Report.objects.get(pk=made.pk)
    handoff, _token = actions.hand_outside(
        actor=actor, report=made, authority="Dinas #panic() " + "X" * 90, reason="y " * 400
    )
    letter = Letter(
        made, handoff.pk, handoff.authority, "y " * 400, handoff.asked_at, handoff.expires_at, 30, "https://a/#b"
    )
    assert letters_pdf([letter, letter]).startswith(b"%PDF")
    assert re.fullmatch(r"[0-9A-F]{8}/\d\d\.\d\d\.\d{4}", letter.number)


def test_danger_goes_outside_by_itself_alone_and_its_clock_runs_on() -> None:
    town()
    client = signed_in("lurah", KELURAHAN)
    plain_one, danger = summed(), report("tawuran", RW, happened_about="now", words="")[0]
    Report.objects.filter(pk=danger.pk).update(summary=SUMMARY)
    assert Report.objects.get(pk=danger.pk).danger
    given = {"way": "outside", "authority": "Dinas Perhubungan", "reason": WHY}
    form = plain(sent(client, BULK, **ticked(plain_one, danger)))
    for words in (
        "1 laporan bertanda bahaya tidak ikut ke luar", "1 laporan dapat diteruskan ke luar", "hanya di sini",
        "tenggat Anda berhenti: untuk satu laporan seluruhnya paling lama 30 hari",
        "Yang mereka baca hanya ringkasannya dan alasan Anda", str(danger.pk)[-8:],
    ):  # fmt: skip
        assert words in form, words
    done = plain(sent(client, BULK, **given, **ticked(plain_one, danger)))
    assert "1 dari 2 laporan diteruskan" in done
    assert "waktunya 24 jam dan tidak berhenti" in done
    assert [each.commitment.about_id for each in Handoff.objects.all()] == [plain_one.pk]
    assert "paling lama 30 hari" not in plain(page(client, of(danger, "teruskan")))
    assert "telepon 110 atau 112 dulu" in plain(page(client, of(danger, "teruskan")))
    due = owed(danger).due_at
    sent(client, of(danger, "teruskan"), **given, **seen(danger))
    assert owed(danger).due_at == due
    assert "Waktunya 24 jam dan tidak berhenti" in plain(page(client, of(danger)))
    assert plain(page(client, "/laporan/")).count("jam berhenti: di instansi luar") == 1
    handoff = str(Handoff.objects.get(commitment=owed(danger)).pk)
    assert "Tautan yang pernah dibuat" in plain(sent(client, of(danger, "tarik-penerusan"), handoff=handoff))


def test_taking_back_an_offer_here_speaks_of_no_link_and_few_are_told_where_it_may_go() -> None:
    town()
    client = signed_in("lurah", KELURAHAN)
    person("ketua_rw", RW)
    made, _code = report("ketertiban", RW)
    sent(client, of(made, "teruskan"), way="inside", to=HEAD, reason=WHY, **seen(made))
    told = plain(sent(client, of(made, "tarik-penerusan"), handoff=str(Handoff.objects.get().pk)))
    assert "Ditarik kembali. Mereka tidak ditanya lagi." in told
    assert "Tautan" not in told
    guard = signed_in("petugas_pelindungan", KELURAHAN)
    hidden, _code = report("kekerasan", RW)
    told = plain(page(guard, of(hidden)))
    assert "Ke instansi di luar laporan ini tidak diteruskan." in told
    assert "atau teruskan ke instansi di luar" not in told
    assert "Pilih petugas" not in plain(page(guard, of(hidden, "teruskan")))
