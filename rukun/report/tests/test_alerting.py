"""Officers are told what waits for them: who, in which words, how often, and who is not."""

from datetime import timedelta
from random import Random
from typing import Any
from unittest.mock import patch

import pytest
import time_machine
from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation

from rukun.commitment.actions.ticking import tick
from rukun.commitment.owners import Owner
from rukun.guard import ANYONE
from rukun.guard.ids import new_id
from rukun.notify.actions.telling import content_of
from rukun.notify.algo.gsm7 import is_gsm7, segments, septets
from rukun.notify.models import Outgoing, Sink
from rukun.notify.notices import NOTICES
from rukun.notify.tests.factories import contact, turn_on
from rukun.people.actor import actor_of
from rukun.people.models import Organisation, Person
from rukun.people.tests.factories import person
from rukun.report import access
from rukun.report import notices_officers as notices
from rukun.report.actions import alerting, handling, owing
from rukun.report.actions.dialogue import answer, ask
from rukun.report.actions.handoff import decline, hand_over
from rukun.report.actions.intake import Draft, file_report
from rukun.report.actions.rules import add_rule
from rukun.report.algo.codes import new_code
from rukun.report.categories import CATEGORIES, ORDINARY
from rukun.report.tests.alerts import carried, later, owed, read, report, told, whose
from rukun.report.tests.factories import KELURAHAN, NEXT_RW, OTHER, RT, RW, WORDS, town
from rukun.report.tests.factories import report as filed
from rukun.report.tests.proving import claimed

pytestmark = pytest.mark.django_db
WHY = "Letaknya di RW ini, dan kuncinya ada pada mereka."
DISTRICT = "31.73.07"


@pytest.fixture(autouse=True)
def _world() -> None:
    town()
    turn_on("sms")


# A report became theirs


def test_whoever_acts_for_the_owner_is_told_category_and_rw_and_nothing_of_what_was_said() -> None:
    person("lurah", KELURAHAN, name="Lurah")
    made, _code = report(unit=RT, phone="081255500011", name="Bu Sari", place="Gang Mawar")
    row = Outgoing.objects.get()
    assert read(row).startswith("Laporan baru menunggu Anda: Ketertiban, RW 16, Palmerah. Lihat http")
    assert content_of(row)["url"] == f"/laporan/{made.pk}/", "for a tap, never in the words"
    for secret in (str(made.pk), WORDS[:10], "Sari", "Mawar", "0812", "RT"):
        assert secret not in read(row)
    assert row.about == "", "which report whoever was told of stands nowhere in the clear"
    assert told() == {notices.NEW: ["Lurah"]}


def test_for_a_kelurahan_its_posko_is_told_and_only_where_nobody_sits_there_those_above() -> None:
    person("lurah", KELURAHAN, name="Lurah")
    person("sekretaris_kelurahan", KELURAHAN, name="Sekretaris")
    report()
    assert told() == {notices.NEW: ["Lurah", "Sekretaris"]}
    person("petugas_posko", KELURAHAN, name="Posko")
    person("petugas_posko", RW, name="Posko RW")
    report(unit=NEXT_RW)
    assert told() == {notices.NEW: ["Posko"]}


def test_of_a_polsek_who_sits_nearest_is_told_and_nobody_of_another_place() -> None:
    for name, title, unit in (
        ("Kapolsek", "kapolsek", DISTRICT),
        ("Bhabin", "bhabinkamtibmas", KELURAHAN),
        ("Bhabin RW", "bhabinkamtibmas", NEXT_RW),
        ("Bhabin Slipi", "bhabinkamtibmas", OTHER),
        ("Lurah", "lurah", KELURAHAN),
    ):
        person(title, unit, name=name)
    lurah = actor_of(Person.objects.get(name="Lurah"))
    polsek = Organisation.objects.get(kind="polri", unit=DISTRICT)
    for where, expected in ((RW, ["Bhabin"]), (NEXT_RW, ["Bhabin RW"])):
        made, _code = report(unit=where)
        told()
        hand_over(actor=lurah, report=made, to=Owner(DISTRICT, organisation=polsek.pk), reason=WHY)
        assert told() == {notices.OFFERED: expected}


def test_whoever_wrote_it_down_themselves_is_not_told() -> None:
    person("lurah", KELURAHAN, name="Lurah")
    own, _other = person("petugas_posko", KELURAHAN, name="Posko 1"), person("petugas_posko", KELURAHAN, name="Posko 2")
    draft = Draft(id=new_id(), code=new_code(), category="ketertiban", unit=RW, words=WORDS)
    file_report(actor=actor_of(own), draft=draft, source="officer", channel="posko")
    assert told() == {notices.NEW: ["Posko 2"]}


def test_a_report_sent_twice_is_told_once_and_one_that_is_not_stored_never() -> None:
    person("lurah", KELURAHAN, name="Lurah")
    _made, code = report(id=(key := new_id()))
    report(id=key, code=code)
    assert told() == {notices.NEW: ["Lurah"]}
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        report()
        raise ZeroDivisionError
    assert told() == {}


def test_whoever_sends_a_report_waits_for_nobody_to_be_told_and_a_crash_forgets_nobody() -> None:
    person("lurah", KELURAHAN, name="Lurah")
    filed()
    assert not Outgoing.objects.exists()
    with patch.object(alerting, "_tell", side_effect=ZeroDivisionError):
        carried()
    assert told() == {}
    with later(minutes=1):
        assert told() == {notices.NEW: ["Lurah"]}
        assert told() == {}, "once"


def test_what_became_of_a_report_before_the_worker_looks_counts() -> None:
    lurah = actor_of(person("lurah", KELURAHAN, name="Lurah"))
    person("petugas_pelindungan", KELURAHAN, name="Pelindungan")
    person("sekretaris_kelurahan", KELURAHAN, name="Sekretaris")
    gone, _code = filed()
    gone.delete()
    aside, _code = filed()
    handling.set_aside(actor=lurah, report=aside, reason="Ini hanya percobaan.")
    assert told() == {}, "nothing waits for anybody"
    given, _code = filed()
    handling.recategorise(actor=lurah, report=given, category="kekerasan")
    assert told() == {notices.FEW: ["Pelindungan"]}, "whose it is now, and once"


def test_of_danger_that_nobody_told_of_for_hours_it_is_told_as_of_any_report() -> None:
    person("lurah", KELURAHAN, name="Lurah")
    filed("tawuran", happened_about="now")
    with later(hours=7):
        assert told() == {notices.NEW: ["Lurah"]}


def test_danger_is_told_as_danger_and_a_poskos_sinks_hear_it_without_a_word_of_where() -> None:
    person("lurah", KELURAHAN, name="Lurah")
    sink = contact("sink", "sink:1")
    turn_on("sink")
    Sink.objects.create(unit=KELURAHAN, label="Sirene", contact=sink, notices=[notices.DANGER], made_at=timezone.now())
    report("tawuran", happened_about="now")
    words = {row.channel: read(row) for row in Outgoing.objects.all()}
    assert words["sms"].startswith("Tanda bahaya, belum diperiksa: Tawuran atau perkelahian, RW 16, Palmerah. Pastikan")
    assert words["sink"] == str(NOTICES[notices.DANGER].push)
    report("tawuran", happened_about="now")
    assert Outgoing.objects.filter(channel="sink").count() == 1, "not again within ten minutes"


def test_danger_is_told_to_posko_and_head_of_the_rw_too_whoever_it_is_given_to() -> None:
    lurah = actor_of(person("lurah", KELURAHAN, name="Lurah"))
    for name, title, unit in (
        ("Bhabin", "bhabinkamtibmas", KELURAHAN),
        ("Posko", "petugas_posko", KELURAHAN),
        ("Ketua RW", "ketua_rw", RW),
        ("Ketua lain", "ketua_rw", NEXT_RW),
        ("Posko Slipi", "petugas_posko", OTHER),
    ):
        person(title, unit, name=name)
    to = Owner(KELURAHAN, title="bhabinkamtibmas")
    add_rule(
        actor=lurah, rule_id=new_id(), unit=KELURAHAN, category="tawuran", owner=to, clock="segera",
        since=timezone.localdate(),
    )  # fmt: skip
    report("tawuran", unit=RT, happened_about="now")
    assert told() == {notices.DANGER: ["Bhabin", "Ketua RW", "Posko"]}
    report("tawuran", unit=RT, happened_about="unknown")
    assert told() == {notices.NEW: ["Bhabin"]}
    report("kekerasan", unit=RT, happened_about="now")
    assert told() == {}, "of what few may read neither"


@pytest.mark.parametrize(("category", "reader"), [("kekerasan", "petugas_pelindungan"), ("keluhan", "lurah")])
def test_of_what_few_may_read_only_they_are_told_and_not_even_what_it_is(category: str, reader: str) -> None:
    person("ketua_rw", RW, name="ketua_rw")
    for title in ("petugas_posko", "bhabinkamtibmas", reader):
        person(title, KELURAHAN, name=title)
    made, _code = report(category)
    row = Outgoing.objects.get()
    assert read(row).startswith("Ada laporan yang hanya sedikit orang membacanya menunggu Anda.")
    for telling in ("RW", str(made.pk), str(CATEGORIES[category].words)):
        assert telling not in f"{read(row)}{content_of(row)}"
    assert told() == {notices.FEW: [reader]}
    answer(report=made, text="Masih sama.", message_id=new_id())
    assert told() == {notices.FEW: [reader]}, "nor what happened to it"


def test_nobody_is_told_of_a_complaint_who_belongs_to_whom_it_is_about() -> None:
    person("lurah", KELURAHAN, name="Lurah")
    person("bhabinkamtibmas", KELURAHAN, name="Bhabin")
    about = Organisation.objects.get(kind="kelurahan", unit=KELURAHAN)
    report("keluhan", subject="anggota", organisation=about.pk)
    assert told() == {notices.FEW: ["Bhabin"]}
    report("keluhan", subject="rt_rw", organisation=about.pk)
    assert told() == {}, "there is no other reader"
    report("keluhan", subject="rt_rw")
    assert told() == {notices.FEW: ["Lurah"]}


@pytest.mark.parametrize("category", [*ORDINARY, "kekerasan", "keluhan"])
def test_everybody_who_is_told_of_a_report_may_read_it(category: str) -> None:
    places = {"camat": DISTRICT, "kapolsek": DISTRICT, "ketua_rw": RW, "ketua_rt": RT}
    for title in ("lurah", "sekretaris_kelurahan", "bhabinkamtibmas", "babinsa", "petugas_pelindungan", *places):
        person(title, places.get(title, KELURAHAN), name=title)
    for subject in ("anggota", "rt_rw", "kelurahan") if category == "keluhan" else ("",):
        made, _code = report(category, unit=RT, **({"subject": subject} if subject else {}))
        rows = list(Outgoing.objects.select_related("contact"))
        assert rows
        for row in rows:
            who = actor_of(whose(row))
            assert access.may_read(who, made).allowed
        Outgoing.objects.all().delete()


def test_before_a_first_look_nobody_is_told_and_afterwards_whose_it_is() -> None:
    person("lurah", KELURAHAN, name="Lurah")
    handler = person("petugas_posko", KELURAHAN, name="Posko")
    person("petugas_posko", KELURAHAN, name="Posko 2")
    made, _code = report(triage="flood")
    assert told() == {}
    handling.pass_triage(actor=actor_of(handler), report=made)
    assert told() == {notices.NEW: ["Posko 2"]}
    report("kekerasan", triage="flood")
    assert told() == {}, "nobody is there"
    person("petugas_pelindungan", KELURAHAN, name="Pelindungan")
    report("kekerasan", triage="flood")
    assert told() == {notices.FEW: ["Pelindungan"]}, "who may read it does so before a first look"


def test_put_right_it_is_told_to_whose_it_is_now_and_not_where_it_stays() -> None:
    handler = actor_of(person("petugas_posko", KELURAHAN, name="Posko"))
    person("petugas_posko", KELURAHAN, name="Posko 2")
    person("petugas_pelindungan", KELURAHAN, name="Pelindungan")
    made, _code = report()
    told()
    handling.recategorise(actor=handler, report=made, category="kriminal")
    assert told() == {}
    handling.recategorise(actor=handler, report=made, category="kekerasan")
    assert told() == {notices.FEW: ["Pelindungan"]}


# What happens afterwards


def test_an_answer_is_told_to_whose_report_it_is_and_to_who_asked() -> None:
    person("lurah", KELURAHAN, name="Lurah")
    asker = person("babinsa", KELURAHAN, name="Babinsa")
    made, _code = report()
    told()
    ask(actor=actor_of(asker), report=made, text="Lampu yang mana?", message_id=new_id())
    assert told() == {}
    answer(report=made, text="Yang di jembatan.", message_id=new_id())
    assert told() == {notices.ANSWERED: ["Babinsa", "Lurah"]}


def test_a_proof_that_is_rejected_or_contested_is_told_to_its_owner() -> None:
    lurah = person("lurah", KELURAHAN, name="Lurah")
    head = person("ketua_rw", RW, name="Ketua RW")
    made, _code = report()
    told()
    claim = claimed(made, actor_of(lurah))
    assert told() == {}, "nobody is told what they did themselves"
    owing.reject(actor=actor_of(head), report=made, claim_id=claim.pk, words="Masih gelap.")
    assert told() == {notices.REOPENED: ["Lurah"]}
    claim = claimed(made, actor_of(lurah))
    owing.confirmed_by_reporter(report=made, claim_id=claim.pk)
    assert told() == {}
    owing.contested_by_reporter(report=made, words="Mati lagi malam ini.")
    assert told() == {notices.REOPENED: ["Lurah"]}


def test_an_offer_is_told_to_whom_it_is_made_and_its_refusal_to_who_made_it() -> None:
    lurah, head = person("lurah", KELURAHAN, name="Lurah"), person("ketua_rw", RW, name="Ketua RW")
    made, _code = report()
    told()
    handed = hand_over(actor=actor_of(lurah), report=made, to=Owner(RW, title="ketua_rw"), reason=WHY)
    assert told() == {notices.OFFERED: ["Ketua RW"]}
    decline(actor=actor_of(head), report=made, handoff=handed.pk, reason="Itu jalan kelurahan, bukan RW.")
    assert told() == {notices.DECLINED: ["Lurah"]}
    hand_over(actor=actor_of(lurah), report=made, to=Owner(RW, title="ketua_rw"), reason=WHY)
    told()
    with later(days=4):
        tick()
    assert told()[notices.DECLINED] == ["Lurah"], "nor was there an answer in time"


def test_a_reminder_goes_to_the_few_and_a_delay_to_all_who_act_and_then_to_the_level_above() -> None:
    for title, unit in (("lurah", KELURAHAN), ("petugas_posko", KELURAHAN), ("camat", DISTRICT), ("ketua_rw", RW)):
        person(title, unit, name=title)
    made, _code = report()
    told()
    reached: list[dict[str, list[str]]] = []
    begun = timezone.now()
    for hours in range(0, 24 * 30, 4):
        with time_machine.travel(begun + timedelta(hours=hours)):
            tick()
        if news := told():
            reached.append(news)
    assert reached == [
        {notices.REMINDER: ["petugas_posko"]},
        {notices.LATE: ["lurah", "petugas_posko"]},
        {notices.RAISED: ["camat"]},
    ]
    assert owed(made).raised_to == DISTRICT


def test_of_what_few_may_know_no_level_above_is_told() -> None:
    person("petugas_pelindungan", KELURAHAN, name="Pelindungan")
    person("camat", DISTRICT, name="Camat")
    report("kekerasan")
    told()
    names = set()
    begun = timezone.now()
    for hours in range(0, 24 * 30, 8):
        with time_machine.travel(begun + timedelta(hours=hours)):
            tick()
        for kind, persons in told().items():
            names |= {(kind, each) for each in persons}
    assert names == {(notices.FEW, "Pelindungan")}


class Always(Random):
    def randrange(self, start: int, stop: int | None = None, step: int = 1) -> int:
        return 0


def test_a_drawn_check_is_told_to_the_nearest_who_may_make_it_and_never_to_who_proved() -> None:
    lurah = person("lurah", KELURAHAN, name="Lurah")
    for title, unit in (("ketua_rw", RW), ("ketua_rt", RT), ("sekretaris_rw", RW), ("kapolsek", DISTRICT)):
        person(title, unit, name=title)
    person("ketua_rw", NEXT_RW, name="another RW")
    made, _code = report(unit=RT)
    claimed(made, actor_of(lurah))
    told()
    with later(days=8):
        tick(Always())
    assert told() == {notices.SAMPLE: ["ketua_rt", "ketua_rw", "sekretaris_rw"]}


# The words


@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES])
@pytest.mark.parametrize("notice", notices.NOTICES, ids=lambda each: each.name)
def test_every_notice_has_words_for_every_kind_of_channel_and_fits_one_sms(notice: Any, language: str) -> None:
    with translation.override(language):
        sms = str(notice.sms) % notice.example
        assert is_gsm7(sms)
        assert segments(sms) == 1, septets(sms)
        assert str(notice.chat) % notice.example
        for words in (notice.title, notice.push):
            assert str(words)
            assert "%" not in str(words), "what lies on a locked screen is read by anybody"
        assert str(notice.why)


def test_the_examples_are_as_long_as_values_can_be() -> None:
    with translation.override(settings.LANGUAGE_CODE):
        assert len(notices.ABOUT["category"]) == max(len(str(CATEGORIES[each].words)) for each in ORDINARY)
    assert len(notices.ABOUT["where"]) >= notices.LONGEST_PLACE
    assert ANYONE.label not in str(notices.ABOUT)
