"""What a class says wrongly is taken back; and what came of a class, for the trainer and for its pupils."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from rukun.guard import Refused
from rukun.journal.models import Entry
from rukun.people.actor import actor_of
from rukun.people.models import Person
from rukun.people.tests.factories import person
from rukun.training.actions.teaching import correct_class, revoke_certificate
from rukun.training.content import courses
from rukun.training.errors import teaching as errors
from rukun.training.models import Attempt, Certificate, CourseClass
from rukun.training.tests.classes import FOREIGN, PRACTICAL, QUIZ, held, trainer
from rukun.training.tests.factories import KELURAHAN, member, partner

pytestmark = pytest.mark.django_db
WRONG = "Tertukar dengan orang lain."


def passed(who: Person, course: str = PRACTICAL) -> None:
    now = timezone.now()
    Attempt.objects.create(
        person=who, course=course, version=courses()[course].version, drawn=[], started_at=now, answers={},
        sent_at=now, passed=True,
    )  # fmt: skip


def corrected(who: Person, found: CourseClass, pupil: Person, *, present: bool, reason: str = WRONG) -> None:
    correct_class(actor=actor_of(who), course_class=found, person=pupil.pk, present=present, reason=reason)


def of(found: CourseClass) -> dict[Person, bool]:
    return {each.person: each.practical for each in found.attendances.select_related("person")}


def test_a_trainer_takes_practice_or_attendance_back_once_with_a_reason_in_the_journal() -> None:
    made, who = partner(), trainer()
    sari, dewi = member(made), member(made, "Dewi Lestari")
    found = held(who, {sari.pk: True, dewi.pk: True}, course=PRACTICAL)
    for reason, error in ((" ", errors.CorrectedWithoutReason), ("a" * 2001, errors.ReasonTooLong)):
        with pytest.raises(error):
            corrected(who, found, sari, present=True, reason=reason)
    for nobody in (sari, person("lurah", KELURAHAN), trainer(FOREIGN)):
        with pytest.raises(Refused):
            corrected(nobody, found, dewi, present=False)
    assert of(found) == {sari: True, dewi: True}
    for _ in range(2):
        corrected(who, found, sari, present=True)
        corrected(trainer(), found, dewi, present=False)
    assert of(found) == {sari: False}
    first, second = Entry.objects.filter(verb="training.class_corrected").order_by("pk")
    assert first.codes == {"person": str(sari.pk), "left": "present"}
    assert second.codes == {"person": str(dewi.pk), "left": "nothing"}
    assert (first.object_id, first.unit) == (str(found.pk), KELURAHAN)
    assert first.note_hash, "the reason is a note"
    passed(sari)
    held(who, {dewi.pk: True}, course=PRACTICAL)
    assert not Certificate.objects.exists(), "what was taken back earns nothing"


def test_what_a_certificate_rests_on_is_not_taken_back_before_it_is_revoked() -> None:
    made, who = partner(), trainer()
    sari, dewi = member(made), member(made, "Dewi Lestari")
    passed(sari)
    practice = held(who, {sari.pk: True, dewi.pk: True}, course=PRACTICAL)
    quiz = held(who, {sari.pk: False})
    for found in (practice, quiz):
        for present in (True, False) if found == practice else (False,):
            with pytest.raises(errors.CertificateFromIt):
                corrected(who, found, sari, present=present)
        paper = Certificate.objects.get(person=sari, course=found.course)
        revoke_certificate(actor=actor_of(who), certificate=paper, reason="Keliru.")
        corrected(who, found, sari, present=False)
        assert sari not in of(found)
    passed(dewi, QUIZ)
    Certificate.objects.all().delete()
    with time_machine.travel(timezone.now() + timedelta(days=150), tick=False):
        later = held(who, {dewi.pk: True}, course=PRACTICAL, held_on=timezone.localdate())
        passed(dewi)
        held(who, {dewi.pk: True}, course=PRACTICAL, held_on=timezone.localdate())
        assert Certificate.objects.filter(person=dewi, course=PRACTICAL).exists()
        corrected(who, practice, dewi, present=True)
        with pytest.raises(errors.CertificateFromIt):
            corrected(who, later, dewi, present=True)


def test_the_page_of_a_class_says_what_came_of_it_and_takes_a_correction(client: Client) -> None:
    made, who = partner(), trainer()
    sari, dewi, yusuf = member(made), member(made, "Dewi Lestari"), member(made, "Yusuf Maulana")
    for each in (sari, yusuf):
        passed(each)
    found = held(who, {sari.pk: True, dewi.pk: True, yusuf.pk: False}, course=PRACTICAL)
    here = f"/pelatihan/kelas/{found.pk}/"
    client.force_login(who)

    def lines() -> dict[str, str]:
        text = client.get(here).content.decode()
        entries = text[text.index('<ul class="log">') : text.index("<details")].split("<li>")[1:]
        return {each.name: entry for each in (sari, dewi, yusuf) for entry in entries if each.name in entry}

    told = lines()
    assert "sertifikat terbit" in told["Sari Wulandari"]
    assert "menunggu kuis" in told["Dewi Lestari"]
    assert "menunggu praktik" in told["Yusuf Maulana"]
    fix = f"{here}perbaikan/"
    assert client.get(fix).headers["Location"] == here
    typed = {"person": str(dewi.pk), "what": "hadir", "reason": WRONG}
    for wrong, words in (
        ({**typed, "reason": ""}, "Tulis apa yang keliru"),
        ({**typed, "person": str(who.pk)}, "tidak lagi ada di catatan kelas ini"),
        ({**typed, "what": ""}, "mana yang sebenarnya"),
        ({**typed, "person": str(sari.pk)}, "cabut dulu sertifikatnya dengan alasan"),
    ):
        assert words in client.post(fix, wrong).content.decode(), words
    assert of(found) == {sari: True, dewi: True, yusuf: False}
    assert "Catatan kelas diperbaiki" in client.post(fix, typed, follow=True).content.decode()
    assert of(found)[dewi] is False
    assert "menunggu" not in lines()["Dewi Lestari"]
    own = Client()
    own.force_login(yusuf)
    assert "Kuis sudah lulus; tinggal praktik." in own.get("/tugas/").content.decode()
    held(who, {dewi.pk: True}, course=PRACTICAL)
    own.force_login(dewi)
    assert "Praktik sudah; tinggal kuis." in own.get("/tugas/").content.decode()
    client.force_login(trainer(FOREIGN))
    assert client.post(fix, typed).status_code == 404
    client.force_login(person("lurah", KELURAHAN))
    assert client.post(fix, typed).status_code == 403
