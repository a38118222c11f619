"""Behind every sentence of the page of promises stands a test: ``@backs`` names it, the last test counts them.

What only the running server can show (its logs, its headers, the bytes of its files) is asked again there.
"""

import json
from collections.abc import Callable
from dataclasses import fields
from datetime import timedelta
from functools import partial
from io import BytesIO
from random import Random
from typing import Any, TypeVar

import pytest
import time_machine
from django.apps import apps
from django.core.cache import cache
from django.db import DatabaseError, transaction
from django.test import Client
from django.utils import timezone
from PIL import Image

from rukun import seal
from rukun.clock.jobs import registered
from rukun.commitment.actions import claiming
from rukun.commitment.actions.ticking import tick
from rukun.commitment.algo.draws import ONE_IN
from rukun.commitment.errors import CommitmentError
from rukun.commitment.follow import Described
from rukun.commitment.models import Claim, Commitment, Handoff, Step, Tally
from rukun.evidence.actions import Capture
from rukun.evidence.errors import EvidenceError
from rukun.evidence.models import Original, Voice
from rukun.evidence.sealing import original_content
from rukun.evidence.tests.recorder import ogg
from rukun.guard import Refused
from rukun.guard.ids import new_id
from rukun.journal.models import Entry
from rukun.people.actions import establish_organisation, give_position
from rukun.people.actor import PersonActor, actor_of
from rukun.people.models import Position
from rukun.people.strength import Strength
from rukun.people.tests.factories import SYSTEM, person
from rukun.people.titles import TITLES
from rukun.report.access import report_for
from rukun.report.account import account_of, contact_of
from rukun.report.actions.counting import count_days
from rukun.report.actions.dialogue import answer, ask
from rukun.report.actions.handling import read_exact_place, restore, set_aside
from rukun.report.actions.identity import read_contact
from rukun.report.actions.intake import Draft
from rukun.report.actions.keeping import put_away
from rukun.report.actions.merging import merge
from rukun.report.actions.openings import agree_opening, ask_opening, see_original
from rukun.report.actions.owing import confirm, described, owed_about, reject
from rukun.report.actions.photos import add_photo
from rukun.report.actions.reaching import take_contact_back
from rukun.report.actions.voices import add_voice
from rukun.report.actions.withdrawing import withdraw
from rukun.report.algo.codes import new_code
from rukun.report.categories import CATEGORIES, KEPT, ORDINARY
from rukun.report.complaints import SUBJECTS
from rukun.report.errors import ReportError
from rukun.report.errors.handling import NoReason
from rukun.report.errors.photos import NoVoices
from rukun.report.models import Contact, Message, Report, Trace
from rukun.report.promises import CANNOT, PROMISES
from rukun.report.queries import figures
from rukun.report.queries.following import late_for
from rukun.report.queries.inbox import Outline, Wanted, place_of
from rukun.report.queries.listing import page_for
from rukun.report.queries.proofs import proof_for, verify
from rukun.report.queries.readers import readers_of
from rukun.report.tests.factories import KELURAHAN, RT, RW, WORDS, jpeg, report, town
from rukun.report.tests.proving import claimed, clear, lurah
from rukun.ui.tests.chance import without_chance

pytestmark = pytest.mark.django_db
ADDRESS, PHONE, NAME = "203.0.113.77", "0812-3456-7890", "Rina Dewi"
BACKED: set[str] = set()
Test = TypeVar("Test", bound=Callable[..., None])


def backs(*codes: str) -> Callable[[Test], Test]:
    def decorate(test: Test) -> Test:
        BACKED.update(codes)
        return test

    return decorate


@pytest.fixture(autouse=True)
def _town(settings: Any) -> None:
    settings.FILE_UPLOAD_HANDLERS = ["rukun.ui.uploads.Bounded"]
    town()


def send(client: Client, **other: str) -> tuple[Any, str]:
    """As the app sends: what comes back, and the code."""
    code = new_code()
    sent = {"id": str(new_id()), "code": code, "category": "ketertiban", "unit": RW, "words": WORDS, **other}
    return client.post("/lapor/kirim/", sent, REMOTE_ADDR=ADDRESS), code


def everything() -> str:
    """All rows of all tables, as text; bytes as the characters they would be."""
    rows = [list(each) for model in apps.get_models() for each in model._default_manager.values_list()]
    return "\n".join(
        (bytes(value).decode("latin-1") if isinstance(value, bytes | memoryview) else str(value))
        for row in rows
        for value in row
    )


def titled(title: str) -> PersonActor:
    """Somebody who holds a title where it is closest to the report's RT; the same person, asked again."""
    held = TITLES[title]
    unit = ".".join(RT.split(".")[: max(held.levels, default=4)])
    found = Position.objects.filter(title=title, unit=unit).first()
    if found is None:
        who = person(name=f"Pemegang {title}")
        group = None
        if not held.of_a_unit and held.kinds:
            group = establish_organisation(actor=SYSTEM, kind=held.kinds[-1], name=f"Kelompok {title}", unit=unit)
        give_position(actor=SYSTEM, person=who, title=title, unit=unit, organisation=group)
        return PersonActor(who, Strength.STRONG)
    return PersonActor(found.person, Strength.STRONG)


@backs("no_name", "children")
def test_every_kind_of_report_is_taken_without_name_number_or_age(client: Client) -> None:
    assert Draft(id=new_id(), code=new_code(), category="saran").anonymous
    for category in KEPT:
        answer, _code = send(client, category=category, subject="anggota" if category == "keluhan" else "")
        assert answer.status_code == 201, (category, answer.content)
    assert Report.objects.filter(anonymous=True).count() == len(KEPT)
    assert not Contact.objects.exists()
    assert not {"age", "born", "adult", "email"} & {each.name for each in fields(Draft)}


@backs("no_trace", "no_session")
def test_nothing_of_whoever_reports_is_stored_even_when_signed_in(client: Client) -> None:
    somebody = person(name="Joko Pranoto")
    client.force_login(somebody)
    session = client.cookies["sesi"].value
    answer, code = send(client, name=NAME, phone=PHONE)  # filled in by a browser; anonymous all the same
    assert not answer.cookies
    filed = Report.objects.get()
    assert filed.anonymous
    looked = client.post("/r/", {"code": code, "do": "answer", "text": "Lagi.", "message": str(new_id())})
    assert not looked.cookies
    assert str(somebody.name) not in looked.content.decode()
    made = Entry.objects.filter(object_id=str(filed.pk))
    assert [each.actor for each in made] == ["anyone", "anyone"]
    stored = everything()
    for told in (ADDRESS, NAME, PHONE, "+6281234567890"):
        assert told not in stored, told
    for told in (str(somebody.pk), session):
        assert told not in str([each.codes for each in made])
    held = repr(getattr(cache, "_cache", {}))
    assert held != "{}", "the limits count something"
    for told in (ADDRESS, code, str(filed.pk)):
        assert told not in held, told


@backs("bare_photos")
def test_a_photo_of_an_anonymous_report_keeps_no_hidden_data() -> None:
    plain = Image.new("RGB", (64, 48), "teal")
    exif = Image.Exif()
    exif[0x010F], exif[0x0110] = "PonselKu", "Seri-9"
    file = BytesIO()
    plain.save(file, "JPEG", exif=exif)
    capture = Capture(timezone.now(), -6.2, 106.79)
    for phone, stays in (("", False), (PHONE, True)):
        told, _code = report(phone=phone)
        add_photo(report=told, photo_id=new_id(), content=file.getvalue(), capture=capture)
        original = Original.objects.get(photo__about_id=told.pk)
        assert (b"PonselKu" in original_content(original)) is stays
        assert (original.photo.capture is not None) is stays


@backs("readers", "protected")
@pytest.mark.parametrize("category", ["ketertiban", "kekerasan"])
def test_those_who_are_said_to_read_a_report_read_it_and_nobody_else(category: str) -> None:
    told, _code = report(category, RT)
    reads = {str(TITLES[title].words) for title in TITLES if report_for(titled(title), told.pk) is not None}
    assert reads == set(readers_of(category)), category
    assert reads == set(readers_of(category, RT))


@backs("complaints")
def test_a_complaint_is_not_read_by_whom_it_is_about() -> None:
    own = {
        "anggota": ("ketua_rw", "petugas_posko", "babinsa"),
        "rt_rw": ("ketua_rw", "ketua_rt", "sekretaris_rw"),
        "posko": ("petugas_posko", "babinsa", "ketua_rw"),
        "kelurahan": ("lurah", "sekretaris_kelurahan"),
    }
    assert set(own) == {each.code for each in SUBJECTS.values() if each.readers}
    actors = {title: titled(title) for title in {each for titles in own.values() for each in titles}}
    for subject, titles in own.items():
        told, _code = report("keluhan", RT, subject=subject)
        for title in titles:
            assert report_for(actors[title], told.pk) is None, (subject, title)
    for subject in ("polisi", "tni", "kecamatan"):
        with pytest.raises(ReportError):
            report("keluhan", RT, subject=subject)
    lurah = titled("lurah")
    about, _code = report("keluhan", RT, subject="anggota")
    assert report_for(lurah, about.pk)
    own_group = next(each.organisation_id for each in lurah.positions)
    against, _code = report("keluhan", RT, subject="anggota", organisation=own_group)
    assert report_for(lurah, against.pk) is None


@backs("outlines")
def test_of_a_report_a_member_sees_category_rw_day_and_summary() -> None:
    assert {each.name for each in fields(Outline)} == {"category", "rw", "day", "summary"}
    told, _code = report(unit=RT)
    for title in ("anggota", "ketua", "koordinator"):
        assert report_for(titled(title), told.pk) is None


@backs("talk")
def test_both_sides_of_the_talk_know_no_names(client: Client) -> None:
    posko = titled("petugas_posko")
    told, code = report(phone=PHONE, name=NAME)
    ask(actor=posko, report=told, text="Dari arah mana?", message_id=new_id())
    shown = client.post("/r/", {"code": code}).content.decode()
    assert "Dari arah mana?" in shown
    assert str(posko.person.name) not in shown
    client.force_login(posko.person)
    page = client.get(f"/laporan/{told.pk}/")
    assert page.status_code == 200
    for hidden in (NAME, "7890", code):
        assert hidden not in without_chance(page.content.decode()), hidden


@backs("place")
def test_a_place_is_shown_roughly_and_opened_exactly_only_with_a_line_in_the_journal(client: Client) -> None:
    told, _code = report(lat=-6.198765, lon=106.791234)
    _picture, here = place_of(told, account_of(told))
    assert here is not None
    assert (here.lat, here.lon) == (-6.199, 106.791)
    posko = titled("petugas_posko")
    client.force_login(posko.person)
    assert "198765" not in client.get(f"/laporan/{told.pk}/").content.decode()
    assert read_exact_place(actor=posko, report=told).lat == -6.198765
    assert Entry.objects.filter(verb="report.exact_place_read", actor=posko.label, object_id=str(told.pk)).exists()


@backs("sealed", "reason")
def test_contact_is_sealed_and_opened_with_a_reason_that_stays(settings: Any) -> None:
    told, _code = report(phone=PHONE, name=NAME)
    stored = everything()
    for hidden in (NAME, "81234567890", WORDS):
        assert hidden not in stored, hidden
    for line in (settings.INSTALLATION.keys / "seal.keys").read_text().split():
        assert line not in stored or len(line) == 8, "the key is not where the data are"
    lurah, posko = titled("lurah"), titled("petugas_posko")
    with pytest.raises(Exception, match="refused"):
        read_contact(actor=posko, report=told, reason="Perlu segera dihubungi karena bahaya.")
    with pytest.raises(ReportError):
        read_contact(actor=lurah, report=told, reason="perlu")
    assert read_contact(actor=lurah, report=told, reason="Perlu segera dihubungi karena bahaya.").name == NAME
    entry = Entry.objects.get(verb="report.contact_read")
    assert entry.note.text == "Perlu segera dihubungi karena bahaya."
    with pytest.raises(DatabaseError), transaction.atomic():
        Entry.objects.filter(pk=entry.pk)._raw_delete("default")
    contact = Contact.objects.get()
    contact.content = b"\0\0\0\0" + bytes(contact.content)[4:]  # as with a key that is not there
    with pytest.raises(seal.CannotOpen):
        contact_of(contact)


@backs("contact_goes", "withdrawn")
def test_contact_and_all_the_rest_go_when_whoever_reported_says_so() -> None:
    told, _code = report(phone=PHONE, name=NAME)
    take_contact_back(report=told)
    assert not Contact.objects.exists()
    add_photo(report=told, photo_id=new_id(), content=jpeg())
    add_voice(report=told, content=ogg(), sender=new_id())
    withdraw(report=told)
    told.refresh_from_db()
    assert account_of(told).words == ""
    assert not Original.objects.exists()
    assert not Voice.objects.exists()
    assert not Message.objects.exists()


@backs("voice")
def test_a_voice_note_is_locked_opened_by_two_with_a_reason_and_not_kept_of_violence() -> None:
    told, _code = report()
    add_voice(report=told, content=ogg(), sender=new_id())
    assert "Opus" not in everything()
    one, two, voice = titled("lurah"), titled("sekretaris_kelurahan"), Voice.objects.get()
    opening = ask_opening(actor=one, report=told, of=voice, reason="Menanyakan tempat yang disebut.")
    for alone in (
        lambda: agree_opening(actor=one, report=told, opening=opening),
        lambda: see_original(actor=one, report=told, of=voice),
    ):
        with pytest.raises(EvidenceError):
            alone()
    agree_opening(actor=two, report=told, opening=opening)
    assert see_original(actor=one, report=told, of=voice) == ogg()
    verbs = Entry.objects.filter(verb__startswith="report.voice_").order_by("pk").values_list("verb", flat=True)
    assert [each.rpartition("_")[2] for each in verbs] == ["added", "asked", "agreed", "heard"]
    with pytest.raises(NoVoices):
        add_voice(report=report("kekerasan")[0], content=ogg(), sender=new_id())


@backs("code_unknown", "code_opens", "no_story")
def test_the_code_is_nowhere_here_opens_the_page_and_shows_no_story(client: Client) -> None:
    told, code = report(place="Dekat bengkel biru")
    stored = everything()
    assert told.receipt in stored
    assert code not in stored
    add_photo(report=told, photo_id=new_id(), content=jpeg())
    shown = client.post("/r/", {"code": code}).content.decode()
    for opened in ("Tarik laporan ini", "Kirim pesan"):
        assert opened in shown
    for hidden in (WORDS, "bengkel", "/laporan/foto/"):
        assert hidden not in shown


@backs("proof")
def test_a_proof_holds_when_the_report_is_denied() -> None:
    told, code = report()
    proof = proof_for(told, code)
    Report.objects.all().delete()
    verdict = verify(proof)
    assert verdict.genuine
    assert verdict.document["filed"]["words"] == WORDS
    changed = json.loads(proof)
    changed["filed"]["words"] = "Lain."
    assert not verify(json.dumps(changed)).genuine


@backs("kept", "row_stays")
@pytest.mark.parametrize(("closed", "days"), [(True, 90), (False, 365)])
def test_after_its_time_one_row_stays_that_leads_nowhere(closed: bool, days: int) -> None:
    told, code = report(phone=PHONE, lat=-6.198765, lon=106.791234)
    if closed:
        Report.objects.update(closed_at=timezone.now(), closing="spam", closed_by="x")
    with time_machine.travel(timezone.now() + timedelta(days=days, hours=-1), tick=False):
        assert put_away() == 0
    with time_machine.travel(timezone.now() + timedelta(days=days, hours=1), tick=False):
        assert put_away() == 1
    assert not Report.objects.exists()
    assert not Contact.objects.exists()
    row = Trace.objects.values().get()
    assert set(row) == {"id", "category", "cell", "day", "shift", "source", "weight"}
    assert not {told.pk, told.receipt, code} & set(row.values())


@backs("book")
def test_the_journal_keeps_that_a_report_came_to_the_kelurahan_when_and_its_number(client: Client) -> None:
    told, hidden, against = report(unit=RT)[0], report("kekerasan", RT)[0], report("keluhan", RT)[0]
    for each, unit in ((told, KELURAHAN), (hidden, ""), (against, "")):
        came = Entry.objects.get(verb="report.received", object_id=str(each.pk))
        assert (came.unit, came.actor, came.codes) == (unit, "anyone", {"digest": each.digest})
    add_photo(report=told, photo_id=new_id(), content=jpeg())
    client.force_login(titled("petugas_posko").person)
    client.get(f"/laporan/{told.pk}/")
    withdraw(report=told)
    rows = Entry.objects.filter(object_id=str(told.pk))
    assert {each.verb for each in rows} == {
        *("report.received", "report.photo_added", "report.read", "report.withdrawn", "commitment.voided")
    }
    assert {each.unit for each in rows} == {KELURAHAN}
    kept = str([each.codes for each in rows])
    for more in (told.category, RT, RW, WORDS[:20]):
        assert more not in kept


@backs("figures")
def test_public_figures_come_late_and_tell_of_few_nothing(client: Client) -> None:
    for _each in range(7):
        report()
    report("kriminal")
    report("kekerasan")
    today = timezone.now()
    with time_machine.travel(today, tick=False):
        count_days()
        assert figures.months() == [], "nothing of today"
    with time_machine.travel(today + timedelta(days=3), tick=False):
        count_days()
        line = next(each for each in figures.in_kelurahan(KELURAHAN, figures.months()[0]) if each.unit == RW)
    numbers = dict(zip(ORDINARY, line.numbers, strict=True))
    assert (numbers["ketertiban"], numbers["kriminal"]) == (5, None)
    assert "kekerasan" not in numbers


@backs("listed")
def test_the_public_list_tells_kind_rw_and_day_of_each_ordinary_report_and_tells_it_late(client: Client) -> None:
    told, _code = report(unit=RT, place="Dekat bengkel biru", lat=-6.198765, lon=106.791234)
    add_photo(report=told, photo_id=new_id(), content=jpeg())
    for category in ("bantuan", "kekerasan", "keluhan"):
        report(category, RT)
    came = told.received_at
    with time_machine.travel(came + timedelta(hours=24), tick=False):
        assert client.get("/open311/v2/requests.json").json() == []
    with time_machine.travel(came + timedelta(hours=49), tick=False):
        answer = client.get("/open311/v2/requests.json")
    (row,) = answer.json()
    assert (row["service_code"], row["address_id"], row["status"]) == ("ketertiban", RW, "open")
    day = timezone.localtime(came).date()
    assert row["requested_datetime"] == row["updated_datetime"] == f"{day}T00:00:00+07:00"
    assert [row[each] for each in ("description", "media_url", "agency_responsible", "expected_datetime")] == [None] * 4
    for hidden in (WORDS, "bengkel", RT, "6.1987", "106.7912", str(told.pk), told.receipt):
        assert hidden not in answer.content.decode()


@backs("owned", "asked", "not_alone", "reopened")
def test_it_has_one_owner_and_a_due_time_and_only_somebody_elses_word_ends_it(client: Client) -> None:
    who = lurah()
    told, code = report(unit=RT)
    shown = client.post("/r/", {"code": code}).content.decode()
    assert "<dd>Kelurahan Palmerah</dd>" in shown
    assert "Dijanjikan dijawab paling lambat" in shown
    owed = owed_about(told)
    assert owed is not None
    with pytest.raises(CommitmentError):
        claiming.claim(actor=who, commitment=owed, claim_id=new_id(), outcome="done", kind="photo", words="Sudah.")
    with pytest.raises(CommitmentError):
        claiming.claim(actor=who, commitment=owed, claim_id=new_id(), outcome="cannot", kind="", words="Tidak.")
    claim = claimed(told, who)
    for act in (confirm, partial(reject, words="Belum selesai.")):
        with pytest.raises(Refused):
            act(actor=who, report=told, claim_id=claim.pk)
    assert "Sudah beres?" in client.post("/r/", {"code": code}).content.decode()
    client.post("/r/", {"code": code, "do": "reject", "claim": claim.pk, "words": "Masih gelap."})
    told.refresh_from_db()
    assert owed_about(told).state == "reopened"  # type: ignore[union-attr]
    confirm(actor=titled("ketua_rw"), report=told, claim_id=claimed(told, who).pk)
    closed = timezone.now()
    for days, state in ((15, "done"), (13, "reopened")):
        with time_machine.travel(closed + timedelta(days=days), tick=False):
            client.post("/r/", {"code": code, "do": "contest", "words": "Mati lagi."})
        told = Report.objects.get(pk=told.pk)
        assert owed_about(told).state == state, days  # type: ignore[union-attr]

    hidden, code = report("kekerasan", RT)
    claim = claimed(hidden, titled("petugas_pelindungan"))
    for title in TITLES:
        with pytest.raises(Refused):
            confirm(actor=titled(title), report=hidden, claim_id=claim.pk)
    client.post("/r/", {"code": code, "do": "confirm", "claim": claim.pk})
    assert owed_about(Report.objects.get(pk=hidden.pk)).state == "done"  # type: ignore[union-attr]


@backs("raised")
def test_the_level_above_is_told_that_it_is_late_and_whoever_reported_sees_that(client: Client) -> None:
    lurah()
    unheard = report(unit=RT)[1]
    with time_machine.travel(timezone.now() + timedelta(days=40), tick=False):
        tick()
        assert "disampaikan ke" not in client.post("/r/", {"code": unheard}).content.decode(), "nobody was told"
    head = actor_of(person("camat", "31.73.07"))
    told, code = report(unit=RT)
    of_rt = report(unit=RT)[0]
    Commitment.objects.filter(about_id=of_rt.pk).update(owner_organisation=None, owner_title="ketua_rt", owner_unit=RT)
    hidden_code = report("kekerasan", RT)[1]
    with time_machine.travel(timezone.now() + timedelta(days=40), tick=False):
        tick()
        assert "Kecamatan Palmerah" in client.post("/r/", {"code": code}).content.decode()
        assert "Kecamatan" not in client.post("/r/", {"code": hidden_code}).content.decode()
        assert {told.pk, of_rt.pk} == set(late_for(head).values_list("pk", flat=True))
    assert {each.unit for each in Entry.objects.filter(verb="commitment.raised")} == {KELURAHAN}
    assert "RW 016" not in {str(each.facts.get("to")) for each in Step.objects.filter(verb="commitment.raised")}


@backs("faces")
def test_a_photo_of_proof_is_shown_once_faces_are_covered(client: Client) -> None:
    told, code = report()
    claim = claimed(told, lurah(), cleared=False)
    assert "/r/bukti/" not in client.post("/r/", {"code": code}).content.decode()
    clear(claim.pk)
    assert "/r/bukti/" in client.post("/r/", {"code": code}).content.decode()


@backs("sampled")
def test_without_an_answer_one_in_five_is_checked_and_the_rest_counted_apart() -> None:
    assert ONE_IN == 5
    who = lurah()
    for _each in range(40):
        claimed(report()[0], who)
    assert not Claim.objects.filter(doubtful=True).exists(), "else all of these are checked"
    for days, closed in ((6.9, False), (7.1, True)):
        with time_machine.travel(timezone.now() + timedelta(days=days), tick=False):
            tick(Random(1))
        assert Commitment.objects.filter(closing="unconfirmed").exists() is closed
    checked = Claim.objects.filter(sampled_at__isnull=False, verdict="").count()
    assert 2 <= checked <= 16
    assert Commitment.objects.filter(closing="unconfirmed").count() == 40 - checked


@backs("outside")
def test_an_authority_outside_is_told_category_rw_and_summary() -> None:
    assert {each.name for each in fields(Described)} == {"title", "where", "summary"}
    told, _code = report(unit=RT, place="Dekat bengkel biru")
    Report.objects.filter(pk=told.pk).update(summary="Ramai di jembatan.")
    seen = described(told.pk)
    assert seen is not None
    assert seen.title == str(CATEGORIES["ketertiban"].words)
    assert seen.summary == "Ramai di jembatan."
    assert "RW" in seen.where
    assert "RT" not in seen.where
    for category in ("kekerasan", "keluhan"):
        assert described(report(category, RT)[0].pk) is None


@backs("set_aside")
def test_what_is_set_aside_has_a_reason_is_objected_to_and_seen_by_others(client: Client) -> None:
    made, code = report()
    actor, other = (actor_of(person(each, KELURAHAN, name=each)) for each in ("petugas_posko", "lurah"))
    with pytest.raises(NoReason):
        set_aside(actor=actor, report=made, reason="Spam")
    set_aside(actor=actor, report=made, reason="Hanya tautan iklan.")
    assert "disisihkan" in client.post("/r/", {"code": code}).content.decode()
    answer(report=made, text="Ini sungguh terjadi.", message_id=new_id())
    assert [each.report for each in page_for(other, Wanted()).by_others] == [made]
    with time_machine.travel(timezone.now() + timedelta(days=6)):
        restore(actor=other, report=made)
    assert Report.objects.get(pk=made.pk).closed_at is None


@backs("merged")
def test_only_people_merge_and_both_who_reported_stay_apart(client: Client) -> None:
    posko = titled("petugas_posko")
    twin, _code = report(unit=RT, words="Lampu di depan warung biru mati.")
    told, code = report(unit=RT, words="Lampu di depan warung biru mati.")
    for job in registered():
        if job.name.startswith(("report.", "commitment.")) and job.name != "report.write_over_log":
            job.run()
    assert not Report.objects.filter(merged_into__isnull=False).exists()
    merge(actor=posko, report=told, into=twin)
    shown = client.post("/r/", {"code": code}).content.decode()
    assert "digabung dengan laporan lain" in shown
    assert "warung" not in shown
    assert str(twin.pk) not in shown
    assert Entry.objects.get(verb="report.merged").actor == posko.label


@backs("tally")
def test_what_stays_of_promises_are_numbers() -> None:
    told, _code = report(unit=RT)
    confirm(actor=titled("ketua_rw"), report=told, claim_id=claimed(told, lurah()).pk)
    with time_machine.travel(timezone.now() + timedelta(days=91), tick=False):
        assert put_away() == 1
    for table in (Commitment, Step, Claim, Handoff, Original):
        assert not table.objects.exists(), table
    row = Tally.objects.values().get()
    assert set(row) == {
        *("id", "about_label", "unit", "month", "ending", "answer", "closing_time", "reopened", "number")
    }
    assert (row["unit"], row["number"]) == (KELURAHAN, 1)


def test_every_sentence_on_the_page_is_a_promise_with_a_test_or_an_admission(client: Client) -> None:
    assert set(PROMISES) == BACKED
    for language, path in (("id", "/lapor/janji/"), ("en", "/en/lapor/janji/")):
        answer = client.get(path)
        assert answer.status_code == 200, language
        assert not answer.cookies
    page = client.get("/lapor/janji/").content.decode()
    assert page.partition("<main")[2].count("<li>") == len(PROMISES) + len(CANNOT)
    assert "Ketua RW" in page
    assert "Petugas pelindungan perempuan dan anak." in page
    for each in (*[str(promise.words) for promise in PROMISES.values()], *map(str, CANNOT)):
        assert all(len(sentence) <= 130 for sentence in each.split(". ")), each
        for jargon in ("AES", "enkripsi", "hash", "HTTPS", "metadata", "server", "IP ", "cookie"):
            assert jargon not in each, each
