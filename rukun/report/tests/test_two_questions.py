"""A handler asks twice before an answer: whoever reported is asked both, and each answer belongs to its own."""

import pytest
import time_machine

from rukun.guard.ids import new_id
from rukun.notify.models import Question
from rukun.notify.tests.factories import later, outbox, turn_on
from rukun.notify.tests.rounds import hear
from rukun.report.actions.dialogue import answer, ask
from rukun.report.actions.telling import keep_talk
from rukun.report.models import Report
from rukun.report.queries.dialogue import talk_of
from rukun.report.tests.factories import report, town
from rukun.report.tests.proving import lurah

pytestmark = pytest.mark.django_db
PHONE = "+6281234567890"


@pytest.fixture
def told() -> Report:
    """A report that came by SMS, about which two things were asked."""
    from rukun.notify.actions.contacts import known

    town()
    turn_on("sms")
    made, _code = report()
    keep_talk(report=made, contact=known("sms", [f"phone:{PHONE}"], {"phone": PHONE}).pk, language="id")
    for text in ("Lampu nomor berapa?", "Sejak kapan mati?"):
        ask(actor=lurah(), report=made, text=text, message_id=new_id())
    return made


def says(text: str, minutes: int) -> None:
    from rukun.notify.actions.receiving import store
    from rukun.notify.algo.reading import sms

    with time_machine.travel(later(minutes=minutes), tick=True):
        store("sms", sms.parts({"id": str(new_id()), "from": PHONE, "text": text}))
        while hear():
            pass


def asked() -> list[str]:
    return [text for text in outbox() if "nomor berapa" in text or "Sejak kapan" in text]


def test_the_second_is_put_once_the_first_was_answered(told: Report) -> None:
    assert len(asked()) == 1
    says("nomor 12", 1)
    assert ["nomor berapa" in text for text in asked()] == [True, False]
    says("sejak kemarin", 2)
    assert not Question.objects.exists()
    assert sorted(each.text for each in talk_of(told)) == [
        "Lampu nomor berapa?", "Sejak kapan mati?", "nomor 12", "sejak kemarin",
    ]  # fmt: skip


def test_an_answer_on_the_page_where_both_are_seen_ends_both(told: Report) -> None:
    answer(report=told, text="Nomor 12, sejak kemarin.", message_id=new_id())
    assert not Question.objects.exists()
    assert len(asked()) == 1
