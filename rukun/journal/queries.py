"""Reading the buku mutasi."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from rukun.guard import Actor, covers
from rukun.journal.algo.chain import chain_of
from rukun.journal.models import Entry, Note
from rukun.journal.naming import names_of
from rukun.journal.verbs import LOG_WRITTEN, verbs_that_need, words_for

PAGE, BATCH = 50, 500
EARLIEST, LATEST = date(2000, 1, 1), date(2100, 1, 1)
"""Days to look between; a day beyond them is taken for the nearest of the two."""


@dataclass(frozen=True)
class Filter:
    """What to look for. Empty fields do not narrow; days are in the installation's time zone, both included."""

    unit: str = ""
    verb: str = ""
    actor: str = ""
    object_label: str = ""
    object_id: str = ""
    since: date | None = None
    until: date | None = None
    verbs: Collection[str] = ()
    """Any of these; none narrows nothing."""


@dataclass(frozen=True)
class Line:
    """An entry as a page shows it. ``text`` is what was written by hand, if the reader may see it."""

    entry: Entry
    words: str
    actor: str
    text: str


@dataclass(frozen=True)
class Page:
    """Up to ``PAGE`` entries, newest first. ``older`` and ``newer`` are cursors for the neighbours, or ``None``."""

    entries: list[Entry]
    older: int | None
    newer: int | None


def entries_visible_to(actor: Actor) -> QuerySet[Entry]:
    """The entries of every unit over which the actor may read the journal now, but what needs more than that."""
    scopes = actor.scopes("journal.read")
    if not scopes:
        return Entry.objects.none()
    found = Entry.objects.filter(_in_any(scopes))
    for capability, verbs in verbs_that_need().items():
        more = actor.scopes(capability)
        if not all(any(covers(each, scope) for each in more) for scope in scopes):
            found = found.filter(~Q(verb__in=verbs) | _in_any(more))
    return found


def find_entries(actor: Actor, wanted: Filter, *, before: int | None = None, after: int | None = None) -> Page:
    """One page of what the actor may see. ``before``/``after`` are cursors from another page.

    Pages hang on an entry, not on a count: what is appended meanwhile moves nothing.
    """
    entries = _narrowed(entries_visible_to(actor), wanted)
    if after is not None:
        found = list(entries.filter(pk__gt=after).order_by("pk")[: PAGE + 1])
        shown = found[:PAGE][::-1]
        has_newer, has_older = len(found) > PAGE, True
    else:
        if before is not None:
            entries = entries.filter(pk__lt=before)
        found = list(entries.order_by("-pk")[: PAGE + 1])
        shown = found[:PAGE]
        has_newer, has_older = before is not None, len(found) > PAGE
    return Page(
        entries=shown,
        older=shown[-1].pk if shown and has_older else None,
        newer=shown[0].pk if shown and has_newer else None,
    )


def entries_between(
    actor: Actor, unit: str, since: datetime, until: datetime, most: int, last_of: Collection[str] = ()
) -> tuple[list[Entry], bool]:
    """The entries of a unit after ``since`` and up to ``until`` that the actor may see.

    For what one shift leaves to the next: the first ``most`` in order, and whether there are more. With ``last_of``
    the last ones of these verbs alone, in order too.
    """
    entries = entries_visible_to(actor).filter(_within(unit) if unit else Q(), time__gt=since, time__lte=until)
    if last_of:
        newest = list(entries.filter(verb__in=last_of).order_by("-pk")[: most + 1])
        return newest[:most][::-1], len(newest) > most
    found = list(entries.order_by("pk")[: most + 1])
    return found[:most], len(found) > most


def lines_for(actor: Actor, entries: Iterable[Entry]) -> list[Line]:
    """The entries in words. What was written into the book by hand is read with it by whoever may read notes.

    Any other note explains an act and may name people: it is opened one by one, and each time that is recorded.
    """
    entries = list(entries)
    names = names_of({entry.actor for entry in entries})
    scopes = actor.scopes("journal.read_notes")
    open_to_reader = [
        entry.pk
        for entry in entries
        if entry.verb == LOG_WRITTEN.name
        and (entry.actor == actor.label or any(covers(scope, entry.unit) for scope in scopes))
    ]
    texts = dict(Note.objects.filter(pk__in=open_to_reader, erased_at=None).values_list("pk", "text"))
    return [Line(entry, words_for(entry.verb), names[entry.actor], texts.get(entry.pk, "")) for entry in entries]


def note_of(entry: Entry) -> Note | None:
    """The note that belongs to an entry, if it ever had one. Its text is read through ``actions.read_note``."""
    return Note.objects.defer("text", "salt").filter(entry=entry).first()


def entries_about(actors: Collection[str], objects: Mapping[str, Collection[str]]) -> Iterator[Entry]:
    """What actors of these labels did, and what was done to these objects (label: ids); newest first.

    For somebody who asks what the journal holds of themselves: nobody's access is looked at. However many there are,
    few are in memory at once, and what is written meanwhile does not come in between.
    """
    wanted = Q(actor__in=actors)
    for label, ids in objects.items():
        wanted |= Q(object_label=label, object_id__in=ids)
    keys = list(Entry.objects.filter(wanted).order_by("-pk").values_list("pk", flat=True))
    for start in range(0, len(keys), BATCH):
        found = Entry.objects.in_bulk(keys[start : start + BATCH])
        yield from (found[key] for key in keys[start : start + BATCH])


def _in_any(scopes: Collection[str]) -> Q:
    """In one of these units; "" is everything, none is nothing."""
    if "" in scopes:
        return Q()
    wanted = Q(pk__in=[])
    for scope in scopes:
        wanted |= _within(scope)
    return wanted


def _within(scope: str) -> Q:
    inside = Q(unit=scope) | Q(unit__startswith=scope + ".")
    # At and below the kelurahan all of a unit lies in one chain, which has an index of its own.
    return inside & Q(chain=chain_of(scope)) if scope.count(".") >= 3 else inside


def _narrowed(entries: QuerySet[Entry], wanted: Filter) -> QuerySet[Entry]:
    if wanted.unit:
        entries = entries.filter(_within(wanted.unit))
    exact = {"verb": wanted.verb, "actor": wanted.actor}
    exact |= {"object_label": wanted.object_label, "object_id": wanted.object_id}
    entries = entries.filter(**{name: value for name, value in exact.items() if value})
    if wanted.verbs:
        entries = entries.filter(verb__in=wanted.verbs)
    if wanted.since:
        entries = entries.filter(time__gte=_start_of(wanted.since))
    if wanted.until:
        entries = entries.filter(time__lt=_start_of(min(wanted.until, LATEST) + timedelta(days=1)))
    return entries


def _start_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(min(max(day, EARLIEST), LATEST), time.min))
