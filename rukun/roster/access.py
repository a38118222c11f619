"""Who may do what with a watch, its rosters and duties."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rukun.almanac.queries import zone_in
from rukun.guard import Actor, Allowed, Decision, Denied, System
from rukun.people import access as people
from rukun.people.queries.holders import serving
from rukun.roster.models import Duty, Roster, Watch, Watcher
from rukun.roster.queries.on_duty import UNIFORMED
from rukun.training.access.members import own_key
from rukun.training.queries.members import members_among

KEEP, KEEP_IN_UNIT, SEE = "roster.keep", "roster.keep_in_unit", "duty.see"
BY_RESIDENTS = "siskamling"
"""The kind of organisation whose roster the heads of its RW or RT keep, too."""
_NOT_KEEPER = gettext_lazy("Jadwal ini disusun oleh pengurus atau koordinatornya.")


def can_keep_any(actor: Actor) -> Decision:
    """Whether there may be a roster that the actor keeps."""
    held = actor.holds(KEEP)
    return held if held.allowed else actor.holds(KEEP_IN_UNIT)


def may_keep(actor: Actor, watch: Watch) -> Decision:
    """Whether the actor makes this watch's rosters: its own board and coordinators; of residents, also RW and RT."""
    return may_keep_for(actor, watch.organisation)


def may_keep_for(actor: Actor, organisation: Any) -> Decision:
    """The same of an organisation, which may not have a watch yet."""
    if isinstance(actor, System) or any(key == organisation.pk for key, _unit in people.circles_with(actor, KEEP)):
        return Allowed()
    if organisation.kind == BY_RESIDENTS and actor.may(KEEP_IN_UNIT, organisation.unit).allowed:
        return Allowed()
    anywhere = can_keep_any(actor)
    return Denied(str(_NOT_KEEPER)) if anywhere.allowed else anywhere


def may_see(actor: Actor, watch: Watch) -> Decision:
    """Whether the actor sees the published rosters with names: who takes part, who keeps them, officers there.

    Empty nights and names are nobody else's business.
    """
    if may_keep(actor, watch).allowed or actor.may(SEE, watch.unit).allowed or watcher_of(actor, watch) is not None:
        return Allowed()
    return Denied(_("Jadwal ronda hanya untuk pesertanya, penyusunnya, dan petugas di wilayah itu."))


def watch_for(actor: Actor, key: UUID) -> Watch | None:
    """The watch, for whoever may see it; ``None`` both where it is absent and where they may not."""
    found = Watch.objects.select_related("organisation").filter(pk=key).first()
    return found if found is not None and may_see(actor, found).allowed else None


def watch_kept_by(actor: Actor, key: UUID) -> Watch | None:
    """The watch, for whoever makes its rosters."""
    found = Watch.objects.select_related("organisation").filter(pk=key).first()
    return found if found is not None and may_keep(actor, found).allowed else None


def roster_kept_by(actor: Actor, key: UUID) -> Roster | None:
    """The roster, whatever its state, for whoever makes it."""
    found = Roster.objects.select_related("watch__organisation").filter(pk=key).first()
    return found if found is not None and may_keep(actor, found.watch).allowed else None


def duty_for(actor: Actor, key: UUID) -> Duty | None:
    """A duty of a published roster, for whoever may see it."""
    found = (
        Duty.objects.select_related("watch__organisation", "watcher", "shift__post", "roster")
        .filter(pk=key, roster__state=Roster.PUBLISHED)
        .first()
    )
    return found if found is not None and may_see(actor, found.watch).allowed else None


def own_watchers(actor: Actor) -> QuerySet[Watcher]:
    """As whom the actor takes part, in each watch, now or before."""
    key = own_key(actor)
    return Watcher.objects.filter(persons__person=key) if key else Watcher.objects.none()


def watcher_of(actor: Actor, watch: Watch) -> Watcher | None:
    """As whom the actor takes part in a watch now, the morning after their last night included.

    Only while they are a member of its organisation, on leave or not, or, as an officer, in office.
    """
    yesterday = timezone.now().astimezone(zone_in(watch.unit)).date() - timedelta(days=1)
    mine = own_watchers(actor).filter(Q(until=None) | Q(until__gte=yesterday), watch=watch)
    return next(iter(_belonging(actor, mine.select_related("watch"))), None)


def is_own(actor: Actor, watcher: Watcher) -> bool:
    """Whether the actor is one of the persons behind a watcher."""
    key = own_key(actor)
    return key is not None and watcher.persons.filter(person=key).exists()


def may_answer_for(actor: Actor, watcher: Watcher) -> Decision:
    """Whether the actor says when a watcher can stand: themselves, or whoever keeps the roster, from paper."""
    return Allowed() if is_own(actor, watcher) else may_keep(actor, watcher.watch)


def watches_seen_by(actor: Actor) -> QuerySet[Watch]:
    """The watches whose published rosters the actor sees."""
    mine = own_watchers(actor).filter(_not_over()).select_related("watch")
    seen = Q(pk__in=[each.watch_id for each in _belonging(actor, mine)])
    seen |= Q(organisation__in=[key for key, _unit in people.circles_with(actor, KEEP)])
    for scope in actor.scopes(KEEP_IN_UNIT):
        seen |= _within(scope) & Q(organisation__kind=BY_RESIDENTS)
    for scope in actor.scopes(SEE):
        seen |= _within(scope)
    return Watch.objects.select_related("organisation").filter(seen).order_by("organisation__name", "pk")


def _within(scope: str) -> Q:
    return Q(unit=scope) | Q(unit__startswith=f"{scope}.") if scope else Q(pk__isnull=False)


def _belonging(actor: Actor, mine: Iterable[Watcher]) -> list[Watcher]:
    """Those as whom the actor still takes part: one query for each organisation, one for offices, none for none."""
    found, key = list(mine), own_key(actor)
    if key is None or not found:
        return []
    organisations = {each.watch.organisation_id for each in found if not each.officer}
    member_of = {each for each in organisations if members_among(each, [key])}
    in_office = any(each.officer for each in found) and bool(serving([key], UNIFORMED, timezone.now()))
    return [each for each in found if (in_office if each.officer else each.watch.organisation_id in member_of)]


def _not_over() -> Q:
    """The night of the last day goes on until the next morning, wherever the watch is."""
    return Q(until=None) | Q(until__gte=timezone.localdate() - timedelta(days=1))
