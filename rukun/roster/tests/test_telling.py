"""Each watcher is told their own nights, by their channel, and reminded once before each."""

from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation

from rukun.clock.jobs import registered
from rukun.notify.actions.telling import content_of
from rukun.notify.algo.gsm7 import is_gsm7, segments, septets
from rukun.notify.models import Outgoing
from rukun.notify.notices import NOTICES
from rukun.notify.rendering import words_of
from rukun.notify.tests.factories import contact, turn_on
from rukun.people.actor import actor_of
from rukun.people.models import Person
from rukun.roster import notices, notices_living
from rukun.roster.models import Duty, Roster
from rukun.roster.queries.living import waiting_for
from rukun.roster.telling import remind, reminder_of, told_changed, told_published
from rukun.roster.tests.factories import Made, families, group, published
from rukun.roster.tests.test_on_duty import suspend

pytestmark = pytest.mark.django_db
MONDAY = "2026-12-07T09:00+07:00"


def told(person: Person, channel: str = "telegram") -> list[str]:
    """What waits for somebody, in the words of that channel."""
    rows = Outgoing.objects.filter(contact__person=person.pk).order_by("pk")
    return [words_of(NOTICES[row.notice], channel, content_of(row)["values"], "id")[1] for row in rows]


def reached(made: Made) -> None:
    turn_on("telegram")
    for each in made.people:
        contact(person=each.pk)


@time_machine.travel(MONDAY, tick=False)
def test_at_publishing_each_is_told_their_own_nights_in_order_and_nobody_elses() -> None:
    made = families(households=3)
    reached(made)
    roster = published(made, nights=7)
    Duty.objects.filter(watcher=made.watchers[2]).delete()
    told_published(roster)
    [first] = told(made.people[0])
    assert first.startswith("Jadwal ronda terbit. Giliran Anda:\n- Sen 7/12 22.00, Pos 1\n- Sel 8/12 22.00, Pos 1")
    assert "/jadwal/" in first
    assert told(made.people[1]) == [first], "both of a household"
    assert told(made.people[4]) == [], "whoever has none"
    others = {made.people[2].name, made.people[4].name, "Keluarga"}
    assert not any(name in first for name in others)
    sms = words_of(NOTICES[notices.PUBLISHED], "sms", content_of(Outgoing.objects.all()[0])["values"], "id")[1]
    assert "Sen 7/12 22.00, Sel 8/12 22.00 (+" in sms


@time_machine.travel(MONDAY, tick=False)
def test_a_change_is_told_to_whoever_lost_or_got_a_duty_and_not_to_others() -> None:
    made = group(persons=4)
    reached(made)
    roster = published(made, nights=3)
    gone = Duty.objects.get(watcher=made.watchers[0], night=roster.first)
    kept = Duty.objects.get(watcher=made.watchers[1], night=roster.first)
    new = Duty.objects.get(pk=gone.pk)
    new.pk, new.watcher = None, made.watchers[3]
    new.id = type(new)._meta.get_field("id").get_default()
    again = Duty.objects.get(pk=kept.pk)
    again.id = type(new)._meta.get_field("id").get_default()
    Duty.objects.filter(pk__in=[gone.pk, kept.pk]).update(gone_at=timezone.now())
    new.save(force_insert=True)
    again.save(force_insert=True)
    told_changed(made.watch, [gone, kept], [new, again])
    assert [text.split("\n")[:3] for text in told(made.people[0])] == [
        ["Giliran ronda Anda berubah.", "Tidak jadi:", "- Sen 7/12 22.00, Pos 1"]
    ]
    assert [text.split("\n")[1:3] for text in told(made.people[3])] == [["Baru:", "- Sen 7/12 22.00, Pos 1"]]
    assert told(made.people[1]) == [], "the same post and time again is no change"
    with time_machine.travel("2026-12-09T09:00+07:00", tick=False):
        told_changed(made.watch, [], [new])
    assert len(told(made.people[3])) == 1, "what is over concerns nobody any more"


def test_without_a_channel_nothing_is_written_and_nothing_fails() -> None:
    made = group(persons=2)
    told_published(published(made))
    assert remind() == 0
    assert not Outgoing.objects.exists()


def test_whoever_may_not_go_on_duty_is_not_reminded_and_the_keeper_is_told_of_it() -> None:
    with time_machine.travel("2026-12-07T09:00+07:00", tick=False) as clock:
        made = group(persons=4)
        reached(made)
        roster = published(made, nights=3, first=timezone.localdate() + timedelta(days=1))
        assert waiting_for(made.actor) == []
        suspend(made.people[0])
        [found] = waiting_for(made.actor)
        assert "2 giliran terbit dalam 14 hari ini tidak dapat dijalani" in found.words
        assert (found.kind, found.url) == ("unfit", reverse("roster:roster", args=[roster.pk]))
        assert waiting_for(actor_of(made.people[1])) == []
        clock.move_to(datetime.fromisoformat("2026-12-08T16:30+07:00"))
        assert remind() == 1
        assert not any("Pengingat" in each for each in told(made.people[0]))
        assert "Pengingat" in told(made.people[1])[-1]


def test_everybody_is_reminded_once_and_late_ones_are_not_told_all_at_once() -> None:
    with time_machine.travel("2026-12-05T09:00+07:00", tick=False):
        made = group(persons=6, hours=((22, 2), (2, 5)))
        reached(made)
        published(made, nights=4, first=timezone.localdate() + timedelta(days=1))
    early, late = Duty.objects.filter(night="2026-12-07").order_by("starts_at")[::2]
    assert [at.astimezone(timezone.get_default_timezone()).hour for at in map(reminder_of, (early, late))] == [16, 17]
    with time_machine.travel("2026-12-07T15:59+07:00", tick=False) as clock:
        assert remind() == 0, "of the nights before it is too late, of this one too early"
        clock.move_to(datetime.fromisoformat("2026-12-07T16:03+07:00"))
        Duty.objects.filter(pk=early.pk).update(gone_at=timezone.now())
        assert (remind(), remind()) == (1, 0)
        [text] = told(Duty.objects.get(night="2026-12-07", reminded_at__isnull=False).watcher.persons.get().person)
        assert text.startswith("Pengingat ronda: Sen 7/12 22.00, Pos 1. Bila berhalangan, segera buka http")
        assert "/jadwal/tugas/" in text
        clock.move_to(datetime.fromisoformat("2026-12-08T01:00+07:00"))  # nobody looked for hours
        assert remind() == 2, "whose shift at two is still to come; that of ten is over"
        clock.move_to(datetime.fromisoformat("2026-12-08T16:30+07:00"))
        Duty.objects.filter(night="2026-12-08").update(made_at=timezone.now())
        assert remind() == 0, "they heard of it after it was due"
        Roster.objects.update(state=Roster.DISCARDED)
        clock.move_to(datetime.fromisoformat("2026-12-09T18:00+07:00"))
        assert remind() == 0
    assert {"roster.remind"} <= {each.name for each in registered()}


@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES])
@pytest.mark.parametrize("notice", [*notices.NOTICES, *notices_living.NOTICES], ids=lambda each: each.name)
def test_every_notice_fits_one_sms_and_has_a_way_outside_the_24_hours_of_whatsapp(notice: Any, language: str) -> None:
    assert NOTICES[notice.name] is notice
    assert notice.template or NOTICES[notice.outside].template == "kabar_ronda"
    with translation.override(language):
        sms = str(notice.sms) % notice.example
        assert is_gsm7(sms)
        assert segments(sms) == 1, septets(sms)
        assert "%" not in str(notice.chat) % notice.example
        for words in (notice.title, notice.push, notice.why):
            assert str(words)
            assert "%" not in str(words)
