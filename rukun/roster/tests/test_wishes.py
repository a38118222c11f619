"""When somebody can stand: by whom it may be said, what becomes of it, and how much of it there can be."""

import time
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from rukun.guard import Refused
from rukun.journal.models import Entry
from rukun.people.actor import actor_of
from rukun.people.tests.factories import SYSTEM, person
from rukun.roster.actions.people import end_watcher
from rukun.roster.actions.wishes import ask_availability, set_wishes
from rukun.roster.errors_own import Backwards, Left, NobodyToAsk, NoSuchWish, Over, TooFarAhead
from rukun.roster.frames.wishing import wished
from rukun.roster.models import Asking, Reply, Watcher, Wish
from rukun.roster.queries.setup import today_in
from rukun.roster.queries.wishes import AHEAD, STRICTEST, Span, answers_to, asked_of, spans_of, wishes_of
from rukun.roster.tests.factories import families, group

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
BEGIN = date(2027, 1, 1)
NEVER, RATHER_NOT, GLADLY = STRICTEST


def rows(watcher: Watcher) -> int:
    return Wish.objects.filter(watcher=watcher).count()


def test_wishes_replace_what_was_said_before_and_the_book_knows_that_but_not_what() -> None:
    made = group(persons=2)
    watcher, own = made.watchers[0], actor_of(made.people[0])
    today = today_in(made.watch.unit)
    span = (today + DAY, today + 3 * DAY, NEVER)
    assert set_wishes(actor=own, watcher=watcher, weekly={4: NEVER, 5: GLADLY, 6: ""}, dated=[span])
    assert not set_wishes(actor=own, watcher=watcher, weekly={4: NEVER, 5: GLADLY}, dated=[span, span]), "said twice"
    entry = Entry.objects.get(verb="roster.wishes_changed")
    assert (entry.actor, dict(entry.codes)) == (own.label, {"watcher": str(watcher.pk)})
    assert wishes_of(watcher) == wishes_of(watcher, today)
    assert (wishes_of(watcher).weekly, wishes_of(watcher).dated) == ({4: NEVER, 5: GLADLY}, (span,))
    on = wished([watcher.pk], today, today + 20 * DAY)[watcher.pk]
    assert on[today + 2 * DAY] == NEVER
    # Only the nights from then to then are said anew; what is around them stays.
    first, last = today + 2 * DAY, today + 2 * DAY
    assert set_wishes(actor=made.actor, watcher=watcher, weekly={}, dated=[], first=first, last=last)
    assert wishes_of(watcher).dated == ((today + DAY, today + DAY, NEVER), (today + 3 * DAY, today + 3 * DAY, NEVER))
    assert set_wishes(actor=own, watcher=watcher, weekly={}, dated=[(today - 9 * DAY, today, RATHER_NOT)])
    assert wishes_of(watcher).dated == ((today, today, RATHER_NOT),), "the past is nobody's wish"


def test_only_they_themselves_and_whoever_makes_the_roster_say_when_somebody_can_stand() -> None:
    made = families(households=2)
    watcher = made.watchers[0]
    said: dict[str, Any] = {"watcher": watcher, "weekly": {0: NEVER}, "dated": []}
    for who in (made.people[2], person(), person("lurah", made.watch.unit[:13])):
        with pytest.raises(Refused):
            set_wishes(actor=actor_of(who), **said)
    assert set_wishes(actor=actor_of(made.people[1]), **said), "the alternate of the household"
    assert set_wishes(actor=made.actor, **{**said, "weekly": {1: NEVER}})
    end_watcher(actor=SYSTEM, watcher=watcher, last_day=today_in(made.watch.unit) - DAY)
    with pytest.raises(Left):
        set_wishes(actor=made.actor, **said)


def test_what_cannot_be_is_said_in_words() -> None:
    made = group(persons=1)
    today = today_in(made.watch.unit)
    wrong: list[tuple[dict[int, str], list[Span], type[Exception]]] = [
        ({0: "maybe"}, [], NoSuchWish),
        ({7: NEVER}, [], NoSuchWish),
        ({}, [(today, today, "x")], NoSuchWish),
        ({}, [(today + DAY, today, NEVER)], Backwards),
        ({}, [(today, today + AHEAD + DAY, NEVER)], TooFarAhead),
    ]
    for weekly, dated, error in wrong:
        with pytest.raises(error) as caught:
            set_wishes(actor=made.actor, watcher=made.watchers[0], weekly=weekly, dated=dated)
        assert str(caught.value)
    assert rows(made.watchers[0]) == 0


def test_ten_thousand_unavailable_dates_are_few_rows_and_little_time() -> None:
    made = group(persons=1)
    today = today_in(made.watch.unit)
    dated = [(today + at % 400 * DAY, today + at % 400 * DAY, NEVER) for at in range(10_000)]
    begin = time.monotonic()
    assert set_wishes(actor=made.actor, watcher=made.watchers[0], weekly={}, dated=dated)
    assert time.monotonic() - begin < 3
    assert wishes_of(made.watchers[0]).dated == ((today, today + 399 * DAY, NEVER),)
    every_other = [each for each in dated if each[0].toordinal() % 2]
    assert set_wishes(actor=made.actor, watcher=made.watchers[0], weekly={}, dated=every_other)
    assert rows(made.watchers[0]) == 200


nights = st.integers(0, 40).map(lambda day: BEGIN + timedelta(days=day))
spans = st.tuples(nights, nights, st.sampled_from(STRICTEST)).map(lambda each: (min(each[:2]), max(each[:2]), each[2]))


@given(st.lists(spans, max_size=12))
@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_of_several_wishes_about_one_night_the_strictest_holds_and_spans_do_not_touch(dated: list[Span]) -> None:
    found = spans_of(dated)
    for at in range(-1, 43):
        night = BEGIN + timedelta(days=at)
        said = [wish for first, last, wish in dated if first <= night <= last]
        holds = [wish for first, last, wish in found if first <= night <= last]
        assert holds == [wish for wish in STRICTEST if wish in said][:1]
    for one, two in pairwise(found):
        assert one[1] + DAY < two[0] or (one[1] < two[0] and one[2] != two[2])


def test_all_are_asked_and_it_is_seen_who_has_not_answered() -> None:
    made = group(persons=3)
    today = today_in(made.watch.unit)
    first, last = today + 7 * DAY, today + 36 * DAY
    for begin, end, error in (
        (last, first, Backwards), (today - 9 * DAY, today - DAY, Over), (first, today + 500 * DAY, TooFarAhead),
    ):  # fmt: skip
        with pytest.raises(error):
            ask_availability(actor=made.actor, watch=made.watch, first=begin, last=end)
    with pytest.raises(Refused):
        ask_availability(actor=actor_of(made.people[0]), watch=made.watch, first=first, last=last)
    asking = ask_availability(actor=made.actor, watch=made.watch, first=first, last=last)
    assert ask_availability(actor=made.actor, watch=made.watch, first=first, last=last) == asking
    assert Entry.objects.filter(verb="roster.asked").count() == 1
    own = actor_of(made.people[1])
    assert [each.asking for each in asked_of(own)] == [asking]
    set_wishes(actor=own, watcher=made.watchers[1], weekly={}, dated=[])
    assert asked_of(own) == []
    assert [(each.watcher, each.at is not None) for each in answers_to(asking)][-1] == (made.watchers[1], True)
    assert (Reply.objects.count(), Asking.objects.count()) == (1, 1)
    empty = group(persons=0)
    with pytest.raises(NobodyToAsk):
        ask_availability(actor=empty.actor, watch=empty.watch, first=first, last=last)
