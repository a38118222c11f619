"""Exactly one owns a promise, always: an organisation or an office, and when it is there no longer, its heir."""

from datetime import timedelta
from typing import Any
from unittest import mock
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from rukun.commitment import follow
from rukun.commitment.access import owner_of
from rukun.commitment.actions import ending, handing, making, ticking, working
from rukun.commitment.clocks import CLOCKS
from rukun.commitment.errors import OwnerGone
from rukun.commitment.models import Commitment, Handoff, Step
from rukun.commitment.owners import Owner, acting_for, seat_for, words_of
from rukun.commitment.tests.factories import (
    DISTRICT,
    KELURAHAN,
    LABEL,
    RT,
    RW,
    again,
    claimed,
    give,
    handed_outside,
    in_state,
    leave,
    offered,
    organisation,
    promise,
    rejected,
    somebody,
    town,
)
from rukun.guard import ANYONE, Refused
from rukun.guard.ids import new_id
from rukun.journal.models import Entry
from rukun.people.actions import close_organisation, establish_organisation
from rukun.people.actor import actor_of
from rukun.people.models import Organisation
from rukun.people.strength import Strength
from rukun.people.tests.factories import SYSTEM, person

pytestmark = pytest.mark.django_db
LURAH = Owner(KELURAHAN, title="lurah")


@pytest.mark.pure
@given(st.none() | st.uuids(), st.sampled_from(["", "lurah"]), st.text(max_size=3))
def test_an_owner_is_an_organisation_or_an_office_and_never_both_nor_none(
    group: UUID | None, title: str, unit: str
) -> None:
    if bool(group) == bool(title):
        with pytest.raises(ValueError, match="organisation or an office"):
            Owner(unit, group, title)
        return
    owner = Owner(unit, group, title)
    assert owner.same_as(Owner(unit, group, title))
    assert owner.same_as(Owner(f"{unit}.1", group, title)) is bool(group), "whatever unit stands beside its name"
    assert not owner.same_as(Owner(unit, new_id()))


def test_somebody_with_several_hats_acts_for_each_owner_under_the_one_that_fits() -> None:
    town()
    somebody("lurah")
    who = person()
    for title in ("ketua_rw", "petugas_posko"):
        give(who, title)
    both, rw, government = actor_of(who), organisation("rw", RW), organisation("kelurahan", KELURAHAN)
    seats = {owner: seat_for(both, owner) for owner in (rw, government, LURAH)}
    assert {owner: seat.title if seat else "" for owner, seat in seats.items()} == {
        rw: "ketua_rw", government: "petugas_posko", LURAH: ""
    }  # fmt: skip
    assert (acting_for(both, rw), acting_for(both, government)) == (rw.organisation, government.organisation)
    assert acting_for(somebody("lurah@31.73.07.1002"), Owner("31.73.07.1002", title="lurah")) != government.organisation
    weak = actor_of(who, Strength.WORD)
    assert seat_for(weak, government) is None, "the posko opens to a strong sign-in alone"
    assert seat_for(ANYONE, rw) is None
    for owner in (rw, government):
        row = promise(owner)
        working.start(actor=both, commitment=row)
        assert Step.objects.get(commitment=row).organisation == owner.organisation


def test_an_office_of_a_wider_place_acts_for_those_within_and_not_the_other_way_round() -> None:
    town()
    wide, narrow = somebody("bhabinkamtibmas"), somebody(f"bhabinkamtibmas@{RW}")
    here, there = Owner(RW, title="bhabinkamtibmas"), Owner(KELURAHAN, title="bhabinkamtibmas")
    assert [bool(seat_for(wide, each)) for each in (here, there)] == [True, True]
    assert [bool(seat_for(narrow, each)) for each in (here, there)] == [True, False]
    leave(narrow)
    assert here.stands
    leave(wide)
    assert not here.stands


def test_they_are_named_by_their_office_and_an_organisation_by_its_name_even_when_it_is_no_more() -> None:
    town()
    somebody("lurah")
    group = establish_organisation(actor=SYSTEM, kind="lain", name="Relawan Kali", unit=KELURAHAN)
    gone, never = Owner(KELURAHAN, group.pk), Owner(KELURAHAN, new_id())
    close_organisation(actor=SYSTEM, organisation=group)
    named = words_of([LURAH, gone, never, Owner("99.99", title="lurah")])
    assert named[LURAH] == "Lurah Palmerah"
    assert named[gone] == "Relawan Kali"
    assert "bubar" in named[never]
    assert named[Owner("99.99", title="lurah")] == "Lurah 99.99"


def test_what_is_offered_to_who_is_no_more_is_refused_and_who_closed_meanwhile_cannot_take_it() -> None:
    town()
    lurah = somebody("lurah")
    group = establish_organisation(actor=SYSTEM, kind="lain", name="Relawan", unit=KELURAHAN)
    desk = person()
    place = give(desk, "petugas_posko", organisation=group)
    to = Owner(KELURAHAN, group.pk)
    handoff = offered(lurah, promise(), to)
    Organisation.objects.filter(pk=group.pk).update(closed_at=timezone.now())
    with pytest.raises(OwnerGone):
        handing.take(actor=actor_of(desk), handoff=handoff)
    for nobody in (to, Owner(KELURAHAN, title="babinsa"), Owner(KELURAHAN, new_id())):
        with pytest.raises(OwnerGone, match="bubar, atau jabatannya kosong"):
            offered(lurah, promise(), nobody)
    place.delete()
    assert Handoff.objects.get(pk=handoff.pk).ended_at is None, "until its time is over"


def test_the_owners_row_is_refused_by_the_database_with_two_owners_or_none() -> None:
    town()
    somebody("lurah")
    row, group = promise(LURAH), organisation("kelurahan", KELURAHAN).organisation
    for change in ({"owner_organisation": group}, {"owner_title": ""}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Commitment.objects.filter(pk=row.pk).update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        making.make(about=(LABEL, row.about_id), unit=RT, book="", local=True, owner=LURAH, clock="segera",
                    at=timezone.now())  # fmt: skip


def heirs(heir: Owner | None) -> Any:
    return mock.patch.dict(follow.HEIRS, {LABEL: lambda row: heir})


STATES = ("received", "coordinated", "working", "reopened", "awaiting", "done", "cannot", "void")


@pytest.mark.parametrize("how", ["vacant", "closed"])
def test_of_an_owner_who_is_gone_all_that_is_open_goes_to_the_heir_with_a_whole_allowance(how: str) -> None:
    town()
    lurah = somebody("lurah")
    owner = LURAH if how == "vacant" else organisation("kelurahan", KELURAHAN)
    found = {state: in_state(state, lurah, promise(owner)) for state in STATES}
    joined, offer, out = promise(owner), promise(owner), promise(owner)
    ending.join(actor=SYSTEM, commitment=joined, to=offer)
    somebody("ketua_rw")
    offered(lurah, offer, organisation("rw", RW))
    handed_outside(lurah, out)
    heir = Owner(DISTRICT, title="camat")
    with heirs(heir):
        assert ticking.mend_owners() == 0, "it stands"
    leave(lurah)
    if how == "closed":
        close_organisation(actor=SYSTEM, organisation=Organisation.objects.get(kind="kelurahan", unit=KELURAHAN))
    for nobody in (None, owner):
        with heirs(nobody):
            assert ticking.mend_owners() == 0
    with heirs(heir):
        assert ticking.mend_owners() == 7
        assert ticking.mend_owners() == 0
    for state, row in found.items():
        after = again(row)
        ended = state in ("done", "cannot", "void")
        assert owner_of(after) == (owner if ended else heir), state
        assert after.state == ("received" if state in ("coordinated", "working", "reopened") else state)
        if not ended:
            assert after.allowance - after.spent == CLOCKS[after.clock].allowance
            assert (after.due_at is None) == (state == "awaiting"), "a clock that stood stands"
    assert not Handoff.objects.filter(ended_at=None).exists()
    assert [again(each).due_at is None for each in (joined, offer, out)] == [True, False, False]
    assert owner_of(again(joined)) == owner
    ending.part(actor=SYSTEM, commitment=joined)
    with heirs(heir):
        assert ticking.mend_owners() == 1, "once it is owed again"
    entries = Entry.objects.filter(verb="commitment.owner_gone")
    assert {each.actor for each in entries} == {"system:commitment"}


def test_one_that_somebody_took_meanwhile_is_not_taken_from_them_and_one_that_fails_stops_no_other() -> None:
    town()
    lurah, heir = somebody("lurah"), Owner(DISTRICT, title="camat")
    somebody("camat")
    first, taken, bad, last = (promise(LURAH) for _each in range(4))
    leave(lurah)
    other = organisation("kelurahan", KELURAHAN)
    held_before_asked = []

    def hold(keys: Any) -> None:
        if taken.about_id in keys:  # somebody was quicker than the lock
            making.replace_owner(commitment=taken, owner=other)

    def heir_of(row: Commitment) -> Owner | None:
        held_before_asked.append(row.owner_title)
        if row.pk == bad.pk:
            raise RuntimeError
        return heir

    with mock.patch.dict(follow.HOLD, {LABEL: hold}), mock.patch.dict(follow.HEIRS, {LABEL: heir_of}):
        assert ticking.mend_owners() == 2
    assert [owner_of(again(each)) for each in (first, taken, bad, last)] == [heir, other, LURAH, heir]
    assert held_before_asked == ["lurah"] * 3, "nobody was asked about the one that was taken"


def test_a_claim_of_an_owner_who_is_gone_still_waits_and_goes_back_to_the_heir() -> None:
    town()
    lurah, heir = somebody("lurah"), somebody("camat")
    row = promise(LURAH, clock="segera")
    claim = claimed(lurah, row)
    leave(lurah)
    with heirs(Owner(DISTRICT, title="camat")):
        assert ticking.mend_owners() == 1
    rejected(row, claim)
    after = again(row)
    assert after.due_at is not None
    assert after.due_at - timezone.now() > timedelta(hours=23)
    with pytest.raises(Refused):
        working.start(actor=heir, commitment=row)  # as whoever looked at it before
    working.start(actor=heir, commitment=after)
    assert again(row).state == "working"
