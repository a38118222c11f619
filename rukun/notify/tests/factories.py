"""Contacts, messages that come in, channels that are on, a talk to talk with."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from itertools import count
from typing import Any
from unittest.mock import patch
from uuid import UUID

from django.utils import timezone
from django.utils.functional import lazystr

from rukun.guard import System
from rukun.notify import carriers, desk, notices
from rukun.notify.actions import contacts
from rukun.notify.actions.receiving import store
from rukun.notify.actions.telling import content_of
from rukun.notify.algo.incoming import Part
from rukun.notify.connecting import save_setting
from rukun.notify.desk import Choice, Heard, Say, Sender, Topic, Turn
from rukun.notify.models import Contact, Outgoing, Received
from rukun.notify.notices import Notice
from rukun.notify.tests import fake

SYSTEM = System("test")
FAKE = "rukun.notify.tests.fake"
_numbers = count(1)

NEWS = Notice(
    name="test.news",
    title=lazystr("Kabar"),
    chat=lazystr("Kabar untuk %(name)s"),
    sms=lazystr("SMS untuk %(name)s"),
    push=lazystr("Ada kabar"),
    example={"name": "Ibu Sari"},
    template="kabar",
)
BRIEF = Notice(
    name="test.brief",
    title=lazystr("Singkat"),
    chat=lazystr("Singkat"),
    sms=lazystr("Singkat"),
    push=lazystr("Singkat"),
    lasts=timedelta(minutes=10),
    template="singkat",
)


@contextmanager
def world(*topics: Topic) -> Iterator[fake.World]:
    """Every channel is carried by the fake adapter; only these topics, and the entrance, are registered."""
    fake.world = fake.World()
    everywhere = {channel: dict.fromkeys(ways, FAKE) for channel, ways in carriers.ADAPTERS.items()}
    with (
        patch.dict(carriers.ADAPTERS, everywhere),
        patch.dict(carriers.READINGS, dict.fromkeys(carriers.READINGS, FAKE)),
        patch.dict(desk.TOPICS, {topic.name: topic for topic in topics}, clear=True),
        patch.dict(notices.NOTICES, {NEWS.name: NEWS, BRIEF.name: BRIEF}),
        patch.object(desk, "BEFORE", []),
    ):
        desk.TOPICS.setdefault(desk.ENTRANCE, TALK)
        yield fake.world


def turn_on(*channels: str, price: int = 0, ceiling: int | None = None, **content: Any) -> None:
    for channel in channels:
        way = {"way": "http"} if channel == "sms" else {}
        save_setting(
            actor=SYSTEM, channel=channel, on=True, content={"rate": 10_000, **way, **content}, price=price,
            ceiling=ceiling,
        )  # fmt: skip


def contact(channel: str = "telegram", name: str = "", person: UUID | None = None) -> Contact:
    name = name or f"{channel}:{next(_numbers)}"
    made = contacts.known(channel, [name], fake.address((name,)))
    if person is not None:
        made.person = person
        made.save(update_fields=["person"])
    return made


def come(text: str = "", *, sender: str = "telegram:1", channel: str = "telegram", key: str = "", **said: Any) -> str:
    """Somebody writes; returns the provider's id of it."""
    key = key or f"in-{next(_numbers)}"
    content = {"names": [sender], "kind": "text", "text": text, **said}
    store(channel, [Part(key, sender, content)])
    return key


def outbox() -> list[str]:
    """What waits to be sent, in order: the words of talks, the names of notices."""
    rows = Outgoing.objects.filter(next_at__isnull=False).order_by("pk")
    return [str(content_of(row).get("text", row.notice)) for row in rows]


def states() -> list[str]:
    return list(Received.objects.order_by("pk").values_list("state", flat=True))


def later(**time: float) -> Any:
    """The time so much later, for ``time_machine.travel``."""
    return timezone.now() + timedelta(**time)


# A talk that says back what it heard and counts, and a question with two answers


def _echo(sender: Sender, heard: Heard, state: Mapping[str, Any]) -> Turn:
    if heard.said.text == "batal":
        return Turn((Say("batal"),))
    if heard.said.text == "rusak":
        raise ZeroDivisionError("Bu Sari tinggal di Gang Mawar")
    number = int(state.get("number", 0)) + 1
    with_photo = f" +{len(heard.media)}" if heard.media is not None else ""
    return Turn((Say(f"{number} {heard.said.text}{with_photo}"),), {"number": number})


TALK = Topic(desk.ENTRANCE, _echo, lambda sender, state: (Say(f"sampai {state['number']}"),))


def question(name: str = "test.done", **more: Any) -> Topic:
    """Asks "<state's what>?" and takes "ya" and "tidak"; anything else goes to the entrance."""

    def hear(sender: Sender, heard: Heard, state: Mapping[str, Any]) -> Turn:
        answer = heard.said.choice or heard.said.text
        if answer in ("ya", "tidak"):
            return Turn((Say(f"{state['what']}: {answer}"),))
        if answer == "lagi":
            return Turn((Say(f"{state['what']}: lagi"),), state)
        return Turn((), state, then=desk.ENTRANCE)

    def again(sender: Sender, state: Mapping[str, Any]) -> tuple[Say, ...]:
        return (Say(f"{state['what']}?", (Choice("ya", "Ya"), Choice("tidak", "Tidak"))),)

    return Topic(name, hear, again, **more)
