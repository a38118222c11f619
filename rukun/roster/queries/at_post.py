"""Reading at a post: what the code on its wall opens, and what shifts left there."""

from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone

from rukun.guard import Actor
from rukun.journal.naming import names_of as names_of_actors
from rukun.people.queries import duty_facts
from rukun.roster.access import may_keep
from rukun.roster.access_living import EARLY, own_duties
from rukun.roster.actions.handing_over import text_of
from rukun.roster.models import Duty, Handover, Post
from rukun.roster.queries.living import Line, lines
from rukun.seal import CannotOpen

NOTES = 30
"""Notes that the page of a post shows."""


@dataclass(frozen=True)
class AtPost:
    """What the code on the wall opens: the actor's own duty there now, or where else it is."""

    here: Duty | None
    soon: Duty | None
    elsewhere: Duty | None
    line: Line | None


def at_post(actor: Actor, post: Post) -> AtPost:
    """Their duty at this post from an hour before it begins to its end; else their next there; else one elsewhere."""
    now = timezone.now()
    mine = (
        own_duties(actor)
        .filter(ends_at__gt=now)
        .select_related("watcher", "shift__post", "watch")
        .order_by("starts_at")
    )
    near = list(mine.filter(starts_at__lte=now + EARLY))
    here = next((each for each in near if each.shift.post_id == post.pk), None)
    line = lines([here], [here.watcher_id])[0] if here is not None else None
    soon = None if here is not None else mine.filter(shift__post=post).first()
    elsewhere = None if here is not None else next((each for each in near if each.shift.post_id != post.pk), None)
    return AtPost(here, soon, elsewhere, line)


@dataclass(frozen=True)
class Note:
    """What a shift left, and by whom; ``text`` is ``None`` where it cannot be opened."""

    row: Handover
    text: str | None
    by: str
    own: bool


def notes_of(actor: Actor, post: Post) -> list[Note]:
    """The last ones, the newest first. For whoever may read them."""
    rows = list(Handover.objects.filter(post=post).order_by("-at", "-pk")[:NOTES])
    named = _writers({each.by for each in rows})
    keeper = may_keep(actor, post.watch).allowed
    found = []
    for each in rows:
        try:
            text: str | None = text_of(each)
        except CannotOpen:
            text = None
        found.append(Note(each, text, named.get(each.by, ""), keeper or each.by == actor.label))
    return found


def _writers(labels: set[str]) -> dict[str, str]:
    """What those are called who stood at a post: whoever reads a note may know whom to ask."""
    keys = {each: UUID(each.removeprefix("person:")) for each in labels if each.startswith("person:")}
    facts = duty_facts(list(keys.values()))
    named = {label: facts[key].name for label, key in keys.items() if key in facts}
    return {**names_of_actors(labels - named.keys()), **named}
