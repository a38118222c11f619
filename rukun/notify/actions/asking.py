"""Asking somebody: one question is open with a contact, the others wait for their turn."""

import logging
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import OperationalError
from django.db.models import Exists, OuterRef
from django.utils import timezone, translation

from rukun import seal
from rukun.guard.ids import new_id
from rukun.journal import actions as journal
from rukun.notify import desk
from rukun.notify.actions.contacts import contact_with_id
from rukun.notify.actions.telling import answer, reply, tell
from rukun.notify.desk import Choice, Say, Sender, Topic
from rukun.notify.models import Contact, Question
from rukun.notify.rendering import may_write
from rukun.seal.tables import about as belongs

WAITS = timedelta(days=7)
"""How long a question waits for its turn; once it is put, it lasts as its topic says."""

SOON = timedelta(minutes=15)
"""Within which what is put goes out, as a rule."""

logger = logging.getLogger(__name__)


def ask(
    contact_id: UUID,
    topic: str,
    state: Mapping[str, Any],
    about: str = "",
    *,
    urgent: bool = False,
    lasts: timedelta | None = None,
) -> UUID:
    """Ask a contact something, now if nothing is open with it, else when its turn comes. Returns the question's id.

    An urgent one goes first; the one that was open is put again afterwards. Asked again about the same thing, it is the
    same question where it has the same ``state``. With another one it stands for what was asked before, at its turn,
    and is put even if that was put already; of a topic with ``several`` it is asked after it. Raises ``NobodyThere``,
    or ``LookupError`` for a topic that nobody registered.
    """
    known = desk.TOPICS[topic]
    with journal.atomic():
        contact = contact_with_id(contact_id)
        same = Question.objects.select_for_update().filter(contact=contact, topic=topic, about=about)
        there = list(same) if about else []
        question = next((each for each in there if state.items() <= read(each)["state"].items()), None)
        if question is None:
            old, now = [] if known.several else there, timezone.now()
            question = Question(
                id=new_id(), contact=contact, topic=topic, about=about, state=Question.WAITING,
                urgent=urgent or any(each.urgent for each in old),
                asked_at=min([now, *(each.asked_at for each in old)]), until=now + WAITS,
            )  # fmt: skip
            write(question, {"state": dict(state), "lasts": (lasts or known.lasts).total_seconds()})
            Question.objects.filter(pk__in=[each.pk for each in old]).delete()
            question.save(force_insert=True)
        elif urgent and not question.urgent:
            question.urgent = True
            question.save(update_fields=["urgent"])
        # Somebody may be hearing this contact right now, and holds it: whoever asks holds other things already, and
        # must not wait. The worker opens the question a moment later (``open_waiting``).
        mine = Contact.objects.select_for_update(no_key=True, skip_locked=True).filter(pk=contact.pk).first()
        if mine is not None:
            turn_to_next(mine)
    return question.pk


def take_back(about: str) -> int:
    """Nobody needs to answer this any more. Returns how many questions ended; the worker puts the next ones."""
    return Question.objects.filter(about=about).delete()[0] if about else 0


def open_waiting(limit: int = 100) -> int:
    """Put questions to contacts with whom none is open, and urgent ones before others. Returns how many were put."""
    others = Question.objects.filter(contact=OuterRef("contact"), state=Question.OPEN)
    waiting = Question.objects.filter(state=Question.WAITING)
    free = waiting.filter(~Exists(others)) | waiting.filter(Exists(others.filter(urgent=False)), urgent=True)
    put = 0
    for key in list(dict.fromkeys(free.order_by().values_list("contact", flat=True)[:limit])):
        with journal.atomic():
            contact = Contact.objects.select_for_update(no_key=True, skip_locked=True).filter(pk=key).first()
            put += contact is not None and turn_to_next(contact)
    return put


def end_run_out() -> int:
    """Questions whose time is over are over: their topics may say something, and the next ones are put."""
    due = Question.objects.filter(until__lte=timezone.now()).order_by("until")
    ended = 0
    for key, contact_id in list(due.values_list("pk", "contact")):
        with journal.atomic():
            contact = Contact.objects.select_for_update(no_key=True).filter(pk=contact_id).first()
            question = Question.objects.filter(pk=key, until__lte=timezone.now()).first()
            if contact is not None and question is not None:
                run_out(contact, question)
                turn_to_next(contact)
                ended += 1
    return ended


# For the desk, which holds the contact


def open_with(contact: Contact) -> Question | None:
    return Question.objects.filter(contact=contact, state=Question.OPEN).first()


def run_out(contact: Contact, question: Question) -> None:
    """End a question that nobody answered in time."""
    topic = desk.TOPICS.get(question.topic)
    content = read(question)
    was_put, unseen, state = question.state == Question.OPEN, content.get("unseen"), dict(content.get("state", {}))
    key, urgent = question.pk, question.urgent
    question.delete()
    if topic is not None and topic.over is not None and (was_put or content.get("parked")) and not unseen:
        said = _asked(contact, topic, topic.over, state)
        if said:
            reply(contact.pk, said, about=f"question:{key}", urgent=urgent)


def end_all(contact: Contact) -> tuple[Say, ...]:
    """They want no more messages: all questions end. What topics say of that, see ``Topic.stopped``."""
    said: list[Say] = []
    for question in Question.objects.filter(contact=contact):
        topic = desk.TOPICS.get(question.topic)
        if topic is not None and topic.stopped is not None:
            said += _asked(contact, topic, topic.stopped, read(question)["state"]) or ()
        question.delete()
    return tuple(said)


def turn_to_next(contact: Contact) -> bool:
    """Put the question whose turn it is, unless one is open already that is no less urgent. Whether one was put."""
    current = open_with(contact)
    for question in Question.objects.filter(contact=contact, state=Question.WAITING):  # in order of their turn
        if current is not None:
            if current.urgent or not question.urgent:
                return False
            park(current)
            current = None
        if put(contact, question):
            return True
    return False


def say_again(contact: Contact, question: Question) -> None:
    """Put an open question once more, so that what is seen last is what is open."""
    topic, content = desk.TOPICS.get(question.topic), read(question)
    says = _asked(contact, topic, topic.again, content["state"]) if topic is not None else None
    if says:
        write(question, {**content, "choices": choices_of(says), "unseen": False})
        question.save(update_fields=["content"])
        answer(contact, says, about=f"question:{question.pk}", urgent=question.urgent)


def park(question: Question) -> None:
    """Another goes first; this one is put again afterwards."""
    question.state, question.until = Question.WAITING, timezone.now() + WAITS
    write(question, {**read(question), "parked": True})
    question.save(update_fields=["state", "until", "content"])


def put(contact: Contact, question: Question) -> bool:
    """Open a question and say it, or that there is one. One whose topic is gone or cannot say it is dropped.

    Others then get their turn.
    """
    topic, content = desk.TOPICS.get(question.topic), read(question)
    says = _asked(contact, topic, topic.again, content["state"]) if topic is not None else None
    if topic is None or says is None:
        question.delete()
        return False
    now = timezone.now()
    unseen = bool(topic.outside) and not may_write(contact, now + SOON)
    question.state, question.until = Question.OPEN, now + timedelta(seconds=content["lasts"])
    content |= {"put": now.isoformat(), "choices": choices_of(() if unseen else says), "parked": False}
    write(question, content | {"unseen": unseen})
    question.save()
    about = f"question:{question.pk}"
    if unseen:
        tell(topic.outside, {}, contact=contact.pk, about=about, urgent=question.urgent)
    else:
        bundle = UUID(content["bundle"]) if content.get("bundle") else None
        reply(contact.pk, says, about=about, urgent=question.urgent, bundle=bundle)
    return True


def read(question: Question) -> dict[str, Any]:
    """``state`` of the topic, ``lasts`` in seconds, ``put`` when, ``choices`` offered last, ``parked`` while it is.

    ``unseen``: they were told only that there is a question. ``bundle`` names the message that puts it, if somebody
    follows what becomes of that.
    """
    return seal.unseal_words(question.content, belongs("notify.Question", "content", question.pk))


def write(question: Question, content: Mapping[str, Any]) -> None:
    question.content = seal.seal_words(dict(content), belongs("notify.Question", "content", question.pk))


def sender_of(contact: Contact) -> Sender:
    return Sender(contact.pk, contact.channel, contact.language, contact.person, contact.stopped_at is not None)


def choices_of(says: Sequence[Say]) -> list[str]:
    """The ids of what was offered last."""
    offered: tuple[Choice, ...] = next((say.choices for say in reversed(says) if say.choices), ())
    return [choice.id for choice in offered]


def _asked(contact: Contact, topic: Topic, speak: Any, state: Mapping[str, Any]) -> tuple[Say, ...] | None:
    """What a topic says; ``None`` where it fails, which is a fault of ours that must not hold up others."""
    try:
        with journal.atomic(), translation.override(contact.language):
            said: tuple[Say, ...] = tuple(speak(sender_of(contact), state))
    except OperationalError:
        raise
    except Exception:
        logger.exception("The topic %s cannot say its question", topic.name)
        return None
    return said
