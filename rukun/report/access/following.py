"""Who sees how promises to reporters are kept, and who may take the list of reports along as a file."""

from django.db.models import Q, QuerySet

from rukun.guard import Actor, Decision, covers
from rukun.people.access import holds_any, inside
from rukun.report.categories import ORDINARY
from rukun.report.models import Report

WATCH, HANDLE, SEE = "commitments.watch", "reports.handle", "reports.see"


def can_watch(actor: Actor) -> Decision:
    """Whether there is any unit whose figures, and whose late promises, the actor sees."""
    return holds_any(actor, WATCH)


def watched_units(actor: Actor) -> list[str]:
    """Where, the widest of each path."""
    scopes = sorted(actor.scopes(WATCH), key=lambda each: (each.count("."), each))
    return [each for each in scopes if not any(covers(other, each) and other != each for other in scopes)]


def reads_all_of(actor: Actor, unit: str) -> bool:
    """Whether the actor reads the ordinary reports of a unit, so that a number may lead to a list of them."""
    return any(covers(scope, unit) for scope in actor.scopes(SEE))


def late_before(actor: Actor) -> QuerySet[Report]:
    """The reports whose lateness was raised to the actor's level: category, RW and owner, and no word of them.

    Those of owners below the actor's own unit, once the unit was told, also when others above it were told since.
    """
    found = Q(pk__in=[])
    for scope in watched_units(actor):
        if scope:
            parts = scope.split(".")
            told = [".".join(parts[:end]) for end in range(1, len(parts) + 1)]
            found |= Q(commitment__owner_unit__startswith=f"{scope}.", commitment__raised_to__in=told)
        else:
            found |= ~Q(commitment__raised_to="")
    owed = Q(commitment__closed_at=None, commitment__joined=None) & ~Q(commitment__book="")
    return Report.objects.filter(found & owed, category__in=ORDINARY).select_related("commitment").defer("account")


def can_export(actor: Actor) -> Decision:
    """Whether the actor handles the reports of any unit: they alone take lists along."""
    return actor.holds(HANDLE)


def exportable(actor: Actor) -> Q:
    """What may be in such a file: ordinary reports that the actor handles, whatever else they may read."""
    handled = Q(pk__in=[])
    for scope in actor.scopes(HANDLE):
        handled |= inside(scope)
    return Q(category__in=ORDINARY) & handled
