"""How long the kentongan waits in a unit."""

from django.db import IntegrityError
from django.utils import timezone

from rukun.alarm.access import may_manage
from rukun.alarm.errors_setup import ChangedHere, Impatient, OutOfBounds
from rukun.alarm.models import Setting
from rukun.alarm.settings import BOUNDS, Times
from rukun.alarm.verbs import SETTING_CHANGED
from rukun.guard import Actor
from rukun.journal import actions as journal

NEW = "new"
"""What ``stamp_of`` says of a unit that has no times of its own."""


def stamp_of(row: Setting | None) -> str:
    """What a form saw, so that nobody overwrites what somebody else did meanwhile."""
    return row.changed_at.isoformat() if row is not None else NEW


def save_setting(
    *,
    actor: Actor,
    unit: str,
    channel_seconds: int,
    circle_seconds: int,
    needed: int,
    lasts_minutes: int,
    seen: str = "",
) -> Times:
    """Say how long is waited in a unit and below it, from the next ring on.

    ``seen`` is what ``stamp_of`` said when the form was shown. Raises ``Refused``, ``OutOfBounds``, ``Impatient``,
    ``ChangedHere``.
    """
    may_manage(actor, unit).demand()
    given = {
        "channel_seconds": channel_seconds,
        "circle_seconds": circle_seconds,
        "needed": needed,
        "lasts_minutes": lasts_minutes,
    }
    for name, value in given.items():
        low, high = BOUNDS[name]
        if not low <= value <= high:
            raise OutOfBounds(name, low, high)
    if circle_seconds < channel_seconds:
        raise Impatient
    try:
        with journal.atomic():
            _save(actor, unit, given, seen)
    except IntegrityError:  # somebody else was the first a moment sooner
        raise ChangedHere from None
    return Times(**given, unit=unit)


def _save(actor: Actor, unit: str, given: dict[str, int], seen: str) -> None:
    row = Setting.objects.select_for_update().filter(pk=unit).first()
    if row is not None and all(getattr(row, name) == value for name, value in given.items()):
        return
    if seen and seen != stamp_of(row):
        raise ChangedHere
    said = {**given, "changed_at": timezone.now(), "changed_by": actor.label}
    if row is None:
        Setting.objects.create(unit=unit, **said)
    else:
        Setting.objects.filter(pk=unit).update(**said)
    journal.record(SETTING_CHANGED, actor=actor, unit=unit, about=("alarm_setting", unit), codes=given)


def forget_setting(*, actor: Actor, unit: str) -> None:
    """Let a unit follow the nearest one around it again. Raises ``Refused``."""
    may_manage(actor, unit).demand()
    with journal.atomic():
        if Setting.objects.filter(pk=unit).delete()[0]:
            journal.record(
                SETTING_CHANGED, actor=actor, unit=unit, about=("alarm_setting", unit), codes={"did": "forgotten"}
            )
