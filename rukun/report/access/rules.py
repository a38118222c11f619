"""Who sees the table of receivers, and who writes it: where they are responsible for reports, and no further."""

from uuid import UUID

from django.db.models import Q, QuerySet

from rukun.guard import Actor, Decision, covers
from rukun.people.access import holds_any, inside
from rukun.report.models import OwnerRule

EDIT, READ = "reports.rules", "reports.handle"


def can_see_rules(actor: Actor) -> Decision:
    """Whether there is any unit whose lines the actor may read."""
    return holds_any(actor, EDIT, READ)


def can_edit_rules(actor: Actor) -> Decision:
    """Whether there is any unit for which the actor may write lines."""
    return actor.holds(EDIT)


def may_edit_rules(actor: Actor, unit: str) -> Decision:
    """Whether the actor may write lines for this very unit."""
    return actor.may(EDIT, unit)


def rule_units(actor: Actor) -> list[str]:
    """Where the actor reads the table, the widest of each path."""
    scopes = sorted({*actor.scopes(EDIT), *actor.scopes(READ)}, key=lambda each: (each.count("."), each))
    return [each for each in scopes if not any(covers(other, each) and other != each for other in scopes)]


def rules_visible_to(actor: Actor) -> QuerySet[OwnerRule]:
    """The lines that decide about reports in the actor's units: theirs, and those of the units that hold them."""
    found = Q(pk__in=[])
    for scope in rule_units(actor):
        found |= inside(scope) | Q(unit__in=_above(scope))
    return OwnerRule.objects.filter(found).select_related("to_organisation")


def rule_for(actor: Actor, key: UUID) -> OwnerRule | None:
    """The line, ``None`` both where there is none and where the actor may not see it."""
    return rules_visible_to(actor).filter(pk=key).first()


def _above(unit: str) -> list[str]:
    parts = unit.split(".")
    return [".".join(parts[:end]) for end in range(1, len(parts))]
