"""Somebody who reports by chat, through the desk and out to the outbox."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.utils import timezone

from rukun.journal import actions as journal
from rukun.notify import desk
from rukun.notify.actions.talking import talk as desk_talk
from rukun.notify.actions.telling import content_of
from rukun.notify.algo.incoming import Said
from rukun.notify.desk import Heard
from rukun.notify.models import Contact, Outgoing
from rukun.notify.notices import NOTICES
from rukun.report import notices, talk, talk_later


@contextmanager
def wired() -> Iterator[None]:
    """The desk as ``config/wiring.py`` fills it."""
    before, told = dict(desk.TOPICS), dict(NOTICES)
    for topic in (talk.TALK, talk_later.QUESTION, talk_later.CONFIRM):
        desk.TOPICS[topic.name] = topic
    NOTICES.update({each.name: each for each in notices.NOTICES})
    yield
    for registry, was in ((desk.TOPICS, before), (NOTICES, told)):
        registry.clear()
        registry.update(was)  # type: ignore[arg-type]


NUMBERS = iter(range(1, 100_000))


def hears(contact: Contact, text: str = "", media: bytes | None = None, **given: Any) -> str:
    """What is answered when this contact writes, as it lies in the outbox."""
    before = set(Outgoing.objects.values_list("pk", flat=True))
    contact.refresh_from_db()
    with journal.atomic():
        said = Said(names=("x",), **{"kind": "text", "text": text, **given})
        desk_talk(contact, Heard(said, media, id=next(NUMBERS)), timezone.now())
    return outbox(before)


def outbox(before: Any = ()) -> str:
    rows = Outgoing.objects.exclude(pk__in=before).order_by("written_at", "pk")
    return "\n".join(str(content_of(row).get("text", row.notice)) for row in rows if row.content)
