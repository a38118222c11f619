"""SMS by a modem of one's own: Gammu's daemon with its service "files" beside us.

Setting: ``folder`` with ``inbox``, ``outbox``, ``sent`` and ``error`` in it, as Debian lays them out
(/var/spool/gammu). Address: ``phone``.

A message goes out as a file that appears in the outbox at once and whole; ``gammu-smsd-inject`` would show number and
words to everybody who lists processes. Its name ends in the letter's id, so that the same letter is never put there
twice, and what the daemon moved to ``sent`` or ``error`` is known again. Text is UTF-16, which the daemon reads in any
locale. What it received it should write so too (``InboxFormat = unicode``), and run under a UTF-8 locale: otherwise the
environment of ``RunOnReceive`` has question marks.
"""

import os
import re
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from rukun.notify.adapters import Letter, Outcome
from rukun.notify.adapters.sms_http import text_of, unsendable
from rukun.notify.algo.incoming import Receipt
from rukun.notify.algo.reading import words
from rukun.notify.algo.reading.sms import filed

ONCE = True
"""Whether a letter that is sent again under its id arrives but once."""
STUCK = 30 * 60
"""Seconds after which a file that still lies in the outbox means that the daemon or the modem does not work."""
OURS = re.compile(r"OUT.*_([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.\w+")
THEIRS = re.compile(r"IN[0-9]{8}_[0-9]{6}_[0-9]+_(.+)_([0-9]+)\.txt")
BOXES = ("outbox", "sent", "error")


def send(setting: Mapping[str, Any], letter: Letter) -> Outcome:
    """Leaves it to the daemon; "sent" says no more than that. ``receipts`` tells what came of it."""
    phone, text = words(letter.address.get("phone")), text_of(letter)
    if why := unsendable(phone, text):
        return Outcome("no", why=why)
    try:
        if any(UUID(found) == letter.id for box in BOXES for _path, found in _ours(setting, box)):
            return Outcome("sent", message=str(letter.id))
        if _stuck(setting):
            return Outcome("later", why="down")
        _put(_box(setting, "outbox"), phone, text, letter)
    except OSError:
        return Outcome("later", why="unreachable")
    return Outcome("sent", message=str(letter.id))


def _put(outbox: Path, phone: str, text: str, letter: Letter) -> None:
    """The daemon takes files in order of their names; "A" goes before "N"."""
    now = datetime.now(UTC)
    name = f"OUT{'A' if letter.urgent else 'N'}{now:%Y%m%d_%H%M%S}_00_{phone}_{letter.id}.txt"
    part = outbox / f".{letter.id}.part"
    try:
        with part.open("wb") as file:
            os.fchmod(file.fileno(), 0o660)  # the daemon is another user of the same group
            file.write(text.encode("utf-16", errors="replace"))
            file.flush()
            os.fsync(file.fileno())
        part.rename(outbox / name)
    finally:
        part.unlink(missing_ok=True)


def _stuck(setting: Mapping[str, Any]) -> bool:
    before = time.time() - STUCK
    return any(path.stat().st_mtime < before for path, _found in _ours(setting, "outbox"))


def receipts(setting: Mapping[str, Any]) -> list[Receipt]:
    """What the daemon gave to the network or gave up, until ``put_away``. It hears nothing of the phone itself."""
    found = []
    for box, state in (("sent", "sent"), ("error", "failed")):
        with suppress(OSError):
            for path, id_ in _ours(setting, box):
                at = datetime.fromtimestamp(path.stat().st_mtime, UTC)
                if state == "sent":
                    found.append(Receipt(id_, "sent", at, letter=id_))
                else:
                    found.append(Receipt(id_, "failed", at, "refused", letter=id_))
    return found


def put_away(setting: Mapping[str, Any], done: Iterable[Receipt]) -> None:
    """Removes the files of receipts that were written down: they hold numbers and words."""
    ids = {each.message for each in done}
    for box in ("sent", "error"):
        with suppress(OSError):
            for path, id_ in list(_ours(setting, box)):
                if id_ in ids:
                    path.unlink(missing_ok=True)


def inbox(setting: Mapping[str, Any], older: float = 60.0) -> list[tuple[dict[str, Any], tuple[str, ...]]]:
    """Messages that still lie in the inbox, because the program that the daemon runs could not take them.

    Of each, what ``reading.sms.parts`` takes, and the names of its files for ``forget``. Only what is ``older`` than so
    many seconds: the parts of a long message are written one after the other.
    """
    folder = _box(setting, "inbox")
    found: list[tuple[str, list[Path]]] = []
    with suppress(OSError):
        for path, sender, place in _received(folder):
            before = next((paths for each, paths in reversed(found) if each == sender), None)
            if place and before is not None and len(before) == place:
                before.append(path)
            else:
                found.append((sender, [path]))
    messages, now = [], time.time()
    for sender, paths in found:
        with suppress(OSError):
            if all(now - path.stat().st_mtime >= older for path in paths):
                names = tuple(path.name for path in paths)
                messages.append((filed(names, sender, "".join(_text(path.read_bytes()) for path in paths)), names))
    return messages


def forget(setting: Mapping[str, Any], names: Iterable[str]) -> None:
    """Removes files of messages that were stored; for the names that the daemon gives on its command line too."""
    for name in names:
        if THEIRS.fullmatch(name) or re.fullmatch(r"IN[^/\\]*\.(?:bin|smsbackup)", name):
            with suppress(OSError):
                (_box(setting, "inbox") / name).unlink(missing_ok=True)


def _received(folder: Path) -> Iterator[tuple[Path, str, int]]:
    """Path, sender and number of the part, in the order in which the daemon wrote them."""
    for path in sorted(folder.glob("IN*.txt"), key=lambda path: (path.stat().st_mtime_ns, path.name)):
        if named := THEIRS.fullmatch(path.name):
            yield path, named[1], int(named[2])


def _text(content: bytes) -> str:
    """UTF-16 with its mark, or the system's letters, which are UTF-8 unless somebody chose otherwise.

    The daemon writes nulls behind UTF-16.
    """
    marked = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    return content.decode("utf-16" if marked else "utf-8", errors="replace").replace("\0", "")


def unusable(folder: str) -> tuple[str, str]:
    """The first folder that this process cannot use, and why: "missing" or "closed"; both empty where it can.

    Where a service is shown the disk as read-only, as a web server may be, nothing is said of writing.
    """
    for path in (Path(folder), *(Path(folder) / box for box in ("inbox", *BOXES))):
        try:
            if not path.is_dir():
                return str(path), "missing"
            writable = os.access(path, os.W_OK) or os.statvfs(path).f_flag & os.ST_RDONLY
        except OSError:
            return str(path), "closed"
        if not (writable and os.access(path, os.R_OK | os.X_OK)):
            return str(path), "closed"
    return "", ""


def _box(setting: Mapping[str, Any], name: str) -> Path:
    return Path(words(setting.get("folder")) or "/var/spool/gammu") / name


def _ours(setting: Mapping[str, Any], box: str) -> Iterator[tuple[Path, str]]:
    for path in _box(setting, box).glob("OUT*"):
        if named := OURS.fullmatch(path.name):
            yield path, named[1]
