"""Who came, who did not, who was late; what a shift leaves to the next."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from rukun.guard import Refused
from rukun.journal.models import Entry
from rukun.people.actor import actor_of
from rukun.people.models import Position
from rukun.people.tests.factories import person
from rukun.roster.access import duty_for, watcher_of, watches_seen_by
from rukun.roster.access_living import may_read_notes, may_take_roll, may_write_note, note_for
from rukun.roster.actions.attending import check_in, is_late, mark_absent, take_back
from rukun.roster.actions.handing_over import LONGEST, erase_note, forget_handovers, note_read, text_of, write_note
from rukun.roster.errors_living import (
    DutyGone,
    NotBegun,
    NoteTooLong,
    NotFit,
    NothingWritten,
    TooEarly,
    TooLateToCorrect,
    WhoCame,
    WrongCode,
)
from rukun.roster.models import Duty, Handover, Watcher
from rukun.roster.queries.at_post import at_post, notes_of
from rukun.roster.queries.living import duty_page, now_of
from rukun.roster.tests.factories import Made, families, group, officer, published
from rukun.roster.tests.factories import duty as unsaved
from rukun.roster.tests.test_on_duty import suspend
from rukun.training.models import Membership
from rukun.training.tests.factories import KELURAHAN

pytestmark = pytest.mark.django_db
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def first_night(made: Made) -> dict[str, Duty]:
    """The duties of the first night, by their watcher's name."""
    roster = published(made)
    rows = Duty.objects.filter(roster=roster, night=roster.first).select_related("shift__post", "watch")
    return {each.watcher.persons.all()[0].person.name: each for each in rows}


def at(moment: datetime) -> "time_machine.travel":
    return time_machine.travel(moment, tick=False)


def test_one_checks_in_with_the_code_on_the_wall_from_an_hour_before_to_the_end() -> None:
    made = group(4, posts=2)
    duty = first_night(made)["Agus A"]
    agus, token = actor_of(made.people[0]), duty.shift.post.token
    begin, end = duty.starts_at, duty.ends_at
    with at(begin - HOUR - MINUTE):
        with pytest.raises(TooEarly, match="mulai pukul"):
            check_in(actor=agus, duty=duty, token=token)
        assert at_post(agus, made.post).here is None
        assert at_post(agus, made.post).soon == duty
    other = next(each for each in made.posts if each.pk != duty.shift.post_id)
    with at(begin - HOUR):
        with pytest.raises(WrongCode):
            check_in(actor=agus, duty=duty, token=other.token)
        assert at_post(agus, duty.shift.post).here == duty
        assert at_post(agus, other).elsewhere == duty
        for wrong in ("", "x"):  # without the code somebody else has to say so
            with pytest.raises((Refused, WrongCode)):
                check_in(actor=actor_of(made.people[3]), duty=duty, token=wrong)
        first = check_in(actor=agus, duty=duty, token=token)
        assert first.person_id == made.people[0].pk
    with at(begin + HOUR):
        assert check_in(actor=agus, duty=duty, token=token).checked_at == begin - HOUR, "twice is once"
    assert Entry.objects.filter(verb="roster.checked_in").count() == 1
    Duty.objects.filter(pk=duty.pk).update(checked_at=None, person=None)
    with at(end), pytest.raises(TooLateToCorrect):
        check_in(actor=agus, duty=duty, token=token)
    Duty.objects.filter(pk=duty.pk).update(gone_at=begin, gone_why="swapped")
    with at(begin), pytest.raises(DutyGone):
        check_in(actor=agus, duty=duty, token=token)
    assert [is_late(begin, each) for each in (None, begin, begin + 15 * MINUTE, begin + 16 * MINUTE)] == [
        False, False, False, True,
    ]  # fmt: skip


def test_whoever_leads_there_notes_who_came_and_can_take_it_back_for_a_while() -> None:
    made = group(4, need=3, leaders=1)
    night = first_night(made)
    lead, other = night["Agus A"], night["Bambang A"]
    agus, bambang, keeper = (actor_of(each) for each in (made.people[0], made.people[1], made.keeper))
    begin, end = lead.starts_at, lead.ends_at
    with at(begin - MINUTE):
        with pytest.raises(NotBegun):
            mark_absent(actor=agus, duty=other)
        with pytest.raises(Refused):
            mark_absent(actor=bambang, duty=lead)
        assert not may_take_roll(bambang, made.watch, lead.shift_id, lead.night).allowed
    with at(begin + 20 * MINUTE):
        assert mark_absent(actor=agus, duty=other).absent_at == begin + 20 * MINUTE
        came = check_in(actor=agus, duty=other)
        assert came.absent_at is None, "they came after all"
        assert came.checked_by == agus.label
        assert is_late(begin, came.checked_at)
        [turn] = now_of(agus, made.watch).running
        assert (turn.roll, turn.here, turn.running) == (True, 1, True)
        assert not now_of(bambang, made.watch).running[0].roll
        assert take_back(actor=agus, duty=other).checked_at is None
        mark_absent(actor=agus, duty=lead)
        with pytest.raises(Refused):  # whoever is absent leads no more
            take_back(actor=agus, duty=other)
        take_back(actor=keeper, duty=lead)
    with at(end + 11 * HOUR):
        assert check_in(actor=agus, duty=other).checked_at == begin, "from paper: nobody looked at a clock"
        assert now_of(agus, made.watch).over[0].lines[1].duty.checked_at == begin
    with at(end + 12 * HOUR):
        with pytest.raises(TooLateToCorrect):
            take_back(actor=agus, duty=other)
        mark_absent(actor=keeper, duty=other)
    with at(end + 3 * DAY), pytest.raises(TooLateToCorrect):
        take_back(actor=keeper, duty=other)
    codes = {
        key for each in Entry.objects.filter(verb__in=("roster.checked_in", "roster.absent")) for key in each.codes
    }
    assert codes <= {"night", "how"}, "nobody's name, and no reason"


def test_whoever_may_not_be_on_duty_at_that_second_does_not_check_in() -> None:
    made = group(4, need=2, officer=True)
    police = officer(made.watch)
    duty = first_night(made)["Agus A"]
    agus, token = actor_of(made.people[0]), duty.shift.post.token
    with at(duty.starts_at):
        beside = unsaved(duty.roster, duty.shift, police, duty.night)
        beside.save()
        who = police.persons.get().person
        check_in(actor=actor_of(who), duty=beside, token=token)
        take_back(actor=actor_of(made.keeper), duty=beside)
        Position.objects.filter(person=who).update(until=timezone.now())
        with pytest.raises(NotFit, match="kepolisian atau TNI"):
            check_in(actor=actor_of(who), duty=beside, token=token)
        suspend(made.people[0])
        for actor, code in ((agus, token), (actor_of(made.keeper), "")):
            with pytest.raises(NotFit, match="ditangguhkan"):
                check_in(actor=actor, duty=duty, token=code)
        assert not may_write_note(agus, made.post).allowed
        assert not may_read_notes(agus, made.post).allowed
    duty.refresh_from_db()
    assert duty.checked_at is None


def test_whoever_is_suspended_counts_nowhere_and_takes_no_roll() -> None:
    made = group(6, need=3, leaders=1)
    roster = published(made, per_shift=3)
    rows = Duty.objects.filter(roster=roster, night=roster.first).select_related("shift__post", "watch", "watcher")
    lead, other, third = (rows.get(watcher=each) for each in made.watchers[:3])
    agus, bambang, keeper = (actor_of(each) for each in (made.people[0], made.people[1], made.keeper))
    with at(lead.starts_at + 20 * MINUTE):
        for each in (lead, other):
            check_in(actor=keeper, duty=each)
        suspend(made.people[0])
        [turn] = now_of(bambang, made.watch).running
        assert [each.duty for each in turn.lines] == [other, third]
        assert (turn.here, turn.expected, turn.roll) == (1, 2, False)
        for who in (keeper, agus):
            [turn] = now_of(who, made.watch).running
            assert [each.off for each in turn.lines] == [True, False, False]
            assert (turn.here, turn.expected, turn.roll) == (1, 2, who is keeper)
        assert [each.duty for each in duty_page(bambang, other).fellows] == [third]
        assert duty_page(agus, lead).line.off, "they read their own roster"
        assert not duty_page(bambang, lead).line.off
        with pytest.raises(Refused):
            mark_absent(actor=agus, duty=third)
    with at(lead.ends_at + HOUR):
        [turn] = now_of(keeper, made.watch).over
        assert turn.here == 2, "what was, stays"


def test_the_last_night_of_whoever_leaves_ends_in_its_morning() -> None:
    made = group(4, hours=((2, 5),), leaders=1)
    duty = first_night(made)["Agus A"]
    agus = actor_of(made.people[0])
    Watcher.objects.filter(pk=duty.watcher_id).update(until=duty.night)
    with at(duty.starts_at + 5 * MINUTE):
        assert at_post(agus, made.post).here == duty
        assert duty_for(agus, duty.pk) == duty
        assert may_take_roll(agus, made.watch, duty.shift_id, duty.night).allowed
        assert may_write_note(agus, made.post).allowed
        check_in(actor=agus, duty=duty, token=duty.shift.post.token)
        assert made.watch in watches_seen_by(agus)
    with at(duty.ends_at + DAY):
        assert duty_for(agus, duty.pk) is None
        assert made.watch not in watches_seen_by(agus)
    Watcher.objects.filter(pk=duty.watcher_id).update(until=duty.night - DAY)
    with at(duty.starts_at + 5 * MINUTE):
        assert at_post(agus, made.post).here is None, "not a night after that one"


def test_whoever_is_no_member_any_more_or_not_in_office_sees_no_names() -> None:
    made = group(4, need=2, officer=True)
    police = officer(made.watch)
    first_night(made)
    agus, raka = actor_of(made.people[0]), actor_of(police.persons.get().person)
    suspend(made.people[0])
    for each in (agus, raka):
        assert watcher_of(each, made.watch) is not None, "suspended members read their own roster"
        assert made.watch in watches_seen_by(each)
    now = timezone.now()
    Membership.objects.filter(person=made.people[0]).update(left_at=now)
    Position.objects.filter(person=police.persons.get().person_id).update(until=now)
    for each in (agus, actor_of(police.persons.get().person)):
        assert watcher_of(each, made.watch) is None
        assert made.watch not in watches_seen_by(each)


def test_of_a_household_it_is_said_who_came() -> None:
    made = families(3, persons=2)
    roster = published(made)
    duty = (
        Duty.objects.filter(roster=roster, night=roster.first, watcher=made.watchers[0])
        .select_related("shift__post")
        .get()
    )
    second, stranger = made.people[1], made.people[2]
    keeper = actor_of(made.keeper)
    with at(duty.starts_at):
        for wrong in (None, stranger.pk):
            with pytest.raises(WhoCame):
                check_in(actor=keeper, duty=duty, person=wrong)
        assert check_in(actor=keeper, duty=duty, person=second.pk).person_id == second.pk
        assert check_in(actor=keeper, duty=duty, person=made.people[0].pk).person_id == made.people[0].pk, "corrected"
        assert check_in(actor=actor_of(second), duty=duty, token=duty.shift.post.token).person_id == second.pk
        [line] = [each for each in now_of(keeper, made.watch).turns[0].lines if each.duty.pk == duty.pk]
        assert line.came == second.name
        assert [name for _key, name in line.people] == [made.people[0].name, second.name]


def test_a_shift_leaves_word_for_the_next_and_nobody_else_reads_it() -> None:
    made = group(6, posts=2, hours=((22, 2), (2, 5)))
    roster = published(made)
    first, next_ = made.shifts[0], made.shifts[1]
    post = made.posts[0]

    def of(shift: object) -> Duty:
        return Duty.objects.filter(roster=roster, night=roster.first, shift=shift).select_related("watcher").first()  # type: ignore[misc, return-value]

    writer, reader = (actor_of(of(shift).watcher.persons.get().person) for shift in (first, next_))
    elsewhere = actor_of(of(made.shifts[2]).watcher.persons.get().person)
    keeper, police = actor_of(made.keeper), actor_of(person("bhabinkamtibmas", KELURAHAN))
    end = of(first).ends_at
    with at(end - 30 * MINUTE):
        for wrong, error in (("  ", NothingWritten), ("x" * (LONGEST + 1), NoteTooLong)):
            with pytest.raises(error):
                write_note(actor=writer, post=post, text=wrong)
        note = write_note(actor=writer, post=post, text="Lampu gang buntu mati.")
        assert write_note(actor=writer, post=post, text="Lampu gang buntu mati. ") == note
        assert b"Lampu" not in bytes(note.content)
        assert text_of(note) == "Lampu gang buntu mati."
        assert [may_read_notes(each, post).allowed for each in (writer, reader, keeper, police, elsewhere)] == [
            True, True, True, True, False,
        ]  # fmt: skip
        assert not may_write_note(police, post).allowed
        for who in (reader, keeper, keeper, police):
            note_read(actor=who, post=post)
        read = Entry.objects.filter(verb="roster.notes_read").order_by("pk")
        assert [each.actor for each in read] == [keeper.label, police.label], "not who needs them on duty; once a day"
        [shown] = notes_of(reader, post)
        assert (shown.text, shown.own) == ("Lampu gang buntu mati.", False)
        assert shown.by == of(first).watcher.persons.get().person.name
        assert note_for(reader, note.pk) is None
        assert note_for(writer, note.pk) == note
        assert note_for(keeper, note.pk) == note
    with at(end + 2 * HOUR + MINUTE), pytest.raises(Refused):
        write_note(actor=writer, post=post, text="Terlambat.")
    with at(end + 91 * DAY):
        assert forget_handovers() == 1
        assert not Handover.objects.exists()
        again = write_note(actor=keeper, post=post, text="Kunci portal di ketua RT.")
        erase_note(actor=keeper, note=again)
        erase_note(actor=keeper, note=again)
    assert not Handover.objects.exists()
    assert Entry.objects.filter(verb="roster.handed_over").count() == 3
