"""The selections of the list that somebody keeps."""

from uuid import UUID

from django.db.models import QuerySet

from rukun.guard import Actor
from rukun.report.models import SavedView


def views_of(actor: Actor) -> QuerySet[SavedView]:
    """Those of the actor, by name; none of anybody else, and none of a program."""
    key = person_of(actor)
    return SavedView.objects.filter(person=key) if key else SavedView.objects.none()


def person_of(actor: Actor) -> UUID | None:
    kind, _separator, key = actor.label.partition(":")
    return UUID(key) if kind == "person" else None
