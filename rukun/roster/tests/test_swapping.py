"""Swapping duties: rules look at once, twice is once, of two at once one wins."""

from datetime import timedelta
from functools import partial

import pytest
import time_machine
from django.utils import timezone

from rukun.commitment.tests.factories import at_once
from rukun.guard import Actor, Refused
from rukun.journal.models import Entry
from rukun.people.actor import actor_of
from rukun.roster.actions.calling import open_call
from rukun.roster.actions.swapping import accept_swap, ask_swap, end_swaps, refuse_swap, withdraw_swap
from rukun.roster.errors_living import (
    AlreadyAsked,
    AlreadyCalled,
    Breaks,
    DutyBegun,
    DutyGone,
    NobodyCould,
    NotTheirs,
    SwapOver,
)
from rukun.roster.models import Call, Duty, Pair, Roster, Swap, Watcher, Wish
from rukun.roster.queries.living import waiting_for
from rukun.roster.tests.factories import Made, group, published
from rukun.training.models import Membership, MembershipState

pytestmark = pytest.mark.django_db
NIGHTS = 4


def world() -> tuple[Made, Roster]:
    """Eight people, four nights from tomorrow, two each night: 0 1 | 2 3 | 4 5 | 6 7; only the first can lead."""
    made = group(8, leader=False)
    return made, published(made, timezone.localdate() + timedelta(days=1), NIGHTS)


def duty_of(made: Made, number: int) -> Duty:
    return Duty.objects.select_related("shift__post", "watch", "watcher").get(
        watcher=made.watchers[number], gone_at=None
    )


def actor(made: Made, number: int) -> Actor:
    return actor_of(made.people[number])


def stands(roster: Roster) -> list[list[str]]:
    """Who stands, night after night, by first name."""
    rows = Duty.objects.filter(roster=roster, gone_at=None).select_related("watcher")
    found: dict[object, list[str]] = {}
    for each in rows:
        found.setdefault(each.night, []).append(each.watcher.persons.get().person.name.split()[0])
    return [sorted(found[night]) for night in sorted(found)]  # type: ignore[type-var]


def test_one_for_one_is_asked_and_accepted_and_written_down_without_a_reason() -> None:
    made, roster = world()
    mine, theirs = duty_of(made, 0), duty_of(made, 4)
    swap = ask_swap(actor=actor(made, 0), duty=mine, to=made.watchers[4], for_duty=theirs)
    assert ask_swap(actor=actor(made, 0), duty=mine, to=made.watchers[4], for_duty=theirs) == swap, "twice is once"
    with pytest.raises(AlreadyAsked):
        ask_swap(actor=actor(made, 0), duty=mine)
    assert [each.kind for each in waiting_for(actor(made, 4))] == ["swap"]
    assert waiting_for(actor(made, 0)) == waiting_for(actor(made, 5)) == []
    for stranger in (actor(made, 0), actor(made, 5), actor_of(made.keeper)):
        with pytest.raises(Refused):
            accept_swap(actor=stranger, swap=swap)
    edition = Roster.objects.get(pk=roster.pk).edition
    accept_swap(actor=actor(made, 4), swap=swap)
    assert stands(roster) == [["Bambang", "Eko"], ["Cahyo", "Dedi"], ["Agus", "Fajar"], ["Gunawan", "Hasan"]]
    assert Roster.objects.get(pk=roster.pk).edition > edition
    with pytest.raises(SwapOver, match="sudah diterima"):
        accept_swap(actor=actor(made, 4), swap=swap)
    assert waiting_for(actor(made, 4)) == []
    assert set(Duty.objects.exclude(gone_at=None).values_list("gone_why", flat=True)) == {"swapped"}
    verbs = list(Entry.objects.filter(verb__contains="swap").order_by("pk").values_list("verb", flat=True))
    assert verbs == ["roster.swap_asked", "roster.swapped"]


def test_rules_look_when_it_is_asked_and_again_when_it_is_accepted_and_nothing_is_lost() -> None:
    made, roster = world()
    before = stands(roster)
    with pytest.raises(Breaks, match="Tidak ada yang berubah") as told:  # they would stand two nights running
        ask_swap(actor=actor(made, 0), duty=duty_of(made, 0), to=made.watchers[2])
    assert "istirahat" not in str(told.value), "which rule about whom it is, is for whoever keeps the roster"
    with pytest.raises(Breaks, match="istirahat"):
        ask_swap(actor=actor_of(made.keeper), duty=duty_of(made, 0), to=made.watchers[2])
    pair = Pair.objects.create(watch=made.watch, first=made.watchers[1], second=made.watchers[4], together=False)
    with pytest.raises(Breaks, match="Tidak ada yang berubah") as told:
        ask_swap(actor=actor(made, 0), duty=duty_of(made, 0), to=made.watchers[4], for_duty=duty_of(made, 4))
    assert not any(each in str(told.value) for each in ("Bambang", "Eko", "bersama"))
    with pytest.raises(Breaks, match="Bambang A dan Eko A minta tidak berjaga bersama"):
        ask_swap(actor=actor_of(made.keeper), duty=duty_of(made, 0), to=made.watchers[4], for_duty=duty_of(made, 4))
    pair.delete()
    Wish.objects.create(
        watcher=made.watchers[6], wish=Wish.NEVER, first=roster.first, last=roster.first, by="x", at=timezone.now()
    )
    with pytest.raises(Breaks) as told:
        ask_swap(actor=actor(made, 0), duty=duty_of(made, 0), to=made.watchers[6])
    assert made.people[6].name not in str(told.value), "whose wish it is, is nobody else's business"
    assert not Swap.objects.exists()
    assert not Duty.objects.exclude(gone_at=None).exists()
    swap = ask_swap(actor=actor(made, 0), duty=duty_of(made, 0), to=made.watchers[7])
    MembershipState.objects.create(
        membership=Membership.objects.get(person=made.people[7]), state="cuti", since=timezone.now(), by="system"
    )
    with pytest.raises(Breaks):
        accept_swap(actor=actor(made, 7), swap=swap)
    assert stands(roster) == before
    assert Swap.objects.get().state == Swap.ASKED, "it may be possible later"


def test_an_offer_to_all_goes_to_the_first_who_takes_it() -> None:
    made, roster = world()
    with pytest.raises(Refused):
        ask_swap(actor=actor(made, 1), duty=duty_of(made, 0))
    offer = ask_swap(actor=actor(made, 0), duty=duty_of(made, 0))
    assert [each.kind for each in waiting_for(actor(made, 6))] == ["offer"]
    with pytest.raises(Refused):
        accept_swap(actor=actor(made, 0), swap=offer)
    with pytest.raises(SwapOver):
        refuse_swap(actor=actor(made, 6), swap=offer)
    accept_swap(actor=actor(made, 6), swap=offer)
    with pytest.raises(SwapOver):
        accept_swap(actor=actor(made, 7), swap=offer)
    assert stands(roster)[0] == ["Bambang", "Gunawan"]
    assert Swap.objects.get().to == made.watchers[6]
    Wish.objects.bulk_create(
        Wish(watcher=each, wish=Wish.NEVER, first=roster.first, last=roster.last, by="x", at=timezone.now())
        for each in made.watchers
    )
    with pytest.raises(NobodyCould):
        ask_swap(actor=actor(made, 1), duty=duty_of(made, 1))


def test_it_ends_by_a_no_by_being_taken_back_and_when_the_night_begins() -> None:
    made, roster = world()
    before, duty = stands(roster), duty_of(made, 0)
    for _turn in range(2):
        no = ask_swap(actor=actor(made, 0), duty=duty, to=made.watchers[6])
        assert refuse_swap(actor=actor(made, 6), swap=no).state == Swap.REFUSED
        assert refuse_swap(actor=actor(made, 6), swap=no).state == Swap.REFUSED
    back = ask_swap(actor=actor_of(made.keeper), duty=duty, to=made.watchers[6])
    with pytest.raises(Refused):
        withdraw_swap(actor=actor(made, 6), swap=back)
    withdraw_swap(actor=actor(made, 0), swap=back)
    with pytest.raises(SwapOver, match="ditarik"):
        accept_swap(actor=actor(made, 6), swap=back)
    other = ask_swap(actor=actor(made, 0), duty=duty, to=made.watchers[6], for_duty=duty_of(made, 6))
    assert end_swaps() == 0
    with time_machine.travel(duty.starts_at, tick=False):
        with pytest.raises(DutyBegun):
            accept_swap(actor=actor(made, 6), swap=other)
        with pytest.raises(DutyBegun):
            ask_swap(actor=actor(made, 1), duty=duty_of(made, 1))
        assert end_swaps() == 1
        assert end_swaps() == 0
    other.refresh_from_db()
    assert other.state == Swap.OVER
    assert stands(roster) == before


def test_what_cannot_be_swapped_is_said() -> None:
    made, roster = world()
    duty, stranger = duty_of(made, 0), group(2).watchers[0]
    left = made.watchers[7]
    for to, for_duty in (
        (made.watchers[0], None),
        (stranger, None),
        (made.watchers[6], duty_of(made, 7)),
        (made.watchers[1], duty_of(made, 1)),  # the same shift
        (None, duty_of(made, 7)),
    ):
        with pytest.raises(NotTheirs):
            ask_swap(actor=actor(made, 0), duty=duty, to=to, for_duty=for_duty)
    Watcher.objects.filter(pk=left.pk).update(until=roster.first - timedelta(days=1))
    left.refresh_from_db()
    with pytest.raises(NotTheirs):
        ask_swap(actor=actor(made, 0), duty=duty, to=left)
    call = open_call(actor=actor(made, 0), duty=duty)
    with pytest.raises(AlreadyCalled):
        ask_swap(actor=actor(made, 0), duty=duty, to=made.watchers[6])
    Call.objects.filter(pk=call.pk).update(state=Call.WITHDRAWN)
    swap = ask_swap(actor=actor(made, 0), duty=duty, to=made.watchers[6])
    Duty.objects.filter(pk=duty.pk).update(gone_at=timezone.now(), gone_why="edited")
    with pytest.raises(DutyGone):
        ask_swap(actor=actor(made, 0), duty=duty)
    with pytest.raises(DutyGone):
        accept_swap(actor=actor(made, 6), swap=swap)
    assert waiting_for(actor(made, 6)) == []
    assert end_swaps() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_who_take_an_offer_at_once_one_has_it() -> None:
    made, roster = world()
    offer = ask_swap(actor=actor(made, 0), duty=duty_of(made, 0))
    outcomes = at_once(*(partial(accept_swap, actor=actor(made, number), swap=offer) for number in (6, 7)))
    assert sorted(outcomes) == ["SwapOver", "done"]
    assert len(stands(roster)[0]) == 2
    assert Duty.objects.filter(gone_at=None).count() == 2 * NIGHTS
