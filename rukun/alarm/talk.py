"""Answers to the kentongan by chat or SMS: one word, one number or one tap; "0" withdraws at any time until the end."""

import re
from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from rukun.alarm.actions.answering import answer
from rukun.alarm.actions.calling import CANNOT, COMES, TOPIC, WITHDREW, question, words_of
from rukun.alarm.errors import AlarmError
from rukun.alarm.messages import LATIHAN, MESSAGES, OVER, STAND_DOWN, over_words, stand_down_words, thanks, words_for
from rukun.alarm.models import Called, Ring
from rukun.alarm.queries.called import call_view
from rukun.notify.channels import SMS
from rukun.notify.desk import ENTRANCE, Heard, Say, Sender, Topic, Turn
from rukun.people.actor import actor_of
from rukun.people.queries import person_with_id
from rukun.people.strength import Strength

Values = Mapping[str, Any]
_BY_NUMBER = {"1": Called.COMES, "2": Called.CANNOT, "3": Called.WITHDREW, "0": Called.WITHDREW}
_BY_CHOICE = {COMES: Called.COMES, CANNOT: Called.CANNOT, WITHDREW: Called.WITHDREW}
_BY_WORD = {
    **dict.fromkeys(("siap", "ya", "iya", "ok", "oke", "datang", "hadir", "ready", "yes", "coming"), Called.COMES),
    **dict.fromkeys(("tidak", "tdk", "gak", "nggak", "ngga", "no", "cannot", "maaf"), Called.CANNOT),
    **dict.fromkeys(("mundur", "withdraw", "pulang", "menjauh"), Called.WITHDREW),
}
_REPORTS = (["lapor"], ["report"], ["status"])
SHORT = 5
"""Words of an answer; what is longer says more than that."""
SHORTER = 3
"""Words of an answer where nothing was asked: rather a report is heard as one."""
WHERE = "RW 03 Kampung Contoh"
MOST_TRIES = 2
"""What is no answer so often is something else that they want to say."""


def hear(sender: Sender, heard: Heard, values: Values) -> Turn:
    """Write the answer down. Whoever comes is asked on until the end, so that "0" is always understood."""
    with translation.override(sender.language):
        called = _called(sender, values)
        if called is None:
            return Turn((Say(_gone()),))
        said = None if heard.unseen else _said(heard)
        if said is None:
            return _not_understood(sender, heard, values)
        comes, words = _answer(sender, called, said)
        return Turn((Say(words, vital=True),), {**values, "tries": 0} if comes else None)


def claim(sender: Sender, heard: Heard) -> tuple[Say, ...] | None:
    """An answer from another of somebody's numbers or chats than the one on which they were called.

    It is one all the same, and so is a "0" after it. ``None`` where nothing rings for them, or it is no answer.
    """
    said = _said(heard)
    if sender.person is None or said is None or len(heard.said.text.split()) > SHORTER:
        return None
    calls = Called.objects.select_related("ring").filter(person=sender.person, ring__state=Ring.RINGING, told__gt=0)
    newest = sorted(calls, key=lambda row: (not row.ring.drill, row.answer == "", row.ring.rung_at))
    if not newest:
        return None
    with translation.override(sender.language):
        return (Say(_answer(sender, newest[-1], said)[1], vital=True),)


def _answer(sender: Sender, called: Called, said: str) -> tuple[bool, str]:
    """Write the answer down. Whether they come, and what is said to them."""
    person = person_with_id(called.person)
    assert person is not None, "whoever was called is somebody"
    drill = called.ring.drill
    try:
        answer(actor=actor_of(person, Strength.CODE), called=called, answer=said, by=sender.channel)
    except AlarmError as error:
        return False, str(error)
    if said == Called.COMES:
        return True, thanks(called.ring.message, called.role, drill=drill)
    if said == Called.CANNOT:
        words = _("Baik, terima kasih sudah menjawab. Tetaplah di tempat aman.")
    elif drill:
        words = _("Baik, mundurlah ke tempat aman. Posko tahu.")
    else:
        words = _("Baik, mundurlah ke tempat aman. Posko tahu. Darurat: 110 / 112.")
    return False, f"{LATIHAN} {words}" if drill else words


def again(sender: Sender, values: Values) -> tuple[Say, ...]:
    """The call as it was, as long as it rings."""
    with translation.override(sender.language):
        called = _called(sender, values)
        if called is None:
            return (Say(_gone()),)
        if called.ring.state == Ring.ENDED:
            return (Say(call_view(called).ending_words),)
        if called.answer == Called.COMES:
            return (Say(thanks(called.ring.message, called.role, drill=called.ring.drill)),)
        return question(words_of(called.ring, called.role), sender.channel)


def _gone() -> str:
    return _("Panggilan itu sudah tidak berlaku. Tidak ada yang perlu Anda lakukan.")


def _not_understood(sender: Sender, heard: Heard, values: Values) -> Turn:
    words = heard.said.text.casefold().split()
    tries = int(values.get("tries", 0)) + 1
    tells = heard.said.kind not in ("text", "choice") or len(words) > SHORT or words[:1] in _REPORTS
    if not heard.unseen and (tells or tries > MOST_TRIES):  # whoever reports is heard first, and loses no word
        return Turn(state=dict(values), then=ENTRANCE)
    return Turn(again(sender, values), {**values, "tries": tries})


def _said(heard: Heard) -> str | None:
    """The answer in what was heard. What comes with a photo or a place tells more than that, and is heard as such."""
    return meant(heard.said.choice, heard.said.text) if heard.said.kind in ("text", "choice") else None


def meant(choice: str, text: str) -> str | None:
    """An answer, or ``None``: "1", "1 siap", "2", "tidak bisa", "0", "mundur dulu"."""
    if choice in _BY_CHOICE:
        return _BY_CHOICE[choice]
    words = re.sub(r"[^\w ]", " ", text.casefold()).split()
    if not words or len(words) > SHORT:
        return None
    if words[0] in _BY_NUMBER:
        return _BY_NUMBER[words[0]]
    # Whoever writes "siap mundur" withdraws, and "tidak siap" is no: the more careful meaning counts.
    said = {_BY_WORD[each] for each in words if each in _BY_WORD}
    return next((each for each in (Called.WITHDREW, Called.CANNOT, Called.COMES) if each in said), None)


def _called(sender: Sender, values: Values) -> Called | None:
    """The call, where it is the sender's own."""
    if sender.person is None:
        return None
    return Called.objects.select_related("ring").filter(pk=values["called"], person=sender.person).first()


TOPICS = (Topic(TOPIC, hear, again, lasts=timedelta(hours=2), several=True),)


def sentences() -> Iterator[tuple[str, Say]]:
    """What is said in these talks, with values made up, for the page that shows how all messages read."""
    for message in MESSAGES.values():
        for role in message.said:
            words = words_for(message.code, role, where=WHERE, meeting="Balai RW 03")
            yield f"alarm.{message.code}.{role}", question(words, SMS)[0]
            yield f"alarm.{message.code}.{role}.thanks", Say(thanks(message.code, role, drill=False))
        for role in message.nobody:
            yield f"alarm.{message.code}.{role}.nobody", Say(words_for(message.code, role, where=WHERE))
    for ending in OVER:
        yield f"alarm.over.{ending}", Say(over_words(ending, where=WHERE, drill=ending == "real"))
    for why in STAND_DOWN:
        yield f"alarm.home.{why}", Say(stand_down_words(why, drill=False))
