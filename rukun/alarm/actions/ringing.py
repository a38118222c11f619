"""Ringing: the first circle is called in the same transaction, so that the tap is what reaches people."""

from datetime import timedelta
from uuid import UUID

from django.db import connection
from django.utils import timezone

from rukun.alarm import follow, notices
from rukun.alarm.actions.calling import AT_ONCE, call_new, members
from rukun.alarm.actions.ending import close, tell_left
from rukun.alarm.actions.holding import SYSTEM, changed, held
from rukun.alarm.actions.together import hold_together, officer_knows
from rukun.alarm.errors import (
    AlreadyRinging,
    IdTaken,
    NeedsMeeting,
    NobodyToCall,
    NoOfficer,
    NoSituation,
    NotAMeeting,
    OnlyOfficers,
    UnknownMessage,
    UnknownPlace,
)
from rukun.alarm.messages import MESSAGES
from rukun.alarm.models import Called, Ring
from rukun.alarm.queries.around import ringing_around, whole_of
from rukun.alarm.queries.circles import Meant
from rukun.alarm.queries.meeting import meeting_point
from rukun.alarm.settings import setting_of
from rukun.alarm.verbs import RUNG
from rukun.guard import Actor, Decision
from rukun.journal import actions as journal
from rukun.notify.actions.sinks import tell_posko
from rukun.territory import queries as territory
from rukun.territory.algo import codes

NARROW_NEEDED = 1
"""Of the posko and officers, one who goes and looks is enough."""


def ring(
    *,
    actor: Actor,
    ring_id: UUID,
    about: tuple[str, UUID],
    unit: str,
    message: str,
    narrow: bool,
    meeting: str = "",
    drill: bool = False,
    may: Decision,
    instead: UUID | None = None,
) -> Ring:
    """Ring the kentongan in a unit for a thing of the room above, which asked whether the actor ``may``, and how wide.

    Tapped twice it rings once. ``narrow``: nobody verified it, so the posko and officers alone are called. ``meeting``
    is a key or name of ``queries.meeting``. A narrow ring that is going on gives way to a wide one, a wide one to other
    words where it is the one that the actor saw (``instead``); with the same words whoever came on duty since is
    called by that one too. Every drill near gives way to what is real. Whoever they had
    told and this one does not call hears that. Up to 500 people are called at once, further ones by the timed job.
    Raises ``Refused``, ``UnknownPlace``, ``UnknownMessage``, ``OnlyOfficers``, ``NeedsMeeting``, ``NotAMeeting``,
    ``NoSituation``, ``AlreadyRinging``, ``IdTaken``, ``NoOfficer``, ``NobodyToCall``.
    """
    may.demand()
    place = _place(unit, message, meeting, narrow=narrow)
    with journal.atomic():
        one_after_another(unit)
        if (known := rung_before(actor, ring_id, about)) is not None:
            return known
        if not (drill if about[0] == follow.DRILL else follow.exists(*about)):
            raise NoSituation
        if not drill:
            _end_drills(unit)
        if (more := _call_more(actor, about, message, place, instead=instead)) is not None:
            return more
        before = _make_way(actor, about, message, narrow=narrow, instead=instead)
        now, times = timezone.now(), setting_of(unit)
        row = Ring(
            id=ring_id, about_label=about[0], about_id=about[1], unit=unit, area=codes.up_to(unit, codes.KELURAHAN),
            message=message, narrow=narrow, drill=drill, meeting=place, channel_seconds=times.channel_seconds,
            circle_seconds=times.circle_seconds, needed=NARROW_NEEDED if narrow else times.needed, rung_at=now,
            rung_by=actor.label, circle_at=now, next_at=now, until=now + timedelta(minutes=times.lasts_minutes),
        )  # fmt: skip
        row.save(force_insert=True)
        meant, row.left_out = members(row, now)
        if MESSAGES[message].gathers and not any(each.role == Called.DUTY for each in meant):
            row.meeting = ""  # nobody is called there, so officers are not told that somebody waits for them
        at_once = len(meant) if MESSAGES[message].gathers else AT_ONCE  # nobody is called to a place before the others
        called = call_new(row, meant[:at_once])
        row.filled = len(meant) <= at_once
        row.save()
        _demand_safe(row, called)
        if before is not None:
            tell_left(before, row)
        journal.record(
            RUNG, actor=actor, unit=unit, about=about,
            codes={
                "ring": str(row.pk), "message": message, "called": len(called), "narrow": int(narrow),
                "drill": int(drill),
            },
        )  # fmt: skip
        if not narrow:
            tell_posko(notices.name_of(message, drill=drill), codes.up_to(unit, codes.RW), urgent=True)
        changed(row)
    return row


def _place(unit: str, message: str, meeting: str, *, narrow: bool) -> str:
    """The name of the meeting point, after all that can be wrong in what was chosen."""
    if not territory.exists(unit):
        raise UnknownPlace
    kind = MESSAGES.get(message)
    if kind is None:
        raise UnknownMessage
    if narrow != kind.narrow:
        raise OnlyOfficers if narrow else UnknownMessage
    if kind.meeting == "must" and not meeting:
        raise NeedsMeeting
    if not meeting or kind.meeting == "no":
        return ""
    point = meeting_point(unit, meeting)
    if point is None:
        raise NotAMeeting
    return point.name


def one_after_another(unit: str) -> None:
    """Until this transaction ends nobody else rings in that city: of two rings at once one sees the other.

    SQLite has but one writer at a time. There is no row to lock.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_advisory_xact_lock(hashtext(%s))", [f"alarm.ring {codes.up_to(unit, codes.CITY)}"]
            )


def rung_before(actor: Actor, ring_id: UUID, about: tuple[str, UUID]) -> Ring | None:
    """The ring that this very tap has made already. Raises ``IdTaken`` where it is another's, or for another thing."""
    known = Ring.objects.filter(pk=ring_id).first()
    if known is not None and (known.rung_by, known.about_label, known.about_id) != (actor.label, *about):
        raise IdTaken
    return known


def _end_drills(unit: str) -> None:
    """Nobody is to take what is real for a drill, and no answer to it may land there: in all of the kelurahan."""
    for each in ringing_around(whole_of(unit)).filter(drill=True).order_by("pk"):
        row = held(each)
        if row.state == Ring.RINGING:
            close(row, SYSTEM, "real")


def _call_more(actor: Actor, about: tuple[str, UUID], message: str, place: str, *, instead: UUID | None) -> Ring | None:
    """The ring that the actor saw, where it says the same: who came on duty since it rang is called by it too.

    ``None`` where there is no such ring or nobody new, and where its officers were told that nobody stands there.
    """
    going_on = Ring.objects.filter(about_label=about[0], about_id=about[1], state=Ring.RINGING).first()
    row = held(going_on) if going_on is not None else None
    seen = row is not None and row.pk == instead
    if row is None or not seen or (row.state, row.message, row.meeting) != (Ring.RINGING, message, place) or row.narrow:
        return None
    if row.guard_gone_at is not None:
        return None
    new = _newcomers(row)
    if not new or not row.filled:
        return None
    called = call_new(row, new)
    hold_together(row, timezone.now())
    if not officer_knows(row):
        raise NoOfficer
    journal.record(
        RUNG, actor=actor, unit=row.unit, about=about,
        codes={"ring": str(row.pk), "message": message, "called": len(called), "narrow": 0, "drill": int(row.drill)},
    )  # fmt: skip
    changed(row)
    return row


def _newcomers(row: Ring) -> list[Meant]:
    """Who stands on duty now and was not called yet."""
    circle, row.circle = row.circle, 0
    meant, _left_out = members(row, timezone.now())
    row.circle = circle
    there = set(Called.objects.filter(ring=row).values_list("person", flat=True))
    return [each for each in meant if each.role == Called.DUTY and each.person not in there]


def _make_way(
    actor: Actor, about: tuple[str, UUID], message: str, *, narrow: bool, instead: UUID | None
) -> Ring | None:
    """One ring at a time: the narrow one gives way to a wide one, and that one to whoever means to replace it."""
    going_on = Ring.objects.filter(about_label=about[0], about_id=about[1], state=Ring.RINGING).first()
    row = held(going_on) if going_on is not None else None
    if row is None or row.state != Ring.RINGING:
        return None
    # Officers who read that nobody is on duty are called anew, with the meeting point, once somebody is.
    same = row.message == message and not (MESSAGES[message].gathers and not row.meeting and _newcomers(row))
    if same or narrow or not (row.narrow or instead == row.pk):
        raise AlreadyRinging(MESSAGES[row.message].words)
    close(row, actor, "replaced", tells=False)
    return row


def _demand_safe(row: Ring, called: list[Called]) -> None:
    """Nobody is called to a place without an officer who knows of it, and a ring that reaches nobody is none."""
    if not officer_knows(row):
        raise NoOfficer
    if not any(each.channel for each in called):
        raise NobodyToCall
