"""What the made-up providers know: messages, photos, what they have still to bring to us, who has which secret.

An SQLite file of its own in the installation's folder, which every process of the demo may open. Nothing in it is
older than a week.
"""

import json
import secrets
import sqlite3
from collections.abc import Collection, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Literal

from django.conf import settings
from django.utils import timezone

WEEK = timedelta(days=7)
TIDY_EVERY = 50
SCHEMA = """
CREATE TABLE bubble (
    id INTEGER PRIMARY KEY AUTOINCREMENT, channel TEXT NOT NULL, who TEXT NOT NULL, ours INTEGER NOT NULL,
    text TEXT NOT NULL, at REAL NOT NULL, message TEXT NOT NULL, letter TEXT NOT NULL, title TEXT NOT NULL,
    choices TEXT NOT NULL, photo TEXT NOT NULL, lat REAL, lon REAL, note TEXT NOT NULL, state TEXT NOT NULL,
    why TEXT NOT NULL);
CREATE INDEX bubble_chat ON bubble (channel, who, id);
CREATE INDEX bubble_message ON bubble (channel, message);
CREATE TABLE file (id TEXT PRIMARY KEY, kind TEXT NOT NULL, content BLOB NOT NULL, at REAL NOT NULL);
CREATE TABLE event (
    id INTEGER PRIMARY KEY AUTOINCREMENT, channel TEXT NOT NULL, body TEXT NOT NULL, due REAL NOT NULL,
    tries INTEGER NOT NULL, bubble INTEGER NOT NULL);
CREATE TABLE known (name TEXT PRIMARY KEY, value TEXT NOT NULL);
PRAGMA user_version = 1;
"""
COLUMNS = "channel, who, ours, text, message, letter, title, choices, photo, lat, lon, note, state, why, id, at"
State = Literal["waiting", "sent", "delivered", "read", "failed"]


@dataclass(frozen=True)
class Bubble:
    """A message as a phone shows it. ``who`` is a number (E.164), or what the channel has in its place.

    ``ours``: it came from the installation. ``message`` is the provider's id of it, ``letter`` the installation's.
    """

    channel: str
    who: str
    ours: bool
    text: str
    message: str = ""
    letter: str = ""
    title: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    photo: str = ""
    lat: float | None = None
    lon: float | None = None
    note: str = ""
    state: State = "sent"
    why: str = ""
    id: int = 0
    at: datetime = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Event:
    """Something that a provider has to bring to our webhook. ``bubble`` is what a person wrote, if it is that."""

    id: int
    channel: str
    body: dict[str, Any]
    tries: int
    bubble: int


def path() -> Path:
    folder: Path = settings.INSTALLATION.data
    return folder / "penyedia.sqlite3"


def add(bubble: Bubble) -> int:
    """Keep a message, as of now; returns its number."""
    at = now()
    with _opened() as connection:
        row = connection.execute(
            "INSERT INTO bubble (channel, who, ours, text, at, message, letter, title, choices, photo, lat, lon, note,"
            " state, why) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                bubble.channel, bubble.who, bubble.ours, bubble.text, at, bubble.message, bubble.letter, bubble.title,
                json.dumps(bubble.choices), bubble.photo, bubble.lat, bubble.lon, bubble.note, bubble.state,
                bubble.why,
            ),
        )  # fmt: skip
        number = int(row.lastrowid or 0)
        if number % TIDY_EVERY == 0:
            before = (at - WEEK.total_seconds(),)
            connection.execute("DELETE FROM bubble WHERE at < ?", before)
            connection.execute("DELETE FROM file WHERE at < ?", before)
    return number


def chat(channel: str, who: str, most: int = 200) -> list[Bubble]:
    """The last messages with somebody on a channel, the oldest first."""
    found = _bubbles("WHERE channel = ? AND who = ? ORDER BY id DESC LIMIT ?", (channel, who, most))
    return found[::-1]


def sent(most: int = 100, *, to: Collection[str] = (), before: int = 0) -> list[Bubble]:
    """The last that the installation sent on any channel, the newest first: to anybody or to some, before a number."""
    where, values = "WHERE ours", [*to]
    if to:
        where += f" AND who IN ({', '.join('?' * len(to))})"
    if before:
        where, values = f"{where} AND id < ?", [*values, str(before)]
    return _bubbles(f"{where} ORDER BY id DESC LIMIT ?", (*values, most))


def told() -> list[str]:
    """All to whom the installation sent something, whoever was told last first."""
    with _opened() as connection:
        rows = connection.execute("SELECT who FROM bubble WHERE ours GROUP BY who ORDER BY max(id) DESC").fetchall()
    return [str(who) for (who,) in rows]


def bubble(number: int) -> Bubble | None:
    return next(iter(_bubbles("WHERE id = ?", (number,))), None)


def of_letter(channel: str, letter: str) -> Bubble | None:
    """The message that the installation sent under this id of its own."""
    return next(iter(_bubbles("WHERE channel = ? AND letter = ? AND ours", (channel, letter))), None)


def wrote_within(channel: str, who: str, span: timedelta) -> bool:
    """Whether somebody wrote to the installation so lately."""
    since = now() - span.total_seconds()
    return bool(_bubbles("WHERE channel = ? AND who = ? AND NOT ours AND at > ? LIMIT 1", (channel, who, since)))


def turn(number: int, state: State, why: str = "") -> None:
    with _opened() as connection:
        connection.execute("UPDATE bubble SET state = ?, why = ? WHERE id = ?", (state, why, number))


def keep_file(content: bytes, kind: str) -> str:
    """Keep a photo or voice note; returns the id by which a provider gives it out."""
    key = secrets.token_hex(12)
    with _opened() as connection:
        connection.execute("INSERT INTO file VALUES (?, ?, ?, ?)", (key, kind, content, now()))
    return key


def file(key: str) -> tuple[str, bytes] | None:
    """Media type and content."""
    with _opened() as connection:
        found = connection.execute("SELECT kind, content FROM file WHERE id = ?", (key,)).fetchone()
    return (str(found[0]), bytes(found[1])) if found else None


def plan(channel: str, body: dict[str, Any], *, after: float = 0.0, bubble: int = 0) -> None:
    """Let this be brought to the channel's webhook, so many seconds from now."""
    with _opened() as connection:
        connection.execute(
            "INSERT INTO event (channel, body, due, tries, bubble) VALUES (?, ?, ?, 0, ?)",
            (channel, json.dumps(body), now() + after, bubble),
        )


def due(most: int = 20, *, only: str = "", but: str = "") -> list[Event]:
    """What is to be brought now, in order: of ``only`` one channel, or of all ``but`` one."""
    with _opened() as connection:
        rows = connection.execute(
            "SELECT id, channel, body, tries, bubble FROM event WHERE due <= ? AND ? IN ('', channel) AND channel <> ?"
            " ORDER BY due, id LIMIT ?",
            (now(), only, but, most),
        ).fetchall()
    return [Event(row[0], row[1], json.loads(row[2]), row[3], row[4]) for row in rows]


def next_due(*, but: str = "") -> float | None:
    """Seconds until something is to be brought, of all channels ``but`` one; ``None`` if nothing is."""
    with _opened() as connection:
        (found,) = connection.execute("SELECT min(due) FROM event WHERE channel <> ?", (but,)).fetchone()
    return None if found is None else max(0.0, float(found) - now())


def brought(event: Event) -> None:
    with _opened() as connection:
        connection.execute("DELETE FROM event WHERE id = ?", (event.id,))


def put_off(event: Event, seconds: float) -> None:
    with _opened() as connection:
        connection.execute("UPDATE event SET due = ?, tries = tries + 1 WHERE id = ?", (now() + seconds, event.id))


def known(name: str, default: Any = None) -> Any:
    with _opened() as connection:
        found = connection.execute("SELECT value FROM known WHERE name = ?", (name,)).fetchone()
    return json.loads(found[0]) if found else default


def know(name: str, value: Any) -> None:
    with _opened() as connection:
        connection.execute("INSERT OR REPLACE INTO known VALUES (?, ?)", (name, json.dumps(value)))


def secret(name: str) -> str:
    """A secret of ours and a provider's, made when it is first asked for."""
    with _opened() as connection:
        made = json.dumps(secrets.token_urlsafe(24))
        connection.execute("INSERT OR IGNORE INTO known VALUES (?, ?)", (f"secret {name}", made))
        (found,) = connection.execute("SELECT value FROM known WHERE name = ?", (f"secret {name}",)).fetchone()
    return str(json.loads(found))


def now() -> float:
    """Seconds since 1970, as the installation sees it, so that Kampung Contoh's past can be written."""
    return timezone.now().timestamp()


def _bubbles(where: str, values: Sequence[object]) -> list[Bubble]:
    with _opened() as connection:
        rows = connection.execute(
            f"SELECT {COLUMNS} FROM bubble {where}",  # noqa: S608  our own words
            values,
        ).fetchall()
    return [
        Bubble(
            channel=row[0], who=row[1], ours=bool(row[2]), text=row[3], message=row[4], letter=row[5], title=row[6],
            choices=tuple((key, label) for key, label in json.loads(row[7])), photo=row[8], lat=row[9], lon=row[10],
            note=row[11], state=row[12], why=row[13], id=row[14], at=datetime.fromtimestamp(row[15], UTC),
        )
        for row in rows
    ]  # fmt: skip


@contextmanager
def _opened() -> Iterator[sqlite3.Connection]:
    """What a provider loses in a power cut is sent again, so nothing waits for the disk."""
    with closing(sqlite3.connect(path(), timeout=20, isolation_level=None)) as connection:
        connection.execute("PRAGMA synchronous = OFF")
        if connection.execute("PRAGMA user_version").fetchone() == (0,):
            _make(connection)
        yield connection


def _make(connection: sqlite3.Connection) -> None:
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("BEGIN IMMEDIATE")
    if connection.execute("PRAGMA user_version").fetchone() == (0,):  # else another process was quicker
        for statement in SCHEMA.split(";"):
            connection.execute(statement)
    connection.execute("COMMIT")
