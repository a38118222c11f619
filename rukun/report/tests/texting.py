"""A phone by which somebody reports in words: each message goes to the topic that is open."""

from typing import Any

from rukun.notify import desk
from rukun.notify.actions.asking import read
from rukun.notify.actions.contacts import known
from rukun.notify.algo.incoming import Said
from rukun.notify.desk import Heard, Sender, Turn
from rukun.notify.models import Question
from rukun.report.models import Report
from rukun.report.talk_words import TWO_SMS, letters

NUMBER = "+6281234567890"
LAMP = "Lampu jalan mati di RW 16 Palmerah kemarin"


class Phone:
    """Somebody who writes: each message goes to the topic that is open, as the desk does it."""

    def __init__(self, number: str = NUMBER, channel: str = "sms") -> None:
        self.contact = known(channel, [f"phone:{number}"], {"phone": number})
        self.sender = Sender(self.contact.pk, channel, "id")
        self.topic = desk.ENTRANCE
        self.state: dict[str, Any] = {}
        self.said: list[str] = []
        self.number = 0

    def writes(self, text: str = "", **given: Any) -> str:
        """What is said back, each message on lines of its own."""
        media = given.pop("media", None)
        said = Said(names=("phone:x",), **{"kind": "text", "text": text, **given})
        return self.hears(Heard(said, media, id=self._next()))

    def hears(self, heard: Heard) -> str:
        turn = desk.TOPICS[self.topic].hear(self.sender, heard, self.state)
        if turn.then:
            turn = desk.TOPICS[turn.then].hear(self.sender, heard, {})
        return self._took(turn)

    def is_asked(self) -> str:
        """What was asked unasked: the question that is open with it now."""
        question = Question.objects.get(contact=self.contact, state=Question.OPEN)
        self.topic, self.state = question.topic, read(question)["state"]
        question.delete()
        return "\n".join(each.text for each in desk.TOPICS[self.topic].again(self.sender, self.state))

    def _next(self) -> int:
        self.number += 1
        return self.number

    def _took(self, turn: Turn) -> str:
        self.state = dict(turn.state or {})
        if turn.state is None:
            self.topic = desk.ENTRANCE
        if turn.language:
            self.sender = Sender(self.contact.pk, self.sender.channel, turn.language)
        for each in turn.says:
            assert 0 < letters(each) <= TWO_SMS, each
        return "\n".join(each.text for each in turn.says)


def sent(phone: Phone, *texts: str) -> Report:
    """A report of this phone."""
    for text in texts or (LAMP, "ya"):
        phone.writes(text)
    return Report.objects.latest("received_at", "pk")
