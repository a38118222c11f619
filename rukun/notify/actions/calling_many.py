"""Calling many at once: each is asked on one of their channels, in few queries, and somebody waits for the answers.

Where people write back it is a question of the desk, put at once with its words, urgent, before whatever else is open
with them; elsewhere a notice with the address of a page. Nothing goes on to a next channel by itself: whoever calls
decides when, and calls again with the number of the next one.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone, translation

from rukun import seal
from rukun.guard.ids import new_id
from rukun.journal import actions as journal
from rukun.notify import connecting, desk
from rukun.notify.actions.asking import SOON, choices_of, park
from rukun.notify.actions.contacts import Way, in_portions
from rukun.notify.actions.telling import AHEAD, contacts_on, order_of
from rukun.notify.actions.writing import insert
from rukun.notify.channels import CHANNELS
from rukun.notify.desk import Say
from rukun.notify.models import Contact, Outgoing, Question, Wish
from rukun.notify.notices import NOTICES, REPLY
from rukun.notify.rendering import may_write
from rukun.people.queries import ways_to
from rukun.seal.tables import about as belongs


@dataclass(frozen=True)
class CallOut:
    """Somebody to be called. ``key`` names all that they are told (``queries.states``), whatever the channel.

    ``state`` is the question's, ``url`` the page where they answer, ``nth`` which of their channels: 0 is the first.
    """

    key: UUID
    person: UUID
    state: Mapping[str, Any]
    url: str = ""
    nth: int = 0


@dataclass(frozen=True)
class Reached:
    """On which channel somebody is called now, and under which bundle."""

    channel: str
    bundle: UUID


@dataclass(frozen=True)
class Speech:
    """How it is said, in the language of the moment: ``says`` in a talk on a channel, ``values`` of the notice.

    Both are asked for each call, so they should remember what they made.
    """

    says: Callable[[CallOut, str], tuple[Say, ...]]
    values: Callable[[CallOut, str], Mapping[str, str]]


@dataclass
class _Line:
    call: CallOut
    ways: list[Way]
    language: str = ""

    @property
    def way(self) -> Way:
        return self.ways[0]

    @property
    def spoken(self) -> str:
        return self.language or self.way.language


def call_many(
    topic: str,
    notice: str,
    whom: Sequence[CallOut],
    *,
    speech: Speech,
    about: str,
    lasts: timedelta,
    first: bool = False,
    before: Collection[str] = (),
) -> dict[UUID, Reached]:
    """Call each on the ``nth`` channel that reaches them; in the caller's transaction.

    Returns who is called, by person: whoever has no such channel is not in it. ``about`` is what all of these
    questions are about, so that they can be taken back at once (``asking.take_back``). After ``lasts`` neither the
    question nor the message is of use.

    A contact that somebody is talking with at this very second is not waited for: the worker puts the question a
    moment later. Where another urgent question is open, they are told, and asked once that one is over; ``first``: one
    of the same topic that is open waits instead, as does one that is about any of ``before``.
    """
    with journal.atomic():
        lines = _lines(whom)
        talks = [each for each in lines if CHANNELS[each.way.channel].talks]
        others = [each for each in lines if not CHANNELS[each.way.channel].talks]
        writing = _Writing(topic, notice, speech, about, lasts, first=first, before=before)
        writing.ask(talks)
        for each in others:
            writing.tell(each)
        insert(Question, writing.questions)
        insert(Outgoing, writing.messages)
    return {each.call.person: Reached(each.way.channel, each.call.key) for each in lines}


def take_back_from(about: str, persons: Collection[UUID]) -> int:
    """These persons need not answer any more; others who were asked the same still may. Returns how many questions."""
    contacts = Contact.objects.filter(person__in=list(persons)).values("pk")
    return Question.objects.filter(about=about, contact__in=contacts).delete()[0]


def reachable(persons: Collection[UUID]) -> set[UUID]:
    """Who of these can be called on any channel at this moment. A few queries."""
    return {each.call.person for each in _lines([CallOut(key, key, {}) for key in persons])}


def drop(bundles: QuerySet[Any]) -> int:
    """What is still to go out of these calls goes out no more: it would be read after the news that it is over.

    ``bundles`` is a query of one column, their keys. Returns how many messages; in the caller's transaction.
    """
    waiting = Outgoing.objects.filter(bundle__in=bundles, state=Outgoing.WAITING)
    return waiting.update(state=Outgoing.DROPPED, next_at=None, content=None)


class _Writing:
    """The rows of one call."""

    def __init__(
        self,
        topic: str,
        notice: str,
        speech: Speech,
        about: str,
        lasts: timedelta,
        *,
        first: bool,
        before: Collection[str],
    ) -> None:
        self._topic, self._notice, self._speech, self._about = desk.TOPICS[topic], NOTICES[notice], speech, about
        self._first, self._before = first, before
        self._lasts, self._now, self._lock = lasts, timezone.now(), seal.sealer()
        self._plain: dict[Any, bytes] = {}
        self.questions: list[dict[str, Any]] = []
        self.messages: list[dict[str, Any]] = []

    def ask(self, lines: Sequence[_Line]) -> None:
        keys = [each.way.id for each in lines]
        held = {row.pk: row for some in in_portions(keys) for row in _held(some)}
        opened = {
            row.contact_id: row
            for some in in_portions(keys)
            for row in Question.objects.filter(contact__in=some, state=Question.OPEN)
        }
        for line in lines:
            contact, current = held.get(line.way.id), opened.get(line.way.id)
            waits = current is not None and current.urgent and not self._gives_way(current)
            if contact is None or waits:
                self._question(line, None, ())
                if contact is not None:
                    self.tell(line)
                continue
            if current is not None:
                park(current)
            with translation.override(line.spoken):
                says = self._speech.says(line.call, line.way.channel)
            question = self._question(line, self._now, says)
            if not may_write(contact, self._now + SOON):
                self.tell(line, question)  # in the words that WhatsApp approved
                continue
            for say in says:
                content = {"text": say.text, "choices": [[each.id, each.label] for each in say.choices]}
                self._message(line, REPLY, content, about=f"question:{question}", way=line.way)

    def _gives_way(self, current: Question) -> bool:
        return (self._first and current.topic == self._topic.name) or current.about in self._before

    def tell(self, line: _Line, question: UUID | None = None) -> None:
        for way in line.ways:
            with translation.override(line.spoken):
                content: dict[str, Any] = {"values": dict(self._speech.values(line.call, way.channel)), "then": []}
            if line.call.url:
                content["url"] = line.call.url
            about = f"question:{question}" if question is not None else self._about
            self._message(line, self._notice.name, content, about=about, way=way)

    def _question(self, line: _Line, put: datetime | None, says: tuple[Say, ...]) -> UUID:
        key = new_id()
        content: dict[str, Any] = {
            "state": dict(line.call.state), "lasts": self._lasts.total_seconds(), "bundle": str(line.call.key),
        }  # fmt: skip
        if put is not None:
            content |= {"put": put.isoformat(), "choices": choices_of(says), "parked": False, "unseen": False}
        self.questions.append(
            {
                "id": key, "contact_id": line.way.id, "topic": self._topic.name, "about": self._about, "urgent": True,
                "state": Question.OPEN if put is not None else Question.WAITING,
                "content": self._lock(seal.in_bytes(content), belongs("notify.Question", "content", key)),
                "asked_at": self._now, "until": self._now + self._lasts,
            }
        )  # fmt: skip
        return key

    def _message(self, line: _Line, notice: str, content: dict[str, Any], *, about: str, way: Way) -> None:
        key = new_id()
        self.messages.append(
            {
                "id": key, "contact_id": way.id, "channel": way.channel, "notice": notice, "bundle": line.call.key,
                "language": line.spoken, "urgent": True, "about": about, "written_at": self._now,
                "content": self._lock(seal.in_bytes(content), belongs("notify.Outgoing", "content", key)),
                "next_at": self._now - AHEAD if notice == REPLY else self._now, "until": self._now + self._lasts,
            }
        )  # fmt: skip


def _held(keys: Sequence[UUID]) -> list[Contact]:
    return list(Contact.objects.select_for_update(no_key=True, skip_locked=True).filter(pk__in=keys).order_by("pk"))


def _lines(whom: Sequence[CallOut]) -> list[_Line]:
    """Through which contacts each is called: those of the ``nth`` of their channels that are on and reach them."""
    calls = {each.person: each for each in whom}
    on = connecting.connected()
    ways = {key: way for some in in_portions(calls) for key, way in ways_to(some).items()}
    wishes = {row.pk: row for some in in_portions(ways) for row in Wish.objects.filter(pk__in=some)}
    numbers = {key: phone for key, (phone, _unit) in ways.items()}
    left = {key: [each for each in order_of(wishes.get(key), urgent=True) if each in on] for key in ways}
    skip = {key: calls[key].nth for key in ways}
    found: dict[UUID, _Line] = {}
    while open_ := {key: order.pop(0) for key, order in left.items() if order and key not in found}:
        for channel in set(open_.values()):
            asked = [key for key, each in open_.items() if each == channel]
            for key, contacts in contacts_on(channel, asked, numbers, asked_for=False).items():
                if skip[key]:
                    skip[key] -= 1
                elif contacts:
                    wish = wishes.get(key)
                    found[key] = _Line(calls[key], contacts, wish.language if wish is not None else "")
    return [found[key] for key in calls if key in found]
