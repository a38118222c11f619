"""The end of a ring: nobody is called any more, nobody needs to answer, and all who were told are told once."""

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone, translation

from rukun.alarm import notices
from rukun.alarm.access import may_ring_in
from rukun.alarm.actions.calling import about_ring
from rukun.alarm.actions.holding import SYSTEM, changed, held, moment
from rukun.alarm.errors import NotAnEnding
from rukun.alarm.messages import CAREFUL, STAYED, ending_for, over_words
from rukun.alarm.models import Called, Ring
from rukun.alarm.verbs import ENDED
from rukun.alarm.words import where_of
from rukun.guard import Actor, Decision
from rukun.journal import actions as journal
from rukun.notify.actions.asking import take_back
from rukun.notify.actions.calling_many import drop
from rukun.notify.actions.errands import leave
from rukun.notify.actions.sinks import tell_posko
from rukun.notify.actions.telling import tell_many
from rukun.territory.algo import codes
from rukun.ui.addresses import whole

BY_PEOPLE = ("safe", "false")
OVER = "alarm_over"
"""The errand that tells thousands that it is over."""
AT_ONCE = 200
"""So many are told in the same transaction."""
LATELY = timedelta(days=1)
"""So long a ring that ended while its level went on keeps people from reading that it is calm there."""


def end(*, actor: Actor, ring: Ring, ending: str, may: Decision | None = None, still: bool = False) -> Ring:
    """End a ring for everybody: "safe", or "false" for a false alarm. Ended twice it is ended once.

    ``may`` is what the room above says; without it whoever may ring there may end it. ``still``: what it rang for goes
    on, so that one person's word makes nobody believe that it is safe there, or that there was nothing.
    Raises ``Refused``, ``NotAnEnding``.
    """
    (may or may_ring_in(actor, ring.unit)).demand()
    if ending not in BY_PEOPLE:
        raise NotAnEnding
    with journal.atomic():
        row = held(ring)
        if row.state == Ring.RINGING:
            close(row, actor, "still" if still else ending)
    return row


def end_all_about(*, actor: Actor, label: str, key: UUID) -> int:
    """The thing is over for which it rang. Returns how many rings ended; in the caller's transaction."""
    with journal.atomic():
        rows = list(Ring.objects.select_for_update().filter(about_label=label, about_id=key, state=Ring.RINGING))
        for row in rows:
            close(row, actor, "closed")
    return len(rows)


def end_unfit(
    *,
    label: str,
    key: UUID,
    allowed: Collection[str],
    worse: bool,
    near: Callable[[str], bool] | None = None,
    calm: bool = False,
) -> int:
    """End what rings for a thing with a message that is not ``allowed`` any more, as the thing is now.

    Also what gathers people at a meeting point that is ``near`` it now, by its name. Whoever was told hears it at once;
    where it got ``worse``, or they would walk there, that they stay away. ``calm``: those of earlier rings are told as
    ``tell_calm`` says, but for whoever hears now that this one is over. Returns how many ended.
    """
    with journal.atomic():
        going_on = Ring.objects.filter(about_label=label, about_id=key, state=Ring.RINGING).select_for_update()
        ends = [(row, near is not None and row.meeting != "" and near(row.meeting)) for row in going_on]
        ends = [(row, there) for row, there in ends if there or row.message not in allowed]
        for row, there in ends:
            close(row, SYSTEM, "worse" if worse or (there and not calm) else "level")
        if calm:
            tell_calm(label=label, key=key, but=[row.pk for row, _there in ends])
    return len(ends)


def tell_calm(*, label: str, key: UUID, but: Collection[UUID] = ()) -> int:
    """The thing is calm again, by the word of those who may say so: whoever was told to keep away for it hears it once.

    Not whoever is called or kept away by something else, nor by the rings in ``but``, which ended now. Returns of how
    many rings; in the caller's transaction.
    """
    with journal.atomic():
        found = Ring.objects.filter(about_label=label, about_id=key, state=Ring.ENDED, drill=False, calm_told_at=None)
        rows = list(found.filter(ending__in=STAYED).select_for_update().order_by("pk"))
        for row in rows:
            row.calm_told_at = timezone.now()
            row.save(update_fields=["calm_told_at"])
        if Called.objects.filter(ring__in=rows).count() > AT_ONCE:
            leave(OVER, {"ring": str(rows[0].pk), "calm": [str(row.pk) for row in rows], "but": [*map(str, but)]})
        else:
            _tell_calm(rows, but)
    return len(rows)


def close(row: Ring, actor: Actor, ending: str, *, tells: bool = True) -> None:
    """End a ring that is held: nothing of it goes out any more, and whoever was told is told that it is over.

    Not here where it gives way to another: ``tell_left`` does that, once it is known who is called now.
    """
    row.state, row.ended_at, row.ended_by, row.ending = Ring.ENDED, moment(row), actor.label, ending
    Called.objects.filter(ring=row, next_at__isnull=False).update(next_at=None)
    take_back(about_ring(row))
    drop(Called.objects.filter(ring=row, bundle__isnull=False).order_by().values("bundle"))
    said = Called.objects.filter(ring=row).order_by().values_list("answer").annotate(Count("pk"))
    answers = Counter(dict(said))
    journal.record(
        ENDED, actor=actor, unit=row.unit, about=(row.about_label, row.about_id),
        codes={
            "ring": str(row.pk), "ending": ending, "called": sum(answers.values()), "comes": answers[Called.COMES],
            "cannot": answers[Called.CANNOT], "withdrew": answers[Called.WITHDREW],
        },
    )  # fmt: skip
    if tells:
        if sum(answers.values()) > AT_ONCE:
            leave(OVER, {"ring": str(row.pk)})
        else:
            _tell(row)
        if not row.narrow and ending in notices.TO_SINKS:
            tell_posko(notices.over_name(row.ending, drill=row.drill), codes.up_to(row.unit, codes.RW), urgent=True)
    changed(row)


def tell_over(left: Mapping[str, Any], _left_at: datetime) -> None:
    """In the worker: thousands are told that it is over, all of them in its one transaction."""
    row = Ring.objects.filter(pk=left["ring"], state=Ring.ENDED).first()
    if left.get("calm"):
        _tell_calm(list(Ring.objects.filter(pk__in=left["calm"]).order_by("pk")), left["but"])
    elif row is not None:
        new = Ring.objects.filter(pk=left["by"]).first() if left.get("by") else None
        _tell(row, new)


def tell_left(old: Ring, new: Ring) -> None:
    """Those whom a ring had told that gave way, and whom the new one does not reach now, are told to stay away.

    In the caller's transaction, once the new one has called its first circle.
    """
    if Called.objects.filter(ring=old).count() > AT_ONCE or not new.filled:
        leave(OVER, {"ring": str(old.pk), "by": str(new.pk)})
    else:
        _tell(old, new)


def run_out(row: Ring) -> None:
    """Nobody ended it in time: no one is called any more."""
    close(row, SYSTEM, "run_out")


def _tell(row: Ring, new: Ring | None = None) -> None:
    """Everybody who was told, but for those who are called by the ring that came instead."""
    told = Called.objects.filter(ring=row, told__gt=0)
    if new is not None:
        told = told.exclude(person__in=Called.objects.filter(ring=new, told__gt=0).values("person"))
    roles = dict(told.order_by().values_list("person", "role"))
    persons = set(roles)
    others: set[UUID] = set()
    if not row.drill and row.ending not in CAREFUL:
        on = Called.objects.filter(ring__state=Ring.RINGING, ring__drill=False, told__gt=0)
        on = on.exclude(ring=row)  # which is not saved yet
        others = persons & set(on.exclude(answer__in=(Called.CANNOT, Called.WITHDREW)).values_list("person", flat=True))
    by_ending: dict[str, set[UUID]] = {"other": others}
    for person in persons - others:
        by_ending.setdefault(ending_for(row.ending, roles[person]), set()).add(person)
    for ending, whom in by_ending.items():
        if whom:
            _tell_ending(row, ending, whom)


def _tell_calm(rows: Sequence[Ring], but: Collection[Any]) -> None:
    """Everybody whom these rings of one thing had told, once; the last of the rings names the place."""
    if not rows:
        return
    persons = set(Called.objects.filter(ring__in=rows, told__gt=0).values_list("person", flat=True))
    goes_on = Q(ring__state=Ring.RINGING) | Q(
        ring__ending__in=STAYED, ring__calm_told_at=None, ring__ended_at__gt=timezone.now() - LATELY
    )
    others = Called.objects.filter(goes_on | Q(ring__in=but), ring__drill=False, told__gt=0, person__in=persons)
    persons -= set(others.values_list("person", flat=True))
    if persons:
        _tell_ending(rows[-1], "calm", persons)


def _tell_ending(row: Ring, ending: str, persons: Collection[UUID]) -> None:
    with translation.override(settings.LANGUAGE_CODE):
        words = over_words(ending, where=where_of(row.unit), drill=row.drill)
        values = {"words": words, "page": whole(reverse("alarm:calls"))}
        tell_many(
            notices.over_name(ending, drill=row.drill),
            [(person, values) for person in persons],
            urgent=True,
            about=about_ring(row),
            url=reverse("alarm:calls"),
        )
