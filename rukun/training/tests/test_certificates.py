"""Certificates: earned, checked by anybody, printed by their holders."""

import io
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from pypdf import PdfReader

from rukun.journal import actions as journal
from rukun.journal.models import Entry
from rukun.people.actions import release_person
from rukun.people.actor import actor_of
from rukun.people.models import Person
from rukun.people.strength import SESSION_KEY, Strength
from rukun.people.tests.factories import SYSTEM, person
from rukun.training import content
from rukun.training.actions.certificates import issue_if_earned, mark
from rukun.training.actions.members import begin_membership
from rukun.training.actions.teaching import revoke_certificate
from rukun.training.algo.codes import mark_of, new_code
from rukun.training.algo.fitness import GRACE
from rukun.training.algo.months import months_after
from rukun.training.content import courses
from rukun.training.days import end_after
from rukun.training.models import Attempt, Attendance, Certificate, CourseClass
from rukun.training.tests.factories import KELURAHAN, fit, member, partner

pytestmark = pytest.mark.django_db
QUIZ, PRACTICAL = "pelaporan", "tindakan-awal"


def passed(who: Person, course: str, at: datetime | None = None, *, right: bool = True, version: int = 0) -> Attempt:
    at = at or timezone.now()
    return Attempt.objects.create(
        person=who, course=course, version=version or courses()[course].version, drawn=[], started_at=at, answers={},
        sent_at=at, passed=right,
    )  # fmt: skip


def attended(who: Person, course: str, at: datetime | None = None, *, practical: bool = True) -> Attendance:
    at = at or timezone.now()
    held = CourseClass.objects.create(
        course=course,
        version=courses()[course].version,
        unit=KELURAHAN,
        held_on=timezone.localtime(at).date(),
        by="system:test",
        made_at=at,
    )
    return Attendance.objects.create(course_class=held, person=who, practical=practical)


def issued(who: Person, course: str) -> Certificate | None:
    with journal.atomic():
        return issue_if_earned(actor=SYSTEM, person=who.pk, course=course)


def ago(**spans: int) -> datetime:
    return timezone.now() - timedelta(**spans)


def one(who: Person, course: str = QUIZ, **more: Any) -> Certificate:
    now = timezone.now()
    given = {
        "code": new_code(mark()),
        "version": courses()[course].version,
        "issued_at": now,
        "expires_at": months_after(now, 12),
    }
    return Certificate.objects.create(person=who, course=course, organisation="Mitra Kampung", **(given | more))


def test_these_courses_are_as_the_tests_need_them() -> None:
    assert not courses()[QUIZ].practical
    assert courses()[PRACTICAL].practical


def test_a_course_without_practical_part_is_mastered_by_its_quiz_or_by_a_class() -> None:
    who = member(partner())
    assert issued(who, QUIZ) is None
    passed(who, QUIZ, right=False)
    assert issued(who, QUIZ) is None
    passed(who, QUIZ, ago(hours=1))
    made = issued(who, QUIZ)
    assert made is not None
    assert (made.organisation, made.version) == ("Mitra Kampung", courses()[QUIZ].version)
    assert made.expires_at == end_after(made.issued_at, courses()[QUIZ].months)
    entry = Entry.objects.get(verb="training.certificate_issued")
    assert entry.object_id == str(made.pk)
    assert entry.codes == {"course": QUIZ, "version": made.version, "person": str(who.pk)}
    assert issued(who, QUIZ) is None, "once for each time it was earned"
    other = member(partner(name="Pemuda RW"), "Dewi Lestari")
    attended(other, QUIZ, practical=False)
    assert issued(other, QUIZ) is not None


def test_a_practical_course_takes_the_quiz_and_a_class_in_which_the_trainer_saw_it_done() -> None:
    who = member(partner())
    passed(who, PRACTICAL, ago(days=20))
    assert issued(who, PRACTICAL) is None
    attended(who, PRACTICAL, ago(days=10), practical=False)
    assert issued(who, PRACTICAL) is None, "being there is not doing it"
    attended(who, PRACTICAL, ago(days=5))
    assert issued(who, PRACTICAL) is not None


def test_what_lies_too_far_back_or_was_of_an_earlier_version_is_not_counted() -> None:
    who = member(partner())
    passed(who, PRACTICAL, ago(days=200))
    attended(who, PRACTICAL)
    assert issued(who, PRACTICAL) is None
    passed(who, PRACTICAL, version=courses()[PRACTICAL].version + 1)
    assert issued(who, PRACTICAL) is None
    passed(who, PRACTICAL)
    assert issued(who, PRACTICAL) is not None


def test_none_is_issued_beside_one_that_holds_for_long() -> None:
    who = member(partner())
    passed(who, QUIZ, ago(hours=2))
    first = issued(who, QUIZ)
    assert first is not None
    attended(who, QUIZ)
    assert issued(who, QUIZ) is None, "a second one would outlive the first when that is revoked"
    Certificate.objects.update(version=first.version + 1)
    assert issued(who, QUIZ) is not None, "one of another version is another matter"
    Certificate.objects.all().delete()
    with time_machine.travel(ago(days=310), tick=False):
        old = one(who)
    assert old.expires_at < timezone.now() + timedelta(days=60)
    assert issued(who, QUIZ) is not None, "it is renewed before it ends"


def test_after_a_revocation_a_quiz_alone_does_not_bring_it_back() -> None:
    who, trainer = member(partner()), person("bhabinkamtibmas", KELURAHAN)
    passed(who, QUIZ, ago(hours=1))
    made = issued(who, QUIZ)
    assert made is not None
    revoke_certificate(actor=actor_of(trainer), certificate=made, reason="Kuisnya dikerjakan orang lain.")
    passed(who, QUIZ)
    assert issued(who, QUIZ) is None
    late = attended(who, QUIZ, practical=False)
    CourseClass.objects.filter(pk=late.course_class_id).update(held_on=timezone.localdate() - timedelta(days=3))
    assert issued(who, QUIZ) is None, "a class held before is not one held since"
    attended(who, QUIZ, practical=False)
    assert issued(who, QUIZ) is not None
    with time_machine.travel(timezone.now() + timedelta(days=320), tick=False):
        passed(who, QUIZ)
        assert issued(who, QUIZ) is not None, "from then on it is renewed like anybody's"


def test_a_certificate_counts_through_the_whole_of_its_printed_last_day(client: Client) -> None:
    who = member(partner())
    with time_machine.travel(datetime.fromisoformat("2026-03-03T14:05:00+07:00"), tick=False):
        passed(who, QUIZ)
        made = issued(who, QUIZ)
    assert made is not None
    assert courses()[QUIZ].months == 12
    assert made.expires_at == datetime.fromisoformat("2027-03-04T00:00:00+07:00")
    client.force_login(who)
    with time_machine.travel(datetime.fromisoformat("2027-03-03T23:59:59+07:00"), tick=False):
        assert "Berlaku sampai Rabu, 3 Maret 2027" in shown(client, made.code)
        client.force_login(who)
        for path in ("/tugas/", "/profil/data/", f"/belajar/kuis/{who.attempts.get().pk}/"):
            assert "sampai 3 Maret 2027" in client.get(path).content.decode(), path
    with time_machine.travel(datetime.fromisoformat("2027-03-04T00:00:00+07:00"), tick=False):
        text = shown(client, made.code)
        assert "Hari terakhirnya Rabu, 3 Maret 2027" in text
        assert "Habis masa berlakunya" in text


def test_after_a_revocation_all_of_it_has_to_be_earned_anew() -> None:
    who, trainer = member(partner()), person("bhabinkamtibmas", KELURAHAN)
    passed(who, PRACTICAL, ago(days=2))
    attended(who, PRACTICAL, ago(days=1))
    made = issued(who, PRACTICAL)
    assert made is not None
    revoke_certificate(actor=actor_of(trainer), certificate=made, reason="Praktiknya ternyata belum dikuasai.")
    passed(who, PRACTICAL)
    assert issued(who, PRACTICAL) is None, "the old class does not count any more"
    attended(who, PRACTICAL)
    again = issued(who, PRACTICAL)
    assert again is not None
    assert again.code != made.code


def test_a_certificate_names_the_organisation_of_a_member_not_one_that_was_only_asked_or_invited() -> None:
    who = member(partner())
    begin_membership(actor=SYSTEM, person=who.pk, organisation=partner(name="Pemuda RW").pk)
    passed(who, QUIZ)
    made = issued(who, QUIZ)
    assert made is not None
    assert made.organisation == "Mitra Kampung"
    alone = person(name="Warga Dewasa")
    passed(alone, QUIZ)
    made = issued(alone, QUIZ)
    assert made is not None
    assert made.organisation == ""


def shown(client: Client, code: str, status: int = 200) -> str:
    answer = client.get(f"/sertifikat/{code}/")
    assert answer.status_code == status, code
    assert "no-store" in answer.headers["Cache-Control"]
    assert "noindex" in answer.headers["X-Robots-Tag"]
    return answer.content.decode()


def test_anybody_sees_whether_a_certificate_is_valid_and_of_its_holder_the_initials_alone(client: Client) -> None:
    who = member(partner(), "Sari Wulandari")
    made = one(who)
    text = shown(client, made.code)
    for words in (
        "Berlaku sampai",
        "S. W.",
        "Mitra Kampung",
        courses()[QUIZ].title,
        made.code,
        "telepon 110",
        "noindex",
    ):
        assert words in text, words
    for hidden in ("Sari", "Wulandari", who.phone, str(who.pk)):
        assert hidden not in text, hidden
    assert "S. W." in shown(client, made.code.lower().replace("-", ""))
    with time_machine.travel(made.expires_at - timedelta(seconds=1), tick=False):
        assert "Berlaku sampai" in shown(client, made.code)
    with time_machine.travel(made.expires_at, tick=False):
        text = shown(client, made.code)
        assert "Habis masa berlakunya" in text
        assert "Berlaku sampai" not in text


def test_a_revoked_one_says_so_at_once_and_keeps_the_reason_to_itself(client: Client) -> None:
    who, trainer = member(partner()), person("bhabinkamtibmas", KELURAHAN, name="Made Trainer")
    made = one(who)
    revoke_certificate(actor=actor_of(trainer), certificate=made, reason="Ternyata belum dikuasai sama sekali.")
    text = shown(client, made.code)
    assert "Dicabut" in text
    assert "Berlaku sampai" not in text
    for hidden in ("dikuasai", "Made"):
        assert hidden not in text, hidden


def test_a_new_version_of_the_course_leaves_time_for_the_refresher(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dataclasses import replace

    made = one(member(partner()))
    newer = replace(courses()[QUIZ], version=made.version + 1, since=timezone.localdate())
    known = {**courses(), QUIZ: newer}
    monkeypatch.setattr("rukun.training.queries.verifying.courses", lambda: known)
    assert "masih diakui sampai" in shown(client, made.code)
    with time_machine.travel(timezone.now() + GRACE + timedelta(days=1), tick=False):
        assert "materinya sudah diperbarui" in shown(client, made.code)
    assert content.courses()[QUIZ].version == made.version


def test_another_installations_code_a_made_up_one_and_a_mistyped_one_are_told_apart(client: Client) -> None:
    foreign = new_code(mark_of(b"somewhere else entirely, far away"))
    assert "diterbitkan oleh tempat lain" in shown(client, foreign, 404)
    assert "tidak ada di sini" in shown(client, new_code(mark()), 404)
    assert "tidak terbaca" in shown(client, "HALO-HALO", 404)
    who = member(partner())
    made = one(who)
    release_person(actor=SYSTEM, person=who)
    assert "tidak ada di sini" in shown(client, made.code, 404)


def test_one_issued_under_another_key_of_this_installation_is_still_ours(client: Client) -> None:
    made = one(member(partner()), code=new_code(mark_of(b"the key before this one, long gone")))
    assert "Berlaku sampai" in shown(client, made.code)


def test_a_code_can_be_typed_and_a_mistyped_one_stays_in_the_form(client: Client) -> None:
    made = one(member(partner()))
    assert "Periksa sertifikat" in client.get("/sertifikat/").content.decode()
    for typed in (made.code, made.code.lower(), f"http://testserver/sertifikat/{made.code}/"):
        answer = client.post("/sertifikat/", {"kode": typed})
        assert answer.headers["Location"] == f"/sertifikat/{made.code}/"
    wrong = made.code[:-1] + ("0" if made.code[-1] != "0" else "1")
    text = client.post("/sertifikat/", {"kode": wrong}).content.decode()
    assert "tidak terbaca" in text
    assert wrong in text
    assert "Kode belum diisi" in client.post("/sertifikat/", {"kode": ""}).content.decode()
    assert "Terlalu panjang" in client.post("/sertifikat/", {"kode": "7" * 301}).content.decode()


def test_the_api_answers_the_same(client: Client) -> None:
    made = one(member(partner(), "Sari Wulandari"))
    answer = client.get(f"/api/v1/certificates/{made.code}")
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")
    told = answer.json()
    assert (told["verdict"], told["initials"], told["organisation"]) == ("valid", "S. W.", "Mitra Kampung")
    assert abs(datetime.fromisoformat(told["until"]) - made.expires_at) < timedelta(milliseconds=1)
    assert "Sari" not in str(told)
    missing = client.get("/api/v1/certificates/halo")
    assert (missing.status_code, missing.json()["verdict"]) == (404, "garbled")
    assert missing.headers["Cache-Control"] == "no-store"
    assert "tidak terbaca" in missing.json()["detail"]


def test_the_holder_and_their_trainers_print_it_and_nobody_else(client: Client) -> None:
    who = fit(member(partner(), "Sari Wulandari"))
    made = Certificate.objects.get(person=who, course=QUIZ)
    paper = f"/sertifikat/{made.pk}/sertifikat.pdf"
    assert client.get(paper).status_code == 302
    for stranger in (
        member(partner(name="Lain")),
        person("lurah", KELURAHAN),
        person("bhabinkamtibmas", "31.73.07.1002"),
    ):
        client.force_login(stranger)
        assert client.get(paper).status_code == 404
    for reader in (who, person("bhabinkamtibmas", KELURAHAN)):
        client.force_login(reader)
        answer = client.get(paper)
        assert answer.headers["Content-Type"] == "application/pdf"
        assert "Sari" not in answer.headers["Content-Disposition"]
        text = " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages).split())
        for words in (
            "Sari Wulandari",
            "Mitra Kampung",
            courses()[QUIZ].title,
            made.code,
            "testserver/sertifikat/",
            "110",
        ):
            assert words in text, words
    client.force_login(who)
    session = client.session
    session[SESSION_KEY] = int(Strength.CODE)
    session.save()
    assert client.get(paper).status_code == 404, "a code alone may come from a new owner of the number"


def test_a_revoked_or_expired_one_is_printed_no_more(client: Client) -> None:
    who = member(partner())
    client.force_login(who)
    old = one(who, issued_at=ago(days=400), expires_at=ago(days=30))
    gone = one(who, revoked_at=ago(hours=1), revoked_reason="Belum dikuasai.")
    for each, words in ((old, "sudah habis"), (gone, "dicabut")):
        answer = client.get(f"/sertifikat/{each.pk}/sertifikat.pdf")
        assert answer.status_code == 403
        assert words in answer.content.decode()


def test_a_long_name_stays_on_the_paper() -> None:
    from rukun.training.print.teaching import certificate_pdf

    name = "Raden Mas Panji " + "Sosrokartonodiningratkusumo" * 3
    made = one(member(partner(), name))
    reader = PdfReader(io.BytesIO(certificate_pdf(made, f"https://rukun.example/sertifikat/{made.code}/")))
    assert len(reader.pages) == 1
