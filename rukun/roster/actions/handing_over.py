"""What a shift leaves to the next at its post. Sealed, because it may speak of people, whatever we ask for."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from rukun import seal
from rukun.guard import Actor, System
from rukun.guard.ids import new_id
from rukun.journal import actions as journal
from rukun.journal.queries import Filter, find_entries
from rukun.roster.access_living import may_read_notes, may_write_note, stands_at
from rukun.roster.errors_living import NoteTooLong, NothingWritten
from rukun.roster.models import Handover, Post
from rukun.roster.verbs import HANDED_OVER, NOTES_READ
from rukun.seal.tables import about

NOTE = "roster.Handover"
LONGEST = 1000
KEPT = timedelta(days=90)
READING = System("roster")
"""Who looks into the journal whether somebody's reading stands there already."""


def write_note(*, actor: Actor, post: Post, text: str) -> Handover:
    """Leave word for the next shift. The same words once more within ten minutes are the same note.

    Raises ``Refused``, ``NothingWritten``, ``NoteTooLong``.
    """
    text = text.strip()
    if not text:
        raise NothingWritten
    if len(text) > LONGEST:
        raise NoteTooLong(LONGEST)
    with journal.atomic():
        may_write_note(actor, post).demand()
        now = timezone.now()
        lately = Handover.objects.filter(post=post, by=actor.label, at__gt=now - timedelta(minutes=10))
        if twice := next((each for each in lately if text_of(each) == text), None):
            return twice
        key = new_id()
        made = Handover.objects.create(id=key, post=post, content=_sealed(text, key), by=actor.label, at=now)
        journal.record(HANDED_OVER, actor=actor, unit=post.unit, about=("roster", made.pk))
    return made


def erase_note(*, actor: Actor, note: Handover) -> None:
    """Take a note away, for its writer or the keeper. Who asks was looked at by ``access_living.note_for``."""
    with journal.atomic():
        if Handover.objects.filter(pk=note.pk).delete()[0]:
            codes = {"how": "taken_back"}
            journal.record(HANDED_OVER, actor=actor, unit=note.post.unit, about=("roster", note.pk), codes=codes)


def note_read(*, actor: Actor, post: Post) -> None:
    """Somebody opens the notes of a post who is not on duty there: once for each reader and day. Raises ``Refused``."""
    may_read_notes(actor, post).demand()
    if stands_at(actor, post) or not Handover.objects.filter(post=post).exists():
        return
    today = timezone.localdate()
    known = Filter(
        verb=NOTES_READ.name, actor=actor.label, object_label="roster", object_id=str(post.pk), since=today, until=today
    )
    with journal.atomic():
        if not find_entries(READING, known).entries:
            journal.record(NOTES_READ, actor=actor, unit=post.unit, about=("roster", post.pk))


def text_of(note: Handover) -> str:
    """What was written. Raises ``seal.CannotOpen``."""
    return str(seal.unseal_words(note.content, about(NOTE, "content", note.pk))["text"])


def forget_handovers() -> int:
    """Erase notes older than ninety days; how many. Part of the job ``roster.forget``."""
    return Handover.objects.filter(at__lte=timezone.now() - KEPT).delete()[0]


def _sealed(text: str, key: Any) -> bytes:
    return seal.seal_words({"text": text}, about(NOTE, "content", key))
