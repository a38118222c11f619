"""What the worker does for messages, over and over: fetch, hear, ask, send, write down."""

import logging
import time
from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

from rukun.journal import actions as journal
from rukun.notify import connecting
from rukun.notify.actions.asking import open_waiting
from rukun.notify.actions.delivering import Post
from rukun.notify.actions.hearing import Ear
from rukun.notify.actions.keeping import mend_clock
from rukun.notify.actions.outcomes import take_receipt
from rukun.notify.actions.receiving import store
from rukun.notify.adapters.calling import NotFetchedError
from rukun.notify.algo.incoming import Part
from rukun.notify.algo.waiting import Pause
from rukun.notify.carriers import account_of, adapter_of, reading_of
from rukun.notify.channels import SMS, TELEGRAM

POLL_SECONDS = 20
EVERY_MINUTE = 60.0
RECEIPTS_EVERY = 5.0

logger = logging.getLogger(__name__)


class Carrier:
    """One process's hands: what it is fetching, hearing and sending. For one thread."""

    def __init__(self) -> None:
        self._ear, self._post = Ear(), Post()
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="poll")
        self._polling: Future[tuple[list[dict[str, Any]], int]] | None = None
        self._bot, self._offset = "", 0
        self._pause = Pause(time.monotonic, patience=1)
        self._seen: dict[str, float] = {}

    def carry_once(self, wait_for: float = 0.1) -> bool:
        """One round; whether there was something, so that the next should follow at once.

        While something is under way it waits so many seconds for the first of it. Raises what the database raises;
        nothing is lost by that.
        """
        if self._is_time("clock", EVERY_MINUTE):
            mend_clock()
        found = self._poll()
        if self._is_time("gammu", RECEIPTS_EVERY):
            found += self._look_at_modem()
        found += self._ear.hear()
        found += open_waiting()
        found += self._post.send()
        found += self._post.write_down(wait_for)
        return bool(found)

    @property
    def busy(self) -> bool:
        """Whether something is under way that this process would not want to leave."""
        return self._ear.busy or self._post.busy

    def close(self, patience: float = 5.0) -> None:
        """Begin nothing more, and write down what comes back within so many seconds."""
        self._pool.shutdown(wait=False, cancel_futures=True)
        self._ear.close()
        self._post.close(patience)

    def _poll(self) -> int:
        """What Telegram has for us. Asking on tells it that we have what came before, so that is stored first."""
        stored = 0
        if self._polling is not None:
            if not self._polling.done():
                return 0
            polling, self._polling = self._polling, None
            try:
                updates, offset = polling.result()
            except NotFetchedError as error:
                self._pause.failed()
                self._pause.rest(error.wait)
                logger.warning("Telegram cannot be asked for messages: %s", error.why)
            else:
                self._pause.worked()
                stored = store(TELEGRAM, reading_of(TELEGRAM).parts(updates), self._bot) if updates else 0
                # Nothing is left of what was asked for: from here on whatever there is, for after a week without
                # messages Telegram counts from anywhere, and would take a higher number for a receipt of them.
                self._offset = offset if updates else 0
        setting = connecting.setting_of(TELEGRAM)
        if setting is not None and setting.content.get("polling") and self._pause.most(1):
            adapter, bot = adapter_of(TELEGRAM, setting.content), account_of(TELEGRAM, setting.content)
            if bot != self._bot:
                self._bot, self._offset = bot, 0
            self._polling = self._pool.submit(adapter.poll, setting.content, self._offset, POLL_SECONDS)
        return stored

    def _look_at_modem(self) -> int:
        """What Gammu's daemon sent or gave up, and what lies in its inbox because nobody could take it."""
        setting = connecting.setting_of(SMS)
        if setting is None or setting.content.get("way") != "gammu":
            return 0
        return receipts_of_modem(setting.content) + inbox_of_modem(setting.content)

    def _is_time(self, what: str, every: float) -> bool:
        now = time.monotonic()
        if now - self._seen.get(what, -every) < every:
            return False
        self._seen[what] = now
        return True


def receipts_of_modem(setting: Mapping[str, Any]) -> int:
    """Write down what became of messages that the daemon was given, and remove its files. Returns how many."""
    adapter = adapter_of(SMS, setting)
    found = adapter.receipts(setting)
    for receipt in found:
        with journal.atomic():
            take_receipt(SMS, receipt)
    adapter.put_away(setting, found)
    return len(found)


def inbox_of_modem(setting: Mapping[str, Any]) -> int:
    """Store what the daemon could not hand over, and remove its files. Returns how many were new."""
    adapter, stored = adapter_of(SMS, setting), 0
    for item, files in adapter.inbox(setting):
        stored += store(SMS, _parts(item))
        adapter.forget(setting, files)
    return stored


def carry_once() -> bool:
    """One round in a process that does nothing else; waits for what it began. Whether there was something."""
    carrier = Carrier()
    try:
        found = carrier.carry_once()
        while carrier.busy:
            carrier.carry_once(1.0)
    finally:
        carrier.close()
    return found


def _parts(item: Mapping[str, Any]) -> list[Part]:
    parts: list[Part] = reading_of(SMS).parts(item)
    return parts
