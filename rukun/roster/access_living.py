"""Who may do what on the night itself. The question about each is asked again under the lock, in the actions."""

from datetime import date, timedelta
from uuid import UUID

from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from rukun.guard import Actor, Allowed, Decision, Denied
from rukun.roster.access import SEE, may_keep, may_see, own_watchers, watcher_of
from rukun.roster.models import Call, CallAsk, Duty, Handover, Post, Roster, Swap, Watch, Watcher
from rukun.training.access.members import own_key
from rukun.training.algo.fitness import SUSPENDED_NOW
from rukun.training.queries.fitness import duty_status

EARLY = timedelta(minutes=60)
"""So long before a shift begins people may check in, and read what the shift before wrote."""
AFTERWARDS = timedelta(hours=2)
"""So long after it they may still write what the next one needs to know."""


def own_duties(actor: Actor) -> QuerySet[Duty]:
    """The duties of published rosters in which the actor takes part, without those taken away."""
    return _known().filter(watcher__in=own_watchers(actor), gone_at=None)


def may_take_roll(actor: Actor, watch: Watch, shift: UUID, night: date) -> Decision:
    """Whether the actor notes who came to a shift: whoever leads there that night, or keeps the roster.

    Not who is suspended from duty.
    """
    leads = own_duties(actor).filter(shift=shift, night=night, watcher__leader=True, absent_at=None)
    if may_keep(actor, watch).allowed or (leads.exists() and not is_suspended(actor)):
        return Allowed()
    return Denied(_("Kehadiran dicatat oleh ketua regu malam itu atau penyusun jadwal. Atau pindai kode di pos."))


def may_speak_for(actor: Actor, watcher: Watcher) -> Decision:
    """Whether the actor gives this watcher's duties away: themselves, or whoever keeps the roster."""
    if own_watchers(actor).filter(pk=watcher.pk).exists() or may_keep(actor, watcher.watch).allowed:
        return Allowed()
    return Denied(_("Hanya yang punya giliran itu, atau penyusun jadwal, yang dapat melakukannya."))


def may_accept(actor: Actor, swap: Swap) -> Decision:
    """Whether the actor answers a swap: whoever was asked, or, where nobody was named, any other of the watch."""
    if takes(actor, swap) is not None:
        return Allowed()
    return Denied(_("Permintaan tukar ini ditujukan kepada peserta lain."))


def takes(actor: Actor, swap: Swap) -> Watcher | None:
    """As whom the actor would take the duty; ``None`` where it is not offered to them."""
    mine = own_watchers(actor)
    if swap.to_id is not None:
        return mine.filter(pk=swap.to_id).first()
    watcher = watcher_of(actor, swap.duty.watch)
    return None if watcher is None or watcher.pk == swap.duty.watcher_id else watcher


def swap_for(actor: Actor, key: UUID) -> Swap | None:
    """A swap, for whoever sees the watch's roster; ``None`` for all others and where there is none."""
    found = (
        Swap.objects.select_related("duty__watch__organisation", "duty__watcher", "duty__shift__post", "to", "for_duty")
        .filter(pk=key)
        .first()
    )
    return found if found is not None and may_see(actor, found.duty.watch).allowed else None


def call_for(actor: Actor, key: UUID) -> Call | None:
    """A search for a stand-in, for whoever may end it: the one whose duty it is, or the keeper."""
    found = Call.objects.select_related("duty__watch__organisation", "duty__watcher").filter(pk=key).first()
    return found if found is not None and may_speak_for(actor, found.duty.watcher).allowed else None


def ask_for(actor: Actor, key: int) -> CallAsk | None:
    """The actor's own being asked to stand in."""
    found = CallAsk.objects.select_related("call__duty__watch__organisation", "call__duty__shift__post", "watcher")
    return found.filter(pk=key, watcher__in=own_watchers(actor)).first()


def may_write_note(actor: Actor, post: Post) -> Decision:
    """Whether the actor leaves word for the next shift: whoever is, or just was, on duty there, and the keeper."""
    if stands_at(actor, post) or may_keep(actor, post.watch).allowed:
        return Allowed()
    return Denied(_("Catatan serah giliran ditulis oleh yang sedang atau baru saja berjaga di pos itu."))


def stands_at(actor: Actor, post: Post) -> bool:
    """Whether the actor is, was just now, or will soon be on duty at a post, and is not suspended from it."""
    now = timezone.now()
    there = own_duties(actor).filter(
        shift__post=post, starts_at__lte=now + EARLY, ends_at__gte=now - AFTERWARDS, absent_at=None
    )
    return there.exists() and not is_suspended(actor)


def may_read_notes(actor: Actor, post: Post) -> Decision:
    """Whether the actor reads what shifts left there: those on duty or about to be, the keeper, officers of the area.

    Not who is suspended from duty.
    """
    if may_write_note(actor, post).allowed or actor.may(SEE, post.unit).allowed:
        return Allowed()
    return Denied(_("Catatan serah giliran dibaca oleh regu di pos itu, sejak satu jam sebelum gilirannya."))


def note_for(actor: Actor, key: UUID) -> Handover | None:
    """A note that the actor may take away: its writer or the keeper."""
    found = Handover.objects.select_related("post__watch__organisation").filter(pk=key).first()
    if found is None or not (found.by == actor.label or may_keep(actor, found.post.watch).allowed):
        return None
    return found


def post_with_token(token: str) -> Post | None:
    """The open post on whose wall this code hangs."""
    found = Post.objects.select_related("watch__organisation").filter(token=token, closed_at=None).first()
    return found if found is not None and token else None


def post_seen(actor: Actor, key: UUID) -> Post | None:
    """A post, for whoever may read or write its notes."""
    found = Post.objects.select_related("watch__organisation").filter(pk=key).first()
    return found if found is not None and may_read_notes(actor, found).allowed else None


def is_suspended(actor: Actor) -> bool:
    """Whether the actor is suspended from duty at this moment."""
    key = own_key(actor)
    return key is not None and any(each.code == SUSPENDED_NOW for each in duty_status(key, timezone.now()).reasons)


def _known() -> QuerySet[Duty]:
    there = Q(watcher__until=None) | Q(watcher__until__gte=F("night"))
    return Duty.objects.filter(there, roster__state=Roster.PUBLISHED)
