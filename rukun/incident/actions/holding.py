"""How anything happens to a situation: its row is held, changed, its clocks set, the book written, the board told.

Actions change fields of the row that ``held`` gives and then call ``changed``, last of all. Locks in one order: the
situation, then reports, then alarms, then the board's pulse.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import partial

from rukun.alarm.actions.ending import end_unfit, tell_calm
from rukun.guard import Actor, Decision
from rukun.incident.access import may_write
from rukun.incident.actions.pulse import beat
from rukun.incident.actions.settling import decide, put_clock, put_standing, settled
from rukun.incident.algo import ladder
from rukun.incident.closings import DONE, WRONG
from rukun.incident.errors import ChangedMeanwhile, IncidentClosed, IncidentGone
from rukun.incident.models import Incident, Step
from rukun.incident.queries.changes import ADDS, BY_ITSELF, changes_since, only_added_since
from rukun.incident.queries.ringing import LABEL, is_the_spot_named, messages_at
from rukun.incident.queries.standing import moment, rungs_of, standing_of
from rukun.journal import actions as journal
from rukun.journal.algo.chain import Code
from rukun.journal.verbs import Verb

__all__ = ["changed", "demand_seen", "held", "moment"]

Check = Callable[[Actor, Incident], Decision]
NOTE_KEPT = timedelta(days=90)


def held(
    actor: Actor, incident: Incident, may: Check = may_write, *, version: int | None = None, closed: bool = False
) -> Incident:
    """The row as it is now, locked until the end of the transaction, for whoever may still.

    A level whose time is over does not stand in it any more, so that nobody acts on it; ``changed`` writes that down.
    ``version`` is what somebody looked at; what others only added since (observations, reports, measures) is in
    nobody's way. ``closed``: also where it is closed. Raises ``Refused``, ``IncidentGone``, ``IncidentClosed``,
    ``ChangedMeanwhile``.
    """
    may(actor, incident).demand()
    row = Incident.objects.select_for_update().filter(pk=incident.pk).first()
    if row is None:
        raise IncidentGone
    may(actor, row).demand()
    row.as_held = (row.area, row.level, row.state, row.verified)
    if row.closed_at is not None and not closed:
        raise IncidentClosed
    demand_seen(row, version)
    if row.closed_at is None and row.level_until is not None and row.level_until <= moment(row):
        put_standing(row, standing_of(row))
    return row


def demand_seen(row: Incident, version: int | None) -> None:
    """Raises ``ChangedMeanwhile`` for a version that somebody looked at and that more than additions came after."""
    if version is not None and version != row.version and not only_added_since(row, version):
        raise ChangedMeanwhile(changes_since(row, version))


def changed(
    row: Incident,
    actor: Actor,
    verb: Verb | None,
    *,
    at: datetime | None = None,
    codes: Mapping[str, Code] | None = None,
    note: str = "",
) -> None:
    """Settle the level and the clocks of a row that was changed, save it, write the journal and tell the board. Last.

    A kentongan that could not be rung any more as things are now ends with it, and whoever was called hears that. In
    the caller's transaction, which holds the row, or inserted it just before. Without a ``verb`` nobody did anything
    but the clock. Raises nothing.
    """
    at = at or moment(row)
    area, level, state, sure = row.as_held
    new, was_open, is_open = state == "", state not in ("", Incident.CLOSED), row.closed_at is None
    if row.state != state:
        row.state_at = at
    if not is_open and was_open:
        _drop_waiting(row, at)
    # What is closed keeps the level it was closed at.
    steps, lapsed = settled(row, at) if is_open else ([], False)
    standing = ladder.standing(rungs_of(steps), at)
    if is_open:
        put_standing(row, standing)
    put_clock(row, standing, at)
    if not new and (verb is not None or lapsed):
        row.version += 1
    if lapsed or (verb is not None and verb.name not in ADDS):
        row.edited_version = row.version
    if verb is not None or lapsed:
        row.changed_at = at
    row.save()
    calm = was_open and verb is not None and _calm(row, level if sure else Incident.NONE, lapsed=lapsed)
    if was_open and is_open:
        fit = [each.code for each in messages_at(row, standing)]
        end_unfit(
            label=LABEL, key=row.pk, allowed=fit, worse=row.level == Incident.GN, near=partial(is_the_spot_named, row),
            calm=calm,
        )  # fmt: skip
    elif calm:
        tell_calm(label=LABEL, key=row.pk)
    if verb is not None:
        codes = {**(codes or {}), "version": row.version}
        journal.record(
            verb, actor=actor, unit=row.unit, about=("incident", row.pk), codes=codes, note=note, keep_note=NOTE_KEPT
        )
    _tell_board(row, "" if new else area, level if was_open else None)
    row.as_held = (row.area, row.level, row.state, row.verified)


def _calm(row: Incident, level: int, *, lapsed: bool) -> bool:
    """Whether people brought it below an AG, or closed it as over: not the clock, and not as one with another.

    ``level`` is what two had confirmed before: who takes back a word that was theirs alone says nothing to anybody.
    """
    if row.closed_at is not None:
        return row.closing in (DONE, WRONG)
    return level >= Incident.AG > row.level and not lapsed


def _tell_board(row: Incident, area: str, level: int | None) -> None:
    """``area`` is where it was before, if anywhere; ``level`` the one at which it was counted there."""
    moved: dict[str, Counter[int]] = {}
    if level is not None:
        moved.setdefault(area, Counter())[level] -= 1
    if row.closed_at is None:
        moved.setdefault(row.area, Counter())[row.level] += 1
    for place in {area, row.area} - {""}:
        beat(place, moved.get(place))


def _drop_waiting(row: Incident, at: datetime) -> None:
    """Nothing waits for a second word on what is closed."""
    for step in Step.objects.filter(incident=row, state=Step.WAITING):
        decide(step, Step.WITHDRAWN, at, BY_ITSELF)
