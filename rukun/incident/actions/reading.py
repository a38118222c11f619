"""Reading what people said of a situation is written down, once for each reader."""

from rukun.guard import Actor
from rukun.incident import access
from rukun.incident.models import Incident
from rukun.incident.queries.changes import READING
from rukun.incident.verbs import READ
from rukun.journal import actions as journal
from rukun.journal.queries import Filter, find_entries


def note_read(*, actor: Actor, incident: Incident) -> None:
    """Somebody reads its words: each reader stands in the book once. Raises ``Refused``. One query when they do."""
    access.may_see(actor, incident).demand()
    known = Filter(verb=READ.name, actor=actor.label, object_label="incident", object_id=str(incident.pk))
    if find_entries(READING, known).entries:
        return
    with journal.atomic():
        Incident.objects.select_for_update().filter(pk=incident.pk).first()  # two tabs at once write one line
        if not find_entries(READING, known).entries:
            journal.record(READ, actor=actor, unit=incident.unit, about=("incident", incident.pk))
