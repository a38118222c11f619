"""Who may confirm what: whoever is independent of its owner, under all of their hats, and nobody else."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
import time_machine
from django.utils import timezone

from rukun.commitment.access import may_confirm, may_take, may_work
from rukun.commitment.actions import confirming, handing, making, outside, working
from rukun.commitment.models import Claim, Commitment, Step
from rukun.commitment.owners import Owner
from rukun.commitment.queries.whose import confirmable_by, owned_by
from rukun.commitment.tests.factories import (
    DISTRICT,
    KELURAHAN,
    NEXT_RT,
    NEXT_RW,
    OTHER,
    REASON,
    RT,
    RW,
    YES,
    again,
    claimed,
    confirmed,
    give,
    handed_outside,
    offered,
    organisation,
    promise,
    rejected,
    somebody,
    town,
)
from rukun.guard import ANYONE, Actor, Refused, System
from rukun.guard.ids import new_id
from rukun.people.actions import establish_organisation
from rukun.people.actor import actor_of
from rukun.people.models import Person, Position
from rukun.people.strength import Strength
from rukun.people.tests.factories import SYSTEM, person
from rukun.training.tests.factories import member

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 3, tzinfo=timezone.get_default_timezone())
WEEK, LONG_AGO = timedelta(days=7), timedelta(days=100)
TABLE = f"""
                                      government  lurah  rw   bhabin  polsek  posko
anyone                                .           .      .    .       .     .
system                                .           .      .    .       .     .
lurah                                 .           .      yes  yes     yes     yes
sekretaris_kelurahan                  .           .      yes  yes     yes     yes
staf_kelurahan                        .           .      .    .       .     .
ketua_rt+staf_kelurahan               .           .      yes  yes     yes     yes
petugas_posko                         .           .      yes  yes     yes     .
petugas_posko@{RW}      yes         yes    yes  yes     yes     .
ketua_rw                              yes         yes    .    yes     yes     yes
sekretaris_rw                         yes         yes    .    yes     yes     yes
ketua_rt                              yes         yes    yes  yes     yes     yes
ketua_rt@{NEXT_RT}      .           .      .    .       .     .
ketua_rw@{NEXT_RW}          .           .      .    .       .     .
lurah@{OTHER}                   .           .      .    .       .     .
kapolsek                              yes         yes    yes  .       .     yes
bhabinkamtibmas                       yes         yes    yes  .       .     yes
babinsa                               yes         yes    yes  yes     yes     yes
camat                                 .           .      .    .       .     .
ketua_rt+petugas_posko                .           .      yes  yes     yes     .
ketua_rt+-petugas_posko               .           .      yes  yes     yes     .
ketua_rt+-staf_kelurahan              .           .      yes  yes     yes     yes
ketua_rt+-sekretaris_rw               yes         yes    .    yes     yes     yes
ketua_rt+-bhabinkamtibmas             yes         yes    yes  .       .     yes
ketua_rt+--petugas_posko              yes         yes    yes  yes     yes     yes
ketua_rt+--staf_kelurahan             yes         yes    yes  yes     yes     yes
ketua_rt+weak+petugas_posko           .           .      yes  yes     yes     .
petugas_posko+weak                    .           .      .    .       .     .
"""
"""``-``: laid down a week ago; ``--``: a hundred days ago; ``weak``: signed in by a password alone."""


@pytest.fixture(autouse=True)
def _town() -> Iterator[None]:
    town()
    with time_machine.travel(NOW, tick=False):
        yield


def wearing(hats: str) -> Actor:
    if hats in ("anyone", "system"):
        return ANYONE if hats == "anyone" else System("test")
    who, strength = person(name=hats), Strength.STRONG
    for hat in hats.split("+"):
        if hat == "weak":
            strength = Strength.WORD
        elif hat.startswith("-"):
            ended = NOW - (LONG_AGO if hat.startswith("--") else WEEK)
            give(who, hat.lstrip("-"), since=NOW - timedelta(days=400), until=ended)
        else:
            give(who, hat, since=NOW)
    return actor_of(who, strength)


def owned() -> dict[str, tuple[Commitment, Claim]]:
    """A promise of each owner, which somebody who acts for it says cannot be done."""
    by = {title: somebody(title) for title in ("lurah", "ketua_rw", "bhabinkamtibmas", "kapolsek")}
    found = {
        "government": (promise(), by["lurah"]),
        "lurah": (promise(Owner(KELURAHAN, title="lurah")), by["lurah"]),
        "rw": (promise(organisation("rw", RW)), by["ketua_rw"]),
        "bhabin": (promise(Owner(KELURAHAN, title="bhabinkamtibmas")), by["bhabinkamtibmas"]),
        "polsek": (promise(organisation("polri", DISTRICT)), by["kapolsek"]),
        "posko": (promise(Owner(RW, title="petugas_posko")), somebody(f"petugas_posko@{RW}")),
    }
    claims = {name: (row, claimed(actor, row, "cannot")) for name, (row, actor) in found.items()}
    Step.objects.update(organisation=None)  # for whom it was claimed is asked of another test
    return {name: (row, Claim.objects.get(pk=claim.pk)) for name, (row, claim) in claims.items()}


def free(hats: str) -> None:
    """Whoever holds one of these lays it down: there is one chair, and others are to sit in it."""
    titles = [each.lstrip("-").partition("@")[0] for each in hats.split("+")]
    Position.objects.filter(title__in=titles).exclude(until__lte=NOW).update(until=NOW)


def test_who_may_confirm_whose_promises_as_the_table_says_and_the_lists_know_the_same() -> None:
    promises = owned()
    head, *lines = [line.split() for line in TABLE.strip().splitlines()]
    for hats, *answers in lines:
        free(hats)
        actor = wearing(hats)
        listed = set(Commitment.objects.filter(confirmable_by(actor)).values_list("pk", flat=True))
        for name, answer in zip(head, answers, strict=True):
            row, claim = promises[name]
            may = may_confirm(actor, again(row), claim).allowed
            assert may == (answer == "yes"), (hats, name)
            assert (row.pk in listed) == may, (hats, name)


def test_each_of_these_refusals_says_why() -> None:
    lurah, clerk, head = somebody("lurah"), somebody("sekretaris_kelurahan"), somebody("ketua_rt")
    row, hidden = promise(), promise(local=False)
    claim, other = claimed(lurah, row), claimed(lurah, hidden, "cannot")
    for actor, promised, said, why in (
        (lurah, row, claim, "ikut mengerjakan"),
        (clerk, row, claim, "belum lama ini termasuk"),
        (ANYONE, row, claim, "ketua RT/RW"),
        (head, hidden, other, "pelapornya sendiri"),
    ):
        for act in (confirmed, rejected):
            with pytest.raises(Refused) as refused:
                act(promised, said, actor, confirming.OFFICE)
            assert why in str(refused.value.reason)
    assert {each.verdict for each in Claim.objects.all()} == {""}


def test_who_owned_it_when_it_was_claimed_is_not_independent_of_it_whoever_owns_it_now() -> None:
    lurah, clerk, head, rt = (somebody(each) for each in ("lurah", "sekretaris_kelurahan", "ketua_rw", "ketua_rt"))
    row = promise()
    claim = claimed(lurah, row)
    making.reassign(
        actor=SYSTEM, commitment=row, owner=organisation("rw", RW), clock=row.clock, book=row.book, local=True
    )
    for actor, may in ((clerk, False), (somebody("petugas_posko"), False), (head, False), (rt, True)):
        assert may_confirm(actor, again(row), Claim.objects.get()).allowed is may
        assert Commitment.objects.filter(confirmable_by(actor)).exists() is may
    assert claim.step is not None
    assert claim.step.organisation == organisation("kelurahan", KELURAHAN).organisation


def test_at_the_desk_of_a_posko_somebody_acts_for_the_kelurahan_whoever_sent_them() -> None:
    somebody("lurah")
    sender = establish_organisation(actor=SYSTEM, kind="lain", name="Relawan", unit=KELURAHAN)
    guard, colleague = person(), person()
    give(guard, "petugas_posko", organisation=sender)
    give(colleague, f"petugas_posko@{RW}", organisation=sender)
    row = promise()
    claim = claimed(actor_of(guard), row)
    assert claim.step is not None
    assert claim.step.organisation == organisation("kelurahan", KELURAHAN).organisation
    assert not may_confirm(somebody("petugas_posko"), again(row), claim).allowed
    assert may_confirm(actor_of(colleague), again(row), claim).allowed
    assert not may_work(actor_of(colleague), row).allowed


def test_whoever_worked_on_it_never_confirms_it_however_long_ago_and_wherever_they_are_now() -> None:
    lurah, who = somebody("lurah"), person()
    place = give(who, "sekretaris_kelurahan")
    row = promise()
    working.coordinate(actor=actor_of(who), commitment=row)
    with time_machine.travel(NOW + LONG_AGO + WEEK, tick=False):
        place.until = NOW + timedelta(days=1)
        place.save()
        give(who, "babinsa")
        claim = claimed(lurah, row)
        assert not may_confirm(actor_of(who), again(row), claim).allowed
        assert may_confirm(somebody("babinsa"), again(row), claim).allowed


def test_an_answer_by_a_link_may_be_the_word_of_whoever_made_the_link() -> None:
    """Else an officer asks an authority that is none, answers in its name, and says that it is so: one person alone."""
    somebody("lurah")
    asks, colleague, clerk, rt = (somebody(each) for each in ("babinsa", "babinsa", "sekretaris_kelurahan", "ketua_rt"))
    makes_another, their_colleague = somebody("bhabinkamtibmas"), somebody("kapolsek")
    row = promise()
    handoff, _token = handed_outside(asks, row)
    outside.new_link(actor=makes_another, handoff=handoff, may=YES)
    claim = outside.answer_outside(
        actor=outside.Authority(handoff.pk), handoff=handoff, claim_id=new_id(), outcome="cannot", kind="", words=REASON
    )
    for actor in (asks, colleague, clerk, makes_another, their_colleague):
        assert not may_confirm(actor, again(row), claim).allowed
        assert not Commitment.objects.filter(confirmable_by(actor)).exists()
    assert may_confirm(rt, again(row), claim).allowed
    assert Commitment.objects.filter(confirmable_by(rt)).exists()
    again_row = promise()
    written, _token = handed_outside(asks, again_row)
    claim = outside.answer_outside(
        actor=makes_another, handoff=written, claim_id=new_id(), outcome="cannot", kind="", words=REASON, may=YES
    )
    assert not may_confirm(their_colleague, again(again_row), claim).allowed, "who wrote the letter down"


def test_a_member_of_the_owners_organisation_is_not_independent_of_it() -> None:
    somebody("lurah")
    head = person("ketua_rt", RT)
    theirs = establish_organisation(actor=SYSTEM, kind="karang_taruna", name="Pemuda", unit=KELURAHAN)
    joined = member(theirs)
    give(joined, f"ketua_rt@{NEXT_RT}")
    for who, may in ((head, True), (joined, False)):
        row = promise(Owner(KELURAHAN, organisation=theirs.pk), unit=RT if who == head else NEXT_RT)
        claim = _claim_of(row)
        assert may_confirm(actor_of(who), row, claim).allowed is may


def _claim_of(row: Commitment) -> Claim:
    return Claim(id=new_id(), commitment=row, outcome="done", kind="photo", by="person:x", at=row.made_at)


WORK = {
    "government": ("lurah", "sekretaris_kelurahan", "petugas_posko"),
    "lurah": ("lurah",),
    "rw": ("ketua_rw", "sekretaris_rw"),
    "bhabin": ("bhabinkamtibmas",),
}


def test_only_who_acts_for_the_owner_works_on_it_and_only_for_whom_it_was_offered_takes_it() -> None:
    titles = ("lurah", "sekretaris_kelurahan", "petugas_posko", "staf_kelurahan", "ketua_rw", "sekretaris_rw",
              "ketua_rt", "bhabinkamtibmas", "babinsa", "camat")  # fmt: skip
    who: dict[str, Any] = {title: somebody(title) for title in titles}
    owners = {
        "government": organisation("kelurahan", KELURAHAN),
        "lurah": Owner(KELURAHAN, title="lurah"),
        "rw": organisation("rw", RW),
        "bhabin": Owner(KELURAHAN, title="bhabinkamtibmas"),
    }
    rt = organisation("rt", RT)
    for name, owner in owners.items():
        row, given = promise(owner), promise(rt)
        handoff = offered(who["ketua_rt"], given, owner)
        for title, actor in who.items():
            may = title in WORK[name]
            assert may_work(actor, row).allowed is may, (title, name)
            assert may_take(actor, handoff).allowed is may, (title, name)
            assert Commitment.objects.filter(owned_by(actor), pk=row.pk).exists() is may, (title, name)
            if not may:
                for act in (working.start, working.coordinate):
                    with pytest.raises(Refused):
                        act(actor=actor, commitment=row)
                with pytest.raises(Refused):
                    claimed(actor, row)
                with pytest.raises(Refused):
                    handing.take(actor=actor, handoff=handoff)
                with pytest.raises(Refused):
                    handing.decline(actor=actor, handoff=handoff, reason=REASON)
        for nobody in (ANYONE, System("test"), actor_of(Person.objects.get(pk=_key(who["lurah"])), Strength.CODE)):
            assert not may_work(nobody, row).allowed
            assert not may_take(nobody, handoff).allowed
    outside_one, _token = handed_outside(who["lurah"], promise())
    assert not may_take(who["lurah"], outside_one).allowed


def _key(actor: Actor) -> UUID:
    return UUID(actor.label.removeprefix("person:"))
