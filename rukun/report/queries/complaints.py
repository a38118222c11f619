"""Of whose members a complaint may be, for whoever may keep them from duty."""

from uuid import UUID

from rukun.guard import Actor
from rukun.report.models import Report
from rukun.training.access.duty import Circle, circles_of
from rukun.training.queries.duty import members_seen


def groups_of(actor: Actor, report: Report) -> list[Circle]:
    """The groups of whose members the actor sees who is fit, the one that the complaint names alone if it names one."""
    groups = circles_of(actor)
    return [each for each in groups if report.organisation_id in (None, each.key)]


def members_of(group: Circle) -> list[tuple[UUID, str]]:
    """Id and name, by name. One query."""
    return [(key, name) for key, (name, _groups) in members_seen([group]).items()]
