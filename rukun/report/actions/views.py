"""Selections of the list that somebody keeps for themselves.

Nothing of it goes into the journal: it is of no concern to anybody else.
"""

from uuid import UUID

from django.http import QueryDict
from django.utils import timezone

from rukun.guard import Actor
from rukun.journal import actions as journal
from rukun.report import access
from rukun.report.errors.inbox import NameTaken, SelectionTooLong, TooManyViews, ViewGone
from rukun.report.models import SavedView
from rukun.report.queries.views import person_of, views_of

MOST = 20
LONGEST = 400
FIELDS = ("wilayah", "jenis", "status", "pihak", "prioritas", "urut")
"""What of an address is kept: the filter, and nothing else that somebody may have put there."""


def selection_of(query: str) -> str:
    """An address's query, cut to what selects and put in one order."""
    given = QueryDict(query)
    kept = QueryDict(mutable=True)
    for each in FIELDS:
        if value := given.get(each, "").strip():
            kept[each] = value
    return kept.urlencode()


def save_view(*, actor: Actor, name: str, query: str) -> SavedView:
    """Keep a selection; under a name that they have already it replaces that one.

    Raises ``Refused``, ``TooManyViews``, ``SelectionTooLong``.
    """
    access.can_see_reports(actor).demand()
    name, query = " ".join(name.split()), selection_of(query)
    if len(query) > LONGEST:
        raise SelectionTooLong
    with journal.atomic():
        kept = views_of(actor)
        if not kept.filter(name=name).exists() and kept.count() >= MOST:
            raise TooManyViews(MOST)
        view, _new = SavedView.objects.update_or_create(
            person_id=person_of(actor), name=name, defaults={"query": query, "made_at": timezone.now()}
        )
    return view


def rename_view(*, actor: Actor, key: UUID, name: str) -> SavedView:
    """Raises ``ViewGone``, ``NameTaken``."""
    name = " ".join(name.split())
    with journal.atomic():
        view = views_of(actor).select_for_update().filter(pk=key).first()
        if view is None:
            raise ViewGone
        if views_of(actor).filter(name=name).exclude(pk=key).exists():
            raise NameTaken
        view.name = name
        view.save(update_fields=["name"])
    return view


def delete_view(*, actor: Actor, key: UUID) -> None:
    """Done twice it is done once."""
    with journal.atomic():
        views_of(actor).filter(pk=key).delete()
