"""Who receives a report, on a table that people wrote; what no line moves; and the writing of lines."""

import threading
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rukun.commitment.access import may_work
from rukun.commitment.clocks import CLOCKS
from rukun.commitment.owners import Owner
from rukun.guard import Refused, System
from rukun.guard.ids import new_id
from rukun.journal.models import Entry
from rukun.people.actions import close_organisation, end_position, establish_organisation, give_position
from rukun.people.actor import actor_of
from rukun.people.models import Organisation, Position
from rukun.people.tests.factories import person
from rukun.report.access import report_for
from rukun.report.actions.handling import set_aside
from rukun.report.actions.rules import add_rule, end_rule, remove_rule
from rukun.report.algo.rules import EVERY_DAY
from rukun.report.categories import COMPLAINTS, ORDINARY, PROTECTED
from rukun.report.errors import ReportError
from rukun.report.errors import rules as errors
from rukun.report.errors.intake import NoPlace
from rukun.report.models import OwnerRule
from rukun.report.queries.rule_table import rules_todo, try_out, units_without_rule
from rukun.report.queries.rules import BY_DEFAULT, BY_RULE, COMPLAINT, owner_for, owners_able
from rukun.report.queries.rules import PROTECTED as AS_PROTECTED
from rukun.report.tests.factories import KELURAHAN, NEXT_RW, OTHER, RT, RW, report, town

pytestmark = pytest.mark.django_db
SYSTEM = System("test")
NOON = datetime(2026, 11, 25, 5, tzinfo=UTC)  # Wednesday, noon in Jakarta
TODAY = date(2026, 11, 25)
POSKO = Owner(KELURAHAN, title="petugas_posko")
STREET = Owner(RW, title="ketua_rw")


@pytest.fixture(autouse=True)
def _town() -> Any:
    town()
    with time_machine.travel(NOON, tick=False):
        yield


def line(owner: Owner = POSKO, **given: Any) -> OwnerRule:
    """A line from today, for all, made by the installation."""
    asked = {"unit": KELURAHAN, "clock": "lima_hari", "since": TODAY, "rule_id": new_id(), **given}
    return add_rule(actor=SYSTEM, owner=owner, **asked)


def office(kind: str, unit: str, name: str = "") -> Organisation:
    return establish_organisation(actor=SYSTEM, kind=kind, name=name or f"{kind} {unit}", unit=unit)


def test_without_a_line_the_kelurahan_owes_and_above_it_who_reads_it() -> None:
    assert owner_for("tawuran", RT).owner == Owner(KELURAHAN, title="lurah")
    government = office("kelurahan", KELURAHAN)
    for unit in (RT, RW, KELURAHAN):
        assert owner_for("tawuran", unit).owner == Owner(KELURAHAN, organisation=government.pk)
    assert owner_for("saran", f"{OTHER}.001").owner == Owner(OTHER, title="lurah")
    wide = owner_for("saran", "31.73.07").owner
    assert wide == Owner("31.73.07", title="kapolsek")
    told, head = report("saran", "31.73.07")[0], actor_of(person("kapolsek", "31.73.07"))
    assert report_for(head, told.pk) == told, "whoever owes it reads it"
    assert told.commitment is not None
    assert may_work(head, told.commitment).allowed
    assert report_for(actor_of(person("camat", "31.73.07")), told.pk) is None
    with pytest.raises(NoPlace):
        report("saran", "31.73")  # nobody reads it
    found = {each: owner_for(each, RW) for each in ORDINARY}
    assert {each.why for each in found.values()} == {BY_DEFAULT}
    assert {each: assigned.clock for each, assigned in found.items()} == {
        **dict.fromkeys(("tawuran", "kriminal", "kabar", "bencana", "bantuan"), "tiga_hari"),
        **dict.fromkeys(("ketertiban", "keadaan"), "lima_hari"),
        "saran": "dua_puluh_hari",
    }
    assert owner_for("bencana", RW, danger=True).clock == "segera"
    close_organisation(actor=SYSTEM, organisation=government)
    assert owner_for("tawuran", RT).owner == Owner(KELURAHAN, title="lurah")


def test_the_table_decides_while_its_receivers_stand_in_three_queries() -> None:
    government = office("kelurahan", KELURAHAN)
    polsek = office("polri", "31.73.07", "Polsek Palmerah")
    by_police = line(Owner("31.73.07", organisation=polsek.pk), category="kriminal", clock="segera")
    by_night = line(POSKO, category="kriminal", from_hour=22, to_hour=6)
    by_street = line(STREET, unit=RW)
    with CaptureQueriesContext(connection) as asked:
        found = owner_for("kriminal", RT)
    assert len(asked) <= 3
    assert (found.owner, found.rule) == (Owner("31.73.07", organisation=polsek.pk), by_police.pk), "nobody heads the RW"
    seat = give_position(actor=SYSTEM, person=person(), title="ketua_rw", unit=RW)
    found = owner_for("kriminal", RT)
    assert (found.owner, found.clock, found.rule, found.why) == (STREET, "lima_hari", by_street.pk, BY_RULE)
    assert owner_for("kriminal", RT, danger=True).clock == "segera", "no line lets danger wait"
    assert owner_for("kriminal", NEXT_RW).rule == by_police.pk
    night = NOON + timedelta(hours=11)
    assert owner_for("kriminal", NEXT_RW, at=night).rule == by_police.pk, "nobody is at the posko"
    person("petugas_posko", KELURAHAN)
    assert owner_for("kriminal", NEXT_RW, at=night).owner == POSKO
    assert owner_for("kriminal", NEXT_RW, at=NOON + timedelta(hours=17)).rule == by_night.pk, "tonight, till six"
    assert owner_for("kriminal", NEXT_RW, at=NOON - timedelta(hours=8)).rule == by_police.pk, "not yesterday's"
    end_position(actor=SYSTEM, position=seat)
    assert owner_for("kriminal", RT).rule == by_police.pk
    close_organisation(actor=SYSTEM, organisation=polsek)
    with CaptureQueriesContext(connection) as asked:
        found = owner_for("kriminal", RT)
    assert len(asked) <= 3
    assert (found.owner, found.why) == (Owner(KELURAHAN, organisation=government.pk), BY_DEFAULT)
    told = try_out(SYSTEM, "kriminal", RT, NOON)
    assert {each.row.pk: each.why for each in told.others} == {
        by_police.pk: "Dilewati: organisasi penerimanya sudah bubar.",
        by_street.pk: "Dilewati: jabatan penerimanya sedang kosong.",
        by_night.pk: "Tidak cocok: hanya pukul 22.00–06.00.",
    }


def test_a_line_that_begins_tomorrow_decides_from_midnight_there() -> None:
    person("petugas_posko", KELURAHAN)
    line(since=TODAY + timedelta(days=1), until=TODAY + timedelta(days=2))
    midnight = datetime(2026, 11, 25, 17, tzinfo=UTC)
    for moment, why in (
        (NOON, BY_DEFAULT),
        (midnight - timedelta(seconds=1), BY_DEFAULT),
        (midnight, BY_RULE),
        (midnight + timedelta(days=1, seconds=-1), BY_RULE),
        (midnight + timedelta(days=1), BY_DEFAULT),
    ):
        assert owner_for("saran", RW, at=moment).why == why
        with time_machine.travel(moment):
            assert owner_for("saran", RW).why == why


def test_violence_goes_to_the_nearest_protection_officer_and_complaints_past_whom_they_are_about() -> None:
    assert owner_for("kekerasan", RT).owner == Owner(KELURAHAN, title="petugas_pelindungan")
    for unit in ("31.73", "31.73.07", KELURAHAN):
        person("petugas_pelindungan", unit)
        found = owner_for("kekerasan", RT)
        assert (found.owner, found.clock) == (Owner(unit, title="petugas_pelindungan"), "tiga_hari")
    assert owner_for("kekerasan", f"{OTHER}.001").owner.unit == "31.73.07"
    assert owner_for("keluhan", RW, "anggota").owner == Owner(KELURAHAN, title="lurah"), "nobody is there yet"
    kapolsek = person("kapolsek", "31.73.07")
    assert owner_for("keluhan", RW, "anggota").owner == Owner("31.73.07", title="kapolsek")
    lurah = person("lurah", KELURAHAN)
    found = owner_for("keluhan", RW, "anggota")
    assert (found.owner, found.clock, found.why) == (Owner(KELURAHAN, title="lurah"), "sepuluh_hari", COMPLAINT)
    ormas = office("ormas", KELURAHAN)
    give_position(actor=SYSTEM, person=lurah, title="pembina", unit=KELURAHAN, organisation=ormas)
    assert owner_for("keluhan", RW, "anggota", organisation=ormas.pk).owner == Owner("31.73.07", title="kapolsek")
    give_position(actor=SYSTEM, person=kapolsek, title="pembina", unit=KELURAHAN, organisation=ormas)
    found = owner_for("keluhan", RW, "anggota", organisation=ormas.pk)
    assert found.owner == Owner(RW, title="bhabinkamtibmas"), "rather nobody than one of them"
    assert owner_for("keluhan", RW, "rt_rw").owner == Owner(KELURAHAN, title="lurah")
    assert owner_for("keluhan", RW, "kelurahan").owner == Owner("31.73.07", title="camat")
    for category, subject in (("keluhan", "polisi"), ("keluhan", ""), ("pemilu", "")):
        with pytest.raises(ValueError, match="outside"):
            owner_for(category, RW, subject)


ANY_LINES = st.lists(
    st.fixed_dictionaries(
        {
            "unit": st.sampled_from([RT, RW, KELURAHAN, NEXT_RW, "31.73.07", "31"]),
            "category": st.sampled_from(["", *ORDINARY, *PROTECTED, *COMPLAINTS]),
            "days": st.integers(1, EVERY_DAY),
            "from_hour": st.integers(0, 23),
            "to_hour": st.integers(1, 24),
            "to_title": st.sampled_from(["lurah", "petugas_posko", "ketua_rw"]),
            "to_unit": st.sampled_from([RW, KELURAHAN]),
            "clock": st.sampled_from(list(CLOCKS)),
            "since": st.dates(TODAY - timedelta(days=3), TODAY + timedelta(days=3)),
        }
    ),
    max_size=6,
)


@pytest.mark.once
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=40)
@given(ANY_LINES, st.sampled_from([RT, RW, KELURAHAN, "31.73.07", "31"]), st.integers(0, 72), st.randoms())
def test_whatever_the_table_says_everything_has_one_receiver_and_the_fixed_ones_stay(
    rows: list[dict[str, Any]], unit: str, hours: int, chance: Any
) -> None:
    OwnerRule.objects.all().delete()
    moment = NOON + timedelta(hours=hours)
    fixed = [("kekerasan", ""), ("keluhan", "anggota"), ("keluhan", "kelurahan")]
    before = [owner_for(category, unit, subject, moment) for category, subject in fixed]
    rows = [{**each, "id": new_id(), "made_by": "x", "made_at": NOON} for each in rows]
    OwnerRule.objects.bulk_create(OwnerRule(**each) for each in rows)
    assert [owner_for(category, unit, subject, moment) for category, subject in fixed] == before
    assert [each.why for each in before] == [AS_PROTECTED, COMPLAINT, COMPLAINT]
    found = {each: owner_for(each, unit, at=moment) for each in ORDINARY}
    for category, assigned in found.items():
        assert assigned.clock in CLOCKS
        assert assigned.why == (BY_RULE if assigned.rule else BY_DEFAULT)
        told = try_out(SYSTEM, category, unit, moment)
        assert told.assignment == assigned
        assert (told.decided.row.pk if told.decided else None) == assigned.rule, "what is told is what happens"
    OwnerRule.objects.all().delete()
    chance.shuffle(rows)
    OwnerRule.objects.bulk_create(OwnerRule(**each) for each in rows)
    assert {each: owner_for(each, unit, at=moment) for each in ORDINARY} == found


def test_lines_are_written_by_whoever_may_for_who_can_read_and_never_over_what_was() -> None:
    lurah, posko, away = (
        actor_of(person(title, unit))
        for title, unit in (("lurah", KELURAHAN), ("petugas_posko", KELURAHAN), ("lurah", OTHER))
    )
    asked: dict[str, Any] = {"rule_id": new_id(), "unit": KELURAHAN, "owner": POSKO, "clock": "segera", "since": TODAY}
    for stranger in (posko, away):
        with pytest.raises(Refused):
            add_rule(actor=stranger, **asked)
    made = add_rule(actor=lurah, **asked)
    assert add_rule(actor=lurah, **asked).pk == made.pk, "sent twice"
    with pytest.raises(errors.RuleTaken):
        add_rule(actor=lurah, **{**asked, "clock": "tiga_hari"})
    ormas, polsek = office("ormas", KELURAHAN), office("polri", "31.73.07")
    gone = office("polri", KELURAHAN)
    close_organisation(actor=SYSTEM, organisation=gone)
    wrong: list[tuple[type[ReportError], dict[str, Any]]] = [
        (errors.NotOrdinary, {"category": "kekerasan"}),
        (errors.NotOrdinary, {"category": "keluhan"}),
        (errors.NotOrdinary, {"category": "pemilu"}),
        (errors.NoDays, {"days": 0}),
        (errors.NoDays, {"days": 128}),
        (errors.BadHours, {"to_hour": 25}),
        (errors.BadHours, {"from_hour": -1}),
        (errors.SameHours, {"from_hour": 8, "to_hour": 8}),
        (errors.UnknownClock, {"clock": "kapan_kapan"}),
        (errors.BeginsInThePast, {"since": TODAY - timedelta(days=1)}),
        (errors.EndsBeforeItBegins, {"until": TODAY}),
        (errors.UnknownUnit, {"unit": f"{KELURAHAN}.099"}),
        *(
            (errors.CannotRead, {"owner": each})
            for each in (
                Owner(KELURAHAN, organisation=ormas.pk),
                Owner(KELURAHAN, organisation=gone.pk),
                Owner(KELURAHAN, organisation=new_id()),
                Owner("31.73.07", title="camat"),
                Owner(KELURAHAN, title="petugas_pelindungan"),
                Owner(OTHER, title="lurah"),
                STREET,
            )
        ),
    ]
    for error, changed in wrong:
        with pytest.raises(error) as caught:
            add_rule(actor=lurah, **{**asked, "rule_id": new_id(), "category": "saran", **changed})
        assert caught.value.field
        assert str(caught.value)
    assert Owner("31.73.07", organisation=polsek.pk) in owners_able(KELURAHAN)
    assert STREET in owners_able(RT)
    with pytest.raises(errors.Overlaps, match="Semua jenis, Kelurahan Palmerah, setiap waktu → Petugas posko Palmerah"):
        add_rule(actor=lurah, **{**asked, "rule_id": new_id()})
    with pytest.raises(Refused):
        end_rule(actor=away, rule=made, until=TODAY)
    with pytest.raises(errors.EndsInThePast):
        end_rule(actor=lurah, rule=made, until=TODAY - timedelta(days=1))
    friday = TODAY + timedelta(days=2)
    ended = end_rule(actor=lurah, rule=made, until=friday)
    assert end_rule(actor=lurah, rule=made, until=friday).until == friday, "twice is once"
    assert ended.ended_by == lurah.label
    with pytest.raises(errors.AlreadyEnded):
        end_rule(actor=lurah, rule=made, until=friday + timedelta(days=1))
    with pytest.raises(errors.HasBegun):
        remove_rule(actor=lurah, rule=made)
    later = add_rule(
        actor=lurah, **{**asked, "rule_id": new_id(), "since": friday, "until": friday + timedelta(days=9)}
    )
    with pytest.raises(errors.EndsBeforeItBegins):
        end_rule(actor=lurah, rule=later, until=friday)
    with pytest.raises(errors.EndsLater):
        end_rule(actor=lurah, rule=later, until=friday + timedelta(days=10))
    remove_rule(actor=lurah, rule=later)
    with pytest.raises(errors.RuleGone):
        remove_rule(actor=lurah, rule=later)
    assert end_rule(actor=lurah, rule=made, until=TODAY).until == TODAY, "an end is brought forward"
    with pytest.raises(errors.AlreadyEnded):
        end_rule(actor=lurah, rule=made, until=friday)
    kept = Entry.objects.filter(object_label="rule").order_by("sequence")
    assert [(each.verb, each.unit, each.actor) for each in kept] == [
        ("report.rule_added", KELURAHAN, lurah.label),
        ("report.rule_ended", KELURAHAN, lurah.label),
        ("report.rule_added", KELURAHAN, lurah.label),
        ("report.rule_ended", KELURAHAN, lurah.label),
        ("report.rule_ended", KELURAHAN, lurah.label),
    ]
    assert kept[0].codes == {"category": "all", "to": "petugas_posko", "clock": "segera", "since": "2026-11-25"}


def test_gaps_are_told_to_whoever_writes_the_table_until_it_has_none() -> None:
    lurah = actor_of(person("lurah", KELURAHAN))
    person("petugas_posko", KELURAHAN)
    for other in (actor_of(person("lurah", OTHER)), actor_of(person("ketua_rw", RW))):
        assert units_without_rule(other) == {}
    report("saran", RT)
    report("kriminal", NEXT_RW)
    report("kekerasan")
    spam = report("saran", NEXT_RW)[0]
    set_aside(actor=lurah, report=spam, reason="Hanya iklan pinjaman.")
    assert units_without_rule(lurah) == {KELURAHAN: 2}
    [told] = rules_todo(lurah)
    assert told.words == (
        "2 laporan 30 hari terakhir dari Kelurahan Palmerah masuk tanpa aturan penerima: lengkapi aturannya."
    )
    line(category="kriminal")
    line(category="saran", days=EVERY_DAY - (1 << 2))
    assert units_without_rule(lurah) == {KELURAHAN: 1}, "today is a Wednesday, on which nobody takes proposals"
    line(category="saran", from_hour=11, to_hour=13, days=1 << 2)
    assert rules_todo(lurah) == []
    Position.objects.filter(title="petugas_posko").delete()
    assert units_without_rule(lurah) == {KELURAHAN: 2}
    with time_machine.travel(NOON + timedelta(days=31)):
        assert units_without_rule(lurah) == {}


@pytest.mark.django_db(transaction=True)
def test_of_two_who_write_the_same_line_at_once_one_is_told() -> None:
    lurah = actor_of(person("lurah", KELURAHAN))
    told: list[Any] = []
    ready = threading.Barrier(2)

    def write() -> None:
        ready.wait()
        try:
            asked: dict[str, Any] = {"rule_id": new_id(), "unit": RW, "since": TODAY}
            told.append(add_rule(actor=lurah, owner=POSKO, clock="segera", **asked))
        except errors.Overlaps as error:
            told.append(error)
        finally:
            connection.close()

    writers = [threading.Thread(target=write) for _each in range(2)]
    for each in writers:
        each.start()
    for each in writers:
        each.join()
    assert sorted(type(each).__name__ for each in told) == ["Overlaps", "OwnerRule"]
    assert OwnerRule.objects.count() == 1
