"""Who could take somebody's duty, the fairest first."""

from rukun.roster.algo import standing_in
from rukun.roster.frames import frame_of
from rukun.roster.models import Duty, Roster, Watcher


def stand_ins(duty: Duty) -> list[Watcher]:
    """Watchers who could take this duty without breaking a rule, the fairest first; also by past rosters.

    In a bounded number of queries, as ``frames.frame_of``. ``duty.roster`` and ``duty.watch`` should be there already.
    """
    roster = duty.roster
    frame = frame_of(duty.watch, roster.first, roster.last, with_current=False)
    published = Duty.objects.filter(
        watch=duty.watch, roster__state=Roster.PUBLISHED, gone_at=None, night__range=(roster.first, roster.last)
    )
    place = frame.place(duty.night, duty.shift_id)
    free = standing_in.order(frame.problem, frame.assignment(published), place, str(duty.watcher_id))
    standing = frame.standing.get(place, {})
    return [frame.watcher_of[each] for each in free if each in standing]
