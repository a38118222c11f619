"""The desk: to which topic something heard belongs, and what follows from it. The contact is held meanwhile."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone, translation

from rukun.guard.ids import new_id
from rukun.notify import desk
from rukun.notify.actions import asking, contacts
from rukun.notify.actions.linking import is_code, linked
from rukun.notify.actions.outcomes import mark_of
from rukun.notify.actions.telling import answer
from rukun.notify.algo.incoming import Said
from rukun.notify.channels import TELEGRAM
from rukun.notify.desk import Heard, Say, Sender, Turn
from rukun.notify.models import Contact, Outgoing, Question
from rukun.notify.own_sentences import own
from rukun.people.queries import person_with_phone

STOP = {"stop", "berhenti", "unreg", "unsubscribe", "stopall"}
GO_ON = {"mulai", "start", "unstop"}
SHORT = 2
"""Letters of what may be the number of a choice or a yes: of those it matters which question they answer."""
NEAR = timedelta(seconds=30)
"""Where the provider's clock and ours differ by less, its time tells whether a question had been seen."""
MOST_TOPICS = 4


def talk(contact: Contact, heard: Heard, came_at: datetime) -> None:
    """Answer something heard; in the caller's transaction, which holds the contact."""
    word = heard.said.text.strip().strip(".!").casefold()
    with translation.override(contact.language):
        if contact.channel == TELEGRAM and is_code(heard.said.link):
            _say(contact, own("desk.connected" if linked(heard.said.link, contact) else "desk.old_link"))
        elif heard.said.kind == "text" and word in STOP:
            ended = asking.end_all(contact)
            contacts.stop(contact)
            _say(contact, own("desk.stopped"))
            answer(contact, ended, urgent=True)
        elif heard.said.kind == "text" and word in GO_ON and contact.stopped_at is not None:
            contacts.go_on(contact)
            _say(contact, own("desk.goes_on"))
            _say(contact, own("desk.old_news"))
        else:
            _route(contact, heard, came_at)


def _route(contact: Contact, heard: Heard, came_at: datetime) -> None:
    question = asking.open_with(contact)
    if question is not None and question.until <= timezone.now():
        asking.run_out(contact, question)
        question = None
    meant = _answered(contact, heard.said, question, came_at)
    if meant is _TOO_LATE:
        _say(contact, own("desk.too_late"))
        if question is not None:
            asking.say_again(contact, question)
    elif meant is _TOO_EARLY and question is not None:
        asking.say_again(contact, question)
    elif isinstance(meant, Question):
        _hear(contact, heard, meant)
        if question is not None and Question.objects.filter(pk=question.pk, state=Question.OPEN).exists():
            asking.say_again(contact, question)
    else:
        _hear(contact, heard, question)
    asking.turn_to_next(contact)


_TOO_LATE, _TOO_EARLY = "late", "early"


def _answered(contact: Contact, said: Said, question: Question | None, came_at: datetime) -> Question | str | None:
    """Another question than the open one where this surely answers that; ``None`` for whatever is open."""
    if said.answers:
        key = _question_of(contact, said.answers)
        if key is not None and (question is None or key != question.pk):
            other = Question.objects.filter(pk=key, contact=contact).first()
            return other or (_TOO_LATE if said.choice else None)
        if key is not None:
            return None
    short = said.choice or (said.kind == "text" and len(said.text.strip()) <= SHORT)
    if question is None or not short:
        return None
    put_at = datetime.fromisoformat(asking.read(question)["put"])
    if put_at > timezone.now():  # the clock was set back since: nothing tells what was seen before
        return None
    near = said.said_at is not None and abs(came_at - said.said_at) < NEAR
    if came_at > put_at and not (near and said.said_at is not None and said.said_at + timedelta(seconds=1) < put_at):
        return None
    # It was written before this question was seen: it answers the one that was open then.
    waiting = Question.objects.filter(contact=contact, state=Question.WAITING).order_by("-until")
    return next((each for each in waiting if asking.read(each).get("parked")), _TOO_EARLY)


def _question_of(contact: Contact, message: str) -> UUID | None:
    """The question that a message of ours put."""
    rows = Outgoing.objects.filter(provider=mark_of(contact.channel, message), contact=contact)
    label, _colon, key = (rows.values_list("about", flat=True).first() or "").partition(":")
    return UUID(key) if label == "question" else None


def _hear(contact: Contact, heard: Heard, question: Question | None) -> None:
    """A question's topic hears it, or whoever claims it, or the entrance, and whatever topic that one says."""
    if question is None:
        sender = _by_number(contact)
        for claim in desk.CLAIMS:
            if (says := claim(sender, heard)) is not None:
                answer(contact, says, urgent=True)
                return
    name = question.topic if question is not None else desk.ENTRANCE
    for _turn in range(MOST_TOPICS):
        name, question, heard = _hear_topic(contact, heard, name, question)
        if not name:
            return
    raise RecursionError("topics that go on for ever")


def _by_number(contact: Contact) -> Sender:
    """Who talks; where that is not known yet, whoever is registered with the number from which they write."""
    sender = asking.sender_of(contact)
    if sender.person is not None or contact.channel not in contacts.BY_NUMBER:
        return sender
    phone = contacts.address_of(contact).get("phone", "")
    person = person_with_phone(phone) if phone else None
    return replace(sender, person=person.pk) if person is not None else sender


def _hear_topic(
    contact: Contact, heard: Heard, name: str, question: Question | None
) -> tuple[str, Question | None, Heard]:
    """The topic that is to hear it next, its question, and what it is to hear; ``""`` if that was all."""
    topic = desk.TOPICS[name]
    content = asking.read(question) if question is not None else {"state": {}, "lasts": topic.lasts.total_seconds()}
    choice = _numbered(heard.said, content)
    asked = replace(heard, unseen=bool(content.get("unseen")))
    asked = replace(asked, said=replace(heard.said, choice=choice)) if choice else asked
    turn = topic.hear(asking.sender_of(contact), asked, content["state"])
    if question is not None:  # it may have asked something urgent, or taken its own question back
        question = Question.objects.filter(pk=question.pk).first()
    if turn.language and turn.language != contact.language:
        contact.language = turn.language
        contact.save(update_fields=["language"])
        translation.activate(turn.language)
    question = _kept(contact, name, question, content, turn)
    about = f"question:{question.pk}" if question is not None else ""
    answer(contact, turn.says, about=about, urgent=question is not None and question.urgent)
    if not turn.then:
        return "", None, heard
    if turn.said:
        heard = Heard(Said(heard.said.names, kind="text", text=turn.said), id=heard.id)
    if question is not None and question.state == Question.OPEN:
        asking.park(question)
    waiting = Question.objects.filter(contact=contact, topic=turn.then, state=Question.WAITING, about="")
    following = waiting.exclude(pk=question.pk).first() if question is not None else waiting.first()
    if following is not None:
        following.state = Question.OPEN
        following.save(update_fields=["state"])
    return turn.then, following, heard


def _kept(
    contact: Contact, name: str, question: Question | None, content: Mapping[str, Any], turn: Turn
) -> Question | None:
    """The question as the topic left it; ``None`` once it is over."""
    if turn.state is None:
        if question is not None:
            question.delete()
        return None
    now = timezone.now()
    new = question is None
    content = dict(content)
    if question is None:
        free = asking.open_with(contact) is None
        question = Question(id=new_id(), contact=contact, topic=name, asked_at=now, until=now + asking.WAITS)
        question.state, content["parked"] = (Question.OPEN, False) if free else (Question.WAITING, True)
    if question.state == Question.OPEN:
        question.until = now + timedelta(seconds=content["lasts"])
    asking.write(
        question,
        {
            **content,
            "state": dict(turn.state),
            "choices": asking.choices_of(turn.says),
            "put": content.get("put") or now.isoformat(),
            "unseen": bool(content.get("unseen")) and not turn.says,
        },
    )
    question.save(force_insert=new)
    return question


def _numbered(said: Said, content: Mapping[str, Any]) -> str:
    """The choice whose number was written."""
    text, offered = said.text.strip().strip("."), content.get("choices", [])
    if said.kind == "text" and not said.choice and text in ("1", "2", "3") and int(text) <= len(offered):
        return str(offered[int(text) - 1])
    return ""


def _say(contact: Contact, words: str) -> None:
    answer(contact, [Say(words)])
