"""Members are told what waits for them on their pages: reminders, certificates that end, invitations, decisions."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.utils import timezone, translation

from rukun.clock.jobs import registered
from rukun.journal.models import Entry
from rukun.notify import notices_members as notices
from rukun.notify.actions.telling import content_of
from rukun.notify.algo.gsm7 import is_gsm7, segments, septets
from rukun.notify.models import Outgoing
from rukun.notify.notices import NOTICES
from rukun.notify.rendering import words_of
from rukun.notify.tests.factories import turn_on
from rukun.people.actor import actor_of
from rukun.people.models import Person
from rukun.people.tests.factories import SYSTEM, person
from rukun.training import follow
from rukun.training.actions.duty import suspend_from_duty
from rukun.training.actions.ending import BEFORE, remind_of_ending
from rukun.training.actions.members import accept_member, apply_to_join, invite_member
from rukun.training.actions.teaching import remind
from rukun.training.models import Certificate, Reminder
from rukun.training.queries.teaching import reminders_for
from rukun.training.tests.factories import KELURAHAN, chair, fit, member, partner
from rukun.ui.dates import in_words, last_day

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _world() -> None:
    turn_on("sms")


def whose(row: Outgoing) -> Person:
    assert row.contact.person is not None
    return Person.objects.get(pk=row.contact.person)


def told() -> list[tuple[str, str, str]]:
    """Kind of notice, whom, and the words, of all that were told since this was asked last."""
    rows = list(Outgoing.objects.select_related("contact").order_by("pk"))
    Outgoing.objects.all().delete()
    return [
        (
            row.notice,
            whose(row).name,
            words_of(NOTICES[row.notice], row.channel, content_of(row)["values"], "id")[1],
        )
        for row in rows
    ]


def test_whom_a_trainer_reminds_is_told_by_when_and_not_of_what() -> None:
    sari, before = member(partner(), "Sari"), timezone.localdate() + timedelta(days=20)
    told()
    who = actor_of(person("bhabinkamtibmas", KELURAHAN, name="Pelatih Agus"))
    with translation.override("en"):
        remind(actor=who, persons=[sari.pk], before=before)
    [(notice, whom, words)] = told()
    assert (notice, whom) == (notices.REMINDED, "Sari")
    assert f"sebelum {in_words(before)}." in words
    assert words.endswith("/belajar/"), "in the installation's language, whatever the trainer reads"
    assert "Agus" not in words
    remind(actor=who, persons=[sari.pk], before=before)
    assert told() == [], "nobody twice within a week"


def test_a_certificate_that_ends_soon_is_told_once_and_stands_on_the_members_page() -> None:
    sari = fit(member(partner(), "Sari"))
    told()
    assert remind_of_ending() == 0
    last = min(Certificate.objects.values_list("expires_at", flat=True))
    with time_machine.travel(last - BEFORE - timedelta(days=2)):
        assert remind_of_ending() == 0
    with time_machine.travel(last - BEFORE + timedelta(days=1)):
        assert remind_of_ending() == 1
        [(notice, whom, words)] = told()
        assert (notice, whom) == (notices.ENDING, "Sari")
        assert f"berlaku sampai {in_words(last_day(last))}." in words
        [todo] = reminders_for(actor_of(sari))
        assert todo.words.startswith("Sertifikat Anda segera habis.")
        assert Entry.objects.filter(verb="training.reminded", actor="system:training").count() == 1
    for days in (2, 9, 20):
        with time_machine.travel(last - BEFORE + timedelta(days=days)):
            assert remind_of_ending() == 0, "of that day they know"
    assert Reminder.objects.count() == 1
    with time_machine.travel(last + timedelta(days=1)):
        assert remind_of_ending() == 0, "it is over: their page says so"


def test_who_earned_it_anew_or_was_reminded_this_week_is_not_told() -> None:
    made = partner()
    again, reminded = fit(member(made, "Sari")), fit(member(made, "Dewi"))
    told()
    last = min(Certificate.objects.values_list("expires_at", flat=True))
    with time_machine.travel(last - BEFORE + timedelta(days=1)):
        fit(again)
        who = actor_of(person("bhabinkamtibmas", KELURAHAN))
        remind(actor=who, persons=[reminded.pk], before=last_day(last) + timedelta(days=3))
        told()
        assert remind_of_ending() == 0
    with time_machine.travel(last - BEFORE + timedelta(days=9)):
        assert remind_of_ending() == 1
        assert [whom for _notice, whom, _words in told()] == ["Dewi"]


def test_who_was_invited_is_told_that_an_answer_is_waited_for_and_not_by_whom() -> None:
    made = partner(name="Mitra Jembatan")
    board = actor_of(chair(made))
    told()
    invite_member(
        actor=board, organisation=made.pk, name="Yusuf Maulana", phone="081277700011", unit=KELURAHAN, adult=True
    )
    [(notice, whom, words)] = told()
    assert (notice, whom) == (notices.INVITED, "Yusuf Maulana")
    assert "Mitra Jembatan" not in words
    asking = person(name="Dewi Lestari")
    waiting = apply_to_join(actor=actor_of(asking), organisation=made.pk)
    accept_member(actor=board, membership=waiting)
    assert told() == [], "they asked themselves: nothing is waited for"


def test_who_is_kept_from_duty_is_told_to_read_it_and_not_why() -> None:
    sari = member(partner(), "Sari")
    told()
    until = timezone.localdate() + timedelta(days=14)
    made = suspend_from_duty(
        actor=actor_of(person("lurah", KELURAHAN)), person=sari.pk, unit=KELURAHAN, reason="Mendorong seorang remaja.",
        until=until,
    )  # fmt: skip
    [(notice, whom, words)] = told()
    assert (notice, whom) == (notices.SUSPENDED, "Sari")
    for telling in ("Mendorong", "angguh", str(made.pk)):
        assert telling not in words


def test_without_a_channel_all_goes_on_and_nobody_is_told() -> None:
    Outgoing.objects.all().delete()
    from rukun.notify.connecting import save_setting

    save_setting(actor=SYSTEM, channel="sms", on=False)
    sari = member(partner(), "Sari")
    who = actor_of(person("bhabinkamtibmas", KELURAHAN))
    assert remind(actor=who, persons=[sari.pk], before=timezone.localdate() + timedelta(days=9)) == [sari.pk]
    assert told() == []


def test_the_job_that_reminds_is_registered_and_each_kind_has_a_notice() -> None:
    from rukun.notify.actions.members import NOTICE, tell_members

    assert "training.remind" in {each.name for each in registered()}
    assert tell_members in follow.TELL
    assert NOTICE.keys() == follow.PAGES.keys()
    assert [NOTICES[each] for each in NOTICE.values()] == list(notices.NOTICES)


@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES])
@pytest.mark.parametrize("notice", notices.NOTICES, ids=lambda each: each.name)
def test_every_notice_has_words_for_every_kind_of_channel_and_fits_one_sms(notice: Any, language: str) -> None:
    with translation.override(language):
        sms = str(notice.sms) % notice.example
        assert is_gsm7(sms)
        assert segments(sms) == 1, septets(sms)
        assert str(notice.chat) % notice.example
        for words in (notice.title, notice.push, notice.why):
            assert str(words)
            assert "%" not in str(words)
