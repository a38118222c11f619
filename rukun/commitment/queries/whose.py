"""Which promises concern somebody, as conditions for lists: what ``access`` asks of each one, asked of many.

``at`` is the way from the listed thing to its promise, as in a lookup: ``"commitment__"``; empty for promises.
"""

from uuid import UUID

from django.db.models import Exists, OuterRef, Q, Subquery

from rukun.commitment import access
from rukun.commitment.algo.states import AWAITING
from rukun.commitment.models import Claim, Handoff, Step
from rukun.commitment.owners import GOVERNMENT, KEEP, POSKO, Owner
from rukun.commitment.queries.handoffs import offered_to
from rukun.commitment.verbs import OUTSIDE_ANSWERED
from rukun.guard import Actor
from rukun.people.access.people import seats_near, seats_with
from rukun.people.queries.offices import offices_in, seats_of
from rukun.people.titles import TITLES
from rukun.training.access.duty import organisations_near


def owned_by(actor: Actor, at: str = "") -> Q:
    """Those for whose owner the actor acts, as ``owners.seat_for`` says of each. No query."""
    found = nothing(at)
    for seat in seats_with(actor, KEEP):
        found |= Q(**{f"{at}owner_title": seat.title}) & within(seat.unit, f"{at}owner_unit")
        if seat.organisation is not None:
            found |= Q(**{f"{at}owner_organisation": seat.organisation})
        if seat.title == POSKO:
            found |= Q(**{f"{at}owner_organisation__kind": GOVERNMENT, f"{at}owner_unit": seat.unit})
    return found


def owned_by_this(owner: Owner, at: str = "") -> Q:
    """Those of one owner."""
    if owner.organisation is not None:
        return Q(**{f"{at}owner_organisation": owner.organisation})
    return Q(**{f"{at}owner_title": owner.title, f"{at}owner_unit": owner.unit})


def confirmable_by(actor: Actor, at: str = "") -> Q:
    """Those that wait, and of which the actor may say that they are done, as ``access.may_confirm`` says of each.

    A few queries, none for whoever confirms nothing.
    """
    scopes, key = actor.scopes("commitments.confirm"), access.person_of(actor.label)
    if not scopes or key is None:
        return nothing(at)
    there = nothing(at)
    for scope in scopes:
        there |= within(scope, f"{at}unit")
    near = access.near_to(actor, key)
    others = Q(**{f"{at}owner_organisation": None}) | ~Q(**{f"{at}owner_organisation__in": near})
    waiting = Claim.objects.filter(commitment=OuterRef(f"{at}pk"), verdict="").exclude(by=actor.label)
    waiting = waiting.exclude(step__organisation__in=near).exclude(commitment__in=_written_nearby(near))
    worked = Step.objects.filter(commitment=OuterRef(f"{at}pk"), by=actor.label, verb__in=access.INVOLVED)
    waits = Q(**{f"{at}state": AWAITING, f"{at}local": True, f"{at}joined": None})
    return waits & there & others & ~_own_offices(actor, near, at) & Q(Exists(waiting)) & ~Q(Exists(worked))


def _own_offices(actor: Actor, near: set[UUID], at: str) -> Q:
    """Offices that they hold or lately did, or that somebody of their organisations does, or that belong to these."""
    keep = [each for each in TITLES.values() if KEEP in each.capabilities]
    held = {(seat.title, seat.unit) for seat in seats_near(actor, access.since())}
    held |= offices_in(near, [each.code for each in keep], access.since())
    found = nothing(at)
    for title, unit in held:
        found |= Q(**{f"{at}owner_title": title}) & within(unit, f"{at}owner_unit")
    for kind, unit in seats_of(near):
        titles = [each.code for each in keep if each.kinds[:1] == (kind,)]
        found |= Q(**{f"{at}owner_title__in": titles, f"{at}owner_unit": unit})
    return found


def _written_nearby(near: set[UUID]) -> list[UUID]:
    """Promises whose waiting answer may come from somebody of these organisations. One query where none came."""
    answers = Claim.objects.filter(verdict="", step__verb=OUTSIDE_ANSWERED.name).order_by()
    asking = access.asking_outside(list(answers.values_list("commitment", flat=True)))
    belongs = organisations_near(set[UUID]().union(*asking.values())) if asking else {}
    return [key for key, persons in asking.items() if any(near & belongs[each] for each in persons)]


def offered(actor: Actor, at: str = "") -> Q:
    """Those that the actor may take for an organisation or office of theirs."""
    return Q(**{f"{at}pk__in": offered_to(actor).order_by().values("commitment")})


def drawn(at: str = "") -> Q:
    """Those that somebody independent is to check: by lots, or as the code that said yes had been seen."""
    return Q(
        Exists(Claim.objects.filter(commitment=OuterRef(f"{at}pk"), verdict="", sampled_at__isnull=False)),
        **{f"{at}state": AWAITING},
    )


def asked_authority(at: str = "") -> Subquery:
    """Of those that were handed on and wait for an answer: the authority outside, ``""`` within; else nothing."""
    return Subquery(Handoff.objects.filter(commitment=OuterRef(f"{at}pk"), ended_at=None).values("authority")[:1])


def nothing(at: str) -> Q:
    return Q(**{f"{at}pk__in": []})


def within(scope: str, field: str) -> Q:
    """What has this unit, or one below it."""
    if not scope:
        return Q(**{f"{field}__gte": ""})
    return Q(**{field: scope}) | Q(**{f"{field}__startswith": f"{scope}."})
