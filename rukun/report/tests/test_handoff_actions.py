"""What is owed about a report is handed on: only to whoever can read it, and only they take it."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.utils import timezone

from rukun.commitment.actions.ticking import mend_owners, tick
from rukun.commitment.errors import (
    AlreadyAnswered,
    ChangedMeanwhile,
    HandedAway,
    Joined,
    OwnerGone,
    ReasonTooShort,
)
from rukun.commitment.models import Commitment, Handoff
from rukun.commitment.owners import Owner
from rukun.commitment.queries import owner_of
from rukun.guard import Refused
from rukun.guard.ids import new_id
from rukun.journal.queries import Filter, find_entries
from rukun.people.actions import end_position
from rukun.people.actions.organisations import close_organisation
from rukun.people.actor import actor_of
from rukun.people.models import Organisation, Person, Position
from rukun.people.tests.factories import SYSTEM, person
from rukun.report.actions import handling
from rukun.report.actions.handoff import (
    decline,
    enter_accepted,
    enter_answer,
    enter_declined,
    hand_outside,
    hand_over,
    new_link,
    note_letter,
    take,
    take_back,
)
from rukun.report.actions.owing import owed_about
from rukun.report.errors.handling import Closed
from rukun.report.errors.handoff import (
    CannotReceive,
    NoSummary,
    NotForOutside,
    NothingHanded,
    NotLookedAt,
    NotTheirTurn,
    ReasonTells,
)
from rukun.report.models import Report
from rukun.report.queries.handoffs import box_for, offered_reports, recipients_of
from rukun.report.tests.factories import KELURAHAN, NEXT_RW, OTHER, RT, RW, jpeg, report, town

pytestmark = pytest.mark.django_db

WHY = "Letaknya di RW ini, dan kuncinya ada pada mereka."
HEAD = Owner(RW, title="ketua_rw")


def owed(of: Report) -> Commitment:
    return Commitment.objects.get(about_id=of.pk)


def leave(who: Person) -> None:
    for each in Position.objects.filter(person=who):
        end_position(actor=SYSTEM, position=each)


def fresh(who: Person) -> Any:
    return actor_of(Person.objects.get(pk=who.pk))


def test_only_who_can_read_such_a_report_and_is_there_may_be_asked() -> None:
    town()
    lurah, head = person("lurah", KELURAHAN), person("ketua_rw", RW)
    person("ketua_rw", NEXT_RW)  # of another street
    person("lurah", OTHER)
    person("ketua_rt", RT)  # reads only what comes from there
    person("bendahara_rw", RW)
    polsek = Organisation.objects.create(
        id=new_id(), kind="polri", name="Polsek", unit="31.73.07", founded_at=timezone.now()
    )
    made, _code = report("ketertiban", RW)
    able = recipients_of(made)
    assert HEAD in able
    assert Owner(KELURAHAN, title="lurah") in able
    assert {each.unit for each in able} == {KELURAHAN, RW}
    assert owner_of(owed(made)) not in able  # it is theirs already
    assert polsek.pk not in {each.organisation for each in able}  # nobody is there who could read it
    person("kapolsek", "31.73.07")
    assert {each.organisation for each in recipients_of(made)} & {polsek.pk}
    assert Owner("31.73.07", title="kapolsek") in recipients_of(made)
    assert Owner(RT, title="ketua_rt") in recipients_of(report("ketertiban", RT)[0])
    for outsider in (Owner(NEXT_RW, title="ketua_rw"), Owner(RT, title="ketua_rt"), Owner(RW, title="bendahara_rw")):
        with pytest.raises(CannotReceive):
            hand_over(actor=fresh(lurah), report=made, to=outsider, reason=WHY)
    for who in (person("ketua_rt", NEXT_RW + ".001"), person("ketua_rw", OTHER + ".001"), head):
        with pytest.raises(Refused):
            hand_over(actor=fresh(who), report=made, to=HEAD, reason=WHY)


def test_complaints_and_what_is_protected_go_to_their_readers_alone_and_never_outside() -> None:
    town()
    lurah = person("lurah", KELURAHAN)
    bhabin = person("bhabinkamtibmas", KELURAHAN)
    near, above = person("petugas_pelindungan", KELURAHAN), person("petugas_pelindungan", "31.73.07")
    complaint, _code = report("keluhan", RW, subject="anggota")
    protected, _code = report("kekerasan", RW)
    assert recipients_of(complaint) == [Owner(KELURAHAN, title="bhabinkamtibmas")]
    assert recipients_of(protected) == [Owner("31.73.07", title="petugas_pelindungan")]
    about_police, _code = report(
        "keluhan", RW, subject="anggota", organisation=Position.objects.get(person=bhabin).organisation_id
    )
    assert recipients_of(about_police) == []  # nobody of the organisation that it is about
    for actor, of in ((lurah, complaint), (near, protected)):
        with pytest.raises(NotForOutside):
            hand_outside(actor=fresh(actor), report=of, authority="Dinas Sosial", reason=WHY)
        with pytest.raises(CannotReceive):
            hand_over(actor=fresh(actor), report=of, to=Owner(KELURAHAN, title="babinsa"), reason=WHY)
    with pytest.raises(Refused):
        hand_over(actor=fresh(lurah), report=protected, to=Owner("31.73.07", title="petugas_pelindungan"), reason=WHY)
    handoff = hand_over(actor=fresh(near), report=protected, to=recipients_of(protected)[0], reason=WHY)
    assert [each.pk for each in offered_reports(fresh(above))] == [protected.pk]
    assert offered_reports(fresh(lurah)) == []
    take(actor=fresh(above), report=protected, handoff=handoff.pk)
    assert owner_of(owed(protected)) == Owner("31.73.07", title="petugas_pelindungan")
    told = find_entries(SYSTEM, Filter(object_label="report", object_id=str(protected.pk))).entries
    assert {each.chain_id for each in told} == {""}  # of none of it anything stands in the neighbourhood's book


def test_it_stays_whose_it_was_until_they_take_it_and_then_there_is_a_whole_allowance() -> None:
    begin = timezone.now()
    with time_machine.travel(begin, tick=False) as clock:
        town()
        lurah, head = person("lurah", KELURAHAN), person("ketua_rw", RW)
        made, _code = report("ketertiban", RW)
        before, seen = owner_of(owed(made)), owed(made).version
        with pytest.raises(ReasonTooShort):
            hand_over(actor=fresh(lurah), report=made, to=HEAD, reason="tolong")
        due = owed(made).due_at
        handoff = hand_over(actor=fresh(lurah), report=made, to=HEAD, reason=WHY, seen=seen)
        assert (owner_of(owed(made)), owed(made).due_at) == (before, due)  # the clock goes on
        with pytest.raises(HandedAway):
            hand_over(actor=fresh(lurah), report=made, to=HEAD, reason=WHY)
        box = box_for(fresh(head), made)
        assert box
        assert (box.may_take, box.may_take_back, box.may_hand, box.reason) == (True, False, False, WHY)
        theirs = box_for(fresh(lurah), made)
        assert theirs
        assert (theirs.may_take, theirs.may_take_back, theirs.to) == (False, True, "Ketua RW 016")
        for other in (lurah, person("ketua_rt", RT), person("sekretaris_rw", RW)):
            with pytest.raises(Refused):
                take(actor=fresh(other), report=made, handoff=handoff.pk)
        clock.shift(timedelta(days=1))
        decline(actor=fresh(head), report=made, handoff=handoff.pk, reason="Itu di luar gerbang RW kami.")
        decline(actor=fresh(head), report=made, handoff=handoff.pk, reason="Itu di luar gerbang RW kami.")
        with pytest.raises(AlreadyAnswered):
            take(actor=fresh(head), report=made, handoff=handoff.pk)
        assert owner_of(owed(made)) == before
        with pytest.raises(ChangedMeanwhile):
            hand_over(actor=fresh(lurah), report=made, to=HEAD, reason=WHY, seen=seen)
        again = hand_over(actor=fresh(lurah), report=made, to=HEAD, reason=WHY)
        take(actor=fresh(head), report=made, handoff=again.pk)
        take(actor=fresh(head), report=made, handoff=again.pk)
        row = owed(made)
        assert (owner_of(row), row.taken_at, row.stage) == (HEAD, timezone.now(), 0)
        assert row.due_at
        assert due
        assert row.due_at > due
        # the new owner, who handles no reports, may hand it on too
        made = Report.objects.get(pk=made.pk)
        third = hand_over(actor=fresh(head), report=made, to=Owner(KELURAHAN, title="lurah"), reason=WHY)
        take_back(actor=fresh(head), report=made, handoff=third.pk)
        take_back(actor=fresh(head), report=made, handoff=third.pk)
        with pytest.raises(AlreadyAnswered):
            take(actor=fresh(lurah), report=made, handoff=third.pk)
        with pytest.raises(NothingHanded):
            take(actor=fresh(lurah), report=made, handoff=uuid4())


def test_who_left_before_accepting_accepts_nothing_and_an_offer_to_nobody_runs_out() -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        town()
        lurah, head = person("lurah", KELURAHAN), person("ketua_rw", RW)
        made, _code = report("ketertiban", RW)
        handoff = hand_over(actor=fresh(lurah), report=made, to=HEAD, reason=WHY)
        clock.shift(timedelta(hours=1))
        leave(head)
        assert offered_reports(fresh(head)) == []
        with pytest.raises(Refused):
            take(actor=fresh(head), report=made, handoff=handoff.pk)
        take_back(actor=fresh(lurah), report=made, handoff=handoff.pk)
        with pytest.raises(CannotReceive):
            hand_over(actor=fresh(lurah), report=made, to=HEAD, reason=WHY)
        group = Position.objects.get(person=lurah).organisation
        assert group
        clock.shift(timedelta(days=4))
        tick()
        assert owned_once(made)


def owned_once(of: Report) -> bool:
    row = owed(of)
    return (row.owner_organisation_id is None) != (not row.owner_title)


def test_an_owner_who_is_dissolved_while_it_is_offered_gives_way_and_so_does_the_offer() -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        town()
        lurah, head, bhabin = person("lurah", KELURAHAN), person("ketua_rw", RW), person("babinsa", KELURAHAN)
        made, _code = report("ketertiban", RW)
        group = Organisation.objects.get(pk=str(owed(made).owner_organisation_id))
        handoff = hand_over(actor=fresh(lurah), report=made, to=HEAD, reason=WHY)
        clock.shift(timedelta(hours=1))
        leave(lurah)
        close_organisation(actor=SYSTEM, organisation=group)
        mend_owners()
        assert owned_once(made)
        assert owed(made).owner_organisation_id != group.pk
        with pytest.raises(AlreadyAnswered):  # it fell with whose it was
            take(actor=fresh(head), report=made, handoff=handoff.pk)
        assert box_for(fresh(bhabin), made)
        # the other way round: who was asked is dissolved, and the desk of its posko would still speak for it
        reopened = Organisation.objects.create(
            id=new_id(), kind="kelurahan", name="Kelurahan baru", unit=KELURAHAN, founded_at=timezone.now()
        )
        desk = person("petugas_posko", KELURAHAN)
        Position.objects.filter(person=desk).update(organisation=reopened)
        given = hand_over(actor=fresh(bhabin), report=made, to=Owner(KELURAHAN, reopened.pk), reason=WHY)
        Position.objects.filter(person=desk).update(organisation=None)
        close_organisation(actor=SYSTEM, organisation=reopened)
        with pytest.raises(OwnerGone):
            take(actor=fresh(desk), report=made, handoff=given.pk)


def test_an_authority_outside_is_asked_with_a_summary_that_names_nobody() -> None:
    town()
    lurah = person("lurah", KELURAHAN)
    actor = fresh(lurah)
    made, _code = report("keadaan", RW)
    with pytest.raises(NoSummary):
        hand_outside(actor=actor, report=made, authority="PLN", reason=WHY)
    handling.summarise(actor=actor, report=made, text="Lampu jalan mati.")
    for named in ("Hubungi Pak Budi di 0812 3456 7890 untuk kuncinya.", "Tanya Ibu Rina di rumahnya."):
        with pytest.raises(ReasonTells):
            hand_outside(actor=actor, report=made, authority="PLN", reason=named)
    with pytest.raises(ReasonTells):
        hand_outside(actor=actor, report=made, authority="Pak Budi", reason=WHY)
    with pytest.raises(NothingHanded):
        new_link(actor=actor, report=made)
    handoff, token = hand_outside(actor=actor, report=made, authority="PLN", reason="Tanya Ibu Rina dulu.", sure=True)
    found, other = new_link(actor=actor, report=made)
    assert found.pk == handoff.pk
    assert other != token
    note_letter(actor=actor, report=made)
    book = find_entries(SYSTEM, Filter(object_label="report", object_id=str(made.pk))).entries
    assert {"report.letter_printed", "commitment.handed_outside", "commitment.link_renewed"} <= {
        each.verb for each in book
    }
    assert not [each for each in book if "PLN" in str(each.codes) or token in str(each.codes)]
    enter_accepted(actor=actor, report=made, words="Telepon, Senin pagi.")
    box = box_for(actor, made)
    assert box
    assert box.accepted_at
    with pytest.raises(ReasonTooShort):
        enter_declined(actor=actor, report=made, reason="bukan")
    key, photo = uuid4(), [(new_id(), jpeg(seed=5))]
    given: dict[str, Any] = {
        "claim_id": key,
        "outcome": "done",
        "kind": "minutes",
        "words": "Surat 12/PLN.",
        "photos": photo,
    }
    claim = enter_answer(actor=actor, report=made, **given)
    assert enter_answer(actor=actor, report=made, **given) == claim  # sent twice
    assert owed(made).state == "awaiting"
    with pytest.raises(NotTheirTurn):
        hand_over(actor=actor, report=made, to=Owner(KELURAHAN, title="lurah"), reason=WHY)
    with pytest.raises(NothingHanded):
        enter_answer(actor=actor, report=made, **{**given, "claim_id": uuid4()})
    reader = fresh(person("ketua_rw", RW))
    for act in (
        lambda: enter_answer(actor=reader, report=made, **{**given, "claim_id": uuid4()}),
        lambda: enter_accepted(actor=reader, report=made, words="Telepon, Senin."),
        lambda: new_link(actor=reader, report=made),
        lambda: note_letter(actor=reader, report=made),
        lambda: take_back(actor=reader, report=made, handoff=handoff.pk),
    ):
        with pytest.raises(Refused):
            act()


def test_when_the_time_of_a_link_is_over_an_officer_is_told_so_before_the_job_has_come_by() -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        town()
        actor = fresh(person("lurah", KELURAHAN))
        made, _code = report("keadaan", RW)
        handling.summarise(actor=actor, report=made, text="Lampu jalan mati.")
        handoff, _token = hand_outside(actor=actor, report=made, authority="PLN", reason=WHY)
        clock.shift(timedelta(days=8))
        for act in (
            lambda: new_link(actor=actor, report=made),
            lambda: enter_accepted(actor=actor, report=made, words="Telepon, Senin."),
            lambda: enter_answer(actor=actor, report=made, claim_id=uuid4(), outcome="cannot", kind="reason",
                                 words="Menurut surat mereka tidak ada anggarannya."),
        ):  # fmt: skip
            with pytest.raises(NothingHanded):
                act()
        take_back(actor=actor, report=made, handoff=handoff.pk)
        assert owed(made).due_at


def test_what_waits_for_a_first_look_is_closed_or_merged_is_handed_to_nobody() -> None:
    town()
    lurah = person("lurah", KELURAHAN)
    person("ketua_rw", RW)
    actor = fresh(lurah)
    flood, _code = report("ketertiban", RW, triage="flood")
    with pytest.raises(NotLookedAt):
        hand_over(actor=actor, report=flood, to=HEAD, reason=WHY)
    assert box_for(actor, flood) is None
    handling.pass_triage(actor=actor, report=flood)
    handoff = hand_over(actor=actor, report=flood, to=HEAD, reason=WHY)
    handling.set_aside(
        actor=actor, report=flood, reason="Hanya iklan pinjaman."
    )  # it is no report at all: nobody is asked any more
    assert Handoff.objects.get(pk=handoff.pk).ending == "taken_back"
    with pytest.raises(Closed):
        hand_over(actor=actor, report=flood, to=HEAD, reason=WHY)
    root, child = report("ketertiban", RW)[0], report("ketertiban", RW)[0]
    Report.objects.filter(pk=child.pk).update(merged_into=root)
    child.refresh_from_db()
    assert owed_about(child) == owed(root)
    assert box_for(actor, child) is None
    with pytest.raises(Joined):
        hand_over(actor=actor, report=child, to=HEAD, reason=WHY)
    assert recipients_of(root)
