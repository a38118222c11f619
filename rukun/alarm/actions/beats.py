"""An RW's table of kentongan codes. Each village has its own, so nothing is ever filled in beforehand."""

from collections.abc import Sequence
from hashlib import sha256
from uuid import UUID

from rukun.alarm.access_pages import may_write_beats
from rukun.alarm.algo.beats import RHYTHMS, NotBeats, read
from rukun.alarm.algo.harmless import violent_word
from rukun.alarm.errors_setup import (
    BeatGone,
    CallsToViolence,
    ChangedHere,
    MeaningMissing,
    NoSuchRhythm,
    NotBeatsHere,
    SameBeats,
    TableFull,
)
from rukun.alarm.models import Beat
from rukun.alarm.verbs import BEATS_CHANGED
from rukun.guard import Actor
from rukun.journal import actions as journal

MOST = 20
"""Lines of a table: more nobody knows by heart."""
LONGEST_MEANING, LONGEST_DOING = 60, 140


def stamp_of(row: Beat) -> str:
    """What a form saw of a line."""
    words = f"{row.beats}\n{row.rhythm}\n{row.meaning}\n{row.what_to_do}"
    return sha256(words.encode()).hexdigest()[:16]


def add_beat(
    *, actor: Actor, beat_id: UUID, unit: str, beats: str, rhythm: str, meaning: str, what_to_do: str = ""
) -> Beat:
    """Add a line at the end of an RW's table. The same id twice is one line.

    Raises ``Refused``, ``NotBeatsHere``, ``NoSuchRhythm``, ``MeaningMissing``, ``CallsToViolence``, ``SameBeats``,
    ``TableFull``.
    """
    may_write_beats(actor, unit).demand()
    said = _checked(beats, rhythm, meaning, what_to_do)
    with journal.atomic():
        rows = _held(unit)
        if (twice := next((each for each in rows if each.pk == beat_id), None)) is not None:
            return twice
        if len(rows) >= MOST:
            raise TableFull(MOST)
        _alone(rows, said, None)
        order = max((each.order for each in rows), default=0) + 1
        made = Beat.objects.create(id=beat_id, unit=unit, order=order, **said)
        _record(actor, unit, made.pk, "added")
    return made


def change_beat(
    *, actor: Actor, beat: Beat, beats: str, rhythm: str, meaning: str, what_to_do: str = "", seen: str = ""
) -> Beat:
    """Write a line anew. ``seen`` is what ``stamp_of`` said when it was shown.

    Raises as ``add_beat``, and ``BeatGone``, ``ChangedHere``.
    """
    may_write_beats(actor, beat.unit).demand()
    said = _checked(beats, rhythm, meaning, what_to_do)
    with journal.atomic():
        rows = _held(beat.unit)
        row = next((each for each in rows if each.pk == beat.pk), None)
        if row is None:
            raise BeatGone
        if all(getattr(row, name) == value for name, value in said.items()):
            return row
        if seen and seen != stamp_of(row):
            raise ChangedHere
        _alone(rows, said, row)
        Beat.objects.filter(pk=row.pk).update(**said)
        _record(actor, row.unit, row.pk, "changed")
    row.refresh_from_db()
    return row


def move_beat(*, actor: Actor, beat: Beat, up: bool) -> None:
    """Let a line change places with the one above or below it. At the end of the table nothing happens."""
    may_write_beats(actor, beat.unit).demand()
    with journal.atomic():
        rows = _held(beat.unit)
        at = next((number for number, each in enumerate(rows) if each.pk == beat.pk), None)
        other = None if at is None else at - 1 if up else at + 1
        if at is None or other is None or not 0 <= other < len(rows):
            return
        rows[at], rows[other] = rows[other], rows[at]
        for number, each in enumerate(rows, 1):
            each.order = number
        Beat.objects.bulk_update(rows, ["order"])
        _record(actor, beat.unit, beat.pk, "moved")


def remove_beat(*, actor: Actor, beat: Beat) -> None:
    """Take a line out of the table; what is gone already is gone. Raises ``Refused``."""
    may_write_beats(actor, beat.unit).demand()
    with journal.atomic():
        if Beat.objects.filter(pk=beat.pk).delete()[0]:
            _record(actor, beat.unit, beat.pk, "removed")


def _held(unit: str) -> list[Beat]:
    """The lines of a table in order, held until the end."""
    return list(Beat.objects.select_for_update().filter(unit=unit))


def _checked(beats: str, rhythm: str, meaning: str, what_to_do: str) -> dict[str, str]:
    try:
        struck = str(read(beats))
    except NotBeats:
        raise NotBeatsHere from None
    if rhythm not in RHYTHMS:
        raise NoSuchRhythm
    if not meaning.strip():
        raise MeaningMissing
    for field, words in (("meaning", meaning), ("what_to_do", what_to_do)):
        if found := violent_word(words):
            raise CallsToViolence(field, found)
    return {
        "beats": struck,
        "rhythm": rhythm,
        "meaning": meaning.strip()[:LONGEST_MEANING],
        "what_to_do": what_to_do.strip()[:LONGEST_DOING],
    }


def _alone(rows: Sequence[Beat], said: dict[str, str], own: Beat | None) -> None:
    """One sound has one meaning. Raises ``SameBeats``."""
    for each in rows:
        if (own is None or each.pk != own.pk) and (each.beats, each.rhythm) == (said["beats"], said["rhythm"]):
            raise SameBeats(each.meaning)


def _record(actor: Actor, unit: str, key: UUID, did: str) -> None:
    journal.record(BEATS_CHANGED, actor=actor, unit=unit, about=("alarm_beat", key), codes={"did": did})
