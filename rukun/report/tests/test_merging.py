"""Reports about one thing are suggested, merged and parted again, and nothing is lost on the way."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from rukun.commitment.actions.handing import offer, take_back
from rukun.commitment.actions.outside import hand_outside
from rukun.commitment.errors import ChangedMeanwhile, TooLateToContest
from rukun.commitment.models import Commitment
from rukun.commitment.owners import Owner
from rukun.commitment.queries import history_of, proof_photos
from rukun.guard import ANYONE, Actor, Allowed, Refused, System
from rukun.guard.ids import new_id
from rukun.journal.models import Entry, Note
from rukun.people.actor import actor_of
from rukun.people.tests.factories import person
from rukun.report.actions import handling, owing, withdrawing
from rukun.report.actions.keeping import AT_THE_LATEST, put_away
from rukun.report.actions.merging import heir_of, leave_tree, merge, unmerge
from rukun.report.actions.prioritising import prioritise
from rukun.report.actions.withdrawing import withdraw
from rukun.report.errors import ReportError
from rukun.report.errors.dialogue import ReportGone
from rukun.report.errors.handling import NoteTooLong
from rukun.report.errors.merging import (
    AlreadyMerged,
    Crosswise,
    InTheMidst,
    MoreUrgent,
    NotOpen,
    NotOrdinary,
    OtherCategory,
    OtherInTheMidst,
    SameReport,
    StillWaits,
    WhyTogether,
)
from rukun.report.models import Report, Trace
from rukun.report.queries.exporting import COLUMNS, lines
from rukun.report.queries.inbox import Wanted
from rukun.report.queries.listing import described, lines_of, page_for
from rukun.report.queries.merging import (
    box_for,
    merged_with,
    number_of,
    numbers_below,
    root_of,
    roots_of,
    suggestions_for,
    tree_of,
    with_number,
)
from rukun.report.queries.receipt import status_of
from rukun.report.tests.factories import KELURAHAN, NEXT_RW, OTHER, RT, RW, report, town
from rukun.report.tests.proving import FIXED, claimed, lurah

pytestmark = pytest.mark.django_db
HERE: dict[str, Any] = {"lat": -6.2, "lon": 106.8}
WHY = "Keributan itu karena lampunya mati."
NEAR: dict[str, Any] = {"lat": -6.2, "lon": 106.8003}


@pytest.fixture(autouse=True)
def _town() -> None:
    town()


def staff(title: str = "petugas_posko", unit: str = KELURAHAN) -> Actor:
    return actor_of(person(title, unit))


def lamp(words: str = "Lampu jalan mati di dekat jembatan.", unit: str = RW, **given: Any) -> Report:
    return report("keadaan", unit, words=words, **given)[0]


def now(made: Report) -> Report:
    return Report.objects.get(pk=made.pk)


def owed(made: Report) -> Commitment:
    return Commitment.objects.get(about_id=made.pk)


def rows() -> list[dict[str, Any]]:
    """What merging may touch of reports and of what is owed about them."""
    of_reports = ("pk", "merged_into", "merged_at", "merged_by", "closed_at", "closing", "priority", "commitment_id")
    of_promises = ("about_id", "state", "joined", "spent", "owner_title", "owner_organisation", "due_at", "closed_at")
    return [
        *Report.objects.order_by("pk").values(*of_reports),
        *Commitment.objects.order_by("about_id").values(*of_promises),
    ]


def written(verb: str) -> list[Entry]:
    return list(Entry.objects.filter(verb=f"report.{verb}").order_by("pk"))


def test_one_is_merged_into_another_once_and_parting_them_gives_back_every_row() -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        first, second = lamp(), lamp()
        posko = staff()
        prioritise()
        before = rows()
        clock.shift(timedelta(minutes=5))
        merged = merge(actor=posko, report=second, into=first)
        assert (merged.merged_into_id, merged.merged_by) == (first.pk, posko.label)
        assert owed(second).joined_id == owed(first).pk
        assert owed(second).due_at is None, "its clock stands"
        merge(actor=posko, report=second, into=first)
        [entry] = written("merged")
        assert (entry.unit, entry.object_id, entry.codes) == (KELURAHAN, str(second.pk), {"into": number_of(first)})
        assert [root_of(now(each)).pk for each in (first, second)] == [first.pk, first.pk]
        assert [each.pk for each in merged_with(now(second))] == [first.pk]
        unmerge(actor=posko, report=second)
        unmerge(actor=posko, report=second)
        [entry] = written("unmerged")
        assert entry.codes == {"from": number_of(first)}
        after = rows()
    for each, was in zip(after, before, strict=True):
        each.pop("due_at", None), was.pop("due_at", None)  # later by as long as the clock stood
    assert after == before


def test_what_was_merged_stays_below_and_what_is_merged_below_goes_to_the_top() -> None:
    posko = staff()
    first, second, third, fourth = (lamp() for _each in range(4))
    merge(actor=posko, report=third, into=second)
    merge(actor=posko, report=second, into=first)
    merge(actor=posko, report=fourth, into=third)
    assert [each.merged_into_id for each in map(now, (second, third, fourth))] == [first.pk, second.pk, first.pk]
    assert [each.pk for each in tree_of(now(third)).members] == [second.pk, third.pk, fourth.pk]
    merge(actor=posko, report=third, into=fourth)  # they are together already
    with pytest.raises(Crosswise):
        merge(actor=posko, report=first, into=third)
    with pytest.raises(AlreadyMerged):
        merge(actor=posko, report=third, into=lamp())
    unmerge(actor=posko, report=second)
    assert [root_of(now(each)).pk for each in (first, second, third, fourth)] == [
        first.pk, second.pk, second.pk, first.pk,
    ]  # fmt: skip


def test_only_who_handles_both_merges_what_may_be_merged() -> None:
    posko, head, away = staff(), staff("ketua_rw", RW), staff("petugas_posko", OTHER)
    first, second, elsewhere = lamp(), lamp(), lamp(unit=f"{OTHER}.001")
    for actor, one, other in ((head, first, second), (away, first, second), (posko, first, elsewhere)):
        with pytest.raises(Refused):
            merge(actor=actor, report=one, into=other)
    merge(actor=posko, report=second, into=first)
    for actor in (head, away):
        with pytest.raises(Refused):
            unmerge(actor=actor, report=second)
    unmerge(actor=posko, report=second)
    keeper, lurah = staff("petugas_pelindungan"), staff("lurah")
    hidden, other, complaint, another = (report(each)[0] for each in ("kekerasan", "kekerasan", "keluhan", "keluhan"))
    for actor, one, two in ((keeper, hidden, other), (lurah, complaint, another), (lurah, complaint, first)):
        with pytest.raises(NotOrdinary):
            merge(actor=actor, report=one, into=two)
    noise, waiting = report()[0], lamp(triage="flood")
    with pytest.raises(SameReport):
        merge(actor=posko, report=first, into=first)
    with pytest.raises(OtherCategory, match="Keadaan tidak biasa"):
        merge(actor=posko, report=noise, into=first)
    for why, error in (("", WhyTogether), ("12345 6789 sama", WhyTogether), ("sama " * 101, NoteTooLong)):
        with pytest.raises(error):
            merge(actor=posko, report=noise, into=first, other_category=True, reason=why)
    merged = merge(actor=posko, report=noise, into=first, other_category=True, reason=f" {WHY} ")
    assert merged.merged_into_id == first.pk
    [entry] = [each for each in written("merged") if each.object_id == str(noise.pk)]
    assert Note.objects.get(entry=entry).text == WHY, "for those whose report is closed with another's"
    passed = lamp()
    with pytest.raises(StillWaits):
        merge(actor=posko, report=passed, into=waiting)
    assert merge(actor=posko, report=waiting, into=second).merged_into_id == second.pk
    withdraw(report=second)
    with pytest.raises(NotOpen):
        merge(actor=posko, report=lamp(), into=second)
    gone = lamp()
    Report.objects.filter(pk=gone.pk).delete()
    with pytest.raises(ReportGone):
        merge(actor=posko, report=gone, into=first)


def test_what_waits_for_confirmation_is_not_merged_away() -> None:
    posko, first, second = staff(), lamp(), lamp()
    Commitment.objects.filter(about_id=second.pk).update(state="awaiting")
    for one, other in ((second, first), (first, second)):
        with pytest.raises(InTheMidst):
            merge(actor=posko, report=one, into=other)


def test_nothing_is_merged_into_what_waits_for_confirmation_or_for_an_authority_outside() -> None:
    """It would be closed with a claim that is about something else, or its clock would stand for nothing."""
    posko, owner = staff(), lurah()
    awaited, outside, offered, later = (lamp() for _each in range(4))
    claimed(awaited, owner, "cannot")
    asked, _token = hand_outside(
        actor=owner, commitment=owed(outside), authority="Dinas Bina Marga", reason="Milik dinas.", may=Allowed()
    )
    for into in (awaited, outside):
        for one, other in ((later, into), (into, later)):
            before = rows()
            with pytest.raises(OtherInTheMidst, match="lebih dulu sedang menunggu konfirmasi"):
                merge(actor=posko, report=one, into=other)
            assert rows() == before
    police = Owner("31.73.07", title="kapolsek")
    person("kapolsek", "31.73.07", name="Kepala")
    offer(actor=owner, commitment=owed(offered), to=police, reason="Ini urusan polisi.", may=Allowed())
    assert merge(actor=posko, report=later, into=offered).merged_into_id == offered.pk, "its clock goes on"
    take_back(actor=owner, handoff=asked, may=Allowed())
    assert merge(actor=posko, report=lamp(), into=outside).merged_into_id == outside.pk


def test_what_is_late_or_has_a_day_alone_does_not_wait_for_what_has_longer() -> None:
    posko, now_ = staff(), timezone.now()
    with time_machine.travel(now_ - timedelta(days=13)):
        slow = report("saran", words="Usul lampu di jembatan.")[0]
        twin = report("saran", words="Usul lampu di jembatan.")[0]
    with time_machine.travel(now_ - timedelta(days=12)):
        late, later = lamp(), lamp()
    assert owed(late).stage == 0, "late by its due time, also before the timed job has said so"
    for one, other in ((late, slow), (slow, late)):
        before = rows()
        with pytest.raises(MoreUrgent, match="lebih mendesak"):
            merge(actor=posko, report=one, into=other, other_category=True, reason=WHY)
        assert rows() == before
    assert merge(actor=posko, report=later, into=late).merged_into_id == late.pk, "that one is as late, and first"
    Commitment.objects.filter(about_id=twin.pk).update(stage=3)
    with pytest.raises(MoreUrgent):
        merge(actor=posko, report=twin, into=slow)
    quiet = report("tawuran")[0]
    fight, fight_too = (report("tawuran", happened_about="now")[0] for _each in range(2))
    assert owed(fight).clock == "segera"
    with pytest.raises(MoreUrgent):
        merge(actor=posko, report=fight, into=quiet)
    assert merge(actor=posko, report=fight_too, into=fight).merged_into_id == fight.pk


def test_what_is_answered_holds_all_that_is_merged_or_says_that_it_has_to_be_done_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Somebody merged another while the rows were waited for: that one is not locked, and must not be later."""
    first, second = lamp(), lamp()
    claim = claimed(first, lurah())
    found = iter([{first.pk}, {first.pk, second.pk}] * 2)
    monkeypatch.setattr(owing, "family_of", lambda _keys: next(found))
    with pytest.raises(ChangedMeanwhile):
        owing.hold([first.pk])
    with pytest.raises(ChangedMeanwhile):
        owing.confirmed_by_reporter(report=first, claim_id=claim.pk)
    assert now(first).closed_at is None


def test_the_earlier_report_counts_whichever_way_somebody_merges_them() -> None:
    """Else whoever is late would merge an old report into a new one, and have a new clock."""
    posko, first, second = staff(), lamp(), lamp()
    assert merge(actor=posko, report=first, into=second).pk == second.pk
    assert now(second).merged_into_id == first.pk
    assert (now(first).merged_into_id, owed(first).joined_id) == (None, None)


def test_what_was_merged_ends_with_the_one_that_counts_and_parted_from_it_is_open_again() -> None:
    from rukun.commitment.actions.ending import void
    from rukun.report.actions.owing import keep_in_step

    posko = staff()
    first, second, third = (lamp() for _each in range(3))
    merge(actor=posko, report=third, into=second)
    merge(actor=posko, report=second, into=first)
    done = owed(first)
    done.state, done.closed_at, done.closing = "done", timezone.now(), "reporter"
    done.save()
    keep_in_step(done)
    assert {now(each).closing for each in (first, second, third)} == {"done"}
    unmerge(actor=posko, report=second)
    assert [now(each).closing for each in (first, second, third)] == ["done", "", ""]
    assert owed(second).due_at is not None, "its clock runs again"
    assert owed(third).joined_id == owed(second).pk
    assert void(actor=posko, commitment=owed(third)).joined_id is None


@pytest.mark.parametrize("how", ["withdrawn", "set aside", "protected", "erased"])
def test_when_the_one_that_counts_is_gone_the_earliest_of_the_others_counts_instead(how: str) -> None:
    posko = staff()
    staff("petugas_pelindungan")
    with time_machine.travel(timezone.now() - AT_THE_LATEST - timedelta(hours=1)):
        first = lamp()
    with time_machine.travel(timezone.now() - timedelta(days=3)):
        second = lamp()
    third, fourth = lamp(), lamp()
    merge(actor=posko, report=fourth, into=third)
    for each in (third, second):
        merge(actor=posko, report=each, into=first)
    if how == "withdrawn":
        withdrawing.withdraw(report=first)
    elif how == "set aside":
        handling.set_aside(actor=posko, report=first, reason="Hanya iklan pinjaman.")
    elif how == "protected":
        handling.recategorise(actor=posko, report=first, category="kekerasan")
    else:
        assert put_away() == 1
        assert Trace.objects.get().weight == 0, "the one that counts instead is counted when its own time is over"
    assert [now(each).merged_into_id for each in (second, third, fourth)] == [None, second.pk, third.pk]
    assert [owed(each).joined_id for each in (second, third, fourth)] == [None, owed(second).pk, owed(third).pk]
    assert owed(second).due_at is not None
    assert {each.closing for each in map(now, (second, third, fourth))} == {""}


def test_one_in_between_that_is_gone_leaves_those_below_it_with_the_one_above() -> None:
    posko = staff()
    first, second, third = (lamp() for _each in range(3))
    merge(actor=posko, report=third, into=second)
    merge(actor=posko, report=second, into=first)
    withdrawing.withdraw(report=second)
    assert [now(each).merged_into_id for each in (first, second, third)] == [None, None, first.pk]
    assert owed(third).joined_id == owed(first).pk
    assert unmerge(actor=posko, report=third).merged_into_id is None


def test_an_heir_is_the_earliest_that_is_open_and_stays() -> None:
    with time_machine.travel(timezone.now() - timedelta(days=2)):
        old = lamp()
    young, closed = lamp(), lamp()
    withdraw(report=closed)
    assert heir_of([young, old, now(closed)]) == old
    assert heir_of([young, old], leaving={old.pk}) == young
    assert heir_of([now(closed)]) is None
    assert leave_tree(actor=System("test"), report=old) is None


def closed_together(*merged_into_first: Report, first: Report) -> None:
    """They are merged, and the first reporter says that it is done."""
    for each in merged_into_first:
        merge(actor=staff(), report=each, into=first)
    claim = claimed(first, lurah())
    owing.confirmed_by_reporter(report=now(first), claim_id=claim.pk)


def test_whoever_contests_what_was_closed_with_one_that_is_withdrawn_since_is_not_lost() -> None:
    first, second, third, other = (lamp() for _each in range(4))
    merge(actor=staff(), report=third, into=second)
    closed_together(second, other, first=first)
    withdraw(report=now(first))
    told = status_of(now(third)).course
    assert told is not None
    assert told.contest_until is not None
    assert told.claimed is not None
    assert (told.claimed.words, len(told.claimed.photos)) == (FIXED, 1), "what was shown to others stays"
    owing.contested_by_reporter(report=now(second), words="Masih gelap sekali di sana.")
    assert [now(each).closing for each in (first, second, third, other)] == ["withdrawn", "", "", "done"]
    assert [root_of(now(each)).pk for each in (first, second, third, other)] == [
        first.pk, second.pk, second.pk, first.pk,
    ]  # fmt: skip
    assert (owed(first).state, owed(second).state, owed(second).reopened) == ("done", "reopened", 1)
    due = owed(second).due_at
    assert due is not None
    assert due > timezone.now(), "the time in which it was closed is not used"
    assert owed(third).joined_id == owed(second).pk
    assert status_of(now(third)).state == "reopened"
    assert history_of(owed(second))[-1].text == "Masih gelap sekali di sana."
    assert [each.object_id for each in written("unmerged")] == [str(second.pk)]
    assert keys_in_order() == {second.pk}, "a withdrawn one never stands in the list"
    owing.contested_by_reporter(report=now(other), words="Masih gelap juga di sini.")
    assert owed(other).state == "reopened"
    Commitment.objects.filter(about_id=first.pk).update(
        state="reopened", closing="", closed_at=None, due_at=timezone.now()
    )
    assert keys_in_order() == {second.pk, other.pk}


def keys_in_order() -> set[UUID]:
    return {each.report.pk for each in page_for(staff(), Wanted()).lines}


def test_what_a_withdrawn_one_said_is_gone_and_what_it_was_shown_too_where_nobody_else_was() -> None:
    first, second, alone = lamp(), lamp(), lamp()
    merge(actor=staff(), report=second, into=first)
    refused = claimed(first, lurah())
    owing.rejected_by_reporter(report=now(first), claim_id=refused.pk, words="Di rumah saya masih gelap.")
    closed_together(second, first=first)
    closed_together(first=alone)
    for each in (first, alone):
        withdraw(report=now(each))
    said = [each.text for each in history_of(owed(first)) if each.text]
    assert said == [FIXED], "neither the reporter's words nor the claim that was rejected"
    assert [len(each) for each in proof_photos([refused.pk]).values()] == []
    assert not [each.text for each in history_of(owed(alone)) if each.text]


def test_whoever_contests_what_was_closed_with_one_that_is_erased_since_is_not_lost() -> None:
    start = timezone.now() - timedelta(days=400)
    with time_machine.travel(start, tick=False) as clock:
        lurah()
        first = lamp()
        clock.shift(AT_THE_LATEST - timedelta(days=15))
        second, third = lamp(), lamp()
        merge(actor=staff(), report=third, into=second)
        clock.shift(timedelta(days=9))
        closed_together(second, first=first)
        clock.shift(timedelta(days=7))
        assert put_away() == 1
        assert (owed(second).state, now(second).closing) == ("void", "done")
        told = status_of(now(third)).course
        assert told is not None
        closed_at = now(second).closed_at
        assert closed_at is not None
        assert told.contest_until == closed_at + timedelta(days=14)
        owing.contested_by_reporter(report=now(third), words="Masih gelap sekali di sana.")
        assert [now(each).closing for each in (second, third)] == ["", ""]
        assert (owed(second).state, owed(third).joined_id) == ("reopened", owed(second).pk)
        assert owed(second).due_at is not None


def test_after_fourteen_days_it_is_too_late_for_that_too() -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        first, second = lamp(), lamp()
        closed_together(second, first=first)
        withdraw(report=now(first))
        clock.shift(timedelta(days=14))
        with pytest.raises(TooLateToContest):
            owing.contested_by_reporter(report=now(second), words="Masih gelap sekali di sana.")
        assert now(second).merged_into_id == first.pk


def test_what_is_below_a_middle_one_that_is_withdrawn_when_closed_counts_with_the_top() -> None:
    first, second, third = (lamp() for _each in range(3))
    merge(actor=staff(), report=third, into=second)
    closed_together(second, first=first)
    withdraw(report=now(second))
    assert now(third).merged_into_id == first.pk
    assert owed(third).joined_id == owed(first).pk, "not with what fell away, and is erased some day"


def test_a_merge_of_a_merge_is_told_in_file_list_and_receipt_as_the_one_that_counts() -> None:
    made = [lamp() for _each in range(6)]
    first, deepest = made[0], made[-1]
    for lower, upper in reversed(list(zip(made[1:], made, strict=False))):
        merge(actor=staff(), report=lower, into=upper)
    [line] = page_for(staff(), Wanted()).lines
    assert (line.report.pk, line.told) == (first.pk, 6)
    closed_together(first=first)
    cells = [dict(zip(COLUMNS, each.cells, strict=True)) for each in lines([first.pk, deepest.pk])]
    assert [(each["keadaan"], each["dikonfirmasi"], each["digabung"]) for each in cells] == [
        ("selesai", "pelapor", "tidak"),
        ("selesai", "pelapor", "ya"),
    ]
    told = status_of(now(deepest))
    assert told.course is not None
    assert (told.state, told.course.closing) == ("done", "reporter")
    below = next(each for each in lines_of(described(staff(), Report.objects.filter(pk=deepest.pk))))
    assert (below.state, below.due) == ("selesai", None)
    roots = roots_of([now(each) for each in made])
    assert {each.pk for each in roots.values()} == {first.pk}
    assert {key: root_of(now(each)).pk for each in made for key in [each.pk]} == {k: r.pk for k, r in roots.items()}
    assert numbers_below([made[0].pk, made[2].pk, deepest.pk]) == {made[0].pk: 5, made[2].pk: 3}


def test_what_is_like_it_is_suggested_with_reasons_to_whoever_handles_both() -> None:
    with time_machine.travel(timezone.now().replace(hour=5, second=0), tick=False) as clock:
        own = lamp(**HERE, unit=RT)
        clock.shift(timedelta(minutes=20))
        like = lamp("PJU padam dkt jembatan", **NEAR, happened_about="now")
        noise = report(**NEAR, words="Lampu mati di jembatan")[0]
        other = lamp("Tumpukan sampah bau", **NEAR)
        vague = lamp("lampu mati", unit=RT)
        far = lamp(unit=NEXT_RW, lat=-6.25, lon=106.8)
        across = lamp(unit=f"{OTHER}.001", **NEAR)
        hidden, merged, closed = lamp(**NEAR, triage="flood"), lamp(**NEAR), lamp(**NEAR)
        posko = staff()
        merge(actor=posko, report=merged, into=like)
        withdraw(report=closed)
        with CaptureQueriesContext(connection) as asked:
            found = suggestions_for(posko, own)
        assert len(asked.captured_queries) <= 9, "two, and two for each that is alike"
        assert [each.report.pk for each in found] == [hidden.pk, like.pk, vague.pk]
        assert not {noise.pk, other.pk, far.pk, across.pk} & {each.report.pk for each in found}
        assert found[1].reasons == ["sekitar 30 meter", "20 menit kemudian", "kata-kata mirip: jembatan, lampu, mati"]
        assert found[2].reasons[:2] == ["RT yang sama", "kira-kira pada waktu yang sama"]
        [back] = [each for each in suggestions_for(posko, now(like)) if each.report == own]
        assert back.reasons[1] == "20 menit sebelumnya"
        assert back.likeness == found[1].likeness
        assert len(suggestions_for(posko, own, limit=1)) == 1
        for actor in (staff("ketua_rw", RW), staff("petugas_posko", OTHER), ANYONE):
            assert suggestions_for(actor, own) == []
        assert suggestions_for(posko, now(merged)) == []
        Report.objects.filter(pk=like.pk).update(account=b"\0" * 40)
        assert like.pk not in {each.report.pk for each in suggestions_for(posko, own)}, "unreadable is not alike"
    lurah = staff("lurah")
    complaint, _same = report("keluhan")[0], report("keluhan")[0]
    assert suggestions_for(lurah, complaint) == []
    assert box_for(lurah, complaint) is None


def test_what_could_not_be_merged_now_is_not_suggested() -> None:
    owner, _head = staff("lurah"), staff("ketua_rw", RW)
    first, second, third = lamp(**NEAR), lamp(**NEAR), lamp(**NEAR)

    def suggested(of: Report) -> set[UUID]:
        return {each.report.pk for each in suggestions_for(owner, now(of))}

    assert suggested(first) == {second.pk, third.pk}
    claimed(second, owner)
    assert (suggested(first), suggested(second)) == ({third.pk}, set())
    offered = offer(actor=owner, commitment=owed(first), to=Owner(RW, title="ketua_rw"), reason=WHY, may=Allowed())
    assert suggested(first) == {third.pk}, "what came first may be offered here meanwhile"
    take_back(actor=owner, handoff=offered, may=Allowed())
    hand_outside(actor=owner, commitment=owed(first), authority="PLN", reason=WHY, may=Allowed())
    assert suggested(third) == set()


def test_the_candidates_are_few_however_many_there_are() -> None:
    made = [report("ketertiban", **HERE)[0] for _each in range(70)]
    with CaptureQueriesContext(connection) as asked:
        assert len(suggestions_for(staff(), made[0], limit=100)) <= 60
    assert sum("report_report" in each["sql"] for each in asked.captured_queries) <= 3


def test_a_number_is_read_as_people_copy_it() -> None:
    posko, made, away = staff(), lamp(), lamp(unit=f"{OTHER}.001")
    number = number_of(made)
    for typed in (number, f" {number.upper()} ", f"{number[:4]}-{number[4:]}", str(made.pk), f"/laporan/{made.pk}/"):
        assert with_number(posko, typed) == made
    for typed in (
        number_of(away),
        str(away.pk),
        number[:-1],
        "zzzzzzzz",
        "",
        str(new_id()),
        number_of(report("keluhan")[0]),
    ):
        assert with_number(posko, typed) is None


@pytest.mark.django_db(transaction=True)
def test_of_two_who_merge_crosswise_at_once_one_is_told() -> None:
    from concurrent.futures import ThreadPoolExecutor
    from threading import Barrier

    first, second = lamp(), lamp()
    posko, barrier = staff(), Barrier(2)

    def go(one: Report, other: Report) -> str:
        try:
            barrier.wait(10)
            merge(actor=posko, report=one, into=other)
        except ReportError as error:
            return type(error).__name__
        finally:
            connection.close()
        return "merged"

    with ThreadPoolExecutor(2) as both:
        done = [both.submit(go, *pair) for pair in ((first, second), (second, first))]
        said = sorted(each.result(30) for each in done)
    assert said[1] == "merged"
    assert said[0] in ("Crosswise", "MergedMeanwhile")
    assert Report.objects.filter(merged_into=None).count() == 1
