"""Courses, cards, quizzes: pages and actions."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any, Protocol
from uuid import UUID

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from rukun.guard import ANYONE, Refused, System
from rukun.guard.ids import new_id
from rukun.journal.models import Entry
from rukun.people.actions import add_person
from rukun.people.actor import actor_of
from rukun.people.models import Person
from rukun.people.strength import SESSION_KEY, Strength
from rukun.people.tests.factories import SYSTEM, person
from rukun.training import content
from rukun.training.actions.learning import draw_quiz, send_answers
from rukun.training.actions.teaching import revoke_certificate
from rukun.training.algo import quiz
from rukun.training.content import Course, courses
from rukun.training.errors.learning import ClassFirst, NoSuchQuiz, NotRestedYet, PassedAlready, QuizOver, Unanswered
from rukun.training.models import Attempt, Certificate
from rukun.training.tests.classes import held
from rukun.training.tests.factories import KELURAHAN, member, partner
from rukun.training.views import learning as views

pytestmark = pytest.mark.django_db

COURSE = "hak-anak"
QUIZ = f"/belajar/{COURSE}/kuis/"
PRACTICAL = "pertolongan"


class Rewrite(Protocol):
    def __call__(self, code: str, **changes: Any) -> None: ...


@pytest.fixture
def rewritten(monkeypatch: pytest.MonkeyPatch) -> Iterator[Rewrite]:
    """Change a course as a new release of its file would."""
    caches = (courses, views._kept)

    def forget() -> None:
        for each in caches:
            each.cache_clear()

    def rewrite(code: str, **changes: Any) -> None:
        read = content._course
        monkeypatch.setattr(content, "_course", lambda key: replace(read(key), **changes) if key == code else read(key))
        forget()

    yield rewrite
    monkeypatch.undo()
    forget()


def ticks(attempt: Attempt, wrong: int = 0) -> dict[str, int]:
    """Positions that answer a quiz, ``wrong`` of them wrong."""
    asked = quiz.from_rows(attempt.drawn)
    return {each.question: each.order.index(1 if i < wrong else quiz.RIGHT) for i, each in enumerate(asked)}


def posted(attempt: Attempt, wrong: int = 0) -> dict[str, str]:
    places = ticks(attempt, wrong)
    return {"attempt": str(attempt.pk), **{f"p{i}": str(places[row[0]]) for i, row in enumerate(attempt.drawn, 1)}}


def take(who: Person, course: str = COURSE, wrong: int = 0) -> Attempt:
    attempt = draw_quiz(actor=actor_of(who), course=course)
    return send_answers(actor=actor_of(who), attempt_id=attempt.pk, answers=ticks(attempt, wrong))


def entries(verb: str) -> list[Entry]:
    return list(Entry.objects.filter(verb=verb))


# Cards


def test_anybody_reads_the_cards_and_moves_between_them_by_links(client: Client) -> None:
    listed = client.get("/belajar/").content.decode()
    places = [listed.index(f'href="/belajar/{code}/"') for code in content.ORDER]
    assert places == sorted(places), "in the order in which they are best taken"
    for code, course in courses().items():
        page = client.get(f"/belajar/{code}/").content.decode()
        count = len(course.cards)
        assert [f'id="kartu-{number}"' in page for number in range(1, count + 2)] == [True] * count + [False]
        targets = set(re.findall(r'href="#(kartu-\d+)"', page))
        assert targets == {f"kartu-{number}" for number in range(1, count + 1)}
        assert f'href="/belajar/{code}/kuis/"' in page
    english = client.get(f"/en/belajar/{COURSE}/").content.decode()
    assert 'class="deck" lang="id"' in english
    assert client.get("/belajar/tidak-ada/").status_code == 404
    assert client.get("/belajar/tidak-ada/kartu.pdf").status_code == 404


def test_cards_are_printed_with_all_their_words(client: Client) -> None:
    answer = client.get(f"/belajar/{COURSE}/kartu.pdf")
    assert answer.headers["Content-Type"] == "application/pdf"
    pages = PdfReader(BytesIO(answer.content)).pages
    printed = "".join("".join(page.extract_text().split()) for page in pages)
    course = courses()[COURSE]
    for card in course.cards:
        assert "".join(card.title.split()) in printed
        for line in (*card.do, *card.never, *card.say):
            assert "".join(line.split()) in printed
    assert "110" in printed
    assert len(pages) <= 4


def test_the_api_gives_cards_and_keeps_the_questions() -> None:
    from rukun.training.api.learning import course_cards

    request: Any = None
    given = course_cards(request).model_dump()["courses"]
    assert [each["code"] for each in given] == list(content.ORDER)
    assert given[0]["cards"][0]["title"] == courses()[content.ORDER[0]].cards[0].title
    assert courses()[COURSE].questions[0].ask not in json.dumps(given, default=str, ensure_ascii=False)


# Quizzes by page


def test_somebody_takes_a_quiz_and_reads_why(client: Client) -> None:
    who = person("ketua_rt", "31.73.07.1001.016.003")
    client.force_login(who)
    page = client.get(QUIZ)
    assert ">Mulai kuis<" in page.content.decode()
    assert not Attempt.objects.exists(), "looking draws nothing"
    assert client.post(QUIZ).status_code == 302
    attempt = Attempt.objects.get()
    shown = client.get(QUIZ)
    assert "no-store" in shown.headers["Cache-Control"]
    html, course = shown.content.decode(), courses()[COURSE]
    assert html.count("<fieldset") == course.draw
    for number, asked in enumerate(quiz.from_rows(attempt.drawn), 1):
        values = re.findall(rf'name="p{number}" value="(\d+)"', html)
        assert values == [str(place) for place in range(len(asked.order))], "the page numbers places, not choices"
        assert not re.search(rf'["_]{asked.question}["_]', html), "nor by its id: a key to the answers would be of use"
    client.post(QUIZ)
    assert Attempt.objects.get() == attempt, "an open quiz is given again"
    sent = client.post(QUIZ, posted(attempt, wrong=1))
    assert sent.headers["Location"] == f"/belajar/kuis/{attempt.pk}/"
    attempt.refresh_from_db()
    assert (attempt.right, attempt.passed) == (course.draw - 1, True)
    result = client.get(sent.headers["Location"]).content.decode()
    assert result.count("Belum tepat") == 1
    assert result.count("Yang tepat") == 1
    for row in attempt.drawn:
        question = course.question(row[0])
        assert question
        assert question.why.split('"')[0].split("'")[0] in result
    certificate = Certificate.objects.get(person=who)
    assert (certificate.course, certificate.version) == (COURSE, course.version)
    assert "berlaku sampai" in result
    assert f'href="{reverse("training:certificate_pdf", args=[certificate.pk])}"' in result
    (entry,) = entries("training.quiz_sent")
    assert entry.unit == who.unit
    assert set(entry.codes) == {"course", "version"}, "how it went is no matter for the journal"


def test_answers_replayed_change_nothing(client: Client) -> None:
    who = person()
    client.force_login(who)
    client.post(QUIZ)
    attempt = Attempt.objects.get()
    first = client.post(QUIZ, posted(attempt))
    before = Attempt.objects.values().get()
    assert client.post(QUIZ, posted(attempt, wrong=8)).headers["Location"] == first.headers["Location"]
    assert client.post(QUIZ, {"attempt": str(attempt.pk)}).headers["Location"] == first.headers["Location"]
    assert Attempt.objects.values().get() == before
    assert len(entries("training.quiz_sent")) == 1
    assert Certificate.objects.count() == 1


def test_a_missing_answer_is_said_at_its_question_and_nothing_is_lost(client: Client) -> None:
    client.force_login(person())
    client.post(QUIZ)
    attempt = Attempt.objects.get()
    answers = posted(attempt)
    del answers["p3"]
    answers["p4"] = "17"
    page = client.post(QUIZ, answers)
    html = page.content.decode()
    assert 'href="#id_p3_0"' in html, "the summary leads there"
    assert html.count("Belum dijawab. Pilih satu.") == 3  # summary, question, and what the script would say
    assert "Jawaban itu tidak ada di sini" in html
    assert html.count(" checked") == len(attempt.drawn) - 2
    attempt.refresh_from_db()
    assert attempt.sent_at is None
    with pytest.raises(Unanswered) as said:
        send_answers(actor=actor_of(Person.objects.get()), attempt_id=attempt.pk, answers={})
    assert said.value.questions == tuple(row[0] for row in attempt.drawn)


def test_what_was_ticked_survives_a_session_that_ended(client: Client) -> None:
    who = person()
    attempt = draw_quiz(actor=actor_of(who), course=COURSE)
    refused = client.post(QUIZ, posted(attempt))
    assert refused.headers["Location"].startswith("/masuk/")
    kept = client.session["kept"]
    client.force_login(who)
    session = client.session
    session["kept"] = kept
    session.save()
    assert client.get(QUIZ).content.decode().count(" checked") == len(attempt.drawn)


def test_a_failed_quiz_is_tried_again_after_a_rest(client: Client) -> None:
    who = person()
    with time_machine.travel(datetime(2027, 1, 11, 5, tzinfo=UTC), tick=False) as clock:
        for wait in (12, 12, 72):
            client.force_login(who)
            failed = take(who, wrong=2)
            assert not failed.passed
            with pytest.raises(NotRestedYet):
                draw_quiz(actor=actor_of(who), course=COURSE)
            page = client.get(QUIZ)
            rested = timezone.localtime(timezone.now() + timedelta(hours=wait))
            assert f"{rested.day} Januari 2027 pukul {rested:%H.%M}" in page.content.decode()
            assert ">Mulai kuis<" not in page.content.decode()
            assert client.post(QUIZ).status_code == 200, "said, not drawn"
            result = client.get(f"/belajar/kuis/{failed.pk}/").content.decode()
            assert "Belum lulus" in result
            assert "pukul" in result
            clock.shift(timedelta(hours=wait, seconds=-1))
            with pytest.raises(NotRestedYet):
                draw_quiz(actor=actor_of(who), course=COURSE)
            clock.shift(timedelta(seconds=1))
        assert take(who).passed
        assert Attempt.objects.filter(sent_at=None).count() == 0
        assert not Certificate.objects.exclude(person=who).exists()


def test_a_passed_quiz_rests_until_its_certificate_nears_its_end() -> None:
    who = person()
    with time_machine.travel(datetime(2027, 1, 11, 5, tzinfo=UTC), tick=False) as clock:
        take(who)
        certificate = Certificate.objects.get()
        with pytest.raises(PassedAlready) as said:
            draw_quiz(actor=actor_of(who), course=COURSE)
        assert said.value.when == certificate.expires_at - timedelta(days=60)
        clock.move_to(said.value.when)
        take(who)
    assert Certificate.objects.count() == 2


def test_after_a_revocation_the_quiz_waits_for_a_class_and_says_so(client: Client) -> None:
    who, trainer = member(partner()), person("bhabinkamtibmas", KELURAHAN, name="Aiptu Bambang")
    client.force_login(who)
    before, opened = take(who, PRACTICAL), draw_quiz(actor=actor_of(who), course=COURSE)
    held(trainer, {who.pk: True}, course=PRACTICAL)
    revoke_certificate(actor=actor_of(trainer), certificate=Certificate.objects.get(), reason="Belum dikuasai.")
    with pytest.raises(ClassFirst):
        draw_quiz(actor=actor_of(who), course=PRACTICAL)
    for path in (f"/belajar/{PRACTICAL}/kuis/", f"/belajar/kuis/{before.pk}/"):
        text = client.get(path).content.decode()
        assert "Setelah dicabut, ikut kelas pelatih dulu" in text, path
        assert ">Mulai kuis<" not in text
        assert "Tinggal praktiknya" not in text
    assert client.post(f"/belajar/{PRACTICAL}/kuis/").status_code == 200, "said, not drawn"
    assert draw_quiz(actor=actor_of(who), course=COURSE) == opened, "another course is another matter"
    held(trainer, {who.pk: True}, course=PRACTICAL)
    assert not Certificate.objects.filter(revoked_at=None).exists(), "with practice the quiz is needed, too"
    assert take(who, PRACTICAL).passed
    assert Certificate.objects.filter(revoked_at=None).count() == 1


def test_a_course_with_practice_waits_for_the_trainer_after_its_quiz(client: Client) -> None:
    who = person()
    client.force_login(who)
    assert courses()[PRACTICAL].practical
    passed = take(who, PRACTICAL)
    assert passed.passed
    assert not Certificate.objects.exists()
    assert "Tinggal praktiknya" in client.get(f"/belajar/kuis/{passed.pk}/").content.decode()
    assert "sudah lulus" in client.get(f"/belajar/{PRACTICAL}/kuis/").content.decode()


def test_a_quiz_is_over_after_a_week_and_says_so(client: Client) -> None:
    who = person()
    with time_machine.travel(datetime(2027, 1, 11, 5, tzinfo=UTC), tick=False) as clock:
        old = draw_quiz(actor=actor_of(who), course=COURSE)
        clock.shift(timedelta(days=7))
        client.force_login(who)
        late = client.post(QUIZ, posted(old))
        assert late.status_code == 410
        assert "tidak dihitung gagal" in late.content.decode()
        with pytest.raises(QuizOver):
            send_answers(actor=actor_of(who), attempt_id=old.pk, answers=ticks(old))
        new = draw_quiz(actor=actor_of(who), course=COURSE)
        assert new.pk != old.pk
        assert Attempt.objects.get() == new
        assert client.post(QUIZ, posted(old)).status_code == 404
        assert not entries("training.quiz_sent")


def test_a_new_version_ends_open_quizzes_and_opens_the_course_again(client: Client, rewritten: Rewrite) -> None:
    who = person()
    client.force_login(who)
    passed = take(who)
    waiting = draw_quiz(actor=actor_of(who), course=PRACTICAL)
    for code in (COURSE, PRACTICAL):
        rewritten(code, version=2)
    assert client.post(f"/belajar/{PRACTICAL}/kuis/", posted(waiting)).status_code == 410
    assert draw_quiz(actor=actor_of(who), course=PRACTICAL).version == 2
    old = client.get(f"/belajar/kuis/{passed.pk}/").content.decode()
    assert "sudah diperbarui" in old
    assert "Jawaban dan alasannya" not in old
    assert draw_quiz(actor=actor_of(who), course=COURSE).version == 2


def test_a_withdrawn_question_counts_for_the_learner(client: Client, rewritten: Rewrite) -> None:
    who = person()
    client.force_login(who)
    attempt = draw_quiz(actor=actor_of(who), course=COURSE)
    gone = attempt.drawn[0][0]
    course: Course = courses()[COURSE]
    rewritten(COURSE, questions=tuple(each for each in course.questions if each.id != gone))
    html = client.get(QUIZ).content.decode()
    assert "sudah ditarik" in html
    answers = posted(attempt, wrong=2) | {"p1": "0"}
    client.post(QUIZ, answers)
    attempt.refresh_from_db()
    assert attempt.right == course.draw - 1
    assert client.get(f"/belajar/kuis/{attempt.pk}/").status_code == 200


# Who may


def test_a_quiz_is_its_learners_alone(client: Client) -> None:
    sari, budi = person(name="Sari Wulandari"), person(name="Budi Santoso")
    open_one, sent = draw_quiz(actor=actor_of(sari), course=COURSE), take(sari, "data-pribadi")
    client.force_login(budi)
    before = list(Attempt.objects.values())
    for key in (open_one.pk, sent.pk, new_id()):
        assert client.get(f"/belajar/kuis/{key}/").status_code == 404
    assert client.post(QUIZ, posted(open_one)).status_code == 404
    assert client.post("/belajar/data-pribadi/kuis/", posted(sent)).status_code == 404
    assert client.post(QUIZ, {"attempt": "bukan-uuid"}).status_code == 404
    with pytest.raises(NoSuchQuiz):
        send_answers(actor=actor_of(budi), attempt_id=open_one.pk, answers=ticks(open_one))
    assert list(Attempt.objects.values()) == before
    client.force_login(sari)
    assert client.post("/belajar/pelaporan/kuis/", posted(open_one)).status_code == 404, "of another course"
    assert client.get(f"/belajar/kuis/{open_one.pk}/").headers["Location"] == QUIZ


def test_minors_read_and_are_told_why_there_is_no_quiz(client: Client) -> None:
    child = add_person(actor=SYSTEM, name="Dewi", phone="081299998888", adult=False)
    client.force_login(child)
    assert client.get(f"/belajar/{COURSE}/").status_code == 200
    refused = client.get(QUIZ)
    assert refused.status_code == 403
    assert "18 tahun" in refused.content.decode()
    assert client.post(QUIZ).status_code == 403
    assert not Attempt.objects.exists()


def test_a_code_alone_opens_no_quiz_of_somebody_who_held_an_office(client: Client) -> None:
    officer, resident = person("ketua_rt", "31.73.07.1001.016.003"), person()
    for who, status in ((officer, 403), (resident, 200)):
        client.force_login(who)
        session = client.session
        session[SESSION_KEY] = int(Strength.CODE)
        session.save()
        assert client.get(QUIZ).status_code == status


@pytest.mark.parametrize("actor", [ANYONE, System("test")])
def test_only_a_person_takes_a_quiz(actor: Any, client: Client) -> None:
    with pytest.raises(Refused):
        draw_quiz(actor=actor, course=COURSE)
    with pytest.raises(Refused):
        send_answers(actor=actor, attempt_id=new_id(), answers={})
    for path in (QUIZ, f"/belajar/kuis/{new_id()}/"):
        assert client.get(path).headers["Location"].startswith("/masuk/?next=")


def test_two_windows_get_the_same_quiz(monkeypatch: pytest.MonkeyPatch) -> None:
    """The second looked before the first had drawn."""
    who = person()
    first = draw_quiz(actor=actor_of(who), course=COURSE)
    from rukun.training.actions import learning as actions

    class Blind:
        def __getattr__(self, name: str) -> Any:
            return getattr(Attempt.objects, name)

        def select_for_update(self) -> Any:
            return Attempt.objects.none()

    class Attempts:
        objects = Blind()

    monkeypatch.setattr(actions, "Attempt", Attempts)
    assert draw_quiz(actor=actor_of(who), course=COURSE) == first
    assert isinstance(first.pk, UUID)


def test_addresses_are_these() -> None:
    assert reverse("training:courses") == "/belajar/"
    assert reverse("training:quiz", args=[COURSE]) == QUIZ
