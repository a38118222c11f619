"""What trainers do: classes, certificates taken back, reminders."""

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID, uuid4

import pytest
import time_machine
from django.db import connections
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.utils import timezone

from rukun.guard import Refused
from rukun.guard.ids import new_id
from rukun.journal.models import Entry
from rukun.people.actor import actor_of
from rukun.people.models import Person
from rukun.people.tests.factories import person
from rukun.training.actions.conduct import sign_code
from rukun.training.actions.learning import draw_quiz, send_answers
from rukun.training.actions.members import leave
from rukun.training.actions.teaching import remind, revoke_certificate, seen_reminders
from rukun.training.content import conduct, courses
from rukun.training.errors import TrainingError
from rukun.training.errors import teaching as errors
from rukun.training.models import Attempt, Attendance, Certificate, CodeSigning, CourseClass, Reminder
from rukun.training.queries.fitness import duty_status
from rukun.training.queries.teaching import reminders_for
from rukun.training.tests.classes import FOREIGN, PRACTICAL, QUIZ, held, trainer
from rukun.training.tests.factories import KELURAHAN, candidate, fit, member, membership_of, partner

pytestmark = pytest.mark.django_db
SOON = timedelta(days=60)


def test_a_class_is_recorded_once_and_issues_what_is_earned_by_it() -> None:
    who = trainer()
    made = partner()
    sari, dewi = member(made), member(made, "Dewi Lestari")
    now = timezone.now()
    Attempt.objects.create(
        person=sari, course=PRACTICAL, version=courses()[PRACTICAL].version, drawn=[], started_at=now, answers={},
        sent_at=now, passed=True,
    )  # fmt: skip
    key = new_id()
    both = {sari.pk: True, dewi.pk: True}
    for _ in range(2):
        found = held(who, both, course=PRACTICAL, class_id=key)
        assert found.pk == key
    assert Attendance.objects.count() == 2
    assert [each.person for each in Certificate.objects.all()] == [sari], "who has not passed the quiz yet waits"
    entry = Entry.objects.get(verb="training.class_recorded")
    assert (entry.object_id, entry.unit) == (str(key), KELURAHAN)
    assert entry.codes == {"course": PRACTICAL, "version": courses()[PRACTICAL].version, "attended": 2}
    held(who, {dewi.pk: False})
    assert Certificate.objects.filter(person=dewi, course=QUIZ).count() == 1


def refused(error: type[TrainingError], who: Person, attendance: dict[UUID, bool], **more: Any) -> None:
    with pytest.raises(error):
        held(who, attendance, **more)
    assert not CourseClass.objects.exists()
    assert not Entry.objects.filter(verb="training.class_recorded").exists()


def test_a_class_that_cannot_be_is_refused_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    who, made = trainer(), partner()
    sari = member(made)
    there, today = {sari.pk: True}, timezone.localdate()
    refused(errors.ClassAhead, who, there, held_on=today + timedelta(days=1))
    refused(errors.ClassTooLongAgo, who, there, held_on=today - timedelta(days=31))
    refused(errors.UnknownCourse, who, there, course="silat")
    refused(errors.NobodyThere, who, {})
    refused(errors.PlaceTooLong, who, there, place="B" * 121)
    refused(errors.TrainerAmongThem, who, {**there, who.pk: True})
    for stranger in (
        candidate(made),  # has not agreed
        member(partner(FOREIGN, "Mitra Slipi"), "Orang Slipi"),
        person(name="Bukan Anggota"),
    ):
        refused(errors.NotAMember, who, {**there, stranger.pk: False})
    refused(errors.NotAMember, who, {uuid4(): True})
    gone = member(made, "Yang Keluar")
    leave(actor=actor_of(gone), membership=membership_of(gone, made))
    refused(errors.NotAMember, who, {gone.pk: True})
    for nobody in (sari, person("lurah", KELURAHAN), trainer(FOREIGN)):
        with pytest.raises(Refused):
            held(nobody, there)
    newer = {**courses(), QUIZ: replace(courses()[QUIZ], version=2, since=today)}
    monkeypatch.setattr("rukun.training.actions.teaching.courses", lambda: newer)
    refused(errors.OlderCourse, who, there, held_on=today - timedelta(days=1))
    monkeypatch.undo()
    held(who, there, held_on=today - timedelta(days=30))


def test_members_of_a_partner_from_elsewhere_are_taught_where_it_is_a_partner() -> None:
    from rukun.training.models import Partnership

    made = partner(FOREIGN, "Mitra Slipi")
    sari, who = member(made), trainer()
    with pytest.raises(errors.NotAMember):
        held(who, {sari.pk: True})
    Partnership.objects.filter(organisation=made).update(unit=KELURAHAN)
    held(who, {sari.pk: True})


def test_a_certificate_is_taken_back_once_with_a_reason_by_whoever_teaches_there() -> None:
    made = partner()
    sari, who = fit(member(made)), trainer()
    paper = Certificate.objects.filter(person=sari)[0]
    for nobody in (sari, person("lurah", KELURAHAN), trainer(FOREIGN)):
        with pytest.raises(Refused):
            revoke_certificate(actor=actor_of(nobody), certificate=paper, reason="Sebab.")
    for reason, error in (("  ", errors.RevokedWithoutReason), ("a" * 2001, errors.ReasonTooLong)):
        with pytest.raises(error):
            revoke_certificate(actor=actor_of(who), certificate=paper, reason=reason)
    for reason in ("Ternyata belum dikuasai.", "Sekali lagi."):
        revoke_certificate(actor=actor_of(who), certificate=paper, reason=reason)
    paper.refresh_from_db()
    assert (paper.revoked_reason, paper.revoked_by) == ("Ternyata belum dikuasai.", actor_of(who).label)
    entry = Entry.objects.get(verb="training.certificate_revoked")
    assert "dikuasai" not in str(entry.codes)
    with time_machine.travel(timezone.now() + timedelta(days=800), tick=False), pytest.raises(errors.CertificateOver):
        revoke_certificate(actor=actor_of(who), certificate=Certificate.objects.filter(revoked_at=None)[0], reason="a")
    other = Certificate.objects.filter(person=sari, revoked_at=None)[0]
    leave(actor=actor_of(sari), membership=membership_of(sari, made))
    revoke_certificate(actor=actor_of(who), certificate=other, reason="Juga sesudah ia keluar.")


def test_with_a_certificate_all_that_its_holder_has_of_the_course_is_taken_back() -> None:
    sari, dewi, who = fit(member(partner())), fit(member(partner(name="Lain"), "Dewi Lestari")), trainer()
    held(who, {sari.pk: False})
    assert Certificate.objects.filter(person=sari, course=QUIZ).count() == 1, "they had one already"
    first = Certificate.objects.get(person=sari, course=QUIZ)
    other = Certificate.objects.create(
        code="LAMA", person=sari, course=QUIZ, version=first.version, issued_at=first.issued_at - timedelta(days=330),
        expires_at=first.issued_at + timedelta(days=30),
    )  # fmt: skip
    over = Certificate.objects.create(
        code="LEWAT", person=sari, course=QUIZ, version=first.version, issued_at=first.issued_at - timedelta(days=400),
        expires_at=first.issued_at - timedelta(days=30),
    )  # fmt: skip
    assert duty_status(sari.pk, timezone.now()).allowed
    revoke_certificate(actor=actor_of(who), certificate=other, reason="Ternyata belum dikuasai.")
    assert [each.code for each in duty_status(sari.pk, timezone.now()).reasons] == ["revoked"]
    taken = Certificate.objects.filter(revoked_reason="Ternyata belum dikuasai.")
    assert {each.pk for each in taken} == {first.pk, other.pk}
    noted = Entry.objects.filter(verb="training.certificate_revoked").values_list("object_id", flat=True)
    assert set(noted) == {str(first.pk), str(other.pk)}
    over.refresh_from_db()
    assert over.revoked_at is None
    assert duty_status(dewi.pk, timezone.now()).allowed
    held(who, {sari.pk: False})
    assert duty_status(sari.pk, timezone.now()).allowed, "a class since then brings it back"


def at_once(*doings: Callable[[], Any]) -> list[Any]:
    """What each gives that is done in a thread of its own, all beginning at the same moment."""
    together, found = threading.Barrier(len(doings)), [None] * len(doings)

    def run(number: int) -> None:
        together.wait(timeout=30)
        try:
            found[number] = doings[number]()
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(len(doings))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


@pytest.mark.django_db(transaction=True)
def test_a_quiz_and_a_class_that_come_in_at_once_earn_one_certificate() -> None:
    who = trainer()
    for number in range(3):
        sari = member(partner(name=f"Mitra {number}"), f"Sari {'abc'[number]}")
        drawn = draw_quiz(actor=actor_of(sari), course=PRACTICAL)
        right = {question: order.index(0) for question, order in drawn.drawn}
        taught = partial(held, who, {sari.pk: True}, course=PRACTICAL)
        at_once(partial(send_answers, actor=actor_of(sari), attempt_id=drawn.pk, answers=right), taught, taught)
        assert Certificate.objects.filter(person=sari).count() == 1


@pytest.mark.django_db(transaction=True)
def test_answers_that_come_in_twice_at_once_are_marked_once_and_whoever_signs_twice_has_signed_once() -> None:
    alone = person(name="Belum Anggota")
    drawn = at_once(*[partial(draw_quiz, actor=actor_of(alone), course=QUIZ)] * 3)
    assert len({each.pk for each in drawn}) == 1
    right = {question: order.index(0) for question, order in drawn[0].drawn}
    wrong = {question: order.index(1) for question, order in drawn[0].drawn}
    send = partial(send_answers, actor=actor_of(alone), attempt_id=drawn[0].pk)
    sent = at_once(*(partial(send, answers=given) for given in (right, wrong, right)))
    assert len({each.right for each in sent}) == 1
    assert Entry.objects.filter(verb="training.quiz_sent").count() == 1
    assert Certificate.objects.count() == Attempt.objects.filter(passed=True).count() <= 1
    at_once(*[partial(sign_code, actor=actor_of(alone), version=conduct().version)] * 4)
    assert CodeSigning.objects.count() == 1


def test_nobody_is_reminded_twice_a_week_nor_of_what_they_have() -> None:
    made = partner()
    sari, dewi, ready, who = member(made), member(made, "Dewi Lestari"), fit(member(made, "Yusuf")), trainer()
    before = timezone.localdate() + SOON
    everybody = [sari.pk, dewi.pk, ready.pk]
    assert set(remind(actor=actor_of(who), persons=everybody, before=before)) == {sari.pk, dewi.pk}
    assert remind(actor=actor_of(who), persons=everybody, before=before) == []
    assert remind(actor=actor_of(trainer(title="bhabinkamtibmas")), persons=[sari.pk], before=before) == []
    assert Entry.objects.filter(verb="training.reminded").count() == 2
    with time_machine.travel(timezone.now() + timedelta(days=8), tick=False):
        assert len(remind(actor=actor_of(who), persons=[sari.pk], before=before)) == 1
    far = timezone.localdate() + timedelta(days=500)
    assert remind(actor=actor_of(who), persons=[ready.pk], before=far) == [ready.pk], "theirs end before that day"
    for day in (timezone.localdate(), timezone.localdate() + timedelta(days=800)):
        with pytest.raises(errors.DayNotAhead):
            remind(actor=actor_of(who), persons=[sari.pk], before=day)
    with pytest.raises(errors.NotAMember):
        remind(actor=actor_of(who), persons=[sari.pk, person().pk], before=before)
    watch = member(partner(kind="fkdm", name="FKDM"), "Pengamat")
    with pytest.raises(errors.NotAMember):
        remind(actor=actor_of(who), persons=[watch.pk], before=before)
    with pytest.raises(Refused):
        remind(actor=actor_of(sari), persons=[dewi.pk], before=before)


def test_a_reminder_is_shown_until_it_was_read_or_nothing_is_lacking(client: Client) -> None:
    sari, who = member(partner()), trainer()
    assert reminders_for(actor_of(sari)) == []
    remind(actor=actor_of(who), persons=[sari.pk], before=timezone.localdate() + SOON)
    [prompt] = reminders_for(actor_of(sari))
    assert courses()[QUIZ].title in prompt.words
    assert prompt.url == "/belajar/"
    assert reminders_for(actor_of(who)) == []
    request: Any = RequestFactory().get("/")
    card = render_to_string("training/teaching/reminders.html", {"reminders": [prompt]}, request)
    assert prompt.words in card
    assert 'action="/pelatihan/dibaca/"' in card
    assert client.post("/pelatihan/dibaca/").status_code == 302
    assert reminders_for(actor_of(sari)) == [prompt], "that was nobody"
    client.force_login(sari)
    assert client.get("/pelatihan/dibaca/").status_code == 405
    assert client.post("/pelatihan/dibaca/").status_code == 302
    assert reminders_for(actor_of(sari)) == []
    Reminder.objects.update(seen_at=None)
    fit(sari)
    assert reminders_for(actor_of(sari)) == []
    seen_reminders(actor_of(sari))
    assert Reminder.objects.get().seen_at is not None
