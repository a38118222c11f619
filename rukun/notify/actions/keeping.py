"""What the room keeps of people, and for how long."""

from datetime import timedelta

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from rukun.notify.actions.contacts import in_portions
from rukun.notify.channels import PUSH
from rukun.notify.models import Contact, Outgoing, Question, Received, Wish
from rukun.people.queries import ways_to
from rukun.people.queries.persons import not_over

WEEK = timedelta(days=7)
GRACE = timedelta(days=1)
"""So much longer waits what could not be heard within a week because everything was off."""
UNUSED = timedelta(days=180)
AT_ONCE = 1000
ASTRAY = timedelta(minutes=1)
"""What was written so far in the future was written before the clock was set back."""


def put_away() -> int:
    """Erase what has been kept for its time: see each table's ``retention``. Returns how many rows went."""
    now = timezone.now()
    erase_words()
    gone = _erased(Received.objects.exclude(state=Received.NEW).filter(came_at__lte=now - WEEK))
    gone += _erased(Received.objects.filter(came_at__lte=now - WEEK - GRACE))
    gone += _erased(Outgoing.objects.filter(next_at=None, written_at__lte=now - WEEK))
    gone += _erased(Question.objects.filter(until__lte=now - WEEK))
    gone += _erased(Contact.objects.filter(channel=PUSH, stopped_at__lte=now - WEEK))
    return gone + _forget_persons() + _forget_unused()


def erase_words() -> int:
    """Erase the words of messages that a provider took and said nothing more of, once they are of no use."""
    over = Outgoing.objects.filter(next_at=None, until__lte=timezone.now()).exclude(content=None)
    return over.update(content=None)


def mend_clock() -> int:
    """Where the clock was set back, what was written before would wait until it has caught up: it is due now."""
    now = timezone.now()
    mended = 0
    future = now + ASTRAY
    rows = Outgoing.objects.filter(written_at__gt=future, next_at__gt=now)
    for row in rows[:AT_ONCE]:
        ahead = row.written_at - now
        row.written_at, row.until = now, row.until - ahead
        row.next_at = max(now, row.next_at - ahead) if row.next_at else None
        row.save(update_fields=["written_at", "until", "next_at"])
        mended += 1
    return mended + Received.objects.filter(came_at__gt=future, state=Received.NEW).update(came_at=now, next_at=now)


def _forget_persons() -> int:
    """Ways to somebody who was released or erased, and their wishes."""
    gone = 0
    for model in (Contact, Wish):
        persons = set(model.objects.filter(person__isnull=False).values_list("person", flat=True))
        for some in in_portions(persons):
            left = ways_to(some)
            gone += _erased(model.objects.filter(person__in=[key for key in some if key not in left]))
    return gone


def _forget_unused() -> int:
    """Contacts that nobody used for so long, but those of people who hold an office or asked to be told."""
    wishes = Wish.objects.filter(person=OuterRef("person"))
    pending = Outgoing.objects.filter(contact=OuterRef("pk"))
    old = Contact.objects.filter(used_at__lte=timezone.now() - UNUSED, sink=None)
    old = old.filter(~Exists(wishes), ~Exists(pending))
    gone = 0
    for some in in_portions(old.values_list("pk", "person")):
        held = not_over([person for _key, person in some if person is not None])
        gone += _erased(Contact.objects.filter(pk__in=[key for key, person in some if not held.get(person)]))
    return gone


def _erased(
    rows: "QuerySet[Received] | QuerySet[Outgoing] | QuerySet[Question] | QuerySet[Contact] | QuerySet[Wish]",
) -> int:
    """So many at a time, so that nobody waits long to write."""
    gone = 0
    while keys := list(rows.order_by().values_list("pk", flat=True)[:AT_ONCE]):
        rows.model.objects.filter(pk__in=keys).delete()
        gone += len(keys)
    return gone
