"""Working on what came in: each sender's messages in order, each in a transaction that also writes answers."""

import logging
import traceback
from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from django.db import OperationalError
from django.db.models import F, Min, Q
from django.utils import timezone, translation

from rukun import seal
from rukun.journal import actions as journal
from rukun.notify import connecting, desk
from rukun.notify.actions import contacts
from rukun.notify.actions.errands import ERRANDS
from rukun.notify.actions.outcomes import take_receipt
from rukun.notify.actions.talking import talk
from rukun.notify.actions.telling import reply
from rukun.notify.adapters.calling import NotFetchedError
from rukun.notify.algo.incoming import Joined, Receipt, Said
from rukun.notify.algo.waiting import backoff
from rukun.notify.carriers import adapter_of, reading_of
from rukun.notify.models import Contact, Name, Outgoing, Received
from rukun.notify.own_sentences import own
from rukun.seal.tables import about

MOST_TRIES = 5
FETCH_TRIES = 3
"""So often a photo or voice note is asked for; then the message is heard without it."""
BEHIND = 1.0
"""Seconds after which is seen again whether what a sender wrote before under another name was heard."""
LEASE = timedelta(minutes=3)
"""For so long whoever claimed a message works on it alone: longer than fetching a file takes."""
IMPATIENT = timedelta(hours=1)
"""So long a database that does not answer is waited for without counting tries."""
SORRY = "notify:sorry"
LARGEST = 10 * 1024 * 1024

logger = logging.getLogger(__name__)
Meaning = Said | Receipt | Joined | Mapping[str, Any] | None
"""What came in; a mapping is what was left in an errand of our own."""


class NotYet(Exception):
    """A receipt of a message that is not known: perhaps what came of sending it is not written down yet."""


@dataclass
class _Claimed:
    row: Received
    content: dict[str, Any]
    said: Said


class Ear:
    """What one process is hearing. Files are fetched in threads that know no database; the rest is for one thread."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(4, thread_name_prefix="fetch")
        self._fetching: dict[Future[bytes], _Claimed] = {}

    def hear(self, limit: int = 50) -> int:
        """Work on what is next with each sender. Returns how many were worked on, or are being fetched for."""
        done = self.hear_fetched()
        for row in _claimed(limit):
            done += 1
            try:
                if row.tries > MOST_TRIES:  # each of its tries ended the process
                    raise RuntimeError
                content = _content_of(row)
                meaning: Meaning = content if row.channel in ERRANDS else reading_of(row.channel).understood(content)
            except OperationalError:
                raise
            except Exception as error:  # noqa: BLE001  whatever it is, those behind it are heard
                _failed(row, error)
                continue
            if isinstance(meaning, Said) and (work := _errand(row, content, meaning)) is not None:
                self._fetching[self._pool.submit(work)] = _Claimed(row, content, meaning)
            else:
                _work(row, meaning, None)
        return done

    def hear_fetched(self, wait_for: float = 0.0) -> int:
        """Hear those whose file came, or will not come; wait so many seconds for the first."""
        if self._fetching and wait_for:
            wait(self._fetching, wait_for, return_when="FIRST_COMPLETED")
        done = 0
        for future in [each for each in self._fetching if each.done()]:
            claimed = self._fetching.pop(future)
            try:
                media: bytes | None = future.result()
            except NotFetchedError as error:
                if error.later and claimed.row.tries < FETCH_TRIES:
                    seconds = max(error.wait, backoff(claimed.row.tries))
                    _later(claimed.row, seconds, counted=True, why=f"fetch: {error.why}")
                    continue
                media = None
            except Exception as error:
                logger.exception("A file cannot be fetched")
                if claimed.row.tries < FETCH_TRIES:
                    _later(claimed.row, backoff(claimed.row.tries), counted=True, why=place_of(error))
                    continue
                media = None
            _work(claimed.row, claimed.said, media if media is None or len(media) <= LARGEST else None)
            done += 1
        return done

    @property
    def busy(self) -> bool:
        return bool(self._fetching)

    def close(self) -> None:
        """What is being fetched for is claimed again when its lease is over."""
        self._pool.shutdown(wait=False, cancel_futures=True)
        self._fetching.clear()


def place_of(error: BaseException) -> str:
    """Class and place of an error; its message may quote somebody."""
    frames = traceback.extract_tb(error.__traceback__)
    where = f" ({Path(frames[-1].filename).name}:{frames[-1].lineno})" if frames else ""
    return f"{type(error).__module__}.{type(error).__qualname__}{where}"[:120]


def _claimed(limit: int) -> list[Received]:
    """The next of each sender, ours for a while."""
    heads = _heads(limit, timezone.now())
    if not heads:
        return []
    with journal.atomic():
        now = timezone.now()
        free = Received.objects.select_for_update(skip_locked=True).filter(pk__in=heads, state=Received.NEW)
        rows = list(free.filter(next_at__lte=now).order_by("pk"))
        ours = Received.objects.filter(pk__in=[row.pk for row in rows])
        ours.update(tries=F("tries") + 1, next_at=now + LEASE)
    for row in rows:
        row.tries += 1
    return rows


def _heads(limit: int, now: datetime) -> list[int]:
    """The first message of each sender that is neither done nor broken, where its time has come, the oldest first."""
    new = Received.objects.filter(state=Received.NEW)
    first = new.exclude(sender="").order_by().values("sender").annotate(first=Min("pk")).values("first")
    due = new.filter(Q(sender="") | Q(pk__in=first), next_at__lte=now)
    return list(due.order_by("pk").values_list("pk", flat=True)[:limit])


def _errand(row: Received, content: dict[str, Any], said: Said) -> Any:
    """What has to be fetched before this is heard; a pressed button is told by the way that it was."""
    if not _has_file(said) and said.kind != "choice":
        return None
    setting = connecting.setting_of(row.channel)
    if setting is None:
        return None
    adapter = adapter_of(row.channel, setting.content)
    if _has_file(said) and hasattr(adapter, "fetch"):
        return partial(adapter.fetch, setting.content, said.media)
    if said.kind == "choice" and hasattr(adapter, "acknowledge"):
        _acknowledging.submit(adapter.acknowledge, setting.content, content)
    return None


def _has_file(said: Said) -> bool:
    return said.kind in ("photo", "voice") and bool(said.media)


_acknowledging = ThreadPoolExecutor(2, thread_name_prefix="acknowledge")
"""Whether a button stops waiting matters to nobody's words: it is not waited for."""


def _work(row: Received, meaning: Meaning, media: bytes | None) -> None:
    try:
        if isinstance(meaning, Said) and _comes_later(row, meaning):
            _later(row, BEHIND, counted=False, why="")
            return
        if media is not None and not _prepared(meaning, media) and row.tries < FETCH_TRIES:
            _later(row, backoff(row.tries), counted=True, why="photo: busy")
            return
        with journal.atomic():
            mine = Received.objects.select_for_update().filter(pk=row.pk, state=Received.NEW, tries=row.tries)
            if not mine.exists():
                return  # our lease ran out, and somebody else has it
            _understand(row, meaning, media)
            _end(row, Received.DONE, "")
    except NotYet:
        if row.tries < MOST_TRIES:
            _later(row, backoff(row.tries), counted=True, why="")
        else:  # of somebody else who has the same account, or of what was erased
            with journal.atomic():
                _end(row, Received.DONE, "")
    except OperationalError as error:
        # Two waited for each other, or the disk is full: not the message's fault.
        logger.exception("The database did not let a message be heard; trying again")
        _later(row, 1.0, counted=timezone.now() - row.came_at > IMPATIENT, why=place_of(error))
    except Exception as error:  # noqa: BLE001  whatever it is, those behind it are heard
        _failed(row, error, meaning)


def _prepared(meaning: Meaning, media: bytes) -> bool:
    """Whether it can be heard now; a voice note takes no time."""
    is_photo = isinstance(meaning, Said) and meaning.kind == "photo"
    return not is_photo or all(prepare(media) for prepare in desk.BEFORE)


def _comes_later(row: Received, said: Said) -> bool:
    """Whether something that the same sender wrote before this, under another of their names, is not heard yet."""
    others = {contacts.mark_of(row.channel, name) for name in said.names} - {row.sender}
    before = Received.objects.filter(channel=row.channel, state=Received.NEW, sender__in=others, pk__lt=row.pk)
    return bool(others) and before.exists()


def _understand(row: Received, meaning: Meaning, media: bytes | None) -> None:
    if isinstance(meaning, Receipt):
        if not take_receipt(row.channel, meaning):
            raise NotYet
    elif isinstance(meaning, Joined):
        contacts.renamed(row.channel, meaning.names)
    elif isinstance(meaning, Mapping):
        ERRANDS[row.channel](meaning, row.came_at)
    elif isinstance(meaning, Said):
        contact = contacts.known(row.channel, meaning.names)
        said_at = min(meaning.said_at or row.came_at, row.came_at)  # WhatsApp counts from there, not from when we came
        contact.heard_at = max(said_at, contact.heard_at or said_at)
        contact.save(update_fields=["heard_at"])
        talk(contact, desk.Heard(meaning, media, row.pk), row.came_at)


def _end(row: Received, state: str, why: str) -> None:
    ours = Received.objects.filter(pk=row.pk)
    if state == Received.DONE:  # the words are where they belong by now
        ours.update(state=state, next_at=None, why=why, content=None)
    else:
        ours.update(state=state, next_at=None, why=why)


def _failed(row: Received, error: Exception, meaning: Meaning = None) -> None:
    """Later ones of the same sender wait; after so many tries they go on without this one."""
    logger.error("A message of %s could not be heard", row.channel, exc_info=error)
    if row.tries < MOST_TRIES:
        _later(row, backoff(row.tries), counted=True, why=place_of(error))
        return
    with journal.atomic():
        ours = Received.objects.select_for_update().filter(pk=row.pk, state=Received.NEW)
        if ours.exists():
            _end(row, Received.BROKEN, place_of(error))
            _say_sorry(row, meaning)


def hear_again() -> int:
    """Have everything heard once more that could not be: after a fault was mended, or the clock. Returns how many.

    What came more than a week ago is erased by then. Whoever wrote what could not be read was told so.
    """
    broken = Received.objects.filter(state=Received.BROKEN, content__isnull=False)
    return broken.update(state=Received.NEW, tries=0, next_at=timezone.now(), why="")


def _say_sorry(row: Received, meaning: Meaning) -> None:
    """Once an hour at most, however many messages could not be read. Also to whoever wrote for the first time."""
    name = Name.objects.filter(mark=row.sender).select_related("contact").first() if row.sender else None
    contact: Contact | None = name.contact if name else None
    if contact is None and isinstance(meaning, Said) and row.sender:
        try:
            with journal.atomic():
                contact = contacts.known(row.channel, meaning.names)
        except OperationalError:
            raise
        except Exception:  # perhaps it was this that failed
            logger.exception("Nobody can be told that a message could not be heard")
    if contact is None:
        return
    since = timezone.now() - timedelta(hours=1)
    if Outgoing.objects.filter(contact=contact, about=SORRY, written_at__gt=since).exists():
        return
    with translation.override(contact.language):
        words = own("desk.sorry")
    reply(contact.pk, [desk.Say(words)], about=SORRY)


def _later(row: Received, seconds: float, *, counted: bool, why: str) -> None:
    next_at = timezone.now() + timedelta(seconds=seconds)
    ours = Received.objects.filter(pk=row.pk, state=Received.NEW, tries=row.tries)
    ours.update(next_at=next_at, why=why, tries=row.tries if counted else row.tries - 1)


def _content_of(row: Received) -> dict[str, Any]:
    if row.content is None:
        return {}
    return seal.unseal_words(row.content, about("notify.Received", "content", row.pk))
