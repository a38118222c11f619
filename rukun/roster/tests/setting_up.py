"""Setting a watch up, for tests: each with one line."""

from datetime import date, timedelta
from typing import Any

from rukun.journal.models import Entry
from rukun.people.models import Person
from rukun.roster.actions.people import (
    add_watchers,
)
from rukun.roster.actions.people_groups import add_pair, save_group
from rukun.roster.actions.setup_posts import (
    save_season,
)
from rukun.roster.models import Need, Pair, Post, Season, Shift, Watch, Watcher
from rukun.roster.queries.setup import today_in
from rukun.roster.tests.factories import Made, members


def did() -> list[str]:
    """What the journal says was done here, in short."""
    found = Entry.objects.filter(verb__startswith="roster.").order_by("pk")
    return [str(each.codes.get("did", each.verb.removeprefix("roster."))) for each in found]


def today(made: Made) -> date:
    return today_in(made.watch.unit)


def a_season(made: Made, first: date, last: date) -> Season:
    return save_season(actor=made.actor, watch=made.watch, name="Musim hujan", first=first, last=last)


def a_minor(made: Made) -> Person:
    [young] = members(made.organisation, 1)
    Person.objects.filter(pk=young.pk).update(adult=False)
    return young


def join_later(made: Made, by: timedelta) -> object:
    new = members(made.organisation, 1)
    return add_watchers(actor=made.actor, watch=made.watch, persons=new, since=today(made) + by)


def limits_of(made: Made, **more: Any) -> Any:
    return save_group(
        **{"actor": made.actor, "watch": made.watch, "name": "Kerja malam", "watchers": made.watchers[:1], **more}
    )


def a_pair(made: Made, first: int, second: int, *, together: bool = True) -> Pair:
    one, other = made.watchers[first], made.watchers[second]
    return add_pair(actor=made.actor, watch=made.watch, first=one, second=other, together=together)


def stand_of(watch: Watch) -> list[object]:
    """All that is set up, to compare."""
    watch.refresh_from_db()
    return [
        watch.rules,
        *(list(model.objects.filter(**{path: watch.pk}).order_by("pk").values()) for model, path in (
            (Post, "watch"), (Shift, "post__watch"), (Need, "shift__post__watch"), (Season, "watch"),
            (Watcher, "watch"), (Pair, "watch"),
        )),
    ]  # fmt: skip
